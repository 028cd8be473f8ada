"""One call of `ros1 annotate`: open, recognise, write, and say how it went."""

from __future__ import annotations

from ros1cli.annotate import fusions, sink, source
from ros1cli.annotate.cells import Answers
from ros1cli.annotate.job import Job, check
from ros1cli.annotate.layout import read_header
from ros1cli.annotate.naming import Names
from ros1cli.annotate.places import Places
from ros1cli.annotate.reading import Reader
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.rows import Rows
from ros1cli.errors import NotUnderstood
from ros1cli.model import Tables


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
    with source.opened(job.file) as rows_in:
        report = Report(rows_in.name)
        progress = Progress(job.output in (None, "-"))
        first = rows_in.line()
        header = read_header(rows_in, first, job)
        reader = Reader(tables)
        names = Names(reader, Places(tables.reference), header.layout, job)
        rows = Rows(header, names, Answers(tables, job), fused, report, job)
        with sink.opened(job.output) as write:
            rows.run(rows_in, header, write, progress)
        progress.end()
    return report.end()
