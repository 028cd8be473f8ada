"""VCF: what its header says, its records in and the same records out, those of the gene with INFO keys of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from ros1cli import __version__
from ros1cli.annotate.answer_cells import COLUMNS, Answers, Cells
from ros1cli.annotate.cell_reading import (
    NOTHING,
    RAGGED,
    UNSAID,
    CellReader,
    Read,
    is_missing,
    not_carried,
    text,
    whole_word,
)
from ros1cli.annotate.files import FileLine, Input, Write, lines, regular_lines
from ros1cli.annotate.fusions import Fused
from ros1cli.annotate.options import Options, build
from ros1cli.annotate.positions import Positions, Span, Variant, combine, span
from ros1cli.annotate.report import Progress, Report, listed
from ros1cli.annotate.samples import Samples
from ros1cli.annotate.vcf_annotation import (
    Consequence,
    Consequences,
    Fields,
    agreed_transcripts,
    by_allele,
    layout_of,
    residues,
    stray,
)
from ros1cli.annotate.vcf_codons import IN_ONE_CODON, PHASE_NOT_KNOWN, Allele, GeneRecord, Item, Queue
from ros1cli.annotate.vcf_genotypes import FIRST_SAMPLE, Carried, carried, listed_only, normals
from ros1cli.errors import NotUnderstood, shown
from ros1cli.stderr import tell
from ros1cli.tables.model import Tables

_COLUMNS_LINE = b"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
_SAYS_BUILD = re.compile(
    rb"##(?:reference|assembly|contig|new_reference_genome|VEP|SnpEffCmd|genome-build)\b", re.IGNORECASE
)
_BUILD_NAMES = {
    "GRCh37": re.compile(r"GRCh37|hg19|hs37d5|g1k_v37|\bb37\b|assembly19", re.IGNORECASE),
    "GRCh38": re.compile(r"GRCh38|hg38|\bb38\b|assembly38", re.IGNORECASE),
}
# Of chromosome 6, NC_000006.11 and NC_000006.12, as ##contig lines give them.
_LENGTHS = {"171115067": "GRCh37", "170805979": "GRCh38"}
_LENGTH = re.compile(r"length=([0-9]+)")
KEYS = tuple(c.upper() for c in COLUMNS)
_MEANINGS = (
    "Finding as the tables of ros1 spell it, numbered on {reference}",
    "What the row amounts to: a status of ros1 next-line, fusion_not_known, phase_not_known (another record may change the "
    "same codon), not_covered, or error_ and a word",
    "Drugs that may be next, in order; named only when the tumour is known to be fusion-positive",
    "Drugs that are not next, as EXCLUDED:drug:reason or UNRESOLVED:drug:conflicting",
    "Drugs without data against the finding, as no_data:drug",
    "call:level of each option; without a known fusion, of the drugs with a call, not named, active calls of drugs that cannot "
    "be next left out",
    "What must be read beside it",
)
_SAFE = "!\"#$&'()*+-./:<>?@[\\]^_`{}~"
_ALT, _INFO = 4, 7
_MOST_LISTED = 8
_WHOLE_INFO = 8  # a record with so many tabs has its annotation whole
_NO_GENOTYPE = Read(
    status="error_genotype",
    why="no genotype says which sample carries this record; give a VCF with GT, or one with the column of the tumour alone",
)


class Head(NamedTuple):
    """What stands before the records, byte for byte, and what it says."""

    before: bytes
    columns: bytes
    lines: int
    width: int
    samples: tuple[bytes, ...]
    build: str | None
    consequences: tuple[Consequences, ...]
    limits: str
    normals: frozenset[bytes]
    taken: str


def is_vcf(first: bytes) -> bool:
    """Whether a file that begins with this line is VCF."""
    return first.removeprefix(b"\xef\xbb\xbf").startswith((b"##fileformat=VCF", _COLUMNS_LINE))


def read_head(source: Input, first: bytes, options: Options, reader: CellReader, places: Positions) -> Head:
    """The header up to the line of columns.

    Raises:
        NotUnderstood: there is no such line, it names a sample twice, the file was annotated before, or an option does not go
            with VCF.
    """
    _refuse_options(source, options)
    before, line = [], first
    while line.startswith(b"##") or (line and line is first and not line.startswith(_COLUMNS_LINE)):
        before.append(line)
        line = source.line()
    if not line.startswith(_COLUMNS_LINE):
        raise NotUnderstood(
            f"{source.name} begins as VCF and has no line of columns (#CHROM, POS, ...).", given=options.file
        )
    ours = [k for k in KEYS if any(b.startswith(f"##INFO=<ID={k},".encode()) for b in before)]
    if ours:
        raise NotUnderstood(f"{source.name} has the INFO key {ours[0]} already; annotate the file as it was before.")
    cells = line.rstrip(b"\r\n").split(b"\t")
    samples = _samples(cells, source.name)
    on = _build(before, source.name, options, places)
    consequences = _consequences(before, source.name, reader)
    normal = normals(before, samples)
    taken = _taken(consequences, on, samples, normal)
    limits = "" if consequences else places.limits
    if limits:
        tell(f"ros1: {source.name} has no annotation (CSQ, ANN) that is read here. {limits}")
    return Head(
        b"".join(before), line, len(before) + 1, len(cells) - 1, samples, on, consequences, limits, normal, taken
    )


def _taken(
    consequences: tuple[Consequences, ...], build: str | None, samples: tuple[bytes, ...], normal: frozenset[bytes]
) -> str:
    """What was taken for gene, change, transcript and sample, in one line."""
    keys = ", ".join(text(c.fields.key) for c in consequences)
    by = f"{keys}, and positions" if keys else "positions"
    transcript = f"as {keys} says" if keys else "the reference"
    tumours = [shown(text(s)) for s in samples if s not in normal]
    names = listed(tumours, _MOST_LISTED)
    normal_names = f" (normal of a pair: {', '.join(shown(text(s)) for s in sorted(normal))})" if normal else ""
    where = build or "a build that is not said"
    return f"gene and change: {by} on {where}; transcript: {transcript}; sample: {names or 'none'}{normal_names}"


def _samples(cells: list[bytes], name: str) -> tuple[bytes, ...]:
    """The samples of the line of columns, each with one column."""
    samples = tuple(cells[FIRST_SAMPLE:])
    if len(set(samples)) < len(samples):
        twice = next(s for s in samples if samples.count(s) > 1)
        raise NotUnderstood(f"{name} has two columns for the sample {shown(text(twice))}; give each its own name.")
    return samples


def _consequences(before: list[bytes], name: str, reader: CellReader) -> tuple[Consequences, ...]:
    """All annotations of the header that can be read; what cannot be is told."""
    layouts = [layout for b in before if (layout := layout_of(b))]
    for key in (layout for layout in layouts if isinstance(layout, bytes)):
        needed = "a gene or transcript with HGVSp, HGVSc, or Protein_position and Amino_acids"
        tell(f"ros1: the annotation {text(key)} of {name} is not read: no field of it gives {needed}.")
    fields = [layout for layout in layouts if isinstance(layout, Fields)]
    for nameless in (f for f in fields if f.gene is None):
        known = ", ".join(n for n in reader.known if n.startswith(("ENST", "NM_")))
        found = f"so {reader.ref.gene} is found only by its transcripts {known}"
        tell(f"ros1: the annotation {text(nameless.key)} of {name} names no genes (SYMBOL), {found}.")
    return tuple(Consequences(f, reader) for f in fields)


def _refuse_options(source: Input, options: Options) -> None:
    for name in ("column", "gene_column", "gene", "sample_column"):
        if getattr(options, name) is not None:
            raise NotUnderstood(f"--{name.replace('_', '-')} is for tables, and {source.name} is VCF; leave it out.")


def _build(before: list[bytes], name: str, options: Options, places: Positions) -> str | None:
    """The build of --build, else the one that the header says without contradicting itself."""
    said: set[str] = set()
    for line in before:
        if _SAYS_BUILD.match(line):
            text = line.decode("utf-8", "replace")
            said |= {b for b, pattern in _BUILD_NAMES.items() if pattern.search(text)}
            said |= {_LENGTHS[n] for n in _LENGTH.findall(text) if n in _LENGTHS}
    asked = build(places.ref, options.build) if options.build else None
    if asked and said and asked not in said:
        header = " and ".join(sorted(said))
        raise NotUnderstood(
            f"The header of {name} says {header}, and --build {asked}: on the wrong build a change is not seen. Leave --build out, "
            "or correct the header.",
            given=options.build,
        )
    return asked or (said.pop() if len(said) == 1 else None)


def our_lines(tables: Tables, head: Head, data: tuple[str, ...], end: str) -> bytes:
    """The header lines that document what is added."""
    reference = tables.reference.accessions[0]
    inner = "percent-encoded (%2C is a comma), several values of one ALT separated by |"
    lines = [
        f'##INFO=<ID={key},Number=A,Type=String,Description="{meaning.format(reference=reference)}; {inner}">'
        for key, meaning in zip(KEYS, _MEANINGS, strict=False)
    ]
    lines.append(f'##INFO=<ID={KEYS[-1]},Number=1,Type=String,Description="The tables that the ROS1_ keys rest on">')
    notice = f"{tables.notice} {tables.assumption} {head.limits}".replace("\\", "").replace('"', "'")
    lines.append(
        f'##ros1_annotate=<Version="{__version__}",Data="{" ".join(data)}",Notice="{" ".join(notice.split())}">'
    )
    return "".join(line + end for line in lines).encode()


# -- records --------------------------------------------------------------------------------------------------------------


class VcfRecords:
    """Reads the records of one VCF."""

    def __init__(self, head: Head, reader: CellReader, places: Positions, options: Options) -> None:
        self.head = head
        self.reader = reader
        self.places = places
        self.said = reader.numbering(options.transcript) if options.transcript else UNSAID
        nameless = any(c.fields.gene is None for c in head.consequences)
        words = [reader.ref.gene, *(i for i in reader.ref.gene_ids if not i.isdigit())]
        if nameless:  # then a record of the gene is told by its transcript alone
            words += reader.known
        self._word = tuple(map(whole_word, words))
        starts = b"|".join(sorted(s.encode() for s in places.thousands())) or rb"(?!)"
        chromosomes = b"|".join(sorted(re.escape(c.encode()) for c in places.chromosomes))
        place = rb"(?i:" + chromosomes + rb")\t(?:" + starts + rb")[0-9]{3}\t"
        self._at_start, self._place = re.compile(place), re.compile(rb"\n" + place)

    def may_touch(self, block: bytes) -> bool:
        """Whether a block, or a line, may hold a record of the gene. False is certain, True is not."""
        if self._at_start.match(block) or self._place.search(block):
            return True
        if not self.head.consequences:
            return False
        folded = block.lower()
        return any(word.search(folded) for word in self._word)

    def read(self, record: FileLine) -> GeneRecord | None:
        """What a record says of the gene, or that it is ragged; None when it has nothing to do with it."""
        if not record.is_row:
            return None
        cells = record.body.split(b"\t")
        if len(cells) != self.head.width + 1:
            return self._ragged(cells)
        if not self.may_touch(record.body):
            return None
        chromosome, start, ref = (text(cells[i]) for i in (0, 1, 3))
        alts = text(cells[_ALT]).split(",")
        by_name, entries = self._named(cells[_INFO], ref, alts)
        reads: list[Read | None] = []
        alleles: list[Allele | None] = []
        for alt, name, named in zip(alts, by_name, entries, strict=True):
            place = self.places.find(Variant(self.head.build, chromosome, start, ref, alt))
            reads.append(combine(name, place) if name else place)
            silent = name is NOTHING and place is None  # the annotation says that it changes no protein
            changed = None if silent else self._changed(chromosome, span(start, ref, alt), named)
            alleles.append(changed if changed and (changed.codons or reads[-1]) else None)
        return GeneRecord(cells, reads, alleles) if any(reads) or any(alleles) else None

    def _ragged(self, cells: list[bytes]) -> GeneRecord:
        """Filled up to its INFO where it is short, so that it can be marked."""
        why = f"the record has {len(cells)} columns and the header {self.head.width + 1}"
        filled = cells + [b"."] * (_INFO + 1 - len(cells))
        return GeneRecord(filled, [Read(status=RAGGED, why=why)], [None], ragged=True)

    def _named(self, info: bytes, ref: str, alts: list[str]) -> tuple[list[Read | None], list[list[Consequence]]]:
        """What the annotations say of each allele, and the entries that say it."""
        reads: list[list[Read]] = [[] for _ in alts]
        entries: list[list[Consequence]] = [[] for _ in alts]
        lost: Read | None = None
        for c in self.head.consequences:
            each, nobody = by_allele([e for e in c.entries(info) if c.is_ours(e)], ref, alts)
            for i, ours in enumerate(each):
                entries[i] += ours
                reads[i] += c.read(ours, self.said)
            lost = lost or stray(nobody, c.read(nobody, self.said), c.gene)
        return [agreed_transcripts(r) or lost for r in reads], entries

    def carried(self, cells: list[bytes], alt: int) -> list[tuple[int, Carried, str]]:
        """Of every sample of a tumour whether it carries an ALT, with the word of the record that says it."""
        tumours = (k for k, name in enumerate(self.head.samples) if name not in self.head.normals)
        return [(k, *carried(cells, k, alt)) for k in tumours]

    def carriers(self, cells: list[bytes], alt: int) -> list[bytes]:
        """The samples that carry an ALT; all of those that may where nothing says it of any."""
        said = [(self.head.samples[k], how) for k, how, _ in self.carried(cells, alt)]
        sure = [name for name, how in said if how is Carried.YES]
        return sure or [name for name, how in said if how is Carried.NOT_SAID]

    def not_called(self, cells: list[bytes], alt: int) -> str:
        """Why a record is no call of an ALT; empty for one that is, or that does not say it."""
        if not self.head.samples:
            return listed_only(cells, alt)
        said = self.carried(cells, alt)
        if any(how in (Carried.YES, Carried.NOT_SAID) for _, how, _ in said):
            return ""
        return next((why for _, _, why in said), "its samples are normals of a pair")

    def of_samples(self, item: Item, alt: int) -> Iterator[tuple[int, Read]]:
        """The samples that carry an ALT, or may, with how it is read in each; without samples it is one tumour."""
        found = item.found
        read = found.reads[alt] if found else None
        if found is None or read is None:
            return
        if found.ragged or not self.head.samples:
            if found.ragged or not listed_only(found.cells, alt):
                yield from ((k, _sure(item.read(alt))) for k in range(len(self.head.samples) or 1))
            return
        said = self.carried(found.cells, alt)
        carriers = [k for k, how, _ in said if how is Carried.YES]
        open_ = [k for k, how, _ in said if how is Carried.NOT_SAID]
        if not carriers and len(said) == 1:
            carriers = open_
        yield from ((k, _sure(item.read(alt, k))) for k in carriers)
        if not carriers and (read.asked or read.bad):
            yield from ((k, _NO_GENOTYPE) for k in open_)

    def _changed(self, chromosome: str, changed: Span | None, entries: list[Consequence]) -> Allele | None:
        if changed is None:
            return None
        there = chromosome.casefold() in self.places.chromosomes
        codons = self.places.touched(self.head.build, changed) if there else frozenset()
        return Allele(changed, codons, residues(entries))


def _sure(read: Read | None) -> Read:
    """What is in doubt cannot be taken together with other findings."""
    assert read is not None
    return read._replace(status=IN_ONE_CODON) if read.status == PHASE_NOT_KNOWN else read


class AnnotatedRecords:
    """Annotates the records of one VCF."""

    def __init__(self, records: VcfRecords, answers: Answers, fused: Fused, report: Report) -> None:
        self.records = records
        self.head = records.head
        self.answers = answers
        self.fused = fused
        self.report = report
        self.only = answers.options.only_ros1
        self.number = self.head.lines + 1
        self.queue = Queue()

    def run(self, source: Input, write: Write, progress: Progress) -> None:
        """The header with our lines, then every record."""
        end = "\r\n" if self.head.columns.endswith(b"\r\n") else "\n"
        columns = self.head.columns if self.head.columns.endswith(b"\n") else self.head.columns + b"\n"
        write(self.head.before + our_lines(self.answers.tables, self.head, self.answers.data, end) + columns)
        for block in source.blocks():
            count = regular_lines(block, self.head.width)
            if count and not self.queue.held and not self.records.may_touch(block):
                write(b"" if self.only else block)
            else:
                write(b"".join(map(self._one, self._items(block))))
                count = block.count(b"\n")
            self.number += count
            progress.at(self.number - self.head.lines, source.read)
        write(b"".join(map(self._one, self.queue.end())))

    def _items(self, block: bytes) -> Iterator[Item]:
        """The records of a block as they are done."""
        for record in lines(block, self.number):
            yield from self.queue.put(Item(record, self.records.read(record)))

    def _one(self, item: Item) -> bytes:
        record, found = item.record, item.found
        reads = [self._read(item, i) for i in range(len(found.reads))] if found else []
        if not found or not any(reads):
            return b"" if self.only and record.is_row else record.body + record.end
        for why in dict.fromkeys(r.why for r in reads if r and r.bad):
            self.report.row(record.number, why)
        values = [self._answer(found, i, r) if r else None for i, r in enumerate(reads)]
        return self._with(found.cells, values) + record.end

    def _read(self, item: Item, i: int) -> Read | None:
        """How an ALT is read; where no sample carries what it would be, that alone is said."""
        assert item.found is not None
        alone = item.found.reads[i]
        why = self.records.not_called(item.found.cells, i) if alone and alone.asked and not item.found.ragged else ""
        return not_carried(alone.finding, why) if alone and why else item.read(i)

    def _answer(self, found: GeneRecord, i: int, read: Read) -> Cells:
        carriers = self.records.carriers(found.cells, i)
        fused = self.fused.everyone or (bool(carriers) and all(map(self.fused, carriers)))
        cells = self.answers.row(read, fused, found.doubt)
        return cells._replace(finding=(read.finding,)) if read.status == PHASE_NOT_KNOWN and read.finding else cells

    def _with(self, cells: list[bytes], values: list[Cells | None]) -> bytes:
        """The record with our keys behind its INFO; a key that has no value for any allele is left out."""
        pairs = []
        for i, key in enumerate(KEYS[:-1]):
            each = [encoded(v[i]) if v else "." for v in values]
            if any(e != "." for e in each):
                pairs.append(f"{key}={','.join(each)}")
        pairs.append(f"{KEYS[-1]}={encoded(self.answers.data)}")
        ours = ";".join(pairs).encode()
        info = ours if cells[_INFO] in (b".", b"") else cells[_INFO].rstrip(b";") + b";" + ours
        return b"\t".join([*cells[:_INFO], info, *cells[_INFO + 1 :]])


def encoded(values: tuple[str, ...]) -> str:
    """Values as INFO may hold them: no blank, comma, semicolon or equals sign stands plain."""
    return "|".join(quote(" ".join(v.split()), safe=_SAFE, errors="backslashreplace") for v in values) or "."


# -- records by sample -----------------------------------------------------------------------------------------------


class SampleRecords:
    """The records of one VCF, on their way to the samples that carry them."""

    def __init__(self, records: VcfRecords, into: Samples) -> None:
        self.records = records
        self.head = records.head
        self.samples = records.head.samples or (b"NA",)
        self.into = into

    def run(self, source: Input, write: Write, progress: Progress) -> None:
        """Every record, then the lines of the samples."""
        queue, number = Queue(), self.head.lines + 1
        self.into.limits, self.into.normals = self.head.limits, self.head.normals
        for sample in self.samples:
            self.into.of(sample)
        for block in source.blocks():
            for record in lines(block, number):
                for item in queue.put(Item(record, self.records.read(record))):
                    self._one(item)
                if self.head.consequences and record.is_row and self.into.may_name_one(record.body):
                    self._off_target(record)
                number = record.number + 1
            progress.at(number, source.read)
        for item in queue.end():
            self._one(item)
        self.into.write(write)

    def _one(self, item: Item) -> None:
        """What a record says of our gene, to each sample; what cannot be understood is told once."""
        found = item.found
        if found is None:
            return
        told: dict[str, None] = {}
        matters = not found.ragged or self._may_matter(item.record.body)
        for i in range(len(found.reads)):
            for k, read in self.records.of_samples(item, i):
                if read.bad:
                    told[read.why] = None
                if matters:
                    self.into.of(self.samples[k]).ours(read, "", found.doubt)
        if not found.ragged:
            self._not_called(found)
        for why in told:
            self.into.report.row(item.record.number, why)

    def _not_called(self, found: GeneRecord) -> None:
        """Count the samples without a genotype in a record that would be a finding."""
        said: list[tuple[int, Carried]] = []
        for i, read in enumerate(found.reads):
            if read and (read.asked or read.bad):
                said += [(k, how) for k, how, _ in self.records.carried(found.cells, i)]
        if all(how is Carried.NOT_SAID for _, how in said):
            return
        carry = {k for k, how in said if how is Carried.YES}
        missing = {k for k, how in said if how in (Carried.MISSING, Carried.NOT_SAID)}
        for k in missing - carry:
            self.into.not_called[self.samples[k]] = self.into.not_called.get(self.samples[k], 0) + 1

    def _may_matter(self, body: bytes) -> bool:
        """Whether a ragged record may touch our gene, or one of those that its annotation would name."""
        chromosome, *others = body.split(b"\t")
        if not others or text(chromosome).casefold() in self.records.places.chromosomes:
            return True
        is_cut = len(others) < min(self.head.width, _WHOLE_INFO)
        names_one = self.into.gene.encode() in body or self.into.may_name_one(body)
        return bool(self.head.consequences) and (is_cut or names_one)

    def _off_target(self, record: FileLine) -> None:
        """Changes of off-target genes that the annotation names, to the samples that carry them."""
        cells = record.body.split(b"\t")
        if len(cells) != self.head.width + 1:
            return
        ref, alts = text(cells[3]), text(cells[_ALT]).split(",")
        for c in self.head.consequences:
            entries = [e for e in c.entries(cells[_INFO]) if self.into.is_off_target(e.gene) and not is_missing(e.name)]
            each, _ = by_allele(entries, ref, alts)
            for i, of_one in enumerate(each):
                carriers = self.records.carriers(cells, i) if self.head.samples else [b"NA"]
                if self.records.not_called(cells, i):
                    continue
                names = {e.gene: e.name for e in reversed(of_one)}  # of several transcripts the first counts
                for sample in carriers:
                    for gene, name in names.items():
                        if said := self.into.aside(gene, name):
                            self.into.of(sample).said[said] = None
