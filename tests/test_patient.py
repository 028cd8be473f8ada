"""`--audience patient`: the same drugs, cautions and figures as for clinicians, in plain words that a patient can carry home."""

from __future__ import annotations

import functools
import html
import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from golden_questions import QUESTIONS
from toolbox import NEGATION, columns, new_claim, over, parsed, raw_toy, record, ros1, tables, toy, write_tables

from ros1cli.answers.next_line import first_line, next_line
from ros1cli.answers.question import Typed
from ros1cli.show.patient import blocks
from ros1cli.show.patient_figures import told_figures
from ros1cli.show.text import plain
from ros1cli.tables.figure import Figure, Prior

REAL = tables()
HEADLINE = ("next-line", "--mutation", "G2032R", "--prior", "crizotinib", "--cns")
FINDINGS = (
    None,
    "G2032R",
    "L2155S",
    "L2086F",
    "S1986F",
    "S1986Y/F",
    "G2032R/L2086F",
    "G2032W",
    "MET amplification",
    "SCLC",
)
PRIORS = ((), ("crizotinib",), ("repotrectinib",), ("crizotinib", "lorlatinib"), ("lorlatinib", "nivolumab"))
BRAIN: tuple[dict[str, bool], ...] = (
    {},
    {"cns": True},
    {"cns_only": True},
    {"leptomeningeal": True},
    {"oligoprogression": True},
)
LOOKUPS = (
    *(("mutation", name) for name in ("G2032R", "L2155S", "L2086F", "G2032R/L2086F", "MET", "G2032W", "TP53")),
    *(("drug", d.id) for d in REAL.drugs.values()),
)
NOT_NEXT = re.compile(rf"{NEGATION.pattern}|left open|only in research|usually does not", re.I)


def squeezed(words: str) -> str:
    return " ".join(words.split())


@functools.cache
def cases() -> list[Any]:
    """Answers of a sweep over findings, earlier drugs and places."""
    typed = [Typed(mutation=(f,) if f else (), prior=p, **b) for f, p, b in itertools.product(FINDINGS, PRIORS, BRAIN)]
    more = [Typed(prior=("crizotinib",), tested=t) for t in ("none", "plasma", "tissue")]
    more += [Typed(intolerant=("crizotinib",)), Typed(mutation=("TP53",), prior=("crizotinib",))]
    more += [Typed(mutation=("G2032R", "MET"), prior=("crizotinib",)), Typed(mutation=("G2032R",), approved_only=True)]
    return [
        *(next_line(REAL, t) for t in (*typed, *more)),
        first_line(REAL, Typed()),
        first_line(REAL, Typed(cns=True)),
    ]


@functools.cache
def told() -> list[tuple[Any, str]]:
    """Each answer of the sweep with its words for patients, unwrapped: a statement a line."""
    return [(answer, plain(blocks(answer), None)) for answer in cases()]


def said(text: str) -> str:
    return text.rstrip(".")


# -- the same answer ---------------------------------------------------------------------------------------------------


def test_every_drug_of_every_group_is_told() -> None:
    for answer, words in told():
        body = answer.body
        for row in (*body.options, *body.studied_only, *body.no_data, *body.excluded):
            assert re.search(rf"\b{row.drug}\b", words), (answer.understood, row.drug)


def test_every_caution_and_what_else_may_be_done_is_told_and_what_comes_first_stands_first() -> None:
    for answer, words in told():
        for w in (*answer.body.cautions, *answer.body.other_treatments):
            assert w.plain and said(w.plain).lower() in words.lower(), (answer.understood, w.id)
        above = words.partition(REAL.plain.heads.options)[0].partition(REAL.plain.heads.excluded)[0]
        assert all(said(str(w.plain)) in above for w in answer.body.cautions if w.first), answer.understood


def test_the_caveat_that_decides_stands_with_its_option_and_a_warning_on_the_finding_with_its_drug() -> None:
    for answer, words in told():
        for o in answer.body.options:
            own = words[words.index(f"\n{o.drug}") :].split("\n  Watch for: ")[1].split("\n")[0]
            caveat = o.highlights.caveat
            text = caveat.plain if caveat else o.caveats[0].plain
            assert said(text) in own, (answer.understood, o.drug)
        for n in answer.body.no_data:
            warnings = {c.id for c in n.setting_claims if c.finding and c.about == "warning"}
            for c in n.caveats:
                line = (
                    next(line for line in words.splitlines() if re.match(rf"- {n.drug}\b.*:", line))
                    if c.id in warnings
                    else ""
                )
                assert c.id not in warnings or said(str(c.plain)) in line, (answer.understood, n.drug)


