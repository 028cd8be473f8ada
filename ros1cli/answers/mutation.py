"""`mutation`: what the tables hold on one finding, and the list of findings."""

from collections.abc import Sequence

from ros1cli.answers import evidence
from ros1cli.answers.calls import (
    Decision,
    decide,
    in_setting,
    never,
    without_call,
)
from ros1cli.answers.cautions import Circumstances, by_findings, cautions, combinations, neighbours, other_treatments
from ros1cli.answers.grouping import Placed, alone, alone_on, decision_on, loud, place, placed, target, verdict, wanted
from ros1cli.answers.next_line import caveats, members
from ros1cli.answers.question import Question
from ros1cli.answers.ranking import in_order
from ros1cli.answers.series import seen_after
from ros1cli.answers.shapes import (
    GROUPS,
    Answer,
    DrugCall,
    FindingAnswer,
    Hgvs,
    ListedMutation,
    Numbering,
    ShownClaim,
    ShownFrequency,
    ShownNucleotides,
    ShownQuery,
)
from ros1cli.errors import NotUnderstood, as_typed, shown
from ros1cli.names.hgvs import ONE, on_mane, transcript_of
from ros1cli.names.mutations import read_findings
from ros1cli.names.off_target import OffTarget
from ros1cli.names.split import Asked
from ros1cli.tables.closed_words import AFTER_ROS1_TKI, Call, FindingKind, Level
from ros1cli.tables.model import Drug, Finding, Tables
from ros1cli.tables.reference import Derivation

_KINDS = {True: FindingKind.COMPOUND.value, False: FindingKind.ON_TARGET.value}


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
    beside = (*asked.off_target, *asked.without_status)
    if len(beside) + bool(asked.on_target or asked.alternatives) > 1:
        every = (*asked.alternatives, asked.finding, *(o.name for o in beside))
        raise NotUnderstood(
            f"{shown(text)!r} holds several findings ({', '.join(e for e in every if e)}); ask `ros1 mutation` one by one, "
            "or `ros1 next-line --mutation` for all together.",
            given=text,
        )
    raw = {"mutation": as_typed(text)} | ({"transcript": as_typed(transcript)} if transcript is not None else {})
    return _off_target(tables, asked, beside[0], raw, day) if beside else _on_target(tables, asked, raw, day)


def _on_target(tables: Tables, asked: Asked, raw: dict[str, str], day: str | None) -> Answer:
    """A change of ROS1, a compound, or alternatives at one residue."""
    q = alone(tables, asked)
    changes = asked.alternatives or asked.on_target
    name = target(q)
    known = all(f in tables.findings for f in wanted(q))
    finding = tables.findings.get(name)
    drugs = _grouped(tables, q)
    listed = any(drugs[c.value] for c in (Call.ACTIVE, Call.REDUCED))
    status = "not_in_tables" if not known else "known" if listed else "no_drug_listed"
    if not known:
        drugs = drugs | {Call.ACTIVE.value: (), Call.REDUCED.value: ()}
    circumstances = _circumstances(tables, asked, name, status)
    body = _finding_body(tables, name, finding, drugs, circumstances)._replace(
        kind=_KINDS[asked.compound],
        found_in=tuple(
            f.id for f in tables.findings.values() if len(f.members) > 1 and set(wanted(q)) & set(f.members)
        ),
        members=members(tables, changes) if len(changes) > 1 else (),
        numbering=_numbering(tables, changes),
        hgvs=Hgvs(
            protein=tuple(f"p.{ONE[n[0]]}{n[1:-1]}{ONE[n[-1]]}" for n in changes),
            reference=tables.reference.accessions[0],
            nucleotides=tuple(n for change in changes for n in _nucleotides(tables, change)),
        ),
        conflicts=evidence.conflicts(tables, *(f"finding:{f}" for f in wanted(q))),
    )
    return _finding_answer(
        tables, body, asked, raw, f"ROS1 {name if asked.alternatives else ' + '.join(changes)}", status, day
    )


