"""What was found after a drug, counted: on the finding, on the drug, and as a caution where nobody knows the mechanism."""

from __future__ import annotations

import re

import pytest
from test_shorts import numbers
from toolbox import over, parsed, raw_toy, ros1, tables, toy

from ros1cli.errors import BadTable
from ros1cli.tables.model import Series

REAL = tables()
CAUTION = "found-in-others-after-the-latest-drug"


# -- the rules, over the invented tables ---------------------------------------------------------------------------------


def test_a_finding_tells_after_which_drug_a_series_saw_it_in_how_many_and_how() -> None:
    rows = toy("mutation", "G28R", "--json").json["seen_after"]
    assert [(r["drug"], r["events"], r["n"], r["method"]) for r in rows] == [
        ("oldatinib", None, None, None),
        ("oldatinib", 2, 20, "plasma"),
        ("oldatinib", None, 4, "tissue"),
    ]
    assert "oldatinib: new in 2 of 20 (plasma)" in toy("mutation", "G28R").out


def test_a_drug_tells_what_it_fails_by() -> None:
    found = toy("drug", "oldatinib", "--json").json["fails_by"]
    assert [(s["id"], s["n"], s["events"]) for s in found["series"]] == [
        ("oldatinib-series-2025", 20, 3),
        ("oldatinib-series-small", 4, None),
    ]
    assert [(f["finding"], f["events"]) for f in found["series"][0]["found"]] == [("G28R", 2), ("L48V", 1)]
    brief = " ".join(toy("drug", "oldatinib").out.split())
    assert "FAILS BY G28R new in 2 of 20, L48V in 1; in the others no new ROS1 mutation (plasma)" in brief
    for form in ("table", "markdown", "tsv"):
        whole = " ".join(toy("drug", "oldatinib", "--full", "--format", form).out.translate({92: "", 59: ","}).split())
        assert all(s["text"].replace(";", ",") in whole and s["locator"] in whole for s in found["series"]), form


def test_what_a_series_counted_is_not_named_again_as_seen_besides() -> None:
    raw = raw_toy()
    assert over(raw, "drug", "oldatinib")["fails_by"]["seen_besides"] == []
    del raw["mutations"]["series"]
    besides = over(raw, "drug", "oldatinib")["fails_by"]["seen_besides"]
    assert [s["finding"] for s in besides] == ["G28R"]


def test_a_drug_without_a_series_says_so_and_one_that_is_no_tki_is_silent() -> None:
    assert "FAILS BY no series found" in " ".join(toy("drug", "novotinib").out.split())
    for form in ("markdown", "tsv"):
        assert "no series found" in toy("drug", "novotinib", "--full", "--format", form).out
        assert "no series found" not in toy("drug", "pemetrexed", "--full", "--format", form).out


def test_the_caution_is_on_the_latest_drug_and_only_where_no_finding_is_given() -> None:
    def said(*more: str) -> list[str]:
        answer = toy("next-line", *more, "--json").json
        return [c["short"] for c in answer["cautions"] if c["id"] == "toy-series"]

    words = "After oldatinib: G28R new in 2 of 20, L48V in 1; in the others no new ROS1 mutation"
    assert said("--prior", "oldatinib") == [words]
    assert said("--prior", "novotinib", "--prior", "oldatinib") == [words]
    assert said("--prior", "oldatinib", "--prior", "novotinib") == []
    assert said("--prior", "oldatinib", "--mutation", "G28R") == said() == []


def test_the_caution_cites_the_series_and_says_all_of_them_in_its_text() -> None:
    answer = toy("next-line", "--prior", "oldatinib", "--json").json
    caution = next(c for c in answer["cautions"] if c["id"] == "toy-series")
    assert caution["sources"] == ["toy-page", "toy-trial-2025", "toy-page"]
    assert "In some of four samples" in caution["text"] and "in the others no ROS1 mutation" in caution["text"]


