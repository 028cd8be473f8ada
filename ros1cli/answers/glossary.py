"""`glossary`: what a word of the answers means, and the list of words."""

import re
from shlex import quote

from ros1cli.answers import evidence
from ros1cli.answers.shapes import Answer, ShownQuery
from ros1cli.answers.shapes_lookups import GlossaryAnswer, ListedTerm, ShownTerm
from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.characters import clean, near, one_of
from ros1cli.names.drugs import every_term_name, find_drug, find_term
from ros1cli.names.hgvs import bare, spelled
from ros1cli.names.off_target import Vocabulary
from ros1cli.tables.model import Tables, Term


def glossary(tables: Tables, text: str, day: str | None = None) -> Answer:
    """The term of this name, or those whose explanation holds the words when none has that name.

    Raises:
        NotUnderstood: nothing is found and a term's name is near, or another command knows what was typed.
    """
    words = clean(text, "word")
    term = find_term(tables, words)
    found = [term] if term else _other_terms(tables, words, text)
    named = shown(words)
    status, said = "not_in_tables", f"the glossary does not explain “{named}”"
    if term:
        status, said = "known", f"what {term.term} means"
    elif found:
        status, said = "word_search", f"no word of the glossary is “{named}”; what holds it"
    known = () if found else tuple(t.term for t in tables.glossary.values())
    body = GlossaryAnswer(tuple(show_term(tables, t) for t in found), known)
    query = ShownQuery(raw={"term": shown(text)})
    return evidence.answer(tables, "glossary", body, query, understood=said, status=status, day=day)


def _other_terms(tables: Tables, words: str, text: str) -> list[Term]:
    """The terms whose names or explanation hold all the words, each at the beginning of a word.

    Raises:
        NotUnderstood: another command knows the words, or there are none and a name is near.
    """
    if find_drug(tables, words):
        raise NotUnderstood(f"{shown(text)!r} is a drug; `ros1 drug {quote(shown(words))}` knows it.", given=text)
    if spelled(bare(words)) or Vocabulary(tables).find(words):
        raise NotUnderstood(
            f"{shown(text)!r} is a finding; `ros1 mutation {quote(shown(words))}` knows it.", given=text
        )
    wanted = each_word(words)
    terms = tables.glossary.values() if wanted else ()
    found = [t for t in terms if all(w.search(f"{' '.join(t.names)} {t.meanings[-1].text}") for w in wanted)]
    suggestions = () if found else near(words, every_term_name(tables))
    if suggestions:
        hint = f"did you mean {one_of(suggestions)}?"
        raise NotUnderstood(f"No word of the glossary is {shown(text)!r}; {hint}", given=text, suggestions=suggestions)
    return found


def each_word(words: str) -> list[re.Pattern[str]]:
    """Each word of more than one letter as a search finds it, at the beginning of a word: `QT` in `QTc`."""
    return [re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE) for word in words.split() if len(word) > 1]


def show_term(tables: Tables, term: Term) -> ShownTerm:
    """A term by its latest meaning; what it points to only as far as the tables of the day hold it."""
    meaning = term.meanings[-1]
    said = evidence.say(term.id, meaning.text, meaning.cites)
    return ShownTerm(
        id=term.id,
        term=term.term,
        aliases=term.aliases,
        short=term.short,
        text=meaning.text,
        defined_here=term.defined_here,
        entered=meaning.entered,
        see=tuple(tables.glossary[name].term for name in term.see if name in tables.glossary),
        sources=said.sources,
        locators=said.locators,
    )


def terms(tables: Tables) -> tuple[ListedTerm, ...]:
    """Every word, in the order of the alphabet."""
    ordered = sorted(tables.glossary.values(), key=lambda t: t.term.casefold())
    return tuple(ListedTerm(t.id, t.term, t.aliases, t.short) for t in ordered)
