"""One call of `ros1 annotate`: open, recognise, write, and say how it went."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ros1cli.annotate import files, fusions
from ros1cli.annotate.answer_cells import Answers
from ros1cli.annotate.cell_reading import CellReader
from ros1cli.annotate.files import Input, Write
from ros1cli.annotate.options import Options, check
from ros1cli.annotate.positions import Positions
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.samples import SampleRows, Samples
from ros1cli.annotate.table_columns import read_header
from ros1cli.annotate.table_rows import AnnotatedRows, RowReader
from ros1cli.annotate.vcf import AnnotatedRecords, SampleRecords, VcfRecords, is_vcf, read_head
from ros1cli.errors import NotUnderstood
from ros1cli.stderr import tell
from ros1cli.tables.model import Tables

_BCF = b"BCF\x02"


def run(tables: Tables, options: Options) -> int:
    """Annotate.

    Returns:
        The exit status: 0, or 4 when some rows could not be understood.

    Raises:
        CannotRead: the input cannot be read. CannotWrite: the output cannot be written.
        NotUnderstood: an option or the kind of the input is not known.
    """
    check(tables, options)
    fused = fusions.known(options, tables.reference.gene)
    with files.opened_input(options.file) as source:
        report = Report(source.name, options.samples)
        progress = Progress(options.output in (None, "-"))
        work = _prepared(tables, options, source, fused, report)
        with files.opened_output(options.output) as write:
            work(write, progress)
        progress.end()
        fused.end()
    return report.end()


def _prepared(
    tables: Tables, options: Options, source: Input, fused: fusions.Fused, report: Report
) -> Callable[[Write, Progress], None]:
    """Everything that can be refused is refused here, before the output is touched."""
    first = source.line()
    cells, positions = CellReader(tables), Positions(tables.reference)
    answers = Answers(tables, options, cells.words)
    samples = Samples(answers, fused, report)
    if first.startswith(_BCF):
        raise NotUnderstood(f"{source.name} is BCF; give VCF, as `bcftools view` writes it.", given=options.file)
    if is_vcf(first):
        head = read_head(source, first, options, cells, positions)
        tell(f"ros1: {source.name}: taken for {head.taken}.")
        records = VcfRecords(head, cells, positions, options)
        if options.samples:
            return partial(SampleRecords(records, samples).run, source)
        return partial(AnnotatedRecords(records, answers, fused, report).run, source)
    header = read_header(source, first, options)
    tell(f"ros1: {source.name}: taken for {header.taken}.")
    rows = RowReader(cells, positions, header, options)
    if rows.limits:
        tell(f"ros1: {source.name} has no column of names. {rows.limits}")
    if options.samples:
        return partial(SampleRows(header, rows, samples).run, source)
    return partial(AnnotatedRows(header, rows, answers, fused, report).run, source)
