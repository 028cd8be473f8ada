"""`ros1 annotate` on VCF: VEP, SnpEff and plain positions of both builds; other records byte for byte."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from urllib.parse import unquote

import pytest
from annotate.kit import COLUMNS, Ran, run
from toolbox import tables

from ros1cli.annotate.sink import Bgzf
from ros1cli.model import Derivation

START = "##fileformat=VCFv4.2\n"
NAMES = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"
VEP = (
    '##INFO=<ID=CSQ,Number=.,Type=String,Description="Consequence annotations from Ensembl VEP. Format: '
    'Allele|Consequence|SYMBOL|Feature|HGVSc|HGVSp|Protein_position|Amino_acids|ALLELE_NUM">\n'
)
SNPEFF = (
    "##INFO=<ID=ANN,Number=.,Type=String,Description=\"Functional annotations: 'Allele | Annotation | Annotation_Impact | "
    "Gene_Name | Gene_ID | Feature_Type | Feature_ID | Transcript_BioType | Rank | HGVS.c | HGVS.p | ERRORS / WARNINGS' \">\n"
)
HEAD37, HEAD38 = START + "##reference=GRCh37\n", START + "##contig=<ID=chr6,length=170805979>\n"
OTHER = "1\t100\trs1\tA\tG\t50\tPASS\tDP=10;X"


def vcf(head: str, *records: str, names: str = NAMES) -> bytes:
    return "\n".join([head + names, *records, ""]).encode()


def record(info: str, pos: str = "5", ref: str = "C", alt: str = "T", *more: str) -> str:
    return "\t".join(("6", pos, ".", ref, alt, ".", "PASS", info, *more))


def csq(name: str = "", feature: str = "NM_900001.1", allele: str = "T", gene: str = "ROS1", **more: str) -> str:
    fields = (
        allele,
        "missense_variant",
        gene,
        feature,
        "",
        name,
        more.get("position", ""),
        more.get("letters", ""),
        more.get("number", ""),
    )
    return "|".join(fields)


def ann(name: str, feature: str = "NM_900001.1", allele: str = "T", gene: str = "ROS1") -> str:
    return "|".join(
        (
            allele,
            "missense_variant",
            "MODERATE",
            gene,
            "id",
            "transcript",
            feature,
            "protein_coding",
            "1/2",
            "c.1A>C",
            name,
            "",
        )
    )


def body(ran: Ran) -> list[str]:
    return [line for line in ran.out.decode().splitlines() if line and not line.startswith("#")]


def info(ran: Ran, i: int = 0) -> dict[str, str]:
    """Our keys of one record, decoded."""
    pairs = (v.split("=", 1) for v in body(ran)[i].split("\t")[7].split(";") if v.startswith("ROS1_"))
    return {k.removeprefix("ROS1_").lower(): unquote(v) for k, v in pairs}


# -- positions -------------------------------------------------------------------------------------------------------


def listed(build: str) -> list[tuple[str, str, str, str]]:
    """The single-base g. names of the tables: position, REF, ALT, change."""
    out = []
    for row in tables().reference.nucleotides:
        name = row.genomic.get(build, "")
        if ">" in name and row.status is not Derivation.AMBIGUOUS:
            out.append((name[:-3], name[-3], name[-1], row.change))
    return out


@pytest.mark.parametrize(("build", "head", "chromosome"), [("GRCh37", HEAD37, "6"), ("GRCh38", HEAD38, "chr6")])
def test_every_position_of_the_table_is_recognised_on_its_build(build: str, head: str, chromosome: str) -> None:
    rows = listed(build)
    assert len(rows) >= 30
    records = [f"{chromosome}\t{pos}\t.\t{ref}\t{alt}\t.\tPASS\tDP=1" for pos, ref, alt, _ in rows]
    ran = run(vcf(head, *records), real=True)
    assert ran.status == 0 and [info(ran, i)["finding"] for i in range(len(rows))] == [r[3] for r in rows]


def test_the_header_says_which_keys_were_added() -> None:
    ran = run(vcf(HEAD37, record("X", "117638347")), real=True)
    head = ran.out.decode().split(NAMES)[0]
    for name in COLUMNS:
        assert f"##INFO=<ID={name.upper()},Number=" in head
    assert "It is not a prescription" in head and head.startswith(HEAD37)


def test_records_that_are_not_ours_pass_byte_for_byte() -> None:
    near = [
        record("X", "117638347", "C", "A"),
        record("X", "117638348"),
        record("X", "11763834"),
        "16\t117638347\t.\tC\tT\t.\t.\t.",
    ]
    data = vcf(HEAD37, OTHER, *near, "6\t1\t.\tC\t<DEL>\t.\t.\tSVTYPE=DEL", "6\t2\t.\tC\tC[1:5[\t.\t.\tROS1")
    for text in (data, data.replace(b"\n", b"\r\n"), data[:-1], data.replace(b"PASS", b"\xff\x00")):
        ran = run(text, real=True)
        assert ran.status == 0
        names = NAMES.encode()
        assert ran.out[ran.out.index(names) :] == text[text.index(names) :]


def test_info_is_extended_and_an_empty_one_replaced() -> None:
    records = [record(text, "117638347", "C", "T", "GT", "0/1") for text in ("DP=1;END=2", ".")]
    ran = run(vcf(HEAD37, *records, names=f"{NAMES}\tFORMAT\tTUMOUR"), real=True)
    first, second = (line.split("\t") for line in body(ran))
    assert first[7].startswith("DP=1;END=2;ROS1_FINDING=G2032R;") and first[8:] == ["GT", "0/1"]
    assert second[7].startswith("ROS1_FINDING=G2032R;")


def test_our_values_hold_nothing_that_info_forbids() -> None:
    ran = run(vcf(HEAD37, record(".", "117638347")), "--fusion-positive", real=True)
    value = body(ran)[0].split("\t")[7]
    assert not set(value) & set(' \t,"') - {'"'} and all(part.count("=") == 1 for part in value.split(";"))
    cells = info(ran)
    assert "EXCLUDED:lorlatinib:not_effective" in cells["excluded"].split("|")
    assert "not a prescription" in cells["caution"]


def test_alleles_are_answered_one_by_one() -> None:
    ran = run(vcf(HEAD37, record("X", "117639399", "G", "C,A,T")), real=True)
    raw = body(ran)[0].split("\t")[7]
    assert "ROS1_FINDING=.,S1986F,S1986Y;" in raw and "ROS1_OPTIONS" not in raw


def test_a_padded_variant_is_trimmed() -> None:
    ran = run(vcf(HEAD37, record("X", "117638347", "CC", "TC"), record("X", "117638346", "CC", "TT")), real=True)
    assert [info(ran, i)["finding"] for i in range(2)] == ["G2032R", "G2032K"]


def test_without_a_build_a_hit_is_an_error_and_anything_else_is_certain() -> None:
    ran = run(vcf(START, OTHER, record("X", "117638347")), real=True)
    assert ran.status == 4 and "line 4" in ran.err and "--build" in ran.err
    assert body(ran)[0] == OTHER and info(ran, 1)["status"] == "error_build"
    assert run(vcf(START, OTHER), real=True).status == 0
    assert info(run(vcf(START, record("X", "117638347")), "--build", "hg19", real=True))["finding"] == "G2032R"


@pytest.mark.parametrize(
    ("line", "build"),
    [
        ("##reference=file:///x/Homo_sapiens_assembly38.fasta", "38"),
        ("##reference=human_g1k_v37.fasta", "37"),
        ("##contig=<ID=6,assembly=b37,length=171115067>", "37"),
        ('##VEP="v110" assembly="GRCh38.p14"', "38"),
        ('##SnpEffCmd="SnpEff  GRCh37.75 in.vcf "', "37"),
        ("##reference=GRCh37\n##contig=<ID=6,length=170805979>", None),
        ("##liftOverFile=hg38ToHg19.over.chain.gz", None),
        ("##source=hg19", None),
    ],
)
def test_the_build_is_read_from_the_header(line: str, build: str | None) -> None:
    records = [record("X", "117638347"), record("X", "117317184")]
    ran = run(vcf(f"{START}{line}\n", *records), real=True)
    read = [info(ran, i).get("finding") for i in range(2)]
    assert read == ["G2032R" if build == wanted else None for wanted in ("37", "38")]


def test_a_build_that_contradicts_the_header_is_taken_and_told() -> None:
    ran = run(vcf(HEAD38, record("X", "117638347")), "--build", "GRCh37", real=True)
    assert info(ran)["finding"] == "G2032R" and "--build is taken" in ran.err and ran.status == 0


def test_a_reference_base_that_does_not_fit_the_build_is_an_error() -> None:
    ran = run(vcf(HEAD37, record("X", "117638347", "G", "T")), real=True)
    assert ran.status == 4 and info(ran)["status"] == "error_build" and "check the build" in info(ran)["caution"]


# -- VEP and SnpEff --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entries", "finding"),
    [
        ((csq("NP_900001.1:p.Gly28Arg"),), "G28R"),
        ((csq("NP_900002.1:p.Gly24Arg", "NM_900002.3"),), "G28R"),
        ((csq("p.Val5Met", "ENST00000403284"), csq("p.Gly24Arg", "NM_900002"), csq("p.Gly28Arg")), "G28R"),
        ((csq("", position="28/60", letters="G/R"),), "G28R"),
        ((csq("p.Gly1Ala", gene="PROS1"), csq("p.Gly28Arg")), "G28R"),
    ],
)
def test_vep_is_read_by_its_transcripts(entries: tuple[str, ...], finding: str) -> None:
    ran = run(vcf(START + VEP, OTHER, record(f"DP=1;CSQ={','.join(entries)};Z=1")))
    assert ran.status == 0 and info(ran, 1)["finding"] == finding and body(ran)[0] == OTHER
    assert f"CSQ={','.join(entries)};Z=1;ROS1_FINDING={finding}" in body(ran)[1]


@pytest.mark.parametrize(
    ("entries", "status"),
    [
        ((csq("p.Gly28%3D"),), "not_covered"),
        ((csq("", position="28", letters="G"),), "not_covered"),
        ((csq(""),), "not_covered"),
        ((csq("p.Gly28Arg", "ENST00000403284"),), "error_transcript"),
        ((csq("p.Gly28Arg"), csq("p.Gly25Arg", "NM_900002")), "error_residue"),
        ((csq("p.Gly28Arg"), csq("p.Val28Met", "NM_900002")), "error_contradiction"),
        ((csq("p.Ala28Arg"),), "error_residue"),
    ],
)
def test_vep_that_names_no_substitution_or_none_that_fits(entries: tuple[str, ...], status: str) -> None:
    ran = run(vcf(START + VEP, record(f"CSQ={','.join(entries)}")))
    if status == "error_residue" and len(entries) == 2:  # the transcript that can be read decides
        assert info(ran)["finding"] == "G28R"
        return
    assert info(ran)["status"] == status and ran.status == (4 if status.startswith("error") else 0)


def test_the_entries_of_an_allele_are_told_apart() -> None:
    entries = [csq("p.Gly28Arg", allele="T"), csq("p.Val32Met", allele="G"), csq("p.Gly28%3D", allele="A")]
    ran = run(vcf(START + VEP, record(f"CSQ={','.join(entries)}", alt="G,T,A")))
    assert "ROS1_FINDING=V32M,G28R,.;ROS1_STATUS=fusion_not_known,fusion_not_known,not_covered;" in body(ran)[0]
    numbered = [csq("p.Gly28Arg", allele="-", number="2"), csq("p.Val32Met", allele="-", number="1")]
    ran = run(vcf(START + VEP, record(f"CSQ={','.join(numbered)}", alt="G,T")))
    assert info(ran)["finding"] == "V32M,G28R"


def test_snpeff_is_read() -> None:
    entries = [ann("p.Gly28Arg", gene="PROS1"), ann("p.Gly28Arg")]
    ran = run(
        vcf(
            START + SNPEFF, OTHER, record(f"ANN={','.join(entries)}"), record(f"ANN={ann('p.Gly24Arg', 'NM_900002.1')}")
        )
    )
    assert [info(ran, i)["finding"] for i in (1, 2)] == ["G28R", "G28R"] and body(ran)[0] == OTHER


def test_a_position_speaks_where_the_annotation_does_not_and_never_against_it() -> None:
    there = ("117638347", "C", "T")
    texts = [
        "X",
        f"CSQ={csq('')}",
        f"CSQ={csq('p.Gly28Arg', 'ENST00000403284')}",
        f"CSQ={csq('p.Gly2026Arg', 'ENST00000368507')}",
    ]
    ran = run(vcf(HEAD37 + VEP, *(record(t, *there) for t in texts)), real=True)
    assert [info(ran, i)["finding"] for i in range(4)] == ["G2032R"] * 4
    ran = run(vcf(HEAD37 + VEP, record(f"CSQ={csq('p.Gly2032Trp', 'ENST00000368508')}", *there)), real=True)
    assert info(ran)["status"] == "error_contradiction" and ran.status == 4


def test_an_annotation_without_changes_of_the_protein_is_none() -> None:
    head = START + '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|Consequence|SYMBOL">\n'
    data = vcf(head, record("CSQ=T|missense_variant|ROS1"))
    assert body(run(data)) == body(Ran(0, data, ""))


# -- what is odd -----------------------------------------------------------------------------------------------------


def test_a_ragged_record_is_kept_marked_where_it_can_be_and_reported() -> None:
    short, wide = "6\t5\t.\tC", record("X") + "\tGT"
    ran = run(vcf(HEAD37, OTHER, short, wide, record("X", "117638347")), real=True)
    assert ran.status == 4 and "line 5" in ran.err and "line 6" in ran.err
    assert body(ran)[:2] == [OTHER, short] and "ROS1_STATUS=error_ragged" in body(ran)[2]
    assert info(ran, 3)["finding"] == "G2032R"


@pytest.mark.parametrize(
    "data", [START.encode(), (START + "1\t2\n").encode(), vcf(START + "##INFO=<ID=ROS1_STATUS,Number=A>\n")]
)
def test_a_broken_header_is_refused(data: bytes) -> None:
    ran = run(data)
    assert (ran.status, ran.out) == (2, b"") and len(ran.err.splitlines()) == 1


def test_options_of_tables_are_refused_for_vcf() -> None:
    assert run(vcf(HEAD37), "--column", "x", real=True).status == 2


def test_only_ros1_keeps_the_header_and_our_records() -> None:
    ran = run(vcf(HEAD37, OTHER, record("X", "117638347"), OTHER), "--only-ros1", real=True)
    assert len(body(ran)) == 1 and info(ran)["finding"] == "G2032R"
    assert body(run(vcf(HEAD37, OTHER), "--only-ros1", real=True)) == []


def test_line_ends_and_a_missing_last_one_are_kept() -> None:
    data = vcf(HEAD37, OTHER, record("X", "117638347"))
    for text in (data, data.replace(b"\n", b"\r\n"), data[:-1]):
        ran = run(text, real=True)
        assert ran.out.endswith(b"\n") == text.endswith(b"\n")
        assert ran.out.count(b"\r\n") in (0, ran.out.count(b"\n")) and info(ran, 1)["finding"] == "G2032R"


# -- what is cut short -----------------------------------------------------------------------------------------------


def bgzip(data: bytes) -> bytes:
    """The bytes as this program itself packs them."""
    out = io.BytesIO()
    packed = Bgzf(out)
    packed.write(data)
    packed.end()
    return out.getvalue()


def test_a_bgzip_file_that_lacks_its_last_block_is_cut_short_and_no_file_takes_its_name(tmp_path: Path) -> None:
    whole = bgzip(vcf(HEAD37, *[OTHER] * 9000, record("X", "117638347")))
    first = int.from_bytes(whole[16:18], "little") + 1
    for cut in (whole[:first], whole[:-28]):
        gzip.decompress(cut)  # gzip itself sees nothing
        for more in ((), ("--samples",)):
            ran = run(cut, *more, "--output", str(tmp_path / "x"), real=True)
            assert ran.status == 1 and "cut short" in ran.err and not list(tmp_path.iterdir())


def test_a_whole_bgzip_file_is_read_also_when_two_stand_behind_each_other() -> None:
    data = vcf(HEAD37, *[OTHER] * 3000)
    assert body(run(bgzip(data), real=True)) == [OTHER] * 3000
    assert body(run(bgzip(data) + bgzip(f"{OTHER}\n".encode()), real=True)) == [OTHER] * 3001
