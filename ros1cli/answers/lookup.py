"""`mutation`, `drug`, `guidance`, `sources`: what the tables hold on one thing, and the lists of what there is."""

import re
from collections.abc import Sequence
from typing import Any

from ros1cli.answers import common
from ros1cli.answers.calls import (
    Decision,
    call_for_finding,
    call_for_off_target,
    current,
    decide,
    in_setting,
    never,
    without_call,
)
from ros1cli.answers.comparison import against
from ros1cli.answers.lines import members
from ros1cli.answers.placing import loud
from ros1cli.answers.shapes import Answer, NamedAs, ShownClaim, ShownQuery, ShownSource
from ros1cli.answers.shapes_lookup import (
    DrugAnswer,
    DrugCall,
    FindingAnswer,
    GuidanceAnswer,
    Hgvs,
    LevelsAnswer,
    ListedDrug,
    ListedMutation,
    ListedTopic,
    Numbering,
    Replaced,
    Resting,
    ShownFrequency,
    ShownNucleotides,
    ShownSeenAfter,
    ShownStatement,
    SourceAnswer,
)
from ros1cli.errors import NotUnderstood, shown
from ros1cli.model import (
    AFTER_ROS1_TKI,
    Call,
    Cite,
    Derivation,
    Drug,
    DrugKind,
    Finding,
    FindingKind,
    Level,
    Tables,
    Topic,
)
from ros1cli.names import (
    ONE,
    Asked,
    clean,
    find_drug,
    find_topic,
    folds,
    near,
    near_topics,
    on_mane,
    read_drug,
    read_findings,
    transcript_of,
)

_KINDS = {True: FindingKind.COMPOUND.value, False: FindingKind.ON_TARGET.value}


# -- mutation ------------------------------------------------------------------------------------------------------


def mutation(tables: Tables, text: str, day: str | None = None, transcript: str | None = None) -> Answer:
    """What is known of one finding: on-target, a compound, alternatives, or off-target.

    Args:
        tables: what is known, already as of `day`.
        text: the name as typed.
        day: the --as-of date, only to be said.
        transcript: the accession on which the name is numbered when it carries none of its own.

    Raises:
        NotUnderstood: the name is no finding, or holds several.
    """
    asked = read_findings(tables, [text], transcript)
    if asked.alternatives or (asked.on_target and asked.off_target) or len(asked.off_target) > 1:
        every = (*asked.alternatives, asked.finding, *(o.name for o in asked.off_target))
        raise NotUnderstood(
            f"{shown(text)!r} holds several findings ({', '.join(e for e in every if e)}); ask `ros1 mutation` one by one, "
            "or `ros1 next-line --mutation` for all together.",
            given=text,
        )
    raw = {"mutation": shown(text)} | ({"transcript": shown(transcript)} if transcript is not None else {})
    return _off_target(tables, asked, raw, day) if asked.off_target else _on_target(tables, asked, raw, day)


def _on_target(tables: Tables, asked: Asked, raw: dict[str, str], day: str | None) -> Answer:
    name = asked.finding
    finding = tables.findings.get(name)
    calls = {d.id: call_for_finding(tables, d, name) for d in tables.tkis}
    listed = any(d.call in (Call.ACTIVE, Call.REDUCED) for d in calls.values())
    status = "not_in_tables" if finding is None else "known" if listed else "no_drug_listed"
    fields = {"findings": name, "neighbours": ""}
    circumstances = {status: fields} | ({"compound": fields} if asked.compound else {})
    for typed, other in asked.collisions:
        circumstances["mane_collision"] = {"typed": typed, "other": other}
    circumstances |= {"phase": fields} if asked.phase == "trans" else {}
    drugs = _grouped(tables, calls, (name,))
    if finding is None:
        drugs = drugs | {Call.ACTIVE.value: (), Call.REDUCED.value: ()}
    body = _finding_body(tables, name, finding, drugs, circumstances)._replace(
        kind=_KINDS[asked.compound],
        members=members(tables, asked.on_target) if asked.compound else (),
        numbering=_numbering(tables, asked.on_target),
        hgvs=Hgvs(
            protein=tuple(f"p.{ONE[n[0]]}{n[1:-1]}{ONE[n[-1]]}" for n in asked.on_target),
            reference=tables.reference.accessions[0],
            nucleotides=tuple(n for name in asked.on_target for n in _nucleotides(tables, name)),
        ),
    )
    return _finding_answer(tables, body, asked, raw, f"ROS1 {' + '.join(asked.on_target)}", status, day)


