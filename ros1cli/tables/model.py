"""What the tables know, as frozen values. Nouns only: the verbs are in `answers`.

The annotations of a record are its one declaration: from them it is read out of YAML, checked, compiled for a wheel, built
again and, where answers show it, described by the JSON Schema. `Annotated` says what a kind of value leaves open: a tuple of
words that are allowed, the most characters of a short text, or one of the kinds of text below, names of records among them.

`NamedTuple` and not `dataclass`: eighteen dataclasses cost as much time at every start as the interpreter itself.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from ros1cli.tables.closed_words import (
    AUDIENCES,
    CAVEAT_KINDS,
    CONFLICT_KINDS,
    COUNTED,
    HEADS,
    LINES,
    METHODS,
    NAME_KINDS,
    PLACES,
    REGIONS,
    REQUIRES,
    SAFETY_FIELDS,
    STRENGTHS,
    VERDICTS,
    About,
    Call,
    CautionId,
    ClaimId,
    Date,
    DrugId,
    DrugKind,
    FindingId,
    FindingKind,
    Level,
    ScopeKind,
    SourceId,
    TermId,
    TopicId,
)
from ros1cli.tables.figure import Figure
from ros1cli.tables.plain import BriefWords, PlainWords
from ros1cli.tables.reference import Reference


class Scope(NamedTuple):
    """`value` is a finding id, a class or a setting; `drug` only for the setting `cns_only_on:DRUG`."""

    kind: ScopeKind
    value: str = ""
    drug: str = ""

    def __str__(self) -> str:
        return ":".join(filter(None, (self.kind, self.value, self.drug)))


class Cite(NamedTuple):
    """A place in a source."""

    source: SourceId
    locator: str


class Source(NamedTuple):
    """Where something was read. `date` is the source's own, None when it prints none; `entered` is ours.

    `address` is the primary source's; `read_at` where its text was read, `via` through whom, when not in the original. `short`
    names in a word or two what was read.
    """

    id: str
    title: str
    publisher: str
    date: Date | None
    entered: Date
    address: str | None
    read_at: str | None
    via: str | None
    note: str | None
    short: Annotated[str, 14] | None


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
    lines: tuple[Annotated[str, LINES], ...]
    grade: str | None
    version: str | None
    preference: str | None
    when: Annotated[str, ("brain",)] | None
    condition: str | None
    strength: Annotated[str, STRENGTHS] | None


class Caveat(NamedTuple):
    """That a claim must stand beside the drug wherever it is offered: of which kind it is, and its place among those."""

    kind: Annotated[str, CAVEAT_KINDS]
    rank: int


class Claim(NamedTuple):
    """One statement on one drug. `after`: patients who had these drugs before, `after_only` these and no other ROS1 TKI.

    `spares`: side effects that the source says the drug avoids. `not_approved`: regions in which the source says that it is
    not approved for ROS1.
    """

    id: str
    drug: str
    about: About
    scope: Scope
    call: Call | None
    level: Level
    text: str
    source: SourceId
    locator: str
    date: Date | None
    entered: Date
    via: str | None
    supersedes: ClaimId | None
    after: tuple[DrugId, ...]
    after_only: bool
    caveat: Caveat | None
    brain: bool | None
    reactions: tuple[str, ...]
    figure: Figure | None
    approval: Approval | None
    guideline: Guideline | None
    topics: tuple[TopicId, ...]
    spares: tuple[str, ...]
    not_approved: tuple[Annotated[str, REGIONS], ...]
    short: Annotated[str, 60] | None
    plain: Annotated[str, 260] | None

    @property
    def on_the_brain(self) -> bool:
        """What is said of the brain or of leptomeningeal disease, and figures of them."""
        of_figure = self.figure is not None and self.figure.on_the_brain
        return of_figure or self.about is About.BRAIN or self.about is About.LEPTOMENINGEAL


class Name(NamedTuple):
    """One more name of a drug, with the place where it was read."""

    name: str
    kind: Annotated[str, NAME_KINDS]
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
    plain: str | None


class Drug(NamedTuple):
    """A drug or treatment that the tables know. `id` is the INN."""

    id: str
    kind: DrugKind
    names: tuple[Name, ...]
    makers: tuple[Maker, ...]
    inhibits: tuple[Inhibits, ...]
    guidance: tuple[TopicId, ...]
    safety: tuple[SafetyShort, ...]
    claims: tuple[Claim, ...]

    @property
    def spellings(self) -> tuple[str, ...]:
        """Every name: its INN, brands, codes and documented misspellings."""
        return (self.id, *(n.name for n in self.names))

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
    short: Annotated[str, 60] | None


class SeenAfter(NamedTuple):
    """A finding was seen after this drug."""

    drug: DrugId
    text: str
    cite: Cite
    short: Annotated[str, 60] | None


class SeriesFinding(NamedTuple):
    """A finding that a series saw, in how many (None: the source gives no count), and in words."""

    finding: FindingId
    events: int | None
    text: str
    short: Annotated[str, 60]


class Series(NamedTuple):
    """What was found after a drug in `n` patients or samples that were looked at: `events` of them had a ROS1 mutation."""

    id: str
    drug: DrugId
    n: int
    counted: Annotated[str, COUNTED]
    method: Annotated[str, METHODS]
    events: int | None
    found: tuple[SeriesFinding, ...]
    text: str
    short: Annotated[str, 100]
    cite: Cite
    entered: Date


class Note(NamedTuple):
    """A statement about a finding."""

    id: str
    text: str
    cite: Cite
    short: Annotated[str, 60] | None


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
    entered: Date

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
    under: TopicId | None
    lines: tuple[TopicLine, ...]


class Statement(NamedTuple):
    """One piece of guidance. `combines`: drugs that were given together, to `n` patients."""

    id: str
    topics: tuple[TopicId, ...]
    audience: tuple[Annotated[str, AUDIENCES], ...]
    level: Level
    text: str
    cites: tuple[Cite, ...]
    drugs: tuple[DrugId, ...]
    findings: tuple[FindingId, ...]
    reactions: tuple[str, ...]
    entered: Date
    combines: tuple[str, ...]
    n: int | None
    short: Annotated[str, 90] | None
    plain: Annotated[str, 400] | None


class Conflict(NamedTuple):
    """Two or more records that do not agree. `about` holds keys such as `drug:ID`, `finding:ID`, `topic:ID`."""

    id: str
    kind: Annotated[str, CONFLICT_KINDS]
    text: str
    about: tuple[str, ...]
    sides: tuple[str, ...]
    short: Annotated[str, 60] | None


class Caution(NamedTuple):
    """A sentence that an answer must carry in a circumstance, `unless` another holds. `text`, `short` (in the brief answer, under
    `head`) and `plain` (for patients) may hold fields, such as {drugs}."""

    id: str
    when: tuple[str, ...]
    unless: tuple[str, ...]
    place: Annotated[str, PLACES]
    text: str
    cites: tuple[Cite, ...]
    entered: Date
    supersedes: CautionId | None
    head: Annotated[str, HEADS] | None
    short: Annotated[str, 140] | None
    plain: Annotated[str, 400] | None


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


class Meaning(NamedTuple):
    """What a term means, and since when these tables say so; None, and no sources, where it is a word of this program."""

    text: str
    cites: tuple[Cite, ...]
    entered: Date | None


class Term(NamedTuple):
    """A word of the answers, explained. `defined_here`: this program's own, which no source explains; `everyday`: also an ordinary
    word, so it gets no title in running text. Of two meanings the later replaces the earlier."""

    id: str
    term: str
    aliases: tuple[str, ...]
    short: Annotated[str, 90]
    defined_here: bool
    everyday: bool
    see: tuple[TermId, ...]
    meanings: tuple[Meaning, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every way to write it."""
        return (self.term, *self.aliases)


