"""Whatever a table holds, no page and no note takes it for markup: HTML of the report and the matrix, Markdown of every command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from unittest.mock import patch

import pytest
from golden_questions import QUESTIONS
from markdown_it import MarkdownIt
from markdown_it.token import Token
from toolbox import parsed, raw_toy, ros1

from ros1cli.tables import load
from ros1cli.tables.model import Tables

STARTS = ("# head", "1. one", "- [ ] item", "> quote", "+ plus", "---", "    indented")
"""What Markdown reads at the beginning of a line."""
INSIDE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><style>@import url(//evil.example)</style>",
    "</td></table></details><iframe src=//evil.example>",
    "&lt;b&gt; &#60;i&#62; <!-- ]]> <![CDATA[",
    "[x](javascript:alert(1)) ![x](https://evil.example/x.png) [x]: https://evil.example",
    "<https://evil.example> `code` | a | b | *s* __b__ ~~d~~ \\",
)
"""What HTML, CSS and Markdown read anywhere."""
SHORT = ("<b>", "`x", "[a](b)", "*x*", "|", "<i x=y>")
"""The same for texts of few letters."""
WORDS = {
    "figure": {"population", "line", "after", "note"},
    "approval": {"scope", "kind"},
    "guideline": {"body", "condition", "version", "grade", "preference"},
    "brief": {"notice", "assumption", "excluded", "second_hand", "not_compared"},
    "plain": {"notice", "assumption", "numbers", "excluded", "untested", "more", "doctors"},
    "verdicts": {"active", "not_effective", "no_data", "alone", "research"},
    "figures": {"counted", "percent", "months", "few"},
    "heads": {"asked", "options", "excluded", "questions"},
    "levels": {"meaning", "amp_asco_cap", "oncokb_style", "escat"},
    "": {"text", "locator", "title", "publisher", "note", "via", "short", "plain", "notice", "assumption"},
}
"""The keys that hold words, by the key under which a mapping stands; "" are those of every mapping."""
ASKED = {
    **{name: QUESTIONS[name] for name in QUESTIONS},
    "report": ("report", "-m", "G28R", "-p", "oldatinib", "--cns"),
    "report-compound": ("report", "-m", "G28R/V32M"),
    "report-alternatives": ("report", "-m", "S38Y/F", "--intolerant", "Novora:dizziness"),
    "report-off-target": ("report", "-m", "TYK9 amplification", "--prior", "novotinib"),
    "report-not-known": ("report", "-p", "oldatinib", "--tested", "plasma"),
    "report-not-progressed": ("report", "--intolerant", "Novora"),
    "report-not-in-tables": ("report", "-m", "G28E"),
    "report-patient": ("report", "-m", "G28R", "-p", "oldatinib", "--cns", "--audience", "patient"),
    "patient": ("next-line", "-m", "G28R/V32M", "--audience", "patient"),
    "patient-drug": ("drug", "Novora", "--audience", "patient"),
}
PAGES = {name: q for name, q in ASKED.items() if q[0] in ("report", "matrix")}
TAGS = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "section",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "span",
        "b",
        "i",
    ),
    *(
        "table",
        "colgroup",
        "col",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "small",
        "details",
        "summary",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
    ),
    *("a", "wbr", "br", "div", "svg", "rect", "path", "circle", "abbr"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "scope", "class", "href", "rel", "id", "tabindex", "role"),
    *(
        "aria-label",
        "aria-hidden",
        "data-label",
        "viewbox",
        "preserveaspectratio",
        "width",
        "height",
        "y",
        "d",
        "title",
    ),
    *("cx", "cy", "r"),
}
VOID = ("meta", "wbr", "br", "col", "rect", "path", "circle")
MEANT = {"heading", "paragraph", "bullet_list", "ordered_list", "list_item", "inline", "text", "strong", "softbreak"}
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


class Page(HTMLParser):
    """What a browser reads of a page: its tags with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def assert_harmless(found: Page) -> None:
    """Only the tags and attributes of our pages, no address but of the web or of the page itself, everything closed."""
    assert not found.open
    for tag, attributes in found.tags:
        assert tag in TAGS and set(attributes) <= ATTRIBUTES, (tag, attributes)
        assert re.match(r"https?://|#s\d+$", attributes.get("href") or "#s1"), attributes
        assert "http-equiv" not in attributes or attributes["http-equiv"] == "Content-Security-Policy"


def poisoned(turn: int) -> dict[str, Any]:
    """The invented tables with something hostile in each text, as long as it may be; in another turn another in each."""
    raw = raw_toy()
    for i, (under, record) in enumerate(mappings(raw)):
        inside = INSIDE[(i + turn) % len(INSIDE) :] + INSIDE
        for key in (WORDS[""] | WORDS.get(under, set())) & set(record):
            if key == "short":
                record[key] = SHORT[(i + turn) % len(SHORT)]
            elif isinstance(record[key], str):
                record[key] = " ".join((STARTS[(i + turn) % len(STARTS)], *inside[: len(INSIDE)], record[key]))
    for drug in raw["drugs"]["drugs"]:
        name = f"{INSIDE[turn]}{drug['id']}"
        drug.get("names", []).append({"name": name, "kind": "brand", "source": "toy-page", "locator": "x"})
    return raw


def mappings(value: Any, under: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of the tables, with the key under which it stands."""
    if isinstance(value, dict):
        yield under, value
        for key, inner in value.items():
            if key != "reference":
                yield from mappings(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from mappings(inner, under)


@pytest.fixture(scope="module", params=(0, 4))
def evil(request: pytest.FixtureRequest) -> Tables:
    """Such tables, as strictly read as any."""
    return parsed(poisoned(request.param))


def asked(evil: Tables, *argv: str) -> str:
    with patch.object(load, "load", lambda _: evil):
        result = ros1(*argv, "--data", "evil")
    assert result.status in (0, 3), result.err
    return result.out


@pytest.mark.parametrize("name", PAGES)
def test_no_text_becomes_an_element_or_an_attribute_of_a_page(name: str, evil: Tables) -> None:
    form = () if PAGES[name][0] == "report" else ("--format", "html")
    found = Page(asked(evil, *PAGES[name], *form))
    assert_harmless(found)
    assert "onerror=alert(1)" in found.text, "what is hostile stands there as words"


@pytest.mark.parametrize("name", ASKED)
def test_no_text_becomes_markup_of_a_note(name: str, evil: Tables) -> None:
    one_depth = ASKED[name][0] == "report" or "--audience" in ASKED[name]
    for more in ((),) if one_depth else ((), ("--full",)):
        tokens = READER.parse(asked(evil, *ASKED[name], *more, "--format", "markdown"))
        kinds = {kind(t) for t in every(tokens)}
        links = [t for t in every(tokens) if t.type == "link_open"]
        assert kinds <= MEANT | ({"link"} if links else set()), kinds - MEANT
        assert all(str(t.attrs["href"]).startswith(("https://toy.example", "https://example.org")) for t in links), (
            links
        )


def every(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from every(token.children or [])


def kind(token: Token) -> str:
    return token.type.removesuffix("_open").removesuffix("_close")
