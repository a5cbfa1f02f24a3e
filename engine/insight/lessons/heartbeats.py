"""Simulated heartbeats: curves of one shape with small differences, and some that have another shape."""

import numpy as np

N_POINTS = 70
N_NORMAL, N_IRREGULAR = 400, 60
WAVES = ((0.18, 0.025, 0.15), (0.36, 0.010, -0.12), (0.40, 0.012, 1.0), (0.44, 0.012, -0.25), (0.66, 0.045, 0.30))
"""Time, width and height of the five waves of a beat, P to T, as McSharry et al. (2003) sum them."""
NOISE = 0.03


def beats(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Curves float64 (460, 70), the normal ones first, and which are normal, bool (460,).

    Irregular beats lack the wave P, and have a wide main wave and a T that points down, as an early beat of the
    ventricle does.
    """
    rng = np.random.default_rng(seed)
    times = np.linspace(0, 1, N_POINTS)
    normal = np.arange(N_NORMAL + N_IRREGULAR) < N_NORMAL
    curves = np.stack([_beat(times, is_normal, rng) for is_normal in normal])
    return curves + NOISE * rng.standard_normal(curves.shape), normal


def _beat(times: np.ndarray, normal: bool, rng: np.random.Generator) -> np.ndarray:
    late = 0.01 * rng.standard_normal()
    curve = np.zeros(len(times))
    for place, (at, width, height) in enumerate(WAVES):
        scaled = height * (1 + 0.1 * rng.standard_normal())
        if not normal:
            scaled *= (0.0, 1.0, 0.8, 2.0, -1.0)[place]
            width *= (1.0, 2.0, 2.5, 2.0, 1.2)[place]
        curve += scaled * np.exp(-((times - at - late) ** 2) / (2 * width**2))
    return curve
