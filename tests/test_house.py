"""How the house is built: imports point one way, each third-party library is known by one module, start-up stays small."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from toolbox import FILES, PACKAGE, ROOT, TOY, environment, tables

import ros1cli

PACKAGES = ("cli", "show", "annotate", "answers", "names", "tables", "stderr", "errors")
"""From the roof to the ground. A file may import from its own package and from those below it: nobody imports `cli` but the
way in (`__main__`), `show` and `annotate` stand side by side and do not know each other, `errors` imports nothing of ours."""
WAYS_IN = ("__init__", "__main__")
FLOOR = {name: height for height, name in enumerate(PACKAGES)}
THIRD_PARTY = {
    "typer": {"cli/answering.py", "cli/commands.py", "cli/options.py", "cli/program.py", "cli/error_boundary.py"},
    "rich": {"show/terminal.py"},
    "yaml": {"tables/yaml_reader.py"},
}
SOURCES = {str(f.relative_to(PACKAGE)): ast.parse(f.read_text(encoding="utf-8")) for f in sorted(PACKAGE.rglob("*.py"))}


def _full(module: str, name: str) -> str:
    """`a.b` of `from a import b` where that is a module or a package of ours, else `a`."""
    inside = PACKAGE.joinpath(*module.split(".")[1:], name)
    ours = module.split(".")[0] == "ros1cli" and (inside.is_dir() or inside.with_suffix(".py").is_file())
    return f"{module}.{name}" if ours else module


def imported(tree: ast.AST) -> set[str]:
    """The full names that a file imports, wherever in it: of `from a import b`, `a.b` where that is a module of ours."""
    out = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            out |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            out |= {_full(str(node.module), a.name) for a in node.names}
    return out


def nodes(*kinds: type[ast.AST]) -> Iterator[tuple[str, Any]]:
    """Every node of these kinds with its file."""
    for file, tree in SOURCES.items():
        yield from ((file, node) for node in ast.walk(tree) if isinstance(node, kinds))


def floor(file: str) -> str:
    return file.removesuffix(".py").split("/")[0]


@pytest.mark.parametrize("file", [f for f in SOURCES if floor(f) not in WAYS_IN])
def test_a_file_imports_only_from_its_package_and_from_below(file: str) -> None:
    own = floor(file)
    assert own in FLOOR, f"{file} has no floor: put it into one of {', '.join(PACKAGES)}"
    for name in imported(SOURCES[file]):
        top, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if top != "ros1cli" or other in ("", "__version__", own):
            continue
        below = FLOOR.get(other, -1) > FLOOR[own] and (own, other) != ("show", "annotate")
        assert below, f"{file} imports {name}, which does not stand below it"


def test_no_class_name_stands_for_two_things() -> None:
    """An underscore in front makes no other name."""
    homes: dict[str, list[str]] = {}
    for file, node in nodes(ast.ClassDef):
        homes.setdefault(node.name.lstrip("_"), []).append(f"{file}:{node.lineno}")
    twice = {name: where for name, where in homes.items() if len(where) > 1}
    assert not twice, f"one name each: {twice}"


# -- limits: what a reader can hold in mind ---------------------------------------------------------------------------

LONGEST_FUNCTION, LONGEST_FILE, MOST_IMPORTS_INSIDE = 40, 500, 20
CACHED = {
    "annotate/answer_cells.py: _clean": "the text of a cell, which is all that it depends on",
    "annotate/table_rows.py: kind": "the cell of the gene; test_annotate_properties reads rows by it and without",
}
"""Every function whose results are kept, with its key."""


def test_a_comprehension_has_one_for() -> None:
    for file, node in nodes(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp):
        assert len(node.generators) == 1, f"{file}:{node.lineno}: write a loop"


def test_no_conditional_stands_inside_a_conditional() -> None:
    for file, node in nodes(ast.IfExp):
        inner = [n for n in ast.walk(node) if isinstance(n, ast.IfExp) and n is not node]
        assert not inner, f"{file}:{node.lineno}: write an if"


def test_functions_and_files_end_before_they_are_long() -> None:
    for file, node in nodes(ast.FunctionDef):
        lines = (node.end_lineno or node.lineno) - node.lineno + 1
        assert lines <= LONGEST_FUNCTION, f"{file}:{node.lineno}: {node.name} has {lines} lines"
    for file in SOURCES:
        lines = len((PACKAGE / file).read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST_FILE, f"{file} has {lines} lines"


def test_nothing_is_kept_between_calls_but_what_is_listed_with_its_key() -> None:
    found = set()
    for file, node in nodes(ast.FunctionDef, ast.Call):
        if isinstance(node, ast.FunctionDef):
            kept = {n.id for d in node.decorator_list for n in ast.walk(d) if isinstance(n, ast.Name)} & CACHES
            found |= {f"{file}: {node.name}"} if kept else set()
        elif isinstance(node.func, ast.Call) and getattr(node.func.func, "id", "") in CACHES:
            found.add(f"{file}: {getattr(node.args[0], 'id', '')}")
    assert found == set(CACHED)


CACHES = {"cache", "lru_cache", "cached_property"}


def test_few_imports_stand_inside_functions_and_each_says_why() -> None:
    found = []
    for file, node in nodes(ast.FunctionDef):
        lines = (PACKAGE / file).read_text(encoding="utf-8").splitlines()
        for inner in (n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)):
            found.append(f"{file}:{inner.lineno}")
            assert "#" in lines[inner.lineno - 1], f"{found[-1]} says not why it imports here"
    assert len(found) <= MOST_IMPORTS_INSIDE, found


def test_judgement_never_reads_a_file() -> None:
    for file, tree in SOURCES.items():
        if floor(file) in ("answers", "names"):
            names = imported(tree)
            reading = r"ros1cli\.tables\.(load|folder|compiled|yaml_reader|record_reader|checks)\b"
            assert not {n for n in names if re.match(reading, n)}, file
            assert not {n for n in names if n.split(".")[0] in ("os", "io", "pathlib", "sys", "subprocess", "yaml")}, (
                file
            )
            calls = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
            assert not calls & {"open", "print", "input"}, file


def test_each_third_party_library_is_known_by_its_modules_alone() -> None:
    known: dict[str, set[str]] = {}
    for file, tree in SOURCES.items():
        for name in imported(tree):
            top = name.split(".")[0]
            if top not in sys.stdlib_module_names and top != "ros1cli":
                known.setdefault(top, set()).add(file)
    assert known == THIRD_PARTY


def test_nothing_is_imported_before_the_one_try_of_the_program() -> None:
    """What is imported at the top of these two files shows a traceback when Ctrl-C comes while it loads."""
    for file in ("__init__.py", "__main__.py"):
        top = [n for n in SOURCES[file].body if isinstance(n, ast.Import | ast.ImportFrom)]
        names = {a.name for n in top if isinstance(n, ast.Import) for a in n.names}
        names |= {str(n.module) for n in top if isinstance(n, ast.ImportFrom)}
        assert names <= {"gc", "os", "sys"}, file  # loaded before us, or built in


OUT = ("show/stdout.py", "cli/error_boundary.py", "stderr.py")


def test_nobody_prints_or_writes_but_the_two_ways_out() -> None:
    for file, tree in SOURCES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", f"{file}:{node.lineno}"
            if isinstance(node, ast.Attribute) and node.attr in ("stdout", "stderr"):
                assert file in OUT or floor(file) == "annotate", f"{file}:{node.lineno}"


def test_no_rule_of_judgement_reads_the_clock_or_the_environment() -> None:
    for file, tree in SOURCES.items():
        if floor(file) in ("answers", "names", "show") and file not in ("show/stdout.py", "show/pager.py"):
            used = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
            assert not used & {"today", "now", "environ", "getenv", "time"}, file


def modules(*argv: str) -> set[str]:
    """The modules that one run of the program imports."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ros1cli", *argv],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=True,
    )
    return set(re.findall(r"^import time: +\d+ \| +\d+ \| +(\S+)$", run.stderr, re.MULTILINE))


