"""Answers → JSON: the contract with the shell.

All of it is ASCII: the same bytes whatever the encoding of the terminal, and no character that a terminal would obey.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from json.encoder import encode_basestring_ascii as quoted
from typing import TYPE_CHECKING, Any

from ros1cli import __version__
from ros1cli.errors import printable, shown

if TYPE_CHECKING:
    from ros1cli.answers.shapes import Answer

SCHEMA_VERSION = "1.1"


def to_json(answer: Answer, explain: bool) -> str:
    """The answer as one JSON document. Keys are the field names of the answer, none is ever missing."""
    return f"{_spread(_document(answer, explain))}\n"


def _document(answer: Answer, explain: bool) -> dict[str, Any]:
    """The keys of an answer in their order; records are still records."""
    head: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "answer": answer.answer,
        "tool": {"name": "ros1cli", "version": __version__},
        "data": answer.data,
        "notice": answer.notice,
        "assumption": answer.assumption,
        "understood": answer.understood,
        "query": answer.query,
        "status": answer.status,
    }
    body: dict[str, Any] = answer.body._asdict()
    trace = {"trace": answer.trace} if explain else {}
    return head | body | {"sources": answer.sources} | trace


_COMPACT = json.JSONEncoder(separators=(",", ":"), check_circular=False)


def to_line(answer: Answer, explain: bool) -> str:
    """The same document on one line."""
    return f"{_COMPACT.encode(_plain(_document(answer, explain)))}\n"


def _plain(value: Any) -> Any:
    """A value with its records as mappings."""
    # A text or nothing is told apart here: a call for each of some thousand would take half as long again.
    if hasattr(value, "_fields"):
        pairs = zip(value._fields, value, strict=True)
        return {key: item if item is None or type(item) is str else _plain(item) for key, item in pairs}
    if isinstance(value, tuple | list):
        return [item if type(item) is str else _plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value


_WORDS = {None: "null", True: "true", False: "false"}


def list_json(items: Sequence[Any]) -> str:
    """A bare list as a JSON array."""
    return f"{_spread(items)}\n"


def _spread(value: Any, gap: str = "\n") -> str:
    """JSON as `json.dumps` writes it with an indent of two, records being mappings: three times as fast."""
    if isinstance(value, str):
        return quoted(value)
    if value is None or value is True or value is False:
        return _WORDS[value]
    inner = f"{gap}  "
    if isinstance(value, dict) or hasattr(value, "_fields"):
        pairs = value.items() if isinstance(value, dict) else zip(value._fields, value, strict=True)
        lines = [f"{inner}{quoted(key)}: {_spread(item, inner)}" for key, item in pairs]
        return f"{{{','.join(lines)}{gap}}}" if lines else "{}"
    if isinstance(value, tuple | list):
        lines = [f"{inner}{_spread(item, inner)}" for item in value]
        return f"[{','.join(lines)}{gap}]" if lines else "[]"
    return json.dumps(value)


def error_json(code: str, message: str, given: str | None, suggestions: Sequence[str]) -> str:
    """An error as one JSON object on one line."""
    return json.dumps({"error": _error(code, message, given, suggestions)})


def error_words(code: str, message: str, given: str | None, suggestions: Sequence[str]) -> str:
    """What stands under `error`, in as few characters as it takes."""
    return json.dumps(_error(code, message, given, suggestions), separators=(",", ":"))


def _error(code: str, message: str, given: str | None, suggestions: Sequence[str]) -> dict[str, Any]:
    safe = None if given is None else shown(given)
    return {"code": code, "message": printable(message), "given": safe, "suggestions": list(suggestions)}
