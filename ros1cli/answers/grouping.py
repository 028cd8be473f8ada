"""One drug, one question → its group and the reasons. The rules of the contract, over scopes and levels, not names.

`next-line` asks for the group of each drug. Whoever lists calls or claims shows beside them how the drug is grouped where
nothing else is known of the patient: the same judgement, never a second one.
"""

from collections.abc import Iterable
from typing import NamedTuple

from ros1cli.answers.calls import (
    NOTHING,
    Decision,
    call_for_finding,
    call_for_off_target,
    current,
    decide,
    held,
    in_setting,
    never,
    without_call,
)
from ros1cli.answers.question import Question, Typed, read_question
from ros1cli.answers.shapes import Weighed
from ros1cli.names.mutations import read_findings
from ros1cli.names.split import Asked
from ros1cli.tables.model import (
    AFTER_ROS1_TKI,
    CNS_ONLY_ON,
    FIRST_LINE,
    About,
    Call,
    Claim,
    Drug,
    DrugKind,
    Finding,
    Level,
    ScopeKind,
    Tables,
    about_mark,
)

_WITH_PATIENTS = (Level.LABEL, Level.GUIDELINE, Level.TRIAL, Level.CASE)
_CARRIES_FIRST_LINE = (Level.LABEL, Level.GUIDELINE)
_CARRIES_LATER_LINES = (Level.LABEL, Level.GUIDELINE, Level.TRIAL)
POSITIVE = (Call.ACTIVE, Call.REDUCED)


class Placed(NamedTuple):
    """A drug with its group (`option`, `studied_only`, `no_data`, `excluded`), what decided and why.

    `reason` and `verdict` only for excluded drugs; `claims` are those shown with it, `listed` whether the tables
    call it active or reduced whatever excluded it.
    """

    drug: Drug
    group: str
    call: Call
    level: Level | None
    because: tuple[str, ...]
    claims: tuple[Claim, ...]
    reason: str = ""
    verdict: str = ""
    listed: bool = False
    carried_from: str = ""
    cns_only_setting: bool = False


class _Bar(NamedTuple):
    """One reason to exclude a drug."""

    reason: str
    verdict: str
    claims: tuple[Claim, ...] = ()


def place(tables: Tables, q: Question, drug: Drug, first_line: bool) -> Placed:
    """Put one drug into its group. `first_line`: the rules for a patient who has had no ROS1 TKI."""
    decision, per_residue = _decision(tables, q, drug)
    line = FIRST_LINE if first_line else AFTER_ROS1_TKI
    setting, cns_only = _setting(tables, q, drug, line)
    if q.on_target:
        listed, level = decision.call in POSITIVE, decision.level
    else:
        listed = (
            not q.asked.off_target
            and (cns_only or _covers(tables, drug, line, setting))
            and setting.call is not Call.NOT_EFFECTIVE
        )
        level = Level.LABEL if approved(tables, drug, line, None) else setting.level
    bars = _bars(tables, q, drug, decision, setting) or (_filters(tables, q, drug, level, line) if listed else [])
    if bars:
        return _excluded(drug, decision, bars, listed, per_residue)
    if q.on_target:
        return _by_finding(tables, q, drug, decision, line, per_residue)
    return _by_line(tables, q, drug, line, setting, cns_only, level if listed else None)


# -- what the tables say -------------------------------------------------------------------------------------------


def _decision(tables: Tables, q: Question, drug: Drug) -> tuple[Decision, tuple[str, ...]]:
    """The call against the findings of the question; for alternatives also one line per residue letter."""
    if q.asked.alternatives:
        return _either(tables, drug, q.asked.alternatives)
    if q.asked.on_target:
        return call_for_finding(tables, drug, q.asked.finding), ()
    if q.asked.off_target:
        findings = [f for o in q.asked.off_target for f in o.findings]
        return call_for_off_target(tables, drug, findings), ()
    return NOTHING, ()


def _either(tables: Tables, drug: Drug, names: tuple[str, ...]) -> tuple[Decision, tuple[str, ...]]:
    """Active against every alternative → active; not effective or unresolved against one → that; else no data."""
    parts = {name: call_for_finding(tables, drug, name) for name in names}
    claims = tuple(dict.fromkeys(c for p in parts.values() for c in p.claims))
    lines = tuple(f"{name}: {p.call.words}" for name, p in parts.items())
    calls = [p.call for p in parts.values()]
    levels = [p.level for p in parts.values() if p.level]
    for call in (Call.NOT_EFFECTIVE, Call.CONFLICTING):
        if call in calls:
            worst = next(p for p in parts.values() if p.call is call)
            return worst._replace(claims=claims), lines
    if Call.NO_DATA in calls:
        return Decision(Call.NO_DATA, claims, None, "not against each alternative"), lines
    call = Call.REDUCED if Call.REDUCED in calls else Call.ACTIVE
    worst_level = max(levels, key=lambda lv: lv.rank)
    return Decision(call, claims, worst_level, f"each of them, level {worst_level.words}", ScopeKind.FINDING), lines