def test_a_small_series_is_named_in_brief_where_there_is_no_larger_one() -> None:
    raw = raw_toy()
    raw["mutations"]["series"].pop(0)
    answer = over(raw, "next-line", "--prior", "oldatinib")
    assert "After oldatinib: G28R in some of 4 samples" in [c["short"] for c in answer["cautions"]]


def test_a_series_is_hidden_before_its_source_was_entered() -> None:
    day = ("--as-of", "2024-12-31")
    assert [s["id"] for s in toy("drug", "oldatinib", "--json", *day).json["fails_by"]["series"]] == [
        "oldatinib-series-small"
    ]
    assert len(toy("mutation", "G28R", "--json", *day).json["seen_after"]) == 2


def test_a_word_search_finds_a_series() -> None:
    found = toy("guidance", "twenty patients", "--json").json["statements"]
    assert "oldatinib-series-2025" in [s["id"] for s in found]


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("n", 1, "more were found than were looked at"),
        ("n", None, "a whole number belongs here"),
        ("method", "by eye", "none of tissue"),
        ("counted", None, "text belongs here"),
        ("short", None, "text belongs here"),
        ("short", "G28R " * 30, "at most 100 characters"),
    ],
)
def test_a_series_that_cannot_be_is_refused(key: str, value: object, words: str) -> None:
    raw = raw_toy()
    raw["mutations"]["series"][0][key] = value
    with pytest.raises(BadTable, match=re.escape(words)):
        parsed(raw)


# -- the real tables -----------------------------------------------------------------------------------------------------


def test_a_fact_stands_in_a_series_or_under_seen_after_and_never_in_both() -> None:
    counted = {(f.finding, s.drug, s.cite.source) for s in REAL.series for f in s.found}
    single = {(f.id, s.drug, s.cite.source) for f in REAL.findings.values() for s in f.seen_after}
    assert counted and not counted & single


@pytest.mark.parametrize("series", list(REAL.series), ids=lambda s: s.id)
def test_a_series_says_nothing_that_stands_in_another_paper_than_its_own(series: Series) -> None:
    """A case report beside it is a note of the finding, with a source of its own."""
    for words in (series.text, series.short, *(f.text for f in series.found), *(f.short for f in series.found)):
        assert not re.search(r"PMID|doi|case report", words), words


@pytest.mark.parametrize("series", list(REAL.series), ids=lambda s: s.id)
def test_the_words_of_a_series_hold_its_numbers(series: Series) -> None:
    """Numbers in fields and numbers in words are typed apart; they may not part."""
    assert str(series.n) in numbers(series.text) and str(series.n) in numbers(series.short)
    if series.events:
        assert str(series.events) in numbers(series.text)
    for f in series.found:
        assert f.events is None or {str(f.events)} <= numbers(f.text) & numbers(f.short), f.finding
    counted = {series.events, *(f.events for f in series.found)}
    for words in (series.short, *(f.short for f in series.found)):
        for told in re.finditer(r"\b(\d+)(?:/| of )(\d+)\b", words):
            if int(told[2]) == series.n and series.events is not None:
                assert int(told[1]) in counted, told[0]


def test_after_repotrectinib_it_is_said_what_emerged_and_in_how_many() -> None:
    answer = ros1("next-line", "--prior", "repotrectinib", "--json").json
    caution = next(c for c in answer["cautions"] if c["id"] == CAUTION)
    assert "G2032R new in 5 of 43 TKI-pretreated, L2086F in 1; in the others no new ROS1 mutation" in caution["short"]
    assert "14 TKI-naive: no new ROS1 mutation" in caution["short"]
    assert "pmid-38197815" in caution["sources"] and "pmid-33685866" not in caution["sources"]


@pytest.mark.parametrize("drug", ["entrectinib", "taletrectinib", "zidesamtinib"])
def test_where_no_series_was_found_that_is_said_and_nothing_is_quoted(drug: str) -> None:
    answer = ros1("next-line", "--prior", drug, "--json").json
    assert CAUTION not in [c["id"] for c in answer["cautions"]]
    assert ros1("drug", drug, "--json").json["fails_by"]["series"] == []
    assert "no series found" in " ".join(ros1("drug", drug).out.split())
