"""Which sentences of the tables must be said: the circumstances of a question, and the cautions that they call for."""

from collections.abc import Mapping, Sequence

from ros1cli.answers.evidence import approvals, say
from ros1cli.answers.grouping import POSITIVE, Placed, target
from ros1cli.answers.patient import ENOUGH
from ros1cli.answers.question import Question
from ros1cli.answers.shapes import Said, Warn
from ros1cli.names.split import Asked
from ros1cli.tables.closed_words import FindingKind, Level
from ros1cli.tables.model import Caution, Statement, Tables

Circumstances = Mapping[str, Mapping[str, str]]
_TAKEN = {"prior": "prior use", "intolerant": "intolerance", "filter": "a filter"}


def cautions(tables: Tables, circumstances: Circumstances) -> tuple[Warn, ...]:
    """The cautions whose circumstance holds, those to be read first in front, otherwise in the order of the tables."""
    fired = [
        Warn(said.id, said.text, said.sources, said.locators, c.place == "first", said.short, c.head)
        for c, said in _fired(tables, circumstances)
        if c.place != "other_treatment"
    ]
    return tuple(sorted(fired, key=lambda w: not w.first))


def other_treatments(tables: Tables, circumstances: Circumstances) -> tuple[Said, ...]:
    """What else may be done, in the order of the tables."""
    return tuple(said for c, said in _fired(tables, circumstances) if c.place == "other_treatment")


def _fired(tables: Tables, circumstances: Circumstances) -> list[tuple[Caution, Said]]:
    out = []
    replaced = {c.supersedes for c in tables.cautions}
    for caution in tables.cautions:
        holds = [word for word in caution.when if word in circumstances]
        barred = any(word in circumstances for word in caution.unless)
        if holds and not barred and caution.id not in replaced:
            fields: dict[str, str] = {}
            for word in holds:
                fields |= circumstances[word]
            out.append((caution, _say_caution(tables, caution, fields)))
    return out


def _say_caution(tables: Tables, caution: Caution, fields: Mapping[str, str]) -> Said:
    of_series = [s.cite for s in tables.series if "series" in fields and s.drug == fields["drug"]]
    cites = [c for c in (*caution.cites, *of_series) if c.source in tables.sources]
    short = caution.short.format_map(fields) if caution.short else None
    return say(caution.id, " ".join(caution.text.format_map(fields).split()), cites, short)


# -- the circumstances of `next-line` and `first-line` ---------------------------------------------------------------


def circumstances_of(
    tables: Tables, q: Question, placed: Sequence[Placed], status: str, name: str
) -> dict[str, dict[str, str]]:
    """Every circumstance that holds, with the words for the gaps in its sentences."""
    out: dict[str, dict[str, str]] = {status: {}}
    findings = {"findings": target(q)}
    if name == "first-line":
        out["first_line"] = {}
    out |= by_findings(tables, q)
    for word, holds in (
        ("cns", q.brain and not q.cns_only),
        ("cns_only", q.cns_only),
        ("leptomeningeal", q.leptomeningeal),
        ("oligoprogression", q.oligoprogression),
        ("intolerant", bool(q.intolerant)),
        ("several_ros1_tkis", len(q.ros1_prior) > 1),
        ("cns_only_option", any(p.cns_only_setting for p in placed)),
        (f"tested_{q.tested}", q.tested is not None),
        ("prior_immunotherapy", any("immunotherapy" in d.guidance for d in q.prior)),
    ):
        if holds:
            out[word] = {}
    out |= _by_drugs(q, placed, status, findings)
    out |= _older_guidelines(tables, q, placed)
    out |= _series(tables, q, status)
    near = neighbours(tables, q.asked)
    if status == "not_in_tables":
        out[status] = findings | {"neighbours": f"Named here, but not transferable: {', '.join(near)}." if near else ""}
    elif near and not any(p.group == "option" and p.level and p.level.rank <= Level.CASE.rank for p in placed):
        out["neighbours"] = findings | {"neighbours": ", ".join(near)}
    if status == "no_drug_listed":
        out[status] = findings
    return out


def _older_guidelines(tables: Tables, q: Question, placed: Sequence[Placed]) -> dict[str, dict[str, str]]:
    """The newest guideline that is shown with an option, where another option was first approved after it: it cannot name it."""
    options = [p for p in placed if p.group == "option"]
    shown = [c for p in options for c in p.claims if c.guideline and c.date and q.line in c.guideline.lines]
    newest = max(shown, key=lambda c: c.date or "", default=None)
    if newest is None or newest.guideline is None:
        return {}
    body, day = newest.guideline.body, newest.date or ""
    named = {c.drug for c in shown if c.guideline and c.guideline.body == body}
    first = {p.drug.id: min((a.date for a in approvals(tables, p.drug) if a.date), default="") for p in options}
    drugs = [drug for drug, since in first.items() if since[: len(day)] > day and drug not in named]
    name = f"{body} {newest.guideline.version or day}"
    return {"guideline_older": {"guidelines": name, "drugs": ", ".join(drugs)}} if drugs else {}


