"""What a question costs before it is answered, by a count that is the same on every machine; times are a benchmark.

A wheel is imitated: the package with its tables compiled, and the script that an installer writes.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from toolbox import DATA, PACKAGE, environment, process

from ros1cli.tables.load import COMPILED, compile_tables

ASK = ("next-line", "--mutation", "G2032R", "--cns")
MOST = 169
"""Typer is 113 of them, and the interpreter's own start, 25 more, is not among them. The goal was 165 with that start, which is
140 here; seven modules that came through `import_module` were never in that count, because Python does not report them. One more
came with `answers.highlights`, which chooses what the brief answer shows: its choice stands in the JSON too. And one with
`tables.plain`, the words for patients, which are tables as all others."""
FORBIDDEN = ("rich", "pydantic", "importlib.metadata", "importlib.resources", "yaml")
QUESTIONS = (
    (*ASK, "--json"),
    ASK,
    (*ASK, "--explain", "--prior", "crizotinib", "--format", "markdown"),
    ("first-line", "--format", "tsv"),
    ("compare", "crizotinib", "entrectinib", "--json"),
    ("mutation", "L2086F", "--json"),
    ("mutation", "--list", "--format", "tsv"),
    ("drug", "lorlatinib", "--json"),
    ("guidance", "--list"),
    ("sources", "--levels"),
    ("glossary", "ORR"),
    ("next-line", "--mutation", "G2032R", "--as-of", "2024-02-05"),
    ("report", *ASK[1:]),
    ("next-line", "--mutation", "G2032"),
    ("--version",),
)


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package as a wheel brings it."""
    folder = tmp_path_factory.mktemp("packaged")
    shutil.copytree(PACKAGE, folder / "ros1cli", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(DATA, folder / "ros1cli" / "data")
    (folder / "ros1cli" / "data" / COMPILED).write_text(compile_tables(DATA), encoding="utf-8")
    script = "import sys\nfrom ros1cli.__main__ import entry\nif __name__ == '__main__':\n    sys.exit(entry())\n"
    (folder / "ros1").write_text(script, encoding="utf-8")
    return folder


def ran(folder: Path, *argv: str, flags: tuple[str, ...] = ()) -> subprocess.CompletedProcess[bytes]:
    """The program of a folder as a process."""
    command = [sys.executable, *flags, str(folder / "ros1"), *argv]
    env = environment(PYTHONPATH=None)
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, timeout=60, check=False)


def imported(folder: Path, *argv: str) -> list[str]:
    """The modules that a question imports beyond those of the interpreter's own start."""
    told, bare = (ran(folder, *a, flags=("-X", "importtime", *f)) for a, f in ((argv, ()), ((), ("-c", "pass"))))
    own, names = (re.findall(r"^import time: +\d+ \| +\d+ \| +(\S+)$", p.stderr.decode(), re.M) for p in (bare, told))
    assert told.returncode == 0 and own and names[: len(own)] == own, told.stderr.decode()[-2000:]
    return names[len(own) :]


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11), reason="the count is that of CPython 3.11; others split modules otherwise"
)
def test_a_question_imports_no_more_modules_than_agreed(packaged: Path) -> None:
    names = imported(packaged, *ASK, "--json")
    assert len(names) <= MOST, f"{len(names)} modules; import where it is needed what is new among: {' '.join(names)}"


@pytest.mark.parametrize(
    "question",
    [
        *((*ASK, *form) for form in (("--json",), (), ("--format", "tsv"), ("--format", "markdown"))),
        *(("report", *ASK[1:], *form) for form in ((), ("--format", "markdown"))),
    ],
    ids=" ".join,
)
def test_a_question_in_a_pipe_never_loads_what_it_does_not_need(packaged: Path, question: tuple[str, ...]) -> None:
    names = imported(packaged, *question)
    wrong = [n for n in names if n in FORBIDDEN or n.startswith(tuple(f"{f}." for f in FORBIDDEN))]
    assert not wrong, f"{wrong} loaded; import it where a table is drawn or a checkout is read"


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_a_wheel_and_a_checkout_give_the_same_bytes(packaged: Path, question: tuple[str, ...]) -> None:
    wheel, checkout = ran(packaged, *question), process(*question)
    assert (wheel.returncode, wheel.stdout, wheel.stderr) == (checkout.returncode, checkout.stdout, checkout.stderr)


@pytest.mark.parametrize(
    "damage", [lambda b: b"", lambda b: b[: len(b) // 2], lambda b: b.replace(b"not_effective", b"active", 1)]
)
def test_nothing_is_answered_from_damaged_tables(packaged: Path, damage: Callable[[bytes], bytes]) -> None:
    """This also shows that the imitated wheel reads its compiled tables, and not a checkout."""
    compiled = packaged / "ros1cli" / "data" / COMPILED
    whole = compiled.read_bytes()
    compiled.write_bytes(damage(whole))
    try:
        answer = ran(packaged, *ASK)
    finally:
        compiled.write_bytes(whole)
    assert (answer.returncode, answer.stdout) == (1, b"") and answer.stderr.count(b"\n") == 1, answer.stderr.decode()
    assert b"damaged" in answer.stderr
