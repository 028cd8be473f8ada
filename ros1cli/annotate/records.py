"""Lines → rows. A row of a table is a line; a row of CSV may hold line ends between quotes."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_MOST_LINES = 100


class Record(NamedTuple):
    """A row with the number of its first line, and its line end apart."""

    number: int
    body: bytes
    end: bytes

    @property
    def is_row(self) -> bool:
        """Neither blank nor a comment."""
        return bool(self.body) and not self.body.startswith(b"#")


def lines(block: bytes, number: int) -> Iterator[Record]:
    """The lines of a block; the first has `number`."""
    for line in block.splitlines(keepends=True) if b"\r" not in block else _at_newlines(block):
        yield _record(number, line)
        number += 1


def _at_newlines(block: bytes) -> Iterator[bytes]:
    """A lone carriage return ends no line."""
    parts = block.split(b"\n")
    yield from (p + b"\n" for p in parts[:-1])
    if parts[-1]:
        yield parts[-1]


def _record(number: int, line: bytes) -> Record:
    body = line.removesuffix(b"\n").removesuffix(b"\r")
    return Record(number, body, line[len(body) :])


def rows_of_csv(blocks: Iterable[bytes], number: int) -> Iterator[Record]:
    """Rows whose quotes are closed. A quote that is never closed spoils its own line, not the rest of the file."""
    source = (r for block, first in _numbered(blocks, number) for r in lines(block, first))
    again: deque[Record] = deque()
    held: list[Record] = []
    quotes = 0
    while True:
        record = again.popleft() if again else next(source, None)
        if record is not None:
            held.append(record)
            quotes += record.body.count(b'"')
        elif not held:
            return
        if quotes % 2 == 0:
            yield _joined(held)
        elif record is None or len(held) > _MOST_LINES:
            yield held[0]
            again.extendleft(reversed(held[1:]))
        else:
            continue
        held, quotes = [], 0


def _numbered(blocks: Iterable[bytes], number: int) -> Iterator[tuple[bytes, int]]:
    for block in blocks:
        yield block, number
        number += block.count(b"\n")


def _joined(held: list[Record]) -> Record:
    body = b"".join(r.body + r.end for r in held[:-1]) + held[-1].body
    return Record(held[0].number, body, held[-1].end)


def split_csv(body: bytes) -> list[bytes]:
    """The cells of a row, without their quotes."""
    if b'"' not in body:
        return body.split(b",")
    import csv

    csv.field_size_limit(sys.maxsize)
    return [c.encode("latin-1") for c in next(csv.reader([body.decode("latin-1")]))]


def quoted(cell: str) -> str:
    """A cell as CSV writes it."""
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\r\n') else cell
