"""`--approved-only`, `--region`, `--min-level`, `--avoid` and `--intolerant`. Over the invented tables."""

from __future__ import annotations

import pytest
from toolbox import TOY, answered, drugs, found, new_claim, over, raw_toy, record, tables, toy

from ros1cli.tables.closed_words import Level


def test_approved_only_takes_what_has_no_approval_for_this_line_and_says_so() -> None:
    answer = answered("next-line", "--mutation", "G28R", "--approved-only")
    assert drugs(answer["options"]) == ["novotinib"]
    for drug in ("compoundinib", "weakatinib"):
        row = found(answer["excluded"], drug)
        assert row["reason"] == "filter" and "--approved-only" in row["verdict"]
        assert row["caveats"], "a filtered drug keeps its caveats"
        assert any("listed as" in b for b in row["because"]), "it stays visible that the drug is listed"


def test_an_approval_for_the_first_line_is_none_after_progression() -> None:
    answer = answered("next-line", "--mutation", "A51T", "--approved-only")
    assert answer["status"] == "none_left"
    assert found(answer["excluded"], "primatinib")["reason"] == "filter"


def test_a_region_counts_only_the_approvals_of_that_region() -> None:
    assert drugs(answered("next-line", "--mutation", "G28R", "--approved-only", "--region", "us")["options"]) == [
        "novotinib"
    ]
    assert drugs(answered("next-line", "--mutation", "G28R", "--approved-only", "--region", "EU")["options"]) == []


@pytest.mark.parametrize(
    ("level", "left"),
    [
        ("label", []),
        ("trial", ["novotinib", "weakatinib"]),
        ("case", ["novotinib", "weakatinib"]),
        ("in-vitro", ["novotinib", "compoundinib", "weakatinib"]),
        ("anecdote", ["novotinib", "compoundinib", "weakatinib"]),
    ],
)
def test_min_level_keeps_what_rests_on_that_level_or_a_stronger_one(level: str, left: list[str]) -> None:
    answer = answered("next-line", "--mutation", "G28R", "--min-level", level)
    assert drugs(answer["options"]) == left
    for row in answer["excluded"]:
        if row["reason"] == "filter":
            assert f"--min-level {level.replace('-', '_')}" in row["verdict"]


def test_min_level_keeps_a_drug_of_which_any_statement_for_it_is_of_that_level() -> None:
    raw = raw_toy()
    guideline = {"body": "TOYCN", "lines": ["after_ros1_tki"]}
    record(raw, "unseenib")["claims"] += [
        new_claim("unseenib-trial", "setting:after_ros1_tki", "trial", "active"),
        new_claim("unseenib-toycn", "setting:after_ros1_tki", "guideline", "active", guideline=guideline),
    ]
    for level, group in (("guideline", "options"), ("label", "excluded")):
        assert "unseenib" in drugs(over(raw, "next-line", "--prior", "oldatinib", "--min-level", level)[group])


@pytest.mark.parametrize("level", list(Level))
def test_no_filter_hides_that_a_drug_is_not_effective_or_unresolved(level: Level) -> None:
    for finding, drug, call in (
        ("G28R", "lateratinib", "not_effective"),
        ("G28R", "oldatinib", "not_effective"),
        ("S38Y", "conflictinib", "conflicting"),
    ):
        filters = ("--min-level", level.value, "--approved-only", "--region", "JP")
        row = found(answered("next-line", "--mutation", finding, *filters)["excluded"], drug)
        assert (row["call"], row["reason"]) == (call, call)


def test_the_answer_says_what_the_weaker_levels_carry() -> None:
    answer = answered("next-line", "--mutation", "G28R")
    assert answer["below_case"] == ["compoundinib"]
    assert "this list would lose: compoundinib" in toy("next-line", "--mutation", "G28R", "--full").out


def test_the_filters_stand_in_what_was_understood() -> None:
    answer = answered("next-line", "--mutation", "G28R", "--approved-only", "--region", "eu", "--min-level", "case")
    assert "only drugs approved for ROS1 in EU" in answer["understood"]
    assert "only evidence of the kind case or stronger" in answer["understood"]
    assert answer["query"]["filters"]["region"] == "EU"


def test_a_reaction_is_a_word_of_the_tables_and_another_word_is_refused_with_the_list() -> None:
    for options in (("--avoid", "gloom"), ("--intolerant", "novotinib:gloom")):
        result = toy("next-line", "--mutation", "G28R", *options)
        assert result.status == 2 and result.out == ""
        assert "dizziness" in result.err and "nausea" in result.err


def test_a_side_effect_to_avoid_removes_no_option() -> None:
    plain = answered("next-line", "--mutation", "G28R")
    moved = answered("next-line", "--mutation", "G28R", "--avoid", "dizziness,nausea")
    assert set(drugs(plain["options"])) == set(drugs(moved["options"]))


def test_an_intolerant_drug_may_carry_its_reaction_and_several_may_be_given() -> None:
    answer = answered("next-line", "--intolerant", "Novora:dizziness,Latera", "--intolerant", "CFL-3")
    assert answer["query"]["intolerant"] == [
        {"drug": "novotinib", "term": "dizziness"},
        {"drug": "lateratinib", "term": None},
        {"drug": "conflictinib", "term": None},
    ]
    assert {found(answer["excluded"], d)["reason"] for d in ("novotinib", "lateratinib", "conflictinib")} == {
        "intolerant"
    }


def test_priors_keep_their_order_and_a_repeated_one_counts_once() -> None:
    answer = answered("next-line", "--mutation", "G28R", "--prior", "Latera,Oldix", "--prior", "oldatanib")
    assert answer["query"]["prior"] == ["lateratinib", "oldatinib"]


@pytest.mark.parametrize(
    "name", [n.name for n in tables(TOY).drugs["novotinib"].names] + ["nvt 101", "NVT101", "NOVOTINIB"]
)
def test_a_prior_drug_is_known_under_every_spelling(name: str) -> None:
    answer = answered("next-line", "--mutation", "G28R", "--prior", name)
    assert found(answer["excluded"], "novotinib")["reason"] == "prior"
