"""The characters of a name: what is folded, what is refused, and which known names are near."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from ros1cli.errors import NotUnderstood, shown

_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_NEAR = 2


def clean(text: str, what: str) -> str:
    """Trim and fold full-width forms and hyphens; refuse what merely looks like a letter, and what cannot be seen.

    Raises:
        NotUnderstood: nothing is left, or a character is not plain ASCII after folding; it is named with its code point.
    """
    if not text.strip():
        raise NotUnderstood(f"The {what} is empty; give a value or leave the option out.", given=text)
    folded = "".join(unicodedata.normalize("NFKC", c) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text.strip())
    folded = folded.translate(_HYPHENS)
    for c in folded:
        if not (c.isascii() and (c.isprintable() or c.isspace())):
            name = unicodedata.name(c, "a character without a name")
            raise NotUnderstood(
                f"The {what} {shown(text)!r} holds {name} (U+{ord(c):04X}), which is not a plain letter, digit or sign; "
                "type the name anew.",
                given=text,
            )
    return " ".join(folded.split())


def fold(text: str) -> str:
    """The key under which a phrase is looked up: lower case, every run of signs and spaces one space."""
    return " ".join(re.split(r"[\s_:\-]+", text.casefold())).strip()


def edit_distance(a: str, b: str) -> int:
    """The number of single-letter edits (a swap of neighbours is one) that turn `a` into `b`."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def near(text: str, known: Iterable[str], limit: int = _NEAR) -> tuple[str, ...]:
    """Known names within `limit` edits, nearest first, at most three; never for very short or very long input."""
    key = text.casefold()
    if not 4 <= len(key) <= 40:
        return ()
    scored = [
        (edit_distance(key, name.casefold()), name)
        for name in dict.fromkeys(known)
        if abs(len(name) - len(key)) <= limit
    ]
    return tuple(name for distance, name in sorted(scored) if distance <= limit)[:3]


def one_of(names: Sequence[str]) -> str:
    """Names as `A or B`."""
    return " or ".join(names)
