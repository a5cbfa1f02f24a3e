"""How far cities are from each other along the surface of the Earth: distances that no flat map has."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.pairs.cities import CITIES
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.report import Report, Silent, stop_if_cancelled

EARTH_RADIUS = 6371.0088
"""Kilometers, the mean radius of the Earth (IUGG)."""


@dataclass(frozen=True)
class GreatCircles(Source):
    """Great-circle distances between the cities, in km, on a sphere of the Earth's mean radius.

    Metadata: latitude and longitude, country, continent.
    """

    name = "great_circles"
    kind: ClassVar[str] = PairMatrix.kind

    def title(self) -> str:
        """What the user calls it."""
        return f"Great circles between {len(CITIES)} cities"

    def load(self, report: Report = Silent()) -> PairMatrix:
        """Compute the distances."""
        stop_if_cancelled(report)
        latitude, longitude = (np.array([getattr(city, name) for city in CITIES]) for name in ("latitude", "longitude"))
        metadata = {"latitude": latitude, "longitude": longitude}
        metadata |= {name: np.array([getattr(city, name) for city in CITIES]) for name in ("country", "continent")}
        values = great_circles(np.radians(latitude), np.radians(longitude))
        notes = (
            f"Distances along a sphere of {EARTH_RADIUS:,.1f} km, computed from the places of the centers; the true "
            "Earth is flattened, which changes them by up to half a percent.",
        )
        return PairMatrix(values, tuple(city.name for city in CITIES), "distances", metadata, "km", notes)


def great_circles(latitude: np.ndarray, longitude: np.ndarray) -> np.ndarray:
    """Kilometers (n, n) between places given in radians (n,), by the haversine formula (Sinnott, 1984)."""
    apart = np.sin((latitude - latitude[:, None]) / 2) ** 2
    apart += np.cos(latitude) * np.cos(latitude[:, None]) * np.sin((longitude - longitude[:, None]) / 2) ** 2
    found = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(apart, 0, 1)))
    return (found + found.T) / 2
