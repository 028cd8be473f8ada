"""Answers → blocks of words: what stands on the screen, in which order, before anybody draws it.

`text` and `markdown` write the blocks as text, `terminal` draws them as Rich tables. No layout is decided here and no fact
stands here: only the labels of what an answer holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ros1cli.show.words import said_words

if TYPE_CHECKING:
    from ros1cli.answers import shapes


class Para(NamedTuple):
    """A paragraph. `tone`: title, status, caution, quiet or plain."""

    text: str
    tone: str = "plain"


class Row(NamedTuple):
    """A row: `head` is whole in itself (a verdict with its drug), `cells` are lines under the table's columns."""

    head: str
    cells: tuple[tuple[str, ...], ...]
    tone: str = "plain"


class Table(NamedTuple):
    """A titled table. `columns` name the cells, not the head."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    across: bool = False


Block = Para | Table


SAFETY = (
    ("before starting", "before_start"),
    ("warnings", "warning"),
    ("common adverse reactions", "adverse_reactions"),
    ("tolerability", "tolerability"),
    ("dose", "dose"),
    ("food", "food"),
    ("interactions", "interaction"),
)
"""What is said of the use of a drug, and in which claims it stands."""


def blocks(answer: shapes.Answer, explain: bool, with_history: bool = False) -> list[Block]:
    """The whole answer: what was understood first, the notice last."""
    out: list[Block] = [Para(answer.understood, "title")]
    out += _body(answer, explain)
    if with_history:
        from ros1cli.show.full_lookups import history  # it imports this module

        out += history(answer.body)
    if explain and answer.trace:
        out.append(in_list("RULES THAT FIRED", [f"{t.rule}: {t.text}" for t in answer.trace]))
    out += show_conflicts(getattr(answer.body, "conflicts", ()), explain)
    return [*out, *cited(answer, out)]


def why(answer: shapes.Answer, drugs: Sequence[str]) -> list[Block]:
    """Why each of these drugs stands where it stands, in an answer of `next-line`, `first-line` or `mutation`."""
    if answer.answer == "mutation":
        from ros1cli.show.full_lookups import why as one  # it imports this module
    else:
        from ros1cli.show.full_lines import why as one  # likewise
    stamp = f"tables of {answer.data.version}, newest {answer.data.newest_source or 'not dated'}"
    out: list[Block] = [Para(answer.understood, "title"), Para(f"{stamp}. Assumed: {answer.assumption}", "quiet")]
    for drug in drugs:
        out += one(answer, drug)
    return [*out, *cited(answer, out)]


def _body(answer: shapes.Answer, explain: bool) -> list[Block]:
    """What each kind of answer says, in a file of its own."""
    if answer.answer in ("next-line", "first-line"):
        from ros1cli.show.full_lines import lines  # it imports this module, and an answer pays for its own file only

        return lines(answer, explain)
    if answer.answer == "compare":
        from ros1cli.show.full_compare import compare  # likewise

        return compare(answer, explain)
    from ros1cli.show import full_lookups  # likewise

    say = {
        "mutation": full_lookups.mutation,
        "drug": full_lookups.drug,
        "guidance": full_lookups.guidance,
        "sources": full_lookups.source,
        "levels": full_lookups.levels,
    }
    return say[answer.answer](answer, explain)


def in_list(title: str, lines: Iterable[str], tone: str = "plain") -> Table:
    """A table of plain lines."""
    return Table(title, (), tuple(Row(line, (), tone) for line in lines))


def some(title: str, lines: Iterable[str], tone: str = "plain") -> list[Block]:
    """The lines under their title; nothing when there are none."""
    lines = list(lines)
    return [in_list(title, lines, tone)] if lines else []


def show_conflicts(found: Sequence[shapes.ShownConflict], explain: bool) -> list[Block]:
    """Conflicts in words; with --explain each side, cited."""
    if not found:
        return []
    if not explain:
        return [
            in_list(
                "SOURCES DO NOT AGREE (--explain shows each side)",
                [f"not agreed: {c.text} ({len(c.sides)} sides)" for c in found],
            )
        ]
    rows = tuple(Row(f"not agreed, {c.kind}: {c.text}", (tuple(said_words(s) for s in c.sides),)) for c in found)
    return [Table("SOURCES DO NOT AGREE", ("each side",), rows)]


def cited(answer: shapes.Answer, printed: Sequence[Block]) -> list[Block]:
    """The sources of what is printed, with the span of their dates, and the notice."""
    words = "\n".join(_all_words(printed))
    used = [s for s in answer.sources if f"[{s.id}:" in words or f"[{s.id}]" in words]
    dates = sorted(s.date for s in used if s.date)
    undated = sum(1 for s in used if not s.date)
    span = "none dated"
    if dates:
        span = f"dated {dates[0]}" + (f" to {dates[-1]}" if dates[-1] != dates[0] else "")
    lines = [f"{source_line(s)}{f', {s.address}' if s.address else ''}" for s in used]
    title = f"SOURCES ({span}{f'; {undated} without a date' if undated else ''})"
    return [*some(title, lines, "quiet"), Para(answer.notice, "quiet")]


def _all_words(printed: Sequence[Block]) -> Iterable[str]:
    for block in printed:
        if isinstance(block, Para):
            yield block.text
        else:
            for row in block.rows:
                yield row.head
                yield from (line for cell in row.cells for line in cell)


def source_line(s: shapes.ShownSource) -> str:
    """A source in one line."""
    via = f", read through {s.via}" if s.via else ""
    return f"{s.id}: {s.publisher}, {s.title}, {s.date or 'no date printed'}{via}"


def member_lines(m: shapes.MemberNote) -> list[str]:
    """What is known of a member of a compound, alone."""
    groups = (
        ("active", m.active),
        ("reduced", m.reduced),
        ("conflicting", m.conflicting),
        ("not effective", m.not_effective),
    )
    alone = "against it alone, not known for the combination"
    return [f"{word} {alone}: {', '.join(drugs)}" for word, drugs in groups if drugs] or ["no data"]


def members_table(members: Sequence[shapes.MemberNote], compound: bool) -> list[Block]:
    """What is known of each member of a compound alone, or of each letter of alternatives."""
    if not members:
        return []
    title = "EACH MEMBER ALONE: not evidence for the compound" if compound else "EACH OF THE ALTERNATIVES"
    rows = tuple(Row(f"{m.finding} {member_verdict(compound)}", (tuple(member_lines(m)),)) for m in members)
    return [Table(title, ("known of it alone",), rows)]


def member_verdict(compound: bool) -> str:
    """What a row on one change says of the whole finding."""
    return "alone (no evidence for the combination)" if compound else "(one OR the other, not both)"
