"""The ten rules of the contract as properties over the real tables. They read the tables; no count stands here."""

from __future__ import annotations

import functools
import gc
import itertools
import json
import re
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toolbox import NEGATION, columns, found, groups, lines, ros1, tables, walk

from ros1cli.answers.calls import call_for_finding, of_drug
from ros1cli.answers.next_line import first_line, next_line
from ros1cli.answers.question import Typed, read_question
from ros1cli.show.words import figure_words
from ros1cli.tables.closed_words import REGIONS, Call, DrugKind, FigureStatus, Level, ScopeKind

REAL = tables()
TKIS = [d.id for d in REAL.tkis]
ON_TARGET = [f.id for f in REAL.findings.values() if f.on_target]
SINGLES = [f for f in ON_TARGET if "/" not in f]
OFF_TARGET = [f.id for f in REAL.findings.values() if not f.on_target and not f.without_status]
PAIRS = [
    "/".join(sorted(p, key=lambda f: int(f[1:-1])))
    for p in itertools.combinations(SINGLES, 2)
    if p[0][1:-1] != p[1][1:-1]
]
WITH_NEVER = {d.id for d in REAL.tkis if any(c.scope.kind is ScopeKind.NEVER for c in of_drug(REAL, d).claims)}
CNS_ONLY = {
    (d.id, c.scope.drug)
    for d in REAL.tkis
    for c in d.claims
    if c.scope.value == "cns_only_on" and c.call in (Call.ACTIVE, Call.REDUCED)
}
NAMES = [(d.id, name) for d in REAL.tkis for name in (d.id, *(n.name for n in d.names))]


class Case(NamedTuple):
    """A question of the sweep with its answer."""

    finding: str | None
    prior: str | None
    cns: bool
    answer: Any

    @property
    def after_progression(self) -> bool:
        return self.answer.status != "not_progressed"


def ask(finding: str | None, prior: str | None, cns: bool) -> Case:
    typed = Typed(mutation=(finding,) if finding else (), prior=(prior,) if prior else (), cns=cns)
    return Case(finding, prior, cns, next_line(REAL, typed))


@pytest.fixture(scope="module")
def sweep() -> list[Case]:
    """Every finding or none, after every drug or none, with and without the brain (off-target: after a few drugs)."""
    every = [*itertools.product([None, *ON_TARGET], [None, *TKIS], [False, True])]
    every += itertools.product(OFF_TARGET, [None, *TKIS[:3]], [False, True])
    gc.disable()  # a thousand answers are kept; looking through them for garbage would take most of the time
    try:
        return [ask(*case) for case in every]
    finally:
        gc.enable()
        gc.freeze()


@functools.cache
def of_pair(pair: str) -> Any:
    """The answer to a compound of two single mutations."""
    return lines(REAL, pair)


# -- every drug in exactly one group ---------------------------------------------------------------------------------


def test_every_ros1_drug_stands_in_exactly_one_group_of_every_answer(sweep: list[Case]) -> None:
    for case in sweep:
        placed = [d for rows in groups(case.answer.body).values() for d in rows]
        assert sorted(placed) == sorted(TKIS), case[:3]


def test_every_ros1_drug_stands_in_exactly_one_group_of_a_first_line_answer() -> None:
    for options in ({}, {"cns": True}, {"approved_only": True}, {"intolerant": TKIS[:1]}):
        placed = [d for rows in groups(first_line(REAL, Typed(**options)).body).values() for d in rows]
        assert sorted(placed) == sorted(TKIS), options


@pytest.mark.parametrize("finding", SINGLES[:3] + OFF_TARGET[:2])
def test_what_is_asked_of_the_program_is_sorted_like_what_is_asked_in_process(finding: str) -> None:
    answer = ros1("next-line", "--mutation", finding, "--json").json
    expected = groups(lines(REAL, finding))
    assert {g: tuple(r["drug"] for r in answer[g]) for g in expected} == expected


def test_every_row_gives_a_reason(sweep: list[Case]) -> None:
    for case in sweep:
        for rows in (case.answer.body.options, case.answer.body.no_data, case.answer.body.excluded):
            assert all(row.because and all(row.because) for row in rows), case[:3]


def test_every_excluded_drug_has_a_reason_of_the_contract(sweep: list[Case]) -> None:
    known = {"not_effective", "conflicting", "prior", "intolerant", "filter", "setting", "never", "research"}
    assert {e.reason for case in sweep for e in case.answer.body.excluded} <= known


