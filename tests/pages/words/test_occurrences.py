"""The tab "Occurrences": of methods whose occurrences have vectors, with known meanings and without."""

import pytest

from engine.datasets.text.ambiguous_world import AmbiguousWorld
from engine.evaluation.trained_run import TrainedRun
from engine.evaluation.words.sense_scores import SenseTest
from engine.learners import LEARNERS
from engine.projections.pca import PCA
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.examples import quick
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

TAB = "Occurrences"


@pytest.mark.parametrize("name", ["masked_transformer", "bilstm"])
def test_the_chosen_words_occurrences_are_shown(at_rest: Open, name: str) -> None:
    app = at_rest(tab=TAB, run=RECIPES[name].run_id, item="king")
    assert not app.exception and "**king** in its" in texts(app)
    near = next(frame.value for frame in app.dataframe if "Nearest occurrences" in frame.value.columns)
    assert all("[king]" in sentence for sentence in near["Nearest occurrences"]) and len(near) >= 5
    assert near["Cosine"].is_monotonic_decreasing and "The one static vector of king" in texts(app)
    assert ("Attention in this sentence" in texts(app)) is (name == "masked_transformer")
    assert "Meaning" not in near.columns and "Are meanings told apart?" not in texts(app)
    measured = {metric.label for metric in app.metric}
    assert ("Masked words" if name == "masked_transformer" else "Next words") in measured


def test_unknown_and_rare_words_are_told(at_rest: Open) -> None:
    app = at_rest(tab=TAB, run=RECIPES["bilstm"].run_id, item="king")
    box = next(box for box in app.text_input if box.label == "Word in its sentences")
    box.set_value("kinng").run()
    assert "not among" in app.warning[0].value and not app.exception


def test_meanings_are_known_in_the_ambiguous_world(at_rest: Open) -> None:
    world = AmbiguousWorld(n_tokens=20_000)
    learner = quick(LEARNERS["masked_transformer"])
    recipe, data = Recipe(world, learner), world.load()
    fit = learner.fit(data)
    store.save(Recipe(world), data, 0.1)
    store.save(recipe, fit, 0.1)
    store.save(Recipe(EmbeddingOf(recipe.run_id), PCA()), PCA().fit(fit.main), 0.1)
    test = SenseTest()
    store.save(Recipe(EmbeddingOf(recipe.run_id), test), test.fit(TrainedRun(learner, fit, data)), 0.1)
    word = next(word for word in data.words if "/" in word)
    app = at_rest(tab=TAB, run=recipe.run_id, item="")
    next(box for box in app.selectbox if box.label == "Ambiguous words").select(word).run()
    assert not app.exception and f"**{word}** in its" in texts(app)
    near = next(frame.value for frame in app.dataframe if "Nearest occurrences" in frame.value.columns)
    assert set(near["Meaning"]) <= set(data.sense_names)
    scores = next(frame.value for frame in app.dataframe if "Vectors of occurrences" in frame.value.columns)
    assert len(scores) == 5 and scores["By the nearest occurrence"].between(0, 100).all()


def test_other_methods_have_one_vector_a_word(at_rest: Open) -> None:
    app = at_rest(tab=TAB, run=RECIPES["skipgram"].run_id)
    assert not any(box.label == "Word in its sentences" for box in app.text_input)
