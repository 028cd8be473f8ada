"""p., c. and g. names, what stands before them, and the two numberings of the ROS1 protein.

c. and g. names become a change of the protein by the table alone: what is ambiguous or not listed is refused, never guessed.
A c. number means one thing on the reference transcript and another on MANE Select. A bare c. name is therefore read only
when it fits the reference and cannot fit MANE Select: there the codon would code for an amino acid that no codon with that
base codes for.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.characters import one_of
from ros1cli.tables.reference import Derivation, Nucleotides, Reference

THREE = {
    "ALA": "A", "ARG": "R", "ASN": "N", "ASP": "D", "CYS": "C", "GLN": "Q", "GLU": "E", "GLY": "G", "HIS": "H", "ILE": "I",
    "LEU": "L", "LYS": "K", "MET": "M", "PHE": "F", "PRO": "P", "SER": "S", "THR": "T", "TRP": "W", "TYR": "Y", "VAL": "V",
}  # fmt: skip
ONE = {one: three.capitalize() for three, one in THREE.items()}
AMINO_ACID = f"(?:{'|'.join(THREE)}|[{''.join(ONE)}])"
_CHANGE = r"([A-Za-z]{3}|[A-Za-z])([0-9]+)([A-Za-z]{3}|[A-Za-z])"
# No substitution: silent, stop, frameshift, splice, deletion, insertion. `G2032delinsR` and `G2032>R` are other spellings of one.
_ONE_FOR_ONE = rf"{AMINO_ACID}?([0-9]+)(?:_{AMINO_ACID}?\1)?(?:DELINS|{AMINO_ACID}?>){AMINO_ACID}"
_RESIDUE = rf"(?:{AMINO_ACID}|TER|X|\*)"
_NO_SUBSTITUTION = (
    rf"{_RESIDUE}[0-9]+(?:=|\*|X|TER|\?|DEL.*|INS.*|DUP.*|_SPLICE|[A-Z]*(?:FS|EXT).*)"
    rf"|{_RESIDUE}[0-9]+_{_RESIDUE}?[0-9]+(?:=|\*|\?|DEL.*|INS.*|DUP.*|>.*|[A-Z]*(?:FS|EXT).*)"
    rf"|(?-i:[A-Z]{{2}}[0-9]+[A-Z*]{{2}})|[0-9]+_[0-9]+.*|[0-9]+_SPLICE|=|0\??"
)
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
        return "".join(self)


class NamedSequence(NamedTuple):
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


def is_no_substitution(text: str) -> bool:
    """Whether a name, not a long one and without what stands before it, is a change of the protein and no substitution."""
    name = bare(text.replace("%3D", "="))
    found = spelled(name)
    if found:
        return found.ref == found.alt
    if re.fullmatch(_ONE_FOR_ONE, name, re.IGNORECASE):
        return False
    return re.fullmatch(_NO_SUBSTITUTION, name, re.IGNORECASE) is not None


def bare(text: str) -> str:
    """The name without `p.` and without the brackets that HGVS puts around what was predicted."""
    if text[:1] not in ("p", "P", "("):
        return text
    match = re.fullmatch(r"p\.\((.*)\)|\((?:p\.)?(.*)\)|p\.(.*)", text, re.IGNORECASE)
    return match[match.lastindex or 0] if match else text


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


def residue_number(reference: Reference, digits: str, mane: bool) -> int | None:
    """The residue number that was typed; None when it has a leading zero or lies beyond the end of the protein."""
    length = protein_length(reference, mane)
    if digits.startswith("0") or len(digits) > len(str(length)) or int(digits) > length:
        return None
    return int(digits)


def protein_length(reference: Reference, mane: bool) -> int:
    """How many residues the reference has, or MANE Select."""
    return reference.mane_length if mane else len(reference.sequence)


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


# Plain text, compiled where it is used: most names need none of them.
ACCESSION = r"(?:[NX][MPR]_?[0-9]+|ENS[TP][0-9]+|[OPQ][0-9][A-Z0-9]{3}[0-9])(?:\.[0-9]+|-[0-9]+)?"
_PARTS = r"(?i:([A-Z]+_?[0-9][A-Z0-9]*?)(\.[0-9]+|-[0-9]+)?)"
_PROTEIN = r"(?i:[NX]P_|ENSP|[OPQ][0-9])"
_JOINED = r"(?i:([A-Z][A-Z0-9]{1,9})(-|::|/)([A-Z][A-Z0-9]{1,9}))"
# Between an accession and a p. name ANNOVAR writes the exon and the c. name: NM_002944:exon38:c.G6094A:p.G2032R.
_ANNOVAR = r"(?:(?:exon[0-9]+|wholegene)\s*:\s*)?(?:(c\.[^\s:,;]+)\s*:\s*(?=p\.))?"
NAME_FOLLOWS = rf"(?=[pcgnmr]\.|\(|\[|chr|nc_|{ACCESSION}|{AMINO_ACID}[0-9])"


class Prefix(NamedTuple):
    """All that stood before a change; everything may be absent.

    `coding` is the c. name that ANNOVAR writes in front of a p. name.
    """

    gene: bool = False
    fusion: str = ""
    sequence: NamedSequence | None = None
    coding: str = ""

    @property
    def names_gene(self) -> bool:
        """The change is said to be one of this gene."""
        return bool(self.gene or self.fusion or self.sequence)


def read_sequence(ref: Reference, text: str, given: str) -> NamedSequence:
    """An accession, with any version → the sequence.

    Raises:
        NotUnderstood: it is no sequence of the gene that is known here, or an isoform of its own.
    """
    parts = re.fullmatch(_PARTS, text)
    name, version = (parts.group(1).upper(), parts.group(2) or "") if parts else (text.upper(), "")
    known = (*ref.accessions, *ref.mane_accessions)
    if name in known and (not version.startswith("-") or version == "-1"):
        return NamedSequence(text, name in ref.mane_accessions, bool(re.match(_PROTEIN, name)))
    why = "is another isoform" if name in known else f"is not a {ref.gene} sequence that is known here"
    raise NotUnderstood(
        f"{shown(text)!r} {why}, so its numbering is not known. Known, in any version: {', '.join(ref.accessions)}; and, "
        f"numbered as MANE Select: {', '.join(ref.mane_accessions)}.",
        given=given,
    )


def split_prefix(ref: Reference, text: str, given: str) -> tuple[Prefix, str]:
    """What stands before the change, and the rest. Raises as `read_sequence` does."""
    if spelled(text):
        return Prefix(), text
    prefix, rest = Prefix(), text
    while True:
        found = _one(ref, rest, given)
        if not found:
            return prefix, rest
        more, rest = found
        prefix = Prefix(
            prefix.gene or more.gene,
            prefix.fusion or more.fusion,
            _same(prefix.sequence, more.sequence, given),
            prefix.coding or more.coding,
        )


def _one(ref: Reference, text: str, given: str) -> tuple[Prefix, str] | None:
    """One prefix in front of `text`, and what follows it."""
    gene = re.escape(ref.gene)
    found = re.match(rf"({ACCESSION})(?:\(([A-Z0-9]+)\))?(?:\s*:\s*|\s+){_ANNOVAR}{NAME_FOLLOWS}", text, re.IGNORECASE)
    if found and found.group(2) and found.group(2).casefold() != ref.gene.casefold():
        raise NotUnderstood(
            f"{shown(given)!r} names a sequence of {found.group(2)}; only changes of {ref.gene} are read.", given=given
        )
    if found:
        sequence = read_sequence(ref, found.group(1), given)
        return Prefix(sequence=sequence, coding=found.group(3) or ""), text[found.end() :]
    found = re.match(rf"{gene}(?:\s*:\s*|[_\-]|\s+)?{NAME_FOLLOWS}", text, re.IGNORECASE)
    if found:
        return Prefix(gene=True), text[found.end() :]
    found = re.match(rf"([^\s:]+(?:::[^\s:]+)?)(?:\s*:\s*|[_\-]|\s+){NAME_FOLLOWS}", text)
    if found and is_fusion(ref, found.group(1)):
        return Prefix(fusion=found.group(1)), text[found.end() :]
    return None


def _same(one: NamedSequence | None, other: NamedSequence | None, given: str) -> NamedSequence | None:
    if one and other and one.mane != other.mane:
        raise NotUnderstood(
            f"{one.words} and {other.words} number the residues differently, and {shown(given)!r} names both; keep one.",
            given=given,
        )
    return other or one


def is_fusion(ref: Reference, text: str) -> bool:
    """Whether `text` names a fusion of the gene. A hyphen or slash only joins partners that are known, `::` any."""
    match = re.fullmatch(_JOINED, text)
    if not match:
        return False
    one, sign, other = match.group(1).upper(), match.group(2), match.group(3).upper()
    if (one == ref.gene.upper()) == (other == ref.gene.upper()):
        return False
    partner = other if one == ref.gene.upper() else one
    return sign == "::" or partner in ref.fusion_partners or (sign == "-" and not ref.fusion_partners)


def is_driver(ref: Reference, text: str) -> bool:
    """Whether the text is a fusion of the gene, with or without the word."""
    return any(sign in text for sign in "-:/") and is_fusion(
        ref, re.sub(r" (?:gene )?(?:fusion|rearrangement)$", "", text, flags=re.IGNORECASE)
    )


# Plain text, compiled where it is used: most names need none of them.
_CODING = r"(?i:c\.(.+))"
_GENOMIC = r"(?i:(?:([^\s:()]+)(?:\(([A-Z0-9]+)\))?:)?g\.(.+))"
_SUBSTITUTION = r"([0-9]+)([ACGT])>([ACGT])"
_PLACE = r"([0-9]+)(?:_[0-9]+)?[A-Z>]"


def is_nucleotides(text: str) -> bool:
    """Whether the text is written as a c. or g. name, readable or not."""
    return "." in text and bool(re.fullmatch(_CODING, text) or re.fullmatch(_GENOMIC, text))


def read_nucleotides(ref: Reference, text: str, sequence: NamedSequence | None, given: str) -> tuple[str, str]:
    """A c. or g. name → the change of the protein, and how that is known.

    Args:
        ref: the reference with its table of c. and g. names.
        text: the name without gene and accession of a transcript.
        sequence: the transcript, if one was given.
        given: all that was typed, for the message.

    Raises:
        NotUnderstood: the table does not hold the name, or holds it as one of several possibilities.
    """
    coding = re.fullmatch(_CODING, text)
    if not coding:
        match = re.fullmatch(_GENOMIC, text)
        assert match is not None
        return _genomic(ref, match.group(1), match.group(2), _spelled(match.group(3)), given)
    name = _spelled(coding.group(1))
    if sequence is None:
        return _bare(ref, name, given)
    row = _row(ref, name, sequence.mane)
    if row is None:
        _refuse_unlisted(ref, name, sequence.mane, given)
    _check(row, name, given)
    return row.change, f"by c.{name} on {sequence.words}, {_status(row)}"


def listed_change(ref: Reference, coding: str, mane: bool) -> str:
    """The change that the table lists for a c. name of HGVS or ANNOVAR; empty when it lists none for sure."""
    name = re.sub(r"c\.([ACGT])([0-9]+)([ACGT])", r"c.\2\1>\3", coding, flags=re.IGNORECASE)
    row = _row(ref, _spelled(name[2:]), mane)
    return row.change if row and row.status is not Derivation.AMBIGUOUS else ""


def _spelled(text: str) -> str:
    """Bases in capitals, the words of HGVS in small letters, without the brackets around what was predicted."""
    inner = text[1:-1] if text.startswith("(") and text.endswith(")") else text
    return re.sub("DELINS|DEL|INS|DUP|INV", lambda m: m.group().lower(), inner.upper())


def _row(ref: Reference, name: str, mane: bool) -> Nucleotides | None:
    return next((row for row in ref.nucleotides if name in row.on(mane)), None)


def _status(row: Nucleotides) -> str:
    return f"{row.status.value} ({row.basis})"


def _check(row: Nucleotides, name: str, given: str) -> None:
    if row.status is Derivation.AMBIGUOUS:
        raise NotUnderstood(
            f"c.{name} may be {row.change}, but that is ambiguous: {row.basis}. Give the protein change of the report; "
            f"where it says so, ask {row.change}.",
            given=given,
            suggestions=(row.change,),
        )


def transcript_of(accessions: Sequence[str]) -> str:
    """The coding sequence among accessions of one numbering."""
    return next((a for a in accessions if a.startswith(("NM_", "ENST"))), accessions[0])


# -- c. names without a transcript ---------------------------------------------------------------------------------


def _bare(ref: Reference, name: str, given: str) -> tuple[str, str]:
    here, there = _row(ref, name, False), _row(ref, name, True)
    on_reference = transcript_of(ref.accessions)
    if here:
        _check(here, name, given)
    if here and not _may_fit_mane(ref, name):
        return here.change, f"by c.{name} on {on_reference}, {_status(here)}; on MANE Select the base does not fit"
    if not here and not there:
        _refuse_unlisted(ref, name, None, given)
    on_mane_select = transcript_of(ref.mane_accessions)
    rows = [(row, on) for row, on in ((here, on_reference), (there, on_mane_select)) if row is not None]
    readings = [f"{row.change} on {on}" for row, on in rows]
    other = ""
    if len(rows) == 1:
        other = f", and on {on_mane_select if here else on_reference} it is not listed"
    names = tuple(f"{on}:c.{name}" for row, on in rows if row.status is not Derivation.AMBIGUOUS)
    hint = f", as in {one_of(names)}" if names else ""
    raise NotUnderstood(
        f"c.{shown(name)} does not say its transcript, and the numbers differ: it is {one_of(readings)}{other}. Give the "
        f"transcript with it{hint}, or with --transcript; or give the protein change.",
        given=given,
        suggestions=names,
    )


def _may_fit_mane(ref: Reference, name: str) -> bool:
    """Whether the same c. name can be a change on MANE Select. Unknown counts as yes."""
    match = re.fullmatch(_SUBSTITUTION, name)
    if not match or len(match.group(1)) > 6:
        return True
    codon, place = divmod(int(match.group(1)) - 1, 3)
    if codon + 1 > ref.mane_length:
        return False
    amino_acid = residue(ref, codon + 1, mane=True)
    return amino_acid is None or may_hold(amino_acid, place, match.group(2))


def _refuse_unlisted(ref: Reference, name: str, mane: bool | None, given: str) -> NoReturn:
    """Say what is known of the codon; `mane` is None where no transcript was given."""
    codon = _codon(name)
    amino_acid = residue(ref, codon, mane) if codon and mane is not None else None
    where = f" (it lies in codon {codon}, {residue_name(amino_acid)})" if amino_acid else ""
    pos = from_mane(ref, codon) if codon and mane else codon
    sure = [row for row in ref.nucleotides if row.status is not Derivation.AMBIGUOUS]
    listed = [f"c.{row.on(bool(mane))[0]} ({row.change})" for row in sure if int(row.change[1:-1]) == pos]
    also = f" Listed at this codon: {', '.join(listed)}." if listed else ""
    elsewhere = _row(ref, name, not mane) if mane is not None else None
    if elsewhere in sure:
        on = transcript_of(ref.accessions if mane else ref.mane_accessions)
        also += f" On {on} it is {elsewhere.change}: check the transcript."
    raise NotUnderstood(
        f"c.{shown(name)} is not in the table of c. names{where}, and none is translated here.{also} Give the protein change.",
        given=given,
    )


def _codon(name: str) -> int | None:
    match = re.match(_PLACE, name)
    return (int(match.group(1)) - 1) // 3 + 1 if match and len(match.group(1)) < 6 and int(match.group(1)) else None


# -- g. names ------------------------------------------------------------------------------------------------------


def _listed_positions(ref: Reference, build: str | None) -> list[tuple[str, str, Nucleotides]]:
    """The g. names of the table on a build, or on every one: the build, the name there, and the row that has it."""
    listed = []
    for row in ref.nucleotides:
        listed += [(on, name, row) for on, name in row.genomic.items() if build in (None, on)]
    return listed


def builds_by_name(ref: Reference) -> dict[str, str]:
    """Every name of a build, in small letters, → the build as the tables spell it."""
    names: dict[str, str] = {}
    for build, others in ref.genome.builds.items():
        names |= {name.casefold(): build for name in (build, *others)}
    return names


def _genomic(ref: Reference, where: str | None, said: str | None, name: str, given: str) -> tuple[str, str]:
    build = _build(ref, where, said, given)
    for on, listed, row in _listed_positions(ref, build):
        if listed == name:
            coding = f"c.{row.coding[0]} on {transcript_of(ref.accessions)}"
            return row.change, f"by its position on {on}, which is {coding}, {_status(row)}"
    return _refuse_place(ref, name, build, given)


def _build(ref: Reference, where: str | None, said: str | None, given: str) -> str | None:
    """The build that the name says; None when it says only the chromosome, or nothing."""
    chromosome = ref.genome.chromosome
    known = ", ".join(f"{names[0]} ({build})" for build, names in ref.genome.builds.items())
    by_name = builds_by_name(ref)
    if said and said.casefold() not in by_name:
        raise NotUnderstood(f"{shown(said)} is not a build that is known here; known are {known}.", given=given)
    from_said = by_name[said.casefold()] if said else None
    if where is None or where.casefold() in (chromosome.casefold(), chromosome.casefold().removeprefix("chr")):
        return from_said
    from_where = by_name.get(where.casefold())
    if from_where is None or from_said not in (None, from_where):
        raise NotUnderstood(
            f"{shown(where)} is not {chromosome}, where {ref.gene} lies; write {chromosome}:g. or one of {known}.",
            given=given,
        )
    return from_where


def _refuse_place(ref: Reference, name: str, build: str | None, given: str) -> NoReturn:
    elsewhere = [on for on, listed, _ in _listed_positions(ref, None) if listed == name]
    match = re.match(_PLACE, name)
    same = [
        f"g.{listed} ({row.change}, {on})"
        for on, listed, row in _listed_positions(ref, build)
        if match and re.match(rf"{match.group(1)}(?![0-9])", listed)
    ]
    hint = ""
    if elsewhere:
        hint = f" It is listed on {one_of(elsewhere)}: check the build."
    elif same:
        hint = f" Listed at this position: {', '.join(same)}."
    on = f" on {build}" if build else ""
    raise NotUnderstood(
        f"g.{shown(name)} is not in the table of positions{on}, and none is translated here.{hint} Give the protein change.",
        given=given,
    )
