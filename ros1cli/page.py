"""Answers → blocks of words: what stands on the screen, in which order, before anybody draws it.

`export` writes the blocks as plain stacked text, `render` as Rich tables. No layout is decided here and no fact
stands here: only the labels of what an answer holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ros1cli.answers.common import approval_words, brain_word, conflicts
from ros1cli.model import Tables
from ros1cli.words import cite, claim_words, figure_words, leptomeningeal_words, named, said_words

if TYPE_CHECKING:
    from ros1cli.answers import shapes
    from ros1cli.answers import shapes_compare as compare_shapes
    from ros1cli.answers import shapes_lines as lines_shapes
    from ros1cli.answers import shapes_lookup as lookup_shapes


class Para(NamedTuple):
    """A paragraph. `tone`: title, status, caution, quiet or plain."""

    text: str
    tone: str = "plain"


class Row(NamedTuple):
    """A row: `head` is whole in itself (a verdict with its drug), `cells` are lines under the table's columns."""

    head: str
    cells: tuple[tuple[str, ...], ...]
    tone: str = "plain"


class Table(NamedTuple):
    """A titled table. `columns` name the cells, not the head."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    across: bool = False


Block = Para | Table


def blocks(answer: shapes.Answer, explain: bool, with_history: bool = False) -> list[Block]:
    """The whole answer: what was understood first, the notice last."""
    out: list[Block] = [Para(answer.understood, "title")]
    out += _BODY[answer.answer](answer, explain)
    if with_history:
        out += _history(answer.body)
    if explain and answer.trace:
        out.append(_list("RULES THAT FIRED", [f"{t.rule}: {t.text}" for t in answer.trace]))
    out += _conflicts(getattr(answer.body, "conflicts", ()), explain)
    return [*out, *_sources(answer, out)]


def _list(title: str, lines: Iterable[str], tone: str = "plain") -> Table:
    return Table(title, (), tuple(Row(line, (), tone) for line in lines))


def _some(title: str, lines: Iterable[str], tone: str = "plain") -> list[Block]:
    lines = list(lines)
    return [_list(title, lines, tone)] if lines else []


# -- next-line and first-line --------------------------------------------------------------------------------------


def _lines(answer: shapes.Answer, explain: bool) -> list[Block]:
    body: lines_shapes.Lines = answer.body
    brain = bool(answer.query.cns and answer.query.cns["brain"]) or answer.answer == "first-line"
    out: list[Block] = [Para(_summary(answer), "status"), Para(f"Assumed: {answer.assumption}", "quiet")]
    out += _some("READ THIS FIRST", [said_words(w) for w in body.cautions if w.first], "caution")
    if body.options:
        columns = ("why", "caveats", "evidence")
        out.append(Table(f"OPTIONS ({len(body.options)})", columns, tuple(_option(o, explain) for o in body.options)))
        out.append(Para(_weak(body), "quiet"))
    out += _studied(body, brain)
    of_all = {c.id: claim_words(c) for e in body.excluded for c in e.claims if not c.drug}
    out += _some("OF EVERY ROS1 TKI", of_all.values(), "excluded")
    if body.excluded:
        out.append(Table(_EXCLUDED, ("reasons", "evidence"), tuple(_excluded(e, brain) for e in body.excluded)))
    if body.no_data:
        rows = tuple(_no_data(n, brain, "NO DATA", "not an option") for n in body.no_data)
        out.append(Table("NO DATA (not read as active)", ("why", "what is known of the setting"), rows))
    if body.members:
        rows = tuple(
            Row(f"{m.finding} alone (no evidence for the combination)", (tuple(_member(m)),)) for m in body.members
        )
        out.append(Table("EACH MEMBER ALONE: not evidence for the compound", ("known of it alone",), rows))
    out += _some("CAUTIONS", [said_words(w) for w in body.cautions if not w.first], "caution")
    out += _some("WHAT ELSE MAY BE DONE", [said_words(s) for s in body.other_treatments])
    return out


_EXCLUDED = "EXCLUDED (not as the next drug; never an instruction to stop a drug that is being taken)"


def _summary(answer: shapes.Answer) -> str:
    body: lines_shapes.Lines = answer.body
    options = f"{len(body.options)} option{'' if len(body.options) == 1 else 's'}"
    counts = [options, f"{len(body.excluded)} excluded", f"{len(body.no_data)} without data"]
    if body.studied_only:
        counts.insert(1, f"{len(body.studied_only)} studied only")
    status = "" if answer.status == "options" else f"{answer.status.replace('_', ' ')}: "
    return f"{status}{', '.join(counts)}"


def _weak(body: lines_shapes.Lines) -> str:
    lost = ", ".join(body.below_case) or "nothing"
    return f"Without claims below the level case (in vitro, expert, anecdote) this list would lose: {lost}."


def _option(o: lines_shapes.Option, explain: bool) -> Row:
    word = "REDUCED ACTIVITY, OPTION" if o.call == "reduced" else "OPTION"
    figures = [f"CNS response {figure_words(f)}" for f in o.cns.figures]
    return Row(
        f"{word} {named(o.drug, o.brands, o.codes)} — {o.because[0]}",
        (
            (*o.because[1:], *figures, *leptomeningeal_words(o.cns)),
            tuple(said_words(c) for c in o.caveats),
            _evidence(o, explain),
        ),
        "option",
    )


def _evidence(o: lines_shapes.Option, explain: bool) -> tuple[str, ...]:
    """What decides and what speaks against it; the rest is counted, and --explain or JSON shows it."""
    said = {s.id for s in o.caveats}
    claims = [c for c in o.claims if c.id not in said]
    kept = claims if explain else [c for c in claims if _weighs(c, o)]
    more = len(claims) - len(kept)
    tail = (f"and {more} more claim{'' if more == 1 else 's'}: --explain shows them",) if more else ()
    return (*(claim_words(c) for c in kept), *tail)


def _weighs(c: shapes.ShownClaim, o: lines_shapes.Option) -> bool:
    if c.finding:
        return c.level in (o.basis, "label", "guideline", "trial", "case") or (c.call or o.call) != o.call
    if c.figure:
        return c.figure.name == "ORR"
    return c.call is not None or c.about == "tolerability"


def _studied(body: lines_shapes.Lines, brain: bool) -> list[Block]:
    if not body.studied_only:
        return []
    rows = tuple(
        _no_data(n, brain, "STUDIED ONLY", "not an option by approval or guideline") for n in body.studied_only
    )
    return [Table("STUDIED ONLY in this line", ("why", "evidence"), rows)]


def _excluded(e: lines_shapes.Excluded, brain: bool) -> Row:
    reasons = [
        *e.because[1:],
        *(said_words(c) for c in e.caveats),
        *(approval_words(a) for a in e.approvals if e.reason == "filter"),
    ]
    if brain and e.cns.treats_brain:
        reasons.append("treats the brain, which does not make it an option")
    return Row(
        f"EXCLUDED {named(e.drug, e.brands, e.codes)} — {e.verdict}",
        (tuple(reasons), tuple(_against(e.call, c) for c in e.claims if c.drug)),
        "excluded",
    )


def _against(call: str, c: shapes.ShownClaim) -> str:
    """A claim under an excluded drug; one that says otherwise is marked, so that it is not read alone."""
    otherwise = call in ("not_effective", "conflicting") and c.call in ("active", "reduced")
    return f"{'SAYS OTHERWISE, does not decide: ' if otherwise else ''}{claim_words(c)}"


def _no_data(n: lines_shapes.NoData, brain: bool, word: str, verdict: str) -> Row:
    why = [*n.because[1:], *(f"approved: {approval_words(a)}; not matched to this finding" for a in n.approvals)]
    if brain and n.cns.claims:
        why.append(f"treats the brain: {brain_word(n.cns)}")
    return Row(
        f"{word} {named(n.drug, n.brands, n.codes)} — {verdict}: {n.because[0]}",
        (tuple(why), tuple(claim_words(c) for c in n.setting_claims)),
        "no_data",
    )


def _member(m: shapes.MemberNote) -> list[str]:
    groups = (
        ("active", m.active),
        ("reduced", m.reduced),
        ("conflicting", m.conflicting),
        ("not effective", m.not_effective),
    )
    alone = "against it alone, not known for the combination"
    return [f"{word} {alone}: {', '.join(drugs)}" for word, drugs in groups if drugs] or ["no data"]


# -- compare -------------------------------------------------------------------------------------------------------


def _compare(answer: shapes.Answer, explain: bool) -> list[Block]:
    body: compare_shapes.Comparison = answer.body
    names = tuple(named(d.drug, d.brands, d.codes) for d in body.drugs)
    rows = [Row(label, tuple(tuple(fill(d)) for d in body.drugs)) for label, fill in _COMPARED]
    kept = tuple(r for r in rows if any(r.cells))
    out: list[Block] = [Para(f"Assumed: {answer.assumption}", "quiet")]
    out += _some("READ THIS FIRST", [said_words(w) for w in body.cautions], "caution")
    filled = tuple(r._replace(cells=tuple(c or ("none in these tables",) for c in r.cells)) for r in kept)
    return [*out, Table("SIDE BY SIDE (not a ranking)", names, filled, across=True)]


def _figure_rows(d: compare_shapes.ComparedDrug, name: str) -> list[str]:
    return [figure_words(f) for f in d.figures if f.name == name]


def _brain(d: compare_shapes.ComparedDrug) -> list[str]:
    word = {True: "yes", False: "no", None: "no data" if not d.brain else "not agreed"}[d.treats_brain]
    return [word, *(claim_words(c) for c in d.brain)]


_SAFETY = (
    ("before starting", "before_start"),
    ("warnings", "warning"),
    ("common adverse reactions", "adverse_reactions"),
    ("tolerability", "tolerability"),
    ("dose", "dose"),
    ("food", "food"),
    ("interactions", "interaction"),
)
_STANDARD = ("IC50", "ORR", "CNS response", "PFS", "DOR", "OS")
_COMPARED: tuple[tuple[str, Any], ...] = (
    ("NEVER", lambda d: [c.text if c.text.startswith("NEVER") else f"NEVER: {c.text}" for c in d.never]),
    ("maker or sponsor", lambda d: [f"{m.name}{f' ({m.note})' if m.note else ''}" for m in d.makers]),
    (
        "approved for ROS1",
        lambda d: [approval_words(a) for a in d.approvals] or ["no approval for ROS1 in these tables"],
    ),
    *((name, lambda d, name=name: _figure_rows(d, name)) for name in _STANDARD),
    ("other figures", lambda d: [f"{f.name}: {figure_words(f)}" for f in d.figures if f.name not in _STANDARD]),
    ("treats the brain", _brain),
    ("active against", lambda d: [", ".join(d.active_against)] if d.active_against else []),
    ("not effective against", lambda d: [", ".join(d.not_effective_against)] if d.not_effective_against else []),
    ("caveats", lambda d: [said_words(c) for c in d.caveats]),
    *((label, lambda d, about=about: [claim_words(c) for c in d.safety[about]]) for label, about in _SAFETY),
    ("lines and settings", lambda d: [claim_words(c) for c in d.lines]),
    ("notes", lambda d: [claim_words(c) for c in d.comparisons]),
)


# -- mutation ------------------------------------------------------------------------------------------------------


def _mutation(answer: shapes.Answer, explain: bool) -> list[Block]:
    body: lookup_shapes.FindingAnswer = answer.body
    out: list[Block] = [
        Para(f"{body.title}: {(body.kind or '').replace('_', '-')}; {_STATUS[answer.status]}", "status")
    ]
    out.append(Para(f"Assumed: {answer.assumption}", "quiet"))
    out += _some("READ THIS FIRST", [said_words(w) for w in body.cautions], "caution")
    out += _some("ABOUT IT", _about_finding(body))
    for call, title, word, tone in _CALL_TITLES:
        if body.drugs.get(call):
            rows = tuple(_drug_call(d, word, body.finding, tone) for d in body.drugs[call])
            out.append(Table(title, ("why",), rows))
    silent = [f"{named(d.drug, d.brands, d.codes)}: no data; {d.why}" for d in body.drugs.get("no_data", ())]
    out += _some("NO DATA (not read as active)", silent, "no_data")
    calls = {d.drug: call for call, found in body.drugs.items() for d in found}
    for level, claims in body.evidence.items():
        lines = [_by_level(c, calls) for c in claims]
        out += _some(f"EVIDENCE, LEVEL {level.replace('_', ' ').upper()}", lines)
    if body.members:
        rows = tuple(
            Row(f"{m.finding} alone (no evidence for the combination)", (tuple(_member(m)),)) for m in body.members
        )
        out.append(Table("EACH MEMBER ALONE: not evidence for the compound", ("known of it alone",), rows))
    out += _some("WHAT ELSE MAY BE DONE", [said_words(s) for s in body.other_treatments])
    return out


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


def _drug_call(d: lookup_shapes.DrugCall, word: str, finding: str, tone: str) -> Row:
    basis = f" ({d.basis.replace('_', ' ')})" if d.basis else ""
    head = f"{word} {named(d.drug, d.brands, d.codes)} — {finding}{basis}"
    return Row(head, ((d.why,),), tone)


def _nucleotide(n: Any) -> str:
    """The c. and g. names of a change, with how they are known."""
    genomic = ", ".join(f"{build} {name}" for build, name in n.genomic.items() if name) if n.genomic else ""
    names = ", ".join(name for name in (n.coding, n.coding_mane_select, genomic) if name)
    return f"{n.change}: {names or 'not given'} ({n.status}{f', {n.basis}' if n.basis else ''})"


def _by_level(c: shapes.ShownClaim, calls: dict[str, str]) -> str:
    """A claim with its drug; when the tables' call is another, that stands in the same line."""
    call = calls.get(c.drug, "")
    decided = f" (decided: {call.replace('_', ' ')})" if c.drug and call != c.call else ""
    return f"{c.drug or 'every ROS1 TKI'}{decided}: {claim_words(c)}"


