"""Positions in the genome → changes of the protein, by the table of g. names alone."""

from __future__ import annotations

import re
from itertools import chain
from typing import NamedTuple

from ros1cli.annotate.cell_reading import BAD_BUILD, BAD_PLACE, NO_NUMBERING, NOTHING, Read
from ros1cli.tables.reference import Derivation, Nucleotides, Reference

_SPELLED = re.compile(r"([0-9]+)(?:_([0-9]+)delins([ACGT]+)|([ACGT])>([ACGT]))")
_POSITION = re.compile(r"[0-9]{1,12}")
_BASES = re.compile(r"[ACGTN]+")
_ONE_BASE = frozenset("ACGT")
_NUMBER = re.compile(r"[0-9]+")
_OTHER_STRAND = str.maketrans("ACGT", "TGCA")


class Variant(NamedTuple):
    """One row of a file: where, and what stands there instead."""

    build: str | None
    chromosome: str
    start: str
    ref: str
    alt: str


class ListedVariant(NamedTuple):
    """A g. name of the table: the change that it means, how many bases it takes away, which, and what stands there instead."""

    change: str
    length: int
    ref: str | None
    alt: str


class Span(NamedTuple):
    """The bases that a variant changes, without those that REF and ALT share; an insertion changes none (last < first)."""

    first: int
    last: int


class Positions:
    """The table of g. names, by build and position.

    `codons` are the bases of the codons that it names, by build. `unseen` are the findings that no position tells, because
    the table has no g. name for them.
    """

    def __init__(self, ref: Reference) -> None:
        self.ref = ref
        chromosome = ref.genome.chromosome.casefold().removeprefix("chr")
        accessions = [name.casefold() for name in chain.from_iterable(ref.genome.builds.values()) if "." in name]
        self.chromosomes = frozenset((chromosome, f"chr{chromosome}", *accessions))
        self.builds: dict[str, dict[int, list[ListedVariant]]] = {b: {} for b in ref.genome.builds}
        self.codons: dict[str, dict[int, Span]] = {b: {} for b in ref.genome.builds}
        self.unseen = tuple(row.change for row in ref.nucleotides if row.status is Derivation.AMBIGUOUS)
        for row in ref.nucleotides:
            if row.status is not Derivation.AMBIGUOUS:
                self._keep(row)
        self.starts = frozenset(map(str, chain.from_iterable(self.builds.values())))

    @property
    def limits(self) -> str:
        """What is not seen where only positions are read."""
        gene, unseen = self.ref.gene, ", ".join(self.unseen)
        words = f"Only the positions of the table of g. names are read, so other changes of {gene} are not seen"
        return words + (f", and by position none can see {unseen}." if unseen else ".")

    def _keep(self, row: Nucleotides) -> None:
        """The g. names of a row, and the codon that each lies in."""
        for name, spelling in row.genomic.items():
            match = _SPELLED.fullmatch(spelling)
            if match:
                start, end, several, ref, alt = match.groups()
                first, last = int(start), int(end or start)
                listed = ListedVariant(row.change, last - first + 1, ref, several or alt)
                self.builds[name].setdefault(first, []).append(listed)
                codon = _codon(row.coding[0], Span(first, last), listed.alt)
                self.codons[name] |= dict.fromkeys(range(codon.first, codon.last + 1), codon)

    def touched(self, build: str | None, span: Span) -> frozenset[Span]:
        """The codons of the table in which a variant changes bases; of all builds when the build is not known."""
        of_builds = [self.codons.get(build, {})] if build else self.codons.values()
        every = chain.from_iterable(codons.values() for codons in of_builds)
        return frozenset(c for c in every if span.first <= c.last and span.last >= c.first)

    def thousands(self) -> frozenset[str]:
        """The positions of the table and those shortly before them, without their last three digits."""
        found = {position // 1000 for position in chain.from_iterable(self.codons.values())}
        before = {thousands - 1 for thousands in found}
        return frozenset(map(str, found | before))

    def find(self, v: Variant) -> Read | None:
        """What the table says of a variant; None when it does not list it.

        A reference base that does not fit the build, or a hit while the build is not known, is an error.
        """
        if v.chromosome.casefold() not in self.chromosomes or not _POSITION.fullmatch(v.start):
            return None
        start, ref, alt = trimmed(int(v.start), v.ref.upper(), v.alt.upper())
        for name in [v.build] if v.build else self.builds:
            at = self.builds.get(name, {}).get(start, [])
            hit = next((e for e in at if (e.length, e.alt) == (len(ref), alt) and e.ref in (None, ref)), None)
            if hit and not v.build:
                words = f"it would be {hit.change} on {name}, and no build is said; give --build"
                return Read(status=BAD_BUILD, why=words)
            if hit:
                return Read(hit.change, f"{self.ref.accessions[0]}:{hit.change}", plain=True)
            bases = {e.ref for e in at if e.ref}
            if v.build and ref in _ONE_BASE and bases and ref not in bases:
                there = ", ".join(sorted(bases))
                return Read(status=BAD_BUILD, why=f"{name} has {there} at {start}, not {ref[:9]}; check the build")
        return None


def trimmed(start: int, ref: str, alt: str) -> tuple[int, str, str]:
    """A variant without the bases that REF and ALT share at their end and then at their beginning; one base is left."""
    while len(ref) > 1 and len(alt) > 1 and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    while len(ref) > 1 and len(alt) > 1 and ref[0] == alt[0]:
        start, ref, alt = start + 1, ref[1:], alt[1:]
    return start, ref, alt


def span(start: str, ref: str, alt: str) -> Span | None:
    """The bases that a variant changes; None when it is not spelled out, or changes none."""
    ref, alt = ref.upper(), alt.upper()
    if not _POSITION.fullmatch(start) or not _BASES.fullmatch(ref) or not _BASES.fullmatch(alt) or ref == alt:
        return None
    first, ref, alt = trimmed(int(start), ref, alt)
    anchor = ref[0] == alt[0]  # only a deletion or an insertion still shares a base
    return Span(first + anchor, first + len(ref) - 1)


def _codon(coding: str, changed: Span, alt: str) -> Span:
    """The three bases of the codon of a change, from its c. name: one that is written on the other strand counts downwards."""
    within = (int(_NUMBER.findall(coding)[0]) - 1) % 3
    is_turned = not coding.endswith(alt) or coding.endswith(alt[::-1].translate(_OTHER_STRAND))
    first = changed.last + within - 2 if is_turned else changed.first - within
    return Span(first, first + 2)


def combine(by_name: Read, by_place: Read | None) -> Read:
    """A name and a position of one row: the position speaks where the name does not, and the two must not contradict."""
    if by_place is None:
        return by_name
    if by_name in (NOTHING, NO_NUMBERING):
        return by_place
    if by_name.bad or by_place.bad or by_name.finding == by_place.finding:
        return by_name
    said = by_name.finding or "no substitution"
    return Read(status=BAD_PLACE, why=f"the name says {said} and the position {by_place.finding}")
