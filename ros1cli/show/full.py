"""The full answer (`--full`, `--why`) in blocks: which rows stand under which title, in which order, a function a command.

What a row says is worded in `fields`; `text`, `markdown` and `terminal` lay the blocks out. Nothing is left out here: what the
JSON holds is shown, with both sides of each conflict and the rules that fired.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from ros1cli.answers import shapes, shapes_lookups
from ros1cli.answers.evidence import conflicts as conflicts_about
from ros1cli.show import fields, fields_glossary, fields_matrix
from ros1cli.show.blocks import Block, Para, Row, Table, some
from ros1cli.show.fields import Entry, Field
from ros1cli.show.words import claim_words, level_word, on_screen, plain_word, said_words, source_line, whole_verdict

if TYPE_CHECKING:
    from ros1cli.tables.model import Tables


def blocks(answer: shapes.Answer, history: bool = False) -> list[Block]:
    """The whole answer: what was understood first, the notice last. `history`: of a drug also what later statements replaced."""
    answer = on_screen(answer)
    out: list[Block] = [Para(answer.understood, "title"), *_COMMANDS[answer.answer](answer)]
    if history:
        past = [fields.replaced(r).head for r in answer.body.history]
        out += some("HISTORY: REPLACED STATEMENTS, not current", past or ["nothing was replaced"])
    out += _table("RULES THAT FIRED", map(fields.rule, answer.trace))
    out += _table("SOURCES DO NOT AGREE", map(fields.conflict, getattr(answer.body, "conflicts", ())))
    return [*out, *_cited(answer, out)]


def why(answer: shapes.Answer, drugs: Sequence[str]) -> list[Block]:
    """Why each of these drugs is where it is, in an answer of `next-line`, `first-line` or `mutation`: its group, its caveats,
    every statement, the rules that placed it."""
    answer = on_screen(answer)
    entries = fields.every_called(answer.body) if answer.answer == "mutation" else fields.every_placed(answer.body)
    stamp = f"tables of {answer.data.version}, newest {answer.data.newest_source or 'not dated'}"
    out: list[Block] = [Para(answer.understood, "title"), Para(f"{stamp}. Assumed: {answer.assumption}", "quiet")]
    for drug in drugs:
        out += _table(f"WHY {drug}", [e for e in entries if e.cell("drug") == drug]) or [_not_weighed(answer, drug)]
        out += _of_every_drug(e for e in getattr(answer.body, "excluded", ()) if e.drug == drug)
        rules = [t for t in answer.trace if t.text.startswith((f"{drug}:", f"{drug} "))]
        out += _table(f"RULES THAT PLACED {drug}", map(fields.rule, rules))
    return [*out, *_cited(answer, out)]


def _not_weighed(answer: shapes.Answer, drug: str) -> Para:
    asked = f"no drug is weighed against {answer.body.finding} here; ask next-line with this finding."
    return Para(f"{drug}: {asked}", "no_data")


# -- entries and fields as blocks ------------------------------------------------------------------------------------


def _table(title: str, found: Iterable[Entry]) -> list[Block]:
    """Entries of one kind, a cell for each field that has a label; nothing when there are none."""
    entries = list(found)
    if not entries:
        return []
    columns = tuple(f.label for f in entries[0].fields if f.label is not None)
    rows = [Row(e.head, tuple(_lines(f) for f in e.fields if f.label is not None), e.tone) for e in entries]
    return [Table(title, columns, tuple(rows))]


def _lines(field: Field) -> tuple[str, ...]:
    """The words of a field, a line each; none where something is missing."""
    if field.words is None or field.words == "":
        return ()
    if isinstance(field.words, bool):
        return ("yes" if field.words else "no",)
    return (field.words,) if isinstance(field.words, str) else tuple(str(words) for words in field.words)


def _list(title: str, found: Iterable[Field]) -> list[Block]:
    """Fields that are a line each, their label before them."""
    lines = [(f.label, "; ".join(_lines(f))) for f in found if f.label is not None]
    return some(title, [f"{label}: {words}" if label else words for label, words in lines if words])


def _above(answer: shapes.Answer, cautions: Iterable[shapes.Warn]) -> list[Block]:
    """What stands above everything: what is assumed, and what must be read first."""
    first = some("READ THIS FIRST", map(said_words, cautions), "caution")
    return [Para(f"Assumed: {answer.assumption}", "quiet"), *first]


def _members(answer: shapes.Answer) -> list[Block]:
    compound = answer.query.compound
    alone = "EACH MEMBER ALONE: not evidence for the compound" if compound else "EACH OF THE ALTERNATIVES"
    return _table(alone, [fields.member(m, compound) for m in answer.body.members])


def _what_else(answer: shapes.Answer) -> list[Block]:
    return _table("WHAT ELSE MAY BE DONE", [fields.said("other_treatment", s) for s in answer.body.other_treatments])


def _cited(answer: shapes.Answer, printed: Sequence[Block]) -> list[Block]:
    """The sources of what is printed, with the span of their dates, and the notice."""
    words = str(printed)
    used = [s for s in answer.sources if f"[{s.id}:" in words or f"[{s.id}]" in words or f"[{s.id};" in words]
    dates = sorted({s.date for s in used if s.date})
    undated = sum(1 for s in used if not s.date)
    span = f"dated {' to '.join(dict.fromkeys((dates[0], dates[-1])))}" if dates else "none dated"
    lines = [f"{source_line(s)}{f', {s.address}' if s.address else ''}" for s in used]
    title = f"SOURCES ({span}{f'; {undated} without a date' if undated else ''})"
    return [*some(title, lines, "quiet"), Para(answer.notice, "quiet")]


# -- a function a command --------------------------------------------------------------------------------------------


def _next_line(answer: shapes.Answer) -> list[Block]:
    """What may come next, what may not, and what must be said beside it."""
    body: shapes.Lines = answer.body
    drugs = fields.every_placed(body)
    weak = "Without what is weaker than a case (in vitro, expert, anecdote) this list would lose"
    lost = Para(f"{weak}: {', '.join(body.below_case) or 'nothing'}.", "quiet")
    excluded = "EXCLUDED (not as the next drug; never an instruction to stop a drug that is being taken)"
    return [
        Para(_counts(answer), "status"),
        *_above(answer, [w for w in body.cautions if w.first]),
        *_table(f"OPTIONS ({len(body.options)})", [e for e in drugs if e.group == "option"]),
        *([lost] if body.options else []),
        *_table("IF FOUND", map(fields.if_found, body.if_found)),
        *_table("STUDIED ONLY in this line", [e for e in drugs if e.group == "studied_only"]),
        *_of_every_drug(body.excluded),
        *_table(excluded, [e for e in drugs if e.group == "excluded"]),
        *_table("NO DATA (not read as active)", [e for e in drugs if e.group == "no_data"]),
        *_members(answer),
        *some("CAUTIONS", [said_words(w) for w in body.cautions if not w.first], "caution"),
        *_what_else(answer),
        *_table("QUESTIONS TO BRING to the oncologist", [fields.said("question", s) for s in body.questions]),
    ]


def _of_every_drug(rows: Iterable[shapes.Excluded]) -> list[Block]:
    """What excludes each of these as a ROS1 TKI: said once."""
    lines: dict[str, str] = {}
    for e in rows:
        lines |= {c.id: claim_words(c) for c in e.claims if not c.drug}
    return some("OF EVERY ROS1 TKI", lines.values(), "excluded")


def _counts(answer: shapes.Answer) -> str:
    body: shapes.Lines = answer.body
    counts = [f"{len(body.options)} option{'' if len(body.options) == 1 else 's'}"]
    counts += [f"{len(body.studied_only)} studied only"] if body.studied_only else []
    counts += [f"{len(body.excluded)} excluded", f"{len(body.no_data)} without data"]
    return f"{'' if answer.status == 'options' else f'{plain_word(answer.status)}: '}{', '.join(counts)}"


def _compare(answer: shapes.Answer) -> list[Block]:
    """Several drugs side by side, in the order asked; what is known of none is no row."""
    drugs = answer.body.drugs
    columns = [fields.compared(d) for d in drugs]
    cells: dict[str, list[list[str]]] = {}
    for i, column in enumerate(columns):
        for field in column:
            if field.label is not None:
                cells.setdefault(field.label, [[] for _ in drugs])[i] += _lines(field)
    none = ("none in these tables",)
    rows = [Row(label, tuple(tuple(c) or none for c in row)) for label, row in cells.items() if any(row)]
    names = tuple(map(fields.drug_name, drugs))
    return [
        *_above(answer, answer.body.cautions),
        Table("SIDE BY SIDE (not a ranking)", names, tuple(rows), across=True),
    ]


_STATUS = {
    "known": "named in these tables",
    "no_drug_listed": "named in these tables, no drug is listed as active against it",
    "not_in_tables": "not in these tables",
}


def _mutation(answer: shapes.Answer) -> list[Block]:
    """One finding: who sees it, and what each drug is called against it, with every statement."""
    body: shapes_lookups.FindingAnswer = answer.body
    status = f"{body.title}: {(body.kind or '').replace('_', '-')}; {_STATUS[answer.status]}"
    about = _list("ABOUT IT", fields.about_finding(body))
    drugs = _table("EACH DRUG (no data is not read as active)", fields.every_called(body))
    above = [Para(status, "status"), *_above(answer, body.cautions)]
    return [*above, *about, *drugs, *_members(answer), *_what_else(answer)]


def _matrix(answer: shapes.Answer) -> list[Block]:
    """Each pair with every statement, a table a finding; then what no test is held of."""
    body = answer.body
    cells = fields_matrix.every_cell(body)
    out = [*_above(answer, [w for w in body.cautions if w.first])]
    refused = [fields_matrix.row_drug(d).head for d in body.drugs if d.verdict]
    out += some("NOT OFFERED, whatever the finding", refused, "excluded")
    out += _table("FINDINGS", map(fields_matrix.row_finding, body.findings))
    for f in body.findings:
        own = [e for e in cells if e.cell("finding") == f.finding]
        out += _table(f"{f.finding} (no data is not read as active)", own)
    out += some("CAUTIONS", [said_words(w) for w in body.cautions if not w.first], "caution")
    return [*out, *some("NOBODY HAS TESTED (in these tables)", [g.head for g in map(fields_matrix.gap, body.gaps)])]


def _drug(answer: shapes.Answer) -> list[Block]:
    """One drug: what it is known for, and how it is used."""
    body: shapes_lookups.DrugAnswer = answer.body
    whole = whole_verdict(body)
    out: list[Block] = [Para(whole, "caution")] if whole else []
    out += [*_above(answer, ()), *_table("NAMES", map(fields.named_as, body.names))]
    out += _table("MAKER OR SPONSOR", map(fields.named_as, body.makers))
    if body.kind in ("tki", "research"):
        out += _list("AT A GLANCE", fields.at_a_glance(body))
        out += _table("FAILS BY (found after it; not each is shown to resist)", fields.fails_by(body.fails_by))
        used = tuple(Row(f.label or "", (_lines(f),)) for f in fields.safety(body))
        out.append(Table("SAFETY AND USE", ("what the sources say",), used))
    else:
        out.append(Para(f"Not a ROS1 TKI. See: {', '.join(f'ros1 guidance {g}' for g in body.guidance)}", "caution"))
    of_use = set(chain.from_iterable(body.safety.values()))
    for level, claims in body.claims.items():
        shown = [fields.drug_claim(body, "claim", c) for c in claims if c not in of_use]
        out += _table(f"STATEMENTS, EVIDENCE: {level_word(level).upper()}", shown)
    out += some("OF EVERY ROS1 TKI", map(claim_words, body.class_claims))
    out += some("WHAT ITS STATEMENTS COME TO", map(fields.weighed, body.weighed))
    return [*out, *_table("GUIDANCE THAT NAMES IT", map(fields.names_it, body.statements))]


def _guidance(answer: shapes.Answer) -> list[Block]:
    """What is said on a topic."""
    body: shapes_lookups.GuidanceAnswer = answer.body
    if answer.status == "not_in_tables":
        none = f"The sources of these tables do not cover {body.title}: nothing is said on it here."
        return [Para(none, "caution"), *some("TOPICS THAT ARE COVERED", body.topics)]
    topics = some("TOPICS", [", ".join(body.topics)] if body.topics else [])
    return [*_above(answer, ()), *_table(body.title.upper(), map(fields.statement, body.statements)), *topics]


def _source(answer: shapes.Answer) -> list[Block]:
    """One source, and what rests on it."""
    return [
        *_list("SOURCE", fields.about_source(answer.body)),
        *_table("WHAT RESTS ON IT", map(fields.resting, answer.body.used_by)),
    ]


def _glossary(answer: shapes.Answer) -> list[Block]:
    """What a word means, or the words that are explained."""
    if not answer.body.terms:
        return [Para("No word of the glossary holds it.", "caution"), *some("WORDS", [", ".join(answer.body.known)])]
    return [*_above(answer, ()), *_table("GLOSSARY", map(fields_glossary.term, answer.body.terms))]


def _levels(answer: shapes.Answer) -> list[Block]:
    """What the levels of evidence mean beside other scales."""
    first = some("READ THIS FIRST", [said_words(w) for w in answer.body.cautions], "caution")
    return [*first, *_table("LEVELS, strongest first", map(fields.level, answer.body.levels))]


_COMMANDS = {
    "next-line": _next_line,
    "first-line": _next_line,
    "compare": _compare,
    "mutation": _mutation,
    "matrix": _matrix,
    "drug": _drug,
    "guidance": _guidance,
    "sources": _source,
    "glossary": _glossary,
    "levels": _levels,
}


def list_blocks(items: Sequence[Any], tables: Tables, explain: bool) -> list[Block]:
    """A bare list of what there is, without notice; conflicts about what is listed only when asked for."""
    if items and isinstance(items[0], shapes_lookups.ListedMutation):
        keys = [f"finding:{i.mutation}" for i in items]
        found = conflicts_about(tables, *keys) if explain else ()
        listed = _table("FINDINGS", map(fields.listed_mutation, items))
        return [*listed, *_table("SOURCES DO NOT AGREE", map(fields.conflict, found))]
    if items and isinstance(items[0], shapes_lookups.ListedDrug):
        return _table("DRUGS AND TREATMENTS", map(fields.listed_drug, items))
    if items and isinstance(items[0], shapes_lookups.ListedTopic):
        return _table("TOPICS", map(fields.listed_topic, items))
    if items and isinstance(items[0], shapes_lookups.ListedTerm):
        return _table("WORDS", map(fields_glossary.listed, items))
    return some("SOURCES", map(source_line, items))
