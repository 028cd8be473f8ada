"""The tables are read strictly: every kind of breakage is one sentence with file, line and path. Over copies of tests/toy."""

# ruff: noqa: E501 - a breakage is one row of a table
from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from toolbox import (
    FILES,
    TOY,
    answered,
    drugs,
    found,
    groups,
    lines,
    parsed,
    raw_toy,
    record,
    ros1,
    tables,
    toy,
    write_tables,
)

from ros1cli.tables.load import COMPILED, compile_tables, read_compiled
from ros1cli.tables.yaml_reader import read_yaml, scalar


def edit(folder: Path, file: str, old: str, new: str) -> int:
    """Replace the first occurrence of `old`; the number of the line on which it stood."""
    path = folder / f"{file}.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def refused(folder: Path) -> str:
    """The sentence of the refusal; exit 1, stdout empty, one JSON object on one line of stderr."""
    coded = ros1("drug", "--data", str(folder), "--json")
    assert (coded.status, coded.out) == (1, "") and coded.err.count("\n") == 1, coded
    assert coded.error["code"] == "bad_table"
    return str(coded.error["message"])


# -- what one file can get wrong -------------------------------------------------------------------------------------

BROKEN: dict[str, tuple[str, str, str, str, str]] = {
    # what is broken: file, what stands there, what is written instead, path in the message, words of the message
    "a duplicate key": ("sources", "    title: The invented page\n", "    title: A\n    title: B\n", "sources[0]", "'title'"),
    "an unknown key of a source": ("sources", "    note: A page that nobody wrote.", "    notes: none", "sources[0].notes", "not known"),
    "an unknown key of a claim": ("drugs", "        via: the invented", "        vai: the invented", "drugs[0].claims[0].vai", "not known"),
    "an unknown key of a figure": ("drugs", "interval: 33-82, line", "intervall: 33-82, line", "figure.intervall", "not known"),
    "an unknown key of an approval": ("drugs", "kind: regular", "sort: regular", "approval.sort", "not known"),
    "an unknown key of a name": ("drugs", "{name: Novora, kind: brand,", "{name: Novora, nick: x, kind: brand,", "names[0].nick", "not known"),
    "an unknown key of a topic": ("guidance", "title: First line,", "titel: First line,", "topics[0]", "title"),
    "an unknown key of a caution": ("cautions", "id: toy-phase, when", "id: toy-phase, wenn", "cautions[", "wenn"),
    "an unknown key of a finding": ("mutations", "    gene: TYK9\n", "    genes: TYK9\n", "findings[15].genes", "not known"),
    "an unknown key of the file": ("mutations", "findings:", "findigns: 1\nfindings:", "findigns", "not known"),
    "an anchor with its alias": ("sources", "title: Cells in a dish\n    publisher: Toy Laboratory", "title: &a Cells\n    publisher: *a", "sources[2].publisher", "alias"),
    "a tag on a word": ("sources", "title: Cells in a dish", "title: !!binary Cells", "sources[2].title", "tag"),
    "a tag on a mapping": ("sources", "  - id: toy-page", "  - !!omap\n    id: toy-page", "sources[0]", "tag"),
    "a tag on a list": ("guidance", "sides: [cnsatinib", "sides: !!set [cnsatinib", "sides", "tag"),
    "a list where text belongs": ("sources", "title: Cells in a dish", "title: [Cells]", "sources[2].title", "text belongs here"),
    "a number where text belongs": ("sources", "title: Cells in a dish", "title: 12", "sources[2].title", "text belongs here"),
    "true where text belongs": ("sources", "title: Cells in a dish", "title: true", "sources[2].title", "text belongs here"),
    "null where text belongs": ("sources", "title: Cells in a dish", "title: null", "sources[2].title", ""),
    "an empty text": ("sources", "title: Cells in a dish", "title: ''", "sources[2].title", "empty"),
    "text where a list belongs": ("guidance", "aliases: [frontline, 1l]", "aliases: frontline", "topics[0].aliases", "a list belongs here"),
    "text where a number belongs": ("drugs", "value: 50, ", "value: fifty, ", "figure.value", "a number belongs here"),
    "a decimal where a count belongs": ("drugs", "n: 8, events: 4", "n: 8.5, events: 4", "figure.n", "a whole number belongs here"),
    "text where true or false belongs": ("drugs", "brain: true, level: expert, text: It treats", "brain: yes, level: expert, text: It treats", "brain", "true or false"),
    "a list of texts with a number in it": ("drugs", "reactions: [dizziness]", "reactions: [1]", "reactions", "texts"),
    "a mapping where a list belongs": ("drugs", "    makers:\n      - {name: Toy Works", "    makers:\n      a: {name: Toy Works", "drugs[0].makers", "a list belongs here"),
    "a missing key of a source": ("sources", "    publisher: Toy Laboratory\n", "", "sources[2]", "'publisher' is missing"),
    "a source without a day of entry": ("sources", "    entered: 2024-01-10\n    address: https", "    address: https", "sources[0]", "'entered' is missing"),
    "a missing key of a claim": ("drugs", ", text: Active against V32M in cells.,", ",", "drugs[0].claims[3]", "'text' is missing"),
    "a claim without a source": ("drugs", "text: Active against V32M in cells., source: toy-lab-2023,", "text: Active.,", "drugs[0].claims[3]", "'source' is missing"),
    "a drug without claims": ("drugs", "    claims:\n      - {id: unseenib-named", "    claims: []\n    makers:\n      - {id: unseenib-named", "drugs[14]", ""),
    "a statement without cites": ("guidance", "    cites: [{source: toy-leaflet, locator: \"line 14\"}]\n", "", "statements[1].cites", "source is missing"),
    "a finding without any source": ("mutations", "    notes:\n      - {id: v32m-named, text: Named without a share of cases., source: toy-page, locator: \"list of findings, line 5\"}\n", "", "findings[2]", "source is missing"),
    "a source that does not exist": ("drugs", "text: Active against V32M in cells., source: toy-lab-2023", "text: Active., source: toy-lab-1923", "drugs[0].claims[3].source", "no source 'toy-lab-1923'"),
    "a source of a statement that does not exist": ("guidance", "- {source: toy-page, locator: \"line 190\"}", "- {source: toy-pgae, locator: \"line 190\"}", "statements[0].cites[0].source", "no source 'toy-pgae'"),
    "a level that does not exist": ("drugs", "scope: \"finding:V32M\", call: active, level: in_vitro", "scope: \"finding:V32M\", call: active, level: rumour", "level", "'rumour' is not one of"),
    "a call that does not exist": ("drugs", "scope: \"finding:V32M\", call: active", "scope: \"finding:V32M\", call: maybe", "call", "'maybe' is not one of"),
    "a scope that does not exist": ("drugs", "scope: \"finding:V32M\"", "scope: \"findings:V32M\"", "scope", "a scope is"),
    "a setting that does not exist": ("drugs", "scope: setting:after_ros1_tki\n        call: active\n        level: trial", "scope: setting:fifth_line\n        call: active\n        level: trial", "scope", "a scope is"),
    "a restriction that does not exist": ("drugs", "kind: regular, date: 2023-11", "restriction: some, date: 2023-11", "restriction", "a restriction is one of"),
    "a prior ROS1 TKI asked for without saying how": ("drugs", "kind: regular, date: 2023-11", "restriction: after_ros1_tki, date: 2023-11", "requires", "received or has failed"),
    "what came before without a figure": ("drugs", "        via: the invented", "        prior: {tkis: one}\n        via: the invented", "prior", "only a figure"),
    "a number of TKIs that does not exist": ("drugs", "        supersedes: novotinib-g28r-first-cut", "        prior: {tkis: few}\n        supersedes: novotinib-g28r-first-cut", "prior.tkis", "none of none, one"),
    "a design that does not exist": ("drugs", "        supersedes: novotinib-g28r-first-cut", "        design: observed\n        supersedes: novotinib-g28r-first-cut", "design", "none of prospective, retrospective"),
    "a study that does not exist": ("drugs", "        supersedes: novotinib-g28r-first-cut", "        study: toy-three\n        supersedes: novotinib-g28r-first-cut", "study", "'toy-three' is in no table"),
    "a study without a figure": ("drugs", "        via: the invented", "        study: toy-one\n        via: the invented", "study", "only a figure"),
    "a record older than its source": ("drugs", "        supersedes: novotinib-g28r-first-cut", "        entered: 2024-01-10\n        supersedes: novotinib-g28r-first-cut", "entered", "give it 'entered: 2025-06-01'"),
    "a region that does not exist": ("drugs", "{region: EU, scope: \"ROS1+ NSCLC, after", "{region: Mars, scope: \"ROS1+ NSCLC, after", "region", "region is one of"),
    "a line that does not exist": ("drugs", "lines: [after_ros1_tki], kind: conditional", "lines: [fifth], kind: conditional", "lines", "lines holds"),
    "a date of the wrong form": ("sources", "date: 2023-07", "date: July 2023", "sources[2].date", "a date such as"),
    "a stated figure without a number": ("drugs", "{name: ORR, status: stated, value: 50, unit: \"%\", n: 8, events: 4, line", "{name: ORR, status: stated, unit: \"%\", n: 8, events: 4, line", "figure.status", "stated figure"),
    "a number that is not stated": ("drugs", "{name: OS, status: not_reached, unit", "{name: OS, status: not_reached, value: 5, unit", "figure.status", "stated figure"),
    "a never claim that is not not_effective": ("drugs", "scope: never, call: not_effective", "scope: never, call: active", "call", "never"),
    "an audience that does not exist": ("guidance", "audience: [clinician, patient]", "audience: [everybody]", "audience", "audience"),
    "a side that is a finding without a frequency": ("guidance", "sides: [G28R, g28r-gatekeeper]", "sides: [V32M, g28r-gatekeeper]", "conflicts[3].sides", "no frequency"),
    "a reference without its names": ("reference", "accessions: [Q0TOY1, NM_900001, NP_900001]", "accessions: []", "accessions", "missing"),
    "a guideline for a case that it does not name": ("drugs", "guideline: {body: TOYCN, lines: [after_ros1_tki], grade: 2A,", "guideline: {body: TOYCN, lines: [after_ros1_tki], when: brain, grade: 2A,", "guideline.condition", "names it"),
    "a conflict with one side": ("guidance", "sides: [cnsatinib-approval-2019, cnsatinib-approval-2020]", "sides: [cnsatinib-approval-2019]", "conflicts[0].sides", "two sides"),
    "a circumstance that does not exist": ("cautions", "when: [phase]", "when: [sometimes]", ".when", "'sometimes' is not a circumstance"),
    "words of a brief answer that are missing": ("cautions", "  excluded: Excluded here = not the NEXT invented drug; never to stop one.\n", "", "brief", "'excluded' is missing"),
    "an unknown key of the brief words": ("cautions", "  second_hand:", "  secondhand: x\n  second_hand:", "brief.secondhand", "not known"),
    "a place that does not exist": ("cautions", "when: [phase], place: caution", "when: [phase], place: last", ".place", "a place is"),
    "a name of an unknown kind": ("drugs", "{name: Novora, kind: brand", "{name: Novora, kind: nickname", "names[0].kind", "a name is"),
    "two drugs of one id": ("drugs", "  - id: bambitinib", "  - id: ambitinib", "drugs[11].id", "stands here twice"),
    "two sources of one id": ("sources", "  - id: toy-leaflet", "  - id: toy-page", "sources[1].id", "stands here twice"),
    "two findings of one id": ("mutations", "  - id: S38F", "  - id: S38Y", "findings[4].id", "stands here twice"),
    "two statements of one id": ("guidance", "  - id: oldatinib-years\n    topics", "  - id: tki-first\n    topics", "statements[1].id", "stands here twice"),
    "a wrong kind in the reference": ("reference", "  A12C: TYK9", "  A12C: 9", "foreign_changes.A12C", "text belongs here"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_record_is_refused_with_file_line_and_path(kind: str, toy_copy: Path) -> None:
    file, old, new, path, words = BROKEN[kind]
    line = edit(toy_copy, file, old, new)
    message = refused(toy_copy)
    assert words in message
    where = re.match(rf"{file}\.yaml, line (\d+), at (.+?): ", message)
    assert where, message
    assert path in where.group(2)
    tolerance = 5 if "missing" in words or "without" in kind else 1
    assert abs(int(where.group(1)) - line) <= tolerance, f"the breakage stands on line {line}: {message}"


def test_a_misspelt_key_is_refused_on_its_own_line_though_its_value_begins_below_it(toy_copy: Path) -> None:
    line = edit(toy_copy, "drugs", "    makers:\n", "    makerz:\n")
    assert f"drugs.yaml, line {line}, at drugs[0].makerz: " in refused(toy_copy)


def test_a_misspelt_key_that_is_needed_is_named_where_the_right_one_is_missing(toy_copy: Path) -> None:
    edit(toy_copy, "drugs", "        text: Approved in the US.", "        txet: Approved in the US.")
    assert "the key 'text' is missing; is 'txet' meant for it?" in refused(toy_copy)


@pytest.mark.parametrize("kind", ["a duplicate key", "a tag on a word", "a source that does not exist"])
def test_the_refusal_is_the_same_sentence_in_words(kind: str, toy_copy: Path) -> None:
    file, old, new, _, _ = BROKEN[kind]
    edit(toy_copy, file, old, new)
    plain = ros1("drug", "--data", str(toy_copy))
    assert (plain.status, plain.out, plain.err) == (1, "", f"ros1: {refused(toy_copy)}\n")


# -- what no single record can see -----------------------------------------------------------------------------------

DANGLING: dict[str, tuple[str, str, str, str]] = {
    # what leads nowhere: file, what stands there, what is written instead, the name that is in no table
    "a finding of a claim": ("drugs", "scope: \"finding:V32M\", call: active, level: in_vitro, text: Active", "scope: \"finding:V32K\", call: active, level: in_vitro, text: Active", "V32K"),
    "a drug that a claim comes after": ("drugs", "after: [oldatinib]\n", "after: [oldatinob]\n", "oldatinob"),
    "the drug of a setting": ("drugs", "setting:cns_only_on:oldatinib", "setting:cns_only_on:oldatinob", "oldatinob"),
    "a topic of a claim": ("drugs", "topics: [first-line, second-line]", "topics: [first-line, third-line]", "third-line"),
    "a claim that is superseded": ("drugs", "supersedes: novotinib-g28r-first-cut", "supersedes: novotinib-g28r-zeroth-cut", "novotinib-g28r-zeroth-cut"),
    "a topic of a statement": ("guidance", "topics: [clinical-trials, access]", "topics: [clinical-trails, access]", "clinical-trails"),
    "a drug of a statement": ("guidance", "    drugs: [oldatinib]", "    drugs: [oldatinob]", "oldatinob"),
    "a finding of a statement": ("guidance", "    findings: [G28R]", "    findings: [G28K]", "G28K"),
    "the parent of a topic": ("guidance", "under: resistance", "under: resistence", "resistence"),
    "a topic of a treatment": ("drugs", "    guidance: [chemotherapy]", "    guidance: [chemistry]", "chemistry"),
    "a drug that a finding is seen after": ("mutations", "{drug: oldatinib,", "{drug: oldatinob,", "oldatinob"),
    "the drug of a series": ("mutations", "    drug: oldatinib\n    n: 20", "    drug: oldatinob\n    n: 20", "oldatinob"),
    "a finding of a series": ("mutations", "{finding: L48V, events: 1", "{finding: L48W, events: 1", "L48W"),
    "a side of a conflict": ("guidance", "sides: [oldatinib-years, oldatinib-brain]", "sides: [oldatinib-years, oldatinib-brian]", "oldatinib-brian"),
    "what a conflict is about": ("guidance", "about: [drug:cnsatinib, topic:first-line]", "about: [drug:cnsatinob, topic:first-line]", "cnsatinob"),
    "a gene's pathway": ("reference", "  GENX1: PATHX", "  GENX1: PATHY", "PATHY"),
}  # fmt: skip


@pytest.mark.parametrize("kind", DANGLING)
def test_a_name_that_leads_nowhere_is_refused_with_the_record_that_holds_it(kind: str, toy_copy: Path) -> None:
    file, old, new, name = DANGLING[kind]
    edit(toy_copy, file, old, new)
    message = refused(toy_copy)
    assert name in message and "is in no table" in message


@pytest.mark.parametrize("kind", DANGLING)
def test_a_name_that_leads_nowhere_is_refused_with_file_and_line(kind: str, toy_copy: Path) -> None:
    file, old, new, _ = DANGLING[kind]
    line = edit(toy_copy, file, old, new)
    message = refused(toy_copy)
    where = re.search(rf"{file}\.yaml, line (\d+)", message)
    assert where, message
    assert abs(int(where.group(1)) - line) <= 12, message


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        ("drugs", "id: bambitinib-trial", "id: ambitinib-trial", "ambitinib-trial"),
        ("guidance", "  - id: tki-first", "  - id: novotinib-ic50", "novotinib-ic50"),
        ("mutations", "id: v32m-named", "id: novotinib-ic50", "novotinib-ic50"),
        ("guidance", "  - id: oldatinib-years-and-brain", "  - id: cnsatinib-approval-year", "cnsatinib-approval-year"),
        ("cautions", "id: toy-mixed", "id: toy-off-target", "toy-off-target"),
    ],
)
def test_one_id_for_two_records_is_refused(file: str, old: str, new: str, name: str, toy_copy: Path) -> None:
    edit(toy_copy, file, old, new)
    assert f"'{name}'" in refused(toy_copy)