def _circumstances(tables: Tables, asked: Asked, name: str, status: str) -> dict[str, dict[str, str]]:
    near = ", ".join(neighbours(tables, asked))
    fields = {"findings": name, "neighbours": f"Named here, but not transferable: {near}." if near else ""}
    out = {status: fields}
    if asked.compound:
        out["compound"] = fields
    if asked.alternatives:
        out["alternatives"] = fields
    if near and status != "not_in_tables":
        out["neighbours"] = {"findings": name, "neighbours": near}
    for typed, other in asked.collisions:
        out["mane_collision"] = {"typed": typed, "other": other}
    if asked.phase == "trans":
        out["phase"] = fields
    return out


def _off_target(tables: Tables, asked: Asked, found: OffTarget, raw: dict[str, str], day: str | None) -> Answer:
    """An off-target finding, or one that decides nothing; `found` is it."""
    named = [tables.findings[f] for f in found.findings if f in tables.findings]
    finding = named[0] if len(named) == 1 else None
    status = "known" if named or found.whole else "not_in_tables"
    q = alone(tables, asked)
    circumstances = by_findings(tables, q)
    if status == "not_in_tables":
        circumstances[status] = {"findings": found.name, "neighbours": ""}
    body = _finding_body(tables, found.name, finding, _grouped(tables, q), circumstances)
    notes = tuple(evidence.say(n.id, n.text, [n.cite], n.short) for f in named for n in f.notes)
    ever = [
        f for f in tables.every_finding.values() if found.name == f.id or (f.gene and found.name.startswith(f.gene))
    ]
    kinds = [f.kind.value for f in (*named, *ever)]
    body = body._replace(
        notes=notes,
        kind=kinds[0] if kinds else None,
        other_treatments=(*combinations(tables, q), *body.other_treatments),
    )
    what = "off-target" if found.decides else "no resistance mechanism"
    return _finding_answer(tables, body, asked, raw, f"{what}: {found.words}", status, day)


def _finding_body(
    tables: Tables,
    name: str,
    finding: Finding | None,
    drugs: dict[str, tuple[DrugCall, ...]],
    circumstances: Circumstances,
) -> FindingAnswer:
    return FindingAnswer(
        finding=name,
        title=finding.title if finding else name,
        kind=None,
        frequency=_frequency(finding),
        seen_after=seen_after(tables, finding),
        drugs=drugs,
        found_in=tuple(f.id for f in tables.findings.values() if len(f.members) > 1 and name in f.members),
        members=(),
        numbering=None,
        hgvs=None,
        evidence=_by_level(drugs),
        notes=tuple(evidence.say(n.id, n.text, [n.cite], n.short) for n in (finding.notes if finding else ())),
        cautions=cautions(tables, circumstances),
        other_treatments=other_treatments(tables, circumstances),
        conflicts=evidence.conflicts(tables, f"finding:{name}"),
    )


def _finding_answer(
    tables: Tables, body: FindingAnswer, asked: Asked, raw: dict[str, str], words: str, status: str, day: str | None
) -> Answer:
    query = ShownQuery(
        raw=raw,
        readings=asked.readings,
        mutations=asked.on_target or asked.alternatives,
        alternatives=asked.alternatives,
        compound=asked.compound,
        off_target=tuple(o.name for o in asked.off_target),
        without_status=tuple(o.name for o in asked.without_status),
    )
    words = f"{words} ({asked.told})" if asked.told else words
    exit_status = 3 if status == "not_in_tables" else 0
    return evidence.answer(
        tables, "mutation", body, query, understood=words, status=status, day=day, status_exit=exit_status
    )


def _grouped(tables: Tables, q: Question) -> dict[str, tuple[DrugCall, ...]]:
    """Drugs by call, in the order of `next-line`: its options first, then what has no data, then what it excludes."""
    every = {d.id: place(tables, q, d) for d in tables.tkis}
    options = in_order(tables, q, [p for p in every.values() if p.group == "option"])
    rest = sorted((p for p in every.values() if p.group != "option"), key=lambda p: GROUPS.index(p.group), reverse=True)
    groups: dict[str, list[DrugCall]] = {c.value: [] for c in Call}
    for found in (*options, *rest):
        call, shown_as = _drug_call(tables, q, found)
        groups[call.value].append(shown_as)
    return {call: tuple(found) for call, found in groups.items()}


