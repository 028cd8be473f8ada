"""Blocks → Markdown, ready for a chart note: headings and nested lists, nothing that a narrow note would break."""

import re
from collections.abc import Iterator, Sequence

from ros1cli.show.blocks import Block, Card, CellGrids, Grid, Line, Para, Part, Row
from ros1cli.show.brief_text import piped

_SPECIAL = re.compile(r"[\\`*_\[\]<>#|~]|&(?=#?\w+;)|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")


def markdown(found: Sequence[Block]) -> str:
    """Blocks as Markdown; the first paragraph is the heading of the note."""
    parts = []
    for i, block in enumerate(found):
        if isinstance(block, Para):
            parts.append(f"# {safe(block.text)}" if i == 0 else safe(block.text))
        else:
            rows = "\n".join(_row(row, block.columns) for row in block.rows)
            head = f"{'##' if i else '#'} {safe(block.title)}"
            parts.append("\n\n".join(part for part in (head, safe(block.intro), rows) if part))
    return "\n\n".join(parts) + "\n"


def _row(row: Row, columns: Sequence[str]) -> str:
    """A row as a list item: its head whole, each cell under its label."""
    lines = [f"- **{safe(row.head)}**" if columns else f"- {safe(row.head)}"]
    for label, cell in zip(columns, row.cells, strict=True):
        if len(cell) == 1:
            lines.append(f"  - {safe(label)}: {safe(cell[0])}")
        elif cell:
            lines.append(f"  - {safe(label)}:")
            lines += [f"    - {safe(line)}" for line in cell]
    return "\n".join(lines)


def brief_markdown(parts: Sequence[Part], star: str) -> str:
    """A brief answer as Markdown, a statement an item. A star is markup here: where it stands its meaning is written out, and
    `star`, the words that explain it, are left out."""
    out = []
    for i, part in enumerate(_each_line(parts)):
        if isinstance(part, Line):
            words = safe(told(f"{part.text} ({part.right})" if part.right else part.text.removesuffix(star).rstrip()))
            item = f"- **{part.head}** {words}" if part.head else f"\n{words}\n"
            out.append(item if i else f"# {words}\n")
        elif isinstance(part, Card):
            out.append(f"- **{safe(told(part.verdict))}**")
            out += [f"  - {label}: {safe(told(text))}" for label, text in part.rows]
        elif isinstance(part, Grid):
            out += [f"- {safe(told(row))}" for row in piped([part])]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).rstrip("\n") + "\n"


def _each_line(parts: Sequence[Part]) -> Iterator[Part]:
    """Parts, cells as lines."""
    for part in parts:
        yield from part.listed if isinstance(part, CellGrids) else (part,)


def told(words: str) -> str:
    """Words in which the meaning of each star is written out."""
    return words.replace("*", " (second-hand)")


def safe(words: str) -> str:
    """Words in which Markdown reads nothing: a bracket of a source is no link, a star no emphasis, "2." no list."""
    return _SPECIAL.sub(r"\\\g<0>", words)
