"""The body of `compare`."""

from typing import NamedTuple

from ros1cli.answers.shapes import DrugKindWord, NamedAs, Safety, Said, ShownClaim, ShownConflict, Warn
from ros1cli.tables.model import Approval, Figure


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


class Comparison(NamedTuple):
    """Body of `compare`."""

    cautions: tuple[Warn, ...]
    drugs: tuple[ComparedDrug, ...]
    conflicts: tuple[ShownConflict, ...]
