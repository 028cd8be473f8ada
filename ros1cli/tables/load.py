"""data/ → Tables: from a folder of YAML in a checkout, from one compiled file in a wheel.

The compiled file has a line for each record, so that no YAML is read and only what an answer asks for. The first line is the
head: what stands in a table beside its records, what follows from all records together, and where the lines of each kind
begin. A kind has a line with its catalogue and then those of its records, which stand there as the YAML has them and are
read by the same `records`. The last line is the check sum of all before it: nothing is answered from a damaged file.
"""

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from zlib import crc32

from ros1cli.errors import BadTable
from ros1cli.tables.model import Claim, Facts, Source, Statement, Tables
from ros1cli.tables.record_reader import Records, conflict, level_meaning, reference, source, topic
from ros1cli.tables.shelf import ById, Catalogue, Shelf
from ros1cli.tables.yaml_reader import Origin, Reader

if TYPE_CHECKING:
    from ros1cli.tables.folder import Folder

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

    @property
    def sha256(self) -> str:
        """The digest of what the tables hold."""

    def row(self, kind: str, place: int) -> Reader:
        """A record that is not built yet."""

    def rest(self, table: str) -> Reader:
        """What stands in a table beside its records."""

    def catalogue(self, kind: str, records: Iterable[Any]) -> Catalogue:
        """The catalogue of all records of a kind."""

    def facts(self, sources: ById[Source], claims: Shelf[Claim], statements: ById[Statement]) -> Facts:
        """What follows from all records together."""


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
    lines = stock.compiled(tables.facts)
    return lines + check_sum(lines.encode()).decode()


def _checked(folder: Path) -> "tuple[Folder, Tables]":
    from ros1cli.tables.folder import Folder

    stock = Folder(folder)
    tables = _tables(stock)
    stock.check(tables)
    return stock, tables


def _tables(stock: Stock) -> Tables:
    """Every kind of record on its shelf."""
    sources = ById(_shelf(stock, "sources", lambda r, _: source(r)))
    records = Records(sources)
    drug_of = [drug for drug, first, end in stock.claims_of for _ in range(first, end)]
    own = len(drug_of)
    claims = _shelf(stock, "claims", lambda r, i: records.claim(r, drug_of[i] if i < own else ""))
    spans = [slice(first, end) for _, first, end in stock.claims_of]
    drugs = ById(_shelf(stock, "drugs", lambda r, i: records.drug(r, claims[spans[i]])))
    findings = ById(_shelf(stock, "findings", lambda r, _: records.finding(r)))
    statements = ById(_shelf(stock, "statements", lambda r, _: records.statement(r)))
    return Tables(
        sources=sources,
        drugs=drugs,
        claims=claims,
        class_claims=claims[own:],
        findings=findings,
        topics=ById(_shelf(stock, "topics", lambda r, _: topic(r))),
        statements=statements,
        conflicts=_shelf(stock, "conflicts", lambda r, _: conflict(r)),
        cautions=_shelf(stock, "cautions", lambda r, _: records.caution(r)),
        notice=stock.rest("cautions").text("notice"),
        assumption=stock.rest("cautions").text("assumption"),
        reference=reference(stock.rest("reference")),
        every_finding=findings,
        every_drug=drugs,
        levels=_shelf(stock, "levels", lambda r, _: level_meaning(r)),
        facts=stock.facts(sources, claims, statements),
        sha256=stock.sha256,
    )


def _shelf(stock: Stock, kind: str, build: Callable[[Reader, int], T]) -> Shelf[T]:
    made = cache(lambda place: build(stock.row(kind, place), place))
    places = range(stock.sizes[kind])
    shelf = Shelf(places, made, lambda: stock.catalogue(kind, map(made, places)))
    if stock.whole:
        stock.catalogue(kind, shelf)
    return shelf
