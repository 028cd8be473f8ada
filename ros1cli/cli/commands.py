"""argv → question → answer → stream. Alone knows Typer; every command body is load, ask, emit."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from itertools import pairwise
from os import environ
from typing import Annotated, Any

import typer

from ros1cli.errors import NotUnderstood, shown

app = typer.Typer(
    name="ros1",
    help="Options after resistance in ROS1-positive lung cancer, each with its evidence and caveats. Not a prescription.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _offered(kind: str) -> Callable[[typer.Context, str], list[str]] | None:
    """What the shell offers for a value. It says in the environment that it asks; no other start pays for it."""
    if "_ROS1_COMPLETE" not in environ:
        return None

    def offer(ctx: typer.Context, incomplete: str) -> list[str]:
        from ros1cli.cli import completion

        return completion.offer(kind, incomplete, ctx.params.get("data"))

    return offer


def _words(find: Callable[[], Iterable[str]]) -> Callable[[str], list[str]] | None:
    """The same for closed words, which no table holds. Offered as they are written: not all are read in other capitals."""
    if "_ROS1_COMPLETE" not in environ:
        return None
    return lambda incomplete: [word for word in find() if word.startswith(incomplete)]


def _regions() -> Iterable[str]:
    from ros1cli.tables.model import REGIONS

    return REGIONS


def _levels() -> Iterable[str]:
    from ros1cli.tables.model import Level

    return [level.value for level in Level]


def _tested() -> Iterable[str]:
    from ros1cli.answers.shapes import TESTED

    return TESTED


def _schemas() -> Iterable[str]:
    from ros1cli.show.json_schema import TITLES

    return TITLES


Json = Annotated[bool, typer.Option("--json", help="The answer as one JSON document; short for --format json.")]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="table|json|tsv|markdown",
        help="How the answer is written.",
        autocompletion=_words(lambda: FORMATS),
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        envvar="ROS1_AS_OF",
        show_envvar=False,
        help="The answer as these tables stood on DATE (YYYY-MM-DD); also ROS1_AS_OF.",
    ),
]
Data = Annotated[
    str | None,
    typer.Option(
        "--data", metavar="DIR", envvar="ROS1_DATA", show_envvar=False, help="Read the tables from DIR; also ROS1_DATA."
    ),
]
Explain = Annotated[
    bool, typer.Option("--explain", help="Also show the rules that fired and each side of every conflict.")
]
FailStale = Annotated[
    int | None,
    typer.Option(
        "--fail-stale", metavar="DAYS", help="Exit 5 when the newest source of the tables is more than DAYS days old."
    ),
]
Color = Annotated[str, typer.Option("--color", metavar="auto|always|never", help="Colour; auto: on a terminal only.")]
ListAll = Annotated[bool, typer.Option("--list", help="List what there is.")]

Mutation = Annotated[
    list[str] | None,
    typer.Option(
        "--mutation",
        metavar="NAME",
        help="A finding, e.g. G2032R, S1986F/L2000V, 'MET amplification', SCLC; may repeat, all of one tumour.",
        autocompletion=_offered("findings"),
    ),
]
Transcript = Annotated[
    str | None,
    typer.Option(
        "--transcript",
        metavar="ACCESSION",
        help="The sequence on which all names are numbered, e.g. NM_002944 or NM_001378902; any version.",
    ),
]
Prior = Annotated[
    list[str] | None,
    typer.Option(
        "--prior",
        metavar="DRUG",
        help="Taken, and the cancer progressed on it; may repeat, the last is the latest.",
        autocompletion=_offered("drugs"),
    ),
]
Intolerant = Annotated[
    list[str] | None,
    typer.Option(
        "--intolerant",
        metavar="DRUG[:TERM]",
        help="Stopped for side effects (not for progression).",
        autocompletion=_offered("drugs"),
    ),
]
Cns = Annotated[bool, typer.Option("--cns", help="The brain is involved.")]
CnsOnly = Annotated[bool, typer.Option("--cns-only", help="Progression in the brain alone, controlled elsewhere.")]
Leptomeningeal = Annotated[bool, typer.Option("--leptomeningeal", help="Leptomeningeal disease; implies --cns.")]
Tested = Annotated[
    str | None,
    typer.Option(
        "--tested",
        metavar="none|plasma|tissue",
        help="What was looked at, when no finding is given.",
        autocompletion=_words(_tested),
    ),
]
ApprovedOnly = Annotated[
    bool, typer.Option("--approved-only", help="Only drugs approved for ROS1; says what it took away.")
]
Region = Annotated[
    str | None,
    typer.Option("--region", metavar="US|EU|JP|CN|CA", help="Whose approvals count.", autocompletion=_words(_regions)),
]
MinLevel = Annotated[
    str | None,
    typer.Option(
        "--min-level",
        metavar="LEVEL",
        help="Weakest evidence for an option: label, guideline, trial, case, in_vitro, expert, anecdote.",
        autocompletion=_words(_levels),
    ),
]
Oligo = Annotated[
    bool, typer.Option("--oligoprogression", help="Progression limited in extent: local treatment is said first.")
]
Batch = Annotated[
    str | None,
    typer.Option(
        "--batch", metavar="FILE|-", help="One question a line (a NAME or a JSON object), one JSON answer a line."
    ),
]
Avoid = Annotated[
    list[str] | None,
    typer.Option(
        "--avoid",
        metavar="TERM",
        help="A side effect to avoid: moves a drug down, never away.",
        autocompletion=_offered("reactions"),
    ),
]


_STALE = 5
FORMATS = ("table", "json", "tsv", "markdown")
_LATER = ("html",)


class Asked:
    """The options that every answering command has, checked once."""

    def __init__(
        self,
        json: bool,
        form: str | None,
        as_of: str | None,
        data: str | None,
        explain: bool,
        color: str,
        fail_stale: int | None = None,
    ) -> None:
        self.form, self.day, self.data, self.explain, self.color = _form(json, form), as_of, data, explain, color
        self.fail_stale = fail_stale
        if fail_stale is not None and fail_stale < 0:
            raise NotUnderstood("--fail-stale takes a number of days, 0 or more.", given=str(fail_stale))
        if color not in ("auto", "always", "never"):
            raise NotUnderstood(f"--color takes auto, always or never, not {shown(color)!r}.", given=color)

    def tables(self) -> Any:
        """The tables as of the day asked for."""
        from pathlib import Path

        from ros1cli.tables.as_of import as_of
        from ros1cli.tables.load import load

        if self.data is not None and not self.data.strip():
            raise NotUnderstood("The value of --data is empty; give a folder or leave the option out.", given=self.data)
        return as_of(load(Path(self.data) if self.data else None), self.day)

    def tell(self, ask: Callable[[Any], Any], history: bool = False) -> None:
        """Ask, then write the answer to stdout; the exit status is the answer's own, or 5 when the tables are stale."""
        from ros1cli.show import stdout

        answer = ask(self.tables())
        stdout.answer(answer, form=self.form, explain=self.explain, color=self.color, history=history)
        self._end(answer.data.newest_source, answer.exit)

    def _end(self, newest: str | None, status: int = 0) -> None:
        from ros1cli.show import stdout

        age = stdout.age_in_days(newest)
        if self.fail_stale is not None and (age is None or age > self.fail_stale):
            stdout.say_stale(newest, age, self.fail_stale)
            raise typer.Exit(_STALE)
        stdout.warn_when_old(newest, age)
        if status:
            raise typer.Exit(status)

    def tell_all(self, file: str, typed: Any, form: str | None) -> None:
        """Answer every line of a file of questions."""
        from ros1cli.cli import batch
        from ros1cli.show import stdout

        if form not in (None, "json"):
            raise NotUnderstood(f"--batch writes one JSON answer a line; leave out --format {form}.", given=form)
        tables = self.tables()
        self._end(stdout.newest(tables), batch.run(tables, file, typed, self.day, self.explain))

    def tell_list(self, items: Callable[[Any], Sequence[Any]]) -> None:
        """Write a bare list of what there is."""
        from ros1cli.show import stdout

        if self.explain and self.form in ("json", "tsv"):
            raise NotUnderstood(
                f"A list as {self.form} has no room for --explain; leave it out, or take --format table."
            )
        tables = self.tables()
        stdout.listing(items(tables), tables, form=self.form, explain=self.explain, color=self.color)
        self._end(stdout.newest(tables))


