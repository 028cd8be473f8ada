"""What was read of one sample, and what it comes to as one tumour."""

from __future__ import annotations

from itertools import islice, product
from typing import NamedTuple

from ros1cli.annotate.cell_reading import NOT_COVERED, Read
from ros1cli.names.hgvs import spelled

CHANGE, OFF, UNREAD, DOUBTED = "change", "off_target", "unread", "doubted"
_MOST_LISTED = 20
_MOST_QUESTIONS = 4


class Said(NamedTuple):
    """One thing that a row says of its sample.

    `kind`: a change of the gene with its `--mutation` value in `asked`, one that is not covered, an off-target finding, a
    name at a gene of those that is not understood, or a finding whose record is in doubt, with why.
    """

    kind: str
    name: str
    asked: str = ""


class Tumour:
    """All that was read of one sample so far, each thing once; `bad` counts its rows that could not be understood."""

    __slots__ = ("bad", "said")

    def __init__(self) -> None:
        self.bad = 0
        self.said: dict[Said, None] = {}

    def ours(self, read: Read, name: str) -> None:
        """A change of the gene; `name` as typed."""
        if read.asked:
            self.said[Said(CHANGE, read.finding, read.asked)] = None
        for off in read.off:
            self.said[Said(OFF, off)] = None
        if read.status == NOT_COVERED:
            self.said[Said(NOT_COVERED, name, read.why)] = None
        self.bad += read.bad

    def names(self, kind: str) -> tuple[str, ...]:
        """The names of one kind, in order."""
        return tuple(sorted({said.name for said in self.said if said.kind == kind}))

    @property
    def concerns_gene(self) -> bool:
        """Whether any row of the gene was read."""
        return bool(self.bad or any(said.kind in (CHANGE, NOT_COVERED) for said in self.said))

    @property
    def asked(self) -> dict[str, str]:
        """The `--mutation` value of each change of the gene, in order."""
        return {said.name: said.asked for said in sorted(s for s in self.said if s.kind == CHANGE)}

    def cautions(self, gene: str) -> tuple[str, ...]:
        """What was found beside the findings and is not answered."""
        left = [s for s in self.said if s.kind == NOT_COVERED and not _is_silent(s.name)]
        named = _listed(sorted({s.name for s in left if s.name}))
        without = dict.fromkeys(s.asked for s in left if not s.name)
        unread = _listed(list(self.names(UNREAD)))
        return (
            *self.names(DOUBTED),
            *([f"also found in {gene}, not covered here and not taken into account: {named}"] if named else ()),
            *(f"another row of {gene} is not taken into account: {why}" for why in without),
            *([f"not understood and not taken into account: {unread}"] if unread else ()),
        )


def _is_silent(name: str) -> bool:
    """Whether a name says that the protein is as it was."""
    body = name.rpartition(":")[2].rpartition("p.")[2].strip("()")
    change = spelled(body)
    return body.endswith(("=", "%3D")) or bool(change and change.ref == change.alt)


def _listed(names: list[str]) -> str:
    more = len(names) - _MOST_LISTED
    return ", ".join(names[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")


class Question(NamedTuple):
    """The changes of a tumour as `--mutation` values. `both`: those that were all found at one residue, asked as one or
    the other. `why`: they are more than one question, and which."""

    values: tuple[str, ...]
    both: tuple[str, ...] = ()
    why: str = ""


def question(asked: dict[str, str]) -> Question:
    """The changes of the gene in one tumour as one question."""
    at: dict[int, list[str]] = {}
    for part in dict.fromkeys(p for name in asked for p in name.split("/") if spelled(p)):
        at.setdefault(int(part[1:-1]), []).append(part)
    crowded = [names for names in at.values() if len(names) > 1]
    if not crowded:
        return Question(tuple(asked.values()))
    both = tuple(sorted(crowded[0]))
    if len(at) == 1 and both == tuple(asked):
        return Question(("/".join((asked[both[0]], *(name[-1] for name in both[1:]))),), both)
    return Question(
        (), both, f"{both_found(both)}; with what else was found that is more than one question: {_each(at)}"
    )


def both_found(names: tuple[str, ...]) -> str:
    """What several changes at one residue of one sample may be; which of it is not known."""
    return (
        f"{' and '.join(names)} were found in one sample and change the same residue: on two alleles, in two clones, or as one "
        "change of neighbouring nucleotides that makes another amino acid; which of these is not known here"
    )


def _each(at: dict[int, list[str]]) -> str:
    """The questions that could be asked instead."""
    every = product(*(sorted(at[residue]) for residue in sorted(at)))
    return " or ".join("/".join(names) for names in islice(every, _MOST_QUESTIONS))
