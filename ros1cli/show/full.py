"""The full answer (`--full`, `--why`) in blocks: which rows stand under which title, in which order, a function a command.

What a row says is worded in `fields`; `text`, `markdown` and `terminal` lay the blocks out. Nothing is left out here: what the
JSON holds is shown, with both sides of each conflict and the rules that fired.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ros1cli.answers import shapes
from ros1cli.answers.evidence import conflicts as conflicts_about
from ros1cli.show import fields
from ros1cli.show.blocks import Block, Para, Row, Table, all_words, in_list, some
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
        out.append(in_list("HISTORY: REPLACED STATEMENTS, not current", past or ["nothing was replaced"]))
    out += some("RULES THAT FIRED", [fields.rule(t).head for t in answer.trace])
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
        rules = [t for t in answer.trace if t.text.startswith((f"{drug}:", f"{drug} "))]
        out += some(f"RULES THAT PLACED {drug}", [fields.rule(t).head for t in rules])
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
    return [Table(title, columns, tuple(Row(e.head, _cells(e), e.tone) for e in entries))]


def _cells(entry: Entry) -> tuple[tuple[str, ...], ...]:
    return tuple(_lines(f) for f in entry.fields if f.label is not None)


def _lines(field: Field) -> tuple[str, ...]:
    """The words of a field, a line each; none where something is missing."""
    if field.words is None or field.words == "":
        return ()
    if isinstance(field.words, bool):
        return ("yes" if field.words else "no",)
    return (field.words,) if isinstance(field.words, str) else tuple(str(words) for words in field.words)


def _labelled(found: Iterable[Field]) -> list[str]:
    """Fields that are a line each, their label before them."""
    lines: list[str] = []
    for field in found:
        label = f"{field.label}: " if field.label else ""
        lines += [f"{label}{words}" for words in _lines(field) if field.label is not None]
    return lines


def _heads(found: Iterable[Entry]) -> list[str]:
    return [entry.head for entry in found]


def _assumed(answer: shapes.Answer) -> list[Block]:
    first = [said_words(w) for w in getattr(answer.body, "cautions", ()) if w.first]
    return [Para(f"Assumed: {answer.assumption}", "quiet"), *some("READ THIS FIRST", first, "caution")]


def _members(answer: shapes.Answer) -> list[Block]:
    compound = answer.query.compound
    title = "EACH MEMBER ALONE: not evidence for the compound" if compound else "EACH OF THE ALTERNATIVES"
    return _table(title, [fields.member(m, compound) for m in answer.body.members])


def _what_else(answer: shapes.Answer) -> list[Block]:
    return some("WHAT ELSE MAY BE DONE", _heads(map(fields.other_treatment, answer.body.other_treatments)))


def _cited(answer: shapes.Answer, printed: Sequence[Block]) -> list[Block]:
    """The sources of what is printed, with the span of their dates, and the notice."""
    words = "\n".join(all_words(printed))
    used = [s for s in answer.sources if f"[{s.id}:" in words or f"[{s.id}]" in words or f"[{s.id};" in words]
    dates = sorted({s.date for s in used if s.date})
    undated = sum(1 for s in used if not s.date)
    span = f"dated {' to '.join(dict.fromkeys((dates[0], dates[-1])))}" if dates else "none dated"
    lines = [f"{source_line(s)}{f', {s.address}' if s.address else ''}" for s in used]
    title = f"SOURCES ({span}{f'; {undated} without a date' if undated else ''})"
    return [*some(title, lines, "quiet"), Para(answer.notice, "quiet")]


# -- a function a command --------------------------------------------------------------------------------------------


def _lines_of_treatment(answer: shapes.Answer) -> list[Block]:
    """What may come next, what may not, and what must be said beside it."""
    body: shapes.Lines = answer.body
    groups: dict[str, list[Entry]] = {}
    for entry in fields.every_placed(body):
        groups.setdefault(entry.group, []).append(entry)
    lost = ", ".join(body.below_case) or "nothing"
    weak = f"Without what is weaker than a case (in vitro, expert, anecdote) this list would lose: {lost}."
    of_all = {c.id: claim_words(c) for e in body.excluded for c in e.claims if not c.drug}
    return [
        Para(_counts(answer), "status"),
        *_assumed(answer),
        *_table(f"OPTIONS ({len(body.options)})", groups.get("option", ())),
        *([Para(weak, "quiet")] if body.options else []),
        *some("IF FOUND", _heads(map(fields.if_found, body.if_found)), "caution"),
        *_table("STUDIED ONLY in this line", groups.get("studied_only", ())),
        *some("OF EVERY ROS1 TKI", of_all.values(), "excluded"),
        *_table(
            "EXCLUDED (not as the next drug; never an instruction to stop a drug that is being taken)",
            groups.get("excluded", ()),
        ),
        *_table("NO DATA (not read as active)", groups.get("no_data", ())),
        *_members(answer),
        *some("CAUTIONS", [said_words(w) for w in body.cautions if not w.first], "caution"),
        *_what_else(answer),
    ]


def _counts(answer: shapes.Answer) -> str:
    body: shapes.Lines = answer.body
    counts = [f"{len(body.options)} option{'' if len(body.options) == 1 else 's'}"]
    counts += [f"{len(body.studied_only)} studied only"] if body.studied_only else []
    counts += [f"{len(body.excluded)} excluded", f"{len(body.no_data)} without data"]
    status = "" if answer.status == "options" else f"{plain_word(answer.status)}: "
    return f"{status}{', '.join(counts)}"


def _compare(answer: shapes.Answer) -> list[Block]:
    """Several drugs side by side, in the order asked; what is known of none is no row."""
    body: shapes.Comparison = answer.body
    columns = [fields.compared(d) for d in body.drugs]
    labels = dict.fromkeys(f.label for column in columns for f in column if f.label is not None)
    rows = tuple(Row(label, tuple(_under(label, column) for column in columns)) for label in labels)
    filled = tuple(
        r._replace(cells=tuple(c or ("none in these tables",) for c in r.cells)) for r in rows if any(r.cells)
    )
    names = tuple(fields.drug_name(d) for d in body.drugs)
    return [*_assumed(answer), Table("SIDE BY SIDE (not a ranking)", names, filled, across=True)]


def _under(label: str, column: Sequence[Field]) -> tuple[str, ...]:
    lines: list[str] = []
    for field in column:
        lines += _lines(field) if field.label == label else ()
    return tuple(lines)


_STATUS = {
    "known": "named in these tables",
    "no_drug_listed": "named in these tables, no drug is listed as active against it",
    "not_in_tables": "not in these tables",
}
_CALLED = {
    "active": "ACTIVE",
    "reduced": "REDUCED",
    "conflicting": "UNRESOLVED (not offered)",
    "not_effective": "NOT EFFECTIVE",
    "no_data": "NO DATA (not read as active)",
}


def _mutation(answer: shapes.Answer) -> list[Block]:
    """One finding: who sees it, and which drugs are active against it, each with every statement."""
    body: shapes.FindingAnswer = answer.body
    entries = fields.every_called(body)
    kind = (body.kind or "").replace("_", "-")
    out: list[Block] = [Para(f"{body.title}: {kind}; {_STATUS[answer.status]}", "status"), *_assumed(answer)]
    out += some("CAUTIONS", [said_words(w) for w in body.cautions if not w.first], "caution")
    out += some("ABOUT IT", _labelled(fields.about_finding(body)))
    for call, title in _CALLED.items():
        out += _table(title, [e for e in entries if e.cell("call") == call])
    return [*out, *_members(answer), *_what_else(answer)]


def _drug(answer: shapes.Answer) -> list[Block]:
    """One drug: what it is known for, and how it is used."""
    body: shapes.DrugAnswer = answer.body
    whole = whole_verdict(body)
    out: list[Block] = [Para(whole, "caution")] if whole else []
    out += _assumed(answer)
    out += some("NAMES", _heads(map(fields.name, body.names)))
    out += some("MAKER OR SPONSOR", _heads(map(fields.maker, body.makers)))
    if body.kind in ("tki", "research"):
        out.append(in_list("AT A GLANCE", _labelled(fields.at_a_glance(body))))
        used = tuple(Row(f.label or "", (_lines(f),)) for f in fields.safety(body))
        out.append(Table("SAFETY AND USE", ("what the sources say",), used))
    else:
        out.append(Para(f"Not a ROS1 TKI. See: {', '.join(f'ros1 guidance {g}' for g in body.guidance)}", "caution"))
    for level, claims in body.claims.items():
        shown = [fields.drug_claim(body, "claim", c) for c in claims if c.about not in body.safety]
        out += some(f"STATEMENTS, EVIDENCE: {level_word(level).upper()}", _heads(shown))
    out += some("OF EVERY ROS1 TKI", map(claim_words, body.class_claims))
    return [*out, *some("GUIDANCE THAT NAMES IT", _heads(map(fields.names_it, body.statements)))]


def _guidance(answer: shapes.Answer) -> list[Block]:
    """What is said on a topic."""
    body: shapes.GuidanceAnswer = answer.body
    if answer.status == "not_in_tables":
        none = f"The sources of these tables do not cover {body.title}: nothing is said on it here."
        return [Para(none, "caution"), in_list("TOPICS THAT ARE COVERED", body.topics)]
    said = in_list(body.title.upper(), _heads(map(fields.statement, body.statements)))
    return [*_assumed(answer), said, *some("TOPICS", [", ".join(body.topics)] if body.topics else [])]


def _source(answer: shapes.Answer) -> list[Block]:
    """One source, and what rests on it."""
    body: shapes.SourceAnswer = answer.body
    about = in_list("SOURCE", _labelled(fields.about_source(body)))
    return [about, *some("WHAT RESTS ON IT", _heads(map(fields.resting, body.used_by)))]


def _levels(answer: shapes.Answer) -> list[Block]:
    """What the levels of evidence mean beside other scales."""
    first = some("READ THIS FIRST", [said_words(w) for w in answer.body.cautions], "caution")
    return [*first, *_table("LEVELS, strongest first", map(fields.level, answer.body.levels))]


_COMMANDS = {
    "next-line": _lines_of_treatment,
    "first-line": _lines_of_treatment,
    "compare": _compare,
    "mutation": _mutation,
    "drug": _drug,
    "guidance": _guidance,
    "sources": _source,
    "levels": _levels,
}


def list_blocks(items: Sequence[Any], tables: Tables, explain: bool) -> list[Block]:
    """A bare list of what there is, without notice; conflicts about what is listed only when asked for."""
    if items and isinstance(items[0], shapes.ListedMutation):
        keys = [f"finding:{i.mutation}" for i in items]
        found = conflicts_about(tables, *keys) if explain else ()
        listed = _table("FINDINGS", map(fields.listed_mutation, items))
        return [*listed, *_table("SOURCES DO NOT AGREE", map(fields.conflict, found))]
    if items and isinstance(items[0], shapes.ListedDrug):
        return _table("DRUGS AND TREATMENTS", map(fields.listed_drug, items))
    if items and isinstance(items[0], shapes.ListedTopic):
        return _table("TOPICS", map(fields.listed_topic, items))
    return [in_list("SOURCES", map(source_line, items))]
