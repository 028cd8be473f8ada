"""The order of options: a fixed key, each part of which leaves a line in `because`. Over the invented tables.

Two invented drugs are alike in everything but the name. Each test gives one of them one advantage.
"""

from __future__ import annotations

from typing import Any

import pytest
from toolbox import claim, drugs, found, groups, lines, new_claim, over, parsed, raw_toy, record

TWINS = ("ambitinib", "bambitinib")


def order(raw: dict[str, Any], **options: Any) -> tuple[str, ...]:
    """The twins in the order of the answer."""
    shown = groups(lines(parsed(raw), "E24K", **options))["options"]
    return tuple(d for d in shown if d in TWINS)


def because(raw: dict[str, Any], drug: str, **options: Any) -> str:
    return " | ".join(found(lines(parsed(raw), "E24K", **options).options, drug).because)


def better(made: dict[str, Any]) -> dict[str, Any]:
    """The tables with one more claim on the twin that the alphabet puts last."""
    raw = raw_toy()
    record(raw, "bambitinib")["claims"].append(made)
    return raw


APPROVAL = {"region": "JP", "scope": "after a ROS1 TKI", "lines": ["after_ros1_tki"]}
GUIDELINE = {"body": "TOYCN", "lines": ["after_ros1_tki"]}


def test_two_drugs_that_differ_in_name_alone_stand_in_alphabetical_order_and_say_so() -> None:
    raw = raw_toy()
    assert order(raw) == TWINS
    for drug, other in (TWINS, TWINS[::-1]):
        assert f"like {other} in all of this: alphabetical, not ranked" in because(raw, drug)


def test_a_drug_without_an_equal_says_nothing_of_the_alphabet() -> None:
    assert "alphabetical" not in because(raw_toy(), "lateratinib")


def test_first_comes_the_call() -> None:
    raw = raw_toy()
    claim(raw, "ambitinib-e24k")["call"] = "reduced"
    assert order(raw) == TWINS[::-1]
    assert "reduced against E24K" in because(raw, "ambitinib")


def test_then_the_best_level_against_this_finding() -> None:
    raw = raw_toy()
    claim(raw, "bambitinib-e24k")["level"] = "trial"
    assert order(raw) == TWINS[::-1]
    assert "evidence: trial" in because(raw, "bambitinib")


def test_cells_or_an_expert_alone_say_that_there_is_no_patient_data() -> None:
    raw = raw_toy()
    for level in ("in_vitro", "expert", "anecdote"):
        claim(raw, "bambitinib-e24k")["level"] = level
        assert "no patient data" in because(raw, "bambitinib")
    claim(raw, "bambitinib-e24k")["level"] = "case"
    assert "no patient data" not in because(raw, "bambitinib")


def test_then_data_after_the_latest_prior_drug() -> None:
    raw = better(new_claim("bambitinib-after", "drug", "trial", about="figure", after=["oldatinib"]))
    assert order(raw, prior=("oldatinib",)) == TWINS[::-1]
    assert "data after oldatinib" in because(raw, "bambitinib", prior=("oldatinib",))
    assert "no data after oldatinib" in because(raw, "ambitinib", prior=("oldatinib",))
    assert order(raw) == TWINS
    assert order(raw, prior=("oldatinib", "novotinib")) == TWINS
    assert order(raw, prior=("novotinib", "oldatinib")) == TWINS[::-1]


def test_data_after_one_drug_only_do_not_count_after_a_second_one() -> None:
    made = new_claim("bambitinib-after", "drug", "trial", about="figure", after=["oldatinib"], after_only=True)
    raw = better(made)
    assert order(raw, prior=("oldatinib",)) == TWINS[::-1]
    assert order(raw, prior=("novotinib", "oldatinib")) == TWINS
    said = because(raw, "bambitinib", prior=("novotinib", "oldatinib"))
    assert "is an opinion, or of other patients" in said and "no data after" not in said


def test_data_after_a_drug_that_are_of_another_finding_say_nothing_of_this_one() -> None:
    of_another = new_claim("bambitinib-after", "finding:L48V", "trial", "active", after=["oldatinib"])
    raw = better(of_another)
    assert order(raw, prior=("oldatinib",)) == TWINS
    shown = found(over(raw, "next-line", "--mutation", "E24K", "--prior", "oldatinib")["options"], "bambitinib")
    assert "bambitinib-after" not in [c["id"] for c in shown["claims"]]
    of_this = better(of_another | {"scope": "finding:E24K"})
    assert order(of_this, prior=("oldatinib",)) == TWINS[::-1]


