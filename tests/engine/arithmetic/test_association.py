"""Categories and the association test: by hand, against the definition, and on planted leanings."""

from itertools import permutations
from math import sqrt

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.arithmetic import association as module
from engine.arithmetic.association import association, categories, cosine_of_mean, mean_of_cosines, parse
from engine.embedding import Embedding
from engine.errors import InputError


@pytest.fixture(scope="module")
def cloud() -> Embedding:
    return Embedding(np.random.default_rng(5).normal(size=(80, 6)), [f"w{row}" for row in range(80)])


@pytest.fixture(scope="module")
def by_hand() -> Embedding:
    """On a plane of a and b, four targets at 3-4-5 angles: leanings .2, 1 against -.2, -1."""
    places = [(1, 0), (0, 1), (4, 3), (1, 0), (3, 4), (0, 1)]
    return Embedding(np.array(places, dtype=float) * 2, ["a", "b", "x1", "x2", "y1", "y2"])


def rows(*found: int) -> np.ndarray:
    return np.array(found)


def test_effect_and_p_by_hand(by_hand: Embedding) -> None:
    """Leanings: (4 - 3)/5 = .2, 1, -.2, -1. Means .6 and -.6, variance (.04 + 1 + .04 + 1)/4 = .52; of the six ways
    to take two of the four, (.2, 1) alone sums to 1.2.
    """
    found = association(by_hand, rows(2, 3), rows(4, 5), rows(0), rows(1))
    assert_allclose([*found.first, *found.second], [0.2, 1, -0.2, -1], atol=1e-6)
    assert_allclose(found.effect, 1.2 / sqrt(0.52), rtol=1e-6)
    assert (found.p, found.n_ways, found.exact) == (1 / 6, 6, True)
    turned = association(by_hand, rows(4, 5), rows(2, 3), rows(0), rows(1))
    assert_allclose(turned.effect, -found.effect)
    assert turned.p == 1
    # (.2, -.2): both sums are 0, and so are those of (1, -1): two of the ways; .8 and 1.2 lie above
    middle = association(by_hand, rows(2, 4), rows(3, 5), rows(0), rows(1))
    assert_allclose(middle.effect, 0, atol=1e-6)
    assert middle.p == 4 / 6


def test_exact_p_is_the_share_of_all_permutations(cloud: Embedding) -> None:
    x, y, a, b = rows(0, 1, 2), rows(3, 4, 5, 6), rows(7, 8, 9), rows(10, 11)
    found = association(cloud, x, y, a, b)
    unit = cloud.vectors.astype(float) / np.linalg.norm(cloud.vectors.astype(float), axis=1, keepdims=True)
    cosines = unit @ unit.T
    leaning = {w: cosines[w, a].mean() - cosines[w, b].mean() for w in (*x, *y)}

    def difference(order: tuple[int, ...]) -> float:
        return float(np.mean([leaning[w] for w in order[:3]]) - np.mean([leaning[w] for w in order[3:]]))

    observed = difference((*x, *y))
    assert_allclose(found.effect, observed / np.std(list(leaning.values())), rtol=1e-5)
    assert_allclose(found.p, np.mean([difference(o) >= observed - 1e-9 for o in permutations((*x, *y))]))


def test_drawn_p_is_near_the_exact_one_and_repeats(cloud: Embedding, monkeypatch: pytest.MonkeyPatch) -> None:
    lists = (np.arange(8), np.arange(8, 16), np.arange(16, 20), np.arange(20, 24))
    exact = association(cloud, *lists)
    assert exact.exact and exact.n_ways == 12_870
    monkeypatch.setattr(module, "EXACT", 100)
    drawn = association(cloud, *lists, seed=3)
    assert not drawn.exact and drawn.effect == exact.effect
    assert abs(drawn.p - exact.p) < 5 * sqrt(exact.p * (1 - exact.p) / module.DRAWN) + 1 / module.DRAWN
    assert drawn.p == association(cloud, *lists, seed=3).p != association(cloud, *lists, seed=4).p


