"""What no single record can see: no id and no name twice, no name that leads nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from ros1cli.tables.model import NOT_AFTER, ScopeKind, Tables


class Loose(Exception):
    """Something between records does not hold: the table, the id of the record, its field and the problem."""

    def __init__(self, table: str, record: str, field: str, problem: str) -> None:
        super().__init__(problem)
        self.table, self.record, self.field, self.problem = table, record, field, problem


def check(tables: Tables) -> None:
    """Check everything that holds between records.

    Raises:
        Loose: an id or name is used twice, or a name is in no table.
    """
    _check_ids(tables)
    _check_names(tables)
    _check_claims(tables)
    _check_statements(tables)
    _check_findings_and_topics(tables)
    _check_conflicts(tables)
    _check_days(tables)


def _must_exist(names: Iterable[str], known: Collection[str], table: str, record: str, field: str) -> None:
    for name in names:
        if name not in known:
            raise Loose(table, record, field, f"{name!r} is in no table; correct the name or add the record")


def _records(tables: Tables) -> list[tuple[str, str]]:
    """Every record that can be a side of a conflict, with its table."""
    notes = [n.id for f in tables.findings.values() for n in f.notes]
    return [
        *(("drugs", c.id) for c in tables.claims),
        *(("guidance", s) for s in tables.statements),
        *(("mutations", n) for n in notes),
    ]


def _check_ids(tables: Tables) -> None:
    others = [
        *(("mutations", s.id) for s in tables.series),
        *(("guidance", c.id) for c in tables.conflicts),
        *(("cautions", c.id) for c in tables.cautions),
    ]
    every = [*_records(tables), *others]
    times = Counter(name for _, name in every)
    for table, name in every:
        if times[name] > 1:
            raise Loose(table, name, "id", f"the id {name!r} is used for two records; give each its own id")


def _check_names(tables: Tables) -> None:
    owner: dict[str, str] = {}
    for drug in tables.drugs.values():
        for name in (drug.id, *(n.name for n in drug.names)):
            key = "".join(c for c in name.casefold() if c.isalnum())
            if owner.setdefault(key, drug.id) != drug.id:
                raise Loose(
                    "drugs", drug.id, "names", f"the name {name!r} also stands for {owner[key]}; a name is one drug"
                )
    topic_of: dict[str, str] = {}
    for topic in tables.topics.values():
        for name in (topic.id, *topic.aliases):
            key = " ".join(name.casefold().replace("-", " ").split())
            if topic_of.setdefault(key, topic.id) != topic.id:
                problem = f"the alias {name!r} also stands for {topic_of[key]}; an alias is one topic"
                raise Loose("guidance", topic.id, "aliases", problem)


def _check_claims(tables: Tables) -> None:
    claims = {c.id for c in tables.claims}
    for c in tables.claims:
        if c.scope.kind is ScopeKind.FINDING:
            _must_exist([c.scope.value], tables.findings, "drugs", c.id, "scope")
        if c.scope.drug:
            _must_exist([c.scope.drug], tables.drugs, "drugs", c.id, "scope")
        _must_exist(c.after, tables.drugs, "drugs", c.id, "after")
        if c.figure and c.figure.prior:
            _must_exist([*c.figure.prior.only, *c.figure.prior.among], tables.drugs, "drugs", c.id, "prior")
        if c.figure and c.figure.study:
            _must_exist([c.figure.study], tables.reference.studies, "drugs", c.id, "study")
        if c.approval and c.approval.restriction.startswith(NOT_AFTER):
            _must_exist([c.approval.restriction.partition(":")[2]], tables.drugs, "drugs", c.id, "approval")
        _must_exist(c.topics, tables.topics, "drugs", c.id, "topics")
        _must_exist([c.supersedes] if c.supersedes else [], claims, "drugs", c.id, "supersedes")
    for drug in tables.drugs.values():
        _must_exist(drug.guidance, tables.topics, "drugs", drug.id, "guidance")


def _check_statements(tables: Tables) -> None:
    for s in tables.statements.values():
        _must_exist(s.topics, tables.topics, "guidance", s.id, "topics")
        _must_exist(s.drugs, tables.drugs, "guidance", s.id, "drugs")
        _must_exist(s.findings, tables.findings, "guidance", s.id, "findings")
    cautions = {c.id for c in tables.cautions}
    for caution in tables.cautions:
        _must_exist([caution.supersedes] if caution.supersedes else [], cautions, "cautions", caution.id, "supersedes")


def _check_findings_and_topics(tables: Tables) -> None:
    for finding in tables.findings.values():
        _must_exist((s.drug for s in finding.seen_after), tables.drugs, "mutations", finding.id, "seen_after")
    for series in tables.series:
        _must_exist([series.drug], tables.drugs, "mutations", series.id, "drug")
        _must_exist((f.finding for f in series.found), tables.findings, "mutations", series.id, "found")
    for topic in tables.topics.values():
        _must_exist([topic.under] if topic.under else [], tables.topics, "guidance", topic.id, "under")
    ref = tables.reference
    _must_exist([ref.source] if ref.source else [], tables.sources, "reference", "", "source")
    _must_exist(ref.related_genes.values(), tables.findings, "reference", "", "related_genes")


def _check_conflicts(tables: Tables) -> None:
    sides = {name for _, name in _records(tables)} | set(tables.findings)
    known = {"drug": tables.drugs, "finding": tables.findings, "topic": tables.topics}
    for conflict in tables.conflicts:
        _must_exist(conflict.sides, sides, "guidance", conflict.id, "sides")
        for kind, _, name in (key.partition(":") for key in conflict.about):
            _must_exist([name], known.get(kind, {}), "guidance", conflict.id, "about")


def _check_days(tables: Tables) -> None:
    """Nothing rests on a source that these tables hold only since a later day."""
    claims = [("drugs", c.id, c.entered, [c.source]) for c in tables.claims]
    said = [("guidance", s.id, s.entered, [c.source for c in s.cites]) for s in tables.statements.values()]
    cautions = [("cautions", c.id, c.entered, [c.source for c in c.cites]) for c in tables.cautions]
    for table, name, entered, sources in (*claims, *said, *cautions):
        late = [s for s in sources if tables.sources[s].entered > entered]
        if late:
            day = tables.sources[late[0]].entered
            problem = f"the record stands here since {entered} and its source {late[0]!r} since {day}; give it 'entered: {day}'"
            raise Loose(table, name, "entered", problem)
