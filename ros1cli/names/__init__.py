"""What was typed → a finding, a drug or a topic, or why not.

The most dangerous output of this program is a right answer to the wrong question. So a name is read exactly or it
is refused: nothing is matched by likeness, and every folding (case, full-width letters, hyphens) loses no meaning.
A change of ROS1 is checked against the reference protein, residue by residue. The grammar stands in `findings`.
"""

from ros1cli.names.drugs import find_drug, find_topic, folds, near_topics, read_drug
from ros1cli.names.findings import read_findings
from ros1cli.names.notation import transcript_of
from ros1cli.names.offtarget import OffTarget, Vocabulary
from ros1cli.names.protein import ONE, on_mane
from ros1cli.names.text import clean, near
from ros1cli.names.tumour import AS_WRITTEN, Asked, Reading

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
