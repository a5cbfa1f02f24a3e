"""Link prediction: splits that leak nothing, scores by hand, and hidden links of planted communities."""

from typing import Any

import numpy as np
import pytest

from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.errors import InputError
from engine.evaluation.nodes.link_prediction import LinkPrediction, LinkScores, hide, neighbor_scores
from engine.learners.nodes.netmf import NetMF
from engine.learners.words.skipgram import SkipGram
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())
BLOCKS = GeneratedGraph("blocks", n_nodes=150, n_blocks=3, inside=0.25, between=0.01).load(Silent())


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
    found = LinkScores.from_fit(LinkPrediction(learner=NetMF(n_components=8), share=0.2).fit(BLOCKS))
    scores = {score.name: score for score in found.scores}
    group = np.array(BLOCKS.attributes["group"])
    inside = (group[BLOCKS.sources] == group[BLOCKS.targets]).mean()
    best = 0.5 + (inside - 1 / 3) / 2  # of a score that knows the groups and nothing else
    assert scores["inner product"].auc == pytest.approx(best, abs=0.06)
    assert scores["Hadamard"].auc > 0.7 and 0.3 < scores["preferential attachment"].auc < 0.7
    assert found.method == "NetMF" and found.n_hidden == round(0.2 * BLOCKS.n_edges)
    assert [score.name for score in found.scores if score.is_baseline] == list(scores)[3:]


@pytest.mark.parametrize("learner", ['{"name":"netmf"}', SkipGram(), None])
def test_methods_that_are_none_are_refused(learner: Any) -> None:
    with pytest.raises(InputError):
        LinkPrediction(learner=learner)
