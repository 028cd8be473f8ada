"""`ros1 annotate` on MAF, TSV and CSV: rows come back as they were, with the right answer beside those of the gene."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from annotate.kit import BLANK, COLUMNS, HEADER, HERE, maf, restored, row, run
from toolbox import FILES, ROOT, tables

from ros1cli.answers.shapes import STATUSES

OTHERS = [
    row("p.R175H", "TP53", transcript="NM_000546"),
    row("p.G28R", "PROS1"),
    row("p.V600E", "BRAF", note="GOPC-ROS1"),
]


def test_rows_of_other_genes_come_back_with_missing_values_appended() -> None:
    ran = run(maf(*OTHERS))
    assert ran.status == 0 and ran.err == ""
    assert restored(ran.out) == maf(*OTHERS)
    assert all(line.endswith(BLANK) for line in ran.out.splitlines()[1:])
    assert ran.out.splitlines()[0].decode().split("\t") == [*HEADER, *COLUMNS]


def test_a_known_change_of_a_fusion_positive_tumour_gets_its_drugs() -> None:
    ran = run(maf(row("p.G28R"), *OTHERS), "--fusion-positive")
    cells = ran.rows[0]
    assert cells["ros1_finding"] == "G28R" and cells["ros1_status"] == "options"
    assert "novotinib" in cells["ros1_options"].split(";")
    assert "EXCLUDED:oldatinib:not_effective" in cells["ros1_excluded"].split(";")
    assert all(token.startswith("no_data:") for token in cells["ros1_no_data"].split(";"))
    assert len(cells["ros1_basis"].split(";")) == len(cells["ros1_options"].split(";"))
    assert tables(Path(__file__).parent / "toy").notice.split()[0] in cells["ros1_caution"]
    assert cells["ros1_data"].startswith("tables:") and ";sha256:" in cells["ros1_data"]


def test_every_option_carries_its_caveats_and_an_excluded_drug_its_verdict_first() -> None:
    cells = run(maf(row("p.G28R")), "--fusion-positive").rows[0]
    assert "novotinib: Dizziness is its main side effect." in cells["ros1_caution"].split(";")
    for token in cells["ros1_excluded"].split(";"):
        assert token.split(":")[0] in ("EXCLUDED", "UNRESOLVED") and len(token.split(":")) == 3


@pytest.mark.parametrize("change", ["p.G28R", "p.S38Y", "p.Q45H", "p.V32M", "p.D42N", "p.L23F"])
def test_without_a_known_fusion_no_drug_is_named_anywhere(change: str) -> None:
    toy = tables(Path(__file__).parent / "toy")
    names = {n.casefold() for d in toy.drugs.values() for n in (d.id, *(x.name for x in d.names))}
    for transcript in ("NM_900001", ""):
        ran = run(maf(row(change, transcript=transcript)))
        text = ran.out.decode().casefold()
        assert ran.status == 0 and not [n for n in names if n in text]
        cells = ran.rows[0]
        assert cells["ros1_finding"] == change[2:] and cells["ros1_options"] == "NA"
        assert toy.assumption.strip() in cells["ros1_caution"]


def test_without_a_known_fusion_the_calls_stand_there_unnamed() -> None:
    cells = run(maf(row("p.G28R"))).rows[0]
    assert cells["ros1_status"] == "fusion_not_known"
    assert "active:in_vitro" in cells["ros1_basis"] and "not_effective:expert" in cells["ros1_basis"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ("p.G28E", "not_in_tables"),
        ("p.Q45H", "no_drug_listed"),
        ("p.G28=", "not_covered"),
        ("p.G28G", "not_covered"),
        ("p.X28_splice", "not_covered"),
        ("p.G28Vfs*9", "not_covered"),
        ("p.G28fs", "not_covered"),
        ("p.G28*", "not_covered"),
        ("p.Gly28Ter", "not_covered"),
        ("p.G28_D42del", "not_covered"),
        ("p.G28delinsRV", "not_covered"),
        ("p.28_29GL>RV", "not_covered"),
        ("p.*61Qext*2", "not_covered"),
        ("p.M1?", "not_covered"),
        ("", "not_covered"),
        (".", "not_covered"),
        ("NA", "not_covered"),
    ],
)
@pytest.mark.parametrize("more", [(), ("--fusion-positive",)])
def test_what_is_not_listed_or_not_covered_is_said_and_is_no_error(
    change: str, status: str, more: tuple[str, ...]
) -> None:
    ran = run(maf(row(change)), *more)
    assert (ran.status, ran.err) == (0, "")
    assert ran.column("status") == [status] and ran.column("options") == ["NA"]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        (row("p.A28R"), "error_residue"),
        (row("p.G24R", transcript=""), "error_residue"),
        (row("p.G2800R"), "error_residue"),
        (row("p.G28R", transcript="ENST00000403284"), "error_transcript"),
        (row("p.G28R", transcript="NM_123456.1"), "error_transcript"),
        (row("p.G28R", transcript="NM_900001;NM_900002"), "error_transcript"),
        (row("NP_900002.1:p.Gly24Arg"), "error_contradiction"),
        (row("p.Gly28Argg"), "error_name"),
        (row("p.G028R"), "error_name"),
        (row("G28R or V32M"), "error_name"),
        (row("TYK9"), "error_name"),
        (row("G２8R"), "error_name"),
    ],
)
def test_a_bad_row_is_kept_marked_counted_and_reported_with_its_line(cells: list[str], status: str) -> None:
    data = maf(OTHERS[0], cells, OTHERS[1])
    ran = run(data, "--fusion-positive")
    if cells[2] == "G２8R":  # a full-width digit is folded, as `--mutation` does
        assert ran.column("finding")[1] == "G28R"
        return
    assert ran.status == 4
    assert "line 3:" in ran.err and "1 row" in ran.err
    assert ran.column("status") == ["NA", status, "NA"]
    assert ran.rows[1]["ros1_caution"] != "NA" and ran.rows[1]["ros1_finding"] == "NA"
    assert restored(ran.out) == data


def test_the_transcript_decides_the_numbering() -> None:
    names = [
        row("p.G24R", transcript="NM_900002.7"),
        row("p.G28R", transcript="NM_900001"),
        row("p.L23F", transcript="NP_900002"),
    ]
    assert run(maf(*names)).column("finding") == ["G28R", "G28R", "L27F"]


def test_a_bare_name_that_does_not_fit_is_not_guessed_but_the_likely_reading_is_told() -> None:
    ran = run(maf(row("p.G24R", transcript="")))
    assert ran.column("finding") == ["NA"] and "G28R" in ran.rows[0]["ros1_caution"] and "G28R" in ran.err


def test_a_bare_name_that_fits_both_numberings_is_read_as_typed_with_a_caution() -> None:
    bare, numbered = run(maf(row("p.L23F", transcript=""), row("p.L23F"))).rows
    assert bare["ros1_finding"] == numbered["ros1_finding"] == "L23F"
    assert "L27F" in bare["ros1_caution"] and "L27F" not in numbered["ros1_caution"]


def test_what_a_name_says_of_the_phase_is_kept() -> None:
    cis, trans = run(maf(row("p.[Gly28Arg;Val32Met]"), row("p.[Gly28Arg];[Val32Met]")), "--fusion-positive").rows
    assert cis["ros1_finding"] == trans["ros1_finding"] == "G28R/V32M"
    assert "The phase of" in trans["ros1_caution"] and "The phase of" not in cis["ros1_caution"]


def test_the_option_transcript_numbers_rows_that_do_not_say_it() -> None:
    rows = [row("p.G24R", transcript=""), row("p.G28R", transcript="NM_900001"), row("p.G28R", transcript="")]
    ran = run(maf(*rows), "--transcript", "NM_900002.1")
    assert ran.column("status") == ["fusion_not_known", "fusion_not_known", "error_residue"]
    assert run(maf(*rows), "--transcript", "NM_1").status == 2


def test_the_accession_may_stand_in_another_column() -> None:
    header = ["Hugo_Symbol", "HGVSp", "HGVSc", "RefSeq"]
    rows = [
        ["ROS1", "NP_900002.1:p.Gly24Arg", "", ""],
        ["ROS1", "p.Gly24Arg", "NM_900002.1:c.70G>A", ""],
        ["ROS1", "p.Gly24Arg", "c.70G>A", "NM_900002.1"],
        ["ROS1", "p.Gly24Arg", "", "NM_77,NM_900002.1"],
    ]
    assert run(maf(*rows, header=header)).column("finding") == ["G28R"] * 4


def test_columns_may_stand_in_any_order_and_in_any_case() -> None:
    for order in ([4, 3, 2, 1, 0], [2, 0, 1, 4, 3], [3, 4, 0, 2, 1]):
        header = [HEADER[i].upper() for i in order]
        rows = [
            [r[i] for i in order] for r in (row("p.G24R", transcript="NM_900002"), *OTHERS, row("p.A1C", note="ROS1"))
        ]
        ran = run(maf(*rows, header=header))
        assert ran.column("finding") == ["G28R", "NA", "NA", "NA", "NA"]
        assert restored(ran.out) == maf(*rows, header=header)


def test_a_gene_in_the_last_column_is_found() -> None:
    header = ["HGVSp_Short", "Hugo_Symbol"]
    for end in (b"\n", b"\r\n", b""):
        data = b"HGVSp_Short\tHugo_Symbol\np.G28R\tROS1\np.G28R\tPROS1\np.V32M\tROS1" + end
        assert run(data).column("finding") == ["G28R", "NA", "V32M"]
    assert run(maf(["p.G28R", "ROS1"], header=header)).column("finding") == ["G28R"]


def test_version_and_comment_lines_pass() -> None:
    data = (
        b"#version 2.4\n# a comment\twith a tab\n\n"
        + maf(row("p.G28R"), *OTHERS)
        + b"# behind\n\n"
        + maf(row("p.V32M")).split(b"\n", 1)[1]
    )
    ran = run(data)
    assert restored(ran.out) == data and ran.status == 0
    assert ran.column("finding") == ["G28R", "NA", "NA", "NA", "V32M"]


def test_a_ragged_row_is_filled_up_marked_and_shifts_nothing() -> None:
    short, long = b"ROS1\tS1\tp.G28R\n", b"TP53\tS1\tp.G28R\tNM_1\tx\ty\n"
    data = maf(row("p.G28R")) + short + long + maf(row("p.V32M")).split(b"\n", 1)[1]
    ran = run(data)
    assert ran.status == 4 and "line 3" in ran.err and "line 4" in ran.err and "2 rows" in ran.err
    lines = ran.out.splitlines()
    assert lines[2].startswith(short.rstrip() + b"\t\t\tNA\terror_ragged")
    assert lines[3].startswith(long.rstrip() + b"\tNA\terror_ragged")
    assert [line.count(b"\t") for line in lines] == [12, 12, 12, 13, 12]
    assert lines[4].split(b"\t")[5] == b"V32M"


def test_two_ragged_rows_that_make_up_for_each_other_are_both_seen() -> None:
    data = maf(OTHERS[0]) + b"TP53\tS1\tp.G28R\n" + b"TP53\tS1\tp.G28R\tNM_1\t\tx\ty\n"
    ran = run(data)
    assert ran.status == 4 and "line 3" in ran.err and "line 4" in ran.err


def test_line_ends_are_kept() -> None:
    unix = maf(row("p.G28R"), *OTHERS, row("p.V32M"))
    dos = unix.replace(b"\n", b"\r\n")
    mixed = unix.replace(b"\n", b"\r\n", 2)
    lone = maf(row("p.G28R", note="a\rb"), *OTHERS)
    for data in (unix, dos, mixed, unix[:-1], dos[:-2], dos[:-1], lone):
        ran = run(data)
        assert restored(ran.out) == data and ran.status == 0, data
        assert ran.out.count(b"\n") == data.count(b"\n") and ran.out.count(b"\r") == data.count(b"\r")
    assert run(dos[:-1]).out.split(b"\n")[-1].endswith(b"\r")


def test_bytes_that_are_not_text_pass() -> None:
    rows = maf(row("p.G28R", note="X"), row("p.R175H", "TP53", note="X")).replace(b"X", b"\xff\x00\xfe\x80")
    ran = run(rows)
    assert restored(ran.out) == rows and ran.status == 0
    bad = maf(row("X")).replace(b"X", b"p.\xff\x00")
    assert run(bad).status == 4 and restored(run(bad).out) == bad


def test_very_long_lines_pass() -> None:
    long = "x" * 1_000_000
    data = maf(row("p.G28R", note=long), row("p.R175H", "TP53", note=long), row("p.V32M"), header=[*HEADER[:4], long])
    ran = run(data)
    assert restored(ran.out) == data and ran.column("finding") == ["G28R", "NA", "V32M"]


def test_a_byte_order_mark_is_no_part_of_the_first_name() -> None:
    assert b"\tG28R\tfusion_not_known\t" in run(b"\xef\xbb\xbf#version 2.4\n" + maf(row("p.G28R"))).out
    data = b"\xef\xbb\xbf" + maf(row("p.G28R"))
    ran = run(data)
    assert ran.out.startswith(b"\xef\xbb\xbfHugo_Symbol\t") and restored(ran.out) == data
    assert ran.out.splitlines()[1].split(b"\t")[5] == b"G28R"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"#version 2.4\n# only\n", "holds comments only"),
        (b"ROS1\tS1\tp.G28R\n", "looks like a row"),
        (b"gene\tchange\nROS1\tG28R\n", "--column"),
        ("Hugo_Symbol\tHGVSp_Short\n".encode("utf-16"), "UTF-16"),
        (maf(row("p.G28R")).replace(b"Comments", b"ros1_status"), "already"),
        (b"Hugo_Symbol\tVariant\nROS1\tG28R\n", "--column"),
        (b"Hugo_Symbol\tHGVSp_Short\tHGVSp_Short\n", "twice"),
        (b'"Hugo_Symbol"\t"HGVSp_Short"\n"ROS1"\t"p.G28R"\n', "quotes around its cells"),
        (b"\0\0\0\0\n", "neither VCF nor MAF"),
        (maf(row("p.G28R"), row("p.V32M")).replace(b"\n", b"\r"), "carriage returns"),
        (b"#version 2.4\r" + maf(row("p.G28R")).replace(b"\n", b"\r"), "carriage returns"),
    ],
)
def test_what_is_no_table_of_variants_is_refused_before_a_byte_is_written(
    data: bytes, words: str, tmp_path: Path
) -> None:
    target = tmp_path / "out.maf"
    ran = run(data, "--output", str(target))
    assert (ran.status, ran.out) == (2, b"") and words in ran.err and len(ran.err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_a_header_without_rows_is_a_table() -> None:
    ran = run(maf())
    assert (ran.status, ran.err) == (0, "") and ran.out == "\t".join([*HEADER, *COLUMNS]).encode() + b"\n"
    assert run(maf()[:-1]).out == ran.out[:-1]


# -- tables with --column --------------------------------------------------------------------------------------------


def test_any_table_is_read_with_column() -> None:
    names = [
        "G28R",
        "p.Gly28Arg",
        "G28R/V32M",
        "TYK9 amplification",
        "",
        "S38Y/F",
        "ROS1 G28R",
        "NP_900002.1:p.Gly24Arg",
    ]
    ran = run(
        b"id\tchange\n" + b"".join(f"{i}\t{n}\n".encode() for i, n in enumerate(names)),
        "--column",
        "change",
        "--gene",
        "ROS1",
    )
    assert ran.status == 0
    wanted = ["G28R", "G28R", "G28R/V32M", "TYK9 amplification", "NA", "S38F;S38Y", "G28R", "G28R"]
    assert ran.column("finding") == wanted
    assert ran.column("status")[3:5] == ["off_target", "NA"]


def test_a_column_with_one_bad_name_marks_that_row() -> None:
    ran = run(b"change\nG28R\nnonsense\n\nG28fs\n", "--column", "change", "--gene", "ROS1")
    assert ran.status == 4 and ran.column("status") == ["fusion_not_known", "error_name", "not_covered"]
    assert "line 3" in ran.err


def test_with_a_gene_column_only_its_rows_are_read() -> None:
    ran = run(b"gene\tchange\nROS1\tG28R\nEGFR\tL858R\nPROS1\tG28R\n", "--column", "change")
    assert ran.column("finding") == ["G28R", "NA", "NA"] and ran.status == 0


SPELLED = ["ROS1 ", " ROS1", "ros1", "Ros1", '"ROS1"', "ROS1\0", "GOPC,ROS1", "ROS1;GOPC", "CD74|ROS1", "CD74-ROS1"]


@pytest.mark.parametrize("gene", SPELLED)
@pytest.mark.parametrize("at", [0, 2, 4])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_gene_that_is_not_plainly_ours_is_an_error_and_never_passes(gene: str, at: int, end: bytes) -> None:
    def turned(cells: list[str]) -> list[str]:
        return [*cells[1 : at + 1], cells[0], *cells[at + 1 :]]

    others = [turned(r) for r in (*OTHERS, row("p.A1C", "TP53", note="ros1 GOPC-ROS1"))]
    rows = [*others, turned(row("p.G28R", gene)), *others, turned(row("p.V32M"))]
    data = maf(*rows, header=turned(HEADER)).replace(b"\n", end)
    ran = run(data, "--fusion-positive")
    assert ran.column("status") == ["NA"] * 4 + ["error_gene"] + ["NA"] * 4 + ["options"]
    assert ran.status == 4 and "line 6:" in ran.err and ran.err.count(", line ") == 1 and restored(ran.out) == data
    assert run(data, "--only-ros1").column("status") == ["error_gene", "fusion_not_known"]
    plain = maf(*others, turned(row("p.V32M")), *others, header=turned(HEADER)).replace(b"\n", end)
    assert run(plain).status == 0 and restored(run(plain).out) == plain


def test_a_column_that_is_not_there_is_named_with_those_that_are() -> None:
    ran = run(b"gene\tchange\nROS1\tG28R\n", "--column", "protein")
    assert ran.status == 2 and "'protein'" in ran.err and "gene, change" in ran.err


def test_csv_keeps_its_quotes_and_line_ends_within_them() -> None:
    data = b'id,"change",note\r\n1,G28R,"a, b"\r\n2,"p.V32M","two\nlines, ""quoted"""\r\n3,,x\r\n4,nonsense,"\xff"\r\n'
    ran = run(data, "--column", "change", "--gene", "ROS1")
    rows = ran.out.split(b"\r\n")
    assert rows[0] == b'id,"change",note,' + ",".join(COLUMNS).encode()
    assert rows[1].startswith(b'1,G28R,"a, b",G28R,fusion_not_known,NA,NA,NA,active')
    assert rows[2].startswith(b'2,"p.V32M","two\nlines, ""quoted""",V32M,')
    assert rows[3] == b"3,,x" + b",NA" * 8
    assert b",error_name," in rows[4] and ran.status == 4 and "line 6" in ran.err


