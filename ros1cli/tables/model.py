"""What the tables know, as frozen values. Nouns only: the verbs are in `answers`.

`NamedTuple` and not `dataclass`: eighteen dataclasses cost as much time at every start as the interpreter itself.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated, NamedTuple

from ros1cli.tables.records import ById, Records


class Level(StrEnum):
    """How a claim is known, strongest first. The order of the members is the one order used everywhere."""

    LABEL = "label"
    GUIDELINE = "guideline"
    TRIAL = "trial"
    CASE = "case"
    IN_VITRO = "in_vitro"
    EXPERT = "expert"
    ANECDOTE = "anecdote"

    @property
    def words(self) -> str:
        """The level as people read it."""
        return self.value.replace("_", " ")

    @property
    def rank(self) -> int:
        """0 for the strongest level."""
        return _RANK[self]


_RANK = {level: rank for rank, level in enumerate(Level)}


class Call(StrEnum):
    """What the tables say of one drug against one finding."""

    ACTIVE = "active"
    REDUCED = "reduced"
    NOT_EFFECTIVE = "not_effective"
    CONFLICTING = "conflicting"
    NO_DATA = "no_data"

    @property
    def words(self) -> str:
        """The call as people read it."""
        return self.value.replace("_", " ")


class About(StrEnum):
    """What a claim speaks of."""

    ACTIVITY = "activity"
    APPROVAL = "approval"
    GUIDELINE = "guideline"
    FIGURE = "figure"
    BRAIN = "brain"
    LEPTOMENINGEAL = "leptomeningeal"
    TOLERABILITY = "tolerability"
    ACCESS = "access"
    TRIAL = "trial"
    COMPARISON = "comparison"
    ROLE = "role"
    ADVERSE_REACTIONS = "adverse_reactions"
    WARNING = "warning"
    DOSE = "dose"
    FOOD = "food"
    INTERACTION = "interaction"
    BEFORE_START = "before_start"
    PREGNANCY = "pregnancy"
    DRIVING = "driving"
    NOTE = "note"


class FigureStatus(StrEnum):
    """Whether a source gives a number, and if not, what it says instead."""

    STATED = "stated"
    NOT_STATED = "not_stated"
    NOT_REACHED = "not_reached"
    NOT_ESTIMABLE = "not_estimable"
    NOT_AVAILABLE = "not_available"
    NONE = "none"


class DrugKind(StrEnum):
    """`tki` drugs are sorted into the groups of an answer; treatments are only known by name."""

    TKI = "tki"
    RESEARCH = "research"
    TREATMENT = "treatment"
    TREATMENT_CLASS = "treatment_class"


class FindingKind(StrEnum):
    """What kind of event a test found. A co-mutation stands beside a driver and tells of prognosis; it is no resistance."""

    ON_TARGET = "on_target"
    COMPOUND = "compound"
    BYPASS = "bypass"
    ALTERATION = "alteration"
    PHENOTYPE = "phenotype"
    TRANSFORMATION = "transformation"
    CO_MUTATION = "co_mutation"
    AT_PROGRESSION = "at_progression"


class ScopeKind(StrEnum):
    """What a claim holds for, most specific first."""

    FINDING = "finding"
    CLASS = "class"
    SETTING = "setting"
    NEVER = "never"
    DRUG = "drug"


ON_TARGET, OFF_TARGET = "on_target", "off_target"
FIRST_LINE, AFTER_ROS1_TKI, CNS_ONLY_ON, INTOLERANCE = "first_line", "after_ros1_tki", "cns_only_on", "intolerance"
LINES = (FIRST_LINE, AFTER_ROS1_TKI)
REGIONS = ("US", "EU", "JP", "CN", "CA")
TKIS = ("none", "one", "two_plus", "any", "mixed", "not_stated")
DESIGNS = ("prospective", "retrospective")
RESTRICTIONS = ("any_line", "not_restricted", "not_stated", "after_ros1_tki", "no_ros1_tki")
NOT_AFTER = "not_after"
REQUIRES = ("received", "progressed")
STRENGTHS = ("strong", "moderate", "weak")
OUTSIDE_CNS = "outside_cns"
CAVEAT_KINDS = ("condition", "unlikely", "brain", "warning", "not_read", "dose", "tolerability", "other")
"""Caveats in the order in which the one that decides is chosen; `other` (approval, access, kind of evidence) never decides."""
VERDICTS = ("NOT", "DO", "MAY", "MIND", "OPEN")
HEADS = ("FIRST", "TEST", "MIND", "ORDER", "CAUTION", "BESIDES")
SAFETY_FIELDS = (
    "before_start",
    "warning",
    "adverse_reactions",
    "dose",
    "food",
    "interaction",
    "pregnancy",
    "driving",
    "tolerability",
)
FIGURE_GROUPS = (FIRST_LINE, AFTER_ROS1_TKI, "cns_only")
"""Whose patients a figure of a drug is of: no ROS1 TKI before, some, or progression in the brain alone."""
NAME_KINDS = ("brand", "code", "inn", "misspelling", "synonym")
COUNTED = ("patients", "samples")
METHODS = ("tissue", "plasma", "tissue_or_plasma", "tissue_or_blood", "not_stated")
CONFLICT_KINDS = ("contradiction", "tension")
AUDIENCES = ("clinician", "patient")
Date = Annotated[str, "date"]  # as precise as printed: YYYY, YYYY-MM or YYYY-MM-DD

# Marks, by which records are found in their table without reading the others. These begin one: since when a record stands
# in the tables (what follows sorts by time), and the source that it rests on.
ENTERED, CITED = "entered:", "source:"


def scope_mark(kind: ScopeKind, value: str = "") -> str:
    """The mark of claims on one scope."""
    return f"{kind.value}:{value}"


def about_mark(about: About) -> str:
    """The mark of claims that speak of one thing."""
    return f"about:{about.value}"


def call_mark(call: Call) -> str:
    """The mark of claims with one call."""
    return f"call:{call.value}"


ON_THE_BRAIN = (about_mark(About.BRAIN), about_mark(About.LEPTOMENINGEAL), "brain figure")


class Scope(NamedTuple):
    """`value` is a finding id, a class or a setting; `drug` only for the setting `cns_only_on:DRUG`."""

    kind: ScopeKind
    value: str = ""
    drug: str = ""

    def __str__(self) -> str:
        return ":".join(part for part in (self.kind.value, self.value, self.drug) if part)


class Cite(NamedTuple):
    """A place in a source."""

    source: str
    locator: str


class Source(NamedTuple):
    """Where something was read. `date` is the source's own, None when it prints none; `entered` is ours.

    `address` is the primary source's; `read_at` where its text was read, `via` through whom, when not in the original. `short`
    names in a word or two what was read.
    """

    id: str
    title: str
    publisher: str
    date: str | None
    entered: str
    address: str | None
    read_at: str | None
    via: str | None
    note: str | None
    short: str | None

    @property
    def marks(self) -> tuple[str, ...]:
        """What the source is found by without reading the others."""
        return (f"{ENTERED}{self.entered}",)


class Prior(NamedTuple):
    """The ROS1 TKIs that the patients of a figure had had, as far as its source says.

    `tkis`: none; one; two_plus; any (at least one, the number not told or not the same); mixed (patients with and without);
    not_stated. `only`: each of them had one of these drugs and no other ROS1 TKI; `among`: these drugs, others not excluded.
    `chemo` and `brain_penetrant` (one of the ROS1 TKIs was) are None where nothing is said, or not the same of all.
    """

    tkis: Annotated[str, TKIS]
    only: tuple[str, ...]
    among: tuple[str, ...]
    chemo: bool | None
    brain_penetrant: bool | None


class Figure(NamedTuple):
    """A number with all that it needs to be read rightly; `interval` exactly as printed. Units as printed.

    `prior`, `study` and `design` are None for a laboratory value, the last two also where what was read does not say; `note`
    says what is doubtful in the number as it is printed.
    """

    name: str
    status: FigureStatus
    value: int | float | None
    unit: str | None
    n: int | None
    events: int | None
    interval: str | None
    line: str | None
    population: str | None
    after: str | None
    cut_off: Date | None
    source: str | None
    via: str | None
    prior: Prior | None
    study: str | None
    design: Annotated[str, DESIGNS] | None
    note: str | None

    @property
    def on_the_brain(self) -> bool:
        """A figure of the brain."""
        return self.name.startswith("CNS")


class Approval(NamedTuple):
    """An approval for ROS1; `lines` are the settings its scope can cover.

    `restriction` is what its wording says of the line, or `not_after:DRUG`; `requires` whether an earlier ROS1 TKI must have
    been received, or have failed, where the wording asks for one.
    """

    region: Annotated[str, REGIONS] | None
    scope: str
    kind: str | None
    date: Date | None
    source: str
    lines: tuple[Annotated[str, LINES], ...]
    restriction: Annotated[str, "restriction"]
    requires: Annotated[str, REQUIRES] | None


class Guideline(NamedTuple):
    """A guideline's position on a drug in a line; `when` is `brain` where it holds only with brain involvement.

    `condition` is that of the guideline in words, `strength` that of its recommendation.
    """

    body: str
    lines: tuple[str, ...]
    grade: str | None
    version: str | None
    preference: str | None
    when: str | None
    condition: str | None
    strength: Annotated[str, STRENGTHS] | None


class Caveat(NamedTuple):
    """That a claim must stand beside the drug wherever it is offered: of which kind it is, and its place among those."""

    kind: Annotated[str, CAVEAT_KINDS]
    rank: int


class Claim(NamedTuple):
    """One statement on one drug. `after`: patients who had these drugs before, `after_only` these and no other ROS1 TKI.

    `spares`: side effects that the source says the drug avoids. `not_approved`: regions in which the source says that it is
    not approved for ROS1. `extent` is `outside_cns` where the statement holds for tumours outside the CNS alone.
    """

    id: str
    drug: str
    about: About
    scope: Scope
    call: Call | None
    level: Level
    text: str
    source: str
    locator: str
    date: str | None
    entered: str
    via: str | None
    supersedes: str | None
    after: tuple[str, ...]
    after_only: bool
    caveat: Caveat | None
    brain: bool | None
    reactions: tuple[str, ...]
    figure: Figure | None
    approval: Approval | None
    guideline: Guideline | None
    topics: tuple[str, ...]
    spares: tuple[str, ...]
    not_approved: tuple[Annotated[str, REGIONS], ...]
    extent: str | None
    short: str | None

    @property
    def marks(self) -> tuple[str, ...]:
        """What the claim is found by without reading the others."""
        held = {
            "approval": self.approval,
            "after": self.after,
            "caveat": self.caveat,
            "reactions": self.reactions,
            "spares": self.spares,
            "not approved": self.not_approved,
            "supersedes": self.supersedes,
            "brain figure": self.figure and self.figure.on_the_brain,
        }
        return (
            scope_mark(self.scope.kind, self.scope.value),
            about_mark(self.about),
            *((call_mark(self.call),) if self.call else ()),
            f"{CITED}{self.source}",
            f"{ENTERED}{self.entered}",
            *(f"topic:{t}" for t in self.topics),
            *(mark for mark, holds in held.items() if holds),
        )


class Name(NamedTuple):
    """One more name of a drug, with the place where it was read."""

    name: str
    kind: str
    note: str | None
    cite: Cite


class Maker(NamedTuple):
    """Who makes or sponsors a drug, as a source says."""

    name: str
    note: str | None
    cite: Cite


class Inhibits(NamedTuple):
    """A source says that the drug also inhibits what this gene makes."""

    gene: str
    text: str
    cite: Cite


class SafetyShort(NamedTuple):
    """What the claims of one field of safety come to in a few words."""

    field: Annotated[str, SAFETY_FIELDS]
    short: str
    claims: tuple[str, ...]


class Drug(NamedTuple):
    """A drug or treatment that the tables know. `id` is the INN."""

    id: str
    kind: DrugKind
    names: tuple[Name, ...]
    makers: tuple[Maker, ...]
    inhibits: tuple[Inhibits, ...]
    guidance: tuple[str, ...]
    safety: tuple[SafetyShort, ...]
    claims: Records[Claim]

    @property
    def brands(self) -> tuple[str, ...]:
        """Brand names, as the sources spell them."""
        return tuple(n.name for n in self.names if n.kind == "brand")

    @property
    def codes(self) -> tuple[str, ...]:
        """Code names."""
        return tuple(n.name for n in self.names if n.kind == "code")

    @property
    def use(self) -> tuple[SafetyShort, ...]:
        """What each field of its safety comes to: of two records of one field the later, the earlier is for the days before."""
        return tuple({s.field: s for s in self.safety}.values())

    @property
    def display(self) -> str:
        """The INN with its brands, or with its codes when it has no brand."""
        also = self.brands or self.codes
        return f"{self.id} ({', '.join(also)})" if also else self.id


class Frequency(NamedTuple):
    """How often a finding is seen, in the source's own precision."""

    text: str
    note: str | None
    cite: Cite
    short: str | None


