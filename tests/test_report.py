"""The page for the board: the answer of `next-line` and nothing else, in its order, each figure with its n, no two populations on
one scale, every number of a source leading to it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from markdown_it import MarkdownIt
from test_brief import flat
from test_injection import Page, assert_harmless
from test_statuses import STATUSES
from test_terminal import on_terminal
from toolbox import TOY, answered, new_claim, parsed, raw_toy, record, ros1, tables, toy

from ros1cli.answers.question import Typed
from ros1cli.answers.report import FigureGroup, figure_groups, report
from ros1cli.answers.shapes import Answer
from ros1cli.show import html_report, markdown_report
from ros1cli.show.blocks import Grid
from ros1cli.show.html_figures import drawing, top
from ros1cli.show.report import Figures, Scale, board_page, figure_text
from ros1cli.tables.figure import Figure, Prior

HEADLINE = ("--mutation", "G2032R", "--prior", "crizotinib", "--cns")
REAL: dict[str, dict[str, Any]] = {
    "headline": {"mutation": ("G2032R",), "prior": ("crizotinib",), "cns": True},
    "after two": {"mutation": ("G2032R",), "prior": ("crizotinib", "lorlatinib"), "leptomeningeal": True},
    "mutation not known": {"prior": ("crizotinib",)},
    "brain alone": {"prior": ("crizotinib",), "cns_only": True},
    "alternatives": {"mutation": ("S1986Y/F",), "cns": True},
    "compound": {"mutation": ("S1986F/L2000V",)},
    "not tolerated": {"intolerant": ("crizotinib",)},
    "chemotherapy alone": {"prior": ("chemotherapy",), "cns": True},
    "off-target beside": {"mutation": ("G2032R", "MET"), "cns": True},
}
ORDER = (
    "Read first",
    "Options",
    "Figures, grouped by whose patients they are of",
    "Excluded, and why",
    "In the matrix: drugs by findings",
    "What else may be done",
    "What is not known, and which test would answer it",
    "Questions that the patient may ask",
    "The board",
    "Sources",
)
NEVER_MISSING = {"Options", "Excluded, and why", "What else may be done", "The board", "Sources"}
READER = MarkdownIt("commonmark")


def asked(name: str) -> Answer:
    return report(tables(), Typed(**REAL[name]))


def html(*argv: str) -> Page:
    result = toy("report", *argv)
    assert result.status in (0, 3) and result.err == "", result.err
    return Page(result.out)


def chapters(text: str) -> list[str]:
    """The titles of the second rank of a page."""
    return re.findall(r"<h2>(.*?)</h2>", text)


# -- the way in --------------------------------------------------------------------------------------------------------


def test_on_a_terminal_it_writes_nothing_and_says_where_to() -> None:
    status, shown = on_terminal(100, "report", "-m", "G28R", complaints=True)
    assert status == 2 and shown.count("\n") == 1 and "> r.html" in shown and "<" not in shown.replace("> r.html", "")
    status, shown = on_terminal(100, "report", "-m", "G28R", "--format", "markdown")
    assert status == 0 and shown.startswith("# ROS1 G28R")


@pytest.mark.parametrize("form", [("--json",), ("--format", "json"), ("--format", "tsv")])
def test_a_program_is_sent_to_the_answer_that_knows_the_facts(form: tuple[str, ...]) -> None:
    result = toy("report", "-m", "G28R", *form)
    assert (result.status, result.out) == (2, "") and "next-line --json" in result.err
    assert "tsv" in form or result.error["code"] == "not_understood"


@pytest.mark.parametrize(
    "words", [("--format", "table"), ("--format", "pdf"), ("--full",), ("--batch", "x"), ("--why", "x")]
)
def test_what_a_page_has_no_use_for_is_refused(words: tuple[str, ...]) -> None:
    assert toy("report", "-m", "G28R", *words).status == 2


def test_a_mutation_is_understood_with_and_without_its_option() -> None:
    assert toy("report", "G28R").out == toy("report", "--mutation", "G28R").out == toy("report", "-m", "G28R").out


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_its_page_and_its_exit(status: str) -> None:
    exit_status, argv = STATUSES[status]
    page, note = toy("report", *argv), toy("report", *argv, "--format", "markdown")
    assert page.status == note.status == exit_status and page.err == note.err == ""
    assert_harmless(Page(page.out))


# -- the order, and that nothing is said here that next-line does not say -------------------------------------------------


@pytest.mark.parametrize("status", STATUSES)
def test_the_chapters_stand_in_their_order_in_both_forms(status: str) -> None:
    argv = STATUSES[status][1]
    found = chapters(toy("report", *argv).out)
    assert found == [title for title in ORDER if title in found] and set(found) >= NEVER_MISSING
    note = toy("report", *argv, "--format", "markdown").out
    assert re.findall("^## (.*)$", note, re.M) == found and note.startswith("# ")


def test_the_page_begins_with_what_was_asked_and_on_which_day_and_ends_with_the_notice() -> None:
    text = toy("report", "-m", "G28R", "--cns", "--as-of", "2024-01-10").out
    assert "not today&#x27;s answer" in text.partition("</h1>")[0]
    document, found = answered("next-line", "-m", "G28R"), html("-m", "G28R")
    assert f"tables of {document['data']['version']}" in found.text.partition("Read first")[0]
    assert found.text.strip().endswith(document["notice"])


@pytest.mark.parametrize("name", REAL)
def test_every_drug_has_the_verdict_of_next_line(name: str) -> None:
    answer = asked(name)
    page = board_page(answer)
    words = {c.title: flat(str(c.parts)) for c in page.chapters}
    body = answer.body.lines
    (grid,) = [p for p in page.chapters[1].parts if isinstance(p, Grid)]
    for row, option in zip(grid.rows, body.options, strict=True):
        head = "REDUCED ACTIVITY, OPTION" if option.call == "reduced" else "OPTION"
        assert row[0].startswith(f"{head} {option.drug}"), row
    assert all(e.drug in words["Excluded, and why"] for e in body.excluded)
    told = words["Options"] + words.get(ORDER[6], "")
    assert all(row.drug in told for row in (*body.no_data, *body.studied_only))


@pytest.mark.parametrize("name", REAL)
def test_every_caveat_of_an_option_stands_on_the_page(name: str) -> None:
    answer = asked(name)
    text = flat(str(board_page(answer).chapters))
    for option in answer.body.lines.options:
        chosen = option.highlights.caveat
        assert chosen is None or flat(repr(chosen.short))[1:-1] in text
        for caveat in option.caveats:
            if chosen is None or caveat.id != chosen.id:
                assert flat(repr(caveat.short or caveat.text))[1:-1].rstrip(".") in text, caveat.id


def test_words_that_stand_for_several_statements_cite_the_source_of_each() -> None:
    answer = report(tables(), Typed(mutation=("G2032R",), prior=("crizotinib",)))
    lines, several = markdown_report.page(answer, explain=False).splitlines(), 0
    for option in answer.body.lines.options:
        chosen = option.highlights.caveat
        sources = {s for c in option.caveats if c.id in chosen.claims for s in c.sources}
        words = re.sub(r"\W", "", chosen.short)
        line = next(x for x in lines if words in re.sub(r"\W|second-hand", "", x))
        assert len(set(re.findall(r"\[(\d+)\]", line))) == len(sources), (option.drug, line)
        several += len(sources) > 1
    assert several


@pytest.mark.parametrize("name", REAL)
def test_every_caution_and_every_question_stands_on_the_page(name: str) -> None:
    answer = asked(name)
    text = flat(str(board_page(answer).chapters))
    body = answer.body.lines
    said = [*body.cautions, *body.other_treatments, *body.questions]
    assert all(flat(repr(s.short or s.text))[1:-1].rstrip(".") in text for s in said)


def test_the_rows_of_the_matrix_are_those_of_the_findings_and_of_the_members_of_a_compound() -> None:
    assert [f.finding for f in asked("headline").body.matrix.body.findings] == ["G2032R"]
    assert [f.finding for f in asked("compound").body.matrix.body.findings] == ["S1986F/L2000V", "S1986F", "L2000V"]
    assert [f.finding for f in asked("alternatives").body.matrix.body.findings] == ["S1986F", "S1986Y"]
    assert asked("mutation not known").body.matrix is None


def test_what_is_not_known_names_regions_labels_tests_and_disputes() -> None:
    text = ros1("report", "-p", "crizotinib", "--tested", "plasma").out.partition(ORDER[6])[2]
    assert all(word in text for word in (">TEST<", "IF FOUND", "not looked up"))
    text = str(board_page(asked("headline")).chapters[-3])
    assert all(word in text for word in ("NO DATA", "APPROVAL", "LABEL", "DISPUTED", "zidesamtinib — safety part"))


# -- figures -----------------------------------------------------------------------------------------------------------


def populations(group: FigureGroup) -> set[Any]:
    """All that the sources of a scale say of whose patients its figures are of."""
    found = set()
    for bar in group.bars:
        prior = bar.figure.prior
        words = (prior.tkis, frozenset(prior.only), frozenset(prior.among), *prior[3:]) if prior else bar.claim.id
        found.add((bar.figure.name, bar.figure.unit, bar.claim.finding, words))
    return found


@pytest.mark.parametrize("name", REAL)
def test_no_two_populations_stand_on_one_scale(name: str) -> None:
    for group in asked(name).body.figures:
        assert len(populations(group)) == 1, group
        unknown = group.prior is None or group.prior.tkis == "not_stated"
        assert len(group.bars) == 1 or not unknown, "two groups of unknown patients are not one"


@pytest.mark.parametrize("name", REAL)
def test_every_highlighted_figure_is_drawn_once_and_no_other(name: str) -> None:
    body = asked(name).body
    drawn: list[str] = []
    for group in body.figures:
        drawn += [bar.claim.id for bar in group.bars]
    chosen: list[str] = []
    for option in body.lines.options:
        h = option.highlights
        chosen += [i for i in (h.finding, h.nearest, h.broader, h.few, h.brain, h.brain_broader, h.lasts) if i]
    assert sorted(drawn) == sorted(chosen)


def test_other_patients_have_a_scale_of_their_own() -> None:
    raw = raw_toy()
    for i, (drug, chemo) in enumerate((("novotinib", True), ("compoundinib", False), ("weakatinib", True))):
        prior = {"tkis": "one", "only": ["oldatinib"], "chemo": chemo}
        figure = {"name": "ORR", "value": 30 + i, "unit": "%", "n": 20}
        added = new_claim(f"added-{i}", "setting:after_ros1_tki", "trial", about="figure", figure=figure, prior=prior)
        record(raw, drug)["claims"].append(added)
    groups = report(parsed(raw), Typed(mutation=("G28R",), prior=("oldatinib",))).body.figures
    alike = [[bar.drug for bar in g.bars] for g in groups if g.place == "patients"]
    assert alike == [["novotinib", "weakatinib"], ["compoundinib"]]


def test_patients_with_another_finding_have_a_scale_of_their_own() -> None:
    options = asked("headline").body.lines.options
    alike = [[bar.drug for bar in g.bars] for g in figure_groups(options) if g.place == "finding"]
    assert ["repotrectinib", "zidesamtinib"] in alike, "the test below needs two drugs on one scale"
    others = [c._replace(finding="G2032K") if c.finding else c for c in options[0].claims]
    changed = (options[0]._replace(claims=tuple(others)), *options[1:])
    apart = [[bar.drug for bar in g.bars] for g in figure_groups(changed) if g.place == "finding"]
    assert ["repotrectinib"] in apart and ["zidesamtinib"] in apart


PRIOR = Prior("one", (), (), None, None, ())
FIGURE = Figure(
    "ORR",
    "stated",
    40,
    "%",
    20,
    8,
    "20-60",
    None,
    None,
    None,
    None,
    "x",
    None,
    PRIOR,
    None,
    None,
    None,  # type: ignore[arg-type]
)


def test_a_figure_says_its_number_and_its_interval_or_that_it_has_none() -> None:
    assert figure_text(FIGURE) == "40% (8/20; 20-60)"
    assert figure_text(FIGURE._replace(interval=None)) == "40% (8/20; no interval here)"
    assert figure_text(FIGURE._replace(n=None, events=None)) == "40% (N not given; 20-60)"
    assert (
        figure_text(FIGURE._replace(unit="months", value=9.0, n=None, events=None)) == "9.0 months (N not given; 20-60)"
    )
    assert figure_text(FIGURE._replace(n=7, events=3)) == "few: 3 of 7"
    assert figure_text(FIGURE._replace(n=7, events=None)) == "few: 40% (N=7; 20-60)"


def test_a_bar_is_as_long_as_its_value_and_its_line_as_its_interval() -> None:
    svg = drawing(FIGURE, 100)
    assert 'width="40.0"' in svg and "M20.0 7H60.0" in svg
    assert "interval" not in drawing(FIGURE._replace(interval=None), 100)
    assert "hollow" in drawing(FIGURE._replace(n=None, events=None), 100) and "hollow" not in svg
    open_end = drawing(FIGURE._replace(interval="20, NE"), 100)
    assert "M20.0 7H100.0" in open_end and open_end.count("V10") == 1, "no end where none was reached"


@pytest.mark.parametrize(
    ("n", "events", "kinds"), [(9, 8, "8 full, 1 hollow"), (7, None, "7 grey"), (3, 0, "3 hollow")]
)
def test_under_ten_patients_each_is_a_dot(n: int, events: int | None, kinds: str) -> None:
    svg = drawing(FIGURE._replace(n=n, events=events), 100)
    assert "<rect" not in svg and svg.count("<circle") == n
    found = [(svg.count(f'circle class="{kind}"'), kind) for kind in ("full", "hollow", "grey")]
    assert ", ".join(f"{count} {kind}" for count, kind in found if count) == kinds


def test_a_scale_of_months_ends_at_the_year_that_its_figures_need() -> None:
    def end(*figures: Figure) -> int:
        return top([Scale("x", "months", tuple(_shown(f) for f in figures))])

    months = FIGURE._replace(unit="months", value=9.7, interval="7.4–12.0")
    assert end(months) == 24, "an interval that ends at the edge would read as one that is open"
    assert end(months._replace(interval="7.4-11.9")) == 12
    assert end(months, months._replace(interval="6.8-19.6")) == 24
    assert end(months._replace(value=45.6, interval="29.0-NR")) == 48
    assert top([Scale("x", "%", (_shown(FIGURE),))]) == 100


def _shown(figure: Figure) -> Any:
    return type("Shown", (), {"figure": figure})


def test_a_drug_of_which_the_tables_hold_no_caveat_has_a_row_without_one() -> None:
    raw = raw_toy()
    for held in record(raw, "novotinib")["claims"]:
        held.pop("caveat", None)
    answer = report(parsed(raw), Typed(mutation=("G28R",)))
    found = next(part for chapter in board_page(answer).chapters for part in chapter.parts if isinstance(part, Grid))
    assert next(row for row in found.rows if "novotinib" in row[0])[-1] == ""


def test_beneath_the_figures_stands_that_lengths_cannot_be_compared() -> None:
    text = toy("report", "-m", "G28R").out
    figures = text.partition(ORDER[2])[2].partition(ORDER[3])[0]
    assert tables().brief.not_compared.startswith("Different trials") and "lengths cannot be compared" in figures
    assert figures.rindex("cannot be compared") > figures.rindex("<svg")
    note = toy("report", "-m", "G28R", "--format", "markdown").out
    assert "lengths cannot be compared" in note
    assert "cannot be compared" not in toy("report", "-m", "Q45H").out, "nothing is drawn"


def test_the_words_on_its_trial_and_patients_stand_with_each_figure() -> None:
    for chapter in board_page(asked("headline")).chapters:
        for part in (p for p in chapter.parts if isinstance(p, Figures)):
            for _, scales in part.titled:
                assert all(f.trial for s in scales for f in s.figures)


# -- sources -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REAL)
def test_the_sources_are_those_that_the_page_cites_numbered_as_they_come(name: str) -> None:
    raw = [f"--{k.replace('_', '-')}" for k in REAL[name] if REAL[name][k] is True]
    for key in ("mutation", "prior", "intolerant"):
        for value in REAL[name].get(key, ()):
            raw += [f"--{key}", value]
    text = ros1("report", *raw).out
    cited = [int(n) for n in re.findall(r'<a href="#s(\d+)">\1</a>', text)]
    listed = [int(n) for n in re.findall(r'<li id="s(\d+)">', text)]
    first_uses = list(dict.fromkeys(cited))
    assert first_uses == listed == list(range(1, len(listed) + 1))
    assert all(a < b for a, b in pairwise(listed))
    note = ros1("report", *raw, "--format", "markdown").out
    assert len(re.findall(r"^\d+\. ", note, re.M)) == len(listed)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a.example/(b)*c*"]
)
def test_an_address_is_a_link_only_where_it_is_one_of_the_web(address: str) -> None:
    answer = report(tables(TOY), Typed(mutation=("G28R",)))
    held = answer._replace(sources=tuple(s._replace(address=address, read_at=None) for s in answer.sources))
    found = Page(html_report.page(held, explain=False))
    assert_harmless(found)
    note = READER.parse(markdown_report.page(held, explain=False))
    links = [str(a["href"]) for t, a in found.tags if t == "a" and not str(a["href"]).startswith("#")]
    for token in note:
        links += [str(t.attrs["href"]) for t in token.children or () if t.type == "link_open"]
    assert set(links) == ({address} if address.startswith("https:") else set())


def test_a_note_is_read_as_it_was_meant() -> None:
    tokens = READER.parse(ros1("report", *HEADLINE, "--format", "markdown").out)
    links: list[str] = []
    for token in tokens:
        links += [str(t.attrs["href"]) for t in token.children or () if t.type == "link_open"]
    assert links and all(link.startswith(("https://", "http://")) for link in links)
