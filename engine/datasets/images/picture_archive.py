"""Pictures in a ZIP archive: read from memory, one at a time, their folders taken as classes.

An archive is read twice: first the headers of its pictures, which give their sizes, then the pictures themselves,
each made as small as it will be kept before the next is opened.
"""

import io
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine import limits
from engine.datasets.images.builder import FEWEST, Found
from engine.errors import Cancelled, InputError
from engine.files import archives
from engine.report import Report, Silent

if TYPE_CHECKING:
    from PIL.Image import Image

Colors = Literal["auto", "gray", "color"]
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
ENDINGS = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp")
USUAL_SIDE = 64
"""Pictures of different sizes are made no larger than this, unless the user says a size."""
MAX_ASPECT = 20
MAX_BROKEN = 0.1
GRAY_GAP = 2
"""Levels by which the channels of a gray picture may differ: JPEG rounds."""
_PARTS = {"train": True, "training": True, "test": False, "testing": False}
_PICTURE_BYTES = 40 * limits.MB


class Unusable(Exception):
    """A picture that is left out, and why."""


@dataclass(frozen=True)
class _Picture:
    entry: archives.Entry
    size: tuple[int, int]
    """Height and width as it will be seen."""


def read(path: Path, side: int, colors: Colors, report: Report = Silent()) -> Found:  # noqa: B008 - Silent has no state
    """The pictures of an archive as one stack.

    side: pixels of the longer side, 0 for the pictures' own size; if these differ, one is chosen and said.
    Raises InputError if there are no pictures, more than a tenth are broken, or fewer than ten are left.
    """
    notes: list[str] = []
    with archives.opened(path, notes) as entries:
        candidates = [entry for entry in entries if entry.name.lower().endswith(ENDINGS)]
        _require_pictures(entries, candidates)
        if len(candidates) < len(entries):
            notes.append(f"Files that are no pictures, left out: {len(entries) - len(candidates):,}.")
        troubles: Counter[str] = Counter()
        pictures = list(_usable(candidates, troubles, report))
        size, note = _common_size([picture.size for picture in pictures], side)
        stack, kept = _decoded(pictures, size, troubles, report)
    _require_enough(len(kept), len(candidates), troubles)
    notes += [f"Pictures left out because {why}: {count:,}." for why, count in troubles.most_common(6)]
    raw = _channels(stack, colors)
    targets, class_names, train = _folders([picture.entry.name for picture in kept])
    order = np.argsort(~train, kind="stable") if train is not None else np.arange(len(kept))
    found_sizes = len({picture.size for picture in kept})
    return Found(
        raw[order],
        None if targets is None else targets[order],
        class_names,
        None if train is None else int(train.sum()),
        tuple(kept[row].entry.name for row in order),
        notes=[*notes, *note],
        details={"format": "ZIP of pictures", "files": len(entries), "sizes found": found_sizes},
    )


def read_one(path: Path, side: int, *, gray: bool = False) -> tuple[np.ndarray, list[str]]:
    """A single picture, uint8 (height, width, 1 or 3), its longer side at most `side` pixels; and what to tell of it.

    Raises InputError if it is broken, too large or too narrow.
    """
    entry = archives.Entry(path.name, path.stat().st_size, lambda: iter([path.read_bytes()]))
    try:
        with _opened(entry) as image:
            height, width = _upright_size(image)
            scale = min(1, side / max(height, width))
            size = (max(1, round(height * scale)), max(1, round(width * scale)))
            raw = _channels(_fitted(_as_rgb(image), size)[None], "gray" if gray else "auto")[0]
    except Unusable as error:
        raise InputError(
            f"Pictures as this one are not taken because {error}; please choose another.", "E-IMG-84"
        ) from error
    if size == (height, width):
        return raw, []
    return raw, [f"The picture was made {size[0]} x {size[1]} pixels; it had {height:,} x {width:,}."]


def _require_pictures(entries: list[archives.Entry], candidates: list[archives.Entry]) -> None:
    if not candidates:
        endings = Counter(Path(entry.name).suffix.lower() or "no ending" for entry in entries)
        listed = ", ".join(f"{ending} ({count:,})" for ending, count in endings.most_common(5))
        raise InputError(
            f"The archive holds no pictures ({', '.join(ENDINGS)}); it holds: {listed}. Please pack pictures.",
            "E-IMG-89",
        )


