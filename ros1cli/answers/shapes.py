"""The answers, as values. Their field names are the keys of the JSON and therefore public."""

from __future__ import annotations

from typing import Any, NamedTuple

from ros1cli.model import Approval, Figure, LevelMeaning
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


class Option(NamedTuple):
    """A drug that may be the next one, with what decides and what limits it."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    call: str
    basis: str
    because: tuple[str, ...]
    caveats: tuple[Said, ...]
    approvals: tuple[Approval, ...]
    cns: Brain
    claims: tuple[ShownClaim, ...]


class NoData(NamedTuple):
    """A drug on which the tables hold nothing for this finding."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    call: str
    because: tuple[str, ...]
    approvals: tuple[Approval, ...]
    cns: Brain
    setting_claims: tuple[ShownClaim, ...]


class Excluded(NamedTuple):
    """A drug that is not the next one, with the verdict."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    call: str
    reason: str
    verdict: str
    because: tuple[str, ...]
    caveats: tuple[Said, ...]
    approvals: tuple[Approval, ...]
    cns: Brain
    claims: tuple[ShownClaim, ...]


class MemberNote(NamedTuple):
    """What is known of one member of a compound alone: no evidence for the compound."""

    finding: str
    active: tuple[str, ...]
    reduced: tuple[str, ...]
    conflicting: tuple[str, ...]
    not_effective: tuple[str, ...]


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


class Lines(NamedTuple):
    """Body of `next-line` and `first-line`; `below_case` are the options that rest on no claim of `case` or stronger."""

    cautions: tuple[Warn, ...]
    options: tuple[Option, ...]
    below_case: tuple[str, ...]
    studied_only: tuple[NoData, ...]
    no_data: tuple[NoData, ...]
    excluded: tuple[Excluded, ...]
    members: tuple[MemberNote, ...]
    other_treatments: tuple[Said, ...]
    conflicts: tuple[ShownConflict, ...]


class NamedAs(NamedTuple):
    """A name, maker or sponsor with its source."""

    name: str
    kind: str | None
    note: str | None
    source: str
    locator: str


class ComparedDrug(NamedTuple):
    """One column of a comparison."""

    drug: str
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
    safety: dict[str, tuple[ShownClaim, ...]]
    comparisons: tuple[ShownClaim, ...]


class Comparison(NamedTuple):
    """Body of `compare`."""

    cautions: tuple[Warn, ...]
    drugs: tuple[ComparedDrug, ...]
    conflicts: tuple[ShownConflict, ...]


class DrugCall(NamedTuple):
    """One drug in a mutation's groups."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    basis: str | None
    why: str
    claims: tuple[ShownClaim, ...]


class FindingAnswer(NamedTuple):
    """Body of `mutation`; `drugs` is grouped by call."""

    finding: str
    title: str
    kind: str | None
    frequency: dict[str, Any] | None
    seen_after: tuple[dict[str, Any], ...]
    drugs: dict[str, tuple[DrugCall, ...]]
    found_in: tuple[str, ...]
    members: tuple[MemberNote, ...]
    numbering: dict[str, Any] | None
    hgvs: dict[str, Any] | None
    evidence: dict[str, tuple[ShownClaim, ...]]
    notes: tuple[Said, ...]
    cautions: tuple[Warn, ...]
    other_treatments: tuple[Said, ...]
    conflicts: tuple[ShownConflict, ...]


class Replaced(NamedTuple):
    """A claim that a later one replaced."""

    claim: ShownClaim
    replaced_by: str
    since: str


class DrugAnswer(NamedTuple):
    """Body of `drug`; `claims` is grouped by level."""

    drug: str
    kind: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[NamedAs, ...]
    makers: tuple[NamedAs, ...]
    approvals: tuple[Approval, ...]
    treats_brain: bool | None
    active_against: tuple[str, ...]
    not_effective_against: tuple[str, ...]
    claims: dict[str, tuple[ShownClaim, ...]]
    class_claims: tuple[ShownClaim, ...]
    safety: dict[str, tuple[ShownClaim, ...]]
    history: tuple[Replaced, ...]
    statements: tuple[Said, ...]
    guidance: tuple[str, ...]
    conflicts: tuple[ShownConflict, ...]


class ShownStatement(NamedTuple):
    """A piece of guidance as shown; `drug` when it is a claim on one drug."""

    id: str
    text: str
    drug: str | None
    audience: tuple[str, ...]
    level: str
    sources: tuple[str, ...]
    locators: tuple[str, ...]
    date: str | None


class GuidanceAnswer(NamedTuple):
    """Body of `guidance`."""

    topic: str
    title: str
    statements: tuple[ShownStatement, ...]
    topics: tuple[str, ...]
    conflicts: tuple[ShownConflict, ...]


class Resting(NamedTuple):
    """A record that rests on a source."""

    id: str
    kind: str
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
    date: str | None
    entered: str
    address: str | None
    read_at: str | None
    via: str | None
    note: str | None
    used_by: tuple[Resting, ...]


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


class ListedMutation(NamedTuple):
    """An element of `mutation --list`: `drugs` are the active ones."""

    mutation: str
    kind: str
    frequency: str | None
    drugs: tuple[str, ...]


class ListedDrug(NamedTuple):
    """An element of `drug --list`."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    names: tuple[str, ...]
    kind: str


class ListedTopic(NamedTuple):
    """An element of `guidance --list`."""

    topic: str
    title: str
    aliases: tuple[str, ...]
    under: str | None
