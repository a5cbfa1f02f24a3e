"""NetMF, ProNE, Laplacian eigenmaps and HOPE against theory and dense linear algebra."""

import numpy as np
import pytest
from scipy.linalg import expm

from engine.algorithms import waves
from engine.algorithms.adjacency import adjacency, normalized, strengths
from engine.algorithms.communities import louvain
from engine.algorithms.walks.netmf_matrix import eigen_matrix, netmf_matrix
from engine.algorithms.walks.transitions import cooccurrence
from engine.algorithms.walks.walks import walk
from engine.algorithms.waves import is_thin, part_vectors, slowest_waves
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.errors import InputError
from engine.learners.nodes.contract import node_metadata
from engine.learners.nodes.hope import HOPE, radius
from engine.learners.nodes.laplacian import LaplacianEigenmaps
from engine.learners.nodes.netmf import NetMF
from engine.learners.nodes.prone import ProNE, band_filter, edge_information
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())
LESMIS = ClassicGraph("lesmis").load(Silent())
BLOCKS = GeneratedGraph("blocks", n_nodes=120, n_blocks=3, inside=0.3, between=0.01).load(Silent())
SPECTRAL = [NetMF(n_components=8), ProNE(n_components=8), LaplacianEigenmaps(n_components=4), HOPE(n_components=8)]


def dense(graph: Graph) -> np.ndarray:
    return adjacency(graph.csr).toarray()


def purity(graph: Graph, vectors: np.ndarray) -> float:
    """Share of nodes in the majority group of their k-means cluster."""
    from sklearn.cluster import KMeans

    groups = np.unique(graph.attributes["group"], return_inverse=True)[1]
    found = KMeans(3, n_init=10, random_state=0).fit_predict(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
    return sum(np.bincount(groups[found == cluster]).max() for cluster in range(3)) / graph.n_nodes


@pytest.mark.parametrize("learner", SPECTRAL, ids=lambda learner: learner.name)
def test_planted_communities_are_recovered(learner: NetMF) -> None:
    assert purity(BLOCKS, learner.fit(BLOCKS).main.vectors) >= 0.97


@pytest.mark.parametrize("window", [1, 2, 10])
def test_netmf_is_the_dense_formula(window: int) -> None:
    weights = dense(LESMIS)
    degree = weights.sum(axis=1)
    step = np.diag(1 / degree) @ weights
    powers = sum(np.linalg.matrix_power(step, r) for r in range(1, window + 1))
    expected = weights.sum() / (3 * window) * powers @ np.diag(1 / degree)
    np.testing.assert_allclose(netmf_matrix(LESMIS.csr, window, 3), expected, rtol=1e-10)
    vectors = NetMF(n_components=77, window=window, negative=3).fit(LESMIS).main.vectors.astype(float)
    squared = np.log(np.maximum(expected, 1)) @ np.log(np.maximum(expected, 1)).T
    values, basis = np.linalg.eigh(squared)  # U S U^T is the square root of M M^T
    root = basis @ np.diag(np.sqrt(np.maximum(values, 0))) @ basis.T
    np.testing.assert_allclose(vectors @ vectors.T, root, atol=2e-4)


def test_the_eigenvectors_give_the_matrix_of_the_paper() -> None:
    """The h largest eigenvalues, their mean powers cut at 0, by dense algebra."""
    degree = strengths(BLOCKS.csr)
    values, vectors = np.linalg.eigh(dense(BLOCKS) / np.sqrt(np.outer(degree, degree)))
    values, vectors = values[-40:], vectors[:, -40:]
    powers = np.maximum(sum(values**power for power in range(1, 11)) / 10, 0)
    expected = degree.sum() / 2 * (vectors * powers) @ vectors.T / np.sqrt(np.outer(degree, degree))
    found, kept = eigen_matrix(BLOCKS.csr, 10, 2, 40)
    np.testing.assert_allclose(kept, values[::-1], atol=1e-3)
    np.testing.assert_allclose(found, expected, atol=0.01 * expected.max())


def test_the_eigen_matrix_is_near_the_exact_one() -> None:
    exact, (found, _) = netmf_matrix(BLOCKS.csr, 10), eigen_matrix(BLOCKS.csr, 10, 1, 60)
    assert np.corrcoef(found.ravel(), exact.ravel())[0, 1] > 0.95


def test_walks_count_what_netmf_expects() -> None:
    """Co-occurrence of long walks, in proportion to chance, tends to vol / T (P + ...) D^-1 (Qiu et al., 2018)."""
    counts = cooccurrence(walk(KARATE.csr, 300, 200, seed=1)[:, 40:], 34, 3)
    expected = netmf_matrix(KARATE.csr, 3)
    share = strengths(KARATE.csr) / strengths(KARATE.csr).sum()
    seen = counts / counts.sum() / np.outer(share, share)
    np.testing.assert_allclose(seen, expected, atol=0.05 * expected.max())


def test_netmf_refuses_when_nothing_is_left() -> None:
    ring = GeneratedGraph("ring", n_nodes=10).load(Silent())
    with pytest.raises(InputError, match="choose fewer negatives"):
        NetMF(negative=30).fit(ring)


def test_ring_gives_points_on_a_circle_in_order() -> None:
    ring = GeneratedGraph("ring", n_nodes=30).load(Silent())
    vectors = LaplacianEigenmaps(n_components=2).fit(ring).main.vectors
    order = [ring.index[str(row)] for row in range(30)]
    places = vectors[order]
    np.testing.assert_allclose(np.linalg.norm(places, axis=1), np.sqrt(2), atol=1e-4)
    angles = np.unwrap(np.arctan2(places[:, 1], places[:, 0]))
    np.testing.assert_allclose(np.abs(np.diff(angles)), 2 * np.pi / 30, atol=1e-4)


def test_eigenvalues_of_a_ring_are_known() -> None:
    ring = GeneratedGraph("ring", n_nodes=20).load(Silent())
    values = LaplacianEigenmaps(n_components=4).fit(ring).arrays["eigenvalues"]
    expected = np.sort(1 - np.cos(2 * np.pi * np.arange(20) / 20))[:5]
    np.testing.assert_allclose(values, expected, atol=1e-9)


def test_two_parts_give_eigenvalue_zero_twice_and_lie_apart() -> None:
    graph = graph_of([*((a, b) for a in range(5) for b in range(a)), (5, 6), (6, 7), (7, 8), (8, 5)])
    fit = LaplacianEigenmaps(n_components=4).fit(graph)
    assert (fit.arrays["eigenvalues"] < 1e-9).sum() == 2
    first = fit.main.vectors[:, 0]
    sides = [set(np.round(first[graph.parts == part], 4)) for part in (0, 1)]
    assert len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1]
    assert any("2 parts" in note for note in fit.notes)


