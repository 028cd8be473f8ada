"""What was typed → a finding, a drug or a topic, or why not.

The most dangerous output of this program is a right answer to the wrong question. So a name is read exactly or it
is refused: nothing is matched by likeness, and every folding (case, full-width letters, hyphens) loses no meaning.
A change of ROS1 is checked against the reference protein, residue by residue. The grammar stands in `findings`.

As in `answers`, a module is imported when something of it is asked for.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ros1cli.names.drugs import find_drug, find_topic, folds, near_topics, read_drug
    from ros1cli.names.findings import read_findings
    from ros1cli.names.notation import transcript_of
    from ros1cli.names.offtarget import OffTarget, Vocabulary
    from ros1cli.names.protein import ONE, on_mane
    from ros1cli.names.text import clean, near
    from ros1cli.names.tumour import AS_WRITTEN, Asked, Reading

_HOME = {
    **dict.fromkeys(("find_drug", "find_topic", "folds", "near_topics", "read_drug"), "drugs"),
    "read_findings": "findings",
    "transcript_of": "notation",
    **dict.fromkeys(("OffTarget", "Vocabulary"), "offtarget"),
    **dict.fromkeys(("ONE", "on_mane"), "protein"),
    **dict.fromkeys(("clean", "near"), "text"),
    **dict.fromkeys(("AS_WRITTEN", "Asked", "Reading"), "tumour"),
}
__all__ = [
    "AS_WRITTEN",
    "ONE",
    "Asked",
    "OffTarget",
    "Reading",
    "Vocabulary",
    "clean",
    "find_drug",
    "find_topic",
    "folds",
    "near",
    "near_topics",
    "on_mane",
    "read_drug",
    "read_findings",
    "transcript_of",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'ros1cli.names' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"ros1cli.names.{_HOME[name]}"), name)
