"""The cells of a table row that say its change → one reading."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ros1cli.annotate.job import Job
from ros1cli.annotate.layout import Layout
from ros1cli.annotate.places import Places, Variant, combine
from ros1cli.annotate.reading import UNKNOWN, UNSAID, Read, Reader, is_missing

_COMMON = re.compile(rb"p\.[A-Z][0-9]+(?:([A-WYZ])|(=|\*|_splice|[A-Z]?fs\*?[0-9]*))")
_LONGEST_MISSING = 5
_ANY, _OTHER = (b"p.any", UNKNOWN), (b"p.=", UNSAID)
_EMPTY = frozenset((b"", b".", b"-", b"NA"))


Key = tuple[bytes, str]


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
        self._starts = frozenset(s.encode() for s in places.starts)

    @property
    def quick(self) -> bool:
        """Whether a row of the gene has a name, so that `keyer` can tell rows apart."""
        return bool(self.layout.names) and self.layout.gene is not None

    def keyer(self) -> Callable[[bytes], Key | None]:
        """A function from a row of the gene to all that its reading depends on; None when only a closer look can say.

        Called for every such row, so all that it needs is bound here. Names that are read alike share a key.
        """
        from_left, cuts, start, whole, name_at, sequence_at = _plan(self.layout)
        starts, known, fullmatch, said = self._starts, self._known, _COMMON.fullmatch, self._said
        start_cuts = start + 1

        def key(row: bytes) -> Key | None:
            cells = row.split(b"\t", cuts) if from_left else row.rsplit(b"\t", cuts)
            if (cells if whole else cells[0].split(b"\t", start_cuts))[start] in starts:
                return None
            common = fullmatch(name := cells[name_at])
            if common is None:
                if len(name.strip()) <= _LONGEST_MISSING:
                    return None
            elif common.lastindex == 2:
                return _OTHER
            if sequence_at is None:
                return name, said
            sequence = cells[sequence_at].partition(b".")[0]
            numbering = known.get(sequence)
            if numbering is not None:
                return name, numbering
            if len(sequence) > _LONGEST_MISSING and sequence.isalnum():
                return _ANY if common else (name, UNKNOWN)
            return None

        return key

    def name(self, cells: list[bytes]) -> bytes:
        """The first cell that names a change."""
        for i in self.layout.names:
            if cells[i] not in _EMPTY and not is_missing(text(cells[i])):
                return cells[i]
        return b""

    def numbering(self, cells: list[bytes]) -> str:
        """How the row numbers its residues: as its first cell with a sequence says, else as --transcript says."""
        for i in self.layout.sequences:
            if cells[i] not in _EMPTY:
                sequence = cells[i].partition(b":")[0]
                if known := self._known.get(sequence.partition(b".")[0]):
                    return known
                if not sequence.startswith((b"c.", b"n.")) and not is_missing(text(sequence)):
                    return self.reader.numbering(text(sequence))
        return self._said

    def read(self, cells: list[bytes]) -> Read | None:
        """The change of a row; None for an empty cell of a table whose rows have no gene."""
        name = text(self.name(cells))
        if self.layout.gene is None:
            return self.reader.free(name, self.transcript)
        by_name = self.reader.change(name, self.numbering(cells))
        place = self._variant(cells)
        return combine(by_name, self.places.find(place) if place else None)

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


def _plan(layout: Layout) -> _Plan:
    """Cut a row from the side that needs fewer cuts. Without a position the name stands in for it: it is no number."""
    name, *more = (*layout.names[:1], *layout.sequences[:1])
    start = layout.place.start if layout.place else name
    low, high = min(name, *more, name), max(name, *more, start)
    if low == 0 or high <= layout.width - low:
        return _Plan(True, high + 1, start, True, name, more[0] if more else None)
    before = low - 1
    whole = start >= low
    where = start - before if whole else start
    return _Plan(False, layout.width - before, where, whole, name - before, more[0] - before if more else None)


def text(cell: bytes) -> str:
    """A cell as text; bytes that are not UTF-8 are kept apart, never dropped."""
    return cell.decode("utf-8", "surrogateescape").strip()
