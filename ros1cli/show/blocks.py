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
    """A titled table. `columns` name the cells, not the head."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    across: bool = False


Block = Para | Table


def some(title: str, lines: Iterable[str], tone: str = "plain") -> list[Block]:
    """Plain lines under their title; nothing when there are none."""
    rows = tuple(Row(line, (), tone) for line in lines)
    return [Table(title, (), rows)] if rows else []
