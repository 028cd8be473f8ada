"""`next-line` and `first-line`: every drug into its group, in order, with what must be said beside it."""

from collections.abc import Mapping, Sequence

from ros1cli.answers import evidence
from ros1cli.answers.calls import call_for_finding, held, never
from ros1cli.answers.cautions import cautions, circumstances_of, other_treatments
from ros1cli.answers.grouping import Placed, approved, place, target, wanted
from ros1cli.answers.question import Question, Typed, read_question, show_query, understood
from ros1cli.answers.ranking import avoided, brain_of, rank, ties
from ros1cli.answers.shapes import Answer, Excluded, Lines, MemberNote, NoData, Option, Said, TraceLine
from ros1cli.tables.model import (
    AFTER_ROS1_TKI,
    FIRST_LINE,
    About,
    Call,
    Claim,
    Drug,
    Level,
    ScopeKind,
    Tables,
    about_mark,
    call_mark,
)


def next_line(tables: Tables, typed: Typed, day: str | None = None) -> Answer:
    """What may follow when a ROS1-positive cancer stops responding.

    Args:
        tables: what is known, already as of `day`.
        typed: the options as typed.
        day: the --as-of date, only to be said.

    Raises:
        NotUnderstood: a name or value is not known.
    """
    q = read_question(tables, typed)
    return _answer(tables, q, "next-line", _not_progressed(q), day)


def first_line(tables: Tables, typed: Typed, day: str | None = None) -> Answer:
    """What may come first, for a patient who has had no ROS1 TKI. Arguments and errors as for `next_line`."""
    return _answer(tables, read_question(tables, typed), "first-line", True, day)


def _not_progressed(q: Question) -> bool:
    """No finding, and only drugs that were not tolerated or are no ROS1 TKIs: the rules of the first line apply."""
    return not q.asked.readings and not q.ros1_prior and bool(q.prior or q.intolerant)


def _answer(tables: Tables, q: Question, name: str, first: bool, day: str | None) -> Answer:
    placed = [place(tables, q, d, first) for d in tables.tkis]
    status = (
        "options"
        if name == "first-line" and any(p.group == "option" for p in placed)
        else _status(tables, q, placed, first)
    )
    groups = {g: [p for p in placed if p.group == g] for g in ("option", "studied_only", "no_data", "excluded")}
    line = FIRST_LINE if first else AFTER_ROS1_TKI
    if status == "not_in_tables":
        groups["no_data"] += groups["option"]
        groups["option"] = []
    ranks = {p.drug.id: rank(tables, q, p, line) for p in groups["option"]}
    options = sorted(groups["option"], key=lambda p: (ranks[p.drug.id], p.drug.id))
    circumstances = circumstances_of(tables, q, placed, status, name)
    keys = [f"finding:{f}" for f in (*q.asked.alternatives, q.asked.finding)]
    body = Lines(
        cautions=cautions(tables, circumstances),
        options=tuple(_option(tables, q, p, ranks, line) for p in options),
        below_case=tuple(p.drug.id for p in options if p.level is None or p.level.rank > Level.CASE.rank),
        studied_only=tuple(_no_data(tables, q, p, line) for p in groups["studied_only"]),
        no_data=tuple(_no_data(tables, q, p, line) for p in groups["no_data"]),
        excluded=tuple(_excluded(tables, q, p, line) for p in groups["excluded"]),
        members=members(tables, q.asked.on_target) if q.asked.compound else (),
        other_treatments=other_treatments(tables, circumstances),
        conflicts=evidence.conflicts_of_claims(tables, *keys),
    )
    return evidence.answer(
        tables,
        name,
        body,
        show_query(q),
        understood=understood(q, name == "first-line"),
        status=status,
        day=day,
        trace=_trace(q, placed, status, options),
        status_exit=3 if status == "not_in_tables" else 0,
    )


# -- the status ----------------------------------------------------------------------------------------------------


def _status(tables: Tables, q: Question, placed: Sequence[Placed], first: bool) -> str:
    """The first that fits, in the order of the contract."""
    if q.asked.off_target and not q.on_target:
        return "off_target"
    if q.on_target and not all(f in tables.findings for f in wanted(q)):
        return "not_in_tables"
    if not q.on_target and first and q.asked.readings == () and (q.prior or q.intolerant):
        return "not_progressed"
    if not q.on_target and not first:
        return "mechanism_unknown"
    if not any(p.listed and p.reason != "research" for p in placed):
        return "no_drug_listed"
    return "options" if any(p.group == "option" for p in placed) else "none_left"


# -- one drug, shown -----------------------------------------------------------------------------------------------


def _option(tables: Tables, q: Question, p: Placed, ranks: Mapping[str, tuple[int, ...]], line: str) -> Option:
    after_progression = line != FIRST_LINE
    approvals = evidence.approvals(tables, p.drug)
    because = [*p.because, *(f"approval: {evidence.approval_words(a)}" for a in approvals)]
    if not approved(tables, p.drug, line, q.region):
        because.append(
            f"no approval for ROS1 that covers this line{f' in {q.region}' if q.region else ''} in these tables"
        )
    because += _guidelines(p, line)
    brain = brain_of(tables, q, p, line)
    if q.brain or not after_progression:
        because.append(f"treats the brain: {evidence.brain_word(brain)}")
    named = sorted({r for c in avoided(tables, q, p) for r in c.reactions} & set(q.avoid))
    because += [f"moved down: {', '.join(named)} is named for it (--avoid)"] if named else []
    because += [w for i in q.intolerant for w in _same_reaction(tables, p, i.term)]
    return Option(
        drug=p.drug.id,
        brands=p.drug.brands,
        codes=p.drug.codes,
        call=p.call.value,
        basis=p.level.value if p.level else "no_data",
        because=tuple(dict.fromkeys([*because, *ties(p, ranks)])),
        caveats=caveats(tables, q, p),
        approvals=approvals,
        cns=brain,
        claims=evidence.show_claims(_without_naive((*p.claims, *_on_thebrain_of(tables, q, p)), after_progression)),
    )


