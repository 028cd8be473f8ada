"""The tables as they stood on a day: one filter on `entered`."""

from __future__ import annotations

import re
from collections.abc import Container

from ros1cli.errors import NotUnderstood, shown
from ros1cli.model import Drug, Finding, Statement, Tables

_DAY = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")


def as_of(tables: Tables, day: str | None) -> Tables:
    """The tables without what was entered after `day` (YYYY-MM-DD); all of them when None.

    Raises:
        NotUnderstood: not a date, or before the first record was entered.
    """
    if day is None:
        return tables
    if not _DAY.fullmatch(day) or not _exists(day):
        raise NotUnderstood(
            f"{shown(day)!r} is no date of the form YYYY-MM-DD; write for example 2024-02-05.", given=day
        )
    first = min(s.entered for s in tables.sources.values())
    if day < first:
        raise NotUnderstood(f"These tables begin on {first}; they cannot say how things stood on {day}.", given=day)
    sources = {k: s for k, s in tables.sources.items() if s.entered <= day}
    drugs = {k: _drug(d, day, sources) for k, d in tables.drugs.items() if _drug_known(d, sources)}
    statements = {k: _statement(s, sources) for k, s in tables.statements.items() if s.entered <= day}
    class_claims = tuple(c for c in tables.class_claims if c.entered <= day)
    claims = [*(c for d in drugs.values() for c in d.claims), *class_claims]
    findings = {k: _finding(f, sources) for k, f in tables.findings.items() if f.entered <= day}
    notes = {n.id for f in findings.values() for n in f.notes}
    visible = {c.id for c in claims} | set(statements) | notes | set(findings)
    return tables._replace(
        sources=sources,
        drugs=drugs,
        class_claims=class_claims,
        findings=findings,
        statements=statements,
        conflicts=tuple(c for c in tables.conflicts if set(c.sides) <= visible),
        cautions=tuple(c for c in tables.cautions if c.entered <= day),
        version=max([s.entered for s in sources.values()] + [c.entered for c in claims]),
        superseded=frozenset(c.supersedes for c in claims if c.supersedes),
    )


def _exists(day: str) -> bool:
    """The month has that day."""
    import calendar

    year, month, number = (int(part) for part in day.split("-"))
    return year > 0 and number <= calendar.monthrange(year, month)[1]


def _drug_known(drug: Drug, sources: Container[str]) -> bool:
    return any(n.cite.source in sources for n in drug.names) or any(c.source in sources for c in drug.claims)


def _drug(drug: Drug, day: str, sources: Container[str]) -> Drug:
    """What is said of the drug, its names included: on which names a drug is found is another question (`every_drug`)."""
    return drug._replace(
        names=tuple(n for n in drug.names if n.cite.source in sources),
        makers=tuple(m for m in drug.makers if m.cite.source in sources),
        claims=tuple(c for c in drug.claims if c.entered <= day),
    )


def _finding(finding: Finding, sources: Container[str]) -> Finding:
    frequency = finding.frequency
    return finding._replace(
        frequency=frequency if frequency and frequency.cite.source in sources else None,
        seen_after=tuple(s for s in finding.seen_after if s.cite.source in sources),
        notes=tuple(n for n in finding.notes if n.cite.source in sources),
    )


def _statement(statement: Statement, sources: Container[str]) -> Statement:
    return statement._replace(cites=tuple(c for c in statement.cites if c.source in sources))
