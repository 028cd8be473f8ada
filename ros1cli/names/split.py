"""One `--mutation` value → its names, and all names of one question → one tumour, whatever their order.

What a name means is read in `mutations`.
"""

import re
from typing import NamedTuple, NoReturn

from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.characters import LONGEST, one_of
from ros1cli.names.hgvs import (
    ACCESSION,
    AMINO_ACID,
    Change,
    NamedSequence,
    Prefix,
    bare,
    is_driver,
    is_no_substitution,
    is_nucleotides,
    on_mane,
    spelled,
    split_prefix,
)
from ros1cli.names.off_target import OffTarget, Vocabulary
from ros1cli.tables.model import Tables
from ros1cli.tables.reference import Reference

MOST_NAMES = 50


class TypedName(NamedTuple):
    """One name of a value: as typed, what stood before it, the rest, and what else is to be told of it.

    `letters` are other possibilities at its residue; `free` is False for a name from HGVS brackets, which is no phrase;
    `slashed`: it stands behind a slash.
    """

    given: str
    prefix: Prefix
    body: str
    letters: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    free: bool = True
    slashed: bool = False


class Aside(NamedTuple):
    """Names that stand beside others and are not asked: changes that are no substitution, and names on unknown sequences."""

    no_substitution: list[str]
    unknown_sequence: list[str]


class NameContext(NamedTuple):
    """Where a name stands: the tables, their vocabulary, all that was typed in this value, and the sequence in force.

    `aside`: where to put names that are understood and not covered; None where they are refused.
    """

    tables: Tables
    words: Vocabulary
    text: str
    sequence: NamedSequence | None = None
    aside: Aside | None = None

    @property
    def ref(self) -> Reference:
        """The protein, and its two numberings."""
        return self.tables.reference

    @property
    def mane(self) -> bool:
        """Residues are numbered as on MANE Select."""
        return bool(self.sequence and self.sequence.mane)

    def full(self, name: str) -> str:
        """A name in the numbering in force as it must be written to be read so: never a bare name of MANE Select."""
        return f"{self.sequence.given}:{name}" if self.sequence and self.mane else name

    @property
    def singles(self) -> dict[str, int]:
        """The single changes that the tables know, in the numbering in force, with their residues in it."""
        known = [f.id for f in self.tables.findings.values() if len(f.members) == 1]
        places = {n: on_mane(self.ref, int(n[1:-1])) if self.mane else int(n[1:-1]) for n in known}
        return {f"{n[0]}{pos}{n[-1]}": pos for n, pos in places.items() if pos}

    @property
    def partner_note(self) -> str:
        """What the tables say of the partner of a fusion, with its source; empty when they say nothing."""
        said = self.tables.statements.get(self.ref.partner_note)
        return f"{said.text.rstrip('.')} ({said.cites[0].source}). " if said else ""

    def refuse_not_a_finding(self, text: str) -> None:
        """Refuse words that stand where a finding belongs and are none; return when they are no such words."""
        why = self.words.why_not(text)
        if why:
            self.refuse(f"{shown(text)!r} is not a finding: {why}.")

    def refuse(
        self, message: str, suggestions: tuple[str, ...] = (), kind: type[NotUnderstood] = NotUnderstood
    ) -> NoReturn:
        """Raise with what was typed."""
        raise kind(message, given=self.text, suggestions=suggestions)


class Reading(NamedTuple):
    """How one name was read."""

    given: str
    finding: str
    how: str


class Asked(NamedTuple):
    """All findings of one question. `on_target` are the changes of one tumour, ordered by residue.

    `without_status` are findings beside them that decide nothing: they tell of prognosis alone, or were seen at progression
    without proof that they resist. `phase` is `trans` when a name says that changes stand on different alleles, or that this
    is not known; `drivers` are fusions that were named beside the findings; `collisions` says which names fit both numberings,
    and what they would be.
    """

    readings: tuple[Reading, ...] = ()
    on_target: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    off_target: tuple[OffTarget, ...] = ()
    without_status: tuple[OffTarget, ...] = ()
    phase: str = ""
    collisions: tuple[tuple[str, str], ...] = ()
    drivers: tuple[str, ...] = ()

    @property
    def resistance(self) -> bool:
        """A finding is given that may make a cancer resistant: a change of ROS1 or an off-target one."""
        return bool(self.on_target or self.alternatives or self.off_target)

    @property
    def compound(self) -> bool:
        """Several ROS1 changes in one tumour."""
        return len(self.on_target) > 1

    @property
    def finding(self) -> str:
        """The id of the on-target finding: the changes joined in the order of their residues."""
        return "/".join(self.on_target)

    @property
    def told(self) -> str:
        """How the names were read, in one phrase; empty when every name was read as it was written."""
        told = [f"{r.given} read as {r.finding}: {r.how}" for r in self.readings if r.how not in _PLAIN]
        return "; ".join(told[:6]) + (f"; and {len(told) - 6} more" if len(told) > 6 else "")


