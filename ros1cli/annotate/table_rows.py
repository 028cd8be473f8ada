"""Rows of a table in, the same rows with eight more cells out.

The work is done in blocks of whole lines. A block whose lines all have the width of the header, and which does not name the
gene, is written with one `bytes.replace`; only rows of the gene are split. A block with anything odd in it (a ragged row, a
comment, mixed line ends, no final line end) is done line by line, with the same result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ros1cli.annotate.answer_cells import Answers, table_cells
from ros1cli.annotate.cell_reading import RAGGED, Read
from ros1cli.annotate.files import Input, Write
from ros1cli.annotate.fusions import Fused
from ros1cli.annotate.naming import Key, KeyOf, Names, free_key
from ros1cli.annotate.options import COLUMNS, Job
from ros1cli.annotate.records import Record, lines, quoted, rows_of_csv, split_csv
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.table_columns import Header

_NOT_SEPARATING = bytes(c for c in range(256) if c not in b"\t\n")
_KEPT = 1 << 15
_FEW = 16  # rows of the gene in a block: fewer are sooner looked at one by one


class Tail(NamedTuple):
    """What is appended to a row, and why the row is bad, if it is."""

    cells: bytes
    why: str = ""


class Ours(NamedTuple):
    """The rows of the gene in a block, and what stands before each and behind the last; nothing when all rows are ours."""

    rows: list[bytes]
    between: list[bytes]


class Rows:
    """Annotates the rows of one table."""

    def __init__(self, header: Header, names: Names, answers: Answers, fused: Fused, report: Report, job: Job) -> None:
        self.layout = header.layout
        self.number = header.lines + 1
        self.names = names
        self.answers = answers
        self.fused = fused
        self.report = report
        self.only = job.only_ros1
        self.gene = names.reader.ref.gene.encode()
        self.gene_tab = self.gene + b"\t"
        # A pattern is found three times as fast as `bytes.find` finds these bytes, and a copy in small letters is cheap.
        self.any_case = re.compile(re.escape(self.gene.lower()))
        self.csv = self.layout.separator == b","
        self.blank = self._joined(["NA"] * len(COLUMNS))
        self.free = self.layout.gene is None and fused.samples is None
        self._kept: dict[Key | None, Tail] = {}
        quick = names.quick and fused.samples is None
        self._keys = {placed: names.keyer(placed) if quick else lambda row: None for placed in (False, True)}

    def run(self, source: Input, header: Header, write: Write, progress: Progress) -> None:
        """The header with our columns, then every row."""
        first = next(lines(header.line, 0))
        write(header.before + first.body + self._joined(COLUMNS) + first.end)
        done = self._csv(source) if self.csv else self._tabs(source)
        for piece in done:
            write(piece)
            progress.at(self.number - header.lines, source.read)

    def _joined(self, cells: list[str] | tuple[str, ...]) -> bytes:
        """Cells as they are appended."""
        shown = [quoted(c) for c in cells] if self.csv else cells
        return self.layout.separator.decode().join(("", *shown)).encode("utf-8", "backslashreplace")

    # -- whole blocks ----------------------------------------------------------------------------------------------

    def _tabs(self, source: Input) -> Iterator[bytes]:
        """Blocks of a tab-separated table: whole where they are regular, else line by line."""
        line = b"\t" * self.layout.width + b"\n"
        for block in source.blocks():
            shape = block.translate(None, _NOT_SEPARATING)
            count = len(shape) // len(line)
            end = _line_end(block, count)
            regular = self.layout.gene is not None and end and not _has_comment(block) and shape == line * count
            ours = self._ours(block, count, end) if regular else None
            if ours is None:
                yield b"".join(self._one(r) for r in lines(block, self.number))
                count = block.count(b"\n")
            elif ours.rows:
                placed = len(ours.rows) < _FEW or self.names.may_be_placed(block)
                yield b"".join(self._mixed(ours, end, self._keys[placed]))
            else:
                yield b"" if self.only else block.replace(end, self.blank + end)
            self.number += count

    def _ours(self, block: bytes, count: int, end: bytes) -> Ours | None:
        """The rows of the gene in a regular block; None when a row may spell the gene in a way of its own."""
        plain = b"\n" + self.gene_tab if self.layout.gene == 0 else b""
        if plain and block.startswith(self.gene_tab) and block.count(plain) == count - 1:
            return Ours(block.split(end)[:-1], [])
        rows, between = [], []
        at = 0
        for hit in self.any_case.finditer(block.lower()):
            line = self._line(block, hit.start(), plain)
            if line is None:
                return None
            if line >= 0:
                stop = block.index(end, line)
                between.append(block[at:line])
                rows.append(block[line:stop])
                at = stop + len(end)
        return Ours(rows, [*between, block[at:]])

    def _line(self, block: bytes, start: int, plain: bytes) -> int | None:
        """Where the row begins whose gene stands at `start`; -1 when it is not the gene, None when it may be."""
        end = start + len(self.gene)
        if plain and block[start - 1 : end + 1] == plain:
            return start
        if block[start - 1 : start].isalnum() or block[end : end + 1].isalnum():
            return -1
        line = block.rfind(b"\n", 0, start) + 1
        if block.count(b"\t", line, start) != self.layout.gene:
            return -1
        cell = block[max(line, block.rfind(b"\t", 0, start) + 1) : block.index(b"\n", end)].partition(b"\t")[0]
        return line if cell.removesuffix(b"\r") == self.gene else None

    def _mixed(self, ours: Ours, end: bytes, key_of: KeyOf) -> list[bytes]:
        """Rows of the gene are looked into; what stands between them is copied."""
        out: list[bytes] = []
        kept, blank = self._kept, self.blank + end
        copied = [] if self.only else ours.between
        bad, full = 0, self.report.full
        for i, row in enumerate(ours.rows):
            if copied:
                out.append(copied[i].replace(end, blank))
            key = key_of(row)
            cells, why = kept.get(key) or self._tail(row.split(b"\t"), key)
            if why:
                bad += 1
                if not full:
                    self.report.row(self.number + i + sum(b.count(b"\n") for b in ours.between[: i + 1]), why)
            out += (row, cells, end)
        self.report.bad += bad if full else 0
        return [*out, copied[-1].replace(end, blank)] if copied else out

    # -- row by row ------------------------------------------------------------------------------------------------

    def _csv(self, source: Input) -> Iterator[bytes]:
        for record in rows_of_csv(source.blocks(), self.number):
            self.number = record.number
            yield self._one(record)

    def _one(self, record: Record) -> bytes:
        """One row of any shape, with its line end."""
        if not record.is_row:
            return record.body + record.end
        cells = split_csv(record.body) if self.csv else record.body.split(b"\t")
        if len(cells) != self.layout.width + 1 or (self.csv and record.body.count(b'"') % 2):
            return self._ragged(record, len(cells))
        if self.layout.gene is not None and cells[self.layout.gene] != self.gene:
            doubt = self.names.gene_in_doubt(cells[self.layout.gene])
            if doubt is None:
                return b"" if self.only else record.body + self.blank + record.end
            self.report.row(record.number, doubt.why)
            return record.body + self._tail_of(doubt, False).cells + record.end
        key = free_key(cells[self.layout.names[0]]) if self.free else None
        tail = self._kept.get(key) or self._tail(cells, key)
        if tail.why:
            self.report.row(record.number, tail.why)
        return b"" if self.only and tail.cells == self.blank else record.body + tail.cells + record.end

    def _ragged(self, record: Record, count: int) -> bytes:
        """A row of another width: kept, and filled up where it is short, so that our cells stand below their names."""
        wanted = self.layout.width + 1
        why = f"the row has {count} cells and the header {wanted}"
        if self.csv and record.body.count(b'"') % 2:
            why = "a quote opens in this line and is not closed in the lines behind it"
        self.report.row(record.number, why)
        filled = record.body + self.layout.separator * max(wanted - count, 0)
        return filled + self._tail_of(Read(status=RAGGED, why=why), False).cells + record.end

    def _tail(self, cells: list[bytes], key: Key | None = None) -> Tail:
        """What is appended to a row of the gene; kept under its key, if it has one."""
        fused = self.fused.everyone or (self.layout.sample is not None and self.fused(cells[self.layout.sample]))
        read = self.names.read(cells)
        tail = Tail(self.blank) if read is None else self._tail_of(read, fused)
        if key is not None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = tail
        return tail

    def _tail_of(self, read: Read, fused: bool) -> Tail:
        found = self.answers.row(read, fused)
        why = read.why if read.bad else found.caution[0] if found.bad else ""
        return Tail(self._joined(table_cells(found)), why)


def _has_comment(block: bytes) -> bool:
    return b"#" in block and (block.startswith(b"#") or b"\n#" in block)


def _line_end(block: bytes, count: int) -> bytes:
    """How the lines of a block end; empty when they differ, or when their number is not `count`."""
    if not block.endswith(b"\n"):
        return b""
    if b"\r" not in block:
        return b"\n"
    return b"\r\n" if block.count(b"\r") == block.count(b"\r\n") == count else b""
