"""Answers → tab-separated values: a header, then rows; what a row is stands in its first column, `group`.

`NA` stands for what is missing and `;` is the only separator inside a cell; tabs, line ends and semicolons of a text
become blanks and commas. No cell begins as a spreadsheet's formula does. A row may be cut out of its file: it carries
its verdict and caveats, and every row of an answer ends with what was understood and assumed, the day and version of the
tables, every caution and what is not agreed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ros1cli.answers.evidence import approval_words
from ros1cli.show.full import member_lines, member_verdict
from ros1cli.show.words import (
    against_words,
    cite,
    claim_words,
    figure_words,
    regions_words,
    said_words,
    verdict_words,
    whole_verdict,
)

if TYPE_CHECKING:
    from ros1cli.answers.shapes import Answer, ShownClaim, ShownQuery
    from ros1cli.tables.model import Figure

TsvRow = Mapping[str, Any]
MISSING = "NA"
LINES = (
    "group", "drug", "brands", "codes", "call", "basis", "reason", "verdict", "because", "caveats", "approvals",
    "treats_brain", "brain", "claims", "text", "sources", "finding", "approvals_for_others", "regions",
)  # fmt: skip
COMPARE = ("group", "drug", "kind", "brands", "codes", "item", "text", "caveats", "sources")
MUTATION = (
    "group", "drug", "brands", "codes", "call", "basis", "reason", "verdict", "why", "caveats", "claims", "text",
    "sources", "finding",
)  # fmt: skip
DRUG = (
    "group", "drug", "kind", "brands", "codes", "claim", "about", "scope", "finding", "call", "verdict", "says", "level",
    "text", "figure", "after", "sources", "locators", "via", "date", "entered", "caveats",
)  # fmt: skip
GUIDANCE = ("group", "topic", "statement", "drug", "audience", "level", "text", "sources", "locators", "date")
SOURCE = ("group", "source", "record", "kind", "drug", "text")
LEVELS = ("group", "level", "meaning", "amp_asco_cap", "oncokb_style", "escat")
TAIL = ("status", "understood", "assumption", "as_of", "data", "read_first", "cautions", "conflicts", "notice")


def tsv(answer: Answer, explain: bool = False, history: bool = False) -> str:
    """The answer as tab-separated values with a header line.

    Args:
        answer: any answer.
        explain: also a row for each rule that fired.
        history: of a drug also a row for each claim that a later one replaced.
    """
    columns, make = _TABLES[answer.answer]
    found = [*make(answer), *_conflicts(answer)]
    found += [{"group": "rule", "text": f"{t.rule}: {t.text}"} for t in answer.trace if explain]
    found += _replaced(answer.body) if history else []
    tail = _tail(answer)
    rows = [{**row, **tail} for row in found]
    return _write((*columns, *TAIL), ([row.get(column) for column in (*columns, *TAIL)] for row in rows))


def list_tsv(items: Sequence[Any]) -> str:
    """A bare list as tab-separated values; the columns are the keys of its elements."""
    return _write(items[0]._fields, [tuple(i) for i in items]) if items else ""


def _tail(answer: Answer) -> TsvRow:
    """What every row of an answer ends with."""
    cautions = getattr(answer.body, "cautions", ())
    return {
        "status": answer.status,
        "understood": answer.understood,
        "assumption": answer.assumption,
        "as_of": answer.data.as_of,
        "data": answer.data.version,
        "read_first": tuple(said_words(w) for w in cautions if w.first),
        "cautions": tuple(said_words(w) for w in cautions if not w.first),
        "conflicts": tuple(f"not agreed: {c.text}" for c in getattr(answer.body, "conflicts", ())),
        "notice": answer.notice,
    }


def _conflicts(answer: Answer) -> list[TsvRow]:
    """A row for each thing that is not agreed, with all its sides: a side alone would be no answer."""
    return [
        {
            "group": "conflict",
            "text": (f"not agreed, {c.kind}: {c.text}", *(said_words(s) for s in c.sides)),
            "sources": _ids(s for side in c.sides for s in side.sources),
        }
        for c in getattr(answer.body, "conflicts", ())
    ]


def _write(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    return "".join("\t".join(line) + "\n" for line in [list(columns), *([_cell(v) for v in row] for row in rows)])


def _cell(value: Any) -> str:
    if value is None or value in ("", ()):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return _no_formula(";".join(_clean(str(v)) for v in value) or MISSING)
    return _no_formula(_clean(str(value)))


_FORMULA = tuple("=+-@＝＋－＠'")
"""What makes a cell a formula in a spreadsheet, in full width too, and the sign that says it is none."""


def _no_formula(cell: str) -> str:
    """A cell that no spreadsheet runs. Whoever takes one leading apostrophe away has the text again."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _clean(text: str) -> str:
    return " ".join(text.replace(";", ",").split()) or MISSING


