"""Which tumours are known to be fusion-positive: a list of samples, or a file of structural variants of cBioPortal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ros1cli.annotate import source
from ros1cli.annotate.job import Job
from ros1cli.errors import NotUnderstood, shown

_SITES = ("site1_hugo_symbol", "site2_hugo_symbol")
_SAMPLE = ("sample_id", "tumor_sample_barcode")
_PAIR = re.compile(r"([A-Za-z0-9.]+)(?:--?|::|/)([A-Za-z0-9.]+)")
_NO_DRIVER = re.compile(r"antisense|intragenic|out[ _-]of[ _-]frame|frame[ _-]?shift|\bgermline\b", re.IGNORECASE)


class Fused:
    """Answers whether the tumour of a sample is known to carry the fusion."""

    def __init__(self, everyone: bool, samples: frozenset[bytes] | None = None) -> None:
        self.everyone = everyone
        self.samples = samples

    def __call__(self, sample: bytes) -> bool:
        """Whether it is known of this sample."""
        return self.everyone or (self.samples is not None and sample.strip() in self.samples)


def known(job: Job, gene: str) -> Fused:
    """What `--fusion-positive` or `--fusions` say.

    Raises:
        CannotRead: the file of `--fusions` cannot be read.
        NotUnderstood: it is neither a list of samples nor a file of structural variants.
    """
    if job.fusions is None:
        return Fused(job.fusion_positive)
    with source.opened(job.fusions) as file:
        lines = (
            line.decode("utf-8-sig", "surrogateescape").rstrip("\r\n") for b in file.blocks() for line in b.splitlines()
        )
        rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
        samples = frozenset(s.encode("utf-8", "surrogateescape") for s in _samples(rows, gene, job.fusions))
    return Fused(False, samples)


def _samples(rows: Iterator[list[str]], gene: str, name: str) -> Iterator[str]:
    header = next(rows, None)
    if header is None:
        raise NotUnderstood(
            f"{shown(name)} is empty; --fusions takes samples, one a line, or a structural-variant file."
        )
    at = {cell.strip().casefold(): i for i, cell in enumerate(header)}
    sample = next((at[c] for c in _SAMPLE if c in at), None)
    if len(header) == 1:
        yield header[0].strip()
        yield from (row[0].strip() for row in rows)
    elif sample is not None and all(c in at for c in _SITES):
        yield from _of_sites(rows, at, sample, gene)
    elif sample is not None and "fusion" in at:
        yield from _of_names(rows, sample, at["fusion"], gene)
    else:
        raise NotUnderstood(
            f"{shown(name)} is neither a list of samples, one a line, nor a structural-variant file of cBioPortal "
            "(Sample_Id, Site1_Hugo_Symbol, Site2_Hugo_Symbol).",
            given=name,
        )


def _of_sites(rows: Iterator[list[str]], at: dict[str, int], sample: int, gene: str) -> Iterator[str]:
    """Rows that join the gene to another one, unless they say that nothing in frame comes of it."""
    first, second = (at[c] for c in _SITES)
    told = [i for c, i in at.items() if c in ("event_info", "class", "sv_status", "site2_effect_on_frame")]
    for row in rows:
        sites = {_cell(row, first), _cell(row, second)}
        words = " ".join(_cell(row, i) for i in told)
        if gene in sites and len(sites - {"", "NA"}) == 2 and not _NO_DRIVER.search(words):
            yield _cell(row, sample)


def _of_names(rows: Iterator[list[str]], sample: int, fusion: int, gene: str) -> Iterator[str]:
    """The older files: a name such as A-B fusion in a column of its own."""
    for row in rows:
        words = _cell(row, fusion)
        pair = _PAIR.search(words)
        if pair and gene in pair.groups() and len(set(pair.groups())) == 2 and not _NO_DRIVER.search(words):
            yield _cell(row, sample)


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""
