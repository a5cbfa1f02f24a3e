"""What would jump: an item between two islands does, others do not."""

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.made_maps import MadeMaps
from engine.evaluation.map_jumps import Jumps, MapJumps
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE


def islands() -> Embedding:
    """Two groups of sixty, and one item in the middle of both."""
    points = np.random.default_rng(0).normal(size=(121, 5))
    points[60:120, 0] += 14
    points[120] = [7, 0, 0, 0, 0]
    return Embedding(points, [str(row) for row in range(121)])


def maps(embedding: Embedding) -> MadeMaps:
    maker = TSNE(perplexity=8, metric="euclidean", n_iter=400)
    return MadeMaps(embedding, ((maker, maker.fit(embedding)),))


def test_the_item_in_the_middle_jumps() -> None:
    found = Jumps.from_fit(MapJumps().fit(maps(islands()))).by_item
    assert found.argmax() == 120
    assert found[120] > 5 * np.median(found)


def test_a_sample_leaves_others_open_and_is_the_same_each_time() -> None:
    made = maps(islands())
    one, other = (MapJumps(most=20, seed=3).fit(made) for _ in range(2))
    found = Jumps.from_fit(one).by_item
    assert np.isfinite(found).sum() == 20 and one.arrays["jumps"].tobytes() == other.arrays["jumps"].tobytes()
    whole = Jumps.from_fit(MapJumps().fit(made)).by_item
    looked = np.isfinite(found)
    np.testing.assert_array_equal(found[looked], whole[looked])


def test_other_maps_are_refused() -> None:
    embedding = islands()
    with pytest.raises(InputError, match="choose t-SNE") as caught:
        MapJumps().fit(MadeMaps(embedding, ((PCA(), PCA().fit(embedding)),)))
    assert caught.value.code == "E-MAP-06"


def test_few_items_are_refused() -> None:
    few = Embedding(np.eye(4), list("abcd"))
    with pytest.raises(InputError, match="too few"):
        MapJumps().fit(maps(few))


def test_vectors_of_zeros_do_not_count() -> None:
    directed = np.zeros((40, 4))
    directed[:3] = np.eye(4)[:3]
    few = Embedding(directed, [str(row) for row in range(40)])
    maker = TSNE(metric="cosine", n_iter=250)
    with pytest.raises(InputError, match="40 items are too few"):
        MapJumps().fit(MadeMaps(few, ((maker, maker.fit(few)),)))