def test_one_name_for_two_drugs_is_refused(toy_copy: Path) -> None:
    edit(toy_copy, "drugs", "{name: BAM-1, kind: code", "{name: amb 1, kind: code")
    message = refused(toy_copy)
    assert "amb 1" in message or "AMB-1" in message


def test_one_alias_for_two_topics_is_refused(toy_copy: Path) -> None:
    edit(toy_copy, "guidance", "aliases: [toxicity]", "aliases: [frontline]")
    assert "frontline" in refused(toy_copy)


@pytest.mark.parametrize("text", ['"{drug}: a field that nothing fills."', '"A brace { that never closes."', '"{0}"'])
def test_a_field_of_a_caution_that_nothing_fills_is_refused_when_the_tables_are_read(text: str, toy_copy: Path) -> None:
    edit(toy_copy, "cautions", '"{drugs}: not effective against a member; cis or trans is not known."', text)
    asked = ros1("next-line", "--mutation", "G28R/V32M", "--data", str(toy_copy))
    assert (asked.status == 1 and "toy-member" in asked.err) or "cautions.yaml" in asked.err


# -- files -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", FILES)
def test_a_missing_file_is_named(file: str, toy_copy: Path) -> None:
    (toy_copy / f"{file}.yaml").unlink()
    message = refused(toy_copy)
    assert f"{file}.yaml" in message and "--data" in message