def test_a_carriage_return_outside_the_quotes_of_a_row_spoils_that_row_only() -> None:
    ran = run(b'id,change,note\n1,G28R\rx,"a"\n2,G28R,"b"\n', "--column", "change", "--gene", "ROS1")
    rows = ran.out.split(b"\n")
    assert ran.status == 4 and "line 2" in ran.err
    assert rows[1].startswith(b'1,G28R\rx,"a",NA,error_name') and rows[2].startswith(b'2,G28R,"b",G28R,')


def test_a_quote_that_is_never_closed_spoils_its_own_row_only() -> None:
    data = b'id,change\n1,"G28R\n' + b"".join(b"%d,G28R\n" % i for i in range(2, 300))
    ran = run(data, "--column", "change", "--gene", "ROS1")
    assert ran.status == 4 and ran.err.count(", line ") == 1 and "line 2" in ran.err
    assert ran.out.count(b",G28R,fusion_not_known,") == 298
    assert "a quote opens in this line" in ran.err and b"a quote opens in this line" in ran.out


def test_only_ros1_leaves_out_rows_of_other_genes_and_nothing_else() -> None:
    data = b"#version 2.4\n" + maf(OTHERS[0], row("p.G28R"), OTHERS[1], row("p.G28="), row("p.A28R"))
    ran = run(data, "--only-ros1")
    assert ran.column("status") == ["fusion_not_known", "not_covered", "error_residue"] and ran.out.startswith(
        b"#version"
    )
    assert run(maf(*OTHERS), "--only-ros1").out.count(b"\n") == 1
    assert run(maf(OTHERS[0]) + b"TP53\n", "--only-ros1").column("status") == ["error_ragged"]


