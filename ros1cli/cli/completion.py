"""What the shell offers when somebody presses the tab key. Imported only then."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from ros1cli.answers.question import reactions
from ros1cli.errors import Ros1Error
from ros1cli.show.json_schema import TITLES
from ros1cli.tables.load import load
from ros1cli.tables.model import Drug, Tables

_UNSAID = "misspelling"  # understood when it is typed, never offered


def offer(kind: str, incomplete: str, folder: str | None = None) -> list[str]:
    """The words of a kind that begin as what was typed, in its own capitals; none when the tables cannot be read.

    Of values with commas, or with a colon before a side effect, the last is completed.
    """
    before, sign, typed = _last_part(kind, incomplete)
    found: list[str] = []
    with suppress(Ros1Error, OSError):
        words = _WORDS["reactions" if sign == ":" else kind](load(Path(folder) if folder else None))
        found = [w for w in dict.fromkeys(words) if w.casefold().startswith(typed.casefold())]
    return [before + sign + typed + _in_shell(w[len(typed) :]) for w in found]


def _last_part(kind: str, incomplete: str) -> tuple[str, str, str]:
    """What stands before the part that is being typed, the sign that ends it, and the part."""
    before, comma, rest = incomplete.rpartition(",") if kind in ("drugs", "reactions") else ("", "", incomplete)
    drug, colon, term = rest.partition(":")
    return (before + comma + drug, colon, term) if colon and kind == "drugs" else (before, comma, rest)


def _in_shell(word: str) -> str:
    """Typer's script for bash inserts a word as it is; the other shells quote it themselves."""
    return word.replace(" ", "\\ ") if os.environ.get("_ROS1_COMPLETE", "").endswith("bash") else word


def _names(drugs: Collection[Drug]) -> list[str]:
    """The INNs, then every other name."""
    out = [d.id for d in drugs]
    for drug in drugs:
        out += [n.name for n in drug.names if n.kind != _UNSAID]
    return out


def _terms(tables: Tables) -> Iterable[str]:
    """The words themselves, then their other names."""
    terms = tables.glossary.values()
    return chain((t.term for t in terms), *(t.aliases for t in terms))


_WORDS: Mapping[str, Callable[[Tables], Iterable[str]]] = {
    "drugs": lambda tables: _names(tables.drugs.values()),
    "tkis": lambda tables: _names(tables.tkis),
    "findings": lambda tables: tables.findings,
    "topics": lambda tables: chain(tables.topics, *(topic.aliases for topic in tables.topics.values())),
    "sources": lambda tables: tables.sources,
    "terms": _terms,
    "reactions": reactions,
    "builds": lambda tables: tables.reference.genome.builds,
    "schemas": lambda _: TITLES,
}
