"""`drug`: what the tables hold on one drug, and the list of drugs."""

from itertools import chain

from ros1cli.answers import evidence
from ros1cli.answers.calls import of_drug
from ros1cli.answers.compare import drug_record
from ros1cli.answers.guidance import family
from ros1cli.answers.series import fails_by
from ros1cli.answers.shapes import Answer, NamedAs, ShownQuery
from ros1cli.answers.shapes_lookups import DrugAnswer, ListedDrug, Replaced
from ros1cli.answers.weighed import weighed
from ros1cli.errors import shown
from ros1cli.names.drugs import folds, read_drug
from ros1cli.tables.closed_words import About, DrugKind, Level
from ros1cli.tables.model import Drug, Statement, Tables

_WEIGHED = (DrugKind.TKI, DrugKind.RESEARCH)


def drug(tables: Tables, text: str, day: str | None = None) -> Answer:
    """Everything on one drug; a treatment that is no TKI sends the reader to its guidance.

    Raises:
        NotUnderstood: no drug has this name.
    """
    found = read_drug(tables, text)
    given = shown(text.strip())
    told = f": {folds(text)}" if folds(text) else ""
    words = found.display if given in found.display else f"{found.display} (read from {given}{told})"
    return evidence.answer(
        tables,
        "drug",
        _body(tables, found),
        ShownQuery(raw={"drug": given}),
        understood=words,
        status="known" if found.id in tables.drugs else "not_in_tables",
        day=day,
    )


def _body(tables: Tables, found: Drug) -> DrugAnswer:
    claims = of_drug(tables, found).claims
    return DrugAnswer(
        **drug_record(tables, found),
        names=_names(tables, found),
        caveats=evidence.say_claims(c for c in claims if c.caveat),
        weighed=weighed(tables, found) if found.kind in _WEIGHED else (),
        claims={level.value: evidence.show_claims(c for c in claims if c.level is level) for level in Level},
        class_claims=evidence.show_claims(tables.class_claims) if found.kind is DrugKind.TKI else (),
        history=_history(tables, found),
        statements=tuple(evidence.say(s.id, s.text, s.cites) for s in _statements_on(tables, found)),
        guidance=found.guidance,
        conflicts=evidence.conflicts(tables, f"drug:{found.id}"),
        brain_short=next((c.short for c in claims if c.about is About.BRAIN and c.short), None),
        fails_by=fails_by(tables, found),
    )


def _names(tables: Tables, found: Drug) -> tuple[NamedAs, ...]:
    """Its names, but for those whose source was entered after the day asked for."""
    held = [n for n in found.names if n.cite.source in tables.sources]
    return tuple(NamedAs(n.name, n.kind, n.note, n.cite.source, n.cite.locator) for n in held)


def _history(tables: Tables, found: Drug) -> tuple[Replaced, ...]:
    """Claims of the drug that later ones replaced, kept in sight."""
    successor = {c.supersedes: c for c in tables.claims if c.supersedes}
    return tuple(
        Replaced(evidence.show_claim(c), successor[c.id].id, successor[c.id].entered)
        for c in found.claims
        if c.id in tables.superseded
    )


def _statements_on(tables: Tables, found: Drug) -> list[Statement]:
    topics = {t.id for t in chain.from_iterable(family(tables, tables.topics[name]) for name in found.guidance)}
    return [s for s in tables.statements.values() if found.id in s.drugs or topics & set(s.topics)]


def drugs(tables: Tables) -> tuple[ListedDrug, ...]:
    """Every drug and treatment with all its names."""
    return tuple(_listed(d) for d in tables.drugs.values())


def _listed(d: Drug) -> ListedDrug:
    others = tuple(n.name for n in d.names if n.name != d.id)
    return ListedDrug(**evidence.names_of(d), names=others, kind=d.kind.value)
