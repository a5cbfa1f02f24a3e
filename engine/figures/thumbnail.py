"""A flat map as a small picture for lists: no browser draws it, and the same map is the same bytes."""

import numpy as np

from engine.figures.coloring import Categories, coloring
from engine.figures.colors import ACCENT, OTHER, categorical

WIDTH, HEIGHT = 112, 76
MARGIN = 4
REACH = (0.005, 0.995)
"""Quantiles of the coordinates that are in the picture: a few strays would make all others a spot."""
MOST_CLASSES = 12
COVER = 0.55
"""How much of its ground a point hides; many on one pixel hide it all."""
FEW = 400
"""With fewer points each is two pixels wide and high, and with a tenth of them four."""


def colors_of(metadata: dict[str, np.ndarray]) -> Categories | None:
    """The classes that a picture is colored by: the first column of two to twelve different values; None: none has."""
    for name, column in metadata.items():
        if 2 <= len(np.unique(column)) <= MOST_CLASSES:
            found = coloring(name, [column], as_classes=True).of(column)
            if isinstance(found, Categories) and len(found.names) > 1:
                return found
    return None


def thumbnail(coordinates: np.ndarray, colors: Categories | None = None) -> np.ndarray:
    """Points (n, 2) as a picture uint8 (HEIGHT, WIDTH, 4) without ground, for pages of any color."""
    shade = _shades(len(coordinates), colors)
    low, high = np.quantile(coordinates.astype(np.float64), REACH, axis=0)
    span = np.maximum(high - low, 1e-9)
    scale = min((WIDTH - 2 * MARGIN) / span[0], (HEIGHT - 2 * MARGIN) / span[1])
    x, y = ((coordinates - (low + high) / 2) * scale).T
    column, row = WIDTH / 2 + x, HEIGHT / 2 - y
    wide = 4 if len(coordinates) < FEW / 10 else 2 if len(coordinates) < FEW else 1
    counts = np.zeros(HEIGHT * WIDTH)
    sums = np.zeros((HEIGHT * WIDTH, 3))
    for dx in range(wide):
        for dy in range(wide):
            at_x = np.floor(column + dx - (wide - 1) / 2).astype(int)
            at_y = np.floor(row + dy - (wide - 1) / 2).astype(int)
            inside = (at_x >= 0) & (at_x < WIDTH) & (at_y >= 0) & (at_y < HEIGHT)
            pixel = at_y[inside] * WIDTH + at_x[inside]
            counts += np.bincount(pixel, minlength=len(counts))
            for channel in range(3):
                sums[:, channel] += np.bincount(pixel, shade[inside, channel], minlength=len(counts))
    mean = sums / np.maximum(counts, 1)[:, None]
    alpha = 255 * (1 - (1 - COVER) ** counts)
    return np.rint(np.column_stack([mean, alpha])).astype(np.uint8).reshape(HEIGHT, WIDTH, 4)


def _shades(n: int, colors: Categories | None) -> np.ndarray:
    """Red, green and blue of each point, float64 (n, 3)."""
    if colors is None:
        return np.tile(_rgb(ACCENT), (n, 1))
    palette = list(colors.palette or categorical(len(colors.names)))
    return np.array([_rgb(color) for color in (*palette, OTHER)])[np.asarray(colors.codes)]  # -1 is the last one


def _rgb(color: str) -> np.ndarray:
    return np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)], dtype=np.float64)