def test_only_the_statuses_of_the_contract_occur_and_the_exit_is_theirs(sweep: list[Case]) -> None:
    known = {
        "off_target",
        "not_in_tables",
        "not_progressed",
        "mechanism_unknown",
        "no_drug_listed",
        "none_left",
        "options",
    }
    for case in sweep:
        assert case.answer.status in known
        assert case.answer.exit == (3 if case.answer.status == "not_in_tables" else 0)
        if case.answer.status in ("off_target", "not_in_tables", "no_drug_listed", "none_left"):
            assert not case.answer.body.options
        if case.answer.status == "options":
            assert case.answer.body.options
        assert case.answer.body.other_treatments, case[:3]


# -- rule 1: a computed "not effective" outranks every bonus ---------------------------------------------------------


def test_lorlatinib_is_never_an_option_for_g2032r_with_or_without_the_brain() -> None:
    for flags in ((), ("--cns",), ("--cns-only",), ("--leptomeningeal",), ("--prior", "crizotinib", "--cns")):
        answer = ros1("next-line", "--mutation", "G2032R", *flags, "--json").json
        row = found(answer["excluded"], "lorlatinib")
        assert row["call"] == "not_effective" and "not effective against G2032R" in row["verdict"]


def test_the_brain_moves_no_drug_between_groups(sweep: list[Case]) -> None:
    by_question: dict[tuple[Any, Any], list[Any]] = {}
    for case in sweep:
        sets = {g: set(rows) for g, rows in groups(case.answer.body).items()}
        by_question.setdefault((case.finding, case.prior), []).append(sets)
    for question, (without, with_brain) in by_question.items():
        assert without == with_brain, question


_FLAGS = st.fixed_dictionaries(
    {},
    optional={
        "prior": st.lists(st.sampled_from(TKIS), max_size=3, unique=True),
        "intolerant": st.lists(st.sampled_from(TKIS), max_size=2, unique=True),
        "cns": st.booleans(),
        "cns_only": st.booleans(),
        "leptomeningeal": st.booleans(),
        "approved_only": st.booleans(),
        "region": st.sampled_from(REGIONS),
        "min_level": st.sampled_from([str(level) for level in Level]),
        "oligoprogression": st.booleans(),
        "avoid": st.lists(st.sampled_from(sorted({r for c in REAL.claims for r in c.reactions})), max_size=2),
    },
)


@settings(max_examples=120)
@given(st.sampled_from(ON_TARGET + PAIRS), _FLAGS)
def test_whatever_else_is_asked_only_an_active_or_reduced_call_makes_an_option(
    finding: str, flags: dict[str, Any]
) -> None:
    body = lines(REAL, finding, **flags)
    calls = {d.id: call_for_finding(REAL, d, finding).call for d in REAL.tkis}
    shown = groups(body)
    for drug in shown["options"]:
        assert calls[drug] in (Call.ACTIVE, Call.REDUCED)
    for drug, call in calls.items():
        if call in (Call.NOT_EFFECTIVE, Call.CONFLICTING):
            assert drug in shown["excluded"]
    for row in body.excluded:
        if calls[row.drug] in (Call.NOT_EFFECTIVE, Call.CONFLICTING) and row.reason != "never":
            assert row.call == calls[row.drug].value
            assert row.reason == calls[row.drug].value


@settings(max_examples=50)
@given(st.sampled_from(OFF_TARGET), _FLAGS)
def test_an_off_target_finding_alone_never_has_an_option(finding: str, flags: dict[str, Any]) -> None:
    answer = next_line(REAL, Typed(mutation=(finding,), **flags))
    assert answer.status == "off_target" and not answer.body.options


# -- rule 2: a compound is its own finding ---------------------------------------------------------------------------


def test_a_compound_has_no_option_without_a_claim_on_that_very_compound() -> None:
    for pair in PAIRS:
        body = of_pair(pair)
        for option in body.options:
            claims = [c for c in REAL.drugs[option.drug].claims if c.scope.kind is ScopeKind.FINDING]
            assert any(c.scope.value == pair and c.call in (Call.ACTIVE, Call.REDUCED) for c in claims), (
                pair,
                option.drug,
            )
        assert {m.finding for m in body.members} == set(pair.split("/"))


