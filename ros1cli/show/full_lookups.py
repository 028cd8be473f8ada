"""`mutation`, `drug`, `guidance` and `sources` in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ros1cli.answers.evidence import approval_words
from ros1cli.show.full import SAFETY, Block, Para, Row, Table, in_list, members_table, some
from ros1cli.show.words import (
    against_words,
    cite,
    claim_words,
    named,
    regions_words,
    said_words,
    verdict_words,
    whole_verdict,
)

if TYPE_CHECKING:
    from ros1cli.answers import shapes


def mutation(answer: shapes.Answer, explain: bool) -> list[Block]:
    """One finding: who sees it, and which drugs are active against it."""
    body: shapes.FindingAnswer = answer.body
    out: list[Block] = [
        Para(f"{body.title}: {(body.kind or '').replace('_', '-')}; {_STATUS[answer.status]}", "status")
    ]
    out.append(Para(f"Assumed: {answer.assumption}", "quiet"))
    out += some("READ THIS FIRST", [said_words(w) for w in body.cautions], "caution")
    out += some("ABOUT IT", _about_finding(body))
    for call, title, word, tone in _CALL_TITLES:
        if body.drugs.get(call):
            rows = tuple(_drug_call(d, call, word, body.finding, tone) for d in body.drugs[call])
            out.append(Table(title, ("why",), rows))
    silent = [f"{named(d.drug, d.brands, d.codes)}: no data; {d.why}" for d in body.drugs.get("no_data", ())]
    out += some("NO DATA (not read as active)", silent, "no_data")
    calls = {d.drug: call for call, found in body.drugs.items() for d in found}
    for level, claims in body.evidence.items():
        lines = [_by_level(c, calls) for c in claims]
        out += some(f"EVIDENCE, LEVEL {level.replace('_', ' ').upper()}", lines)
    out += members_table(body.members, answer.query.compound)
    out += some("WHAT ELSE MAY BE DONE", [said_words(s) for s in body.other_treatments])
    return out


def why(answer: shapes.Answer, drug: str) -> list[Block]:
    """Why a drug is called what it is called here, and in which group `next-line` places it, with every statement."""
    body: shapes.FindingAnswer = answer.body
    words = {call: (word, tone) for call, _, word, tone in _CALL_TITLES} | {"no_data": ("NO DATA", "no_data")}
    for call, found in body.drugs.items():
        for d in (d for d in found if d.drug == drug):
            row = _drug_call(d, call, words[call][0], body.finding, words[call][1])
            said = (
                *row.cells,
                tuple(said_words(c) for c in d.caveats),
                tuple(against_words(call, c) for c in d.claims),
            )
            return [Table(f"WHY {drug}", ("why", "caveats", "evidence"), (Row(row.head, said, row.tone),))]
    return [
        Para(f"{drug}: no drug is weighed against {body.finding} here; ask next-line with this finding.", "no_data")
    ]


_STATUS = {
    "known": "named in these tables",
    "no_drug_listed": "named in these tables, no drug is listed as active against it",
    "not_in_tables": "not in these tables",
}
_CALL_TITLES = (
    ("active", "ACTIVE", "ACTIVE", "option"),
    ("reduced", "REDUCED", "REDUCED", "option"),
    ("conflicting", "UNRESOLVED (not offered)", "UNRESOLVED, not offered:", "excluded"),
    ("not_effective", "NOT EFFECTIVE", "NOT EFFECTIVE", "excluded"),
)


def _drug_call(d: shapes.DrugCall, call: str, word: str, finding: str, tone: str) -> Row:
    basis = f" ({d.basis.replace('_', ' ')})" if d.basis else ""
    head = f"{word} {named(d.drug, d.brands, d.codes)} — {finding}{basis}"
    barred = (verdict_words(d.group, d.verdict),) if _barred(d.group, call) else ()
    return Row(head, ((d.why, *barred),), tone)


def nucleotide_words(n: Any) -> str:
    """The c. and g. names of a change, with how they are known."""
    genomic = ", ".join(f"{build} {name}" for build, name in n.genomic.items() if name) if n.genomic else ""
    names = ", ".join(name for name in (n.coding, n.coding_mane_select, genomic) if name)
    return f"{n.change}: {names or 'not given'} ({n.status}{f', {n.basis}' if n.basis else ''})"


def _by_level(c: shapes.ShownClaim, calls: dict[str, str]) -> str:
    """A claim with its drug; when the tables' call is another, that stands in the same line."""
    call = calls.get(c.drug, "")
    decided = f" (decided: {call.replace('_', ' ')})" if c.drug and call != c.call else ""
    return f"{c.drug or 'every ROS1 TKI'}{decided}: {claim_words(c)}"


