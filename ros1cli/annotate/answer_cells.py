"""A finding → the eight cells that stand beside its row.

Drugs are named only where the tumour is known to be fusion-positive. Otherwise the finding stands with its calls, unnamed,
and the caution that a point mutation alone is not actionable.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ros1cli.annotate.cell_reading import Read
from ros1cli.annotate.options import Options
from ros1cli.answers.mutation import grouped
from ros1cli.answers.next_line import next_line
from ros1cli.answers.question import Typed
from ros1cli.answers.shapes import Answer
from ros1cli.answers.weighed import alone
from ros1cli.errors import NotUnderstood, no_formula, printable
from ros1cli.names.off_target import Vocabulary
from ros1cli.names.split import Asked
from ros1cli.tables.closed_words import Call, DrugKind
from ros1cli.tables.model import Tables

FUSION_NOT_KNOWN = "fusion_not_known"
NOT_ONE_TUMOUR = "error_together"
_KEPT = 4096
_DIGEST = 12
# Reasons of the drug itself; the others are the call, or what the user said.
_BARRED = frozenset(("research", "setting"))


class Cells(NamedTuple):
    """One tuple of values for each appended column, in their order; an empty one is a missing value."""

    finding: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    no_data: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    caution: tuple[str, ...] = ()
    data: tuple[str, ...] = ()

    @property
    def bad(self) -> bool:
        """The row or the sample could not be answered."""
        return self.status[0].startswith("error")


COLUMNS = tuple(f"ros1_{name}" for name in Cells._fields)


class Answers:
    """Asks the tables, each question once."""

    def __init__(self, tables: Tables, options: Options, words: Vocabulary) -> None:
        self.tables = tables
        self.options = options
        self.words = words
        stamp = (f"tables:{tables.version}", f"sha256:{tables.sha256[:_DIGEST]}")
        self.data = (*stamp, f"as_of:{options.day}") if options.day else stamp  # the tables that the cells rest on
        self.not_fused = (
            f"Whether this tumour carries a {tables.reference.gene} fusion is not known here (--fusion-positive, --fusions), so no "
            f"drug is named. What the tables assume: {tables.assumption}"
        )
        self._drug_names: list[str] = []  # in small letters; a class of treatments is no drug
        for drug in tables.drugs.values():
            if drug.kind is not DrugKind.TREATMENT_CLASS:
                self._drug_names += [name.casefold() for name in drug.spellings]
        self._either = frozenset(c.id for c in tables.cautions if "alternatives" in c.when)
        self._kept: dict[tuple[tuple[str, ...], bool, tuple[str, ...]], Cells] = {}

    def row(self, read: Read, fused: bool, doubt: str = "") -> Cells:
        """The cells of one row.

        `doubt`: why the caller of the variants doubts the row; said first beside what is answered.
        """
        if not read.values:
            return Cells(status=(read.status,), caution=(read.why,) if read.why else (), data=self.data)
        if not fused and read.plain and read.finding not in self.tables.findings:
            found = Cells((read.finding,), ("not_in_tables",), caution=(self.not_fused,), data=self.data)
        else:
            found = self.together(read.values, fused)
        said = tuple(words for words in (doubt, read.said_aside) if words)
        return found._replace(caution=(*said, *found.caution)) if said and not found.bad else found

    def together(self, asked: tuple[str, ...], fused: bool, both: tuple[str, ...] = ()) -> Cells:
        """The cells of all findings of one tumour, as `--mutation` values.

        `both`: changes at one residue that are asked as one or the other and were all found.
        """
        key = (asked, fused, both)
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[key] = self._ask(asked, fused, both)
        return self._kept[key]

    def _ask(self, asked: tuple[str, ...], fused: bool, both: tuple[str, ...]) -> Cells:
        typed = Typed(mutation=asked, prior=self.options.prior, cns=self.options.cns)
        try:
            answer = next_line(self.tables, typed, words=self.words)
        except NotUnderstood as error:
            return Cells(status=(NOT_ONE_TUMOUR,), caution=(error.message,), data=self.data)
        return self._named(answer, both) if fused else self._unnamed(answer, both)

    def _named(self, answer: Answer, both: tuple[str, ...]) -> Cells:
        body, t = answer.body, self.tables
        caution = [*self._said(answer, both)]
        if both:
            caution.insert(0, f"{both_found(both)}. A drug is named only when it would be for each of them alone")
        for option in body.options:
            caution += [f"{option.drug}: {caveat.text}" for caveat in option.caveats]
        return Cells(
            finding=findings(answer),
            status=(answer.status,),
            options=tuple(o.drug if o.call == Call.ACTIVE else f"{o.call}:{o.drug}" for o in body.options),
            excluded=tuple(f"{_verdict(e.reason)}:{e.drug}:{e.reason}" for e in body.excluded),
            no_data=tuple(f"{Call.NO_DATA.value}:{n.drug}" for n in body.no_data),
            basis=tuple(f"{o.call}:{o.basis}" for o in body.options),
            caution=(*caution, t.assumption, t.notice),
            data=self.data,
        )

    def _unnamed(self, answer: Answer, both: tuple[str, ...]) -> Cells:
        """No drug is named, neither in a cell nor by a caution, and nothing speaks of options."""
        status = FUSION_NOT_KNOWN if answer.status == "options" else answer.status
        caution = [self.not_fused]
        if both:
            caution.append(both_found(both))
        elif answer.query.alternatives:
            caution.append(f"{' or '.join(answer.query.alternatives)}: one or the other")
        caution += [text for text in self._said(answer, both) if not self._promises(text)]
        return Cells(
            finding=findings(answer),
            status=(status,),
            basis=self._calls(answer),
            caution=tuple(caution),
            data=self.data,
        )

    def _said(self, answer: Answer, both: tuple[str, ...]) -> tuple[str, ...]:
        """The cautions of an answer; of changes that were all found none says that it is one or the other."""
        return tuple(c.text for c in answer.body.cautions if not (both and c.id in self._either))

    def _calls(self, answer: Answer) -> tuple[str, ...]:
        """What the tables call the drugs against the finding, one `call:level` a drug, the drugs left out.

        A drug that could not be next whatever the tumour is counts only where it is not active: nothing in this cell may
        read as hope that the status takes back.
        """
        q = answer.query
        name = "/".join(q.mutations) if not q.alternatives else ""
        if name not in self.tables.findings:
            return ()
        barred = {e.drug for e in answer.body.excluded if e.reason in _BARRED}
        known = grouped(self.tables, alone(Asked(on_target=self.tables.findings[name].members)))
        called: list[str] = []
        for call in (Call.ACTIVE, Call.REDUCED, Call.CONFLICTING, Call.NOT_EFFECTIVE):
            left_out = barred if call in (Call.ACTIVE, Call.REDUCED) else ()
            drugs = (drug for drug in known[call.value] if drug.drug not in left_out)
            called += [f"{call}:{drug.basis or 'not_stated'}" for drug in drugs]
        return tuple(called)

    def _promises(self, text: str) -> bool:
        """Whether a sentence names a drug, or speaks of options where there are none."""
        folded = text.casefold()
        return "option" in folded or any(name in folded for name in self._drug_names)


def both_found(names: tuple[str, ...]) -> str:
    """What several changes at one residue of one sample may be; which of it is not known."""
    return (
        f"{' and '.join(names)} were found in one sample and change the same residue: on two alleles, in two clones, or as one "
        "change of neighbouring nucleotides that makes another amino acid; which of these is not known here"
    )


def findings(answer: Answer) -> tuple[str, ...]:
    """The findings of an answer: a compound as one, alternatives and off-target findings one by one."""
    q = answer.query
    on_target = list(q.alternatives)
    if q.mutations and not on_target:
        on_target = ["/".join(q.mutations)]
    return (*on_target, *q.off_target)


def _verdict(reason: str) -> str:
    return "UNRESOLVED" if reason == "conflicting" else "EXCLUDED"


def table_cells(cells: Iterable[tuple[str, ...]]) -> list[str]:
    """Cells as a table writes them: `;` between values and nowhere else, NA for what is missing."""
    return [";".join(map(_clean, values)) or "NA" for values in cells]


@lru_cache(1 << 10)
def _clean(value: str) -> str:
    """A value on one line, of which a spreadsheet makes no formula and a terminal no command."""
    words = printable(" ".join(value.replace(";", ",").split()))
    return no_formula(words)
