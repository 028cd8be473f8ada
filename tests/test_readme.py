"""The README and the pages behind it are run: sessions, exits, refusals, YAML, Python and tables; CONTRIBUTING is held too.

When an answer changes on purpose, `python docs/regenerate.py` writes the sessions of these pages anew; read the
difference before committing it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

import ros1cli
from ros1cli.__main__ import main
from ros1cli.answers.ranking import ORDER
from ros1cli.tables import closed_words, record_reader
from ros1cli.tables.load import data_dir, load

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/commands.md", "docs/judgement.md", "docs/programs.md")
README, COMMANDS, JUDGEMENT, PROGRAMS = ((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
GUIDE = "\n".join((README, COMMANDS, JUDGEMENT, PROGRAMS))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
FENCED = r"^```{}\n(.*?)^```$"
OURS = ("COLUMNS", "NO_COLOR", "TERM", "ROS1_AS_OF", "ROS1_DATA")


def blocks(kind: str, page: str) -> list[str]:
    """The fenced blocks of one kind."""
    return re.findall(FENCED.format(kind), page, re.M | re.S)


def sessions(page: str) -> list[tuple[str, str]]:
    """Each `$ …` line of the console blocks with what stands below it."""
    parts = [part for block in blocks("console", page) for part in re.split(r"^\$ ", block, flags=re.M) if part]
    return [(head, output.strip("\n")) for head, _, output in (part.partition("\n") for part in parts)]


# -- a shell in miniature: one ros1 command, then only `head -n N` and `grep [-E] [-v] PATTERN` -----------------------


def ask(words: list[str]) -> tuple[int, str, str]:
    """Run `[NAME=value …] ros1 …` in this process, stdout not being a terminal: exit, stdout, stderr."""
    count = next(i for i, word in enumerate(words) if "=" not in word)
    assert words[count] == "ros1", f"a session runs ros1, not {words[count]}"
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    outside = (patch.dict(os.environ), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err))
    with contextlib.chdir(ROOT), outside[0], outside[1], outside[2]:
        for name in OURS:
            os.environ.pop(name, None)
        os.environ.update(word.split("=", 1) for word in words[:count])
        status = main(words[count + 1 :])
    for stream in (out, err):
        stream.flush()
    return status, *(s.buffer.getvalue().decode("utf-8") for s in (out, err))


def sift(lines: list[str], words: list[str]) -> list[str]:
    """`head -n N`, `cut -f1-N` or `grep [-E] [-v] PATTERN`."""
    match words:
        case ["cut", fields] if re.fullmatch(r"-f1-[0-9]+", fields):
            return ["\t".join(line.split("\t")[: int(fields[4:])]) for line in lines]
        case ["head", "-n", count]:
            return lines[: int(count)]
        case ["grep", *flags, pattern] if set(flags) <= {"-E", "-v"}:
            assert "-E" in flags or not re.search(r"[+?|(){}\\]", pattern), f"give -E with {pattern}"
            return [line for line in lines if bool(re.search(pattern, line)) != ("-v" in flags)]
    raise AssertionError(f"only head -n N and grep [-E] [-v] PATTERN are emulated, not {words}")


def printed(command: str) -> str:
    """What a person sees: stderr, and stdout after its pipes."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|")
    lexer.whitespace_split = True
    stages: list[list[str]] = [[]]
    for word in lexer:
        if word == "|":
            stages.append([])
        else:
            stages[-1].append(word)
    _, out, err = ask(stages[0])
    lines = out.splitlines()
    for stage in stages[1:]:
        lines = sift(lines, stage)
    return "\n".join([*err.splitlines(), *lines]).strip("\n")


def rewritten(page: str) -> str:
    """The page with every session's output as it is now."""

    def anew(match: re.Match[str]) -> str:
        shown = [f"$ {command}\n{printed(command)}" for command, _ in sessions(match.group(0))]
        return "```console\n" + "\n\n".join(shown) + "\n```"

    return re.sub(FENCED.format("console"), anew, page, flags=re.M | re.S)


def commands() -> dict[str, list[str]]:
    """Every command of the program with its option names."""
    from typer.main import get_command

    from ros1cli.cli.commands import app

    found = getattr(get_command(app), "commands")  # noqa: B009 - a group of commands, which its type does not say
    return {name: [o for p in c.params for o in p.opts if o.startswith("--")] for name, c in found.items()}


# -- sessions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("command", "shown"), sessions(GUIDE), ids=[c for c, _ in sessions(GUIDE)])
def test_a_session_of_the_pages_prints_what_stands_there(command: str, shown: str) -> None:
    assert printed(command) == shown, "the page is behind; `python docs/regenerate.py readme` writes its sessions anew"


