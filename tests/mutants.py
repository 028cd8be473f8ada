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
    "test_statuses.py",
    "test_filters.py",
    "test_as_of.py",
    "test_lookups.py",
    "test_rules.py",
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
        "whole = _decided(tables, drug, ScopeKind.CLASS, ON_TARGET)",
        "whole = NOTHING",
    ),
    Mutant(
        "class-off-target-ignored",
        "off-target: changing the ROS1 TKI is not expected to help",
        "whole = _decided(tables, drug, ScopeKind.CLASS, OFF_TARGET)",
        "whole = NOTHING",
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
        "call = Call.NOT_EFFECTIVE if banned else decision.call",
        "call = decision.call",
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
        "best = min(_rank(c, voting) for c in voting)",
        "best = max(_rank(c, voting) for c in voting)",
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
        "return tuple(c for c in claims if c.id not in tables.superseded)",
        "return tuple(claims)",
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
        "if call in _POSITIVE and not trial_decides and any(",
        "if False and any(",
    ),
    Mutant(
        "trial-does-not-beat-expert",
        'an expert "not effective" against a higher "active" is conflicting unless a trial decides',
        "if call in _POSITIVE and not trial_decides and any(",
        "if call in _POSITIVE and any(",
    ),
    Mutant(
        "not-effective-beside-expert-active",
        'only an expert\'s "not effective" against "active" is conflicting, not the reverse',
        "if call in _POSITIVE and not trial_decides and any(",
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
        "only = q.ros1_prior[0] if len(q.ros1_prior) == 1 else None",
        "only = q.latest",
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
        "return any(line in a.lines and (region is None or",
        "return any((region is None or",
    ),
    Mutant(
        "research-compound-offered",
        "a research compound without a clinical claim in ROS1 is no option",
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
        "tkis = tuple(d for d in prior if d.kind in (DrugKind.TKI, DrugKind.RESEARCH))",
        "tkis = prior",
    ),
    Mutant(
        "never-drug-is-a-ros1-tki",
        "rule 5: a drug that is never used against ROS1 is no ROS1 TKI that was taken",
        "ros1_prior=tuple(d for d in tkis if not never(tables, d)),",
        "ros1_prior=tkis,",
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
        "(c.scope.kind is not ScopeKind.FINDING or c.scope.value in wanted)",
        "True",
    ),
    Mutant(
        "naive-claims-after-progression",
        "rule 7: after a ROS1 TKI a TKI-naive number is never shown as an option's response",
        "for c in claims if not (after_progression and c.scope.value == FIRST_LINE)",
        "for c in claims",
    ),
    Mutant(
        "naive-brain-figures-after-progression",
        "rule 7: after a ROS1 TKI a TKI-naive number of the brain is not shown either",
        "c.figure.on_the_brain and not (after_progression and c.scope.value == FIRST_LINE)",
        "c.figure.on_the_brain",
    ),
)

