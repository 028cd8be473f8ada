"""Where the columns of a grid of short cells go: how many side by side, how wide, under which of their two names.

Nothing is cut: a column is at least as wide as its longest word, and words that do not fit beside each other stand below.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ros1cli.show.blocks import CellGrids, Section

NARROWEST = 72
"""Columns of the terminal below which the cells are a list."""
_GAP = 1
_NAME = 6
"""The part of a line that the names of rows may take: one sixth, where none of their words is longer."""


class Band(NamedTuple):
    """Columns that stand side by side, the first of them naming the rows: their widths, heads and rows, each cell with its line
    ends."""

    widths: tuple[int, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def bands(part: CellGrids, width: int) -> tuple[list[tuple[str, list[Band]]], bool]:
    """The bands under each title, and whether the shorter names stand there: only where the whole ones would need more bands."""
    whole, short = ([(s.title, _bands(s, width, which)) for s in part.sections] for which in (0, 1))
    shorter = sum(len(b) for _, b in short) < sum(len(b) for _, b in whole)
    return (short, True) if shorter else (whole, False)


def _bands(section: Section, width: int, which: int) -> list[Band]:
    names = [row[0] for row in section.rows]
    first = min(_widest(names), max(_longest(names), width // _NAME))
    columns = [_column(section, i, which) for i in range(len(section.names))]
    least = [_longest(column) + _GAP for column in columns]
    count = _how_many(least, width - first)
    size = -(-len(columns) // count) if columns else 1
    out = []
    for start in range(0, len(columns), size):
        own = columns[start : start + size]
        spread = _spread(own, width - first)
        head = tuple(_packed(column[0], w) for column, w in zip(own, spread, strict=True))
        rows = tuple(
            (_packed(name, first, ""), *(_packed(column[i + 1], w) for column, w in zip(own, spread, strict=True)))
            for i, name in enumerate(names)
        )
        out.append(Band((first, *spread), ("", *head), rows))
    return out


def _column(section: Section, i: int, which: int) -> list[tuple[str, ...]]:
    """The head of a column and its cells, as words."""
    return [(section.names[i][which], *section.below[i]), *(row[i + 1] for row in section.rows)]


def _how_many(least: Sequence[int], room: int) -> int:
    """How many bands columns of these widths need."""
    count, left = 1, room
    for width in least:
        if width > left and left < room:
            count, left = count + 1, room
        left -= width
    return count


def _spread(columns: Sequence[Sequence[tuple[str, ...]]], room: int) -> list[int]:
    """Each column as wide as its longest word; what is left goes to those that have a longer line, the least wish first."""
    widths = [_longest(column) for column in columns]
    wishes = [max(0, _widest(column[1:]) - width) for column, width in zip(columns, widths, strict=True)]
    left = room - sum(widths) - _GAP * len(widths)
    for i in sorted(range(len(columns)), key=lambda i: wishes[i]):
        more = min(left, wishes[i])
        widths[i] += more
        left -= more
    return widths


def _longest(cells: Iterable[tuple[str, ...]]) -> int:
    return max((len(max(cell, key=len)) for cell in cells), default=0)


def _widest(cells: Iterable[tuple[str, ...]]) -> int:
    return max((len(" ".join(cell)) for cell in cells), default=0)


def _packed(words: Sequence[str], width: int, between: str = " ") -> str:
    """Words in lines of a width."""
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + len(between) + len(word) <= width:
            lines[-1] += between + word
        else:
            lines.append(word)
    return "\n".join(lines)
