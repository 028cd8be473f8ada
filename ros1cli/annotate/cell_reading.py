"""One cell of a row → a finding, or a word for why there is none.

Nothing is guessed: the transcript of the row says how a name is numbered, a bare name is read on the reference alone, and a
name that does not fit is an error. A cell is read by the grammar of `names`, as a value of `--mutation` is, whatever number of
names it holds; only one plain name, the most frequent cell by far, takes a short way here, with the same result.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from ros1cli.errors import ImpossibleChange, NotUnderstood, shown
from ros1cli.names.characters import LONGEST
from ros1cli.names.hgvs import ONE, Spelled, from_mane, is_driver, is_no_substitution, residue_name
from ros1cli.names.mutations import read_findings
from ros1cli.names.off_target import Vocabulary
from ros1cli.names.split import Aside, Asked
from ros1cli.tables.model import Tables

NOT_COVERED = "not_covered"
NO_FINDING = "no_finding"
BAD_NAME = "error_name"
BAD_RESIDUE = "error_residue"
BAD_TRANSCRIPT = "error_transcript"
BAD_PLACE = "error_contradiction"
BAD_BUILD = "error_build"
BAD_GENE = "error_gene"
RAGGED = "error_ragged"

_MOST_NAMES = 20
REFERENCE, MANE, UNKNOWN, UNSAID = "reference", "mane", "unknown", ""

_MISSING = frozenset(("", ".", "-", "NA", "N/A", "NAN", "NONE", "NULL", "UNKNOWN", "P.", "P.?", "?", "P.(?)"))
_PLAIN = re.compile(rf"(?:p\.)?([{''.join(ONE)}])([1-9][0-9]{{0,4}})([{''.join(ONE)}])")
_PLAIN_LONG = re.compile(r"p\.([A-Z][a-z][a-z])([1-9][0-9]{0,4})([A-Z][a-z][a-z])")
_SINGLE = re.compile(r"p\.[A-Za-z0-9*=?_]{1,60}")
_LETTER = {long: one for one, long in ONE.items()}
_BETWEEN_NAMES = re.compile(r"\s*[,;|&]\s*")
_ACCESSION = re.compile(r"([A-Z]+_?[0-9]+)(?:[.-][0-9]+)?(?:\([A-Z0-9]+\))?\s*:", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


class Read(NamedTuple):
    """How a cell was read. Without a finding, `status` and `why` say more.

    `asked` is the `--mutation` value of the changes of the gene, `off` are off-target findings, which only a free cell can
    hold. `plain`: one change whose numbering is beyond doubt. `aside`: what stands beside the finding, is understood and not
    covered.
    """

    finding: str = ""
    asked: str = ""
    status: str = ""
    why: str = ""
    plain: bool = False
    off: tuple[str, ...] = ()
    aside: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """All findings, as `--mutation` values."""
        return (self.asked, *self.off) if self.asked else self.off

    @property
    def bad(self) -> bool:
        """The row could not be understood."""
        return self.status.startswith("error")

    @property
    def said_aside(self) -> str:
        """In words, what was set aside; empty when nothing was."""
        return f"set aside, as not covered here: {', '.join(map(shown, self.aside))}" if self.aside else ""


NOTHING = Read(status=NOT_COVERED, why="the row names no change of the protein")
OTHER_KIND = Read(status=NOT_COVERED, why="only substitutions of one amino acid are covered")
DRIVER = Read(status=NOT_COVERED, why="the row names a fusion: the driver of the cancer, no resistance mutation")
UNLISTED = Read(status=NOT_COVERED, why="the row names no change of the protein, and its c. name is not in the table")
NO_NUMBERING = Read(status=BAD_TRANSCRIPT, why="the change is numbered on a transcript that is not known here")
TOO_LONG = Read(status=BAD_NAME, why="the name is too long for a change that is known here")


def not_carried(what: str, why: str) -> Read:
    """The reading of a record that no sample carries: a record is no call."""
    return Read(status=NO_FINDING, why=f"no sample carries {what}: {why}")


def did_not_pass(said: str) -> str:
    """The doubt of the caller of the variants in a record, by what its filter says."""
    return f"the record did not pass its filter: {shown(said)}"


def two_numberings(cell: str, what: str) -> Read:
    """The reading of a cell whose accession and the transcript of the row number `what` differently."""
    return Read(status=BAD_PLACE, why=f"{shown(cell)!r} and the transcript of the row number the {what} differently")


def whole_word(word: str) -> re.Pattern[bytes]:
    """A pattern of a word in small letters that is part of no longer one: PROS1 is another gene.

    The word stands in front, where it is found fastest.
    """
    word = re.escape(word.casefold())
    return re.compile(rf"{word}(?<![a-z0-9]{word})(?![a-z0-9])".encode())


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is nothing."""
    return cell.strip().upper() in _MISSING


