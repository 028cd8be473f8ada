"""Which tumours are known to be fusion-positive: a list of samples, or a file of fusions.

Files of cBioPortal, MSK, OncoKB, arriba and STAR-Fusion are read in their own spelling. A row counts when it joins our gene to
another one and nothing in it speaks against a fusion that drives the tumour; this errs to the side of no drug.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from ros1cli.annotate import files
from ros1cli.annotate.files import FileLine, numbered_lines, split_csv
from ros1cli.annotate.options import Options
from ros1cli.annotate.table_columns import separator
from ros1cli.errors import NotUnderstood, shown
from ros1cli.stderr import tell

# Folded as `_folded` does. Pairs of columns with the two genes; where the order is that of the transcript, ours must be the second.
_PAIRS: tuple[tuple[tuple[str, ...], bool], ...] = (
    (("site1hugosymbol", "site2hugosymbol"), False),
    (("genea", "geneb"), False),
    (("gene1", "gene2"), True),
    (("leftgene", "rightgene"), True),
    (("5gene", "3gene"), True),
    (("gene5", "gene3"), True),
    (("5primegene", "3primegene"), True),
)
_NAMED = ("fusion", "fusionname", "fusions", "fusiongene")
_SAMPLE = (
    *("sampleid", "tumorsamplebarcode", "sample", "samplename", "tumorsample", "tumorsampleid", "samplebarcode"),
    *("tumoursample", "specimen", "specimenid"),
)
_FRAME = ("frame", "site2effectonframe", "readingframe", "protfusiontype")
_STATUS = ("svstatus", "fusionstatus", "mutationstatus")
_SUPPORT = ("dnasupport", "rnasupport")
_CONFIDENCE = ("confidence",)
# Words of these columns are no words about the fusion: supports are counted apart, and STAR-Fusion names anchors and splices.
_NOT_ABOUT_IT = (
    *_SUPPORT,
    "largeanchorsupport",
    "splicetype",
    "center",
    "filters",
    "readidentifiers",
    "peptidesequence",
)
_IN_FRAME = re.compile(r"in[ _-]?frame", re.IGNORECASE)
_AGAINST = re.compile(
    r"antisense|intragenic|out[ _-]*of[ _-]*(?:the[ _-]*)?frame|frame[ _-]?shift|mid[ _-]?exon|stop[ _-]codon|germ[ _-]?line|"
    r"reciprocal|negativ|art[ei]fact|false[ _-]positive|wild[ _-]?type|"
    r"without|absent|unlikely|exclud|unknown|uncertain|undetermined|unclear|truncat|fail|reject|"
    r"(?<![a-z])(?:no|non|not|nor|never|none|lack|lacks|lacking|lost|loss|missing|deleted|disrupted)(?![a-z])",
    re.IGNORECASE,
)
# The gene of the 5' side, then of the 3' side, where a name is written as genes are written; MSK writes them in braces.
_GENE = r"([A-Z][A-Za-z0-9.]+)"
_PAIR = re.compile(rf"{_GENE}\s*(?:-{{1,2}}|::|/|\u2013|\u2014)\s*{_GENE}|\{{\s*{_GENE}\s*:\s*{_GENE}\s*\}}")
_MISSING = frozenset(("", "NA", "N/A", ".", "-", "NAN", "NONE", "NULL"))


class Fused:
    """Answers whether the tumour of a sample is known to carry the fusion."""

    def __init__(self, everyone: bool, samples: frozenset[bytes] | None = None, name: str = "") -> None:
        self.everyone = everyone
        self.samples = samples
        self._name = name
        self._met = False

    def __call__(self, sample: bytes) -> bool:
        """Whether it is known of this sample."""
        found = self.samples is not None and sample.strip() in self.samples
        self._met = self._met or found
        return self.everyone or found

    def end(self) -> None:
        """Say it when no sample of the file was met: it may be the wrong file, or its names may be spelled otherwise."""
        if self.samples and not self._met:
            count = len(self.samples)
            tell(f"ros1: none of the {count} samples of {self._name} was met among those that were asked about.")


def known(options: Options, gene: str) -> Fused:
    """What `--fusion-positive` or `--fusions` say.

    Raises:
        CannotRead: the file of `--fusions` cannot be read.
        NotUnderstood: it is neither a list of samples nor a file of structural variants.
    """
    if options.fusions is None:
        return Fused(options.fusion_positive)
    name = shown(options.fusions)
    with files.opened_input(options.fusions) as file:
        rows = _rows(file)
    if not rows:
        raise NotUnderstood(f"{name} is empty; --fusions takes samples, one a line, or a structural-variant file.")
    table = _FusionTable(rows, gene, options.fusions)
    # A fusion of nobody is none of a row without a name.
    named = [sample for sample in table.samples() if sample.upper() not in _MISSING]
    samples = frozenset(sample.encode("utf-8", "surrogateescape") for sample in named)
    if table.left_out:
        number, why = table.left_out[0]
        rows_left = "1 row that names" if len(table.left_out) == 1 else f"{len(table.left_out)} rows that name"
        tell(f"ros1: {name}: not counted: {rows_left} {gene}; the first is line {number}: {why}.")
    if not samples:
        tell(f"ros1: {name} names no sample with a {gene} fusion that counts.")
    return Fused(False, samples, name)


def _rows(file: files.Input) -> list[FileLine]:
    """The rows without comments; a header may begin with the sign of one (arriba, STAR-Fusion)."""
    every = [line for line in numbered_lines(file.blocks(), 1) if line.body.strip()]
    if every and every[0].number == 1:
        every[0] = every[0]._replace(body=every[0].body.removeprefix(b"\xef\xbb\xbf"))
    rows = [line for line in every if line.is_row]
    for comment in every:
        if not comment.is_row and comment.body.count(b"\t") == (rows or every)[0].body.count(b"\t") > 0:
            return [comment, *rows] if _is_header(comment) else rows
    return rows


def _is_header(line: FileLine) -> bool:
    cells = {_folded(c) for c in line.body.decode("utf-8", "replace").split("\t")}
    known = chain(_NAMED, chain.from_iterable(pair for pair, _ in _PAIRS))
    return not cells.isdisjoint(known)


class _FusionTable:
    """The rows of a fusion file. `left_out`: lines that name the gene and do not count, each with its reason."""

    def __init__(self, rows: list[FileLine], gene: str, given: str) -> None:
        self.rows = rows
        self.gene = gene
        self.given = given
        self.left_out: list[tuple[int, str]] = []
        self.is_csv = separator(rows[0].body) == b","
        header = [c.strip().strip('"').lstrip("#") for c in self._split(rows[0])]
        self.width = len(header)
        self.at = {_folded(cell): i for i, cell in reversed([*enumerate(header)])}  # of two columns the first counts
        known = [(pair, ordered) for pair, ordered in _PAIRS if all(column in self.at for column in pair)]
        self.pair, self.ordered = known[0] if known else ((), False)
        self.sample = next((c for c in _SAMPLE if c in self.at), None)
        self.named = tuple(c for c in _NAMED if c in self.at)
        self._whole = re.compile(rf"(?<![A-Za-z0-9]){re.escape(gene)}(?![A-Za-z0-9])")

    def _split(self, row: FileLine) -> list[str]:
        cells = split_csv(row.body) if self.is_csv else row.body.split(b"\t")
        return [c.decode("utf-8", "surrogateescape").strip() for c in cells]

    def samples(self) -> Iterator[str]:
        """The samples whose fusion counts."""
        if self.width == 1:
            yield from (self._split(row)[0] for row in self.rows)
            return
        self._refuse_other_files()
        for row in self.rows[1:]:
            cells = self._split(row)
            genes = [self._cell(cells, c).partition("^")[0] for c in self.pair]  # STAR-Fusion: CD74^ENSG00000019582.15
            names = [self._cell(cells, c) for c in ("hugosymbol", *self.named)]
            if not any(self._whole.search(n) for n in (*genes, *names)):
                continue
            why = self._why_not(cells, genes)
            if why:
                self.left_out.append((row.number, why))
            else:
                yield self._cell(cells, self.sample or "")

    def _refuse_other_files(self) -> None:
        if not self.pair and not self.named:
            raise NotUnderstood(
                f"{shown(self.given)} is neither a list of samples, one a line, nor a file of fusions that is known here: "
                "structural variants of cBioPortal (Site1_Hugo_Symbol, Site2_Hugo_Symbol), OncoKB (GeneA, GeneB), arriba "
                "(gene1, gene2), STAR-Fusion (FusionName) or a column Fusion.",
                given=self.given,
            )
        if self.sample is None:
            raise NotUnderstood(
                f"{shown(self.given)} has no column that says the sample of a fusion; add one (Sample_Id), or give a list of "
                "samples, one a line.",
                given=self.given,
            )

    def _cell(self, cells: list[str], column: str) -> str:
        at = self.at.get(column, self.width)
        return cells[at] if at < len(cells) else ""

    def _why_not(self, cells: list[str], genes: list[str]) -> str:
        """What in a row speaks against a fusion that drives the tumour; empty when nothing does."""
        if genes and (self.gene not in genes or len({*genes} - _MISSING) != 2):
            return "it does not join the gene to another one"
        says = self._says_against(cells)
        if says:
            return f"it says {shown(says)!r}"
        pairs = self._pairs(" ; ".join(self._words(cells)))
        if not genes and not pairs:
            return "it names no pair of genes"
        first = bool(pairs) and all(one == self.gene for one, _ in pairs)
        if first or (self.ordered and genes[0] == self.gene):
            return f"it names {self.gene} as the first gene, whose end is not that of the kinase"
        return ""

    def _says_against(self, cells: list[str]) -> str:
        """The first word that speaks against it: of the frame, the status, the supports, the confidence or any text."""
        for frame in self._given(cells, _FRAME):
            if not _IN_FRAME.fullmatch(frame):
                return frame
        for status in self._given(cells, _STATUS):
            if status.upper() != "SOMATIC":
                return status
        for confidence in self._given(cells, _CONFIDENCE):
            if confidence.casefold() == "low":
                return f"confidence {confidence}"
        if [support.casefold() for support in self._given(cells, _SUPPORT)] == ["no", "no"]:
            return "no support"
        against = _AGAINST.search(" ; ".join(self._words(cells)))
        return against[0] if against else ""

    def _given(self, cells: list[str], columns: tuple[str, ...]) -> list[str]:
        """What stands in some columns, where anything does."""
        found = [self._cell(cells, column) for column in columns]
        return [cell for cell in found if cell.upper() not in _MISSING]

    def _words(self, cells: list[str]) -> Iterator[str]:
        """The cells that may say something of the fusion: all but its sample and those of another meaning."""
        skip = {self.at[c] for c in (self.sample or "", *self.pair, *_NOT_ABOUT_IT) if c in self.at}
        yield from (w for i, w in enumerate(cells) if i not in skip and w.upper() not in _MISSING)

    def _pairs(self, words: str) -> set[tuple[str, str]]:
        """The pairs of genes that a text names, of which ours is one."""
        found = (tuple(g for g in match if g) for match in _PAIR.findall(words))
        return {(one, other) for one, other in found if self.gene in (one, other) and one != other}


def _folded(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.casefold())
