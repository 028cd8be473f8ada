"""Figures drawn in HTML: a bar with its interval, or under ten patients a dot for each. The words beside say all of it again.

A drawing is an SVG of numbers alone; no text of a table goes into one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ros1cli.answers.patient import ENOUGH
from ros1cli.show.words import one_spelling
from ros1cli.tables.figure import Figure

if TYPE_CHECKING:
    from ros1cli.show.report import Scale

_ENDS = re.compile(r"([0-9.]+)-(?:([0-9.]+)|N[A-Z])")
"""The ends of an interval; an upper one that was not reached, or is not estimable, is no number."""
_YEAR = 12


def top(scales: Iterable[Scale]) -> int:
    """Where scales of one unit end: at 100%, or at a year behind their longest figure or interval. All of a page end alike, so that
    no bar is longer for its scale alone."""
    longest = 0.0
    for scale in scales:
        if scale.unit == "%":
            return 100
        for shown in scale.figures:
            found = _interval(shown.figure)
            longest = max(longest, shown.figure.value or 0, *(end or 0 for end in found or ()))
    return _YEAR * (int(longest // _YEAR) + 1)


def drawing(f: Figure, end: int) -> str:
    """A figure as an SVG: dots under ten patients, else a bar on a scale from 0 to `end`."""
    if f.value is None:  # a span without a value
        return "<span></span>"
    return _dots(f) if f.n is not None and f.n < ENOUGH else _bar(f, end)


def axis(end: int, unit: str | None) -> str:
    """The numbers under the bars of a group."""
    sign = "%" if unit == "%" else f" {unit or ''}".rstrip()
    return f'<p class="axis"><span><i>0</i><i>{end // 2}</i><i>{end}{sign}</i></span></p>'


def _interval(f: Figure) -> tuple[float, float | None] | None:
    """The ends of its interval as numbers; the upper one is None where it is open."""
    found = _ENDS.fullmatch(one_spelling(f.interval or ""))
    if found is None:
        return None
    return float(found[1]), float(found[2]) if found[2] else None


def _bar(f: Figure, end: int) -> str:
    """A bar; its interval as a line with an end each, an open upper end as a line to the edge. Of an unknown number of patients it
    is hollow."""
    kind = "bar" if f.n is not None else "bar hollow"
    drawn = f'<rect class="{kind}" y="2" width="{_at(f.value or 0, end)}" height="10"/>'
    if found := _interval(f):
        low, high = _at(found[0], end), _at(end if found[1] is None else found[1], end)
        closed = "" if found[1] is None else f"M{high} 4V10"
        drawn += f'<path class="interval" d="M{low} 7H{high}M{low} 4V10{closed}"/>'
    return (
        '<svg class="scale" viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="track" width="100" height="14"/>{drawn}</svg>'
    )


def _at(value: float, end: int) -> float:
    """Where a value stands on a scale of 100."""
    return round(min(value / end, 1) * 100, 1)


def _dots(f: Figure) -> str:
    """A dot a patient, those full who responded; all grey where the source does not print how many did."""
    assert f.n is not None
    responded = f.events or 0
    kinds = [*["full"] * responded, *["grey" if f.events is None else "hollow"] * (f.n - responded)]
    dots = "".join(f'<circle class="{kind}" cx="{8 + 14 * i}" cy="7" r="5"/>' for i, kind in enumerate(kinds))
    return f'<svg class="dots" viewBox="0 0 {2 + 14 * f.n} 14" aria-hidden="true">{dots}</svg>'
