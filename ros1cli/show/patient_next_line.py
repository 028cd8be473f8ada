"""`next-line` and `first-line` for patients: which drugs may be discussed, which not and why, what is not known, what to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ros1cli.answers.highlights import BROAD
from ros1cli.answers.patient import ENOUGH
from ros1cli.show.blocks import Block, Row, Table
from ros1cli.show.brief import short_of
from ros1cli.show.brief_next_line import approved_rows, studied_rows, warning_of
from ros1cli.show.brief_options import cases, deciding_claims, figure_of, finding_words
from ros1cli.show.patient import alike, caveat, first, good_to_know, listed, members, told, what_else
from ros1cli.show.patient_figures import approved_in, sentence, told_figures, where_approved
from ros1cli.show.patient_verdicts import excluded_words, option_verdict
from ros1cli.show.words import GUIDING, PATIENTS, brief_name
from ros1cli.tables.closed_words import About
from ros1cli.tables.plain import filled

if TYPE_CHECKING:
    from ros1cli.answers import shapes


def blocks(answer: shapes.Answer) -> list[Block]:
    """The blocks in their one order; one that is empty is left out."""
    body: shapes.Lines = answer.body
    words = answer.plain
    known = [*_not_known(answer), *members(answer), *_if_found(answer), *good_to_know(answer)]
    return [
        *first(answer),
        *_options(answer),
        *listed(words.heads.untested, _untested(answer), words.untested),
        *listed(words.heads.excluded, alike(_not_next(answer)), words.excluded),
        *listed(words.heads.no_data, known),
        *what_else(answer),
        *listed(words.heads.questions, [short_of(q) for q in body.questions]),
    ]


# -- the drugs that may be discussed -----------------------------------------------------------------------------------


def _options(answer: shapes.Answer) -> list[Block]:
    words, of = answer.plain, answer.plain.labels
    if not answer.body.options:
        return []
    rows = tuple(_option(answer, o) for o in answer.body.options)
    return [Table(words.heads.options, (of.people, of.approved, of.mind), rows, intro=words.numbers)]


def _option(answer: shapes.Answer, o: shapes.Option) -> Row:
    """A drug: the verdict, what it did in others, where it is approved, what to watch for."""
    approved = where_approved(answer.plain, o.approvals, o.approvals_for_others, o.regions)
    cells = (_in_others(answer, o), sentence(approved), caveat(answer, o.caveats, o.highlights.caveat))
    head = f"{brief_name(o.drug, o.brands)}: {option_verdict(answer, o)}."
    return Row(head, tuple((cell,) if cell else () for cell in cells), "option")


def _in_others(answer: shapes.Answer, o: shapes.Option) -> str:
    """What it did in others. In the finding, or the best cases; else in the patients nearest to this one, and how long; in the
    brain where that was asked. Behind a group of few people stands a broader one."""
    of = o.highlights
    on_it = figure_of(o, of.finding)
    ids = [of.finding]
    if not on_it or (on_it.figure.n or 0) < ENOUGH:
        ids += _of_others(o)
    elif (on_it.figure.n or 0) < BROAD:
        ids.append(of.nearest)
    found = (figure_of(o, claim_id) for claim_id in (*ids, of.brain, of.brain_broader))
    figures = [f.figure for f in found if f]
    said = told(answer, cases(answer, o))
    if figures:
        said.append(told_figures(answer.plain, figures, on_it is not None, bool(finding_words(answer))))
    if not said and (o.approvals or any(c.level in (*GUIDING, *PATIENTS) for c in deciding_claims(o))):
        said = [sentence(answer.plain.figures.no_figure)]
    return " ".join([*said, *([] if of.brain or not said else _brain(answer, o))])


def _of_others(o: shapes.Option) -> tuple[str | None, ...]:
    """The response of the nearest patients, that of more behind a group of few, and how long it lasts."""
    of = o.highlights
    nearest = figure_of(o, of.nearest)
    if nearest is None:
        return of.few, of.lasts
    return of.nearest, of.broader if (nearest.figure.n or 0) < BROAD else None, of.lasts


def _brain(answer: shapes.Answer, o: shapes.Option) -> list[str]:
    """Whether it treats the brain, where that was asked or in the first line; not twice where the caveat says it. What is said
    of leptomeningeal disease, where that was asked."""
    of, chosen = answer.plain.figures, o.highlights.caveat
    asked = bool(answer.query.cns and answer.query.cns["brain"]) or answer.answer == "first-line"
    if not asked or (chosen and any(c.id == chosen.id for c in o.cns.claims)):
        return []
    treats = sentence({True: of.treats_brain, False: of.not_the_brain, None: of.brain_unknown}[o.cns.treats_brain])
    return [treats, *(sentence(c.plain) for c in o.cns.claims if c.about == About.LEPTOMENINGEAL.value and c.plain)]


# -- those that are not the next step, and what is not known -----------------------------------------------------------


def _not_next(answer: shapes.Answer) -> Iterator[tuple[str, str]]:
    """Each drug that is no choice here with the reason, those that are only studied last."""
    for e in answer.body.excluded:
        yield brief_name(e.drug, e.brands), excluded_words(answer, e)
    for n in studied_rows(answer):
        yield brief_name(n.drug, n.brands), answer.plain.verdicts.studied


def _untested(answer: shapes.Answer) -> Iterator[str]:
    """Approved drugs that were not tested on the finding: what they did in people with any change, and a warning."""
    for n in approved_rows(answer):
        said = warning_of(n)
        found = figure_of(n, n.highlights.nearest)
        parts = told(answer, [said]) if said else []
        if found and (found.figure.n or 0) >= ENOUGH:
            parts.append(told_figures(answer.plain, [found.figure], False, False))
        head = approved_in(answer.plain, brief_name(n.drug, n.brands), n.approvals)
        yield f"{head}: {' '.join(parts or [sentence(answer.plain.verdicts.unknown_on_it)])}"


def _not_known(answer: shapes.Answer) -> Iterator[str]:
    """Drugs without data: one with a warning on the finding has a line of its own."""
    of = answer.plain.verdicts
    elsewhere = {row.drug for row in (*approved_rows(answer), *studied_rows(answer))}
    left = [n for n in answer.body.no_data if n.drug not in elsewhere]
    for n in left:
        if said := warning_of(n):
            yield f"{brief_name(n.drug, n.brands)}: {' '.join(told(answer, [said]))}"
    bare = [n.drug for n in left if not warning_of(n)]
    if bare:
        what = of.no_data if finding_words(answer) else of.no_data_line
        yield f"{what}: {', '.join(bare)}. {answer.plain.unknown}"


def _if_found(answer: shapes.Answer) -> Iterator[str]:
    """Which drugs a mutation would rule out, and of which a source warns there; mutations that say the same share a line."""
    of = answer.plain.verdicts
    by_drugs: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for row in answer.body.if_found:
        for template, drugs in ((of.if_found, row.drugs), (of.if_found_warned, row.warned)):
            if drugs:
                by_drugs.setdefault((template, drugs), []).append(row.finding)
    for (template, drugs), found in by_drugs.items():
        yield filled(template, findings=" or ".join(found), drugs=", ".join(drugs))
