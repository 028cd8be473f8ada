"""`glossary` in a minute: what a word means, where that was read, and which words to look up next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ros1cli.show.blocks import Line, Part
from ros1cli.show.brief import first_lines, labelled, last_lines, short_understood
from ros1cli.show.fields_glossary import OWN
from ros1cli.show.words import source_short

if TYPE_CHECKING:
    from ros1cli.answers import shapes
    from ros1cli.answers.shapes_lookups import ShownTerm

_MANY = 10


def parts(answer: shapes.Answer, explain: bool, wide: bool) -> list[Part]:
    """One word whole; several, or none, by their names."""
    terms: tuple[ShownTerm, ...] = answer.body.terms
    out = first_lines(answer, short_understood(answer))
    if answer.status == "known":
        out += _one(answer, terms[0])
    elif terms:
        out += [Line("", f"- {t.term}: {t.short}") for t in terms[:_MANY]]
    else:
        out.append(Line("WORDS", ", ".join(answer.body.known)))
    left = f"{len(terms) - _MANY} more: --full; " if len(terms) > _MANY else ""
    return last_lines(answer, out, explain, f"{left}ros1 glossary --list; in all texts: ros1 guidance WORD; --json")


def _one(answer: shapes.Answer, t: ShownTerm) -> list[Line]:
    where = (f"{source_short(answer, s)}, {place}" for s, place in zip(t.sources, t.locators, strict=True))
    return labelled(
        ("MEANS", t.text),
        ("ALSO", ", ".join(t.aliases)),
        ("SEE", f"{', '.join(t.see)}: ros1 glossary WORD" if t.see else ""),
        ("READ IN", "; ".join(where) or OWN),
    )
