"""The screen: tables on a terminal that is wide enough, one stacked layout below that, colour only there."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

import pytest
from toolbox import TOY, answered, columns, command, environment, read_terminal, tables, toy

BRIEF = ("next-line", "--mutation", "G28R", "--cns")
ASK = (*BRIEF, "--full")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"[│┃|]")


def on_terminal(width: int, *argv: str, complaints: bool = False, **settings: str | None) -> tuple[int, str]:
    """Run the program on a terminal of so many columns: exit, and what stands on it (`complaints`: stderr too)."""
    above, below = pty.openpty()
    fcntl.ioctl(below, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    running = subprocess.Popen(
        command(*argv, "--data", str(TOY)),
        env=environment(**settings),
        stdin=below,
        stdout=below,
        stderr=below if complaints else subprocess.DEVNULL,
    )
    os.close(below)
    shown = read_terminal(above)
    return running.wait(timeout=30), shown


def words(text: str) -> str:
    """What stands on the screen without colours, frames and line ends."""
    return re.sub(r"[\s│╭╮╰╯├┤┬┴┼─•┃-]+", "", COLOUR.sub("", text))


@pytest.fixture(scope="module")
def screens() -> dict[int, str]:
    """The same answer on terminals of several widths."""
    return {width: on_terminal(width, *ASK)[1] for width in (40, 59, 60, 80, 160)}


@pytest.fixture(scope="module")
def brief_screens() -> dict[int, str]:
    """The brief answer on the same terminals, and where its options become a table."""
    return {width: on_terminal(width, *BRIEF)[1] for width in (40, 59, 60, 80, 99, 100, 160)}


def test_tables_are_drawn_where_they_fit_and_one_stacked_layout_stands_below(screens: dict[int, str]) -> None:
    for width, screen in screens.items():
        assert ("╭" in screen) == (width >= 60), width


def test_nothing_is_cut_and_no_line_is_wider_than_the_terminal(screens: dict[int, str]) -> None:
    for width, screen in screens.items():
        assert "…" not in screen
        assert [line for line in COLOUR.sub("", screen).splitlines() if len(line) > width] == [], width


def test_a_narrow_terminal_shows_what_a_pipe_of_that_width_shows(
    screens: dict[int, str], brief_screens: dict[int, str]
) -> None:
    with columns(40):
        assert toy(*ASK).out in screens[40]
        assert toy(*BRIEF).out in brief_screens[40]


def test_in_brief_the_options_are_a_table_where_there_is_room(brief_screens: dict[int, str]) -> None:
    for width, screen in brief_screens.items():
        assert ("mind this" in screen) == (width >= 100), width
        assert "…" not in screen
        assert [line for line in COLOUR.sub("", screen).splitlines() if len(line) > width] == [], width
        assert not re.search(r"\b(not|never|cannot|no|without)\s*$", COLOUR.sub("", screen), re.IGNORECASE | re.M), (
            width
        )


def test_in_brief_every_verdict_and_caution_stands_on_every_screen(brief_screens: dict[int, str]) -> None:
    answer = answered(*BRIEF)
    said = [(c["short"] or c["text"]).rstrip(".") for c in answer["cautions"] + answer["other_treatments"]]
    drugs = [r["drug"] for group in ("options", "studied_only", "excluded", "no_data") for r in answer[group]]
    for width, screen in brief_screens.items():
        shown = words(screen)
        assert [s for s in said if words(s) not in shown] == [], width
        assert [d for d in drugs if d not in shown] == [], width


def test_in_brief_words_repeat_what_colour_says_and_red_is_what_is_none(brief_screens: dict[int, str]) -> None:
    for width in (80, 160):
        assert words(on_terminal(width, *BRIEF, NO_COLOR="1")[1]) == words(brief_screens[width])
        red = re.findall(r"\x1b\[[0-9;]*31[0-9;]*m([^\x1b]*)", brief_screens[width])
        assert red and set(red) <= {"EXCLUDED", "NEVER"}


def test_every_verdict_caveat_and_claim_stands_on_every_screen(screens: dict[int, str]) -> None:
    answer = answered(*ASK)
    said = [answer["understood"], answer["notice"], answer["assumption"]]
    said += [e["verdict"] for e in answer["excluded"]]
    said += [c["text"] for o in answer["options"] for c in o["caveats"] + o["claims"]]
    said += [c["text"] for c in answer["cautions"] + answer["other_treatments"]]
    for width, screen in screens.items():
        shown = words(screen)
        if width < 80:  # side by side in columns the words of a cell are not in one row
            assert [s for s in said if words(s) not in shown] == [], width


def test_no_cell_ends_between_a_negation_and_its_word(screens: dict[int, str]) -> None:
    for width, screen in screens.items():
        for line in COLOUR.sub("", screen).splitlines():
            for cell in FRAME.split(line):
                assert not re.search(r"\b(not|never|cannot)\s*$", cell, re.IGNORECASE), f"{width}: {line}"


def first_cells(screen: str) -> list[str]:
    """The text of each cell of the first column, and every line outside a table."""
    out = [""]
    for line in COLOUR.sub("", screen).splitlines():
        if line.startswith("│"):
            out[-1] += " " + FRAME.split(line)[1].strip()
        else:
            out += [line.strip(), ""]
    return [" ".join(cell.split()) for cell in out]


def test_an_excluded_drug_stands_in_one_cell_with_its_verdict_before_it(screens: dict[int, str]) -> None:
    for width, screen in screens.items():
        cells = first_cells(screen) if width >= 60 else screen.split("\n\n")
        shown = " ".join(" ".join(cells).split())
        for row in answered(*ASK)["excluded"]:
            assert f"EXCLUDED {row['drug']}" in shown and f"— {row['verdict']}" in shown, (width, row["drug"])


def test_colour_stands_on_a_terminal_and_obeys_the_settings() -> None:
    assert COLOUR.search(on_terminal(80, "drug", "novotinib")[1])
    for settings in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        status, screen = on_terminal(80, "drug", "novotinib", **settings)
        assert status == 0 and "\x1b" not in screen, settings
    assert "\x1b" not in on_terminal(80, "drug", "novotinib", "--color", "never")[1]
    assert COLOUR.search(on_terminal(80, "drug", "novotinib", "--color", "always", NO_COLOR="1")[1])


def test_words_repeat_what_colour_says(screens: dict[int, str]) -> None:
    plain = on_terminal(80, *ASK, NO_COLOR="1")[1]
    assert words(plain) == words(screens[80])


def test_columns_goes_before_the_width_of_the_terminal() -> None:
    screen = on_terminal(160, *ASK, COLUMNS="50")[1]
    assert "╭" not in screen and max(len(line) for line in screen.splitlines()) <= 50


@pytest.mark.parametrize("form", [("--json",), ("--format", "tsv"), ("--format", "markdown")], ids=" ".join)
def test_a_format_for_scripts_is_the_same_on_a_terminal(form: tuple[str, ...]) -> None:
    for question in (ASK, BRIEF):
        status, screen = on_terminal(80, *question, *form)
        assert status == 0 and "\x1b" not in screen
        assert toy(*question, *form).out in screen


def test_the_sentence_of_an_error_is_the_same_on_a_terminal() -> None:
    status, screen = on_terminal(80, "drug", "novotinob", complaints=True)
    assert status == 2 and screen == toy("drug", "novotinob").err


def test_old_tables_are_said_only_on_a_terminal() -> None:
    """The invented tables of 2025 are old, on whatever day this runs."""
    newest = max(s.date for s in tables(TOY).sources.values() if s.date)
    screen = on_terminal(80, "drug", "unseenib", complaints=True)[1]
    assert "look for later ones" in screen and newest
    assert "look for later ones" not in on_terminal(80, "drug", "unseenib")[1]
    assert toy("drug", "unseenib").err == ""


def test_a_comparison_of_drugs_stands_in_columns_on_a_wide_terminal() -> None:
    screen = COLOUR.sub("", on_terminal(160, "compare", "novotinib", "oldatinib", "--full")[1])
    rows = [line for line in screen.splitlines() if "79% (N=71" in line]
    assert rows and any("│" in row for row in rows)
    heads = next(line for line in screen.splitlines() if "novotinib" in line and "oldatinib" in line and "│" in line)
    assert heads.index("novotinib") < heads.index("oldatinib")
