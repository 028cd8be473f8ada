"""What the answer of `matrix` is made of. Field names are the keys of the JSON and therefore public."""

from typing import Annotated, NamedTuple

from ros1cli.answers.shapes import GROUPS, REASONS, CallWord, LevelWord, ShownClaim, ShownConflict, Warn
from ros1cli.answers.shapes_lookups import DrugKindWord, FindingKindWord

DRUG_MARKS = ("never", "setting", "research", "class")
"""Why no letter of a drug is an offer: it must never be used, not after a ROS1 TKI, a research compound (unless patients with the
finding responded, which makes it an option of `next-line`); `class`: the tables call
it not effective against every on-target finding that has no statement of its own."""
CELL_MARKS = (*DRUG_MARKS, "member")
"""The same in a cell, `class` where that decides it; `member`: carried over from a member of the compound."""


class MatrixDrug(NamedTuple):
    """A column. `verdict` says why no letter of it is an offer; null where that depends on the finding."""

    drug: str
    brands: tuple[str, ...]
    codes: tuple[str, ...]
    kind: DrugKindWord
    marks: tuple[Annotated[str, DRUG_MARKS], ...]
    verdict: str | None


class MatrixFinding(NamedTuple):
    """A row; `known`: the tables hold it. `counted`: in how many patients or samples one series saw it, the largest count; null
    where none gives one."""

    finding: str
    kind: FindingKindWord
    known: bool
    frequency: str | None
    counted: int | None


class MatrixCell(NamedTuple):
    """A drug against a finding: the call of every other command, and how it is known. `counted` is the statement of which `n` and
    `events` are (null: no patients were counted, or not by the sources that decide); `group` and `reason` are those of `next-line`
    when only the finding is known. `claims` are the statements on the pair, `caveats` those that must stand beside an option."""

    drug: str
    finding: str
    call: CallWord
    level: LevelWord | None
    counted: str | None
    n: int | None
    events: int | None
    marks: tuple[Annotated[str, CELL_MARKS], ...]
    carried_from: str | None
    group: Annotated[str, GROUPS]
    reason: Annotated[str, REASONS] | None
    verdict: str
    claims: tuple[str, ...]
    caveats: tuple[str, ...]


class MatrixGap(NamedTuple):
    """A pair that nobody has tested, as far as these tables go: no patients and no laboratory. `call` is what an opinion, a class
    or a member says of it all the same; `opinion`: there are statements on the pair itself, without data of their own."""

    finding: str
    drug: str
    call: CallWord
    opinion: bool


class Matrix(NamedTuple):
    """Body of `matrix`; `statements` are those that the cells name by their ids."""

    cautions: tuple[Warn, ...]
    drugs: tuple[MatrixDrug, ...]
    findings: tuple[MatrixFinding, ...]
    cells: tuple[MatrixCell, ...]
    gaps: tuple[MatrixGap, ...]
    statements: tuple[ShownClaim, ...]
    conflicts: tuple[ShownConflict, ...]
