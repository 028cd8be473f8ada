"""What every answer is made of, as values. Field names are the keys of the JSON and therefore public.

Each kind of answer has its own body in a module of its own (`shapes_lines`, `shapes_compare`, `shapes_lookup`): building a
class costs start-up time, and a command pays only for its own.
"""

from typing import Annotated, Any, NamedTuple

from ros1cli.names.split import Reading
from ros1cli.tables.model import CONFLICT_KINDS, NAME_KINDS, About, Call, Date, DrugKind, Figure, Level

# A type says more than `str` where the words are closed (an enumeration or a tuple of words) or have a format (its name
# in `schema.FORMATS`); for a mapping the words are its keys, every one of them.
CallWord = Annotated[str, Call]
LevelWord = Annotated[str, Level]
DrugKindWord = Annotated[str, DrugKind]
SAFETY = (
    About.BEFORE_START,
    About.WARNING,
    About.ADVERSE_REACTIONS,
    About.TOLERABILITY,
    About.DOSE,
    About.FOOD,
    About.INTERACTION,
)
GROUPS = ("option", "excluded", "no_data")
REASONS = ("not_effective", "conflicting", "prior", "intolerant", "filter", "setting", "never", "research")
TESTED = ("none", "plasma", "tissue")


class Said(NamedTuple):
    """A sentence with where it rests."""

    id: str
    text: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]


class Warn(NamedTuple):
    """A caution with where it rests; `first`: it must be read before the options."""

    id: str
    text: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]
    first: bool


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


Safety = Annotated[dict[str, tuple[ShownClaim, ...]], SAFETY]


class Brain(NamedTuple):
    """What the tables say on a drug and the brain; `treats_brain` is null where they say nothing or do not agree."""

    treats_brain: bool | None
    figures: tuple[Figure, ...]
    claims: tuple[ShownClaim, ...]


class Side(NamedTuple):
    """One side of a conflict."""

    id: str
    text: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]


class ShownConflict(NamedTuple):
    """Records that do not agree, each side cited."""

    id: str
    kind: Annotated[str, CONFLICT_KINDS]
    text: str
    sides: tuple[Side, ...]


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
    prior: tuple[str, ...] = ()
    intolerant: tuple[dict[str, Any], ...] = ()
    tested: Annotated[str, TESTED] | None = None
    cns: dict[str, Any] | None = None
    filters: dict[str, Any] | None = None


class Answer(NamedTuple):
    """An answer with everything that it must carry. `exit` is the exit status that it deserves."""

    answer: str
    understood: str
    data: Stamp
    notice: str
    assumption: str
    query: ShownQuery
    status: str
    body: Any
    sources: tuple[ShownSource, ...]
    trace: tuple[TraceLine, ...]
    exit: int = 0
