"""What is said of each kind of row, declared once: the column of TSV, the label on the screen, the words.

`full` draws these entries and `tsv` writes them; a function a kind of row. Where the two must differ (a reason that already stands
in the head, a list that a program splits) two fields stand side by side, one for each. No layout is decided here, and no fact
stands here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from ros1cli.answers.evidence import approval_words, brain_word
from ros1cli.show.words import (
    against_words,
    cite,
    claim_words,
    figure_words,
    if_found_words,
    member_drugs,
    named,
    noted,
    nucleotide_words,
    plain_word,
    regions_words,
    said_words,
    scope_words,
    sourced_figure,
    verdict_words,
)

if TYPE_CHECKING:
    from ros1cli.answers import shapes, shapes_lookups

Words = str | bool | Sequence[str | None] | None


class Field(NamedTuple):
    """One thing that is said. `key`: what TSV calls it, `label`: what stands before it on the screen ("": nothing); None: it is
    not there. `sources`: where it is a row of its own."""

    key: str | None
    label: str | None
    words: Words
    sources: tuple[str, ...] = ()


class Entry(NamedTuple):
    """A row: its word in the column `group`, the line that it begins with on the screen, and its fields."""

    group: str
    head: str
    fields: tuple[Field, ...]
    tone: str = "plain"

    def cell(self, key: str) -> Words:
        """What stands in a column of TSV."""
        return next((f.words for f in self.fields if f.key == key), None)


def each_source(*records: Any) -> tuple[str, ...]:
    """The ids of the sources that records cite, each once."""
    cited = chain.from_iterable(r.sources if hasattr(r, "sources") else (r.source,) for r in records)
    return tuple(dict.fromkeys(source for source in cited if source))


def same(record: Any, *keys: str) -> tuple[Field, ...]:
    """Keys of the JSON that stand as they are in columns of the same name."""
    return tuple(Field(key, None, getattr(record, key)) for key in keys)


def columns(**words: Words) -> tuple[Field, ...]:
    """What only TSV says, by its column."""
    return tuple(Field(key, None, said) for key, said in words.items())


def _each(words: Any, records: Iterable[Any]) -> tuple[str, ...]:
    return tuple(map(words, records))


def drug_name(d: Any) -> str:
    """The INN of a row with its brands or codes."""
    return named(d.drug, d.brands, d.codes)


# -- next-line, first-line: a drug in its group ----------------------------------------------------------------------


def every_placed(body: shapes.Lines) -> list[Entry]:
    """Every drug in its group; the options in their order."""
    studied = [no_option("studied_only", n) for n in body.studied_only]
    no_data = [no_option("no_data", n) for n in body.no_data]
    return [*map(option, body.options), *studied, *map(excluded, body.excluded), *no_data]


def option(o: shapes.Option) -> Entry:
    """A drug that may be the next one."""
    word = "REDUCED ACTIVITY, OPTION" if o.call == "reduced" else "OPTION"
    own = (
        *same(o, "basis"),
        Field("approvals", None, _each(approval_words, o.approvals)),  # on the screen they stand among the reasons
        Field("claims", "evidence", _each(claim_words, o.claims)),
        Field("approvals_for_others", "approved, not for this patient", _each(approval_words, o.approvals_for_others)),
    )
    placed = _placed(o, o.because[0], own, (*o.claims, *o.approvals_for_others))
    return Entry("option", f"{word} {drug_name(o)} — {o.because[0]}", placed, "option")


def excluded(e: shapes.Excluded) -> Entry:
    """A drug that is not the next one. What is said of every ROS1 TKI stands above all of them once on the screen."""
    no_reason = "which does not make it an option"
    own = (
        *same(e, "reason"),
        Field("claims", None, tuple(against_words(e.call, c) for c in e.claims)),
        Field(None, "evidence", tuple(against_words(e.call, c) for c in e.claims if c.drug)),
        Field(None, "treats the brain", f"yes, {no_reason}" if e.cns.treats_brain else _brain(e)),
        Field("approvals", None, _each(approval_words, e.approvals)),
        Field(None, "approved", tuple(f"{approval_words(a)}; {no_reason}" for a in e.approvals)),
    )
    placed = _placed(e, verdict_words("excluded", e.verdict), own, e.claims)
    return Entry("excluded", f"EXCLUDED {drug_name(e)} — {e.verdict}", placed, "excluded")


NO_OPTIONS = {
    "studied_only": ("STUDIED ONLY", "not an option by approval or guideline", "evidence", ""),
    "no_data": ("NO DATA", "not an option", "what is known of the setting", "; no data on this finding"),
}
"""Of each group that is neither offered nor excluded: its head, verdict, name of its statements, what an approval leaves open."""


def no_option(group: str, n: shapes.NoData) -> Entry:
    """A drug on which nothing is known for this finding, or which has results in this line but no approval or guideline."""
    head, verdict, label, left_open = NO_OPTIONS[group]
    own = (
        Field("claims", label, _each(claim_words, n.setting_claims)),
        Field(None, "treats the brain", _brain(n)),
        Field("approvals", "approved", tuple(f"{approval_words(a)}{left_open}" for a in n.approvals)),
        Field("approvals_for_others", "approved, not for this patient", _each(approval_words, n.approvals_for_others)),
    )
    placed = _placed(n, verdict_words("no_data", n.because[0]), own, (*n.setting_claims, *n.approvals_for_others))
    return Entry(group, f"{head} {drug_name(n)} — {verdict}: {n.because[0]}", placed, "no_data")


def _brain(d: Any) -> str | None:
    return brain_word(d.cns) if d.cns.claims else None


def _placed(d: Any, verdict: str, own: Sequence[Field], cited: Sequence[Any]) -> tuple[Field, ...]:
    """What is said of a drug in any group, with the fields of its own group and what they cite."""
    figures = tuple(f"{f.name}: {sourced_figure(f)}" for f in d.cns.figures)
    others = (*d.approvals, *d.regions, *d.cns.figures, *d.cns.claims, *d.caveats)
    return (
        *same(d, "drug", "brands", "codes", "call", "because"),
        *columns(verdict=verdict, treats_brain=d.cns.treats_brain, sources=each_source(*cited, *others)),
        Field(None, "why", d.because[1:]),
        Field("caveats", "caveats", _each(said_words, d.caveats)),
        *own,
        Field("brain", "brain", (*figures, *map(claim_words, d.cns.claims))),
        Field("regions", None, tuple(f"{r.region}: {plain_word(r.status)}" for r in d.regions)),
        Field(None, "elsewhere", regions_words(d.regions)),
    )


def if_found(row: shapes.IfFound) -> Entry:
    """A mutation that would rule options out."""
    verdict = if_found_words(row.drugs, row.warned)
    return Entry("if_found", f"{row.finding}: {verdict}", columns(finding=row.finding, verdict=verdict), "caution")


# -- what stands in several answers ----------------------------------------------------------------------------------


def said(group: str, s: shapes.Said) -> Entry:
    """What else may be done, or a question to bring: a sentence with its sources."""
    words = said_words(s)
    return Entry(group, words, columns(text=words, sources=each_source(s)))


def conflict(c: shapes.ShownConflict) -> Entry:
    """What is not agreed, with all its sides in one row: a side alone would be no answer."""
    head, sides = f"not agreed, {c.kind}: {c.text}", _each(said_words, c.sides)
    whole = columns(text=(head, *sides), sources=each_source(*c.sides))
    return Entry("conflict", head, (*whole, Field(None, "each side", sides)))


def rule(t: shapes.TraceLine) -> Entry:
    """A rule that fired."""
    words = f"{t.rule}: {t.text}"
    return Entry("rule", words, columns(text=words))


MEMBER_VERDICTS = {True: "alone (no evidence for the combination)", False: "(one OR the other, not both)"}
"""What a row on one change says of the whole finding: of a compound, and of alternatives."""


def member(m: shapes.MemberNote, compound: bool) -> Entry:
    """What is known of a member of a compound, or of one of the alternatives, alone."""
    found = {"active": m.active, "reduced": m.reduced, "conflicting": m.conflicting, "not effective": m.not_effective}
    alone = "against it alone, not known for the combination"
    known = tuple(f"{word} {alone}: {member_drugs(m, drugs)}" for word, drugs in found.items() if drugs) or ("no data",)
    verdict = MEMBER_VERDICTS[compound]
    fields = (*columns(finding=m.finding, verdict=verdict), Field("text", "known of it alone", known))
    return Entry("member", f"{m.finding} {verdict}", fields)


# -- mutation --------------------------------------------------------------------------------------------------------

CALLS = {
    "active": ("ACTIVE", "option"),
    "reduced": ("REDUCED", "option"),
    "conflicting": ("UNRESOLVED, not offered:", "excluded"),
    "not_effective": ("NOT EFFECTIVE", "excluded"),
    "no_data": ("NO DATA", "no_data"),
}
"""The word of each call and its tone."""


def every_called(body: shapes_lookups.FindingAnswer) -> list[Entry]:
    """Every drug with its call on the finding."""
    found: list[Entry] = []
    for call, drugs in body.drugs.items():
        found += [called(body.finding, call, d) for d in drugs]
    return found


def called(finding: str, call: str, d: shapes_lookups.DrugCall) -> Entry:
    """A drug with its call on a finding, in the group in which `next-line` places it when only the finding is known."""
    word, tone = CALLS[call]
    fields = (
        *same(d, "drug", "brands", "codes", "basis", "reason"),
        Field("why", "why", d.why),
        *columns(finding=finding, call=call, sources=each_source(*d.claims, *d.caveats)),
        Field("verdict", "as the next drug", verdict_words(d.group, d.verdict)),
        Field("caveats", "caveats", _each(said_words, d.caveats)),
        Field("claims", "evidence", tuple(against_words(call, c) for c in d.claims)),
    )
    basis = f" ({plain_word(d.basis)})" if d.basis else ""
    return Entry(d.group, f"{word} {drug_name(d)} — {finding}{basis}", fields, tone)


def about_finding(body: shapes_lookups.FindingAnswer) -> list[Field]:
    """What is known of the finding itself; none of these rows has a drug of its own."""
    found = [Field("title", None, (body.title, body.kind) if body.kind else body.title)]
    if f := body.frequency:
        found.append(Field("frequency", "frequency", f"{noted(f.text, f.note)}{cite(f)}", each_source(f)))
    elif body.kind == "compound":
        found.append(Field(None, "frequency", "none given for compounds in these tables"))
    for s in body.seen_after:
        found.append(Field("seen_after", "", f"seen after {s.drug}: {s.text}{cite(s)}", each_source(s)))
    found += [Field("note", "", said_words(n), n.sources) for n in body.notes]
    if body.found_in:
        found.append(Field("found_in", "compounds that hold it, each a finding of its own", body.found_in))
    if body.hgvs and (on := body.numbering):
        found.append(Field("hgvs", "HGVS", f"{' '.join(body.hgvs.protein)} on {body.hgvs.reference}"))
        found += [Field("hgvs", "HGVS", nucleotide_words(n)) for n in body.hgvs.nucleotides]
        mane = tuple(name or f"no counterpart on {on.mane_select}" for name in on.on_mane_select)
        label = f"numbering: on MANE Select ({on.mane_select}) the same is"
        found.append(Field("on_mane_select", label, mane, each_source(on)))
    return found


# -- compare ---------------------------------------------------------------------------------------------------------

SAFETY = {
    "before_start": "before starting",
    "warning": "warnings",
    "adverse_reactions": "common adverse reactions",
    "tolerability": "tolerability",
    "dose": "dose",
    "food": "food",
    "interaction": "interactions",
    "pregnancy": "pregnancy and contraception",
    "driving": "driving and machines",
}
"""What the statements on the use of a drug are about, and its label."""
_KINDS = {"tki": "ROS1 TKI", "research": "research compound without clinical data in ROS1, not offered"}


def compared(d: shapes_lookups.ComparedDrug) -> list[Field]:
    """What is set side by side of a drug; fields of one label share a row of the screen."""
    unknown = "not agreed" if d.brain else "no data"
    return [
        *_statements("NEVER", "NEVER", d.never),
        Field(None, "kind", _KINDS[d.kind]),
        *(Field("maker", "maker or sponsor", maker_words(m), each_source(m)) for m in d.makers),
        *(Field("approval", "approved for ROS1", approval_words(a), each_source(a)) for a in d.approvals),
        *(Field("region", "approved for ROS1", words) for words in regions_words(d.regions)),
        *(Field(f.name, f.name, sourced_figure(f), each_source(f)) for f in d.figures),
        Field("treats_brain", None, d.treats_brain, each_source(*d.brain)),
        Field(None, "treats the brain", unknown if d.treats_brain is None else d.treats_brain),
        *_statements("brain", "treats the brain", d.brain),
        Field("active_against", None, d.active_against),
        Field(None, "active against", ", ".join(d.active_against)),
        Field("not_effective_against", None, d.not_effective_against),
        Field(None, "not effective against", ", ".join(d.not_effective_against)),
        *(Field("caveat", "caveats", said_words(c), c.sources) for c in d.caveats),
        *chain.from_iterable(_statements(about, label, d.safety[about]) for about, label in SAFETY.items()),
        *_statements("line", "lines and settings", d.lines),
        *(Field("line_call", None, f"{w.scope}: {w.verdict}") for w in d.line_calls),
        *(Field(None, "lines and settings", f"decided, {weighed(w)}") for w in d.line_calls),
        *_statements("note", "notes", d.comparisons),
    ]


def _statements(key: str, label: str, claims: Iterable[shapes.ShownClaim]) -> list[Field]:
    return [Field(key, label, claim_words(c), each_source(c)) for c in claims]


def maker_words(m: shapes.NamedAs) -> str:
    """A maker, sponsor or name with its place."""
    return f"{noted(m.name, m.note)}{cite(m)}"


# -- drug ------------------------------------------------------------------------------------------------------------


def of_drug(d: shapes_lookups.DrugAnswer | shapes_lookups.ComparedDrug) -> tuple[Field, ...]:
    """What every row on a drug says."""
    never = tuple(c.text for c in getattr(d, "never", ()))
    return (*same(d, "drug", "kind", "brands", "codes"), Field("caveats", None, (*never, *map(said_words, d.caveats))))


def drug_claim(body: shapes_lookups.DrugAnswer, group: str, c: shapes.ShownClaim) -> Entry:
    """A statement on a drug: `says` is its own call, `call` and `verdict` are what all statements on its scope come to; where
    that is something else it stands in the same line."""
    w = next((w for w in body.weighed if (w.scope, w.finding) == (c.scope, c.finding)), None)
    call, verdict, decided = None, None, ""
    if w and (c.finding or not c.after):
        call, verdict = w.call, verdict_words(w.group, w.verdict)
    elif c.call:
        verdict = f"holds only after {', '.join(c.after)}"
    offered = c.call in ("active", "reduced")
    if w and c.call and not c.after and (c.call != w.call or (offered and w.group == "excluded")):
        decided = f" (decided: {verdict_words(w.group, w.verdict)})"
    return Entry(group, _claim_line(c, decided), (*_claim(c), *columns(call=call, verdict=verdict)))


def weighed(w: shapes_lookups.Weighed) -> str:
    """What all statements on one finding, class or setting come to."""
    return f"{w.finding or scope_words(w.scope)}: {verdict_words(w.group, w.verdict)}"


def replaced(r: shapes_lookups.Replaced) -> Entry:
    """A statement that a later one replaced."""
    by = f"replaced by {r.replaced_by} on {r.since}"
    fields = (*_claim(r.claim), *columns(verdict=f"not current: {by}"))
    return Entry("replaced", f"{_claim_line(r.claim, '')} — {by}", fields)


def _claim(c: shapes.ShownClaim) -> tuple[Field, ...]:
    figure = f"{c.figure.name}: {figure_words(c.figure)}" if c.figure else None
    return (
        *same(c, "about", "scope", "finding", "level", "text", "after", "via", "date", "entered"),
        *columns(claim=c.id, says=c.call, figure=figure, sources=c.source, locators=c.locator),
    )


def _claim_line(c: shapes.ShownClaim, decided: str) -> str:
    what = c.finding or ("" if c.scope in ("drug", "finding") else scope_words(c.scope))
    return f"{what}{decided}: {claim_words(c)}" if what or decided else claim_words(c)


def named_as(n: shapes.NamedAs) -> Entry:
    """A name of a drug with its kind; what has no kind is its maker or sponsor."""
    said = columns(about=n.kind, text=noted(n.name, n.note), sources=n.source, locators=n.locator)
    return Entry("name" if n.kind else "maker", f"{n.kind}: {maker_words(n)}" if n.kind else maker_words(n), said)


def names_it(s: shapes.Said) -> Entry:
    """Guidance that names the drug."""
    return Entry("statement", said_words(s), (*columns(claim=s.id), *same(s, "text", "sources", "locators")))


def at_a_glance(body: shapes_lookups.DrugAnswer) -> list[Field]:
    """The drug at a glance; what no source says is said to be so."""
    barred = {w.finding: f"{w.finding}: {w.verdict}" for w in body.weighed if w.finding and w.group != "option"}
    active = tuple(barred.get(finding, finding) for finding in body.active_against)
    nothing = "nothing named in these tables"
    approved = _each(approval_words, body.approvals) or "no approval for ROS1 in these tables"
    brain = "no data, or not agreed" if body.treats_brain is None else body.treats_brain
    return [
        Field("approval", "approved for ROS1", approved),
        Field("region", "", regions_words(body.regions)),
        Field("treats_brain", "treats the brain", brain),
        Field("active_against", "active against", active or nothing),
        Field("not_effective_against", "not effective against", body.not_effective_against or nothing),
    ]


def safety(body: shapes_lookups.DrugAnswer) -> list[Field]:
    """How it is used; the statements are rows of their own in TSV, what nobody verified is said in both."""
    found = []
    for about, label in SAFETY.items():
        said = _each(claim_words, body.safety[about])
        found.append(Field(None, label, said) if said else Field(about, label, "not verified in these tables"))
    return found


def fails_by(found: shapes_lookups.FailsBy) -> list[Entry]:
    """What series counted after the drug, each finding of one, and what was seen besides; without a series a row says so."""
    none = "no series found"
    out = [_series(s, s) for s in found.series] or [Entry("fails_by", none, columns(about="series", text=none))]
    for s in found.series:
        out += [_series(s, f, finding=f.finding) for f in s.found]
    for one in found.seen_besides:
        cited = columns(sources=one.source, locators=one.locator)
        said = columns(about="seen_besides", finding=one.finding, text=one.text)
        out.append(Entry("fails_by", f"seen besides: {one.finding}: {one.text}{cite(one)}", (*said, *cited)))
    return out


def _series(s: shapes_lookups.ShownSeries, said: Any, finding: str = "") -> Entry:
    """A series, or what it found of one finding."""
    found = columns(claim=s.id, about="series", finding=finding, text=said.text, sources=s.source, locators=s.locator)
    return Entry("fails_by", f"{f'{finding}: ' if finding else ''}{said.text}{cite(s)}", found)


# -- guidance, sources, levels ---------------------------------------------------------------------------------------


def statement(s: shapes_lookups.ShownStatement) -> Entry:
    """A piece of guidance."""
    level = plain_word(s.level) if s.level else "kind of evidence not given"
    known = f"for {' and '.join(s.audience)}; {level}; {s.date or 'undated'}"
    fields = (*columns(statement=s.id), *same(s, "drug", "audience", "level", "text", "sources", "locators", "date"))
    return Entry("statement", f"{f'{s.drug}: ' if s.drug else ''}{said_words(s)} ({known})", fields)


def about_source(s: shapes_lookups.SourceAnswer) -> list[Field]:
    """What a source is."""
    return [
        Field("title", s.source, s.title),
        Field("publisher", "publisher", s.publisher),
        *same(s, "date", "entered", "address"),
        Field(None, "date", f"{s.date or 'none printed'}; in these tables since {s.entered}"),
        Field(None, "address", s.address or "none stored"),
        Field("read_at", "read at", s.read_at),
        Field("via", "read through", s.via),
        Field("note", "", s.note),
    ]


def resting(r: shapes_lookups.Resting) -> Entry:
    """A record that rests on a source."""
    kind = {"claim": "statement on a drug", "statement": "guidance"}.get(r.kind, r.kind)
    fields = (*columns(record=r.id), *same(r, "kind", "drug", "text"))
    return Entry("resting", f"{kind} {r.id}{f' ({r.drug})' if r.drug else ''}: {r.text}", fields)


def level(m: Any) -> Entry:
    """A level of evidence beside those of other scales."""
    scales = (("amp_asco_cap", "AMP/ASCO/CAP"), ("oncokb_style", "OncoKB-style"), ("escat", "ESCAT"))
    others = tuple(Field(key, label, getattr(m, key)) for key, label in scales)
    return Entry("level", m.level.words, (*same(m, "level"), Field("meaning", "meaning", m.meaning), *others))


# -- lists of what there is: in TSV they have the keys of the JSON ---------------------------------------------------


def listed_mutation(i: shapes_lookups.ListedMutation) -> Entry:
    """A finding of the list."""
    active = "off-target: does not respond to switching the ROS1 TKI"
    if i.kind in ("on_target", "compound"):
        drugs = [f"{drug} ({plain_word(level)})" for drug, level in zip(i.drugs, i.levels, strict=True)]
        studied = f"; studied only, not an option: {', '.join(i.studied_only)}" if i.studied_only else ""
        active = f"{', '.join(drugs) or 'none listed'}{studied}"
    kind, frequency = i.kind.replace("_", "-"), i.frequency or "no frequency given"
    return _listed(i.mutation, kind=kind, frequency=frequency, active_drugs=active)


def listed_drug(i: shapes_lookups.ListedDrug) -> Entry:
    """A drug of the list."""
    return _listed(i.drug, kind=plain_word(i.kind), also_named=", ".join(i.names) or "no other name")


def listed_topic(i: shapes_lookups.ListedTopic) -> Entry:
    """A topic of the list."""
    return _listed(i.topic, title=i.title, also_found_as=", ".join(i.aliases) or "-")


def _listed(head: str, **words: str) -> Entry:
    return Entry("", head, tuple(Field(None, plain_word(label), said) for label, said in words.items()))