def _off_target(tables: Tables, asked: Asked, raw: dict[str, str], day: str | None) -> Answer:
    found = asked.off_target[0]
    named = [tables.findings[f] for f in found.findings if f in tables.findings]
    finding = named[0] if len(named) == 1 else None
    calls = {d.id: call_for_off_target(tables, d, found.findings) for d in tables.tkis}
    status = "known" if named else "not_in_tables"
    circumstances: dict[str, dict[str, str]] = {"off_target": {"findings": found.name}}
    if not named:
        circumstances[status] = {"findings": found.name, "neighbours": ""}
    if found.related:
        circumstances["related_gene"] = {"gene": found.name, "named": found.related}
    elif not found.named:
        circumstances["another_change"] = {"change": found.name, "named": ", ".join(found.findings)}
    if any(f.kind is FindingKind.TRANSFORMATION for f in named):
        circumstances["transformation"] = {}
    body = _finding_body(tables, found.name, finding, _grouped(tables, calls, found.findings), circumstances)
    notes = tuple(common.say(n.id, n.text, [n.cite]) for f in named for n in f.notes)
    ever = [
        f for f in tables.every_finding.values() if found.name == f.id or (f.gene and found.name.startswith(f.gene))
    ]
    kinds = [f.kind.value for f in (*named, *ever)]
    body = body._replace(notes=notes, kind=kinds[0] if kinds else None)
    return _finding_answer(tables, body, asked, raw, f"off-target: {found.words}", status, day)


def _finding_body(
    tables: Tables,
    name: str,
    finding: Finding | None,
    drugs: dict[str, tuple[DrugCall, ...]],
    circumstances: common.Circumstances,
) -> FindingAnswer:
    return FindingAnswer(
        finding=name,
        title=finding.title if finding else name,
        kind=None,
        frequency=_frequency(finding),
        seen_after=_seen_after(finding),
        drugs=drugs,
        found_in=tuple(f.id for f in tables.findings.values() if len(f.members) > 1 and name in f.members),
        members=(),
        numbering=None,
        hgvs=None,
        evidence=_by_level(drugs),
        notes=tuple(common.say(n.id, n.text, [n.cite]) for n in (finding.notes if finding else ())),
        cautions=common.cautions(tables, circumstances),
        other_treatments=common.other_treatments(tables, circumstances),
        conflicts=common.conflicts(tables, f"finding:{name}"),
    )


def _finding_answer(
    tables: Tables, body: FindingAnswer, asked: Asked, raw: dict[str, str], words: str, status: str, day: str | None
) -> Answer:
    query = ShownQuery(
        raw=raw,
        readings=asked.readings,
        mutations=asked.on_target,
        compound=asked.compound,
        off_target=tuple(o.name for o in asked.off_target),
    )
    words = f"{words} ({asked.told})" if asked.told else words
    exit_status = 3 if status == "not_in_tables" else 0
    return common.answer(
        tables, "mutation", body, query, understood=words, status=status, day=day, status_exit=exit_status
    )


def _grouped(tables: Tables, calls: dict[str, Decision], names: Sequence[str]) -> dict[str, tuple[DrugCall, ...]]:
    """Drugs by call. A drug that must never be used stands with the ones that are not effective."""
    groups: dict[str, list[DrugCall]] = {c.value: [] for c in Call}
    for drug in tables.tkis:
        decision, banned = calls[drug.id], never(tables, drug)
        call = Call.NOT_EFFECTIVE if banned else decision.call
        claims = tuple(dict.fromkeys((*banned, *decision.claims, *without_call(tables, drug, names))))
        why = loud(banned[0].text) if banned else _why(tables, drug, decision)
        level = banned[0].level if banned else decision.level
        groups[call.value].append(
            DrugCall(drug.id, drug.brands, drug.codes, level.value if level else None, why, common.show_claims(claims))
        )
    return {call: tuple(found) for call, found in groups.items()}


