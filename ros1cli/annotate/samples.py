"""One line a sample: its changes of the gene taken together as one tumour, and its off-target findings beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ros1cli.annotate.cells import Answers, Cells, table_cells
from ros1cli.annotate.consequences import by_allele
from ros1cli.annotate.fusions import Fused
from ros1cli.annotate.job import COLUMNS, Job
from ros1cli.annotate.layout import Header
from ros1cli.annotate.naming import Names, text
from ros1cli.annotate.neighbours import Item, Queue, not_called, of_samples
from ros1cli.annotate.reading import NOT_COVERED, Read, is_missing, is_other_kind
from ros1cli.annotate.records import Record, lines, rows_of_csv, split_csv
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.source import Source
from ros1cli.annotate.vcf import Records
from ros1cli.model import Tables
from ros1cli.names.offtarget import Vocabulary
from ros1cli.names.protein import bare, spelled

SAMPLE_COLUMNS = ("sample", "ros1_fusion", COLUMNS[0], "ros1_off_target", *COLUMNS[1:])
NO_FINDING = "no_finding"
BAD_ROWS = "error_rows"


class Tumour:
    """What was read so far of one sample."""

    __slots__ = ("asked", "bad", "not_covered", "off")

    def __init__(self) -> None:
        self.asked: dict[str, str] = {}
        self.off: dict[str, None] = {}
        self.bad = 0
        self.not_covered = False


class Samples:
    """Collects the rows of every sample; the memory grows with the samples, not with the rows."""

    def __init__(self, tables: Tables, answers: Answers, fused: Fused, report: Report, job: Job) -> None:
        self.tables = tables
        self.answers = answers
        self.fused = fused
        self.report = report
        self.only = job.only_ros1
        self.limits = ""  # what the rows of this file cannot show
        self.not_called: dict[bytes, int] = {}  # in how many records with a finding a sample has no genotype
        self.tumours: dict[bytes, Tumour] = {}
        self.words = Vocabulary(tables)
        self.off_genes = frozenset(w.upper() for w in self.words.spellings if w.isalnum()) - {tables.reference.gene}
        self._off_pattern = re.compile("|".join(sorted(map(re.escape, self.off_genes))).encode() or b"(?!)")

    def of(self, sample: bytes) -> Tumour:
        """The sample of this name."""
        found = self.tumours.get(sample)
        if found is None:
            found = self.tumours[sample] = Tumour()
        return found

    def ours(self, tumour: Tumour, read: Read | None) -> None:
        """A change of our gene, or what stands for it."""
        if read is None:
            return
        if read.asked:
            tumour.asked[read.finding] = read.asked
        tumour.off |= dict.fromkeys(read.off)
        tumour.bad += read.bad
        tumour.not_covered |= read.status == NOT_COVERED

    def is_off_target(self, gene: str) -> bool:
        """Whether the tables know this gene as an off-target one."""
        return gene in self.off_genes

    def may_name_one(self, line: bytes) -> bool:
        """Whether a line may name an off-target gene. False is certain, True is not."""
        return self._off_pattern.search(line) is not None

    def other(self, tumour: Tumour, gene: str, name: str) -> None:
        """A change of an off-target gene; what leaves the protein as it is is none."""
        body = bare(name.rpartition(":")[2])
        change = spelled(body)
        if is_missing(name) or body.endswith("=") or (change and change.ref == change.alt):
            return
        found = self.words.find(f"{gene} {change}") if change else None
        found = found or (self.words.find(f"{gene} mutation") if change or is_other_kind(name) else None)
        if found:
            tumour.off[found.name] = None

    # -- writing ---------------------------------------------------------------------------------------------------

    def lines(self) -> Iterator[bytes]:
        """The header, then one line a sample, in the order in which they were first seen."""
        yield "\t".join(SAMPLE_COLUMNS).encode() + b"\n"
        for sample, tumour in self.tumours.items():
            if self.only and not (tumour.asked or tumour.bad or tumour.not_covered):
                continue
            fused = self.fused(sample)
            cells = self._cells(tumour, fused)
            if cells.status[0] != BAD_ROWS and cells.bad:
                self.report.sample(text(sample), cells.caution[0])
            if not cells.bad:
                cells = cells._replace(caution=(*cells.caution, *self._unseen(sample)))
            first, *rest = table_cells(cells._replace(finding=_on_target(tumour, cells)))
            off, fusion = ";".join(sorted(tumour.off)) or "NA", "yes" if fused else "not_known"
            yield (
                b"\t".join([_one_line(sample), *(c.encode("utf-8", "replace") for c in (fusion, first, off, *rest))])
                + b"\n"
            )

    def _unseen(self, sample: bytes) -> Iterator[str]:
        """What may be there all the same."""
        if self.limits:
            yield self.limits
        if number := self.not_called.get(sample):
            records = "1 record" if number == 1 else f"{number} records"
            yield f"The genotype of this sample is missing in {records} in which another sample has a finding."

    def _cells(self, tumour: Tumour, fused: bool) -> Cells:
        gene, data = self.tables.reference.gene, self.answers.data
        if tumour.bad:
            why = (
                f"{tumour.bad} of the {gene} rows of this sample could not be understood, so nothing is taken together"
            )
            return Cells(status=(BAD_ROWS,), caution=(why,), data=data)
        if tumour.asked or (tumour.off and fused):
            return self.answers.together((*_asked(tumour), *sorted(tumour.off)), fused)
        return Cells(status=(NOT_COVERED if tumour.not_covered else NO_FINDING,), data=data)


def _on_target(tumour: Tumour, cells: Cells) -> tuple[str, ...]:
    """The findings as they were understood together; one by one when they could not be."""
    if cells.finding:
        return tuple(f for f in cells.finding if f not in tumour.off)
    return tuple(sorted(tumour.asked))


def _asked(tumour: Tumour) -> tuple[str, ...]:
    """The `--mutation` values. Several letters at one residue, and nothing else, are asked as one or the other."""
    names = sorted(tumour.asked)
    single = len(names) > 1 and all(spelled(n) for n in names)
    if single and len({n[1:-1] for n in names}) == 1:
        return ("/".join((tumour.asked[names[0]], *(n[-1] for n in names[1:]))),)
    return tuple(tumour.asked[name] for name in names)


def _one_line(sample: bytes) -> bytes:
    return b" ".join(sample.split()) or b"NA"


# -- reading -------------------------------------------------------------------------------------------------------


def collect_table(source: Source, header: Header, names: Names, into: Samples, progress: Progress) -> None:
    """Every row of a table, to its sample."""
    layout = header.layout
    assert layout.sample is not None
    is_csv, width, gene_at = layout.separator == b",", layout.width + 1, layout.gene
    gene = names.reader.ref.gene
    for record in _records(source, header.lines + 1, is_csv):
        if not record.is_row:
            continue
        cells = split_csv(record.body) if is_csv else record.body.split(b"\t")
        if len(cells) != width:
            into.report.row(record.number, f"the row has {len(cells)} cells and the header {width}")
            continue
        tumour = into.of(cells[layout.sample])
        row_gene = text(cells[gene_at]) if gene_at is not None else gene
        if row_gene == gene:
            read = names.read(cells)
            if read and read.bad:
                into.report.row(record.number, read.why)
            into.ours(tumour, read)
        elif into.is_off_target(row_gene):
            into.other(tumour, row_gene, text(names.name(cells)))
        progress.at(record.number, source.read)


def _records(source: Source, number: int, is_csv: bool) -> Iterator[Record]:
    if is_csv:
        yield from rows_of_csv(source.blocks(), number)
        return
    for block in source.blocks():
        yield from lines(block, number)
        number += block.count(b"\n")


def collect_vcf(source: Source, records: Records, into: Samples, progress: Progress) -> None:
    """Every record of a VCF, to the samples that carry it."""
    head, queue = records.head, Queue()
    into.limits = head.limits
    for sample in head.samples or (b"NA",):
        into.of(sample)
    for record in _records(source, head.lines + 1, False):
        for item in queue.put(Item(record, records.read(record))):
            _collect_record(records, item, into)
        if head.consequences and record.is_row and into.may_name_one(record.body):
            _collect_others(records, record, into)
        progress.at(record.number, source.read)
    for item in queue.end():
        _collect_record(records, item, into)


def _collect_record(records: Records, item: Item, into: Samples) -> None:
    """What a record says of our gene, to each sample; what cannot be understood is told once."""
    found, samples = item.found, records.head.samples or (b"NA",)
    if found is None:
        return
    told: dict[str, None] = {}
    elsewhere = found.ragged and records.is_elsewhere(found.cells)
    for i in range(len(found.reads)):
        for k, read in of_samples(item, i, len(records.head.samples)):
            told |= {read.why: None} if read.bad else {}
            if not elsewhere:
                into.ours(into.of(samples[k]), read)
    for k in not_called(item) if not elsewhere else ():
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
