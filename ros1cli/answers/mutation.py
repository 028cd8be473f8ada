"""`mutation`: what the tables hold on one finding, and the list of findings."""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from ros1cli.answers import evidence
from ros1cli.answers.calls import POSITIVE, Decision, decide, in_setting, never, unique, without_call
from ros1cli.answers.cautions import (
    Circumstances,
    by_changes,
    by_findings,
    cautions,
    combinations,
    fire,
    near,
    not_in_tables,
    said_in,
)
from ros1cli.answers.grouping import Placed, decision_on, known, loud, place, target, wanted
from ros1cli.answers.highlights import highlights
from ros1cli.answers.next_line import caveat_claims, members
from ros1cli.answers.question import Question, show_findings
from ros1cli.answers.ranking import in_order
from ros1cli.answers.series import seen_after
from ros1cli.answers.shapes import GROUPS, Answer, ShownClaim
from ros1cli.answers.shapes_lookups import (
    DrugCall,
    FindingAnswer,
    Hgvs,
    ListedMutation,
    Numbering,
    ShownFrequency,
    ShownNucleotides,
)
from ros1cli.answers.weighed import alone, verdict
from ros1cli.errors import NotUnderstood, as_typed, shown
from ros1cli.names.hgvs import ONE, on_mane, transcript_of
from ros1cli.names.mutations import read_findings
from ros1cli.names.off_target import OffTarget
from ros1cli.names.split import Asked
from ros1cli.tables.closed_words import AFTER_ROS1_TKI, Call, Circumstance, FindingKind, Level
from ros1cli.tables.model import Claim, Drug, Finding, Tables
from ros1cli.tables.reference import Derivation


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
    asked = one_finding(tables, text, "mutation", transcript)
    beside = (*asked.off_target, *asked.without_status)
    raw = {"mutation": as_typed(text)}
    if transcript is not None:
        raw["transcript"] = as_typed(transcript)
    return _off_target(tables, asked, beside[0], raw, day) if beside else _on_target(tables, asked, raw, day)


def one_finding(tables: Tables, text: str, command: str, transcript: str | None = None) -> Asked:
    """A name that holds one finding: a change, a compound, alternatives, or an off-target finding.

    Raises:
        NotUnderstood: the name is no finding, or holds several; `command` is how to ask them one by one.
    """
    asked = read_findings(tables, [text], transcript)
    beside = (*asked.off_target, *asked.without_status)
    if len(beside) + bool(asked.on_target or asked.alternatives) > 1:
        every = (*asked.alternatives, asked.finding, *(o.name for o in beside))
        raise NotUnderstood(
            f"{shown(text)!r} holds several findings ({', '.join(e for e in every if e)}); ask `ros1 {command}` one by one, "
            "or `ros1 next-line --mutation` for all together.",
            given=text,
        )
    return asked


def _on_target(tables: Tables, asked: Asked, raw: dict[str, str], day: str | None) -> Answer:
    """A change of ROS1, a compound, or alternatives at one residue."""
    q = alone(asked)
    changes = asked.alternatives or asked.on_target
    drugs = grouped(tables, q)
    status = _status(tables, q, drugs)
    if status == "not_in_tables":
        drugs = drugs | {Call.ACTIVE.value: (), Call.REDUCED.value: ()}
    named = [tables.findings[target(q)]] if target(q) in tables.findings else []
    body = _finding_body(tables, target(q), named, drugs, _circumstances(tables, q, status))._replace(
        found_in=_found_in(tables, wanted(q)),
        kind=FindingKind.COMPOUND.value if asked.compound else FindingKind.ON_TARGET.value,
        members=members(tables, changes) if len(changes) > 1 else (),
        numbering=_numbering(tables, changes),
        hgvs=_hgvs(tables, changes),
        conflicts=evidence.conflicts(tables, *(f"finding:{f}" for f in wanted(q))),
    )
    name = target(q) if asked.alternatives else " + ".join(changes)
    return _finding_answer(tables, body, asked, raw, f"ROS1 {name}", status, day)


