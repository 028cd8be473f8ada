#!/usr/bin/env python3
"""How many questions a second `ros1 next-line --batch` answers after its start, and whether its memory stays the same.

    batch.py [--ros1 COMMAND] [--rounds N] [--different N] [--repeated N] [--write]

The questions are made here from the findings and drugs that `ros1` itself lists (seeded, the same bytes each time over the
same tables): `different`, no two alike, and `repeated`, a hundred questions drawn again and again. Every run reads a file and
writes into a pipe that `cat` empties. The runs of a round come in a new order each time; a rate is what a long run takes
beyond one that asks a single question in the same round, and the median over the rounds is printed, with the processor time
beside it. Measure an installed wheel: a checkout reads its tables from YAML. --write puts the table into RESULTS.md, under
its own heading. Standard library only.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

RESULTS = Path(__file__).resolve().parent / "RESULTS.md"
HEADING = "batch"
ENV = {k: v for k, v in os.environ.items() if not k.startswith(("ROS1_", "PYTHONDONTWRITE", "PYTHONUNBUFFERED"))}


class Run(NamedTuple):
    """What one run took: seconds by the clock, seconds of its processor, peak memory in MiB."""

    wall: float
    cpu: float
    peak: float


class Row(NamedTuple):
    """A line of the table."""

    name: str
    value: str
    processor: str
    goal: str


def questions(ros1: str) -> list[dict[str, Any]]:
    """Every finding, with each drug and each ordered pair of drugs before it, with and without the brain; shuffled."""

    def listed(what: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(subprocess.check_output([ros1, what, "--list", "--json"], env=ENV))
        return found

    findings = [m["mutation"] for m in listed("mutation")]
    drugs = [d["drug"] for d in listed("drug") if d["kind"] == "tki"]
    before = [*((d,) for d in drugs), *itertools.permutations(drugs, 2)]
    made = [
        {"mutation": m, "prior": list(p), "cns": brain}
        for m, p, brain in itertools.product(findings, before, (False, True))
    ]
    random.Random(20240205).shuffle(made)
    return made


def write(path: Path, lines: list[dict[str, Any]]) -> Path:
    """A file of questions."""
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def run(argv: list[str]) -> Run:
    """One run into a pipe."""
    sink = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    start = time.perf_counter()
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, stdout=sink.stdin, env=ENV)
    assert sink.stdin is not None
    sink.stdin.close()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    sink.wait()
    if process.returncode:
        sys.exit(f"batch.py: {' '.join(argv)} ended with {process.returncode}")
    return Run(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measure(args: argparse.Namespace, folder: Path) -> list[Row]:
    """All figures."""
    made = questions(args.ros1)
    if len(made) < 4 * args.different:
        sys.exit(
            f"batch.py: the tables give only {len(made)} different questions; --different {len(made) // 4} at most"
        )
    drawn = random.Random(1).choices(made[:100], k=args.repeated)
    files = {
        "one": (write(folder / "one", made[:1]), 1),
        "different": (write(folder / "different", made[: args.different]), args.different),
        "repeated": (write(folder / "repeated", [*made[:100], *drawn]), args.repeated + 100),
        "four times": (write(folder / "four", made[: 4 * args.different]), 4 * args.different),
    }
    commands = {name: [args.ros1, "next-line", "--batch", str(file)] for name, (file, _) in files.items()}
    peaks = {name: run(command).peak for name, command in commands.items()}  # the warm-up round
    del commands["four times"]
    rounds: list[dict[str, Run]] = []
    for i in range(args.rounds):
        order = list(commands)
        random.Random(i).shuffle(order)
        rounds.append({name: run(commands[name]) for name in order})
        print(f"round {i + 1} of {args.rounds}", file=sys.stderr)
    rows = [_rate(name, rounds, files[name][1], goal) for name, goal in (("different", 500), ("repeated", 5000))]
    growth = peaks["four times"] / peaks["different"]
    size = f"peak memory of {4 * args.different} different questions against {args.different}"
    return [*rows, Row(size, f"{growth:.2f} × ({peaks['different']:.0f} MiB)", "", "≤ 1.1 ×")]


def _rate(name: str, rounds: list[dict[str, Run]], lines: int, goal: int) -> Row:
    """Answers a second beyond the run of one line, in the median of the rounds."""
    wall, cpu = (
        statistics.median((lines - 1) / max(getattr(r[name], kind) - getattr(r["one"], kind), 1e-9) for r in rounds)
        for kind in ("wall", "cpu")
    )
    return Row(f"{name} questions, {lines} lines, answers/s", f"{wall:,.0f}", f"{cpu:,.0f}", f"≥ {goal:,}")


def table(rows: list[Row], about: str) -> str:
    """The section of RESULTS.md."""
    lines = [f"| {r.name} | {r.value} | {r.processor} | {r.goal} |" for r in rows]
    head = "| figure | measured | by processor time | goal |\n| --- | --- | --- | --- |"
    return "\n".join([f"## {HEADING}", "", about, "", head, *lines]) + "\n"


def put(section: str) -> None:
    """Write the section into RESULTS.md in the place of the one that stands there; the others stay."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else "# Results\n"
    parts = [p for p in re.split(r"^(?=## )", text, flags=re.M) if not p.startswith(f"## {HEADING}\n")]
    RESULTS.write_text("\n\n".join([p.strip() for p in parts] + [section.strip()]) + "\n", encoding="utf-8")


def main() -> None:
    """Measure, and print the figures with their goals."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ros1", default=shutil.which("ros1") or str(Path(sys.executable).parent / "ros1"))
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--different", type=int, default=2000)
    parser.add_argument("--repeated", type=int, default=40_000)
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(args, Path(folder))
    version = subprocess.check_output([args.ros1, "--version"], env=ENV, text=True).strip()
    about = (
        f"`benchmarks/batch.py`, {args.rounds} rounds, Python {sys.version.split()[0]}, {os.cpu_count()} processors, "
        f"load {os.getloadavg()[0]:.1f} at the end; {version}."
    )
    section = table(rows, about)
    print(section)
    if args.write:
        put(section)


if __name__ == "__main__":
    main()
