"""`guidance` and `sources ID` in a minute: the curated lines of a topic, what a word search finds, what a source is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Line, Part
from ros1cli.show.brief import day_words, first_lines, last_lines, short_understood
from ros1cli.show.words import (
    assumed,
    evidence_words,
    level_word,
    source_short,
    starred,
)
from ros1cli.tables.closed_words import Level

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups

_MORE = "--full: every statement with its source; --json"
_RANK = {level.value: level.rank for level in Level}
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
    title = f"{body.title}; {tables}{day_words(answer)}"
    out: list[Part] = [Line("", title, "bold"), Line("", assumed(answer))]
    out += [Line(line.verdict, line.text, right=_level_of(answer, line)) for line in body.lines]
    if not body.lines:
        out += [Line("", _statement(answer, s)) for s in body.statements[:_MANY]]
    narrower = ", ".join(body.narrower)
    out += [Line("NARROWER", f"ros1 guidance {narrower}")] if narrower else []
    return last_lines(answer, out, explain, f"all {len(body.statements)} statements with their sources: --full; --json")


def source(answer: shapes.Answer, explain: bool) -> list[Part]:
    """One source: what it is, where it stands, how it was read, and how much rests on it."""
    body: shapes_lookups.SourceAnswer = answer.body
    out: list[Part] = [Line("", f"{body.source}: {body.title}{day_words(answer)}", "bold")]
    labelled = (
        ("BY", body.publisher),
        ("DATE", f"{body.date or 'none printed'}; in these tables since {body.entered}"),
        ("ADDRESS", body.address or "none stored"),
        ("READ AT", body.read_at),
        ("THROUGH", body.via),
        ("NOTE", body.note),
    )
    out += [Line(head, words) for head, words in labelled if words]
    out.append(Line("BEHIND", _counted(body.used_by)))
    return last_lines(answer, out, explain, _MORE)


def _level_of(answer: shapes.Answer, line: shapes_lookups.GuidanceLine) -> str:
    """The kinds of evidence behind a line, strongest first."""
    own = [s for s in answer.body.statements if s.id in line.statements]
    levels = sorted({s.level for s in own if s.level}, key=_RANK.__getitem__)
    words = evidence_words(starred(v, all(_read_second_hand(answer, s) for s in own if s.level == v)) for v in levels)
    return words.replace("expert opinion", "expert")  # the margin is narrow


def _read_second_hand(answer: shapes.Answer, s: shapes_lookups.ShownStatement) -> bool:
    return bool(s.sources) and all(source_short(answer, name).endswith("*") for name in s.sources)


def _statement(answer: shapes.Answer, s: shapes_lookups.ShownStatement) -> str:
    """A statement of a word search: its drug, its words, the kind of evidence and where it stands."""
    name = f"{s.drug}: " if s.drug and not s.text.startswith(s.drug) else ""
    level = [level_word(s.level)] if s.level else []
    where = [*level, *dict.fromkeys(source_short(answer, source) for source in s.sources)]
    cited = f" ({', '.join(where)})" if where else ""
    return f"- {name}{s.short or s.text}{cited}"


_ROOM, _LETTERS = 18, 78


def _searched(answer: shapes.Answer, explain: bool) -> list[Part]:
    body: shapes_lookups.GuidanceAnswer = answer.body
    out = first_lines(answer, short_understood(answer))
    if answer.status == "not_in_tables":
        out.append(Line("NOT COVERED", f"the sources of these tables say nothing on {body.title}"))
        out.append(Line("TOPICS", ", ".join(body.topics)))
        return last_lines(answer, out, explain, "ros1 guidance --list")
    lines = [_statement(answer, s) for s in body.statements]
    shown, used = 0, 0
    for words in lines:
        used += -(-len(words) // _LETTERS)
        if shown and used > _ROOM:
            break
        shown += 1
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
    counts: dict[str, int] = {}
    for r in resting:
        word = _RESTING[r.kind]
        counts[word] = counts.get(word, 0) + 1
    drugs = list(dict.fromkeys(r.drug for r in resting if r.drug))
    named = f"; drugs: {', '.join(drugs)}" if drugs else ""
    told = ", ".join(f"{n} {word}" for word, n in counts.items())
    return f"{len(resting)} statements: {told}{named}" if resting else "nothing in these tables"
