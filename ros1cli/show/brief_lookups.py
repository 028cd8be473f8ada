"""`mutation`, `drug`, `guidance` and `sources ID` in a minute: verdicts first, and how to see more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ros1cli.show.brief import Line, Part
from ros1cli.show.brief_lines import explained, head_of, short_understood
from ros1cli.show.words import (
    amount,
    assumed,
    brief_figure,
    evidence_words,
    level_word,
    population_words,
    restriction_words,
    source_short,
    starred,
)
from ros1cli.tables.closed_words import REGIONS, Level
from ros1cli.tables.model import Approval, Figure, SafetyShort

if TYPE_CHECKING:
    from ros1cli.answers import shapes

_MORE = "--full: every statement with its source; --json"
_RANK = {level.value: level.rank for level in Level}
_PATIENTS = ("trial", "case", "anecdote")
_GUIDING = ("label", "guideline")
_CASES = 2
_MANY = 10


def mutation(answer: shapes.Answer, explain: bool) -> list[Part]:
    """One finding: how often, after which drugs, and the verdict on every drug."""
    body: shapes.FindingAnswer = answer.body
    kind = f": {body.kind.replace('_', '-')}" if body.kind and not answer.query.off_target else ""
    out = _head(answer, f"{short_understood(answer)}{kind}")
    for head in ("FIRST", "TEST", "MIND"):
        out += [
            Line(head, _short(w), "bold" if head == "FIRST" else "plain") for w in body.cautions if head_of(w) == head
        ]
    out += list(_about(body, bool(answer.query.off_target)))
    out += [Line("ALONE", words) for words in _members(answer)]
    out += _drug_lines(answer)
    out += [Line("CAUTION", _short(w)) for w in body.cautions if head_of(w) == "CAUTION"]
    besides = [*(_short(w) for w in body.cautions if head_of(w) == "BESIDES"), *map(_short, body.other_treatments)]
    out += [Line("BESIDES", "; ".join(words.rstrip(".") for words in besides))] if besides else []
    out += [Line("NAMES", "; ".join(names))] if (names := _names(body)) else []
    notes = f" (notes: {len(body.notes)})" if body.notes and answer.query.off_target else ""
    return _end(
        answer, out, explain, f"ros1 next-line --mutation {_typed(body.finding)}   --why DRUG   --full{notes}   --json"
    )


def drug(answer: shapes.Answer, explain: bool) -> list[Part]:
    """One drug: where it is approved, what it did, on which findings, what its use needs."""
    body: shapes.DrugAnswer = answer.body
    out = _head(answer, answer.understood)
    out += never_line(body.drug, [c for found in body.claims.values() for c in found if c.scope == "never"])
    out += research_line(body.drug, body.kind)
    named = [*body.brands, *body.codes]
    out += [Line("NAMES", ", ".join(named))] if len(named) > 1 else []
    out += [Line("MAKER", ", ".join(m.name for m in body.makers))] if body.makers else []
    if body.kind not in ("tki", "research"):
        where = ", ".join(f"ros1 guidance {topic}" for topic in body.guidance)
        out.append(Line("", f"Not a ROS1 TKI. {len(body.statements)} statements that name it: {where}"))
        return _end(answer, out, explain, _MORE)
    out.append(Line("APPROVED", approved_everywhere(body.approvals, body.regions)))
    out += list(_figure_lines(answer, body))
    out.append(Line("BRAIN", body.brain_short or brain_words(body.treats_brain)))
    out += _findings_of(body)
    out += [Line("FAILS BY", fails_by_words(body.fails_by))] if body.kind == "tki" else []
    out += list(_use(body.safety_shorts))
    out += caveat_line(body)
    return _end(answer, out, explain, f"ros1 compare {body.drug} DRUG   --full   --json")


def guidance(answer: shapes.Answer, explain: bool) -> list[Part]:
    """A topic by its curated lines; words that name no topic by what holds them, and how many more there are."""
    body: shapes.GuidanceAnswer = answer.body
    if answer.status != "known":
        return _searched(answer, explain)
    newest = max((s.date for s in body.statements if s.date), default=None)
    tables = f"tables of {answer.data.version}{f', newest here {newest}' if newest else ''}"
    title = f"{body.title}; {tables}{_day(answer)}"
    out: list[Part] = [Line("", title, "bold"), Line("", assumed(answer))]
    out += [Line(line.verdict, line.text, right=_level_of(answer, line)) for line in body.lines]
    if not body.lines:
        out += [Line("", _statement(answer, s)) for s in body.statements[:_MANY]]
    narrower = ", ".join(body.narrower)
    out += [Line("NARROWER", f"ros1 guidance {narrower}")] if narrower else []
    return _end(answer, out, explain, f"all {len(body.statements)} statements with their sources: --full; --json")


def source(answer: shapes.Answer, explain: bool) -> list[Part]:
    """One source: what it is, where it stands, how it was read, and how much rests on it."""
    body: shapes.SourceAnswer = answer.body
    out: list[Part] = [Line("", f"{body.source}: {body.title}{_day(answer)}", "bold")]
    labelled = (
        ("BY", body.publisher),
        ("DATE", f"{body.date or 'none printed'}; in these tables since {body.entered}"),
        ("ADDRESS", body.address or "none stored"),
        ("READ AT", body.read_at),
        ("THROUGH", body.via),
        ("NOTE", body.note),
    )
    out += [Line(head, words) for head, words in labelled if words]
    out.append(Line("BEHIND", _counted(body.used_by)))
    return _end(answer, out, explain, _MORE)


# -- what every one of them has ----------------------------------------------------------------------------------------


def _head(answer: shapes.Answer, title: str) -> list[Part]:
    newest = f", newest {answer.data.newest_source}" if answer.data.newest_source else ""
    return [
        Line("", title, "bold"),
        Line("", f"tables of {answer.data.version}{newest}"),
        Line("", assumed(answer)),
    ]


def _day(answer: shapes.Answer) -> str:
    return f"; as the tables stood on {answer.data.as_of}, not today's answer" if answer.data.as_of else ""


def _end(answer: shapes.Answer, out: list[Part], explain: bool, more: str) -> list[Part]:
    conflicts = getattr(answer.body, "conflicts", ())
    out = [*out, *disputed(answer, conflicts)]
    out += explained(answer) if explain and hasattr(answer.body, "conflicts") else []
    return [*out, Line("MORE", more), Line("", answer.brief.notice)]


def disputed(answer: shapes.Answer, conflicts: Sequence[shapes.ShownConflict]) -> list[Part]:
    """The subjects on which sources do not agree, contradictions first; past a few they are counted, and so are those of single
    drugs under a topic."""
    of_drugs = {s.id for s in getattr(answer.body, "statements", ()) if getattr(s, "drug", None)}
    single = [c for c in conflicts if of_drugs & {s.id for s in c.sides}]
    rest = sorted((c for c in conflicts if c not in single), key=lambda c: c.kind != "contradiction")
    named = [(c.short or c.text).rstrip(".") for c in rest]
    counted = [f"{len(single)} on single drugs"] if single else []
    most = _DISPUTED[answer.answer == "guidance"]
    shown = [n for i, n in enumerate(named) if not i or sum(len(w) + 2 for w in named[: i + 1]) <= most]
    left = len(named) - len(shown)
    words = "; ".join([*shown, *([f"{left} more"] if left else []), *counted])
    return [Line("DISPUTED", f"{words}: --explain")] if words else []


_DISPUTED = (150, 110)
"""Letters of the subjects that are named, and under a topic; past these they are counted."""


def _short(s: shapes.Said | shapes.Warn) -> str:
    return s.short or s.text


def _typed(finding: str) -> str:
    return f'"{finding}"' if " " in finding else finding


# -- mutation ----------------------------------------------------------------------------------------------------------


def _about(body: shapes.FindingAnswer, off_target: bool) -> Iterator[Part]:
    """How often, after which drugs, in which compounds; notes on an off-target finding stand below, as what may be done."""
    if body.frequency:
        yield Line("HOW OFTEN", body.frequency.short or body.frequency.text)
    seen = [_with_drug(s.drug, s.short or s.text) for s in body.seen_after]
    if seen:
        yield Line("SEEN AFTER", "; ".join(seen))
    if body.found_in:
        yield Line("COMPOUNDS", f"findings of their own: {', '.join(body.found_in)}")
    notes = [n.short.rstrip(".") if n.short else n.text.rstrip(".") for n in body.notes]
    if notes and not off_target:
        yield Line("NOTES", "; ".join(notes))


def _with_drug(name: str, words: str) -> str:
    return words if name in words else f"{name}: {words}"


def _members(answer: shapes.Answer) -> Iterator[str]:
    tail = " (no evidence for the compound)" if answer.query.compound else " (one OR the other)"
    for i, m in enumerate(answer.body.members):
        groups = (
            ("active", m.active),
            ("reduced", m.reduced),
            ("UNRESOLVED", m.conflicting),
            ("not effective", m.not_effective),
        )
        said = [f"{word} {', '.join(names)}" for word, names in groups if names]
        yield f"{m.finding}{tail if not i else ''}: {'; '.join(said) or 'no data'}"


_ORDER = ("ACTIVE", "REDUCED", "UNRESOLVED", "NOT EFFECTIVE", "NOT OFFERED", "NO DATA")


def _drug_lines(answer: shapes.Answer) -> list[Part]:
    """Each drug under its verdict; drugs with the same words share a line."""
    body: shapes.FindingAnswer = answer.body
    lines: dict[tuple[str, str], list[str]] = {}
    for call, found in body.drugs.items():
        for d in found:
            lines.setdefault(_verdict(answer, call, d), []).append(d.drug)
    out: list[Part] = []
    for head in _ORDER:
        tone = "excluded" if head in ("NOT EFFECTIVE", "NOT OFFERED", "UNRESOLVED") else "plain"
        own = [(words, names) for (h, words), names in lines.items() if h == head]
        out += [Line(head, f"{', '.join(names)}{f' — {words}' if words else ''}", tone) for words, names in own]
    return out


def _verdict(answer: shapes.Answer, call: str, d: shapes.DrugCall) -> tuple[str, str]:
    """The head and the words of a drug."""
    if d.reason == "never":
        return "NOT EFFECTIVE", d.short or d.verdict
    if d.reason == "research":
        tested = f", {_CALLED[call]} ({_kind(answer, d.claims, call)})" if call in _CALLED else ", no data"
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
        return "NOT OFFERED", f"{_CALLED[call]} ({_kind(answer, d.claims, call)}), but {why}"
    aside = f"; {d.short or d.verdict}" if d.group == "no_data" else ""
    return call.upper(), f"{_kind(answer, d.claims, call)}: {_found(answer, d, call)}{aside}"


_CALLED = {"active": "active", "reduced": "reduced activity", "not_effective": "not effective"}


def _kind(answer: shapes.Answer, claims: Iterable[shapes.ShownClaim], call: str) -> str:
    """The kinds of evidence for a call, each with its star when all of it was read second-hand; experts and cells only where
    nothing stronger is known."""
    own = [c for c in claims if c.call == call]
    strong = [c for c in own if c.level in (*_GUIDING, *_PATIENTS)] or own
    levels = sorted({c.level for c in strong}, key=_RANK.__getitem__)
    told = [starred(v, all(_second_hand(answer, c) for c in strong if c.level == v)) for v in levels]
    return evidence_words(told if strong is not own else told[:1]) if told else "no statement"


def _second_hand(answer: shapes.Answer, c: shapes.ShownClaim) -> bool:
    return source_short(answer, c.source, c.via).endswith("*")


def _found(answer: shapes.Answer, d: shapes.DrugCall, call: str) -> str:
    """The response in the finding; else the best cases; else that no patient is reported, and where it was read."""
    rated = [c for c in d.claims if c.figure and c.figure.name == "ORR" and c.figure.value is not None]
    if rated:
        best = min(rated, key=_best_first)
        assert best.figure is not None
        return f"{figure_with_population(best.figure)} {source_short(answer, best.source, best.via)}"
    own = [c for c in d.claims if c.call == call]
    cases = [c for c in own if c.level in _PATIENTS]
    if cases:
        said = (f"{c.short or c.text.rstrip('.')} {_not_said(answer, c)}".rstrip() for c in cases[:_CASES])
        more = f"; {len(cases) - _CASES} more" if len(cases) > _CASES else ""
        return f"{'; '.join(said)}{more}"
    strongest = min(own, key=lambda c: _RANK[c.level], default=None)
    where = f" {source_short(answer, strongest.source, strongest.via)}" if strongest else ""
    return f"no patient reported{where}"


def _not_said(answer: shapes.Answer, c: shapes.ShownClaim) -> str:
    """The source, unless the words name it already."""
    name = source_short(answer, c.source, c.via)
    return "" if name.rstrip("*") in (c.short or "") else name


def _best_first(c: shapes.ShownClaim) -> tuple[int, int, int, int, int, str]:
    """Ten or more patients first, a trial before a case, then most patients, with responders counted, first-hand."""
    figure = c.figure
    n = (figure.n if figure else None) or 0
    counted = figure is not None and figure.events is not None
    return (int(n < _MANY), _RANK[c.level], -n, int(not counted), int(c.via is not None), c.id)


def figure_with_population(f: Figure) -> str:
    """A response, and whose it is."""
    return f"{brief_figure(f)} {population_words(f)}".rstrip()


def _against(answer: shapes.Answer, d: shapes.DrugCall) -> str:
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
    strongest = min(against, key=lambda c: _RANK[c.level])
    kind = _kind(answer, [c for c in against if c.level == strongest.level], "not_effective")
    if strongest.level in _PATIENTS and not words:
        kind = f"{kind}: {strongest.short or strongest.text.rstrip('.')}"
    return f"{words.rstrip('.')} ({kind})" if words else kind


def _sides(answer: shapes.Answer, d: shapes.DrugCall) -> str:
    told = [
        f"{words}: {_kind(answer, d.claims, c)}" for c, words in _CALLED.items() if any(x.call == c for x in d.claims)
    ]
    return f"sources disagree ({'; '.join(told)})"


def _silent(answer: shapes.Answer, d: shapes.DrugCall) -> str:
    """What is said of a drug without a call: its short words, or that what there is decides nothing."""
    if not d.claims:
        return ""
    said = next((c.short for c in d.claims if c.short), None)
    levels = evidence_words(
        starred(v, all(_second_hand(answer, c) for c in d.claims if c.level == v)) for v in _levels(d.claims)
    )
    return said or f"nothing that decides ({levels})"


def _levels(claims: Iterable[shapes.ShownClaim]) -> list[str]:
    return sorted({c.level for c in claims}, key=_RANK.__getitem__)


def _names(body: shapes.FindingAnswer) -> list[str]:
    """The names of a change in the notation of HGVS; of several changes those of the protein."""
    if not body.hgvs or not body.numbering:
        return []
    rows = body.hgvs.nucleotides
    out = [f"{' '.join(body.hgvs.protein)} on {body.hgvs.reference}"]
    coding = [n.coding for n in rows if n.coding]
    if coding and len(body.hgvs.protein) == 1:
        first, others = coding[0], [c.rpartition(":")[2] for c in coding[1:]]
        out.append(f"{first}{f' (or {chr(44).join(others)})' if others else ''}")
        named = next(n for n in rows if n.coding)
        out += [f"{build} {place}" for build, place in named.genomic.items() if place]
    on_mane = ", ".join((p or "no counterpart").rpartition(":")[2] for p in body.numbering.on_mane_select)
    return [*out, f"on {body.numbering.mane_select} (MANE Select): {on_mane}"]


# -- drug --------------------------------------------------------------------------------------------------------------

GROUPS = {"first_line": "NO ROS1 TKI BEFORE", "after_ros1_tki": "AFTER A ROS1 TKI", "cns_only": "BRAIN ONLY"}
"""Whose patients a figure is of, as a head."""
KINDS = {"ORR": "responded", "CNS response": "brain", "PFS": "PFS", "DOR": "DOR"}
"""What a figure tells, as a word."""


def figure_cell(answer: shapes.Answer, f: shapes.BriefFigure) -> str:
    """A figure with its patients, its source and how many others there are."""
    figure = f.figure
    value = brief_figure(figure) if figure.unit == "%" else _months(figure)
    more = f" +{f.more}" if f.more else ""
    where = source_short(answer, figure.source, figure.via) if figure.source else ""
    tkis = figure.prior.tkis if figure.prior else ""
    whose = {"none": "", "not_stated": "TKIs not stated"}.get(tkis, population_words(figure))  # the head says the rest
    return " ".join(w for w in (value, whose, where) if w) + more


def _months(f: Figure) -> str:
    """A length of time with the number of patients and the interval, as far as they are given."""
    return brief_figure(f) if f.n is not None or f.interval else f"{amount(f)} (N not given)"


def _figure_lines(answer: shapes.Answer, body: shapes.DrugAnswer) -> Iterator[Part]:
    for group, head in GROUPS.items():
        told = not_in_line(body.weighed, group)
        told += [f"{KINDS[f.figure.name]} {figure_cell(answer, f)}" for f in body.brief_figures if f.group == group]
        if told:
            yield Line(head, "; ".join(told))


def not_in_line(weighed: Sequence[shapes.Weighed], group: str) -> list[str]:
    """That all statements on a line of treatment come to: not effective there, or that sources disagree."""
    told = {"not_effective": "not effective", "conflicting": "UNRESOLVED, sources disagree"}
    own = (w for w in weighed if w.scope == f"setting:{group}" and w.call in told)
    return [f"{told[w.call]}{f' ({level_word(w.basis)})' if w.basis else ''}" for w in own]


def never_line(name: str, claims: Sequence[shapes.ShownClaim]) -> list[Part]:
    """That a drug must never be used."""
    words = next((c.short or c.text for c in claims), None)
    if words is None:
        return []
    return [Line("NEVER", f"{name} — {words}", "excluded")]


def research_line(name: str, kind: str) -> list[Part]:
    """That a drug is a research compound, and so no option anywhere."""
    return [Line("NOT OFFERED", f"{name} — a research compound", "excluded")] if kind == "research" else []


def brain_words(treats: bool | None) -> str:
    """Whether a drug treats the brain, as far as the tables agree."""
    return {True: "treats it", False: "does NOT treat it", None: "not known, or not agreed"}[treats]


def _findings_of(body: shapes.DrugAnswer) -> list[Part]:
    pairs = (("ACTIVE on", body.active_against), ("NOT EFFECTIVE on", body.not_effective_against))
    return [Line(head, ", ".join(found)) for head, found in pairs if found]


def fails_by_words(found: shapes.FailsBy) -> str:
    """What series counted after the drug, or that none was found; what was seen besides is named only then, else counted."""
    counted = [f"{s.short} ({s.method.replace('_', ' ')})" for s in found.series]
    names = list(dict.fromkeys(s.finding for s in found.seen_besides))
    if not counted:
        return "; ".join(["no series found", *([f"seen after it: {', '.join(names)}"] if names else [])])
    return "; ".join([*counted, *([f"{len(names)} more findings seen after it"] if names else [])])


USE = {
    "before_start": "BEFORE",
    "warning": "WARNINGS",
    "adverse_reactions": "COMMON",
    "tolerability": "TOLERATED",
    "dose": "DOSE",
    "food": "FOOD",
    "interaction": "INTERACTS",
    "pregnancy": "PREGNANCY",
    "driving": "DRIVING",
}
"""The fields of safety, as heads."""
_FIELDS = {"before_start": "before starting", "warning": "warnings", "adverse_reactions": "common reactions"}
UNVERIFIED = "not verified in these tables"


def _use(shorts: Sequence[SafetyShort]) -> Iterator[Part]:
    """Each field of safety; fields with the same words share a line, and one of which nothing is known says so."""
    by_field = {s.field: s.short for s in shorts}
    by_words: dict[str, list[str]] = {}
    for field in USE:
        by_words.setdefault(by_field.get(field, UNVERIFIED), []).append(field)
    for words, fields in by_words.items():
        if len(fields) == 1 and words != UNVERIFIED:
            yield Line(USE[fields[0]], words)
        else:
            yield Line("USE", f"{', '.join(_FIELDS.get(f, f) for f in fields)}: {words}")


def caveat_line(body: shapes.DrugAnswer | shapes.ComparedDrug) -> list[Part]:
    """The caveat that decides, and how many more there are."""
    words = caveat_cell(body)
    return [Line("CAVEAT", words)] if words else []


def caveat_cell(body: shapes.DrugAnswer | shapes.ComparedDrug) -> str:
    """The same as a cell."""
    chosen = body.deciding
    said = next((c for c in body.caveats if chosen and c.id == chosen.id), None)
    words = ((chosen.short or (said.text if said else "")) if chosen else "") or ""
    more = len(body.caveats) - bool(words)
    return f"{words} +{more} caveat{'s' if more > 1 else ''}".strip() if more > 0 else words


def approved_everywhere(approvals: Sequence[Approval], regions: Sequence[shapes.Region]) -> str:
    """Where a drug is approved for ROS1 and for which line, where it is not, and where nobody looked."""
    by_words: dict[str, list[str]] = {}
    for a in approvals:
        where = by_words.setdefault(restriction_words(a.restriction), [])
        where += [a.region or "region not stated"] if (a.region or "region not stated") not in where else []
    order = {region: i for i, region in enumerate(REGIONS)}
    parts = [f"{' '.join(sorted(w, key=lambda r: order.get(r, len(order))))}, {said}" for said, w in by_words.items()]
    refused = [r.region for r in regions if r.status == "not_approved"]
    unknown = [r.region for r in regions if r.status == "not_looked_up"]
    parts += [f"NOT in {' '.join(refused)}"] if refused else []
    parts += [f"{' '.join(unknown)} not looked up"] if unknown else []
    return "; ".join(parts)


# -- guidance and sources ----------------------------------------------------------------------------------------------


def _level_of(answer: shapes.Answer, line: shapes.GuidanceLine) -> str:
    """The kinds of evidence behind a line, strongest first."""
    own = [s for s in answer.body.statements if s.id in line.statements]
    levels = sorted({s.level for s in own if s.level}, key=_RANK.__getitem__)
    return evidence_words(starred(v, all(_read_second_hand(answer, s) for s in own if s.level == v)) for v in levels)


def _read_second_hand(answer: shapes.Answer, s: shapes.ShownStatement) -> bool:
    return bool(s.sources) and all(source_short(answer, name).endswith("*") for name in s.sources)


def _statement(answer: shapes.Answer, s: shapes.ShownStatement) -> str:
    """A statement of a word search: its drug, its words, the kind of evidence and where it stands."""
    name = f"{s.drug}: " if s.drug and not s.text.startswith(s.drug) else ""
    level = [level_word(s.level)] if s.level else []
    where = [*level, *dict.fromkeys(source_short(answer, source) for source in s.sources)]
    return f"- {name}{s.short or s.text} ({', '.join(where)})"


_ROOM, _LETTERS = 18, 78


def _searched(answer: shapes.Answer, explain: bool) -> list[Part]:
    body: shapes.GuidanceAnswer = answer.body
    out = _head(answer, short_understood(answer))
    if answer.status == "not_in_tables":
        out.append(Line("NOT COVERED", f"the sources of these tables say nothing on {body.title}"))
        out.append(Line("TOPICS", ", ".join(body.topics)))
        return _end(answer, out, explain, "ros1 guidance --list")
    lines = [_statement(answer, s) for s in body.statements]
    shown, used = 0, 0
    for words in lines:
        used += -(-len(words) // _LETTERS)
        if shown and used > _ROOM:
            break
        shown += 1
    out += [Line("", words) for words in lines[:shown]]
    left = len(lines) - shown
    more = f"{left} more statements hold these words: --full" if left else "--full: with their places"
    return _end(answer, out, explain, f"{more}; topics: ros1 guidance --list; --json")


_RESTING = {"claim": "on drugs", "statement": "of guidance", "note": "on findings", "caution": "in cautions"}


def _counted(resting: Sequence[shapes.Resting]) -> str:
    """How much rests on a source, by what it is."""
    counts: dict[str, int] = {}
    for r in resting:
        word = _RESTING[r.kind]
        counts[word] = counts.get(word, 0) + 1
    drugs = list(dict.fromkeys(r.drug for r in resting if r.drug))
    named = f"; drugs: {', '.join(drugs)}" if drugs else ""
    told = ", ".join(f"{n} {word}" for word, n in counts.items())
    return f"{len(resting)} statements: {told}{named}" if resting else "nothing in these tables"
