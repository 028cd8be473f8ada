"""Why a name is no finding, said as exactly as possible and with the likely reading. The functions named refuse_… raise."""

import re
from typing import NoReturn

from ros1cli.errors import ImpossibleChange, shown
from ros1cli.names.characters import LONGEST, near, one_of
from ros1cli.names.drugs import find_drug
from ros1cli.names.hgvs import (
    AMINO_ACID,
    NAME_FOLLOWS,
    Change,
    Spelled,
    bare,
    from_mane,
    letter,
    protein_length,
    residue,
    residue_name,
    residue_number,
    spelled,
)
from ros1cli.names.off_target import event
from ros1cli.names.split import NameContext

# Plain text, compiled only where something is refused: a good name does not pay for them.
_OTHER_GENE = rf"(?i:([A-Z][A-Z0-9]{{1,9}}(?:(?:-|::)[A-Z][A-Z0-9]{{1,9}})?)(?::|_|\s)\s*{NAME_FOLLOWS}(.+))"
_SITE = rf"(?i:{AMINO_ACID}[0-9]+)"
_OTHER_CHANGE = rf"(?i:{AMINO_ACID}[0-9]+(?:_{AMINO_ACID}[0-9]+)?(?:\*|X|TER|FS.*|DEL.*|INS.*|DUP.*|=|\?|EXT.*)|=|\?|0)"
_LETTER_FOR_DIGIT = rf"(?i:({AMINO_ACID})([0-9OIL]{{2,5}})({AMINO_ACID}))"
_PLACE = r"(?i:(?:chr)?([0-9]{1,2}|[XY])[:\-_ ]([0-9]{4,9})[:\-_ ]?([ACGT])[:\->_ ]{1,2}([ACGT]))"
_MIXED = rf"(?i:({AMINO_ACID})([0-9]+)({AMINO_ACID}))"
_DIGITS = {"O": "0", "I": "1", "L": "1"}


def refuse_name(at: NameContext, token: str) -> NoReturn:
    """Refuse a token that is no finding."""
    gene = at.ref.gene
    body = bare(token)
    if len(token) > LONGEST:
        at.refuse(f"{shown(token)!r} is too long to be a name; write a {gene} substitution as G2032R or p.Gly2032Arg.")
    at.refuse_not_a_finding(token)
    if re.fullmatch(_OTHER_CHANGE, body):
        at.refuse(
            f"{shown(token)!r} is not a substitution; only substitutions of one amino acid in {gene} are covered, "
            "not stops, frameshifts, deletions, insertions or silent changes."
        )
    if re.fullmatch(_SITE, body):
        _refuse_site(at, token, body)
    if re.match(r"[nmr]\.", body, re.IGNORECASE):
        at.refuse(f"{shown(token)!r} is notation that is not read here; give the p., c. or g. name.")
    if find_drug(at.tables, token):
        at.refuse(f"{shown(token)} is a drug, not a mutation; ask `ros1 drug {shown(token)}`.")
    _refuse_place(at, token)
    _refuse_other_gene(at, token)
    _refuse_letter_for_digit(at, token, body)
    _refuse_mixed_codes(at, token, body)
    _refuse_unknown(at, token, body)


def _refuse_site(at: NameContext, token: str, body: str) -> NoReturn:
    found = spelled(f"{body}A")
    known = _known_at(at, int(found.digits)) if found and len(found.digits) < 6 else ()
    hint = f"; known at this residue: {', '.join(known)}" if known else ""
    at.refuse(f"{shown(token)!r} names a residue but not the new amino acid; write it as in G2032R{hint}.", known)


def _refuse_place(at: NameContext, token: str) -> None:
    """A position without `g.`, as variant files write it."""
    match = re.fullmatch(_PLACE, token)
    if match:
        likely = f"chr{match.group(1)}:g.{match.group(2)}{match.group(3).upper()}>{match.group(4).upper()}"
        at.refuse(f"{shown(token)!r} looks like a position on a chromosome; write it as {likely}.")


def _refuse_other_gene(at: NameContext, token: str) -> None:
    """Another gene in front of a change; of a gene that is known here, the spelling that is read."""
    found = re.fullmatch(_OTHER_GENE, token)
    if not found or spelled(found[1]):
        return
    gene, change = found[1], found[2]
    if find_drug(at.tables, gene):
        at.refuse(f"{shown(gene)} is a drug, and a mutation was asked for; give the mutation alone.")
    if " " in token and not gene.isupper():
        return  # "no G2032R"
    if "-" in gene or "::" in gene:
        ours = at.ref.gene
        at.refuse(
            f"{shown(gene)} is no fusion of {ours} that is known here; give the change alone, or the fusion as PARTNER::{ours}."
        )
    likely = at.words.find(f"{gene} {event(change) or change}")
    likely = None if likely and likely.change in at.tables.every_finding else likely
    hint = f" For that gene write {likely.name!r}." if likely else ""
    at.refuse(
        f"{shown(token)!r} names the gene {shown(gene)}; only substitutions in {at.ref.gene} are looked up by their "
        f"change.{hint} Off-target genes that are known: {', '.join(at.words.genes)}.",
        (likely.name,) if likely else (),
    )


def _refuse_letter_for_digit(at: NameContext, token: str, body: str) -> None:
    match = re.fullmatch(_LETTER_FOR_DIGIT, body)
    odd = [c for c in match.group(2) if c.upper() in _DIGITS] if match else []
    if not match or not odd:
        return
    digits = "".join(_DIGITS.get(c.upper(), c) for c in match.group(2))
    fixed = spelled(f"{match.group(1)}{digits}{match.group(3)}")
    likely = _if_it_fits(at, fixed) if fixed else ()
    names = ", ".join(f"the letter {c} (U+{ord(c):04X})" for c in dict.fromkeys(odd))
    hint = f"; did you mean {likely[0]}?" if likely else "; write digits."
    at.refuse(f"{shown(token)!r} has {names} where a digit belongs{hint}", likely)


