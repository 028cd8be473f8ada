"""The header of a VCF: its build, how its annotation is laid out, and the lines that say what we add."""

from __future__ import annotations

import re
from typing import NamedTuple

from ros1cli import __version__
from ros1cli.annotate.consequences import Consequences, layout_of
from ros1cli.annotate.job import COLUMNS, Job
from ros1cli.annotate.places import Places
from ros1cli.annotate.report import tell
from ros1cli.annotate.source import Source
from ros1cli.errors import NotUnderstood
from ros1cli.model import Tables

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
