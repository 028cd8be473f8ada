"""The pictures of README.md: what a terminal shows, as SVG that a reader's own font writes.

Rich draws them from what the program prints in colour. Nothing in a picture is loaded from elsewhere. Another release of Rich may
lay the same words out in other bytes, so what is compared is the text of a picture: `text_of`.
"""

from __future__ import annotations

import io
from xml.etree import ElementTree

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text
from toolbox import columns, ros1

PICTURES = {
    "next-line": (118, ("next-line", "-m", "G2032R", "-p", "crizotinib", "--cns")),
    "matrix": (118, ("matrix",)),
}
"""The name of a picture, the columns of its terminal, and what is typed there."""
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
    width, argv = PICTURES[name]
    with columns(width):
        return f"{typed(argv)}\n{ros1(*argv, '--color', color).out}"


def picture(name: str) -> str:
    """The picture of a terminal as SVG."""
    screen = Console(width=PICTURES[name][0], record=True, file=io.StringIO(), highlight=False)
    screen.print(Text.from_ansi(shown(name)), soft_wrap=True)
    return screen.export_svg(title="", theme=DEFAULT_TERMINAL_THEME, code_format=_PAGE, unique_id=name)


def text_of(svg: str) -> list[str]:
    """The words of a picture, each place in which it writes once, without the gaps between them."""
    found = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return [words for text in found if (words := " ".join("".join(text.itertext()).split()))]
