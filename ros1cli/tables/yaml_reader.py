"""YAML read strictly: text stays text, and every surprise is an error with its file, line and path.

Alone knows yaml. Plain YAML turns `NO` into False, `1:30` into 90, a date into an object, and keeps the last of two
equal keys in silence. Here only true, false, null, integers and decimals are more than text.
"""

import re
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, NoReturn

import yaml

from ros1cli.errors import BadTable, shown

Path_ = tuple[str | int, ...]

_PLAIN = {"true": True, "false": False, "null": None}
_INT = r"-?(0|[1-9][0-9]{0,14})"
_FLOAT = r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,15}"
_NUMBER = r"[-+]?[0-9]+(\.[0-9]*)?"
_TAGS = {"mapping": "tag:yaml.org,2002:map", "sequence": "tag:yaml.org,2002:seq", "scalar": "tag:yaml.org,2002:str"}


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


def fail(file: str, path: Path_, line: int, problem: str) -> NoReturn:
    """Raise a `BadTable` that says where."""
    raise BadTable(f"{file}, line {line}, at {_spell(path) or 'the top'}: {problem}.")


def _spell(path: Path_) -> str:
    return "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")


class Origin(NamedTuple):
    """Where a table came from."""

    name: str
    file: Path

    def line(self, path: Path_) -> int:
        """The line of a path, found by reading the file again: only a failure pays for it."""
        node = _compose(self.file)
        line = node.start_mark.line
        for step in path:
            if node.id == "mapping":  # a value may begin a line below its key
                found = [(key.start_mark.line, value) for key, value in node.value if key.value == step]
            else:
                found = [(value.start_mark.line, value) for i, value in enumerate(node.value) if i == step]
            if not found:
                break
            line, node = found[0]
        return int(line) + 1