def test_every_question_of_the_answer_is_brought() -> None:
    for answer, words in told():
        assert all(f"- {q.short}" in words for q in answer.body.questions), answer.understood


def test_what_is_excluded_begins_its_line_and_says_that_it_is_not_the_next_step() -> None:
    for answer, words in told():
        for e in answer.body.excluded:
            line = next(line for line in words.splitlines() if re.match(rf"- (?:[\w, ()]+, )?{e.drug}\b", line))
            assert NOT_NEXT.search(line), line
            assert "known to work" not in line


def test_an_approval_is_told_with_the_people_whom_it_is_for() -> None:
    told_as = {"after_ros1_tki": "after a ROS1 drug", "no_ros1_tki": "no ROS1 drug", "not_stated": "not told"}
    assert told_as.keys() <= {a.restriction for d in REAL.tkis for c in d.claims if (a := c.approval)}
    for d in REAL.tkis:
        held = ros1("drug", d.id, "--json").json["approvals"]
        words = (
            squeezed(ros1("drug", d.id, "--audience", "patient").out).partition("- Approved: ")[2].partition(" - ")[0]
        )
        first = {a["region"]: a["restriction"] for a in reversed(held)}
        for region, restriction in first.items():
            kind, _, drug = restriction.partition(":")
            where = next(p for p in words.split(";") if getattr(REAL.plain.regions, region or "elsewhere") in p)
            assert (f"not after {drug}" if drug else told_as.get(kind, "")) in where, (d.id, region)
            assert kind in told_as or drug or not any(w in where for w in told_as.values()), (d.id, region)


def test_an_approved_drug_that_was_not_tested_on_the_finding_says_for_whom_it_is_approved() -> None:
    words = ros1("next-line", "--mutation", "G2032W", "--prior", "crizotinib", "--audience", "patient").out
    untested = squeezed(words.partition(REAL.plain.heads.untested)[2].partition(REAL.plain.heads.excluded)[0])
    assert "zidesamtinib (Jideytro), approved in the US, after a ROS1 drug: " in untested
    assert "Japan and China (stage of treatment not told): " in untested.partition("repotrectinib")[2]


def test_a_stage_of_treatment_that_no_approval_names_is_not_called_approved() -> None:
    for answer, words in told():
        for o in answer.body.options:
            if not answer.query.mutations and {a.restriction for a in o.approvals} == {"not_stated"}:
                assert re.search(rf"\n{o.drug}\b[^\n]*: {REAL.plain.verdicts.approved_line_untold}", words), o.drug


def test_what_is_known_of_single_people_alone_is_not_called_known() -> None:
    for answer, words in told():
        for o in answer.body.options:
            levels = {c.level for c in o.claims if c.finding and c.call == "active"}
            if levels & {"case", "anecdote"} and "trial" not in levels:
                assert re.search(rf"\n{o.drug}\b[^\n]*: {REAL.plain.verdicts.cases}", words), o.drug
                assert not re.search(rf"\n{o.drug}\b[^\n]*known to work", words), o.drug


@pytest.mark.parametrize("latest", ["alectinib", "nivolumab", "pemetrexed"])
def test_growth_in_the_brain_alone_names_the_drug_of_its_statement_and_not_the_latest_one(latest: str) -> None:
    asked = ("next-line", "--prior", "crizotinib", "--prior", latest, "--cns-only", "--audience", "patient")
    words = squeezed(ros1(*asked).out)
    assert "only IF crizotinib controls it elsewhere" in words and f"only IF {latest}" not in words


def test_what_was_studied_is_not_told_as_unknown() -> None:
    words = squeezed(ros1("next-line", "--prior", "crizotinib", "--audience", "patient").out)
    assert re.search(rf"brigatinib[\w, ()]*: {REAL.plain.verdicts.studied}", words)
    assert "brigatinib" not in words.partition(REAL.plain.verdicts.no_data_line)[2].partition(".")[0]


def test_what_is_said_of_leptomeningeal_disease_stands_with_its_drug() -> None:
    asked = (*HEADLINE[:2], "S1986F", "--prior", "crizotinib", "--audience", "patient")
    said_of = next(c for c in REAL.claims if c.about == "leptomeningeal")
    assert squeezed(str(said_of.plain)) in squeezed(ros1(*asked, "--leptomeningeal").out)
    assert "leptomeningeal" not in ros1(*asked, "--cns").out


