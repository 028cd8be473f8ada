"""`ros1 annotate` on VCF: VEP, SnpEff and plain positions of both builds; other records byte for byte."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from urllib.parse import unquote

import pytest
from annotate.kit import COLUMNS, Ran, run
from toolbox import tables

from ros1cli.annotate.files import Bgzf
from ros1cli.tables.reference import Derivation

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
    return sorted(out, key=lambda r: int(r[0]))


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


def test_a_build_that_contradicts_the_header_is_refused_because_on_the_wrong_one_nothing_is_seen() -> None:
    ran = run(vcf(HEAD38, record("X", "117638347")), "--build", "GRCh37", real=True)
    assert (
        (ran.status, ran.out) == (2, b"")
        and "says GRCh38, and --build GRCh37" in ran.err
        and "leave" in ran.err.lower()
    )


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


def test_an_allele_may_be_spelled_without_the_bases_that_it_shares_with_ref() -> None:
    spelled = [
        ("CC", "CT", "T", "G28R"),
        ("CC", "CT", "CT", "G28R"),
        ("CC", "CT,TC", "T", "error_contradiction,error_contradiction"),
    ]
    at = [
        record(f"CSQ={csq('p.Gly28Arg', allele=a)}", f"{i}00", ref, alt)
        for i, (ref, alt, a, _) in enumerate(spelled, 1)
    ]
    ran = run(vcf(START + VEP, *at))
    assert [info(ran, i).get("finding", info(ran, i)["status"]) for i in range(3)] == [s[3] for s in spelled]


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


def test_a_ragged_record_is_kept_marked_and_reported() -> None:
    short, wide = "6\t5\t.\tC", record("X") + "\tGT"
    ran = run(vcf(HEAD37, OTHER, short, wide, record("X", "117638347")), real=True)
    assert ran.status == 4 and "line 5" in ran.err and "line 6" in ran.err
    assert body(ran)[0] == OTHER and body(ran)[1].startswith(f"{short}\t.\t.\t.\tROS1_STATUS=error_ragged;")
    assert "ROS1_STATUS=error_ragged" in body(ran)[2] and info(ran, 3)["finding"] == "G2032R"


def test_no_drug_is_named_for_a_sample_whose_ragged_record_may_be_of_the_gene() -> None:
    hit = record("X", "117638347", "C", "T", "GT", "0/1")
    for short, status in (("6\t117631376\t.\tC", "error_rows"), ("6", "error_rows"), ("7\t117631376\t.", "options")):
        ran = samples("S1", hit, short)
        assert ran.status == 4 and "line 5" in ran.err
        assert status_of(ran) == {"S1": status} and ("cabozantinib" in ran.out.decode()) == (status == "options")


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


# -- one codon -------------------------------------------------------------------------------------------------------


def samples(names: str, *records: str, head: str = HEAD37) -> Ran:
    """`--samples` of tumours that are known to be fusion-positive; the names are separated by a blank."""
    columns = "\t".join((NAMES, "FORMAT", *names.split()))
    return run(vcf(head, *records, names=columns), "--samples", "--fusion-positive", real=True)


def status_of(ran: Ran) -> dict[str, str]:
    return {r["sample"]: r["ros1_status"] for r in ran.rows}


def pair(one: str, other: str, keys: str = "GT:PS", head: str = HEAD37, names: str = "\tFORMAT\tS1") -> Ran:
    """117638346 C>T and 117638347 C>T, both in codon 2032, with these genotypes; in the rows, not by sample."""
    at = [record("X", p, "C", "T", keys, *g.split()) for p, g in (("117638346", one), ("117638347", other))]
    return run(vcf(head, *at, names=NAMES + names), "--fusion-positive", real=True)


@pytest.mark.parametrize(
    ("one", "other", "status"),
    [
        ("0/1", "0/1", "phase_not_known"),
        ("0|1:1", "0|1:1", "error_codon"),
        ("0|1", "0|1", "error_codon"),
        ("1/1", "1|1", "error_codon"),
        ("0|1:1", "0|1:2", "phase_not_known"),
        ("0|1:1", "0|1", "phase_not_known"),
        ("./.", "0/1", "phase_not_known"),
        ("0|1:1", "1|0:1", "options"),
        ("0/0", "0/1", "options"),
    ],
)
def test_two_records_of_one_codon_name_no_drug_unless_the_genotypes_keep_them_apart(
    one: str, other: str, status: str
) -> None:
    ran = pair(one, other)
    assert info(ran, 1)["status"] == status and ran.status == (4 if status == "error_codon" else 0)
    ours = [line for line in body(ran) if "ROS1_" in line]
    assert ("line 4 changes the same codon" in info(ran, 1)["caution"]) == (status != "options")
    assert len(ours) == (1 if status == "options" else 2) and (status == "options") == ("ROS1_OPTIONS" in ours[-1])
    if status == "phase_not_known":
        assert info(ran, 1)["finding"] == "G2032R" and "line 5" in info(ran, 0)["caution"]


def test_a_sample_is_in_doubt_only_when_it_may_carry_both() -> None:
    ran = pair("0/1 0/1 0/0", "0/1 0/0 0/1", "GT", names="\tFORMAT\tA\tB\tC")
    assert info(ran, 1)["status"] == "phase_not_known"
    at = [
        record("X", p, "C", "T", "GT", *g.split())
        for p, g in (("117638346", "0/1 0/1 0/0"), ("117638347", "0/1 0/0 0/1"))
    ]
    ran = samples("A B C", *at)
    assert status_of(ran) == {"A": "error_rows", "B": "no_finding", "C": "options"} and ran.status == 4
    assert "line 5: read alone this is G2032R, but line 4 changes the same codon" in ran.err


def test_without_genotypes_records_of_one_codon_are_in_doubt_and_those_of_two_are_not() -> None:
    there = [("117638344", "C", "T"), ("117638346", "C", "T"), ("117638347", "C", "T")]
    ran = run(vcf(HEAD37, *(record("X", *v) for v in there)), "--fusion-positive", real=True)
    doubted = [info(ran, i)["status"] == "phase_not_known" for i in range(3)]
    assert doubted == [False, True, True] and info(ran, 0)["finding"] == "D2033N"
    ran = run(vcf(HEAD37, *(record("X", *v) for v in there)), "--fusion-positive", "--samples", real=True)
    assert status_of(ran) == {"NA": "error_rows"}


def test_variants_of_one_base_are_on_two_alleles_and_stand_alone() -> None:
    data = vcf(HEAD37, record("X", "117639399", "G", "A"), record("X", "117639399", "G", "T"))
    ran = run(data, "--fusion-positive", real=True)
    assert [info(ran, i)["finding"] for i in range(2)] == ["S1986F", "S1986Y"]
    assert not any(info(ran, i)["status"] == "phase_not_known" for i in range(2))


def test_an_annotation_that_reads_each_record_alone_is_doubted_too() -> None:
    def both(name: str, pos: str) -> list[str]:
        one = record(f"CSQ={csq('p.Gly28Arg')}", "1000", "C", "T", "GT", "0/1")
        return [
            one,
            OTHER.replace("1\t100", "6\t1000") + "\tGT\t0/1",
            record(f"CSQ={csq(name)}", pos, "C", "T", "GT", "0/1"),
        ]

    for name, pos, doubted in (
        ("p.Gly28%3D", "1002", True),
        ("p.Gly28Val", "1001", True),
        ("p.Leu29Met", "1001", False),
        ("p.Gly28Val", "1003", False),
        ("", "1001", False),
    ):
        ran = run(vcf(START + VEP, *both(name, pos), OTHER + "\tGT\t0/1", names=f"{NAMES}\tFORMAT\tS1"))
        assert (info(ran, 0)["status"] == "phase_not_known") == doubted, name
        assert body(ran)[1].startswith("6\t1000\t") and body(ran)[3] == OTHER + "\tGT\t0/1"


def test_records_that_are_held_back_keep_their_order_and_their_line_ends_across_blocks() -> None:
    far = [record("X" * 300, str(117630000 + i), "G", "A") for i in range(900)]
    data = vcf(HEAD37, *far, record("X", "117638347"), record("Y", "117638347", "C", "G"), OTHER)
    for text in (data, data.replace(b"\n", b"\r\n"), data[:-1]):
        lines = run(text, real=True).out.decode().splitlines()
        assert [r.split("\t")[1] for r in lines if "#" not in r] == [
            r.split("\t")[1] for r in (*far, record("X", "117638347"), record("Y", "117638347"), OTHER)
        ]


def test_a_neighbour_in_a_file_that_is_not_sorted_is_an_error() -> None:
    ran = run(vcf(HEAD37, record("X", "117638347"), OTHER, record("X", "117638345", "T", "A")), real=True)
    assert info(ran, 0)["finding"] == "G2032R" and ran.status == 0
    ran = run(vcf(HEAD37, record("X", "117631341"), OTHER, record("X", "117631340", "T", "C")), real=True)
    assert info(ran, 2)["status"] == "error_codon" and "line 4" in ran.err and "not sorted" in ran.err


# -- what only positions or no genotype tell -------------------------------------------------------------------------


def test_without_an_annotation_it_is_said_that_only_positions_are_read_and_what_they_miss() -> None:
    hit = record("X", "117638347", "C", "T", "GT", "0/1 0/0")
    data = vcf(HEAD37, hit.replace("0/1 0/0", "0/1\t0/0"), names=f"{NAMES}\tFORMAT\tA\tB")
    ran = run(data, real=True)
    head = ran.out.decode().split(NAMES)[0]
    for words in (ran.err, head, *(r["ros1_caution"] for r in run(data, "--samples", real=True).rows)):
        assert words.count("Only the positions of the table") == 1 and "L2086F" in words and "L2000V" in words
    assert ran.err.count("\n") == 1
    annotated = run(vcf(HEAD37 + VEP, hit), real=True)
    assert "Only the positions" not in annotated.err + annotated.out.decode()


@pytest.mark.parametrize(("pos", "ref", "alt"), [("117638346", "CC", "CT"), ("117638345", "TCC", "TCT")])
def test_bases_that_are_shared_at_the_beginning_are_trimmed_too(pos: str, ref: str, alt: str) -> None:
    ran = run(vcf(HEAD37, record("X", pos, ref, alt)), real=True)
    assert info(ran)["finding"] == "G2032R" and body(ran)[0].startswith(record("X", pos, ref, alt))


def test_a_sample_whose_genotype_is_missing_is_not_without_a_finding() -> None:
    ran = samples("A B", record("X", "117638347", "C", "T", "GT", "./.", "0/0"))
    assert status_of(ran) == {"A": "no_finding", "B": "no_finding"} and ran.status == 0
    assert ["is missing in 1 record" in r["ros1_caution"] for r in ran.rows] == [True, False]
    ran = samples("A B", record("X", "117638347", "C", "T", "GT", "./.", "0/1"))
    assert status_of(ran) == {"A": "no_finding", "B": "options"}
    assert ["is missing in 1 record" in r["ros1_caution"] for r in ran.rows] == [True, False]


def test_without_genotypes_it_is_not_known_which_of_several_samples_carries_a_record() -> None:
    hit = record("X", "117638347", "C", "T", "DP", "9")
    ran = samples("A B", hit + "\t8")
    assert status_of(ran) == {"A": "error_rows", "B": "error_rows"} and "no genotype" in ran.err
    ran = samples("NORMAL TUMOR", hit + "\t8")  # of a pair, a record is one of the tumour
    assert status_of(ran) == {"NORMAL": "no_finding", "TUMOR": "options"} and ran.status == 0
    assert "normal of a pair" in ran.rows[0]["ros1_caution"]
    assert status_of(samples("TUMOR", hit)) == {"TUMOR": "options"}


def test_two_columns_of_one_sample_are_refused() -> None:
    ran = samples("A B A")
    assert (ran.status, ran.out) == (2, b"") and "two columns for the sample A;" in ran.err


# -- annotations that are laid out otherwise -------------------------------------------------------------------------

NAMELESS = VEP.replace("SYMBOL|", "Gene|")


def nameless(name: str, feature: str) -> str:
    return csq(name, feature, gene="ENSG1")


def test_without_names_of_genes_a_transcript_of_the_tables_says_which_it_is() -> None:
    entries = [
        nameless("p.Gly28Arg", "NM_900001.3"),
        nameless("p.Val5Met", "NM_1.1"),
        nameless("p.Gly24Arg", "NM_900002"),
    ]
    ran = run(vcf(START + NAMELESS, OTHER, *(record(f"CSQ={e}", p) for e, p in zip(entries, "579", strict=True))))
    assert [info(ran, i).get("finding") for i in range(4)] == [None, "G28R", None, "G28R"]
    assert ran.status == 0 and "names no genes (SYMBOL)" in ran.err and "NM_900001" in ran.err


def test_every_annotation_of_a_record_is_read() -> None:
    hits = [f"ANN={ann('p.Gly28Arg')}", f"CSQ={csq('p.Gly28Arg')}", f"CSQ={csq('')};ANN={ann('p.Gly28Arg')}"]
    at = [record(text, p) for text, p in zip(hits, "579", strict=True)]
    against = record(f"CSQ={csq('p.Val32Met')};ANN={ann('p.Gly28Arg')}", "99")
    ran = run(vcf(START + VEP + SNPEFF, *at, against))
    assert [info(ran, i).get("finding") for i in range(4)] == ["G28R", "G28R", "G28R", None]
    assert info(ran, 3)["status"] == "error_contradiction"


def test_a_c_name_is_read_where_the_entry_names_no_change_of_the_protein() -> None:
    def entry(coding: str, feature: str = "ENST00000368508.7", name: str = "") -> str:
        return "|".join(("T", "missense_variant", "ROS1", feature, coding, name, "", "", ""))

    texts = {
        entry("ENST00000368508.7:c.6094G>A"): "G2032R",
        entry("ENST00000368507.5:c.6076G>A", "ENST00000368507"): "G2032R",
        entry("c.6256C>T"): "error_name",
        entry("c.5789+12A>G"): "not_covered",
        entry("c.*12A>G"): "not_covered",
        entry("c.6094G>A", name="p.Gly2032%3D"): "not_covered",
    }
    ran = run(vcf(START + VEP, *(record(f"CSQ={t}", f"{i}00") for i, t in enumerate(texts, 1))), real=True)
    read = [info(ran, i) for i in range(len(texts))]
    assert [r.get("finding", r["status"]) for r in read] == list(texts.values())
    assert "L2086F" in read[2]["caution"]
    alone = START + VEP.replace("HGVSp|", "X|").replace("Amino_acids", "Y")
    ran = run(vcf(alone, record(f"CSQ={entry('c.6094G>A')}")), real=True)
    assert info(ran)["finding"] == "G2032R" and ran.err == ""


def test_an_annotation_that_cannot_be_read_is_told_and_positions_are_read() -> None:
    odd = '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Allele|Consequence|SYMBOL|Gene">\n'
    ran = run(vcf(HEAD37 + odd, record("CSQ=T|missense_variant|ROS1|X", "117638347")), real=True)
    assert info(ran)["finding"] == "G2032R" and "annotation CSQ" in ran.err and "Only the positions" in ran.err


@pytest.mark.parametrize(
    "layout",
    [
        "see http://samtools.github.io. Format: Consequence|gene|transcript|biotype|strand|amino_acid_change|dna_change",
        "Format: '[*]consequence|gene|transcript|biotype[|strand|amino_acid_change|dna_change]' or, for several, '@position'.",
    ],
)
def test_bcftools_is_read_and_what_it_says_of_several_records_together_is_an_error(layout: str) -> None:
    texts = {
        "missense|ROS1|NM_900001|protein_coding|-|28G>28R|500C>T": "G28R",
        "missense|ROS1|NM_900002.1|protein_coding|-|24G>24R|500C>T": "G28R",
        "synonymous|ROS1|NM_900001|protein_coding|-|28G|500C>T": "not_covered",
        "inframe_deletion|ROS1|NM_900001|protein_coding|-|28GL>28G|500CTTT>C": "not_covered",
        "intron|ROS1||protein_coding": "not_covered",
        "missense|ROS1|NM_900001|protein_coding|-|28G>28R|500C>T+501A>T": "error_contradiction",
        "*missense|ROS1|NM_900001|protein_coding|-|28G>28R|500C>T": "error_name",
        "missense|ROS1|NM_900001|protein_coding|-|28G>28R|500C>A": "error_contradiction",
    }
    head = f'{START}##INFO=<ID=BCSQ,Number=.,Type=String,Description="{layout}">\n'
    ran = run(vcf(head, *(record(f"BCSQ={t}", f"{i}00") for i, t in enumerate(texts, 1)), record("BCSQ=@500", "900")))
    read = [info(ran, i) for i in range(len(texts))]
    assert [r.get("finding", r["status"]) for r in read] == list(texts.values()), ran.err
    assert "Only the positions" not in ran.err


def test_entries_of_the_gene_that_fit_no_alt_are_an_error_and_never_given_to_another() -> None:
    texts = [
        csq("p.Gly28Arg", allele="G"),
        f"{csq('p.Gly28Arg', allele='G')},{csq('p.Gly28%3D')}",
        csq("p.Gly28%3D", allele="G"),
    ]
    ran = run(vcf(START + VEP, *(record(f"CSQ={t}", f"{i}00") for i, t in enumerate(texts, 1))))
    assert [info(ran, i)["status"] for i in range(3)] == ["error_contradiction", "not_covered", "not_covered"]
    assert "speaks of G, which is no ALT" in ran.err and ran.status == 4


@pytest.mark.parametrize("gene", ["ros1", "Ros1", "ROS1 "])
def test_the_gene_is_known_in_any_case(gene: str) -> None:
    for head, text in ((VEP, f"CSQ={csq('p.Gly28Arg', gene=gene)}"), (SNPEFF, f"ANN={ann('p.Gly28Arg', gene=gene)}")):
        assert info(run(vcf(START + head, record(text))))["finding"] == "G28R"


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


@pytest.mark.parametrize("said", ["PASS", ".", "germline;panel_of_normals"])
def test_a_record_that_did_not_pass_its_filter_says_so_beside_its_answer(said: str) -> None:
    one = record(".", "117638347", "C", "T", "GT", "0/1").replace("\tPASS\t", f"\t{said}\t")
    data = vcf(HEAD37, one, names=f"{NAMES}\tFORMAT\tTUMOUR")
    row = info(run(data, "--fusion-positive", real=True))
    sample = run(data, "--fusion-positive", "--samples", real=True).rows[0]
    assert row["finding"] == sample["ros1_finding"] == "G2032R" and row["status"] == "options"
    doubted = said.startswith("germline")
    assert row["caution"].startswith("the record did not pass its filter: germline;panel_of_normals|") is doubted
    assert ("G2032R: the record did not pass its filter: germline" in sample["ros1_caution"]) is doubted


# -- a record is no call ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "cell", "called"),
    [
        ("GT", "0/1", True),
        ("GT", "0/0", False),
        ("GT", "./.", False),
        ("GT", ".", False),
        ("GT:AF", "0/0:0", False),
        ("GT:AD", "0/1:90,9", True),
        ("GT:AD:AF", "0/1:90,0:0.01", False),  # a caller that was made to list the allele
        ("GT:AF", "0/1:0.00", False),
        ("GT:AO:DP", "./.:0:100", False),
        ("GT:AD", "0/1:.", True),
        ("DP", "100", True),
        ("AF", "0", False),
        ("AF", "0.2", True),
        ("GT:RD:AD:FREQ", "0/1:90:10:10%", True),
        ("GT:RD:AD:FREQ", "0/0:90:0:0%", False),
    ],
)
def test_a_record_that_its_sample_does_not_carry_is_no_finding_and_says_why(keys: str, cell: str, called: bool) -> None:
    one = record("AF=0", "117638347", "C", "T", keys, cell)
    data = vcf(HEAD37, one, names=f"{NAMES}\tFORMAT\tS1")
    ran = run(data, "--fusion-positive", real=True)
    assert ran.status == 0 and info(ran).get("finding") == ("G2032R" if called else None)
    assert info(ran)["status"] == ("options" if called else "no_finding")
    assert ("no sample carries G2032R: " in info(ran)["caution"]) is not called
    sample = run(data, "--fusion-positive", "--samples", real=True).rows[0]
    assert sample["ros1_status"] == ("options" if called else "no_finding")


@pytest.mark.parametrize(
    ("text", "called"), [("X", True), ("AC=1;AF=0.5", True), ("AC=0", False), ("AF=0", False), ("AO=0,3", False)]
)
def test_a_record_without_samples_is_a_call_unless_it_counts_nothing(text: str, called: bool) -> None:
    data = vcf(HEAD37, record(text, "117638347"))
    assert info(run(data, "--fusion-positive", real=True))["status"] == ("options" if called else "no_finding")
    sample = run(data, "--fusion-positive", "--samples", real=True).rows[0]
    assert sample["ros1_status"] == ("options" if called else "no_finding")


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("", "NORMAL TUMOR"),
        ("", "P1_normal P1_tumor"),
        ("##normal_sample=A\n##tumor_sample=B\n", "A B"),
        ("##PEDIGREE=<Derived=B,Original=A>\n", "A B"),
    ],
)
def test_the_normal_of_a_pair_carries_no_finding(head: str, names: str) -> None:
    def of(normal: str, tumour: str, *more: str) -> Ran:
        one = record("X", "117638347", "C", "T", "GT", normal, tumour)
        columns = "\t".join((NAMES, "FORMAT", *names.split()))
        return run(vcf(HEAD37 + head, one, names=columns), "--fusion-positive", *more, real=True)

    assert info(of("0/1", "0/0"))["status"] == "no_finding" and info(of("0/0", "0/1"))["status"] == "options"
    assert list(status_of(of("0/1", "0/1", "--samples")).values()) == ["no_finding", "options"]
    assert "normal of a pair: " in of("0/0", "0/1").taken


def test_a_name_that_only_ends_as_that_of_the_gene_costs_nothing_and_says_nothing() -> None:
    other = record(f"CSQ={csq('p.Gly28Arg', gene='PROS1')}")
    ran = run(vcf(START + VEP, *[other] * 50, record(f"CSQ={csq('p.Gly28Arg')}", "900")))
    assert body(ran)[:50] == [other] * 50 and info(ran, 50)["finding"] == "G28R"


def test_an_annotation_that_does_not_say_its_allele_speaks_of_the_only_one() -> None:
    head = START + '##INFO=<ID=CSQ,Number=.,Type=String,Description="Format: Consequence|SYMBOL|HGVSp">\n'
    one = record("CSQ=missense_variant|ROS1|NP_900001.3:p.Gly28Arg")
    ran = run(vcf(head, one, record("CSQ=missense_variant|ROS1|NP_900001.3:p.Gly28Arg", "900", "C", "A,T")))
    assert info(ran)["finding"] == "G28R" and info(ran, 1)["status"].startswith("error_contradiction")
    assert "no field Allele" in info(ran, 1)["caution"].replace("names no field", "no field")


def test_the_gene_is_known_by_its_id_where_an_annotation_has_no_symbol() -> None:
    entry = csq("p.Val5Met", "ENST00000999999", gene="ENSG00000047936.12")
    ran = run(
        vcf(START + NAMELESS, record(f"CSQ={entry}"), record(f"CSQ={csq('p.Val5Met', 'ENST1', gene='ENSG2')}", "9")),
        real=True,
    )
    assert info(ran)["status"] == "error_transcript" and info(ran, 1) == {}


def test_a_file_that_is_cut_within_the_chromosome_of_its_last_record_says_so() -> None:
    ran = run(vcf(HEAD37, record("X", "9")).rstrip(b"\n") + b"\n6", real=True)
    assert ran.status == 4 and info(ran, 1)["status"] == "error_ragged"
