"""What every answer is made of, as values. Field names are the keys of the JSON and therefore public.

First what all answers share, then the bodies of `next-line` and `first-line`, of `compare`, and of the rest with their lists.
"""

from typing import Annotated, Any, NamedTuple

from ros1cli.names.split import Reading
from ros1cli.tables.closed_words import (
    AUDIENCES,
    CONFLICT_KINDS,
    COUNTED,
    FIGURE_GROUPS,
    HEADS,
    METHODS,
    NAME_KINDS,
    REGIONS,
    VERDICTS,
    About,
    Call,
    Date,
    DrugKind,
    FindingKind,
    Level,
)
from ros1cli.tables.figure import Figure
from ros1cli.tables.model import Approval, BriefWords, LevelMeaning, SafetyShort
from ros1cli.tables.reference import Derivation

# A type says more than `str` where the words are closed (an enumeration or a tuple of words) or have a format (its name
# in `json_schema.FORMATS`); for a mapping the words are its keys, every one of them.
CallWord = Annotated[str, Call]
LevelWord = Annotated[str, Level]
DrugKindWord = Annotated[str, DrugKind]
FindingKindWord = Annotated[str, FindingKind]
DerivationWord = Annotated[str, Derivation]
SAFETY = (
    About.BEFORE_START,
    About.WARNING,
    About.ADVERSE_REACTIONS,
    About.TOLERABILITY,
    About.DOSE,
    About.FOOD,
    About.INTERACTION,
    About.PREGNANCY,
    About.DRIVING,
)
GROUPS = ("option", "excluded", "no_data")
REASONS = ("not_effective", "conflicting", "prior", "intolerant", "filter", "setting", "never", "research")
TESTED = ("none", "plasma", "tissue")
REGION_STATUSES = ("approved", "not_approved", "not_looked_up")
RESTING = ("claim", "statement", "note", "caution")
BASES = (*Level, Call.NO_DATA)
FIRST_STATUSES = ("not_progressed", "no_drug_listed", "none_left", "options")
STATUSES = ("off_target", "not_in_tables", "not_progressed", "mechanism_unknown", *FIRST_STATUSES[1:])


class Said(NamedTuple):
    """A sentence with where it rests; `short` is how the brief answer says it."""

    id: str
    text: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]
    short: str | None = None


class Warn(NamedTuple):
    """A caution with where it rests; `first`: it must be read before the options. `short` and `head`: how and under which head
    the brief answer says it."""

    id: str
    text: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]
    first: bool
    short: str | None
    head: Annotated[str, HEADS] | None


class ShownClaim(NamedTuple):
    """A claim as an answer shows it."""

    id: str
    drug: str
    finding: str | None
    scope: Annotated[str, "scope"]
    about: Annotated[str, About]
    call: CallWord | None
    level: LevelWord
    figure: Figure | None
    text: str
    source: str
    locator: str
    via: str | None
    after: tuple[str, ...]
    date: Date | None
    entered: Date
    short: str | None


Safety = Annotated[dict[str, tuple[ShownClaim, ...]], SAFETY]
ByLevel = Annotated[dict[str, tuple[ShownClaim, ...]], Level]


class Brain(NamedTuple):
    """What the tables say on a drug and the brain; `treats_brain` is null where they say nothing or do not agree."""

    treats_brain: bool | None
    figures: tuple[Figure, ...]
    claims: tuple[ShownClaim, ...]


class Region(NamedTuple):
    """Whether a drug is approved for ROS1 in a region; `not_looked_up`: no record of these tables says so or otherwise."""

    region: Annotated[str, REGIONS]
    status: Annotated[str, REGION_STATUSES]
    source: str | None


class Side(NamedTuple):
    """One side of a conflict."""

    id: str
    text: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]


class ShownConflict(NamedTuple):
    """Records that do not agree, each side cited; `short` names the subject."""

    id: str
    kind: Annotated[str, CONFLICT_KINDS]
    text: str
    sides: tuple[Side, ...]
    short: str | None


class TraceLine(NamedTuple):
    """A rule that fired."""

    rule: str
    text: str


class NamedAs(NamedTuple):
    """A name, maker or sponsor with its source."""

    name: str
    kind: Annotated[str, NAME_KINDS] | None
    note: str | None
    source: str
    locator: str


