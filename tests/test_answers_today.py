"""Questions that were answered wrongly once, over today's tables: each test holds the kind of answer, not its words."""

from __future__ import annotations

import re
from typing import Any

import pytest
from toolbox import drugs, found, ros1, tables

APPROVED = ("repotrectinib", "taletrectinib", "zidesamtinib")


def answer(*argv: str) -> Any:
    result = ros1(*argv, "--json")
    assert result.status in (0, 3) and result.err == "", result.err
    return result.json


def next_line(*argv: str) -> Any:
    return answer("next-line", *argv)


def texts(rows: list[dict[str, Any]]) -> str:
    return " ".join(r["text"] for r in rows)


def figures(row: dict[str, Any]) -> list[dict[str, Any]]:
    claims = row.get("claims", row.get("setting_claims", []))
    return [c["figure"] for c in claims if c["figure"]]


# -- the order ---------------------------------------------------------------------------------------------------------


def test_a_laboratory_result_or_one_patient_puts_no_unapproved_drug_before_approved_ones() -> None:
    assert drugs(next_line("--mutation", "L2026M", "--prior", "crizotinib,lorlatinib")["options"])[-1] == "brigatinib"
    after = drugs(next_line("--mutation", "S1986F", "--prior", "crizotinib")["options"])
    assert after == [*APPROVED, "lorlatinib"]


def test_a_guideline_that_is_older_than_a_drug_does_not_order_and_says_so() -> None:
    asked = next_line("--mutation", "G2032R", "--prior", "crizotinib", "--cns")
    assert drugs(asked["options"]) == [*APPROVED, "cabozantinib"]
    older = next(c for c in asked["cautions"] if c["id"] == "guideline-older-than-a-drug")
    assert "NCCN" in older["text"] and "zidesamtinib" in older["text"]
    said = " ".join(found(asked["options"], "taletrectinib")["because"])
    assert "symptomatic brain metastases" in said
    assert any("alphabetical" in b for b in found(asked["options"], "zidesamtinib")["because"])


def test_an_avoided_effect_reaches_its_kinds_and_what_spares_it_is_printed() -> None:
    asked = next_line("--mutation", "G2032R", "--prior", "crizotinib", "--avoid", "dizziness")
    assert drugs(asked["options"])[0] == "zidesamtinib"
    assert any("spare" in b for b in found(asked["options"], "zidesamtinib")["because"])
    asked = next_line("--mutation", "G2032R", "--prior", "crizotinib", "--avoid", "neurologic")
    assert any("cognitive" in b for b in found(asked["options"], "repotrectinib")["because"])


def test_a_drug_stopped_for_side_effects_opens_an_approval_after_receiving_one_and_moves_its_reaction_down() -> None:
    asked = next_line("--intolerant", "entrectinib:cognitive")
    order = drugs(asked["options"])
    assert order.index("zidesamtinib") < order.index("repotrectinib")
    for row in asked["options"]:
        assert all((f["prior"] or {}).get("tkis") not in ("one", "two_plus", "any") for f in figures(row)), row["drug"]


# -- figures of patients like this one ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prior", "wrong"), [("crizotinib", ("none", "two_plus")), ("crizotinib,lorlatinib", ("none", "one"))]
)
def test_a_figure_of_another_number_of_ros1_tkis_is_not_shown(prior: str, wrong: tuple[str, ...]) -> None:
    asked = next_line("--prior", prior)
    for key in ("options", "no_data", "excluded"):
        for row in asked[key]:
            assert all((f["prior"] or {}).get("tkis") not in wrong for f in (*figures(row), *row["cns"]["figures"]))


def test_after_two_ros1_tkis_the_figures_are_those_of_two_or_more() -> None:
    asked = next_line("--prior", "crizotinib,lorlatinib")
    of = {d: {(f["name"], f["value"], f["n"]) for f in figures(found(asked["options"], d))} for d in APPROVED}
    assert ("ORR", 38, 58) in of["zidesamtinib"] and ("ORR", 28, 18) in of["repotrectinib"]
    assert not any(name == "ORR" for name, _, _ in of["taletrectinib"])


