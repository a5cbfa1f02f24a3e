"""Exercises of films, done by controls alone."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.datasets.joint.film_graph import FilmGraph
from engine.runs import jobs, store
from tests.pages.conftest import DATA, RECIPES
from tests.pages.lessons.exercises.doing import (
    dataframe,
    keep_map,
    press,
    row,
    run_of,
    select,
)
from tests.pages.opening import Open, texts
from tests.pages.parts.tabs.compare.working import until_done


def test_20_a_graph_of_films_from_ratings(at_rest: Open) -> None:
    app = at_rest("movies", "", run=RECIPES["biased_factors"].run_id, tab="As a graph")
    weights = next(one for one in app.get("selectbox") if one.label == "Weight")
    weights.set_value("pmi").run()
    press(app, "Make the graph and open it")
    recipe = jobs.recipe_of(run_of(app))
    assert recipe is not None and isinstance(recipe.dataset, FilmGraph)
    assert recipe.dataset.ratings == DATA["ratings"] and recipe.dataset.weight == "pmi"
    assert recipe.learner is not None and recipe.learner.name == "node2vec"


def test_25_means_of_genres_on_the_map(at_rest: Open) -> None:
    run = RECIPES["biased_factors"].run_id
    keep_map(run)
    app = at_rest("movies", "", run=run, tab="Lengths and biases", map="pca")
    row(app, "Of the vectors").set_value("Means of genres").run()
    table = dataframe(app, "Genre").set_index("Genre")
    ratings = DATA["ratings"].load()
    places = store.load(app.session_state["movies.mapped"][0]).main.vectors[:, :2]
    comedies = ratings.item_genres[: len(places), ratings.genres.index("Comedy")]
    assert table.loc["Comedy", "Films"] == comedies.sum()
    assert_allclose([table.loc["Comedy", name] for name in "xy"], places[comedies].mean(axis=0), rtol=1e-5)
    assert pytest.approx(table["Agreement"], abs=1e-9) == table["Agreement"].clip(0, 1)


def test_18_and_25_the_regularization_is_swept(at_rest: Open) -> None:
    sweep = '{"of": "method", "field": "regularization", "values": "0.03, 0.3", "seeds": 1}'
    run = RECIPES["biased_factors"].run_id
    app = at_rest("movies", "", run=run, tab="Sweep", wide="true", sweep=sweep)
    (button,) = [one for one in app.button if one.label.startswith("Run ")]
    app = until_done(button.click().run())
    assert not app.exception
    table = dataframe(app, "Regularization")
    assert table["Regularization"].tolist() == ["0.03", "0.3"] and set(table["Done"]) == {"1 of 1"}


def test_25_films_of_one_series_lie_together(at_rest: Open) -> None:
    run = RECIPES["biased_factors"].run_id
    keep_map(run)
    app = at_rest("movies", "", run=run, tab="Lengths and biases", map="pca")
    row(app, "Of the vectors").set_value("Film series").run()
    assert not app.exception
    table = dataframe(app, "Series").set_index("Series")
    films = store.load(run).main
    three = [films.index[f"Toy Story{part}"] for part in (" (1995)", " 2 (1999)", " 3 (2010)")]
    cosines = films.unit[three] @ films.unit.T
    cosines[np.arange(3), three] = np.inf
    places = (-cosines).argsort(axis=1).argsort(axis=1)
    nearest = [min(places[at, other] for other in three if other != own) for at, own in enumerate(three)]
    assert table.loc["Toy Story", "Films"] == 3 and table.loc["Toy Story", "Place"] == np.median(nearest)
    assert_allclose(table.loc["Toy Story", "Cosine"], np.mean([cosines[0, three[1:]].sum() + cosines[1, three[2]]]) / 3)
    assert f"{np.median(table['Place']):,.0f} (median)" in texts(app).replace("*", "")
    assert pytest.approx(table.loc["Toy Story", "By chance"]) == (films.norms > 0).sum() / 3


def test_18_the_softmax_model_by_genre(at_rest: Open) -> None:
    run = RECIPES["cowatch"].run_id
    app = at_rest("movies", "The Matrix (1999)", run=run, tab="How it works", map="pca", color="genre")
    assert not app.exception and select(app, "Color").value == "genre"
    assert "softmax" in texts(app).lower()
