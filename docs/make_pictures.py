"""The pictures of README.md and docs/: what a terminal shows, and the page of a report, as SVG that a reader's own fonts write.

Rich draws a terminal from what the program prints in colour; a page stands in its picture as it is, without its links. Nothing in
a picture is loaded from elsewhere. Another release of Rich may lay the same words out in other bytes, so what is compared is the
text of a picture: `text_of`.
"""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text
from toolbox import columns, ros1

TERMINALS = {
    "next-line": (118, ("next-line", "-m", "G2032R", "-p", "crizotinib", "--cns")),
    "matrix": (118, ("matrix",)),
}
"""The name of a picture, the columns of its terminal, and what is typed there."""
PAGES = {"report": (1100, 1590, ("report", "-m", "G2032R", "-p", "crizotinib", "--cns"))}
"""The name of a picture, how wide and high it shows a page, and what is typed for it."""
PICTURES = (*TERMINALS, *PAGES)
_PAGE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="ros1 on a terminal">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
line-height: {line_height}px; }}
{styles}
</style>
<rect width="{width}" height="{height}" fill="white"/>
<defs>{lines}</defs>
<g transform="translate({terminal_x}, 8)"><g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def typed(argv: tuple[str, ...]) -> str:
    """The line that is typed."""
    return f"$ ros1 {' '.join(argv)}"


def shown(name: str, color: str = "always") -> str:
    """What the terminal of a picture shows."""
    width, argv = TERMINALS[name]
    with columns(width):
        return f"{typed(argv)}\n{ros1(*argv, '--color', color).out}"


def picture(name: str) -> str:
    """A picture as SVG."""
    return _page(name) if name in PAGES else _terminal(name)


def _terminal(name: str) -> str:
    screen = Console(width=TERMINALS[name][0], record=True, file=io.StringIO(), highlight=False)
    screen.print(Text.from_ansi(shown(name)), soft_wrap=True)
    return screen.export_svg(title="", theme=DEFAULT_TERMINAL_THEME, code_format=_PAGE, unique_id=name)


def page(name: str) -> str:
    """The page of a picture, as HTML."""
    return ros1(*PAGES[name][2]).out


def _page(name: str) -> str:
    """HTML as the XML that a picture holds: elements that hold nothing are closed, drawings say what they are."""
    width, height, _ = PAGES[name]
    html = page(name).partition("\n")[2].replace("<html ", '<html xmlns="http://www.w3.org/1999/xhtml" ')
    html = re.sub(r"<(meta|br|col)\b([^>]*)>", r"<\1\2/>", re.sub(r'\shref="[^"]*"', "", html))
    html = html.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ')
    size = f'viewBox="0 0 {width} {height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="a page of ros1 {name}">'
    return f'{head}\n<foreignObject width="{width}" height="{height}">\n{html.strip()}\n</foreignObject>\n</svg>\n'


def text_of(svg: str) -> list[str]:
    """The words of a picture, each place in which it writes once, without the gaps between them."""
    root = ElementTree.fromstring(svg)
    body = root.find(".//{http://www.w3.org/1999/xhtml}body")
    places = root.iter("{http://www.w3.org/2000/svg}text") if body is None else [body]
    return [words for place in places if (words := " ".join("".join(place.itertext()).split()))]
