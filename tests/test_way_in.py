"""The way in: the start page, the help, what is short, what is typed wrong, and what a long answer goes through."""

from __future__ import annotations

import fcntl
import gzip
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from test_completion import asked
from test_startup import FORBIDDEN
from toolbox import ROOT, TOY, command, environment, process, read_terminal, ros1, tables, toy

from ros1cli.cli.commands import names

EXAMPLE = re.compile(r"ros1 [a-z-]+(?: \S+)*")
MAF = (ROOT / "tests/annotate/SYNTHETIC_cbioportal.maf").read_bytes()

VCF = b"##fileformat=VCFv4.2\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n"
OLD = re.compile(r"^ros1: the newest source .*\n", re.M)


def terminal(*argv: str, typed: bytes = b"", lines: int = 10, **settings: str | None) -> tuple[int, str]:
    """Run the program on a terminal of so many lines and 80 columns: exit, and what stands on it, stderr too.

    That the invented tables are old is left out: it depends on the day.
    """
    above, below = pty.openpty()
    fcntl.ioctl(below, termios.TIOCSWINSZ, struct.pack("HHHH", lines, 80, 0, 0))
    streams = {"stdin": below, "stdout": below, "stderr": below}
    running = subprocess.Popen(command(*argv), env=environment(NO_COLOR="1", **settings), **streams)  # type: ignore[call-overload]
    os.close(below)
    os.write(above, typed)
    shown = read_terminal(above)
    return running.wait(timeout=30), OLD.sub("", shown)


# -- the start page ---------------------------------------------------------------------------------------------------


def test_the_program_alone_shows_a_start_page_of_fourteen_lines() -> None:
    page = ros1()
    assert (page.status, page.err) == (0, "") and len(page.out.splitlines()) <= 14
    assert max(map(len, page.out.splitlines())) < 80
    newest = tables().dates[-1]
    assert f"tables of {tables().version}, newest source {newest}" in page.out
    assert (
        "--why DRUG" in page.out and "--full" in page.out and "--json" in page.out and "Not a prescription" in page.out
    )


def test_the_start_page_is_of_the_tables_that_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS1_DATA", str(TOY))
    assert f"tables of {tables(TOY).version}, newest source {tables(TOY).dates[-1]}" in ros1().out
    monkeypatch.setenv("ROS1_DATA", "/nowhere")
    assert ros1().status == 1 and ros1("--help").status == 0


def examples() -> list[str]:
    """Every line to type of the start page and of each help."""
    start = [re.split(r" {3,}", found)[0] for found in re.split(r" {2,}(?=ros1 )|\n", ros1().out) if "ros1 " in found]
    lines = [line for name in names() for line in ros1(name, "--help").out.partition("Examples:\n")[2].splitlines()]
    found = [line.strip() for line in [*start, *lines, *ros1("--help").out.partition("Examples:\n")[2].splitlines()]]
    return [
        line
        for line in dict.fromkeys(found)
        if EXAMPLE.match(line) and line != "ros1 COMMAND --help. Not a prescription."
    ]


def test_every_example_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("variants.maf").write_bytes(MAF)
    Path("samples.txt").write_text("SAMPLE-1\n", encoding="utf-8")
    Path("variants.vcf.gz").write_bytes(gzip.compress(VCF))
    found = examples()
    assert len(found) > 30
    typed = {line: shlex.split(line.partition(" > ")[0])[1:] for line in found}
    failed = {line: r.err for line, argv in typed.items() if (r := ros1(*argv)).status not in (0, 4)}
    assert not failed


# -- the help ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", names())
def test_a_help_ends_with_three_examples_of_its_command(name: str) -> None:
    shown = ros1(name, "--help")
    lines = shown.out.partition("\nExamples:\n")[2].splitlines()
    assert len(lines) == 3 and all(re.match(rf"  ros1 {name}( |$)", line) for line in lines), shown.out
    assert max(map(len, shown.out.splitlines())) <= 80


def test_the_options_of_a_question_stand_in_groups() -> None:
    shown = ros1("next-line", "--help").out
    heads = re.findall(r"^(\S.*):$", shown, re.M)
    assert heads == ["Arguments", "The patient", "The choice", "The output", "Examples"]
    places = [
        shown.index(f"  {word} ")
        for word in ("-m, --mutation", "-p, --prior", "--approved-only", "--json", "-h, --help")
    ]
    titles = [shown.index(f"{head}:") for head in heads]
    assert titles[1] < places[0] < places[1] < titles[2] < places[2] < titles[3] < places[3] < places[4] < titles[4]


@pytest.mark.parametrize("name", names())
def test_no_option_is_missing_in_a_help(name: str) -> None:
    shown = ros1(name, "--help").out
    for option in asked("ros1", name, "--"):
        assert re.search(rf"^  (-\w, )?{option}( |$)", shown, re.M), option


