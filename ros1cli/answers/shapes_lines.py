"""The body of `next-line` and `first-line`."""

from typing import Annotated, NamedTuple

from ros1cli.answers.shapes import REASONS, Brain, CallWord, MemberNote, Said, ShownClaim, ShownConflict, Warn
from ros1cli.tables.model import Approval, Call, Level

BASES = (*Level, Call.NO_DATA)
STATUSES = (
    "off_target",
    "not_in_tables",
    "not_progressed",
    "mechanism_unknown",
    "no_drug_listed",
    "none_left",
    "options",
)
FIRST_STATUSES = ("not_progressed", "no_drug_listed", "none_left", "options")


class Option(NamedTuple):
    """A drug that may be the next one, with what decides and what limits it."""

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
