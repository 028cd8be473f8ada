"""The annotation of a VCF record: `CSQ` of VEP or `ANN` of SnpEff, found by what its header line says of its fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ros1cli.annotate.reading import BAD_PLACE, MANE, NOTHING, REFERENCE, Read, Reader, is_missing
from ros1cli.model import Tables

_INFO = re.compile(rb'##INFO=<.*?ID=([^,]+),.*Description="(.*)"')
_FIELDS = re.compile(r"\w+\s*(?:\|[^|\"']*)+")
_GENE = ("SYMBOL", "Gene_Name")
_SEQUENCE = ("Feature", "Feature_ID")
_PROTEIN = ("HGVSp", "HGVS.p")


class Fields(NamedTuple):
    """Where the fields of an annotation are. `protein` or both of `position` and `letters` are there."""

    key: bytes
    allele: int
    gene: int
    sequence: int | None
    protein: int | None
    position: int | None
    letters: int | None
    number: int | None


class Entry(NamedTuple):
    """One consequence of one allele on one transcript."""

    allele: str
    number: str
    gene: str
    sequence: str
    name: str


def layout_of(line: bytes) -> Fields | None:
    """What a header line says of an annotation that names genes and changes of the protein; None for any other line."""
    match = _INFO.match(line)
    fields = _FIELDS.search(match.group(2).decode("utf-8", "replace")) if match else None
    if not match or not fields:
        return None
    at = {name.strip(): i for i, name in enumerate(fields.group().split("|"))}
    gene, protein = _first(at, _GENE), _first(at, _PROTEIN)
    position, letters = at.get("Protein_position"), at.get("Amino_acids")
    if gene is None or "Allele" not in at or (protein is None and (position is None or letters is None)):
        return None
    sequence, number = _first(at, _SEQUENCE), at.get("ALLELE_NUM")
    return Fields(match.group(1), at["Allele"], gene, sequence, protein, position, letters, number)


def _first(at: dict[str, int], names: Sequence[str]) -> int | None:
    return next((at[n] for n in names if n in at), None)


class Consequences:
    """Reads the annotation of records."""

    def __init__(self, fields: Fields, tables: Tables) -> None:
        self.fields = fields
        self.gene = tables.reference.gene
        self._key = fields.key + b"="

    def entries(self, info: bytes) -> list[Entry]:
        """All consequences of a record."""
        value = next((v for v in info.split(b";") if v.startswith(self._key)), b"")
        text = value[len(self._key) :].decode("utf-8", "surrogateescape")
        return [self._entry(part.split("|")) for part in text.split(",")] if text else []

    def _entry(self, cells: list[str]) -> Entry:
        f = self.fields
        name = _cell(cells, f.protein).replace("%3D", "=").rpartition(":")[2]
        if not name and f.position is not None and f.letters is not None:
            name = _joined(_cell(cells, f.letters), _cell(cells, f.position))
        return Entry(
            _cell(cells, f.allele), _cell(cells, f.number), _cell(cells, f.gene), _cell(cells, f.sequence), name
        )

    def ours(self, entries: Sequence[Entry], alts: Sequence[str], i: int, reader: Reader, said: str) -> Read | None:
        """What the entries of our gene say of one allele; None when none of them speaks of it."""
        ours = [e for e in self.of_allele(entries, alts, i) if e.gene == self.gene]
        if not ours:
            return None
        numbered = [(e, reader.numbering(e.sequence) or said) for e in ours]
        known = [(e, n) for e, n in numbered if n in (REFERENCE, MANE)]
        return _agreed([reader.change(e.name, n) for e, n in known or numbered])

    def of_allele(self, entries: Sequence[Entry], alts: Sequence[str], i: int) -> Iterator[Entry]:
        """The entries of one allele."""
        alone = len(alts) == 1
        spelled = {alts[i], alts[i][1:] or "-"}
        for e in entries:
            if e.number.isdigit():
                if int(e.number) == i + 1:
                    yield e
            elif alone or e.allele.partition("-")[0] in spelled or e.allele in spelled:
                yield e


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _joined(letters: str, position: str) -> str:
    """`G/R` and `2032/2347` → `G2032R`; a change that is no single substitution keeps a name that says so."""
    before, slash, after = letters.partition("/")
    place = position.partition("/")[0]
    if not place or is_missing(place) or not before:
        return ""
    return f"{before}{place}{after}" if slash and len(before) == len(after) == 1 else f"{before[:1]}{place}="


def _agreed(reads: Sequence[Read]) -> Read:
    """One reading for all transcripts: the findings must not contradict each other."""
    found = {r.finding: r for r in reads if r.asked}
    if len(found) > 1:
        return Read(status=BAD_PLACE, why=f"the transcripts of the row say {' and '.join(sorted(found))}")
    bad = [r for r in reads if r.bad]
    covered = [r for r in reads if r is not NOTHING]
    return next(iter(found.values()), None) or (bad or covered or [NOTHING])[0]
