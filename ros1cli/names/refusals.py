"""Why a token is no substitution of ROS1, said as exactly as possible. Every function here raises."""

from __future__ import annotations

import re
from typing import NoReturn

from ros1cli.errors import NotUnderstood, shown
from ros1cli.model import Tables
from ros1cli.names.drugs import find_drug
from ros1cli.names.offtarget import Vocabulary
from ros1cli.names.protein import AMINO_ACID, Change, Spelled, from_mane, residue_name, spelled
from ros1cli.names.text import near, one_of

_SITE = re.compile(rf"{AMINO_ACID}[0-9]+", re.IGNORECASE)
_OTHER_CHANGE = re.compile(
    rf"{AMINO_ACID}[0-9]+(?:_{AMINO_ACID}[0-9]+)?(?:\*|X|TER|FS.*|DEL.*|INS.*|DUP.*|=|\?|EXT.*)",
    re.IGNORECASE,
)
_LETTER_FOR_DIGIT = re.compile(r"[A-Z][0-9OIL]{3,5}[A-Z]", re.IGNORECASE)
FUSION = re.compile(r"[A-Z][A-Z0-9]{1,9}(?:-|::|/)[A-Z][A-Z0-9]{1,9}", re.IGNORECASE)


def refuse(tables: Tables, words: Vocabulary, token: str, body: str, text: str) -> NoReturn:
    """Refuse a token that is no substitution: `body` is the token without `p.` and brackets, `text` all that was typed."""
    gene = tables.reference.gene
    if _OTHER_CHANGE.fullmatch(body):
        _raise(
            f"{shown(token)!r} is not a substitution; only substitutions of one amino acid in {gene} are covered, "
            "not stops, frameshifts, deletions, insertions or silent changes.",
            text,
        )
    if _SITE.fullmatch(body):
        _refuse_site(tables, token, body, text)
    if re.match(r"[cgn]\.|chr", body, re.IGNORECASE):
        _raise(f"{shown(token)!r} is c. or g. notation, which is not read yet; give the protein change.", text)
    if find_drug(tables, token):
        _raise(f"{shown(token)} is a drug, not a mutation; ask `ros1 drug {shown(token)}`.", text)
    if FUSION.fullmatch(body) and gene.casefold() in body.casefold():
        what = "a fusion, the driver of the cancer, not a resistance mutation"
        _raise(f"{shown(token)} is {what}; ask `ros1 guidance fusion-partner`.", text)
    _refuse_unknown(tables, words, token, body, text)


def _raise(message: str, text: str, suggestions: tuple[str, ...] = ()) -> NoReturn:
    raise NotUnderstood(message, given=text, suggestions=suggestions)


def _refuse_site(tables: Tables, token: str, body: str, text: str) -> NoReturn:
    found = spelled(f"{body}A")
    known = _known_at(tables, int(found.digits)) if found and len(found.digits) < 6 else ()
    hint = f"; known at this residue: {', '.join(known)}" if known else ""
    _raise(f"{shown(token)!r} names a residue but not the new amino acid; write it as in G2032R{hint}.", text, known)


def _refuse_unknown(tables: Tables, words: Vocabulary, token: str, body: str, text: str) -> NoReturn:
    if _LETTER_FOR_DIGIT.fullmatch(body):
        fixed = (body[0] + re.sub("[IL]", "1", body[1:-1].upper().replace("O", "0")) + body[-1]).upper()
        _raise(f"{shown(token)!r} has a letter where a digit belongs; did you mean {fixed}?", text, (fixed,))
    suggestions = near(body, [*_singles(tables), *words.phrases], 1)
    hint = f" Did you mean {one_of(suggestions)}?" if suggestions else ""
    _raise(
        f"{shown(token)!r} is no finding that is known here.{hint} Write a {tables.reference.gene} substitution as G2032R or "
        f"p.Gly2032Arg, or an off-target finding; genes known: {', '.join(words.genes)}.",
        text,
        suggestions,
    )


def refuse_other_gene(tables: Tables, words: Vocabulary, gene: str, text: str) -> NoReturn:
    """Another gene in front of a change."""
    _raise(
        f"{shown(text)!r} names the gene {shown(gene)}; only substitutions in {tables.reference.gene} are looked up by their "
        f"change. Off-target genes that are known: {', '.join(words.genes)}.",
        text,
    )


def refuse_number(tables: Tables, found: Spelled, token: str, text: str) -> NoReturn:
    """A residue number beyond the protein, or written with leading zeros."""
    ref = tables.reference
    length = len(ref.sequence)
    if found.digits.startswith("0") and found.digits.strip("0"):
        likely = f"{found.ref}{found.digits.lstrip('0')}{found.alt}"
        _raise(
            f"The residue number in {shown(token)!r} has a leading zero; did you mean {shown(likely)}?",
            text,
            (shown(likely),),
        )
    _raise(
        f"{ref.gene} has {length} residues on the reference {ref.accessions[0]}, and {shown(token)!r} is not among 1 to {length}; "
        "correct the number.",
        text,
    )


def refuse_residue(tables: Tables, change: Change, text: str) -> NoReturn:
    """The protein has another amino acid there; says which, and the likely reading when it fits the other numbering."""
    ref = tables.reference
    known = _known_at(tables, change.pos)
    hint = f" Known at this residue: {', '.join(known)}." if known else ""
    pos = from_mane(ref, change.pos)
    if pos and ref.sequence[pos - 1] == change.ref:
        likely = str(change._replace(pos=pos))
        known = (likely,)
        hint = (
            f" It fits the numbering of {ref.mane_accessions[0]} (MANE Select), on which it is {likely} here: "
            f"ask {likely}, or give the accession with the name."
        )
    _raise(
        f"{change} cannot be: residue {change.pos} is {residue_name(ref.sequence[change.pos - 1])} in {ref.gene} "
        f"(reference {ref.accessions[0]}), not {residue_name(change.ref)}.{hint}",
        text,
        known,
    )


def _singles(tables: Tables) -> list[str]:
    return [f.id for f in tables.findings.values() if len(f.members) == 1]


def _known_at(tables: Tables, pos: int) -> tuple[str, ...]:
    return tuple(f for f in _singles(tables) if int(f[1:-1]) == pos)
