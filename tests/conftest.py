"""Every test starts from the same environment, and the two fixed folders of tables are read once."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from toolbox import OUR_SETTINGS, TOY, load_once

settings.register_profile("house", deadline=None, derandomize=True, database=None, max_examples=60)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def _house(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OUR_SETTINGS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(importlib.import_module("ros1cli.tables.load"), "load", load_once)


@pytest.fixture
def toy_copy(tmp_path: Path) -> Path:
    """A copy of the invented tables that a test may break."""
    return Path(shutil.copytree(TOY, tmp_path / "tables"))
