"""Write docs/json.md: the contract of the JSON, from the schemas and from real answers.

`python docs/regenerate.py` writes it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from ros1cli.__main__ import main as ros1
from ros1cli.answers.shapes import ShownSource
from ros1cli.show import json_schema

FILE = Path(__file__).parent / "json.md"
DAY = ("--as-of", "2024-02-05")
QUESTIONS = {
    "next-line": ("next-line", "--mutation", "G2032R", "--prior", "crizotinib", "--cns"),
    "first-line": ("first-line", "--cns"),
    "compare": ("compare", "crizotinib", "entrectinib"),
    "mutation": ("mutation", "S1986F/L2000V"),
    "matrix": ("matrix", "--mutation", "G2032R", "--drug", "repotrectinib"),
    "drug": ("drug", "crizotinib"),
    "guidance": ("guidance", "chemotherapy"),
    "sources": ("sources", "ros1ders-stage4"),
    "glossary": ("glossary", "ORR"),
    "levels": ("sources", "--levels"),
    "mutation-list": ("mutation", "--list"),
    "drug-list": ("drug", "--list"),
    "guidance-list": ("guidance", "--list"),
    "sources-list": ("sources", "--list"),
    "glossary-list": ("glossary", "--list"),
}
ENVELOPE = (
    *("schema_version", "answer", "tool", "data", "notice", "assumption", "understood", "query", "status"),
    *("sources", "trace"),
)
SAID = {
    "answer": {"type": "which one, as in the headings below"},
    "query": {"type": "what was typed and how it was read, see below"},
    "status": {"type": "closed words for each answer, see below"},
}
LEFT_OUT = {"sha256": "(64 digits)", "version": "(left out here)"}
"""Values that change with every edit of the tables or release of the tool."""

INTRODUCTION = """# The JSON of `ros1`

Made by `docs/regenerate.py` from the types of the answers and from real ones, as the tables stood on 2024-02-05. In the
examples every list of objects is cut to its first element; nothing else is left out but versions and the hash.

- `--json` prints one document, `--batch` one document a line, in ASCII (other characters as `\\u2265`): the same
  bytes in every encoding. An error is one line on stderr (exit 1 and 2), or stands in its place among the lines of
  `--batch` (exit 4).
- No key is ever missing and none comes unannounced: what is unknown is `null` or an empty list, beside a `status`, a `call`
  or a `basis` that says why. Only `query.raw` holds no more than what was typed, and `trace` is there with `--explain` alone.
- "No data" is a word, never 0 and never left out. A number travels with its `n`, its `interval` as printed, its `line`,
  its `population` and its `source`; a figure without a value says in its `status` what the source says instead.
- Two runs over the same tables give the same bytes; `data.sha256` says which tables they were.
- The names are public. `schema_version` counts their changes: a new key or word raises its second number, a key renamed or
  taken away its first. `ros1 schema NAME` prints the JSON Schema (2020-12) of each answer below, and this page repeats it.
