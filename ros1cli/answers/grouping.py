"""One drug, one question → its group and the reasons: "From calls to groups" and the rules of the contract, over scopes and
levels, not names.

First what the tables say of the drug, then every reason to exclude it, then who is left: by the finding, or by the line.
"""

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from ros1cli.answers.calls import (
    NOTHING,
    POSITIVE,
    Decision,
    about,
    call_for_finding,
    call_for_off_target,
    decide,
    in_setting,
    never,
    unique,
    without_call,
)
from ros1cli.answers.evidence import regions
from ros1cli.answers.patient import (
    WITH_PATIENTS,
    after_latest,
    approved,
    chosen,
    covering,
    of_any_drug,
    speaks_of_the_latest,
)
from ros1cli.answers.question import Question
from ros1cli.tables.closed_words import (
    AFTER_ROS1_TKI,
    CNS_ONLY_ON,
    FIRST_LINE,
    REGIONS,
    About,
    Call,
    DrugKind,
    Level,
    ScopeKind,
)
from ros1cli.tables.model import Claim, Drug, Guideline, Tables

_CARRIES_FIRST_LINE = (Level.LABEL, Level.GUIDELINE)
_CARRIES_LATER_LINES = (Level.LABEL, Level.GUIDELINE, Level.TRIAL)


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


class _Setting(NamedTuple):
    """What the tables say of a drug in the setting: its claims on the line, those of them that fit this patient, the call, and
    whether that is of progression in the CNS alone."""

    claims: tuple[Claim, ...]
    fitting: tuple[Claim, ...]
    decision: Decision
    cns_only: bool = False


class _Bar(NamedTuple):
    """One reason to exclude a drug."""

    reason: str
    verdict: str
    claims: tuple[Claim, ...] = ()


def place(tables: Tables, q: Question, drug: Drug) -> Placed:
    """Put one drug into its group."""
    decision, per_residue = decision_on(tables, q, drug)
    held = _setting(tables, q, drug)
    setting = held.decision
    if q.on_target:
        listed, level = decision.call in POSITIVE, decision.level
    else:
        listed = (
            not q.asked.off_target
            and (held.cns_only or _carried(tables, q, drug, setting))
            and setting.call is not Call.NOT_EFFECTIVE
        )
        level = Level.LABEL if approved(tables, q, drug) and not held.cns_only else setting.level
    bars = _bars(tables, q, drug, decision, setting)
    if listed and not bars:  # a filter takes away what would have been an option, nothing else
        bars = _filters(tables, q, drug, level, () if q.on_target else setting.claims)
    if bars:
        unresolved = setting.call is Call.CONFLICTING and decision.call is Call.NO_DATA
        decided = decision._replace(call=Call.CONFLICTING) if unresolved else decision
        return _excluded(drug, decided, bars, listed, per_residue, bool(_also_inhibits(tables, q, drug)))
    if q.on_target:
        return _by_finding(tables, q, drug, decision, per_residue, held)
    return _by_line(tables, q, drug, held, level if listed else None)


# -- what the tables say -------------------------------------------------------------------------------------------


def decision_on(tables: Tables, q: Question, drug: Drug) -> tuple[Decision, tuple[str, ...]]:
    """The call against the findings of the question; for alternatives also one line per residue letter."""
    if q.asked.alternatives:
        return _either(tables, drug, q.asked.alternatives)
    if q.asked.on_target:
        return call_for_finding(tables, drug, q.asked.finding), ()
    if q.asked.off_target:
        return call_for_off_target(tables, drug, q.off_target), ()
    return NOTHING, ()


def _either(tables: Tables, drug: Drug, names: tuple[str, ...]) -> tuple[Decision, tuple[str, ...]]:
    """Active against every alternative → active; not effective or unresolved against one → that; else no data."""
    parts = {name: call_for_finding(tables, drug, name) for name in names}
    claims = unique(*(p.claims for p in parts.values()))
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
    return Decision(call, claims, worst_level, f"each of them, evidence: {worst_level.words}", ScopeKind.FINDING), lines


def _setting(tables: Tables, q: Question, drug: Drug) -> _Setting:
    """The most specific setting that applies: progression in the CNS alone on one drug, else the line."""
    claims = in_setting(tables, drug, q.line)
    fitting = chosen(q, claims)
    only = q.ros1_prior[0] if q.ros1_prior and len(q.received) == 1 else None
    if q.cns_only and only and not q.leptomeningeal and not q.on_target and not q.asked.off_target:
        narrow = decide(in_setting(tables, drug, CNS_ONLY_ON, only.id))
        if narrow.call is not Call.NO_DATA:
            return _Setting(claims, fitting, narrow, True)
    found = decide(fitting)
    if found.call is Call.NOT_EFFECTIVE and _only_of_a_few(found, claims):
        found = NOTHING
    return _Setting(claims, fitting, found)


