"""`report` as chapters in their one order, for `html_report` and `markdown_report`: the words are those of the brief answer.

A source is cited by a mark of private characters around its id; whoever writes a chapter puts the number of the source there. The
numbers are those of `BoardPage.sources`, which are the sources in the order in which the page names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from ros1cli import __version__
from ros1cli.answers.patient import ENOUGH
from ros1cli.show import brief_matrix, brief_next_line
from ros1cli.show.blocks import CellGrids, Line, Part
from ros1cli.show.brief import head_of, short_of
from ros1cli.show.brief_next_line import approved_rows, excluded_alike, strongest_against
from ros1cli.show.brief_options import caveat_words, finding_words, grid, named_in_the_verdict
from ros1cli.show.words import amount, brief_name, number_words, one_spelling, patients_words, source_short

if TYPE_CHECKING:
    from ros1cli.answers import shapes
    from ros1cli.answers.report import BoardReport, FigureBar, FigureGroup
    from ros1cli.tables.figure import Figure

CITED = re.compile("\ue010([^\ue011]*)\ue011")
"""The mark of a source, with its id."""
CITED_RUN = re.compile(f"(?:{CITED.pattern})+")
"""Marks that follow each other."""


class ShownFigure(NamedTuple):
    """A figure of a drug in words with its source, and the words on its trial and its patients."""

    drug: str
    figure: Figure
    words: str
    trial: str


class Scale(NamedTuple):
    """Figures that share a scale, under the words on their patients."""

    title: str
    unit: str | None
    figures: tuple[ShownFigure, ...]


class Figures(NamedTuple):
    """Figures to be drawn under titles, and the sentence beneath that nobody may leave out."""

    titled: tuple[tuple[str, tuple[Scale, ...]], ...]
    beneath: str


class Room(NamedTuple):
    """Room for what is written by hand, a label a line."""

    labels: tuple[str, ...]


ChapterPart = Part | Figures | Room


class Chapter(NamedTuple):
    """A part of the page under its title."""

    title: str
    parts: tuple[ChapterPart, ...]


class BoardPage(NamedTuple):
    """The page: what was asked, on which tables; its chapters; its sources by number."""

    title: str
    below: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    sources: tuple[shapes.ShownSource, ...]


def board_page(answer: shapes.Answer) -> BoardPage:
    """The page of an answer of `report`."""
    body: BoardReport = answer.body
    asked = _marked(answer)._replace(answer="next-line", body=body.lines)
    said = [part for part in brief_next_line.parts(asked, False, False) if isinstance(part, Line)]
    title, counts, assumed, *_ = (part.text for part in said)
    newest = answer.data.newest_source or "not dated"
    days = f"tables of {answer.data.version}, newest source {newest}; ros1 {__version__}"
    chapters = (
        Chapter("Read first", tuple(_first(asked, said))),
        Chapter("Options", tuple(_options(asked, said))),
        Chapter("Figures, grouped by whose patients they are of", _figures(asked, body)),
        Chapter("Excluded, and why", tuple(_excluded(asked))),
        Chapter("In the matrix: drugs by findings", tuple(_matrix(body))),
        Chapter("What else may be done", tuple(_besides(body))),
        Chapter("What is not known, and which test would answer it", tuple(_unknown(asked, body, said))),
        Chapter("Questions that the patient may ask", tuple(_listed(body.lines.questions))),
        Chapter("The board", (Room(("Decision of the board", "Present", "Date and signature")),)),
    )
    shown = tuple(c for c in chapters if c.parts)
    by_id = {s.id: s for s in answer.sources}
    cited = dict.fromkeys(chain.from_iterable(map(CITED.findall, _words(shown))))
    return BoardPage(
        title,
        (f"{counts.partition('; ')[0]}; {days}", assumed),
        shown,
        tuple(by_id[name] for name in cited if name in by_id),
    )


def cite(*sources: str) -> str:
    """The marks of some sources, behind the words that rest on them."""
    marks = "".join(f"\ue010{name}\ue011" for name in dict.fromkeys(sources))
    return f" {marks}" if marks else ""


def _marked(answer: shapes.Answer) -> shapes.Answer:
    """The answer with each source named by its mark, wherever the brief answer names it."""
    return answer._replace(sources=tuple(s._replace(short=cite(s.id).strip()) for s in answer.sources))


def _words(value: Any) -> Iterator[str]:
    """Every text in a value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _words(inner)