# -- the question ----------------------------------------------------------------------------------------------------


def test_prior_and_cns_are_asked_as_in_next_line() -> None:
    cells = run(maf(row("p.G28R")), "--fusion-positive", "--prior", "Novora", "--cns").rows[0]
    assert "novotinib" not in cells["ros1_options"].split(";")
    assert any(t.startswith("EXCLUDED:novotinib:") for t in cells["ros1_excluded"].split(";"))
    assert "Treating the brain does not overcome a resistance mutation." in cells["ros1_caution"]


def test_as_of_is_the_answer_of_that_day_and_says_so() -> None:
    now, then = (
        run(maf(row("p.R39C")), "--fusion-positive"),
        run(maf(row("p.R39C")), "--fusion-positive", "--as-of", "2024-02-05"),
    )
    assert now.column("status") != then.column("status") == ["not_in_tables"]
    assert then.column("data")[0].endswith(";as_of:2024-02-05")


@pytest.mark.parametrize(
    "argv",
    [
        ("--prior", "nonsense"),
        ("--fusion-positive", "--fusions", "x"),
        ("--build", "T2T"),
        ("--column", ""),
        ("--output", ""),
        ("--as-of", "yesterday"),
        ("--json",),
        ("--samples", "--sample-column", "nobody"),
    ],
)
def test_an_option_that_is_not_understood_is_refused_although_no_row_needs_it(argv: tuple[str, ...]) -> None:
    ran = run(maf(*OTHERS), *argv)
    assert (ran.status, ran.out) == (2, b"") and len(ran.err.splitlines()) == 1


