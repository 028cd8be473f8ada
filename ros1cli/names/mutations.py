r"""`--mutation` values → the findings of one tumour.

The grammar, in the order in which it is tried. Every value of a question describes the same tumour; letters may be of
either case; surrounding white space is dropped, full-width forms and hyphens are folded and that is told.

    value       phrase                        an off-target finding by any of its names, or a known gene with an event or a
                                              change: MET, "KRAS G12C", "MET amp", "EGFR exon 20 insertion" (off_target)
              | [prefix] allele               p.[A;B] on one allele (cis) · p.[A];[B] on two (trans) · p.[A(;)B] not known
              | name (separator name)*        in any order; a name without a prefix takes that of the name before it
    separator   / , ; + & and                 or a space between names that are all p., c. or g. names
    prefix      ROS1 | fusion | accession     then : _ - or a space; several may follow one another
    fusion      CD74-ROS1 · CD74::ROS1        the driver: told, and never a finding
    accession   P08922 · NM_… · NP_… · ENST… · ENSP…, in any version; it decides the numbering (`hgvs`)
    name        phrase | fusion | protein | coding | genomic | letter
    protein     G2032R · p.G2032R · p.Gly2032Arg · p.(Gly2032Arg)
    coding      c.6094G>A · c.6094_6095delinsAA                     only what the table of c. and g. names lists (hgvs)
    genomic     chr6:g.117638347C>T · 6:g.… · NC_000006.11:g.…       likewise
    letter      F in S1986Y/F, Phe in Ser1986Tyr/Phe, only behind a slash: one or the other at that residue, not both

A protein name is numbered as its accession says, else as --transcript says, else as the reference P08922. A bare name that
fits only the other numbering is refused with the likely reading; one that fits both is read as typed, with a caution. In
one value a c. or g. name and a p. name must mean the same change.
"""

from collections.abc import Sequence

from ros1cli.errors import NotUnderstood, shown
from ros1cli.names import refusals
from ros1cli.names.characters import LONGEST, clean, fold, folded, lookalike
from ros1cli.names.drugs import find_drug
from ros1cli.names.hgvs import (
    Change,
    NamedSequence,
    Spelled,
    bare,
    from_mane,
    is_driver,
    is_no_substitution,
    is_nucleotides,
    letter,
    listed_change,
    on_mane,
    read_nucleotides,
    read_sequence,
    residue,
    residue_number,
    spelled,
)
from ros1cli.names.off_target import OffTarget, Vocabulary
from ros1cli.names.split import (
    AS_WRITTEN,
    EITHER,
    Aside,
    Asked,
    NameContext,
    Reading,
    TumourFindings,
    TypedName,
    names_of,
)
from ros1cli.tables.model import Tables


def read_findings(
    tables: Tables,
    texts: Sequence[str],
    transcript: str | None = None,
    words: Vocabulary | None = None,
    aside: Aside | None = None,
) -> Asked:
    """All `--mutation` values of one question, which together describe one tumour.

    Args:
        tables: what is known.
        texts: the values as typed.
        transcript: the accession on which all names are numbered that carry none of their own.
        words: the vocabulary of the tables; made from them when None.
        aside: takes the names that are understood and not covered (as the cell of a table has them beside others); when None
            they are refused. With it the answer may hold no finding at all.

    Raises:
        NotUnderstood: a name is no finding, an impossible change, or has more than one reading; or `transcript` is not
            known, contradicts a name, or there is no name that it could number.
    """
    reader = _FindingReader(tables, transcript, words or Vocabulary(tables), aside)
    for text in dict.fromkeys(texts):
        reader.read(text)
    return reader.asked()


