"""`--as-of`: the answer as the tables stood on a day. Over the invented tables, entered on two days."""

from __future__ import annotations

import pytest
from toolbox import TOY, answered, environment, found, process, ros1, tables, toy, walk

from ros1cli.tables.as_of import as_of

FIRST, BETWEEN, SECOND = "2024-01-10", "2025-05-31", "2025-06-01"


def shown(day: str | None, *question: str) -> str:
    return toy(*question, *(("--as-of", day) if day else ())).out


def test_the_days_are_those_of_the_tables() -> None:
    assert {s.entered for s in tables(TOY).sources.values()} == {FIRST, SECOND}


def test_a_past_day_is_said_in_the_first_line_and_in_the_data() -> None:
    for question in (
        ("next-line", "--mutation", "G28R"),
        ("drug", "novotinib"),
        ("guidance", "access"),
        ("sources", "toy-page"),
        ("glossary", "ORR"),
    ):
        first = shown(FIRST, *question).splitlines()[0]
        assert f"as the tables stood on {FIRST}, not today's answer" in first
        assert answered(*question, "--as-of", FIRST)["data"]["as_of"] == FIRST
    assert answered("drug", "novotinib")["data"]["as_of"] is None


@pytest.mark.parametrize("day", [SECOND, "2099-12-31"])
def test_a_day_after_which_nothing_was_entered_has_the_answer_of_today(day: str) -> None:
    """It must not say that it is an old one, nor how the tables will stand."""
    then, now = answered("next-line", "--mutation", "G28R", "--as-of", day), answered("next-line", "--mutation", "G28R")
    assert then["understood"] == f"{now['understood']}; as of {day}, and these tables end on {SECOND}"
    assert then["data"] == now["data"] | {"as_of": day}
    assert {key for key in now if then[key] != now[key]} == {"understood", "data"}


def test_a_treatment_of_which_only_guidance_speaks_is_there_on_every_day() -> None:
    assert any(not (drug.names or drug.claims) for drug in tables().drugs.values())
    assert as_of(tables(), "2099-12-31") is tables()


def test_what_was_entered_later_is_hidden_and_what_it_replaced_speaks_again() -> None:
    then = found(answered("next-line", "--mutation", "G28R", "--as-of", BETWEEN)["options"], "novotinib")
    now = found(answered("next-line", "--mutation", "G28R", "--as-of", SECOND)["options"], "novotinib")
    assert [c["id"] for c in then["claims"] if c["finding"]] == ["novotinib-g28r-first-cut"]
    assert [c["id"] for c in now["claims"] if c["finding"]] == ["novotinib-g28r-later-cut"]


def test_a_call_can_turn_with_what_was_entered_later() -> None:
    then = answered("next-line", "--mutation", "T44I", "--as-of", FIRST)
    now = answered("next-line", "--mutation", "T44I")
    assert found(then["excluded"], "labelinib")["call"] == "not_effective"
    assert found(now["options"], "labelinib")["basis"] == "label"


def test_a_finding_a_drug_a_caution_and_a_conflict_of_later_are_hidden() -> None:
    assert answered("next-line", "--mutation", "R39C", "--as-of", FIRST)["status"] == "not_in_tables"
    assert answered("next-line", "--mutation", "R39C")["status"] == "options"
    hidden = toy("drug", "novelinib", "--as-of", FIRST)
    assert hidden.status in (2, 3) and "R39C" not in hidden.out and "Novelia" not in hidden.out
    assert toy("drug", "novelinib").status == 0
    text = shown(FIRST, "next-line", "--mutation", "G28R")
    assert "entered later" not in text and "entered later" in shown(None, "next-line", "--mutation", "G28R")
    assert answered("guidance", "immunotherapy")["conflicts"]
    assert answered("guidance", "immunotherapy", "--as-of", FIRST)["conflicts"] == []


@pytest.mark.parametrize(
    "question",
    [
        ("next-line", "--mutation", "G28R"),
        ("next-line", "--mutation", "E24K"),
        ("next-line", "--prior", "oldatinib"),
        ("first-line",),
        ("compare", "novotinib", "ambitinib"),
        ("mutation", "G28R"),
        ("drug", "novotinib"),
        ("drug", "ambitinib"),
        ("guidance", "immunotherapy"),
    ],
    ids=" ".join,
)
def test_no_source_and_no_record_of_later_stands_anywhere_in_the_answer(question: tuple[str, ...]) -> None:
    answer = answered(*question, "--as-of", FIRST)
    late = {s.id for s in tables(TOY).sources.values() if s.entered > FIRST}
    for path, mapping in walk(answer):
        assert mapping.get("source") not in late, path
        assert not late & {s for s in mapping.get("sources", []) if isinstance(s, str)}, path
        assert (mapping.get("entered") or FIRST) <= FIRST, path
    assert not late & {s["id"] for s in answer["sources"]}
    assert answer["data"]["newest_source"] <= FIRST


