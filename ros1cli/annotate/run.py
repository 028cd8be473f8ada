"""One call of `ros1 annotate`: open, recognise, write, and say how it went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ros1cli.annotate import files, fusions
from ros1cli.annotate.answer_cells import Answers
from ros1cli.annotate.cell_reading import Reader
from ros1cli.annotate.collect import collect_table
from ros1cli.annotate.files import Input, Write
from ros1cli.annotate.naming import Names
from ros1cli.annotate.options import Job, check
from ros1cli.annotate.positions import Places
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.samples import Samples, collect_vcf
from ros1cli.annotate.table_columns import read_header
from ros1cli.annotate.table_rows import Rows
from ros1cli.annotate.vcf import Records, Variants
from ros1cli.annotate.vcfhead import is_vcf, read_head
from ros1cli.errors import NotUnderstood
from ros1cli.tables.model import Tables

_BCF = b"BCF\x02"


def run(tables: Tables, job: Job) -> int:
    """Annotate.

    Returns:
        The exit status: 0, or 4 when some rows could not be understood.

    Raises:
        CannotRead: the input cannot be read. CannotWrite: the output cannot be written.
        NotUnderstood: an option or the kind of the input is not known.
    """
    check(tables, job)
    fused = fusions.known(job, tables.reference.gene)
    with files.opened_input(job.file) as rows_in:
        report = Report(rows_in.name, job.samples)
        progress = Progress(job.output in (None, "-"))
        work = _prepared(tables, job, rows_in, fused, report)
        with files.opened_output(job.output) as write:
            work(write, progress)
        progress.end()
        fused.end()
    return report.end()


def _prepared(
    tables: Tables, job: Job, rows_in: Input, fused: fusions.Fused, report: Report
) -> Callable[[Write, Progress], None]:
    """Everything that can be refused is refused here, before the output is touched."""
    first = rows_in.line()
    reader, places, answers = Reader(tables), Places(tables.reference), Answers(tables, job)
    samples = Samples(tables, answers, fused, report, job)
    if first.startswith(_BCF):
        raise NotUnderstood(f"{rows_in.name} is BCF; give VCF, as `bcftools view` writes it.", given=job.file)
    if is_vcf(first):
        records = Records(read_head(rows_in, first, job, reader, places), reader, places, job)
        if job.samples:
            return partial(_samples, samples, partial(collect_vcf, rows_in, records, samples))
        return partial(Variants(records, answers, fused, report, job).run, rows_in)
    header = read_header(rows_in, first, job)
    names = Names(reader, places, header.layout, job)
    if job.samples:
        return partial(_samples, samples, partial(collect_table, rows_in, header, names, samples))
    return partial(Rows(header, names, answers, fused, report, job).run, rows_in, header)


def _samples(samples: Samples, collect: Callable[[Progress], None], write: Write, progress: Progress) -> None:
    """The lines of the samples, when all rows are collected."""
    collect(progress)
    for line in samples.lines():
        write(line)
