"""`next-line` and `first-line`: every drug into its group, in order, with what must be said beside it."""

from collections.abc import Iterable, Sequence

from ros1cli.answers import evidence
from ros1cli.answers.calls import about, call_for_finding, never, not_effective, of_drug, unique, warnings
from ros1cli.answers.cautions import cautions, circumstances_of, combinations, fire, said_in
from ros1cli.answers.grouping import Placed, guideline_words, known, place, target, wanted
from ros1cli.answers.highlights import claims_of, figure_ids, highlights
from ros1cli.answers.patient import chosen, covers, of_the_line, prior_of
from ros1cli.answers.question import Question, Typed, read_question, show_query, understood
from ros1cli.answers.ranking import ORDER, Ranked, in_order
from ros1cli.answers.ranking import because as in_words
from ros1cli.answers.shapes import (
    Answer,
    Brain,
    DrugRow,
    Excluded,
    IfFound,
    Lines,
    MemberNote,
    NoData,
    Option,
    ShownConflict,
    TraceLine,
)
from ros1cli.names.off_target import Vocabulary
from ros1cli.tables.closed_words import FIRST_LINE, About, Call, DrugKind, Level, ScopeKind
from ros1cli.tables.model import Approval, Claim, Drug, Tables


def next_line(tables: Tables, typed: Typed, day: str | None = None, words: Vocabulary | None = None) -> Answer:
    """What may follow when a ROS1-positive cancer stops responding.

    Args:
        tables: what is known, already as of `day`.
        typed: the options as typed.
        day: the --as-of date, only to be said.
        words: the vocabulary of the tables, by whoever asks many questions; made from them when None.

    Raises:
        NotUnderstood: a name or value is not known.
    """
    q = read_question(tables, typed, words)
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
    groups: dict[str, list[Placed]] = {"option": [], "studied_only": [], "no_data": [], "excluded": []}
    for p in placed:
        groups[p.group].append(p)
    if status == "not_in_tables":
        groups["no_data"] += [_without_call(q, p) for p in groups["option"]]
        groups["option"] = []
    options = in_order(tables, q, groups["option"])
    changes = q.asked.alternatives or q.asked.on_target
    fired = fire(tables, circumstances_of(tables, q, placed, status, name))
    shown = tuple(_option(tables, q, r, options) for r in options)
    body = Lines(
        cautions=cautions(fired),
        options=shown,
        below_case=tuple(r.placed.drug.id for r in options if _below_case(r.placed)),
        studied_only=tuple(_no_data(tables, q, p) for p in groups["studied_only"]),
        no_data=tuple(_no_data(tables, q, p) for p in groups["no_data"]),
        excluded=tuple(_excluded(tables, q, p) for p in groups["excluded"]),
        members=members(tables, changes) if len(changes) > 1 else (),
        other_treatments=(*combinations(tables, q), *said_in(fired, "other_treatment")),
        conflicts=_conflicts(tables, q, shown, groups["excluded"]),
        if_found=_if_found(tables, [r.placed.drug for r in options]) if status == "mechanism_unknown" else (),
        questions=said_in(fired, "question"),
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
    )


def _without_call(q: Question, p: Placed) -> Placed:
    """What holds for the setting alone is no call where the tables hold nothing on the finding."""
    return p._replace(group="no_data", call=Call.NO_DATA, because=(f"no statement on {target(q)} as a whole",))


def _below_case(p: Placed) -> bool:
    return p.level is None or p.level.rank > Level.CASE.rank


def _conflicts(
    tables: Tables, q: Question, options: Sequence[Option], excluded: Sequence[Placed]
) -> tuple[ShownConflict, ...]:
    """What is not agreed on the finding, on the setting of a drug that is unresolved for it, and on a figure that is shown."""
    of_claims = [c for c in tables.conflicts if all(side in tables.by_id for side in c.sides)]
    findings = {f"finding:{f}" for f in (*q.asked.alternatives, q.asked.finding)}
    unresolved = [p for p in excluded if p.call is Call.CONFLICTING]
    barred, rows = {f"drug:{p.drug.id}" for p in unresolved}, {c.id for c in unique(*(p.claims for p in unresolved))}
    offered, figures = {f"drug:{o.drug}" for o in options}, set().union(*(figure_ids(o.highlights) for o in options))
    found = [
        *(c for c in of_claims if findings.intersection(c.about)),
        *(c for c in of_claims if barred.intersection(c.about) and rows.issuperset(c.sides)),
        *(c for c in of_claims if offered.intersection(c.about) and figures.intersection(c.sides)),
    ]
    return tuple(evidence.show_conflict(tables, c) for c in {c.id: c for c in found}.values())


