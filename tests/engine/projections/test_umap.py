"""UMAP: planted clusters kept, frames, cancels, seeds, and the inputs that end other programs."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.embedding import Embedding
from engine.errors import Cancelled, InputError
from engine.projections.umap import UMAP
from engine.report import Silent
from tests.examples import embedding as three_clusters


def embedding_of(vectors: np.ndarray) -> Embedding:
    return Embedding(vectors, [f"item {row}" for row in range(len(vectors))])


class Watcher(Silent):
    """Keeps what is reported; cancels at an epoch if asked to."""

    def __init__(self, cancel_at: int | None = None):
        self.frames: dict[int, np.ndarray] = {}
        self.losses: dict[float, float] = {}
        self.cancel_at = cancel_at

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
        assert unit == "epochs"
        if "loss" in metrics:
            self.losses[done] = metrics["loss"]

    def snapshot(self, step: int, values: np.ndarray) -> None:
        self.frames[step] = values

    def cancelled(self) -> bool:
        return self.cancel_at is not None and max(self.losses, default=0) >= self.cancel_at


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("n_components", [2, 3])
def test_clusters_stay_together(metric: Any, n_components: int) -> None:
    data = three_clusters(150, 20)
    result = UMAP(n_components=n_components, metric=metric, n_epochs=100).fit(data)
    y, cluster = result.main.vectors, data.metadata["cluster"]
    assert y.shape == (150, n_components) and result.notes == ()
    near = np.argsort(np.linalg.norm(y[:, None] - y[None], axis=2), axis=1)[:, 1:11]
    assert (cluster[near] == cluster[:, None]).mean() > 0.98
    assert result.summary["trustworthiness"] > 0.9 and 0.3 < result.summary["neighbor_recall"] <= 1


def test_a_small_distance_packs_more_densely() -> None:
    data = three_clusters(150, 20)

    def nearest(min_dist: float) -> float:
        y = UMAP(min_dist=min_dist, n_epochs=200).fit(data).main.vectors
        distances = np.linalg.norm(y[:, None] - y[None], axis=2)
        return float(np.median(np.sort(distances, axis=1)[:, 1]))

    assert nearest(0.0) < 0.5 * nearest(0.9)


def test_frames_are_shown_live_and_kept() -> None:
    watcher = Watcher()
    result = UMAP(n_epochs=100).fit(three_clusters(), watcher)
    assert sorted(watcher.frames) == list(range(10, 101, 10))
    snapshots = result.snapshots
    assert snapshots is not None and snapshots.frames.shape[1:] == (60, 2)
    assert snapshots.steps[-1] == 100 == result.history["step"][-1]
    assert_array_equal(snapshots.frames[-1], result.main.vectors)
    assert result.history["loss"][-1] == result.summary["loss"] < watcher.losses[2]


def test_cancel_ends_it_within_a_few_epochs() -> None:
    watcher = Watcher(cancel_at=20)
    with pytest.raises(Cancelled):
        UMAP(n_epochs=200).fit(three_clusters(), watcher)
    assert max(watcher.losses) == 20


def test_the_seed_decides() -> None:
    maps = [UMAP(n_epochs=50, seed=seed).fit(three_clusters()).main.vectors for seed in (1, 1, 2)]
    assert_array_equal(maps[0], maps[1])
    assert not np.array_equal(maps[0], maps[2])


def test_epochs_are_fewer_where_items_are_many() -> None:
    assert [UMAP()._epochs(n) for n in (10_000, 10_001)] == [500, 200] and UMAP(n_epochs=7)._epochs(5) == 7


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("n_components", [2, 3])
def test_a_handful_is_laid_out_by_its_principal_components(n: int, n_components: int) -> None:
    points = np.random.default_rng(n).normal(size=(n, 6)).astype(np.float32)
    result = UMAP(n_components=n_components, metric="euclidean").fit(embedding_of(points))
    assert result.main.vectors.shape == (n, n_components) and "PCA" in result.notes[0]


@pytest.mark.parametrize("n", [5, 6, 14])
def test_fewer_items_than_neighbors(n: int) -> None:
    result = UMAP(n_epochs=20).fit(three_clusters(n))
    assert result.notes == (f"There are only {n} items, so all of them are neighbors.",)
    assert np.isfinite(result.main.vectors).all() and result.main.vectors.std(axis=0).min() > 0


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_equal_rows_are_refused(metric: Any) -> None:
    with pytest.raises(InputError, match="points are the same"):
        UMAP(metric=metric).fit(embedding_of(np.ones((500, 4))))


@pytest.mark.parametrize("n_components", [2, 3])
def test_many_duplicates_lie_together(n_components: int) -> None:
    points = np.ones((300, 5))
    points[:60] = np.random.default_rng(0).normal(size=(60, 5))
    y = UMAP(n_components=n_components, n_epochs=100, metric="euclidean").fit(embedding_of(points)).main.vectors
    middle = np.median(y[60:], axis=0)
    same, others = (np.median(np.linalg.norm(part - middle, axis=1)) for part in (y[60:], y[:60]))
    assert np.isfinite(y).all() and same < others


def test_zero_vectors_have_no_place_under_cosine() -> None:
    points = three_clusters(40).vectors.copy()
    points[[3, 7]] = 0
    result = UMAP(n_epochs=20).fit(embedding_of(points))
    y = result.main.vectors
    assert (y[3] == y[7]).all() and (y[3] < np.delete(y, [3, 7], axis=0).min(axis=0)).all()
    assert "2 items have no direction" in result.notes[0]


def test_points_of_one_dimension() -> None:
    line = UMAP(n_epochs=200, metric="euclidean").fit(embedding_of(np.arange(60.0)[:, None]))
    assert line.main.vectors.shape == (60, 2)
    assert line.summary["trustworthiness"] > 0.9


def test_scale_of_the_vectors_does_not_matter() -> None:
    data = three_clusters()
    learner = UMAP(n_epochs=20, metric="euclidean")
    plain = learner.fit(data).main.vectors
    for factor in (2.0**-60, 2.0**60):
        assert_allclose(learner.fit(embedding_of(data.vectors * factor)).main.vectors, plain, atol=1e-3)
