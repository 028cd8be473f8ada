"""The addresses of the sources: what a reader can open, or none. How a text was read stands in words, in `via` or `note`."""

from __future__ import annotations

import re

import pytest
from toolbox import tables

REAL = tables()

PROXY = re.compile(
    r"(^|\.)(vercel\.app|netlify\.app|pages\.dev|platformsh\.site|fda\.report)$|^(staging|preview|dev)\d*\."
)
"""Hosts that hand on what another host publishes: a deployment before it is published, a mirror."""


def is_address(text: str) -> bool:
    """One https address of a public host that is no proxy: what a reader can open."""
    found = re.fullmatch(r"https://((?:[a-z0-9-]+\.)+[a-z]{2,})/\S*", text)
    return found is not None and not PROXY.search(found[1])


def test_an_address_of_a_source_is_one_that_a_reader_can_open() -> None:
    named = [(s.id, a) for s in REAL.sources.values() for a in (s.address, s.read_at) if a]
    wrong = [(source, a) for source, a in named if not is_address(a)]
    assert not wrong, "give the public address of the original, or none; say in via or note how the text was read"


def test_the_day_of_openfda_is_not_taken_for_that_of_a_label() -> None:
    """Its `last_updated` is of the whole data set: several labels print the same."""
    read = [s for s in REAL.sources.values() if "//api.fda.gov/" in f"{s.address} {s.read_at}" and s.note]
    wrong = [s.id for s in read if "The date" in (s.note or "") and "of openFDA, not of" not in (s.note or "")]
    assert read and not wrong


@pytest.mark.parametrize(
    "text",
    [
        "stored repository file id 70623556557 (repository not named by the index)",
        "invented.org publication page (search copy)",
        "invented/project kb/page.yaml@11caf2df",
        "https://wwwinventedcom-b2oh4h7sc.vercel.app/view/a-page",
        "https://staging1.invented.org/post/a-page",
        "https://fda.report/DailyMed/51ac8e52",
        "https://invented.org/a-page (abstract); https://invented.net/b",
        "http://invented.org/a-page",
        "https://203.0.113.7/35227966",
        "https://localhost/a-page",
    ],
)
def test_what_is_no_address_is_refused_as_one(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://pubmed.ncbi.nlm.nih.gov/1/",
        "https://doi.org/10.1016/S0000-0000(19)30655-2",
        "https://a-b.org/x?y=%22z%22&v=1",
    ],
)
def test_a_public_address_is_one(text: str) -> None:
    assert is_address(text)
