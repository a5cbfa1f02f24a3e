"""The towers against an independent route: gradients by differences, the softmax of one item each, sums by hand."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.algorithms.towers import two_towers
from engine.algorithms.towers.pair_softmax import softmax_step
from engine.algorithms.towers.sums import summed
from engine.algorithms.towers.two_towers import Features, Pairs, Settings, Towers, pick_step
from engine.report import Silent

RNG = np.random.default_rng(7)
LEFTS = np.repeat(np.arange(6), 4)
RIGHTS = np.concatenate([RNG.choice(9, 4, replace=False) for _ in range(6)])
PAIRS = Pairs(LEFTS, RIGHTS)
FEATURES = Features(
    *(
        csr_array((RNG.random((n, m)) * (RNG.random((n, m)) < 0.6)).astype(np.float32))
        for n, m in ((6, 3), (9, 2), (9, 5))
    )
)
"""Six left ones and nine right ones, with features of every kind."""


def test_sums_by_row() -> None:
    values = np.arange(8, dtype=np.float32).reshape(4, 2)
    assert summed(values, np.array([2, 0, 2, 2]), 3).tolist() == [[2, 3], [0, 0], [10, 13]]


def test_the_step_of_the_towers_is_the_softmax_of_one_film_each() -> None:
    """Against `softmax_step`, whose gradients are tested by differences, with a table of ones and zeros."""
    rng = np.random.default_rng(0)
    users, items, bias = rng.normal(size=(4, 3)), rng.normal(size=(6, 3)), rng.normal(size=6)
    wanted = np.array([5, 0, 0, 2])
    loss, of_users, of_items = pick_step(users, items, bias, wanted)
    expected, gradients = softmax_step([users, items, bias], np.arange(4), np.eye(6)[wanted])
    assert loss == pytest.approx(expected)
    np.testing.assert_allclose(of_users, gradients[0], atol=1e-12)
    np.testing.assert_allclose(of_items, gradients[1], atol=1e-7)


def towers() -> Towers:
    found = Towers(PAIRS, FEATURES, 3, np.random.default_rng(0))
    found.tables = two_towers.Tables(*(10 * table.astype(np.float64) for table in found.tables.all()))
    return found


def test_the_gradients_are_those_of_the_loss() -> None:
    """By central differences, for every entry of the four tables."""
    model, pairs, random = towers(), np.array([0, 3, 5, 6, 11, 20]), np.array([1, 5, 7])
    _, gradients = model.step(pairs, random)
    for table, gradient in zip(model.tables.all(), gradients, strict=True):
        assert table.shape == gradient.shape
        for index in np.ndindex(*table.shape):
            before, losses = table[index], []
            for step in (1e-2, -1e-2):
                table[index] = before + step
                losses.append(model.step(pairs, random)[0] / len(pairs))
            table[index] = before
            assert (losses[0] - losses[1]) / 2e-2 == pytest.approx(gradient[index], abs=1e-3)


def test_a_step_is_what_the_definition_says() -> None:
    """Vectors summed one by one, the target left out of its history; chances corrected for how often each is drawn."""
    model, pairs, random = towers(), np.array([2, 9, 9]), np.array([4])
    tables, chosen, left, right = (
        model.tables,
        *(part.toarray() for part in (FEATURES.chosen, FEATURES.left, FEATURES.right)),
    )
    candidates = np.unique(np.append(RIGHTS[pairs], 4))
    drawn = len(pairs) * np.bincount(RIGHTS, minlength=9)[candidates] / 24 + 1 / len(np.unique(RIGHTS))
    expected = 0.0
    for pair in pairs:
        rest = [item for item in RIGHTS[LEFTS[pair] == LEFTS] if item != RIGHTS[pair]]
        vector = np.mean([tables.history[item] + chosen[item] @ tables.chosen for item in rest], axis=0)
        vector = vector + left[LEFTS[pair]] @ tables.left
        scores = right[candidates] @ tables.right @ vector - np.log(drawn)
        expected += np.log(np.exp(scores).sum()) - scores[candidates == RIGHTS[pair]][0]
    assert model.step(pairs, random)[0] == pytest.approx(expected, rel=1e-5)


def test_any_two_kinds_are_told_by_their_features_alone() -> None:
    """Left ones of sort s choose right ones of sort s; without identities, a new one of a sort scores like the old."""
    sorts = np.arange(40) % 2
    lefts = np.repeat(np.arange(40), 5)
    rights = np.concatenate(
        [np.random.default_rng(left).choice(20, 5, replace=False) * 2 + left % 2 for left in range(40)]
    )
    marks = csr_array(np.stack([sorts == 0, sorts == 1], axis=1).astype(np.float32))
    features = Features(marks, csr_array((40, 0), dtype=np.float32), marks)
    settings = Settings(n_components=4, n_epochs=30, batch_size=50, n_random=10, learning_rate=0.05)
    tables, history = two_towers.train(Pairs(lefts, rights), features, settings, np.random.default_rng(0), Silent())
    scores = tables.left @ tables.right.T
    assert np.diag(scores).min() > scores[[0, 1], [1, 0]].max() + 1
    assert history["loss"][-1] < history["loss"][0]


def test_histories_and_what_the_left_tower_makes_of_them() -> None:
    histories = two_towers.histories_of(PAIRS, 7, 9)
    assert histories.shape == (7, 9) and histories.sum() == 24
    assert all(histories[[left]].indices.tolist() == RIGHTS[left == LEFTS].tolist() for left in range(6))
    rows, more = np.eye(9), np.ones((2, 1))
    by_rows, by_features = two_towers.history_parts(histories, FEATURES.chosen.toarray(), rows, more)
    for left in range(6):
        assert by_rows[left].tolist() == [0.25 * (item in RIGHTS[left == LEFTS]) for item in range(9)]
        mean = FEATURES.chosen.toarray()[RIGHTS[left == LEFTS]].sum(axis=1).mean()
        assert by_features[left, 0] == pytest.approx(mean, rel=1e-6)
    assert not by_rows[6].any() and not by_features[6].any()


def test_those_nobody_chose_are_unseen_and_a_share_of_the_others() -> None:
    counts = np.array([0, 3] * 2_000)
    unseen = two_towers.kept_unseen(counts, 0.3, np.random.default_rng(0))
    assert unseen[counts == 0].all()
    assert unseen[counts > 0].mean() == pytest.approx(0.3, abs=0.04)
    assert not two_towers.kept_unseen(np.ones(50), 0.0, np.random.default_rng(0)).any()
