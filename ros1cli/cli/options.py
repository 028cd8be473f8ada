"""The options of the commands, each declared once, and the decorator that lends those that every answer has."""

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from inspect import Signature, signature
from os import environ
from typing import Annotated, Any

import typer

from ros1cli.errors import NotUnderstood, shown


def offered(kind: str) -> Callable[[typer.Context, str], list[str]] | None:
    """What the shell offers for a value. It says in the environment that it asks; no other start pays for it."""
    if "_ROS1_COMPLETE" not in environ:
        return None

    def offer(ctx: typer.Context, incomplete: str) -> list[str]:
        from ros1cli.cli import completion  # only the tab key pays for it

        return completion.offer(kind, incomplete, ctx.params.get("data"))

    return offer


def words_of(find: Callable[[], Iterable[str]]) -> Callable[[str], list[str]] | None:
    """The same for closed words, which no table holds. Offered as they are written: not all are read in other capitals."""
    if "_ROS1_COMPLETE" not in environ:
        return None
    return lambda incomplete: [word for word in find() if word.startswith(incomplete)]


def _regions() -> Iterable[str]:
    from ros1cli.tables.model import REGIONS  # only the tab key pays for it

    return REGIONS


def _levels() -> Iterable[str]:
    from ros1cli.tables.model import Level  # only the tab key pays for it

    return [level.value for level in Level]


def _tested() -> Iterable[str]:
    from ros1cli.answers.shapes import TESTED  # only the tab key pays for it

    return TESTED


def schemas() -> Iterable[str]:
    """The names of the schemas."""
    from ros1cli.show.json_schema import TITLES  # only the tab key pays for it

    return TITLES


PATIENT, CHOICE, OUTPUT = "The patient", "The choice", "The output"
"""The groups in which a help lists the options."""

Json = Annotated[
    bool,
    typer.Option("--json", help="The answer as one JSON document; short for --format json.", rich_help_panel=OUTPUT),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="table|json|tsv|markdown",
        help="How the answer is written.",
        autocompletion=words_of(lambda: FORMATS),
        rich_help_panel=OUTPUT,
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
        rich_help_panel=OUTPUT,
    ),
]
Data = Annotated[
    str | None,
    typer.Option(
        "--data",
        metavar="DIR",
        envvar="ROS1_DATA",
        show_envvar=False,
        help="Read the tables from DIR; also ROS1_DATA.",
        rich_help_panel=OUTPUT,
    ),
]
Explain = Annotated[
    bool,
    typer.Option(
        "--explain", help="Also show the rules that fired and each side of every conflict.", rich_help_panel=OUTPUT
    ),
]
Full = Annotated[
    bool,
    typer.Option("--full", help="Everything: each statement with its level, source and place.", rich_help_panel=OUTPUT),
]
Why = Annotated[
    list[str] | None,
    typer.Option(
        "--why",
        metavar="DRUG",
        help="Why this drug stands where it stands, with every statement; may repeat.",
        autocompletion=offered("tkis"),
        rich_help_panel=OUTPUT,
    ),
]
FailStale = Annotated[
    int | None,
    typer.Option(
        "--fail-stale",
        metavar="DAYS",
        help="Exit 5 when the newest source of the tables is more than DAYS days old.",
        rich_help_panel=OUTPUT,
    ),
]
Color = Annotated[
    str,
    typer.Option(
        "--color", metavar="auto|always|never", help="Colour; auto: on a terminal only.", rich_help_panel=OUTPUT
    ),
]
NoPager = Annotated[
    bool,
    typer.Option(
        "--no-pager",
        help="A long answer stays on the terminal; else ROS1_PAGER, PAGER or less shows it.",
        rich_help_panel=OUTPUT,
    ),
]
ListAll = Annotated[bool, typer.Option("--list", help="List what there is.", rich_help_panel=OUTPUT)]

