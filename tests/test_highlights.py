"""Which figures a brief answer shows of a drug: chosen by rule, never the highest. Over the invented tables.

One invented drug has nothing but the figures that a test gives it; the patient had oldatinib and no other ROS1 TKI.
"""

from __future__ import annotations

import functools
import re
from typing import Any

import pytest
from toolbox import found, new_claim, parsed, raw_toy

from ros1cli.answers.next_line import next_line
from ros1cli.answers.question import Typed
from ros1cli.answers.shapes import Answer
from ros1cli.show.blocks import Card, Grid, Part
from ros1cli.show.brief_next_line import parts
from ros1cli.tables.model import Tables

DRUG = "figuratinib"
ONE = {"tkis": "one"}
ONLY = {"tkis": "one", "only": ["oldatinib"]}
AMONG = {"tkis": "any", "among": ["oldatinib"]}
ANY = {"tkis": "any"}
Rows = tuple[dict[str, Any], ...]


def lines(answer: Answer, explain: bool = False, wide: bool = False) -> list[Part]:
    """The brief answer, by default that of a pipe."""
    return parts(answer, explain, wide)


def rate(name: str, prior: dict[str, Any], n: int | None, value: float = 50, **more: Any) -> dict[str, Any]:
    """A claim with a response rate; `cut_off`, `events` and the name of the figure are keys of the figure."""
    inside = {k: more.pop(k) for k in ("cut_off", "events", "kind") if k in more}
    figure = {"name": inside.pop("kind", "ORR"), "value": value, "unit": "%"} | inside | ({"n": n} if n else {})
    more = {"scope": "setting:after_ros1_tki", "level": "trial"} | more
    return new_claim(name, figure=figure, prior=prior, about="figure", **more)


def made(rows: Rows) -> Tables:
    """The invented tables with one more drug: approved after a ROS1 TKI, and with these figures."""
    raw = raw_toy()
    approval = {"region": "US", "scope": "after a ROS1 TKI", "lines": ["after_ros1_tki", "first_line"]}
    approved = new_claim("figuratinib-approved", "drug", "label", about="approval", approval=approval)
    caveat = new_claim("figuratinib-caveat", "drug", "expert", about="note", caveat={"kind": "dose"}, short="a dose")
    raw["drugs"]["drugs"].append({"id": DRUG, "kind": "tki", "claims": [approved, caveat, *rows]})
    return parsed(raw)


def ask(rows: Rows, **options: Any) -> Any:
    return next_line(made(rows), Typed(**{"prior": ("oldatinib",), **options}))


def chosen(*rows: dict[str, Any], **options: Any) -> Any:
    """What the brief answer shows of the drug."""
    body = ask(rows, **options).body
    return found((*body.options, *body.no_data, *body.studied_only), DRUG).highlights


# -- within the same nearness ----------------------------------------------------------------------------------------------


def test_the_nearest_patients_come_before_everything_else() -> None:
    near = rate("near", ONLY, 10, 10, design="retrospective", source="toy-trial-2025")
    far = rate("far", ANY, 500, 90, design="prospective")
    assert chosen(far, near).nearest == "near"


def test_prospective_comes_before_retrospective_and_before_more_patients() -> None:
    small, large = rate("small", ONE, 10, design="prospective"), rate("large", ONE, 90, design="retrospective")
    assert chosen(large, small).nearest == "small"


def test_where_no_design_is_told_it_stands_between_the_two() -> None:
    told, untold, behind = (
        rate(name, ONE, n, **({"design": design} if design else {}))
        for name, n, design in (("told", 30, "prospective"), ("untold", 60, None), ("behind", 90, "retrospective"))
    )
    assert chosen(behind, untold, told).nearest == "told"
    assert chosen(behind, untold).nearest == "untold"


def test_ten_patients_or_more_come_before_a_prospective_nine() -> None:
    nine, ten = rate("nine", ONE, 9, design="prospective"), rate("ten", ONE, 10, design="retrospective")
    assert chosen(nine, ten).nearest == "ten"
    assert chosen(nine, ten).few is None and chosen(nine, ten).more.figures == 1


