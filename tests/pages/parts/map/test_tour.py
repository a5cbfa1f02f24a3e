"""The grand tour: what travels to the browser, whose run it is, and where it is offered."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from engine.embedding import Embedding
from engine.openings import map_of
from engine.projections.pca import PCA
from engine.runs import store
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.map import pieces, tour
from pages.parts.map.packets import STEPS
from pages.parts.map.picture import Highlight, Picture, Tour
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts
from tests.pages.parts.map.test_map import unpack

RUN = RECIPES["ppmi_svd"].run_id
PICKED = ("king", "queen", "prince", "princess", "dog", "cat", "puppy", "kitten")
SPREADS = np.array([4.0, 3, 2, 1, 0.5])
POINTS = np.random.default_rng(7).normal(size=(50, 5)) * SPREADS


def picture(revision: str, coordinates: np.ndarray, made: Tour | None) -> Picture:
    labels = [f"word{row}" for row in range(len(coordinates))]
    return Picture("map", revision, coordinates, labels, None, None, Highlight(), (), None, tour=made)


def turned(vectors: np.ndarray, run_id: str = "a" * 32) -> tour.Shown:
    """The tour of a run of PCA on these vectors, as a page makes it."""
    fit = PCA().fit(Embedding(vectors.astype(np.float32), [f"word{row}" for row in range(len(vectors))]))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pages.parts.run.state.fit", lambda _: fit)
        return tour._finished(run_id)


def test_the_principal_coordinates_travel_in_16_bits_with_their_shares_of_the_variance() -> None:
    shown = turned(POINTS)
    assert shown.tour is not None
    header, arrays = unpack(pieces.tour(picture(shown.revision, shown.coordinates, shown.tour), shown.tour))
    assert header["part"] == "tour" and header["revision"] == shown.revision
    assert header["titles"] == ["PC1", "PC2", "PC3", "PC4", "PC5"]
    low, high = np.array(header["low"]), np.array(header["high"])
    back = low + arrays["place"].reshape(5, 50).T / STEPS * (high - low)
    centered = POINTS - POINTS.mean(axis=0)
    _, singular, axes = np.linalg.svd(centered, full_matrices=False)
    np.testing.assert_allclose(np.abs(back), np.abs(centered @ axes.T), atol=float((high - low).max()) / STEPS + 1e-4)
    np.testing.assert_allclose(header["ratios"], singular**2 / (singular**2).sum(), rtol=1e-4)
    np.testing.assert_array_equal(shown.coordinates, shown.tour.coordinates[:, :2])


def test_a_tour_has_ten_components_at_most_and_says_what_they_hold() -> None:
    shown = turned(np.random.default_rng(1).normal(size=(80, 14)))
    assert shown.tour is not None and shown.tour.coordinates.shape == (80, 10)
    assert f"hold {sum(shown.tour.ratios):.0%} of the vectors' variance" in shown.caption
    assert 0 < sum(shown.tour.ratios) < 1


@pytest.mark.parametrize("rank", [1, 2])
def test_points_that_vary_in_a_plane_have_nothing_to_turn(rank: int) -> None:
    flat = POINTS[:, :rank] @ np.random.default_rng(2).normal(size=(rank, 5))
    shown = turned(flat)
    assert shown.tour is None and shown.coordinates.shape == (50, 2) and "nothing to turn" in shown.caption


def test_a_tour_of_other_items_or_of_too_few_axes_is_refused() -> None:
    titles, ratios = ["PC1", "PC2", "PC3"], [0.5, 0.3, 0.2]
    with pytest.raises(ValueError, match="a tour of 50 rows"):
        picture("r", POINTS[:20, :2], Tour(POINTS[:, :3], titles, ratios))
    with pytest.raises(ValueError, match="a flat map"):
        picture("r", POINTS[:, :3], Tour(POINTS[:, :3], titles, ratios))
    with pytest.raises(ValueError, match="a tour through"):
        Tour(POINTS[:, :2], titles[:2], ratios[:2])
    with pytest.raises(ValueError, match="3 titles"):
        Tour(POINTS[:, :4], titles, ratios)


def at_words() -> View:
    return View(PageState("words", addressed=False), RUN, "word", "words")


def toured(at_rest: Open, **query: str) -> AppTest:
    """The words page with the tour chosen, without an exception."""
    app = at_rest("words", "king", run=RUN, map=tour.NAME, **query)
    assert not app.exception
    maps = next(box for box in app.selectbox if box.label == "Map")
    assert maps.value == tour.NAME and tour.TITLE in maps.options
    return app


def test_the_tour_is_the_run_of_the_map_by_pca(at_rest: Open) -> None:
    view = at_words()
    needed = tour.recipe(view, view.embedding.n_items)
    assert needed == map_of(RUN, "word", view.embedding.n_items, PCA())
    store.save(needed, PCA().fit(view.embedding), 0.1)
    told = texts(toured(at_rest))
    assert "planes in the first 4 principal components, which hold 100% of the vectors' variance" in told
    assert "Look for islands that stay apart while it turns" in told


def test_items_shown_alone_have_a_tour_of_their_own(at_rest: Open) -> None:
    whole = at_words()
    alone = whole.of_only([whole.embedding.labels[row] for row in whole.embedding.rows_of(PICKED)])
    store.save(tour.recipe(alone, 8), PCA().fit(alone.embedding), 0.1)
    told = texts(toured(at_rest, only=",".join(PICKED)))
    assert "Only 8" in told and "planes in the first 4 principal components" in told


def test_vectors_of_two_numbers_have_none(at_rest: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    view = at_words()
    assert tour.offered(view) == {tour.NAME: tour.TITLE}
    plane = Embedding(view.embedding.vectors[:, :2], view.embedding.labels)
    monkeypatch.setattr(View, "embedding", property(lambda _: plane))
    assert tour.offered(view) == {}
