"""The harness of the tables: every row of the reference is there, names tests that exist, and failing is told."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests import ROOT
from tests.robustness import __main__ as harness
from tests.robustness import published
from tests.robustness.faults import FAULTS
from tests.robustness.inputs.reader_cases import READER_CASES
from tests.robustness.loads.rows import LOADS, soak
from tests.robustness.row import Found, Row, Table, attempted
from tests.robustness.tables import INPUTS, TABLES
from tests.robustness.tested import judged, outcomes

ROWS = [row for table in TABLES for row in table.rows]


def test_every_row_is_there_once_and_in_order() -> None:
    assert [row.number for row in INPUTS] == [str(number) for number in range(1, 136)]
    assert [row.number for row in FAULTS] == [f"F{number}" for number in range(1, 30)]
    assert {row.number for row in LOADS} == {f"L{number}" for number in range(1, 19)}
    assert len(READER_CASES) > 60
    assert len({row.number for row in ROWS}) == len(ROWS)


def test_each_row_is_tried_in_one_way() -> None:
    for row in ROWS:
        assert row.what and row.expected
        assert (bool(row.tests), row.measure is not None, bool(row.not_here)).count(True) == 1, row
    for test in {test for row in ROWS for test in (*row.tests, *row.long)}:
        file, _, name = test.partition("::")
        assert file.endswith(".py"), test
        wanted, bracket, _ = name.partition("[")
        there = functions_of(ROOT / "tests" / file)
        assert wanted in there if bracket else any(each.startswith(wanted) for each in there), test


@cache
def functions_of(path: Path) -> set[str]:
    """Names of the functions of a module of tests."""
    return {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}


ROBUST = (
    Row("1", "a|b", "kept", ("engine/files/test_signatures.py::test_kinds",)),
    Row("2", "measured", "kept", measure=lambda quick: Found(f"quick: {quick}", "3 ms")),
    Row("3", "a power cut", "kept", not_here="no switch"),
)


def table_of(*rows: Row) -> tuple[Table, ...]:
    return (Table("Tried", "…", rows),)


def test_rows_that_hold_give_status_0_and_are_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(harness, "TABLES", table_of(*ROBUST))
    monkeypatch.setattr(published, "FILE", tmp_path / "docs" / "robustness.md")
    assert harness.main(["--quick"]) == 0
    written = published.FILE.read_text()
    assert "**2 of 3 rows hold, 0 do not, 1 could not be tried here" in written
    assert "| 1 | a\\|b | kept |" in written and "| 2 | measured | kept | quick: True | 3 ms | yes |" in written
    assert "| 3 | a power cut | kept | not tried: no switch |  | – |" in written


@pytest.mark.parametrize("measure", [lambda quick: Found("fell", ok=False), lambda quick: 1 / 0])
def test_a_row_that_does_not_hold_gives_status_1(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, measure: object
) -> None:
    fallen = Row("9", "what falls", "stands", measure=measure)  # type: ignore[arg-type]
    monkeypatch.setattr(harness, "TABLES", table_of(ROBUST[1], fallen))
    monkeypatch.setattr(published, "FILE", tmp_path / "robustness.md")
    assert harness.main(["--quick"]) == 1
    assert "**no**" in published.FILE.read_text()
    assert harness.main(["--only", "2"]) == 0


def test_a_row_that_is_tried_again_replaces_the_one_published(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = iter([Found("fell", "9 ms", ok=False), Found("stood", "3 ms")])
    mended = Row("L9", "what fell", "stands", measure=lambda quick: next(found))
    monkeypatch.setattr(harness, "TABLES", table_of(*ROBUST[1:], mended))
    monkeypatch.setattr(published, "FILE", tmp_path / "robustness.md")
    assert harness.main(["--quick"]) == 1 and "**1 of 3 rows hold, 1 do not" in published.FILE.read_text()
    before = published.FILE.read_text().splitlines()
    assert harness.main(["--again", "L9", "--quick"]) == 0
    after = published.FILE.read_text().splitlines()
    assert "| L9 | what fell | stands | stood | 3 ms | yes |" in after and len(after) == len(before)
    (told,) = (line for line in after if line.startswith("**2 of 3 rows hold, 0 do not, 1 could"))
    assert told.endswith(f"Tried again by themselves, last on {published.today()}: L9.")
    assert published.again("\n".join(after), [], {}).splitlines() == after  # it goes on naming them
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 2


def test_failed_missing_and_skipped_tests(tmp_path: Path) -> None:
    row = Row("1", "x", "y", ("a.py::test_x", "a.py::test_y"))
    good = {"outcome": "passed", "why": "", "seconds": 0.5, "grown": 3_000_000, "refused": "E-A-01: No."}
    known = {name: {"id": name, **good} for name in ("a.py::test_x[1]", "a.py::test_y")}
    found = judged(row, known, limits=True, quick=True)
    assert found == Found("2 cases as expected; E-A-01: No.", "0.50 s, +3 MB", True)
    assert judged(row, known | {"a.py::test_x[2]": {"id": "z", **good, "outcome": "failed"}}, True, True).ok is False
    assert judged(row, {"a.py::test_x[1]": known["a.py::test_x[1]"]}, True, True).ok is False
    skipped = known | {"a.py::test_y": {"id": "y", "outcome": "skipped", "why": "Skipped: no browser"}}
    assert judged(row, skipped, True, True) == Found("not tried: no browser", "", None)
    slow = known | {"a.py::test_y": {"id": "y", **good, "grown": 2_000_000_000}}
    assert judged(row, slow, True, True).ok is False and judged(row, slow, False, True).ok is True


def test_a_failing_test_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tests").mkdir()
    code = "import time\nfrom engine.errors import InputError\n\ndef test_good():\n    InputError('No.', 'E-A-01')\n"
    (tmp_path / "tests" / "test_a.py").write_text(
        code + "\ndef test_bad():\n    assert 0\n\ndef test_other():\n    pass\n"
    )
    monkeypatch.setattr("tests.robustness.tested.FOLDER", tmp_path)
    found = outcomes(["test_a.py::test_good", "test_a.py::test_bad"])
    assert {name: note["outcome"] for name, note in found.items()} == {
        "test_a.py::test_good": "passed",
        "test_a.py::test_bad": "failed",
    }
    assert found["test_a.py::test_good"]["refused"] == "E-A-01: No."


@pytest.mark.soak
@pytest.mark.timeout(9_000)
def test_two_hours_of_clicks_leave_memory_and_open_files_as_they_were() -> None:
    found = attempted(soak, quick=False)
    assert found.ok, found.seen