def test_a_planted_leaning_is_found_and_chance_is_not() -> None:
    chance = np.random.default_rng(0)
    axes = np.eye(10)[:2]
    vectors = np.vstack([np.repeat(axes, 6, axis=0), np.repeat(axes, 6, axis=0)]) + chance.normal(0, 0.3, (24, 10))
    cloud = Embedding(vectors, [str(row) for row in range(24)])
    a, b = np.arange(6), np.arange(6, 12)
    planted = association(cloud, np.arange(12, 18), np.arange(18, 24), a, b)
    assert planted.effect > 1.8 and planted.p == 1 / 924
    mixed = association(cloud, np.arange(12, 24, 2), np.arange(13, 24, 2), a, b)
    assert abs(mixed.effect) < 1 and mixed.p > 0.05


def test_targets_all_alike_have_no_effect() -> None:
    found = association(Embedding(np.ones((6, 2)), list("abcdef")), rows(0, 1), rows(2, 3), rows(4), rows(5))
    assert (found.effect, found.p) == (0, 1)


@pytest.mark.parametrize(
    ("x", "y", "b", "message"),
    [((0,), (2, 3), (5,), "at least two"), ((0, 1), (2, 3), (), "at least two"), ((0, 1), (1, 2), (5,), "both")],
)
def test_too_few_and_the_same_items_are_refused(
    cloud: Embedding, x: tuple[int, ...], y: tuple[int, ...], b: tuple[int, ...], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        association(cloud, rows(*x), rows(*y), rows(4), np.array(b, dtype=np.int64))


def test_how_much_of_a_category_is_in_each_item(cloud: Embedding) -> None:
    of = rows(3, 9, 27)
    means = [np.mean([cloud.unit[item] @ cloud.unit[row] for row in of]) for item in range(80)]
    assert_allclose(mean_of_cosines(cloud, of), means, atol=1e-6)
    middle = cloud.vectors[of].mean(axis=0)
    assert_allclose(cosine_of_mean(cloud, of), cloud.unit @ middle / np.linalg.norm(middle), atol=1e-6)
    # of unit vectors the two differ by one factor, the length of the mean
    unit = Embedding(cloud.unit, cloud.labels)
    length = np.linalg.norm(cloud.unit[of].mean(axis=0))
    assert_allclose(mean_of_cosines(unit, of), length * cosine_of_mean(unit, of), atol=1e-6)
    assert not cosine_of_mean(Embedding(np.array([[1.0, 0], [-1, 0]]), ["a", "b"]), rows(0, 1)).any()


def test_lists_are_read_and_looked_up(planted: Embedding) -> None:
    lists = parse(" royal : King, queen, king, xyzzy\n\nplaces:New York, nothing\nothers: man woman")
    assert lists == [
        ("royal", ["King", "queen", "king", "xyzzy"]), ("places", ["New York", "nothing"]), ("others", ["man", "woman"])
    ]  # fmt: skip
    royal, places, _ = categories(planted, lists)
    assert_array_equal(royal.rows, [planted.index["king"], planted.index["queen"]])
    assert royal.missing == ("xyzzy",) and places.missing == ("nothing",)
    assert_array_equal(places.rows, [planted.index["New_York"]])


@pytest.mark.parametrize(
    "text", ["a: b; New York", "a\tb\tNew York\r\n", "a = b, New York", "a:\tb\tNew York", "a: b | New York;"]
)
def test_lists_in_other_layouts(text: str) -> None:
    assert parse(text) == [("a", ["b", "New York"])]


@pytest.mark.parametrize(
    "text",
    ["fruit", "fruit:", ": apple", "a: b\na: c", "a: " + ",".join(f"w{n}" for n in range(201)),
     "\n".join(f"l{n}: a" for n in range(13))],
)  # fmt: skip
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)
