"""What walks tend to, and the charts about it."""

import numpy as np
import pytest

from engine.algorithms.adjacency import strengths
from engine.algorithms.walks.shifted_pmi import shifted_pmi
from engine.algorithms.walks.step_chain import fits, step_chain
from engine.algorithms.walks.transitions import cooccurrence, transition
from engine.algorithms.walks.walks import walk
from engine.datasets.graphs.sources import ClassicGraph
from engine.figures import graphs
from engine.insight.nodes.walk_matrix import (
    agreement,
    difference,
    difference_trace,
    endless_share,
    expected_share,
    observed_share,
)
from engine.learners.nodes.deepwalk import DeepWalk
from engine.learners.nodes.node2vec import Node2Vec
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())
LESMIS = ClassicGraph("lesmis").load(Silent())


BY_DEGREE = strengths(LESMIS.csr) / strengths(LESMIS.csr).sum()


def test_the_steps_of_the_chain_are_the_transitions() -> None:
    chain = step_chain(LESMIS.csr, 0.3, 3.0)
    steps = chain.steps.toarray()
    for entry in range(0, len(LESMIS.targets), 17):
        before, node = int(LESMIS.sources[entry]), int(LESMIS.targets[entry])
        step = transition(LESMIS.csr, before, node, 0.3, 3.0)
        row = slice(LESMIS.offsets[node], LESMIS.offsets[node + 1])
        np.testing.assert_allclose(steps[entry, row], step.probabilities, rtol=1e-6)
        assert steps[entry].sum() == pytest.approx(1)


def test_expected_pairs_of_a_short_walk_by_hand() -> None:
    """Path 0-1-2 and a tail, three nodes a walk from node 1: it goes to 0 or 2 and then, p = 1/3, mostly back."""
    graph = graph_of([(0, 1), (1, 2), (2, 3), (3, 4)])
    row = graph.index
    starts = np.eye(5)[row["n1"]]
    pairs = step_chain(graph.csr, 1 / 3, 1.0).expected_pairs(starts, 3, np.array([1.0, 1.0]))
    back = 0.5 * 0.75  # from 2 back to 1 with weight 3, on to 3 with weight 1; from 0 there is only the way back
    assert pairs[row["n1"], row["n0"]] == pytest.approx(0.5 + 0.5)
    assert pairs[row["n1"], row["n2"]] == pytest.approx(0.5 + back)
    assert pairs[row["n1"], row["n3"]] == pytest.approx(0.5 * 0.25)
    assert pairs[row["n1"], row["n1"]] == pytest.approx(2 * (0.5 + back))
    assert pairs.sum() == pytest.approx(2 * 3)


def test_the_chain_at_one_is_netmf_and_long_walks_forget_their_ends() -> None:
    endless = endless_share(LESMIS.csr, 3)
    assert endless.sum() == pytest.approx(1)
    np.testing.assert_allclose(endless, endless.T, atol=1e-12)
    chain = step_chain(LESMIS.csr, 1.0, 1.0)
    far = [difference(expected_share(chain, 3, length), endless) for length in (10, 100, 1_000)]
    assert far[2] < 2e-4 < far[1] < far[0] / 5


@pytest.mark.parametrize(("p", "q"), [(1.0, 1.0), (0.2, 5.0), (5.0, 0.2)])
def test_compiled_walks_tend_to_the_expectation_and_to_no_other(p: float, q: float) -> None:
    starts = np.full(77, 1 / 77)
    expected = step_chain(LESMIS.csr, p, q).expected_pairs(starts, 30, np.ones(4))
    counts = cooccurrence(walk(LESMIS.csr, 400, 30, p, q, seed=2), 77, 4)
    assert difference(counts / counts.sum(), expected / expected.sum()) < 0.012
    other = step_chain(LESMIS.csr, 1.0, 4.0).expected_pairs(starts, 30, np.ones(4))
    assert difference(counts / counts.sum(), other / other.sum()) > 0.03


def test_the_difference_falls_as_walks_are_added() -> None:
    chain = step_chain(LESMIS.csr, 0.25, 4.0)
    walks = chain.walks(np.random.default_rng(0).choice(77, size=4_000, p=BY_DEGREE), 30, seed=1)
    expected = expected_share(chain, 3, 30)
    numbers, trace = difference_trace(walks, 3, expected)
    assert numbers[0] == 1 and numbers[-1] == 4_000
    assert trace[-1] == pytest.approx(difference(observed_share(walks, 77, 3), expected))
    slope = np.polyfit(np.log(numbers[8:]), np.log(trace[8:]), 1)[0]
    assert slope == pytest.approx(-0.5, abs=0.12)


def test_walks_of_the_chain_stay_the_same_as_more_are_asked_for() -> None:
    chain, starts = step_chain(KARATE.csr, 0.5, 2.0), np.arange(20)
    assert np.array_equal(chain.walks(starts, 12, 3)[:7], chain.walks(starts[:7], 12, 3))
    line = graph_of([(0, 1), (1, 2), (2, 3), (3, 4)], directed=True)
    dead = step_chain(line.csr, 1.0, 1.0)
    found = dead.walks(np.arange(5), 4, 0)
    ends = line.index["n4"]
    assert [list(row).count(-1) for row in found] == [max(0, 3 - (4 - int(line.nodes[r][1:]))) for r in range(5)]
    assert all(row[list(row).index(-1) - 1] == ends for row in found if -1 in row)


