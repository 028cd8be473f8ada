"""docs/pipelines.md is run: each of its sections in a folder of its own, by bash, and what is printed stands there.

A section whose tools are not installed is skipped and says so; `.ci/run` installs those that PyPI has.
`python docs/regenerate.py` writes what is printed anew; read the difference before committing it.
"""

from __future__ import annotations

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from test_readme import FENCED, README, blocks, sessions
from toolbox import ROOT, environment, tables

FILE = ROOT / "docs" / "pipelines.md"
PAGE = FILE.read_text(encoding="utf-8")
PARTS = re.split(r"^## (.+)\n", PAGE, flags=re.M)
SECTIONS = {head: text for head, text in zip(PARTS[1::2], PARTS[2::2], strict=True) if sessions(text)}
FILES = re.compile(r"^```\w+\n(?:#|--) File: (\S+)\n(.*?)^```$", re.M | re.S)
TOOLS = ("awk", "duckdb", "gzip", "jq", "make", "parallel", "snakemake", "xargs")
GNU = {"make": b"GNU Make", "parallel": b"GNU parallel"}  # other programs have the same names
OPTIONS = {"cabozantinib"}  # of every answer on the page
EXITS = r"^\| (\d) \| ([^|]+) \|"


def lacking(section: str) -> list[str]:
    """The tools that a section needs and this machine has not."""
    words = {word for command, _ in sessions(section) for word in re.findall(r"[\w.]+", command)}
    missing = [tool for tool in TOOLS if tool in words and not installed(tool)]
    if "from pyspark" in section:
        missing += [] if said("python3", "-c", "import pyspark; print('found')") else ["pyspark"]
        missing += [] if shutil.which("java") else ["java"]
    return missing


def installed(tool: str) -> bool:
    return bool(shutil.which(tool)) and (tool not in GNU or GNU[tool] in said(tool, "--version"))


def said(*argv: str) -> bytes:
    """What a program says on stdout; nothing when it is not there."""
    if not shutil.which(argv[0]):
        return b""
    return subprocess.run(argv, capture_output=True, stdin=subprocess.DEVNULL, check=False, timeout=60).stdout


def needs(heading: str) -> None:
    """Skip the test, and say so, where a tool of the section is not installed."""
    if missing := lacking(SECTIONS[heading]):
        pytest.skip(f"docs/pipelines.md, {heading}: not run, {' and '.join(missing)} not installed")


class Folder:
    """An empty folder in which the examples of a section are run, with `ros1` from this checkout."""

    def __init__(self, where: Path, section: str) -> None:
        self.work = where / "work"
        self.work.mkdir()
        (where / "bin").mkdir()
        ours = where / "bin" / "ros1"
        ours.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m ros1cli "$@"\n')
        ours.chmod(0o755)
        path = f"{where / 'bin'}{os.pathsep}{os.environ['PATH']}"
        self.environment = environment(PATH=path, HOME=str(where), LC_ALL="C.UTF-8")
        (setup,) = blocks("sh", PAGE)
        self.printed(setup.replace("$(mktemp -d)", shlex.quote(str(self.work))), ROOT)
        for name, text in FILES.findall(section):
            (self.work / name).write_text(text, encoding="utf-8")

    def printed(self, command: str, where: Path | None = None) -> str:
        """What a command prints, stdout and stderr; each example says itself which exit it expects."""
        run = subprocess.run(
            ["bash", "-c", command],
            cwd=where or self.work,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=120,
            check=False,
        )
        text = run.stdout.decode("utf-8")
        assert run.returncode == 0, f"exit {run.returncode} of {command}\n{text}"
        return text.strip("\n")


def rewritten(section: str, where: Path) -> str:
    """A section with what its sessions print now."""
    folder = Folder(where, section)

    def anew(match: re.Match[str]) -> str:
        shown = [f"$ {command}\n{folder.printed(command)}".strip("\n") for command, _ in sessions(match.group(0))]
        return "```console\n" + "\n\n".join(shown) + "\n```"

    return re.sub(FENCED.format("console"), anew, section, flags=re.M | re.S)


