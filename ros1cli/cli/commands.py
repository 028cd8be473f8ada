"""The commands: argv → question → answer → stream. What answers is imported in the body: a start pays for one command."""

from collections.abc import Callable, Sequence
from copy import copy
from itertools import pairwise
from os import environ
from typing import Annotated, Any

import typer

from ros1cli.cli.options import (
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
    Oligo,
    Prior,
    Region,
    Tested,
    Transcript,
    answering,
    offered,
    schemas,
    words_of,
)
from ros1cli.errors import NotUnderstood, shown

app = typer.Typer(
    name="ros1",
    help="Options after resistance in ROS1-positive lung cancer, each with its evidence and caveats. Not a prescription.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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


def options_with_value(args: Sequence[str]) -> set[str]:
    """The options behind which a value stands, of the command that is asked for."""
    command: Any = typer.main.get_command(with_command(args))
    for found in getattr(command, "commands", {}).values():
        command = found
    return {name for p in command.params if getattr(p, "is_flag", None) is False for name in p.opts}


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
        from ros1cli.show import stdout  # a usage error pays for no output

        stdout.write(ctx.get_help() + "\n")


def _refuse_before_the_command(ctx: typer.Context) -> None:
    """An option that would be ignored here is an error: the date of an answer must never be lost."""
    for name in ("data", "as_of"):
        source = ctx.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            option = f"--{name.replace('_', '-')}"
            command = ctx.invoked_subcommand or "COMMAND"
            raise NotUnderstood(f"{option} stands after the command: ros1 {command} ... {option} VALUE.")


@app.command("next-line", short_help="What may follow when the cancer stops responding")
@answering
def next_line(
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
    *,
    options: AnswerOptions,
) -> None:
    """What may follow when a ROS1-positive cancer stops responding: ros1 next-line --mutation G2032R --cns"""
    from ros1cli.answers.next_line import next_line as answer  # only this command pays for it
    from ros1cli.answers.question import Typed

    typed = Typed(
        mutation=mutation or (),
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
        options.tell(lambda tables: answer(tables, typed, options.day))
    else:
        options.tell_all(batch, typed)


@app.command("first-line", short_help="What may come first, without a ROS1 TKI so far")
@answering
def first_line(
    intolerant: Intolerant = None,
    cns: Cns = False,
    leptomeningeal: Leptomeningeal = False,
    approved_only: ApprovedOnly = False,
    region: Region = None,
    min_level: MinLevel = None,
    avoid: Avoid = None,
    *,
    options: AnswerOptions,
) -> None:
    """What may come first, for a patient who has had no ROS1 TKI: ros1 first-line --cns"""
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
    options.tell(lambda tables: answer(tables, typed, options.day))


@app.command(short_help="Several drugs side by side")
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
    """What the tables hold on several drugs, side by side: ros1 compare crizotinib entrectinib"""
    from ros1cli.answers.compare import compare as answer  # only this command pays for it

    options.tell(lambda tables: answer(tables, drugs or (), options.day))


@app.command(short_help="What is known of one finding")
@answering
def mutation(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="One finding; without it, the list of all.", autocompletion=offered("findings")
        ),
    ] = None,
    transcript: Transcript = None,
    every: ListAll = False,
    *,
    options: AnswerOptions,
) -> None:
    """What is known of one finding, on-target or off-target: ros1 mutation G2032R"""
    from ros1cli.answers.mutation import mutation as answer  # only this command pays for it
    from ros1cli.answers.mutation import mutations

    if transcript is not None and name is None:
        raise NotUnderstood("--transcript says how a name is numbered, and none is given.", given=transcript)
    _one_or_all(options, name, every, lambda tables: answer(tables, str(name), options.day, transcript), mutations)


@app.command(short_help="Everything on one drug")
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
    """Everything on one drug: ros1 drug Xalkori"""
    from ros1cli.answers.drug import drug as answer  # only this command pays for it
    from ros1cli.answers.drug import drugs

    if history and name is None:
        raise NotUnderstood("--history shows the replaced claims of one drug; name the drug.")

    _one_or_all(options, name, every, lambda tables: answer(tables, str(name), options.day), drugs, history)