def _about_finding(body: lookup_shapes.FindingAnswer) -> list[str]:
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
        out += [f"HGVS: {_nucleotide(n)}" for n in body.hgvs.nucleotides]
        mane = ", ".join(p or "no counterpart" for p in body.numbering.on_mane_select)
        out.append(f"numbering: on MANE Select ({body.numbering.mane_select}) the same is {mane}")
    return out


# -- drug, guidance, sources ---------------------------------------------------------------------------------------


def _drug(answer: shapes.Answer, explain: bool) -> list[Block]:
    body: lookup_shapes.DrugAnswer = answer.body
    out: list[Block] = [Para(f"Assumed: {answer.assumption}", "quiet")]
    out += _some(
        "NAMES",
        [f"{n.kind}: {n.name}{f' ({n.note})' if n.note else ''}{cite(n.source, n.locator)}" for n in body.names],
    )
    out += _some(
        "MAKER OR SPONSOR",
        [f"{m.name}{f' ({m.note})' if m.note else ''}{cite(m.source, m.locator)}" for m in body.makers],
    )
    if body.kind in ("tki", "research"):
        out.append(_list("AT A GLANCE", _glance(body)))
        out.append(Table("SAFETY AND USE", ("what the sources say",), tuple(_safety(body))))
    else:
        out.append(Para(f"Not a ROS1 TKI. See: {', '.join(f'ros1 guidance {g}' for g in body.guidance)}", "caution"))
    for level, claims in body.claims.items():
        shown = [_drug_claim(c) for c in claims if c.about not in body.safety]
        out += _some(f"CLAIMS, LEVEL {level.replace('_', ' ').upper()}", shown)
    out += _some("OF EVERY ROS1 TKI", [claim_words(c) for c in body.class_claims])
    out += _some("GUIDANCE THAT NAMES IT", [said_words(s) for s in body.statements])
    return out


