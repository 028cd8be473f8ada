"""From claims to a call: what the tables say of one drug against one finding.

The rule is the project's contract ("From claims to a call"): only claims on the same drug and the same scope
compete, the most specific scope that has a claim decides, and numbers are never merged, only calls.
"""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from ros1cli.tables.closed_words import OFF_TARGET, ON_TARGET, About, Call, Level, ScopeKind
from ros1cli.tables.model import Claim, Current, Drug, Tables

_REGULATED = (Level.LABEL, Level.GUIDELINE)
POSITIVE = (Call.ACTIVE, Call.REDUCED)
_VOTES = (*POSITIVE, Call.NOT_EFFECTIVE)


class Decision(NamedTuple):
    """A call with the claims that competed, the level that decided and why, in words."""

    call: Call
    claims: tuple[Claim, ...]
    level: Level | None
    why: str
    scope: ScopeKind | None = None
    carried_from: str = ""


NOTHING = Decision(Call.NO_DATA, (), None, "no data on this finding")


def decide(claims: tuple[Claim, ...]) -> Decision:
    """The call of claims that compete: same drug, same scope. Claims without a call do not compete."""
    voting = tuple(c for c in claims if c.call in _VOTES)
    if not voting:
        return NOTHING
    ranks = [_rank(c, voting) for c in voting]
    best = min(ranks)
    top = [c for c, rank in zip(voting, ranks, strict=True) if rank == best]
    calls = {c.call for c in top}
    level = min((c.level for c in top), key=lambda lv: lv.rank)
    if Call.NOT_EFFECTIVE in calls and len(calls) > 1:
        return _conflict(voting, level, f"statements of one kind of evidence ({level.words}) contradict each other")
    call = Call.REDUCED if Call.REDUCED in calls else top[0].call
    assert call is not None
    lower = [c for c in voting if c not in top and _opposite(c.call, call)]
    single_case = level is Level.CASE and len(top) == 1 and (top[0].figure is None or top[0].figure.n in (None, 1))
    if single_case and any(c.level is Level.IN_VITRO for c in lower):
        return _conflict(voting, level, "a single case against in-vitro data")
    trial_decides = level in (Level.LABEL, Level.GUIDELINE, Level.TRIAL)
    if call in POSITIVE and not trial_decides and any(c.level is Level.EXPERT for c in lower):
        return _conflict(voting, level, f"an expert says not effective, {level.words} says {call.words}")
    overruled = f"; weaker statements say otherwise: {len(lower)}" if lower else ""
    return Decision(call, voting, level, f"evidence: {level.words}{overruled}")


def _rank(claim: Claim, rivals: tuple[Claim, ...]) -> int:
    """A label or guideline outranks a trial only if it names the finding and is no older than what it contradicts."""
    if claim.level not in _REGULATED:
        return claim.level.rank
    names_finding = claim.scope.kind is ScopeKind.FINDING
    contradicted = [c.date or "9999" for c in rivals if _opposite(c.call, claim.call)]
    is_current = not contradicted or (claim.date or "") >= max(contradicted)
    regulated_only = all(c.level in _REGULATED for c in rivals)
    return claim.level.rank if regulated_only or (names_finding and is_current) else Level.EXPERT.rank


def _opposite(a: Call | None, b: Call | None) -> bool:
    return (a in POSITIVE and b is Call.NOT_EFFECTIVE) or (b in POSITIVE and a is Call.NOT_EFFECTIVE)


def _conflict(claims: tuple[Claim, ...], level: Level, why: str) -> Decision:
    return Decision(Call.CONFLICTING, claims, level, f"unresolved: {why}")


