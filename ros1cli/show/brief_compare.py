"""`compare` in a minute: whose patients, figure beside figure, then what limits each drug."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Grid, Line, Part
from ros1cli.show.brief import caution_lines, first_lines, head_of, last_lines, short_of
from ros1cli.show.brief_drug import (
    GROUPS,
    KINDS,
    UNVERIFIED,
    approved_everywhere,
    caveat_cell,
    figure_cell,
    never_line,
    not_in_line,
    research_line,
)
from ros1cli.show.words import TREATS, brief_name, plural

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups

_NONE, _NO_FIGURE = "none named", "no figure"


def parts(answer: shapes.Answer, explain: bool, wide: bool) -> list[Part]:
    """Several drugs side by side, in the order asked."""
    body: shapes_lookups.Comparison = answer.body
    out = first_lines(answer, _title(answer))
    out += _cautions(body.cautions)
    for d in body.drugs:
        out += [*never_line(d.drug, d.never), *research_line(d.drug, d.kind)]
    rows: list[tuple[str, ...]] = []
    for group in ("first_line", "after_ros1_tki"):
        if figures := _figure_rows(answer, group):
            rows += [(GROUPS[group], *("" for _ in body.drugs)), *figures]
    names = (brief_name(d.drug, d.brands) for d in body.drugs)
    out.append(Grid(("", *names), (*rows, *_other_rows(body.drugs)), across=True))
    out += _brain_only(answer)
    return last_lines(answer, out, explain, f"--full   ros1 drug {body.drugs[0].drug}   --json")


def _title(answer: shapes.Answer) -> str:
    """The drugs, each with its first brand, and what else was understood."""
    names = " and ".join(brief_name(d.drug, d.brands) for d in answer.body.drugs)
    return f"{names}{answer.understood.partition('side by side')[2]}"


def _cautions(cautions: Sequence[shapes.Warn]) -> list[Line]:
    """What must be read first stands in one paragraph, the rest under their heads."""
    above = [w for w in cautions if head_of(w) in ("FIRST", "CAUTION")]
    paragraph = [Line("", " ".join(map(short_of, above)), "bold")] if above else []
    return [*paragraph, *caution_lines(w for w in cautions if w not in above)]


def _row(label: str, cells: Iterable[str], empty: str) -> list[tuple[str, ...]]:
    """A row; none when no drug fills it."""
    found = list(cells)
    return [(label, *(cell or empty for cell in found))] if any(found) else []


def _figure_rows(answer: shapes.Answer, group: str) -> list[tuple[str, ...]]:
    """The figures of one group of patients; how long a response lasts only where a drug has no PFS."""
    drugs: tuple[shapes_lookups.ComparedDrug, ...] = answer.body.drugs
    found = [(d, _figures(answer, d, group)) for d in drugs]
    lasting = [next(((kind, figures[kind]) for kind in _LASTS if kind in figures), ("", "")) for _, figures in found]
    held = {kind for kind, _ in lasting}
    words = " or ".join(kind for kind in _LASTS if kind in held)
    long = (f"{kind} {figure}".strip() if " " in words else figure for kind, figure in lasting)
    return [
        *_row("  responded", (_responded(d, group, figures) for d, figures in found), _NO_FIGURE),
        *_row("  brain", (_in_the_brain(d, group, figures) for d, figures in found), _NO_FIGURE),
        *_row(f"  {words}", long, _NO_FIGURE),
    ]


_LASTS = ("PFS", "DOR")


def _figures(answer: shapes.Answer, d: shapes_lookups.ComparedDrug, group: str) -> dict[str, str]:
    """The figures of a drug in one group of patients, by what they tell."""
    own = (f for f in d.brief_figures if f.group == group)
    return {f.figure.name: figure_cell(answer, f).replace(" months", " mo") for f in own}


def _responded(d: shapes_lookups.ComparedDrug, group: str, figures: dict[str, str]) -> str:
    return "; ".join(words for words in (*not_in_line(d.line_calls, group), figures.get("ORR")) if words)


def _in_the_brain(d: shapes_lookups.ComparedDrug, group: str, figures: dict[str, str]) -> str:
    figure = figures.get("CNS response")
    asked = group == "first_line" and (not figure or d.treats_brain is False)
    return "; ".join(words for words in (TREATS.get(d.treats_brain) if asked else "", figure) if words)


def _brain_only(answer: shapes.Answer) -> list[Line]:
    """What a drug did in patients whose brain alone progressed: no other question's figures stand beside these."""
    out = []
    for d in answer.body.drugs:
        figures = _figures(answer, d, "cns_only")
        told = "; ".join(f"{label} {figures[kind]}" for kind, label in KINDS.items() if kind in figures)
        out += [Line(GROUPS["cns_only"], f"progressed, {d.drug}: {told}")] if told else []
    return out


def _other_rows(drugs: Sequence[shapes_lookups.ComparedDrug]) -> list[tuple[str, ...]]:
    """Approval, findings, and what limits each drug."""
    return [
        *_row("APPROVED, ROS1+", map(approved_everywhere, drugs), _NONE),
        *_row("ACTIVE on", (_findings(d.active_against) for d in drugs), _NONE),
        *_row("NOT EFFECTIVE on", (_findings(d.not_effective_against) for d in drugs), _NONE),
        *_row("WARNINGS", (_safety(d, "warning") for d in drugs), UNVERIFIED),
        *_row("COMMON", (_safety(d, "adverse_reactions") for d in drugs), UNVERIFIED),
        *_row("CAVEAT", map(caveat_cell, drugs), _NONE),
    ]


def _findings(names: Sequence[str]) -> str:
    """Single changes by name, compounds by number, a class as the class."""
    single = [n for n in names if "/" not in n and " " not in n]
    compounds = sum("/" in n and " " not in n for n in names)
    counted = [plural(compounds, "compound")] if compounds else []
    classes = [n for n in names if " " in n]
    return "; ".join(w for w in (" ".join(single), *counted, *classes) if w)


def _safety(d: shapes_lookups.ComparedDrug, field: str) -> str:
    return next((s.short for s in d.safety_shorts if s.field == field), "")