def _form(json: bool, form: str | None) -> str:
    if form is not None and form not in FORMATS:
        built = ", ".join(FORMATS)
        problem = (
            f"--format {form} is not built yet; take {built}."
            if form in _LATER
            else f"--format takes {built}, not {shown(form)!r}."
        )
        raise NotUnderstood(problem, given=form, suggestions=FORMATS)
    if json and form not in (None, "json"):
        raise NotUnderstood(f"--json and --format {form} contradict each other; give one.", given=form)
    return "json" if json else form or "table"


def with_command(args: Sequence[str]) -> typer.Typer:
    """The program with the one command that is asked for; with all of them when none is. Building one takes time."""
    alone = copy(app)
    found = [c for c in app.registered_commands if args and args[0] == (c.name or getattr(c.callback, "__name__", ""))]
    alone.registered_commands = found or app.registered_commands
    alone._add_completion = not found  # its two options stand before any command
    if _names_a_shell(args):
        environ[_SHELL_IS_NAMED] = "1"
    return alone


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
        from ros1cli.show import stdout

        stdout.version(Asked(False, None, as_of, data, False, "auto").tables(), as_of)
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        from ros1cli.show import stdout

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
    json: Json = False,
    form: Format = None,
    as_of: AsOf = None,
    data: Data = None,
    explain: Explain = False,
    color: Color = "auto",
    fail_stale: FailStale = None,
) -> None:
    """What may follow when a ROS1-positive cancer stops responding: ros1 next-line --mutation G2032R --cns"""
    from ros1cli.answers.next_line import next_line as answer
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
    asked = Asked(json, form, as_of, data, explain, color, fail_stale)
    if batch is None:
        asked.tell(lambda tables: answer(tables, typed, as_of))
    else:
        asked.tell_all(batch, typed, form)