def test_cells_after_a_drug_are_no_data_after_it() -> None:
    raw = better(new_claim("bambitinib-after", "drug", "in_vitro", about="figure", after=["oldatinib"]))
    assert order(raw, prior=("oldatinib",)) == TWINS


def test_then_an_approval_whose_scope_covers_the_line_and_the_region() -> None:
    raw = better(new_claim("bambitinib-jp", "drug", "label", about="approval", approval=APPROVAL))
    assert order(raw) == TWINS[::-1]
    assert "approval: JP" in because(raw, "bambitinib")
    assert "no approval" in because(raw, "ambitinib")
    assert order(raw, region="JP") == TWINS[::-1]
    assert order(raw, region="US") == TWINS[::-1], "an approval anywhere outweighs cells; the region is the next part"
    assert "an approval for ROS1 in US was not looked up" in because(raw, "bambitinib", region="US")
    record(raw, "bambitinib")["claims"].append(
        new_claim("b-us", "drug", "expert", about="approval", not_approved=["US"])
    )
    assert "NOT approved for ROS1 in US, as a source says" in because(raw, "bambitinib", region="US")
    for_others = better(
        new_claim(
            "b-us", "drug", "label", about="approval", approval=APPROVAL | {"region": "US", "lines": ["first_line"]}
        )
    )
    words = because(for_others, "bambitinib", prior=("oldatinib",), region="US")
    assert "no approval for ROS1 that covers this line in US" in words


def test_an_approval_for_the_first_line_alone_does_not_count_after_progression() -> None:
    first = APPROVAL | {"lines": ["first_line"]}
    raw = better(new_claim("bambitinib-jp", "drug", "label", about="approval", approval=first))
    assert order(raw) == TWINS


def test_a_guideline_for_the_line_is_said_and_does_not_order() -> None:
    made = new_claim("bambitinib-toycn", "setting:after_ros1_tki", "guideline", "active", about="guideline")
    raw = better(made | {"guideline": GUIDELINE | {"version": "3.2025", "condition": "with pain"}})
    assert order(raw) == TWINS
    assert "TOYCN 3.2025, with pain" in because(raw, "bambitinib")


def test_neither_cells_nor_a_few_patients_put_an_unapproved_drug_before_an_approved_one() -> None:
    for level in ("in_vitro", "case", "trial"):
        raw = better(new_claim("bambitinib-jp", "drug", "label", about="approval", approval=APPROVAL))
        claim(raw, "bambitinib-e24k")["level"] = "expert"
        claim(raw, "ambitinib-e24k").update({"level": level} | ({"figure": FEW} if level == "trial" else {}))
        assert order(raw) == TWINS[::-1], level
        assert "not approved for this line" in because(raw, "ambitinib")


def test_ten_patients_in_the_finding_do() -> None:
    raw = better(new_claim("bambitinib-jp", "drug", "label", about="approval", approval=APPROVAL))
    claim(raw, "ambitinib-e24k").update({"level": "trial", "figure": MANY})
    assert order(raw) == TWINS


def test_a_drug_that_does_not_treat_the_brain_stands_behind_when_the_brain_is_asked_for() -> None:
    raw = raw_toy()
    record(raw, "ambitinib")["claims"].append(new_claim("a-brain", "drug", "expert", about="brain", brain=False))
    claim(raw, "ambitinib-e24k").update({"level": "trial", "figure": MANY})
    assert order(raw) == TWINS
    assert order(raw, cns=True) == TWINS[::-1]


def test_then_the_brain_when_it_is_asked_for() -> None:
    raw = better(new_claim("bambitinib-brain", "drug", "expert", about="brain", brain=True))
    assert order(raw) == TWINS
    assert order(raw, cns=True) == TWINS[::-1]
    assert "treats the brain: yes" in because(raw, "bambitinib", cns=True)
    assert "treats the brain: no data" in because(raw, "ambitinib", cns=True)


LABEL_READ = new_claim(
    "x-label", "drug", "label", about="warning", caveat={"kind": "warning", "rank": 1}, reactions=["vision"]
)


def test_then_a_side_effect_to_avoid_which_moves_down_and_never_away() -> None:
    made = new_claim("ambitinib-dizzy", "drug", "expert", about="tolerability", reactions=["dizziness"])
    raw = better(LABEL_READ)
    record(raw, "ambitinib")["claims"] += [made, dict(LABEL_READ, id="a-label")]
    assert order(raw) == TWINS
    for word in ("dizziness", "neurologic"):
        assert order(raw, avoid=(word,)) == TWINS[::-1]
        assert "moved down: dizziness" in because(raw, "ambitinib", avoid=(word,))
        assert "moved down" not in because(raw, "bambitinib", avoid=(word,))