def test_dense_graphs_are_left_to_the_closed_form() -> None:
    assert fits(KARATE.csr) and fits(LESMIS.csr)
    pairs = [(a, b) for a in range(120) for b in range(a)]
    assert not fits(graph_of(pairs).csr)


def test_shifted_pmi_of_one_step_by_hand() -> None:
    """Window 1: s(j | i) = 1 / degree(i) for a neighbor."""
    found = shifted_pmi(KARATE.csr, 1, 5, 1.0)
    a, b = int(KARATE.sources[0]), int(KARATE.targets[0])
    noise = KARATE.degrees[b] / KARATE.degrees.sum()
    assert found[a, b] == pytest.approx(np.log(1 / KARATE.degrees[a] / noise / 5))
    assert np.isneginf(found[0, 0])


def test_deepwalk_learns_the_matrix_without_seeing_it() -> None:
    """Qiu et al., 2018: with enough dimensions and reading, inner products follow the shifted PMI."""
    learner = DeepWalk(n_components=32, n_walks=50, walk_length=40, window=3, n_epochs=10, negative=1)
    fit = learner.fit(KARATE)
    vectors = [fit.embeddings[name].vectors for name in ("node", "context")]
    right = agreement(shifted_pmi(KARATE.csr, 3, 1, 0.75), *vectors)
    assert right.correlation > 0.9
    slope = np.polyfit(right.predicted, right.learned, 1)[0]
    assert 0.7 < slope < 1.2
    other = np.random.default_rng(0).permutation(34)
    assert agreement(shifted_pmi(KARATE.csr, 3, 1, 0.75)[other], *vectors).correlation < 0.5


def test_the_matrix_of_biased_walks_is_that_of_the_walks_made() -> None:
    """log of counted contexts over their noise, from many walks, against the closed form at p = 0.25, q = 4."""
    learner = Node2Vec(walk_length=30, window=3, p=0.25, q=4.0, negative=2, ns_exponent=1.0)
    walks = walk(KARATE.csr, 600, 30, 0.25, 4.0, seed=0)
    counts = cooccurrence(walks, 34, 3) + cooccurrence(walks, 34, 2) + cooccurrence(walks, 34, 1)
    seen = np.log(counts * counts.sum() / np.outer(counts.sum(axis=1), counts.sum(axis=1)) / 2 + 1e-300)
    often = counts > 2_000
    np.testing.assert_allclose(learner.target_matrix(KARATE)[often], seen[often], atol=0.1)
    assert np.abs(shifted_pmi(KARATE.csr, 3, 2, 1.0) - seen)[often].max() > 0.5


def test_a_training_is_watched_on_its_way_to_the_matrix() -> None:
    learner = DeepWalk(n_components=16, n_walks=20, walk_length=40, window=3, n_epochs=4, negative=1)
    fit = learner.fit(KARATE)
    trace, arrays = fit.history["correlation"], fit.arrays
    nodes, contexts = (fit.embeddings[name].vectors for name in ("node", "context"))
    last = agreement(learner.target_matrix(KARATE), nodes, contexts)
    assert trace[-1] == pytest.approx(last.correlation, abs=1e-4) and trace[-1] > 0.9 > trace[0]
    rows, columns = arrays["pairs"].T
    np.testing.assert_allclose(arrays["pairs_learned"][-1], (nodes[rows] * contexts[columns]).sum(axis=1), atol=1e-5)
    np.testing.assert_allclose(arrays["pairs_predicted"], learner.target_matrix(KARATE)[rows, columns], rtol=1e-6)
    assert len(arrays["pairs_learned"]) == len(fit.snapshots.steps)


def test_charts_show_the_numbers() -> None:
    share = endless_share(KARATE.csr, 2)
    matrix = graphs.pair_matrix(200 * share, KARATE.nodes, 1.0, "x")
    np.testing.assert_allclose(matrix.data[0].z, share)
    assert matrix.data[0].customdata.sum() == pytest.approx(200) and "of 200 pairs" in matrix.data[0].hovertemplate
    assert list(matrix.layout.xaxis.ticktext) == list(KARATE.nodes) == list(matrix.layout.yaxis.ticktext)
    assert matrix.data[0].texttemplate is None
    (small,) = graphs.pair_matrix(np.full((3, 3), 1234.5), ["a", "b", "<c>"], 1.0, "x").data
    assert list(small.text[0]) == ["1,234"] * 3 and small.texttemplate == "%{text}"
    assert len(graphs.pair_matrix(np.ones((90, 90)), ["n"] * 90, 1.0, "x").layout.xaxis.ticktext) <= graphs.NAMED
    found = agreement(np.arange(9.0).reshape(3, 3), np.eye(3), np.arange(9.0).reshape(3, 3).T)
    chart = graphs.learned_against_predicted(found.predicted, found.learned, ["<b>, c"] * 6)
    assert found.correlation == pytest.approx(1) and len(chart.data[0].x) == 6
    assert not any("<b>" in text for text in chart.data[0].text)
    scores = {"F1": np.array([[0.2, 0.4], [0.6, 0.6]])}
    lines = graphs.scores_by_share((10, 90), scores, {"blind": np.zeros((2, 2))})
    np.testing.assert_allclose(lines.data[0].y, [0.3, 0.6])
    np.testing.assert_allclose(lines.data[0].error_y.array, [0.02**0.5, 0])