@pytest.mark.parametrize("name", names())
def test_help_and_the_name_of_a_command_is_its_help(name: str) -> None:
    assert ros1("help", name) == ros1(name, "--help") == ros1(name, "-h")


def test_help_alone_is_the_help_of_the_program_and_a_slip_is_answered() -> None:
    assert ros1("help") == ros1("--help")
    slip = ros1("help", "nextline")
    assert (slip.status, slip.out) == (2, "") and "did you mean next-line?" in slip.err
    assert all(name in ros1("help", "zzzzzz").err for name in names())


@pytest.mark.parametrize("argv", [("--help",), ("help", "next-line")], ids=" ".join)
def test_a_help_loads_nothing_heavy(argv: tuple[str, ...]) -> None:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "ros1cli", *argv], env=environment(), capture_output=True, check=True
    )
    loaded = set(re.findall(r"^import time: +\d+ \| +\d+ \| +([^\s.]+)", run.stderr.decode(), re.M))
    assert not loaded & {f.split(".")[0] for f in FORBIDDEN if "." not in f}


# -- short ways --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "short",
    [
        ("G28R", "-p", "oldatinib"),
        ("-m", "G28R", "-p", "oldatinib"),
        ("-mG28R", "-poldatinib"),
        ("--prior", "oldatinib", "G28R"),
    ],
    ids=" ".join,
)
def test_a_short_way_gives_the_same_bytes(short: tuple[str, ...]) -> None:
    assert toy("next-line", *short, "--json") == toy(
        "next-line", "--mutation", "G28R", "--prior", "oldatinib", "--json"
    )


def test_several_findings_and_an_option_beside_them_are_one_tumour() -> None:
    whole = toy("next-line", "-m", "G28R", "-m", "V32M", "--json").json["query"]["mutations"]
    for words in (("G28R", "V32M"), ("G28R", "-m", "V32M"), ("G28R/V32M",)):
        assert toy("next-line", *words, "--json").json["query"]["mutations"] == whole


def test_a_drug_where_the_mutation_stands_is_told_what_it_is() -> None:
    assert toy("next-line", "novotinib") == toy("next-line", "--mutation", "novotinib")
    assert toy("next-line", "novotinib").status == 2


def test_a_batch_takes_no_finding_beside_it() -> None:
    assert toy("next-line", "G28R", "--batch", "-").status == 2


