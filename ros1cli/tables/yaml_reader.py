"""YAML read strictly: text stays text, and every surprise is an error with its file, line and path.

Alone knows yaml. Plain YAML turns `NO` into False, `1:30` into 90, a date into an object, and keeps the last of two
equal keys in silence. Here only true, false, null, integers and decimals are more than text.
"""

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, NoReturn, TypeVar

from ros1cli.errors import BadTable, shown

Word = TypeVar("Word", bound=StrEnum)
Path_ = tuple[str | int, ...]

_PLAIN = {"true": True, "false": False, "null": None}
_INT = r"-?(0|[1-9][0-9]{0,14})"
_FLOAT = r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}"
_NUMBER = r"[-+]?[0-9]+(\.[0-9]*)?"
_TAGS = {"mapping": "tag:yaml.org,2002:map", "sequence": "tag:yaml.org,2002:seq", "scalar": "tag:yaml.org,2002:str"}
_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"


def read_yaml(file: Path) -> Any:
    """The file as plain mappings, lists and scalars.

    Raises:
        BadTable: the file cannot be read, is not YAML, or uses what the tables do not allow.
    """
    try:
        return _convert(_compose(file), file.name, (), set())
    except RecursionError as error:
        raise BadTable(f"{file.name}: is nested too deeply to be a table; write it flatter.") from error


def _compose(file: Path) -> Any:
    import yaml  # a wheel reads its compiled tables, without YAML

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    try:
        loader = Loader(file.read_text(encoding="utf-8"))
        return loader.get_single_node()
    except OSError as error:
        raise BadTable(f"{file}: cannot be read ({error.strerror}); give a folder of tables with --data.") from error
    except UnicodeDecodeError as error:
        raise BadTable(f"{file.name}: is not UTF-8 text (byte {error.start}); save it as UTF-8.") from error
    except yaml.YAMLError as error:
        raise BadTable(f"{file.name}: is not valid YAML: {' '.join(str(error).split())}") from error


def _convert(node: Any, file: str, path: Path_, seen: set[int]) -> Any:
    line = node.start_mark.line + 1 if node is not None else 1
    if node is None:
        fail(file, path, line, "the file is empty")
    if id(node) in seen:
        fail(file, path, line, "an alias (*name) is not allowed; write the value out")
    seen.add(id(node))
    if node.tag != _TAGS[node.id]:
        fail(file, path, line, f"a tag ({shown(node.tag)}) is not allowed; write the value plainly")
    if node.id == "mapping":
        return _mapping(node, file, path, seen)
    if node.id == "sequence":
        return [_convert(item, file, (*path, i), seen) for i, item in enumerate(node.value)]
    _fail_unless_printable(node.value, file, path, line)
    if node.style:
        return node.value
    if re.fullmatch(_NUMBER, node.value) and isinstance(scalar(node.value), str):
        fail(file, path, line, f"{shown(node.value)} is no number that a table holds; put it in quotes if it is text")
    return scalar(node.value)


