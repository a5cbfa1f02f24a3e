"""Lesson 12 in the engine: genes, faces, and columns that tell each other."""

from itertools import pairwise

import numpy as np
import pytest

from engine.insight.lessons import hidden_numbers as worked
from engine.insight.lessons.hidden_numbers import EXAMPLES, FACE, N_FACES, PARTS, Table


def test_genes_mirror_the_map_the_more_of_them_there_are() -> None:
    few, many = worked.genes(200, 0.5).found, worked.genes(2_000, 0.5).found
    assert few.r2 < 0.5 < 0.8 < many.r2 and min(many.correlations) > 0.9
    assert many.by_chance.mean() < 0.05


def test_without_a_slope_nothing_is_found() -> None:
    found = worked.genes(1_000, 0.0).found
    assert found.r2 < found.by_chance.max() + 0.05


def test_eigenfaces_keep_a_face_the_better_the_more_there_are() -> None:
    found = worked.faces()
    assert found.pixels.shape == (N_FACES, FACE[0] * FACE[1]) and 0 <= found.pixels.min() < found.pixels.max() <= 1
    face = found.pixels[0].reshape(FACE)
    errors = [np.square(face - worked.made(face, n)).mean() for n in range(N_FACES)]
    assert all(after <= before + 1e-12 for before, after in pairwise(errors))
    assert errors[-1] < 1e-12
    np.testing.assert_allclose(worked.made(face, 0).ravel(), found.pixels.mean(axis=0))
    n = worked.kept(0.95)
    shares = np.cumsum(found.axes.explained_variance_ratio)
    assert shares[n - 1] >= 0.95 > shares[n - 2] and len(PARTS) <= n < 10


def test_a_smile_goes_up_at_its_ends() -> None:
    usual = [(low + high) / 2 for low, high in PARTS.values()]
    place = list(PARTS).index("Mouth")
    smile, frown = (np.array([*usual[:place], mouth, *usual[place + 1 :]]) for mouth in (0.5, -0.5))
    difference = worked.drawn_face(smile) - worked.drawn_face(frown)
    lighter_below = np.arange(FACE[0]) @ difference  # where the smile is the darker one above
    assert lighter_below[FACE[1] // 2] < 0 < lighter_below[FACE[1] // 2 + 3]
    np.testing.assert_allclose(lighter_below, lighter_below[::-1], atol=1e-9)


@pytest.mark.parametrize(("name", "rank"), [("Twenty homes", 9), ("Three homes", 2), ("Grades", 4)])
def test_the_rank_of_the_examples_as_they_are_and_as_text(name: str, rank: int) -> None:
    example = worked.example(name)
    assert worked.redundant(example).rank == rank
    again = worked.table(example.text())
    assert again is not None and again.columns == example.columns
    np.testing.assert_allclose(again.values, example.values, atol=0.01)
    assert worked.redundant(again).rank == rank


def test_exact_columns_are_told_by_the_others_and_a_free_one_is_not() -> None:
    rng = np.random.default_rng(0)
    a, b, c = rng.normal(size=(3, 50))
    found = worked.redundant(Table(("a", "b", "sum", "free"), np.column_stack([a, b, a + b, c])))
    assert found.rank == 3
    shares = {one.column: one.r_squared for one in found.told}
    assert min(shares[0], shares[1], shares[2]) > 1 - 1e-9 and shares[3] < 0.3


def test_with_few_rows_nothing_is_said_of_columns() -> None:
    assert worked.redundant(worked.example("Three homes")).told == []
    assert [len(worked.redundant(worked.example(name)).told) for name in EXAMPLES] == [10, 0, 5]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a, b",
        "a, b\n1, 2",
        "a\n1\n2",
        "a, b\n1, 2\n3",
        "a, b\n1, x\n2, 3",
        "a, b\n1, 2\n1, 3",
        "a, b\n1, nan\n2, 3",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert worked.table(text) is None
