"""What follows from all records together: indexes by which answers find them, and how old they are."""

from collections.abc import Iterable, Mapping
from itertools import chain

from ros1cli.tables.closed_words import ScopeKind
from ros1cli.tables.model import Claim, Current, Drug, Source, Statement, Tables


def index(tables: Tables) -> Tables:
    """The tables with all that follows from their records, but for those on which names are read, which whoever loads
    them gives: those are the same on every day."""
    claims = (*chain.from_iterable(drug.claims for drug in tables.drugs.values()), *tables.class_claims)
    superseded = frozenset(c.supersedes for c in claims if c.supersedes)
    current = tuple(c for c in claims if c.id not in superseded)
    entered = [*(s.entered for s in tables.sources.values()), *(c.entered for c in claims)]
    return tables._replace(
        claims=claims,
        by_id={c.id: c for c in claims},
        current=current,
        of_drug=_by_drug(current),
        on_scope=_by_scope(current),
        superseded=superseded,
        dates=_dates(tables.sources, claims, tables.statements.values()),
        version=max(entered, default=""),
    )


def drug_key(name: str) -> str:
    """The key under which a drug is looked up: a code with or without its hyphens and spaces; any other name with one space for
    each."""
    joint = "" if any(c in "0123456789" for c in name) else " "
    return joint.join(name.casefold().replace("-", " ").split())


def term_key(name: str) -> str:
    """The key under which a word of the glossary is looked up: lower case, hyphens as spaces."""
    return " ".join(name.casefold().replace("-", " ").split())


def drug_names(drugs: Iterable[Drug]) -> dict[str, str]:
    """Every spelling of every drug, folded, → its id."""
    found = {}
    for drug in drugs:
        for name in drug.spellings:
            found[drug_key(name)] = drug.id
    return found


def _by_drug(claims: Iterable[Claim]) -> dict[str, Current]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.drug, []).append(claim)
    return {drug: _sorted(own) for drug, own in found.items()}


def _sorted(claims: Iterable[Claim]) -> Current:
    return Current(
        claims=tuple(claims),
        caveats=tuple(c for c in claims if c.caveat),
        approvals=tuple(c for c in claims if c.approval),
        not_approved=tuple(c for c in claims if c.not_approved),
        brain=tuple(c for c in claims if c.on_the_brain),
        figures=tuple(c for c in claims if c.figure),
        after=tuple(c for c in claims if c.after),
    )


def _by_scope(claims: Iterable[Claim]) -> dict[tuple[str, ScopeKind, str], tuple[Claim, ...]]:
    found: dict[tuple[str, ScopeKind, str], list[Claim]] = {}
    for claim in claims:
        found.setdefault((claim.drug, claim.scope.kind, claim.scope.value), []).append(claim)
    return {key: tuple(own) for key, own in found.items()}


def _dates(sources: Mapping[str, Source], claims: Iterable[Claim], statements: Iterable[Statement]) -> tuple[str, ...]:
    """The dates of the sources on which a claim or a statement rests, oldest first."""
    carrying = {claim.source for claim in claims}
    for statement in statements:
        carrying.update(cite.source for cite in statement.cites)
    dated = [sources[name].date for name in carrying if name in sources]
    return tuple(sorted(date for date in dated if date))
