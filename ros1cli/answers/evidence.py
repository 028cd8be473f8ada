"""What every answer shares: the envelope, the sources that it used, cautions that fire, and claims made showable."""

from collections.abc import Iterable, Sequence
from typing import Any

from ros1cli.answers.calls import of_drug
from ros1cli.answers.shapes import (
    SAFETY,
    Answer,
    Brain,
    NamedAs,
    Region,
    Said,
    ShownClaim,
    ShownConflict,
    ShownQuery,
    ShownSource,
    Side,
    Stamp,
    TraceLine,
    Warn,
)
from ros1cli.tables.closed_words import FIRST_LINE, REGIONS, About, ScopeKind
from ros1cli.tables.figure import Figure
from ros1cli.tables.model import Approval, Cite, Claim, Conflict, Drug, Source, Tables


def show_claim(claim: Claim) -> ShownClaim:
    """A claim as answers carry it."""
    return ShownClaim(
        id=claim.id,
        drug=claim.drug,
        finding=claim.scope.value if claim.scope.kind is ScopeKind.FINDING else None,
        scope=str(claim.scope) if claim.scope.kind is not ScopeKind.FINDING else "finding",
        about=claim.about.value,
        call=claim.call.value if claim.call else None,
        level=claim.level.value,
        figure=claim.figure,
        text=claim.text,
        source=claim.source,
        locator=claim.locator,
        via=claim.via,
        after=claim.after,
        date=claim.date,
        entered=claim.entered,
        short=claim.short,
    )


def show_claims(claims: Iterable[Claim]) -> tuple[ShownClaim, ...]:
    """Claims as answers carry them, strongest level first, otherwise in the order of the tables."""
    return tuple(show_claim(c) for c in sorted(claims, key=lambda c: c.level.rank))


def say(record_id: str, text: str, cites: Iterable[Cite], short: str | None = None) -> Said:
    """A sentence with its sources."""
    places = tuple(cites)
    return Said(record_id, text, tuple(c.source for c in places), tuple(c.locator for c in places), short)


def say_claim(claim: Claim) -> Said:
    """A claim as a caveat."""
    return Said(claim.id, claim.text, (claim.source,), (claim.locator,), claim.short)


def brain(fitting: Sequence[Claim], after_progression: bool, leptomeningeal: bool = False) -> Brain:
    """What is known of a drug and the brain, from its current claims on it that fit what came before.

    After progression a TKI-naive figure is left out (rule 7); leptomeningeal disease is answered by what is said of it, never
    by figures of the brain.
    """
    claims = [c for c in fitting if c.about is About.BRAIN]
    if leptomeningeal:
        claims += [c for c in fitting if c.about is About.LEPTOMENINGEAL]
    figures = [
        c.figure
        for c in fitting
        if c.figure and c.figure.on_the_brain and not (after_progression and c.scope.value == FIRST_LINE)
    ]
    figures = [] if leptomeningeal else figures
    return Brain(treats_brain(claims), tuple(figures), show_claims(claims))


def treats_brain(claims: Iterable[Claim]) -> bool | None:
    """True or False where the tables agree, None where they say nothing or do not agree."""
    said = {c.brain for c in claims if c.about is About.BRAIN and c.brain is not None}
    return said.pop() if len(said) == 1 else None


def brain_word(found: Brain) -> str:
    """yes, no, not agreed or no data."""
    if found.treats_brain is None:
        return (
            "sources do not agree"
            if any(c.about == About.BRAIN.value for c in found.claims)
            else "no data in these tables"
        )
    return "yes" if found.treats_brain else "no"


def approval_words(a: Approval) -> str:
    """An approval, never without its scope."""
    where = a.region or "countries not named"
    return f"{where}{f' {a.date}' if a.date else ''}, {a.scope}{f', {a.kind}' if a.kind else ''} [{a.source}]"


def approvals(tables: Tables, drug: Drug) -> tuple[Approval, ...]:
    """Current approvals for ROS1. One that says less of the same approval (a year without the month) is left to the claims."""
    found = [c.approval for c in of_drug(tables, drug).approvals if c.approval]
    return tuple(a for a in found if not any(_says_more(b, a) for b in found))


def regions(tables: Tables, drug: Drug) -> tuple[Region, ...]:
    """For each region whether the drug is approved for ROS1 there, a source says that it is not, or nobody looked."""
    own = of_drug(tables, drug).claims
    approved = {c.approval.region: c.source for c in own if c.approval}
    refused: dict[str, str] = {}
    for c in own:
        if c.not_approved:
            refused |= dict.fromkeys(c.not_approved, c.source)
    out = []
    for region in REGIONS:
        status = "approved" if region in approved else "not_approved" if region in refused else "not_looked_up"
        out.append(Region(region, status, approved.get(region) or refused.get(region)))
    return tuple(out)


