"""`mutation` in a minute: how often, after which drugs, and the verdict on every drug."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ros1cli.show.blocks import Line, Part
from ros1cli.show.brief import (
    VERDICTS,
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
from ros1cli.show.words import (
    PATIENTS,
    asked_findings,
    brief_figure,
    kinds_of,
    kinds_words,
    noted,
    population_words,
    source_short,
    strongest,
)

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups

_CASES = 2


def parts(answer: shapes.Answer, explain: bool, wide: bool) -> list[Part]:
    """One finding: how often, after which drugs, and the verdict on every drug."""
    body: shapes_lookups.FindingAnswer = answer.body
    kind = f": {body.kind.replace('_', '-')}" if body.kind and not answer.query.off_target else ""
    out = first_lines(answer, f"{short_understood(answer)}{kind}")
    for head in ("FIRST", "TEST", "MIND"):
        out += caution_lines(w for w in body.cautions if head_of(w) == head)
    out += _about(body, bool(answer.query.off_target))
    out += alone(answer)
    out += _drug_lines(answer)
    out += caution_lines(w for w in body.cautions if head_of(w) == "CAUTION")
    out += besides(body.cautions, body.other_treatments)
    out += labelled(("NAMES", "; ".join(_names(body))))
    notes = f" (notes: {len(body.notes)})" if body.notes and answer.query.off_target else ""
    more = f"ros1 next-line --mutation {_typed(answer)}   --why DRUG   --full{notes}   --json"
    return last_lines(answer, out, explain, more)


def _typed(answer: shapes.Answer) -> str:
    """The finding as the next question names it."""
    name = asked_findings(answer.query) or answer.body.finding
    return f'"{name}"' if " " in name else name


def _about(body: shapes_lookups.FindingAnswer, off_target: bool) -> list[Line]:
    """How often, after which drugs, in which compounds; notes on an off-target finding stand below, as what may be done."""
    notes = () if off_target else body.notes
    return labelled(
        ("HOW OFTEN", short_of(body.frequency) if body.frequency else ""),
        ("SEEN AFTER", "; ".join(_with_drug(s.drug, short_of(s)) for s in body.seen_after)),
        ("COMPOUNDS", f"findings of their own: {', '.join(body.found_in)}" if body.found_in else ""),
        ("NOTES", "; ".join(short_of(n).rstrip(".") for n in notes)),
    )


def _with_drug(name: str, words: str) -> str:
    return words if name in words else f"{name}: {words}"


def _drug_lines(answer: shapes.Answer) -> list[Line]:
    """Each drug under its verdict; drugs with the same words share a line."""
    body: shapes_lookups.FindingAnswer = answer.body
    lines: dict[tuple[str, str], list[str]] = {}
    for call, found in body.drugs.items():
        for d in found:
            lines.setdefault(_verdict(answer, call, d), []).append(d.drug)
    out: list[Line] = []
    for head, tone in VERDICTS.items():
        own = [(words, names) for (h, words), names in lines.items() if h == head]
        out += [Line(head, f"{', '.join(names)}{f' — {words}' if words else ''}", tone) for words, names in own]
    return out


def _verdict(answer: shapes.Answer, call: str, d: shapes_lookups.DrugCall) -> tuple[str, str]:
    """The head and the words of a drug."""
    if d.reason == "never":
        return "NOT EFFECTIVE", d.short or d.verdict
    if d.reason == "research":
        tested = f", {_CALLED[call]} ({kinds_of(answer, d.claims, call)})" if call in _CALLED else ", no data"
        return "NOT OFFERED", f"research compound{tested}"
    if call == "no_data" and d.group == "excluded":
        return "NOT OFFERED", f"no data; {(d.short or d.verdict).rstrip('.')}"
    if call == "no_data":
        return "NO DATA", _silent(answer, d)
    if call == "conflicting":
        return "UNRESOLVED", f"not offered: {_sides(answer, d)}"
    if call == "not_effective":
        return "NOT EFFECTIVE", _against(answer, d)
    if d.group == "excluded":
        why = (d.short or d.verdict).rstrip(".")
        return "NOT OFFERED", f"{_CALLED[call]} ({kinds_of(answer, d.claims, call)}), but {why}"
    aside = f"; {d.short or d.verdict}" if d.group == "no_data" else ""
    return call.upper(), f"{kinds_of(answer, d.claims, call)}: {_found(answer, d, call)}{aside}"


_CALLED = {"active": "active", "reduced": "reduced activity", "not_effective": "not effective"}


def _found(answer: shapes.Answer, d: shapes_lookups.DrugCall, call: str) -> str:
    """The response in the finding; else the best cases; else that no patient is reported, and where it was read."""
    counted = counted_of(d)
    if counted and counted.figure:
        found = (brief_figure(counted.figure), population_words(counted.figure))
        return " ".join(w for w in (*found, source_short(answer, counted.source, counted.via)) if w)
    own = [c for c in d.claims if c.call == call]
    cases = [c for c in own if c.level in PATIENTS]
    if cases:
        said = (f"{c.short or c.text.rstrip('.')} {_not_said(answer, c)}".rstrip() for c in cases[:_CASES])
        more = f"; {len(cases) - _CASES} more" if len(cases) > _CASES else ""
        return f"{'; '.join(said)}{more}"
    where = [source_short(answer, c.source, c.via) for c in strongest(own)[:1]]
    return " ".join(["no patient reported", *where])


def counted_of(d: shapes_lookups.DrugCall) -> shapes.ShownClaim | None:
    """The statement that counted patients with the finding."""
    return next((c for c in d.claims if c.id == d.counted), None)


def _not_said(answer: shapes.Answer, c: shapes.ShownClaim) -> str:
    """The source, unless the words name it already."""
    name = source_short(answer, c.source, c.via)
    return "" if name.rstrip("*") in (c.short or "") else name


def _against(answer: shapes.Answer, d: shapes_lookups.DrugCall) -> str:
    """Why it is not effective, when that is not the finding alone, and the strongest evidence for it."""
    finding = answer.body.finding
    words = d.short or d.verdict
    words = "" if words == f"not effective against {finding}" else words.removeprefix("not effective ")
    if words.endswith(member := f", a member of {finding}"):
        words = words.removesuffix(member).replace("against", "against its member")
    against = [c for c in d.claims if c.call == "not_effective"]
    if answer.query.off_target:
        return words.partition(":")[0] if d.reason == "not_effective" else words.rstrip(".")  # a caution says why
    if not against:
        return words.rstrip(".")
    same = strongest(against)
    kind = kinds_of(answer, same, "not_effective")
    if same[0].level in PATIENTS and not words:
        kind = f"{kind}: {short_of(same[0]).rstrip('.')}"
    return noted(words.rstrip("."), kind) if words else kind


def _sides(answer: shapes.Answer, d: shapes_lookups.DrugCall) -> str:
    told = [
        f"{words}: {kinds_of(answer, d.claims, c)}"
        for c, words in _CALLED.items()
        if any(x.call == c for x in d.claims)
    ]
    return f"sources disagree ({'; '.join(told)})"


def _silent(answer: shapes.Answer, d: shapes_lookups.DrugCall) -> str:
    """What is said of a drug without a call: its short words, or that what there is decides nothing."""
    if not d.claims:
        return ""
    said = next((c.short for c in d.claims if c.short), None)
    return said or f"nothing that decides ({kinds_words(answer, d.claims)})"


def _names(body: shapes_lookups.FindingAnswer) -> list[str]:
    """The names of a change in the notation of HGVS; of several changes those of the protein."""
    if not body.hgvs or not body.numbering:
        return []
    rows = body.hgvs.nucleotides
    out = [f"{' '.join(body.hgvs.protein)} on {body.hgvs.reference}"]
    coding = [n.coding for n in rows if n.coding]
    if coding and len(body.hgvs.protein) == 1:
        others = ",".join(c.rpartition(":")[2] for c in coding[1:])
        out.append(noted(coding[0], others and f"or {others}"))
        named = next(n for n in rows if n.coding)
        out += [f"{build} {place}" for build, place in named.genomic.items() if place]
    on_mane = ", ".join((p or "no counterpart").rpartition(":")[2] for p in body.numbering.on_mane_select)
    return [*out, f"on {body.numbering.mane_select} (MANE Select): {on_mane}"]