def _setting(tables: Tables, q: Question, drug: Drug, line: str) -> tuple[Decision, bool]:
    """The most specific setting that applies: progression in the CNS alone on one drug, else the line."""
    only = q.ros1_prior[0] if len(q.ros1_prior) == 1 else None
    if q.cns_only and only and not q.leptomeningeal and not q.on_target and not q.asked.off_target:
        narrow = decide(in_setting(tables, drug, CNS_ONLY_ON, only.id))
        if narrow.call is not Call.NO_DATA:
            return narrow, True
    key = ("setting", line, *situation(tables, q, drug))
    return held(tables, drug).once(key, lambda: decide(chosen(q, in_setting(tables, drug, line)))), False


def _covers(tables: Tables, drug: Drug, line: str, setting: Decision) -> bool:
    """An approval whose scope covers the line, a guideline for it, or a positive trial in it.

    In the first line a trial alone does not carry a drug: the contract asks for an approval or a guideline there.
    """
    if approved(tables, drug, line, None):
        return True
    carrying = _CARRIES_FIRST_LINE if line == FIRST_LINE else _CARRIES_LATER_LINES
    return setting.call is Call.ACTIVE and any(c.call is Call.ACTIVE and c.level in carrying for c in setting.claims)


def approved(tables: Tables, drug: Drug, line: str, region: str | None) -> bool:
    """An approval for ROS1 whose scope covers the line, in the region when one is asked for."""
    known = held(tables, drug)
    approvals = known.once("approvals", lambda: [c.approval for c in known.marked("approval") if c.approval])
    return any(line in a.lines and (region is None or a.region == region) for a in approvals)