def _status(tables: Tables, q: Question, drugs: dict[str, tuple[DrugCall, ...]]) -> str:
    if not known(tables, q):
        return "not_in_tables"
    return "known" if drugs[Call.ACTIVE.value] or drugs[Call.REDUCED.value] else "no_drug_listed"


def _circumstances(tables: Tables, q: Question, status: str) -> Circumstances:
    if status == "not_in_tables":
        return by_changes(q) | not_in_tables(tables, q)
    out = by_changes(q) | near(tables, q)
    if status == "no_drug_listed":
        out[Circumstance.NO_DRUG_LISTED] = {"findings": target(q)}
    return out


def _hgvs(tables: Tables, changes: Sequence[str]) -> Hgvs:
    """The names of the changes in the notation of HGVS."""
    return Hgvs(
        protein=tuple(f"p.{ONE[n[0]]}{n[1:-1]}{ONE[n[-1]]}" for n in changes),
        reference=tables.reference.accessions[0],
        nucleotides=tuple(chain.from_iterable(_nucleotides(tables, change) for change in changes)),
    )


def _off_target(tables: Tables, asked: Asked, found: OffTarget, raw: dict[str, str], day: str | None) -> Answer:
    """An off-target finding, or one that decides nothing; `found` is it."""
    q = alone(asked)
    named = [tables.findings[f] for f in found.findings if f in tables.findings]
    circumstances = by_findings(tables, q)
    status = "known"
    if not (named or found.whole):
        status = "not_in_tables"
        circumstances[Circumstance.NOT_IN_TABLES] = {"findings": found.name, "neighbours": ""}
    body = _finding_body(tables, found.name, named, grouped(tables, q), circumstances)
    body = body._replace(
        kind=_kind(tables, found, named),
        other_treatments=(*combinations(tables, q), *body.other_treatments),
    )
    what = "off-target" if found.decides else "no resistance mechanism"
    return _finding_answer(tables, body, asked, raw, f"{what}: {found.words}", status, day)


def _kind(tables: Tables, found: OffTarget, named: Sequence[Finding]) -> str | None:
    """Of the finding; of one that is not held on the day asked for, the kind that it will have."""
    every = tables.every_finding.values()
    ever = [f for f in every if found.name == f.id or (f.gene and found.name.startswith(f.gene))]
    return next((f.kind.value for f in (*named, *ever)), None)


def _finding_body(
    tables: Tables,
    name: str,
    named: Sequence[Finding],
    drugs: dict[str, tuple[DrugCall, ...]],
    circumstances: Circumstances,
) -> FindingAnswer:
    """What every finding has; `named` are those of the tables that answer for it, one alone with all that is known of it."""
    fired = fire(tables, circumstances)
    finding = named[0] if len(named) == 1 else None
    notes = chain.from_iterable(f.notes for f in named)
    return FindingAnswer(
        finding=name,
        title=finding.title if finding else name,
        kind=None,
        frequency=_frequency(finding),
        seen_after=seen_after(tables, finding),
        drugs=drugs,
        found_in=_found_in(tables, [name]),
        members=(),
        numbering=None,
        hgvs=None,
        evidence=_by_level(drugs),
        notes=tuple(evidence.say(n.id, n.text, [n.cite], n.short) for n in notes),
        cautions=cautions(fired),
        other_treatments=said_in(fired, "other_treatment"),
        conflicts=evidence.conflicts(tables, f"finding:{name}"),
    )


def _found_in(tables: Tables, names: Sequence[str]) -> tuple[str, ...]:
    """The compounds of the tables that hold one of these changes."""
    compounds = [f for f in tables.findings.values() if len(f.members) > 1]
    return tuple(f.id for f in compounds if set(names).intersection(f.members))


def _finding_answer(
    tables: Tables, body: FindingAnswer, asked: Asked, raw: dict[str, str], words: str, status: str, day: str | None
) -> Answer:
    words = f"{words} ({asked.told})" if asked.told else words
    return evidence.answer(
        tables, "mutation", body, show_findings(asked, raw), understood=words, status=status, day=day
    )


