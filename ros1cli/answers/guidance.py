"""`guidance`: statements on a topic or with given words, and the list of topics."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from shlex import quote

from ros1cli.answers import evidence
from ros1cli.answers.glossary import each_word, show_term
from ros1cli.answers.shapes import Answer, ShownQuery
from ros1cli.answers.shapes_lookups import GuidanceAnswer, GuidanceLine, ListedTopic, ShownStatement
from ros1cli.answers.sources import with_gaps
from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.characters import clean
from ros1cli.names.drugs import find_term, find_topic, near_topics
from ros1cli.tables.model import Cite, Claim, Statement, Tables, Term, Topic


def guidance(tables: Tables, text: str, day: str | None = None) -> Answer:
    """The statements of a topic, or those that hold the words when no topic has that name.

    Raises:
        NotUnderstood: nothing is found and a topic's name is near, or the text is not a word.
    """
    words = clean(text, "topic")
    topic = find_topic(tables, words)
    if topic:
        body, status, said = _on_topic(tables, topic), "known", f"guidance on {topic.title}"
    else:
        found, title = _search(tables, words), f"“{shown(words)}”"
        if not found:
            _refuse_topic(tables, words, text)
        body = GuidanceAnswer(shown(words), title, tuple(found), tuple(tables.topics), (), (), ())
        status, said = "not_in_tables", f"these tables do not cover {title}"
        if found:
            status, said = "word_search", f"no topic is named {title}; what holds the words"
    query = ShownQuery(raw={"topic": shown(text)})
    return evidence.answer(tables, "guidance", body, query, understood=said, status=status, day=day)


def _on_topic(tables: Tables, topic: Topic) -> GuidanceAnswer:
    ids = {t.id for t in family(tables, topic)}
    statements = [_statement(tables, s) for s in tables.statements.values() if ids & set(s.topics)]
    claims = [_claim(c) for c in tables.current if ids & set(c.topics)]
    return GuidanceAnswer(
        topic=topic.id,
        title=topic.title,
        statements=(*statements, *claims),
        topics=(),
        conflicts=evidence.conflicts(tables, *(f"topic:{i}" for i in ids)),
        lines=tuple(GuidanceLine(*line) for line in topic.lines),
        narrower=tuple(t.id for t in tables.topics.values() if t.under == topic.id),
    )


def _refuse_topic(tables: Tables, words: str, text: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9+'() -]+", words):
        raise NotUnderstood(f"{shown(text)!r} is not a topic; `ros1 guidance` lists the topics.", given=text)
    suggestions = near_topics(tables, words)
    if suggestions:
        hint = f"did you mean {' or '.join(suggestions)}?"
        raise NotUnderstood(f"No topic is named {shown(text)!r}; {hint}", given=text, suggestions=suggestions)


def family(tables: Tables, topic: Topic) -> list[Topic]:
    """A topic and those whose statements its page includes."""
    return [topic, *(t for t in tables.topics.values() if t.under == topic.id)]


def _statement(tables: Tables, s: Statement) -> ShownStatement:
    dates = [tables.sources[c.source].date for c in s.cites]
    date = max((d for d in dates if d), default=None)
    said = evidence.say(s.id, s.text, s.cites)
    return ShownStatement(s.id, s.text, None, s.audience, s.level.value, said.sources, said.locators, date, s.short)


def _claim(c: Claim) -> ShownStatement:
    return ShownStatement(
        c.id, c.text, c.drug or None, ("clinician",), c.level.value, (c.source,), (c.locator,), c.date, c.short
    )


def _search(tables: Tables, words: str) -> list[ShownStatement]:
    """Every text of every table that holds all the words, each at the beginning of a word: `QT` finds `QTc`."""
    named = find_term(tables, words)
    first = [_term(tables, named)] if named else []
    wanted = each_word(words)
    texts = _texts(tables) if wanted else ()
    return [*first, *(f for f in texts if f not in first and all(w.search(f.text) for w in wanted))]


def _texts(tables: Tables) -> Iterator[ShownStatement]:
    """All that stands in the tables in words, guidance first, then drugs, findings, cautions, conflicts, glossary, sources."""
    yield from (_statement(tables, s) for s in tables.statements.values())
    yield from (_claim(c) for c in tables.current)
    for finding in tables.findings.values():
        yield from (_uncalled(n.id, n.text, [n.cite]) for n in finding.notes)
        yield from (_uncalled(finding.id, s.text, [s.cite]) for s in finding.seen_after)
        if finding.frequency:
            yield _uncalled(finding.id, finding.frequency.text, [finding.frequency.cite])
    for series in tables.series:
        yield _uncalled(series.id, series.text, [series.cite])
        yield from (_uncalled(series.id, f"{f.finding}: {f.text}", [series.cite]) for f in series.found)
    yield from (
        _uncalled(c.id, with_gaps(c.text), [x for x in c.cites if x.source in tables.sources]) for c in tables.cautions
    )
    for conflict in tables.conflicts:
        cites = chain.from_iterable(evidence.side_of(tables, side)[1] for side in conflict.sides)
        yield _uncalled(conflict.id, conflict.text, cites)
    for drug in tables.drugs.values():
        yield from (_uncalled(drug.id, f"{drug.id}: {n.name}{_noted(n.note)}", [n.cite]) for n in drug.names)
        yield from (_uncalled(drug.id, f"{drug.id}: {m.name}{_noted(m.note)}", [m.cite]) for m in drug.makers)
    yield from (_term(tables, term) for term in tables.glossary.values())
    yield from (_uncalled(s.id, f"{s.title}, {s.publisher}", [Cite(s.id, "title")]) for s in tables.sources.values())


def _term(tables: Tables, term: Term) -> ShownStatement:
    """A word of the glossary: the command that explains it, and its words."""
    found = show_term(tables, term)
    command = f"ros1 glossary {quote(term.term)}"
    also = f" ({', '.join(term.aliases)})" if term.aliases else ""
    said = _uncalled(term.id, f"{command}{also}: {found.text}", term.meanings[-1].cites)
    return said._replace(short=f"{command}: {term.short}")


def _noted(note: str | None) -> str:
    return f", {note}" if note else ""


def _uncalled(record: str, text: str, cites: Iterable[Cite]) -> ShownStatement:
    """A text that is no statement and no claim, and so has no level."""
    said = evidence.say(record, text, cites)
    return ShownStatement(record, text, None, ("clinician",), None, said.sources, said.locators, None, None)


def topics(tables: Tables) -> tuple[ListedTopic, ...]:
    """Every topic with its aliases."""
    return tuple(ListedTopic(t.id, t.title, t.aliases, t.under) for t in tables.topics.values())
