"""Lesson 8 in the engine: examples in feature space, towers, triplets, and one label a class."""

import numpy as np
import pytest

from engine.insight.lessons import digits as few
from engine.insight.lessons import matching as worked
from engine.insight.lessons.digits import digits
from engine.insight.lessons.matching import BALLS, CLICKS, Clicks


def test_the_lectures_six_balls() -> None:
    assert [row[0] for row in BALLS] == [1, 0.1, 1, 0.6, 1, 0.4]
    assert [row[1] for row in BALLS] == [10, 7, 2, 7, 5, 1]
    assert [row[2] for row in BALLS] == [0.2, 0.1, 1, 0.1, 0, 0.9]


def test_distances_in_feature_space() -> None:
    balls, new = np.array(BALLS, dtype=float), np.array([1, 6, 0.9])
    plain = worked.distances(balls, new, False)
    assert plain[3] == pytest.approx((0.4**2 + 1 + 0.8**2) ** 0.5) and plain.argmin() == 3
    scaled = worked.distances(balls, new, True)
    spread = balls.std(axis=0)
    assert scaled[2] == pytest.approx(((4 / spread[1]) ** 2 + (0.1 / spread[2]) ** 2) ** 0.5)
    assert scaled.argmin() == 2
    same = np.array([[1.0, 5.0], [3.0, 5.0]])
    np.testing.assert_allclose(worked.distances(same, np.array([1.0, 7.0]), True), [2, 8**0.5])


def read(text: str) -> Clicks:
    found = worked.clicks(text)
    assert found is not None
    return found


def products(given: Clicks, n_random: int) -> np.ndarray:
    towers = worked.train(given, 3, n_random)
    return (worked.bags(given.queries, given.words[0]) @ towers.left) @ (
        worked.bags(given.pages, given.words[1]) @ towers.right
    ).T


def test_towers_put_clicked_pairs_above_random_ones_if_there_are_any() -> None:
    given = read(CLICKS)
    found = products(given, 3)
    others = found[~np.eye(len(found), dtype=bool)]
    assert np.diag(found).mean() > others.mean() + 3
    assert (found.argmax(axis=1) == np.arange(len(found))).mean() >= 0.75
    assert np.abs(products(given, 0)).max() < 0.5  # nothing to pick from, nothing learned
    assert (products(given, 3) == found).all()


def test_the_lectures_sum_grows_with_the_vectors_and_the_logistic_loss_does_not_fall_forever() -> None:
    found = products(read(CLICKS), 3)
    one, two = worked.objective(found, 1), worked.objective(found, 2)
    assert two.together - two.apart == pytest.approx(4 * (one.together - one.apart))
    assert one.together == pytest.approx(np.trace(found), rel=1e-5)
    assert worked.objective(found, 0).loss == pytest.approx(np.log(2))


@pytest.mark.parametrize(
    "text", ["", "a > b\nc > d", "a b\nc > d\ne > f", "a > b\nc > b\nd > e", "a > \nc > d\ne > f", "a > b > c\n" * 3]
)
def test_what_is_no_list_of_clicks(text: str) -> None:
    assert worked.clicks(text) is None


def test_unknown_words_of_a_query_are_passed_over() -> None:
    np.testing.assert_allclose(worked.bags(("red blue red", "x"), ("red", "green")), [[1, 0], [0, 0]])


def test_a_triplet_by_hand_and_its_way_down() -> None:
    points = np.array([[0.0, 0.0], [-1.0, 1.0], [1.0, 0.5]])
    first = worked.triplet(points, 0.5)
    assert (first.near, first.far, first.loss) == (2, 1.25, 1.25)
    way = worked.walk(points, 0.5, 0.05, 20)
    losses = [one.loss for one in way]
    assert losses == sorted(losses, reverse=True) and losses[-1] == 0
    np.testing.assert_array_equal(way[-1].points, way[-2].points)  # once it costs nothing it moves nothing
    step = 1e-6
    for place in np.ndindex(3, 2):
        moved = points.copy()
        moved[place] += step
        slope = (worked.triplet(moved, 0.5).loss - first.loss) / step
        assert (points - way[1].points)[place] / 0.05 == pytest.approx(slope, abs=1e-4)


def test_a_network_names_only_what_it_was_trained_on() -> None:
    right = few.told_right(5)
    assert right[:5].min() > 0.9 and (right[5:] == 0).all()


def test_one_label_a_class() -> None:
    found = few.one_shot(5, 0)
    images = digits()
    assert found.classes == (5, 6, 7, 8, 9)
    assert images.targets[found.examples].tolist() == [5, 6, 7, 8, 9]
    assert len(found.asked) == (images.targets >= 5).sum() - 5
    assert found.right.min() > 0.4  # by chance .2
    row = found.asked[0]
    squares = [np.square(images.pixels([row]) - images.pixels([one])).sum() for one in found.examples]
    assert found.told[0, 0] == np.argmin(squares)
    assert (few.one_shot(5, 0).told == found.told).all() and (few.one_shot(5, 1).examples != found.examples).any()


def test_training_by_hand_has_the_gradients_of_the_loss() -> None:
    rng = np.random.default_rng(0)
    pixels, targets = rng.random((6, 4)).astype(np.float32), np.array([0, 1, 2, 0, 1, 2])
    none, some = few.trained(pixels, targets, 3, 5, 0), few.trained(pixels, targets, 3, 5, 1)
    loss = none.loss(pixels, targets).mean()
    for name, before in none.weights.items():
        moved = some.weights[name] - before
        for place in np.ndindex(before.shape):
            changed = {key: value.astype(np.float64) for key, value in none.weights.items()}
            changed[name][place] += 1e-4
            slope = (type(none)(none.layers, changed).loss(pixels, targets).mean() - loss) / 1e-4
            if abs(slope) > 1e-3:  # the first step of Adam is the sign of the gradient
                assert np.sign(moved[place]) == -np.sign(slope)
    far = few.trained(pixels, targets, 3, 5, 200)
    assert far.loss(pixels, targets).mean() < 0.4 * loss
