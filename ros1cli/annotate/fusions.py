"""Which tumours are known to be fusion-positive: a list of samples, or a file of structural variants of cBioPortal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ros1cli.annotate import files
from ros1cli.annotate.files import Line, lines, split_csv
from ros1cli.annotate.options import Options
from ros1cli.annotate.report import tell
from ros1cli.annotate.table_columns import separator
from ros1cli.errors import NotUnderstood, shown

_SITES = ("site1hugosymbol", "site2hugosymbol")
_SAMPLE = ("sampleid", "tumorsamplebarcode")
_FRAME = ("frame", "site2effectonframe")
_STATUS = ("svstatus", "fusionstatus")
_SUPPORT = ("dnasupport", "rnasupport")
_WORDS = (
    "fusion",
    "eventinfo",
    "class",
    "annotation",
    "comments",
    "site1description",
    "site2description",
    "externalannotation",
)
_IN_FRAME = re.compile(r"in[ _-]?frame", re.IGNORECASE)
_AGAINST = re.compile(
    r"antisense|intragenic|out[ _-]*of[ _-]*(?:the[ _-]*)?frame|frame[ _-]?shift|germ[ _-]?line|reciprocal|negativ|art[ei]fact|"
    r"without|absent|unlikely|exclud|unknown|uncertain|undetermined|unclear|truncat|"
    r"(?<![a-z])(?:no|non|not|nor|never|none|lack|lacks|lacking|lost|loss|missing|deleted|disrupted)(?![a-z])",
    re.IGNORECASE,
)
_MISSING = frozenset(("", "NA", "N/A", ".", "NAN", "NONE", "NULL"))


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
            tell(f"ros1: none of the {count} samples of {self._name} was met among those that were asked about.\n")


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
        rows = [r for r in _records(file) if r.is_row and r.body.strip()]
    if not rows:
        raise NotUnderstood(f"{name} is empty; --fusions takes samples, one a line, or a structural-variant file.")
    table = _Table(rows, gene, options.fusions)
    named = (
        s for s in table.samples() if s.upper() not in _MISSING
    )  # a fusion of nobody is none of a row without a name
    samples = frozenset(s.encode("utf-8", "surrogateescape") for s in named)
    if table.left_out:
        number, why = table.left_out[0]
        rows_left = "1 row that names" if len(table.left_out) == 1 else f"{len(table.left_out)} rows that name"
        tell(f"ros1: {name}: not counted: {rows_left} {gene}; the first is line {number}: {why}.\n")
    if not samples:
        tell(f"ros1: {name} names no sample with a {gene} fusion that counts.\n")
    return Fused(False, samples, name)


def _records(file: files.Input) -> Iterator[Line]:
    number = 1
    for block in file.blocks():
        yield from lines(block.removeprefix(b"\xef\xbb\xbf") if number == 1 else block, number)
        number += block.count(b"\n")


class _Table:
    """The rows of a fusion file. `left_out`: lines that name the gene and do not count, each with its reason."""

    def __init__(self, rows: list[Line], gene: str, given: str) -> None:
        self.rows = rows
        self.gene = gene
        self.given = given
        self.left_out: list[tuple[int, str]] = []
        self.is_csv = separator(rows[0].body) == b","
        header = [c.strip().strip('"') for c in self._split(rows[0])]
        self.width = len(header)
        self.at = {re.sub("[_ ]", "", cell).casefold(): i for i, cell in reversed([*enumerate(header)])}
        # gene of the 5' side, then of the 3' side, where a name is written as genes are written
        self._pair = re.compile(r"([A-Z][A-Za-z0-9.]+)\s*(?:--?|::|/|\u2013|\u2014)\s*([A-Z][A-Za-z0-9.]+)")

    def _split(self, row: Line) -> list[str]:
        cells = split_csv(row.body) if self.is_csv else row.body.split(b"\t")
        return [c.decode("utf-8", "surrogateescape").strip() for c in cells]

    def samples(self) -> Iterator[str]:
        """The samples whose fusion counts."""
        if self.width == 1:
            yield from (self._split(row)[0] for row in self.rows)
            return
        sample = next((c for c in _SAMPLE if c in self.at), None)
        sites = all(c in self.at for c in _SITES)
        if sample is None or not (sites or "fusion" in self.at):
            raise NotUnderstood(
                f"{shown(self.given)} is neither a list of samples, one a line, nor a structural-variant file of cBioPortal "
                "(Sample_Id, Site1_Hugo_Symbol, Site2_Hugo_Symbol).",
                given=self.given,
            )
        for row in self.rows[1:]:
            cells = self._split(row)
            named = [self._cell(cells, c) for c in (_SITES if sites else ("hugosymbol", "fusion"))]
            if not any(re.search(rf"(?<![A-Za-z0-9]){self.gene}(?![A-Za-z0-9])", n) for n in named):
                continue
            why = self._why_not(cells, named if sites else None)
            if why:
                self.left_out.append((row.number, why))
            else:
                yield self._cell(cells, sample)

    def _cell(self, cells: list[str], column: str) -> str:
        at = self.at.get(column, self.width)
        return cells[at] if at < len(cells) else ""

    def _why_not(self, cells: list[str], sites: list[str] | None) -> str:
        """What in a row speaks against a fusion that drives the tumour; empty when nothing does."""
        if sites and (self.gene not in sites or len({*sites} - _MISSING) != 2):
            return "it does not join the gene to another one"
        frames, states = ([self._cell(cells, c) for c in group] for group in (_FRAME, _STATUS))
        odd = [f for f in frames if f.upper() not in _MISSING and not _IN_FRAME.fullmatch(f)]
        odd += [s for s in states if s.upper() not in (*_MISSING, "SOMATIC")]
        support = [self._cell(cells, c).casefold() for c in _SUPPORT]
        words = " ".join(w for c in _WORDS if (w := self._cell(cells, c)).upper() not in _MISSING)
        against = _AGAINST.search(words)
        if odd or support == ["no", "no"] or against:
            says = odd[0] if odd else against[0] if against else "no support"
            return f"it says {shown(says)!r}"
        pairs = {p for p in self._pair.findall(words) if self.gene in p and p[0] != p[1]}
        if not sites and not pairs:
            return "it names no pair of genes"
        if pairs and all(first == self.gene for first, _ in pairs):
            return f"it names {self.gene} as the first gene, whose end is not that of the kinase"
        return ""
