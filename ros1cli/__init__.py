"""ros1: what the tables say may follow when a ROS1-positive cancer stops responding.

The Python face: `load()` gives the tables, and `next_line`, `first_line`, `compare`, `mutation`, `drug`, `guidance`
and `source` answer over them. Nothing is imported before it is asked for, not even `typing`: an interrupt that comes
early must find the program inside its one `try`.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ros1cli.answers import Answer, Typed, as_of, compare, drug, first_line, guidance, mutation, next_line, source
    from ros1cli.tables import load

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "Typed",
    "__version__",
    "as_of",
    "compare",
    "drug",
    "first_line",
    "guidance",
    "load",
    "mutation",
    "next_line",
    "source",
]


def __getattr__(name: str) -> object:
    if name not in __all__ and name != "answers":
        raise AttributeError(f"module 'ros1cli' has no attribute {name!r}")
    from importlib import import_module

    if name == "load":
        return getattr(import_module("ros1cli.tables"), name)
    answers = import_module("ros1cli.answers")
    return answers if name == "answers" else getattr(answers, name)
