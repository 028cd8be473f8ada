"""`compare`, `mutation`, `drug`, `guidance`, `sources`: what is asked of one thing. Over the invented tables."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from toolbox import TOY, answered, drugs, found, lines, ros1, tables, toy

from ros1cli.answers.drug import drug as drug_answer
from ros1cli.answers.mutation import mutation, mutations

# -- compare ---------------------------------------------------------------------------------------------------------


def test_a_drug_given_twice_under_two_names_is_shown_once_and_said() -> None:
    answer = answered("compare", "novotinib", "Novora", "oldatinib")
    assert drugs(answer["drugs"]) == ["novotinib", "oldatinib"]
    assert "novotinib was given more than once" in answer["understood"]


@pytest.mark.parametrize(
    "names", [("novotinib",), ("novotinib", "nvt101"), ("novotinib", "vermetrexed"), ("novotinib", "xyz")]
)
def test_compare_refuses_what_gives_no_two_drugs(names: tuple[str, ...]) -> None:
    result = toy("compare", *names)
    assert result.status == 2 and result.out == "" and result.err.startswith("ros1: ")


def test_compare_says_that_it_is_no_comparison_of_trials_and_no_ranking() -> None:
    text = toy("compare", "novotinib", "oldatinib", "--full").out
    assert "not a comparison" in text and "not a ranking" in text


def test_a_source_that_says_no_is_neither_zero_nor_missing() -> None:
    text = toy("compare", "novotinib", "oldatinib", "--full").out
    assert "no (the source says no; that is not 0%)" in text
    for words in ("not reached (NR)", "not estimable", "no figure given"):
        assert words in text
    assert "not available (N/A)" in toy("compare", "cnsatinib", "oldatinib", "--full").out


def test_a_drug_that_must_never_be_used_says_so_in_the_comparison() -> None:
    assert "NEVER to be used in ROS1+ cancer." in toy("compare", "novotinib", "nevertinib", "--full").out


def test_a_figure_is_written_with_its_n_its_interval_as_printed_and_its_population() -> None:
    text = toy("compare", "novotinib", "oldatinib", "--full").out
    assert "79% (N=71; 68-88) [first line; ROS1+ NSCLC]" in text
    assert "59% (10/17; 33-82) [after a ROS1 TKI; with G28R; cut-off 2024-12]" in text
    assert "25.6-NE months (a span, no single value" in text
    assert "72% (N=53) [first line]" in text


def test_a_figure_of_fewer_than_ten_patients_says_so_and_one_of_ten_does_not() -> None:
    text = toy("drug", "weakatinib", "--full").out
    assert "20% (1/5; fewer than 10 patients)" in text
    assert "17% (2/12)" in text
    assert "60% (6/10)" in toy("drug", "novelinib", "--full").out


def test_a_result_without_a_printed_number_of_patients_says_that_none_is_given() -> None:
    pfs = next(
        line for line in toy("compare", "novotinib", "oldatinib", "--full").out.splitlines() if "35.7 months" in line
    )
    assert "N not" in pfs or "number of patients" in pfs, pfs


# -- drug ------------------------------------------------------------------------------------------------------------


def test_a_drug_is_found_under_every_name_and_the_answer_says_how_it_was_read() -> None:
    for drug in tables(TOY).drugs.values():
        for name in (drug.id, *(n.name for n in drug.names)):
            assert answered("drug", name)["drug"] == drug.id
    assert toy("drug", "oldatanib").out.splitlines()[0] == "oldatinib (Oldix) (read from oldatanib)"


def test_a_drug_without_a_brand_is_shown_with_its_code() -> None:
    assert toy("drug", "conflictinib").out.splitlines()[0] == "conflictinib (CFL-3)"


def test_a_treatment_that_is_no_tki_sends_the_reader_to_its_guidance() -> None:
    result = toy("drug", "Vermta", "--full")
    assert "Not a ROS1 TKI" in result.out and "ros1 guidance chemotherapy" in result.out
    assert "Chemotherapy with vermetrexed can help." in result.out


def test_the_claims_of_a_drug_are_grouped_by_level_and_all_there() -> None:
    answer = answered("drug", "novotinib")
    shown = {c["id"] for level, claims in answer["claims"].items() for c in claims if c["level"] == level}
    known = {c.id for c in tables(TOY).drugs["novotinib"].claims}
    assert shown | {h["claim"]["id"] for h in answer["history"]} == known


def test_what_is_not_known_of_the_use_of_a_drug_is_not_verified_in_these_tables() -> None:
    text = toy("drug", "unseenib", "--full").out
    assert text.count("not verified in these tables") == 9
    assert "Look at the eyes before the start." in toy("drug", "novotinib", "--full").out


def test_history_shows_what_was_replaced_and_needs_a_drug() -> None:
    assert "replaced by novotinib-g28r-later-cut on 2025-06-01" in toy("drug", "novotinib", "--history").out
    assert "replaced by" not in toy("drug", "novotinib").out
    assert toy("drug", "--history").status == 2


@pytest.mark.parametrize("name", ["novotinb", "Novoro", "nvt-102"])
def test_a_near_miss_gets_a_suggestion_and_no_answer(name: str) -> None:
    result = toy("drug", name, "--json")
    assert result.status == 2 and result.out == ""
    assert result.error["suggestions"]


def test_a_mutation_where_a_drug_belongs_is_told_what_it_is_and_the_reverse() -> None:
    assert "is a mutation, not a drug" in toy("drug", "G28R").err
    assert "is a drug, not a mutation" in toy("mutation", "Novora").err


# -- guidance --------------------------------------------------------------------------------------------------------


def test_a_topic_is_found_under_its_id_its_title_and_every_alias() -> None:
    for topic in tables(TOY).topics.values():
        for name in (topic.id, topic.title, *topic.aliases):
            assert answered("guidance", name)["topic"] == topic.id


def test_a_topic_includes_the_statements_of_the_topics_under_it_and_not_the_reverse() -> None:
    parent = [s["id"] for s in answered("guidance", "immunotherapy")["statements"]]
    child = [s["id"] for s in answered("guidance", "immunotherapy-before-tki")["statements"]]
    assert set(parent) == {"immunotherapy-not-first", "immunotherapy-then-tki"}
    assert child == ["immunotherapy-then-tki"]


def test_a_claim_with_a_topic_is_read_under_it_with_its_drug() -> None:
    row = next(s for s in answered("guidance", "access")["statements"] if s["id"] == "lateratinib-access")
    assert row["drug"] == "lateratinib"


def test_a_word_that_names_no_topic_is_searched_from_the_beginning_of_words() -> None:
    answer = answered("guidance", "pneumonitis")
    assert (answer["status"], [s["id"] for s in answer["statements"]]) == ("word_search", ["immunotherapy-then-tki"])
    assert answered("guidance", "pneumo")["statements"] == answer["statements"]
    assert answered("guidance", "onitis")["status"] == "not_in_tables"


def test_a_word_search_never_says_that_nothing_is_held_while_a_text_of_a_table_holds_the_word() -> None:
    known = tables()
    texts = [c.text for c in known.claims] + [s.text for s in known.statements.values()]
    texts += [c.text for c in known.cautions] + [n.text for f in known.findings.values() for n in f.notes]
    texts += [c.text for c in known.conflicts] + [s.title for s in known.sources.values()]
    texts += [m.text for t in known.glossary.values() for m in t.meanings[-1:]]
    for text in texts[::23]:
        word = max(re.findall(r"[A-Za-z]{5,}", text), key=len)
        answer = ros1("guidance", word, "--json")
        assert answer.status == 0, (word, answer.err)


def test_a_topic_that_is_near_is_suggested_and_one_that_is_not_covered_gets_the_list() -> None:
    near = toy("guidance", "chemoterapy")
    assert near.status == 2 and near.out == "" and "chemotherapy" in near.err
    uncovered = toy("guidance", "astrology")
    assert uncovered.status == 3 and uncovered.err == ""
    assert all(topic in uncovered.out for topic in tables(TOY).topics)


# -- sources ---------------------------------------------------------------------------------------------------------


def test_a_source_shows_everything_that_rests_on_it() -> None:
    known = tables(TOY)
    for source in known.sources:
        answer = answered("sources", source)
        rests = {r["id"] for r in answer["used_by"]}
        assert {c.id for c in known.claims if c.source == source} <= rests
        assert {s.id for s in known.statements.values() if source in {c.source for c in s.cites}} <= rests
        assert {c.id for c in known.cautions if source in {x.source for x in c.cites}} <= rests
        assert [s["id"] for s in answer["sources"]] == [source]


def test_a_source_that_does_not_exist_is_refused_with_a_suggestion() -> None:
    result = toy("sources", "toy-pag", "--json")
    assert result.status == 2 and result.error["suggestions"] == ["toy-page"]


def test_the_levels_stand_with_a_caution_that_the_mapping_is_our_own() -> None:
    answer = answered("sources", "--levels")
    assert [m["level"] for m in answer["levels"]] == ["label", "in_vitro"]
    assert answer["cautions"][0]["id"] == "toy-levels"
    assert toy("sources", "toy-page", "--levels").status == 2


# -- mutation --------------------------------------------------------------------------------------------------------


def test_the_evidence_on_a_finding_is_by_level_and_what_did_not_decide_is_marked_under_its_verdict() -> None:
    answer = answered("mutation", "G28R")
    assert [c["id"] for c in answer["evidence"]["trial"]] == ["novotinib-g28r-later-cut", "weakatinib-g28r"]
    shown = toy("mutation", "G28R", "--full").out
    (row,) = re.findall(r"^NOT EFFECTIVE nevertinib .*\n(?: .*\n)+", shown, re.M)
    assert "as the next drug: EXCLUDED: " in row and "- SAYS OTHERWISE, does not decide: active" in row
    assert not re.search(r"- active,[^\n]*Active against G28R in cells", row)


def test_several_findings_in_one_name_are_sent_to_next_line() -> None:
    result = toy("mutation", "G28R + TYK9")
    assert result.status == 2 and "next-line" in result.err


def test_alternatives_are_answered_each_letter_apart() -> None:
    answer = answered("mutation", "S38Y/F")
    assert answer["finding"] == "S38F or S38Y" and answer["query"]["alternatives"] == ["S38F", "S38Y"]
    assert [m["finding"] for m in answer["members"]] == ["S38F", "S38Y"]
    offered = {o["drug"] for o in answered("next-line", "--mutation", "S38Y/F")["options"]}
    assert offered == {d["drug"] for of in answer["drugs"].values() for d in of if d["group"] == "option"}


def test_a_compound_shows_each_member_apart_and_marked() -> None:
    answer = answered("mutation", "V32M/G28R")
    assert answer["finding"] == "G28R/V32M"
    assert [m["finding"] for m in answer["members"]] == ["G28R", "V32M"]
    assert "no evidence for the combination" in toy("mutation", "V32M/G28R", "--full").out


def test_an_on_target_finding_names_the_compounds_that_hold_it() -> None:
    assert answered("mutation", "V32M")["found_in"] == ["G28R/V32M"]


# -- stale tables ----------------------------------------------------------------------------------------------------


def test_fail_stale_ends_with_5_after_the_whole_answer() -> None:
    plain = toy("drug", "novotinib")
    stale = toy("drug", "novotinib", "--fail-stale", "0")
    assert (stale.status, stale.out) == (5, plain.out)
    assert toy("drug", "novotinib", "--fail-stale", "100000").status == 0
    assert toy("mutation", "G28E", "--fail-stale", "100000").status == 3
    assert toy("drug", "--fail-stale", "0").status == 5


@pytest.mark.parametrize("days", ["-1", "soon", "", "1.5"])
def test_fail_stale_takes_a_number_of_days(days: str) -> None:
    result = toy("drug", "novotinib", "--fail-stale", days)
    assert result.status == 2 and result.out == ""


# -- alternatives ----------------------------------------------------------------------------------------------------


def test_of_alternatives_only_a_drug_active_against_each_is_an_option_and_others_stand_per_residue() -> None:
    answer = answered("next-line", "--mutation", "S38Y/F")
    assert drugs(answer["options"]) == ["novotinib"]
    half_known = found(answer["no_data"], "lateratinib")["because"]
    assert "S38F: no data" in half_known and "S38Y: active" in half_known
    half_active = found(answer["excluded"], "weakatinib")
    assert "S38Y: active" in half_active["because"] and "S38F: not effective" in half_active["because"]


def test_alternatives_are_no_compound_and_each_is_shown_alone() -> None:
    answer = answered("next-line", "--mutation", "S38Y/F")
    assert answer["query"]["alternatives"] == ["S38F", "S38Y"] and answer["query"]["compound"] is False
    assert [m["finding"] for m in answer["members"]] == ["S38F", "S38Y"]
    assert "ALONE    S38F (if it is this one): active novotinib" in toy("next-line", "--mutation", "S38Y/F").out


# -- the version -----------------------------------------------------------------------------------------------------


def test_the_version_says_how_far_the_tables_go() -> None:
    result = ros1("--data", str(TOY), "--version")
    assert result.status == 0 and result.err == ""
    assert "newest source 2025-05" in result.out and "tables as of 2025-06-01" in result.out


def test_a_caution_below_its_source_shows_words_where_an_answer_fills_in_a_name() -> None:
    texts = [r["text"] for r in answered("sources", "toy-protein")["used_by"] if r["kind"] == "caution"]
    assert texts == ["TYPED was answered as typed; on the other numbering it is OTHER."]
    for source in tables(TOY).sources:
        assert not re.search(r"\{\w*\}", toy("sources", source).out), source


# -- one judgement: lists, findings and drugs say what `next-line` says ---------------------------------------------


@functools.cache
def placed(finding: str, folder: Path | None) -> dict[str, tuple[str, str, str | None]]:
    """Each drug's group, call and basis when only the finding is known, as `next-line` answers."""
    body = lines(tables(folder), finding)
    groups = {"option": body.options, "excluded": body.excluded, "no_data": body.no_data}
    return {d.drug: (g, d.call, getattr(d, "basis", None)) for g, found in groups.items() for d in found}


