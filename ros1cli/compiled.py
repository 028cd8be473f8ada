"""The tables as one file of lines for a wheel: no YAML is read, and only the lines of the records that an answer asks for.

The first line is the head: what stands in a table beside its records, what follows from all records together, and where the
lines of each kind begin. A kind has a line with its catalogue, and then one line for each record, which stands there as the
YAML has it and is read by the same `records`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ros1cli.model import Facts
from ros1cli.shelf import Catalogue
from ros1cli.strict import Origin, Reader

COMPILED = "tables.jsonl"
_decode = json.JSONDecoder().raw_decode


class Compiled:
    """A compiled file, read line by line as it is asked for. What it holds was checked when it was written."""

    whole = False

    def __init__(self, file: Path) -> None:
        self._lines = file.read_bytes().split(b"\n")
        self._head: dict[str, Any] = json.loads(self._lines[0])
        self._origin = Origin(file.name, None)
        self._catalogue = cache(lambda kind: Catalogue(**self._line(kind, -1)))
        self.sizes: dict[str, int] = self._head["sizes"]
        self.claims_of: list[tuple[str, int, int]] = self._head["claims_of"]
        self.sha256: str = self._head["sha256"]

    def _line(self, kind: str, place: int) -> Any:
        return _decode(self._lines[self._head["first"][kind] + place].decode())[0]

    def row(self, kind: str, place: int) -> Reader:
        """A record that is not built yet."""
        return Reader(self._line(kind, place), self._origin, (kind, place))

    def rest(self, table: str) -> Reader:
        """What stands in a table beside its records."""
        return Reader(self._head["rest"][table], self._origin, (table,))

    def facts(self, *_records: Any) -> Facts:
        """What follows from all records together, as it was when the file was written."""
        kept = self._head["facts"]
        return Facts(frozenset(kept["superseded"]), tuple(kept["dates"]), kept["version"])

    def catalogue(self, kind: str, _records: Iterable[Any]) -> Catalogue:
        """The catalogue of a kind, without building a record."""
        return self._catalogue(kind)


def written(rows: Mapping[str, Sequence[Any]], catalogues: Mapping[str, Catalogue], head: Mapping[str, Any]) -> str:
    """The text of a compiled file.

    Args:
        rows: the plain mappings of the records, by kind.
        catalogues: the catalogue of each kind.
        head: the first line but for where each kind begins.
    """
    lines: list[Any] = []
    first = {}
    for kind, mappings in rows.items():
        first[kind] = len(lines) + 2
        lines += [catalogues[kind]._asdict(), *mappings]
    sizes = {kind: len(mappings) for kind, mappings in rows.items()}
    every = [{**head, "sizes": sizes, "first": first}, *lines]
    return "".join(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in every)
