"""The statuses of `next-line` with their exits, and the rules that belong to each. Over the invented tables."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

import pytest
from golden_questions import QUESTIONS
from toolbox import TOY, answered, drugs, found, groups, lines, new_claim, over, parsed, raw_toy, record, tables, toy

from ros1cli.answers.calls import call_for_finding
from ros1cli.answers.next_line import first_line
from ros1cli.answers.question import Typed
from ros1cli.tables.closed_words import Call, Circumstance, ScopeKind

MORE = (
    ("next-line", "--prior", "nevertinib,immunotherapy"),
    ("next-line", "--prior", "oldatinib", "--tested", "none"),
    ("next-line", "--prior", "oldatinib", "--tested", "tissue"),
    ("next-line", "--mutation", "TYK9 L858R"),
    ("next-line", "--mutation", "p.[Gly28Arg];[Val32Met]"),
    ("next-line", "--mutation", "L23F", "--oligoprogression"),
    ("next-line", "--mutation", "L48V", "--prior", "Latera"),
    ("next-line", "--mutation", "GUARD1,MARK2"),
    ("mutation", "S38F"),
    ("next-line", "--prior", "oldatinib,novotinib"),
)
STATUSES = {
    "off_target": (0, ("--mutation", "TYK9")),
    "not_in_tables": (3, ("--mutation", "G28E")),
    "not_progressed": (0, ("--intolerant", "novotinib")),
    "mechanism_unknown": (0, ("--prior", "oldatinib")),
    "no_drug_listed": (0, ("--mutation", "Q45H")),
    "none_left": (0, ("--mutation", "A51T", "--prior", "primatinib")),
    "options": (0, ("--mutation", "G28R")),
}


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_question_and_its_exit(status: str) -> None:
    exit_status, options = STATUSES[status]
    result = toy("next-line", *options, "--json")
    assert (result.json["status"], result.status) == (status, exit_status)
    assert toy("next-line", *options).status == exit_status


@pytest.mark.parametrize("status", STATUSES)
def test_every_drug_stands_in_exactly_one_group(status: str) -> None:
    answer = answered("next-line", *STATUSES[status][1])
    every = [d for g in ("options", "studied_only", "no_data", "excluded") for d in drugs(answer[g])]
    assert sorted(every) == sorted(d.id for d in tables(TOY).tkis)


@pytest.mark.parametrize("status", STATUSES)
def test_other_treatments_are_never_missing(status: str) -> None:
    assert answered("next-line", *STATUSES[status][1])["other_treatments"]


@pytest.mark.parametrize("status", ["off_target", "no_drug_listed", "not_in_tables", "none_left"])
def test_without_an_option_the_list_of_options_is_empty(status: str) -> None:
    assert answered("next-line", *STATUSES[status][1])["options"] == []


@pytest.mark.parametrize("status", ["no_drug_listed", "not_in_tables", "none_left"])
def test_knowing_more_never_shows_less_a_drug_without_data_still_shows_its_setting(status: str) -> None:
    rows = answered("next-line", *STATUSES[status][1])["no_data"]
    assert "lateratinib-guideline" in [c["id"] for c in found(rows, "lateratinib")["setting_claims"]]
    assert found(rows, "novotinib")["approvals"]
    text = toy("next-line", *STATUSES[status][1], "--full").out
    row = next(line for line in text.splitlines() if "approved: US 2023-11" in line)
    assert "no data on this finding" in row
    brief = toy("next-line", *STATUSES[status][1]).out
    (line,) = re.findall(r"^APPROVED .*", brief, re.M)
    assert "not tested on" in line and "novotinib (US)" in line


# -- off-target ------------------------------------------------------------------------------------------------------


def test_off_target_says_that_another_ros1_tki_does_not_help_and_that_this_is_not_stopping() -> None:
    answer = answered("next-line", "--mutation", "TYK9")
    first = [c["text"] for c in answer["cautions"] if c["first"]]
    assert any("does NOT help" in t and "not switching is not stopping" in t for t in first)
    assert {e["call"] for e in answer["excluded"]} == {"not_effective"}
    assert groups(lines(tables(TOY), "TYK9"))["excluded"] == tuple(d.id for d in tables(TOY).tkis)


def test_off_target_shows_combinations_under_study_among_other_treatments() -> None:
    answer = answered("next-line", "--mutation", "MORPH")
    assert "toy-combinations" in [o["id"] for o in answer["other_treatments"]]


def test_an_off_target_finding_beside_an_on_target_one_keeps_its_warning_above_the_options() -> None:
    options = ("next-line", "--mutation", "G28R", "--mutation", "TYK9")
    answer = answered(*options)
    assert answer["status"] == "options"
    assert {c["id"] for c in answer["cautions"] if c["first"]} >= {"toy-off-target", "toy-mixed"}
    text = toy(*options).out
    assert 0 < text.index("another ROS1 TKI does NOT help") < text.index("\nOPTION ")


def test_a_transformation_says_so() -> None:
    assert "toy-transformation" in [c["id"] for c in answered("next-line", "--mutation", "small cell")["cautions"]]


# -- not in the tables -----------------------------------------------------------------------------------------------


def test_not_in_tables_names_its_neighbours_as_not_transferable() -> None:
    answer = answered("next-line", "--mutation", "G28E")
    said = next(c["text"] for c in answer["cautions"] if c["id"] == "toy-not-in-tables")
    assert "G28R" in said and "not transferable" in said


def test_alternatives_of_which_one_is_not_in_the_tables_are_not_in_the_tables() -> None:
    for one, both in (("S38Y", "S38Y/C"), ("S38F", "S38C/F")):
        assert answered("next-line", "--mutation", one)["status"] != "not_in_tables"
        answer = answered("next-line", "--mutation", both)
        assert answer["status"] == "not_in_tables" and answer["options"] == []


def test_a_finding_that_is_not_in_the_tables_has_no_option_whatever_is_active_against_its_class() -> None:
    raw = raw_toy()
    record(raw, "unseenib")["claims"].append(new_claim("unseenib-class", "class:on_target", "trial", "active"))
    assert "unseenib" in drugs(over(raw, "next-line", "--mutation", "G28R")["options"])
    answer = over(raw, "next-line", "--mutation", "G28E")
    assert answer["status"] == "not_in_tables" and answer["options"] == []
    assert "unseenib" in drugs(answer["no_data"])


def test_a_compound_that_is_not_named_names_the_compounds_that_share_a_member() -> None:
    answer = answered("next-line", "--mutation", "G28R/L48V")
    assert answer["status"] == "not_in_tables"
    said = next(c["text"] for c in answer["cautions"] if c["id"] == "toy-not-in-tables")
    assert "G28R/V32M" in said and "not transferable" in said


# -- not progressed --------------------------------------------------------------------------------------------------


def test_not_progressed_is_answered_by_the_rules_of_the_first_line() -> None:
    after_intolerance = answered("next-line", "--intolerant", "unseenib", "--prior", "chemo")
    first = answered("first-line", "--intolerant", "unseenib")
    assert drugs(after_intolerance["options"]) == drugs(first["options"])
    assert drugs(after_intolerance["studied_only"]) == drugs(first["studied_only"])
    assert "novotinib" in drugs(first["options"])


def test_after_intolerance_the_drug_is_apart_and_another_known_for_the_same_reaction_says_so() -> None:
    answer = answered("next-line", "--intolerant", "Latera:neurologic")
    assert found(answer["excluded"], "lateratinib")["reason"] == "intolerant"
    assert any("neurologic is named for it" in b for b in found(answer["options"], "cnsatinib")["because"])
    assert not any("is named for it" in b for b in found(answer["options"], "primatinib")["because"])


def test_a_treatment_class_as_prior_is_not_progression_on_a_ros1_tki() -> None:
    answer = answered("next-line", "--prior", "checkpoint inhibitors")
    assert answer["status"] == "not_progressed"
    assert "toy-prior-immunotherapy" in [c["id"] for c in answer["cautions"]]


def test_a_drug_that_is_no_ros1_tki_does_not_count_as_prior_ros1_tki_and_says_so() -> None:
    answer = answered("next-line", "--prior", "nevertinib")
    assert answer["status"] == "not_progressed"
    assert "toy-not-ros1-active" in [c["id"] for c in answer["cautions"]]


# -- mechanism unknown -----------------------------------------------------------------------------------------------


def test_without_any_history_the_mechanism_is_unknown() -> None:
    assert answered("next-line")["status"] == "mechanism_unknown"


def test_mechanism_unknown_says_first_what_to_test() -> None:
    answer = answered("next-line", "--prior", "oldatinib")
    assert answer["cautions"][0]["id"] == "toy-mechanism" and answer["cautions"][0]["first"]
    text = toy("next-line", "--prior", "oldatinib").out
    assert text.index("Test first") < text.index("\nOPTION ")


def test_mechanism_unknown_offers_what_an_approval_a_guideline_or_a_positive_trial_carries() -> None:
    answer = answered("next-line", "--prior", "oldatinib")
    assert set(drugs(answer["options"])) == {"novotinib", "labelinib", "lateratinib", "conflictinib"}
    assert all("mutation not known" in o["because"] for o in answer["options"])


@pytest.mark.parametrize(
    ("line", "question"),
    [("after_ros1_tki", ("next-line", "--prior", "oldatinib")), ("first_line", ("first-line",))],
    ids=["after_ros1_tki", "first_line"],
)
def test_a_guideline_for_the_brain_carries_a_drug_only_with_the_brain(line: str, question: tuple[str, ...]) -> None:
    raw = raw_toy()
    guideline = {"body": "TOYCN", "lines": [line], "when": "brain", "condition": "with brain metastases"}
    made = new_claim("unseenib-brain", f"setting:{line}", "guideline", "active", about="guideline")
    record(raw, "unseenib")["claims"].append(made | {"guideline": guideline})
    assert "unseenib" not in drugs(over(raw, *question)["options"])
    for brain in ("--cns", "--leptomeningeal"):
        assert "unseenib" in drugs(over(raw, *question, brain)["options"])


def test_an_approval_for_the_first_line_alone_does_not_carry_a_drug_after_progression() -> None:
    assert "primatinib" in drugs(answered("next-line", "--prior", "oldatinib")["no_data"])


@pytest.mark.parametrize("sample", ["none", "plasma", "tissue"])
def test_what_was_tested_changes_what_is_said_first(sample: str) -> None:
    answer = answered("next-line", "--prior", "oldatinib", "--tested", sample)
    assert f"toy-tested-{sample}" in [c["id"] for c in answer["cautions"] if c["first"]]
    assert answer["query"]["tested"] == sample


@pytest.mark.parametrize("question", [("next-line", "--prior", "oldatinib"), ("first-line",)], ids=" ".join)
def test_without_a_finding_no_caveat_is_about_a_mutation(question: tuple[str, ...]) -> None:
    claims = {c.id: c for c in tables(TOY).claims}
    shown = [claims[c["id"]] for o in answered(*question)["options"] for c in o["caveats"] if c["id"] in claims]
    assert shown and not [c.id for c in shown if c.scope.kind is ScopeKind.FINDING]


def test_before_the_test_is_back_the_answer_says_which_mutation_would_rule_out_which_option() -> None:
    answer = answered("next-line", "--prior", "oldatinib")
    known = tables(TOY)
    assert answer["if_found"]
    for row in answer["if_found"]:
        for drug in row["drugs"]:
            assert drug in [o["drug"] for o in answer["options"]]
            assert call_for_finding(known, known.drugs[drug], row["finding"]).call is Call.NOT_EFFECTIVE
    assert answered("next-line", "--mutation", "G28R")["if_found"] == []


def test_a_first_line_claim_never_stands_with_a_drug_after_progression_whatever_it_says_came_before() -> None:
    raw = raw_toy()
    made = new_claim("novotinib-odd", "setting:first_line", "trial", "active", after=["oldatinib"])
    record(raw, "novotinib")["claims"].append(made)
    for mutation in ((), ("G28R",)):
        row = found(lines(parsed(raw), *mutation, prior=("oldatinib",)).options, "novotinib")
        assert [c.id for c in row.claims if c.scope == "setting:first_line"] == []


def test_a_research_compound_that_cells_call_active_is_no_drug_that_the_tables_list() -> None:
    raw = raw_toy()
    record(raw, "labotinib")["claims"].append(new_claim("labotinib-q45h", "finding:Q45H", "in_vitro", "active"))
    answer = over(raw, "next-line", "--mutation", "Q45H")
    assert found(answer["excluded"], "labotinib")["reason"] == "research"
    assert answer["status"] == "no_drug_listed"


# -- none left -------------------------------------------------------------------------------------------------------


def test_none_left_says_which_drugs_were_taken_away_and_by_what() -> None:
    by_prior = answered("next-line", "--mutation", "A51T", "--prior", "primatinib")
    by_filter = answered("next-line", "--mutation", "A51T", "--min-level", "trial")
    said = [next(c["text"] for c in a["cautions"] if c["id"] == "toy-none-left") for a in (by_prior, by_filter)]
    assert "primatinib" in said[0] and "prior use" in said[0]
    assert "primatinib" in said[1] and "filter" in said[1]


# -- first line ------------------------------------------------------------------------------------------------------


def test_in_the_first_line_an_option_needs_an_approval_or_a_guideline() -> None:
    answer = answered("first-line")
    assert set(drugs(answer["options"])) == {"novotinib", "oldatinib", "cnsatinib", "weakatinib", "primatinib"}


def test_in_the_first_line_a_drug_with_data_alone_is_studied_only() -> None:
    assert drugs(answered("first-line")["studied_only"]) == ["lateratinib"]


def test_in_the_first_line_a_positive_trial_alone_does_not_carry_a_drug() -> None:
    raw = raw_toy()
    claims = record(raw, "unseenib")["claims"]
    claims.append(new_claim("unseenib-first", "setting:first_line", "trial", "active"))
    assert "unseenib" in groups(first_line(parsed(raw), Typed()).body)["studied_only"]


def test_in_the_first_line_the_brain_is_always_spoken_of() -> None:
    assert all(any(b.startswith("treats the brain:") for b in o["because"]) for o in answered("first-line")["options"])


def test_everything_taken_away_in_the_first_line_is_said_and_other_treatments_stay() -> None:
    answer = answered("first-line", "--approved-only", "--region", "JP")
    assert answer["options"] == [] and answer["status"] == "none_left" and answer["other_treatments"]


# -- limited progression and the brain -------------------------------------------------------------------------------


def test_limited_progression_says_local_treatment_first() -> None:
    for options in (("--mutation", "G28R"), ("--prior", "oldatinib")):
        text = toy("next-line", *options, "--oligoprogression").out
        assert 0 < text.index("Local treatment while staying on the drug") < text.index("\nOPTION ")


def test_a_drug_for_progression_in_the_brain_alone_stays_excluded_with_an_on_target_finding_it_is_active_against() -> (
    None
):
    raw = raw_toy()
    record(raw, "cnsatinib")["claims"].append(new_claim("cnsatinib-l48v", "finding:L48V", "expert", "active"))
    question = ("next-line", "--prior", "oldatinib", "--cns-only")
    assert "cnsatinib" in drugs(over(raw, *question)["options"])
    row = found(over(raw, *question, "--mutation", "L48V")["excluded"], "cnsatinib")
    assert (row["call"], row["reason"]) == ("active", "setting")


def test_leptomeningeal_implies_the_brain_and_shows_what_is_known_of_it() -> None:
    answer = answered("next-line", "--mutation", "L48V", "--leptomeningeal")
    assert answer["query"]["cns"]["brain"] is True
    shown = [c["id"] for c in found(answer["options"], "lateratinib")["cns"]["claims"]]
    assert "lateratinib-leptomeningeal" in shown
    assert "leptomeningeal" in answer["understood"]


def test_sources_that_do_not_agree_on_the_brain_are_not_read_as_yes() -> None:
    row = found(answered("next-line", "--mutation", "D42N", "--cns")["options"], "conflictinib")
    assert row["cns"]["treats_brain"] is None
    assert "treats the brain: sources do not agree" in row["because"]


# -- cautions that fire on the case ----------------------------------------------------------------------------------


def test_a_prior_drug_that_is_active_against_the_finding_brings_a_caution() -> None:
    answer = answered("next-line", "--mutation", "L48V", "--prior", "Latera")
    assert found(answer["excluded"], "lateratinib")["reason"] == "prior"
    assert any(c["id"] == "toy-prior-active" and "lateratinib" in c["text"] for c in answer["cautions"])
    without = answered("next-line", "--mutation", "L48V", "--prior", "oldatinib")
    assert "toy-prior-active" not in [c["id"] for c in without["cautions"]]


def test_a_name_that_fits_both_numberings_is_answered_as_typed_with_a_caution() -> None:
    answer = answered("next-line", "--mutation", "L23F")
    assert answer["query"]["mutations"] == ["L23F"]
    assert any(c["id"] == "toy-collision" and "L27F" in c["text"] for c in answer["cautions"])


def test_a_change_of_a_named_gene_gets_the_answer_of_the_gene_and_says_so() -> None:
    answer = answered("next-line", "--mutation", "TYK9 L858R")
    assert answer["status"] == "off_target"
    assert any(c["id"] == "toy-another-change" and "L858R" in c["text"] for c in answer["cautions"])


@pytest.mark.parametrize(
    ("word", "options"),
    [
        ("toy-intolerant", ("next-line", "--intolerant", "novotinib")),
        ("toy-related-gene", ("next-line", "--mutation", "GENX1")),
        ("toy-compound", ("next-line", "--mutation", "G28R/V32M")),
        ("toy-phase", ("next-line", "--mutation", "p.[Gly28Arg];[Val32Met]")),
        ("toy-alternatives", ("next-line", "--mutation", "S38Y/F")),
        ("toy-brain", ("next-line", "--mutation", "G28R", "--cns")),
        ("toy-first-line", ("first-line",)),
        ("toy-compare", ("compare", "novotinib", "oldatinib")),
        ("toy-levels", ("sources", "--levels")),
    ],
)
def test_a_circumstance_brings_its_caution(word: str, options: tuple[str, ...]) -> None:
    text = next(c.text for c in tables(TOY).cautions if c.id == word)
    assert text.split("}")[-1].split("{")[0].strip() in toy(*options).out


def test_every_circumstance_that_the_reader_accepts_fires_in_some_answer() -> None:
    by_word = {word: {c.id for c in tables(TOY).cautions if word in c.when} for word in Circumstance}
    assert all(by_word.values()), "the invented tables have a caution for every circumstance"
    fired = set()
    for question in [*QUESTIONS.values(), *(("next-line", *q) for _, q in STATUSES.values()), *MORE]:
        if not {"--list", "--history"} & set(question):
            answer = answered(*question)
            if isinstance(answer, dict):
                said = chain.from_iterable(answer.get(key, []) for key in ("cautions", "other_treatments", "questions"))
                fired |= {c["id"] for c in said}
    assert {word for word, ids in by_word.items() if not ids & fired} == set()


# -- a gene that a drug also inhibits, and what is known of combining ----------------------------------------------------


def test_a_drug_that_also_inhibits_the_gene_is_excluded_as_a_change_of_ros1_drug_and_not_called_ineffective() -> None:
    raw = raw_toy()
    also = {"gene": "TYK9", "text": "It also inhibits TYK9.", "source": "toy-page", "locator": "a test"}
    record(raw, "unseenib")["inhibits"] = [also]
    row = found(over(raw, "next-line", "--mutation", "TYK9")["excluded"], "unseenib")
    assert (row["reason"], row["call"]) == ("setting", "no_data")
    assert row["verdict"].startswith("not as a change of ROS1 drug; also acts on TYK9")
    row = found(over(raw, "next-line", "--mutation", "PATHX")["excluded"], "unseenib")
    assert (row["reason"], row["call"]) == ("not_effective", "not_effective")
    beside = over(raw, "next-line", "--mutation", "TYK9", "--mutation", "G28R")
    assert "unseenib" in drugs(beside["no_data"])


def known(statement_id: str, finding: str, level: str, **more: Any) -> dict[str, Any]:
    cites = [{"source": "toy-page", "locator": "a test"}]
    made = {"id": statement_id, "topics": ["off-target"], "audience": ["clinician"], "level": level, "cites": cites}
    return made | {"text": "Added by a test.", "findings": [finding]} | more


def test_for_an_off_target_gene_what_is_known_of_combining_for_it_comes_first_with_level_and_number() -> None:
    raw = raw_toy()
    raw["guidance"]["statements"] += [
        known("one-drug", "TYK9", "trial", n=30),
        known("cells", "TYK9", "in_vitro", combines=["novotinib", "vermetrexed"]),
        known("patients", "TYK9", "case", combines=["novotinib", "vermetrexed"], n=3),
        known("other-gene", "PATHX", "trial", combines=["novotinib", "vermetrexed"], n=9),
    ]
    said = over(raw, "next-line", "--mutation", "TYK9")["other_treatments"]
    assert [s["id"] for s in said[:3]] == ["patients", "cells", "one-drug"]
    assert "other-gene" not in [s["id"] for s in said] and "toy-combinations" in [s["id"] for s in said]
    assert said[0]["text"].startswith("novotinib + vermetrexed, case, 3 patients:")


# -- findings that decide nothing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("finding", "caution"), [("GUARD1", "toy-co-mutation"), ("MARK2", "toy-at-progression")])
def test_a_finding_that_is_no_resistance_sets_no_status_excludes_nothing_and_says_so(
    finding: str, caution: str
) -> None:
    for question in (("--prior", "oldatinib"), ("--mutation", "G28R"), ("--intolerant", "novotinib")):
        without = answered("next-line", *question)
        beside = answered("next-line", *question, "--mutation", finding)
        assert beside["status"] == without["status"]
        for group in ("options", "no_data", "excluded"):
            assert drugs(beside[group]) == drugs(without[group])
        said = [c["id"] for c in beside["cautions"]]
        assert caution in said and "toy-off-target" not in said and "toy-mixed" not in said


# -- sentences that must be said, and those that must not ------------------------------------------------------------------


def test_a_caution_is_not_said_in_the_circumstance_that_it_names_under_unless() -> None:
    raw = raw_toy()
    made = {"id": "toy-unless", "when": ["on_target"], "unless": ["cns"], "place": "caution", "text": "Unless."}
    raw["cautions"]["cautions"].append(made | {"cites": [{"source": "toy-page", "locator": "a test"}]})
    for brain, said in (((), True), (("--cns",), False)):
        cautions = over(raw, "next-line", "--mutation", "G28R", *brain)["cautions"]
        assert ("toy-unless" in [c["id"] for c in cautions]) is said


def test_cautions_to_be_read_first_stand_in_front_wherever_the_tables_hold_them() -> None:
    raw = raw_toy()
    raw["cautions"]["cautions"].reverse()
    cautions = over(raw, "next-line", "--mutation", "G28R/V32M", "--cns", "--oligoprogression")["cautions"]
    first = [c["first"] for c in cautions]
    assert first == sorted(first, reverse=True) and {True, False} == set(first)


def older(raw: dict[str, Any], *options: str) -> list[str]:
    cautions = over(raw, "next-line", "--prior", "oldatinib", *options)["cautions"]
    return [c["text"] for c in cautions if c["id"] == "toy-guideline-older"]


def test_a_guideline_is_said_to_be_older_than_the_first_approval_of_another_option() -> None:
    raw = raw_toy()
    later = {"region": "JP", "scope": "after a ROS1 TKI", "lines": ["after_ros1_tki"], "date": "2099-01"}
    record(raw, "novotinib")["claims"].append(
        new_claim("novotinib-jp", "drug", "label", about="approval", approval=later)
    )
    assert older(raw) == ["TOYCN as quoted on 2024-01-08 is older than labelinib."]


def test_a_guideline_that_is_shown_with_no_option_is_not_said_to_be_older() -> None:
    raw = raw_toy()
    assert older(raw) and older(raw, "--approved-only") == []
    for_another = {"body": "TOYCN", "lines": ["first_line"]}
    record(raw, "lateratinib")["claims"][0]["guideline"] = for_another
    assert older(raw) == []


def test_a_guideline_is_not_older_than_a_drug_that_it_names_or_one_approved_in_the_year_by_which_it_is_dated() -> None:
    raw = raw_toy()
    named = {"body": "TOYCN", "lines": ["after_ros1_tki"]}
    record(raw, "labelinib")["claims"].append(
        new_claim(
            "labelinib-toycn", "setting:after_ros1_tki", "guideline", "active", guideline=named, date="2020-01-01"
        )
    )
    assert older(raw) == []
    raw = raw_toy()
    since = min(c["approval"]["date"] for c in record(raw, "labelinib")["claims"] if "approval" in c)
    record(raw, "lateratinib")["claims"][0]["date"] = since[:4]
    assert older(raw) == []


def caveats(raw: dict[str, Any], drug: str, *argv: str) -> list[str]:
    answer = over(raw, *argv)
    row = found([r for g in ("options", "no_data", "excluded") for r in answer[g]], drug)
    return [c["id"] for c in row["caveats"]]


def test_a_caveat_on_a_mutation_stands_with_a_drug_only_when_the_patient_has_it() -> None:
    raw = raw_toy()
    made = new_claim(
        "compoundinib-v32m", "finding:V32M", "expert", about="warning", caveat={"kind": "warning", "rank": 1}
    )
    record(raw, "compoundinib")["claims"].append(made)
    assert "compoundinib-v32m" not in caveats(raw, "compoundinib", "next-line", "--mutation", "G28R")
    for mutation in ("V32M", "G28R/V32M"):
        assert "compoundinib-v32m" in caveats(raw, "compoundinib", "next-line", "--mutation", mutation)


def test_a_caveat_on_another_line_stands_with_no_drug() -> None:
    raw = raw_toy()
    made = new_claim(
        "novotinib-first", "setting:first_line", "expert", about="note", caveat={"kind": "warning", "rank": 1}
    )
    record(raw, "novotinib")["claims"].append(made)
    assert "novotinib-first" not in caveats(raw, "novotinib", "next-line", "--mutation", "G28R")
    assert "novotinib-first" in caveats(raw, "novotinib", "first-line")


def test_a_warning_without_a_call_changes_no_group_and_keeps_a_line_and_a_caveat() -> None:
    raw = raw_toy()
    warning = new_claim(
        "unseenib-warning", "finding:G28R", "in_vitro", about="warning", caveat={"kind": "warning", "rank": 1}
    )
    record(raw, "unseenib")["claims"].append(warning)
    row = found(over(raw, "next-line", "--mutation", "G28R")["no_data"], "unseenib")
    assert row["because"][0] == "nothing that decides on G28R in these tables"
    assert "unseenib-warning" in [c["id"] for c in row["setting_claims"]]
    assert "unseenib-warning" in [c["id"] for c in row["caveats"]]
    assert "unseenib-warning" not in caveats(raw, "unseenib", "next-line", "--mutation", "L48V")


def test_leptomeningeal_disease_is_answered_by_what_is_said_of_it_and_never_by_figures_of_the_brain() -> None:
    raw = raw_toy()
    figure = {"name": "CNS response", "value": 50, "unit": "%", "n": 20, "events": 10}
    record(raw, "lateratinib")["claims"].append(
        new_claim("lateratinib-cns", "drug", "trial", about="figure", figure=figure)
    )
    question = ("next-line", "--mutation", "L48V")
    for brain, figures, said in (("--cns", 1, False), ("--leptomeningeal", 0, True)):
        row = found(over(raw, *question, brain)["options"], "lateratinib")
        assert len(row["cns"]["figures"]) == figures
        assert ("lateratinib-leptomeningeal" in [c["id"] for c in row["caveats"]]) is said


def test_before_the_test_is_back_only_single_mutations_are_said_to_rule_out_by_themselves() -> None:
    raw = raw_toy()
    record(raw, "novotinib")["claims"].append(
        new_claim("novotinib-compound", "finding:G28R/V32M", "case", "not_effective")
    )
    answer = over(raw, "next-line", "--prior", "oldatinib", "--cns-only")
    assert "cnsatinib" in drugs(answer["options"]), "it is not effective on-target as a class"
    ruled_out = {row["finding"]: row["drugs"] for row in answer["if_found"]}
    assert ruled_out and all(ruled_out.values()) and "G28R/V32M" not in ruled_out
    assert not any("cnsatinib" in names for names in ruled_out.values())
