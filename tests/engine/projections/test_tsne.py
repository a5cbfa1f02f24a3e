"""t-SNE: its divergence computed by hand, planted clusters kept, and the inputs that end other programs."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.embedding import Embedding
from engine.errors import Cancelled, InputError
from engine.projections import record
from engine.projections.points import small_layout
from engine.projections.tsne import TSNE
from engine.report import Silent
from tests.examples import embedding as three_clusters


def embedding_of(vectors: np.ndarray) -> Embedding:
    return Embedding(vectors, [f"item {row}" for row in range(len(vectors))])


class Watcher(Silent):
    """Keeps what is reported; cancels at an iteration if asked to."""

    def __init__(self, cancel_at: int | None = None):
        self.frames: dict[int, np.ndarray] = {}
        self.kls: dict[float, float] = {}
        self.cancel_at = cancel_at

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
        if "kl" in metrics:
            self.kls[done] = metrics["kl"]

    def snapshot(self, step: int, values: np.ndarray) -> None:
        self.frames[step] = values

    def cancelled(self) -> bool:
        return self.cancel_at is not None and max(self.kls, default=0) >= self.cancel_at


def affinities_by_hand(x: np.ndarray, perplexity: float) -> np.ndarray:
    """Symmetric joint probabilities over the 3 x perplexity nearest neighbors, each entropy found by bisection."""
    n = len(x)
    squares = np.square(x[:, None] - x[None]).sum(axis=2)
    p = np.zeros((n, n))
    for row in range(n):
        near = np.argsort(squares[row])[1 : int(3 * perplexity) + 1]
        low, high = 0.0, 1e6
        for _ in range(200):
            beta = (low + high) / 2
            weights = np.exp(-beta * (squares[row, near] - squares[row, near].min()))
            weights /= weights.sum()
            entropy = -np.sum(weights * np.log(np.maximum(weights, 1e-300)))
            low, high = (beta, high) if entropy > np.log(perplexity) else (low, beta)
        p[row, near] = weights
    return (p + p.T) / (2 * n)


def divergence_by_hand(p: np.ndarray, y: np.ndarray) -> float:
    q = 1 / (1 + np.square(y[:, None] - y[None]).sum(axis=2))
    np.fill_diagonal(q, 0)
    q /= q.sum()
    some = p > 0
    return float(np.sum(p[some] * np.log(p[some] / q[some])))


@pytest.mark.parametrize("n_components", [2, 3])
def test_divergence_is_the_one_computed_by_hand_and_low(n_components: int) -> None:
    data = three_clusters(90, 8)
    result = TSNE(n_components=n_components, perplexity=10.0, metric="euclidean", n_iter=500).fit(data)
    p = affinities_by_hand(data.vectors.astype(float), 10)
    found = divergence_by_hand(p, result.main.vectors.astype(float))
    assert_allclose(result.summary["kl_divergence"], found, rtol=1e-4)
    flat = data.vectors[:, :n_components].astype(float)
    assert found < 0.6 * min(divergence_by_hand(p, scale * flat) for scale in (0.3, 1, 3, 10))


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_clusters_stay_together(metric: Any) -> None:
    data = three_clusters(150, 20)
    result = TSNE(perplexity=10.0, metric=metric, n_iter=400).fit(data)
    y, cluster = result.main.vectors, data.metadata["cluster"]
    distances = np.linalg.norm(y[:, None] - y[None], axis=2)
    near = np.argsort(distances, axis=1)[:, 1:11]
    assert (cluster[near] == cluster[:, None]).mean() > 0.98
    assert result.summary["trustworthiness"] > 0.9
    assert 0.3 < result.summary["neighbor_recall"] <= 1


def test_frames_are_shown_live_and_kept() -> None:
    watcher = Watcher()
    result = TSNE(perplexity=5.0, n_iter=500).fit(three_clusters(), watcher)
    assert sorted(watcher.frames) == list(range(10, 501, 10))
    snapshots = result.snapshots
    assert snapshots is not None
    assert snapshots.frames.shape[1:] == (60, 2) and 40 <= len(snapshots.frames) <= record.MAX_FRAMES
    assert_array_equal(snapshots.frames[-1], result.main.vectors)
    assert snapshots.steps[-1] == 500
    for step, frame in zip(snapshots.steps, snapshots.frames, strict=True):
        assert_array_equal(frame, watcher.frames.get(int(step), frame))
    assert result.history["step"][-1] == 500
    assert result.history["kl"][-1] == result.summary["kl_divergence"] < min(watcher.kls[10], watcher.kls[250])


def test_frames_get_fewer_where_they_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "FRAME_BYTES", 10 * 60 * 2 * 4)
    snapshots = TSNE(perplexity=5.0, n_iter=500).fit(three_clusters()).snapshots
    assert snapshots is not None
    assert 8 <= len(snapshots.frames) <= 10


def test_cancel_ends_it_within_a_few_iterations() -> None:
    watcher = Watcher(cancel_at=100)
    with pytest.raises(Cancelled):
        TSNE(perplexity=5.0).fit(three_clusters(), watcher)
    assert max(watcher.kls) == 100


def test_the_seed_decides() -> None:
    maps = [TSNE(perplexity=5.0, n_iter=250, seed=seed).fit(three_clusters()).main.vectors for seed in (1, 1, 2)]
    assert_array_equal(maps[0], maps[1])
    assert not np.array_equal(maps[0], maps[2])


def test_scale_and_place_of_the_vectors_do_not_matter() -> None:
    data = three_clusters()
    learner = TSNE(perplexity=5.0, n_iter=250, metric="euclidean")
    plain = learner.fit(data).summary["kl_divergence"]
    for factor in (2.0**-60, 2.0**60):
        assert_allclose(learner.fit(embedding_of(data.vectors * factor)).summary["kl_divergence"], plain, rtol=0.05)


def test_perplexity_is_lowered_to_what_the_items_allow() -> None:
    result = TSNE(perplexity=30.0, n_iter=250).fit(three_clusters(22))
    assert result.summary["perplexity"] == 7.0
    assert result.notes == ("A perplexity of 30 is too high for 22 items; it was set to 7.",)
    assert TSNE(perplexity=7.0, n_iter=250).fit(three_clusters(22)).notes == ()


@pytest.mark.parametrize("n", [1, 2, 3, 4])
@pytest.mark.parametrize("n_components", [2, 3])
def test_a_handful_is_laid_out_exactly(n: int, n_components: int) -> None:
    points = np.random.default_rng(n).normal(size=(n, 6)).astype(np.float32)
    result = TSNE(n_components=n_components, metric="euclidean").fit(embedding_of(points))
    y = result.main.vectors
    assert y.shape == (n, n_components) and "PCA" in result.notes[0]
    if n <= n_components + 1:  # so many points fit in without loss

        def distances(x: np.ndarray) -> np.ndarray:
            return np.linalg.norm(x[:, None] - x[None], axis=2)

        assert_allclose(distances(y), distances(points), atol=1e-5)


def test_a_handful_of_equal_points_makes_a_circle() -> None:
    places = small_layout(np.ones((4, 3)), 2)
    assert_allclose(np.linalg.norm(places, axis=1), 1)
    assert_allclose(places @ places.T, [[1, 0, -1, 0], [0, 1, 0, -1], [-1, 0, 1, 0], [0, -1, 0, 1]], atol=1e-12)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_equal_rows_are_refused(metric: Any) -> None:
    with pytest.raises(InputError, match="points are the same"):
        TSNE(metric=metric).fit(embedding_of(np.ones((500, 4))))


@pytest.mark.parametrize("n_components", [2, 3])
@pytest.mark.parametrize("affinity", ["one", "two", "uniform"])
def test_many_duplicates(n_components: int, affinity: Any) -> None:
    points = np.ones((300, 5))
    points[:60] = np.random.default_rng(0).normal(size=(60, 5))
    y = (
        TSNE(n_components=n_components, n_iter=250, perplexity=10.0, affinity=affinity)
        .fit(embedding_of(points))
        .main.vectors
    )
    others = np.linalg.norm(y[:60] - y[60:].mean(axis=0), axis=1)
    assert np.linalg.norm(y[60:] - y[60:].mean(axis=0), axis=1).max() < np.median(others)


def test_zero_vectors_have_no_place_under_cosine() -> None:
    points = three_clusters(40).vectors.copy()
    points[[3, 7]] = 0
    result = TSNE(perplexity=5.0, n_iter=250).fit(embedding_of(points))
    y = result.main.vectors
    others = np.delete(y, [3, 7], axis=0)
    assert (y[3] == y[7]).all() and (y[3] < others.min(axis=0)).all()
    assert "2 items have no direction" in result.notes[0]
    assert TSNE(metric="euclidean", perplexity=5.0, n_iter=250).fit(embedding_of(points)).notes == ()
    with pytest.raises(InputError, match="all are zero"):
        TSNE().fit(embedding_of(np.zeros((10, 3))))


def test_points_of_one_dimension() -> None:
    line = TSNE(perplexity=5.0, n_iter=250, metric="euclidean").fit(embedding_of(np.arange(40.0)[:, None]))
    assert line.main.vectors.shape == (40, 2)
    assert line.summary["trustworthiness"] > 0.9
