"""Write docs/evidence.md from the tables: every claim with its source, for a pharmacist to audit on paper.

`python docs/regenerate.py` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ros1cli.answers import evidence
from ros1cli.show import words
from ros1cli.tables.model import Claim, Tables

FILE = Path(__file__).parent / "evidence.md"


def page(tables: Tables) -> str:
    """The whole page as Markdown."""
    return (
        "\n".join(
            [
                *_head(tables),
                *_claims(tables),
                *_findings(tables),
                *_series(tables),
                *_guidance(tables),
                *_glossary(tables),
                *_sources(tables),
            ]
        )
        + "\n"
    )


def _head(tables: Tables) -> Iterator[str]:
    yield "# Every claim of the tables, with its source"
    yield ""
    yield f"Made by `docs/regenerate.py` from the tables of {tables.version}. To correct it, correct the tables."
    yield f"{len(tables.claims)} claims, {len(tables.statements)} statements, {len(tables.sources)} sources. {tables.notice}"


def _claims(tables: Tables) -> Iterator[str]:
    for drug in tables.drugs.values():
        if drug.claims:
            yield from ("", f"## {drug.display}", "")
            yield from (_line(tables, c) for c in drug.claims)
    yield from ("", "## Every ROS1 TKI", "")
    yield from (_line(tables, c) for c in tables.class_claims)


def _line(tables: Tables, claim: Claim) -> str:
    shown = evidence.show_claim(claim)
    scope = shown.finding or shown.scope
    dates = f"source {claim.date or 'undated'}, entered {claim.entered}"
    replaced = " **Replaced, no longer current.**" if claim.id in tables.superseded else ""
    return f"- [ ] `{claim.id}` ({scope}; {claim.about.value}; {dates}) {words.claim_words(shown)}{replaced}"


def _findings(tables: Tables) -> Iterator[str]:
    yield from ("", "## Findings", "")
    for finding in tables.findings.values():
        if finding.frequency:
            f = finding.frequency
            yield f"- [ ] `{finding.id}` frequency: {f.text}{words.cite(f.cite)}"
        for seen in finding.seen_after:
            yield f"- [ ] `{finding.id}` seen after {seen.drug}: {seen.text}{words.cite(seen.cite)}"
        for note in finding.notes:
            yield f"- [ ] `{note.id}` ({finding.id}) {note.text}{words.cite(note.cite)}"


def _series(tables: Tables) -> Iterator[str]:
    yield from ("", "## Found after a drug, in series", "")
    for s in tables.series:
        where = words.cite(s.cite)
        yield f"- [ ] `{s.id}` ({s.drug}; {s.n} {s.counted}; {s.method.replace('_', ' ')}) {s.text}{where}"
        yield from (f"- [ ] `{s.id}` {f.finding}: {f.text}{where}" for f in s.found)


def _guidance(tables: Tables) -> Iterator[str]:
    yield from ("", "## Guidance and cautions", "")
    for record in (*tables.statements.values(), *tables.cautions):
        yield f"- [ ] `{record.id}` {words.said_words(evidence.say(record.id, record.text, record.cites))}"


def _glossary(tables: Tables) -> Iterator[str]:
    yield from ("", "## Words explained", "")
    for term in tables.glossary.values():
        for meaning in term.meanings:
            said = words.said_words(evidence.say(term.id, meaning.text, meaning.cites))
            yield f"- [ ] `{term.id}` {term.term}: {said}{'' if meaning.cites else ' (a word of this program)'}"


def _sources(tables: Tables) -> Iterator[str]:
    yield from ("", "## Sources", "")
    for s in tables.sources.values():
        read = f"; read at {s.read_at}" if s.read_at else ""
        via = f"; through {s.via}" if s.via else ""
        yield f"- `{s.id}` {s.publisher}: {s.title}. {s.date or 'No date printed'}. {s.address or 'No address stored'}{read}{via}"