class SeenAfter(NamedTuple):
    """A finding was seen after this drug."""

    drug: str
    text: str
    cite: Cite
    short: str | None


class SeriesFinding(NamedTuple):
    """A finding that a series saw, in how many (None: the source gives no count), and in words."""

    finding: str
    events: int | None
    text: str
    short: str


class Series(NamedTuple):
    """What was found after a drug in `n` patients or samples that were looked at: `events` of them had a ROS1 mutation."""

    id: str
    drug: str
    n: int
    counted: Annotated[str, COUNTED]
    method: Annotated[str, METHODS]
    events: int | None
    found: tuple[SeriesFinding, ...]
    text: str
    short: str
    cite: Cite
    entered: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What the series is found by without reading the others."""
        findings = (f"finding:{f.finding}" for f in self.found)
        return (f"drug:{self.drug}", *findings, f"{CITED}{self.cite.source}", f"{ENTERED}{self.entered}")


class Note(NamedTuple):
    """A statement about a finding."""

    id: str
    text: str
    cite: Cite
    short: str | None


class Finding(NamedTuple):
    """What a test can find, with what is known of it apart from drugs."""

    id: str
    kind: FindingKind
    title: str
    gene: str | None
    change: str | None
    aliases: tuple[str, ...]
    frequencies: tuple[Frequency, ...]
    seen_after: tuple[SeenAfter, ...]
    notes: tuple[Note, ...]
    entered: str

    @property
    def marks(self) -> tuple[str, ...]:
        """What the finding is found by without reading the others."""
        return () if self.on_target else ("without status",) if self.without_status else ("off target",)

    @property
    def frequency(self) -> Frequency | None:
        """How often it is seen, by the better source: the later of two."""
        return self.frequencies[-1] if self.frequencies else None

    @property
    def without_status(self) -> bool:
        """Seen beside a resistance mechanism, or without proof that it is one: decides nothing in an answer."""
        return self.kind in (FindingKind.CO_MUTATION, FindingKind.AT_PROGRESSION)

    @property
    def on_target(self) -> bool:
        """A change in ROS1 itself."""
        return self.kind in (FindingKind.ON_TARGET, FindingKind.COMPOUND)

    @property
    def members(self) -> tuple[str, ...]:
        """The single changes of a compound, in the order of their residues; of a single change, itself."""
        return tuple(self.id.split("/")) if self.on_target else ()


class TopicLine(NamedTuple):
    """A line of the brief answer on a topic, and the statements that it stands for."""

    verdict: Annotated[str, VERDICTS]
    text: str
    statements: tuple[str, ...]


class Topic(NamedTuple):
    """A subject of guidance; `under` names the topic whose page includes it."""

    id: str
    title: str
    aliases: tuple[str, ...]
    under: str | None
    lines: tuple[TopicLine, ...]


class Statement(NamedTuple):
    """One piece of guidance. `combines`: drugs that were given together, to `n` patients."""

    id: str
    topics: tuple[str, ...]
    audience: tuple[str, ...]
    level: Level
    text: str
    cites: tuple[Cite, ...]
    drugs: tuple[str, ...]
    findings: tuple[str, ...]
    reactions: tuple[str, ...]
    entered: str
    combines: tuple[str, ...]
    n: int | None
    short: str | None

    @property
    def marks(self) -> tuple[str, ...]:
        """What the statement is found by without reading the others."""
        words = (*(f"topic:{t}" for t in self.topics), *(f"drug:{d}" for d in self.drugs))
        cited = (f"{CITED}{c.source}" for c in self.cites)
        held = {"reactions": self.reactions, "combines": self.combines}
        return (*words, *cited, f"{ENTERED}{self.entered}", *(mark for mark, holds in held.items() if holds))


class Conflict(NamedTuple):
    """Two or more records that do not agree. `about` holds keys such as `drug:ID`, `finding:ID`, `topic:ID`."""

    id: str
    kind: str
    text: str
    about: tuple[str, ...]
    sides: tuple[str, ...]
    short: str | None

    @property
    def marks(self) -> tuple[str, ...]:
        """What the conflict is found by without reading the others."""
        return self.about


class Caution(NamedTuple):
    """A sentence that an answer must carry in a circumstance, `unless` another holds. `text` may hold fields, such as {drugs};
    `short` may hold the same, and stands in the brief answer under `head`."""

    id: str
    when: tuple[str, ...]
    unless: tuple[str, ...]
    place: str
    text: str
    cites: tuple[Cite, ...]
    entered: str
    supersedes: str | None
    head: Annotated[str, HEADS] | None
    short: str | None

    @property
    def marks(self) -> tuple[str, ...]:
        """What the caution is found by without reading the others."""
        return (*self.when, f"{ENTERED}{self.entered}", *(("supersedes",) if self.supersedes else ()))


class BriefWords(NamedTuple):
    """What every brief answer says: the notice and the assumption in short, that an excluded drug is not to be stopped, and what
    the star of what was read second-hand means."""

    notice: str
    assumption: str
    excluded: str
    second_hand: str


class LevelMeaning(NamedTuple):
    """What a level means, and the tiers of other schemes that it is nearest to, by our own reading."""

    level: Level
    meaning: str
    amp_asco_cap: str
    oncokb_style: str
    escat: str

    @property
    def id(self) -> str:
        """A level is its own id."""
        return self.level.value


class Segment(NamedTuple):
    """Residues `first` to `last` of the reference are numbered `offset` higher on the other protein; None: absent there."""

    first: int
    last: int
    offset: int | None


class Derivation(StrEnum):
    """How a c. or g. name is known to mean a change of the protein."""

    DIRECT = "direct"
    DERIVED = "derived"
    AMBIGUOUS = "ambiguous"


class Nucleotides(NamedTuple):
    """The c. and g. names of one change. Several in `coding`: one of them, and it is not known which (ambiguous)."""

    change: str
    coding: tuple[str, ...]
    mane_coding: tuple[str, ...]
    genomic: Mapping[str, str]
    status: Derivation
    basis: str

    def on(self, mane: bool) -> tuple[str, ...]:
        """The c. names on MANE Select, or on the reference transcript."""
        return self.mane_coding if mane else self.coding


class Genome(NamedTuple):
    """Where the gene lies: its chromosome, and for each build the accession of that chromosome and other names of the build."""

    chromosome: str
    builds: Mapping[str, tuple[str, ...]]


class Reference(NamedTuple):
    """The protein that bare names are read on, and the other numbering in use.

    `not_findings` are words that stand where a finding belongs, with why they are none. `partner_note` is the id of the
    statement that says what the partner of a fusion means. `class_words` are words for a class of findings. `reactions` are
    side-effect words by the word that they are a kind of. `studies` are the ids that
    `study` of a figure may hold, with the words by which the records name each.
    """

    gene: str
    accessions: tuple[str, ...]
    sequence: str
    mane_accessions: tuple[str, ...]
    mane_length: int
    mane_segments: tuple[Segment, ...]
    source: str | None
    foreign_changes: Mapping[str, str]
    related_genes: Mapping[str, str]
    gene_aliases: Mapping[str, str]
    fusion_partners: tuple[str, ...]
    partner_note: str
    not_findings: Mapping[str, str]
    genome: Genome
    nucleotides: tuple[Nucleotides, ...]
    class_words: Mapping[str, tuple[str, ...]]
    reactions: Mapping[str, tuple[str, ...]]
    studies: Mapping[str, str]


class Facts(NamedTuple):
    """What follows from all records together.

    `superseded` are the ids of claims that others replace; `dates` those of the sources that carry knowledge on ROS1, oldest
    first, undated ones left out; `version` is the day on which the latest record was entered.
    """

    superseded: frozenset[str]
    dates: tuple[str, ...]
    version: str


def facts(sources: ById[Source], claims: Records[Claim], statements: ById[Statement]) -> Facts:
    """What follows from these records together; found by their marks, so that most of them stay unbuilt."""
    carrying = {m.removeprefix(CITED) for m in (*claims.marks, *statements.records.marks) if m.startswith(CITED)}
    entered = [m.removeprefix(ENTERED) for m in (*sources.records.marks, *claims.marks) if m.startswith(ENTERED)]
    return Facts(
        superseded=frozenset(c.supersedes for c in claims.marked("supersedes") if c.supersedes),
        dates=tuple(sorted(s.date for s in (sources[i] for i in carrying if i in sources) if s.date)),
        version=max(entered),
    )


class Tables(NamedTuple):
    """Everything that the program knows. Records stand in the order of the files; one is read when it is first asked for.

    `claims` are those of every drug and then those of the class. `every_finding` and `every_drug` are what names are read
    on: they stay whole whatever the --as-of date, so that a name means the same on every day.
    """

    sources: ById[Source]
    drugs: Mapping[str, Drug]
    claims: Records[Claim]
    class_claims: Records[Claim]
    findings: Mapping[str, Finding]
    series: Records[Series]
    topics: ById[Topic]
    statements: ById[Statement]
    conflicts: Records[Conflict]
    cautions: Records[Caution]
    notice: str
    assumption: str
    brief: BriefWords
    reference: Reference
    every_finding: ById[Finding]
    every_drug: ById[Drug]
    levels: Records[LevelMeaning]
    facts: Facts
    sha256: str

    @property
    def version(self) -> str:
        """The day on which the latest record was entered."""
        return self.facts.version

    @property
    def superseded(self) -> Collection[str]:
        """The ids of claims that others replace."""
        return self.facts.superseded

    @property
    def tkis(self) -> tuple[Drug, ...]:
        """The drugs that every answer sorts into its groups."""
        return tuple(d for d in self.drugs.values() if d.kind in (DrugKind.TKI, DrugKind.RESEARCH))
