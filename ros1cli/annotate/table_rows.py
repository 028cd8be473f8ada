"""Rows of a table, read once, for two consumers: the same rows with eight more cells (here), or lines of samples (`samples`).

`TableRows` takes blocks of whole lines apart. A block of regular lines in which the gene is not named stays whole, as `Stretch`;
anything else becomes rows, one by one. `RowReader` says what a row of the gene names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from ros1cli.annotate.answer_cells import COLUMNS, Answers, table_cells
from ros1cli.annotate.cell_reading import (
    BAD_GENE,
    NOTHING,
    RAGGED,
    UNLISTED,
    UNSAID,
    CellReader,
    Read,
    agreed,
    did_not_pass,
    is_missing,
    not_carried,
    text,
    whole_word,
    with_coding,
)
from ros1cli.annotate.files import FileLine, Input, Write, lines, quoted, regular_lines, rows_of_csv, split_csv
from ros1cli.annotate.fusions import Fused
from ros1cli.annotate.options import Options, build
from ros1cli.annotate.positions import Positions, Variant, combine
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.table_columns import Header
from ros1cli.errors import shown

_KEPT = 1 << 16
_AHEAD = 1 << 18
_FEW = 16  # places in a block that name the gene: with more of them all rows are sooner looked at one by one
_EMPTY = frozenset((b"", b".", b"-", b"NA"))
_ZERO = re.compile(rb"0+(?:[.,]0*)?\s*%?")
_UNCALLED = frozenset(
    b"wildtype,wild type,wild-type,wt,none,loh,germline,uncalled,absent,not detected,negative,reference,"
    b"0/0,0|0,./.,.|.,hom_ref,homref,hom-ref".split(b",")
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


class RowKey(NamedTuple):
    """All that the reading of a row of the gene rests on: rows that have it in common are read alike.

    `cells` are those of the columns that are read whole, in their order. Of the others it holds less, as they are other ones in
    every row: how the residues are numbered, the count that says that there is no read, with its column, and the cells of the
    position where the tables have a g. name that starts there.
    """

    cells: tuple[bytes, ...]
    said: str
    no_read: tuple[int, bytes] | None
    place: tuple[bytes, ...]


class RowReader:
    """Finds the cells of a row that say its gene and its change, and reads them."""

    def __init__(self, cells: CellReader, positions: Positions, header: Header, options: Options) -> None:
        self.reader = cells
        self.positions = positions
        self.layout = layout = header.layout
        self.columns = header.columns
        self.limits = "" if layout.names or layout.coding is not None else positions.limits
        self.build = build(cells.ref, options.build) if options.build else None
        self._otherwise = cells.numbering(options.transcript) if options.transcript else UNSAID
        self._starts = frozenset(s.encode() for s in positions.starts)
        self._known = {name.encode(): kind for name, kind in cells.known.items()}
        self._columns, self._place = layout.whole_columns, layout.place_columns
        self._pick = itemgetter(*self._columns, self._columns[0])  # of two columns or more it makes a tuple
        gene = cells.ref.gene
        self._gene = re.compile(
            "|".join((re.escape(gene), *(rf"{i}(?:\.[0-9]+)?" for i in cells.ref.gene_ids))).encode()
        )
        self._in_words = {gene.casefold(), *(i.casefold() for i in cells.ref.gene_ids if not i.isdigit())}

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
        names = (text(cells[i]) for i in self.layout.names)
        return next((name for name in names if not is_missing(name)), "")

    def key(self, cells: list[bytes]) -> RowKey:
        """All that the reading of a row of the gene rests on."""
        place: tuple[bytes, ...] = ()
        if self._place and cells[self._place[0]] in self._starts:
            place = tuple([cells[i] for i in self._place])
        return RowKey(self._pick(cells), self.numbering(cells), self._no_read(cells), place)

    def alike(self, key: RowKey) -> list[bytes]:
        """A row that holds nothing but the cells of its key, so that what is read of it rests on nothing else."""
        cells = [b""] * (self.layout.width + 1)
        for i, cell in zip((*self._columns, self._columns[0], *self._place), (*key.cells, *key.place), strict=False):
            cells[i] = cell
        if key.no_read is not None:
            column, count = key.no_read
            cells[column] = count
        return cells

    def read(self, cells: list[bytes], said: str) -> Read | None:
        """The change that a row of the gene names; None for an empty cell of a table whose rows have no gene.

        `said`: how its residues are numbered.
        """
        names = [name for i in self.layout.names if (name := text(cells[i]))]
        uncalled = self.uncalled(cells)
        if uncalled:
            name = self.name(cells)
            return not_carried(shown(name) if name else "it", uncalled)
        if self.layout.gene is None:
            return self.reader.free(names[0] if names else "", said)
        read = agreed([(name, self.reader.change(name, said)) for name in names])
        coding = b"" if self.layout.coding is None else cells[self.layout.coding]
        if coding not in _EMPTY:
            read = with_coding(read, self.reader.coding(text(coding), said), text(coding))
        variant = self._variant(cells)
        if variant:
            read = combine(read, self.positions.find(variant))
        if read == NOTHING and self.limits:
            return read._replace(why=f"{read.why}. {self.limits}")
        return UNLISTED if read == NOTHING and coding not in _EMPTY else read

    def numbering(self, cells: list[bytes]) -> str:
        """How the row numbers its residues: by a cell with a sequence, an accession in a name, or --transcript, in this order."""
        for i in self.layout.sequences:
            # The usual cell is a sequence that is known, without its version.
            said = self._known.get(cells[i]) or self._numbering_of(cells[i])
            if said:
                return said
        for i in self.layout.names:
            own = self._known.get(cells[i].strip().partition(b":")[0].partition(b".")[0])
            if own:
                return own
        return self._otherwise

    def _numbering_of(self, cell: bytes) -> str:
        """How residues are numbered on the sequence of a cell; nothing for one that names none, as a bare c. name."""
        sequence = cell.partition(b":")[0]
        accession, _, version = sequence.partition(b".")
        if accession in self._known and (not version or version.isdigit()):
            return self._known[accession]
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
        on = self.build if is_missing(said) else build(self.reader.ref, said)
        return Variant(on, text(cells[at.chromosome]), text(cells[at.start]), ref, alt)

    def uncalled(self, cells: list[bytes]) -> str:
        """Why the row is no call of its sample; empty for one that is, or that does not say it."""
        for i in self.layout.status:
            if cells[i].strip().lower() in _UNCALLED:
                return self._says(i, cells)
        no_read = self._no_read(cells)
        if no_read is not None:
            return self._says(no_read[0], cells)
        at = self.layout.position
        if at and at.first_alt is not None and cells[at.ref] == cells[at.alt] == cells[at.first_alt] not in _EMPTY:
            return f"both alleles are the reference {shown(text(cells[at.ref]))}"
        return ""

    def _no_read(self, cells: list[bytes]) -> tuple[int, bytes] | None:
        """The first count that is given, with its column, where it says that no read shows the change."""
        for i in self.layout.counts:
            if cells[i] not in _EMPTY:
                return (i, cells[i]) if cells[i].startswith(b"0") and _ZERO.fullmatch(cells[i]) else None
        return None

    def doubt(self, cells: list[bytes]) -> str:
        """That the caller of the variants doubts the row; empty when it passed its filters, or when none was applied."""
        at = self.layout.passed
        if at is None or cells[at] in _PASSED or is_missing(text(cells[at])):
            return ""
        return did_not_pass(text(cells[at]))

    def _says(self, i: int, cells: list[bytes]) -> str:
        return f"{shown(self.columns[i])} is {shown(text(cells[i]))}"


# -- from blocks to rows ---------------------------------------------------------------------------------------------


def _whole_cell(number: str) -> re.Pattern[bytes]:
    """A pattern of a number that is all of a cell: anywhere else a number is no id."""
    return re.compile(rf"{number}(?<![^\t\n]{number})(?![^\t\r\n])".encode())


class Stretch(NamedTuple):
    """Whole lines of the width of the header, with one kind of line end, none of which is of our gene."""

    block: bytes
    end: bytes


class TableRow(NamedTuple):
    """One line of the table. `cells` are filled up with empty ones where the line is short; `lacks` is how many. `why`: the row
    is ragged. `kind` None: a comment or a blank line."""

    line: FileLine
    kind: Kind | None = None
    cells: list[bytes] = []  # noqa: RUF012 - never changed
    lacks: int = 0
    why: str = ""


class TableRows:
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
        ids = rows.reader.ref.gene_ids if by_id else ()
        self._marks = [_whole_cell(i) if i.isdigit() else whole_word(i) for i in (rows.reader.ref.gene, *ids)]

    def blocks(self, source: Input, progress: Progress) -> Iterator[Iterable[Stretch | TableRow]]:
        """All rows, in portions. `width` is known from now on."""
        self._widen(source.look_ahead(_AHEAD))
        return self._portions(source, progress)

    def _portions(self, source: Input, progress: Progress) -> Iterator[Iterable[Stretch | TableRow]]:
        number = self.first_line
        if self.csv:
            for line in rows_of_csv(source.blocks(), number):
                yield (self._row(line),)
                progress.at(line.number, source.read)
            return
        for block in source.blocks():
            regular = regular_lines(block, self.width) if self._whole else 0
            yield self._pieces(block, number, regular)
            number += regular or block.count(b"\n")
            progress.at(number - self.first_line, source.read)

    def _widen(self, ahead: list[bytes]) -> None:
        """Rows may end in empty cells that the header has no name for; ours then stand behind the widest of those."""
        for line in ahead:
            cells = [] if line.startswith(b"#") else self._split(line.rstrip(b"\r\n"))
            if len(cells) > self.width + 1 and not any(cells[self.width + 1 :]):
                self.width = len(cells) - 1

    def _split(self, body: bytes) -> list[bytes]:
        return split_csv(body) if self.csv else body.split(b"\t")

    def _pieces(self, block: bytes, number: int, regular: int) -> Iterator[Stretch | TableRow]:
        """The rows that may be of the gene, and what stands between them; every row of a block that is not regular.

        `regular`: how many lines the block has when all are whole rows.
        """
        end = b"\r\n" if b"\r" in block else b"\n"
        is_even = regular and (end == b"\n" or block.count(b"\r") == block.count(end) == regular)
        small = block.lower() if is_even else b""
        found = chain.from_iterable(mark.finditer(small) for mark in self._marks)
        hits = sorted(hit.start() for hit in islice(found, _FEW + 1))
        if not is_even or len(hits) > _FEW:
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

    def _row(self, line: FileLine) -> TableRow:
        """One line of any shape."""
        if not line.is_row:
            return TableRow(line)
        cells = self._split(line.body)
        lacks = max(self.width + 1 - len(cells), 0)
        if self.csv and line.body.count(b'"') % 2:
            return TableRow(
                line, Kind.OTHER, cells, lacks, "a quote opens in this line and is not closed in the lines behind it"
            )
        if len(cells) > self.width + 1 or len(cells) <= self._needed:
            return self._ragged(line, cells, lacks)
        kind = self._kind_of(cells)
        if lacks and kind is Kind.OTHER and self.rows.reader.ref.gene.encode() in cells:  # cut off, or shifted
            return self._ragged(line, cells, lacks)
        return TableRow(line, kind, cells + [b""] * lacks if lacks else cells, lacks)

    def _kind_of(self, cells: list[bytes]) -> Kind:
        if self.layout.gene is None:
            return Kind.OURS
        cell, gene_id = cells[self.layout.gene], self.layout.gene_id
        kind = self._kind(cell)
        if kind is Kind.OTHER and gene_id is not None and gene_id < len(cells) and is_missing(text(cell)):
            return self._kind(cells[gene_id])
        return kind

    def _ragged(self, line: FileLine, cells: list[bytes], lacks: int) -> TableRow:
        why = f"the row has {len(cells)} cells and the header {self.layout.width + 1}"
        return TableRow(line, Kind.OTHER, cells, lacks, why)


# -- the same rows with our cells ------------------------------------------------------------------------------------


class Tail(NamedTuple):
    """What is appended to a row, and why the row is bad, if it is."""

    cells: bytes
    why: str = ""


class AnnotatedRows:
    """Writes every row with what is said of it."""

    def __init__(self, header: Header, rows: RowReader, answers: Answers, fused: Fused, report: Report) -> None:
        self.header = header
        self.table = TableRows(header, rows, rows.kind, whole=True)
        self.rows = rows
        self.answers = answers
        self.fused = fused
        self.report = report
        self._sample = header.layout.sample if fused.samples is not None else None  # where the sample decides
        self.only = answers.options.only_ros1
        self.blank = self._joined(["NA"] * len(COLUMNS))
        self._tails: dict[tuple[RowKey, bool], Tail] = {}

    def run(self, source: Input, write: Write, progress: Progress) -> None:
        """The header with our columns, then every row."""
        portions = self.table.blocks(source, progress)
        line = next(lines(self.header.line, 0))
        unnamed = self.table.layout.separator * (self.table.width - self.table.layout.width)
        write(self.header.before + line.body + unnamed + self._joined(COLUMNS) + line.end)
        for pieces in portions:
            write(b"".join(map(self._one, pieces)))

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
        fused = self.fused.everyone if self._sample is None else self.fused(cells[self._sample])
        key = self.rows.key(cells)
        tail = self._tails.get((key, fused))
        if tail is None:
            alike = self.rows.alike(key)
            read = self.rows.read(alike, key.said)
            tail = Tail(self.blank) if read is None else self._answered(read, fused, self.rows.doubt(alike))
            if len(self._tails) >= _KEPT:
                self._tails.clear()
            self._tails[key, fused] = tail
        return tail

    def _answered(self, read: Read, fused: bool = False, doubt: str = "") -> Tail:
        answer = self.answers.row(read, fused, doubt)
        return Tail(self._joined(table_cells(answer)), answer.caution[0] if answer.bad else "")
