"""The built-in tables: great circles beside the formula of spheres, correlations beside their definition."""

import numpy as np
import pytest

from engine.datasets.pairs.cities import CITIES
from engine.datasets.pairs.great_circle import EARTH_RADIUS, GreatCircles, great_circles
from engine.datasets.pairs.measurements import CellMeasurements


def test_great_circles_are_the_angles_between_the_places() -> None:
    found = GreatCircles().load()
    latitude, longitude = np.radians(found.metadata["latitude"]), np.radians(found.metadata["longitude"])
    places = np.column_stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )
    angles = np.arctan2(np.linalg.norm(np.cross(places[:, None], places), axis=2), places @ places.T)
    np.testing.assert_allclose(found.values, EARTH_RADIUS * angles, atol=1e-6)
    assert found.unit == "km" and set(found.metadata) == {"latitude", "longitude", "country", "continent"}


def test_the_equator_and_the_poles() -> None:
    quarter = np.pi / 2 * EARTH_RADIUS
    found = great_circles(np.array([0, 0, np.pi / 2, -np.pi / 2]), np.array([0, np.pi / 2, 0, 0]))
    np.testing.assert_allclose(found[0], [0, quarter, quarter, quarter])
    np.testing.assert_allclose(found[2, 3], 2 * quarter)


@pytest.mark.parametrize(
    ("one", "other", "km"), [("London", "Paris", 344), ("New York", "Los Angeles", 3936), ("Tokyo", "Sydney", 7823)]
)
def test_well_known_distances(one: str, other: str, km: float) -> None:
    found = GreatCircles().load()
    assert found.values[found.labels.index(one), found.labels.index(other)] == pytest.approx(km, rel=0.01)


def test_cities_are_of_all_continents_each_once() -> None:
    assert len({city.name for city in CITIES}) == len(CITIES) >= 60
    assert len({city.continent for city in CITIES}) == 7
    assert all(abs(city.latitude) <= 90 and abs(city.longitude) <= 180 for city in CITIES)


def test_measurements_are_correlated_by_definition() -> None:
    from sklearn.datasets import load_breast_cancer

    found = CellMeasurements().load()
    table = load_breast_cancer().data
    standard = (table - table.mean(axis=0)) / table.std(axis=0)
    np.testing.assert_allclose(found.values, standard.T @ standard / len(table), atol=1e-12)
    assert found.labels[0] == "mean radius" and found.metadata["measured"][0] == "radius"
    assert sorted(set(found.metadata["statistic"].tolist())) == ["error", "mean", "worst"]
