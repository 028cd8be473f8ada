"""Rows in → rows out: MAF, VCF or another table, with what the tables of this program say of each ROS1 change.

Nothing is lost or shifted: rows of other genes come back as they were, a row that cannot be understood is kept and marked,
and the memory that is used does not grow with the file (by sample, it grows with the samples). The way of a row:

    files            bytes in and out
    table_columns    the header of a table: where what stands
    table_rows       MAF, TSV, CSV: blocks → rows, and the rows with our cells
    vcf              the same for VCF; with vcf_annotation, vcf_codons (records of one codon) and vcf_genotypes
    cell_reading     names → a finding; with positions for those of the genome
    answer_cells     a finding → the answer beside it
    samples          rows → all that is said of a sample, as one tumour; with fusions
    report           bad rows and progress, on stderr
"""

from ros1cli.annotate.options import Options
from ros1cli.annotate.run import run

__all__ = ["Options", "run"]