def test_a_class_of_findings_is_said_in_plain_words() -> None:
    held = [ros1("drug", d.id, "--json").json["not_effective_against"] for d in REAL.tkis]
    assert any("resistance as a class" in name for names in held for name in names)
    for d in REAL.tkis:
        assert "resistance as a class" not in squeezed(ros1("drug", d.id, "--audience", "patient").out), d.id


def test_a_drug_with_a_caveat_has_one_to_watch_for() -> None:
    for d in REAL.tkis:
        caveats = ros1("drug", d.id, "--json").json["caveats"]
        assert bool(caveats) == ("- Watch for: " in ros1("drug", d.id, "--audience", "patient").out), d.id


def test_what_has_no_data_is_never_called_good_or_bad() -> None:
    for answer, words in told():
        if answer.body.no_data:
            assert "neither good news nor bad news" in words, answer.understood


def test_nothing_of_the_clinicians_is_left_unmarked() -> None:
    """A drug, caution or figure whose words are not plain says whose they are."""
    for _, words in told():
        for line in words.splitlines():
            if re.search(r"\b(?:TKIs?|ORR|PFS|DOR|CNS|ILD|QTc|NGS|NSCLC|TKI-naive)\b", line):
                assert "in doctors' words" in line, line


# -- figures -----------------------------------------------------------------------------------------------------------


def figure(name: str, value: float, n: int | None, events: int | None = None, **prior: Any) -> Figure:
    unit = "months" if name in ("PFS", "DOR") else "%"
    held = Prior(
        tkis=prior.get("tkis", "one"),
        only=prior.get("only", ()),
        among=(),
        chemo=prior.get("chemo"),
        brain_penetrant=None,
        other_than=(),
    )
    empty = dict.fromkeys(set(Figure._fields), None)
    made = {
        **empty,
        "name": name,
        "status": "stated",
        "value": value,
        "unit": unit,
        "n": n,
        "events": events,
        "prior": held,
    }
    return Figure(**made)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            figure("ORR", 61.5, 13, 8),
            "The cancer shrank in 8 of the 13 people with this change, after one ROS1 drug; "
            "too few to say what will happen to you.",
        ),
        (figure("ORR", 54, 26, 14), "The cancer shrank in 14 of the 26 people with this change, after one ROS1 drug."),
        (figure("ORR", 56, 113), "The cancer shrank in 56% of 113 people with this change, after one ROS1 drug."),
        (
            figure("ORR", 56, None),
            "The cancer shrank in 56% of people with this change, after one ROS1 drug; how many they were is not told.",
        ),
    ],
)
def test_a_response_is_counted_where_it_was_counted_and_nothing_is_reckoned(found: Figure, words: str) -> None:
    assert told_figures(REAL.plain, [found], on_finding=True, overall=False) == words


def test_a_median_says_what_became_of_both_halves() -> None:
    words = told_figures(REAL.plain, [figure("PFS", 9.7, 113)], False, False)
    assert words == "Half of 113 people after one ROS1 drug lived 9.7 months or longer without growth, half less long."
    words = told_figures(REAL.plain, [figure("DOR", 13.8, None, only=("novotinib",))], False, False)
    assert words.endswith("in half of the people after novotinib as the only ROS1 drug, and less long in half.")


def test_a_group_of_few_says_so_beside_each_figure_the_first_time_whole() -> None:
    found = [figure("ORR", 59, 17, 10), figure("CNS response", 38, 13, 5), figure("PFS", 9, 56)]
    words = told_figures(REAL.plain, found, on_finding=True, overall=True)
    first, brain, last = words.split(". ")
    assert first.endswith("too few to say what will happen to you") and brain.endswith("too few again")
    assert last.startswith("Whatever the change: half of 56 people") and "few" not in last


def test_a_figure_never_travels_without_what_came_before() -> None:
    for answer, words in told():
        for line in words.splitlines():
            for part in re.findall(r"shrank (?:there )?in (?:\d+ of the|[\d.]+% of) [^.;]*|Half of [^.;]*", line):
                before = r"ROS1 drug|earlier drugs not told|maybe among others"
                assert re.search(before, part) or "of people" in part, (answer.understood, part)


def test_few_people_with_cancer_in_the_brain_have_a_broader_group_behind_them_where_there_is_one() -> None:
    for answer, words in told():
        for o in answer.body.options:
            if o.highlights.brain_broader:
                own = words[words.index(f"\n{o.drug}") :].split("Watch for")[0]
                assert own.count("in the brain it shrank".capitalize()) == 2, (answer.understood, o.drug)


