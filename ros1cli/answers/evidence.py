"""What every answer shares: claims made showable, what is known of a drug whatever the finding, conflicts, and the envelope with
the sources that the answer used."""

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from ros1cli.answers.calls import of_drug
from ros1cli.answers.shapes import (
    SAFETY,
    Answer,
    Brain,
    DrugNames,
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
from ros1cli.tables.closed_words import REGIONS, About, ScopeKind
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
        plain=claim.plain,
        guideline=claim.guideline,
    )


def show_claims(claims: Iterable[Claim]) -> tuple[ShownClaim, ...]:
    """Claims as answers carry them, strongest level first, otherwise in the order of the tables."""
    return tuple(show_claim(c) for c in sorted(claims, key=lambda c: c.level.rank))


def say(record_id: str, text: str, cites: Iterable[Cite], short: str | None = None, plain: str | None = None) -> Said:
    """A sentence with its sources."""
    return Said(record_id, text, *_places(cites), short, plain)


def _places(cites: Iterable[Cite]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sources and, in the same order, the places in them."""
    held = tuple(cites)
    return tuple(c.source for c in held), tuple(c.locator for c in held)


def say_claims(claims: Iterable[Claim]) -> tuple[Said, ...]:
    """Claims as caveats."""
    return tuple(Said(c.id, c.text, (c.source,), (c.locator,), c.short, c.plain) for c in claims)


def treats_brain(claims: Iterable[Claim]) -> bool | None:
    """True or False where the tables agree, None where they say nothing or do not agree."""
    said = {c.brain for c in claims if c.about is About.BRAIN and c.brain is not None}
    return said.pop() if len(said) == 1 else None


def brain_word(found: Brain) -> str:
    """yes, no, not agreed or no data."""
    if found.treats_brain is not None:
        return "yes" if found.treats_brain else "no"
    if any(c.about == About.BRAIN.value for c in found.claims):
        return "sources do not agree"
    return "no data in these tables"


def approval_words(a: Approval) -> str:
    """An approval, never without its scope."""
    where = a.region or "countries not named"
    if a.date:
        where = f"{where} {a.date}"
    said = ", ".join(part for part in (where, a.scope, a.kind) if part)
    return f"{said} [{a.source}]"


def approvals(tables: Tables, drug: Drug) -> tuple[Approval, ...]:
    """Current approvals for ROS1. One that says less of the same approval (a year without the month) is left to the claims."""
    found = [c.approval for c in of_drug(tables, drug).approvals if c.approval]
    return tuple(a for a in found if not any(_says_more(b, a) for b in found))


def regions(tables: Tables, drug: Drug) -> tuple[Region, ...]:
    """For each region whether the drug is approved for ROS1 there, a source says that it is not, or nobody looked."""
    own = of_drug(tables, drug)
    approved = {c.approval.region: c for c in own.approvals if c.approval}
    refused: dict[str | None, Claim] = {}
    for c in own.not_approved:
        refused |= dict.fromkeys(c.not_approved, c)
    return tuple(_region(name, approved.get(name), refused.get(name)) for name in REGIONS)


def _region(name: str, approved: Claim | None, refused: Claim | None) -> Region:
    """A region with the source that says so; an approval outweighs an older no."""
    if approved:
        return Region(name, "approved", approved.source, approved.date)
    if refused:
        return Region(name, "not_approved", refused.source, refused.date)
    return Region(name, "not_looked_up", None, None)


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


def names_of(drug: Drug) -> DrugNames:
    """What every row of a drug begins with."""
    return DrugNames(drug=drug.id, brands=drug.brands, codes=drug.codes)


def makers(drug: Drug) -> tuple[NamedAs, ...]:
    """Makers with their sources."""
    return tuple(NamedAs(m.name, None, m.note, m.cite.source, m.cite.locator) for m in drug.makers)


def conflicts(tables: Tables, *keys: str) -> tuple[ShownConflict, ...]:
    """Conflicts that concern one of the keys (`drug:ID`, `finding:ID`, `topic:ID`), both sides cited."""
    wanted = set(keys)
    return tuple(show_conflict(tables, c) for c in tables.conflicts if wanted.intersection(c.about))


def show_conflict(tables: Tables, c: Conflict) -> ShownConflict:
    """A conflict with what each side says."""
    sides = []
    for record in c.sides:
        text, cites = side_of(tables, record)
        sides.append(Side(record, text, *_places(cites)))
    return ShownConflict(c.id, c.kind, c.text, tuple(sides), c.short)


def side_of(tables: Tables, record: str) -> tuple[str, Sequence[Cite]]:
    """What one side says and where: a claim, a statement, a note on a finding, or how often a finding is seen."""
    if record in tables.by_id:
        claim = tables.by_id[record]
        return claim.text, [Cite(claim.source, claim.locator)]
    if record in tables.statements:
        statement = tables.statements[record]
        return statement.text, statement.cites
    notes = chain.from_iterable(f.notes for f in tables.findings.values())
    note = next((n for n in notes if n.id == record), None)
    if note:
        return note.text, [note.cite]
    finding = tables.findings[record]
    assert finding.frequency is not None
    return f"{finding.id}: {finding.frequency.text}", [finding.frequency.cite]


# -- the envelope ------------------------------------------------------------------------------------------------------


_CITE_ONE = (ShownClaim, Figure, Approval, Region, NamedAs)
"""Records with one source and nothing else inside, but a claim's figure, of the same source."""
_CITE_SEVERAL = (Said, Warn, Side)
"""Records with several, and nothing else inside."""


def used_sources(value: Any) -> set[str]:
    """Every source id in a value, wherever it stands: read from the answer itself, so that none can be forgotten."""
    used: set[str] = set()
    left = [value]
    while left:
        value = left.pop()
        if isinstance(value, dict):
            left += filter(None, value.values())
        elif hasattr(value, "_fields"):
            used.update(getattr(value, "sources", ()))
            if hasattr(value, "source"):
                used.add(value.source)
            left += [v for v in value if v and isinstance(v, (tuple, dict))]
        elif isinstance(value[0], _CITE_ONE):  # most of an answer; a tuple holds values of one kind
            used.update([v.source for v in value])
        elif isinstance(value[0], _CITE_SEVERAL):
            used.update(*(v.sources for v in value))
        elif isinstance(value[0], tuple):
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
) -> Answer:
    """Put a body into the envelope that every answer has."""
    used = used_sources(body)
    past = _said_of(tables, day)
    return Answer(
        answer=name,
        understood=understood + past,
        past=past,
        data=Stamp(tables.version, tables.sha256, min(tables.dates, default=None), tables.newest, day),
        notice=tables.notice,
        assumption=tables.assumption,
        brief=tables.brief,
        terms=tuple(tables.glossary.values()),
        plain=tables.plain,
        query=query,
        status=status,
        body=body,
        sources=tuple(show_source(tables.sources[name]) for name in tables.sources if name in used),
        trace=tuple(trace),
        exit=3 if status == "not_in_tables" else 0,
    )


def _said_of(tables: Tables, day: str | None) -> str:
    """What the first line says of the day that was asked for: where nothing was entered later, the answer is that of today."""
    if day is None:
        return ""
    if tables.drugs is tables.every_drug:  # `as_of` had nothing to hide
        return f"; as of {day}, and these tables end on {tables.version}"
    return f"; as the tables stood on {day}, not today's answer"
