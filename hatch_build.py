"""Build hook: the wheel gets the tables also as one compiled file, so that a query never pays for YAML.

Nothing is written into the checkout, and an editable install reads the YAML itself and so is never stale.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTables(BuildHookInterface):  # type: ignore[type-arg]
    """Checks the tables and adds their compiled form; a broken table breaks the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; `version` is the kind of wheel."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from ros1cli.tables.load import COMPILED, compile_tables

        self.scratch = tempfile.TemporaryDirectory()
        file = Path(self.scratch.name) / COMPILED
        file.write_text(compile_tables(Path(self.root) / "data"), encoding="utf-8")
        build_data["force_include"][str(file)] = f"ros1cli/data/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called when the wheel is written: nothing is left behind."""
        if version != "editable":
            self.scratch.cleanup()
