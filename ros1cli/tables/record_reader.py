"""One mapping of a table → one record of the model. Each kind of record has one small builder."""

import re
from collections.abc import Iterable, Mapping

from ros1cli.tables.model import (
    AFTER_ROS1_TKI,
    AUDIENCES,
    CAVEAT_KINDS,
    CNS_ONLY_ON,
    CONFLICT_KINDS,
    COUNTED,
    DESIGNS,
    FIRST_LINE,
    HEADS,
    INTOLERANCE,
    LINES,
    METHODS,
    NAME_KINDS,
    NOT_AFTER,
    OFF_TARGET,
    ON_TARGET,
    OUTSIDE_CNS,
    REGIONS,
    REQUIRES,
    RESTRICTIONS,
    SAFETY_FIELDS,
    STRENGTHS,
    TKIS,
    VERDICTS,
    About,
    Approval,
    BriefWords,
    Call,
    Caution,
    Caveat,
    Cite,
    Claim,
    Conflict,
    Derivation,
    Drug,
    DrugKind,
    Figure,
    FigureStatus,
    Finding,
    FindingKind,
    Frequency,
    Genome,
    Guideline,
    Inhibits,
    Level,
    LevelMeaning,
    Maker,
    Name,
    Note,
    Nucleotides,
    Prior,
    Reference,
    SafetyShort,
    Scope,
    ScopeKind,
    SeenAfter,
    Segment,
    Series,
    SeriesFinding,
    Source,
    Statement,
    Topic,
    TopicLine,
)
from ros1cli.tables.records import Records
from ros1cli.tables.yaml_reader import Reader

# The circumstances that a caution can wait for, with the fields that its text may use in each.
CIRCUMSTANCES: Mapping[str, tuple[str, ...]] = {
    "alternatives": ("findings",),
    "another_change": ("change", "named"),
    "cns": (),
    "cns_only": (),
    "cns_only_option": (),
    "compare": (),
    "compound": ("findings",),
    "first_line": (),
    "intolerant": (),
    "leptomeningeal": (),
    "levels": (),
    "mane_collision": ("typed", "other"),
    "mechanism_unknown": (),
    "member_not_effective": ("drugs",),
    "mixed": ("findings", "on_target"),
    "no_drug_listed": ("findings",),
    "none_left": ("drugs", "by"),
    "not_in_tables": ("findings", "neighbours"),
    "not_progressed": (),
    "not_ros1_active": ("drugs",),
    "off_target": ("findings",),
    "oligoprogression": (),
    "on_target": (),
    "phase": ("findings",),
    "prior_active": ("findings", "drugs"),
    "prior_immunotherapy": (),
    "related_gene": ("gene", "named"),
    "tested_none": (),
    "tested_plasma": (),
    "tested_tissue": (),
    "transformation": (),
    "co_mutation": ("findings",),
    "at_progression": ("findings",),
    "neighbours": ("findings", "neighbours"),
    "guideline_older": ("guidelines", "drugs"),
    "several_ros1_tkis": (),
    "series": ("drug", "series", "shorts"),
}
PLACES = ("first", "caution", "other_treatment")


def source(r: Reader) -> Source:
    """A source."""
    source = Source(
        id=r.text("id"),
        title=r.text("title"),
        publisher=r.text("publisher"),
        date=r.date("date"),
        entered=r.date("entered") or r.fail("the key 'entered' is missing"),
        address=r.maybe("address"),
        read_at=r.maybe("read_at"),
        via=r.maybe("via"),
        note=r.maybe("note"),
        short=_short(r, 14),
    )
    r.end()
    return source


def _short(r: Reader, most: int) -> str | None:
    """A short text of the brief answers, which no program may cut."""
    short = r.maybe("short")
    if short is not None and len(short) > most:
        r.fail(f"a short text here has at most {most} characters, this one {len(short)}", "short")
    return short


def _told(r: Reader, most: int) -> str:
    """A short text that must not be left out."""
    return _short(r, most) or r.fail("the key 'short' is missing")


