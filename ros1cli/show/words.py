"""Words for single things of an answer: a figure, an approval, a claim with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from ros1cli.answers.patient import ENOUGH
from ros1cli.tables.closed_words import REGIONS, FigureStatus, Level
from ros1cli.tables.figure import Figure, Prior
from ros1cli.tables.model import Approval

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups

_Said = TypeVar("_Said")
_Thing = TypeVar("_Thing")
_RESULT_UNITS = ("%", "months")  # of patients: these figures need their N


def noted(words: str, *notes: str | None) -> str:
    """Words with what stands in brackets behind them; nothing when there is no note."""
    inside = "; ".join(note for note in notes if note)
    return f"{words} ({inside})" if inside else words


def named(drug: str, brands: Sequence[str], codes: Sequence[str]) -> str:
    """The INN with its brands, or with its codes when it has no brand."""
    return noted(drug, ", ".join(brands or codes))


_WITHOUT_VALUE = {
    FigureStatus.NONE: "no (the source says no; that is not 0%)",
    FigureStatus.NOT_AVAILABLE: "not available (N/A)",
    FigureStatus.NOT_STATED: "no figure given",
    FigureStatus.NOT_REACHED: "not reached (NR)",
    FigureStatus.NOT_ESTIMABLE: "not estimable",
}


def figure_words(f: Figure) -> str:
    """A figure with what it needs to be read rightly, as `79% (N=71)`."""
    words = _WITHOUT_VALUE.get(f.status) or _stated(f)
    where = (
        f.line,
        f.population,
        f"after {f.after}" if f.after else None,
        f"cut-off {f.cut_off}" if f.cut_off else None,
        f.note,
    )
    told = "; ".join(w for w in where if w)
    return f"{words} [{told}]" if told and f.status is not FigureStatus.NOT_STATED else words


def _stated(f: Figure) -> str:
    if f.value is None:
        return noted(_with_unit(f.interval, f.unit), "a span, no single value", number_words(f))
    few = "fewer than 10 patients" if f.n is not None and f.n < ENOUGH else ""
    return noted(_with_unit(f.value, f.unit), number_words(f), f.interval, few)


def _with_unit(value: Any, unit: str | None) -> str:
    return f"{value}{'' if unit in ('%', '', None) else ' '}{unit or ''}"


def number_words(f: Figure) -> str:
    """How many patients: `10/17`, `N=17`, or that none is given where a figure of patients needs it."""
    if f.n is None:
        return "N not given" if f.unit in _RESULT_UNITS else ""
    return f"{f.events}/{f.n}" if f.events is not None else f"N={f.n}"


def claim_words(c: shapes.ShownClaim) -> str:
    """A claim with its call, level and place."""
    call = f"{c.call.replace('_', ' ')}, " if c.call else ""
    figure = f" {c.figure.name}: {figure_words(c.figure)}." if c.figure else ""
    return f"{call}{kind_of_evidence(c).replace('_', ' ')}: {c.text}{figure}{cite(c)}"


def against_words(call: str, c: shapes.ShownClaim) -> str:
    """A claim under a drug that is excluded; one that says otherwise is marked, so that it is not read alone."""
    otherwise = call in ("not_effective", "conflicting") and c.call in ("active", "reduced")
    return f"{'SAYS OTHERWISE, does not decide: ' if otherwise else ''}{claim_words(c)}"


def verdict_words(group: str | None, verdict: str) -> str:
    """A verdict, the word first that says that the drug is no option."""
    if group == "excluded":
        return verdict if verdict.startswith("UNRESOLVED") else f"EXCLUDED: {verdict}"
    return f"not an option: {verdict}" if group in ("no_data", "studied_only") else verdict


def whole_verdict(body: shapes_lookups.DrugAnswer) -> str | None:
    """The verdict on a drug as a whole: never to be used, or a research compound; None where it depends on the finding."""
    whole = next((w for w in body.weighed if w.reason in ("never", "research")), None)
    return verdict_words(whole.group, whole.verdict) if whole else None


def cite(record: Any) -> str:
    """Where a record was read, and through what when that was second-hand."""
    return _place(record.source, record.locator, getattr(record, "via", None))


def _place(source: str, locator: str, via: str | None = None) -> str:
    return f" [{source}: {locator}{f'; second-hand: {via}' if via else ''}]"


def said_words(
    s: shapes.Said | shapes.Warn | shapes.Side | shapes_lookups.ShownStatement | shapes_lookups.ShownTerm,
) -> str:
    """A sentence with its places."""
    return s.text + "".join(_place(source, where) for source, where in zip(s.sources, s.locators, strict=True))


def sourced_figure(f: Figure) -> str:
    """A figure with where it was read."""
    via = f"; second-hand: {f.via}" if f.via else ""
    return f"{figure_words(f)}{f' [{f.source}{via}]' if f.source else ''}"


def plain_word(word: str) -> str:
    """A closed word of the tables as a person writes it."""
    return word.replace("_", " ")


def scope_words(scope: str) -> str:
    """What a statement holds for: a line, a setting, a class."""
    return plain_word(scope.removeprefix("setting:"))


def source_line(s: shapes.ShownSource) -> str:
    """A source in one line."""
    via = f", read through {s.via}" if s.via else ""
    return f"{s.id}: {s.publisher}, {s.title}, {s.date or 'no date printed'}{via}"


def nucleotide_words(n: shapes_lookups.ShownNucleotides) -> str:
    """The c. and g. names of a change, with how they are known."""
    genomic = ", ".join(f"{build} {name}" for build, name in n.genomic.items() if name) if n.genomic else ""
    names = ", ".join(name for name in (n.coding, n.coding_mane_select, genomic) if name)
    return f"{n.change}: {names or 'not given'} ({n.status}{f', {n.basis}' if n.basis else ''})"


def regions_words(regions: Iterable[shapes.Region]) -> list[str]:
    """Where a source says that a drug is not approved for ROS1, and where nobody looked: never the one for the other."""
    refused = [f"{r.region} [{r.source}]" for r in regions if r.status == "not_approved" and r.source]
    unknown = [r.region for r in regions if r.status == "not_looked_up"]
    out = [f"not approved for ROS1 in {', '.join(refused)}"] if refused else []
    return [*out, f"approval not looked up in {', '.join(unknown)}"] if unknown else out


def gathered(pairs: Iterable[tuple[_Said, _Thing]]) -> dict[_Said, list[_Thing]]:
    """Things by what is said of them, in their order: those of which the same is said share a line."""
    out: dict[_Said, list[_Thing]] = {}
    for said, thing in pairs:
        out.setdefault(said, []).append(thing)
    return out


# -- the brief answer ----------------------------------------------------------------------------------------------------

RANK = {level.value: level.rank for level in Level}
"""The strength of each kind of evidence, 0 the strongest."""
GUIDING, PATIENTS = ("label", "guideline"), ("trial", "case", "anecdote")
"""Kinds of evidence: of those who advise, and with patients."""
_LEVELS = {"in_vitro": "cells", "expert": "expert opinion", "retrospective": "retrospective series"}
_BEFORE = {
    "none": "TKI-naive",
    "one": "after one TKI",
    "two_plus": "after two or more TKIs",
    "any": "1+ TKIs",
    "mixed": "with and without an earlier TKI",
    "not_stated": "earlier TKIs not stated",
}
TREATS: dict[bool | None, str] = {True: "treats it, no figure", False: "does NOT treat it"}
"""What a drug does in the brain, where no figure says it."""
RESTRICTIONS = {
    "any_line": "any line",
    "not_restricted": "not restricted",
    "not_stated": "line not stated",
    "after_ros1_tki": "after a ROS1 TKI",
    "no_ros1_tki": "no ROS1 TKI before",
}


def member_drugs(m: shapes.MemberNote, drugs: Iterable[str]) -> str:
    """Drugs of one call on a member, the research compounds among them apart."""
    words = [", ".join(d for d in drugs if d not in m.research), ", ".join(d for d in drugs if d in m.research)]
    return noted(words[0], words[1] and f"research only: {words[1]}").strip()


def assumed(answer: shapes.Answer, more: str = "") -> str:
    """The assumption in brief, `more` that holds of the whole answer, and what the star means."""
    return f"Assumed: {answer.brief.assumption}{f' {more}' if more else ''}  {answer.brief.second_hand}"


def plural(n: int, word: str) -> str:
    """A number of things: `1 caveat`, `2 caveats`."""
    return f"{n} {word}{'' if n == 1 else 's'}"


def brief_name(drug: str, brands: Sequence[str], codes: Sequence[str] = ()) -> str:
    """The INN with its first brand, or with its first code when it has no brand."""
    return named(drug, brands[:1], codes[:1])


def one_spelling(interval: str) -> str:
    """An interval as the screen spells it, whatever the source did: `33-82`."""
    return re.sub(r"\s*(?:,|–|—|\bto\b|-)\s*", "-", interval.strip().removesuffix("%"))


def on_screen(value: Any) -> Any:
    """An answer with every interval in the one spelling of the screen; JSON and TSV keep that of the source."""
    if isinstance(value, Figure) and value.interval:
        return value._replace(interval=one_spelling(value.interval))
    if isinstance(value, dict):
        return {key: on_screen(held) for key, held in value.items()}
    if isinstance(value, tuple):
        make = getattr(value, "_make", tuple)
        return make(map(on_screen, value))
    return value


def amount(f: Figure) -> str:
    """The value alone: `59%`, `9.0 months`."""
    return _with_unit(f.value, f.unit) if f.value is not None else one_spelling(f.interval or "")


def brief_figure(f: Figure) -> str:
    """`59% (10/17; 33-82)`; fewer than ten patients are counted: `few: 8/9`, and an N that nobody gives is said."""
    if f.n is not None and f.n < ENOUGH and f.events is not None:
        return f"few: {f.events}/{f.n}"
    few = "few: " if f.n is not None and f.n < ENOUGH else ""
    interval = one_spelling(f.interval) if f.interval and f.value is not None else ""
    return noted(f"{few}{amount(f)}", number_words(f), interval)


def length(f: Figure) -> str:
    """How long something lasts: `9.0 months (N=56; 6.8-19.6)`; a number that no source gives is not said once more."""
    number = number_words(f) if f.n is not None else ""
    return noted(amount(f), number, one_spelling(f.interval) if f.interval else "")


def population_words(f: Figure) -> str:
    """What the patients of a figure had had before: it stands in the same cell as the figure."""
    if f.prior is None:
        return ""
    if len(f.prior.only) == 1:
        words = f"{f.prior.only[0]} only"
    elif f.prior.among:
        joined = (" and " if f.n == 1 else " or ").join(f.prior.among)
        words = f"after {joined} among others"
    elif f.prior.brain_penetrant:
        words = "after a TKI that treats the brain"
    elif f.prior.other_than:
        words = f"{_BEFORE[f.prior.tkis]}, not {' or '.join(f.prior.other_than)} alone"
    else:
        words = _BEFORE[f.prior.tkis]
    return f"{words}, and chemotherapy" if f.prior.chemo else words


_HOW_MANY = {
    "none": "without an earlier ROS1 TKI",
    "one": "after one ROS1 TKI",
    "two_plus": "after two or more ROS1 TKIs",
    "any": "after one or more ROS1 TKIs",
    "mixed": "with and without an earlier ROS1 TKI",
    "not_stated": "earlier ROS1 TKIs not stated",
}
_CHEMO = {True: "and chemotherapy", False: "no chemotherapy", None: "chemotherapy not stated"}


def patients_words(prior: Prior | None) -> str:
    """Whose patients a group of figures is of: all that is known of what they had had before, and what is not."""
    if prior is None:
        return "earlier treatment not stated"
    words = [_HOW_MANY[prior.tkis]]
    if prior.only:
        words = [f"after {' or '.join(prior.only)} only"]
    if prior.among:
        words.append(f"{' or '.join(prior.among)} among them")
    words += [f"not {' or '.join(prior.other_than)} alone"] if prior.other_than else []
    words += ["one that treats the brain"] if prior.brain_penetrant else []
    return ", ".join([*words, _CHEMO[prior.chemo]])


def starred(word: str, second_hand: bool) -> str:
    """The one sign of what was read second-hand."""
    return f"{word}*" if second_hand and not word.endswith("*") else word


def source_short(answer: shapes.Answer, source: str, via: str | None = None) -> str:
    """A source by the short name of what was read."""
    found = next((s for s in answer.sources if s.id == source), None)
    return starred((found and found.short) or source, bool(via or (found and found.via)))


def second_hand(answer: shapes.Answer, c: shapes.ShownClaim) -> bool:
    """Whether the source of a statement was read through another, or says so of itself."""
    return source_short(answer, c.source, c.via).endswith("*")


def kinds_words(answer: shapes.Answer, claims: Sequence[shapes.ShownClaim]) -> str:
    """The kinds of evidence of statements, strongest first, each with the star when all of it was read second-hand; guidelines
    that are weak say so, and those that hold in a case of brain involvement alone name it."""
    kinds: dict[str, list[shapes.ShownClaim]] = {}
    guidelines = [c.guideline for c in claims if c.guideline]
    weak = bool(guidelines) and all(g.strength == "weak" for g in guidelines)
    cases = dict.fromkeys(g.condition for g in guidelines if g.condition and all(g.when for g in guidelines))
    for c in sorted(claims, key=lambda c: (RANK[c.level], kind_of_evidence(c) != c.level)):
        kind = kind_of_evidence(c)
        kinds.setdefault(f"weak {kind}" if weak and c.guideline else kind, []).append(c)
    words = {kind: evidence_word(kind, all(second_hand(answer, c) for c in own)) for kind, own in kinds.items()}
    return listed(noted(word, *(cases if kinds[kind][0].guideline else ())) for kind, word in words.items())


def strongest(claims: Iterable[shapes.ShownClaim]) -> list[shapes.ShownClaim]:
    """The statements of the strongest kind of evidence among these."""
    own = list(claims)
    best = min((RANK[c.level] for c in own), default=None)
    return [c for c in own if RANK[c.level] == best]


def kinds_of(answer: shapes.Answer, claims: Iterable[shapes.ShownClaim], call: str) -> str:
    """The kinds of evidence for a call, each with its star when all of it was read second-hand; experts and cells only where
    nothing stronger is known."""
    own = [c for c in claims if c.call == call]
    strong = [c for c in own if c.level in (*GUIDING, *PATIENTS)]
    return kinds_words(answer, strong or strongest(own)) or "no statement"


def asked_findings(query: shapes.ShownQuery) -> str:
    """The on-target finding of a question as it can be typed: `A1B/C2D` together, `A1B/C` one or the other."""
    either = query.alternatives
    return "/".join([either[0], *(name[-1] for name in either[1:])]) if either else "/".join(query.mutations)


def if_found_words(drugs: Sequence[str], warned: Sequence[str]) -> str:
    """Which options a finding would rule out, and which are warned of there."""
    words = [f"NOT {', '.join(drugs)}"] if drugs else []
    return "; ".join([*words, *([f"a warning on {', '.join(warned)}"] if warned else [])])


def level_word(level: str) -> str:
    """A kind of evidence as a person says it."""
    return _LEVELS.get(level, level)


def kind_of_evidence(c: shapes.ShownClaim) -> str:
    """Its level; what was found in records afterwards, which the level of trials holds too, is not called a trial."""
    looked_up = c.level == "trial" and c.figure is not None and c.figure.design == "retrospective"
    return "retrospective" if looked_up else c.level


def evidence_word(kind: str, second_hand: bool) -> str:
    """A kind of evidence, with its star when all of it was read second-hand."""
    return starred(level_word(kind), second_hand)


def listed(words: Iterable[str]) -> str:
    """Words as a list: `label, trial and guideline*`."""
    each = list(dict.fromkeys(words))
    return " and ".join([", ".join(each[:-1]), each[-1]] if len(each) > 1 else each)


def restriction_words(restriction: str) -> str:
    """What an approval says of the line."""
    kind, _, drug = restriction.partition(":")
    return f"not after {drug}" if kind == "not_after" else RESTRICTIONS[kind]


_NOT_NAMED = "region not stated"


def by_restriction(approvals: Iterable[Approval]) -> list[str]:
    """`US CN, any line`: the regions of one restriction together."""
    by_words = gathered((restriction_words(a.restriction), a.region or _NOT_NAMED) for a in approvals)
    order = (*REGIONS, _NOT_NAMED)
    return [f"{' '.join(r for r in order if r in regions)}, {words}" for words, regions in by_words.items()]


def approved_where(known: Sequence[str], regions: Sequence[shapes.Region], if_none: str = "") -> str:
    """The words of approvals, where a drug is not approved, and where nobody looked; `if_none` where that is all. Of a drug that is
    approved elsewhere a no may be out of date: that of its oldest source stands with it."""
    refused = [r.region for r in regions if r.status == "not_approved"]
    unknown = [r.region for r in regions if r.status == "not_looked_up"]
    oldest = min((r.date for r in regions if r.status == "not_approved" and r.date), default=None)
    said = [*known]
    if refused:
        place, since = ("in", oldest and f"source {oldest}") if known else ("for ROS1 in", None)
        said.append(noted(f"NOT {place} {' '.join(refused)}", since))
    if unknown:
        said += ["" if any(said) else if_none, f"{' '.join(unknown)} not looked up"]
    return "; ".join(w for w in said if w)
