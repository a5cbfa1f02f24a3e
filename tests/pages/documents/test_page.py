"""The page of documents: texts, what connects them, topics, search, and the matrix at rank k."""

import numpy as np
import pytest

from engine.datasets.text.sources import UploadedText
from engine.evaluation.documents.classification import ClassScores, DocumentClassification
from engine.evaluation.trained_run import TrainedRun
from engine.files import uploads
from engine.learners.documents.lsa import LSA
from engine.projections.pca import PCA
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RECIPE = RECIPES["lsa"]


def opened(at_rest: Open, tab: str, item: str, **query: str) -> object:
    app = at_rest("documents", item=item, run=RECIPE.run_id, tab=tab, map="pca", **query)
    assert not app.exception and not app.error
    return app


def test_two_documents_are_read_beside_each_other(at_rest: Open, home: object) -> None:
    app = opened(at_rest, "Why close?", "")
    assert "Choose a document first" in texts(app)
    fit = store.load(RECIPE.run_id)
    app = opened(at_rest, "Why close?", fit.main.labels[3])
    other = app.selectbox(key=next(box.key for box in app.selectbox if box.label.startswith("Compare it"))).value
    cosine = float(fit.main.unit[3] @ fit.main.unit[other])
    told = texts(app)
    assert f"Cosine of their vectors **{cosine:.3f}**" in told
    bridges = next(frame.value for frame in app.dataframe if "Documents with both" in frame.value.columns)
    assert (bridges["of the first"] != bridges["of the second"]).all() and len(bridges) == 10


def test_topics_have_signs(at_rest: Open) -> None:
    app = opened(at_rest, "Topics", "")
    table = next(frame.value for frame in app.dataframe if "Terms +" in frame.value.columns)
    assert table["Terms -"].iloc[0] == "" and (table["Terms -"].iloc[1:] != "").all()
    assert table["Singular value"].is_monotonic_decreasing
    assert "Dimension 2, side +" in texts(app)


def test_a_query_is_folded_in_beside_bm25(at_rest: Open, home: object) -> None:
    app = opened(at_rest, "Search", "")
    field = next(box for box in app.text_input if box.label.startswith("Words, or"))
    field.set_value("the king Norway <b>unheard</b>").run()
    assert not app.exception
    assert "unheard" in texts(app) and "passed over" in texts(app)
    made, counted = (
        next(frame.value for frame in app.dataframe if name in frame.value.columns) for name in ("Cosine", "BM25")
    )
    assert len(made) == 10 and made["Cosine"].is_monotonic_decreasing
    assert (counted["Has"] > 0).all() and counted["BM25"].is_monotonic_decreasing
    field = next(box for box in app.text_input if box.label.startswith("Words, or"))
    field.set_value("unheard").run()
    assert not app.exception and "Type a word of the documents." in texts(app)


def test_another_run_is_asked_the_same(at_rest: Open) -> None:
    app = opened(at_rest, "Search", "")
    beside_it = next(box for box in app.selectbox if box.label == "Beside it")
    assert len(beside_it.options) == 2
    for name in ("word_mean", "words_in_a_row"):
        beside_it = next(box for box in app.selectbox if box.label == "Beside it")
        beside_it.set_value(RECIPES[name].run_id).run()
        assert not app.exception and not app.error
        assert len([frame for frame in app.dataframe if "Cosine" in frame.value.columns]) == 2
        learner = RECIPES[name].learner
        assert learner is not None and f"**{learner.title}**: the query" in texts(app)


def test_the_vectors_of_another_run_are_chosen_in_the_form(at_rest: Open) -> None:
    app = at_rest("documents", item="", run=RECIPES["word_mean"].run_id)
    assert not app.exception and not app.error
    box = next(box for box in app.selectbox if box.label == "Word vectors")
    assert box.value is None
    box.set_value(RECIPES["ppmi_svd"].run_id).run()
    assert not app.exception and not app.error
    assert next(box for box in app.selectbox if box.label == "Word vectors").value == RECIPES["ppmi_svd"].run_id


