"""How large the program is and how hard to read: a table of counts that no test holds, beside those of the first house.

    python benchmarks/house.py

Ternaries, comprehensions and lines with a comment are given per thousand lines. Limits that hold are in `tests/test_house.py`.
"""

from __future__ import annotations

import ast
import tokenize
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "ros1cli"
FIRST = {"files": 76, "lines": 13145, "ternaries": 55, "comprehensions": 75, "comments": 9}
"""The first house, before the rooms had names."""
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def counted(folder: Path) -> dict[str, int]:
    """Files and lines below a folder, and in a thousand lines the ternaries, comprehensions and lines with a comment."""
    files = sorted(folder.rglob("*.py"))
    lines = ternaries = comprehensions = comments = 0
    for file in files:
        text = file.read_text(encoding="utf-8")
        nodes = list(ast.walk(ast.parse(text)))
        lines += len(text.splitlines())
        ternaries += sum(isinstance(n, ast.IfExp) for n in nodes)
        comprehensions += sum(isinstance(n, _COMPREHENSIONS) for n in nodes)
        with file.open("rb") as held:
            comments += sum(token.type == tokenize.COMMENT for token in tokenize.tokenize(held.readline))
    per_thousand = {"ternaries": ternaries, "comprehensions": comprehensions, "comments": comments}
    return {"files": len(files), "lines": lines} | {k: round(1000 * n / lines) for k, n in per_thousand.items()}


def main() -> None:
    """Print the table: the whole, then each room."""
    rooms = {"first house": FIRST, "all": counted(PACKAGE)}
    rooms |= {p.name: counted(p) for p in sorted(PACKAGE.iterdir()) if p.is_dir() and p.name != "__pycache__"}
    print(f"{'':14}{''.join(f'{head:>16}' for head in FIRST)}")
    for name, row in rooms.items():
        print(f"{name:14}{''.join(f'{n:>16,}' for n in row.values())}")


if __name__ == "__main__":
    main()
