"""`report` → Markdown, ready for a chart note: the chapters of the page as headings and lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ros1cli.show.blocks import CellGrids, Grid, Line
from ros1cli.show.markdown import safe, told
from ros1cli.show.report import CITED, Chapter, ChapterPart, Figures, Room, board_page
from ros1cli.show.words import source_line

if TYPE_CHECKING:
    from ros1cli.answers import shapes


def page(answer: shapes.Answer, explain: bool) -> str:
    """The note of an answer of `report`. A star is markup here: where it stands its meaning is written out, and the words that
    explain it are left out."""
    found = board_page(answer)
    numbers = {s.id: i for i, s in enumerate(found.sources, 1)}
    star = answer.brief.second_hand
    out = [
        f"# {_words(found.title, numbers)}",
        *(_words(line.removesuffix(star).rstrip(), numbers) for line in found.below),
    ]
    for chapter in found.chapters:
        out += [f"## {safe(chapter.title)}", *_chapter(chapter, numbers)]
    out += ["## Sources", "\n".join(_sources(found.sources)), safe(answer.assumption), safe(answer.notice)]
    return "\n\n".join(out) + "\n"


def _words(text: str, numbers: Mapping[str, int]) -> str:
    """Words in which Markdown reads nothing; the mark of a source becomes its number."""
    parts = CITED.split(text)
    out = []
    for i, part in enumerate(parts):
        number = numbers.get(part) if i % 2 else None
        out.append(safe(told(part)) if number is None else f"[{number}]")
    return "".join(out)


def _chapter(chapter: Chapter, numbers: Mapping[str, int]) -> Iterator[str]:
    """Its parts as one list; figures, which stand alone in theirs, under titles of their own."""
    items: list[str] = []
    for part in chapter.parts:
        if isinstance(part, Figures):
            yield from _figures(part, numbers)
        items += _items(part, numbers)
    if items:
        yield "\n".join(items)


def _items(part: ChapterPart, numbers: Mapping[str, int]) -> Iterator[str]:
    if isinstance(part, Line):
        head = f"**{safe(part.head)}** " if part.head else ""
        yield f"- {head}{_words(part.text.removeprefix('- '), numbers)}"
    elif isinstance(part, Grid):
        for row in part.rows:
            first, *more = row[0].split("\n")
            yield f"- **{_words(first, numbers)}**"
            yield from (f"  - {_words(line, numbers)}" for line in more if line)
            cells = zip(part.columns[1:], row[1:], strict=True)
            yield from (f"  - {safe(name)}: {_words(cell, numbers)}" for name, cell in cells if cell)
    elif isinstance(part, CellGrids):
        yield from (f"- **{safe(line.head)}** {_words(line.text, numbers)}" for line in part.listed)
    elif isinstance(part, Room):
        yield from (f"- {safe(label)}:" for label in part.labels)


def _figures(part: Figures, numbers: Mapping[str, int]) -> Iterator[str]:
    for title, scales in part.titled:
        yield f"### {safe(title)}"
        for scale in scales:
            yield safe(scale.title)
            shown = (f"{f.drug}: {f.words}{f'; {f.trial}' if f.trial else ''}" for f in scale.figures)
            yield "\n".join(f"- {_words(words, numbers)}" for words in shown)
    yield f"**{safe(part.beneath)}**"


def _sources(sources: Iterable[shapes.ShownSource]) -> Iterator[str]:
    for i, s in enumerate(sources, 1):
        words = source_line(s).removeprefix(f"{s.id}: ")
        short = f"{s.short}. " if s.short else ""
        yield f"{i}. {safe(short + words)}{_address(s.address or s.read_at or '')}"


def _address(address: str) -> str:
    """An address as a link where it is one of the web and holds nothing that would end it, else as words."""
    if address.startswith(("https://", "http://")) and not set(address) & set("<> \\`"):
        return f" <{address}>"
    return f" {safe(address)}" if address else ""
