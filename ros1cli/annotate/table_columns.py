"""The header of a table → where its columns are. MAF of cBioPortal and GDC, or any table with `--column`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ros1cli.annotate.files import Input
from ros1cli.annotate.options import COLUMNS, Job
from ros1cli.errors import NotUnderstood, shown

_GENE = ("Hugo_Symbol",)
_GENE_ELSEWHERE = (*_GENE, "gene", "gene_symbol", "symbol", "gene_name", "hgnc_symbol")
_NAMES = ("HGVSp_Short", "Protein_Change", "Amino_Acid_Change", "AAChange", "HGVSp")
_CODING = "HGVSc"
_SEQUENCES = ("Transcript_ID", "Feature", "Annotation_Transcript", "transcript", _CODING, "RefSeq")
_SAMPLES = ("Tumor_Sample_Barcode", "Sample_Id", "sampleId", "sample_name", "sample")
_PLACE = ("Chromosome", "Start_Position", "Reference_Allele", "Tumor_Seq_Allele2")
_MOST_NAMES = 40


class Place(NamedTuple):
    """The columns of a position in the genome; the optional ones are None where the table has none."""

    chromosome: int
    start: int
    ref: int
    alt: int
    first_alt: int | None
    build: int | None
    strand: int | None


class Layout(NamedTuple):
    """Where the columns of a table are. `gene` None: every row is read, in `names[0]`, as a finding of its own.

    `names` are the columns of changes of the protein, `coding` that of c. names; all of them are read.
    """

    width: int
    separator: bytes
    gene: int | None
    names: tuple[int, ...]
    coding: int | None
    sequences: tuple[int, ...]
    sample: int | None
    place: Place | None


class Header(NamedTuple):
    """What stands before the rows, byte for byte, and how many lines it takes."""

    before: bytes
    line: bytes
    lines: int
    layout: Layout


def read_header(source: Input, first: bytes, job: Job) -> Header:
    """The lines up to the header, and what it says.

    Raises:
        NotUnderstood: there is no header, or a column that is needed is missing.
    """
    before, line, lines = [], first, 1
    while line and not _is_header(line, job):
        if line.strip() and not _is_comment(line):
            break
        before.append(line)
        line, lines = source.line(), lines + 1
    if b"\r" in (line or before[-1] if before else line).removesuffix(b"\n").removesuffix(b"\r"):
        raise NotUnderstood(
            f"{source.name} has lone carriage returns in its header, so where lines end is not known; write line feeds instead "
            "(tr '\\r' '\\n').",
            given=job.file,
        )
    if not line:
        what = "is empty" if not before else "holds comments only"
        raise NotUnderstood(f"{source.name} {what}: a table begins with a line that names its columns.", given=job.file)
    return Header(b"".join(before), line, lines, _layout(line, job, source.name))


def _is_header(line: bytes, job: Job) -> bool:
    cells = {c.casefold() for c in _cells(line, separator(line))}
    return (job.column or _GENE[0]).casefold() in cells and (not _is_comment(line) or len(cells) > 1)


def _is_comment(line: bytes) -> bool:
    return line.removeprefix(b"\xef\xbb\xbf").startswith(b"#")


def separator(line: bytes) -> bytes:
    """A tab where there is one, else a comma."""
    return b"\t" if b"\t" in line or b"," not in line else b","


def _cells(line: bytes, sign: bytes) -> list[str]:
    text = line.decode("utf-8-sig", "replace").lstrip("#").strip("\r\n")
    cells = [c.strip() for c in text.split(sign.decode())]
    return (
        [c.strip('"').strip() for c in cells] if sign == b"," else cells
    )  # a quoted TSV would match no row: refuse it


def _layout(line: bytes, job: Job, name: str) -> Layout:
    sign = separator(line)
    columns = _Columns(_cells(line, sign), name)
    columns.refuse_annotated()
    gene = columns.first(_GENE_ELSEWHERE if job.column else _GENE)
    if job.column is None and gene is None:
        columns.refuse_unnamed()
    place = columns.place()
    found = tuple(i for n in _NAMES if (i := columns.at(n)) is not None)
    names = found if job.column is None else (columns.needed(job.column, "--column"),)
    coding = columns.at(_CODING) if job.column is None else None
    if not names and place is None and coding is None:
        raise NotUnderstood(
            f"{name} has neither a column of changes ({', '.join(_NAMES)}, {_CODING}) nor one of positions; "
            "name one with --column.",
            given=job.file,
        )
    sample = columns.needed(job.sample_column, "--sample-column") if job.sample_column else columns.first(_SAMPLES)
    if sample is None and (job.samples or job.fusions is not None):
        option = "--samples" if job.samples else "--fusions"
        raise NotUnderstood(
            f"{option} needs a column of samples, and {name} has none that is known; give --sample-column."
        )
    sequences = tuple(i for n in _SEQUENCES if (i := columns.at(n)) is not None and i not in names)
    return Layout(columns.count - 1, sign, gene, names, coding, sequences, sample, place)


class _Columns:
    """The names of the columns, looked up in any case."""

    def __init__(self, names: Sequence[str], source: str) -> None:
        self.names = names
        self.count = len(names)
        self.source = source
        self._folded = [n.casefold() for n in names]

    def at(self, name: str) -> int | None:
        """Where a column stands; one that stands there twice is refused."""
        folded = name.casefold()
        if self._folded.count(folded) > 1:
            raise NotUnderstood(f"{self.source} has the column {shown(name)} twice; keep one.", given=name)
        return self._folded.index(folded) if folded in self._folded else None

    def first(self, names: Sequence[str]) -> int | None:
        """The first of these columns that is there."""
        return next((i for n in names if (i := self.at(n)) is not None), None)

    def needed(self, name: str, option: str) -> int:
        """A column that was asked for by name."""
        found = self.at(name)
        if found is None:
            raise NotUnderstood(
                f"{self.source} has no column {shown(name)!r}, which {option} names; it has {self._listed()}.",
                given=name,
            )
        return found

    def place(self) -> Place | None:
        """The columns of the position, when all that are needed are there."""
        needed = [self.at(n) for n in _PLACE]
        if any(i is None for i in needed):
            return None
        chromosome, start, ref, alt = (i for i in needed if i is not None)
        more = (self.at("Tumor_Seq_Allele1"), self.at("NCBI_Build"), self.at("Strand"))
        return Place(chromosome, start, ref, alt, *more)

    def refuse_annotated(self) -> None:
        """A table that has our columns already would have them twice."""
        ours = [c for c in COLUMNS if c in self._folded]
        if ours:
            raise NotUnderstood(f"{self.source} has the column {ours[0]} already; annotate the table as it was before.")

    def refuse_unnamed(self) -> None:
        """No MAF, and no word on which column holds the change."""
        utf16 = " (it looks like UTF-16; save it as UTF-8)" if any("\0" in n for n in self.names) else ""
        raise NotUnderstood(
            f"{self.source} is neither VCF nor MAF: its first line names no column {_GENE[0]}{utf16}. Name the column of the "
            f"changes with --column; there are {self._listed()}."
        )

    def _listed(self) -> str:
        more = f" and {self.count - _MOST_NAMES} more" if self.count > _MOST_NAMES else ""
        return ", ".join(shown(n) or "''" for n in self.names[:_MOST_NAMES]) + more
