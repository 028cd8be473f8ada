"""One line a sample: its changes of the gene taken together as one tumour, and its off-target findings beside them.

No sample is given a drug while a row that may be its own could not be read. What is kept grows with the samples: a name for
each, and more only for those that something was found in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, product
from typing import NamedTuple

from ros1cli.annotate.answer_cells import COLUMNS, NOT_ONE_TUMOUR, Answers, Cells, both_found, table_cells
from ros1cli.annotate.cell_reading import (
    NO_FINDING,
    NOT_COVERED,
    OTHER_KIND,
    RAGGED,
    Read,
    is_missing,
    is_other_kind,
    text,
)
from ros1cli.annotate.files import Input, Write
from ros1cli.annotate.fusions import Fused
from ros1cli.annotate.report import Progress, Report, listed
from ros1cli.annotate.table_columns import Header
from ros1cli.annotate.table_rows import Kind, RowReader, TableRow, TableRows
from ros1cli.names.characters import fold
from ros1cli.names.hgvs import bare, spelled
from ros1cli.names.off_target import OffTarget

CHANGE, OFF, UNREAD, DOUBTED = "change", "off_target", "unread", "doubted"
_MOST_LISTED = 20
_MOST_QUESTIONS = 4
SAMPLE_COLUMNS = ("sample", "ros1_fusion", COLUMNS[0], "ros1_off_target", *COLUMNS[1:])
OFF_TARGET = "off_target"
BAD_ROWS = "error_rows"
NO_SAMPLE = "error_sample"
_BETWEEN = re.compile(r"[\s,;|/:\"']+")
_CONTROL = re.compile(rb"[\t\n\v\f\r]")
_LONGEST_MISSING = 6


class Mention(NamedTuple):
    """One thing that a row says of its sample.

    `kind`: a change of the gene with its `--mutation` value in `asked`, one that is not covered, an off-target finding, a
    name at a gene of those that is not understood, a finding whose record is in doubt, with why, or one that no sample carries.
    """

    kind: str
    name: str
    asked: str = ""


class SampleFindings:
    """All that was read of one sample so far, each thing once; `bad` counts its rows that could not be understood."""

    __slots__ = ("bad", "said")

    def __init__(self) -> None:
        self.bad = 0
        self.said: dict[Mention, None] = {}

    def ours(self, read: Read, name: str, doubt: str) -> None:
        """A change of the gene: how it was read, its `name` as typed, and why the caller of the variants doubts it."""
        if read.asked:
            self.said[Mention(CHANGE, read.finding, read.asked)] = None
        for off in read.off:
            self.said[Mention(OFF, off)] = None
        for aside in read.aside:
            self.said[Mention(NOT_COVERED, aside, OTHER_KIND.why)] = None
        if read.status in (NOT_COVERED, NO_FINDING):
            self.said[Mention(read.status, name, read.why)] = None
        if doubt and read.finding:
            self.said[Mention(DOUBTED, f"{read.finding}: {doubt}")] = None
        self.bad += read.bad

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of one kind, in order."""
        return tuple(sorted({said.name for said in self.said if said.kind == kind}))

    @property
    def concerns_gene(self) -> bool:
        """Whether any row of the gene was read."""
        return bool(self.bad or any(said.kind in (CHANGE, NOT_COVERED, NO_FINDING) for said in self.said))

    @property
    def asked(self) -> dict[str, str]:
        """The `--mutation` value of each change of the gene, in order."""
        return {said.name: said.asked for said in sorted(s for s in self.said if s.kind == CHANGE)}

    def cautions(self, gene: str) -> tuple[str, ...]:
        """What was found beside the findings and is not answered."""
        left = [s for s in self.said if s.kind == NOT_COVERED and not _is_silent(s.name)]
        named = listed(sorted({s.name for s in left if s.name}), _MOST_LISTED)
        without = dict.fromkeys(s.asked for s in left if not s.name)
        unread = listed(self.names(UNREAD), _MOST_LISTED)
        cautions = [*self.names(DOUBTED), *sorted(s.asked for s in self.said if s.kind == NO_FINDING)]
        if named:
            cautions.append(f"also found in {gene}, not covered here and not taken into account: {named}")
        cautions += [f"another row of {gene} is not taken into account: {why}" for why in without]
        if unread:
            cautions.append(f"not understood and not taken into account: {unread}")
        return tuple(cautions)


def _is_silent(name: str) -> bool:
    """Whether a name says that the protein is as it was."""
    body = name.rpartition(":")[2].rpartition("p.")[2].strip("()")
    change = spelled(body)
    return body.endswith(("=", "%3D")) or bool(change and change.ref == change.alt)