def _require_enough(n_kept: int, n_candidates: int, troubles: Counter[str]) -> None:
    if n_kept < FEWEST or n_kept < (1 - MAX_BROKEN) * n_candidates:
        why = "; ".join(f"{count:,} because {reason}" for reason, count in troubles.most_common(3))
        raise InputError(
            f"Only {n_kept:,} of {n_candidates:,} pictures can be used (left out: {why or 'none'}); at least {FEWEST} "
            f"and {1 - MAX_BROKEN:.0%} are needed. Please check the archive.",
            "E-IMG-84",
        )


def _usable(candidates: list[archives.Entry], troubles: Counter[str], report: Report) -> Iterator[_Picture]:
    """First reading: the pictures whose header promises something that can be read."""
    for done, entry in enumerate(candidates):
        _check_in(report, done, 2 * len(candidates))
        try:
            with _opened(entry) as image:
                yield _Picture(entry, _upright_size(image))
        except Unusable as error:
            troubles[str(error)] += 1


def _decoded(
    pictures: list[_Picture], size: tuple[int, int], troubles: Counter[str], report: Report
) -> tuple[np.ndarray, list[_Picture]]:
    """Second reading: uint8 (n, height, width, 3) and the pictures that are in it."""
    stack = np.empty((len(pictures), *size, 3), dtype=np.uint8)
    kept: list[_Picture] = []
    for done, picture in enumerate(pictures):
        _check_in(report, len(pictures) + done, 2 * len(pictures))
        try:
            with _opened(picture.entry) as image:
                stack[len(kept)] = _fitted(_as_rgb(image), size)
            kept.append(picture)
        except Unusable as error:
            troubles[str(error)] += 1
    return stack[: len(kept)], kept


def _check_in(report: Report, done: int, total: int) -> None:
    if done % 50 == 0:
        if report.cancelled():
            raise Cancelled
        report.progress(done, total, "pictures")


@contextmanager
def _opened(entry: archives.Entry) -> "Iterator[Image]":
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


def _upright_size(image: "Image") -> tuple[int, int]:
    width, height = image.size
    turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
    return (width, height) if turned else (height, width)


def _as_rgb(image: "Image") -> "Image":
    """The first frame, upright, in 8 bits per channel, what is transparent on white."""
    from PIL import Image, ImageOps

    image.load()
    if image.mode.startswith(("I", "F")):
        levels = np.asarray(image, dtype=np.float64)
        wide = 65_535 if levels.max() > 255 else 255
        image = Image.fromarray(np.rint(np.clip(levels, 0, wide) * (255 / wide)).astype(np.uint8))
    image = ImageOps.exif_transpose(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layered = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
    return image.convert("RGB")


def _fitted(image: "Image", size: tuple[int, int]) -> np.ndarray:
    """The picture in that height and width, its middle kept where the proportions differ."""
    from PIL import ImageOps

    height, width = size
    if image.size != (width, height):
        image = ImageOps.fit(image, (width, height))
    return np.asarray(image, dtype=np.uint8)


def _common_size(sizes: list[tuple[int, int]], side: int) -> tuple[tuple[int, int], list[str]]:
    """Height and width for all, and what to tell about it."""
    if not sizes:
        return (1, 1), []
    different = len(set(sizes)) > 1
    height, width = median_low([size[0] for size in sizes]), median_low([size[1] for size in sizes])
    longest = side or (min(USUAL_SIDE, max(height, width)) if different else max(height, width))
    roomy = (limits.UNPACKED_BYTES / (3 * len(sizes) * height * width)) ** 0.5
    scale = min(longest / max(height, width), roomy)
    size = (max(1, round(height * scale)), max(1, round(width * scale)))
    if set(sizes) == {size}:
        return size, []
    why = "asked for" if side else f"they have {len(set(sizes)):,} different sizes" if different else "they are many"
    return size, [f"All pictures were made {size[0]} x {size[1]} pixels ({why}); where needed the edges are cut off."]


def _channels(stack: np.ndarray, colors: Colors) -> np.ndarray:
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


def _folders(names: list[str]) -> tuple[np.ndarray | None, tuple[str, ...], np.ndarray | None]:
    """Targets and class names by the folder each picture lies in, and which are for training, if folders say so."""
    paths = [[part for part in re.split(r"[/\\]", name)[:-1] if part not in ("", ".", "..")] for name in names]
    parts = [next((_PARTS[part.lower()] for part in path if part.lower() in _PARTS), None) for path in paths]
    train = np.array(parts, dtype=bool) if None not in parts and len(set(parts)) == 2 else None
    folders = [path[-1] if path and path[-1].lower() not in _PARTS else "" for path in paths]
    class_names = tuple(sorted(set(folders)))
    if len(class_names) < 2 or "" in class_names:
        return None, (), train
    return np.array([class_names.index(folder) for folder in folders]), class_names, train
