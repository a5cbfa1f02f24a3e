"""The embedding checks what it is given and cannot be changed."""

import numpy as np
import pytest

from engine.embedding import Embedding


def test_vectors_are_float32_and_read_only() -> None:
    embedding = Embedding(np.eye(3), ["a", "b", "c"], {"count": np.array([3, 2, 1])})
    assert embedding.vectors.dtype == np.float32
    with pytest.raises(ValueError, match="read-only"):
        embedding.vectors[0, 0] = 2
    with pytest.raises(ValueError, match="read-only"):
        embedding.metadata["count"][0] = 2


def test_sizes_must_match() -> None:
    with pytest.raises(ValueError, match="2 labels"):
        Embedding(np.eye(3), ["a", "b"])
    with pytest.raises(ValueError, match="'count' has 2 rows"):
        Embedding(np.eye(3), ["a", "b", "c"], {"count": np.array([1, 2])})
    with pytest.raises(ValueError, match="not finite"):
        Embedding(np.array([[np.nan, 1.0]]), ["a"])


def test_unit_rows_and_the_row_without_direction() -> None:
    embedding = Embedding(np.array([[3.0, 4.0], [0.0, 0.0]]), ["a", "b"])
    np.testing.assert_allclose(embedding.norms, [5, 0])
    np.testing.assert_allclose(embedding.unit, [[0.6, 0.8], [0, 0]], rtol=1e-6)


def test_index_takes_the_first_of_equal_labels() -> None:
    assert Embedding(np.eye(3), ["a", "b", "a"]).index == {"a": 0, "b": 1}


def test_first_keeps_rows_labels_and_metadata_together() -> None:
    embedding = Embedding(np.eye(3), ["a", "b", "c"], {"count": np.array([3, 2, 1])}).first(2)
    assert embedding.labels == ("a", "b")
    assert embedding.metadata["count"].tolist() == [3, 2]
    assert embedding.vectors.shape == (2, 3)
