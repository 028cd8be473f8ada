"""One mapping of a table → one record of the model, strictly and by the annotations of the record.

What a mapping spells otherwise than its record is declared below: `LEFT_OUT`, what a key that is not there means where that is
neither null nor empty, and `SPELLED`, one function for each kind of record with a field that is not read as it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, NoReturn, Union, get_args, get_origin

from ros1cli.errors import shown
from ros1cli.tables import model
from ros1cli.tables.checks import broken, refusal
from ros1cli.tables.closed_words import (
    AFTER_ROS1_TKI,
    CNS_ONLY_ON,
    FIRST_LINE,
    INTOLERANCE,
    LINES,
    OFF_TARGET,
    ON_TARGET,
    Date,
    FigureStatus,
    ScopeKind,
    SourceId,
)
from ros1cli.tables.figure import Figure, Prior
from ros1cli.tables.reference import Derivation, Genome, Nucleotides, Reference
from ros1cli.tables.yaml_reader import Origin, Path_, fail

Given = dict[str, Any]
_KINDS: Mapping[Any, tuple[tuple[type, ...], str]] = {
    str: ((str,), "text"),
    int: ((int,), "a whole number"),
    float: ((int, float), "a number"),
    bool: ((bool,), "true or false"),
    tuple: ((list,), "a list"),
    dict: ((dict,), "a mapping"),
}
"""What stands in YAML for each kind of value, and what it is called."""
LEFT_OUT: Mapping[tuple[Any, str], Any] = {
    (Figure, "status"): FigureStatus.STATED,
    (Prior, "tkis"): "not_stated",
    (model.Approval, "restriction"): "not_stated",
    (model.Caveat, "rank"): 1,
    (Reference, "genome"): Genome("", {}),
    (Reference, "partner_note"): "",
}


class Reader:
    """One mapping of a table while it is read: ask for each key by the kind of its value, then call `end`."""

    def __init__(self, raw: Any, origin: Origin, path: Path_ = ()) -> None:
        self.raw, self.origin, self.path = raw, origin, path
        self.asked: set[str] = set()
        if type(raw) is not dict:
            self.fail("a mapping of keys and values belongs here")

    def fail(self, problem: str, *keys: str | int) -> NoReturn:
        """Refuse the table here, or at one key."""
        path = (*self.path, *keys)
        fail(self.origin.name, path, self.origin.line(path), problem)

    def has(self, key: str) -> bool:
        """Something stands under the key."""
        self.asked.add(key)
        return self.raw.get(key) is not None

    def get(self, key: str, kind: Any, empty: Any = None) -> Any:
        """The value of this kind under a key; where the key is not there, `empty`, or a refusal when that is None."""
        self.asked.add(key)
        if key not in self.raw:
            return self.fail(f"the key {key!r} is missing{self._near(key)}") if empty is None else empty
        kinds, name = _KINDS[kind]
        value = self.raw[key]
        if type(value) not in kinds:
            self.fail(f"{name} belongs here, not {shown(repr(value))}", key)
        return value

    def _near(self, key: str) -> str:
        """The key of the mapping that is likely a slip of the pen for one that is missing."""
        slips = get_close_matches(key, [str(k) for k in self.raw if k not in self.asked], n=1)
        return f"; is {shown(slips[0])!r} meant for it?" if slips else ""

    def text(self, key: str) -> str:
        """A text that is not empty, with one space between its words."""
        text = " ".join(self.get(key, str).split())
        return text or self.fail("the text is empty", key)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when absent."""
        values = self.get(key, tuple, ())
        for value in values:
            if type(value) is not str or not value.strip():
                self.fail(f"a list of texts belongs here, not {shown(repr(value))}", key)
        return tuple(values)

    def date(self, key: str) -> str:
        """A date YYYY, YYYY-MM or YYYY-MM-DD; a year alone is a number in YAML."""
        self.asked.add(key)
        value = self.raw.get(key)
        if value is None:
            self.fail(f"the key {key!r} is missing")
        if type(value) not in (str, int) or not _is_date(str(value)):
            self.fail(f"a date such as 2024-02-05 belongs here, not {shown(repr(value))}", key)
        return str(value)

    def word(self, key: str, words: type[StrEnum]) -> Any:
        """One of an enumeration."""
        value = self.text(key)
        found = {word.value: word for word in words}
        return found.get(value) or self.fail(f"{shown(value)!r} is not one of {', '.join(found)}", key)

    def each(self, key: str) -> list[Reader]:
        """A list of mappings; empty when absent."""
        values = self.get(key, tuple, ())
        return [Reader(value, self.origin, (*self.path, key, i)) for i, value in enumerate(values)]

    def inner(self, key: str) -> Reader | None:
        """A mapping, or None."""
        return Reader(self.get(key, dict), self.origin, (*self.path, key)) if self.has(key) else None

    def mapping(self, key: str) -> dict[str, str]:
        """A mapping of texts to texts; empty when absent."""
        held = self.get(key, dict, {})
        for name, item in held.items():
            if type(item) is not str:
                self.fail(f"text belongs here, not {shown(repr(item))}", key, name)
        return dict(held)

    def end(self) -> None:
        """Refuse keys that nobody asked for: a misspelt key is a lost fact."""
        if self.raw.keys() <= self.asked:
            return
        key = next(key for key in self.raw if key not in self.asked)
        self.fail(f"the key {shown(str(key))!r} is not known here; known are {', '.join(sorted(self.asked))}", key)


