"""What no single record can see: no id twice, no name that leads nowhere."""

from __future__ import annotations

from collections import Counter
from typing import Any

from ros1cli.errors import BadTable
from ros1cli.model import ScopeKind, Tables


def check(tables: Tables) -> None:
    """Check everything that holds between records.

    Raises:
        BadTable: an id is used twice, or a name is in no table; the message says which record.
    """
    claims = tables.claims
    ids = [c.id for c in claims] + list(tables.statements) + [n.id for f in tables.findings.values() for n in f.notes]
    twice = sorted(i for i, times in Counter(ids).items() if times > 1)
    if twice:
        raise BadTable(f"the id {twice[0]!r} is used for two records; give each claim, statement and note its own id.")
    known = set(ids)
    for claim in claims:
        if claim.scope.kind is ScopeKind.FINDING:
            _must_exist(claim.scope.value, tables.findings, f"claim {claim.id}, scope")
        for drug in (*claim.after, *([claim.scope.drug] if claim.scope.drug else [])):
            _must_exist(drug, tables.drugs, f"claim {claim.id}")
        for topic in claim.topics:
            _must_exist(topic, tables.topics, f"claim {claim.id}, topics")
        if claim.supersedes:
            _must_exist(claim.supersedes, known, f"claim {claim.id}, supersedes")
    for statement in tables.statements.values():
        for topic in statement.topics:
            _must_exist(topic, tables.topics, f"statement {statement.id}, topics")
        for drug in statement.drugs:
            _must_exist(drug, tables.drugs, f"statement {statement.id}, drugs")
        for finding in statement.findings:
            _must_exist(finding, tables.findings, f"statement {statement.id}, findings")
    _check_the_rest(tables, known)


def _check_the_rest(tables: Tables, known: set[str]) -> None:
    for caution in tables.cautions:
        if caution.supersedes:
            _must_exist(caution.supersedes, {c.id for c in tables.cautions}, f"caution {caution.id}, supersedes")
    for topic in tables.topics.values():
        if topic.under:
            _must_exist(topic.under, tables.topics, f"topic {topic.id}, under")
    for drug in tables.drugs.values():
        for name in drug.guidance:
            _must_exist(name, tables.topics, f"drug {drug.id}, guidance")
    for finding in tables.findings.values():
        for seen in finding.seen_after:
            _must_exist(seen.drug, tables.drugs, f"finding {finding.id}, seen_after")
    for conflict in tables.conflicts:
        for side in conflict.sides:
            _must_exist(side, known | set(tables.findings), f"conflict {conflict.id}, sides")
        for key in conflict.about:
            kind, _, name = key.partition(":")
            where = {"drug": tables.drugs, "finding": tables.findings, "topic": tables.topics}.get(kind, {})
            _must_exist(name, where, f"conflict {conflict.id}, about")
    if tables.reference.source:
        _must_exist(tables.reference.source, tables.sources, "reference, source")
    for gene in tables.reference.related_genes.values():
        _must_exist(gene, tables.findings, "reference, related_genes")


def _must_exist(name: str, where: Any, what: str) -> None:
    if name not in where:
        raise BadTable(f"{what}: {name!r} is in no table; correct the name or add the record.")
