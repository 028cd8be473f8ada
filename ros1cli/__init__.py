"""ros1: what the tables say may follow when a ROS1-positive cancer stops responding.

The Python face: `load()` gives the tables; `next_line`, `first_line`, `compare`, `mutation`, `matrix`, `report`, `drug`,
`guidance`, `glossary` and `source` answer over them; `mutations`, `drugs`, `topics`, `terms`, `sources` and `levels` list what
there is. Nothing is imported before it is asked for, not even `typing`: an interrupt that comes early must find the program inside
its one `try`.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ros1cli.answers.compare import compare
    from ros1cli.answers.drug import drug, drugs
    from ros1cli.answers.glossary import glossary, terms
    from ros1cli.answers.guidance import guidance, topics
    from ros1cli.answers.matrix import matrix
    from ros1cli.answers.mutation import mutation, mutations
    from ros1cli.answers.next_line import first_line, next_line
    from ros1cli.answers.question import Typed
    from ros1cli.answers.report import report
    from ros1cli.answers.shapes import Answer
    from ros1cli.answers.sources import levels, source, sources
    from ros1cli.tables.as_of import as_of
    from ros1cli.tables.load import load

__version__ = "0.1.0"
__all__ = [
    "Answer",
    "Typed",
    "__version__",
    "as_of",
    "compare",
    "drug",
    "drugs",
    "first_line",
    "glossary",
    "guidance",
    "levels",
    "load",
    "matrix",
    "mutation",
    "mutations",
    "next_line",
    "report",
    "source",
    "sources",
    "terms",
    "topics",
]


_HOME = {
    "Answer": "answers.shapes",
    "Typed": "answers.question",
    "as_of": "tables.as_of",
    "compare": "answers.compare",
    "drug": "answers.drug",
    "drugs": "answers.drug",
    "first_line": "answers.next_line",
    "glossary": "answers.glossary",
    "guidance": "answers.guidance",
    "levels": "answers.sources",
    "load": "tables.load",
    "matrix": "answers.matrix",
    "mutation": "answers.mutation",
    "mutations": "answers.mutation",
    "next_line": "answers.next_line",
    "report": "answers.report",
    "source": "answers.sources",
    "sources": "answers.sources",
    "terms": "answers.glossary",
    "topics": "answers.guidance",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'ros1cli' has no attribute {name!r}")
    from importlib import import_module  # nothing before it is asked for

    return getattr(import_module(f"ros1cli.{_HOME[name]}"), name)