def _is_date(text: str) -> bool:
    """A year, a month or a day that there is."""
    try:
        return date.fromisoformat(f"{text}-01-01"[:10]).isoformat().startswith(text)
    except ValueError:
        return False


def _parts(hint: Any) -> tuple[Any, Any, bool]:
    """A kind of value without what stands around it, what `Annotated` says of it, and whether it may be None."""
    said, optional = None, get_origin(hint) in (Union, UnionType)
    if optional:
        left = [kind for kind in get_args(hint) if kind is not NoneType]
        hint = float if float in left else left[0]  # whole and other numbers are one kind
    if get_origin(hint) is Annotated:
        hint, said = get_args(hint)
    return hint, said, optional


class RecordReader:
    """Reads records that rest on `sources`, which are read first."""

    def __init__(self) -> None:
        self.sources: Mapping[str, model.Source] = {}
        self._named: list[tuple[Reader, str, str, str]] = []

    def record(self, kind: Any, r: Reader, **given: Any) -> Any:
        """A record of this kind. `given` are the values of fields that do not stand in its own mapping.

        Raises:
            BadTable: a key is missing, unknown or of another kind, or a rule of the record is broken.
        """
        if kind in SPELLED:
            given |= SPELLED[kind](self, r)
        values = [given[key] if key in given else self._field(kind, r, key) for key in kind._fields]
        r.end()
        made = kind._make(values)
        for key, problem in broken(made):
            r.fail(problem, *filter(None, [key]))
        return made

    def _field(self, kind: Any, r: Reader, key: str) -> Any:
        if (kind, key) in LEFT_OUT and not r.has(key):
            return LEFT_OUT[kind, key]
        return self.value(r, key, kind.__annotations__[key])

    def value(self, r: Reader, key: str, hint: Any) -> Any:
        """What stands under a key, by its annotation."""
        kind, said, optional = _parts(hint)
        if kind is model.Cite:  # its keys stand beside those of the record
            return model.Cite(self.value(r, "source", SourceId), r.text("locator"))
        if optional and not r.has(key):
            return None
        origin = get_origin(kind)
        if origin is tuple:
            return self._items(r, key, get_args(kind)[0])
        if origin is Mapping:
            return self._mapping(r, key, get_args(kind)[1])
        if hasattr(kind, "_fields"):
            return self.record(kind, Reader(r.get(key, dict), r.origin, (*r.path, key)))
        return self._scalar(r, key, kind, said, optional)

    def _items(self, r: Reader, key: str, hint: Any) -> tuple[Any, ...]:
        kind, said, _ = _parts(hint)
        if hasattr(kind, "_fields"):
            return tuple([self.record(kind, inner) for inner in r.each(key)])
        texts = r.texts(key)
        for text in texts:
            self._check(r, key, text, said)
        return texts

    def _mapping(self, r: Reader, key: str, hint: Any) -> dict[str, str]:
        held = r.mapping(key)
        for text in held.values():
            self._check(r, key, text, _parts(hint)[1])
        return held

    def _scalar(self, r: Reader, key: str, kind: Any, said: Any, optional: bool) -> Any:
        if issubclass(kind, StrEnum):
            return r.word(key, kind)
        if kind is not str:
            return r.get(key, kind, False if kind is bool and not optional else None)
        text = r.date(key) if said == "date" else r.text(key)
        self._check(r, key, text, said)
        return text

    def _check(self, r: Reader, key: str, text: str, said: Any) -> None:
        """A text is what its annotation says beside its kind."""
        if isinstance(said, tuple) and text not in said:
            r.fail(refusal(text, said), key)
        if isinstance(said, int) and len(text) > said:
            r.fail(f"a short text here has at most {said} characters, this one {len(text)}", key)
        if said == "source" and text not in self.sources:
            r.fail(f"there is no source {text!r}; add it to sources.yaml", key)
        if isinstance(said, str):
            self._named.append((r, key, said, text))

    def check_names(self, known: Mapping[str, Container[str]]) -> None:
        """Refuse the first name of a record that is in no table; `known` are the names of each kind of record.

        Raises:
            BadTable: with the place where the name stands.
        """
        for r, key, kind, name in self._named:
            if kind in known and name not in known[kind]:
                r.fail(f"{name!r} is in no table; correct the name or add the record", key)

    def _since(self, r: Reader, cites: Iterable[model.Cite]) -> str:
        """Since when the record stands in these tables: its own date, else that of its first source."""
        own: str | None = self.value(r, "entered", Date | None)
        return own or min((self.sources[c.source].entered for c in cites), default="")

    # -- what is spelled otherwise ---------------------------------------------------------------------------------------

    def _drug(self, r: Reader) -> Given:
        """Its claims do not repeat whose they are."""
        name = r.text("id")
        return {"claims": tuple([self.record(model.Claim, claim, drug=name) for claim in r.each("claims")])}

    def _claim(self, r: Reader) -> Given:
        """What a claim does not say is as its source says it; what its figure and approval rest on is the claim's."""
        source = self.sources[self.value(r, "source", SourceId)]
        via = self.value(r, "via", str | None) or source.via
        approval = r.inner("approval")
        scope = _scope(r)
        if scope.kind is ScopeKind.FINDING:
            self._check(r, "scope", scope.value, "finding")
        if scope.drug:
            self._check(r, "scope", scope.drug, "drug")
        return {
            "via": via,
            "date": self.value(r, "date", Date | None) or source.date,
            "entered": self.value(r, "entered", Date | None) or source.entered,
            "scope": scope,
            "figure": self._figure(r, source.id, via),
            "approval": self.record(model.Approval, approval, source=source.id) if approval else None,
        }

    def _figure(self, claim: Reader, source: str, via: str | None) -> Any:
        """What came before, the study and what is doubtful in a figure are keys of the claim, so that it stays a line or two."""
        figure = claim.inner("figure")
        beside = {
            "prior": self.value(claim, "prior", Prior | None),
            "study": self.value(claim, "study", str | None),
            "design": self.value(claim, "design", Figure.__annotations__["design"]),
            "note": self.value(claim, "note", str | None),
        }
        if figure:
            return self.record(Figure, figure, source=source, via=via, **beside)
        for key, value in beside.items():
            if value:
                claim.fail(f"only a figure has {', '.join(beside)}", key)
        return None

    def _finding(self, r: Reader) -> Given:
        """A frequency that a later one replaces stays beside it."""
        both = [r.inner(key) for key in ("frequency", "later_frequency")]
        frequencies = tuple([self.record(model.Frequency, frequency) for frequency in both if frequency])
        notes = self.value(r, "notes", tuple[model.Note, ...])
        seen = self.value(r, "seen_after", tuple[model.SeenAfter, ...])
        cites = [record.cite for record in (*notes, *seen, *frequencies)]
        return {"frequencies": frequencies, "notes": notes, "seen_after": seen, "entered": self._since(r, cites)}

    def _series(self, r: Reader) -> Given:
        cite = self.value(r, "cite", model.Cite)
        return {"cite": cite, "entered": self._since(r, [cite])}

    def _cited(self, r: Reader) -> Given:
        cites = self.value(r, "cites", tuple[model.Cite, ...])
        return {"cites": cites, "entered": self._since(r, cites)}

    def _term(self, r: Reader) -> Given:
        """A later meaning stands beside the one that it replaces."""
        later = r.inner("later")
        first = model.Meaning(r.text("text"), **self._meaning(r))
        return {"meanings": (first, self.record(model.Meaning, later)) if later else (first,)}

    def _meaning(self, r: Reader) -> Given:
        """It is known since all its sources are."""
        cites = self.value(r, "cites", tuple[model.Cite, ...])
        return {"cites": cites, "entered": max((self.sources[c.source].entered for c in cites), default=None)}

    def _reference(self, r: Reader) -> Given:
        """Lists of words are written as words with spaces or commas between them."""
        genome = r.inner("genome")
        builds = genome.mapping("builds") if genome else {}
        foreign: dict[str, str] = {}
        for changes, gene in r.mapping("foreign_changes").items():
            foreign |= dict.fromkeys(changes.split(), gene)
        found: Given = {
            "sequence": "".join(r.text("sequence").split()),
            "foreign_changes": foreign,
            "not_findings": _not_findings(r),
            "nucleotides": tuple([_nucleotides(r, row, [*builds]) for row in r.texts("nucleotides")]),
            "class_words": _lists(r, "class_words"),
            "reactions": _lists(r, "reactions"),
        }
        if genome:
            lists = {build: tuple(names.split()) for build, names in builds.items()}
            found["genome"] = self.record(Genome, genome, builds=lists)
        return found