def test_not_effective_against_a_member_carries_over_unless_the_compound_has_a_claim_of_its_own() -> None:
    for pair in PAIRS:
        excluded = {e.drug: e for e in of_pair(pair).excluded}
        for drug in REAL.tkis:
            own = [c for c in drug.claims if c.scope.kind is ScopeKind.FINDING and c.scope.value == pair and c.call]
            against = [m for m in pair.split("/") if call_for_finding(REAL, drug, m).call is Call.NOT_EFFECTIVE]
            if against and not own:
                assert excluded[drug.id].call == "not_effective", (pair, drug.id)


def test_what_carries_over_says_that_cis_or_trans_is_not_known() -> None:
    carried = [p for p in PAIRS if any("a member of" in e.verdict for e in of_pair(p).excluded)]
    for pair in carried[:5]:
        cautions = [c.text for c in of_pair(pair).cautions]
        assert any(re.search(r"\bcis\b|same allele", text) for text in cautions)


def same_but_for_the_spelling(answer: dict[str, Any]) -> str:
    """The JSON answer without the places that repeat what was typed."""
    answer["query"]["raw"] = answer["understood"] = None
    answer["query"]["readings"] = sorted({r["finding"] for r in answer["query"]["readings"]})
    return json.dumps(answer)


@settings(max_examples=25)
@given(
    st.sampled_from([f for f in ON_TARGET if "/" in f] + PAIRS),
    st.sampled_from(["/", ",", ";", " + ", " & ", " and ", "repeated", "hgvs"]),
    st.randoms(use_true_random=False),
)
def test_order_and_separator_of_a_compound_never_change_its_answer(pair: str, separator: str, random: Any) -> None:
    members = pair.split("/")
    random.shuffle(members)
    if separator == "repeated":
        options = [word for m in members for word in ("--mutation", m)]
    elif separator == "hgvs":
        options = ["--mutation", f"p.[{';'.join(members)}]"]
    else:
        options = ["--mutation", separator.join(members)]
    plain = ros1("next-line", "--mutation", pair, "--json")
    other = ros1("next-line", *options, "--json")
    assert other.status == plain.status
    assert same_but_for_the_spelling(other.json) == same_but_for_the_spelling(plain.json)


def test_alternatives_at_one_residue_are_options_only_when_active_against_each() -> None:
    by_residue: dict[str, list[str]] = {}
    for single in SINGLES:
        by_residue.setdefault(single[:-1], []).append(single)
    for names in (n for n in by_residue.values() if len(n) == 2):
        typed = f"{names[0]}/{names[1][-1]}"
        answer = next_line(REAL, Typed(mutation=(typed,)))
        for option in answer.body.options:
            calls = {call_for_finding(REAL, REAL.drugs[option.drug], n).call for n in names}
            assert calls <= {Call.ACTIVE, Call.REDUCED}
        assert answer.query.alternatives == tuple(sorted(names)) and not answer.query.compound


# -- rule 3: settings and never --------------------------------------------------------------------------------------


def test_a_drug_with_a_never_claim_is_never_an_option(sweep: list[Case]) -> None:
    assert WITH_NEVER
    for case in sweep:
        assert not WITH_NEVER & set(groups(case.answer.body)["options"])
    for options in ({}, {"cns": True}):
        assert not WITH_NEVER & set(groups(first_line(REAL, Typed(**options)).body)["options"])


def test_alectinib_crizotinib_and_ceritinib_are_no_options_after_progression(sweep: list[Case]) -> None:
    for case in sweep:
        if case.after_progression:
            assert not {"alectinib", "crizotinib", "ceritinib"} & set(groups(case.answer.body)["options"]), case[:3]


def test_a_drug_that_is_not_effective_after_a_ros1_tki_is_no_option_after_progression(sweep: list[Case]) -> None:
    barred = {
        d.id
        for d in REAL.tkis
        for c in of_drug(REAL, d).claims
        if c.scope.value == "after_ros1_tki"
        and c.call is Call.NOT_EFFECTIVE
        and not c.after
        and not any(o.scope == c.scope and o.call is Call.ACTIVE for o in of_drug(REAL, d).claims)
    }
    assert barred
    for case in sweep:
        if case.after_progression:
            assert not barred & set(groups(case.answer.body)["options"]), case[:3]