@pytest.mark.parametrize(
    ("level", "call", "words"),
    [
        ("label", "active", "in doctors' words: active, label."),
        ("guideline", "active", "in doctors' words: active, guideline."),
        ("in_vitro", "active", "worked on it in cells only; no person is reported."),
        ("expert", "active", "experts say that it works on this change; no person is reported."),
        ("guideline", "reduced", "is known to work less well against this change (in doctors' words: guideline)."),
        ("in_vitro", "reduced", "is known to work less well against this change (cell tests)."),
        ("expert", "reduced", "is known to work less well against this change (in doctors' words: expert opinion)."),
    ],
)
def test_a_label_or_a_guideline_is_no_expert_and_an_expert_is_no_cell_test(level: str, call: str, words: str) -> None:
    raw = raw_toy()
    record(raw, "novotinib")["claims"].append(new_claim("added", "finding:Q45H", level, call))
    shown = plain(blocks(next_line(parsed(raw), Typed(mutation=("Q45H",)))), None)
    assert f"novotinib (Novora): {words}\n" in shown


# -- how it looks ------------------------------------------------------------------------------------------------------


def test_the_headline_question_is_a_page_of_seventy_five_lines_at_most() -> None:
    words = ros1(*HEADLINE, "--audience", "patient").out
    assert len(words.splitlines()) <= 82
    heads = [line for line in words.splitlines() if re.fullmatch(r"[A-Z1, ]{8,}", line)]
    held = REAL.plain.heads
    assert heads == [held.options, held.excluded, held.no_data, held.other_treatments, held.questions]


@pytest.mark.parametrize("width", [None, 60, 80, 120, 200])
@pytest.mark.parametrize("argv", [HEADLINE, ("first-line", "--cns"), *LOOKUPS[:3], ("drug", "lorlatinib")])
def test_no_line_is_wider_than_eighty_columns_on_a_terminal_and_in_a_pipe(
    argv: tuple[str, ...], width: int | None
) -> None:
    for color in ("auto", "always"):
        with columns(width or ""):
            words = ros1(*argv, "--audience", "patient", "--color", color).out
        bare = re.sub(r"\x1b\[[0-9;]*m", "", words)
        assert all(len(line) <= min(width or 80, 80) for line in bare.splitlines())
        assert not re.search(r"\b(?:not|never|no|NOT|NEVER)\n", bare)


def test_a_terminal_says_the_same_words_with_the_heads_in_bold() -> None:
    bold, bare = (ros1(*HEADLINE, "--audience", "patient", "--color", c).out for c in ("always", "never"))
    assert re.sub(r"\x1b\[[0-9;]*m", "", bold) == bare
    assert "\x1b[1mQUESTIONS TO BRING" in bold


def test_markdown_has_one_title_a_heading_a_block_and_the_same_drugs() -> None:
    words = ros1(*HEADLINE, "--audience", "patient", "--format", "markdown").out
    assert words.startswith("# WHAT WAS ASKED: ROS1 G2032R") and words.count("\n# ") == 0
    assert "\n## QUESTIONS TO BRING\n" in words and "**lorlatinib" not in words
    assert "- **repotrectinib (Augtyro): is known to work" in words


@pytest.mark.parametrize("argv", [HEADLINE, ("first-line",), ("mutation", "G2032R"), ("drug", "lorlatinib")])
def test_json_and_tsv_are_the_same_for_every_audience(argv: tuple[str, ...]) -> None:
    for form in (("--json",), ("--format", "tsv"), ("--json", "--explain")):
        assert ros1(*argv, *form, "--audience", "patient").out == ros1(*argv, *form).out
        assert ros1(*argv, "--audience", "clinician").out == ros1(*argv).out


@pytest.mark.parametrize("argv", LOOKUPS)
def test_every_lookup_has_an_answer_for_patients(argv: tuple[str, ...]) -> None:
    result = ros1(*argv, "--audience", "patient")
    assert result.status in (0, 3), result.err
    assert "It is not a prescription." in squeezed(result.out)
    answer = ros1(*argv, "--json").json
    if argv[0] == "mutation":
        for found in answer["drugs"].values():
            assert all(re.search(rf"\b{d['drug']}\b", result.out) for d in found)
        for w in answer["cautions"] + answer["other_treatments"]:
            assert said(w["plain"]).lower() in squeezed(result.out).lower(), w["id"]
    elif answer["kind"] in ("tki", "research"):
        for s in answer["safety_shorts"]:
            assert said(s["plain"]) in squeezed(result.out), s["field"]


def test_a_drug_that_must_never_be_used_says_so_first() -> None:
    for d in REAL.tkis:
        words = ros1("drug", d.id, "--audience", "patient").out
        never = any(c.scope.kind == "never" for c in d.claims)
        assert ("NEVER be used" in words.partition("ABOUT IT")[0]) == never, d.id


