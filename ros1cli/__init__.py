"""ros1: what the tables say may follow when a ROS1-positive cancer stops responding.

The Python face: `load()` gives the tables, and `next_line`, `first_line`, `compare`, `mutation`, `drug`, `guidance`
and `source` answer over them. Nothing is imported before it is asked for.
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"

_HOME = {
    "load": "ros1cli.tables",
    **dict.fromkeys(
        ("Answer", "Typed", "as_of", "compare", "drug", "first_line", "guidance", "mutation", "next_line", "source"),
        "ros1cli.answers",
    ),
}
__all__ = ["__version__", *_HOME]  # noqa: PLE0604 - the names are strings; ruff does not see through the star


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'ros1cli' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOME[name]), name)
