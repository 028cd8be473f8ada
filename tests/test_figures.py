"""Numbers of the real tables: whether they can be, what came before them, and that what is doubtful in one is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from math import comb, sqrt
from typing import Any

import pytest
from toolbox import ros1, tables

from ros1cli.tables.as_of import as_of
from ros1cli.tables.closed_words import AFTER_ROS1_TKI, FIRST_LINE, About, ScopeKind
from ros1cli.tables.figure import Figure
from ros1cli.tables.model import Claim

REAL = tables()
PAGES = as_of(REAL, "2024-02-05")
CLAIMS = {c.id: c for c in REAL.claims}
LABORATORY = ("IC50", "Ki", "half-life")
NO_RATE = ("tumor decrease",)  # a percentage of one tumour, not of patients
OF_PATIENTS = [c for c in REAL.claims if c.figure and c.figure.name not in LABORATORY]


def figure(claim: Claim) -> Figure:
    assert claim.figure
    return claim.figure


def rounding(value: float) -> float:
    """Half of the last digit that is printed, and a little for binary fractions."""
    decimals = len(str(value).partition(".")[2]) if isinstance(value, float) else 0
    return 0.5 * 10.0**-decimals + 1e-9


def fits(events: int, n: int, value: float) -> bool:
    return abs(100 * events / n - value) <= rounding(value)


def rates(events: bool) -> list[Claim]:
    counted = [c for c in OF_PATIENTS if figure(c).n and figure(c).name not in NO_RATE]
    found = [c for c in counted if figure(c).unit == "%" and figure(c).value is not None]
    return [c for c in found if figure(c).events is not None] if events else found


def test_there_are_rates_to_be_checked() -> None:
    assert len(rates(events=False)) > 30 and len(rates(events=True)) > 15


@pytest.mark.parametrize("claim", rates(events=False), ids=lambda c: c.id)
def test_some_whole_number_of_patients_gives_the_rate_or_a_note_says_that_none_does(claim: Claim) -> None:
    f = figure(claim)
    assert f.n and f.value is not None
    possible = any(fits(k, f.n, f.value) for k in range(f.n + 1))
    assert possible or f.note, f"no whole number of {f.n} gives {f.value}%: mend it by a source, or say so in a note"


@pytest.mark.parametrize("claim", rates(events=True), ids=lambda c: c.id)
def test_the_patients_who_are_counted_give_the_rate(claim: Claim) -> None:
    f = figure(claim)
    assert f.n and f.value is not None and f.events is not None
    assert f.events <= f.n and (fits(f.events, f.n, f.value) or f.note), f"{f.events} of {f.n} is not {f.value}%"


@pytest.mark.parametrize("claim", rates(events=True), ids=lambda c: c.id)
def test_the_patients_who_are_counted_stand_in_the_text_as_a_number_that_its_source_prints(claim: Claim) -> None:
    """A sum of complete and partial responses that no source prints is ours: the parts stand in the text, no events."""
    events = figure(claim).events
    said = re.search(rf"(?<![\d.]){events}(?![\d.]*\d)", claim.text) or (events == 0 and "NO " in claim.text)
    assert said, f"{claim.id}: write {events} into the text if its source prints it, else leave 'events' out"


def test_rates_that_cannot_be_are_those_of_two_cells_of_the_pages() -> None:
    impossible = [
        c.id
        for c in rates(events=False)
        if not any(fits(k, figure(c).n or 0, figure(c).value or 0) for k in range((figure(c).n or 0) + 1))
    ]
    assert sorted(impossible) == ["brigatinib-table-response-rate", "repotrectinib-cns-response"]


@pytest.mark.parametrize("claim", [c for c in OF_PATIENTS if figure(c).interval], ids=lambda c: c.id)
def test_a_lower_bound_that_equals_the_median_is_marked(claim: Claim) -> None:
    f = figure(claim)
    lower = re.match(r"\D*([0-9.]+)", f.interval or "")
    assert lower is None or f.value is None or float(lower[1]) != f.value or f.note, "say in a note that it was checked"


# -- figures that cannot be ------------------------------------------------------------------------------------------

BOUNDS = re.compile(r"(\d+(?:\.\d+)?)(?: ?[-–] ?|, | to )(\d+(?:\.\d+)?|NE|NR|NA|not estimable|not reached)")
NO_INTERVAL = {"lorlatinib-s1986f-case-shaw2019": ">23.3", "cabozantinib-l2086f-case-lin2021": "nearly 11"}
"""One patient's time on the drug, as the sources put it; it is no interval."""
EQUAL_TO_THE_BOUND = ("zidesamtinib-pfs-after-crizotinib-or-entrectinib-arros1",)
"""A lower bound that equals its median, as it is printed; the record's note says that it was looked at again."""
COUNTS = re.compile(r"\b(\d+)(?: of (?:the )?|/)(\d+)\b")
RATE_AND_COUNT = re.compile(r"(?P<rate>\d+(?:\.\d+)?)%[ ,;]*\(?(?P<events>\d+)(?: of |/)(?P<n>\d+)\b")
COUNT_AND_RATE = re.compile(
    r"\b(?P<events>\d+)(?: of |/)(?P<n>\d+)(?: [a-z]+){0,3}(?: \(|, | )(?P<rate>\d+(?:\.\d+)?)%"
)
WITH_INTERVAL = [c for c in OF_PATIENTS if figure(c).interval and c.id not in NO_INTERVAL]


