"""Rows in → rows out: MAF, VCF or another table, with what the tables of this program say of each ROS1 change.

Nothing is lost or shifted: rows of other genes come back as they were, a row that cannot be understood is kept and marked,
and the memory that is used does not grow with the file (by sample, it grows with the samples). The way of a row:

    source   bytes in blocks of whole lines          layout, vcfhead    the header: where what stands
    rows     MAF, TSV, CSV  ·  vcf  VCF              naming, places, consequences → reading    its cells → a finding
    neighbours   records of a VCF in one codon
    cells    a finding → the answer beside it        collect → samples  rows → all that is said of a sample, as one tumour
    sink     bytes out, whole or not at all          report             bad rows and progress, on stderr
"""

from ros1cli.annotate.job import COLUMNS, Job
from ros1cli.annotate.work import run

__all__ = ["COLUMNS", "Job", "run"]
