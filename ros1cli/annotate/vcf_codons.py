"""Records of one codon. Each is read alone, and together on one allele they may be another change of the protein.

A record of the gene is held back until no later one can lie in its codon; whatever comes in between is held with it, so that
the order stays. Where the genotypes show that no sample carries both, or that they lie on different alleles, both stand alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ros1cli.annotate.cell_reading import Read, did_not_pass, text
from ros1cli.annotate.files import FileLine
from ros1cli.annotate.positions import Span
from ros1cli.annotate.vcf_genotypes import FIRST_SAMPLE, genotype

PHASE_NOT_KNOWN = "phase_not_known"
IN_ONE_CODON = "error_codon"
_REACH = 2
_MOST_HELD = 256
_DIGITS = 13
_FILTER = 6
_PASSED = ("PASS", ".", "")


class Allele(NamedTuple):
    """What one ALT changes: bases, codons of the table, and residues of transcripts as the annotation names them."""

    span: Span
    codons: frozenset[Span]
    residues: frozenset[tuple[str, int]]

    @property
    def reach(self) -> int:
        """The last base at which another variant may lie in the same codon."""
        return max(self.span.last + _REACH, *(c.last for c in self.codons), 0)

    def is_beside(self, other: Allele) -> bool:
        """Whether both may change one codon without changing the same base, which no allele can carry twice."""
        if self.span.first <= other.span.last and other.span.first <= self.span.last:
            return False
        if {t for t, _ in self.residues} & {t for t, _ in other.residues}:
            return bool(self.residues & other.residues)
        if self.codons or other.codons:
            return bool(self.codons & other.codons)
        return max(self.span.first, other.span.first) - min(self.span.last, other.span.last) <= _REACH


class GeneRecord(NamedTuple):
    """What a record says of our gene: a reading and a place for each ALT, None where there is none."""

    cells: list[bytes]
    reads: list[Read | None]
    alleles: list[Allele | None]
    ragged: bool = False

    @property
    def doubt(self) -> str:
        """That the caller of the variants doubts the record; empty when it passed its filters, or when none was applied."""
        said = "" if self.ragged else text(self.cells[_FILTER])
        return "" if said in _PASSED else did_not_pass(said)


class Beside(NamedTuple):
    """Another ALT that may change the same codon."""

    number: int
    cells: list[bytes]
    alt: int


class Item:
    """A record on its way, with the neighbours of each of its ALTs that were met so far."""

    __slots__ = ("beside", "found", "late", "record")

    def __init__(self, record: FileLine, found: GeneRecord | None) -> None:
        self.record = record
        self.found = found
        self.beside: list[list[Beside]] = [[] for _ in found.reads] if found else []
        self.late: dict[int, int] = {}

    def read(self, i: int, sample: int | None = None) -> Read | None:
        """How an ALT is read beside its neighbours: for all samples together, or for the one in this column."""
        assert self.found is not None
        read = self.found.reads[i]
        if i in self.late:
            return Read(status=IN_ONE_CODON, why=_late(read, self.late[i]))
        for beside in self.beside[i]:
            shared = _shared(self.found.cells, i, beside, sample)
            if shared:
                return _doubted(read, beside, shared == "yes")
        return read


class Queue:
    """Records in their order, each given back when its neighbours are known."""

    def __init__(self) -> None:
        self.held: list[Item] = []
        self._reach = 0
        self._chromosome = b""
        self._written: dict[int, int] = {}  # the line of a record that was given back, at the ends of its bases

    def put(self, item: Item) -> Iterable[Item]:
        """Take the next record; give back those that are done."""
        place = _place(item.record)
        done: list[Item] = []
        if place and (place[0] != self._chromosome or place[1] > self._reach or len(self.held) >= _MOST_HELD):
            done = self.end()
        if item.found is None or not place or not any(item.found.alleles):
            if self.held:
                self.held.append(item)
                return done
            return [*done, item]
        self._hold(item, item.found, place[0])
        return done

    def end(self) -> list[Item]:
        """All that are held."""
        done, self.held, self._reach = self.held, [], 0
        for item in done:
            for allele in item.found.alleles if item.found else ():
                if allele:
                    first, last = allele.span
                    ends = (first, min(first + 1, last), max(first, last - 1), last)
                    self._written |= dict.fromkeys(ends, item.record.number)
        return done

    def _hold(self, item: Item, found: GeneRecord, chromosome: bytes) -> None:
        if chromosome != self._chromosome:
            self._written.clear()
        self._chromosome = chromosome
        for i, allele in enumerate(found.alleles):
            if allele:
                self._meet(item, found, i, allele)
                self._reach = max(self._reach, allele.reach)
        self.held.append(item)

    def _meet(self, item: Item, found: GeneRecord, i: int, allele: Allele) -> None:
        """Make an ALT and those of the held records known to each other, when one of them has a finding."""
        mine = found.reads[i]
        for other in self.held:
            for j, its in enumerate(other.found.alleles if other.found else ()):
                assert other.found is not None
                theirs = other.found.reads[j]
                if its and allele.is_beside(its) and ((mine and mine.asked) or (theirs and theirs.asked)):
                    item.beside[i].append(Beside(other.record.number, other.found.cells, j))
                    other.beside[j].append(Beside(item.record.number, found.cells, i))
        near = (*range(allele.span.first - _REACH, allele.span.first), *range(allele.span.last + 1, allele.reach + 1))
        late = next((self._written[p] for p in near if p in self._written), None)
        if late and mine and mine.asked:
            item.late[i] = late


def _place(record: FileLine) -> tuple[bytes, int] | None:
    cells = record.body.split(b"\t", 2) if record.is_row else []
    return (cells[0], int(cells[1])) if len(cells) > 2 and cells[1].isdigit() and len(cells[1]) < _DIGITS else None


def _late(read: Read | None, line: int) -> str:
    alone = f"alone it would be {read.finding}; " if read and read.finding else ""
    return f"{alone}line {line} lies beside it, and the file is not sorted by position; sort it, and annotate it again"


def _doubted(read: Read | None, beside: Beside, certain: bool) -> Read:
    """A reading that a neighbour puts in doubt: no drug is named for it."""
    alone = f"read alone this is {read.finding}, but " if read and read.finding else ""
    how = "on the same allele" if certain else "perhaps on the same allele"
    why = (
        f"{alone}line {beside.number} changes the same codon, {how}; together they can be another change of the protein"
    )
    if certain:
        return Read(status=IN_ONE_CODON, why=why)
    return Read(finding=read.finding if read else "", status=PHASE_NOT_KNOWN, why=f"{why}, so no drug is named")


def _shared(cells: Sequence[bytes], i: int, beside: Beside, sample: int | None) -> str:
    """Whether one allele carries both ALTs: `yes`, `perhaps`, or nothing when the genotypes exclude it.

    For one sample, or for all that may carry the first.
    """
    if sample is None and len(cells) > FIRST_SAMPLE:
        each = {_shared(cells, i, beside, s) for s in range(len(cells) - FIRST_SAMPLE)} - {""}
        if not each:
            return ""
        return "yes" if each == {"yes"} else "perhaps"
    one, other = (genotype(c, sample or 0) for c in (cells, beside.cells))
    if one is None or other is None:
        return "perhaps"
    mine, theirs = str(i + 1).encode(), str(beside.alt + 1).encode()
    if not (one.may_carry(mine) and other.may_carry(theirs)):
        return ""
    if set(one.alleles) == {mine} and set(other.alleles) == {theirs}:
        return "yes"
    if b"." in (*one.alleles, *other.alleles) or one.phased is None or one.phased != other.phased:
        return "perhaps"
    return "yes" if (mine, theirs) in zip(one.alleles, other.alleles, strict=False) else ""
