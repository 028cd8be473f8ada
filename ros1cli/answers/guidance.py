"""`guidance`: statements on a topic or with given words, and the list of topics."""

import re
from typing import Any

from ros1cli.answers import evidence
from ros1cli.answers.calls import current
from ros1cli.answers.shapes import Answer, GuidanceAnswer, ListedTopic, ShownQuery, ShownStatement
from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.characters import clean
from ros1cli.names.drugs import find_topic, near_topics
from ros1cli.tables.model import Tables, Topic


def guidance(tables: Tables, text: str, day: str | None = None) -> Answer:
    """The statements of a topic, or those that hold the words when no topic has that name.

    Raises:
        NotUnderstood: nothing is found and a topic's name is near, or the text is not a word.
    """
    words = clean(text, "topic")
    topic = find_topic(tables, words)
    if topic:
        ids = {t.id for t in family(tables, topic)}
        found = [*_topic_statements(tables, ids), *_topic_claims(tables, ids)]
        keys = [f"topic:{i}" for i in sorted(ids)]
        return _guidance_answer(tables, topic.id, topic.title, found, keys, text, day, "known")
    _refuse_topic(tables, words, text)
    found = _search(tables, words)
    status = "word_search" if found else "not_in_tables"
    return _guidance_answer(tables, shown(words), f"“{shown(words)}”", found, [], text, day, status)


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


def _topic_statements(tables: Tables, ids: set[str]) -> list[ShownStatement]:
    return [_statement(tables, s) for s in tables.statements.values() if ids & set(s.topics)]


def _statement(tables: Tables, s: Any) -> ShownStatement:
    dates = [tables.sources[c.source].date for c in s.cites]
    date = max((d for d in dates if d), default=None)
    said = evidence.say(s.id, s.text, s.cites)
    return ShownStatement(s.id, s.text, None, s.audience, s.level.value, said.sources, said.locators, date)


def _topic_claims(tables: Tables, ids: set[str]) -> list[ShownStatement]:
    return [
        ShownStatement(c.id, c.text, c.drug or None, ("clinician",), c.level.value, (c.source,), (c.locator,), c.date)
        for c in current(tables, tables.claims)
        if ids & set(c.topics)
    ]


def _search(tables: Tables, words: str) -> list[ShownStatement]:
    """Statements that hold every word, as whole words."""
    patterns = [
        re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE) for word in words.split() if len(word) > 2
    ]
    if not patterns:
        return []
    return [_statement(tables, s) for s in tables.statements.values() if all(p.search(s.text) for p in patterns)]


def _guidance_answer(
    tables: Tables,
    topic: str,
    title: str,
    found: list[ShownStatement],
    keys: list[str],
    text: str,
    day: str | None,
    status: str,
) -> Answer:
    held = tuple(tables.topics) if status != "known" else ()
    body = GuidanceAnswer(topic, title, tuple(found), held, evidence.conflicts(tables, *keys))
    said = {
        "known": f"guidance on {title}",
        "word_search": f"no topic is named {title}; statements that hold the words",
        "not_in_tables": f"these tables do not cover {title}",
    }[status]
    exit_status = 3 if status == "not_in_tables" else 0
    query = ShownQuery(raw={"topic": shown(text)})
    return evidence.answer(
        tables, "guidance", body, query, understood=said, status=status, day=day, status_exit=exit_status
    )


def topics(tables: Tables) -> tuple[ListedTopic, ...]:
    """Every topic with its aliases."""
    return tuple(ListedTopic(t.id, t.title, t.aliases, t.under) for t in tables.topics.values())
