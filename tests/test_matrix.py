"""`matrix`: the calls of every other command at a glance, no letter that reads as an offer, and what nobody has tested."""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest
from test_brief import BANNED, ENDS, flat
from test_formats import READER
from toolbox import answered, claim, columns, found, new_claim, over, raw_toy, record, ros1, tables, toy

from ros1cli.answers.matrix import matrix
from ros1cli.answers.shapes import Answer
from ros1cli.show.blocks import CellGrids
from ros1cli.show.brief import parts
from ros1cli.show.brief_matrix import LETTERS, NOT_OFFERED, NOTHING
from ros1cli.show.brief_text import brief_text
from ros1cli.show.cells import bands
from ros1cli.show.markdown import brief_markdown
from ros1cli.show.terminal import draw_brief
from ros1cli.tables.as_of import as_of

WIDTHS = (60, 66, 72, 76, 80, 99, 100, 113, 120, 140, 200)
WHATEVER = {"never", "setting", "research"}
BUDGETS = {80: 66, 120: 62}
"""Lines of the matrix of all findings: a grid of what may be offered and one of what may not, a line a finding."""


@functools.cache
def answers() -> tuple[Answer, ...]:
    """All of it, the gaps, and some chosen rows and columns."""
    own = tables()
    return (
        matrix(own),
        matrix(own, gaps=True),
        matrix(own, (), ("G2032R",)),
        matrix(own, ("lorlatinib", "alectinib", "foretinib"), ("S1986F/L2000V", "L2155S", "G2032W")),
        matrix(own, ("crizotinib",)),
    )


def screen(answer: Answer, width: int) -> str:
    said = parts(answer, False, wide=width >= 100)
    assert said is not None
    return draw_brief(said, width, color=False)


def cells_of(answer: Answer) -> dict[tuple[str, str], Any]:
    return {(c.finding, c.drug): c for c in answer.body.cells}


def test_each_drug_and_each_finding_have_one_cell() -> None:
    document = answered("matrix")
    drugs, rows = ([d[key] for d in document[name]] for key, name in (("drug", "drugs"), ("finding", "findings")))
    assert drugs == sorted(drugs) and len(document["cells"]) == len(drugs) * len(rows)
    assert len({(c["drug"], c["finding"]) for c in document["cells"]}) == len(document["cells"])


@pytest.mark.parametrize("width", BUDGETS)
def test_the_whole_matrix_is_within_its_budget(width: int) -> None:
    assert screen(answers()[0], width).count("\n") <= BUDGETS[width]


def test_the_dates_of_the_tables_stand_at_the_top_and_the_notice_at_the_end() -> None:
    for answer in answers():
        for width in WIDTHS:
            lines = screen(answer, width).splitlines()
            assert any(answer.data.version in line for line in lines[: 5 if answer.understood[80:] else 3])
            assert flat(" ".join(lines)).endswith(flat(answer.brief.notice))


def test_no_line_is_wider_than_the_terminal_and_none_ends_in_a_negation() -> None:
    for answer in answers():
        for width in range(60, 141):
            for line in screen(answer, width).splitlines():
                assert len(line) < width + 1, (width, line)
                words = re.sub(r"^[A-Z ]+ {2}|\bN NEVER\b", "", line)  # a head, and a verdict that is whole in itself
                assert not ENDS.search(words), (width, line)


def test_the_words_are_those_of_a_clinician() -> None:
    for answer in answers():
        for shown in (screen(answer, 80), screen(answer, 120), brief_text(parts(answer, False, False) or (), None)):
            assert not BANNED.search(shown), BANNED.findall(shown)


def every_word(answer: Answer, width: int) -> list[tuple[str, str, str]]:
    """The drug, the finding and the words of each cell in a grid."""
    part = next(p for p in parts(answer, False, False) or () if isinstance(p, CellGrids))
    names = {NOT_OFFERED + d.drug: d.drug for d in answer.body.drugs} | {d.drug: d.drug for d in answer.body.drugs}
    out = []
    for section in part.sections:
        for row in section.rows:
            drawn = [names[whole] for whole, _ in section.names]
            out += [(drug, "".join(row[0]), " ".join(cell)) for drug, cell in zip(drawn, row[1:], strict=True)]
    assert bands(part, width)[0]
    return out


def test_a_cell_of_a_grid_says_the_call_and_how_it_is_known() -> None:
    for answer in answers():
        if answer.query.raw.get("gaps"):
            continue
        for drug, finding, words in every_word(answer, 80):
            cell = cells_of(answer)[finding, drug]
            letter, _, known = words.removeprefix(NOT_OFFERED).partition(" ")
            assert letter == LETTERS[cell.call]
            assert known or letter == NOTHING, "no letter without its word"
            if cell.n is not None:
                assert f"{cell.events}/{cell.n}" in known or f"n={cell.n}" in known
            marked = bool(WHATEVER & {*cell.marks})
            assert letter == NOTHING or words.startswith(NOT_OFFERED) == marked, words


