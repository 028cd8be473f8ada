"""One `--mutation` value → its names, each with what stood before it. What a name means is read in `findings`."""

import re
from typing import NamedTuple

from ros1cli.errors import shown
from ros1cli.names.characters import LONGEST
from ros1cli.names.prefixes import is_driver, split
from ros1cli.names.protein import AMINO_ACID, bare, spelled
from ros1cli.names.split import MOST_NAMES, Name, Place, Prefix

# Plain text, compiled where it is used: most names need few of them.
_AMINO_ACID = f"(?i:{AMINO_ACID})"
_SEPARATORS = r"(?i: ?([/,;&]|\+(?![0-9])|\band\b) ?)"
_GROUP = r"\[([^\[\]]+)\]"
_ALLELES = rf"(?i:([pc]\.)?{_GROUP}(?:(;|\(;\))(?:\1)?{_GROUP})?)"
_WRAPPED = r"(?i:(?:p\.)?\(([^()]+/[^()]+)\))"
_PHASES = {
    "cis": "the brackets say: on one allele (cis)",
    "trans": "the brackets say: on two alleles (trans)",
    "unknown": "the brackets say: phase not known",
    "one": "the brackets say: the other allele is unchanged",
}


class Value(NamedTuple):
    """The names of one value; `trans`: it says that they stand on different alleles, or that this is not known."""

    names: tuple[Name, ...]
    trans: bool = False


def names_of(at: Place, value: str) -> Value:
    """The names of a value, each once.

    Args:
        at: where it happens; holds the tables, their vocabulary and what was typed.
        value: what was typed, in plain characters.

    Raises:
        NotUnderstood: the brackets or separators cannot be read, or there are too many names.
    """
    if at.words.find(value) or is_driver(at.tables.reference, value):
        return Value((Name(value, Prefix(), value),))
    at.refuse_not_a_finding(value)
    if "[" in value or "]" in value:
        return _alleles(at, value)
    ref = at.tables.reference
    prefix, body = split(ref, value, at.text) if "(" in value else (Prefix(), value)
    wrapped = re.fullmatch(_WRAPPED, body) if "(" in body else None
    if wrapped:
        return _grouped(at, [Name(p, prefix, p, slashed=slashed) for p, slashed in _pieces(at, wrapped.group(1))])
    names: list[Name] = []
    for piece, slashed in _pieces(at, value):
        own, rest = split(ref, piece, at.text) if len(piece) <= LONGEST else (Prefix(), piece)
        prefix = own if own.names_gene else names[-1].prefix if names else Prefix()
        words = rest.split()
        several = len(words) > 1 and all(_like_a_name(w) for w in words)
        names += [Name(w, prefix, w) for w in words] if several else [Name(piece, prefix, rest, slashed=slashed)]
    return _grouped(at, names)


def _pieces(at: Place, value: str) -> list[tuple[str, bool]]:
    """What stands between the separators, and whether a slash stands before it."""
    parts = re.split(_SEPARATORS, value)
    pieces = parts[::2]
    if len(pieces) > 4 * MOST_NAMES:
        at.refuse(
            f"{shown(value)!r} holds {len(pieces)} names, and one tumour cannot have so many; ask for each tumour apart."
        )
    if not all(pieces):
        at.refuse(f"{shown(value)!r} has a separator with nothing beside it; write for example A/B.")
    return list(zip(pieces, (sign == "/" for sign in ["", *parts[1::2]]), strict=True))


def _grouped(at: Place, names: list[Name]) -> Value:
    """Letters behind a change, as `S1986Y/F`, belong to it: other possibilities at its residue."""
    out: list[Name] = []
    for name in names:
        if not out or not name.slashed or not _is_letter_of(out[-1].body, name.body):
            out.append(name._replace(slashed=False))
            continue
        if at.words.find(name.body):
            what = f"{shown(name.body)} in {shown(at.text)!r} is an amino acid and an off-target finding"
            at.refuse(f"{what}; give the finding in a --mutation of its own.")
        before = out.pop()
        out.append(before._replace(given=f"{before.given}/{name.given}", letters=(*before.letters, name.body)))
    return Value(tuple(dict.fromkeys(out)))


def _alleles(at: Place, value: str) -> Value:
    """The HGVS brackets, keeping what they say of the phase."""
    prefix, body = split(at.tables.reference, value, at.text)
    found = re.fullmatch(_ALLELES, body)
    if not found or len(value) > 20 * LONGEST:
        at.refuse(
            f"The brackets in {shown(value)!r} are not p.[A;B] or p.[A];[B]; write the changes with / between them."
        )
    kind, one, sign, other = (found.group(1) or "p.").casefold(), found.group(2), found.group(3), found.group(4)
    phase = {None: "cis", ";": "trans", "(;)": "unknown"}[sign]
    if other and _is_unchanged(other, bare(one)):
        other, phase = None, "one"
    if "(;)" in one:
        one, phase = one.replace("(;)", ";"), "unknown"
    names = [bare(n) for group in (one, other) if group for n in bare(group).split(";")]
    if not all(names):
        at.refuse(f"{shown(value)!r} has a separator with nothing beside it; write for example p.[A;B].")
    told = (_PHASES[phase],) if len(names) > 1 or phase == "one" else ()
    every = tuple(Name(n, prefix, f"{kind}{n}", (), told, free=False) for n in names)
    return Value(tuple(dict.fromkeys(every)), phase in ("trans", "unknown"))


def _is_unchanged(allele: str, change: str) -> bool:
    """`=`, or `Gly2032=` beside `Gly2032Arg`: the other allele has no change there."""
    site = re.fullmatch(r"([A-Za-z0-9]*)=", allele)
    return bool(site and (not site.group(1) or re.match(rf"{site.group(1)}(?![0-9])", change)))


def _like_a_name(word: str) -> bool:
    if spelled(bare(word)):
        return True
    from ros1cli.names.hgvs import is_nucleotides

    return is_nucleotides(word)


def _is_letter_of(change: str, text: str) -> bool:
    """`F` behind `S1986Y`, `Phe` behind `Ser1986Tyr`: another amino acid, in the spelling of the change before it."""
    if not re.fullmatch(_AMINO_ACID, text) or not spelled(bare(change)):
        return False
    return bool(re.search(r"[A-Za-z]{3}[0-9]", bare(change))) == (len(text) == 3)
