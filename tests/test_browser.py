"""The pages in a real browser: at three widths, light and dark, printed; nothing is asked of anybody, nobody is shut out.

Needs Chromium and the group `browser`; `.ci/run` has a step of its own for it. What needs no browser is tested elsewhere.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from toolbox import ros1

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install '.[browser]'")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
)
HEADLINE = ("report", "--mutation", "G2032R", "--prior", "crizotinib", "--cns")
PAGES: dict[str, tuple[tuple[str, ...], int]] = {
    "headline": (HEADLINE, 2),
    "mutation not known": (("report", "--prior", "crizotinib"), 2),
    "alternatives": (("report", "--mutation", "S1986Y/F", "--cns"), 2),
    "compound": (("report", "--mutation", "S1986F/L2000V"), 2),
    "off-target": (("report", "--mutation", "MET", "--prior", "lorlatinib"), 1),
    "no drug": (("report", "--mutation", "L2155S"), 2),
    "not in the tables": (("report", "--mutation", "G2032W"), 2),
    "seven options": (("report", "--intolerant", "crizotinib"), 3),
    "five options": (("report", "--prior", "crizotinib", "--cns-only"), 3),
    "for the patient": ((*HEADLINE, "--audience", "patient"), 3),
    "matrix": (("matrix", "--format", "html"), 0),
    "gaps": (("matrix", "--gaps", "--format", "html"), 0),
}
"""Each page, and on how many sheets of A4 it may be printed: two, up to four options; 0 where that is not agreed."""
WIDTHS = (375, 768, 1280)
A4 = (595, 842)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A browser with an empty profile of its own."""
    with sync_api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A page as a file: its name, and its address."""
    result = ros1(*PAGES[request.param][0])
    assert result.status in (0, 3), result.err
    file = tmp_path_factory.mktemp("page") / "r.html"
    file.write_text(result.out, encoding="utf-8")
    return request.param, file.as_uri()


def opened(browser: Any, address: str, width: int, **settings: Any) -> tuple[Any, list[str]]:
    """The page in a window of a width, and what it asked for or complained of."""
    heard: list[str] = []
    shown = browser.new_context(viewport={"width": width, "height": 900}, **settings).new_page()
    shown.on("console", lambda message: heard.append(message.text))
    shown.on("pageerror", lambda error: heard.append(str(error)))
    shown.on("request", lambda asked: heard.append(asked.url) if asked.url != address else None)
    shown.goto(address)
    return shown, heard


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_the_window_asks_nobody_and_complains_of_nothing(
    browser: Any, page: tuple[str, str], width: int, scheme: str
) -> None:
    shown, heard = opened(browser, page[1], width, color_scheme=scheme)
    wide = shown.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{wide} pixels in a window of {width}"
    assert heard == []
    dark = shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 18, 18)"
    assert dark == (scheme == "dark")
    shown.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_headings_tables_language_and_contrast_hold_for_everybody(
    browser: Any, page: tuple[str, str], width: int, scheme: str
) -> None:
    shown, _ = opened(browser, page[1], width, color_scheme=scheme, bypass_csp=True)
    found = axe.Axe().run(shown).response
    wrong = [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]]
    assert wrong == []
    passed = {p["id"] for p in found["passes"]}
    wanted = {"color-contrast", "document-title", "heading-order", "html-has-lang", "landmark-one-main"}
    assert wanted <= passed, wanted - passed
    shown.context.close()


def test_it_prints_on_a4_on_as_few_sheets_as_agreed(browser: Any, page: tuple[str, str], tmp_path: Path) -> None:
    name, address = page
    shown, heard = opened(browser, address, 1280)
    file = tmp_path / "r.pdf"
    shown.pdf(path=str(file), prefer_css_page_size=True)
    sheets = re.findall(r"/MediaBox ?\[([^\]]+)\]", file.read_bytes().decode("latin-1"))
    sizes = {tuple(round(float(n)) for n in sheet.split()[2:]) for sheet in sheets}
    most = PAGES[name][1]
    assert sizes == ({A4} if most else {A4[::-1]}), sizes
    assert heard == [] and (not most or len(sheets) <= most), f"{len(sheets)} sheets"
    shown.context.close()


def test_on_paper_a_bar_is_still_seen_and_nothing_is_cut(browser: Any, tmp_path: Path) -> None:
    """In black and white, by what the style says: bars differ from their ground by more than colour."""
    file = tmp_path / "r.html"
    file.write_text(ros1(*HEADLINE).out, encoding="utf-8")
    shown, _ = opened(browser, file.as_uri(), 718)
    shown.emulate_media(media="print")
    fills = shown.evaluate(
        "['.bar', '.track'].map(s => getComputedStyle(document.querySelector(s)).fill.match(/\\d+/g).map(Number))"
    )
    (bar, track) = fills
    assert len(set(bar)) == len(set(track)) == 1, "grey, so that a printer without colour shows the same"
    assert track[0] - bar[0] > 50
    cut = shown.evaluate(
        "[...document.querySelectorAll('td, th, p, li, h4')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert cut == 0
    shown.context.close()