def test_every_command_has_a_session_and_every_option_is_named() -> None:
    asked = " ".join(command for command, _ in sessions(COMMANDS))
    for name, options in commands().items():
        assert name == "help" or f"ros1 {name} " in f"{asked} ", f"docs/commands.md has no session of ros1 {name}"
        assert not [o for o in options if f"`{o}" not in COMMANDS], (
            f"options of {name} that docs/commands.md does not name"
        )


def test_sessions_stay_true_when_the_tables_grow() -> None:
    undated = [c for c, _ in sessions(GUIDE) if "--as-of" not in c and not c.startswith("ros1 schema")]
    assert not undated, "a session of the pages asks for the tables of a day, or it changes with every new record"


def test_the_set_up_commands_stand_in_the_readme_as_one_line_each() -> None:
    lines = [line for line in README.splitlines() if line.startswith("python3 -m venv ")]
    assert [line.split("&&")[-1].strip() for line in lines] == [
        ".venv/bin/ros1 next-line --mutation G2032R --cns",
        ".venv/bin/python -m pytest",
    ], ".ci/run takes both lines from the README"


def test_these_tests_test_the_checkout_that_they_stand_in() -> None:
    where = Path(ros1cli.__file__).resolve().parent.parent
    assert where == ROOT, f"ros1cli comes from {where}; run `python -m pytest` in {ROOT} (.ci/run tests the wheel)"


def test_the_readme_is_read_in_two_minutes() -> None:
    assert len(README.splitlines()) <= 120, "the rest belongs in docs/"


def test_the_readme_says_where_the_knowledge_ends() -> None:
    newest = load().dates[-1]
    assert f"**{newest}**" in README, f"the newest dated source is of {newest}; say it, and what was read, at the top"


# -- what else the README states --------------------------------------------------------------------------------------

EXITS = re.findall(r"^\| (\d+) \|.*\| `(ros1 .*)` \|$", README, re.M)
NOT_BUILT = re.findall(r"^- `(ros1 .*?)`", COMMANDS.partition("## Not built yet")[2].partition("\n## ")[0], re.M)


@pytest.mark.parametrize(("status", "command"), EXITS)
def test_the_example_of_an_exit_exits_so(status: str, command: str) -> None:
    found, out, err = ask(shlex.split(command))
    assert found == int(status)
    assert bool(out) == (found in (0, 3, 4, 5)), "the answer is on stdout, and an error is not"
    assert bool(err) == (found in (1, 2, 4, 5)), "an error is on stderr, and an answer is not"


def test_the_table_of_exits_shows_every_exit_of_today() -> None:
    assert [int(status) for status, _ in EXITS] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("command", NOT_BUILT)
def test_what_is_not_built_yet_is_refused(command: str) -> None:
    status, out, err = ask(shlex.split(command))
    assert (status, out) == (2, ""), "take what is built out of the list"
    assert err


def test_the_record_of_an_invented_drug_is_all_that_it_takes(tmp_path: Path) -> None:
    shutil.copytree(data_dir(), tmp_path, dirs_exist_ok=True)
    for block in blocks("yaml", CONTRIBUTING):
        where = re.match(r"# data/(\w+\.yaml), under (\w+:)\n", block)
        assert where, "the first line of a YAML block says where it goes"
        file = tmp_path / where.group(1)
        record = "".join(f"  {line}\n" for line in block[where.end() :].splitlines())
        head, key, tail = file.read_text(encoding="utf-8").partition(f"\n{where.group(2)}\n")
        assert key, f"{where.group(1)} has no key {where.group(2)}"
        file.write_text(head + key + record + tail, encoding="utf-8")
    question = ["ros1", "next-line", "--mutation", "L2155S", "--json", "--data", str(tmp_path)]
    options = json.loads(ask(question)[1])["options"]
    assert ("examplinib", "in_vitro") in [(o["drug"], o["basis"]) for o in options]
    assert "examplinib" not in ask([*question, "--as-of", "2024-02-05"])[1], "--as-of hides what was entered later"


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (block,) = blocks("python", PROGRAMS)
    exec(compile(block, "docs/programs.md", "exec"), {})
    assert capsys.readouterr().out == "".join(f"{line}\n" for line in re.findall(r"# prints (.*)$", block, re.M))


KEYS = {
    "next-line": "next-line --mutation G2032R",
    "first-line": "first-line",
    "compare": "compare crizotinib entrectinib",
    "mutation": "mutation G2032R",
    "drug": "drug crizotinib",
    "guidance": "guidance immunotherapy",
    "sources": "sources uniprot-p08922",
    "glossary": "glossary ORR",
    "sources --levels": "sources --levels",
    "mutation --list": "mutation --list",
    "drug --list": "drug --list",
    "guidance --list": "guidance --list",
    "sources --list": "sources --list",
    "glossary --list": "glossary --list",
}


