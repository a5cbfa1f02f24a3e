"""Picture formats that compress any picture: JPEG, JPEG 2000 and WebP, as Pillow writes them."""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

_START_OF_SCAN = b"\xff\xda"
_START_OF_DATA = b"\xff\x93"
_END_BYTES = 2
_WEBP_HEADER = 10
"""Bytes of a VP8 frame before its data: tag, start code and size (RFC 6386, 9.1)."""


@dataclass(frozen=True)
class PictureFormat:
    """settings: from the coarsest; setting: what they are called. options: Pillow's, for a setting and a smaller side.

    data_bytes: of a file, without the headers and tables that many pictures of one size and setting could share.
    """

    title: str
    pillow: str
    setting: str
    settings: tuple[int, ...]
    options: Callable[[int, int], Mapping[str, Any]]
    data_bytes: Callable[[bytes], int]


@dataclass(frozen=True, eq=False)
class Coded:
    """A picture in a format. n_bytes: of the data alone; header_bytes: of the rest; pixels: uint8, what comes back."""

    n_bytes: int
    header_bytes: int
    pixels: np.ndarray


def coded(picture: np.ndarray, form: PictureFormat, setting: int) -> Coded:
    """A picture uint8 (height, width, 1 or 3) written in a format and read again."""
    from PIL import Image

    stream = io.BytesIO()
    gray = picture.shape[-1] == 1
    options = form.options(setting, min(picture.shape[:2]))
    Image.fromarray(picture.squeeze(-1) if gray else picture).save(stream, form.pillow, **options)
    file = stream.getvalue()
    with Image.open(io.BytesIO(file)) as image:
        pixels = np.asarray(image.convert("L" if gray else "RGB"), dtype=np.uint8).reshape(picture.shape)
    n_bytes = form.data_bytes(file)
    return Coded(n_bytes, len(file) - n_bytes, pixels)


def scan_bytes(file: bytes) -> int:
    """Of a baseline JPEG file: behind the header of the scan, before the end mark."""
    at = 2
    while file[at : at + 2] != _START_OF_SCAN:
        at += 2 + int.from_bytes(file[at + 2 : at + 4], "big")
    return len(file) - (at + 2 + int.from_bytes(file[at + 2 : at + 4], "big")) - _END_BYTES


def codestream_bytes(file: bytes) -> int:
    """Of a JPEG 2000 codestream of one tile: behind the start of data, before the end mark."""
    return len(file) - file.index(_START_OF_DATA) - len(_START_OF_DATA) - _END_BYTES


def frame_bytes(file: bytes) -> int:
    """Of a lossy WebP file: of the chunk of the frame, without the frame's own header."""
    at = 12
    while file[at : at + 4] != b"VP8 ":
        size = int.from_bytes(file[at + 4 : at + 8], "little")
        at += 8 + size + size % 2
    return int.from_bytes(file[at + 4 : at + 8], "little") - _WEBP_HEADER


def _wavelets(setting: int, side: int) -> Mapping[str, Any]:
    """A bare codestream of the lossy transform, with as many halvings as so small a picture allows."""
    halvings = min(6, int(np.log2(side)) + 1)
    return {
        "quality_mode": "dB", "quality_layers": [setting], "no_jp2": True, "irreversible": True,
        "num_resolutions": halvings,
    }  # fmt: skip


FORMATS: dict[str, PictureFormat] = {
    "jpeg": PictureFormat(
        "JPEG", "JPEG", "quality", (1, 2, 3, 5, 8, 12, 18, 25, 35, 50, 65, 80, 90, 95),
        lambda setting, side: {"quality": setting}, scan_bytes,
    ),
    "jpeg2000": PictureFormat(
        "JPEG 2000", "JPEG2000", "dB asked for", (8, 10, 12, 15, 18, 20, 22, 25, 28, 30, 33, 36, 40, 45), _wavelets,
        codestream_bytes,
    ),
    "webp": PictureFormat(
        "WebP", "WEBP", "quality", (0, 2, 5, 10, 20, 30, 40, 50, 65, 80, 90, 95),
        lambda setting, side: {"quality": setting, "method": 6}, frame_bytes,
    ),
}  # fmt: skip
"""Those that Pillow writes with loss: Wallace (1992); Skodras, Christopoulos and Ebrahimi (2001); RFC 6386 (2011)."""
