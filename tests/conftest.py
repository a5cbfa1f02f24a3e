"""Fixtures shared by all tests: a home of their own for every test, and real data where they are at hand."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from engine import settings

hypothesis.settings.register_profile("same examples each time", derandomize=True)
hypothesis.settings.load_profile("same examples each time")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty EMBEDDING_HOME, so that no test reads or writes the user's own; its jobs end with the test."""
    folder = tmp_path / "home"
    monkeypatch.setenv("EMBEDDING_HOME", str(folder))
    yield folder
    if "engine.runs.supervisor" in sys.modules:
        sys.modules["engine.runs.supervisor"].stop()


def real_data(name: str) -> Path:
    """The real data file of that name below EMBEDDING_DATA; the test is skipped where it is absent."""
    for folder in settings.data_folders():
        for root, _, files in os.walk(folder):
            if name in files:
                return Path(root) / name
    pytest.skip(f"{name} is not below EMBEDDING_DATA")