AS_WRITTEN, EITHER = "as written", "one of the alternatives"
_PLAIN = (AS_WRITTEN, EITHER)
"""Ways of reading that the names of the findings themselves tell."""


class TumourFindings:
    """Collects findings, one name after the other."""

    def __init__(self, gene: str) -> None:
        self.gene = gene
        self.readings: dict[Reading, None] = {}
        self.changes: dict[int, dict[str, None]] = {}
        self.either: set[int] = set()
        self.off: dict[str, OffTarget] = {}
        self.drivers: dict[str, None] = {}
        self.collisions: dict[tuple[str, str], None] = {}
        self.trans = False

    def add(self, reading: Reading, found: Change | OffTarget | None, either: bool = False) -> None:
        """Keep one name: a change of the protein, an off-target finding, or None for a fusion.

        Args:
            reading: how the name was read.
            found: what it means.
            either: the change is one of several possibilities at its residue.

        Raises:
            NotUnderstood: there are more names than one tumour can have.
        """
        self.readings[reading] = None
        if isinstance(found, Change):
            self.changes.setdefault(found.pos, {})[str(found)] = None
            if either:
                self.either.add(found.pos)
        elif isinstance(found, OffTarget):
            self.off[found.name] = found
        else:
            self.drivers[reading.finding] = None
        if len(self.readings) > MOST_NAMES:
            raise NotUnderstood(
                f"More than {MOST_NAMES} names in one question cannot describe one tumour; ask for each tumour apart."
            )

    def asked(self) -> Asked:
        """Everything kept so far as one tumour.

        Raises:
            NotUnderstood: the changes cannot stand together, or have more than one reading.
        """
        for pos, names in self.changes.items():
            if len(names) > 1 and pos not in self.either:
                self._refuse_pair(sorted(names))
        if self.either and len(self.changes) > 1:
            self._refuse_mixed()
        off = [self.off[name] for name in sorted(self.off)]
        ordered = [sorted(self.changes[pos]) for pos in sorted(self.changes)]
        return Asked(
            readings=tuple(sorted(self.readings, key=lambda r: (r.finding, r.given, r.how))),
            on_target=() if self.either else tuple(names[0] for names in ordered),
            alternatives=tuple(ordered[0]) if self.either else (),
            off_target=tuple(found for found in off if found.decides),
            without_status=tuple(found for found in off if not found.decides),
            phase="trans" if self.trans and len(self.changes) > 1 else "",
            collisions=self._collisions(),
            drivers=tuple(sorted(self.drivers)),
        )

    def _collisions(self) -> tuple[tuple[str, str], ...]:
        """All names that fit both numberings as one pair: as typed, and what they would be on the other."""
        pairs = sorted(self.collisions, key=lambda pair: (int(pair[0][1:-1]), pair))
        return ((", ".join(p[0] for p in pairs), ", ".join(p[1] for p in pairs)),) if pairs else ()

    def _refuse_pair(self, names: list[str]) -> None:
        either = f"{names[0]}/{'/'.join(n[-1] for n in names[1:])}"
        elsewhere = ""
        if self.trans:
            elsewhere = ", and on two alleles or in two clones they are two findings, asked one by one"
        raise NotUnderstood(
            f"{' and '.join(names)} change the same residue and cannot stand on one {self.gene} protein{elsewhere}; for one or "
            f"the other write {either}.",
            given="/".join(names),
            suggestions=(either,),
        )

    def _refuse_mixed(self) -> None:
        pos = min(self.either)
        others = [min(names) for p, names in sorted(self.changes.items()) if p != pos]
        readings = tuple(
            "/".join(sorted([name, *others], key=lambda n: int(n[1:-1]))) for name in sorted(self.changes[pos])
        )
        raise NotUnderstood(
            f"Alternatives at residue {pos} together with another change have more than one reading; ask each apart: "
            f"{one_of(readings)}.",
            given="/".join(readings),
            suggestions=readings,
        )


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


