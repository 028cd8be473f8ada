"""Names of drugs and of topics: exact aliases only."""

from __future__ import annotations

import re

from ros1cli.errors import NotUnderstood, shown
from ros1cli.model import Drug, Tables, Topic
from ros1cli.names.protein import spelled
from ros1cli.names.text import clean, fold, near, one_of


def _drug_key(text: str) -> str:
    return re.sub(r"[\s\-]", "", text.casefold())


def drug_keys(tables: Tables) -> dict[str, Drug]:
    """Every spelling of every drug, folded, → the drug."""
    return {_drug_key(name): d for d in tables.drugs.values() for name in (d.id, *(n.name for n in d.names))}


def find_drug(tables: Tables, text: str) -> Drug | None:
    """The drug of exactly this name, brand, code or documented misspelling; None when there is none."""
    return drug_keys(tables).get(_drug_key(text))


def read_drug(tables: Tables, text: str) -> Drug:
    """The drug that was meant.

    Raises:
        NotUnderstood: no drug has this name; near names are suggested, never taken.
    """
    name = clean(text, "drug name")
    drug = find_drug(tables, name)
    if drug:
        return drug
    if spelled(name):
        raise NotUnderstood(f"{shown(name)} is a mutation, not a drug; ask `ros1 mutation {shown(name)}`.", given=text)
    every = [n for d in tables.drugs.values() for n in (d.id, *(x.name for x in d.names))]
    suggestions = near(name, every)
    hint = (
        f"did you mean {one_of(suggestions)}?" if suggestions else "`ros1 drug --list` shows the names that are known."
    )
    raise NotUnderstood(
        f"No drug in these tables is named {shown(text)!r}; {hint}", given=text, suggestions=suggestions
    )


def find_topic(tables: Tables, text: str) -> Topic | None:
    """The topic of this name or alias; None when there is none."""
    key = fold(text)
    for topic in tables.topics.values():
        if key in (fold(topic.id), fold(topic.title), *map(fold, topic.aliases)):
            return topic
    return None


def near_topics(tables: Tables, text: str) -> tuple[str, ...]:
    """Topics whose name is a typing error away."""
    return near(text, [n for t in tables.topics.values() for n in (t.id, *t.aliases)])