@pytest.mark.parametrize("file", FILES)
def test_an_empty_file_is_named(file: str, toy_copy: Path) -> None:
    (toy_copy / f"{file}.yaml").write_text("# nothing\n", encoding="utf-8")
    assert refused(toy_copy).startswith(f"{file}.yaml, line 1, at the top: the file is empty")


def test_a_file_that_is_not_utf_8_is_named_with_the_byte(toy_copy: Path) -> None:
    path = toy_copy / "sources.yaml"
    path.write_bytes(path.read_bytes().replace(b"Cells", b"C\xe9lls", 1))
    message = refused(toy_copy)
    assert message.startswith("sources.yaml: is not UTF-8 text") and re.search(r"byte \d+", message)


@pytest.mark.parametrize("text", ["a: [1", "a:\n\t- b", "---\na: 1\n---\nb: 2\n", "a: \x00", "'"])
def test_what_is_no_yaml_is_refused_with_the_file(text: str, toy_copy: Path) -> None:
    (toy_copy / "sources.yaml").write_text(text, encoding="utf-8")
    message = refused(toy_copy)
    assert message.startswith("sources.yaml") and "not valid YAML" in message


@pytest.mark.parametrize("text", ["[]", "word", "- a\n- b\n", "12"])
def test_a_file_that_is_no_mapping_is_refused(text: str, toy_copy: Path) -> None:
    (toy_copy / "sources.yaml").write_text(text, encoding="utf-8")
    assert refused(toy_copy) == "sources.yaml, line 1, at the top: a mapping of keys and values belongs here."


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3000 + "]" * 3000,
        "{b: " * 3000 + "}" * 3000,
        f"sources: [{{id: x, title: {'9' * 5000}}}]",
        f"a: {'1' * 400}.5",
    ],
    ids=["3000 brackets", "3000 braces", "a number of 5000 digits", "a decimal beyond any float"],
)
def test_a_hostile_table_is_refused_and_never_a_traceback(text: str, toy_copy: Path) -> None:
    (toy_copy / "sources.yaml").write_text(text, encoding="utf-8")
    assert refused(toy_copy).startswith("sources.yaml")


