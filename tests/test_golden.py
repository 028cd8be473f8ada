"""Whole answers over the invented tables. `python docs/regenerate.py` writes them anew."""

from __future__ import annotations

import pytest
from golden_questions import GOLDEN, REPORTS, golden, kept, note


@pytest.mark.parametrize(("name", "form"), kept())
def test_an_answer_is_its_golden_file_byte_for_byte(name: str, form: str) -> None:
    held = (GOLDEN / f"{name}{form}").read_text(encoding="utf-8")
    assert golden(name, form) == held, "run `python docs/regenerate.py golden` and read the difference"


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_is_its_golden_file_byte_for_byte(name: str) -> None:
    held = (GOLDEN / f"{name}.report.md").read_text(encoding="utf-8")
    assert note(name) == held, "run `python docs/regenerate.py golden` and read the difference"


def test_every_golden_file_belongs_to_a_question() -> None:
    assert {p.name for p in GOLDEN.iterdir()} == {
        *(f"{name}{form}" for name, form in kept()),
        *(f"{name}.report.md" for name in REPORTS),
    }
