"""The program as Typer knows it: how it registers its commands, and what is looked at before one of them runs."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import wraps
from inspect import Parameter, Signature, signature
from itertools import chain
from os import environ
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from ros1cli.cli import help_pages, way_in
from ros1cli.errors import NotUnderstood, shown


class Command(TyperCommand):
    """A command whose help has its options in groups and ends with examples."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is typed → values; a long option behind one hyphen is refused."""
        way_in.refuse_one_hyphen(str(self.name), args, {*chain.from_iterable(param.opts for param in self.params)})
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options in groups."""
        help_pages.write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples as they are typed, not as a paragraph."""
        help_pages.write_examples(self.epilog, formatter)


class Program(TyperGroup):
    """The program: its help has the commands first."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands, then the options."""
        self.format_commands(ctx, formatter)
        help_pages.write_options(self, ctx, formatter, grouped=False)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples as they are typed, not as a paragraph."""
        help_pages.write_examples(self.epilog, formatter)


app = typer.Typer(
    name="ros1",
    cls=Program,
    epilog="ros1 next-line -m G2032R -p crizotinib --cns\nros1 first-line --cns\nros1 help next-line",
    help="Options after resistance in ROS1-positive lung cancer, each with its evidence and caveats. Not a prescription.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


Function = Callable[..., None]


def command(name: str | None = None, *, short_help: str, epilog: str) -> Callable[[Function], Function]:
    """Registers a function as a command of the program, by its own name or another; `epilog` are examples, a line each."""
    register = app.command(name, cls=Command, short_help=short_help, epilog=epilog)
    return lambda function: register(_with_lent_options(function))


def _with_lent_options(function: Function) -> Function:
    """The function with the options of a class in the place of a parameter that is one of the class, made of what was typed.

    A parameter named `options`, those of every answer, stands last in the help.
    """
    own = sorted(signature(function).parameters.values(), key=lambda p: p.name == "options")
    lent = {p.name: signature(p.annotation).parameters for p in own if isinstance(p.annotation, type)}
    made_of = {p.name: p.annotation for p in own}

    @wraps(function)
    def run(**given: Any) -> None:
        made = {name: made_of[name](**{key: given.pop(key) for key in keys}) for name, keys in lent.items()}
        function(**given, **made)

    every: list[Parameter] = []
    for parameter in own:
        every += lent.get(parameter.name, {parameter.name: parameter}).values()
    every = [p.replace(kind=Parameter.KEYWORD_ONLY) for p in every]
    run.__signature__ = Signature(every)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in every}  # what Typer reads beside the signature
    return run


def names() -> list[str]:
    """The names of all commands."""
    return [_name(c) for c in app.registered_commands]


def _name(registered: Any) -> str:
    return registered.name or str(getattr(registered.callback, "__name__", ""))


def with_command(args: Sequence[str]) -> typer.Typer:
    """The program with the one command that is asked for; with all of them when none is. Building one takes time."""
    alone = copy(app)
    found = [c for c in app.registered_commands if args and args[0] == _name(c)]
    alone.registered_commands = found or app.registered_commands
    alone._add_completion = not found  # its two options stand before any command
    if _names_a_shell(args):
        environ[_SHELL_IS_NAMED] = "1"
    return alone


_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def refuse_half_a_completion() -> None:
    """Typer writes a word that it does not know as it is, and reads two variables of bash that need not be there."""
    asked = environ.get("_ROS1_COMPLETE", "")
    what, _, shell = asked.partition("_")
    if asked and not (what in ("complete", "source") and shell in _SHELLS):
        raise NotUnderstood(f"The shell asks for the completion '{shown(asked)}', which there is not.", given=asked)
    place = environ.get("COMP_CWORD", "")
    a_number = place.isdecimal() and place.isascii() and len(place) < 10
    if asked == "complete_bash" and not ("COMP_WORDS" in environ and a_number):
        raise NotUnderstood("A completion in bash needs COMP_WORDS and COMP_CWORD, a number; the shell sets them.")


def options_of(args: Sequence[str]) -> dict[str, bool]:
    """The options of the command that is asked for, of all when none is; whether a value stands behind each."""
    asked: Any = typer.main.get_command(with_command(args))
    found: dict[str, bool] = {}
    for one in [*getattr(asked, "commands", {}).values()] or [asked]:
        for param in one.params:
            if hasattr(param, "is_flag"):  # an argument has none
                found |= dict.fromkeys(param.opts, not param.is_flag)
    return found


_COMPLETION = ("--show-completion", "--install-completion")
_SHELL_IS_NAMED = "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"
"""Typer's own switch. Without it the two options ask which shell runs and would ignore a name behind them; with it they
take the name, and refuse one that they do not know."""


def _names_a_shell(args: Sequence[str]) -> bool:
    """A value stands at one of the two options of the completion, which stand before any command."""
    option, equals, _ = args[0].partition("=") if args else ("", "", "")
    behind = len(args) > 1 and not args[1].startswith("-")
    return option in _COMPLETION and bool(equals or behind)


def refuse_before_the_command(args: Sequence[str]) -> None:
    """Options that stand before a command are answered with the line to type."""
    if args and args[0].startswith("-") and args[0].partition("=")[0] not in (*_BEFORE, *_COMPLETION, "-", "--"):
        way_in.refuse_before_the_command(args, names(), options_of([]))


_BEFORE = ("-h", "--help", "--version")
