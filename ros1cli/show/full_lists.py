"""The lists of what there is, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ros1cli.answers import shapes
from ros1cli.answers.evidence import conflicts
from ros1cli.show.full import Block, Row, Table, in_list, show_conflicts, source_line
from ros1cli.tables.model import Tables


def list_block(items: Sequence[Any], tables: Tables, explain: bool) -> list[Block]:
    """A bare list of what there is, without notice; conflicts about what is listed only when asked for."""
    if items and isinstance(items[0], shapes.ListedMutation):
        rows = [
            Row(i.mutation, ((i.kind.replace("_", "-"),), (i.frequency or "no frequency given",), (_listed(i),)))
            for i in items
        ]
        keys = [f"finding:{i.mutation}" for i in items]
        found = conflicts(tables, *keys) if explain else ()
        return [Table("FINDINGS", ("kind", "frequency", "active drugs"), tuple(rows)), *show_conflicts(found, explain)]
    if items and isinstance(items[0], shapes.ListedDrug):
        rows = [Row(i.drug, ((i.kind.replace("_", " "),), (", ".join(i.names) or "no other name",))) for i in items]
        return [Table("DRUGS AND TREATMENTS", ("kind", "also named"), tuple(rows))]
    if items and isinstance(items[0], shapes.ListedTopic):
        rows = [Row(i.topic, ((i.title,), (", ".join(i.aliases) or "-",))) for i in items]
        return [Table("TOPICS", ("title", "also found as"), tuple(rows))]
    return [in_list("SOURCES", [source_line(s) for s in items])]


def _listed(i: shapes.ListedMutation) -> str:
    if i.kind in ("on_target", "compound"):
        drugs = [f"{drug} ({level.replace('_', ' ')})" for drug, level in zip(i.drugs, i.levels, strict=True)]
        studied = f"; studied only, not an option: {', '.join(i.studied_only)}" if i.studied_only else ""
        return f"{', '.join(drugs) or 'none listed'}{studied}"
    return "off-target: does not respond to switching the ROS1 TKI"
