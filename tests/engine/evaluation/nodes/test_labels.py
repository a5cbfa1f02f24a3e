"""Tests of node vectors against planted answers, scikit-learn, and counts by hand."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.nodes.labels import CommunityTest, NodeClassification, f1_scores, label_table, top_labels
from engine.evaluation.nodes.link_prediction import LinkPrediction, hide, neighbor_scores
from engine.learners.nodes.netmf import NetMF
from engine.learners.words.skipgram import SkipGram
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())
BLOCKS = GeneratedGraph("blocks", n_nodes=150, n_blocks=3, inside=0.25, between=0.01).load(Silent())
RNG = np.random.default_rng(0)


def clusters(n: int = 300, unknown: int = 0) -> Embedding:
    """Three clear clusters; the last nodes' labels are unknown."""
    code = RNG.integers(0, 3, n)
    vectors = np.eye(3)[code] + 0.1 * RNG.standard_normal((n, 3))
    names = np.array(["a", "b", "a | c"])[code]
    names[n - unknown :] = ""
    return Embedding(vectors, [f"n{row}" for row in range(n)], {"sort": names, "true": code})


def test_f1_is_scikit_learns() -> None:
    truth, found = RNG.random((100, 6)) < 0.3, RNG.random((100, 6)) < 0.3
    micro, macro = f1_scores(truth, found)
    assert micro == pytest.approx(f1_score(truth, found, average="micro"))
    assert macro == pytest.approx(f1_score(truth, found, average="macro"))


def test_as_many_labels_are_given_as_there_are() -> None:
    found = top_labels(np.array([[0.1, 0.9, 0.5], [3.0, 2.0, 1.0]]), np.array([2, 1]))
    assert found.tolist() == [[False, True, True], [True, False, False]]


def test_separable_labels_are_predicted_and_the_baseline_is_the_most_frequent() -> None:
    embedding = clusters()
    fit = NodeClassification(column="sort", n_splits=2, strength=100.0).fit(embedding)
    assert fit.arrays["micro_f1"].shape == (9, 2)
    assert fit.arrays["micro_f1"][-1].min() > 0.98 and fit.arrays["macro_f1"][-1].min() > 0.98
    assert fit.arrays["baseline_micro"].max() < 0.8
    assert fit.summary["classes"] == ["a", "b", "c"]


def test_unknown_labels_are_predicted() -> None:
    embedding = clusters(unknown=30)
    fit = NodeClassification(column="sort", n_splits=1, strength=100.0).fit(embedding)
    assert fit.arrays["unknown"].tolist() == list(range(270, 300))
    truth = embedding.metadata["true"][270:]
    chances = fit.arrays["chances"]
    assert chances.shape == (30, 3) and np.array_equal(chances.argmax(axis=1), fit.arrays["predicted"])
    is_b = fit.arrays["predicted"] == 1
    assert np.array_equal(is_b, truth == 1)


def test_columns_that_cannot_serve_are_refused() -> None:
    embedding = clusters()
    with pytest.raises(InputError, match="no column 'color'"):
        label_table(embedding, "color")
    with pytest.raises(InputError, match="1 classes"):
        label_table(Embedding(np.eye(12), list("abcdefghijkl"), {"one": np.array(["x"] * 12)}), "one")


def test_planted_communities_are_found() -> None:
    fit = CommunityTest(column="group").fit(NetMF(n_components=8).fit(BLOCKS).main)
    assert fit.summary["nmi k-means / labels"] > 0.95
    assert fit.summary["nmi Louvain / labels"] == pytest.approx(1)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_a_split_never_leaks_and_keeps_the_graph_in_one_piece(share: float) -> None:
    split = hide(BLOCKS, share, seed=3)
    edges = {(a, b) for a, b, _ in zip(*BLOCKS.edges(), strict=True)}
    left = {(a, b) for a, b, _ in zip(*split.train.edges(), strict=True)}
    hidden, absent = set(map(tuple, split.hidden)), set(map(tuple, split.absent))
    assert left | hidden == edges and not left & hidden
    assert len(hidden) == round(share * len(edges)) == len(absent)
    assert not absent & edges and all(a < b for a, b in absent)
    assert split.train.n_parts == BLOCKS.n_parts == 1
    assert (split.train.degrees > 0).all()


def test_a_tree_cannot_hide_an_edge() -> None:
    with pytest.raises(InputError, match="Every edge holds the graph together"):
        hide(graph_of([(0, 1), (1, 2), (2, 3), (3, 4)]), 0.3, 0)


def test_neighbor_scores_by_hand() -> None:
    graph = graph_of([(0, 2), (1, 2), (0, 3), (1, 3), (3, 4), (4, 5)])
    row = graph.index
    found = neighbor_scores(graph, np.array([[row["n0"], row["n1"]], [row["n0"], row["n5"]]]))
    assert found["common neighbors"].tolist() == [2, 0]
    assert found["Adamic-Adar"][0] == pytest.approx(1 / np.log(2) + 1 / np.log(3))
    assert found["preferential attachment"].tolist() == [4, 2]


def test_hidden_links_of_communities_are_predicted() -> None:
    summary = LinkPrediction(learner=NetMF(n_components=8), share=0.2).fit(BLOCKS).summary
    group = np.array(BLOCKS.attributes["group"])
    inside = (group[BLOCKS.sources] == group[BLOCKS.targets]).mean()
    best = 0.5 + (inside - 1 / 3) / 2  # of a score that knows the groups and nothing else
    assert summary["auc inner product"] == pytest.approx(best, abs=0.06)
    assert summary["auc Hadamard"] > 0.7 and 0.3 < summary["auc preferential attachment"] < 0.7


@pytest.mark.parametrize("learner", ["{", None, SkipGram()])
def test_methods_that_are_none_are_refused(learner: object) -> None:
    with pytest.raises(InputError, match="Method must be one of deepwalk, node2vec"):
        LinkPrediction(learner=learner)
