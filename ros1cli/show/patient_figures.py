"""Figures and approvals as sentences for patients, in the words of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ros1cli.answers.highlights import BROAD
from ros1cli.tables.closed_words import REGIONS, UNRESTRICTED
from ros1cli.tables.figure import Figure, Prior
from ros1cli.tables.plain import filled

if TYPE_CHECKING:
    from ros1cli.answers import shapes
    from ros1cli.tables.model import Approval
    from ros1cli.tables.plain import PlainWords


def sentence(words: str) -> str:
    """Words with a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:].rstrip('.')}."


def in_plain(words: PlainWords, plain: str | None, clinical: str) -> str:
    """The plain text; where there is none the clinician's, marked so."""
    return plain or filled(words.doctors, words=clinical)


def in_terms(words: PlainWords, text: str) -> str:
    """Clinician's words of an answer, each term of the tables in plain words."""
    for clinical, plain in words.terms.items():
        text = text.replace(clinical, plain)
    return text


def told_figures(words: PlainWords, found: Sequence[Figure], on_finding: bool, overall: bool) -> str:
    """Figures of one drug as sentences. That a group is too small is said whole of the first such one.

    Args:
        words: the words for patients.
        found: the figures; the first is of people with the finding when `on_finding`.
        on_finding: see there.
        overall: the others, but those of the brain, are of people with any change, and say so.
    """
    out, few = [], words.figures.few
    for i, figure in enumerate(found):
        own = on_finding and i == 0
        said = _lasted(words, figure) if figure.unit == "months" else _shrank(words, figure, own)
        if figure.n is not None and figure.n < BROAD:
            said, few = f"{said}{few}", words.figures.few_too
        if overall and not own and not figure.on_the_brain:
            said = filled(words.figures.overall, figure=said)
        out.append(sentence(said))
    return " ".join(out)


def _shrank(words: PlainWords, f: Figure, own: bool) -> str:
    """A response, counted where the source counts: `the cancer shrank in 8 of the 13 people with this change`."""
    of = words.figures
    in_the_body = (of.counted, of.percent, of.percent_only)
    in_the_brain = (of.brain_counted, of.brain_percent, of.brain_percent_only)
    counted, percent, percent_only = in_the_brain if f.on_the_brain else in_the_body
    told = percent if f.events is None else counted
    template = percent_only if f.n is None else told
    return filled(template, value=f.value, events=f.events, n=f.n, who=_people(words, f.prior, own))


def _lasted(words: PlainWords, f: Figure) -> str:
    """A median: half of the people longer, half less long. Life without growth of the cancer, or how long a response lasts."""
    of = words.figures
    whole, only = (of.months, of.months_only) if f.name == "PFS" else (of.kept, of.kept_only)
    template = only if f.n is None else whole
    return filled(template, value=f.value, n=f.n, who=_people(words, f.prior, False))


def _people(words: PlainWords, prior: Prior | None, own: bool) -> str:
    """Whose figure it is; it never travels without what they had had before."""
    parts = [words.people.finding] if own else []
    if prior is not None:
        before = _before(words, prior)
        parts.append(f"{before} {words.people.chemo}" if prior.chemo else before)
    return ", ".join(parts)


def _before(words: PlainWords, prior: Prior) -> str:
    if len(prior.only) == 1:
        return filled(words.people.only, drugs=prior.only[0])
    if prior.among:
        return filled(words.people.among, drugs=" or ".join(prior.among))
    if prior.brain_penetrant:
        return words.people.brain
    if prior.other_than:
        return filled(words.people.other_than, drugs=" or ".join(prior.other_than))
    told: str = getattr(words.people, prior.tkis)
    return told


def where_approved(
    words: PlainWords, own: Iterable[Approval], others: Iterable[Approval], regions: Sequence[shapes.Region]
) -> str:
    """Where it is approved for this patient and for whom, where only for others, where it is not, and where nobody looked."""
    of = words.regions
    covered = _by_region(own)
    told = (
        (of.others, [a.region for a in others if a.region not in covered]),
        (of.refused, [r.region for r in regions if r.status == "not_approved"]),
        (of.unknown, [r.region for r in regions if r.status == "not_looked_up"]),
    )
    rest = [filled(template, regions=_named(words, names)) for template, names in told if names]
    return "; ".join([*_by_restriction(words, covered), *rest])


def _by_region(approvals: Iterable[Approval]) -> dict[str | None, str]:
    """What the first approval of each region says of the line."""
    covered: dict[str | None, str] = {}
    for a in approvals:
        covered.setdefault(a.region, a.restriction)
    return covered


def _by_restriction(words: PlainWords, covered: Mapping[str | None, str]) -> list[str]:
    """`in the US, after a ROS1 drug`: the regions of one restriction together, those without one first."""
    by_words: dict[str, list[str | None]] = {words.regions.approved: []}
    for region, restriction in covered.items():
        kind, _, drug = restriction.partition(":")
        template = words.regions.approved if kind in UNRESTRICTED else getattr(words.regions, kind)
        by_words.setdefault(template.replace("{drug}", drug), []).append(region)
    return [filled(template, regions=_named(words, names)) for template, names in by_words.items() if names]


def approved_in(words: PlainWords, drug: str, approvals: Iterable[Approval]) -> str:
    """A drug with where it is approved and for whom."""
    where = "; ".join(_by_restriction(words, _by_region(approvals)))
    return filled(words.regions.also_approved, drug=drug, where=where)


def _named(words: PlainWords, regions: Iterable[str | None]) -> str:
    """Regions in their order, each once, as people call them."""
    held = set(regions)
    names = [getattr(words.regions, r) for r in REGIONS if r in held]
    names += [words.regions.elsewhere] if None in held else []
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
