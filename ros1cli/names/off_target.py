"""The vocabulary of off-target findings: phrases of the tables, known genes with a change, genes of a named pathway.

It is built from every finding that the tables ever held, so that a name means the same at every --as-of date. Nothing
follows the known words: "MET exon 14 not detected" is no name.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ros1cli.names.characters import LONGEST, fold
from ros1cli.names.hgvs import bare, spelled
from ros1cli.tables.model import Finding, Tables


def _by_word(events: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every word for an event, itself among them, → the event."""
    found: dict[str, str] = {}
    for event, words in events.items():
        found |= dict.fromkeys((event, *words), event)
    return found


_EVENTS = _by_word(
    {
        "amplification": ("amp", "amplified", "gene amplification"),
        "copy number gain": ("gain",),
        "upregulation": ("up regulation", "upregulated"),
        "overexpression": ("overexpressed",),
        "mutation": ("mutant", "mutated"),
        "fusion": (),
        "rearrangement": ("rearranged",),
        "alteration": ("altered",),
        "bypass signalling": ("bypass", "bypass signaling"),
        "activation": ("activated",),
        "signalling": ("signaling", "pathway"),
        "loss": (),
        "loss of function": (),
        "inactivation": ("inactivated",),
        "deletion": ("deleted",),
    }
)
_EXON_EVENTS = _by_word(
    {
        "skipping": ("skip",),
        "deletion": ("del",),
        "insertion": ("ins",),
        "duplication": ("dup",),
        "mutation": (),
        "skipping mutation": (),
        "skipping alteration": (),
        "splice mutation": (),
        "alteration": (),
    }
)
# Plain text, compiled where it is used: most names need none of them.
_EXON = r"(?:exon|ex) ?([0-9]{1,2}) ?([a-z ]*)"
_BEFORE = r"(amplification|mutation|fusion|rearrangement|upregulation|overexpression) (?:of|in) (.+)"
_ADJECTIVE = r"(amplified|mutant|mutated|upregulated|overexpressed|rearranged) (.+)"
_GLUED = r"([a-z0-9]+?)(ex(?:on)? ?[0-9]{1,2}.*)"
_FUSED = r"(?i:[A-Z][A-Z0-9]{1,9}::([A-Z][A-Z0-9]{1,9}))"
_JOINT = r"[ _\-]"
_EDGES = ("-", "_", ":")
_LATER = "these tables do not name it on that day"


class OffTarget(NamedTuple):
    """An off-target finding as asked: `name` for the screen, and the findings of the tables that answer for it.

    `named` False: the tables hold the gene but not this change. `related`: the gene itself is not named, its pathway is.
    `findings` is empty when the tables name it only after the day that was asked for, and when the `whole` class was named
    ("bypass"). `decides` is False for what tells of prognosis alone, or was seen at progression without proof that it resists.
    """

    name: str
    findings: tuple[str, ...]
    named: bool
    related: str = ""
    title: str = ""
    decides: bool = True
    whole: bool = False

    @property
    def words(self) -> str:
        """The name, with its title where that says more."""
        return f"{self.name} ({self.title})" if self.title else self.name

    @property
    def change(self) -> str:
        """What follows the gene in the name."""
        return self.name.partition(" ")[2]