def test_eigenmaps_solve_their_equation_and_leave_the_constant_out() -> None:
    vectors = LaplacianEigenmaps(n_components=6).fit(LESMIS).main.vectors.astype(float)
    weights = dense(LESMIS)
    degree = np.diag(weights.sum(axis=1))
    values = np.diag(vectors.T @ (degree - weights) @ vectors) / np.diag(vectors.T @ degree @ vectors)
    np.testing.assert_allclose((degree - weights) @ vectors, degree @ vectors * values, atol=1e-3)
    np.testing.assert_allclose(weights.sum(axis=1) @ vectors, 0, atol=0.05)
    assert (np.diff(values) > -1e-6).all() and values[0] > 0.01


def test_lanczos_and_dense_waves_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    apart = part_vectors(BLOCKS.csr, BLOCKS.parts)
    exact, _ = slowest_waves(BLOCKS.csr, apart, 5, lambda times: None)
    monkeypatch.setattr(waves, "DENSE_UP_TO", 1)
    found, _ = slowest_waves(BLOCKS.csr, apart, 5, lambda times: None)
    np.testing.assert_allclose(found, exact, atol=1e-5)


def test_waves_of_a_long_path_and_of_thin_parts_are_exact() -> None:
    """The inverse finds in a moment what Lanczos iterations look for in vain: cosines on a path (Chung, 1997)."""
    path = graph_of([(row, row + 1) for row in range(5_999)])
    assert is_thin(path.csr)
    found = LaplacianEigenmaps(n_components=6).fit(path)
    expected = 1 - np.cos(np.pi * np.arange(7) / 5_999)
    np.testing.assert_allclose(found.arrays["eigenvalues"], expected, rtol=1e-4, atol=1e-12)
    place = np.array([path.index[f"n{row}"] for row in range(6_000)])
    wave = np.sqrt(2) * np.cos(np.pi * np.arange(6_000) / 5_999)
    np.testing.assert_allclose(np.abs(found.main.vectors[place, 0] * np.sign(wave)), np.abs(wave), atol=1e-3)