@app.command("first-line", short_help="What may come first, without a ROS1 TKI so far")
def first_line(
    intolerant: Intolerant = None,
    cns: Cns = False,
    leptomeningeal: Leptomeningeal = False,
    approved_only: ApprovedOnly = False,
    region: Region = None,
    min_level: MinLevel = None,
    avoid: Avoid = None,
    json: Json = False,
    form: Format = None,
    as_of: AsOf = None,
    data: Data = None,
    explain: Explain = False,
    color: Color = "auto",
    fail_stale: FailStale = None,
) -> None:
    """What may come first, for a patient who has had no ROS1 TKI: ros1 first-line --cns"""
    from ros1cli.answers.next_line import first_line as answer
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
    Asked(json, form, as_of, data, explain, color, fail_stale).tell(lambda tables: answer(tables, typed, as_of))


@app.command(short_help="Several drugs side by side")
def compare(
    drugs: Annotated[
        list[str],
        typer.Argument(
            metavar="DRUG DRUG...",
            help="Two or more drugs, by any of their names.",
            autocompletion=_offered("tkis"),
        ),
    ],
    json: Json = False,
    form: Format = None,
    as_of: AsOf = None,
    data: Data = None,
    explain: Explain = False,
    color: Color = "auto",
    fail_stale: FailStale = None,
) -> None:
    """What the tables hold on several drugs, side by side: ros1 compare crizotinib entrectinib"""
    from ros1cli.answers.compare import compare as answer

    Asked(json, form, as_of, data, explain, color, fail_stale).tell(lambda tables: answer(tables, drugs, as_of))


@app.command(short_help="What is known of one finding")
def mutation(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="One finding; without it, the list of all.", autocompletion=_offered("findings")
        ),
    ] = None,
    transcript: Transcript = None,
    every: ListAll = False,
    json: Json = False,
    form: Format = None,
    as_of: AsOf = None,
    data: Data = None,
    explain: Explain = False,
    color: Color = "auto",
    fail_stale: FailStale = None,
) -> None:
    """What is known of one finding, on-target or off-target: ros1 mutation G2032R"""
    from ros1cli.answers.mutation import mutation as answer
    from ros1cli.answers.mutation import mutations

    asked = Asked(json, form, as_of, data, explain, color, fail_stale)
    if transcript is not None and name is None:
        raise NotUnderstood("--transcript says how a name is numbered, and none is given.", given=transcript)
    _one_or_all(asked, name, every, lambda tables: answer(tables, str(name), as_of, transcript), mutations)


