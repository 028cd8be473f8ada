"""`--mutation` values → the findings of one tumour.

The grammar, in the order in which it is tried:

    value       phrase | [prefix] body            phrase: MET, "KRAS G12C", SCLC … (offtarget)
    prefix      ROS1 | FUSION | ACCESSION         then `:`, `_` or a space; an accession decides the numbering
    body        p.[A;B] (cis) | p.[A];[B] (trans or unknown) | token (separator token)*
    separator   / , ; + & and
    token       phrase | change | letter          a letter after a change: another possibility at that residue
    change      G2032R | p.Gly2032Arg | p.(Gly2032Arg)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ros1cli.errors import NotUnderstood, shown
from ros1cli.model import Tables
from ros1cli.names import refusals
from ros1cli.names.offtarget import OffTarget, Vocabulary
from ros1cli.names.protein import AMINO_ACID, Change, Spelled, from_mane, letter, spelled
from ros1cli.names.text import clean, one_of

_AMINO_ACID = re.compile(AMINO_ACID, re.IGNORECASE)
_PREFIXED = re.compile(r"(\S+?)(?::|_|\s+)(?=p\.|\(|\[|[A-Za-z]{1,3}[0-9])(.+)")
_ACCESSION = re.compile(r"((?:NM|NP|XM|XP|ENST|ENSP)_?[0-9]+|[OPQ][0-9][A-Z0-9]{3}[0-9])(?:[.-][0-9]+)?", re.IGNORECASE)
_GENE = re.compile(r"[A-Z][A-Z0-9]{1,9}", re.IGNORECASE)
_ALLELES = re.compile(r"\[([^\[\]]+)\](?:\(?;\)?\[([^\[\]]+)\])?")
_SEPARATORS = re.compile(r"\s*(?:[/,;+&]|\band\b)\s*", re.IGNORECASE)


class Reading(NamedTuple):
    """How one name was read."""

    given: str
    finding: str
    how: str


class Asked(NamedTuple):
    """All findings of one question. `on_target` are the changes of one tumour, ordered by residue."""

    readings: tuple[Reading, ...] = ()
    on_target: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    off_target: tuple[OffTarget, ...] = ()
    phase: str = ""
    collisions: tuple[tuple[str, str], ...] = ()

    @property
    def compound(self) -> bool:
        """Several ROS1 changes in one tumour."""
        return len(self.on_target) > 1

    @property
    def finding(self) -> str:
        """The id of the on-target finding: the changes joined in the order of their residues."""
        return "/".join(self.on_target)


def read_findings(tables: Tables, texts: Sequence[str]) -> Asked:
    """All `--mutation` values of one question, which together describe one tumour.

    Raises:
        NotUnderstood: a name is no finding, an impossible change, or has more than one reading.
    """
    reader = _Tumour(tables)
    for text in texts:
        reader.read(text)
    return reader.asked()


class _Tumour:
    """Collects what the values of a question say, one value after the other."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.ref = tables.reference
        self.words = Vocabulary(tables)
        self.readings: list[Reading] = []
        self.changes: dict[int, list[str]] = {}
        self.either: set[int] = set()
        self.off: dict[str, OffTarget] = {}
        self.phase = ""
        self.collisions: list[tuple[str, str]] = []

    def read(self, text: str) -> None:
        """One value."""
        value = clean(text, "mutation")
        if self._phrase(value, text):
            return
        prefix, body = self._prefix(value, text)
        numbering = self._numbering(prefix, text)
        body = self._alleles(body, text)
        last: Change | None = None
        for token in self._tokens(body, text):
            if last and self._is_alternative(body, token, text):
                last = self._alternative(last, token, text)
            elif not self._phrase(token, text):
                last = self._change(token, numbering, prefix, text)

    def _phrase(self, token: str, text: str) -> bool:
        found = self.words.find(token)
        if found:
            self.off[found.name] = found
            how = "a finding of the tables" if found.named else "by its gene; the tables do not name the change"
            self.readings.append(Reading(shown(text.strip()), found.name, how))
        return found is not None

    # -- what stands before the change ---------------------------------------------------------------------------

    def _prefix(self, value: str, text: str) -> tuple[str, str]:
        match = _PREFIXED.fullmatch(value)
        if not match or match.group(1).casefold() == "p.":
            return "", value
        head, body = match.groups()
        gene = self.ref.gene.casefold()
        is_fusion = refusals.FUSION.fullmatch(head) and gene in head.casefold()
        if head.casefold() == gene or is_fusion or _ACCESSION.fullmatch(head):
            return head, body
        if _GENE.fullmatch(head) and not spelled(head):
            refusals.refuse_other_gene(self.tables, self.words, head, text)
        return "", value

    def _numbering(self, prefix: str, text: str) -> str:
        """`mane`, `reference`, or empty for a bare name."""
        accession = _ACCESSION.fullmatch(prefix)
        if not accession:
            return ""
        name = accession.group(1).upper()
        if name in self.ref.mane_accessions:
            return "mane"
        if name in self.ref.accessions:
            return "reference"
        known = ", ".join((*self.ref.accessions, *self.ref.mane_accessions))
        raise NotUnderstood(
            f"{shown(prefix)} is not a {self.ref.gene} sequence that is known here ({known}).", given=text
        )

    # -- the body ------------------------------------------------------------------------------------------------

    def _alleles(self, body: str, text: str) -> str:
        """Open the HGVS brackets, keeping what they say of the phase."""
        if "[" not in body and "]" not in body:
            return body
        groups = _ALLELES.fullmatch(re.sub(r"^p\.", "", body, flags=re.IGNORECASE))
        if not groups:
            raise NotUnderstood(
                f"The brackets in {shown(text)!r} are not p.[A;B] or p.[A];[B]; write the changes with / between.",
                given=text,
            )
        self.phase = "trans" if groups.group(2) else (self.phase or "cis")
        return ";".join(g for g in groups.groups() if g)

    def _tokens(self, body: str, text: str) -> list[str]:
        tokens = _SEPARATORS.split(body)
        if len(tokens) == 1 and all(spelled(t) for t in body.split()):
            tokens = body.split()
        if not all(tokens):
            raise NotUnderstood(
                f"{shown(text)!r} has a separator with nothing beside it; write for example A/B.", given=text
            )
        return tokens

    def _is_alternative(self, body: str, token: str, text: str) -> bool:
        """`S1986Y/F`, `Ser1986Tyr/Phe`: another amino acid, in the spelling of the change before it."""
        if not _AMINO_ACID.fullmatch(token):
            return False
        if bool(re.search(r"[A-Za-z]{3}[0-9]", body)) != (len(token) == 3):
            return False
        if self.words.find(token):
            what = f"{shown(token)} in {shown(text)!r} is an amino acid and an off-target finding"
            raise NotUnderstood(f"{what}; give the finding in a --mutation of its own.", given=text)
        return True

    def _alternative(self, last: Change, token: str, text: str) -> Change:
        change = last._replace(alt=letter(token))
        self._check(change, text)
        self.either.add(change.pos)
        self._keep(change, text, f"another letter at residue {change.pos}: one or the other")
        return change

    def _change(self, token: str, numbering: str, prefix: str, text: str) -> Change:
        body = re.sub(r"^p\.", "", token, flags=re.IGNORECASE)
        body = body[1:-1] if body.startswith("(") and body.endswith(")") else body
        found = spelled(body)
        if not found:
            refusals.refuse(self.tables, self.words, token, body, text)
        name = f"{found.ref}{found.digits}{found.alt}"
        if not prefix and name in self.ref.foreign_changes and name not in self.tables.findings:
            gene = self.ref.foreign_changes[name]
            raise NotUnderstood(
                f"{name} is known as a mutation of {gene}, not of {self.ref.gene}; give the finding with its gene.",
                given=text,
            )
        change = self._number(found, token, text, numbering)
        how = "as written" if token == str(change) else "the one-letter form"
        if numbering == "mane":
            how = f"converted from {name} in the numbering of {prefix}"
        self._check(change, text)
        if not numbering:
            self._note_collision(change)
        self._keep(change, text, how)
        return change

    def _number(self, found: Spelled, token: str, text: str, numbering: str) -> Change:
        """The residue on the reference protein."""
        length = self.ref.mane_length if numbering == "mane" else len(self.ref.sequence)
        digits = found.digits
        if digits.startswith("0") or len(digits) > len(str(length)) or int(digits) > length:
            refusals.refuse_number(self.tables, found, token, text)
        pos = from_mane(self.ref, int(digits)) if numbering == "mane" else int(digits)
        if pos is None:
            raise NotUnderstood(
                f"{shown(token)!r} has no counterpart on the reference {self.ref.accessions[0]}.", given=text
            )
        return Change(found.ref, pos, found.alt)

    def _check(self, change: Change, text: str) -> None:
        if change.ref == change.alt:
            raise NotUnderstood(
                f"{change} changes nothing; only substitutions by another amino acid are covered.", given=text
            )
        if self.ref.sequence[change.pos - 1] != change.ref:
            refusals.refuse_residue(self.tables, change, text)

    def _note_collision(self, change: Change) -> None:
        """A bare name that fits both numberings is answered as typed, with a caution."""
        pos = from_mane(self.ref, change.pos)
        if pos and pos != change.pos and self.ref.sequence[pos - 1] == change.ref:
            other = str(change._replace(pos=pos))
            if other in self.tables.findings or str(change) not in self.tables.findings:
                self.collisions.append((str(change), other))

    def _keep(self, change: Change, text: str, how: str) -> None:
        letters = self.changes.setdefault(change.pos, [])
        if str(change) not in letters:
            letters.append(str(change))
            self.readings.append(Reading(shown(text.strip()), str(change), how))

    # -- all together --------------------------------------------------------------------------------------------

    def asked(self) -> Asked:
        """Everything read so far as one tumour; refuses what cannot be one."""
        for pos, names in self.changes.items():
            if len(names) > 1 and pos not in self.either:
                raise NotUnderstood(
                    f"{' and '.join(names)} change the same residue and cannot stand on one {self.ref.gene} protein; "
                    f"for one or the other write {names[0]}/{names[1][-1]}.",
                    given="/".join(names),
                )
        if self.either and len(self.changes) > 1:
            self._refuse_mixed()
        ordered = [sorted(self.changes[pos]) for pos in sorted(self.changes)]
        return Asked(
            readings=tuple(sorted(self.readings, key=lambda r: (r.finding, r.given))),
            on_target=() if self.either else tuple(names[0] for names in ordered),
            alternatives=tuple(ordered[0]) if self.either else (),
            off_target=tuple(self.off[name] for name in sorted(self.off)),
            phase=self.phase if len(self.changes) > 1 else "",
            collisions=tuple(self.collisions),
        )

    def _refuse_mixed(self) -> None:
        pos = min(self.either)
        others = [name for p, names in sorted(self.changes.items()) if p != pos for name in names[:1]]
        readings = tuple(
            "/".join(sorted([name, *others], key=lambda n: int(n[1:-1]))) for name in sorted(self.changes[pos])
        )
        raise NotUnderstood(
            f"Alternatives at residue {pos} together with another change have more than one reading; ask each apart: "
            f"{one_of(readings)}.",
            given="/".join(readings),
            suggestions=readings,
        )
