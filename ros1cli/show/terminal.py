"""Answers → a terminal that is wide enough for tables. Alone knows Rich: its frame, and how wide a letter is.

Rich's own Console and Table measure and wrap every cell several times: over a long answer they take longer than all the rest
of the program. Words are wrapped and frames drawn here as they would, letter for letter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import zip_longest
from math import ceil

from rich.box import ROUNDED, SIMPLE
from rich.cells import cell_len, chop_cells, set_cell_size
from rich.console import Console
from rich.table import Table as Table_
from rich.text import Text

from ros1cli.errors import printable
from ros1cli.show.brief import Grid, Part
from ros1cli.show.brief_text import Written, fits, shares, wrapped
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


def draw_brief(parts: Sequence[Part], width: int, color: bool) -> str:
    """A brief answer: its grids as tables of Rich, all else as text; only the verdict is bold, and red only what is none."""
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        height=_HIGH,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=False,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        if isinstance(part, Grid) and part.across and fits(part, width - 1):
            _print_across(console, part, width - 1)
        elif isinstance(part, Grid) and not part.across:
            console.print(_rich_table(part, width))
        else:
            for line in wrapped([part], width - 1):
                console.print(_styled(line), soft_wrap=True)
    return untie("".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines()))


_HIGH = 1000
_LOUD = re.compile(r"\b(EXCLUDED|NEVER)\b")
_VERDICT = re.compile(r"^(?:REDUCED ACTIVITY, )?OPTION [^ (]+|\b(?:CELLS ONLY|EXPERT OPINION ONLY|NO PATIENT)\b")


def _styled(line: Written) -> Text:
    """A line with its head in bold; what excludes in red as well."""
    text = Text(printable(line.text))
    text.stylize("bold", 0, line.bold)
    if line.tone == "excluded":
        text.highlight_regex(_LOUD, "bold red")
    return text


def _rich_table(part: Grid, width: int) -> Table_:
    """A row a drug; the first column widest, one column of the terminal left free."""
    table = Table_(
        box=SIMPLE,
        width=width - 1,
        pad_edge=False,
        show_edge=False,
        header_style="bold",
        expand=True,
        collapse_padding=True,
    )
    for i, name in enumerate(part.columns):
        table.add_column(Text(name), ratio=_FIRST if not i else _OTHER, overflow="fold")
    for i, row in enumerate(part.rows):
        cells = [Text(tie(printable(cell).replace("\\n", "\n"))) for cell in row]
        cells[0].highlight_regex(_VERDICT, "bold")
        table.add_row(*cells, end_section=i + 1 < len(part.rows) < _CROWD)
    return table


def _print_across(console: Console, part: Grid, width: int) -> None:
    """A column a drug; a row without cells is a head over those that follow."""
    table = Table_(
        box=None, width=width, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_header=part.named
    )
    for name, size in zip(part.columns, shares(len(part.columns), width), strict=True):
        table.add_column(Text(name), width=size - 2, overflow="fold")
    rows = list(part.rows)
    if rows and not any(rows[0][1:]):
        head = rows.pop(0)[0]
        if part.named:
            console.print(table)
            table = Table_(box=None, width=width, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
            for size in shares(len(part.columns), width):
                table.add_column(width=size - 2, overflow="fold")
        console.print(Text(head, "bold"))
    for row in rows:
        label = Text(f"{'  ' * row[0].startswith(' ')}{row[0].strip()}", "bold" if row[0].strip().isupper() else "")
        table.add_row(label, *(Text(tie(printable(cell))) for cell in row[1:]))
    console.print(table)


_FIRST, _OTHER = 6, 4
_CROWD = 5
"""Rows from which on no empty line parts them."""


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