# -- positions -------------------------------------------------------------------------------------------------------

GENOME = [
    "Hugo_Symbol",
    "NCBI_Build",
    "Chromosome",
    "Start_Position",
    "Strand",
    "Reference_Allele",
    "Tumor_Seq_Allele1",
    "Tumor_Seq_Allele2",
]


def place(build: str, start: str, ref: str, alt: str, *more: str) -> list[str]:
    return ["ROS1", build, "6", start, "+", ref, ref, alt, *more]


def test_a_maf_without_names_is_read_by_its_positions() -> None:
    rows = [
        place("GRCh37", "117638347", "C", "T"),
        place("hg38", "chr6", "C", "T"),
        place("38", "117317184", "C", "T"),
        place("GRCh37", "117638346", "CC", "TT"),
        place("GRCh37", "117638347", "C", "A"),
        place("GRCh37", "1", "C", "A"),
    ]
    ran = run(maf(*rows, header=GENOME), real=True)
    assert ran.column("finding") == ["G2032R", "NA", "G2032R", "G2032K", "NA", "NA"] and ran.status == 0


def test_a_name_and_a_position_that_contradict_each_other_are_an_error() -> None:
    header = [*GENOME, "HGVSp_Short", "Transcript_ID"]
    good = place("GRCh37", "117638347", "C", "T", "p.G2026R", "ENST00000368507")
    unknown = place("GRCh37", "117638347", "C", "T", "p.G1R", "ENST00000403284")
    trap = place("GRCh37", "117641119", "A", "C", "p.L1945R", "")
    silent = place("GRCh37", "117638347", "C", "T", "p.G2032=", "ENST00000368508")
    ran = run(maf(good, unknown, trap, silent, header=header), real=True)
    assert ran.column("finding")[:2] == ["G2032R", "G2032R"]
    assert ran.column("status")[2:] == ["error_contradiction"] * 2 and ran.status == 4


