"""The tables as they stood on a day: one filter on `entered`."""

from collections.abc import Container
from datetime import date
from itertools import chain

from ros1cli.errors import NotUnderstood, shown
from ros1cli.tables.index import index
from ros1cli.tables.model import Claim, Drug, Finding, Statement, Tables, Term, Topic


def as_of(tables: Tables, day: str | None) -> Tables:
    """The tables without what was entered after `day` (YYYY-MM-DD); themselves when that is nothing, or `day` is None.

    Raises:
        NotUnderstood: not a date, or before the first record was entered.
    """
    if day is None:
        return tables
    if not _is_day(day):
        raise NotUnderstood(
            f"{shown(day)!r} is no date of the form YYYY-MM-DD; write for example 2024-02-05.", given=day
        )
    sources = {k: s for k, s in tables.sources.items() if s.entered <= day}
    if not sources:
        first = min(s.entered for s in tables.sources.values())
        raise NotUnderstood(f"These tables begin on {first}; they cannot say how things stood on {day}.", given=day)
    drugs = {k: _drug(d, day, sources) for k, d in tables.drugs.items() if _drug_known(d, sources)}
    findings = {k: _finding(f, sources) for k, f in tables.findings.items() if f.entered <= day}
    statements = {k: _statement(s, sources) for k, s in tables.statements.items() if s.entered <= day}
    terms = [(k, _term(t, day)) for k, t in tables.glossary.items()]
    past = index(
        tables._replace(
            sources=sources,
            drugs=drugs,
            class_claims=_until(tables.class_claims, day),
            findings=findings,
            series=tuple(s for s in tables.series if s.entered <= day),
            statements=statements,
            topics={k: _topic(t, statements) for k, t in tables.topics.items()},
            cautions=tuple(c for c in tables.cautions if c.entered <= day),
            glossary={k: t for k, t in terms if t.meanings},
        )
    )
    visible = _visible(past)
    past = past._replace(conflicts=tuple(c for c in tables.conflicts if visible.issuperset(c.sides)))
    return tables if past == tables else past


def _is_day(text: str) -> bool:
    """A day YYYY-MM-DD that there is."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _until(claims: tuple[Claim, ...], day: str) -> tuple[Claim, ...]:
    return tuple(c for c in claims if c.entered <= day)


def _visible(past: Tables) -> set[str]:
    """The ids of every record that can be a side of a conflict."""
    notes = chain.from_iterable(finding.notes for finding in past.findings.values())
    counted = (f.id for f in past.findings.values() if f.frequencies)
    return {*past.by_id, *past.statements, *counted, *(note.id for note in notes)}


def _drug_known(drug: Drug, sources: Container[str]) -> bool:
    """A treatment of which only guidance speaks is a name, which means the same on every day."""
    if not (drug.names or drug.claims):
        return True
    return any(n.cite.source in sources for n in drug.names) or any(c.source in sources for c in drug.claims)


def _drug(drug: Drug, day: str, sources: Container[str]) -> Drug:
    """What is said of the drug, its names included: on which names a drug is found is another question (`every_drug`)."""
    claims = _until(drug.claims, day)
    ids = {c.id for c in claims}
    return drug._replace(
        names=tuple(n for n in drug.names if n.cite.source in sources),
        makers=tuple(m for m in drug.makers if m.cite.source in sources),
        inhibits=tuple(i for i in drug.inhibits if i.cite.source in sources),
        safety=tuple(s for s in drug.safety if ids.issuperset(s.claims)),
        claims=claims,
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


def _term(term: Term, day: str) -> Term:
    """What a word of the program itself means holds on every day."""
    return term._replace(meanings=tuple(m for m in term.meanings if m.entered is None or m.entered <= day))


def _statement(statement: Statement, sources: Container[str]) -> Statement:
    return statement._replace(cites=tuple(c for c in statement.cites if c.source in sources))
