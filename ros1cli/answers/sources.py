"""`sources`: what rests on one source, what the levels mean, and the list of sources."""

import re
from collections.abc import Sequence
from itertools import chain, repeat

from ros1cli.answers import evidence
from ros1cli.answers.cautions import cautions, fire
from ros1cli.answers.shapes import Answer, ShownQuery, ShownSource
from ros1cli.answers.shapes_lookups import LevelsAnswer, Resting, SourceAnswer
from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.characters import clean, near
from ros1cli.names.drugs import find_drug
from ros1cli.tables.closed_words import Circumstance
from ros1cli.tables.model import Cite, Tables


def source(tables: Tables, text: str, day: str | None = None) -> Answer:
    """One source, and the ids of what rests on it.

    Raises:
        NotUnderstood: there is no source of this id.
    """
    name = clean(text, "source id")
    found = tables.sources.get(name.casefold())
    if found is None:
        suggestions = near(name, tables.sources)
        if suggestions:
            hint = f"did you mean {' or '.join(suggestions)}?"
        else:
            hint = "`ros1 drug` knows it." if find_drug(tables, name) else "`ros1 sources` lists them."
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
    return evidence.answer(tables, "sources", body, query, understood=f"the source {found.id}", status="known", day=day)


def _resting(tables: Tables, source_id: str) -> list[Resting]:
    """Everything that rests on a source, in the order of the tables."""
    notes = chain.from_iterable(f.notes for f in tables.findings.values())
    meanings = chain.from_iterable(zip(repeat(t), t.meanings) for t in tables.glossary.values())
    return [
        *(Resting(c.id, "claim", c.drug or None, c.text) for c in tables.claims if c.source == source_id),
        *(Resting(s.id, "statement", None, s.text) for s in tables.statements.values() if _cites(s.cites, source_id)),
        *(Resting(n.id, "note", None, n.text) for n in notes if n.cite.source == source_id),
        *(Resting(t.id, "term", None, f"{t.term}: {m.text}") for t, m in meanings if _cites(m.cites, source_id)),
        *(Resting(c.id, "caution", None, with_gaps(c.text)) for c in tables.cautions if _cites(c.cites, source_id)),
    ]


def with_gaps(text: str) -> str:
    """A caution as it stands in the tables; in capitals what an answer fills in."""
    return re.sub(r"\{(\w+)\}", lambda gap: gap[1].upper().replace("_", " "), text)


def _cites(cites: Sequence[Cite], source_id: str) -> bool:
    return any(c.source == source_id for c in cites)


def sources(tables: Tables) -> tuple[ShownSource, ...]:
    """Every source."""
    return tuple(evidence.show_source(s) for s in tables.sources.values())


def levels(tables: Tables, day: str | None = None) -> Answer:
    """How our levels lie beside the tiers that others use: our own mapping, marked so."""
    body = LevelsAnswer(cautions(fire(tables, {Circumstance.LEVELS: {}})), tuple(tables.levels))
    return evidence.answer(
        tables,
        "levels",
        body,
        ShownQuery(raw={"levels": True}),
        understood="the levels of evidence",
        status="known",
        day=day,
    )
