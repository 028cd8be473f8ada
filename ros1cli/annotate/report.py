"""What is told on stderr: rows that could not be understood, and how far the work is."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from ros1cli.errors import shown
from ros1cli.stderr import tell, write

BAD_ROWS = 4
_TOLD_ONE_BY_ONE = 100
_PATIENCE = 2.0
_STEP = 0.5
_ROWS = "all are in the output, marked error_..."
_SAMPLES = (
    "the samples of such rows are marked error_... and name no drug, and a row that may matter and names no sample stands as "
    "NA, marked error_...; no other row can change an answer."
)


class Report:
    """Counts the bad rows and tells of the first hundred with their line; the rest is only counted."""

    def __init__(self, name: str, by_sample: bool = False) -> None:
        self.name = name
        self.bad = 0
        self._where = _SAMPLES if by_sample else _ROWS

    def row(self, line: int, why: str) -> None:
        """A row that could not be understood. The output says so: it stands there marked, or its sample does."""
        self._bad(f"line {line}: {why}")

    def sample(self, sample: str, why: str) -> None:
        """A sample whose findings could not be taken together."""
        self._bad(f"sample {shown(sample)}: {why}")

    def _bad(self, words: str) -> None:
        if self.bad < _TOLD_ONE_BY_ONE:
            tell(f"ros1: {self.name}, {words}")
        self.bad += 1

    def end(self) -> int:
        """The exit status, after one line that counts the bad rows when there were any."""
        if not self.bad:
            return 0
        more = f"; {self.bad - _TOLD_ONE_BY_ONE} of them are not listed here" if self.bad > _TOLD_ONE_BY_ONE else ""
        rows = "1 row or sample" if self.bad == 1 else f"{self.bad} rows or samples"
        tell(f"ros1: {rows} of {self.name} could not be understood{more}; {self._where}")
        return BAD_ROWS


class Progress:
    """A line that says how far the work is: only on a terminal that the rows do not go to, and only when it is long."""

    def __init__(self, rows_to_stdout: bool) -> None:
        shared = rows_to_stdout and _is_terminal(sys.stdout)
        self._due = time.monotonic() + _PATIENCE if _is_terminal(sys.stderr) and not shared else None
        self._shown = False

    def at(self, rows: int, taken: int) -> None:
        """Say it when it is time."""
        if self._due is not None and time.monotonic() >= self._due:
            write(f"\rros1: {rows:,} rows, {taken / 1e6:,.0f} MB read ")
            self._due, self._shown = time.monotonic() + _STEP, True

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            write("\r" + " " * 60 + "\r")
            self._shown = False


def listed(names: Sequence[str], most: int) -> str:
    """The first of some names, and how many more there are."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")


def _is_terminal(stream: object) -> bool:
    with suppress(ValueError, AttributeError):
        return bool(stream.isatty())  # type: ignore[attr-defined]
    return False
