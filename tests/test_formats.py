"""TSV and Markdown: what the JSON says is in every format, in cells that no text can shift and words that no reader eats."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from golden_questions import QUESTIONS
from markdown_it import MarkdownIt
from toolbox import NEGATION, TOY, answered, claim, raw_toy, ros1, tables, toy, walk, write_tables

from ros1cli.show import tsv
from ros1cli.show.fields import MEMBER_VERDICTS
from ros1cli.show.words import one_spelling

PLAIN = {name: tuple(w for w in q if w not in ("--explain", "--history")) for name, q in QUESTIONS.items()}
LISTS = {name: q for name, q in PLAIN.items() if name.endswith("-list")}
ANSWERS = {name: q for name, q in PLAIN.items() if name not in LISTS}
LINES = {name: q for name, q in ANSWERS.items() if q[0] in ("next-line", "first-line")}
COLUMNS = {
    "next-line": tsv.LINES,
    "first-line": tsv.LINES,
    "compare": tsv.COMPARE,
    "mutation": tsv.MUTATION,
    "matrix": tsv.MATRIX,
    "drug": tsv.DRUG,
    "guidance": tsv.GUIDANCE,
    "sources": tsv.SOURCE,
    "glossary": tsv.GLOSSARY,
    "levels": tsv.LEVELS,
}
GROUPS = {"option": "options", "studied_only": "studied_only", "excluded": "excluded", "no_data": "no_data"}
HOSTILE = "*a* _b_ [c](http://d) <e>f</e> `g` | h ~~i~~ &amp; $j$ \\* ;k; #l [m]: n"
BANNED = re.compile(r"as printed|\bclaims?\b|no data against|level with|read via|not stated in these|\(N \?\)", re.I)
"""Words that no clinician says; a text of the tables may quote one."""
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


def in_cell(cell: str, texts: list[str]) -> bool:
    """A cell holds these texts in their order, each with its places behind it, and nothing else."""
    values = [] if cell == "NA" else cell.split(";")
    return len(values) == len(texts) and all(v.startswith(clean(t)) for v, t in zip(values, texts, strict=True))


@pytest.mark.parametrize("name", ANSWERS)
def test_every_row_can_be_cut_out_of_its_file(name: str) -> None:
    document = answered(*ANSWERS[name])
    cautions = document.get("cautions", [])
    for row in table(*ANSWERS[name]):
        assert row["status"] == document["status"] and row["understood"] == clean(document["understood"])
        assert row["as_of"] == (document["data"]["as_of"] or "NA") and row["data"] == document["data"]["version"]
        assert in_cell(row["read_first"], [c["text"] for c in cautions if c["first"]])
        assert in_cell(row["cautions"], [c["text"] for c in cautions if not c["first"]])
        assert in_cell(row["conflicts"], [f"not agreed: {c['text']}" for c in document.get("conflicts", [])])
        assert row["assumption"] == document["assumption"] and row["notice"] == document["notice"]


SHORT = ("text", "verdict", "because", "why", "note")


@pytest.mark.parametrize("name", ANSWERS)
def test_every_sentence_of_the_json_stands_in_the_table(name: str) -> None:
    document = answered(*ANSWERS[name], "--explain")
    if ANSWERS[name][0] == "drug":
        document["history"] = []  # asked for with --history
    words = clean(toy(*ANSWERS[name], "--explain", "--format", "tsv").out)
    for path, found in walk({k: v for k, v in document.items() if k not in ("query", "sources")}):
        for key in SHORT:
            said = found.get(key)
            for text in said if isinstance(said, list) else [said] if isinstance(said, str) else []:
                assert clean(text) in words, f"{path}.{key}: {text}"


NOT_SHOWN = ("query", "sources", "lines", "topics", "narrower")
"""What was typed, what is listed apart, and what only the brief answer says."""


def sentences(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Every sentence of an answer with its path."""
    for path, found in walk({k: v for k, v in document.items() if k not in NOT_SHOWN}):
        for key in SHORT:
            said = found.get(key)
            for text in said if isinstance(said, list) else [said] if isinstance(said, str) else []:
                yield f"{path}.{key}", text


@pytest.mark.parametrize("name", ANSWERS)
def test_every_sentence_of_the_json_stands_in_the_full_answer(name: str) -> None:
    more = ("--history",) if ANSWERS[name][0] == "drug" else ()
    shown = toy(*ANSWERS[name], "--full", *more).out
    for path, text in sentences(answered(*ANSWERS[name], "--explain")):
        assert text in shown, f"{path}: {text}"
    assert not BANNED.search(shown), BANNED.findall(shown)


