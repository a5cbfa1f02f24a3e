"""Link prediction: splits that leak nothing, scores by hand, and hidden links of planted communities."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import rankdata

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, DownloadedGraph, GeneratedGraph
from engine.errors import InputError
from engine.evaluation.nodes.link_prediction import LinkPrediction, LinkScores, neighbor_scores
from engine.learners.nodes.netmf import NetMF
from engine.learners.words.skipgram import SkipGram
from engine.report import Silent
from tests.conftest import real_data
from tests.engine.datasets.graphs.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())
BLOCKS = GeneratedGraph("blocks", n_nodes=150, n_blocks=3, inside=0.25, between=0.01).load(Silent())


def test_neighbor_scores_by_hand() -> None:
    graph = graph_of([(0, 2), (1, 2), (0, 3), (1, 3), (3, 4), (4, 5)])
    row = graph.index
    found = neighbor_scores(graph, np.array([[row["n0"], row["n1"]], [row["n0"], row["n5"]]]))
    assert found["common neighbors"].tolist() == [2, 0]
    assert found["Adamic-Adar"][0] == pytest.approx(1 / np.log(2) + 1 / np.log(3))
    assert found["preferential attachment"].tolist() == [4, 2]


def test_hidden_links_of_communities_are_predicted() -> None:
    fit = LinkPrediction(learner=NetMF(n_components=8), share=0.2, n_splits=4).fit(BLOCKS)
    found = LinkScores.from_fit(fit)
    scores = {score.name: score for score in found.scores}
    group = np.array(BLOCKS.attributes["group"])
    inside = (group[BLOCKS.sources] == group[BLOCKS.targets]).mean()
    best = 0.5 + (inside - 1 / 3) / 2  # of a score that knows the groups and nothing else
    assert scores["inner product"].auc.mean() == pytest.approx(best, abs=0.06)
    assert scores["Hadamard"].auc.mean() > 0.7 and 0.3 < scores["preferential attachment"].auc.mean() < 0.7
    assert found.method == "NetMF" and found.n_hidden == round(0.2 * BLOCKS.n_edges)
    assert [score.name for score in found.scores if score.is_baseline] == list(scores)[3:]
    assert all(score.auc.shape == score.ap.shape == (4,) and len(set(score.auc)) == 4 for score in found.scores)
    assert fit.summary["auc inner product"] == pytest.approx(scores["inner product"].auc.mean())


def plainly(graph: Graph, n_splits: int) -> np.ndarray:
    """A fifth of the edges, any, against as many pairs without an edge; common neighbors by A squared, AUC by ranks."""
    joined = np.zeros((graph.n_nodes, graph.n_nodes), np.float32)
    joined[graph.sources, graph.targets] = 1
    generator, found = np.random.default_rng(5), []
    edges, pairs = np.argwhere(np.triu(joined)), np.argwhere(np.triu(1 - joined, 1))
    for _ in range(n_splits):
        hidden = edges[generator.permutation(len(edges))[: len(edges) // 5]]
        absent = pairs[generator.permutation(len(pairs))[: len(hidden)]]
        left = joined.copy()
        left[hidden[:, 0], hidden[:, 1]] = left[hidden[:, 1], hidden[:, 0]] = 0
        common = left @ left
        ranks = rankdata(np.concatenate([common[tuple(hidden.T)], common[tuple(absent.T)]]))
        found.append((ranks[: len(hidden)].mean() - (len(hidden) + 1) / 2) / len(absent))
    return np.array(found)


def common_neighbors(graph: Graph, n_splits: int, whole: bool) -> np.ndarray:
    test = LinkPrediction(learner=NetMF(n_components=2), share=0.2, n_splits=n_splits, whole=whole)
    return LinkScores.from_fit(test.fit(graph)).scores[3].auc


@pytest.mark.parametrize("whole", [True, False])
def test_the_baseline_is_that_of_a_plain_computation_on_dense_communities(whole: bool) -> None:
    graph = GeneratedGraph("blocks", n_nodes=100, n_blocks=5, inside=0.9, between=0.02).load(Silent())
    found, plain = common_neighbors(graph, 20, whole), plainly(graph, 20)
    assert abs(found.mean() - plain.mean()) < 3 * np.hypot(found.std(), plain.std()) / 20**0.5


def test_the_baseline_is_that_of_a_plain_computation_on_mails() -> None:
    """Plain random edges: the same. Sparing what holds the graph together costs .004 here, and not .016."""
    real_data("email-Eu-core.txt")
    graph = DownloadedGraph("email_eu_core").load(Silent())
    plain = plainly(graph, 8).mean()  # its error is .001
    assert common_neighbors(graph, 4, whole=False).mean() == pytest.approx(plain, abs=0.005)
    assert common_neighbors(graph, 4, whole=True).mean() == pytest.approx(plain + 0.004, abs=0.006)


@pytest.mark.parametrize("learner", ['{"name":"netmf"}', SkipGram(), None])
def test_methods_that_are_none_are_refused(learner: Any) -> None:
    with pytest.raises(InputError):
        LinkPrediction(learner=learner)