def _drug_call(tables: Tables, q: Question, found: Placed) -> tuple[Call, DrugCall]:
    """The call of a drug, with how `next-line` groups it. A drug that must never be used is not effective; against what is no
    resistance mechanism no drug has a call."""
    drug = found.drug
    decision, banned = decision_on(tables, q, drug)[0], never(tables, drug)
    names = wanted(q) if q.on_target else tuple(f for o in q.asked.off_target for f in o.findings)
    claims = tuple(dict.fromkeys((*banned, *decision.claims, *without_call(tables, drug, names))))
    call = Call.NOT_EFFECTIVE if banned else decision.call
    level = banned[0].level if banned else decision.level
    no_question = not q.asked.resistance
    return Call.NO_DATA if no_question else call, DrugCall(
        drug=drug.id,
        brands=drug.brands,
        codes=drug.codes,
        basis=level.value if level else None,
        why=loud(banned[0].text) if banned else _why(tables, drug, decision, bool(claims)),
        claims=evidence.show_claims(claims),
        group="no_data" if no_question and not banned else found.group,
        reason=None if no_question and not banned else found.reason or None,
        verdict="no call: this is no resistance mechanism" if no_question and not banned else verdict(found),
        caveats=caveats(tables, q, found) if found.group != "excluded" and not no_question else (),
        short=None if no_question and not banned else _short_verdict(drug, verdict(found)),
    )


def _short_verdict(drug: Drug, words: str) -> str | None:
    """The verdict with the short text of the statement that it quotes."""
    quoted = next((c for c in drug.claims if c.short and c.text in words), None)
    if quoted is None or quoted.short is None:
        return None
    return quoted.short if words.startswith(quoted.text) else words.replace(quoted.text, quoted.short)


def _why(tables: Tables, drug: Drug, decision: Decision, held: bool) -> str:
    """Why this call; without one, what the tables say of the drug after progression. `held`: there are statements without a
    call."""
    if decision.call is Call.NO_DATA and held:
        decision = decision._replace(why="nothing that decides")
    setting = decide(tuple(c for c in in_setting(tables, drug, AFTER_ROS1_TKI) if not c.after))
    if decision.call is not Call.NO_DATA or setting.call is not Call.NOT_EFFECTIVE:
        return decision.why
    against = next(c for c in setting.claims if c.call is Call.NOT_EFFECTIVE)
    return f"{decision.why}; not for use after a ROS1 TKI: {against.text}"


def _by_level(drugs: dict[str, tuple[DrugCall, ...]]) -> dict[str, tuple[ShownClaim, ...]]:
    """Every claim behind the calls once, by level, strongest first."""
    claims = {c.id: c for found in drugs.values() for d in found for c in d.claims}
    return {level.value: tuple(c for c in claims.values() if c.level == level.value) for level in Level}


def _frequency(finding: Finding | None) -> ShownFrequency | None:
    if finding is None or finding.frequency is None:
        return None
    f = finding.frequency
    return ShownFrequency(f.text, f.note, f.cite.source, f.cite.locator, f.short)


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
    return tuple(_listed(tables, f) for f in tables.findings.values())


def _listed(tables: Tables, finding: Finding) -> ListedMutation:
    active = [p for p in placed(tables, finding) if p.call is Call.ACTIVE] if finding.on_target else []
    options = in_order(tables, alone_on(tables, finding), [p for p in active if p.group == "option"])
    return ListedMutation(
        mutation=finding.id,
        kind=finding.kind.value,
        frequency=finding.frequency.text if finding.frequency else None,
        drugs=tuple(p.drug.id for p in options),
        levels=tuple(p.level.value for p in options if p.level),
        studied_only=tuple(p.drug.id for p in active if p.group != "option"),
        on_mane_select=_on_mane(tables, finding),
    )


def _on_mane(tables: Tables, finding: Finding) -> str | None:
    """The finding in the numbering of MANE Select; None for one that is no change of the protein or has no residue there."""
    moved = [(name, on_mane(tables.reference, int(name[1:-1]))) for name in finding.members]
    return "/".join(f"{n[0]}{pos}{n[-1]}" for n, pos in moved) if moved and all(pos for _, pos in moved) else None
