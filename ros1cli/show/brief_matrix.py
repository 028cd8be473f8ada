"""`matrix` in a minute: a letter and the kind of evidence for each drug and finding, and the pairs without a test in these tables.

A letter is never an offer: drugs that are not offered whatever the letter stand apart, marked in their head and in each cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from ros1cli.show.blocks import CellGrids, Line, Part, Section
from ros1cli.show.brief import VERDICTS, first_lines, labelled, last_lines, short_of
from ros1cli.show.words import GUIDING, gathered, level_word, noted, second_hand, starred, strongest
from ros1cli.tables.closed_words import Level

if TYPE_CHECKING:
    from ros1cli.answers import shapes
    from ros1cli.answers.shapes_matrix import Matrix, MatrixCell, MatrixDrug, MatrixGap

NOT_OFFERED, NOTHING = "\u00d7", "\u00b7"
"""The signs of a drug that is not offered whatever the letter, and of no data."""
LETTERS = {"active": "A", "reduced": "R", "not_effective": "N", "conflicting": "U", "no_data": NOTHING}
"""The letter of each call."""
_WORDS = {
    "active": "active",
    "reduced": "reduced",
    "not_effective": "not effective",
    "conflicting": "unresolved",
    "no_data": "no data",
}
_WHATEVER = ("never", "setting", "research")
_WHY = {"never": "NEVER", "setting": "not after a ROS1 TKI", "research": "research compound"}
_BELOW = {"never": ("NEVER",), "setting": ("not after", "a TKI"), "research": ("research",)}
_KINDS = {"case": "case (few patients)", "in_vitro": "cells", "expert": "expert (opinion)"}
_SHORTEST = 3


class _Picture(NamedTuple):
    """An answer with its cells by finding and drug."""

    answer: shapes.Answer
    body: Matrix
    cells: dict[tuple[str, str], MatrixCell]
    statements: dict[str, shapes.ShownClaim]

    def apart(self, d: MatrixDrug) -> bool:
        """Whether no letter of a drug is an offer: it is marked so, and an option nowhere."""
        return bool({*d.marks} & {*_WHATEVER}) and all(c.group != "option" for c in self.column(d.drug))

    def name(self, d: MatrixDrug, words: str = "") -> str:
        """The name of a drug, or what stands for it, with the sign of one that is not offered."""
        return f"{NOT_OFFERED if self.apart(d) else ''}{words or d.drug}"

    def row(self, finding: str) -> list[MatrixCell]:
        """The cells of a finding, in the order of the drugs."""
        return [self.cells[finding, d.drug] for d in self.body.drugs]

    def column(self, drug: str) -> list[MatrixCell]:
        """The cells of a drug, in the order of the findings."""
        return [self.cells[f.finding, drug] for f in self.body.findings]


def parts(answer: shapes.Answer, explain: bool, wide: bool) -> list[Part]:
    """The cells, what the letters mean, and what they are not; or the pairs without a statement."""
    body: Matrix = answer.body
    of = _Picture(answer, body, {(c.finding, c.drug): c for c in body.cells}, {c.id: c for c in body.statements})
    out = first_lines(answer, answer.understood)
    unknown = [f.finding for f in body.findings if not f.known]
    out += labelled(("MIND", f"not in these tables: {', '.join(unknown)}" if unknown else ""))
    out += _gap_lines(of) if answer.query.raw.get("gaps") else _letters(of)
    return last_lines(answer, out, explain, "ros1 mutation NAME: each statement; --gaps; --full; --json")


# -- letters -----------------------------------------------------------------------------------------------------------


def _letters(of: _Picture) -> list[Part]:
    """The grids, then the drugs and findings that have no place in them, then the key."""
    apart, others = ([d for d in of.body.drugs if of.apart(d) is marked] for marked in (True, False))
    sections = (
        _section(of, "What sources say: no ranking, and no letter is an offer", others),
        _section(of, f"{NOT_OFFERED} NOT OFFERED after a ROS1 TKI, whatever the letter", apart),
    )
    shown = tuple(s for s in sections if s.rows)
    ending = f"Names of drugs without their ending -{_ending(of)}."
    together = " ".join(map(short_of, of.body.cautions))
    cautions = labelled(("CAUTION", together), ("CAUTION", of.answer.brief.excluded))
    return [CellGrids(shown, tuple(_listed(of)), ending), *_key(of), *_left_out(of), *cautions]


def _section(of: _Picture, title: str, drugs: Sequence[MatrixDrug]) -> Section:
    """A grid: without the drugs and findings that have nothing to show in it, unless they were asked for."""
    asked = of.answer.query.raw
    columns = [d for d in drugs if "drug" in asked or any(map(_decides, of.column(d.drug)))]
    names = [f.finding for f in of.body.findings]
    within = of.body.drugs if drugs and not of.apart(drugs[0]) else columns
    rows = [n for n in names if "mutation" in asked or any(_says(of.cells[n, d.drug]) for d in within)]
    end = _ending(of)
    return Section(
        title,
        tuple((of.name(d), of.name(d, f"{d.drug[: -len(end)]}-" if end else "")) for d in columns),
        tuple(tuple(_below(of, d)) for d in columns),
        tuple((_parts(n), *(tuple(_words(of, of.cells[n, d.drug])) for d in columns)) for n in rows if columns),
    )


def _below(of: _Picture, d: MatrixDrug) -> list[str]:
    """What stands under the name of a drug: why it is not offered, and how that of a whole class is known."""
    out = [*chain.from_iterable(_BELOW.get(mark, ()) for mark in d.marks)]
    whole = next((c for c in of.column(d.drug) if "class" in c.marks), None)
    if whole is None:
        return out
    return [*out[:-1], *(f"{words};" for words in out[-1:]), "class:", _kind(of, whole, whole.level or "")]


def _says(cell: MatrixCell) -> bool:
    """Whether a cell says more than what holds of its drug on every finding."""
    return bool(cell.claims) and not {"class", "never"} & {*cell.marks}


def _decides(cell: MatrixCell) -> bool:
    """Whether a cell has a letter that its drug does not have on every finding because it must never be used."""
    return cell.call != "no_data" and "never" not in cell.marks


def _parts(finding: str) -> tuple[str, ...]:
    """A name that may be broken behind a stroke."""
    return tuple(re.split("(?<=/)", finding))


def _ending(of: _Picture) -> str:
    """The ending that all drugs share, when there are several and each keeps enough of its name without it."""
    names = [d.drug for d in of.body.drugs]
    size = 0
    while len({name[-size - 1 :] for name in names}) == 1 < len(names):
        size += 1
    short = min(map(len, names)) - size < _SHORTEST
    return "" if short or not size else names[0][-size:]


def _words(of: _Picture, cell: MatrixCell) -> list[str]:
    """A cell as words of which no line parts any: the letter with the kind of evidence, then the patients counted."""
    if cell.call == "no_data":
        return [f"{NOTHING} {_undecided(of, cell)}"] if cell.claims or _warns(of, cell) else [NOTHING]
    sign = NOT_OFFERED if {*cell.marks} & {*_WHATEVER} else ""
    first, *rest = _known(of, cell)
    return [f"{sign}{LETTERS[cell.call]} {first}", *rest]


def _warns(of: _Picture, cell: MatrixCell) -> bool:
    """A warning on the finding, or on a member of the compound."""
    said = (of.statements[c] for c in (*cell.claims, *cell.caveats))
    return any(s.about == "warning" and s.finding for s in said)


def _undecided(of: _Picture, cell: MatrixCell) -> str:
    """The kind of evidence of statements that decide nothing, such as a plain IC50; or that they warn."""
    if _warns(of, cell):
        return "warning"
    return _kind(of, cell, strongest(of.statements[c] for c in cell.claims)[0].level)


def _known(of: _Picture, cell: MatrixCell) -> list[str]:
    """How a call is known: by the patients counted before all else."""
    for mark, word in (("never", "NEVER"), ("class", "class"), ("member", "member")):
        if mark in cell.marks:
            return [word]
    kind = _kind(of, cell, cell.level or "")
    if cell.counted is None:
        return [kind]
    level = of.statements[cell.counted].level
    count = f"{cell.events}/{cell.n}" if cell.events is not None else f"n={cell.n}"
    told = [_kind(of, cell, level), count]
    return [*told[:-1], f"{count},", kind] if cell.level in GUIDING and cell.level != level else told


def _kind(of: _Picture, cell: MatrixCell, level: str) -> str:
    """A kind of evidence in one word, with the star when all of it was read second-hand."""
    own = [of.statements[c] for c in cell.claims]
    own = [c for c in own if c.level == level and (c.call or cell.call) in (cell.call, "no_data")]
    all_second_hand = bool(own) and all(second_hand(of.answer, c) for c in own)
    return starred(level_word(level).split()[0], all_second_hand)


def _key(of: _Picture) -> list[Line]:
    """What the letters and signs mean, as far as they stand there."""
    cells = of.body.cells
    calls, levels = {c.call for c in cells}, {c.level for c in cells}
    marks = {*chain.from_iterable(c.marks for c in cells)}
    told = [f"{LETTERS[call]} {words}" for call, words in _WORDS.items() if call in calls]
    told += ["m/n: of n patients m responded"] if any(c.events is not None for c in cells) else []
    signs = (
        (f"{NOT_OFFERED} not offered, whatever the letter", marks & {*_WHATEVER}),
        ("class: of all on-target findings", "class" in marks),
        (f"{NOTHING} cells: stated, decides nothing", any(c.claims for c in cells if c.call == "no_data")),
        ("warning: not tested, a source warns", any(_warns(of, c) for c in cells)),
        ("member: of a member of the compound", "member" in marks),
    )
    known = [_KINDS.get(level.value, level.value) for level in Level if level.value in levels]
    return labelled(
        ("KEY", ", ".join(told)),
        ("SIGNS", "; ".join(words for words, stands in signs if stands)),
        ("KNOWN BY", ", ".join(known)),
    )


def _left_out(of: _Picture) -> list[Line]:
    """Drugs and findings that have nothing to show in the grids."""
    never = [d for d in of.body.drugs if "never" in d.marks]
    out = [Line("NEVER", f"{d.drug}: {_never_words(of, d)}", "excluded") for d in never]
    silent = [of.name(d) for d in of.body.drugs if not any(map(_decides, of.column(d.drug))) and d not in never]
    empty = [f.finding for f in of.body.findings if not any(map(_says, of.row(f.finding)))]
    return [
        *out,
        *labelled(
            ("NO DATA", f"that decides, on any finding here: {', '.join(silent)}" if silent else ""),
            ("NO DATA", f"no statement names any of {', '.join(empty)}" if empty else ""),
        ),
    ]


def _never_words(of: _Picture, d: MatrixDrug) -> str:
    """The statement that it must never be used, in few words."""
    said = (of.statements[c] for c in chain.from_iterable(cell.claims for cell in of.column(d.drug)))
    return next((short_of(c) for c in said if c.scope == "never"), d.verdict or "")


# -- the same as lines -------------------------------------------------------------------------------------------------


def _listed(of: _Picture) -> list[Line]:
    """Each finding under its verdicts, a drug with its verdict in each line; findings with the same lines share them."""
    out: list[Line] = []
    for lines, names in gathered((tuple(_verdicts(of, f.finding)), f.finding) for f in of.body.findings).items():
        where = ", ".join(names)
        out += [Line(head, f"{where}: {words}", VERDICTS[head]) for head, words in lines]
    return out


def _verdicts(of: _Picture, finding: str) -> list[tuple[str, str]]:
    """The lines of a finding: a head, and the drugs under it with how that is known."""
    found: dict[str, list[str]] = {head: [] for head in VERDICTS}
    for cell in of.row(finding):
        positive = cell.call in ("active", "reduced")
        refused = [m for m in cell.marks if m in _WHATEVER]
        head = "NOT OFFERED" if positive and refused else _WORDS[cell.call].upper()
        found[head].append(_in_list(of, cell, refused, positive))
    return [(head, ", ".join(drugs)) for head, drugs in found.items() if drugs]


def _in_list(of: _Picture, cell: MatrixCell, refused: Sequence[str], positive: bool) -> str:
    """A drug in a line: marked when it is not offered, and how its call is known."""
    name = f"{NOT_OFFERED}{cell.drug}" if refused else cell.drug
    if cell.call == "no_data":
        if _warns(of, cell):
            return f"{name} (a warning)"
        return f"{name} ({_undecided(of, cell)}, decides nothing)" if cell.claims else name
    known = " ".join(_known(of, cell))
    if not refused or not positive:
        return f"{name} ({known})"
    return f"{name} ({_WHY[refused[0]]}; called {cell.call}: {known})"


# -- what no test is held of --------------------------------------------------------------------------------------------

_ORDER = (
    "Order: findings with a printed frequency first; within that by the largest count of one series; then those seen after a "
    "drug; then as in the tables. An order of findings, not of drugs."
)


def _gap_lines(of: _Picture) -> list[Part]:
    """How many pairs nobody has tested, and which; neighbours in the order with the same drugs share a line."""
    marked = [d.drug for d in of.body.drugs if of.apart(d)]
    gaps, others = of.body.gaps, len([g for g in of.body.gaps if g.drug not in marked])
    opinions = len([g for g in gaps if g.opinion])
    words = f"{len(gaps)} of {len(of.body.cells)} pairs: no patients and no laboratory in these tables"
    tail = f"; {others} without the drugs marked {NOT_OFFERED}" if marked else ""
    said = f"; on {opinions} there is an opinion or a warning" if opinions else ""
    out: list[Part] = [Line("", f"{words}{tail}{said}.", "bold"), Line("", _ORDER)]
    told = [(finding, _untested(of, tuple(found))) for finding, found in groupby(gaps, key=attrgetter("finding"))]
    for drugs, group in groupby(told, key=itemgetter(1)):
        out.append(Line("", f"- {', '.join(finding for finding, _ in group)}: {drugs}"))
    signs = f"{NOT_OFFERED} not offered whatever a test would show: {', '.join(marked)}"
    return [*out, *labelled(("SIGNS", signs if marked else ""))]


def _untested(of: _Picture, gaps: Sequence[MatrixGap]) -> str:
    """The drugs that nobody tested: by name, or past the half by those that were; and on which of them there is an opinion."""
    every = {d.drug: of.name(d) for d in of.body.drugs}
    missing = [g.drug for g in gaps]
    tested = [name for drug, name in every.items() if drug not in missing]
    words = ", ".join(every[drug] for drug in missing)
    if len(missing) > len(every) / 2 and len(missing) > 1:
        words = noted(f"{len(missing)} of {len(every)} drugs", f"tested: {', '.join(tested)}" if tested else "")
    opinions = [every[g.drug] for g in gaps if g.opinion]
    if opinions and len(missing) == len(opinions):
        return f"{words} (an opinion or a warning only)"
    return f"{words}; opinion or warning only: {', '.join(opinions)}" if opinions else words
