"""The cells of a table row that say its change → one reading."""

from __future__ import annotations

import re

from ros1cli.annotate.job import Job
from ros1cli.annotate.layout import Layout
from ros1cli.annotate.places import Places, Variant, combine
from ros1cli.annotate.reading import UNKNOWN, UNSAID, Read, Reader, is_missing

_COMMON = re.compile(rb"p\.[A-Z][0-9]+(?:([A-WYZ])|(=|\*|_splice|[A-Z]?fs\*?[0-9]*))")
_ANY, _OTHER = b"p.any", b"p.="
_EMPTY = frozenset((b"", b".", b"-", b"NA"))


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
        self._start = layout.place.start if layout.place else None
        self._first = layout.names[0] if layout.names else layout.gene or 0
        self._sequence = layout.sequences[0] if layout.sequences else None

    def key(self, cells: list[bytes]) -> tuple[bytes, str] | None:
        """All that the reading depends on; None when it depends on the position too. Called for every row of the gene.

        Names that are read alike have one key: all that are no substitutions, all on a transcript that is not known.
        """
        if self._start is not None and cells[self._start] in self._starts:
            return None
        name = cells[self._first]
        common = _COMMON.fullmatch(name)
        if not common:
            return self.name(cells), self.numbering(cells)
        if common.lastindex == 2:
            return _OTHER, UNSAID
        if self._sequence is None:
            return name, self._said
        sequence = cells[self._sequence].partition(b".")[0]
        numbering = self._known.get(sequence)
        if numbering is None:
            numbering = UNKNOWN if sequence.startswith(b"ENST") and sequence.isalnum() else self.numbering(cells)
        return (_ANY if numbering is UNKNOWN else name), numbering

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


def text(cell: bytes) -> str:
    """A cell as text; bytes that are not UTF-8 are kept apart, never dropped."""
    return cell.decode("utf-8", "surrogateescape").strip()
