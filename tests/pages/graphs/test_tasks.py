"""Tasks on graphs: what they did is said, every figure comes with its spread, and numbers can be predicted."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import GeneratedGraph
from engine.evaluation.nodes.community_recovery import CommunityTest
from engine.evaluation.nodes.edge_recall import EdgeRecall
from engine.evaluation.nodes.link_prediction import LinkPrediction
from engine.evaluation.nodes.node_classification import NodeClassification
from engine.evaluation.nodes.number_prediction import NumberPrediction
from engine.fit import Fit
from engine.learners.nodes.laplacian import LaplacianEigenmaps
from engine.learners.nodes.netmf import NetMF
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.graphs.picker import understood
from tests.pages.graphs.test_tabs import alone, opened, texts

__all__ = ["alone"]

METHOD = NetMF(n_components=4)
SOURCE = GeneratedGraph("grid", n_nodes=64)


def with_rows() -> Graph:
    """A grid whose nodes know the row they stand in, as a number."""
    graph = SOURCE.load()
    rows = tuple(str(int(name) // 8) for name in graph.nodes)
    return Graph(
        graph.nodes, *graph.csr, attributes={"row": rows, "part": graph.attributes["part"]}, label_column="part"
    )


def task(name: str, test: Fit, recipe: Recipe) -> AppTest:
    store.save(recipe, test, 0.1)
    app = opened("tasks", Recipe(SOURCE, METHOD).run_id, "node", "")
    return app.segmented_control[0].set_value(name).run()


@pytest.fixture
def trained(home: Path) -> Graph:
    graph = with_rows()
    store.save(Recipe(SOURCE), graph, 0.1)
    store.save(Recipe(SOURCE, METHOD), METHOD.fit(graph), 0.1)
    return graph


def spread_in(app: AppTest) -> bool:
    table = app.dataframe[0].value
    return bool(table.map(lambda cell: " ± " in str(cell)).to_numpy().any())


def test_link_prediction_says_what_was_spared_and_how_often_it_was_done(trained: Graph) -> None:
    test = LinkPrediction(learner=METHOD)
    app = task("Link prediction", test.fit(trained), Recipe(SOURCE, test))
    assert not app.exception and spread_in(app)
    assert "Mean of 3 splits ± standard deviation" in texts(app) and "spanning forest" in texts(app)
    whole = next(box for box in app.checkbox if box.label == "Keep the graph whole")
    plain = test.replace(whole=False)
    store.save(Recipe(SOURCE, plain), plain.fit(trained), 0.1)
    assert "Any edge could be hidden" in texts(whole.uncheck().run())


def test_a_number_is_predicted_beside_its_baselines(trained: Graph) -> None:
    test = NumberPrediction(column="row")
    found = test.fit(LaplacianEigenmaps(n_components=4).fit(trained).main)
    app = task("Numbers", found, Recipe(EmbeddingOf(Recipe(SOURCE, METHOD).run_id, "node"), test))
    assert not app.exception
    table = app.dataframe[0].value
    r2 = [float(str(cell).split(" ±")[0]) for cell in table["R²"]]
    assert r2[0] > 0.8 > r2[1] and spread_in(app)


@pytest.mark.parametrize("name, cls", [("Node classification", NodeClassification), ("Communities", CommunityTest)])
def test_tests_of_labels_have_a_spread(trained: Graph, name: str, cls: type) -> None:
    test = cls(column="part")
    recipe = Recipe(EmbeddingOf(Recipe(SOURCE, METHOD).run_id, "node"), test)
    app = task(name, test.fit(METHOD.fit(trained).main), recipe)
    assert not app.exception
    told = " ".join(metric.value for metric in app.metric) if name == "Node classification" else ""
    assert " ± " in told or spread_in(app)


def test_a_graph_is_called_weighted_only_if_it_is() -> None:
    pairs = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")]
    said = [
        understood(Graph.from_edges(edges, weights), SOURCE).summary[0]
        for edges, weights in ((pairs, ()), (pairs * 2, ()), (pairs, (2.0, 2, 2, 2)), (pairs, (1.0, 2, 1, 1)))
    ]
    assert ["weighted" in each for each in said] == [False, False, False, True]
    assert np.all([EdgeRecall().n_splits == 3, LinkPrediction().n_splits == 3])
