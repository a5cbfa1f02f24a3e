"""Numbers as images: stacks saved by NumPy, tables of pixels, IDX files, each with its own way to say the shape."""

import math
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

import numpy as np

from engine import limits
from engine.datasets.images.builder import Found
from engine.errors import InputError
from engine.files import archives, encodings, idx, npy

LABEL_NAMES = {"label", "class", "target", "digit", "y"}
_TABLE_CHUNK = 4_096


def from_idx(path: Path, labels_path: Path | None) -> Found:
    """An IDX file of images, and one of labels if there is one; given the wrong way round, they are turned.

    Raises InputError as `idx.read`, or if the two do not belong together.
    """
    notes: list[str] = []
    header, images = _idx(path, notes)
    if labels_path is None:
        if header.magic != idx.IMAGES:
            raise InputError("This is the file of labels; please upload the file of images too.", "E-IMG-100")
        return Found(images[..., None], notes=notes, details={"format": "IDX"})
    labels_header, labels = _idx(labels_path, notes)
    if header.magic == labels_header.magic:
        sort = "images" if header.magic == idx.IMAGES else "labels"
        raise InputError(f"Both files hold {sort}; please upload one with images and one with labels.", "E-IMG-98")
    if header.magic == idx.LABELS:
        images, labels = labels, images
        notes.append("The two files were the wrong way round: images and labels were told apart by their content.")
    targets, names = classes_of(labels, len(images))
    return Found(images[..., None], targets, names, notes=notes, details={"format": "IDX"})


def _idx(path: Path, notes: list[str]) -> tuple[idx.Header, np.ndarray]:
    with archives.opened(path, notes) as entries:
        return idx.read(entries[0].blocks(), path.stat().st_size)


def from_npy(path: Path, labels_path: Path | None, height: int, width: int) -> Found:
    """A stack (n, height, width), (n, height, width, 3) or (n, 3, height, width), or rows (n, pixels).

    Raises InputError as `npy.read`, or if the numbers are no images.
    """
    return from_arrays(one_npy(path), None if labels_path is None else one_npy(labels_path), height, width)


def from_arrays(
    array: np.ndarray, labels: np.ndarray | None, height: int = 0, width: int = 0, class_names: Sequence[str] = ()
) -> Found:
    """A stack as in `from_npy`, with one label for each image if there are any; raises InputError as `from_npy`.

    With `class_names` the labels are rows of it, or -1; without, the classes are called as the labels are.
    """
    raw, maximum = as_bytes(_stacked(array, height, width))
    targets, names = (None, ()) if labels is None else classes_of(labels, len(raw))
    if labels is not None and len(class_names):
        targets, names = labels, tuple(class_names)
    return Found(raw, targets, names, maximum=maximum, details={"format": "NumPy array"})


def one_npy(path: Path) -> np.ndarray:
    """The array of a .npy file, packed by gzip or not."""
    with archives.opened(path, []) as entries:
        return npy.read(entries[0].blocks())


def from_table(path: Path, height: int, width: int) -> Found:
    """A table of pixels, a row per image; a column of labels is one called so, or the first one too many.

    Raises InputError if a field is no number or the pixels make no picture.
    """
    notes: list[str] = []
    with archives.opened(path, notes) as entries:
        lines = _lines(encodings.decoded(entries[0].blocks, "utf-8-sig"))
        first = next(lines, "")
        delimiter = max(",;\t", key=first.count)
        fields = [field.strip().strip('"').lower() for field in first.split(delimiter)]
        header = not all(_is_number(field) for field in fields)
        rows = _numbers(lines if header else chain([first], lines), delimiter, len(fields))
    at = _label_column(fields if header else [""] * len(fields), height * width)
    pixels = np.delete(rows, at, axis=1) if at is not None else rows
    raw, maximum = as_bytes(_stacked(pixels, height, width))
    targets, names = classes_of(rows[:, at], len(raw)) if at is not None else (None, ())
    return Found(raw, targets, names, maximum=maximum, notes=notes, details={"format": "table of pixels"})


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    """Lines that are not blank, of text that comes cut anywhere."""
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        if len(rest) > limits.LINE_BYTES:
            raise InputError(f"A line has more than {limits.LINE_BYTES:,} characters; please check it.", "E-CSV-61")
        yield from (line for line in whole if line.strip())
    if rest.strip():
        yield rest


def _is_number(field: str) -> bool:
    try:
        return math.isfinite(float(field))
    except ValueError:
        return False