def bounds(claim: Claim) -> tuple[float, float | None]:
    """The interval of a figure in numbers; an upper bound that the source could not estimate is None."""
    found = BOUNDS.fullmatch(figure(claim).interval or "")
    assert found, f"{claim.id}: {figure(claim).interval!r} is no interval that can be read; write it as it is printed"
    upper = found[2]
    return float(found[1]), float(upper) if upper[0].isdigit() else None


def likelier(events: int, n: int, p: float) -> float:
    """The chance of at most `events` of `n`, each with the chance p."""
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(events + 1))


def crossing(above: Callable[[float], bool]) -> float:
    """Where a condition that holds near 0 stops holding, in percent."""
    low, high = 0.0, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if above(middle) else (low, middle)
    return 100 * low


def exact(events: int, n: int) -> tuple[float, float]:
    """The exact 95% interval of a rate (Clopper-Pearson)."""
    low = crossing(lambda p: events > 0 and 1 - likelier(events - 1, n, p) < 0.025)
    return low, 100.0 if events == n else crossing(lambda p: likelier(events, n, p) > 0.025)


def score(events: int, n: int) -> tuple[float, float]:
    """The score interval of a rate (Wilson), 95%."""
    p, z = events / n, 1.96
    middle, half = p + z * z / (2 * n), z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return 100 * (middle - half) / (1 + z * z / n), 100 * (middle + half) / (1 + z * z / n)


@pytest.mark.parametrize("claim", WITH_INTERVAL, ids=lambda c: c.id)
def test_an_interval_holds_its_value(claim: Claim) -> None:
    value, (lower, upper) = figure(claim).value, bounds(claim)
    assert upper is None or lower < upper
    assert value is None or (lower <= value and (upper is None or value <= upper)), (
        f"{value} lies outside {figure(claim).interval}: mend it by the source"
    )


def test_a_lower_bound_lies_below_its_median_but_for_the_listed_ones() -> None:
    equal = [c for c in WITH_INTERVAL if figure(c).value == bounds(c)[0]]
    assert [c.id for c in equal] == list(EQUAL_TO_THE_BOUND) and all(figure(c).note for c in equal)


def test_what_is_no_interval_is_listed() -> None:
    assert {name: figure(CLAIMS[name]).interval for name in NO_INTERVAL} == NO_INTERVAL


@pytest.mark.parametrize("claim", [c for c in rates(events=True) if figure(c).interval], ids=lambda c: c.id)
def test_an_interval_is_one_that_so_many_patients_give(claim: Claim) -> None:
    """The sources reckon by one of two methods; a slip in a bound, in n or in the events shows here."""
    f, (lower, upper) = figure(claim), bounds(claim)
    assert f.n and f.events is not None
    ways = [exact(f.events, f.n), score(f.events, f.n)]
    assert any(abs(low - lower) <= 1.2 and abs(high - (upper or high)) <= 1.2 for low, high in ways), (
        f"{f.events} of {f.n} does not give {f.interval}: mend it by the source, or list it here with its note"
    )


