"""Which figures and which caveat the brief answer shows of a drug, chosen by rule so that nobody picks cherries.

Nearest is, first that exists: exactly the latest drug as the only ROS1 TKI; that drug among several; as many ROS1 TKIs, or
another than one that this patient did not have alone; any number. Within that: prospective before retrospective; at least ten
patients; most patients; first-hand; the latest cut-off. Never the highest. Earlier cuts of one study are no candidates. A group
under ten (an unknown number counts so) follows a larger, broader one as `few`, and stands without one only where there is none;
one under twenty has the broader one behind it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from ros1cli.answers.calls import of_drug
from ros1cli.answers.evidence import treats_brain
from ros1cli.answers.grouping import wanted
from ros1cli.answers.patient import ENOUGH, chosen, number, of_the_line, prior_of
from ros1cli.answers.question import Question
from ros1cli.answers.shapes import BriefFigure, ChosenCaveat, Highlights, More
from ros1cli.tables.closed_words import (
    AFTER_ROS1_TKI,
    CAVEAT_KINDS,
    CNS_ONLY_ON,
    FIGURE_GROUPS,
    FIRST_LINE,
    FigureStatus,
    ScopeKind,
)
from ros1cli.tables.model import Claim, Drug, Tables

_RESPONSE, _BRAIN, _LASTS = ("ORR",), ("CNS response",), ("PFS", "DOR")
BROAD = 20
"""Patients below which a group has the broader one behind it."""
_DESIGN = {"prospective": 0, None: 1, "retrospective": 2}
"""The order of designs; where nothing is said of it, neither."""


def highlights(tables: Tables, q: Question, drug: Drug, caveats: Sequence[Claim]) -> Highlights:
    """The ids of the claims that the brief answer shows of a drug.

    Args:
        tables: what is known.
        q: the patient.
        drug: the drug, whichever group it is in.
        caveats: the claims that stand as caveats in its row.
    """
    own = _latest_cuts(c for c in chosen(q, of_drug(tables, drug).figures) if _is_candidate(c) and of_the_line(q, c))
    in_finding = [c for c in own if q.on_target and c.scope.kind is ScopeKind.FINDING and c.scope.value in wanted(q)]
    elsewhere = [c for c in own if c.scope.kind is not ScopeKind.FINDING and _of_known_patients(q, c)]
    responses = [c for c in elsewhere if _named(c, _RESPONSE)]
    finding = _best(q, [c for c in in_finding if _named(c, _RESPONSE)])
    nearest, few = _nearest(q, responses)
    broader = _broader(q, nearest, responses)
    in_the_brain = [c for c in elsewhere if _named(c, _BRAIN)] if q.brain or number(q) == "none" else []
    brain = _best(q, _alike_in_the_brain(tables, q, in_the_brain))
    brain_broader = _broader(q, brain, in_the_brain)
    pfs, dor = (_best(q, [c for c in elsewhere if _lasts(c, name)]) for name in _LASTS)
    lasts = pfs or dor
    shown = {c.id for c in (finding, nearest, broader, few) if c}
    others = [c for c in (*in_finding, *responses) if c.id not in shown and _named(c, _RESPONSE)]
    decisive = deciding(q, caveats)
    return Highlights(
        finding=_id(finding),
        nearest=_id(nearest),
        broader=_id(broader),
        few=_id(few),
        brain=_id(brain),
        brain_broader=_id(brain_broader),
        lasts=_id(lasts),
        caveat=_chosen_caveat(drug, decisive),
        more=More(len(others), max(len(caveats) - bool(decisive), 0)),
    )


def _id(c: Claim | None) -> str | None:
    return c.id if c else None


def figure_ids(found: Highlights) -> set[str]:
    """The ids of the highlighted figures."""
    ids = (found.finding, found.nearest, found.broader, found.few, found.brain, found.brain_broader, found.lasts)
    return {claim_id for claim_id in ids if claim_id}


def claims_of(tables: Tables, drug: Drug, found: Highlights) -> tuple[Claim, ...]:
    """The claims that are highlighted, so that they stand among those of the row."""
    ids = figure_ids(found)
    return tuple(c for c in of_drug(tables, drug).claims if c.id in ids)


# -- figures -----------------------------------------------------------------------------------------------------------


def _of_known_patients(q: Question, c: Claim) -> bool:
    """After a ROS1 TKI no figure of patients of whom some had had none, or of whom nobody says (rule 7)."""
    prior = prior_of(c)
    return q.line == FIRST_LINE or prior is None or prior.tkis not in ("mixed", "not_stated")


def _is_candidate(c: Claim) -> bool:
    return c.figure is not None and c.figure.status is FigureStatus.STATED and c.figure.value is not None


def _named(c: Claim, names: Sequence[str]) -> bool:
    return c.figure is not None and c.figure.name in names


def _lasts(c: Claim, name: str) -> bool:
    """A length of time; one whose lower bound is its median cannot be read as such."""
    if c.figure is None or c.figure.name != name or c.figure.unit != "months" or c.figure.value is None:
        return False
    low = re.match(r"[0-9.]+", c.figure.interval or "")
    return low is None or float(low[0]) < c.figure.value


_AS_MANY, _UNKNOWN = 2, 4
"""How near patients are who had had as many ROS1 TKIs; and those of whom the source does not say how many, or who had and had
not."""


def _near(q: Question, c: Claim) -> int:
    """How near the patients of a figure are to this patient: 0 is nearest."""
    prior = prior_of(c)
    latest = q.latest.id if q.latest else None
    if prior is None:
        return _UNKNOWN
    if latest in prior.only and number(q) == "one":
        return 0 if prior.only == (latest,) else 1
    if latest in (*prior.only, *prior.among):
        return 1
    if prior.tkis == number(q) or (prior.other_than and q.received):
        return _AS_MANY
    return 3 if prior.tkis == "any" else _UNKNOWN


def _alike_in_the_brain(tables: Tables, q: Question, claims: Sequence[Claim]) -> list[Claim]:
    """After a ROS1 TKI that treats the brain, figures of patients who had had such a one go before those of any number; who had
    none is not among their patients."""
    penetrant = [c for c in claims if (prior := prior_of(c)) and prior.brain_penetrant]
    others = [c for c in claims if c not in penetrant]
    had_one = any(treats_brain(of_drug(tables, drug).brain) for drug in q.ros1_prior)
    if not penetrant or not had_one:
        return others
    return [c for c in others if _near(q, c) <= _AS_MANY] or penetrant


def _n(c: Claim | None) -> int:
    """How many patients a figure is of; an unknown number counts as none."""
    return (c.figure.n if c and c.figure else None) or 0


def _order(c: Claim, near: int) -> tuple[Any, ...]:
    """Ten or more patients before fewer, then the nearest; among those equally near: design, number, first-hand, the latest
    cut-off."""
    assert c.figure is not None
    design, cut_off = _DESIGN[c.figure.design], _reversed(c.figure.cut_off or "")
    return (_n(c) < ENOUGH, near, design, -_n(c), c.via is not None, cut_off, c.id)


_REVERSED = str.maketrans("0123456789", "9876543210")


def _reversed(day: str) -> str:
    """A later day sorts first, and none last."""
    return day.translate(_REVERSED) or "~"


def _best(q: Question, claims: Iterable[Claim]) -> Claim | None:
    return min(claims, key=lambda c: _order(c, _near(q, c)), default=None)


def _nearest(q: Question, claims: Sequence[Claim]) -> tuple[Claim | None, Claim | None]:
    """The nearest group of ten or more, and a nearer one of fewer, which never stands alone beside a larger one."""
    large = _best(q, [c for c in claims if _n(c) >= ENOUGH])
    small = _best(q, [c for c in claims if _n(c) < ENOUGH])
    if small and large and _near(q, small) >= _near(q, large):
        return large, None
    return large, small


def _broader(q: Question, found: Claim | None, claims: Sequence[Claim]) -> Claim | None:
    """Behind a group under twenty the next nearest of twenty or more; one of which nobody says what came before is none."""
    if found is None or _n(found) >= BROAD:
        return None
    return _best(q, [c for c in claims if _n(c) >= BROAD and _near(q, found) < _near(q, c) < _UNKNOWN])


def _latest_cuts(claims: Iterable[Claim]) -> list[Claim]:
    """The claims without those of which a later cut of the same study is among them."""
    own, cuts = list(claims), defaultdict[object, list[Claim]](list)
    for c in own:
        cuts[_what_of(c)].append(c)
    return [c for c in own if not any(_is_earlier(c, other) for other in cuts[_what_of(c)])]


def _what_of(c: Claim) -> tuple[object, ...]:
    """The study, what it measured, and in whom; a figure of no study is alone."""
    f = c.figure
    return (f.study, f.name, f.prior, c.scope) if f and f.study else (c.id,)


def _is_earlier(c: Claim, other: Claim) -> bool:
    """Whether the other of two figures of one study was cut later. Without a cut-off the dates of the sources tell, but not
    against more patients: a later source may quote an older cut."""
    ours, theirs = (x.figure.cut_off if x.figure else None for x in (c, other))
    if ours is None and theirs is None:
        return _before(c.date, other.date) and _n(c) <= _n(other)
    return _before(ours, theirs)


def _before(day: str | None, other: str | None) -> bool:
    """Whether a day is before another, as far as both are told; a cut-off and the date of a source tell nothing of each other."""
    if day is None or other is None:
        return False
    told = min(len(day), len(other))
    return day[:told] < other[:told]


# -- the caveat --------------------------------------------------------------------------------------------------------


def deciding(q: Question, caveats: Sequence[Claim]) -> Claim | None:
    """The caveat that decides: a condition, then what makes it unlikely to work, the brain, warnings, what was not read, a dose,
    tolerability. Approval and kind of evidence have cells of their own and decide only where there is nothing else."""
    asked = {"brain": q.brain or number(q) == "none"}
    found = [c for c in caveats if c.caveat and asked.get(c.caveat.kind, True) and not _in_the_verdict(q, c)]
    return _first(found, CAVEAT_KINDS)


def _first(caveats: Iterable[Claim], kinds: Sequence[str]) -> Claim | None:
    """The first caveat in the order of these kinds, within a kind by its rank."""
    placed = [(kinds.index(c.caveat.kind), c.caveat.rank, c) for c in caveats if c.caveat]
    return min(placed, key=lambda p: p[:2])[2] if placed else None


def _in_the_verdict(q: Question, c: Claim) -> bool:
    """Growth in the CNS alone makes an option only on a condition, which its verdict says (rule 3)."""
    return q.cns_only and c.scope.value == CNS_ONLY_ON and c.caveat is not None and c.caveat.kind == "condition"


def _chosen_caveat(drug: Drug, c: Claim | None) -> ChosenCaveat | None:
    """Its short and its plain text; of a label's warning those of the whole field, where all its warnings stand."""
    if c is None:
        return None
    fields = drug.use if c.caveat and c.caveat.kind == "warning" else ()
    field = next((s for s in fields if s.field == "warning"), None)
    if field is None:
        return ChosenCaveat(c.id, c.short, c.plain, (c.id,))
    return ChosenCaveat(c.id, field.short, field.plain, field.claims)