def chosen(q: Question, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims that fit the brain and what came before (rule 5)."""
    given = {d.id for d in q.ros1_prior}
    return tuple(c for c in claims if not (c.after or c.guideline) or _fits(q, given, c))


def _fits(q: Question, given: set[str], c: Claim) -> bool:
    """A guideline for the brain only with the brain; "after X" only when X is the latest ROS1 TKI, "after X only" when
    there was no other."""
    if c.guideline and c.guideline.when == "brain" and not q.brain:
        return False
    return not c.after or bool(q.latest and q.latest.id in c.after and (not c.after_only or given <= set(c.after)))


def fitting(tables: Tables, q: Question, drug: Drug, *marks: str) -> tuple[Claim, ...]:
    """The current claims on the drug that bear one of the marks, and fit the brain and what came before."""
    known = held(tables, drug)
    key = ("fitting", marks, *situation(tables, q, drug))
    return known.once(key, lambda: chosen(q, known.marked(*marks)))


def situation(tables: Tables, q: Question, drug: Drug) -> tuple[bool, ...]:
    """All of a question that decides which claims on the drug fit: the brain, and which "after X" hold."""
    known = held(tables, drug)
    if known.asked is not q:
        of_class = tables.class_claims.marked
        after = known.once("after", lambda: _conditions((*known.marked("after"), *of_class("after"))))
        given = {d.id for d in q.ros1_prior}
        known.asked, known.situation = q, (q.brain, *(_fits(q, given, c) for c in after))
    return known.situation


def _conditions(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """One claim for each condition that the claims have."""
    return tuple({(c.after, c.after_only, c.guideline): c for c in claims}.values())


def after_latest(tables: Tables, q: Question, drug: Drug) -> tuple[Claim, ...]:
    """Claims with patients on this drug after the latest prior ROS1 TKI; those on another finding say nothing here."""
    wanted = {q.asked.finding, *q.asked.alternatives}
    return tuple(
        c
        for c in fitting(tables, q, drug, "after")
        if c.level in _WITH_PATIENTS and (c.scope.kind is not ScopeKind.FINDING or c.scope.value in wanted)
    )


# -- what excludes -------------------------------------------------------------------------------------------------


def _bars(tables: Tables, q: Question, drug: Drug, decision: Decision, setting: Decision) -> list[_Bar]:
    """Every reason to exclude the drug, the deciding one first."""
    bars = []
    if banned := never(tables, drug):
        bars.append(_Bar("never", loud(banned[0].text), banned))
    if decision.call is Call.NOT_EFFECTIVE:
        bars.append(_Bar("not_effective", _not_effective(q, decision), decision.claims))
    if decision.call is Call.CONFLICTING:
        bars.append(
            _Bar(
                "conflicting",
                f"UNRESOLVED, not offered: sources do not agree on {target(q)} ({decision.why})",
                decision.claims,
            )
        )
    if drug in q.prior:
        bars.append(_Bar("prior", "not again: already taken, and the cancer progressed on it"))
    if any(i.drug == drug for i in q.intolerant):
        bars.append(_Bar("intolerant", "not again: stopped for side effects", _tolerability(tables, drug)))
    if setting.call in (Call.NOT_EFFECTIVE, Call.CONFLICTING):
        against = tuple(c for c in setting.claims if c.call is Call.NOT_EFFECTIVE)
        word = "not" if setting.call is Call.NOT_EFFECTIVE else "UNRESOLVED, not"
        bars.append(_Bar("setting", f"{word} for this setting: {against[0].text}", setting.claims))
    if not bars and drug.kind is DrugKind.RESEARCH and not _clinical(decision, setting):
        bars.append(
            _Bar("research", "not offered: a research compound without a clinical claim in ROS1", decision.claims)
        )
    return bars


def loud(text: str) -> str:
    """A claim that a drug must never be used, the word first."""
    return text if text.startswith("NEVER") else f"NEVER: {text}"


def _clinical(decision: Decision, setting: Decision) -> bool:
    return any(c.level in _WITH_PATIENTS and c.call in POSITIVE for c in (*decision.claims, *setting.claims))


def target(q: Question) -> str:
    """The finding of the question as words."""
    if q.asked.alternatives:
        return " or ".join(q.asked.alternatives)
    return q.asked.finding or " + ".join(o.name for o in q.asked.off_target) or "this line"


def wanted(q: Question) -> tuple[str, ...]:
    """The on-target findings asked about: alternatives, or the one finding."""
    return q.asked.alternatives or (q.asked.finding,)


def _not_effective(q: Question, decision: Decision) -> str:
    if decision.carried_from:
        return f"not effective against {decision.carried_from}, a member of {q.asked.finding}"
    if q.on_target and decision.scope is ScopeKind.CLASS:
        return f"not effective against on-target resistance, so not against {target(q)}"
    if not q.on_target:
        return f"not effective as a switch for off-target resistance ({target(q)})"
    return f"not effective against {target(q)}"


def _tolerability(tables: Tables, drug: Drug) -> tuple[Claim, ...]:
    return held(tables, drug).marked(about_mark(About.TOLERABILITY))


def _filters(tables: Tables, q: Question, drug: Drug, level: Level | None, line: str) -> list[_Bar]:
    """Filters take away what would have been an option, nothing else, and say so."""
    bars = []
    where = f" in {q.region}" if q.region else ""
    if q.approved_only and not approved(tables, drug, line, q.region):
        claims = held(tables, drug).marked(about_mark(About.APPROVAL), about_mark(About.GUIDELINE))
        words = f"not offered: --approved-only took it, no approval for ROS1 that covers this line{where} in the tables"
        bars.append(_Bar("filter", words, claims))
    if q.min_level and level and level.rank > q.min_level.rank:
        bars.append(_Bar("filter", f"not offered: --min-level {q.min_level} took it, its best claim is {level.words}"))
    return bars


def _excluded(drug: Drug, decision: Decision, bars: list[_Bar], listed: bool, per_residue: tuple[str, ...]) -> Placed:
    because = [bars[0].verdict, *(f"also {b.verdict}" for b in bars[1:]), *per_residue]
    if decision.call in POSITIVE:
        because.append(
            f"listed as {decision.call.words} against the finding (level {decision.level.words if decision.level else 'none'})"
        )
    return Placed(
        drug=drug,
        group="excluded",
        call=_call_of(decision, bars),
        level=decision.level,
        because=tuple(because),
        claims=_unique(*(b.claims for b in bars), decision.claims),
        reason=bars[0].reason,
        verdict=bars[0].verdict,
        listed=listed,
        carried_from=decision.carried_from,
    )


def _call_of(decision: Decision, bars: list[_Bar]) -> Call:
    """A drug that must never be used is not effective, whatever else; without data so is one barred by the setting."""
    reasons = {b.reason for b in bars}
    if "never" in reasons or (decision.call is Call.NO_DATA and "setting" in reasons):
        return Call.NOT_EFFECTIVE
    return decision.call


# -- who is left ---------------------------------------------------------------------------------------------------


def _by_finding(
    tables: Tables, q: Question, drug: Drug, decision: Decision, line: str, per_residue: tuple[str, ...]
) -> Placed:
    after = after_latest(tables, q, drug)
    setting = in_setting(tables, drug, line)
    if decision.call in POSITIVE:
        because = (
            f"{decision.call.words} against {target(q)}, {decision.why}",
            *_basis(decision.level),
            *_after_words(q, after),
        )
        return Placed(
            drug,
            "option",
            decision.call,
            decision.level,
            because,
            _unique(decision.claims, _on(tables, q, drug), after, chosen(q, setting)),
            listed=True,
        )
    partly = any(c.call in POSITIVE for c in decision.claims)
    held = _on(tables, q, drug)
    words = "nothing that decides" if held else "no data"
    without: tuple[str, ...] = (f"{words} against {target(q)} in these tables",)
    if partly:
        without = (f"not known to be active against each of {target(q)}", *per_residue)
    untried = chosen(q, setting) if q.ros1_prior else setting
    claims = _unique(decision.claims, held, untried)
    return Placed(drug, "no_data", Call.NO_DATA, None, without, claims)


def _by_line(
    tables: Tables, q: Question, drug: Drug, line: str, setting: Decision, cns_only: bool, level: Level | None
) -> Placed:
    after = after_latest(tables, q, drug)
    in_line = in_setting(tables, drug, line)
    approving = tuple(c for c in held(tables, drug).marked("approval") if c.approval and line in c.approval.lines)
    claims = _unique(setting.claims, after, chosen(q, in_line), approving)
    if level:
        because = _why_line(tables, drug, line, setting, cns_only)
        if line != FIRST_LINE:
            because = (*because, "not matched to a mutation", *_after_words(q, after))
        return Placed(drug, "option", Call.ACTIVE, level, because, claims, listed=True, cns_only_setting=cns_only)
    if line == FIRST_LINE and claims:
        because = ("studied in this line, but no approval and no guideline for it in these tables",)
        return Placed(drug, "studied_only", setting.call, setting.level, because, claims)
    because = (f"no approval, no guideline and no trial that carries it for {_words(line)} in these tables",)
    shown = claims if q.ros1_prior else _unique(claims, in_line)
    return Placed(drug, "no_data", Call.NO_DATA, None, because, shown)


def _on(tables: Tables, q: Question, drug: Drug) -> tuple[Claim, ...]:
    return without_call(tables, drug, q.asked.alternatives or (q.asked.finding,))


def _unique(*groups: tuple[Claim, ...]) -> tuple[Claim, ...]:
    return tuple(dict.fromkeys(c for group in groups for c in group))


def _words(line: str) -> str:
    return "the first line" if line == FIRST_LINE else "progression on a ROS1 TKI"


def _why_line(tables: Tables, drug: Drug, line: str, setting: Decision, cns_only: bool) -> tuple[str, ...]:
    out = []
    if cns_only:
        held = ", ".join(dict.fromkeys(c.scope.drug for c in setting.claims))
        out.append(
            f"only for progression in the CNS alone, and only IF {held} controls the cancer elsewhere; mutation not tested"
        )
    if approved(tables, drug, line, None):
        out.append(f"approved for ROS1 with a scope that can cover {_words(line)}")
    for c in setting.claims:
        if c.guideline:
            grade = f", level {c.guideline.grade}" if c.guideline.grade else ""
            out.append(f"{c.guideline.body} guideline for {_words(line)}{grade}")
    if setting.call in POSITIVE and not out:
        out.append(f"{setting.call.words} in this setting: {setting.why}")
    return tuple(dict.fromkeys(out))


def _basis(level: Level | None) -> tuple[str, ...]:
    if level in (Level.IN_VITRO, Level.EXPERT, Level.ANECDOTE):
        return (f"no patient data in these tables: {level.words} only",)
    return ()


def _after_words(q: Question, after: tuple[Claim, ...]) -> tuple[str, ...]:
    if q.latest is None:
        return ()
    return (
        (f"data after {q.latest.id}: {len(after)} claim(s)",)
        if after
        else (f"no data after {q.latest.id} in these tables",)
    )


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