def test_direct_and_lanczos_waves_agree_on_two_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    tree = [(row, int(rng.integers(max(0, row - 20), row))) for row in range(1, 120)]
    graph = graph_of([*tree, (3, 50), (7, 90), *((a + 120, b + 120) for a, b in tree)])
    apart = part_vectors(graph.csr, graph.parts)
    exact, _ = slowest_waves(graph.csr, apart, 8, lambda times: None)
    monkeypatch.setattr(waves, "DENSE_UP_TO", 1)
    found, vectors = slowest_waves(graph.csr, apart, 8, lambda times: None)
    np.testing.assert_allclose(found, exact, atol=1e-9)
    np.testing.assert_allclose(apart.T @ vectors, 0, atol=1e-9)


def test_thin_graphs_are_told_from_thick_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waves, "CORE_NODES", 10)
    clique = [(a, b) for a in range(8) for b in range(a)]
    assert is_thin(graph_of([(row, (row + 1) % 50) for row in range(50)]).csr)
    assert is_thin(graph_of([*clique, *((row, row + 1) for row in range(7, 60))]).csr)
    assert not is_thin(graph_of([(a, b) for a in range(30) for b in range(a) if (a * b) % 3 == 1]).csr)


def test_the_band_filter_is_the_matrix_function() -> None:
    weights = dense(KARATE)
    n = len(weights)
    laplacian = np.eye(n) - (weights + np.eye(n)) / (weights.sum(axis=1) + 1)[:, None]
    shifted = laplacian - 0.2 * np.eye(n)
    expected = expm(-0.5 * (shifted @ shifted / 2 - np.eye(n)))
    found = band_filter(KARATE.csr, np.eye(n, dtype=np.float32), order=12, mu=0.2, theta=0.5)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_edge_information_by_hand() -> None:
    matrix = edge_information(KARATE.csr).toarray()
    step = dense(KARATE) / dense(KARATE).sum(axis=1, keepdims=True)
    noise = step.sum(axis=0) ** 0.75
    edge = KARATE.sources[0], KARATE.targets[0]
    assert matrix[edge] == pytest.approx(np.log(step[edge] * noise.sum() / noise[edge[1]]), rel=1e-5)


@pytest.mark.parametrize("proximity", ["adjacency", "katz"])
def test_hope_is_the_best_low_rank_proximity(proximity: str) -> None:
    graph = graph_of([(0, 1), (1, 2), (2, 0), (2, 3), (3, 4), (4, 5), (5, 0), (1, 5)], directed=True)
    fit = HOPE(n_components=4, proximity=proximity).fit(graph)
    matrix = dense(graph)
    if proximity == "katz":
        beta = fit.summary["beta"]
        matrix = np.linalg.inv(np.eye(6) - beta * matrix) - np.eye(6)
    left, values, right = np.linalg.svd(matrix)
    np.testing.assert_allclose(fit.arrays["singular_values"], values[:4], rtol=1e-4)
    source, target = fit.main.vectors, fit.context.vectors
    np.testing.assert_allclose(source @ target.T, left[:, :4] * values[:4] @ right[:4], atol=1e-4)


def test_radius_bounds_the_spectrum() -> None:
    assert radius(LESMIS.csr) == pytest.approx(np.abs(np.linalg.eigvalsh(dense(LESMIS))).max(), rel=2e-3)


def test_normalized_adjacency_has_eigenvalue_one_for_each_part() -> None:
    values = np.linalg.eigvalsh(normalized(KARATE.csr).toarray())
    assert values.max() == pytest.approx(1) and values.min() > -1


@pytest.mark.parametrize("learner", SPECTRAL, ids=lambda learner: learner.name)
def test_directed_and_disconnected_graphs_are_taken(learner: NetMF) -> None:
    graph = graph_of(
        [(0, 1), (1, 2), (2, 3), (3, 0), (0, 2), (4, 5), (5, 6), (6, 4), (6, 7), (7, 8), (8, 9), (9, 4)], directed=True
    )
    fit = learner.fit(graph)
    assert np.isfinite(fit.main.vectors).all() and any("2 parts" in note for note in fit.notes)


def test_louvain_and_metadata() -> None:
    communities = louvain(BLOCKS.csr)
    groups = np.unique(BLOCKS.attributes["group"], return_inverse=True)[1]
    assert all(len(set(communities[groups == group])) == 1 for group in range(3))
    assert list(node_metadata(BLOCKS)) == ["degree", "community", "group"]
