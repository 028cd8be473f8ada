"""`next-line` and `first-line`: every drug into its group, in order, with what must be said beside it."""

from collections.abc import Iterable, Mapping, Sequence

from ros1cli.answers import evidence
from ros1cli.answers.calls import call_for_finding, never, not_effective, of_drug
from ros1cli.answers.cautions import cautions, circumstances_of, combinations, other_treatments
from ros1cli.answers.grouping import Placed, guideline_words, place, target, wanted
from ros1cli.answers.highlights import claims_of, highlights
from ros1cli.answers.patient import covers
from ros1cli.answers.question import Question, Typed, read_question, show_query, understood
from ros1cli.answers.ranking import ORDER, brain_of, in_order, rank
from ros1cli.answers.ranking import because as in_words
from ros1cli.answers.shapes import (
    Answer,
    Excluded,
    IfFound,
    Lines,
    MemberNote,
    NoData,
    Option,
    Said,
    ShownConflict,
    TraceLine,
)
from ros1cli.tables.closed_words import FIRST_LINE, About, Call, Level, ScopeKind
from ros1cli.tables.model import Claim, Drug, Tables


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
    return _answer(tables, q._replace(line=FIRST_LINE) if _not_progressed(q) else q, "next-line", day)


def first_line(tables: Tables, typed: Typed, day: str | None = None) -> Answer:
    """What may come first, for a patient who has had no ROS1 TKI. Arguments and errors as for `next_line`."""
    return _answer(tables, read_question(tables, typed)._replace(line=FIRST_LINE), "first-line", day)


def _not_progressed(q: Question) -> bool:
    """No finding, and only drugs that were not tolerated or are no ROS1 TKIs: the rules of the first line apply."""
    return not q.asked.resistance and not q.ros1_prior and bool(q.prior or q.intolerant)


