"""Bytes in and out.

In: a file or standard input, opened when it is gzip, in blocks of whole lines. Out: standard output, or a file that is written
whole or not at all.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import signal
import stat
import struct
import sys
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import IO, Any, NamedTuple, NoReturn

from ros1cli.errors import CannotRead, CannotWrite, NotUnderstood, reason, shown
from ros1cli.stderr import tell

Write = Callable[[bytes], Any]

BLOCK = 1 << 17
_LONGEST = 1 << 28
_MOST_LINES = 100  # of a row of CSV
_GZIP = b"\x1f\x8b"
_BGZF = re.compile(rb"\x1f\x8b\x08[\x04-\xff].{8}BC\x02\x00", re.DOTALL)
_END_OF_BGZF = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
_OTHERS = {b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstandard", b"PK\x03\x04": "zip"}

_OPEN_ALREADY = re.compile(r"/(?:dev|proc/self)/(?:fd/)?([0-9]{1,9}|stdout|stderr)")
_ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGXCPU")
_NOT_SEPARATING = bytes(c for c in range(256) if c not in b"\t\n")
_PIECE = 65280
_PIPE = 1 << 20


class Packed:
    """The bytes of a gzip file as they pass, to see whether a bgzip file ends as it must.

    Its blocks are whole gzip files, so that one cut between two of them unpacks without an error; only the empty block that
    bgzip writes last says that nothing is missing.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._first = b""
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        """As of the stream."""
        data: bytes = self._stream.read(size)
        if len(self._first) < len(_END_OF_BGZF):
            self._first = (self._first + data)[: len(_END_OF_BGZF)]
        self._last = (self._last + data[-len(_END_OF_BGZF) :])[-len(_END_OF_BGZF) :]
        return data

    @property
    def lacks_end(self) -> bool:
        """Whether it began as bgzip does and, all being read, did not end so."""
        return _BGZF.match(self._first) is not None and self._last != _END_OF_BGZF


class Input:
    """An open input. `name` is what messages call it; `read` counts the bytes of the blocks that were given out."""

    def __init__(self, stream: Any, name: str, packed: Packed | None = None) -> None:
        self.name = name
        self.read = 0
        self._stream = stream
        self._packed = packed
        self._ahead: list[bytes] = []
        # A pipe gives what it has; of gzip that would be little at a time.
        self._more = stream.read if packed else stream.read1

    def line(self) -> bytes:
        """The next line with its end; empty when there is none."""
        with _reading(self.name):
            line: bytes = self._stream.readline(_LONGEST)
        if not line:
            self._check_end()
        self._check(len(line))
        return line

    def look_ahead(self, most: int) -> list[bytes]:
        """The next lines, which `blocks` gives out all the same. Only what stands in the first `most` bytes is looked at."""
        size = 0
        while size < most and (line := self.line()):
            self._ahead.append(line)
            size += len(line)
        return self._ahead

    def blocks(self) -> Iterator[bytes]:
        """What is left, in blocks of whole lines; only the last block may lack its line end."""
        if self._ahead:
            self.read += sum(map(len, self._ahead))
            yield b"".join(self._ahead)
        more, size = self._more, 0
        parts: list[bytes] = []
        while True:
            with _reading(self.name):
                chunk = more(BLOCK)
            if not chunk:
                self._check_end()
                break
            cut = chunk.rfind(b"\n") + 1
            parts.append(chunk[:cut] if cut else chunk)
            size += len(chunk)
            self._check(size)
            if cut:
                self.read += size
                yield b"".join(parts)
                parts, size = [chunk[cut:]], 0
        if last := b"".join(parts):
            yield last

    def _check_end(self) -> None:
        if self._packed and self._packed.lacks_end:
            raise CannotRead(f"{self.name} could not be read to its end: the bgzip file is cut short.")

    def _check(self, size: int) -> None:
        if size >= _LONGEST:
            raise CannotRead(f"{self.name} has a line of more than {_LONGEST >> 20} MiB; that is no table of variants.")


class FileLine(NamedTuple):
    """A line, or a row of CSV, with the number of its first line; its line end stands apart."""

    number: int
    body: bytes
    end: bytes

    @property
    def is_row(self) -> bool:
        """Neither blank nor a comment."""
        return bool(self.body) and not self.body.startswith(b"#")


def regular_lines(block: bytes, tabs: int) -> int:
    """How many lines a block has when all are whole rows with so many tabs; 0 for any other block."""
    shape = block.translate(None, _NOT_SEPARATING)
    line = b"\t" * tabs + b"\n"
    count = len(shape) // len(line)
    # One byte is found ten times as fast as two, and most tables have none.
    has_comment = b"#" in block and (block.startswith(b"#") or b"\n#" in block)
    return count if shape == line * count and block.endswith(b"\n") and not has_comment else 0


