"""Hostile and unlucky input: text from outside never steers a terminal or a spreadsheet, and a line end never joins questions."""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toolbox import TOY, columns, command, environment, process, raw_toy, ros1, toy, write_tables

from ros1cli import stderr
from ros1cli.errors import printable
from ros1cli.show import stdout, tsv

STEERING = {
    "escape": "T\x1b]0;x\x07\x1b[2J",
    "control sequence of one character": "a\x9b2Jb",
    "bidi override": "not \u202eevitceffe",
    "bidi isolate": "\u2067abc\u2069",
    "zero width": "G28\u200bR",
    "line separator": "a\u2028EXCLUDED",
    "next line": "a\x85EXCLUDED",
    "backspace": "not\b\b\beffective",
    "NUL": "a\x00b",
    "delete": "a\x7fb",
    "line feed": "a\nEXCLUDED",
    "tab": "a\tb",
    "half a character": "a\ud800b",
    "private use": "a\ue000b",
}
LINE_ENDS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"]
FORMS = [(), ("--color", "always"), ("--format", "markdown"), ("--format", "tsv"), ("--json",), ("--explain",)]
ASK = ("next-line", "--mutation", "G28R", "--data", str(TOY))


def steers(text: str, colored: bool = False) -> set[str]:
    """What stands in an output that no output may hold."""
    found = {c for c in text if not c.isprintable()} - {"\n", "\t"}
    return found - {"\x1b"} if colored else found


# -- text of tables, and the path of their folder ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", STEERING)
def test_a_table_with_a_character_that_cannot_be_seen_is_refused_with_its_place(kind: str, tmp_path: Path) -> None:
    raw = raw_toy()
    raw["sources"]["sources"][0]["title"] = STEERING[kind]
    for name, table in raw.items():
        (tmp_path / f"{name}.yaml").write_text(json.dumps(table, indent=1), encoding="utf-8")
    result = ros1("sources", "--data", str(tmp_path), "--json")
    assert (result.status, result.out, result.error["code"]) == (1, "", "bad_table")
    message = result.error["message"]
    assert message.isprintable() and message.startswith("sources.yaml") and "line 5" in message, message
    if kind != "half a character":  # that is no YAML at all
        odd = next(c for c in STEERING[kind] if not c.isprintable())
        assert f"at sources[0].title: '{printable(STEERING[kind])}' holds the character U+{ord(odd):04X}" in message


def test_a_key_with_such_a_character_is_refused_too(tmp_path: Path) -> None:
    raw = raw_toy()
    raw["sources"]["sources"][0]["A\x1b[2J"] = "x"
    write_tables(raw, tmp_path)
    result = ros1("drug", "--data", str(tmp_path))
    assert result.status == 1 and "U+001B" in result.err and not steers(result.err)


