"""Pictures (PNG, JPEG, GIF, BMP, WebP, TIFF, PGM and its kin) read from memory by Pillow, with hostile ones refused."""

import io
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine import limits
from engine.errors import InputError
from engine.files import archives

if TYPE_CHECKING:
    from PIL.Image import Image


FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "PPM", "TIFF")
_BEGINNINGS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_PORTABLE = re.compile(rb"P[1-6]\s(?:\s|#[^\n]*\n)*\d+\s+\d+\s")
"""How .pbm, .pgm and .ppm begin: the sort, perhaps comments, width and height."""
ENDINGS = (
    ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".webp", ".tif", ".tiff", ".pgm", ".ppm", ".pbm", ".pnm",
)  # fmt: skip
MAX_ASPECT = 20
GRAY_GAP = 2
"""Levels by which the channels of a gray picture may differ: JPEG rounds."""
_PICTURE_BYTES = 40 * limits.MB


class Unusable(Exception):
    """A picture that is left out, and why."""


def is_one(head: bytes) -> bool:
    """Whether a file that begins so is a picture of one of these formats."""
    bitmap = head.startswith(b"BM") and head[6:10] == bytes(4)  # text may begin with these letters
    webp = head.startswith(b"RIFF") and head[8:12] == b"WEBP"
    return bitmap or webp or head.startswith(_BEGINNINGS) or _PORTABLE.match(head) is not None


def read(path: Path, side: int, *, gray: bool = False) -> tuple[np.ndarray, list[str]]:
    """A single picture, uint8 (height, width, 1 or 3), its longer side at most `side` pixels; and what to tell of it.

    Raises InputError if it is broken, too large or too narrow.
    """
    entry = archives.Entry(path.name, path.stat().st_size, lambda: iter([path.read_bytes()]))
    try:
        with opened(entry) as image:
            height, width = upright_size(image)
            scale = min(1, side / max(height, width))
            size = (max(1, round(height * scale)), max(1, round(width * scale)))
            raw = channels(fitted(image, size)[None], "gray" if gray else "auto")[0]
    except Unusable as error:
        raise InputError(
            f"Pictures as this one are not taken because {error}; please choose another.", "E-IMG-102"
        ) from error
    if size == (height, width):
        return raw, []
    return raw, [f"The picture was made {size[0]} x {size[1]} pixels; it had {height:,} x {width:,}."]


@contextmanager
def opened(entry: archives.Entry) -> "Iterator[Image]":
    """The picture, its header read and found harmless; whatever goes wrong inside the block becomes Unusable."""
    from PIL import Image

    if entry.size > _PICTURE_BYTES:
        raise Unusable(f"they have more than {_PICTURE_BYTES // limits.MB} MB")
    data = b"".join(entry.blocks())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about large pictures, which are refused here, and odd metadata
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _require_sane(image.size)
                yield image
    except (Unusable, InputError):
        raise
    except Image.DecompressionBombError as error:
        raise Unusable("their headers claim too many pixels") from error
    except Exception as error:  # decoders of hostile files raise nearly anything
        if "MAX_TEXT_CHUNK" in str(error) or "MAX_TEXT_MEMORY" in str(error):
            raise Unusable("text hidden in them unpacks to more than 1 MB") from error
        raise Unusable("they are broken, or no pictures") from error


def _require_sane(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > limits.IMAGE_PIXELS:
        raise Unusable(f"they have more than {limits.IMAGE_PIXELS / 1e6:.0f} million pixels")
    if min(width, height) < 1 or max(width, height) > MAX_ASPECT * min(width, height):
        raise Unusable(f"one side is more than {MAX_ASPECT} times the other")


def upright_size(image: "Image") -> tuple[int, int]:
    """Height and width as the picture is seen; its pixels are not decoded for this."""
    width, height = image.size
    unread = image.format == "PNG" and "exif" not in image.info  # to ask a PNG for more decodes it
    turned = not unread and image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return (width, height) if turned else (height, width)


def is_deep(image: "Image") -> bool:
    """Whether it has one channel of more than 8 bits, whose white is not told by the picture alone."""
    return image.mode.startswith(("I", "F"))


def has_more(image: "Image") -> bool:
    """Whether there are more frames or pages than the first; leaves the picture at the second."""
    try:
        image.seek(1)
    except Exception:  # the end, or a damaged second frame: decoders of hostile files raise nearly anything
        return False
    return True


def is_clear(image: "Image") -> bool:
    """Whether parts of it may be transparent."""
    return image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info


def _as_rgb(image: "Image", background: str) -> "Image":
    """The first frame, upright, in 8 bits per channel, what is transparent on the background."""
    from PIL import Image, ImageOps

    image.load()
    if is_deep(image):
        levels = np.asarray(image, dtype=np.float64)
        wide = 65_535 if levels.max() > 255 else 255
        image = Image.fromarray(np.rint(np.clip(levels, 0, wide) * (255 / wide)).astype(np.uint8))
    image = ImageOps.exif_transpose(image)
    if is_clear(image):
        layered = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layered.size, background), layered).convert("RGB")
    return image.convert("RGB")


def fitted(image: "Image", size: tuple[int, int], background: str = "white") -> np.ndarray:
    """The picture in that height and width, uint8 (height, width, 3); its middle is kept where proportions differ."""
    return np.asarray(_cut(_drafted(image, size, background), size), dtype=np.uint8)


def _drafted(image: "Image", size: tuple[int, int], background: str) -> "Image":
    """The picture as `_as_rgb`; a JPEG of more than four times the size is decoded at a fraction of its own."""
    if image.format == "JPEG":
        image.draft(None, (4 * max(size), 4 * max(size)))
    return _as_rgb(image, background)


def deep(image: "Image", size: tuple[int, int]) -> np.ndarray:
    """The levels of a picture that `is_deep` in that height and width, float32 (height, width), not scaled."""
    from PIL import Image, ImageOps

    image.load()
    levels = np.asarray(ImageOps.exif_transpose(image), dtype=np.float32)
    cut = np.asarray(_cut(Image.fromarray(levels), size))
    return np.clip(cut, levels.min(), levels.max())  # where it was made smaller, lines between overshoot


def _cut(image: "Image", size: tuple[int, int]) -> "Image":
    from PIL import ImageOps

    height, width = size
    return image if image.size == (width, height) else ImageOps.fit(image, (width, height))


def channels(stack: np.ndarray, colors: str) -> np.ndarray:
    """(n, height, width, 1 or 3): gray if asked for, or if no picture has any color."""
    if colors == "color":
        return stack
    if colors == "auto":
        flat = stack.reshape(-1, 3)
        blocks: Iterable[np.ndarray] = (
            flat[at : at + (1 << 20)].astype(np.int16) for at in range(0, len(flat), 1 << 20)
        )
        if any(np.ptp(block, axis=1).max(initial=0) > GRAY_GAP for block in blocks):
            return stack
    weights = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # Rec. ITU-R BT.601
    return np.stack([np.rint(picture @ weights).astype(np.uint8) for picture in stack])[..., None]
