"""`ros1 schema`: every answer is what its schema says, and the schema says enough that a wrong answer would not pass."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from golden_questions import QUESTIONS
from jsonschema import Draft202012Validator
from toolbox import TOY, answered, environment, process, ros1, tables, toy, walk
from typer.main import get_command

from ros1cli.answers import cautions, shapes
from ros1cli.answers.compare import compare
from ros1cli.answers.drug import drug, drugs
from ros1cli.answers.glossary import glossary, terms
from ros1cli.answers.guidance import guidance, topics
from ros1cli.answers.matrix import matrix
from ros1cli.answers.mutation import mutation, mutations
from ros1cli.answers.next_line import first_line, next_line
from ros1cli.answers.question import Typed
from ros1cli.answers.sources import levels, source, sources
from ros1cli.cli.commands import app
from ros1cli.show.to_json import list_json, to_json
from ros1cli.tables.as_of import as_of
from ros1cli.tables.closed_words import Level

NAMES = ros1("schema").out.split()
NOT_ASKED = {"error", "batch", "batch-question"}
REAL = {"today": None, "base pages": "2024-02-05"}


@functools.cache
def schema(name: str) -> Any:
    return json.loads(ros1("schema", name).out)


@functools.cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name))


def wrong(name: str, document: Any) -> list[str]:
    """What the schema has against a document, in one line each."""
    return [f"{e.json_path}: {e.message[:200]}" for e in validator(name).iter_errors(document)]


def name_of(document: Any, command: str) -> str:
    return f"{command}-list" if isinstance(document, list) else str(document["answer"])


# -- the answers are what the schemas say ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema(name)["$id"].endswith(f":{name}") and schema(name)["title"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_answer_over_the_invented_tables_is_what_its_schema_says(question: str) -> None:
    document = answered(*QUESTIONS[question])
    assert wrong(name_of(document, QUESTIONS[question][0]), document) == []


def spread(day: str | None) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Questions over the real tables that touch every record: findings, drugs, topics and sources."""
    known = as_of(tables(), day)
    tkis = [d.id for d in known.tkis]
    for i, finding in enumerate(known.findings):
        yield finding, lambda t, f=finding: mutation(t, f, day)
        prior = (tkis[i % len(tkis)],)
        typed = Typed(mutation=[finding], prior=prior, cns=bool(i % 2), min_level=[None, *Level][i % 8])
        yield f"{finding} after {prior[0]}", lambda t, q=typed: next_line(t, q, day)
    for name in known.drugs:
        yield name, lambda t, d=name: drug(t, d, day)
    for name in known.topics:
        yield name, lambda t, g=name: guidance(t, g, day)
    for name in known.glossary:
        yield name, lambda t, w=name: glossary(t, w, day)
    for name in known.sources:
        yield name, lambda t, s=name: source(t, s, day)
    yield "all drugs", lambda t: compare(t, tkis, day)
    yield "matrix", lambda t: matrix(t, day=day)
    yield "levels", lambda t: levels(t, day)
    for region in ("US", "EU", "JP", "CN", "CA"):
        yield region, lambda t, r=region: first_line(t, Typed(approved_only=True, region=r), day)
    for tested in ("none", "plasma", "tissue"):
        typed = Typed(prior=tkis[:2], tested=tested, leptomeningeal=True, intolerant=[tkis[2]])
        yield tested, lambda t, q=typed: next_line(t, q, day)


@pytest.mark.parametrize("day", REAL.values(), ids=list(REAL))
def test_every_answer_over_the_real_tables_is_what_its_schema_says(day: str | None) -> None:
    known = as_of(tables(), day)
    for question, ask in spread(day):
        document = json.loads(to_json(ask(known), True))
        assert wrong(document["answer"], document) == [], question


@pytest.mark.parametrize("day", REAL.values(), ids=list(REAL))
def test_the_lists_of_the_real_tables_are_what_their_schemas_say(day: str | None) -> None:
    known = as_of(tables(), day)
    for command, found in (
        ("mutation", mutations),
        ("drug", drugs),
        ("guidance", topics),
        ("sources", sources),
        ("glossary", terms),
    ):
        assert wrong(f"{command}-list", json.loads(list_json(found(known)))) == []


@pytest.mark.parametrize(
    "argv",
    [
        ("drug", "novotinob"),
        ("next-line", "--mutation", "A28R"),
        ("next-line", "--nothing"),
        ("drug", "--data", "/nowhere"),
        ("next-line", "--batch", "/nowhere"),
        ("schema", "nothing"),
    ],
    ids=" ".join,
)
def test_every_error_is_what_the_schema_of_errors_says(argv: tuple[str, ...]) -> None:
    result = ros1(*argv, "--json") if "--data" in argv or argv[0] == "schema" else toy(*argv, "--json")
    assert result.status in (1, 2)
    assert wrong("error", json.loads(result.err)) == []


