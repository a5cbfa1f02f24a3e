"""The page that compares: what it says of two runs, how its link opens it, and what it does with what is not here."""

from collections.abc import Iterable
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.neighbor_drift import Drift, NeighborDrift
from engine.fit import Fit
from engine.projections.pca import PCA
from engine.report import Silent
from engine.runs import jobs, store
from engine.runs.inputs import before_training, data_of
from engine.runs.progress import JobReport
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.compare import side
from pages.compare.sentence import percent
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts

A, B = RECIPES["skipgram"].run_id, RECIPES["ppmi_svd"].run_id
MAPS = Recipe(EmbeddingOf(A, "word"), PCA()), Recipe(EmbeddingOf(B, "word"), PCA())
DRIFT = Recipe(EmbeddingOf(A, "word"), NeighborDrift(run=B, embedding="word"))
ON_MAPS = Recipe(
    EmbeddingOf(MAPS[0].run_id),
    NeighborDrift(run=MAPS[1].run_id, first_metric="euclidean", second_metric="euclidean", columns=2),
)


def done(*recipes: Recipe) -> None:
    """Do jobs here, as a child process would."""
    for recipe in recipes:
        assert recipe.learner is not None
        dataset, _ = data_of(recipe, "", JobReport(recipe.run_id, lambda: False))
        store.save(recipe, recipe.learner.fit(dataset, Silent()), 0.1)


def button(app: AppTest, label: str) -> bool:
    return any(each.label == label for each in app.button)


@pytest.fixture
def compared(at_rest: Open) -> Open:
    """The same, with the maps and the drift of two runs made."""
    done(*MAPS, DRIFT, ON_MAPS)
    return at_rest


def opened(compare: Open, item: str = "king", **query: str) -> AppTest:
    app = compare("compare", item, **{"a": A, "b": B, "map_a": "pca", "map_b": "pca"} | query)
    assert not app.exception, app.exception
    return app


def share(k: int, recipe: Recipe = DRIFT) -> float:
    return 1 - float(Drift.from_fit(store.load(recipe.run_id)).by_item(k).mean())


def test_the_comparison_is_told_in_one_sentence_beside_chance(compared: Open) -> None:
    said = texts(opened(compared))
    n = Drift.from_fit(store.load(DRIFT.run_id)).n
    assert f"{percent(share(10))} of neighbors agree; chance is {percent(10 / (n - 1))}" in said.replace("**", "")
    assert f"{n:,} items are in both" in said and "items are on both maps" in said
    assert "##### king" in said and "of its 10 nearest are the same in A and B" in said


def test_another_number_of_neighbors_needs_no_job(compared: Open) -> None:
    said = texts(opened(compared, near="50")).replace("**", "")
    assert f"{percent(share(50))} of neighbors agree" in said and "of its 50 nearest" in said
    assert not jobs.active("")


def test_neighbors_on_the_maps_are_others_than_those_in_the_vectors(compared: Open) -> None:
    said = texts(opened(compared, by="maps")).replace("**", "")
    assert share(10, ON_MAPS) != share(10)
    assert f"{percent(share(10, ON_MAPS))} of neighbors agree" in said
    assert "Chance plays no part in either method" in said  # of PCA


def test_a_link_to_two_maps_opens_their_runs_by_these_maps(compared: Open) -> None:
    app = compared("compare", "king", a=MAPS[0].run_id, b=MAPS[1].run_id)
    assert not app.exception
    assert app.session_state["compare.a"] == A and app.session_state["compare.map_b"] == "pca"
    assert f"{percent(share(10, ON_MAPS))} of neighbors agree" in texts(app).replace("**", "")


def test_two_seeds_stand_beside_once_there_is_another_training(compared: Open) -> None:
    app = opened(compared)
    assert button(app, "Train Skip-gram with negative sampling with another seed")
    learner = RECIPES["skipgram"].learner
    assert learner is not None
    other = Recipe(RECIPES["skipgram"].dataset, learner.replace(seed=7))
    between = Recipe(EmbeddingOf(A, "word"), NeighborDrift(run=other.run_id, embedding="word"))
    done(other, between)
    app.run()
    said = texts(app).replace("**", "")
    agreed = share(10, between)
    assert agreed > share(10)
    assert f"two seeds of Skip-gram with negative sampling agree on {percent(agreed)}" in said
    assert not button(app, "Train Skip-gram with negative sampling with another seed")


