"""The verdict on a drug in plain words, whichever group it is in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ros1cli.show.brief_options import deciding_claims, finding_words
from ros1cli.show.patient_figures import in_plain
from ros1cli.show.words import GUIDING, PATIENTS, kinds_words, strongest
from ros1cli.tables.closed_words import CNS_ONLY_ON
from ros1cli.tables.plain import filled

if TYPE_CHECKING:
    from ros1cli.answers import shapes


def option_verdict(answer: shapes.Answer, o: shapes.Option) -> str:
    """Why it may be discussed: against the finding, or in this line of treatment."""
    of = answer.plain.verdicts
    if finding_words(answer):
        return on_finding(answer, o.call, deciding_claims(o))
    if o.because[0].startswith("only"):
        return filled(of.cns_only, drug=_grown_on(o))
    if not o.approvals:
        return of.line
    return of.approved_line_untold if all(a.restriction == "not_stated" for a in o.approvals) else of.approved


def _grown_on(o: shapes.Option) -> str:
    """The drug on which the cancer grew in the brain alone, by the statements on that."""
    return next(drug for c in o.claims if (drug := c.scope.partition(f"{CNS_ONLY_ON}:")[2]))


def on_finding(answer: shapes.Answer, call: str, claims: Sequence[shapes.ShownClaim]) -> str:
    """That a drug works against the finding, and whether that is known of a group of people, of single ones or of cells. What has
    no plain word, as a label or a guideline that names the finding, is told in the clinician's."""
    of, levels = answer.plain.verdicts, {c.level for c in claims}
    if levels.intersection(PATIENTS):
        active = of.active if "trial" in levels else of.cases
        return of.reduced if call == "reduced" else active
    kinds = kinds_words(answer, claims)
    if call == "reduced":
        cells = answer.plain.figures.cells if "in_vitro" in levels else ""
        return f"{of.reduced} ({in_plain(answer.plain, cells, kinds)})"
    if levels.intersection(GUIDING):
        return in_plain(answer.plain, None, f"{call}, {kinds}")
    return of.laboratory if "in_vitro" in levels else of.expert


def excluded_words(answer: shapes.Answer, e: shapes.Excluded) -> str:
    """Why a drug is not the next step, and what else speaks against it."""
    of = answer.plain.verdicts
    said = reason_words(answer, e.reason, e.call, e.verdict, e.claims)
    stopped = [i["drug"] for i in answer.query.intolerant]
    also = (("prior", answer.query.prior, of.also_prior), ("intolerant", stopped, of.also_intolerant))
    history = [words for reason, drugs, words in also if reason != e.reason and e.drug in drugs]
    return "; ".join([said.rstrip("."), *history])


def reason_words(
    answer: shapes.Answer, reason: str | None, call: str, verdict: str, claims: Sequence[shapes.ShownClaim]
) -> str:
    """Why a drug is not the next step, or is not offered against a finding."""
    of = answer.plain.verdicts
    match reason:
        case "not_effective":
            return _not_effective(answer, claims)
        case "never" | "setting":
            return _setting(answer, call, verdict, claims)
        case None:
            return of.conflicting if call == "conflicting" else _not_effective(answer, claims)
    told: str = getattr(of, reason)
    return told


def _not_effective(answer: shapes.Answer, claims: Sequence[shapes.ShownClaim]) -> str:
    """Against what it does not work, and how that is known."""
    of = answer.plain.verdicts
    asked = set(answer.query.alternatives) | {"/".join(answer.query.mutations)}
    against = [c for c in claims if c.call == "not_effective"]
    if not answer.query.mutations and not answer.query.alternatives:
        return of.off_target if answer.query.off_target else of.line_not_effective
    own = [c for c in against if c.finding in asked]
    if own:
        return f"{of.not_effective}{_evidence(answer, own)}"
    members = [c.finding for c in against if c.finding]
    return filled(of.part, finding=members[0]) if members else of.on_target


def _evidence(answer: shapes.Answer, against: Sequence[shapes.ShownClaim]) -> str:
    """In brackets: in how many people it shrank, or that it was tested in cells; empty where neither is told."""
    same = strongest(against)
    figure = next((c.figure for c in same if c.figure and c.figure.n and c.figure.events is not None), None)
    if figure:
        return f" ({filled(answer.plain.figures.none_shrank, events=figure.events, n=figure.n)})"
    return f" ({answer.plain.figures.cells})" if same[0].level == "in_vitro" else ""


def _setting(answer: shapes.Answer, call: str, verdict: str, claims: Sequence[shapes.ShownClaim]) -> str:
    """The statement that the verdict quotes; where it quotes none, the clinician's words."""
    of = answer.plain.verdicts
    if call == "conflicting":
        return of.conflicting
    if verdict.startswith("not as a change of ROS1 drug"):
        return of.also_inhibits
    quoted = [c.plain for c in claims if c.plain and (c.text.rstrip(".") in verdict or verdict in c.text)]
    if quoted:
        return quoted[0].rstrip(".").replace("It ", "it ", 1)  # behind the name of its drug
    return f"{of.setting}, {in_plain(answer.plain, None, verdict.rstrip('.'))}"
