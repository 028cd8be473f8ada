"""The real tables: what must hold whatever is added. A message says what a curator has to do."""

from __future__ import annotations

import ast
import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from toolbox import DATA, FILES, HERE, PACKAGE, tables

from ros1cli.names.hgvs import ONE
from ros1cli.tables.closed_words import FIRST_LINE, About, Call, DrugKind, FindingKind, Level, ScopeKind
from ros1cli.tables.yaml_reader import read_yaml

REAL = tables()
WIDEST = 150
NOTES = {n.id: n for f in REAL.findings.values() for n in f.notes}
CLAIMS = {c.id: c for c in REAL.claims}
CONFLICTS = {c.id: c for c in REAL.conflicts}


def cited() -> Counter[str]:
    """How often each source is cited by anything."""
    places = [c.source for c in REAL.claims]
    places += [c.source for s in REAL.statements.values() for c in s.cites]
    places += [c.source for s in REAL.cautions for c in s.cites]
    for finding in REAL.findings.values():
        places += [n.cite.source for n in finding.notes] + [s.cite.source for s in finding.seen_after]
        places += [finding.frequency.cite.source] if finding.frequency else []
    for drug in REAL.drugs.values():
        places += [n.cite.source for n in (*drug.names, *drug.makers)]
    places += [s.cite.source for s in REAL.series]
    for term in REAL.glossary.values():
        places += [c.source for meaning in term.meanings for c in meaning.cites]
    return Counter(places)


# -- the look of the YAML --------------------------------------------------------------------------------------------


def nulls(value: Any, path: str) -> list[str]:
    """The paths below which a null stands."""
    if isinstance(value, dict):
        return [p for key, item in value.items() for p in nulls(item, f"{path}.{key}")]
    if isinstance(value, list):
        return [p for i, item in enumerate(value) for p in nulls(item, f"{path}[{i}]")]
    return [path] if value is None else []


@pytest.mark.parametrize("name", FILES)
def test_a_key_that_is_null_is_left_out(name: str) -> None:
    assert nulls(read_yaml(DATA / f"{name}.yaml"), name) == [], "leave the key out: it means null"


@pytest.mark.parametrize("name", FILES)
def test_a_figure_is_a_line_or_two_of_flow_style(name: str) -> None:
    lines = [*(DATA / f"{name}.yaml").read_text(encoding="utf-8").splitlines(), ""]
    for at, (line, after) in enumerate(pairwise(lines), start=1):
        if re.match(r" +(- )?figure:", line):
            whole = line if line.endswith("}") else line + after
            assert re.fullmatch(r" +(- )?figure: \{.*\}", whole), (
                f"{name}.yaml, line {at}: write the figure as {{name: ORR, value: 59, …}} on a line or two"
            )


def test_no_line_of_the_drugs_is_so_wide_that_nobody_reads_it() -> None:
    lines = (DATA / "drugs.yaml").read_text(encoding="utf-8").splitlines()
    wide = {at: len(line) for at, line in enumerate(lines, start=1) if len(line) > WIDEST}
    assert not wide, f"break the line between two keys, or fold the text with >-; at most {WIDEST} characters"


# -- sources and ids -------------------------------------------------------------------------------------------------


def test_everything_cites_a_source_that_exists() -> None:
    assert set(cited()) <= set(REAL.sources)


def test_every_source_is_used() -> None:
    reference = {getattr(REAL.reference, "source", None)}
    unused = set(REAL.sources) - set(cited()) - reference
    assert not unused, "a source on which nothing rests is a promise: cite it or take it out"


def test_every_record_has_a_place_in_its_source() -> None:
    for claim in REAL.claims:
        assert claim.locator.strip() and claim.text.strip(), claim.id
    for statement in REAL.statements.values():
        assert all(c.locator.strip() for c in statement.cites), statement.id