def _why(tables: Tables, drug: Drug, decision: Decision) -> str:
    """Why this call; without a claim on the finding, what the tables say of the drug after progression."""
    setting = decide(tuple(c for c in in_setting(tables, drug, AFTER_ROS1_TKI) if not c.after))
    if decision.call is not Call.NO_DATA or setting.call is not Call.NOT_EFFECTIVE:
        return decision.why
    against = next(c for c in setting.claims if c.call is Call.NOT_EFFECTIVE)
    return f"{decision.why} on this finding; not for use after a ROS1 TKI: {against.text}"


def _by_level(drugs: dict[str, tuple[DrugCall, ...]]) -> dict[str, tuple[ShownClaim, ...]]:
    """Every claim behind the calls once, by level, strongest first."""
    claims = {c.id: c for found in drugs.values() for d in found for c in d.claims}
    return {level.value: tuple(c for c in claims.values() if c.level == level.value) for level in Level}


def _frequency(finding: Finding | None) -> ShownFrequency | None:
    if finding is None or finding.frequency is None:
        return None
    f = finding.frequency
    return ShownFrequency(f.text, f.note, f.cite.source, f.cite.locator)


def _seen_after(finding: Finding | None) -> tuple[ShownSeenAfter, ...]:
    seen = finding.seen_after if finding else ()
    return tuple(ShownSeenAfter(s.drug, s.text, s.cite.source, s.cite.locator) for s in seen)


def _numbering(tables: Tables, names: Sequence[str]) -> Numbering:
    """The residues on the reference and on MANE Select (None: no counterpart)."""
    ref = tables.reference
    mane = [(n, on_mane(ref, int(n[1:-1]))) for n in names]
    return Numbering(
        reference=ref.accessions[0],
        mane_select=ref.mane_accessions[0],
        on_mane_select=tuple(
            f"{ref.mane_accessions[0]}:p.{ONE[n[0]]}{pos}{ONE[n[-1]]}" if pos else None for n, pos in mane
        ),
        source=ref.source,
    )


def _nucleotides(tables: Tables, name: str) -> list[ShownNucleotides]:
    """The c. and g. names of a change, as the table holds them; those of an ambiguous one are not given."""
    ref = tables.reference
    out = []
    for row in ref.nucleotides:
        if row.change == name:
            known = row.status is not Derivation.AMBIGUOUS
            coding = f"{transcript_of(ref.accessions)}:c.{row.coding[0]}" if known else None
            mane = f"{transcript_of(ref.mane_accessions)}:c.{row.mane_coding[0]}" if known and row.mane_coding else None
            genomic = {build: f"{ref.genome.builds[build][0]}:g.{place}" for build, place in row.genomic.items()}
            out.append(ShownNucleotides(name, coding, mane, genomic, row.status.value, row.basis))
    return out


def mutations(tables: Tables) -> tuple[ListedMutation, ...]:
    """Every finding, on-target ones with the drugs that the tables call active."""
    return tuple(
        ListedMutation(
            f.id,
            f.kind.value,
            f.frequency.text if f.frequency else None,
            tuple(d.id for d in tables.tkis if f.on_target and _is_active(tables, d, f.id)),
        )
        for f in tables.findings.values()
    )


def _is_active(tables: Tables, drug: Drug, finding: str) -> bool:
    return call_for_finding(tables, drug, finding).call is Call.ACTIVE and not never(tables, drug)


# -- drug ----------------------------------------------------------------------------------------------------------


