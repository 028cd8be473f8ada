"""`next-line` and `first-line` in a minute: the verdict on every drug, what decides it, what limits it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ros1cli.answers.patient import ENOUGH
from ros1cli.show.blocks import Line, Part
from ros1cli.show.brief import (
    alone,
    besides,
    caution_lines,
    first_lines,
    head_of,
    labelled,
    last_lines,
    short_of,
    short_understood,
)
from ros1cli.show.brief_options import brain_asked, cards, figure_of, finding_words, grid, joined, rates
from ros1cli.show.words import gathered, if_found_words, kinds_words, noted, plural, strongest

if TYPE_CHECKING:
    from ros1cli.answers import shapes

_HEADS = ("FIRST", "TEST", "MIND")
_MOST = 5


def parts(answer: shapes.Answer, explain: bool, wide: bool) -> list[Part]:
    """The blocks in their one order; one that is empty is left out. `wide`: the options as a grid.

    Args:
        answer: an answer of `next-line` or `first-line`.
        explain: also the rules that fired and each side of every conflict.
        wide: the options as a grid, for a terminal that has room for one.
    """
    body: shapes.Lines = answer.body
    counts = f"{_counts(body)}; "
    out = first_lines(answer, short_understood(answer), counts, "Trials: not compared.")
    above = [w for w in body.cautions if head_of(w) in _HEADS][:_MOST]
    out += caution_lines(above)
    out += alone(answer)
    if body.options:
        out += [grid(answer)] if wide else cards(answer, len(above))
        out += [Line("", words) for words in _order(answer)]
    out += [Line("IF FOUND", words) for words in _if_found(body)]
    out += labelled(("STUDIED", _studied(answer)), ("APPROVED", _approved_untested(answer)))
    out += [Line("EXCLUDED", words, "excluded") for words, _ in excluded_alike(answer)]
    out += [Line("NO DATA", words) for words in _no_data(answer)]
    elsewhere = ("BESIDES", "ORDER") if body.options else ("BESIDES",)
    left = [w for w in body.cautions if w not in above and head_of(w) not in elsewhere]
    excluded = [answer.brief.excluded] if body.excluded else []
    out += [Line("CAUTION", words) for words in (*map(short_of, left), *excluded)]
    out += besides(body.cautions, body.other_treatments)
    return last_lines(answer, out, explain, _MORE, "sources disagree, --explain")


def _order(answer: shapes.Answer) -> list[str]:
    """How the options are ordered, and which guideline is older than one of them."""
    body: shapes.Lines = answer.body
    order = _ORDER_WITH_BRAIN if brain_asked(answer) else _ORDER
    rule = [order] if len(body.options) > 1 else []
    return [*rule, *(short_of(w) for w in body.cautions if head_of(w) == "ORDER")]


_ORDER_WITH_BRAIN = "Order: brain, evidence, approval, patients like this one; equal: alphabetical."
_ORDER = "Order: evidence, approval, patients like this one; equal ones alphabetical."
_MORE = "--why DRUG: evidence and sources; --full: all, also the +N; --json"


# -- the head ----------------------------------------------------------------------------------------------------------


def _counts(body: shapes.Lines) -> str:
    """How many drugs stand in each group."""
    counts = [plural(len(body.options), "option") if body.options else "no options"]
    for rows, word in ((body.studied_only, "studied only"), (body.excluded, "excluded"), (body.no_data, "no data")):
        counts += [f"{len(rows)} {word}"] if rows else []
    return ", ".join(counts)


# -- beside the options ------------------------------------------------------------------------------------------------


def _if_found(body: shapes.Lines) -> list[str]:
    """Findings that would rule out the same options share a line."""
    by_words = gathered((if_found_words(row.drugs, row.warned), row.finding) for row in body.if_found)
    return [f"{' or '.join(found)}: {words}" for words, found in by_words.items()]


def _elsewhere(answer: shapes.Answer, row: shapes.NoData) -> str:
    """What it did in the patients nearest to this one, whatever the mutation; empty where fewer than ten are known."""
    found = figure_of(row, row.highlights.nearest)
    if found is None or (found.figure.n or 0) < ENOUGH:
        return ""
    return joined(rates(answer, row, row.highlights.nearest, row.highlights.broader), 0)


def studied_rows(answer: shapes.Answer) -> list[shapes.NoData]:
    """Drugs with patients in this line, but without an approval or a guideline for it."""
    body: shapes.Lines = answer.body
    return [*body.studied_only, *(r for r in body.no_data if not finding_words(answer) and _elsewhere(answer, r))]


def _studied(answer: shapes.Answer) -> str:
    found = {r.drug: _elsewhere(answer, r) for r in studied_rows(answer)}
    said = [f"{drug} {words}" if words else f"{drug}, no figure of ten or more" for drug, words in found.items()]
    return f"no approval or guideline for this line: {'; '.join(said)}" if said else ""


def approved_rows(answer: shapes.Answer) -> list[shapes.NoData]:
    """Drugs without data on the finding of which an approval covers this patient."""
    return [row for row in answer.body.no_data if row.approvals] if finding_words(answer) else []


def _approved_untested(answer: shapes.Answer) -> str:
    rows = []
    for row in approved_rows(answer):
        regions = list(dict.fromkeys(a.region or "region not stated" for a in row.approvals))
        aside = "see the warning under NO DATA" if _warning(answer, row) else _undecided(answer, row)
        rows.append(noted(row.drug, " ".join(regions), aside))
    return f"after a ROS1 TKI, not tested on {finding_words(answer)}: {', '.join(rows)}" if rows else ""


# -- what is no option -------------------------------------------------------------------------------------------------


def excluded_alike(answer: shapes.Answer) -> list[tuple[str, list[shapes.Excluded]]]:
    """Drugs with the same words share a line; each is named. The line, and their rows."""
    rows_of = gathered((_verdict(answer, e), e) for e in answer.body.excluded)
    out = []
    for words, rows in rows_of.items():
        said = words.replace(_RESEARCH, _RESEARCH_SEVERAL) if len(rows) > 1 else words
        out.append((f"{', '.join(e.drug for e in rows)} — {said}", rows))
    return out


_RESEARCH, _RESEARCH_SEVERAL = "research compound, not offered", "research compounds, not offered"


def _verdict(answer: shapes.Answer, e: shapes.Excluded) -> str:
    """The verdict, the strongest evidence on its side in brackets, then the history."""
    said = _by_reason(answer, e)
    had = {"prior": answer.query.prior, "intolerant": [i["drug"] for i in answer.query.intolerant]}
    history = [words for key, words in _HISTORY.items() if key != e.reason and e.drug in had[key]]
    return "; ".join([said, *history])


def _by_reason(answer: shapes.Answer, e: shapes.Excluded) -> str:
    match e.reason:
        case "never":
            quoted = (c.short for c in e.claims if c.text in e.verdict or e.verdict in c.text)
            return next(quoted, None) or e.verdict
        case "research":
            return _RESEARCH
        case "prior" | "intolerant":
            return _HISTORY[e.reason]
        case "conflicting":
            return _unresolved(answer, e)
        case "setting":
            return _setting(e)
    return _not_effective(answer, e)


_HISTORY = {"prior": "already taken, progressed", "intolerant": "stopped for side effects, not again"}


def _setting(e: shapes.Excluded) -> str:
    """The verdict, each statement that it quotes in its short words; that it is no option here needs no word where they say so."""
    words = e.verdict
    for c in e.claims:
        words = words.replace(c.text.rstrip("."), c.short or c.text.rstrip("."))
    reason = words.removeprefix("not for this setting: ").rstrip(".")
    return reason if _NEGATED.search(reason) else words.rstrip(".")


_NEGATED = re.compile(r"\b(?:not|no|never|cannot|without)\b", re.IGNORECASE)


def _not_effective(answer: shapes.Answer, e: shapes.Excluded) -> str:
    words = e.verdict.replace("not effective against", "not effective on").replace("not against", "not on").rstrip(".")
    same = strongest_against(answer, e)
    if e.reason != "not_effective" or not finding_words(answer) or not same:
        return words
    figure = next((c.figure for c in same if c.figure and c.figure.n and c.figure.events is not None), None)
    return f"{words} ({f'{figure.events} of {figure.n} responded, ' if figure else ''}{kinds_words(answer, same)})"


def strongest_against(answer: shapes.Answer, e: shapes.Excluded) -> list[shapes.ShownClaim]:
    """The strongest statements that it is not effective, on the finding where there is one."""
    where = finding_words(answer)
    return strongest(c for c in e.claims if c.call == "not_effective" and (c.finding or not where))


def _unresolved(answer: shapes.Answer, e: shapes.Excluded) -> str:
    """Both sides are named."""
    sides = []
    for words, calls in (("active", ("active", "reduced")), ("not effective", ("not_effective",))):
        own = [c for c in e.claims if c.call in calls]
        sides += [f"{words}: {kinds_words(answer, own)}"] if own else []
    where = finding_words(answer)
    return f"UNRESOLVED, not offered: sources disagree{f' on {where}' if where else ''} ({'; '.join(sides)})"


def _no_data(answer: shapes.Answer) -> list[str]:
    """Every drug without data: one with a warning on a line of its own, one with patients elsewhere with that figure."""
    rows: Sequence[shapes.NoData] = answer.body.no_data
    where = finding_words(answer)
    named = {row.drug for row in approved_rows(answer)}
    warned = {row.drug: words for row in rows if (words := _warning(answer, row))}
    alone = [f"{drug} — no data on {where}: {words}" for drug, words in warned.items()]
    left = [r for r in rows if r.drug not in warned]
    figures = [f"{r.drug} {words}" for r in left if (words := _elsewhere(answer, r))]
    silent = [r for r in left if not _elsewhere(answer, r)]
    if not where:
        bare = [r.drug for r in silent]
        return [*alone, f"for this line: {', '.join(bare)}"] if bare else alone
    bare = [noted(r.drug, _undecided(answer, r)) for r in silent if r.drug not in named]
    out = [f"on {where}; in any mutation: {'; '.join(figures)}"] if figures else []
    return [*alone, *out, *([f"on {where}: {', '.join(bare)}"] if bare else [])]


def _undecided(answer: shapes.Answer, row: shapes.NoData) -> str:
    """That there are statements on this finding, of which kind, and that none decides; empty where there is none."""
    own = [c for c in row.setting_claims if c.finding]
    return f"nothing that decides: {kinds_words(answer, own)}" if own else ""


def warning_of(row: shapes.NoData) -> shapes.Said | None:
    """A caveat on this finding."""
    on_it = {c.id for c in row.setting_claims if c.finding}
    return next((c for c in row.caveats if c.id in on_it), None)


def _warning(answer: shapes.Answer, row: shapes.NoData) -> str:
    """The same in short, and what the drug did in patients like this one."""
    said = warning_of(row)
    if said is None:
        return ""
    found = _elsewhere(answer, row)
    return f"{short_of(said).rstrip('.')}{f'; in any mutation {found}' if found else ''}"
