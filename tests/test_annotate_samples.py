"""Whole samples: which tumours are known to be fusion-positive, and the findings of one tumour taken together."""

from __future__ import annotations

from pathlib import Path

import pytest
from annotate.kit import COLUMNS, HEADER, HERE, Ran, maf, row, run
from test_annotate_vcf import HEAD37, NAMES, START, VEP, csq, info, record, vcf

from ros1cli.tables import load

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
NEGATIVE = [
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
    asked = ("--column", "change", "--fusions", str(tmp_path / "list"))
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
        "fusion_not_known",
    ]


# -- samples ---------------------------------------------------------------------------------------------------------


def test_the_findings_of_a_sample_are_taken_together() -> None:
    ran = run(maf(*ROWS), "--samples", "--fusion-positive")
    found = table(ran)
    assert ran.status == 0 and list(found) == ["A", "B", "C"]
    assert found["A"]["ros1_finding"] == "G28R/V32M" and found["B"]["ros1_finding"] == "G28R"
    alone = run(maf(ROWS[0]), "--fusion-positive").rows[0]
    together = run(b"change\nG28R/V32M\n", "--column", "change", "--fusion-positive").rows[0]
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
    assert (unknown["E"]["ros1_status"], unknown["E"]["ros1_off_target"]) == ("no_finding", "TYK9 L858R")


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("p.G12=", "NA"),
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


def test_two_letters_at_one_residue_are_one_or_the_other_and_more_are_refused() -> None:
    two = [row("p.S38Y"), row("p.S38F")]
    found = table(run(maf(*two), "--samples", "--fusion-positive"))["S1"]
    assert found["ros1_finding"] == "S38F;S38Y" and found["ros1_options"] != "NA"
    ran = run(maf(*two, row("p.G28R")), "--samples", "--fusion-positive")
    found = table(ran)["S1"]
    assert ran.status == 4 and "sample S1" in ran.err
    assert (found["ros1_status"], found["ros1_options"], found["ros1_finding"]) == (
        "error_together",
        "NA",
        "G28R;S38F;S38Y",
    )


def test_without_a_known_fusion_nothing_speaks_of_options() -> None:
    rows = [*ROWS, *MORE, row("p.S38Y", sample="F"), row("p.S38F", sample="F")]
    for line in table(run(maf(*rows), "--samples")).values():
        assert "option" not in line["ros1_caution"] and line["ros1_options"] == "NA"
    letters = run(b"change\nS38F/Y\n", "--column", "change").rows[0]
    assert "option" not in letters["ros1_caution"] and "S38F or S38Y: one or the other" in letters["ros1_caution"]


def test_no_call_reads_as_active_where_no_drug_is_listed() -> None:
    changes = [f.id for f in load().findings.values() if f.kind == "on_target"]
    for asked in ((), ("--prior", "crizotinib")):
        ran = run(("change\n" + "\n".join(changes) + "\n").encode(), "--column", "change", *asked, real=True)
        for line in ran.rows:
            active = any(call.startswith(("active", "reduced")) for call in line["ros1_basis"].split(";"))
            assert active is (line["ros1_status"] == "fusion_not_known") or line["ros1_status"] == "none_left"


def test_only_ros1_lists_samples_with_rows_of_the_gene() -> None:
    assert list(table(run(maf(*ROWS, *MORE), "--samples", "--only-ros1"))) == ["A", "B", "C"]


def test_samples_of_csv_and_of_any_column() -> None:
    data = b'change,case\nG28R,"A, 1"\nV32M,"A, 1"\nTYK9 amplification,"A, 1"\n,B\n'
    found = table(run(data, "--column", "change", "--samples", "--sample-column", "case"))
    assert (found["A, 1"]["ros1_finding"], found["A, 1"]["ros1_off_target"]) == ("G28R/V32M", "TYK9 amplification")
    assert found["B"]["ros1_status"] == "no_finding"


def test_ragged_rows_are_reported() -> None:
    ran = run(maf(*ROWS) + b"ROS1\tB\n", "--samples")
    assert ran.status == 4 and "line 6" in ran.err and list(table(ran)) == ["A", "B", "C"]


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
