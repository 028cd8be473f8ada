"""`compare` in a minute: whose patients, figure beside figure, then what limits each drug."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ros1cli.show.blocks import Grid, Line, Part
from ros1cli.show.brief import caution_lines, first_lines, head_of, last_lines, short_of
from ros1cli.show.brief_drug import (
    GROUPS,
    KINDS,
    UNVERIFIED,
    approved_everywhere,
    brain_words,
    caveat_cell,
    figure_cell,
    never_line,
    not_in_line,
    research_line,
)
from ros1cli.show.words import brief_name, plural

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups

Fill = Callable[["shapes_lookups.ComparedDrug"], str]
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
    out.append(Grid(("", *names), (*rows, *_other_rows(body)), across=True))
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


def _row(body: shapes_lookups.Comparison, label: str, fill: Fill, empty: str) -> list[tuple[str, ...]]:
    """A row; none when no drug fills it."""
    cells = [fill(d) for d in body.drugs]
    return [(label, *(c or empty for c in cells))] if any(cells) else []


def _figure_rows(answer: shapes.Answer, group: str) -> list[tuple[str, ...]]:
    """The figures of one group of patients; how long a response lasts only where a drug has no PFS."""
    body: shapes_lookups.Comparison = answer.body
    lasts = [_lasts(d, group) for d in body.drugs]
    words = " or ".join(kind for kind in ("PFS", "DOR") if kind in lasts)
    return [
        *_row(body, "  responded", lambda d: _responded(answer, d, group), _NO_FIGURE),
        *_row(body, "  brain", lambda d: _in_the_brain(answer, d, group), _NO_FIGURE),
        *_row(body, f"  {words}", lambda d: _long(answer, d, group, " " in words), _NO_FIGURE),
    ]


def _figure(answer: shapes.Answer, d: shapes_lookups.ComparedDrug, group: str, kind: str) -> list[str]:
    found = next((f for f in d.brief_figures if f.group == group and f.figure.name == kind), None)
    return [figure_cell(answer, found).replace(" months", " mo")] if found else []


def _lasts(d: shapes_lookups.ComparedDrug, group: str) -> str:
    held = [f.figure.name for f in d.brief_figures if f.group == group]
    return next((kind for kind in ("PFS", "DOR") if kind in held), "")


def _responded(answer: shapes.Answer, d: shapes_lookups.ComparedDrug, group: str) -> str:
    return "; ".join([*not_in_line(d.line_calls, group), *_figure(answer, d, group, "ORR")])


def _in_the_brain(answer: shapes.Answer, d: shapes_lookups.ComparedDrug, group: str) -> str:
    figure = _figure(answer, d, group, "CNS response")
    said = [_brain(d)] if group == "first_line" and (not figure or d.treats_brain is False) else []
    return "; ".join(words for words in (*said, *figure) if words)


def _long(answer: shapes.Answer, d: shapes_lookups.ComparedDrug, group: str, mixed: bool) -> str:
    """PFS, else DOR, named where the row holds both."""
    kind = _lasts(d, group)
    return "; ".join(f"{f'{kind} ' if mixed else ''}{words}" for words in _figure(answer, d, group, kind))


def _brain_only(answer: shapes.Answer) -> list[Part]:
    """What a drug did in patients whose brain alone progressed: no other question's figures stand beside these."""
    out: list[Part] = []
    for d in answer.body.drugs:
        told: list[str] = []
        for kind, label in KINDS.items():
            told += [f"{label} {words}" for words in _figure(answer, d, "cns_only", kind)]
        out += [Line(GROUPS["cns_only"], f"progressed, {d.drug}: {'; '.join(told)}")] if told else []
    return out


def _brain(d: shapes_lookups.ComparedDrug) -> str:
    if d.treats_brain is None:
        return ""
    return f"{brain_words(d.treats_brain)}{', no figure' if d.treats_brain else ''}"


def _other_rows(body: shapes_lookups.Comparison) -> list[tuple[str, ...]]:
    """Approval, findings, and what limits each drug."""
    return [
        *_row(body, "APPROVED, ROS1+", approved_everywhere, _NONE),
        *_row(body, "ACTIVE on", lambda d: _findings(d.active_against), _NONE),
        *_row(body, "NOT EFFECTIVE on", lambda d: _findings(d.not_effective_against), _NONE),
        *_row(body, "WARNINGS", lambda d: _safety(d, "warning"), UNVERIFIED),
        *_row(body, "COMMON", lambda d: _safety(d, "adverse_reactions"), UNVERIFIED),
        *_row(body, "CAVEAT", caveat_cell, _NONE),
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