def _status(tables: Tables, q: Question, placed: Sequence[Placed], name: str) -> str:
    """The first that fits, in the order of the contract."""
    any_option = any(p.group == "option" for p in placed)
    if name == "first-line" and any_option:
        return "options"
    if q.asked.off_target and not q.on_target:
        return "off_target"
    if q.on_target and not known(tables, q):
        return "not_in_tables"
    if not q.on_target and q.line == FIRST_LINE and (q.prior or q.intolerant):
        return "not_progressed"
    if not q.on_target and q.line != FIRST_LINE:
        return "mechanism_unknown"
    if not any(p.listed and p.reason != "research" for p in placed):
        return "no_drug_listed"
    return "options" if any_option else "none_left"


def _if_found(tables: Tables, options: Sequence[Drug]) -> tuple[IfFound, ...]:
    """Which single mutation would rule out which option, or is one that a source warns of: why testing comes before the choice."""
    out = []
    for finding in tables.findings.values():
        if finding.on_target and len(finding.members) == 1:
            drugs = tuple(d.id for d in options if not_effective(tables, d, finding.id))
            left = [d for d in options if d.id not in drugs]
            warned = tuple(d.id for d in left if warnings(tables, d, [finding.id]))
            out += [IfFound(finding.id, drugs, warned)] if drugs or warned else []
    return tuple(out)


# -- one drug, shown -----------------------------------------------------------------------------------------------


def _row(tables: Tables, q: Question, p: Placed) -> DrugRow:
    """The keys that a drug has in every group."""
    return DrugRow(
        **evidence.names_of(p.drug),
        call=p.call.value,
        cns=_brain(tables, q, p.drug),
        regions=evidence.regions(tables, p.drug),
    )


def _brain(tables: Tables, q: Question, drug: Drug) -> Brain:
    """What is known of the drug and the brain, for this patient; leptomeningeal disease is answered by what is said of it."""
    fitting = chosen(q, of_drug(tables, drug).brain)
    figures = [c.figure for c in fitting if c.figure and c.figure.on_the_brain and of_the_line(q, c)]
    claims = [c for c in fitting if c.about is About.BRAIN]
    if q.leptomeningeal:
        claims += [c for c in fitting if c.about is About.LEPTOMENINGEAL]
    return Brain(evidence.treats_brain(claims), tuple(figures), evidence.show_claims(claims))


def _option(tables: Tables, q: Question, ranked: Ranked, options: Sequence[Ranked]) -> Option:
    p = ranked.placed
    row = _row(tables, q, p)
    covering, for_others = _approvals(tables, q, p.drug)
    guidelines = [c.guideline for c in p.claims if c.guideline and q.line in c.guideline.lines]
    caveats = caveat_claims(tables, q, p)
    found = highlights(tables, q, p.drug, caveats)
    claims = unique(p.claims, claims_of(tables, p.drug, found), _tolerability(tables, q, p))
    because = [
        *p.because,
        *(f"approval: {evidence.approval_words(a)}" for a in covering),
        *(guideline_words(g, q.line) for g in guidelines),
        *in_words(tables, q, ranked, options, row["cns"]),
    ]
    return Option(
        **row,
        basis=p.level.value if p.level else "no_data",
        because=tuple(dict.fromkeys(because)),
        caveats=evidence.say_claims(caveats),
        approvals=covering,
        claims=evidence.show_claims(_without_naive(q, claims)),
        approvals_for_others=for_others,
        highlights=found,
    )


def _approvals(tables: Tables, q: Question, drug: Drug) -> tuple[tuple[Approval, ...], tuple[Approval, ...]]:
    """The approvals for ROS1 that cover this patient, and those that do not."""
    approvals = evidence.approvals(tables, drug)
    covering = tuple(a for a in approvals if covers(q, a))
    return covering, tuple(a for a in approvals if a not in covering)


def _tolerability(tables: Tables, q: Question, p: Placed) -> tuple[Claim, ...]:
    """With brain involvement also what is said of tolerability without being a caveat, such as effects that are avoided."""
    claims = about(tables, p.drug, About.TOLERABILITY) if q.brain else ()
    return tuple(c for c in claims if not c.caveat)


