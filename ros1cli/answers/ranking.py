"""The order of options: the documented key, and what of it is said beside a drug."""

from collections.abc import Mapping

from ros1cli.answers.calls import held
from ros1cli.answers.evidence import brain
from ros1cli.answers.grouping import Placed, after_latest, approved, fitting, situation
from ros1cli.answers.question import Question
from ros1cli.answers.shapes import Brain
from ros1cli.tables.model import FIRST_LINE, ON_THE_BRAIN, Call, Claim, Level, Tables


def rank(tables: Tables, q: Question, p: Placed, line: str) -> tuple[int, ...]:
    """The documented key: call, patients, data after the latest drug, level, approval, guideline, CNS, --avoid; then the name.

    `patients` stands before the level so that both hold: an option without data after the latest drug stands behind those
    with such data (rule 5), and one without any patient never stands before one that was seen in patients.
    """
    wants_brain = q.brain or line == FIRST_LINE
    return (
        0 if p.call is Call.ACTIVE else 1,
        0 if p.level and p.level.rank <= Level.CASE.rank else 1,
        0 if after_latest(tables, q, p.drug) else 1,
        p.level.rank if p.level else len(Level),
        0 if approved(tables, p.drug, line, q.region) else 1,
        0 if any(c.guideline and line in c.guideline.lines for c in p.claims) else 1,
        0 if wants_brain and brain_of(tables, q, p, line).treats_brain else 1,
        1 if avoided(tables, q, p) else 0,
    )


def avoided(tables: Tables, q: Question, p: Placed) -> tuple[Claim, ...]:
    """Claims that name for the drug one of the side effects to avoid."""
    claims = held(tables, p.drug).marked("reactions") if q.avoid else ()
    return tuple(c for c in claims if set(c.reactions) & set(q.avoid))


def brain_of(tables: Tables, q: Question, p: Placed, line: str) -> Brain:
    """What is known of the drug and the brain, for this patient in this line."""
    key = ("brain", line, q.leptomeningeal, *situation(tables, q, p.drug))
    claims = fitting(tables, q, p.drug, *ON_THE_BRAIN)
    return held(tables, p.drug).once(key, lambda: brain(claims, line != FIRST_LINE, q.leptomeningeal))


def ties(p: Placed, ranks: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    """That drugs of one rank stand in the order of the alphabet."""
    tied = sorted(name for name, found in ranks.items() if name != p.drug.id and found == ranks[p.drug.id])
    return (f"level with {', '.join(tied)}: alphabetical, not a ranking",) if tied else ()