# -- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_for_patients_says_what_the_text_says_block_by_block() -> None:
    for argv in (HEADLINE[1:], ("--mutation", "L2155S"), ("--prior", "crizotinib")):
        page = ros1("report", *argv, "--audience", "patient").out
        words = html.unescape(squeezed(re.sub(r"<[^>]+>", " ", page.partition("<main>")[2])))
        for line in ros1("next-line", *argv, "--audience", "patient", "--format", "markdown").out.splitlines():
            bare = re.sub(r"^[# -]*(?:\*\*)?|\*\*$|\\\\", "", line.strip())
            for part in re.split(r": |\\", bare):
                assert squeezed(part) in words, part
        assert page.count("<h1>") == 1 and "<script" not in page and '<html lang="en">' in page


def test_a_report_for_patients_is_a_note_too() -> None:
    asked = HEADLINE[1:]
    note = ros1("report", *asked, "--audience", "patient", "--format", "markdown").out
    assert note == ros1("next-line", *asked, "--audience", "patient", "--format", "markdown").out


# -- what is refused, and tables of one's own --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "word"),
    [
        ((*HEADLINE, "--full"), "--full"),
        ((*HEADLINE, "--why", "lorlatinib"), "--why"),
        ((*HEADLINE, "--explain"), "--explain"),
        (("drug", "lorlatinib", "--history"), "--history"),
        (("mutation",), "list"),
        (("drug", "--list"), "list"),
        (("next-line", "--batch", "-"), "--audience"),
    ],
)
def test_what_an_answer_for_patients_has_no_room_for_is_refused_in_a_sentence(argv: tuple[str, ...], word: str) -> None:
    result = ros1(*argv, "--audience", "patient")
    assert (result.status, result.out) == (2, "") and word in result.err


def test_another_audience_is_refused_with_those_that_there_are() -> None:
    result = ros1(*HEADLINE, "--audience", "nurse", "--json")
    assert result.status == 2 and result.error["suggestions"] == ["clinician", "patient"]


@pytest.mark.parametrize(
    "name", [n for n, q in QUESTIONS.items() if q[0] in ("next-line", "first-line", "mutation", "drug")]
)
def test_what_has_no_plain_text_is_told_in_doctors_words_and_marked(name: str) -> None:
    """The invented tables have none, but for what stands in every answer."""
    question = [word for word in QUESTIONS[name] if word not in ("--explain", "--history")]
    if "--list" in question:
        return
    words, answer = squeezed(toy(*question, "--audience", "patient").out), toy(*question, "--json").json
    for w in answer.get("cautions", []):
        assert f"In doctors' words: {said(w['short'] or w['text'])}" in words, w["id"]


def test_a_plain_text_of_ones_own_tables_is_told_with_its_fields_filled(tmp_path: Any) -> None:
    raw = raw_toy()
    caution = next(c for c in raw["cautions"]["cautions"] if c["id"] == "toy-no-drug-listed")
    caution["plain"] = "Nobody knows a drug against {findings}."
    assert over(raw, "next-line", "--mutation", "Q45H")["cautions"][0]["plain"] == "Nobody knows a drug against Q45H."
    write_tables(raw, tmp_path)
    words = ros1("next-line", "--mutation", "Q45H", "--audience", "patient", "--data", str(tmp_path)).out
    assert "- Nobody knows a drug against Q45H." in words


def test_a_field_of_a_plain_text_that_nothing_fills_is_refused(tmp_path: Any) -> None:
    raw = raw_toy()
    next(c for c in raw["cautions"]["cautions"] if c["id"] == "toy-no-drug-listed")["plain"] = "Nothing of {drugs}."
    write_tables(raw, tmp_path)
    result = ros1("next-line", "--mutation", "Q45H", "--data", str(tmp_path))
    assert result.status == 1 and "'drugs'" in result.err and "plain" in result.err


@pytest.mark.parametrize("template", ["{", "}", "{drugs}", "{0}", "{version!r}", "{version:>9}", "{version.__class__}"])
def test_a_text_of_the_tables_that_cannot_be_filled_is_one_sentence(template: str, tmp_path: Path) -> None:
    """Nothing of a program is reached through a text, and nothing ends in a traceback."""
    raw = raw_toy()
    raw["cautions"]["plain"]["day"] = template
    write_tables(raw, tmp_path)
    result = ros1("next-line", "--mutation", "G28R", "--audience", "patient", "--data", str(tmp_path))
    assert (result.status, result.out) == (1, "") and result.err.count("\n") == 1 and "cannot be filled" in result.err
