"""What the benchmarks share: one run of a process, its peak memory, and a figure with its goal beside it."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

SPOILERS = ("ROS1_", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH", "COLUMNS")
ENV = {k: v for k, v in os.environ.items() if not k.startswith(SPOILERS)} | {"TERM": "xterm-256color"}
"""The environment of every run: nothing that changes the answer or spoils a figure."""

_WITH_PEAK = """
import atexit, sys
atexit.register(lambda: print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")),
                              file=open(sys.argv[-1], "w")))
"""
_ASK = """
from ros1cli.__main__ import entry
place = sys.argv.pop()
sys.argv, argv = ["ros1", *sys.argv[1:]], sys.argv
atexit.register(lambda: sys.argv.append(place))
entry()
"""


class Figure(NamedTuple):
    """A line of the table. `processor`: the same figure by processor time, which a busy machine spoils less."""

    name: str
    value: float
    processor: float | None
    goal: str
    unit: str = "×"

    @property
    def met(self) -> bool | None:
        """Whether the goal holds, by the clock; None when there is none."""
        sign, _, number = self.goal.partition(" ")
        bound = float(number.replace(",", "")) if number else 0.0
        return {"≤": self.value <= bound, "≥": self.value >= bound}.get(sign)


class Ros1(NamedTuple):
    """An installed `ros1`: the script, and the interpreter in its first line."""

    script: str
    python: str

    def __call__(self, *argv: str) -> list[str]:
        """The command line of a question."""
        return [self.script, *argv]

    def text(self, *argv: str) -> str:
        """What it prints."""
        return subprocess.run(self(*argv), env=ENV, check=True, stdout=subprocess.PIPE, text=True).stdout


class Took(NamedTuple):
    """What a run took: seconds by the clock, and seconds of its processor."""

    wall: float
    cpu: float


def run(argv: Sequence[str], stdin: IO[bytes] | int, stdout: IO[bytes] | int, exits: Sequence[int] = (0,)) -> Took:
    """One run, measured from before its start to its end; it must end with one of these statuses."""
    begin = time.perf_counter()
    process = subprocess.Popen(argv, stdin=stdin, stdout=stdout, stderr=subprocess.DEVNULL, env=ENV)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in exits:
        sys.exit(f"benchmark: {' '.join(argv)} ended with {process.returncode}; run it by hand to see why")
    return Took(wall, used.ru_utime + used.ru_stime)


def into_pipe(argv: Sequence[str], path: Path, exits: Sequence[int] = (0,)) -> Took:
    """One run from a file into a pipe that `cat` empties."""
    with path.open("rb") as rows, subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as sink:
        assert sink.stdin
        took = run(argv, rows, sink.stdin, exits)
        sink.stdin.close()
    return took


def peak(ros1: Ros1, argv: Sequence[str] | None, folder: Path, feed: Callable[[IO[bytes]], None] | None = None) -> int:
    """The most memory of a run in KiB, as Linux tells the process itself: what `wait4` tells counts the parent's too.

    Args:
        ros1: whose interpreter runs.
        argv: the question; None for a program that does nothing.
        folder: where the figure is written.
        feed: writes what the run reads.
    """
    place = folder / "peak"
    code = _WITH_PEAK + (_ASK if argv is not None else "")
    command = [ros1.python, "-c", code, *(argv or ()), str(place)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENV, cwd="/"
    )
    assert process.stdin
    if feed:
        feed(process.stdin)
    process.stdin.close()
    if process.wait() not in (0, 4):
        sys.exit(f"benchmark: ros1 {' '.join(argv or ())} ended with {process.returncode}; run it by hand to see why")
    return int(place.read_text())


def median_ratio(runs: Sequence[Took], base: Sequence[Took]) -> tuple[float, float]:
    """How many times what `base` took, by the clock and by the processor: the median of the rounds."""
    pairs = list(zip(runs, base, strict=True))
    return (
        statistics.median(one.wall / other.wall for one, other in pairs),
        statistics.median(one.cpu / max(other.cpu, 1e-4) for one, other in pairs),
    )


def in_turn(runs: Mapping[str, Callable[[], Took]], rounds: int) -> dict[str, list[Took]]:
    """All runs in every round, in a new order each time, after a round that does not count."""
    import random

    took: dict[str, list[Took]] = {name: [] for name in runs}
    for i in range(rounds + 1):
        order = list(runs)
        random.Random(i).shuffle(order)
        for name in order:
            one = runs[name]()
            if i:
                took[name].append(one)
    return took
