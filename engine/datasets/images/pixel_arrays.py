"""Numbers as images: arrays of any usual shape, in one piece or in several parts, become one stack of bytes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.images import labels as labels_of
from engine.datasets.images.builder import SMALLEST_SIDE, Found
from engine.datasets.images.hints import USUAL, Hints
from engine.datasets.images.scales import as_bytes
from engine.errors import InputError

_ALIKE = 1.05
"""How much smoother pictures must be in one order of their numbers than in the other, to tell."""
_LOOKED_AT = 200


@dataclass(eq=False)
class Piece:
    """Images in numbers (n, ...), as they stood in a file.

    labels: in any of the forms that `labels.spelled` takes. train: which are for training, bool (n,); None if it is not
    said. names: of the images, if they have some. files: how to call the files of images and of labels.
    """

    array: np.ndarray
    labels: np.ndarray | None = None
    train: np.ndarray | None = None
    names: Sequence[str] = ()
    files: tuple[str, str] = ("", "")


def from_arrays(
    array: np.ndarray, labels: np.ndarray | None, hints: Hints = USUAL, class_names: Sequence[str] = ()
) -> Found:
    """A stack (n, height, width), with 1, 3 or 4 channels first or last, or rows (n, pixels), and a label for each.

    With `class_names` the labels are rows of it, or -1; without, the classes are called as the labels are.
    Raises InputError as `joined`.
    """
    found = joined([Piece(array, None if len(class_names) else labels)], hints, "NumPy array", [])
    if labels is not None and len(class_names):
        found.targets, found.class_names = labels, tuple(class_names)
    return found


def joined(pieces: Sequence[Piece], hints: Hints, what: str, notes: list[str]) -> Found:
    """The images of all pieces, those for training first; `what` the file is, for the user.

    Raises InputError: no images of one shape, numbers that are no pixels, labels that are no classes.
    """
    stacks = [_with_images_first(piece) for piece in pieces]
    if len({stack.shape[1:] for stack in stacks}) > 1:
        shapes = ", ".join(_shape(stack) for stack in stacks)
        raise InputError(f"The arrays of images have different shapes: {shapes}. Please make them alike.", "E-IMG-97")
    if len(stacks[0]) != len(pieces[0].array):
        notes.append("The images lie along the last side of the array.")
    spelled = [_labels(piece, len(stack), notes) for piece, stack in zip(pieces, stacks, strict=True)]
    stack = stacked(np.concatenate(stacks) if len(stacks) > 1 else stacks[0], hints, notes)
    raw, maximum = as_bytes(stack, hints.scale, notes)
    raw = opaque(raw, maximum, hints.background, notes) if raw.shape[3] in (2, 4) else raw
    notes.insert(0, f"Read as {what}: {len(raw):,} images of {raw.shape[1]} x {raw.shape[2]} pixels.")
    known = any(labels is not None for labels in spelled)
    texts = [label for labels, one in zip(spelled, stacks, strict=True) for label in (labels or [""] * len(one))]
    targets, class_names = labels_of.classes(texts, notes) if known else (None, ())
    found = Found(raw, targets, class_names, maximum=maximum, notes=notes, details={"format": what})
    if all(piece.names for piece in pieces):
        found.names = tuple(name for piece in pieces for name in piece.names)
    return _train_first(found, _training(pieces, stacks))


def _labels(piece: Piece, n_images: int, notes: list[str]) -> list[str] | None:
    return None if piece.labels is None else labels_of.spelled(piece.labels, n_images, notes, piece.files)


def _training(pieces: Sequence[Piece], stacks: Sequence[np.ndarray]) -> np.ndarray | None:
    if all(piece.train is None for piece in pieces):
        return None
    return np.concatenate(
        [
            np.ones(len(stack), dtype=bool) if piece.train is None else piece.train
            for piece, stack in zip(pieces, stacks, strict=True)
        ]
    )


def _train_first(found: Found, train: np.ndarray | None) -> Found:
    """The same images, those for training first; both parts must be there to make a difference."""
    if train is None or train.all() or not train.any():
        return found
    found.n_train = int(train.sum())
    if not train[: found.n_train].all():
        order = np.argsort(~train, kind="stable")
        found.raw = found.raw[order]
        found.targets = None if found.targets is None else found.targets[order]
        found.names = tuple(found.names[row] for row in order) if found.names else ()
    return found


def _with_images_first(piece: Piece) -> np.ndarray:
    """The array with the images along its first side: (height, width, ..., n) is told by labels or by its shape."""
    array = piece.array
    if array.ndim not in (3, 4):
        return array
    n_labels = max(piece.labels.shape, default=0) if piece.labels is not None else 0
    by_labels = n_labels == array.shape[-1] != array.shape[0]
    square = array.shape[0] == array.shape[1]
    colors = array.ndim == 4 and square and array.shape[2] == 3 and array.shape[3] not in (1, 3, 4)
    gray = array.ndim == 3 and square and piece.labels is None and array.shape[2] >= 3 * array.shape[0]
    return np.moveaxis(array, -1, 0) if by_labels or colors or gray else array


def stacked(array: np.ndarray, hints: Hints, notes: list[str]) -> np.ndarray:
    """The array as (n, height, width, channels)."""
    if array.ndim == 2:
        return _from_rows(array, hints, notes)
    if array.ndim == 3:
        return array[..., None]
    if array.ndim == 4 and array.shape[3] in (1, 3, 4):
        return array
    if array.ndim == 4 and array.shape[1] in (1, 3, 4):
        return array.transpose(0, 2, 3, 1)
    raise InputError(
        f"An array of {_shape(array)} is no stack of images; needed is n x height x width, with 3 for colors, or "
        "n x pixels.",
        "E-NPY-111",
    )


def _shape(array: np.ndarray) -> str:
    return " x ".join(map(str, array.shape)) or "a single number"


def _from_rows(rows: np.ndarray, hints: Hints, notes: list[str]) -> np.ndarray:
    """Rows of numbers as pictures, their colors pixel by pixel or one after the other."""
    n, n_numbers = rows.shape
    shape = picture_shape(n_numbers, hints.height, hints.width)
    if shape is None:
        asked = f"{hints.height} x {hints.width} pixels" if hints.height and hints.width else "equal sides"
        raise InputError(
            f"Rows of {n_numbers:,} numbers make no picture of {asked}; please say height and width.", "E-IMG-90"
        )
    height, width, channels = shape
    last = rows.reshape(n, height, width, channels)
    if channels == 1:
        return last
    first = rows.reshape(n, channels, height, width).transpose(0, 2, 3, 1)
    by_color, told = _order(last, first, hints.order)
    notes.append(told)
    return first if by_color else last


def _order(last: np.ndarray, first: np.ndarray, asked: str) -> tuple[bool, str]:
    """Whether the numbers of a picture stand color by color, and what to say: the smoother pictures are right."""
    if asked != "auto":
        return asked == "first", "Order of the colors: as chosen."
    by_pixel, by_color = _roughness(last), _roughness(first)
    if max(by_pixel, by_color) < _ALIKE * min(by_pixel, by_color):
        return False, (
            "Whether the numbers of a picture stand pixel by pixel or color by color cannot be told from them; they "
            "were read pixel by pixel. If the colors look scrambled, choose Order of colors."
        )
    how = "color by color (all red, all green, all blue)" if by_color < by_pixel else "pixel by pixel"
    return by_color < by_pixel, (
        f"The numbers of a picture were read {how}, because the pictures are smoother so (see Order of colors)."
    )


def _roughness(stack: np.ndarray) -> float:
    """Mean difference of neighboring pixels across and down, in at most 200 of the pictures."""
    some = stack[:: max(1, len(stack) // _LOOKED_AT)].astype(np.float32)
    return float(np.abs(np.diff(some, axis=1)).mean() + np.abs(np.diff(some, axis=2)).mean())


def picture_shape(n_numbers: int, height: int = 0, width: int = 0) -> tuple[int, int, int] | None:
    """(height, width, channels) of a picture of so many numbers, square unless said; None if there is none."""
    if height and width:
        channels = n_numbers // (height * width)
        return (height, width, channels) if channels in (1, 3, 4) and channels * height * width == n_numbers else None
    for channels in (1, 3):
        side = math.isqrt(n_numbers // channels)
        if side >= SMALLEST_SIDE and side * side * channels == n_numbers:
            return side, side, channels
    return None


def opaque(raw: np.ndarray, maximum: int, background: str, notes: list[str]) -> np.ndarray:
    """Pictures uint8 (n, height, width, 2 or 4), the last channel opacity, laid on white or black."""
    colors, alpha = raw[..., :-1], raw[..., -1:]
    if (alpha == maximum).all():
        notes.append("A fourth channel, of opacity, was left out: no pixel is transparent.")
        return np.ascontiguousarray(colors)
    notes.append(f"Transparent pixels were laid on {background} (see Background).")
    under = np.float32(maximum if background == "white" else 0)
    laid = np.empty_like(colors)
    for row in range(len(raw)):  # one at a time: as floats all would need four times the room
        share = alpha[row] / np.float32(maximum)
        laid[row] = np.rint(colors[row] * share + under * (1 - share))
    return laid


def turned(raw: np.ndarray, turn: str) -> np.ndarray:
    """Pictures (n, height, width, channels) turned: a key of `hints.TURNS`."""
    if turn == "transpose":
        return raw.transpose(0, 2, 1, 3)
    quarters = {"left": 1, "half": 2, "right": 3}.get(turn, 0)
    return np.rot90(raw, quarters, axes=(1, 2)) if quarters else raw
