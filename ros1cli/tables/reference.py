"""The protein that bare names are read on, and how its residues and nucleotides are numbered, as frozen values."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, NamedTuple


class Segment(NamedTuple):
    """Residues `first` to `last` of the reference are numbered `offset` higher on the other protein; None: absent there."""

    first: int
    last: int
    offset: int | None


class Derivation(StrEnum):
    """How a c. or g. name is known to mean a change of the protein."""

    DIRECT = "direct"
    DERIVED = "derived"
    AMBIGUOUS = "ambiguous"


class Nucleotides(NamedTuple):
    """The c. and g. names of one change. Several in `coding`: one of them, and it is not known which (ambiguous)."""

    change: str
    coding: tuple[str, ...]
    mane_coding: tuple[str, ...]
    genomic: Mapping[str, str]
    status: Derivation
    basis: str

    def on(self, mane: bool) -> tuple[str, ...]:
        """The c. names on MANE Select, or on the reference transcript."""
        return self.mane_coding if mane else self.coding


class Genome(NamedTuple):
    """Where the gene lies: its chromosome, and for each build the accession of that chromosome and other names of the build."""

    chromosome: str
    builds: Mapping[str, tuple[str, ...]]


class Reference(NamedTuple):
    """The protein that bare names are read on, and the other numbering in use.

    `gene_ids` are the ids of the gene in other catalogues. `not_findings` are words that stand where a finding belongs, with why
    they are none. `partner_note` is the id of the statement that says what the partner of a fusion means. `class_words` are words
    for a class of findings. `reactions` are side-effect words by the word that they are a kind of. `studies` are the ids that
    `study` of a figure may hold, with the words by which the records name each.
    """

    gene: str
    gene_ids: tuple[str, ...]
    accessions: tuple[str, ...]
    sequence: str
    mane_accessions: tuple[str, ...]
    mane_length: int
    mane_segments: tuple[Segment, ...]
    source: Annotated[str, "source"] | None
    foreign_changes: Mapping[str, str]
    related_genes: Mapping[str, Annotated[str, "finding"]]
    gene_aliases: Mapping[str, str]
    fusion_partners: tuple[str, ...]
    partner_note: str
    not_findings: Mapping[str, str]
    genome: Genome
    nucleotides: tuple[Nucleotides, ...]
    class_words: Mapping[str, tuple[str, ...]]
    reactions: Mapping[str, tuple[str, ...]]
    studies: Mapping[str, str]
