"""`ros1 annotate` on tables in the shapes that other tools write. All rows are made up."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from annotate.kit import BLANK, COLUMNS, Ran, maf, restored, run
from toolbox import tables

from ros1cli.annotate.cell_reading import BAD_NAME, BAD_RESIDUE, CellReader
from ros1cli.names.hgvs import ONE

REF, MANE = "ENSP00000357494.3", "ENSP00000357493.3"


def column(header: str, *rows: str, options: tuple[str, ...] = (), name: str = "finding") -> list[str]:
    """What one of our columns says of rows; blanks stand for tabs, and `~` for a blank."""
    return asked(header, *rows, options=options).column(name)


def asked(header: str, *rows: str, options: tuple[str, ...] = ()) -> Ran:
    cells = [line.replace(" ", "\t").replace("~", " ") for line in (header, *rows)]
    return run("\n".join([*cells, ""]).encode(), *options, real=True)


# -- several names in one cell ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "finding"),
    [
        (f"{REF}:p.Gly2032Arg;{REF}:p.Ser1986Phe", "S1986F/G2032R"),
        (f"{REF}:p.Leu2086Phe,{MANE}:p.Leu2080Phe", "L2086F"),
        (f"{MANE}:p.Leu2080Phe,{REF}:p.Leu2086Phe", "L2086F"),
        (f"{MANE}:p.Leu2080Phe&{REF}:p.Leu2086Phe", "L2086F"),
        (f".,{REF}:p.Gly2032Arg", "G2032R"),
        (f"{REF}:p.Gly2032Arg,-", "G2032R"),
        (f".,.,{REF}:p.Gly2032Arg,NA,", "G2032R"),
        (f"UNKNOWN,{REF}:p.Gly2032Arg", "G2032R"),
        (f"{REF}:p.Gly2032Arg,{REF}:p.Ser1986=", "G2032R"),
        (f"{REF}:p.Ser1986%3D,{REF}:p.Gly2032Arg", "G2032R"),
        (f"{REF}:p.Gly2032Arg,{REF}:p.Ser1986Ter", "G2032R"),
        (f"ENSP00000999999.1:p.Val5Met,{REF}:p.Gly2032Arg", "G2032R"),
        ("ROS1:NM_002944:exon38:c.G6094A:p.G2032R", "G2032R"),
        ("ROS1:NM_001378902:exon37:c.G6076A:p.G2026R,ROS1:NM_002944:exon38:c.G6094A:p.G2032R", "G2032R"),
        ("ROS1:NM_002944.2:c.6094G>A:p.(Gly2032Arg)", "G2032R"),
        ("NP_002935.2:p.(Gly2032Arg)", "G2032R"),
        (f"{REF}:p.Gly2032=", "NA"),
        (f"{REF}:p.Gly2032=,{REF}:p.Ser1986fs", "NA"),
        ("ROS1:NM_002944:exon38:c.G6094A:p.L2086F", "NA"),
        (f"{REF}:p.Gly2032Arg,{REF}:p.Ala1986Phe", "NA"),
        ("p.G2032R~or~p.S1986F", "NA"),
    ],
)
@pytest.mark.parametrize("gene", [True, False])
def test_all_names_of_a_cell_are_read_as_one_value_of_mutation(cell: str, finding: str, gene: bool) -> None:
    if gene:
        assert column("SYMBOL HGVSp", f"ROS1 {cell}", options=("--column", "HGVSp")) == [finding]
    else:
        assert column("HGVSp x", f"{cell} x", options=("--column", "HGVSp", "--gene", "ROS1")) == [finding]


def test_what_is_set_aside_beside_a_finding_is_said() -> None:
    ran = asked("SYMBOL HGVSp", "ROS1 p.G2032R,p.S1986=", options=("--column", "HGVSp"))
    assert "set aside, as not covered here: p.S1986=" in ran.rows[0]["ros1_caution"] and ran.status == 0
    found = asked(
        "SYMBOL HGVSp Sample",
        "ROS1 p.G2032R,p.S1986fs S1",
        options=("--column", "HGVSp", "--samples", "--sample-column", "Sample"),
    ).rows[0]
    assert found["ros1_finding"] == "G2032R" and "not taken into account: p.S1986fs" in found["ros1_caution"]


@pytest.mark.parametrize("sign", ["\r", "\v", "\x00", "\x1b[2J", "\x85"])
@pytest.mark.parametrize("options", [("--column", "change"), ("--column", "change", "--gene-column", "g")])
def test_a_carriage_return_in_a_cell_joins_no_names(sign: str, options: tuple[str, ...]) -> None:
    data = f"g\tchange\tx\nROS1\tG2032R{sign}L2086F\tx\n"
    data = data if len(options) > 2 else data.replace("g\t", "").replace("ROS1\t", "")
    ran = run(data.encode(), *options, *(() if len(options) > 2 else ("--gene", "ROS1")), real=True)
    ours = ran.out.split(b"\n")[1].split(b"\t")[-8:]
    assert ours[:2] == [b"NA", b"error_name"] and ran.status == 4
    assert not any(cell[:1] in (b"=", b"+", b"-", b"@") or b"\x1b" in cell for cell in ours)


def test_no_cell_of_ours_begins_as_a_formula() -> None:
    for bad in ("=1+1", "+1", "-1", "@x", "=cmd|x!A1"):
        data = f"Hugo_Symbol\tHGVSp_Short\tHGVSc\tTranscript_ID\nROS1\t{bad}\t{bad}\tNM_002944\n".encode()
        ran = run(data, real=True)
        assert restored(ran.out) == data
        assert not any(cell[:1] in "=+-@" for cell in (ran.rows[0][name] for name in COLUMNS))


@pytest.mark.parametrize(
    "name",
    ["p.G2032>R", "p.G2032delinsR", "p.2032_2032G>R", "p.G2032_G2032delinsR", "p.*2032R", "p.X2032R", "p.G2032RR"],
)
def test_a_substitution_in_another_spelling_is_refused_and_never_called_another_kind(name: str) -> None:
    ran = run(maf(["ROS1", name], header=["Hugo_Symbol", "HGVSp_Short"]), real=True)
    assert ran.column("status") == ["error_name"] and ran.status == 4


def test_the_short_way_of_a_plain_name_reads_as_the_grammar_does() -> None:
    reader, r, letters = CellReader(tables()), random.Random(5), "".join(ONE)
    for _ in range(300):
        pos = r.choice([r.randrange(1, 2400), 2032, 2026, 2080, 1986])
        ref = r.choice([reader.sequence[pos] if pos < len(reader.sequence) else "G", r.choice(letters)])
        name = f"p.{ref}{pos}{r.choice([*letters, '=', '*', 'fs', 'del'])}"
        for said in ("", "reference", "mane", "unknown"):
            short, long = reader.change(name, said), reader._names(name, said, of_gene=True)
            assert (short.finding, short.status in (BAD_NAME, BAD_RESIDUE)) == (
                long.finding,
                long.status in (BAD_NAME, BAD_RESIDUE),
            )
            assert short.finding == "" or short == long


# -- which rows are of the gene --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("SYMBOL Gene HGVSp", "ROS1 ENSG00000047936 p.G2032R"),
        ("Gene SYMBOL HGVSp", "ENSG00000047936.11 - p.G2032R"),
        ("Hugo_Symbol Entrez_Gene_Id HGVSp", "Unknown 6098 p.G2032R"),
        ("Hugo_Symbol Gene HGVSp", "N/A ENSG00000047936 p.G2032R"),
        ("Gene HGVSp", "ENSG00000047936 p.G2032R"),
        ("Gene HGVSp", "6098 p.G2032R"),
        ("Entrez_Gene_Id HGVSp", "6098 p.G2032R"),
        ("gene_id HGVSp x", "ENSG00000047936 p.G2032R x"),
        ("Gene~Symbol HGVSp", "ROS1 p.G2032R"),
        ("Gene.refGene HGVSp", "ROS1,ROS1 p.G2032R"),
        ("HGVSp Entrez_Gene_Id", "p.G2032R 6098"),
    ],
)
def test_the_gene_is_known_by_its_symbol_before_its_ids(header: str, row: str) -> None:
    ids = row.replace("ROS1", "TP53").replace("ENSG00000047936", "ENSG00000141510").replace("6098", "7157")
    for rows in ([row], [ids] * 3 + [row] + [ids] * 3):
        found = column(header, *rows, options=("--column", "HGVSp"))
        assert found == ["G2032R" if r == row else "NA" for r in rows]


def test_a_symbol_of_another_gene_is_not_overruled_by_an_id() -> None:
    assert column("SYMBOL Gene HGVSp", "GOPC ENSG00000047936 p.G2032R", options=("--column", "HGVSp")) == ["NA"]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("GeneName AAChange sample", ("BRCA2 p.S1986F S1", "ROS1 p.G2032R S1")),
        ("feature_type feature AAChange", ("Variant MTOR p.S1986F", "Variant ROS1 p.G2032R")),
    ],
)
def test_a_table_whose_column_of_genes_is_not_known_is_refused_until_it_is_named(
    header: str, rows: tuple[str, ...]
) -> None:
    ran = asked(header, *rows, options=("--column", "AAChange", "--fusion-positive"))
    assert (ran.status, ran.out) == (2, b"")
    assert "--gene-column" in ran.err and all(name in ran.err for name in header.split())
    gene = header.split()[0 if "GeneName" in header else 1]
    for more in (("--gene-column", gene), ("--gene-column", gene.upper())):
        assert column(header, *rows, options=("--column", "AAChange", *more)) == ["NA", "G2032R"]
    assert asked(header, *rows, options=("--column", "AAChange", "--gene-column", "x")).status == 2


def test_gene_says_that_all_rows_are_of_ours_and_nothing_else() -> None:
    assert (
        column("id change", "1 G2032R", "2 MET~amplification", options=("--column", "change", "--gene", "ros1"))[0]
        == "G2032R"
    )
    for options in (("--gene", "EGFR"), ("--gene", "ROS1", "--gene-column", "id"), ("--gene", "")):
        assert asked("id change", "1 G2032R", options=("--column", "change", *options)).status == 2
    assert asked("gene change", "BRCA2 S1986F", options=("--column", "change", "--gene", "ROS1")).status == 2
    assert column("HGVSp_Short x", "p.G2032R x", options=("--gene", "ROS1")) == ["G2032R"]


def test_what_was_taken_for_what_is_one_line() -> None:
    ran = asked(
        "SYMBOL Gene HGVSp Feature Sample_Id",
        "ROS1 ENSG00000047936 p.G2032R NM_002944 S1",
        options=("--column", "HGVSp"),
    )
    assert ran.taken.count("\n") == 1 and ran.err == ""
    assert "gene: SYMBOL, Gene; change: HGVSp; transcript: Feature, then the reference; sample: Sample_Id." in ran.taken


# -- transcripts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "TRANSCRIPT_ACCESSION",
        "transcript_name",
        "RefSeq_ID",
        "Ensembl~Transcript~ID",
        "Accession~Number",
        "Feature",
        "enst",
    ],
)
def test_a_transcript_of_another_name_numbers_its_row(name: str) -> None:
    found = column(
        f"GENE_SYMBOL {name} MUTATION_AA", "ROS1 ENST00000368507.8 p.L2080F", options=("--column", "MUTATION_AA")
    )
    assert found == ["L2086F"]


def test_a_column_that_stands_twice_and_is_not_needed_is_no_reason_to_refuse() -> None:
    place = "NCBI_Build Chromosome Start_Position Strand Reference_Allele Tumor_Seq_Allele1 Tumor_Seq_Allele2 strand"
    head = f"Hugo_Symbol {place} HGVSp_Short"
    assert column(head, "ROS1 37 6 117638347 + C C T -1 p.G2032R") == ["G2032R"]
    assert column(head.replace("Strand", "strand"), "ROS1 37 6 117638347 + C C T -1 p.G2032R") == ["G2032R"]
    assert asked("Hugo_Symbol HGVSp_Short hgvsp_short", "ROS1 p.G2032R x").status == 0
    assert asked("Hugo_Symbol HGVSp_Short HGVSp_Short", "ROS1 p.G2032R x").status == 2


# -- a record is no call ---------------------------------------------------------------------------------------------

CALLED = "Hugo_Symbol Tumor_Sample_Barcode HGVSp_Short Mutation_Status FILTER t_alt_count t_vaf"


@pytest.mark.parametrize(
    ("cells", "called"),
    [
        ("Somatic PASS 12 0.3", True),
        (". . . .", True),
        ("NA NA NA NA", True),
        ("Unknown PASS 1 NA", True),
        *((f"{word} PASS 12 0.3", False) for word in ("Wildtype", "None", "LOH", "Germline", "UNCALLED", "germline")),
        ("Somatic PASS 0 0.0", False),
        ("Somatic PASS 0 NA", False),
        ("Somatic PASS . 0", False),
        ("Somatic PASS . 0.000", False),
        ("Somatic PASS . 0%", False),
        ("Somatic PASS 3 0", True),
        ("Somatic PASS 05 0.01", True),
    ],
)
def test_a_row_that_no_sample_carries_is_no_finding_and_says_why(cells: str, called: bool) -> None:
    ran = asked(CALLED, f"ROS1 S1 p.G2032R {cells}", options=("--fusion-positive",))
    assert ran.column("finding") == ["G2032R" if called else "NA"] and ran.status == 0
    if not called:
        assert ran.column("status") == ["no_finding"] and ran.column("options") == ["NA"]
        assert "no sample carries p.G2032R: " in ran.rows[0]["ros1_caution"]
    sample = asked(CALLED, f"ROS1 S1 p.G2032R {cells}", options=("--fusion-positive", "--samples")).rows[0]
    assert (sample["ros1_options"] != "NA") is called and ("no sample carries" in sample["ros1_caution"]) is not called
    other = asked(CALLED, f"KRAS S1 p.G12C {cells}", options=("--samples",)).rows[0]
    assert (other["ros1_off_target"] != "NA") is called


@pytest.mark.parametrize(
    ("gt", "called"), [("0/0", False), ("./.", False), ("0|0", False), ("0/1", True), ("1|0", True)]
)
@pytest.mark.parametrize("name", ["GT", "Genotype"])
def test_a_column_of_genotypes_says_it_too(name: str, gt: str, called: bool) -> None:
    assert column(f"SYMBOL HGVSp {name}", f"ROS1 p.G2032R {gt}", options=("--column", "HGVSp")) == [
        "G2032R" if called else "NA"
    ]


def test_two_alleles_of_the_reference_are_no_call() -> None:
    head = "Hugo_Symbol Chromosome Start_Position Reference_Allele Tumor_Seq_Allele1 Tumor_Seq_Allele2 HGVSp_Short"
    assert column(head, "ROS1 6 1 C C C p.G2032R", "ROS1 6 1 C C T p.G2032R", "ROS1 6 1 - - - p.G2032R") == [
        "NA",
        "G2032R",
        "G2032R",
    ]


@pytest.mark.parametrize("said", ["PASS", ".", "NA", "", "panel_of_normals"])
def test_a_row_that_did_not_pass_its_filter_says_so(said: str) -> None:
    row, sample = (
        asked(CALLED, f"ROS1 S1 p.G2032R Somatic {said} 3 0.1", options=("--fusion-positive", *more)).rows[0]
        for more in ((), ("--samples",))
    )
    doubted = said == "panel_of_normals"
    assert row["ros1_status"] == sample["ros1_status"] == "options"
    assert row["ros1_caution"].startswith("the record did not pass its filter: panel_of_normals") is doubted
    assert sample["ros1_caution"].startswith("G2032R: the record did not pass its filter") is doubted


def test_without_a_column_of_names_it_is_said_what_positions_do_not_tell() -> None:
    head = "Hugo_Symbol NCBI_Build Chromosome Start_Position Reference_Allele Tumor_Seq_Allele2 Tumor_Sample_Barcode"
    row = "ROS1 GRCh38 chr6 117310998 C A S1"
    for more in ((), ("--samples",)):
        ran = asked(head, row, options=("--fusion-positive", *more))
        assert ran.err.count("Only the positions of the table") == 1
        assert (
            "Only the positions of the table" in ran.rows[0]["ros1_caution"] and "L2086F" in ran.rows[0]["ros1_caution"]
        )


# -- widths and headers ----------------------------------------------------------------------------------------------

WIDE = "Hugo_Symbol HGVSp_Short Tumor_Sample_Barcode Transcript_ID COSMIC Note"


def test_empty_cells_at_the_end_of_a_row_may_be_cut_off() -> None:
    rows = ("EGFR p.L858R S1 ENST1", "ROS1 p.G2032R S1 ENST00000368508", "TP53 p.R175H S1 ENST2 x y")
    ran = asked(WIDE, *rows)
    assert ran.column("finding") == ["NA", "G2032R", "NA"] and (ran.status, ran.err) == (0, "")
    assert asked(WIDE, *rows, options=("--samples",)).rows[0]["ros1_finding"] == "G2032R"
    assert asked(WIDE, "ROS1 p.G2032R S1").column("status") == ["error_ragged"]
    assert asked(WIDE, "x ROS1 p.G2032R S1").column("status") == ["error_ragged"]


def test_ours_stand_below_their_names_where_rows_end_in_empty_cells_without_a_name() -> None:
    rows = ("EGFR p.L858R", "ROS1 p.G2032R  ", "TP53 p.R175H ")
    ran = asked("Hugo_Symbol HGVSp_Short", *rows)
    lines = ran.out.splitlines()
    assert ran.status == 0 and {line.count(b"\t") for line in lines} == {11}
    assert ran.column("finding") == ["NA", "G2032R", "NA"] and lines[3].startswith(b"TP53\tp.R175H\t\t\tNA")
    assert lines[2].startswith(b"ROS1\tp.G2032R\t\t") and lines[1] == b"EGFR\tp.L858R\t\t" + BLANK


def test_a_header_further_down_is_named_with_the_lines_to_cut() -> None:
    report = (
        b"Combined Variant Output\t\n\t\n[Small Variants]\t\nGene\tP-Dot Notation\nROS1\tNP_002935.2:p.(Gly2032Arg)\n"
    )
    ran = run(report, "--column", "P-Dot Notation", real=True)
    assert (ran.status, ran.out) == (2, b"") and "line 4" in ran.err and "tail -n +4)" in ran.err
    ran = run(report + b"\n[Fusions]\nx\n", "--column", "P-Dot Notation", real=True)
    assert "tail -n +4 | head -n 2)" in ran.err
    cut = b"\n".join(report.split(b"\n")[3:])
    assert run(cut, "--column", "P-Dot Notation", real=True).column("finding") == ["G2032R"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'"Hugo_Symbol"\t"HGVSp_Short"\n"ROS1"\t"p.G2032R"\n', "quotes"),
        (b'"gene"\t"change"\n"ROS1"\t"p.G2032R"\n', "quotes"),
        (b"ROS1\tp.G2032R\tS1\n", "no header"),
        (b"1\tROS1\tG2032R\n", "no header"),
    ],
)
def test_quotes_and_a_missing_header_are_named_as_the_reason(data: bytes, words: str) -> None:
    ran = run(data, *(("--column", "change") if b"change" in data else ()), real=True)
    assert (ran.status, ran.out) == (2, b"") and words in ran.err and len(ran.err.splitlines()) == 1


def test_the_header_of_vep_begins_with_the_sign_of_a_comment(tmp_path: Path) -> None:
    head = b"## ENSEMBL VARIANT EFFECT PREDICTOR v110.1\n## x\n#Uploaded_variation\tGene\tFeature\tSYMBOL\tAF\tHGVSp\n"
    rows = [
        f"x\tENSG00000047936\tENST00000368508.7\tROS1\t0\t{REF}:p.Gly2032Arg",
        f"x\tENSG00000047936\tENST00000368507.8\tROS1\t-\t{MANE}:p.Gly2026Arg",
        "x\tENSG2\tENST2\tDYNC1H1\t-\tENSP2.1:p.Leu1951Arg",
    ]
    (tmp_path / "x.txt").write_bytes(head + "\n".join(rows).encode() + b"\n")
    out = run(None, str(tmp_path / "x.txt"), "--column", "HGVSp", real=True).out.splitlines()[3:]
    assert [line.split(b"\t")[6] for line in out] == [b"G2032R", b"G2032R", b"NA"]
