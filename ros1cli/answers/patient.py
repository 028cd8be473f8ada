"""What holds for this patient: which claims and figures are of patients like this one, and which approvals cover (rules 5, 7).

What came before decides: how many ROS1 TKIs, which of them was the latest, and whether the cancer progressed on them or they
were stopped for side effects.
"""

from collections.abc import Iterable, Sequence

from ros1cli.answers.calls import of_drug
from ros1cli.answers.question import Question
from ros1cli.tables.closed_words import AFTER_ROS1_TKI, FIRST_LINE, NOT_AFTER, Level, ScopeKind
from ros1cli.tables.figure import Prior
from ros1cli.tables.model import Approval, Claim, Drug, Tables

ENOUGH = 10
"""Patients from whom on a group is more than a few cases (the contract, "Order of options", part 3; SCREENS, "The figure")."""
WITH_PATIENTS = (Level.LABEL, Level.GUIDELINE, Level.TRIAL, Level.CASE)
_OTHER_NUMBER = {
    "none": ("one", "two_plus", "any"),
    "one": ("none", "two_plus"),
    "two_plus": ("none", "one"),
    "any": ("none",),
}
"""For a patient with so many ROS1 TKIs: whose figures are those of other patients."""


def number(q: Question) -> str:
    """How many ROS1 TKIs the patient had, in the words of `Prior.tkis`; `any`: progressed, and no drug is named. One that was not
    tolerated counts beside one that failed."""
    if q.line == FIRST_LINE:
        return "none"
    if not q.ros1_prior:
        return "any"
    return "one" if len(q.received) == 1 else "two_plus"


def prior_of(c: Claim) -> Prior | None:
    """What the patients of a claim's figure had had; None without a figure, or where it has no patients."""
    return c.figure.prior if c.figure else None


def chosen(q: Question, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that fit the brain, the number of ROS1 TKIs and the latest of them (rule 5)."""
    others = _OTHER_NUMBER[number(q)]
    return tuple(c for c in claims if _fits(q, c, others))


def _fits(q: Question, c: Claim, others: Sequence[str]) -> bool:
    """Whether a claim fits this patient; `others`: the numbers of ROS1 TKIs that are not the patient's."""
    if c.guideline and c.guideline.when == "brain" and not q.brain:
        return False
    if q.leptomeningeal and c.figure and c.figure.on_the_brain:
        return False  # leptomeningeal disease is answered by what is said of it, never by rates of the brain
    prior = prior_of(c)
    return (not c.after or _after_these(q, c)) and (prior is None or _fits_the_number(q, c, prior, others))


def _after_these(q: Question, c: Claim) -> bool:
    """ "After X" only when X is the latest ROS1 TKI, "after X only" when there was no other."""
    given = q.received
    return bool(q.latest and q.latest.id in c.after and (not c.after_only or given <= set(c.after)))


def _fits_the_number(q: Question, c: Claim, prior: Prior, others: Sequence[str]) -> bool:
    """A figure of patients who had another number of ROS1 TKIs is shown in the patient's own finding alone, and one of
    patients who had none is not shown after a ROS1 TKI even there."""
    if c.scope.kind is ScopeKind.FINDING and prior.tkis != "none":
        return True
    if prior.tkis in others or (q.received and q.received <= set(prior.other_than)):
        return False
    return not (prior.only and q.ros1_prior and q.received - set(prior.only))


def of_any_drug(q: Question, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that fit where no earlier drug is named: whatever came before, and each with its population."""
    others = _OTHER_NUMBER[number(q)]
    return tuple(c for c in claims if _fits(q, c._replace(after=(), after_only=False), others))


def like_this_one(tables: Tables, q: Question, drug: Drug) -> tuple[bool, bool]:
    """Whether patients are known who had this drug after the latest ROS1 TKI, and after as many ROS1 TKIs."""
    if not q.ros1_prior:
        return True, True
    own = [c for c in chosen(q, of_drug(tables, drug).figures) if _on_this_finding(q, c)]
    as_many = any(c.figure and c.figure.prior and c.figure.prior.tkis == number(q) for c in own)
    return bool(after_latest(tables, q, drug)), as_many


def after_latest(tables: Tables, q: Question, drug: Drug) -> tuple[Claim, ...]:
    """Claims with patients on this drug after the latest prior ROS1 TKI; those on another finding say nothing here."""
    others = _OTHER_NUMBER[number(q)]
    claims = [c for c in chosen(q, of_drug(tables, drug).after) if c.level in WITH_PATIENTS and _on_this_finding(q, c)]
    return tuple(c for c in claims if not _of(c, others))


def of_the_line(q: Question, c: Claim) -> bool:
    """After a ROS1 TKI no figure of the first line is one of this patient (rule 7)."""
    return q.line == FIRST_LINE or c.scope.value != FIRST_LINE


def _of(c: Claim, numbers: Sequence[str]) -> bool:
    """The figure of a claim is of patients who had had one of these numbers of ROS1 TKIs."""
    prior = prior_of(c)
    return prior is not None and prior.tkis in numbers


def speaks_of_the_latest(tables: Tables, q: Question, drug: Drug) -> bool:
    """Whether any claim of any level speaks of this drug after the latest prior ROS1 TKI, whatever else was taken."""
    latest = q.latest
    if latest is None:
        return False
    return any(latest.id in _taken_before(c) for c in of_drug(tables, drug).claims)


def _taken_before(c: Claim) -> tuple[str, ...]:
    """The drugs that the patients of a claim had had, as far as it says."""
    prior = prior_of(c)
    return (*c.after, *prior.only, *prior.among) if prior else c.after


def _on_this_finding(q: Question, c: Claim) -> bool:
    return c.scope.kind is not ScopeKind.FINDING or c.scope.value in {q.asked.finding, *q.asked.alternatives}


def covers(q: Question, a: Approval) -> bool:
    """Whether the indication reaches this patient: the line, what was taken before, and whether it must have failed.

    "After receiving a ROS1 TKI" covers a patient who stopped one for side effects; "after progression on" does not.
    """
    taken = q.received
    rule, _, drug = a.restriction.partition(":")
    if rule == NOT_AFTER and drug in taken:
        return False
    if a.restriction == "no_ros1_tki" and taken:
        return False
    after_receiving = a.requires == "received" and bool(taken)
    return q.line in a.lines or (after_receiving and AFTER_ROS1_TKI in a.lines)


def covering(tables: Tables, q: Question, drug: Drug, region: str | None) -> tuple[Claim, ...]:
    """The claims whose approval for ROS1 covers this patient, in the region when one is asked for."""
    held = of_drug(tables, drug).approvals
    return tuple(c for c in held if c.approval and covers(q, c.approval) and region in (None, c.approval.region))


def approved(tables: Tables, q: Question, drug: Drug, region: str | None = None) -> bool:
    """An approval for ROS1 covers this patient."""
    return bool(covering(tables, q, drug, region))