def test_classes_are_told_and_a_sentence_is_classified(at_rest: Open, home: object) -> None:
    run = TrainedRun(RECIPE.learner, store.load(RECIPE.run_id), store.load(Recipe(RECIPE.dataset).run_id))
    test = DocumentClassification()
    fit = test.fit(run)
    store.save(Recipe(EmbeddingOf(RECIPE.run_id), test), fit, 0.1)
    app = opened(at_rest, "Classification", "")
    table = next(frame.value for frame in app.dataframe if "Told by" in frame.value.columns)
    assert table["Told by"].iloc[0] == "Bag of words" and table["Told by"].iloc[-1] == "Most frequent class"
    scores = ClassScores.from_fit(fit)
    assert table.iloc[0, -1] == pytest.approx(scores.accuracies[0, -1].mean())
    field = next(box for box in app.text_input if box.label.startswith("A sentence"))
    field.set_value("the king of Norway").run()
    assert not app.exception
    adds = next(frame.value for frame in app.dataframe if "adds" in frame.value.columns)
    assert set(adds["Word"]) <= {"the", "king", "of", "norway", "Norway"} and "king" in set(adds["Word"])
    speak = [frame.value for frame in app.dataframe if "Weight" in frame.value.columns]
    assert len(speak) == 2 and all((frame["Weight"] > 0).all() for frame in speak)


def test_two_texts_are_told_the_same_by_pairs_of_labels(at_rest: Open, home: object) -> None:
    app = opened(at_rest, "Same thing?", "")
    areas = next(frame.value for frame in app.dataframe if "Area under the curve" in frame.value.columns)
    assert list(areas["Cosine of"]) == ["Bag of words", "This run"] and (areas["Area under the curve"] > 0.6).all()
    for label, text in (("One text", "the king of Norway"), ("Another", "the king of Norway")):
        next(area for area in app.text_area if area.label == label).set_value(text)
    app.run()
    assert not app.exception and "Taken for the same**: cosine **1.000**" in texts(app)


def test_pairs_are_pasted(at_rest: Open, home: object) -> None:
    app = opened(at_rest, "Same thing?", "")
    next(group for group in app.get("button_group") if group.label == "Known pairs").set_value("Pasted").run()
    assert "Give at least 2 pairs" in texts(app)
    text = "the king | the king of Norway | same\nthe king | a dog | different\n<b>odd</b>\n"
    text += "a queen | queen | yes\nqueen | the cat | no"
    next(area for area in app.text_area if area.label.startswith("Pairs")).set_value(text).run()
    assert not app.exception
    assert "passed over: 3." in texts(app) and "2 pairs that are the same and 2 that are not" in texts(app)


def test_the_error_of_a_rank_is_told(at_rest: Open, home: object) -> None:
    app = opened(at_rest, "Matrix", "")
    fit = store.load(RECIPE.run_id)
    share = 1 - np.square(fit.arrays["singular_values"]).sum() / fit.summary["squares"]
    assert f"is **{share:.1%}** of their squares" in texts(app)


def test_the_formulas_are_drawn(at_rest: Open) -> None:
    app = opened(at_rest, "How it works", "")
    assert any("z_i" in latex.value for latex in app.latex)


def test_two_terms_are_explained_where_the_map_shows_terms(at_rest: Open) -> None:
    app = opened(at_rest, "How it works", "king")
    choice = next(group for group in app.get("button_group") if "term" in str(group.options))
    choice.set_value("term").run()
    assert not app.exception
    assert any("t_i" in latex.value for latex in app.latex)
    assert any(box.label.endswith("with a term near it") for box in app.selectbox)


def test_the_terms_have_a_map_of_their_own(at_rest: Open) -> None:
    for tab in ("Why close?", "Topics", "Search", "Matrix", "How it works"):
        app = opened(at_rest, tab, "king")
        choice = next(group for group in app.get("button_group") if "term" in str(group.options))
        choice.set_value("term").run()
        assert not app.exception and not app.error, tab


def test_a_table_of_labeled_texts_of_the_users_own(at_rest: Open) -> None:
    rows = [f"pets,a {animal} sleeps and eats in the <i>house</i> {n}" for n in range(8) for animal in ("cat", "dog")]
    rows += [f"ships,the {boat} sails over the sea to port {n}" for n in range(8) for boat in ("ketch", "yawl")]
    data = "\n".join(["label,text", *rows]).encode()
    source = UploadedText(sha256=uploads.keep(data, "mine.csv").sha256)
    recipe = Recipe(source, LSA(n_components=4, min_count=1))
    corpus = source.load()
    store.save(Recipe(source), corpus, 0.1)
    assert recipe.learner is not None
    fit = recipe.learner.fit(corpus)
    store.save(recipe, fit, 0.1)
    store.save(Recipe(EmbeddingOf(recipe.run_id), PCA()), PCA().fit(fit.main), 0.1)
    assert fit.main.labels[0] == "a cat sleeps and eats in… (row 2)"
    for tab in ("Why close?", "Search", "Matrix"):
        app = at_rest("documents", item=fit.main.labels[0], run=recipe.run_id, tab=tab, map="pca")
        assert not app.exception and not app.error
    assert "32** documents with **2** labels" in texts(app)