def named_keys(row: str) -> list[str]:
    """The keys in the cells of a row of the table of keys."""
    (cells,) = re.findall(rf"^\| (?:`[^|]*`, )?`{row}`[^|]*\|(.*)\|$", PROGRAMS, re.M)
    return re.findall(r"`(\w+)", cells)


def test_the_table_of_json_keys_names_them_all() -> None:
    envelope = named_keys("every answer")
    for row, command in KEYS.items():
        body = json.loads(ask(["ros1", *command.split(), "--json"])[1])
        keys = list(body[0]) if isinstance(body, list) else [k for k in body if k not in envelope]
        assert set(keys) == set(named_keys(row)), f"the row {row} of docs/programs.md"
        assert isinstance(body, list) or set(envelope) <= set(body)


def test_the_table_of_json_keys_names_the_keys_of_what_stands_inside() -> None:
    answer = json.loads(ask(["ros1", "first-line", "--json"])[1])
    option = answer["options"][0]
    inside = {"option": option, "excluded": answer["excluded"][0], "claim": option["claims"][0]}
    inside |= {"no_data": answer["no_data"][0], "caution": answer["cautions"][0]}
    inside["conflict"] = json.loads(ask(["ros1", *KEYS["compare"].split(), "--json"])[1])["conflicts"][0]
    inside["approval"] = option["approvals"][0]
    inside["figure"] = next(c["figure"] for c in option["claims"] if c["figure"])
    for row, record in inside.items():
        assert set(record) == set(named_keys(row)), f"the row {row} of docs/programs.md"


def test_the_order_of_options_is_told_as_the_program_tells_it() -> None:
    assert ORDER in JUDGEMENT
    trace = json.loads(ask(["ros1", "next-line", "--mutation", "G2032R", "--explain", "--json"])[1])["trace"]
    assert [t["text"].startswith(f"{ORDER}: ") for t in trace if t["rule"] == "order"] == [True]


# -- CONTRIBUTING and the changelog -----------------------------------------------------------------------------------


def test_contributing_knows_every_key_of_the_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """But those of the block `plain`, which are a list of templates: ros1cli/tables/plain.py."""
    asked: set[str] = set()
    end = record_reader.Reader.end

    def noted(reader: record_reader.Reader) -> None:
        if reader.path[:1] != ("plain",):
            asked.update(reader.asked)
        end(reader)

    monkeypatch.setattr(record_reader.Reader, "end", noted)
    load()
    prose = re.sub(FENCED.format(r"\w+"), "", CONTRIBUTING, flags=re.M | re.S)
    written = set(re.findall(r"\w+", " ".join(re.findall(r"`[^`]+`", prose))))
    assert not asked - written, "keys that a table may have and CONTRIBUTING does not name"


def test_contributing_knows_every_closed_word() -> None:
    words = {
        str(w)
        for e in (
            closed_words.Level,
            closed_words.About,
            closed_words.FigureStatus,
            closed_words.DrugKind,
            closed_words.FindingKind,
        )
        for w in e
    }
    words |= {
        *closed_words.Circumstance,
        *closed_words.PLACES,
        *closed_words.AUDIENCES,
        *closed_words.REGIONS,
        *closed_words.LINES,
    }
    words |= {"active", "reduced", "not_effective"}
    assert not [w for w in sorted(words) if f"`{w}`" not in CONTRIBUTING]
    order = re.findall(r"^\d\. `(\w+)`", CONTRIBUTING, re.M)
    assert order == list(closed_words.Level), "the levels stand in CONTRIBUTING strongest first"


def test_the_map_of_contributing_names_what_is_there() -> None:
    for name in set(re.findall(r"`((?:ros1cli|data|docs|tests|\.ci)/[\w./]*)`", CONTRIBUTING)):
        assert (ROOT / name).exists(), f"CONTRIBUTING names {name}, which is not there"
    package = ROOT / "ros1cli"
    parts = [p.name + "/" * p.is_dir() for p in package.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()]
    assert not [p for p in sorted(parts) if f"`ros1cli/{p}`" not in CONTRIBUTING]


@pytest.mark.parametrize("page", [*PAGES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_between_the_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
        assert (ROOT / page).parent.joinpath(target).exists(), f"{page} links to {target}"


def test_the_changelog_has_this_version_and_says_which_answers_changed() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{ros1cli.__version__}]" in text
    assert "### Answers that changed" in text.partition(f"## [{ros1cli.__version__}]")[2]