def _glance(body: lookup_shapes.DrugAnswer) -> list[str]:
    brain = {True: "yes", False: "no", None: "no data, or not agreed"}[body.treats_brain]
    return [
        f"approved for ROS1: {'; '.join(approval_words(a) for a in body.approvals) or 'no approval for ROS1 in these tables'}",
        f"treats the brain: {brain}",
        f"active against: {', '.join(body.active_against) or 'nothing named in these tables'}",
        f"not effective against: {', '.join(body.not_effective_against) or 'nothing named in these tables'}",
    ]


def _safety(body: lookup_shapes.DrugAnswer) -> list[Row]:
    lines = {about: tuple(claim_words(c) for c in body.safety[about]) for _, about in _SAFETY}
    return [Row(label, (lines[about] or ("not verified in these tables",),)) for label, about in _SAFETY]


def _history(body: lookup_shapes.DrugAnswer) -> list[Block]:
    """Claims that later ones replaced."""
    rows = [f"{_drug_claim(r.claim)} — replaced by {r.replaced_by} on {r.since}" for r in body.history]
    return [_list("HISTORY: REPLACED CLAIMS, not current", rows or ["nothing was replaced"])]


def _drug_claim(c: shapes.ShownClaim) -> str:
    what = f"{c.finding}: " if c.finding else ""
    if c.scope not in ("drug", "finding"):
        what = f"{c.scope.replace('setting:', '').replace('_', ' ')}: "
    return f"{what}{claim_words(c)}"


