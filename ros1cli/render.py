"""Answers → a terminal that is wide enough for tables. Alone knows Rich.

Every string goes to Rich as `Text`: as markup it would eat the brackets of a source.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from ros1cli.export import tie, untie
from ros1cli.page import Block, Para, Row, Table

NARROWEST = 60
_WIDE_COLUMN = 24
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
        file=out, width=width, force_terminal=color, no_color=not color, highlight=False, markup=False, emoji=False, legacy_windows=False
    )
    for i, block in enumerate(found):
        if i:
            console.print()
        if isinstance(block, Para):
            console.print(_words(block.text, block.tone))
        else:
            _draw_table(console, block, width)
    return "\n".join(line.rstrip() for line in untie(out.getvalue()).split("\n"))


def _words(words: str, tone: str = "plain") -> Text:
    return Text(tie(words), style=_STYLES[tone])


def _draw_table(console: Console, block: Table, width: int) -> None:
    console.print(_words(block.title, "status"))
    if not block.columns:
        for row in block.rows:
            console.print(Padding(_words(f"• {row.head}", row.tone if row.tone != "plain" else "plain"), (0, 0, 0, 1)))
    elif block.across and width // (len(block.columns) + 1) >= _WIDE_COLUMN:
        console.print(_across(block))
    else:
        console.print(_cards(block))


def _across(block: Table) -> RichTable:
    """The table as it is: a column for each thing compared."""
    table = RichTable(box=SIMPLE_HEAD, show_lines=True, pad_edge=False, expand=True)
    table.add_column("", overflow="fold", ratio=2)
    for name in block.columns:
        table.add_column(_words(name, "option"), overflow="fold", ratio=5)
    for row in block.rows:
        table.add_row(_words(row.head, "no_data"), *(_lines(cell) for cell in row.cells))
    return table


def _cards(block: Table) -> RichTable:
    """One row a thing: the label of each cell at the left, its lines at the right, the verdict over both."""
    table = RichTable(box=SIMPLE_HEAD, show_header=False, pad_edge=False, expand=True, show_edge=False)
    table.add_column("", overflow="fold", max_width=26)
    table.add_column("", overflow="fold", ratio=1)
    return _fill(table, block)


def _fill(table: RichTable, block: Table) -> RichTable:
    grid = RichTable.grid(expand=True)
    grid.add_column(ratio=1)
    for row in block.rows:
        grid.add_row(_card(row, block.columns))
    return grid


def _card(row: Row, columns: Sequence[str]) -> RichTable:
    card = RichTable.grid(expand=True, padding=(0, 1, 0, 0))
    card.add_column(ratio=1)
    card.add_row(_words(row.head, row.tone))
    inner = RichTable.grid(expand=True, padding=(0, 1, 0, 0))
    inner.add_column(width=max(len(c) for c in columns) if max(len(c) for c in columns) < 22 else 22, overflow="fold")
    inner.add_column(ratio=1, overflow="fold")
    for label, cell in zip(columns, row.cells, strict=True):
        if cell:
            inner.add_row(_words(label, "quiet"), _lines(cell))
    card.add_row(Padding(inner, (0, 0, 1, 2)))
    return card


def _lines(cell: Sequence[str]) -> Text:
    return _words("\n".join(f"• {line}" if len(cell) > 1 else line for line in cell))