def topic(r: Reader) -> Topic:
    """A topic of guidance."""
    topic = Topic(
        id=r.text("id"),
        title=r.text("title"),
        aliases=r.texts("aliases"),
        under=r.maybe("under"),
        lines=tuple(_topic_line(line) for line in r.each("lines")),
    )
    r.end()
    if len(topic.lines) > 18:
        r.fail("a brief answer has at most 18 lines", "lines")
    return topic


def _topic_line(r: Reader) -> TopicLine:
    line = TopicLine(verdict=r.text("verdict"), text=r.text("text"), statements=r.texts("statements"))
    if line.verdict not in VERDICTS:
        r.fail(f"a verdict is one of {', '.join(VERDICTS)}", "verdict")
    if not line.statements:
        r.fail("a line names the statements that it stands for", "statements")
    r.end()
    return line


def conflict(r: Reader) -> Conflict:
    """A conflict with its sides."""
    kind = r.text("kind")
    if kind not in CONFLICT_KINDS:
        r.fail("a conflict is a contradiction or a tension", "kind")
    conflict = Conflict(
        id=r.text("id"),
        kind=kind,
        text=r.text("text"),
        about=r.texts("about"),
        sides=r.texts("sides"),
        short=_short(r, 60),
    )
    if len(conflict.sides) < 2:
        r.fail("a conflict needs at least two sides", "sides")
    r.end()
    return conflict


def level_meaning(r: Reader) -> LevelMeaning:
    """What a level means, and its neighbours in other schemes."""
    meaning = LevelMeaning(
        level=r.word("level", Level),
        meaning=r.text("meaning"),
        amp_asco_cap=r.text("amp_asco_cap"),
        oncokb_style=r.text("oncokb_style"),
        escat=r.text("escat"),
    )
    r.end()
    return meaning


def reference(r: Reader) -> Reference:
    """The reference protein; `end` is left to the caller, the record is the whole file."""
    segments = tuple(
        Segment(first=s.count("first") or 0, last=s.count("last") or 0, offset=s.count("offset"))
        for s in r.each("mane_segments")
    )
    genome = _genome(r.inner("genome"))
    foreign = {change: gene for changes, gene in r.mapping("foreign_changes").items() for change in changes.split()}
    return Reference(
        gene=r.text("gene"),
        accessions=r.texts("accessions"),
        sequence="".join(r.text("sequence").split()),
        mane_accessions=r.texts("mane_accessions"),
        mane_length=r.count("mane_length") or 0,
        mane_segments=segments,
        source=r.maybe("source"),
        foreign_changes=foreign,
        related_genes=r.mapping("related_genes"),
        gene_aliases=r.mapping("gene_aliases"),
        fusion_partners=r.texts("fusion_partners"),
        partner_note=r.maybe("partner_note") or "",
        not_findings=_not_findings(r),
        genome=genome,
        nucleotides=_nucleotides(r, genome.builds),
        class_words=_lists(r, "class_words"),
        reactions=_lists(r, "reactions"),
        studies=r.mapping("studies"),
    )


def _lists(r: Reader, key: str) -> dict[str, tuple[str, ...]]:
    """Words with commas between them, by the word that stands before them."""
    return {word: tuple(w.strip() for w in words.split(",")) for word, words in r.mapping(key).items()}


def _not_findings(r: Reader) -> dict[str, str]:
    out: dict[str, str] = {}
    for inner in r.each("not_findings"):
        out |= dict.fromkeys(inner.texts("words"), inner.text("why"))
        inner.end()
    return out


def _genome(r: Reader | None) -> Genome:
    if r is None:
        return Genome("", {})
    builds = {build: tuple(names.split()) for build, names in r.mapping("builds").items()}
    genome = Genome(r.text("chromosome"), builds)
    r.end()
    return genome


