"""Many questions after one start: a line in, one line of JSON out, in order and in constant memory.

A line is a `--mutation` value, or a JSON object with the options of `next-line` as keys. The options of the command line
hold for every line; a key of a line replaces the option of its name, and `null`, `false` or `[]` takes it away. A line
that is not understood becomes an error object with its number, in its place.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, NamedTuple

from ros1cli.answers.next_line import next_line
from ros1cli.answers.question import Typed
from ros1cli.answers.shapes import Answer
from ros1cli.errors import CannotRead, NotUnderstood, reason, shown
from ros1cli.names.characters import near, one_of
from ros1cli.names.hgvs import read_sequence
from ros1cli.names.off_target import Vocabulary
from ros1cli.show import stdout, to_json
from ros1cli.stderr import tell
from ros1cli.tables.model import Tables

NOT_ALL = 4
_BLOCK = 1 << 16
_WRITTEN_AT = 1 << 20
_LONGEST = 1 << 20  # a longer line is refused, and never held whole
_KEPT = 1 << 25  # bytes of answers that are kept for questions that come again
_KINDS = {bool: "true or false", tuple: "a text or a list of texts", type(None): "a text"}


class BatchLine(NamedTuple):
    """The JSON of a line: its answer, or what was not understood, without the number of the line."""

    words: bytes
    understood: bool


def run(tables: Tables, file: str, options: Typed, day: str | None, explain: bool) -> int:
    """Answer every line of a file.

    Args:
        tables: what is known, already as of `day`.
        file: a path, or `-` for standard input.
        options: what the command line says of every line; it holds no mutation.
        day: the --as-of date, only to be said.
        explain: also give the rules that fired.

    Returns:
        The exit status: 0, or 4 when a line was not understood.

    Raises:
        CannotRead: the file is not there, or could not be read to its end.
        CannotWrite: the answers could not be written. A closed pipe is left to the caller.
        NotUnderstood: the options of the command line cannot be asked.
    """
    _check(tables, file, options, day)
    batch = _Batch(tables, options, day, explain)
    name = "Standard input" if file == "-" else shown(file)
    with _opened(file, name) as stream:
        for block in _blocks(stream, name):
            batch.answer(block)
    if not batch.bad:
        return 0
    lines = f"{batch.bad} of {batch.line} lines"
    tell(f"ros1: {name}: {lines} could not be understood; in the place of each stands an error.")
    return NOT_ALL


def _check(tables: Tables, file: str, options: Typed, day: str | None) -> None:
    """Refuse at once what would make every line an error."""
    if not file:
        raise NotUnderstood("The value of --batch is empty; give a file, or - for standard input.", given=file)
    if options.mutation:
        raise NotUnderstood(
            "--batch takes the findings from its lines; leave out --mutation.", given=shown(options.mutation[0])
        )
    if options.transcript is not None:
        read_sequence(tables.reference, options.transcript.strip(), options.transcript)
    next_line(tables, options._replace(transcript=None), day)


class _Batch:
    """Answers blocks of lines; keeps the answers to questions that may come again."""

    def __init__(self, tables: Tables, options: Typed, day: str | None, explain: bool) -> None:
        self.tables, self.options, self.day, self.explain = tables, options, day, explain
        self.words = Vocabulary(tables)
        self.line = 0
        self.bad = 0
        self._known: dict[bytes, BatchLine] = {}
        self._size = 0

    def answer(self, lines: list[bytes]) -> None:
        """Answer a block of lines, and write all of it."""
        out: list[bytes] = []
        size = 0
        for line in lines:
            self.line += 1
            said = self._known.get(line) or self._new(line)
            if said.understood:
                out.append(said.words)
            else:  # the number of the line is no part of what is kept of it
                self.bad += 1
                out.append(b'{"error":%b,"line":%d}\n' % (said.words, self.line))
            size += len(said.words)
            if size > _WRITTEN_AT:
                stdout.write_bytes(b"".join(out))
                out, size = [], 0
        stdout.write_bytes(b"".join(out))

    def _new(self, line: bytes) -> BatchLine:
        """The answer to a line that is not kept; the oldest ones are dropped when all together are too large."""
        said = self._say(line)
        size = len(said.words) + len(line)
        if size <= _KEPT // 16:
            self._known[line] = said
            self._size += size
        while self._size > _KEPT:
            oldest = next(iter(self._known))
            self._size -= len(self._known.pop(oldest).words) + len(oldest)
        return said

    def _say(self, line: bytes) -> BatchLine:
        try:
            found = self._ask(read_line(line, self.options))
        except NotUnderstood as error:
            return BatchLine(
                to_json.error_words(error.code, error.message, error.given, error.suggestions).encode(), False
            )
        return BatchLine(to_json.to_line(found, self.explain).encode(), True)

    def _ask(self, asked: Typed) -> Answer:
        """The answer; a --transcript of all lines says nothing of a line that holds no change of the protein."""
        try:
            return next_line(self.tables, asked, self.day, self.words)
        except NotUnderstood:
            if asked.transcript is None or asked.transcript is not self.options.transcript:
                raise
            found = next_line(self.tables, asked._replace(transcript=None), self.day, self.words)
            if found.query.mutations:
                raise
            return found


# -- one line → one question -----------------------------------------------------------------------------------------


def read_line(line: bytes, options: Typed) -> Typed:
    """The question of a line, with the options of the command line.

    Raises:
        NotUnderstood: the line is empty, too long, not UTF-8, or no question.
    """
    if len(line) > _LONGEST:
        raise NotUnderstood(
            f"The line is longer than {_LONGEST >> 20} MiB.", given=line[:200].decode("utf-8", "replace")
        )
    try:
        text = line.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        shape = line.decode("utf-8", "backslashreplace")
        raise NotUnderstood(f"The line is not UTF-8: {error.reason} at byte {error.start + 1}.", given=shape) from None
    if not text:
        raise NotUnderstood("The line is empty; give a --mutation value or a JSON object.", given=text)
    if text[0] in '["':
        raise NotUnderstood("A line is a --mutation value or a JSON object, not another JSON value.", given=text)
    given: dict[str, Any] = _object(text) if text[0] == "{" else {"mutation": (text,)}
    asked = options._replace(**given)
    # --transcript is about names and --tested about having none: as options of all lines they hold where they can
    if asked.mutation:
        return asked if "tested" in given else asked._replace(tested=None)
    return asked if "transcript" in given else asked._replace(transcript=None)


def _object(text: str) -> dict[str, Any]:
    """The options of a JSON object under the names that `Typed` has."""
    try:
        pairs: tuple[tuple[str, Any], ...] = json.loads(text, object_pairs_hook=tuple)
    except RecursionError:
        raise NotUnderstood("The JSON of the line is nested too deeply.", given=text) from None
    except json.JSONDecodeError as error:
        why = f" at character {error.pos + 1}: {error.msg}"
        raise NotUnderstood(f"The line is not valid JSON{why}.", given=text) from None
    except ValueError:
        raise NotUnderstood("The line is not valid JSON: a number is too long.", given=text) from None
    out: dict[str, Any] = {}
    for key, value in pairs:
        name = key.replace("-", "_")
        if name not in Typed._fields:
            close = near(name, Typed._fields)
            hint = f"did you mean {one_of(close)}?" if close else f"known are {', '.join(Typed._fields)}."
            raise NotUnderstood(f"{shown(key)!r} is no option of a question; {hint}", given=key, suggestions=close)
        if name in out:
            raise NotUnderstood(f"The key {shown(key)!r} stands twice in the line.", given=key)
        out[name] = _value(name, key, value)
    return out


def _value(name: str, key: str, value: Any) -> Any:
    """A value of the kind that the option has; null is the option left out."""
    usual = Typed._field_defaults[name]
    if value is None:
        return usual
    if isinstance(usual, tuple):
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
    elif isinstance(value, bool if isinstance(usual, bool) else str):
        return value
    raise NotUnderstood(f"{shown(key)!r} takes {_KINDS[type(usual)]}, not {shown(_written(value))}.", given=key)


def _written(value: Any) -> str:
    """The value as JSON, but of an object only that it is one."""
    return json.dumps(value) if isinstance(value, str | bool | int | float) else "a list or an object of other values"


# -- bytes in --------------------------------------------------------------------------------------------------------


def _opened(file: str, name: str) -> AbstractContextManager[Any]:
    if file != "-":
        with _reading(name):
            return Path(file).open("rb")
    if sys.stdin is None or sys.stdin.closed:
        raise CannotRead("Standard input is closed; give --batch a file.")
    return nullcontext(sys.stdin.buffer)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Every way in which reading fails, as one sentence."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise CannotRead(f"{name} could not be read: {reason(error)}.") from error


def _blocks(stream: Any, name: str) -> Iterator[list[bytes]]:
    """Lines without their ends, as many at a time as the input has ready; of a line that is too long only the front.

    A carriage return alone ends a line too: as white space it would make one tumour of the questions before and after it.
    """
    rest = b""
    while True:
        with _reading(name):
            chunk = stream.read1(_BLOCK)
        if not chunk:
            break
        lines = (rest + chunk).splitlines(keepends=True)
        rest = b"" if lines[-1].endswith(b"\n") else lines.pop()  # behind a carriage return a line feed may follow
        if len(rest) > _LONGEST:
            rest = rest[: _LONGEST + 1] + rest[-1:]
        if lines:
            yield [line.rstrip(b"\r\n") for line in lines]
    if rest:
        yield [rest.rstrip(b"\r\n")]