Mutation = Annotated[
    list[str] | None,
    typer.Option(
        "--mutation",
        "-m",
        metavar="NAME",
        help="A finding, e.g. G2032R, S1986F/L2000V, 'MET amplification', SCLC; may repeat, all of one tumour.",
        autocompletion=offered("findings"),
        rich_help_panel=PATIENT,
    ),
]
Mutations = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[MUTATION]...", help="The same as --mutation, before or behind it.", autocompletion=offered("findings")
    ),
]
Transcript = Annotated[
    str | None,
    typer.Option(
        "--transcript",
        metavar="ACCESSION",
        help="The sequence on which all names are numbered, e.g. NM_002944 or NM_001378902; any version.",
        rich_help_panel=PATIENT,
    ),
]
Prior = Annotated[
    list[str] | None,
    typer.Option(
        "--prior",
        "-p",
        metavar="DRUG",
        help="Taken, and the cancer progressed on it; may repeat, the last is the latest.",
        autocompletion=offered("drugs"),
        rich_help_panel=PATIENT,
    ),
]
Intolerant = Annotated[
    list[str] | None,
    typer.Option(
        "--intolerant",
        metavar="DRUG[:TERM]",
        help="Stopped for side effects (not for progression).",
        autocompletion=offered("drugs"),
        rich_help_panel=PATIENT,
    ),
]
Cns = Annotated[bool, typer.Option("--cns", help="The brain is involved.", rich_help_panel=PATIENT)]
CnsOnly = Annotated[
    bool,
    typer.Option("--cns-only", help="Progression in the brain alone, controlled elsewhere.", rich_help_panel=PATIENT),
]
Leptomeningeal = Annotated[
    bool, typer.Option("--leptomeningeal", help="Leptomeningeal disease; implies --cns.", rich_help_panel=PATIENT)
]
Tested = Annotated[
    str | None,
    typer.Option(
        "--tested",
        metavar="none|plasma|tissue",
        help="What was looked at, when no finding is given.",
        autocompletion=words_of(_tested),
        rich_help_panel=PATIENT,
    ),
]
ApprovedOnly = Annotated[
    bool,
    typer.Option(
        "--approved-only", help="Only drugs approved for ROS1; says what it took away.", rich_help_panel=CHOICE
    ),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="US|EU|JP|CN|CA",
        help="Whose approvals count.",
        autocompletion=words_of(_regions),
        rich_help_panel=CHOICE,
    ),
]
MinLevel = Annotated[
    str | None,
    typer.Option(
        "--min-level",
        metavar="LEVEL",
        help="Weakest evidence for an option: label, guideline, trial, case, in_vitro, expert, anecdote.",
        autocompletion=words_of(_levels),
        rich_help_panel=CHOICE,
    ),
]
Oligo = Annotated[
    bool,
    typer.Option(
        "--oligoprogression",
        help="Progression limited in extent: local treatment is said first.",
        rich_help_panel=PATIENT,
    ),
]
Batch = Annotated[
    str | None,
    typer.Option(
        "--batch",
        metavar="FILE|-",
        help="One question a line (a NAME or a JSON object), one JSON answer a line.",
        rich_help_panel=OUTPUT,
    ),
]
Avoid = Annotated[
    list[str] | None,
    typer.Option(
        "--avoid",
        metavar="TERM",
        help="A side effect to avoid: moves a drug down, never away.",
        autocompletion=offered("reactions"),
        rich_help_panel=CHOICE,
    ),
]

_STALE = 5
FORMATS = ("table", "json", "tsv", "markdown")
_LATER = ("html",)


