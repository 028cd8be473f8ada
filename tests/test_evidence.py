"""The evidence of 2024 to 2026: everything is placed, dated apart from the pages, and never shown for another finding."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from toolbox import ros1, tables

from ros1cli.answers.next_line import next_line
from ros1cli.answers.question import Typed
from ros1cli.tables.as_of import as_of
from ros1cli.tables.closed_words import SAFETY_FIELDS

REAL = tables()
PAGES = as_of(REAL, "2024-02-05")
ROOT = Path(__file__).parent.parent
ROWS = [r.split("\t") for r in (ROOT / "tests/evidence_coverage.tsv").read_text(encoding="utf-8").splitlines()[1:]]
REASONS = ("low", "none", "duplicate of E", "restricted", "not clinical")
ON_TARGET = [f.id for f in REAL.findings.values() if f.on_target]


def test_every_evidence_fact_has_its_place() -> None:
    """Each of the three collections, E001 to E344: placed, or left out with its reason."""
    assert {r[0] for r in ROWS} == {f"E{i:03d}" for i in range(1, 345)}


def test_what_is_placed_is_in_the_tables() -> None:
    notes = {n.id for f in REAL.findings.values() for n in f.notes}
    held = {
        "claim": {c.id for c in REAL.claims},
        "statement": set(REAL.statements),
        "conflict": {c.id for c in REAL.conflicts},
        "note": notes,
        "finding": set(REAL.findings),
        "source": set(REAL.sources),
        "drug": set(REAL.drugs),
    }
    placed = [place.split(":", 1) for _, place, *_ in ROWS if place != "left out"]
    assert not [f"{kind}:{name}" for kind, name in placed if name not in held[kind]]


def test_what_is_left_out_of_the_evidence_says_why() -> None:
    assert not [r for r in ROWS if r[1] == "left out" and not r[2].startswith(REASONS)]


def test_no_claim_of_the_evidence_is_seen_at_the_date_of_the_pages() -> None:
    sources = {c.source for c in PAGES.claims} | {c.source for s in PAGES.statements.values() for c in s.cites}
    assert sources <= {s for s in REAL.sources if s.startswith("ros1ders-")}


def test_a_source_that_was_read_second_hand_says_through_whom() -> None:
    for source in REAL.sources.values():
        if source.via:
            claims = [c for c in REAL.claims if c.source == source.id]
            assert all(c.via for c in claims), source.id


def test_no_restricted_knowledge_base_is_a_source() -> None:
    assert not [s.id for s in REAL.sources.values() if re.search("oncokb", f"{s.id} {s.title} {s.publisher}", re.I)]


def test_every_drug_approved_for_ros1_says_something_in_each_field_of_its_use_or_that_it_was_not_read() -> None:
    """So that no drug looks safer because its label was not read. What was tolerated is of trials, not of labels."""
    wanted = set(SAFETY_FIELDS) - {"tolerability"}
    approved = [d for d in REAL.tkis if any(c.approval and c.id not in REAL.superseded for c in d.claims)]
    assert len(approved) >= 6
    assert not {d.id: wanted - {s.field for s in d.safety} for d in approved if wanted - {s.field for s in d.safety}}


def test_what_is_said_on_pregnancy_is_whole_or_says_what_was_not_read_and_driving_stands_beside_it() -> None:
    """A leaflet speaks of pregnancy, contraception and breastfeeding in one section: a record drops none of the three."""
    texts = {c.id: c.text for c in REAL.claims}
    for drug in REAL.drugs.values():
        fields = {s.field: " ".join(texts[c] for c in s.claims) for s in drug.use}
        assert ("pregnancy" in fields) == ("driving" in fields), drug.id
        said = fields.get("pregnancy", "NOT read")
        for topic in (r"pregnan|unborn", "contracepti", "breastfe"):
            assert re.search(topic, said) or "NOT read" in said, f"{drug.id}: nothing on {topic}"


@pytest.mark.parametrize("finding", [None, *ON_TARGET])
def test_nothing_said_of_another_finding_stands_under_a_drug(finding: str | None) -> None:
    for prior in (None, *(d.id for d in REAL.tkis)):
        typed = Typed(mutation=[finding] if finding else [], prior=[prior] if prior else [])
        body = next_line(REAL, typed).body
        shown = [(o.drug, c) for o in body.options for c in o.claims]
        shown += [(n.drug, c) for n in body.no_data for c in n.setting_claims]
        own = (None, finding, *(finding or "").split("/"))  # a warning on a member holds for its compounds
        assert not [(drug, c.id) for drug, c in shown if c.finding not in (own if c.about == "warning" else own[:2])]


def test_the_page_of_every_claim_is_what_the_tables_say() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "regenerate.py"), "--check", "evidence"],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert run.returncode == 0, "docs/evidence.md is behind; run python docs/regenerate.py evidence"


def asked(*argv: str) -> Any:
    return ros1(*argv, "--json").json


def option(answer: Any, drug: str) -> Any:
    return next(o for o in answer["options"] if o["drug"] == drug)


def figures(answer: Any, drug: str) -> set[tuple[object, ...]]:
    claims = option(answer, drug)["claims"]
    return {(c["figure"]["value"], c["figure"]["events"], c["figure"]["n"]) for c in claims if c["figure"]}


def test_g2032r_after_crizotinib_shows_the_response_of_the_subgroup_of_each_approved_option() -> None:
    answer = asked("next-line", "--mutation", "G2032R", "--prior", "crizotinib", "--cns")
    names = [o["drug"] for o in answer["options"]]
    assert (54, 14, 26) in figures(answer, "zidesamtinib")
    assert {(61.5, 8, 13), (61.5, None, 13)} <= figures(answer, "taletrectinib")
    assert (59, 10, 17) in figures(answer, "repotrectinib")
    assert names[-1] == "cabozantinib"
    assert option(answer, "cabozantinib")["approvals"] == []
    for drug in names[:3]:
        assert [a for a in option(answer, drug)["approvals"] if a["region"] == "US" and a["date"] and a["scope"]]


def test_lorlatinib_stands_excluded_for_g2032r_beside_the_items_that_say_otherwise() -> None:
    answer = asked("next-line", "--mutation", "G2032R", "--prior", "crizotinib", "--cns")
    excluded = next(e for e in answer["excluded"] if e["drug"] == "lorlatinib")
    said = {(c["call"], (c["figure"] or {}).get("value"), (c["figure"] or {}).get("n")) for c in excluded["claims"]}
    assert excluded["reason"] == "not_effective"
    assert ("not_effective", 0, 6) in said
    assert [s for s in said if s[1] == 196.6]
    assert [s for s in said if s[0] == "active"]


def test_a_sequence_of_drugs_chooses_the_claims_after_the_latest() -> None:
    answer = asked("next-line", "--prior", "crizotinib", "--prior", "repotrectinib")
    assert answer["status"] == "mechanism_unknown"
    assert answer["cautions"][0]["id"] == "mechanism-unknown-share-outside-ros1"
    assert answer["options"][0]["drug"] == "zidesamtinib"
    assert (47, 8, 17) in figures(answer, "zidesamtinib")
    assert (68, 19, 28) not in figures(answer, "zidesamtinib")


def test_l2086f_keeps_every_negative_under_a_filter_of_levels() -> None:
    whole = asked("next-line", "--mutation", "L2086F")
    strict = asked("next-line", "--mutation", "L2086F", "--min-level", "trial")
    negative = {e["drug"] for e in whole["excluded"] if e["reason"] in ("not_effective", "conflicting", "never")}
    assert [o["drug"] for o in whole["options"]] == ["cabozantinib"]
    assert "zidesamtinib" in {n["drug"] for n in whole["no_data"]}
    assert {"repotrectinib", "taletrectinib", "lorlatinib", "entrectinib", "crizotinib"} <= negative
    assert negative <= {e["drug"] for e in strict["excluded"] if e["reason"] != "filter"}


@pytest.mark.parametrize("finding", ON_TARGET)
def test_without_a_prior_drug_or_a_filter_nothing_was_taken_away(finding: str) -> None:
    assert next_line(REAL, Typed(mutation=[finding])).status in ("options", "no_drug_listed")
