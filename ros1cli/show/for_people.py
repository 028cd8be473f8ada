"""Answers for people: in brief, whole, or one drug of them; as Markdown, as plain text, or drawn by Rich."""

from collections.abc import Sequence
from typing import Any

from ros1cli.answers.shapes import Answer
from ros1cli.show import brief, full
from ros1cli.show.blocks import Block, Part
from ros1cli.show.brief_text import brief_text
from ros1cli.show.markdown import brief_markdown, markdown
from ros1cli.show.stdout import NARROWEST, USUAL, WIDE, Screen
from ros1cli.show.text import plain
from ros1cli.tables.model import Tables


def answer(found: Answer, screen: Screen, explain: bool, history: bool, whole: bool, why: Sequence[str]) -> str:
    """The words of an answer: of the drugs in `why` alone, of all (`whole`), else in brief where the command has that."""
    if why:
        return _blocks(full.why(found, why), screen)
    said = None if whole else brief.parts(found, explain, screen.drawn and (screen.width or USUAL) >= WIDE)
    if said is None:
        return _blocks(full.blocks(found, history), screen)
    return _parts(said, found.brief.second_hand, screen)


def patient(found: Answer, screen: Screen) -> str:
    """The words of an answer for patients: stacked, and never wider than is easy to read, in a pipe too."""
    from ros1cli.show.patient import WIDEST, blocks  # few answers are for patients

    width = min(screen.width or WIDEST, WIDEST)
    if screen.drawn:
        from ros1cli.show.terminal import draw_stacked  # as above

        return draw_stacked(blocks(found), width, screen.colored)
    return _blocks(blocks(found), screen._replace(width=width))


def listing(items: Sequence[Any], tables: Tables, screen: Screen, explain: bool) -> str:
    """The words of a bare list."""
    return _blocks(full.list_blocks(items, tables, explain), screen)


def _blocks(found: Sequence[Block], screen: Screen) -> str:
    if screen.markdown:
        return markdown(found)
    if screen.drawn:
        from ros1cli.show.terminal import draw  # loads Rich, which no other format needs

        return draw(found, _columns(screen), screen.colored)
    return plain(found, screen.width)


def _parts(said: Sequence[Part], star: str, screen: Screen) -> str:
    if screen.markdown:
        return brief_markdown(said, star)
    if screen.drawn:
        from ros1cli.show.terminal import draw_brief  # as above

        return draw_brief(said, _columns(screen), screen.colored)
    return brief_text(said, screen.width)


def _columns(screen: Screen) -> int:
    return max(screen.width or USUAL, NARROWEST)
