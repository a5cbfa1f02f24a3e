"""The page of distances: what the vectors changed, by name, and a table of the user's own."""

import numpy as np
import pytest

from engine.datasets.pairs.great_circle import GreatCircles
from engine.datasets.pairs.measurements import CellMeasurements
from engine.datasets.pairs.sources import UploadedPairs
from engine.files import uploads
from engine.learners.pairs.contract import PairLearner
from engine.learners.pairs.pair_spectrum import PairSpectrum
from engine.learners.pairs.pair_stress import PairStress
from engine.projections.pca import PCA
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts


def saved(source: UploadedPairs | CellMeasurements | GreatCircles, learner: PairLearner) -> Recipe:
    """A run, with its map."""
    recipe = Recipe(source, learner)
    data = source.load()
    store.save(Recipe(source), data, 0.1)
    fit = learner.fit(data)
    store.save(recipe, fit, 0.1)
    store.save(Recipe(EmbeddingOf(recipe.run_id), PCA()), PCA().fit(fit.main), 0.1)
    return recipe


def test_the_nearest_as_given_stand_beside_those_in_the_vectors(at_rest: Open) -> None:
    app = at_rest("pairs", item="London", run=RECIPES["pair_spectrum"].run_id, tab="As given", map="pca")
    assert not app.exception and not app.error
    given = next(frame.value for frame in app.dataframe if "Place in the vectors" in frame.value.columns)
    globe = GreatCircles().load()
    row = globe.labels.index("London")
    nearest = np.argsort(globe.values[row])[1:11]
    assert given["Item"].tolist() == [globe.labels[place] for place in nearest]
    np.testing.assert_allclose(given["Given distance"], globe.values[row, nearest])
    assert "nearest by the given numbers are among the 10 nearest vectors" in texts(app)
    assert app.session_state["pairs.metric"] == "euclidean"


def test_what_is_kept_worst_is_named(at_rest: Open) -> None:
    app = at_rest("pairs", item="", run=RECIPES["pair_spectrum"].run_id, tab="What is kept", map="pca")
    assert not app.exception
    worst = next(frame.value for frame in app.dataframe if "Vectors" in frame.value.columns)
    off = (worst["Given"] - worst["Vectors"]).abs()
    assert len(worst) == 20 and off.is_monotonic_decreasing and off.iloc[0] > 1_000


@pytest.mark.parametrize("learner", [PairSpectrum(n_components=5), PairStress()], ids=["spectral", "stress"])
def test_similarities_are_compared_by_inner_products_or_by_the_distances_that_belong_to_them(
    at_rest: Open, learner: PairLearner
) -> None:
    recipe = saved(CellMeasurements(), learner)
    for tab in ("How it works", "What is kept", "As given"):
        app = at_rest("pairs", item="mean radius", run=recipe.run_id, tab=tab, map="pca")
        assert not app.exception and not app.error
    expected = "dot" if isinstance(learner, PairSpectrum) else "euclidean"
    assert app.session_state["pairs.metric"] == expected
    given = next(frame.value for frame in app.dataframe if "Place in the vectors" in frame.value.columns)
    assert given["Item"].iloc[0] == "mean perimeter"  # of which the radius is the half, over pi


def test_a_table_of_the_users_own_is_shown_with_what_was_understood(at_rest: Open) -> None:
    text = "Item,a,<b>,c,d\na,0,3,4,1\n<b>,5,0,5,1\nc,4,5,0,1\nd,1,1,1,0\n"
    source = UploadedPairs(sha256=uploads.keep(text.encode(), "mine.csv").sha256)
    recipe = saved(source, PairSpectrum())
    app = at_rest("pairs", item="<b>", run=recipe.run_id, tab="How it works", map="pca")
    assert not app.exception and not app.error
    told = texts(app)
    assert "4 items, **distances** of each two" in told.replace("**4**", "4")
    assert "a and <b>: 3 one way, 5 the other" in told and "mine.csv" in told
    assert "-1/2" not in told and "negative" in told


def test_a_map_of_distances_begins_by_distance(at_rest: Open) -> None:
    run = RECIPES["pair_spectrum"].run_id
    app = at_rest("pairs", item="London", run=run, map="tsne")
    assert not app.exception and app.selectbox(key="pairs.tsne.metric").value == "euclidean"
    words = at_rest("words", item="king", run=RECIPES["ppmi_svd"].run_id, map="tsne")
    assert words.selectbox(key="words.tsne.metric").value == "cosine"
