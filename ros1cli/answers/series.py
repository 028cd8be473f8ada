"""What was found after a drug: counted in series of patients or samples, and seen besides."""

from ros1cli.answers.shapes import FailsBy, SeenFinding, ShownSeenAfter, ShownSeries, ShownSeriesFinding
from ros1cli.tables.model import Drug, Finding, Series, SeriesFinding, Tables


def seen_after(tables: Tables, finding: Finding | None) -> tuple[ShownSeenAfter, ...]:
    """After which drugs a finding was seen: single statements first, then those that series counted."""
    if finding is None:
        return ()
    single = [
        ShownSeenAfter(s.drug, s.text, s.cite.source, s.cite.locator, s.short, None, None, None)
        for s in finding.seen_after
    ]
    for s in tables.series:
        single += [_counted(s, f) for f in s.found if f.finding == finding.id]
    return tuple(single)


def _counted(s: Series, f: SeriesFinding) -> ShownSeenAfter:
    return ShownSeenAfter(s.drug, f.text, s.cite.source, s.cite.locator, f.short, f.events, s.n, s.method)


def fails_by(tables: Tables, drug: Drug) -> FailsBy:
    """What was found after a drug, and what was seen after it that no series of the drug counted."""
    series = [s for s in tables.series if s.drug == drug.id]
    counted = {f.finding for s in series for f in s.found}
    seen = [(f.id, s) for f in tables.findings.values() for s in f.seen_after if s.drug == drug.id]
    return FailsBy(
        tuple(_shown(s) for s in series),
        tuple(
            SeenFinding(name, s.text, s.cite.source, s.cite.locator, s.short) for name, s in seen if name not in counted
        ),
    )


def _shown(s: Series) -> ShownSeries:
    found = tuple(ShownSeriesFinding(f.finding, f.events, f.text, f.short) for f in s.found)
    return ShownSeries(s.id, s.n, s.counted, s.method, s.events, found, s.text, s.cite.source, s.cite.locator, s.short)
