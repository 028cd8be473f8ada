"""`drug` in a minute: where it is approved, what it did, on which findings, what its use needs; and what `compare` shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Line, Part
from ros1cli.show.brief import first_lines, labelled, last_lines, short_of
from ros1cli.show.words import (
    approved_where,
    brief_figure,
    by_restriction,
    gathered,
    kinds_of,
    level_word,
    noted,
    plural,
    population_words,
    source_short,
)
from ros1cli.tables.closed_words import class_words
from ros1cli.tables.model import SafetyShort

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups


def parts(answer: shapes.Answer, explain: bool, wide: bool) -> list[Part]:
    """One drug: where it is approved, what it did, on which findings, what its use needs."""
    body: shapes_lookups.DrugAnswer = answer.body
    out = first_lines(answer, answer.understood)
    out += never_line(body.drug, [c for c in chain.from_iterable(body.claims.values()) if c.scope == "never"])
    out += research_line(body.drug, body.kind)
    named = [*body.brands, *body.codes]
    out += labelled(
        ("NAMES", ", ".join(named) if len(named) > 1 else ""),
        ("MAKER", ", ".join(m.name for m in body.makers)),
    )
    if body.kind not in ("tki", "research"):
        where = ", ".join(f"ros1 guidance {topic}" for topic in body.guidance)
        out.append(Line("", f"Not a ROS1 TKI. {len(body.statements)} statements that name it: {where}"))
        return last_lines(answer, out, explain)
    out.append(Line("APPROVED", approved_everywhere(body)))
    out += labelled(
        *_figure_lines(answer, body),
        ("BRAIN", body.brain_short or brain_words(body.treats_brain)),
        ("ACTIVE on", _on_findings(answer, "active", body.active_against)),
        ("NOT EFFECTIVE on", _on_findings(answer, "not_effective", body.not_effective_against)),
        ("FAILS BY", fails_by_words(body.fails_by) if body.kind == "tki" else ""),
        *_use(body.safety_shorts),
        ("CAVEAT", caveat_cell(body)),
    )
    return last_lines(answer, out, explain, f"ros1 compare {body.drug} DRUG   --full   --json")


def _on_findings(answer: shapes.Answer, call: str, findings: Iterable[str]) -> str:
    """Findings with the kind of evidence on each, so that cells are not read as patients; those of one kind share it."""
    body: shapes_lookups.DrugAnswer = answer.body
    claims = [*chain.from_iterable(body.claims.values()), *body.class_claims]
    by_kind = gathered((kinds_of(answer, (c for c in claims if _subject(c) == name), call), name) for name in findings)
    return "; ".join(noted(", ".join(names), kind) for kind, names in by_kind.items())


def _subject(c: shapes.ShownClaim) -> str:
    """The finding or the class of findings that a statement is on, as a list of findings names it."""
    return c.finding or class_words(c.scope.removeprefix("class:"))


GROUPS = {"first_line": "NO ROS1 TKI BEFORE", "after_ros1_tki": "AFTER A ROS1 TKI", "cns_only": "BRAIN ONLY"}
"""Whose patients a figure is of, as a head."""
KINDS = {"ORR": "responded", "CNS response": "brain", "PFS": "PFS", "DOR": "DOR"}
"""What a figure tells, as a word."""


def figure_cell(answer: shapes.Answer, f: shapes.BriefFigure) -> str:
    """A figure with its patients, its source and how many others there are."""
    figure = f.figure
    more = f" +{f.more}" if f.more else ""
    where = source_short(answer, figure.source, figure.via) if figure.source else ""
    tkis = figure.prior.tkis if figure.prior else ""
    whose = {"none": "", "not_stated": "TKIs not stated"}.get(tkis, population_words(figure))  # the head says the rest
    return " ".join(w for w in (brief_figure(figure), whose, where) if w) + more


def _figure_lines(answer: shapes.Answer, body: shapes_lookups.DrugAnswer) -> Iterator[tuple[str, str]]:
    for group, head in GROUPS.items():
        told = not_in_line(body.weighed, group)
        told += [f"{KINDS[f.figure.name]} {figure_cell(answer, f)}" for f in body.brief_figures if f.group == group]
        yield head, "; ".join(told)


def not_in_line(weighed: Sequence[shapes_lookups.Weighed], group: str) -> list[str]:
    """That all statements on a line of treatment come to: not effective there, or that sources disagree."""
    told = {"not_effective": "not effective", "conflicting": "UNRESOLVED, sources disagree"}
    own = (w for w in weighed if w.scope == f"setting:{group}" and w.call in told)
    return [noted(told[w.call], w.basis and level_word(w.basis)) for w in own]


def never_line(name: str, claims: Sequence[shapes.ShownClaim]) -> list[Line]:
    """That a drug must never be used."""
    return [Line("NEVER", f"{name} — {short_of(c)}", "excluded") for c in claims[:1]]


def research_line(name: str, kind: str) -> list[Line]:
    """That a drug is a research compound, and so no option anywhere."""
    return [Line("NOT OFFERED", f"{name} — a research compound", "excluded")] if kind == "research" else []


def brain_words(treats: bool | None) -> str:
    """Whether a drug treats the brain, as far as the tables agree."""
    return {True: "treats it", False: "does NOT treat it", None: "not known, or not agreed"}[treats]


def fails_by_words(found: shapes_lookups.FailsBy) -> str:
    """What series counted after the drug, or that none was found; what was seen besides is named only then, else counted."""
    counted = [f"{s.short} ({s.method.replace('_', ' ')})" for s in found.series]
    names = list(dict.fromkeys(s.finding for s in found.seen_besides))
    if not counted:
        return "; ".join(["no series found", *([f"seen after it: {', '.join(names)}"] if names else [])])
    return "; ".join([*counted, *([f"{len(names)} more findings seen after it"] if names else [])])


USE = {
    "before_start": "BEFORE",
    "warning": "WARNINGS",
    "adverse_reactions": "COMMON",
    "tolerability": "TOLERATED",
    "dose": "DOSE",
    "food": "FOOD",
    "interaction": "INTERACTS",
    "pregnancy": "PREGNANCY",
    "driving": "DRIVING",
}
"""The fields of safety, as heads."""
_FIELDS = {"before_start": "before starting", "warning": "warnings", "adverse_reactions": "common reactions"}
UNVERIFIED = "not verified in these tables"


def _use(shorts: Sequence[SafetyShort]) -> Iterator[tuple[str, str]]:
    """Each field of safety; fields with the same words share a line, and one of which nothing is known says so."""
    by_field = {s.field: s.short for s in shorts}
    for words, fields in gathered((by_field.get(field, UNVERIFIED), field) for field in USE).items():
        if len(fields) == 1 and words != UNVERIFIED:
            yield USE[fields[0]], words
        else:
            yield "USE", f"{', '.join(_FIELDS.get(f, f) for f in fields)}: {words}"


def caveat_cell(body: shapes_lookups.DrugAnswer | shapes_lookups.ComparedDrug) -> str:
    """The caveat that decides, and how many more there are."""
    chosen = body.deciding
    said = next((c for c in body.caveats if chosen and c.id == chosen.id), None)
    words = (chosen and chosen.short) or (said and said.text) or ""
    more = len(body.caveats) - bool(words)
    return f"{words} +{plural(more, 'caveat')}".strip() if more > 0 else words


def approved_everywhere(d: shapes_lookups.DrugAnswer | shapes_lookups.ComparedDrug) -> str:
    """Where a drug is approved for ROS1 and for which line, where it is not, and where nobody looked."""
    return approved_where(by_restriction(d.approvals), d.regions)
