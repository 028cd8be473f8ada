"""The vocabulary of off-target findings: phrases of the tables, known genes with a change, genes of a named pathway."""

from __future__ import annotations

import re
from typing import NamedTuple

from ros1cli.model import Finding, Tables
from ros1cli.names.protein import spelled
from ros1cli.names.text import fold

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


class OffTarget(NamedTuple):
    """An off-target finding as asked: `name` for the screen, and the findings of the tables that answer for it.

    `named` False: the tables hold the gene but not this change. `related`: the gene itself is not named, its pathway is.
    """

    name: str
    findings: tuple[str, ...]
    named: bool
    related: str = ""
    title: str = ""

    @property
    def words(self) -> str:
        """The name, with its title where that says more."""
        return f"{self.name} ({self.title})" if self.title else self.name


class Vocabulary:
    """Everything off-target that the tables can name."""

    def __init__(self, tables: Tables) -> None:
        self.off = [f for f in tables.findings.values() if not f.on_target]
        self.related = tables.reference.related_genes
        self.phrases = {fold(name): f for f in self.off for name in (f.id, f.title, *f.aliases)}
        self.genes = tuple(sorted({f.gene for f in self.off if f.gene} | set(self.related)))

    def find(self, text: str) -> OffTarget | None:
        """The finding of this phrase, or of the gene that it begins with; None when it is neither."""
        named = self.phrases.get(fold(text))
        if named:
            return OffTarget(
                named.id, (named.id,), True, title="" if fold(named.id) == fold(named.title) else named.title
            )
        word, _, change = text.partition(" ")
        gene = self._gene(word)
        if not gene or (change and not _is_event(change)):
            return None
        related = self.related.get(gene, "")
        findings = (related,) if related else tuple(f.id for f in self.off if f.gene == gene)
        return OffTarget(f"{gene} {_event(change)}".strip(), findings, False, related)

    def _gene(self, word: str) -> str:
        named: Finding | None = self.phrases.get(fold(word))
        exact = {fold(g): g for g in self.genes}.get(fold(word))
        return exact or (named.gene if named and named.gene else "")


def _is_event(words: str) -> bool:
    return _change(words) is not None or fold(words) in _EVENTS or bool(_EXON.fullmatch(words))


def _event(words: str) -> str:
    return _change(words) or _EVENTS.get(fold(words), words)


def _change(words: str) -> str | None:
    found = spelled(re.sub(r"^p\.", "", words))
    return f"{found.ref}{found.digits}{found.alt}" if found else None