def unique(*groups: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims, each once, where it first stands."""
    return tuple({c.id: c for c in chain.from_iterable(groups)}.values())


_NOTHING_HELD = Current()


def of_drug(tables: Tables, drug: Drug) -> Current:
    """The current claims on a drug; none where it is not held on the day asked for."""
    return tables.of_drug.get(drug.id, _NOTHING_HELD)


def of_class(tables: Tables) -> tuple[Claim, ...]:
    """The current claims on every drug of the class."""
    return tables.of_drug.get("", _NOTHING_HELD).claims


def on_scope(tables: Tables, drug: Drug, kind: ScopeKind, value: str = "") -> tuple[Claim, ...]:
    """The current claims of a drug on one scope, and behind them those of its class."""
    own = tables.on_scope.get((drug.id, kind, value), ())
    return (*own, *tables.on_scope.get(("", kind, value), ()))


def on_findings(tables: Tables, drug: Drug, names: Iterable[str]) -> list[Claim]:
    """The current claims of a drug on these findings themselves: not those of a class, nor of a member of a compound."""
    return list(chain.from_iterable(tables.on_scope.get((drug.id, ScopeKind.FINDING, name), ()) for name in names))


def about(tables: Tables, drug: Drug, *subjects: About) -> tuple[Claim, ...]:
    """The current claims of a drug that are about one of these."""
    return tuple(c for c in of_drug(tables, drug).claims if c.about in subjects)


def _decided(tables: Tables, drug: Drug, kind: ScopeKind, value: str) -> Decision:
    """The call of the drug's claims on one scope, `scope` being its kind; without one, that there is nothing."""
    found = decide(on_scope(tables, drug, kind, value))
    return found if found is NOTHING else found._replace(scope=kind)


def call_for_finding(tables: Tables, drug: Drug, finding: str) -> Decision:
    """The call of a drug against an on-target finding, a compound included (rule 2 of the contract).

    For a compound its own claims decide; without one, "not effective" against a member carries over, "active" never.
    """
    own = _decided(tables, drug, ScopeKind.FINDING, finding)
    if own.call is not Call.NO_DATA:
        return own
    members = finding.split("/")
    if len(members) > 1:
        for member in members:
            part = _decided(tables, drug, ScopeKind.FINDING, member)
            if part.call is Call.NOT_EFFECTIVE:
                why = f"not effective against its member {member}; whether the members stand in cis or in trans is not known"
                return part._replace(carried_from=member, why=why)
    return _decided(tables, drug, ScopeKind.CLASS, ON_TARGET)


def call_for_off_target(tables: Tables, drug: Drug, findings: Iterable[str] = ()) -> Decision:
    """The call of a drug against off-target findings: claims on one of them, else on the class."""
    for finding in findings:
        own = _decided(tables, drug, ScopeKind.FINDING, finding)
        if own.call is not Call.NO_DATA:
            return own
    return _decided(tables, drug, ScopeKind.CLASS, OFF_TARGET)


def without_call(tables: Tables, drug: Drug, findings: Iterable[str]) -> tuple[Claim, ...]:
    """Claims on findings that carry no call, such as a plain IC50: shown, never read as activity."""
    return tuple(c for c in on_findings(tables, drug, findings) if c.call is None)


def warnings(tables: Tables, drug: Drug, findings: Iterable[str]) -> tuple[Claim, ...]:
    """Warnings of a drug that was not tested on these findings: no call, and never silent."""
    return tuple(c for c in without_call(tables, drug, findings) if c.about is About.WARNING)


def not_effective(tables: Tables, drug: Drug, finding: str) -> bool:
    """The tables call the drug not effective against this finding itself, whatever is said of the class."""
    found = call_for_finding(tables, drug, finding)
    return found.call is Call.NOT_EFFECTIVE and found.scope is ScopeKind.FINDING


def never(tables: Tables, drug: Drug) -> tuple[Claim, ...]:
    """Claims that a drug must never be used; they always exclude."""
    return tables.on_scope.get((drug.id, ScopeKind.NEVER, ""), ())


def in_setting(tables: Tables, drug: Drug, setting: str, of: str = "") -> tuple[Claim, ...]:
    """Current claims of a drug on a setting."""
    return tuple(c for c in on_scope(tables, drug, ScopeKind.SETTING, setting) if not of or c.scope.drug == of)