def test_an_alias_bomb_is_refused_at_its_first_alias(toy_copy: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True))
    (toy_copy / "sources.yaml").write_text(bomb, encoding="utf-8")
    assert re.match(r"sources\.yaml, line [12], at b\[0\]: an alias", refused(toy_copy))


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert "there is no such folder of tables" in refused(tmp_path / "nowhere")


def test_a_file_where_a_folder_belongs_is_refused(toy_copy: Path) -> None:
    assert "there is no such folder of tables" in refused(toy_copy / "drugs.yaml")


def test_an_empty_name_of_a_folder_is_not_understood() -> None:
    for value in ("", "  "):
        result = ros1("drug", "--data", value)
        assert result.status == 2 and "--data is empty" in result.err


def test_the_folder_may_come_from_the_environment(toy_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS1_DATA", str(toy_copy))
    assert "novotinib" in ros1("drug").out
    monkeypatch.setenv("ROS1_DATA", str(toy_copy / "nowhere"))
    assert ros1("drug").status == 1


def test_the_error_of_a_broken_table_comes_before_any_answer(toy_copy: Path) -> None:
    edit(toy_copy, "cautions", "when: [phase]", "when: [sometimes]")
    for command in (
        ("next-line", "--mutation", "G28R"),
        ("compare", "novotinib", "oldatinib"),
        ("sources",),
        ("--version",),
    ):
        result = (
            ros1("--data", str(toy_copy), *command)
            if command[0] == "--version"
            else ros1(*command, "--data", str(toy_copy))
        )
        assert (result.status, result.out) == (1, "")


# -- scalars ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word",
    [
        "NO",
        "no",
        "yes",
        "Yes",
        "on",
        "off",
        "Null",
        "~",
        "True",
        "FALSE",
        "1:30",
        "2024-02-05",
        "1e3",
        "0x10",
        "0o7",
        "1_000",
        ".5",
        "inf",
        ".nan",
        "12 months",
    ],
)
def test_what_plain_yaml_would_turn_into_something_else_stays_text(word: str, tmp_path: Path) -> None:
    assert scalar(word) == word
    file = tmp_path / "a.yaml"
    file.write_text(f"key: {word}\n", encoding="utf-8")
    assert read_yaml(file) == {"key": word}


