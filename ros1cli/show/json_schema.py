"""The JSON Schema (2020-12) of every answer, made from the types of the answers. Imported by `ros1 schema` alone.

Every key is required and no other key is allowed; what may be unknown may be null. Closed words are enumerations. Two things
are not in the types and stand here by hand: the envelope, and the mappings of `query`, which hold what was typed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import EnumMeta
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from ros1cli import errors
from ros1cli.answers import shapes, shapes_lookups
from ros1cli.answers.question import Typed
from ros1cli.answers.shapes_matrix import Matrix
from ros1cli.errors import NotUnderstood, Ros1Error, shown
from ros1cli.names.characters import near
from ros1cli.show.to_json import SCHEMA_VERSION, list_json
from ros1cli.tables.closed_words import NOT_AFTER, REGIONS, RESTRICTIONS, Level

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"
FORMATS: Mapping[str, Schema] = {
    "date": {
        "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
        "description": "A date as precise as it was printed: a year, a month or a day.",
    },
    "scope": {
        "pattern": "^(finding|class:(on_target|off_target)|setting:(first_line|after_ros1_tki|intolerance|cns_only_on:.+)"
        "|never|drug)$",
        "description": "What the claim holds for: the finding, a class, a setting, or the drug as a whole.",
    },
    "restriction": {
        "pattern": f"^({'|'.join(RESTRICTIONS)}|{NOT_AFTER}:.+)$",
        "description": "What the wording of the approval says of the line.",
    },
    "some": {"minItems": 1},
    "sha256": {"pattern": "^[0-9a-f]{64}$", "description": "Of all records of the tables, whatever the day."},
}
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_YES: Schema = {"enum": [True, None], "description": "True when it was given; null: nothing was said of it."}
_LINES = ("next-line", "first-line")


class _AnswerKind(NamedTuple):
    """An answer: the type of its body, its statuses, and what stands in `query.raw`."""

    body: Any
    statuses: Sequence[str]
    raw: Schema


def _object(properties: Schema, optional: Sequence[str] = (), **more: Any) -> Schema:
    required = [key for key in properties if key not in optional]
    return {"type": "object", **more, "properties": properties, "required": required, "additionalProperties": False}


def _options() -> Schema:
    """What was typed for `next-line` and `first-line`: only the options that were given."""
    given = {key: _TEXTS if isinstance(usual, tuple) else _TEXT for key, usual in Typed._field_defaults.items()}
    given |= {key: {"const": True} for key, usual in Typed._field_defaults.items() if usual is False}
    return _object(given, optional=Typed._fields)


ANSWERS: Mapping[str, _AnswerKind] = {
    "next-line": _AnswerKind(shapes.Lines, shapes.STATUSES, _options()),
    "first-line": _AnswerKind(shapes.Lines, shapes.FIRST_STATUSES, _options()),
    "compare": _AnswerKind(shapes_lookups.Comparison, ("compared",), _object({"drugs": _TEXTS})),
    "mutation": _AnswerKind(
        shapes_lookups.FindingAnswer,
        ("known", "no_drug_listed", "not_in_tables"),
        _object({"mutation": _TEXT, "transcript": _TEXT}, optional=["transcript"]),
    ),
    "matrix": _AnswerKind(
        Matrix,
        ("known", "not_in_tables"),
        _object({"drug": _TEXTS, "mutation": _TEXTS, "gaps": {"const": True}}, optional=["drug", "mutation", "gaps"]),
    ),
    "drug": _AnswerKind(shapes_lookups.DrugAnswer, ("known", "not_in_tables"), _object({"drug": _TEXT})),
    "guidance": _AnswerKind(
        shapes_lookups.GuidanceAnswer, ("known", "word_search", "not_in_tables"), _object({"topic": _TEXT})
    ),
    "sources": _AnswerKind(shapes_lookups.SourceAnswer, ("known",), _object({"source": _TEXT})),
    "glossary": _AnswerKind(
        shapes_lookups.GlossaryAnswer, ("known", "word_search", "not_in_tables"), _object({"term": _TEXT})
    ),
    "levels": _AnswerKind(shapes_lookups.LevelsAnswer, ("known",), _object({"levels": {"const": True}})),
}
LISTS: Mapping[str, Any] = {
    "mutation-list": shapes_lookups.ListedMutation,
    "drug-list": shapes_lookups.ListedDrug,
    "guidance-list": shapes_lookups.ListedTopic,
    "sources-list": shapes.ShownSource,
    "glossary-list": shapes_lookups.ListedTerm,
}
TITLES: Mapping[str, str] = {
    **{name: f"The answer of `ros1 {name}`" for name in ANSWERS},
    "levels": "The answer of `ros1 sources --levels`",
    **{name: f"The list of `ros1 {name.removesuffix('-list')} --list`" for name in LISTS},
    "batch": "One line of `ros1 next-line --batch`: an answer, or an error in its place",
    "batch-question": "A line of the input of `ros1 next-line --batch` that is a JSON object",
    "error": "The line that stands on stderr, with --json, when the exit is 1 or 2",
}


def names_json() -> str:
    """Everything that has a schema, as a JSON array."""
    return list_json([{"schema": name, "title": title} for name, title in TITLES.items()])


def schema(name: str) -> str:
    """The schema of one answer, as JSON.

    Raises:
        NotUnderstood: nothing of this name has a schema.
    """
    if name not in TITLES:
        suggestions = near(name, TITLES)
        hint = f"did you mean {' or '.join(suggestions)}?" if suggestions else f"known are {', '.join(TITLES)}."
        raise NotUnderstood(f"{shown(name)!r} has no schema; {hint}", given=name, suggestions=suggestions)
    head = {"$schema": DIALECT, "$id": f"urn:ros1:{SCHEMA_VERSION}:{name}", "title": TITLES[name]}
    described = _Types(name)
    main = described.main()
    defs = {"$defs": dict(sorted(described.defs.items()))} if described.defs else {}
    return json.dumps(head | main | defs, indent=2) + "\n"


# -- from types to schemas -------------------------------------------------------------------------------------------


class _Types:
    """Describes types, and collects the records among them as definitions."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.defs: dict[str, Schema] = {}
        asked = "next-line" if name == "batch" else name
        self.by_hand = _query(ANSWERS[asked].raw, asked in _LINES) if asked in ANSWERS else {}

    def main(self) -> Schema:
        """The schema of what the name stands for."""
        if self.name in ANSWERS:
            return self.answer(self.name)
        if self.name in LISTS:
            return {"type": "array", "items": self.of(LISTS[self.name])}
        if self.name == "batch-question":
            return _question()
        if self.name == "error":
            return _object({"error": _error()})
        line = _object({"error": _error(), "line": {"type": "integer", "minimum": 1}})
        return {"oneOf": [self.answer("next-line"), line]}

    def answer(self, name: str) -> Schema:
        """An answer in its envelope."""
        body, statuses, _ = ANSWERS[name]
        head = {
            "schema_version": {"const": SCHEMA_VERSION},
            "answer": {"const": name},
            "tool": _object({"name": {"const": "ros1cli"}, "version": _TEXT}),
            "data": self.of(shapes.Stamp),
            **dict.fromkeys(("notice", "assumption", "understood"), _TEXT),
            "query": self.of(shapes.ShownQuery),
            "status": {"enum": list(statuses)},
        }
        trace = {"trace": self.of(tuple[shapes.TraceLine, ...])}
        tail = {"sources": self.of(tuple[shapes.ShownSource, ...]), **trace}
        return _object(head | self.fields(body) | tail, optional=["trace"])

    def fields(self, kind: Any) -> dict[str, Schema]:
        """The fields of a record."""
        hints = get_type_hints(kind, include_extras=True)
        hand = self.by_hand if kind is shapes.ShownQuery else {}
        return {key: hand[key] if key in hand else self.of(hints[key]) for key in kind._fields}

    def of(self, kind: Any) -> Schema:
        """The schema of a type."""
        origin, inside = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return self._closer(*inside)
        if origin in (Union, UnionType):
            return self._either(inside)
        if origin is tuple:
            return {"type": "array", "items": self.of(inside[0])}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(inside[1])}
        if isinstance(kind, EnumMeta):
            return {"enum": _words(kind)}
        if hasattr(kind, "_fields"):
            return self._record(kind)
        return {"type": _PLAIN[kind]}

    def _record(self, kind: Any) -> Schema:
        name = kind.__name__
        if name not in self.defs:
            self.defs[name] = {}
            said = {"description": " ".join(cleandoc(kind.__doc__).split())} if kind.__doc__ else {}
            self.defs[name] = _object(self.fields(kind), **said)
        return {"$ref": f"#/$defs/{name}"}

    def _closer(self, kind: Any, said: Any) -> Schema:
        """A type with what it says beyond itself: its words or its format; for a mapping its keys."""
        if isinstance(said, str):
            return self.of(kind) | FORMATS.get(said, {})  # the name of a record is any text
        if kind is str:
            return {"enum": _words(said)}
        return _object(dict.fromkeys(_words(said), self.of(get_args(kind)[1])))

    def _either(self, kinds: Sequence[Any]) -> Schema:
        """A type or null; whole and other numbers are one kind."""
        left = [k for k in kinds if k is not NoneType and not (k is int and float in kinds)]
        (found,) = map(self.of, left)
        if NoneType not in kinds:
            return found
        if "enum" in found:
            return found | {"enum": [*found["enum"], None]}
        return found | {"type": [found["type"], "null"]} if "type" in found else {"anyOf": [found, {"type": "null"}]}