@pytest.mark.parametrize("folder", [TOY, None], ids=["toy", "real"])
def test_the_list_names_as_active_only_what_next_line_offers(folder: Path | None) -> None:
    seen = set()
    for item in mutations(tables(folder)):
        if item.kind not in ("on_target", "compound"):
            assert not (item.drugs or item.levels or item.studied_only)
            continue
        known = placed(item.mutation, folder)
        wanted = {(d, basis) for d, (group, call, basis) in known.items() if (group, call) == ("option", "active")}
        assert set(zip(item.drugs, item.levels, strict=True)) == wanted, item.mutation
        assert set(item.studied_only) == {d for d, (g, c, _) in known.items() if g != "option" and c == "active"}
        seen |= set(item.studied_only)
    assert seen, "some drug is called active and is no option"
    kinds = {d.id: d.kind.value for d in tables(folder).tkis}
    assert {kinds[d] for d in seen} == {"research"}


@pytest.mark.parametrize("folder", [TOY, None], ids=["toy", "real"])
def test_a_finding_and_a_drug_place_each_drug_as_next_line_does(folder: Path | None) -> None:
    known = tables(folder)
    for name in (f.id for f in known.findings.values() if not f.without_status):
        calls = mutation(known, name).body.drugs
        for call, of_call in calls.items():
            for d in of_call:
                assert d.group == placed(name, folder)[d.drug][0], (name, d.drug)
                assert call != "active" or d.group != "option" or d.caveats, (name, d.drug)
    for drug_id in (d.id for d in known.tkis):
        for w in drug_answer(known, drug_id).body.weighed:
            if w.finding:
                assert (w.group, w.call) == placed(w.finding, folder)[drug_id][:2], (drug_id, w.finding)


