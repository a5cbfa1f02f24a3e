"""Maps by distances: classical scaling, descent on stress, and random axes."""

import re
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.spatial.distance import pdist

from engine.embedding import Embedding
from engine.errors import InputError
from engine.projections import classical_mds, gaussian
from engine.projections.classical_mds import ClassicalMDS
from engine.projections.gaussian import GaussianProjection, axes_for
from engine.projections.pca import PCA
from engine.projections.stress_mds import StressMDS
from tests.examples import embedding as three_clusters

DATA = three_clusters(90, 8)


def embedding_of(vectors: np.ndarray) -> Embedding:
    return Embedding(vectors, [f"item {row}" for row in range(len(vectors))])


@pytest.mark.parametrize("n_components", [2, 3])
def test_classical_scaling_of_euclidean_distances_is_the_pca(n_components: int) -> None:
    found = ClassicalMDS(n_components=n_components, metric="euclidean").fit(DATA)
    assert_allclose(found.main.vectors, PCA(n_components=n_components).fit(DATA).main.vectors, atol=1e-5)
    products = (DATA.vectors - DATA.vectors.mean(axis=0)).astype(float)
    values = np.linalg.eigvalsh(products @ products.T)[::-1]
    kept = np.square(values[:n_components]).sum() / np.square(values).sum()
    assert_allclose(found.summary["kept"], kept, rtol=1e-5)
    assert f"accounts for {kept:.0%}" in ClassicalMDS().caption(found, (0, 1))


def test_classical_scaling_of_cosines_by_the_textbook_and_by_landmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    found = ClassicalMDS().fit(DATA)
    squares = (1 - DATA.unit.astype(float) @ DATA.unit.T.astype(float)) ** 2
    center = np.eye(90) - 1 / 90
    values, vectors = np.linalg.eigh(-0.5 * center @ squares @ center)
    assert_allclose(np.abs(found.main.vectors), np.abs(vectors[:, :-3:-1] * np.sqrt(values[:-3:-1])), atol=1e-5)
    assert found.notes == ()
    monkeypatch.setattr(classical_mds, "WHOLE", 50)
    monkeypatch.setattr(classical_mds, "LANDMARKS", 45)
    monkeypatch.setattr(classical_mds, "TILE", 20)
    by_some = ClassicalMDS().fit(DATA)
    assert "for up to 50 items; here 45 are scaled" in by_some.notes[0]
    assert np.corrcoef(pdist(by_some.main.vectors), pdist(found.main.vectors))[0, 1] > 0.99


@pytest.mark.parametrize("cls", [ClassicalMDS, StressMDS])
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_equal_rows_are_refused(cls: Any, metric: str) -> None:
    with pytest.raises(InputError, match="points are the same"):
        cls(metric=metric).fit(embedding_of(np.ones((20, 4))))


@pytest.mark.parametrize("cls", [ClassicalMDS, StressMDS, GaussianProjection])
@pytest.mark.parametrize("n", [2, 3, 4])
def test_a_handful_has_places(cls: Any, n: int) -> None:
    points = np.random.default_rng(n).normal(size=(n, 6)).astype(np.float32)
    for n_components in (2, 3):
        y = cls(n_components=n_components).fit(embedding_of(points)).main.vectors
        assert y.shape == (n, n_components) and np.isfinite(y).all()


def test_zero_vectors_have_no_place_under_cosine() -> None:
    points = DATA.vectors.copy()
    points[3] = 0
    for learner in (ClassicalMDS(), StressMDS(n_iter=10)):
        result = learner.fit(embedding_of(points))
        y = result.main.vectors
        assert "1 item has no direction" in result.notes[0] and (y[3] < np.delete(y, 3, axis=0).min(axis=0)).all()


def test_descent_is_watched_to_its_end_and_says_how_far_off_it_is() -> None:
    result = StressMDS(n_iter=150, start="pca", metric="euclidean").fit(DATA)
    assert result.history["step"] == [float(step) for step in range(2, 151, 2)]
    assert (np.diff(result.history["stress"]) < 1e-5).all()
    wanted, found = pdist(DATA.vectors / PCA().fit(DATA).main.vectors[:, 0].std()), pdist(result.main.vectors)
    expected = np.sqrt(np.square(found - wanted).sum() / np.square(wanted).sum())
    assert_allclose(result.summary["stress"], expected, rtol=1e-3)
    assert f"Stress {expected:.2f}" in StressMDS().caption(result, (0, 1))
    assert result.snapshots is not None
    assert_array_equal(result.snapshots.frames[-1], result.main.vectors)


def test_a_start_by_chance_ends_higher_than_one_by_pca() -> None:
    by_chance = [StressMDS(n_iter=200, seed=seed).fit(DATA).summary["stress"] for seed in range(4)]
    assert StressMDS(n_iter=200, start="pca").fit(DATA).summary["stress"] <= min(by_chance) + 1e-3


def test_random_axes_keep_distances_the_better_the_more_there_are() -> None:
    data = embedding_of(np.random.default_rng(1).normal(size=(400, 50)).astype(np.float32))
    result = GaussianProjection(seed=5).fit(data)
    widths = [np.diff(result.summary[f"ratios_{n}"])[0] for n in (2, 100, 1_000)]
    assert widths[0] > 1.2 > 0.3 > widths[1] > 0.2 > 0.08 > widths[2] > 0.06
    # Along k axes squared ratios are chi-square over k: nine of ten ratios lie within 1.64 / sqrt(2 k) of 1.
    assert_allclose(widths[2], 2 * 1.645 / np.sqrt(2_000), rtol=0.1)
    told = GaussianProjection().caption(result, (0, 1))
    low, high = result.summary["ratios_100"]
    assert f"along 100 such axes, {low:.2f} to {high:.2f}" in told and f"ask {axes_for(0.2, 400):,} axes" in told


def test_the_map_lies_along_the_axes_that_were_measured() -> None:
    result = GaussianProjection(n_components=3, seed=2).fit(DATA)
    ends = np.random.default_rng(0).integers(0, 90, (2, gaussian.N_PAIRS))
    ends = ends[:, ends[0] != ends[1]]
    on_map, in_data = (
        np.linalg.norm(rows[ends[0]].astype(float) - rows[ends[1]], axis=1)
        for rows in (result.main.vectors, DATA.vectors)
    )
    assert_allclose(result.summary["ratios_3"], np.percentile(on_map / in_data, (5, 95)), rtol=1e-4)


def test_the_bound_is_the_published_one() -> None:
    assert axes_for(0.1, 1_000) == int(np.ceil(4 * np.log(1_000) / (0.1**2 / 2 - 0.1**3 / 3))) == 5_921
    assert re.fullmatch(r"[\d,]+", f"{axes_for(0.2, 1):,}")
