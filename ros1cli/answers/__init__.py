"""Questions → answers: pure functions over Tables. Judgement lives here; no I/O."""

from ros1cli.answers.compare import compare
from ros1cli.answers.history import as_of
from ros1cli.answers.lookup import drug, drugs, guidance, levels, mutation, mutations, source, sources, topics
from ros1cli.answers.next_line import first_line, next_line
from ros1cli.answers.question import Typed
from ros1cli.answers.shapes import Answer

__all__ = [
    "Answer",
    "Typed",
    "as_of",
    "compare",
    "drug",
    "drugs",
    "first_line",
    "guidance",
    "levels",
    "mutation",
    "mutations",
    "next_line",
    "source",
    "sources",
    "topics",
]