def _answer(tables: Tables, q: Question, name: str, day: str | None) -> Answer:
    placed = [place(tables, q, d) for d in tables.tkis]
    status = _status(tables, q, placed, name)
    groups = {g: [p for p in placed if p.group == g] for g in ("option", "studied_only", "no_data", "excluded")}
    if status == "not_in_tables":
        groups["no_data"] += groups["option"]
        groups["option"] = []
    options = in_order(tables, q, groups["option"])
    ranks = {p.drug.id: rank(tables, q, p) for p in options}
    circumstances = circumstances_of(tables, q, placed, status, name)
    keys = [f"finding:{f}" for f in (*q.asked.alternatives, q.asked.finding)]
    body = Lines(
        cautions=cautions(tables, circumstances),
        options=tuple(_option(tables, q, p, ranks) for p in options),
        below_case=tuple(p.drug.id for p in options if p.level is None or p.level.rank > Level.CASE.rank),
        studied_only=tuple(_no_data(tables, q, p) for p in groups["studied_only"]),
        no_data=tuple(_no_data(tables, q, p) for p in groups["no_data"]),
        excluded=tuple(_excluded(tables, q, p) for p in groups["excluded"]),
        members=members(tables, q.asked.on_target) if q.asked.compound else (),
        other_treatments=(*combinations(tables, q), *other_treatments(tables, circumstances)),
        conflicts=_conflicts(tables, keys, groups["excluded"]),
        if_found=_if_found(tables, [p.drug for p in options]) if status == "mechanism_unknown" else (),
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


def _conflicts(tables: Tables, keys: Sequence[str], excluded: Sequence[Placed]) -> tuple[ShownConflict, ...]:
    """What is not agreed on the finding, and on the setting of a drug that is unresolved for it."""
    unresolved = [p for p in excluded if p.call is Call.CONFLICTING]
    ids = {c.id for p in unresolved for c in p.claims}
    of_drugs = evidence.conflicts_of_claims(tables, *(f"drug:{p.drug.id}" for p in unresolved))
    in_rows = [c for c in of_drugs if {s.id for s in c.sides} <= ids]
    return tuple(dict.fromkeys((*evidence.conflicts_of_claims(tables, *keys), *in_rows)))


def _status(tables: Tables, q: Question, placed: Sequence[Placed], name: str) -> str:
    """The first that fits, in the order of the contract."""
    any_option = any(p.group == "option" for p in placed)
    if name == "first-line" and any_option:
        return "options"
    if q.asked.off_target and not q.on_target:
        return "off_target"
    if q.on_target and not all(f in tables.findings for f in wanted(q)):
        return "not_in_tables"
    if not q.on_target and q.line == FIRST_LINE and (q.prior or q.intolerant):
        return "not_progressed"
    if not q.on_target and q.line != FIRST_LINE:
        return "mechanism_unknown"
    if not any(p.listed and p.reason != "research" for p in placed):
        return "no_drug_listed"
    return "options" if any_option else "none_left"


def _if_found(tables: Tables, options: Sequence[Drug]) -> tuple[IfFound, ...]:
    """Which single mutation would rule out which option: why testing comes before the choice."""
    singles = [f.id for f in tables.findings.values() if f.on_target and len(f.members) == 1]
    ruled_out = {f: tuple(d.id for d in options if not_effective(tables, d, f)) for f in singles}
    return tuple(IfFound(finding, drugs) for finding, drugs in ruled_out.items() if drugs)


# -- one drug, shown -----------------------------------------------------------------------------------------------


def _option(tables: Tables, q: Question, p: Placed, ranks: Mapping[str, tuple[int, ...]]) -> Option:
    approvals = evidence.approvals(tables, p.drug)
    covering = tuple(a for a in approvals if covers(q, a))
    guidelines = [c.guideline for c in p.claims if c.guideline and q.line in c.guideline.lines]
    standing = caveat_claims(tables, q, p)
    found = highlights(tables, q, p.drug, standing)
    claims = (*p.claims, *claims_of(tables, p.drug, found), *_tolerability(tables, q, p))
    because = [
        *p.because,
        *(f"approval: {evidence.approval_words(a)}" for a in covering),
        *(guideline_words(g, q.line) for g in guidelines),
        *in_words(tables, q, p, ranks),
    ]
    return Option(
        drug=p.drug.id,
        brands=p.drug.brands,
        codes=p.drug.codes,
        call=p.call.value,
        basis=p.level.value if p.level else "no_data",
        because=tuple(dict.fromkeys(because)),
        caveats=caveats(tables, q, p),
        approvals=covering,
        cns=brain_of(tables, q, p.drug),
        claims=evidence.show_claims(_without_naive(q, dict.fromkeys(claims))),
        approvals_for_others=tuple(a for a in approvals if a not in covering),
        regions=evidence.regions(tables, p.drug),
        highlights=found,
    )


def _tolerability(tables: Tables, q: Question, p: Placed) -> tuple[Claim, ...]:
    """With brain involvement also what is said of tolerability without being a caveat, such as effects that are avoided."""
    claims = [c for c in of_drug(tables, p.drug).claims if c.about is About.TOLERABILITY] if q.brain else []
    return tuple(c for c in claims if not c.caveat and c not in p.claims)


def _without_naive(q: Question, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """After a ROS1 TKI a TKI-naive claim is never shown as an option's response (rule 7)."""
    return tuple(c for c in claims if q.line == FIRST_LINE or not (c.scope.value == FIRST_LINE or _is_naive(c)))


def _is_naive(c: Claim) -> bool:
    return bool(c.figure and c.figure.prior and c.figure.prior.tkis == "none")


def caveats(tables: Tables, q: Question, p: Placed) -> tuple[Said, ...]:
    """What must stand in the drug's row."""
    return tuple(evidence.say_claim(c) for c in caveat_claims(tables, q, p))


def caveat_claims(tables: Tables, q: Question, p: Placed) -> tuple[Claim, ...]:
    """The claims that stand as caveats. A caveat on a mutation stands there only when the patient has it."""
    own = of_drug(tables, p.drug)
    claims = [c for c in own.caveats if _concerns(q, p, c)]
    if q.leptomeningeal:
        claims += [c for c in own.claims if c.about in (About.LEPTOMENINGEAL, About.ACCESS)]
    return tuple(dict.fromkeys(claims))


def _concerns(q: Question, p: Placed, c: Claim) -> bool:
    if c.scope.kind is ScopeKind.FINDING:
        return c.scope.value in {*wanted(q), *q.asked.on_target}
    return c.scope.kind is not ScopeKind.SETTING or c in p.claims


def _no_data(tables: Tables, q: Question, p: Placed) -> NoData:
    because = p.because if p.group != "option" else (f"no statement on {target(q)} as a whole",)
    standing = caveat_claims(tables, q, p)
    found = highlights(tables, q, p.drug, standing)
    claims = _without_naive(q, dict.fromkeys((*p.claims, *claims_of(tables, p.drug, found))))
    return NoData(
        drug=p.drug.id,
        brands=p.drug.brands,
        codes=p.drug.codes,
        call=Call.NO_DATA.value if p.group != "studied_only" else p.call.value,
        because=because,
        approvals=evidence.approvals(tables, p.drug),
        cns=brain_of(tables, q, p.drug),
        setting_claims=evidence.show_claims(claims),
        caveats=tuple(evidence.say_claim(c) for c in standing),
        regions=evidence.regions(tables, p.drug),
        highlights=found,
    )


def _excluded(tables: Tables, q: Question, p: Placed) -> Excluded:
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
        cns=brain_of(tables, q, p.drug),
        claims=evidence.show_claims(_without_naive(q, p.claims)),
        regions=evidence.regions(tables, p.drug),
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
        lines.append(TraceLine("order", f"{ORDER}: {', '.join(o.drug.id for o in options)}"))
    lines.append(TraceLine("status", status))
    return tuple(lines)