class OneQuestion(NamedTuple):
    """The changes of a tumour as `--mutation` values. `both`: those that were all found at one residue, asked as one or
    the other. `why`: they are more than one question, and which."""

    values: tuple[str, ...]
    both: tuple[str, ...] = ()
    why: str = ""


def question(asked: dict[str, str]) -> OneQuestion:
    """The changes of the gene in one tumour as one question."""
    at: dict[int, list[str]] = {}
    for part in dict.fromkeys(chain.from_iterable(name.split("/") for name in asked)):
        if spelled(part):
            at.setdefault(int(part[1:-1]), []).append(part)
    crowded = [names for names in at.values() if len(names) > 1]
    if not crowded:
        return OneQuestion(tuple(asked.values()))
    both = tuple(sorted(crowded[0]))
    if len(at) == 1 and both == tuple(asked):
        return OneQuestion(("/".join((asked[both[0]], *(name[-1] for name in both[1:]))),), both)
    return OneQuestion(
        (), both, f"{both_found(both)}; with what else was found that is more than one question: {_each(at)}"
    )


def _each(at: dict[int, list[str]]) -> str:
    """The questions that could be asked instead."""
    every = product(*(sorted(at[residue]) for residue in sorted(at)))
    return " or ".join("/".join(names) for names in islice(every, _MOST_QUESTIONS))