# -- several names in one row ----------------------------------------------------------------------------------------

NAMED = ["Hugo_Symbol", "Tumor_Sample_Barcode", "HGVSc", "HGVSp", "HGVSp_Short", "Transcript_ID"]
REF, MANE = "ENST00000368508", "ENST00000368507"


def named(coding: str, long: str, short: str, transcript: str = REF) -> list[str]:
    """A row under NAMED."""
    return ["ROS1", "S1", coding, long, short, transcript]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (named("c.6094G>A", "p.Asp2033Asn", "p.G2032R"), ("G2032R", "D2033N")),
        (named("c.6097G>A", "", "p.G2032R"), ("G2032R", "D2033N")),
        (named("c.6097G>A", "p.Gly2032Arg", ""), ("G2032R", "D2033N")),
        (named("", "p.Gly2032=", "p.G2032R"), ("G2032R", "p.Gly2032=")),
        (named("c.6094G>A", "", "p.G2032="), ("G2032R", "no substitution")),
        (named("c.6094G>A", "", "p.X2032_splice"), ("G2032R", "no substitution")),
        (named("", "p.Gly2032Glu", "p.G2026R", MANE), ("p.Gly2032Glu cannot be", "p.Gly2032Glu cannot be")),
        (named("c.6079G>A", "", "p.G2026R", MANE), ("G2032R", "D2033N")),
        (named("NM_001378902.1:c.6238C>T", "", "p.L2080F"), ("NM_001378902.1:c.6238C>T", "differently")),
        (named("", "NP_001365831.1:p.Leu2080Phe", "p.L2080F"), ("NP_001365831.1:p.Leu2080Phe", "differently")),
        (named("", "NP_001365831.1:p.Leu2080Phe", "NP_002935.2:p.L2080F", ""), ("differently", "differently")),
    ],
)
def test_names_of_one_row_that_contradict_each_other_are_an_error(cells: list[str], words: tuple[str, str]) -> None:
    ran = run(maf(cells, header=NAMED), "--fusion-positive", real=True)
    status = "error_residue" if "cannot be" in words[0] else "error_contradiction"
    assert ran.column("status") == [status] and ran.column("options") == ["NA"] and ran.status == 4
    words = ("G2032E cannot be", "2032") if "cannot be" in words[0] else words
    assert "line 2" in ran.err and all(w in ran.err and w in ran.rows[0]["ros1_caution"] for w in words)