def test_no_data_after_a_drug_is_said_only_where_nothing_speaks_of_it() -> None:
    asked = next_line("--mutation", "G2032R", "--prior", "crizotinib")
    assert not any("no data after" in b for o in asked["options"] for b in o["because"])
    asked = next_line("--mutation", "G2032R", "--prior", "lorlatinib,crizotinib")
    for drug in ("repotrectinib", "zidesamtinib"):
        assert not any("no data after crizotinib" in b for b in found(asked["options"], drug)["because"])
    assert "brigatinib" in drugs(next_line("--prior", "lorlatinib,crizotinib")["no_data"])


# -- what the finding asks for -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("finding", ["SCLC", "LCNEC", "G2032R,SCLC", "LCNEC,L2086F", "SCLC,MET amplification"])
def test_no_pemetrexed_where_the_cancer_has_become_another(finding: str) -> None:
    asked = next_line("--mutation", finding)
    assert "pemetrexed" not in texts(asked["other_treatments"]).lower()
    assert "chemotherapy" in texts(asked["other_treatments"]) and "tissue" in texts(asked["cautions"])
    if "," not in finding:
        assert "pemetrexed" not in ros1("mutation", finding).out.lower()


def test_for_an_off_target_gene_first_what_is_known_of_combining_for_it() -> None:
    asked = next_line("--mutation", "MET amplification", "--prior", "lorlatinib")
    first = asked["other_treatments"][0]["text"]
    assert "capmatinib" in first and "1 patient" in first and "case" in first
    for drug in ("crizotinib", "cabozantinib"):
        row = found(asked["excluded"], drug)
        assert "also acts on MET" in row["verdict"] and row["call"] != "not_effective"
    others = {e["verdict"] for e in asked["excluded"] if e["reason"] == "not_effective"}
    assert len(others) == 1 and "not expected to help" in others.pop()


@pytest.mark.parametrize("finding", ["TP53", "TP53 R273H", "PIK3CA E545K"])
def test_what_decides_nothing_sets_no_status_and_excludes_nothing(finding: str) -> None:
    alone, without = next_line("--mutation", finding, "--prior", "crizotinib"), next_line("--prior", "crizotinib")
    assert alone["status"] == "mechanism_unknown" and drugs(alone["options"]) == drugs(without["options"])
    assert drugs(alone["excluded"]) == drugs(without["excluded"])
    beside = next_line("--mutation", f"G2032R,{finding}", "--prior", "crizotinib")
    on_target = next_line("--mutation", "G2032R", "--prior", "crizotinib")
    assert drugs(beside["options"]) == drugs(on_target["options"]) and beside["query"]["off_target"] == []
    assert any(finding.split()[0] in c["text"] for c in beside["cautions"])


def test_a_warning_without_a_call_leaves_the_drug_without_data_and_gives_it_a_caveat() -> None:
    for finding in ("L2086F", "G2032R/L2086F"):
        row = found(next_line("--mutation", finding, "--prior", "repotrectinib")["no_data"], "zidesamtinib")
        assert any("L2086F" in c["text"] and "resist" in c["text"] for c in row["caveats"]), finding


def test_a_neighbour_is_warned_of_and_alternatives_and_a_class_are_answered() -> None:
    for argv in (("mutation", "G2032K"), ("next-line", "--mutation", "G2032K")):
        said = next(c["text"] for c in answer(*argv)["cautions"] if c["id"] == "neighbours-not-transferable")
        assert "G2032R" in said and "NOT transferable" in said
    assert answer("mutation", "S1986Y/F")["status"] == "known"
    assert next_line("--mutation", "bypass")["status"] == "off_target"
    refused = ros1("compare")
    assert refused.status == 2 and "zidesamtinib" in refused.err


