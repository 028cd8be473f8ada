"""A folder of YAML tables: what a checkout reads, and what a wheel is compiled from. Here every rule is checked."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ros1cli.errors import BadTable
from ros1cli.tables.checks import Loose, check
from ros1cli.tables.model import Claim, Facts, Source, Statement, Tables, facts
from ros1cli.tables.shelf import ById, Catalogue, Shelf, catalogue
from ros1cli.tables.yaml_reader import Origin, Reader, fail, read_yaml

FILES = ("sources", "reference", "drugs", "mutations", "guidance", "cautions")
_HOMES = {
    "sources": ("sources", "source"),
    "levels": ("sources", ""),
    "drugs": ("drugs", "drug"),
    "findings": ("mutations", "finding"),
    "topics": ("guidance", "topic"),
    "statements": ("guidance", "statement"),
    "conflicts": ("guidance", ""),
    "cautions": ("cautions", ""),
}
"""Where each kind of record stands, and what two of one id are called; the ids of the other kinds are compared later."""


class Folder:
    """The tables of a folder."""

    whole = True

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise BadTable(f"{folder}: there is no such folder of tables; give one with --data.")
        self.raw = {name: read_yaml(folder / f"{name}.yaml") for name in FILES}
        self.origins = {name: Origin(f"{name}.yaml", folder / f"{name}.yaml") for name in FILES}
        self._tops = {name: Reader(self.raw[name], self.origins[name]) for name in FILES}
        self.rows = {kind: self._tops[table].each(kind) for kind, (table, _) in _HOMES.items()}
        self.claims_of: list[tuple[str, int, int]] = []
        self.rows["claims"] = self._claims()
        self.sizes = {kind: len(rows) for kind, rows in self.rows.items()}
        self.catalogues: dict[str, Catalogue] = {}

    def _claims(self) -> list[Reader]:
        """The claims of every drug, and behind them those of the class."""
        claims: list[Reader] = []
        for drug in self.rows["drugs"]:
            own = drug.each("claims")
            self.claims_of.append((drug.text("id"), len(claims), len(claims) + len(own)))
            claims += own
        return claims + self._tops["drugs"].each("class_claims")

    def row(self, kind: str, place: int) -> Reader:
        """A record that is not built yet."""
        return self.rows[kind][place]

    def rest(self, table: str) -> Reader:
        """What stands in a table beside its records."""
        return self._tops[table]

    def catalogue(self, kind: str, records: Iterable[Any]) -> Catalogue:
        """The catalogue of a kind, whose records are made for it; two of one id are refused."""
        if kind not in self.catalogues:
            found = catalogue((record.id, getattr(record, "marks", ())) for record in records)
            self._refuse_twins(kind, found.ids)
            self.catalogues[kind] = found
        return self.catalogues[kind]

    def _refuse_twins(self, kind: str, ids: Sequence[str]) -> None:
        what = _HOMES.get(kind, ("", ""))[1]
        seen: set[str] = set()
        for reader, name in zip(self.rows[kind], ids, strict=True):
            if what and name in seen:
                reader.fail(f"the {what} {name!r} stands here twice; give each its own id", "id")
            seen.add(name)

    def facts(self, sources: ById[Source], claims: Shelf[Claim], statements: ById[Statement]) -> Facts:
        """What follows from all records together."""
        return facts(sources, claims, statements)

    @property
    def sha256(self) -> str:
        """The digest of what the tables hold, whatever their layout."""
        import hashlib

        return hashlib.sha256(json.dumps(self.raw, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def check(self, tables: Tables) -> None:
        """Refuse what was never asked for, and what does not hold between records."""
        for reader in self._tops.values():
            reader.end()
        try:
            check(tables)
        except Loose as loose:
            path = _find(self.raw[loose.table], loose.record, loose.field)
            fail(self.origins[loose.table].name, path, self.origins[loose.table].line(path), loose.problem)

    def compiled(self, facts: Facts) -> str:
        """The text of the compiled file, whose form `tables` describes."""
        lines: list[Any] = []
        first = {}
        for kind, readers in self.rows.items():
            first[kind] = len(lines) + 2
            lines.append(self.catalogues[kind]._asdict())
            lines += [
                {key: value for key, value in r.raw.items() if (kind, key) != ("drugs", "claims")} for r in readers
            ]
        held = {*_HOMES, "class_claims"}
        head = {
            "sha256": self.sha256,
            "facts": facts._asdict() | {"superseded": sorted(facts.superseded)},
            "claims_of": self.claims_of,
            "rest": {name: {k: v for k, v in table.items() if k not in held} for name, table in self.raw.items()},
            "sizes": self.sizes,
            "first": first,
        }
        compact = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in (head, *lines))
        return "".join(f"{line}\n" for line in compact)


def _find(raw: Any, record: str, field: str, path: tuple[str | int, ...] = ()) -> tuple[str | int, ...]:
    """Where the field of the record stands; the last of two records of one id. The field alone for a file that is one record."""
    if isinstance(raw, dict):
        if raw.get("id", "") == record and (record or not path):
            return (*path, field) if field in raw else path
        inner: Any = raw.items()
    else:
        inner = enumerate(raw) if isinstance(raw, list) else []
    found = [where for step, item in inner if (where := _find(item, record, field, (*path, step)))]
    return found[-1] if found else ()