def _nucleotides(r: Reader, builds: Iterable[str]) -> tuple[Nucleotides, ...]:
    """The rows of the table of c. and g. names; a cell that holds `none` is empty."""
    out = []
    for row in r.texts("nucleotides"):
        cells = [() if c.strip() == "none" else tuple(c.split()) for c in row.split("|")]
        places = [*builds]
        if len(cells) != len(places) + 5 or not cells[1] or cells[-2] not in [(d,) for d in Derivation]:
            r.fail(
                f"a row is: change | c. | c. on MANE Select | g. on each build | status | basis, not {row!r}",
                "nucleotides",
            )
        status = Derivation(cells[-2][0])
        if (len(cells[1]) == 1) == (status is Derivation.AMBIGUOUS):
            r.fail(f"an ambiguous change has several c. names, any other has one; here {row!r}", "nucleotides")
        genomic = {b: cell[0] for b, cell in zip(places, cells[3:-2], strict=True) if cell}
        out.append(Nucleotides(cells[0][0], cells[1], cells[2], genomic, status, " ".join(cells[-1])))
    return tuple(out)


class RecordReader:
    """Builders that need to know the sources."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self.sources = sources

    def cite(self, r: Reader) -> Cite:
        """A source and the place in it; the source must exist."""
        cite = Cite(source=r.text("source"), locator=r.text("locator"))
        if cite.source not in self.sources:
            r.fail(f"there is no source {cite.source!r}; add it to sources.yaml", "source")
        return cite

    def cites(self, r: Reader) -> tuple[Cite, ...]:
        """The places that a statement rests on: at least one."""
        cites = []
        for inner in r.each("cites"):
            cites.append(self.cite(inner))
            inner.end()
        if not cites:
            r.fail("a source is missing: give cites", "cites")
        return tuple(cites)

    def since(self, r: Reader, cites: Iterable[Cite]) -> str:
        """Since when the record stands in these tables: its own date, else that of its first source."""
        return r.date("entered") or min(self.sources[c.source].entered for c in cites)

    def drug(self, r: Reader, claims: Records[Claim]) -> Drug:
        """A drug with its claims, which are read apart."""
        drug = Drug(
            id=r.text("id"),
            kind=r.word("kind", DrugKind),
            names=tuple(self.name(n) for n in r.each("names")),
            makers=tuple(self.maker(m) for m in r.each("makers")),
            inhibits=tuple(self.inhibits(i) for i in r.each("inhibits")),
            guidance=r.texts("guidance"),
            safety=tuple(self.safety(s) for s in r.each("safety")),
            claims=claims,
        )
        r.end()
        if drug.kind is DrugKind.TKI and not drug.claims:
            r.fail("a drug needs at least one claim", "claims")
        return drug

    def name(self, r: Reader) -> Name:
        """One more name of a drug."""
        kind = r.text("kind")
        if kind not in NAME_KINDS:
            r.fail("a name is a brand, code, inn, misspelling or synonym", "kind")
        name = Name(name=r.text("name"), kind=kind, note=r.maybe("note"), cite=self.cite(r))
        r.end()
        return name

    def maker(self, r: Reader) -> Maker:
        """Who makes a drug."""
        maker = Maker(name=r.text("name"), note=r.maybe("note"), cite=self.cite(r))
        r.end()
        return maker

    def inhibits(self, r: Reader) -> Inhibits:
        """What else a drug inhibits."""
        inhibits = Inhibits(gene=r.text("gene"), text=r.text("text"), cite=self.cite(r))
        r.end()
        return inhibits

    def safety(self, r: Reader) -> SafetyShort:
        """What the claims of one field of safety come to."""
        found = SafetyShort(field=r.text("field"), short=r.text("short"), claims=r.texts("claims"))
        if found.field not in SAFETY_FIELDS:
            r.fail(f"a field of safety is one of {', '.join(SAFETY_FIELDS)}", "field")
        r.end()
        return found

    def claim(self, r: Reader, drug: str) -> Claim:
        """One claim on a drug; `drug` is empty for a claim on every drug of the class."""
        cite = self.cite(r)
        source = self.sources[cite.source]
        via = r.maybe("via") or source.via
        claim = Claim(
            id=r.text("id"),
            drug=drug,
            about=r.word("about", About),
            scope=_scope(r),
            call=r.maybe_word("call", Call),
            level=r.word("level", Level),
            text=" ".join(r.text("text").split()),
            source=cite.source,
            locator=cite.locator,
            date=r.date("date") or source.date,
            entered=r.date("entered") or source.entered,
            via=via,
            supersedes=r.maybe("supersedes"),
            after=r.texts("after"),
            after_only=r.flag("after_only"),
            caveat=_caveat(r.inner("caveat")),
            brain=r.maybe_flag("brain"),
            reactions=r.texts("reactions"),
            figure=_figure(r, cite.source, via),
            approval=_approval(r.inner("approval"), cite.source),
            guideline=_guideline(r.inner("guideline")),
            topics=r.texts("topics"),
            spares=r.texts("spares"),
            not_approved=_closed(r, "not_approved", REGIONS),
            extent=_word(r, "extent", (OUTSIDE_CNS,)),
            short=_short(r, 60),
        )
        r.end()
        if claim.about is About.WARNING and claim.scope.kind is ScopeKind.FINDING and (claim.call or not claim.caveat):
            r.fail("a warning about a finding has no call, and is a caveat", "about")
        if claim.scope.kind is ScopeKind.NEVER and claim.call is not Call.NOT_EFFECTIVE:
            r.fail("a claim with the scope never has the call not_effective", "call")
        return claim

    def finding(self, r: Reader) -> Finding:
        """A finding with its frequency and notes."""
        frequencies = [(f, self.frequency(f)) for key in ("frequency", "later_frequency") if (f := r.inner(key))]
        notes = [
            (n, Note(id=n.text("id"), text=n.text("text"), cite=self.cite(n), short=_short(n, 60)))
            for n in r.each("notes")
        ]
        seen = [
            (s, SeenAfter(drug=s.text("drug"), text=s.text("text"), cite=self.cite(s), short=_short(s, 60)))
            for s in r.each("seen_after")
        ]
        for inner, _ in [*notes, *seen, *frequencies]:
            inner.end()
        cites = [n.cite for _, n in notes] + [s.cite for _, s in seen] + [f.cite for _, f in frequencies]
        if not cites:
            r.fail("a source is missing: give a frequency, a seen_after or a note")
        finding = Finding(
            id=r.text("id"),
            kind=r.word("kind", FindingKind),
            title=r.text("title"),
            gene=r.maybe("gene"),
            change=r.maybe("change"),
            aliases=r.texts("aliases"),
            frequencies=tuple(f for _, f in frequencies),
            seen_after=tuple(s for _, s in seen),
            notes=tuple(n for _, n in notes),
            entered=self.since(r, cites),
        )
        r.end()
        return finding

    def series(self, r: Reader) -> Series:
        """What was found after a drug in several patients or samples."""
        cite = self.cite(r)
        rows = r.each("found")
        series = Series(
            id=r.text("id"),
            drug=r.text("drug"),
            n=r.count("n") or r.fail("the key 'n' is missing: how many were looked at"),
            counted=_word(r, "counted", COUNTED) or r.fail("the key 'counted' is missing"),
            method=_word(r, "method", METHODS) or r.fail("the key 'method' is missing"),
            events=r.count("events"),
            found=tuple(
                SeriesFinding(f.text("finding"), f.count("events"), f.text("text"), _told(f, 60)) for f in rows
            ),
            text=r.text("text"),
            short=_told(r, 100),
            cite=cite,
            entered=self.since(r, [cite]),
        )
        for row in rows:
            row.end()
        r.end()
        if max(series.events or 0, *(f.events or 0 for f in series.found), 0) > series.n:
            r.fail("more were found than were looked at", "n")
        return series

    def frequency(self, r: Reader) -> Frequency:
        """How often a finding is seen."""
        return Frequency(text=r.text("text"), note=r.maybe("note"), cite=self.cite(r), short=_short(r, 60))

    def statement(self, r: Reader) -> Statement:
        """One piece of guidance."""
        cites = self.cites(r)
        statement = Statement(
            id=r.text("id"),
            topics=r.texts("topics"),
            audience=r.texts("audience"),
            level=r.word("level", Level),
            text=" ".join(r.text("text").split()),
            cites=cites,
            drugs=r.texts("drugs"),
            findings=r.texts("findings"),
            reactions=r.texts("reactions"),
            entered=self.since(r, cites),
            combines=r.texts("combines"),
            n=r.count("n"),
            short=_short(r, 90),
        )
        r.end()
        if not statement.audience or not set(statement.audience) <= set(AUDIENCES):
            r.fail("the audience is clinician, patient or both", "audience")
        return statement

    def caution(self, r: Reader) -> Caution:
        """A sentence that fires on a circumstance."""
        cites = self.cites(r)
        caution = Caution(
            id=r.text("id"),
            when=r.texts("when"),
            unless=r.texts("unless"),
            place=r.text("place"),
            text=" ".join(r.text("text").split()),
            cites=cites,
            entered=self.since(r, cites),
            supersedes=r.maybe("supersedes"),
            head=_word(r, "head", HEADS),
            short=_short(r, 140),
        )
        r.end()
        for key, words in (("when", caution.when), ("unless", caution.unless)):
            for word in words:
                if word not in CIRCUMSTANCES:
                    r.fail(f"{word!r} is not a circumstance; known are {', '.join(CIRCUMSTANCES)}", key)
        self._check_fields(r, caution)
        if caution.place not in PLACES:
            r.fail(f"a place is {' or '.join(PLACES)}", "place")
        return caution

    def _check_fields(self, r: Reader, caution: Caution) -> None:
        """A field of the text must be filled in every circumstance that the caution waits for."""
        if "{" not in caution.text and "}" not in caution.text:
            return
        from string import Formatter  # only a caution with gaps is checked

        try:
            fields = {name for _, name, _, _ in Formatter().parse(caution.text) if name is not None}
        except ValueError:
            r.fail("the braces of the text do not match", "text")
        for word in caution.when:
            unknown = sorted(fields - set(CIRCUMSTANCES[word]))
            if unknown:
                known = ", ".join(CIRCUMSTANCES[word]) or "none"
                r.fail(
                    f"nothing fills the field {unknown[0]!r} in the circumstance {word}; fields there: {known}", "text"
                )


def brief_words(cautions: Reader) -> BriefWords:
    """What every brief answer says, as it stands beside the cautions."""
    r = cautions.inner("brief") or cautions.fail("the key 'brief' is missing", "brief")
    words = BriefWords(
        notice=r.text("notice"),
        assumption=r.text("assumption"),
        excluded=r.text("excluded"),
        second_hand=r.text("second_hand"),
    )
    r.end()
    return words


def _caveat(r: Reader | None) -> Caveat | None:
    if r is None:
        return None
    caveat = Caveat(kind=r.text("kind"), rank=r.count("rank") or 1)
    if caveat.kind not in CAVEAT_KINDS:
        r.fail(f"a kind of caveat is one of {', '.join(CAVEAT_KINDS)}", "kind")
    r.end()
    return caveat


def _scope(r: Reader) -> Scope:
    kind, _, rest = r.text("scope").partition(":")
    if kind in (ScopeKind.NEVER, ScopeKind.DRUG) and not rest:
        return Scope(ScopeKind(kind))
    if kind == ScopeKind.FINDING and rest:
        return Scope(ScopeKind.FINDING, rest)
    if kind == ScopeKind.CLASS and rest in (ON_TARGET, OFF_TARGET):
        return Scope(ScopeKind.CLASS, rest)
    setting, _, drug = rest.partition(":")
    is_line = setting in (*LINES, INTOLERANCE) and not drug
    if kind == ScopeKind.SETTING and (is_line or (setting == CNS_ONLY_ON and drug)):
        return Scope(ScopeKind.SETTING, setting, drug)
    return r.fail(
        f"a scope is finding:NAME, class:{ON_TARGET}, class:{OFF_TARGET}, setting:{FIRST_LINE}, setting:{AFTER_ROS1_TKI}, "
        f"setting:{INTOLERANCE}, setting:{CNS_ONLY_ON}:DRUG, never or drug",
        "scope",
    )


def _figure(claim: Reader, source: str, via: str | None) -> Figure | None:
    """The figure of a claim. What came before, its study and what is doubtful in it are keys of the claim, so that it stays a line
    or two."""
    r, prior, note = claim.inner("figure"), _prior(claim), claim.maybe("note")
    study, design = claim.maybe("study"), _word(claim, "design", DESIGNS)
    if r is None:
        beside = {"prior": prior, "study": study, "design": design, "note": note}
        alone = next((key for key, value in beside.items() if value), None)
        return claim.fail(f"only a figure has {', '.join(beside)}", alone) if alone else None
    figure = Figure(
        name=r.text("name"),
        status=r.maybe_word("status", FigureStatus) or FigureStatus.STATED,
        value=r.number("value"),
        unit=r.maybe("unit"),
        n=r.count("n"),
        events=r.count("events"),
        interval=r.maybe("interval"),
        line=r.maybe("line"),
        population=r.maybe("population"),
        after=r.maybe("after"),
        cut_off=r.date("cut_off"),
        source=source,
        via=via,
        prior=prior,
        study=study,
        design=design,
        note=note,
    )
    r.end()
    if (figure.status is FigureStatus.STATED) != (figure.value is not None or figure.interval is not None):
        r.fail("a stated figure has a value or an interval, any other status has neither", "status")
    return figure


def _prior(claim: Reader) -> Prior | None:
    r = claim.inner("prior")
    if r is None:
        return None
    prior = Prior(
        tkis=_word(r, "tkis", TKIS) or "not_stated",
        only=r.texts("only"),
        among=r.texts("among"),
        chemo=r.maybe_flag("chemo"),
        brain_penetrant=r.maybe_flag("brain_penetrant"),
    )
    r.end()
    if prior.only and prior.tkis != "one":
        r.fail("the key 'only' needs 'tkis: one'", "only")
    if prior.among and prior.tkis in ("none", "not_stated"):
        r.fail("who had one of these drugs had a ROS1 TKI: 'tkis' is one, two_plus or any", "among")
    return prior


def _word(r: Reader, key: str, words: tuple[str, ...]) -> str | None:
    """A word of a closed list, or nothing."""
    word = r.maybe(key)
    if word is not None and word not in words:
        r.fail(f"{word!r} is none of {', '.join(words)}", key)
    return word


def _closed(r: Reader, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Words of a closed list."""
    found = r.texts(key)
    if not set(found) <= set(words):
        r.fail(f"the words are {', '.join(words)}", key)
    return found