@pytest.mark.parametrize(("drug", "on"), sorted(CNS_ONLY))
def test_the_drug_for_progression_in_the_brain_alone_is_an_option_only_under_its_exact_condition(
    drug: str, on: str
) -> None:
    exact = {"prior": (on,), "cns_only": True}
    assert drug in groups(lines(REAL, **exact))["options"]
    other = next(t for t in TKIS if t not in (drug, on) and t not in WITH_NEVER)
    flipped = [
        ((), {"prior": (on,)}),
        ((), {"prior": (on,), "cns": True}),
        ((), {"cns_only": True}),
        ((), {"prior": (other,), "cns_only": True}),
        ((), {"prior": (on, other), "cns_only": True}),
        ((), {"prior": (other, on), "cns_only": True}),
        ((), exact | {"leptomeningeal": True}),
        ((), exact | {"intolerant": (drug,)}),
        *(((finding,), exact) for finding in ON_TARGET),
        *(((finding,), exact) for finding in OFF_TARGET),
    ]
    for mutation, options in flipped:
        assert drug not in groups(lines(REAL, *mutation, **options))["options"], (mutation, options)


@pytest.mark.parametrize(("drug", "on"), sorted(CNS_ONLY))
def test_the_condition_stands_in_the_same_row_and_local_treatment_beside_it(drug: str, on: str) -> None:
    answer = ros1("next-line", "--prior", on, "--cns-only", "--json").json
    row = found(answer["options"], drug)
    said = " ".join([*row["because"], *(c["text"] for c in row["caveats"])])
    assert re.search(r"\bIF\b", said) and on in said and "mutation not tested" in said
    assert any(re.search("local treatment", o["text"], re.IGNORECASE) for o in answer["other_treatments"])


# -- rule 4: prior and intolerant drugs ------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["prior", "intolerant"])
def test_a_drug_that_was_taken_is_never_an_option_under_any_of_its_names(option: str) -> None:
    for drug, name in NAMES:
        for mutation in ((), ("G2032R",), ("L2086F",)):
            body = lines(REAL, *mutation, **{option: (name,)})
            assert drug in groups(body)["excluded"], (name, mutation)


@settings(max_examples=40)
@given(
    st.sampled_from([None, *ON_TARGET]),
    st.lists(st.sampled_from(TKIS), min_size=2, max_size=4, unique=True),
    st.lists(st.sampled_from(TKIS), max_size=2, unique=True),
)
def test_of_several_drugs_that_were_taken_none_is_an_option(
    finding: str | None, prior: list[str], intolerant: list[str]
) -> None:
    body = lines(REAL, *([finding] if finding else []), prior=tuple(prior), intolerant=tuple(intolerant))
    assert {*prior, *intolerant} <= set(groups(body)["excluded"])


def test_a_drug_that_was_not_tolerated_is_no_option_in_the_first_line_under_any_of_its_names() -> None:
    for drug, name in NAMES:
        body = first_line(REAL, Typed(intolerant=(name,))).body
        assert drug in groups(body)["excluded"], name


def test_a_prior_drug_that_is_active_against_the_finding_brings_a_caution(sweep: list[Case]) -> None:
    seen = 0
    for case in sweep:
        if case.finding not in ON_TARGET or not case.prior or case.prior in WITH_NEVER:
            continue
        call = call_for_finding(REAL, REAL.drugs[case.prior], case.finding).call
        said = [c for c in case.answer.body.cautions if case.prior in c.text and "progressed" in c.text]
        assert bool(said) == (call in (Call.ACTIVE, Call.REDUCED)), case[:3]
        seen += bool(said)
    assert seen


# -- rule 5: the latest drug -----------------------------------------------------------------------------------------


def test_an_option_without_data_after_the_latest_drug_says_so(sweep: list[Case]) -> None:
    for case in sweep:
        if not case.prior or case.prior in WITH_NEVER or not case.after_progression:
            continue
        for option in case.answer.body.options:
            data = any(b.startswith(f"data after {case.prior}") for b in option.because)
            none = any(b.startswith(f"no data after {case.prior}") for b in option.because)
            others = any(b.startswith(f"what is held on use after {case.prior}") for b in option.because)
            assert data + none + others == 1, (case[:3], option.drug)


def test_a_ros1_tki_that_was_not_tolerated_counts_as_one_that_failed_in_research_or_not() -> None:
    for drug in set(TKIS) - WITH_NEVER:
        failed = read_question(REAL, Typed(prior=("crizotinib", drug)))
        stopped = read_question(REAL, Typed(prior=("crizotinib",), intolerant=(drug,)))
        assert stopped.received == failed.received, drug


