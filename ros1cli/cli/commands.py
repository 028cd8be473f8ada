"""The commands: argv → question → answer → stream. What answers is imported in the body: a start pays for one command."""

from collections.abc import Callable, Sequence
from copy import copy
from functools import partial
from itertools import pairwise
from os import environ
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from ros1cli.cli.options import (
    OUTPUT,
    AnswerOptions,
    ApprovedOnly,
    AsOf,
    Avoid,
    Batch,
    Cns,
    CnsOnly,
    Data,
    Intolerant,
    Leptomeningeal,
    ListAll,
    MinLevel,
    Mutation,
    Mutations,
    Oligo,
    Prior,
    Region,
    Tested,
    Transcript,
    Why,
    answering,
    offered,
    schemas,
    words_of,
)
from ros1cli.errors import NotUnderstood, shown


class Command(TyperCommand):
    """A command whose help has its options in groups and ends with examples."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """What is typed → values; a long option behind one hyphen is refused."""
        if any(arg[:1] == "-" and len(arg) > 2 and arg[1] != "-" for arg in args):
            from ros1cli.cli import way_in  # few lines hold one

            way_in.refuse_one_hyphen(str(self.name), args, {name for param in self.params for name in param.opts})
        return super().parse_args(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The options in groups."""
        from ros1cli.cli import help_pages  # only a help pays for it

        help_pages.write_options(self, ctx, formatter)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples as they are typed, not as a paragraph."""
        from ros1cli.cli import help_pages  # only a help pays for it

        help_pages.write_examples(self.epilog, formatter)


class Program(TyperGroup):
    """The program: its help has the commands first."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """The commands, then the options."""
        from ros1cli.cli import help_pages  # only a help pays for it

        self.format_commands(ctx, formatter)
        help_pages.write_options(self, ctx, formatter, grouped=False)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples as they are typed, not as a paragraph."""
        from ros1cli.cli import help_pages  # only a help pays for it

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


_ROWS = "The rows"
_command = partial(app.command, cls=Command)


def with_command(args: Sequence[str]) -> typer.Typer:
    """The program with the one command that is asked for; with all of them when none is. Building one takes time."""
    alone = copy(app)
    found = [c for c in app.registered_commands if args and args[0] == (c.name or getattr(c.callback, "__name__", ""))]
    alone.registered_commands = found or app.registered_commands
    alone._add_completion = not found  # its two options stand before any command
    if _names_a_shell(args):
        environ[_SHELL_IS_NAMED] = "1"
    return alone


_SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def refuse_half_a_completion() -> None:
    """Typer writes a word that it does not know as it is, and reads two variables of bash that need not be there."""
    asked = environ.get("_ROS1_COMPLETE", "")
    if asked and asked not in [f"{what}_{shell}" for what in ("complete", "source") for shell in _SHELLS]:
        raise NotUnderstood(f"The shell asks for the completion '{shown(asked)}', which there is not.", given=asked)
    place = environ.get("COMP_CWORD", "")
    a_number = place.isdecimal() and place.isascii() and len(place) < 10
    if asked == "complete_bash" and not ("COMP_WORDS" in environ and a_number):
        raise NotUnderstood("A completion in bash needs COMP_WORDS and COMP_CWORD, a number; the shell sets them.")


def _all_options(args: Sequence[str]) -> dict[str, bool]:
    """The options of the command that is asked for, of all when none is; whether a value stands behind each."""
    command: Any = typer.main.get_command(with_command(args))
    every = [*getattr(command, "commands", {}).values()] or [command]
    return {name: not p.is_flag for c in every for p in c.params if hasattr(p, "is_flag") for name in p.opts}


def options_with_value(args: Sequence[str]) -> set[str]:
    """The options behind which a value stands, of the command that is asked for; of all when none is."""
    return {name for name, has_value in _all_options(args).items() if has_value}


_COMPLETION = ("--show-completion", "--install-completion")
_SHELL_IS_NAMED = "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION"
"""Typer's own switch. Without it the two options ask which shell runs and would ignore a name behind them; with it they
take the name, and refuse one that they do not know."""


def _names_a_shell(args: Sequence[str]) -> bool:
    """A value stands at one of the two options of the completion."""
    return any(f"{option}=" in arg for option in _COMPLETION for arg in args[:1]) or any(
        option in _COMPLETION and not value.startswith("-") for option, value in pairwise(args[:2])
    )


