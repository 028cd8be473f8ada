"""What is said of each kind of row of `matrix`, declared once, as `fields` does for the other commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ros1cli.show.fields import CALLS, Entry, Field, columns, drug_name, each_source, same
from ros1cli.show.words import against_words, claim_words, plain_word, verdict_words

if TYPE_CHECKING:
    from ros1cli.answers import shapes
    from ros1cli.answers.shapes_matrix import Matrix, MatrixCell, MatrixDrug, MatrixFinding, MatrixGap


def every_cell(body: Matrix) -> list[Entry]:
    """Every drug with its call on each finding."""
    drugs = {d.drug: d for d in body.drugs}
    statements = {c.id: c for c in body.statements}
    return [cell(c, drugs[c.drug], statements) for c in body.cells]


def row_drug(d: MatrixDrug) -> Entry:
    """A drug with what holds of it whatever the finding."""
    marks = tuple(map(plain_word, d.marks))
    verdict = verdict_words("excluded", d.verdict) if d.verdict else None
    fields = (*same(d, "drug", "brands", "codes", "kind"), *columns(marks=marks, verdict=verdict))
    return Entry("drug", f"{drug_name(d)}: {d.verdict}", fields, "excluded")


def cell(c: MatrixCell, d: MatrixDrug, statements: Mapping[str, shapes.ShownClaim]) -> Entry:
    """A drug against a finding, in the group in which `next-line` places it when only the finding is known."""
    word, tone = CALLS[c.call]
    if c.group != "option" and c.call in ("active", "reduced"):
        word, tone = f"NOT OFFERED, called {c.call}:", "excluded"
    claims, beside = ([statements[name] for name in names] for names in (c.claims, c.caveats))
    counted = f"{_number(c.events) or 'not told how many'} of {c.n} responded" if c.n is not None else None
    fields = (
        *same(c, "finding", "drug"),
        *same(d, "brands", "codes", "kind"),
        *same(c, "call", "level"),
        *columns(n=_number(c.n), events=_number(c.events), counted=c.counted),
        Field(None, "patients with the finding", counted),
        Field("marks", "marked", tuple(map(plain_word, c.marks))),
        Field("carried_from", "carried over from", c.carried_from),
        *same(c, "reason"),
        *columns(sources=each_source(*claims, *beside)),
        Field("verdict", "as the next drug", verdict_words(c.group, c.verdict)),
        Field("caveats", "caveats", tuple(map(claim_words, beside))),
        Field("claims", "evidence", tuple(against_words(c.call, x) for x in claims)),
    )
    level = f" ({plain_word(c.level)})" if c.level else ""
    return Entry(c.group, f"{word} {drug_name(d)} \u2014 {c.finding}{level}", fields, tone)


def _number(n: int | None) -> str | None:
    return None if n is None else str(n)


def gap(g: MatrixGap) -> Entry:
    """A pair without a test in these tables."""
    words = "there is an opinion or a warning, and no test" if g.opinion else "no statement on it"
    fields = columns(finding=g.finding, drug=g.drug, call=g.call, text=f"not tested: {words}")
    return Entry("gap", f"{g.finding}, {g.drug}: {words}", fields)


def row_finding(f: MatrixFinding) -> Entry:
    """A finding, with how often it is seen as far as that is printed or counted."""
    counted = None if f.counted is None else f"{f.counted} in one series, the largest count"
    fields = (
        *columns(finding=f.finding, text=f.frequency, kind=f.kind),
        Field(None, "frequency", f.frequency),
        Field(None, "counted", counted),
    )
    known = "" if f.known else " (not in these tables)"
    return Entry("finding", f"{f.finding}{known}", fields)
