"""The rules of the tables: those of one record, and what no single record can see (no id and no name twice, no name that leads
nowhere). Nothing here is imported for the compiled tables of a wheel: they kept the rules when they were written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from ros1cli.tables import model
from ros1cli.tables.closed_words import (
    AFTER_ROS1_TKI,
    AUDIENCES,
    CAVEAT_KINDS,
    CONFLICT_KINDS,
    LINES,
    NAME_KINDS,
    NOT_AFTER,
    PLACES,
    REGIONS,
    RESTRICTIONS,
    SAFETY_FIELDS,
    VERDICTS,
    About,
    Call,
    Circumstance,
    DrugKind,
    FigureStatus,
    ScopeKind,
)
from ros1cli.tables.figure import Figure, Prior
from ros1cli.tables.index import term_key
from ros1cli.tables.plain import is_template
from ros1cli.tables.reference import Reference

Broken = Iterator[tuple[str, str]]
"""The field of a record that breaks a rule ("": the record itself), and the problem."""
_LINES = f"lines holds {' or '.join(LINES)}, or both"
_AUDIENCE = "the audience is clinician, patient or both"
_CITES = "a source is missing: give cites"
_ACCESSIONS = "names of the reference sequence are missing: give accessions"
_REFUSALS: Mapping[tuple[str, ...], str] = {
    AUDIENCES: _AUDIENCE,
    CAVEAT_KINDS: f"a kind of caveat is one of {', '.join(CAVEAT_KINDS)}",
    CONFLICT_KINDS: "a conflict is a contradiction or a tension",
    LINES: _LINES,
    NAME_KINDS: "a name is a brand, code, inn, misspelling or synonym",
    PLACES: f"a place is {' or '.join(PLACES)}",
    REGIONS: f"a region is one of {', '.join(REGIONS)}",
    SAFETY_FIELDS: f"a field of safety is one of {', '.join(SAFETY_FIELDS)}",
    VERDICTS: f"a verdict is one of {', '.join(VERDICTS)}",
}
"""What is said of a word that is none of these, where that is more than their list."""


def refusal(word: str, words: tuple[str, ...]) -> str:
    """Why a word is refused that is none of those allowed."""
    return _REFUSALS.get(words, f"{word!r} is none of {', '.join(words)}")


# -- one record ------------------------------------------------------------------------------------------------------


def broken(record: Any) -> Broken:
    """The rules of its kind that a record breaks."""
    if type(record) in _RULES:
        yield from _RULES[type(record)](record)
    for field, problem in _NEVER_EMPTY.get(type(record), {}).items():
        if not getattr(record, field):
            yield field, problem


def _topic(topic: model.Topic) -> Broken:
    if len(topic.lines) > 18:
        yield "lines", "a brief answer has at most 18 lines"


def _conflict(conflict: model.Conflict) -> Broken:
    if len(conflict.sides) < 2:
        yield "sides", "a conflict needs at least two sides"


def _drug(drug: model.Drug) -> Broken:
    if drug.kind is DrugKind.TKI and not drug.claims:
        yield "claims", "a drug needs at least one claim"


def _claim(claim: model.Claim) -> Broken:
    scope = claim.scope.kind
    if claim.about is About.WARNING and scope is ScopeKind.FINDING and (claim.call or not claim.caveat):
        yield "about", "a warning about a finding has no call, and is a caveat"
    if scope is ScopeKind.NEVER and claim.call is not Call.NOT_EFFECTIVE:
        yield "call", "a claim with the scope never has the call not_effective"


def _guideline(guideline: model.Guideline) -> Broken:
    if guideline.when and not guideline.condition:
        yield "condition", "a guideline that holds in a case alone names it: give condition"


def _figure(figure: Figure) -> Broken:
    is_given = figure.value is not None or figure.interval is not None
    if (figure.status is FigureStatus.STATED) != is_given:
        yield "status", "a stated figure has a value or an interval, any other status has neither"


def _prior(prior: Prior) -> Broken:
    if prior.only and prior.tkis != "one":
        yield "only", "the key 'only' needs 'tkis: one'"
    if prior.among and prior.tkis in ("none", "not_stated"):
        yield "among", "who had one of these drugs had a ROS1 TKI: 'tkis' is one, two_plus or any"
    if prior.other_than and prior.tkis not in ("one", "any"):
        yield "other_than", "the key 'other_than' needs 'tkis: one' or 'tkis: any'"


def _approval(approval: model.Approval) -> Broken:
    rule = approval.restriction
    if rule not in RESTRICTIONS and not re.fullmatch(f"{NOT_AFTER}:[a-z].*", rule):
        yield "restriction", f"a restriction is one of {', '.join(RESTRICTIONS)}, or {NOT_AFTER}:DRUG"
    if (rule == AFTER_ROS1_TKI) != (approval.requires is not None):
        words = "after_ros1_tki, and it alone, says with 'requires' whether a ROS1 TKI was received or has failed"
        yield "requires", words


def _finding(finding: model.Finding) -> Broken:
    if not (finding.frequencies or finding.seen_after or finding.notes):
        yield "", "a source is missing: give a frequency, a seen_after or a note"


def _series(series: model.Series) -> Broken:
    if max(series.events or 0, *(f.events or 0 for f in series.found), 0) > series.n:
        yield "n", "more were found than were looked at"


def _caution(caution: model.Caution) -> Broken:
    for key, words in (("when", caution.when), ("unless", caution.unless)):
        for word in words:
            if word not in list(Circumstance):
                yield key, f"{word!r} is not a circumstance; known are {', '.join(Circumstance)}"
    for key, text in (("text", caution.text), ("short", caution.short or ""), ("plain", caution.plain or "")):
        yield from _gaps(caution, key, text)


def _term(term: model.Term) -> Broken:
    if any(bool(meaning.cites) == term.defined_here for meaning in term.meanings):
        yield "cites", "a term cites its sources, or says 'defined_here: true' where it is this program's own word"


def _gaps(caution: model.Caution, key: str, text: str) -> Broken:
    """A field of a text must be filled in every circumstance that the caution waits for."""
    if not is_template(text):
        yield key, "the braces of the text do not match, or a field is more than a bare name"
        return
    fields = set(re.findall(r"\{(\w+)\}", text.replace("{{", "").replace("}}", "")))
    for word in caution.when:
        known = Circumstance(word).fields if word in list(Circumstance) else ()
        unknown = sorted(fields.difference(known))
        if unknown:
            there = f"in the circumstance {word}; fields there: {', '.join(known) or 'none'}"
            yield key, f"nothing fills the field {unknown[0]!r} {there}"


_NEVER_EMPTY: Mapping[Any, Mapping[str, str]] = {
    model.Approval: {"lines": _LINES},
    model.Caution: {"cites": _CITES},
    model.Guideline: {"lines": _LINES},
    Reference: {"accessions": _ACCESSIONS, "mane_accessions": _ACCESSIONS},
    model.Statement: {"audience": _AUDIENCE, "cites": _CITES},
    model.TopicLine: {"statements": "a line names the statements that it stands for"},
}
"""What is said where a field is empty that never is."""
_RULES: Mapping[Any, Callable[[Any], Broken]] = {
    model.Approval: _approval,
    model.Caution: _caution,
    model.Claim: _claim,
    model.Conflict: _conflict,
    model.Drug: _drug,
    Figure: _figure,
    model.Finding: _finding,
    model.Guideline: _guideline,
    Prior: _prior,
    model.Series: _series,
    model.Term: _term,
    model.Topic: _topic,
}


# -- between records -------------------------------------------------------------------------------------------------


class Loose(Exception):
    """Something between records does not hold: the table, the id of the record, its field and the problem."""

    def __init__(self, table: str, record: str, field: str, problem: str) -> None:
        super().__init__(problem)
        self.table, self.record, self.field, self.problem = table, record, field, problem


def check(tables: model.Tables) -> None:
    """Check what holds between records, beside the names that the annotations declare.

    Raises:
        Loose: an id or name is used twice, or a name is in no table.
    """
    _check_ids(tables)
    _check_names(tables)
    _check_restrictions(tables)
    _check_conflicts(tables)
    _check_days(tables)


def _must_exist(names: Iterable[str], known: Collection[str], table: str, record: str, field: str) -> None:
    for name in names:
        if name not in known:
            raise Loose(table, record, field, f"{name!r} is in no table; correct the name or add the record")


def _records(tables: model.Tables) -> list[tuple[str, str]]:
    """Every record that can be a side of a conflict, with its table."""
    notes = [n.id for n in chain.from_iterable(f.notes for f in tables.findings.values())]
    return [
        *(("drugs", c.id) for c in tables.claims),
        *(("guidance", s) for s in tables.statements),
        *(("mutations", n) for n in notes),
    ]


def _check_ids(tables: model.Tables) -> None:
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


def _check_names(tables: model.Tables) -> None:
    drugs, topics, terms = tables.drugs.values(), tables.topics.values(), tables.glossary.values()
    letters = {d.id: {n: "".join(filter(str.isalnum, n.casefold())) for n in d.spellings} for d in drugs}
    _check_owners("drugs", "names", "name", "a name is one drug", letters)
    aliases = {t.id: {n: term_key(n) for n in (t.id, *t.aliases)} for t in topics}
    _check_owners("guidance", "aliases", "alias", "an alias is one topic", aliases)
    words = {t.id: {n: term_key(n) for n in (t.id, *t.names)} for t in terms}
    _check_owners("glossary", "aliases", "name", "a name is one term", words)


def _check_owners(table: str, field: str, kind: str, rule: str, names: Mapping[str, Mapping[str, str]]) -> None:
    """No key stands for two records; `names` are those of each record, and the keys by which they are found."""
    owner: dict[str, str] = {}
    for record, keys in names.items():
        for name, key in keys.items():
            first = owner.setdefault(key, record)
            if first != record:
                raise Loose(table, record, field, f"the {kind} {name!r} also stands for {first}; {rule}")


def _check_restrictions(tables: model.Tables) -> None:
    for c in tables.claims:
        if c.figure and c.figure.study:
            _must_exist([c.figure.study], tables.reference.studies, "drugs", c.id, "study")
        if c.approval and c.approval.restriction.startswith(NOT_AFTER):
            _must_exist([c.approval.restriction.partition(":")[2]], tables.drugs, "drugs", c.id, "approval")


def _check_conflicts(tables: model.Tables) -> None:
    sides = {name for _, name in _records(tables)} | set(tables.findings)
    known = {"drug": tables.drugs, "finding": tables.findings, "topic": tables.topics}
    for conflict in tables.conflicts:
        _must_exist(conflict.sides, sides, "guidance", conflict.id, "sides")
        silent = [s for s in conflict.sides if s in tables.findings and not tables.findings[s].frequencies]
        if silent:
            problem = f"{silent[0]!r} is a side by how often it is seen, and it has no frequency"
            raise Loose("guidance", conflict.id, "sides", problem)
        for kind, _, name in (key.partition(":") for key in conflict.about):
            _must_exist([name], known.get(kind, {}), "guidance", conflict.id, "about")


def _check_days(tables: model.Tables) -> None:
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
