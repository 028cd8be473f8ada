"""The page of the matrix: it asks nobody for anything, opens its cells without a script, and no text of a table becomes markup."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from test_brief import flat
from test_injection import Page, assert_harmless
from toolbox import answered, environment, raw_toy, ros1, toy, write_tables


def page(*argv: str) -> Page:
    result = toy("matrix", *argv, "--format", "html")
    assert result.status == 0 and result.err == "", result.err
    return Page(result.out)


def test_the_page_is_whole_and_asks_nobody_for_anything() -> None:
    for argv in ((), ("--gaps",), ("-m", "G28R", "--explain")):
        found = page(*argv)
        assert_harmless(found)
        assert [t for t, _ in found.tags].count("h1") == 1 and ("html", {"lang": "en"}) in found.tags


def test_the_policy_allows_the_one_style_of_the_page_and_nothing_else() -> None:
    text = toy("matrix", "--format", "html").out
    (policy,) = [str(a["content"]) for t, a in Page(text).tags if a.get("http-equiv") == "Content-Security-Policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.S)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in style and "@import" not in style and "A4 landscape" in style and "sticky" in style


def test_each_cell_with_statements_opens_them() -> None:
    document, found = answered("matrix"), page()
    text = flat(found.text)
    statements = {s["id"]: s for s in document["statements"]}
    shown = {c for cell in document["cells"] for c in cell["claims"] if "never" not in cell["marks"]}
    assert shown and all(flat(statements[c]["text"]) in text for c in shown)
    assert [t for t, _ in found.tags].count("details") > 20
    assert flat(document["notice"]) in text and document["data"]["version"] in text


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example"]
)
def test_an_address_that_is_none_of_the_web_is_no_link(address: str, tmp_path: Path) -> None:
    raw = raw_toy()
    for source in raw["sources"]["sources"]:
        source["address"] = address
    write_tables(raw, tmp_path)
    result = ros1("matrix", "--format", "html", "--data", str(tmp_path))
    if result.status == 0:
        found = Page(result.out)
        assert_harmless(found)
        assert "a" not in {t for t, _ in found.tags}
    else:
        assert "address" in result.err, result.err


@pytest.mark.parametrize("name", ["<b>x</b>", "G28R<script>", "javascript:alert(1)"])
def test_what_was_typed_is_refused_or_escaped(name: str) -> None:
    for option in ("--mutation", "--drug"):
        assert toy("matrix", option, name, "--format", "html").out == ""


def test_other_commands_have_no_page_yet() -> None:
    assert toy("drug", "novotinib", "--format", "html").status == 2
    assert "html" in toy("matrix", "--format", "pdf").err


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium here")
def test_a_browser_shows_it_without_a_word_of_complaint_and_prints_it(tmp_path: Path) -> None:
    file = tmp_path / "matrix.html"
    file.write_bytes(ros1("matrix", "--format", "html").out.encode())
    options = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={tmp_path}/home",
    )
    quiet = ("--enable-logging=stderr", "--v=0", f"--print-to-pdf={tmp_path}/m.pdf", file.as_uri())
    run = subprocess.run(
        ["chromium", *options, *quiet], env=environment(), capture_output=True, text=True, timeout=120, check=False
    )
    assert "CONSOLE" not in run.stderr, run.stderr
    printed = (tmp_path / "m.pdf").read_bytes()
    boxes = [tuple(map(float, box.split())) for box in re.findall(r"/MediaBox \[([^\]]+)\]", printed.decode("latin-1"))]
    assert boxes and all(round(b[2]) == 842 and round(b[3]) == 595 for b in boxes), "A4, landscape"