def test_the_reaction_after_which_a_drug_was_stopped_moves_down_as_well() -> None:
    made = new_claim("ambitinib-dizzy", "drug", "expert", about="tolerability", reactions=["dizziness"])
    raw = better(LABEL_READ)
    record(raw, "ambitinib")["claims"] += [made, dict(LABEL_READ, id="a-label")]
    assert order(raw, intolerant=("novotinib:dizziness",)) == TWINS[::-1]


def test_a_drug_whose_label_was_not_read_gains_nothing_from_its_silence_unless_it_is_said_to_spare_the_effect() -> None:
    dizzy = new_claim("ambitinib-dizzy", "drug", "expert", about="tolerability", reactions=["dizziness"])
    raw = raw_toy()
    record(raw, "ambitinib")["claims"].append(dizzy)
    assert order(raw, avoid=("dizziness",)) == TWINS
    assert "safety label was not read" in because(raw, "bambitinib", avoid=("dizziness",))
    spares = new_claim("bambitinib-spares", "drug", "expert", about="tolerability", spares=["neurologic"])
    record(raw, "bambitinib")["claims"].append(spares)
    assert order(raw, avoid=("dizziness",)) == TWINS[::-1]
    assert "said to spare neurologic" in because(raw, "bambitinib", avoid=("dizziness",))


FEW = {"name": "ORR", "value": 50, "unit": "%", "n": 8, "events": 4}
MANY = {"name": "ORR", "value": 50, "unit": "%", "n": 12, "events": 6}
OF_ONE = new_claim("x-one", "drug", "trial", about="figure", figure=MANY, prior={"tkis": "one"})
KEY = [
    ("evidence", {"level": "trial", "figure": MANY}, None),
    ("approval", None, new_claim("x-jp", "drug", "label", about="approval", approval=APPROVAL)),
    ("side effects", None, LABEL_READ),
    ("after", None, new_claim("x-after", "drug", "trial", about="figure", after=["oldatinib"])),
    ("as many", None, OF_ONE),
    ("brain", None, new_claim("x-brain", "drug", "expert", about="brain", brain=True)),
]


@pytest.mark.parametrize("place", range(len(KEY) - 1), ids=[k[0] for k in KEY[:-1]])
def test_an_earlier_part_of_the_key_outweighs_all_later_ones_together(place: int) -> None:
    raw = raw_toy()
    _, change, made = KEY[place]
    if change:
        claim(raw, "bambitinib-e24k").update(change)
    else:
        record(raw, "bambitinib")["claims"].append(dict(made))
    record(raw, "ambitinib")["claims"] += [dict(later[2], id=f"a-{later[0]}") for later in KEY[place + 1 :]]
    assert order(raw, prior=("oldatinib",), cns=True, avoid=("dizziness",)) == TWINS[::-1]


def test_the_trace_names_the_key_and_the_order() -> None:
    from toolbox import answered

    trace = answered("next-line", "--mutation", "E24K", "--explain")["trace"]
    said = next(t["text"] for t in trace if t["rule"] == "order")
    assert said.endswith("lateratinib, ambitinib, bambitinib") and said.startswith("call, ")


# -- the same over the whole program -------------------------------------------------------------------------------------

E24K = ("next-line", "--mutation", "E24K")
ADVANTAGES = {
    "approval": new_claim("x-jp", "drug", "label", about="approval", approval=APPROVAL),
    "side effects": LABEL_READ,
    "after": new_claim("x-after", "drug", "trial", about="figure", after=["oldatinib"]),
    "as many": OF_ONE,
}


def twins(raw: dict[str, Any], *argv: str) -> tuple[str, ...]:
    """The twins in the order of the JSON answer."""
    return tuple(d for d in drugs(over(raw, *argv)["options"]) if d in TWINS)


def made_for(raw: dict[str, Any], drug: str, *claims: dict[str, Any]) -> None:
    """More claims on a twin."""
    record(raw, drug)["claims"] += [dict(c, id=f"{drug}-{i}-{c['id']}") for i, c in enumerate(claims)]


def with_approval() -> dict[str, Any]:
    """The twin that the alphabet puts last is approved, and a source calls it active."""
    raw = raw_toy()
    made_for(raw, "bambitinib", ADVANTAGES["approval"])
    return raw