def test_no_letter_of_a_drug_that_is_not_offered_reads_as_an_offer() -> None:
    """In head and cell of a grid, and in every line of a list."""
    whole = answers()[0]
    marked = {d.drug for d in whole.body.drugs if WHATEVER & {*d.marks}}
    own = {d.id for d in tables().tkis}
    never = {c.drug for d in tables().tkis for c in d.claims if c.scope.kind == "never"}
    assert never and never <= marked < own
    for c in whole.body.cells:
        assert (c.group == "option") <= (c.drug not in marked), c
        assert c.call not in ("active", "reduced") or c.group == "option" or WHATEVER & {*c.marks}, c
        if c.drug in marked:
            assert WHATEVER & {*c.marks}, c
    for line in brief_text(parts(whole, False, False) or (), None).splitlines():
        for drug in marked:
            if re.match(r"(?:ACTIVE|REDUCED) ", line):
                assert drug not in line, line
            if drug in line and re.match(r"(?:NOT EFFECTIVE|NOT OFFERED|UNRESOLVED) ", line):
                assert f"{NOT_OFFERED}{drug}" in line, line


def test_a_drug_without_a_column_is_named_with_what_is_known() -> None:
    for day in (None, "2024-02-05"):
        answer = matrix(as_of(tables(), day), day=day)
        part = next(p for p in parts(answer, False, False) or () if isinstance(p, CellGrids))
        drawn = {whole.removeprefix(NOT_OFFERED) for section in part.sections for whole, _ in section.names}
        for d in answer.body.drugs:
            calls = {c.call for c in answer.body.cells if c.drug == d.drug}
            said = [x for x in brief_text(parts(answer, False, False) or (), None).splitlines() if d.drug in x]
            if d.drug not in drawn:
                head = "NEVER" if "never" in d.marks else "NO DATA  that decides"
                assert calls == {"no_data"} or head == "NEVER", d.drug
                assert [x for x in said if x.startswith(head)], (day, d.drug)
            else:
                assert not [x for x in said if x.startswith("NO DATA  that decides")], (day, d.drug)


@pytest.mark.parametrize("width", [80, 120])
def test_every_finding_and_every_drug_stand_on_the_screen(width: int) -> None:
    whole = answers()[0]
    shown = flat(screen(whole, width))
    end = next(p for p in parts(whole, False, False) or () if isinstance(p, CellGrids)).ending
    short = re.search(r"-(\w+)\.$", end)
    assert short
    assert all(change in shown for f in whole.body.findings for change in f.finding.split("/"))
    assert all(re.search(rf"^{name}\b(?!/)", screen(whole, width), re.M) for name in ("G2032R", "L2155S", "F2004V"))
    for d in whole.body.drugs:
        assert d.drug in shown or d.drug.removesuffix(short[1]) + "-" in shown, d.drug
    assert (flat(end) in shown) == (width == 80)


def test_in_a_pipe_every_pair_stands_in_one_line_with_its_verdict() -> None:
    whole = answers()[0]
    lines = [line for line in brief_text(parts(whole, False, False) or (), None).splitlines() if ": " in line]
    heads = {"active": "ACTIVE", "reduced": "REDUCED", "conflicting": "UNRESOLVED", "not_effective": "NOT EFFECTIVE"}
    for c in whole.body.cells:
        pair = rf"[ ,]{re.escape(c.finding)}[:,].*\b{c.drug}\b"
        own = [x for x in lines if re.search(pair, x) and x.startswith((*heads.values(), "NOT OFFERED", "NO DATA"))]
        assert len(own) == 1, (c.finding, c.drug, own)
        refused = c.group != "option" and c.call in ("active", "reduced")
        head = "NOT OFFERED" if refused else heads.get(c.call, "NO DATA")
        assert own[0].startswith(head), (own[0], head)


