"""The options of the commands, each declared once; those that belong together in one class, which a command takes as a whole."""

from collections.abc import Callable, Iterable
from functools import partial
from os import environ
from typing import Annotated, Any, NamedTuple

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


def _one_of(words: Iterable[str]) -> dict[str, Any]:
    """A value that is one of a few words: the help names them, and the shell offers them."""
    return {"metavar": "|".join(words), "autocompletion": words_of(lambda: words)}


PATIENT, CHOICE, ROWS, OUTPUT = "The patient", "The choice", "The rows", "The output"
"""The groups in which a help lists the options."""
_patient = partial(typer.Option, rich_help_panel=PATIENT)
_choice = partial(typer.Option, rich_help_panel=CHOICE)
_rows = partial(typer.Option, rich_help_panel=ROWS)
_output = partial(typer.Option, rich_help_panel=OUTPUT)

FORMATS = ("table", "json", "tsv", "markdown")
Json = Annotated[bool, _output("--json", help="The answer as one JSON document; short for --format json.")]
Format = Annotated[
    str | None, _output("--format", help="How the answer is written; of matrix also html.", **_one_of(FORMATS))
]
PAGES = ("html", "markdown")
PageFormat = Annotated[
    str, _output("--format", help="A page for a browser and for paper, or a note.", **_one_of(PAGES))
]
NoJson = Annotated[bool, typer.Option("--json", hidden=True)]
"""Where there is none, so that the refusal can say where there is."""
AsOf = Annotated[
    str | None,
    _output(
        "--as-of",
        metavar="DATE",
        envvar="ROS1_AS_OF",
        show_envvar=False,
        help="The answer as these tables stood on DATE (YYYY-MM-DD); also ROS1_AS_OF.",
    ),
]
Data = Annotated[
    str | None,
    _output(
        "--data", metavar="DIR", envvar="ROS1_DATA", show_envvar=False, help="Read the tables from DIR; also ROS1_DATA."
    ),
]
Explain = Annotated[bool, _output("--explain", help="Also show the rules that fired and each side of every conflict.")]
Full = Annotated[bool, _output("--full", help="Everything: each statement with its level, source and place.")]
Audience = Annotated[
    str,
    _output(
        "--audience",
        help="For whom the words are: patient says the same in plain words, with questions to bring.",
        **_one_of(AUDIENCES),
    ),
]
Why = Annotated[
    list[str] | None,
    _output(
        "--why",
        metavar="DRUG",
        help="Why this drug stands where it stands, with every statement; may repeat.",
        autocompletion=offered("tkis"),
    ),
]
FailStale = Annotated[
    int | None,
    _output(
        "--fail-stale", metavar="DAYS", help="Exit 5 when the newest source of the tables is more than DAYS days old."
    ),
]
Color = Annotated[str, _output("--color", metavar="auto|always|never", help="Colour; auto: on a terminal only.")]
NoPager = Annotated[
    bool, _output("--no-pager", help="A long answer stays on the terminal; else ROS1_PAGER, PAGER or less shows it.")
]
ListAll = Annotated[bool, _output("--list", help="List what there is.")]

