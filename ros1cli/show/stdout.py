"""The one fork: an answer → stdout, as JSON, as plain text or as tables for a terminal."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ros1cli import __version__
from ros1cli.errors import CannotWrite, printable, reason
from ros1cli.show import to_json
from ros1cli.show.pager import paged
from ros1cli.stderr import tell

if TYPE_CHECKING:  # a help or an error loads neither
    from ros1cli.answers.shapes import Answer
    from ros1cli.tables.model import Tables

NARROWEST, WIDE, USUAL = 60, 100, 80
"""Columns from which on Rich draws, from which on options are a table, and where nobody tells."""
_OLD = 365
_FALLBACKS = str.maketrans(
    {
        "—": "-",
        "–": "-",
        "•": "-",
        "“": '"',
        "”": '"',
        "’": "'",
        "…": "...",
        "≥": ">=",
        "≤": "<=",
        "×": "[x]",
        "·": ".",
    }
)


class Screen(NamedTuple):
    """Where an answer for people goes: its columns (None: a pipe, unwrapped), whether as Markdown, drawn by Rich, in colour."""

    width: int | None
    markdown: bool
    drawn: bool
    colored: bool


def answer(
    found: Answer,
    *,
    form: str,
    explain: bool,
    color: str,
    history: bool = False,
    full: bool = False,
    why: Sequence[str] = (),
    pager: bool = False,
    audience: str = "clinician",
) -> None:
    """Write an answer to stdout in one of the formats; for people in brief, unless all of it or one drug is asked for. JSON and
    TSV are the same for every audience."""
    if form == "json":
        write_json(to_json.to_json(found, explain))
    elif form == "tsv":
        from ros1cli.show import tsv  # an answer pays for its own format only

        write(tsv.tsv(found, explain, history))
    elif form == "html":
        if is_terminal():
            tell(f"ros1: this is a page for a browser; write it to a file: ... > {found.answer}.html")
        file = "html_patient" if audience == "patient" else f"html_{found.answer}"
        write_bytes(_page(file, found, explain).encode())
    elif found.answer == "report":
        write(_page("markdown_report", found, explain))
    else:
        from ros1cli.show import for_people  # as above

        screen = _screen(form, color)
        if audience == "patient":
            words = for_people.patient(found, screen)
        else:
            words = for_people.answer(found, screen, explain, history, full, why)
        _show(words, screen, pager)


def _page(file: str, found: Answer, explain: bool) -> str:
    """An answer as the page that a file of ours makes; an answer pays for its own alone."""
    made: str = import_module(f"ros1cli.show.{file}").page(found, explain)
    return made


def listing(items: Sequence[Any], tables: Tables, *, form: str, explain: bool, color: str, pager: bool = False) -> None:
    """Write a bare list to stdout; with --explain also what the sources disagree on about the findings listed."""
    if form == "json":
        write_json(to_json.list_json(items))
    elif form == "tsv":
        from ros1cli.show import tsv  # as above

        write(tsv.list_tsv(items))
    else:
        from ros1cli.show import for_people  # as above

        screen = _screen(form, color)
        _show(for_people.listing(items, tables, screen, explain), screen, pager)


def _screen(form: str, color: str) -> Screen:
    """Where an answer for people goes. Rich draws it on a terminal that is wide enough, or where colour is always asked for."""
    width, terminal = _width(), is_terminal()
    if form == "markdown":
        return Screen(width, markdown=True, drawn=False, colored=False)
    drawn = color == "always" or (terminal and (width or 0) >= NARROWEST)
    return Screen(width, markdown=False, drawn=drawn, colored=drawn and _colored(color, terminal))


def _show(words: str, screen: Screen, pager: bool) -> None:
    """What Rich drew holds the signs of colours, and was made printable before; all else is made so here."""
    if screen.drawn:
        _put(words, pager)
    else:
        write(words, pager)


def version(day: str, newest: str | None) -> None:
    """The version of the tool and how far its tables go."""
    write(f"ros1 {__version__}; newest source {newest or 'not dated'}; tables as of {day}\n")


def age_in_days(newest_date: str | None) -> int | None:
    """How old the newest source is today; a date without month or day counts from its end. None: no dated source."""
    if newest_date is None:
        return None
    year, *rest = (int(part) for part in newest_date.split("-"))
    if not rest or rest == [12]:
        last = date(year, 12, 31)
    elif len(rest) == 1:
        last = date(year, rest[0] + 1, 1) - timedelta(days=1)
    else:
        last = date(year, *rest)
    return (date.today() - last).days


def say_stale(newest_date: str | None, age: int | None, limit: int) -> None:
    """Say on stderr why the exit is 5."""
    known = f"is of {newest_date}, {age} days ago" if newest_date else "carries no date"
    tell(f"ros1: the newest source of these tables {known}; --fail-stale allows {limit} days.")


def warn_when_old(newest_date: str | None, age: int | None) -> None:
    """Say on stderr that the tables are old, only when somebody sits there."""
    if age is not None and age > _OLD and sys.stderr is not None and sys.stderr.isatty():
        tell(f"ros1: the newest source of these tables is of {newest_date}, {age} days ago; look for later ones.")


def _width() -> int | None:
    """Columns to write in: COLUMNS when it is a positive number, the terminal's own, None (unwrapped) in a pipe."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and asked.isascii() and len(asked) < 10 and int(asked) > 0:
        return min(int(asked), 1000)
    if not is_terminal():
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or USUAL
    except (OSError, ValueError):
        return USUAL


def is_terminal() -> bool:
    """Whether somebody sits in front of stdout."""
    try:
        return sys.stdout is not None and sys.stdout.isatty()
    except ValueError:
        return False


def _colored(color: str, terminal: bool) -> bool:
    if color != "auto":
        return color == "always"
    return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


_ODD = re.compile(r"[^\n\t -~]+")
"""All that is not plain: what of it is printable stays."""


def write(words: str, pager: bool = False) -> None:
    """All of it to stdout, every character printable, in what its encoding can carry; through a pager when that is asked for.

    Raises:
        CannotWrite: stdout is closed or cannot be written to. A reader that went away is left to the caller.
    """
    _put(_ODD.sub(lambda odd: printable(odd[0]), words), pager)


def write_json(words: str) -> None:
    """JSON, which is ASCII, to stdout: the same bytes in every encoding. Raises as `write` does."""
    write_bytes(words.encode("ascii"))


def _put(words: str, pager: bool = False) -> None:
    """To stdout; flushed here, so that a full disk is seen here. On a terminal that it overflows, to a pager."""
    with _writing():
        encoding = sys.stdout.encoding or "utf-8"
        text = _encodable(words, encoding)
        if pager and is_terminal() and paged(text.encode(encoding), sys.stdout):
            return
        sys.stdout.write(text)
        sys.stdout.flush()


def write_bytes(data: bytes) -> None:
    """UTF-8 to stdout as it is, whatever its encoding. Raises as `write` does."""
    with _writing():
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None:  # a stand-in that only takes text
            sys.stdout.write(data.decode())
        else:
            stream.write(data)
        sys.stdout.flush()


@contextmanager
def _writing() -> Iterator[None]:
    """Every way in which writing fails, as one sentence."""
    if sys.stdout is None:
        raise CannotWrite("The answer could not be written: standard output is closed.")
    try:
        yield
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise CannotWrite(f"The answer could not be written to standard output: {reason(error)}.") from error


def _encodable(words: str, encoding: str) -> str:
    try:
        words.encode(encoding)
        return words
    except UnicodeEncodeError:
        return words.translate(_FALLBACKS).encode(encoding, "backslashreplace").decode(encoding)
