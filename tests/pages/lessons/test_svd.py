"""Lesson 2: the printed numbers, a changed matrix, and the same matrix on the Documents page."""

from collections.abc import Callable
from typing import cast

import numpy as np
from streamlit.testing.v1 import AppTest

from engine.datasets.text.sources import UploadedText
from engine.insight.lessons.term_documents import counts
from engine.learners.documents.lsa import LSA
from engine.low_rank import factorize
from engine.runs import jobs
from pages.lessons.svd import recipe
from tests.pages.lessons.answering import answer
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


def test_the_example_in_numbers(lesson: Lesson) -> None:
    app = lesson(2)
    told = texts(app)
    assert "Singular values** 42.7, 23.9, 16.7, 7.1, 5.9" in told
    assert "Document 1 is **(12.72, 9.81, 13.24)**" in told
    assert "printed 13.9, right 13.24" in told
    assert any(r"10 \cdot 0.408 + 15 \cdot 0.403 + 3 \cdot 0.205" in one.value for one in app.latex)
    metrics = {one.label: one.value for one in app.metric}
    assert metrics["The whole matrix"] == "4 PB" and metrics["Time for them"] == "95.7 years"


def test_the_prediction_and_what_it_reveals(lesson: Lesson) -> None:
    app = lesson(2)
    answer(app, "2.emptied", "2nd")
    assert "You predicted 2nd; it is **1st**." in texts(app)
    assert "would be 31.8, 19.8, 8.8, 6.4, 0.0" in texts(app)
    app.slider(key="lessons.2.rank").set_value(5).run()
    assert "**A at rank 5** misses 0.0% of the squares" in texts(app)


def test_the_same_matrix_as_texts_has_the_same_singular_values() -> None:
    made = recipe(counts())
    learner = cast(LSA, made.learner)
    fit = learner.fit(cast(UploadedText, made.dataset).load())
    np.testing.assert_allclose(fit.arrays["singular_values"], factorize(counts()).values)
    np.testing.assert_allclose(np.abs(fit.main.vectors[0, :3]), [12.72, 9.81, 13.24], atol=0.005)
    assert made.run_id == recipe(counts()).run_id


def test_its_button_asks_for_that_run(lesson: Lesson) -> None:
    lesson(2).button(key="lessons.2.open").click().run()
    assert jobs.status(recipe(counts()).run_id) is not None
