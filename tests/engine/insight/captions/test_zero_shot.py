"""Unseen classes: what is told, what lowering costs, and that no unseen picture is asked for it."""

import numpy as np
import pytest

from engine.insight.captions.zero_shot import confusion, lowering_that_keeps, told, zero_shot

UNSEEN = np.array([False, False, True])


def test_seen_scores_are_lowered_as_far_as_pictures_kept_aside_allow() -> None:
    scores = np.array([[0.9, 0.1, 0.5], [0.2, 0.8, 0.6], [0.7, 0.1, 0.6], [0.5, 0.4, 0.2], [0.3, 0.9, 0.0]])
    targets = np.array([0, 1, 0, 0, 1])  # margins over the unseen class: .4, .2, .1, .3, .9
    for share, margin in ((1.0, 0.1), (0.8, 0.2), (0.6, 0.3)):
        lowering = lowering_that_keeps(scores, targets, UNSEEN, share)
        assert lowering == pytest.approx(margin)
        assert (told(scores, UNSEEN, lowering) == targets).mean() == pytest.approx(share)
        assert (told(scores, UNSEEN, lowering + 1e-6) == targets).mean() < share


def test_nothing_is_lowered_where_too_few_are_right_anyway() -> None:
    scores = np.array([[0.1, 0.9, 0.0], [0.2, 0.1, 0.0]])
    assert lowering_that_keeps(scores, np.array([0, 0]), UNSEEN, 0.9) == 0
    assert lowering_that_keeps(np.zeros((0, 3)), np.zeros(0, int), UNSEEN, 0.9) == 0


def test_shares_of_unseen_and_seen_pictures_by_hand() -> None:
    unseen = np.array([False, True, True])
    scores = np.array([[0.9, 0.2, 0.1], [0.5, 0.4, 0.3], [0.5, 0.1, 0.4], [0.2, 0.3, 0.1]])
    targets = np.array([0, 1, 1, 2])
    found = zero_shot(scores, targets, unseen, 0.2)
    assert found.between == pytest.approx(1 / 3)  # of the last three the first alone
    assert (found.unseen, found.unseen_lowered) == (0, pytest.approx(1 / 3))
    assert (found.seen, found.seen_lowered, found.n_unseen, found.n_seen) == (1, 1, 2, 1)


def test_the_rows_of_who_is_taken_for_whom_are_shares() -> None:
    found = confusion(np.array([0, 1, 1, 1]), np.array([0, 0, 1, 1]), 3)
    np.testing.assert_allclose(found[:2], [[0.5, 0.5, 0], [0, 1, 0]])
    assert np.isnan(found[2]).all()