@pytest.mark.parametrize(
    ("word", "value"),
    [("true", True), ("false", False), ("null", None), ("0", 0), ("-12", -12), ("196.6", 196.6), ("-0.5", -0.5)],
)
def test_only_true_false_null_integers_and_decimals_are_typed(word: str, value: Any, tmp_path: Path) -> None:
    read = scalar(word)
    assert read == value and type(read) is type(value)
    file = tmp_path / "a.yaml"
    file.write_text(f"key: '{word}'\n", encoding="utf-8")
    assert read_yaml(file) == {"key": word}, "a quoted word is text"


@pytest.mark.parametrize("word", ["5.", "+1", "007", "-01", "1" * 16])
def test_what_looks_like_a_number_and_is_none_is_refused_unless_it_is_quoted(word: str, toy_copy: Path) -> None:
    edit(toy_copy, "sources", "title: Cells in a dish", f"title: {word}")
    assert re.match(r"sources\.yaml, line \d+, at sources\[2\]\.title: ", refused(toy_copy))
    edit(toy_copy, "sources", f"title: {word}", f"title: '{word}'")
    assert ros1("sources", "--data", str(toy_copy)).status == 0


def test_a_region_named_no_stays_text(toy_copy: Path) -> None:
    edit(toy_copy, "drugs", '{region: EU, scope: "ROS1+ NSCLC, after', '{region: NO, scope: "ROS1+ NSCLC, after')
    assert "region" in refused(toy_copy), "NO is the text NO, which is no region known here, and not False"


