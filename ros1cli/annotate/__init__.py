"""Rows in → rows out: MAF, VCF or another table, with what the tables of this program say of each ROS1 change.

Nothing is lost or shifted: rows of other genes come back as they were, a row that cannot be understood is kept and marked,
and the memory that is used does not grow with the file (by sample, it grows with the samples). The way of a row:

    files    bytes in and out                         table_columns, vcfhead    the header: where what stands
    table_rows   MAF, TSV, CSV  ·  vcf  VCF          naming, positions, vcf_annotation → cell_reading    its cells → a finding
    vcf_codons   records of a VCF in one codon
    answer_cells   a finding → the answer beside it  collect → samples  rows → all that is said of a sample, as one tumour
                                                     report             bad rows and progress, on stderr
"""

from ros1cli.annotate.options import COLUMNS, Job
from ros1cli.annotate.run import run

__all__ = ["COLUMNS", "Job", "run"]
