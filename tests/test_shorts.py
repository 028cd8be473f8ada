"""Short texts: each says no more than the long one that it stands for, and everything that a brief answer can show has one."""

from __future__ import annotations

import re

import pytest
from toolbox import tables

from ros1cli.tables.as_of import as_of
from ros1cli.tables.closed_words import CAVEAT_KINDS, SAFETY_FIELDS, Level

REAL = tables()
CURRENT = [c for c in REAL.claims if c.id not in REAL.superseded]
CLAIMS = {c.id: c for c in REAL.claims}
PAGES = "2024-02-05"
DRUGS = {d.id for d in REAL.drugs.values() if d.kind in ("tki", "research")}
FINDINGS = {m for f in REAL.findings.values() if f.on_target for m in f.members}
NEGATION = re.compile(
    r"\b(not|no|never|without|none|cannot|nothing|nobody|neither|nor|apart|distinct|un\w+|in\w*effective|refractory|resist\w*)\b",
    re.I,
)
WORDS = {
    "none": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "ten": "10",
}


def pairs() -> list[tuple[str, str, str]]:
    """Every short text with its id and with all that it stands for."""
    out = [(c.id, c.short, f"{c.text} {c.source} {c.via or ''} {c.figure or ''}") for c in REAL.claims if c.short]
    out += [(c.id, c.short, c.text) for c in REAL.cautions if c.short]
    out += [("notice", REAL.brief.notice, REAL.notice), ("assumption", REAL.brief.assumption, REAL.assumption)]
    out += [(s.id, s.short, s.text) for s in REAL.statements.values() if s.short]
    for drug in REAL.drugs.values():
        for s in drug.safety:
            long = " ".join(f"{CLAIMS[c].text} {CLAIMS[c].source} {CLAIMS[c].date}" for c in s.claims)
            out.append((f"{drug.id}, {s.field}", s.short, long))
    for f in REAL.findings.values():
        out += [(n.id, n.short, n.text) for n in f.notes if n.short]
        out += [(f"{f.id} after {s.drug}", s.short, f"{s.drug} {s.text}") for s in f.seen_after if s.short]
        out += [(f.id, x.short, f"{x.text} {x.note or ''}") for x in f.frequencies if x.short]
    for s in REAL.series:
        out += [(s.id, s.short, f"{s.text} {s.n}"), *((f"{s.id}, {f.finding}", f.short, f.text) for f in s.found)]
    for topic in REAL.topics.values():
        for line in topic.lines:
            long = " ".join(REAL.statements[s].text for s in line.statements)
            out.append((f"{topic.id}: {line.statements[0]}", line.text, long))
    return out


PAIRS = pairs()


