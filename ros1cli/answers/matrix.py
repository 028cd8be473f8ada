"""`matrix`: drugs by findings at a glance, each cell the call of every other command; and the pairs of which no test is held."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from ros1cli.answers import evidence
from ros1cli.answers.calls import decide, on_findings, on_scope, unique
from ros1cli.answers.cautions import cautions, fire
from ros1cli.answers.compare import read_tki
from ros1cli.answers.grouping import Placed, known, place, target, wanted
from ros1cli.answers.mutation import Called, called, one_finding, patients
from ros1cli.answers.next_line import caveat_claims
from ros1cli.answers.question import Question
from ros1cli.answers.series import seen_after
from ros1cli.answers.shapes import Answer, ShownQuery
from ros1cli.answers.shapes_matrix import DRUG_MARKS, Matrix, MatrixCell, MatrixDrug, MatrixFinding, MatrixGap
from ros1cli.answers.weighed import alone, verdict
from ros1cli.errors import NotUnderstood, as_typed
from ros1cli.names.split import Asked
from ros1cli.tables.closed_words import ON_TARGET, Call, Circumstance, DrugKind, FindingKind, Level, ScopeKind
from ros1cli.tables.model import Claim, Drug, Finding, Tables

_TESTS = (Level.TRIAL, Level.CASE, Level.IN_VITRO, Level.ANECDOTE)
"""The levels of a statement for which somebody took the drug, or it was tried in a laboratory."""


class _MatrixRow(NamedTuple):
    """A finding as the question that it alone asks; `finding` is None where the tables hold it as no record of its own."""

    name: str
    q: Question
    finding: Finding | None
    known: bool


def matrix(
    tables: Tables,
    drugs: Sequence[str] = (),
    mutations: Sequence[str] = (),
    gaps: bool = False,
    day: str | None = None,
) -> Answer:
    """Drugs by findings.

    Args:
        tables: what is known, already as of `day`.
        drugs: the columns, by any name; every ROS1 TKI when none is given.
        mutations: the rows, by any name; every on-target finding of the tables when none is given.
        gaps: whether the pairs without a test in these tables were asked about; they stand in every answer.
        day: the --as-of date, only to be said.

    Raises:
        NotUnderstood: a name is not known, is no ROS1 TKI, no on-target finding, or holds several findings.
    """
    columns = _columns(tables, drugs)
    rows = _rows(tables, mutations)
    body = _body(tables, rows, columns)
    return evidence.answer(
        tables,
        "matrix",
        body,
        _query(rows, drugs, mutations, gaps),
        understood=_understood(rows, columns, bool(drugs), bool(mutations), gaps),
        status="known" if any(row.known for row in rows) else "not_in_tables",
        day=day,
    )


def _body(tables: Tables, rows: Sequence[_MatrixRow], columns: Sequence[Drug]) -> Matrix:
    shown_drugs = tuple(_drug(tables, d) for d in columns)
    marks = {d.drug: d.marks for d in shown_drugs}
    weighed: list[tuple[MatrixCell, tuple[Claim, ...]]] = []
    for row in rows:
        weighed += [_cell(tables, row, d, marks[d.id]) for d in columns]
    cells = tuple(cell for cell, _ in weighed)
    behind = unique(*(claims for _, claims in weighed))
    return Matrix(
        cautions=cautions(fire(tables, {Circumstance.COMPARE: {}})),
        drugs=shown_drugs,
        findings=tuple(_finding(tables, row) for row in rows),
        cells=cells,
        gaps=_gaps(tables, rows, columns, cells),
        statements=evidence.show_claims(behind),
        conflicts=evidence.conflicts(tables, *(f"finding:{row.name}" for row in rows)),
    )


# -- what was asked ----------------------------------------------------------------------------------------------------


def _columns(tables: Tables, names: Sequence[str]) -> tuple[Drug, ...]:
    """The drugs asked for in their order, each once; else every ROS1 TKI by name, which ranks nothing."""
    if not names:
        return tuple(sorted(tables.tkis, key=lambda d: d.id))
    found = [read_tki(tables, name, "has no column here") for name in names]
    return tuple({d.id: d for d in found}.values())


def _rows(tables: Tables, names: Sequence[str]) -> tuple[_MatrixRow, ...]:
    """The findings asked for in their order, each once; else every on-target finding of the tables."""
    if not names:
        held = [f for f in tables.findings.values() if f.on_target]
        return tuple(_row(tables, Asked(on_target=f.members)) for f in held)
    rows = [_row(tables, _on_target(tables, name)) for name in names]
    return tuple({row.name: row for row in rows}.values())


def _on_target(tables: Tables, name: str) -> Asked:
    """A name that holds one on-target finding: what is off-target is no matter of one ROS1 TKI or another."""
    asked = one_finding(tables, name, "matrix --mutation")
    for other in (*asked.off_target, *asked.without_status):
        raise NotUnderstood(
            f"{other.name} is no on-target finding and has no row here; ask `ros1 mutation {other.name!r}`.", given=name
        )
    return asked


def _row(tables: Tables, asked: Asked) -> _MatrixRow:
    q = alone(asked)
    name = target(q)
    return _MatrixRow(name, q, tables.findings.get(name), known(tables, q))


def _query(rows: Sequence[_MatrixRow], drugs: Sequence[str], mutations: Sequence[str], gaps: bool) -> ShownQuery:
    raw = {"drug": [as_typed(n) for n in drugs], "mutation": [as_typed(n) for n in mutations], "gaps": gaps}
    given = {key: value for key, value in raw.items() if value}
    return ShownQuery(raw=given, readings=tuple(chain.from_iterable(row.q.asked.readings for row in rows)))


def _understood(rows: Sequence[_MatrixRow], columns: Sequence[Drug], some: bool, chosen: bool, gaps: bool) -> str:
    """Which drugs and which findings, by name where they were chosen."""
    drugs = ", ".join(d.id for d in columns) if some else f"{len(columns)} drugs"
    findings = ", ".join(row.name for row in rows) if chosen else f"{len(rows)} on-target findings"
    told = "; ".join(row.q.asked.told for row in rows if row.q.asked.told)
    what = "pairs without a test in these tables: " if gaps else ""
    return f"{what}{drugs}, on {findings}{f' ({told})' if told else ''}"


# -- columns and rows --------------------------------------------------------------------------------------------------


def _drug(tables: Tables, drug: Drug) -> MatrixDrug:
    """A drug with what holds of it whatever the finding: the judgement of `next-line` without one."""
    found = place(tables, alone(Asked()), drug)
    marks = [found.reason] if found.reason in DRUG_MARKS else []
    if drug.kind is DrugKind.RESEARCH and "research" not in marks:
        marks.append("research")
    whole = decide(on_scope(tables, drug, ScopeKind.CLASS, ON_TARGET))
    marks += ["class"] if whole.call is Call.NOT_EFFECTIVE else []
    said = verdict(found) if marks and found.reason else None
    return MatrixDrug(drug.id, drug.brands, drug.codes, drug.kind.value, tuple(marks), said)


def _finding(tables: Tables, row: _MatrixRow) -> MatrixFinding:
    held = row.finding
    single = FindingKind.COMPOUND if row.q.asked.compound else FindingKind.ON_TARGET
    kind = held.kind if held else single
    frequency = held.frequency.text if held and held.frequency else None
    return MatrixFinding(row.name, kind.value, row.known, frequency, _counted(tables, held))


def _counted(tables: Tables, finding: Finding | None) -> int | None:
    """The largest count of one series; counts of several are never added up."""
    return max((s.events for s in seen_after(tables, finding) if s.events is not None), default=None)


# -- cells -------------------------------------------------------------------------------------------------------------


def _cell(tables: Tables, row: _MatrixRow, drug: Drug, marks: Sequence[str]) -> tuple[MatrixCell, tuple[Claim, ...]]:
    """A cell, and the statements behind it."""
    found, placed = called(tables, row.q, drug), place(tables, row.q, drug)
    beside = caveat_claims(tables, row.q, placed) if placed.group != "excluded" else ()
    counted = patients(tables, row.q, drug, found)
    figure = counted.figure if counted else None
    cell = MatrixCell(
        drug=drug.id,
        finding=row.name,
        call=found.decision.call.value,
        level=found.decision.level.value if found.decision.level and found.decision.call is not Call.NO_DATA else None,
        counted=counted.id if counted else None,
        n=figure.n if figure else None,
        events=figure.events if figure else None,
        marks=_marks(marks, found, placed),
        carried_from=found.decision.carried_from or None,
        group=placed.group,
        reason=placed.reason or None,
        verdict=verdict(placed),
        claims=tuple(c.id for c in sorted(found.claims, key=lambda c: c.level.rank)),
        caveats=tuple(c.id for c in beside),
    )
    return cell, (*found.claims, *beside)


def _marks(of_drug_: Sequence[str], found: Called, placed: Placed) -> tuple[str, ...]:
    """What keeps a letter from being read as an offer, and what it rests on when that is not the finding itself."""
    marks = [m for m in of_drug_ if m != "class" and (m, placed.group) != ("research", "option")]
    whole = found.decision.scope is ScopeKind.CLASS and found.decision.call is not Call.NO_DATA
    marks += ["class"] if whole and "never" not in marks else []
    marks += ["member"] if found.decision.carried_from else []
    return tuple(marks)


# -- what no test is held of --------------------------------------------------------------------------------------------


def _gaps(
    tables: Tables, rows: Sequence[_MatrixRow], columns: Sequence[Drug], cells: Sequence[MatrixCell]
) -> tuple[MatrixGap, ...]:
    """The pairs on which the tables hold no patients and no laboratory, commonest finding first: those with a printed frequency
    before the others, within that by the largest count of one series, then those seen after a drug, then in the order of the
    tables."""
    calls = {(c.finding, c.drug): c.call for c in cells}
    out: list[MatrixGap] = []
    for row in sorted(rows, key=lambda r: _commonness(tables, r.finding)):
        for drug in columns:
            own = on_findings(tables, drug, wanted(row.q))
            if not any(c.level in _TESTS for c in own):
                out.append(MatrixGap(row.name, drug.id, calls[row.name, drug.id], bool(own)))
    return tuple(out)


def _commonness(tables: Tables, finding: Finding | None) -> tuple[bool, int, bool]:
    if finding is None:
        return (True, 0, True)
    seen = seen_after(tables, finding)
    return (finding.frequency is None, -(_counted(tables, finding) or 0), not seen)
