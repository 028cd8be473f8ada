"""`drug`: what the tables hold on one drug, and the list of drugs."""

from typing import Any

from ros1cli.answers import evidence
from ros1cli.answers.calls import of_drug
from ros1cli.answers.compare import against
from ros1cli.answers.grouping import weighed
from ros1cli.answers.guidance import family
from ros1cli.answers.highlights import brief_figures, deciding_caveat
from ros1cli.answers.series import fails_by
from ros1cli.answers.shapes import Answer, DrugAnswer, ListedDrug, NamedAs, Replaced, ShownQuery
from ros1cli.errors import shown
from ros1cli.names.drugs import folds, read_drug
from ros1cli.tables.closed_words import About, Call, DrugKind, Level, ScopeKind
from ros1cli.tables.model import Drug, Tables

_WEIGHED = (DrugKind.TKI, DrugKind.RESEARCH)


def drug(tables: Tables, text: str, day: str | None = None) -> Answer:
    """Everything on one drug; a treatment that is no TKI sends the reader to its guidance.

    Raises:
        NotUnderstood: no drug has this name.
    """
    found = read_drug(tables, text)
    claims = of_drug(tables, found).claims
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
        makers=evidence.makers(found),
        approvals=evidence.approvals(tables, found),
        treats_brain=evidence.treats_brain(claims),
        active_against=against(tables, found, Call.ACTIVE),
        not_effective_against=against(tables, found, Call.NOT_EFFECTIVE),
        caveats=tuple(evidence.say_claim(c) for c in claims if c.caveat),
        weighed=weighed(tables, found) if found.kind in _WEIGHED else (),
        claims={level.value: evidence.show_claims(c for c in claims if c.level is level) for level in Level},
        class_claims=evidence.show_claims(tables.class_claims) if found.kind is DrugKind.TKI else (),
        safety=evidence.safety(tables, found),
        history=_history(tables, found),
        statements=tuple(evidence.say(s.id, s.text, s.cites) for s in _statements_on(tables, found)),
        guidance=found.guidance,
        conflicts=evidence.conflicts(tables, f"drug:{found.id}"),
        regions=evidence.regions(tables, found),
        brief_figures=brief_figures(tables, found),
        safety_shorts=found.use,
        deciding=deciding_caveat(tables, found, [c for c in claims if c.scope.kind is not ScopeKind.FINDING]),
        brain_short=next((c.short for c in claims if c.about is About.BRAIN and c.short), None),
        fails_by=fails_by(tables, found),
    )
    given = shown(text.strip())
    told = f": {folds(text)}" if folds(text) else ""
    words = found.display if given in found.display else f"{found.display} (read from {given}{told})"
    status, exit_status = ("known", 0) if found.id in tables.drugs else ("not_in_tables", 3)
    query = ShownQuery(raw={"drug": given})
    return evidence.answer(
        tables, "drug", body, query, understood=words, status=status, day=day, status_exit=exit_status
    )


def _history(tables: Tables, found: Drug) -> tuple[Replaced, ...]:
    """Claims of the drug that later ones replaced, kept in sight."""
    successor = {c.supersedes: c for c in tables.claims if c.supersedes}
    return tuple(
        Replaced(evidence.show_claim(c), successor[c.id].id, successor[c.id].entered)
        for c in found.claims
        if c.id in tables.superseded
    )


def _statements_on(tables: Tables, found: Drug) -> list[Any]:
    topics = {t.id for name in found.guidance for t in family(tables, tables.topics[name])}
    return [s for s in tables.statements.values() if found.id in s.drugs or topics & set(s.topics)]


def drugs(tables: Tables) -> tuple[ListedDrug, ...]:
    """Every drug and treatment with all its names."""
    return tuple(
        ListedDrug(d.id, d.brands, d.codes, tuple(n.name for n in d.names if n.name != d.id), d.kind.value)
        for d in tables.drugs.values()
    )
