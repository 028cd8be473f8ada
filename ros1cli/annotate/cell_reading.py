"""One cell of a row → a finding, or a word for why there is none.

Nothing is guessed: the transcript of the row says how a name is numbered, a bare name is read on the reference alone, and a
name that does not fit is an error. The common spelling takes a short way here; every other name goes to `names`, whose rules
are the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.characters import LONGEST
from ros1cli.names.hgvs import AMINO_ACID, ONE, Spelled, bare, from_mane, residue_name, spelled
from ros1cli.names.mutations import read_findings
from ros1cli.names.split import Asked
from ros1cli.tables.model import Tables

NOT_COVERED = "not_covered"
BAD_NAME = "error_name"
BAD_RESIDUE = "error_residue"
BAD_TRANSCRIPT = "error_transcript"
BAD_PLACE = "error_contradiction"
BAD_BUILD = "error_build"
BAD_GENE = "error_gene"
RAGGED = "error_ragged"

_MOST_NAMES = 20
REFERENCE, MANE, UNKNOWN, UNSAID = "reference", "mane", "unknown", ""

_MISSING = frozenset(("", ".", "-", "NA", "N/A", "NAN", "NONE", "NULL", "P.", "P.?", "?", "P.(?)"))
_COMMON = re.compile(rf"(?:p\.)?([{''.join(ONE)}])([1-9][0-9]{{0,4}})([{''.join(ONE)}])")
_COMMON_LONG = re.compile(r"p\.([A-Z][a-z][a-z])([1-9][0-9]{0,4})([A-Z][a-z][a-z])")
_LETTER = {long: one for one, long in ONE.items()}
_ONE = rf"(?:{AMINO_ACID}|TER|X|\*)"
_OTHER_KINDS = re.compile(
    rf"{_ONE}[0-9]+(?:_{_ONE}?[0-9]+)?(?:=|\*|X|TER|\?|DEL.*|INS.*|DUP.*|_SPLICE|>.*|[A-Z]*(?:FS|EXT).*)"
    rf"|(?-i:[A-Z]{{2}}[0-9]+[A-Z*]{{2}})|[0-9]+_[0-9]+.*|{_ONE}?[0-9]+_SPLICE|=|0\??",
    re.IGNORECASE,
)


class Read(NamedTuple):
    """How a cell was read. Without a finding, `status` and `why` say more.

    `asked` is the `--mutation` value of the changes of the gene, `off` are off-target findings, which only a free cell can
    hold. `plain`: one change whose numbering is beyond doubt.
    """

    finding: str = ""
    asked: str = ""
    status: str = ""
    why: str = ""
    plain: bool = False
    off: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """All findings, as `--mutation` values."""
        return (self.asked, *self.off) if self.asked else self.off

    @property
    def bad(self) -> bool:
        """The row could not be understood."""
        return self.status.startswith("error")


NOTHING = Read(status=NOT_COVERED, why="the row names no change of the protein")
OTHER_KIND = Read(status=NOT_COVERED, why="only substitutions of one amino acid are covered")
UNLISTED = Read(status=NOT_COVERED, why="the row names no change of the protein, and its c. name is not in the table")
NO_NUMBERING = Read(status=BAD_TRANSCRIPT, why="the change is numbered on a transcript that is not known here")
TOO_LONG = Read(status=BAD_NAME, why="the name is too long for a change that is known here")


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is nothing."""
    return cell.strip().upper() in _MISSING


def is_other_kind(text: str) -> bool:
    """Whether a name is a change of the protein that is no substitution: silent, stop, frameshift, splice, insertion.

    Only the beginning is looked at: what is inserted can be long, and a pattern must not run over millions of letters.
    """
    return _OTHER_KINDS.fullmatch(bare(text[:LONGEST].rpartition(":")[2].replace("%3D", "=").strip())) is not None


