"""One change of one residue, and the two numberings of the ROS1 protein."""

import re
from typing import NamedTuple

from ros1cli.tables.model import Reference

THREE = {
    "ALA": "A", "ARG": "R", "ASN": "N", "ASP": "D", "CYS": "C", "GLN": "Q", "GLU": "E", "GLY": "G", "HIS": "H", "ILE": "I",
    "LEU": "L", "LYS": "K", "MET": "M", "PHE": "F", "PRO": "P", "SER": "S", "THR": "T", "TRP": "W", "TYR": "Y", "VAL": "V",
}  # fmt: skip
ONE = {one: three.capitalize() for three, one in THREE.items()}
AMINO_ACID = f"(?:{'|'.join(THREE)}|[{''.join(ONE)}])"
_CHANGE = r"([A-Za-z]{3}|[A-Za-z])([0-9]+)([A-Za-z]{3}|[A-Za-z])"
_BASES = "TCAG"
_CODE = "FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG"  # the genetic code, codons in the order of _BASES


class Change(NamedTuple):
    """A substitution in one-letter code, e.g. G, 2032, R."""

    ref: str
    pos: int
    alt: str

    def __str__(self) -> str:
        return f"{self.ref}{self.pos}{self.alt}"


class Spelled(NamedTuple):
    """A substitution as typed: letters in one-letter code, the residue number still as text."""

    ref: str
    digits: str
    alt: str

    def __str__(self) -> str:
        return f"{self.ref}{self.digits}{self.alt}"


class Sequence(NamedTuple):
    """A known sequence as it was named: `given` for the screen, and which of the two numberings it has."""

    given: str
    mane: bool
    protein: bool

    @property
    def words(self) -> str:
        """The sequence with what it is."""
        return f"{self.given} (MANE Select)" if self.mane else self.given


def spelled(text: str) -> Spelled | None:
    """`G2032R`, `Gly2032Arg` in any case → its parts; None when the text is no substitution, or mixes the two codes."""
    match = re.fullmatch(_CHANGE, text)
    if not match:
        return None
    ref, digits, alt = match.groups()
    known = all(code.upper() in (THREE if len(ref) == 3 else ONE) for code in (ref, alt))
    return Spelled(letter(ref), digits, letter(alt)) if known else None


def bare(text: str) -> str:
    """The name without `p.` and without the brackets that HGVS puts around what was predicted."""
    if text[:1] not in ("p", "P", "("):
        return text
    match = re.fullmatch(r"p\.\((.*)\)|\((?:p\.)?(.*)\)|p\.(.*)", text, re.IGNORECASE)
    return next((g for g in match.groups() if g is not None), text) if match else text


def letter(code: str) -> str:
    """A one- or three-letter code → the one-letter code."""
    return THREE[code.upper()] if len(code) == 3 else code.upper()


def residue_name(letter: str) -> str:
    """`G` → `Gly (G)`."""
    return f"{ONE[letter]} ({letter})"


def residue(reference: Reference, pos: int, mane: bool = False) -> str | None:
    """The amino acid at a residue of the reference, or of MANE Select; None where that is not known."""
    on_reference = from_mane(reference, pos) if mane else pos
    if on_reference is None or not 1 <= on_reference <= len(reference.sequence):
        return None
    return reference.sequence[on_reference - 1]


def on_mane(reference: Reference, pos: int) -> int | None:
    """The number of a reference residue on the MANE Select protein; None when it is not there."""
    for s in reference.mane_segments:
        if s.first <= pos <= s.last:
            return None if s.offset is None else pos + s.offset
    return None


def from_mane(reference: Reference, pos: int) -> int | None:
    """The number on the reference of a residue of the MANE Select protein; None when there is none."""
    for s in reference.mane_segments:
        if s.offset is not None and s.first + s.offset <= pos <= s.last + s.offset:
            return pos - s.offset
    return None


def may_hold(amino_acid: str, place: int, base: str) -> bool:
    """Whether a codon of this amino acid can have this base in this place (0 to 2)."""
    step = 4 ** (2 - place)
    return any(_BASES[i // step % 4] == base for i, coded in enumerate(_CODE) if coded == amino_acid)
