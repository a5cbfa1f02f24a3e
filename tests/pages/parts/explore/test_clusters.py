"""Clusters on a page: what the address names is shown, on the map and below it, and what it cannot name is not."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.evaluation.clusters.kmeans import KMeansClusters
from engine.figures.coloring import Categories
from engine.runs import selections, store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore import clusters, painting
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.map.projection import Shown
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

RUN = RECIPES["ppmi_svd"].run_id
FOUND = Recipe(EmbeddingOf(RUN, "word"), KMeansClusters(n_clusters=8, item="word"))
OF_CONTEXTS = Recipe(EmbeddingOf(RUN, "context"), KMeansClusters(n_clusters=8))


@pytest.fixture
def view(at_rest: Open) -> View:
    return View(PageState("words", addressed=False), RUN, "word", "words")


@pytest.fixture
def shown(view: View) -> clusters.ShownClusters:
    for recipe in (FOUND, OF_CONTEXTS):
        if not store.exists(recipe.run_id):
            fit = store.load(RUN)
            embedding = fit.embeddings[recipe.dataset.embedding]  # type: ignore[union-attr]
            assert recipe.learner is not None
            store.save(recipe, recipe.learner.fit(embedding), seconds=0.1)
    view.page.clusters = f"{FOUND.run_id}.1.2.0"
    found = clusters.of(view)
    assert found is not None
    return found


def test_the_address_names_run_layer_and_cluster(view: View, shown: clusters.ShownClusters) -> None:
    assert (shown.layer, shown.chosen, shown.grown) == (1, 2, False)
    assert shown.told() == view.page.clusters
    assert shown.told(layer=0, chosen=None, grown=True) == f"{FOUND.run_id}.0.-.1"
    assert len(shown.places) == 4 and shown.layers.n_layers == 3


@pytest.mark.parametrize("told", [f"{'0' * 32}.0.-.0", f"{RUN}.0.-.0", f"{OF_CONTEXTS.run_id}.0.-.0"])
def test_what_is_not_here_or_not_of_these_vectors_is_not_shown(
    view: View, shown: clusters.ShownClusters, told: str
) -> None:
    view.page.clusters = told
    assert clusters.of(view) is None


def test_a_layer_or_cluster_that_there_is_not_is_left_out(view: View, shown: clusters.ShownClusters) -> None:
    view.page.clusters = f"{FOUND.run_id}.99.99.1"
    found = clusters.of(view)
    assert found is not None and (found.layer, found.chosen, found.grown) == (2, None, True)


def test_colors_are_by_cluster_and_the_others_are_dimmed(view: View, shown: clusters.ShownClusters) -> None:
    embedding = view.embedding.first(100)
    colors = painting.colors_of(view, painting.CLUSTERS, embedding)
    assert isinstance(colors, Categories)
    assert_array_equal(colors.codes, shown.labels[:100])
    assert list(colors.names) == [shown.name(int(place)) for place in shown.places]
    dimmed = shown.dimmed(view, 100, None)
    assert_array_equal(dimmed == 0, shown.labels[:100] == 2)
    assert_array_equal(shown.dimmed(view, 100, np.full(100, 2, np.uint8)), np.full(100, 2))


def test_names_stand_at_items_of_their_cluster_and_the_chosen_one_is_brought_into_view(
    view: View, shown: clusters.ShownClusters
) -> None:
    places = np.random.default_rng(0).normal(size=(view.embedding.n_items, 2)).astype(np.float32)
    picture = Shown("revision", places, "")
    regions = shown.regions(view, picture)
    assert regions is not None and regions.layer == 1
    assert [region.layer for region in regions.regions] == [1] * 4 + [2] * 8
    for number, region in enumerate(regions.regions[:4]):
        assert shown.labels[region.row] == number and region.text == shown.name(int(shown.places[number]))
        assert region.muted == (number != 2)
    focus = shown.focus(view, picture)
    inside = places[shown.labels == 2]
    assert focus is not None
    assert_allclose(focus.low, np.quantile(inside, 0.1, axis=0), rtol=1e-6)
    assert (focus.low < np.median(inside, axis=0)).all() and (np.median(inside, axis=0) < focus.high).all()


def test_names_of_ones_own_are_kept_and_remembered_with_the_clusters(view: View, shown: clusters.ShownClusters) -> None:
    place = int(shown.places[0])
    clusters.rename(view, shown, {place: "mine", place + 1: "yours"})
    found = clusters.of(view)
    assert found is not None and (found.name(place), found.name(place + 1)) == ("mine", "yours")
    clusters.rename(view, found, {place + 1: " "})
    assert selections.names_of(view.page.cluster_names) == {place: "mine"}
    view.page.cluster_names = ""
    again = clusters.of(view)
    assert again is not None and again.name(place) == "mine"
    view.page.cluster_names = "0" * 32
    elsewhere = clusters.of(view)
    assert elsewhere is not None and elsewhere.name(place) == shown.layers.middles.labels[place]


def test_the_tab_shows_table_and_chosen_cluster_of_the_address(at_rest: Open, shown: clusters.ShownClusters) -> None:
    app = at_rest("words", "king", run=RUN, tab="Clusters", clusters=f"{FOUND.run_id}.1.2.0", color="~clusters")
    assert not app.exception
    told = texts(app)
    assert "4 clusters** of" in told and "unclustered: 0 (0%)" in told and "Most central:" in told
    assert next(box.value for box in app.selectbox if box.label == "Color") == "~clusters"
    assert next(box.value for box in app.selectbox if box.label == "Look at") == 2
    next(button for button in app.button if button.label == "Make a group of it").click().run()
    (group,) = selections.groups_of(app.query_params["groups"])
    assert group.name == shown.name(int(shown.places[2]))
    assert len(group.labels) == (shown.labels == 2).sum()


def test_items_shown_alone_are_clustered_alone(at_rest: Open, view: View, shown: clusters.ShownClusters) -> None:
    alone = view.of_only([view.embedding.labels[row] for row in range(0, 60, 2)])
    of_all = clusters.of(alone)
    assert of_all is not None and of_all.view == view  # what was found among all is shown until then
    assert_array_equal(of_all.on_map(alone, 30), shown.labels[0:60:2])
    among = Recipe(EmbeddingOf(RUN, "word", only=alone.only), KMeansClusters(n_clusters=4, item="word"))
    assert among.learner is not None
    store.save(among, among.learner.fit(alone.embedding), seconds=0.1)
    told = f"{among.run_id}.1.0.0"
    view.page.clusters = told
    found = clusters.of(alone)
    assert found is not None and found.view == alone and len(found.labels) == 30
    assert_array_equal(found.on_map(alone, 30), found.labels)
    assert clusters.of(view) is None  # all are shown again: these clusters are of the others
    app = at_rest("words", run=RUN, tab="Clusters", only=", ".join(alone.embedding.labels), clusters=told)
    assert not app.exception
    said = texts(app)
    assert "Found among the 30 shown alone" in said and "4 clusters** of 30 words" in said
    next(button for button in app.button if button.label == "Make a group of it").click().run()
    (group,) = selections.groups_of(app.query_params["groups"])
    inside = np.flatnonzero(found.labels == 0).tolist()
    assert list(group.labels) == [alone.embedding.labels[row] for row in inside]
