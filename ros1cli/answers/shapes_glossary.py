"""What the answer of `glossary` is made of, and the elements of its list. Field names are the keys of the JSON and public."""

from typing import NamedTuple

from ros1cli.tables.closed_words import Date


class ShownTerm(NamedTuple):
    """A word and what it means. `short`: its title in HTML. `defined_here`: it is this program's own, so it has neither sources nor
    `entered`, the day since when these tables say it. `see`: words that explain more."""

    id: str
    term: str
    aliases: tuple[str, ...]
    short: str
    text: str
    defined_here: bool
    entered: Date | None
    see: tuple[str, ...]
    sources: tuple[str, ...]
    locators: tuple[str, ...]


class GlossaryAnswer(NamedTuple):
    """Body of `glossary`: the word, or those whose explanation holds it; `known` names every word where none is explained."""

    terms: tuple[ShownTerm, ...]
    known: tuple[str, ...]


class ListedTerm(NamedTuple):
    """An element of `glossary --list`."""

    id: str
    term: str
    aliases: tuple[str, ...]
    short: str
