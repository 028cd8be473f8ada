"""What was typed → a finding, a drug or a topic, or why not.

The most dangerous output of this program is a right answer to the wrong question. So a name is read exactly or it
is refused: nothing is matched by likeness, and every folding (case, full-width letters, hyphens) loses no meaning.
A change of ROS1 is checked against the reference protein, residue by residue.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ros1cli.errors import NotUnderstood, shown
from ros1cli.model import Drug, Reference, Tables, Topic

THREE = {
    "ALA": "A", "ARG": "R", "ASN": "N", "ASP": "D", "CYS": "C", "GLN": "Q", "GLU": "E", "GLY": "G", "HIS": "H", "ILE": "I",
    "LEU": "L", "LYS": "K", "MET": "M", "PHE": "F", "PRO": "P", "SER": "S", "THR": "T", "TRP": "W", "TYR": "Y", "VAL": "V",
}  # fmt: skip
ONE = {one: three.capitalize() for three, one in THREE.items()}
_AA = f"(?:{'|'.join(THREE)}|[{''.join(ONE)}])"
_CHANGE = re.compile(rf"(?P<ref>{_AA})(?P<pos>[0-9]+)(?P<alt>{_AA})", re.IGNORECASE)
_AMINO_ACID = re.compile(_AA, re.IGNORECASE)
_SITE = re.compile(rf"{_AA}[0-9]+", re.IGNORECASE)
_NOT_A_SUBSTITUTION = re.compile(rf"{_AA}[0-9]+(?:_{_AA}[0-9]+)?(?:\*|X|TER|FS.*|DEL.*|INS.*|DUP.*|=|\?|EXT.*)", re.IGNORECASE)
_LOOKS_TYPED_WRONG = re.compile(r"[A-Z][0-9OIL]{3,5}[A-Z]", re.IGNORECASE)
_ACCESSION = re.compile(r"((?:NM|NP|XM|XP|ENST|ENSP)_?[0-9]+|[OPQ][0-9][A-Z0-9]{3}[0-9])(?:[.-][0-9]+)?", re.IGNORECASE)
_GENE = re.compile(r"[A-Z][A-Z0-9]{1,9}", re.IGNORECASE)
_FUSION = re.compile(r"[A-Z][A-Z0-9]{1,9}(?:-|::|/)[A-Z][A-Z0-9]{1,9}", re.IGNORECASE)
_SEPARATORS = re.compile(r"\s*(?:[/,;+&]|\band\b)\s*", re.IGNORECASE)
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_NEAR = 2


class Reading(NamedTuple):
    """How one name was read."""

    given: str
    finding: str
    how: str


class OffTarget(NamedTuple):
    """An off-target finding as asked: `name` for the screen, and the findings of the tables that answer for it."""

    name: str
    findings: tuple[str, ...]
    named: bool
    related: str = ""


class Asked(NamedTuple):
    """All findings of one question. `on_target` are the changes of one tumour, ordered by residue."""

    readings: tuple[Reading, ...] = ()
    on_target: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    off_target: tuple[OffTarget, ...] = ()
    phase: str = ""
    collisions: tuple[tuple[str, str], ...] = ()

    @property
    def compound(self) -> bool:
        """Several ROS1 changes in one tumour."""
        return len(self.on_target) > 1

    @property
    def finding(self) -> str:
        """The id of the on-target finding: the changes joined in the order of their residues."""
        return "/".join(self.on_target)


class _Change(NamedTuple):
    ref: str
    pos: int
    alt: str

    def __str__(self) -> str:
        return f"{self.ref}{self.pos}{self.alt}"


# -- the characters of a name ------------------------------------------------------------------------------------


def clean(text: str, what: str) -> str:
    """Trim and fold full-width forms and hyphens; refuse what merely looks like a letter, and what cannot be seen.

    Raises:
        NotUnderstood: nothing is left, or a character is not plain ASCII after folding; it is named with its code point.
    """
    if not text.strip():
        raise NotUnderstood(f"The {what} is empty; give a value or leave the option out.", given=text)
    folded = "".join(unicodedata.normalize("NFKC", c) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in text.strip())
    folded = folded.translate(_HYPHENS)
    for c in folded:
        if not (c.isascii() and (c.isprintable() or c.isspace())):
            name = unicodedata.name(c, "a character without a name")
            raise NotUnderstood(
                f"The {what} {shown(text)!r} holds {name} (U+{ord(c):04X}), which is not a plain letter, digit or sign; "
                "type the name anew.",
                given=text,
            )
    return " ".join(folded.split())


def fold(text: str) -> str:
    """The key under which a phrase is looked up: lower case, every run of signs and spaces one space."""
    return " ".join(re.split(r"[\s_:\-]+", text.casefold())).strip()


def edit_distance(a: str, b: str) -> int:
    """The number of single-letter edits (a swap of neighbours is one) that turn `a` into `b`."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, last, row = row, before, [i]
        for j, y in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1]


