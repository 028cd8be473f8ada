"""The commands: argv → question → answer → stream. What answers is asked for through `ros1cli`, which imports it then: a start
pays for one command."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Annotated, Any

import typer

import ros1cli
from ros1cli.cli import help_pages
from ros1cli.cli.answering import AnswerOptions, MatrixOptions, ReportOptions, typed_ones
from ros1cli.cli.options import (
    AsOf,
    Audience,
    Batch,
    Columns,
    Data,
    Findings,
    FirstLineOptions,
    Gaps,
    ListAll,
    NextLineOptions,
    RowOptions,
    Transcript,
    Why,
    offered,
    words_of,
)
from ros1cli.cli.program import app, command, names, with_command
from ros1cli.errors import NotUnderstood, shown
from ros1cli.names.characters import near
from ros1cli.show import stdout


def _named(metavar: str, kind: str, words: str) -> Any:
    """The argument that names what a command is asked about: its help, and the kind of words that the shell offers for it."""
    return typer.Argument(metavar=metavar, help=words, autocompletion=offered(kind))


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
        stdout.version(*AnswerOptions(as_of=as_of, data=data).age())
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        stdout.write(help_pages.start(*AnswerOptions(as_of=as_of, data=data).age()))


def _refuse_before_the_command(ctx: typer.Context) -> None:
    """An option that would be ignored here is an error: the date of an answer must never be lost."""
    for name in ("data", "as_of"):
        source = ctx.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            option = f"--{name.replace('_', '-')}"
            raise NotUnderstood(f"{option} stands after the command: ros1 COMMAND ... {option} VALUE.")


@command(
    "next-line",
    short_help="What may follow when the cancer stops responding",
    epilog="ros1 next-line -m G2032R -p crizotinib --cns\n"
    "ros1 next-line -p crizotinib --tested plasma\n"
    "ros1 next-line G2032R --why lorlatinib",
)
def next_line(
    options: AnswerOptions,
    asked: NextLineOptions,
    batch: Batch = None,
    why: Why = None,
    audience: Audience = "clinician",
) -> None:
    """What may follow when a ROS1-positive cancer stops responding."""
    typed = _patient(asked)
    if batch is None:
        options.tell(lambda tables: ros1cli.next_line(tables, typed, options.day), why=why or (), audience=audience)
    else:
        options.tell_all(batch, typed, why or (), audience)


@command(
    "first-line",
    short_help="What may come first, without a ROS1 TKI so far",
    epilog="ros1 first-line --cns\n"
    "ros1 first-line --avoid dizziness\n"
    "ros1 first-line --approved-only --region EU --json",
)
def first_line(
    options: AnswerOptions, asked: FirstLineOptions, why: Why = None, audience: Audience = "clinician"
) -> None:
    """What may come first, for a patient who has had no ROS1 TKI."""
    typed = ros1cli.Typed(**typed_ones(asked))
    options.tell(lambda tables: ros1cli.first_line(tables, typed, options.day), why=why or (), audience=audience)


@command(
    short_help="Several drugs side by side",
    epilog="ros1 compare crizotinib entrectinib\n"
    "ros1 compare Xalkori Rozlytrek Augtyro --full\n"
    "ros1 compare repotrectinib zidesamtinib --format markdown",
)
def compare(
    options: AnswerOptions,
    drugs: Annotated[
        list[str] | None, _named("DRUG DRUG...", "tkis", "Two or more drugs, by any of their names.")
    ] = None,
) -> None:
    """What the tables hold on several drugs, side by side."""
    options.tell(lambda tables: ros1cli.compare(tables, drugs or (), options.day))


@command(
    short_help="What is known of one finding",
    epilog="ros1 mutation G2032R\nros1 mutation 'MET amplification'\nros1 mutation --list",
)
def mutation(
    options: AnswerOptions,
    name: Annotated[str | None, _named("[NAME]", "findings", "One finding; without it, the list of all.")] = None,
    transcript: Transcript = None,
    why: Why = None,
    every: ListAll = False,
    audience: Audience = "clinician",
) -> None:
    """What is known of one finding, on-target or off-target."""
    if transcript is not None and name is None:
        raise NotUnderstood("--transcript says how a name is numbered, and none is given.", given=transcript)
    if why and name is None:
        raise NotUnderstood("--why shows a drug on one finding; name the finding.", given=why[0])
    one = partial(ros1cli.mutation, transcript=transcript)
    _one_or_all(options, name, every, one, ros1cli.mutations, why=why or (), audience=audience)


@command(short_help="Everything on one drug", epilog="ros1 drug Xalkori\nros1 drug nvl520 --full\nros1 drug --list")
def drug(
    options: AnswerOptions,
    name: Annotated[
        str | None, _named("[DRUG]", "drugs", "One drug, by any name; without it, the list of all.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Also the statements that later ones replaced.")] = False,
    every: ListAll = False,
    audience: Audience = "clinician",
) -> None:
    """Everything on one drug."""
    if history and name is None:
        raise NotUnderstood("--history shows the replaced statements of one drug; name the drug.")
    _one_or_all(options, name, every, ros1cli.drug, ros1cli.drugs, history, audience=audience)


@command(
    short_help="What the sources advise on a topic",
    epilog="ros1 guidance immunotherapy\nros1 guidance brain-metastases --full\nros1 guidance --list",
)
def guidance(
    options: AnswerOptions,
    topic: Annotated[
        str | None, _named("[TOPIC]", "topics", "A topic or a word; without it, the list of topics.")
    ] = None,
    every: ListAll = False,
) -> None:
    """What the sources advise on a topic."""
    _one_or_all(options, topic, every, ros1cli.guidance, ros1cli.topics)


@command(
    short_help="Where the statements were read", epilog="ros1 sources\nros1 sources --levels\nros1 sources --format tsv"
)
def sources(
    options: AnswerOptions,
    source: Annotated[str | None, _named("[ID]", "sources", "One source; without it, the list of all.")] = None,
    levels: Annotated[bool, typer.Option("--levels", help="The levels of evidence, beside other schemes.")] = False,
    every: ListAll = False,
) -> None:
    """Where the statements of these tables were read."""
    if levels:
        if source is not None or every:
            raise NotUnderstood("--levels stands alone; leave the source and --list out.", given=source)
        options.tell(lambda tables: ros1cli.levels(tables, options.day))
        return
    _one_or_all(options, source, every, ros1cli.source, ros1cli.sources)


@command(
    short_help="What a word means", epilog="ros1 glossary ORR\nros1 glossary 'solvent front'\nros1 glossary --list"
)
def glossary(
    options: AnswerOptions,
    term: Annotated[
        str | None,
        _named("[TERM]", "terms", "A word or an abbreviation of these answers; without it, the list of all."),
    ] = None,
    every: ListAll = False,
) -> None:
    """What a word or an abbreviation of these answers means, in plain English."""
    _one_or_all(options, term, every, ros1cli.glossary, ros1cli.terms)


@command(
    short_help="Drugs by findings at a glance",
    epilog="ros1 matrix\nros1 matrix --mutation G2032R --mutation L2086F --drug lorlatinib\nros1 matrix --gaps",
)
def matrix(options: MatrixOptions, drug: Columns = None, mutation: Findings = None, gaps: Gaps = False) -> None:
    """Drugs by findings: what the tables call each pair, and how it is known. --format html: a page to print, cells that open."""
    options.tell(lambda tables: ros1cli.matrix(tables, drug or (), mutation or (), gaps, options.day))


@command(
    short_help="One page for the tumour board, to print",
    epilog="ros1 report -m G2032R -p crizotinib --cns > r.html\n"
    "ros1 report -p crizotinib --tested plasma > r.html\n"
    "ros1 report L2155S --audience patient > mine.html",
)
def report(options: ReportOptions, asked: NextLineOptions, audience: Audience = "clinician") -> None:
    """The answer of next-line as one page for the board, or for the patient: HTML to print, or Markdown (--format markdown)."""
    answer = ros1cli.next_line if audience == "patient" else ros1cli.report
    options.tell(lambda tables: answer(tables, _patient(asked), options.day), audience=audience)


@command(
    short_help="MAF, VCF or TSV in, the same rows with answers out",
    epilog="ros1 annotate variants.maf\n"
    "ros1 annotate variants.vcf.gz --fusion-positive --output answers.vcf\n"
    "ros1 annotate variants.maf --fusions samples.txt --samples",
)
def annotate(asked: RowOptions, as_of: AsOf = None, data: Data = None) -> None:
    """The rows of a variant file, each ROS1 change with its answer beside it."""
    from ros1cli import annotate as rows  # only this command pays for it

    options = AnswerOptions(as_of=as_of, data=data)
    tables = options.tables()
    options.end(tables.newest, rows.run(tables, rows.Options(**typed_ones(asked), day=as_of)))


@command(
    short_help="The JSON Schema of an answer", epilog="ros1 schema\nros1 schema next-line\nros1 schema mutation-list"
)
def schema(
    name: Annotated[str | None, _named("[COMMAND]", "schemas", "Whose answer; without it, the list of all.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Also the list, or an error, as JSON.")] = False,
) -> None:
    """The JSON Schema (2020-12) of an answer."""
    from ros1cli.show import json_schema  # only this command pays for it

    if name is not None:
        stdout.write_json(json_schema.schema(name))
    elif json:
        stdout.write_json(json_schema.names_json())
    else:
        stdout.write("".join(f"{name}\n" for name in json_schema.TITLES))


@command("help", short_help="The help of a command", epilog="ros1 help\nros1 help next-line\nros1 help annotate")
def help_(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[COMMAND]", help="Whose help; without it, that of the program.", autocompletion=words_of(names)
        ),
    ] = None,
) -> None:
    """The help of a command, as its --help."""
    if name is not None and name not in names():
        close = near(name, names())
        hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(names())}."
        raise NotUnderstood(f"There is no command {shown(name)!r}; {hint}", given=name, suggestions=close)
    asked = [name, "--help"] if name else ["--help"]
    with_command(asked)(args=asked, prog_name="ros1", standalone_mode=False)


def _patient(asked: NextLineOptions) -> "ros1cli.Typed":
    """The patient, mutations before and behind --mutation together."""
    every = [*(asked.mutations or ()), *(asked.mutation or ())]
    return ros1cli.Typed(**typed_ones(asked._replace(mutations=None, mutation=every)))


def _one_or_all(
    options: AnswerOptions,
    name: str | None,
    every: bool,
    one: Callable[..., Any],
    everything: Callable[[Any], Sequence[Any]],
    history: bool = False,
    why: Sequence[str] = (),
    audience: str = "clinician",
) -> None:
    """The answer on what was named, or the list of all when nothing was."""
    if name is not None and every:
        raise NotUnderstood(
            f"--list lists everything and {shown(name)!r} asks for one; give one of the two.", given=name
        )
    if name is None and audience != "clinician":
        raise NotUnderstood("A list has no words for patients; name what you ask about.", given=audience)
    if name is None:
        options.tell_list(everything)
    else:
        options.tell(lambda tables: one(tables, name, options.day), history, why, audience)