_PLAIN: Mapping[Any, str] = {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}


def _words(said: Any) -> list[str]:
    """The closed words of an enumeration or a tuple."""
    return [str(word.value if isinstance(said, EnumMeta) else word) for word in said]


# -- by hand ---------------------------------------------------------------------------------------------------------


def _query(raw: Schema, lines: bool) -> dict[str, Schema]:
    """The mappings of `query`; those on the patient are null where none was asked about."""
    stopped = _object({"drug": _TEXT, "term": {"type": ["string", "null"]}})
    cns = _object({"brain": _YES, "only": _YES, "leptomeningeal": _YES})
    filters = _object(
        {
            "approved_only": {"type": "boolean"},
            "region": {"enum": [*REGIONS, None]},
            "min_level": {"enum": [*map(str, Level), None]},
            "oligoprogression": {"type": "boolean"},
            "avoid": _TEXTS,
        }
    )
    nothing = {"type": "null"}
    raw = raw | {"description": "What was typed; for next-line a line that --batch understands."}
    return {
        "raw": raw,
        "intolerant": {"type": "array", "items": stopped},
        "cns": cns if lines else nothing,
        "filters": filters if lines else nothing,
    }


def _question() -> Schema:
    """A line of questions: any of the options, hyphens or underscores alike; null, false or an empty list: not given."""
    kinds: Mapping[Any, Schema] = {
        bool: {"type": ["boolean", "null"]},
        tuple: {"anyOf": [_TEXT, _TEXTS, {"type": "null"}]},
        NoneType: {"type": ["string", "null"]},
    }
    known = {key: kinds[type(usual)] for key, usual in Typed._field_defaults.items()}
    both = known | {key.replace("_", "-"): kind for key, kind in known.items()}
    return _object(both, optional=list(both))


def _error() -> Schema:
    """The codes are those of the program's own errors, that of Typer's, and that of the system's."""
    family = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Ros1Error)]
    codes = sorted({kind.code for kind in family if kind is not Ros1Error} | {"usage", "system"})
    given: Schema = {"type": ["string", "null"], "description": "What was typed, made safe to print."}
    return _object({"code": {"enum": codes}, "message": _TEXT, "given": given, "suggestions": _TEXTS})
