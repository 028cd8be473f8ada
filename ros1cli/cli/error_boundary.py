"""The way out: every error becomes one sentence on stderr and an exit status, never a traceback."""

import contextlib
import itertools
import os
import sys
from collections.abc import Sequence

from ros1cli.errors import CannotWrite, Ros1Error, shown

_USAGE = 2
_PIPE_CLOSED = 0


def run(args: Sequence[str]) -> int:
    """Run the command line; returns the exit status."""
    import typer  # inside the one `try` of the program

    from ros1cli.cli.commands import with_command  # likewise

    try:
        status = with_command(args)(args=list(args), prog_name="ros1", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except Ros1Error as error:
        if isinstance(error, CannotWrite):
            _silence_stdout()
        return _tell(args, error.code, error.message, error.exit, error.given, error.suggestions)
    except (BrokenPipeError, SystemExit):  # Typer makes an exit of a closed pipe
        _silence_stdout()
        return _PIPE_CLOSED
    except typer.TyperException as error:
        return _tell(
            args, "usage", _usage_words(error), _USAGE, suggestions=getattr(error, "possibilities", None) or ()
        )
    except typer.Abort:
        return 130
    except OSError as error:
        _silence_stdout()
        return _tell(args, "system", f"The system refused: {error.strerror or error}.", 1)


def _usage_words(error: Exception) -> str:
    """Typer's own sentence; what the user typed in it is made safe to print."""
    words = " ".join(str(getattr(error, "format_message", lambda: error)()).split())
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in words)
    safe = safe if len(safe) <= 400 else shown(safe[:300])
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "ros1"
    return f"{safe.rstrip('.')}. See `{command} --help`."


def _tell(
    args: Sequence[str], code: str, message: str, status: int, given: str | None = None, suggestions: Sequence[str] = ()
) -> int:
    """One line on stderr: a sentence, or a JSON object when JSON was asked for."""
    if _wants_json(args):
        from ros1cli.show.to_json import error_json  # only an error in JSON pays for it

        line = error_json(code, message, given, suggestions)
    else:
        line = f"ros1: {message}\n"
    with contextlib.suppress(OSError, ValueError, AttributeError):  # nobody may be left to tell
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(line.encode(encoding, "backslashreplace").decode(encoding))
        sys.stderr.flush()
    return status


def _wants_json(args: Sequence[str]) -> bool:
    before = list(args[: args.index("--")] if "--" in args else args)
    pairs = itertools.pairwise(before)
    return "--json" in before or "--format=json" in before or ("--format", "json") in pairs


def _silence_stdout() -> None:
    """Keep the interpreter from writing to a stdout that failed once more when it ends."""
    devnull = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(devnull, sys.stdout.fileno())