def _approval(r: Reader | None, source: str) -> Approval | None:
    if r is None:
        return None
    approval = Approval(
        region=r.maybe("region"),
        scope=r.text("scope"),
        kind=r.maybe("kind"),
        date=r.date("date"),
        source=source,
        lines=r.texts("lines"),
        restriction=r.maybe("restriction") or "not_stated",
        requires=_word(r, "requires", REQUIRES),
    )
    r.end()
    if approval.restriction not in RESTRICTIONS and not re.fullmatch(f"{NOT_AFTER}:[a-z].*", approval.restriction):
        r.fail(f"a restriction is one of {', '.join(RESTRICTIONS)}, or {NOT_AFTER}:DRUG", "restriction")
    if (approval.restriction == AFTER_ROS1_TKI) != (approval.requires is not None):
        r.fail(
            "after_ros1_tki, and it alone, says with 'requires' whether a ROS1 TKI was received or has failed",
            "requires",
        )
    if approval.region is not None and approval.region not in REGIONS:
        r.fail(f"a region is one of {', '.join(REGIONS)}", "region")
    _check_lines(r, approval.lines)
    return approval


def _guideline(r: Reader | None) -> Guideline | None:
    if r is None:
        return None
    guideline = Guideline(
        body=r.text("body"),
        lines=r.texts("lines"),
        grade=r.maybe("grade"),
        version=r.maybe("version"),
        preference=r.maybe("preference"),
        when=r.maybe("when"),
        condition=r.maybe("condition"),
        strength=_word(r, "strength", STRENGTHS),
    )
    r.end()
    if guideline.when not in (None, "brain"):
        r.fail("the condition of a guideline is brain, or it is left out", "when")
    _check_lines(r, guideline.lines)
    return guideline


def _check_lines(r: Reader, lines: tuple[str, ...]) -> None:
    if not lines or not set(lines) <= set(LINES):
        r.fail(f"lines holds {' or '.join(LINES)}, or both", "lines")
