"""The pictures of the pages say what the program prints, load nothing, and are shown with words for who does not see them."""

from __future__ import annotations

import html
import re
import sys

import pytest
from toolbox import ROOT

sys.path.append(str(ROOT / "docs"))

import make_pictures

FOLDER = ROOT / "docs" / "pictures"


def bare(words: str) -> str:
    """Words without colours and without the gaps between them."""
    return "".join(re.sub(r"\x1b\[[0-9;]*m", "", words).split())


@pytest.mark.parametrize("name", make_pictures.TERMINALS)
def test_a_picture_says_what_the_program_prints(name: str) -> None:
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert bare("".join(make_pictures.text_of(kept))) == bare(make_pictures.shown(name)), (
        "run python docs/regenerate.py pictures and look at the picture"
    )


@pytest.mark.parametrize("name", make_pictures.PAGES)
def test_the_picture_of_a_page_says_what_the_page_says(name: str) -> None:
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    body = make_pictures.page(name).partition("<body>")[2].partition("</body>")[0]
    words = html.unescape(re.sub(r"<[^>]*>", "", body))
    assert bare("".join(make_pictures.text_of(kept))) == bare(words), "run python docs/regenerate.py pictures"


@pytest.mark.parametrize("name", make_pictures.PICTURES)
def test_a_picture_loads_nothing_and_stands_on_a_page_with_its_words(name: str) -> None:
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert not re.search(r"<script|@font-face|@import|url\(\s*['\"]?(?!#)|href=", kept)
    pages = [p for p in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")) if f"pictures/{name}.svg" in p.read_text()]
    assert pages
    for page in pages:
        assert re.search(rf"!\[[^\]]{{20,}}\]\([^)]*pictures/{name}\.svg\)", page.read_text()), page


def test_no_picture_is_left_that_nothing_draws() -> None:
    assert {f.stem for f in FOLDER.iterdir()} == set(make_pictures.PICTURES)
