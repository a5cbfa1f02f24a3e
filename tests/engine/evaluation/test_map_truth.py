"""How true a map is: its lists by hand, its scores beside chance, beside shuffled data and beside the sampled ones."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.made_maps import MadeMaps
from engine.evaluation.map_truth import MapTruth, Truth
from engine.evaluation.maps import map_quality
from engine.fit import Fit
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE
from engine.report import Silent
from tests.examples import embedding, maps


def measured(whole: Embedding, maker: PCA | TSNE, **settings: object) -> Truth:
    test = MapTruth(**settings)  # type: ignore[arg-type]
    return Truth.from_fit(test.fit(MadeMaps(whole, ((maker, maker.fit(whole)),))))


def test_the_lists_of_an_item_by_hand() -> None:
    """A line whose last point the map puts beside the first."""
    line = Embedding(np.array([[0.0, 0], [1, 0], [2.1, 0], [3.3, 0], [4.6, 0]]), list("abcde"))
    bent = Embedding(np.array([[0.0, 0], [1, 0], [2.1, 0], [3.3, 0], [-0.5, 0]]), list("abcde"))
    found = Truth.from_fit(MapTruth(n_neighbors=1, null=False).fit(MadeMaps(line, ((PCA(), Fit({"pca": bent})),))))
    assert [found.true(0).tolist(), found.missing(0).tolist(), found.false(0).tolist()] == [[1], [1], [4]]
    assert [found.true(2).tolist(), found.missing(2).tolist(), found.false(2).tolist()] == [[1], [], []]
    assert_allclose(found.kept, [0, 1, 1, 1, 0])
    assert_allclose(found.scores.kept, 0.6)
    assert_allclose([found.scores.trustworthiness, found.scores.continuity], [1 - 6 / 15, 1 - 4 / 15])
    assert found.null is None and found.null_places.size == 0


@pytest.mark.parametrize("maker", [PCA(), TSNE(perplexity=5.0, n_iter=250)])
def test_its_scores_are_those_of_the_caption(maker: PCA | TSNE) -> None:
    whole = embedding(300)
    found = measured(whole, maker, axes="0,1", null=False)
    metric = "cosine" if isinstance(maker, TSNE) else "euclidean"
    expected = map_quality(whole.vectors, maker.fit(whole).main.vectors[:, :2], metric)
    assert expected is not None
    assert_allclose(found.scores.trustworthiness, expected.trustworthiness, atol=1e-6)
    assert_allclose(found.scores.kept, expected.neighbor_recall, atol=1e-6)
    assert_allclose(found.chance.kept, expected.chance_recall)


def test_the_axes_of_a_map_are_those_that_it_is_drawn_by() -> None:
    whole = embedding(200)
    made = ((PCA(), PCA().fit(whole)),)
    first, last = (
        Truth.from_fit(MapTruth(axes=axes, null=False).fit(MadeMaps(whole, made))) for axes in ("0,1", "6,7")
    )
    assert first.scores.trustworthiness > 0.9 > last.scores.trustworthiness
    assert first.scores.shepard > 0.9 > last.scores.shepard
    for axes in ("0,8", "0,1,2,3"):
        with pytest.raises(InputError, match="cannot be drawn"):
            MapTruth(axes=axes).fit(MadeMaps(whole, made))


def test_shuffled_columns_lose_the_clusters_and_keep_their_columns() -> None:
    whole = embedding(300)
    found = measured(whole, PCA(), axes="0,1")
    assert found.null is not None and found.null_places.shape == (300, 2)
    assert found.null.shepard < found.scores.shepard - 0.1
    assert found.null.kept < found.scores.kept
    plain = measured(whole, PCA(), axes="0,1", null=False)
    assert plain.scores == found.scores


def test_groups_are_the_planted_clusters() -> None:
    whole = embedding(300)
    found = measured(whole, PCA(), axes="0,1", null=False, n_groups=3)
    pairs = set(zip(found.groups.tolist(), whole.metadata["cluster"].tolist(), strict=True))
    assert len(pairs) == 3 and found.groups.max() == 2


def test_the_same_seed_gives_the_same_and_it_can_be_saved() -> None:
    made = maps()
    one, other = MapTruth().fit(made), MapTruth().fit(made)
    for name, array in one.arrays.items():
        assert_array_equal(array, other.arrays[name])
    assert one.summary == other.summary
    again = Truth.from_fit(Fit.unpack(*one.pack()))
    assert again.scores == Truth.from_fit(one).scores and again.null == Truth.from_fit(one).null
    assert Truth.from_fit(one).found.k == one.summary["n_neighbors"] == 10


def test_where_a_null_cannot_be_made_it_says_why() -> None:
    """A column of one value stays as it is, and PCA has nothing to say of points that are all the same."""

    class Refusing(PCA):
        def fit(self, dataset: Embedding, report: Silent = Silent()) -> Fit:  # type: ignore[override]
            raise InputError("Not these.", "E-PRJ-02")

    whole = embedding(30)
    fit = MapTruth().fit(MadeMaps(whole, ((Refusing(), PCA(n_components=2).fit(whole)),)))
    assert fit.notes == ("There is no map of shuffled data to compare with. Not these.",)
    assert Truth.from_fit(fit).null is None


def test_too_few_items() -> None:
    few = embedding(3)
    with pytest.raises(InputError, match="3 items are too few"):
        MapTruth().fit(MadeMaps(few, ((PCA(), PCA(n_components=2).fit(few)),)))
    few = embedding(5)
    assert measured(few, PCA(n_components=2), null=False).found.k == 2


def test_it_says_how_far_it_is() -> None:
    seen: list[float] = []

    class Listener(Silent):
        def progress(self, done: float, total: float, unit: str, **metrics: object) -> None:
            seen.append(done / total)

    MapTruth().fit(maps(), Listener())
    assert seen == sorted(seen) and seen[-1] == 1.0
    assert MapTruth().estimate(maps()).seconds > MapTruth(null=False).estimate(maps()).seconds > 0
