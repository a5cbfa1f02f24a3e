"""What can be measured in a picture on black: thickness of strokes, slant, width, light, pattern."""

import numpy as np

FAINT = 0.05
"""Brightness up to which a pixel belongs to the black around."""
ROWS = 4_000


def measured(raw: np.ndarray, maximum: int) -> dict[str, np.ndarray]:
    """Measures by name, float64 (n,), of pictures uint8 (n, height, width, channels); an empty picture has all 0.

    stroke: pixels across a stroke, twice its area over the length of its outline. slant: columns to the right that a
    line moves for each row upwards. width: spread across over spread down, the slant undone. light: the brightness in
    [0, 1] of what is bright, weighted by itself. pattern: mean change from pixel to pixel inside, over the brightness.
    """
    parts = [_measured(raw[start : start + ROWS], maximum) for start in range(0, len(raw), ROWS)]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _measured(raw: np.ndarray, maximum: int) -> dict[str, np.ndarray]:
    light = raw.mean(axis=3) / maximum
    total = light.sum(axis=(1, 2))
    down, across = _gradient(light)
    change = np.hypot(down, across)
    spread_down, together, spread_across = _moments(light)
    slant = -_over(together, spread_down)
    straight = np.maximum(spread_across - _over(together**2, spread_down), 0)
    inside = _inside(light > FAINT)
    return {
        "stroke": 2 * _over(total, change.sum(axis=(1, 2))),
        "slant": slant,
        "width": np.sqrt(_over(straight, spread_down)),
        "light": _over((light**2).sum(axis=(1, 2)), total),
        "pattern": _over((change * inside).sum(axis=(1, 2)), (light * inside).sum(axis=(1, 2))),
    }


def _gradient(light: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Change of brightness by row and by column (n, height, width), black beyond the edges."""
    padded = np.pad(light, ((0, 0), (1, 1), (1, 1)))
    down = (padded[:, 2:, 1:-1] - padded[:, :-2, 1:-1]) / 2
    across = (padded[:, 1:-1, 2:] - padded[:, 1:-1, :-2]) / 2
    return down, across


def _moments(light: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Variance of the rows, covariance, variance of the columns, each pixel weighted by its brightness: (n,) each."""
    total = light.sum(axis=(1, 2))
    rows, columns = np.arange(light.shape[1]), np.arange(light.shape[2])
    down = rows - _over((light.sum(axis=2) * rows).sum(axis=1), total)[:, None]
    across = columns - _over((light.sum(axis=1) * columns).sum(axis=1), total)[:, None]
    return (
        _over((light.sum(axis=2) * down**2).sum(axis=1), total),
        _over(np.einsum("nij,ni,nj->n", light, down, across), total),
        _over((light.sum(axis=1) * across**2).sum(axis=1), total),
    )


def _inside(bright: np.ndarray) -> np.ndarray:
    """Bright pixels whose four neighbors are bright too, bool (n, height, width)."""
    padded = np.pad(bright, ((0, 0), (1, 1), (1, 1)))
    return bright & padded[:, 2:, 1:-1] & padded[:, :-2, 1:-1] & padded[:, 1:-1, 2:] & padded[:, 1:-1, :-2]


def _over(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """The quotient; 0 where there is nothing below."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
