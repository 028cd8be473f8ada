"""What was asked of `annotate`, checked before a byte is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ros1cli.answers.next_line import next_line
from ros1cli.answers.question import Typed
from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.hgvs import read_sequence
from ros1cli.tables.model import Reference, Tables

COLUMNS = (
    "ros1_finding",
    "ros1_status",
    "ros1_options",
    "ros1_excluded",
    "ros1_no_data",
    "ros1_basis",
    "ros1_caution",
    "ros1_data",
)
_SAME_BUILD = {"37": "GRCh37", "b37": "GRCh37", "hs37d5": "GRCh37", "38": "GRCh38", "b38": "GRCh38"}


class Job(NamedTuple):
    """The options of `ros1 annotate` as typed."""

    file: str | None = None
    column: str | None = None
    sample_column: str | None = None
    transcript: str | None = None
    build: str | None = None
    output: str | None = None
    fusion_positive: bool = False
    fusions: str | None = None
    samples: bool = False
    only_ros1: bool = False
    prior: Sequence[str] = ()
    cns: bool = False
    day: str | None = None


def check(tables: Tables, job: Job) -> None:
    """Refuse at once what no row could answer.

    Raises:
        NotUnderstood: a value is not known, or two options contradict each other.
    """
    if job.fusion_positive and job.fusions is not None:
        raise NotUnderstood("--fusion-positive says it of every sample and --fusions of some; give one of the two.")
    for option in ("column", "sample_column", "output", "fusions"):
        if getattr(job, option) == "":
            raise NotUnderstood(
                f"The value of --{option.replace('_', '-')} is empty; give one or leave it out.", given=""
            )
    if job.fusions == "-" and job.file in (None, "-"):
        raise NotUnderstood("Standard input cannot be both the rows and --fusions; give one as a file.", given="-")
    if job.build is not None and build(tables.reference, job.build) is None:
        known = tuple(tables.reference.genome.builds)
        words = f"--build takes {' or '.join(known)}, not {shown(job.build)!r}."
        raise NotUnderstood(words, given=job.build, suggestions=known)
    if job.transcript is not None:
        read_sequence(tables.reference, job.transcript.strip(), job.transcript)
    next_line(tables, Typed(prior=job.prior, cns=job.cns))


def build(reference: Reference, text: str) -> str | None:
    """The build of this name, as the tables spell it; None when it is none of theirs."""
    word = text.strip().casefold()
    by_name = {n.casefold(): b for b, names in reference.genome.builds.items() for n in (b, *names)}
    return by_name.get(_SAME_BUILD.get(word, word).casefold())
