"""What partitions have in common: all if they are the same, what chance gives if they know nothing of each other."""

import numpy as np
import pytest

from engine.algorithms.clusters.consensus import always_together, cluster_overlap, co_association, consensus


def drawn(n_partitions: int, n: int, k: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, k, (n_partitions, n))


def test_the_same_partition_under_other_names_agrees_in_all() -> None:
    first = np.array([0, 0, 0, 1, 1, 2])
    partitions = np.array([first, (first + 1) % 3, first])
    together, _ = always_together(partitions)
    assert together == 1 and set(np.unique(co_association(partitions))) == {0, 1}
    np.testing.assert_array_equal(cluster_overlap(partitions), 1)
    np.testing.assert_array_equal(consensus(partitions, 3), first)


def test_random_partitions_agree_as_by_chance() -> None:
    partitions = drawn(4, 600, 5)
    together, by_chance = always_together(partitions)
    assert by_chance == pytest.approx(0.2**4 / (1 - 0.8**4), rel=0.05)  # closed form of equal clusters
    assert together == pytest.approx(by_chance, rel=0.25)
    assert cluster_overlap(partitions).mean() == pytest.approx(0.2 * 0.2 / (0.4 - 0.04), rel=0.1)


def test_by_hand() -> None:
    partitions = np.array([[0, 0, 1, 1], [0, 1, 1, 1]])
    np.testing.assert_allclose(co_association(partitions)[0], [1, 0.5, 0, 0])
    # ever together: 01, 12, 13, 23; always: 23
    assert always_together(partitions)[0] == pytest.approx(1 / 4)
    np.testing.assert_allclose(cluster_overlap(partitions), [1 / 2, 1 / 4, 2 / 3, 2 / 3])


def test_the_consensus_is_what_most_say() -> None:
    truth = np.repeat([0, 1, 2], [30, 20, 10])
    generator = np.random.default_rng(1)
    partitions = np.array(
        [np.where(generator.random(60) < 0.15, generator.integers(0, 3, 60), truth) for _ in range(9)]
    )
    np.testing.assert_array_equal(consensus(partitions, 3), truth)
    assert not np.array_equal(partitions[0], truth)


def test_one_item_alone_and_no_pairs() -> None:
    np.testing.assert_array_equal(consensus(np.zeros((2, 1), int), 3), [0])
    assert np.isnan(always_together(np.tile(np.arange(5), (2, 1)))[0])
