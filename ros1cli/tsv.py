"""Answers → tab-separated values: a header, then one row a drug and group (or a claim, statement, element of a list).

`NA` stands for what is missing and `;` is the only separator inside a cell; tabs, line ends and semicolons of a text
become blanks and commas. The verdict and the caveats are columns of their own, so that no row loses its "not", and every row
of an answer ends with its status, the day and version of the tables, and what must be read first. An answer without anything
to list is one row that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ros1cli.answers.common import approval_words
from ros1cli.words import figure_words

if TYPE_CHECKING:
    from ros1cli.answers.shapes import Answer

Rows = tuple[Sequence[str], Sequence[Sequence[Any]]]
MISSING = "NA"
LINES = (
    "group", "drug", "brands", "codes", "call", "basis", "reason", "verdict", "because", "caveats", "approvals",
    "treats_brain", "claims", "sources", "finding",
)  # fmt: skip
COMPARE = ("drug", "brands", "codes", "item", "value", "source")
MUTATION = ("call", "drug", "brands", "codes", "basis", "why", "claims", "sources", "finding")
DRUG = (
    "drug", "claim", "about", "scope", "finding", "call", "level", "text", "figure", "source", "locator", "via", "date",
)  # fmt: skip
GUIDANCE = ("topic", "statement", "drug", "audience", "level", "text", "sources", "locators", "date")
SOURCE = ("source", "record", "kind", "drug", "text")
LEVELS = ("level", "meaning", "amp_asco_cap", "oncokb_style", "escat")
TAIL = ("status", "as_of", "data", "read_first", "notice")


def tsv(answer: Answer) -> str:
    """The answer as tab-separated values with a header line."""
    columns, rows = _ROWS[answer.answer](answer)
    first = tuple(w.text for w in getattr(answer.body, "cautions", ()) if w.first)
    tail = (answer.status, answer.data.as_of, answer.data.version, first, answer.notice)
    return _write((*columns, *TAIL), [(*row, *tail) for row in rows])


def list_tsv(items: Sequence[Any]) -> str:
    """A bare list as tab-separated values; the columns are the keys of its elements."""
    return _write(items[0]._fields, [tuple(i) for i in items]) if items else ""


def _write(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    return "".join("\t".join(line) + "\n" for line in [list(columns), *([_cell(v) for v in row] for row in rows)])


def _cell(value: Any) -> str:
    if value is None or value in ("", ()):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return ";".join(_clean(str(v)) for v in value) or MISSING
    return _clean(str(value))


def _clean(text: str) -> str:
    return " ".join(text.replace(";", ",").split()) or MISSING


def _texts(claims: Iterable[Any]) -> tuple[str, ...]:
    return tuple(c.text for c in claims)


def _sources(claims: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.source for c in claims))


def _lines(answer: Answer) -> Rows:
    body = answer.body
    finding = "/".join(answer.query.mutations) or ";".join(answer.query.off_target)
    rows: list[Sequence[Any]] = []
    for o in body.options:
        rows.append(_line("option", o, o.basis, None, o.because[0], o.claims, o.caveats, finding))
    for n in body.studied_only:
        rows.append(
            _line("studied_only", n, None, None, f"not an option: {n.because[0]}", n.setting_claims, (), finding)
        )
    for e in body.excluded:
        rows.append(_line("excluded", e, None, e.reason, f"EXCLUDED: {e.verdict}", e.claims, e.caveats, finding))
    for n in body.no_data:
        rows.append(_line("no_data", n, None, None, f"not an option: {n.because[0]}", n.setting_claims, (), finding))
    return LINES, rows


def _line(
    group: str,
    d: Any,
    basis: Any,
    reason: Any,
    verdict: str,
    claims: Sequence[Any],
    caveats: Sequence[Any],
    finding: str,
) -> Sequence[Any]:
    said = tuple(f"{c.call or 'no call'} {c.level}: {c.text}" for c in claims)
    approvals = tuple(approval_words(a) for a in d.approvals)
    words = tuple(c.text for c in caveats)
    brain = d.cns.treats_brain
    head = (group, d.drug, d.brands, d.codes, d.call, basis, reason, verdict, d.because, words, approvals, brain)
    return (*head, said, _sources(claims), finding)


def _compare(answer: Answer) -> Rows:
    rows: list[Sequence[Any]] = []
    for d in answer.body.drugs:
        head = (d.drug, d.brands, d.codes)
        rows += [(*head, "NEVER", c.text, c.source) for c in d.never]
        rows += [(*head, "approval", approval_words(a), a.source) for a in d.approvals]
        rows += [(*head, f.name, figure_words(f), f.source) for f in d.figures]
        rows.append((*head, "treats_brain", d.treats_brain, None))
        rows.append((*head, "active_against", d.active_against, None))
        rows.append((*head, "not_effective_against", d.not_effective_against, None))
        rows += [(*head, "caveat", c.text, c.sources) for c in d.caveats]
        rows += [(*head, about, c.text, c.source) for about, claims in d.safety.items() for c in claims]
        rows += [(*head, "line", c.text, c.source) for c in d.lines]
    return COMPARE, rows


def _mutation(answer: Answer) -> Rows:
    body = answer.body
    rows = [
        (call, d.drug, d.brands, d.codes, d.basis, d.why, _texts(d.claims), _sources(d.claims), body.finding)
        for call, found in body.drugs.items()
        for d in found
    ]
    return MUTATION, rows


def _drug(answer: Answer) -> Rows:
    """The claims on the drug and on every drug of its class; for a treatment the topics that answer for it."""
    body = answer.body
    rows: list[Sequence[Any]] = []
    for c in [*(c for found in body.claims.values() for c in found), *body.class_claims]:
        figure = figure_words(c.figure) if c.figure else None
        said = (c.id, c.about, c.scope, c.finding, c.call, c.level, c.text, figure)
        rows.append((body.drug, *said, c.source, c.locator, c.via, c.date))
    for topic in body.guidance:
        rows.append((body.drug, None, "guidance", *_none(4), f"ros1 guidance {topic}", *_none(5)))
    return DRUG, rows or [(body.drug, *_none(12))]


def _guidance(answer: Answer) -> Rows:
    body = answer.body
    rows = [
        (body.topic, s.id, s.drug, s.audience, s.level, s.text, s.sources, s.locators, s.date) for s in body.statements
    ]
    return GUIDANCE, rows or [(body.topic, *_none(8))]


def _source(answer: Answer) -> Rows:
    rows = [(answer.body.source, r.id, r.kind, r.drug, r.text) for r in answer.body.used_by]
    return SOURCE, rows or [(answer.body.source, *_none(4))]


def _none(count: int) -> tuple[None, ...]:
    return (None,) * count


def _levels(answer: Answer) -> Rows:
    return LEVELS, [tuple(m) for m in answer.body.levels]


_ROWS: dict[str, Any] = {
    "next-line": _lines,
    "first-line": _lines,
    "compare": _compare,
    "mutation": _mutation,
    "drug": _drug,
    "guidance": _guidance,
    "sources": _source,
    "levels": _levels,
}