class Vocabulary:
    """Everything off-target that the tables can name.

    `off_genes` are the genes of off-target findings, `genes` also those of findings that decide nothing; both with the genes
    of a named pathway.
    """

    def __init__(self, tables: Tables) -> None:
        reference = tables.reference
        self.visible = tables.findings
        self.related = reference.related_genes
        self.not_findings = {fold(word): why for word, why in reference.not_findings.items()}
        self.class_words = frozenset(map(fold, reference.class_words.get("off_target", ())))
        beside = [f for f in tables.every_finding.values() if not f.on_target]
        off = [f for f in beside if not f.without_status]
        self.named: tuple[Finding, ...] = (*off, *(f for f in beside if f.without_status))
        self.phrases: dict[str, Finding] = {}
        for finding in self.named:
            self.phrases |= {fold(name): finding for name in (finding.id, finding.title, *finding.aliases)}
        self.off_genes = frozenset({f.gene for f in off if f.gene} | set(self.related))
        self.genes = tuple(sorted({f.gene for f in self.named if f.gene} | set(self.related)))
        self.spellings = self._spellings(reference.gene_aliases)

    def _spellings(self, aliases: Mapping[str, str]) -> dict[str, str]:
        """Every name of a gene, folded, → the gene. A later entry wins: the gene's own name over a phrase over an alias."""
        spellings = {fold(alias): gene for alias, gene in aliases.items() if gene in self.genes}
        spellings |= {phrase: f.gene for phrase, f in self.phrases.items() if f.gene and not f.change}
        return spellings | {fold(gene): gene for gene in self.genes}

    def why_not(self, text: str) -> str:
        """Why these words stand where a finding belongs and are none; empty when they are no such words."""
        return self.not_findings.get(fold(text), "") if len(text) <= LONGEST else ""

    def find(self, text: str) -> OffTarget | None:
        """The finding of this phrase, or of the gene that it begins with; None when it is neither."""
        if len(text) > LONGEST or text[:1] in _EDGES or text[-1:] in _EDGES:
            return None  # "ALK-" says that the tumour has no ALK finding
        if spelled(bare(text)):
            return None  # a change without a gene: a test holds that nothing off-target is named like one
        named = self.phrases.get(fold(text))
        if named:
            return self._named(named)
        if fold(text) in self.class_words:
            return OffTarget(fold(text), (), True, whole=True)
        gene, change = self._gene_and_change(text)
        if not gene:
            return None
        name = f"{gene} {change}".strip()
        again = self.phrases.get(fold(name))
        return self._named(again) if again else self._by_gene(gene, name)

    def _named(self, finding: Finding) -> OffTarget:
        if finding.id not in self.visible:
            return self._by_gene(finding.gene or "", finding.id)
        title = "" if fold(finding.id) == fold(finding.title) else finding.title
        return OffTarget(finding.id, (finding.id,), True, title=title, decides=not finding.without_status)

    def _by_gene(self, gene: str, name: str) -> OffTarget:
        related = self.related.get(gene, "")
        answering = (related,) if related else tuple(f.id for f in self.named if f.gene == gene)
        seen = tuple(f for f in answering if f in self.visible)
        decides = not any(f.without_status for f in self.named if f.id in answering)
        return OffTarget(name, seen, not seen, related if seen else "", "" if seen else _LATER, decides)

    def _gene_and_change(self, text: str) -> tuple[str, str]:
        """The gene at the front with the change behind it, as canonical words; empty when it is not so."""
        gene = self.spellings.get(fold(text))
        if gene:
            return gene, ""
        for joint in re.finditer(_JOINT, text):
            gene = self.spellings.get(fold(text[: joint.start()]))
            change = event(text[joint.end() :]) if gene else None
            if gene and change:
                return gene, change
        fused = re.fullmatch(_FUSED, text) if "::" in text else None
        if fused and fold(fused.group(1)) in self.spellings and fold(text.partition("::")[0]) not in self.spellings:
            return self.spellings[fold(fused.group(1))], "fusion"
        return self._turned_around(fold(text))

    def _turned_around(self, text: str) -> tuple[str, str]:
        """`amplification of MET`, `amplified MET`, `METex14`."""
        for pattern in (_BEFORE, _ADJECTIVE):
            match = re.fullmatch(pattern, text) if " " in text else None
            if match and match.group(2) in self.spellings:
                return self.spellings[match.group(2)], _EVENTS[match.group(1)]
        glued = re.fullmatch(_GLUED, text) if "ex" in text else None
        if glued and glued.group(1) in self.spellings and event(glued.group(2)):
            return self.spellings[glued.group(1)], event(glued.group(2)) or ""
        return "", ""


def event(words: str) -> str | None:
    """What may stand behind a gene, in canonical words: a substitution, an exon or an event; None for anything else."""
    found = spelled(bare(words))
    if found:
        return None if found.digits.startswith("0") or found.ref == found.alt else str(found)
    key = fold(words)
    exon = re.fullmatch(_EXON, key)
    if exon and (not exon.group(2) or exon.group(2) in _EXON_EVENTS):
        return f"exon {int(exon.group(1))} {_EXON_EVENTS.get(exon.group(2), '')}".strip()
    return _EVENTS.get(key)