@pytest.mark.parametrize("claim", OF_PATIENTS, ids=lambda c: c.id)
def test_a_figure_can_be(claim: Claim) -> None:
    f = figure(claim)
    assert f.n is None or f.n > 0
    assert f.events is None or (f.n is not None and 0 <= f.events <= f.n), "more events than patients"
    if f.unit == "%" and f.value is not None:
        assert 0 <= f.value <= 100, f"{f.value}% of patients cannot be"
    elif f.value is not None:
        assert f.value > 0, f"{f.name} of {f.value} {f.unit}"


def sentences() -> Iterator[tuple[str, str]]:
    """Every text and short text of the tables, with the id of its record."""
    for record in (*REAL.claims, *REAL.statements.values(), *REAL.cautions, *REAL.conflicts, *REAL.series):
        yield from ((record.id, text) for text in (record.text, record.short) if text)
    for name, row in parts():
        yield from ((name, text) for text in (row.text, getattr(row, "short", None)) if text)


def parts() -> Iterator[tuple[str, Any]]:
    """What stands inside a record: of findings and of series, and the lines of topics."""
    for finding in REAL.findings.values():
        yield from ((finding.id, row) for row in (*finding.notes, *finding.seen_after, *finding.frequencies))
    for series in REAL.series:
        yield from ((series.id, row) for row in series.found)
    for topic in REAL.topics.values():
        yield from ((topic.id, line) for line in topic.lines)


SENTENCES = [s for s in sentences() if COUNTS.search(s[1])]


def test_a_count_in_a_sentence_gives_the_rate_that_stands_beside_it() -> None:
    told = [
        (name, m) for name, text in SENTENCES for way in (RATE_AND_COUNT, COUNT_AND_RATE) for m in way.finditer(text)
    ]
    assert len(told) > 40
    for name, m in told:
        value = float(m["rate"]) if "." in m["rate"] else int(m["rate"])
        assert fits(int(m["events"]), int(m["n"]), value), f"{name}: {m[0]}"


def test_no_sentence_counts_more_than_there_were() -> None:
    assert not [(n, m[0]) for n, text in SENTENCES for m in COUNTS.finditer(text) if int(m[1]) > int(m[2])]


def test_what_an_interval_tells_of_a_missing_number_stands_in_a_note_alone() -> None:
    reckoned = [c for c in OF_PATIENTS if figure(c).note and "our reckoning" in (figure(c).note or "")]
    assert reckoned and all(figure(c).n is None and figure(c).events is None for c in reckoned)
    for claim in reckoned:
        told = COUNTS.search(figure(claim).note or "")
        assert told and fits(int(told[1]), int(told[2]), figure(claim).value or 0), claim.id


@pytest.mark.parametrize("claim", OF_PATIENTS, ids=lambda c: c.id)
def test_a_figure_of_patients_says_which_ros1_tkis_they_had_had(claim: Claim) -> None:
    prior = figure(claim).prior
    assert prior, "give prior, as {tkis: one, only: [crizotinib]}, or {tkis: not_stated}"
    if claim.after_only:
        assert prior.tkis == "one" and prior.only == claim.after
    elif claim.after:
        assert prior.tkis in ("any", "two_plus") and prior.among == claim.after
    if claim.scope.value == FIRST_LINE:
        assert prior.tkis in ("none", "mixed", "not_stated")
    if claim.scope.value == AFTER_ROS1_TKI:
        assert prior.tkis in ("one", "two_plus", "any")


def says_one(claim: Claim) -> bool:
    """The record says in words that it was one ROS1 TKI, or that the drug of `prior.only` was the only one."""
    f = figure(claim)
    words = " ".join([claim.text, f.line or "", f.population or "", f.after or ""])
    drugs = "|".join(map(re.escape, f.prior.only if f.prior else ())) or "$^"
    kind = r"(ROS1 )?(TKI|ROS1 inhibitor|ROS1 kinase inhibitor)\b"
    one = rf"\b(only|sole|one) ((prior|earlier|previous) )?{kind}|\b({drugs}) (only|alone)\b"
    return bool(re.search(one, words, re.IGNORECASE))