def agreed(named: Sequence[tuple[str, Read]]) -> Read:
    """One reading of the cells of a row that name a change of the protein, in their order.

    Two cells that are read must not name different changes, nor one a substitution and one none. Behind a cell that is read,
    a cell in words that are not understood says nothing for or against; one whose residue does not fit is still an error.
    """
    if len(named) == 2 and named[0][1].asked and named[0][1] == named[1][1]:
        return named[0][1]
    told = [(cell, read) for cell, read in named if read is not NOTHING]
    found = {r.finding: (cell, r) for cell, r in told if r.asked}
    other = next((cell for cell, r in told if r is OTHER_KIND), "")
    if len(found) > 1 or (found and other):
        says = [f"{shown(cell)} is {finding}" for finding, (cell, _) in found.items()]
        says += [f"{shown(other)} is no substitution"] if other else []
        return Read(status=BAD_PLACE, why=f"the cells of the row contradict each other: {' and '.join(says)}")
    reads = [r for i, (_, r) in enumerate(told) if not (i and r.status == BAD_NAME)]
    bad = [r for r in reads if r.bad and not (found and r is NO_NUMBERING)]
    return (*bad, *(r for _, r in found.values()), *reads, NOTHING)[0]


def with_coding(protein: Read, coding: Read | None, cell: str) -> Read:
    """The reading of a row together with that of its c. name, which speaks where the p. names do not."""
    if coding is None or protein.bad:
        return protein
    if coding.status == BAD_PLACE or protein is NOTHING:
        return coding
    if not coding.asked or protein.finding == coding.finding:
        return protein
    said = protein.finding or "no substitution"
    why = f"the cells of the row contradict each other: the p. name is {said} and {shown(cell)} is {coding.finding}"
    return Read(status=BAD_PLACE, why=why)