def lines(block: bytes, number: int) -> Iterator[FileLine]:
    """The lines of a block; the first has `number`. A lone carriage return ends no line."""
    parts = block.split(b"\n")
    last = parts.pop()
    for part in parts:
        if part.endswith(b"\r"):
            yield FileLine(number, part[:-1], b"\r\n")
        else:
            yield FileLine(number, part, b"\n")
        number += 1
    if last:
        body = last.removesuffix(b"\r")
        yield FileLine(number, body, last[len(body) :])


def numbered_lines(blocks: Iterable[bytes], number: int) -> Iterator[FileLine]:
    """The lines of all blocks; the first has `number`."""
    for block in blocks:
        yield from lines(block, number)
        number += block.count(b"\n")


def rows_of_csv(blocks: Iterable[bytes], number: int) -> Iterator[FileLine]:
    """Rows whose quotes are closed. A quote that is never closed spoils its own line, not the rest of the file."""
    source = numbered_lines(blocks, number)
    again: deque[FileLine] = deque()  # lines behind a quote that was not closed: read once more
    held: list[FileLine] = []
    quotes = 0
    while True:
        line = again.popleft() if again else next(source, None)
        if line is not None:
            held.append(line)
            quotes += line.body.count(b'"')
        elif not held:
            return
        if quotes % 2 == 0:
            body = b"".join(part.body + part.end for part in held[:-1]) + held[-1].body
            yield FileLine(held[0].number, body, held[-1].end)
        elif line is None or len(held) > _MOST_LINES:
            yield held[0]
            again.extendleft(reversed(held[1:]))
        else:
            continue
        held, quotes = [], 0


def split_csv(body: bytes) -> list[bytes]:
    """The cells of a row, without their quotes."""
    if b'"' not in body:
        return body.split(b",")
    csv.field_size_limit(sys.maxsize)
    try:
        return [c.encode("latin-1") for c in next(csv.reader([body.decode("latin-1")]))]
    except csv.Error:  # a carriage return outside quotes: the row keeps its quotes, and its cells are not understood
        return body.split(b",")


