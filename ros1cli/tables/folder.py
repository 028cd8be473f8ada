"""A folder of YAML → Tables, every record read strictly and every rule checked."""

import hashlib
import json
from pathlib import Path
from typing import Any

from ros1cli.errors import BadTable
from ros1cli.tables import model
from ros1cli.tables.checks import Loose, check
from ros1cli.tables.compiled import HELD
from ros1cli.tables.index import index
from ros1cli.tables.plain import BriefWords, PlainWords
from ros1cli.tables.record_reader import Reader, RecordReader
from ros1cli.tables.reference import Reference
from ros1cli.tables.yaml_reader import Origin, Path_, read_yaml

FILES = ("sources", "reference", "drugs", "mutations", "guidance", "cautions", "glossary")


def read_folder(folder: Path) -> model.Tables:
    """The tables of a folder, checked.

    Raises:
        BadTable: a file is missing or breaks the rules; the message says where.
    """
    if not folder.is_dir():
        raise BadTable(f"{folder}: there is no such folder of tables; give one with --data.")
    files = {name: folder / f"{name}.yaml" for name in FILES}
    raw = {name: read_yaml(file) for name, file in files.items()}
    tops = {name: Reader(raw[name], Origin(f"{name}.yaml", file)) for name, file in files.items()}
    records = RecordReader()
    tables = index(_tables(records, tops))
    for top in tops.values():
        top.end()
    cautions = {caution.id for caution in tables.cautions}
    known = {"drug": tables.drugs, "finding": tables.findings, "topic": tables.topics, "claim": tables.by_id}
    records.check_names({**known, "caution": cautions, "term": tables.glossary})
    try:
        check(tables)
    except Loose as loose:
        path = _find(raw[loose.table], loose.record, loose.field)
        tops[loose.table].fail(loose.problem, *path)
    return tables._replace(sha256=_sha256(tables))


def _tables(records: RecordReader, tops: dict[str, Reader]) -> model.Tables:
    records.sources = _by_id(records, model.Source, tops["sources"].each("sources"))
    drugs, guidance, cautions = tops["drugs"], tops["guidance"], tops["cautions"]
    return model.Tables(
        sources=records.sources,
        drugs=_by_id(records, model.Drug, drugs.each("drugs")),
        class_claims=tuple([records.record(model.Claim, r, drug="") for r in drugs.each("class_claims")]),
        findings=_by_id(records, model.Finding, tops["mutations"].each("findings")),
        series=records.value(tops["mutations"], "series", tuple[model.Series, ...]),
        topics=_by_id(records, model.Topic, guidance.each("topics")),
        statements=_by_id(records, model.Statement, guidance.each("statements")),
        conflicts=records.value(guidance, "conflicts", tuple[model.Conflict, ...]),
        cautions=records.value(cautions, "cautions", tuple[model.Caution, ...]),
        notice=cautions.text("notice"),
        assumption=cautions.text("assumption"),
        brief=records.value(cautions, "brief", BriefWords),
        plain=records.value(cautions, "plain", PlainWords),
        reference=records.record(Reference, tops["reference"]),
        levels=records.value(tops["sources"], "levels", tuple[model.LevelMeaning, ...]),
        glossary=_by_id(records, model.Term, tops["glossary"].each("terms")),
        sha256="",
    )


def _by_id(records: RecordReader, kind: Any, rows: list[Reader]) -> dict[str, Any]:
    """Records by their ids; two of one id are refused here, the ids of the other kinds by `check`."""
    found: dict[str, Any] = {}
    for r in rows:
        record = records.record(kind, r)
        if record.id in found:
            r.fail(f"the {kind.__name__.lower()} {record.id!r} stands here twice; give each its own id", "id")
        found[record.id] = record
    return found


def _sha256(tables: model.Tables) -> str:
    """The digest of the records, however their tables are written."""
    held = {field: getattr(tables, field) for field in HELD if field != "sha256"}
    plain = {field: _plain([*value.values()] if isinstance(value, dict) else value) for field, value in held.items()}
    plain = {field: value for field, value in plain.items() if value}  # as below
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Records as JSON holds them. What is None or empty is left out: a key that no record has changes no digest."""
    if hasattr(value, "_asdict"):
        return {key: _plain(item) for key, item in value._asdict().items() if item is not None and item != ()}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value


def _find(raw: Any, record: str, field: str, path: Path_ = ()) -> Path_:
    """Where the field of the record stands; the last of two records of one id. The field alone for a file that is one record."""
    if isinstance(raw, dict):
        if raw.get("id", "") == record and (record or not path):
            return (*path, field) if field in raw else path
        inner: Any = raw.items()
    else:
        inner = enumerate(raw) if isinstance(raw, list) else []
    found = [where for step, item in inner if (where := _find(item, record, field, (*path, step)))]
    return found[-1] if found else ()
