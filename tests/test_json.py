"""The JSON answers, and TSV and Markdown beside them: shapes that scripts rely on. Over the invented tables."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from golden_questions import QUESTIONS
from toolbox import NEGATION, TOY, answered, drugs, environment, process, tables, toy, walk

from ros1cli import __version__

ANSWERS = {name: q for name, q in QUESTIONS.items() if not name.endswith("-list")}
LISTS = {name: q for name, q in QUESTIONS.items() if name.endswith("-list")}
LINES = {name: q for name, q in ANSWERS.items() if q[0] in ("next-line", "first-line")}

ENVELOPE = {
    "schema_version",
    "answer",
    "tool",
    "data",
    "notice",
    "assumption",
    "understood",
    "query",
    "status",
    "sources",
}
FIGURE = {
    *("name", "status", "value", "unit", "n", "events", "interval", "line", "population", "after", "cut_off"),
    *("source", "via", "prior", "study", "design", "note"),
}
QUERY = {
    *(
        "raw",
        "readings",
        "mutations",
        "compound",
        "alternatives",
        "off_target",
        "without_status",
        "prior",
        "intolerant",
    ),
    *("tested", "cns", "filters"),
}
BODY = {
    "cautions",
    "options",
    "studied_only",
    "no_data",
    "excluded",
    "other_treatments",
    "conflicts",
    "if_found",
    "questions",
}
OPTION = {
    *("drug", "brands", "codes", "call", "basis", "because", "caveats", "approvals", "cns", "claims"),
    *("approvals_for_others", "regions", "highlights"),
}
HIGHLIGHTS = {"finding", "nearest", "broader", "few", "brain", "brain_broader", "lasts", "caveat", "more"}
CLAIM = {
    *("id", "finding", "scope", "call", "level", "figure", "text", "source", "locator", "date", "entered", "via"),
    "short",
}
COMPARED = {
    *("drug", "brands", "codes", "makers", "approvals", "lines", "figures", "treats_brain", "active_against"),
    *("not_effective_against", "caveats"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_has_the_envelope_and_no_key_is_missing(name: str) -> None:
    answer = answered(*ANSWERS[name])
    assert set(answer) >= ENVELOPE
    assert answer["schema_version"] == "1.1"
    assert answer["tool"] == {"name": "ros1cli", "version": __version__}
    assert set(answer["data"]) == {"version", "sha256", "oldest_source", "newest_source", "as_of"}
    assert set(answer["query"]) == QUERY
    assert re.fullmatch("[0-9a-f]{64}", answer["data"]["sha256"])
    assert isinstance(answer["understood"], str) and answer["understood"]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_figure_has_one_shape_everywhere(name: str) -> None:
    statuses = {"stated", "not_stated", "not_reached", "not_estimable", "not_available", "none"}
    for path, mapping in walk(answered(*ANSWERS[name])):
        figures = [mapping["figure"]] if mapping.get("figure") else []
        listed = mapping.get("figures", [])  # of `more` it is their number
        for figure in [*figures, *(listed if isinstance(listed, list) else [])]:
            assert set(figure) == FIGURE, path
            assert figure["status"] in statuses
            if figure["status"] != "stated":
                assert figure["value"] is None and figure["interval"] is None
            assert figure["source"] or figure["status"] == "not_stated", path


def test_the_invented_tables_hold_a_figure_of_every_status() -> None:
    held = {c.figure.status.value for c in tables(TOY).claims if c.figure}
    assert held == {"stated", "not_stated", "not_reached", "not_estimable", "not_available", "none"}


@pytest.mark.parametrize("name", LINES)
def test_the_body_of_next_line_and_first_line_has_the_keys_of_the_contract(name: str) -> None:
    answer = answered(*LINES[name])
    assert set(answer) >= BODY
    for option in answer["options"]:
        assert set(option) >= OPTION
        assert set(option["cns"]) >= {"treats_brain", "figures"}
        assert all(set(r) == {"region", "status", "source", "date"} for r in option["regions"])
    for row in (*answer["options"], *answer["studied_only"], *answer["no_data"]):
        assert set(row["highlights"]) == HIGHLIGHTS and set(row["highlights"]["more"]) == {"figures", "caveats"}
    for row in answer["if_found"]:
        assert set(row) == {"finding", "drugs", "warned"} and (row["drugs"] or row["warned"])
    for _, mapping in walk(answer):
        if "locator" in mapping and "level" in mapping and "entered" in mapping:
            assert set(mapping) >= CLAIM
        if "kind" in mapping and "region" in mapping and "scope" in mapping:
            assert set(mapping) >= {"region", "scope", "kind", "date", "source"}
    for caution in answer["cautions"]:
        assert set(caution) >= {"id", "text", "sources", "first", "short", "head"} and caution["sources"]
    for row in answer["excluded"]:
        assert set(row) >= {"drug", "call", "reason", "because", "claims"}
    for row in answer["no_data"]:
        assert set(row) >= {"drug", "because", "setting_claims"}


@pytest.mark.parametrize("name", LINES)
def test_every_option_has_at_least_one_caveat_and_one_claim(name: str) -> None:
    for option in answered(*LINES[name])["options"]:
        assert option["caveats"] and option["claims"], option["drug"]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_source_used_stands_in_sources(name: str) -> None:
    answer = answered(*ANSWERS[name])
    listed = {s["id"] for s in answer["sources"]}
    body = {k: v for k, v in answer.items() if k not in ("sources", "query")}
    for path, mapping in walk(body):
        if not path and name == "sources":
            continue
        used = [mapping["source"]] if isinstance(mapping.get("source"), str) else []
        assert set(used) | set(mapping.get("sources", [])) <= listed, path


@pytest.mark.parametrize("name", ANSWERS)
def test_the_trace_is_there_only_when_it_is_asked_for(name: str) -> None:
    without = tuple(w for w in ANSWERS[name] if w != "--explain")
    assert "trace" not in answered(*without)
    assert "trace" in answered(*without, "--explain")


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_a_bare_array_of_its_elements(name: str) -> None:
    keys = {
        "mutation": {"mutation", "kind", "frequency", "drugs"},
        "drug": {"drug", "brands", "codes", "kind"},
        "guidance": {"topic", "title"},
        "sources": {"id", "title", "publisher", "date", "address"},
        "glossary": {"id", "term", "aliases", "short"},
    }[LISTS[name][0]]
    listed = toy(*LISTS[name], "--json").json
    assert isinstance(listed, list) and listed
    assert all(set(element) >= keys for element in listed)


def test_a_list_holds_every_record_of_the_tables() -> None:
    known = tables(TOY)
    assert [e["mutation"] for e in answered("mutation")] == list(known.findings)
    assert [e["drug"] for e in answered("drug")] == list(known.drugs)
    assert [e["topic"] for e in answered("guidance")] == list(known.topics)
    assert [e["id"] for e in answered("sources")] == list(known.sources)


def test_compare_keeps_the_order_that_was_asked_and_has_the_keys_of_the_contract() -> None:
    answer = answered("compare", "oldatinib", "Novora", "Latera")
    assert drugs(answer["drugs"]) == ["oldatinib", "novotinib", "lateratinib"]
    for column in answer["drugs"]:
        assert set(column) >= COMPARED
        names = {f["name"] for f in column["figures"]}
        assert names >= {"IC50", "ORR", "CNS response", "PFS", "DOR", "OS"}


def test_a_standard_figure_that_no_source_gives_is_not_stated_and_never_zero() -> None:
    column = answered("compare", "unseenib", "novotinib")["drugs"][0]
    assert {(f["name"], f["status"], f["value"]) for f in column["figures"]} == {
        (name, "not_stated", None) for name in ("IC50", "ORR", "CNS response", "PFS", "DOR", "OS")
    }


def test_mutation_groups_the_drugs_by_call_and_gives_hgvs_and_numbering() -> None:
    answer = answered("mutation", "G28R")
    assert set(answer["drugs"]) == {"active", "reduced", "not_effective", "conflicting", "no_data"}
    assert sorted(d["drug"] for rows in answer["drugs"].values() for d in rows) == sorted(
        d.id for d in tables(TOY).tkis
    )
    assert answer["hgvs"]["protein"] == ["p.Gly28Arg"]
    assert [name.split(":")[-1] for name in answer["numbering"]["on_mane_select"]] == ["p.Gly24Arg"]
    assert (answer["kind"], answer["frequency"]["text"]) == ("on_target", "about 30% of cases")


@pytest.mark.parametrize(
    ("finding", "kind"),
    [
        ("G28R", "on_target"),
        ("G28R/V32M", "compound"),
        ("PATHX", "bypass"),
        ("TYK9", "alteration"),
        ("MORPH", "phenotype"),
        ("SCLC", "transformation"),
    ],
)
def test_mutation_names_the_kind_of_a_finding(finding: str, kind: str) -> None:
    assert answered("mutation", finding)["kind"] == kind


def test_a_mutation_that_the_tables_do_not_hold_is_answered_with_exit_3() -> None:
    result = toy("mutation", "G28E", "--json")
    assert (result.status, result.json["status"], result.err) == (3, "not_in_tables", "")
    assert result.json["drugs"]["active"] == [] and result.json["frequency"] is None


def test_two_runs_in_two_processes_give_the_same_bytes() -> None:
    question = (*QUESTIONS["options"], "--json", "--data", str(TOY))
    runs = {process(*question, env=environment(PYTHONHASHSEED=seed)).stdout for seed in ("1", "77")}
    assert len(runs) == 1 and json.loads(runs.pop())["status"] == "options"


# -- the other formats -----------------------------------------------------------------------------------------------


def rows(*question: str) -> list[dict[str, str]]:
    head, *lines = (line.split("\t") for line in toy(*question, "--format", "tsv").out.splitlines())
    assert all(len(line) == len(head) for line in lines)
    return [dict(zip(head, line, strict=True)) for line in lines]


@pytest.mark.parametrize("name", [n for n in QUESTIONS if n not in ("guidance-not-covered", "drug-treatment")])
def test_tsv_is_a_header_and_rows_of_one_width_without_an_empty_cell(name: str) -> None:
    question = tuple(w for w in QUESTIONS[name] if w not in ("--explain", "--history"))
    table = rows(*question)
    assert table
    assert all(cell and cell == cell.strip() for row in table for cell in row.values())


@pytest.mark.parametrize("name", LINES)
def test_tsv_has_every_drug_once_and_no_row_loses_its_not(name: str) -> None:
    question = tuple(w for w in LINES[name] if w != "--explain")
    table = [row for row in rows(*question) if row["drug"] != "NA"]
    answer = answered(*question)
    assert [r["drug"] for r in table if r["group"] == "option"] == drugs(answer["options"])
    expected = [d.id for d in tables(TOY).tkis]
    if name == "as-of":
        expected.remove("novelinib")
    assert sorted(r["drug"] for r in table) == sorted(expected)
    for row in table:
        if row["group"] == "option":
            assert row["caveats"] != "NA", row["drug"]
        else:
            assert NEGATION.search(row["verdict"])


@pytest.mark.parametrize("name", ANSWERS)
def test_markdown_begins_with_what_was_understood_and_ends_with_the_notice(name: str) -> None:
    """In brief a drug on which the cancer progressed has its "not" in the head alone, as agreed for the screen."""
    for depth, last in (((), r"[Nn]ot a prescription"), (("--full",), re.escape(tables(TOY).notice))):
        result = toy(*ANSWERS[name], *depth, "--format", "markdown")
        assert result.err == "" and result.out.startswith("# ")
        assert re.search(last, result.out.splitlines()[-1])
        for line in result.out.splitlines():
            if line.startswith("- **EXCLUDED"):
                words = line.replace("EXCLUDED", "")
                assert NEGATION.search(words) or (not depth and words.endswith("— already taken, progressed"))


@pytest.mark.parametrize("name", LINES)
def test_no_caveat_is_lost_in_any_format(name: str) -> None:
    caveats = [c["text"] for o in answered(*LINES[name])["options"] for c in o["caveats"]]
    for form in ("table", "tsv", "markdown"):
        text = toy(*LINES[name], "--full", "--format", form).out
        assert all(c in text for c in caveats), form


@pytest.mark.parametrize("name", LINES)
def test_the_brief_text_shows_a_caveat_of_each_option_and_counts_the_others(name: str) -> None:
    shown = toy(*(w for w in LINES[name] if w != "--explain")).out.splitlines()
    for option in answered(*LINES[name])["options"]:
        (line,) = [x for x in shown if x.startswith(f"CAVEAT {option['drug']} — ")]
        told = [c for c in option["caveats"] if (c["short"] or c["text"]).rstrip(".") in line]
        more = re.search(r" \(\+(\d+) caveats?\)$", line)
        assert told and int(more[1] if more else 0) == len(option["caveats"]) - 1, line


def test_json_and_another_format_together_are_refused() -> None:
    for form in ("table", "tsv", "markdown"):
        result = toy("drug", "novotinib", "--json", "--format", form)
        assert result.status == 2 and result.out == ""
        assert result.error["given"] == form


@pytest.mark.parametrize("depth", [(), ("--full",)], ids=["brief", "full"])
@pytest.mark.parametrize("name", LINES)
def test_color_changes_no_word(name: str, depth: tuple[str, ...]) -> None:
    """But for the labels of a card, in capitals in a pipe: there each line stands alone."""
    plain = toy(*LINES[name], *depth, "--color", "never").out
    assert plain == toy(*LINES[name], *depth).out
    colored = toy(*LINES[name], *depth, "--color", "always").out
    assert "\x1b[" in colored
    words = re.sub(r"\x1b\[[0-9;]*m|[│╭╮╰╯├┤┬┴┼─•]", " ", colored)
    shown = set(words.split())
    labels = {w.upper() for w in ("patients", "responded", "brain", "approved") if w in shown}

    def told(text: str) -> set[Any]:
        return {w for w in text.split() if w.isalpha()}

    assert told(plain) - {"why", "evidence"} <= shown | labels