"""


def page() -> str:
    """The whole page as Markdown."""
    return "\n".join([INTRODUCTION, *_envelope(), *_answers(), *_errors(), *_records()]).rstrip() + "\n"


def _envelope() -> Iterator[str]:
    """What stands around the body of every answer, with the options of `next-line` in its query."""
    described = json.loads(json_schema.schema("next-line"))
    yield "## Every answer\n"
    yield from _keys({k: SAID.get(k, described["properties"][k]) for k in ENVELOPE})
    yield "In `query`, as `next-line` and `first-line` fill it (for the others `cns` and `filters` are null):\n"
    yield from _keys(described["$defs"]["ShownQuery"]["properties"])


def _answers() -> Iterator[str]:
    for name, question in QUESTIONS.items():
        yield f"## {name}\n"
        yield f"{json_schema.TITLES[name]}.\n"
        if name in json_schema.ANSWERS:
            yield f"`status`: {', '.join(f'`{s}`' for s in json_schema.ANSWERS[name].statuses)}.\n"
        yield f"```sh\nros1 {' '.join(question)} --json {' '.join(DAY)}\n```\n"
        document = trimmed(json.loads(printed(*question, "--json", *DAY)[0]))
        yield f"```json\n{json.dumps(document, ensure_ascii=False, indent=2)}\n```\n"
        described = json.loads(json_schema.schema(name))
        described = described["$defs"][json_schema.LISTS[name].__name__] if name in json_schema.LISTS else described
        yield from _keys(
            {k: v for k, v in described["properties"].items() if name in json_schema.LISTS or k not in ENVELOPE}
        )


def _errors() -> Iterator[str]:
    yield f"## error\n\n{json_schema.TITLES['error']}.\n"
    yield f"```sh\nros1 drug crizotinob --json\n```\n\n```json\n{printed('drug', 'crizotinob', '--json')[1].strip()}\n```\n"
    yield f"## batch\n\n{json_schema.TITLES['batch']}."
    yield "An answer is that of `next-line` on one line; an error also holds the number of its line.\n"
    yield f"## batch-question\n\n{json_schema.TITLES['batch-question']}. Every key is optional, with hyphens or underscores.\n"
    described = json.loads(json_schema.schema("batch-question"))["properties"]
    yield from _keys({k: v for k, v in described.items() if "-" not in k})


def _records() -> Iterator[str]:
    """What the answers are made of, each record once."""
    records: dict[str, Any] = {}
    for name in QUESTIONS:
        records |= json.loads(json_schema.schema(name))["$defs"]
    for name in (
        "ShownQuery",
        *(listed.__name__ for listed in json_schema.LISTS.values() if listed is not ShownSource),
    ):
        del records[name]
    yield "## What stands inside\n"
    for name, described in sorted(records.items()):
        yield f"### {name}\n\n{described.get('description', '')}\n"
        yield from _keys(described["properties"])


def _keys(properties: dict[str, Any]) -> Iterator[str]:
    yield "| key | value |\n| --- | --- |"
    yield from (f"| `{key}` | {_value(described)} |" for key, described in properties.items())
    yield ""


def _value(described: dict[str, Any]) -> str:
    """A schema in words."""
    if "$ref" in described:
        name = described["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in described:
        return " or ".join(_value(d) for d in described["anyOf"])
    if "const" in described:
        return f"always `{json.dumps(described['const'])}`"
    if "enum" in described:
        return ", ".join(f"`{json.dumps(w).strip(chr(34))}`" for w in described["enum"])
    kinds = described["type"] if isinstance(described["type"], list) else [described["type"]]
    words = " or ".join(_KINDS.get(str(k), str(k)) for k in kinds)
    if "items" in described:
        words = f"list of {_value(described['items'])}" + (", never empty" if described.get("minItems") else "")
    elif "properties" in described:
        words = _inside(described["properties"])
    elif "additionalProperties" in described:
        words = f"for each key: {_value(described['additionalProperties'])}"
    return f"{words}. {described['description']}" if described.get("description") else words


def _inside(properties: dict[str, Any]) -> str:
    """The keys of a mapping, once for all when they hold the same."""
    kinds = {key: _value(described) for key, described in properties.items()}
    if len(set(kinds.values())) == 1:
        return f"for each of {', '.join(f'`{k}`' for k in kinds)}: {next(iter(kinds.values()))}"
    return "; ".join(f"`{key}`: {kind}" for key, kind in kinds.items())


_KINDS = {"string": "text", "array": "list", "boolean": "true or false", "integer": "whole number", "null": "null"}


def trimmed(value: Any) -> Any:
    """An answer in which every list of objects has only its first element."""
    if isinstance(value, list):
        return [trimmed(v) for v in (value[:1] if value and isinstance(value[0], dict) else value)]
    if isinstance(value, dict):
        return {k: LEFT_OUT[k] if k in LEFT_OUT else trimmed(v) for k, v in value.items()}
    return value


def printed(*argv: str) -> tuple[str, str]:
    """What the program writes to stdout and stderr."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        ros1(list(argv))
    return out.getvalue(), err.getvalue()
