"""As given: the same bytes, or what the paper says, computed by another route."""

import numpy as np
import pytest

from engine.datasets.vectors.vectors import Vectors
from engine.errors import InputError
from engine.learners.vectors.as_given import AsGiven
from tests.examples import embedding

VECTORS = np.random.default_rng(3).normal(size=(200, 7)).astype(np.float32) @ np.diag([9, 5, 1, 1, 1, 1, 0.5]) + 4
DATA = Vectors(VECTORS.astype(np.float32), tuple(f"w{row}" for row in range(200)), {"count": np.arange(200)})


def test_nothing_is_changed_unless_asked_for() -> None:
    found = AsGiven().fit(DATA).main
    np.testing.assert_array_equal(found.vectors, DATA.vectors)
    assert found.labels == DATA.labels and found.metadata["count"].tolist() == list(range(200))


def test_centered_vectors_have_mean_0_and_unit_ones_length_1() -> None:
    np.testing.assert_allclose(AsGiven(center=True).fit(DATA).main.vectors.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(AsGiven(unit=True).fit(DATA).main.norms, 1, rtol=1e-5)


@pytest.mark.parametrize("k", [1, 3])
def test_all_but_the_top_is_the_rest_of_the_singular_value_decomposition(k: int) -> None:
    centered = DATA.vectors.astype(float) - DATA.vectors.mean(axis=0, dtype=float)
    left, values, right = np.linalg.svd(centered, full_matrices=False)
    expected = (left[:, k:] * values[k:]) @ right[k:]
    fit = AsGiven(remove_top=k).fit(DATA)
    np.testing.assert_allclose(fit.main.vectors, expected, atol=2e-4)
    np.testing.assert_allclose(np.abs(np.sum(fit.arrays["removed"] * right[:k], axis=1)), 1, atol=1e-4)
    assert fit.summary["variance removed"] == pytest.approx(np.square(values[:k]).sum() / np.square(values).sum(), 1e-4)


def test_zero_vectors_stay_zero_and_are_told() -> None:
    vectors = DATA.vectors.copy()
    vectors[5] = 0
    fit = AsGiven(unit=True).fit(Vectors(vectors, DATA.labels))
    assert not fit.main.vectors[5].any() and "1." in fit.notes[0]


def test_something_must_be_left() -> None:
    with pytest.raises(InputError) as refused:
        AsGiven(remove_top=7).fit(DATA)
    assert refused.value.code == "E-VEC-27"
    assert AsGiven(remove_top=7).advice(DATA)[0].severity == "error"
    assert AsGiven(remove_top=6).fit(DATA).main.vectors.std() > 0


def test_an_embedding_of_another_run_will_do() -> None:
    given = embedding()
    np.testing.assert_allclose(
        AsGiven(center=True).fit(given).main.vectors, given.vectors - given.vectors.mean(axis=0), atol=1e-6
    )
