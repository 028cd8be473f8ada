"""`guidance` and `sources ID` in a minute: the curated lines of a topic, what a word search finds, what a source is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Line, Part
from ros1cli.show.brief import first_lines, labelled, last_lines, short_understood
from ros1cli.show.words import (
    RANK,
    assumed,
    evidence_word,
    level_word,
    listed,
    noted,
    source_short,
)

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups

_MANY = 10


def parts(answer: shapes.Answer, explain: bool, wide: bool) -> list[Part]:
    """The brief answer of `guidance` or of `sources ID`."""
    return guidance(answer, explain) if answer.answer == "guidance" else source(answer, explain)


def guidance(answer: shapes.Answer, explain: bool) -> list[Part]:
    """A topic by its curated lines; words that name no topic by what holds them, and how many more there are."""
    body: shapes_lookups.GuidanceAnswer = answer.body
    if answer.status != "known":
        return _searched(answer, explain)
    newest = max((s.date for s in body.statements if s.date), default=None)
    tables = f"tables of {answer.data.version}{f', newest here {newest}' if newest else ''}"
    title = f"{body.title}; {tables}{answer.past}"
    out: list[Part] = [Line("", title, "bold"), Line("", assumed(answer))]
    out += [Line(line.verdict, line.text, right=_level_of(answer, line)) for line in body.lines]
    if not body.lines:
        out += [Line("", _statement(answer, s)) for s in body.statements[:_MANY]]
    out += labelled(("NARROWER", f"ros1 guidance {', '.join(body.narrower)}" if body.narrower else ""))
    return last_lines(answer, out, explain, f"all {len(body.statements)} statements with their sources: --full; --json")


def source(answer: shapes.Answer, explain: bool) -> list[Part]:
    """One source: what it is, where it stands, how it was read, and how much rests on it."""
    body: shapes_lookups.SourceAnswer = answer.body
    out: list[Part] = [Line("", f"{body.source}: {body.title}{answer.past}", "bold")]
    out += labelled(
        ("BY", body.publisher),
        ("DATE", f"{body.date or 'none printed'}; in these tables since {body.entered}"),
        ("ADDRESS", body.address or "none stored"),
        ("READ AT", body.read_at or ""),
        ("THROUGH", body.via or ""),
        ("NOTE", body.note or ""),
        ("BEHIND", _counted(body.used_by)),
    )
    return last_lines(answer, out, explain)


def _level_of(answer: shapes.Answer, line: shapes_lookups.GuidanceLine) -> str:
    """The kinds of evidence behind a line, strongest first."""
    own = [s for s in answer.body.statements if s.id in line.statements]
    levels = sorted({s.level for s in own if s.level}, key=RANK.__getitem__)
    words = listed(evidence_word(v, all(_read_second_hand(answer, s) for s in own if s.level == v)) for v in levels)
    return words.replace("expert opinion", "expert")  # the margin is narrow


def _read_second_hand(answer: shapes.Answer, s: shapes_lookups.ShownStatement) -> bool:
    return bool(s.sources) and all(source_short(answer, name).endswith("*") for name in s.sources)


def _statement(answer: shapes.Answer, s: shapes_lookups.ShownStatement) -> str:
    """A statement of a word search: its drug, its words, the kind of evidence and where it stands."""
    name = f"{s.drug}: " if s.drug and not s.text.startswith(s.drug) else ""
    level = [level_word(s.level)] if s.level else []
    where = [*level, *dict.fromkeys(source_short(answer, source) for source in s.sources)]
    return noted(f"- {name}{s.short or s.text}", ", ".join(where))


_ROOM, _LETTERS = 18, 78


def _searched(answer: shapes.Answer, explain: bool) -> list[Part]:
    body: shapes_lookups.GuidanceAnswer = answer.body
    out = first_lines(answer, short_understood(answer))
    if answer.status == "not_in_tables":
        nothing = f"the sources of these tables say nothing on {body.title}"
        out += labelled(("NOT COVERED", nothing), ("TOPICS", ", ".join(body.topics)))
        return last_lines(answer, out, explain, "ros1 guidance --list")
    lines = [_statement(answer, s) for s in body.statements]
    used = accumulate(ceil(len(words) / _LETTERS) for words in lines)
    shown = max(1, sum(height <= _ROOM for height in used))
    out += [Line("", words) for words in lines[:shown]]
    left = len(lines) - shown
    more = f"{left} more statements hold these words: --full" if left else "--full: with their places"
    return last_lines(answer, out, explain, f"{more}; topics: ros1 guidance --list; --json")


_RESTING = {
    "claim": "on drugs",
    "statement": "of guidance",
    "note": "on findings",
    "term": "in the glossary",
    "caution": "in cautions",
}


def _counted(resting: Sequence[shapes_lookups.Resting]) -> str:
    """How much rests on a source, by what it is."""
    counts = Counter(_RESTING[r.kind] for r in resting)
    drugs = list(dict.fromkeys(r.drug for r in resting if r.drug))
    named = f"; drugs: {', '.join(drugs)}" if drugs else ""
    told = ", ".join(f"{n} {word}" for word, n in counts.items())
    return f"{len(resting)} statements: {told}{named}" if resting else "nothing in these tables"
