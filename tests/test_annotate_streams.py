"""`ros1 annotate` as a filter: compressed and plain, files and pipes, whole or not at all, whatever the bytes are."""

from __future__ import annotations

import bz2
import gzip
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from annotate.kit import maf, restored, row, run
from hypothesis import given
from hypothesis import strategies as st
from test_annotate_vcf import HEAD37, OTHER, record, vcf
from toolbox import INTERRUPTED, TOY, command, environment, process

from ros1cli.annotate import files

DATA = maf(row("p.G28R"), row("p.R175H", "TP53"), row("p.G28="))
PLAIN = run(DATA).out
ASK = ("annotate", "--data", str(TOY))


def told(err: bytes) -> bytes:
    """stderr without the line that says what was taken for what."""
    return b"".join(line for line in err.splitlines(keepends=True) if b": taken for gene" not in line)


# -- compressed ------------------------------------------------------------------------------------------------------


def test_gzip_is_opened_by_its_first_bytes_from_a_file_of_any_name_and_from_a_pipe(tmp_path: Path) -> None:
    for name in ("x.maf.gz", "x.maf"):
        (tmp_path / name).write_bytes(gzip.compress(DATA))
        assert run(None, str(tmp_path / name)).out == PLAIN
    (tmp_path / "plain.gz").write_bytes(DATA)
    assert run(None, str(tmp_path / "plain.gz")).out == PLAIN
    assert run(gzip.compress(DATA)).out == PLAIN
    halves = gzip.compress(DATA[:40]) + gzip.compress(DATA[40:])
    assert run(halves).out == PLAIN


def test_a_name_that_ends_in_gz_is_written_compressed_the_same_bytes_each_time(tmp_path: Path) -> None:
    big = maf(*[row("p.R175H", "TP53", note="x" * 99)] * 3000, row("p.G28R"))
    for name in ("a.maf.gz", "b.maf.gz"):
        assert run(big, "--output", str(tmp_path / name)).status == 0
    one, other = ((tmp_path / n).read_bytes() for n in ("a.maf.gz", "b.maf.gz"))
    assert one == other and gzip.decompress(one) == run(big).out
    assert one[12:16] == b"BC\x02\x00" and one.endswith(bytes.fromhex("1b0003000000000000000000"))


def test_a_damaged_or_shortened_gzip_is_an_error_that_leaves_no_file(tmp_path: Path) -> None:
    packed = gzip.compress(DATA * 1000)
    broken = packed[:100] + b"\xff" * 20 + packed[120:]
    for data, words in ((packed[:-20], "cut short"), (broken, "damaged"), (packed + b"rubbish", "damaged")):
        ran = run(data, "--output", str(tmp_path / "out"))
        assert ran.status == 1 and words in ran.err and not list(tmp_path.iterdir())


def test_other_kinds_of_compression_are_named() -> None:
    for data in (bz2.compress(DATA), b"PK\x03\x04xxx", b"\xfd7zXZ\x00", gzip.compress(b"BCF\x02\x02xxxx")):
        ran = run(data)
        assert ran.status == 2 and len(ran.err.splitlines()) == 1 and ran.out == b""


# -- files -----------------------------------------------------------------------------------------------------------


def test_an_output_file_is_the_same_as_the_stream(tmp_path: Path) -> None:
    target = tmp_path / "out.maf"
    assert run(DATA, "--output", str(target)).out == b"" and target.read_bytes() == PLAIN
    assert run(DATA, "--output", "-").out == PLAIN
    assert [p.name for p in tmp_path.iterdir()] == ["out.maf"]


def test_an_output_file_keeps_its_mode_and_a_link_its_place(tmp_path: Path) -> None:
    target, link = tmp_path / "real.maf", tmp_path / "link.maf"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    assert run(DATA, "--output", str(link)).status == 0
    assert link.is_symlink() and target.read_bytes() == PLAIN and target.stat().st_mode & 0o777 == 0o640