def grouped(tables: Tables, q: Question) -> dict[str, tuple[DrugCall, ...]]:
    """Drugs by call, in the order of `next-line`: its options first, then what has no data, then what it excludes."""
    every = [place(tables, q, d) for d in tables.tkis]
    options = in_order(tables, q, [p for p in every if p.group == "option"])
    rest = sorted((p for p in every if p.group != "option"), key=lambda p: GROUPS.index(p.group), reverse=True)
    groups: dict[str, list[DrugCall]] = {c.value: [] for c in Call}
    for found in (*(r.placed for r in options), *rest):
        call, shown_as = _drug_call(tables, q, found)
        groups[call.value].append(shown_as)
    return {call: tuple(found) for call, found in groups.items()}


class Called(NamedTuple):
    """What the tables call a drug against the findings of a question: what decided, with its call and level, the statements, and
    those that it must never be used."""

    decision: Decision
    claims: tuple[Claim, ...]
    banned: tuple[Claim, ...]


def called(tables: Tables, q: Question, drug: Drug) -> Called:
    """The call of a drug as every list of calls shows it. A drug that must never be used is not effective."""
    decision, banned = decision_on(tables, q, drug)[0], never(tables, drug)
    held = without_call(tables, drug, wanted(q) if q.on_target else q.off_target)
    claims = unique(banned, decision.claims, held)
    if banned:
        decision = decision._replace(call=Call.NOT_EFFECTIVE, level=banned[0].level)
    return Called(decision, claims, banned)


def patients(tables: Tables, q: Question, drug: Drug, found: Called) -> Claim | None:
    """The statement that counted patients with the finding, the one that `next-line` shows; none where sources disagree, or where
    it does not say what the call says."""
    rated = [c for c in found.claims if c.figure and c.figure.n is not None]
    if not rated or found.decision.call not in (*POSITIVE, Call.NOT_EFFECTIVE):
        return None
    chosen = highlights(tables, q, drug, ()).finding
    return next((c for c in rated if c.id == chosen and c.call in (None, found.decision.call)), None)


def _drug_call(tables: Tables, q: Question, found: Placed) -> tuple[Call, DrugCall]:
    """The call of a drug, with how `next-line` groups it; against what is no resistance mechanism no drug has a call."""
    drug = found.drug
    held = called(tables, q, drug)
    decision, claims, banned = held
    why = loud(banned[0].text) if banned else _why(tables, drug, decision, bool(claims))
    shown_as = DrugCall(
        **evidence.names_of(drug),
        basis=decision.level.value if decision.level else None,
        why=why,
        claims=evidence.show_claims(claims),
        group=found.group,
        reason=found.reason or None,
        verdict=verdict(found),
        caveats=evidence.say_claims(caveat_claims(tables, q, found)) if found.group != "excluded" else (),
        short=_short_verdict(drug, verdict(found)),
        counted=counted.id if (counted := patients(tables, q, drug, held)) else None,
    )
    return (decision.call, shown_as) if q.asked.resistance else (Call.NO_DATA, _no_question(shown_as, bool(banned)))


def _no_question(shown_as: DrugCall, banned: bool) -> DrugCall:
    """Beside what is no resistance mechanism no drug is grouped, but for one that must never be used."""
    if banned:
        return shown_as._replace(caveats=())
    words = "not judged: this is no resistance mechanism"
    return shown_as._replace(group="no_data", reason=None, verdict=words, caveats=(), short=None)


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
    every = chain.from_iterable(d.claims for d in chain.from_iterable(drugs.values()))
    claims = {c.id: c for c in every}
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
    select = ref.mane_accessions[0]
    moved = tuple(f"{select}:p.{ONE[n[0]]}{pos}{ONE[n[-1]]}" if pos else None for n, pos in mane)
    return Numbering(reference=ref.accessions[0], mane_select=select, on_mane_select=moved, source=ref.source)


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
    q = alone(Asked(on_target=finding.members))
    every = [place(tables, q, d) for d in tables.tkis] if finding.on_target else []
    active = [p for p in every if p.call is Call.ACTIVE]
    options = [r.placed for r in in_order(tables, q, [p for p in active if p.group == "option"])]
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
    if not moved or not all(pos for _, pos in moved):
        return None
    return "/".join(f"{n[0]}{pos}{n[-1]}" for n, pos in moved)
