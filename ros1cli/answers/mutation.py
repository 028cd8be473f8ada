"""`mutation`: what the tables hold on one finding, and the list of findings."""

from collections.abc import Sequence

from ros1cli.answers import evidence
from ros1cli.answers.calls import (
    Decision,
    call_for_finding,
    call_for_off_target,
    decide,
    in_setting,
    never,
    without_call,
)
from ros1cli.answers.cautions import Circumstances, cautions, other_treatments
from ros1cli.answers.grouping import alone, loud, place, placed, verdict
from ros1cli.answers.next_line import caveats, members
from ros1cli.answers.question import Question
from ros1cli.answers.shapes import (
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
    ShownSeenAfter,
)
from ros1cli.errors import NotUnderstood, as_typed, shown
from ros1cli.names.hgvs import ONE, on_mane, transcript_of
from ros1cli.names.mutations import read_findings
from ros1cli.names.split import Asked
from ros1cli.tables.model import AFTER_ROS1_TKI, Call, Derivation, Drug, Finding, FindingKind, Level, Tables

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
    if asked.alternatives or (asked.on_target and asked.off_target) or len(asked.off_target) > 1:
        every = (*asked.alternatives, asked.finding, *(o.name for o in asked.off_target))
        raise NotUnderstood(
            f"{shown(text)!r} holds several findings ({', '.join(e for e in every if e)}); ask `ros1 mutation` one by one, "
            "or `ros1 next-line --mutation` for all together.",
            given=text,
        )
    raw = {"mutation": as_typed(text)} | ({"transcript": as_typed(transcript)} if transcript is not None else {})
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
    drugs = _grouped(tables, calls, (name,), alone(tables, asked))
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
    body = _finding_body(
        tables, found.name, finding, _grouped(tables, calls, found.findings, alone(tables, asked)), circumstances
    )
    notes = tuple(evidence.say(n.id, n.text, [n.cite]) for f in named for n in f.notes)
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
    circumstances: Circumstances,
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
        notes=tuple(evidence.say(n.id, n.text, [n.cite]) for n in (finding.notes if finding else ())),
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
        mutations=asked.on_target,
        compound=asked.compound,
        off_target=tuple(o.name for o in asked.off_target),
    )
    words = f"{words} ({asked.told})" if asked.told else words
    exit_status = 3 if status == "not_in_tables" else 0
    return evidence.answer(
        tables, "mutation", body, query, understood=words, status=status, day=day, status_exit=exit_status
    )


def _grouped(
    tables: Tables, calls: dict[str, Decision], names: Sequence[str], q: Question
) -> dict[str, tuple[DrugCall, ...]]:
    """Drugs by call, each as `next-line` places it. A drug that must never be used stands with the ones that are not
    effective."""
    groups: dict[str, list[DrugCall]] = {c.value: [] for c in Call}
    for drug in tables.tkis:
        decision, banned = calls[drug.id], never(tables, drug)
        call = Call.NOT_EFFECTIVE if banned else decision.call
        claims = tuple(dict.fromkeys((*banned, *decision.claims, *without_call(tables, drug, names))))
        why = loud(banned[0].text) if banned else _why(tables, drug, decision)
        level = banned[0].level if banned else decision.level
        standing = place(tables, q, drug, False)
        groups[call.value].append(
            DrugCall(
                drug=drug.id,
                brands=drug.brands,
                codes=drug.codes,
                basis=level.value if level else None,
                why=why,
                claims=evidence.show_claims(claims),
                group=standing.group,
                reason=standing.reason or None,
                verdict=verdict(standing),
                caveats=caveats(tables, q, standing) if standing.group == "option" else (),
            )
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
    return tuple(_listed(tables, f) for f in tables.findings.values())


def _listed(tables: Tables, finding: Finding) -> ListedMutation:
    active = [p for p in placed(tables, finding) if p.call is Call.ACTIVE] if finding.on_target else []
    options = [p for p in active if p.group == "option"]
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
