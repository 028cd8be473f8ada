"""One line a sample: its changes of the gene taken together as one tumour, and its off-target findings beside them.

No sample is given a drug while a row that may be its own could not be read. What is kept grows with the samples: a name for
each, and more only for those that something was found in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ros1cli.annotate.answer_cells import NOT_ONE_TUMOUR, Answers, Cells, table_cells
from ros1cli.annotate.cell_reading import NOT_COVERED, Read, is_missing, is_other_kind
from ros1cli.annotate.files import Input
from ros1cli.annotate.fusions import Fused
from ros1cli.annotate.naming import text
from ros1cli.annotate.options import COLUMNS, Job
from ros1cli.annotate.records import Record, lines
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.tumour import DOUBTED, OFF, UNREAD, Said, Tumour, question
from ros1cli.annotate.vcf import Records
from ros1cli.annotate.vcf_annotation import by_allele
from ros1cli.annotate.vcf_codons import Item, Queue, not_called, of_samples
from ros1cli.names.characters import fold
from ros1cli.names.hgvs import bare, spelled
from ros1cli.names.off_target import OffTarget, vocabulary
from ros1cli.tables.model import Tables

SAMPLE_COLUMNS = ("sample", "ros1_fusion", COLUMNS[0], "ros1_off_target", *COLUMNS[1:])
NO_FINDING = "no_finding"
OFF_TARGET = "off_target"
BAD_ROWS = "error_rows"
NO_SAMPLE = "error_sample"
_ASIDE = 1 << 14
_WHOLE_INFO = 8  # a record with so many tabs has its annotation whole


class Stray(NamedTuple):
    """A row that may matter and names no sample; it gets a line of its own."""

    finding: tuple[str, ...]
    off: tuple[str, ...]
    status: str
    why: str


class Samples:
    """Collects what the rows say of every sample, and writes it."""

    def __init__(self, tables: Tables, answers: Answers, fused: Fused, report: Report, job: Job) -> None:
        self.tables = tables
        self.gene = tables.reference.gene
        self.answers = answers
        self.fused = fused
        self.report = report
        self.only = job.only_ros1
        self.limits = ""  # what the rows of this file cannot show
        self.not_called: dict[bytes, int] = {}  # in how many records with a finding a sample has no genotype
        self.tumours: dict[bytes, Tumour | None] = {}
        self.suspects: dict[bytes, int] = {}
        self.strays: list[Stray] = []
        self.words = vocabulary(tables)
        off_genes = sorted(re.escape(w.upper()) for w in self.words.spellings if w.isalnum())
        self._off_pattern = re.compile("|".join(off_genes).encode() or b"(?!)")
        self._aside = lru_cache(_ASIDE)(self._read_aside)

    # -- collecting ------------------------------------------------------------------------------------------------

    def seen(self, sample: bytes) -> None:
        """A sample that something is said of, whatever it is."""
        if not self.only:
            self.tumours.setdefault(sample)

    def of(self, sample: bytes) -> Tumour:
        """The sample of this name."""
        found = self.tumours.get(sample)
        if found is None:
            found = self.tumours[sample] = Tumour()
        return found

    def suspect(self, sample: bytes) -> None:
        """A row that could not be read may be of this sample, if there is a sample of this name."""
        self.suspects[sample] = self.suspects.get(sample, 0) + 1

    def ours(self, tumour: Tumour, read: Read | None, name: str = "") -> None:
        """A change of our gene, or what stands for it; `name` as typed."""
        if read is not None:
            tumour.ours(read, name)

    def other(self, tumour: Tumour, gene: str, name: str) -> None:
        """A change of an off-target gene; what leaves the protein as it is is none."""
        if said := self.aside(gene, name):
            tumour.said[said] = None

    def aside(self, gene: str, name: str) -> Said | None:
        """What a name at an off-target gene says; None when it is no finding."""
        return self._aside(gene, name)

    def is_off_target(self, gene: str) -> bool:
        """Whether the tables know this gene as an off-target one."""
        return fold(gene) in self.words.spellings

    def may_name_one(self, line: bytes) -> bool:
        """Whether a line may name an off-target gene, in capitals. False is certain, True is not."""
        return self._off_pattern.search(line) is not None

    def _read_aside(self, gene: str, name: str) -> Said | None:
        body = bare(name.rpartition(":")[2].replace("%3D", "="))
        change = spelled(body)
        if is_missing(name) or body.endswith("=") or (change and change.ref == change.alt):
            return None
        found = self.words.find(f"{gene} {change or name}") or self._phrase(gene, name)
        if found is None and is_other_kind(name):
            found = self.words.find(f"{gene} mutation")
        if found and not found.named and found.change in self.tables.every_finding:
            found = self.words.find(f"{gene} mutation")  # the name is known, as that of a change of our gene
        return Said(OFF, found.name) if found else Said(UNREAD, f"{gene} {name}")

    def _phrase(self, gene: str, name: str) -> OffTarget | None:
        """A name that says the gene itself, as "MET amplification" beside MET."""
        found = self.words.find(name)
        return found if found and found.name.split()[0] == self.words.spellings.get(fold(gene)) else None

    # -- writing ---------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[bytes]:
        """The header, one line a sample in the order in which they were first seen, and the rows without a sample."""
        yield "\t".join(SAMPLE_COLUMNS).encode() + b"\n"
        nothing = self._with_doubt(Cells(status=(NO_FINDING,), data=self.answers.data))
        blank = {fused: _line(fused, nothing, ()) for fused in (False, True)}
        for sample, tumour in self.tumours.items():
            fused = self.fused(sample)
            if tumour is None and sample not in self.suspects:
                yield sample + blank[fused]
            elif not self.only or sample in self.suspects or (tumour and tumour.concerns_gene):
                yield sample + self._of(sample, tumour or Tumour(), fused)
        for row in self.strays:
            cells = Cells(row.finding, (row.status,), caution=(row.why,), data=self.answers.data)
            yield b"NA" + _line(self.fused.everyone, cells, row.off)

    def _of(self, sample: bytes, tumour: Tumour, fused: bool) -> bytes:
        off = tumour.names(OFF)
        cells = self._cells(tumour, tumour.bad + self.suspects.get(sample, 0), fused)
        if cells.status[0] != BAD_ROWS and cells.bad:
            self.report.sample(text(sample), cells.caution[0])
        cells = self._with_doubt(cells._replace(caution=(*tumour.cautions(self.gene), *cells.caution)), sample)
        found = tuple(f for f in cells.finding if f not in off) if cells.finding else tuple(tumour.asked)
        return _line(fused, cells._replace(finding=found), off)

    def _cells(self, tumour: Tumour, bad: int, fused: bool) -> Cells:
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
        if number := self.not_called.get(sample):
            records = "1 record" if number == 1 else f"{number} records"
            yield f"The genotype of this sample is missing in {records} in which another sample has a finding."


def _line(fused: bool, cells: Cells, off: tuple[str, ...]) -> bytes:
    """All cells of a line behind the sample."""
    first, *rest = table_cells(cells)
    line = ("", "yes" if fused else "not_known", first, ";".join(off) or "NA", *rest)
    return "\t".join(line).encode("utf-8", "replace") + b"\n"


# -- reading a VCF -------------------------------------------------------------------------------------------------


def collect_vcf(source: Input, records: Records, into: Samples, progress: Progress) -> None:
    """Every record of a VCF, to the samples that carry it."""
    head, queue = records.head, Queue()
    into.limits = head.limits
    for sample in head.samples or (b"NA",):
        into.of(sample)
    for record in _records(source, head.lines + 1):
        for item in queue.put(Item(record, records.read(record))):
            _collect_record(records, item, into)
        if head.consequences and record.is_row and into.may_name_one(record.body):
            _collect_others(records, record, into)
        progress.at(record.number, source.read)
    for item in queue.end():
        _collect_record(records, item, into)


def _records(source: Input, number: int) -> Iterator[Record]:
    for block in source.blocks():
        yield from lines(block, number)
        number += block.count(b"\n")


def _may_matter(records: Records, body: bytes, into: Samples) -> bool:
    """Whether a ragged record may touch our gene, or one of those that its annotation would name."""
    chromosome, *others = body.split(b"\t")
    if not others or text(chromosome).casefold() in records.places.chromosomes:
        return True
    is_cut = len(others) < min(records.head.width, _WHOLE_INFO)
    return bool(records.head.consequences) and (is_cut or into.gene.encode() in body or into.may_name_one(body))


def _collect_record(records: Records, item: Item, into: Samples) -> None:
    """What a record says of our gene, to each sample; what cannot be understood is told once."""
    found, samples = item.found, records.head.samples or (b"NA",)
    if found is None:
        return
    told: dict[str, None] = {}
    matters = not found.ragged or _may_matter(records, item.record.body, into)
    for i in range(len(found.reads)):
        for k, read in of_samples(item, i, len(records.head.samples)):
            told |= {read.why: None} if read.bad else {}
            if matters:
                into.ours(into.of(samples[k]), read)
                if found.doubt and read.finding:
                    into.of(samples[k]).said[Said(DOUBTED, f"{read.finding}: {found.doubt}")] = None
    for k in not_called(item) if matters else ():
        into.not_called[samples[k]] = into.not_called.get(samples[k], 0) + 1
    for why in told:
        into.report.row(item.record.number, why)


def _collect_others(records: Records, record: Record, into: Samples) -> None:
    cells = record.body.split(b"\t")
    if len(cells) != records.head.width + 1:
        return
    ref, alts = text(cells[3]), text(cells[4]).split(",")
    for c in records.head.consequences:
        entries = [e for e in c.entries(cells[7]) if into.is_off_target(e.gene) and not is_missing(e.name)]
        each, _ = by_allele(entries, ref, alts)
        for i, of_one in enumerate(each):
            first = {e.gene: e.name for e in reversed(of_one)}
            carriers = records.carriers(cells, i) if records.head.samples else [b"NA"]
            for sample in carriers if first else ():
                for gene, name in first.items():
                    into.other(into.of(sample), gene, name)
