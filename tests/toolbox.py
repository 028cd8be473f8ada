"""What several tests share: asking the program in process or as a process, and the two folders of tables."""

from __future__ import annotations

import functools
import importlib
import io
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from ros1cli.__main__ import main
from ros1cli.answers.next_line import next_line
from ros1cli.answers.question import Typed
from ros1cli.tables.model import Tables

HERE = Path(__file__).parent
ROOT = HERE.parent
TOY = HERE / "toy"
PACKAGE = ROOT / "ros1cli"
DATA = ROOT / "data"
FILES = ("sources", "reference", "drugs", "mutations", "guidance", "cautions", "glossary")
OUR_SETTINGS = (
    "COLUMNS",
    "LINES",
    "NO_COLOR",
    "FORCE_COLOR",
    "ROS1_AS_OF",
    "ROS1_DATA",
    "PYTHONIOENCODING",
    "ROS1_PAGER",
    "PAGER",
)
"""What a developer may have set that changes an answer."""
NEGATION = re.compile(r"\b(not|no|never|without|cannot|excluded|unresolved)\b", re.IGNORECASE)
INTERRUPTED = (130, -signal.SIGINT)
"""An interrupt that CPython meets inside `eval` of a text, as in the import of a named tuple, ends the process by the signal
itself even when it was caught; a shell says 130 of both."""

_loading = importlib.import_module("ros1cli.tables.load")
_read = _loading.load


class Result(NamedTuple):
    """What a run of the program left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        return json.loads(self.err)["error"]


@functools.cache
def tables(folder: Path | None = None) -> Tables:
    """The tables of a folder that no test edits: the packaged ones when None. Read once."""
    return _read(folder)


def load_once(folder: Path | None = None) -> Tables:
    """Stands in for `load` in process: the two fixed folders are read once, every other folder each time."""
    fixed = folder is None or folder == TOY
    return tables(folder) if fixed else _read(folder)


def ros1(*argv: str) -> Result:
    """Run the program in this process, as a terminal would."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        status = main(list(argv))
    for stream in (out, err):
        stream.flush()
    return Result(status, *(s.buffer.getvalue().decode("utf-8") for s in (out, err)))


def toy(*argv: str) -> Result:
    """The same over the invented tables."""
    return ros1(*argv, "--data", str(TOY))


@contextmanager
def columns(width: int | str) -> Iterator[None]:
    """COLUMNS for a moment only: pytest itself reads it while it reports."""
    with patch.dict(os.environ, {"COLUMNS": str(width)}):
        yield


def answered(*argv: str) -> Any:
    """The JSON answer over the invented tables; it must be one."""
    result = toy(*argv, "--json")
    assert result.status in (0, 3), result.err
    assert result.err == ""
    return result.json


def environment(**more: str | None) -> dict[str, str]:
    """A small environment for a process: nothing of the developer's own settings."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "TMPDIR", "HOME")}
    kept |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TERM": "xterm-256color", "ROS1_PAGER": ""}
    kept |= {k: v for k, v in more.items() if v is not None}
    return {k: v for k, v in kept.items() if k not in more or more[k] is not None}


def command(*argv: str | bytes, flags: tuple[str, ...] = ()) -> list[str | bytes]:
    """The command line of a process that runs the program."""
    return [sys.executable, *flags, "-m", "ros1cli", *argv]


def process(*argv: str | bytes, env: dict[str, str] | None = None, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process, where the process itself matters."""
    settings: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(command(*argv), env=env or environment(), timeout=60, check=False, **(settings | more))


# -- tables with a change --------------------------------------------------------------------------------------------


@functools.cache
def _raw(folder: Path) -> dict[str, Any]:
    strict = importlib.import_module("ros1cli.tables.yaml_reader")
    return {name: strict.read_yaml(folder / f"{name}.yaml") for name in FILES}


def raw_toy() -> dict[str, Any]:
    """The invented tables as plain mappings, to be changed."""
    return deepcopy(_raw(TOY))


def parsed(raw: dict[str, Any]) -> Tables:
    """Changed mappings as checked tables. JSON is YAML in which every text is quoted."""
    with tempfile.TemporaryDirectory() as folder:
        write_tables(raw, Path(folder))
        return _read(Path(folder))


def write_tables(raw: dict[str, Any], folder: Path) -> None:
    """Changed mappings as a folder of tables."""
    for name, table in raw.items():
        (folder / f"{name}.yaml").write_text(json.dumps(table, ensure_ascii=False, indent=1), encoding="utf-8")


def over(raw: dict[str, Any], *argv: str) -> Any:
    """The JSON answer over changed mappings."""
    with tempfile.TemporaryDirectory() as folder:
        write_tables(raw, Path(folder))
        result = ros1(*argv, "--json", "--data", folder)
    assert result.status in (0, 3), result.err
    return result.json


def record(raw: dict[str, Any], drug: str) -> dict[str, Any]:
    """One drug of changed mappings."""
    return next(d for d in raw["drugs"]["drugs"] if d["id"] == drug)


def claim(raw: dict[str, Any], claim_id: str) -> dict[str, Any]:
    """One claim of changed mappings."""
    return next(c for d in raw["drugs"]["drugs"] for c in d.get("claims", []) if c["id"] == claim_id)


def new_claim(claim_id: str, scope: str, level: str, call: str | None = None, **more: Any) -> dict[str, Any]:
    """A claim to be added to a drug of changed mappings."""
    made = {"id": claim_id, "about": "activity", "scope": scope, "level": level, "text": "Added by a test."}
    made |= {"source": "toy-page", "locator": "a test"} | ({"call": call} if call else {})
    return made | more


# -- answers in short ------------------------------------------------------------------------------------------------


def lines(where: Tables, *mutation: str, **options: Any) -> Any:
    """The body of a next-line answer over tables in hand."""
    return next_line(where, Typed(mutation=mutation, **options)).body


def groups(body: Any) -> dict[str, tuple[str, ...]]:
    """The drugs of an answer by group."""
    names = ("options", "studied_only", "no_data", "excluded")
    return {name: tuple(row.drug for row in getattr(body, name)) for name in names}


def found(rows: Any, drug: str) -> Any:
    """The row of one drug, of an answer in process or in JSON."""
    return next(r for r in rows if (r["drug"] if isinstance(r, dict) else r.drug) == drug)


def drugs(rows: Any) -> list[str]:
    """The drugs of some rows of a JSON answer, in order."""
    return [r["drug"] for r in rows]


def walk(value: Any, path: str = "") -> Any:
    """Every mapping in a JSON document with its path."""
    if isinstance(value, dict):
        yield path, value
        for key, item in value.items():
            yield from walk(item, f"{path}.{key}")
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from walk(item, f"{path}[{i}]")


def read_terminal(end: int) -> str:
    """All that a program writes to a terminal, read at the other `end` of it until the program closes it."""
    shown = b""
    while True:
        try:
            more = os.read(end, 65536)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        shown += more
    os.close(end)
    return shown.decode("utf-8").replace("\r\n", "\n")
