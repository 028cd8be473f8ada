"""`next-line` and `first-line`: every drug into its group, in order, with what must be said beside it."""

from collections.abc import Mapping, Sequence

from ros1cli.answers import evidence as common
from ros1cli.answers.calls import call_for_finding, held, never
from ros1cli.answers.grouping import POSITIVE, Placed, after_latest, approved, fitting, place, situation, target
from ros1cli.answers.question import Question, Typed, read_question, show_query, understood
from ros1cli.answers.shapes import Answer, Brain, Excluded, Lines, MemberNote, NoData, Option, Said, TraceLine
from ros1cli.tables.model import (
    AFTER_ROS1_TKI,
    FIRST_LINE,
    ON_THE_BRAIN,
    About,
    Call,
    Claim,
    Drug,
    FindingKind,
    Level,
    ScopeKind,
    Tables,
    about_mark,
    call_mark,
)

_TAKEN = {"prior": "prior use", "intolerant": "intolerance", "filter": "a filter"}


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
    circumstances = _circumstances(tables, q, placed, status, name)
    keys = [f"finding:{f}" for f in (*q.asked.alternatives, q.asked.finding)]
    body = Lines(
        cautions=common.cautions(tables, circumstances),
        options=tuple(_option(tables, q, p, ranks, line) for p in options),
        below_case=tuple(p.drug.id for p in options if p.level is None or p.level.rank > Level.CASE.rank),
        studied_only=tuple(_no_data(tables, q, p, line) for p in groups["studied_only"]),
        no_data=tuple(_no_data(tables, q, p, line) for p in groups["no_data"]),
        excluded=tuple(_excluded(tables, q, p, line) for p in groups["excluded"]),
        members=members(tables, q.asked.on_target) if q.asked.compound else (),
        other_treatments=common.other_treatments(tables, circumstances),
        conflicts=common.conflicts_of_claims(tables, *keys),
    )
    return common.answer(
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
    if q.on_target and not all(f in tables.findings for f in _wanted(q)):
        return "not_in_tables"
    if not q.on_target and first and q.asked.readings == () and (q.prior or q.intolerant):
        return "not_progressed"
    if not q.on_target and not first:
        return "mechanism_unknown"
    if not any(p.listed and p.reason != "research" for p in placed):
        return "no_drug_listed"
    return "options" if any(p.group == "option" for p in placed) else "none_left"


def _wanted(q: Question) -> tuple[str, ...]:
    return q.asked.alternatives or (q.asked.finding,)


# -- the order of options ------------------------------------------------------------------------------------------


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
        0 if wants_brain and _brain(tables, q, p, line).treats_brain else 1,
        1 if _avoided(tables, q, p) else 0,
    )


def _avoided(tables: Tables, q: Question, p: Placed) -> tuple[Claim, ...]:
    claims = held(tables, p.drug).marked("reactions") if q.avoid else ()
    return tuple(c for c in claims if set(c.reactions) & set(q.avoid))


def _ties(p: Placed, ranks: Mapping[str, tuple[int, ...]]) -> tuple[str, ...]:
    tied = sorted(name for name, found in ranks.items() if name != p.drug.id and found == ranks[p.drug.id])
    return (f"level with {', '.join(tied)}: alphabetical, not a ranking",) if tied else ()


# -- one drug, shown -----------------------------------------------------------------------------------------------


def _option(tables: Tables, q: Question, p: Placed, ranks: Mapping[str, tuple[int, ...]], line: str) -> Option:
    after_progression = line != FIRST_LINE
    approvals = common.approvals(tables, p.drug)
    because = [*p.because, *(f"approval: {common.approval_words(a)}" for a in approvals)]
    if not approved(tables, p.drug, line, q.region):
        because.append(
            f"no approval for ROS1 that covers this line{f' in {q.region}' if q.region else ''} in these tables"
        )
    because += _guidelines(p, line)
    brain = _brain(tables, q, p, line)
    if q.brain or not after_progression:
        because.append(f"treats the brain: {common.brain_word(brain)}")
    named = sorted({r for c in _avoided(tables, q, p) for r in c.reactions} & set(q.avoid))
    because += [f"moved down: {', '.join(named)} is named for it (--avoid)"] if named else []
    because += [w for i in q.intolerant for w in _same_reaction(tables, p, i.term)]
    return Option(
        drug=p.drug.id,
        brands=p.drug.brands,
        codes=p.drug.codes,
        call=p.call.value,
        basis=p.level.value if p.level else "no_data",
        because=tuple(dict.fromkeys([*because, *_ties(p, ranks)])),
        caveats=caveats(tables, q, p),
        approvals=approvals,
        cns=brain,
        claims=common.show_claims(_without_naive((*p.claims, *_on_the_brain(tables, q, p)), after_progression)),
    )


