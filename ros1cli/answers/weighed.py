"""What all claims come to where nothing is known of the patient but a finding: the question that it asks alone, and the call and
the group of a drug on each scope, by the judgement of `grouping`. Whoever lists calls or claims shows these beside them."""

from collections.abc import Iterable

from ros1cli.answers.calls import decide, never, of_class, of_drug
from ros1cli.answers.grouping import Placed, loud, place
from ros1cli.answers.question import Question, Typed
from ros1cli.answers.shapes_lookups import Weighed
from ros1cli.names.mutations import read_findings
from ros1cli.names.split import Asked
from ros1cli.tables.closed_words import Call, ScopeKind
from ros1cli.tables.model import Claim, Drug, Tables


def alone(asked: Asked) -> Question:
    """The question that findings alone ask: no drug so far, nothing on the brain."""
    return Question(Typed(), asked)


def verdict(found: Placed) -> str:
    """What decides, in one sentence."""
    return found.verdict or found.because[0]


def weighed(tables: Tables, drug: Drug) -> tuple[Weighed, ...]:
    """What the claims of a drug come to, for each finding, and for each class and setting on which one has a call.

    A claim that holds only after another drug is left out of a setting: it does not compete when no drug is known.
    """
    claims = (*of_drug(tables, drug).claims, *of_class(tables))
    findings = dict.fromkeys(c.scope.value for c in claims if c.scope.kind is ScopeKind.FINDING)
    voting = [c for c in claims if c.scope.kind is not ScopeKind.FINDING and c.call and not c.after]
    scopes = dict.fromkeys(c.scope for c in voting)
    return (
        *(_on_finding(tables, drug, name) for name in findings),
        *(_on_scope(tables, drug, str(scope), [c for c in voting if c.scope == scope]) for scope in scopes),
    )


def _on_finding(tables: Tables, drug: Drug, name: str) -> Weighed:
    found = place(tables, alone(read_findings(tables, [name])), drug)
    level = found.level.value if found.level else None
    return Weighed("finding", name, found.call.value, level, found.group, found.reason or None, verdict(found))


def _on_scope(tables: Tables, drug: Drug, scope: str, rivals: Iterable[Claim]) -> Weighed:
    """A class, a setting, or that the drug must never be used, which outranks everything else."""
    decision, banned = decide(tuple(rivals)), never(tables, drug)
    level = decision.level.value if decision.level else None
    if banned:
        return Weighed(scope, None, Call.NOT_EFFECTIVE.value, level, "excluded", "never", loud(banned[0].text))
    words = f"{decision.call.words}, {decision.why}"
    if decision.call is Call.CONFLICTING:
        words = f"UNRESOLVED, not offered: sources do not agree ({decision.why})"
    return Weighed(scope, None, decision.call.value, level, None, None, words)
