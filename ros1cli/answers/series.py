"""What was found after a drug: counted in series of patients or samples, and seen besides."""

from itertools import chain

from ros1cli.answers.shapes_lookups import FailsBy, SeenFinding, ShownSeenAfter, ShownSeries, ShownSeriesFinding
from ros1cli.tables.model import Drug, Finding, SeenAfter, Series, SeriesFinding, Tables


def seen_after(tables: Tables, finding: Finding | None) -> tuple[ShownSeenAfter, ...]:
    """After which drugs a finding was seen: single statements first, then those that series counted."""
    if finding is None:
        return ()
    out = []
    for seen in finding.seen_after:
        cite = seen.cite
        out.append(ShownSeenAfter(seen.drug, seen.text, cite.source, cite.locator, seen.short, None, None, None))
    for series in tables.series:
        out += [_counted(series, f) for f in series.found if f.finding == finding.id]
    return tuple(out)


def _counted(s: Series, f: SeriesFinding) -> ShownSeenAfter:
    return ShownSeenAfter(s.drug, f.text, s.cite.source, s.cite.locator, f.short, f.events, s.n, s.method)


def fails_by(tables: Tables, drug: Drug) -> FailsBy:
    """What was found after a drug, and what was seen after it that no series of the drug counted."""
    series = [s for s in tables.series if s.drug == drug.id]
    counted = {f.finding for f in chain.from_iterable(s.found for s in series)}
    besides = []
    for finding in tables.findings.values():
        if finding.id not in counted:
            besides += [_seen(finding, s) for s in finding.seen_after if s.drug == drug.id]
    return FailsBy(tuple(_shown(s) for s in series), tuple(besides))


def _seen(finding: Finding, s: SeenAfter) -> SeenFinding:
    return SeenFinding(finding.id, s.text, s.cite.source, s.cite.locator, s.short)


def _shown(s: Series) -> ShownSeries:
    found = tuple(ShownSeriesFinding(f.finding, f.events, f.text, f.short) for f in s.found)
    return ShownSeries(s.id, s.n, s.counted, s.method, s.events, found, s.text, s.cite.source, s.cite.locator, s.short)