def _ids(sources: Iterable[str | None]) -> tuple[str, ...]:
    """Ids of sources, each once."""
    return tuple(dict.fromkeys(s for s in sources if s))


def _asked(query: ShownQuery) -> tuple[str, ...]:
    """The findings of a question: the members of a compound as A1B/C2D, alternatives at one residue as A1B/C."""
    either = query.alternatives
    on_target = "/".join([either[0], *(name[-1] for name in either[1:])]) if either else "/".join(query.mutations)
    return (*([on_target] if on_target else ()), *query.off_target)


def _figure(f: Figure) -> str:
    """A figure with where it was read."""
    via = f", read via {f.via}" if f.via else ""
    return f"{figure_words(f)}{f' [{f.source}{via}]' if f.source else ''}"


# -- next-line, first-line -------------------------------------------------------------------------------------------


def _lines(answer: Answer) -> list[TsvRow]:
    body, asked = answer.body, _asked(answer.query)
    rows = [_placed("option", o, o.because[0], o.claims, o.caveats) for o in body.options]
    rows += [_placed("studied_only", n, n.because[0], n.setting_claims, n.caveats) for n in body.studied_only]
    rows += [_placed("excluded", e, e.verdict, e.claims, e.caveats) for e in body.excluded]
    rows += [_placed("no_data", n, n.because[0], n.setting_claims, n.caveats) for n in body.no_data]
    rows += [{"group": "if_found", "finding": i.finding, "verdict": f"NOT {', '.join(i.drugs)}"} for i in body.if_found]
    return [*({"finding": asked, **row} for row in (*rows, *_others(body))), *_members(body, answer.query.compound)]


def _placed(group: str, d: Any, verdict: str, claims: Sequence[ShownClaim], caveats: Sequence[Any] = ()) -> TsvRow:
    """A drug in its group."""
    excluded = group == "excluded"
    matched = "; no data on this finding" if group == "no_data" else ""
    figures = tuple(f"{f.name}: {_figure(f)}" for f in d.cns.figures)
    others = getattr(d, "approvals_for_others", ())
    cited = (*claims, *d.approvals, *others, *d.regions, *d.cns.figures, *d.cns.claims)
    return {
        "group": group,
        "drug": d.drug,
        "brands": d.brands,
        "codes": d.codes,
        "call": d.call,
        "basis": getattr(d, "basis", None),
        "reason": getattr(d, "reason", None),
        "verdict": verdict_words(group, verdict),
        "because": d.because,
        "caveats": tuple(said_words(c) for c in caveats),
        "approvals": tuple(approval_words(a) + matched for a in d.approvals),
        "treats_brain": d.cns.treats_brain,
        "brain": (*figures, *(claim_words(c) for c in d.cns.claims)),
        "claims": tuple(against_words(d.call, c) if excluded else claim_words(c) for c in claims),
        "sources": _ids((*(c.source for c in cited), *(s for c in caveats for s in c.sources))),
        "approvals_for_others": tuple(approval_words(a) for a in others),
        "regions": tuple(f"{r.region}: {r.status.replace('_', ' ')}" for r in d.regions),
    }


def _others(body: Any) -> list[TsvRow]:
    """What else may be done."""
    return [
        {"group": "other_treatment", "text": said_words(s), "sources": _ids(s.sources)} for s in body.other_treatments
    ]


def _members(body: Any, compound: bool) -> list[TsvRow]:
    """Each member of a compound alone, or each of the alternatives."""
    verdict = member_verdict(compound)
    return [
        {"group": "member", "finding": m.finding, "verdict": verdict, "text": tuple(member_lines(m))}
        for m in body.members
    ]


# -- compare ---------------------------------------------------------------------------------------------------------


def _compare(answer: Answer) -> list[TsvRow]:
    rows: list[TsvRow] = []
    for d in answer.body.drugs:
        caveats = (*(c.text for c in d.never), *(said_words(c) for c in d.caveats))
        head = {"group": "compared", "drug": d.drug, "kind": d.kind, "brands": d.brands, "codes": d.codes}
        rows += [{**head, "caveats": caveats, "item": item, "text": t, "sources": s} for item, t, s in _items(d)]
    return rows


