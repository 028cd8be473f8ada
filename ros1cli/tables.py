"""data/ → Tables, in whichever form the data is there."""

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from ros1cli.compiled import COMPILED, Compiled, written
from ros1cli.model import Claim, Facts, Source, Statement, Tables
from ros1cli.records import Records, conflict, level_meaning, reference, source, topic
from ros1cli.shelf import ById, Catalogue, Shelf
from ros1cli.strict import Reader

if TYPE_CHECKING:
    from ros1cli.folder import Folder

T = TypeVar("T")


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


def data_dir() -> Path:
    """The folder of the packaged tables: inside an installed package, else beside it in a checkout."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "data"


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
    rows, rest = stock.plain()
    facts = tables.facts._asdict() | {"superseded": sorted(tables.superseded)}
    head = {"sha256": tables.sha256, "facts": facts, "claims_of": stock.claims_of, "rest": rest}
    return written(rows, stock.catalogues, head)


def _checked(folder: Path) -> "tuple[Folder, Tables]":
    from ros1cli.folder import Folder

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
