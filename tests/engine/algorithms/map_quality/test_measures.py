"""Measures of a map: by hand, against scikit-learn, against the figures of ZADU, and what chance gives."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.map_quality import measures
from engine.algorithms.map_quality.agreement import agreement
from engine.algorithms.map_quality.neighborhoods import Neighborhoods, neighborhoods


def cloud(n: int = 400, d: int = 15) -> np.ndarray:
    return np.random.default_rng(0).normal(1, 1, (n, d)).astype(np.float32)


def test_a_line_that_is_bent_by_hand() -> None:
    """Five points on a line, the last of which the map puts beside the first: it is a false neighbor of it."""
    line = np.array([[0.0], [1.0], [2.1], [3.3], [4.6]], dtype=np.float32)
    bent = np.array([[0.0], [1.0], [2.1], [3.3], [-0.5]], dtype=np.float32)
    found = neighborhoods(line, bent, 1)
    assert_array_equal(found.near[:, 0], [1, 0, 1, 2, 3])
    assert_array_equal(found.shown[:, 0], [4, 0, 1, 2, 0])
    assert_array_equal(found.ranks_of_shown[:, 0], [4, 1, 1, 1, 4])
    assert_array_equal(found.ranks_of_near[:, 0], [2, 1, 1, 1, 4])
    worst = 1 * (2 * 5 - 3 - 1) / 2
    assert_allclose(measures.trust_by_point(found), [1 - 3 / worst, 1, 1, 1, 1 - 3 / worst])
    assert_allclose(measures.continuity_by_point(found), [1 - 1 / worst, 1, 1, 1, 1 - 3 / worst])
    assert_allclose(measures.kept_by_point(found), [0, 1, 1, 1, 0])


@pytest.mark.parametrize("k", [1, 5, 40])
def test_trustworthiness_is_that_of_scikit_learn(k: int) -> None:
    from sklearn.manifold import trustworthiness

    points = cloud()
    places = points[:, :2] + points[:, 2:4]
    found = neighborhoods(points, places, k)
    expected = trustworthiness(points.astype(float), places.astype(float), n_neighbors=k)
    assert_allclose(measures.trust_by_point(found).mean(), expected, atol=1e-12)
    expected = trustworthiness(places.astype(float), points.astype(float), n_neighbors=k)
    assert_allclose(measures.continuity_by_point(found).mean(), expected, atol=1e-12)


TRUST = [0.6341001353179972, 0.6355886332882272, 0.6617050067658998, 0.7519621109607577, 0.6837618403247632]
CONTINUITY = [0.5702300405953992, 0.7192151556156969, 0.6829499323410013, 0.8983761840324763, 0.7178619756427604]
"""Of the first points of the cloud at k = 20, as ZADU 0.5.4 tells them."""


def test_every_point_is_told_as_zadu_tells_it() -> None:
    points = cloud()
    found = neighborhoods(points, points[:, :2] + points[:, 2:4], 20)
    trust, continuity = measures.trust_by_point(found), measures.continuity_by_point(found)
    assert_allclose(trust[:5], TRUST, atol=1e-12)
    assert_allclose(continuity[:5], CONTINUITY, atol=1e-12)
    assert_allclose([trust.mean(), continuity.mean()], [0.637482746955345, 0.7233163058186739], atol=1e-12)


def test_zadu_itself_agrees_where_it_is_installed() -> None:
    peer = pytest.importorskip("zadu.measures.trustworthiness_continuity")
    points = np.round(cloud(300, 6) * 2)  # with many ties
    places = points[:, :2] + points[:, 2:4]
    _, expected = peer.measure(points, places, k=15, return_local=True)
    found = neighborhoods(points, places, 15)
    assert_allclose(measures.trust_by_point(found), expected["local_trustworthiness"], atol=1e-12)
    assert_allclose(measures.continuity_by_point(found), expected["local_continuity"], atol=1e-12)


def test_a_map_at_random_is_what_chance_says() -> None:
    points = cloud(1_000, 5)
    trust, continuity, kept = [], [], []
    for seed in range(5):
        found = neighborhoods(points, np.random.default_rng(seed).normal(size=(1_000, 2)), 10)
        trust.append(measures.trust_by_point(found).mean())
        continuity.append(measures.continuity_by_point(found).mean())
        kept.append(measures.kept_by_point(found).mean())
    expected = measures.chance_trustworthiness(1_000, 10)
    assert_allclose(np.mean(trust), expected, atol=0.005)
    assert_allclose(np.mean(continuity), expected, atol=0.005)
    assert_allclose(np.mean(kept), measures.chance_kept(1_000, 10), atol=0.002)


def test_the_worst_map_is_at_zero() -> None:
    """Ranks as bad as they can be: by definition 0 is reached."""
    n, k = 11, 3
    worst = np.tile(np.arange(n - k, n, dtype=np.int32), (n, 1))
    assert_allclose(measures.trust_by_point(Neighborhoods(worst, worst, worst, worst)), 0, atol=1e-12)


def test_how_many_neighbors_can_be_asked_for() -> None:
    assert [measures.most_neighbors(n) for n in (1, 3, 4, 5, 21)] == [0, 0, 1, 2, 10]


def test_agreement_is_the_mean_share_over_pairs_of_maps() -> None:
    one, other, third = np.array([[1, 2, 3]]), np.array([[3, 1, 5]]), np.array([[7, 8, 9]])
    assert_allclose(agreement([one, other]), [2 / 3])
    assert_allclose(agreement([one, other, third]), [(2 / 3 + 0 + 0) / 3])
    many = [np.arange(10)[None].repeat(9_000, axis=0)] * 3
    assert_allclose(agreement(many), np.ones(9_000))