# -- YAML alone ------------------------------------------------------------------------------------------------------

NEW_DRUG = """
  - id: testatinib
    kind: tki
    names:
      - {name: Testa, kind: brand, source: toy-page, locator: a test}
    claims:
      - {id: testatinib-g28r, about: activity, scope: "finding:G28R", call: active, level: trial, text: Active., source: toy-page, locator: a test}
      - {id: testatinib-v32m, about: activity, scope: "finding:V32M", call: not_effective, level: trial, text: Not effective., source: toy-page, locator: a test}
      - {id: testatinib-caveat, about: trial, scope: drug, caveat: {kind: other, rank: 1}, level: expert, text: A trial drug., source: toy-page, locator: a test}
"""


def test_a_new_drug_works_by_adding_yaml_alone(toy_copy: Path) -> None:
    edit(toy_copy, "drugs", "class_claims:", NEW_DRUG.lstrip("\n") + "class_claims:")

    def asked(*question: str) -> Any:
        return ros1(*question, "--data", str(toy_copy), "--json").json

    assert drugs(asked("next-line", "--mutation", "G28R")["options"])[:2] == ["novotinib", "testatinib"]
    assert found(asked("next-line", "--mutation", "V32M")["excluded"], "testatinib")["reason"] == "not_effective"
    assert found(asked("next-line", "--mutation", "G28R/V32M")["excluded"], "testatinib")["reason"] == "not_effective"
    assert "testatinib" in drugs(asked("next-line", "--mutation", "L48V")["no_data"])
    assert (
        found(asked("next-line", "--mutation", "G28R", "--prior", "Testa")["excluded"], "testatinib")["reason"]
        == "prior"
    )
    assert asked("drug", "testa")["drug"] == "testatinib"
    assert "testatinib" in drugs(asked("mutation", "G28R")["drugs"]["active"])