@app.command(short_help="Everything on one drug")
def drug(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[DRUG]",
            help="One drug, by any name; without it, the list of all.",
            autocompletion=_offered("drugs"),
        ),
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="Also the claims that later ones replaced.")] = False,
    every: ListAll = False,
    json: Json = False,
    form: Format = None,
    as_of: AsOf = None,
    data: Data = None,
    explain: Explain = False,
    color: Color = "auto",
    fail_stale: FailStale = None,
) -> None:
    """Everything on one drug: ros1 drug Xalkori"""
    from ros1cli.answers.drug import drug as answer
    from ros1cli.answers.drug import drugs

    if history and name is None:
        raise NotUnderstood("--history shows the replaced claims of one drug; name the drug.")

    asked = Asked(json, form, as_of, data, explain, color, fail_stale)
    _one_or_all(asked, name, every, lambda tables: answer(tables, str(name), as_of), drugs, history)


@app.command(short_help="What the sources advise on a topic")
def guidance(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="[TOPIC]",
            help="A topic or a word; without it, the list of topics.",
            autocompletion=_offered("topics"),
        ),
    ] = None,
    every: ListAll = False,
    json: Json = False,
    form: Format = None,
    as_of: AsOf = None,
    data: Data = None,
    explain: Explain = False,
    color: Color = "auto",
    fail_stale: FailStale = None,
) -> None:
    """What the sources advise on a topic: ros1 guidance immunotherapy"""
    from ros1cli.answers.guidance import guidance as answer
    from ros1cli.answers.guidance import topics

    asked = Asked(json, form, as_of, data, explain, color, fail_stale)
    _one_or_all(asked, topic, every, lambda tables: answer(tables, str(topic), as_of), topics)


@app.command(short_help="Where the statements were read")
def sources(
    source: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="One source; without it, the list of all.", autocompletion=_offered("sources")
        ),
    ] = None,
    levels: Annotated[bool, typer.Option("--levels", help="The levels of evidence, beside other schemes.")] = False,
    every: ListAll = False,
    json: Json = False,
    form: Format = None,
    as_of: AsOf = None,
    data: Data = None,
    explain: Explain = False,
    color: Color = "auto",
    fail_stale: FailStale = None,
) -> None:
    """Where the statements of these tables were read: ros1 sources"""
    from ros1cli.answers.sources import levels as explained_levels
    from ros1cli.answers.sources import source as answer
    from ros1cli.answers.sources import sources as all_sources

    asked = Asked(json, form, as_of, data, explain, color, fail_stale)
    if levels:
        if source is not None or every:
            raise NotUnderstood("--levels stands alone; leave the source and --list out.", given=source)
        asked.tell(lambda tables: explained_levels(tables, as_of))
        return
    _one_or_all(asked, source, every, lambda tables: answer(tables, str(source), as_of), all_sources)


@app.command(short_help="MAF, VCF or TSV in, the same rows with answers out")
def annotate(
    file: Annotated[
        str | None, typer.Argument(metavar="[FILE|-]", help="MAF, VCF, TSV or CSV, also .gz; - is standard input.")
    ] = None,
    column: Annotated[
        str | None, typer.Option("--column", metavar="NAME", help="The column that names the change, in a TSV or CSV.")
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
            autocompletion=_offered("builds"),
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
    from ros1cli import annotate as rows
    from ros1cli.show import stdout

    asked = Asked(False, None, as_of, data, False, "auto")
    tables = asked.tables()
    job = rows.Job(
        file=file,
        column=column,
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
    asked._end(stdout.newest(tables), rows.run(tables, job))


@app.command(short_help="The JSON Schema of an answer")
def schema(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[COMMAND]", help="Whose answer; without it, the list of all.", autocompletion=_words(_schemas)
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Also the list, or an error, as JSON.")] = False,
) -> None:
    """The JSON Schema (2020-12) of an answer: ros1 schema next-line"""
    from ros1cli.show import json_schema, stdout

    if name is not None:
        stdout.write(json_schema.schema(name))
    elif json:
        stdout.write(json_schema.names_json())
    else:
        stdout.write("".join(f"{found['schema']}\n" for found in json_schema.names()))


def _one_or_all(
    asked: Asked,
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
        asked.tell_list(everything)
    else:
        asked.tell(one, history)
