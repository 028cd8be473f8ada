"""Questions to bring to the oncologist: chosen by the case, cited, and nowhere on the brief screen."""

from __future__ import annotations

from typing import Any

import pytest
from toolbox import answered, ros1, tables, toy

REAL = tables()
QUESTIONS = {c.id: c for c in REAL.cautions if c.place == "question"}
AFTER = ("next-line", "--prior", "crizotinib")
CASES: dict[str, tuple[tuple[str, ...], set[str], set[str]]] = {
    "finding": (
        (*AFTER, "--mutation", "G2032R"),
        {
            "ask-which-sample",
            "ask-if-the-brain",
            "ask-if-only-one-place",
            "ask-approved-and-paid",
            "ask-until-the-change",
        },
        {"ask-new-sample", "ask-for-the-brain", "ask-what-else", "ask-stay-and-add"},
    ),
    "brain": ((*AFTER, "--mutation", "G2032R", "--cns"), {"ask-for-the-brain"}, {"ask-if-the-brain"}),
    "brain alone": ((*AFTER, "--cns-only"), {"ask-for-the-brain"}, {"ask-if-only-one-place"}),
    "few places": ((*AFTER, "--oligoprogression"), {"ask-which-places"}, {"ask-if-only-one-place"}),
    "no test yet": (AFTER, {"ask-new-sample", "ask-what-the-test-covers"}, {"ask-which-sample"}),
    "blood tested": ((*AFTER, "--tested", "plasma"), {"ask-tissue-after-blood"}, {"ask-new-sample"}),
    "tissue tested": ((*AFTER, "--tested", "tissue"), {"ask-blood-after-tissue"}, {"ask-new-sample"}),
    "no drug": (
        ("next-line", "--mutation", "L2155S"),
        {"ask-new-sample", "ask-what-else", "ask-approved-but-not-tested"},
        {"ask-approved-and-paid", "ask-about-side-effects"},
    ),
    "not in tables": (("next-line", "--mutation", "G2032W"), {"ask-new-sample", "ask-what-else"}, {"ask-which-sample"}),
    "off target": (
        ("next-line", "--mutation", "MET", "--prior", "lorlatinib"),
        {"ask-stay-and-add", "ask-which-sample"},
        {"ask-approved-and-paid", "ask-until-the-change"},
    ),
    "off and on target": (
        (*AFTER, "--mutation", "MET", "--mutation", "G2032R"),
        {"ask-stay-and-add"},
        {"ask-until-the-change"},
    ),
    "transformation": (
        ("next-line", "--mutation", "SCLC"),
        {"ask-look-under-the-microscope"},
        {"ask-approved-and-paid"},
    ),
    "active yet failed": (
        ("next-line", "--prior", "repotrectinib", "--mutation", "G2032R"),
        {"ask-another-reason"},
        {"ask-what-the-test-covers"},
    ),
    "immunotherapy": ((*AFTER, "--prior", "nivolumab"), {"ask-after-immunotherapy"}, set()),
    "first line": (("first-line",), {"ask-approved-and-paid", "ask-if-the-brain"}, {"ask-if-only-one-place"}),
    "not tolerated": (
        ("next-line", "--intolerant", "crizotinib"),
        {"ask-about-side-effects"},
        {"ask-if-only-one-place", "ask-new-sample"},
    ),
}
EVERYONE = {"ask-trial", "ask-an-expert"}


def asked(*argv: str) -> list[dict[str, Any]]:
    result = ros1(*argv, "--json")
    assert result.status in (0, 3), result.err
    found: list[dict[str, Any]] = result.json["questions"]
    return found


@pytest.mark.parametrize("case", CASES)
def test_the_questions_fit_the_case(case: str) -> None:
    argv, wanted, others = CASES[case]
    ids = {q["id"] for q in asked(*argv)}
    assert wanted | EVERYONE <= ids, f"missing: {(wanted | EVERYONE) - ids}"
    assert not others & ids


def test_every_question_is_asked_in_some_case() -> None:
    assert QUESTIONS.keys() == {q["id"] for argv, _, _ in CASES.values() for q in asked(*argv)}


def test_a_question_is_whole_in_short_begins_its_text_and_rests_on_a_source() -> None:
    for q in asked(*CASES["finding"][0]):
        assert q["short"].endswith("?") and q["sources"] and q["locators"], q["id"]
    for caution in QUESTIONS.values():
        assert caution.short and caution.short.endswith("?") and "?" in caution.text and not caution.head, caution.id
        assert caution.text.split()[:3] == caution.short.split()[:3], caution.id


def test_questions_are_no_cautions_and_no_treatments() -> None:
    for argv, _, _ in CASES.values():
        answer = ros1(*argv, "--json").json
        others = {said["id"] for key in ("cautions", "other_treatments") for said in answer[key]}
        assert not others & QUESTIONS.keys(), argv


def test_a_clinician_reads_them_in_the_full_answer_and_not_in_the_brief_one() -> None:
    question = answered("next-line", "--mutation", "G28R")["questions"][0]["text"]
    assert question not in toy("next-line", "--mutation", "G28R").out
    for options in (("--full",), ("--full", "--format", "markdown"), ("--format", "tsv")):
        assert question in toy("next-line", "--mutation", "G28R", *options).out, options
    assert "QUESTIONS TO BRING" in toy("next-line", "--mutation", "G28R", "--full").out


def test_what_holds_unless_a_circumstance_is_not_asked_there() -> None:
    assert answered("next-line", "--mutation", "Q45H")["questions"] == []
