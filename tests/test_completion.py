"""What the tab key offers: drugs with their brands, findings, topics; and nothing that the program would not understand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from toolbox import DATA, TOY, environment, process, ros1, tables, toy

from ros1cli.cli.completion import offer

SHELLS = {"bash": "complete_bash", "zsh": "complete_zsh", "fish": "complete_fish"}


def asked(*words: str, shell: str = "bash", **more: str) -> list[str]:
    """What a shell gets when the tab key is pressed behind the last word."""
    line = " ".join(words)
    settings = {"_ROS1_COMPLETE": SHELLS[shell], "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    settings |= {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args", "ROS1_DATA": str(TOY)}
    result = process(env=environment(**(settings | more)))
    assert (result.returncode, result.stderr) == (0, b"")
    return [line for line in result.stdout.decode().split("\n") if line]


# -- which words -----------------------------------------------------------------------------------------------------


def test_a_brand_a_code_and_an_inn_are_offered_in_any_case() -> None:
    assert asked("ros1", "drug", "Novo") == ["Novotinib", "Novora"]
    assert asked("ros1", "drug", "nvt") == ["nvt-101"]
    assert asked("ros1", "next-line", "--prior", "old") == ["oldatinib", "oldix"]
    assert asked("ros1", "compare", "Oldix", "novo") == ["novotinib", "novora"]


def test_findings_topics_sources_and_side_effects_are_offered() -> None:
    assert asked("ros1", "mutation", "G28") == ["G28R", "G28R/V32M"]
    assert asked("ros1", "next-line", "--mutation", "tyk") == ["tyk9", "tyk9\\ amplification"]
    assert asked("ros1", "guidance", "immuno")
    assert asked("ros1", "sources", "toy-trial") == [s for s in tables(TOY).sources if s.startswith("toy-trial")]
    assert asked("ros1", "next-line", "--avoid", "diz") == ["dizziness"]
    assert asked("ros1", "glossary", "or") == ["orR"]
    assert asked("ros1", "glossary", "over") == ["overall\\ response\\ rate"]


def test_commands_and_options_are_offered() -> None:
    assert asked("ros1", "next") == ["next-line"]
    assert asked("ros1", "next-line", "--mut") == ["--mutation"]


def test_closed_words_are_offered_as_they_are_written() -> None:
    assert asked("ros1", "next-line", "--region", "U") == ["US"]
    assert asked("ros1", "next-line", "--min-level", "in") == ["in_vitro"]
    assert asked("ros1", "next-line", "--tested", "") == ["none", "plasma", "tissue"]
    assert asked("ros1", "drug", "--format", "t") == ["table", "tsv"]
    assert asked("ros1", "annotate", "--build", "GRC", ROS1_DATA=str(DATA)) == ["GRCh37", "GRCh38"]
    assert asked("ros1", "schema", "mutation") == ["mutation", "mutation-list"]
    assert asked("ros1", "schema", "mutation", ROS1_DATA="/nowhere") == ["mutation", "mutation-list"]


def test_the_last_of_several_values_is_completed() -> None:
    assert asked("ros1", "next-line", "--prior", "Oldix,novo") == ["Oldix,novotinib", "Oldix,novora"]
    assert offer("drugs", "Novora:diz", str(TOY)) == ["Novora:dizziness"]
    assert offer("drugs", "Oldix,Novora:diz", str(TOY)) == ["Oldix,Novora:dizziness"]
    assert offer("reactions", "nausea,diz", str(TOY)) == ["nausea,dizziness"]


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("drugs", ("drug",)),
        ("tkis", ("next-line", "--prior")),
        ("findings", ("mutation",)),
        ("topics", ("guidance",)),
        ("sources", ("sources",)),
        ("terms", ("glossary",)),
        ("reactions", ("next-line", "--avoid")),
    ],
)
def test_every_word_that_is_offered_is_understood(kind: str, question: tuple[str, ...]) -> None:
    words = offer(kind, "", str(TOY))
    assert len(words) == len(set(words)) > 2
    for word in words:
        assert toy(*question, word).status == 0, word


@pytest.mark.parametrize(
    "question",
    [
        ("schema",),
        ("drug", "Novora", "--format"),
        ("first-line", "--min-level"),
        ("first-line", "--region"),
        ("next-line", "--tested"),
    ],
)
def test_every_closed_word_that_is_offered_is_understood(question: tuple[str, ...]) -> None:
    words = asked("ros1", *question, "")
    data = () if question == ("schema",) else ("--data", str(TOY))
    assert len(words) > 2 and all(ros1(*question, word, *data).status == 0 for word in words)


def test_a_misspelling_is_understood_and_never_offered() -> None:
    names = [n for d in tables(TOY).drugs.values() for n in d.names if n.kind == "misspelling"]
    assert names and not {n.name for n in names} & set(offer("drugs", "", str(TOY)))


def test_a_treatment_that_is_no_tki_is_not_offered_for_a_comparison() -> None:
    assert "vermetrexed" in offer("drugs", "ver", str(TOY)) and offer("tkis", "ver", str(TOY)) == []


def test_the_tables_of_the_command_line_are_asked() -> None:
    assert asked("ros1", "drug", "--data", str(TOY), "novor", ROS1_DATA="/nowhere") == ["novora"]


@pytest.mark.parametrize("folder", ["/nowhere", "/dev/null", "/"])
def test_tables_that_cannot_be_read_offer_nothing_and_say_nothing(folder: str) -> None:
    assert asked("ros1", "drug", "nov", ROS1_DATA=folder) == []


# -- the shells ------------------------------------------------------------------------------------------------------


def test_a_blank_inside_a_word_is_escaped_where_the_shell_does_not_do_it() -> None:
    finding = next(f for f in tables(TOY).findings if " " in f)
    start = finding[:3]
    assert finding.replace(" ", "\\ ") in asked("ros1", "mutation", start)
    assert finding in asked("ros1", "mutation", start, shell="fish")
    assert f'"{finding}"' in "".join(asked("ros1", "mutation", start, shell="zsh"))


def test_the_script_for_bash_completes_in_bash(tmp_path: Path) -> None:
    program = tmp_path / "ros1"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m ros1cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    env = environment(ROS1_DATA=str(TOY), _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    env["PATH"] = f"{tmp_path}:{env['PATH']}"
    script = """
        eval "$(ros1 --show-completion bash)"
        COMP_WORDS=(ros1 drug Novo); COMP_CWORD=2
        _ros1_completion ros1 && printf '%s\\n' "${COMPREPLY[@]}"
    """
    run = subprocess.run(["bash", "-c", script], env=env, capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.splitlines() == ["Novotinib", "Novora"] and run.stderr == ""


@pytest.mark.parametrize(
    ("shell", "word"),
    [
        ("bash", "complete -o default -F"),
        ("zsh", "#compdef ros1"),
        ("fish", "complete --command ros1"),
        ("pwsh", "Param"),
    ],
)
def test_the_script_is_that_of_the_shell_that_is_named(shell: str, word: str) -> None:
    for argv in (["--show-completion", shell], [f"--show-completion={shell}"]):
        result = process(*argv)
        assert (result.returncode, result.stderr) == (0, b"") and word in result.stdout.decode(), argv


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_shell_that_is_not_known_is_refused_and_nothing_is_written(option: str, tmp_path: Path) -> None:
    for word in ("foo", "next-line"):
        result = process(option, word, env=environment(HOME=str(tmp_path)))
        assert (result.returncode, result.stdout) == (2, b"") and not list(tmp_path.iterdir())
        assert result.stderr.startswith(f"ros1: Invalid value for '{option}': '{word}' is not one of".encode())


def test_installing_it_writes_below_the_home_folder_and_nowhere_else(tmp_path: Path) -> None:
    env = environment(HOME=str(tmp_path), _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    result = process("--install-completion", "bash", env=env)
    assert (result.returncode, result.stderr) == (0, b"")
    assert sorted(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*") if p.is_file()) == [
        ".bash_completions/ros1.sh",
        ".bashrc",
    ]


def test_no_other_start_pays_for_it() -> None:
    code = (
        "import sys; from ros1cli.__main__ import main; main(sys.argv[1:]); from ros1cli.cli.options import Prior; "
        "sys.exit('ros1cli.cli.completion' in sys.modules or Prior.__metadata__[0].autocompletion is not None)"
    )
    argv = ["drug", "Novora", "--data", str(TOY)]
    subprocess.run([sys.executable, "-c", code, *argv], env=environment(), capture_output=True, check=True, timeout=60)