def near(text: str, known: Iterable[str], limit: int = _NEAR) -> tuple[str, ...]:
    """Known names within `limit` edits, nearest first, at most three; never for very short or very long input."""
    key = text.casefold()
    if not 4 <= len(key) <= 40:
        return ()
    scored = [(edit_distance(key, name.casefold()), name) for name in dict.fromkeys(known) if abs(len(name) - len(key)) <= limit]
    return tuple(name for distance, name in sorted(scored) if distance <= limit)[:3]


def _or(names: Sequence[str]) -> str:
    return " or ".join(names)


# -- drugs ---------------------------------------------------------------------------------------------------------


def _drug_key(text: str) -> str:
    return re.sub(r"[\s\-]", "", text.casefold())


def drug_keys(tables: Tables) -> dict[str, Drug]:
    """Every spelling of every drug, folded, → the drug."""
    return {_drug_key(name): d for d in tables.drugs.values() for name in (d.id, *(n.name for n in d.names))}


def find_drug(tables: Tables, text: str) -> Drug | None:
    """The drug of exactly this name, brand, code or documented misspelling; None when there is none."""
    return drug_keys(tables).get(_drug_key(text))


def read_drug(tables: Tables, text: str) -> Drug:
    """The drug that was meant.

    Raises:
        NotUnderstood: no drug has this name; near names are suggested, never taken.
    """
    name = clean(text, "drug name")
    drug = find_drug(tables, name)
    if drug:
        return drug
    if _CHANGE.fullmatch(name):
        raise NotUnderstood(f"{shown(name)} is a mutation, not a drug; ask `ros1 mutation {shown(name)}`.", given=text)
    every = [n for d in tables.drugs.values() for n in (d.id, *(x.name for x in d.names))]
    suggestions = near(name, every)
    hint = f"did you mean {_or(suggestions)}?" if suggestions else "`ros1 drug --list` shows the names that are known."
    raise NotUnderstood(f"No drug in these tables is named {shown(text)!r}; {hint}", given=text, suggestions=suggestions)


# -- topics --------------------------------------------------------------------------------------------------------


def find_topic(tables: Tables, text: str) -> Topic | None:
    """The topic of this name or alias; None when there is none."""
    key = fold(text)
    for topic in tables.topics.values():
        if key in (fold(topic.id), fold(topic.title), *map(fold, topic.aliases)):
            return topic
    return None


def near_topics(tables: Tables, text: str) -> tuple[str, ...]:
    """Topics whose name is a typing error away."""
    return near(text, [n for t in tables.topics.values() for n in (t.id, *t.aliases)])


# -- findings ------------------------------------------------------------------------------------------------------


def read_findings(tables: Tables, texts: Sequence[str]) -> Asked:
    """All `--mutation` values of one question, which together describe one tumour.

    Raises:
        NotUnderstood: a name is no finding, an impossible change, or has more than one reading.
    """
    reader = _Findings(tables)
    for text in texts:
        reader.read(text)
    return reader.asked()


def residue_name(letter: str) -> str:
    """`G` → `Gly (G)`."""
    return f"{ONE[letter]} ({letter})"