SPELLED: Mapping[Any, Callable[[RecordReader, Reader], Given]] = {
    model.Drug: RecordReader._drug,
    model.Claim: RecordReader._claim,
    model.Finding: RecordReader._finding,
    model.Series: RecordReader._series,
    model.Statement: RecordReader._cited,
    model.Caution: RecordReader._cited,
    model.Term: RecordReader._term,
    model.Meaning: RecordReader._meaning,
    Reference: RecordReader._reference,
}


def _scope(r: Reader) -> model.Scope:
    kind, _, rest = r.text("scope").partition(":")
    if kind in (ScopeKind.NEVER, ScopeKind.DRUG) and not rest:
        return model.Scope(ScopeKind(kind))
    if kind == ScopeKind.FINDING and rest:
        return model.Scope(ScopeKind.FINDING, rest)
    if kind == ScopeKind.CLASS and rest in (ON_TARGET, OFF_TARGET):
        return model.Scope(ScopeKind.CLASS, rest)
    setting, _, drug = rest.partition(":")
    is_line = setting in (*LINES, INTOLERANCE) and not drug
    if kind == ScopeKind.SETTING and (is_line or (setting == CNS_ONLY_ON and drug)):
        return model.Scope(ScopeKind.SETTING, setting, drug)
    return r.fail(
        f"a scope is finding:NAME, class:{ON_TARGET}, class:{OFF_TARGET}, setting:{FIRST_LINE}, setting:{AFTER_ROS1_TKI}, "
        f"setting:{INTOLERANCE}, setting:{CNS_ONLY_ON}:DRUG, never or drug",
        "scope",
    )


