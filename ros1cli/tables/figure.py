"""A figure of a source with all that it needs to be read rightly, and whose patients it is of."""

from typing import Annotated, NamedTuple

from ros1cli.tables.closed_words import DESIGNS, TKIS, Date, DrugId, FigureStatus


class Prior(NamedTuple):
    """The ROS1 TKIs that the patients of a figure had had, as far as its source says.

    `tkis`: none; one; two_plus; any (at least one, the number not told or not the same); mixed (patients with and without);
    not_stated. `only`: each of them had one of these drugs and no other ROS1 TKI; `among`: these drugs, others not excluded.
    `other_than`: none of them had had one of these as the only ROS1 TKI.
    `chemo` and `brain_penetrant` (one of the ROS1 TKIs was) are None where nothing is said, or not the same of all.
    """

    tkis: Annotated[str, TKIS]
    only: tuple[DrugId, ...]
    among: tuple[DrugId, ...]
    chemo: bool | None
    brain_penetrant: bool | None
    other_than: tuple[DrugId, ...]


class Figure(NamedTuple):
    """A number with all that it needs to be read rightly; `interval` exactly as printed. Units as printed.

    `prior`, `study` and `design` are None for a laboratory value, the last two also where what was read does not say; `note`
    says what is doubtful in the number as it is printed.
    """

    name: str
    status: FigureStatus
    value: int | float | None
    unit: str | None
    n: int | None
    events: int | None
    interval: str | None
    line: str | None
    population: str | None
    after: str | None
    cut_off: Date | None
    source: str | None
    via: str | None
    prior: Prior | None
    study: str | None
    design: Annotated[str, DESIGNS] | None
    note: str | None

    @property
    def on_the_brain(self) -> bool:
        """A figure of the brain."""
        return self.name.startswith("CNS")
