"""The brief answer: what a board reads in a minute. One short function a command, over what the answer has chosen.

A brief answer is a list of parts (`blocks`: `Line`, `Card`, `Grid`); `brief_text` writes them for a pipe or a narrow terminal,
`terminal` draws them. No fact and no rule stands here: figures, verdicts and sources are worded by `words`. Here is the fork to
the file of each command, and what every one of them begins and ends with.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Line, Part
from ros1cli.show.words import assumed, source_short

if TYPE_CHECKING:
    from ros1cli.answers import shapes


_FILES = {
    "next-line": "brief_next_line",
    "first-line": "brief_next_line",
    "compare": "brief_compare",
    "mutation": "brief_mutation",
    "matrix": "brief_matrix",
    "drug": "brief_drug",
    "glossary": "brief_glossary",
    "guidance": "brief_guidance",
    "sources": "brief_guidance",
}
"""The file of each command; its `parts` is the brief answer. Each of them imports this one, and an answer loads its own alone."""


def parts(answer: shapes.Answer, explain: bool, wide: bool) -> list[Part] | None:
    """The brief answer; None where a command has none. `wide`: a terminal with room for a grid."""
    if answer.answer not in _FILES:
        return None
    found: list[Part] = import_module(f"ros1cli.show.{_FILES[answer.answer]}").parts(answer, explain, wide)
    return found


_AT_MARGIN = {
    "brain involvement: yes": "brain involved",
    "brain involvement: not given": "",
    "no finding given": "Mutation not known",
    "no resistance finding given": "Mutation not known",
}


def short_understood(answer: shapes.Answer) -> str:
    """What was understood, without what nobody asked."""
    said = (_AT_MARGIN.get(part, part) for part in answer.understood.split("; "))
    words = "; ".join(part for part in said if part)
    words = words.removeprefix("off-target: ").replace(", no finding given", "")  # that stands at the beginning
    return words[:1].upper() + words[1:]


def head_of(w: shapes.Warn) -> str:
    """Under which head a caution stands; one to be read first never stands below."""
    return w.head or ("FIRST" if w.first else "CAUTION")


def first_lines(answer: shapes.Answer, title: str) -> list[Part]:
    """What every brief answer begins with: its title, the days of the tables, the assumption."""
    newest = f", newest {answer.data.newest_source}" if answer.data.newest_source else ""
    return [
        Line("", title, "bold"),
        Line("", f"tables of {answer.data.version}{newest}"),
        Line("", assumed(answer)),
    ]


def alone(answer: shapes.Answer) -> list[str]:
    """What is known of each member of a compound, and that it is no evidence for the compound; or of each alternative."""
    together = "both" if len(answer.body.members) == 2 else "all of them"
    tail = f"no evidence for {together}" if answer.query.compound else "if it is this one"
    out = []
    for m in answer.body.members:
        groups = (
            ("active", m.active),
            ("reduced", m.reduced),
            ("UNRESOLVED", m.conflicting),
            ("not effective", m.not_effective),
        )
        said = [f"{word} {', '.join(drugs)}" for word, drugs in groups if drugs]
        out.append(f"{m.finding} ({tail}): {'; '.join(said) or 'no data'}")
    return out


def day_words(answer: shapes.Answer) -> str:
    """That an answer is one of a past day."""
    return answer.past


def last_lines(answer: shapes.Answer, out: list[Part], explain: bool, more: str) -> list[Part]:
    """The lines so far with what every lookup ends with: what is disputed, how to see more, the notice."""
    conflicts = getattr(answer.body, "conflicts", ())
    explains = explain and hasattr(answer.body, "conflicts")
    out = [*out, *(explained(answer) if explains else disputed(answer, conflicts))]
    return [*out, Line("MORE", more), Line("", answer.brief.notice)]


def disputed(answer: shapes.Answer, conflicts: Sequence[shapes.ShownConflict], tail: str = "--explain") -> list[Part]:
    """The subjects on which sources do not agree, contradictions first; past a few they are counted, and so are those of single
    drugs under a topic."""
    of_drugs = {s.id for s in getattr(answer.body, "statements", ()) if getattr(s, "drug", None)}
    single = [c for c in conflicts if of_drugs & {s.id for s in c.sides}]
    rest = sorted((c for c in conflicts if c not in single), key=lambda c: c.kind != "contradiction")
    named = [(c.short or c.text).rstrip(".") for c in rest]
    counted = [f"{len(single)} on single drugs"] if single else []
    most = _DISPUTED[answer.answer == "guidance"]
    shown = [n for i, n in enumerate(named) if not i or sum(len(w) + 2 for w in named[: i + 1]) <= most]
    left = len(named) - len(shown)
    words = "; ".join([*shown, *([f"{left} more"] if left else []), *counted])
    return [Line("DISPUTED", f"{words}: {tail}")] if words else []


_DISPUTED = (150, 110)
"""Letters of the subjects that are named, and under a topic; past these they are counted."""


def short_of(s: shapes.Said | shapes.Warn) -> str:
    """The short words of a sentence; the sentence itself where it has none."""
    return s.short or s.text


def explained(answer: shapes.Answer) -> list[Part]:
    """The rules that fired and each side of every conflict, whole."""
    out: list[Part] = []
    for c in answer.body.conflicts:
        out.append(Line("DISPUTED", c.text))
        out += [Line("", f"- {s.text} {_places(answer, s)}") for s in c.sides]
    return [*out, *(Line("RULE", f"{t.rule}: {t.text}") for t in answer.trace)]


def _places(answer: shapes.Answer, s: shapes.Side) -> str:
    told = (f"{source_short(answer, source)}: {where}" for source, where in zip(s.sources, s.locators, strict=True))
    return f"[{'; '.join(told)}]"