def test_a_brand_that_was_read_later_is_hidden_too() -> None:
    later = [n.name for d in tables(TOY).drugs.values() for n in d.names if n.cite.source == "toy-trial-2025"]
    assert "Ambix" in later
    for question in (("drug", "ambitinib"), ("drug",), ("next-line", "--mutation", "E24K", "--full")):
        text = shown(FIRST, *question)
        assert "Ambix" in shown(None, *question) and "Ambix" not in text, question


def test_a_gene_whose_pathway_was_entered_later_is_still_answered_in_words() -> None:
    for question in (("mutation", "GENY1"), ("next-line", "--mutation", "GENY1")):
        assert toy(*question).status == 0
        result = toy(*question, "--as-of", FIRST)
        assert result.status in (0, 2, 3) and (result.out or result.err)


@pytest.mark.parametrize("day", ["2023-12-31", "2024-01-09", "0001-01-01"])
def test_a_day_before_the_first_record_is_refused(day: str) -> None:
    result = toy("next-line", "--mutation", "G28R", "--as-of", day)
    assert result.status == 2 and result.out == ""
    assert FIRST in result.err


@pytest.mark.parametrize(
    "day",
    [
        "2024-04-31",
        "2024-02-05 ",
        "2024-02-05T00:00",
        "２０２４-02-05",
        "-2024-02-05",
        "",
        " ",
        "yesterday",
        "2024",
        "2024-02",
        "2024-2-5",
        "05.02.2024",
        "2024-13-01",
        "2024-00-10",
        "2025-02-29",
        "2024-02-30",
    ],
)
def test_what_is_no_day_is_refused(day: str) -> None:
    result = toy("next-line", "--mutation", "G28R", "--as-of", day)
    assert result.status == 2 and result.out == "" and result.err


def test_the_day_may_come_from_the_environment_and_the_option_goes_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROS1_AS_OF", FIRST)
    assert answered("drug", "novotinib")["data"]["as_of"] == FIRST
    assert answered("drug", "novotinib", "--as-of", SECOND)["data"]["as_of"] == SECOND
    monkeypatch.setenv("ROS1_AS_OF", "soon")
    assert toy("drug", "novotinib").status == 2


def test_a_day_given_before_the_command_is_obeyed_or_refused_but_never_ignored() -> None:
    result = ros1("--as-of", FIRST, "drug", "novotinib", "--data", str(TOY))
    assert result.status == 2 or FIRST in result.out.splitlines()[0]


@pytest.mark.parametrize("options", [("--as-of", "soon"), ("--as-of", FIRST), ("--data", "/nowhere")], ids=" ".join)
def test_an_option_without_a_command_that_uses_it_is_refused(options: tuple[str, ...]) -> None:
    result = ros1(*options)
    assert (result.status, result.out) in ((1, ""), (2, "")), "the help is shown and the value ignored"


def test_tables_given_before_the_command_are_obeyed_or_refused_but_never_ignored() -> None:
    result = ros1("--data", str(TOY), "next-line", "--mutation", "G28R")
    assert (result.status == 2 and "G28R cannot be" not in result.err) or "novotinib" in result.out


def test_the_same_day_gives_the_same_bytes_again() -> None:
    runs = [
        process(
            "next-line",
            "--mutation",
            "G28R",
            "--as-of",
            FIRST,
            "--json",
            "--data",
            str(TOY),
            env=environment(PYTHONHASHSEED=seed),
        )
        for seed in ("1", "2")
    ]
    assert runs[0].returncode == 0 and runs[0].stdout == runs[1].stdout
    assert runs[0].stderr == b""


def test_the_pages_alone_can_be_asked_for_in_the_real_tables() -> None:
    answer = ros1("next-line", "--mutation", "G2032R", "--as-of", "2024-02-05", "--json").json
    assert answer["status"] == "options"
    assert all((m.get("entered") or "2024-02-05") <= "2024-02-05" for _, m in walk(answer))
    assert ros1("next-line", "--mutation", "G2032R", "--as-of", "2024-02-04").status == 2


def test_a_refusal_suggests_no_finding_of_a_later_day() -> None:
    assert "R39C" in toy("mutation", "A39C").err
    assert "R39C" not in toy("mutation", "A39C", "--as-of", FIRST).err
