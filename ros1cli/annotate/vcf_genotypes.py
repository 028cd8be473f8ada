"""Which samples of a VCF record carry an ALT: a record is no call, it may list a position where nothing was found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import Enum
from typing import NamedTuple

_FORMAT, FIRST_SAMPLE, _INFO = 8, 9, 7
_BETWEEN = re.compile(rb"[/|]")
_NUMBER = re.compile(rb"[0-9]*\.?[0-9]+(?:[eE]-?[0-9]+)?%?")
_FRACTIONS = (b"AF", b"VAF", b"FA", b"FREQ")
_OF_INFO = (b"AC", b"AO", b"AF")
_PAIR = re.compile(rb"##normal_sample=(?:<ID=)?([^\s,>]+)|##PEDIGREE=<.*?Original=([^\s,>]+)")
_NORMAL, _TUMOR = re.compile(rb"(?i)(?:^|[^a-z])normal"), re.compile(rb"(?i)tumou?r|primary|metasta")


class Genotype(NamedTuple):
    """Of one sample in one record; `phased` is its phase set, None when the order of its alleles says nothing."""

    alleles: tuple[bytes, ...]
    phased: bytes | None

    def may_carry(self, wanted: bytes) -> bool:
        """Whether the allele is there, or may be."""
        return wanted in self.alleles or b"." in self.alleles


class Carried(Enum):
    """Whether a sample carries an ALT. `MISSING`: the sample was not called there."""

    YES = "yes"
    NO = "no"
    MISSING = "missing"
    NOT_SAID = "not said"


def values(cells: Sequence[bytes], sample: int) -> dict[bytes, bytes]:
    """The keys of FORMAT with what stands in the column of a sample."""
    at = FIRST_SAMPLE + sample
    return dict(zip(cells[_FORMAT].split(b":"), cells[at].split(b":"), strict=False)) if at < len(cells) else {}


def genotype(cells: Sequence[bytes], sample: int) -> Genotype | None:
    """The genotype of the sample in this column; None where none is given."""
    said = values(cells, sample)
    gt = said.get(b"GT")
    if gt is None:
        return None
    alleles = tuple(a for a in _BETWEEN.split(gt) if a)
    return Genotype(alleles or (b".",), None if b"/" in gt else said.get(b"PS", b""))


def carried(cells: Sequence[bytes], sample: int, alt: int) -> tuple[Carried, str]:
    """Whether a sample carries an ALT (0 is the first), and by which word of the record.

    The genotype says it; but where no read shows the ALT, the caller was made to list it (`GT` 0/1 with `AD` 90,0).
    """
    said, gt = values(cells, sample), genotype(cells, sample)
    key, count = _evidence(said, alt)
    if count == 0:
        return Carried.NO, f"{key.decode()} is 0"
    wanted = str(alt + 1).encode()
    if gt is None:
        return (Carried.YES if count else Carried.NOT_SAID), ""
    if wanted in gt.alleles:
        return Carried.YES, ""
    is_missing = b"." in gt.alleles
    words = "the genotype is " + said[b"GT"].decode("utf-8", "replace")
    return (Carried.MISSING if is_missing else Carried.NO), words


def listed_only(cells: Sequence[bytes], alt: int) -> str:
    """Why a record without samples is no call: its INFO counts no allele or no read. Empty where it is a call."""
    info = dict(v.partition(b"=")[::2] for v in cells[_INFO].split(b";"))
    for key in _OF_INFO:
        count = _number(info.get(key, b""), alt)
        if count is not None:
            return f"{key.decode()} is 0" if count == 0 else ""
    return ""


def _evidence(said: dict[bytes, bytes], alt: int) -> tuple[bytes, float | None]:
    """How much is seen of an ALT: reads, and where they are not given its fraction; None where neither is."""
    depths = said.get(b"AD", b"")
    # VarScan gives the reads of the ALT alone, and those of REF as RD.
    reads = _number(depths, alt if b"RD" in said else alt + 1)
    if reads is not None:
        return b"AD", reads
    for key in (b"AO", *_FRACTIONS):
        number = _number(said.get(key, b""), alt)
        if number is not None:
            return key, number
    return b"", None


def _number(value: bytes, at: int) -> float | None:
    """One number of a list."""
    numbers = value.split(b",")
    found = numbers[at] if at < len(numbers) else b""
    return float(found.rstrip(b"%")) if _NUMBER.fullmatch(found) else None


def normals(header: Iterable[bytes], samples: Sequence[bytes]) -> frozenset[bytes]:
    """The samples that are the normal of a pair: by the header, else by their names where another is named as the tumour's."""
    named = {m[1] or m[2] for line in header if (m := _PAIR.match(line))}
    if found := named.intersection(samples):
        return frozenset(found) if len(found) < len(samples) else frozenset()
    normal = {s for s in samples if _NORMAL.search(s) and not _TUMOR.search(s)}
    return frozenset(normal) if normal and any(map(_TUMOR.search, samples)) else frozenset()
