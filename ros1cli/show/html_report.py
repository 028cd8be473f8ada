"""`report` → one HTML page, from the phone to A4: no script, no request, every value escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from ros1cli.show.blocks import CellGrids, Grid, Line, Section
from ros1cli.show.html import BOX_HINT, Write, box, document, grid_head, grid_row, link, safe, titling
from ros1cli.show.html_figures import axis, drawing, top
from ros1cli.show.report import CITED, CITED_RUN, Chapter, ChapterPart, Figures, Room, Scale, board_page
from ros1cli.show.words import source_line

if TYPE_CHECKING:
    from ros1cli.answers import shapes

STYLE = """
:root { color-scheme: light dark; --line: #767676; --track: #ececec; --fill: #a8a8a8; --loud: #a40000 }
@media (prefers-color-scheme: dark) { :root { --line: #8c8c8c; --track: #2e2e2e; --fill: #6c6c6c; --loud: #ff9a90 } }
* { box-sizing: border-box }
body { background: Canvas; color: CanvasText; font: 15px/1.4 Arial, "Liberation Sans", Helvetica, sans-serif }
body { margin: 0 auto; padding: 1rem; max-width: 72rem }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .3rem }
h2 { font-size: 1.05rem; margin: 1.3rem 0 .35rem; padding-top: .25rem; border-top: 2px solid }
h3 { font-size: .95rem; margin: .6rem 0 .25rem; break-after: avoid } h4 { font-size: .83rem; font-weight: 600; margin: 0 0 .15rem }
p { margin: .25rem 0 } ul, ol { margin: .25rem 0; padding-left: 1.3rem }
h1, p, li, td { overflow-wrap: anywhere }
.head { font-weight: 600 } .excluded .head { color: var(--loud) }
small { font-size: .8rem } abbr { text-decoration: underline dotted from-font }
a { color: inherit } .ref { font-size: .78em } .ref a { text-decoration: none }
table { border-collapse: collapse; width: 100% }
th, td { border: 1px solid var(--line); padding: .25rem .45rem; text-align: left; vertical-align: top; font-size: .88rem }
tbody th { font-weight: normal } thead th { font-weight: 600 }
.stack col:first-child { width: 29% } .stack col:last-child { width: 20% }
i { font-style: normal } thead small { display: block; font-weight: normal }
.box { overflow-x: auto }
{hint}
.figures { columns: 26rem 2; column-gap: 2.2rem } .figures h3:first-child { margin-top: 0 }
.group { break-inside: avoid; margin-bottom: .7rem } .group ul { list-style: none; padding: 0; margin: 0 }
.group li, .axis { display: grid; grid-template-columns: 6.6rem 1fr 15.5rem; column-gap: .6rem; font-size: .83rem }
.group small { grid-column: 1 / -1; font-size: .75rem; line-height: 1.25; margin-bottom: .2rem } .group b { white-space: nowrap }
.axis { margin: 0 } .axis span { grid-column: 2; display: grid; grid-template-columns: 1fr auto 1fr; font-size: .72rem }
.axis i:last-child { text-align: right }
svg { display: block; margin-top: .15rem } .scale { width: 100%; height: .95rem } .dots { height: .95rem; max-width: 100% }
.track { fill: var(--track) } .bar, .grey { fill: var(--fill) } .bar.hollow, circle.hollow { fill: none } .full { fill: CanvasText }
.bar.hollow, circle { stroke: CanvasText; stroke-width: 1; vector-effect: non-scaling-stroke } .bar.hollow { stroke-dasharray: 3 2 }
.interval { stroke: CanvasText; stroke-width: 1.7; fill: none; vector-effect: non-scaling-stroke }
.rooms { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem }
.room { border: 1px solid var(--line); height: 4rem; margin: 0; padding: .2rem .45rem }
.room:first-child { grid-column: 1 / -1; height: 7rem }
.sources { font-size: .8rem } li:target { outline: 2px solid }
@media screen and (max-width: 47rem) {
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
  .stack, .stack tbody, .stack tr, .stack th, .stack td { display: block; border: 0; padding: .1rem 0 }
  .stack tr { border: 1px solid var(--line); padding: .4rem .5rem; margin-bottom: .5rem }
  .stack td:empty { display: none }
  .stack td::before { content: attr(data-label) ": "; font-weight: 600 }
  .group li { grid-template-columns: 1fr auto } .group svg { grid-row: 2; grid-column: 1 / -1 } .group small { grid-column: 1 / -1 }
  .axis { grid-template-columns: 1fr } .axis span { grid-column: 1 }
}
@media print {
  @page { size: A4; margin: 9mm 10mm }
  :root { color-scheme: light; --line: #555; --track: #eee; --fill: #aaa; --loud: #000 }
  body { font-size: 7.8pt; line-height: 1.25; padding: 0; max-width: none }
  h1 { font-size: 12pt } h2 { font-size: 9.5pt; margin: 1.6mm 0 .6mm; padding-top: .4mm; border-top-width: 1px; break-after: avoid }
  h3 { font-size: 8.3pt; margin: 1mm 0 .5mm } h4 { font-size: 7.3pt }
  p, ul, ol { margin: .3mm 0 } th, td { font-size: 7.3pt; padding: .5mm 1mm } small, .axis span, .group small { font-size: 6.3pt }
  .box { overflow: visible }
  .figures { columns: 2; column-gap: 6mm }
  .group { margin-bottom: .8mm } .group li, .axis { grid-template-columns: 18mm 1fr 46mm; column-gap: 1.5mm; font-size: 7.3pt }
  .group svg { grid-row: auto; grid-column: auto; margin-top: .3mm } .group small { margin-bottom: .3mm }
  .axis span { grid-column: 2; line-height: 1 }
  main { padding-right: .3mm }
  tr, li, .box { break-inside: avoid } thead { display: table-header-group }
  .scale, .dots { height: 2.8mm }
  .rooms { gap: 1mm; break-inside: avoid } .room { height: 9mm } .room:first-child { height: 17mm }
  ul { columns: 2; column-gap: 5mm; padding-left: 3.5mm } .group ul { columns: 1; padding: 0 } .far { display: none }
  .sources { font-size: 6pt; columns: 2; column-gap: 5mm; line-height: 1.15; padding-left: 4.5mm }
  .last { font-size: 6.8pt } a, abbr { text-decoration: none }
}
""".replace("{hint}", BOX_HINT)
_LEGEND = (
    "Bar: the figure; line: its interval, open where the upper end was not reached; hollow: N not given. "
    "Under 10 patients a dot each: full, responded; hollow, not; grey, not printed."
)
_LONGEST = 48
"""Letters of an address that are shown; a longer one is shown by its host."""


def page(answer: shapes.Answer, explain: bool) -> str:
    """The page of an answer of `report`."""
    found = board_page(answer)
    write = partial(_words, {s.id: i for i, s in enumerate(found.sources, 1)}, titling(answer.terms))
    body = [f"<h1>{safe(found.title)}</h1>", *(f"<p>{write(line)}</p>" for line in found.below)]
    for chapter in found.chapters:
        body += _chapter(chapter, write)
    body += _sources(found.sources)
    body += [f'<p class="last">{safe(words)}</p>' for words in (answer.assumption, answer.notice)]
    return document(safe(f"ROS1 report: {found.title}"), "\n".join(body), STYLE)


def _words(numbers: Mapping[str, int], plain: Write, text: str) -> str:
    """Words as HTML; marks of sources become their numbers, each a link down to it."""
    out, end = [], 0
    for run in CITED_RUN.finditer(text):
        found = [numbers[name] for name in CITED.findall(run[0]) if name in numbers]
        if found:
            linked = ",".join(f'<a href="#s{number}">{number}</a>' for number in found)
            out += [plain(text[end : run.start()]), f'<span class="ref">[{linked}]</span>']
            end = run.end()
    return "".join([*out, plain(text[end:])])


def _chapter(chapter: Chapter, write: Write) -> Iterator[str]:
    yield f"<section>\n<h2>{safe(chapter.title)}</h2>"
    items: list[str] = []
    for part in chapter.parts:
        if isinstance(part, Line) and part.text.startswith("- "):
            items.append(f"<li>{write(part.text[2:])}</li>")
        else:
            yield from _part(part, write)
    if items:
        yield f"<ul>{''.join(items)}</ul>"
    yield "</section>"


def _part(part: ChapterPart, write: Write) -> Iterator[str]:
    if isinstance(part, Line):
        head = f'<span class="head">{safe(part.head)}</span> ' if part.head else ""
        kind = ' class="excluded"' if part.tone == "excluded" else ""
        yield f"<p{kind}>{head}{write(part.text)}</p>"
    elif isinstance(part, Grid):
        yield from _grid(part, write)
    elif isinstance(part, CellGrids):
        for section in part.sections:
            yield from _cells(section, write)
    elif isinstance(part, Figures):
        yield from _figures(part, write)
    elif isinstance(part, Room):
        yield '<div class="rooms">'
        yield from (f'<p class="room"><b>{safe(label)}</b></p>' for label in part.labels)
        yield "</div>"


def _grid(part: Grid, write: Write) -> Iterator[str]:
    """A row a drug, its first line in bold; on a phone the cells of a row stand below each other, each with its column."""
    heads = "".join(f'<th scope="col">{write(name)}</th>' for name in part.columns)
    widths = "<col>" * len(part.columns)
    yield f'<table class="stack"><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>'
    for row in part.rows:
        drug, *more = row[0].split("\n")
        first = "<br>".join([f"<b>{write(drug)}</b>", *(write(line) for line in more if line)])
        cells = zip(part.columns[1:], row[1:], strict=True)
        rest = "".join(f'<td data-label="{safe(name)}">{write(cell)}</td>' for name, cell in cells)
        yield f'<tr><th scope="row">{first}</th>{rest}</tr>'
    yield "</tbody></table>"


def _cells(section: Section, write: Write) -> Iterator[str]:
    """Rows of the matrix. They are wider than a phone, and scroll in a box of their own."""
    head = grid_head(section, write)
    yield f"<h3>{write(section.title)}</h3>\n{box(section.title)}"
    yield f"<table>{head}<tbody>"
    for name, *row in section.rows:
        yield grid_row(name, (f"<td>{write(' '.join(words))}</td>" for words in row))
    yield "</tbody></table></div>"


def _figures(part: Figures, write: Write) -> Iterator[str]:
    yield '<div class="figures">'
    every = tuple(chain.from_iterable(scales for _, scales in part.titled))
    for title, scales in part.titled:
        yield f"<h3>{safe(title)}</h3>"
        for scale in scales:
            yield from _scale(scale, top(s for s in every if s.unit == scale.unit), write)
    yield "</div>"
    yield f'<p class="head">{write(part.beneath)}</p><p><small>{write(_LEGEND)}</small></p>'


def _scale(scale: Scale, end: int, write: Write) -> Iterator[str]:
    yield f'<div class="group"><h4>{write(scale.title)}</h4><ul>'
    for shown in scale.figures:
        words, trial = write(shown.words), write(shown.trial)
        yield f"<li><b>{safe(shown.drug)}</b>{drawing(shown.figure, end)}<span>{words}</span><small>{trial}</small></li>"
    yield f"</ul>{axis(end, scale.unit)}</div>"


def _sources(sources: Iterable[shapes.ShownSource]) -> Iterator[str]:
    """The sources by number, with links where an address of the web is stored."""
    yield '<section>\n<h2>Sources</h2>\n<ol class="sources">'
    for i, s in enumerate(sources, 1):
        address = s.address or s.read_at or ""
        words = source_line(s).removeprefix(f"{s.id}: ")
        yield f'<li id="s{i}">{safe(words)}{_address(address)}</li>'
    yield "</ol>\n</section>"


def _address(address: str) -> str:
    """An address without its scheme; a long one by its host, which says nothing on paper."""
    bare = address.partition("://")[2] or address
    if len(bare) <= _LONGEST:
        return link(address, bare)
    return f'<span class="far">{link(address, bare.partition("/")[0])}</span>'
