"""The tables as one file of a wheel: how old they are, then every record as a row of values, in the order of its fields.

What the file holds was checked when it was written, so a row is built again by the annotations of its record and not read a
second time. A check sum is the last line: nothing is answered from a damaged file.
"""

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin
from zlib import crc32

from ros1cli.errors import BadTable
from ros1cli.tables.model import Tables

COMPILED = "tables.json"
CHECK_SUM = 9  # bytes of the last line
HELD = tuple(field for field in Tables._fields if field not in Tables._field_defaults)
"""The fields of `Tables` that hold what nothing else holds; the others follow from them."""


def written(tables: Tables) -> str:
    """The text of a compiled file."""
    age = [tables.version, tables.newest]
    row = [getattr(tables, field) for field in HELD]
    lines = "".join(
        json.dumps(line, separators=(",", ":")) + "\n" for line in (age, row)
    )  # ASCII takes half the memory
    return lines + check_sum(lines.encode()).decode()


def read(file: Path) -> Tables:
    """The tables of a compiled file, without what follows from them.

    Raises:
        BadTable: its bytes are not those that were written.
    """
    hints = (Tables.__annotations__[field] for field in HELD)
    row = json.loads(_lines(file)[1])
    fields = [_column(hint, [value])[0] for hint, value in zip(hints, row, strict=True)]
    return Tables(*fields)


def read_age(file: Path) -> tuple[str, str | None]:
    """The `version` and the `newest` source of the tables of a compiled file. Raises as `read` does."""
    version, newest = json.loads(_lines(file)[0])
    return version, newest


def _lines(file: Path) -> list[str]:
    data = file.read_bytes()
    lines, told = data[:-CHECK_SUM], data[-CHECK_SUM:]
    if told != check_sum(lines):
        raise BadTable(
            f"{file}: this file is damaged or was edited, so nothing is answered from it; install ros1cli again."
        )
    return lines.decode("ascii").split("\n")


def check_sum(lines: bytes) -> bytes:
    """The last line of a compiled file."""
    return b"%08x\n" % crc32(lines)


def _records(kind: Any, rows: Sequence[Any]) -> list[Any]:
    """The records of one kind. All rows are built at once, column by column: that is several times as fast as one by one."""
    if not rows:
        return []
    hints = kind.__annotations__.values()
    columns = [_column(hint, values) for hint, values in zip(hints, zip(*rows, strict=True), strict=True)]
    return list(map(kind._make, zip(*columns, strict=True)))


def _column(hint: Any, values: Sequence[Any]) -> Sequence[Any]:
    """Values of one field as its annotation has them; JSON holds lists for tuples and records, and the words of enumerations."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _column(inside[0], values)  # the other one is None, which stays what it is
    if origin is Mapping:
        return [dict(zip(held, _column(inside[1], [*held.values()]), strict=True)) for held in values]
    if origin is tuple:
        flat = [*chain.from_iterable(values)]
        items = _column(inside[0], flat)
        made = iter(items)
        return [*map(tuple, values)] if items is flat else [tuple(islice(made, len(value))) for value in values]
    if hasattr(hint, "_fields"):
        made = iter(_records(hint, [value for value in values if value is not None]))
        return [None if value is None else next(made) for value in values]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        words: dict[str | None, Any] = {None: None, **{word.value: word for word in hint}}
        return [words[value] for value in values]
    return values