def test_brain_only_growth_on_crizotinib_is_no_longer_its_own_case_once_a_second_ros1_tki_was_stopped() -> None:
    """Rule 3: crizotinib must be the only ROS1 TKI so far, in research or not, failed or not tolerated."""
    for drug in set(TKIS) - WITH_NEVER - {"crizotinib", "entrectinib"}:
        body = lines(REAL, prior=("crizotinib",), intolerant=(drug,), cns_only=True)
        assert "entrectinib" in groups(body)["excluded"], drug


# -- rule 6: mixed findings ------------------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.sampled_from(SINGLES), st.sampled_from(OFF_TARGET))
def test_an_off_target_finding_beside_an_on_target_one_is_warned_of_before_the_options(on: str, off: str) -> None:
    body = lines(REAL, on, off)
    assert any(c.first and off in c.text and re.search("NOT", c.text) for c in body.cautions)
    assert set(groups(body)["options"]) == set(groups(lines(REAL, on))["options"])


# -- rule 7: figures -------------------------------------------------------------------------------------------------


def test_after_progression_no_first_line_figure_stands_with_any_drug(sweep: list[Case]) -> None:
    naive = {c.figure for c in REAL.claims if c.figure and c.scope.value == "first_line"}
    naive -= {c.figure for c in REAL.claims if c.figure and c.scope.value != "first_line"}
    for case in sweep:
        if not case.after_progression:
            continue
        for rows in (case.answer.body.options, case.answer.body.excluded, case.answer.body.no_data):
            for row in rows:
                claims = row.setting_claims if hasattr(row, "setting_claims") else row.claims
                assert all(c.scope != "setting:first_line" for c in claims), (case[:3], row.drug)
                assert not naive & set(row.cns.figures), (case[:3], row.drug)


def test_no_figure_reaches_an_answer_that_is_not_a_figure_of_the_tables(sweep: list[Case]) -> None:
    known = {c.figure for c in REAL.claims if c.figure}
    for case in sweep:
        for option in case.answer.body.options:
            shown = {c.figure for c in option.claims if c.figure} | set(option.cns.figures)
            assert shown <= known


def test_a_result_on_the_screen_carries_its_number_of_patients_or_says_that_none_is_given() -> None:
    silent = []
    for figure in (c.figure for c in REAL.claims if c.figure):
        if figure.name in ("ORR", "CNS response", "PFS", "DOR", "OS") and figure.status is FigureStatus.STATED:
            words = figure_words(figure)
            if not re.search(
                rf"N={figure.n}\b|/{figure.n}\b" if figure.n else r"\bN not|no N\b|number of patients", words
            ):
                silent.append(f"{figure.name}: {words}")
    assert not silent


# -- rule 8: conflicts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", sorted({k for c in REAL.conflicts for k in c.about}))
def test_a_conflict_between_sources_is_shown_with_every_side_cited(about: str) -> None:
    kind, _, name = about.partition(":")
    result = ros1({"drug": "drug", "finding": "mutation", "topic": "guidance"}[kind], name, "--json").json
    expected = [c for c in REAL.conflicts if about in c.about]
    shown = {c["id"]: c for c in result["conflicts"]}
    for conflict in expected:
        assert [s["id"] for s in shown[conflict.id]["sides"]] == list(conflict.sides)
        assert all(s["sources"] and s["text"] for s in shown[conflict.id]["sides"])


def test_a_drug_on_which_claims_do_not_agree_is_excluded_with_both_sides(sweep: list[Case]) -> None:
    for case in sweep:
        for row in case.answer.body.excluded:
            if row.reason == "conflicting":
                assert row.verdict.startswith("UNRESOLVED")
                assert {"not_effective"} < {c.call for c in row.claims if c.call}


# -- rule 9: caveats and negations -----------------------------------------------------------------------------------


def test_every_option_has_a_caveat_and_a_claim(sweep: list[Case]) -> None:
    every = [(c[:3], o) for c in sweep for o in c.answer.body.options]
    every += [("first-line", o) for o in first_line(REAL, Typed()).body.options]
    for question, option in every:
        assert option.caveats and option.claims, (question, option.drug)


QUESTIONS = [
    ("next-line", "--mutation", "G2032R", "--prior", "crizotinib", "--cns"),
    ("next-line", "--mutation", "G2032R/L2086F"),
    ("next-line", "--mutation", "S1986Y/F"),
    ("next-line", "--mutation", "L2155S", "--explain"),
    ("next-line", "--mutation", "MET"),
    ("next-line", "--mutation", "L2000V", "--approved-only"),
    ("next-line", "--prior", "crizotinib", "--cns-only", "--explain"),
    ("first-line", "--cns"),
    ("mutation", "G2032R"),
]


