"""stdout is the answer and nothing else, stderr is about it, and nothing a user can do brings a traceback."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toolbox import (
    INTERRUPTED,
    TOY,
    answered,
    claim,
    columns,
    command,
    environment,
    process,
    raw_toy,
    ros1,
    toy,
    write_tables,
)

from ros1cli.__main__ import main

ASK = ("next-line", "--mutation", "G28R", "--data", str(TOY))
COMMANDS = (
    "next-line",
    "first-line",
    "compare",
    "mutation",
    "drug",
    "guidance",
    "sources",
    "glossary",
    "matrix",
    "report",
)
HOSTILE = [
    "[bold]x[/bold]",
    "[/]",
    "[red",
    "\x1b[31mred",
    "a\nb",
    "a\tb",
    "\x00",
    "\u202eabc",
    "\ud800",
    "é" * 3,
    "ＧＧ",
    "%s{}",
    "'\"",
    "-",
]


def clean(result: subprocess.CompletedProcess[bytes], status: int) -> None:
    assert b"Traceback" not in result.stderr and b"Exception ignored" not in result.stderr, result.stderr.decode()
    assert result.returncode == status, (result.returncode, result.stderr.decode("utf-8", "replace")[-300:])


# -- what stands where -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        ("next-line", "--mutation", "G28R"),
        ("next-line", "--mutation", "G28E"),
        ("first-line",),
        ("compare", "novotinib", "oldatinib"),
        ("mutation", "TYK9"),
        ("mutation",),
        ("drug", "Novora"),
        ("guidance", "astrology"),
        ("sources",),
    ],
    ids=" ".join,
)
def test_an_answer_goes_to_stdout_and_stderr_stays_empty(question: tuple[str, ...]) -> None:
    for form in ((), ("--json",), ("--format", "tsv"), ("--format", "markdown"), ("--explain",)):
        result = toy(*question, *form)
        assert result.err == "" and result.out.endswith("\n") and not result.out.endswith("\n\n")
        assert result.status in (0, 3)


@pytest.mark.parametrize(
    ("argv", "status", "code"),
    [
        (("next-line", "--mutation", "ZZZ"), 2, "not_understood"),
        (("next-line", "--prior", "novotinob"), 2, "not_understood"),
        (("drug", "novotinib", "--color", "pink"), 2, "not_understood"),
        (("drug", "novotinib", "--format", "html"), 2, "not_understood"),
        (("drug", "novotinib", "--format", "yaml"), 2, "not_understood"),
        (("drug", "novotinib", "--list"), 2, "not_understood"),
        (("next-line", "--unknown"), 2, "usage"),
        (("next-line", "--mutation"), 2, "usage"),
        (("next-line", "surplus"), 2, "not_understood"),
        (("compare",), 2, "not_understood"),
        (("nextline",), 2, "usage"),
        (("drug", "a", "b"), 2, "usage"),
        (("drug", "--data", "/nowhere"), 1, "bad_table"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_an_error_leaves_stdout_empty_and_is_one_json_object_when_json_is_asked_for(
    argv: tuple[str, ...], status: int, code: str
) -> None:
    data = () if "--data" in argv or code == "usage" else ("--data", str(TOY))
    plain = ros1(*argv, *data)
    assert (plain.status, plain.out) == (status, "")
    assert plain.err.startswith("ros1: ") and plain.err.endswith("\n") and plain.err.count("\n") == 1
    for flag in (("--json",), ("--format=json",)):
        if "--format" in argv and flag != ("--json",):
            continue
        coded = ros1(argv[0], *flag, *argv[1:], *data)
        assert (coded.status, coded.out) == (status, "")
        assert coded.err.endswith("\n") and coded.err.count("\n") == 1 and coded.err.isascii()
        error = json.loads(coded.err)
        assert set(error) == {"error"} and set(error["error"]) == {"code", "message", "given", "suggestions"}
        assert error["error"]["code"] == code
        assert isinstance(error["error"]["suggestions"], list) and error["error"]["message"]


def test_the_error_names_what_was_given() -> None:
    error = toy("drug", "novotinob", "--json").error
    assert error["given"] == "novotinob" and "novotinib" in error["suggestions"]


@pytest.mark.parametrize("command_name", COMMANDS)
def test_no_flag_may_be_abbreviated_and_no_flag_has_a_hidden_opposite(command_name: str) -> None:
    for flag in (
        "--js",
        "--exp",
        "--no-json",
        "--no-explain",
        "--as",
        "--dat",
        "--mut",
        "--no-cns",
        "--lis",
        "--no-list",
    ):
        result = ros1(command_name, flag)
        assert (result.status, result.out) == (2, ""), flag
        assert "no such option" in result.err.lower()


@pytest.mark.parametrize(
    "options",
    [
        ("--mutation", ""),
        ("--mutation", "  "),
        ("--mutation", "G28R,"),
        ("--mutation", "/"),
        ("--prior", ""),
        ("--prior", "novotinib,"),
        ("--prior", ","),
        ("--intolerant", ""),
        ("--intolerant", "novotinib:"),
        ("--intolerant", ":dizziness"),
        ("--avoid", ""),
        ("--avoid", "dizziness,,nausea"),
        ("--region", ""),
        ("--min-level", ""),
        ("--tested", ""),
        ("--color", ""),
        ("--format", ""),
        ("--as-of", ""),
    ],
    ids=" ".join,
)
def test_an_empty_value_is_an_error_and_never_dropped(options: tuple[str, ...]) -> None:
    result = toy("next-line", *options)
    assert (result.status, result.out) == (2, ""), options
    assert result.err.startswith("ros1: ")


@pytest.mark.parametrize(
    ("options", "listed"),
    [
        (("--region", "Mars"), "US, EU, JP, CN, CA"),
        (("--min-level", "rumour"), "label, guideline, trial, case, in_vitro, expert, anecdote"),
        (("--tested", "hair"), "none, plasma, tissue"),
        (("--color", "pink"), "auto, always or never"),
        (("--format", "yaml"), "table, json"),
    ],
    ids=str,
)
def test_a_value_that_is_not_understood_is_refused_with_the_values_that_are(
    options: tuple[str, ...], listed: str
) -> None:
    result = toy("next-line", "--prior", "oldatinib", *options)
    assert result.status == 2 and listed in result.err


def test_tested_beside_a_finding_is_refused() -> None:
    assert toy("next-line", "--mutation", "G28R", "--tested", "plasma").status == 2


@pytest.mark.parametrize("name", ["annotate", "schema", "matrix", "report", "data"])
def test_a_command_is_either_built_or_refused_as_unknown(name: str) -> None:
    known = ros1("--help").out
    if f" {name} " not in known:
        assert ros1(name).status == 2


def test_the_help_of_the_program_names_its_commands() -> None:
    found = ros1("--help")
    assert found.status == 0 and found.err == "" and all(f"  {name} " in found.out for name in COMMANDS)
    assert found == ros1("-h")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    shown = capsys.readouterr()
    assert shown.err == "" and f"ros1 {name}" in " ".join(shown.out.split())


# -- hostile words ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", HOSTILE, ids=ascii)
def test_a_hostile_word_is_refused_in_one_printable_line(word: str) -> None:
    for question in (
        ("drug", word),
        ("mutation", word),
        ("guidance", word),
        ("sources", word),
        ("next-line", "--mutation", word),
    ):
        for form in ((), ("--json",)):
            result = toy(*question, *form)
            assert result.status in (2, 3), question
            if result.status == 2:
                assert result.out == "" and result.err.count("\n") == 1
                assert all(c.isprintable() for c in result.err[:-1])


@settings(max_examples=30)
@given(st.text(max_size=12))
def test_no_text_of_a_user_brings_a_traceback(word: str) -> None:
    for question in (("mutation", word), ("drug", word), ("next-line", "--prior", word), ("guidance", word)):
        result = toy(*question)
        assert result.status in (0, 2, 3)
        assert bool(result.out) != bool(result.err)


@given(
    st.lists(
        st.sampled_from(
            [*COMMANDS, "--json", "--cns", "--mutation", "G28R", "--prior", "Novora", "--", "-", "--list", "-h", ""]
        ),
        max_size=6,
    )
)
def test_no_order_of_words_brings_a_traceback(words: list[str]) -> None:
    result = ros1(*words)
    assert result.status in (0, 2, 3)


@pytest.mark.parametrize("color", ["never", "always"])
def test_markup_in_a_table_is_shown_as_it_stands(color: str, tmp_path: Path) -> None:
    raw = raw_toy()
    claim(raw, "novotinib-dizziness")["text"] = "Dizziness [see 1] is [bold]its[/bold] main [/] side effect."
    write_tables(raw, tmp_path)
    shown = ros1("next-line", "--mutation", "G28R", "--data", str(tmp_path), "--color", color).out
    assert all(mark in shown for mark in ("[see", "1]", "[bold]its[/bold]", "[/]"))


# -- where the process matters ---------------------------------------------------------------------------------------


def test_a_closed_pipe_is_quiet() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    result = process(*ASK, stdout=writer)
    os.close(writer)
    assert result.stderr == b"" and result.returncode in (0, 141)


def test_a_reader_that_leaves_early_is_quiet() -> None:
    shell = f"{sys.executable} -m ros1cli guidance first-line | head -n 1"
    result = subprocess.run(["/bin/sh", "-c", shell], env=environment(), capture_output=True, timeout=60, check=False)
    assert result.stderr == b"" and result.stdout.count(b"\n") == 1


@pytest.mark.parametrize(
    "question", [ASK, ("--version",), ("--help",), ("next-line", "--help")], ids=lambda q: " ".join(q)[:40]
)
def test_a_full_disk_is_said_in_one_sentence(question: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        result = process(*question, stdout=full)
    clean(result, 1)
    assert result.stderr.startswith((b"ros1: ", b'{"error"')) and result.stderr.count(b"\n") == 1


@pytest.mark.parametrize("question", [ASK, ("--version",)], ids=lambda q: " ".join(q)[:40])
def test_a_closed_stdout_is_said_in_one_sentence(question: tuple[str, ...]) -> None:
    result = process(*question, stdout=None, preexec_fn=lambda: os.close(1))
    clean(result, 1)
    assert b"standard output is closed" in result.stderr and result.stderr.count(b"\n") == 1


def test_a_closed_stderr_changes_no_exit() -> None:
    for question, status in ((ASK, 0), (("drug", "zzz"), 2)):
        result = process(*question, stderr=None, preexec_fn=lambda: os.close(2))
        assert result.returncode == status and b"Traceback" not in result.stdout


def test_a_closed_stdin_changes_nothing() -> None:
    result = process(*ASK, stdin=None, preexec_fn=lambda: os.close(0))
    clean(result, 0)
    assert result.stdout


@pytest.mark.parametrize(
    "settings",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": None, "LANG": None, "TERM": None, "HOME": None},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1", "HOME": "/nowhere"},
        {"ROS1_DATA": "", "ROS1_AS_OF": "", "COLUMNS": ""},
    ],
    ids=str,
)
def test_a_strange_environment_changes_no_exit(settings: dict[str, str | None]) -> None:
    result = process(*ASK, env=environment(**settings))
    clean(result, 0)
    assert result.stderr == b"" and b"novotinib" in result.stdout and b"\x1b" not in result.stdout
    if "LC_ALL" in settings:
        clean(process("drug", "zzz\u00e9", env=environment(**settings)), 2)


@pytest.mark.parametrize("width", ["0", "-5", "many", "", "\u00b2", "1e2", "40.5"])
def test_a_width_that_is_none_leaves_the_lines_unwrapped(width: str) -> None:
    with columns(width):
        text = toy("next-line", "--mutation", "G28R").out
    assert text == toy("next-line", "--mutation", "G28R").out


def test_a_width_of_one_is_written_as_narrow_as_words_allow_and_a_huge_one_is_no_matter() -> None:
    with columns(1):
        narrow = toy("next-line", "--mutation", "G28R")
    assert narrow.status == 0 and max(map(len, narrow.out.splitlines())) <= 20
    with columns("9" * 20):
        wide = toy("next-line", "--mutation", "G28R").out
    assert wide == toy("next-line", "--mutation", "G28R").out


@pytest.mark.parametrize("setting", ["NO_COLOR", "FORCE_COLOR", "TERM"])
def test_no_setting_brings_colour_into_a_pipe(setting: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, "dumb")
    assert "\x1b" not in toy("next-line", "--mutation", "G28R").out


@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_an_encoding_that_cannot_carry_a_dash_gets_a_plain_one(form: str) -> None:
    result = process(*ASK, "--full", "--format", form, env=environment(PYTHONIOENCODING="ascii"))
    clean(result, 0)
    text = result.stdout.decode("ascii")
    if form == "json":
        json.loads(text)
    elif form == "table":
        assert "EXCLUDED oldatinib (Oldix) - not effective against G28R" in text
        brief = process(*ASK, env=environment(PYTHONIOENCODING="ascii"))
        clean(brief, 0)
        assert "EXCLUDED oldatinib - not effective on G28R" in brief.stdout.decode("ascii")


def test_json_is_the_same_document_in_every_encoding() -> None:
    documents = [
        json.loads(process(*ASK, "--json", env=environment(PYTHONIOENCODING=e)).stdout.decode(e))
        for e in ("utf-8", "ascii")
    ]
    assert documents[0]["status"] == documents[1]["status"]
    assert [o["drug"] for o in documents[0]["options"]] == [o["drug"] for o in documents[1]["options"]]


def test_bytes_that_are_not_utf_8_are_refused_in_one_printable_line() -> None:
    for question in (
        (b"drug", b"\xff\xfe"),
        (b"next-line", b"--mutation", b"G28R\xe9", b"--json"),
        (b"drug", b"--data", b"\xf0("),
    ):
        result = process(*question)
        assert b"Traceback" not in result.stderr and result.returncode in (1, 2), result.stderr
        assert result.stdout == b"" and result.stderr.count(b"\n") == 1
        assert result.stderr.decode("utf-8").rstrip("\n").isprintable()


@pytest.mark.parametrize("word", ["\udcff\udcfe", "G28R\udce9", "nov\udcc3tinib"], ids=ascii)
def test_a_byte_that_is_not_utf_8_is_refused_by_every_command(word: str) -> None:
    for question in (
        ("drug", word),
        ("next-line", "--prior", word),
        ("guidance", word),
        (word,),
        ("sources", word, "--json"),
    ):
        result = ros1(*question)
        assert (result.status, result.out) == (2, "") and result.err.count("\n") == 1
        assert result.err.rstrip("\n").isprintable()


def test_a_control_character_is_shown_escaped() -> None:
    result = toy("drug", "a\x1b[2Jb\x07")
    assert result.status == 2 and "\x1b" not in result.err and "\x07" not in result.err
    assert "\\x1b" in result.err


def test_an_argument_of_128_kb_is_cut_in_the_message() -> None:
    huge = "G" * (128 * 1024 - 1)
    clean(process("drug", huge), 2)
    for question in (
        ("drug", huge),
        ("next-line", "--mutation", huge),
        ("next-line", "--prior", huge),
        (huge,),
        ("drug", f"--{huge}"),
    ):
        result = ros1(*question)
        assert (result.status, result.out) == (2, "") and len(result.err) < 2000
    assert len(ros1("guidance", huge).out) < 20_000


def test_many_thousand_arguments_are_read() -> None:
    names = ["novotinib", "oldatinib"] * 2000
    assert ros1("compare", *names, "--data", str(TOY), "--json").status == 0
    mutations = [word for _ in range(2000) for word in ("--mutation", "G28R")]
    answer = answered("next-line", *mutations)
    assert answer["query"]["mutations"] == ["G28R"]
    priors = [word for _ in range(2000) for word in ("--prior", "Novora")]
    assert answered("next-line", "--mutation", "G28R", *priors)["query"]["prior"] == ["novotinib"]


def test_a_folder_that_is_gone_is_no_matter(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    shell = f"cd {gone} && rmdir {gone} && exec {sys.executable} -m ros1cli drug --json"
    result = subprocess.run(["/bin/sh", "-c", shell], env=environment(), capture_output=True, timeout=60, check=False)
    clean(result, 0)
    assert json.loads(result.stdout)


def test_the_tables_are_found_from_any_folder(tmp_path: Path) -> None:
    here, there = process("sources", "--json"), process("sources", "--json", cwd=tmp_path)
    clean(there, 0)
    assert here.stdout == there.stdout


def test_ctrl_c_ends_with_130_and_says_nothing(tmp_path: Path) -> None:
    for name in ("reference", "drugs", "mutations", "guidance", "cautions"):
        (tmp_path / f"{name}.yaml").write_text("{}", encoding="utf-8")
    os.mkfifo(tmp_path / "sources.yaml")  # the program waits here for a writer that never comes
    waiting = subprocess.Popen(
        command("drug", "--data", str(tmp_path)), env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    writer = os.open(tmp_path / "sources.yaml", os.O_WRONLY)  # opens when the program has begun to read
    time.sleep(0.1)
    waiting.send_signal(signal.SIGINT)
    out, err = waiting.communicate(timeout=30)
    os.close(writer)
    assert waiting.returncode in INTERRUPTED and (out, err) == (b"", b"")


def test_a_program_without_memory_to_spare_still_answers() -> None:
    def small() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (512 * 1024 * 1024, 512 * 1024 * 1024))

    clean(process(*ASK, "--json", preexec_fn=small), 0)


# -- the Python face -------------------------------------------------------------------------------------------------


def test_the_python_face_gives_the_same_answer_and_may_be_used_twice() -> None:
    import ros1cli

    for _ in range(2):
        known = ros1cli.load(TOY)
        answer = ros1cli.next_line(known, ros1cli.Typed(mutation=["G28R"]))
        assert [o.drug for o in answer.body.options] == [
            o["drug"] for o in answered("next-line", "--mutation", "G28R")["options"]
        ]
    assert all(callable(getattr(ros1cli, name)) for name in ros1cli.__all__ if name != "__version__")


def test_the_python_face_refuses_a_name_that_it_does_not_have() -> None:
    import ros1cli

    with pytest.raises(AttributeError, match="no attribute 'prescribe'"):
        _ = ros1cli.prescribe
