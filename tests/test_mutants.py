"""The mutants of `mutants.py` still fit the program. Whether each is caught is asked by `python tests/mutants.py`."""

from __future__ import annotations

import pytest
from mutants import MUTANTS, NO_ANSWER_CHANGES, Mutant, places


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda m: m.name)
def test_the_text_of_a_mutant_stands_once_in_the_package_and_its_change_is_still_python(mutant: Mutant) -> None:
    found = places(mutant)
    assert len(found) == 1, f"write the mutant of the rule anew that says: {mutant.rule}"
    assert mutant.old != mutant.new
    changed = found[0].read_text(encoding="utf-8").replace(mutant.old, mutant.new)
    compile(changed, found[0].name, "exec")


def test_there_are_at_least_thirty_each_with_a_name_and_a_rule() -> None:
    names = [m.name for m in MUTANTS]
    assert len(names) >= 30 and len(set(names)) == len(names)
    assert all(m.rule for m in MUTANTS)


def test_a_mutant_that_may_survive_is_one_of_them_and_has_its_reason() -> None:
    assert set(NO_ANSWER_CHANGES) <= {m.name for m in MUTANTS}
    assert all(len(why) > 20 for why in NO_ANSWER_CHANGES.values())
