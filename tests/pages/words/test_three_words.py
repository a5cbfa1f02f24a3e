"""Three words and the senses of one, on the page: the numbers are the engine's."""

import pytest

from engine.evaluation.trained_run import TrainedRun
from engine.insight.senses import senses
from engine.insight.words.three_words import company
from engine.learners.words.contract import WordLearner
from engine.runs import store
from engine.runs.recipe import Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts


def trained(method: str) -> TrainedRun:
    recipe = RECIPES[method]
    return TrainedRun(recipe.learner, store.load(recipe.run_id), store.load(Recipe(recipe.dataset).run_id))


@pytest.mark.parametrize("method", ["ppmi_svd", "skipgram"])
def test_distances_and_contexts_of_three_words(at_rest: Open, method: str) -> None:
    app = at_rest(tab="Three words", run=RECIPES[method].run_id)
    words = [box.value for box in app.text_input if box.label in ("Word", "Synonym", "Antonym")]
    assert len(words) == 3 and all(words)
    table = next(one.value for one in app.dataframe if "Place back" in one.value.columns)
    run = trained(method)
    assert isinstance(run.learner, WordLearner)
    index, unit = run.fit.main.index, run.fit.main.unit
    rows = [index[word] for word in words]
    assert table["Cosine"].tolist() == pytest.approx(
        [unit[rows[a]] @ unit[rows[b]] for a, b in ((0, 1), (0, 2), (1, 2))]
    )
    corpus = run.learner.trained_on(run.dataset)
    kept = company(corpus, corpus.index[words[0]], corpus.index[words[2]], run.learner.target())
    assert table["Cosine of PPMI rows"][1] == kept.cosine and table["Shared contexts"][1] == kept.n_shared
    which = "antonym" if table["Cosine"][1] > table["Cosine"][0] else "synonym"
    assert f"The {which} is nearer" in texts(app)


def test_words_that_are_not_there_or_are_the_same_are_refused(at_rest: Open) -> None:
    app = at_rest(tab="Three words", run=RECIPES["ppmi_svd"].run_id)
    box = {one.label: one for one in app.text_input}
    box["Synonym"].set_value("xyzzy")
    app.run()
    assert any("xyzzy" in one.value for one in app.warning) and not app.exception
    box = {one.label: one for one in app.text_input}
    box["Synonym"].set_value(box["Word"].value)
    app.run()
    assert any("have to be different" in one.value for one in app.warning) and not app.exception


def test_neighbors_are_grouped_with_their_contexts(at_rest: Open) -> None:
    app = at_rest(tab="Senses", run=RECIPES["ppmi_svd"].run_id)
    main = trained("ppmi_svd").fit.main
    found = senses(main, main.index["king"])
    assert found is not None
    table = next(one.value for one in app.dataframe if "Group" in one.value.columns)
    assert table["Neighbor"].tolist() == [main.labels[row] for row in found.rows]
    assert table["Group"].tolist() == (found.group + 1).tolist()
    assert f"in {found.n_groups} groups" in texts(app) and "shared contexts: " in texts(app)
