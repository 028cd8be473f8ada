"""`next-line` and `first-line` in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ros1cli.answers.evidence import approval_words, brain_word
from ros1cli.show.full import Block, Para, Row, Table, members_table, some
from ros1cli.show.words import (
    against_words,
    claim_words,
    figure_words,
    leptomeningeal_words,
    named,
    regions_words,
    said_words,
)

if TYPE_CHECKING:
    from ros1cli.answers import shapes


def lines(answer: shapes.Answer, explain: bool) -> list[Block]:
    """What may come next, what may not, and what must be said beside it."""
    body: shapes.Lines = answer.body
    brain = bool(answer.query.cns and answer.query.cns["brain"]) or answer.answer == "first-line"
    out: list[Block] = [Para(_summary(answer), "status"), Para(f"Assumed: {answer.assumption}", "quiet")]
    out += some("READ THIS FIRST", [said_words(w) for w in body.cautions if w.first], "caution")
    if body.options:
        columns = ("why", "caveats", "evidence")
        out.append(Table(f"OPTIONS ({len(body.options)})", columns, tuple(_option(o, explain) for o in body.options)))
        out.append(Para(_weak(body), "quiet"))
    out += some("IF FOUND", if_found_lines(body), "caution")
    out += _studied(body, brain)
    of_all = {c.id: claim_words(c) for e in body.excluded for c in e.claims if not c.drug}
    out += some("OF EVERY ROS1 TKI", of_all.values(), "excluded")
    if body.excluded:
        out.append(Table(_EXCLUDED, ("reasons", "evidence"), tuple(_excluded(e, brain) for e in body.excluded)))
    if body.no_data:
        rows = tuple(_no_data(n, brain, "NO DATA", "not an option") for n in body.no_data)
        out.append(Table("NO DATA (not read as active)", ("why", "what is known of the setting"), rows))
    out += members_table(body.members, answer.query.compound)
    out += some("CAUTIONS", [said_words(w) for w in body.cautions if not w.first], "caution")
    out += some("WHAT ELSE MAY BE DONE", [said_words(s) for s in body.other_treatments])
    return out


def why(answer: shapes.Answer, drug: str) -> list[Block]:
    """Why a drug stands where it stands: its group, its caveats, every statement, the rules that placed it."""
    brain = bool(answer.query.cns and answer.query.cns["brain"]) or answer.answer == "first-line"
    rules = [f"{t.rule}: {t.text}" for t in answer.trace if t.text.startswith((f"{drug}:", f"{drug} "))]
    return [*_why_one(answer.body, drug, brain), *some(f"RULES THAT PLACED {drug}", rules)]


def _why_one(body: shapes.Lines, drug: str, brain: bool) -> list[Block]:
    columns = ("why", "caveats", "evidence")
    options = tuple(_option(o, True) for o in body.options if o.drug == drug)
    if options:
        return [Table(f"WHY {drug}", columns, options)]
    excluded = tuple(_excluded(e, brain) for e in body.excluded if e.drug == drug)
    if excluded:
        return [Table(f"WHY {drug}", ("reasons", "evidence"), excluded)]
    rows = [(n, "NO DATA", "not an option") for n in body.no_data]
    rows += [(n, "STUDIED ONLY", "not an option by approval or guideline") for n in body.studied_only]
    found = tuple(_no_data(n, brain, word, verdict) for n, word, verdict in rows if n.drug == drug)
    return [Table(f"WHY {drug}", ("why", "evidence"), found)]


_EXCLUDED = "EXCLUDED (not as the next drug; never an instruction to stop a drug that is being taken)"


def _summary(answer: shapes.Answer) -> str:
    body: shapes.Lines = answer.body
    options = f"{len(body.options)} option{'' if len(body.options) == 1 else 's'}"
    counts = [options, f"{len(body.excluded)} excluded", f"{len(body.no_data)} without data"]
    if body.studied_only:
        counts.insert(1, f"{len(body.studied_only)} studied only")
    status = "" if answer.status == "options" else f"{answer.status.replace('_', ' ')}: "
    return f"{status}{', '.join(counts)}"


def _weak(body: shapes.Lines) -> str:
    lost = ", ".join(body.below_case) or "nothing"
    return f"Without what is weaker than a case (in vitro, expert, anecdote) this list would lose: {lost}."


def _option(o: shapes.Option, explain: bool) -> Row:
    word = "REDUCED ACTIVITY, OPTION" if o.call == "reduced" else "OPTION"
    figures = [f"CNS response {figure_words(f)}" for f in o.cns.figures]
    return Row(
        f"{word} {named(o.drug, o.brands, o.codes)} — {o.because[0]}",
        (
            (*o.because[1:], *_regions(o), *figures, *leptomeningeal_words(o.cns)),
            tuple(said_words(c) for c in o.caveats),
            _evidence(o, explain),
        ),
        "option",
    )


def _regions(o: shapes.Option) -> list[str]:
    others = [f"approved, not for this patient: {approval_words(a)}" for a in o.approvals_for_others]
    return [*others, *regions_words(o.regions)]


def if_found_lines(body: shapes.Lines) -> list[str]:
    """Which mutation would rule out which option, a line each."""
    return [f"{row.finding}: NOT {', '.join(row.drugs)}" for row in body.if_found]


def _evidence(o: shapes.Option, explain: bool) -> tuple[str, ...]:
    """What decides and what speaks against it; the rest is counted, and --explain or JSON shows it."""
    said = {s.id for s in o.caveats}
    claims = [c for c in o.claims if c.id not in said]
    kept = claims if explain else [c for c in claims if _weighs(c, o)]
    more = len(claims) - len(kept)
    tail = (f"and {more} more statement{'' if more == 1 else 's'}: --explain shows them",) if more else ()
    return (*(claim_words(c) for c in kept), *tail)


def _weighs(c: shapes.ShownClaim, o: shapes.Option) -> bool:
    if c.finding:
        return c.level in (o.basis, "label", "guideline", "trial", "case") or (c.call or o.call) != o.call
    if c.figure:
        return c.figure.name == "ORR"
    return c.call is not None or c.about == "tolerability"


def _studied(body: shapes.Lines, brain: bool) -> list[Block]:
    if not body.studied_only:
        return []
    rows = tuple(
        _no_data(n, brain, "STUDIED ONLY", "not an option by approval or guideline") for n in body.studied_only
    )
    return [Table("STUDIED ONLY in this line", ("why", "evidence"), rows)]


def _excluded(e: shapes.Excluded, brain: bool) -> Row:
    reasons = [
        *e.because[1:],
        *(said_words(c) for c in e.caveats),
        *(approval_words(a) for a in e.approvals if e.reason == "filter"),
    ]
    if brain and e.cns.treats_brain:
        reasons.append("treats the brain, which does not make it an option")
    return Row(
        f"EXCLUDED {named(e.drug, e.brands, e.codes)} — {e.verdict}",
        (tuple(reasons), tuple(against_words(e.call, c) for c in e.claims if c.drug)),
        "excluded",
    )


def _no_data(n: shapes.NoData, brain: bool, word: str, verdict: str) -> Row:
    why = [*n.because[1:], *(said_words(c) for c in n.caveats), *regions_words(n.regions)]
    why += [*(f"approved: {approval_words(a)}; no data on this finding" for a in n.approvals)]
    if brain and n.cns.claims:
        why.append(f"treats the brain: {brain_word(n.cns)}")
    return Row(
        f"{word} {named(n.drug, n.brands, n.codes)} — {verdict}: {n.because[0]}",
        (tuple(why), tuple(claim_words(c) for c in n.setting_claims)),
        "no_data",
    )
