"""Semi-hard negatives by hand."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from engine.algorithms.networks.triplets_torch import semi_hard_losses  # noqa: E402


def test_semi_hard_negatives_by_hand() -> None:
    angles = torch.tensor([0.0, 0.6, 0.9, 2.0, 3.0])
    codes = torch.stack([angles.cos(), angles.sin()], dim=1)
    targets = torch.tensor([0, 0, 1, 1, 2])

    def square(first: int, second: int) -> float:
        return float((codes[first] - codes[second]).square().sum())

    wanted = [
        0.2 + square(0, 1) - square(0, 2),  # nearest negative beyond the positive
        0.2 + square(1, 0) - square(1, 3),  # item 2 is nearer than the positive: passed over
        0.2 + square(2, 3) - square(2, 4),
        0.2 + square(3, 2) - square(3, 1),
    ]
    np.testing.assert_allclose(semi_hard_losses(codes, targets, 0.2), np.maximum(wanted, 0), atol=1e-5)


def test_where_no_negative_is_farther_the_farthest_is_taken() -> None:
    codes = torch.tensor([[1.0, 0], [-1, 0], [0.8, 0.6], [0.6, 0.8]])
    found = semi_hard_losses(codes, torch.tensor([0, 0, 1, 2]), 0.2)
    np.testing.assert_allclose(found, [0.2 + 4 - 0.8, 0.2 + 4 - 3.6], atol=1e-5)
    assert len(semi_hard_losses(codes, torch.zeros(4), 0.2)) == 0
