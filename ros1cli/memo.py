"""Finding a thing once: what follows from one frozen value alone is kept, so that many questions cost less than many starts."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

A = TypeVar("A")
R = TypeVar("R")


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