def on_mane(reference: Reference, pos: int) -> int | None:
    """The number of a reference residue on the MANE Select protein; None when it is not there."""
    for s in reference.mane_segments:
        if s.first <= pos <= s.last:
            return None if s.offset is None else pos + s.offset
    return None


def from_mane(reference: Reference, pos: int) -> int | None:
    """The number on the reference of a residue of the MANE Select protein; None when there is none."""
    for s in reference.mane_segments:
        if s.offset is not None and s.first + s.offset <= pos <= s.last + s.offset:
            return pos - s.offset
    return None


class _Findings:
    """Collects what the values of a question say, one value after the other."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.ref = tables.reference
        self.readings: list[Reading] = []
        self.changes: dict[int, list[str]] = {}
        self.either: set[int] = set()
        self.off: dict[str, OffTarget] = {}
        self.phase = ""
        self.collisions: list[tuple[str, str]] = []
        self.vocabulary = {
            fold(name): f.id for f in tables.findings.values() if not f.on_target for name in (f.id, f.title, *f.aliases)
        }
        self.genes = {f.gene for f in tables.findings.values() if f.gene and not f.on_target} | set(self.ref.related_genes)

    def read(self, text: str) -> None:
        """One value: a phrase of the vocabulary, or changes with separators between them."""
        value = clean(text, "mutation")
        if self._off_target(value, text):
            return
        prefix, rest = self._prefix(value, text)
        rest, numbering = self._alleles(rest, text), self._numbering(prefix, text)
        last: _Change | None = None
        for token in self._tokens(rest, text):
            if last and _AMINO_ACID.fullmatch(token):
                last = self._add_alternative(last, token, text)
            elif not self._off_target(token, text):
                last = self._add_change(token, numbering, text, prefix)

    def _prefix(self, value: str, text: str) -> tuple[str, str]:
        """Split `ROS1:p.G2032R`, `NP_002935.2:p.…`, `CD74-ROS1 G2032R` into what stands before and the change."""
        match = re.fullmatch(r"(\S+?)(?::|_|\s+)(?=p\.|\(|\[|[A-Za-z]{1,3}[0-9])(.+)", value)
        if not match:
            return "", value
        head, rest = match.groups()
        if head.casefold() == "p.":
            return "", value
        is_gene = head.casefold() == self.ref.gene.casefold()
        fusion = _FUSION.fullmatch(head) and self.ref.gene.casefold() in head.casefold()
        if is_gene or fusion or _ACCESSION.fullmatch(head):
            return head, rest
        if _GENE.fullmatch(head) and not _CHANGE.fullmatch(head) and not find_drug(self.tables, head):
            self._other_gene(head, text)
        return "", value

    def _other_gene(self, gene: str, text: str) -> None:
        raise NotUnderstood(
            f"{shown(text)!r} names the gene {shown(gene)}; only substitutions in {self.ref.gene} are looked up by their change. "
            f"Off-target genes that are known: {', '.join(sorted(self.genes))}.",
            given=text,
        )

    def _numbering(self, prefix: str, text: str) -> str:
        """`mane`, `reference` or empty (bare) for the accession that stood before the change."""
        accession = _ACCESSION.fullmatch(prefix)
        if not accession:
            return ""
        name = accession.group(1).upper()
        if name in self.ref.mane_accessions:
            return "mane"
        if name in self.ref.accessions:
            return "reference"
        known = ", ".join((*self.ref.accessions, *self.ref.mane_accessions))
        raise NotUnderstood(f"The accession {shown(prefix)} is not a {self.ref.gene} sequence that is known here ({known}).", given=text)

    def _alleles(self, rest: str, text: str) -> str:
        """Open the HGVS brackets: `p.[A;B]` is in cis, `p.[A];[B]` in trans or of unknown phase."""
        if "[" not in rest and "]" not in rest:
            return rest
        body = rest[2:] if rest.casefold().startswith("p.") else rest
        groups = re.fullmatch(r"\[([^\[\]]+)\](?:\(?;\)?\[([^\[\]]+)\])?", body)
        if not groups:
            raise NotUnderstood(f"The brackets in {shown(text)!r} are not p.[A;B] or p.[A];[B]; write the changes with / between.", given=text)
        self.phase = "trans" if groups.group(2) else (self.phase or "cis")
        return ";".join(g for g in groups.groups() if g)

    def _tokens(self, rest: str, text: str) -> list[str]:
        tokens = _SEPARATORS.split(rest)
        if len(tokens) == 1 and all(_CHANGE.fullmatch(t) for t in rest.split()):
            tokens = rest.split()
        if not all(tokens):
            raise NotUnderstood(f"{shown(text)!r} has a separator with nothing beside it; write for example A/B.", given=text)
        return tokens

    def _add_alternative(self, last: _Change, token: str, text: str) -> _Change:
        change = last._replace(alt=_letter(token))
        self._check(change, text)
        self.either.add(change.pos)
        self._note(change, text, f"another letter at residue {change.pos}: one or the other")
        return change

    def _add_change(self, token: str, numbering: str, text: str, prefix: str) -> _Change:
        change = self._parse(token, text)
        how = "as written" if token == str(change) else "written as the one-letter change"
        if numbering == "mane":
            change, how = self._convert(change, text), f"converted from the numbering of {prefix}"
        elif not prefix and str(change) in self.ref.foreign_changes and str(change) not in self.tables.findings:
            gene = self.ref.foreign_changes[str(change)]
            raise NotUnderstood(
                f"{change} is known as a mutation of {gene}, not of {self.ref.gene}; give the finding with its gene.", given=text
            )
        self._check(change, text)
        if not numbering:
            self._note_collision(change)
        self._note(change, text, how)
        return change

    def _note(self, change: _Change, text: str, how: str) -> None:
        letters = self.changes.setdefault(change.pos, [])
        if str(change) not in letters:
            letters.append(str(change))
            self.readings.append(Reading(given=shown(text.strip()), finding=str(change), how=how))

    def _parse(self, token: str, text: str) -> _Change:
        body = re.sub(r"^p\.", "", token, flags=re.IGNORECASE)
        body = body[1:-1] if body.startswith("(") and body.endswith(")") else body
        match = _CHANGE.fullmatch(body)
        if not match:
            self._refuse(body, token, text)
        assert match is not None
        ref, pos, alt = _letter(match["ref"]), match["pos"], _letter(match["alt"])
        length = len(self.ref.sequence)
        if len(pos) > len(str(length)) or not 1 <= int(pos) <= length:
            problem = "is written with a leading zero" if pos.startswith("0") else f"has {length} residues"
            what = f"The residue number in {shown(token)!r}" if pos.startswith("0") else f"{self.ref.gene} (reference {self.ref.accessions[0]})"
            tail = f"did you mean {ref}{pos.lstrip('0')}{alt}?" if pos.startswith("0") and pos.strip("0") else "correct the number."
            raise NotUnderstood(f"{what} {problem}, and {shown(token)!r} is not among 1 to {length}; {tail}", given=text)
        return _Change(ref, int(pos), alt)

    def _refuse(self, body: str, token: str, text: str) -> None:
        """Say as exactly as possible why a token is no substitution."""
        sites = tuple(f for f in self.tables.findings if _CHANGE.fullmatch(f) and f[:-1] == body.upper())
        if _NOT_A_SUBSTITUTION.fullmatch(body):
            raise NotUnderstood(
                f"{shown(token)!r} is not a substitution; only substitutions of one amino acid in {self.ref.gene} are covered, "
                "not stops, frameshifts, deletions, insertions or silent changes.",
                given=text,
            )
        if _SITE.fullmatch(body):
            known = f"; known at this residue: {', '.join(sites)}" if sites else ""
            raise NotUnderstood(f"{shown(token)!r} names a residue but not the new amino acid; write it as in G2032R{known}.", given=text, suggestions=sites)
        if re.match(r"[cgn]\.|chr", body, re.IGNORECASE):
            raise NotUnderstood(f"{shown(token)!r} is c. or g. notation, which is not read yet; give the protein change.", given=text)
        if find_drug(self.tables, token):
            raise NotUnderstood(f"{shown(token)} is a drug, not a mutation; ask `ros1 drug {shown(token)}`.", given=text)
        if _FUSION.fullmatch(body) and self.ref.gene.casefold() in body.casefold():
            raise NotUnderstood(
                f"{shown(token)} is a fusion, the driver of the cancer, not a resistance mutation; ask `ros1 guidance fusion-partner`.", given=text
            )
        self._refuse_unknown(body, token, text)

    def _refuse_unknown(self, body: str, token: str, text: str) -> None:
        singles = [f for f in self.tables.findings if _CHANGE.fullmatch(f)]
        if _LOOKS_TYPED_WRONG.fullmatch(body):
            fixed = body[0] + body[1:-1].upper().replace("O", "0").replace("I", "1").replace("L", "1") + body[-1]
            raise NotUnderstood(
                f"{shown(token)!r} has a letter where a digit belongs; did you mean {fixed.upper()}?", given=text, suggestions=(fixed.upper(),)
            )
        suggestions = near(body, [*singles, *self.vocabulary], 1)
        hint = f" Did you mean {_or(suggestions)}?" if suggestions else ""
        raise NotUnderstood(
            f"{shown(token)!r} is no finding that is known here.{hint} Write a {self.ref.gene} substitution as G2032R or p.Gly2032Arg, "
            f"or an off-target finding; genes known: {', '.join(sorted(self.genes))}.",
            given=text,
            suggestions=suggestions,
        )

    def _check(self, change: _Change, text: str) -> None:
        """The reference residue must be what the protein has; a synonymous change is none."""
        there = self.ref.sequence[change.pos - 1]
        if change.ref == change.alt:
            raise NotUnderstood(
                f"{change} changes nothing: only substitutions by another amino acid are covered, not silent changes.", given=text
            )
        if there == change.ref:
            return
        known = tuple(f for f in self.tables.findings if _CHANGE.fullmatch(f) and int(f[1:-1]) == change.pos)
        hint = f" Known at this residue: {', '.join(known)}." if known else ""
        pos = from_mane(self.ref, change.pos)
        if pos and self.ref.sequence[pos - 1] == change.ref:
            likely = str(change._replace(pos=pos))
            hint = (
                f" It fits the numbering of {self.ref.mane_accessions[0]} (MANE Select), on which it is {likely} here: "
                f"ask {likely}, or give the accession with the name."
            )
            known = (likely,)
        raise NotUnderstood(
            f"{change} cannot be: residue {change.pos} is {residue_name(there)} in {self.ref.gene} "
            f"(reference {self.ref.accessions[0]}), not {residue_name(change.ref)}.{hint}",
            given=text,
            suggestions=known,
        )

    def _convert(self, change: _Change, text: str) -> _Change:
        pos = from_mane(self.ref, change.pos)
        if pos is None or pos > len(self.ref.sequence):
            raise NotUnderstood(
                f"{change} has no residue on the reference {self.ref.accessions[0]} that it could be converted to; "
                f"{self.ref.mane_accessions[0]} has {self.ref.mane_length} residues.",
                given=text,
            )
        return change._replace(pos=pos)

    def _note_collision(self, change: _Change) -> None:
        """A bare name that fits both numberings is answered as typed, with a caution."""
        pos = from_mane(self.ref, change.pos)
        if pos and pos != change.pos and self.ref.sequence[pos - 1] == change.ref:
            other = str(change._replace(pos=pos))
            if other in self.tables.findings or str(change) not in self.tables.findings:
                self.collisions.append((str(change), other))

    def _off_target(self, token: str, text: str) -> bool:
        """Take the token if it is a phrase of the off-target vocabulary, or a known gene with a change."""
        found = self.vocabulary.get(fold(token))
        if found:
            finding = self.tables.findings[found]
            name = finding.id if fold(finding.id) == fold(finding.title) else f"{finding.id}: {finding.title}"
            self._add_off(OffTarget(name, (found,), True), text, "a finding of the tables")
            return True
        gene, _, change = token.partition(" ")
        gene = {fold(a): a for a in self.genes}.get(fold(gene), "") or self._gene_of_alias(gene)
        if not gene or (change and not self._is_event(change)):
            return False
        related = self.ref.related_genes.get(gene, "")
        findings = (related,) if related else tuple(f.id for f in self.tables.findings.values() if f.gene == gene)
        name = f"{gene} {self._event(change)}".strip()
        self._add_off(OffTarget(name, findings, False, related), text, f"the gene {gene}; the change itself is not named in the tables")
        return True

    def _gene_of_alias(self, word: str) -> str:
        found = self.vocabulary.get(fold(word))
        return (self.tables.findings[found].gene or "") if found else ""

    def _is_event(self, words: str) -> bool:
        return bool(_CHANGE.fullmatch(re.sub(r"^p\.", "", words))) or fold(words) in _EVENTS or bool(_EXON.fullmatch(words))

    def _event(self, words: str) -> str:
        if _CHANGE.fullmatch(words):
            match = _CHANGE.fullmatch(words)
            assert match is not None
            return str(_Change(_letter(match["ref"]), int(match["pos"]), _letter(match["alt"])))
        return _EVENTS.get(fold(words), words)

    def _add_off(self, found: OffTarget, text: str, how: str) -> None:
        self.off[found.name] = found
        self.readings.append(Reading(given=shown(text.strip()), finding=found.name, how=how))

    def asked(self) -> Asked:
        """Everything read so far as one tumour; refuses what cannot be one."""
        for pos, names in self.changes.items():
            if len(names) > 1 and pos not in self.either:
                raise NotUnderstood(
                    f"{' and '.join(names)} change the same residue and cannot stand on one ROS1 protein; "
                    f"for one or the other write {names[0]}/{names[1][-1]}.",
                    given="/".join(names),
                )
        if self.either and len(self.changes) > 1:
            self._refuse_mixed()
        ordered = [sorted(self.changes[pos]) for pos in sorted(self.changes)]
        either = tuple(ordered[0]) if self.either else ()
        return Asked(
            readings=tuple(sorted(self.readings, key=lambda r: (r.finding, r.given))),
            on_target=() if either else tuple(names[0] for names in ordered),
            alternatives=either,
            off_target=tuple(self.off[name] for name in sorted(self.off)),
            phase=self.phase if len(self.changes) > 1 else "",
            collisions=tuple(self.collisions),
        )

    def _refuse_mixed(self) -> None:
        pos = min(self.either)
        others = [names[0] for p, names in sorted(self.changes.items()) if p != pos]
        readings = ["/".join(sorted([name, *others], key=lambda n: int(n[1:-1]))) for name in sorted(self.changes[pos])]
        raise NotUnderstood(
            f"Alternatives at residue {pos} together with another change have more than one reading; ask each apart: "
            f"{_or(readings)}.",
            given="/".join(readings),
            suggestions=tuple(readings),
        )


_EXON = re.compile(r"(?:exon|ex) ?[0-9]+(?: .{1,40})?", re.IGNORECASE)
_EVENTS = {
    "amp": "amplification",
    "amplification": "amplification",
    "amplified": "amplification",
    "gain": "copy number gain",
    "copy number gain": "copy number gain",
    "upregulation": "upregulation",
    "overexpression": "overexpression",
    "mutation": "mutation",
    "mutant": "mutation",
    "fusion": "fusion",
    "rearrangement": "rearrangement",
    "alteration": "alteration",
    "bypass": "bypass signalling",
    "activation": "activation",
    "signaling": "signalling",
    "signalling": "signalling",
    "pathway": "signalling",
}


def _letter(code: str) -> str:
    return THREE[code.upper()] if len(code) == 3 else code.upper()