def _about_finding(body: shapes.FindingAnswer) -> list[str]:
    out = []
    if body.frequency:
        note = f" ({body.frequency.note})" if body.frequency.note else ""
        out.append(f"frequency: {body.frequency.text}{note}{cite(body.frequency.source, body.frequency.locator)}")
    elif body.kind == "compound":
        out.append("frequency: none given for compounds in these tables")
    out += [f"seen after {s.drug}: {s.text}{cite(s.source, s.locator)}" for s in body.seen_after]
    out += [said_words(n) for n in body.notes]
    if body.found_in:
        out.append(f"compounds that hold it, each a finding of its own: {', '.join(body.found_in)}")
    if body.hgvs and body.numbering:
        out.append(f"HGVS: {' '.join(body.hgvs.protein)} on {body.hgvs.reference}")
        out += [f"HGVS: {nucleotide_words(n)}" for n in body.hgvs.nucleotides]
        mane = ", ".join(p or "no counterpart" for p in body.numbering.on_mane_select)
        out.append(f"numbering: on MANE Select ({body.numbering.mane_select}) the same is {mane}")
    return out


def drug(answer: shapes.Answer, explain: bool) -> list[Block]:
    """One drug: what it is known for, and how it is used."""
    body: shapes.DrugAnswer = answer.body
    whole = whole_verdict(body)
    out: list[Block] = [Para(whole, "caution")] if whole else []
    out.append(Para(f"Assumed: {answer.assumption}", "quiet"))
    out += some(
        "NAMES",
        [f"{n.kind}: {n.name}{f' ({n.note})' if n.note else ''}{cite(n.source, n.locator)}" for n in body.names],
    )
    out += some(
        "MAKER OR SPONSOR",
        [f"{m.name}{f' ({m.note})' if m.note else ''}{cite(m.source, m.locator)}" for m in body.makers],
    )
    if body.kind in ("tki", "research"):
        out.append(in_list("AT A GLANCE", _glance(body)))
        out.append(Table("SAFETY AND USE", ("what the sources say",), tuple(_safety(body))))
    else:
        out.append(Para(f"Not a ROS1 TKI. See: {', '.join(f'ros1 guidance {g}' for g in body.guidance)}", "caution"))
    weighed = {(w.scope, w.finding): w for w in body.weighed}
    for level, claims in body.claims.items():
        shown = [_drug_claim(c, weighed) for c in claims if c.about not in body.safety]
        out += some(f"CLAIMS, LEVEL {level.replace('_', ' ').upper()}", shown)
    out += some("OF EVERY ROS1 TKI", [claim_words(c) for c in body.class_claims])
    out += some("GUIDANCE THAT NAMES IT", [said_words(s) for s in body.statements])
    return out


def _glance(body: shapes.DrugAnswer) -> list[str]:
    brain = {True: "yes", False: "no", None: "no data, or not agreed"}[body.treats_brain]
    return [
        f"approved for ROS1: {'; '.join(approval_words(a) for a in body.approvals) or 'no approval for ROS1 in these tables'}",
        *regions_words(body.regions),
        f"treats the brain: {brain}",
        f"active against: {', '.join(body.active_against) or 'nothing named in these tables'}",
        f"not effective against: {', '.join(body.not_effective_against) or 'nothing named in these tables'}",
    ]


