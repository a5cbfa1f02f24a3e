"""Searches for clusters: planted ones are found, layers are nested, and the same seed gives the same bytes."""

import numba
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import adjusted_rand_score

from engine.algorithms.clusters.measures import agreement
from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.datasets.text.toy_world import ToyWorld
from engine.embedding import Embedding
from engine.errors import Cancelled, InputError
from engine.evaluation.clusters import contract
from engine.evaluation.clusters.contract import ClusterLayers, ClusterSearch
from engine.evaluation.clusters.density import DensityClusters, smoothed
from engine.evaluation.clusters.kmeans import KMeansClusters
from engine.fit import Fit
from engine.learners.words.ppmi_svd import PPMISVD
from engine.report import Silent

BOTH = pytest.mark.parametrize("search", [DensityClusters(), KMeansClusters()], ids=["density", "kmeans"])


def planted(n_each: int = 60, dims: int = 8, seed: int = 0) -> Embedding:
    """Two families of three clouds each, and a few items anywhere. Columns: cloud, family, weight."""
    random = np.random.default_rng(seed)
    families = np.repeat(np.eye(dims)[:2] * 4, 3, axis=0)
    centers = families + random.normal(size=(6, dims)) * 0.7
    cloud = np.repeat(np.arange(6), n_each)
    vectors = np.concatenate(
        [centers[cloud] + random.normal(size=(len(cloud), dims)) * 0.1, random.normal(size=(9, dims))]
    )
    names = np.array([f"cloud {number}" for number in cloud] + ["none"] * 9)
    family = np.array([f"family {number // 3}" for number in cloud] + ["none"] * 9)
    columns = {"cloud": names, "family": family, "weight": random.random(len(vectors))}
    return Embedding(vectors, [f"item {row}" for row in range(len(vectors))], columns)


@pytest.fixture(scope="module")
def embedding() -> Embedding:
    return planted()


@BOTH
def test_planted_clouds_and_their_families_are_found(search: ClusterSearch, embedding: Embedding) -> None:
    layers = ClusterLayers.from_fit(search.replace(metric="euclidean").fit(embedding))
    for column in ("cloud", "family"):
        codes = np.unique(embedding.metadata[column][:-9], return_inverse=True)[1]
        best = max(adjusted_rand_score(codes, labels[:-9]) for labels in layers.labels)
        assert best > 0.97, column
        assert layers.agreement[column][:, 0].max() > 0.97
    assert "weight" not in layers.agreement


@BOTH
def test_layers_go_from_few_to_many_and_each_cluster_lies_within_its_parent(
    search: ClusterSearch, embedding: Embedding
) -> None:
    layers = ClusterLayers.from_fit(search.fit(embedding))
    columns = layers.middles.metadata
    counts = [len(layers.of_layer(layer)) for layer in range(layers.n_layers)]
    assert layers.n_layers > 1 and counts == sorted(counts) and counts[0] >= 2
    for place, parent in enumerate(columns["parent"]):
        rows = layers.labels[columns["layer"][place]] == columns["number"][place]
        assert rows.sum() == columns["size"][place] and rows[columns["medoid"][place]]
        if parent >= 0:
            assert columns["layer"][parent] < columns["layer"][place]
            assert (layers.labels[columns["layer"][parent]][rows] == columns["number"][parent]).all()
        else:
            assert (layers.labels[: columns["layer"][place], rows] == -1).all()
    assert (layers.grown >= 0).all() and len(set(zip(columns["layer"], layers.middles.labels, strict=True))) == sum(
        counts
    )


def test_what_lies_between_the_clouds_is_left_out_by_density_alone(embedding: Embedding) -> None:
    density = ClusterLayers.from_fit(DensityClusters(metric="euclidean", smoothing=0, min_size=10).fit(embedding))
    assert (density.labels[-1][-9:] == -1).mean() > 0.7 and density.unclustered(density.n_layers - 1) > 0
    assert ClusterLayers.from_fit(KMeansClusters().fit(embedding)).unclustered(0) == 0


@BOTH
def test_names_are_over_represented_values(search: ClusterSearch, embedding: Embedding) -> None:
    layers = ClusterLayers.from_fit(search.replace(metric="euclidean").fit(embedding))
    assert any("cloud 3" in name for name in layers.middles.labels)


@BOTH
def test_any_number_of_threads_finds_the_same_bytes(search: ClusterSearch) -> None:
    found, before = [], numba.get_num_threads()
    try:
        for threads in {1, before}:
            numba.set_num_threads(threads)
            found.append(search.fit(planted(n_each=150)))
    finally:
        numba.set_num_threads(before)
    for fit in found:
        assert_array_equal(fit.arrays["labels"], found[0].arrays["labels"])
        assert fit.main.labels == found[0].main.labels