def test_such_a_character_as_it_is_in_the_file_is_refused_in_printable_words(toy_copy: Path) -> None:
    file = toy_copy / "sources.yaml"
    for odd in ("\x1b[2J", "\x00", "\x9b", "\u202e", "\x7f"):
        text = (TOY / "sources.yaml").read_text(encoding="utf-8")
        file.write_text(text.replace("The invented page", f"The {odd}invented page", 1), encoding="utf-8")
        result = ros1("sources", "--data", str(toy_copy))
        assert (result.status, result.out) == (1, "") and result.err.startswith("ros1: sources.yaml")
        assert not steers(result.err) and result.err.count("\n") == 1


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
@pytest.mark.parametrize("kind", [k for k in STEERING if k not in ("tab", "line feed", "half a character")])
def test_what_a_table_holds_all_the_same_is_made_printable_in_every_format(
    kind: str, form: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the strict reading had missed it: the way out does not rely on the way in."""
    monkeypatch.setattr(
        importlib.import_module("ros1cli.tables.yaml_reader"), "_fail_unless_printable", lambda *_: None
    )
    raw = raw_toy()
    for record in (raw["drugs"]["drugs"][0]["claims"][0], raw["cautions"]["cautions"][0], raw["sources"]["sources"][0]):
        record["title" if "title" in record else "text"] = STEERING[kind]
    for name, table in raw.items():
        (tmp_path / f"{name}.yaml").write_text(json.dumps(table), encoding="utf-8")
    for question in (("next-line", "--mutation", "G28R"), ("drug", "novotinib"), ("sources",), ("sources", "toy-page")):
        if form == ("--explain",) and question[0] == "sources":
            continue
        with columns(100):
            result = ros1(*question, *form, "--data", str(tmp_path))
        assert result.status == 0, result.err
        assert not steers(result.out, colored="always" in form) and "\x1b]" not in result.out


def test_a_path_is_made_printable_in_every_message(tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b[2J\u202e\x07"
    for question in (
        ("drug", "--data", str(folder)),
        ("next-line", "--batch", str(folder)),
        ("annotate", str(folder)),
        ("annotate", str(TOY / "sources.yaml"), "--fusions", str(folder)),
    ):
        for form in ((), ("--json",))[: 1 if question[0] == "annotate" else 2]:
            result = ros1(*question, *form)
            assert result.status in (1, 2) and result.out == "" and not steers(result.err), result.err
            assert "\\u202e" in result.err
            if form:
                assert not steers(result.error["message"])


def test_the_environment_is_made_printable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ROS1_DATA", "ROS1_AS_OF"):
        with monkeypatch.context() as scene:
            scene.setenv(name, "x\x1b[2J\u202e\x9b")
            result = ros1("drug")
        assert result.status in (1, 2) and "\\x1b[2J" in result.err and not steers(result.err)


@given(st.text())
def test_no_text_leaves_the_program_with_a_character_that_a_terminal_obeys(text: str) -> None:
    assert printable(text).isprintable() and (printable(text) == text or not text.isprintable())


# -- cells ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＠", "'"])
def test_no_cell_is_a_formula_and_the_text_comes_back_without_its_first_apostrophe(sign: str, tmp_path: Path) -> None:
    text = f"{sign}HYPERLINK(1)"
    raw = raw_toy()
    raw["sources"]["sources"][0]["title"] = text
    raw["drugs"]["drugs"][0]["claims"][0]["text"] = text
    write_tables(raw, tmp_path)
    for question in (("sources",), ("sources", "toy-page"), ("drug", "novotinib")):
        result = ros1(*question, "--format", "tsv", "--data", str(tmp_path))
        cells = [cell for line in result.out.splitlines()[1:] for cell in line.split("\t")]
        assert f"'{text}" in cells, question
        assert not [c for c in cells if c.startswith(tuple("=+-@＝＋－＠"))]


@given(st.text(min_size=1))
def test_an_apostrophe_can_be_taken_away_again(text: str) -> None:
    cell = tsv._cell(text)
    assert cell.removeprefix("'") == tsv._clean(text)
    assert not cell.startswith(tuple("=+-@\t\r\n"))


# -- a line end joins nothing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_a_line_end_in_a_value_is_refused_and_never_a_joint(end: str) -> None:
    for option, one, two in (
        ("--mutation", "G28R", "V32M"),
        ("--prior", "novotinib", "oldatinib"),
        ("--avoid", "dizziness", "nausea"),
        ("--transcript", "NM_002944", "2"),
    ):
        more = () if option == "--mutation" else ("--mutation", "G28R")
        result = toy("next-line", option, f"{one}{end}{two}", *more, "--json")
        assert (result.status, result.out) == (2, ""), option
        assert "line end" in result.error["message"] and result.error["suggestions"] == []
    for question in ("mutation", "drug", "guidance", "sources"):
        assert toy(question, f"G28R{end}V32M").status == 2


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_a_line_end_around_a_value_is_dropped(end: str) -> None:
    assert toy("next-line", "--mutation", f"{end}G28R{end}").out == toy("next-line", "--mutation", "G28R").out


def batch(data: bytes) -> list[Any]:
    """The answers to bytes of questions."""
    done = subprocess.run(
        command("next-line", "--batch", "-", "--data", str(TOY)),
        input=data,
        capture_output=True,
        env=environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode in (0, 4) and b"Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"], ids=ascii)
def test_a_lone_carriage_return_ends_a_line_of_a_batch(end: str) -> None:
    found = batch(f"G28R{end}V32M{end}TYK9{end}".encode())
    assert [d["query"]["mutations"] or d["query"]["off_target"] for d in found] == [["G28R"], ["V32M"], ["TYK9"]]


@pytest.mark.parametrize("end", ["\v", "\f", "\x1c", "\x85", "\u2028"], ids=ascii)
def test_any_other_line_end_in_a_line_of_a_batch_is_an_error_in_its_place(end: str) -> None:
    one, other = batch(f"G28R{end}V32M\nG28R\n".encode())
    assert "line end" in one["error"]["message"] and other["query"]["mutations"] == ["G28R"]
    (coded,) = batch(json.dumps({"mutation": f"G28R{end}V32M"}).encode())
    assert "line end" in coded["error"]["message"]


@given(st.lists(st.sampled_from([b"a", b"\r", b"\n", b"\r\n", b"b" * 9]), max_size=30), st.integers(1, 5))
def test_lines_end_where_they_end_however_they_arrive(parts: list[bytes], size: int) -> None:
    from ros1cli.cli.batch import _blocks

    class Drops:
        def __init__(self) -> None:
            self.rest = b"".join(parts)

        def read1(self, _: int) -> bytes:
            drop, self.rest = self.rest[:size], self.rest[size:]
            return drop

    assert [line for block in _blocks(Drops(), "x") for line in block] == b"".join(parts).splitlines()


def test_a_line_that_is_too_long_takes_no_other_line_with_it() -> None:
    first, second = batch(b"G" * (1 << 20) + b"G" * 65535 + b"\rG28R")
    assert "longer" in first["error"]["message"] and second["query"]["mutations"] == ["G28R"]


# -- no traceback -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("date", ["2099-02-30", "2099-13-01", "2099-00", "0000", "2023-02-29", "2024-1-1"])
def test_a_date_that_there_is_not_is_refused_with_its_place(date: str, tmp_path: Path) -> None:
    raw = raw_toy()
    raw["sources"]["sources"][0]["date"] = date
    write_tables(raw, tmp_path)
    result = ros1("sources", "--data", str(tmp_path), "--json")
    assert result.status == 1 and "at sources[0].date: a date such as" in result.error["message"]


@pytest.mark.parametrize("date", ["9999", "9999-12", "9999-12-31", "0001", "2024-02-29", "2024-02"])
def test_every_date_that_there_is_has_an_age(date: str, tmp_path: Path) -> None:
    raw = raw_toy()
    raw["sources"]["sources"][0]["date"] = date
    write_tables(raw, tmp_path)
    assert ros1("sources", "--data", str(tmp_path)).status == 0


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"COMP_WORDS": "ros1 d"},
        {"COMP_CWORD": "1"},
        {"COMP_WORDS": "ros1 d", "COMP_CWORD": "x"},
        {"COMP_WORDS": "ros1 d", "COMP_CWORD": ""},
        {"COMP_WORDS": "ros1 d", "COMP_CWORD": "9" * 5000},
    ],
    ids=lambda s: str(s)[:50],
)
def test_half_a_completion_is_one_sentence(settings: dict[str, str]) -> None:
    for kind in ("complete_bash", "complete_zsh", "complete_fish", "complete_pwsh", "complete_none", "x\x1b[2J"):
        result = process("--", "x", env=environment(_ROS1_COMPLETE=kind, **settings))
        assert b"Traceback" not in result.stderr and not steers(result.stderr.decode())
        if kind in ("complete_bash", "complete_none", "x\x1b[2J"):
            assert (result.returncode, result.stdout) == (2, b"") and result.stderr.count(b"\n") == 1


@pytest.mark.parametrize("number", ["99999999999", "9" * 4000, "9" * 5000, "-1", "1e3", "x"], ids=lambda n: n[:12])
def test_a_strange_number_of_days_is_answered_or_refused(number: str) -> None:
    result = toy("drug", "--fail-stale", number)
    assert (result.status, bool(result.err)) in ((0, False), (2, True)) and len(result.err) < 600


def test_a_width_of_thousands_of_digits_is_no_width() -> None:
    with columns("9" * 5000):
        wide = toy("next-line", "--mutation", "G28R").out
    assert wide == toy("next-line", "--mutation", "G28R").out


def test_ctrl_c_while_the_program_starts_ends_it_with_130_and_says_nothing() -> None:
    """From the moment on in which the program has the word; what CPython says before, in `site`, is its own."""
    trap = (
        "import signal, sys, ros1cli.__main__ as program\n"
        "class Trap:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == {name!r}: signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Trap())\n"
        "sys.argv[1:] = ['drug', 'novotinib']\n"
        "program.entry()\n"
    )
    for name in (
        "ros1cli.cli.error_boundary",
        "typer",
        "ros1cli.cli.options",
        "ros1cli.tables.load",
        "ros1cli.show.stdout",
    ):
        run = [*command()[:1], "-c", trap.format(name=name)]
        result = subprocess.run(run, env=environment(), capture_output=True, timeout=60, check=False)
        assert (result.returncode, result.stdout, result.stderr) == (130, b"", b""), name


def test_a_program_that_is_started_without_ctrl_c_keeps_it_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "sources.yaml")
    waiting = subprocess.Popen(
        command("drug", "--data", str(tmp_path)),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509 - no threads here
    )
    writer = os.open(tmp_path / "sources.yaml", os.O_WRONLY)
    waiting.send_signal(signal.SIGINT)
    time.sleep(0.1)
    os.close(writer)
    _, err = waiting.communicate(timeout=30)
    assert waiting.returncode == 1 and b"the file is empty" in err


# -- streams that fail ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "status"),
    [
        (ASK, 0),
        (("zzz",), 2),
        (("drug", "zzz", "--json"), 2),
        (("drug", "--data", "/nowhere"), 1),
        (("drug", "--data", str(TOY), "--fail-stale", "0"), 5),
        (("next-line", "--batch", "-", "--data", str(TOY)), 4),
    ],
    ids=lambda q: " ".join(q)[:40] if isinstance(q, tuple) else None,
)
def test_a_full_stderr_changes_no_exit(question: tuple[str, ...], status: int) -> None:
    read, write = os.pipe()
    os.write(write, b"zzz\n")
    os.close(write)
    with Path("/dev/full").open("wb") as full:
        result = process(*question, stderr=full, stdin=read)
    os.close(read)
    assert result.returncode == status


def test_a_stream_that_failed_is_written_to_no_more(tmp_path: Path) -> None:
    with (tmp_path / "kept").open("w+") as stream:
        stream.write("lost")
        stderr.silence(stream)
        stream.flush()
        assert (tmp_path / "kept").read_text() == ""
    stderr.silence(None)


@pytest.mark.parametrize(
    "question",
    [("--help",), ("-h",), ("next-line", "--help"), (), ("--show-completion", "bash"), ("schema", "drug")],
    ids=lambda q: " ".join(q) or "nothing",
)
def test_a_help_that_nobody_gets_is_said(question: tuple[str, ...]) -> None:
    result = process(*question, stdout=None, preexec_fn=lambda: os.close(1))
    assert result.returncode == 1 and b"standard output is closed" in result.stderr
    assert result.stderr.count(b"\n") == 1


@pytest.mark.parametrize("question", [("guidance", "“fatigue”"), ("drug", "novotinib"), ("sources",)], ids=" ".join)
def test_json_is_the_same_bytes_in_every_encoding(question: tuple[str, ...]) -> None:
    argv = (*question, "--json", "--data", str(TOY))
    found = {
        process(*argv, env=environment(PYTHONIOENCODING=encoding)).stdout
        for encoding in ("utf-8", "ascii", "latin-1", "cp1252", "utf-16", "ascii:replace")
    }
    assert len(found) == 1 and found.pop().isascii()


@pytest.mark.parametrize(
    ("argv", "coded"),
    [
        (("next-line", "--mutation", "--", "--json"), True),
        (("next-line", "--json", "--", "zzz"), True),
        (("next-line", "--cns", "--", "--json"), False),
        (("next-line", "--mutation", "G28R", "--", "--json"), False),
        (("next-line", "--mutation", "--mutation", "--", "--json"), False),
        (("next-line", "-p", "--", "--format", "json"), True),
        (("drug", "--data", "--", "--format=json"), True),
        (("drug", "--", "--json"), False),
        (("zzz", "--", "--json"), False),
        (("--", "--json"), False),
    ],
    ids=lambda a: " ".join(a) if isinstance(a, tuple) else None,
)
def test_an_error_is_json_where_json_stands_among_the_options(argv: tuple[str, ...], coded: bool) -> None:
    result = ros1(*argv)
    assert result.status in (1, 2) and result.err.startswith('{"error"' if coded else "ros1: "), result.err


def test_what_is_written_to_stdout_is_printable_whoever_writes_it(capsys: pytest.CaptureFixture[str]) -> None:
    stdout.write("a\x1b[2J\tb\u202e\r\x85\n")
    assert capsys.readouterr().out == "a\\x1b[2J\tb\\u202e\\r\\x85\n"