def _lists(r: Reader, key: str) -> dict[str, tuple[str, ...]]:
    """Words with commas between them, by the word that stands before them."""
    return {word: tuple(w.strip() for w in words.split(",")) for word, words in r.mapping(key).items()}


def _not_findings(r: Reader) -> dict[str, str]:
    out: dict[str, str] = {}
    for inner in r.each("not_findings"):
        out |= dict.fromkeys(inner.texts("words"), inner.text("why"))
        inner.end()
    return out


def _nucleotides(r: Reader, row: str, builds: list[str]) -> Nucleotides:
    """A row of the table of c. and g. names; a cell that holds `none` is empty."""
    cells = [() if c.strip() == "none" else tuple(c.split()) for c in row.split("|")]
    if len(cells) != len(builds) + 5 or not cells[1] or cells[-2] not in [(d,) for d in Derivation]:
        problem = "a row is: change | c. | c. on MANE Select | g. on each build | status | basis"
        r.fail(f"{problem}, not {row!r}", "nucleotides")
    status = Derivation(cells[-2][0])
    if (len(cells[1]) == 1) == (status is Derivation.AMBIGUOUS):
        r.fail(f"an ambiguous change has several c. names, any other has one; here {row!r}", "nucleotides")
    genomic = {build: cell[0] for build, cell in zip(builds, cells[3:-2], strict=True) if cell}
    return Nucleotides(cells[0][0], cells[1], cells[2], genomic, status, " ".join(cells[-1]))
