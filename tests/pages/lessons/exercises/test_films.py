"""Exercises of films, done by controls alone."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.stats import spearmanr

from engine.datasets.joint.film_graph import FilmGraph
from engine.learners.films.biased_factors import BiasedFactors
from engine.learners.nodes.node2vec import Node2Vec
from engine.report import Silent
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from tests.pages.conftest import DATA, RECIPES
from tests.pages.lessons.exercises.doing import (
    charts,
    dataframe,
    keep_map,
    press,
    row,
    run_of,
    select,
    slider,
    unpacked,
)
from tests.pages.opening import Open, texts
from tests.pages.parts.tabs.compare.working import until_done


def test_18_length_against_popularity_and_neighbors_by_both_metrics(at_rest: Open) -> None:
    run = RECIPES["biased_factors"].run_id
    app = at_rest("movies", "The Matrix (1999)", run=run, tab="Lengths and biases")
    films = store.load(run).main
    counts = films.metadata["count"]
    rho = spearmanr(counts[counts > 0], films.norms[counts > 0]).statistic
    assert f"rank correlation {rho:.3f}" in texts(app).replace("*", "")
    (points, chosen) = charts(app)["movies.lengths_by_count"]["data"]
    at = films.index["The Matrix (1999)"]
    assert len(points["text"]) == int((counts > 0).sum())
    assert_allclose([chosen["x"][0], chosen["y"][0]], [counts[at], films.norms[at]], rtol=1e-6)
    products, lengths = films.vectors @ films.vectors[at], films.norms * films.norms[at]
    for metric, scores in (("dot", products), ("cosine", products / np.maximum(lengths, 1e-9))):
        app.selectbox(key="movies.metric").set_value(metric).run()
        table = dataframe(app, "Neighbor")
        best = np.sort(np.delete(scores, at))[::-1][:10]
        assert_allclose(table.iloc[:, 1], best, rtol=1e-4)
        assert_allclose([scores[films.index[title]] for title in table["Neighbor"]], best, rtol=1e-4)


def test_19_lowest_and_highest_bias(at_rest: Open) -> None:
    run = RECIPES["biased_factors"].run_id
    app = at_rest("movies", "", run=run, tab="Lengths and biases")
    row(app, "Of the vectors").set_value("Lowest and highest bias").run()
    slider(app, "Rated at least so often").set_value(5).run()
    fit = store.load(run)
    biases, counts = fit.arrays["item_bias"], fit.main.metadata["count"]
    rows = np.flatnonzero(counts >= 5)
    order = rows[np.argsort(biases[rows])]
    low, high = [one.value for one in app.dataframe if "Bias" in one.value.columns]
    assert_allclose(low["Bias"], biases[order[:12]])
    assert high["Film"].tolist()[0] == fit.main.labels[order[-1]] and (np.diff(high["Bias"]) <= 0).all()


def test_19_a_map_of_the_fifty_best_known_films(at_rest: Open) -> None:
    run = RECIPES["biased_factors"].run_id
    app = at_rest("movies", "", run=run, map="pca")
    items = select(app, "Items")
    assert items.options[0] == "50 films"
    keep_map(run, 50)
    items.set_value("50").run()
    assert not app.exception
    assert app.session_state["movies.mapped"] == (keep_map(run, 50), "0,1")


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


def test_19_the_distance_of_two_films(at_rest: Open) -> None:
    run = RECIPES["biased_factors"].run_id
    app = at_rest("movies", "The Matrix (1999)", run=run, tab="Why close?")
    films = store.load(run).main
    table = dataframe(app, "Lift")
    cosines = films.unit @ films.unit[films.index["The Matrix (1999)"]]
    assert_allclose(table["Cosine"], [cosines[films.index[title]] for title in table["Film"]], atol=1e-5)


def test_20_neighbors_of_a_film_by_its_walks(at_rest: Open) -> None:
    source = FilmGraph(DATA["ratings"], min_common=2, weight="pmi", strongest=5)
    graph = source.join({"ratings": DATA["ratings"].load()}, Silent())
    recipe = Recipe(source, Node2Vec(n_components=8, n_walks=4, walk_length=20, n_epochs=1))
    store.save(Recipe(source), graph, 0.1)
    store.save(recipe, recipe.learner.fit(graph), 0.1)
    film = graph.nodes[0]
    app = at_rest("graphs", film, run=recipe.run_id)
    nodes = store.load(recipe.run_id).main
    cosines = nodes.unit @ nodes.unit[nodes.index[film]]
    best = np.sort(np.delete(cosines, nodes.index[film]))[::-1][:10]
    assert_allclose(dataframe(app, "Neighbor").iloc[:, 1], best, atol=1e-5)


def test_25_errors_of_training_and_validation_by_epoch(at_rest: Open) -> None:
    ratings = DATA["ratings"].load()
    recipe = Recipe(DATA["ratings"], BiasedFactors(solver="sgd", n_components=4, n_epochs=12))
    fit = recipe.learner.fit(ratings)
    at_rest("movies", "", run=RECIPES["biased_factors"].run_id)
    store.save(recipe, fit, 0.1)
    app = at_rest("movies", "", run=recipe.run_id, tab="Training")
    loss, unseen = charts(app)["movies.loss"]["data"]
    assert [loss["name"], unseen["name"]] == ["Loss", "Held out"]
    assert_allclose(unpacked(loss["y"]), fit.history["loss"])
    assert_allclose(unpacked(unseen["y"]), fit.history["held_out_loss"])
    assert len(fit.history["loss"]) == 12 and fit.history["loss"][-1] < fit.history["loss"][0]


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
