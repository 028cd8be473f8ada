"""TSV and Markdown: what the JSON says is in every format, in cells that no text can shift and words that no reader eats."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from regenerate_golden import QUESTIONS
from toolbox import NEGATION, TOY, answered, claim, raw_toy, ros1, tables, toy, write_tables

from ros1cli import tsv

PLAIN = {name: tuple(w for w in q if w not in ("--explain", "--history")) for name, q in QUESTIONS.items()}
LISTS = {name: q for name, q in PLAIN.items() if name.endswith("-list")}
ANSWERS = {name: q for name, q in PLAIN.items() if name not in LISTS}
LINES = {name: q for name, q in ANSWERS.items() if q[0] in ("next-line", "first-line")}
COLUMNS = {
    "next-line": tsv.LINES,
    "first-line": tsv.LINES,
    "compare": tsv.COMPARE,
    "mutation": tsv.MUTATION,
    "drug": tsv.DRUG,
    "guidance": tsv.GUIDANCE,
    "sources": tsv.SOURCE,
    "levels": tsv.LEVELS,
}
GROUPS = {"option": "options", "studied_only": "studied_only", "excluded": "excluded", "no_data": "no_data"}
HOSTILE = "*a* _b_ [c](http://d) <e>f</e> `g` | h ~~i~~ &amp; $j$ \\* ;k; #l\t[m]: n"
STARTS = (
    "1. one",
    "12) twelve",
    "- dash",
    "+ plus",
    "# head",
    "> quote",
    "--- line",
    "=== line",
    "    indented",
    "* star",
)


def rows(text: str) -> list[dict[str, str]]:
    """A table as a script reads it: by tabs and line ends, nothing else."""
    assert text.endswith("\n") and "\r" not in text
    head, *lines = (line.split("\t") for line in text[:-1].split("\n"))
    assert all(len(line) == len(head) for line in lines), "a row is shifted"
    return [dict(zip(head, line, strict=True)) for line in lines]


def table(*question: str) -> list[dict[str, str]]:
    result = toy(*question, "--format", "tsv")
    assert result.status in (0, 3) and result.err == ""
    return rows(result.out)


def clean(text: str) -> str:
    """A text as a cell holds it."""
    return " ".join(text.replace(";", ",").split())


# -- TSV -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLAIN)
def test_a_table_has_its_header_and_no_empty_cell(name: str) -> None:
    found = table(*PLAIN[name])
    assert found, "an answer without anything to list is one row that says so"
    for row in found:
        assert all(cell and cell == cell.strip() and "\x1b" not in cell for cell in row.values())
    document = answered(*PLAIN[name])
    if name in LISTS:
        assert list(found[0]) == list(document[0]) and len(found) == len(document)
    else:
        assert tuple(found[0]) == (*COLUMNS[document["answer"]], *tsv.TAIL)


@pytest.mark.parametrize("name", PLAIN)
def test_a_reader_of_csv_files_finds_the_same_cells(name: str) -> None:
    text = toy(*PLAIN[name], "--format", "tsv").out
    read = csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONE)
    assert list(read) == rows(text)


@pytest.mark.parametrize("name", ANSWERS)
def test_every_row_says_the_status_the_day_the_tables_and_what_must_be_read_first(name: str) -> None:
    document = answered(*ANSWERS[name])
    first = [clean(c["text"]) for c in document.get("cautions", []) if c["first"]]
    for row in table(*ANSWERS[name]):
        assert row["status"] == document["status"]
        assert row["as_of"] == (document["data"]["as_of"] or "NA") and row["data"] == document["data"]["version"]
        assert row["read_first"] == (";".join(first) or "NA")
        assert row["notice"] == document["notice"]


def test_an_answer_as_of_a_day_says_the_day_in_every_row() -> None:
    for question in (("drug", "Novora"), ("mutation", "G28R"), ("compare", "Novora", "Oldix"), ("guidance", "ici")):
        assert {row["as_of"] for row in table(*question, "--as-of", "2024-01-10")} == {"2024-01-10"}


@pytest.mark.parametrize("name", LINES)
def test_every_drug_is_one_row_of_its_group(name: str) -> None:
    document = answered(*LINES[name])
    found = table(*LINES[name])
    wanted = [(group, row["drug"]) for group, key in GROUPS.items() for row in document[key]]
    assert [(row["group"], row["drug"]) for row in found] == wanted
    assert Counter(row["group"] for row in found) == {g: len(document[k]) for g, k in GROUPS.items() if document[k]}


@pytest.mark.parametrize("name", LINES)
def test_the_verdict_and_every_caveat_survive(name: str) -> None:
    document = answered(*LINES[name])
    found = {row["drug"]: row for row in table(*LINES[name])}
    for key in GROUPS.values():
        for record in document[key]:
            row = found[record["drug"]]
            assert row["call"] == record["call"]
            assert row["reason"] == record.get("reason", "NA") and row["basis"] == record.get("basis", "NA")
            assert row["caveats"] == (";".join(clean(c["text"]) for c in record.get("caveats", [])) or "NA")
            assert row["because"].split(";") == [clean(b) for b in record["because"]]
            if key == "excluded":
                assert row["verdict"] == clean(f"EXCLUDED: {record['verdict']}")
            if key != "options":
                assert NEGATION.search(row["verdict"].removeprefix("EXCLUDED")), row["verdict"]


@pytest.mark.parametrize("name", LINES)
def test_a_semicolon_parts_the_values_of_a_cell_and_nothing_else(name: str) -> None:
    document = answered(*LINES[name])
    found = {row["drug"]: row for row in table(*LINES[name])}
    for key in GROUPS.values():
        for record in document[key]:
            claims = record.get("claims", record.get("setting_claims"))
            lists = {k: record.get(k, []) for k in ("brands", "codes", "because", "caveats", "approvals")}
            for column, values in (lists | {"claims": claims}).items():
                cell = found[record["drug"]][column]
                assert len(values) == (0 if cell == "NA" else len(cell.split(";"))), (record["drug"], column)


def test_what_is_missing_is_na_and_never_empty_or_zero() -> None:
    found = {row["drug"]: row for row in table("next-line", "--mutation", "G28R")}
    without = [d for d in tables(TOY).tkis if not d.brands and d.id in found]
    assert without and all(found[d.id]["brands"] == "NA" for d in without)
    brain = {row["drug"]: row["treats_brain"] for row in table("next-line", "--mutation", "G28R", "--cns")}
    assert set(brain.values()) == {"yes", "no", "NA"}


def test_a_comparison_has_a_row_for_every_figure_approval_and_caveat() -> None:
    document = answered("compare", "Novora", "oldatinib", "Nevera")
    found = table("compare", "Novora", "oldatinib", "Nevera")
    for column in document["drugs"]:
        items = Counter(row["item"] for row in found if row["drug"] == column["drug"])
        assert items["approval"] == len(column["approvals"]) and items["caveat"] == len(column["caveats"])
        assert items["NEVER"] == len(column["never"])
        for figure in column["figures"]:
            assert items[figure["name"]] >= 1
    assert any(row["item"] == "NEVER" for row in found)
    assert "not stated in these tables" in {row["value"] for row in found}


@pytest.mark.parametrize("question", [("mutation", "G28R"), ("mutation", "G28R/V32M"), ("mutation", "GENX1")])
def test_a_finding_has_a_row_for_every_drug_with_its_call(question: tuple[str, ...]) -> None:
    wanted = {(call, d["drug"], clean(d["why"])) for call, f in answered(*question)["drugs"].items() for d in f}
    assert {(row["call"], row["drug"], row["why"]) for row in table(*question)} == wanted


def test_a_drug_has_a_row_for_every_claim_and_those_of_its_class() -> None:
    document = answered("drug", "Novora")
    wanted = [c["id"] for found in document["claims"].values() for c in found]
    wanted += [c["id"] for c in document["class_claims"]]
    assert [row["claim"] for row in table("drug", "Novora") if row["claim"] != "NA"] == wanted


def test_a_treatment_names_the_topics_that_answer_for_it() -> None:
    topics = answered("drug", "vermetrexed")["guidance"]
    found = [row for row in table("drug", "vermetrexed") if row["about"] == "guidance"]
    assert topics and [row["text"] for row in found] == [f"ros1 guidance {t}" for t in topics]


def test_the_statements_of_a_topic_the_levels_and_what_rests_on_a_source_are_rows() -> None:
    assert [r["statement"] for r in table("guidance", "ici")] == [
        s["id"] for s in answered("guidance", "ici")["statements"]
    ]
    assert [r["level"] for r in table("sources", "--levels")] == [
        m["level"] for m in answered("sources", "--levels")["levels"]
    ]
    used = answered("sources", "toy-trial-2025")["used_by"]
    assert [r["record"] for r in table("sources", "toy-trial-2025")] == [u["id"] for u in used]


def test_what_the_tables_do_not_cover_is_a_row_that_says_so() -> None:
    (row,) = table("guidance", "astrology")
    assert (row["topic"], row["status"], row["text"]) == ("astrology", "not_in_tables", "NA")


@pytest.fixture
def hostile(tmp_path: Path) -> str:
    """The invented tables with texts that mean something to readers of tables and of Markdown."""
    raw = raw_toy()
    claim(raw, "novotinib-dizziness")["text"] = HOSTILE
    claim(raw, "novotinib-brain")["text"] = HOSTILE
    for i, start in enumerate(STARTS):
        raw["guidance"]["statements"][i % len(raw["guidance"]["statements"])]["text"] = f"{start} {HOSTILE}"
    write_tables(raw, tmp_path)
    return str(tmp_path)


def test_no_text_can_shift_a_cell(hostile: str) -> None:
    found = rows(ros1("next-line", "--mutation", "G28R", "--format", "tsv", "--data", hostile).out)
    row = next(r for r in found if r["drug"] == "novotinib")
    assert row["caveats"] == clean(HOSTILE) and "\\*" in row["caveats"] and ",k," in row["caveats"]


# -- Markdown --------------------------------------------------------------------------------------------------------

READER = MarkdownIt("commonmark").enable(["strikethrough", "table"])
MEANT = {"heading", "paragraph", "bullet_list", "list_item", "inline", "strong", "text", "softbreak"}


def read(text: str) -> tuple[list[str], set[str]]:
    """The words that a reader of Markdown sees, and the kinds of things that it found."""
    words: list[str] = []
    kinds: set[str] = set()
    for token in READER.parse(text):
        kinds.add(re.sub("_(open|close)$", "", token.type))
        for child in token.children or ():
            kinds.add(re.sub("_(open|close)$", "", child.type))
        words += "".join(
            c.content if c.type == "text" else " " * (c.type == "softbreak") for c in token.children or ()
        ).split()
    return words, kinds


def told(text: str) -> list[str]:
    """The words of the plain text, without its bullets."""
    return [word for line in text.split("\n") for word in re.sub(r"^\s*- ", "", line).split()]


def same_words(*argv: str) -> None:
    plain, marked = ros1(*argv).out, ros1(*argv, "--format", "markdown").out
    words, kinds = read(marked)
    assert words == told(plain)
    assert kinds <= MEANT, kinds - MEANT


@pytest.mark.parametrize("name", QUESTIONS)
def test_markdown_holds_the_words_of_the_plain_text_and_no_reader_eats_any(name: str) -> None:
    if "--history" in QUESTIONS[name]:
        same_words(*PLAIN[name], "--history", "--data", str(TOY))
    same_words(*QUESTIONS[name], "--data", str(TOY))


@pytest.mark.parametrize(
    "question",
    [
        ("next-line", "--mutation", "G2032R", "--prior", "crizotinib", "--cns", "--explain"),
        ("next-line", "--mutation", "MET"),
        ("first-line", "--explain"),
        ("compare", "crizotinib", "entrectinib", "repotrectinib", "--explain"),
        ("mutation", "L2086F", "--explain"),
        ("drug", "lorlatinib", "--history", "--explain"),
        ("guidance", "side-effects", "--explain"),
        ("guidance", "immunotherapy"),
        ("sources",),
        ("drug",),
    ],
    ids=" ".join,
)
def test_the_same_over_the_real_tables(question: tuple[str, ...]) -> None:
    same_words(*question)


@pytest.mark.parametrize(
    "question",
    [
        ("next-line", "--mutation", "G28R", "--cns", "--explain"),
        ("drug", "Novora"),
        ("guidance", "ici"),
        ("guidance", "about"),
    ],
)
def test_no_text_is_read_as_markup(question: tuple[str, ...], hostile: str) -> None:
    result = ros1(*question, "--format", "markdown", "--data", hostile)
    if result.status in (0, 3):
        same_words(*question, "--data", hostile)


def test_hostile_statements_keep_every_word(hostile: str) -> None:
    topics = {t for s in tables(TOY).statements.values() for t in s.topics}
    for topic in sorted(topics):
        same_words("guidance", topic, "--data", hostile)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_note_begins_with_what_was_understood_and_ends_with_the_notice(name: str) -> None:
    text = toy(*ANSWERS[name], "--format", "markdown").out
    tokens = READER.parse(text)
    assert (tokens[0].type, tokens[0].tag) == ("heading_open", "h1")
    assert [t.tag for t in tokens if t.type == "heading_open"].count("h1") == 1
    assert "".join(c.content for c in tokens[1].children or ()).startswith(answered(*ANSWERS[name])["understood"])
    assert tokens[-3].type == "paragraph_open" and tables(TOY).notice in tokens[-2].content.replace("\\", "")


@pytest.mark.parametrize("name", LINES)
def test_the_verdict_stands_first_in_the_head_of_every_drug(name: str) -> None:
    heads = re.findall(r"^- \*\*(.*)\*\*$", toy(*LINES[name], "--format", "markdown").out, re.M)
    document = answered(*LINES[name])
    assert len([h for h in heads if h.startswith("EXCLUDED ")]) == len(document["excluded"])
    assert len([h for h in heads if re.match("(REDUCED ACTIVITY, )?OPTION ", h)]) == len(document["options"])
    for head in heads:
        if head.startswith(("EXCLUDED ", "NO DATA ", "STUDIED ONLY ")):
            assert NEGATION.search(re.sub("^(EXCLUDED|NO DATA)", "", head)), head


@pytest.mark.parametrize("form", ["tsv", "markdown"])
@pytest.mark.parametrize("name", LINES)
def test_every_caution_that_must_be_read_first_is_in_every_format(name: str, form: str) -> None:
    text = toy(*LINES[name], "--format", form).out
    words = clean(" ".join(read(text)[0]) if form == "markdown" else text)
    for caution in answered(*LINES[name])["cautions"]:
        if caution["first"]:
            assert clean(caution["text"]) in words


def test_the_formats_change_nothing_of_the_exit() -> None:
    for question, status in (
        (("guidance", "astrology"), 3),
        (("next-line", "--mutation", "G28E"), 3),
        (("drug", "Novora"), 0),
    ):
        for form in ("table", "json", "tsv", "markdown"):
            assert toy(*question, "--format", form).status == status
    assert json.loads(toy("drug", "zzz", "--format", "json").err)["error"]["code"] == "not_understood"


def documented() -> dict[str, Any]:
    """The tables of docs/formats.md."""
    page = (TOY.parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
    return {
        head: re.findall(r"^\| `(\w+)` \|", body, re.M)
        for head, body in re.findall(r"^### (.+?)\n(.*?)(?=^##|\Z)", page, re.M | re.S)
    }


def test_the_page_of_the_formats_names_every_column_in_its_order() -> None:
    found = documented()
    for answer, columns in COLUMNS.items():
        (head,) = [h for h in found if f"`{answer}`" in h]
        assert tuple(found[head]) == columns, answer
    assert tuple(found["Every answer, at the end of each row"]) == tsv.TAIL
    (listed,) = [h for h in found if "`mutation --list`" in h]
    assert found[listed] == list(answered("mutation")[0])