# -- without a patient -------------------------------------------------------------------------------------------------

_KINDS = (*_RESPONSE, *_BRAIN, *_LASTS)
_GROUP_OF = dict.fromkeys(("none", "not_stated", "mixed"), FIRST_LINE) | dict.fromkeys(
    ("one", "two_plus", "any"), AFTER_ROS1_TKI
)
_NEAREST_PRIOR = ("none", "one", "any", "two_plus", "not_stated", "mixed")


def brief_figures(tables: Tables, drug: Drug) -> tuple[BriefFigure, ...]:
    """Of each kind and group of patients the figure that stands for it: ten or more patients before fewer, a stated number of
    earlier TKIs before none stated, prospective before retrospective, most patients, first-hand, the latest cut-off; never the
    highest, and no earlier cut of a study."""
    found: dict[tuple[str, str], list[Claim]] = {}
    for c in _latest_cuts(c for c in of_drug(tables, drug).figures if _is_candidate(c)):
        group = _group(c)
        if group and c.figure and (c.figure.name not in _LASTS or _lasts(c, c.figure.name)):
            found.setdefault((group, c.figure.name), []).append(c)
    out = []
    for group in FIGURE_GROUPS:
        for kind in _KINDS:
            claims = sorted(found.get((group, kind), ()), key=_without_patient)
            if claims and claims[0].figure:
                out.append(BriefFigure(group, claims[0].id, claims[0].figure, len(claims) - 1))
    return tuple(out)


