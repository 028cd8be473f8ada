"""What the answers of `compare`, `mutation`, `drug`, `guidance`, `glossary` and `sources` are made of, and the elements of their
lists.

As in `shapes`, which has what all answers share, field names are the keys of the JSON and therefore public.
"""

from typing import Annotated, NamedTuple

from ros1cli.answers.shapes import (
    GROUPS,
    REASONS,
    BriefFigure,
    ByLevel,
    CallWord,
    ChosenCaveat,
    DrugNames,
    LevelWord,
    MemberNote,
    NamedAs,
    Region,
    Safety,
    Said,
    ShownClaim,
    ShownConflict,
    Warn,
)
from ros1cli.tables.closed_words import (
    AUDIENCES,
    COUNTED,
    METHODS,
    VERDICTS,
    Call,
    Date,
    DrugKind,
    FindingKind,
)
from ros1cli.tables.figure import Figure
from ros1cli.tables.model import Approval, LevelMeaning, SafetyShort
from ros1cli.tables.reference import Derivation

DrugKindWord = Annotated[str, DrugKind]
FindingKindWord = Annotated[str, FindingKind]
DerivationWord = Annotated[str, Derivation]
RESTING = ("claim", "statement", "note", "term", "caution")


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


class DrugRecord(DrugNames):
    """What the tables hold on a drug whatever the patient, as `compare` and `drug` both give it."""

    kind: DrugKindWord
    makers: tuple[NamedAs, ...]
    approvals: tuple[Approval, ...]
    treats_brain: bool | None
    active_against: tuple[str, ...]
    not_effective_against: tuple[str, ...]
    safety: Safety
    regions: tuple[Region, ...]
    brief_figures: tuple[BriefFigure, ...]
    safety_shorts: tuple[SafetyShort, ...]
    deciding: ChosenCaveat | None


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
    an option has caveats. `short` is the verdict in few words. `counted`: the statement that counted patients with the finding, the
    one that `next-line` shows."""

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
    counted: str | None


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


class ShownTerm(NamedTuple):
    """A word and what it means. `short`: its title in HTML. `defined_here`: it is this program's own, so it has neither sources nor
    `entered`, the day since when these tables say it. `see`: words that explain more."""

    id: str
    term: str
    aliases: tuple[str, ...]
    short: str
    text: str
    defined_here: bool
    entered: Date | None
    see: tuple[str, ...]
    sources: tuple[str, ...]
    locators: tuple[str, ...]


class GlossaryAnswer(NamedTuple):
    """Body of `glossary`: the word, or those whose explanation holds it; `known` names every word where none is explained."""

    terms: tuple[ShownTerm, ...]
    known: tuple[str, ...]


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


class ListedTerm(NamedTuple):
    """An element of `glossary --list`."""

    id: str
    term: str
    aliases: tuple[str, ...]
    short: str