class MemberNote(NamedTuple):
    """What is known of one member of a compound alone: no evidence for the compound."""

    finding: str
    active: tuple[str, ...]
    reduced: tuple[str, ...]
    conflicting: tuple[str, ...]
    not_effective: tuple[str, ...]


class ShownSource(NamedTuple):
    """A source as every answer lists it."""

    id: str
    title: str
    publisher: str
    date: Date | None
    address: str | None
    read_at: str | None
    via: str | None
    short: str | None


class Stamp(NamedTuple):
    """The tables that an answer was made from."""

    version: Date
    sha256: Annotated[str, "sha256"]
    oldest_source: Date | None
    newest_source: Date | None
    as_of: Date | None


class ShownQuery(NamedTuple):
    """What was asked and how it was read."""

    raw: dict[str, Any]
    readings: tuple[Reading, ...] = ()
    mutations: tuple[str, ...] = ()
    compound: bool = False
    alternatives: tuple[str, ...] = ()
    off_target: tuple[str, ...] = ()
    without_status: tuple[str, ...] = ()
    prior: tuple[str, ...] = ()
    intolerant: tuple[dict[str, Any], ...] = ()
    tested: Annotated[str, TESTED] | None = None
    cns: dict[str, Any] | None = None
    filters: dict[str, Any] | None = None


class Answer(NamedTuple):
    """An answer with everything that it must carry. `brief`: what it says in brief; `exit`: the exit status that it deserves."""

    answer: str
    understood: str
    data: Stamp
    notice: str
    assumption: str
    brief: BriefWords
    query: ShownQuery
    status: str
    body: Any
    sources: tuple[ShownSource, ...]
    trace: tuple[TraceLine, ...]
    exit: int = 0


class ChosenCaveat(NamedTuple):
    """The caveat that decides, with its short text."""

    id: str
    short: str | None


class More(NamedTuple):
    """How many other response figures fit this question, and how many more caveats there are."""

    figures: int
    caveats: int


class Highlights(NamedTuple):
    """What the brief answer shows of a drug, as ids into its own claims: the response in the finding, in the patients nearest
    to this one, in the broader group behind one of fewer than twenty, in a nearer group of fewer than ten, in the brain, there
    too in the broader group, how long it lasts; and the caveat that decides."""

    finding: str | None
    nearest: str | None
    broader: str | None
    few: str | None
    brain: str | None
    brain_broader: str | None
    lasts: str | None
    caveat: ChosenCaveat | None
    more: More


class Option(NamedTuple):
    """A drug that may be the next one, with what decides and what limits it. `approvals` cover this patient,
    `approvals_for_others` do not."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    call: CallWord
    basis: Annotated[str, BASES]
    because: tuple[str, ...]
    caveats: Annotated[tuple[Said, ...], "some"]
    approvals: tuple[Approval, ...]
    cns: Brain
    claims: Annotated[tuple[ShownClaim, ...], "some"]
    approvals_for_others: tuple[Approval, ...]
    regions: tuple[Region, ...]
    highlights: Highlights


class NoData(NamedTuple):
    """A drug on which the tables hold nothing for this finding."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    call: CallWord
    because: tuple[str, ...]
    approvals: tuple[Approval, ...]
    cns: Brain
    setting_claims: tuple[ShownClaim, ...]
    caveats: tuple[Said, ...]
    regions: tuple[Region, ...]
    highlights: Highlights


