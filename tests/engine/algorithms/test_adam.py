"""Adam on rows of tables."""

import numpy as np

from engine.algorithms.adam import Adam


def test_adam_takes_first_steps_of_the_learning_rate() -> None:
    """Whatever the gradient's size: m / sqrt(v) is its sign in the first step (Kingma and Ba, 2015)."""
    table = np.zeros((3, 2))
    optimizer = Adam([table], 0.1)
    optimizer.step(0, np.array([0, 2]), np.array([[5.0, -0.01], [1e-4, 3.0]]))
    np.testing.assert_allclose(table, [[-0.1, 0.1], [0, 0], [-0.1, -0.1]], atol=1e-4)
