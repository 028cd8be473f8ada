"""The way out: every error becomes one sentence on stderr and an exit status, never a traceback."""

import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise

import typer

from ros1cli.cli import commands, program, way_in  # noqa: F401 - the commands register themselves
from ros1cli.errors import CannotWrite, Ros1Error, printable, shown
from ros1cli.show.to_json import error_json
from ros1cli.stderr import silence, tell

_USAGE = 2
_PIPE_CLOSED = 0


def run(args: Sequence[str]) -> int:
    """Run the command line; returns the exit status."""
    try:
        return _answered(args)
    except Ros1Error as error:
        if isinstance(error, CannotWrite):
            silence(sys.stdout)
        return _tell(args, error.code, error.message, error.exit, error.given, error.suggestions)
    except BrokenPipeError:
        silence(sys.stdout)
        return _PIPE_CLOSED
    except typer.TyperException as error:
        return _not_so(args, error)
    except typer.Abort:
        return 130
    except OSError as error:
        silence(sys.stdout)
        return _tell(args, "system", f"The system refused: {error.strerror or error}.", 1)


def _answered(args: Sequence[str]) -> int:
    """The exit status of what was asked, when it was answered."""
    program.refuse_half_a_completion()
    program.refuse_before_the_command(args)
    try:
        status = program.with_command(args)(args=list(args), prog_name="ros1", standalone_mode=False)
    except SystemExit as ended:  # by Typer: a pipe is closed, or the script of a completion is written
        if ended.code:
            raise BrokenPipeError from None
        status = 0
    if status == 0 and sys.stdout is None:  # no exit of a command is 0: it is a help or a script, which Typer writes
        raise CannotWrite("The answer could not be written: standard output is closed.")
    return status if isinstance(status, int) else 0


def _not_so(args: Sequence[str], error: Exception) -> int:
    """What Typer did not understand: the line to type where it is known, else its own sentence."""
    found = way_in.corrected(error, args)
    if found is not None:
        message, given, right = found
        return _tell(args, "usage", message, _USAGE, given, (right,))
    return _tell(args, "usage", _usage_words(error), _USAGE, suggestions=getattr(error, "possibilities", None) or ())


def _usage_words(error: Exception) -> str:
    """Typer's own sentence; what the user typed in it is made safe to print."""
    words = " ".join(str(getattr(error, "format_message", lambda: error)()).split())
    safe = printable(words)
    safe = safe if len(safe) <= 400 else shown(safe[:300])
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "ros1"
    return f"{safe.rstrip('.')}. See `{command} --help`."


def _tell(
    args: Sequence[str], code: str, message: str, status: int, given: str | None = None, suggestions: Sequence[str] = ()
) -> int:
    """One line on stderr: a sentence, or a JSON object when JSON was asked for."""
    if _wants_json(args):
        tell(error_json(code, message, given, suggestions))
    else:
        tell(f"ros1: {message}")
    return status


def _wants_json(args: Sequence[str]) -> bool:
    """JSON is asked for among the options. Behind a `--` stand no options, unless it is itself the value of one."""
    if "--" in args:
        args = _before_dashes(args, program.options_of(args))
    pairs = pairwise(args)
    return "--json" in args or "--format=json" in args or ("--format", "json") in pairs


def _before_dashes(args: Sequence[str], options: Mapping[str, bool]) -> Sequence[str]:
    """The arguments before the `--` that ends the options; `options` says behind which of them a value stands."""
    is_value = False
    for at, arg in enumerate(args):
        if arg == "--" and not is_value:
            return args[:at]
        is_value = options.get(arg, False) and not is_value
    return args