def _only_of_a_few(found: Decision, claims: tuple[Claim, ...]) -> bool:
    """What is said against the drug is said of patients after certain drugs, and a stronger source on such patients, who had
    another number of ROS1 TKIs than this one, does not say so: two patients do not outweigh a trial."""
    after = set(chain.from_iterable(c.after for c in found.claims))
    alike = tuple(c for c in claims if not c.after or after & set(c.after))
    return all(c.after for c in found.claims) and decide(alike).call in POSITIVE


def _carried(tables: Tables, q: Question, drug: Drug, setting: Decision) -> bool:
    """An approval whose scope covers this patient, a guideline for the line, or a positive trial in it.

    In the first line a trial alone does not carry a drug: the contract asks for an approval or a guideline there.
    """
    if approved(tables, q, drug):
        return True
    carrying = _CARRIES_FIRST_LINE if q.line == FIRST_LINE else _CARRIES_LATER_LINES
    return setting.call is Call.ACTIVE and any(c.call is Call.ACTIVE and c.level in carrying for c in setting.claims)


# -- what excludes -------------------------------------------------------------------------------------------------


def _bars(tables: Tables, q: Question, drug: Drug, decision: Decision, setting: Decision) -> list[_Bar]:
    """Every reason to exclude the drug, the deciding one first."""
    bars = []
    if banned := never(tables, drug):
        bars.append(_Bar("never", loud(banned[0].text), banned))
    genes = _also_inhibits(tables, q, drug)
    if decision.call is Call.NOT_EFFECTIVE and not genes:
        bars.append(_Bar("not_effective", _not_effective(q, decision), decision.claims))
    if decision.call is Call.CONFLICTING:
        words = f"UNRESOLVED, not offered: sources do not agree on {target(q)} ({decision.why})"
        bars.append(_Bar("conflicting", words, decision.claims))
    if drug in q.prior:
        bars.append(_Bar("prior", "not again: already taken, and the cancer progressed on it"))
    if any(i.drug == drug for i in q.intolerant):
        bars.append(_Bar("intolerant", "not again: stopped for side effects", about(tables, drug, About.TOLERABILITY)))
    if genes:
        words = f"not as a change of ROS1 drug; also acts on {', '.join(genes)}: that use is not answered here"
        bars.append(_Bar("setting", words, decision.claims))
    if setting.call in (Call.NOT_EFFECTIVE, Call.CONFLICTING):
        word = "not" if setting.call is Call.NOT_EFFECTIVE else "UNRESOLVED, not"
        bars.append(_Bar("setting", f"{word} for this setting: {_against(tables, q, drug, setting)}", setting.claims))
    if not bars and drug.kind is DrugKind.RESEARCH and not _clinical(decision, setting):
        bars.append(_Bar("research", "not offered: a research compound without clinical data in ROS1", decision.claims))
    return bars


def _also_inhibits(tables: Tables, q: Question, drug: Drug) -> tuple[str, ...]:
    """Genes of the off-target findings whose product the drug inhibits too, where no change of ROS1 is given."""
    if q.on_target:
        return ()
    genes = {tables.every_finding[f].gene for f in q.off_target}
    return tuple(dict.fromkeys(i.gene for i in drug.inhibits if i.gene in genes))


def _against(tables: Tables, q: Question, drug: Drug, setting: Decision) -> str:
    """Why the drug is not for this line, in words that hold for this patient.

    Of a drug that has one narrow setting, progression in the CNS alone on another drug, the reason is that it does not apply
    here: what is said of tumours outside the CNS is no reason where the brain is asked about.
    """
    narrow = dict.fromkeys(c.scope.drug for c in in_setting(tables, drug, CNS_ONLY_ON))
    if not narrow or not q.brain:
        sides = sorted((c for c in setting.claims if c.call), key=lambda c: c.call is not Call.NOT_EFFECTIVE)
        texts = [c.text.rstrip(".") for c in sides]
        return f"{texts[0]}; against it: {texts[-1]}" if setting.call is Call.CONFLICTING else f"{texts[0]}."
    names = " or ".join(narrow)
    given = q.received
    if not given & set(narrow):
        why = f"{names} is not among the ROS1 TKIs taken"
    elif len(given) > 1:
        why = f"{names} was not the only ROS1 TKI"
    elif q.on_target or q.asked.off_target:
        why = "that is for a cancer without a resistance finding"
    elif q.leptomeningeal:
        why = "leptomeningeal disease is another question"
    else:
        why = "progression in the CNS alone is not given"
    return f"after a ROS1 TKI only for progression in the CNS alone on {names}; {why}"


