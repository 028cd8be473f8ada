"""What was typed → a finding, a drug or a topic, or why not.

The most dangerous output of this program is a right answer to the wrong question. So a name is read exactly or it
is refused: nothing is matched by likeness, and every folding (case, full-width letters, hyphens) loses no meaning.
A change of ROS1 is checked against the reference protein, residue by residue.
"""

from ros1cli.names.drugs import find_drug, find_topic, near_topics, read_drug
from ros1cli.names.findings import Asked, Reading, read_findings
from ros1cli.names.offtarget import OffTarget
from ros1cli.names.protein import ONE, on_mane
from ros1cli.names.text import clean, near

__all__ = [
    "ONE",
    "Asked",
    "OffTarget",
    "Reading",
    "clean",
    "find_drug",
    "find_topic",
    "near",
    "near_topics",
    "on_mane",
    "read_drug",
    "read_findings",
]
