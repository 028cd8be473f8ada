"""No two commands contradict each other on one drug and one finding: they all read the same calls and the same guidelines."""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest
from toolbox import found, ros1, tables

from ros1cli.answers.question import Typed
from ros1cli.answers.report import report
from ros1cli.show.blocks import Grid, Line
from ros1cli.show.report import board_page

REAL = tables()
TKIS = tuple(d.id for d in REAL.tkis)
FINDINGS = tuple(f.id for f in REAL.findings.values() if f.on_target)
GROUPS = {"options": "option", "excluded": "excluded", "no_data": "no_data"}


@functools.cache
def asked(*argv: str) -> Any:
    """The JSON of an answer, once."""
    return ros1(*argv, "--json").json


@functools.cache
def compared() -> dict[str, Any]:
    return {d["drug"]: d for d in asked("compare", *TKIS)["drugs"]}


@functools.cache
def cells() -> dict[tuple[str, str], Any]:
    return {(c["finding"], c["drug"]): c for c in asked("matrix")["cells"]}


def reported(finding: str) -> dict[str, str]:
    """The group of each drug, as the page for the board has it."""
    page = board_page(report(REAL, Typed(mutation=(finding,))))
    said = {c.title: c for c in page.chapters}
    grids = [part for part in said["Options"].parts if isinstance(part, Grid)]
    heads = [row[0].split("\n")[0] for row in (grids[0].rows if grids else ())]
    lines = [
        part.text.split(" — ")[0] for part in said["Excluded, and why"].parts if isinstance(part, Line) and part.head
    ]
    out = dict.fromkeys(TKIS, "no_data")
    out |= {d: "option" for d in TKIS if any(re.search(rf"\b{d}\b", head) for head in heads)}
    return out | {d: "excluded" for d in TKIS if any(d in line.split(", ") for line in lines)}


@pytest.mark.parametrize("finding", FINDINGS)
def test_all_commands_agree_on_the_call_and_the_group_of_every_drug(finding: str) -> None:
    answer = asked("next-line", "--mutation", finding)
    placed = {d["drug"]: (GROUPS[key], d) for key in GROUPS for d in answer[key]}
    called = {d["drug"]: (call, d) for call, of in asked("mutation", finding)["drugs"].items() for d in of}
    assert set(placed) == set(called) == set(TKIS)
    page = reported(finding)
    for drug in TKIS:
        group, row = placed[drug]
        call, other = called[drug]
        assert other["group"] == group, drug
        assert other["reason"] == row.get("reason"), drug
        assert group != "option" or row["call"] == call, drug
        cell = cells()[finding, drug]
        assert page[drug] == group, drug
        level = other["basis"] if call != "no_data" else None
        assert (cell["call"], cell["level"], cell["group"], cell["reason"]) == (call, level, group, other["reason"]), (
            drug
        )
        assert cell["verdict"] == other["verdict"] and cell["claims"] == [c["id"] for c in other["claims"]], drug
        chosen = row["highlights"]["finding"] if "highlights" in row else cell["counted"]
        assert cell["counted"] in (None, chosen), drug
        weighed = [w for w in asked("drug", drug)["weighed"] if w["finding"] == finding]
        assert all((w["group"], w["call"]) == (group, row["call"]) for w in weighed), drug
        for word in ("active", "not_effective"):
            named = finding in compared()[drug][f"{word}_against"]
            assert not named or call == word, (drug, word)


@pytest.mark.parametrize("finding", FINDINGS)
def test_mutation_lists_its_options_in_the_order_of_next_line(finding: str) -> None:
    options = [o["drug"] for o in asked("next-line", "--mutation", finding)["options"]]
    groups = asked("mutation", finding)["drugs"].values()
    assert [d["drug"] for of in groups for d in of if d["group"] == "option"] == options


@pytest.mark.parametrize(
    ("line", "question", "topic"),
    [("first_line", ("first-line", "--cns"), "first-line"), ("after_ros1_tki", ("next-line", "--cns"), "second-line")],
)
def test_a_guideline_of_the_tables_is_known_to_every_answer_that_speaks_of_its_line(
    line: str, question: tuple[str, ...], topic: str
) -> None:
    answer = asked(*question)
    said = {s["id"] for s in asked("guidance", topic)["statements"]}
    rows = {d["drug"]: d for key in ("options", "studied_only", "excluded", "no_data") for d in answer[key]}
    for drug in REAL.tkis:
        for c in drug.claims:
            named = c.guideline and line in c.guideline.lines and c.scope.kind == "setting"
            if named and c.call and c.id not in REAL.superseded:
                shown = {x["id"] for x in rows[drug.id].get("claims", rows[drug.id].get("setting_claims", []))}
                assert c.id in shown or c.after or rows[drug.id].get("reason") == "never", c.id
                assert not any("no guideline" in b for b in rows[drug.id]["because"]), c.id
                assert not c.topics or topic not in c.topics or c.id in said, c.id


@pytest.mark.parametrize("drug", TKIS)
def test_a_caveat_of_a_drug_is_one_in_every_answer_that_offers_or_compares_it(drug: str) -> None:
    standing = {
        c.id for c in REAL.drugs[drug].claims if c.caveat and c.scope.kind == "drug" and c.id not in REAL.superseded
    }
    assert standing <= {c["id"] for c in asked("drug", drug)["caveats"]}
    assert standing <= {c["id"] for c in compared()[drug]["caveats"]}
    for question in (("first-line",), ("next-line", "--mutation", "G2032R"), ("next-line", "--prior", "ceritinib")):
        options = asked(*question)["options"]
        if any(o["drug"] == drug for o in options):
            assert standing <= {c["id"] for c in found(options, drug)["caveats"]}, question


@pytest.mark.parametrize("drug", TKIS)
def test_a_drug_is_approved_in_the_same_regions_in_every_answer(drug: str) -> None:
    regions = asked("drug", drug)["regions"]
    assert [r["region"] for r in regions] == ["US", "EU", "JP", "CN", "CA"]
    assert compared()[drug]["regions"] == regions
    for key in ("options", "no_data", "excluded"):
        for row in asked("next-line", "--mutation", "G2032R")[key]:
            assert row["drug"] != drug or row["regions"] == regions
    approved = {a["region"] for a in asked("drug", drug)["approvals"] if a["region"]}
    assert approved == {r["region"] for r in regions if r["status"] == "approved"}
    assert all(r["source"] for r in regions if r["status"] != "not_looked_up")


def chosen_of_first_line(drug: str) -> dict[str, str]:
    """The figures that the first-line answer shows of a drug, by their kind."""
    answer = asked("first-line")
    row = next((r for k in ("options", "studied_only") for r in answer[k] if r["drug"] == drug), None)
    shown = [row["highlights"].get(k) for k in ("nearest", "few", "brain", "lasts")] if row else []
    of = {c.id: c.figure.name for c in REAL.claims if c.figure}
    return {of[claim]: claim for claim in shown if claim}


@pytest.mark.parametrize("drug", TKIS)
def test_first_line_and_compare_choose_the_same_figure_of_patients_without_a_ros1_tki_before(drug: str) -> None:
    shown = {f["figure"]["name"]: f["claim"] for f in compared()[drug]["brief_figures"] if f["group"] == "first_line"}
    chosen = chosen_of_first_line(drug)
    assert {kind: shown.get(kind) for kind in chosen} == chosen