def drug(tables: Tables, text: str, day: str | None = None) -> Answer:
    """Everything on one drug; a treatment that is no TKI sends the reader to its guidance.

    Raises:
        NotUnderstood: no drug has this name.
    """
    found = read_drug(tables, text)
    claims = current(tables, found.claims)
    body = DrugAnswer(
        drug=found.id,
        kind=found.kind.value,
        brands=found.brands,
        codes=found.codes,
        names=tuple(
            NamedAs(n.name, n.kind, n.note, n.cite.source, n.cite.locator)
            for n in found.names
            if n.cite.source in tables.sources
        ),
        makers=common.makers(found),
        approvals=common.approvals(tables, found),
        treats_brain=common.treats_brain(claims),
        active_against=against(tables, found, Call.ACTIVE),
        not_effective_against=against(tables, found, Call.NOT_EFFECTIVE),
        claims={level.value: common.show_claims(c for c in claims if c.level is level) for level in Level},
        class_claims=common.show_claims(tables.class_claims) if found.kind is DrugKind.TKI else (),
        safety=common.safety(tables, found),
        history=_history(tables, found),
        statements=tuple(common.say(s.id, s.text, s.cites) for s in _statements_on(tables, found)),
        guidance=found.guidance,
        conflicts=common.conflicts(tables, f"drug:{found.id}"),
    )
    given = shown(text.strip())
    told = f": {folds(text)}" if folds(text) else ""
    words = found.display if given in found.display else f"{found.display} (read from {given}{told})"
    status, exit_status = ("known", 0) if found.id in tables.drugs else ("not_in_tables", 3)
    query = ShownQuery(raw={"drug": given})
    return common.answer(tables, "drug", body, query, understood=words, status=status, day=day, status_exit=exit_status)


def _history(tables: Tables, found: Drug) -> tuple[Replaced, ...]:
    """Claims of the drug that later ones replaced, kept in sight."""
    successor = {c.supersedes: c for c in tables.claims if c.supersedes}
    return tuple(
        Replaced(common.show_claim(c), successor[c.id].id, successor[c.id].entered)
        for c in found.claims
        if c.id in tables.superseded
    )


def _statements_on(tables: Tables, found: Drug) -> list[Any]:
    topics = {t.id for name in found.guidance for t in _family(tables, tables.topics[name])}
    return [s for s in tables.statements.values() if found.id in s.drugs or topics & set(s.topics)]


def drugs(tables: Tables) -> tuple[ListedDrug, ...]:
    """Every drug and treatment with all its names."""
    return tuple(
        ListedDrug(d.id, d.brands, d.codes, tuple(n.name for n in d.names if n.name != d.id), d.kind.value)
        for d in tables.drugs.values()
    )


# -- guidance ------------------------------------------------------------------------------------------------------


def guidance(tables: Tables, text: str, day: str | None = None) -> Answer:
    """The statements of a topic, or those that hold the words when no topic has that name.

    Raises:
        NotUnderstood: nothing is found and a topic's name is near, or the text is not a word.
    """
    words = clean(text, "topic")
    topic = find_topic(tables, words)
    if topic:
        ids = {t.id for t in _family(tables, topic)}
        found = [*_topic_statements(tables, ids), *_topic_claims(tables, ids)]
        keys = [f"topic:{i}" for i in sorted(ids)]
        return _guidance_answer(tables, topic.id, topic.title, found, keys, text, day, "known")
    _refuse_topic(tables, words, text)
    found = _search(tables, words)
    status = "word_search" if found else "not_in_tables"
    return _guidance_answer(tables, shown(words), f"“{shown(words)}”", found, [], text, day, status)


def _refuse_topic(tables: Tables, words: str, text: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9+'() -]+", words):
        raise NotUnderstood(f"{shown(text)!r} is not a topic; `ros1 guidance` lists the topics.", given=text)
    suggestions = near_topics(tables, words)
    if suggestions:
        hint = f"did you mean {' or '.join(suggestions)}?"
        raise NotUnderstood(f"No topic is named {shown(text)!r}; {hint}", given=text, suggestions=suggestions)


def _family(tables: Tables, topic: Topic) -> list[Topic]:
    """A topic and those whose statements its page includes."""
    return [topic, *(t for t in tables.topics.values() if t.under == topic.id)]


def _topic_statements(tables: Tables, ids: set[str]) -> list[ShownStatement]:
    return [_statement(tables, s) for s in tables.statements.values() if ids & set(s.topics)]


def _statement(tables: Tables, s: Any) -> ShownStatement:
    dates = [tables.sources[c.source].date for c in s.cites]
    date = max((d for d in dates if d), default=None)
    said = common.say(s.id, s.text, s.cites)
    return ShownStatement(s.id, s.text, None, s.audience, s.level.value, said.sources, said.locators, date)


def _topic_claims(tables: Tables, ids: set[str]) -> list[ShownStatement]:
    return [
        ShownStatement(c.id, c.text, c.drug or None, ("clinician",), c.level.value, (c.source,), (c.locator,), c.date)
        for c in current(tables, tables.claims)
        if ids & set(c.topics)
    ]


def _search(tables: Tables, words: str) -> list[ShownStatement]:
    """Statements that hold every word, as whole words."""
    patterns = [
        re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE) for word in words.split() if len(word) > 2
    ]
    if not patterns:
        return []
    return [_statement(tables, s) for s in tables.statements.values() if all(p.search(s.text) for p in patterns)]