# -- chapters ----------------------------------------------------------------------------------------------------------

_BEFORE = ("FIRST", "TEST", "MIND", "CAUTION")


def _first(asked: shapes.Answer, said: Iterable[Line]) -> Iterator[Line]:
    """The cautions, those that change the choice in front; and what is known of each member of a compound."""
    warned = [w for w in asked.body.cautions if head_of(w) in _BEFORE]
    for w in sorted(warned, key=lambda w: _BEFORE.index(head_of(w))):
        yield Line(head_of(w), f"{short_of(w)}{cite(*w.sources)}")
    yield from _under(said, "ALONE")


def _under(said: Iterable[Line], *heads: str) -> list[Line]:
    """The lines of the brief answer under some heads."""
    return [part for part in said if part.head in heads]


def _options(asked: shapes.Answer, said: Iterable[Line]) -> Iterator[Part]:
    body: shapes.Lines = asked.body
    if body.options:
        found = grid(asked)
        rows = tuple(
            (_verdict(row[0], o), *row[1:-1], _mind(o)) for row, o in zip(found.rows, body.options, strict=True)
        )
        yield found._replace(rows=rows)
        order = [part.text for part in said if part.text.startswith(_ORDER) and not part.head]
        order += [f"{short_of(w).rstrip('.')}{cite(*w.sources)}." for w in body.cautions if head_of(w) == "ORDER"]
        order += [_MORE] if any(o.highlights.more.figures for o in body.options) else []
        if order:
            yield Line("", " ".join(order))
        yield from _further(body)
    else:
        yield Line("", "None.")
    yield from _under(said, "STUDIED", "APPROVED")


_ORDER = "Order: "
_MORE = "+N behind a figure: so many others of its kind, in ros1 next-line --full."


def _verdict(cell: str, o: shapes.Option) -> str:
    """The drug, the verdict and the approvals, a line each, the last two with the sources that they rest on."""
    verdict, _, approved = CITED.sub("", cell).replace(" ()", "").partition("\n")
    name = brief_name(o.drug, o.brands, o.codes)
    head, drug, said = verdict.partition(name if name in verdict else o.drug)
    known = said.strip(" ,—")
    refused = [r.source for r in o.regions if r.status == "not_approved" and r.source]
    approvals = [*(a.source for a in (*o.approvals, *o.approvals_for_others)), *refused]
    deciding = [c.source for c in named_in_the_verdict(o)]
    if not known:  # the approval is the verdict
        return f"{head}{drug}\n{approved}{cite(*deciding, *approvals)}"
    return f"{head}{drug}\n{known}{cite(*deciding)}\n{approved}{cite(*approvals)}"


def _mind(o: shapes.Option) -> str:
    """The caveat that decides, with the sources of all that its words stand for."""
    words, more = caveat_words(o)
    said, chosen = _deciding(o), o.highlights.caveat
    behind = [c for c in o.caveats if c is said or (chosen and c.id in chosen.claims)]
    sources = cite(*chain.from_iterable(c.sources for c in behind)) if behind else ""
    return f"{words}{sources}{f'; +{more} below' if more else ''}"


def _further(body: shapes.Lines) -> Iterator[Line]:
    """The caveats that do not stand in the table."""
    for o in body.options:
        said = _deciding(o)
        rest = [f"{short_of(c).rstrip('.')}{cite(*c.sources)}" for c in o.caveats if c is not said]
        if rest:
            yield Line("CAVEAT", f"{o.drug} — {'; '.join(rest)}")


def _deciding(o: shapes.Option) -> shapes.Said | None:
    """The caveat that decides, else the first; None of a drug of which the tables hold none."""
    chosen = o.highlights.caveat
    return next((c for c in o.caveats if chosen is None or c.id == chosen.id), None)


def _figures(asked: shapes.Answer, body: BoardReport) -> tuple[Figures, ...]:
    where = finding_words(asked)
    titles = {
        "finding": f"Responded, with {where}",
        "patients": f"Responded, patients like this one{', whatever the mutation' if where else ''}",
        "brain": "Responded in the brain",
        "lasts": "How long it lasts",
    }
    titled = [(words, [g for g in body.figures if g.place == place]) for place, words in titles.items()]
    shown = tuple((words, tuple(_scale(asked, g) for g in groups)) for words, groups in titled if groups)
    return (Figures(shown, asked.brief.not_compared),) if shown else ()


