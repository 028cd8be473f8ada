"""The net over every answer: what moved is said in words, and is wanted or a bug."""

from __future__ import annotations

import net
from net import ANSWERS, Line

SHOWN = 10


def test_no_answer_moved() -> None:
    """Run `python docs/regenerate.py` when every move is wanted, read the difference, and name it in CHANGELOG.md."""
    now = net.files()
    kept = {str(f.relative_to(ANSWERS)): f.read_text(encoding="utf-8") for f in ANSWERS.rglob("*.txt")}
    assert set(kept) == set(now)
    moves = [f"{name}: {move}" for name, lines in now.items() for move in net.moved(kept[name], lines)]
    first = "\n".join(moves[:SHOWN])
    assert not moves, f"{len(moves)} of {sum(map(len, now.values()))} lines moved, the first of them:\n{first}"


def test_what_moved_is_said_in_words() -> None:
    kept = net.text([Line("--mutation A1B", {"is": "options", "options": "x active trial, y active case"})])
    now = [Line("--mutation A1B", {"is": "options", "options": "y active case, x active trial"})]
    assert net.moved(kept, now) == [
        "--mutation A1B: options was [x active trial, y active case], is [y active case, x active trial]"
    ]


def test_a_line_of_the_net_reads_back_as_it_was_written() -> None:
    lines = [Line("", {"is": "a", "options": ""}), Line("--cns", {"is": "a", "options": ""}), Line("--x", {"is": "b"})]
    assert net.read(net.text(lines)) == lines
