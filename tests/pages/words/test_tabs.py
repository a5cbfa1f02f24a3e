"""Tabs of the words page: one definition of PMI on both tabs that show it, and words of the text at hand."""

from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.sources import UploadedText
from engine.evaluation.trained_run import TrainedRun
from engine.evaluation.words.matrix_agreement import MatrixAgreement
from engine.files import uploads
from engine.fit import Fit
from engine.insight.words import validity
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.words.page import WORDS
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

METHODS = ("ppmi_svd", "skipgram")


@pytest.mark.parametrize("method", METHODS)
def test_pmi_is_the_same_on_both_tabs(at_rest: Open, method: str) -> None:
    run_id = RECIPES[method].run_id
    app = at_rest(tab="Why close?", run=run_id)
    assert "natural logarithm" in texts(app)
    table = next(frame.value for frame in app.dataframe if "Context" in frame.value.columns)
    first = table.iloc[0]
    explained = at_rest(tab="How it works", run=run_id)
    explained.text_input(key=next(box.key for box in explained.text_input if box.label == "Context word")).set_value(
        first["Context"]
    ).run()
    formula = next(latex.value for latex in explained.latex if "PMI" in latex.value)
    assert formula.rstrip("$ \n").endswith(f"= {first['PMI king']:.3f}")
    assert "natural logarithm" in texts(explained)


@pytest.mark.parametrize("method", METHODS)
def test_all_pairs_are_compared_by_a_job(at_rest: Open, home: Path, method: str) -> None:
    recipe = RECIPES[method]
    app = at_rest(tab="How it works", run=recipe.run_id)
    assert "Compare all pairs" in [button.label for button in app.button]
    run = TrainedRun(recipe.learner, store.load(recipe.run_id), store.load(Recipe(recipe.dataset).run_id))
    job = Recipe(EmbeddingOf(recipe.run_id), MatrixAgreement())
    found = MatrixAgreement().fit(run)
    store.save(job, found, 0.1)
    app.run()
    assert f"correlation **{found.summary['correlation']:.3f}**" in texts(app)
    assert not app.exception and app.get("plotly_chart")


FRENCH = "le chat noir dort sur la grande table pendant que la souris mange du fromage dans la cuisine. " * 30


@pytest.fixture
def french(at_rest: Open) -> Open:
    """A run on an uploaded text that knows no word of the toy world."""

    def opened(**query: str) -> AppTest:
        app = at_rest(item="", **query)
        source = UploadedText(sha256=uploads.keep(FRENCH.encode(), "chat.txt").sha256)
        corpus: Corpus = source.load()
        recipe = Recipe(source, PPMISVD(n_components=4, min_count=1))
        assert recipe.learner is not None
        store.save(Recipe(source), corpus, 0.1)
        store.save(recipe, recipe.learner.fit(corpus), 0.1)
        app.query_params.pop("item", None)
        app.session_state["words.item"] = WORDS.first_item  # kept from the run that the page began with
        app.query_params["run"] = recipe.run_id
        return app.run()

    return opened


def test_another_text_begins_with_a_word_of_its_own(french: Open) -> None:
    app = french(tab="Why close?")
    assert "is not in this embedding" not in texts(app)
    chosen = app.query_params["item"]
    assert (chosen if isinstance(chosen, str) else chosen[0]) in FRENCH.split()


@pytest.mark.parametrize("tab", ["Analogies", "Axes", "Odd one out"])
def test_examples_are_of_the_text_at_hand(french: Open, tab: str) -> None:
    app = french(tab=tab)
    assert not app.exception and not app.warning
    known = set(FRENCH.replace(".", "").split())
    filled = [box.value for box in app.text_input if box.value and box.label not in ("Find",)]
    assert all(word in known for value in filled for word in value.replace(",", " ").split())
    if tab == "Analogies":
        assert "answer none right" in texts(app)
    else:
        assert filled


def test_a_word_that_the_address_names_is_missed(at_rest: Open) -> None:
    assert "is not in this embedding" in texts(at_rest(item="xylophone", run=RECIPES["ppmi_svd"].run_id))


def test_phrases_are_judged_in_runs_of_the_network_alone(at_rest: Open) -> None:
    app = at_rest(tab="Phrases", run=RECIPES["validity"].run_id)
    asked = {box.label: box for box in app.text_input}
    phrase = asked["Phrase of 5 words"].value.split()
    table = next(frame.value for frame in app.dataframe if "Would fit best" in frame.value.columns)
    assert table["Word"].tolist() == phrase and len(phrase) == 5
    fit = store.load(RECIPES["validity"].run_id)
    assert isinstance(fit, Fit)
    rows = np.array([fit.main.index[word] for word in phrase])
    switched = rows.copy()
    switched[2] = fit.main.index[asked["Word to switch in"].value]
    scores = validity.network_of(fit).scores(np.stack([rows, switched]))
    assert f"scores **{scores[0]:.2f}**" in texts(app) and f"scores **{scores[1]:.2f}**" in texts(app)
    assert f"**{fit.summary['accuracy']:.1%}** score above" in texts(app) and app.get("plotly_chart")
    asked["Phrase of 5 words"].set_value("too short").run()
    assert "judges phrases of 5 words" in texts(app) and not app.exception
    asked["Phrase of 5 words"].set_value(" ".join([*phrase[:4], "nosuchword"])).run()
    assert "nosuchword" in texts(app) and not app.exception
    for method, judges in (("validity", True), ("skipgram", False)):
        app = at_rest(tab="Why close?", run=RECIPES[method].run_id)
        offered = [option for control in app.get("segmented_control") for option in control.options]
        assert "Three words" in offered and ("Phrases" in offered) == judges


def test_the_loss_of_a_phrase_is_explained(at_rest: Open) -> None:
    app = at_rest(tab="How it works", run=RECIPES["validity"].run_id)
    assert any("hardtanh" in latex.value for latex in app.latex) and not app.exception
    assert next(frame.value for frame in app.dataframe if "Phrase" in frame.value.columns)["Loss"].iloc[1:].min() >= 0
