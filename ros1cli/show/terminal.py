"""Answers → a terminal that is wide enough for tables. Alone knows Rich."""

import re
from collections.abc import Sequence
from io import StringIO

from rich.box import ROUNDED, SIMPLE
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Table_
from rich.text import Text

from ros1cli.errors import printable
from ros1cli.show.blocks import Block, CellGrids, Grid, Line, Para, Part, Row, Table
from ros1cli.show.brief_text import Written, fits, shares, wrapped
from ros1cli.show.cells import NARROWEST, Band, bands
from ros1cli.show.text import plain, tie, untie

_COLUMN = 26
"""Columns of the terminal that a cell needs at least."""
_QUIET = ("plain", "quiet")
"""The tones of words that are not bold."""


def draw_brief(parts: Sequence[Part], width: int, color: bool) -> str:
    """A brief answer: its grids as tables of Rich, all else as text; only the verdict is bold, and red only what is none."""
    out, console = _console(width, color)
    for part in parts:
        if isinstance(part, Grid) and part.across and fits(part, width - 1):
            _print_across(console, part, width - 1)
        elif isinstance(part, CellGrids) and width >= NARROWEST:
            _print_cells(console, part, width - 1)
        elif isinstance(part, Grid) and not part.across:
            console.print(_rich_table(part, width))
        else:
            for line in wrapped([part], width - 1):
                console.print(_styled(line), soft_wrap=True)
    return _lines(out)


def _console(width: int, color: bool) -> tuple[StringIO, Console]:
    """A console of Rich that writes into memory; it decides nothing by the environment, nor reads markup in what it is given."""
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
    return out, console


def _lines(out: StringIO) -> str:
    """What a console wrote, without the space at the end of its lines, bound words untied."""
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
    """A row a drug, one column of the terminal left free."""
    table = Table_(
        box=SIMPLE,
        width=width - 1,
        pad_edge=False,
        show_edge=False,
        header_style="bold",
        expand=True,
        collapse_padding=True,
    )
    for name, ratio in zip(part.columns, part.ratios, strict=True):
        table.add_column(Text(name), ratio=ratio, overflow="fold")
    for i, row in enumerate(part.rows):
        cells = [Text(tie(printable(cell).replace("\\n", "\n"))) for cell in row]
        cells[0].highlight_regex(_VERDICT, "bold")
        table.add_row(*cells, end_section=i + 1 < len(part.rows) < _CROWD)
    return table


def _print_across(console: Console, part: Grid, width: int) -> None:
    """A column a drug; a row without cells is a head over those that follow."""
    table = _across(part, width, named=True)
    for label, *cells in part.rows:
        words = Text(f"{'  ' * label.startswith(' ')}{label.strip()}", "bold" if label.strip().isupper() else "")
        if any(cells):
            table.add_row(words, *(Text(tie(printable(cell))) for cell in cells))
        else:
            console.print(table)
            console.print(words)
            table = _across(part, width, named=False)
    console.print(table)


def _across(part: Grid, width: int, named: bool) -> Table_:
    """An empty table, a column a drug, with or without their names above it."""
    table = Table_(box=None, width=width, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold", show_header=named)
    for name, size in zip(part.columns, shares(len(part.columns), width), strict=True):
        table.add_column(Text(name), width=size - 2, overflow="fold")
    return table


def _print_cells(console: Console, part: CellGrids, width: int) -> None:
    """Grids of short cells, each under its title, in as many bands as the terminal needs."""
    sections, shorter = bands(part, width)
    for title, found in sections:
        for line in wrapped([Line("", title, "bold")], width):
            console.print(_styled(line), soft_wrap=True)
        for band in found:
            console.print(_band(band))
    if shorter:
        console.print(Text(printable(part.ending)), soft_wrap=True)


def _band(band: Band) -> Table_:
    """A table whose widths are given and whose cells have their line ends, so that Rich parts no word."""
    table = Table_(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for head, size in zip(band.heads, band.widths, strict=True):
        table.add_column(Text(tie(head)), width=size, overflow="fold")
    for row in band.rows:
        cells = [Text(tie("\n".join(map(printable, cell.split("\n"))))) for cell in row]
        cells[0].stylize("bold")
        table.add_row(*cells)
    return table


_CROWD = 5
"""Rows from which on no empty line parts them."""


def draw(found: Sequence[Block], width: int, color: bool) -> str:
    """Blocks as tables for a terminal of `width` columns: lists with bullets, columns where they fit, else cards."""
    out, console = _console(width, color)
    for i, block in enumerate(found):
        if i:
            console.print()
        if isinstance(block, Para):
            console.print(_text(block.text, block.tone))
        else:
            console.print(_text(block.title, "status"))
            console.print(_drawn(block, width))
    return _lines(out)


def draw_stacked(found: Sequence[Block], width: int, color: bool) -> str:
    """Blocks as plain stacked text, what names a block in bold."""
    out, console = _console(width, color)
    for i, block in enumerate(found):
        if i:
            console.print()
        for j, line in enumerate(plain([block], width).splitlines()):
            console.print(_text(line, "plain" if j or isinstance(block, Para) else "title"), soft_wrap=True)
    return _lines(out)


def _drawn(block: Table, width: int) -> Table_:
    """A table of the block's rows, one column of the terminal left free."""
    columns = [i for i in range(len(block.columns)) if any(row.cells[i] for row in block.rows)]
    if not block.columns:
        return _bulleted([_text(row.head, row.tone) for row in block.rows], " ")
    if width // (len(columns) + 1) < _COLUMN:
        table = Table_(box=ROUNDED, width=width - 1, show_header=False, show_lines=True, expand=True)
        for row in block.rows:
            table.add_row(_as_card(block, row, columns))
        return table
    table = Table_(box=ROUNDED, width=width - 1, show_lines=True, expand=True)
    table.add_column("", ratio=2 if block.across else 3, overflow="fold")
    for i in columns:
        table.add_column(_text(block.columns[i], "no_data"), ratio=4, overflow="fold")
    for row in block.rows:
        head = _text(row.head, "no_data" if block.across else row.tone)
        table.add_row(head, *(_cell(row.cells[i]) for i in columns))
    return table


def _as_card(block: Table, row: Row, columns: Sequence[int]) -> Group:
    """A row: the verdict over everything, then each cell under its label."""
    parts: list[RenderableType] = [_text(row.head, row.tone)]
    for i in columns:
        if row.cells[i]:
            parts += [_text(block.columns[i], "status"), Padding(_cell(row.cells[i]), (0, 0, 0, 2))]
    return Group(*parts)


def _cell(lines: Sequence[str]) -> RenderableType:
    """One line, or several with a bullet each."""
    texts = [_text(line, "plain") for line in lines]
    return texts[0] if len(texts) == 1 else _bulleted(texts)


def _bulleted(texts: Sequence[Text], margin: str = "") -> Table_:
    """Texts in lines that hang behind their bullet."""
    table = Table_.grid()
    table.add_column(width=len(margin) + 2)
    table.add_column(overflow="fold")
    for text in texts:
        table.add_row(f"{margin}•", text)
    return table


def _text(words: str, tone: str) -> Text:
    """Words in the style of their tone; what excludes is told by red words as well."""
    text = Text(tie(printable(words)), "" if tone in _QUIET else "bold")
    if tone == "excluded":
        text.highlight_regex(_LOUD, "bold red")
    return text
