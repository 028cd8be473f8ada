"""The entry point: where the program begins. What takes time to import is inside its one `try`: an early Ctrl-C is quiet."""

import gc
import os
import sys

_INTERRUPTED = 130
_RARELY = 200_000
"""New objects between two searches for garbage in a process of its own: most answers are given before the first."""


def main(argv: list[str] | None = None) -> int:
    """Run the program.

    Args:
        argv: the arguments after the program's name; those of the process when None.

    Returns:
        The exit status: 0 answered, 1 could not read or write, 2 not understood, 3 the tables hold nothing,
        4 some rows were not understood, 5 a condition to fail on holds, 130 interrupted.
    """
    try:
        if argv is not None:
            return _run(argv)
        gc.set_threshold(_RARELY)
        status = _run(sys.argv[1:])
        gc.freeze()  # what is left is not looked through once more on the way out
        return status
    except KeyboardInterrupt:
        return _INTERRUPTED


def _run(args: list[str]) -> int:
    from ros1cli.cli.error_boundary import run  # nearly all of the program

    return run(args)


def entry() -> None:
    """The `ros1` script. Ctrl-C ends it on the spot: an exception would be lost where it meets a callback of an import.

    Only `annotate` needs the exception, to remove its temporary file first.
    """
    try:
        import signal  # takes time

        if sys.argv[1:2] != ["annotate"] and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
        status = main()
    except KeyboardInterrupt:
        status = _INTERRUPTED
    raise SystemExit(status)


if __name__ == "__main__":
    entry()
