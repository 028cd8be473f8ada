"""The golden files: whole answers over the invented tables in tests/toy, byte for byte.

`python docs/regenerate.py` writes tests/golden anew. Read the difference before you commit it: a golden file that changed without
a reason you can name is a bug. Each question is kept in full, unwrapped (NAME.txt) and wrapped to 40 columns (NAME.40.txt), in
brief at 80 columns (NAME.brief.txt), as JSON (NAME.json) and, where the command answers patients, for them (NAME.patient.txt), one
of `next-line` also as a report (NAME.report.md); the version of the tool is left out, so that a release changes none of them.
"""

from __future__ import annotations

import os

from toolbox import HERE, toy

from ros1cli import __version__

GOLDEN = HERE / "golden"
QUESTIONS: dict[str, tuple[str, ...]] = {
    "options": ("next-line", "--mutation", "G28R", "--prior", "oldatinib", "--cns", "--explain"),
    "options-order": ("next-line", "--mutation", "E24K", "--avoid", "dizziness", "--region", "US"),
    "options-reduced-conflicting": ("next-line", "--mutation", "S38Y", "--explain"),
    "compound": ("next-line", "--mutation", "G28R/V32M", "--explain"),
    "alternatives": ("next-line", "--mutation", "S38Y/F"),
    "off-target": ("next-line", "--mutation", "TYK9 amplification", "--prior", "novotinib"),
    "on-and-off-target": ("next-line", "--mutation", "L48V", "--mutation", "SCLC"),
    "not-in-tables": ("next-line", "--mutation", "G28E"),
    "not-progressed": ("next-line", "--intolerant", "Novora:dizziness", "--prior", "chemotherapy"),
    "mechanism-unknown": ("next-line", "--prior", "Oldix", "--tested", "plasma"),
    "cns-only": ("next-line", "--prior", "oldatinib", "--cns-only"),
    "leptomeningeal": ("next-line", "--mutation", "L48V", "--leptomeningeal"),
    "no-drug-listed": ("next-line", "--mutation", "Q45H"),
    "none-left": ("next-line", "--mutation", "A51T", "--prior", "primatinib"),
    "filters": ("next-line", "--mutation", "G28R", "--approved-only", "--region", "EU", "--min-level", "case"),
    "as-of": ("next-line", "--mutation", "G28R", "--as-of", "2024-01-10"),
    "first-line": ("first-line", "--cns", "--avoid", "nausea", "--explain"),
    "compare": ("compare", "Novora", "oldatinib", "cnsatinib", "--explain"),
    "mutation": ("mutation", "ROS1 p.(Gly28Arg)", "--explain"),
    "mutation-compound": ("mutation", "V32M/G28R"),
    "mutation-off-target": ("mutation", "GENX1"),
    "mutation-list": ("mutation", "--list"),
    "matrix": ("matrix", "--explain"),
    "matrix-chosen": ("matrix", "--mutation", "V32M/G28R", "-m", "p.Gly28Arg", "--drug", "Nevera", "--drug", "nvt101"),
    "matrix-gaps": ("matrix", "--gaps"),
    "drug": ("drug", "nvt101", "--history", "--explain"),
    "drug-never": ("drug", "Nevera"),
    "drug-treatment": ("drug", "vermetrexed"),
    "drug-list": ("drug", "--list"),
    "guidance": ("guidance", "ici", "--explain"),
    "guidance-words": ("guidance", "fatigue"),
    "guidance-not-covered": ("guidance", "astrology"),
    "guidance-list": ("guidance",),
    "glossary": ("glossary", "Shrinkage"),
    "glossary-own": ("glossary", "few"),
    "glossary-words": ("glossary", "toys"),
    "glossary-not-covered": ("glossary", "astrology"),
    "glossary-as-of": ("glossary", "Shrinkage", "--as-of", "2024-01-10"),
    "glossary-list": ("glossary",),
    "sources": ("sources", "toy-trial-2025"),
    "sources-list": ("sources",),
    "sources-levels": ("sources", "--levels"),
}
REPORTS = [name for name, asked in QUESTIONS.items() if asked[0] == "next-line"]
FORMS = {
    ".txt": (("--full",), None),
    ".40.txt": (("--full",), "40"),
    ".brief.txt": ((), "80"),
    ".json": (("--json",), None),
    ".patient.txt": (("--audience", "patient"), None),
}
FOR_PATIENTS = ("next-line", "first-line", "mutation", "drug")
ONE_DEPTH = ("--explain", "--history")


def golden(name: str, form: str) -> str:
    """The answer as its golden file holds it."""
    more, columns = FORMS[form]
    question = [word for word in QUESTIONS[name] if form != ".patient.txt" or word not in ONE_DEPTH]
    os.environ.pop("COLUMNS", None)
    if columns:
        os.environ["COLUMNS"] = columns
    try:
        result = toy(*question, *more)
    finally:
        os.environ.pop("COLUMNS", None)
    if result.err or result.status not in (0, 3):
        raise RuntimeError(f"{name}: exit {result.status}, {result.err}")
    return result.out.replace(f'"version": "{__version__}"', '"version": "(left out)"')


def note(name: str) -> str:
    """The report on a question of `next-line`, as Markdown."""
    asked = [word for word in QUESTIONS[name][1:] if word != "--explain"]
    return toy("report", *asked, "--format", "markdown").out.replace(f"ros1 {__version__}", "ros1 (left out)")


def kept() -> list[tuple[str, str]]:
    """Every question with each form in which it is kept."""
    asked = [(name, form) for name in QUESTIONS for form in FORMS if form != ".patient.txt"]
    answered = [n for n, question in QUESTIONS.items() if question[0] in FOR_PATIENTS and "--list" not in question]
    return [*asked, *((name, ".patient.txt") for name in answered)]


def files() -> dict[str, str]:
    """Every golden file by its name, as the program answers now."""
    out = {f"{name}{form}": golden(name, form) for name, form in kept()}
    return out | {f"{name}.report.md": note(name) for name in REPORTS}