@app.callback(invoke_without_command=True)
def ros1(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="The version of the tool and the date of its tables.")
    ] = False,
    data: Data = None,
    as_of: AsOf = None,
) -> None:
    """Options after resistance in ROS1-positive lung cancer, each with its evidence and caveats. Not a prescription."""
    if not version or ctx.invoked_subcommand is not None:
        _refuse_before_the_command(ctx)
    if version:
        from ros1cli.show import stdout  # a usage error pays for no output

        stdout.version(AnswerOptions(as_of=as_of, data=data).tables(), as_of)
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        from ros1cli.cli import help_pages  # a command pays for no page
        from ros1cli.show import stdout

        stdout.write(help_pages.start(AnswerOptions(as_of=as_of, data=data).tables(), as_of))


def _refuse_before_the_command(ctx: typer.Context) -> None:
    """An option that would be ignored here is an error: the date of an answer must never be lost."""
    for name in ("data", "as_of"):
        source = ctx.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            option = f"--{name.replace('_', '-')}"
            raise NotUnderstood(f"{option} stands after the command: ros1 COMMAND ... {option} VALUE.")


@_command(
    "next-line",
    short_help="What may follow when the cancer stops responding",
    epilog="ros1 next-line -m G2032R -p crizotinib --cns\n"
    "ros1 next-line -p crizotinib --tested plasma\n"
    "ros1 next-line G2032R --why lorlatinib",
)
@answering
def next_line(
    mutations: Mutations = None,
    mutation: Mutation = None,
    transcript: Transcript = None,
    prior: Prior = None,
    intolerant: Intolerant = None,
    cns: Cns = False,
    cns_only: CnsOnly = False,
    leptomeningeal: Leptomeningeal = False,
    tested: Tested = None,
    approved_only: ApprovedOnly = False,
    region: Region = None,
    min_level: MinLevel = None,
    oligoprogression: Oligo = False,
    avoid: Avoid = None,
    batch: Batch = None,
    why: Why = None,
    *,
    options: AnswerOptions,
) -> None:
    """What may follow when a ROS1-positive cancer stops responding."""
    from ros1cli.answers.next_line import next_line as answer  # only this command pays for it
    from ros1cli.answers.question import Typed

    typed = Typed(
        mutation=[*(mutations or ()), *(mutation or ())],
        transcript=transcript,
        prior=prior or (),
        intolerant=intolerant or (),
        cns=cns,
        cns_only=cns_only,
        leptomeningeal=leptomeningeal,
        tested=tested,
        approved_only=approved_only,
        region=region,
        min_level=min_level,
        oligoprogression=oligoprogression,
        avoid=avoid or (),
    )
    if batch is None:
        options.tell(lambda tables: answer(tables, typed, options.day), why=why or ())
    else:
        options.tell_all(batch, typed, why or ())


@_command(
    "first-line",
    short_help="What may come first, without a ROS1 TKI so far",
    epilog="ros1 first-line --cns\n"
    "ros1 first-line --avoid dizziness\n"
    "ros1 first-line --approved-only --region EU --json",
)
@answering
def first_line(
    intolerant: Intolerant = None,
    cns: Cns = False,
    leptomeningeal: Leptomeningeal = False,
    approved_only: ApprovedOnly = False,
    region: Region = None,
    min_level: MinLevel = None,
    avoid: Avoid = None,
    why: Why = None,
    *,
    options: AnswerOptions,
) -> None:
    """What may come first, for a patient who has had no ROS1 TKI."""
    from ros1cli.answers.next_line import first_line as answer  # only this command pays for it
    from ros1cli.answers.question import Typed

    typed = Typed(
        intolerant=intolerant or (),
        cns=cns,
        leptomeningeal=leptomeningeal,
        approved_only=approved_only,
        region=region,
        min_level=min_level,
        avoid=avoid or (),
    )
    options.tell(lambda tables: answer(tables, typed, options.day), why=why or ())


@_command(
    short_help="Several drugs side by side",
    epilog="ros1 compare crizotinib entrectinib\n"
    "ros1 compare Xalkori Rozlytrek Augtyro --full\n"
    "ros1 compare repotrectinib zidesamtinib --format markdown",
)
@answering
def compare(
    drugs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="DRUG DRUG...",
            help="Two or more drugs, by any of their names.",
            autocompletion=offered("tkis"),
        ),
    ] = None,
    *,
    options: AnswerOptions,
) -> None:
    """What the tables hold on several drugs, side by side."""
    from ros1cli.answers.compare import compare as answer  # only this command pays for it

    options.tell(lambda tables: answer(tables, drugs or (), options.day))