def _on_the_brain(tables: Tables, q: Question, p: Placed) -> tuple[Claim, ...]:
    """With brain involvement also what is said of tolerability without being a caveat, such as effects that are avoided."""
    claims = held(tables, p.drug).marked(about_mark(About.TOLERABILITY)) if q.brain else ()
    return tuple(c for c in claims if not c.caveat and c not in p.claims)


def _brain(tables: Tables, q: Question, p: Placed, line: str) -> Brain:
    key = ("brain", line, q.leptomeningeal, *situation(tables, q, p.drug))
    claims = fitting(tables, q, p.drug, *ON_THE_BRAIN)
    return held(tables, p.drug).once(key, lambda: common.brain(claims, line != FIRST_LINE, q.leptomeningeal))


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
    return tuple(dict.fromkeys(common.say_claim(c) for c in claims))


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
        approvals=common.approvals(tables, p.drug),
        cns=_brain(tables, q, p, line),
        setting_claims=common.show_claims(_without_naive(p.claims, after_progression)),
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
        approvals=common.approvals(tables, p.drug),
        cns=_brain(tables, q, p, line),
        claims=common.show_claims(_without_naive(p.claims, line != FIRST_LINE)),
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


# -- circumstances: which sentences of the tables must be said -----------------------------------------------------


def _circumstances(
    tables: Tables, q: Question, placed: Sequence[Placed], status: str, name: str
) -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {status: {}}
    findings = {"findings": target(q)}
    if name == "first-line":
        out["first_line"] = {}
    out |= _by_findings(tables, q, findings)
    for word, holds in (
        ("cns", q.brain and not q.cns_only),
        ("cns_only", q.cns_only),
        ("leptomeningeal", q.leptomeningeal),
        ("oligoprogression", q.oligoprogression),
        ("intolerant", bool(q.intolerant)),
        ("cns_only_option", any(p.cns_only_setting for p in placed)),
        (f"tested_{q.tested}", q.tested is not None),
        ("prior_immunotherapy", any("immunotherapy" in d.guidance for d in q.prior)),
    ):
        if holds:
            out[word] = {}
    out |= _by_drugs(q, placed, status, findings)
    if status == "not_in_tables":
        out[status] = findings | {"neighbours": _neighbours(tables, q)}
    elif status == "no_drug_listed":
        out[status] = findings
    return out


def _by_findings(tables: Tables, q: Question, findings: dict[str, str]) -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    off = " + ".join(o.name for o in q.asked.off_target)
    if q.on_target:
        out["on_target"] = {}
    if q.asked.compound:
        out["compound"] = findings
    if q.asked.alternatives:
        out["alternatives"] = findings
    if q.asked.phase == "trans":
        out["phase"] = findings
    if q.asked.off_target and q.on_target:
        out["mixed"] = {"findings": off, "on_target": target(q)}
    elif q.asked.off_target:
        out["off_target"] = {"findings": off}
    for o in q.asked.off_target:
        names = ", ".join(o.findings)
        if o.related:
            out["related_gene"] = {"gene": o.name, "named": o.related}
        elif not o.named:
            out["another_change"] = {"change": o.name, "named": names}
        if any(tables.every_finding[f].kind is FindingKind.TRANSFORMATION for f in o.findings):
            out["transformation"] = {}
    for typed, other in q.asked.collisions:
        out["mane_collision"] = {"typed": typed, "other": other}
    return out


def _by_drugs(
    q: Question, placed: Sequence[Placed], status: str, findings: dict[str, str]
) -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    carried = [p.drug.id for p in placed if p.carried_from]
    if carried:
        out["member_not_effective"] = {"drugs": ", ".join(carried)}
    failed = [p.drug.id for p in placed if p.drug in q.ros1_prior and p.call in POSITIVE and q.on_target]
    if failed:
        out["prior_active"] = findings | {"drugs": ", ".join(failed)}
    if q.not_ros1_active:
        out["not_ros1_active"] = {"drugs": ", ".join(d.id for d in q.not_ros1_active)}
    if status == "none_left":
        taken = [p for p in placed if p.listed and p.reason in _TAKEN]
        by = " and ".join(dict.fromkeys(_TAKEN[p.reason] for p in taken))
        out["none_left"] = {"drugs": ", ".join(p.drug.id for p in taken), "by": by or "the rules of the setting"}
    return out


def _neighbours(tables: Tables, q: Question) -> str:
    """Named findings that share a residue or a member: said to be no answer."""
    if q.asked.compound:
        own = set(q.asked.on_target)
        near = [f.id for f in tables.findings.values() if f.kind is FindingKind.COMPOUND and own & set(f.members)]
    else:
        residues = {name[1:-1] for name in _wanted(q)}
        near = [f.id for f in tables.findings.values() if f.kind is FindingKind.ON_TARGET and f.id[1:-1] in residues]
    near = [n for n in near if n not in _wanted(q)]
    return f"Named here, but not transferable: {', '.join(near)}." if near else ""


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
