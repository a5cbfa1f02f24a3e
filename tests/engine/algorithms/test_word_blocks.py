"""Blocks that stand for a list of vectors."""

import numpy as np
from numpy.testing import assert_allclose

from engine.algorithms.word_blocks import first_words, principal_blocks


def test_first_words_are_padded() -> None:
    vectors = np.arange(6.0).reshape(3, 2)
    assert_allclose(first_words(vectors, 2), vectors[:2])
    assert_allclose(first_words(vectors, 4), [*vectors, [0, 0]])
    assert not first_words(np.zeros((0, 2)), 2).any()


def test_principal_blocks_are_the_eigenvectors_of_the_second_moments() -> None:
    vectors = np.random.default_rng(0).normal(size=(30, 5)) + 0.5
    blocks = principal_blocks(vectors, 7)
    values, axes = np.linalg.eigh(vectors.T @ vectors / 30)
    assert_allclose(np.square(blocks).sum(axis=1)[:5], values[::-1])
    assert_allclose(np.abs((blocks[:5] / np.linalg.norm(blocks[:5], axis=1, keepdims=True)) @ axes[:, ::-1]), np.eye(5),
                    atol=1e-9)  # fmt: skip
    assert not blocks[5:].any()
    assert_allclose(np.square(blocks).sum(), np.square(vectors).sum(axis=1).mean())
    assert (blocks[:5] @ vectors.sum(axis=0) > 0).all()


def test_they_do_not_depend_on_the_order_and_end_with_the_rank() -> None:
    vectors = np.random.default_rng(1).normal(size=(12, 4))
    assert_allclose(principal_blocks(vectors[::-1], 3), principal_blocks(vectors, 3))
    assert_allclose(principal_blocks(np.array([[3.0, 4.0]] * 2), 2), [[3, 4], [0, 0]], atol=1e-12)
    opposite = principal_blocks(np.array([[1.0, 2.0], [-1.0, -2.0]]), 1)
    assert_allclose(opposite, [[1, 2]])
    assert not principal_blocks(np.zeros((0, 3)), 2).any()
