"""What one question costs from the start of the process to its end, in units of `python -c pass` (P)."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import shutil
import statistics
import struct
import subprocess
import termios
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from measure import ENV, Figure, Ros1, Took, in_turn, median_ratio, peak, run

ASK = ("next-line", "--mutation", "G2032R", "--cns")
COMMANDS: dict[str, tuple[tuple[str, ...], int, str]] = {
    "next-line --json": ((*ASK, "--json"), 0, "≤ 9"),  # 8.5 before the tables held texts for patients
    "next-line, text in a pipe": (ASK, 0, "≤ 9"),
    "report, HTML": (("report", *ASK[1:]), 0, "≤ 12"),
    "--help": (("--help",), 0, "≤ 7.8"),
    "next-line --help": (("next-line", "--help"), 0, "≤ 7.8"),
    "a usage error": (("next-line", "--no-such-option"), 2, "≤ 7.8"),
    "an unknown mutation": (("next-line", "--mutation", "G2032"), 2, "≤ 7.8"),
    "an unknown drug": (("drug", "no-such-drug"), 2, "≤ 7.8"),
    "--version": (("--version",), 0, "≤ 7"),
}
FORBIDDEN = ("rich", "pydantic", "importlib.metadata", "yaml")
LARGER = 2.5


def figures(ros1: Ros1, rounds: int, folder: Path) -> list[Figure]:
    """All figures of start-up."""
    larger = with_larger_tables(ros1, folder / "larger")
    nothing = [ros1.python, "-c", "pass"]
    runs = {"P": partial(_silent, nothing, 0)}
    runs |= {name: partial(_silent, ros1(*argv), status) for name, (argv, status, _) in COMMANDS.items()}
    runs["larger"] = partial(_silent, larger(*ASK, "--json"), 0)
    took = in_turn(runs, rounds)
    shown = in_turn({"P": partial(_on_terminal, nothing), "table": partial(_on_terminal, ros1(*ASK))}, rounds)
    found = [
        Figure(f"`{n}`" if n.startswith("-") else n, *median_ratio(took[n], took["P"]), COMMANDS[n][2], "P")
        for n in COMMANDS
    ]
    table = Figure("next-line as tables on a terminal", *median_ratio(shown["table"], shown["P"]), "≤ 12", "P")
    name = f"`next-line --json` over tables {LARGER} times as large"
    grown = Figure(name, *median_ratio(took["larger"], took["next-line --json"]), "≤ 1.25")
    return [*found, table, grown, _modules(ros1), *_memory(ros1, folder)]


def _silent(argv: Sequence[str], status: int) -> Took:
    return run(argv, subprocess.DEVNULL, subprocess.DEVNULL, (status,))


def _on_terminal(argv: Sequence[str]) -> Took:
    """One run on a terminal of its own, 100 columns wide."""
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    reader = threading.Thread(target=_drain, args=(ours,), daemon=True)
    reader.start()
    took = run(argv, subprocess.DEVNULL, its)
    os.close(its)
    reader.join(1)
    os.close(ours)
    return took


def _drain(terminal: int) -> None:
    try:
        while os.read(terminal, 1 << 16):
            pass
    except OSError:  # the other side is closed
        pass


def _modules(ros1: Ros1) -> Figure:
    """How many modules one question imports, those of the interpreter's own start among them."""
    told = subprocess.run(
        [ros1.python, "-X", "importtime", *ros1(*ASK, "--json")],
        env=ENV,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ).stderr
    names = re.findall(r"^import time: +\d+ \| +\d+ \| +(\S+)$", told, re.M)
    wrong = sorted({n for n in names if n.startswith(tuple(f"{f}." for f in FORBIDDEN)) or n in FORBIDDEN})
    name = f"modules imported by `next-line --json`; of {', '.join(FORBIDDEN)}: {', '.join(wrong) or 'none'}"
    return Figure(name, len(names), None, "≤ 165", "")


def _memory(ros1: Ros1, folder: Path) -> list[Figure]:
    """Peak memory against a program that does nothing, medians of five."""
    least = statistics.median(peak(ros1, None, folder) for _ in range(5))
    questions = {"`next-line --json`": (*ASK, "--json"), "`next-line`, text": ASK}
    return [
        Figure(
            f"peak memory of {name}",
            statistics.median(peak(ros1, argv, folder) for _ in range(5)) / least,
            None,
            "≤ 2.5",
        )
        for name, argv in questions.items()
    ]


# -- larger tables -----------------------------------------------------------------------------------------------------


def with_larger_tables(ros1: Ros1, folder: Path) -> Ros1:
    """The same program with its compiled tables grown by invented records; the question's answer stays what it was."""
    where = "import ros1cli, pathlib; print(pathlib.Path(ros1cli.__file__).parent)"
    package = Path(subprocess.check_output([ros1.python, "-c", where], env=ENV, text=True, cwd="/").strip())
    shutil.copytree(package, folder / "ros1cli", ignore=shutil.ignore_patterns("__pycache__"))
    grow = [ros1.python, str(Path(__file__).with_name("grow.py")), str(folder), str(LARGER)]
    subprocess.run(grow, env=ENV, check=True)
    script = folder / "ros1"
    start = f"import sys; sys.path.insert(0, {str(folder)!r})\nfrom ros1cli.__main__ import entry\nentry()\n"
    script.write_text(f"#!{ros1.python}\n{start}")
    script.chmod(0o755)
    larger = Ros1(str(script), ros1.python)
    subprocess.run(larger("--version"), env=ENV, check=True, stdout=subprocess.DEVNULL)  # compiles the copy
    assert _drugs(larger) == _drugs(ros1), "the larger tables answer otherwise"
    return larger


def _drugs(ros1: Ros1) -> list[Any]:
    answer = json.loads(ros1.text(*ASK, "--json"))
    return [[row["drug"] for row in answer[group]] for group in ("options", "studied_only", "no_data", "excluded")]
