"""Answers → tab-separated values: a header, then one row a drug and group (or a claim, statement, element of a list).

`NA` stands for what is missing and `;` is the only separator inside a cell; tabs, line ends and semicolons of a text
become blanks and commas. The verdict and the caveats are columns of their own, so that no row loses its "not".
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
    "treats_brain", "claims", "sources", "status", "finding", "as_of", "data",
)  # fmt: skip
COMPARE = ("drug", "brands", "codes", "item", "value", "source")
MUTATION = (
    "call",
    "drug",
    "brands",
    "codes",
    "basis",
    "why",
    "claims",
    "sources",
    "status",
    "finding",
    "as_of",
    "data",
)
DRUG = (
    "drug",
    "claim",
    "about",
    "scope",
    "finding",
    "call",
    "level",
    "text",
    "figure",
    "source",
    "locator",
    "via",
    "date",
)
GUIDANCE = ("topic", "statement", "drug", "audience", "level", "text", "sources", "locators", "date", "status")
SOURCE = ("source", "record", "kind", "drug", "text")
LEVELS = ("level", "meaning", "amp_asco_cap", "oncokb_style", "escat")


def tsv(answer: Answer) -> str:
    """The answer as tab-separated values with a header line."""
    columns, rows = _ROWS[answer.answer](answer)
    first = tuple(w.text for w in getattr(answer.body, "cautions", ()) if w.first)
    return _write((*columns, "read_first", "notice"), [(*row, first, answer.notice) for row in rows])


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


def _sources(claims: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c.source for c in claims))


def _lines(answer: Answer) -> Rows:
    body = answer.body
    finding = "/".join(answer.query.mutations) or ";".join(answer.query.off_target)
    tail = (answer.status, finding, answer.data.as_of, answer.data.version)
    rows: list[Sequence[Any]] = []
    for o in body.options:
        rows.append(_line("option", o, o.basis, None, o.because[0], o.claims, o.caveats, tail))
    for n in body.studied_only:
        rows.append(_line("studied_only", n, None, None, f"not an option: {n.because[0]}", n.setting_claims, (), tail))
    for e in body.excluded:
        rows.append(_line("excluded", e, None, e.reason, f"EXCLUDED: {e.verdict}", e.claims, e.caveats, tail))
    for n in body.no_data:
        rows.append(_line("no_data", n, None, None, f"not an option: {n.because[0]}", n.setting_claims, (), tail))
    return LINES, rows


def _line(
    group: str, d: Any, basis: Any, reason: Any, verdict: str, claims: Sequence[Any], caveats: Sequence[Any], tail: Any
) -> Sequence[Any]:
    said = tuple(f"{c.call or 'no call'} {c.level}: {c.text}" for c in claims)
    approvals = tuple(approval_words(a) for a in d.approvals)
    words = tuple(c.text for c in caveats)
    brain = d.cns.treats_brain
    head = (group, d.drug, d.brands, d.codes, d.call, basis, reason, verdict, d.because, words, approvals, brain)
    return (*head, said, _sources(claims), *tail)


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
    tail = (answer.status, body.finding, answer.data.as_of, answer.data.version)
    rows = [
        (call, d.drug, d.brands, d.codes, d.basis, d.why, tuple(c.text for c in d.claims), _sources(d.claims), *tail)
        for call, found in body.drugs.items()
        for d in found
    ]
    return MUTATION, rows


def _drug(answer: Answer) -> Rows:
    claims = [c for found in answer.body.claims.values() for c in found]
    rows = []
    for c in claims:
        figure = figure_words(c.figure) if c.figure else None
        said = (c.id, c.about, c.scope, c.finding, c.call, c.level, c.text, figure)
        rows.append((answer.body.drug, *said, c.source, c.locator, c.via, c.date))
    return DRUG, rows


def _guidance(answer: Answer) -> Rows:
    rows = [
        (answer.body.topic, s.id, s.drug, s.audience, s.level, s.text, s.sources, s.locators, s.date, answer.status)
        for s in answer.body.statements
    ]
    return GUIDANCE, rows


def _source(answer: Answer) -> Rows:
    return SOURCE, [(answer.body.source, r.id, r.kind, r.drug, r.text) for r in answer.body.used_by]


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
