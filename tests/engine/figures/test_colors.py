"""The color tables: told apart by every kind of color vision, and even where they stand for numbers."""

import itertools

import numpy as np
import pytest

from engine.figures.colors import CIVIDIS, OKABE_ITO, OTHER, TEN, VIRIDIS, categorical

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "ordinary": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
RAINBOW = ("#FF0000", "#FF9900", "#CCFF00", "#33FF00", "#00FF66", "#00FFFF", "#0066FF", "#3300FF", "#CC00FF", "#FF0099")
APART = 15.0
"""Distance in CIE Lab (1976) that small dots need; a just noticeable difference of large areas is about 2.3."""


def lab(color: str, vision: str = "ordinary") -> np.ndarray:
    """CIE Lab of a hex color as a reader of that color vision sees it."""
    value = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    x, y, z = TO_XYZ @ np.clip(VISION[vision] @ linear, 0, 1) / WHITE
    f = [np.cbrt(v) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def closest(table: tuple[str, ...], vision: str) -> float:
    """Smallest distance between two colors of a table."""
    seen = [lab(color, vision) for color in table]
    return min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2))


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("table", [OKABE_ITO, TEN], ids=["8", "10"])
def test_classes_are_apart_for_any_color_vision(table: tuple[str, ...], vision: str) -> None:
    assert closest(table, vision) >= APART


@pytest.mark.parametrize("vision", VISION)
def test_the_gray_of_other_items_is_no_class_color(vision: str) -> None:
    gray = lab(OTHER, vision)
    assert min(float(np.linalg.norm(lab(color, vision) - gray)) for color in (*TEN, *OKABE_ITO)) >= 8


def test_the_measure_finds_a_rainbow_wanting() -> None:
    assert min(closest(RAINBOW, vision) for vision in VISION) < 3


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("table", [VIRIDIS, CIVIDIS], ids=["viridis", "cividis"])
def test_ramps_grow_lighter_in_even_steps(table: tuple[str, ...], vision: str) -> None:
    steps = np.diff([lab(color, vision)[0] for color in table])
    assert (steps > 5).all() and steps.max() < 2 * steps.min()


@pytest.mark.parametrize("n", [1, 8, 9, 10, 25])
def test_classes_past_the_tenth_share_one_gray(n: int) -> None:
    colors = categorical(n)
    assert len(colors) == n and len(set(colors[:10])) == min(n, 10) and set(colors[10:]) <= {OTHER}
