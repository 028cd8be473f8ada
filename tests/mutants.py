"""Mutants of the contract's rules: each breaks one rule by hand, and some test must notice.

    python tests/mutants.py             all of them: the tests of judgement, and the net for what they let through
    python tests/mutants.py --net       the net first, which says how many answers each mutant moves; about a minute each
    python tests/mutants.py NAME ...    some of them
    python tests/mutants.py --list      their names and rules

For each mutant the checkout is copied to a folder of its own, the text is changed there, and the tests are run until one
fails. A line for each says what caught it. The exit is 1 when one survives that does not stand in `NO_ANSWER_CHANGES` with
its reason, when one that stands there is caught, or when one breaks the program itself.

A mutant is found by its text over the whole package, not by its file, so that a function may move. When a rule is written
anew, write its mutant anew: `test_mutants.py` says which no longer fits.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
ROOT = HERE.parent
NET = ("test_net.py",)
JUDGEMENT = (
    "test_calls.py",
    "test_order.py",
    "test_highlights.py",
    "test_statuses.py",
    "test_filters.py",
    "test_as_of.py",
    "test_lookups.py",
    "test_rules.py",
    "test_series.py",
    "test_glossary.py",
    "test_matrix.py",
    "test_report.py",
    "test_golden.py",
    "test_json.py",
)
"""Every test over what is answered, the quick ones first. One that is not there is left out."""


class Mutant(NamedTuple):
    """A rule of the contract in words, and the text that keeps it beside one that breaks it."""

    name: str
    rule: str
    old: str
    new: str


SCOPES = (
    Mutant(
        "class-before-finding",
        "the most specific scope that has a claim decides",
        "\n    own = _decided(tables, drug, ScopeKind.FINDING, finding)\n",
        "\n    own = _decided(tables, drug, ScopeKind.CLASS, ON_TARGET)\n"
        "    own = own if own.claims else _decided(tables, drug, ScopeKind.FINDING, finding)\n",
    ),
    Mutant(
        "class-on-target-ignored",
        "without a claim on the finding, one on the class decides",
        "return _decided(tables, drug, ScopeKind.CLASS, ON_TARGET)",
        "return NOTHING",
    ),
    Mutant(
        "class-off-target-ignored",
        "off-target: changing the ROS1 TKI is not expected to help",
        "return _decided(tables, drug, ScopeKind.CLASS, OFF_TARGET)",
        "return NOTHING",
    ),
    Mutant(
        "off-target-finding-ignored",
        "a claim on an off-target finding decides over one on the class",
        "\n    for finding in findings:\n        own = ",
        "\n    for finding in ():\n        own = ",
    ),
    Mutant(
        "never-does-not-exclude",
        "a never claim always excludes",
        "if banned := never(tables, drug):",
        "if banned := ():",
    ),
    Mutant(
        "never-not-for-members",
        "a never claim always excludes, also beside the members of a compound",
        "return Call.NOT_EFFECTIVE if never(tables, drug) else call_for_finding(",
        "return call_for_finding(",
    ),
    Mutant(
        "never-not-for-mutation",
        "no two commands contradict each other: `mutation` and a drug that must never be used",
        "decision = decision._replace(call=Call.NOT_EFFECTIVE, level=banned[0].level)",
        "decision = decision._replace(level=banned[0].level)",
    ),
    Mutant(
        "never-not-for-compare",
        "no two commands contradict each other: `compare` and a drug that must never be used",
        "if call is not Call.NOT_EFFECTIVE and never(tables, drug):",
        "if False:",
    ),
)

LEVELS = (
    Mutant(
        "weakest-level-decides",
        "trial > case > in_vitro > expert > anecdote",
        "best = min(ranks)",
        "best = max(ranks)",
    ),
    Mutant(
        "expert-before-cells",
        "trial > case > in_vitro > expert > anecdote",
        '    IN_VITRO = "in_vitro"\n    EXPERT = "expert"\n',
        '    EXPERT = "expert"\n    IN_VITRO = "in_vitro"\n',
    ),
    Mutant(
        "label-of-a-class-outranks",
        "a label or guideline outranks a trial only if it names the finding",
        "(names_finding and is_current)",
        "is_current",
    ),
    Mutant(
        "older-label-outranks",
        "a label or guideline outranks only if it is no older than what it contradicts",
        "(names_finding and is_current)",
        "names_finding",
    ),
    Mutant(
        "label-of-the-same-day-does-not",
        "a label or guideline outranks if it is no older: the same date is no older",
        '(claim.date or "") >= max(contradicted)',
        '(claim.date or "") > max(contradicted)',
    ),
    Mutant(
        "label-newer-than-the-oldest",
        "no older than what it contradicts: all of it",
        '(claim.date or "") >= max(contradicted)',
        '(claim.date or "") >= min(contradicted)',
    ),
    Mutant(
        "superseded-votes",
        "a claim superseded by a later data cut-off stays visible, and does not vote",
        "current = tuple(c for c in claims if c.id not in superseded)",
        "current = claims",
    ),
    Mutant(
        "reduced-beside-active-is-active",
        "`reduced` beside `active` at one level is reduced",
        "call = Call.REDUCED if Call.REDUCED in calls else top[0].call",
        "call = Call.ACTIVE if Call.ACTIVE in calls else top[0].call",
    ),
)

CONFLICTS = (
    Mutant(
        "opposite-at-one-level-active",
        "opposite calls at one level are conflicting",
        "if Call.NOT_EFFECTIVE in calls and len(calls) > 1:",
        "if False:",
    ),
    Mutant(
        "single-case-beats-cells",
        "a single case against in-vitro data is conflicting",
        "if single_case and any(c.level is Level.IN_VITRO for c in lower):",
        "if False:",
    ),
    Mutant(
        "several-cases-do-not-beat-cells",
        "only a *single* case against in-vitro data is conflicting: one claim of several patients decides",
        "(top[0].figure is None or top[0].figure.n in (None, 1))",
        "True",
    ),
    Mutant(
        "two-cases-do-not-beat-cells",
        "only a *single* case against in-vitro data is conflicting: two claims of one patient each decide",
        "single_case = level is Level.CASE and len(top) == 1 and (",
        "single_case = level is Level.CASE and (",
    ),
    Mutant(
        "active-beats-expert",
        'an expert "not effective" against a higher "active" is conflicting',
        "if call in POSITIVE and not trial_decides and any(",
        "if False and any(",
    ),
    Mutant(
        "trial-does-not-beat-expert",
        'an expert "not effective" against a higher "active" is conflicting unless a trial decides',
        "if call in POSITIVE and not trial_decides and any(",
        "if call in POSITIVE and any(",
    ),
    Mutant(
        "not-effective-beside-expert-active",
        'only an expert\'s "not effective" against "active" is conflicting, not the reverse',
        "if call in POSITIVE and not trial_decides and any(",
        "if not trial_decides and any(",
    ),
)

MEMBERS = (
    Mutant(
        "active-carries-over",
        '"active" against a member never carries over',
        "if part.call is Call.NOT_EFFECTIVE:",
        "if part.call in (Call.ACTIVE, Call.NOT_EFFECTIVE):",
    ),
    Mutant(
        "not-effective-does-not-carry-over",
        '"not effective" against a member carries over',
        "\n    if len(members) > 1:\n",
        "\n    if False:\n",
    ),
    Mutant(
        "only-the-first-member",
        '"not effective" against any member carries over',
        "\n        for member in members:\n",
        "\n        for member in members[:1]:\n",
    ),
    Mutant(
        "member-before-compound",
        "a compound is its own finding: its own claim decides over those on its members",
        '\n        return own\n    members = finding.split("/")\n',
        '\n        parts = [_decided(tables, drug, ScopeKind.FINDING, m) for m in finding.split("/")]\n'
        "        return next((p for p in parts if p.call is Call.NOT_EFFECTIVE), own)\n"
        '    members = finding.split("/")\n',
    ),
    Mutant(
        "any-alternative-is-enough",
        "a drug active against *every* alternative is an option",
        "\n    if Call.NO_DATA in calls:\n",
        "\n    if not levels:\n",
    ),
    Mutant(
        "not-effective-alternative-ignored",
        "a drug not effective against one alternative is no option",
        "for call in (Call.NOT_EFFECTIVE, Call.CONFLICTING):",
        "for call in (Call.CONFLICTING,):",
    ),
    Mutant(
        "unresolved-alternative-ignored",
        "a drug unresolved against one alternative is no option",
        "for call in (Call.NOT_EFFECTIVE, Call.CONFLICTING):",
        "for call in (Call.NOT_EFFECTIVE,):",
    ),
    Mutant(
        "strongest-alternative-speaks",
        "of alternatives the weaker level speaks for both",
        "worst_level = max(levels, key=lambda lv: lv.rank)",
        "worst_level = min(levels, key=lambda lv: lv.rank)",
    ),
)

SETTINGS = (
    Mutant(
        "cns-only-after-more-tkis",
        "rule 3: only when that drug is the sole ROS1 TKI so far",
        "only = q.ros1_prior[0] if q.ros1_prior and len(q.received) == 1 else None",
        "only = q.latest",
    ),
    Mutant(
        "cns-only-beside-one-not-tolerated",
        "rule 3: a ROS1 TKI that was not tolerated counts among those so far",
        "only = q.ros1_prior[0] if q.ros1_prior and len(q.received) == 1 else None",
        "only = q.ros1_prior[0] if len(q.ros1_prior) == 1 else None",
    ),
    Mutant(
        "cns-only-on-any-drug",
        "rule 3: only after the drug that the claim names",
        "in_setting(tables, drug, CNS_ONLY_ON, only.id)",
        "in_setting(tables, drug, CNS_ONLY_ON)",
    ),
    Mutant(
        "cns-only-without-cns-only",
        "rule 3: only with `--cns-only`",
        "if q.cns_only and only and not q.leptomeningeal and",
        "if only and not q.leptomeningeal and",
    ),
    Mutant(
        "cns-only-leptomeningeal",
        "rule 3: not leptomeningeal",
        "if q.cns_only and only and not q.leptomeningeal and",
        "if q.cns_only and only and",
    ),
    Mutant(
        "cns-only-with-a-finding",
        "rule 3: no on-target finding",
        "and not q.leptomeningeal and not q.on_target and not",
        "and not q.leptomeningeal and not",
    ),
    Mutant(
        "not-effective-after-a-tki-ignored",
        "rule 3: a drug that is not effective after a ROS1 TKI is no option there",
        "if setting.call in (Call.NOT_EFFECTIVE, Call.CONFLICTING):",
        "if setting.call is Call.CONFLICTING:",
    ),
    Mutant(
        "unresolved-setting-is-not-effective",
        "a drug on whose setting sources do not agree is unresolved, not called ineffective",
        "decision._replace(call=Call.CONFLICTING) if unresolved else decision",
        "decision",
    ),
    Mutant(
        "unresolved-setting-one-side",
        "both sides of an unresolved setting are told",
        'if setting.call is Call.CONFLICTING else f"{texts[0]}."',
        'if False else f"{texts[0]}."',
    ),
    Mutant(
        "trial-carries-first-line",
        "first-line: an option needs an approval or a guideline",
        "_CARRIES_FIRST_LINE = (Level.LABEL, Level.GUIDELINE)",
        "_CARRIES_FIRST_LINE = (Level.LABEL, Level.GUIDELINE, Level.TRIAL)",
    ),
    Mutant(
        "trial-does-not-carry-later-lines",
        "mechanism unknown: drugs with a positive trial in this line",
        "_CARRIES_LATER_LINES = (Level.LABEL, Level.GUIDELINE, Level.TRIAL)",
        "_CARRIES_LATER_LINES = (Level.LABEL, Level.GUIDELINE)",
    ),
    Mutant(
        "approval-of-any-line",
        "an approval counts only where its scope covers this line",
        "return q.line in a.lines or (after_receiving and AFTER_ROS1_TKI in a.lines)",
        "return True",
    ),
    Mutant(
        "research-compound-offered",
        "a research compound without clinical data in ROS1 is no option",
        "if not bars and drug.kind is DrugKind.RESEARCH and not",
        "if False and not",
    ),
    Mutant(
        "leptomeningeal-is-not-the-brain",
        "`--leptomeningeal` implies `--cns`",
        "brain=typed.cns or typed.cns_only or typed.leptomeningeal,",
        "brain=typed.cns or typed.cns_only,",
    ),
    Mutant(
        "brain-guideline-without-the-brain",
        "a guideline for the brain counts only with the brain",
        'if c.guideline and c.guideline.when == "brain" and not q.brain:',
        "if False:",
    ),
)

NARROW_SETTINGS = (
    Mutant(
        "a-few-outweigh-a-trial",
        "what is said of a few patients after certain drugs does not outweigh a trial of another number of drugs",
        "if found.call is Call.NOT_EFFECTIVE and _only_of_a_few(found, claims):",
        "if False:",
    ),
    Mutant(
        "said-of-all-is-of-a-few",
        "what is said of every patient in the line is not said of a few after certain drugs",
        "return all(c.after for c in found.claims) and decide(alike).call in POSITIVE",
        "return decide(alike).call in POSITIVE",
    ),
    Mutant(
        "a-few-without-a-trial",
        "what is said of a few stands where no stronger source says otherwise",
        "return all(c.after for c in found.claims) and decide(alike).call in POSITIVE",
        "return all(c.after for c in found.claims)",
    ),
    Mutant(
        "a-few-against-a-trial-after-other-drugs",
        "what is said of a few stands where the stronger source is of patients after other drugs",
        "if not c.after or after & set(c.after))",
        "if True)",
    ),
    Mutant(
        "narrow-reason-of-the-rest-of-the-body",
        "rule 9: the reason given holds for this patient: tumours outside the CNS are none where the brain is asked about",
        "if not narrow or not q.brain:",
        "if True:",
    ),
    Mutant(
        "narrow-reason-without-the-brain",
        "rule 9: without the brain the source's own sentence is the reason",
        "if not narrow or not q.brain:",
        "if not narrow:",
    ),
    Mutant(
        "narrow-reason-of-another-drug",
        "rule 9: the narrow setting does not apply where its drug was not taken",
        "if not given & set(narrow):",
        "if False:",
    ),
    Mutant(
        "narrow-reason-of-several",
        "rule 9: the narrow setting does not apply where its drug was not the only one",
        "elif len(given) > 1:",
        "elif False:",
    ),
    Mutant(
        "narrow-reason-leptomeningeal",
        "rule 9: leptomeningeal disease is another question",
        '    elif q.leptomeningeal:\n        why = "leptomeningeal',
        '    elif False:\n        why = "leptomeningeal',
    ),
    Mutant(
        "research-by-a-not-effective-patient",
        "a research compound needs a clinical claim for it, not against it",
        "return any(c.level in WITH_PATIENTS and c.call in POSITIVE for c in (*decision.claims, *setting.claims))",
        "return any(c.level in WITH_PATIENTS for c in (*decision.claims, *setting.claims))",
    ),
    Mutant(
        "guideline-without-its-condition",
        "a guideline is shown with its condition",
        "g.preference, strength, g.condition)",
        "g.preference, strength)",
    ),
    Mutant(
        "guideline-without-its-strength",
        "a weak recommendation is marked weak",
        "g.preference, strength, g.condition)",
        "g.preference, g.condition)",
    ),
)

HISTORY = (
    Mutant(
        "prior-again",
        "rule 4: a drug in `--prior` is never an option",
        "if drug in q.prior:",
        "if False:",
    ),
    Mutant(
        "intolerant-again",
        "rule 4: a drug in `--intolerant` is never an option",
        "if any(i.drug == drug for i in q.intolerant):",
        "if False:",
    ),
    Mutant(
        "first-prior-is-the-latest",
        "rule 5: claims are chosen by the latest ROS1 TKI",
        "return self.ros1_prior[-1] if self.ros1_prior else None",
        "return self.ros1_prior[0] if self.ros1_prior else None",
    ),
    Mutant(
        "chemotherapy-is-the-latest",
        "rule 5: chemotherapy or immunotherapy given last is not the latest ROS1 TKI",
        "tkis = tuple(d for d in prior if d.kind in _ROS1_TKI)",
        "tkis = prior",
    ),
    Mutant(
        "never-drug-is-a-ros1-tki",
        "rule 5: a drug that is never used against ROS1 is no ROS1 TKI that was taken",
        "ros1_prior = tuple(d for d in tkis if not never(tables, d))",
        "ros1_prior = tkis",
    ),
    Mutant(
        "any-prior-fits-after",
        'rule 5: "after X" speaks to a patient whose latest ROS1 TKI is X',
        "q.latest.id in c.after and",
        "given & set(c.after) and",
    ),
    Mutant(
        "after-only-ignored",
        'rule 5: "after X as the only TKI" never speaks to a patient who had more',
        "(not c.after_only or given <= set(c.after))",
        "True",
    ),
    Mutant(
        "other-finding-speaks-after",
        "rule 5: a claim on another finding is no data after X for this one",
        "return c.scope.kind is not ScopeKind.FINDING or c.scope.value in {q.asked.finding, *q.asked.alternatives}",
        "return True",
    ),
    Mutant(
        "naive-claims-after-progression",
        "rule 7: after a ROS1 TKI a TKI-naive number is never shown as an option's response",
        "return tuple(c for c in claims if q.line == FIRST_LINE or not (c.scope.value == FIRST_LINE or _is_naive(c)))",
        "return tuple(claims)",
    ),
    Mutant(
        "naive-figures-after-progression",
        "rule 7: whatever the scope of the claim is",
        "return tuple(c for c in claims if q.line == FIRST_LINE or not (c.scope.value == FIRST_LINE or _is_naive(c)))",
        "return tuple(c for c in claims if q.line == FIRST_LINE or c.scope.value != FIRST_LINE)",
    ),
    Mutant(
        "naive-brain-figures-after-progression",
        "rule 7: after a ROS1 TKI a TKI-naive number of the brain is not shown either",
        "if c.figure and c.figure.on_the_brain and of_the_line(q, c)]",
        "if c.figure and c.figure.on_the_brain]",
    ),
)

NUMBER_OF_TKIS = (
    Mutant(
        "one-shown-to-two",
        "rule 5: a figure of patients who had one ROS1 TKI is never shown to a patient who had more",
        '"two_plus": ("none", "one"),',
        '"two_plus": ("none",),',
    ),
    Mutant(
        "two-shown-to-one",
        "rule 5: claims are chosen by the number of ROS1 TKIs that their patients had",
        '"one": ("none", "two_plus"),',
        '"one": ("none",),',
    ),
    Mutant(
        "naive-shown-after-one",
        "rule 7: a figure of patients without a ROS1 TKI is not shown after one",
        '"one": ("none", "two_plus"),',
        '"one": ("two_plus",),',
    ),
    Mutant(
        "naive-shown-after-two",
        "rule 7: a figure of patients without a ROS1 TKI is not shown after two",
        '"two_plus": ("none", "one"),',
        '"two_plus": ("one",),',
    ),
    Mutant(
        "naive-shown-after-some",
        "rule 7: nor where no drug is named that was taken",
        '"any": ("none",),',
        '"any": (),',
    ),
    Mutant(
        "pretreated-shown-to-naive",
        "rule 7: a figure of patients after a ROS1 TKI is not shown in the first line",
        '"none": ("one", "two_plus", "any"),',
        '"none": (),',
    ),
    Mutant(
        "after-some-shown-to-naive",
        "rule 7: nor one of patients of whom only `at least one` is told",
        '"none": ("one", "two_plus", "any"),',
        '"none": ("one", "two_plus"),',
    ),
    Mutant(
        "own-finding-without-its-exception",
        "rule 5: but for the figure in the patient's own finding, its population in the same cell",
        'if c.scope.kind is ScopeKind.FINDING and prior.tkis != "none":',
        "if False:",
    ),
    Mutant(
        "naive-in-the-own-finding",
        "rule 7: a TKI-naive figure is not shown after a ROS1 TKI even in the own finding",
        'if c.scope.kind is ScopeKind.FINDING and prior.tkis != "none":',
        "if c.scope.kind is ScopeKind.FINDING:",
    ),
    Mutant(
        "exception-for-every-scope",
        "rule 5: the exception is for the own finding alone",
        'if c.scope.kind is ScopeKind.FINDING and prior.tkis != "none":',
        'if prior.tkis != "none":',
    ),
    Mutant(
        "two-counted-as-one",
        "rule 5: how many ROS1 TKIs counts",
        'return "one" if len(q.received) == 1 else "two_plus"',
        'return "one"',
    ),
    Mutant(
        "one-counted-as-two",
        "rule 5: how many ROS1 TKIs counts",
        'return "one" if len(q.received) == 1 else "two_plus"',
        'return "two_plus"',
    ),
    Mutant(
        "not-tolerated-not-counted",
        "rule 5: one that was not tolerated counts beside one that failed",
        'return "one" if len(q.received) == 1 else "two_plus"',
        'return "one" if len(q.ros1_prior) == 1 else "two_plus"',
    ),
    Mutant(
        "figures-after-other-drugs-alone",
        "rule 5: a figure of patients who had certain drugs alone is of no patient who had another",
        "return not (prior.only and q.ros1_prior and q.received - set(prior.only))",
        "return True",
    ),
    Mutant(
        "no-drug-named-counted-as-one",
        "rule 5: where no drug is named the number is not known",
        '        return "any"\n',
        '        return "one"\n',
    ),
    Mutant(
        "first-line-counted-as-some",
        "rule 7: after stopping without progression the figures are those of patients without any ROS1 TKI",
        '    if q.line == FIRST_LINE:\n        return "none"\n',
        "",
    ),
    Mutant(
        "speaks-of-the-latest-ignored",
        'rule 5: "no data after X" is said only where no claim of any level speaks of use after X',
        "if speaks_of_the_latest(tables, q, drug):",
        "if False:",
    ),
    Mutant(
        "speaks-of-the-latest-in-after-alone",
        "rule 5: a figure says what its patients had taken, too",
        "latest.id in _taken_before(c)",
        "latest.id in c.after",
    ),
    Mutant(
        "cells-after-the-latest",
        "rule 5: data after the latest ROS1 TKI are of patients",
        "c.level in WITH_PATIENTS and _on_this_finding(q, c)]",
        "_on_this_finding(q, c)]",
    ),
)

APPROVALS = (
    Mutant(
        "received-is-progressed-alone",
        'an approval "after receiving a ROS1 TKI" covers a patient who stopped one for side effects',
        "received=frozenset(d.id for d in (*ros1_prior, *stopped)),",
        "received=frozenset(d.id for d in ros1_prior),",
    ),
    Mutant(
        "progressed-covers-intolerance",
        '"after progression on" does not cover a patient who stopped one for side effects',
        'after_receiving = a.requires == "received" and bool(taken)',
        "after_receiving = bool(taken)",
    ),
    Mutant(
        "received-without-any",
        '"after receiving a ROS1 TKI" does not cover a patient who had none',
        'after_receiving = a.requires == "received" and bool(taken)',
        'after_receiving = a.requires == "received"',
    ),
    Mutant(
        "any-intolerance-is-a-ros1-tki",
        "chemotherapy that was not tolerated is no ROS1 TKI that was received",
        "stopped = [i.drug for i in intolerant if i.drug.kind in _ROS1_TKI and",
        "stopped = [i.drug for i in intolerant if",
    ),
    Mutant(
        "never-drug-not-tolerated-is-a-ros1-tki",
        "a drug that does not inhibit ROS1 and was not tolerated is no ROS1 TKI that was received",
        "if i.drug.kind in _ROS1_TKI and not never(tables, i.drug)]",
        "if i.drug.kind in _ROS1_TKI]",
    ),
    Mutant(
        "no-ros1-tki-ignored",
        "an approval for patients without a ROS1 TKI does not cover one who had one",
        'if a.restriction == "no_ros1_tki" and taken:',
        "if False:",
    ),
    Mutant(
        "not-after-ignored",
        "an approval that excludes use after a drug does not cover a patient who had it",
        "if rule == NOT_AFTER and drug in taken:",
        "if False:",
    ),
    Mutant(
        "not-after-any",
        "an approval that excludes use after one drug covers a patient who had another",
        "if rule == NOT_AFTER and drug in taken:",
        "if rule == NOT_AFTER and taken:",
    ),
    Mutant(
        "approvals-for-others-listed",
        "approvals whose scope leaves this patient out are not listed as reasons",
        "covering = tuple(a for a in approvals if covers(q, a))",
        "covering = tuple(approvals)",
    ),
    Mutant(
        "less-precise-approval-kept",
        "the same approval from two sources is one approval, the better source deciding the date",
        "if not any(_says_more(b, a) for b in found)",
        "if True",
    ),
    Mutant(
        "approvals-of-two-lines-are-one",
        "approvals of two lines stay two",
        'in ("not_stated", b.restriction) and set(a.lines) <= set(b.lines)',
        'in ("not_stated", b.restriction)',
    ),
    Mutant(
        "not-looked-up-is-no-approval",
        "a region in which nobody looked is `not_looked_up`, never no approval",
        'return Region(name, "not_looked_up", None, None)',
        'return Region(name, "not_approved", None, None)',
    ),
    Mutant(
        "not-looked-up-unsaid-in-the-region",
        "`--region` says that nobody looked for an approval there",
        "if q.region and open_:",
        "if False:",
    ),
    Mutant(
        "refused-unsaid-in-the-region",
        "`--region` says that a source knows of no approval there, apart from one that is for others",
        'if q.region and found[0].status == "not_approved":',
        "if False:",
    ),
    Mutant(
        "not-looked-up-unsaid",
        "`--approved-only` says where nobody looked for an approval",
        "return f\"{words}; not looked up in {', '.join(open_)}\" if open_ else words",
        "return words",
    ),
)

FILTERS = (
    Mutant(
        "approved-only-anywhere",
        "`--approved-only --region`: approved in that region",
        "if q.approved_only and not approved(tables, q, drug, q.region):",
        "if q.approved_only and not approved(tables, q, drug):",
    ),
    Mutant(
        "region-ignored",
        "approvals count from any region unless `--region` is given",
        " and region in (None, c.approval.region))\n",
        ")\n",
    ),
    Mutant(
        "min-level-itself-taken",
        "`--min-level LEVEL` keeps what rests on that level",
        "best.rank > q.min_level.rank",
        "best.rank >= q.min_level.rank",
    ),
    Mutant(
        "min-level-by-the-weaker-statement",
        "`--min-level LEVEL` keeps what any statement for it of that level carries",
        "positive = [c.level for c in claims if c.call in POSITIVE] + ([level] if level else [])",
        "positive = [level] if level else []",
    ),
    Mutant(
        "filter-hides-not-effective",
        "filters take away only `active` and `reduced` claims, never a `not_effective` or `conflicting` one",
        "\n    if listed and not bars:",
        "\n    if filtered := _filters(tables, q, drug, level, ()):\n        bars = filtered\n    elif listed and not bars:",
    ),
    Mutant(
        "approval-is-no-label",
        "without a finding an approval for the line is of the level `label`",
        "level = Level.LABEL if approved(tables, q, drug) and not held.cns_only else setting.level",
        "level = setting.level",
    ),
)

STATUSES = (
    Mutant(
        "off-target-before-on-target",
        "`off_target` is the status of *only* off-target findings",
        "if q.asked.off_target and not q.on_target:",
        "if q.asked.off_target:",
    ),
    Mutant(
        "one-known-alternative-is-enough",
        "`not_in_tables`: the tables hold nothing on one of the changes asked",
        "return all(f in tables.findings for f in wanted(q))",
        "return any(f in tables.findings for f in wanted(q))",
    ),
    Mutant(
        "options-not-in-tables",
        "for `not_in_tables` the options stay empty",
        '\n    if status == "not_in_tables":\n        groups',
        "\n    if False:\n        groups",
    ),
    Mutant(
        "progressed-is-first-line",
        "`not_progressed`: only intolerant or non-TKI priors",
        "return not q.asked.resistance and not q.ros1_prior and bool(",
        "return not q.asked.resistance and bool(",
    ),
    Mutant(
        "research-compound-is-listed",
        "`no_drug_listed`: the tables name no active drug, a research compound being none",
        'any(p.listed and p.reason != "research" for p in placed)',
        "any(p.listed for p in placed)",
    ),
    Mutant(
        "none-left-before-no-drug-listed",
        "`no_drug_listed` before `none_left`",
        'return "no_drug_listed"',
        'return "none_left"',
    ),
)

OFF_TARGET_FINDINGS = (
    Mutant(
        "also-inhibits-ignored",
        "a drug that also inhibits that gene is excluded as a change of ROS1 drug, not called ineffective",
        "\n    if genes:\n",
        "\n    if False:\n",
    ),
    Mutant(
        "also-inhibits-any-gene",
        "only the gene of the finding counts",
        "for i in drug.inhibits if i.gene in genes",
        "for i in drug.inhibits",
    ),
    Mutant(
        "also-inhibits-beside-on-target",
        "beside an on-target finding the off-target one excludes no drug",
        "    if q.on_target:\n        return ()\n    genes = ",
        "    genes = ",
    ),
    Mutant(
        "also-inhibits-called-not-effective",
        "excluded as a change of ROS1 drug, not called ineffective",
        'if also_inhibits and "never" not in reasons:',
        "if False:",
    ),
    Mutant(
        "co-mutation-decides",
        "a co-mutation tells of prognosis: it sets no status and excludes nothing",
        "decides=not finding.without_status)",
        "decides=True)",
    ),
    Mutant(
        "at-progression-decides",
        "what was seen at progression without proof sets no status and excludes nothing",
        "return self.kind in (FindingKind.CO_MUTATION, FindingKind.AT_PROGRESSION)",
        "return self.kind is FindingKind.CO_MUTATION",
    ),
    Mutant(
        "co-mutation-unsaid",
        "a co-mutation is said to tell of prognosis",
        "if q.asked.without_status:\n        out |= ",
        "if False:\n        out |= ",
    ),
    Mutant(
        "combinations-by-level",
        "for an off-target gene first what is known of combining for that gene",
        "key=lambda s: (not s.combines, s.level.rank)",
        "key=lambda s: s.level.rank",
    ),
    Mutant(
        "combinations-of-any-level",
        "combinations stand in the order of their levels",
        "key=lambda s: (not s.combines, s.level.rank)",
        "key=lambda s: not s.combines",
    ),
    Mutant(
        "combinations-for-any-gene",
        "what is known of combining for *that* gene",
        "if (s.combines or s.n) and asked.intersection(s.findings)]",
        "if (s.combines or s.n)]",
    ),
    Mutant(
        "combinations-last",
        "for an off-target gene *first* what is known of combining",
        '(*combinations(tables, q), *said_in(fired, "other_treatment")),',
        '(*said_in(fired, "other_treatment"), *combinations(tables, q)),',
    ),
    Mutant(
        "combinations-without-n",
        "combinations are shown with level and n",
        "\n    if s.level.rank > Level.CASE.rank:\n        return words\n",
        "\n    if True:\n        return words\n",
    ),
)

SAID_BESIDE = (
    Mutant(
        "questions-among-cautions",
        "a question to bring is no caution",
        'if c.place in ("first", "caution")',
        'if c.place != "other_treatment"',
    ),
    Mutant(
        "few-not-said-to-patients",
        "beside a figure of few people stands that they are too few",
        "if figure.n is not None and figure.n < BROAD:",
        "if figure.n is None:",
    ),
    Mutant(
        "patients-lose-the-mark-of-doctors-words",
        "what has no plain text is told in the clinician's words, marked so",
        "return plain or filled(words.doctors, words=clinical)",
        "return plain or clinical",
    ),
    Mutant(
        "unless-ignored",
        "a caution is not said in the circumstances under `unless`",
        "barred = any(word in given for word in caution.unless)",
        "barred = False",
    ),
    Mutant(
        "first-cautions-in-the-order-of-the-tables",
        "cautions to be read first stand in front",
        "return tuple(sorted(warned, key=lambda w: not w.first))",
        "return tuple(warned)",
    ),
    Mutant(
        "guideline-never-older",
        "where an option was first approved after the guideline, it is said to be older",
        "[drug for drug, since in first.items() if since[: len(day)] > day and drug not in named]",
        "[]",
    ),
    Mutant(
        "guideline-always-older",
        "a guideline is older only than an option first approved after it",
        "[drug for drug, since in first.items() if since[: len(day)] > day and drug not in named]",
        "[drug for drug in first if drug not in named]",
    ),
    Mutant(
        "guideline-older-than-the-last-approval",
        "it is the *first* approval that counts",
        "first = {p.drug.id: min((",
        "first = {p.drug.id: max((",
    ),
    Mutant(
        "guideline-older-than-a-drug-it-names",
        "a guideline is not older than an option that it names",
        "> day and drug not in named]",
        "> day]",
    ),
    Mutant(
        "guideline-older-within-its-year",
        "a guideline dated by its year is not older than an approval in that year",
        "if since[: len(day)] > day and",
        "if since > day and",
    ),
    Mutant(
        "guideline-of-another-line-older",
        "a guideline that is not shown is not said to be older",
        "if c.guideline and c.date and q.line in c.guideline.lines]",
        "if c.guideline and c.date]",
    ),
    Mutant(
        "guideline-older-than-the-excluded",
        "only options count",
        '    options = [p for p in placed if p.group == "option"]\n    every = ',
        "    options = list(placed)\n    every = ",
    ),
    Mutant(
        "caveat-on-another-mutation",
        "a caveat on a mutation stands in the row only when the patient has it",
        "return c.scope.value in {*wanted(q), *q.asked.on_target}",
        "return True",
    ),
    Mutant(
        "caveat-on-no-mutation",
        "a caveat on the patient's mutation stands in the row",
        "return c.scope.value in {*wanted(q), *q.asked.on_target}",
        "return False",
    ),
    Mutant(
        "caveat-on-a-member-lost",
        "a caveat on a member of the compound stands in the row",
        "return c.scope.value in {*wanted(q), *q.asked.on_target}",
        "return c.scope.value in {*wanted(q)}",
    ),
    Mutant(
        "caveat-of-another-setting",
        "a caveat on a setting stands in the row only with the claim itself",
        "return c.scope.kind is not ScopeKind.SETTING or c in p.claims",
        "return True",
    ),
    Mutant(
        "no-data-without-caveats",
        "a warning without a call: the drug keeps a `caveats` entry of its own",
        "setting_claims=evidence.show_claims(claims),\n        caveats=evidence.say_claims(caveats),",
        "setting_claims=evidence.show_claims(claims),\n        caveats=(),",
    ),
    Mutant(
        "warning-without-a-call-lost",
        "a warning without a call keeps a line",
        "claims = unique(decision.claims, held, untried)",
        "claims = unique(decision.claims, untried)",
    ),
    Mutant(
        "warning-without-a-call-is-no-data",
        "a warning without a call is not nothing",
        'words = "nothing that decides" if held else "no data"',
        'words = "no data"',
    ),
    Mutant(
        "leptomeningeal-by-brain-rates",
        "leptomeningeal disease is never answered by brain rates",
        "if q.leptomeningeal and c.figure and c.figure.on_the_brain:",
        "if False:",
    ),
    Mutant(
        "leptomeningeal-unsaid",
        "leptomeningeal disease is answered by what is said of it",
        "    if q.leptomeningeal:\n        claims += about(",
        "    if False:\n        claims += about(",
    ),
    Mutant(
        "if-found-always",
        "what a test may rule out is said where no finding is given",
        'if status == "mechanism_unknown" else (),',
        "if True else (),",
    ),
    Mutant(
        "if-found-compounds",
        "it is single mutations that would rule out an option",
        "if finding.on_target and len(finding.members) == 1:",
        "if finding.on_target:",
    ),
    Mutant(
        "if-found-by-the-class",
        "the mutation itself rules out, not what is said of its class",
        "return found.call is Call.NOT_EFFECTIVE and found.scope is ScopeKind.FINDING",
        "return found.call is Call.NOT_EFFECTIVE",
    ),
    Mutant(
        "if-found-rules-out-nothing",
        "a mutation that rules out no option is left out",
        "if drugs or warned else []",
        "if True else []",
    ),
    Mutant(
        "if-found-without-warnings",
        "an option that a source warns of on a mutation is named with it",
        "warned = tuple(d.id for d in left if warnings(",
        "warned = tuple(d.id for d in left if None and warnings(",
    ),
)

AS_OF = (
    Mutant(
        "as-of-before-the-day",
        "`--as-of DATE` holds what was entered on that day",
        "for c in claims if c.entered <= day)",
        "for c in claims if c.entered < day)",
    ),
    Mutant(
        "as-of-later-findings",
        "`--as-of DATE`: whatever was entered later is hidden, findings too",
        "for k, f in tables.findings.items() if f.entered <= day}",
        "for k, f in tables.findings.items()}",
    ),
    Mutant(
        "as-of-still-superseded",
        "`--as-of DATE`: what a later record replaced speaks again",
        "superseded = frozenset(c.supersedes for c in claims if c.supersedes)",
        "superseded = tables.superseded or frozenset(c.supersedes for c in claims if c.supersedes)",
    ),
    Mutant(
        "as-of-later-cautions",
        "`--as-of DATE`: whatever was entered later is hidden, cautions too",
        "cautions=tuple(c for c in tables.cautions if c.entered <= day),",
        "cautions=tables.cautions,",
    ),
)

# The order of options stands last: whoever writes the key anew writes these anew. One for each part left out, and one for
# each pair of neighbours in the wrong order.
ORDER = (
    Mutant(
        "order-without-call",
        "order: active before reduced",
        "int(p.call is not Call.ACTIVE),",
        "0,",
    ),
    Mutant(
        "order-without-brain-not-treated",
        "order: a drug that a source says does not treat the brain stands behind the others",
        "int(wants_brain and treats is False),",
        "0,",
    ),
    Mutant(
        "order-without-evidence",
        "order: kind of evidence against this finding",
        "_evidence(tables, q, p),",
        "0,",
    ),
    Mutant(
        "order-without-approval",
        "order: approval whose scope covers the line and the region",
        "int(not approved(tables, q, p.drug, q.region)),",
        "0,",
    ),
    Mutant(
        "order-without-side-effects",
        "order: a drug named for `--avoid` stands behind",
        "int(bool(_named_for(tables, q, p.drug))),",
        "0,",
    ),
    Mutant(
        "order-without-latest",
        "order: data after the latest ROS1 TKI",
        "int(not latest),",
        "0,",
    ),
    Mutant(
        "order-without-as-many",
        "order: data for as many ROS1 TKIs",
        "int(not as_many),",
        "0,",
    ),
    Mutant(
        "order-without-brain-activity",
        "order: brain activity when asked and in the first line",
        "int(wants_brain and not treats),",
        "0,",
    ),
    Mutant(
        "order-brain-not-treated-before-call",
        "order: call before brain not treated",
        "        int(p.call is not Call.ACTIVE),\n        int(wants_brain and treats is False),\n",
        "        int(wants_brain and treats is False),\n        int(p.call is not Call.ACTIVE),\n",
    ),
    Mutant(
        "order-evidence-before-brain-not-treated",
        "order: brain not treated before evidence",
        "        int(wants_brain and treats is False),\n        _evidence(tables, q, p),\n",
        "        _evidence(tables, q, p),\n        int(wants_brain and treats is False),\n",
    ),
    Mutant(
        "order-approval-before-evidence",
        "order: evidence before approval",
        "        _evidence(tables, q, p),\n        int(not approved(tables, q, p.drug, q.region)),\n",
        "        int(not approved(tables, q, p.drug, q.region)),\n        _evidence(tables, q, p),\n",
    ),
    Mutant(
        "order-side-effects-before-approval",
        "order: approval before side effects",
        "        int(not approved(tables, q, p.drug, q.region)),\n        int(bool(_named_for(tables, q, p.drug))),\n",
        "        int(bool(_named_for(tables, q, p.drug))),\n        int(not approved(tables, q, p.drug, q.region)),\n",
    ),
    Mutant(
        "order-latest-before-side-effects",
        "order: side effects before latest",
        "        int(bool(_named_for(tables, q, p.drug))),\n        int(not latest),\n",
        "        int(not latest),\n        int(bool(_named_for(tables, q, p.drug))),\n",
    ),
    Mutant(
        "order-as-many-before-latest",
        "order: latest before as many",
        "        int(not latest),\n        int(not as_many),\n",
        "        int(not as_many),\n        int(not latest),\n",
    ),
    Mutant(
        "order-brain-activity-before-as-many",
        "order: as many before brain activity",
        "        int(not as_many),\n        int(wants_brain and not treats),\n",
        "        int(wants_brain and not treats),\n        int(not as_many),\n",
    ),
    Mutant(
        "order-approval-of-any-region",
        "order: approval in the region asked for",
        "int(not approved(tables, q, p.drug, q.region)),",
        "int(not approved(tables, q, p.drug)),",
    ),
    Mutant(
        "order-brain-not-treated-unasked",
        "order: only where the brain was asked, and in the first line",
        "int(wants_brain and treats is False),",
        "int(treats is False),",
    ),
    Mutant(
        "order-brain-not-known-stands-behind",
        "order: part 2 is for a drug that a source says does not treat the brain, not for silence",
        "int(wants_brain and treats is False),",
        "int(wants_brain and not treats),",
    ),
    Mutant(
        "order-brain-only-when-asked",
        "order: brain activity also in the first line without `--cns`",
        "wants_brain = q.brain or q.line == FIRST_LINE",
        "wants_brain = q.brain",
    ),
    Mutant(
        "order-brain-unasked",
        "order: brain activity only when asked and in the first line",
        "wants_brain = q.brain or q.line == FIRST_LINE",
        "wants_brain = True",
    ),
    Mutant(
        "order-of-the-tables",
        "order: at the end the name",
        "key=lambda r: (r.rank, r.placed.drug.id)",
        "key=lambda r: r.rank",
    ),
    Mutant(
        "order-equals-unsaid",
        'order: between equals it says "alphabetical, not ranked"',
        "for r in ranked if r.rank == own and r.placed is not p]",
        "for r in ranked if False]",
    ),
)

EVIDENCE = (
    Mutant(
        "ten-are-few",
        "kind of evidence: ten or more patients",
        "ENOUGH = 10",
        "ENOUGH = 11",
    ),
    Mutant(
        "nine-are-many",
        "kind of evidence: ten or more patients",
        "ENOUGH = 10",
        "ENOUGH = 9",
    ),
    Mutant(
        "few-before-approved",
        "kind of evidence: a drug approved for this line before one to nine patients",
        "    if label:\n        return 1\n    return 2 if any(c.level.rank <= Level.CASE.rank for c in claims) else 3",
        "    if any(c.level.rank <= Level.CASE.rank for c in claims):\n        return 1\n    return 2 if label else 3",
    ),
    Mutant(
        "few-are-nothing",
        "kind of evidence: one to nine patients before the rest",
        "return 2 if any(c.level.rank <= Level.CASE.rank for c in claims) else 3",
        "return 3",
    ),
    Mutant(
        "ten-in-cells-are-many",
        "kind of evidence: a laboratory result is no ten patients",
        "return c.level is Level.TRIAL and c.figure is not None",
        "return c.figure is not None",
    ),
    Mutant(
        "label-that-names-it-is-nothing",
        "kind of evidence: a label or guideline that names the finding stands beside ten patients",
        "    if c.level in (Level.LABEL, Level.GUIDELINE):\n        return True\n    return c.level is",
        "    return c.level is",
    ),
    Mutant(
        "evidence-of-another-question",
        "kind of evidence: against *this* finding",
        "return c.scope.kind is ScopeKind.FINDING and c.scope.value in wanted(q)",
        "return True",
    ),
    Mutant(
        "evidence-of-no-line",
        "kind of evidence: without a finding, in this line",
        "return c.scope.kind is ScopeKind.SETTING\n",
        "return False\n",
    ),
    Mutant(
        "label-of-the-line-is-nothing",
        "kind of evidence: without a finding the label names the line itself",
        "label and not q.on_target and not p.cns_only_setting\n",
        "False\n",
    ),
    Mutant(
        "label-of-the-line-names-the-finding",
        "kind of evidence: a label counts with ten patients only where it names the finding",
        "label and not q.on_target and not p.cns_only_setting\n",
        "label and not p.cns_only_setting\n",
    ),
    Mutant(
        "label-of-the-narrow-setting",
        "kind of evidence: an approval for the line says nothing of progression in the CNS alone",
        "label and not q.on_target and not p.cns_only_setting\n",
        "label and not q.on_target\n",
    ),
    Mutant(
        "ten-on-whom-it-failed",
        "kind of evidence: ten patients against whom it is not effective speak not for it",
        "claims = [c for c in p.claims if c.call in POSITIVE and _on_the_question(q, c)]",
        "claims = [c for c in p.claims if _on_the_question(q, c)]",
    ),
    Mutant(
        "evidence-approved-in-the-region-alone",
        "kind of evidence: approved anywhere; the region asked for is part 4 alone",
        "label = approved(tables, q, p.drug)  #",
        "label = approved(tables, q, p.drug, q.region)  #",
    ),
)

SIDE_EFFECTS = (
    Mutant(
        "kinds-of-a-word-ignored",
        "side effects: cognitive and dizziness are neurologic",
        "while more := set(chain.from_iterable(kinds.get(word, ()) for word in found)) - found:",
        "while more := set[str]():",
    ),
    Mutant(
        "avoid-ignored",
        "side effects: the words of `--avoid`",
        "[*q.avoid, *(i.term for i in q.intolerant if i.term)]",
        "[i.term for i in q.intolerant if i.term]",
    ),
    Mutant(
        "the-same-reaction-ignored",
        "side effects: the same reaction after `--intolerant DRUG:TERM`",
        "[*q.avoid, *(i.term for i in q.intolerant if i.term)]",
        "q.avoid",
    ),
    Mutant(
        "silence-is-an-advantage",
        "side effects: a drug whose safety label was not read gains nothing from its silence",
        "if label_read or avoided <= spared:",
        "if True:",
    ),
    Mutant(
        "spares-ignored",
        "side effects: unless a source says that it spares the effect",
        "if label_read or avoided <= spared:",
        "if label_read:",
    ),
    Mutant(
        "spares-without-kinds",
        "side effects: a drug that spares all effects of a kind spares each of them",
        "spared = _kinds(tables, chain.from_iterable(c.spares for c in _spared(tables, drug, avoided)))",
        "spared = set(chain.from_iterable(c.spares for c in _spared(tables, drug, avoided)))",
    ),
    Mutant(
        "spares-anything",
        "side effects: it must spare the effect that is to be avoided",
        "if label_read or avoided <= spared:",
        "if label_read or any(c.spares for c in of_drug(tables, drug).claims):",
    ),
    Mutant(
        "spares-one-of-several",
        "side effects: it must spare all of the effects that are to be avoided",
        "if label_read or avoided <= spared:",
        "if label_read or avoided & spared:",
    ),
    Mutant(
        "spares-of-another-effect-said",
        "side effects: that a drug spares another effect is not said",
        "if c.spares and avoided & _kinds(tables, c.spares)]",
        "if c.spares and avoided]",
    ),
    Mutant(
        "any-page-is-a-safety-label",
        "side effects: the safety *label* must have been read",
        "label_read = any(c.level is Level.LABEL for c in own)",
        "label_read = bool(own)",
    ),
    Mutant(
        "an-approval-is-a-safety-label",
        "side effects: the *safety* label must have been read: a claim of the label with reactions",
        "label_read = any(c.level is Level.LABEL for c in own)",
        "label_read = any(c.level is Level.LABEL for c in of_drug(tables, drug).claims)",
    ),
    Mutant(
        "adverse-reactions-are-no-safety-label",
        "side effects: the adverse reactions of a label are of its safety",
        "label_read = any(c.level is Level.LABEL for c in own)",
        'label_read = any(c.level is Level.LABEL and c.about.value == "warning" for c in own)',
    ),
    Mutant(
        "moved-down-unsaid",
        "side effects: moves down and says why",
        "return [*_named_for(tables, q, drug), *spared]",
        "return spared",
    ),
)

PATIENTS_LIKE_THIS_ONE = (
    Mutant(
        "as-many-of-any-number",
        "patients like this one: data for as many ROS1 TKIs",
        "c.figure and c.figure.prior and c.figure.prior.tkis == number(q) for c in own",
        "c.figure and c.figure.prior for c in own",
    ),
    Mutant(
        "as-many-in-another-finding",
        "patients like this one: those with another finding are not",
        "own = [c for c in chosen(q, of_drug(tables, drug).figures) if _on_this_finding(q, c)]",
        "own = list(chosen(q, of_drug(tables, drug).figures))",
    ),
    Mutant(
        "alike-without-a-ros1-tki",
        "patients like this one: no difference where no ROS1 TKI was taken",
        "    if not q.ros1_prior:\n        return True, True\n",
        "",
    ),
)

FIGURES_SHOWN = (
    Mutant(
        "an-earlier-cut-is-a-candidate",
        "the figure: earlier cuts of one study are no candidates",
        "return [c for c in own if not any(_is_earlier(c, other) for other in cuts[_what_of(c)])]",
        "return own",
    ),
    Mutant(
        "another-study-is-a-later-cut",
        "the figure: earlier cuts are of the same study, name and patients",
        "return (f.study, f.name, f.prior, c.scope) if f and f.study else (c.id,)",
        "return ()",
    ),
    Mutant(
        "a-later-source-always-tells-of-a-later-cut",
        "the figure: a later source that quotes fewer patients may quote an older cut",
        "return _before(c.date, other.date) and _n(c) <= _n(other)",
        "return _before(c.date, other.date)",
    ),
    Mutant(
        "the-design-orders-nothing",
        "the figure: prospective before retrospective",
        "near, design, -_n(c),",
        "near, 0, -_n(c),",
    ),
    Mutant(
        "nineteen-need-nothing-behind-them",
        "the figure: a chosen group under 20 has the broader one behind it",
        "BROAD = 20",
        "BROAD = 19",
    ),
    Mutant(
        "a-broader-group-is-equally-near",
        "the figure: the broader group is the next nearest",
        "_near(q, found) < _near(q, c) < _UNKNOWN",
        "_near(q, found) <= _near(q, c) < _UNKNOWN",
    ),
    Mutant(
        "a-brain-penetrant-tki-that-the-patient-never-had",
        "the figure in the brain: patients who had had a drug that treats it are like those who had one",
        "if not penetrant or not had_one:",
        "if not penetrant:",
    ),
    Mutant(
        "the-broader-group-is-counted-too",
        "the figure: `+2` counts the figures that are not shown",
        "for c in (finding, nearest, broader, few) if c}",
        "for c in (finding, nearest, few) if c}",
    ),
    Mutant(
        "mixed-patients-after-a-ros1-tki",
        "the figure: one of patients without any ROS1 TKI is never shown to a patient who had some",
        'prior.tkis not in ("mixed", "not_stated")',
        'prior.tkis not in ("not_stated",)',
    ),
)

FOUND_AFTER_A_DRUG = (
    Mutant(
        "series-of-the-first-drug",
        "the caution quotes the series of the latest ROS1 TKI",
        "found = [s for s in tables.series if s.drug == latest.id]",
        "found = [s for s in tables.series if s.drug == q.ros1_prior[0].id]",
    ),
    Mutant(
        "series-with-a-finding",
        "series are quoted only where nobody knows what the cancer resists by",
        'if latest is None or status != "mechanism_unknown":',
        "if latest is None:",
    ),
    Mutant(
        "small-series-in-brief",
        "a series of fewer than ten is named in brief only where there is no larger one",
        "[s.short for s in found if s.n >= ENOUGH]",
        "[s.short for s in found if s.n < ENOUGH]",
    ),
    Mutant(
        "counted-and-seen-besides",
        "what a series of the drug counted is not told again as seen besides",
        "\n        if finding.id not in counted:\n",
        "\n        if True:\n",
    ),
    Mutant(
        "series-of-later",
        "a series that was entered later is hidden",
        "series=tuple(s for s in tables.series if s.entered <= day),",
        "series=tables.series,",
    ),
)
AT_A_GLANCE = (
    Mutant(
        "matrix-opinion-is-a-test",
        "a pair on which there is an opinion alone is one that nobody has tested",
        "_TESTS = (Level.TRIAL, Level.CASE, Level.IN_VITRO, Level.ANECDOTE)",
        "_TESTS = tuple(Level)",
    ),
    Mutant(
        "matrix-research-not-marked",
        "no letter of a research compound reads as an offer",
        'if drug.kind is DrugKind.RESEARCH and "research" not in marks:',
        "if False:",
    ),
    Mutant(
        "matrix-counts-what-contradicts",
        "patients are counted by a statement that says what the cell says",
        "return next((c for c in rated if c.id == chosen and c.call in (None, found.decision.call)), None)",
        "return next((c for c in rated if c.id == chosen), None)",
    ),
    Mutant(
        "matrix-counts-added-up",
        "counts of several series are never added up",
        "return max((s.events for s in seen_after(tables, finding) if s.events is not None), default=None)",
        "return sum(s.events for s in seen_after(tables, finding) if s.events is not None)",
    ),
    Mutant(
        "matrix-gaps-in-any-order",
        "the pairs of the commonest finding stand first",
        "for row in sorted(rows, key=lambda r: _commonness(tables, r.finding)):",
        "for row in rows:",
    ),
    Mutant(
        "report-chemotherapy-is-no-matter",
        "two populations never share a scale",
        "        prior.chemo,\n        prior.brain_penetrant,\n    )",
        "        prior.brain_penetrant,\n    )",
    ),
    Mutant(
        "report-unknown-patients-are-alike",
        "patients of whom nobody says what they had had are not known to be like others",
        'if prior is None or prior.tkis == "not_stated":',
        "if prior is None:",
    ),
    Mutant(
        "report-findings-share-a-scale",
        "two populations never share a scale: each of two alternatives is one",
        "key = (empty.name, empty.unit, empty.finding, _same_before(bar))",
        "key = (empty.name, empty.unit, _same_before(bar))",
    ),
)

GLOSSARY = (
    Mutant(
        "later-meaning-on-a-past-day",
        "a past day has the meaning of that day, and no word that was explained later",
        "m.entered is None or m.entered <= day",
        "m.entered or day",
    ),
    Mutant(
        "word-search-without-glossary",
        "a word search never says that the tables hold nothing while a text of the glossary holds the word",
        "yield from (_term(tables, term) for term in tables.glossary.values())",
        "yield from ()",
    ),
)
MUTANTS = (
    *SCOPES,
    *LEVELS,
    *CONFLICTS,
    *MEMBERS,
    *SETTINGS,
    *NARROW_SETTINGS,
    *HISTORY,
    *NUMBER_OF_TKIS,
    *APPROVALS,
    *FILTERS,
    *STATUSES,
    *OFF_TARGET_FINDINGS,
    *SAID_BESIDE,
    *AS_OF,
    *ORDER,
    *EVIDENCE,
    *SIDE_EFFECTS,
    *PATIENTS_LIKE_THIS_ONE,
    *FIGURES_SHOWN,
    *FOUND_AFTER_A_DRUG,
    *AT_A_GLANCE,
    *GLOSSARY,
)

NO_ANSWER_CHANGES: dict[str, str] = {}
"""Those that may survive: name → why it changes no answer, on whatever tables."""

_BROKEN = re.compile(r"^E +((?:Name|Syntax|Import|UnboundLocal|ModuleNotFound|Attribute|Type)Error.*)$", re.MULTILINE)
_MOVED = re.compile(r"(\d+ of \d+ lines) moved")
_FAILED = re.compile(r"^(FAILED|ERROR) (.+?)(?: - (.*))?$", re.MULTILINE)  # the name of a case may hold spaces


def places(mutant: Mutant, package: Path = ROOT / "ros1cli") -> list[Path]:
    """The files of the package that hold the text of a mutant, one as often as it stands there."""
    found = []
    for file in sorted(package.rglob("*.py")):
        found += [file] * file.read_text(encoding="utf-8").count(mutant.old)
    return found


def mutate(mutant: Mutant, root: Path) -> None:
    """Break the rule in a copy of the checkout."""
    (file,) = places(mutant, root / "ros1cli")
    file.write_text(file.read_text(encoding="utf-8").replace(mutant.old, mutant.new), encoding="utf-8")


def copy(folder: Path) -> Path:
    """What the tests of judgement need of the checkout, without anything compiled."""
    for name in ("ros1cli", "tests", "data"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def failure(root: Path, tests: tuple[str, ...]) -> tuple[str, str]:
    """The first test of a copy that fails, and all that was printed; ("", …) when none does."""
    there = [f"tests/{name}" for name in tests if (root / "tests" / name).exists()]
    if not there:
        return "", ""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-rfE", "-p", "no:cacheprovider", *there],
        cwd=root,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "400"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    found = _FAILED.search(run.stdout)
    if run.returncode == 0:
        return "", run.stdout
    if run.returncode != 1 or not found:
        raise RuntimeError(f"pytest ended with {run.returncode}:\n{run.stdout[-3000:]}{run.stderr[-3000:]}")
    return found[2].removeprefix("tests/"), run.stdout


def verdict(mutant: Mutant | None, net_first: bool) -> tuple[str, bool]:
    """What caught a mutant, or SURVIVED, and whether that is as it should be. None: the checkout as it is."""
    caught = printed = ""
    with tempfile.TemporaryDirectory(prefix="ros1-mutant-") as folder:
        root = copy(Path(folder))
        if mutant:
            mutate(mutant, root)
        for tests in (NET, JUDGEMENT) if net_first else (JUDGEMENT, NET):
            caught, printed = failure(root, tests)
            if caught:
                break
    if mutant is None:
        return (f"the tests fail without any mutant: {caught}", False) if caught else ("", True)
    why = NO_ANSWER_CHANGES.get(mutant.name)
    if not caught:
        return (f"survived, as the list says: {why}", True) if why else (f"SURVIVED: {mutant.rule}", False)
    if broken := _BROKEN.search(printed):
        return f"BROKEN, no mutant: {broken[1]}", False
    if moved := _MOVED.search(printed):
        caught = f"the net: {moved[1]} moved"
    return f"caught by {caught}{', although the list says that it changes no answer' if why else ''}", not why


def main(argv: list[str]) -> int:
    """Run the mutants that are named, or all."""
    net_first, argv = "--net" in argv, [word for word in argv if word != "--net"]
    if argv == ["--list"]:
        for m in MUTANTS:
            print(f"{m.name}: {m.rule}")
        return 0
    named = {m.name: m for m in MUTANTS}
    if unknown := [name for name in argv if name not in named]:
        print(f"no mutant is named {', '.join(unknown)}; see --list", file=sys.stderr)
        return 2
    chosen = [named[name] for name in argv] or list(MUTANTS)
    for m in chosen:
        if len(found := places(m)) != 1:
            print(f"{m.name}: its text stands {len(found)} times in the package and not once", file=sys.stderr)
            return 2
    words, fine = verdict(None, net_first)
    if not fine:
        print(words, file=sys.stderr)
        return 2
    bad = 0
    for m in chosen:
        start = time.monotonic()
        words, fine = verdict(m, net_first)
        bad += not fine
        print(f"{m.name}: {words} ({time.monotonic() - start:.0f} s)", flush=True)
    print(f"{len(chosen)} mutants, {bad} not as they should be")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
