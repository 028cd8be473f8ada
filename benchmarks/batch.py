"""How many questions a second `ros1 next-line --batch` answers after its start, and whether its memory stays the same.

The questions are made here from the findings and drugs that `ros1` itself lists (seeded, the same bytes each time over the
same tables): `different`, no two alike, and `repeated`, a hundred questions drawn again and again. Every run reads a file and
writes into a pipe. A rate is what a long run takes beyond one that asks a single question in the same round.
"""

from __future__ import annotations

import itertools
import json
import random
import statistics
from functools import partial
from pathlib import Path
from typing import Any

from measure import Figure, Ros1, Took, in_turn, into_pipe, peak

DIFFERENT, REPEATED, MOST = 2000, 40_000, 8000


def questions(ros1: Ros1) -> list[dict[str, Any]]:
    """Every finding, with each drug and each ordered pair of drugs before it, with and without the brain; shuffled."""
    findings = [m["mutation"] for m in json.loads(ros1.text("mutation", "--list", "--json"))]
    drugs = [d["drug"] for d in json.loads(ros1.text("drug", "--list", "--json")) if d["kind"] == "tki"]
    before = [*((d,) for d in drugs), *itertools.permutations(drugs, 2)]
    made = [
        {"mutation": m, "prior": list(p), "cns": brain}
        for m, p, brain in itertools.product(findings, before, (False, True))
    ]
    random.Random(20240205).shuffle(made)
    assert len(made) >= MOST, f"the tables give only {len(made)} different questions"
    return made


def figures(ros1: Ros1, rounds: int, folder: Path) -> list[Figure]:
    """All figures of the batch."""
    made = questions(ros1)
    sets = {
        "one": made[:1],
        "different": made[:DIFFERENT],
        "repeated": [*made[:100], *random.Random(1).choices(made[:100], k=REPEATED - 100)],
        "most": made[:MOST],
    }
    files = {name: folder / name for name in sets}
    for name, lines in sets.items():
        files[name].write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    argv = {name: ("next-line", "--batch", str(file)) for name, file in files.items()}
    timed = ("one", "different", "repeated")
    took = in_turn({name: partial(into_pipe, ros1(*argv[name]), files["one"]) for name in timed}, rounds)
    some, most = (peak(ros1, argv[name], folder) for name in ("different", "most"))
    name = f"peak memory at {MOST:,} different questions against {DIFFERENT:,}"
    return [
        _rate("different", took, DIFFERENT, "≥ 500"),
        _rate("repeated", took, REPEATED, "≥ 5,000"),
        Figure(name, most / some, None, "≤ 1.1"),
    ]


def _rate(name: str, took: dict[str, list[Took]], lines: int, goal: str) -> Figure:
    """Answers a second beyond the run of one line, in the median of the rounds."""
    pairs = list(zip(took[name], took["one"], strict=True))
    wall = statistics.median((lines - 1) / max(long.wall - one.wall, 1e-9) for long, one in pairs)
    cpu = statistics.median((lines - 1) / max(long.cpu - one.cpu, 1e-9) for long, one in pairs)
    return Figure(f"{name} questions, {lines:,} lines", wall, cpu, goal, "answers/s")
