"""Answers → tab-separated values: a header, then rows; what a row is stands in its first column, `group`.

`NA` stands for what is missing and `;` is the only separator inside a cell; tabs, line ends and semicolons of a text
become blanks and commas. No cell begins as a spreadsheet's formula does. A row may be cut out of its file: it carries
its verdict and caveats, and every row of an answer ends with what was understood and assumed, the day and version of the
tables, every caution and what is not agreed. What a row says is worded in `fields`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ros1cli.show import fields
from ros1cli.show.words import said_words, whole_verdict

if TYPE_CHECKING:
    from ros1cli.answers.shapes import Answer, ShownQuery
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
DRUG = (
    "group", "drug", "kind", "brands", "codes", "claim", "about", "scope", "finding", "call", "verdict", "says", "level",
    "text", "figure", "after", "sources", "locators", "via", "date", "entered", "caveats",
)  # fmt: skip
GUIDANCE = ("group", "topic", "statement", "drug", "audience", "level", "text", "sources", "locators", "date")
SOURCE = ("group", "source", "record", "kind", "drug", "text")
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
    found = [*make(answer), *map(_row, map(fields.conflict, getattr(answer.body, "conflicts", ())))]
    found += [_row(fields.rule(t)) for t in answer.trace if explain]
    found += _replaced(answer.body) if history else []
    tail = _tail(answer)
    rows = [{**row, **tail} for row in found]
    return _write((*columns, *TAIL), ([row.get(column) for column in (*columns, *TAIL)] for row in rows))


def list_tsv(items: Sequence[Any]) -> str:
    """A bare list as tab-separated values; the columns are the keys of its elements."""
    return _write(items[0]._fields, [tuple(i) for i in items]) if items else ""


def _row(entry: Entry) -> TsvRow:
    return {"group": entry.group, **_cells(entry.fields)}


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
        return _no_formula(";".join(_clean(str(v)) for v in value) or MISSING)
    return _no_formula(_clean(str(value)))


_FORMULA = tuple("=+-@＝＋－＠'")
"""What makes a cell a formula in a spreadsheet, in full width too, and the sign that says it is none."""


def _no_formula(cell: str) -> str:
    """A cell that no spreadsheet runs. Whoever takes one leading apostrophe away has the text again."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _clean(text: str) -> str:
    return " ".join(text.replace(";", ",").split()) or MISSING


def _asked(query: ShownQuery) -> tuple[str, ...]:
    """The findings of a question: the members of a compound as A1B/C2D, alternatives at one residue as A1B/C."""
    either = query.alternatives
    on_target = "/".join([either[0], *(name[-1] for name in either[1:])]) if either else "/".join(query.mutations)
    return (*([on_target] if on_target else ()), *query.off_target)


# -- the rows of each command ----------------------------------------------------------------------------------------


def _lines(answer: Answer) -> list[TsvRow]:
    body, asked = answer.body, _asked(answer.query)
    drugs, found = fields.every_placed(body), map(fields.if_found, body.if_found)
    rows = map(_row, (*drugs, *found, *map(fields.other_treatment, body.other_treatments)))
    return [*({"finding": asked, **row} for row in rows), *_members(answer)]


def _members(answer: Answer) -> list[TsvRow]:
    """Each member of a compound alone, or each of the alternatives."""
    return [_row(fields.member(m, answer.query.compound)) for m in answer.body.members]


def _compare(answer: Answer) -> list[TsvRow]:
    rows: list[TsvRow] = []
    for d in answer.body.drugs:
        head = {"group": "compared", **_cells(fields.of_drug(d))}
        rows += [{**head, **row} for row in _row_each("item", fields.compared(d))]
    return rows


def _mutation(answer: Answer) -> list[TsvRow]:
    body = answer.body
    others = map(_row, map(fields.other_treatment, body.other_treatments))
    rows = [*map(_row, fields.every_called(body)), *_row_each("group", fields.about_finding(body)), *others]
    return [*({"finding": body.finding, **row} for row in rows), *_members(answer)]


def _drug(answer: Answer) -> list[TsvRow]:
    """The statements on the drug and on every drug of its class, each with what all on its scope come to."""
    body = answer.body
    found: list[Entry] = []
    for claims in body.claims.values():
        found += [fields.drug_claim(body, "claim", c) for c in claims]
    found += [fields.drug_claim(body, "class_claim", c) for c in body.class_claims]
    found += [*map(fields.name, body.names), *map(fields.maker, body.makers)]
    facts = (*fields.at_a_glance(body), *fields.safety(body)) if body.kind in ("tki", "research") else ()
    glance = [{"group": "at_a_glance", **row} for row in _row_each("about", facts)]
    topics = [{"group": "guidance", "text": f"ros1 guidance {topic}"} for topic in body.guidance]
    rows = [*map(_row, found), *glance, *map(_row, map(fields.names_it, body.statements)), *topics]
    return _on_drug(body, rows)


def _on_drug(body: Any, rows: Iterable[TsvRow]) -> list[TsvRow]:
    """A verdict on the drug as a whole stands where a row has none of its own."""
    every = {**_cells(fields.of_drug(body)), "verdict": whole_verdict(body)}
    return [{**every, **row} for row in rows]


def _replaced(body: Any) -> list[TsvRow]:
    """Statements on a drug that later ones replaced; one row says so when there is none."""
    rows = map(_row, map(fields.replaced, body.history)) if body.history else [_NOTHING_REPLACED]
    return _on_drug(body, rows)


_NOTHING_REPLACED = {"group": "replaced", "text": "nothing was replaced"}


def _guidance(answer: Answer) -> list[TsvRow]:
    body = answer.body
    rows = [_row(fields.statement(s)) for s in body.statements]
    rows = rows or [{"group": "not_covered", "text": "these tables hold nothing on it"}]
    rows += [{"group": "topic", "text": topic} for topic in body.topics]
    return [{"topic": body.topic, **row} for row in rows]


def _source(answer: Answer) -> list[TsvRow]:
    body = answer.body
    rows: list[TsvRow] = [{"group": "source", **row} for row in _row_each("kind", fields.about_source(body))]
    rows += [_row(fields.resting(r)) for r in body.used_by]
    return [{"source": body.source, **row} for row in rows]


def _levels(answer: Answer) -> list[TsvRow]:
    return [_row(fields.level(m)) for m in answer.body.levels]


_TABLES: dict[str, Any] = {
    "next-line": (LINES, _lines),
    "first-line": (LINES, _lines),
    "compare": (COMPARE, _compare),
    "mutation": (MUTATION, _mutation),
    "drug": (DRUG, _drug),
    "guidance": (GUIDANCE, _guidance),
    "sources": (SOURCE, _source),
    "levels": (LEVELS, _levels),
}
