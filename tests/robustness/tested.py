"""Rows that hold if tests pass: all of them are run in one process, and each row is told what its own did."""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from tests import ROOT
from tests.robustness import recorder
from tests.robustness.row import Found, Row

SECONDS, BYTES = 60, 1_000_000_000
"""What the reading of one file may take: the promise of the table of inputs."""
FOLDER = ROOT
"""In which tests/ lies."""
BROWSER = "browser/"
SHOWN = 170
"""Letters of a refusal that are printed."""


def outcomes(asked: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Test id below tests/ -> what was noted of it, of all tests whose ids begin with one of those asked for."""
    beginnings = sorted(set(asked))
    browser = [beginning for beginning in beginnings if beginning.startswith(BROWSER)]
    others = [beginning for beginning in beginnings if not beginning.startswith(BROWSER)]
    return (noted(others) if others else {}) | (noted(browser) if browser else {})


def noted(beginnings: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The same of one process: a browser is driven from within a loop of events, in which others cannot have theirs."""
    files = sorted({f"tests/{beginning.split('::')[0]}" for beginning in beginnings})
    options = ["-q", "--tb=short", "--no-header", "-p", "no:cacheprovider", "-p", "tests.robustness.recorder"]
    with tempfile.TemporaryDirectory() as folder:
        wanted, written = Path(folder) / "asked.json", Path(folder) / "noted.jsonl"
        wanted.write_text(json.dumps(beginnings))
        written.touch()
        more = {recorder.ASKED: str(wanted), recorder.NOTED: str(written), "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-m", "pytest", *options, "-m", "", "-n", "0", "--timeout", "900", *files]
        subprocess.run(command, cwd=FOLDER, env=os.environ | {"PYTHONPATH": str(ROOT)} | more, check=False)
        notes = [json.loads(line) for line in written.read_text().splitlines()]
    found: dict[str, dict[str, Any]] = {}
    for note in notes:
        if note["id"] not in found or note["outcome"] == "failed":  # a test may pass and fail when it tidies up
            found[note["id"]] = note
    return found


def judged(row: Row, known: dict[str, dict[str, Any]], limits: bool, quick: bool) -> Found:
    """What the tests of a row say about it."""
    mine: list[dict[str, Any]] = []
    for beginning in row.named(quick):
        notes = [note for test, note in known.items() if test.startswith(beginning)]
        if not notes:
            return Found(f"no test ran that begins with {beginning}", ok=False)
        mine += notes
    failed = [note for note in mine if note["outcome"] == "failed"]
    passed = [note for note in mine if note["outcome"] == "passed"]
    if failed:
        return Found(f"{len(failed)} of {len(mine)} tests failed, first {failed[0]['id']}", figure(mine), False)
    if len(passed) < len(mine):
        skipped = next(note for note in mine if note["outcome"] == "skipped")
        return Found(f"not tried: {skipped['why'].removeprefix('Skipped: ')}", ok=None)
    seconds, grown = most([note for note in mine if not note["id"].startswith(BROWSER)] or [{}])
    if limits and (seconds > SECONDS or grown > BYTES):
        return Found("takes more than it may", figure(mine), False)
    return Found(said(mine), figure(mine))


def most(notes: Sequence[dict[str, Any]]) -> tuple[float, int]:
    """Seconds and bytes of the test that took most of each."""
    return max(note.get("seconds", 0.0) for note in notes), max(note.get("grown") or 0 for note in notes)


def figure(notes: Sequence[dict[str, Any]]) -> str:
    """Both, as they are printed."""
    seconds, grown = most(notes)
    memory = f", +{grown / 1e6:.0f} MB" if any(note.get("grown") is not None for note in notes) else ""
    return f"{seconds:.2f} s{memory}" if seconds < 10 else f"{seconds:.0f} s{memory}"


def said(notes: Sequence[dict[str, Any]]) -> str:
    """How many tests passed, and the first refusal that they met."""
    cases = f"{len(notes)} cases as expected" if len(notes) > 1 else "as expected"
    refused = next((note["refused"] for note in notes if note.get("refused")), "")
    return f"{cases}; {shortened(refused)}" if refused else cases


def shortened(sentence: str) -> str:
    """A refusal in one line that is not too long, without the folder that a test made for itself."""
    line = re.sub(rf"{re.escape(tempfile.gettempdir())}\S*", "…", " ".join(sentence.split()))
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rsplit(' ', 1)[0]} …"
