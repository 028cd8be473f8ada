"""From claims to a call: what the tables say of one drug against one finding. Over the invented tables."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toolbox import TOY, answered, claim, drugs, found, groups, lines, new_claim, over, parsed, raw_toy, record, tables

from ros1cli.answers.calls import call_for_finding, decide
from ros1cli.tables.closed_words import Call, Level

POSITIVE = (Call.ACTIVE, Call.REDUCED)


def call(drug: str, finding: str, raw: dict[str, Any] | None = None) -> tuple[str, str | None]:
    known = parsed(raw) if raw else tables(TOY)
    decision = call_for_finding(known, known.drugs[drug], finding)
    return decision.call.value, decision.level.value if decision.level else None


@pytest.mark.parametrize(
    ("drug", "finding", "expected", "level"),
    [
        ("novotinib", "G28R", "active", "trial"),
        ("lateratinib", "E24K", "active", "case"),
        ("novotinib", "V32M", "active", "in_vitro"),
        ("novotinib", "L48V", "active", "expert"),
        ("weakatinib", "G28R", "reduced", "trial"),
        ("lateratinib", "G28R", "not_effective", "in_vitro"),
        ("unseenib", "G28R", "no_data", None),
    ],
)
def test_a_single_claim_gives_the_call_at_its_own_level(drug: str, finding: str, expected: str, level: str) -> None:
    assert call(drug, finding) == (expected, level)


def test_opposite_calls_at_one_level_are_conflicting() -> None:
    assert call("conflictinib", "S38Y")[0] == "conflicting"


def test_a_single_case_against_cells_is_conflicting() -> None:
    assert call("conflictinib", "S38F")[0] == "conflicting"


def test_several_cases_decide_over_cells() -> None:
    assert call("conflictinib", "T44I") == ("active", "case")


def test_two_claims_of_one_patient_each_are_no_single_case() -> None:
    raw = raw_toy()
    record(raw, "conflictinib")["claims"].append(
        new_claim("conflictinib-s38f-second", "finding:S38F", "case", "active")
    )
    row = found(over(raw, "next-line", "--mutation", "S38F")["options"], "conflictinib")
    assert (row["call"], row["basis"]) == ("active", "case")


def test_an_expert_who_says_not_effective_against_active_cells_is_conflicting() -> None:
    assert call("conflictinib", "V32M")[0] == "conflicting"


def test_a_trial_decides_over_an_expert_who_says_not_effective() -> None:
    assert call("conflictinib", "D42N") == ("active", "trial")


def test_a_label_that_names_the_finding_and_is_newer_outranks_a_trial() -> None:
    assert call("labelinib", "T44I") == ("active", "label")


def test_a_label_that_is_older_than_the_trial_it_contradicts_does_not_decide() -> None:
    assert call("labelinib", "N47K") == ("not_effective", "trial")


def test_a_label_of_the_same_day_as_the_trial_that_it_contradicts_is_no_older() -> None:
    raw = raw_toy()
    for claim_id, date in (("labelinib-n47k-label", "2025-03-01"), ("labelinib-n47k-trial", "2025-03-01")):
        claim(raw, claim_id)["date"] = date
    assert found(over(raw, "next-line", "--mutation", "N47K")["options"], "labelinib")["basis"] == "label"
    claim(raw, "labelinib-n47k-label")["date"] = "2025-02-28"
    assert found(over(raw, "next-line", "--mutation", "N47K")["excluded"], "labelinib")["call"] == "not_effective"


def test_a_label_that_is_older_than_one_of_two_trials_that_it_contradicts_does_not_decide() -> None:
    raw = raw_toy()
    later = new_claim("labelinib-t44i-later-trial", "finding:T44I", "trial", "not_effective", date="2099-01")
    record(raw, "labelinib")["claims"].append(later)
    assert found(over(raw, "next-line", "--mutation", "T44I")["excluded"], "labelinib")["call"] == "not_effective"


def test_a_label_of_a_class_does_not_outrank_a_trial_on_the_class() -> None:
    raw = raw_toy()
    record(raw, "unseenib")["claims"] += [
        new_claim("unseenib-label", "class:on_target", "label", "active", date="2025-05"),
        new_claim("unseenib-trial", "class:on_target", "trial", "not_effective"),
    ]
    assert call("unseenib", "G28R", raw) == ("not_effective", "trial")


def test_reduced_beside_active_at_one_level_is_reduced_in_any_order() -> None:
    for first in (True, False):
        raw = raw_toy()
        claims = record(raw, "weakatinib")["claims"]
        claims.insert(0 if first else len(claims), new_claim("weakatinib-g28r-more", "finding:G28R", "trial", "active"))
        row = found(over(raw, "next-line", "--mutation", "G28R")["options"], "weakatinib")
        assert (row["call"], row["basis"]) == ("reduced", "trial")


def test_a_claim_on_the_finding_decides_over_one_on_the_class() -> None:
    raw = raw_toy()
    record(raw, "cnsatinib")["claims"].append(new_claim("cnsatinib-g28r", "finding:G28R", "expert", "active"))
    assert call("cnsatinib", "G28R", raw) == ("active", "expert")
    assert call("cnsatinib", "L48V", raw) == ("not_effective", "expert")


def test_a_claim_on_an_off_target_finding_decides_over_the_one_on_off_target_resistance() -> None:
    raw = raw_toy()
    record(raw, "unseenib")["claims"].append(new_claim("unseenib-tyk9", "finding:TYK9", "case", "active"))
    assert "unseenib" in drugs(over(raw, "mutation", "TYK9")["drugs"]["active"])
    assert "unseenib" in drugs(over(raw, "mutation", "MORPH")["drugs"]["not_effective"])


def test_a_superseded_claim_does_not_vote() -> None:
    raw = raw_toy()
    claim(raw, "novotinib-g28r-first-cut")["call"] = "not_effective"
    assert call("novotinib", "G28R", raw) == ("active", "trial")
    del claim(raw, "novotinib-g28r-later-cut")["supersedes"]
    assert call("novotinib", "G28R", raw)[0] == "conflicting"


def test_a_superseded_claim_stays_visible_in_the_history_of_its_drug() -> None:
    drug = answered("drug", "novotinib")
    assert [(h["claim"]["id"], h["replaced_by"]) for h in drug["history"]] == [
        ("novotinib-g28r-first-cut", "novotinib-g28r-later-cut")
    ]
    assert "novotinib-g28r-first-cut" not in [c["id"] for found in drug["claims"].values() for c in found]


def test_a_claim_without_a_call_never_makes_a_drug_active() -> None:
    raw = raw_toy()
    figure = {"name": "IC50", "status": "stated", "value": 0.1, "unit": "nM"}
    record(raw, "unseenib")["claims"].append(new_claim("unseenib-ic50", "finding:G28R", "in_vitro", figure=figure))
    assert call("unseenib", "G28R", raw) == ("no_data", None)
    body = lines(parsed(raw), "G28R")
    assert "unseenib" in groups(body)["no_data"]


def test_numbers_are_never_merged_two_trials_stay_two_claims() -> None:
    raw = raw_toy()
    second = dict(claim(raw, "novotinib-g28r-later-cut"), id="novotinib-g28r-other-trial", source="toy-page")
    del second["supersedes"]
    second["figure"] = dict(second["figure"], value=40, n=10, events=4)
    record(raw, "novotinib")["claims"].append(second)
    row = found(lines(parsed(raw), "G28R").options, "novotinib")
    assert [(c.figure.value, c.figure.n) for c in row.claims if c.finding] == [(59, 17), (40, 10)]


def test_of_alternatives_the_one_that_is_known_less_well_speaks_for_both() -> None:
    raw = raw_toy()
    claim(raw, "novotinib-s38y")["level"] = "trial"
    row = found(over(raw, "next-line", "--mutation", "S38Y/F")["options"], "novotinib")
    assert row["basis"] == "in_vitro" and any("each of them, evidence: in vitro" in b for b in row["because"])
    answer = over(raw, "next-line", "--mutation", "S38Y/F", "--min-level", "case")
    assert found(answer["excluded"], "novotinib")["reason"] == "filter"


# -- the rule over every pair of claims ------------------------------------------------------------------------------

_LADDER = (Level.TRIAL, Level.CASE, Level.IN_VITRO, Level.EXPERT, Level.ANECDOTE)


def pair(first: tuple[Level, Call], second: tuple[Level, Call]) -> Call:
    template = tables(TOY).drugs["novotinib"].claims[3]
    made = [template._replace(id=f"c{i}", level=lv, call=c, figure=None) for i, (lv, c) in enumerate((first, second))]
    return decide(tuple(made)).call


@pytest.mark.parametrize(("strong", "weak"), list(itertools.combinations(_LADDER, 2)))
@pytest.mark.parametrize("positive", POSITIVE)
def test_of_two_opposite_claims_the_stronger_level_decides_or_the_pair_is_conflicting(
    strong: Level, weak: Level, positive: Call
) -> None:
    single_case = strong is Level.CASE and weak is Level.IN_VITRO
    expert_no = weak is Level.EXPERT and strong is not Level.TRIAL
    assert pair((strong, positive), (weak, Call.NOT_EFFECTIVE)) is (
        Call.CONFLICTING if single_case or expert_no else positive
    )
    assert pair((strong, Call.NOT_EFFECTIVE), (weak, positive)) is (
        Call.CONFLICTING if single_case else Call.NOT_EFFECTIVE
    )


@pytest.mark.parametrize("level", list(Level))
def test_opposite_claims_at_any_one_level_are_conflicting(level: Level) -> None:
    assert pair((level, Call.ACTIVE), (level, Call.NOT_EFFECTIVE)) is Call.CONFLICTING


_CLAIMS = st.lists(
    st.tuples(st.sampled_from(list(Level)), st.sampled_from([*POSITIVE, Call.NOT_EFFECTIVE, None])), max_size=5
)


@given(_CLAIMS, st.randoms(use_true_random=False))
def test_the_order_of_the_claims_in_the_file_never_changes_the_call(
    pairs: list[tuple[Level, Call | None]], random: Any
) -> None:
    template = tables(TOY).drugs["novotinib"].claims[3]
    made = [template._replace(id=f"c{i}", level=lv, call=c, figure=None) for i, (lv, c) in enumerate(pairs)]
    mixed = list(made)
    random.shuffle(mixed)
    assert decide(tuple(made)).call is decide(tuple(mixed)).call


@given(_CLAIMS)
def test_a_call_is_never_invented(pairs: list[tuple[Level, Call | None]]) -> None:
    template = tables(TOY).drugs["novotinib"].claims[3]
    made = tuple(template._replace(id=f"c{i}", level=lv, call=c, figure=None) for i, (lv, c) in enumerate(pairs))
    given_calls = {c for _, c in pairs if c}
    decided = decide(made).call
    if not given_calls:
        assert decided is Call.NO_DATA
    elif decided is Call.CONFLICTING:
        assert Call.NOT_EFFECTIVE in given_calls and given_calls & set(POSITIVE)
    else:
        assert decided in given_calls


# -- from calls to groups --------------------------------------------------------------------------------------------


def test_active_is_an_option_reduced_stands_behind_every_active_one() -> None:
    answer = answered("next-line", "--mutation", "G28R")
    assert [(o["drug"], o["call"]) for o in answer["options"]] == [
        ("novotinib", "active"),
        ("compoundinib", "active"),
        ("weakatinib", "reduced"),
    ]


def test_conflicting_is_excluded_unresolved_with_both_sides_shown() -> None:
    row = found(answered("next-line", "--mutation", "S38Y")["excluded"], "conflictinib")
    assert (row["call"], row["reason"]) == ("conflicting", "conflicting")
    assert row["verdict"].startswith("UNRESOLVED")
    assert {c["id"] for c in row["claims"]} >= {"conflictinib-s38y-yes", "conflictinib-s38y-no"}
    assert {c["call"] for c in row["claims"]} == {"active", "not_effective"}


def test_nothing_known_is_no_data_a_word_of_its_own() -> None:
    row = found(answered("next-line", "--mutation", "G28R")["no_data"], "unseenib")
    assert row["call"] == "no_data"
    assert "no data" in row["because"][0]


def test_a_research_compound_with_cells_alone_is_excluded_and_with_patients_an_option() -> None:
    in_cells = answered("next-line", "--mutation", "G28R")
    assert found(in_cells["excluded"], "labotinib")["reason"] == "research"
    in_patients = answered("next-line", "--mutation", "D42N")
    assert found(in_patients["options"], "labotinib")["basis"] == "case"


def test_a_never_claim_excludes_a_drug_that_cells_call_active() -> None:
    row = found(answered("next-line", "--mutation", "G28R")["excluded"], "nevertinib")
    assert row["reason"] == "never"
    assert row["verdict"].startswith("NEVER")


def test_next_line_and_mutation_give_a_drug_the_same_call() -> None:
    for finding in (f.id for f in tables(TOY).findings.values() if f.on_target):
        answer = answered("next-line", "--mutation", finding)
        by_finding = answered("mutation", finding)["drugs"]
        calls = {d["drug"]: c for c, rows in by_finding.items() for d in rows}
        for group in ("options", "no_data", "excluded"):
            for row in answer[group]:
                if row.get("reason") != "setting":
                    assert row["call"] == calls[row["drug"]], (finding, row["drug"])


def test_a_drug_that_must_never_be_used_is_called_active_against_nothing() -> None:
    assert answered("drug", "nevertinib")["active_against"] == []
    columns = answered("compare", "nevertinib", "novotinib")["drugs"]
    assert found(columns, "nevertinib")["active_against"] == []
    members = answered("next-line", "--mutation", "G28R/V32M")["members"]
    assert "nevertinib" not in [d for m in members for d in m["active"]]
    assert "nevertinib" not in [d for m in answered("mutation") for d in m["drugs"]]


# -- which figures are of patients like this one -----------------------------------------------------------------------

TKIS = ("none", "one", "two_plus", "any", "mixed", "not_stated")
NUMBER = {
    ("first-line",): {"none", "mixed", "not_stated"},
    ("next-line", "--intolerant", "oldatinib"): {"none", "mixed", "not_stated"},
    ("next-line", "--prior", "oldatinib"): {"one", "any", "mixed", "not_stated"},
    ("next-line", "--prior", "oldatinib,novotinib"): {"two_plus", "any", "mixed", "not_stated"},
    ("next-line", "--prior", "oldatinib", "--intolerant", "novotinib"): {"two_plus", "any", "mixed", "not_stated"},
    ("next-line",): {"one", "two_plus", "any", "mixed", "not_stated"},
    ("next-line", "--mutation", "G28R", "--prior", "oldatinib"): {"one", "any", "mixed", "not_stated"},
}
CNS = {"name": "CNS response", "value": 50, "unit": "%", "n": 20, "events": 10}


def row_of(answer: Any, drug: str) -> Any:
    return found([r for g in ("options", "studied_only", "no_data", "excluded") for r in answer[g]], drug)


def brain_figures(scope: str, *argv: str) -> set[str]:
    """Of how many ROS1 TKIs the figures of the brain tell that a drug is shown with."""
    raw = raw_toy()
    for tkis in TKIS:
        made = new_claim(f"unseenib-{tkis}", scope, "trial", about="figure", figure=CNS, prior={"tkis": tkis})
        record(raw, "unseenib")["claims"].append(made)
    return {f["prior"]["tkis"] for f in row_of(over(raw, *argv), "unseenib")["cns"]["figures"]}


@pytest.mark.parametrize("question", NUMBER, ids=" ".join)
def test_a_figure_is_shown_only_to_who_had_as_many_ros1_tkis_as_its_patients(question: tuple[str, ...]) -> None:
    assert brain_figures("drug", *question) == NUMBER[question]


def test_a_figure_in_the_own_finding_is_shown_after_another_number_of_ros1_tkis_but_not_one_of_patients_without() -> (
    None
):
    question = ("next-line", "--mutation", "G28R", "--prior", "oldatinib,novotinib")
    assert brain_figures("finding:G28R", *question) == set(TKIS) - {"none"}


def test_a_claim_on_the_line_stands_with_an_option_only_where_its_patients_had_as_many_ros1_tkis() -> None:
    raw = raw_toy()
    for tkis in TKIS:
        made = new_claim(f"novotinib-{tkis}", "setting:after_ros1_tki", "trial", about="figure", figure=CNS)
        record(raw, "novotinib")["claims"].append(made | {"prior": {"tkis": tkis}})
    for mutation in ((), ("--mutation", "G28R")):
        row = found(over(raw, "next-line", *mutation, "--prior", "oldatinib,lateratinib")["options"], "novotinib")
        of = {c["figure"]["prior"]["tkis"] for c in row["claims"] if c["figure"] and c["figure"]["prior"]}
        assert of == {"two_plus", "any", "mixed", "not_stated"}


def test_a_figure_that_says_what_its_patients_had_taken_speaks_of_use_after_that_drug() -> None:
    raw = raw_toy()
    made = new_claim("unseenib-one", "setting:after_ros1_tki", "trial", "active", about="figure", figure=CNS)
    record(raw, "unseenib")["claims"] += [
        made | {"prior": {"tkis": "one", "only": ["oldatinib"]}},
        new_claim("unseenib-g28r", "finding:G28R", "expert", "active"),
    ]
    question = ("next-line", "--mutation", "G28R", "--prior")
    said = found(over(raw, *question, "novotinib,oldatinib")["options"], "unseenib")["because"]
    assert "what is held on use after oldatinib is an opinion, or of other patients" in said
    said = found(over(raw, *question, "oldatinib,conflictinib")["options"], "unseenib")["because"]
    assert "no data after conflictinib in these tables" in said


def test_a_figure_of_patients_who_had_certain_drugs_alone_is_of_no_patient_who_had_another() -> None:
    raw = raw_toy()
    made = new_claim("unseenib-one", "drug", "trial", about="figure", figure=CNS)
    record(raw, "unseenib")["claims"].append(made | {"prior": {"tkis": "one", "only": ["oldatinib"]}})
    for prior, figures in (("oldatinib", 1), ("novotinib", 0)):
        row = row_of(over(raw, "next-line", "--prior", prior), "unseenib")
        assert len(row["cns"]["figures"]) == figures


def test_a_claim_with_a_figure_of_patients_without_a_ros1_tki_stands_with_no_option_after_one() -> None:
    raw = raw_toy()
    made = new_claim("unseenib-naive", "finding:G28R", "trial", "active", figure=CNS, prior={"tkis": "none"})
    record(raw, "unseenib")["claims"].append(made)
    row = found(over(raw, "next-line", "--mutation", "G28R", "--prior", "oldatinib")["options"], "unseenib")
    assert "unseenib-naive" not in [c["id"] for c in row["claims"]]


# -- which approvals cover this patient ----------------------------------------------------------------------------------

RECEIVED = {"lines": ["after_ros1_tki"], "restriction": "after_ros1_tki", "requires": "received"}
PROGRESSED = RECEIVED | {"requires": "progressed"}
NO_TKI = {"lines": ["first_line"], "restriction": "no_ros1_tki"}
NOT_AFTER = {"lines": ["first_line", "after_ros1_tki"], "restriction": "not_after:oldatinib"}
NONE_BEFORE = ("first-line",)
STOPPED = ("next-line", "--intolerant", "oldatinib")
STOPPED_ANOTHER = ("next-line", "--intolerant", "lateratinib")
STOPPED_CHEMOTHERAPY = ("next-line", "--intolerant", "chemotherapy")
AFTER = ("next-line", "--prior", "oldatinib")
AFTER_ANOTHER = ("next-line", "--prior", "lateratinib")


@pytest.mark.parametrize(
    ("wording", "question", "covered"),
    [
        (RECEIVED, AFTER, True),
        (RECEIVED, STOPPED, True),
        (RECEIVED, STOPPED_CHEMOTHERAPY, False),
        (RECEIVED, ("next-line", "--intolerant", "nevertinib"), False),
        (RECEIVED, NONE_BEFORE, False),
        (PROGRESSED, AFTER, True),
        (PROGRESSED, STOPPED, False),
        (NO_TKI, NONE_BEFORE, True),
        (NO_TKI, STOPPED_CHEMOTHERAPY, True),
        (NO_TKI, STOPPED, False),
        (NOT_AFTER, NONE_BEFORE, True),
        (NOT_AFTER, STOPPED, False),
        (NOT_AFTER, STOPPED_ANOTHER, True),
        (NOT_AFTER, AFTER, False),
        (NOT_AFTER, AFTER_ANOTHER, True),
    ],
)
def test_an_approval_covers_a_patient_as_far_as_its_wording_reaches(
    wording: dict[str, Any], question: tuple[str, ...], covered: bool
) -> None:
    raw = raw_toy()
    approval = {"region": "US", "scope": "as a test says"} | wording
    made = new_claim("unseenib-us", "drug", "label", about="approval", approval=approval)
    record(raw, "unseenib")["claims"].append(made)
    answer = over(raw, *question)
    assert ("unseenib" in drugs(answer["options"])) is covered
    if covered:
        assert [a["scope"] for a in found(answer["options"], "unseenib")["approvals"]] == ["as a test says"]


def test_an_approval_that_leaves_this_patient_out_is_listed_apart_and_is_no_reason() -> None:
    row = found(answered("next-line", "--mutation", "A51T")["options"], "primatinib")
    assert row["approvals"] == [] and [a["region"] for a in row["approvals_for_others"]] == ["EU"]
    assert not any(b.startswith("approval:") for b in row["because"])


def test_a_drug_without_data_parts_its_approvals_as_an_option_does() -> None:
    raw = raw_toy()
    for drug, wording in (("unseenib", NOT_AFTER), ("novotinib", RECEIVED)):
        approval = {"region": "CA", "scope": "as a test says"} | wording
        made = new_claim(f"{drug}-ca", "drug", "label", about="approval", approval=approval)
        record(raw, drug)["claims"].append(made)
    question = ("next-line", "--mutation", "G28E", "--prior", "oldatinib")
    rows = over(raw, *question)["no_data"]
    parted = {
        drug: [[a["region"] for a in found(rows, drug)[key]] for key in ("approvals", "approvals_for_others")]
        for drug in ("unseenib", "novotinib", "primatinib")
    }
    assert parted == {"unseenib": [[], ["CA"]], "novotinib": [["US", "CA"], []], "primatinib": [[], ["EU"]]}


def test_one_approval_that_two_sources_date_is_one() -> None:
    row = found(answered("first-line")["options"], "cnsatinib")
    assert [(a["region"], a["date"]) for a in row["approvals"]] == [("US", "2019-08")]


def test_approvals_of_two_lines_are_two_however_they_are_dated() -> None:
    raw = raw_toy()
    for line, date in (("first_line", "2023"), ("after_ros1_tki", "2023-11")):
        approval = {"region": "US", "scope": line, "lines": [line], "date": date}
        record(raw, "unseenib")["claims"].append(
            new_claim(f"unseenib-{line}", "drug", "label", about="approval", approval=approval)
        )
    row = found(over(raw, "first-line")["options"], "unseenib")
    assert [a["scope"] for a in row["approvals"]] == ["first_line"]
    assert [a["scope"] for a in row["approvals_for_others"]] == ["after_ros1_tki"]


def test_a_region_in_which_nobody_looked_is_no_refusal() -> None:
    raw = raw_toy()
    record(raw, "compoundinib")["claims"].append(
        new_claim("compoundinib-us", "drug", "expert", about="approval", not_approved=["US"])
    )
    row = found(over(raw, "next-line", "--mutation", "G28R")["options"], "compoundinib")
    status = {r["region"]: r["status"] for r in row["regions"]}
    assert status == {"US": "not_approved"} | dict.fromkeys(("EU", "JP", "CN", "CA"), "not_looked_up")
    taken = found(over(raw, "next-line", "--mutation", "G28R", "--approved-only")["excluded"], "compoundinib")
    assert "not looked up in EU, JP, CN, CA" in taken["verdict"]


# -- a few patients against a trial of others ------------------------------------------------------------------------------

OF_THE_LINE = new_claim("unseenib-trial", "setting:after_ros1_tki", "trial", "active", figure=CNS)
OF_TWO = new_claim("unseenib-two", "setting:after_ros1_tki", "case", "not_effective", after=["oldatinib"])


def after_two(*claims: dict[str, Any]) -> str:
    """The group of a drug with these claims, after two ROS1 TKIs."""
    raw = raw_toy()
    record(raw, "unseenib")["claims"] += claims
    answer = over(raw, "next-line", "--prior", "novotinib,oldatinib")
    return next(g for g in ("options", "no_data", "excluded") if "unseenib" in drugs(answer[g]))


def test_a_few_patients_after_certain_drugs_do_not_outweigh_a_trial_of_another_number_of_drugs() -> None:
    trial = OF_THE_LINE | {"prior": {"tkis": "one"}}
    assert after_two(trial, OF_TWO) == "no_data"
    assert after_two(OF_TWO) == "excluded"
    of_all = {key: value for key, value in OF_TWO.items() if key != "after"}
    assert after_two(trial, of_all) == "excluded"
    assert after_two(OF_THE_LINE, OF_TWO) == "options"
    assert after_two(trial | {"after": ["lateratinib"]}, OF_TWO) == "excluded", "the trial is of other patients"


def test_a_setting_on_which_sources_do_not_agree_is_unresolved_and_both_sides_are_told() -> None:
    raw = raw_toy()
    record(raw, "unseenib")["claims"] += [
        new_claim("unseenib-yes", "setting:after_ros1_tki", "trial", "active", text="It helped."),
        new_claim("unseenib-no", "setting:after_ros1_tki", "trial", "not_effective", text="It did not help."),
    ]
    row = found(over(raw, "next-line", "--prior", "oldatinib")["excluded"], "unseenib")
    assert (row["call"], row["reason"]) == ("conflicting", "setting")
    assert row["verdict"].endswith("It did not help; against it: It helped")


# -- a drug for progression in the brain alone: a reason that holds for this patient ----------------------------------------


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--prior", "oldatinib"), "Not usually effective outside the CNS after another TKI."),
        (("--prior", "oldatinib", "--cns"), "progression in the CNS alone is not given"),
        (("--prior", "lateratinib", "--cns-only"), "oldatinib is not among the ROS1 TKIs taken"),
        (("--prior", "lateratinib,oldatinib", "--cns-only"), "oldatinib was not the only ROS1 TKI"),
        (("--prior", "oldatinib", "--intolerant", "novotinib", "--cns-only"), "oldatinib was not the only ROS1 TKI"),
        (("--prior", "oldatinib", "--leptomeningeal"), "leptomeningeal disease is another question"),
        (("--prior", "oldatinib", "--cns-only", "--leptomeningeal"), "leptomeningeal disease is another question"),
    ],
)
def test_a_drug_for_the_brain_alone_is_refused_with_a_reason_that_holds(options: tuple[str, ...], reason: str) -> None:
    row = found(answered("next-line", *options)["excluded"], "cnsatinib")
    assert row["reason"] == "setting" and row["verdict"].endswith(reason)


def test_a_research_compound_with_a_clinical_claim_against_it_alone_is_no_option() -> None:
    raw = raw_toy()
    against = new_claim("labotinib-label", "finding:G28R", "label", "not_effective", source="toy-label-2019")
    record(raw, "labotinib")["claims"].append(against)
    row = found(over(raw, "next-line", "--mutation", "G28R")["excluded"], "labotinib")
    assert (row["call"], row["reason"]) == ("active", "research")
