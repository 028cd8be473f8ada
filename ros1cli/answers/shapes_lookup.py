"""The bodies of `mutation`, `drug`, `guidance` and `sources`, and the elements of their lists."""

from __future__ import annotations

from typing import Any, NamedTuple

from ros1cli.answers.shapes import MemberNote, NamedAs, Said, ShownClaim, ShownConflict, Warn
from ros1cli.model import Approval, LevelMeaning


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