class Current(NamedTuple):
    """The claims on one drug that no other replaces, in the order of the tables, and those among them that every answer asks for:
    that are caveats, approvals, of no approval or of the brain, that have a figure, and whose patients had had another drug."""

    claims: tuple[Claim, ...] = ()
    caveats: tuple[Claim, ...] = ()
    approvals: tuple[Claim, ...] = ()
    not_approved: tuple[Claim, ...] = ()
    brain: tuple[Claim, ...] = ()
    figures: tuple[Claim, ...] = ()
    after: tuple[Claim, ...] = ()


class Tables(NamedTuple):
    """Everything that the program knows, in the order of the files. What stands behind `sha256` follows from what stands before
    it: `index` makes it, and it is neither written into a compiled file nor part of the digest.

    `every_finding`, `every_drug` and `drug_names` (names as `drug_key` folds them, with the id of their drug) are what names are
    read on: they stay whole whatever the --as-of date, so that a name means the same on every day. `claims` are those of every
    drug and then those of the class, `by_id` the same by their ids; `current` are those that no other replaces, `of_drug` the
    same by drug (`""`: of the class), `on_scope` by drug and scope; `superseded` are the ids of the others. `dates` are those of
    the sources that carry knowledge on ROS1, oldest first, undated ones left out; `version` is the day of the latest record.
    """

    sources: Mapping[str, Source]
    drugs: Mapping[str, Drug]
    class_claims: tuple[Claim, ...]
    findings: Mapping[str, Finding]
    series: tuple[Series, ...]
    topics: Mapping[str, Topic]
    statements: Mapping[str, Statement]
    conflicts: tuple[Conflict, ...]
    cautions: tuple[Caution, ...]
    notice: str
    assumption: str
    brief: BriefWords
    plain: PlainWords
    reference: Reference
    levels: tuple[LevelMeaning, ...]
    glossary: Mapping[str, Term]
    sha256: str
    every_finding: Mapping[str, Finding] = {}
    every_drug: Mapping[str, Drug] = {}
    drug_names: Mapping[str, str] = {}
    claims: tuple[Claim, ...] = ()
    by_id: Mapping[str, Claim] = {}
    current: tuple[Claim, ...] = ()
    of_drug: Mapping[str, Current] = {}
    on_scope: Mapping[tuple[str, ScopeKind, str], tuple[Claim, ...]] = {}
    superseded: frozenset[str] = frozenset()
    dates: tuple[str, ...] = ()
    version: str = ""

    @property
    def newest(self) -> str | None:
        """The date of the newest dated source that carries knowledge."""
        return self.dates[-1] if self.dates else None

    @property
    def tkis(self) -> tuple[Drug, ...]:
        """The drugs that every answer sorts into its groups."""
        return tuple(d for d in self.drugs.values() if d.kind in (DrugKind.TKI, DrugKind.RESEARCH))
