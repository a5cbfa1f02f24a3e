"""Pre-training on the page: where vectors come from, the experiment, its sentence and tables, and its own link."""

import pytest
from streamlit.testing.v1 import AppTest

from engine.datasets.text.sources import UploadedText
from engine.evaluation.documents.pretraining import WAYS, PretrainingScores, PretrainingTest
from engine.evaluation.trained_run import TrainedRun
from engine.files import uploads
from engine.learners.documents.lsa import LSA
from engine.learners.words.skipgram import SkipGram
from engine.projections.pca import PCA
from engine.runs import jobs, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RECIPE = RECIPES["lsa"]
TAB = "Pre-training pays?"


def page(at_rest: Open, **query: str) -> AppTest:
    app = at_rest("documents", **({"item": "", "run": RECIPE.run_id, "tab": TAB, "map": "pca"} | query))
    assert not app.exception and not app.error
    return app


def found_of(vectors: str = "", **fields: int) -> tuple[Recipe, PretrainingScores]:
    """The experiment, carried out and kept."""
    beside = None
    if vectors:
        other = RECIPES["ppmi_svd"]
        beside = TrainedRun(other.learner, store.load(vectors), store.load(Recipe(other.dataset).run_id))
    run = TrainedRun(RECIPE.learner, store.load(RECIPE.run_id), store.load(Recipe(RECIPE.dataset).run_id), beside)
    recipe = Recipe(EmbeddingOf(RECIPE.run_id), PretrainingTest(vectors=vectors, **fields))
    assert recipe.learner is not None
    fit = recipe.learner.fit(run)
    store.save(recipe, fit, 0.1)
    return recipe, PretrainingScores.from_fit(fit)


def buttons(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_it_is_asked_for_and_then_shown(at_rest: Open, home: object) -> None:
    app = page(at_rest)
    assert "From scratch" in texts(app) and "Train in all four ways" in buttons(app)
    usual = {"n_seeds": 2, "n_epochs": 1, "n_components": 4}
    recipe, scores = found_of(**usual)
    for field, value in usual.items():
        app.session_state[f"documents.pretraining.{field}"] = value
    app.run()
    assert not app.exception and not app.error
    told = next(frame.value for frame in app.dataframe if "Way" in frame.value.columns)
    assert list(told["Way"]) == list(WAYS)
    assert told.iloc[1, -1] == pytest.approx(100 * scores.accuracies[1, -1].mean())
    assert " labels" in texts(app) and f"{scores.majority:.1%}" in texts(app)
    assert any(f"run={recipe.run_id}" in link.proto.url for link in app.get("link_button"))


def test_vectors_of_a_run_are_chosen(at_rest: Open, home: object) -> None:
    app = page(at_rest)
    way = next(group for group in app.get("button_group") if group.label == "The text without labels")
    way.set_value("A run of Words or Vectors").run()
    assert not app.exception and "Train in all four ways" not in buttons(app)
    box = next(box for box in app.selectbox if box.label == "Run")
    assert len(box.options) >= 2
    box.set_value(RECIPES["ppmi_svd"].run_id).run()
    assert not app.exception and "Train in all four ways" in buttons(app)


def test_another_text_is_trained_first(at_rest: Open, home: object) -> None:
    app = page(at_rest)
    way = next(group for group in app.get("button_group") if group.label == "The text without labels")
    app.session_state["documents.large_text.large_text"] = "toy_world"
    app.session_state["documents.large_text.toy_world.n_tokens"] = RECIPE.dataset.n_tokens  # type: ignore[attr-defined]
    way.set_value("Another text").run()
    assert not app.exception and "Train word vectors" in buttons(app)
    next(button for button in app.button if button.label == "Train word vectors").click().run()
    assert not app.exception
    assert jobs.status(Recipe(RECIPE.dataset, SkipGram()).run_id) is not None


def test_the_link_opens_it_by_itself(at_rest: Open, home: object) -> None:
    recipe, scores = found_of(RECIPES["ppmi_svd"].run_id, n_seeds=2, n_epochs=1)
    app = page(at_rest, run=recipe.run_id, tab="")
    assert "Pre-training pays?" in texts(app)
    assert f"{scores.covered:.0%} of the documents' counted words" in texts(app)
    assert "whose training took" in texts(app) and "Vectors from a file" not in texts(app)


def test_texts_without_labels_are_told_so(at_rest: Open, home: object) -> None:
    lines = [f"The {animal} number {row} sleeps in house {row}." for row in range(8) for animal in ("cat", "dog")]
    source = UploadedText(sha256=uploads.keep("\n".join(lines).encode(), "mine.txt").sha256)
    corpus, learner = source.load(), LSA(n_components=2, min_count=1, piece="window", length=10)
    recipe, fit = Recipe(source, learner), learner.fit(corpus)
    store.save(Recipe(source), corpus, 0.1)
    store.save(recipe, fit, 0.1)
    store.save(Recipe(EmbeddingOf(recipe.run_id), PCA()), PCA().fit(fit.main), 0.1)
    for tab in (TAB, "A reader"):
        app = page(at_rest, run=recipe.run_id, tab=tab)
        assert "Choose a text with labels" in texts(app)
        assert not {"Train in all four ways", "Simulate readers and train"} & set(buttons(app))