def test_then_most_patients_and_never_the_highest_rate() -> None:
    assert chosen(rate("high", ONE, 30, 90), rate("many", ONE, 31, 20)).nearest == "many"


def test_then_what_was_read_first_hand() -> None:
    second = rate("a-second-hand", ONE, 30, source="toy-trial-2025")
    assert chosen(second, rate("first-hand", ONE, 30)).nearest == "first-hand"


def test_then_the_latest_cut_off() -> None:
    early, late = rate("early", ONE, 30, cut_off="2023-05"), rate("late", ONE, 30, cut_off="2023-06-01")
    assert chosen(early, late, rate("none", ONE, 30)).nearest == "late"


def test_in_the_brain_patients_who_had_a_drug_that_treats_it_are_nearer_than_those_of_any_number() -> None:
    penetrant = rate("penetrant", {**ANY, "brain_penetrant": True}, 40, 37, kind="CNS response")
    of_any = rate("of-any", ANY, 60, 48, kind="CNS response")
    of_one = rate("of-one", ONE, 30, 60, kind="CNS response")
    treats, treats_not = ("novotinib",), ("oldatinib",)
    assert chosen(penetrant, of_any, prior=treats, cns=True).brain == "penetrant"
    assert chosen(penetrant, of_any, of_one, prior=treats, cns=True).brain == "of-one"
    assert chosen(penetrant, of_any, prior=treats_not, cns=True).brain == "of-any"


# -- earlier cuts ----------------------------------------------------------------------------------------------------------

OF_ONE = {"study": "toy-one", "design": "prospective"}


def test_an_earlier_cut_of_the_same_study_is_no_candidate_and_is_not_counted() -> None:
    early = rate("early", ONE, 60, cut_off="2023-05", **OF_ONE)
    late = rate("late", ONE, 40, cut_off="2024-05", **OF_ONE)
    assert chosen(early, late).nearest == "late" and chosen(early, late).more.figures == 0


@pytest.mark.parametrize(
    "other",
    [
        {"study": "toy-two"},
        {"study": None},
        {"prior": ANY},
        {"kind": "CNS response"},
        {"scope": "drug"},
        {"cut_off": None},
    ],
    ids=str,
)
def test_another_study_group_or_figure_is_no_later_cut(other: dict[str, Any]) -> None:
    early = rate("early", ONE, 60, cut_off="2023-05", **OF_ONE)
    more = {"study": "toy-one", "prior": ONE, "cut_off": "2024-05"} | other
    late = rate("late", n=40, **{k: v for k, v in more.items() if v is not None})
    assert chosen(early, late).nearest == "early"


def test_without_a_cut_off_the_dates_of_the_sources_tell_but_not_against_more_patients() -> None:
    early = rate("early", ONE, 30, **OF_ONE)
    later = functools.partial(rate, "later", ONE, source="toy-trial-2025", **OF_ONE)
    assert chosen(early, later(n=30)).nearest == "later"  # though it was read second-hand
    assert chosen(early, later(n=29)).nearest == "early"


def test_dates_are_compared_as_far_as_both_are_told() -> None:
    month = rate("month", ONE, 40, cut_off="2024", **OF_ONE)
    assert chosen(month, rate("day", ONE, 30, cut_off="2024-05", **OF_ONE)).nearest == "month"


# -- few, and broader ------------------------------------------------------------------------------------------------------


def test_a_group_under_twenty_has_the_next_nearest_of_twenty_or_more_behind_it() -> None:
    narrow, far = rate("narrow", ONLY, 19, 80), rate("far", ANY, 200, 30)
    assert chosen(narrow, far).broader == "far"
    assert chosen(narrow, far, rate("next", ONE, 20, 40)).broader == "next"
    assert chosen(narrow, far, rate("small", ONE, 19, 40)).broader == "far"
    assert chosen(rate("enough", ONLY, 20, 80), far).broader is None


