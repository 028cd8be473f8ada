"""What every answering command shares: its options, checked once; the tables of the day; how the answer goes out."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typer

import ros1cli
from ros1cli.cli.options import (
    FORMATS,
    PAGES,
    AsOf,
    Color,
    Data,
    Explain,
    FailStale,
    Format,
    Full,
    Json,
    NoJson,
    NoPager,
    PageFormat,
)
from ros1cli.errors import NotUnderstood, shown
from ros1cli.show import stdout
from ros1cli.tables.closed_words import AUDIENCES

_STALE = 5


class AnswerOptions:
    """The options that every answering command has, checked once."""

    forms: tuple[str, ...] = FORMATS

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
        self.form, self.typed_form = _form(json, form, self.forms), form
        self.day, self.data, self.fail_stale = as_of, data, fail_stale
        self.explain, self.full, self.color, self.pager = explain, full, color, not no_pager
        if fail_stale is not None and fail_stale < 0:
            raise NotUnderstood("--fail-stale takes a number of days, 0 or more.", given=str(fail_stale))
        if color not in ("auto", "always", "never"):
            raise NotUnderstood(f"--color takes auto, always or never, not {shown(color)!r}.", given=color)

    def tables(self) -> Any:
        """The tables as of the day asked for."""
        found = ros1cli.load(self._folder())
        return found if self.day is None else ros1cli.as_of(found, self.day)

    def age(self) -> tuple[str, str | None]:
        """The day as of which the tables are, and the date of their newest source."""
        from ros1cli.tables import load  # a help or an error loads no tables

        if self.day is None:
            return load.age(self._folder())
        return self.day, self.tables().newest

    def _folder(self) -> Path | None:
        if self.data is not None and not self.data.strip():
            raise NotUnderstood("The value of --data is empty; give a folder or leave the option out.", given=self.data)
        return Path(self.data) if self.data else None

    def tell(
        self, ask: Callable[[Any], Any], history: bool = False, why: Sequence[str] = (), audience: str = "clinician"
    ) -> None:
        """Ask, then write the answer to stdout; the exit status is the answer's own, or 5 when the tables are stale."""
        self._check_audience(audience, history, why)
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
            audience=audience,
        )
        self.end(answer.data.newest_source, answer.exit)

    def _check_audience(self, audience: str, history: bool, why: Sequence[str]) -> None:
        """An answer for patients has one depth; as JSON or TSV an answer is whole, and the same for everybody."""
        if audience not in AUDIENCES:
            raise NotUnderstood(
                f"--audience takes {' or '.join(AUDIENCES)}, not {shown(audience)!r}.",
                given=audience,
                suggestions=AUDIENCES,
            )
        given = {"--full": self.full, "--why": bool(why), "--explain": self.explain, "--history": history}
        barred = [option for option, held in given.items() if held]
        if audience == "patient" and barred and self.form not in ("json", "tsv"):
            raise NotUnderstood(f"--audience patient has one depth; leave {barred[0]} out.", given=barred[0])

    def end(self, newest: str | None, status: int = 0) -> None:
        """Warn of old tables; the exit status is that of the answer, or 5 when they are older than --fail-stale allows."""
        age = stdout.age_in_days(newest)
        if self.fail_stale is not None and (age is None or age > self.fail_stale):
            stdout.say_stale(newest, age, self.fail_stale)
            raise typer.Exit(_STALE)
        stdout.warn_when_old(newest, age)
        if status:
            raise typer.Exit(status)

    def tell_all(self, file: str, typed: Any, why: Sequence[str] = (), audience: str = "clinician") -> None:
        """Answer every line of a file of questions."""
        self._check_audience(audience, False, ())
        given = {"--full": self.full, "--why": bool(why), "--audience": audience != "clinician"}
        option = next((name for name, held in given.items() if held), None)
        if option:
            raise NotUnderstood(f"--batch writes one whole JSON answer a line; leave {option} out.", given=option)
        if self.typed_form not in (None, "json"):
            raise NotUnderstood(
                f"--batch writes one JSON answer a line; leave out --format {self.typed_form}.", given=self.typed_form
            )
        from ros1cli.cli import batch  # loads all of the judgement, which a help or an error needs not

        tables = self.tables()
        self.end(tables.newest, batch.run(tables, file, typed, self.day, self.explain))

    def tell_list(self, items: Callable[[Any], Sequence[Any]]) -> None:
        """Write a bare list of what there is."""
        if self.explain and self.form in ("json", "tsv"):
            raise NotUnderstood(
                f"A list as {self.form} has no room for --explain; leave it out, or take --format table."
            )
        tables = self.tables()
        stdout.listing(items(tables), tables, form=self.form, explain=self.explain, color=self.color, pager=self.pager)
        self.end(tables.newest)


def _drugs(tables: Any, names: Sequence[str]) -> tuple[str, ...]:
    """The TKIs that --why names; nothing else stands in a group of an answer."""
    if not names:
        return ()
    from ros1cli.names.drugs import read_drug  # as above

    found = [read_drug(tables, name) for name in names]
    for drug, name in zip(found, names, strict=True):
        if drug not in tables.tkis:
            raise NotUnderstood(f"--why takes a ROS1 TKI of these tables, not {shown(name)!r}.", given=name)
    return tuple(dict.fromkeys(drug.id for drug in found))


class MatrixOptions(AnswerOptions):
    """The same of a command whose answer may also be a page."""

    forms = (*FORMATS, "html")


class ReportOptions(AnswerOptions):
    """Those of `report`, which is a page or a note, and has no fact of its own to give to a program."""

    forms = PAGES

    def __init__(
        self,
        json: NoJson = False,
        form: PageFormat = "html",
        as_of: AsOf = None,
        data: Data = None,
        fail_stale: FailStale = None,
    ) -> None:
        if json or form in ("json", "tsv"):
            raise NotUnderstood(
                "A report says nothing that next-line does not: for programs take `ros1 next-line --json` or --format tsv.",
                given="--json" if json else form,
            )
        super().__init__(form=form, as_of=as_of, data=data, fail_stale=fail_stale)
        if form == "html" and stdout.is_terminal():
            raise NotUnderstood("This is a page for a browser; write it to a file: ros1 report ... > r.html")


def _form(json: bool, form: str | None, forms: tuple[str, ...]) -> str:
    if form is not None and form not in forms:
        built = ", ".join(forms)
        problem = f"--format takes {built}, not {shown(form)!r}."
        if form in PAGES:
            problem = f"--format {form} is for `ros1 report` and `ros1 matrix`; here take {built}."
        raise NotUnderstood(problem, given=form, suggestions=forms)
    if json and form not in (None, "json"):
        raise NotUnderstood(f"--json and --format {form} contradict each other; give one.", given=form)
    return "json" if json else form or "table"


def typed_ones(options: Any) -> dict[str, Any]:
    """The options of a class that were given, by name: one that was left out keeps the default of whoever gets them."""
    return {name: value for name, value in options._asdict().items() if value is not None}
