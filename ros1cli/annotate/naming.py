"""The cells of a table row that say its change → one reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ros1cli.annotate.cell_reading import (
    BAD_GENE,
    NOTHING,
    UNKNOWN,
    UNLISTED,
    UNSAID,
    Read,
    Reader,
    agreed,
    is_missing,
    with_coding,
)
from ros1cli.annotate.options import Job
from ros1cli.annotate.positions import Places, Variant, combine
from ros1cli.annotate.table_columns import Layout
from ros1cli.errors import shown

_COMMON = re.compile(rb"p\.[A-Z][0-9]+(?:([A-WYZ])|(=|\*|_splice|[A-Z]?fs\*?[0-9]*))")
_LONG = re.compile(rb"p\.([A-Z][a-z][a-z])[0-9]+(?:(\1|=|Ter|(?:[A-Z][a-z][a-z])?fs(?:Ter)?[0-9]*)|[A-Z][a-z][a-z])")
_LONGEST_MISSING = 5
_LONGEST_KEY = 500
_EMPTY = frozenset((b"", b".", b"-", b"NA"))


# All cells that decide how a row is read: the name of the change, the other names, the c. name, and the numbering.
Key = tuple[bytes, bytes, bytes, str]
KeyOf = Callable[[bytes], Key | None]
_ANY, _OTHER = (b"p.any", b"", b"", UNKNOWN), (b"p.=", b"", b"", UNSAID)


class Names:
    """Finds the cells that say the change of a row, and reads them."""

    def __init__(self, reader: Reader, places: Places, layout: Layout, job: Job) -> None:
        self.reader = reader
        self.places = places
        self.layout = layout
        self.transcript = job.transcript
        self.build = places.build(job.build) if job.build else None
        self._said = reader.numbering(job.transcript) if job.transcript else UNSAID
        self._known = {name.encode(): kind for name, kind in reader.known.items()}
        self._coded = frozenset(name.encode() for name in reader.coded)
        self._starts = frozenset(s.encode() for s in places.starts)
        self._placed = _one_of(sorted(self._starts)) if self._starts else None

    @property
    def quick(self) -> bool:
        """Whether a row of the gene has a name, so that `keyer` can tell rows apart."""
        return bool(self.layout.names) and self.layout.gene is not None

    def may_be_placed(self, block: bytes) -> bool:
        """Whether a row of the block may stand at a position of the table. It is looked for once, not row by row."""
        return self.layout.place is not None and self._placed is not None and self._placed.search(block) is not None

    def keyer(self, placed: bool) -> KeyOf:
        """A function from a row of the gene to all that its reading depends on; None when only a closer look can say.

        Called for every such row, so all that it needs is bound here. Names that are read alike share a key.

        Args:
            placed: the row may stand at a position of the table, see `may_be_placed`.
        """
        from_left, cuts, start, whole, name_at, sequence_at, coding_at, more = _plan(self.layout)
        starts, known, coded, said = self._starts, self._known, self._coded, self._said
        common_name, long_name, start_cuts = _COMMON.fullmatch, _LONG.fullmatch, start + 1
        other_at, others_of = more[0] if len(more) == 1 else None, _joiner(more)

        def key(row: bytes) -> Key | None:
            cells = row.split(b"\t", cuts) if from_left else row.rsplit(b"\t", cuts)
            if placed and (cells if whole else cells[0].split(b"\t", start_cuts))[start] in starts:
                return None
            name, coding, numbering, sequence = cells[name_at], b"", said, b""
            others = cells[other_at] if other_at is not None else others_of(cells)
            common = common_name(name)
            if sequence_at is not None:
                sequence = cells[sequence_at].partition(b".")[0]
                numbering = known.get(sequence, UNKNOWN)
                if numbering is UNKNOWN:
                    if len(sequence) <= _LONGEST_MISSING or not sequence.isalnum():
                        return None
                    if not sequence.isupper() and sequence.upper() in known:
                        return None
                    own_coding = coding_at is None or cells[coding_at].startswith(sequence)
                    if own_coding and common and common.lastindex == 1 and others[:2] in (b"", b"p."):
                        return _ANY
            if coding_at is not None:
                head, sign, body = cells[coding_at].rpartition(b":")
                if body.strip() in coded or (sign and not head.startswith(sequence)):
                    coding = cells[coding_at]
            if common is None:
                if len(name.strip()) <= _LONGEST_MISSING:
                    return None
            elif not coding and common.lastindex == 2:
                long = long_name(others)
                if others in _EMPTY or (long and long.lastindex == 2):
                    return _OTHER
                if numbering is UNKNOWN and long:
                    return _ANY
            if len(name) + len(others) + len(coding) > _LONGEST_KEY:
                return None
            return name, others, coding, numbering

        return key

    def gene_in_doubt(self, cell: bytes) -> Read | None:
        """An error for a cell that names our gene, and not as its rows do: in other letters, in quotes, among other genes."""
        ours = self.reader.ref.gene
        if ours.casefold().encode() not in cell.lower() or cell == ours.encode():
            return None
        if ours.casefold() not in re.split(r"[^0-9a-z]+", text(cell).casefold()):
            return None
        why = f"the cell of the gene says {shown(repr(cell.decode('utf-8', 'replace')))}; only {ours}, plain and alone, is read"
        return Read(status=BAD_GENE, why=why)

    def name(self, cells: list[bytes]) -> bytes:
        """The first cell that names a change."""
        for i in self.layout.names:
            if cells[i] not in _EMPTY and not is_missing(text(cells[i])):
                return cells[i]
        return b""

    def numbering(self, cells: list[bytes]) -> str:
        """How the row numbers its residues: by a cell with a sequence, an accession in a name, or --transcript, in this order."""
        for i in self.layout.sequences:
            if cells[i] not in _EMPTY:
                sequence = cells[i].partition(b":")[0]
                if known := self._known.get(sequence.partition(b".")[0]):
                    return known
                if not sequence.startswith((b"c.", b"n.")) and not is_missing(text(sequence)):
                    return self.reader.numbering(text(sequence))
        heads = (cells[i].strip().partition(b":")[0].partition(b".")[0] for i in self.layout.names)
        return next((self._known[head] for head in heads if head in self._known), self._said)

    def read(self, cells: list[bytes]) -> Read | None:
        """The change of a row; None for an empty cell of a table whose rows have no gene."""
        if self.layout.gene is None:
            return self.reader.free(text(self.name(cells)), self.transcript)
        place = self._variant(cells)
        coding = b"" if self.layout.coding is None else cells[self.layout.coding]
        read = combine(self._named(cells, text(coding)), self.places.find(place) if place else None)
        return UNLISTED if read is NOTHING and not is_missing(text(coding)) else read

    def _named(self, cells: list[bytes], coding: str) -> Read:
        """What all cells with a name say together."""
        said = self.numbering(cells)
        names = [text(cells[i]) for i in self.layout.names if cells[i] not in _EMPTY]
        protein = agreed([(name, self.reader.change(name, said)) for name in names])
        return with_coding(protein, self.reader.coding(coding, said) if coding else None, coding)

    def _variant(self, cells: list[bytes]) -> Variant | None:
        at = self.layout.place
        if at is None or cells[at.start] not in self._starts or (at.strand is not None and cells[at.strand] == b"-"):
            return None
        ref, alt = text(cells[at.ref]), text(cells[at.alt])
        if ref == alt and at.first_alt is not None:
            alt = text(cells[at.first_alt])
        said = text(cells[at.build]) if at.build is not None else ""
        build = self.build if is_missing(said) else self.places.build(said)
        return Variant(build, text(cells[at.chromosome]), text(cells[at.start]), ref, alt)


class _Plan(NamedTuple):
    """How a row is cut, and where the pieces are. `whole`: the position is a piece of its own, not in the first with others."""

    from_left: bool
    cuts: int
    start: int
    whole: bool
    name: int
    sequence: int | None
    coding: int | None
    others: tuple[int, ...]


def _plan(layout: Layout) -> _Plan:
    """Cut a row from the side that needs fewer cuts. Without a position the name stands in for it: it is no number."""
    name, *others = layout.names
    sequence = layout.sequences[0] if layout.sequences else None
    looked_at = [name, *others, *(i for i in (sequence, layout.coding) if i is not None)]
    start = layout.place.start if layout.place else name
    low, high = min(looked_at), max(*looked_at, start)
    from_left = low == 0 or high <= layout.width - low
    before = 0 if from_left else low - 1  # the columns in front of the piece that is the first
    whole = from_left or start >= low
    return _Plan(
        from_left,
        high + 1 if from_left else layout.width - before,
        start - before if whole else start,
        whole,
        name - before,
        None if sequence is None else sequence - before,
        None if layout.coding is None else layout.coding - before,
        tuple(i - before for i in others),
    )


def _one_of(starts: list[bytes]) -> re.Pattern[bytes]:
    """A cell that is one of these. What they all begin with stands in front: a pattern is quick where it begins plainly."""
    first, last = starts[0], starts[-1]  # in order, so what these two begin with all begin with
    shared = first[: next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]
    return re.compile(rb"\t%s(?:%s)[\t\r\n]" % (shared, b"|".join(s.removeprefix(shared) for s in starts)))


def _joiner(at: tuple[int, ...]) -> Callable[[list[bytes]], bytes]:
    """Several other names of a row as one piece of bytes, which begins as no name does."""
    return lambda cells: b"".join([b"\t" + cells[i] for i in at])


def free_key(name: bytes) -> Key | None:
    """The key of a row that has no gene; None for one that is too long to be kept."""
    return (name, b"", b"", UNSAID) if len(name) <= _LONGEST_KEY else None


def text(cell: bytes) -> str:
    """A cell as text; bytes that are not UTF-8 are kept apart, never dropped."""
    return cell.decode("utf-8", "surrogateescape").strip()