def numbers(text: str) -> set[str]:
    """The numbers of a text, those in words included; a year in brackets behind a name cites a source."""
    cited = re.sub(r"\([^()]*(?:19|20)\d\d[^()]*\)", "", text)
    spelled = {WORDS[w] for w in re.findall(r"[a-z]+", text.lower()) if w in WORDS}
    return set(re.findall(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?!\d|[A-Z]\b)", cited)) | spelled


@pytest.mark.parametrize(("name", "short", "long"), PAIRS, ids=[f"{i}-{p[0]}" for i, p in enumerate(PAIRS)])
def test_a_short_text_names_no_number_drug_finding_or_negation_that_its_text_lacks(
    name: str, short: str, long: str
) -> None:
    body = re.sub(r"\{\w+\}", "", short)
    known = numbers(long) | set(re.findall(r"\d+(?:\.\d+)?", long))
    assert numbers(re.sub(r"\bnone\b", "", body, flags=re.IGNORECASE)) <= known, f"{name}: a number of its own"
    for words in (DRUGS, FINDINGS):
        named = {w for w in words if re.search(rf"\b{re.escape(w)}\b", body, re.I)}
        assert all(re.search(rf"\b{re.escape(w)}\b", long, re.I) for w in named), f"{name}: {named}"
    if re.search(r"\b(not|no|never)\b", body, re.I):
        assert NEGATION.search(long), f"{name}: a negation of its own"


def test_a_statement_that_a_drug_does_not_work_is_short_with_its_negation() -> None:
    for c in REAL.claims:
        if c.short and c.call == "not_effective":
            assert NEGATION.search(c.short) or re.search(r"\b0\b", c.short), c.id


def test_what_a_brief_answer_can_show_has_a_short_text() -> None:
    assert not [c.id for c in REAL.claims if c.caveat and not c.short]
    assert not [c.id for c in REAL.cautions if not (c.short and c.head) and c.place != "question"]
    assert not [s.id for s in REAL.sources.values() if not s.short]
    assert not [c.id for c in REAL.conflicts if not c.short]
    assert not [t.id for t in REAL.topics.values() if not t.lines]
    on_findings = [c for c in CURRENT if c.scope.kind == "finding" and c.level.rank <= Level.CASE.rank]
    assert not [c.id for c in on_findings if not c.short]


def test_a_line_of_a_topic_stands_for_statements_of_the_topic() -> None:
    for topic in REAL.topics.values():
        family = {topic.id, *(t.id for t in REAL.topics.values() if t.under == topic.id)}
        for line in topic.lines:
            assert len(line.text) <= 132, topic.id
            for s in line.statements:
                assert family & set(REAL.statements[s].topics), (topic.id, s)


def test_a_line_joins_no_statements_of_different_days_so_that_a_past_day_loses_nothing() -> None:
    for topic in REAL.topics.values():
        for line in topic.lines:
            assert len({REAL.statements[s].entered for s in line.statements}) == 1, (topic.id, line.text)


def test_a_short_text_of_the_pages_names_nothing_later() -> None:
    later = re.compile(r"\b20(2[5-9]|[3-9]\d)\b")
    texts = [c.short for c in (*REAL.claims, *REAL.cautions) if c.entered == PAGES and c.short]
    assert texts and not [t for t in texts if later.search(t)]


def test_the_fields_of_safety_stand_for_current_statements_of_that_drug() -> None:
    for drug in REAL.drugs.values():
        assert {s.field for s in drug.safety} <= set(SAFETY_FIELDS)
        for s in drug.safety:
            assert len(s.short) <= 60, (drug.id, s.field)
            assert {CLAIMS[c].drug for c in s.claims} == {drug.id}
        for s in drug.use:
            assert not {c for c in s.claims if c in REAL.superseded}, (drug.id, s.field)


def test_a_field_of_safety_loses_no_not_of_the_statements_that_it_stands_for() -> None:
    """A NOT in capitals is what a reader must not miss; a field that cannot hold it needs other words."""
    for drug in REAL.drugs.values():
        for s in drug.use:
            if any(re.search(r"\bNOT\b|\bNO\b|\bNEVER\b", CLAIMS[c].text) for c in s.claims[:1]):
                assert re.search(r"\b(not|no|never)\b", s.short, re.I), (drug.id, s.field, s.short)


def test_a_field_of_safety_that_was_written_anew_keeps_its_words_for_the_days_before() -> None:
    today, before = REAL.drugs["taletrectinib"], as_of(REAL, "2026-11-28").drugs["taletrectinib"]
    words = [{s.field: s.short for s in d.use}["warning"] for d in (today, before)]
    assert words[0] != words[1] and "fatal" in words[1]
    assert len(today.use) == len({s.field for s in today.safety})


def test_a_caveat_has_a_kind_and_no_two_of_a_drug_decide_alike() -> None:
    for drug in REAL.drugs.values():
        kept = [c for c in drug.claims if c.caveat and c.id not in REAL.superseded and c.scope.kind == "drug"]
        places = [(c.caveat.kind, c.caveat.rank) for c in kept if c.caveat and c.caveat.kind != "other"]
        assert len(places) == len(set(places)), drug.id
        assert all(kind in CAVEAT_KINDS for kind, _ in places)
