"""The header of a table → where its columns are: MAF of cBioPortal and GDC, or any table with `--column`.

What was taken for gene, change, transcript and sample is told in one line, so that a wrong guess is seen. A column of genes is
never guessed: the rows of a table without one would all be read as rows of our gene.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from ros1cli.annotate.answer_cells import COLUMNS
from ros1cli.annotate.files import Input
from ros1cli.annotate.options import Options
from ros1cli.annotate.report import listed
from ros1cli.errors import NotUnderstood, shown

# Columns are looked up in any case; `.`, `-` and a blank in their names count as `_`.
_MAF_GENE = "Hugo_Symbol"
_SYMBOLS = (
    *(_MAF_GENE, "symbol", "gene_symbol", "gene_name", "hgnc_symbol", "gene", "genes"),
    *("Gene_refGene", "Gene_refGeneWithVer", "Gene_knownGene"),
)
_IDS = ("gene", "gene_id", "Ensembl_Gene_ID", "ensembl_gene", "Gene_ensGene", "Entrez_Gene_Id", "entrez_id", "entrez")
_NAMES = ("HGVSp_Short", "Protein_Change", "Amino_Acid_Change", "AAChange", "HGVSp")
_CODING = "HGVSc"
_SEQUENCES = (
    *("Transcript_ID", "Feature", "Annotation_Transcript", "transcript", _CODING, "RefSeq", "TRANSCRIPT_ACCESSION"),
    *("transcript_name", "transcriptid", "refseq_id", "refseq_transcript", "refseq_transcript_id", "refseq_mrna_id"),
    *("ensembl_transcript", "ensembl_transcript_id", "enst", "enst_id", "feature_id", "canonical_transcript"),
    *("accession", "accession_number", "gene_accession", "reference_transcript", "mrna", "tx", "tx_id", "nm"),
)
_SAMPLES = (
    *("Tumor_Sample_Barcode", "Sample_Id", "sampleId", "sample_name", "sample", "sample_barcode", "tumor_sample"),
    *("tumor_sample_id", "tumour_sample", "tumor_sample_name", "COSMIC_SAMPLE_ID", "specimen", "specimen_id"),
)
_POSITION = ("Chromosome", "Start_Position", "Reference_Allele", "Tumor_Seq_Allele2")
_READS = ("t_alt_count", "tumorAltCount", "t_var_count", "tumor_alt_count", "alt_count")
# Not `AF`: VEP calls so how frequent a variant is in the population.
_FRACTIONS = ("t_vaf", "vaf", "tumor_vaf", "tumor_f", "t_af", "tumor_af", "variant_allele_frequency", "allele_fraction")
_CALLED_BY = ("Mutation_Status", "mutationStatus", "GT", "genotype", "zygosity")
_FILTER = "FILTER"
_MOST_NAMES = 40
_MOST_AHEAD = 1 << 18
_MOST_WORDS_BEFORE = 500
_SECTION = re.compile(rb"\[[^\]\t]+\]\s*")


class PositionColumns(NamedTuple):
    """The columns of a position in the genome; the optional ones are None where the table has none."""

    chromosome: int
    start: int
    ref: int
    alt: int
    first_alt: int | None
    build: int | None
    strand: int | None


class Layout(NamedTuple):
    """Where the columns of a table are. `gene` None: every row is of our gene, and its cell in `names[0]` a finding of its own.

    `gene_id` speaks where the cell of `gene` is empty. `names` are the columns of changes of the protein, `coding` that of c.
    names; all of them are read. `counts` and `status` say whether the row is a call, `passed` which filter it did not pass.
    """

    width: int
    separator: bytes
    gene: int | None
    gene_id: int | None
    names: tuple[int, ...]
    coding: int | None
    sequences: tuple[int, ...]
    sample: int | None
    position: PositionColumns | None
    counts: tuple[int, ...] = ()
    status: tuple[int, ...] = ()
    passed: int | None = None

    @property
    def whole_columns(self) -> tuple[int, ...]:
        """The columns that the reading of a row of the gene always rests on: those of a name, of an allele and of a verdict."""
        position = self.position
        alleles = (position.ref, position.alt, position.first_alt) if position else ()
        return _unlike((*self.names, self.coding, *self.status, self.passed, *alleles))

    @property
    def place_columns(self) -> tuple[int, ...]:
        """The start of a position, and the columns that count only where it is one of the tables; empty without positions."""
        position = self.position
        return _unlike((position.start, position.chromosome, position.build, position.strand)) if position else ()

    @property
    def needed(self) -> int:
        """The last column without which a row cannot be read; the cells behind it may be cut off where they are empty."""
        firsts = (self.gene, *self.names[:1], *self.sequences[:1], self.sample)
        return max((i for i in firsts if i is not None), default=0)


class Header(NamedTuple):
    """What stands before the rows, byte for byte, how many lines it takes, and what was taken for what."""

    before: bytes
    line: bytes
    lines: int
    layout: Layout
    columns: tuple[str, ...]
    taken: str


def read_header(source: Input, first: bytes, options: Options) -> Header:
    """The lines up to the header, and what it says.

    Raises:
        NotUnderstood: there is no header, a column that is needed is missing, or which gene the rows are of is not said.
    """
    before, line, lines = [], first, 1
    while line and not _is_header(line, options):
        if line.strip() and not _is_comment(line):
            break
        before.append(line)
        line, lines = source.line(), lines + 1
    if b"\r" in (line or before[-1] if before else line).removesuffix(b"\n").removesuffix(b"\r"):
        raise NotUnderstood(
            f"{source.name} has lone carriage returns in its header, so where lines end is not known; write line feeds instead "
            "(tr '\\r' '\\n').",
            given=options.file,
        )
    if not line:
        what = "is empty" if not before else "holds comments only"
        raise NotUnderstood(
            f"{source.name} {what}: a table begins with a line that names its columns.", given=options.file
        )
    columns = _Columns(_cells(line, separator(line)), source.name)
    if not _is_header(line, options):
        _refuse_no_header(source, line, lines, options, columns)
    layout = _layout(line, options, columns)
    return Header(b"".join(before), line, lines, layout, tuple(columns.names), columns.taken(layout, options))


def _is_header(line: bytes, options: Options) -> bool:
    cells = {_folded(c) for c in _cells(line, separator(line))}
    wanted = [options.column or options.gene_column or _MAF_GENE]
    if options.gene is not None and options.column is None:
        wanted = [*_NAMES, _CODING]
    return any(_folded(name) in cells for name in wanted) and (not _is_comment(line) or len(cells) > 1)


def _is_comment(line: bytes) -> bool:
    return line.removeprefix(b"\xef\xbb\xbf").startswith(b"#")


def separator(line: bytes) -> bytes:
    """A tab where there is one, else a comma."""
    return b"\t" if b"\t" in line or b"," not in line else b","


def _folded(name: str) -> str:
    return re.sub(r"[ .-]", "_", name.strip().casefold())


def _cells(line: bytes, sign: bytes) -> list[str]:
    text = line.decode("utf-8-sig", "replace").lstrip("#").strip("\r\n")
    cells = [c.strip() for c in text.split(sign.decode())]
    return [c.strip('"').strip() for c in cells] if sign == b"," else cells  # a quoted TSV would match no row: refused


# -- why there is no header ------------------------------------------------------------------------------------------


def _refuse_no_header(source: Input, line: bytes, number: int, options: Options, columns: _Columns) -> None:
    """Say why, as exactly as it can be told: quotes, a header further down, or none at all.

    Raises:
        NotUnderstood: always, but where only `--column` names no column of a header; that is told elsewhere.
    """
    unquoted = re.sub(rb"[\"']", b"", line)
    if unquoted != line and _is_header(unquoted, options):
        words = "has quotes around its cells, and quotes are read in CSV only; write it without (in R: quote = FALSE)."
        raise NotUnderstood(f"{source.name} {words}", given=options.file)
    for further, other in enumerate(source.look_ahead(_MOST_AHEAD), number + 1):
        if further > number + _MOST_WORDS_BEFORE:
            break
        if _is_header(other, options) and not _is_comment(other):
            cut = f"cut it out (tail -n +{further}{_until_next_section(source, further - number)})"
            words = f"its header is line {further}, behind lines that are no comments; {cut} and annotate that"
            raise NotUnderstood(f"{source.name} does not begin with its table: {words}.", given=options.file)
    if _looks_like_a_row(columns.names):
        words = f"its first line looks like a row ({', '.join(map(shown, columns.names[:4]))}); put a line with the names of the"
        raise NotUnderstood(f"{source.name} has no header: {words} columns above it.", given=options.file)
    if options.column is None and options.gene_column is None:
        columns.refuse_unnamed()
    columns.needed(options.column or options.gene_column or "", "--column" if options.column else "--gene-column")


def _until_next_section(source: Input, at: int) -> str:
    """Where the table of a report in sections ends, as `head` has it; empty when nothing follows it."""
    lines = source.look_ahead(0)[at - 1 :]
    ends = (i for i, line in enumerate(lines) if i and (_SECTION.match(line) or not line.strip()))
    last = next(ends, None)
    return f" | head -n {last}" if last is not None else ""


def _looks_like_a_row(cells: Sequence[str]) -> bool:
    """Whether a cell is a change, or the name of a gene beside one: names of columns are none."""
    return any(re.fullmatch(r"(?:.*:)?p\.\(?[A-Za-z]{1,3}[0-9]+.*|[A-Z][0-9]{2,5}[A-Z]", c) for c in cells)


# -- where the columns are -------------------------------------------------------------------------------------------


def _layout(line: bytes, options: Options, columns: _Columns) -> Layout:
    columns.refuse_annotated()
    gene, gene_id = columns.genes(options)
    position = columns.position()
    names = _unlike(map(columns.at, _NAMES), but=(gene,))
    coding = columns.at(_CODING) if options.column is None else None
    if options.column is not None:
        names = (columns.needed(options.column, "--column"),)
    if not names and position is None and coding is None:
        raise NotUnderstood(
            f"{columns.source} has neither a column of changes ({', '.join(_NAMES)}, {_CODING}) nor one of positions; "
            "name one with --column.",
            given=options.file,
        )
    asked = options.sample_column
    sample = columns.needed(asked, "--sample-column") if asked else columns.first(_SAMPLES, but=(gene, *names))
    if sample is None and (options.samples or options.fusions is not None):
        option = "--samples" if options.samples else "--fusions"
        raise NotUnderstood(
            f"{option} needs a column of samples, and {columns.source} has none that is known; give --sample-column."
        )
    used = {gene, sample, *names}
    return Layout(
        columns.count - 1,
        separator(line),
        gene,
        gene_id,
        names,
        coding,
        _unlike(map(columns.at, _SEQUENCES), but=used),
        sample,
        position,
        counts=_unlike(map(columns.optional, (*_READS, *_FRACTIONS)), but=used),
        status=_unlike(map(columns.optional, _CALLED_BY), but=used),
        passed=columns.optional(_FILTER),
    )


def _unlike(columns: Iterable[int | None], but: Iterable[int | None] = ()) -> tuple[int, ...]:
    """Each column once, without those that are not there and those of `but`."""
    left_out = {None, *but}
    return tuple(dict.fromkeys(i for i in columns if i is not None and i not in left_out))


class _Columns:
    """The names of the columns, looked up in any case."""

    def __init__(self, names: Sequence[str], source: str) -> None:
        self.names = names
        self.count = len(names)
        self.source = source
        self._by_name = [_folded(n) for n in names]

    def optional(self, name: str) -> int | None:
        """Where a column stands that nothing rests on. Of two, the one that is spelled so; None when that does not decide."""
        found = [i for i, n in enumerate(self._by_name) if n == _folded(name)]
        if len(found) > 1:
            found = [i for i in found if self.names[i] == name]
        return found[0] if len(found) == 1 else None

    def at(self, name: str) -> int | None:
        """Where a column stands; one that stands there twice, and is not spelled so once, is refused."""
        found = self.optional(name)
        if found is None and _folded(name) in self._by_name:
            raise NotUnderstood(f"{self.source} has the column {shown(name)} twice; keep one.", given=name)
        return found

    def first(self, names: Iterable[str], but: Collection[int | None]) -> int | None:
        """The first of these columns that is there and is none of `but`; one behind it may stand there twice."""
        return next((i for i in map(self.at, names) if i is not None and i not in but), None)

    def needed(self, name: str, option: str) -> int:
        """A column that was asked for by name."""
        found = self.at(name)
        if found is None:
            raise NotUnderstood(
                f"{self.source} has no column {shown(name)!r}, which {option} names; it has {self._listed()}.",
                given=name,
            )
        return found

    def genes(self, options: Options) -> tuple[int | None, int | None]:
        """The column of genes, and one of their ids beside it. Both None only where --gene says it of every row."""
        if options.gene_column:
            return self.needed(options.gene_column, "--gene-column"), None
        named = None if options.column is None else self.at(options.column)
        symbol = self.first(_SYMBOLS, but=(named,))
        gene_id = self.first(_IDS, but=(symbol, named))
        gene = gene_id if symbol is None else symbol
        if options.gene is not None:
            if gene is not None:
                has = f"{self.source} has a column of genes, {shown(self.names[gene])}"
                raise NotUnderstood(
                    f"{has}; leave out --gene, which says that all rows are of one.", given=options.gene
                )
            return None, None
        if gene is None:
            raise NotUnderstood(
                f"No column of {self.source} is known as that of the genes; name it with --gene-column, or say with --gene that "
                f"all rows are of that gene. It has {self._listed()}.",
                given=options.file,
            )
        return gene, gene_id if gene_id != gene else None

    def position(self) -> PositionColumns | None:
        """The columns of the position, when all that are needed are there."""
        needed = [self.at(n) for n in _POSITION]
        if any(i is None for i in needed):
            return None
        chromosome, start, ref, alt = (i for i in needed if i is not None)
        more = (self.optional(n) for n in ("Tumor_Seq_Allele1", "NCBI_Build", "Strand"))
        return PositionColumns(chromosome, start, ref, alt, *more)

    def taken(self, layout: Layout, options: Options) -> str:
        """What was taken for gene, change, transcript and sample, in one line."""

        def named(*at: int | None) -> str:
            return ", ".join(shown(self.names[i]) for i in dict.fromkeys(at) if i is not None)

        changes = named(*layout.names, layout.coding)
        if layout.position:
            build = named(layout.position.build)
            places = f"positions ({build})" if build else "positions"
            changes = f"{changes}, {places}" if changes else places
        others = f"{named(*layout.sequences)}, then " if layout.sequences else ""
        otherwise = f"--transcript {shown(options.transcript)}" if options.transcript else "the reference"
        gene = named(layout.gene, layout.gene_id) or f"--gene {options.gene}"
        return f"gene: {gene}; change: {changes}; transcript: {others}{otherwise}; sample: {named(layout.sample) or 'none'}"

    def refuse_annotated(self) -> None:
        """A table that has our columns already would have them twice."""
        ours = [c for c in COLUMNS if c in self._by_name]
        if ours:
            raise NotUnderstood(f"{self.source} has the column {ours[0]} already; annotate the table as it was before.")

    def refuse_unnamed(self) -> None:
        """No MAF, and no word on which column holds the change."""
        utf16 = " (it looks like UTF-16; save it as UTF-8)" if any("\0" in n for n in self.names) else ""
        raise NotUnderstood(
            f"{self.source} is neither VCF nor MAF: its first line names no column {_MAF_GENE}{utf16}. Name the column of the "
            f"changes with --column; there are {self._listed()}."
        )

    def _listed(self) -> str:
        return listed([shown(n) or "''" for n in self.names], _MOST_NAMES)