@pytest.mark.parametrize("claim", [c for c in OF_PATIENTS if figure(c).prior], ids=lambda c: c.id)
def test_that_it_was_one_ros1_tki_and_no_other_is_said_in_words(claim: Claim) -> None:
    """A second reader sees the words and not the key: "after crizotinib" leaves open what else was given."""
    prior = figure(claim).prior
    assert prior and (prior.tkis != "one" or says_one(claim)), (
        f"{claim.id}: say in the text, line or population that it was the one or only ROS1 TKI, in the words of the source; "
        "if the source says no more than that they had had it, write prior: {tkis: any, among: [DRUG]} without after_only"
    )


def test_the_words_for_one_ros1_tki_are_not_taken_for_a_small_number() -> None:
    """ "Only 2 of 9 responded" and "a single arm" say nothing of what was given before."""
    claim = CLAIMS["repotrectinib-orr-after-entrectinib-trident1"]
    f = figure(claim)._replace(line="phase 2, single arm", population="ROS1+ NSCLC", after="entrectinib")
    assert says_one(claim)
    for text in (
        "Only 2 of 9 responded after entrectinib.",
        "One patient responded after a TKI.",
        "After entrectinib.",
    ):
        assert not says_one(claim._replace(text=text, figure=f)), text


def test_a_laboratory_value_has_no_patients_before_it() -> None:
    assert not [c.id for c in REAL.claims if c.figure and c.figure.name in LABORATORY and c.figure.prior]


def test_the_pages_are_shown_as_printed_and_today_the_better_source() -> None:
    for old in (
        "repotrectinib-cns-response",
        "ceritinib-cns-response",
        "ceritinib-pfs",
        "taletrectinib-orr-pretreated-trust-pooled",
        "taletrectinib-g2032r-orr-trust-pooled",
        "entrectinib-orr-n161",
    ):
        assert old in REAL.superseded
    for old in ("repotrectinib-cns-response", "ceritinib-cns-response", "ceritinib-pfs"):
        assert old not in PAGES.superseded and figure(CLAIMS[old]).value in (87.5, 63, 9.3)


def test_ceritinib_has_a_rate_of_control_in_the_brain_and_none_of_response() -> None:
    today = [figure(c) for c in REAL.claims if c.drug == "ceritinib" and c.figure and c.id not in REAL.superseded]
    assert [f.name for f in today if f.on_the_brain] == ["CNS disease control"]
    assert [(f.value, f.prior.tkis) for f in today if f.name == "PFS" and f.prior] == [
        (19.3, "not_stated"),
        (9.3, "mixed"),
    ]


# -- the study that a figure is of ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("claim", [c for c in OF_PATIENTS if figure(c).study], ids=lambda c: c.id)
def test_the_study_of_a_figure_is_named_in_its_record(claim: Claim) -> None:
    f = figure(claim)
    words = REAL.reference.studies[f.study or ""]
    assert re.search(rf"{re.escape(words)}(?!\w)", f"{claim.text} {f.line}"), (
        f"{claim.id}: the record does not name {words}; leave 'study' out where what was read names none"
    )


TRIAL = re.compile(
    r"\bphase (1|2|I|II)\b|\bphase 1[-/]2\b|single-arm trial|ARROS-1|TRUST|integrated analysis", re.IGNORECASE
)


def said_of(claim: Claim) -> str:
    """What the record and its source say of the study."""
    source = REAL.sources[claim.source]
    return f"{claim.text} {figure(claim).line} {source.title} {source.note}"


@pytest.mark.parametrize("claim", [c for c in OF_PATIENTS if figure(c).design], ids=lambda c: c.id)
def test_the_design_of_a_figure_follows_from_words_of_its_record_or_source(claim: Claim) -> None:
    """A trial with phases is prospective, and so is an analysis of such trials."""
    said = said_of(claim)
    if figure(claim).design == "retrospective":
        assert "retrospective" in said.lower()
    else:
        assert TRIAL.search(said) and "retrospective" not in said.lower()


