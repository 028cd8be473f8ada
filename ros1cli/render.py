"""Answers → a terminal that is wide enough for tables. Alone knows Rich.

Every string goes to Rich as `Text`: as markup it would eat the brackets of a source.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.box import ROUNDED
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from ros1cli.page import Block, Para, Table
from ros1cli.plain import tie, untie

_COLUMN = 26
_STYLES = {
    "title": "bold",
    "status": "bold cyan",
    "caution": "yellow",
    "quiet": "dim",
    "option": "bold green",
    "excluded": "bold red",
    "no_data": "bold",
    "plain": "",
}


def draw(found: Sequence[Block], width: int, color: bool) -> str:
    """Blocks as Rich tables for a terminal of `width` columns."""
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, no_color=not color, highlight=False, legacy_windows=False
    )
    for i, block in enumerate(found):
        if i:
            console.print()
        if isinstance(block, Para):
            console.print(_words(block.text, block.tone))
        else:
            console.print(_words(block.title, "status"))
            _draw_rows(console, block, width)
    return "\n".join(line.rstrip() for line in untie(out.getvalue()).split("\n"))


def _words(words: str, tone: str = "plain") -> Text:
    return Text(tie(words), style=_STYLES[tone])


def _draw_rows(console: Console, block: Table, width: int) -> None:
    """A bulleted list, a table with a column for each cell where they fit, else a table of cards."""
    columns = [i for i in range(len(block.columns)) if any(row.cells[i] for row in block.rows)]
    if not block.columns:
        for row in block.rows:
            console.print(Padding(_bullet(row.head, row.tone), (0, 0, 0, 1)))
    elif width // (len(columns) + 1) >= _COLUMN:
        console.print(_table(block, columns))
    else:
        console.print(_cards(block, columns))


def _bullet(words: str, tone: str) -> RichTable:
    """A bullet whose later lines hang under its first word."""
    grid = RichTable.grid(padding=(0, 1, 0, 0))
    grid.add_row(Text("•"), _words(words, tone))
    return grid


def _table(block: Table, columns: Sequence[int]) -> RichTable:
    table = RichTable(box=ROUNDED, show_lines=True, expand=True, border_style="dim")
    table.add_column("", overflow="fold", ratio=2 if block.across else 3)
    for i in columns:
        table.add_column(_words(block.columns[i], "no_data"), overflow="fold", ratio=4)
    for row in block.rows:
        table.add_row(
            _words(row.head, "no_data" if block.across else row.tone), *(_lines(row.cells[i]) for i in columns)
        )
    return table


def _cards(block: Table, columns: Sequence[int]) -> RichTable:
    """One row a thing: the verdict over everything, then each cell under its label."""
    table = RichTable(box=ROUNDED, show_lines=True, show_header=False, expand=True, border_style="dim")
    table.add_column("", overflow="fold")
    for row in block.rows:
        card = RichTable.grid(expand=True)
        card.add_row(_words(row.head, row.tone))
        for i in columns:
            if row.cells[i]:
                card.add_row(_words(block.columns[i], "status"))
                card.add_row(Padding(_lines(row.cells[i]), (0, 0, 0, 2)))
        table.add_row(card)
    return table


def _lines(cell: Sequence[str]) -> RichTable | Text:
    if len(cell) == 1:
        return _words(cell[0])
    grid = RichTable.grid(padding=(0, 1, 0, 0))
    for line in cell:
        grid.add_row(Text("•"), _words(line))
    return grid
