"""How fast `ros1 annotate` is beside mawk and csv.DictReader, and how its memory grows.

The input is made here (made-up, seeded, the same bytes each time): a wide MAF in which the gene is in 0.1 % of the rows, and
one in which it is in every row, each with PROS1 rows, names of every kind, and the gene's name in other columns. mawk does the
same work: it finds the columns by their names, looks the change up in a table of answers and appends the same eight cells; it
does not check the number of cells of a row, which `ros1` does. All commands read a file and write into a pipe.
"""

from __future__ import annotations

import json
import random
import shutil
import statistics
import subprocess
from functools import partial
from pathlib import Path
from typing import IO

from measure import ENV, Figure, Ros1, Took, in_turn, into_pipe, peak

ROWS, MANY, FEW = 1_000_000, 5_000_000, 100_000

WORDS = {
    "genes": "TP53 KRAS EGFR STK11 KEAP1 BRAF MET ALK RET ERBB2 NF1 RB1 ATM PTEN APC TTN MUC16 RYR2 FAT1 KIT",
    "columns": "Hugo_Symbol Entrez_Gene_Id Center NCBI_Build Chromosome Start_Position End_Position Strand Consequence "
    "Variant_Classification Variant_Type Reference_Allele Tumor_Seq_Allele1 Tumor_Seq_Allele2 dbSNP_RS dbSNP_Val_Status "
    "Tumor_Sample_Barcode Matched_Norm_Sample_Barcode Mutation_Status Sequence_Source t_ref_count t_alt_count n_ref_count "
    "n_alt_count HGVSc HGVSp HGVSp_Short Transcript_ID RefSeq Protein_position Codons Comments",
    "ours": "finding status options excluded no_data basis caution data",
}
GENES, COLUMNS, OURS = (text.split() for text in WORDS.values())
HEAD = b"#version 2.4\n" + "\t".join(COLUMNS).encode() + b"\n"
LETTERS = "ARNDCEQGHILKMFPSTWYV"
CODES = "Ala Arg Asn Asp Cys Glu Gln Gly His Ile Leu Lys Met Phe Pro Ser Thr Trp Tyr Val"
THREE = dict(zip(LETTERS, CODES.split(), strict=True))
AWK = r"""
BEGIN { FS = OFS = "\t"; while ((getline l < T) > 0) { n = index(l, "\t"); tab[substr(l, 1, n - 1)] = substr(l, n + 1) } }
!seen && /^#/ { print; next }
!seen { for (i = 1; i <= NF; i++) { if ($i == "Hugo_Symbol") g = i; if ($i == "HGVSp_Short") h = i }
        seen = 1; print $0 "\tros1_" OURS; next }
$g == "ROS1" { s = $h; sub(/^p\./, "", s)
    if (s in tab) print $0 "\t" tab[s]
    else if (s ~ /^[A-Za-z][0-9]+[A-Za-z]$/) print $0 "\t" s "\tnot_in_tables\tNA\tNA\tNA\tNA\tNA\tNA"
    else print $0 "\tNA\tnot_covered\tNA\tNA\tNA\tNA\tNA\tNA"
    next }
{ print $0 "\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA" }
"""
READER = """
import csv, sys
with open(sys.argv[1], newline="") as f:
    ours = {line[0]: line[1:] for line in csv.reader(f, delimiter="\\t", quoting=csv.QUOTE_NONE)}
names = [f"ros1_{n}" for n in sys.argv[2].split()]
rows = csv.DictReader((r for r in sys.stdin if r[0] != "#"), delimiter="\\t", quoting=csv.QUOTE_NONE)
fields = [*rows.fieldnames, *names]
out = csv.DictWriter(sys.stdout, fields, delimiter="\\t", lineterminator="\\n", quoting=csv.QUOTE_NONE, quotechar=None)
out.writeheader()
blank, unknown = dict.fromkeys(names, "NA"), ["NA"] * 8
for row in rows:
    row.update(blank)
    if row["Hugo_Symbol"] == "ROS1":
        row.update(zip(names, ours.get(row["HGVSp_Short"].removeprefix("p."), unknown)))
    out.writerow(row)
"""


def make(path: Path, rows: int, share: float, known: list[str], sequence: str) -> None:
    """Write a MAF. With a sequence, the changes fit that protein and the gene's transcript is a known one."""
    r = random.Random(3)
    with path.open("wb") as file:
        file.write(HEAD)
        for i in range(rows):
            file.write(row(r, i, share, known, sequence))


def row(r: random.Random, i: int, share: float, known: list[str], sequence: str) -> bytes:
    """One row."""
    x, pos = r.random(), r.randrange(240_000_000)
    gene = "ROS1" if x < share else "PROS1" if x < 2 * share else GENES[r.randrange(len(GENES))]
    comment = "GOPC-ROS1 fusion in same sample" if 2 * share <= x < 2.1 * share else ""
    name, place = change(r, gene, known, sequence)
    transcript = "ENST00000368508" if sequence and gene == "ROS1" else f"ENST00000{i % 400000:06d}"
    entrez = 6098 if gene == "ROS1" else 1000 + len(gene)  # as in a real file: the id is read where the symbol is not
    sample, depth = f"TCGA-{i % 97:02d}-{i % 9973:04d}-01", r.randrange(400)
    place_cells = (
        f"GRCh37\t{1 + i % 22}\t{pos}\t{pos}\t+\tmissense_variant\tMissense_Mutation\tSNP\tC\tC\tT\trs{pos % 9999999}"
    )
    counts = f"{depth}\t{depth // 3}\t{depth}\t0"
    names = f"{transcript}.3:c.{place * 3}C>T\t{_long(name)}\t{name}\t{transcript}\tNM_{i % 60000:06d}.2\t{place}"
    return (
        f"{gene}\t{entrez}\tsynthetic.org\t{place_cells}\t\t{sample}\t{sample[:-2]}11\tSOMATIC\tWXS\t{counts}\t"
        f"{names}\tgCt/gTt\t{comment}\n"
    ).encode()