def test_chosen_rows_and_columns_by_any_name_keep_their_order_and_stand_once() -> None:
    ask = ("matrix", "-m", "V32M/G28R", "-m", "p.Gly28Arg", "-m", "G28R", "--drug", "nvt101", "--drug", "Oldix")
    document = answered(*ask, "--drug", "oldatinib")
    assert [f["finding"] for f in document["findings"]] == ["G28R/V32M", "G28R"]
    assert [d["drug"] for d in document["drugs"]] == ["novotinib", "oldatinib"]
    assert document["query"]["raw"]["drug"] == ["nvt101", "Oldix", "oldatinib"]
    assert {r["finding"] for r in document["query"]["readings"]} >= {"G28R"}


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--drug", "vermetrexed"), "not a ROS1 TKI"),
        (("--drug", "novotinob"), "novotinib"),
        (("--mutation", "A28R"), "Gly"),
        (("--mutation", "GENX1"), "ros1 mutation"),
        (("--mutation", "G28R,SCLC"), "several findings"),
    ],
)
def test_a_name_that_has_no_place_is_refused(argv: tuple[str, ...], said: str) -> None:
    result = toy("matrix", *argv)
    assert result.status == 2 and said in result.err and not result.out, result.err


def test_a_finding_that_is_not_in_the_tables_says_so_in_its_answer() -> None:
    result = toy("matrix", "--mutation", "G28E", "--json")
    assert result.status == 3 and result.json["status"] == "not_in_tables"
    assert not [c for c in result.json["cells"] if c["call"] in ("active", "reduced")]
    assert "not in these tables: G28E" in toy("matrix", "--mutation", "G28E").out
    assert toy("matrix", "--mutation", "G28E", "--mutation", "G28R").status == 0


# -- patients and statements -------------------------------------------------------------------------------------------


def test_patients_are_counted_where_the_source_counted_them_and_never_added() -> None:
    for c in answers()[0].body.cells:
        if c.counted is None:
            assert c.n is None and c.events is None
        else:
            own = next(x for x in answers()[0].body.statements if x.id == c.counted)
            assert own.figure and (own.figure.n, own.figure.events) == (c.n, c.events) and own.figure.name == "ORR"
            assert own.finding == c.finding and own.drug == c.drug and own.call in (None, c.call)


def test_a_count_that_does_not_say_what_the_cell_says_does_not_stand_in_it() -> None:
    raw = raw_toy()
    figure = {"name": "ORR", "value": 60, "unit": "%", "n": 20, "events": 12}
    own = record(raw, "unseenib").setdefault("claims", [])
    own.append(
        new_claim("counted", "finding:Q45H", "trial", "active", figure=figure, prior={"tkis": "one"}, short="12 of 20")
    )
    (cell,) = over(raw, "matrix", "-m", "Q45H", "--drug", "unseenib")["cells"]
    assert (cell["call"], cell["n"], cell["events"], cell["counted"]) == ("active", 20, 12, "counted")
    own.append(new_claim("less", "finding:Q45H", "trial", "reduced", short="less"))
    (cell,) = over(raw, "matrix", "-m", "Q45H", "--drug", "unseenib")["cells"]
    assert (cell["call"], cell["n"], cell["events"], cell["counted"]) == ("reduced", None, None, None)


def test_a_research_compound_is_marked_so_beside_every_other_mark() -> None:
    raw = raw_toy()
    claims = record(raw, "labotinib").setdefault("claims", [])
    claims.append(new_claim("not-later", "setting:after_ros1_tki", "expert", "not_effective"))
    document = over(raw, "matrix", "--drug", "labotinib")
    assert set(document["drugs"][0]["marks"]) == {"setting", "research"}
    assert all({"setting", "research"} <= {*c["marks"]} for c in document["cells"])


def test_no_cell_is_coloured_and_no_laboratory_value_stands_in_it() -> None:
    shown = draw_brief(parts(answers()[0], False, False) or (), 120, color=True)
    assert not re.search(r"\x1b\[[0-9;]*(?:3[2-7]|4[0-7])m", shown)
    assert not re.search(r"\bnM\b|-fold", shown)


def test_a_statement_without_a_verdict_is_no_letter() -> None:
    raw = raw_toy()
    made = {
        "id": "bare-ic50",
        "about": "figure",
        "scope": "finding:Q45H",
        "level": "in_vitro",
        "text": "A value alone.",
    }
    made |= {"source": "toy-page", "locator": "a test"}
    made["figure"] = {"name": "IC50", "value": 2, "unit": "nM"}
    record(raw, "novotinib").setdefault("claims", []).append(made)
    document = over(raw, "matrix", "-m", "Q45H", "--drug", "novotinib")
    (cell,) = document["cells"]
    assert (cell["call"], cell["level"], cell["claims"]) == ("no_data", None, ["bare-ic50"])
    assert not document["gaps"], "the laboratory tried it"


# -- what nobody has tested --------------------------------------------------------------------------------------------


