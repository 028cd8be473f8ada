"""Words of the glossary in HTML: what one means stands in its title."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING

from ros1cli.errors import printable

if TYPE_CHECKING:
    from ros1cli.tables.model import Term


def with_titles(text: str, terms: Iterable[Term]) -> str:
    """A text as HTML, every value escaped, in which the first use of each term has what it means as its title.

    Args:
        text: plain words.
        terms: those of the answer (`answer.terms`). One that is an everyday word too gets no title. A name with a capital letter
            is known in these capitals alone: `NE`, never `ne`.
    """
    return titling(terms)(text)


def titling(terms: Iterable[Term]) -> Callable[[str], str]:
    """The same for all texts of a page: a function of a text, which gives a term its title where it is first used on the page."""
    names: dict[str, Term] = {}
    for term in terms:
        if not term.everyday:
            names |= dict.fromkeys(term.names, term)
    spellings = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{spellings})(?!\w)" if names else r"(?!)", re.IGNORECASE)
    seen: set[str] = set()

    def titled(text: str) -> str:
        out, end = [], 0
        for match in pattern.finditer(text):
            used = names.get(match[0]) or names.get(match[0].lower())  # lower case: the name of a term without capitals
            if used is not None and used.id not in seen:
                seen.add(used.id)
                out += [safe(text[end : match.start()]), f'<abbr title="{safe(used.short)}">{safe(match[0])}</abbr>']
                end = match.end()
        return "".join([*out, safe(text[end:])])

    return titled


def safe(words: str) -> str:
    """Words in which HTML reads nothing, in text and in attributes."""
    return escape(printable(words), quote=True)
