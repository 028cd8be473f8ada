"""The net: what the program answers to every question, in codes and ids, a line a question.

The files of tests/answers hold it, one set for today's tables and one for those of 2024-02-05. They hold no sentences, so
`git diff` reads like a list of what moved: a status, a drug in another group or place, a caution that came or went.
`python docs/regenerate.py` writes them anew; nobody edits them by hand. The program is asked through `main(argv)`, and
only public keys of its JSON are read.
"""

from __future__ import annotations

import io
import itertools
import json
import shlex
import sys
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from unittest.mock import patch

from toolbox import HERE, ros1

ANSWERS = HERE / "answers"
DAYS = {"today": (), "2024-02-05": ("--as-of", "2024-02-05")}
PAIRS = (
    ("crizotinib", "lorlatinib"),
    ("crizotinib", "repotrectinib"),
    ("crizotinib", "taletrectinib"),
    ("entrectinib", "lorlatinib"),
)
SOME_FINDINGS = ("", "G2032R", "L2086F", "S1986F", "L2026M", "G2032R/L2086F", "MET amplification", "SCLC")
SOME_PRIORS = ((), ("crizotinib",), ("entrectinib",), ("lorlatinib",), ("repotrectinib",), ("crizotinib", "lorlatinib"))
REGIONS = ("US", "EU", "JP", "CN", "CA")
LEVELS = ("label", "guideline", "trial", "case", "in_vitro", "expert", "anecdote")
AVOIDED = ("dizziness", "cognitive", "neurologic")
OFF_TARGET = ("MET amplification", "SCLC")


class Line(NamedTuple):
    """A question as it is typed, and its answer in fields: name → codes."""

    question: str
    fields: dict[str, str]

    def __str__(self) -> str:
        return " | ".join([self.question, *(f"{name} {codes}".rstrip() for name, codes in self.fields.items())])


SAME = "as above"
"""Stands for an answer that is the one of the line above, code for code."""


def text(lines: Iterable[Line]) -> str:
    """A file of the net."""
    out, above = [], None
    for line in lines:
        out.append(f"{line.question} | {SAME}\n" if line.fields == above else f"{line}\n")
        above = line.fields
    return "".join(out)


def read(kept: str) -> list[Line]:
    """The lines of a file."""
    out: list[Line] = []
    for line in kept.splitlines():
        question, *fields = line.split(" | ")
        said = {name: codes for name, _, codes in (f.partition(" ") for f in fields)}
        out.append(Line(question, out[-1].fields if fields == [SAME] else said))
    return out


def files() -> dict[str, list[Line]]:
    """Every file of the net by its path below tests/answers, with its lines as the program answers now."""
    out: dict[str, list[Line]] = {}
    for day, as_of in DAYS.items():
        findings = [m["mutation"] for m in listed("mutation", as_of)]
        drugs = [d["drug"] for d in listed("drug", as_of) if d["kind"] in ("tki", "research")]
        for file, asked in {
            "next-line": next_lines(findings, drugs),
            "next-line-options": next_lines_with_options(),
            "next-line-several": next_lines_of_several(findings),
        }.items():
            said = batch(asked, as_of)
            out[f"{day}/{file}.txt"] = [Line(" ".join(q), groups(a)) for q, a in said]
            out[f"{day}/{file}-beside.txt"] = [Line(" ".join(q), beside(a)) for q, a in said]
        said = [(q, ros1("first-line", *q, "--json", *as_of).json) for q in first_lines()]
        out[f"{day}/first-line.txt"] = [Line(shlex.join(q), groups(a)) for q, a in said]
        out[f"{day}/first-line-beside.txt"] = [Line(shlex.join(q), beside(a)) for q, a in said]
        out[f"{day}/calls.txt"] = list(calls(findings, drugs, as_of))
    return out


# -- the questions ---------------------------------------------------------------------------------------------------

Question = tuple[str, ...]


def asked(finding: str, prior: Iterable[str] = (), *more: str) -> Question:
    """A question of `next-line` as it is typed, already quoted."""
    words = [*(("--mutation", finding) if finding else ()), *itertools.chain(*(("--prior", p) for p in prior)), *more]
    return tuple(shlex.quote(w) for w in words)


def next_lines(findings: list[str], drugs: list[str]) -> Iterator[Question]:
    """Every finding and none, after nothing, each drug and four usual pairs, with and without the brain."""
    priors = [(), *((d,) for d in drugs), *(p for p in PAIRS if set(p) <= set(drugs))]
    for finding, brain, prior in itertools.product(("", *findings), ((), ("--cns",)), priors):
        yield asked(finding, prior, *brain)


def next_lines_with_options() -> Iterator[Question]:
    """Every other option over some findings and priors."""
    more = [
        ("--cns-only",),
        ("--leptomeningeal",),
        ("--oligoprogression",),
        ("--intolerant", "entrectinib"),
        ("--intolerant", "entrectinib:cognitive"),
        ("--intolerant", "crizotinib"),
        *(("--avoid", word) for word in AVOIDED),
        ("--approved-only",),
        *(("--approved-only", "--region", region) for region in REGIONS),
        *(("--region", region) for region in REGIONS),
        *(("--min-level", level) for level in LEVELS),
    ]
    for finding, prior, options in itertools.product(SOME_FINDINGS, SOME_PRIORS, more):
        yield asked(finding, prior, *options)
    for prior, tested in itertools.product(SOME_PRIORS, ("none", "plasma", "tissue")):
        yield asked("", prior, "--tested", tested)


