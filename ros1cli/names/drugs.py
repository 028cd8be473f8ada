"""Names of drugs, of topics and of the words of the glossary: exact aliases only."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NoReturn

from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.characters import LONGEST, clean, fold, folded, lookalike, near, one_of
from ros1cli.names.hgvs import bare, spelled
from ros1cli.names.off_target import Vocabulary
from ros1cli.tables.index import drug_key, term_key
from ros1cli.tables.model import Drug, Tables, Term, Topic


def find_drug(tables: Tables, text: str) -> Drug | None:
    """The drug of exactly this name, brand, code or documented misspelling; None when there is none.

    `BRAND (INN)` is read when all its names are those of one drug.
    """
    keys = tables.drug_names
    several = re.fullmatch(r"([^()]+) \(([^()]+)\)", text)
    names = [several.group(1), *several.group(2).split(",")] if several else [text]
    found = {keys.get(drug_key(n)) for n in names}
    drug = found.pop()
    if found or drug is None:
        return None
    # of a drug that the tables hold only after the day asked for, nothing is said
    return tables.drugs.get(drug) or tables.every_drug[drug]._replace(names=(), makers=(), claims=())


def read_drug(tables: Tables, text: str) -> Drug:
    """The drug that was meant.

    Raises:
        NotUnderstood: no drug has this name; near names are suggested, never taken.
    """
    try:
        name = clean(text, "drug name")
    except NotUnderstood as error:
        likely = lookalike(text)
        if likely and find_drug(tables, likely):
            raise NotUnderstood(f"{error.message} Did you mean {likely}?", given=text, suggestions=(likely,)) from None
        raise
    drug = find_drug(tables, name) if len(name) <= LONGEST else None
    return drug or _refuse_drug(tables, name, text)


def _refuse_drug(tables: Tables, name: str, text: str) -> NoReturn:
    """Say what it is instead, or which names are near."""
    if spelled(bare(name)):
        raise NotUnderstood(f"{shown(name)} is a mutation, not a drug; ask `ros1 mutation {shown(name)}`.", given=text)
    finding = Vocabulary(tables).find(name)
    if finding:
        raise NotUnderstood(
            f"{shown(name)} is a finding ({finding.name}), not a drug; ask `ros1 mutation {finding.name!r}`.",
            given=text,
        )
    suggestions = near(name, chain.from_iterable(drug.spellings for drug in tables.every_drug.values()))
    hint = "`ros1 drug --list` shows the names that are known."
    if suggestions:
        hint = f"did you mean {one_of(suggestions)}?"
    raise NotUnderstood(
        f"No drug in these tables is named {shown(text)!r}; {hint}", given=text, suggestions=suggestions
    )


def folds(text: str) -> str:
    """Which characters of the name of a drug were read as which, to be told beside it; empty when there are none."""
    return folded(text, "drug name").told


def find_topic(tables: Tables, text: str) -> Topic | None:
    """The topic of this name or alias; None when there is none."""
    key = fold(text)
    return next((t for t in tables.topics.values() if key in map(fold, (t.id, t.title, *t.aliases))), None)


def near_topics(tables: Tables, text: str) -> tuple[str, ...]:
    """Topics whose name is a typing error away."""
    return near(text, chain.from_iterable((t.id, *t.aliases) for t in tables.topics.values()))


def find_term(tables: Tables, text: str) -> Term | None:
    """The term of this name or alias; None when there is none."""
    key = term_key(text)
    return next((t for t in tables.glossary.values() if key in map(term_key, (t.id, *t.names))), None)


def every_term_name(tables: Tables) -> Iterator[str]:
    """Every way to write a word of the glossary."""
    return chain.from_iterable(t.names for t in tables.glossary.values())
