"""Fixtures shared by all tests: a home of their own for every test, and real data where they are at hand."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from engine import settings

hypothesis.settings.register_profile("same examples each time", derandomize=True, deadline=None)  # machines are busy
hypothesis.settings.load_profile("same examples each time")


TOGETHER = ("tests/browser/exercises", "tests/browser", "tests/pages", "tests/engine/runs")
"""Folders whose tests share what takes long to make, or wait for processes: one worker takes each of them whole."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With several workers (pytest-xdist) each takes a file, or a folder of TOGETHER, at a time."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFolder(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::")[0]
            return next((folder for folder in TOGETHER if file.startswith(f"{folder}/")), file)

    return ByFolder(config, log)


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
