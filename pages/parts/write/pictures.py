"""Images of a data set as the pages show them: small for the map, enlarged for the eye, side by side in a strip."""

import base64
import io
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np
from PIL import Image

from pages.parts.write.layout import beside

THUMBNAIL_BYTES = 16_000_000
"""All thumbnails of a map together; with more items each is made smaller."""
SHOWN_SIDE = 132
GAP = 4
"""Screen pixels between pictures."""
IN_A_ROW = 12
IN_WORDS = 24
"""Pictures of a sheet whose brightness its text alternative states."""
LABEL_WIDTH = 130
"""Pixels that words beside pictures need."""


class Pictured(Protocol):
    """What has a picture of each item: uint8 (n, height, width, channels), and what white is in it."""

    @property
    def raw(self) -> np.ndarray: ...

    @property
    def maximum(self) -> int: ...


class Pictures(NamedTuple):
    """Pictures that came beside the items."""

    raw: np.ndarray
    maximum: int = 255


def thumbnails(images: Pictured, rows: np.ndarray) -> np.ndarray:
    """Small pictures of some images, uint8 (n, height, width, channels): every so many pixels averaged to one."""
    n_items = len(rows)
    raw = images.raw[:n_items] if n_items and rows[-1] == n_items - 1 else images.raw[rows]
    _, height, width, channels = raw.shape
    fold = 1
    while n_items * (height // fold) * (width // fold) * channels > THUMBNAIL_BYTES or max(height, width) // fold > 64:
        fold += 1
    if images.maximum == 255 and fold == 1:
        return raw
    return np.rint(_folded(raw, fold) * (255.0 / images.maximum)).astype(np.uint8)


def smaller(images: np.ndarray, side: int) -> np.ndarray:
    """Images uint8 (n, height, width, channels) of at most about `side` pixels, by averages of whole pixels."""
    fold = max(1, max(images.shape[1:3]) // side)
    return images if fold == 1 else np.rint(_folded(images, fold)).astype(np.uint8)


def _folded(images: np.ndarray, fold: int) -> np.ndarray:
    """Every fold x fold pixels averaged to one; what is left over at the right and below is cut off."""
    n, height, width, channels = images.shape
    cut = images[:, : height // fold * fold, : width // fold * fold]
    return cut.reshape(n, height // fold, fold, width // fold, fold, channels).mean(axis=(2, 4))


def as_bytes(pixels: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """Rows of brightness (n, n_pixels), cut to [0, 1], as uint8 (n, height, width, channels)."""
    return np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8).reshape(len(pixels), *shape)


def signed(rows: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """Rows of either sign as uint8 (n, height, width, channels): 0 is mid-gray, each row scaled by its largest size."""
    largest = np.abs(rows).max(axis=1, keepdims=True)
    return as_bytes(0.5 + 0.5 * rows / np.where(largest > 0, largest, 1), shape)


def enlarged(image: np.ndarray, maximum: int = 255, side: int = SHOWN_SIDE) -> np.ndarray:
    """An image (height, width, channels) with every pixel drawn as a square, about `side` screen pixels in size."""
    levels = np.rint(image * (255.0 / maximum)).astype(np.uint8)
    fold = max(1, side // max(image.shape[:2]))
    return np.repeat(np.repeat(levels, fold, axis=0), fold, axis=1).squeeze()


def grid(images: np.ndarray, n_columns: int, side: int = 56) -> np.ndarray:
    """Images uint8 (n, height, width, channels) in rows of n_columns, each about `side` screen pixels in size."""
    fold = max(1, side // max(images.shape[1:3]))
    images = images.repeat(fold, axis=1).repeat(fold, axis=2)
    n, height, width, channels = images.shape
    n_rows = -(-n // n_columns)
    sheet = np.full((n_rows, height + GAP, n_columns, width + GAP, channels), 128, np.uint8)
    for at, image in enumerate(images):
        sheet[at // n_columns, :height, at % n_columns, :width] = image
    sheet = sheet.reshape(n_rows * (height + GAP), n_columns * (width + GAP), channels)
    return sheet[:-GAP, :-GAP].squeeze()


def told(what: str, images: np.ndarray, maximum: int = 255) -> str:
    """The text alternative of pictures, uint8: one (height, width, ...) or n of them (n, height, width, channels).

    maximum: what white is in them.
    """
    several = images if images.ndim == 4 else images[None]
    size = f"{several.shape[1]} x {several.shape[2]} pixels"
    levels = several.reshape(len(several), -1).mean(axis=1) / maximum
    if len(levels) == 1:
        return f"{what}: {size}, mean brightness {levels[0]:.3f} of 1"
    each = ", ".join(f"{level:.2f}" for level in levels[:IN_WORDS])
    if len(levels) > IN_WORDS:
        each += f", and so on, {levels.min():.2f} to {levels.max():.2f}"
    return f"{what}: {len(levels)} pictures of {size}, mean brightness of each, of 1: {each}"


def strip(label: str, images: np.ndarray, caption: str = "", side: int = 56) -> None:
    """A label, words about it, and images uint8 (n, height, width, channels) in as few rows as can be made out.

    On a narrow page the label goes above the images.
    """
    left, right = beside(5, narrowest=LABEL_WIDTH)
    left.markdown(label)
    if caption:
        left.caption(caption)
    n_rows = -(-len(images) // IN_A_ROW)
    right.image(grid(images, -(-len(images) // n_rows), side), alt=told(label.strip("*"), images))


def addresses(images: Pictured, rows: Sequence[int] | np.ndarray) -> list[str]:
    """The images as PNG in data addresses, for columns of tables; "" for rows beyond them."""
    held = len(images.raw)
    return [_address(enlarged(images.raw[row], images.maximum, side=48)) if row < held else "" for row in rows]


def png(image: np.ndarray) -> bytes:
    """An image uint8 (height, width) or (height, width, 3) as PNG."""
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "PNG")
    return stream.getvalue()


def _address(image: np.ndarray) -> str:
    return "data:image/png;base64," + base64.b64encode(png(image)).decode()
