"""What every answer is made of, as values. Field names are the keys of the JSON and therefore public.

Each kind of answer has its own body in a module of its own (`shapes_lines`, `shapes_compare`, `shapes_lookup`): building a
class costs start-up time, and a command pays only for its own.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ros1cli.model import Figure
from ros1cli.names import Reading


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
    scope: str
    about: str
    call: str | None
    level: str
    figure: Figure | None
    text: str
    source: str
    locator: str
    via: str | None
    after: tuple[str, ...]
    date: str | None
    entered: str


class Brain(NamedTuple):
    """What the tables say on a drug and the brain; `treats_brain` None: nothing, or not agreed."""

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
    kind: str
    text: str
    sides: tuple[Side, ...]


class TraceLine(NamedTuple):
    """A rule that fired."""

    rule: str
    text: str


class NamedAs(NamedTuple):
    """A name, maker or sponsor with its source."""

    name: str
    kind: str | None
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
    date: str | None
    address: str | None
    read_at: str | None
    via: str | None


class Stamp(NamedTuple):
    """The tables that an answer was made from."""

    version: str
    sha256: str
    oldest_source: str | None
    newest_source: str | None
    as_of: str | None


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
    tested: str | None = None
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