@_command(
    short_help="What is known of one finding",
    epilog="ros1 mutation G2032R\nros1 mutation 'MET amplification'\nros1 mutation --list",
)
@answering
def mutation(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="One finding; without it, the list of all.", autocompletion=offered("findings")
        ),
    ] = None,
    transcript: Transcript = None,
    why: Why = None,
    every: ListAll = False,
    *,
    options: AnswerOptions,
) -> None:
    """What is known of one finding, on-target or off-target."""
    from ros1cli.answers.mutation import mutation as answer  # only this command pays for it
    from ros1cli.answers.mutation import mutations

    if transcript is not None and name is None:
        raise NotUnderstood("--transcript says how a name is numbered, and none is given.", given=transcript)
    if why and name is None:
        raise NotUnderstood("--why shows a drug on one finding; name the finding.", given=why[0])
    _one_or_all(
        options,
        name,
        every,
        lambda tables: answer(tables, str(name), options.day, transcript),
        mutations,
        why=why or (),
    )


@_command(short_help="Everything on one drug", epilog="ros1 drug Xalkori\nros1 drug nvl520 --full\nros1 drug --list")
@answering
def drug(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[DRUG]",
            help="One drug, by any name; without it, the list of all.",
            autocompletion=offered("drugs"),
        ),
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Also the claims that later ones replaced.")] = False,
    every: ListAll = False,
    *,
    options: AnswerOptions,
) -> None:
    """Everything on one drug."""
    from ros1cli.answers.drug import drug as answer  # only this command pays for it
    from ros1cli.answers.drug import drugs

    if history and name is None:
        raise NotUnderstood("--history shows the replaced claims of one drug; name the drug.")

    _one_or_all(options, name, every, lambda tables: answer(tables, str(name), options.day), drugs, history)


@_command(
    short_help="What the sources advise on a topic",
    epilog="ros1 guidance immunotherapy\nros1 guidance brain-metastases --full\nros1 guidance --list",
)
@answering
def guidance(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]",
            help="A topic or a word; without it, the list of topics.",
            autocompletion=offered("topics"),
        ),
    ] = None,
    every: ListAll = False,
    *,
    options: AnswerOptions,
) -> None:
    """What the sources advise on a topic."""
    from ros1cli.answers.guidance import guidance as answer  # only this command pays for it
    from ros1cli.answers.guidance import topics

    _one_or_all(options, topic, every, lambda tables: answer(tables, str(topic), options.day), topics)


@_command(
    short_help="Where the statements were read", epilog="ros1 sources\nros1 sources --levels\nros1 sources --format tsv"
)
@answering
def sources(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="One source; without it, the list of all.", autocompletion=offered("sources")
        ),
    ] = None,
    levels: Annotated[bool, typer.Option("--levels", help="The levels of evidence, beside other schemes.")] = False,
    every: ListAll = False,
    *,
    options: AnswerOptions,
) -> None:
    """Where the statements of these tables were read."""
    from ros1cli.answers.sources import levels as explained_levels  # only this command pays for it
    from ros1cli.answers.sources import source as answer
    from ros1cli.answers.sources import sources as all_sources

    if levels:
        if source is not None or every:
            raise NotUnderstood("--levels stands alone; leave the source and --list out.", given=source)
        options.tell(lambda tables: explained_levels(tables, options.day))
        return
    _one_or_all(options, source, every, lambda tables: answer(tables, str(source), options.day), all_sources)


