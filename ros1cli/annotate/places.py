"""Positions in the genome → changes of the protein, by the table of g. names alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from ros1cli.annotate.job import build
from ros1cli.annotate.reading import BAD_BUILD, BAD_PLACE, NO_NUMBERING, NOTHING, Read
from ros1cli.model import Derivation, Reference

_SPELLED = re.compile(r"([0-9]+)(?:_([0-9]+)delins([ACGT]+)|([ACGT])>([ACGT]))")


class Variant(NamedTuple):
    """One row of a file: where, and what stands there instead."""

    build: str | None
    chromosome: str
    start: str
    ref: str
    alt: str


class _Entry(NamedTuple):
    change: str
    length: int
    ref: str | None
    alt: str


class Places:
    """The table of g. names, by build and position."""

    def __init__(self, ref: Reference) -> None:
        self.ref = ref
        chromosome = ref.genome.chromosome.casefold().removeprefix("chr")
        names = {chromosome, f"chr{chromosome}"} | {
            n.casefold() for more in ref.genome.builds.values() for n in more if "." in n
        }
        self.chromosomes = frozenset(names)
        self.builds: dict[str, dict[int, list[_Entry]]] = {b: {} for b in ref.genome.builds}
        for row in ref.nucleotides:
            for name, spelling in row.genomic.items():
                match = _SPELLED.fullmatch(spelling)
                if match and row.status is not Derivation.AMBIGUOUS:
                    self._keep(self.builds[name], row.change, match)
        self.starts = frozenset(str(p) for places in self.builds.values() for p in places)

    def _keep(self, places: dict[int, list[_Entry]], change: str, match: re.Match[str]) -> None:
        start, end, several, ref, alt = match.groups()
        length = int(end) - int(start) + 1 if end else 1
        places.setdefault(int(start), []).append(_Entry(change, length, ref, several or alt))

    def build(self, text: str) -> str | None:
        """The build of this name, as the tables spell it; None when it is none of theirs."""
        return build(self.ref, text)

    def find(self, v: Variant) -> Read | None:
        """What the table says of a variant; None when it does not list it.

        A reference base that does not fit the build, or a hit while the build is not known, is an error.
        """
        if v.start not in self.starts or v.chromosome.casefold() not in self.chromosomes:
            return None
        ref, alt = _trimmed(v.ref.upper(), v.alt.upper())
        for name in [v.build] if v.build else self.builds:
            at = self.builds.get(name, {}).get(int(v.start), [])
            hit = next((e for e in at if (e.length, e.alt) == (len(ref), alt) and e.ref in (None, ref)), None)
            if hit and not v.build:
                words = f"it would be {hit.change} on {name}, and no build is said; give --build"
                return Read(status=BAD_BUILD, why=words)
            if hit:
                return Read(hit.change, f"{self.ref.accessions[0]}:{hit.change}", plain=True)
            bases = {e.ref for e in at if e.ref}
            if v.build and len(ref) == 1 and bases and ref not in bases:
                there = ", ".join(sorted(bases))
                return Read(status=BAD_BUILD, why=f"{name} has {there} at {v.start}, not {ref[:9]}; check the build")
        return None


def _trimmed(ref: str, alt: str) -> tuple[str, str]:
    """Both without the bases that they share at their end."""
    while len(ref) > 1 and len(alt) > 1 and ref[-1] == alt[-1]:
        ref, alt = ref[:-1], alt[:-1]
    return ref, alt


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
