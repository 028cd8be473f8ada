"""The answer for patients (`--audience patient`): the same drugs, cautions and figures in plain words.

No fact and no sentence stands here: a record says itself in plain words (`plain`), and what no record says stands under `plain`
in the tables. What has no plain text is said in the clinician's words, marked so. Here is the fork to the file of each command,
and what all of them begin and end with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Block, Para, Row, Table
from ros1cli.show.brief import short_understood
from ros1cli.show.patient_figures import in_plain, in_terms, sentence
from ros1cli.show.words import member_drugs
from ros1cli.tables.plain import filled

if TYPE_CHECKING:
    from ros1cli.answers import shapes

WIDEST = 80
"""Columns of the text, however wide the terminal is: longer lines are harder to read."""
_FILES = {
    "next-line": "patient_next_line",
    "first-line": "patient_next_line",
    "mutation": "patient_lookups",
    "drug": "patient_lookups",
}
"""The file of each command that answers patients; its `blocks` is the answer."""


def blocks(answer: shapes.Answer) -> list[Block]:
    """What was asked, the blocks of the command, how doctors see more, the notice."""
    own: list[Block] = import_module(f"ros1cli.show.{_FILES[answer.answer]}").blocks(answer)
    words = answer.plain
    return [_asked(answer), *own, Para(f"{words.notice} {words.more}", "quiet")]


def _asked(answer: shapes.Answer) -> Table:
    """What was understood, what is assumed, and of which day the tables are."""
    words = answer.plain
    asked = in_terms(words, short_understood(answer))
    day = filled(words.day, version=answer.data.version, newest=answer.data.newest_source or "-")
    return Table(filled(words.heads.asked, asked=sentence(asked)), (), (), intro=f"{words.assumption} {day}")


def listed(title: str, lines: Iterable[str], intro: str = "") -> list[Block]:
    """Lines under their head, each once; nothing when there are none."""
    rows = tuple(Row(line, ()) for line in dict.fromkeys(lines))
    return [Table(title, (), rows, intro=intro)] if rows else []


def alike(verdicts: Iterable[tuple[str, str]]) -> list[str]:
    """Drugs, each with its verdict, as lines: those with the same one share a line, but for a sentence on one drug ("it ...")."""
    by_verdict: dict[tuple[str, str], list[str]] = {}
    for drug, words in verdicts:
        own = drug if words.startswith("it ") else ""
        by_verdict.setdefault((own, words.rstrip(".")), []).append(drug)
    return [f"{', '.join(drugs)}: {words}." for (_, words), drugs in by_verdict.items()]


def told(answer: shapes.Answer, said: Iterable[shapes.Said | shapes.Warn | shapes.ShownClaim]) -> list[str]:
    """Sentences and statements of the tables in plain words."""
    return [sentence(in_plain(answer.plain, s.plain, s.short or s.text)) for s in said]


def caveat(answer: shapes.Answer, caveats: Sequence[shapes.Said], chosen: shapes.ChosenCaveat | None) -> str:
    """The caveat that decides, or the first where none is chosen, and how many more there are."""
    said = next((c for c in caveats if chosen is None or c.id == chosen.id), None)
    if said is None:
        return ""
    plain, short = (chosen.plain, chosen.short) if chosen else (said.plain, said.short)
    more = f" {filled(answer.plain.more_caveats, n=len(caveats) - 1)}" if len(caveats) > 1 else ""
    return f"{sentence(in_plain(answer.plain, plain, short or said.text))}{more}"


def first(answer: shapes.Answer) -> list[Block]:
    """What must be read before anything else."""
    return listed(answer.plain.heads.first, told(answer, [w for w in answer.body.cautions if w.first]))


def good_to_know(answer: shapes.Answer) -> list[str]:
    """The other cautions, and on what the sources do not agree."""
    return [*told(answer, [w for w in answer.body.cautions if not w.first]), *disputed(answer)]


def disputed(answer: shapes.Answer) -> list[str]:
    """On what the sources do not agree."""
    subjects = "; ".join((c.short or c.text).rstrip(".") for c in answer.body.conflicts)
    return [filled(answer.plain.disputed, subjects=subjects)] if subjects else []


def what_else(answer: shapes.Answer) -> list[Block]:
    """What else may be done."""
    return listed(answer.plain.heads.other_treatments, told(answer, answer.body.other_treatments))


def members(answer: shapes.Answer) -> list[str]:
    """What is known of each member of a compound, or of each of the alternatives, alone."""
    of = answer.plain.verdicts
    out = []
    for m in answer.body.members:
        groups = (
            (of.these_work, m.active),
            (of.these_work_less, m.reduced),
            (of.these_open, m.conflicting),
            (of.these_do_not, m.not_effective),
        )
        calls = "; ".join(filled(template, drugs=member_drugs(m, drugs)) for template, drugs in groups if drugs)
        template = of.alone if answer.query.compound else of.either
        out.append(filled(template, finding=m.finding, calls=calls or of.none_known))
    return out