class AnswerOptions:
    """The options that every answering command has, each declared here and nowhere else, and checked once."""

    def __init__(
        self,
        json: Json = False,
        form: Format = None,
        as_of: AsOf = None,
        data: Data = None,
        explain: Explain = False,
        color: Color = "auto",
        fail_stale: FailStale = None,
        full: Full = False,
        no_pager: NoPager = False,
    ) -> None:
        self.form, self.day, self.data, self.explain, self.color = _form(json, form), as_of, data, explain, color
        self.typed_form, self.fail_stale, self.full = form, fail_stale, full
        self.pager = not no_pager
        if fail_stale is not None and fail_stale < 0:
            raise NotUnderstood("--fail-stale takes a number of days, 0 or more.", given=str(fail_stale))
        if color not in ("auto", "always", "never"):
            raise NotUnderstood(f"--color takes auto, always or never, not {shown(color)!r}.", given=color)

    def tables(self) -> Any:
        """The tables as of the day asked for."""
        from pathlib import Path  # help and usage errors read no tables

        from ros1cli.tables.load import load  # help and usage errors read no tables

        if self.data is not None and not self.data.strip():
            raise NotUnderstood("The value of --data is empty; give a folder or leave the option out.", given=self.data)
        found = load(Path(self.data) if self.data else None)
        if self.day is None:
            return found
        from ros1cli.tables.as_of import as_of  # most questions are of today

        return as_of(found, self.day)

    def tell(self, ask: Callable[[Any], Any], history: bool = False, why: Sequence[str] = ()) -> None:
        """Ask, then write the answer to stdout; the exit status is the answer's own, or 5 when the tables are stale."""
        from ros1cli.show import stdout  # help and usage errors write no answer

        tables = self.tables()
        drugs = _drugs(tables, why)
        answer = ask(tables)
        stdout.answer(
            answer,
            form=self.form,
            explain=self.explain,
            color=self.color,
            history=history,
            full=self.full or history,
            why=drugs,
            pager=self.pager,
        )
        self.end(answer.data.newest_source, answer.exit)

    def end(self, newest: str | None, status: int = 0) -> None:
        """Warn of old tables; the exit status is that of the answer, or 5 when they are older than --fail-stale allows."""
        from ros1cli.show import stdout  # help and usage errors write no answer

        age = stdout.age_in_days(newest)
        if self.fail_stale is not None and (age is None or age > self.fail_stale):
            stdout.say_stale(newest, age, self.fail_stale)
            raise typer.Exit(_STALE)
        stdout.warn_when_old(newest, age)
        if status:
            raise typer.Exit(status)

    def tell_all(self, file: str, typed: Any, why: Sequence[str] = ()) -> None:
        """Answer every line of a file of questions."""
        if self.full or why:
            option = "--full" if self.full else "--why"
            raise NotUnderstood(f"--batch writes one whole JSON answer a line; leave {option} out.", given=option)
        from ros1cli.cli import batch  # only a file of questions pays for it
        from ros1cli.show import stdout

        if self.typed_form not in (None, "json"):
            raise NotUnderstood(
                f"--batch writes one JSON answer a line; leave out --format {self.typed_form}.", given=self.typed_form
            )
        tables = self.tables()
        self.end(stdout.newest(tables), batch.run(tables, file, typed, self.day, self.explain))

    def tell_list(self, items: Callable[[Any], Sequence[Any]]) -> None:
        """Write a bare list of what there is."""
        from ros1cli.show import stdout  # help and usage errors write no answer

        if self.explain and self.form in ("json", "tsv"):
            raise NotUnderstood(
                f"A list as {self.form} has no room for --explain; leave it out, or take --format table."
            )
        tables = self.tables()
        stdout.listing(items(tables), tables, form=self.form, explain=self.explain, color=self.color, pager=self.pager)
        self.end(stdout.newest(tables))


def _drugs(tables: Any, names: Sequence[str]) -> tuple[str, ...]:
    """The TKIs that --why names; nothing else stands in a group of an answer."""
    if not names:
        return ()
    from ros1cli.names.drugs import read_drug  # few questions name one

    found = [read_drug(tables, name) for name in names]
    for drug, name in zip(found, names, strict=True):
        if drug not in tables.tkis:
            raise NotUnderstood(f"--why takes a ROS1 TKI of these tables, not {shown(name)!r}.", given=name)
    return tuple(dict.fromkeys(drug.id for drug in found))


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


_LENT = signature(AnswerOptions).parameters


def answering(command: Callable[..., None]) -> Callable[..., None]:
    """Lends the options of `AnswerOptions` to a command, which names only its own and gets these as `options`."""
    own = [p for p in signature(command).parameters.values() if p.name != "options"]

    @wraps(command)
    def run(**given: Any) -> None:
        options = AnswerOptions(**{name: given.pop(name) for name in _LENT})
        command(**given, options=options)

    every = [*own, *_LENT.values()]
    run.__signature__ = Signature(every)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in every}  # what Typer reads beside the signature
    return run
