"""The options of the commands, each declared once; those that belong together in one class, which `takes` lends a command."""

from collections.abc import Callable, Iterable
from os import environ
from typing import Annotated, NamedTuple

import typer

from ros1cli.tables.closed_words import AUDIENCES, REGIONS, TESTED, Level


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


def _levels() -> Iterable[str]:
    return [level.value for level in Level]


PATIENT, CHOICE, ROWS, OUTPUT = "The patient", "The choice", "The rows", "The output"
"""The groups in which a help lists the options."""

FORMATS = ("table", "json", "tsv", "markdown")
Json = Annotated[
    bool,
    typer.Option("--json", help="The answer as one JSON document; short for --format json.", rich_help_panel=OUTPUT),
]
Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="table|json|tsv|markdown",
        help="How the answer is written; of matrix also html.",
        autocompletion=words_of(lambda: FORMATS),
        rich_help_panel=OUTPUT,
    ),
]
PAGES = ("html", "markdown")
PageFormat = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="html|markdown",
        help="A page for a browser and for paper, or a note.",
        autocompletion=words_of(lambda: PAGES),
        rich_help_panel=OUTPUT,
    ),
]
NoJson = Annotated[bool, typer.Option("--json", hidden=True)]
"""Where there is none, so that the refusal can say where there is."""
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
Audience = Annotated[
    str,
    typer.Option(
        "--audience",
        metavar="clinician|patient",
        help="For whom the words are: patient says the same in plain words, with questions to bring.",
        autocompletion=words_of(lambda: AUDIENCES),
        rich_help_panel=OUTPUT,
    ),
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
        autocompletion=words_of(lambda: TESTED),
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
        autocompletion=words_of(lambda: REGIONS),
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

# -- the columns and rows of `matrix` ----------------------------------------------------------------------------------

Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--drug",
        metavar="DRUG",
        help="A column, by any name; may repeat. Without it every ROS1 TKI.",
        autocompletion=offered("tkis"),
        rich_help_panel=CHOICE,
    ),
]
Findings = Annotated[
    list[str] | None,
    typer.Option(
        "--mutation",
        "-m",
        metavar="NAME",
        help="A row, by any name; may repeat. Without it every on-target finding.",
        autocompletion=offered("findings"),
        rich_help_panel=CHOICE,
    ),
]
Gaps = Annotated[
    bool,
    typer.Option(
        "--gaps",
        help="Count and list the pairs without a test in these tables, commonest mutation first.",
        rich_help_panel=CHOICE,
    ),
]

# -- the rows of `annotate` --------------------------------------------------------------------------------------------

File = Annotated[
    str | None, typer.Argument(metavar="[FILE|-]", help="MAF, VCF, TSV or CSV, also .gz; - is standard input.")
]
Column = Annotated[
    str | None,
    typer.Option(
        "--column", metavar="NAME", help="The column that names the change, in a TSV or CSV.", rich_help_panel=ROWS
    ),
]
GeneColumn = Annotated[
    str | None,
    typer.Option("--gene-column", metavar="NAME", help="The column that names the gene.", rich_help_panel=ROWS),
]
Gene = Annotated[
    str | None,
    typer.Option(
        "--gene",
        metavar="ROS1",
        help="Every row is of this gene, in a table without a column of genes.",
        rich_help_panel=ROWS,
    ),
]
SampleColumn = Annotated[
    str | None,
    typer.Option("--sample-column", metavar="NAME", help="The column that names the sample.", rich_help_panel=ROWS),
]
Build = Annotated[
    str | None,
    typer.Option(
        "--build",
        metavar="GRCh37|GRCh38",
        help="The build of positions that do not say it.",
        autocompletion=offered("builds"),
        rich_help_panel=ROWS,
    ),
]
FusionPositive = Annotated[
    bool,
    typer.Option(
        "--fusion-positive", help="Every tumour carries a ROS1 fusion: drugs are named.", rich_help_panel=ROWS
    ),
]
Fusions = Annotated[
    str | None,
    typer.Option(
        "--fusions",
        metavar="FILE",
        help="Samples with a ROS1 fusion, one a line, or structural variants of cBioPortal.",
        rich_help_panel=ROWS,
    ),
]
Samples = Annotated[
    bool,
    typer.Option(
        "--samples",
        help="One line a sample, its findings taken together, instead of the rows.",
        rich_help_panel=OUTPUT,
    ),
]
OnlyRos1 = Annotated[
    bool, typer.Option("--only-ros1", help="Leave out the rows of other genes.", rich_help_panel=OUTPUT)
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        metavar="FILE",
        help="Write FILE, whole or not at all; .gz is compressed.",
        rich_help_panel=OUTPUT,
    ),
]


# -- options that a command takes together -----------------------------------------------------------------------------


class NextLineOptions(NamedTuple):
    """The patient of `next-line`, and the choice."""

    mutations: Mutations = None
    mutation: Mutation = None
    transcript: Transcript = None
    prior: Prior = None
    intolerant: Intolerant = None
    cns: Cns = False
    cns_only: CnsOnly = False
    leptomeningeal: Leptomeningeal = False
    tested: Tested = None
    approved_only: ApprovedOnly = False
    region: Region = None
    min_level: MinLevel = None
    oligoprogression: Oligo = False
    avoid: Avoid = None


class FirstLineOptions(NamedTuple):
    """The patient of `first-line`, and the choice."""

    intolerant: Intolerant = None
    cns: Cns = False
    leptomeningeal: Leptomeningeal = False
    approved_only: ApprovedOnly = False
    region: Region = None
    min_level: MinLevel = None
    avoid: Avoid = None


class RowOptions(NamedTuple):
    """The rows of `annotate`, and what is asked of them."""

    file: File = None
    column: Column = None
    gene_column: GeneColumn = None
    gene: Gene = None
    sample_column: SampleColumn = None
    transcript: Transcript = None
    build: Build = None
    fusion_positive: FusionPositive = False
    fusions: Fusions = None
    samples: Samples = False
    only_ros1: OnlyRos1 = False
    output: Output = None
    prior: Prior = None
    cns: Cns = False
