"""Everything the program refuses, as one small family: a code for scripts, an exit status, one sentence for people.

And how text from outside (typed, of a table, of a path, of the environment) becomes safe to show.
"""

_ECHO_LIMIT = 80


_FORMULA = tuple("=+-@＝＋－＠'")
"""What makes a cell a formula in a spreadsheet, in full width too, and the sign that says it is none."""


def no_formula(cell: str) -> str:
    """A cell that no spreadsheet runs. Whoever takes one leading apostrophe away has the text again."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def printable(text: str, kept: str = "") -> str:
    """Text from outside as a terminal may get it: all that is not printable is escaped, but for the characters `kept`.

    An escape sequence in a title would move the cursor, a bidi control would turn "not effective" around.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in kept else c.encode("unicode_escape").decode("ascii") for c in text)


def shown(text: str) -> str:
    """What a user typed, safe to print and cut to 80 characters."""
    safe = printable(text[:_ECHO_LIMIT])
    return safe if len(text) <= _ECHO_LIMIT else f"{safe}[cut; {len(text)} characters in all]"


def as_typed(text: str) -> str:
    """What a user typed, whole and with its white space, so that it can be asked again; anything else that cannot be printed
    is escaped."""
    return printable(text, kept="\t\n\r\v\f")


def reason(error: OSError | ValueError) -> str:
    """Why the system refused to read or write, in its own words."""
    return getattr(error, "strerror", None) or str(error)


class Ros1Error(Exception):
    """A refusal in one sentence: what was wrong, where, and what to do."""

    code = "error"
    exit = 1

    def __init__(self, message: str, *, given: str | None = None, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.given = given
        self.suggestions = suggestions


class BadTable(Ros1Error):
    """A table breaks its own rules; the message says the file, the line and the path."""

    code = "bad_table"


class CannotWrite(Ros1Error):
    """The answer could not be written to where it should go."""

    code = "cannot_write"


class CannotRead(Ros1Error):
    """The input is not there, or could not be read to its end."""

    code = "cannot_read"


class NotUnderstood(Ros1Error):
    """What was typed is no name, no value or no question that the program knows."""

    code = "not_understood"
    exit = 2


class ImpossibleChange(NotUnderstood):
    """A change whose residue the protein does not have there: the name is clear, and it cannot be."""