def _numbers(lines: Iterator[str], delimiter: str, n_columns: int) -> np.ndarray:
    """float32 (n_rows, n_columns)."""
    chunks: list[np.ndarray] = []
    n_rows = 0
    while some := list(islice(lines, _TABLE_CHUNK)):
        try:
            chunk = np.loadtxt(some, dtype=np.float32, delimiter=delimiter, ndmin=2, comments=None)
        except ValueError as error:
            raise InputError(f"The table holds something that is no number: {error!s:.200}.", "E-CSV-62") from error
        if chunk.shape[1] != n_columns:
            raise InputError(
                f"After row {n_rows:,} rows have {chunk.shape[1]:,} fields, the first {n_columns:,}.", "E-CSV-58"
            )
        chunks.append(chunk)
        n_rows += len(chunk)
        if n_rows * n_columns > limits.UNPACKED_BYTES:
            raise InputError(
                f"The table has more than {limits.UNPACKED_BYTES:,} numbers; please take a sample.", "E-CSV-68"
            )
    if not chunks:
        raise InputError("The table has no rows of numbers; please check the file.", "E-CSV-69")
    return np.concatenate(chunks)


def _label_column(names: list[str], n_pixels: int) -> int | None:
    """The column that holds classes, or None."""
    for place, name in enumerate(names):
        if name in LABEL_NAMES:
            return place
    width = len(names)
    if n_pixels and width in (n_pixels + 1, 3 * n_pixels + 1):
        return 0
    return 0 if _square(width) is None and _square(width - 1) is not None else None


def _square(n_numbers: int) -> tuple[int, int, int] | None:
    """(side, side, channels) of a square picture of so many numbers; None if there is none."""
    for channels in (1, 3):
        side = math.isqrt(n_numbers // channels)
        if side * side * channels == n_numbers:
            return side, side, channels
    return None


def _stacked(array: np.ndarray, height: int, width: int) -> np.ndarray:
    """The array as (n, height, width, channels)."""
    if array.ndim == 2:
        n_numbers = array.shape[1]
        wanted = (height, width, n_numbers // (height * width)) if height and width else _square(n_numbers)
        if wanted is None or math.prod(wanted) != n_numbers or wanted[2] not in (1, 3):
            raise InputError(
                f"Rows of {n_numbers:,} numbers make no picture of "
                f"{f'{height} x {width} pixels' if height and width else 'equal sides'}; please say height and width.",
                "E-IMG-90",
            )
        return array.reshape(len(array), *wanted)
    if array.ndim == 3:
        return array[..., None]
    if array.ndim == 4 and array.shape[3] in (1, 3):
        return array
    if array.ndim == 4 and array.shape[1] in (1, 3):
        return array.transpose(0, 2, 3, 1)
    sizes = " x ".join(map(str, array.shape)) or "a single number"
    raise InputError(
        f"An array of {sizes} is no stack of images; needed is n x height x width, with 3 for colors, or n x pixels.",
        "E-NPY-111",
    )


def as_bytes(stack: np.ndarray) -> tuple[np.ndarray, int]:
    """The stack as uint8 and the value of white: numbers within [0, 1] are spread over 255 levels.

    Whole numbers up to 16 keep their scale (as scikit-learn's digits have it); others are taken for 0 to 255.
    """
    if stack.dtype == np.uint8:
        return stack, 255
    low, high = float(stack.min(initial=0)), float(stack.max(initial=0))
    if not (math.isfinite(low) and math.isfinite(high)) or low < 0 or high > 255:
        raise InputError(
            f"Pixels must lie within 0 and 255 (or 0 and 1); these reach from {low:g} to {high:g}.", "E-IMG-91"
        )
    if high <= 1:
        return np.rint(stack * 255).astype(np.uint8), 255
    whole = np.rint(stack).astype(np.uint8)
    return whole, 16 if high == 16 and (whole == stack).all() else 255


def classes_of(labels: np.ndarray, n_images: int) -> tuple[np.ndarray, tuple[str, ...]]:
    """Targets (n,) and the names of the classes, which are the different labels in order.

    Raises InputError if there is not one label for each image, or there are more different ones than images per two.
    """
    if labels.ndim != 1 or len(labels) != n_images:
        raise InputError(
            f"There are {n_images:,} images but {labels.size:,} labels; please upload files that belong together.",
            "E-IMG-74",
        )
    values, targets = np.unique(labels, return_inverse=True)
    if len(values) > max(2, n_images // 2):
        raise InputError(
            f"The labels have {len(values):,} different values for {n_images:,} images; they are no classes.",
            "E-IMG-99",
        )
    return targets, tuple(f"{value:g}" if values.dtype.kind == "f" else str(value) for value in values.tolist())