def _statement(s: lookup_shapes.ShownStatement) -> str:
    drug = f"{s.drug}: " if s.drug else ""
    known = f"for {' and '.join(s.audience)}; {s.level.replace('_', ' ')}; {s.date or 'undated'}"
    return f"{drug}{said_words(s)} ({known})"


def _guidance(answer: shapes.Answer, explain: bool) -> list[Block]:
    body: lookup_shapes.GuidanceAnswer = answer.body
    if answer.status == "not_in_tables":
        return [
            Para(f"The sources of these tables do not cover {body.title}: nothing is said on it here.", "caution"),
            _list("TOPICS THAT ARE COVERED", body.topics),
        ]
    rows = [_statement(s) for s in body.statements]
    out: list[Block] = [Para(f"Assumed: {answer.assumption}", "quiet"), _list(body.title.upper(), rows)]
    return out + _some("TOPICS", [", ".join(body.topics)] if body.topics else [])


def _source(answer: shapes.Answer, explain: bool) -> list[Block]:
    body: lookup_shapes.SourceAnswer = answer.body
    lines = [
        f"{body.source}: {body.title}",
        f"publisher: {body.publisher}",
        f"date: {body.date or 'none printed'}; in these tables since {body.entered}",
        f"address: {body.address or 'none stored'}",
        *([f"read at: {body.read_at}"] if body.read_at else []),
        *([f"read through: {body.via}"] if body.via else []),
        *([body.note] if body.note else []),
    ]
    return [_list("SOURCE", lines), *_some("WHAT RESTS ON IT", [_resting(r) for r in body.used_by])]


