"""`glossary`: what a word of the answers means, cited or this program's own; where it is shown; what a past day knows of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from toolbox import TOY, answered, columns, raw_toy, ros1, tables, toy, write_tables

from ros1cli.show.html import with_titles
from ros1cli.tables.index import term_key

REAL = tables()
TERMS = REAL.glossary
PAGES = "2024-02-05"
SCREENS = (
    ("next-line", "-m", "G2032R", "-p", "crizotinib", "--cns"),
    ("next-line", "-p", "crizotinib"),
    ("next-line", "-m", "MET amplification", "-p", "lorlatinib"),
    ("next-line", "-m", "L2086F", "-p", "repotrectinib"),
    ("next-line", "-m", "L2155S"),
    ("next-line", "-m", "G2032W"),
    ("next-line", "-m", "SCLC"),
    ("next-line", "-m", "S1986Y/F", "--leptomeningeal"),
    ("first-line",),
    ("first-line", "--cns"),
    ("compare", "crizotinib", "entrectinib", "repotrectinib"),
    ("compare", "lorlatinib", "taletrectinib"),
    ("mutation", "G2032R"),
    ("mutation", "L2026M"),
    ("drug", "Xalkori"),
    ("drug", "lorlatinib"),
    ("drug", "taletrectinib"),
    ("drug", "zidesamtinib"),
    ("guidance", "immunotherapy"),
    ("guidance", "resistance-testing"),
    ("guidance", "side-effects"),
    ("guidance", "wording"),
    ("matrix",),
)
ORDINARY = """
ACTIVE AFTER ALL ALONE AND APPROVED ASK BEFORE BESIDES BRAIN BY CAUTION CELLS COMMON DATA DATE DO DOSE DRUG EXPERT FAILS FIRST
FOOD FOUND HOW IF IN KEY KNOWN MAKER MAY MIND MORE NAME NAMES NEXT NO NOT NOTE NOTES OF OFTEN ON ONLY OPEN OR SEEN SIGNS TEST THE
THESE TABLES TO USE WHY WITH II III
"""
"""Words of the language, and numbers of stages and phases, that a screen prints in capitals."""
GENES = ("ROS1", "MET", "ALK", "EGFR", "KRAS", "NRAS", "RET", "KIT", "HER2", "NTRK", "TRK", "BRAF", "RAS", "RAF", "MEK")
STUDIES = ("ARROS", "TRUST", "PROFILE", "TRIDENT", "WCLC")
"""Names of trials and congresses."""


def abbreviations(text: str) -> set[str]:
    """Two to six capitals that stand alone, but those of drugs, makers, sources and genes and those that the glossary explains."""
    text = " ".join(text.split())
    passed = [s.short for s in REAL.sources.values() if s.short]
    for drug in REAL.drugs.values():
        passed += [*drug.spellings, *(maker.name for maker in drug.makers)]
    for term in TERMS.values():
        passed += term.names
    for name in sorted([*passed, *GENES, *STUDIES], key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return set(re.findall(r"(?<![\w./-])([A-Z]{2,6})s?(?![\w/])", text)) - set(ORDINARY.split())


# -- the table ---------------------------------------------------------------------------------------------------------


def test_every_meaning_has_a_source_and_a_place_or_is_this_programs_own() -> None:
    for t in TERMS.values():
        for m in t.meanings:
            assert bool(m.cites) is not t.defined_here, f"{t.id}: cite a source, or say defined_here: true"
            assert all(c.locator.strip() and c.source in REAL.sources for c in m.cites), t.id


def test_no_name_stands_for_two_terms() -> None:
    owner: dict[str, str] = {}
    for t in TERMS.values():
        for name in (t.id, *t.names):
            assert owner.setdefault(term_key(name), t.id) == t.id, f"{name} is {t.id} and {owner[term_key(name)]}"


def test_an_explanation_is_one_sentence_or_two() -> None:
    for t in TERMS.values():
        for m in t.meanings:
            ends = re.findall(r"[.!?](?= [A-Z`]|$)", m.text)
            assert 1 <= len(ends) <= 2 and len(m.text) <= 300, (t.id, m.text)


def test_a_word_that_a_term_points_to_is_another_term() -> None:
    for t in TERMS.values():
        assert set(t.see) <= set(TERMS) and t.id not in t.see, t.id


def test_each_abbreviation_of_the_brief_screens_has_an_entry() -> None:
    """Add a term to data/glossary.yaml for each that is named; a word that is none belongs to ORDINARY here."""
    missing: dict[str, list[str]] = {}
    for question in SCREENS:
        for word in abbreviations(ros1(*question).out):
            missing.setdefault(word, []).append(" ".join(question))
    assert not missing


@pytest.mark.parametrize(
    "word",
    (
        *(
            "ORR",
            "DOR",
            "PFS",
            "OS",
            "NR",
            "NE",
            "CNS",
            "TKI",
            "NGS",
            "ctDNA",
            "NED",
            "gatekeeper",
            "solvent front",
            "compound",
        ),
        *(
            "off-target",
            "IC50",
            "confidence interval",
            "label",
            "RECIST",
            "type I inhibitor",
            "ILD",
            "QTc",
            "MANE Select",
        ),
        *(
            "+2",
            "few",
            "UNRESOLVED",
            "NO DATA",
            "CELLS ONLY",
            "not looked up",
            "1+ TKIs",
            "on target",
            "OFF TARGET",
            "tkis",
        ),
    ),
)
def test_a_word_is_explained_by_any_of_its_names_in_any_capitals(word: str) -> None:
    result = ros1("glossary", word, "--json")
    assert (result.status, result.json["status"], len(result.json["terms"])) == (0, "known", 1)


@pytest.mark.parametrize(
    ("word", "said", "unsaid"),
    [
        ("EXPERT OPINION ONLY", "opinion", "laboratory"),
        ("CELLS ONLY", "these tables", "opinion"),
        ("NO DATA", "these tables", "nobody"),
        ("rebiopsy", "once more", "plasma"),
        ("29.3-NR", "an end of its interval", "good news"),
    ],
)
def test_a_title_fits_each_name_that_it_stands_on(word: str, said: str, unsaid: str) -> None:
    """One term for two words of the screen gave the second the meaning of the first."""
    titles = re.findall('title="([^"]*)"', with_titles(word, TERMS.values()))
    assert len(titles) == 1
    assert said in titles[0] and unsaid not in titles[0]


# -- the answer ----------------------------------------------------------------------------------------------------------


def test_one_word_is_explained_with_its_source_in_a_few_lines() -> None:
    with columns(80):
        shown = ros1("glossary", "pfs").out
    assert shown.startswith("What PFS means\n") and "does not grow" in shown and "FDA glossary" in shown
    assert shown.count("\n") <= 25 and "Not a prescription" in shown


def test_a_word_of_this_program_says_so_and_cites_nothing() -> None:
    (few,) = answered("glossary", "few")["terms"]
    assert (few["defined_here"], few["sources"], few["entered"]) == (True, [], None)
    assert "a word of this program" in toy("glossary", "few").out
    assert "a word of this program" in toy("glossary", "few", "--full").out


def test_a_word_that_is_near_is_suggested_and_one_that_is_unknown_gets_the_list() -> None:
    near = toy("glossary", "shrinc")
    assert near.status == 2 and near.out == "" and "shrink" in near.err
    unknown = toy("glossary", "astrology")
    assert unknown.status == 3 and unknown.err == "" and "ORR" in unknown.out
    assert answered("glossary", "astrology")["known"] == ["ORR", "shrink", "NE", "few"]


def test_a_word_within_an_explanation_finds_the_terms_that_hold_it() -> None:
    answer = answered("glossary", "toys")
    assert (answer["status"], [t["id"] for t in answer["terms"]]) == ("word_search", ["orr", "ne"])


@pytest.mark.parametrize(
    ("word", "command"), [("Novora", "ros1 drug"), ("G28R", "ros1 mutation"), ("TYK9", "ros1 mutation")]
)
def test_a_drug_and_a_finding_are_answered_with_the_command_that_knows_them(word: str, command: str) -> None:
    result = toy("glossary", word)
    assert result.status == 2 and f"{command} {word}" in result.err


def test_the_list_is_in_the_order_of_the_alphabet_with_and_without_the_flag() -> None:
    listed = answered("glossary")
    assert [t["term"] for t in listed] == ["few", "NE", "ORR", "shrink"]
    assert answered("glossary", "--list") == listed
    assert toy("glossary", "ORR", "--list").status == 2


def test_guidance_points_to_the_glossary_first_when_the_word_is_one_of_its_terms() -> None:
    first = answered("guidance", "shrinkage")["statements"][0]
    assert first["id"] == "shrink" and first["text"].startswith("ros1 glossary shrink (shrinkage): To become smaller")
    assert "ros1 glossary shrink: to become smaller" in toy("guidance", "shrinkage").out
    for t in TERMS.values():
        assert ros1("guidance", t.term).status == 0, t.term


def test_a_source_names_the_terms_that_rest_on_it() -> None:
    used = answered("sources", "toy-page")["used_by"]
    assert [(r["kind"], r["id"]) for r in used if r["kind"] == "term"] == [("term", "orr"), ("term", "shrink")]


# -- past days -------------------------------------------------------------------------------------------------------------


def test_a_past_day_has_the_meaning_of_that_day_and_the_words_of_the_program() -> None:
    def text(day: str) -> Any:
        return answered("glossary", "shrink", "--as-of", day)["terms"][0]["text"]

    assert text("2024-01-10") == "To become smaller." and text("2025-06-01") == "To become smaller by three tenths."
    assert [t["term"] for t in answered("glossary", "--as-of", "2024-01-10")] == ["few", "ORR", "shrink"]
    assert answered("glossary", "NE", "--as-of", "2024-01-10")["status"] == "not_in_tables"
    assert answered("glossary", "NE")["terms"][0]["see"] == ["ORR"]


def test_what_the_base_pages_explain_is_known_on_their_day_without_a_later_source() -> None:
    for word in ("ORR", "DOR", "PFS", "OS", "NR", "CNS", "TKI", "NGS", "ctDNA", "NED", "off-target", "fusion", "flare"):
        answer = ros1("glossary", word, "--as-of", PAGES, "--json").json
        assert answer["status"] == "known" and answer["terms"][0]["entered"] == PAGES, word
        assert {s["id"] for s in answer["sources"]} <= {s for s in REAL.sources if s.startswith("ros1ders-")}, word
    assert ros1("glossary", "RECIST", "--as-of", PAGES).status == 3


# -- tables that are wrong -------------------------------------------------------------------------------------------------


def broken(tmp_path: Path, **change: Any) -> str:
    """What is said of the invented tables when their first term is changed."""
    raw = raw_toy()
    raw["glossary"]["terms"][0] |= change
    write_tables(raw, tmp_path)
    result = ros1("glossary", "--data", str(tmp_path))
    assert result.status == 1 and result.out == ""
    return result.err


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"cites": []}, "defined_here"),
        ({"defined_here": True}, "defined_here"),
        ({"aliases": ["Shrink-Age", "NE"]}, "a name is one term"),
        ({"see": ["shrinc"]}, "'shrinc' is in no table"),
        ({"short": "x" * 91}, "at most 90 characters"),
        ({"cites": [{"source": "nowhere", "locator": "x"}]}, "no source 'nowhere'"),
        ({"plain": "x"}, "'plain' is not known here"),
    ],
)
def test_a_broken_term_is_refused_with_its_place_and_what_to_do(change: Any, said: str, tmp_path: Path) -> None:
    message = broken(tmp_path, **change)
    assert said in message and "glossary.yaml, line" in message


def test_a_folder_of_tables_without_a_glossary_is_refused_as_without_any_other_file(tmp_path: Path) -> None:
    write_tables({name: table for name, table in raw_toy().items() if name != "glossary"}, tmp_path)
    result = ros1("next-line", "-m", "G28R", "--data", str(tmp_path))
    assert result.status == 1 and "glossary.yaml" in result.err and result.err.count("\n") == 1


def test_a_glossary_without_terms_explains_nothing_and_breaks_nothing(tmp_path: Path) -> None:
    write_tables(raw_toy() | {"glossary": {"terms": []}}, tmp_path)
    assert ros1("glossary", "--json", "--data", str(tmp_path)).json == []
    assert ros1("glossary", "ORR", "--data", str(tmp_path)).status == 3
    assert ros1("matrix", "--format", "html", "--data", str(tmp_path)).status == 0


# -- titles in HTML --------------------------------------------------------------------------------------------------------


def titled(text: str) -> str:
    return with_titles(text, tables(TOY).glossary.values())


def test_the_first_use_of_a_term_has_its_meaning_as_a_title_and_all_else_is_escaped() -> None:
    title = "overall response rate: the share of toys that shrank"
    first = f'<abbr title="{title}">ORR</abbr>'
    assert titled("<b> ORR, ORR & overall response rate") == f"&lt;b&gt; {first}, ORR &amp; overall response rate"
    assert titled("Overall response rate") == f'<abbr title="{title}">Overall response rate</abbr>'
    assert titled("25.6-NE") == '25.6-<abbr title="not estimable: too few toys to say">NE</abbr>'


@pytest.mark.parametrize("text", ["few patients", "ne", "none", "ORRs", "UNRELATED", "orr", ""])
def test_an_everyday_word_other_capitals_and_a_part_of_a_word_get_no_title(text: str) -> None:
    assert titled(text) == text


def test_without_terms_a_text_is_only_escaped() -> None:
    assert with_titles('"ORR" <', ()) == "&quot;ORR&quot; &lt;"


def test_a_title_can_hold_no_markup(tmp_path: Path) -> None:
    raw = raw_toy()
    raw["glossary"]["terms"][0] |= {
        "term": "NEVER<i>",
        "short": '"><script>alert(1)</script>',
        "aliases": ["on-target"],
    }
    write_tables(raw, tmp_path)
    page = ros1("matrix", "--format", "html", "--data", str(tmp_path)).out
    assert '<abbr title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">on-target</abbr>' in page
    assert "<script" not in page and "<i>" not in page


def test_the_page_of_the_matrix_explains_the_words_of_its_head_and_its_key() -> None:
    page = ros1("matrix", "--format", "html").out
    named = dict.fromkeys(re.findall(r"<abbr[^>]*>([^<]*)</abbr>", page))
    assert {"TKI", "IC50", "NEVER", "NO DATA", "NSCLC"} <= set(named)
    assert 'title="a drug that must not be used in ROS1+ cancer"' in page
    assert not re.search(r"<h1>[^<]*<abbr[^>]*>[^<]*<abbr", page)