# -- what is typed wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "line"),
    [
        (("next-line", "G28R", "--brain"), "ros1 next-line G28R --cns"),
        (("first-line", "--brain=yes"), "ros1 first-line --cns"),
        (("next-line", "--mutations", "MET amplification"), "ros1 next-line --mutation 'MET amplification'"),
        (("next-line", "--mutations=G28R"), "ros1 next-line --mutation=G28R"),
        (("next-line", "--priors", "a,b"), "ros1 next-line --prior a,b"),
        (("next-line", "-mutation", "G28R", "-prior=a"), "ros1 next-line --mutation G28R --prior=a"),
        (("--json", "next-line", "-m", "G28R"), "ros1 next-line -m G28R --json"),
        (("--cns", "-m", "drug", "next-line"), "ros1 next-line --cns -m drug"),
        (("--data", "drug", "drug", "x"), "ros1 drug x --data drug"),
        (("--as-of=2024-02-05", "drug", "--", "x"), "ros1 drug --as-of=2024-02-05 -- x"),
        (("--format", "json"), "ros1 COMMAND --format"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_typed_wrong_is_answered_with_the_line_to_type(argv: tuple[str, ...], line: str) -> None:
    result = ros1(*argv)
    told = result.error["message"] if result.err.startswith("{") else result.err.strip()
    assert (result.status, result.out) == (2, "") and told.endswith(f": {line}"), told
    coded = ros1(*argv, "--json") if "--" not in argv else result
    assert (coded.status, coded.out) == (2, "") and coded.err.count("\n") == 1
    assert coded is result or coded.error["message"]


def test_the_line_to_type_is_one_that_is_understood() -> None:
    line = toy("next-line", "G28R", "--brain").err.strip().partition(": ros1 ")[2]
    assert ros1(*shlex.split(line)).status == 0


def test_a_wrong_word_is_never_made_one_that_says_something_else() -> None:
    for option in ("--no-cns", "--cns-onl", "--mut", "--pri", "--jsons-lines"):
        told = ros1("next-line", option).err
        assert "ros1 next-line --cns" not in told and "; it is" not in told


def test_a_name_of_one_letter_is_no_option_that_lost_its_hyphen() -> None:
    for short, name in (("-pa", "m"), ("-mG28R", "p")):
        assert f"'{name}' is no finding" in toy("next-line", short, name).err, "a short option may hold its value"


def test_a_line_that_cannot_be_shown_is_left_out() -> None:
    for word in ("a\nb", "x" * 1000):
        result = ros1("next-line", "--mutation", word, "--brain")
        assert result.err == "ros1: There is no option --brain; it is --cns.\n"


# -- annotate without a file ------------------------------------------------------------------------------------------


def test_annotate_says_on_a_terminal_what_it_waits_for() -> None:
    rows = b"Hugo_Symbol\tHGVSp_Short\nROS1\tp.G28R\n"
    status, screen = terminal("annotate", "--data", str(TOY), typed=rows + b"\x04" * 4)
    assert status == 0 and "ros1: waiting for a MAF, VCF, TSV or CSV" in screen
    assert "G28R" in screen.partition("waiting")[2]


def test_annotate_in_a_pipe_waits_in_silence() -> None:
    rows = b"Hugo_Symbol\tHGVSp_Short\nROS1\tp.G28R\n"
    run = command("annotate", "--data", str(TOY))
    result = subprocess.run(run, input=rows, env=environment(), capture_output=True, check=False)
    assert result.returncode == 0 and b"waiting" not in result.stderr


# -- completion -------------------------------------------------------------------------------------------------------


def test_the_new_options_and_commands_are_completed() -> None:
    assert asked("ros1", "next-line", "-m", "G28") == ["G28R", "G28R/V32M"]
    assert asked("ros1", "next-line", "G28") == ["G28R", "G28R/V32M"]
    assert asked("ros1", "next-line", "-p", "old") == ["oldatinib", "oldix"]
    assert asked("ros1", "first-line", "--why", "novo") == ["novotinib", "novora"]
    assert asked("ros1", "next-line", "--fu") == ["--full"]
    assert asked("ros1", "drug", "--no-p") == ["--no-pager"]
    assert asked("ros1", "help", "ne") == ["next-line"]
    assert asked("ros1", "help", "") == names()
    assert {"-m", "-p", "--mutation"} <= set(asked("ros1", "next-line", "-"))


# -- the pager --------------------------------------------------------------------------------------------------------

LONG = ("drug", "novotinib", "--full", "--data", str(TOY))


def test_a_long_answer_on_a_terminal_goes_through_the_pager(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    status, screen = terminal(*LONG, ROS1_PAGER=f"cat > {kept}", PAGER="false")
    assert (status, screen) == (0, "")
    assert kept.read_text("utf-8") == terminal(*LONG, "--no-pager", ROS1_PAGER="false")[1]


def test_the_own_setting_goes_before_the_common_one(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    terminal(*LONG, ROS1_PAGER=None, PAGER=f"cat > {kept}")
    assert kept.stat().st_size > 100
    less = tmp_path / "less"
    less.write_text(f'#!/bin/sh\nprintf "%s %s" "$*" "$LESS" > {kept}\ncat > /dev/null\n')
    less.chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"
    assert terminal(*LONG, ROS1_PAGER=None, PAGER=None, PATH=path) == (0, "") and kept.read_text() == "-FRX FRX"
    assert "novotinib" in terminal(*LONG, ROS1_PAGER="", PAGER="false", PATH=path)[1]


def test_without_any_pager_the_answer_is_printed(tmp_path: Path) -> None:
    tmp_path.joinpath("python").symlink_to(sys.executable)
    assert "novotinib" in terminal(*LONG, ROS1_PAGER=None, PAGER=None, PATH=str(tmp_path))[1]


@pytest.mark.parametrize("pager", ["/nowhere/pager", "no-such-pager -x", "/dev/null"])
def test_a_pager_that_is_not_there_prints(pager: str) -> None:
    status, screen = terminal(*LONG, ROS1_PAGER=pager)
    assert status == 0 and screen.endswith(terminal(*LONG, "--no-pager")[1])


@pytest.mark.parametrize("pager", ["true", "head -n 1", "exit 3"])
def test_a_pager_that_is_closed_early_is_no_error(pager: str) -> None:
    status, screen = terminal("drug", "--data", str(TOY), "--fail-stale", "1", lines=3, ROS1_PAGER=pager)
    assert status == 5 and "Traceback" not in screen and "could not be written" not in screen
    assert terminal(*LONG, ROS1_PAGER=pager)[0] == 0


@pytest.mark.parametrize("form", [("--json",), ("--format", "tsv")], ids=" ".join)
def test_what_scripts_read_goes_through_no_pager(form: tuple[str, ...], tmp_path: Path) -> None:
    for question in (LONG, ("drug", "--data", str(TOY))):
        status, screen = terminal(*question, *form, ROS1_PAGER=f"cat > {tmp_path / 'kept'}")
        assert status == 0 and screen == ros1(*question, *form).out
    assert not list(tmp_path.iterdir())


def test_a_pipe_a_short_answer_and_a_dumb_terminal_have_no_pager(tmp_path: Path) -> None:
    pager = f"cat > {tmp_path / 'kept'}"
    assert process(*LONG, env=environment(ROS1_PAGER=pager)).stdout == ros1(*LONG).out.encode()
    assert terminal(*LONG, lines=5000, ROS1_PAGER=pager)[1]
    assert terminal(*LONG, TERM="dumb", ROS1_PAGER=pager)[1]
    assert not list(tmp_path.iterdir())