def _refuse_mixed_codes(at: NameContext, token: str, body: str) -> None:
    """`G2032Met`: a letter and a three-letter code, which may as well be a change and something else."""
    match = re.fullmatch(_MIXED, body)
    if match:
        likely = _if_it_fits(at, Spelled(letter(match.group(1)), match.group(2), letter(match.group(3))))
        hint = f"; did you mean {likely[0]}?" if likely else "."
        at.refuse(f"{shown(token)!r} mixes the one-letter and the three-letter code{hint}", likely)


def _if_it_fits(at: NameContext, found: Spelled) -> tuple[str, ...]:
    """The change as the one suggestion, where the protein has that residue in the numbering in force."""
    number = residue_number(at.ref, found.digits, at.mane)
    fits = number and residue(at.ref, number, at.mane) == found.ref != found.alt
    return (at.full(str(found)),) if fits else ()


def _refuse_unknown(at: NameContext, token: str, body: str) -> NoReturn:
    phrases = [w for w in at.words.phrases if not spelled(w)]
    likely = near(body, [*at.singles, *phrases], 1)
    suggestions = tuple(dict.fromkeys(at.words.phrases[n].id if n in at.words.phrases else at.full(n) for n in likely))
    hint = f" Did you mean {one_of(suggestions)}?" if suggestions else ""
    either = " 'or' joins no findings: for one or the other ask each apart." if re.search(r"\bor\b", token) else ""
    gene = at.ref.gene
    at.refuse(
        f"{shown(token)!r} is no finding that is known here.{hint}{either} Write a {gene} substitution as G2032R or p.Gly2032Arg, "
        f"or an off-target finding; genes known: {', '.join(at.words.genes)}.",
        suggestions,
    )


# -- a substitution that the protein cannot have -------------------------------------------------------------------


def refuse_number(at: NameContext, found: Spelled, token: str) -> NoReturn:
    """A residue number beyond the protein, or written with leading zeros."""
    digits = found.digits.lstrip("0")
    if found.digits.startswith("0") and 0 < len(digits) < 6:
        likely = _if_it_fits(at, found._replace(digits=digits))
        hint = f"; did you mean {likely[0]}?" if likely else "."
        at.refuse(f"The residue number in {shown(token)!r} has a leading zero{hint}", likely)
    length = protein_length(at.ref, at.mane)
    on = at.sequence.words if at.sequence else f"the reference {at.ref.accessions[0]}"
    at.refuse(
        f"{at.ref.gene} has {length} residues on {on}, and {shown(token)!r} is not among 1 to {length}; correct the number.",
        kind=ImpossibleChange,
    )


def refuse_residue(at: NameContext, typed: Change) -> NoReturn:
    """The protein has another amino acid there: says which, and the likely reading."""
    ref = at.ref
    actual = residue(ref, typed.pos, at.mane)
    on = f"on {at.sequence.words}" if at.sequence else f"(reference {ref.accessions[0]})"
    there = residue_name(actual) if actual else "without a counterpart on the reference"
    likely, hint = _likely(at, typed)
    foreign = ref.foreign_changes.get(str(typed))
    if foreign:
        hint += f" {typed} is known as a mutation of {foreign}."
    at.refuse(
        f"{typed} cannot be: residue {typed.pos} is {there} in {ref.gene} {on}, not {residue_name(typed.ref)}.{hint}",
        likely,
        ImpossibleChange,
    )


def _likely(at: NameContext, typed: Change) -> tuple[tuple[str, ...], str]:
    """What the name would be in the other numbering; else known names that are near."""
    ref = at.ref
    pos = typed.pos if at.mane else from_mane(ref, typed.pos)
    if pos and residue(ref, pos) == typed.ref:
        other = str(typed._replace(pos=pos))
        if at.mane:
            how = f"if the report uses that, ask {other} without the accession"
            return (other,), f" It fits the numbering of {ref.accessions[0]}: {how}."
        where = f"the numbering of {ref.mane_accessions[0]} (MANE Select), on which it is {other} here"
        return (other,), f" It fits {where}: ask {other}, or give the accession with the name or with --transcript."
    known = _known_at(at, typed.pos)
    close = tuple(n for n in map(at.full, near(str(typed), at.singles, 1)) if n not in known)
    hint = f" Known at this residue: {', '.join(known)}." if known else ""
    if close:
        hint += f" Did you mean {one_of(close)}?"
    return (*known, *close), hint


def refuse_foreign(at: NameContext, name: str) -> None:
    """Refuse a change, with nothing in front of it that says our gene, that everybody reads as another gene's."""
    ref = at.ref
    gene = ref.foreign_changes.get(name)
    if gene is None or name in at.tables.every_finding:
        return
    known = tuple(f"{g} {name}" for g in gene.split(" or ") if g in at.words.genes)
    how = f", as in {known[0]!r}" if known else f"; {gene} is not among the genes that these tables hold"
    if residue(ref, int(name[1:-1])) == name[0]:
        how += f". For {ref.gene} write '{ref.gene} {name}'"
    at.refuse(
        f"{name} is known as a mutation of {gene}, not of {ref.gene}; give the finding with its gene{how}.", known
    )


def _known_at(at: NameContext, pos: int) -> tuple[str, ...]:
    return tuple(at.full(name) for name, known in at.singles.items() if known == pos)