@pytest.mark.parametrize(
    ("cells", "finding"),
    [
        (named("c.6094G>A", "p.Gly2032Arg", "p.G2032R"), "G2032R"),
        (named(f"{REF}.3:c.6094G>A", "ENSP00000357494.3:p.Gly2032Arg", "p.G2032R"), "G2032R"),
        (named(f"{MANE}.7:c.6076G>A", "p.Gly2026Arg", "p.G2026R", MANE), "G2032R"),
        (named(f"{REF}.3:c.6256C>T", "p.Leu2086Phe", "p.L2086F"), "L2086F"),  # the c. name is ambiguous
        (named("c.6095G>T", "p.Gly2032Val", "p.G2032V"), "G2032V"),  # the c. name is not in the table
        (named("c.1G>A", "", "p.G2032R"), "G2032R"),
        (named("", "ROS1:NM_002944:exon38:c.G6094A:p.G2032R", "p.G2032R"), "G2032R"),
        (named("", "NP_001365831.1:p.Leu2080Phe", "p.L2080F", ""), "L2086F"),
        (named("", "NP_001365831.1:p.Gly2026Arg", "p.Gly2026Arg", ""), "G2032R"),
        (named("NM_001378902.1:c.6076G>A", "", "p.G2026R", ""), "G2032R"),
        (named("", "NP_002935.2:p.Leu2080Phe", "p.L2080F", ""), "L2080F"),
    ],
)
def test_names_of_one_row_that_agree_are_read_on_the_numbering_that_the_row_says(
    cells: list[str], finding: str
) -> None:
    ran = run(maf(cells, header=NAMED), "--fusion-positive", real=True)
    assert ran.column("finding") == [finding] and (ran.status, ran.err) == (0, "")
    assert "MANE Select" not in ran.rows[0]["ros1_caution"]