@app.command(short_help="What the sources advise on a topic")
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
    """What the sources advise on a topic: ros1 guidance immunotherapy"""
    from ros1cli.answers.guidance import guidance as answer  # only this command pays for it
    from ros1cli.answers.guidance import topics

    _one_or_all(options, topic, every, lambda tables: answer(tables, str(topic), options.day), topics)


@app.command(short_help="Where the statements were read")
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
    """Where the statements of these tables were read: ros1 sources"""
    from ros1cli.answers.sources import levels as explained_levels  # only this command pays for it
    from ros1cli.answers.sources import source as answer
    from ros1cli.answers.sources import sources as all_sources

    if levels:
        if source is not None or every:
            raise NotUnderstood("--levels stands alone; leave the source and --list out.", given=source)
        options.tell(lambda tables: explained_levels(tables, options.day))
        return
    _one_or_all(options, source, every, lambda tables: answer(tables, str(source), options.day), all_sources)


@app.command(short_help="MAF, VCF or TSV in, the same rows with answers out")
def annotate(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE|-]", help="MAF, VCF, TSV or CSV, also .gz; - is standard input.")
    ] = None,
    column: Annotated[
        str | None, typer.Option("--column", metavar="NAME", help="The column that names the change, in a TSV or CSV.")
    ] = None,
    gene_column: Annotated[
        str | None, typer.Option("--gene-column", metavar="NAME", help="The column that names the gene.")
    ] = None,
    gene: Annotated[
        str | None,
        typer.Option("--gene", metavar="ROS1", help="Every row is of this gene, in a table without a column of genes."),
    ] = None,
    sample_column: Annotated[
        str | None, typer.Option("--sample-column", metavar="NAME", help="The column that names the sample.")
    ] = None,
    transcript: Transcript = None,
    build: Annotated[
        str | None,
        typer.Option(
            "--build",
            metavar="GRCh37|GRCh38",
            help="The build of positions that do not say it.",
            autocompletion=offered("builds"),
        ),
    ] = None,
    fusion_positive: Annotated[
        bool, typer.Option("--fusion-positive", help="Every tumour carries a ROS1 fusion: drugs are named.")
    ] = False,
    fusions: Annotated[
        str | None,
        typer.Option(
            "--fusions",
            metavar="FILE",
            help="Samples with a ROS1 fusion, one a line, or structural variants of cBioPortal.",
        ),
    ] = None,
    samples: Annotated[
        bool, typer.Option("--samples", help="One line a sample, its findings taken together, instead of the rows.")
    ] = False,
    only_ros1: Annotated[bool, typer.Option("--only-ros1", help="Leave out the rows of other genes.")] = False,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help="Write FILE, whole or not at all; .gz is compressed.")
    ] = None,
    prior: Prior = None,
    cns: Cns = False,
    as_of: AsOf = None,
    data: Data = None,
) -> None:
    """The rows of a variant file, each ROS1 change with its answer beside it: ros1 annotate data_mutations.txt"""
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


@app.command(short_help="The JSON Schema of an answer")
def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[COMMAND]", help="Whose answer; without it, the list of all.", autocompletion=words_of(schemas)
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Also the list, or an error, as JSON.")] = False,
) -> None:
    """The JSON Schema (2020-12) of an answer: ros1 schema next-line"""
    from ros1cli.show import json_schema, stdout  # a usage error pays for no output

    if name is not None:
        stdout.write_json(json_schema.schema(name))
    elif json:
        stdout.write_json(json_schema.names_json())
    else:
        stdout.write("".join(f"{found['schema']}\n" for found in json_schema.names()))


def _one_or_all(
    options: AnswerOptions,
    name: str | None,
    every: bool,
    one: Callable[[Any], Any],
    everything: Callable[[Any], Sequence[Any]],
    history: bool = False,
) -> None:
    if name is not None and every:
        raise NotUnderstood(
            f"--list lists everything and {shown(name)!r} asks for one; give one of the two.", given=name
        )
    if name is None:
        options.tell_list(everything)
    else:
        options.tell(one, history)