# -- the brain ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "argv", [("--prior", "ceritinib", "--cns-only"), ("--cns",), ("--prior", "lorlatinib", "--cns-only")]
)
def test_the_reason_for_a_drug_of_the_brain_alone_holds_for_this_patient(argv: tuple[str, ...]) -> None:
    row = found(next_line(*argv)["excluded"], "entrectinib")
    assert "outside" not in row["verdict"] and "crizotinib" in row["verdict"]


def test_progression_in_the_brain_alone_on_crizotinib() -> None:
    asked = next_line("--prior", "crizotinib", "--cns-only")
    row = found(asked["options"], "entrectinib")
    assert row["call"] == "reduced" and drugs(asked["options"])[-1] == "entrectinib"
    said = " ".join([*row["because"], *(c["text"] for c in (*row["caveats"], *row["claims"]))])
    assert "IF crizotinib" in said and "seven" in said
    assert not {"EU", "CA"} & {a["region"] for a in row["approvals"]}
    assert {"EU", "CA"} <= {a["region"] for a in row["approvals_for_others"]}
    assert [a["region"] for a in row["approvals"]].count("US") == 1


def test_leptomeningeal_disease_is_answered_by_what_is_said_of_it_and_by_no_rate_of_the_brain() -> None:
    asked = next_line("--mutation", "G2032R", "--prior", "crizotinib", "--leptomeningeal")
    assert not any(o["cns"]["figures"] for key in ("options", "excluded", "no_data") for o in asked[key])


# -- tests, first line, access -----------------------------------------------------------------------------------------


def test_what_a_test_leaves_open_and_the_next_one_are_said() -> None:
    plasma = texts(next_line("--prior", "crizotinib", "--tested", "plasma")["cautions"])
    assert "tissue" in plasma and "S1986" in plasma and not re.search("or on a liquid biopsy", plasma)
    assert "S1986" in texts(next_line("--prior", "crizotinib")["cautions"])
    assert "liquid biopsy" in texts(next_line("--prior", "crizotinib", "--tested", "tissue")["cautions"])


def test_with_limited_progression_local_treatment_is_said_first_with_the_grade() -> None:
    first = next_line("--prior", "entrectinib", "--oligoprogression")["cautions"][0]
    assert "local treatment" in first["text"] and "ESMO" in first["text"] and "IV, C" in first["text"]


def test_a_weak_recommendation_makes_an_option_of_the_first_line_and_says_that_it_is_weak() -> None:
    for drug in ("lorlatinib", "ceritinib"):
        row = found(answer("first-line")["options"], drug)
        assert any("ASCO/OH" in b and "weak recommendation" in b for b in row["because"])


@pytest.mark.parametrize("region", ["JP", "CN", "CA"])
def test_crizotinib_is_approved_in_japan_china_and_canada(region: str) -> None:
    asked = answer("first-line", "--region", region, "--approved-only")
    assert "crizotinib" in drugs(asked["options"])
    for row in asked["excluded"]:
        status = next(r["status"] for r in row["regions"] if r["region"] == region)
        if row["reason"] == "filter" and status == "not_looked_up":
            assert "not looked up" in row["verdict"], row["drug"]


def test_no_first_line_caveat_is_about_a_mutation_and_every_drug_shows_its_warnings() -> None:
    claims = {c.id: c for c in tables().claims}
    for row in answer("first-line", "--cns")["options"]:
        held = [claims[c["id"]] for c in row["caveats"] if c["id"] in claims]
        assert not [c.id for c in held if c.scope.kind == "finding"]
        warned = {c.id for c in tables().drugs[row["drug"]].claims if c.about == "warning" and c.scope.kind == "drug"}
        assert warned - tables().superseded <= {c.id for c in held}
    assert any("brain" in c["text"] for c in found(answer("first-line", "--cns")["options"], "crizotinib")["caveats"])
    assert all(d["caveats"] for d in answer("compare", "crizotinib", "entrectinib")["drugs"])


def test_immunotherapy_is_named_as_not_to_be_given_yet() -> None:
    said = texts(next_line("--mutation", "G2032R", "--prior", "crizotinib")["other_treatments"])
    assert said.count("NOT immunotherapy") == 1