def test_what_only_one_side_has_is_said_with_examples(compared: Open) -> None:
    fit = store.load(B)
    assert isinstance(fit, Fit)
    kept = fit.main.without([0, 3])
    names = [*kept.labels[:-1], "unheard-of"]
    other = Recipe(RECIPES["glove"].dataset, RECIPES["glove"].learner.replace(seed=99))  # type: ignore[union-attr]
    store.save(other, Fit({"word": Embedding(kept.vectors, names)}), 0.1)
    map_of_it = Recipe(EmbeddingOf(other.run_id, "word"), PCA())
    done(map_of_it, Recipe(EmbeddingOf(A, "word"), NeighborDrift(run=other.run_id, embedding="word")))
    said = texts(opened(compared, b=other.run_id))
    assert f"Only A has 3: {fit.main.labels[0]}, {fit.main.labels[3]}" in said
    assert "Only B has 1: unheard-of" in said


def test_what_takes_a_moment_is_asked_for_at_once(at_rest: Open) -> None:
    opened(at_rest)
    assert {status.run_id for status in jobs.active("")} == {recipe.run_id for recipe in (*MAPS, DRIFT)}


def test_a_run_that_is_not_here_is_said_and_the_last_runs_are_shown(at_rest: Open) -> None:
    app = at_rest("compare", "", a="f" * 32, b="nonsense", map_a="'; DROP", near="7", metric_a="cosine")
    assert not app.exception and "is not here: it was deleted" in texts(app)


def test_films_are_compared_with_films_at_first(at_rest: Open) -> None:
    app = at_rest("compare", "", a=RECIPES["ease"].run_id)
    runs = next(box for box in app.selectbox if box.label == "Run B")
    assert not app.exception and RECIPES["ease"].run_id not in runs.value
    assert store.meta(runs.value).dataset_id == store.meta(RECIPES["ease"].run_id).dataset_id


@pytest.fixture
def nothing(fresh: None, home: object, monkeypatch: pytest.MonkeyPatch) -> Iterable[None]:
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    yield


def test_an_empty_home_has_nothing_to_compare(nothing: None) -> None:
    from tests.pages.opening import opened as first

    assert "No run with vectors here yet" in texts(first("compare", ""))


def test_the_vectors_from_before_the_training_are_a_side(compared: Open) -> None:
    fit = store.load(A)
    before = fit.before_training
    assert before is not None
    done(
        Recipe(EmbeddingOf(A, "word", moment="first"), PCA()),
        Recipe(EmbeddingOf(A, "word"), NeighborDrift(run=A, embedding="word", moment="first")),
    )
    app = opened(compared, b=A, when_b="first")
    said = texts(app).replace("**", "")
    assert f"{before.n_items:,} items are in both" in said
    assert f"Only A has {fit.main.n_items - before.n_items:,}" in said
    assert "before training, map by PCA" in said
    assert not [box for box in compared("compare", "", a=B, b=B, map_a="pca").selectbox if box.label == "When"]


def test_before_its_training_a_run_without_a_film_is_refused() -> None:
    with pytest.raises(InputError, match="kept no vectors from before its training"):
        before_training(Fit())


def test_two_maps_of_the_same_vectors_are_compared_as_maps_and_one_map_not_with_itself(compared: Open) -> None:
    assert "A and B are the same" in texts(opened(compared, b=A))
    assert "A and B are the same" in texts(opened(compared, b=A, map_b="gaussian_projection", by="vectors"))
    app = opened(compared, b=A, map_b="gaussian_projection")
    control = next(row for row in app.segmented_control if row.label == "Neighbors")
    assert control.value == "maps" and jobs.active("")


def test_the_page_begins_with_two_runs_of_the_same_items_on_the_same_data() -> None:
    told = {
        "v": ("1", "lsa"),
        "w": ("1", "skipgram"),
        "x": ("2", "skipgram"),
        "y": ("1", "cbow"),
        "z": ("3", "deepwalk"),
    }
    rows = {name: SimpleNamespace(run_id=name, dataset_id=data, task=task) for name, (data, task) in told.items()}
    assert side.first(rows) == "w" and side.partner("w", rows) == "y"
    assert side.partner("x", rows) == "w"  # the same kind of items, on other data
    assert side.partner("v", rows) == "v"
    del rows["y"]
    assert side.first(rows) == "v"
