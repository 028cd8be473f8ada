"""Answers → plain text and JSON: the contract with the shell.

The plain stacked layout serves pipes and narrow terminals both. Lines are wrapped only when a width is known, and a
negation is never parted from the word that it negates.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence
from typing import Any

from ros1cli import __version__
from ros1cli.answers.shapes import Answer
from ros1cli.page import Block, Para, Row, blocks

SCHEMA_VERSION = "1.0"
_TIE = "\ue000"  # a private character that no wrapping breaks at; untied before anything is written
_NEGATION = re.compile(r"\b(not|no|never|cannot|without)\s+(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"(?<=[0-9%])\s+(?=\(N=|months|mg|hours|nmol)")


def tie(text: str) -> str:
    """Bind a negation to the word after it, and a figure to its N, so that no line ends between them."""
    return _NUMBER.sub(_TIE, _NEGATION.sub(lambda m: m.group(1) + _TIE, text))


def untie(text: str) -> str:
    """Give the bound words their spaces back."""
    return text.replace(_TIE, " ")


# -- plain text ----------------------------------------------------------------------------------------------------


def text(answer: Answer, explain: bool, width: int | None) -> str:
    """The answer as stacked plain text; unwrapped when `width` (columns) is None."""
    return plain(blocks(answer, explain), width)


def plain(found: Sequence[Block], width: int | None) -> str:
    """Blocks as stacked plain text, an empty line between them."""
    parts = []
    for block in found:
        if isinstance(block, Para):
            parts.append(_wrap(block.text, width, "", ""))
        else:
            bullets = not block.columns
            rows = [
                _wrap(r.head, width, "- ", "  ") if bullets else stacked(r, block.columns, width) for r in block.rows
            ]
            parts.append("\n".join([_wrap(block.title, width, "", ""), *rows]))
    return "\n\n".join(parts) + "\n"


def stacked(row: Row, columns: Sequence[str], width: int | None) -> str:
    """One row as a card: its head, then each cell under its label."""
    lines = [_wrap(row.head, width, "", "  ")]
    for label, cell in zip(columns, row.cells, strict=True):
        if len(cell) == 1:
            lines.append(_wrap(f"{label}: {cell[0]}", width, "  ", "    "))
        elif cell:
            lines.append(f"  {label}:")
            lines += [_wrap(line, width, "    - ", "      ") for line in cell]
    return "\n".join(lines)


def _wrap(words: str, width: int | None, first: str, rest: str) -> str:
    if width is None:
        return first + words
    wrapped = textwrap.wrap(
        tie(words),
        max(width, 20),
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=True,
    )
    return untie("\n".join(wrapped))


# -- JSON ----------------------------------------------------------------------------------------------------------


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