def test_a_new_never_claim_takes_a_drug_from_every_answer() -> None:
    raw = raw_toy()
    never = {"id": "novotinib-never", "about": "activity", "scope": "never", "call": "not_effective", "level": "label"}
    record(raw, "novotinib")["claims"].append(never | {"text": "Withdrawn.", "source": "toy-page", "locator": "a test"})
    known = parsed(raw)
    for finding in known.findings:
        assert "novotinib" in groups(lines(known, finding))["excluded"]


def test_the_same_tables_in_another_layout_give_the_same_answer_and_the_same_sha256(tmp_path: Path) -> None:
    write_tables(raw_toy(), tmp_path)
    other = ros1("next-line", "--mutation", "G28R", "--json", "--data", str(tmp_path)).json
    assert other == answered("next-line", "--mutation", "G28R")


def test_another_word_in_the_tables_gives_another_sha256() -> None:
    raw = raw_toy()
    raw["cautions"]["notice"] += " Really."
    assert parsed(raw).sha256 != tables(TOY).sha256


def test_the_tables_compiled_for_a_wheel_are_the_tables(tmp_path: Path) -> None:
    (tmp_path / COMPILED).write_text(compile_tables(TOY), encoding="utf-8")
    compiled = read_compiled(tmp_path / COMPILED)
    assert compiled == tables(TOY) and compiled.sha256 == tables(TOY).sha256