@pytest.mark.parametrize("claim", [c for c in OF_PATIENTS if c.id not in REAL.superseded], ids=lambda c: c.id)
def test_a_study_and_a_design_that_the_words_of_a_record_name_are_in_its_keys(claim: Claim) -> None:
    """Whoever enters a figure anew, from the original or from another study, takes both along."""
    f, said = figure(claim), said_of(claim)
    named = [k for k, words in REAL.reference.studies.items() if re.search(rf"{re.escape(words)}(?!\w)", f.line or "")]
    assert f.study in named or not named, f"{claim.id}: its line names {named}; write 'study'"
    assert f.design or not TRIAL.search(said), f"{claim.id}: a trial; write 'design: prospective'"
    assert f.design or not re.search(r"retrospective|\brecords\b", said), f"{claim.id}: write 'design: retrospective'"


@pytest.mark.parametrize("claim", [c for c in OF_PATIENTS if c.id not in REAL.superseded], ids=lambda c: c.id)
def test_a_figure_whose_line_names_a_study_or_whose_words_tell_the_design_has_the_keys(claim: Claim) -> None:
    """Without them it goes before or behind the figures of other studies by what nobody looked up."""
    f = figure(claim)
    named = [k for k, words in REAL.reference.studies.items() if re.search(rf"{re.escape(words)}(?!\w)", f.line or "")]
    assert f.study or not named, f"{claim.id}: its line names {named}; write it under 'study'"
    told = re.search(r"\bphase (1|2|I|II)\b|\bretrospective\b|\bTRUST\b", f"{claim.text} {f.line}")
    assert f.design or not told, f"{claim.id}: {told and told[0]} tells the design; write it under 'design'"


def test_every_study_has_a_figure_and_a_laboratory_value_has_none() -> None:
    assert {figure(c).study for c in OF_PATIENTS} - {None} == set(REAL.reference.studies)
    laboratory = [c.figure for c in REAL.claims if c.figure and c.figure.name in LABORATORY]
    assert not [f for f in laboratory if f.study or f.design]


def test_a_figure_whose_study_was_not_named_where_it_was_read_has_none() -> None:
    for untold in ("crizotinib-orr", "crizotinib-orr-iaslc2020", "crizotinib-orr-independent-review-2016"):
        assert figure(CLAIMS[untold]).study is None and figure(CLAIMS[untold]).design is None


# -- what the other words of the tables must hold ----------------------------------------------------------------------


def test_no_record_rests_on_a_source_of_a_later_day() -> None:
    held = {s.id: s.entered for s in REAL.sources.values()}
    assert not [c.id for c in REAL.claims if held[c.source] > c.entered]
    assert not [s.id for s in REAL.statements.values() for c in s.cites if held[c.source] > s.entered]
    assert not [x.id for x in REAL.cautions for c in x.cites if held[c.source] > x.entered]


def test_the_wording_of_an_approval_and_its_lines_say_the_same() -> None:
    for claim in REAL.claims:
        approval = claim.approval
        if approval is None:
            continue
        naive_only = approval.restriction == "no_ros1_tki" or approval.restriction.startswith("not_after:")
        assert not (naive_only and AFTER_ROS1_TKI in approval.lines), claim.id
        assert (approval.restriction == AFTER_ROS1_TKI) == (approval.lines == (AFTER_ROS1_TKI,)), claim.id


def test_the_label_warnings_of_every_drug_are_caveats_alike() -> None:
    of_labels = [c for c in REAL.claims if c.about is About.WARNING and c.scope.kind is ScopeKind.DRUG]
    assert of_labels and all(c.caveat for c in of_labels)


def test_side_effect_words_are_of_one_vocabulary() -> None:
    used = {r for c in REAL.claims for r in c.reactions} | {r for s in REAL.statements.values() for r in s.reactions}
    kinds = REAL.reference.reactions
    assert {w for word, below in kinds.items() for w in (word, *below)} <= used
    assert {r for c in REAL.claims for r in c.spares} <= used
    for word, below in kinds.items():
        assert word not in below and all(set(kinds.get(w, ())) <= set(below) for w in below), word