def text(cell: bytes) -> str:
    """A cell as text; bytes that are not UTF-8 are kept apart, never dropped."""
    return cell.decode("utf-8", "surrogateescape").strip()


def is_other_kind(name: str) -> bool:
    """Whether a name is a change of the protein that is no substitution: silent, stop, frameshift, splice, insertion.

    Only the beginning is looked at: what is inserted can be long, and a pattern must not run over millions of letters.
    """
    return is_no_substitution(name[:LONGEST].rpartition(":")[2].strip())


def agreed(named: Sequence[tuple[str, Read]]) -> Read:
    """One reading of the cells of a row that name a change of the protein, in their order.

    Two cells that are read must not name different changes, nor one a substitution and one none. Behind a cell that is read,
    a cell in words that are not understood says nothing for or against; one whose residue does not fit is still an error.
    """
    told = [(cell, read) for cell, read in named if read != NOTHING]
    found = {read.finding: (cell, read) for cell, read in told if read.asked}
    other = next((cell for cell, read in told if read == OTHER_KIND), "")
    if len(found) > 1 or (found and other):
        says = [f"{shown(cell)!r} is {finding}" for finding, (cell, _) in found.items()]
        if other:
            says.append(f"{shown(other)!r} is no substitution")
        return _contradict(" and ".join(says))
    reads = [read for i, (_, read) in enumerate(told) if not (i and read.status == BAD_NAME)]
    for read in reads:
        if read.bad and not (found and read == NO_NUMBERING):
            return read
    for _, read in found.values():
        return read
    return reads[0] if reads else NOTHING


def _contradict(says: str) -> Read:
    return Read(status=BAD_PLACE, why=f"the cells of the row contradict each other: {says}")


def with_coding(protein: Read, coding: Read | None, cell: str) -> Read:
    """The reading of a row together with that of its c. name, which speaks where the p. names do not."""
    if coding is None or protein.bad:
        return protein
    if coding.status == BAD_PLACE or protein == NOTHING:
        return coding
    if not coding.asked or protein.finding == coding.finding:
        return protein
    return _contradict(f"the p. name is {protein.finding or 'no substitution'} and {shown(cell)!r} is {coding.finding}")


