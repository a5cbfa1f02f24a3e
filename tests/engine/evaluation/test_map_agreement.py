"""Whether maps agree: the same map with itself, with another one, and with none."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.made_maps import MadeMaps
from engine.evaluation.map_agreement import Agreement, MapAgreement
from engine.fit import Fit
from engine.projections.pca import PCA
from tests.examples import embedding, maps


def at(places: np.ndarray) -> tuple[PCA, Fit]:
    return PCA(), Fit({"pca": Embedding(places, [str(row) for row in range(len(places))])})


def test_a_turned_copy_agrees_and_a_random_map_is_at_chance() -> None:
    generator = np.random.default_rng(0)
    places, whole = generator.normal(size=(2_000, 2)), embedding(2_000)
    turned = places @ np.array([[0.0, -2.0], [2.0, 0.0]])
    same = Agreement.from_fit(MapAgreement().fit(MadeMaps(whole, (at(places), at(turned)))))
    assert_allclose(same.by_item, 1)
    none = Agreement.from_fit(MapAgreement().fit(MadeMaps(whole, (at(places), at(generator.normal(size=(2_000, 2)))))))
    assert none.chance == 10 / 1_999
    assert_allclose(none.by_item.mean(), none.chance, atol=0.002)


def test_two_seeds_agree_more_than_chance_and_less_than_wholly() -> None:
    found = Agreement.from_fit(MapAgreement(n_neighbors=5).fit(maps()))
    assert found.by_item.shape == (60,) and found.chance + 0.2 < found.by_item.mean() <= 1


def test_one_map_has_nothing_to_agree_with() -> None:
    made = maps()
    with pytest.raises(InputError, match="1 maps of 60 items"):
        MapAgreement().fit(MadeMaps(made.embedding, made.maps[:1]))


def test_the_other_maps_are_runs() -> None:
    assert MapAgreement().others == ()
    assert MapAgreement(maps=f"{'a' * 32},{'b' * 32}").others == ("a" * 32, "b" * 32)
    with pytest.raises(InputError):
        MapAgreement(maps="../elsewhere")
    assert MapAgreement().estimate(maps()).seconds > 0
