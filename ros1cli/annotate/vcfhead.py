"""The header of a VCF: its build, how its annotation is laid out, and the lines that say what we add."""

from __future__ import annotations

import re
from typing import NamedTuple

from ros1cli import __version__
from ros1cli.annotate.cell_reading import Reader
from ros1cli.annotate.files import Input
from ros1cli.annotate.naming import text
from ros1cli.annotate.options import COLUMNS, Job
from ros1cli.annotate.positions import Places
from ros1cli.annotate.report import tell
from ros1cli.annotate.vcf_annotation import Consequences, Fields, layout_of
from ros1cli.errors import NotUnderstood, shown
from ros1cli.tables.model import Tables

_COLUMNS_LINE = b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
_SAYS_BUILD = re.compile(
    rb"##(?:reference|assembly|contig|new_reference_genome|VEP|SnpEffCmd|genome-build)\b", re.IGNORECASE
)
_BUILD_NAMES = {
    "GRCh37": re.compile(r"GRCh37|hg19|hs37d5|g1k_v37|\bb37\b|assembly19", re.IGNORECASE),
    "GRCh38": re.compile(r"GRCh38|hg38|\bb38\b|assembly38", re.IGNORECASE),
}
# Of chromosome 6, NC_000006.11 and NC_000006.12, as ##contig lines give them.
_LENGTHS = {"171115067": "GRCh37", "170805979": "GRCh38"}
_FIRST_SAMPLE = 9
_LENGTH = re.compile(r"length=([0-9]+)")
KEYS = tuple(c.upper() for c in COLUMNS)
_MEANINGS = (
    "Finding as the tables of ros1 spell it, numbered on {reference}",
    "What the row amounts to: a status of ros1 next-line, fusion_not_known, phase_not_known (another record may change the "
    "same codon), not_covered, or error_ and a word",
    "Drugs that may be next, in order; named only when the tumour is known to be fusion-positive",
    "Drugs that are not next, as EXCLUDED:drug:reason or UNRESOLVED:drug:conflicting",
    "Drugs without data against the finding, as no_data:drug",
    "call:level of each option; without a known fusion, of the drugs with a call, not named, active calls of drugs that cannot "
    "be next left out",
    "What must be read beside it",
)


class Head(NamedTuple):
    """What stands before the records, byte for byte, and what it says."""

    before: bytes
    columns: bytes
    lines: int
    width: int
    samples: tuple[bytes, ...]
    build: str | None
    consequences: tuple[Consequences, ...]
    limits: str


def is_vcf(first: bytes) -> bool:
    """Whether a file that begins with this line is VCF."""
    return first.removeprefix(b"\xef\xbb\xbf").startswith((b"##fileformat=VCF", _COLUMNS_LINE))


def read_head(source: Input, first: bytes, job: Job, reader: Reader, places: Places) -> Head:
    """The header up to the line of columns.

    Raises:
        NotUnderstood: there is no such line, it names a sample twice, the file was annotated before, or an option does not go
            with VCF.
    """
    _refuse_options(source, job)
    before, line = [], first
    while line.startswith(b"##") or (line and line is first and not line.startswith(_COLUMNS_LINE)):
        before.append(line)
        line = source.line()
    if not line.startswith(_COLUMNS_LINE):
        raise NotUnderstood(
            f"{source.name} begins as VCF and has no line of columns (#CHROM, POS, ...).", given=job.file
        )
    ours = [k for k in KEYS if any(b.startswith(f"##INFO=<ID={k},".encode()) for b in before)]
    if ours:
        raise NotUnderstood(f"{source.name} has the INFO key {ours[0]} already; annotate the file as it was before.")
    cells = line.rstrip(b"\r\n").split(b"\t")
    samples = _samples(cells, source.name)
    build = _build(before, source.name, job, places)
    consequences = _consequences(before, source.name, reader)
    limits = "" if consequences else _limits(places)
    if limits:
        tell(f"ros1: {source.name} has no annotation (CSQ, ANN) that is read here. {limits}\n")
    return Head(b"".join(before), line, len(before) + 1, len(cells) - 1, samples, build, consequences, limits)