def _items(d: Any) -> list[tuple[str, Any, Any]]:
    """What is set side by side of one drug: what it is, in words, and its sources."""
    items: list[tuple[str, Any, Any]] = [("NEVER", claim_words(c), c.source) for c in d.never]
    items += [
        ("maker", f"{m.name}{f' ({m.note})' if m.note else ''}{cite(m.source, m.locator)}", m.source) for m in d.makers
    ]
    items += [("approval", approval_words(a), a.source) for a in d.approvals]
    items += [("region", words, None) for words in regions_words(d.regions)]
    items += [(f.name, _figure(f), f.source) for f in d.figures]
    items.append(("treats_brain", d.treats_brain, _ids(c.source for c in d.brain)))
    items += [("brain", claim_words(c), c.source) for c in d.brain]
    items += [("active_against", d.active_against, None), ("not_effective_against", d.not_effective_against, None)]
    items += [("caveat", said_words(c), c.sources) for c in d.caveats]
    items += [(about, claim_words(c), c.source) for about, claims in d.safety.items() for c in claims]
    items += [("line", claim_words(c), c.source) for c in d.lines]
    items += [("line_call", f"{w.scope}: {w.verdict}", None) for w in d.line_calls]
    return items + [("note", claim_words(c), c.source) for c in d.comparisons]


# -- mutation --------------------------------------------------------------------------------------------------------


def _mutation(answer: Answer) -> list[TsvRow]:
    body = answer.body
    rows = [_called(call, d) for call, found in body.drugs.items() for d in found]
    return [
        *({"finding": body.finding, **row} for row in (*rows, *_about(body), *_others(body))),
        *_members(body, answer.query.compound),
    ]


def _called(call: str, d: Any) -> TsvRow:
    """A drug with its call, in the group in which `next-line` places it when only the finding is known."""
    return {
        "group": d.group,
        "drug": d.drug,
        "brands": d.brands,
        "codes": d.codes,
        "call": call,
        "basis": d.basis,
        "reason": d.reason,
        "verdict": verdict_words(d.group, d.verdict),
        "why": d.why,
        "caveats": tuple(said_words(c) for c in d.caveats),
        "claims": tuple(against_words(call, c) for c in d.claims),
        "sources": _ids((*(c.source for c in d.claims), *(s for c in d.caveats for s in c.sources))),
    }


def _about(body: Any) -> list[TsvRow]:
    """What is known of the finding itself; none of these rows has a drug of its own."""
    from ros1cli.show.full_lookups import nucleotide_words  # only `mutation` pays for it

    rows: list[TsvRow] = [{"group": "title", "text": (body.title, body.kind) if body.kind else body.title}]
    if f := body.frequency:
        words = f"{f.text}{f' ({f.note})' if f.note else ''}{cite(f.source, f.locator)}"
        rows.append({"group": "frequency", "text": words, "sources": f.source})
    for s in body.seen_after:
        words = f"seen after {s.drug}: {s.text}{cite(s.source, s.locator)}"
        rows.append({"group": "seen_after", "text": words, "sources": s.source})
    rows += [{"group": "note", "text": said_words(n), "sources": n.sources} for n in body.notes]
    rows += [{"group": "found_in", "text": body.found_in}] if body.found_in else []
    if body.hgvs and body.numbering:
        on = body.numbering
        rows.append({"group": "hgvs", "text": f"{' '.join(body.hgvs.protein)} on {body.hgvs.reference}"})
        rows += [{"group": "hgvs", "text": nucleotide_words(n)} for n in body.hgvs.nucleotides]
        mane = tuple(name or f"no counterpart on {on.mane_select}" for name in on.on_mane_select)
        rows.append({"group": "on_mane_select", "text": mane, "sources": on.source})
    return rows


# -- drug ------------------------------------------------------------------------------------------------------------


def _drug(answer: Answer) -> list[TsvRow]:
    """The claims on the drug and on every drug of its class, each with what all claims on its scope come to."""
    body = answer.body
    rows = [_claim(body, "claim", c) for found in body.claims.values() for c in found]
    rows += [_claim(body, "class_claim", c) for c in body.class_claims]
    rows += [{"group": "name", "about": n.kind, **_named(n)} for n in body.names]
    rows += [{"group": "maker", **_named(n)} for n in body.makers]
    rows += _glance(body) if body.kind in ("tki", "research") else []
    rows += [
        {"group": "statement", "claim": s.id, "text": s.text, "sources": s.sources, "locators": s.locators}
        for s in body.statements
    ]
    rows += [{"group": "guidance", "text": f"ros1 guidance {topic}"} for topic in body.guidance]
    return [{**_of_drug(body), **row} for row in rows]