def _guidance_answer(
    tables: Tables,
    topic: str,
    title: str,
    found: list[ShownStatement],
    keys: list[str],
    text: str,
    day: str | None,
    status: str,
) -> Answer:
    held = tuple(tables.topics) if status != "known" else ()
    body = GuidanceAnswer(topic, title, tuple(found), held, common.conflicts(tables, *keys))
    said = {
        "known": f"guidance on {title}",
        "word_search": f"no topic is named {title}; statements that hold the words",
        "not_in_tables": f"these tables do not cover {title}",
    }[status]
    exit_status = 3 if status == "not_in_tables" else 0
    query = ShownQuery(raw={"topic": shown(text)})
    return common.answer(
        tables, "guidance", body, query, understood=said, status=status, day=day, status_exit=exit_status
    )


def topics(tables: Tables) -> tuple[ListedTopic, ...]:
    """Every topic with its aliases."""
    return tuple(ListedTopic(t.id, t.title, t.aliases, t.under) for t in tables.topics.values())


# -- sources -------------------------------------------------------------------------------------------------------


def source(tables: Tables, text: str, day: str | None = None) -> Answer:
    """One source, and the ids of what rests on it.

    Raises:
        NotUnderstood: there is no source of this id.
    """
    name = clean(text, "source id")
    found = tables.sources.get(name.casefold())
    if found is None:
        suggestions = near(name, tables.sources)
        hint = "`ros1 drug` knows it." if find_drug(tables, name) else "`ros1 sources` lists them."
        hint = f"did you mean {' or '.join(suggestions)}?" if suggestions else hint
        raise NotUnderstood(f"There is no source {shown(text)!r}; {hint}", given=text, suggestions=suggestions)
    body = SourceAnswer(
        source=found.id,
        title=found.title,
        publisher=found.publisher,
        date=found.date,
        entered=found.entered,
        address=found.address,
        read_at=found.read_at,
        via=found.via,
        note=found.note,
        used_by=tuple(_resting(tables, found.id)),
    )
    query = ShownQuery(raw={"source": shown(text)})
    return common.answer(tables, "sources", body, query, understood=f"the source {found.id}", status="known", day=day)


def _resting(tables: Tables, source_id: str) -> list[Resting]:
    """Everything that rests on a source, in the order of the tables."""
    notes = [n for f in tables.findings.values() for n in f.notes]
    return [
        *(Resting(c.id, "claim", c.drug or None, c.text) for c in tables.claims if c.source == source_id),
        *(Resting(s.id, "statement", None, s.text) for s in tables.statements.values() if _cites(s.cites, source_id)),
        *(Resting(n.id, "note", None, n.text) for n in notes if n.cite.source == source_id),
        *(Resting(c.id, "caution", None, c.text) for c in tables.cautions if _cites(c.cites, source_id)),
    ]


def _cites(cites: Sequence[Cite], source_id: str) -> bool:
    return any(c.source == source_id for c in cites)


def sources(tables: Tables) -> tuple[ShownSource, ...]:
    """Every source."""
    return tuple(common.show_source(s) for s in tables.sources.values())


def levels(tables: Tables, day: str | None = None) -> Answer:
    """How our levels lie beside the tiers that others use: our own mapping, marked so."""
    body = LevelsAnswer(common.cautions(tables, {"levels": {}}), tuple(tables.levels))
    return common.answer(
        tables,
        "levels",
        body,
        ShownQuery(raw={"levels": True}),
        understood="the levels of evidence",
        status="known",
        day=day,
    )
