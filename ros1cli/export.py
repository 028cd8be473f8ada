"""Answers → JSON: the contract with the shell."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ros1cli import __version__
from ros1cli.answers.shapes import Answer

SCHEMA_VERSION = "1.0"


def to_json(answer: Answer, explain: bool) -> str:
    """The answer as one JSON document. Keys are the field names of the answer, none is ever missing."""
    head: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "answer": answer.answer,
        "tool": {"name": "ros1cli", "version": __version__},
        "data": bare(answer.data),
        "notice": answer.notice,
        "assumption": answer.assumption,
        "understood": answer.understood,
        "query": bare(answer.query),
        "status": answer.status,
    }
    trace = {"trace": bare(answer.trace)} if explain else {}
    return (
        json.dumps(head | bare(answer.body) | {"sources": bare(answer.sources)} | trace, ensure_ascii=False, indent=2)
        + "\n"
    )


def list_json(items: Sequence[Any]) -> str:
    """A bare list as a JSON array."""
    return json.dumps([bare(i) for i in items], ensure_ascii=False, indent=2) + "\n"


def bare(value: Any) -> Any:
    """Records as mappings, tuples as lists: what JSON can hold."""
    if hasattr(value, "_asdict"):
        return {key: bare(item) for key, item in value._asdict().items()}
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [bare(item) for item in value]
    return value


def error_json(code: str, message: str, given: str | None, suggestions: Sequence[str]) -> str:
    """An error as one JSON object on one line; pure ASCII, so that every stderr can carry it."""
    return (
        json.dumps({"error": {"code": code, "message": message, "given": given, "suggestions": list(suggestions)}})
        + "\n"
    )