def _resting(r: lookup_shapes.Resting) -> str:
    return f"{r.kind} {r.id}{f' ({r.drug})' if r.drug else ''}: {r.text}"


def _levels(answer: shapes.Answer, explain: bool) -> list[Block]:
    body: lookup_shapes.LevelsAnswer = answer.body
    columns = ("meaning", "AMP/ASCO/CAP", "OncoKB-style", "ESCAT")
    rows = tuple(
        Row(m.level.words, ((m.meaning,), (m.amp_asco_cap,), (m.oncokb_style,), (m.escat,))) for m in body.levels
    )
    first = _some("READ THIS FIRST", [said_words(w) for w in body.cautions], "caution")
    return [*first, Table("LEVELS, strongest first", columns, rows)]


def _conflicts(found: Sequence[shapes.ShownConflict], explain: bool) -> list[Block]:
    """Conflicts in words; with --explain each side, cited."""
    if not found:
        return []
    if not explain:
        return [
            _list(
                "SOURCES DO NOT AGREE (--explain shows each side)",
                [f"not agreed: {c.text} ({len(c.sides)} sides)" for c in found],
            )
        ]
    rows = tuple(Row(f"not agreed, {c.kind}: {c.text}", (tuple(said_words(s) for s in c.sides),)) for c in found)
    return [Table("SOURCES DO NOT AGREE", ("each side",), rows)]