def test_a_file_may_be_annotated_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "x.maf").write_bytes(DATA)
    assert run(None, str(tmp_path / "x.maf"), "--output", str(tmp_path / "x.maf")).status == 0
    assert (tmp_path / "x.maf").read_bytes() == PLAIN


def test_a_device_is_written_to_and_stays_a_device() -> None:
    assert run(DATA, "--output", "/dev/null").status == 0
    assert not Path("/dev/null").is_file()
    full = run(DATA, "--output", "/dev/full")
    assert full.status == 1 and "No space" in full.err


@pytest.mark.parametrize("where", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1", ">(cat)"])
def test_what_is_open_already_is_written_to_straight(where: str, tmp_path: Path) -> None:
    """Also behind `>>`: what stands in the file before is kept."""
    (tmp_path / "out").write_bytes(b"before\n")
    asked = f"{{ {' '.join(map(str, command(*ASK)))} --output {where}; sleep 0.2; }}"
    for to in (f">> {tmp_path / 'out'}", "| cat"):
        done = subprocess.run(
            ["bash", "-c", f"{asked} {to}"], input=DATA, capture_output=True, env=environment(), check=True, timeout=60
        )
        assert told(done.stderr) == b"" and done.stdout == (PLAIN if to == "| cat" else b"")
    assert (tmp_path / "out").read_bytes() == b"before\n" + PLAIN


def test_a_path_that_ends_as_a_folder_and_a_link_to_itself_are_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "link")
    for where in ("new/", "link"):
        ran = run(DATA, "--output", f"{tmp_path}/{where}")
        assert ran.status == 1 and len(ran.err.splitlines()) == 1 and ran.out == b""
    assert [p.name for p in tmp_path.iterdir()] == ["link"]


