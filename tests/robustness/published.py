"""What was found, as a document: docs/robustness.md."""

import datetime
import os
import platform
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version

import psutil

from tests import ROOT
from tests.robustness.row import Found, Row, Table

FILE = ROOT / "docs" / "robustness.md"
MARKS = {True: "yes", False: "**no**", None: "–"}
LIBRARIES = "streamlit", "numpy", "pandas", "torch"


def document(tables: Sequence[Table], found: Mapping[str, Found], quick: bool, minutes: float) -> str:
    """The whole of it."""
    holds = [MARKS[found[row.number].ok] for table in tables for row in table.rows]
    kind = "the quick version, `python -m tests.robustness --quick`" if quick else "`python -m tests.robustness`"
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = psutil.virtual_memory().total / 1e9
    head = (
        "# What was tried to break it\n\n"
        f"Written by {kind} on {today()}, in {minutes:.0f} minutes, on {os.cpu_count()} cores and {memory:.0f} GB "
        f"({platform.system()}, Python {platform.python_version()}, {versions}).\n\n"
        f"{counted(holds)}\n\n"
        "Figures of rows that are tests: the longest test of the row with all that it needs to make its file, and by "
        "how much the memory of the process grew at its highest. E-…: the code and the sentence that the user reads. "
        "The load generator runs on the same cores as the server. Which packages the app stands on, and what was "
        "looked at in them: [dependencies.md](dependencies.md).\n"
    )
    return head + "".join(section(table, found) for table in tables)


def today() -> str:
    """In Greenwich."""
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def counted(marks: Sequence[str]) -> str:
    """How many rows hold."""
    yes, no, untried = (marks.count(mark) for mark in MARKS.values())
    return f"**{yes} of {len(marks)} rows hold, {no} do not, {untried} could not be tried here and say why.**"


def again(written: str, tables: Sequence[Table], found: Mapping[str, Found]) -> str:
    """The document with these rows as they were found now, and a word that they were tried again."""
    for row in (row for table in tables for row in table.rows):
        written = re.sub(
            rf"^\| {row.number} \|.*\n", lambda _, row=row: line(row, found[row.number]), written, flags=re.M
        )
    marks = [mark for mark in re.findall(r"^\|.*\| (.+?) \|$", written, flags=re.M) if mark in MARKS.values()]
    before = re.search(r"Tried again by themselves.*: (.+)\.$", written, flags=re.M)
    rows = [*(before[1].split(", ") if before else ()), *(row.number for table in tables for row in table.rows)]
    told = f"{counted(marks)} Tried again by themselves, last on {today()}: {', '.join(dict.fromkeys(rows))}."
    return re.sub(r"^\*\*\d+ of \d+ rows hold.*$", lambda _: told, written, count=1, flags=re.M)


def section(table: Table, found: Mapping[str, Found]) -> str:
    """One table."""
    head = "| # | what | expected | seen | figure | holds |\n|---|---|---|---|---|---|\n"
    lines = [f"\n## {table.title}\n\n{table.about}\n\n{head}"]
    lines += [line(row, found[row.number]) for row in table.rows]
    return "".join(lines)


def line(row: Row, what: Found) -> str:
    """One row of a table."""
    cells = row.number, row.what, row.expected, what.seen, what.figure, MARKS[what.ok]
    return "| " + " | ".join(map(cell, cells)) + " |\n"


def cell(text: str) -> str:
    """Text that stays within its cell, and is only text."""
    one_line = " ".join(text.split())
    for sign in "\\|<>$`[]":
        one_line = one_line.replace(sign, f"\\{sign}")
    return one_line
