"""Lesson 10: digits moved, cities and distances of the student's own, t-SNE by hand, and the misreadings."""

from collections.abc import Callable

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.pairs.great_circle import GreatCircles
from engine.insight.lessons.tsne_by_hand import bell, example
from engine.learners.pairs.pair_stress import PairStress
from engine.runs import jobs
from engine.runs.recipe import Recipe
from pages.lessons import map_experiments
from tests.pages.lessons.answering import answer, answer_all
from tests.pages.opening import texts

Lesson = Callable[[int], AppTest]


@pytest.fixture
def one_lesson(lesson: Lesson) -> AppTest:
    return lesson(10)


def test_the_predictions_that_theory_answers(one_lesson: AppTest) -> None:
    app = one_lesson
    answer(app, "10.equal", 1.41)
    answer(app, "10.costly", "near ones that are drawn far apart")
    sigmas = [bell(example(), row, 4.0).sigma for row in range(12)]
    answer(app, "10.width", "abcdefghijkl"[int(np.argmax(sigmas))])
    assert len([one for one in app.success if "as you predicted" in one.value]) == 3
    assert any(rf"{max(sigmas):.2f} at" in one.value for one in app.markdown)
    (tries,) = [one.value for one in app.dataframe if "Try" in one.value.columns]
    assert tries["Perplexity"].iloc[-1] == pytest.approx(4, abs=1e-3)
    (pairs,) = [one.value for one in app.dataframe if "p ln p/q" in one.value.columns]
    assert len(pairs) == 11 and {"pulled", "pushed"} == set(pairs["Moves it"])
    assert ((pairs["p"] > pairs["q"]) == (pairs["Moves it"] == "pulled")).all()
    app.select_slider(key="lessons.10.iteration").set_value(400).run()
    assert not app.exception and "KL at iteration 400: **0.052**" in texts(app)


def test_a_digit_moved_and_one_of_ones_own(one_lesson: AppTest) -> None:
    app = one_lesson
    answer(app, "10.moved", 50.0)
    assert "The 3 is moved 1 px right" in texts(app)
    app.slider(key="lessons.10.right").set_value(0).run()
    assert "The 3 is moved not at all" in texts(app) and "it is **0**" in texts(app)
    app.selectbox(key="lessons.10.digit").set_value("Your own").run()
    assert "The 1 is moved" in texts(app) and not app.exception


def test_cities_and_distances_of_ones_own(one_lesson: AppTest) -> None:
    app = one_lesson
    table = next(one.value for one in app.dataframe if "Wanted" in one.value.columns)
    assert table.loc[table["To"] == "Paris", "Wanted"].item() == pytest.approx(0.344, abs=0.002)
    app.slider(key="lessons.10.step").set_value(0).run()
    told = next(one.value for one in app.markdown if "Stress at step 0" in one.value)
    assert told.split("**")[1] == told.rstrip(".").split()[-1]
    next(one for one in app.get("button_group") if "Your own distances" in one.options).set_value(
        "Your own distances"
    ).run()
    table = next(one.value for one in app.dataframe if "Wanted" in one.value.columns)
    assert table["Wanted"].tolist() == [3, 4, 5, 6] and not app.exception


def test_maps_are_made_when_the_student_has_predicted(one_lesson: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app, made = one_lesson, []
    usual = map_experiments._made
    monkeypatch.setattr(map_experiments, "_made", lambda *args: made.append(args) or usual(*args))
    app.slider(key="lessons.10.ratio").set_value(4).run()
    assert not made
    answer(app, "10.sizes", 1.0)
    assert made == [("sizes", (4.0,), 15)]
    told = next(one.value for one in app.success if "as you predicted" in one.value)
    assert 0.7 < float(told.replace("\\", "").split("**")[1]) < 1.3


def test_the_misreadings(one_lesson: AppTest) -> None:
    app = one_lesson
    answer_all(app)
    told = texts(app)
    assert not app.exception and "In the data they are" in told and "They part at iteration" in told
    assert any("it is **in clumps**" in one.value for one in app.info)
    app.select_slider(key="lessons.10.noise.value").set_value(30).run()
    assert any("**about as even as the cloud is**: as you predicted" in one.value for one in app.success)
    kept = next(one.value for one in app.dataframe if "Neighbors kept" in one.value.columns)
    by_map = dict(zip(kept["Map"], kept["Neighbors kept"], strict=True))
    assert by_map["t-SNE"] > by_map["UMAP"] > by_map["PCA"] > 100 * 10 / 199


def test_its_button_asks_for_the_run(one_lesson: AppTest) -> None:
    one_lesson.button(key="lessons.10.cities.open").click().run()
    assert jobs.status(Recipe(GreatCircles(), PairStress(start="random")).run_id) is not None