def test_every_id_is_kebab_case_and_unique_over_all_tables() -> None:
    ids = [*REAL.sources, *CLAIMS, *REAL.statements, *NOTES, *REAL.topics, *REAL.glossary]
    ids += [c.id for c in REAL.conflicts] + [c.id for c in REAL.cautions]
    assert [i for i in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", i)] == []
    records = [c.id for c in REAL.claims] + list(REAL.statements) + list(NOTES)
    records += [c.id for c in REAL.conflicts] + [c.id for c in REAL.cautions]
    assert [i for i, times in Counter(records).items() if times > 1] == []


def test_every_date_is_one_that_a_reader_can_sort() -> None:
    for source in REAL.sources.values():
        assert source.date is None or re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", source.date), source.id
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", source.entered), f"{source.id}: the day of entry is a whole date"
    for claim in REAL.claims:
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", claim.entered), claim.id


def test_nothing_stands_in_the_tables_before_its_source() -> None:
    for claim in REAL.claims:
        assert claim.entered >= REAL.sources[claim.source].entered, claim.id


def test_a_date_of_a_source_is_its_own_and_the_year_in_its_short_name_is_of_that_date() -> None:
    """The start of marketing, a first approval and the year in which a page was read are no date of a source."""
    undated = re.compile(r"\bnot dated\b|\bprints no (?:revision )?date\b|\bno date\b", re.IGNORECASE)
    assert not [s.id for s in REAL.sources.values() if s.date and undated.search(s.note or "")]
    for s in REAL.sources.values():
        year = re.search(r"\b(?:19|20)\d\d\b", s.short or "")
        assert not year or year[0] in f"{s.date} {s.title} {s.via}", f"{s.id}: {s.short}, but dated {s.date}"


def test_the_four_base_pages_count_as_entered_on_their_day() -> None:
    base = [s for s in REAL.sources if s.startswith("ros1ders-")]
    assert len(base) == 4
    assert {REAL.sources[s].entered for s in base} == {"2024-02-05"}


# -- names -----------------------------------------------------------------------------------------------------------


def test_no_name_belongs_to_two_drugs() -> None:
    seen: dict[str, str] = {}
    for drug in REAL.drugs.values():
        for name in {re.sub(r"[\s-]", "", n.casefold()) for n in (drug.id, *(n.name for n in drug.names))}:
            assert name not in seen, f"{name} names {seen.get(name)} and {drug.id}"
            seen[name] = drug.id


def test_no_alias_belongs_to_two_topics_and_every_alias_is_lower_case() -> None:
    names = [n.casefold() for t in REAL.topics.values() for n in {t.id, *t.aliases}]
    assert [n for n, times in Counter(names).items() if times > 1] == []
    assert [a for t in REAL.topics.values() for a in t.aliases if a != a.lower()] == []


def test_every_on_target_finding_fits_the_reference_protein_and_is_ordered_by_residue() -> None:
    for finding in (f for f in REAL.findings.values() if f.on_target):
        members = finding.members
        for member in members:
            assert REAL.reference.sequence[int(member[1:-1]) - 1] == member[0], finding.id
            assert member[-1] in ONE and member[0] != member[-1], finding.id
            assert member in REAL.findings, f"{finding.id}: its member {member} is a finding too"
        assert list(members) == sorted(members, key=lambda m: int(m[1:-1]))
        assert (finding.kind is FindingKind.COMPOUND) == (len(members) > 1)


def test_the_protein_has_the_length_that_is_known_and_a_segment_for_every_residue() -> None:
    reference = REAL.reference
    assert len(reference.sequence) == 2347 and reference.mane_length == 2341
    covered = [r for s in reference.mane_segments for r in range(s.first, s.last + 1)]
    assert covered == list(range(1, 2348))


# -- claims ----------------------------------------------------------------------------------------------------------


def test_every_drug_that_can_be_an_option_has_a_caveat() -> None:
    """An option must carry a caveat: each drug with an active or reduced call, an approval or a guideline needs one."""
    for drug in REAL.tkis:
        positive = [c for c in drug.claims if c.call in (Call.ACTIVE, Call.REDUCED) or c.approval or c.guideline]
        if drug.kind is DrugKind.RESEARCH:
            positive = [c for c in positive if c.level.rank <= Level.CASE.rank]
        never = any(c.scope.kind is ScopeKind.NEVER for c in drug.claims)
        warning = [c for c in drug.claims if c.caveat or c.call is Call.NOT_EFFECTIVE]
        assert not positive or never or warning, f"{drug.id}: give it a claim with a caveat"


def test_a_not_effective_says_so_in_its_text() -> None:
    """Every negative is unmissable in the words themselves, not only in the call."""
    negative = re.compile(
        r"\b(not|no|none|never|without|ineffective|resist\w*|refractory|fail\w*|progress\w*|insensitive|lost|loss)\b",
        re.IGNORECASE,
    )
    for claim in REAL.claims:
        if claim.call is Call.NOT_EFFECTIVE:
            assert negative.search(claim.text), claim.id


def test_only_a_claim_on_the_brain_says_whether_a_drug_treats_it() -> None:
    assert [c.id for c in REAL.claims if c.brain is not None and c.about is not About.BRAIN] == []


def test_an_approval_and_a_guideline_stand_in_claims_of_that_name() -> None:
    assert [c.id for c in REAL.claims if c.approval and c.about is not About.APPROVAL] == []
    assert [c.id for c in REAL.claims if c.guideline and c.about is not About.GUIDELINE] == []


def test_a_figure_of_a_response_is_never_without_a_line_or_a_population() -> None:
    for claim in REAL.claims:
        figure = claim.figure
        if figure and figure.name in ("ORR", "CNS response") and figure.value is not None:
            assert figure.line or figure.population or figure.after, claim.id


def test_a_call_is_one_that_a_source_can_say() -> None:
    assert {c.call for c in REAL.claims} <= {Call.ACTIVE, Call.REDUCED, Call.NOT_EFFECTIVE, None}


def test_a_claim_after_a_drug_is_no_claim_on_the_first_line() -> None:
    assert [c.id for c in REAL.claims if c.after and c.scope.value == FIRST_LINE] == []


def test_a_replacing_claim_was_entered_no_earlier_than_what_it_replaces_and_speaks_of_the_same_drug() -> None:
    for claim in REAL.claims:
        if claim.supersedes:
            old = CLAIMS[claim.supersedes]
            assert (old.drug, claim.entered >= old.entered) == (claim.drug, True), claim.id
            assert old.id != claim.id


def test_a_replacing_claim_of_the_same_source_still_says_through_whom_it_was_read() -> None:
    """A second-hand number does not become first-hand by being written anew."""
    for claim in (c for c in REAL.claims if c.supersedes):
        old = CLAIMS[claim.supersedes or ""]
        if old.source == claim.source and old.via:
            assert claim.via, (
                f"{claim.id}: give via again ({old.via!r}); if the original was read since, enter it as a source and cite it"
            )


SECOND_PLACES = {"zidesamtinib-cns-response-pretreated-arros1"}
"""Claims whose locator names a page that is no source, as one more place of the same number: nothing rests on it."""

ADDRESS = re.compile(
    r"\b(?:https?://|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|eu|gov|edu|int|io|jp|cn|ca|de|uk)/)[^\s);,]*"
)
TOLD = re.compile(
    r"\b(?:said|told|printed|reported) by\b|(?<=: )[A-Z][\w' ]+, (?:\d{1,2} [A-Z][a-z]+ )?(?:19|20)\d{2}\b"
)


def page(address: str) -> str:
    """The address without what differs between two ways to write it."""
    return re.sub(r"^https?://(www\.)?", "", address).rstrip("/.")


def unheld(locator: str) -> list[str]:
    """What a locator names as having said something, that is no source of these tables."""
    held = {page(a) for s in REAL.sources.values() for a in (s.address, s.read_at) if a}
    named = [part for part in re.split(r";", locator) if TOLD.search(part)]
    unnamed = [p.strip() for p in named if not any(s in p for s in REAL.sources)]
    return [*(a for a in ADDRESS.findall(locator) if page(a) not in held), *unnamed]


def test_a_page_on_which_a_claim_rests_is_a_source_and_not_only_named_in_its_locator() -> None:
    """Where a qualifier is from another page, that page is dated and found like any other: by its id."""
    loose = {c.id: unheld(c.locator) for c in REAL.claims if c.id not in SECOND_PLACES and unheld(c.locator)}
    assert not loose, (
        "enter the page in data/sources.yaml, give what it says a claim of its own, and name the page by its id in the locator"
    )


@pytest.mark.parametrize(
    "locator",
    [
        "Results; which drug came before: invented.com/view/a-page; Table 2",
        "Results (https://invented.org/a-page)",
        "subgroup; that they were previously treated is said by Inventum",
        "Results; one TKI: Inventum Today, 11 June 2025",
        "Results; the investigator: INV, 2024",
    ],
)
def test_a_page_that_is_no_source_is_seen_in_a_locator(locator: str) -> None:
    assert unheld(locator)


def test_an_id_of_a_source_and_a_place_in_a_page_are_no_loose_pages() -> None:
    for locator in (
        "Results; one TKI: onclive-2025-11",
        "Results, Table 2; label of June 2025",
        "trial table, lines 239-247",
    ):
        assert unheld(locator) == []


def test_the_sides_of_a_conflict_are_not_one_record() -> None:
    for conflict in REAL.conflicts:
        assert len(set(conflict.sides)) == len(conflict.sides) >= 2, conflict.id
        assert conflict.about, conflict.id


def test_a_treatment_that_is_no_tki_sends_to_a_topic_and_has_no_call() -> None:
    for drug in REAL.drugs.values():
        if drug.kind in (DrugKind.TREATMENT, DrugKind.TREATMENT_CLASS):
            assert drug.guidance, drug.id
            assert not [c.id for c in drug.claims if c.call], drug.id


def test_every_topic_has_something_to_say() -> None:
    spoken = {t for s in REAL.statements.values() for t in s.topics} | {t for c in REAL.claims for t in c.topics}
    for topic in REAL.topics.values():
        under = {t.id for t in REAL.topics.values() if t.under == topic.id}
        assert spoken & {topic.id, *under}, f"{topic.id}: a topic without a statement"
        assert topic.under is None or REAL.topics[topic.under].under is None, "one step, no chain"


def test_a_field_of_a_caution_is_one_that_every_circumstance_of_it_fills() -> None:
    fields = {
        "off_target": {"findings"},
        "mixed": {"findings", "on_target"},
        "related_gene": {"gene", "named"},
        "another_change": {"change", "named"},
        "member_not_effective": {"drugs"},
        "not_in_tables": {"findings", "neighbours"},
        "none_left": {"drugs", "by"},
        "mane_collision": {"typed", "other"},
        "prior_active": {"findings", "drugs"},
        "not_ros1_active": {"drugs"},
        "neighbours": {"findings", "neighbours"},
        "guideline_older": {"guidelines", "drugs"},
        "co_mutation": {"findings"},
        "at_progression": {"findings"},
        "series": {"drug", "series"},
        **{word: {"findings"} for word in ("compound", "phase", "alternatives", "no_drug_listed")},
    }
    for caution in REAL.cautions:
        for word in caution.when:
            assert set(re.findall(r"\{(\w*)\}", caution.text)) <= fields.get(word, set()), (caution.id, word)


def test_no_text_of_the_tables_holds_a_mark_of_a_merge_or_a_control_character() -> None:
    for name in FILES:
        text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
        assert not re.search(r"^(<<<<<<<|=======|>>>>>>>)|[\x00-\x08\x0b-\x1f\x7f\ue000]", text, re.MULTILINE), name
        assert not re.search(r"\b(TODO|FIXME|XXX)\b", text), name


# -- the pages and the evidence, fact by fact -------------------------------------------------------------------------

PLACES = {
    "claim": CLAIMS,
    "statement": REAL.statements,
    "note": NOTES,
    "drug": REAL.drugs,
    "finding": REAL.findings,
    "source": REAL.sources,
    "topic": REAL.topics,
    "conflict": CONFLICTS,
}


def coverage(file: str) -> list[tuple[str, ...]]:
    """The rows of a coverage file: fact, place, note."""
    head, *rows = (tuple(line.split("\t")) for line in (HERE / file).read_text(encoding="utf-8").splitlines())
    assert head == ("fact", "place", "note") and all(len(row) == 3 for row in rows)
    return rows


def test_every_fact_of_the_base_pages_has_a_place() -> None:
    assert {fact for fact, _, _ in coverage("pages_coverage.tsv")} == {f"F{number:03}" for number in range(1, 385)}


@pytest.mark.parametrize("file", ["pages_coverage.tsv", "evidence_coverage.tsv"])
def test_the_rows_of_a_coverage_file_are_sorted_and_none_stands_twice(file: str) -> None:
    rows = coverage(file)
    assert [r[0] for r in rows] == sorted(r[0] for r in rows)
    assert len({row[:2] for row in rows}) == len(rows)


@pytest.mark.parametrize("file", ["pages_coverage.tsv", "evidence_coverage.tsv"])
def test_the_place_of_every_fact_is_in_the_tables(file: str) -> None:
    lost = []
    for fact, place, note in coverage(file):
        kind, _, name = place.partition(":")
        if place == "left out":
            lost += [] if note.strip() else [f"{fact}: what is left out needs its reason"]
        elif name not in PLACES.get(kind, {}):
            lost.append(f"{fact}: {place} is in no table; say where the fact stands now")
        elif kind in ("drug", "finding") and not note.strip():
            lost.append(f"{fact}: the note names the field of {place}")
    assert lost == []


def test_a_place_that_a_note_names_is_in_the_tables_too() -> None:
    for fact, _, note in coverage("pages_coverage.tsv"):
        for kind, name in re.findall(
            r"\b(claim|statement|note|drug|finding|source|topic|conflict):([A-Za-z0-9-]+)", note
        ):
            assert name in PLACES[kind], f"{fact}: the note names {kind}:{name}"


# -- no fact in Python -----------------------------------------------------------------------------------------------

EXAMPLES = {
    "G2032R",
    "p.Gly2032Arg",
    "S1986F/L2000V",
    "KRAS G12C",
    "MET amplification",
    "SCLC",
    "crizotinib",
    "entrectinib",
    "Xalkori",
}
"""Names that stand in a help text or in a message as an example of how to write, and nowhere else."""


def sentences() -> list[tuple[str, int, str]]:
    """Every string of the program that is no docstring: file, line, text."""
    out = []
    for file in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        documented = [
            n.body[0].value
            for n in ast.walk(tree)
            if isinstance(n, owners) and n.body and isinstance(n.body[0], ast.Expr)
        ]
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented:
                out.append((str(file.relative_to(PACKAGE)), node.lineno, node.value))
    return out


def test_no_drug_no_finding_and_no_source_is_named_in_python() -> None:
    drugs = {
        n
        for d in REAL.drugs.values()
        for n in (d.id, *(x.name for x in d.names))
        if d.kind in (DrugKind.TKI, DrugKind.RESEARCH)
    }
    findings = {f.id for f in REAL.findings.values() if f.on_target} | {
        n for f in REAL.findings.values() if not f.on_target for n in (f.id, f.title)
    }
    names = [n for n in (*drugs, *findings, *REAL.sources, *CLAIMS, *REAL.statements) if len(n) > 3]
    pattern = re.compile(
        rf"(?<![\w-])({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?![\w-])", re.IGNORECASE
    )
    named = []
    for file, line, text in sentences():
        rest = re.sub(r"ros1 [a-z-]+ .*", "", text) if file.startswith("cli") else text  # an example of a help text
        for example in sorted(EXAMPLES, key=len, reverse=True):
            rest = rest.replace(example, "") if file.startswith(("cli", "names/")) else rest
        named += [f"{file}:{line}: {m.group(1)}" for m in pattern.finditer(rest)]
    assert named == [], "facts live in data/; a rule must know scopes and settings, not names"


def test_no_figure_of_the_tables_stands_in_python() -> None:
    values = {f.value for f in (c.figure for c in REAL.claims) if f and isinstance(f.value, float)}
    spans = {c.figure.interval for c in REAL.claims if c.figure and c.figure.interval}
    for file in PACKAGE.rglob("*.py"):
        numbers = [
            n.value for n in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant)
        ]
        assert not values & {n for n in numbers if isinstance(n, float)}, file.name
        assert not spans & {n for n in numbers if isinstance(n, str)}, file.name


