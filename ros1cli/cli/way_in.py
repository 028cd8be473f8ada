"""What people type wrong, answered with the line to type."""

import shlex
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ros1cli.errors import NotUnderstood, printable, shown

_MEANT = {
    "--brain": "--cns",
    "--brain-metastases": "--cns",
    "--brain-mets": "--cns",
    "--after": "--prior",
    "--previous": "--prior",
    "--finding": "--mutation",
    "--variant": "--mutation",
}
"""Words for an option that has another name. Never one that could mean two: a wrong option would change the answer."""
_ALSO_BEFORE = ("--data", "--as-of")
"""Options that stand before a command too, for the version."""
_LONGEST = 300


def corrected(error: Any, args: Sequence[str]) -> tuple[str, str, str] | None:
    """What to type instead of an option that there is not: a sentence with the line, the word that was wrong, and the word that
    is right; None when nobody can tell."""
    typed, ctx = getattr(error, "option_name", None), getattr(error, "ctx", None)
    if not typed or ctx is None:
        return None
    known: dict[str, Any] = {}
    for param in ctx.command.params:
        known |= dict.fromkeys(param.opts, param)
    right = _MEANT.get(typed, typed.removesuffix("s"))
    if right == typed or right not in known:
        return None
    line = _typed([_instead(arg, typed, right, known) for arg in args])
    return f"There is no option {shown(typed)}; it is {right}{line}", typed, right


def _instead(arg: str, typed: str, right: str, known: Mapping[str, Any]) -> str:
    if arg == typed:
        return right
    if arg.startswith(f"{typed}="):
        return right if known[right].is_flag else right + arg[len(typed) :]
    return arg


def refuse_before_the_command(args: Sequence[str], names: Collection[str], options: Mapping[str, bool]) -> None:
    """An option before the command would be ignored or not understood: say where it stands.

    Args:
        args: what was typed; an option first.
        names: of all commands.
        options: of all commands, and whether a value stands behind each.

    Raises:
        NotUnderstood: a command follows on options, or none follows on one that only commands have.
    """
    first = args[0].partition("=")[0]
    is_value = False
    for at, arg in enumerate(args):
        if not is_value and arg in names:
            behind = args[at + 1 :]
            line = _typed([arg, *args[:at], *behind] if "--" in behind else [arg, *behind, *args[:at]])
            raise NotUnderstood(f"{shown(first)} stands after the command{line}", given=args[0], suggestions=(arg,))
        is_value = not is_value and options.get(arg, False)
    if first in options and first not in _ALSO_BEFORE:
        raise NotUnderstood(f"{first} stands after the command: ros1 COMMAND {first}", given=args[0])


def refuse_one_hyphen(command: str, args: Sequence[str], known: Collection[str]) -> None:
    """`-mutation` would be read as `-m utation`.

    Raises:
        NotUnderstood: a long option stands behind one hyphen.
    """
    single = [arg for arg in args if arg.startswith("-") and not arg.startswith("--")]
    wrong = [arg for arg in single if f"-{arg.partition('=')[0]}" in known]
    if wrong:
        right = f"-{wrong[0].partition('=')[0]}"
        line = _typed([command, *(f"-{arg}" if arg in wrong else arg for arg in args)])
        raise NotUnderstood(f"{right} has two hyphens{line}", given=wrong[0], suggestions=(right,))


def _typed(args: Sequence[str]) -> str:
    """The end of a sentence: the line, where it can be shown as it must be typed."""
    line = shlex.join(["ros1", *args])
    return f": {line}" if len(line) <= _LONGEST and printable(line) == line else "."
