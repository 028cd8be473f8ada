#!/usr/bin/env python3
"""Measure `ros1` against its goals, in ratios of one run, and print a table with the goals beside it.

    run.py [startup] [batch] [annotate] [--ros1 COMMAND] [--rounds N] [--write]

Without --ros1 the wheel is built from this checkout and installed into an empty environment: an installed wheel is what is
measured, a checkout reads its tables from YAML. Every round runs all commands, each as a process of its own, in a new order;
a figure is the median over the rounds. --write puts the table into RESULTS.md. Linux, standard library only; mawk is used
where it is installed.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import annotate
import batch
import startup
from measure import ENV, Figure, Ros1

HERE = Path(__file__).resolve().parent
TOPICS = {"startup": (startup.figures, 40), "batch": (batch.figures, 11), "annotate": (annotate.figures, 5)}


def installed(folder: Path) -> Path:
    """Build the wheel of this checkout and install it alone."""
    python = folder / "env" / "bin" / "python"
    subprocess.run([sys.executable, "-m", "venv", folder / "env"], env=ENV, check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", HERE.parent], env=ENV, check=True)
    return python.with_name("ros1")


def interpreter(script: Path) -> str:
    """The interpreter of an installed script, from its first line."""
    with script.open("rb") as file:
        return file.readline().removeprefix(b"#!").decode().strip()


def line(f: Figure) -> str:
    """A row of the table."""
    digits = 0 if f.value >= 100 else 2
    unit = f" {f.unit}" if f.unit else ""
    processor = "" if f.processor is None else f"{f.processor:,.{digits}f}"
    verdict = {True: "yes", False: "**no**", None: ""}[f.met]
    return f"| {f.name} | {f.value:,.{digits}f}{unit} | {processor} | {f.goal} | {verdict} |"


def table(found: list[Figure], rounds: str, ros1: Ros1) -> str:
    """RESULTS.md."""
    about = (
        f"Measured by `benchmarks/run.py` on the installed wheel with the full tables: {ros1.text('--version').strip()}. "
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors, "
        f"load {os.getloadavg()[0]:.1f} at the end; rounds: {rounds}. P is `python -c pass` with the same interpreter."
    )
    head = "| figure | measured | by processor time | goal | met |\n| --- | --- | --- | --- | --- |"
    return "\n".join(["# Results", "", about, "", head, *map(line, found)]) + "\n"


def main() -> int:
    """Measure; the status is 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("topics", nargs="*", choices=[*TOPICS, []], metavar="TOPIC", help=", ".join(TOPICS))
    parser.add_argument("--ros1", type=Path, help="an installed ros1 script; the wheel of this checkout when absent")
    parser.add_argument("--rounds", type=int, help=", ".join(f"{n} for {t}" for t, (_, n) in TOPICS.items()))
    parser.add_argument("--write", action="store_true", help="write RESULTS.md; only when all topics are measured")
    args = parser.parse_args()
    topics = args.topics or list(TOPICS)
    if args.write and set(topics) != set(TOPICS):
        parser.error("--write needs all topics: RESULTS.md is one run")
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as name:
        script = args.ros1.resolve() if args.ros1 else installed(Path(name))
        ros1 = Ros1(str(script), interpreter(script))
        for topic in topics:
            figures, rounds = TOPICS[topic]
            folder = Path(name) / topic
            folder.mkdir()
            print(f"measuring {topic}", file=sys.stderr)
            found += figures(ros1, args.rounds or rounds, folder)
        counts = ", ".join(f"{args.rounds or TOPICS[t][1]} for {t}" for t in topics)
        text = table(found, counts, ros1)
    print(text)
    if args.write:
        (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
    return 1 if any(f.met is False for f in found) else 0


if __name__ == "__main__":
    sys.exit(main())
