"""How a drug stands where nothing else is known of the patient: as `next-line` places it, never a second judgement.

A single claim says less than all claims together; whoever lists claims or calls shows this beside them.
"""

from collections.abc import Iterable

from ros1cli.answers.calls import current, decide, never
from ros1cli.answers.grouping import Placed, loud, place
from ros1cli.answers.question import Question, Typed, read_question
from ros1cli.answers.shapes_lookup import Weighed
from ros1cli.names.mutations import read_findings
from ros1cli.names.split import Asked
from ros1cli.tables.model import Call, Claim, Drug, Finding, ScopeKind, Tables


def alone(tables: Tables, asked: Asked) -> Question:
    """The question that findings alone ask: no drug so far, nothing on the brain."""
    return read_question(tables, Typed())._replace(asked=asked)


def placed(tables: Tables, finding: Finding) -> tuple[Placed, ...]:
    """Every drug, placed against an on-target finding of the tables."""
    q = alone(tables, Asked(on_target=finding.members))
    return tuple(place(tables, q, d, False) for d in tables.tkis)


def verdict(found: Placed) -> str:
    """What decides, in one sentence."""
    return found.verdict or found.because[0]


def weighed(tables: Tables, drug: Drug) -> tuple[Weighed, ...]:
    """What the claims of a drug come to, for each finding, and for each class and setting on which one has a call.

    A claim that holds only after another drug is left out of a setting: it does not compete when no drug is known.
    """
    claims = (*current(tables, drug.claims), *current(tables, tables.class_claims))
    findings = dict.fromkeys(c.scope.value for c in claims if c.scope.kind is ScopeKind.FINDING)
    voting = [c for c in claims if c.scope.kind is not ScopeKind.FINDING and c.call and not c.after]
    scopes = dict.fromkeys(c.scope for c in voting)
    return (
        *(_on_finding(tables, drug, name) for name in findings),
        *(_on_scope(tables, drug, str(scope), [c for c in voting if c.scope == scope]) for scope in scopes),
    )


def _on_finding(tables: Tables, drug: Drug, name: str) -> Weighed:
    found = place(tables, alone(tables, read_findings(tables, [name])), drug, False)
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