def _on_thebrain_of(tables: Tables, q: Question, p: Placed) -> tuple[Claim, ...]:
    """With brain involvement also what is said of tolerability without being a caveat, such as effects that are avoided."""
    claims = held(tables, p.drug).marked(about_mark(About.TOLERABILITY)) if q.brain else ()
    return tuple(c for c in claims if not c.caveat and c not in p.claims)


def _guidelines(p: Placed, line: str) -> list[str]:
    """A line for each guideline that speaks of the drug in this line."""
    found = [c.guideline for c in p.claims if c.guideline and line in c.guideline.lines]
    return [f"guideline: {' '.join(w for w in (g.body, g.version, g.grade, g.preference) if w)}" for g in found]


def _same_reaction(tables: Tables, p: Placed, term: str | None) -> list[str]:
    known = [c for c in held(tables, p.drug).marked("reactions") if term in c.reactions] if term else []
    return [f"known for the same reaction: {term}"] if known else []


def _without_naive(claims: Sequence[Claim], after_progression: bool) -> tuple[Claim, ...]:
    """After a ROS1 TKI a TKI-naive claim is never shown as an option's response (rule 7)."""
    return tuple(c for c in claims if not (after_progression and c.scope.value == FIRST_LINE))


def caveats(tables: Tables, q: Question, p: Placed) -> tuple[Said, ...]:
    """What must stand in the drug's row: its standing caveats, and without a finding what it is not effective against."""
    own = held(tables, p.drug)
    claims = [c for c in own.marked("caveat") if c.scope.kind is not ScopeKind.SETTING or c in p.claims]
    if q.leptomeningeal:
        claims += own.marked(about_mark(About.LEPTOMENINGEAL), about_mark(About.ACCESS))
    if not q.on_target:
        against = call_mark(Call.NOT_EFFECTIVE)
        claims += own.once("gaps", lambda: [c for c in own.marked(against) if _is_gap(tables, p.drug, c)])
    return tuple(dict.fromkeys(evidence.say_claim(c) for c in claims))


def _is_gap(tables: Tables, drug: Drug, c: Claim) -> bool:
    """A claim on a finding or class that the drug is not effective, where that is also what the tables call it."""
    if c.scope.kind is ScopeKind.FINDING:
        return call_for_finding(tables, drug, c.scope.value).call is Call.NOT_EFFECTIVE
    return c.scope.kind is ScopeKind.CLASS


def _no_data(tables: Tables, q: Question, p: Placed, line: str) -> NoData:
    after_progression = line != FIRST_LINE
    because = p.because if p.group != "option" else (f"no claim on {target(q)} as a whole",)
    return NoData(
        drug=p.drug.id,
        brands=p.drug.brands,
        codes=p.drug.codes,
        call=Call.NO_DATA.value if p.group != "studied_only" else p.call.value,
        because=because,
        approvals=evidence.approvals(tables, p.drug),
        cns=brain_of(tables, q, p, line),
        setting_claims=evidence.show_claims(_without_naive(p.claims, after_progression)),
    )


def _excluded(tables: Tables, q: Question, p: Placed, line: str) -> Excluded:
    return Excluded(
        drug=p.drug.id,
        brands=p.drug.brands,
        codes=p.drug.codes,
        call=p.call.value,
        reason=p.reason,
        verdict=p.verdict,
        because=p.because,
        caveats=caveats(tables, q, p) if p.reason in ("filter", "intolerant") else (),
        approvals=evidence.approvals(tables, p.drug),
        cns=brain_of(tables, q, p, line),
        claims=evidence.show_claims(_without_naive(p.claims, line != FIRST_LINE)),
    )


def members(tables: Tables, names: Sequence[str]) -> tuple[MemberNote, ...]:
    """What the tables call each drug against each member alone; no evidence for the members together."""
    out = []
    for name in names:
        calls = {d.id: _member_call(tables, d, name) for d in tables.tkis}
        groups = {c: tuple(d for d, call in calls.items() if call is c) for c in Call}
        out.append(
            MemberNote(
                name, groups[Call.ACTIVE], groups[Call.REDUCED], groups[Call.CONFLICTING], groups[Call.NOT_EFFECTIVE]
            )
        )
    return tuple(out)


def _member_call(tables: Tables, drug: Drug, name: str) -> Call:
    return Call.NOT_EFFECTIVE if never(tables, drug) else call_for_finding(tables, drug, name).call


# -- the rules that fired ------------------------------------------------------------------------------------------


def _trace(q: Question, placed: Sequence[Placed], status: str, options: Sequence[Placed]) -> tuple[TraceLine, ...]:
    lines = [TraceLine("names", f"{r.given} read as {r.finding}: {r.how}") for r in q.asked.readings]
    for p in placed:
        rule = {"option": "call", "no_data": "no data", "studied_only": "first line"}.get(p.group, p.reason)
        verdict = "" if p.group == "option" else " not an option"
        lines.append(TraceLine(rule, f"{p.drug.id}{verdict}: {'; '.join(p.because)}"))
    if len(options) > 1:
        key = "call, patients, data after the latest drug, level, approval, guideline, brain, --avoid, name"
        lines.append(TraceLine("order", f"{key}: {', '.join(o.drug.id for o in options)}"))
    lines.append(TraceLine("status", status))
    return tuple(lines)
