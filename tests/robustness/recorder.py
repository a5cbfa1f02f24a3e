"""A plugin of pytest: runs the tests whose ids begin as asked, and notes time, memory and refusals of each.

The file that ROBUSTNESS_ASKED names holds the beginnings as JSON; a line of JSON for each test goes to the file that
ROBUSTNESS_NOTED names, as soon as the test is over.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.errors import InputError

ASKED, NOTED = "ROBUSTNESS_ASKED", "ROBUSTNESS_NOTED"
STATUS, RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
refusals: list[str] = []
measured: dict[str, dict[str, Any]] = {}


def pytest_configure(config: pytest.Config) -> None:
    """Listen to every refusal."""
    made = InputError.__init__

    def heard(self: InputError, message: str, code: str = "E-GEN-00") -> None:
        made(self, message, code)
        if " object at 0x" not in message:  # what only a test gives
            refusals.append(f"{code}: {message}")

    InputError.__init__ = heard  # type: ignore[method-assign]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave what was not asked for."""
    asked = tuple(json.loads(Path(os.environ[ASKED]).read_text()))
    items[:] = [item for item in items if item.nodeid.removeprefix("tests/").startswith(asked)]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Time, and by how much the memory of this process grew at its highest."""
    refusals.clear()
    before, begun = lowest(), time.perf_counter()
    yield
    seconds = time.perf_counter() - begun
    measured[item.nodeid] = {
        "seconds": round(seconds, 3),
        "grown": None if before is None else max(0, (kilobytes("VmHWM") or 0) - before) * 1024,
        "refused": refusals[-1] if refusals else "",
    }


def lowest() -> int | None:
    """The memory that is taken now, in kB, from which on its highest is counted anew; None where no system tells."""
    try:
        RESET.write_text("5")
    except OSError:
        return None
    return kilobytes("VmRSS")


def kilobytes(name: str) -> int | None:
    """A line of what the system says of this process."""
    lines = STATUS.read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), None)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how a test ended: in its call, or before or after it."""
    if report.when == "call" or not report.passed:
        why = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else str(report.longrepr or "")[-300:]
        note = {"id": report.nodeid.removeprefix("tests/"), "outcome": report.outcome, "why": why}
        with Path(os.environ[NOTED]).open("a") as notes:
            notes.write(json.dumps(note | measured.get(report.nodeid, {})) + "\n")