def _group(c: Claim) -> str | None:
    """Whose patients a figure is of, those with and without a ROS1 TKI as in a first-line answer; None for a figure of one
    finding or of the laboratory."""
    figure = c.figure
    if figure is None or figure.prior is None or figure.name not in _KINDS or c.scope.kind is ScopeKind.FINDING:
        return None
    if c.scope.value == CNS_ONLY_ON:
        return "cns_only"
    if figure.prior.tkis == "not_stated" and c.scope.value == AFTER_ROS1_TKI:
        return AFTER_ROS1_TKI
    return _GROUP_OF.get(figure.prior.tkis)


def _without_patient(c: Claim) -> tuple[Any, ...]:
    prior = prior_of(c)
    assert prior is not None
    return _order(c, _NEAREST_PRIOR.index(prior.tkis))


def deciding_caveat(drug: Drug, claims: Iterable[Claim]) -> ChosenCaveat | None:
    """The caveat of a drug that decides whatever the patient. Warnings have a line of their own, which says too that a label was
    not read; what the drug does in the brain has one as well, and comes last."""
    said = {"other", "warning"}
    if any(s.field == "warning" for s in drug.use):
        said.add("not_read")
    kinds = [*(kind for kind in CAVEAT_KINDS if kind not in said | {"brain"}), "brain"]
    return _chosen_caveat(drug, _first([c for c in claims if c.caveat and c.caveat.kind in kinds], kinds))