def _sources(answer: shapes.Answer, printed: Sequence[Block]) -> list[Block]:
    """The sources of what is printed, with the span of their dates, and the notice."""
    words = "\n".join(_all_words(printed))
    used = [s for s in answer.sources if f"[{s.id}:" in words or f"[{s.id}]" in words]
    dates = sorted(s.date for s in used if s.date)
    undated = sum(1 for s in used if not s.date)
    span = "none dated"
    if dates:
        span = f"dated {dates[0]}" + (f" to {dates[-1]}" if dates[-1] != dates[0] else "")
    lines = [f"{_source_line(s)}{f', {s.address}' if s.address else ''}" for s in used]
    title = f"SOURCES ({span}{f'; {undated} without a date' if undated else ''})"
    return [*_some(title, lines, "quiet"), Para(answer.notice, "quiet")]


def _all_words(printed: Sequence[Block]) -> Iterable[str]:
    for block in printed:
        if isinstance(block, Para):
            yield block.text
        else:
            for row in block.rows:
                yield row.head
                yield from (line for cell in row.cells for line in cell)


_BODY: dict[str, Any] = {
    "next-line": _lines,
    "first-line": _lines,
    "compare": _compare,
    "mutation": _mutation,
    "drug": _drug,
    "guidance": _guidance,
    "sources": _source,
    "levels": _levels,
}


# -- lists ---------------------------------------------------------------------------------------------------------


def list_block(items: Sequence[Any], tables: Tables, explain: bool) -> list[Block]:
    """A bare list of what there is, without notice; conflicts about what is listed only when asked for."""
    from ros1cli.answers import shapes_lookup as lookup_shapes

    if items and isinstance(items[0], lookup_shapes.ListedMutation):
        rows = [
            Row(i.mutation, ((i.kind.replace("_", "-"),), (i.frequency or "no frequency given",), (_listed(i),)))
            for i in items
        ]
        keys = [f"finding:{i.mutation}" for i in items]
        found = conflicts(tables, *keys) if explain else ()
        return [Table("FINDINGS", ("kind", "frequency", "active drugs"), tuple(rows)), *_conflicts(found, explain)]
    if items and isinstance(items[0], lookup_shapes.ListedDrug):
        rows = [Row(i.drug, ((i.kind.replace("_", " "),), (", ".join(i.names) or "no other name",))) for i in items]
        return [Table("DRUGS AND TREATMENTS", ("kind", "also named"), tuple(rows))]
    if items and isinstance(items[0], lookup_shapes.ListedTopic):
        rows = [Row(i.topic, ((i.title,), (", ".join(i.aliases) or "-",))) for i in items]
        return [Table("TOPICS", ("title", "also found as"), tuple(rows))]
    return [_list("SOURCES", [_source_line(s) for s in items])]


def _source_line(s: shapes.ShownSource) -> str:
    via = f", read through {s.via}" if s.via else ""
    return f"{s.id}: {s.publisher}, {s.title}, {s.date or 'no date printed'}{via}"


def _listed(i: lookup_shapes.ListedMutation) -> str:
    if i.kind in ("on_target", "compound"):
        return ", ".join(i.drugs) or "none listed"
    return "off-target: does not respond to switching the ROS1 TKI"
