"""The order of options: the fixed, documented key of the contract, and the line that each part of it leaves."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from ros1cli.answers.calls import POSITIVE, of_drug
from ros1cli.answers.evidence import brain_word, treats_brain
from ros1cli.answers.grouping import Placed, no_approval, wanted
from ros1cli.answers.patient import ENOUGH, approved, chosen, like_this_one, number
from ros1cli.answers.question import Question
from ros1cli.answers.shapes import Brain
from ros1cli.tables.closed_words import FIRST_LINE, Call, Level, ScopeKind
from ros1cli.tables.model import Claim, Drug, Tables

ORDER = (
    "call, brain not treated, kind of evidence, approval, side effects, patients like this one, brain activity, name"
)
_EVIDENCE = (
    "ten or more patients, or a label or guideline that names it",
    "approved for this line, and a source calls it active",
    "fewer than ten patients, or their number not given, on a drug that is not approved for this line",
    "not approved for this line, and no patient known",
)

_NUMBERS = {"one": "one ROS1 TKI", "two_plus": "two or more ROS1 TKIs"}


class Key(NamedTuple):
    """The parts 1 to 7 of the contract's key, in its order ("Order of options"), part 6 as two; part 8, the name, decides between
    equals. 0 goes first."""

    not_active: int
    brain_not_treated: int
    evidence: int
    not_approved: int
    side_effects: int
    not_after_latest: int
    not_after_as_many: int
    brain_not_known: int


class Ranked(NamedTuple):
    """An option with its place in the order."""

    placed: Placed
    rank: Key


def rank(tables: Tables, q: Question, p: Placed) -> Key:
    """The place of an option in the order."""
    wants_brain = q.brain or q.line == FIRST_LINE
    treats = treats_brain(chosen(q, of_drug(tables, p.drug).brain))
    latest, as_many = like_this_one(tables, q, p.drug)
    return Key(
        int(p.call is not Call.ACTIVE),
        int(wants_brain and treats is False),
        _evidence(tables, q, p),
        int(not approved(tables, q, p.drug, q.region)),
        int(bool(_named_for(tables, q, p.drug))),
        int(not latest),
        int(not as_many),
        int(wants_brain and not treats),
    )


def in_order(tables: Tables, q: Question, options: Sequence[Placed]) -> list[Ranked]:
    """The options as they are listed."""
    ranked = [Ranked(p, rank(tables, q, p)) for p in options]
    return sorted(ranked, key=lambda r: (r.rank, r.placed.drug.id))


def because(tables: Tables, q: Question, option: Ranked, ranked: Sequence[Ranked], brain: Brain) -> list[str]:
    """What each part of the key says of this option, and beside which others it stands in the order of names alone."""
    p, own = option
    out = [f"kind of evidence: {_EVIDENCE[own.evidence]}"]
    if own.not_approved:
        out.append(no_approval(tables, q, p.drug))
    if q.brain or q.line == FIRST_LINE:
        out.append(f"treats the brain: {brain_word(brain)}")
    out += _on_side_effects(tables, q, p.drug)
    if own.not_after_as_many:
        out.append(f"no figure of patients after {_NUMBERS[number(q)]}")
    tied = [r.placed.drug.id for r in ranked if r.rank == own and r.placed is not p]
    if tied:
        out.append(f"like {', '.join(tied)} in all of this: alphabetical, not ranked")
    return out


# -- the kind of evidence --------------------------------------------------------------------------------------------


def _evidence(tables: Tables, q: Question, p: Placed) -> int:
    """0 to 3, a place in `_EVIDENCE`. Neither a laboratory result nor fewer than ten patients puts a drug that is not approved
    for this line before one that is."""
    claims = [c for c in p.claims if c.call in POSITIVE and _on_the_question(q, c)]
    label = approved(tables, q, p.drug)  # anywhere: the region asked for is the next part
    names_the_line = label and not q.on_target and not p.cns_only_setting
    if names_the_line or any(_strong(c) for c in claims):
        return 0
    if label:
        return 1
    return 2 if any(c.level.rank <= Level.CASE.rank for c in claims) else 3


def _on_the_question(q: Question, c: Claim) -> bool:
    """A claim on this finding; without a finding, on this line."""
    if q.on_target:
        return c.scope.kind is ScopeKind.FINDING and c.scope.value in wanted(q)
    return c.scope.kind is ScopeKind.SETTING


def _strong(c: Claim) -> bool:
    if c.level in (Level.LABEL, Level.GUIDELINE):
        return True
    return c.level is Level.TRIAL and c.figure is not None and (c.figure.n or 0) >= ENOUGH


# -- side effects ----------------------------------------------------------------------------------------------------


def terms(tables: Tables, q: Question) -> set[str]:
    """The side-effect words to be avoided: those of --avoid and of --intolerant DRUG:TERM, and all that are kinds of them."""
    return _kinds(tables, [*q.avoid, *(i.term for i in q.intolerant if i.term)])


def _named_for(tables: Tables, q: Question, drug: Drug) -> list[str]:
    """Why the drug stands behind those that are not named for the effect; empty when it does not.

    A drug whose safety label was not read gains nothing from its silence, unless a source says that it spares all of the effects.
    """
    avoided = terms(tables, q)
    if not avoided:
        return []
    own = [c for c in of_drug(tables, drug).claims if c.reactions]
    named = sorted(avoided.intersection(chain.from_iterable(c.reactions for c in own)))
    if named:
        return [f"moved down: {', '.join(named)} is named for it"]
    spared = _kinds(tables, chain.from_iterable(c.spares for c in _spared(tables, drug, avoided)))
    label_read = any(c.level is Level.LABEL for c in own)
    if label_read or avoided <= spared:
        return []
    effects = ", ".join(sorted(avoided))
    return [f"moved down: its safety label was not read, so that it is silent on {effects} says nothing"]


def _spared(tables: Tables, drug: Drug, avoided: set[str]) -> list[Claim]:
    """Claims by which the drug spares one of the effects."""
    return [c for c in of_drug(tables, drug).claims if c.spares and avoided & _kinds(tables, c.spares)]


def _kinds(tables: Tables, words: Iterable[str]) -> set[str]:
    """Side-effect words with all that are kinds of them."""
    found, kinds = set(words), tables.reference.reactions
    while more := set(chain.from_iterable(kinds.get(word, ()) for word in found)) - found:
        found |= more
    return found


def _on_side_effects(tables: Tables, q: Question, drug: Drug) -> list[str]:
    avoided = terms(tables, q)
    spared = [f"said to spare {', '.join(c.spares)}: {c.text}" for c in _spared(tables, drug, avoided)]
    return [*_named_for(tables, q, drug), *spared]