class Excluded(NamedTuple):
    """A drug that is not the next one, with the verdict."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    call: CallWord
    reason: Annotated[str, REASONS]
    verdict: str
    because: tuple[str, ...]
    caveats: tuple[Said, ...]
    approvals: tuple[Approval, ...]
    cns: Brain
    claims: tuple[ShownClaim, ...]
    regions: tuple[Region, ...]


class IfFound(NamedTuple):
    """A mutation that a test may still find, and the options that it would rule out."""

    finding: str
    drugs: tuple[str, ...]


class Lines(NamedTuple):
    """Body of `next-line` and `first-line`; `below_case` are the options that rest on no claim of `case` or stronger,
    `if_found` what a finding that is not known yet would change."""

    cautions: tuple[Warn, ...]
    options: tuple[Option, ...]
    below_case: tuple[str, ...]
    studied_only: tuple[NoData, ...]
    no_data: tuple[NoData, ...]
    excluded: tuple[Excluded, ...]
    members: tuple[MemberNote, ...]
    other_treatments: tuple[Said, ...]
    conflicts: tuple[ShownConflict, ...]
    if_found: tuple[IfFound, ...]


class BriefFigure(NamedTuple):
    """A figure that the brief answer shows of a drug: whose patients it is of, and how many others of its kind there are."""

    group: Annotated[str, FIGURE_GROUPS]
    claim: str
    figure: Figure
    more: int


class Weighed(NamedTuple):
    """What all claims of a drug on one scope come to, as a single claim is to be read. `group` and `reason` are those of
    `next-line` when only the finding is known; null for a class or a setting."""

    scope: Annotated[str, "scope"]
    finding: str | None
    call: CallWord
    basis: LevelWord | None
    group: Annotated[str, GROUPS] | None
    reason: Annotated[str, REASONS] | None
    verdict: str


class ComparedDrug(NamedTuple):
    """One column of a comparison."""

    drug: str
    kind: DrugKindWord
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    makers: tuple[NamedAs, ...]
    approvals: tuple[Approval, ...]
    lines: tuple[ShownClaim, ...]
    figures: tuple[Figure, ...]
    treats_brain: bool | None
    brain: tuple[ShownClaim, ...]
    active_against: tuple[str, ...]
    not_effective_against: tuple[str, ...]
    never: tuple[ShownClaim, ...]
    caveats: tuple[Said, ...]
    safety: Safety
    comparisons: tuple[ShownClaim, ...]
    regions: tuple[Region, ...]
    brief_figures: tuple[BriefFigure, ...]
    safety_shorts: tuple[SafetyShort, ...]
    deciding: ChosenCaveat | None
    line_calls: tuple[Weighed, ...]


class Comparison(NamedTuple):
    """Body of `compare`."""

    cautions: tuple[Warn, ...]
    drugs: tuple[ComparedDrug, ...]
    conflicts: tuple[ShownConflict, ...]


class DrugCall(NamedTuple):
    """One drug in a mutation's groups. `group` and what follows: how `next-line` places it when only the finding is known;
    an option has caveats. `short` is the verdict in few words."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    basis: LevelWord | None
    why: str
    claims: tuple[ShownClaim, ...]
    group: Annotated[str, GROUPS]
    reason: Annotated[str, REASONS] | None
    verdict: str
    caveats: tuple[Said, ...]
    short: str | None


class ShownFrequency(NamedTuple):
    """How often a finding is seen, in the source's own precision."""

    text: str
    note: str | None
    source: str
    locator: str
    short: str | None


class ShownSeenAfter(NamedTuple):
    """A finding was seen after this drug; of a series in `events` of `n` (null: not counted), by `method`."""

    drug: str
    text: str
    source: str
    locator: str
    short: str | None
    events: int | None
    n: int | None
    method: Annotated[str, METHODS] | None


class Numbering(NamedTuple):
    """The accessions of both numberings, and the changes on MANE Select (null: no counterpart)."""

    reference: str
    mane_select: str
    on_mane_select: tuple[str | None, ...]
    source: str | None


class ShownNucleotides(NamedTuple):
    """The c. and g. names of a change; null where the table has none or it is not known which. `genomic` is by build."""

    change: str
    coding: str | None
    coding_mane_select: str | None
    genomic: dict[str, str]
    status: DerivationWord
    basis: str


class Hgvs(NamedTuple):
    """The names of the changes in the notation of HGVS, on the reference."""

    protein: tuple[str, ...]
    reference: str
    nucleotides: tuple[ShownNucleotides, ...]


class FindingAnswer(NamedTuple):
    """Body of `mutation`; `drugs` is grouped by call."""

    finding: str
    title: str
    kind: FindingKindWord | None
    frequency: ShownFrequency | None
    seen_after: tuple[ShownSeenAfter, ...]
    drugs: Annotated[dict[str, tuple[DrugCall, ...]], Call]
    found_in: tuple[str, ...]
    members: tuple[MemberNote, ...]
    numbering: Numbering | None
    hgvs: Hgvs | None
    evidence: ByLevel
    notes: tuple[Said, ...]
    cautions: tuple[Warn, ...]
    other_treatments: tuple[Said, ...]
    conflicts: tuple[ShownConflict, ...]


class Replaced(NamedTuple):
    """A claim that a later one replaced."""

    claim: ShownClaim
    replaced_by: str
    since: Date


