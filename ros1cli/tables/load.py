"""data/ → Tables: from a folder of YAML in a checkout, from one compiled file in a wheel.

The compiled file has a line for each record, so that no YAML is read and only what an answer asks for. The first line is the
head: what stands in a table beside its records, what follows from all records together, and where the lines of each kind
begin. A kind has a line with its catalogue and then those of its records, which stand there as the YAML has them and are
read by the same `record_reader`. The last line is the check sum of all before it: nothing is answered from a damaged file.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar
from zlib import crc32

from ros1cli.errors import BadTable
from ros1cli.tables.model import Claim, Facts, Source, Statement, Tables, facts
from ros1cli.tables.record_reader import RecordReader, brief_words, conflict, level_meaning, reference, source, topic
from ros1cli.tables.records import ById, Catalogue, Records, catalogue
from ros1cli.tables.yaml_reader import Origin, Reader, fail, read_yaml

T = TypeVar("T")
COMPILED = "tables.jsonl"
CHECK_SUM = 9  # bytes of the last line
_decode = json.JSONDecoder().raw_decode


class Stock(Protocol):
    """The records of all tables before they are built: a `Folder` of YAML or a `Compiled` file.

    `claims_of` says of each drug at which place its claims begin and end; those of the class stand behind them all. `whole`:
    every record is built at once, because nobody checked it yet.
    """

    whole: bool
    sizes: dict[str, int]
    claims_of: list[tuple[str, int, int]]

    def row(self, kind: str, place: int) -> Reader:
        """A record that is not built yet."""

    def rest(self, table: str) -> Reader:
        """What stands in a table beside its records."""

    def catalogue(self, kind: str, records: Iterable[Any]) -> Catalogue:
        """The catalogue of all records of a kind."""

    def facts(self, sources: ById[Source], claims: Records[Claim], statements: ById[Statement]) -> Facts:
        """What follows from all records together."""

    def sha256(self, tables: Tables) -> str:
        """The digest of all records."""


class Compiled:
    """A compiled file, read line by line as it is asked for. What it holds was checked when it was written."""

    whole = False

    def __init__(self, file: Path) -> None:
        self._lines = _whole(file).split(b"\n")
        self._head: dict[str, Any] = json.loads(self._lines[0])
        self._origin = Origin(file.name, None)
        self._catalogue = cache(lambda kind: Catalogue(**self._line(kind, -1)))
        self.sizes: dict[str, int] = self._head["sizes"]
        self.claims_of: list[tuple[str, int, int]] = self._head["claims_of"]

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

    def sha256(self, _tables: Tables) -> str:
        """The digest of all records, as it was when the file was written."""
        return str(self._head["sha256"])

    def catalogue(self, kind: str, _records: Iterable[Any]) -> Catalogue:
        """The catalogue of a kind, without building a record."""
        return self._catalogue(kind)


def _whole(file: Path) -> bytes:
    """The bytes of a compiled file before its check sum.

    Raises:
        BadTable: they are not those that were written.
    """
    data = file.read_bytes()
    lines, told = data[:-CHECK_SUM], data[-CHECK_SUM:]
    if told != check_sum(lines):
        raise BadTable(
            f"{file}: this file is damaged or was edited, so nothing is answered from it; install ros1cli again."
        )
    return lines


def check_sum(lines: bytes) -> bytes:
    """The last line of a compiled file."""
    return b"%08x\n" % crc32(lines)


def data_dir() -> Path:
    """The folder of the packaged tables: inside an installed package, else beside it in a checkout."""
    inside = Path(__file__).parent.parent / "data"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "data"


def load(folder: Path | None = None) -> Tables:
    """The tables, checked: those of a folder now, the compiled ones when the wheel was built.

    Args:
        folder: where the YAML files are; the packaged tables when None.

    Raises:
        BadTable: a file is missing or breaks the rules; the message says where.
    """
    compiled = data_dir() / COMPILED
    if folder is None and compiled.is_file():
        return read_compiled(compiled)
    return _checked(folder or data_dir())[1]


def read_compiled(file: Path) -> Tables:
    """The tables that `compile_tables` wrote; they were checked then."""
    return _tables(Compiled(file))


def compile_tables(folder: Path) -> str:
    """A folder of tables as the one file of a wheel, checked whole: reading it needs no YAML and no second check.

    Raises:
        BadTable: a file is missing or breaks the rules.
    """
    stock, tables = _checked(folder)
    lines = stock.compiled(tables)
    return lines + check_sum(lines.encode()).decode()


def _checked(folder: Path) -> "tuple[Folder, Tables]":
    stock = Folder(folder)
    tables = _tables(stock)
    stock.check(tables)
    return stock, tables


def _tables(stock: Stock) -> Tables:
    """Every kind of record in its table."""
    sources = ById(_records(stock, "sources", lambda r, _: source(r)))
    records = RecordReader(sources)
    drug_of = [drug for drug, first, end in stock.claims_of for _ in range(first, end)]
    own = len(drug_of)
    claims = _records(stock, "claims", lambda r, i: records.claim(r, drug_of[i] if i < own else ""))
    spans = [slice(first, end) for _, first, end in stock.claims_of]
    drugs = ById(_records(stock, "drugs", lambda r, i: records.drug(r, claims[spans[i]])))
    findings = ById(_records(stock, "findings", lambda r, _: records.finding(r)))
    statements = ById(_records(stock, "statements", lambda r, _: records.statement(r)))
    tables = Tables(
        sources=sources,
        drugs=drugs,
        claims=claims,
        class_claims=claims[own:],
        findings=findings,
        series=_records(stock, "series", lambda r, _: records.series(r)),
        topics=ById(_records(stock, "topics", lambda r, _: topic(r))),
        statements=statements,
        conflicts=_records(stock, "conflicts", lambda r, _: conflict(r)),
        cautions=_records(stock, "cautions", lambda r, _: records.caution(r)),
        notice=stock.rest("cautions").text("notice"),
        assumption=stock.rest("cautions").text("assumption"),
        brief=brief_words(stock.rest("cautions")),
        reference=reference(stock.rest("reference")),
        every_finding=findings,
        every_drug=drugs,
        levels=_records(stock, "levels", lambda r, _: level_meaning(r)),
        facts=stock.facts(sources, claims, statements),
        sha256="",
    )
    return tables._replace(sha256=stock.sha256(tables))


def _records(stock: Stock, kind: str, build: Callable[[Reader, int], T]) -> Records[T]:
    made = cache(lambda place: build(stock.row(kind, place), place))
    places = range(stock.sizes[kind])
    records = Records(places, made, lambda: stock.catalogue(kind, map(made, places)))
    if stock.whole:
        stock.catalogue(kind, records)
    return records


FILES = ("sources", "reference", "drugs", "mutations", "guidance", "cautions")
_HOMES = {
    "sources": ("sources", "source"),
    "levels": ("sources", ""),
    "drugs": ("drugs", "drug"),
    "findings": ("mutations", "finding"),
    "series": ("mutations", "series"),
    "topics": ("guidance", "topic"),
    "statements": ("guidance", "statement"),
    "conflicts": ("guidance", ""),
    "cautions": ("cautions", ""),
}
"""Where each kind of record stands, and what two of one id are called; the ids of the other kinds are compared later."""
_FOLLOWS = {"claims", "every_finding", "every_drug", "facts", "sha256"}
"""Fields of `Tables` that hold nothing of their own: a drug has its claims, and `class_claims` are the others."""


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

    def facts(self, sources: ById[Source], claims: Records[Claim], statements: ById[Statement]) -> Facts:
        """What follows from all records together."""
        return facts(sources, claims, statements)

    def sha256(self, tables: Tables) -> str:
        """The digest of the records, however their tables are written."""
        import hashlib  # a wheel knows its digest

        every = {kind: _plain(value) for kind, value in tables._asdict().items() if kind not in _FOLLOWS}
        held = {kind: value for kind, value in every.items() if value}
        return hashlib.sha256(json.dumps(held, sort_keys=True, ensure_ascii=False).encode()).hexdigest()

    def check(self, tables: Tables) -> None:
        """Refuse what was never asked for, and what does not hold between records."""
        from ros1cli.tables.checks import Loose, check  # those of a wheel were checked when it was built

        for reader in self._tops.values():
            reader.end()
        try:
            check(tables)
        except Loose as loose:
            path = _find(self.raw[loose.table], loose.record, loose.field)
            fail(self.origins[loose.table].name, path, self.origins[loose.table].line(path), loose.problem)

    def compiled(self, tables: Tables) -> str:
        """The text of the compiled file, whose form is described above."""
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
            "sha256": tables.sha256,
            "facts": tables.facts._asdict() | {"superseded": sorted(tables.superseded)},
            "claims_of": self.claims_of,
            "rest": {name: {k: v for k, v in table.items() if k not in held} for name, table in self.raw.items()},
            "sizes": self.sizes,
            "first": first,
        }
        compact = (json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in (head, *lines))
        return "".join(f"{line}\n" for line in compact)


def _plain(value: Any) -> Any:
    """Records as JSON holds them. What is None or empty is left out: a key that no record has changes no digest."""
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items() if item is not None and item != ()}
    if isinstance(value, ById):
        value = value.records
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | Records) else value


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
