"""`report`: the answer of `next-line` with the rows of the matrix beside it, its figures grouped by whose patients they are of."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, NamedTuple

from ros1cli.answers.matrix import matrix
from ros1cli.answers.next_line import next_line
from ros1cli.answers.question import Typed
from ros1cli.answers.shapes import Answer, Lines, NoData, Option, Said, ShownClaim, ShownQuery
from ros1cli.tables.figure import Figure, Prior
from ros1cli.tables.model import Tables

PLACES = ("finding", "patients", "brain", "lasts")
"""What the figures of a report are of: the response in the finding, in the patients nearest to this one, in the brain; how long it
lasts."""
_FIELDS = {
    "finding": ("finding",),
    "patients": ("nearest", "broader", "few"),
    "brain": ("brain", "brain_broader"),
    "lasts": ("lasts",),
}
"""The fields of `Highlights` that each place shows, the nearest patients first."""


class FigureBar(NamedTuple):
    """A drug with the statement whose figure is drawn."""

    drug: str
    claim: ShownClaim
    figure: Figure


class FigureGroup(NamedTuple):
    """Figures that stand on one scale: one measure, in patients of whom their sources say the same. `finding` is that of the
    patients, None for any; `prior` what they had had before, None where nothing is known of it."""

    place: Annotated[str, PLACES]
    name: str
    unit: str | None
    finding: str | None
    prior: Prior | None
    bars: tuple[FigureBar, ...]


class UnreadLabel(NamedTuple):
    """An option, or an approved drug not tested on the finding, of which a caveat says that its safety label was not read."""

    drug: str
    caveat: Said


class BoardReport(NamedTuple):
    """Body of `report`; `matrix` is None without an on-target finding."""

    lines: Lines
    matrix: Answer | None
    figures: tuple[FigureGroup, ...]
    unread: tuple[UnreadLabel, ...]


def report(tables: Tables, typed: Typed, day: str | None = None) -> Answer:
    """One page for the board: what `next-line` and `matrix` say of one patient, and nothing else.

    Args:
        tables: what is known, already as of `day`.
        typed: the options as typed.
        day: the --as-of date, only to be said.

    Raises:
        NotUnderstood: a name or value is not known.
    """
    found = next_line(tables, typed, day)
    rows = _findings(found.query)
    picture = matrix(tables, (), rows, day=day) if rows else None
    every = {s.id: s for s in (*found.sources, *(picture.sources if picture else ()))}
    options: Sequence[Option] = found.body.options
    named = (*options, *(row for row in found.body.no_data if row.approvals))
    body = BoardReport(found.body, picture, figure_groups(options), tuple(_unread(tables, named)))
    return found._replace(
        answer="report", body=body, sources=tuple(every[name] for name in tables.sources if name in every)
    )


def _findings(query: ShownQuery) -> tuple[str, ...]:
    """The on-target findings of the patient: a compound before its members, each of the alternatives."""
    compound = ("/".join(query.mutations),) if query.compound else ()
    return (*compound, *query.mutations, *query.alternatives)


def _unread(tables: Tables, rows: Iterable[Option | NoData]) -> Iterator[UnreadLabel]:
    for row in rows:
        for said in row.caveats:
            caveat = tables.by_id[said.id].caveat
            if caveat and caveat.kind == "not_read":
                yield UnreadLabel(row.drug, said)


# -- figures -----------------------------------------------------------------------------------------------------------


def figure_groups(options: Sequence[Option]) -> tuple[FigureGroup, ...]:
    """The figures that the brief answer shows, those of one measure in the same patients together: two populations never share a
    scale. Groups are in the order in which the options, and of each the nearest patients first, bring them."""
    out: list[FigureGroup] = []
    for place in PLACES:
        found: dict[tuple[object, ...], FigureGroup] = {}
        for bar in _bars(place, options):
            empty = _empty(place, bar)
            key = (empty.name, empty.unit, empty.finding, _same_before(bar))
            group = found.setdefault(key, empty)
            found[key] = group._replace(bars=(*group.bars, bar))
        out += found.values()
    return tuple(out)


def _empty(place: str, bar: FigureBar) -> FigureGroup:
    """The group that a figure opens."""
    f = bar.figure
    return FigureGroup(place, f.name, f.unit, bar.claim.finding if place == "finding" else None, f.prior, ())


def _same_before(bar: FigureBar) -> tuple[object, ...]:
    """What the patients had had before, whatever the order of the drugs. That nothing is said of chemotherapy is not that they had
    none; and of patients of whom nobody says what they had had, nobody knows that they are like others."""
    prior = bar.figure.prior
    if prior is None or prior.tkis == "not_stated":
        return (bar.claim.id,)
    return (
        prior.tkis,
        frozenset(prior.only),
        frozenset(prior.among),
        prior.other_than,
        prior.chemo,
        prior.brain_penetrant,
    )


def _bars(place: str, options: Sequence[Option]) -> Iterator[FigureBar]:
    for field in _FIELDS[place]:
        for option in options:
            wanted = getattr(option.highlights, field)
            claim = next((c for c in option.claims if c.id == wanted), None)
            if claim and claim.figure:
                yield FigureBar(option.drug, claim, claim.figure)
