"""What every HTML page is made of. A page asks nobody for anything: no script, no request.

Every value that is not of the files that make a page goes through `safe`; an address is a link only where it is one of the web.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from ros1cli.errors import printable

if TYPE_CHECKING:
    from ros1cli.show.blocks import Section
    from ros1cli.tables.model import Term

Write = Callable[[str], str]
"""Words as HTML, every value escaped."""


def document(title: str, body: str, style: str) -> str:
    """A page. Nothing may be loaded or sent; the one style is the one given, by its hash.

    Args:
        title: its title, escaped.
        body: what stands in it, as HTML.
        style: its style, a text of these files.
    """
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


BOX_HINT = (
    "@media screen and (max-width: 40rem) "
    '{ .box::before { content: "a wide table scrolls sideways"; font-size: .8rem } }'
)
"""The rule of a style that says so above a box, where a phone has no room for the table."""


def box(label: str) -> str:
    """The beginning of a box in which a wide table scrolls, also by keyboard, instead of the page; `</div>` is its end."""
    return f'<div class="box" tabindex="0" role="region" aria-label="{safe(label)}">'


def grid_head(section: Section, write: Write) -> str:
    """The heads of a grid of short cells: each column, with what stands beneath its name."""
    heads = '<th scope="col">finding</th>'
    for (whole, _), below in zip(section.names, section.below, strict=True):
        words = write(" ".join(below))
        heads += f'<th scope="col">{safe(whole)}{f"<small>{words}</small>" if words else ""}</th>'
    return f"<thead><tr>{heads}</tr></thead>"


def grid_row(name: Iterable[str], cells: Iterable[str]) -> str:
    """A row of it, its cells as HTML; its name may end a line after each of its parts."""
    return f'<tr><th scope="row">{"<wbr>".join(map(safe, name))}</th>{"".join(cells)}</tr>'


def link(address: str, words: str = "") -> str:
    """An address as a link where it is one of the web, else as words; `words` stand for a long one."""
    words = safe(words or address)
    if address.startswith(("https://", "http://")):
        return f' <a href="{safe(address)}" rel="noreferrer">{words}</a>'
    return f" {safe(address)}" if address else ""


def safe(words: str) -> str:
    """Words in which HTML reads nothing, in text and in attributes."""
    return escape(printable(words), quote=True)


# -- words of the glossary: what one means stands in its title ---------------------------------------------------------


def with_titles(text: str, terms: Iterable[Term]) -> str:
    """A text as HTML, every value escaped, in which the first use of each term has what it means as its title.

    Args:
        text: plain words.
        terms: those of the answer (`answer.terms`). One that is an everyday word too gets no title. A name with a capital letter
            is known in these capitals alone: `NE`, never `ne`.
    """
    return titling(terms)(text)


def titling(terms: Iterable[Term]) -> Write:
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
