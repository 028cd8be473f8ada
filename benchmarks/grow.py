"""Grow the tables of a copy of the installed package: `grow.py FOLDER TIMES`, where FOLDER holds the copy `ros1cli`.

Invented changes at known residues get copies of the claims, and sources and statements get twins, until the compiled tables
are TIMES as large. No drug is added and nothing is said of a known finding: the answers about those stay what they are.
"""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path
from typing import Any

FOLDER, TIMES = Path(sys.argv[1]), float(sys.argv[2])
sys.path.insert(0, str(FOLDER))

from ros1cli.tables.load import COMPILED, compile_tables  # noqa: E402
from ros1cli.tables.yaml_reader import read_yaml  # noqa: E402

DATA = FOLDER / "ros1cli" / "data"
LETTERS = "ACDEFGHIKLMNPQRSTVWY"


def invented(findings: list[dict[str, Any]]) -> list[str]:
    """Changes that the tables do not hold, at the residues of those that they do."""
    known = [f["id"] for f in findings]
    sites = dict.fromkeys(n[:-1] for n in known if n[0].isupper() and n[1:-1].isdigit())
    return [s + x for x, s in itertools.product(LETTERS, sites) if x != s[0] and s + x not in known]


def twins(records: list[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """So many copies, each under an id of its own."""
    return [r | {"id": f"{r['id']}-twin-{i}"} for i, r in zip(range(count), itertools.cycle(records))]


def grown(raw: dict[str, Any], share: float) -> dict[str, Any]:
    """The tables with `share` times as many sources, statements and claims besides."""
    changes = invented(raw["mutations"]["findings"])
    drugs, used = [], set()
    for drug in raw["drugs"]["drugs"]:
        own = [c for c in drug.get("claims", []) if c["about"] == "activity" and "supersedes" not in c]
        more = twins(own, round(len(drug.get("claims", [])) * share)) if own else []
        scopes = [changes[i % len(changes)] for i in range(len(more))]
        used |= set(scopes)
        more = [c | {"scope": f"finding:{s}"} for c, s in zip(more, scopes, strict=True)]
        drugs.append(drug | {"claims": [*drug.get("claims", []), *more]})
    sources, statements = raw["sources"]["sources"], raw["guidance"]["statements"]
    note = {"text": "Invented.", "source": sources[0]["id"], "locator": "none"}
    findings = [
        {"id": c, "kind": "on_target", "title": c, "notes": [note | {"id": f"{c}-invented"}]}
        for c in changes
        if c in used
    ]
    plain = [{k: v for k, v in s.items() if k not in ("drugs", "findings")} for s in statements]
    return raw | {
        "drugs": raw["drugs"] | {"drugs": drugs},
        "mutations": {"findings": [*raw["mutations"]["findings"], *findings]},
        "sources": raw["sources"] | {"sources": [*sources, *twins(sources, round(len(sources) * share))]},
        "guidance": raw["guidance"] | {"statements": [*statements, *twins(plain, round(len(plain) * share))]},
    }


def main() -> None:
    """Write the grown tables over those of the copy, and say how large they are."""
    compiled = DATA / COMPILED
    before = compiled.stat().st_size
    raw = {file.stem: read_yaml(file) for file in DATA.glob("*.yaml")}
    share = TIMES - 1
    while True:
        for name, table in grown(raw, share).items():
            (DATA / f"{name}.yaml").write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
        text = compile_tables(DATA)
        if len(text.encode()) >= TIMES * before:
            break
        share += 0.1
    compiled.write_text(text, encoding="utf-8")
    print(f"tables grown to {len(text.encode()) / before:.2f} times their size", file=sys.stderr)


main()
