"""What holds for every name: it reads back, order and spelling change nothing, and a refusal is never an answer."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toolbox import ros1, tables

from ros1cli.answers.drug import drugs
from ros1cli.answers.mutation import mutations
from ros1cli.errors import NotUnderstood, Ros1Error
from ros1cli.names.drugs import read_drug
from ros1cli.names.hgvs import ONE, on_mane
from ros1cli.names.mutations import read_findings

REF = tables().reference
GENES = sorted({f.gene for f in tables().findings.values() if f.gene} | set(REF.related_genes))


@st.composite
def changes(draw: st.DrawFn, low: int = 1, high: int = len(REF.sequence)) -> str:
    """A substitution that the protein can have."""
    pos = draw(st.integers(low, high))
    own = REF.sequence[pos - 1]
    return f"{own}{pos}{draw(st.sampled_from([one for one in ONE if one != own]))}"


def foreign(name: str) -> bool:
    return name in REF.foreign_changes


def long(name: str) -> str:
    return f"{ONE[name[0]]}{name[1:-1]}{ONE[name[-1]]}"


def spellings(name: str) -> list[str]:
    """The spellings of a change on the reference."""
    mane = on_mane(REF, int(name[1:-1]))
    out = [
        f"{p}{s}" for p in ("", "ROS1 ", "ROS1:", "ROS1_", "CD74-ROS1 ") for s in (name, f"p.{name}", f"p.{long(name)}")
    ]
    out += [name.lower(), f"p.({long(name)})", f"NP_002935.2:p.{long(name)}", f" {name}\r", long(name).upper()]
    out += [f"NM_001378902.1:p.{ONE[name[0]]}{mane}{ONE[name[-1]]}"] if mane else []
    return out


def answer_of(*argv: str) -> dict[str, Any]:
    """The JSON answer without the part that repeats what was typed, and how it was read."""
    result = ros1(*argv, "--json")
    assert result.status in (0, 3), result.err
    answer: dict[str, Any] = result.json
    del answer["understood"], answer["query"]["raw"], answer["query"]["readings"]
    return answer


def said(answer: dict[str, Any]) -> bytes:
    return json.dumps({k: v for k, v in answer.items() if k != "cautions"}, sort_keys=False).encode()


def cautions(answer: dict[str, Any]) -> list[str]:
    """Ids of the cautions, but for the one that an accession takes away."""
    return [c["id"] for c in answer["cautions"] if c["id"] != "numbering-collision"]


# -- what is printed reads back ------------------------------------------------------------------------------------


def names_in(value: Any) -> list[str]:
    """Every HGVS name in an answer."""
    if isinstance(value, dict):
        return [n for v in value.values() for n in names_in(v)]
    if isinstance(value, list):
        return [n for v in value for n in names_in(v)]
    return [value] if isinstance(value, str) and any(p in value for p in ("p.", "c.", "g.")) else []


@pytest.mark.parametrize("listed", [m.mutation for m in mutations(tables())])
def test_every_name_that_is_printed_of_a_finding_reads_back_as_itself(listed: str) -> None:
    asked = read_findings(tables(), [listed])
    assert [asked.finding, *(o.name for o in (*asked.off_target, *asked.without_status))] in ([listed], ["", listed])
    answer = ros1("mutation", listed, "--json").json
    assert answer["finding"] == listed
    for key in ("hgvs", "numbering"):
        for name in names_in(answer[key]):
            assert read_findings(tables(), [name]).on_target[0] in listed.split("/"), name


@given(changes())
def test_every_name_that_is_printed_of_any_change_reads_back_as_itself(name: str) -> None:
    answer = ros1("mutation", f"ROS1 {name}", "--json").json
    assert answer["finding"] == name == read_findings(tables(), [f"ROS1 {name}"]).finding
    for printed in names_in([answer["numbering"]["on_mane_select"], *answer["hgvs"]["nucleotides"]]):
        assert read_findings(tables(), [printed]).finding == name


@given(
    st.sampled_from(GENES), st.sampled_from(["amp", "exon 14 skipping", "L858R", "fusion", "loss", "Q61K", "gain", ""])
)
def test_every_off_target_name_reads_back_as_itself(gene: str, event: str) -> None:
    first = read_findings(tables(), [f"{gene} {event}"])
    (found,) = (*first.off_target, *first.without_status)
    again = read_findings(tables(), [found.name])
    assert (again.off_target, again.without_status) == (first.off_target, first.without_status)


@pytest.mark.parametrize("drug", [d.drug for d in drugs(tables())])
def test_every_name_that_is_printed_of_a_drug_reads_back_as_it(drug: str) -> None:
    found = tables().drugs[drug]
    for name in (drug, *found.brands, *found.codes, *(n.name for n in found.names), found.display):
        assert read_drug(tables(), name).id == drug


@given(
    st.text(alphabet="GRLFASYV0123456789ol", min_size=4, max_size=8)
    | changes().map(lambda n: f"{n[0]}{n[1:-1][::-1]}{n[-1]}")
)
def test_every_suggestion_is_a_name_that_is_read(text: str) -> None:
    try:
        read_findings(tables(), [text])
    except NotUnderstood as refusal:
        for suggestion in refusal.suggestions:
            assert read_findings(tables(), [suggestion]).readings


# -- spelling and order change nothing -------------------------------------------------------------------------------


@given(st.data(), changes(1900, 2200))
@settings(max_examples=25)
def test_every_spelling_of_a_change_gives_the_same_bytes(data: st.DataObject, name: str) -> None:
    typed = data.draw(st.sampled_from(spellings(name)))
    one, other = (
        answer_of("mutation", f"ROS1 {name}"),
        answer_of("mutation", typed if not foreign(name) else f"ROS1 {name}"),
    )
    assert said(one) == said(other)
    assert cautions(one) == cautions(other)


@given(changes())
def test_every_spelling_of_a_change_is_that_change(name: str) -> None:
    for typed in spellings(name):
        if not foreign(name) or "ROS1" in typed:
            assert read_findings(tables(), [typed]).finding == name, typed


@pytest.mark.parametrize("finding", [f.id for f in tables().findings.values() if not f.on_target])
def test_every_alias_of_an_off_target_finding_gives_the_same_bytes(finding: str) -> None:
    own = answer_of("mutation", finding)
    for alias in tables().findings[finding].aliases:
        other = answer_of("mutation", alias)
        assert said(own) == said(other) and cautions(own) == cautions(other), alias


_NAMED = [f.id for f in tables().findings.values() if len(f.members) == 1] + ["MET", "KRAS G12C", "SCLC"]


@given(
    st.lists(st.sampled_from(_NAMED), min_size=2, max_size=4, unique=True),
    st.sampled_from(["/", ",", " + ", ";", " and "]),
)
@settings(max_examples=15)
def test_permuting_the_names_of_a_tumour_changes_nothing(names: list[str], separator: str) -> None:
    try:
        expected = read_findings(tables(), names)
    except NotUnderstood:
        for order in itertools.permutations(names):
            with pytest.raises(NotUnderstood):
                read_findings(tables(), [separator.join(order)])
        return
    for order in itertools.permutations(names):
        assert read_findings(tables(), order) == expected
        assert read_findings(tables(), [separator.join(order)]) == expected
    first = answer_of("next-line", "--mutation", separator.join(names))
    last = answer_of("next-line", *(a for n in reversed(names) for a in ("--mutation", n)))
    assert first == last


@given(changes(), changes())
def test_cis_brackets_mean_the_compound_and_trans_ones_the_same_with_a_caution(one: str, other: str) -> None:
    if one[1:-1] == other[1:-1]:
        return
    plain = read_findings(tables(), [f"ROS1 {one}", f"ROS1 {other}"])
    cis = read_findings(tables(), [f"ROS1:p.[{one};{other}]"])
    trans = read_findings(tables(), [f"ROS1:p.[{other}];[{one}]"])
    assert plain.on_target == cis.on_target == trans.on_target
    assert (plain.phase, cis.phase, trans.phase) == ("", "", "trans")


# -- numbering -------------------------------------------------------------------------------------------------------


@given(changes())
def test_a_name_is_never_shifted_in_silence(name: str) -> None:
    """A bare name is itself or refused; with MANE Select it is its counterpart, and the reading says so."""
    bare = read_findings(tables(), [f"ROS1 {name}"])
    assert bare.finding == name
    mane = on_mane(REF, int(name[1:-1]))
    if mane is None:
        return
    typed = f"{name[0]}{mane}{name[-1]}"
    asked = read_findings(tables(), [f"ROS1 {typed}"], "NM_001378902")
    assert asked.finding == name and f"converted to {name}" in asked.readings[0].how
    if mane == int(name[1:-1]):
        return
    try:
        again = read_findings(tables(), [f"ROS1 {typed}"])
    except NotUnderstood as refusal:
        assert name in refusal.suggestions and name in refusal.message
    else:
        assert again.finding == typed and (typed, name) in again.collisions


# -- any input at all --------------------------------------------------------------------------------------------------

_PARTS = st.sampled_from(
    ["G2032R", "L2086F", "p.", "Gly", "Arg", "2032", "ROS1", ":", "_", "-", "/", ",", ";", "+", " and ", " ", "[", "]", "(", ")",
     "c.",
     "g.", "6094", "G>A", "NM_002944.2", "NM_001378902.1", "chr6", "117638347C>T", "CD74", "::", "MET", "KRAS", "G12C", "amp",
     "exon 14", "SCLC", "*", "fs", "=", "?", "F", "Phe", "\u200b", "Ｇ", "–", "С", "\x00", "\ud800", "lorlatinib", "or", "not"]
)  # fmt: skip
_ANY = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="GRLFpc.g[];:/()_-0123456789ROS1ALK ", max_size=40),
    st.lists(_PARTS, max_size=9).map("".join),
    st.tuples(st.lists(_PARTS, min_size=1, max_size=5).map("".join), st.integers(1, 20_000)).map(
        lambda pair: (pair[0] * pair[1])[:131_072]
    ),
)


@given(_ANY)
@settings(max_examples=400)
def test_any_input_is_read_or_refused_by_the_projects_own_error_within_a_second(text: str) -> None:
    for ask in (lambda: read_findings(tables(), [text]), lambda: read_drug(tables(), text)):
        start = time.perf_counter()
        try:
            ask()
        except Ros1Error as refusal:
            assert refusal.exit == 2 and refusal.message.isprintable() and len(refusal.message) < 3000
        assert time.perf_counter() - start < 1


@given(_ANY)
@settings(max_examples=60)
def test_a_refused_input_never_yields_an_answer(text: str) -> None:
    try:
        read_findings(tables(), [text])
    except NotUnderstood:
        for command in (("next-line", f"--mutation={text}"), ("mutation", "--", text)):
            result = ros1(*command)
            assert result.status == 2 and result.out == "" and result.err.count("\n") == 1


@given(st.lists(_ANY, max_size=3), st.none() | st.sampled_from(["NM_002944.2", "NM_001378902", "P08922-2", "x"]))
@settings(max_examples=200)
def test_several_names_are_read_alike_in_every_order(texts: list[str], transcript: str | None) -> None:
    outcomes = set()
    for order in itertools.permutations(texts):
        try:
            outcomes.add(read_findings(tables(), order, transcript))
        except NotUnderstood:
            outcomes.add(None)
    assert len(outcomes) == 1
