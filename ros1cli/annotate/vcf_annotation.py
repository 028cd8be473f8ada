"""The annotation of a VCF record: `CSQ` of VEP, `ANN` of SnpEff or `BCSQ` of bcftools.

It is found by what its header line says of its fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from ros1cli.annotate.cell_reading import BAD_PLACE, MANE, NOTHING, REFERENCE, CellReader, Read, is_missing
from ros1cli.annotate.positions import trimmed
from ros1cli.errors import shown

_INFO = re.compile(rb'##INFO=<.*?ID=([^,]+),.*Description="(.*)"')
_FIELDS = re.compile(r"\w+\s*(?:\|[^|\"']*)+")
_ALLELE = ("Allele", "dna_change")
_GENE = ("SYMBOL", "Gene_Name", "gene")
_GENE_ID = ("Gene", "Gene_ID")
_SEQUENCE = ("Feature", "Feature_ID", "transcript")
_PROTEIN = ("HGVSp", "HGVS.p")
_CODING = ("HGVSc", "HGVS.c")
_KINDS = frozenset(("consequence", "annotation", "effect"))
_OF_THE_PROTEIN = re.compile(r"c\.[0-9][^-+*?]*")
_RESIDUES = re.compile(r"([0-9]+)(?:[_-][A-Za-z]*([0-9]+))?")
_MOST_RESIDUES = 100
_BEFORE_AND_AFTER = re.compile(r"([0-9]+)([A-Z*]+)(?:>([0-9]+)([A-Z*]+))?")


class Fields(NamedTuple):
    """Where the fields of an annotation are. A name is there, of the protein or c., or both of `position` and `letters`.

    `before_and_after`: bcftools, which writes `2032G>2032R` and `117638347C>T`.
    """

    key: bytes
    before_and_after: bool
    allele: int | None
    gene: int | None
    gene_id: int | None
    sequence: int | None
    coding: int | None
    protein: int | None
    position: int | None
    letters: int | None
    number: int | None


class Consequence(NamedTuple):
    """One consequence of one allele on one transcript. `name` is of the protein, or missing; `coding` is a c. name.

    `allele` None: the annotation has no field that says it.
    """

    allele: str | None
    number: str
    gene: str
    gene_id: str
    sequence: str
    name: str
    coding: str


def layout_of(line: bytes) -> Fields | bytes | None:
    """What a header line says of an annotation; its key alone when nothing in it can be read; None for any other line."""
    match = _INFO.match(line)
    fields = _FIELDS.search(match.group(2).decode("utf-8", "replace")) if match else None
    if not match or not fields:
        return None
    names = [name.strip(" []*()") for name in fields.group().split("|")]
    at = {name: i for i, name in enumerate(names)}
    allele, gene, gene_id, sequence, coding = (_first(at, n) for n in (_ALLELE, _GENE, _GENE_ID, _SEQUENCE, _CODING))
    is_bcsq = "dna_change" in at
    protein = at.get("amino_acid_change") if is_bcsq else _first(at, _PROTEIN)
    position, letters = at.get("Protein_position"), at.get("Amino_acids")
    says_change = protein is not None or coding is not None or (position is not None and letters is not None)
    if (gene is not None or gene_id is not None or sequence is not None) and says_change:
        number = at.get("ALLELE_NUM")
        return Fields(
            match.group(1), is_bcsq, allele, gene, gene_id, sequence, coding, protein, position, letters, number
        )
    return match.group(1) if _KINDS & {n.casefold().partition(" ")[0] for n in names} else None


def _first(at: dict[str, int], names: Sequence[str]) -> int | None:
    return next((at[n] for n in names if n in at), None)


class Consequences:
    """Reads one annotation of records."""

    def __init__(self, fields: Fields, reader: CellReader) -> None:
        self.fields = fields
        self.reader = reader
        self.gene = reader.ref.gene
        self._key = fields.key + b"="

    def entries(self, info: bytes) -> list[Consequence]:
        """All consequences of a record."""
        value = next((v for v in info.split(b";") if v.startswith(self._key)), b"")
        text = value[len(self._key) :].decode("utf-8", "surrogateescape")
        return [self._entry(part.split("|")) for part in text.split(",")] if text else []

    def _entry(self, cells: list[str]) -> Consequence:
        f = self.fields
        if f.before_and_after:
            cells = _with_letters(cells, f)
        of, _, name = _cell(cells, f.protein).replace("%3D", "=").rpartition(":")
        on, _, coding = _cell(cells, f.coding).replace("%3D", "=").rpartition(":")
        if is_missing(name) and f.position is not None and f.letters is not None:
            name = _joined(_cell(cells, f.letters), _cell(cells, f.position))
        sequence = _cell(cells, f.sequence) or of or on
        allele = None if f.allele is None else _cell(cells, f.allele)
        gene, gene_id = _cell(cells, f.gene), _cell(cells, f.gene_id).partition(".")[0]
        return Consequence(allele, _cell(cells, f.number), gene, gene_id, sequence, name, coding)

    def is_ours(self, entry: Consequence) -> bool:
        """Whether one is of our gene, by its name in any case; without a name, by its id or by a transcript of the tables."""
        if not is_missing(entry.gene):
            return entry.gene.strip().upper() == self.gene
        return entry.gene_id in self.reader.ref.gene_ids or self.reader.numbering(entry.sequence) in (REFERENCE, MANE)

    def read(self, entries: Sequence[Consequence], said: str) -> list[Read]:
        """Readings of entries of our gene; of those alone whose transcript is known, when there are any."""
        numbered = [(e, self.reader.numbering(e.sequence) or said) for e in entries]
        known = [(e, n) for e, n in numbered if n in (REFERENCE, MANE)]
        return [self._read(e, n) for e, n in known or numbered]

    def _read(self, entry: Consequence, numbering: str) -> Read:
        """By the name of the protein; without one by a c. name within the coding sequence."""
        by_coding = is_missing(entry.name) and _OF_THE_PROTEIN.fullmatch(entry.coding)
        return self.reader.change(entry.coding if by_coding else entry.name, numbering)


def by_allele(
    entries: Sequence[Consequence], ref: str, alts: Sequence[str]
) -> tuple[list[list[Consequence]], list[Consequence]]:
    """The entries of each allele, and those that speak of none of them.

    An entry spells its allele as the record does, or without the bases that it shares with REF: the first one (VEP, where all
    begin with it) or all of them. Only where no entry does, its number counts.
    """
    names = _spellings(entries, ref, alts)
    by_number = all(_spelled(entry).isdisjoint(chain.from_iterable(names)) for entry in entries)
    each: list[list[Consequence]] = [[] for _ in alts]
    nobody = []
    for entry in entries:
        at = [i for i, spellings in enumerate(names) if _spelled(entry) & spellings]
        if by_number:
            at = [i for i in range(len(alts)) if entry.number == str(i + 1)]
        if entry.allele is None and not at and len(alts) == 1:
            at = [0]
        for i in at:
            each[i].append(entry)
        if not at:
            nobody.append(entry)
    return each, nobody


def _spellings(entries: Sequence[Consequence], ref: str, alts: Sequence[str]) -> list[set[str]]:
    """How the entries of a record may spell each of its alleles: whole or without the first base, and in its shortest form.

    The shortest form counts only where it can be taken for no other allele.
    """
    all_share_first = all(alt[0] == ref[0] for alt in alts if alt.isalpha())
    cut = all_share_first and all(_spelled(entry).isdisjoint(alts) for entry in entries)
    shortest = [trimmed(0, ref, alt)[2] for alt in alts]
    names = []
    for alt, short in zip(alts, shortest, strict=True):
        spellings = {(alt[1:] or "-") if cut else alt}
        if shortest.count(short) == 1 and short not in alts:
            spellings.add(short)
        names.append(spellings)
    return names


def _spelled(entry: Consequence) -> set[str]:
    """The allele of an entry; SnpEff may name the one that it is compared with behind a hyphen."""
    return set() if entry.allele is None else {entry.allele, entry.allele.partition("-")[0] or "-"}


def agreed_transcripts(reads: Sequence[Read]) -> Read | None:
    """One reading for all transcripts: the findings must not contradict each other."""
    found = {r.finding: r for r in reads if r.asked}
    if len(found) > 1:
        return Read(status=BAD_PLACE, why=f"the transcripts of the row say {' and '.join(sorted(found))}")
    bad = [r for r in reads if r.bad]
    covered = [r for r in reads if r != NOTHING]
    return next(iter((*found.values(), *bad, *covered, *reads)), None)


def stray(entries: Sequence[Consequence], reads: Sequence[Read], gene: str) -> Read | None:
    """What entries of our gene say that speak of no ALT of the record: a change must not be lost, nor given to another ALT."""
    if not any(r.asked or r.bad for r in reads):
        return agreed_transcripts(reads)
    if any(e.allele is None for e in entries):
        why = f"the annotation of {gene} does not say of which ALT it speaks (its header names no field Allele)"
        return Read(status=BAD_PLACE, why=why)
    alleles = ", ".join(dict.fromkeys(shown(e.allele or "") for e in entries))
    return Read(status=BAD_PLACE, why=f"the annotation of {gene} speaks of {alleles}, which is no ALT of the record")


def residues(entries: Iterable[Consequence]) -> frozenset[tuple[str, int]]:
    """The residues that entries name, each with its transcript."""
    named = []
    for e in entries:
        match = _RESIDUES.search(e.name)
        first, last = (int(match.group(1)), int(match.group(2) or match.group(1))) if match else (0, -1)
        named += [(e.sequence, n) for n in range(first, min(last, first + _MOST_RESIDUES) + 1)]
    return frozenset(named)


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _with_letters(cells: list[str], f: Fields) -> list[str]:
    """An entry of bcftools in the letters of the others.

    What it says of several records together speaks of no ALT of one, and what lies behind a stop (an asterisk at the
    beginning) keeps a name that is none.
    """
    change, allele, out = _cell(cells, f.protein), _cell(cells, f.allele), [*cells]
    if allele and "+" not in allele and f.allele is not None:
        out[f.allele] = allele.rpartition(">")[2]
    match = _BEFORE_AND_AFTER.fullmatch(change)
    if match and not cells[0].startswith("*"):
        number, before, there, after = match.groups()
        out[f.protein or 0] = _joined(f"{before}/{after}" if after and there == number else before, number)
    return out


def _joined(letters: str, position: str) -> str:
    """`G/R` and `2032/2347` → `G2032R`; a change that is no single substitution keeps a name that says so."""
    before, slash, after = letters.partition("/")
    place = position.partition("/")[0]
    if not place or is_missing(place) or not before:
        return ""
    return f"{before}{place}{after}" if slash and len(before) == len(after) == 1 else f"{before[:1]}{place}="
