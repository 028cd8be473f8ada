"""Write anew everything that is made from the tables and the code. Read the difference before you commit it.

    python docs/regenerate.py                  write all of it
    python docs/regenerate.py answers golden   write these parts
    python docs/regenerate.py --check          write nothing; exit 1 and name what is behind

The parts: `evidence` (docs/evidence.md), `json` (docs/json.md), `readme` (the sessions of README.md and of the pages behind
it), `pipelines` (those of docs/pipelines.md whose tools are installed), `pictures` (docs/pictures), `golden` (tests/golden) and
`answers` (tests/answers, the net). It needs what the tests need.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "docs")]

import golden_questions  # noqa: E402 - the folders of the checkout must be on the path first
import make_evidence  # noqa: E402
import make_json  # noqa: E402
import make_pictures  # noqa: E402
import net  # noqa: E402
import test_pipelines  # noqa: E402
import test_readme  # noqa: E402
from toolbox import OUR_SETTINGS, load_once, tables  # noqa: E402

GOLDEN, ANSWERS, PICTURES = ROOT / "tests" / "golden", ROOT / "tests" / "answers", ROOT / "docs" / "pictures"
Files = dict[Path, str]


def _golden() -> Files:
    return {GOLDEN / name: text for name, text in golden_questions.files().items()}


def _pages() -> Files:
    files = (ROOT / page for page in test_readme.PAGES)
    return {file: test_readme.rewritten(file.read_text(encoding="utf-8")) for file in files}


def _answers() -> Files:
    return {ANSWERS / name: net.text(lines) for name, lines in net.files().items()}


def _pictures() -> Files:
    """A picture that says the same stays as it is: another release of the library that draws it writes other bytes."""
    files: Files = {}
    for name in make_pictures.PICTURES:
        file, drawn = PICTURES / f"{name}.svg", make_pictures.picture(name)
        kept = file.read_text(encoding="utf-8") if file.is_file() else ""
        same = bool(kept) and make_pictures.text_of(kept) == make_pictures.text_of(drawn)
        files[file] = kept if same else drawn
    return files


PARTS: dict[str, Callable[[], Files]] = {
    "evidence": lambda: {ROOT / "docs" / "evidence.md": make_evidence.page(tables())},
    "json": lambda: {ROOT / "docs" / "json.md": make_json.page()},
    "readme": _pages,
    "pipelines": lambda: {ROOT / "docs" / "pipelines.md": test_pipelines.regenerated()},
    "pictures": _pictures,
    "golden": _golden,
    "answers": _answers,
}
FOLDERS = {"golden": GOLDEN, "answers": ANSWERS, "pictures": PICTURES}
"""Parts that own a folder: a file there that nothing makes any more is taken away."""


def behind(part: str) -> dict[Path, str | None]:
    """The files of a part that are not what they should be, with what they should hold; None: should not be there."""
    wanted = PARTS[part]()
    kept = {f for f in FOLDERS[part].rglob("*") if f.is_file()} if part in FOLDERS else set()
    stale: dict[Path, str | None] = dict.fromkeys(sorted(kept - set(wanted)))
    return stale | {f: text for f, text in wanted.items() if not f.is_file() or f.read_text(encoding="utf-8") != text}


def main(argv: list[str]) -> int:
    """Write the parts named, or all; with --check only tell what is behind."""
    check, parts = "--check" in argv, [a for a in argv if a != "--check"] or list(PARTS)
    if unknown := [p for p in parts if p not in PARTS]:
        sys.exit(f"regenerate: there is no part {unknown[0]}; the parts are {', '.join(PARTS)}")
    for name in OUR_SETTINGS:
        os.environ.pop(name, None)
    importlib.import_module("ros1cli.tables.load").load = load_once
    found = {file: text for part in parts for file, text in behind(part).items()}
    for file, text in found.items():
        print(f"{file.relative_to(ROOT)} {'is behind' if check else 'written' if text is not None else 'taken away'}")
        if not check and text is None:
            file.unlink()
        elif not check and text is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="")
    if not found:
        print(f"nothing is behind: {', '.join(parts)}")
    elif check:
        print("run python docs/regenerate.py and read the difference")
    return int(check and bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
