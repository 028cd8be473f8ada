"""What the tables know, as frozen values. Nouns only: the verbs are in `answers`.

`NamedTuple` and not `dataclass`: eighteen dataclasses cost as much time at every start as the interpreter itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


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
    """What kind of event a test found."""

    ON_TARGET = "on_target"
    COMPOUND = "compound"
    BYPASS = "bypass"
    ALTERATION = "alteration"
    PHENOTYPE = "phenotype"
    TRANSFORMATION = "transformation"


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

    `address` is the primary source's; `read_at` where its text was read, `via` through whom, when not in the original.
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


class Figure(NamedTuple):
    """A number with all that it needs to be read rightly; `interval` exactly as printed. Units as printed."""

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
    cut_off: str | None
    source: str | None
    via: str | None


class Approval(NamedTuple):
    """An approval for ROS1; `lines` are the settings its scope can cover."""

    region: str | None
    scope: str
    kind: str | None
    date: str | None
    source: str
    lines: tuple[str, ...]


class Guideline(NamedTuple):
    """A guideline's position on a drug in a line; `when` is `brain` where it holds only with brain involvement."""

    body: str
    lines: tuple[str, ...]
    grade: str | None
    version: str | None
    preference: str | None
    when: str | None


class Claim(NamedTuple):
    """One statement on one drug. `after`: patients who had these drugs before, `after_only` these and no other ROS1 TKI."""

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
    caveat: bool
    brain: bool | None
    reactions: tuple[str, ...]
    figure: Figure | None
    approval: Approval | None
    guideline: Guideline | None
    topics: tuple[str, ...]


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


class Drug(NamedTuple):
    """A drug or treatment that the tables know. `id` is the INN."""

    id: str
    kind: DrugKind
    names: tuple[Name, ...]
    makers: tuple[Maker, ...]
    guidance: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def brands(self) -> tuple[str, ...]:
        """Brand names, as the sources spell them."""
        return tuple(n.name for n in self.names if n.kind == "brand")

    @property
    def codes(self) -> tuple[str, ...]:
        """Code names."""
        return tuple(n.name for n in self.names if n.kind == "code")

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


class SeenAfter(NamedTuple):
    """A finding was seen after this drug."""

    drug: str
    text: str
    cite: Cite


class Note(NamedTuple):
    """A statement about a finding."""

    id: str
    text: str
    cite: Cite


class Finding(NamedTuple):
    """What a test can find, with what is known of it apart from drugs."""

    id: str
    kind: FindingKind
    title: str
    gene: str | None
    change: str | None
    aliases: tuple[str, ...]
    frequency: Frequency | None
    seen_after: tuple[SeenAfter, ...]
    notes: tuple[Note, ...]
    entered: str

    @property
    def on_target(self) -> bool:
        """A change in ROS1 itself."""
        return self.kind in (FindingKind.ON_TARGET, FindingKind.COMPOUND)

    @property
    def members(self) -> tuple[str, ...]:
        """The single changes of a compound, in the order of their residues; of a single change, itself."""
        return tuple(self.id.split("/")) if self.on_target else ()


class Topic(NamedTuple):
    """A subject of guidance; `under` names the topic whose page includes it."""

    id: str
    title: str
    aliases: tuple[str, ...]
    under: str | None


class Statement(NamedTuple):
    """One piece of guidance."""

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


class Conflict(NamedTuple):
    """Two or more records that do not agree. `about` holds keys such as `drug:ID`, `finding:ID`, `topic:ID`."""

    id: str
    kind: str
    text: str
    about: tuple[str, ...]
    sides: tuple[str, ...]


class Caution(NamedTuple):
    """A sentence that an answer must carry in a circumstance. `text` may hold fields, such as {drugs}."""

    id: str
    when: tuple[str, ...]
    place: str
    text: str
    cites: tuple[Cite, ...]
    entered: str
    supersedes: str | None


class LevelMeaning(NamedTuple):
    """What a level means, and the tiers of other schemes that it is nearest to, by our own reading."""

    level: Level
    meaning: str
    amp_asco_cap: str
    oncokb_style: str
    escat: str


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
    statement that says what the partner of a fusion means.
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


class Tables(NamedTuple):
    """Everything that the program knows. Mappings are by id, in the order of the files.

    `every_finding` and `every_drug` are what names are read on: they stay whole whatever the --as-of date, so that a name
    means the same on every day.
    """

    sources: Mapping[str, Source]
    drugs: Mapping[str, Drug]
    class_claims: tuple[Claim, ...]
    findings: Mapping[str, Finding]
    topics: Mapping[str, Topic]
    statements: Mapping[str, Statement]
    conflicts: tuple[Conflict, ...]
    cautions: tuple[Caution, ...]
    notice: str
    assumption: str
    reference: Reference
    every_finding: Mapping[str, Finding]
    every_drug: Mapping[str, Drug]
    levels: tuple[LevelMeaning, ...]
    superseded: frozenset[str]
    version: str
    sha256: str

    @property
    def tkis(self) -> tuple[Drug, ...]:
        """The drugs that every answer sorts into its groups."""
        return tuple(d for d in self.drugs.values() if d.kind in (DrugKind.TKI, DrugKind.RESEARCH))

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, of every drug and of the class."""
        return tuple(c for d in self.drugs.values() for c in d.claims) + self.class_claims
