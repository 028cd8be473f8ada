"""What was asked of `annotate`, checked before a byte is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ros1cli.answers.question import Typed, read_question
from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.hgvs import builds_by_name, read_sequence
from ros1cli.tables.model import Tables
from ros1cli.tables.reference import Reference

_SAME_BUILD = {"37": "GRCh37", "b37": "GRCh37", "hs37d5": "GRCh37", "38": "GRCh38", "b38": "GRCh38"}


class Options(NamedTuple):
    """The options of `ros1 annotate` as typed."""

    file: str | None = None
    column: str | None = None
    gene_column: str | None = None
    gene: str | None = None
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


def check(tables: Tables, options: Options) -> None:
    """Refuse at once what no row could answer.

    Raises:
        NotUnderstood: a value is not known, or two options contradict each other.
    """
    if options.fusion_positive and options.fusions is not None:
        raise NotUnderstood("--fusion-positive says it of every sample and --fusions of some; give one of the two.")
    for name in ("column", "gene_column", "gene", "sample_column", "output", "fusions"):
        if getattr(options, name) == "":
            raise NotUnderstood(
                f"The value of --{name.replace('_', '-')} is empty; give one or leave it out.", given=""
            )
    if options.gene is not None and options.gene_column is not None:
        raise NotUnderstood(
            "--gene says that all rows are of one gene and --gene-column where it stands; give one of the two."
        )
    ours = tables.reference.gene
    if options.gene is not None and options.gene.strip().casefold() != ours.casefold():
        words = f"--gene takes {ours} alone, not {shown(options.gene)!r}: no change of another gene is read here."
        raise NotUnderstood(words, given=options.gene, suggestions=(ours,))
    if options.fusions == "-" and options.file in (None, "-"):
        raise NotUnderstood("Standard input cannot be both the rows and --fusions; give one as a file.", given="-")
    if options.build is not None and build(tables.reference, options.build) is None:
        known = tuple(tables.reference.genome.builds)
        words = f"--build takes {' or '.join(known)}, not {shown(options.build)!r}."
        raise NotUnderstood(words, given=options.build, suggestions=known)
    if options.transcript is not None:
        read_sequence(tables.reference, options.transcript.strip(), options.transcript)
    read_question(tables, Typed(prior=options.prior, cns=options.cns))


def build(reference: Reference, text: str) -> str | None:
    """The build of this name, as the tables spell it; None when it is none of theirs."""
    word = text.strip().casefold()
    return builds_by_name(reference).get(_SAME_BUILD.get(word, word).casefold())