@pytest.mark.parametrize(("level", "n", "first"), [("trial", 10, 0), ("trial", 9, 1), ("in_vitro", 12, 1)])
def test_ten_patients_and_not_nine_and_no_cells_stand_before_an_approved_drug(level: str, n: int, first: int) -> None:
    raw = with_approval()
    claim(raw, "ambitinib-e24k").update({"level": level, "figure": MANY | {"n": n}})
    assert twins(raw, *E24K)[0] == TWINS[first]


@pytest.mark.parametrize("level", ["label", "guideline"])
def test_a_label_or_guideline_that_names_the_finding_stands_beside_ten_patients(level: str) -> None:
    raw = with_approval()
    claim(raw, "ambitinib-e24k")["level"] = level
    assert twins(raw, *E24K) == TWINS


def test_patients_with_another_finding_or_without_a_call_are_no_evidence_against_this_one() -> None:
    for made in (
        new_claim("x-line", "setting:after_ros1_tki", "trial", "active", figure=MANY),
        new_claim("x-figure", "finding:E24K", "trial", about="figure", figure=MANY),
    ):
        raw = with_approval()
        made_for(raw, "ambitinib", made)
        assert twins(raw, *E24K) == TWINS[::-1]


def test_a_few_patients_stand_before_none_where_neither_drug_is_approved() -> None:
    for level in ("case", "trial"):
        raw = raw_toy()
        claim(raw, "bambitinib-e24k").update({"level": level, "figure": FEW})
        assert twins(raw, *E24K) == TWINS[::-1]


def test_without_a_finding_the_evidence_is_that_of_the_line_and_an_approval_names_the_line() -> None:
    trial = new_claim("x-line", "setting:after_ros1_tki", "trial", "active")
    raw = raw_toy()
    made_for(raw, "ambitinib", trial | {"figure": FEW})
    made_for(raw, "bambitinib", trial | {"figure": MANY})
    assert twins(raw, "next-line") == TWINS[::-1]
    raw = with_approval()
    made_for(raw, "ambitinib", trial | {"figure": MANY})
    assert twins(raw, "next-line") == TWINS[::-1]


def test_the_call_comes_before_everything_else_together() -> None:
    raw = raw_toy()
    claim(raw, "ambitinib-e24k").update({"call": "reduced", "level": "trial", "figure": MANY})
    made_for(raw, "ambitinib", *ADVANTAGES.values(), new_claim("x", "drug", "expert", about="brain", brain=True))
    made_for(raw, "bambitinib", new_claim("x", "drug", "expert", about="brain", brain=False))
    question = (*E24K, "--prior", "oldatinib", "--avoid", "dizziness", "--cns")
    assert twins(raw, *question) == TWINS[::-1]


def test_with_equal_evidence_an_approval_comes_before_the_side_effects() -> None:
    raw = with_approval()
    for twin in TWINS:
        claim(raw, f"{twin}-e24k").update({"level": "trial", "figure": MANY})
    made_for(raw, "ambitinib", LABEL_READ)
    assert twins(raw, *E24K, "--avoid", "dizziness") == TWINS[::-1]


def test_the_name_decides_at_the_end_and_not_the_place_in_the_tables() -> None:
    raw = raw_toy()
    raw["drugs"]["drugs"].reverse()
    assert twins(raw, *E24K) == TWINS


def test_that_a_drug_does_not_treat_the_brain_comes_before_all_that_is_left() -> None:
    raw = raw_toy()
    claim(raw, "ambitinib-e24k").update({"level": "trial", "figure": MANY})
    made_for(raw, "ambitinib", *ADVANTAGES.values(), new_claim("x", "drug", "expert", about="brain", brain=False))
    question = (*E24K, "--prior", "oldatinib", "--avoid", "dizziness")
    assert twins(raw, *question) == TWINS
    assert twins(raw, *question, "--cns") == TWINS[::-1]


FIRST = {"region": "JP", "scope": "first line", "lines": ["first_line"]}


def test_in_the_first_line_the_brain_orders_without_being_asked_for() -> None:
    approval = new_claim("x-jp", "drug", "label", about="approval", approval=FIRST)
    for drug, treats in (("ambitinib", False), ("bambitinib", True)):
        raw = raw_toy()
        for twin in TWINS:
            made_for(raw, twin, approval)
        assert twins(raw, "first-line") == TWINS
        made_for(raw, drug, new_claim("x-brain", "drug", "expert", about="brain", brain=treats))
        assert twins(raw, "first-line") == TWINS[::-1]
    raw = raw_toy()
    trial = new_claim(
        "x-line", "setting:first_line", "guideline", "active", guideline={"body": "T", "lines": ["first_line"]}
    )
    made_for(raw, "ambitinib", trial, new_claim("x-brain", "drug", "expert", about="brain", brain=False))
    made_for(raw, "bambitinib", trial)
    assert twins(raw, "first-line") == TWINS[::-1]


