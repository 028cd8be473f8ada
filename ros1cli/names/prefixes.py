"""What stands before a change: the gene, a fusion with it, or the accession of a sequence, which decides the numbering."""

import re

from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.protein import AMINO_ACID, Sequence, spelled
from ros1cli.names.split import Prefix
from ros1cli.tables.model import Reference

# Plain text, compiled where it is used: most names need none of them.
_ACCESSION = r"(?:[NX][MPR]_?[0-9]+|ENS[TP][0-9]+|[OPQ][0-9][A-Z0-9]{3}[0-9])(?:\.[0-9]+|-[0-9]+)?"
_PARTS = r"(?i:([A-Z]+_?[0-9][A-Z0-9]*?)(\.[0-9]+|-[0-9]+)?)"
_PROTEIN = r"(?i:[NX]P_|ENSP|[OPQ][0-9])"
_JOINED = r"(?i:([A-Z][A-Z0-9]{1,9})(-|::|/)([A-Z][A-Z0-9]{1,9}))"
_NAME_FOLLOWS = rf"(?=[pcgnmr]\.|\(|\[|chr|nc_|{_ACCESSION}|{AMINO_ACID}[0-9])"
_OTHER_GENE = rf"(?i:([A-Z][A-Z0-9]{{1,9}}(?:(?:-|::)[A-Z][A-Z0-9]{{1,9}})?)(?::|_|\s)\s*{_NAME_FOLLOWS}(.+))"


def read_sequence(ref: Reference, text: str, given: str) -> Sequence:
    """An accession, with any version → the sequence.

    Raises:
        NotUnderstood: it is no sequence of the gene that is known here, or an isoform of its own.
    """
    parts = re.fullmatch(_PARTS, text)
    name, version = (parts.group(1).upper(), parts.group(2) or "") if parts else (text.upper(), "")
    known = (*ref.accessions, *ref.mane_accessions)
    if name in known and (not version.startswith("-") or version == "-1"):
        return Sequence(text, name in ref.mane_accessions, bool(re.match(_PROTEIN, name)))
    why = "is another isoform" if name in known else f"is not a {ref.gene} sequence that is known here"
    raise NotUnderstood(
        f"{shown(text)!r} {why}, so its numbering is not known. Known, in any version: {', '.join(ref.accessions)}; and, "
        f"numbered as MANE Select: {', '.join(ref.mane_accessions)}.",
        given=given,
    )


def split(ref: Reference, text: str, given: str) -> tuple[Prefix, str]:
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
            prefix.gene or more.gene, prefix.fusion or more.fusion, _same(prefix.sequence, more.sequence, given)
        )


def _one(ref: Reference, text: str, given: str) -> tuple[Prefix, str] | None:
    """One prefix in front of `text`, and what follows it."""
    gene = re.escape(ref.gene)
    found = re.match(rf"({_ACCESSION})(?:\(([A-Z0-9]+)\))?(?:\s*:\s*|\s+){_NAME_FOLLOWS}", text, re.IGNORECASE)
    if found and found.group(2) and found.group(2).casefold() != ref.gene.casefold():
        raise NotUnderstood(
            f"{shown(given)!r} names a sequence of {found.group(2)}; only changes of {ref.gene} are read.", given=given
        )
    if found:
        return Prefix(sequence=read_sequence(ref, found.group(1), given)), text[found.end() :]
    found = re.match(rf"{gene}(?:\s*:\s*|[_\-]|\s+)?{_NAME_FOLLOWS}", text, re.IGNORECASE)
    if found:
        return Prefix(gene=True), text[found.end() :]
    found = re.match(rf"([^\s:]+(?:::[^\s:]+)?)(?:\s*:\s*|[_\-]|\s+){_NAME_FOLLOWS}", text)
    if found and is_fusion(ref, found.group(1)):
        return Prefix(fusion=found.group(1)), text[found.end() :]
    return None


def _same(one: Sequence | None, other: Sequence | None, given: str) -> Sequence | None:
    if one and other and one.mane != other.mane:
        raise NotUnderstood(
            f"{one.words} and {other.words} number the residues differently, and {shown(given)!r} names both; keep one.",
            given=given,
        )
    return other or one


def agree(said: Sequence | None, own: Sequence | None, given: str) -> Sequence | None:
    """The sequence of a name: its own, else the one that --transcript says for all names.

    Raises:
        NotUnderstood: the two number the residues differently.
    """
    if said and own and said.mane != own.mane:
        raise NotUnderstood(
            f"{shown(given)!r} names {own.words}, and --transcript {said.words}: they number the residues differently. "
            "Correct the one or leave out the other.",
            given=given,
        )
    return own or said


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


def other_gene(text: str) -> tuple[str, str] | None:
    """`ALK:p.G1202R` → the gene, and the rest; None when no word like a gene stands before a name."""
    found = re.fullmatch(_OTHER_GENE, text)
    return (found.group(1), found.group(2)) if found else None