class ShownSeriesFinding(NamedTuple):
    """A finding that a series saw, in how many; `events` null where the source gives no count."""

    finding: str
    events: int | None
    text: str
    short: str


class ShownSeries(NamedTuple):
    """What was found after a drug in `n` patients or samples; `events` of them had a ROS1 mutation (null: not told)."""

    id: str
    n: int
    counted: Annotated[str, COUNTED]
    method: Annotated[str, METHODS]
    events: int | None
    found: tuple[ShownSeriesFinding, ...]
    text: str
    source: str
    locator: str
    short: str


class SeenFinding(NamedTuple):
    """A finding that was seen after the drug outside a series, which is no proof that the drug fails by it."""

    finding: str
    text: str
    source: str
    locator: str
    short: str | None


class FailsBy(NamedTuple):
    """What was found after the drug: counted in series (none: no series found), and seen besides."""

    series: tuple[ShownSeries, ...]
    seen_besides: tuple[SeenFinding, ...]


class DrugAnswer(NamedTuple):
    """Body of `drug`; `claims` is grouped by level."""

    drug: str
    kind: DrugKindWord
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[NamedAs, ...]
    makers: tuple[NamedAs, ...]
    approvals: tuple[Approval, ...]
    treats_brain: bool | None
    active_against: tuple[str, ...]
    not_effective_against: tuple[str, ...]
    caveats: tuple[Said, ...]
    weighed: tuple[Weighed, ...]
    claims: ByLevel
    class_claims: tuple[ShownClaim, ...]
    safety: Safety
    history: tuple[Replaced, ...]
    statements: tuple[Said, ...]
    guidance: tuple[str, ...]
    conflicts: tuple[ShownConflict, ...]
    regions: tuple[Region, ...]
    brief_figures: tuple[BriefFigure, ...]
    safety_shorts: tuple[SafetyShort, ...]
    deciding: ChosenCaveat | None
    brain_short: str | None
    fails_by: FailsBy


class ShownStatement(NamedTuple):
    """A piece of guidance as shown; `drug` when it is a claim on one drug, `level` null where a word search found what has none
    (a caution, a note, a title)."""

    id: str
    text: str
    drug: str | None
    audience: tuple[Annotated[str, AUDIENCES], ...]
    level: LevelWord | None
    sources: tuple[str, ...]
    locators: tuple[str, ...]
    date: Date | None
    short: str | None


class GuidanceLine(NamedTuple):
    """A line of the brief answer on a topic, with the ids of the statements that it stands for."""

    verdict: Annotated[str, VERDICTS]
    text: str
    statements: tuple[str, ...]


class GuidanceAnswer(NamedTuple):
    """Body of `guidance`; `lines` are the brief answer on a topic, `narrower` the topics under it."""

    topic: str
    title: str
    statements: tuple[ShownStatement, ...]
    topics: tuple[str, ...]
    conflicts: tuple[ShownConflict, ...]
    lines: tuple[GuidanceLine, ...]
    narrower: tuple[str, ...]


class Resting(NamedTuple):
    """A record that rests on a source."""

    id: str
    kind: Annotated[str, RESTING]
    drug: str | None
    text: str


class LevelsAnswer(NamedTuple):
    """Body of `sources --levels`: our own reading of how our levels lie beside other schemes."""

    cautions: tuple[Warn, ...]
    levels: tuple[LevelMeaning, ...]


class SourceAnswer(NamedTuple):
    """Body of `sources ID`: the source and what rests on it."""

    source: str
    title: str
    publisher: str
    date: Date | None
    entered: Date
    address: str | None
    read_at: str | None
    via: str | None
    note: str | None
    used_by: tuple[Resting, ...]


class ListedMutation(NamedTuple):
    """An element of `mutation --list`: `drugs` are the active ones that `next-line` offers when only the finding is known,
    `levels` in their order how it is known; `studied_only` are called active too, and are no option. `on_mane_select` is the
    same change in that numbering."""

    mutation: str
    kind: FindingKindWord
    frequency: str | None
    drugs: tuple[str, ...]
    levels: tuple[LevelWord, ...]
    studied_only: tuple[str, ...]
    on_mane_select: str | None


class ListedDrug(NamedTuple):
    """An element of `drug --list`."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    kind: DrugKindWord


class ListedTopic(NamedTuple):
    """An element of `guidance --list`."""

    topic: str
    title: str
    aliases: tuple[str, ...]
    under: str | None
