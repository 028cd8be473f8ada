"""Questions → answers: pure functions over Tables. Judgement lives here; no I/O.

A command pays only for what it asks: each answer's module is imported when the answer is asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ros1cli.answers.comparison import compare
    from ros1cli.answers.history import as_of
    from ros1cli.answers.lines import first_line, next_line
    from ros1cli.answers.lookup_drug import drug, drugs
    from ros1cli.answers.lookup_guidance import guidance, topics
    from ros1cli.answers.lookup_mutation import mutation, mutations
    from ros1cli.answers.lookup_source import levels, source, sources
    from ros1cli.answers.question import Typed
    from ros1cli.answers.shapes import Answer

_HOME = {
    "compare": "comparison",
    "as_of": "history",
    **dict.fromkeys(("first_line", "next_line"), "lines"),
    **dict.fromkeys(("drug", "drugs"), "lookup_drug"),
    **dict.fromkeys(("guidance", "topics"), "lookup_guidance"),
    **dict.fromkeys(("mutation", "mutations"), "lookup_mutation"),
    **dict.fromkeys(("levels", "source", "sources"), "lookup_source"),
    "Typed": "question",
    "Answer": "shapes",
}
__all__ = [
    "Answer",
    "Typed",
    "as_of",
    "compare",
    "drug",
    "drugs",
    "first_line",
    "guidance",
    "levels",
    "mutation",
    "mutations",
    "next_line",
    "source",
    "sources",
    "topics",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'ros1cli.answers' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"ros1cli.answers.{_HOME[name]}"), name)
