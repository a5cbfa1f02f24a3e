"""All methods: what is asked for, in one go, and the table with a row a method."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from engine.evaluation.words.baselines import BASELINES, WordBaselines
from engine.evaluation.words.method_scores import MethodScores
from engine.learners import LEARNERS
from engine.runs import jobs, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.conftest import DATA, RECIPES
from tests.pages.opening import Open, texts

OPEN = RECIPES["skipgram"]
SCORES = MethodScores(analogies="toy_world,libraries")
METHODS = [cls for cls in LEARNERS.values() if cls.embeds == "word"]


@pytest.fixture
def app(at_rest: Open, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("pages.words.all_methods.questions.missing", lambda entry: ["file"])  # nothing at hand
    return at_rest(tab="All methods", run=OPEN.run_id, wide="true")


def chosen(app: AppTest, *titles: str) -> AppTest:
    box = next(box for box in app.multiselect if box.label == "Methods")
    return box.set_value(list(titles)).run()


def press(app: AppTest, label: str) -> AppTest:
    return next(button for button in app.button if button.label == label).click().run()


def work() -> list[str]:
    """Do what was asked for, as a worker would; the names of the learners, in the order of the jobs."""
    done = []
    for status in jobs.active(""):
        recipe = jobs.recipe_of(status.run_id)
        assert recipe is not None and recipe.learner is not None
        if isinstance(recipe.dataset, EmbeddingOf):
            data = store.load(recipe.dataset.run_id).embeddings
            data = data[recipe.dataset.embedding or next(iter(data))]
        else:
            data = store.load(Recipe(recipe.dataset).run_id)
        store.save(recipe, recipe.learner.fit(data), 0.5)
        jobs.queue.finish(status.run_id, "done", 0.5)
        done.append(recipe.learner.name)
    return done


def test_all_methods_are_offered_and_nothing_is_trained_before_it_is_asked_for(app: AppTest) -> None:
    box = next(box for box in app.multiselect if box.label == "Methods")
    assert len(box.options) == len(METHODS) and "Skip-gram" in box.value
    assert not jobs.active("") and not app.exception


def test_what_is_missing_is_trained_and_tested_in_one_go(app: AppTest, home: Path) -> None:
    app = chosen(app, "Skip-gram", "PPMI-SVD", "GloVe")
    assert "2 trainings are missing" in texts(app)
    app = press(app, "Train 2 and compare")
    assert work() == ["glove", "word_baselines", "method_scores", "method_scores"]  # PPMI-SVD was there
    app = app.run()
    assert work() == ["method_scores"] * 4
    app = app.run()
    assert not app.exception and not jobs.active("")
    table = next(frame.value for frame in app.dataframe if "Words/s" in frame.value.columns)
    assert table["Method"].tolist() == ["Skip-gram", "PPMI-SVD", "GloVe", *BASELINES.values()]
    fit = store.load(Recipe(EmbeddingOf(OPEN.run_id), SCORES).run_id)
    asked = int(fit.arrays["asked"][0])
    assert table[f"Analogies: Toy world ({asked:,})"][0] == pytest.approx(100 * fit.arrays["value"][0])
    near = next(frame.value for frame in app.dataframe if "10" in frame.value.columns)
    assert near["Method"].tolist() == table["Method"].tolist()
    labels = [button.label for button in app.get("download_button")]
    assert {"Scores (CSV)", "Neighbors (CSV)", "Agreement (CSV)"} <= set(labels)
    assert "by chance" in texts(app).lower() and app.get("plotly_chart")


def test_a_word_without_vector_is_told(app: AppTest, home: Path) -> None:
    data = store.load(Recipe(DATA["corpus"]).run_id)
    learner = OPEN.learner
    assert learner is not None
    baselines = WordBaselines(n_components=4, min_count=1, max_words=learner.max_words)  # type: ignore[attr-defined]
    store.save(Recipe(DATA["corpus"], baselines), baselines.fit(data), 0.1)
    app = chosen(app, "Skip-gram")
    asked = next(box for box in app.text_input if box.label == "Neighbors of")
    app = asked.set_value("xylophone").run()
    assert "xylophone has no vector in" in texts(app) and not app.exception


def test_more_than_the_limit_of_jobs_wait_for_their_turn_without_a_word(app: AppTest, home: Path) -> None:
    app = chosen(app, "Skip-gram", "PPMI-SVD", "GloVe", "CBOW", "fastText", "Full softmax")
    app = press(app, "Train 5 and compare")
    first = [status.run_id for status in jobs.active("")]
    assert len(first) == jobs.OWNER_JOBS and not app.warning and not app.exception
    for run_id in first:
        jobs.queue.finish(run_id, "failed", 0.1, "No room.", "E-DSK-01")
    app = app.run()
    assert texts(app).count("No room.") == 5 and "**GloVe**" in texts(app)
    tests = [jobs.recipe_of(status.run_id) for status in jobs.active("")]
    assert [test.learner.name for test in tests if test and test.learner] == ["method_scores"] * 2
