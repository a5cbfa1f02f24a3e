"""The notebooks under examples/: short, without stored outputs, and every cell runs."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests import ROOT

NOTEBOOKS = sorted((ROOT / "examples").glob("*.ipynb"))
MOST_LINES = 30
each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def opened(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=4)


def test_there_is_one_for_words_images_and_graphs() -> None:
    assert {path.stem for path in NOTEBOOKS} == {"words", "images", "graphs"}


@each_notebook
def test_it_is_short_and_stores_no_output(path: Path) -> None:
    code = [cell for cell in opened(path).cells if cell.cell_type == "code"]
    assert sum(len([line for line in cell.source.split("\n") if line.strip()]) for cell in code) < MOST_LINES
    assert not any(cell.outputs or cell.execution_count for cell in code)


@pytest.mark.slow
@each_notebook
def test_every_cell_runs_and_shows_neighbors_and_a_map(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_HOME", str(tmp_path))
    monkeypatch.setenv("PLOTLY_RENDERER", "json")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    book = opened(path)
    NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("application/json" in output.get("data", {}) for output in outputs), "a map"
    assert any(output.get("data", {}).get("text/plain", "").startswith("[('") for output in outputs), "neighbors"