class Samples:
    """Collects what the rows say of every sample, and writes it."""

    def __init__(self, answers: Answers, fused: Fused, report: Report) -> None:
        self.tables = answers.tables
        self.gene = self.tables.reference.gene
        self.answers = answers
        self.fused = fused
        self.report = report
        self.only = answers.options.only_ros1
        self.limits = ""  # what the rows of this file cannot show
        self.normals: frozenset[bytes] = frozenset()  # samples that are the normal of a pair
        self.not_called: dict[bytes, int] = {}  # in how many records with a finding a sample has no genotype
        self.tumours: dict[bytes, SampleFindings | None] = {}
        self.suspects: dict[bytes, int] = {}
        self.strays: list[bytes] = []  # lines of their own, of rows that may matter and name no sample
        self.words = answers.words
        off_genes = sorted(re.escape(w.upper()) for w in self.words.spellings if w.isalnum())
        self._off_pattern = re.compile("|".join(off_genes).encode() or b"(?!)")

    # -- collecting ------------------------------------------------------------------------------------------------

    def seen(self, sample: bytes) -> None:
        """A sample that something is said of, whatever it is."""
        if not self.only:
            self.tumours.setdefault(sample)

    def of(self, sample: bytes) -> SampleFindings:
        """The sample of this name."""
        found = self.tumours.get(sample)
        if found is None:
            found = self.tumours[sample] = SampleFindings()
        return found

    def suspect(self, sample: bytes) -> None:
        """A row that could not be read may be of this sample, if there is a sample of this name."""
        self.suspects[sample] = self.suspects.get(sample, 0) + 1

    def stray(self, status: str, why: str, finding: str = "", off: tuple[str, ...] = ()) -> None:
        """A row that may matter and names no sample: it is no tumour, and stands for itself."""
        cells = Cells((finding,) if finding else (), (status,), caution=(why,), data=self.answers.data)
        self.strays.append(b"NA" + _line(self.fused.everyone, cells, off))

    def is_off_target(self, gene: str) -> bool:
        """Whether the tables know this gene as an off-target one; what tells of prognosis alone is none."""
        return self.words.spellings.get(fold(gene)) in self.words.off_genes

    def may_name_one(self, line: bytes) -> bool:
        """Whether a line may name an off-target gene, in capitals. False is certain, True is not."""
        return self._off_pattern.search(line) is not None

    def aside(self, gene: str, name: str) -> Mention | None:
        """What a name at an off-target gene says; None when it is no finding."""
        body = bare(name.rpartition(":")[2].replace("%3D", "="))
        change = spelled(body)
        if is_missing(name) or body.endswith("=") or (change and change.ref == change.alt):
            return None
        found = self.words.find(f"{gene} {change or name}") or self._phrase(gene, name)
        if found is None and is_other_kind(name):
            found = self.words.find(f"{gene} mutation")
        if found and not found.named and found.change in self.tables.every_finding:
            found = self.words.find(f"{gene} mutation")  # the name is known, as that of a change of our gene
        return Mention(OFF, found.name) if found else Mention(UNREAD, f"{gene} {name}")

    def _phrase(self, gene: str, name: str) -> OffTarget | None:
        """A name that says the gene itself, as "MET amplification" beside MET."""
        found = self.words.find(name)
        return found if found and found.name.split()[0] == self.words.spellings.get(fold(gene)) else None

    # -- writing ---------------------------------------------------------------------------------------------------

    def write(self, write: Write) -> None:
        """The header, one line a sample in the order in which they were first seen, and the rows without a sample."""
        write("\t".join(SAMPLE_COLUMNS).encode() + b"\n")
        nothing = self._with_doubt(Cells(status=(NO_FINDING,), data=self.answers.data))
        blank = {fused: _line(fused, nothing, ()) for fused in (False, True)}
        for sample, tumour in self.tumours.items():
            fused = self.fused(sample)
            if tumour is None and sample not in self.suspects:
                write(sample + blank[fused])
            elif not self.only or sample in self.suspects or (tumour and tumour.concerns_gene):
                write(sample + self._of(sample, tumour or SampleFindings(), fused))
        write(b"".join(self.strays))

    def _of(self, sample: bytes, tumour: SampleFindings, fused: bool) -> bytes:
        off = tumour.names(OFF)
        cells = self._cells(tumour, tumour.bad + self.suspects.get(sample, 0), fused)
        if cells.status[0] != BAD_ROWS and cells.bad:
            self.report.sample(text(sample), cells.caution[0])
        cells = self._with_doubt(cells._replace(caution=(*tumour.cautions(self.gene), *cells.caution)), sample)
        found = tuple(f for f in cells.finding if f not in off) if cells.finding else tuple(tumour.asked)
        return _line(fused, cells._replace(finding=found), off)

    def _cells(self, tumour: SampleFindings, bad: int, fused: bool) -> Cells:
        data, off = self.answers.data, tumour.names(OFF)
        if bad:
            rows = "1 row that is or may be" if bad == 1 else f"{bad} rows that are or may be"
            why = f"{rows} of this sample could not be understood, so nothing is taken together"
            return Cells(status=(BAD_ROWS,), caution=(why,), data=data)
        asked = question(tumour.asked)
        if asked.why:
            return Cells(status=(NOT_ONE_TUMOUR,), caution=(asked.why,), data=data)
        if asked.values or (off and fused):
            return self.answers.together((*asked.values, *off), fused, asked.both)
        if off:
            return Cells(status=(OFF_TARGET,), caution=(self.answers.not_fused,), data=data)
        left = tumour.names(NOT_COVERED) or tumour.names(UNREAD)
        return Cells(status=(NOT_COVERED if left else NO_FINDING,), data=data)

    def _with_doubt(self, cells: Cells, sample: bytes = b"") -> Cells:
        """What no line may leave out: rows without a sample may be of any, and what this file cannot show."""
        rows = "1 row names" if len(self.strays) == 1 else f"{len(self.strays)} rows name"
        why = f"{rows} no sample that can be read and may be of this one: see the lines of sample NA with an error"
        first = (why,) if self.strays else ()
        last = () if cells.bad else self._unseen(sample)
        return cells._replace(caution=(*first, *cells.caution, *last))

    def _unseen(self, sample: bytes) -> Iterator[str]:
        """What may be there all the same."""
        if self.limits:
            yield self.limits
        if sample in self.normals:
            yield "This sample is the normal of a pair: what it carries is no finding of the tumour."
        if number := self.not_called.get(sample):
            records = "1 record" if number == 1 else f"{number} records"
            yield f"The genotype of this sample is missing in {records} that would be a finding."


def _line(fused: bool, cells: Cells, off: tuple[str, ...]) -> bytes:
    """All cells of a line behind the sample."""
    first, *rest = table_cells(cells)
    line = ("", "yes" if fused else "not_known", first, ";".join(off) or "NA", *rest)
    return "\t".join(line).encode("utf-8", "replace") + b"\n"


# -- the rows of a table ---------------------------------------------------------------------------------------------


