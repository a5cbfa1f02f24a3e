"""A threshold by hand, and its counts."""

import numpy as np
import pytest

from engine.insight.tables.anomalies import judged


def test_counts_by_hand() -> None:
    errors = np.array([1.0, 3.0, 2.0, 2.5, 9.0, 2.2])
    normal = np.array([True, True, True, True, False, False])
    seen = np.array([True, True, False, False, False, False])
    found = judged(errors, normal, seen, 0.25)  # of 1 and 3: mean 2, deviation 1
    assert found == (2.25, 1, 1, 1, 1)
    assert (found.precision, found.recall, found.accuracy) == (0.5, 0.5, 0.5)
    everything = judged(errors, normal, np.ones(6, bool), 100.0)
    assert everything[1:] == (0, 2, 0, 4) and everything.recall == 0 and np.isnan(everything.precision)
    assert everything.accuracy == pytest.approx(4 / 6)