def test_a_past_day_names_no_later_paper() -> None:
    assert "33685866" not in ros1("drug", "brigatinib", "--as-of", "2024-02-05").out
    assert "33685866" not in ros1("guidance", "about", "--as-of", "2024-02-05").out


@pytest.mark.parametrize("word", ["QT", "interstitial", "hepatotoxicity", "embryo", "contraceptive", "pregnancy"])
def test_a_word_of_the_safety_texts_is_found(word: str) -> None:
    asked = answer("guidance", word)
    assert asked["status"] == "word_search" and asked["statements"]


# -- what a second reading of all moved answers found ------------------------------------------------------------------


def test_an_older_guideline_is_named_only_beside_a_drug_that_it_does_not_name() -> None:
    for argv in (("next-line", "--prior", "crizotinib"), ("next-line", "--mutation", "G2032R"), ("first-line",)):
        asked = answer(*argv)
        for said in (c["text"] for c in asked["cautions"] if c["id"] == "guideline-older-than-a-drug"):
            body = said.split()[0]
            for row in asked["options"]:
                named = any(f": {body} " in b or f": {body}," in b for b in row["because"] if b.startswith("guideline"))
                assert not (named and row["drug"] in said), (argv, row["drug"])


def test_the_region_asked_for_puts_no_unapproved_drug_known_from_cells_before_approved_ones() -> None:
    asked = next_line("--mutation", "L2026M", "--prior", "crizotinib", "--region", "EU")
    assert drugs(asked["options"])[-1] == "brigatinib"


def test_a_figure_after_other_drugs_alone_is_not_shown() -> None:
    row = found(next_line("--prior", "lorlatinib", "--cns")["options"], "taletrectinib")
    assert not [f for f in (*figures(row), *row["cns"]["figures"]) if (f["prior"] or {}).get("only")]
    row = found(next_line("--prior", "crizotinib,lorlatinib", "--cns")["options"], "taletrectinib")
    assert not [f for f in (*figures(row), *row["cns"]["figures"]) if (f["prior"] or {}).get("tkis") == "one"]
    text = texts(next_line("--prior", "crizotinib,lorlatinib")["cautions"])
    assert "after one ROS1 TKI" not in text


def test_a_guideline_of_the_line_passes_the_level_of_a_guideline() -> None:
    assert "lorlatinib" in drugs(answer("first-line", "--min-level", "guideline")["options"])
    assert "lorlatinib" in drugs(next_line("--prior", "crizotinib", "--min-level", "guideline")["options"])


def test_leptomeningeal_disease_shows_no_rate_of_the_brain_in_any_claim() -> None:
    asked = next_line("--prior", "crizotinib", "--leptomeningeal")
    for key in ("options", "no_data", "excluded"):
        for row in asked[key]:
            assert not [f for f in figures(row) if f["name"].startswith("CNS")], row["drug"]


def test_an_unresolved_setting_is_called_conflicting_with_both_sides() -> None:
    row = found(next_line("--prior", "crizotinib")["excluded"], "ceritinib")
    assert row["call"] == "conflicting" and "UNRESOLVED" in row["verdict"] and "against it" in row["verdict"]
    assert {c["call"] for c in row["claims"] if c["call"]} >= {"not_effective", "active"}


def test_what_was_taken_comes_before_what_else_a_drug_inhibits() -> None:
    row = found(next_line("--mutation", "MET amplification", "--prior", "crizotinib")["excluded"], "crizotinib")
    assert row["reason"] == "prior" and any("also acts on MET" in b for b in row["because"])


def test_no_drug_has_a_call_against_what_is_no_resistance_mechanism() -> None:
    groups = answer("mutation", "TP53")["drugs"]
    assert not [call for call, of in groups.items() if of and call != "no_data"]
    assert found(groups["no_data"], "alectinib")["verdict"].startswith("NEVER")


