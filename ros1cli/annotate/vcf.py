"""Records of a VCF in, the same records out; those of the gene with INFO keys of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from ros1cli.annotate.answer_cells import Answers, Cells
from ros1cli.annotate.cell_reading import NOTHING, RAGGED, UNSAID, Read, Reader
from ros1cli.annotate.files import Input, Write
from ros1cli.annotate.fusions import Fused
from ros1cli.annotate.naming import text
from ros1cli.annotate.options import Job
from ros1cli.annotate.positions import Places, Span, Variant, combine, span
from ros1cli.annotate.records import Record, lines
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.vcf_annotation import Entry, agreed, by_allele, residues, stray
from ros1cli.annotate.vcf_codons import PHASE_NOT_KNOWN, Allele, Found, Item, Queue, call
from ros1cli.annotate.vcfhead import KEYS, Head, our_lines

_NOT_SEPARATING = bytes(c for c in range(256) if c not in b"\t\n")
_SAFE = "!\"#$&'()*+-./:<>?@[\\]^_`{}~"
_ALT, _INFO = 4, 7


class Records:
    """Reads the records of one VCF."""

    def __init__(self, head: Head, reader: Reader, places: Places, job: Job) -> None:
        self.head = head
        self.reader = reader
        self.places = places
        self.said = reader.numbering(job.transcript) if job.transcript else UNSAID
        nameless = any(c.fields.gene is None for c in head.consequences)
        gene = reader.ref.gene.encode()
        self._words = (gene, *(name.encode().upper() for name in reader.known if nameless))
        starts = b"|".join(sorted(s.encode() for s in places.thousands())) or rb"(?!)"
        names = b"|".join(sorted(re.escape(c.encode()) for c in places.chromosomes))
        place = rb"(?i:" + names + rb")\t(?:" + starts + rb")[0-9]{3}\t"
        self._at_start, self._place = re.compile(place), re.compile(rb"\n" + place)

    def may_touch(self, block: bytes) -> bool:
        """Whether a block, or a line, may hold a record of the gene. False is certain, True is not."""
        if self._at_start.match(block) or self._place.search(block):
            return True
        if not self.head.consequences:
            return False
        folded = block.upper()
        return any(word in folded for word in self._words)

    def read(self, record: Record) -> Found | None:
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
        return Found(cells, reads, alleles) if any(reads) or any(alleles) else None

    def _ragged(self, cells: list[bytes]) -> Found:
        """Filled up to its INFO where it is short, so that it can be marked."""
        why = f"the record has {len(cells)} columns and the header {self.head.width + 1}"
        filled = cells + [b"."] * (_INFO + 1 - len(cells))
        return Found(filled, [Read(status=RAGGED, why=why)], [None], ragged=True)

    def _named(self, info: bytes, ref: str, alts: list[str]) -> tuple[list[Read | None], list[list[Entry]]]:
        """What the annotations say of each allele, and the entries that say it."""
        reads: list[list[Read]] = [[] for _ in alts]
        entries: list[list[Entry]] = [[] for _ in alts]
        lost: Read | None = None
        for c in self.head.consequences:
            each, nobody = by_allele(c.ours(c.entries(info)), ref, alts)
            for i, ours in enumerate(each):
                entries[i] += ours
                reads[i] += c.read(ours, self.said)
            lost = lost or stray(nobody, c.read(nobody, self.said), c.gene)
        return [agreed(r) or lost for r in reads], entries

    def carriers(self, cells: list[bytes], allele: int) -> list[bytes]:
        """The samples that carry an allele by their genotype; all of them where no genotype is given."""
        wanted = str(allele + 1).encode()
        calls = [(sample, call(cells, i)) for i, sample in enumerate(self.head.samples)]
        return [sample for sample, one in calls if one is None or wanted in one.alleles]

    def _changed(self, chromosome: str, changed: Span | None, entries: list[Entry]) -> Allele | None:
        if changed is None:
            return None
        there = chromosome.casefold() in self.places.chromosomes
        codons = self.places.touched(self.head.build, changed) if there else frozenset()
        return Allele(changed, codons, residues(entries))


class Variants:
    """Annotates the records of one VCF."""

    def __init__(self, records: Records, answers: Answers, fused: Fused, report: Report, job: Job) -> None:
        self.records = records
        self.head = records.head
        self.answers = answers
        self.fused = fused
        self.report = report
        self.only = job.only_ros1
        self.number = self.head.lines + 1
        self.queue = Queue()

    def run(self, source: Input, write: Write, progress: Progress) -> None:
        """The header with our lines, then every record."""
        end = "\r\n" if self.head.columns.endswith(b"\r\n") else "\n"
        columns = self.head.columns if self.head.columns.endswith(b"\n") else self.head.columns + b"\n"
        write(self.head.before + our_lines(self.answers.tables, self.head, self.answers.data, end) + columns)
        line = b"\t" * self.head.width + b"\n"
        for block in source.blocks():
            shape = block.translate(None, _NOT_SEPARATING)
            count = len(shape) // len(line)
            regular = shape == line * count and b"\n#" not in block and not self.queue.held
            if regular and not self.records.may_touch(block):
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
        reads = [item.read(i) for i in range(len(found.reads))] if found else []
        if not found or not any(reads):
            return b"" if self.only and record.is_row else record.body + record.end
        for why in dict.fromkeys(r.why for r in reads if r and r.bad):
            self.report.row(record.number, why)
        values = [self._answer(found, i, r) if r else None for i, r in enumerate(reads)]
        return self._with(found.cells, values) + record.end

    def _answer(self, found: Found, i: int, read: Read) -> Cells:
        carriers = self.records.carriers(found.cells, i)
        fused = self.fused.everyone or (bool(carriers) and all(map(self.fused, carriers)))
        cells = self.answers.row(read, fused)
        if found.doubt and not cells.bad:
            cells = cells._replace(caution=(found.doubt, *cells.caution))
        return cells._replace(finding=(read.finding,)) if read.status == PHASE_NOT_KNOWN and read.finding else cells

    def _with(self, cells: list[bytes], values: list[Cells | None]) -> bytes:
        """The record with our keys behind its INFO; a key that has no value for any allele is left out."""
        pairs = []
        for i, key in enumerate(KEYS[:-1]):
            each = [encoded(v[i]) if v else "." for v in values]
            pairs += [f"{key}={','.join(each)}"] if any(e != "." for e in each) else []
        pairs.append(f"{KEYS[-1]}={encoded(self.answers.data)}")
        ours = ";".join(pairs).encode()
        info = ours if cells[_INFO] in (b".", b"") else cells[_INFO].rstrip(b";") + b";" + ours
        return b"\t".join([*cells[:_INFO], info, *cells[_INFO + 1 :]])


def encoded(values: tuple[str, ...]) -> str:
    """Values as INFO may hold them: no blank, comma, semicolon or equals sign stands plain."""
    return "|".join(quote(" ".join(v.split()), safe=_SAFE, errors="backslashreplace") for v in values) or "."