def test_the_broader_group_is_no_equally_near_one_and_none_of_unknown_patients() -> None:
    narrow = rate("narrow", AMONG, 19, design="prospective")
    assert chosen(narrow, rate("alike", AMONG, 60, design="retrospective")).broader is None
    assert chosen(narrow, rate("mixed", {"tkis": "mixed"}, 60)).broader is None


def test_what_is_shown_is_not_counted_among_the_others() -> None:
    narrow, far = rate("narrow", ONLY, 19), rate("far", ANY, 200)
    assert chosen(narrow, far).more.figures == 0
    assert chosen(narrow, far, rate("other", ANY, 30)).more.figures == 1


def test_a_group_of_the_own_finding_has_none_behind_it() -> None:
    own = rate("own", ANY, 12, scope="finding:E24K", call="active")
    shown = chosen(own, rate("far", ANY, 200), mutation=("E24K",))
    assert (shown.finding, shown.nearest, shown.broader) == ("own", "far", None)


def test_the_brain_has_its_own_broader_group() -> None:
    brain = functools.partial(rate, kind="CNS response")
    narrow, far = brain("narrow", ONLY, 13, 85), brain("far", ANY, 56, 48)
    shown = chosen(narrow, far, rate("response", ANY, 100), cns=True)
    assert (shown.brain, shown.brain_broader, shown.broader) == ("narrow", "far", None)
    assert chosen(narrow, far).brain_broader is None  # not asked


def test_a_group_under_ten_follows_a_larger_one_or_is_a_count_and_the_word() -> None:
    few = rate("few", ONLY, 7, 14, events=1)
    with_larger = chosen(few, rate("far", ANY, 30))
    assert (with_larger.nearest, with_larger.few) == ("far", "few")
    assert (chosen(few).nearest, chosen(few).few) == (None, "few")
    assert "few: 1/7 oldatinib only" in cell((few,))


def test_after_a_ros1_tki_no_figure_stands_of_patients_of_whom_some_had_none_or_nobody_knows() -> None:
    for tkis in ("mixed", "not_stated", "none"):
        shown = chosen(rate("other", {"tkis": tkis}, 90, scope="drug"), rate("few", ANY, 8))
        assert (shown.nearest, shown.broader, shown.few) == (None, None, "few"), tkis
        assert shown.more.figures == 0


# -- on the screen ---------------------------------------------------------------------------------------------------------


def cell(rows: Rows, wide: bool = False, **options: Any) -> str:
    """All cells of the drug's row, or all lines of its card."""
    parts = lines(ask(rows, **options), wide=wide)
    card = next((p for p in parts if isinstance(p, Card) and p.drug == DRUG), None)
    if card:
        return re.sub(r"\s+", " ", " ".join(text for _, text in card.rows))
    table = next(p for p in parts if isinstance(p, Grid))
    return re.sub(r"\s+", " ", " ".join(next(row for row in table.rows if DRUG in row[0])))


@pytest.mark.parametrize("wide", [False, True], ids=["card", "grid"])
def test_each_of_both_groups_stands_with_its_patients_in_the_same_cell(wide: bool) -> None:
    rows = tuple(
        rate(f"{kind}-{name}".lower().replace(" ", "-"), prior, n, value, kind=kind, events=events)
        for kind in ("ORR", "CNS response")
        for name, prior, n, events, value in (("narrow", ONLY, 13, 11, 85), ("far", ANY, 56, 27, 48))
    )
    shown = cell(rows, wide, cns=True)
    assert len(re.findall(r"85% \(11/13\) oldatinib only; (?:brain )?48% \(27/56\) 1\+ TKIs", shown)) == 2, shown


def test_a_drug_without_data_on_the_finding_keeps_both_groups() -> None:
    rows = (rate("narrow", ONLY, 13, 85, events=11), rate("far", ANY, 56, 48, events=27))
    text = " ".join(p.text for p in lines(ask(rows, mutation=("L48V",))) if hasattr(p, "text"))
    assert f"{DRUG} 85% (11/13) oldatinib only; 48% (27/56) 1+ TKIs" in text
