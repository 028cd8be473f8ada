"""The characters of a name: what is folded and reported, what is refused, and which known names are near."""

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple, NoReturn

from ros1cli.errors import NotUnderstood, shown

_HYPHENS = frozenset("‐‑‒–—―−﹘﹣－")
_LOOKALIKES = str.maketrans(
    "АВСЕНІЈКМОРЅТХУԌԚԜавсенһіјкморѕтхуԁԛѵԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαινο",
    "ABCEHIJKMOPSTXYGQWabcehhijkmopstxydqvwABEZHIKMNOPTYXaivo",
)
_SIGNS = str.maketrans("_:-", "   ")
_UNSEEN = ("Cf", "Mn")  # categories of Unicode: format characters, and marks on the character before them
_FOLDS_TOLD = 4
LONGEST = 120  # no single name is longer


class Folded(NamedTuple):
    """A name in plain ASCII, and in words which characters were read as which."""

    text: str
    folds: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The folds in one phrase; empty when there are none."""
        more = len(self.folds) - _FOLDS_TOLD
        return ", ".join(self.folds[:_FOLDS_TOLD]) + (f" and {more} more" if more > 0 else "")


def folded(text: str, what: str) -> Folded:
    """Trim, fold full-width forms and hyphens, and say what was folded.

    Args:
        text: what was typed.
        what: what it is, for the message: "mutation", "drug name".

    Raises:
        NotUnderstood: nothing is left, a line ends in it (one value is no list of questions), or a character merely looks
            like a plain one or cannot be seen; it is named with its code point.
    """
    if not text.strip():
        raise NotUnderstood(f"The {what} is empty; give a value or leave the option out.", given=text)
    plain = {c: _plain(c) for c in dict.fromkeys(text.strip()) if not (" " <= c <= "~")}
    folds = []
    for c, read_as in plain.items():
        if read_as is None:
            _refuse(c, text, what)
        if read_as != " ":
            folds.append(f"{_called(c)} read as {read_as!r}")
    one_by_one = "".join(plain.get(c) or c for c in text.strip())
    return Folded(" ".join(one_by_one.split()), tuple(folds))


def _plain(c: str) -> str | None:
    """The plain character that `c` is read as; None when it is refused."""
    if c == "\t":
        return " "
    if c in _HYPHENS:
        return "-"
    if not "！" <= c <= "～":
        return None
    return unicodedata.normalize("NFKC", c)


def _ends_line(c: str) -> bool:
    return len(f"{c}.".splitlines()) > 1


def _refuse(c: str, text: str, what: str) -> NoReturn:
    if _ends_line(c):
        raise NotUnderstood(
            f"The {what} '{shown(text)}' holds a line end (U+{ord(c):04X}); give what stands on each line apart.",
            given=text,
        )
    twin = c.translate(_LOOKALIKES)
    looks = f" and looks like {twin}" if twin != c else ""
    raise NotUnderstood(
        f"The {what} '{shown(text)}' holds {_called(c)}, which is not a plain letter, digit or sign{looks}; type the name anew.",
        given=text,
    )


def _called(c: str) -> str:
    return f"{unicodedata.name(c, 'a character without a name')} (U+{ord(c):04X})"


def clean(text: str, what: str) -> str:
    """`folded`, the text alone. Raises as it does."""
    return folded(text, what).text


def lookalike(text: str) -> str | None:
    """The plain text that `text`, no longer than a name, looks like, only ever to be suggested; None when it holds nothing odd."""
    if len(text) > LONGEST or any(map(_ends_line, text.strip())):
        return None
    out = []
    for c in text.strip():
        digit = unicodedata.digit(c, None)
        if unicodedata.category(c) in _UNSEEN:
            continue
        if digit is not None:
            out.append(str(digit))
        else:
            twin = c.translate(_LOOKALIKES)
            out.append(unicodedata.normalize("NFKC", _plain(twin) or twin))
    plain = " ".join("".join(out).split())
    return plain if plain and plain.isascii() and plain != text.strip() else None


def fold(text: str) -> str:
    """The key under which a phrase is looked up: lower case, every run of signs and spaces one space."""
    return " ".join(text.casefold().translate(_SIGNS).split())


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


def near(text: str, known: Iterable[str], limit: int = 2) -> tuple[str, ...]:
    """Known names that are a slip of the keyboard away from `text`, nearest first, at most three.

    One edit; or two (`limit` 2) in a longer name that begins with the same letter, because drugs of one family differ by
    two letters at the front. Never for very short or very long input.
    """
    key = text.casefold()
    if not 4 <= len(key) <= 40:
        return ()
    scored = []
    for name in dict.fromkeys(known):
        other = name.casefold()
        allowed = limit if len(key) >= 6 and other[:1] == key[0] else 1
        if abs(len(other) - len(key)) <= allowed:
            distance = edit_distance(key, other)
            if distance <= allowed:
                scored.append((distance, name))
    return tuple(name for _, name in sorted(scored))[:3]


def one_of(names: Sequence[str]) -> str:
    """Names as `A or B`."""
    return " or ".join(names)