@BOTH
def test_a_fit_is_saved_and_read_as_it_was(search: ClusterSearch, embedding: Embedding) -> None:
    fit = search.fit(embedding)
    read = ClusterLayers.from_fit(Fit.unpack(*fit.pack()))
    assert_array_equal(read.labels, fit.arrays["labels"])
    assert list(read.agreement) == ["cloud", "family"]


@BOTH
def test_identical_rows_hold_no_clusters_and_say_so(search: ClusterSearch) -> None:
    fit = search.fit(Embedding(np.ones((40, 3)), [str(row) for row in range(40)]))
    layers = ClusterLayers.from_fit(Fit.unpack(*fit.pack()))
    assert layers.n_layers == 0 and len(fit.notes) == 1 and layers.labels.shape == (0, 40)


@BOTH
@pytest.mark.parametrize("n", [4, 5, 6, 12])
def test_a_handful_of_items(search: ClusterSearch, n: int) -> None:
    points = np.random.default_rng(n).normal(size=(n, 3)) + np.where(np.arange(n) % 2, 9, -9)[:, None]
    layers = ClusterLayers.from_fit(search.replace(metric="euclidean").fit(Embedding(points, list("abcdefghijkl")[:n])))
    for labels in layers.labels:
        assert labels.max() >= 1


@BOTH
def test_fewer_items_are_refused_and_zero_vectors_are_in_no_cluster(
    search: ClusterSearch, embedding: Embedding
) -> None:
    with pytest.raises(InputError, match="3 items with a direction are too few"):
        search.fit(Embedding(np.eye(5, 3), list("abcde")))
    vectors = embedding.vectors.copy()
    vectors[[0, 7]] = 0
    fit = search.fit(Embedding(vectors, embedding.labels))
    assert (fit.arrays["labels"][:, [0, 7]] == -1).all() and "2 items have no direction" in fit.notes[-1]


@BOTH
def test_it_reports_rising_progress_and_can_be_cancelled(search: ClusterSearch, embedding: Embedding) -> None:
    class Listener(Silent):
        def __init__(self) -> None:
            self.done: list[float] = []
            self.stop = False

        def progress(self, done: float, total: float, unit: str, **metrics: object) -> None:
            assert total == contract.STEPS
            self.done.append(done)

        def cancelled(self) -> bool:
            return self.stop and len(self.done) > 0

    listener = Listener()
    search.fit(embedding, listener)
    assert listener.done == sorted(listener.done) and listener.done[-1] == contract.STEPS
    listener.stop = True
    with pytest.raises(Cancelled):
        search.fit(embedding, listener)


def test_layers_of_too_many_clusters_are_left_out(monkeypatch: pytest.MonkeyPatch, embedding: Embedding) -> None:
    monkeypatch.setattr("engine.evaluation.clusters.density.MOST_CLUSTERS", 3)
    fit = DensityClusters(metric="euclidean", min_size=3).fit(embedding)
    assert fit.arrays["labels"].max() == 2 - 1 and "more than 3" in fit.notes[0]


def test_smoothing_takes_the_mean_with_the_nearest() -> None:
    points = np.array([[0.0], [1], [3], [10]], dtype=np.float32)
    assert_allclose(smoothed(points, neighbor_graph(points, 1).rows), [[0.5], [0.5], [2], [6.5]])


@pytest.mark.parametrize(
    "kinds",
    [
        ("king queen man woman", "dog cat horse cow", "france germany spain italy"),
        (
            "king queen prince princess man woman boy girl",
            "dog cat horse cow sheep pig goat duck",
            "france germany italy spain norway",
            "paris berlin rome madrid oslo",
        ),
    ],
)
def test_a_short_list_of_words_falls_into_its_kinds(kinds: tuple[str, ...]) -> None:
    words = PPMISVD().fit(ToyWorld().load()).main
    listed = words.among(words.rows_of(" ".join(kinds).split()))
    kind_of = {word: place for place, kind in enumerate(kinds) for word in kind.split()}
    finest = DensityClusters().fit(listed).arrays["labels"][-1]
    assert (finest >= 0).all()
    assert agreement(finest, np.array([kind_of[label] for label in listed.labels])) == (1, 1)


@BOTH
def test_the_estimate_grows_with_the_items(search: ClusterSearch) -> None:
    small, large = (search.estimate(planted(n_each)) for n_each in (20, 200))
    assert small.seconds < large.seconds and small.megabytes < large.megabytes
