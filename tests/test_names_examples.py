"""A table of names that a specialist can read: what each is read as, or what the refusal must say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from toolbox import tables

from ros1cli.errors import NotUnderstood
from ros1cli.names.mutations import read_findings
from ros1cli.names.split import Asked

_TABLE = Path(__file__).parent / "names_examples.tsv"
_PHASE = ", phase not known to be cis"
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\([rnt])")
_CONTROL = {"r": "\r", "n": "\n", "t": "\t"}


def _rows() -> list[tuple[str, str, str]]:
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(len(row) == 3 for row in cells)
    return [(row[0], row[1], row[2]) for row in cells]


def _typed(shown: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _CONTROL[m[2]], shown)


def _read(shown: str) -> Asked:
    name, _, transcript = shown.partition(" --transcript ")
    return read_findings(tables(), [_typed(name)], transcript or None)


def _said(asked: Asked) -> str:
    on_target = " or ".join(asked.alternatives) or asked.finding
    said = " + ".join(
        [*([on_target] if on_target else []), *(o.name for o in (*asked.off_target, *asked.without_status))]
    )
    return said + (_PHASE if asked.phase else "")


@pytest.mark.parametrize(("shown", "verdict", "expected"), _rows(), ids=[ascii(row[0]) for row in _rows()])
def test_a_name_of_the_table_is_read_or_refused_as_it_says(shown: str, verdict: str, expected: str) -> None:
    if verdict == "refused":
        with pytest.raises(NotUnderstood) as refusal:
            _read(shown)
        missing = [words for words in expected.split(" | ") if words not in refusal.value.message]
        assert not missing, refusal.value.message
        return
    asked = _read(shown)
    assert _said(asked) == expected
    assert bool(asked.collisions) == (verdict == "read with caution")


def test_no_name_stands_in_the_table_twice() -> None:
    names = [row[0] for row in _rows()]
    assert sorted(names) == sorted(set(names))
    assert {row[1] for row in _rows()} == {"read", "read with caution", "refused"}