def _safety(body: shapes.DrugAnswer) -> list[Row]:
    lines = {about: tuple(claim_words(c) for c in body.safety[about]) for _, about in SAFETY}
    return [Row(label, (lines[about] or ("not verified in these tables",),)) for label, about in SAFETY]


def history(body: shapes.DrugAnswer) -> list[Block]:
    """Claims that later ones replaced."""
    rows = [f"{_drug_claim(r.claim, {})} — replaced by {r.replaced_by} on {r.since}" for r in body.history]
    return [in_list("HISTORY: REPLACED CLAIMS, not current", rows or ["nothing was replaced"])]


def _drug_claim(c: shapes.ShownClaim, weighed: dict[Any, shapes.Weighed]) -> str:
    """A claim with its scope; when all claims together come to something else, that stands in the same line."""
    what = c.finding or ""
    if c.scope not in ("drug", "finding"):
        what = c.scope.replace("setting:", "").replace("_", " ")
    found = weighed.get((c.scope, c.finding))
    if found and c.call and not c.after and (c.call != found.call or _barred(found.group, c.call)):
        what += f" (decided: {verdict_words(found.group, found.verdict)})"
    return f"{what}: {claim_words(c)}" if what else claim_words(c)


def _barred(group: str | None, call: str) -> bool:
    """Excluded for another reason than its call on the finding."""
    return group == "excluded" and call in ("active", "reduced", "no_data")


def _statement(s: shapes.ShownStatement) -> str:
    drug = f"{s.drug}: " if s.drug else ""
    level = s.level.replace("_", " ") if s.level else "no level"
    known = f"for {' and '.join(s.audience)}; {level}; {s.date or 'undated'}"
    return f"{drug}{said_words(s)} ({known})"


def guidance(answer: shapes.Answer, explain: bool) -> list[Block]:
    """What is said on a topic."""
    body: shapes.GuidanceAnswer = answer.body
    if answer.status == "not_in_tables":
        return [
            Para(f"The sources of these tables do not cover {body.title}: nothing is said on it here.", "caution"),
            in_list("TOPICS THAT ARE COVERED", body.topics),
        ]
    rows = [_statement(s) for s in body.statements]
    out: list[Block] = [Para(f"Assumed: {answer.assumption}", "quiet"), in_list(body.title.upper(), rows)]
    return out + some("TOPICS", [", ".join(body.topics)] if body.topics else [])


def source(answer: shapes.Answer, explain: bool) -> list[Block]:
    """One source, and what rests on it."""
    body: shapes.SourceAnswer = answer.body
    lines = [
        f"{body.source}: {body.title}",
        f"publisher: {body.publisher}",
        f"date: {body.date or 'none printed'}; in these tables since {body.entered}",
        f"address: {body.address or 'none stored'}",
        *([f"read at: {body.read_at}"] if body.read_at else []),
        *([f"read through: {body.via}"] if body.via else []),
        *([body.note] if body.note else []),
    ]
    return [in_list("SOURCE", lines), *some("WHAT RESTS ON IT", [_resting(r) for r in body.used_by])]


def _resting(r: shapes.Resting) -> str:
    return f"{r.kind} {r.id}{f' ({r.drug})' if r.drug else ''}: {r.text}"


def levels(answer: shapes.Answer, explain: bool) -> list[Block]:
    """What the levels of evidence mean beside other scales."""
    body: shapes.LevelsAnswer = answer.body
    columns = ("meaning", "AMP/ASCO/CAP", "OncoKB-style", "ESCAT")
    rows = tuple(
        Row(m.level.words, ((m.meaning,), (m.amp_asco_cap,), (m.oncokb_style,), (m.escat,))) for m in body.levels
    )
    first = some("READ THIS FIRST", [said_words(w) for w in body.cautions], "caution")
    return [*first, Table("LEVELS, strongest first", columns, rows)]
