"""`mutation` and `drug` for patients: what works on a finding, and what a drug did, asks for and may do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Block, Para
from ros1cli.show.brief_drug import fails_by_words
from ros1cli.show.brief_mutation import counted_of
from ros1cli.show.patient import alike, caveat, disputed, first, good_to_know, listed, members, told, what_else
from ros1cli.show.patient_figures import in_plain, in_terms, sentence, told_figures, where_approved
from ros1cli.show.patient_verdicts import on_finding, reason_words
from ros1cli.show.words import PATIENTS, asked_findings, brief_name
from ros1cli.tables.closed_words import FIGURE_GROUPS, SAFETY_FIELDS
from ros1cli.tables.plain import filled

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups

_POSITIVE = ("active", "reduced")
_CASES = 2


def blocks(answer: shapes.Answer) -> list[Block]:
    """One finding, or one drug."""
    return _mutation(answer) if answer.answer == "mutation" else _drug(answer)


# -- mutation ----------------------------------------------------------------------------------------------------------


def _mutation(answer: shapes.Answer) -> list[Block]:
    body: shapes_lookups.FindingAnswer = answer.body
    words, heads = answer.plain, answer.plain.heads
    name = asked_findings(answer.query) or body.finding
    finding = f'"{name}"' if " " in name else name
    return [
        *first(answer),
        *listed(heads.about, _about(answer)),
        *listed(heads.works, _working(answer), words.numbers),
        *listed(heads.does_not_work, alike(_not_working(answer)), words.excluded),
        *listed(heads.no_data, [*_silent(answer), *members(answer), *good_to_know(answer)]),
        *what_else(answer),
        Para(filled(words.next_line, finding=finding), "quiet"),
    ]


def _about(answer: shapes.Answer) -> Iterator[str]:
    body: shapes_lookups.FindingAnswer = answer.body
    of = answer.plain.labels
    if body.frequency:
        yield f"{of.often}: {body.frequency.short or body.frequency.text}"
    seen = [s.short or s.text for s in body.seen_after]
    after = [w if s.drug in w else f"{s.drug}: {w}" for s, w in zip(body.seen_after, seen, strict=True)]
    if after:
        yield f"{of.seen_after}: {'; '.join(after)}"
    if body.found_in:
        yield f"{of.compounds}: {', '.join(body.found_in)}"


def _working(answer: shapes.Answer) -> Iterator[str]:
    """Drugs that may be discussed: in how many people the cancer shrank, or the best cases."""
    for call in _POSITIVE:
        for d in answer.body.drugs[call]:
            if d.group == "option":
                claims = [c for c in d.claims if c.call == call]
                said = [f"{brief_name(d.drug, d.brands)}: {on_finding(answer, call, claims)}.", *_in_people(answer, d)]
                yield " ".join(said)


def _in_people(answer: shapes.Answer, d: shapes_lookups.DrugCall) -> list[str]:
    counted = counted_of(d)
    if counted and counted.figure:
        return [told_figures(answer.plain, [counted.figure], True, False)]
    return told(answer, [c for c in d.claims if c.call in _POSITIVE and c.level in PATIENTS][:_CASES])


def _not_working(answer: shapes.Answer) -> Iterator[tuple[str, str]]:
    """Each drug that is not expected to work, or is not offered, with the reason; those that are only in research last."""
    rows: list[tuple[str, shapes_lookups.DrugCall]] = []
    for call, found in answer.body.drugs.items():
        rows += [(call, d) for d in found]
    for call, d in sorted(rows, key=lambda row: row[1].reason == "research"):
        if d.group == "excluded" or call in ("not_effective", "conflicting"):
            yield brief_name(d.drug, d.brands), reason_words(answer, d.reason, call, d.verdict, d.claims)


def _silent(answer: shapes.Answer) -> Iterator[str]:
    """Drugs without data, one with a warning on the finding apart."""
    bare = []
    for call, found in answer.body.drugs.items():
        for d in found:
            warned = [c.plain for c in d.claims if c.plain and c.about == "warning"]
            if warned and d.group == "no_data":
                yield f"{brief_name(d.drug, d.brands)}: {' '.join(map(sentence, warned))}"
            elif d.group == "no_data" and call not in ("not_effective", "conflicting"):
                bare.append(d.drug)
    if bare:
        yield f"{answer.plain.verdicts.no_data}: {', '.join(bare)}. {answer.plain.unknown}"


# -- drug --------------------------------------------------------------------------------------------------------------


def _drug(answer: shapes.Answer) -> list[Block]:
    body: shapes_lookups.DrugAnswer = answer.body
    heads = answer.plain.heads
    if body.kind not in ("tki", "research"):
        topics = ", ".join(f"ros1 guidance {topic}" for topic in body.guidance)
        return listed(heads.about, [f"{answer.plain.labels.see}: {topics}"])
    fails = f"{answer.plain.labels.found_after}: {fails_by_words(body.fails_by)}"
    return [
        *listed(heads.first, _whole(answer)),
        *listed(heads.about, _known(answer), answer.plain.numbers),
        *listed(heads.use, _use(answer)),
        *listed(heads.no_data, [fails, *disputed(answer)]),
    ]


def _whole(answer: shapes.Answer) -> Iterator[str]:
    """The verdict on the drug as a whole, whatever the finding."""
    body: shapes_lookups.DrugAnswer = answer.body
    whole = next((w for w in body.weighed if w.reason in ("never", "research")), None)
    if whole:
        claims = [c for c in chain.from_iterable(body.claims.values()) if c.scope == "never"]
        yield f"{body.drug}: {reason_words(answer, whole.reason, whole.call, whole.verdict, claims).rstrip('.')}."


def _known(answer: shapes.Answer) -> Iterator[str]:
    """Where it is approved, what it did in whom, the brain, on which findings it works, what to watch for."""
    body: shapes_lookups.DrugAnswer = answer.body
    words, of = answer.plain, answer.plain.labels
    yield f"{of.approved}: {where_approved(words, body.approvals, (), body.regions)}."
    for group in FIGURE_GROUPS:
        if said := _in_group(answer, group):
            yield f"{getattr(of, group)}: {said}"
    brain = {True: words.figures.treats_brain, False: words.figures.not_the_brain, None: words.figures.brain_unknown}
    yield f"{of.brain}: {brain[body.treats_brain]}."
    for label, found in ((of.works, body.active_against), (of.does_not_work, body.not_effective_against)):
        if found:
            yield f"{label}: {in_terms(words, ', '.join(found))}"
    if mind := caveat(answer, body.caveats, body.deciding):
        yield f"{of.mind}: {mind}"


def _in_group(answer: shapes.Answer, group: str) -> str:
    """What all statements on a line of treatment come to, and the figures of it."""
    body: shapes_lookups.DrugAnswer = answer.body
    of = answer.plain.verdicts
    told = {"not_effective": of.line_not_effective, "conflicting": of.conflicting}
    said = [sentence(told[w.call]) for w in body.weighed if w.scope == f"setting:{group}" and w.call in told]
    figures = [f.figure for f in body.brief_figures if f.group == group]
    return " ".join([*said, *([told_figures(answer.plain, figures, False, False)] if figures else [])])


def _use(answer: shapes.Answer) -> Iterator[str]:
    """Each field of its use; of those of which nothing is known that is said once."""
    words, of = answer.plain, answer.plain.labels
    fields = {s.field: s for s in answer.body.safety_shorts}
    by_words: dict[str, list[str]] = {}
    for name in SAFETY_FIELDS:
        held = fields.get(name)
        said = sentence(in_plain(words, held.plain, held.short)) if held else sentence(of.unverified)
        by_words.setdefault(said, []).append(getattr(of, name))
    for said, names in by_words.items():
        yield f"{', '.join(names)}: {said}"
