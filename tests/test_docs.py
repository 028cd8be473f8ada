"""The pages in docs/ that are made by a script are what the script makes."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from toolbox import ROOT, environment, ros1

PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^## (\S+)$", PAGE, re.M)


def test_the_page_of_the_json_is_what_the_program_says() -> None:
    run = subprocess.run(
        [sys.executable, "docs/regenerate.py", "--check", "json"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, "run python docs/regenerate.py json and read the difference"


def test_the_page_of_the_json_has_every_schema_with_an_example() -> None:
    assert set(HEADINGS) == set(ros1("schema").out.split())
    for block in re.findall(r"^```json\n(.*?)^```$", PAGE, re.M | re.S):
        json.loads(block)


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(#([^)]+)\)", PAGE))))
def test_a_link_within_the_page_leads_somewhere(target: str) -> None:
    assert re.search(rf"^#+ {target}$", PAGE, re.M | re.I)
