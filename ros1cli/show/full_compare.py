"""`compare` in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ros1cli.answers.evidence import approval_words
from ros1cli.show.full import SAFETY, Block, Para, Row, Table, some
from ros1cli.show.words import claim_words, figure_words, named, regions_words, said_words

if TYPE_CHECKING:
    from ros1cli.answers import shapes


def compare(answer: shapes.Answer, explain: bool) -> list[Block]:
    """Several drugs side by side, in the order asked."""
    body: shapes.Comparison = answer.body
    names = tuple(named(d.drug, d.brands, d.codes) for d in body.drugs)
    rows = [Row(label, tuple(tuple(fill(d)) for d in body.drugs)) for label, fill in _COMPARED]
    kept = tuple(r for r in rows if any(r.cells))
    out: list[Block] = [Para(f"Assumed: {answer.assumption}", "quiet")]
    out += some("READ THIS FIRST", [said_words(w) for w in body.cautions], "caution")
    filled = tuple(r._replace(cells=tuple(c or ("none in these tables",) for c in r.cells)) for r in kept)
    return [*out, Table("SIDE BY SIDE (not a ranking)", names, filled, across=True)]


def _figure_rows(d: shapes.ComparedDrug, name: str) -> list[str]:
    return [figure_words(f) for f in d.figures if f.name == name]


def _brain(d: shapes.ComparedDrug) -> list[str]:
    word = {True: "yes", False: "no", None: "no data" if not d.brain else "not agreed"}[d.treats_brain]
    return [word, *(claim_words(c) for c in d.brain)]


_KIND = {"tki": "ROS1 TKI", "research": "research compound without clinical data in ROS1, not offered"}
_STANDARD = ("IC50", "ORR", "CNS response", "PFS", "DOR", "OS")
_COMPARED: tuple[tuple[str, Any], ...] = (
    ("NEVER", lambda d: [c.text if c.text.startswith("NEVER") else f"NEVER: {c.text}" for c in d.never]),
    ("kind", lambda d: [_KIND[d.kind]]),
    ("maker or sponsor", lambda d: [f"{m.name}{f' ({m.note})' if m.note else ''}" for m in d.makers]),
    (
        "approved for ROS1",
        lambda d: [*(approval_words(a) for a in d.approvals), *regions_words(d.regions)],
    ),
    *((name, lambda d, name=name: _figure_rows(d, name)) for name in _STANDARD),
    ("other figures", lambda d: [f"{f.name}: {figure_words(f)}" for f in d.figures if f.name not in _STANDARD]),
    ("treats the brain", _brain),
    ("active against", lambda d: [", ".join(d.active_against)] if d.active_against else []),
    ("not effective against", lambda d: [", ".join(d.not_effective_against)] if d.not_effective_against else []),
    ("caveats", lambda d: [said_words(c) for c in d.caveats]),
    *((label, lambda d, about=about: [claim_words(c) for c in d.safety[about]]) for label, about in SAFETY),
    ("lines and settings", lambda d: [claim_words(c) for c in d.lines]),
    ("notes", lambda d: [claim_words(c) for c in d.comparisons]),
)