@_command(
    short_help="MAF, VCF or TSV in, the same rows with answers out",
    epilog="ros1 annotate variants.maf\n"
    "ros1 annotate variants.vcf.gz --fusion-positive --output answers.vcf\n"
    "ros1 annotate variants.maf --fusions samples.txt --samples",
)
def annotate(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE|-]", help="MAF, VCF, TSV or CSV, also .gz; - is standard input.")
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(
            "--column", metavar="NAME", help="The column that names the change, in a TSV or CSV.", rich_help_panel=_ROWS
        ),
    ] = None,
    gene_column: Annotated[
        str | None,
        typer.Option("--gene-column", metavar="NAME", help="The column that names the gene.", rich_help_panel=_ROWS),
    ] = None,
    gene: Annotated[
        str | None,
        typer.Option(
            "--gene",
            metavar="ROS1",
            help="Every row is of this gene, in a table without a column of genes.",
            rich_help_panel=_ROWS,
        ),
    ] = None,
    sample_column: Annotated[
        str | None,
        typer.Option(
            "--sample-column", metavar="NAME", help="The column that names the sample.", rich_help_panel=_ROWS
        ),
    ] = None,
    transcript: Transcript = None,
    build: Annotated[
        str | None,
        typer.Option(
            "--build",
            metavar="GRCh37|GRCh38",
            help="The build of positions that do not say it.",
            autocompletion=offered("builds"),
            rich_help_panel=_ROWS,
        ),
    ] = None,
    fusion_positive: Annotated[
        bool,
        typer.Option(
            "--fusion-positive", help="Every tumour carries a ROS1 fusion: drugs are named.", rich_help_panel=_ROWS
        ),
    ] = False,
    fusions: Annotated[
        str | None,
        typer.Option(
            "--fusions",
            metavar="FILE",
            help="Samples with a ROS1 fusion, one a line, or structural variants of cBioPortal.",
            rich_help_panel=_ROWS,
        ),
    ] = None,
    samples: Annotated[
        bool,
        typer.Option(
            "--samples",
            help="One line a sample, its findings taken together, instead of the rows.",
            rich_help_panel=OUTPUT,
        ),
    ] = False,
    only_ros1: Annotated[
        bool, typer.Option("--only-ros1", help="Leave out the rows of other genes.", rich_help_panel=OUTPUT)
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            metavar="FILE",
            help="Write FILE, whole or not at all; .gz is compressed.",
            rich_help_panel=OUTPUT,
        ),
    ] = None,
    prior: Prior = None,
    cns: Cns = False,
    as_of: AsOf = None,
    data: Data = None,
) -> None:
    """The rows of a variant file, each ROS1 change with its answer beside it."""
    from ros1cli import annotate as rows  # only this command pays for it
    from ros1cli.show import stdout

    options = AnswerOptions(as_of=as_of, data=data)
    tables = options.tables()
    asked = rows.Options(
        file=file,
        column=column,
        gene_column=gene_column,
        gene=gene,
        sample_column=sample_column,
        transcript=transcript,
        build=build,
        output=output,
        fusion_positive=fusion_positive,
        fusions=fusions,
        samples=samples,
        only_ros1=only_ros1,
        prior=prior or (),
        cns=cns,
        day=as_of,
    )
    options.end(stdout.newest(tables), rows.run(tables, asked))


@_command(
    short_help="The JSON Schema of an answer", epilog="ros1 schema\nros1 schema next-line\nros1 schema mutation-list"
)
def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[COMMAND]", help="Whose answer; without it, the list of all.", autocompletion=words_of(schemas)
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Also the list, or an error, as JSON.")] = False,
) -> None:
    """The JSON Schema (2020-12) of an answer."""
    from ros1cli.show import json_schema, stdout  # a usage error pays for no output

    if name is not None:
        stdout.write_json(json_schema.schema(name))
    elif json:
        stdout.write_json(json_schema.names_json())
    else:
        stdout.write("".join(f"{found['schema']}\n" for found in json_schema.names()))


def names() -> list[str]:
    """The names of all commands."""
    return [c.name or str(getattr(c.callback, "__name__", "")) for c in app.registered_commands]


@_command("help", short_help="The help of a command", epilog="ros1 help\nros1 help next-line\nros1 help annotate")
def help_(
    command: Annotated[
        str | None,
        typer.Argument(
            metavar="[COMMAND]", help="Whose help; without it, that of the program.", autocompletion=words_of(names)
        ),
    ] = None,
) -> None:
    """The help of a command, as its --help."""
    if command is not None and command not in names():
        from ros1cli.names.characters import near  # only a slip pays for it

        close = near(command, names())
        hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(names())}."
        raise NotUnderstood(f"There is no command {shown(command)!r}; {hint}", given=command, suggestions=close)
    asked = [command, "--help"] if command else ["--help"]
    with_command(asked)(args=asked, prog_name="ros1", standalone_mode=False)


def refuse_before_the_command(args: Sequence[str]) -> None:
    """Options that stand before a command are answered with the line to type."""
    if args and args[0].startswith("-") and args[0].partition("=")[0] not in (*_BEFORE, *_COMPLETION, "-", "--"):
        from ros1cli.cli import way_in  # few lines begin so

        way_in.refuse_before_the_command(args, names(), _all_options([]))


_BEFORE = ("-h", "--help", "--version")


def _one_or_all(
    options: AnswerOptions,
    name: str | None,
    every: bool,
    one: Callable[[Any], Any],
    everything: Callable[[Any], Sequence[Any]],
    history: bool = False,
    why: Sequence[str] = (),
) -> None:
    if name is not None and every:
        raise NotUnderstood(
            f"--list lists everything and {shown(name)!r} asks for one; give one of the two.", given=name
        )
    if name is None:
        options.tell_list(everything)
    else:
        options.tell(one, history, why)
