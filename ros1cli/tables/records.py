"""What is made once and kept: records, each when it is first asked for, and what follows from one frozen value alone.

An answer touches a few records of many, and many questions at one start ask for the same.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cache, wraps
from typing import NamedTuple, TypeVar, overload

A = TypeVar("A")
R = TypeVar("R")
T = TypeVar("T")


class Catalogue(NamedTuple):
    """What is known of records that are not built: their ids in order, and for each mark the places of those that have it."""

    ids: Sequence[str]
    marks: Mapping[str, Sequence[int]]


class Records(Sequence[T]):
    """A sequence of records, found without building the others by their place, their id or a mark: a word for what they hold."""

    __slots__ = ("_build", "_catalogue", "_held", "_places")

    def __init__(self, places: Sequence[int], build: Callable[[int], T], catalogue: Callable[[], Catalogue]) -> None:
        """The records of these places, in order. `build` and `catalogue` speak of all places and remember what they made."""
        self._places, self._build, self._catalogue = places, build, catalogue
        self._held: Container[int] = places if isinstance(places, range) else frozenset(places)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> "Records[T]": ...
    def __getitem__(self, at: int | slice) -> "T | Records[T]":
        if isinstance(at, slice):
            return Records(self._places[at], self._build, self._catalogue)
        return self._build(self._places[at])

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[T]:
        return map(self._build, self._places)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Records | tuple) and tuple(self) == tuple(other))

    def __hash__(self) -> int:
        return len(self._places)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the records, in order."""
        every = self._catalogue().ids
        return tuple(every[i] for i in self._places)

    @property
    def marks(self) -> tuple[str, ...]:
        """Every mark that a record here has."""
        return tuple(m for m, places in self._catalogue().marks.items() if any(i in self._held for i in places))

    def marked(self, *marks: str) -> "Records[T]":
        """The records that have one of the marks, in order."""
        borne = self._catalogue().marks
        places = sorted({i for m in marks for i in borne.get(m, ()) if i in self._held})
        return Records(places, self._build, self._catalogue)

    def where(self, holds: Callable[[T], bool]) -> "Records[T]":
        """The records of which that holds; reads them all."""
        return Records([i for i in self._places if holds(self._build(i))], self._build, self._catalogue)

    def common(self, other: "Records[T]") -> "Records[T]":
        """The records that stand also in another part of the same table."""
        return Records([i for i in other._places if i in self._held], self._build, self._catalogue)

    def united(self, parts: "Iterable[Records[T]]") -> "Records[T]":
        """The records of some parts of this table, in order."""
        return Records(sorted({i for part in parts for i in part._places}), self._build, self._catalogue)

    def changed(self, change: Callable[[T], T]) -> "Records[T]":
        """Each record as `change` gives it back, under the same id and marks."""
        build = self._build
        return Records(self._places, cache(lambda i: change(build(i))), self._catalogue)


class ById(Mapping[str, T]):
    """Records as a mapping: the records by their ids."""

    __slots__ = ("_known", "records")

    def __init__(self, records: Records[T]) -> None:
        self.records = records
        self._known: dict[str, int] | None = None

    def _places(self) -> dict[str, int]:
        if self._known is None:
            self._known = {name: place for place, name in enumerate(self.records.ids)}
        return self._known

    def __getitem__(self, name: str) -> T:
        return self.records[self._places()[name]]

    def __contains__(self, name: object) -> bool:
        return name in self._places()

    def __iter__(self) -> Iterator[str]:
        return iter(self._places())

    def __len__(self) -> int:
        return len(self.records)


def catalogue(named: Iterable[tuple[str, Iterable[str]]]) -> Catalogue:
    """The catalogue of records, each given as its id and its marks."""
    ids: list[str] = []
    marks: dict[str, list[int]] = {}
    for place, (name, borne) in enumerate(named):
        ids.append(name)
        for mark in dict.fromkeys(borne):
            marks.setdefault(mark, []).append(place)
    return Catalogue(ids, marks)


def kept(most: int = 1) -> Callable[[Callable[[A], R]], Callable[[A], R]]:
    """Keep what a pure function says of the last `most` values that it was asked of.

    Values are told apart by identity, not by equality: tables cannot be hashed, and 1 and 1.0 are not written alike. A
    value is kept with its result, so that its identity cannot pass to another one.
    """

    def keep(find: Callable[[A], R]) -> Callable[[A], R]:
        known: dict[int, tuple[A, R]] = {}

        @wraps(find)
        def ask(value: A) -> R:
            entry = known.get(id(value))
            if entry is None:
                entry = value, find(value)
                if len(known) >= most:
                    known.clear()
                known[id(value)] = entry
            return entry[1]

        return ask

    return keep