REAL = (
    ("next-line", "--mutation", "G2032R/L2086F", "--prior", "crizotinib", "--cns"),
    ("first-line",),
    ("mutation", "G2032R"),
    ("mutation", "MET"),
    ("drug", "lorlatinib"),
    ("compare", "lorlatinib", "foretinib", "alectinib"),
    ("guidance", "immunotherapy"),
)


@pytest.mark.parametrize(
    "question", (*REAL, ("drug", "zidesamtinib"), ("next-line", "--mutation", "MET")), ids=" ".join
)
def test_every_sentence_and_figure_of_the_json_stands_in_the_full_answer(question: tuple[str, ...]) -> None:
    shown = ros1(*question, "--full", *(("--history",) if question[0] == "drug" else ())).out
    document = ros1(*question, "--json").json
    for path, text in sentences(document):
        assert text in shown, f"{path}: {text}"
    for path, figure in walk(document):
        if {"name", "status", "interval"} <= set(figure) and figure["status"] == "stated":
            interval = one_spelling(figure["interval"]) if figure["interval"] else None
            parts = [figure[k] for k in ("name", "value", "unit", "line", "population", "after", "via")]
            assert all(str(p) in shown for p in (*parts, interval) if p is not None), path


@pytest.mark.parametrize("question", REAL, ids=" ".join)
def test_every_figure_stands_in_the_table_with_its_name_number_and_via(question: tuple[str, ...]) -> None:
    # What was replaced stands in JSON anyway, in TSV where it is asked for.
    whole = ("--history",) if question[0] == "drug" else ()
    found = [clean(" ".join(row.values())) for row in rows(ros1(*question, *whole, "--format", "tsv").out)]
    for path, figure in walk(ros1(*question, "--json").json):
        if {"name", "status", "interval"} <= set(figure) and figure["status"] == "stated":
            parts = [figure[k] for k in ("name", "value", "unit", "interval", "line", "population", "via")]
            parts = [clean(str(p)) for p in parts if p is not None]
            assert any(all(part in row for part in parts) for row in found), path


@pytest.mark.parametrize("name", ANSWERS)
def test_every_source_and_its_place_stand_in_the_table(name: str) -> None:
    document = answered(*ANSWERS[name])
    words = clean(toy(*ANSWERS[name], "--format", "tsv").out)
    for source in document["sources"]:
        if not any(r["claim"]["source"] == source["id"] for r in document.get("history", [])):
            assert source["id"] in words, source["id"]


def test_a_table_shows_the_rules_and_the_history_when_it_is_asked_to() -> None:
    question = ("next-line", "--mutation", "G28R", "--prior", "oldatinib")
    rules = [row["text"] for row in table(*question, "--explain") if row["group"] == "rule"]
    trace = answered(*question, "--explain")["trace"]
    assert rules == [clean(f"{t['rule']}: {t['text']}") for t in trace] and len(rules) > 3
    assert "rule" not in {row["group"] for row in table(*question)}
    past = [row for row in table("drug", "Novora", "--history") if row["group"] == "replaced"]
    history = answered("drug", "Novora")["history"]
    assert history and [row["claim"] for row in past] == [r["claim"]["id"] for r in history]
    for row in past:
        assert row["verdict"].startswith("not current: replaced by ") and row["call"] == "NA"
    (none,) = [row for row in table("drug", "oldatinib", "--history") if row["group"] == "replaced"]
    assert none["text"] == "nothing was replaced"


@pytest.mark.parametrize("form", ["tsv", "json"])
def test_a_list_that_cannot_be_explained_refuses_it(form: str) -> None:
    for question in (("mutation", "--list"), ("sources",)):
        result = toy(*question, "--explain", "--format", form)
        assert (result.status, result.out) == (2, "") and "--explain" in result.err


DRUGS = ("option", "studied_only", "excluded", "no_data")


@pytest.mark.parametrize("name", [n for n, q in ANSWERS.items() if q[0] in ("next-line", "first-line", "mutation")])
def test_only_a_row_in_the_group_of_a_drug_names_a_drug(name: str) -> None:
    for row in table(*ANSWERS[name], "--explain"):
        assert (row["drug"] != "NA") == (row["group"] in DRUGS)
        if row["group"] == "if_found":
            assert row["verdict"].startswith("NOT ") and row["finding"] != "NA"
        elif row["group"] not in DRUGS:
            assert row["verdict"] in ("NA", *MEMBER_VERDICTS.values()) and row["text"] != "NA"
        if row["group"] == "option":
            assert row["caveats"] != "NA" and not row["verdict"].startswith(("EXCLUDED", "UNRESOLVED", "not an option"))
        elif row["group"] in DRUGS:
            assert row["verdict"].startswith(("EXCLUDED: ", "UNRESOLVED, not offered", "not an option: "))


