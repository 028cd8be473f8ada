"""What every answer is made of, as values. Field names are the keys of the JSON and therefore public.

First what all answers share, then the rows and bodies of `next-line` and `first-line`. Those of the other commands stand in
`shapes_lookups`. The keys that every row of a drug has are declared and built once, as a mapping that each row takes in; each
row lists them again, because the order of the keys is public too, and mypy holds its types to those of the mapping.
"""

from typing import Annotated, Any, NamedTuple, TypedDict

from ros1cli.names.split import Reading
from ros1cli.tables.closed_words import (
    CONFLICT_KINDS,
    FIGURE_GROUPS,
    HEADS,
    NAME_KINDS,
    REGIONS,
    TESTED,
    About,
    Call,
    Date,
    Level,
)
from ros1cli.tables.figure import Figure
from ros1cli.tables.model import Approval, Guideline, Term
from ros1cli.tables.plain import BriefWords, PlainWords

# A type says more than `str` where the words are closed (an enumeration or a tuple of words) or have a format (its name
# in `json_schema.FORMATS`); for a mapping the words are its keys, every one of them.
CallWord = Annotated[str, Call]
LevelWord = Annotated[str, Level]
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
REGION_STATUSES = ("approved", "not_approved", "not_looked_up")
BASES = (*Level, Call.NO_DATA)
FIRST_STATUSES = ("not_progressed", "no_drug_listed", "none_left", "options")
STATUSES = ("off_target", "not_in_tables", "not_progressed", "mechanism_unknown", *FIRST_STATUSES[1:])


class Said(NamedTuple):
    """A sentence with where it rests; `short` is how the brief answer says it, `plain` how the patient's does."""

    id: str
    text: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]
    short: str | None = None
    plain: str | None = None


class Warn(NamedTuple):
    """A caution with where it rests; `first`: it must be read before the options. `short` and `head`: how and under which head
    the brief answer says it; `plain`: how the patient's does."""

    id: str
    text: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]
    first: bool
    short: str | None
    head: Annotated[str, HEADS] | None
    plain: str | None


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
    plain: str | None
    guideline: Guideline | None


Safety = Annotated[dict[str, tuple[ShownClaim, ...]], SAFETY]
ByLevel = Annotated[dict[str, tuple[ShownClaim, ...]], Level]


class Brain(NamedTuple):
    """What the tables say on a drug and the brain; `treats_brain` is null where they say nothing or do not agree."""

    treats_brain: bool | None
    figures: tuple[Figure, ...]
    claims: tuple[ShownClaim, ...]


class Region(NamedTuple):
    """Whether a drug is approved for ROS1 in a region; `not_looked_up`: no record of these tables says so or otherwise. `date` is
    that of the source: a later approval is unknown to it."""

    region: Annotated[str, REGIONS]
    status: Annotated[str, REGION_STATUSES]
    source: str | None
    date: Date | None


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
    """What is known of one member of a compound alone: no evidence for the compound. `research` are those among the active
    and the reduced that are research compounds and so never offered."""

    finding: str
    active: tuple[str, ...]
    reduced: tuple[str, ...]
    conflicting: tuple[str, ...]
    not_effective: tuple[str, ...]
    research: tuple[str, ...]


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
    """An answer with everything that it must carry. `brief`: what it says in brief, `plain`: to patients; `past`: of the day that
    was asked for; `terms`: the words that a page explains; `exit`: the exit status that it deserves."""

    answer: str
    understood: str
    past: str
    data: Stamp
    notice: str
    assumption: str
    brief: BriefWords
    terms: tuple[Term, ...]
    plain: PlainWords
    query: ShownQuery
    status: str
    body: Any
    sources: tuple[ShownSource, ...]
    trace: tuple[TraceLine, ...]
    exit: int = 0


class ChosenCaveat(NamedTuple):
    """The caveat that decides, with its short text and the patient's; `claims` are all for which these stand."""

    id: str
    short: str | None
    plain: str | None
    claims: tuple[str, ...]


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


class BriefFigure(NamedTuple):
    """A figure that the brief answer shows of a drug: whose patients it is of, and how many others of its kind there are."""

    group: Annotated[str, FIGURE_GROUPS]
    claim: str
    figure: Figure
    more: int


class DrugNames(TypedDict):
    """What every row of a drug begins with."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]


class DrugRow(DrugNames):
    """What every row of a drug in `next-line` has, whichever group it is in."""

    call: CallWord
    cns: Brain
    regions: tuple[Region, ...]


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
    """A drug on which the tables hold nothing for this finding. `approvals` cover this patient, `approvals_for_others` do not."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    call: CallWord
    because: tuple[str, ...]
    approvals: tuple[Approval, ...]
    cns: Brain
    setting_claims: tuple[ShownClaim, ...]
    caveats: tuple[Said, ...]
    approvals_for_others: tuple[Approval, ...]
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
    """A mutation that a test may still find, the options that it would rule out, and those that a source warns of there."""

    finding: str
    drugs: tuple[str, ...]
    warned: tuple[str, ...]


class Lines(NamedTuple):
    """Body of `next-line` and `first-line`; `below_case` are the options that rest on no claim of `case` or stronger,
    `if_found` what a finding that is not known yet would change, `questions` what the patient may ask the oncologist."""

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
    questions: tuple[Said, ...]
