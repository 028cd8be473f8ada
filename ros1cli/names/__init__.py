"""What was typed → a finding, a drug or a topic, or why not.

The most dangerous output of this program is a right answer to the wrong question. So a name is read exactly or it
is refused: nothing is matched by likeness, and every folding (case, full-width letters, hyphens) loses no meaning.
A change of ROS1 is checked against the reference protein, residue by residue. The grammar stands in `mutations`.
"""