def test_a_link_to_a_file_that_is_not_there_yet_has_it_made(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real.maf")
    assert run(DATA, "--output", str(tmp_path / "link")).status == 0
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real.maf").read_bytes() == PLAIN


@pytest.mark.parametrize("where", ["", "missing/out.maf"])
def test_an_output_that_cannot_be_written_is_an_error(where: str, tmp_path: Path) -> None:
    ran = run(DATA, "--output", str(tmp_path / where))
    assert ran.status == 1 and len(ran.err.splitlines()) == 1 and not list(tmp_path.iterdir())


def test_bad_rows_do_not_keep_the_file_from_being_written(tmp_path: Path) -> None:
    ran = run(maf(row("p.A28R")), "--output", str(tmp_path / "out"))
    assert ran.status == 4 and b"error_residue" in (tmp_path / "out").read_bytes()


@pytest.mark.parametrize("name", ["nowhere.maf", ".", "a\0b", "\udcff"])
def test_an_input_that_cannot_be_read_is_one_sentence(name: str, tmp_path: Path) -> None:
    ran = run(None, str(tmp_path) if name == "." else name)
    assert ran.status == 1 and len(ran.err.splitlines()) == 1 and ran.out == b""


def test_a_file_without_permission_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.maf").write_bytes(DATA)
    (tmp_path / "x.maf").chmod(0)
    if os.access(tmp_path / "x.maf", os.R_OK):
        pytest.skip("nothing is forbidden to this user")
    assert run(None, str(tmp_path / "x.maf")).status == 1


# -- processes -------------------------------------------------------------------------------------------------------


def test_without_a_file_standard_input_is_read() -> None:
    assert process(*ASK, input=DATA, stdin=None).stdout == PLAIN
    assert process(*ASK, "-", input=DATA, stdin=None).stdout == PLAIN


def test_a_closed_pipe_ends_quietly() -> None:
    big = maf(*[row("p.R175H", "TP53")] * 60000)
    with subprocess.Popen(
        command(*ASK), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as run_:
        assert run_.stdin and run_.stdout and run_.stderr
        run_.stdout.close()
        try:
            run_.stdin.write(big)
            run_.stdin.close()
        except BrokenPipeError:
            pass
        assert told(run_.stderr.read()) == b"" and run_.wait(60) == 0


def test_closed_streams_and_a_full_disk_are_one_sentence() -> None:
    shell = f'{" ".join(map(str, command(*ASK)))} "$@"'
    for redirect, words in ((">/dev/full", b"No space"), (">&-", b"closed"), ("<&-", b"closed")):
        done = subprocess.run(
            ["sh", "-c", f"{shell} {redirect}"],
            input=DATA * 3,
            capture_output=True,
            env=environment(),
            check=False,
            timeout=60,
        )
        err = told(done.stderr)
        assert done.returncode == 1 and words in err and err.count(b"\n") == 1, err


@pytest.mark.parametrize(
    ("sign", "statuses"),
    [
        (signal.SIGINT, INTERRUPTED),
        *((s, (-s,)) for s in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2)),
    ],
)
def test_an_interrupted_run_leaves_nothing_behind(sign: int, statuses: tuple[int, ...], tmp_path: Path) -> None:
    target = tmp_path / "out.maf"
    with subprocess.Popen(
        command(*ASK, "--output", str(target)), stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as run_:
        assert run_.stdin and run_.stderr
        run_.stdin.write(DATA)
        run_.stdin.flush()
        for _ in range(600):
            if list(tmp_path.iterdir()):
                break
            time.sleep(0.05)
        assert [p.suffix for p in tmp_path.iterdir()] == [".tmp"]
        run_.send_signal(sign)
        assert run_.wait(60) in statuses and b"Traceback" not in run_.stderr.read()
    assert not list(tmp_path.iterdir())


def test_many_bad_rows_are_told_of_a_hundred_times_and_counted_to_the_last() -> None:
    ran = run(maf(*[row("p.A28R")] * 250))
    assert ran.status == 4 and len(ran.err.splitlines()) == 101
    assert "250 rows" in ran.err.splitlines()[-1] and "150 of them" in ran.err.splitlines()[-1]
    assert "line 101:" in ran.err and "line 102:" not in ran.err


def test_nothing_is_told_of_progress_where_nobody_sits() -> None:
    assert run(DATA).err == ""


# -- any bytes at all ------------------------------------------------------------------------------------------------

LINES = st.sampled_from(
    [
        "\t".join(row("p.G28R")),
        "\t".join(row("p.G24R", transcript="NM_900002.1")),
        "\t".join(row("p.A28R")),
        "\t".join(row("p.G28E", transcript="ENST00000403284")),
        "\t".join(row("p.G28fs")),
        "\t".join(row("p.R175H", "TP53")),
        "\t".join(row("p.G28R", "PROS1", note="ROS1")),
        "\t".join(row("p.G28R", "TP53", note="#x")),
        "\t".join(row("\0\xff", "TP53")),
        "ROS1\tS1\tp.G28R",
        "\t".join([*row("p.G28R"), "more"]),
        "",
        "# a comment",
        "#\tROS1\t",
    ]
)
PLACE = ["NCBI_Build", "Chromosome", "Start_Position", "Reference_Allele", "Tumor_Seq_Allele2"]
ENDS = st.sampled_from(["\n", "\r\n"])


@given(st.lists(st.tuples(LINES, ENDS), max_size=30), st.sampled_from([1, 7, 64, 300, 1 << 17]), st.booleans())
def test_blocks_of_any_size_give_the_same_bytes_and_lose_none(
    rows: list[tuple[str, str]], size: int, cut: bool
) -> None:
    data = maf() + "".join(line + end for line, end in rows).encode("latin-1")
    data = data.rstrip(b"\r\n") if cut else data
    with pytest.MonkeyPatch.context() as patch:
        whole = run(data)
        patch.setattr(files, "BLOCK", size)
        assert run(data) == whole
    assert whole.out.count(b"\n") == data.count(b"\n")
    for before, after in zip(data.split(b"\n"), whole.out.split(b"\n"), strict=True):
        assert after.startswith(before.rstrip(b"\r")) and after.endswith(b"\r") == before.endswith(b"\r")
    if whole.status == 0:
        assert restored(whole.out) == data


NAMES = [
    "p.G28R",
    "p.G24R",
    "p.L23F",
    "p.A28R",
    "p.G28=",
    "p.G28fs*3",
    "p.X28_splice",
    "p.G28X",
    "p.B28R",
    "",
    "NA",
    " NA  ",
    ".",
    "-",
]
NAMES += [
    "p.Gly28Arg",
    "NP_900002.1:p.Gly24Arg",
    "p.[Gly28Arg;Val32Met]",
    "p.G028R",
    "G28R",
    "nonsense",
    "p.",
    "p.?",
    "p.(=)",
]
SEQUENCES = [
    "NM_900001",
    "NM_900002.3",
    "nm_900002.3",
    "ENST00000403284",
    "ENST1",
    "",
    ".",
    "NA",
    "nan",
    "NM_900001;NM_900002",
    "x y",
]
SEQUENCES += ["NM_900002.3:c.70G>A", "c.70G>A", "ENST00000403284:c.1A>C", "Q0TOY1", "ENST00000403284,NM_900002"]
ORDERS = st.permutations(
    ["Hugo_Symbol", "HGVSp_Short", "HGVSp", "Transcript_ID", "HGVSc", *PLACE, "Tumor_Sample_Barcode"]
)
CELLS = st.fixed_dictionaries(
    {
        "Hugo_Symbol": st.sampled_from(["ROS1", "ROS1", "TP53"]),
        "HGVSp_Short": st.sampled_from(NAMES),
        "HGVSp": st.sampled_from(["", "p.Val32Met"]),
        "Transcript_ID": st.sampled_from(SEQUENCES),
        "HGVSc": st.sampled_from(SEQUENCES),
        "Start_Position": st.sampled_from(["1", "117638347", "117317184"]),
        "Tumor_Sample_Barcode": st.sampled_from(["A", "B"]),
    }
)


@given(
    ORDERS,
    st.lists(CELLS, max_size=12),
    st.sampled_from([(), ("--fusion-positive",), ("--transcript", "NM_900002")]),
    st.booleans(),
)
def test_the_fast_way_and_the_slow_way_give_the_same_bytes(
    order: list[str], rows: list[dict[str, str]], options: tuple[str, ...], real: bool
) -> None:
    options = tuple(o.replace("NM_900002", "NM_001378902") for o in options) if real else options
    place = dict(zip(PLACE, ("GRCh37", "6", "", "C", "T"), strict=True))
    data = maf(*([{**place, **cells}[c] for c in order] for cells in rows), header=order)
    with pytest.MonkeyPatch.context() as patch:
        fast = run(data, *options, real=real)
        patch.setattr("ros1cli.annotate.table_rows.regular_lines", lambda block, tabs: 0)
        assert run(data, *options, real=real) == fast
    assert restored(fast.out) == data


@given(st.binary(max_size=300))
def test_no_bytes_bring_a_traceback(data: bytes) -> None:
    for head in (b"", maf(), b"change\n", vcf(HEAD37), b"\x1f\x8b"):
        for argv in ((), ("--column", "change"), ("--samples",)):
            assert run(head + data, *argv).status in (0, 1, 2, 4)


@given(
    st.lists(st.sampled_from([OTHER, record("X", "117638347"), "6\t1", "#x", ""]), max_size=12),
    st.sampled_from([1, 50, 1 << 17]),
)
def test_blocks_of_any_size_give_the_same_vcf(records: list[str], size: int) -> None:
    data = vcf(HEAD37, *records)
    with pytest.MonkeyPatch.context() as patch:
        whole = run(data, real=True)
        patch.setattr(files, "BLOCK", size)
        assert run(data, real=True) == whole
    assert whole.status == (4 if "6\t1" in records else 0)