def test_a_silent_row_and_a_row_of_another_kind_are_no_contradiction() -> None:
    rows = [
        named("c.6357G>A", "p.Gly2119=", "p.G2119="),
        named("c.6357G>A", "p.Gly2119Gly", "p.G2119=", "ENST00000403284"),
        named("c.6234G>A", "", "p.X2078_splice"),
        named("c.100del", "p.Gly34AlafsTer9", "p.G34Afs*9"),
        named("c.100_102del", "p.Gly34del", "p.G34del"),
    ]
    ran = run(maf(*rows, header=NAMED), real=True)
    assert ran.column("status") == ["not_covered"] * 5 and (ran.status, ran.err) == (0, "")


def test_a_c_name_speaks_where_the_row_has_no_p_name() -> None:
    rows = [
        named("c.6094G>A", "", ""),
        named(f"{REF}.3:c.6094G>A", ".", "NA"),
        named("c.6076G>A", "", "", MANE),
        named("c.6094G>A", "", "", ""),
        named("c.6256C>T", "", ""),
        named("c.6095G>T", "", ""),
        named("c.6094G>A", "", "", "ENST00000403284"),
        named("", "", ""),
    ]
    ran = run(maf(*rows, header=NAMED), real=True)
    assert ran.column("finding") == ["G2032R"] * 4 + ["NA"] * 4
    assert ran.column("status")[4:] == ["error_name", "not_covered", "not_covered", "not_covered"]
    cautions = ran.column("caution")
    assert "L2086F" in cautions[4] and "c. name" in cautions[5] and "c. name" not in cautions[7]
    only = run(maf(["ROS1", "c.6094G>A"], header=["Hugo_Symbol", "HGVSc"]), real=True)
    assert only.column("finding") == ["G2032R"]


