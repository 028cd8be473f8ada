"""Answers → tab-separated values: a header, then rows; what a row is stands in its first column, `group`.

`NA` stands for what is missing and `;` is the only separator inside a cell; tabs, line ends and semicolons of a text
become blanks and commas. No cell begins as a spreadsheet's formula does. A row may be cut out of its file: it carries
its verdict and caveats, and every row of an answer ends with what was understood and assumed, the day and version of the
tables, every caution and what is not agreed. What a row says is worded in `fields`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from ros1cli.errors import no_formula
from ros1cli.show import fields, fields_glossary, fields_matrix
from ros1cli.show.words import asked_findings, said_words, whole_verdict

if TYPE_CHECKING:
    from ros1cli.answers.shapes import Answer
    from ros1cli.show.fields import Entry, Field

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
MATRIX = (
    "group", "finding", "drug", "brands", "codes", "kind", "call", "level", "n", "events", "counted", "marks", "carried_from",
    "reason", "verdict", "caveats", "claims", "text", "sources",
)  # fmt: skip
DRUG = (
    "group", "drug", "kind", "brands", "codes", "claim", "about", "scope", "finding", "call", "verdict", "says", "level",
    "text", "figure", "after", "sources", "locators", "via", "date", "entered", "caveats",
)  # fmt: skip
GUIDANCE = ("group", "topic", "statement", "drug", "audience", "level", "text", "sources", "locators", "date")
SOURCE = ("group", "source", "record", "kind", "drug", "text")
GLOSSARY = ("group", "id", "term", "aliases", "short", "text", "defined_here", "entered", "see", "sources", "locators")
LEVELS = ("group", "level", "meaning", "amp_asco_cap", "oncokb_style", "escat")
TAIL = ("status", "understood", "assumption", "as_of", "data", "read_first", "cautions", "conflicts", "notice")


def tsv(answer: Answer, explain: bool = False, history: bool = False) -> str:
    """The answer as tab-separated values with a header line.

    Args:
        answer: any answer.
        explain: also a row for each rule that fired.
        history: of a drug also a row for each statement that a later one replaced.
    """
    columns, make = _TABLES[answer.answer]
    found = [*make(answer), *_rows(map(fields.conflict, getattr(answer.body, "conflicts", ())))]
    found += _rows(map(fields.rule, answer.trace)) if explain else []
    found += _replaced(answer.body) if history else []
    rows = _each(_tail(answer), found)
    return _write((*columns, *TAIL), ([row.get(column) for column in (*columns, *TAIL)] for row in rows))


def list_tsv(items: Sequence[Any]) -> str:
    """A bare list as tab-separated values; the columns are the keys of its elements."""
    return _write(items[0]._fields, [tuple(i) for i in items]) if items else ""


def _rows(entries: Iterable[Entry]) -> list[TsvRow]:
    return [{"group": e.group, **_cells(e.fields)} for e in entries]


def _each(common: TsvRow, rows: Iterable[TsvRow]) -> list[TsvRow]:
    """Rows with what all of them say; what a row says itself goes before."""
    return [{**common, **row} for row in rows]


def _cells(found: Iterable[Field]) -> TsvRow:
    """The fields that are columns. What is missing leaves the column to what every row of the answer says in it."""
    return {f.key: f.words for f in found if f.key and f.words is not None}


def _row_each(column: str, found: Iterable[Field]) -> list[TsvRow]:
    """Fields that are a row each, named in a column."""
    return [{column: f.key, "text": f.words, "sources": f.sources} for f in found if f.key]


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


def _write(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    return "".join("\t".join(line) + "\n" for line in [list(columns), *([_cell(v) for v in row] for row in rows)])


def _cell(value: Any) -> str:
    if value is None or value in ("", ()):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return no_formula(";".join(_clean(str(v)) for v in value) or MISSING)
    return no_formula(_clean(str(value)))


def _clean(text: str) -> str:
    return " ".join(text.replace(";", ",").split()) or MISSING


# -- the rows of each command ----------------------------------------------------------------------------------------


def _lines(answer: Answer) -> list[TsvRow]:
    body = answer.body
    found = [*map(fields.if_found, body.if_found), *(fields.said("other_treatment", s) for s in body.other_treatments)]
    rows = _rows((*fields.every_placed(body), *found, *(fields.said("question", s) for s in body.questions)))
    asked = tuple(name for name in (asked_findings(answer.query), *answer.query.off_target) if name)
    return [*_each({"finding": asked}, rows), *_members(answer)]


def _members(answer: Answer) -> list[TsvRow]:
    """Each member of a compound alone, or each of the alternatives."""
    return _rows(fields.member(m, answer.query.compound) for m in answer.body.members)


def _compare(answer: Answer) -> list[TsvRow]:
    rows: list[TsvRow] = []
    for d in answer.body.drugs:
        rows += _each({"group": "compared", **_cells(fields.of_drug(d))}, _row_each("item", fields.compared(d)))
    return rows


def _mutation(answer: Answer) -> list[TsvRow]:
    body = answer.body
    others = _rows(fields.said("other_treatment", s) for s in body.other_treatments)
    rows = (*_rows(fields.every_called(body)), *_row_each("group", fields.about_finding(body)), *others)
    return [*_each({"finding": body.finding}, rows), *_members(answer)]


def _matrix(answer: Answer) -> list[TsvRow]:
    """Findings, drugs with what holds of them whatever the finding, cells, and what no test is held of."""
    body = answer.body
    head = (*map(fields_matrix.row_finding, body.findings), *map(fields_matrix.row_drug, body.drugs))
    return _rows([*head, *fields_matrix.every_cell(body), *map(fields_matrix.gap, body.gaps)])


def _drug(answer: Answer) -> list[TsvRow]:
    """The statements on the drug and on every drug of its class, each with what all on its scope come to."""
    body = answer.body
    own = [fields.drug_claim(body, "claim", c) for c in chain.from_iterable(body.claims.values())]
    of_class = [fields.drug_claim(body, "class_claim", c) for c in body.class_claims]
    rows = _rows((*own, *of_class, *map(fields.named_as, (*body.names, *body.makers))))
    if body.kind in ("tki", "research"):
        facts = (*fields.at_a_glance(body), *fields.safety(body))
        rows += _each({"group": "at_a_glance"}, _row_each("about", facts))
        rows += _rows(fields.fails_by(body.fails_by))
    rows += _rows(map(fields.names_it, body.statements))
    rows += [{"group": "guidance", "text": f"ros1 guidance {topic}"} for topic in body.guidance]
    return _each(_of_drug(body), rows)


def _replaced(body: Any) -> list[TsvRow]:
    """Statements on a drug that later ones replaced; one row says so when there is none."""
    rows = _rows(map(fields.replaced, body.history)) or [{"group": "replaced", "text": "nothing was replaced"}]
    return _each(_of_drug(body), rows)


def _of_drug(body: Any) -> TsvRow:
    """What every row on a drug says. A verdict on the drug as a whole stands where a row has none of its own."""
    return {**_cells(fields.of_drug(body)), "verdict": whole_verdict(body)}


def _guidance(answer: Answer) -> list[TsvRow]:
    body = answer.body
    rows = _rows(map(fields.statement, body.statements))
    rows = rows or [{"group": "not_covered", "text": "these tables hold nothing on it"}]
    return _each({"topic": body.topic}, [*rows, *({"group": "topic", "text": topic} for topic in body.topics)])


def _source(answer: Answer) -> list[TsvRow]:
    body = answer.body
    about = _each({"group": "source"}, _row_each("kind", fields.about_source(body)))
    return _each({"source": body.source}, [*about, *_rows(map(fields.resting, body.used_by))])


def _glossary(answer: Answer) -> list[TsvRow]:
    """The words that are explained, or that there are none and those that there are."""
    none = {"group": "not_covered", "text": "the glossary does not explain it"}
    known = [{"group": "word", "term": word} for word in answer.body.known]
    return [*(_rows(map(fields_glossary.term, answer.body.terms)) or [none]), *known]


def _levels(answer: Answer) -> list[TsvRow]:
    return _rows(map(fields.level, answer.body.levels))


_TABLES: dict[str, Any] = {
    "next-line": (LINES, _lines),
    "first-line": (LINES, _lines),
    "compare": (COMPARE, _compare),
    "mutation": (MUTATION, _mutation),
    "matrix": (MATRIX, _matrix),
    "drug": (DRUG, _drug),
    "guidance": (GUIDANCE, _guidance),
    "sources": (SOURCE, _source),
    "glossary": (GLOSSARY, _glossary),
    "levels": (LEVELS, _levels),
}
