"""Classes told by vectors: planted ones are found, those of no meaning are told as often as the commonest."""

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.column_scores import ColumnScores, class_columns


def clouds(apart: float, n: int = 120) -> Embedding:
    """Three clouds in the plane; every third item is of one."""
    generator = np.random.default_rng(0)
    codes = np.arange(n) % 3
    corners = np.array([[0, 1], [1, -1], [-1, -1]]) * apart
    vectors = (corners[codes] + generator.normal(size=(n, 2))).astype(np.float32)
    columns = {"cloud": np.array(list("abc"))[codes], "alone": np.arange(n).astype(str), "size": np.arange(n)}
    return Embedding(vectors, [f"item {row}" for row in range(n)], columns)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_planted_classes_are_told(metric: str) -> None:
    found = ColumnScores(column="cloud", metric=metric).fit(clouds(8.0)).summary  # type: ignore[arg-type]
    assert found["neighbor_accuracy"] == found["linear_accuracy"] == 1 and found["classes"] == 3
    assert found["majority"] == pytest.approx(1 / 3, abs=0.05)


def test_classes_of_no_meaning_are_told_by_chance() -> None:
    found = ColumnScores(column="cloud").fit(clouds(0.0, 600)).summary
    assert found["neighbor_accuracy"] == pytest.approx(1 / 3, abs=0.07)
    assert found["linear_accuracy"] == pytest.approx(1 / 3, abs=0.07)


def test_one_neighbor_is_the_nearest_other_item() -> None:
    vectors = np.array([[0, 0], [1, 0], [3, 0], [7, 0], [9, 0], [10, 0]], dtype=np.float32)
    columns = {"class": np.array(["a", "a", "b", "b", "a", "a"])}
    found = ColumnScores(column="class", metric="euclidean", k=1, n_folds=2).fit(Embedding(vectors, "abcdef", columns))
    # nearest: 1, 0, 1, 4, 5, 4 -> a a a a a a: right for the four of a
    assert found.summary["neighbor_accuracy"] == pytest.approx(4 / 6)


def test_columns_that_cannot_be_asked_about_are_refused() -> None:
    embedding = clouds(1.0)
    assert class_columns(embedding) == ["cloud"]
    for column in ("alone", "size", "none"):
        with pytest.raises(InputError, match="cloud") as refused:
            ColumnScores(column=column).fit(embedding)
        assert refused.value.code == "E-EVL-60"


def test_items_without_a_class_and_classes_of_one_item_are_left_out() -> None:
    embedding = clouds(8.0)
    values = embedding.metadata["cloud"].copy()
    values[:10], values[10] = "", "d"
    some = Embedding(embedding.vectors, embedding.labels, {"cloud": values})
    found = ColumnScores(column="cloud").fit(some).summary
    assert (found["items"], found["classes"]) == (109, 3)


def test_of_many_items_some_are_drawn_the_same_each_time() -> None:
    test = ColumnScores(column="cloud", most=60)
    first, second = test.fit(clouds(1.0)).summary, test.fit(clouds(1.0)).summary
    assert first == second and first["items"] == 60
