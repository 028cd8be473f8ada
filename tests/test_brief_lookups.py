"""The brief answers of `mutation`, `drug`, `compare`, `guidance` and `sources`: within their budgets, and nothing that decides is
hidden."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from itertools import combinations

import pytest
from test_brief import BANNED, ENDS, flat
from toolbox import columns, ros1, tables, toy

from ros1cli.answers.compare import compare
from ros1cli.answers.drug import drug
from ros1cli.answers.glossary import glossary
from ros1cli.answers.guidance import guidance
from ros1cli.answers.mutation import mutation
from ros1cli.answers.shapes import Answer
from ros1cli.answers.sources import source
from ros1cli.show.brief import Line, parts
from ros1cli.show.brief_text import brief_text
from ros1cli.show.markdown import brief_markdown
from ros1cli.show.terminal import draw_brief

WIDTHS = (60, 72, 80, 100, 113, 120, 140)
BUDGETS = {"mutation": (40, 36), "drug": (40, 36), "guidance": (25, 25), "sources": (25, 25), "glossary": (25, 25)}
COMPARED = {2: (45, 40), 3: (62, 50)}
NOT_HELD_COMPOUND = (30, 25)
"""What is known of each member alone stands in it as well."""
NOT_HELD = ("G2032W", "MET amplification", "SCLC", "G2032R/L2000V")
HEADS = {
    "active": ("ACTIVE", "NOT OFFERED"),
    "reduced": ("REDUCED", "NOT OFFERED"),
    "conflicting": ("UNRESOLVED",),
    "not_effective": ("NOT EFFECTIVE", "NOT OFFERED"),
    "no_data": ("NO DATA", "NOT OFFERED"),
}


@functools.cache
def answers() -> tuple[Answer, ...]:
    """Every finding, drug and topic, every fifth pair of drugs, some three, and some sources."""
    own = tables()
    tkis = [d.id for d in own.tkis]
    return (
        *(mutation(own, name) for name in (*own.findings, *NOT_HELD)),
        *(drug(own, name) for name in own.drugs),
        *(guidance(own, name) for name in own.topics),
        *(compare(own, pair) for pair in list(combinations(tkis, 2))[::5]),
        *(compare(own, three) for three in list(combinations(tkis[:8], 3))[::9]),
        *(source(own, name) for name in list(own.sources)[::9]),
        *(glossary(own, name) for name in (*own.glossary, "survival", "astrology")),
    )


def screen(answer: Answer, width: int) -> str:
    """What a terminal of this width shows."""
    said = parts(answer, False, wide=width >= 100)
    assert said is not None
    return draw_brief(said, width, color=False)


def piped(answer: Answer) -> list[str]:
    """The statements, one a line."""
    return brief_text(parts(answer, False, wide=False) or (), None).splitlines()


def budget(answer: Answer) -> tuple[int, int]:
    """The lines that an answer may have at 80 and at 120 columns."""
    if answer.answer == "compare":
        return COMPARED[len(answer.body.drugs)]
    if answer.status == "not_in_tables" and answer.query.compound:
        return NOT_HELD_COMPOUND
    short = answer.status == "not_in_tables" or answer.query.off_target
    return (26, 25) if short else BUDGETS[answer.answer]


@pytest.mark.parametrize(("place", "width"), [(0, 80), (1, 120)])
def test_a_screen_is_no_longer_than_its_budget(place: int, width: int) -> None:
    long = {
        answer.understood: lines
        for answer in answers()
        if (lines := screen(answer, width).count("\n")) > budget(answer)[place]
    }
    assert not long


def of(kind: str) -> Iterator[Answer]:
    """The answers of one command."""
    return (answer for answer in answers() if answer.answer == kind)


def test_every_drug_of_a_finding_stands_with_its_verdict() -> None:
    for answer in of("mutation"):
        lines = piped(answer)
        for call, found in answer.body.drugs.items():
            for d in found:
                heads = HEADS[call] if d.group == "option" else HEADS[call][-1:]
                heads = ("NOT EFFECTIVE",) if call == "not_effective" and d.reason != "research" else heads
                heads = ("NO DATA",) if d.group == "no_data" and call == "no_data" else heads
                heads = (*heads, "NEVER", "NOT EFFECTIVE") if d.reason == "never" else heads
                own = [x for x in lines if x.startswith(heads) and re.search(rf"\b{d.drug}\b", x.partition(" — ")[0])]
                assert len(own) == 1, (answer.understood, d.drug, call)


def test_the_findings_of_a_drug_stand_with_the_kind_of_evidence_on_each() -> None:
    """Cells must not be read as patients."""
    said = toy("drug", "novotinib").out
    assert "ACTIVE on G28R (trial*); L48V (expert opinion); V32M, S38Y, S38F, L23F (cells)" in said
    assert "NOT EFFECTIVE on N47K (trial)" in toy("drug", "labelinib").out
    assert "NOT EFFECTIVE on on-target resistance as a class (expert opinion)" in toy("drug", "cnsatinib").out
    assert not [a.understood for a in of("drug") if "no statement" in brief_text(parts(a, False, False), None)]


def test_a_drug_that_is_never_used_says_so_everywhere() -> None:
    banned = [a for a in of("drug") if any(w.reason == "never" for w in a.body.weighed)]
    assert banned
    for answer in banned:
        name = answer.body.drug
        assert any(x.startswith("NEVER") and name in x for x in piped(answer))
        shown = compare(tables(), (name, next(d.id for d in tables().tkis if d.id != name)))
        assert any(x.startswith("NEVER") and name in x for x in piped(shown))


def test_each_figure_stands_with_its_number_and_source_in_a_comparison() -> None:
    for answer in of("compare"):
        lines = piped(answer)
        for d in answer.body.drugs:
            for f in d.brief_figures:
                n = f.figure.n
                if f.figure.name != "DOR" and n is not None:
                    told = [x for x in lines if d.drug in x and re.search(rf"N={n}\b|/{n}\b", x)]
                    assert told, (answer.understood, d.drug, f.figure)


def test_no_line_ends_with_a_negation_and_none_is_wider_than_the_terminal() -> None:
    for answer in answers():
        for width in WIDTHS:
            for line in screen(answer, width).splitlines():
                assert answer.answer == "sources" or len(line) <= max(width, 64)
                words = re.sub(r"^[A-Z ]+ {2}", "", line)  # a head is no negation of what stands behind it
                assert not ENDS.search(words), (answer.understood, width, line)


def test_the_words_are_those_of_a_clinician() -> None:
    for answer in answers():
        if answer.answer != "sources":
            for line in piped(answer):
                assert not BANNED.search(line), line


@pytest.mark.parametrize("width", [80, 120])
def test_each_line_of_a_topic_ends_with_its_kind_of_evidence(width: int) -> None:
    for answer in of("guidance"):
        said = [p for p in parts(answer, False, wide=False) or () if isinstance(p, Line) and p.right]
        shown = screen(answer, width)
        for line in said:
            assert flat(f"{line.text}{line.right}") in flat(shown), (answer.body.topic, line.text, "is too long for it")


def test_a_topic_is_its_lines_and_each_statement_is_behind_one_or_counted() -> None:
    for answer in of("guidance"):
        lines = piped(answer)
        for line in answer.body.lines:
            assert any(x.startswith(line.verdict) and line.text in x for x in lines)
        ids = {s.id for s in answer.body.statements}
        assert all(set(line.statements) <= ids for line in answer.body.lines)
        assert any(f"all {len(ids)} statements" in x for x in lines)


def test_a_narrow_screen_and_markdown_keep_every_word() -> None:
    for answer in answers()[::7]:
        said = parts(answer, False, wide=False) or ()
        words = [part.text for part in said if isinstance(part, Line)]
        for shown in (screen(answer, 60), screen(answer, 120)):
            assert all(flat(text) in flat(shown) for text in words)
        assert "*" not in re.sub(r"\*\*.*?\*\*", "", brief_markdown(said, answer.brief.second_hand))


def test_full_gives_the_long_answer_and_explain_both_sides_of_a_conflict() -> None:
    with columns(80):
        for question in (
            ("drug", "novotinib"),
            ("mutation", "G28R"),
            ("compare", "Novora", "oldatinib"),
            ("guidance", "ici"),
        ):
            assert len(toy(*question, "--full").out) > len(toy(*question).out)
    explained = toy("guidance", "ici", "--explain").out
    assert "DISPUTED" in explained and "\n- " in explained


def test_in_a_pipe_each_cell_of_a_comparison_names_its_drug() -> None:
    shown = toy("compare", "Novora", "oldatinib").out
    assert re.search(r"^APPROVED, ROS1\+ novotinib \(Novora\) — ", shown, re.MULTILINE)


def test_a_word_search_is_a_list_with_the_number_of_the_rest() -> None:
    with columns(80):
        shown = ros1("guidance", "lorlatinib").out
    assert "more statements hold these words: --full" in shown
    assert shown.count("\n") <= 30