def next_lines_of_several(findings: list[str]) -> Iterator[Question]:
    """Alternatives, compounds that no table names, and off-target findings beside on-target ones."""
    single = [f for f in SOME_FINDINGS if f in findings and f[-1].isupper() and f[1:-1].isdecimal()]
    beside_it = [f"{a},{b}" for a in single for b in OFF_TARGET if b in findings]
    pairs = [f"{a}/{b}" for a, b in itertools.combinations(single, 2)]
    for finding, prior in itertools.product(["S1986Y/F", "F2004C/V", *pairs, *beside_it], SOME_PRIORS):
        yield asked(finding, prior)


def first_lines() -> Iterator[Question]:
    """The first line: brain, region, and what else may be said of the patient."""
    brains = ((), ("--cns",), ("--leptomeningeal",))
    regions = ((), *(("--region", r) for r in REGIONS))
    for brain, approved, region in itertools.product(brains, ((), ("--approved-only",)), regions):
        yield (*brain, *approved, *region)
    yield from (*(("--avoid", w) for w in AVOIDED), *(("--min-level", x) for x in LEVELS))
    yield ("--intolerant", "crizotinib")
    yield ("--intolerant", "entrectinib:cognitive")


# -- the answers -----------------------------------------------------------------------------------------------------


def listed(command: str, as_of: Question) -> list[dict[str, Any]]:
    """What there is, as the list of a command says."""
    return list(ros1(command, "--list", "--json", *as_of).json)


def batch(questions: Iterable[Question], as_of: Question) -> list[tuple[Question, dict[str, Any]]]:
    """The answers of `next-line`, all at one start."""
    every = list(questions)
    lines = "".join(f"{json.dumps(as_object(q))}\n" for q in every)
    stdin = io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8")
    with patch.object(sys, "stdin", stdin):
        result = ros1("next-line", "--batch", "-", *as_of)
    return list(zip(every, map(json.loads, result.out.splitlines()), strict=True))


def as_object(question: Question) -> dict[str, Any]:
    """A question as a line of `--batch`."""
    out: dict[str, Any] = {}
    words = [w for quoted in question for w in shlex.split(quoted)]
    while words:
        name = words.pop(0).removeprefix("--")
        if words and not words[0].startswith("--"):
            value: Any = words.pop(0)
            out[name] = [*out.get(name, []), value] if name in ("mutation", "prior", "intolerant", "avoid") else value
        else:
            out[name] = True
    return out


def groups(answer: dict[str, Any]) -> dict[str, str]:
    """Status and groups: options in their order, what is excluded and why, what has no data."""
    if "error" in answer:
        return {"error": answer["error"]["code"]}
    why: dict[str, list[str]] = {}
    for drug in answer["excluded"]:
        why.setdefault(f"{drug['reason']}({drug['call']})", []).append(drug["drug"])
    return {
        "is": answer["status"],
        "options": ", ".join(f"{o['drug']} {o['call']} {o['basis']}" for o in answer["options"]),
        "excluded": ", ".join(f"{reason}: {' '.join(drugs)}" for reason, drugs in why.items()),
        "no-data": " ".join(d["drug"] for d in answer["no_data"]),
        "studied": " ".join(d["drug"] for d in answer["studied_only"]),
    }


def beside(answer: dict[str, Any]) -> dict[str, str]:
    """What stands beside the groups, as ids: cautions, the first caveat of each option, other treatments."""
    if "error" in answer:
        return {"error": answer["error"]["code"]}
    drugs = [(d["drug"], d.get("caveats", [])) for d in (*answer["options"], *answer["no_data"])]
    return {
        "cautions": " ".join(c["id"] for c in answer["cautions"]),
        "caveats": " ".join(f"{drug}:{said[0]['id']}+{len(said) - 1}" for drug, said in drugs if said),
        "other": " ".join(t["id"] for t in answer["other_treatments"]),
        "questions": " ".join(q["id"] for q in answer["questions"]),
    }


def calls(findings: list[str], drugs: list[str], as_of: Question) -> Iterator[Line]:
    """For each drug and finding the call that `mutation`, `drug` and `compare` show."""
    by_finding = {f: ros1("mutation", f, "--json", *as_of).json for f in findings}
    by_drug = {d: ros1("drug", d, "--json", *as_of).json for d in drugs}
    compared = {d["drug"]: d for d in ros1("compare", *drugs, "--json", *as_of).json["drugs"]}
    for finding, drug in itertools.product(findings, drugs):
        on_mutation = [
            f"{call}/{found['basis']}/{found['group']}/{found['reason']}"
            for call, every in by_finding[finding]["drugs"].items()
            for found in every
            if found["drug"] == drug
        ]
        on_drug = [
            f"{w['call']}/{w['basis']}/{w['group']}/{w['reason']}"
            for w in by_drug[drug]["weighed"]
            if w["finding"] == finding
        ]
        against = [word for word in ("active", "not_effective") if finding in compared[drug][f"{word}_against"]]
        yield Line(
            f"{finding}, {drug}",
            {"mutation": " ".join(on_mutation), "drug": " ".join(on_drug), "compare": " ".join(against)},
        )


# -- what moved ------------------------------------------------------------------------------------------------------


def moved(kept: str, now: Iterable[Line]) -> list[str]:
    """In words, a sentence a question, what differs between a file as it is kept and the answers of today."""
    old = {line.question: line.fields for line in read(kept)}
    new = {line.question: line.fields for line in now}
    gone = [f"{question or '(no option)'}: no longer asked" for question in old if question not in new]
    changed = [q for q in new if new[q] != old.get(q)]
    return gone + [f"{q or '(no option)'}: {difference(old.get(q, {}), new[q])}" for q in changed]


def difference(was: dict[str, str], now: dict[str, str]) -> str:
    """The fields that differ, each as it was and as it is."""
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    return "; ".join(f"{name} was [{was.get(name, '')}], is [{now.get(name, '')}]" for name in names)
