"""The brief answer: what a board reads in a minute. One short function a command, over what the answer has chosen.

A brief answer is a list of parts: `Line` (a head of at most eight letters and its text), `Card` (a drug with its labelled
lines) and `Grid` (rows and columns). `brief_text` writes them for a pipe or a narrow terminal, `terminal` draws them. No fact
and no rule stands here: figures, verdicts and sources are worded by `words`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ros1cli.answers import shapes


class Line(NamedTuple):
    """A statement under its head; without one it begins at the margin. `tone`: plain, bold, excluded. `right` stands at the
    right margin where the line has room for it, and in a pipe behind the text."""

    head: str
    text: str
    tone: str = "plain"
    right: str = ""


class Card(NamedTuple):
    """A drug: its verdict over everything, then labelled lines. `drug` stands in each line of a pipe."""

    drug: str
    head: str
    verdict: str
    rows: tuple[tuple[str, str], ...]


class Grid(NamedTuple):
    """Rows and columns, the first column naming the row. `across`: a column a drug and a row a matter, each cell named by its
    column where there is no room for columns; `named`: the columns are named above the rows; `ratios`: how wide the columns of a
    grid that does not read across are beside each other."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    across: bool = False
    named: bool = True
    ratios: tuple[int, ...] = ()


Part = Line | Card | Grid


def parts(answer: shapes.Answer, explain: bool, wide: bool) -> list[Part] | None:
    """The brief answer; None where a command has none yet. `wide`: a terminal with room for a grid."""
    if answer.answer in ("next-line", "first-line"):
        from ros1cli.show.brief_lines import lines  # it imports this module, and an answer pays for its own file only

        return lines(answer, explain, wide)
    if answer.answer == "compare":
        from ros1cli.show.brief_compare import compare  # as above

        return compare(answer, explain)
    if answer.answer in ("mutation", "drug", "guidance", "sources"):
        from ros1cli.show import brief_lookups as brief  # as above

        one = {"mutation": brief.mutation, "drug": brief.drug, "guidance": brief.guidance, "sources": brief.source}
        return one[answer.answer](answer, explain)
    return None
