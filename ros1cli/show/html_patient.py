"""The answer for patients → one HTML page to print and carry along, from the phone to A4: no script, no request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Para, Row, Table
from ros1cli.show.html import document, safe
from ros1cli.show.patient import blocks

if TYPE_CHECKING:
    from ros1cli.answers import shapes

STYLE = """
:root { color-scheme: light dark }
* { box-sizing: border-box }
body { background: Canvas; color: CanvasText; font: 17px/1.5 Arial, "Liberation Sans", Helvetica, sans-serif }
body { margin: 0 auto; padding: 1rem; max-width: 44rem }
h1 { font-size: 1.3rem; line-height: 1.3; margin: 0 0 .5rem }
h2 { font-size: 1.15rem; margin: 1.5rem 0 .4rem; padding-top: .4rem; border-top: 2px solid }
h3 { font-size: 1.1rem; margin: 1.1rem 0 .2rem }
section + p { margin-top: 1.5rem }
p, ul, dl { margin: .4rem 0 } ul { padding-left: 1.3rem } li { margin: .35rem 0 }
dt { font-weight: 600 } dd { margin: 0 0 .3rem 1rem }
h1, p, li, dd { overflow-wrap: anywhere }
@media print {
  @page { size: A4; margin: 14mm }
  :root { color-scheme: light }
  body { font-size: 10.5pt; line-height: 1.35; padding: 0; max-width: none }
  h2, h3 { break-after: avoid } li, dl { break-inside: avoid }
}
"""


def page(answer: shapes.Answer, explain: bool) -> str:
    """The page of an answer for patients; `explain` is what the pages for clinicians have."""
    first, *others = blocks(answer)
    assert isinstance(first, Table)
    body = [f"<h1>{safe(first.title)}</h1>", f"<p>{safe(first.intro)}</p>"]
    for block in others:
        body += [f"<p>{safe(block.text)}</p>"] if isinstance(block, Para) else _section(block)
    return document(safe(first.title), "\n".join(body), STYLE)


def _section(block: Table) -> Iterator[str]:
    yield f"<section>\n<h2>{safe(block.title)}</h2>"
    if block.intro:
        yield f"<p>{safe(block.intro)}</p>"
    if block.columns:
        for row in block.rows:
            yield from _drug(row, block.columns)
    else:
        yield f"<ul>{''.join(f'<li>{safe(row.head)}</li>' for row in block.rows)}</ul>"
    yield "</section>"


def _drug(row: Row, labels: Sequence[str]) -> Iterator[str]:
    told = ((label, cell[0]) for label, cell in zip(labels, row.cells, strict=True) if cell)
    lines = "".join(f"<dt>{safe(label)}</dt><dd>{safe(words)}</dd>" for label, words in told)
    yield f"<h3>{safe(row.head)}</h3>\n<dl>{lines}</dl>"
