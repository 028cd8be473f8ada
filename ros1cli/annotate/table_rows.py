"""Rows of a table, read once, for two consumers: the same rows with eight more cells (here), or lines of samples (`samples`).

`Table` takes blocks of whole lines apart. A block of regular lines in which the gene is not named stays whole, as `Stretch`;
anything else becomes rows, one by one. `RowReader` says what a row of the gene names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from ros1cli.annotate.answer_cells import Answers, table_cells
from ros1cli.annotate.cell_reading import (
    BAD_GENE,
    NO_FINDING,
    NOTHING,
    RAGGED,
    UNLISTED,
    UNSAID,
    CellReader,
    Read,
    agreed,
    is_missing,
    text,
    with_coding,
)
from ros1cli.annotate.files import Input, Line, Write, lines, quoted, rows_of_csv, split_csv
from ros1cli.annotate.fusions import Fused
from ros1cli.annotate.options import COLUMNS, Options
from ros1cli.annotate.positions import Positions, Variant, combine
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.table_columns import Header
from ros1cli.errors import shown

_KEPT = 1 << 16
_AHEAD = 1 << 18
_FEW = 16  # rows of the gene in a block: more are sooner looked at one by one
_NOT_SEPARATING = bytes(c for c in range(256) if c not in b"\t\n")
_EMPTY = frozenset((b"", b".", b"-", b"NA"))
_UNLISTED = b"c. name that is not listed"
_ZERO = re.compile(rb"0+(?:[.,]0*)?\s*%?")
_UNCALLED = frozenset(
    (
        *(b"wildtype", b"wild type", b"wild-type", b"wt", b"none", b"loh", b"germline", b"uncalled", b"absent"),
        *(
            b"not detected",
            b"negative",
            b"reference",
            b"0/0",
            b"0|0",
            b"./.",
            b".|.",
            b"hom_ref",
            b"homref",
            b"hom-ref",
        ),
    )
)
_PASSED = frozenset((b"PASS", b"Pass", b"pass", *_EMPTY))


# -- what a row says -------------------------------------------------------------------------------------------------


class Kind(Enum):
    """What the cell of the gene says of a row: of no concern, ours or an off-target gene, each plainly or not."""

    OTHER = 0
    OURS = 1
    OURS_UNCLEAR = 2
    OFF = 3
    OFF_UNCLEAR = 4


class Evidence(NamedTuple):
    """All that the reading of a row of the gene rests on; rows that have it in common are read alike.

    `said` is how its residues are numbered, `coding` the c. name where the table may list it, `variant` the position where the
    table has it, `uncalled` why the row is no call, and `doubt` why its caller doubts it.
    """

    names: tuple[bytes, ...]
    said: str
    coding: bytes
    variant: Variant | None
    uncalled: str
    doubt: str


class RowReader:
    """Finds the cells of a row that say its gene and its change, and reads them."""

    def __init__(self, cells: CellReader, positions: Positions, header: Header, options: Options) -> None:
        self.reader = cells
        self.positions = positions
        self.layout = layout = header.layout
        self.columns = header.columns
        self.limits = "" if layout.names or layout.coding is not None else positions.limits
        self.build = positions.build(options.build) if options.build else None
        self._otherwise = cells.numbering(options.transcript) if options.transcript else UNSAID
        self._coded = frozenset(name.encode() for name in cells.coded)
        self._starts = frozenset(s.encode() for s in positions.starts)
        self._known = {name.encode(): kind for name, kind in cells.known.items()}
        self._on = lru_cache(_KEPT)(self._numbering_of)
        gene = cells.ref.gene
        self._gene = re.compile("|".join((re.escape(gene), *(rf"{i}(?:\.[0-9]+)?" for i in cells.gene_ids))).encode())
        self._in_words = {gene.casefold(), *(i.casefold() for i in cells.gene_ids if not i.isdigit())}

    def kind(self, cell: bytes) -> Kind:
        """Whether a cell names our gene: plainly and alone, or in other letters, in quotes or among other genes."""
        if all(self._gene.fullmatch(name) for name in re.split(rb"[,;|&]", cell)):
            return Kind.OURS
        words = re.split(r"[^0-9a-z]+", text(cell).casefold())
        return Kind.OURS_UNCLEAR if self._in_words.intersection(words) else Kind.OTHER

    def gene_in_doubt(self, cell: bytes) -> Read:
        """The error for a cell that names our gene, and not as its rows do."""
        gene = self.reader.ref.gene
        says = shown(repr(cell.decode("utf-8", "replace")))
        return Read(status=BAD_GENE, why=f"the cell of the gene says {says}; only {gene}, plain and alone, is read")

    def name(self, cells: list[bytes]) -> str:
        """The first cell that names a change, as typed."""
        return next((t for i in self.layout.names if not is_missing(t := text(cells[i]))), "")

    def evidence(self, cells: list[bytes]) -> Evidence:
        """All that the reading of a row of the gene rests on."""
        said, at, coding = self._numbering(cells), self.layout.coding, b""
        if at is not None:
            coding = cells[at]
            head, sign, body = coding.rpartition(b":")
            speaks = body.strip() in self._coded or (sign and self._on(head) not in (said, UNSAID))
            if not speaks:
                coding = b"" if coding in _EMPTY else _UNLISTED
        names = tuple([cells[i] for i in self.layout.names])
        return Evidence(names, said, coding, self._variant(cells), self.uncalled(cells), self.doubt(cells))

    def read(self, row: Evidence) -> Read | None:
        """The change that a row of the gene names; None for an empty cell of a table whose rows have no gene."""
        names = [t for cell in row.names if (t := text(cell))]
        if row.uncalled:
            name = next((n for n in names if not is_missing(n)), "")
            return Read(status=NO_FINDING, why=f"no sample carries {shown(name) if name else 'it'}: {row.uncalled}")
        if self.layout.gene is None:
            return self.reader.free(names[0] if names else "", row.said)
        read = agreed([(name, self.reader.change(name, row.said)) for name in names])
        coding = text(row.coding)
        if coding and row.coding != _UNLISTED:
            read = with_coding(read, self.reader.coding(coding, row.said), coding)
        if row.variant:
            read = combine(read, self.positions.find(row.variant))
        if read == NOTHING and self.limits:
            return read._replace(why=f"{read.why}. {self.limits}")
        return UNLISTED if read == NOTHING and not is_missing(coding) else read

    def _numbering(self, cells: list[bytes]) -> str:
        """How the row numbers its residues: by a cell with a sequence, an accession in a name, or --transcript, in this order."""
        for i in self.layout.sequences:
            if said := self._on(cells[i]):
                return said
        for i in self.layout.names:
            if own := self._known.get(cells[i].strip().partition(b":")[0].partition(b".")[0]):
                return own
        return self._otherwise

    def _numbering_of(self, cell: bytes) -> str:
        """How residues are numbered on the sequence of a cell; nothing for one that names none, as a bare c. name."""
        sequence = cell.partition(b":")[0]
        if is_missing(text(sequence)) or sequence.startswith((b"c.", b"n.")):
            return UNSAID
        return self.reader.numbering(text(sequence))

    def _variant(self, cells: list[bytes]) -> Variant | None:
        at = self.layout.position
        if at is None or cells[at.start] not in self._starts or (at.strand is not None and cells[at.strand] == b"-"):
            return None
        ref, alt = text(cells[at.ref]), text(cells[at.alt])
        if ref == alt and at.first_alt is not None:
            alt = text(cells[at.first_alt])
        said = text(cells[at.build]) if at.build is not None else ""
        build = self.build if is_missing(said) else self.positions.build(said)
        return Variant(build, text(cells[at.chromosome]), text(cells[at.start]), ref, alt)

    def uncalled(self, cells: list[bytes]) -> str:
        """Why the row is no call of its sample; empty for one that is, or that does not say it."""
        for i in self.layout.status:
            if cells[i].strip().lower() in _UNCALLED:
                return self._says(i, cells)
        for i in self.layout.counts:
            if cells[i] not in _EMPTY:
                if cells[i].startswith(b"0") and _ZERO.fullmatch(cells[i]):
                    return self._says(i, cells)
                break
        at = self.layout.position
        if at and at.first_alt is not None and cells[at.ref] == cells[at.alt] == cells[at.first_alt] not in _EMPTY:
            return f"both alleles are the reference {shown(text(cells[at.ref]))}"
        return ""

    def doubt(self, cells: list[bytes]) -> str:
        """That the caller of the variants doubts the row; empty when it passed its filters, or when none was applied."""
        at = self.layout.passed
        if at is None or cells[at] in _PASSED or is_missing(text(cells[at])):
            return ""
        return f"the record did not pass its filter: {shown(text(cells[at]))}"

    def _says(self, i: int, cells: list[bytes]) -> str:
        return f"{shown(self.columns[i])} is {shown(text(cells[i]))}"


# -- from blocks to rows ---------------------------------------------------------------------------------------------


def _whole(name: str) -> str:
    """A pattern of a name in small letters that is part of no longer one."""
    name = re.escape(name.casefold())
    return rf"{name}(?<![a-z0-9]{name})(?![a-z0-9])"


def _whole_cell(name: str) -> str:
    return rf"{name}(?<![^\t\n]{name})(?![^\t\r\n])"


class Stretch(NamedTuple):
    """Whole lines of the width of the header, with one kind of line end, none of which is of our gene."""

    block: bytes
    end: bytes


class TableRow(NamedTuple):
    """One line of the table. `cells` are those of a row that concerns somebody, filled up with empty ones where the line is
    short; `lacks` is how many. `why`: the row is ragged. `kind` None: a comment or a blank line."""

    line: Line
    kind: Kind | None = None
    cells: list[bytes] = []  # noqa: RUF012 - never changed
    lacks: int = 0
    why: str = ""


class Table:
    """The rows of one table, in order.

    `kind` says of the cell of a gene whether its rows concern somebody. `whole`: blocks without our gene are given out as they
    are; else every row is.
    """

    def __init__(self, header: Header, rows: RowReader, kind: Callable[[bytes], Kind], whole: bool) -> None:
        self.layout = header.layout
        self.first_line = header.lines + 1
        self.csv = header.layout.separator == b","
        self.width = header.layout.width
        self.rows = rows
        self._needed = header.layout.needed
        self._kind = lru_cache(_KEPT)(kind)
        self._whole = whole and not self.csv and header.layout.gene is not None
        # Found in a copy in small letters, where a name that begins plainly is found fastest; PROS1 is another name.
        by_id = header.layout.gene_id is not None or header.columns[header.layout.gene or 0] != "Hugo_Symbol"
        self._named = re.compile(_whole(rows.reader.ref.gene).encode())
        ids = [i.lower() for i in rows.reader.gene_ids] if by_id else []
        self._ids = [re.compile((_whole_cell(i) if i.isdigit() else _whole(i)).encode()) for i in ids]

    def blocks(self, source: Input, progress: Progress) -> Iterator[Iterable[Stretch | TableRow]]:
        """All rows, in portions. `width` is known when the first portion is there."""
        self._widen(source.look_ahead(_AHEAD))
        number = self.first_line
        if self.csv:
            for line in rows_of_csv(source.blocks(), number):
                yield (self._row(line),)
                progress.at(line.number, source.read)
            return
        for block in source.blocks():
            yield self._pieces(block, number)
            number += block.count(b"\n")
            progress.at(number - self.first_line, source.read)

    def _widen(self, ahead: list[bytes]) -> None:
        """Rows may end in empty cells that the header has no name for; ours then stand behind the widest of those."""
        for line in ahead:
            cells = [] if line.startswith(b"#") else self._split(line.rstrip(b"\r\n"))
            if len(cells) > self.width + 1 and not any(cells[self.width + 1 :]):
                self.width = len(cells) - 1

    def _split(self, body: bytes) -> list[bytes]:
        return split_csv(body) if self.csv else body.split(b"\t")

    def _regular(self, block: bytes) -> bytes:
        """How the lines of a block end whose lines all have the width of the table; empty for any other block."""
        shape = block.translate(None, _NOT_SEPARATING)
        line = b"\t" * self.width + b"\n"
        count = len(shape) // len(line)
        if shape != line * count or not block.endswith(b"\n") or block.startswith(b"#") or b"\n#" in block:
            return b""
        if b"\r" not in block:
            return b"\n"
        return b"\r\n" if block.count(b"\r") == block.count(b"\r\n") == count else b""

    def _pieces(self, block: bytes, number: int) -> Iterator[Stretch | TableRow]:
        """The rows of a regular block that may be of the gene, and what stands between them; every row of any other block."""
        end = self._regular(block) if self._whole else b""
        small = block.lower() if end else b""
        hits = [hit.start() for hit in self._named.finditer(small)]
        if not end or len(hits) > _FEW or any(i.search(small) for i in self._ids):
            yield from map(self._row, lines(block, number))
            return
        at = 0
        for hit in hits:
            if hit >= at:
                first, behind = block.rfind(b"\n", 0, hit) + 1, block.index(b"\n", hit) + 1
                yield Stretch(block[at:first], end)
                number += block.count(b"\n", at, first)
                yield from map(self._row, lines(block[first:behind], number))
                number, at = number + 1, behind
        yield Stretch(block[at:], end)

    def _row(self, line: Line) -> TableRow:
        """One line of any shape."""
        if not line.is_row:
            return TableRow(line)
        body, gene, width = line.body, self.layout.gene, self.width
        if not self.csv and gene is not None and body.count(b"\t") == width:  # most rows: only their gene is looked at
            cell = body.split(b"\t", gene + 1)[gene]
            kind = self._kind(cell)
            if kind is Kind.OURS:
                return TableRow(line, kind, body.split(b"\t"))
            if kind is Kind.OTHER and (self.layout.gene_id is None or cell not in _EMPTY):
                return TableRow(line, kind)
        cells = self._split(body)
        lacks = max(width + 1 - len(cells), 0)
        if self.csv and body.count(b'"') % 2:
            return TableRow(
                line, Kind.OTHER, cells, lacks, "a quote opens in this line and is not closed in the lines behind it"
            )
        if len(cells) > width + 1 or len(cells) <= self._needed:
            return self._ragged(line, cells, lacks)
        kind = self._kind_of(cells)
        if lacks and kind is Kind.OTHER and self.rows.reader.ref.gene.encode() in cells:  # cut off, or shifted
            return self._ragged(line, cells, lacks)
        return TableRow(line, kind, cells + [b""] * lacks, lacks)

    def _kind_of(self, cells: list[bytes]) -> Kind:
        if self.layout.gene is None:
            return Kind.OURS
        cell, gene_id = cells[self.layout.gene], self.layout.gene_id
        by_id = gene_id is not None and gene_id < len(cells) and is_missing(text(cell))
        return self._kind(cells[gene_id] if by_id and gene_id is not None else cell)

    def _ragged(self, line: Line, cells: list[bytes], lacks: int) -> TableRow:
        why = f"the row has {len(cells)} cells and the header {self.layout.width + 1}"
        return TableRow(line, Kind.OTHER, cells, lacks, why)


# -- the same rows with our cells ------------------------------------------------------------------------------------


class Tail(NamedTuple):
    """What is appended to a row, and why the row is bad, if it is."""

    cells: bytes
    why: str = ""


class AnnotatedRows:
    """Writes every row with what is said of it."""

    def __init__(
        self, header: Header, rows: RowReader, answers: Answers, fused: Fused, report: Report, options: Options
    ) -> None:
        self.header = header
        self.table = Table(header, rows, rows.kind, whole=True)
        self.rows = rows
        self.answers = answers
        self.fused = fused
        self.report = report
        self.only = options.only_ros1
        self.blank = self._joined(["NA"] * len(COLUMNS))
        self._tails: dict[tuple[Evidence, bool], Tail] = {}

    def run(self, source: Input, write: Write, progress: Progress) -> None:
        """The header with our columns, then every row."""
        line, first = next(lines(self.header.line, 0)), True
        for pieces in self.table.blocks(source, progress):
            if first:
                write(self._head(line))
            first = False
            write(b"".join(map(self._one, pieces)))
        if first:
            write(self._head(line))

    def _head(self, line: Line) -> bytes:
        unnamed = self.table.layout.separator * (self.table.width - self.table.layout.width)
        return self.header.before + line.body + unnamed + self._joined(COLUMNS) + line.end

    def _joined(self, cells: list[str] | tuple[str, ...]) -> bytes:
        """Cells as they are appended."""
        written = [quoted(c) for c in cells] if self.table.csv else cells
        return self.table.layout.separator.decode().join(("", *written)).encode("utf-8", "backslashreplace")

    def _one(self, piece: Stretch | TableRow) -> bytes:
        if isinstance(piece, Stretch):
            return b"" if self.only else piece.block.replace(piece.end, self.blank + piece.end)
        line, kind, cells, lacks, why = piece
        if kind is None:
            return line.body + line.end
        filled = line.body + self.table.layout.separator * lacks if lacks else line.body
        if kind is Kind.OTHER and not why:
            return b"" if self.only else filled + self.blank + line.end
        tail = self._tail(kind, cells, why)
        if tail.why:
            self.report.row(line.number, tail.why)
        return b"" if self.only and tail.cells == self.blank else filled + tail.cells + line.end

    def _tail(self, kind: Kind, cells: list[bytes], ragged: str) -> Tail:
        """What is appended to a row."""
        if ragged:
            return self._answered(Read(status=RAGGED, why=ragged))
        if kind is Kind.OURS_UNCLEAR:
            return self._answered(self.rows.gene_in_doubt(cells[self.table.layout.gene or 0]))
        at = self.table.layout.sample
        fused = self.fused.everyone or (at is not None and self.fused(cells[at]))
        key = (self.rows.evidence(cells), fused)
        tail = self._tails.get(key)
        if tail is None:
            read = self.rows.read(key[0])
            tail = Tail(self.blank) if read is None else self._answered(read, fused, key[0].doubt)
            if len(self._tails) >= _KEPT:
                self._tails.clear()
            self._tails[key] = tail
        return tail

    def _answered(self, read: Read, fused: bool = False, doubt: str = "") -> Tail:
        answer = self.answers.row(read, fused, doubt)
        why = read.why if read.bad else answer.caution[0] if answer.bad else ""
        return Tail(self._joined(table_cells(answer)), why)