@pytest.mark.parametrize(
    ("argv", "forbidden"),
    [
        (
            ("next-line", "--mutation", "G2032R", "--json"),
            {"rich", "pydantic", "importlib.metadata", "importlib.resources"},
        ),
        (("next-line", "--mutation", "G2032R"), {"rich", "pydantic", "importlib.metadata", "importlib.resources"}),
        (("drug", "crizotinib", "--json"), {"rich", "pydantic", "importlib.metadata"}),
        (("--help",), {"rich", "pydantic", "importlib.metadata", "yaml"}),
        (("--version",), {"rich", "pydantic"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_question_imports_nothing_heavy(argv: tuple[str, ...], forbidden: set[str]) -> None:
    heavy = {m for m in modules(*argv) for f in forbidden if m == f or m.startswith(f"{f}.")}
    assert heavy == set()


def test_the_python_face_imports_nothing_before_it_is_asked() -> None:
    code = "import sys, ros1cli; print(sorted(m for m in sys.modules if m.startswith('ros1cli')))"
    run = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout.strip() == "['ros1cli']"


# -- the invented tables ---------------------------------------------------------------------------------------------


def test_the_invented_tables_name_no_real_drug() -> None:
    invented, real = tables(TOY), tables()
    names = {n.casefold() for d in invented.tkis for n in (d.id, *(x.name for x in d.names))}
    assert not names & {n.casefold() for d in real.drugs.values() for n in (d.id, *(x.name for x in d.names))}
    assert len(invented.tkis) >= 8 and len(invented.reference.sequence) == 60
    assert {f"{name}.yaml" for name in FILES} == {p.name for p in TOY.iterdir()}


def test_the_tests_test_the_checkout_that_they_stand_in() -> None:
    assert Path(ros1cli.__file__).parent == PACKAGE


def test_the_tests_need_nothing_from_outside_the_checkout() -> None:
    outside = "/work" + "/shared"
    for file in (ROOT / "tests").rglob("*.py"):
        assert outside not in file.read_text(encoding="utf-8"), file.name
