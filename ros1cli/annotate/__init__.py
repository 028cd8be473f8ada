"""Rows in → rows out: MAF, VCF or another table, with what the tables of this program say of each ROS1 change.

Nothing is lost or shifted: rows of other genes come back as they were, a row that cannot be understood is kept and marked,
and the memory that is used does not grow with the file.
"""

from __future__ import annotations

from ros1cli.annotate.job import COLUMNS, Job

__all__ = ["COLUMNS", "Job", "run"]


def run(tables: object, job: Job) -> int:
    """Annotate, and say how it went."""
    from ros1cli.annotate.run import run as work

    return work(tables, job)
