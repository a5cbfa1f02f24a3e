"""The kept neighbor graph: the same neighbors, sought once, whatever stands in the file."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from engine import kept_graph as kept
from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.kept_graph import kept_graph


@pytest.fixture
def points(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> np.ndarray:
    monkeypatch.setenv("EMBEDDING_HOME", str(tmp_path))
    monkeypatch.setattr(kept, "FEWEST", 100)
    return np.random.default_rng(0).normal(size=(300, 5)).astype(np.float32)


def files(folder: Path) -> list[Path]:
    return sorted((folder / "neighbors").glob("*"))


def test_fewer_neighbors_are_read_from_the_same_file(
    points: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept_graph(points, 90)
    monkeypatch.setattr(kept, "neighbor_graph", None)  # would fail if it were called
    fewer = kept_graph(points, 40)
    for found, k in ((first, 90), (fewer, 40)):
        right = neighbor_graph(points, k)
        assert_array_equal(found.rows, right.rows)
        assert_array_equal(found.squares, right.squares)
    assert len(files(tmp_path)) == 1


def test_other_points_and_more_neighbors_have_files_of_their_own(points: np.ndarray, tmp_path: Path) -> None:
    assert kept_graph(points, 91).k == 91
    kept_graph(points + 1, 20)
    kept_graph(points, 299)
    assert len(files(tmp_path)) == 3


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\x93NUMPY\x01\x00v\x00{'descr': '<i4', 'shape': (2, 9, 9)}"])
def test_a_damaged_file_is_made_anew(points: np.ndarray, tmp_path: Path, content: bytes) -> None:
    right = kept_graph(points, 10)
    (path,) = files(tmp_path)
    path.write_bytes(content)
    assert_array_equal(kept_graph(points, 10).rows, right.rows)
    assert path.stat().st_size > 1_000


def test_what_was_used_longest_ago_makes_room(
    points: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "KEPT_BYTES", 2.5 * 300 * 90 * 8)
    for shift in range(4):
        kept_graph(points + shift, 90)
    assert len(files(tmp_path)) == 2


def test_small_maps_keep_nothing(points: np.ndarray, tmp_path: Path) -> None:
    assert kept_graph(points[:50], 10).k == 10
    assert files(tmp_path) == []
