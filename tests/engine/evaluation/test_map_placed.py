"""Items that were left out of a map come to lie where their kind is."""

from dataclasses import replace

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.made_maps import MadeMaps
from engine.evaluation.map_placed import MapPlaced, PlacedItems
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE

N_KINDS, ON_MAP, NEW = 4, 240, 80


def kinds() -> Embedding:
    """Four kinds, mixed."""
    generator = np.random.default_rng(0)
    kind = np.arange(ON_MAP + NEW) % N_KINDS
    points = generator.normal(size=(N_KINDS, 10))[kind] * 4 + generator.normal(size=(ON_MAP + NEW, 10))
    return Embedding(points, [f"item {row}" for row in range(len(points))], {"kind": kind})


@pytest.fixture(scope="module")
def made() -> MadeMaps:
    whole, maker = kinds(), TSNE(perplexity=15, metric="euclidean", n_iter=400)
    shown = whole.first(ON_MAP)
    return MadeMaps(shown, ((maker, maker.fit(shown)),), whole.without(range(ON_MAP)))


def test_new_items_lie_beside_their_kind(made: MadeMaps) -> None:
    found = PlacedItems.from_fit(MapPlaced().fit(made))
    places = made.maps[0][1].main.vectors
    nearest = np.linalg.norm(found.embedding.vectors[:, None] - places[None], axis=2).argmin(axis=1)
    assert found.embedding.n_items == NEW and found.embedding.labels[0] == f"item {ON_MAP}"
    assert (made.embedding.metadata["kind"][nearest] == found.embedding.metadata["kind"]).mean() > 0.95
    assert found.fitting.kept.mean() > 0.3  # by chance 10 / 240
    assert found.unlike.mean() < 0.1


def test_an_item_of_the_map_comes_to_lie_on_itself(made: MadeMaps) -> None:
    found = PlacedItems.from_fit(MapPlaced().fit(replace(made, new=made.embedding.first(40))))
    places = made.maps[0][1].main.vectors
    gaps = np.linalg.norm(found.embedding.vectors - places[:40], axis=1)
    assert np.median(gaps) < 0.1 * np.linalg.norm(places - places.mean(axis=0), axis=1).mean()
    assert not found.unlike.any()


def test_what_is_like_nothing_is_told(made: MadeMaps) -> None:
    far = Embedding(np.full((3, 10), 40.0), list("abc"))
    assert PlacedItems.from_fit(MapPlaced().fit(replace(made, new=far))).unlike.all()


def test_of_many_some_are_taken_and_the_same_each_time(made: MadeMaps) -> None:
    one, other = (MapPlaced(most=20, seed=3).fit(made) for _ in range(2))
    assert one.main.n_items == 20 and one.main.vectors.tobytes() == other.main.vectors.tobytes()
    assert one.main.labels == other.main.labels and "20 are put on the map" in one.notes[0]


def test_what_cannot_be_placed_is_told_or_refused(made: MadeMaps) -> None:
    shown = made.embedding
    cosine = TSNE(perplexity=15, metric="cosine", n_iter=250)
    by_cosine = ((cosine, cosine.fit(shown)),)
    zeros = Embedding(np.vstack([np.zeros((2, 10)), np.ones((1, 10))]), list("abc"))
    fit = MapPlaced().fit(MadeMaps(shown, by_cosine, zeros))
    assert fit.main.labels == ("c",) and fit.notes == (
        "Vectors of 0 have no direction by which they could be put anywhere: 2.",
    )
    flat = ((PCA(), PCA().fit(shown)),)
    for given, code in (
        (MadeMaps(shown, flat, made.new), "E-MAP-06"),
        (MadeMaps(shown, made.maps, Embedding(np.ones((2, 9)), list("ab"))), "E-MAP-08"),
        (MadeMaps(shown, made.maps, shown.without(range(ON_MAP))), "E-MAP-09"),
        (MadeMaps(shown, made.maps), "E-MAP-09"),
        (MadeMaps(shown, by_cosine, zeros.first(2)), "E-MAP-10"),
    ):
        with pytest.raises(InputError) as caught:
            MapPlaced().fit(given)
        assert caught.value.code == code