@pytest.mark.parametrize("name", LINES)
def test_what_else_may_be_done_the_members_and_both_sides_of_a_conflict_are_rows(name: str) -> None:
    document, found = answered(*LINES[name]), table(*LINES[name])
    for group, key in (("other_treatment", "other_treatments"), ("conflict", "conflicts"), ("member", "members")):
        rows_of = [row for row in found if row["group"] == group]
        assert len(rows_of) == len(document[key])
        for row, record in zip(rows_of, document[key], strict=True):
            wanted = [record["text"]] if group == "other_treatment" else [s["text"] for s in record.get("sides", [])]
            assert all(clean(text) in row["text"] for text in wanted)
            assert group != "member" or row["finding"] == record["finding"]
    assert document["other_treatments"]


def test_a_conflict_has_its_own_word_first() -> None:
    found = {row["drug"]: row for row in table("next-line", "--mutation", "S38Y")}
    unresolved = [row for row in found.values() if row["call"] == "conflicting"]
    assert unresolved and all(row["verdict"].startswith("UNRESOLVED, not offered") for row in unresolved)


@pytest.mark.parametrize(
    ("mutation", "cell"),
    [
        (("S38Y/F",), "S38F/Y"),
        (("V32M/G28R",), "G28R/V32M"),
        (("L48V", "SCLC"), "L48V;SCLC"),
        (("TYK9 amplification", "SCLC"), "SCLC;TYK9 amplification"),
    ],
)
def test_the_finding_is_spelled_as_it_may_be_typed(mutation: tuple[str, ...], cell: str) -> None:
    argv = [word for name in mutation for word in ("--mutation", name)]
    found = {row["finding"] for row in table("next-line", *argv) if row["group"] in DRUGS}
    assert found == {cell}
    again = [word for name in cell.split(";") for word in ("--mutation", name)]
    assert answered("next-line", *again)["query"]["mutations"] == answered("next-line", *argv)["query"]["mutations"]


@pytest.mark.parametrize("folder", [TOY, None], ids=["toy", "real"])
def test_no_row_of_a_drug_says_active_without_what_all_claims_come_to(folder: Path | None) -> None:
    data = ("--data", str(folder)) if folder else ()
    for drug in tables(folder).tkis:
        found = [r for r in rows(ros1("drug", drug.id, "--format", "tsv", *data).out) if r["group"] == "claim"]
        for row in found:
            if row["finding"] == "NA":
                continue
            asked = ros1("next-line", "--mutation", row["finding"], "--format", "tsv", *data).out
            placed = next(r for r in rows(asked) if r["drug"] == drug.id)
            assert (row["call"], row["verdict"]) == (placed["call"], placed["verdict"]), (drug.id, row["claim"])


def test_an_answer_as_of_a_day_says_the_day_in_every_row() -> None:
    for question in (("drug", "Novora"), ("mutation", "G28R"), ("compare", "Novora", "Oldix"), ("guidance", "ici")):
        assert {row["as_of"] for row in table(*question, "--as-of", "2024-01-10")} == {"2024-01-10"}


@pytest.mark.parametrize("name", LINES)
def test_every_drug_is_one_row_of_its_group(name: str) -> None:
    document = answered(*LINES[name])
    found = table(*LINES[name])
    wanted = [(group, row["drug"]) for group, key in GROUPS.items() for row in document[key]]
    found = [row for row in found if row["group"] in DRUGS]
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
            assert in_cell(row["caveats"], [c["text"] for c in record.get("caveats", [])])
            assert row["because"].split(";") == [clean(b) for b in record["because"]]
            if key == "excluded":
                first = "" if record["verdict"].startswith("UNRESOLVED") else "EXCLUDED: "
                assert row["verdict"] == clean(first + record["verdict"])
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
    assert "no figure given" in {row["text"] for row in found}


