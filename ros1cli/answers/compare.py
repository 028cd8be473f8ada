"""`compare`: what the tables hold on several drugs, side by side, never a ranking."""

from collections.abc import Sequence
from itertools import chain

from ros1cli.answers import evidence
from ros1cli.answers.calls import call_for_finding, never, of_drug
from ros1cli.answers.cautions import cautions, fire
from ros1cli.answers.highlights import brief_figures, deciding_caveat
from ros1cli.answers.shapes import Answer, ShownQuery
from ros1cli.answers.shapes_lookups import ComparedDrug, Comparison, DrugRecord
from ros1cli.answers.weighed import weighed
from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.drugs import read_drug
from ros1cli.tables.closed_words import LINES, About, Call, Circumstance, DrugKind, FigureStatus, ScopeKind, class_words
from ros1cli.tables.figure import Figure
from ros1cli.tables.model import Claim, Drug, Finding, Tables

_SETTINGS = tuple(f"{ScopeKind.SETTING.value}:{line}" for line in LINES)
_POSITIONS = (About.APPROVAL, About.GUIDELINE, About.TRIAL, About.ROLE)
FIGURES = ("IC50", "ORR", "CNS response", "PFS", "DOR", "OS")


def compare(tables: Tables, names: Sequence[str], day: str | None = None) -> Answer:
    """Two or more drugs in the order asked.

    Raises:
        NotUnderstood: a name is not known, is no TKI, or fewer than two different drugs are left.
    """
    drugs = [read_tki(tables, name, "has no figures to compare") for name in names]
    distinct = tuple(dict.fromkeys(drugs))
    if len(distinct) < 2:
        _refuse(tables, names, distinct)
    twice = [d for d in distinct if drugs.count(d) > 1]
    body = Comparison(
        cautions=cautions(fire(tables, {Circumstance.COMPARE: {}})),
        drugs=tuple(_column(tables, d) for d in distinct),
        conflicts=evidence.conflicts(tables, *(f"drug:{d.id}" for d in distinct)),
    )
    understood = f"{' and '.join(d.display for d in distinct)}, side by side"
    if twice:
        said = "; ".join(f"{d.id} was given more than once, under its names, and is shown once" for d in twice)
        understood = f"{understood} ({said})"
    return evidence.answer(
        tables,
        "compare",
        body,
        ShownQuery(raw={"drugs": [shown(n) for n in names]}),
        understood=understood,
        status="compared",
        day=day,
    )


def read_tki(tables: Tables, given: str, lacks: str) -> Drug:
    """The ROS1 TKI that was meant.

    Raises:
        NotUnderstood: no drug has this name, or it is no ROS1 TKI; `lacks` says what it has not.
    """
    drug = read_drug(tables, given)
    if drug.kind not in (DrugKind.TKI, DrugKind.RESEARCH):
        topic = drug.guidance[0] if drug.guidance else "about"
        raise NotUnderstood(f"{drug.id} is not a ROS1 TKI and {lacks}; ask `ros1 guidance {topic}`.", given=given)
    return drug


def _refuse(tables: Tables, names: Sequence[str], distinct: Sequence[Drug]) -> None:
    if len(names) < 2:
        known = ", ".join(d.id for d in tables.tkis)
        given = f"only {shown(names[0])} was given" if names else "none was given"
        raise NotUnderstood(
            f"Two or more drugs are needed to compare; {given}. These tables know {known}.",
            given=names[0] if names else None,
        )
    raise NotUnderstood(
        f"{' and '.join(shown(n) for n in names[:6])} are the same drug, {distinct[0].display}; give two different drugs.",
        given=names[-1],
    )


def _column(tables: Tables, drug: Drug) -> ComparedDrug:
    claims = of_drug(tables, drug).claims
    about = {a: [c for c in claims if c.about is a] for a in About}
    positions = [c for c in chain.from_iterable(about[a] for a in _POSITIONS) if not c.approval]
    settings = [
        c for c in claims if c.scope.kind is ScopeKind.SETTING and c.call and not c.figure and c not in positions
    ]
    return ComparedDrug(
        **drug_record(tables, drug),
        lines=evidence.show_claims([*positions, *settings]),
        figures=figures(claims),
        brain=evidence.show_claims(about[About.BRAIN] + about[About.LEPTOMENINGEAL]),
        never=evidence.show_claims(never(tables, drug)),
        caveats=evidence.say_claims(_warnings(claims)),
        comparisons=evidence.show_claims(about[About.COMPARISON] + about[About.NOTE]),
        line_calls=tuple(w for w in weighed(tables, drug) if w.scope in _SETTINGS),
    )


def drug_record(tables: Tables, drug: Drug) -> DrugRecord:
    """What the tables hold on a drug whatever the patient; `drug` gives the same."""
    claims = of_drug(tables, drug).claims
    on_no_finding = [c for c in claims if c.scope.kind is not ScopeKind.FINDING]
    return DrugRecord(
        **evidence.names_of(drug),
        kind=drug.kind.value,
        makers=evidence.makers(drug),
        approvals=evidence.approvals(tables, drug),
        treats_brain=evidence.treats_brain(claims),
        active_against=against(tables, drug, Call.ACTIVE),
        not_effective_against=against(tables, drug, Call.NOT_EFFECTIVE),
        safety=evidence.safety(tables, drug),
        regions=evidence.regions(tables, drug),
        brief_figures=brief_figures(tables, drug),
        safety_shorts=drug.use,
        deciding=deciding_caveat(drug, on_no_finding),
    )


def _warnings(claims: Sequence[Claim]) -> list[Claim]:
    """Access, and the caveats that every answer carries; those on a mutation stand with the finding."""
    return [c for c in claims if c.about is About.ACCESS or (c.caveat and c.scope.kind is not ScopeKind.FINDING)]


def figures(claims: Sequence[Claim]) -> tuple[Figure, ...]:
    """All figures of a drug; a standard name without one is there with the status not_stated."""
    stated = [c.figure for c in claims if c.figure]
    names = {f.name for f in stated}
    empty = [Figure(name, FigureStatus.NOT_STATED, *[None] * 15) for name in FIGURES if name not in names]
    return tuple(sorted([*stated, *empty], key=_place))


def _place(f: Figure) -> int:
    """The standard names in their order, others behind them."""
    return FIGURES.index(f.name) if f.name in FIGURES else len(FIGURES)


def against(tables: Tables, drug: Drug, call: Call) -> tuple[str, ...]:
    """Findings of the tables against which the drug has this call; a class is named as the class."""
    named = tuple(f.id for f in tables.findings.values() if f.on_target and _named(tables, drug, f, call))
    return (*named, *_class_wide(tables, drug, call))


def _named(tables: Tables, drug: Drug, finding: Finding, call: Call) -> bool:
    decision = call_for_finding(tables, drug, finding.id)
    if call is not Call.NOT_EFFECTIVE and never(tables, drug):
        return False
    return decision.call is call and decision.scope is ScopeKind.FINDING and not decision.carried_from


def _class_wide(tables: Tables, drug: Drug, call: Call) -> tuple[str, ...]:
    claims = [c for c in of_drug(tables, drug).claims if c.scope.kind is ScopeKind.CLASS and c.call is call]
    return tuple(dict.fromkeys(class_words(c.scope.value) for c in claims))
