"""Lesson 11: the lecture's walks, walks by chance, a graph of the student's own, and the runs that it opens."""

from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.graphs.sources import UploadedGraph
from engine.insight.lessons.graph_walks import EDGES
from engine.learners.nodes.netmf import NetMF
from engine.runs import jobs
from pages.lessons.graph_walks import recipe
from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def test_the_predictions_of_the_example(lesson: Lesson) -> None:
    app = lesson(11)
    answer(app, "11.step", 0.25)
    answer(app, "11.next", "6")
    answer(app, "11.count", 2.0)
    answer(app, "11.fall", "a half")
    assert len([one for one in app.success if "as you predicted" in one.value]) == 4
    assert any(r"\frac{2\cdot 1}{4.25} = 0.471" in one.value for one in app.latex)
    told = texts(app)
    assert "How often 1 and 2 meet on the walks: printed 2, right 3, within 4 steps" in told
    (table,) = [one.value for one in app.dataframe if "(1, 8)" in one.value.columns]
    assert table.iloc[-1].tolist() == ["printed", 2, 1, 0] and table.iloc[3].tolist() == ["4", 3, 2, 0]
    app.select_slider(key="lessons.11.p").set_value(-4).run()
    assert "p = 0.0625" in texts(app) and not app.exception


def test_walks_by_chance(lesson: Lesson) -> None:
    app = lesson(11)
    answer_all(app)
    next(one for one in app.get("button_group") if one.label == "Walks").set_value("Drawn here").run()
    first = next(one.value for one in app.dataframe if "As a sentence" in one.value.columns)["As a sentence"].tolist()
    assert len(first) == 8 and [walk[0] for walk in first] == list("12345678")
    app.number_input(key="lessons.11.seed").set_value(1).run()
    then = next(one.value for one in app.dataframe if "As a sentence" in one.value.columns)["As a sentence"].tolist()
    assert then != first and not [one for one in app.dataframe if "(1, 8)" in one.value.columns]
    assert not app.exception


def test_a_graph_of_ones_own(lesson: Lesson) -> None:
    app = lesson(11)
    app.text_area(key="lessons.11.edges").set_value("ann bob\nbob cat\ncat dan\ndan eve\neve ann\nann cat").run()
    answer_all(app)
    told = texts(app)
    assert "A walk has come to node ann" in told and "leads to bob?" in told and not app.exception
    app.text_area(key="lessons.11.edges").set_value("ann bob and cat").run()
    assert "is no edge" in texts(app) and not app.exception


def test_the_page_takes_its_graph_without_the_loop() -> None:
    source = recipe(EDGES, NetMF(n_components=2)).dataset
    assert isinstance(source, UploadedGraph)
    graph = source.load()
    assert sorted(graph.nodes) == list("12345678") and graph.n_edges == 11
    fit = NetMF(n_components=2, window=4).fit(graph)
    assert np.isfinite(fit.main.vectors).all()


@pytest.mark.parametrize("key", ["node2vec", "netmf"])
def test_its_buttons_ask_for_runs(lesson: Lesson, key: str) -> None:
    app = lesson(11)
    app.button(key=f"lessons.11.{key}").click().run()
    run = app.query_params["run"]
    assert jobs.status(run if isinstance(run, str) else run[0]) is not None