class _FindingReader:
    """Reads the values of a question, one after the other."""

    def __init__(self, tables: Tables, transcript: str | None, words: Vocabulary, aside: Aside | None = None) -> None:
        self.tables = tables
        self.ref = tables.reference
        self.words = words
        self.aside = aside
        self.tumour = TumourFindings(self.ref.gene)
        self.last_driver: NameContext | None = None
        self.transcript: NamedSequence | None = None
        if transcript is not None:
            self.transcript = read_sequence(self.ref, clean(transcript, "value of --transcript"), transcript)

    def read(self, text: str) -> None:
        """One value."""
        try:
            value = folded(text, "mutation")
        except NotUnderstood as error:
            raise self._with_likely(error, text) from None
        at = NameContext(self.tables, self.words, text, aside=self.aside)
        names, trans = names_of(at, value.text)
        self.tumour.trans |= trans
        meant: dict[str, set[str]] = {"protein": set(), "nucleotides": set()}
        before = ""
        for name in names:
            if self.aside and is_no_substitution(name.body[:LONGEST]):
                self.aside.no_substitution.append(name.given)
                continue
            self._refuse_unclear_gene(name, before, at)
            given = text if len(names) == 1 else name.given
            typed = name._replace(given=given.strip(), told=(*name.told, value.told)) if value.folds else name
            kind, finding = self._name(typed, at)
            meant.setdefault(kind, set()).add(finding)
            before = finding if kind == "off_target" else ""
        if meant["nucleotides"] and meant["protein"] and meant["nucleotides"] != meant["protein"]:
            at.refuse(
                f"The c. or g. name in {shown(text)!r} means {', '.join(sorted(meant['nucleotides']))}, and the p. name "
                f"{', '.join(sorted(meant['protein']))}; give two changes as two --mutation."
            )

    def _with_likely(self, error: NotUnderstood, text: str) -> NotUnderstood:
        """The refusal of an odd character, with the plain name as a suggestion when that would be read."""
        likely = lookalike(text)
        if likely:
            try:
                read_findings(self.tables, [likely], None, self.words)
            except NotUnderstood:
                drug = f" {likely} is a drug: ask `ros1 drug`." if find_drug(self.tables, likely) else ""
                return NotUnderstood(f"{error.message}{drug}", given=text)
            return NotUnderstood(f"{error.message} Did you mean {likely}?", given=text, suggestions=(likely,))
        return error

    def _refuse_unclear_gene(self, name: TypedName, before: str, at: NameContext) -> None:
        """`KRAS G12C/Q61H`: a bare change behind a change of another gene is ours only when the tables know it as ours."""
        found = spelled(bare(name.body))
        after_change = spelled(before.partition(" ")[2])
        if found and after_change and not name.prefix.names_gene and str(found) not in self.tables.every_finding:
            gene, ours = before.partition(" ")[0], self.ref.gene
            both = (f"{gene} {found}", f"{ours} {found}")
            at.refuse(
                f"{found} behind {before} may be a change of {gene} or of {ours}; write the gene with each: {' or '.join(both)}.",
                both[:1] if self.words.find(both[0]) else (),
            )

    # -- one name ------------------------------------------------------------------------------------------------

    def _name(self, name: TypedName, at: NameContext) -> tuple[str, str]:
        """Read one name; says whether it was a p. name, a c. or g. name or neither, and the finding."""
        phrase = self.words.find(name.body) if name.free else None
        if phrase:
            return self._phrase(phrase, name, at)
        is_short = len(name.body) <= LONGEST
        change = spelled(bare(name.body)) if is_short else None
        if change:
            return self._protein(change, name, self._on_sequence(name, at))
        if is_short and is_driver(self.ref, name.body):
            return self._driver(name, at)
        at = self._on_sequence(name, at)
        if not is_short or not is_nucleotides(name.body):
            refusals.refuse_name(at, name.body)
        return self._nucleotides(name, at)

    def _on_sequence(self, name: TypedName, at: NameContext) -> NameContext:
        """The place with the sequence on which the name is numbered: its own, else the one of --transcript."""
        said, own = self.transcript, name.prefix.sequence
        if said and own and said.mane != own.mane:
            raise NotUnderstood(
                f"{shown(name.given)!r} names {own.words}, and --transcript {said.words}: they number the residues "
                "differently. Correct the one or leave out the other.",
                given=name.given,
            )
        return at._replace(sequence=own or said)

    def _phrase(self, found: OffTarget, name: TypedName, at: NameContext) -> tuple[str, str]:
        if not found.named and found.change in self.tables.every_finding:
            ours, change = self.ref.gene, found.change
            at.refuse(
                f"{change} is known here as a change of {ours}, and {shown(found.name)!r} says another gene; for {ours} ask "
                f"{change}.",
                (change,),
            )
        how = "another name of it in these tables"
        if found.findings and not found.named:
            how = "by its gene; the tables do not name the change"
        elif fold(name.body) not in self.words.phrases:
            how = "by its gene and event"
        elif name.given == found.name:
            how = ""
        self.tumour.add(Reading(shown(name.given), found.name, _how(how, *name.told)), found)
        return "off_target", found.name

    def _driver(self, name: TypedName, at: NameContext) -> tuple[str, str]:
        note = at.partner_note.rstrip(". ")
        what = "the fusion that drives the cancer, not a resistance finding"
        how = _how(f"{what} — {note}" if note else what, *name.told)
        self.tumour.add(Reading(shown(name.given), shown(name.body), how), None)
        self.last_driver = at
        return "driver", name.body

    def _nucleotides(self, name: TypedName, at: NameContext) -> tuple[str, str]:
        coding = name.body[:2].casefold() == "c."
        own = name.prefix.sequence
        if own and (own.protein or not coding):
            kind = "c." if coding else "g."
            at.refuse(f"{shown(name.given)!r} is a {kind} name, which {own.given} cannot carry; correct the accession.")
        meant, way = read_nucleotides(self.ref, name.body, at.sequence if coding else None, at.text)
        change = Change(meant[0], int(meant[1:-1]), meant[-1])
        typed = change._replace(pos=on_mane(self.ref, change.pos) or change.pos)
        told = self._prefix_words(name, at.sequence if at.mane and coding else None, str(typed), str(change))
        how = _how(way, *told, *name.told)
        self.tumour.add(Reading(shown(name.given), str(change), how), change)
        return "nucleotides", str(change)

    def _protein(self, found: Spelled, name: TypedName, at: NameContext) -> tuple[str, str]:
        change = self._on_reference(found, name, at)
        self._check_coding(change, name, at)
        either = EITHER if name.letters else ""
        way = "one-letter code"
        if bare(name.body) == str(found):
            way = "" if either or name.given == str(found) else "the short form"
        prefix = self._prefix_words(name, at.sequence, str(found), str(change))
        how = _how(way, *prefix, either, *name.told)
        alts = (change.alt, *map(letter, name.letters))
        if len(set(alts)) < len(alts):
            at.refuse(f"{shown(name.given)!r} names the same amino acid twice; write each once.")
        for alt in alts:
            self._keep(change._replace(alt=alt), name, how, at)
        return "protein", str(change)

    def _check_coding(self, change: Change, name: TypedName, at: NameContext) -> None:
        """Refuse a p. name behind a c. name that the table lists as another change."""
        listed = listed_change(self.ref, name.prefix.coding, at.mane) if name.prefix.coding else ""
        if listed and listed != str(change):
            at.refuse(
                f"The c. name in {shown(at.text)!r} means {listed}, and the p. name {change}; correct the one or the other."
            )

    def _on_reference(self, found: Spelled, name: TypedName, at: NameContext) -> Change:
        """The change numbered on the reference; refused when it is known as another gene's, or cannot be one."""
        if not name.prefix.names_gene:
            refusals.refuse_foreign(at, str(found))
        typed = residue_number(self.ref, found.digits, at.mane)
        if typed is None:
            refusals.refuse_number(at, found, name.body)
        if found.ref == found.alt:
            at.refuse(f"{found} changes nothing; only substitutions by another amino acid are covered.")
        pos = from_mane(self.ref, typed) if at.mane else typed
        if pos is None or residue(self.ref, pos) != found.ref:
            refusals.refuse_residue(at, Change(found.ref, typed, found.alt))
        return Change(found.ref, pos, found.alt)

    def _keep(self, change: Change, name: TypedName, how: str, at: NameContext) -> None:
        if change.ref == change.alt:
            at.refuse(f"{change} in {shown(name.given)!r} changes nothing; name other amino acids only.")
        other = "" if at.sequence else self._collision(change)
        if other:
            self.tumour.collisions[str(change), other] = None
            how = _how(f"as typed, on {self.ref.accessions[0]}; on MANE Select it would be {other}", how)
        self.tumour.add(Reading(shown(name.given), str(change), how), change, bool(name.letters))

    def _collision(self, change: Change) -> str:
        """What a bare name that also fits the numbering of MANE Select would be then; empty when it does not fit."""
        pos = from_mane(self.ref, change.pos)
        fits = pos and pos != change.pos and residue(self.ref, pos) == change.ref
        return str(change._replace(pos=pos)) if pos and fits else ""

    def _prefix_words(self, name: TypedName, sequence: NamedSequence | None, typed: str, finding: str) -> list[str]:
        """What is to be told of gene, fusion and accession."""
        said = []
        if name.prefix.fusion:
            said.append(f"{shown(name.prefix.fusion)} is the driver, not part of the finding")
        if sequence and sequence.mane:
            said.append(
                f"{typed} in the numbering of {sequence.words}, converted to {finding} in that of {self.ref.accessions[0]}"
            )
        elif sequence:
            said.append(f"numbered on {sequence.words}")
        return said

    # -- all together --------------------------------------------------------------------------------------------

    def asked(self) -> Asked:
        """All names read so far as one tumour; refuses what cannot be one."""
        asked = self.tumour.asked()
        at = self.last_driver
        if at and not (asked.resistance or asked.without_status or self.aside):
            at.refuse(
                f"{shown(asked.drivers[0])} is a fusion, the driver of the cancer, not a resistance mutation; give the finding "
                f"beside it. {at.partner_note}Ask `ros1 guidance fusion-partner`."
            )
        if self.transcript and not (asked.on_target or asked.alternatives or self.aside):
            raise NotUnderstood(
                f"--transcript says how the changes of {self.ref.gene} are numbered, and none is given; leave it out.",
                given=self.transcript.given,
            )
        return asked


def _how(*ways: str) -> str:
    return "; ".join(w for w in ways if w and w != AS_WRITTEN) or AS_WRITTEN
