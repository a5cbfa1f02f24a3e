"""What was found, as a document: docs/robustness.md."""

import datetime
import os
import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version

import psutil

from tests import ROOT
from tests.robustness.row import Found, Table

FILE = ROOT / "docs" / "robustness.md"
MARKS = {True: "yes", False: "**no**", None: "–"}
LIBRARIES = "streamlit", "numpy", "pandas", "torch"


def document(tables: Sequence[Table], found: Mapping[str, Found], quick: bool, minutes: float) -> str:
    """The whole of it."""
    holds = [found[row.number].ok for table in tables for row in table.rows]
    kind = "the quick version, `python -m tests.robustness --quick`" if quick else "`python -m tests.robustness`"
    when = datetime.datetime.now(datetime.UTC).date().isoformat()
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = psutil.virtual_memory().total / 1e9
    head = (
        "# What was tried to break it\n\n"
        f"Written by {kind} on {when}, in {minutes:.0f} minutes, on {os.cpu_count()} cores and {memory:.0f} GB "
        f"({platform.system()}, Python {platform.python_version()}, {versions}).\n\n"
        f"**{holds.count(True)} of {len(holds)} rows hold, {holds.count(False)} do not, {holds.count(None)} could not "
        "be tried here and say why.**\n\n"
        "Figures of rows that are tests: the longest test of the row with all that it needs to make its file, and by "
        "how much the memory of the process grew at its highest. E-…: the code and the sentence that the user reads. "
        "The load generator runs on the same cores as the server. Which packages the app stands on, and what was "
        "looked at in them: [dependencies.md](dependencies.md).\n"
    )
    return head + "".join(section(table, found) for table in tables)


def section(table: Table, found: Mapping[str, Found]) -> str:
    """One table."""
    head = "| # | what | expected | seen | figure | holds |\n|---|---|---|---|---|---|\n"
    lines = [f"\n## {table.title}\n\n{table.about}\n\n{head}"]
    for row in table.rows:
        what = found[row.number]
        cells = row.number, row.what, row.expected, what.seen, what.figure, MARKS[what.ok]
        lines.append("| " + " | ".join(map(cell, cells)) + " |\n")
    return "".join(lines)


def cell(text: str) -> str:
    """Text that stays within its cell, and is only text."""
    one_line = " ".join(text.split())
    for sign in "\\|<>$`[]":
        one_line = one_line.replace(sign, f"\\{sign}")
    return one_line