class CellReader:
    """Reads names on the tables."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.ref = tables.reference
        self.words = Vocabulary(tables)
        self.known = dict.fromkeys(self.ref.accessions, REFERENCE) | dict.fromkeys(self.ref.mane_accessions, MANE)
        self._trusted = self.ref.accessions[0]
        self.sequence = f" {self.ref.sequence}"  # residue 1 at 1
        listed = chain.from_iterable((*row.on(mane=False), *row.on(mane=True)) for row in self.ref.nucleotides)
        self.coded = frozenset(f"c.{name}" for name in listed)

    def numbering(self, sequence: str) -> str:
        """How the residues are numbered on a sequence, or on the first known one of several that are listed."""
        names = [n.partition(".")[0].strip().upper() for n in re.split(r"[;,|&\s]+", sequence.strip()) if n]
        if not names:
            return UNSAID
        known = {self.known[n] for n in names if n in self.known}
        return known.pop() if len(known) == 1 else UNKNOWN

    def change(self, cell: str, said: str) -> Read:
        """The names in a cell of a row of the gene; `said` is the numbering that the other cells of the row give them."""
        plain = _PLAIN.fullmatch(cell)
        if plain:
            return self._substitution(Spelled(*plain.groups()), said)
        long = _PLAIN_LONG.fullmatch(cell)
        if long and long[1] in _LETTER and long[3] in _LETTER:
            return self._substitution(Spelled(_LETTER[long[1]], long[2], _LETTER[long[3]]), said)
        if _SINGLE.fullmatch(cell) and is_no_substitution(cell):
            return OTHER_KIND
        head, _, body = cell.partition(":")
        own = self.known.get(head.partition(".")[0])
        if own and _PLAIN_LONG.fullmatch(body) and said in (own, UNSAID, UNKNOWN):
            return self.change(body, own)
        return self._names(cell, said, of_gene=True)

    def free(self, cell: str, said: str) -> Read | None:
        """A cell of a table without genes: any finding that `names` reads. None when the cell is empty."""
        return None if is_missing(cell) else self._names(cell, said, of_gene=False)

    def coding(self, cell: str, said: str) -> Read | None:
        """A c. name in a row of the gene. None when the table does not list it: it says nothing for or against.

        A listed name that may be one of several changes is an error, and says which.
        """
        if len(cell) > LONGEST:
            return None
        head, _, body = cell.rpartition(":")
        own = self.known.get(head.partition(".")[0].partition("(")[0], UNKNOWN) if head else UNSAID
        if {own, said} == {REFERENCE, MANE}:
            return two_numberings(cell, "nucleotides")
        if body not in self.coded or UNKNOWN in (own, own or said):
            return None
        return self._ask(cell, own or said, of_gene=True)

    def _substitution(self, found: Spelled, numbering: str) -> Read:
        """The short way of one plain substitution."""
        if found.ref == found.alt:
            return OTHER_KIND
        if numbering == UNKNOWN:
            return NO_NUMBERING
        typed = int(found.digits)
        pos = from_mane(self.ref, typed) if numbering == MANE else typed
        there = self.sequence[pos] if pos and pos < len(self.sequence) else None
        # A bare name may be meant on MANE Select: where its letter fits there too, that is said beside it.
        other = from_mane(self.ref, typed) if numbering == UNSAID else None
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
        actual = f"residue {found.digits} is {residue_name(there)}" if there else f"there is no residue {found.digits}"
        words = f"{found} cannot be: {actual} on {mane if numbering == MANE else self._trusted}"
        if likely:
            words += f" (it would be {likely} if numbered on {mane}, which no cell of the row says)"
        return words

    def _names(self, cell: str, said: str, of_gene: bool) -> Read:
        """Any other cell: its names without the markers of what is missing, by the grammar of `names`."""
        if len(cell) > _MOST_NAMES * LONGEST:
            return OTHER_KIND if is_other_kind(cell) else TOO_LONG
        if _CONTROL.search(cell):
            why = f"a line end or another control character stands between the letters of {shown(cell)!r}"
            return Read(status=BAD_NAME, why=why)
        if "[" not in cell:
            pieces = _BETWEEN_NAMES.split(cell)
            left = [p for p in pieces if not is_missing(p)]
            if len(left) < len(pieces):
                cell = ",".join(left)
        if not cell:
            return NOTHING
        if is_driver(self.ref, re.sub("-{2,}", "::", cell)):
            return DRIVER
        own = {self.known[name.upper()] for name in _ACCESSION.findall(cell) if name.upper() in self.known}
        if len(own) > 1:  # names on both numberings, each with its own: the cell needs no word of the others
            said = UNSAID
        elif {*own, said} == {REFERENCE, MANE}:
            return two_numberings(cell, "residues")
        return self._ask(cell, UNSAID if own and said == UNKNOWN else said, of_gene)

    def _ask(self, cell: str, numbering: str, of_gene: bool) -> Read:
        """What `names` understands of a cell. On an unknown transcript only what needs no number is read."""
        sequence = {REFERENCE: self._trusted, MANE: self.ref.mane_accessions[0]}.get(numbering)
        # The gene of the row is said to `names` in front of the cell, and taken away again from what `names` says of it.
        in_front = f"{self.ref.gene} " if of_gene and self.ref.gene.casefold() not in cell.casefold() else ""
        aside = Aside([], [])
        try:
            asked = read_findings(self.tables, [in_front + cell], sequence, self.words, aside)
        except NotUnderstood as error:
            if numbering == UNKNOWN and "g." not in cell:
                return NO_NUMBERING
            status = BAD_RESIDUE if isinstance(error, ImpossibleChange) else BAD_NAME
            return Read(status=status, why=error.message.replace(in_front + cell, cell))
        if of_gene and asked.off_target:
            return Read(status=BAD_NAME, why=f"{shown(cell)!r} is no change of {self.ref.gene}")
        if not (asked.on_target or asked.alternatives or asked.off_target):
            return OTHER_KIND if aside.no_substitution or not aside.unknown_sequence else NO_NUMBERING
        if numbering == UNKNOWN and asked.on_target and "g." not in cell:
            return NO_NUMBERING
        return self._read(asked, aside)

    def _read(self, asked: Asked, aside: Aside) -> Read:
        """What `names` understood, in its plainest spelling."""
        sign = f"{self.ref.gene} " if asked.collisions else f"{self._trusted}:"
        ours = asked.finding
        if asked.alternatives:
            ours = "/".join((asked.alternatives[0], *(a[-1] for a in asked.alternatives[1:])))
        spelling = f"p.[{'];['.join(asked.on_target)}]" if asked.phase else ours
        off = tuple(o.name for o in asked.off_target)
        plain = len(asked.on_target) == 1 and not off and not asked.collisions
        beside = tuple(dict.fromkeys((*aside.no_substitution, *aside.unknown_sequence)))
        return Read(ours, sign + spelling if ours else "", plain=plain, off=off, aside=beside)