def _samples(cells: list[bytes], name: str) -> tuple[bytes, ...]:
    """The samples of the line of columns, each with one column."""
    samples = tuple(cells[_FIRST_SAMPLE:])
    if len(set(samples)) < len(samples):
        twice = next(s for s in samples if samples.count(s) > 1)
        raise NotUnderstood(f"{name} has two columns for the sample {shown(text(twice))}; give each its own name.")
    return samples


def _consequences(before: list[bytes], name: str, reader: Reader) -> tuple[Consequences, ...]:
    """All annotations of the header that can be read; what cannot be is told."""
    layouts = [layout for b in before if (layout := layout_of(b))]
    for key in (layout for layout in layouts if isinstance(layout, bytes)):
        needed = "a gene or transcript with HGVSp, HGVSc, or Protein_position and Amino_acids"
        tell(f"ros1: the annotation {text(key)} of {name} is not read: no field of it gives {needed}.\n")
    fields = [layout for layout in layouts if isinstance(layout, Fields)]
    for nameless in (f for f in fields if f.gene is None):
        known = ", ".join(n for n in reader.known if n.startswith(("ENST", "NM_")))
        found = f"so {reader.ref.gene} is found only by its transcripts {known}"
        tell(f"ros1: the annotation {text(nameless.key)} of {name} names no genes (SYMBOL), {found}.\n")
    return tuple(Consequences(f, reader) for f in fields)


def _limits(places: Places) -> str:
    """What is not seen where only positions are read."""
    gene, unseen = places.ref.gene, ", ".join(places.unseen)
    words = f"Only the positions of the table of g. names are read, so other changes of {gene} are not seen"
    return words + (f", and by position none can see {unseen}." if unseen else ".")


def _refuse_options(source: Input, job: Job) -> None:
    for option in ("column", "sample_column"):
        if getattr(job, option) is not None:
            raise NotUnderstood(f"--{option.replace('_', '-')} is for tables, and {source.name} is VCF; leave it out.")


def _build(before: list[bytes], name: str, job: Job, places: Places) -> str | None:
    """The build of --build, else the one that the header says without contradicting itself."""
    said: set[str] = set()
    for line in before:
        if _SAYS_BUILD.match(line):
            text = line.decode("utf-8", "replace")
            said |= {b for b, pattern in _BUILD_NAMES.items() if pattern.search(text)}
            said |= {_LENGTHS[n] for n in _LENGTH.findall(text) if n in _LENGTHS}
    asked = places.build(job.build) if job.build else None
    if asked and said and asked not in said:
        tell(f"ros1: the header of {name} says {' and '.join(sorted(said))}, and --build {asked}; --build is taken.\n")
    return asked or (said.pop() if len(said) == 1 else None)


def our_lines(tables: Tables, head: Head, data: tuple[str, ...], end: str) -> bytes:
    """The header lines that document what is added."""
    reference = tables.reference.accessions[0]
    inner = "percent-encoded (%2C is a comma), several values of one ALT separated by |"
    lines = [
        f'##INFO=<ID={key},Number=A,Type=String,Description="{meaning.format(reference=reference)}; {inner}">'
        for key, meaning in zip(KEYS, _MEANINGS, strict=False)
    ]
    lines.append(f'##INFO=<ID={KEYS[-1]},Number=1,Type=String,Description="The tables that the ROS1_ keys rest on">')
    notice = f"{tables.notice} {tables.assumption} {head.limits}".replace("\\", "").replace('"', "'")
    lines.append(
        f'##ros1_annotate=<Version="{__version__}",Data="{" ".join(data)}",Notice="{" ".join(notice.split())}">'
    )
    return "".join(line + end for line in lines).encode()