Mutation = Annotated[
    list[str] | None,
    _patient(
        "--mutation",
        "-m",
        metavar="NAME",
        help="A finding, e.g. G2032R, S1986F/L2000V, 'MET amplification', SCLC; may repeat, all of one tumour.",
        autocompletion=offered("findings"),
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
    _patient(
        "--transcript",
        metavar="ACCESSION",
        help="The sequence on which all names are numbered, e.g. NM_002944 or NM_001378902; any version.",
    ),
]
Prior = Annotated[
    list[str] | None,
    _patient(
        "--prior",
        "-p",
        metavar="DRUG",
        help="Taken, and the cancer progressed on it; may repeat, the last is the latest.",
        autocompletion=offered("drugs"),
    ),
]
Intolerant = Annotated[
    list[str] | None,
    _patient(
        "--intolerant",
        metavar="DRUG[:TERM]",
        help="Stopped for side effects (not for progression).",
        autocompletion=offered("drugs"),
    ),
]
Cns = Annotated[bool, _patient("--cns", help="The brain is involved.")]
CnsOnly = Annotated[bool, _patient("--cns-only", help="Progression in the brain alone, controlled elsewhere.")]
Leptomeningeal = Annotated[bool, _patient("--leptomeningeal", help="Leptomeningeal disease; implies --cns.")]
Tested = Annotated[
    str | None, _patient("--tested", help="What was looked at, when no finding is given.", **_one_of(TESTED))
]
ApprovedOnly = Annotated[bool, _choice("--approved-only", help="Only drugs approved for ROS1; says what it took away.")]
Region = Annotated[str | None, _choice("--region", help="Whose approvals count.", **_one_of(REGIONS))]
MinLevel = Annotated[
    str | None,
    _choice(
        "--min-level",
        metavar="LEVEL",
        help=f"Weakest evidence for an option: {', '.join(Level)}.",
        autocompletion=words_of(lambda: Level),
    ),
]
Oligo = Annotated[
    bool, _patient("--oligoprogression", help="Progression limited in extent: local treatment is said first.")
]
Batch = Annotated[
    str | None,
    _output("--batch", metavar="FILE|-", help="One question a line (a NAME or a JSON object), one JSON answer a line."),
]
Avoid = Annotated[
    list[str] | None,
    _choice(
        "--avoid",
        metavar="TERM",
        help="A side effect to avoid: moves a drug down, never away.",
        autocompletion=offered("reactions"),
    ),
]

# -- the columns and rows of `matrix` ----------------------------------------------------------------------------------

Columns = Annotated[
    list[str] | None,
    _choice(
        "--drug",
        metavar="DRUG",
        help="A column, by any name; may repeat. Without it every ROS1 TKI.",
        autocompletion=offered("tkis"),
    ),
]
Findings = Annotated[
    list[str] | None,
    _choice(
        "--mutation",
        "-m",
        metavar="NAME",
        help="A row, by any name; may repeat. Without it every on-target finding.",
        autocompletion=offered("findings"),
    ),
]
Gaps = Annotated[
    bool, _choice("--gaps", help="Count and list the pairs without a test in these tables, commonest mutation first.")
]

# -- the rows of `annotate` --------------------------------------------------------------------------------------------

File = Annotated[
    str | None, typer.Argument(metavar="[FILE|-]", help="MAF, VCF, TSV or CSV, also .gz; - is standard input.")
]
Column = Annotated[
    str | None, _rows("--column", metavar="NAME", help="The column that names the change, in a TSV or CSV.")
]
GeneColumn = Annotated[str | None, _rows("--gene-column", metavar="NAME", help="The column that names the gene.")]
Gene = Annotated[
    str | None, _rows("--gene", metavar="ROS1", help="Every row is of this gene, in a table without a column of genes.")
]
SampleColumn = Annotated[str | None, _rows("--sample-column", metavar="NAME", help="The column that names the sample.")]
Build = Annotated[
    str | None,
    _rows(
        "--build",
        metavar="GRCh37|GRCh38",
        help="The build of positions that do not say it.",
        autocompletion=offered("builds"),
    ),
]
FusionPositive = Annotated[
    bool, _rows("--fusion-positive", help="Every tumour carries a ROS1 fusion: drugs are named.")
]
Fusions = Annotated[
    str | None,
    _rows(
        "--fusions",
        metavar="FILE",
        help="Samples with a ROS1 fusion, one a line, or structural variants of cBioPortal.",
    ),
]
Samples = Annotated[
    bool, _output("--samples", help="One line a sample, its findings taken together, instead of the rows.")
]
OnlyRos1 = Annotated[bool, _output("--only-ros1", help="Leave out the rows of other genes.")]
Output = Annotated[
    str | None, _output("--output", metavar="FILE", help="Write FILE, whole or not at all; .gz is compressed.")
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
