"""Long output on a terminal → a pager: `ROS1_PAGER`, else `PAGER`, else `less -FRX`, else none."""

import os
import signal
import subprocess
from shutil import which
from typing import TextIO

_LESS = "less -FRX"
_NOT_STARTED = (126, 127)
"""What a shell says of a command that is not there, or is none."""


def paged(words: bytes, terminal: TextIO) -> bool:
    """Show the words in a pager when the terminal has fewer lines than they; False when they are still to be written.

    The value of a setting is a command of the shell, as everywhere; an empty ROS1_PAGER asks for none. A reader who closes it
    early has read enough. Ctrl-C belongs to the pager for as long as it runs.
    """
    try:
        lines = os.get_terminal_size(terminal.fileno()).lines
    except (OSError, ValueError):
        return False
    asked = os.environ.get("ROS1_PAGER", os.environ.get("PAGER") or (_LESS if which("less") else ""))
    if not 0 < lines < words.count(b"\n") or not asked.strip() or os.environ.get("TERM", "dumb") == "dumb":
        return False
    with subprocess.Popen(asked, shell=True, stdin=subprocess.PIPE, env={"LESS": "FRX", **os.environ}) as running:
        usual = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            running.communicate(words)
        finally:
            signal.signal(signal.SIGINT, usual)
    return running.returncode not in _NOT_STARTED
