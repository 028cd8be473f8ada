"""What is said of a word of `glossary`, declared once, as `fields` does for the other commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ros1cli.show.fields import Entry, Field, same
from ros1cli.show.words import said_words

if TYPE_CHECKING:
    from ros1cli.answers.shapes_lookups import ListedTerm, ShownTerm

OWN = "a word of this program, defined here"
"""What stands in place of a source."""


def term(t: ShownTerm) -> Entry:
    """A word with what it means."""
    since = f"in these tables since {t.entered}" if t.entered else OWN
    fields = (
        *same(t, "id", "term", "text", "defined_here", "entered", "sources", "locators"),
        Field("aliases", "also", t.aliases),
        Field("short", "in short", t.short),
        Field(None, "known", since),
        Field("see", "see", t.see),
    )
    return Entry("term", f"{t.term}: {said_words(t)}", fields)


def listed(t: ListedTerm) -> Entry:
    """A word of the list."""
    return Entry("", t.term, (Field(None, "means", t.short), Field(None, "also", ", ".join(t.aliases) or "-")))
