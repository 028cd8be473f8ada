"""What every answer says, as far as no record says it: in brief, and to patients. `{fields}` are filled by the answer."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ros1cli.errors import BadTable, shown

_TEMPLATE = re.compile(r"(?:[^{}]|\{\{|\}\}|\{[A-Za-z_]\w*\})*")
"""A text with fields, each a bare name in braces: never `{n!r}`, `{n:9}` or `{n.real}`."""


def is_template(text: str) -> bool:
    """Whether the braces of a text match, and each field in it is a bare name."""
    return _TEMPLATE.fullmatch(text) is not None


def filled(template: str, **fields: object) -> str:
    """A text of the tables with its fields.

    Raises:
        BadTable: its braces do not match, or nothing fills a field here.
    """
    if is_template(template):
        try:
            return template.format_map(fields)
        except KeyError:
            pass
    known = ", ".join(f"{{{name}}}" for name in fields) or "none"
    raise BadTable(
        f"The text {shown(template)!r} of the tables cannot be filled; its fields here are {known}, each as it is."
    )


class BriefWords(NamedTuple):
    """What every brief answer says: the notice and the assumption in short, that an excluded drug is not to be stopped, and what
    the star of what was read second-hand means; beneath figures that are drawn, that trials are not compared."""

    notice: str
    assumption: str
    excluded: str
    second_hand: str
    not_compared: str


class PlainHeads(NamedTuple):
    """The heads of the blocks, in their order."""

    asked: str
    about: str
    first: str
    options: str
    untested: str
    works: str
    does_not_work: str
    excluded: str
    no_data: str
    other_treatments: str
    use: str
    questions: str


class PlainVerdicts(NamedTuple):
    """What stands behind the name of a drug. `active` to `cns_only` are of drugs that may be discussed, `not_effective` to
    `studied` of those that are not the next step, the rest of those of which little is known and of the parts of a finding."""

    active: str
    cases: str
    reduced: str
    laboratory: str
    expert: str
    approved: str
    approved_line_untold: str
    line: str
    cns_only: str
    not_effective: str
    part: str
    on_target: str
    off_target: str
    line_not_effective: str
    also_inhibits: str
    conflicting: str
    prior: str
    intolerant: str
    also_prior: str
    also_intolerant: str
    filter: str
    setting: str
    research: str
    studied: str
    unknown_on_it: str
    no_data: str
    no_data_line: str
    if_found: str
    if_found_warned: str
    alone: str
    either: str
    these_work: str
    these_work_less: str
    these_open: str
    these_do_not: str
    none_known: str


class PlainFigures(NamedTuple):
    """A figure as a sentence; `few` stands beside one of few people, `few_too` beside the next such one, `cells` where only
    cells were tested."""

    counted: str
    percent: str
    percent_only: str
    brain_counted: str
    brain_percent: str
    brain_percent_only: str
    months: str
    months_only: str
    kept: str
    kept_only: str
    few: str
    few_too: str
    overall: str
    none_shrank: str
    cells: str
    treats_brain: str
    not_the_brain: str
    brain_unknown: str
    no_figure: str


class PlainPeople(NamedTuple):
    """Whose figure it is: people with the finding, and what they had had before."""

    finding: str
    none: str
    one: str
    two_plus: str
    any: str
    mixed: str
    not_stated: str
    only: str
    among: str
    other_than: str
    brain: str
    chemo: str


class PlainLabels(NamedTuple):
    """What a line of a drug tells, and the fields of its use."""

    people: str
    approved: str
    mind: str
    brain: str
    first_line: str
    after_ros1_tki: str
    cns_only: str
    works: str
    does_not_work: str
    often: str
    seen_after: str
    found_after: str
    compounds: str
    see: str
    before_start: str
    warning: str
    adverse_reactions: str
    tolerability: str
    dose: str
    food: str
    interaction: str
    pregnancy: str
    driving: str
    unverified: str


class PlainRegions(NamedTuple):
    """Regions, and how approvals are told: `approved` those for every line, `after_ros1_tki` to `not_stated` the others."""

    US: str
    EU: str
    JP: str
    CN: str
    CA: str
    elsewhere: str
    approved: str
    after_ros1_tki: str
    no_ros1_tki: str
    not_after: str
    not_stated: str
    also_approved: str
    others: str
    refused: str
    unknown: str


class PlainWords(NamedTuple):
    """All of them. `numbers` says how the figures are to be read, `terms` what a clinician's word is in plain words, `doctors`
    marks what has no plain text."""

    notice: str
    assumption: str
    day: str
    numbers: str
    untested: str
    excluded: str
    unknown: str
    disputed: str
    more: str
    more_caveats: str
    next_line: str
    doctors: str
    heads: PlainHeads
    verdicts: PlainVerdicts
    figures: PlainFigures
    people: PlainPeople
    labels: PlainLabels
    regions: PlainRegions
    terms: Mapping[str, str]