def test_in_the_first_line_figures_of_patients_without_a_ros1_tki_do_not_order() -> None:
    raw = raw_toy()
    for twin in TWINS:
        made_for(raw, twin, new_claim("x-jp", "drug", "label", about="approval", approval=FIRST))
    made_for(raw, "bambitinib", OF_ONE | {"prior": {"tkis": "none"}})
    assert twins(raw, "first-line") == TWINS


@pytest.mark.parametrize(
    ("scope", "tkis", "counts"),
    [("drug", "one", True), ("finding:E24K", "one", True), ("finding:L48V", "one", False), ("drug", "any", False)],
)
def test_patients_like_this_one_had_as_many_ros1_tkis_and_no_other_finding(scope: str, tkis: str, counts: bool) -> None:
    raw = raw_toy()
    made_for(raw, "bambitinib", OF_ONE | {"scope": scope, "prior": {"tkis": tkis}})
    assert twins(raw, *E24K, "--prior", "oldatinib") == (TWINS[::-1] if counts else TWINS)


@pytest.mark.parametrize(
    ("made", "gains"),
    [
        (
            new_claim(
                "x", "drug", "label", about="warning", caveat={"kind": "warning", "rank": 1}, reactions=["vision"]
            ),
            True,
        ),
        (new_claim("x", "drug", "label", about="adverse_reactions", reactions=["vision"]), True),
        (new_claim("x", "drug", "expert", about="warning"), False),
        (new_claim("x", "drug", "expert", about="tolerability", reactions=["vision"]), False),
        (new_claim("x", "drug", "expert", about="tolerability", spares=["dizziness"]), True),
        (new_claim("x", "drug", "expert", about="tolerability", spares=["neurologic"]), True),
        (new_claim("x", "drug", "expert", about="tolerability", spares=["nausea"]), False),
    ],
)
def test_only_a_safety_label_that_was_read_or_a_source_that_says_so_spares_a_drug(
    made: dict[str, Any], gains: bool
) -> None:
    raw = raw_toy()
    made_for(raw, "bambitinib", made)
    assert twins(raw, *E24K, "--avoid", "dizziness") == (TWINS[::-1] if gains else TWINS)


def test_a_drug_that_spares_one_effect_of_two_moves_down_and_only_what_was_asked_is_said_to_be_spared() -> None:
    raw = raw_toy()
    made_for(raw, "bambitinib", new_claim("x", "drug", "expert", about="tolerability", spares=["nausea"]))
    assert order(raw, avoid=("nausea",)) == TWINS[::-1]
    assert order(raw, avoid=("nausea", "dizziness")) == TWINS
    assert "said to spare nausea" in because(raw, "bambitinib", avoid=("nausea", "dizziness"))
    assert "said to spare" not in because(raw, "bambitinib", avoid=("dizziness",))


def test_an_approval_for_the_line_says_nothing_of_progression_in_the_brain_alone() -> None:
    raw = raw_toy()
    made_for(raw, "cnsatinib", ADVANTAGES["approval"])
    row = found(over(raw, "next-line", "--prior", "oldatinib", "--cns-only")["options"], "cnsatinib")
    assert "kind of evidence: approved for this line, and a source calls it active" in row["because"]


def test_an_approval_is_not_the_reading_of_a_safety_label() -> None:
    raw = raw_toy()
    for twin in TWINS:
        made_for(raw, twin, ADVANTAGES["approval"])
    row = found(over(raw, *E24K, "--avoid", "dizziness")["options"], "bambitinib")
    assert any("its safety label was not read" in b for b in row["because"])


def test_a_guideline_is_never_shown_without_its_strength() -> None:
    weak = {"body": "TOYCN", "lines": ["after_ros1_tki"], "strength": "weak"}
    raw = raw_toy()
    made_for(raw, "bambitinib", new_claim("x", "setting:after_ros1_tki", "guideline", "active", guideline=weak))
    row = found(over(raw, "next-line", "--prior", "oldatinib")["options"], "bambitinib")
    assert any("TOYCN" in b and "weak recommendation" in b for b in row["because"])