def loud(text: str) -> str:
    """A claim that a drug must never be used, the word first."""
    return text if text.startswith("NEVER") else f"NEVER: {text}"


def _clinical(decision: Decision, setting: Decision) -> bool:
    return any(c.level in WITH_PATIENTS and c.call in POSITIVE for c in (*decision.claims, *setting.claims))


def target(q: Question) -> str:
    """The finding of the question as words."""
    if q.asked.alternatives:
        return " or ".join(q.asked.alternatives)
    return q.asked.finding or " + ".join(o.name for o in q.asked.off_target) or "this line"


def wanted(q: Question) -> tuple[str, ...]:
    """The on-target findings asked about: alternatives, or the one finding."""
    return q.asked.alternatives or (q.asked.finding,)


def known(tables: Tables, q: Question) -> bool:
    """The tables hold every on-target finding asked about."""
    return all(f in tables.findings for f in wanted(q))


def _not_effective(q: Question, decision: Decision) -> str:
    if decision.carried_from:
        return f"not effective against {decision.carried_from}, a member of {q.asked.finding}"
    if q.on_target and decision.scope is ScopeKind.CLASS:
        return f"not effective against on-target resistance, so not against {target(q)}"
    if not q.on_target:
        return f"not expected to help: the resistance is off-target ({target(q)})"
    return f"not effective against {target(q)}"


def _filters(tables: Tables, q: Question, drug: Drug, level: Level | None, claims: Iterable[Claim]) -> list[_Bar]:
    """What the filters take away, each saying so."""
    bars = []
    positive = [c.level for c in claims if c.call in POSITIVE] + ([level] if level else [])
    best = min(positive, key=lambda lv: lv.rank, default=None)
    if q.approved_only and not approved(tables, q, drug, q.region):
        words = f"not offered: --approved-only took it, {no_approval(tables, q, drug)}"
        bars.append(_Bar("filter", words, about(tables, drug, About.APPROVAL, About.GUIDELINE)))
    if q.min_level and best and best.rank > q.min_level.rank:
        words = f"not offered: --min-level {q.min_level} took it, its best statement is {best.words}"
        bars.append(_Bar("filter", words))
    return bars


def no_approval(tables: Tables, q: Question, drug: Drug) -> str:
    """That no approval covers this patient: a source says that there is none, nobody looked, or it is for others."""
    asked = (q.region,) if q.region else REGIONS
    found = [r for r in regions(tables, drug) if r.region in asked]
    open_ = [r.region for r in found if r.status == "not_looked_up"]
    if q.region and open_:
        return f"an approval for ROS1 in {q.region} was not looked up"
    if q.region and found[0].status == "not_approved":
        return f"NOT approved for ROS1 in {q.region}, as a source says"
    where = f" in {q.region}" if q.region else ""
    words = f"no approval for ROS1 that covers this line{where} in the tables"
    return f"{words}; not looked up in {', '.join(open_)}" if open_ else words


def _excluded(
    drug: Drug,
    decision: Decision,
    bars: list[_Bar],
    listed: bool,
    per_residue: tuple[str, ...],
    also_inhibits: bool,
) -> Placed:
    because = [bars[0].verdict, *(f"also {b.verdict}" for b in bars[1:]), *per_residue]
    if decision.call in POSITIVE and decision.level:
        because.append(f"listed as {decision.call.words} against the finding (evidence: {decision.level.words})")
    return Placed(
        drug=drug,
        group="excluded",
        call=_call_of(decision, bars, also_inhibits),
        level=decision.level,
        because=tuple(because),
        claims=unique(*(b.claims for b in bars), decision.claims),
        reason=bars[0].reason,
        verdict=bars[0].verdict,
        listed=listed,
        carried_from=decision.carried_from,
    )


def _call_of(decision: Decision, bars: list[_Bar], also_inhibits: bool) -> Call:
    """A drug that must never be used is not effective, whatever else; without data so is one barred by the setting. One that
    also inhibits what the off-target finding makes is not called ineffective."""
    reasons = {b.reason for b in bars}
    if also_inhibits and "never" not in reasons:
        return Call.NO_DATA
    if "never" in reasons or (decision.call is Call.NO_DATA and "setting" in reasons):
        return Call.NOT_EFFECTIVE
    return decision.call


# -- who is left ---------------------------------------------------------------------------------------------------