def _series(tables: Tables, q: Question, status: str) -> dict[str, dict[str, str]]:
    """What series found after the latest ROS1 TKI, where nobody knows what this cancer resists by; in brief the larger ones."""
    latest = q.latest
    if latest is None or status != "mechanism_unknown":
        return {}
    found = [s for s in tables.series if s.drug == latest.id]
    brief = [s.short for s in found if s.n >= ENOUGH] or [s.short for s in found]
    texts, shorts = " ".join(s.text for s in found), "; ".join(brief)
    return {"series": {"drug": latest.id, "series": texts, "shorts": shorts}} if found else {}


def combinations(tables: Tables, q: Question) -> tuple[Said, ...]:
    """What is known of adding or changing a drug for the off-target findings of the question: combinations first, then by
    level, each with its level and the number of patients."""
    wanted_ = {f for o in q.asked.off_target for f in o.findings}
    found = [s for s in tables.statements.values() if (s.combines or s.n) and wanted_ & set(s.findings)]
    ordered = sorted(found, key=lambda s: (not s.combines, s.level.rank))
    return tuple(say(s.id, f"{_patients(s)}: {s.text}", s.cites, s.short) for s in ordered)


def _patients(s: Statement) -> str:
    count = f", {s.n} patient{'s' if s.n > 1 else ''}" if s.n else ", number of patients not given"
    what = f"{' + '.join(s.combines)}, " if s.combines else ""
    return f"{what}{s.level.words}{count if s.level.rank <= Level.CASE.rank else ''}"


def by_findings(tables: Tables, q: Question) -> dict[str, dict[str, str]]:
    """The circumstances that the findings alone make."""
    findings = {"findings": target(q)}
    out: dict[str, dict[str, str]] = {}
    off = " + ".join(o.name for o in q.asked.off_target)
    if q.on_target:
        out["on_target"] = {}
    if q.asked.compound:
        out["compound"] = findings
    if q.asked.alternatives:
        out["alternatives"] = findings
    if q.asked.phase == "trans":
        out["phase"] = findings
    if q.asked.off_target and q.on_target:
        out["mixed"] = {"findings": off, "on_target": target(q)}
    elif q.asked.off_target:
        out["off_target"] = {"findings": off}
    if q.asked.without_status:
        out |= _by_no_status(tables, q)
    for o in q.asked.off_target:
        names = ", ".join(o.findings)
        if o.related:
            out["related_gene"] = {"gene": o.name, "named": o.related}
        elif not o.named:
            out["another_change"] = {"change": o.name, "named": names}
        if any(tables.every_finding[f].kind is FindingKind.TRANSFORMATION for f in o.findings):
            out["transformation"] = {}
    for typed, other in q.asked.collisions:
        out["mane_collision"] = {"typed": typed, "other": other}
    return out


def _by_drugs(
    q: Question, placed: Sequence[Placed], status: str, findings: dict[str, str]
) -> dict[str, dict[str, str]]:
    out: dict[str, dict[str, str]] = {}
    carried = [p.drug.id for p in placed if p.carried_from]
    if carried:
        out["member_not_effective"] = {"drugs": ", ".join(carried)}
    failed = [p.drug.id for p in placed if p.drug in q.ros1_prior and p.call in POSITIVE and q.on_target]
    if failed:
        out["prior_active"] = findings | {"drugs": ", ".join(failed)}
    if q.not_ros1_active:
        out["not_ros1_active"] = {"drugs": ", ".join(d.id for d in q.not_ros1_active)}
    if status == "none_left":
        taken = [p for p in placed if p.listed and p.reason in _TAKEN]
        by = " and ".join(dict.fromkeys(_TAKEN[p.reason] for p in taken))
        out["none_left"] = {"drugs": ", ".join(p.drug.id for p in taken), "by": by or "the rules of the setting"}
    return out


def _by_no_status(tables: Tables, q: Question) -> dict[str, dict[str, str]]:
    """Findings that decide nothing: those that tell of prognosis, and those seen at progression."""
    out: dict[str, dict[str, str]] = {}
    for kind in (FindingKind.CO_MUTATION, FindingKind.AT_PROGRESSION):
        names = [
            o.name for o in q.asked.without_status if any(tables.every_finding[f].kind is kind for f in o.findings)
        ]
        if names:
            out[kind.value] = {"findings": ", ".join(names)}
    return out


def neighbours(tables: Tables, asked: Asked) -> list[str]:
    """Named findings that share a residue or a member with those asked for: said to be no answer."""
    own = set(asked.on_target) | set(asked.alternatives)
    if asked.compound:
        near = [f.id for f in tables.findings.values() if f.kind is FindingKind.COMPOUND and own & set(f.members)]
    else:
        residues = {name[1:-1] for name in own}
        near = [f.id for f in tables.findings.values() if f.kind is FindingKind.ON_TARGET and f.id[1:-1] in residues]
    return [n for n in near if n not in (asked.finding, *asked.alternatives)]