def test_a_gap_is_a_pair_without_patients_and_without_laboratory() -> None:
    document = ros1("matrix", "--json").json
    level = {s["id"]: s["level"] for s in document["statements"]}
    finding = {s["id"]: s["finding"] for s in document["statements"]}
    gaps = {(g["finding"], g["drug"]) for g in document["gaps"]}
    for c in document["cells"]:
        own = [level[x] for x in c["claims"] if finding[x] == c["finding"]]
        tested = bool({*own} & {"trial", "case", "in_vitro", "anecdote"})
        assert ((c["finding"], c["drug"]) in gaps) == (not tested), c


def test_gaps_stand_commonest_first() -> None:
    document = ros1("matrix", "--gaps", "--json").json
    order = list(dict.fromkeys(g["finding"] for g in document["gaps"]))
    rows = [found_row(document, name) for name in order]
    keys = [(r["frequency"] is None, -(r["counted"] or 0)) for r in rows]
    assert keys == sorted(keys)
    assert order[0] == "G2032R"


def found_row(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(f for f in document["findings"] if f["finding"] == name)


def test_a_count_is_the_largest_of_one_series_and_no_sum() -> None:
    for row in ros1("matrix", "--json").json["findings"]:
        seen = ros1("mutation", row["finding"], "--json").json["seen_after"]
        assert row["counted"] == max((s["events"] for s in seen if s["events"] is not None), default=None)


def test_the_gaps_are_counted_listed_and_their_order_is_said() -> None:
    document, shown = ros1("matrix", "--gaps", "--json").json, ros1("matrix", "--gaps").out
    assert f"{len(document['gaps'])} of {len(document['cells'])} pairs" in shown and "Order:" in shown
    for gap in document["gaps"]:
        line = next(x for x in shown.splitlines() if re.match(rf"- (?:.*, )?{re.escape(gap['finding'])}[:,]", x))
        named = re.search(rf"\b{gap['drug']}\b", line.partition("(tested:")[0])
        counted = re.search(r": \d+ of \d+ drugs", line)
        assert named or counted, (gap, line)
        tested = line.partition("(tested: ")[2].partition(")")[0]
        assert gap["drug"] not in tested, (gap, line)


def test_an_opinion_is_no_test() -> None:
    raw = raw_toy()
    document = over(raw, "matrix")
    opinions = [g for g in document["gaps"] if g["opinion"]]
    assert opinions
    one = opinions[0]
    cell = next(c for c in document["cells"] if (c["finding"], c["drug"]) == (one["finding"], one["drug"]))
    own = [i for i in cell["claims"] if claim_scope(raw, i) == f"finding:{one['finding']}"]
    claim(raw, own[0])["level"] = "in_vitro"
    changed = over(raw, "matrix")
    assert not [g for g in changed["gaps"] if (g["finding"], g["drug"]) == (one["finding"], one["drug"])]


def claim_scope(raw: dict[str, Any], claim_id: str) -> str:
    return str(claim(raw, claim_id)["scope"])


# -- other formats -----------------------------------------------------------------------------------------------------


def test_markdown_holds_every_line_and_no_table_that_a_note_would_break() -> None:
    for answer in answers():
        text = brief_markdown(parts(answer, False, False) or (), answer.brief.second_hand)
        assert not [t for t in READER.parse(text) if t.type in ("code_block", "fence", "html_block", "hr")]
        for c in answer.body.cells:
            assert answer.query.raw.get("gaps") or c.drug in text


def test_a_narrow_terminal_has_a_list() -> None:
    shown = screen(answers()[2], 60)
    with columns(60):
        assert flat(ros1("matrix", "-m", "G2032R").out) == flat(shown)
    assert re.search(r"ACTIVE .*G2032R:", shown) and "lorlatinib (trial* 0/6)" in re.sub(r"\s+", " ", shown)


def test_tsv_has_a_row_a_pair_with_its_verdict() -> None:
    head, *lines = toy("matrix", "--format", "tsv").out.splitlines()
    rows = [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]
    document = answered("matrix")
    pairs = [r for r in rows if r["group"] in ("option", "excluded", "no_data")]
    assert len(pairs) == len(document["cells"])
    for row, c in zip(pairs, document["cells"], strict=True):
        assert (row["finding"], row["drug"], row["call"]) == (c["finding"], c["drug"], c["call"])
        assert row["group"] == "option" or re.search(r"not|EXCLUDED|UNRESOLVED", row["verdict"]), row
        assert row["group"] != "option" or row["caveats"] != "NA"
    assert len([r for r in rows if r["group"] == "gap"]) == len(document["gaps"])


def test_the_day_is_said_and_what_came_later_is_hidden() -> None:
    document = ros1("matrix", "--as-of", "2024-02-05", "--json").json
    assert "not today's answer" in document["understood"]
    assert all(s["entered"] <= "2024-02-05" for s in document["statements"])
    assert found(document["drugs"], "zidesamtinib")["codes"]