@pytest.mark.parametrize("question", [("mutation", "G28R"), ("mutation", "G28R/V32M"), ("mutation", "GENX1")])
def test_a_finding_has_a_row_for_every_drug_with_its_call(question: tuple[str, ...]) -> None:
    wanted = {(call, d["drug"], clean(d["why"])) for call, f in answered(*question)["drugs"].items() for d in f}
    found = {(row["call"], row["drug"], row["why"]) for row in table(*question) if row["group"] in DRUGS}
    assert found == wanted


def test_a_drug_has_a_row_for_every_claim_and_those_of_its_class() -> None:
    document = answered("drug", "Novora")
    wanted = [c["id"] for found in document["claims"].values() for c in found]
    wanted += [c["id"] for c in document["class_claims"]]
    found = table("drug", "Novora")
    assert [row["claim"] for row in found if row["group"] in ("claim", "class_claim")] == wanted
    groups = Counter(row["group"] for row in found)
    for group, key in (("name", "names"), ("maker", "makers"), ("statement", "statements"), ("conflict", "conflicts")):
        assert groups[group] == len(document[key])


def test_a_treatment_names_the_topics_that_answer_for_it() -> None:
    topics = answered("drug", "vermetrexed")["guidance"]
    found = [row for row in table("drug", "vermetrexed") if row["group"] == "guidance"]
    assert topics and [row["text"] for row in found] == [f"ros1 guidance {t}" for t in topics]


def test_the_statements_of_a_topic_the_levels_and_what_rests_on_a_source_are_rows() -> None:
    assert [r["statement"] for r in table("guidance", "ici") if r["group"] == "statement"] == [
        s["id"] for s in answered("guidance", "ici")["statements"]
    ]
    assert [r["level"] for r in table("sources", "--levels")] == [
        m["level"] for m in answered("sources", "--levels")["levels"]
    ]
    used = answered("sources", "toy-trial-2025")["used_by"]
    found = table("sources", "toy-trial-2025")
    assert [r["record"] for r in found if r["group"] == "resting"] == [u["id"] for u in used]
    assert "title" in {r["kind"] for r in found if r["group"] == "source"}


def test_what_the_tables_do_not_cover_is_a_row_that_says_so() -> None:
    row, *topics = table("guidance", "astrology")
    assert (row["group"], row["topic"], row["status"]) == ("not_covered", "astrology", "not_in_tables")
    assert [t["text"] for t in topics] == answered("guidance", "astrology")["topics"]


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
    assert in_cell(row["caveats"], [HOSTILE]) and "\\*" in row["caveats"] and ",k," in row["caveats"]


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
    plain, marked = ros1(*argv, "--full").out, ros1(*argv, "--full", "--format", "markdown").out
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
        assert read(result.out)[1] <= MEANT


def test_hostile_statements_keep_every_word(hostile: str) -> None:
    topics = {t for s in tables(TOY).statements.values() for t in s.topics}
    for topic in sorted(topics):
        same_words("guidance", topic, "--data", hostile)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_note_begins_with_what_was_understood_and_ends_with_the_notice(name: str) -> None:
    text = toy(*ANSWERS[name], "--full", "--format", "markdown").out
    tokens = READER.parse(text)
    assert (tokens[0].type, tokens[0].tag) == ("heading_open", "h1")
    assert [t.tag for t in tokens if t.type == "heading_open"].count("h1") == 1
    assert "".join(c.content for c in tokens[1].children or ()).startswith(answered(*ANSWERS[name])["understood"])
    assert tokens[-3].type == "paragraph_open" and tables(TOY).notice in tokens[-2].content.replace("\\", "")


@pytest.mark.parametrize("name", LINES)
def test_the_verdict_stands_first_in_the_head_of_every_drug(name: str) -> None:
    heads = re.findall(r"^- \*\*(.*)\*\*$", toy(*LINES[name], "--full", "--format", "markdown").out, re.M)
    document = answered(*LINES[name])
    assert len([h for h in heads if h.startswith("EXCLUDED ")]) == len(document["excluded"])
    assert len([h for h in heads if re.match("(REDUCED ACTIVITY, )?OPTION ", h)]) == len(document["options"])
    for head in heads:
        if head.startswith(("EXCLUDED ", "NO DATA ", "STUDIED ONLY ")):
            assert NEGATION.search(re.sub("^(EXCLUDED|NO DATA)", "", head)), head


@pytest.mark.parametrize("form", ["tsv", "markdown"])
@pytest.mark.parametrize("name", LINES)
def test_every_caution_that_must_be_read_first_is_in_every_format(name: str, form: str) -> None:
    text = toy(*LINES[name], "--full", "--format", form).out
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