# -- the schemas say enough ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_key_is_described_and_required_and_no_other_is_allowed(name: str) -> None:
    optional = {"trace", "transcript", "drug", "gaps", *Typed._fields, *(f.replace("_", "-") for f in Typed._fields)}
    for path, mapping in walk(schema(name)):
        if mapping.get("type") == "object":
            keys = set(mapping.get("properties", {}))
            assert isinstance(mapping["additionalProperties"], dict) or mapping["additionalProperties"] is False, path
            assert keys - set(mapping.get("required", [])) <= optional, path
        if "properties" in mapping and path.split(".")[-1] != "properties":
            assert all(described for described in mapping["properties"].values()), path


def broken(document: Any) -> Iterator[tuple[str, Any]]:
    """An answer with one thing changed: a key left out, a key more, a value of another kind."""
    text = json.dumps(document)
    for place, mapping in walk(json.loads(text)):
        if ".raw" in place:
            continue
        for key in mapping:
            for change in ("left out", "of another kind"):
                copy = json.loads(text)
                found = next(m for p, m in walk(copy) if p == place)
                if change == "left out":
                    del found[key]
                else:
                    found[key] = {"a": [1]}
                yield f"{place}.{key} {change}", copy
        copy = json.loads(text)
        next(m for p, m in walk(copy) if p == place)["surplus"] = None
        yield f"{place}.surplus", copy


def test_an_answer_with_one_thing_wrong_does_not_pass() -> None:
    whole = answered("mutation", "G28R")
    first = {k: v[:1] if isinstance(v, list) else v for k, v in whole.items()}
    first["drugs"] = {call: found[:1] for call, found in whole["drugs"].items()}
    first["evidence"] = {level: found[:1] for level, found in whole["evidence"].items()}
    assert wrong("mutation", first) == []
    count = 0
    for what, document in broken(first):
        if ".genomic." not in what:
            count += 1
            assert wrong("mutation", document), what
    assert count > 200


@pytest.mark.parametrize(
    ("record", "key", "word"),
    [
        ("ShownClaim", "call", "works"),
        ("ShownClaim", "level", "rumour"),
        ("ShownClaim", "about", "weather"),
        ("ShownClaim", "scope", "setting:somewhere"),
        ("ShownClaim", "date", "5 February 2024"),
        ("Figure", "status", "unknown"),
        ("Approval", "region", "UK"),
        ("Approval", "lines", ["last_line"]),
        ("Option", "basis", "hope"),
        ("Option", "caveats", []),
        ("Option", "claims", []),
        ("Excluded", "reason", "other"),
    ],
)
def test_a_closed_word_is_closed(record: str, key: str, word: Any) -> None:
    described = schema("next-line")
    only = {"$schema": described["$schema"], "$defs": described["$defs"]}
    value = described["$defs"][record]["properties"][key]
    assert not Draft202012Validator(only | value).is_valid(word)


def test_the_statuses_and_reasons_are_those_of_the_program() -> None:
    assert schema("next-line")["properties"]["status"]["enum"] == list(shapes.STATUSES)
    assert set(cautions._TAKEN) <= set(shapes.REASONS)


def test_every_command_that_answers_has_a_schema() -> None:
    commands = set(getattr(get_command(app), "commands"))  # noqa: B009 - a group of commands, which its type does not say
    assert commands - {"annotate", "help", "report", "schema"} <= set(NAMES)
    assert {n.removesuffix("-list") for n in NAMES} - NOT_ASKED - {"levels"} <= commands


# -- the command -----------------------------------------------------------------------------------------------------


def test_without_an_argument_the_names_are_listed() -> None:
    listed = ros1("schema", "--json").json
    assert [e["schema"] for e in listed] == NAMES and all(e["title"] for e in listed)
    assert {"next-line", "first-line", "compare", "levels", "drug-list", "error", "batch"} <= set(NAMES)


@pytest.mark.parametrize("name", ["nothing", "", "next line", "annotate"])
def test_a_name_without_a_schema_is_refused(name: str) -> None:
    result = ros1("schema", name, "--json")
    assert (result.status, result.out) == (2, "")
    assert result.error["code"] == "not_understood" and result.error["given"] == name


def test_a_near_name_is_suggested() -> None:
    assert ros1("schema", "next-lime", "--json").error["suggestions"] == ["next-line"]


def test_the_bytes_of_a_schema_are_always_the_same_and_need_no_tables() -> None:
    runs = {
        process("schema", "next-line", env=environment(PYTHONHASHSEED=seed, ROS1_DATA="/nowhere")).stdout
        for seed in ("1", "99")
    }
    assert len(runs) == 1 and json.loads(runs.pop()) == schema("next-line")


def test_no_other_command_pays_for_the_schemas() -> None:
    code = (
        "import sys; from ros1cli.__main__ import main; main(sys.argv[1:]); "
        "sys.exit(any(m in sys.modules for m in ('ros1cli.show.json_schema', 'ros1cli.cli.batch', 'jsonschema')))"
    )
    question = ["next-line", "--mutation", "G28R", "--json", "--data", str(TOY)]
    subprocess.run(
        [sys.executable, "-c", code, *question], env=environment(), capture_output=True, check=True, timeout=60
    )