def test_rows_that_share_an_answer_are_read_as_each_row_alone() -> None:
    codings = [
        "",
        "c.6094G>A",
        "c.6097G>A ",
        "c.1G>A",
        f"{REF}.3:c.6094G>A",
        "NM_001378902.1:c.6076G>A",
        "X_1.1:c.6094G>A",
    ]
    longs = [
        "",
        "NA",
        "p.Gly2032Arg",
        "p.Gly2032=",
        "p.Asp2033Asn",
        "NP_002935.2:p.Gly2032Arg",
        "p.Leu2080Phe",
        "p.Gly2032Gly",
    ]
    shorts = [
        "",
        ".",
        "p.G2032G",
        "p.A12A",
        "p.G2032R",
        "p.L2080F",
        "p.G2032=",
        "p.X2032_splice",
        "p.G2026R",
        "nonsense words",
        "p.G9fs*3",
    ]
    transcripts = [REF, REF.lower(), MANE, "ENST00000403284", "", "NM_002944.2"]
    rows = [named(c, h, s, t) for t in transcripts for s in shorts for h in longs for c in codings]
    together = run(maf(*rows, header=NAMED), real=True)
    alone = run(maf(*rows, header=NAMED).replace(b"\t", b","), real=True)  # rows of CSV are read one by one
    ours = [line.split(b"\t")[6:8] for line in together.out.splitlines()]
    assert ours == [line.split(b",")[6:8] for line in alone.out.splitlines()]


def test_a_name_without_end_is_refused_at_once() -> None:
    names = ["p.G28" + "Gly" * 100_000, "p.G28_L29ins" + "Gly" * 100_000, "G" * 300_000]
    ran = run(maf(*(row(n) for n in names)))
    assert ran.column("status") == ["error_name", "not_covered", "error_name"] and "too long" in ran.err
    ran = run("\n".join(["change", *names]).encode(), "--column", "change", "--gene", "ROS1")
    assert ran.column("status") == ["error_name", "not_covered", "error_name"] and len(ran.err) < 1000


# -- the files of the folder beside ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["SYNTHETIC_cbioportal.maf", "SYNTHETIC_gdc.maf"])
def test_the_two_flavours_of_maf_are_read(name: str) -> None:
    data = (HERE / name).read_bytes()
    ran = run(None, str(HERE / name), real=True)
    assert restored(ran.out) == data
    assert [r["ros1_finding"] for r in ran.rows if r["Hugo_Symbol"] == "ROS1"] == ["G2032R", "L2086F", "NA", "G764R"]
    assert ran.status == 0


def test_the_input_folder_holds_no_table_of_the_program() -> None:
    assert not {p.name for p in HERE.iterdir()} & {f"{n}.yaml" for n in FILES}


def test_the_document_names_every_status_that_can_be_written_and_no_other() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "ros1cli" / "annotate").glob("*.py")]
    written = {
        word for text in texts for word in re.findall(r'"(error_[a-z]+|not_covered|no_finding|[a-z]+_not_known)"', text)
    }
    written |= {*STATUSES} - {"mechanism_unknown", "not_progressed"}  # those are of a question without a finding
    page = (
        (ROOT / "docs" / "annotate.md").read_text(encoding="utf-8").partition("### Statuses")[2].partition("\n## ")[0]
    )
    named = {*re.findall(r"^\| `([a-z_]+)` \|", page, re.M)}
    assert named == written, "docs/annotate.md lists every status of annotate with its meaning"


def test_the_document_names_every_column() -> None:
    page = (ROOT / "docs" / "annotate.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(ros1_[a-z_]+)` \|", page, re.M) == COLUMNS


def test_a_column_that_stands_twice_is_refused_only_where_it_is_the_one_to_take() -> None:
    twice = ["Hugo_Symbol", "sample", "sample", "HGVSp_Short"]
    cells = ["ROS1", "A", "B", "p.G28R"]
    assert "twice" in run(maf(cells, header=twice)).err
    first = run(maf(["S", *cells], header=["Tumor_Sample_Barcode", *twice]))
    assert first.status == 0 and first.taken.endswith("sample: Tumor_Sample_Barcode.\n")
