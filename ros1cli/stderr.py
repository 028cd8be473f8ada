"""What is said about the answer: one line on stderr at a time, and none of it in the way of the answer."""

import os
import sys
from pathlib import Path
from typing import TextIO

from ros1cli.errors import printable


def tell(words: str) -> None:
    """One line about the answer on stderr."""
    write(f"{printable(words)}\n")


def write(text: str) -> None:
    """Text to stderr as it stands. That nobody may be left to read it changes no exit."""
    try:
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        silence(sys.stderr)


def silence(stream: TextIO | None) -> None:
    """Keep the interpreter from writing once more, when it ends, to a stream that failed: its exit would be 120."""
    if stream is None:
        return
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), stream.fileno())
    except (OSError, ValueError, AttributeError):
        return
