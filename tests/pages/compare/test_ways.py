"""What can be laid side by side: two metrics of one run, maps in space, some items alone."""

import pytest

from engine.evaluation.neighbor_drift import Drift, NeighborDrift
from engine.fields import line_of
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE
from engine.runs import jobs, selections, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.pages.compare.test_page import DRIFT, MAPS, A, B, done, opened, share
from tests.pages.opening import Open, texts

FEW = ["king", "queen", "man", "woman", "prince"]


def drift_on(first: Recipe, second: Recipe, columns: int) -> Recipe:
    test = NeighborDrift(
        run=second.run_id, first_metric="euclidean", second_metric="euclidean", columns=columns
    )  # fmt: skip
    return Recipe(EmbeddingOf(first.run_id), test)


@pytest.fixture
def compared(at_rest: Open) -> Open:
    done(*MAPS, DRIFT)
    return at_rest


def test_two_metrics_of_one_run_are_two_sides(compared: Open) -> None:
    between = Recipe(EmbeddingOf(A, "word"), NeighborDrift(run=A, embedding="word", second_metric="euclidean"))
    done(between)
    app = opened(compared, b=A, metric_b="euclidean")
    said = texts(app).replace("**", "")
    assert 0 < share(10, between) < 1 and "A and B are the same" not in said
    assert "agree; two seeds" not in said and "of neighbors agree" in said and not jobs.active("")
    heads = [list(frame.value.columns) for frame in app.dataframe]
    assert any("Nearest in A" in head for head in heads) and any("Nearest in B" in head for head in heads)


def test_maps_in_space_are_compared_in_space(compared: Open) -> None:
    on_maps = drift_on(*MAPS, 3)
    done(on_maps)
    said = texts(opened(compared, by="maps", dims="3")).replace("**", "")
    flat = drift_on(*MAPS, 2)
    done(flat)
    assert share(10, on_maps) != share(10, flat)
    assert f"{percent_of(on_maps)} of neighbors agree" in said and not jobs.active("")


def percent_of(recipe: Recipe) -> str:
    from pages.compare.sentence import percent

    return percent(share(10, recipe))


def test_a_link_to_a_map_in_space_opens_in_space(compared: Open) -> None:
    made = [Recipe(EmbeddingOf(run, "word"), TSNE(n_components=3, metric="cosine", n_iter=250)) for run in (A, B)]
    done(made[0])
    app = compared("compare", "", a=made[0].run_id, b=B)
    assert not app.exception and app.session_state["compare.dims"] == "3"
    assert app.session_state["compare.map_a"] == made[0].run_id


def test_some_items_are_alone_on_both_maps_and_in_the_table(compared: Open) -> None:
    labels = [label for label in store.load(A).main.labels if label in FEW]  # type: ignore[union-attr]
    only = selections.keep(labels)
    maps = [Recipe(EmbeddingOf(run, "word", only=only), PCA()) for run in (A, B)]
    done(*maps)
    app = opened(compared, only=line_of(FEW))
    said = texts(app).replace("**", "")
    assert f"Only {len(FEW)}: " in said and f"{len(FEW)} items are on both maps" in said
    assert "##### king" in said and "of its 10 nearest are the same in A and B" in said  # among all
    drift = Drift.from_fit(store.load(DRIFT.run_id))
    places = [drift.place[row] for row in store.load(A).main.rows_of(FEW)]  # type: ignore[union-attr]
    agreed = 1 - drift.by_item(10)[places].mean()
    assert f"Of the neighbors of these {len(FEW)}, {agreed:.0%}" in said
    table = next(frame.value for frame in app.dataframe if "Drift" in frame.value)
    assert sorted(table["Item"]) == sorted(FEW)


def test_neighbors_on_maps_of_some_items_are_told_by_their_names(compared: Open) -> None:
    labels = [label for label in store.load(A).main.labels if label in FEW]  # type: ignore[union-attr]
    maps = [Recipe(EmbeddingOf(run, "word", only=selections.keep(labels)), PCA()) for run in (A, B)]
    between = drift_on(maps[0], maps[1], 2)
    done(*maps, between)
    app = opened(compared, only=line_of(FEW), by="maps")
    near = next(frame.value for frame in app.dataframe if "Nearest in A" in frame.value)
    assert sorted([*near["Nearest in A"], "king"]) == sorted(FEW)


def test_a_link_with_items_that_one_side_lacks_shows_all(compared: Open) -> None:
    app = opened(compared, only=line_of(["king", "unheard-of", "unseen-of"]))
    assert any("1 are in A and in B" in warning.value for warning in app.warning)
    assert "Only " not in texts(app).replace("Only these", "").replace("Only A has", "").replace("Only B has", "")
