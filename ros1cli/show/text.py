"""Blocks → plain stacked text, for pipes and narrow terminals both.

Lines are wrapped only when a width is known, and a negation is never parted from the word that it negates.
"""

import re
import textwrap
from collections.abc import Sequence

from ros1cli.show.blocks import Block, Para, Row

_TIE = "\ue000"  # a private character that no wrapping breaks at; untied before anything is written
_NEGATION = r"(?i:\b(not|no|never|cannot|without)\s+(?=\S))"
_NUMBER = r"(?<=[0-9%])\s+(?=\(N=|months|mg|hours|nmol)"


SHORTEST_LINE = 20
"""Columns below which no line is wrapped."""


def tie(text: str) -> str:
    """Bind a negation to the word after it, and a figure to its N, so that no line ends between them."""
    return re.sub(_NUMBER, _TIE, re.sub(_NEGATION, lambda m: m.group(1) + _TIE, text))


def untie(text: str) -> str:
    """Give the bound words their spaces back."""
    return text.replace(_TIE, " ")


def plain(found: Sequence[Block], width: int | None) -> str:
    """Blocks as stacked plain text, an empty line between them."""
    parts = []
    for block in found:
        if isinstance(block, Para):
            parts.append(_wrap(block.text, width, "", ""))
        else:
            bullets = not block.columns
            rows = [
                _wrap(r.head, width, "- ", "  ") if bullets else _stacked(r, block.columns, width) for r in block.rows
            ]
            intro = [_wrap(block.intro, width, "", "")] if block.intro else []
            parts.append("\n".join([_wrap(block.title, width, "", ""), *intro, *rows]))
    return "\n\n".join(parts) + "\n"


def _stacked(row: Row, columns: Sequence[str], width: int | None) -> str:
    """One row as a card: its head, then each cell under its label."""
    lines = [_wrap(row.head, width, "", "  ")]
    for label, cell in zip(columns, row.cells, strict=True):
        if len(cell) == 1:
            lines.append(_wrap(f"{label}: {cell[0]}", width, "  ", "    "))
        elif cell:
            lines.append(_wrap(f"{label}:", width, "  ", "    "))
            lines += [_wrap(line, width, "    - ", "      ") for line in cell]
    return "\n".join(lines)


def _wrap(words: str, width: int | None, first: str, rest: str) -> str:
    return first + words if width is None else "\n".join(wrapped_words(words, max(width, SHORTEST_LINE), first, rest))


def wrapped_words(words: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Words in lines of a width, no line ending between a negation and its word."""
    wrapper = _Wrapper(width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return [untie(line) for line in wrapper.wrap(tie(words))]


class _Wrapper(textwrap.TextWrapper):
    """Breaks a word that is longer than a line only when it begins the line: else a bound "not" could end one."""

    def _handle_long_word(self, reversed_chunks: list[str], cur_line: list[str], cur_len: int, width: int) -> None:
        if not cur_line:
            super()._handle_long_word(reversed_chunks, cur_line, cur_len, width)