# -- the examples -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", SECTIONS)
def test_the_examples_of_a_section_print_what_stands_there(heading: str, tmp_path: Path) -> None:
    needs(heading)
    folder = Folder(tmp_path, SECTIONS[heading])
    for command, shown in sessions(SECTIONS[heading]):
        assert folder.printed(command) == shown, "`python docs/regenerate.py pipelines` writes what is printed anew"


def test_every_block_of_the_page_is_run() -> None:
    assert set(re.findall(r"^```(\w+)$", PAGE, re.M)) == {"sh", "console", "awk", "makefile", "python", "sql"}
    for kind in ("awk", "makefile", "python", "sql"):
        assert len(blocks(kind, PAGE)) == len([b for b in blocks(kind, PAGE) if FILES.match(f"```x\n{b}```")]), kind
    for heading, section in SECTIONS.items():
        commands = " ".join(command for command, _ in sessions(section))
        for name, _ in FILES.findall(section):
            runner = {"Makefile": "make ", "Snakefile": "snakemake "}.get(name, name)
            assert runner in commands, f"{name} stands under {heading}, and nothing runs it"


def test_the_examples_stay_true_when_the_tables_grow() -> None:
    texts = [c for s in SECTIONS.values() for c, _ in sessions(s)] + [text for _, text in FILES.findall(PAGE)]
    asked = [call for text in texts for call in re.findall(r"ros1 (?:next-line|annotate|mutation)[^|;\n]*", text)]
    assert len(asked) > 12
    assert not [call for call in asked if "--as-of 2024-02-05" not in call]


def test_the_exits_are_those_of_the_readme() -> None:
    found = re.findall(EXITS, PAGE, re.M)
    assert found == re.findall(EXITS, README, re.M) and len(found) == 6


def test_no_example_shows_a_drug_without_its_verdict_or_an_option_without_its_caveats() -> None:
    drugs = {drug.id for drug in tables().tkis}
    seen = set()
    for _, shown in (session for section in SECTIONS.values() for session in sessions(section)):
        for line in shown.splitlines():
            named = {drug for drug in drugs if drug in line}
            seen |= named
            assert named <= OPTIONS or re.search("EXCLUDED|excluded|no_data|no data", line), line
        assert not any(drug in shown for drug in OPTIONS) or "Hard to tolerate" in shown, shown
    assert seen > OPTIONS


def test_a_python_example_can_be_read_by_python() -> None:
    (join,) = [text for name, text in FILES.findall(PAGE) if name == "join.py"]
    compile(join, "join.py", "exec")


def test_a_section_whose_tool_is_missing_is_skipped_and_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert {tool for section in SECTIONS.values() for tool in lacking(section)} == {*TOOLS, "pyspark", "java"}
    with pytest.raises(pytest.skip.Exception, match="jq: not run, jq not installed"):
        needs("jq")


# -- the joins --------------------------------------------------------------------------------------------------------


def test_the_join_finds_in_every_row_what_annotate_finds(tmp_path: Path) -> None:
    heading = next(h for h in SECTIONS if h.startswith("DuckDB"))
    needs(heading)
    folder = Folder(tmp_path, SECTIONS[heading])
    for command, _ in sessions(SECTIONS[heading])[:3]:
        folder.printed(command)
    joined = csv.DictReader(folder.printed("duckdb -csv -nullvalue NA cohort.db 'FROM ros1 ORDER BY ALL'").splitlines())
    asked = "ros1 annotate {} --only-ros1 --as-of 2024-02-05 2>annotate.log"
    wanted = []
    for name in ("cohort.tsv", "trap.tsv"):
        for row in csv.DictReader(folder.printed(asked.format(name)).splitlines(), delimiter="\t"):
            listed = row["ros1_status"] not in ("not_in_tables", "not_covered")
            found = row["ros1_finding"] if listed else "NA"
            wanted.append((row["Tumor_Sample_Barcode"], row["HGVSp_Short"], row["Transcript_ID"], found))
    assert [tuple(row.values()) for row in joined] == sorted(wanted)
    assert len({found for *_, found in wanted}) > 8, "most of the listed changes are among the rows"


def regenerated() -> str:
    """The page with what its examples print now; a section whose tools are missing stays as it is."""
    page = PAGE
    for section in SECTIONS.values():
        if not lacking(section):
            with tempfile.TemporaryDirectory() as where:
                page = page.replace(section, rewritten(section, Path(where)))
    return page
