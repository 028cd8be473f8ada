"""Whole samples: which tumours are known to be fusion-positive, and the findings of one tumour taken together."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotate.kit import COLUMNS, HEADER, HERE, Ran, maf, row, run
from test_annotate_vcf import HEAD37, NAMES, START, VEP, csq, info, record, vcf
from toolbox import ros1

from ros1cli.tables.load import load

SAMPLES = ["sample", "ros1_fusion", COLUMNS[0], "ros1_off_target", *COLUMNS[1:]]
ROWS = [row("p.G28R", sample="A"), row("p.V32M", sample="A"), row("p.G28R", sample="B"), row("p.G28=", sample="C")]
MORE = [row("p.R175H", "TP53", "D", "NM_000546"), row("p.L858R", "TYK9", "A"), row("p.L858R", "TYK9", "E")]


def table(ran: Ran) -> dict[str, dict[str, str]]:
    """The lines of `--samples` by sample."""
    lines = [line.split("\t") for line in ran.out.decode().splitlines()]
    assert lines[0] == SAMPLES
    return {line[0]: dict(zip(SAMPLES, line, strict=True)) for line in lines[1:]}


# -- fusions ---------------------------------------------------------------------------------------------------------

SV = "Sample_Id\tSV_Status\tSite1_Hugo_Symbol\tSite2_Hugo_Symbol\tClass\tEvent_Info\n"
OLD = "Hugo_Symbol\tTumor_Sample_Barcode\tFusion\n"
FRAMED = "Hugo_Symbol\tTumor_Sample_Barcode\tFusion\tDNA_support\tRNA_support\tFrame\tFusion_Status\n"
POSITIVE = [
    "A\n",
    "# samples\nsample\n A \n\n",
    "A",
    "\ufeffA\r\n",
    SV + "A\tSOMATIC\tCD74\tROS1\tTRANSLOCATION\tProtein fusion: in frame (CD74-ROS1)\n",
    SV + "A\tSOMATIC\tROS1\tEZR\tINVERSION\t\nB\tSOMATIC\tEML4\tALK\t\t\n",
    "#version\n" + SV.upper() + "A\tSOMATIC\tCD74\tROS1\t\t\n",
    OLD + "CD74\tA\tCD74-ROS1 fusion\nROS1\tA\tCD74-ROS1 fusion\n",
    OLD + "ROS1\tA\tSLC34A2::ROS1\nALK\tB\tEML4-ALK\n",
    OLD + "ROS1\tA\tEML4-ALK; CD74-ROS1\n",
    OLD + "ROS1\tA\tCD74 - ROS1\n",
    FRAMED + "ROS1\tA\tCD74-ROS1 fusion\tyes\tunknown\tin-frame\tSOMATIC\n",
    SV.replace("\t", ",") + 'A,SOMATIC,CD74,ROS1,"TRANSLOCATION","Protein fusion: in frame, exons 1-6 (CD74-ROS1)"\n',
    "sampleId,site1HugoSymbol,site2HugoSymbol\nA,CD74,ROS1\n",
    SV + "A\tSOMATIC\tROS1\tGOPC\t\tFusion (GOPC-ROS1)\n",
    OLD + "ROS1\tA\tCD74-ROS1 not in frame\nROS1\tA\tEZR-ROS1\n",
]
MSK = "Sample_Id\tSite1_Hugo_Symbol\tSite1_Description\tSite2_Hugo_Symbol\tSite2_Description\tClass\tEvent_Info\tComments\n"
ONCOKB = "Tumor_Sample_Barcode\tGeneA\tGeneB\tNote\n"
ARRIBA = "#gene1\tgene2\tstrand1(gene/fusion)\tsite2\ttype\tconfidence\treading_frame\tfilters\tsample\n"
STAR = "#FusionName\tJunctionReadCount\tSpliceType\tLeftGene\tRightGene\tLargeAnchorSupport\tPROT_FUSION_TYPE\tsample\n"
POSITIVE += [
    MSK
    + "A\tROS1\tIntron of ROS1(-)\tCD74\tIntron of CD74(-)\tTRANSLOCATION\tProtein Fusion: in frame  {CD74:ROS1}\t\n",
    ONCOKB + "A\tCD74\tROS1\t\n",
    ONCOKB + "A\tROS1\tGOPC\tGOPC-ROS1\n",
    ARRIBA + "CD74\tROS1\t+/+\tCDS/splice-site\ttranslocation\thigh\tin-frame\tno_coverage(1)\tA\n",
    ARRIBA + "CD74\tROS1\t-/-\tCDS\tinversion\tmedium\t.\t.\tA\n",
    STAR
    + "CD74--ROS1\t20\tINCL_NON_REF_SPLICE\tCD74^ENSG00000019582.15\tROS1^ENSG00000047936.11\tNO_LDAS\tINFRAME\tA\n",
    "sample\tFusionName\nA\tCD74--ROS1\n",
]
NEGATIVE = [
    MSK
    + "A\tROS1\tIntron of ROS1(-)\tCD74\tIntron of CD74(-)\tTRANSLOCATION\tProtein Fusion: in frame  {ROS1:CD74}\t\n",
    MSK + "A\tROS1\t\tCD74\t\t\tProtein Fusion: out of frame  {CD74:ROS1}\t\n",
    MSK + "A\tROS1\t\tCD74\t\t\tProtein Fusion: mid-exon  {CD74:ROS1}\t\n",
    MSK + "A\tROS1\t\tCD74\t\t\tAntisense Fusion\t\n",
    MSK + "A\tROS1\t\tCD74\t\t\t-\tThe functional significance is undetermined\n",
    ONCOKB + "A\tCD74\tROS1\tnot detected by FISH\n",
    ONCOKB + "A\tCD74\tROS1\tROS1-CD74\n",
    ONCOKB + "A\tROS1\tROS1\t\n",
    ONCOKB + "A\tROS1\t\t\n",
    ARRIBA + "ROS1\tCD74\t-/-\tCDS\ttranslocation\thigh\tin-frame\t.\tA\n",
    ARRIBA + "CD74\tROS1\t+/+\tCDS\ttranslocation\thigh\tout-of-frame\t.\tA\n",
    ARRIBA + "CD74\tROS1\t+/+\tCDS\ttranslocation\thigh\tstop-codon\t.\tA\n",
    ARRIBA + "CD74\tROS1\t+/+\tCDS\ttranslocation\tlow\tin-frame\t.\tA\n",
    ARRIBA + "CD74(120),NDST1(4000)\tROS1(500),DCBLD1(9)\t+/+\tintergenic\ttranslocation\thigh\t.\t.\tA\n",
    STAR + "ROS1--CD74\t20\tONLY_REF_SPLICE\tROS1^ENSG00000047936.11\tCD74^ENSG00000019582.15\tYES_LDAS\tINFRAME\tA\n",
    STAR + "CD74--ROS1\t20\tONLY_REF_SPLICE\tCD74^ENSG1\tROS1^ENSG2\tYES_LDAS\tFRAMESHIFT\tA\n",
    "sample\tFusionName\tResult\nA\tCD74--ROS1\tNegative\n",
    "B\n",
    "AA\n",
    SV + "A\tSOMATIC\tROS1\tROS1\tDELETION\tIntragenic\n",
    SV + "A\tSOMATIC\tROS1\t\tDELETION\t\n",
    SV + "A\tSOMATIC\tROS1\tNA\tDELETION\t\n",
    SV + "A\tGERMLINE\tCD74\tROS1\t\t\n",
    SV + "A\tSOMATIC\tCD74\tROS1\t\tAntisense fusion\n",
    SV + "A\tSOMATIC\tCD74\tROS1\t\tProtein fusion: out of frame (CD74-ROS1)\n",
    SV + "A\tSOMATIC\tCD74\tPROS1\t\t\n",
    SV + "A\n",
    SV,
    OLD + "ROS1\tA\tROS1-intragenic\nALK\tA\tEML4-ALK\n",
    *(
        FRAMED + f"ROS1\tA\tCD74-ROS1 fusion\tyes\tyes\t{frame}\t\n"
        for frame in ("out-of-frame", "frameshift", "unknown", "no")
    ),
    *(
        FRAMED + f"ROS1\tA\tCD74-ROS1 fusion\tyes\tyes\tin-frame\t{state}\n"
        for state in ("GERMLINE", "UNKNOWN", "negative")
    ),
    FRAMED + "ROS1\tA\tCD74-ROS1 fusion\tno\tno\tin-frame\t\n",
    OLD + "ROS1\tA\tCD74-ROS1 not in frame\n",
    OLD + "ROS1\tA\tno CD74-ROS1 fusion detected\n",
    OLD + "ROS1\tA\tnon-ROS1 fusion\n",
    OLD + "ROS1\tA\tCD74-ROS1 NOT_IN_FRAME\n",
    SV + "A\tSOMATIC\tCD74\tROS1\tDELETION\tkinase domain deleted\n",
    OLD + "ROS1\tA\tROS1-GOPC fusion\n",
    OLD + "ROS1\tA\tFusion\n",
    SV[:-1] + "\tComments\nA\tSOMATIC\tCD74\tROS1\t\t\tout of frame\n",
    SV[:-1] + "\tAnnotation\nA\tSOMATIC\tCD74\tROS1\t\t\tnegative by FISH\n",
    SV[:-1] + "\tSite2_Effect_On_Frame\nA\tSOMATIC\tCD74\tROS1\t\t\tOut_of_frame\n",
    SV + "A\tSOMATIC\tROS1\tGOPC\t\treciprocal, kinase domain not included\n",
    SV + "A\tSOMATIC\tROS1\tGOPC\t\tFusion (ROS1-GOPC)\n",
    SV + "A\tUNKNOWN\tCD74\tROS1\t\t\n",
]


@pytest.mark.parametrize(("text", "known"), [*((t, True) for t in POSITIVE), *((t, False) for t in NEGATIVE)])
def test_drugs_are_named_only_for_samples_with_a_known_fusion(text: str, known: bool, tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(text.encode())
    ran = run(maf(ROWS[0], row("p.G28R", sample="Z")), "--fusions", str(tmp_path / "list"))
    assert ran.status == 0 and ran.column("status") == ["options" if known else "fusion_not_known", "fusion_not_known"]
    assert ("novotinib" in ran.column("options")[0]) is known


@pytest.mark.parametrize("nameless", ["", " ", "NA"])
def test_a_fusion_of_nobody_is_no_fusion_of_a_row_that_names_no_sample(nameless: str, tmp_path: Path) -> None:
    (tmp_path / "sv.txt").write_text(SV + f"{nameless}\tSOMATIC\tCD74\tROS1\t\t\nB\tSOMATIC\tCD74\tROS1\t\t\n")
    for more in ((), ("--samples",)):
        ran = run(
            maf(row("p.G28R", sample=nameless), row("p.G28R", sample="C")), "--fusions", str(tmp_path / "sv.txt"), *more
        )
        assert b"novotinib" not in ran.out


def test_what_of_a_fusion_file_does_not_count_is_told_once(tmp_path: Path) -> None:
    def told(text: str) -> str:
        (tmp_path / "list").write_text(text)
        return run(maf(ROWS[0]), "--fusions", str(tmp_path / "list")).err

    assert told("A\n") == "" and told(SV + "A\tSOMATIC\tCD74\tROS1\t\t\n") == ""
    assert "none of the 2 samples" in told("B\nC\n")
    lines = told(OLD + "ALK\tA\tEML4-ALK\nROS1\tA\tCD74-ROS1 not in frame\nROS1\tB\tROS1-GOPC\n").splitlines()
    assert len(lines) == 2 and "2 rows that name ROS1" in lines[0] and "line 3" in lines[0] and "'not'" in lines[0]
    assert "no sample with a ROS1 fusion" in lines[1]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("", 2),
        ("A,B,C\nD,E,F\n", 2),
        ("# nothing\n", 2),
        ("a\tb\nc\td\n", 2),
        ("Sample_Id\tGene\nA\tROS1\n", 2),
        ("#gene1\tgene2\nCD74\tROS1\n", 2),
        (None, 1),
    ],
)
def test_a_list_of_fusions_that_cannot_be_read_is_refused(text: str | None, status: int, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "list").write_text(text)
    ran = run(maf(*ROWS), "--fusions", str(tmp_path / "list"))
    assert (ran.status, ran.out) == (status, b"") and len(ran.err.splitlines()) == 1


def test_fusions_need_a_column_of_samples(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("A\n")
    data = b"change\tcase\nG28R\tA\nG28R\tB\n"
    asked = ("--column", "change", "--gene", "ROS1", "--fusions", str(tmp_path / "list"))
    assert run(data, *asked).status == 2
    assert run(data, *asked, "--sample-column", "case").column("status") == ["options", "fusion_not_known"]


def test_in_vcf_every_carrier_must_be_known(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("T1\nT2\n")
    names = f"{NAMES}\tFORMAT\tT1\tT2\tN"
    calls = [
        ("GT:AD", "0/1:5", "1|1", "0/0"),
        ("GT", "0/1", "0/0", "0/1"),
        ("AD", "1", "2", "3"),
        ("GT", "./.", "0/0", "0/0"),
    ]
    data = vcf(HEAD37, *(record("X", "117638347", "C", "T", *c) for c in calls), names=names)
    ran = run(data, "--fusions", str(tmp_path / "list"), real=True)
    assert [info(ran, i)["status"] for i in range(4)] == [
        "options",
        "fusion_not_known",
        "fusion_not_known",
        "no_finding",
    ]


# -- samples ---------------------------------------------------------------------------------------------------------


def test_the_findings_of_a_sample_are_taken_together() -> None:
    ran = run(maf(*ROWS), "--samples", "--fusion-positive")
    found = table(ran)
    assert ran.status == 0 and list(found) == ["A", "B", "C"]
    assert found["A"]["ros1_finding"] == "G28R/V32M" and found["B"]["ros1_finding"] == "G28R"
    alone = run(maf(ROWS[0]), "--fusion-positive").rows[0]
    together = run(b"change\nG28R/V32M\n", "--column", "change", "--gene", "ROS1", "--fusion-positive").rows[0]
    for name in COLUMNS:
        assert found["A"][name] == together[name] and found["B"][name] == alone[name]
    assert found["A"]["ros1_options"] != found["B"]["ros1_options"]
    assert (found["C"]["ros1_status"], found["C"]["ros1_finding"]) == ("not_covered", "NA")


def test_the_order_of_rows_and_repeated_rows_change_nothing() -> None:
    one = run(maf(*ROWS), "--samples").out
    other = run(maf(*ROWS[:2][::-1], *ROWS, *ROWS), "--samples").out
    assert one == other


def test_off_target_findings_stand_beside_and_keep_their_warning() -> None:
    found = table(run(maf(*ROWS, *MORE), "--samples", "--fusion-positive"))
    assert found["A"]["ros1_off_target"] == "TYK9 L858R" and found["A"]["ros1_finding"] == "G28R/V32M"
    assert "TYK9 L858R is off-target: another ROS1 TKI does NOT help" in found["A"]["ros1_caution"]
    assert found["B"]["ros1_off_target"] == "NA"
    assert (found["E"]["ros1_status"], found["E"]["ros1_off_target"]) == ("off_target", "TYK9 L858R")
    assert (found["D"]["ros1_status"], found["D"]["ros1_off_target"]) == ("no_finding", "NA")
    unknown = table(run(maf(*ROWS, *MORE), "--samples"))
    assert (unknown["E"]["ros1_status"], unknown["E"]["ros1_off_target"]) == ("off_target", "TYK9 L858R")
    assert "is not known here" in unknown["E"]["ros1_caution"] and unknown["D"]["ros1_status"] == "no_finding"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("p.G12=", "NA"),
        ("p.Gly12%3D", "NA"),
        ("p.(=)", "NA"),
        ("", "NA"),
        ("p.G12G", "NA"),
        ("p.X12_splice", "TYK9"),
        ("p.L12fs", "TYK9"),
        ("p.G12C", "TYK9 G12C"),
    ],
)
def test_only_what_changes_an_off_target_protein_is_a_finding(change: str, found: str) -> None:
    assert table(run(maf(row(change, "TYK9")), "--samples"))["S1"]["ros1_off_target"] == found


def test_no_drug_is_named_for_a_sample_without_a_known_fusion(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("B\n")
    found = table(run(maf(*ROWS), "--samples", "--fusions", str(tmp_path / "list")))
    assert [found[s]["ros1_fusion"] for s in "ABC"] == ["not_known", "yes", "not_known"]
    assert found["A"]["ros1_options"] == "NA" and "novotinib" in found["B"]["ros1_options"]
    assert found["A"]["ros1_excluded"] == "NA" and found["A"]["ros1_basis"] != "NA"


def test_a_sample_with_a_row_that_cannot_be_read_names_no_drug() -> None:
    ran = run(maf(*ROWS, row("p.A28R", sample="B")), "--samples", "--fusion-positive")
    found = table(ran)
    assert ran.status == 4 and "line 6" in ran.err
    assert (found["B"]["ros1_status"], found["B"]["ros1_options"], found["B"]["ros1_finding"]) == (
        "error_rows",
        "NA",
        "G28R",
    )
    assert found["A"]["ros1_status"] != "error_rows"


def test_several_changes_of_one_residue_were_all_found_and_none_is_called_the_other() -> None:
    two = [row("p.S38Y"), row("p.S38F"), row("p.L58R", "TYK9")]
    either = run(b"change\nS38F/Y\n", "--column", "change", "--gene", "ROS1", "--fusion-positive").rows[0]
    found = table(run(maf(*two), "--samples", "--fusion-positive"))["S1"]
    assert (found["ros1_finding"], found["ros1_off_target"]) == ("S38F;S38Y", "TYK9 L58R")
    assert found["ros1_options"] == either["ros1_options"] != "NA" and found["ros1_status"] == "options"
    assert "S38F and S38Y were found in one sample and change the same residue" in found["ros1_caution"]
    assert "one or the other" in either["ros1_caution"] and "one or the other" not in found["ros1_caution"]
    unknown = table(run(maf(*two), "--samples"))["S1"]
    assert (unknown["ros1_status"], unknown["ros1_finding"]) == ("fusion_not_known", "S38F;S38Y")
    assert (
        "were found in one sample" in unknown["ros1_caution"] and "named" not in unknown["ros1_caution"].split(";")[1]
    )


def test_with_a_change_elsewhere_they_are_more_than_one_question() -> None:
    rows = [row("p.S38Y"), row("p.S38F"), row("p.G28R"), row("p.L58R", "TYK9")]
    ran = run(maf(*rows), "--samples", "--fusion-positive")
    found = table(ran)["S1"]
    assert ran.status == 4 and "sample S1: S38F and S38Y were found in one sample" in ran.err
    assert (found["ros1_status"], found["ros1_options"]) == ("error_together", "NA")
    assert (found["ros1_finding"], found["ros1_off_target"]) == ("G28R;S38F;S38Y", "TYK9 L58R")
    assert found["ros1_caution"].endswith("more than one question: G28R/S38F or G28R/S38Y")


def test_without_a_known_fusion_nothing_speaks_of_options() -> None:
    rows = [*ROWS, *MORE, row("p.S38Y", sample="F"), row("p.S38F", sample="F")]
    for line in table(run(maf(*rows), "--samples")).values():
        assert "option" not in line["ros1_caution"] and line["ros1_options"] == "NA"
    letters = run(b"change\nS38F/Y\n", "--column", "change", "--gene", "ROS1").rows[0]
    assert "option" not in letters["ros1_caution"] and "S38F or S38Y: one or the other" in letters["ros1_caution"]


def test_no_call_reads_as_active_where_no_drug_is_listed() -> None:
    changes = [f.id for f in load().findings.values() if f.kind == "on_target"]
    for asked in ((), ("--prior", "crizotinib")):
        ran = run(
            ("change\n" + "\n".join(changes) + "\n").encode(), "--column", "change", "--gene", "ROS1", *asked, real=True
        )
        for line in ran.rows:
            active = any(call.startswith(("active", "reduced")) for call in line["ros1_basis"].split(";"))
            assert active is (line["ros1_status"] == "fusion_not_known") or line["ros1_status"] == "none_left"


def test_the_form_of_the_lines_changes_nothing() -> None:
    data = maf(*ROWS, *MORE, row("p.A28R", sample="D"), ["ROS1", "E", ""], row("p.G28R", sample=""))
    ran = run(data, "--samples", "--fusion-positive")
    for other in (data.replace(b"\n", b"\r\n"), data + b"\n", data + b"# end\n", data.rstrip(b"\n"), data + b"\r\n"):
        again = run(other, "--samples", "--fusion-positive")
        assert (again.out, again.err, again.status) == (ran.out, ran.err, ran.status)


def test_only_ros1_lists_samples_with_rows_of_the_gene() -> None:
    assert list(table(run(maf(*ROWS, *MORE), "--samples", "--only-ros1"))) == ["A", "B", "C"]


def test_samples_of_csv_and_of_any_column() -> None:
    data = b'change,case\nG28R,"A, 1"\nV32M,"A,\n1"\nTYK9 amplification," A, 1"\n,B\n'
    found = table(run(data, "--column", "change", "--gene", "ROS1", "--samples", "--sample-column", "case"))
    assert (found["A, 1"]["ros1_finding"], found["A, 1"]["ros1_off_target"]) == ("G28R/V32M", "TYK9 amplification")
    assert found["B"]["ros1_status"] == "no_finding"


SHORT = ["ROS1", "B", "p.V32M"]


@pytest.mark.parametrize(
    "cells", [SHORT, ["TP53", "B", "p.R175H"], [*row("p.V32M", sample="B"), "more"], ["ROS1", "B", ""]]
)
@pytest.mark.parametrize("others", [[], ROWS])
def test_a_ragged_row_takes_all_drugs_from_its_sample(cells: list[str], others: list[list[str]]) -> None:
    ran = run(maf(*others, cells), "--samples", "--fusion-positive")
    found = table(ran)
    assert ran.status == 4 and f"line {2 + len(others)}: the row has {len(cells)} cells and the header 5" in ran.err
    assert (found["B"]["ros1_status"], found["B"]["ros1_options"]) == ("error_rows", "NA") and "NA" not in found
    assert not others or found["A"]["ros1_status"] == "options"
    assert "the samples of such rows are marked error_... and name no drug" in ran.err


def test_a_row_with_a_cell_lost_before_its_sample_counts_for_the_sample_where_it_then_stands() -> None:
    header = ["Hugo_Symbol", "Center", "Tumor_Sample_Barcode", "Normal", "HGVSp_Short"]
    whole, cut = ["ROS1", "X", "S1", "S1-N", "p.G28R"], ["ROS1", "S1", "S1-N", "p.V32M"]
    found = table(run(maf(whole, cut, header=header), "--samples", "--fusion-positive"))
    assert {s: found[s]["ros1_status"] for s in found} == {"S1": "error_rows", "S1-N": "error_rows"}


def test_a_ragged_row_whose_sample_cannot_be_told_stands_for_itself_and_casts_doubt_on_all() -> None:
    for cut in (b"ROS1\n", b"ROS1\tB\n", b"ROS1\t\tp.V32M\n", b"ros\n", b"TYK9\tA"):
        ran = run(maf(*ROWS) + cut, "--samples", "--fusion-positive")
        found = table(ran)
        assert ran.status == 4 and "line 6: the row has" in ran.err and list(found) == ["A", "B", "C", "NA"]
        assert (found["NA"]["ros1_status"], found["NA"]["ros1_finding"]) == ("error_ragged", "NA")
        assert "line 6" in found["NA"]["ros1_caution"]
        assert all("1 row names no sample" in found[s]["ros1_caution"] for s in "ABC")
        named = {s for s in "AB" if found[s]["ros1_status"] == "error_rows"}
        assert named == {s for s in "AB" if cut.split()[-1] == s.encode()}


def test_a_ragged_row_that_cannot_matter_is_only_reported() -> None:
    ran = run(maf(*ROWS) + b"TP53\t\tp.R175H\n", "--samples", "--fusion-positive")
    assert ran.status == 4 and "line 6" in ran.err and list(table(ran)) == ["A", "B", "C"]
    assert ran.out == run(maf(*ROWS), "--samples", "--fusion-positive").out


def test_a_quote_that_is_never_closed_takes_the_drugs_of_its_sample() -> None:
    data = b'change,case,note\nG28R,A,x\nV32M,A,"x\n'
    ran = run(data, "--column", "change", "--gene", "ROS1", "--samples", "--sample-column", "case", "--fusion-positive")
    assert ran.status == 4 and "line 3: a quote opens in this line" in ran.err
    assert table(ran)["A"]["ros1_status"] == "error_rows"


@pytest.mark.parametrize(
    ("cut", "head", "matters"),
    [
        ("6\t117638350\t.\tC\n", "", True),
        ("chr6\t1\n", "", True),
        ("9", "", True),
        ("9\t1\t.\tC\n", "", False),
        ("9\t1\t.\tC\n", VEP, True),
        ("9\t1\t.\tC\tT\t.\t.\tX=1\tGT\t0/1\n", VEP, False),
        ("9\t1\t.\tC\tT\t.\t.\tX=KRAS\tGT\t0/1\n", VEP, True),
    ],
)
def test_a_ragged_record_that_may_matter_is_one_of_every_sample_of_its_vcf(cut: str, head: str, matters: bool) -> None:
    whole = record("X", "117638347", "C", "T", "GT", "0/1", "0/0")
    data = vcf(HEAD37 + head, whole, names=f"{NAMES}\tFORMAT\tT1\tT2") + cut.encode()
    ran = run(data, "--samples", "--fusion-positive", real=True)
    found = [line["ros1_status"] for line in table(ran).values()]
    assert ran.status == 4 and found == (["error_rows", "error_rows"] if matters else ["options", "no_finding"])


def test_rows_without_a_sample_are_no_tumour() -> None:
    rows = [
        row("p.G28R", sample=" "),
        row("p.V32M", sample=""),
        row("p.V32M", sample="NA"),
        row("p.L858R", "TYK9", "."),
    ]
    quiet = [row("p.R175H", "TP53", ""), row("p.G12=", "TYK9", "")]
    ran = run(maf(*rows, *quiet, ROWS[2]), "--samples", "--fusion-positive")
    lines = [line.split("\t") for line in ran.out.decode().splitlines()[1:]]
    assert ran.status == 4 and all(f"line {i}: the row names no sample" in ran.err for i in (2, 3, 4, 5))
    assert [line[:6] for line in lines[1:]] == [
        ["NA", "yes", "G28R", "NA", "error_sample", "NA"],
        ["NA", "yes", "V32M", "NA", "error_sample", "NA"],
        ["NA", "yes", "V32M", "NA", "error_sample", "NA"],
        ["NA", "yes", "NA", "TYK9 L858R", "error_sample", "NA"],
    ]
    assert lines[0][0] == "B" and lines[0][9].startswith(
        "4 rows name no sample that can be read and may be of this one"
    )


def test_white_space_around_a_sample_is_no_part_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("A\n")
    for name in ("A ", " A", "A\u00a0"):
        data = maf(row("p.G28R", sample=name), row("p.V32M", sample="A"))
        found = table(run(data, "--samples", "--fusions", str(tmp_path / "list")))
        assert list(found) == ["A"] and found["A"]["ros1_finding"] == "G28R/V32M" and found["A"]["ros1_fusion"] == "yes"


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("amplification", "TYK9 amplification"),
        ("AMP", "TYK9 amplification"),
        ("TYK9 amplification", "TYK9 amplification"),
        ("amplified TYK9", "TYK9 amplification"),
        ("exon 14 skipping", "TYK9 exon 14 skipping"),
        ("fusion", "TYK9"),
        ("p.Gly12Cys", "TYK9 G12C"),
    ],
)
def test_an_off_target_alteration_may_be_named_by_any_phrase(name: str, found: str) -> None:
    data = f"Gene\tChange\tSample\nTYK9\t{name}\tS1\nROS1\tG28R\tS1\nTYK9\t{name}\tS2\n".encode()
    lines = table(run(data, "--column", "Change", "--samples", "--sample-column", "Sample", "--fusion-positive"))
    assert [lines[s]["ros1_off_target"] for s in ("S1", "S2")] == [found, found]
    assert f"{found} is off-target" in lines["S1"]["ros1_caution"] and lines["S2"]["ros1_status"] == "off_target"


@pytest.mark.parametrize("name", ["high", "not amplified", "amplification not detected", "BRAF V600E"])
def test_an_off_target_name_that_is_not_understood_is_said(name: str) -> None:
    data = f"Gene\tChange\tSample\nTYK9\t{name}\tS1\nROS1\tG28R\tS1\nTYK9\t{name}\tS2\n".encode()
    lines = table(run(data, "--column", "Change", "--samples", "--sample-column", "Sample", "--fusion-positive"))
    words = f"not understood and not taken into account: TYK9 {name}"
    assert [lines[s]["ros1_caution"].split(";")[0] for s in ("S1", "S2")] == [words, words]
    assert [lines[s]["ros1_off_target"] for s in ("S1", "S2")] == ["NA", "NA"]
    assert [lines[s]["ros1_status"] for s in ("S1", "S2")] == ["options", "not_covered"]


def test_a_change_of_another_gene_with_a_name_of_ours_is_one_of_that_gene() -> None:
    found = table(run(maf(ROWS[2], row("p.V32M", "TYK9", "B")), "--samples", "--fusion-positive"))["B"]
    assert (found["ros1_finding"], found["ros1_off_target"], found["ros1_status"]) == ("G28R", "TYK9", "options")


@pytest.mark.parametrize(
    ("gene", "status", "off"),
    [("tyk9", "off_target", "TYK9 L58R"), ("TYK9 ", "off_target", "TYK9 L58R"), ("ABC,TYK9", "not_covered", "NA")],
)
def test_a_gene_cell_that_almost_names_a_known_gene_is_not_passed_over(gene: str, status: str, off: str) -> None:
    found = table(run(maf(row("p.L58R", gene)), "--samples", "--fusion-positive"))["S1"]
    assert (found["ros1_status"], found["ros1_off_target"]) == (status, off)


@pytest.mark.parametrize("gene", ["ros1", "ROS1 ", '"ROS1"', "GOPC,ROS1", "ROS1;GOPC"])
def test_a_gene_cell_that_almost_names_ours_takes_the_drugs_of_its_sample(gene: str) -> None:
    ran = run(maf(row("p.G28R"), row("p.V32M", gene), row("p.V32M", "PROS1")), "--samples", "--fusion-positive")
    assert ran.status == 4 and "line 3: the cell of the gene says" in ran.err
    assert table(ran)["S1"]["ros1_status"] == "error_rows"


def test_changes_that_are_not_covered_are_named_beside_those_that_are() -> None:
    more = [row("p.L23fs*3"), row("p.X30_splice"), row(""), row("p.V32="), row("p.V32V")]
    plain = table(run(maf(row("p.G28R")), "--samples", "--fusion-positive"))["S1"]
    for asked in (("--fusion-positive",), ()):
        found = table(run(maf(row("p.G28R"), *more), "--samples", *asked))["S1"]
        assert found["ros1_finding"] == "G28R"
        assert found["ros1_caution"].startswith(
            "also found in ROS1, not covered here and not taken into account: p.L23fs*3, p.X30_splice;"
            "another row of ROS1 is not taken into account: the row names no change of the protein;"
        )
        assert (found["ros1_options"] == plain["ros1_options"]) is bool(asked)
    many = [row(f"p.L23fs*{i}") for i in range(10, 40)]
    alone = table(run(maf(*many), "--samples"))["S1"]
    assert alone["ros1_status"] == "not_covered" and alone["ros1_caution"].endswith("p.L23fs*29 and 10 more")


def test_samples_of_a_vcf_are_those_that_carry_the_allele() -> None:
    names = f"{NAMES}\tFORMAT\tT1\tT2\tN"
    records = [
        record("X", "117638347", "C", "T", "GT", "0/1", "0/0", "0/0"),
        record("X", "117639399", "G", "A,T", "GT", "0/1", "0/2", "0/0"),
        record(
            f"CSQ={csq('', gene='EGFR')},{csq('', gene='KRAS')},{csq('p.Gly12Cys', 'ENST1', gene='KRAS')}",
            "9",
            "C",
            "T",
            "GT",
            "0/0",
            "0|1",
            "0/0",
        ),
    ]
    found = table(run(vcf(HEAD37 + VEP, *records, names=names), "--samples", "--fusion-positive", real=True))
    assert [found[s]["ros1_finding"] for s in ("T1", "T2", "N")] == ["S1986F/G2032R", "S1986Y", "NA"]
    assert found["T2"]["ros1_off_target"] == "KRAS G12C" and found["N"]["ros1_status"] == "no_finding"


def test_a_vcf_without_samples_is_one_tumour() -> None:
    data = vcf(HEAD37, record("X", "117638347"), record("X", "117639399", "G", "A"))
    assert table(run(data, "--samples", real=True))["NA"]["ros1_finding"] == "S1986F/G2032R"


def test_the_rows_of_a_real_layout_by_sample() -> None:
    found = table(
        run(
            None,
            str(HERE / "SYNTHETIC_cbioportal.maf"),
            "--samples",
            "--fusions",
            str(HERE / "SYNTHETIC_sv.txt"),
            real=True,
        )
    )
    assert (found["SYN-A"]["ros1_finding"], found["SYN-A"]["ros1_fusion"]) == ("G2032R/L2086F", "yes")
    assert (found["SYN-B"]["ros1_off_target"], found["SYN-B"]["ros1_status"]) == ("KRAS G12C", "not_in_tables")


def test_an_empty_vcf_and_an_empty_table_have_no_samples() -> None:
    assert table(run(maf(), "--samples")) == {}
    assert list(table(run(vcf(START, names=f"{NAMES}\tFORMAT\tT"), "--samples"))) == ["T"]
    assert HEADER[1] == "Tumor_Sample_Barcode"


def test_a_co_mutation_makes_no_sample_off_target(tmp_path: Path) -> None:
    rows = "Hugo_Symbol\tHGVSp_Short\tTumor_Sample_Barcode\nROS1\tp.G2032R\tS1\nTP53\tp.R273H\tS1\nTP53\tp.R175H\tS2\n"
    file = tmp_path / "two.maf"
    file.write_text(rows, encoding="utf-8")
    result = ros1("annotate", str(file), "--samples", "--fusion-positive")
    found = {line.split("\t")[0]: line.split("\t") for line in result.out.splitlines()}
    assert found["S1"][2] == "G2032R" and found["S1"][3] in ("NA", "")
    assert "off_target" not in found.get("S2", [])