# -- what is left out, and flow style --------------------------------------------------------------------------------


def without_null(value: Any) -> Any:
    """Mappings in which no key is null."""
    if isinstance(value, dict):
        return {key: without_null(item) for key, item in value.items() if item is not None}
    return [without_null(item) for item in value] if isinstance(value, list) else value


def test_a_key_that_is_left_out_is_null_in_the_record_and_in_the_sha256() -> None:
    raw = raw_toy()
    shorter = without_null(raw)
    assert shorter != raw
    assert parsed(shorter) == tables(TOY)


def test_the_sha256_is_that_of_the_records_and_not_of_their_words(toy_copy: Path) -> None:
    edit(toy_copy, "drugs", "text: Active against V32M in cells.,", 'text: "Active  against V32M in cells.",')
    edit(toy_copy, "drugs", "kind: null, date: 2016}", "date: '2016'}")
    same = ros1("drug", "novotinib", "--json", "--data", str(toy_copy)).json
    assert same["data"]["sha256"] == tables(TOY).sha256


def test_a_figure_without_a_status_is_a_stated_one(toy_copy: Path) -> None:
    edit(toy_copy, "drugs", "{name: ORR, status: stated, value: 50", "{name: ORR, value: 50")
    assert ros1("drug", "novotinib", "--json", "--data", str(toy_copy)).out == toy("drug", "novotinib", "--json").out
    edit(toy_copy, "drugs", "{name: OS, status: not_reached, unit", "{name: OS, unit")
    assert "a stated figure has a value or an interval" in refused(toy_copy)


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("interval: 33-82", "intervall: 33-82", "figure.intervall", "not known"),
        ("interval: 33-82", "n: 8", "figure", "'n' stands here twice"),
        ("interval: 33-82", "interval: &a 33-82, after: *a", "figure.after", "alias"),
        ("interval: 33-82", "interval: [33, 82]", "figure.interval", "text belongs here"),
        ("interval: 33-82", "interval: ' '", "figure.interval", "the text is empty"),
    ],
)
def test_a_breakage_on_the_second_line_of_a_figure_is_refused_with_that_line(
    old: str, new: str, path: str, words: str, toy_copy: Path
) -> None:
    line = edit(toy_copy, "drugs", f", {old}", f",\n          {new}") + 1
    where = re.match(r"drugs\.yaml, line (\d+), at (.+?): (.*)", refused(toy_copy))
    assert where and where.group(2).endswith(path) and words in where.group(3), where
    assert int(where.group(1)) == line
