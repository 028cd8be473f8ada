"""What holds for every table, whatever its rows: made-up files of odd and contradicting rows, each read in several ways."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from annotate.kit import COLUMNS, Ran, run
from toolbox import tables

from ros1cli.annotate import files
from ros1cli.annotate.cell_reading import CellReader
from ros1cli.annotate.options import Options
from ros1cli.annotate.positions import Positions
from ros1cli.annotate.table_columns import read_header
from ros1cli.annotate.table_rows import RowReader

HEADER = ["Hugo_Symbol", "Tumor_Sample_Barcode", "HGVSc", "HGVSp", "HGVSp_Short", "Transcript_ID", "Comments"]
CELLS = [
    [*["ROS1"] * 8, "PROS1", "TP53", "KRAS", "MET", "ros1", "ROS1 ", "GOPC,ROS1", "EGFR"],
    ["A", "B", "C", " A", "", "NA"],
    ["", "", "", "c.6094G>A", "c.6256C>T", "NM_001378902.1:c.6076G>A", "ENST00000368508.3:c.6094G>A", "c.1A>G"],
    [
        *("", "", "", "p.Gly2032Arg", "p.Leu2086Phe", "NP_001365831.1:p.Leu2080Phe", "p.Gly2032=", "p.Gly12Cys"),
        *("p.Ala12Ala", "ENSP00000357494.3:p.Gly2032Arg,ENSP00000357493.3:p.Gly2026Arg", ".,p.Gly2032Arg"),
    ],
    [
        "p.G2032R",
        "p.G2032G",
        "p.A12A",
        "p.G2032R,p.S1986=",
        "p.L2086F",
        "p.G2026R",
        "p.L2080F",
        "p.S1986F",
        "p.S1986Y",
        "p.A2032R",
        "p.G2000fs*3",
        "p.G12C",
        "",
        "NA",
    ],
    ["ENST00000368508", "ENST00000368508.3", "ENST00000368507", "NM_002944", "", "ENST00000999999", "enst00000368508"],
    ["x"],
]
Rows = list[list[str]]


def made(seed: int) -> Rows:
    r = random.Random(seed)
    return [[r.choice(cells) for cells in CELLS] for _ in range(r.randrange(1, 40))]


def table(rows: Rows, order: list[int] | None = None) -> bytes:
    order = order or list(range(len(HEADER)))
    return "".join("\t".join(row[i] for i in order) + "\n" for row in (HEADER, *rows)).encode()


def ours(ran: Ran) -> list[list[str]]:
    """The cells that were appended, of every row."""
    return [[row[name] for name in COLUMNS] for row in ran.rows]


def test_a_silent_name_on_an_unknown_transcript_changes_no_row_beside_it() -> None:
    def cells(name: str, transcript: str) -> list[str]:
        return ["ROS1", "A", "", "", name, transcript, ""]

    silent, known = cells("p.A12A", "ENST00000999999"), cells("p.G2032R", "ENST00000888888")
    alone = ours(run(table([known]), real=True))
    for rows in ([silent, known], [known, silent], [silent, silent, known]):
        found = ours(run(table(rows), real=True))
        assert found[rows.index(known)] == alone[0] and alone[0][1] == "error_transcript"
    sure = cells("p.G2032R", "ENST00000368508")
    assert ours(run(table([silent, sure]), real=True))[1][:2] == ["G2032R", "fusion_not_known"]


@pytest.mark.parametrize("fusion", [(), ("--fusion-positive",)], ids=["unknown", "fused"])
@pytest.mark.parametrize("seed", range(20))
def test_a_row_is_read_alike_alone_in_company_in_any_order_of_columns_and_line_by_line(
    seed: int, fusion: tuple[str, ...]
) -> None:
    rows, r = made(seed), random.Random(seed)
    found = ours(run(table(rows), *fusion, real=True))
    assert len(found) == len(rows)
    i = r.randrange(len(rows))
    assert ours(run(table([rows[i]]), *fusion, real=True)) == [found[i]]
    assert ours(run(table(rows, r.sample(range(7), 7)), *fusion, real=True)) == found
    assert ours(run(table(rows).replace(b"\n", b"\n#\n", 1), *fusion, real=True)) == found
    for row, (_, status, options, *_) in zip(rows, found, strict=True):
        assert row[0] != "ROS1" or status != "NA"
        assert options == "NA" or (fusion and not status.startswith("error"))


@pytest.mark.parametrize("seed", range(20))
def test_a_sample_names_no_drug_while_a_row_of_it_is_in_error_and_else_all_its_findings(seed: int) -> None:
    rows = made(seed)
    found = ours(run(table(rows), "--fusion-positive", real=True))
    samples = {s["sample"]: s for s in run(table(rows), "--samples", "--fusion-positive", real=True).rows}
    for name in {row[1].strip() for row in rows} - {"", "NA"}:
        mine = [(row, cells) for row, cells in zip(rows, found, strict=True) if row[1].strip() == name]
        line = samples[name]
        if any(cells[1].startswith("error") for _, cells in mine):
            assert line["ros1_options"] == "NA" and line["ros1_status"].startswith("error")
            continue
        findings = {cells[0] for row, cells in mine if row[0] == "ROS1"} - {"NA"}
        if findings and not line["ros1_status"].startswith("error"):
            assert set(line["ros1_finding"].replace(";", "/").split("/")) == findings


WIDE = {
    "Hugo_Symbol": ["ROS1"],
    "Tumor_Sample_Barcode": ["A", "B"],
    "NCBI_Build": ["GRCh37", "GRCh38", ""],
    "Chromosome": ["6", "7"],
    "Start_Position": ["117638347", "117317184", "117639399", "1"],
    "Strand": ["+", "-"],
    "Reference_Allele": ["C", "T", "G"],
    "Tumor_Seq_Allele1": ["C", "T"],
    "Tumor_Seq_Allele2": ["T", "C", "A"],
    "Mutation_Status": ["SOMATIC", "Wildtype", ""],
    "FILTER": ["PASS", "low_depth", "panel_of_normals", ""],
    "t_alt_count": ["7", "12", "0", "0.0", ""],
    "t_vaf": ["0.2", "0%", ""],
    "HGVSc": ["", "c.6094G>A", "c.1A>G", "ENST00000368507.8:c.6076G>A"],
    "HGVSp": ["", "p.Gly2032Arg", "p.Ser1986Phe"],
    "HGVSp_Short": ["p.G2032R", "p.S1986F", ""],
    "Transcript_ID": ["ENST00000368508.3", "ENST00000368507", "", "NM_001378902.1,NM_002944.2"],
    "RefSeq": ["NM_002944", "NM_000001", ""],
}


def alike(seed: int) -> Rows:
    """A row, and others that differ from it in one cell."""
    r = random.Random(seed)
    one = {name: r.choice(cells) for name, cells in WIDE.items()}
    rows = [list(one.values())]
    for name, cells in WIDE.items():
        rows += [list({**one, name: cell}.values()) for cell in cells]
    return rows


@pytest.mark.parametrize("seed", range(20))
def test_a_row_is_read_from_its_key_as_it_is_read_from_all_its_cells(seed: int, tmp_path: Path) -> None:
    """What is kept of a row is kept under all that its reading rests on."""
    (tmp_path / "rows.maf").write_text("\t".join(WIDE) + "\n")
    known = tables()
    with files.opened_input(str(tmp_path / "rows.maf")) as source:
        header = read_header(source, source.line(), Options())
    reader = RowReader(CellReader(known), Positions(known.reference), header, Options())
    for row in alike(seed):
        cells = [cell.encode() for cell in row]
        key = reader.key(cells)
        held = reader.alike(key)
        assert reader.read(held, key.said) == reader.read(cells, reader.numbering(cells))
        assert reader.doubt(held) == reader.doubt(cells)


@pytest.mark.parametrize("seed", range(20))
def test_rows_that_differ_in_one_cell_are_read_apart_whichever_comes_first(seed: int) -> None:
    r, data = random.Random(seed), ["\t".join(row) for row in alike(seed)]
    options = r.choice([(), ("--fusion-positive",), ("--build", "37"), ("--transcript", "NM_001378902")])

    def read(lines: list[str]) -> list[list[str]]:
        return ours(run("\n".join(["\t".join(WIDE), *lines, ""]).encode(), *options, real=True))

    assert read(data) == read(data[::-1])[::-1]