FILTERS = (
    Mutant(
        "approved-only-anywhere",
        "`--approved-only --region`: approved in that region",
        "if q.approved_only and not approved(tables, drug, line, q.region):",
        "if q.approved_only and not approved(tables, drug, line, None):",
    ),
    Mutant(
        "region-ignored",
        "approvals count from any region unless `--region` is given",
        "(region is None or a.region == region)",
        "True",
    ),
    Mutant(
        "min-level-itself-taken",
        "`--min-level LEVEL` keeps what rests on that level",
        "level.rank > q.min_level.rank",
        "level.rank >= q.min_level.rank",
    ),
    Mutant(
        "filter-hides-not-effective",
        "filters take away only `active` and `reduced` claims, never a `not_effective` or `conflicting` one",
        "bars = _bars(tables, q, drug, decision, setting) or (_filters(tables, q, drug, level, line) if listed else [])",
        "bars = _filters(tables, q, drug, level, line) or _bars(tables, q, drug, decision, setting)",
    ),
    Mutant(
        "approval-is-no-label",
        "without a finding an approval for the line is of the level `label`",
        "level = Level.LABEL if approved(tables, drug, line, None) else setting.level",
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
        "not all(f in tables.findings for f in",
        "not any(f in tables.findings for f in",
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
        "return not q.asked.readings and not q.ros1_prior and bool(",
        "return not q.asked.readings and bool(",
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

AS_OF = (
    Mutant(
        "as-of-before-the-day",
        "`--as-of DATE` holds what was entered on that day",
        'm <= f"{ENTERED}{day}"',
        'm < f"{ENTERED}{day}"',
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
        "facts=facts(sources, claims, statements),",
        "facts=facts(sources, claims, statements)._replace(superseded=tables.facts.superseded),",
    ),
    Mutant(
        "as-of-later-cautions",
        "`--as-of DATE`: whatever was entered later is hidden, cautions too",
        "cautions=_until(tables.cautions, day),",
        "cautions=tables.cautions,",
    ),
)

# The order of options stands last: whoever writes the key anew writes these anew. One for each part left out, and one for
# each pair of neighbours in the wrong order.
ORDER = (
    Mutant(
        "order-without-the-call",
        "order: active before reduced",
        "0 if p.call is Call.ACTIVE else 1,",
        "0,",
    ),
    Mutant(
        "order-without-patients",
        "order: kind of evidence, patients before none",
        "0 if p.level and p.level.rank <= Level.CASE.rank else 1,",
        "0,",
    ),
    Mutant(
        "order-without-after-the-latest",
        "order: data after the latest ROS1 TKI",
        "0 if after_latest(tables, q, p.drug) else 1,",
        "0,",
    ),
    Mutant(
        "order-without-the-level",
        "order: the level against this finding",
        "p.level.rank if p.level else len(Level),",
        "0,",
    ),
    Mutant(
        "order-without-approval",
        "order: approval whose scope covers this line and the region",
        "0 if approved(tables, p.drug, line, q.region) else 1,",
        "0,",
    ),
    Mutant(
        "order-approval-of-any-region",
        "order: approval in the region asked for",
        "0 if approved(tables, p.drug, line, q.region) else 1,",
        "0 if approved(tables, p.drug, line, None) else 1,",
    ),
    Mutant(
        "order-without-the-guideline",
        "order: a guideline for the line",
        "0 if any(c.guideline and line in c.guideline.lines for c in p.claims) else 1,",
        "0,",
    ),
    Mutant(
        "order-without-the-brain",
        "order: brain activity when asked and in the first line",
        "0 if wants_brain and",
        "0 if True or",
    ),
    Mutant(
        "order-brain-only-when-asked",
        "order: brain activity also in the first line without `--cns`",
        "wants_brain = q.brain or line == FIRST_LINE",
        "wants_brain = q.brain",
    ),
    Mutant(
        "order-brain-unasked",
        "order: brain activity only when asked and in the first line",
        "wants_brain = q.brain or line == FIRST_LINE",
        "wants_brain = True",
    ),
    Mutant(
        "order-without-avoid",
        "order: a drug named for `--avoid` stands behind",
        "1 if avoided(tables, q, p) else 0,",
        "0,",
    ),
    Mutant(
        "order-of-the-tables",
        "order: at the end the name",
        "key=lambda p: (ranks[p.drug.id], p.drug.id)",
        "key=lambda p: ranks[p.drug.id]",
    ),
    Mutant(
        "order-patients-before-the-call",
        "order: the call before the patients",
        "        0 if p.call is Call.ACTIVE else 1,\n        0 if p.level and p.level.rank <= Level.CASE.rank else 1,\n",
        "        0 if p.level and p.level.rank <= Level.CASE.rank else 1,\n        0 if p.call is Call.ACTIVE else 1,\n",
    ),
    Mutant(
        "order-after-before-patients",
        "order: patients before data after the latest ROS1 TKI",
        "        0 if p.level and p.level.rank <= Level.CASE.rank else 1,\n        0 if after_latest(tables, q, p.drug) else 1,\n",
        "        0 if after_latest(tables, q, p.drug) else 1,\n        0 if p.level and p.level.rank <= Level.CASE.rank else 1,\n",
    ),
    Mutant(
        "order-level-before-after",
        "order: data after the latest ROS1 TKI before the level",
        "        0 if after_latest(tables, q, p.drug) else 1,\n        p.level.rank if p.level else len(Level),\n",
        "        p.level.rank if p.level else len(Level),\n        0 if after_latest(tables, q, p.drug) else 1,\n",
    ),
)

MUTANTS = (
    *SCOPES,
    *LEVELS,
    *CONFLICTS,
    *MEMBERS,
    *SETTINGS,
    *HISTORY,
    *FILTERS,
    *STATUSES,
    *AS_OF,
    *ORDER,
)

NO_ANSWER_CHANGES: dict[str, str] = {}
"""Those that may survive: name → why it changes no answer, on whatever tables."""

_BROKEN = re.compile(r"^E +((?:Name|Syntax|Import|UnboundLocal|ModuleNotFound|Attribute|Type)Error.*)$", re.MULTILINE)
_MOVED = re.compile(r"(\d+ of \d+ lines) moved")
_FAILED = re.compile(r"^(FAILED|ERROR) (\S+)(?: - (.*))?$", re.MULTILINE)


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