def _scale(asked: shapes.Answer, group: FigureGroup) -> Scale:
    one_of_several = group.finding and group.finding != finding_words(asked)
    where = f"with {group.finding}, " if one_of_several else ""
    title = f"{group.name}: {where}{patients_words(group.prior)}"
    return Scale(title, group.unit, tuple(_shown_figure(asked, bar) for bar in group.bars))


def _shown_figure(asked: shapes.Answer, bar: FigureBar) -> ShownFigure:
    f = bar.figure
    trial = "; ".join(words for words in (f.line, f.population, f.note) if words)
    words = f"{figure_text(f)} {source_short(asked, bar.claim.source, bar.claim.via)}"
    return ShownFigure(bar.drug, f, words, trial)


def figure_text(f: Figure) -> str:
    """A figure with its number of patients and its interval; what a source does not give is said."""
    few = f.n is not None and f.n < ENOUGH
    if few and f.events is not None:
        return f"few: {f.events} of {f.n}"
    interval = one_spelling(f.interval) if f.interval and f.value is not None else "no interval here"
    number = number_words(f) or "N not given"
    return f"{'few: ' if few else ''}{amount(f)} ({number}; {interval})"


def _excluded(asked: shapes.Answer) -> Iterator[Line]:
    for words, rows in excluded_alike(asked):
        behind = chain.from_iterable(_behind(asked, e) for e in rows)
        yield Line("EXCLUDED", f"{words}{cite(*(c.source for c in behind))}", "excluded")
    if asked.body.excluded:
        yield Line("", asked.brief.excluded)


def _behind(asked: shapes.Answer, e: shapes.Excluded) -> Iterable[shapes.ShownClaim]:
    """The statements that a verdict rests on; that a drug was taken is no statement."""
    match e.reason:
        case "conflicting" | "setting":
            return e.claims
        case "prior" | "intolerant":
            return ()
        case "never":
            return [c for c in e.claims if c.scope == "never"]
    return strongest_against(asked, e) or [c for c in e.claims if c.call == "not_effective"]


def _matrix(body: BoardReport) -> Iterator[Part]:
    """The rows of the patient's findings, and what their letters mean."""
    if body.matrix is None:
        return
    parts = brief_matrix.parts(body.matrix, explain=False, wide=True)
    yield from (part for part in parts if isinstance(part, CellGrids))
    keys = [part.text for part in parts if isinstance(part, Line) and part.head in _KEYS]
    yield Line("KEY", "; ".join(keys))


_KEYS = ("KEY", "SIGNS", "KNOWN BY")


def _besides(body: BoardReport) -> Iterator[Line]:
    besides: list[shapes.Said | shapes.Warn] = [w for w in body.lines.cautions if head_of(w) == "BESIDES"]
    return _listed([*besides, *body.lines.other_treatments])


def _listed(said: Iterable[shapes.Said | shapes.Warn]) -> Iterator[Line]:
    """Sentences as a list, each with its sources."""
    return (Line("", f"- {short_of(s)}{cite(*s.sources)}") for s in said)


def _unknown(asked: shapes.Answer, body: BoardReport, said: Iterable[Line]) -> Iterator[Line]:
    """Drugs without data, regions where nobody looked, labels that were not read, what sources do not agree on; and of a finding
    that is not known the tests, and what they would change."""
    tests = [w for w in body.lines.cautions if head_of(w) == "TEST" and w.short]
    yield from (Line("TEST", f"{w.text}{cite(*w.sources)}") for w in tests)
    yield from _under(said, "IF FOUND", "NO DATA")
    named: list[shapes.Option | shapes.NoData] = [*body.lines.options, *approved_rows(asked)]
    drugs = {row.drug for row in named}
    missing = [(row.drug, [r.region for r in row.regions if r.status == "not_looked_up"]) for row in named]
    told = [f"{drug} in {' '.join(regions)}" for drug, regions in missing if regions]
    if told:
        yield Line("APPROVAL", f"not looked up: {'; '.join(told)}")
    yield from (
        Line("LABEL", f"{u.drug} — {short_of(u.caveat)}{cite(*u.caveat.sources)}")
        for u in body.unread
        if u.drug in drugs
    )
    for c in body.lines.conflicts:
        sources = chain.from_iterable(side.sources for side in c.sides)
        yield Line("DISPUTED", f"{c.text}{cite(*sources)}")
