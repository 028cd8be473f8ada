"""data/ → Tables, or a sentence saying what is wrong and where."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ros1cli.errors import BadTable
from ros1cli.integrity import Loose, check
from ros1cli.model import Tables
from ros1cli.records import Records, conflict, level_meaning, reference, source, topic
from ros1cli.strict import Origin, Reader, fail, read_yaml

COMPILED = "tables.json"
FILES = ("sources", "reference", "drugs", "mutations", "guidance", "cautions")


def data_dir() -> Path:
    """The folder of the packaged tables: inside an installed package, else beside it in a checkout."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "data"


def load(folder: Path | None = None) -> Tables:
    """Read and check all tables.

    Args:
        folder: where the YAML files are; the packaged tables when None.

    Raises:
        BadTable: a file is missing or breaks the rules; the message says where.
    """
    compiled = data_dir() / COMPILED
    if folder is None and compiled.is_file():
        kept = json.loads(compiled.read_text(encoding="utf-8"))
        return parse(kept["tables"], {name: Origin(COMPILED, None) for name in FILES}, kept["sha256"])
    folder = folder or data_dir()
    if not folder.is_dir():
        raise BadTable(f"{folder}: there is no such folder of tables; give one with --data.")
    raw = {name: read_yaml(folder / f"{name}.yaml") for name in FILES}
    origins = {name: Origin(f"{name}.yaml", folder / f"{name}.yaml") for name in FILES}
    tables = parse(raw, origins, _digest(raw))
    try:
        check(tables)
    except Loose as loose:
        path = _find(raw[loose.table], loose.record, loose.field)
        fail(origins[loose.table].name, path, origins[loose.table].line(path), loose.problem)
    return tables


def _find(raw: Any, record: str, field: str, path: tuple[str | int, ...] = ()) -> tuple[str | int, ...]:
    """Where the field of the record stands; the last of two records of one id. The field alone for a file that is one record."""
    if isinstance(raw, dict):
        if raw.get("id", "") == record and (record or not path):
            return (*path, field) if field in raw else path
        inner: Any = raw.items()
    else:
        inner = enumerate(raw) if isinstance(raw, list) else []
    found = [where for step, item in inner if (where := _find(item, record, field, (*path, step)))]
    return found[-1] if found else ()


def compile_tables(folder: Path) -> str:
    """The YAML files as one JSON document for the wheel, checked whole: reading it needs no YAML and no second check.

    Raises:
        BadTable: a file is missing or breaks the rules.
    """
    load(folder)
    raw = {name: read_yaml(folder / f"{name}.yaml") for name in FILES}
    return json.dumps({"sha256": _digest(raw), "tables": raw}, ensure_ascii=False, separators=(",", ":"))


def _digest(raw: dict[str, Any]) -> str:
    import hashlib

    return hashlib.sha256(json.dumps(raw, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def parse(raw: dict[str, Any], origins: dict[str, Origin], sha256: str) -> Tables:
    """Plain mappings, from whichever form of the tables, → Tables. What holds between records is checked elsewhere."""
    at = {name: Reader(raw[name], origins[name]) for name in FILES}
    sources = _by_id(((r, source(r)) for r in at["sources"].each("sources")), "source")
    records = Records(sources)
    drugs = _by_id(((r, records.drug(r)) for r in at["drugs"].each("drugs")), "drug")
    class_claims = tuple(records.claim(r, "") for r in at["drugs"].each("class_claims"))
    findings = _by_id(((r, records.finding(r)) for r in at["mutations"].each("findings")), "finding")
    topics = _by_id(((r, topic(r)) for r in at["guidance"].each("topics")), "topic")
    statements = _by_id(((r, records.statement(r)) for r in at["guidance"].each("statements")), "statement")
    claims = [*(c for d in drugs.values() for c in d.claims), *class_claims]
    superseded = frozenset(c.supersedes for c in claims if c.supersedes)
    tables = Tables(
        sources=sources,
        drugs=drugs,
        class_claims=class_claims,
        findings=findings,
        topics=topics,
        statements=statements,
        conflicts=tuple(conflict(r) for r in at["guidance"].each("conflicts")),
        cautions=tuple(records.caution(r) for r in at["cautions"].each("cautions")),
        notice=at["cautions"].text("notice"),
        assumption=at["cautions"].text("assumption"),
        reference=reference(at["reference"]),
        every_finding=findings,
        every_drug=drugs,
        levels=tuple(level_meaning(r) for r in at["sources"].each("levels")),
        superseded=superseded,
        version=max([s.entered for s in sources.values()] + [c.entered for c in claims]),
        sha256=sha256,
    )
    for reader in at.values():
        reader.end()
    return tables


def _by_id(pairs: Iterable[tuple[Reader, Any]], what: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for reader, record in pairs:
        if record.id in out:
            reader.fail(f"the {what} {record.id!r} stands here twice; give each its own id", "id")
        out[record.id] = record
    return out
