"""The brief answer: what a board reads in a minute. One short function a command, over what the answer has chosen.

A brief answer is a list of parts (`blocks`: `Line`, `Card`, `Grid`); `brief_text` writes them for a pipe or a narrow terminal,
`terminal` draws them. No fact and no rule stands here: figures, verdicts and sources are worded by `words`. Here is the fork to
the file of each command, and what every one of them begins and ends with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Line, Part
from ros1cli.show.words import assumed, member_drugs, source_short

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups


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


def labelled(*lines: tuple[str, str]) -> list[Line]:
    """Words under their heads; a head without words is left out."""
    return [Line(head, words) for head, words in lines if words]


def short_of(
    s: shapes.Said | shapes.Warn | shapes.ShownClaim | shapes_lookups.ShownFrequency | shapes_lookups.ShownSeenAfter,
) -> str:
    """The short words of a sentence; the sentence itself where it has none."""
    return s.short or s.text


def head_of(w: shapes.Warn) -> str:
    """Under which head a caution stands; one to be read first never stands below."""
    return w.head or ("FIRST" if w.first else "CAUTION")


def caution_lines(cautions: Iterable[shapes.Warn]) -> list[Line]:
    """Cautions under their heads; what must be read first is bold."""
    return [Line(head_of(w), short_of(w), "bold" if head_of(w) == "FIRST" else "plain") for w in cautions]


def besides(cautions: Iterable[shapes.Warn], treatments: Iterable[shapes.Said]) -> list[Line]:
    """What else may be done, in one line."""
    said: list[shapes.Said | shapes.Warn] = [*(w for w in cautions if head_of(w) == "BESIDES"), *treatments]
    return labelled(("BESIDES", "; ".join(short_of(s).rstrip(".") for s in said)))


VERDICTS = {
    "ACTIVE": "plain",
    "REDUCED": "plain",
    "UNRESOLVED": "excluded",
    "NOT EFFECTIVE": "excluded",
    "NOT OFFERED": "excluded",
    "NO DATA": "plain",
}
"""The heads of the verdicts on a finding in their order, each with the tone of its lines."""


def first_lines(answer: shapes.Answer, title: str, counts: str = "", more: str = "") -> list[Part]:
    """What every brief answer begins with: its title, `counts` and the days of the tables, the assumption and `more` that holds
    of the whole answer."""
    newest = f", newest {answer.data.newest_source}" if answer.data.newest_source else ""
    return [
        Line("", title, "bold"),
        Line("", f"{counts}tables of {answer.data.version}{newest}"),
        Line("", assumed(answer, more)),
    ]


def alone(answer: shapes.Answer) -> list[Line]:
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
        said = [f"{word} {member_drugs(m, drugs)}" for word, drugs in groups if drugs]
        out.append(Line("ALONE", f"{m.finding} ({tail}): {'; '.join(said) or 'no data'}"))
    return out


def last_lines(
    answer: shapes.Answer,
    out: list[Part],
    explain: bool,
    more: str = "--full: every statement with its source; --json",
    tail: str = "--explain",
) -> list[Part]:
    """The lines so far with what every answer ends with: what is disputed and where to read on (`tail`), or with `explain` all of
    it; how to see more; the notice."""
    conflicts: Sequence[shapes.ShownConflict] = getattr(answer.body, "conflicts", ())
    out += _explained(answer, conflicts) if explain else labelled(("DISPUTED", _disputed(answer, conflicts, tail)))
    return [*out, Line("MORE", more), Line("", answer.brief.notice)]


def _disputed(answer: shapes.Answer, conflicts: Sequence[shapes.ShownConflict], tail: str) -> str:
    """The subjects on which sources do not agree, contradictions first; past a few they are counted, and so are those of single
    drugs under a topic."""
    of_drugs = {s.id for s in getattr(answer.body, "statements", ()) if getattr(s, "drug", None)}
    single = [c for c in conflicts if of_drugs & {s.id for s in c.sides}]
    rest = sorted((c for c in conflicts if c not in single), key=lambda c: c.kind != "contradiction")
    named = [(c.short or c.text).rstrip(".") for c in rest]
    most = _DISPUTED[answer.answer == "guidance"]
    shown = [n for i, n in enumerate(named) if not i or sum(len(w) + 2 for w in named[: i + 1]) <= most]
    shown += [f"{len(named) - len(shown)} more"] if len(shown) < len(named) else []
    shown += [f"{len(single)} on single drugs"] if single else []
    return f"{'; '.join(shown)}: {tail}" if shown else ""


_DISPUTED = (150, 110)
"""Letters of the subjects that are named, and under a topic; past these they are counted."""


def _explained(answer: shapes.Answer, conflicts: Sequence[shapes.ShownConflict]) -> list[Line]:
    """The rules that fired and each side of every conflict, whole."""
    out = []
    for c in conflicts:
        out.append(Line("DISPUTED", c.text))
        out += [Line("", f"- {s.text} {_places(answer, s)}") for s in c.sides]
    return [*out, *(Line("RULE", f"{t.rule}: {t.text}") for t in answer.trace)]


def _places(answer: shapes.Answer, s: shapes.Side) -> str:
    told = (f"{source_short(answer, source)}: {where}" for source, where in zip(s.sources, s.locators, strict=True))
    return f"[{'; '.join(told)}]"
