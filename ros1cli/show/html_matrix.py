"""The matrix → one HTML page whose cells open their statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ros1cli.show import brief_matrix
from ros1cli.show.blocks import CellGrids, Line, Section
from ros1cli.show.html import BOX_HINT, box, document, grid_head, grid_row, link, safe, with_titles
from ros1cli.show.words import against_words, claim_words, on_screen, source_line, verdict_words

if TYPE_CHECKING:
    from ros1cli.answers import shapes
    from ros1cli.answers.shapes_matrix import MatrixCell

STYLE = """
:root { color-scheme: light dark }
body { background: Canvas; color: CanvasText; font: 15px/1.35 Arial, "Liberation Sans", Helvetica, sans-serif; margin: 1rem }
h1 { font-size: 1.3rem } h2 { font-size: 1.05rem; margin: 1.2rem 0 .3rem }
p, ul, ol { margin: .3rem 0; max-width: 60rem }
table { border-collapse: separate; border-spacing: 0 }
th, td { border: solid GrayText; border-width: 0 1px 1px 0; padding: .15rem .35rem; text-align: left; vertical-align: top }
th { background: Canvas; font-weight: 600 }
.box { overflow: auto; max-height: 92vh }
{hint}
thead th { border-top-width: 1px } th:first-child { border-left-width: 1px }
thead th { position: sticky; top: 0; z-index: 2 }
tbody th { position: sticky; left: 0; z-index: 1 }
thead th:first-child { left: 0; z-index: 3 }
thead small { display: block; font-weight: normal }
summary { cursor: pointer; white-space: nowrap }
details[open] { min-width: 18rem; max-width: 32rem }
td ul { padding-left: 1.1rem; font-size: .9rem }
li, td, a { overflow-wrap: anywhere }
li:target { outline: 2px solid }
.loud { font-weight: 600 }
@media print {
  @page { size: A4 landscape; margin: 9mm }
  body { font-size: 8pt; margin: 0 }
  .box { overflow: visible; max-height: none }
  thead th, tbody th { position: static }
  thead { display: table-header-group }
  tr, li { break-inside: avoid }
  summary { list-style: none }
}
""".replace("{hint}", BOX_HINT)


def page(answer: shapes.Answer, explain: bool) -> str:
    """The page of a matrix."""
    shown = on_screen(answer)
    body = [*_parts(shown, explain), *_sources(shown), f"<p>{safe(answer.notice)}</p>"]
    return document(safe(f"ROS1 matrix: {answer.understood}"), "\n".join(body), STYLE)


def _parts(answer: shapes.Answer, explain: bool) -> Iterator[str]:
    """The parts of the brief answer: the first line is the heading, cells are tables."""
    for i, part in enumerate(brief_matrix.parts(answer, explain, wide=True)):
        if isinstance(part, CellGrids):
            for section in part.sections:
                yield from _table(answer, section)
        elif isinstance(part, Line):
            words = with_titles(part.text, answer.terms)
            head = f'<span class="loud">{with_titles(part.head, answer.terms)}</span> ' if part.head else ""
            yield f"<p>{head}{words}</p>" if i else f"<h1>ROS1 matrix: {words}</h1>"


def _table(answer: shapes.Answer, section: Section) -> Iterator[str]:
    """A grid, a row a finding."""
    cells = {(c.finding, c.drug): c for c in answer.body.cells}
    statements = {s.id: s for s in answer.body.statements}
    drugs = [whole.removeprefix(brief_matrix.NOT_OFFERED) for whole, _ in section.names]
    head = grid_head(section, lambda words: with_titles(words, answer.terms))
    yield f"<h2>{with_titles(section.title, answer.terms)}</h2>"
    yield f"{box(section.title)}<table>\n{head}\n<tbody>"
    for name, *row in section.rows:
        finding = "".join(name)
        drawn = (_cell(statements, cells[finding, d], " ".join(words)) for d, words in zip(drugs, row, strict=True))
        yield grid_row(name, drawn)
    yield "</tbody>\n</table></div>"


def _cell(statements: Mapping[str, shapes.ShownClaim], c: MatrixCell, words: str) -> str:
    """A cell that opens its verdict, its statements and its caveats; one without a statement on the finding is its word alone."""
    said = [f"as the next drug: {verdict_words(c.group, c.verdict)}"]
    said += [against_words(c.call, statements[name]) for name in c.claims]
    said += [f"caveat: {claim_words(statements[name])}" for name in c.caveats]
    if not c.claims and not any(statements[name].finding for name in c.caveats):
        return f"<td>{safe(words)}</td>"
    items = "".join(f"<li>{safe(text)}</li>" for text in said)
    return f"<td><details><summary>{safe(words)}</summary><ul>{items}</ul></details></td>"


def _sources(answer: shapes.Answer) -> Iterator[str]:
    """The sources by their ids, with links where an address is stored."""
    yield "<h2>Sources</h2>\n<ol>"
    for s in answer.sources:
        yield f"<li>{safe(source_line(s))}{link(s.address or '')}</li>"
    yield "</ol>"
