"""The tables as they stood on a day: one filter on `entered`."""

import re
from collections.abc import Container
from typing import TypeVar

from ros1cli.errors import NotUnderstood, shown
from ros1cli.tables.model import ENTERED, Claim, Drug, Finding, Statement, Tables, Topic, facts
from ros1cli.tables.records import ById, Records

T = TypeVar("T")
_DAY = r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"


def as_of(tables: Tables, day: str | None) -> Tables:
    """The tables without what was entered after `day` (YYYY-MM-DD); all of them when None.

    Raises:
        NotUnderstood: not a date, or before the first record was entered.
    """
    if day is None:
        return tables
    if not re.fullmatch(_DAY, day) or not _exists(day):
        raise NotUnderstood(
            f"{shown(day)!r} is no date of the form YYYY-MM-DD; write for example 2024-02-05.", given=day
        )
    sources = ById(_until(tables.sources.records, day))
    if not sources:
        first = min(s.entered for s in tables.sources.values())
        raise NotUnderstood(f"These tables begin on {first}; they cannot say how things stood on {day}.", given=day)
    past = _until(tables.claims, day)
    drugs = {k: _drug(d, past, sources) for k, d in tables.drugs.items() if _drug_known(d, sources)}
    class_claims = past.common(tables.class_claims)
    claims = past.united((*(d.claims for d in drugs.values()), class_claims))
    findings = {k: _finding(f, sources) for k, f in tables.findings.items() if f.entered <= day}
    statements = ById(_until(tables.statements.records, day).changed(lambda s: _statement(s, sources)))
    notes = {n.id for f in findings.values() for n in f.notes}
    visible = {*claims.ids, *statements, *notes, *findings}
    return tables._replace(
        sources=sources,
        drugs=drugs,
        claims=claims,
        class_claims=class_claims,
        findings=findings,
        series=_until(tables.series, day),
        statements=statements,
        topics=ById(tables.topics.records.changed(lambda t: _topic(t, statements))),
        conflicts=tables.conflicts.where(lambda c: set(c.sides) <= visible),
        cautions=_until(tables.cautions, day),
        facts=facts(sources, claims, statements),
    )


def _until(records: Records[T], day: str) -> Records[T]:
    """The records that stood in the tables on that day."""
    return records.marked(*(m for m in records.marks if m.startswith(ENTERED) and m <= f"{ENTERED}{day}"))


def _exists(day: str) -> bool:
    """The month has that day."""
    import calendar  # only where a day is checked

    year, month, number = (int(part) for part in day.split("-"))
    return year > 0 and number <= calendar.monthrange(year, month)[1]


def _drug_known(drug: Drug, sources: Container[str]) -> bool:
    return any(n.cite.source in sources for n in drug.names) or any(c.source in sources for c in drug.claims)


def _drug(drug: Drug, past: Records[Claim], sources: Container[str]) -> Drug:
    """What is said of the drug, its names included: on which names a drug is found is another question (`every_drug`)."""
    return drug._replace(
        names=tuple(n for n in drug.names if n.cite.source in sources),
        makers=tuple(m for m in drug.makers if m.cite.source in sources),
        inhibits=tuple(i for i in drug.inhibits if i.cite.source in sources),
        safety=tuple(s for s in drug.safety if set(s.claims) <= set(past.ids)),
        claims=past.common(drug.claims),
    )


def _topic(topic: Topic, statements: Container[str]) -> Topic:
    """A line of a topic is one of the day when all that it stands for is."""
    return topic._replace(lines=tuple(line for line in topic.lines if all(s in statements for s in line.statements)))


def _finding(finding: Finding, sources: Container[str]) -> Finding:
    return finding._replace(
        frequencies=tuple(f for f in finding.frequencies if f.cite.source in sources),
        seen_after=tuple(s for s in finding.seen_after if s.cite.source in sources),
        notes=tuple(n for n in finding.notes if n.cite.source in sources),
    )


def _statement(statement: Statement, sources: Container[str]) -> Statement:
    return statement._replace(cites=tuple(c for c in statement.cites if c.source in sources))
