"""Which sentences of the tables must be said: the circumstances of a question, and the cautions that they call for."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

from ros1cli.answers.calls import POSITIVE
from ros1cli.answers.evidence import approvals, say
from ros1cli.answers.grouping import Placed, target
from ros1cli.answers.patient import ENOUGH
from ros1cli.answers.question import Question
from ros1cli.answers.shapes import Said, Warn
from ros1cli.names.split import Asked
from ros1cli.tables.closed_words import Circumstance, FindingKind, Level
from ros1cli.tables.model import Caution, Statement, Tables

Circumstances = dict[Circumstance, dict[str, str]]
"""The circumstances that hold, each with the words that fill its fields."""
_TAKEN = {"prior": "prior use", "intolerant": "intolerance", "filter": "a filter"}
_TESTED = {
    "none": Circumstance.TESTED_NONE,
    "plasma": Circumstance.TESTED_PLASMA,
    "tissue": Circumstance.TESTED_TISSUE,
}


class Fired(NamedTuple):
    """A caution that must be said, with its sentence."""

    caution: Caution
    said: Said


def fire(tables: Tables, circumstances: Circumstances) -> list[Fired]:
    """The cautions whose circumstance holds, in the order of the tables, the fields of their text filled."""
    replaced = {c.supersedes for c in tables.cautions}
    given: Mapping[Any, Mapping[str, str]] = circumstances  # the words of the tables are those of the enumeration
    out = []
    for caution in tables.cautions:
        holds = [given[word] for word in caution.when if word in given]
        if not holds or caution.id in replaced:
            continue
        barred = any(word in given for word in caution.unless)
        if not barred:
            fields = dict(chain.from_iterable(fields.items() for fields in holds))
            out.append(Fired(caution, _filled(tables, caution, fields)))
    return out


def _filled(tables: Tables, caution: Caution, fields: dict[str, str]) -> Said:
    """The sentence of a caution. That every field of it is filled was checked when the tables were read."""
    cites = [c for c in caution.cites if c.source in tables.sources]
    if "series" in fields:
        cites += [s.cite for s in tables.series if s.drug == fields["drug"] and s.cite.source in tables.sources]
    short, plain = (words.format_map(fields) if words else None for words in (caution.short, caution.plain))
    return say(caution.id, " ".join(caution.text.format_map(fields).split()), cites, short, plain)


def cautions(fired: Sequence[Fired]) -> tuple[Warn, ...]:
    """What must be minded, those to be read first in front."""
    warned = [
        Warn(said.id, said.text, said.sources, said.locators, c.place == "first", said.short, c.head, said.plain)
        for c, said in fired
        if c.place in ("first", "caution")
    ]
    return tuple(sorted(warned, key=lambda w: not w.first))


def said_in(fired: Sequence[Fired], place: str) -> tuple[Said, ...]:
    """What is no caution: what else may be done (`other_treatment`), what the patient may ask the oncologist (`question`)."""
    return tuple(said for c, said in fired if c.place == place)


# -- the circumstances of `next-line` and `first-line` ---------------------------------------------------------------


def circumstances_of(tables: Tables, q: Question, placed: Sequence[Placed], status: str, name: str) -> Circumstances:
    """Every circumstance that holds, with the words for the gaps in its sentences."""
    plain = {
        Circumstance.FIRST_LINE: name == "first-line",
        Circumstance.CNS: q.brain and not q.cns_only,
        Circumstance.CNS_ONLY: q.cns_only,
        Circumstance.LEPTOMENINGEAL: q.leptomeningeal,
        Circumstance.OLIGOPROGRESSION: q.oligoprogression,
        Circumstance.INTOLERANT: bool(q.intolerant),
        Circumstance.SEVERAL_ROS1_TKIS: len(q.ros1_prior) > 1,
        Circumstance.CNS_ONLY_OPTION: any(p.cns_only_setting for p in placed),
        Circumstance.PRIOR_IMMUNOTHERAPY: any("immunotherapy" in d.guidance for d in q.prior),
        Circumstance.MECHANISM_UNKNOWN: status == "mechanism_unknown",
        Circumstance.NOT_PROGRESSED: status == "not_progressed",
    }
    out: Circumstances = {word: {} for word, holds in plain.items() if holds}
    if q.tested:
        out[_TESTED[q.tested]] = {}
    return (
        out
        | by_findings(tables, q)
        | _by_drugs(q, placed)
        | _by_status(tables, q, placed, status)
        | _older_guidelines(tables, q, placed)
        | _series(tables, q, status)
    )


def _by_drugs(q: Question, placed: Sequence[Placed]) -> Circumstances:
    """What the drugs that were taken and those that are excluded bring."""
    out: Circumstances = {}
    carried = [p.drug.id for p in placed if p.carried_from]
    if carried:
        out[Circumstance.MEMBER_NOT_EFFECTIVE] = {"drugs": ", ".join(carried)}
    failed = [p.drug.id for p in placed if p.drug in q.ros1_prior and p.call in POSITIVE and q.on_target]
    if failed:
        out[Circumstance.PRIOR_ACTIVE] = {"findings": target(q), "drugs": ", ".join(failed)}
    if q.not_ros1_active:
        out[Circumstance.NOT_ROS1_ACTIVE] = {"drugs": ", ".join(d.id for d in q.not_ros1_active)}
    return out


def _by_status(tables: Tables, q: Question, placed: Sequence[Placed], status: str) -> Circumstances:
    """What the status brings; neighbours of the finding are named beside options that rest on less than a case."""
    out: Circumstances = {}
    if status == "not_in_tables":
        return not_in_tables(tables, q)
    if status == "no_drug_listed":
        out[Circumstance.NO_DRUG_LISTED] = {"findings": target(q)}
    if status == "none_left":
        taken = [p for p in placed if p.listed and p.reason in _TAKEN]
        by = " and ".join(dict.fromkeys(_TAKEN[p.reason] for p in taken)) or "the rules of the setting"
        out[Circumstance.NONE_LEFT] = {"drugs": ", ".join(p.drug.id for p in taken), "by": by}
    levels = [p.level for p in placed if p.group == "option" and p.level]
    if all(level.rank > Level.CASE.rank for level in levels):
        out |= near(tables, q)
    return out


def not_in_tables(tables: Tables, q: Question) -> Circumstances:
    """The tables hold nothing on the finding."""
    named = ", ".join(_neighbours(tables, q.asked))
    words = f"Named here, but not transferable: {named}." if named else ""
    return {Circumstance.NOT_IN_TABLES: {"findings": target(q), "neighbours": words}}


def near(tables: Tables, q: Question) -> Circumstances:
    """Named findings that share a residue or a member with those asked for, where there are any."""
    named = _neighbours(tables, q.asked)
    return {Circumstance.NEIGHBOURS: {"findings": target(q), "neighbours": ", ".join(named)}} if named else {}


def _neighbours(tables: Tables, asked: Asked) -> list[str]:
    own = set(asked.on_target) | set(asked.alternatives)
    residues = {name[1:-1] for name in own}
    out = []
    for f in tables.findings.values():
        if asked.compound:
            is_near = f.kind is FindingKind.COMPOUND and not own.isdisjoint(f.members)
        else:
            is_near = f.kind is FindingKind.ON_TARGET and f.id[1:-1] in residues
        if is_near and f.id not in (asked.finding, *asked.alternatives):
            out.append(f.id)
    return out


def _older_guidelines(tables: Tables, q: Question, placed: Sequence[Placed]) -> Circumstances:
    """The newest guideline that is shown with an option, where another option was first approved after it: it cannot name it."""
    options = [p for p in placed if p.group == "option"]
    every = chain.from_iterable(p.claims for p in options)
    shown = [c for c in every if c.guideline and c.date and q.line in c.guideline.lines]
    newest = max(shown, key=lambda c: c.date or "", default=None)
    if newest is None or newest.guideline is None:
        return {}
    body, day = newest.guideline.body, newest.date or ""
    named = {c.drug for c in shown if c.guideline and c.guideline.body == body}
    first = {p.drug.id: min((a.date for a in approvals(tables, p.drug) if a.date), default="") for p in options}
    drugs = [drug for drug, since in first.items() if since[: len(day)] > day and drug not in named]
    name = f"{body} {newest.guideline.version or f'as quoted on {day}'}"
    return {Circumstance.GUIDELINE_OLDER: {"guidelines": name, "drugs": ", ".join(drugs)}} if drugs else {}


def _series(tables: Tables, q: Question, status: str) -> Circumstances:
    """What series found after the latest ROS1 TKI, where nobody knows what this cancer resists by; in brief the larger ones."""
    latest = q.latest
    if latest is None or status != "mechanism_unknown":
        return {}
    found = [s for s in tables.series if s.drug == latest.id]
    if not found:
        return {}
    brief = [s.short for s in found if s.n >= ENOUGH] or [s.short for s in found]
    texts, shorts = " ".join(s.text for s in found), "; ".join(brief)
    return {Circumstance.SERIES: {"drug": latest.id, "series": texts, "shorts": shorts}}


# -- the circumstances of findings alone -----------------------------------------------------------------------------


def by_findings(tables: Tables, q: Question) -> Circumstances:
    """The circumstances that the findings alone make."""
    out = by_changes(q)
    if q.on_target:
        out[Circumstance.ON_TARGET] = {}
    off = " + ".join(o.name for o in q.asked.off_target)
    if off and q.on_target:
        out[Circumstance.MIXED] = {"findings": off, "on_target": target(q)}
    elif off:
        out[Circumstance.OFF_TARGET] = {"findings": off}
    for o in q.asked.off_target:
        if o.related:
            out[Circumstance.RELATED_GENE] = {"gene": o.name, "named": o.related}
        elif not o.named:
            out[Circumstance.ANOTHER_CHANGE] = {"change": o.name, "named": ", ".join(o.findings)}
        if any(tables.every_finding[f].kind is FindingKind.TRANSFORMATION for f in o.findings):
            out[Circumstance.TRANSFORMATION] = {}
    if q.asked.without_status:
        out |= _by_no_status(tables, q)
    return out


def by_changes(q: Question) -> Circumstances:
    """Those of the changes of ROS1, and of how they were written."""
    findings = {"findings": target(q)}
    holding = {
        Circumstance.COMPOUND: q.asked.compound,
        Circumstance.ALTERNATIVES: bool(q.asked.alternatives),
        Circumstance.PHASE: q.asked.phase == "trans",
    }
    out = {word: findings for word, holds in holding.items() if holds}
    for typed, other in q.asked.collisions:
        out[Circumstance.MANE_COLLISION] = {"typed": typed, "other": other}
    return out


def _by_no_status(tables: Tables, q: Question) -> Circumstances:
    """Findings that decide nothing: those that tell of prognosis, and those seen at progression."""
    out: Circumstances = {}
    for kind, word in (
        (FindingKind.CO_MUTATION, Circumstance.CO_MUTATION),
        (FindingKind.AT_PROGRESSION, Circumstance.AT_PROGRESSION),
    ):
        of_kind = {f.id for f in tables.every_finding.values() if f.kind is kind}
        names = [o.name for o in q.asked.without_status if of_kind.intersection(o.findings)]
        if names:
            out[word] = {"findings": ", ".join(names)}
    return out


# -- what is known beside a change of ROS1 drug ----------------------------------------------------------------------


def combinations(tables: Tables, q: Question) -> tuple[Said, ...]:
    """What is known of adding or changing a drug for the off-target findings of the question: combinations first, then by
    level, each with its level and the number of patients."""
    asked = set(q.off_target)
    found = [s for s in tables.statements.values() if (s.combines or s.n) and asked.intersection(s.findings)]
    ordered = sorted(found, key=lambda s: (not s.combines, s.level.rank))
    return tuple(say(s.id, f"{_patients(s)}: {s.text}", s.cites, s.short, s.plain) for s in ordered)


def _patients(s: Statement) -> str:
    """What was combined, the level, and of statements on patients how many they were."""
    words = s.level.words
    if s.combines:
        words = f"{' + '.join(s.combines)}, {words}"
    if s.level.rank > Level.CASE.rank:
        return words
    if not s.n:
        return f"{words}, number of patients not given"
    return f"{words}, {s.n} patient{'s' if s.n > 1 else ''}"
