"""Parts of a brief answer → plain text: wrapped under hanging indents, or in a pipe one statement a line, naming its drug."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from ros1cli.show.blocks import Card, CellGrids, Grid, Line, Part
from ros1cli.show.text import SHORTEST_LINE, wrapped_words
from ros1cli.show.words import plural

_HEAD = 8
"""Columns of a head, without the space behind it."""
_VERDICT = 4
"""Columns of a head whose line has words at the right margin."""
_DEEPEST = 11
_LABEL = 9


class Written(NamedTuple):
    """A line of the screen: `bold` letters at its beginning, and how they are to look."""

    text: str
    bold: int = 0
    tone: str = "plain"


def brief_text(parts: Sequence[Part], width: int | None) -> str:
    """Parts as plain text; `width` None is a pipe."""
    written = piped(parts) if width is None else (line.text for line in wrapped(parts, width))
    return "".join(f"{line}\n" for line in written)


def piped(parts: Iterable[Part]) -> Iterator[str]:
    """A statement a line, unwrapped: `grep` finds no drug without its verdict."""
    for part in parts:
        if isinstance(part, Line):
            words = f"{part.text} ({part.right})" if part.right else part.text
            yield f"{part.head:<{_HEAD}} {words}" if part.head else words
        elif isinstance(part, Card):
            yield part.verdict
            yield from (_named(part.drug, label, text) for label, text in part.rows)
        elif isinstance(part, CellGrids):
            yield from piped(part.listed)
        elif part.across:
            yield from _each_cell(part)
        else:
            yield from (" — ".join(cell.replace("\n", "; ") for cell in row if cell) for row in part.rows)


def _each_cell(part: Grid) -> Iterator[str]:
    """Each cell with its row and its column; a row without cells is the head of those that follow."""
    group = ""
    for row in part.rows:
        label = row[0]
        if not any(row[1:]):
            group = f"{label}: "
            continue
        for name, cell in zip(part.columns[1:], row[1:], strict=True):
            yield f"{group if label.startswith(' ') else ''}{label.strip()} {name} — {cell}"


def _named(drug: str, label: str, text: str) -> str:
    head, _, more = label.upper().partition(" +")
    tail = f" (+{plural(int(more), 'caveat')})" if more else ""
    return f"{head} {drug} — {text}{tail}"


def wrapped(parts: Iterable[Part], width: int) -> Iterator[Written]:
    """Parts in lines of a width: a grid side by side where each column has room, else as in a pipe."""
    for part in parts:
        if isinstance(part, Line):
            yield from _line(part, width)
        elif isinstance(part, Card):
            yield from _card(part, width)
        elif isinstance(part, CellGrids):
            yield from wrapped(part.listed, width)
        elif part.across and fits(part, width):
            yield from _across(part, width)
        else:
            for line in piped([part]):
                yield from (Written(text) for text in _fill(line, width, "", "  "))


def _line(part: Line, width: int) -> Iterator[Written]:
    head_width = _VERDICT if part.right else _HEAD
    lead = f"{part.head:<{head_width}} " if part.head else ""
    bold = len(part.head) if part.head else len(part.text) * (part.tone == "bold")
    rest = "  " if part.text.startswith("- ") else " " * min(len(lead), _DEEPEST)
    for i, text in enumerate(_with_right(part, width, lead, rest)):
        yield Written(text, bold if not i or not part.head else 0, part.tone)


def _with_right(part: Line, width: int, lead: str, rest: str) -> list[str]:
    """The lines of a statement, the words for the right margin at the end of the last."""
    lines = _fill(part.text, width, lead, rest)
    if not part.right:
        return lines
    if len(lines[-1]) + len(part.right) + 1 > width:
        lines = _fill(part.text, width - len(part.right) - 1, lead, rest)
    return [*lines[:-1], lines[-1] + part.right.rjust(width - len(lines[-1]))]


def _card(part: Card, width: int) -> Iterator[Written]:
    bold = part.verdict.index(part.drug) + len(part.drug)
    for i, text in enumerate(_fill(part.verdict, width, "", "  ")):
        yield Written(text, 0 if i else bold, "bold")
    for label, words in part.rows:
        head, _, more = label.partition(" +")
        lead = f"  {head:<{_LABEL}} "
        for i, text in enumerate(_fill(f"{words} (+{more})" if more else words, width, lead, "    ")):
            yield Written(text, len(lead) if not i and head.isupper() else 0)


def shares(columns: int, width: int) -> list[int]:
    """The widths of a grid that reads across: its first column, then the others alike, a gap behind each but the last."""
    other = (width - _ROW) // (columns - 1)
    return [_ROW, *[other] * (columns - 1)]


_ROW = 17
"""Columns of the words that name a row, with the space behind them."""
_CELL = 19
_GAP = 2


def fits(part: Grid, width: int) -> bool:
    """Whether each column of a grid that reads across has room."""
    return shares(len(part.columns), width)[-1] >= _CELL


def _across(part: Grid, width: int) -> Iterator[Written]:
    """Side by side."""
    widths = shares(len(part.columns), width)
    for i, row in enumerate([part.columns, *part.rows]):
        if not any(row[1:]):
            yield Written(row[0], len(row[0]), "bold")
            continue
        cells = [wrapped_words(cell.strip(), w - _GAP) or [""] for cell, w in zip(row, widths, strict=True)]
        cells[0] = [f"{'  ' * row[0].startswith(' ')}{words}" for words in cells[0]]
        for n, across in enumerate(zip_longest(*cells, fillvalue="")):
            text = "".join(f"{words:<{w}}" for words, w in zip(across, widths, strict=True)).rstrip()
            label = len(across[0]) if row[0].strip().isupper() and not n else 0
            yield Written(text, label if i else len(text))


def _fill(words: str, width: int, first: str, rest: str) -> list[str]:
    """Words in lines of a width; too narrow for the indent, it shrinks."""
    if width < SHORTEST_LINE + len(rest):
        rest = "  "
    return wrapped_words(words, max(width, SHORTEST_LINE), first, rest)
