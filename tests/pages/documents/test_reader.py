"""A reader on the page: what was read is named or written, the product adds up, and the network's part is a job."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.evaluation.documents.readers import METHODS, ReaderTest, ReadScores
from engine.evaluation.trained_run import TrainedRun
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RECIPE = RECIPES["lsa"]


def page(at_rest: Open, name: str = "lsa") -> AppTest:
    app = at_rest("documents", item="", run=RECIPES[name].run_id, tab="A reader", map="pca")
    assert not app.exception and not app.error
    return app


def written(app: AppTest, text: str) -> AppTest:
    next(area for area in app.text_area if area.label.startswith("What the reader")).set_value(text).run()
    assert not app.exception and not app.error
    return app


def test_documents_are_ranked_by_the_product_with_the_mean(at_rest: Open, home: object) -> None:
    documents = store.load(RECIPE.run_id).main
    names = [documents.labels[row] for row in (3, 9)]
    app = written(page(at_rest), "\n".join([names[0].upper(), names[1], "<b>unheard</b>"]))
    assert "passed over" in texts(app) and "mean of 2" in texts(app)
    products = documents.vectors @ documents.vectors[[3, 9]].mean(axis=0)
    best = [row for row in np.argsort(-products, kind="stable").tolist() if row not in (3, 9)][:10]
    table = next(frame.value for frame in app.dataframe if "u · d" in frame.value.columns)
    assert list(table["Document"]) == [documents.labels[row] for row in best]
    assert table["u · d"].to_numpy() == pytest.approx(products[best], rel=1e-5)
    each = next(frame.value for frame in app.dataframe if "a (u · f)" in frame.value.columns)
    assert each["a (u · f)"].sum() == pytest.approx(products[best[0]], rel=1e-3)
    assert table["Words that bring it"].iloc[0].split(", ")[0] == each["Word"].iloc[0]


def test_titles_that_are_no_documents_are_folded_in(at_rest: Open, home: object) -> None:
    app = written(page(at_rest), "the king of Norway")
    assert "mean of 1" in texts(app)
    app = written(app, "unheard")
    assert "Name at least one document" in texts(app)


def test_vectors_side_by_side_have_no_parts(at_rest: Open) -> None:
    app = page(at_rest, "words_in_a_row")
    table = next(frame.value for frame in app.dataframe if "u · d" in frame.value.columns)
    assert "Words that bring it" not in table.columns and "block by block" in texts(app)


def test_the_network_ranks_for_the_same_reader(at_rest: Open, home: object) -> None:
    app = page(at_rest)
    assert "Simulate readers and train" in [button.label for button in app.button]
    usual = {"n_readers": 20, "n_read": 6, "n_epochs": 1, "n_seeds": 2, "n_hidden": 4}
    run = TrainedRun(RECIPE.learner, store.load(RECIPE.run_id), store.load(Recipe(RECIPE.dataset).run_id))
    test = ReaderTest(**usual)  # type: ignore[arg-type]
    fit = test.fit(run)
    store.save(Recipe(EmbeddingOf(RECIPE.run_id), test), fit, 0.1)
    for field, value in usual.items():
        app.session_state[f"documents.readers.{field}"] = value
    app.run()
    assert not app.exception and not app.error
    found = ReadScores.from_fit(fit)
    table = next(frame.value for frame in app.dataframe if "Ranked by" in frame.value.columns)
    assert list(table["Ranked by"]) == list(METHODS)
    assert table["AUC"].iloc[1].startswith(f"{found.auc[1].mean():.3f} ±")
    odds = next(frame.value for frame in app.dataframe if "Log odds" in frame.value.columns)["Log odds"]
    assert len(odds) == 10 and odds.is_monotonic_decreasing
