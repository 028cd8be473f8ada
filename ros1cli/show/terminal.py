"""Answers → a terminal that is wide enough for tables. Alone knows Rich: its frame, and how wide a letter is.

Rich's own Console and Table measure and wrap every cell several times: over a long answer they take longer than all the rest
of the program. Words are wrapped and frames drawn here as they would, letter for letter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from math import ceil

from rich.box import ROUNDED
from rich.cells import cell_len, chop_cells, set_cell_size

from ros1cli.errors import printable
from ros1cli.show.full import Block, Para, Row, Table
from ros1cli.show.text import tie, untie

_COLUMN = 26
_BULLET = "• "
_STYLES = {
    "title": "1",
    "status": "1;36",
    "caution": "33",
    "quiet": "2",
    "option": "1;32",
    "excluded": "1;31",
    "no_data": "1",
    "frame": "2",
    "plain": "",
}
"""Bold, faint and colours, as the numbers of a terminal's escape sequences."""

Cell = list[str]
"""The lines of a cell as they go to the terminal, each as wide as its column."""


def draw(found: Sequence[Block], width: int, color: bool) -> str:
    """Blocks as tables for a terminal of `width` columns."""
    pen = _Pen(color)
    lines: list[str] = []
    for block in found:
        lines += [""] if lines else []
        lines += pen.para(block.text, block.tone, width) if isinstance(block, Para) else pen.table(block, width)
    return untie("".join(f"{line.rstrip()}\n" for line in lines))


class _Pen:
    """Writes with colour or without."""

    def __init__(self, color: bool) -> None:
        self.color = color

    def paint(self, words: str, tone: str) -> str:
        """The words in their style."""
        style = _STYLES[tone] if self.color and words else ""
        return f"\x1b[{style}m{words}\x1b[0m" if style else words

    def para(self, words: str, tone: str, width: int) -> Iterator[str]:
        """A paragraph."""
        return (self.paint(line, tone) for line in _wrapped(words, width))

    def filled(self, words: str, tone: str, width: int, lead: str = "") -> Cell:
        """Words that fill a width, the later lines hanging under the first word behind the lead."""
        rest = width - len(lead)
        lines = [self.paint(set_cell_size(line, rest), tone) for line in _wrapped(words, rest)]
        return [f"{' ' * len(lead) if i else lead}{line}" for i, line in enumerate(lines)]

    def table(self, block: Table, width: int) -> Iterator[str]:
        """A bulleted list, a table with a column for each cell where they fit, else a table of cards."""
        yield from self.para(block.title, "status", width)
        columns = [i for i in range(len(block.columns)) if any(row.cells[i] for row in block.rows)]
        if not block.columns:
            for row in block.rows:
                yield from self.bullet(row, width)
        elif width // (len(columns) + 1) >= _COLUMN:
            yield from self.columns(block, columns, width)
        else:
            yield from self.framed(([self.card(block, row, columns, width - 4)] for row in block.rows), [width - 4])

    def bullet(self, row: Row, width: int) -> Cell:
        """A bullet over the whole width; one that fits into a line is not filled."""
        lead = f" {_BULLET}"
        size = cell_len(tie(row.head)) + len(lead)
        return self.filled(row.head, row.tone, min(size, width), lead)

    def columns(self, block: Table, columns: Sequence[int], width: int) -> Iterator[str]:
        """A column for the heads, and one for each cell that any row fills."""
        ratios = [2 if block.across else 3, *(4 for _ in columns)]
        widths = [share - 2 for share in _shares(width - len(ratios) - 1, ratios)]
        names = ["", *(block.columns[i] for i in columns)]
        head = [self.filled(name, "no_data", w) for name, w in zip(names, widths, strict=True)]
        rows = (
            [
                self.filled(row.head, "no_data" if block.across else row.tone, widths[0]),
                *(self.cell(row.cells[i], w) for i, w in zip(columns, widths[1:], strict=True)),
            ]
            for row in block.rows
        )
        yield from self.framed(rows, widths, head)

    def card(self, block: Table, row: Row, columns: Sequence[int], width: int) -> Cell:
        """One row: the verdict over everything, then each cell under its label."""
        lines = self.filled(row.head, row.tone, width)
        for i in columns:
            if row.cells[i]:
                lines += self.filled(block.columns[i], "status", width)
                lines += [f"  {line}" for line in self.cell(row.cells[i], width - 2)]
        return lines

    def cell(self, lines: Sequence[str], width: int) -> Cell:
        """One line, or several with a bullet each."""
        lead = _BULLET if len(lines) > 1 else ""
        return [line for words in lines for line in self.filled(words, "plain", width, lead)]

    def framed(self, rows: Iterable[Sequence[Cell]], widths: Sequence[int], head: Sequence[Cell] = ()) -> Iterator[str]:
        """Rows of cells in a frame, a rule between them."""
        outer = [width + 2 for width in widths]
        bar, rule = self.paint(ROUNDED.mid_vertical, "frame"), self.paint(ROUNDED.get_row(outer), "frame")
        yield self.paint(ROUNDED.get_top(outer), "frame")
        if head:
            yield from _side_by_side(self.bottomed(head, outer), outer, bar)
        for number, cells in enumerate(rows):
            if number or head:
                yield rule
            yield from _side_by_side([[f" {line} " for line in cell] for cell in cells], outer, bar)
        yield self.paint(ROUNDED.get_bottom(outer), "frame")

    def bottomed(self, head: Sequence[Cell], outer: Sequence[int]) -> list[Cell]:
        """The names of columns, one of few lines beside the last lines of the others."""
        space = self.paint(" ", "no_data")
        high = max(map(len, head))
        return [
            [self.paint(" " * width, "no_data")] * (high - len(cell)) + [f"{space}{line}{space}" for line in cell]
            for cell, width in zip(head, outer, strict=True)
        ]


def _side_by_side(cells: Sequence[Cell], widths: Sequence[int], bar: str) -> Iterator[str]:
    for lines in zip_longest(*cells):
        yield bar + bar.join(line or " " * width for line, width in zip(lines, widths, strict=True)) + bar


def _shares(total: int, ratios: Sequence[int]) -> list[int]:
    """A width for each ratio, all of it given away."""
    shares = []
    for i, ratio in enumerate(ratios):
        share = max(3, ceil(ratio * total / sum(ratios[i:])))
        shares.append(share)
        total -= share
    return shares


def _wrapped(words: str, width: int) -> list[str]:
    """Words in lines of a width; a word that is longer than a line is cut."""
    tied = tie(printable(words))
    breaks, filled = [], 0
    for match in re.finditer(r"\s*\S+\s*", tied):
        start, word = match.start(), match.group()
        size = cell_len(word.rstrip())
        if size <= width - filled:
            filled += cell_len(word)
        elif size <= width:
            breaks.append(start)
            filled = cell_len(word)
        else:
            for part in chop_cells(word, width):
                breaks.append(start)
                start, filled = start + len(part), cell_len(part)
    lines = [tied[a:b] for a, b in zip([0, *breaks], [*breaks, len(tied)], strict=True) if b or not tied]
    return [line if cell_len(line) <= width else set_cell_size(line, width) for line in lines]