def names_of(at: NameContext, value: str) -> tuple[list[TypedName], bool]:
    """The names of a value, each once, and whether it says that they stand on different alleles, or that this is not known.

    Args:
        at: where it happens; holds the tables, their vocabulary and what was typed.
        value: what was typed, in plain characters.

    Raises:
        NotUnderstood: the brackets or separators cannot be read, or there are too many names.
    """
    if at.words.find(value) or is_driver(at.ref, value):
        return [TypedName(value, Prefix(), value)], False
    at.refuse_not_a_finding(value)
    if spelled(bare(value)):  # most values are one change, and are read in half the time
        return [TypedName(value, Prefix(), value)], False
    if "[" in value or "]" in value:
        return _alleles(at, value)
    prefix, body = split_prefix(at.ref, value, at.text) if "(" in value else (Prefix(), value)
    wrapped = re.fullmatch(_WRAPPED, body) if "(" in body else None
    if wrapped:
        pieces = _pieces(at, wrapped.group(1))
        return _grouped(at, [TypedName(p, prefix, p, slashed=slashed) for p, slashed in pieces]), False
    names: list[TypedName] = []
    unknown = False
    for piece, slashed in _pieces(at, value):
        unknown = at.aside is not None and _is_unknown(at, piece, unknown)
        if at.aside and unknown:
            no_change = is_no_substitution(piece[:LONGEST].rpartition(":")[2])
            (at.aside.no_substitution if no_change else at.aside.unknown_sequence).append(piece)
            continue
        prefix, rest = split_prefix(at.ref, piece, at.text) if len(piece) <= LONGEST else (Prefix(), piece)
        if not prefix.names_gene:
            prefix = names[-1].prefix._replace(coding="") if names else Prefix()
        words = rest.split()
        if len(words) > 1 and all(map(_like_a_name, words)):
            names += [TypedName(word, prefix, word) for word in words]
        else:
            names.append(TypedName(piece, prefix, rest, slashed=slashed))
    return _grouped(at, names), False


def _is_unknown(at: NameContext, piece: str, before: bool) -> bool:
    """Whether a piece is numbered on a sequence that is not known: by its own accession, else by that of the piece before."""
    if len(piece) > LONGEST:
        return before
    gene = re.escape(at.ref.gene)
    found = re.match(rf"(?:{gene}\s*:\s*|{gene}\s+)?({ACCESSION})(?:\([A-Z0-9]+\))?\s*:", piece, re.IGNORECASE)
    known = (*at.ref.accessions, *at.ref.mane_accessions)
    if found and found.group(1).upper().partition(".")[0] not in known:
        return True
    return before and not split_prefix(at.ref, piece, at.text)[0].names_gene


def _pieces(at: NameContext, value: str) -> list[tuple[str, bool]]:
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


def _grouped(at: NameContext, names: list[TypedName]) -> list[TypedName]:
    """Letters behind a change, as `S1986Y/F`, belong to it: other possibilities at its residue."""
    out: list[TypedName] = []
    for name in names:
        if not out or not name.slashed or not _is_letter_of(out[-1].body, name.body):
            out.append(name._replace(slashed=False))
            continue
        if at.words.find(name.body):
            what = f"{shown(name.body)} in {shown(at.text)!r} is an amino acid and an off-target finding"
            at.refuse(f"{what}; give the finding in a --mutation of its own.")
        before = out.pop()
        out.append(before._replace(given=f"{before.given}/{name.given}", letters=(*before.letters, name.body)))
    return [*dict.fromkeys(out)]


def _alleles(at: NameContext, value: str) -> tuple[list[TypedName], bool]:
    """The HGVS brackets, keeping what they say of the phase."""
    prefix, body = split_prefix(at.ref, value, at.text)
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
    alleles = bare(one) if other is None else f"{bare(one)};{bare(other)}"
    names = [bare(name) for name in alleles.split(";")]
    if not all(names):
        at.refuse(f"{shown(value)!r} has a separator with nothing beside it; write for example p.[A;B].")
    told = (_PHASES[phase],) if len(names) > 1 or phase == "one" else ()
    every = [TypedName(n, prefix, f"{kind}{n}", (), told, free=False) for n in names]
    return [*dict.fromkeys(every)], phase in ("trans", "unknown")


def _is_unchanged(allele: str, change: str) -> bool:
    """`=`, or `Gly2032=` beside `Gly2032Arg`: the other allele has no change there."""
    site = re.fullmatch(r"([A-Za-z0-9]*)=", allele)
    return bool(site and (not site.group(1) or re.match(rf"{site.group(1)}(?![0-9])", change)))


def _like_a_name(word: str) -> bool:
    return bool(spelled(bare(word))) or is_nucleotides(word)


def _is_letter_of(change: str, text: str) -> bool:
    """`F` behind `S1986Y`, `Phe` behind `Ser1986Tyr`: another amino acid, in the spelling of the change before it."""
    if not re.fullmatch(_AMINO_ACID, text) or not spelled(bare(change)):
        return False
    return bool(re.search(r"[A-Za-z]{3}[0-9]", bare(change))) == (len(text) == 3)
