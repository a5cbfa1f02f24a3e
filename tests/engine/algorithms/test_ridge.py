"""Ridge regression against scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import RidgeCV

from engine.algorithms import ridge


@pytest.mark.parametrize("shape", [(60, 5), (30, 80), (10, 1)])
def test_it_is_scikit_learns_with_every_row_left_out_once(shape: tuple[int, int]) -> None:
    generator = np.random.default_rng(0)
    features = generator.normal(3, 2, shape)
    targets = features[:, 0] + generator.normal(0, 1, shape[0]) + 50
    found = ridge.fit(features, targets)
    scale = np.square(np.linalg.svd(features - features.mean(axis=0), compute_uv=False)).mean()
    other = RidgeCV(ridge.PENALTIES * scale).fit(features, targets)
    assert found.penalty == pytest.approx(other.alpha_)
    np.testing.assert_allclose(found.predicted(features), other.predict(features), rtol=1e-6)


def test_columns_that_do_not_vary_predict_the_mean() -> None:
    found = ridge.fit(np.ones((6, 2)), np.arange(6.0))
    np.testing.assert_allclose(found.predicted(np.full((2, 2), 7.0)), 2.5)
