"""What a full answer is drawn from: paragraphs and tables of words, which `text`, `markdown` and `terminal` lay out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Para(NamedTuple):
    """A paragraph. `tone`: title, status, caution, quiet or plain."""

    text: str
    tone: str = "plain"


class Row(NamedTuple):
    """A row: `head` is whole in itself (a verdict with its drug), `cells` are lines under the table's columns."""

    head: str
    cells: tuple[tuple[str, ...], ...]
    tone: str = "plain"


class Table(NamedTuple):
    """A titled table. `columns` name the cells, not the head; `intro`: sentences under the title, in an answer
    for patients."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    across: bool = False
    intro: str = ""


Block = Para | Table


def some(title: str, lines: Iterable[str], tone: str = "plain") -> list[Block]:
    """Plain lines under their title; nothing when there are none."""
    rows = tuple(Row(line, (), tone) for line in lines)
    return [Table(title, (), rows)] if rows else []


# -- the brief answer ----------------------------------------------------------------------------------------------


class Line(NamedTuple):
    """A statement under its head; without one it begins at the margin. `tone`: plain, bold, excluded. `right` stands at the
    right margin where the line has room for it, and in a pipe behind the text."""

    head: str
    text: str
    tone: str = "plain"
    right: str = ""


class Card(NamedTuple):
    """A drug: its verdict over everything, the head and the drug first, then labelled lines. `drug` stands in each line of a
    pipe."""

    drug: str
    verdict: str
    rows: tuple[tuple[str, str], ...]


class Grid(NamedTuple):
    """Rows and columns, the first column naming the row. `across`: a column a drug and a row a matter, a row without cells being
    the head of those below it, and each cell named by its column where there is no room for columns; `ratios`: how wide the
    columns of a grid that does not read across are beside each other."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    across: bool = False
    ratios: tuple[int, ...] = ()


class Section(NamedTuple):
    """A grid of short cells under a title: a column has its names, the whole one and a shorter one, and words below them. A cell
    is a few words, no line of it parts one of them."""

    title: str
    names: tuple[tuple[str, str], ...]
    below: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]


class CellGrids(NamedTuple):
    """Grids of short cells, and the same as `listed` lines where columns have no room. `ending`: what the shorter names leave
    out."""

    sections: tuple[Section, ...]
    listed: tuple[Line, ...]
    ending: str


Part = Line | Card | Grid | CellGrids
