#!/usr/bin/env python3
"""How fast `ros1 annotate` is beside mawk and csv.DictReader, and how its memory grows: ratios measured in one run.

    annotate_bench.py [--ros1 COMMAND] [--mawk COMMAND] [--rows N] [--rounds N] [--many N] [--json FILE]

The input is made here (made-up, seeded, the same bytes each time): a wide MAF in which the gene is in 0.1 % of the rows, and
one in which it is in every row, each with PROS1 rows, names of every kind, and the gene's name in other columns. mawk does the
same work: it finds the columns by their names, looks the change up in a table of answers and appends the same eight cells; it
does not check the number of cells of a row, which `ros1` does. All commands read a file and write into a pipe that `cat`
empties; they run in turn, in a new order every round. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

WORDS = {
    "genes": "TP53 KRAS EGFR STK11 KEAP1 BRAF MET ALK RET ERBB2 NF1 RB1 ATM PTEN APC TTN MUC16 RYR2 FAT1 KIT",
    "columns": "Hugo_Symbol Entrez_Gene_Id Center NCBI_Build Chromosome Start_Position End_Position Strand Consequence "
    "Variant_Classification Variant_Type Reference_Allele Tumor_Seq_Allele1 Tumor_Seq_Allele2 dbSNP_RS dbSNP_Val_Status "
    "Tumor_Sample_Barcode Matched_Norm_Sample_Barcode Mutation_Status Sequence_Source t_ref_count t_alt_count n_ref_count "
    "n_alt_count HGVSc HGVSp HGVSp_Short Transcript_ID RefSeq Protein_position Codons Comments",
    "ours": "finding status options excluded no_data basis caution data",
}
GENES, COLUMNS, OURS = (text.split() for text in WORDS.values())
LETTERS = "ARNDCEQGHILKMFPSTWYV"
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


def make(rows: int, share: float, real: bool) -> None:
    """The rows of a MAF on standard output. `real`: the changes fit the protein, and the gene's transcript is a known one."""
    import ros1cli

    tables = ros1cli.load()
    known = [f.id for f in tables.findings.values() if f.on_target and len(f.members) == 1]
    sequence = tables.reference.sequence if real else ""
    r = random.Random(3)
    write = sys.stdout.buffer.write
    for i in range(rows):
        x, pos = r.random(), r.randrange(240_000_000)
        gene = "ROS1" if x < share else "PROS1" if x < 2 * share else GENES[r.randrange(len(GENES))]
        comment = "GOPC-ROS1 fusion in same sample" if 2 * share <= x < 2.1 * share else ""
        name, place = change(r, gene, known, sequence)
        transcript = "ENST00000368508" if sequence and gene == "ROS1" else f"ENST00000{i % 400000:06d}"
        sample, depth = f"TCGA-{i % 97:02d}-{i % 9973:04d}-01", r.randrange(400)
        place_cells = f"GRCh37\t{1 + i % 22}\t{pos}\t{pos}\t+\tmissense_variant\tMissense_Mutation\tSNP\tC\tC\tT\trs{pos % 9999999}"
        counts = f"{depth}\t{depth // 3}\t{depth}\t0"
        names = f"{transcript}.3:c.{place * 3}C>T\tp.Gly{place}Arg\t{name}\t{transcript}\tNM_{i % 60000:06d}.2\t{place}"
        write(
            f"{gene}\t{1000 + len(gene)}\tsynthetic.org\t{place_cells}\t\t{sample}\t{sample[:-2]}11\tSOMATIC\tWXS\t{counts}\t"
            f"{names}\tgCt/gTt\t{comment}\n".encode()
        )


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


HEAD = b"#version 2.4\n" + "\t".join(COLUMNS).encode() + b"\n"


def made(folder: Path, rows: int, share: float, real: bool = False) -> Path:
    """A file of such rows, header and all. A process of its own makes it: the memory of this one counts as its children's."""
    path = folder / "rows.maf"
    with path.open("wb") as file:
        file.write(HEAD)
        file.flush()
        subprocess.run(
            [sys.executable, __file__, "--make", str(rows), str(share), str(int(real))], stdout=file, check=True
        )
    return path


def lookup(ros1: str, folder: Path) -> Path:
    """The answers of `ros1` to the known changes, for the others to look up."""
    listed = json.loads(
        subprocess.run([ros1, "mutation", "--list", "--json"], stdout=subprocess.PIPE, check=True).stdout
    )
    known = [m["mutation"] for m in listed if m["kind"] == "on_target"]
    rows = "Hugo_Symbol\tHGVSp_Short\n" + "".join(f"ROS1\tp.{n}\n" for n in known)
    out = subprocess.run(
        [ros1, "annotate", "-"], input=rows.encode(), stdout=subprocess.PIPE, check=True
    ).stdout.decode()
    path = folder / "answers.tsv"
    lines = (line.split("\t", 2) for line in out.splitlines()[1:])
    path.write_text("".join(f"{name.removeprefix('p.')}\t{cells}\n" for _, name, cells in lines))
    return path


