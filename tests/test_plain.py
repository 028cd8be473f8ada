"""Plain texts (`plain`, for patients): each says no more than the long one that it stands for and drops no negation, spells out
what it abbreviates, and is easy to read; everything that a patient's answer can say has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from test_shorts import CLAIMS, CURRENT, DRUGS, FINDINGS, NEGATION, REAL, numbers

textstat = pytest.importorskip("textstat")

GRADE = 9.0
"""The school grade (Flesch and Kincaid) that reads each kind of text, names of drugs and changes replaced by a short word: they
cannot be said otherwise, and the formula counts their syllables."""
LONGEST = 30
"""Words of a sentence."""
SPELLED_OUT = re.compile(r"^(?:ROS1|MET|EGFR|ALK|US|EU|DNA|ECG|II|CYP\w*|QT|P|NCCN|ESMO|ROS1ders|[A-Z]\d+[A-Z]?)$")
"""Names, and what stands in brackets behind its meaning: genes, regions, proteins, guidelines, changes, phase II of a study."""
SHOUTED = {"NOT", "NO", "NEVER", "ONLY", "IF", "OR", "MUST"}


def pairs() -> list[tuple[str, str, str]]:
    """Every plain text with its id and with all that it stands for."""
    out = [
        (c.id, c.plain, f"{c.drug} {c.text} {c.source} {c.via or ''} {c.figure or ''}") for c in REAL.claims if c.plain
    ]
    out += [(c.id, c.plain, c.text) for c in REAL.cautions if c.plain]
    out += [(c.id, c.short, c.text) for c in REAL.cautions if c.place == "question" and c.short]
    out += [(s.id, s.plain, s.text) for s in REAL.statements.values() if s.plain]
    for drug in REAL.drugs.values():
        for s in drug.safety:
            long = " ".join(f"{CLAIMS[c].text} {CLAIMS[c].source}" for c in s.claims)
            out += [(f"{drug.id}, {s.field}", s.plain, long)] if s.plain else []
    return out


PAIRS = pairs()
IDS = [f"{i}-{p[0]}" for i, p in enumerate(PAIRS)]


def words_of(value: Any) -> Iterator[str]:
    """Every text under `plain` in the tables."""
    for held in value.values() if isinstance(value, dict) else value:
        if isinstance(held, str):
            yield held
        else:
            yield from words_of(held)


TEMPLATES = list(words_of(REAL.plain._replace(terms={})))


@pytest.mark.parametrize(("name", "plain", "long"), PAIRS, ids=IDS)
def test_a_plain_text_names_no_number_drug_or_finding_that_its_text_lacks(name: str, plain: str, long: str) -> None:
    body = re.sub(r"\{\w+\}", "", plain)
    known = numbers(long) | set(re.findall(r"\d+(?:\.\d+)?", long))
    one = {"1"}  # "one or the other", "one of them": no number of people
    assert numbers(body) <= known | one, f"{name}: a number of its own, {numbers(body) - known}"
    for words in (DRUGS, FINDINGS):
        named = {w for w in words if re.search(rf"\b{re.escape(w)}\b", body, re.I)}
        assert all(re.search(rf"\b{re.escape(w)}\b", long, re.I) for w in named), f"{name}: {named}"
    if re.search(r"\b(NOT|NO|NEVER)\b", body):
        assert NEGATION.search(long), f"{name}: a negation of its own"


@pytest.mark.parametrize(("name", "plain", "long"), PAIRS, ids=IDS)
def test_a_plain_text_drops_no_negation_that_its_text_shouts(name: str, plain: str, long: str) -> None:
    if name not in {c.id for c in REAL.cautions if c.place == "question"}:
        for word in ("NEVER", "ONLY IF"):
            assert word not in long or word in plain, f"{name}: {word} is lost"
        if re.search(r"\b(NOT|NO)\b", long):
            assert re.search(r"\b(not|no|never)\b", plain, re.I), f"{name}: a negation is lost"


def test_a_text_on_what_a_drug_does_not_do_is_plain_with_its_negation() -> None:
    for c in REAL.claims:
        if c.plain and c.call == "not_effective":
            assert re.search(r"\b(not|never)\b", c.plain, re.I), c.id
        if c.plain and c.not_approved:
            assert "NOT" in c.plain, c.id


UNSURE = re.compile(
    r"\b(?:may(?! 20)|might|appears?|seems?|tends?|usually|often|sometimes|some|opinion|unlikely|about|one patient)\b",
    re.I,
)
STILL_UNSURE = re.compile(
    r"\b(?:may|might|can|perhaps|seems?|tends?|usually|often|sometimes|mostly|some|few|one|single|opinion|unlikely|about)\b",
    re.I,
)


@pytest.mark.parametrize(("name", "plain", "long"), [p for p in PAIRS if not p[1].endswith("?")])
def test_a_plain_text_is_no_surer_than_its_text(name: str, plain: str, long: str) -> None:
    assert STILL_UNSURE.search(plain) or not UNSURE.search(long), f"{name}: a hedge is lost"


def test_a_plain_text_on_use_keeps_how_long_something_is_to_be_kept() -> None:
    span = re.compile(r"\d+ (?:hours?|days?|weeks?|months?)")
    for drug in REAL.drugs.values():
        for s in (s for s in drug.use if s.field in ("pregnancy", "food") and s.plain):
            lost = set(span.findall(" ".join(CLAIMS[c].text for c in s.claims))) - set(span.findall(str(s.plain)))
            assert not lost, f"{drug.id}, {s.field}: {lost}"


def test_a_plain_text_on_drugs_given_together_names_every_drug_of_its_text() -> None:
    for s in REAL.statements.values():
        named = {w for w in DRUGS if s.plain and re.search(rf"\b{re.escape(w)}\b", s.text, re.I)}
        assert all(re.search(rf"\b{re.escape(w)}\b", str(s.plain), re.I) for w in named), f"{s.id}: {named}"


@pytest.mark.parametrize("text", [*(p[1] for p in PAIRS), *TEMPLATES])
def test_a_plain_text_has_no_abbreviation_that_is_not_spelled_out(text: str) -> None:
    body = re.sub(r"\{\w+\}|--\w+|[\"]?any drug works[\"]?", "", text)
    if body.isupper() or re.fullmatch(r"[A-Z ,{}:]+", text):  # a head
        return
    for word in re.findall(r"\b[A-Za-z]*[A-Z][A-Z0-9]+\w*\b", body):
        assert word in SHOUTED or SPELLED_OUT.match(word.rstrip("+")), word


def readable(text: str) -> str:
    """A text as the formula may count it: names as short words."""
    names = {w for d in REAL.drugs.values() for w in (*d.spellings, d.id)}
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "the drug", text, flags=re.I)
    text = re.sub(r"\{\w+\}|\b[A-Z]\d+[A-Z]?\b|ROS1\+?", "this", text)
    return text.replace("immunotherapy", "drug").replace("chemotherapy", "drug").replace("leptomeningeal", "skin")


@pytest.mark.parametrize(
    "texts",
    [
        [c.plain for c in REAL.cautions if c.plain],
        [c.short for c in REAL.cautions if c.place == "question" and c.short],
        [c.plain for c in REAL.claims if c.plain],
        [s.plain for d in REAL.drugs.values() for s in d.safety if s.plain],
        [s.plain for s in REAL.statements.values() if s.plain],
    ],
    ids=["cautions", "questions", "claims", "safety", "statements"],
)
def test_the_plain_texts_of_a_kind_are_read_by_somebody_of_fifteen(texts: list[str]) -> None:
    assert textstat.flesch_kincaid_grade(" ".join(readable(t) for t in texts)) <= GRADE


@pytest.mark.parametrize("text", [p[1] for p in PAIRS])
def test_no_sentence_is_longer_than_a_reader_holds(text: str) -> None:
    for said in re.split(r"[.;:?]\s", text):
        assert len(said.split()) <= LONGEST, said


def test_what_a_patients_answer_can_say_has_a_plain_text() -> None:
    replaced = {c.supersedes for c in REAL.cautions}
    elsewhere = {"compare", "levels"}
    lacking = [
        c.id
        for c in REAL.cautions
        if c.place != "question" and c.id not in replaced and not elsewhere.intersection(c.when) and not c.plain
    ]
    assert not lacking
    assert not [c.id for c in CURRENT if c.caveat and not c.plain]
    assert not [c.id for c in CURRENT if c.scope.kind == "never" and not c.plain]
    assert not [
        c.id for c in CURRENT if str(c.scope) == "setting:after_ros1_tki" and c.call == "not_effective" and not c.plain
    ]
    assert not [s.id for s in REAL.statements.values() if (s.combines or s.n) and not s.plain]
    assert not [f"{d.id}, {s.field}" for d in REAL.drugs.values() for s in d.use if not s.plain]
    cases = [c for c in CURRENT if c.scope.kind == "finding" and c.call in ("active", "reduced") and c.level == "case"]
    assert cases and not [c.id for c in cases if not c.plain]
