"""Rows of a table → what they say of each sample.

As in `rows`, the work is done in blocks of whole lines: a regular block is cut once, and of most rows only the gene and the
sample are ever looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ros1cli.annotate.cell_reading import RAGGED, Read, is_missing
from ros1cli.annotate.files import Input
from ros1cli.annotate.naming import Names, text
from ros1cli.annotate.records import Record, lines, rows_of_csv, split_csv
from ros1cli.annotate.report import Progress
from ros1cli.annotate.samples import NO_SAMPLE, Samples, Stray
from ros1cli.annotate.table_columns import Header
from ros1cli.annotate.tumour import OFF, UNREAD, Said

_NOT_SEPARATING = bytes(c for c in range(256) if c not in b"\t\n")
_BETWEEN = re.compile(r"[\s,;|/:\"']+")
_CONTROL = re.compile(rb"[\t\n\v\f\r]")
_LONGEST_MISSING = 6
_KEPT = 1 << 16
_NO, _OURS, _OFF, _OURS_UNCLEAR, _OFF_UNCLEAR = range(5)


class Table:
    """The rows of one table, on their way to their samples."""

    def __init__(self, header: Header, names: Names, into: Samples) -> None:
        layout = header.layout
        assert layout.sample is not None
        self.width = layout.width
        self.gene_at = layout.gene
        self.sample_at = layout.sample
        self.csv = layout.separator == b","
        self.names = names
        self.into = into
        self.gene = names.reader.ref.gene
        self._kinds: dict[bytes, int] = {}

    def run(self, source: Input, number: int, progress: Progress) -> None:
        """Every row."""
        if self.csv:
            for record in rows_of_csv(source.blocks(), number):
                self._one(record)
                progress.at(record.number, source.read)
            return
        for block in source.blocks():
            if not self._whole(block, number):
                for record in lines(block, number):
                    self._one(record)
            number += block.count(b"\n")
            progress.at(number, source.read)

    # -- whole blocks ----------------------------------------------------------------------------------------------

    def _whole(self, block: bytes, number: int) -> bool:
        """A block whose rows all have the width of the header; False, and nothing is done, for any other."""
        line = b"\t" * self.width + b"\n"
        block = block.replace(b"\r\n", b"\n")
        shape = block.translate(None, _NOT_SEPARATING)
        odd = b"\r" in block or block.startswith(b"#") or b"\n#" in block or shape != line * (len(shape) // len(line))
        if odd or self.gene_at is None or not self.width:
            return False
        step = self.width + 1
        cells = block[:-1].replace(b"\n", b"\t").split(b"\t")
        genes = cells[self.gene_at :: step]
        kinds = self._of_genes(genes)
        if not self.into.only:
            for sample in dict.fromkeys(map(_name, dict.fromkeys(cells[self.sample_at :: step]))):
                if sample:
                    self.into.seen(sample)
        for i in [i for i, gene in enumerate(genes) if kinds[gene]]:
            self._row(number + i, cells[i * step : (i + 1) * step], kinds[genes[i]])
        return True

    def _of_genes(self, genes: Sequence[bytes]) -> dict[bytes, int]:
        """What these cells of the column of genes say, and of some others."""
        new = set(genes).difference(self._kinds)
        if len(self._kinds) + len(new) > _KEPT:
            self._kinds, new = {}, set(genes)
        for gene in new:
            self._kinds[gene] = self._kind(gene)
        return self._kinds

    def _kind(self, cell: bytes) -> int:
        """Whether a cell names our gene, an off-target one, or one of them in other letters or among other words."""
        if cell == self.gene.encode():
            return _OURS
        if self.names.gene_in_doubt(cell):
            return _OURS_UNCLEAR
        gene = text(cell)
        words = [w for w in _BETWEEN.split(gene) if w]
        if self.into.is_off_target(gene):
            return _OFF
        return _OFF_UNCLEAR if any(map(self.into.is_off_target, words)) else _NO

    # -- row by row ------------------------------------------------------------------------------------------------

    def _one(self, record: Record) -> None:
        """One row of any shape."""
        if not record.is_row:
            return
        is_open = self.csv and record.body.count(b'"') % 2
        cells = split_csv(record.body) if self.csv else record.body.split(b"\t")
        if is_open or len(cells) != self.width + 1:
            count = f"the row has {len(cells)} cells and the header {self.width + 1}"
            self._ragged(
                record,
                cells,
                "a quote opens in this line and is not closed in the lines behind it" if is_open else count,
            )
            return
        gene = b"" if self.gene_at is None else cells[self.gene_at]
        kind = _OURS if self.gene_at is None else self._of_genes((gene,))[gene]
        if sample := _name(cells[self.sample_at]):
            self.into.seen(sample)
        if kind:
            self._row(record.number, cells, kind)

    def _row(self, number: int, cells: list[bytes], kind: int) -> None:
        """A row that concerns our gene or an off-target one, of the width of the header."""
        sample, name = _name(cells[self.sample_at]), text(self.names.name(cells))
        gene = text(cells[self.gene_at]) if self.gene_at is not None else self.gene
        if kind in (_OFF, _OFF_UNCLEAR):
            said = self.into.aside(gene, name)
            self._aside(number, sample, said if kind == _OFF or not said else Said(UNREAD, f"{gene} {name}"))
            return
        read = self.names.read(cells) if kind == _OURS else self.names.gene_in_doubt(cells[self.gene_at or 0])
        if read is None:
            return
        if read.bad:
            self.into.report.row(number, read.why)
        if sample:
            self.into.ours(self.into.of(sample), read, name)
        else:
            self._stray(number, read)

    def _aside(self, number: int, sample: bytes, said: Said | None) -> None:
        if said and sample:
            self.into.of(sample).said[said] = None
        elif said:
            off, why = ((said.name,), "") if said.kind == OFF else ((), f"{said.name} is not understood")
            self._stray(number, Read(off=off, why=why))

    def _stray(self, number: int, read: Read) -> None:
        """A row that says something and no sample: it is no tumour, and stands for itself."""
        why = "; ".join(w for w in ("the row names no sample", read.why) if w)
        if not read.bad:
            self.into.report.row(number, why)
        finding = (read.finding,) if read.finding else ()
        self.into.strays.append(
            Stray(finding, read.off, read.status if read.bad else NO_SAMPLE, f"line {number}: {why}")
        )

    # -- rows of another width -------------------------------------------------------------------------------------

    def _ragged(self, record: Record, cells: list[bytes], why: str) -> None:
        """A row whose cells cannot be told apart: of the sample in its place, and maybe of the one where the shift puts it.

        Where its sample cannot be told and it may matter, it stands for itself.
        """
        self.into.report.row(record.number, why)
        shift = len(cells) - (self.width + 1)
        is_cut = shift < 0 and len(cells) <= self.sample_at + 1  # the last cell of a short row may be half a name
        first, moved = (
            _name(cells[i]) if 0 <= i < len(cells) else b"" for i in (self.sample_at, self.sample_at + shift)
        )
        if first and not is_cut:
            self.into.of(first).bad += 1
        for other in {first if is_cut else b"", moved} - {b"", b"" if is_cut else first}:
            self.into.suspect(other)
        if (is_cut or not first) and self._may_matter(record.body, cells):
            self.into.strays.append(Stray((), (), RAGGED, f"line {record.number}: {why}"))

    def _may_matter(self, body: bytes, cells: list[bytes]) -> bool:
        """Whether a row may be one of our gene or of an off-target one. False is certain."""
        if self.gene_at is None or len(cells) <= self.gene_at + 1:
            return True
        loud = body.upper()
        return self.gene.encode() in loud or self.into.may_name_one(loud)


def _name(cell: bytes) -> bytes:
    """The name of a sample on one line, without white space around it; empty for a cell that names none."""
    name = cell.strip() if cell.isascii() else text(cell).encode("utf-8", "surrogateescape")
    if _CONTROL.search(name):
        name = b" ".join(name.split())
    return b"" if len(name) < _LONGEST_MISSING and is_missing(text(name)) else name


def collect_table(source: Input, header: Header, names: Names, into: Samples, progress: Progress) -> None:
    """Every row of a table, to its sample."""
    Table(header, names, into).run(source, header.lines + 1, progress)
