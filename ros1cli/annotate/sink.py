"""Bytes out: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import signal
import stat
import struct
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NoReturn

from ros1cli.errors import CannotWrite, shown

Write = Callable[[bytes], Any]

_PIECE = 65280
_PIPE = 1 << 20
_END_OF_BGZF = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")


@contextmanager
def opened(output: str | None) -> Iterator[Write]:
    """Where the rows go: `--output`, or standard output when it is None or `-`.

    Raises:
        CannotWrite: the place cannot be written to, or not all of it. A closed pipe is left to the caller.
    """
    what = "standard output" if output is None or output == "-" else shown(output)
    try:
        with _stdout() if output is None or output == "-" else _file(output) as write:
            yield write
    except BrokenPipeError:
        raise
    except OSError as error:
        raise CannotWrite(f"The rows could not be written to {what}: {error.strerror or error}.") from error


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
        from fcntl import F_SETPIPE_SZ, fcntl

        fcntl(stream.fileno(), F_SETPIPE_SZ, _PIPE)


@contextmanager
def _file(output: str) -> Iterator[Write]:
    target = Path(output)
    if target.is_dir():
        raise CannotWrite(f"{shown(output)} is a folder; give --output the name of a file.")
    target = target.resolve() if target.is_symlink() else target
    if target.exists() and not stat.S_ISREG(target.stat().st_mode):  # a device or a named pipe holds nothing to keep
        with target.open("wb") as stream:
            yield stream.write
        return
    with _beside(target) as stream:
        if target.name.lower().endswith((".gz", ".bgz")):
            packed = Bgzf(stream)
            yield packed.write
            packed.end()
        else:
            yield stream.write


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
    """A signal that asks the program to end."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def _stopped_by_exceptions() -> Iterator[None]:
    """While a temporary file exists, SIGTERM and SIGHUP first have it removed, and then end the program as ever."""
    kinds = [getattr(signal, n) for n in ("SIGTERM", "SIGHUP") if hasattr(signal, n)]
    if threading.current_thread() is not threading.main_thread():
        kinds = []
    before = {k: signal.signal(k, _stop) for k in kinds if signal.getsignal(k) is signal.SIG_DFL}
    stopped = 0
    try:
        yield
    except _Stopped as error:
        stopped = error.number
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
