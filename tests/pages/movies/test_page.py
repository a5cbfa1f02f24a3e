"""What the Movies page and Home open with: the built-in viewers, or real ratings where they are at hand."""

import pytest

from engine.datasets.ratings.sources import MovieLens
from engine.learners.films.cowatch import CoWatch
from engine.runs.recipe import Recipe
from pages.movies.page import MOVIES
from tests.conftest import real_data
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts


def test_without_real_ratings_the_built_in_ones_are_first_and_said_to_be_simulated(
    fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EMBEDDING_DATA", "")
    assert MOVIES.first is MOVIES.default
    assert "500 viewers simulated, each with two of 10 tastes" in MOVIES.told
    assert "the tastes put in, found again" in MOVIES.told


def test_movielens_is_first_where_it_is_at_hand(fresh: None, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = real_data("ratings.csv").parent
    monkeypatch.setenv("EMBEDDING_DATA", str(folder))
    assert MOVIES.first == Recipe(MovieLens(), CoWatch())
    assert "nothing is simulated" in MOVIES.told and "simulated:" not in MOVIES.told
    assert MOVIES.first_item in MovieLens().load().index
    monkeypatch.setenv("EMBEDDING_DATA", "")
    assert MOVIES.first is MOVIES.default


def test_home_says_what_was_put_in(at_rest: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_DATA", "")
    said = texts(at_rest("home"))
    assert MOVIES.about.split("**")[0].strip() in said and "found by itself" not in said


def test_recommendations_name_their_scores(at_rest: Open) -> None:
    run = RECIPES["cowatch"].run_id
    app = at_rest("movies", "", run=run, tab="Recommend")
    columns = {name for table in app.dataframe for name in table.value.columns}
    assert "Logit" in columns and "Score" not in columns
    assert "Logit: u · v + b" in texts(app) and "Intersection, the films in all of the" in texts(app)


def test_films_and_viewers_together_are_told_apart(at_rest: Open) -> None:
    app = at_rest("movies", "", run=RECIPES["two_tower"].run_id)
    next(choice for choice in app.get("button_group") if choice.label == "Vectors").set_value("together").run()
    assert "Films are disks, viewers squares." in texts(app)
