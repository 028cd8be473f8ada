"""Records of a VCF in, the same records out; those of the gene with INFO keys of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from ros1cli.annotate.cells import Answers, Cells
from ros1cli.annotate.fusions import Fused
from ros1cli.annotate.job import Job
from ros1cli.annotate.naming import text
from ros1cli.annotate.places import Places, Variant, combine
from ros1cli.annotate.reading import RAGGED, UNSAID, Read, Reader
from ros1cli.annotate.records import Record, lines
from ros1cli.annotate.report import Progress, Report
from ros1cli.annotate.sink import Write
from ros1cli.annotate.source import Source
from ros1cli.annotate.vcfhead import KEYS, Head, our_lines

_NOT_SEPARATING = bytes(c for c in range(256) if c not in b"\t\n")
_SAFE = "!\"#$&'()*+-./:<>?@[\\]^_`{}~"
_ALT, _INFO, _FORMAT, _FIRST_SAMPLE = 4, 7, 8, 9


class Found(NamedTuple):
    """What a record says of our gene: a reading for each allele, None for those that do not touch it."""

    cells: list[bytes]
    reads: list[Read | None]


class Records:
    """Reads the records of one VCF."""

    def __init__(self, head: Head, reader: Reader, places: Places, job: Job) -> None:
        self.head = head
        self.reader = reader
        self.places = places
        self.said = reader.numbering(job.transcript) if job.transcript else UNSAID
        self._gene = re.compile(re.escape(reader.ref.gene.encode()))
        starts = b"|".join(sorted(s.encode() for s in places.starts)) or rb"(?!)"
        names = b"|".join(sorted(re.escape(c.encode()) for c in places.chromosomes))
        self._place = re.compile(rb"(?:\n|\A)(?i:" + names + rb")\t(?:" + starts + rb")\t")

    def may_touch(self, block: bytes) -> bool:
        """Whether a block, or a line, may hold a record of the gene. False is certain, True is not."""
        annotated = self.head.consequences is not None and self._gene.search(block)
        return bool(annotated or self._place.search(block))

    def read(self, record: Record) -> Found | None:
        """A record that may touch the gene; None when it does not."""
        cells = record.body.split(b"\t")
        alts = text(cells[_ALT]).split(",")
        consequences = self.head.consequences
        entries = consequences.entries(cells[_INFO]) if consequences else []
        reads: list[Read | None] = []
        for i, alt in enumerate(alts):
            place = self.places.find(
                Variant(self.head.build, text(cells[0]), text(cells[1]), text(cells[3]), alt),
            )
            by_name = consequences.ours(entries, alts, i, self.reader, self.said) if consequences else None
            reads.append(combine(by_name, place) if by_name else place)
        return Found(cells, reads) if any(reads) else None

    def carriers(self, cells: list[bytes], allele: int) -> list[bytes]:
        """The samples that carry an allele by their genotype; all of them where no genotype is given."""
        if len(cells) <= _FORMAT or cells[_FORMAT].split(b":")[0] != b"GT":
            return list(self.head.samples)
        wanted = str(allele + 1).encode()
        calls = (re.split(rb"[/|]", c.partition(b":")[0]) for c in cells[_FIRST_SAMPLE:])
        return [s for s, call in zip(self.head.samples, calls, strict=False) if wanted in call]


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

    def run(self, source: Source, write: Write, progress: Progress) -> None:
        """The header with our lines, then every record."""
        end = "\r\n" if self.head.columns.endswith(b"\r\n") else "\n"
        columns = self.head.columns if self.head.columns.endswith(b"\n") else self.head.columns + b"\n"
        write(self.head.before + our_lines(self.answers.tables, self.answers.data, end) + columns)
        line = b"\t" * self.head.width + b"\n"
        for block in source.blocks():
            shape = block.translate(None, _NOT_SEPARATING)
            count = len(shape) // len(line)
            if shape == line * count and b"\n#" not in block and not self.records.may_touch(block):
                write(b"" if self.only else block)
            else:
                write(b"".join(self._one(r) for r in lines(block, self.number)))
                count = block.count(b"\n")
            self.number += count
            progress.at(self.number - self.head.lines, source.read)

    def _one(self, record: Record) -> bytes:
        whole = record.body + record.end
        if not record.is_row:
            return whole
        if record.body.count(b"\t") != self.head.width:
            return self._ragged(record)
        found = self.records.read(record) if self.records.may_touch(record.body + b"\t") else None
        if not found:
            return b"" if self.only else whole
        for why in dict.fromkeys(r.why for r in found.reads if r and r.bad):
            self.report.row(record.number, why)
        values = [self._answer(found, i) if r else None for i, r in enumerate(found.reads)]
        return self._with(found.cells, values) + record.end

    def _answer(self, found: Found, i: int) -> Cells:
        carriers = self.records.carriers(found.cells, i)
        fused = self.fused.everyone or (bool(carriers) and all(map(self.fused, carriers)))
        read = found.reads[i]
        assert read is not None
        return self.answers.row(read, fused)

    def _ragged(self, record: Record) -> bytes:
        cells = record.body.split(b"\t")
        why = f"the record has {len(cells)} columns and the header {self.head.width + 1}"
        self.report.row(record.number, why)
        if len(cells) <= _INFO:
            return record.body + record.end
        return self._with(cells, [self.answers.row(Read(status=RAGGED, why=why), False)]) + record.end

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


def blocks_of(source: Source, number: int) -> Iterator[Record]:
    """All records of a source, one by one."""
    for block in source.blocks():
        yield from lines(block, number)
        number += block.count(b"\n")
