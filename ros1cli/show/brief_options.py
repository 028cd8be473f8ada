"""The options of a brief answer, as cards or as a grid over the same `highlights`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ros1cli.show.blocks import Card, Grid
from ros1cli.show.words import (
    GUIDING,
    PATIENTS,
    TREATS,
    approved_where,
    brief_figure,
    brief_name,
    by_restriction,
    kinds_words,
    length,
    plural,
    population_words,
    source_short,
)
from ros1cli.tables.figure import Figure
from ros1cli.tables.model import Approval

if TYPE_CHECKING:
    from ros1cli.answers import shapes

_STRONG = (*GUIDING, *PATIENTS)
_POSITIVE = ("active", "reduced")
_NO_PATIENT = {"in_vitro": "CELLS ONLY", "expert": "EXPERT OPINION ONLY"}
_CASES = 2
_APPROVED = "approved for this line"
_NO_FIGURE = "no figure of patients like this one"


class Piece(NamedTuple):
    """Words with whose they are and the source that they rest on; neighbours share what is the same, said once."""

    text: str
    source: str
    population: str = ""


def cards(answer: shapes.Answer, above: int) -> list[Card]:
    """An option a card, in fewer lines where there are many or where much stands `above` them."""
    n = len(answer.body.options)
    crowded = n >= _CROWD or n + above >= _CROWDED_SCREEN
    return [_card(answer, o, crowded and not _laboratory(o)) for o in answer.body.options]


def grid(answer: shapes.Answer) -> Grid:
    """An option a row: what it did in the finding, in patients like this one, in the brain; what to mind."""
    body: shapes.Lines = answer.body
    on = finding_words(answer)
    brain = brain_asked(answer)
    columns = (
        ("OPTIONS", 30),
        (f"responded, {on}" if on else "", 18),
        ("like this patient", 25),
        ("brain responded" if brain else "", 19),
        ("mind this", 19),
    )
    keep = [i for i, (name, _) in enumerate(columns) if name]
    rows = (_cells(answer, o) for o in body.options)
    return Grid(
        columns=tuple(columns[i][0] for i in keep),
        rows=tuple(tuple(row[i] for i in keep) for row in rows),
        ratios=tuple(columns[i][1] for i in keep),
    )


def _card(answer: shapes.Answer, o: shapes.Option, crowded: bool) -> Card:
    verdict = _verdict(answer, o, wide=False)
    caveat, more = caveat_words(o)
    cases = _cases(answer, o)
    on, near = on_finding(answer, o), like_this_one(answer, o)
    if finding_words(answer) and o.highlights.nearest and (o.highlights.finding or not on):
        near[0] = near[0]._replace(text=f"overall {near[0].text}")  # not to be read as of the finding
    found = [*cases, *on, *near]
    brain, approved = _brain(answer, o), approved_words(o)
    if crowded:  # the same words in fewer lines
        found += [p._replace(text=f"brain {p.text}") for p in brain if p.source]
        verdict, approved = _with_approval(verdict, approved), ""
    said = [joined(found, o.highlights.more.figures) or ("" if _laboratory(o) else _NO_FIGURE)]
    if crowded:
        said += [f"brain {p.text}" for p in brain if not p.source and not _caveat_on_brain(o)]
    in_a_line_of_its_own = not crowded and (o.highlights.brain or not (_laboratory(o) or _caveat_on_brain(o)))
    rows = [
        ("patients" if cases else "responded", "; ".join(w for w in said if w)),
        ("brain", joined(brain, 0) if in_a_line_of_its_own else ""),
        ("approved", "" if _laboratory(o) else approved),
        (f"CAVEAT +{more}" if more else "CAVEAT", caveat),
    ]
    return Card(o.drug, f"{_head(o)} {verdict}", tuple((name, text) for name, text in rows if text))


_CROWD, _CROWDED_SCREEN = 5, 7
"""Options, and options with what must be read before them, from which on a card has no line of its own for the brain and for the
approval."""


def _caveat_on_brain(o: shapes.Option) -> bool:
    """The caveat that decides says what the drug does in the brain."""
    return o.highlights.caveat is not None and any(c.id == o.highlights.caveat.id for c in o.cns.claims)


def _with_approval(verdict: str, approved: str) -> str:
    before, line, guided = verdict.partition(_APPROVED)
    if not line:
        return f"{verdict}; approval: {approved}"
    return f"{before}approved {approved}{guided.replace(', ', '; ', 1)}"


def _cells(answer: shapes.Answer, o: shapes.Option) -> tuple[str, ...]:
    where = f"{finding_words(answer)} "
    on = [p._replace(text=p.text.removeprefix(where)) for p in on_finding(answer, o)]
    nobody = f"no patient reported; {_levels(answer, o)}: {o.call}" if _laboratory(o) else ""
    caveat, more = caveat_words(o)
    return (
        f"{_head(o)} {_verdict(answer, o, wide=True)}\n{'approved' if o.approvals else 'approval:'} {approved_words(o)}",
        joined([*_cases(answer, o), *on], 0) or nobody,
        joined(like_this_one(answer, o), o.highlights.more.figures) or _NO_FIGURE,
        joined(_brain(answer, o), 0),
        f"{caveat} +{plural(more, 'caveat')}" if more else caveat,
    )


# -- the title ---------------------------------------------------------------------------------------------------------


def _head(o: shapes.Option) -> str:
    return "REDUCED ACTIVITY, OPTION" if o.call == "reduced" else "OPTION"


def _verdict(answer: shapes.Answer, o: shapes.Option, wide: bool) -> str:
    """The verdict on an option, its drug first; in a grid (`wide`) other cells name the finding and the approval."""
    name, on = brief_name(o.drug, o.brands, o.codes), finding_words(answer)
    if _laboratory(o):
        kind = _NO_PATIENT.get(o.basis, "NO PATIENT")
        words = f"{o.drug if o.brands else name} — {kind}: {o.call} ({_by(answer, o)})"
        where = "not approved for this line" if o.approvals_for_others else "no ROS1 approval known"
        return words if wide else f"{words}; {where}"
    if not on and o.because[0].startswith("only"):
        return f"{name} — ONLY{o.because[0].removeprefix('only')}"
    if not on and o.approvals:
        return f"{name if wide else f'{name} — {_APPROVED}'}{_also_guided(answer, o)}"
    where = f" on {on}" if on else " in this line"
    return f"{name} — {o.call}{'' if wide else where}, {_levels(answer, o)}"


def finding_words(answer: shapes.Answer) -> str:
    """The on-target finding of the question in words; empty when there is none."""
    q = answer.query
    return " or ".join(q.alternatives) if q.alternatives else "/".join(q.mutations)


def deciding_claims(o: shapes.Option) -> list[shapes.ShownClaim]:
    """The statements that call it active: on the finding, or without one on the line."""
    on_finding_ = [c for c in o.claims if c.finding and c.call in _POSITIVE]
    return on_finding_ or [c for c in o.claims if c.call in _POSITIVE]


def _levels(answer: shapes.Answer, o: shapes.Option) -> str:
    """The kinds of evidence that decide, each with its star when all of it was read second-hand."""
    return kinds_words(answer, named_in_the_verdict(o)) or o.basis.replace("_", " ")


def named_in_the_verdict(o: shapes.Option) -> list[shapes.ShownClaim]:
    """The statements whose kinds of evidence the verdict names: with patients, of a label or a guideline, before all others."""
    found = deciding_claims(o)
    return [c for c in found if c.level in _STRONG] or found


def _also_guided(answer: shapes.Answer, o: shapes.Option) -> str:
    bodies = [c for c in o.claims if c.level == "guideline" and c.call in _POSITIVE]
    return f", {kinds_words(answer, bodies)}" if bodies else ""


def _laboratory(o: shapes.Option) -> bool:
    """No approval covers this patient, and no patient and no guideline is known."""
    return not o.approvals and not any(c.level in _STRONG for c in deciding_claims(o))


def _by(answer: shapes.Answer, o: shapes.Option) -> str:
    """Where the strongest statement stands."""
    found = [c for c in deciding_claims(o) if c.level == o.basis] or deciding_claims(o)
    return source_short(answer, found[0].source, found[0].via) if found else "no source"


# -- figures -----------------------------------------------------------------------------------------------------------


class Found(NamedTuple):
    """A highlighted statement with its figure."""

    claim: shapes.ShownClaim
    figure: Figure


def figure_of(row: shapes.Option | shapes.NoData, claim_id: str | None) -> Found | None:
    """A highlighted statement of a row with its figure."""
    claims: Sequence[shapes.ShownClaim] = getattr(row, "claims", ()) or getattr(row, "setting_claims", ())
    found = next((c for c in claims if c.id == claim_id), None)
    return Found(found, found.figure) if found and found.figure else None


def _piece(answer: shapes.Answer, found: Found, *words: str) -> Piece:
    source = source_short(answer, found.claim.source, found.claim.via)
    return Piece(" ".join(words), source, population_words(found.figure))


def on_finding(answer: shapes.Answer, o: shapes.Option) -> list[Piece]:
    """The response in the finding; that no patient with it is reported, where nobody with it is known."""
    where = finding_words(answer)
    found = figure_of(o, o.highlights.finding)
    if found:
        return [_piece(answer, found, where, brief_figure(found.figure))]
    if not where or _laboratory(o) or any(c.level in PATIENTS for c in deciding_claims(o)):
        return []
    return [Piece(f"no patient with {where} reported", "")]


def cases(answer: shapes.Answer, o: shapes.Option) -> list[shapes.ShownClaim]:
    """Where no rate is known in the finding: the best cases; of each alternative its own before a second of another."""
    if not finding_words(answer) or o.highlights.finding:
        return []
    found = [c for c in o.claims if c.finding and c.call in _POSITIVE and c.level in PATIENTS]
    best = {c.finding: c for c in reversed(found)}.values()
    return sorted(found, key=lambda c: c not in best)[:_CASES]


def _cases(answer: shapes.Answer, o: shapes.Option) -> list[Piece]:
    """The best cases, each by its own words and with what came before, never added up; of alternatives with the one it is of."""
    out = []
    for c in cases(answer, o):
        which = f"{c.finding}: " if answer.query.alternatives else ""
        before = f", {population_words(c.figure)}" if c.figure and c.figure.prior else ""
        out.append(Piece(f"{which}{c.short or c.text}{before}", source_short(answer, c.source, c.via)))
    return out


def rates(answer: shapes.Answer, o: shapes.Option | shapes.NoData, *ids: str | None) -> list[Piece]:
    """Highlighted rates of a row, each with its population and its source."""
    found = [f for f in (figure_of(o, claim_id) for claim_id in ids) if f]
    return [_piece(answer, f, brief_figure(f.figure)) for f in found]


def like_this_one(answer: shapes.Answer, o: shapes.Option | shapes.NoData) -> list[Piece]:
    """The response of the nearest patients, a broader group and a nearer one of few behind it, and how long it lasts."""
    out = rates(answer, o, o.highlights.nearest, o.highlights.broader, o.highlights.few)
    if found := figure_of(o, o.highlights.lasts):
        out.append(_piece(answer, found, found.figure.name, length(found.figure)))
    return out


def joined(pieces: Sequence[Piece], more: int) -> str:
    """Pieces, a population and a source once behind all that share them, and how many other figures there are."""
    out = ""
    for piece, after in zip_longest(pieces, pieces[1:]):
        same_source = after is not None and after.source == piece.source
        same = same_source and after is not None and after.population == piece.population != ""
        words = [piece.text, "" if same else piece.population, "" if same_source else _not_said(piece)]
        out += " ".join(w for w in words if w)
        if after:
            out += ", " if same else "; "
    return f"{out} +{more}" if more and out else out


def _not_said(piece: Piece) -> str:
    """The source, unless the words name it themselves, star and all."""
    return "" if piece.source and piece.source.rstrip("*") in piece.text and "*" not in piece.source else piece.source


def brain_asked(answer: shapes.Answer) -> bool:
    """Whether the brain belongs to this answer: it was asked about, or the rules of the first line apply."""
    asked = bool(answer.query.cns and answer.query.cns["brain"]) or answer.answer == "first-line"
    return asked or any(o.highlights.brain for o in answer.body.options)


def _brain(answer: shapes.Answer, o: shapes.Option) -> list[Piece]:
    """What it did in the brain, when that was asked or in the first line."""
    if not brain_asked(answer):
        return []
    if found := rates(answer, o, o.highlights.brain, o.highlights.brain_broader):
        return found
    return [Piece(TREATS.get(o.cns.treats_brain, "not known"), "")]


# -- approval and caveat -----------------------------------------------------------------------------------------------


def approved_words(o: shapes.Option) -> str:
    """Where it is approved for this patient, where only for others, where it is not, and where nobody looked."""
    known = by_restriction(_first_of_each_region(o.approvals))
    own = {a.region for a in o.approvals}
    others = by_restriction(_first_of_each_region([a for a in o.approvals_for_others if a.region not in own]))
    known += [f"not for this patient: {'; '.join(others)}"] if others else []
    return approved_where(known, o.regions, "no approval known")


def _first_of_each_region(approvals: Sequence[Approval]) -> list[Approval]:
    return [a for i, a in enumerate(approvals) if a.region not in {b.region for b in approvals[:i]}]


def caveat_words(o: shapes.Option) -> tuple[str, int]:
    """The caveat that decides, and how many more there are; an option never stands without one that it has."""
    chosen = o.highlights.caveat
    said = next((c for c in o.caveats if chosen is None or c.id == chosen.id), None)
    words = (chosen and chosen.short) or (said and (said.short or said.text)) or ""
    return words, max(len(o.caveats) - 1, 0)