def change(r: random.Random, gene: str, known: list[str], sequence: str) -> tuple[str, int]:
    """A name under HGVSp_Short: half of those of the gene are known, the rest is of every kind."""
    if gene == "ROS1" and r.random() < 0.5:
        name = known[r.randrange(len(known))]
        return f"p.{name}", int(name[1:-1])
    place = r.randrange(len(sequence) or 2300)
    first, kind = sequence[place] if sequence else r.choice(LETTERS), r.random()
    place += 1
    if kind < 0.12:
        return f"p.{first}{place}=", place
    if kind < 0.16:
        return f"p.{first}{place}fs*{r.randrange(1, 41)}", place
    if kind < 0.20:
        return (f"p.X{place}_splice" if kind < 0.18 else ""), place
    return f"p.{first}{place}{r.choice(LETTERS)}", place


def _long(name: str) -> str:
    """The same name under HGVSp, in three letters; a splice name has none."""
    first, rest = THREE.get(name[2:3], ""), name[3:].replace("fs*", "fsTer")
    return f"p.{first}{rest[:-1]}{THREE.get(rest[-1], rest[-1])}" if first else ""


SCENES = (
    ("ROS1 in 0.1 % of the rows", 0.001, False, "≥ 1.2"),
    ("ROS1 in every row, transcripts as they come", 1.0, False, ""),
    ("ROS1 in every row, known transcript, real residues", 1.0, True, "≥ 0.4"),
)


def figures(ros1: Ros1, rounds: int, folder: Path) -> list[Figure]:
    """All figures of annotate."""
    known, sequence = _knowledge(ros1)
    commands = _commands(ros1, known, folder)
    path = folder / "rows.maf"
    found: list[Figure] = []
    for label, share, real, goal in SCENES:
        make(path, ROWS, share, known, sequence if real else "")
        racers = [name for name in commands if share < 1 or name != "csv.DictReader"]
        took = in_turn({name: partial(into_pipe, commands[name], path, (0, 4)) for name in racers}, rounds)
        found += [
            Figure(
                f"annotate, {label}: times as fast as {name}", *_faster(took, name), goal if name == "mawk" else "≥ 10"
            )
            for name in racers
            if name != "ros1"
        ]
    make(path, FEW, 0.001, known, "")
    few, many = (peak(ros1, ("annotate", "-"), folder, partial(_feed, path, n // FEW)) for n in (FEW, MANY))
    return [*found, Figure(f"annotate, peak memory at {MANY:,} rows against {FEW:,}", many / few, None, "≤ 1.1")]


def _knowledge(ros1: Ros1) -> tuple[list[str], str]:
    """The single changes that the installed tables know, and the reference protein."""
    ask = (
        "import json, ros1cli; t = ros1cli.load(); "
        "print(json.dumps([[f.id for f in t.findings.values() if f.on_target and len(f.members) == 1], t.reference.sequence]))"
    )
    known, sequence = json.loads(subprocess.check_output([ros1.python, "-c", ask], env=ENV, cwd="/"))
    return known, sequence


def _commands(ros1: Ros1, known: list[str], folder: Path) -> dict[str, list[str]]:
    """What runs against what; mawk where there is one."""
    table = folder / "answers.tsv"
    rows = "Hugo_Symbol\tHGVSp_Short\n" + "".join(f"ROS1\tp.{n}\n" for n in known)
    answers = subprocess.run(ros1("annotate", "-"), env=ENV, input=rows, stdout=subprocess.PIPE, check=True, text=True)
    lines = (line.split("\t", 2) for line in answers.stdout.splitlines()[1:])
    table.write_text("".join(f"{name.removeprefix('p.')}\t{cells}\n" for _, name, cells in lines))
    (folder / "annotate.awk").write_text(AWK.replace("OURS", '"' + "\\tros1_".join(OURS) + '"'))
    (folder / "reader.py").write_text(READER)
    mawk = ["mawk", "-v", f"T={table}", "-f", str(folder / "annotate.awk")]
    reader = [ros1.python, str(folder / "reader.py"), str(table), " ".join(OURS)]
    return {"ros1": ros1("annotate", "-"), **({"mawk": mawk} if shutil.which("mawk") else {}), "csv.DictReader": reader}


def _faster(took: dict[str, list[Took]], name: str) -> tuple[float, float]:
    """How many times as fast `ros1` is, by the clock and by the processor: the median of the rounds."""
    pairs = list(zip(took[name], took["ros1"], strict=True))
    return (
        statistics.median(other.wall / own.wall for other, own in pairs),
        statistics.median(other.cpu / own.cpu for other, own in pairs),
    )


def _feed(path: Path, times: int, pipe: IO[bytes]) -> None:
    """The rows of a file so many times over, under one header."""
    pipe.write(HEAD)
    for _ in range(times):
        with path.open("rb") as file:
            file.seek(len(HEAD))
            shutil.copyfileobj(file, pipe, 1 << 20)