def test_a_claim_that_does_not_decide_is_never_shown_without_what_does() -> None:
    for drug_id in (d.id for d in tables().tkis):
        body = drug_answer(tables(), drug_id).body
        barred = {w.finding for w in body.weighed if w.group == "excluded" and w.finding}
        for line in ros1("drug", drug_id, "--full").out.splitlines():
            match = re.match(r"- ([^:(]+?)( \(decided: .*?)?: (active|reduced), ", line)
            if match and match[1] in barred:
                assert match[2], line


def test_a_research_compound_is_no_plain_active_drug_on_any_screen() -> None:
    words = "not offered: a research compound without clinical data in ROS1"
    assert words in ros1("mutation", "G2101A", "--full").out and words in ros1("drug", "foretinib", "--full").out
    assert ros1("drug", "foretinib", "--full").out.splitlines()[2] == f"EXCLUDED: {words}"
    compared = ros1("compare", "foretinib", "lorlatinib", "--full").out
    assert "kind\n  foretinib (XL-880): research compound without clinical data in ROS1, not offered\n" in compared
    assert "studied only, not an option: foretinib" in ros1("mutation", "--list").out


def test_a_list_of_findings_is_explained_by_what_the_sources_do_not_agree_on() -> None:
    plain, explained = (toy("mutation", "--list", *more).out for more in ((), ("--explain",)))
    assert explained.startswith(plain.rstrip("\n")) and "SOURCES DO NOT AGREE" in explained.removeprefix(
        plain.rstrip("\n")
    )
