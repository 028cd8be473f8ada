"""`next-line --batch`: a line in, a line out, in order, whatever stands in the lines. Over the invented tables."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from golden_questions import QUESTIONS
from hypothesis import given, settings
from hypothesis import strategies as st
from test_schema import wrong
from toolbox import INTERRUPTED, ROOT, TOY, Result, answered, command, environment, process, ros1, tables, toy

from ros1cli.answers.question import Typed
from ros1cli.cli import batch

OPTIONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "nothing": ((), {}),
    "one mutation": (("--mutation", "G28R"), {"mutation": "G28R"}),
    "two mutations": (("--mutation", "G28R", "--mutation", "V32M"), {"mutation": ["G28R", "V32M"]}),
    "a transcript": (
        ("--mutation", "G24R", "--transcript", "NM_900002"),
        {"mutation": "G24R", "transcript": "NM_900002"},
    ),
    "priors in order": (("--prior", "oldatinib", "--prior", "Novora"), {"prior": ["oldatinib", "Novora"]}),
    "priors with commas": (("--prior", "oldatinib,Novora"), {"prior": "oldatinib,Novora"}),
    "an intolerance": (("--intolerant", "Novora:dizziness"), {"intolerant": "Novora:dizziness"}),
    "the brain": (("--mutation", "G28R", "--cns"), {"mutation": "G28R", "cns": True}),
    "the brain alone": (("--prior", "oldatinib", "--cns-only"), {"prior": "oldatinib", "cns-only": True}),
    "the meninges": (("--mutation", "L48V", "--leptomeningeal"), {"mutation": "L48V", "leptomeningeal": True}),
    "what was tested": (("--prior", "Oldix", "--tested", "plasma"), {"prior": ["Oldix"], "tested": "plasma"}),
    "filters": (
        ("--mutation", "G28R", "--approved-only", "--region", "EU", "--min-level", "case"),
        {"mutation": "G28R", "approved_only": True, "region": "EU", "min_level": "case"},
    ),
    "limited progression": (
        ("--mutation", "G28R", "--oligoprogression"),
        {"mutation": "G28R", "oligoprogression": True},
    ),
    "what to avoid": (("--mutation", "E24K", "--avoid", "dizziness"), {"mutation": "E24K", "avoid": ["dizziness"]}),
}
BAD = {
    "nothing": "",
    "blanks": "  \t ",
    "a name that is none": "ZZZ",
    "an impossible change": "A28R",
    "broken JSON": '{"mutation": "G28R"',
    "two objects": '{"mutation": "G28R"} {"cns": true}',
    "a list": '["G28R"]',
    "a text of JSON": '"G28R"',
    "an unknown key": '{"mutations": "G28R"}',
    "a key of the command line alone": '{"data": "/etc"}',
    "a key twice": '{"cns": true, "cns": true}',
    "a key in both spellings": '{"cns-only": true, "cns_only": true}',
    "a number for a name": '{"mutation": 5}',
    "a number in a list": '{"prior": ["oldatinib", 5]}',
    "a list in a list": '{"prior": [["oldatinib"]]}',
    "an object for a list": '{"prior": {}}',
    "a text for a flag": '{"cns": "yes"}',
    "a number for a flag": '{"cns": 1}',
    "a list for a text": '{"region": ["EU"]}',
    "no such region": '{"region": "UK"}',
    "an empty name": '{"mutation": ""}',
    "an empty prior": '{"prior": [""]}',
    "a surrogate": '{"mutation": "\\ud800"}',
    "not a number": '{"mutation": NaN}',
    "a number of 5000 digits": '{"mutation": ' + "9" * 5000 + "}",
    "a deep nest": '{"mutation": ' + "[" * 60_000 + "]" * 60_000 + "}",
    "a name of 128 KB": "G" * (128 * 1024),
    "an object of 128 KB": '{"mutation": "' + "G" * (128 * 1024) + '"}',
    "markup": "[bold]G28R[/bold]",
    "a control character": "G28R\x1b[2J",
    "a finding and what was tested": '{"mutation": "G28R", "tested": "plasma"}',
}


def asked(*lines: str | bytes, end: bytes = b"\n", argv: tuple[str, ...] = (), form: tuple[str, ...] = ()) -> Result:
    """The answers to some lines on standard input, in this process."""
    data = b"".join((line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line) + end for line in lines)
    with patch.object(sys, "stdin", io.TextIOWrapper(io.BytesIO(data))):
        return toy("next-line", "--batch", "-", *argv, *form)


def documents(result: Result) -> list[Any]:
    assert result.out == "" or result.out.endswith("\n")
    return [json.loads(line) for line in result.out.splitlines()]


# -- one line --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OPTIONS)
def test_a_line_is_answered_as_the_same_options_on_the_command_line(name: str) -> None:
    options, line = OPTIONS[name]
    result = asked(json.dumps(line))
    assert (result.status, result.err) == (0, "")
    assert documents(result) == [answered("next-line", *options)]


@pytest.mark.parametrize("name", [n for n, q in QUESTIONS.items() if q[0] == "next-line" and "--as-of" not in q])
def test_what_was_understood_of_a_question_is_itself_a_line_that_asks_it(name: str) -> None:
    whole = answered(*QUESTIONS[name])
    argv = ("--explain",) if "--explain" in QUESTIONS[name] else ()
    assert documents(asked(json.dumps(whole["query"]["raw"]), argv=argv)) == [whole]


@pytest.mark.parametrize(
    "typed",
    ["G28R\tV32M", "G28R\r\n", "\fG28R", "G28R" + ",G28R" * 40 + ",V32M"],
)
def test_raw_holds_what_was_typed_whole_so_that_it_can_be_asked_again(typed: str) -> None:
    result = toy("next-line", "--mutation", typed, "--json")
    assert result.status == 0, result.err
    assert result.json["query"]["raw"] == {"mutation": [typed]}
    assert documents(asked(json.dumps(result.json["query"]["raw"]))) == [result.json]


def test_an_answer_is_one_line_of_compact_json_in_utf_8() -> None:
    (line,) = asked("G28R").out.splitlines()
    assert line == json.dumps(answered("next-line", "--mutation", "G28R"), ensure_ascii=False, separators=(",", ":"))


def test_a_line_that_is_no_object_is_a_mutation_value() -> None:
    for line in ("G28R", " G28R ", "G28R/V32M", "G28R,V32M", "TYK9 amplification", "S38Y/F"):
        assert documents(asked(line))[0]["query"] == answered("next-line", "--mutation", line.strip())["query"]


def test_a_key_may_be_written_with_hyphens_or_underscores() -> None:
    lines = ['{"prior": "oldatinib", "cns-only": true}', '{"prior": "oldatinib", "cns_only": true}']
    first, second = asked(*lines).out.splitlines()
    assert first == second and json.loads(first)["query"]["cns"]["only"] is True


@pytest.mark.parametrize("name", BAD)
def test_a_line_that_is_not_understood_becomes_an_error_in_its_place(name: str) -> None:
    result = asked("G28R", BAD[name], '{"mutation": "V32M"}')
    first, error, last = documents(result)
    assert [d["query"]["mutations"] for d in (first, last)] == [["G28R"], ["V32M"]]
    assert set(error) == {"error", "line"} and error["line"] == 2
    assert error["error"]["code"] == "not_understood" and error["error"]["message"]
    assert wrong("batch", error) == []
    assert len(result.out.splitlines()[1]) < 2000 and result.out.splitlines()[1].isprintable()
    assert result.status == 4
    assert (
        result.err
        == "ros1: Standard input: 1 of 3 lines could not be understood; in the place of each stands an error.\n"
    )


def test_bytes_that_are_not_utf_8_are_an_error_in_their_place() -> None:
    result = asked(b"G28R", b"\xff\xfeG\x00", b'{"mutation": "\xe9"}', b"V32M")
    found = documents(result)
    assert [d.get("line") for d in found] == [None, 2, 3, None] and result.status == 4
    assert "UTF-8" in found[1]["error"]["message"] and "\\xff" in found[1]["error"]["given"]


def test_an_error_says_what_was_meant() -> None:
    unknown, near = documents(asked('{"priors": ["oldatinib"]}', '{"prior": "novotinob"}'))
    assert unknown["error"]["suggestions"] == ["prior"]
    assert near["error"]["suggestions"] == ["novotinib"] and near["error"]["given"] == "novotinob"


# -- many lines ------------------------------------------------------------------------------------------------------


def test_the_answers_stand_in_the_order_of_the_lines_and_none_is_lost() -> None:
    lines = [json.dumps(line) for _, line in OPTIONS.values()] * 3
    result = asked(*lines)
    wanted = [answered("next-line", *options)["query"]["raw"] for options, _ in OPTIONS.values()]
    assert [d["query"]["raw"] for d in documents(result)] == wanted * 3


def test_a_question_that_comes_again_gets_the_same_bytes() -> None:
    out = asked("G28R", "V32M", "ZZZ", "G28R", "ZZZ").out.splitlines()
    assert out[0] == out[3] and out[2].replace('"line":3', '"line":5') == out[4]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_every_line_end_is_read_and_the_last_may_lack_its_own(end: bytes) -> None:
    whole = asked("G28R", "V32M", end=end).out
    data = b"G28R" + end + b"V32M"
    assert process("next-line", "--batch", "-", "--data", str(TOY), stdin=None, input=data).stdout.decode() == whole


def test_a_byte_order_mark_is_no_part_of_a_line() -> None:
    assert (
        asked(b"\xef\xbb\xbfG28R", b'\xef\xbb\xbf{"mutation": "V32M"}').out == asked("G28R", '{"mutation": "V32M"}').out
    )


def test_no_lines_are_no_answers() -> None:
    assert asked() == Result(0, "", "")


def test_only_some_answers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "_KEPT", 600_000)  # an answer of 33 to 37 kB is small enough to be kept
    asking = batch._Batch(tables(TOY), Typed(), None, False)
    lines = [json.dumps({"mutation": f, "prior": [d]}) for f in tables(TOY).findings for d in ("Novora", "oldatinib")]
    for line in lines:
        assert asking._new(line.encode()).understood
        assert asking._size == sum(len(s.words) + len(line) for line, s in asking._known.items()) <= 600_000
    assert 10 < len(asking._known) < len(lines)


def test_a_line_of_more_than_a_mebibyte_is_refused_and_the_next_one_read() -> None:
    result = asked("G" * (5 << 20), "G28R", '{"mutation": "' + " " * (2 << 20) + 'G28R"}')
    first, second, third = documents(result)
    assert (first["line"], third["line"]) == (1, 3) and "longer" in first["error"]["message"]
    assert second["query"]["mutations"] == ["G28R"]


@given(
    st.lists(st.one_of(st.binary(max_size=30), st.sampled_from([json.dumps(v).encode() for _, v in OPTIONS.values()])))
)
@settings(max_examples=40)
def test_whatever_stands_in_the_lines_there_is_one_document_for_each(lines: list[bytes]) -> None:
    lines = [line.replace(b"\n", b"").replace(b"\r", b"") for line in lines]
    result = asked(*lines)
    found = documents(result)
    assert len(found) == len(lines) and result.status == (4 if any("error" in d for d in found) else 0)
    assert [d["line"] for d in found if "error" in d] == [i for i, d in enumerate(found, 1) if "error" in d]


def test_every_line_is_what_its_schema_says() -> None:
    lines = [json.dumps(line) for _, line in OPTIONS.values()]
    for document in documents(asked(*lines, *BAD.values(), argv=("--explain",))):
        assert wrong("batch", document) == []
    for line in lines:
        assert wrong("batch-question", json.loads(line)) == []
    for bad in ('{"prior": {}}', '{"cns": 1}', '{"mutations": "G28R"}', '{"region": ["EU"]}'):
        assert wrong("batch-question", json.loads(bad))


# -- the options of the command line ---------------------------------------------------------------------------------


def test_the_options_of_the_command_line_hold_for_every_line() -> None:
    argv = ("--prior", "oldatinib", "--cns", "--approved-only", "--region", "US", "--as-of", "2024-01-10")
    for line, document in zip(("G28R", "V32M"), documents(asked("G28R", "V32M", argv=argv)), strict=True):
        assert document == answered("next-line", "--mutation", line, *argv)


def test_a_key_of_a_line_replaces_the_option_of_its_name() -> None:
    argv = ("--prior", "oldatinib", "--cns", "--region", "US")
    line = {"mutation": "G28R", "prior": ["Novora"], "region": "EU"}
    (found,) = documents(asked(json.dumps(line), argv=argv))
    assert found == answered("next-line", "--mutation", "G28R", "--prior", "Novora", "--cns", "--region", "EU")


@pytest.mark.parametrize(
    "nothing", [{"prior": [], "cns": False, "region": None}, {"prior": None, "cns": None, "region": None}]
)
def test_a_key_of_a_line_takes_an_option_away(nothing: dict[str, Any]) -> None:
    (found,) = documents(
        asked(json.dumps({"mutation": "G28R"} | nothing), argv=("--prior", "Oldix", "--cns", "--region", "US"))
    )
    assert found == answered("next-line", "--mutation", "G28R")


def test_tested_and_transcript_of_the_command_line_hold_where_they_can() -> None:
    lines = ("G24R", '{"prior": "Oldix"}', '{"mutation": "MORPH"}')
    given = ("--tested", "plasma", "--transcript", "NM_900002")
    first, second, third = documents(asked(*lines, argv=given))
    assert first == answered("next-line", "--mutation", "G24R", "--transcript", "NM_900002")
    assert second == answered("next-line", "--prior", "Oldix", "--tested", "plasma")
    assert third["query"]["off_target"] == ["MORPH"] and third["query"]["tested"] is None


def test_the_rules_that_fired_stand_in_every_answer_when_they_are_asked_for() -> None:
    assert all("trace" in d for d in documents(asked("G28R", "V32M", argv=("--explain",))))
    assert not any("trace" in d for d in documents(asked("G28R", "V32M")))


@pytest.mark.parametrize("form", [("--json",), ("--format", "json")])
def test_json_may_be_asked_for_and_changes_nothing(form: tuple[str, ...]) -> None:
    assert asked("G28R", form=form) == asked("G28R")


@pytest.mark.parametrize(
    "argv",
    [
        ("--format", "tsv"),
        ("--format", "markdown"),
        ("--format", "table"),
        ("--mutation", "G28R"),
        ("--prior", "novotinob"),
        ("--avoid", "sunshine"),
        ("--region", "UK"),
        ("--tested", "hair"),
        ("--transcript", "NM_1"),
        ("--as-of", "yesterday"),
    ],
    ids=" ".join,
)
def test_options_that_no_line_could_be_asked_with_are_refused_before_the_first_answer(argv: tuple[str, ...]) -> None:
    result = asked("G28R", "ZZZ", argv=argv)
    assert (result.status, result.out) == (2, "") and result.err.count("\n") == 1


def test_first_line_has_no_batch() -> None:
    assert toy("first-line", "--batch", "-").status == 2


def test_stale_tables_are_told_after_all_was_answered() -> None:
    result = asked("G28R", "ZZZ", argv=("--fail-stale", "1"))
    assert result.status == 5 and len(documents(result)) == 2
    assert "could not be understood" in result.err and "--fail-stale" in result.err


# -- streams ---------------------------------------------------------------------------------------------------------


def test_a_file_is_read_as_standard_input_is(tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_bytes(b"G28R\nV32M\n")
    assert toy("next-line", "--batch", str(file)) == asked("G28R", "V32M")
    file.write_bytes(b"\n")
    assert toy("next-line", "--batch", str(file)).err.startswith(f"ros1: {file}: 1 of 1 lines")


@pytest.mark.parametrize("name", ["missing", ".", "/root/x/y"])
def test_a_file_that_cannot_be_read_is_exit_1(name: str, tmp_path: Path) -> None:
    result = toy("next-line", "--batch", str(tmp_path / name), "--json")
    assert (result.status, result.out, result.error["code"]) == (1, "", "cannot_read")


def test_an_empty_name_of_a_file_is_refused() -> None:
    assert toy("next-line", "--batch", "").status == 2


ASK = ("next-line", "--batch", "-", "--data", str(TOY))


def test_a_closed_standard_input_is_exit_1() -> None:
    result = process(*ASK, stdin=None, preexec_fn=lambda: os.close(0))
    assert (result.returncode, result.stdout) == (1, b"") and b"Standard input is closed" in result.stderr


def test_a_reader_that_went_away_is_no_error() -> None:
    shell = f"{' '.join(map(str, command(*ASK)))} | head -n 1"
    run = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {shell}"],
        input=b"G28R\n" * 5000,
        capture_output=True,
        env=environment(),
        timeout=60,
        check=False,
    )
    assert (run.returncode, run.stderr, run.stdout.count(b"\n")) == (0, b"", 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_exit_1_in_one_sentence() -> None:
    with Path("/dev/full").open("wb") as full:
        result = process(*ASK, stdin=None, input=b"G28R\n", stdout=full)
    assert result.returncode == 1 and result.stderr.count(b"\n") == 1


def waiting() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(*ASK), env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_an_answer_comes_before_the_next_question() -> None:
    with waiting() as run:
        assert run.stdin and run.stdout
        for name in ("G28R", "V32M"):
            run.stdin.write(f"{name}\n".encode())
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["query"]["mutations"] == [name]
        assert run.communicate(timeout=30) == (b"", b"") and run.returncode == 0


def test_ctrl_c_between_two_questions_is_130_and_says_nothing() -> None:
    with waiting() as run:
        assert run.stdin and run.stdout
        run.stdin.write(b"G28R\n")
        run.stdin.flush()
        run.stdout.readline()
        run.send_signal(signal.SIGINT)
        assert run.communicate(timeout=30) == (b"", b"") and run.returncode in INTERRUPTED


def test_the_bytes_are_the_same_in_every_environment() -> None:
    runs = {
        process(*ASK, stdin=None, input=b"G28R\nZZZ\n", env=environment(**more)).stdout
        for more in ({"PYTHONIOENCODING": "ascii"}, {"PYTHONHASHSEED": "7"}, {"LC_ALL": "C", "PYTHONUTF8": "0"})
    }
    assert len(runs) == 1


def test_the_questions_of_the_readme_are_answered_but_for_the_last() -> None:
    result = ros1("next-line", "--batch", str(ROOT / "docs" / "questions.txt"))
    assert ["error" in d for d in documents(result)] == [False, False, True] and result.status == 4