def _of_drug(body: Any) -> TsvRow:
    """What every row on a drug says. A verdict on the drug as a whole stands where a row has none of its own."""
    return {
        "drug": body.drug,
        "kind": body.kind,
        "brands": body.brands,
        "codes": body.codes,
        "verdict": whole_verdict(body),
        "caveats": tuple(said_words(c) for c in body.caveats),
    }


def _claim(body: Any, group: str, c: ShownClaim) -> TsvRow:
    """A claim: `says` is its own call, `call` and `verdict` are what all claims on its scope come to."""
    row: dict[str, Any] = {
        "group": group,
        "claim": c.id,
        "about": c.about,
        "scope": c.scope,
        "finding": c.finding,
        "says": c.call,
        "level": c.level,
        "text": c.text,
        "figure": f"{c.figure.name}: {figure_words(c.figure)}" if c.figure else None,
        "after": c.after,
        "sources": c.source,
        "locators": c.locator,
        "via": c.via,
        "date": c.date,
        "entered": c.entered,
    }
    found = next((w for w in body.weighed if (w.scope, w.finding) == (c.scope, c.finding)), None)
    if found and (c.finding or not c.after):
        row |= {"call": found.call, "verdict": verdict_words(found.group, found.verdict)}
    elif c.call:
        row |= {"verdict": f"holds only after {', '.join(c.after)}"}
    return row


def _named(n: Any) -> TsvRow:
    words = f"{n.name}{f' ({n.note})' if n.note else ''}"
    return {"text": words, "sources": n.source, "locators": n.locator}


def _glance(body: Any) -> list[TsvRow]:
    """The drug at a glance; what no source says is said to be so."""
    groups = {w.finding: w for w in body.weighed if w.finding}
    active = [
        name if name not in groups or groups[name].group == "option" else f"{name}: {groups[name].verdict}"
        for name in body.active_against
    ]
    items: list[tuple[str, Any]] = [
        ("approval", tuple(approval_words(a) for a in body.approvals) or "no approval for ROS1 in these tables"),
        ("region", tuple(regions_words(body.regions))),
        ("treats_brain", "no data, or not agreed" if body.treats_brain is None else body.treats_brain),
        ("active_against", tuple(active) or "nothing named in these tables"),
        ("not_effective_against", body.not_effective_against or "nothing named in these tables"),
    ]
    items += [(about, "not verified in these tables") for about, claims in body.safety.items() if not claims]
    return [{"group": "at_a_glance", "about": about, "text": text} for about, text in items]


def _replaced(body: Any) -> list[TsvRow]:
    """Claims of a drug that later ones replaced; one row says so when there is none."""
    rows: list[TsvRow] = []
    for r in body.history:
        verdict = f"not current: replaced by {r.replaced_by} on {r.since}"
        rows.append({**_claim(body, "replaced", r.claim), "call": None, "verdict": verdict})
    return [{**_of_drug(body), **row} for row in rows or [{"group": "replaced", "text": "nothing was replaced"}]]


# -- guidance, sources, levels ---------------------------------------------------------------------------------------


def _guidance(answer: Answer) -> list[TsvRow]:
    body = answer.body
    rows: list[TsvRow] = [{"group": "statement", "statement": s.id, **s._asdict()} for s in body.statements]
    rows = rows or [{"group": "not_covered", "text": "these tables hold nothing on it"}]
    rows += [{"group": "topic", "text": topic} for topic in body.topics]
    return [{"topic": body.topic, **row} for row in rows]


def _source(answer: Answer) -> list[TsvRow]:
    body = answer.body
    said = ("title", "publisher", "date", "entered", "address", "read_at", "via", "note")
    rows: list[TsvRow] = [{"group": "source", "kind": key, "text": getattr(body, key)} for key in said]
    rows += [{"group": "resting", "record": r.id, **r._asdict()} for r in body.used_by]
    return [{"source": body.source, **row} for row in rows]


def _levels(answer: Answer) -> list[TsvRow]:
    return [{"group": "level", **m._asdict()} for m in answer.body.levels]


_TABLES: dict[str, Any] = {
    "next-line": (LINES, _lines),
    "first-line": (LINES, _lines),
    "compare": (COMPARE, _compare),
    "mutation": (MUTATION, _mutation),
    "drug": (DRUG, _drug),
    "guidance": (GUIDANCE, _guidance),
    "sources": (SOURCE, _source),
    "levels": (LEVELS, _levels),
}
