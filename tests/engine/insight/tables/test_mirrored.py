"""Whether vectors mirror places."""

import numpy as np
import pytest

from engine.insight.tables.mirrored import mirrored

RNG = np.random.default_rng(0)


def test_places_hidden_in_many_numbers_are_found() -> None:
    places = RNG.uniform(0, 1, (200, 2))
    vectors = places @ RNG.normal(size=(2, 20)) + 0.05 * RNG.normal(size=(200, 20))
    unknown = places.copy()
    unknown[:30] = np.nan
    found = mirrored(vectors, unknown)
    assert found is not None and found.rows.tolist() == list(range(30, 200))
    assert found.r2 > 0.8 and min(found.correlations) > 0.85 and found.by_chance.max() < 0.1
    left = np.square(found.laid - found.places).sum() / np.square(found.places - found.places.mean(axis=0)).sum()
    assert found.r2 == pytest.approx(1 - left)


def test_four_known_places_are_too_few() -> None:
    places = np.full((9, 2), np.nan)
    places[:4] = RNG.uniform(0, 1, (4, 2))
    assert mirrored(RNG.normal(size=(9, 3)), places) is None


def test_vectors_along_one_line_have_one_component() -> None:
    line = RNG.normal(size=(50, 1))
    found = mirrored(line @ np.ones((1, 3)), np.column_stack([line[:, 0], RNG.normal(size=50)]))
    assert found is not None and 0.3 < found.r2 < 0.8 and found.correlations[0] > 0.9