def kinds_of(word: str) -> set[str]:
    """The side-effect word and all that are kinds of it."""
    kinds = REAL.reference.reactions
    return {word}.union(*(kinds_of(below) for below in kinds.get(word, ())))


@pytest.mark.parametrize("claim", [c for c in REAL.claims if c.spares], ids=lambda c: c.id)
def test_a_drug_spares_nothing_that_one_of_its_own_records_names(claim: Claim) -> None:
    """By kind, in both directions: who spares `neurologic` spares dizziness, and `neurologic` as a reaction may be any."""
    own = {r for c in REAL.claims if c.drug == claim.drug and c.id not in REAL.superseded for r in c.reactions}
    for word in claim.spares:
        met = {r for r in own if r in kinds_of(word) or word in kinds_of(r)}
        assert not met, (
            f"{claim.id}: spares {word}, yet {claim.drug} is named for {', '.join(sorted(met))}; "
            "write the narrower words that the source supports and that no record of the drug names"
        )


@pytest.mark.parametrize(
    "question",
    [
        ("next-line", "--mutation", "SCLC"),
        ("next-line", "--mutation", "LCNEC", "--prior", "lorlatinib"),
        ("next-line", "--mutation", "G2032R,SCLC", "--prior", "crizotinib"),
        ("mutation", "SCLC"),
    ],
    ids=" ".join,
)
def test_no_answer_with_transformation_offers_pemetrexed(question: tuple[str, ...]) -> None:
    assert "pemetrexed" not in ros1(*question, "--json").out.lower()


def test_a_test_that_was_done_is_not_asked_for_again() -> None:
    for tested in ("plasma", "tissue"):
        answer = ros1("next-line", "--prior", "crizotinib", "--tested", tested, "--json").json
        ids = [c["id"] for c in answer["cautions"]]
        assert f"tested-{tested}-what-is-left-open" in ids and "first-test-and-what-it-covers" not in ids
        assert "S1986 and L2086" in " ".join(c["text"] for c in answer["cautions"])


IMMUNOTHERAPY = ("immunotherapy-last", "immunotherapy-not-yet")


@pytest.mark.parametrize("day", ["2024-02-05", "2026-11-27", None], ids=str)
@pytest.mark.parametrize(
    "question",
    [
        (),
        ("--prior", "crizotinib"),
        ("--mutation", "G2032R"),
        ("--mutation", "L2086F", "--prior", "cabozantinib"),
        ("--mutation", "G2032P"),
        ("--mutation", "KRAS G12C"),
        ("--mutation", "G2032R,KRAS G12C"),
        ("--mutation", "SCLC"),
        ("--mutation", "G2032R,SCLC"),
        ("--mutation", "L2086F,SCLC", "--prior", "cabozantinib"),
    ],
    ids=lambda q: " ".join(q) or "nothing",
)
def test_immunotherapy_is_spoken_of_once_and_today_not_beside_a_transformation(
    question: tuple[str, ...], day: str | None
) -> None:
    """The pages speak of immunotherapy in ROS1+ NSCLC; on a transformed cancer they say only that chemotherapy was added."""
    answer = ros1("next-line", *question, "--json", *(("--as-of", day) if day else ())).json
    said = [t["id"] for t in answer["other_treatments"] if t["id"] in IMMUNOTHERAPY]
    transformed = any("SCLC" in word for word in question)
    if day:
        assert "immunotherapy-not-yet" not in said
    else:
        assert said == ([] if transformed else ["immunotherapy-not-yet"])


def test_the_sentence_of_the_pages_on_immunotherapy_stands_as_of_their_day() -> None:
    pages = {c.id: c for c in PAGES.cautions}
    assert IMMUNOTHERAPY[0] in pages and IMMUNOTHERAPY[1] not in pages
    answer = ros1("next-line", "--prior", "crizotinib", "--json", "--as-of", "2024-02-05").json
    assert IMMUNOTHERAPY[0] in [t["id"] for t in answer["other_treatments"]]