def _says_more(b: Approval, a: Approval) -> bool:
    """Both are the same approval, and `b` dates it more precisely: its source decides, also where `a` prints another year."""
    if a.region is None:
        return b.region is not None
    same = a.region == b.region and a.restriction in ("not_stated", b.restriction) and set(a.lines) <= set(b.lines)
    return same and len(b.date or "") > len(a.date or "")


def safety(tables: Tables, drug: Drug) -> dict[str, tuple[ShownClaim, ...]]:
    """What the tables hold on the use of a drug, by what it is about; an empty list: not verified in these tables."""
    said: dict[About, list[Claim]] = {about: [] for about in SAFETY}
    for c in of_drug(tables, drug).claims:
        if c.about in said and c.scope.kind is not ScopeKind.FINDING:  # a warning about a finding is none of the label
            said[c.about].append(c)
    return {about.value: show_claims(claims) for about, claims in said.items()}


def show_source(s: Source) -> ShownSource:
    """A source as answers list it."""
    return ShownSource(s.id, s.title, s.publisher, s.date, s.address, s.read_at, s.via, s.short)


def makers(drug: Drug) -> tuple[NamedAs, ...]:
    """Makers with their sources."""
    return tuple(NamedAs(m.name, None, m.note, m.cite.source, m.cite.locator) for m in drug.makers)


def conflicts(tables: Tables, *keys: str) -> tuple[ShownConflict, ...]:
    """Conflicts that concern one of the keys (`drug:ID`, `finding:ID`, `topic:ID`), both sides cited."""
    wanted = set(keys)
    found = [c for c in tables.conflicts if wanted.intersection(c.about)]
    return tuple(ShownConflict(c.id, c.kind, c.text, tuple(_side(tables, s) for s in c.sides), c.short) for c in found)


def conflicts_of_claims(tables: Tables, *keys: str) -> tuple[ShownConflict, ...]:
    """Only the conflicts in which claims on drugs stand against each other."""
    return tuple(c for c in conflicts(tables, *keys) if all(s.id in tables.by_id for s in c.sides))


def _side(tables: Tables, record: str) -> Side:
    if record in tables.by_id:
        claim = tables.by_id[record]
        return Side(record, claim.text, (claim.source,), (claim.locator,))
    if record in tables.statements:
        statement = tables.statements[record]
        return Side(record, statement.text, *_places(statement.cites))
    for finding in tables.findings.values():
        for note in finding.notes:
            if note.id == record:
                return Side(record, note.text, *_places([note.cite]))
    finding = tables.findings[record]
    assert finding.frequency is not None
    return Side(record, f"{finding.id}: {finding.frequency.text}", *_places([finding.frequency.cite]))


def side_cites(tables: Tables, conflict: Conflict) -> list[Cite]:
    """The places on which the sides of a conflict rest."""
    sides = [_side(tables, s) for s in conflict.sides]
    return [Cite(source, locator) for s in sides for source, locator in zip(s.sources, s.locators, strict=True)]


def _places(cites: Iterable[Cite]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    places = tuple(cites)
    return tuple(c.source for c in places), tuple(c.locator for c in places)


def _sources_on_the_brain(brain: Brain) -> frozenset[str]:
    return frozenset([f.source for f in brain.figures if f.source] + [c.source for c in brain.claims])


_CITE_ONE = (ShownClaim, Figure, Approval, NamedAs)  # nothing else is inside, but a claim's figure, of the same source
_CITE_SEVERAL = (Said, Warn, Side)
_HOLD_MORE = (tuple, dict)


def used_sources(body: Any) -> set[str]:
    """Every source id in a body, wherever it stands."""
    used: set[str] = set()
    left = [body]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += value.values()
        elif isinstance(value, Brain):
            used |= _sources_on_the_brain(value)
        elif hasattr(value, "_fields"):
            used.update([value.source] if hasattr(value, "source") else [], getattr(value, "sources", ()))
            left += [v for v in value if isinstance(v, _HOLD_MORE)]
        elif value and isinstance(value[0], _CITE_ONE):  # a tuple holds values of one kind
            used.update([v.source for v in value])
        elif value and isinstance(value[0], _CITE_SEVERAL):
            used.update(*[v.sources for v in value])
        elif value and not isinstance(value[0], str):
            left += value
    return used


def answer(
    tables: Tables,
    name: str,
    body: Any,
    query: ShownQuery,
    *,
    understood: str,
    status: str,
    day: str | None,
    trace: Iterable[TraceLine] = (),
    status_exit: int = 0,
) -> Answer:
    """Put a body into the envelope that every answer has."""
    used = used_sources(body)
    dated = tables.dates
    return Answer(
        answer=name,
        understood=f"{understood}; as the tables stood on {day}, not today's answer" if day else understood,
        data=Stamp(tables.version, tables.sha256, dated[0] if dated else None, dated[-1] if dated else None, day),
        notice=tables.notice,
        assumption=tables.assumption,
        brief=tables.brief,
        query=query,
        status=status,
        body=body,
        sources=tuple(show_source(tables.sources[name]) for name in tables.sources if name in used),
        trace=tuple(trace),
        exit=status_exit,
    )