def _by_finding(
    tables: Tables, q: Question, drug: Drug, decision: Decision, per_residue: tuple[str, ...], setting: _Setting
) -> Placed:
    held = without_call(tables, drug, wanted(q))
    if decision.call in POSITIVE:
        words = f"{decision.call.words} against {target(q)}, {decision.why}"
        after = after_latest(tables, q, drug)
        because = (words, *_basis(decision.level), *_after_words(tables, q, drug, after))
        claims = unique(decision.claims, held, after, setting.fitting)
        return Placed(drug, "option", decision.call, decision.level, because, claims, listed=True)
    words = "nothing that decides" if held else "no data"
    without: tuple[str, ...] = (f"{words} on {target(q)} in these tables",)
    if any(c.call in POSITIVE for c in decision.claims):
        without = (f"not known to be active against each of {target(q)}", *per_residue)
    untried = setting.fitting if q.ros1_prior else setting.claims
    claims = unique(decision.claims, held, untried)
    return Placed(drug, "no_data", Call.NO_DATA, None, without, claims)


def _by_line(tables: Tables, q: Question, drug: Drug, held: _Setting, level: Level | None) -> Placed:
    setting = held.decision
    after = after_latest(tables, q, drug)
    fitting = held.fitting if q.ros1_prior or q.line == FIRST_LINE else of_any_drug(q, held.claims)
    claims = unique(setting.claims, after, fitting, covering(tables, q, drug, None))
    if level:
        because = _why_line(tables, q, drug, setting, held.cns_only)
        if q.line != FIRST_LINE:
            because = (*because, "mutation not known", *_after_words(tables, q, drug, after))
        call = Call.REDUCED if setting.call is Call.REDUCED else Call.ACTIVE
        return Placed(drug, "option", call, level, because, claims, listed=True, cns_only_setting=held.cns_only)
    if q.line == FIRST_LINE and claims:
        because = ("studied in this line, but no approval and no guideline for it in these tables",)
        return Placed(drug, "studied_only", setting.call, setting.level, because, claims)
    because = (f"no approval, no guideline and no trial that carries it for {_words(q.line)} in these tables",)
    shown = claims if q.ros1_prior else unique(claims, held.claims)
    return Placed(drug, "no_data", Call.NO_DATA, None, because, shown)


def _words(line: str) -> str:
    return "the first line" if line == FIRST_LINE else "use after a ROS1 TKI"


def _why_line(tables: Tables, q: Question, drug: Drug, setting: Decision, cns_only: bool) -> tuple[str, ...]:
    out = []
    if cns_only:
        held = ", ".join(dict.fromkeys(c.scope.drug for c in setting.claims))
        alone = f"only for progression in the CNS alone, and only IF {held} controls the cancer elsewhere"
        out.append(f"{alone}; mutation not tested")
    if approved(tables, q, drug):
        out.append(f"approved for ROS1 in words that can cover {_words(_line_of_approval(tables, q, drug))}")
    out += [guideline_words(c.guideline, q.line) for c in setting.claims if c.guideline]
    if setting.call in POSITIVE and (cns_only or not out):
        out.append(f"{setting.call.words} in this setting: {setting.why}")
    return tuple(dict.fromkeys(out))


def _line_of_approval(tables: Tables, q: Question, drug: Drug) -> str:
    """The line that the covering approvals are for: a drug that was received and not tolerated opens a later one."""
    approvals = [c.approval for c in covering(tables, q, drug, None) if c.approval]
    lines = set(chain.from_iterable(a.lines for a in approvals))
    return q.line if q.line in lines else AFTER_ROS1_TKI


def guideline_words(g: Guideline, line: str) -> str:
    """A guideline's position on a drug, never without its condition or its strength."""
    strength = f"{g.strength} recommendation" if g.strength else None
    parts = (f"{g.body} {g.version or ''}".strip(), g.grade, g.preference, strength, g.condition)
    return f"guideline for {_words(line)}: {', '.join(p for p in parts if p)}"


def _basis(level: Level | None) -> tuple[str, ...]:
    if level in (Level.IN_VITRO, Level.EXPERT, Level.ANECDOTE):
        return (f"no patient data in these tables: {level.words} only",)
    return ()


def _after_words(tables: Tables, q: Question, drug: Drug, after: tuple[Claim, ...]) -> tuple[str, ...]:
    """Whether patients are known who had the drug after the latest ROS1 TKI; "no data" only where nothing speaks of that."""
    if q.latest is None:
        return ()
    if after:
        count = "1 statement" if len(after) == 1 else f"{len(after)} statements"
        return (f"data after {q.latest.id}: {count}",)
    if speaks_of_the_latest(tables, q, drug):
        return (f"what is held on use after {q.latest.id} is an opinion, or of other patients",)
    return (f"no data after {q.latest.id} in these tables",)