class Reader:
    """Reads names on the tables."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.ref = tables.reference
        self.known = dict.fromkeys(self.ref.accessions, REFERENCE) | dict.fromkeys(self.ref.mane_accessions, MANE)
        self._trusted = self.ref.accessions[0]
        self.sequence = f" {self.ref.sequence}"  # residue 1 at 1
        self.coded = frozenset(
            f"c.{name}" for row in self.ref.nucleotides for on in (False, True) for name in row.on(on)
        )
        self._from_mane = lru_cache(1 << 12)(partial(from_mane, self.ref))

    def numbering(self, sequence: str) -> str:
        """How the residues are numbered on a sequence, or on the first known one of several that are listed."""
        names = [n.partition(".")[0].strip().upper() for n in re.split(r"[;,|&\s]+", sequence.strip()) if n]
        kinds = {self.known.get(n, UNKNOWN) for n in names}
        known = kinds - {UNKNOWN}
        return known.pop() if len(known) == 1 else UNKNOWN if kinds else UNSAID

    def change(self, text: str, said: str) -> Read:
        """A name in a row of the gene; `said` is the numbering that the other cells of the row give it."""
        plain = _COMMON.fullmatch(text)
        if plain:
            return self._substitution(Spelled(*plain.groups()), said, text)
        long = _COMMON_LONG.fullmatch(text)
        if long and long[1] in _LETTER and long[3] in _LETTER:
            return self._substitution(Spelled(_LETTER[long[1]], long[2], _LETTER[long[3]]), said, text)
        if is_missing(text):
            return NOTHING
        if len(text) > LONGEST:
            return OTHER_KIND if is_other_kind(text) else TOO_LONG
        head, _, body = text.strip().rpartition(":")
        found = spelled(bare(body))
        if found is None:
            return OTHER_KIND if is_other_kind(body) else self._other(text, said)
        own = self.numbering(head) if head and head.casefold() != self.ref.gene.casefold() else UNSAID
        if {own, said} == {REFERENCE, MANE}:
            return Read(
                status=BAD_PLACE, why=f"{shown(text)} and the transcript of the row number the residues differently"
            )
        return self._substitution(found, said if own in (UNSAID, UNKNOWN) and said else own, text)

    def coding(self, text: str, said: str) -> Read | None:
        """A c. name in a row of the gene. None when the table does not list it: it says nothing for or against.

        A listed name that may be one of several changes is an error, and says which.
        """
        if len(text) > LONGEST:
            return None
        head, _, body = text.rpartition(":")
        own = self.known.get(head.partition(".")[0].partition("(")[0], UNKNOWN) if head else UNSAID
        if {own, said} == {REFERENCE, MANE}:
            return Read(
                status=BAD_PLACE, why=f"{shown(text)} and the transcript of the row number the nucleotides differently"
            )
        if body not in self.coded or UNKNOWN in (own, own or said):
            return None
        return self._other(text, own or said)

    def _substitution(self, found: Spelled, numbering: str, text: str) -> Read:
        if found.ref == found.alt:
            return OTHER_KIND
        if numbering == UNKNOWN:
            return NO_NUMBERING
        if found.digits[0] == "0":
            return self._other(text, numbering)
        typed = int(found.digits) if len(found.digits) < 6 else 0
        pos = self._from_mane(typed) if numbering == MANE else typed
        there = self.sequence[pos] if pos and pos < len(self.sequence) else None
        other = self._from_mane(typed) if numbering == UNSAID else None
        fits_mane = bool(other) and other != typed and self.sequence[other or 0] == found.ref
        if there != found.ref:
            likely = f"{found.ref}{other}{found.alt}" if fits_mane else ""
            return Read(status=BAD_RESIDUE, why=self._misfit(found, there, numbering, likely))
        name = f"{found.ref}{pos}{found.alt}"
        if fits_mane:
            return Read(name, f"{self.ref.gene} {name}")
        return Read(name, f"{self._trusted}:{name}", plain=True)

    def _misfit(self, found: Spelled, there: str | None, numbering: str, likely: str) -> str:
        mane = self.ref.mane_accessions[0]
        number = found.digits[:9]
        actual = f"residue {number} is {residue_name(there)}" if there else f"there is no residue {number}"
        words = f"{found.ref}{number}{found.alt} cannot be: {actual} on {mane if numbering == MANE else self._trusted}"
        return (
            f"{words} (it would be {likely} if numbered on {mane}, which no cell of the row says)" if likely else words
        )

    def _other(self, text: str, numbering: str) -> Read:
        """Any other spelling, by the rules of `names`."""
        if numbering == UNKNOWN and "g." not in text:
            return NO_NUMBERING
        sequence = {REFERENCE: self._trusted, MANE: self.ref.mane_accessions[0]}.get(numbering)
        name = (
            text if ":" in text or text.casefold().startswith(self.ref.gene.casefold()) else f"{self.ref.gene} {text}"
        )
        try:
            asked = read_findings(self.tables, [name], sequence)
        except NotUnderstood as error:
            return Read(status=BAD_NAME, why=error.message)
        if asked.off_target:
            return Read(status=BAD_NAME, why=f"{shown(text)} is no change of {self.ref.gene}")
        return self._read(asked)

    def free(self, text: str, sequence: str | None) -> Read | None:
        """A cell of a table without genes: any finding that `names` reads. None when the cell is empty."""
        if is_missing(text):
            return None
        if len(text) > _MOST_NAMES * LONGEST:
            return OTHER_KIND if is_other_kind(text) else TOO_LONG
        try:
            try:
                return self._read(read_findings(self.tables, [text], sequence))
            except NotUnderstood:
                if sequence is None:
                    raise
                asked = read_findings(self.tables, [text])
                if asked.on_target or asked.alternatives:
                    raise
                return self._read(asked)
        except NotUnderstood as error:
            return OTHER_KIND if is_other_kind(text) else Read(status=BAD_NAME, why=error.message)

    def _read(self, asked: Asked) -> Read:
        """What `names` understood, in its plainest spelling."""
        sign = f"{self.ref.gene} " if asked.collisions else f"{self._trusted}:"
        ours = asked.finding
        if asked.alternatives:
            ours = "/".join((asked.alternatives[0], *(a[-1] for a in asked.alternatives[1:])))
        spelling = f"p.[{'];['.join(asked.on_target)}]" if asked.phase else ours
        off = tuple(o.name for o in asked.off_target)
        plain = len(asked.on_target) == 1 and not off and not asked.collisions
        return Read(ours, sign + spelling if ours else "", plain=plain, off=off)