def _mapping(node: Any, file: str, path: Path_, seen: set[int]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if key_node.id != "scalar":
            fail(file, path, line, "a key must be a word")
        _fail_unless_printable(key_node.value, file, path, line)
        if key_node.value in out:
            fail(file, path, line, f"the key {shown(key_node.value)!r} stands here twice; keep one")
        out[key_node.value] = _convert(value_node, file, (*path, key_node.value), seen)
    return out


def _fail_unless_printable(text: str, file: str, path: Path_, line: int) -> None:
    """Refuse a text with a character that cannot be seen: it would steer a terminal, or make two equal names differ."""
    if text.isprintable():
        return
    odd = next(c for c in text if not c.isprintable())
    problem = f"'{shown(text)}' holds the character U+{ord(odd):04X}, which cannot be printed"
    fail(file, path, line, f"{problem}; take it out, and write a text on one line or folded with >-")


def scalar(text: str) -> Any:
    """An unquoted YAML word as the value that the tables mean by it."""
    if text in _PLAIN:
        return _PLAIN[text]
    if re.fullmatch(_INT, text):
        return int(text)
    return float(text) if re.fullmatch(_FLOAT, text) else text


def fail(file: str, path: Path_, line: int | None, problem: str) -> NoReturn:
    """Raise a `BadTable` that says where."""
    where = f"{file}, line {line}" if line else file
    raise BadTable(f"{where}, at {_spell(path) or 'the top'}: {problem}.")


def _spell(path: Path_) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")


class Origin(NamedTuple):
    """Where a table came from; `file` is None for tables that are not read from a file."""

    name: str
    file: Path | None

    def line(self, path: Path_) -> int | None:
        """The line of a path, found by reading the file again: only a failure pays for it."""
        if self.file is None:
            return None
        node = _compose(self.file)
        for step in path:
            pairs = node.value if node.id == "mapping" else list(enumerate(node.value))
            found = [value for key, value in pairs if (key if isinstance(key, int) else key.value) == step]
            if not found:
                break
            node = found[0]
        return int(node.start_mark.line) + 1


class Reader:
    """One mapping of a table while it is read: ask for each key once by its kind, then call `end`."""

    def __init__(self, raw: Any, origin: Origin, path: Path_ = ()) -> None:
        self.raw, self.origin, self.path = raw, origin, path
        self.asked: set[str] = set()
        if type(raw) is not dict:
            self.fail("a mapping of keys and values belongs here")

    def fail(self, problem: str, *keys: str) -> NoReturn:
        """Refuse the table here, or at one key."""
        path = (*self.path, *keys)
        fail(self.origin.name, path, self.origin.line(path), problem)

    def _get(self, key: str, kinds: tuple[type, ...], default: Any, name: str) -> Any:
        self.asked.add(key)
        value = self.raw.get(key, default)
        if value is _MISSING:
            self.fail(f"the key {key!r} is missing")
        if value is not default and type(value) not in kinds:
            self.fail(f"{name} belongs here, not {shown(repr(value))}", key)
        return value

    def text(self, key: str) -> str:
        """A text that is not empty."""
        self.asked.add(key)
        value = self.raw.get(key)
        if type(value) is not str or not value or value.isspace():
            self._get(key, (str,), _MISSING, "text")
            self.fail("the text is empty", key)
        return value

    def maybe(self, key: str) -> str | None:
        """A text, or None when it is null or absent."""
        self.asked.add(key)
        return None if self.raw.get(key) is None else self.text(key)

    def date(self, key: str) -> str | None:
        """A date YYYY, YYYY-MM or YYYY-MM-DD, or None."""
        self.asked.add(key)
        value = self.raw.get(key)
        if value is None:
            return None
        if type(value) not in (str, int) or not _is_date(str(value)):
            self.fail(f"a date such as 2024-02-05 belongs here, not {shown(repr(value))}", key)
        return str(value)

    def number(self, key: str) -> int | float | None:
        """A number, or None."""
        value: int | float | None = self._get(key, (int, float), None, "a number")
        return value

    def count(self, key: str) -> int | None:
        """A whole number, or None."""
        value: int | None = self._get(key, (int,), None, "a whole number")
        return value

    def flag(self, key: str) -> bool:
        """true or false; false when absent."""
        return bool(self._get(key, (bool,), False, "true or false"))

    def maybe_flag(self, key: str) -> bool | None:
        """true, false, or None when absent."""
        value: bool | None = self._get(key, (bool,), None, "true or false")
        return value

    def word(self, key: str, words: type[Word]) -> Word:
        """One of a closed list of words."""
        value = self.text(key)
        try:
            return words(value)
        except ValueError:
            self.fail(f"{shown(value)!r} is not one of {', '.join(words)}", key)

    def maybe_word(self, key: str, words: type[Word]) -> Word | None:
        """One of a closed list of words, or None."""
        self.asked.add(key)
        return None if self.raw.get(key) is None else self.word(key, words)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        self.asked.add(key)
        if key not in self.raw:
            return ()
        values = self._get(key, (list,), [], "a list")
        for value in values:
            if type(value) is not str or not value.strip():
                self.fail(f"a list of texts belongs here, not {shown(repr(value))}", key)
        return tuple(values)

    def each(self, key: str) -> "list[Reader]":
        """A list of mappings; empty when absent."""
        values = self._get(key, (list,), [], "a list")
        return [Reader(value, self.origin, (*self.path, key, i)) for i, value in enumerate(values)]

    def inner(self, key: str) -> "Reader | None":
        """A mapping, or None."""
        value = self._get(key, (dict,), None, "a mapping")
        return None if value is None else Reader(value, self.origin, (*self.path, key))

    def mapping(self, key: str) -> dict[str, str]:
        """A mapping of texts to texts."""
        value = self._get(key, (dict,), {}, "a mapping")
        for name, item in value.items():
            if type(item) is not str:
                self.fail(f"text belongs here, not {shown(repr(item))}", key, name)
        return dict(value)

    def end(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key is a lost fact."""
        if self.raw.keys() <= self.asked:
            return
        key = next(key for key in self.raw if key not in self.asked)
        self.fail(f"the key {shown(str(key))!r} is not known here; known are {', '.join(sorted(self.asked))}", key)


def _is_date(text: str) -> bool:
    """A year, a month or a day that there is."""
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return bool(re.fullmatch(_DATE, text))


_MISSING: Any = object()
