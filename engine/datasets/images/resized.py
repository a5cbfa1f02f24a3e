"""Images of one data set in the shape of another: as a network wants them that was trained on the other."""

import numpy as np

from engine.datasets.images.image_set import ImageSet

Shape = tuple[int, int, int]
LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""Shares of red, green and blue in the brightness of a color (ITU-R BT.601)."""
TILE_ROWS = 2_000


def in_shape(images: ImageSet, shape: Shape, inverted: bool = False) -> np.ndarray:
    """Brightness in [0, 1] of all images, made that height, width and channels: float32 (n_images, n_pixels).

    Smaller pictures take the mean of the pixels under each new one, larger ones lie between old pixels linearly.
    inverted: white is made black.
    """
    found = np.empty((images.n_images, int(np.prod(shape))), dtype=np.float32)
    down, across = (_weights(old, new) for old, new in zip(images.shape[:2], shape[:2], strict=True))
    for start in range(0, images.n_images, TILE_ROWS):
        rows = slice(start, min(start + TILE_ROWS, images.n_images))
        pixels = _in_channels(images.pixels(rows).reshape(-1, *images.shape), shape[2])
        if images.shape[:2] != shape[:2]:
            pixels = np.einsum("rh,nhwc,sw->nrsc", down, pixels, across, optimize=True)
        found[rows] = pixels.reshape(len(pixels), -1)
    return 1 - found if inverted else found


def change(old: Shape, new: Shape) -> str:
    """A sentence on what `in_shape` does to images of the old shape; "" if nothing."""
    said = []
    if old[:2] != new[:2]:
        stretched = old[0] * new[1] != old[1] * new[0]
        said.append(f"{new[0]} x {new[1]} pixels" + (" (stretched: the sides have another ratio)" if stretched else ""))
    if old[2] != new[2]:
        said.append("gray" if new[2] == 1 else "of three equal colors")
    if not said:
        return ""
    return f"The images, {old[0]} x {old[1]}, were made {' and '.join(said)}, as those that the run learned from are."


def _weights(n_old: int, n_new: int) -> np.ndarray:
    """Shares (n_new, n_old) of the old pixels of a line in the new ones; each row sums to 1."""
    edges = np.arange(n_new + 1) * n_old / n_new
    if n_new <= n_old:
        starts = np.arange(n_old)
        overlap = np.minimum(edges[1:, None], starts + 1) - np.maximum(edges[:-1, None], starts)
        return (np.maximum(overlap, 0) * n_new / n_old).astype(np.float32)
    middles = np.clip((edges[1:] + edges[:-1]) / 2 - 0.5, 0, n_old - 1)
    return np.maximum(1 - np.abs(middles[:, None] - np.arange(n_old)), 0).astype(np.float32)


def _in_channels(pixels: np.ndarray, channels: int) -> np.ndarray:
    """(n, height, width, 1 or 3) as (n, height, width, channels)."""
    if pixels.shape[3] == channels:
        return pixels
    return np.repeat(pixels, channels, axis=3) if channels == 3 else (pixels @ LUMA)[..., None]