def test_progression_in_the_brain_alone_with_a_finding_gives_the_reason_that_holds() -> None:
    row = found(
        next_line("--mutation", "MET amplification", "--prior", "crizotinib", "--cns-only")["excluded"], "entrectinib"
    )
    assert not any("is not given" in b for b in row["because"])


def test_a_drug_that_was_not_tolerated_counts_among_the_ros1_tkis() -> None:
    asked = next_line("--prior", "crizotinib", "--intolerant", "entrectinib")
    for key in ("options", "no_data"):
        for row in asked[key]:
            assert all((f["prior"] or {}).get("tkis") != "one" for f in figures(row)), row["drug"]
    assert "entrectinib" not in drugs(
        next_line("--prior", "crizotinib", "--intolerant", "lorlatinib", "--cns-only")["options"]
    )


def test_a_drug_that_does_not_inhibit_ros1_is_no_ros1_tki_that_was_received() -> None:
    asked = next_line("--intolerant", "alectinib")
    assert "zidesamtinib" not in drugs(asked["options"])
    assert "prior-without-ros1-activity" in [c["id"] for c in asked["cautions"]]


def test_before_the_test_is_back_a_warning_on_a_finding_is_named_with_it() -> None:
    """No option is silent where a source warns of it, though nothing rules it out."""
    answer = ros1("next-line", "--prior", "crizotinib", "--json").json
    told = {row["finding"]: row for row in answer["if_found"]}
    warned = {(row["finding"], drug) for row in told.values() for drug in row["warned"]}
    assert warned and not any(drug in told[finding]["drugs"] for finding, drug in warned)
    shown = ros1("next-line", "--prior", "crizotinib").out
    for finding, drug in warned:
        assert re.search(rf"^IF FOUND {finding}: .*a warning on .*\b{drug}\b", shown, re.MULTILINE)


# -- whose figure it is ------------------------------------------------------------------------------------------------

OTHER = "lorlatinib-orr-other-prior-tki-shaw2019"
"""Of patients who had had another ROS1 TKI than crizotinib, or two and more."""


@pytest.mark.parametrize("prior", ["repotrectinib", "entrectinib", "crizotinib,repotrectinib"])
def test_a_small_group_of_patients_like_this_one_stands_behind_the_broader_one(prior: str) -> None:
    row = found(next_line("--prior", prior)["options"], "lorlatinib")
    assert row["highlights"]["few"] == OTHER and row["highlights"]["nearest"] not in (None, OTHER)


def test_a_figure_of_others_than_this_patient_is_neither_shown_nor_counted() -> None:
    row = found(next_line("--prior", "crizotinib")["options"], "lorlatinib")
    assert OTHER not in {c["id"] for c in row["claims"]} and OTHER not in row["highlights"].values()


@pytest.mark.parametrize("question", [("first-line", "--cns"), ("first-line",)])
def test_sources_that_disagree_on_a_figure_that_is_shown_are_named(question: tuple[str, ...]) -> None:
    asked = answer(*question)
    shown = {v for row in asked["options"] for v in row["highlights"].values() if isinstance(v, str)}
    on_figures = [c for c in asked["conflicts"] if shown & {s["id"] for s in c["sides"]}]
    assert on_figures and all((c["short"] or c["text"]).rstrip(".") in ros1(*question).out for c in on_figures[:1])


def test_immunotherapy_is_not_first_either() -> None:
    assert "NOT immunotherapy until" in ros1("first-line").out


def test_a_guideline_that_recommends_weakly_says_so() -> None:
    assert re.search(r"^OPTION lorlatinib .* weak guideline", ros1("first-line").out, re.MULTILINE)


def test_an_excluded_drug_that_was_stopped_for_side_effects_says_that_too() -> None:
    shown = ros1("next-line", "-m", "G2032R", "-p", "crizotinib", "--intolerant", "entrectinib:cognitive").out
    assert re.search(r"^EXCLUDED entrectinib — not effective .*; stopped for side effects", shown, re.MULTILINE)
