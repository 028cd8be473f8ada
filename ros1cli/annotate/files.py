"""Bytes in: a file or standard input, opened when it is gzip, in blocks of whole lines."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from ros1cli.errors import CannotRead, NotUnderstood, shown

BLOCK = 1 << 17
_LONGEST = 1 << 28
_GZIP = b"\x1f\x8b"
_BGZF = re.compile(rb"\x1f\x8b\x08[\x04-\xff].{8}BC\x02\x00", re.DOTALL)
_END_OF_BGZF = bytes.fromhex("1f8b08040000000000ff0600424302001b0003000000000000000000")
_OTHERS = {b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"\x28\xb5\x2f\xfd": "zstandard", b"PK\x03\x04": "zip"}


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


class Source:
    """An open input. `name` is what messages call it; `read` counts the bytes of the blocks that were given out."""

    def __init__(self, stream: Any, name: str, packed: Packed | None = None) -> None:
        self.name = name
        self.read = 0
        self._stream = stream
        self._packed = packed
        self._more = (
            stream.read if packed else stream.read1
        )  # a pipe gives what it has; gzip would give little at a time

    def line(self) -> bytes:
        """The next line with its end; empty when there is none."""
        with _reading(self.name):
            line: bytes = self._stream.readline(_LONGEST)
        if not line:
            self._check_end()
        self._check(len(line))
        return line

    def blocks(self) -> Iterator[bytes]:
        """What is left, in blocks of whole lines; only the last block may lack its line end."""
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
        reason = getattr(error, "strerror", None) or str(error)
        raise CannotRead(f"{name} could not be read: {reason}.") from error


@contextmanager
def opened(file: str | None) -> Iterator[Source]:
    """The input: a path, `-` for standard input, or None for standard input that is no keyboard.

    Raises:
        CannotRead: there is no such file, or it cannot be read.
        NotUnderstood: nothing was given, or it is compressed in a way that is not read here.
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
            import gzip

            packed = Packed(stream)
            yield Source(gzip.GzipFile(fileobj=packed, mode="rb"), name, packed)  # type: ignore[call-overload]
        else:
            yield Source(stream, name)


def _stdin(file: str | None) -> AbstractContextManager[Any]:
    import io

    if sys.stdin is None:
        raise CannotRead("Standard input is closed; give a FILE.")
    if file is None and sys.stdin.isatty():
        raise NotUnderstood("Give a FILE to annotate, or - to read standard input; see `ros1 annotate --help`.")
    stream: Any = sys.stdin.buffer
    return nullcontext(stream if hasattr(stream, "peek") else io.BufferedReader(stream))
