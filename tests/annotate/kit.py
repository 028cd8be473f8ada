"""What the tests of `ros1 annotate` share: rows, runs over files and standard input, and cells by their name."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from toolbox import TOY

from ros1cli.__main__ import main

HERE = Path(__file__).parent
OURS = ["finding", "status", "options", "excluded", "no_data", "basis", "caution", "data"]
COLUMNS = [f"ros1_{name}" for name in OURS]
BLANK = b"\tNA" * len(COLUMNS)
HEADER = ["Hugo_Symbol", "Tumor_Sample_Barcode", "HGVSp_Short", "Transcript_ID", "Comments"]


class Ran(NamedTuple):
    """What a run left behind, as bytes. `taken` is the line that says what was taken for what; it is no part of `err`."""

    status: int
    out: bytes
    err: str
    taken: str = ""

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of a tab-separated output by the names of their columns; comments and blank lines left out."""
        lines = [r for r in self.out.decode("utf-8", "surrogateescape").splitlines() if r and not r.startswith("#")]
        names = lines[0].split("\t")
        return [dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:]]

    def column(self, name: str) -> list[str]:
        return [row[f"ros1_{name}"] for row in self.rows]


def run(data: bytes | None, *argv: str, real: bool = False) -> Ran:
    """`ros1 annotate` on standard input, over the invented tables unless `real`."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
    stdin = io.TextIOWrapper(io.BytesIO(data or b""), encoding="utf-8")
    where = () if real else ("--data", str(TOY))
    source = () if data is None else ("-",)
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]), patch("sys.stdin", stdin):
        status = main(["annotate", *source, *argv, *where])
    for stream in streams:
        stream.flush()
    said = streams[1].buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    taken = "".join(line for line in said if ": taken for gene" in line)
    err = "".join(line for line in said if ": taken for gene" not in line)
    return Ran(status, streams[0].buffer.getvalue(), err, taken)


def maf(*rows: list[str] | tuple[str, ...], header: list[str] | None = None) -> bytes:
    """A table of tab-separated cells."""
    return "".join("\t".join(row) + "\n" for row in (header or HEADER, *rows)).encode()


def row(
    change: str, gene: str = "ROS1", sample: str = "S1", transcript: str = "NM_900001.2", note: str = ""
) -> list[str]:
    """A row under HEADER."""
    return [gene, sample, change, transcript, note]


def restored(out: bytes) -> bytes:
    """The output without what was appended: every line loses its last eight cells."""
    lines = out.split(b"\n")
    cut = []
    for line in lines:
        body, end = (line[:-1], b"\r") if line.endswith(b"\r") else (line, b"")
        keep = body.startswith(b"#") or not body
        cut.append(line if keep else body.rsplit(b"\t", len(COLUMNS))[0] + end)
    return b"\n".join(cut)