def test_the_yaml_is_plain_block_style_that_a_curator_can_read() -> None:
    for name in FILES:
        text = (DATA / f"{name}.yaml").read_text(encoding="utf-8")
        assert not re.search(r"(?m)^[^#'\"]*[ \[,][&*][a-z]\w*\b", text), f"{name}: no anchors and no aliases"
        assert "\t" not in text and "\r" not in text and text.endswith("\n")


def test_a_claim_about_a_finding_names_it_in_its_text() -> None:
    """The commonest fault of data entry: alone on a screen, such a text would read as one about every mutation."""
    nameless = []
    for c in (c for c in REAL.claims if c.scope.kind is ScopeKind.FINDING):
        finding, text = REAL.every_finding[c.scope.value], c.text.casefold()
        names = [finding.id, finding.title, *finding.aliases, *([finding.gene] if finding.gene else [])]
        parts = finding.members if len(finding.members) > 1 else ()
        if not any(n.casefold() in text for n in names) and not (parts and all(m.casefold() in text for m in parts)):
            nameless.append((c.id, finding.id))
    assert not nameless, f"name the finding in the text of these claims: {nameless}"


def test_nothing_off_target_is_named_like_a_change_of_the_protein() -> None:
    """A bare change is never looked up among off-target names, so such a name could not be typed."""
    from ros1cli.names.hgvs import bare, spelled

    off = [f for f in REAL.every_finding.values() if not f.on_target]
    names = [n for f in off for n in (f.id, f.title, *f.aliases, f.gene or "")]
    names += [*REAL.reference.gene_aliases, *REAL.reference.related_genes]
    assert [n for n in names if n and spelled(bare(n))] == []