class SampleRows:
    """The rows of one table, on their way to their samples."""

    def __init__(self, header: Header, rows: RowReader, into: Samples) -> None:
        assert header.layout.sample is not None
        self.gene_at = header.layout.gene
        self.sample_at = header.layout.sample
        self.rows = rows
        self.into = into
        self.table = TableRows(header, rows, self._kind, whole=False)
        into.limits = rows.limits

    def run(self, source: Input, write: Write, progress: Progress) -> None:
        """Every row, then the lines of the samples."""
        for pieces in self.table.blocks(source, progress):
            for row in pieces:
                if isinstance(row, TableRow) and row.kind is not None:
                    self._one(row, row.kind)
        self.into.write(write)

    def _kind(self, cell: bytes) -> Kind:
        """Whether a cell names our gene, an off-target one, or one of them in other letters or among other words."""
        kind = self.rows.kind(cell)
        if kind is not Kind.OTHER:
            return kind
        gene = text(cell)
        if self.into.is_off_target(gene):
            return Kind.OFF
        words = (w for w in _BETWEEN.split(gene) if w)
        return Kind.OFF_UNCLEAR if any(map(self.into.is_off_target, words)) else Kind.OTHER

    def _one(self, row: TableRow, kind: Kind) -> None:
        if row.why:
            self._ragged(row)
            return
        sample = _name(row.cells[self.sample_at])
        if sample:
            self.into.seen(sample)
        if kind in (Kind.OFF, Kind.OFF_UNCLEAR):
            self._off_target(row, sample, kind)
        elif kind is not Kind.OTHER:
            self._ours(row, sample, kind)

    def _ours(self, row: TableRow, sample: bytes, kind: Kind) -> None:
        doubt = ""
        if kind is Kind.OURS_UNCLEAR:
            read: Read | None = self.rows.gene_in_doubt(row.cells[self.gene_at or 0])
        else:
            read, doubt = self.rows.read(row.cells, self.rows.numbering(row.cells)), self.rows.doubt(row.cells)
        if read is None:
            return
        if read.bad:
            self.into.report.row(row.line.number, read.why)
        if not sample:
            if read.status != NO_FINDING:
                self._stray(row.line.number, read)
            return
        self.into.of(sample).ours(read, self.rows.name(row.cells), doubt)

    def _off_target(self, row: TableRow, sample: bytes, kind: Kind) -> None:
        name, gene = self.rows.name(row.cells), text(row.cells[self.gene_at or 0])
        if self.rows.uncalled(row.cells):
            return
        said = self.into.aside(gene, name)
        if said and kind is Kind.OFF_UNCLEAR:
            said = Mention(UNREAD, f"{gene} {name}")
        if said and sample:
            self.into.of(sample).said[said] = None
        elif said:
            off, why = ((said.name,), "") if said.kind == OFF else ((), f"{said.name} is not understood")
            self._stray(row.line.number, Read(off=off, why=why))

    def _stray(self, number: int, read: Read) -> None:
        """A row that says something and no sample."""
        why = "; ".join(w for w in ("the row names no sample", read.why) if w)
        if not read.bad:
            self.into.report.row(number, why)
        self.into.stray(read.status if read.bad else NO_SAMPLE, f"line {number}: {why}", read.finding, read.off)

    def _ragged(self, row: TableRow) -> None:
        """A row whose cells cannot be told apart: of the sample in its place, and maybe of the one where the shift puts it.

        Where its sample cannot be told and it may matter, it stands for itself.
        """
        cells, number = row.cells, row.line.number
        self.into.report.row(number, row.why)
        shift = len(cells) - (self.table.width + 1)
        is_cut = shift < 0 and len(cells) <= self.sample_at + 1  # the last cell of a short row may be half a name
        first, moved = self._sample(cells, self.sample_at), self._sample(cells, self.sample_at + shift)
        if first and is_cut:
            self.into.suspect(first)
        elif first:
            self.into.seen(first)
            self.into.of(first).bad += 1
        if moved and moved != first:
            self.into.suspect(moved)
        if (is_cut or not first) and self._may_matter(row):
            self.into.stray(RAGGED, f"line {number}: {row.why}")

    @staticmethod
    def _sample(cells: list[bytes], at: int) -> bytes:
        return _name(cells[at]) if 0 <= at < len(cells) else b""

    def _may_matter(self, row: TableRow) -> bool:
        """Whether a row may be one of our gene or of an off-target one. False is certain."""
        if self.gene_at is None or len(row.cells) <= self.gene_at + 1:
            return True
        loud = row.line.body.upper()
        return self.into.gene.encode() in loud or self.into.may_name_one(loud)


def _name(cell: bytes) -> bytes:
    """The name of a sample on one line, without white space around it; empty for a cell that names none."""
    name = cell.strip() if cell.isascii() else text(cell).encode("utf-8", "surrogateescape")
    if _CONTROL.search(name):
        name = b" ".join(name.split())
    return b"" if len(name) < _LONGEST_MISSING and is_missing(text(name)) else name
