"""The pages of help: options in groups, examples at the end, and the page that stands for no command."""

from typing import Any

from ros1cli.cli.options import CHOICE, OUTPUT, PATIENT

_ARGUMENTS, _OTHER = "Arguments", "Options"
_FIRST = (_ARGUMENTS, PATIENT, CHOICE, _OTHER)
"""The groups in order; what a command has of its own follows, and the output comes last."""

START = """\
ros1: options after resistance in ROS1-positive lung cancer
tables of {day}, newest source {newest}

  ros1 next-line -m G2032R -p crizotinib --cns   what may follow
  ros1 next-line -p crizotinib                   before the test is back
  ros1 first-line --cns                          no ROS1 TKI so far
  ros1 compare repotrectinib zidesamtinib        side by side
  ros1 report -m G2032R > r.html                 one page for the board
  ros1 mutation G2032R   ros1 drug Xalkori   ros1 glossary ORR   ros1 matrix
  ros1 annotate variants.maf                     a file of variants

--why DRUG or --full: the evidence; --audience patient: plain words; --json.
ros1 COMMAND --help. Not a prescription.
"""


def start(day: str, newest: str | None) -> str:
    """What stands there when nothing is asked."""
    return START.format(day=day, newest=newest or "not dated")


def write_options(command: Any, ctx: Any, formatter: Any, grouped: bool = True) -> None:
    """The arguments and options of a command, each group below its title; or all options below one."""
    groups: dict[str, list[Any]] = {title: [] for title in _FIRST}
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is not None:
            groups.setdefault(_group(param) if grouped else _OTHER, []).append(record)
    groups[OUTPUT] = groups.pop(OUTPUT, [])
    for title, rows in groups.items():
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)


def _group(param: Any) -> str:
    """The title below which a parameter stands; the help itself belongs to what comes out."""
    if param.param_type_name == "argument":
        return _ARGUMENTS
    return OUTPUT if param.name == "help" else param.rich_help_panel or _OTHER


def write_examples(examples: str | None, formatter: Any) -> None:
    """The examples, a line each, as they are typed."""
    if examples:
        with formatter.section("Examples"):
            for line in examples.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