def _without_naive(q: Question, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """After a ROS1 TKI a TKI-naive claim is never shown as an option's response (rule 7)."""
    return tuple(c for c in claims if q.line == FIRST_LINE or not (c.scope.value == FIRST_LINE or _is_naive(c)))


def _is_naive(c: Claim) -> bool:
    prior = prior_of(c)
    return prior is not None and prior.tkis == "none"


def caveat_claims(tables: Tables, q: Question, p: Placed) -> tuple[Claim, ...]:
    """The claims that stand as caveats. A caveat on a mutation stands there only when the patient has it."""
    claims = [c for c in of_drug(tables, p.drug).caveats if _concerns(q, p, c)]
    if q.leptomeningeal:
        claims += about(tables, p.drug, About.LEPTOMENINGEAL, About.ACCESS)
    return unique(claims)


def _concerns(q: Question, p: Placed, c: Claim) -> bool:
    if c.scope.kind is ScopeKind.FINDING:
        return c.scope.value in {*wanted(q), *q.asked.on_target}
    return c.scope.kind is not ScopeKind.SETTING or c in p.claims


def _no_data(tables: Tables, q: Question, p: Placed) -> NoData:
    caveats = caveat_claims(tables, q, p)
    found = highlights(tables, q, p.drug, caveats)
    on_member = [c for c in caveats if c.scope.kind is ScopeKind.FINDING]  # a warning on one member of a compound
    claims = _without_naive(q, unique(p.claims, on_member, claims_of(tables, p.drug, found)))
    covering, for_others = _approvals(tables, q, p.drug)
    return NoData(
        **_row(tables, q, p),
        because=p.because,
        approvals=covering,
        setting_claims=evidence.show_claims(claims),
        caveats=evidence.say_claims(caveats),
        approvals_for_others=for_others,
        highlights=found,
    )


def _excluded(tables: Tables, q: Question, p: Placed) -> Excluded:
    would_be_an_option = p.reason in ("filter", "intolerant")
    return Excluded(
        **_row(tables, q, p),
        reason=p.reason,
        verdict=p.verdict,
        because=p.because,
        caveats=evidence.say_claims(caveat_claims(tables, q, p)) if would_be_an_option else (),
        approvals=evidence.approvals(tables, p.drug),
        claims=evidence.show_claims(_without_naive(q, p.claims)),
    )


def members(tables: Tables, names: Sequence[str]) -> tuple[MemberNote, ...]:
    """What the tables call each drug against each member alone; no evidence for the members together."""
    return tuple(_member(tables, name) for name in names)


def _member(tables: Tables, name: str) -> MemberNote:
    groups: dict[Call, list[str]] = {call: [] for call in Call}
    for drug in tables.tkis:
        groups[_member_call(tables, drug, name)].append(drug.id)
    called = {call.value: tuple(drugs) for call, drugs in groups.items() if call is not Call.NO_DATA}
    acting = (*groups[Call.ACTIVE], *groups[Call.REDUCED])
    research = tuple(drug for drug in acting if tables.drugs[drug].kind is DrugKind.RESEARCH)
    return MemberNote(name, **called, research=research)


def _member_call(tables: Tables, drug: Drug, name: str) -> Call:
    return Call.NOT_EFFECTIVE if never(tables, drug) else call_for_finding(tables, drug, name).call


# -- the rules that fired ------------------------------------------------------------------------------------------


_RULES = {"option": "call", "no_data": "no data", "studied_only": "first line"}
"""What put a drug into its group; an excluded one has its reason."""


def _trace(q: Question, placed: Sequence[Placed], status: str, options: Sequence[Ranked]) -> tuple[TraceLine, ...]:
    lines = [TraceLine("names", f"{r.given} read as {r.finding}: {r.how}") for r in q.asked.readings]
    for p in placed:
        verdict = "" if p.group == "option" else " not an option"
        lines.append(TraceLine(_RULES.get(p.group, p.reason), f"{p.drug.id}{verdict}: {'; '.join(p.because)}"))
    if len(options) > 1:
        lines.append(TraceLine("order", f"{ORDER}: {', '.join(r.placed.drug.id for r in options)}"))
    lines.append(TraceLine("status", status))
    return tuple(lines)