def cards(text: str) -> list[tuple[str, list[str]]]:
    """Plain text as (drug of the card or "", lines)."""
    out: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines()[1:]:
        head = re.match(r"(?:REDUCED ACTIVITY, )?(?:OPTION|EXCLUDED|NO DATA|STUDIED ONLY) (\S+)", line)
        if head and head.group(1) in TKIS:
            out.append((head.group(1), []))
        elif line and not line.startswith(" "):
            out.append(("", []))
        out[-1][1].append(line)
    return out


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q[0] != "mutation"], ids=" ".join)
def test_every_line_that_names_an_excluded_drug_holds_a_negation(question: tuple[str, ...]) -> None:
    """Not the first line (what was asked), not a prior drug as history, not the title of a source, and not the quoted
    claim of another drug, which carries its source."""
    answer = ros1(*question, "--json").json
    reasons = ("never", "not_effective", "conflicting", "setting")
    bad = [e for e in answer["excluded"] if e["reason"] in reasons and e["drug"] not in answer["query"]["prior"]]
    names = {e["drug"]: [e["drug"], *e["brands"], *e["codes"]] for e in bad}
    titles = [s["title"] for s in answer["sources"]]
    assert names
    for card, text in cards(ros1(*question, "--full").out):
        for line in text:
            for drug, known in names.items():
                quoted = (card != drug and re.search(r"\[[a-z0-9-]+: .+\]", line)) or any(t in line for t in titles)
                if any(re.search(rf"\b{re.escape(n)}\b", line, re.IGNORECASE) for n in known) and not quoted:
                    assert NEGATION.search(line), f"{drug}: {line}"


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q[0].endswith("-line")], ids=" ".join)
def test_in_brief_every_line_of_an_excluded_drug_holds_a_negation(question: tuple[str, ...]) -> None:
    """EXCLUDED itself does not count, but for a drug whose only reason is the history."""
    shown = [line for line in ros1(*question).out.splitlines() if line.startswith("EXCLUDED ")]
    for e in ros1(*question, "--json").json["excluded"]:
        own = [x for x in shown if re.search(rf"\b{e['drug']}\b", x.partition(" — ")[0])]
        assert len(own) == 1, e["drug"]
        if e["reason"] not in ("prior", "filter"):
            assert NEGATION.search(own[0].removeprefix("EXCLUDED ")), own


@pytest.mark.parametrize("question", QUESTIONS[:2], ids=" ".join)
def test_a_search_for_an_excluded_drug_finds_the_verdict_with_the_not_in_the_same_line(
    question: tuple[str, ...],
) -> None:
    text = ros1(*question, "--full").out
    for row in ros1(*question, "--json").json["excluded"]:
        verdict = [line for line in text.splitlines() if line.startswith(f"EXCLUDED {row['drug']}")]
        assert len(verdict) == 1 and row["verdict"] in verdict[0] and NEGATION.search(row["verdict"])


NARROW = [QUESTIONS[0], QUESTIONS[6], QUESTIONS[7], QUESTIONS[8]]


DEPTHS = pytest.mark.parametrize("depth", [(), ("--full",)], ids=["brief", "full"])


@DEPTHS
@pytest.mark.parametrize("question", NARROW, ids=" ".join)
def test_at_no_width_does_a_line_end_between_a_negation_and_its_word(
    question: tuple[str, ...], depth: tuple[str, ...]
) -> None:
    for width in (*range(20, 44), 50, 60, 70, 80, 100, 120, 160, 200):
        with columns(width):
            text = ros1(*question, *depth).out
        for line in text.splitlines():
            assert not re.search(r"\b(not|never|cannot)$", line, re.IGNORECASE), f"{width}: {line}"


@DEPTHS
@pytest.mark.parametrize("question", QUESTIONS[:5], ids=" ".join)
def test_no_line_is_longer_than_the_width_that_was_asked_for(question: tuple[str, ...], depth: tuple[str, ...]) -> None:
    for width in (20, 30, 40, 60, 100):
        with columns(width):
            text = ros1(*question, *depth).out
        assert [line for line in text.splitlines() if len(line) > width] == [], width