def once(argv: list[str], path: Path) -> tuple[float, float]:
    """One run, file to pipe: seconds by the clock, and of the processor."""
    with path.open("rb") as rows, subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as sink:
        begin = time.perf_counter()
        run = subprocess.Popen(argv, stdin=rows, stdout=sink.stdin, stderr=subprocess.DEVNULL)
        assert sink.stdin
        sink.stdin.close()
        _, status, used = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        sink.wait()
        wall = time.perf_counter() - begin
    assert run.returncode in (0, 4), f"{argv[0]} ended with {run.returncode}"
    return wall, used.ru_utime + used.ru_stime


def race(commands: dict[str, list[str]], path: Path, rounds: int) -> dict[str, list[tuple[float, float]]]:
    """All commands in turn, after one round that does not count."""
    order = random.Random(1)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for i in range(rounds + 1):
        names = list(commands)
        order.shuffle(names)
        for name in names:
            found = once(commands[name], path)
            if i:
                times[name].append(found)
    return times


def ratio(times: dict[str, list[tuple[float, float]]], base: str, which: int = 0) -> float:
    """How many times as fast as `base`: the median of the rounds."""
    return statistics.median(b[which] / own[which] for b, own in zip(times[base], times["ros1"], strict=True))


def peak(ros1: str, rows: Path, times: int) -> int:
    """The most memory, in KiB, that a run over `times` times these rows takes; they come through a pipe."""
    argv = [ros1, "annotate", "-"]
    run = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert run.stdin
    run.stdin.write(HEAD)
    for _ in range(times):
        with rows.open("rb") as file:
            file.seek(len(HEAD))
            shutil.copyfileobj(file, run.stdin, 1 << 20)
    run.stdin.close()
    _, status, used = os.wait4(run.pid, 0)
    run.returncode = os.waitstatus_to_exitcode(status)
    assert run.returncode in (0, 4)
    return used.ru_maxrss


def commands_for(args: argparse.Namespace, folder: Path) -> dict[str, list[str]]:
    """What runs against what."""
    table = lookup(args.ros1, folder)
    (folder / "annotate.awk").write_text(AWK.replace("OURS", '"' + "\\tros1_".join(OURS) + '"'))
    (folder / "reader.py").write_text(READER)
    out = {"ros1": [args.ros1, "annotate", "-"]}
    if shutil.which(args.mawk):
        out["mawk"] = [args.mawk, "-v", f"T={table}", "-f", str(folder / "annotate.awk")]
    out["csv.DictReader"] = [sys.executable, str(folder / "reader.py"), str(table), " ".join(OURS)]
    return out


class Figure(NamedTuple):
    """A ratio with its goal. `processor`: the same ratio by processor time, which a busy machine spoils less."""

    name: str
    value: float
    processor: float | None
    goal: str


SCENES = (
    ("0.1 % of the rows", 0.001, False, ">= 1.2"),
    ("every row, transcripts as they come", 1.0, False, ">= 0.4"),
    ("every row, known transcript, real residues", 1.0, True, "no goal"),
)


def measure(args: argparse.Namespace, folder: Path) -> list[Figure]:
    """All figures with their goals."""
    commands = commands_for(args, folder)
    figures: list[Figure] = []
    for label, share, real, goal in SCENES:
        path = made(folder, args.rows, share, real)
        some = commands if share < 1 else {k: v for k, v in commands.items() if k != "csv.DictReader"}
        times = race(some, path, args.rounds)
        for command, found in times.items():
            wall, cpu = (statistics.median(t[i] for t in found) for i in (0, 1))
            speed = path.stat().st_size / wall / 1e6
            print(f"# {label}: {command}: {wall:.3f} s, processor {cpu:.3f} s, {speed:.0f} MB/s", flush=True)
        figures += [
            Figure(
                f"ROS1 in {label}: times {base}",
                ratio(times, base),
                ratio(times, base, 1),
                ">= 10" if base == "csv.DictReader" else goal,
            )
            for base in times
            if base != "ros1"
        ]
    few_rows = made(folder, 100_000, 0.001)
    few, many = (peak(args.ros1, few_rows, n) for n in (1, max(args.many // 100_000, 1)))
    print(f"# peak memory: {few} KiB at 100,000 rows, {many} KiB at {args.many:,}")
    return [*figures, Figure(f"memory at {args.many:,} rows against 100,000", many / few, None, "<= 1.1")]


def main() -> None:
    """Measure, and print a table with the goals beside."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ros1", default=shutil.which("ros1") or str(Path(sys.executable).parent / "ros1"))
    parser.add_argument("--mawk", default="mawk")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--many", type=int, default=5_000_000, help="rows of the larger file whose memory is measured")
    parser.add_argument("--json", help="also write the figures to this file")
    parser.add_argument("--make", nargs=3, metavar=("ROWS", "SHARE", "REAL"), help="only make rows, on standard output")
    args = parser.parse_args()
    if args.make:
        make(int(args.make[0]), float(args.make[1]), args.make[2] == "1")
        return
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(args, Path(folder))
    print("\n| figure | measured | by processor time | goal |\n| --- | --- | --- | --- |")
    for f in figures:
        print(f"| {f.name} | {f.value:.2f} | {'' if f.processor is None else f'{f.processor:.2f}'} | {f.goal} |")
    if args.json:
        Path(args.json).write_text(json.dumps([f._asdict() for f in figures], indent=1))


if __name__ == "__main__":
    main()