def quoted(cell: str) -> str:
    """A cell as CSV writes it."""
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in ',"\r\n') else cell


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Every way in which reading fails, as one sentence."""
    try:
        yield
    except EOFError as error:
        raise CannotRead(f"{name} could not be read to its end: the gzip stream is cut short.") from error
    except zlib.error as error:
        raise CannotRead(f"{name} could not be read to its end: the gzip stream is damaged.") from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is None:  # of the gzip module, not of the system
            raise CannotRead(f"{name} could not be read to its end: the gzip stream is damaged.") from error
        raise CannotRead(f"{name} could not be read: {reason(error)}.") from error


@contextmanager
def opened_input(file: str | None) -> Iterator[Input]:
    """The input: a path, `-` for standard input, or None for standard input; on a terminal that is said first.

    Raises:
        CannotRead: there is no such file, or it cannot be read.
        NotUnderstood: it is compressed in a way that is not read here.
    """
    name = "Standard input" if file is None or file == "-" else shown(file)
    with _reading(name):
        owner = _stdin(file) if file is None or file == "-" else Path(file).open("rb")  # noqa: SIM115 - closed below
    with owner as stream:
        with _reading(name):
            start = stream.peek(6)[:6]
        for magic, what in _OTHERS.items():
            if start.startswith(magic):
                raise NotUnderstood(
                    f"{name} is compressed with {what}, and only gzip is read; unpack it first.", given=file
                )
        if start.startswith(_GZIP):
            packed = Packed(stream)
            yield Input(gzip.GzipFile(fileobj=packed, mode="rb"), name, packed)  # type: ignore[call-overload]
        else:
            yield Input(stream, name)


def _stdin(file: str | None) -> AbstractContextManager[Any]:
    if sys.stdin is None:
        raise CannotRead("Standard input is closed; give a FILE.")
    if file is None and sys.stdin.isatty():
        tell(
            "ros1: waiting for a MAF, VCF, TSV or CSV on standard input; its end is Ctrl-D. Or give a FILE: Ctrl-C first."
        )
    stream: Any = sys.stdin.buffer
    return nullcontext(stream if hasattr(stream, "peek") else io.BufferedReader(stream))


# -- out ----------------------------------------------------------------------------------------------------------------


@contextmanager
def opened_output(to: str | None) -> Iterator[Write]:
    """Where the rows go: `--output`, or standard output when it is None or `-`.

    Raises:
        CannotWrite: the place cannot be written to, or not all of it. A closed pipe is left to the caller.
    """
    what = "standard output" if to is None or to == "-" else shown(to)
    try:
        with _stdout() if to is None or to == "-" else _file(to) as write:
            yield write
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise CannotWrite(f"The rows could not be written to {what}: {reason(error)}.") from error


@contextmanager
def _stdout() -> Iterator[Write]:
    if sys.stdout is None or sys.stdout.closed:
        raise CannotWrite("The rows could not be written: standard output is closed.")
    sys.stdout.flush()
    stream = sys.stdout.buffer
    _widen(stream)
    yield stream.write
    stream.flush()


def _widen(stream: IO[bytes]) -> None:
    """Give a pipe room for some blocks, where the system can do that: its reader and we wait less for each other."""
    with suppress(ImportError, OSError):
        from fcntl import F_SETPIPE_SZ, fcntl  # only some systems have it

        fcntl(stream.fileno(), F_SETPIPE_SZ, _PIPE)


@contextmanager
def _file(to: str) -> Iterator[Write]:
    """A file by its path. What is open already (/dev/stdout, `>(command)`), a device or a named pipe holds nothing to keep, and
    is written straight."""
    if handle := _OPEN_ALREADY.fullmatch(to):
        number = {"stdout": "1", "stderr": "2"}.get(handle[1], handle[1])
        with os.fdopen(os.dup(int(number)), "wb") as stream:  # opened anew, a file behind `>>` would be emptied
            yield stream.write
        return
    there = _status(to)
    if to.endswith(os.sep) or (there and stat.S_ISDIR(there.st_mode)):
        raise CannotWrite(f"{shown(to)} is a folder; give --output the name of a file.")
    if there and not stat.S_ISREG(there.st_mode):
        with Path(to).open("wb") as stream:
            yield stream.write
        return
    with _beside(Path(os.path.realpath(to))) as stream:
        if to.lower().endswith((".gz", ".bgz")):
            packed = Bgzf(stream)
            yield packed.write
            packed.end()
        else:
            yield stream.write


def _status(path: str) -> os.stat_result | None:
    """What stands at a path, through links; None where nothing does. A link that leads to itself is an error of the system."""
    try:
        return Path(path).stat()
    except FileNotFoundError:
        return None


@contextmanager
def _beside(target: Path) -> Iterator[IO[bytes]]:
    """A temporary file in the same folder, which takes the name only when all of it is on the disk."""
    temporary = target.parent / f".ros1-{os.urandom(6).hex()}.tmp"
    with _stopped_by_exceptions():
        try:
            with temporary.open("xb") as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            if target.exists():
                temporary.chmod(stat.S_IMODE(target.stat().st_mode))
            temporary.replace(target)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
    _keep_name(target.parent)


class _Stopped(BaseException):
    """A signal that asks the program to end; its argument is the number."""


@contextmanager
def _stopped_by_exceptions() -> Iterator[None]:
    """While a temporary file exists, a signal that ends the program first has it removed, and then ends it as ever."""
    kinds = [getattr(signal, n) for n in _ENDING if hasattr(signal, n)]
    if threading.current_thread() is not threading.main_thread():
        kinds = []
    before = {k: signal.signal(k, _stop) for k in kinds if signal.getsignal(k) is signal.SIG_DFL}
    stopped = 0
    try:
        yield
    except _Stopped as error:
        stopped = error.args[0]
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
    if stopped:
        signal.raise_signal(stopped)


def _stop(number: int, _frame: Any) -> NoReturn:
    raise _Stopped(number)


def _keep_name(folder: Path) -> None:
    """Have the new name itself on the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class Bgzf:
    """Gzip in blocks, as bgzip writes it: any gzip reads it, tabix can index it, and no clock is in its bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._rest = bytearray()

    def write(self, data: bytes) -> None:
        """Take bytes; full blocks are written."""
        self._rest += data
        whole = len(self._rest) - len(self._rest) % _PIECE
        for at in range(0, whole, _PIECE):
            self._stream.write(_member(bytes(self._rest[at : at + _PIECE])))
        del self._rest[:whole]

    def end(self) -> None:
        """Write what is left, and the block that says that nothing is missing."""
        if self._rest:
            self._stream.write(_member(bytes(self._rest)))
        self._stream.write(_END_OF_BGZF)


def _member(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    body = packer.compress(data) + packer.flush()
    head = struct.pack("<4BI2BH2BHH", 31, 139, 8, 4, 0, 0, 255, 6, 66, 67, 2, len(body) + 25)
    return head + body + struct.pack("<II", zlib.crc32(data), len(data))