def test_no_caveat_of_a_drug_is_lost_at_any_width() -> None:
    question = ("next-line", "--mutation", "G2032R", "--cns")
    caveats = [c["text"] for o in ros1(*question, "--json").json["options"] for c in o["caveats"]]
    for width in (20, 33, 59, 80, 200):
        with columns(width):
            text = re.sub(r"\s+", "", ros1(*question, "--full").out)
        assert all(re.sub(r"\s+", "", c) in text for c in caveats), width


# -- rule 10: the notice ---------------------------------------------------------------------------------------------

ANSWERS = [
    *QUESTIONS,
    ("compare", "crizotinib", "entrectinib"),
    ("drug", "Xalkori"),
    ("guidance", "immunotherapy"),
    ("sources", "ros1ders-stage4"),
]


@pytest.mark.parametrize("question", ANSWERS, ids=" ".join)
def test_every_answer_carries_the_notice_the_assumption_and_the_dates(question: tuple[str, ...]) -> None:
    answer = ros1(*question, "--json").json
    text = ros1(*question, "--full").out
    assert answer["notice"] == REAL.notice and answer["assumption"] == REAL.assumption
    assert REAL.notice in text
    assert answer["data"]["newest_source"] and answer["data"]["oldest_source"]
    assert re.search(r"^(SOURCES \(dated|- date:) [0-9]{4}", text, re.MULTILINE)
    if question[0] != "sources":
        assert REAL.assumption in text


@pytest.mark.parametrize("command", ["mutation", "drug", "guidance", "sources"])
def test_a_bare_list_carries_no_notice_and_list_says_the_same(command: str) -> None:
    bare, listed = ros1(command), ros1(command, "--list")
    assert bare == listed and bare.status == 0
    assert REAL.notice not in bare.out and REAL.assumption not in bare.out
    assert isinstance(ros1(command, "--json").json, list)
    assert REAL.notice not in ros1(command, "--json").out


# -- the filters -----------------------------------------------------------------------------------------------------

_FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "approved_only": st.just(True),
        "region": st.sampled_from(REGIONS),
        "min_level": st.sampled_from([str(level) for level in Level]),
    },
)


@settings(max_examples=100)
@given(st.sampled_from([None, *ON_TARGET]), st.sampled_from([None, *TKIS]), _FILTERS)
def test_a_filter_only_takes_options_away_and_changes_no_other_drug(
    finding: str | None, prior: str | None, filters: dict[str, Any]
) -> None:
    options = {"prior": (prior,) if prior else ()}
    mutation = (finding,) if finding else ()
    before = lines(REAL, *mutation, **options)
    after = lines(REAL, *mutation, **options, **filters)
    taken = {e.drug for e in after.excluded if e.reason == "filter"}
    assert set(groups(after)["options"]) == set(groups(before)["options"]) - taken
    assert taken <= set(groups(before)["options"])
    kept = {e.drug: (e.call, e.reason, e.verdict) for e in before.excluded}
    assert {e.drug: (e.call, e.reason, e.verdict) for e in after.excluded if e.drug not in taken} == kept
    assert groups(after)["no_data"] == groups(before)["no_data"]
    assert all(re.search("--(approved-only|min-level)", e.verdict) for e in after.excluded if e.drug in taken)


def test_approved_only_in_a_region_keeps_exactly_what_an_approval_of_that_region_covers() -> None:
    for region in REGIONS:
        for option in lines(REAL, "G2032R", approved_only=True, region=region).options:
            assert any(a.region == region and "after_ros1_tki" in a.lines for a in option.approvals)


# -- JSON ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", ANSWERS, ids=" ".join)
def test_every_source_that_an_answer_names_stands_in_its_sources(question: tuple[str, ...]) -> None:
    answer = ros1(*question, "--json").json
    listed = {s["id"] for s in answer["sources"]}
    used = {m["source"] for _, m in walk(answer) if isinstance(m.get("source"), str)}
    used |= {s for p, m in walk(answer) if p for s in m.get("sources", []) if isinstance(s, str)}
    assert used <= listed
    assert listed <= set(REAL.sources)


def test_a_kind_that_is_no_tki_is_sorted_into_no_group(sweep: list[Case]) -> None:
    others = {d.id for d in REAL.drugs.values() if d.kind not in (DrugKind.TKI, DrugKind.RESEARCH)}
    assert others
    for case in sweep:
        assert not others & {d for rows in groups(case.answer.body).values() for d in rows}
