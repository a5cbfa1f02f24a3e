"""Several NumPy arrays in one archive (.npz): images and labels, perhaps of several parts, told by names and shapes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from engine import limits
from engine.datasets.images import parts, pixel_arrays
from engine.datasets.images.builder import Found
from engine.datasets.images.hints import Hints
from engine.datasets.images.label_files import LabelFile
from engine.datasets.images.labels import natural
from engine.datasets.images.pixel_arrays import Piece
from engine.errors import InputError
from engine.files.display import displayable

_IMAGES = frozenset(("x", "image", "images", "img", "imgs", "data", "pixels", "pictures", "features", "inputs"))
_LABELS = frozenset(("y", "label", "labels", "target", "targets", "class", "classes", "digits", "category"))
_FEWEST_PIXELS = 16
"""Rows of fewer numbers are no pictures, but perhaps labels."""


def read(
    arrays: Mapping[str, np.ndarray], labels: LabelFile | None, hints: Hints, what: str, notes: list[str]
) -> Found:  # fmt: skip
    """The images in arrays of those names, with their labels; the labels of a file of their own come first.

    Names such as x_train, test_labels or val_images tell parts and meaning, else the shapes do: one stack of images
    and at most one array of labels. An array of class names gives the numbers their names. Raises InputError: several
    stacks, or none, and what `pixel_arrays.joined` raises.
    """
    class_names = next((array for name, array in arrays.items() if _names_classes(name, array)), None)
    rest = {name: array for name, array in arrays.items() if array is not class_names}
    pieces = [_piece(rest, part, names) for part, names in _by_part(rest).items()]
    if labels is not None:
        pieces = _labeled(pieces, labels, hints, notes)
    notes.append(f"Arrays in the archive: {_listed(arrays)}. {_taken(pieces)}")
    notes += parts.told(list(arrays))
    found = pixel_arrays.joined(pieces, hints, what, notes)
    if class_names is not None:
        _name(found, [str(name) for name in class_names.tolist()], notes)
    return found


def _names_classes(name: str, array: np.ndarray) -> bool:
    return array.ndim == 1 and array.dtype.kind in "US" and bool({"name", "names"} & set(_words(name)))


def _name(found: Found, names: Sequence[str], notes: list[str]) -> None:
    """Give classes that are called 0, 1, ... their names."""
    places = [int(name) if name.isdecimal() else len(names) for name in found.class_names]
    if places and max(places) < len(names) == len(set(names)):
        found.class_names = tuple(displayable(names[place], limits.LABEL_LENGTH) for place in places)
        notes.append("The classes are called as an array of names has it.")


def _labeled(pieces: list[Piece], labels: LabelFile, hints: Hints, notes: list[str]) -> list[Piece]:
    """The images with the labels of a file of their own, if there is one stack."""
    if len(pieces) > 1:
        raise InputError(
            "The archive holds several parts, and it is not clear to which the file of labels belongs; please put the "
            "labels into the archive, as y_train and y_test.",
            "E-NPY-113",
        )
    only = pieces[0]
    given = labels.in_order(len(only.array), hints.label_column, notes)
    return [Piece(only.array, given, files=(only.files[0], labels.called))]


def _by_part(arrays: Mapping[str, np.ndarray]) -> dict[str, list[str]]:
    """Names of the arrays of each part, "" for the whole; training first."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in sorted(arrays, key=natural):
        grouped[_part(name)].append(name)
    return dict(sorted(grouped.items(), key=lambda group: (_is_training(group[0]) is False, group[0])))


def _part(name: str) -> str:
    """The word of the name that says the part, as "train" in x_train, train_labels or Xtrain."""
    for word in _words(name):
        if parts.part_of(word) is not None:
            return word
    return ""


def _words(name: str) -> list[str]:
    """As `parts.words`, an x or y that is stuck to the part on its own."""
    found: list[str] = []
    for word in parts.words(name):
        stuck = word[0] in "xy" and parts.part_of(word[1:]) is not None
        found += [word[0], word[1:]] if stuck else [word]
    return found


def _is_training(part: str) -> bool | None:
    return parts.part_of(part) if part else None


def _piece(arrays: Mapping[str, np.ndarray], part: str, names: Sequence[str]) -> Piece:
    """The images and labels of a part."""
    stacks = _preferred([name for name in names if _is_stack(name, arrays[name])], _IMAGES)
    first = arrays[stacks[0]] if stacks else np.empty(0)
    rows = [name for name in names if name not in stacks and _is_labels(arrays[name], first)]
    rows = _preferred(rows, _LABELS)
    if len(stacks) != 1 or len(rows) > 1:
        of_part = f" for the part “{part}”" if part else ""
        raise InputError(
            f"The archive holds {_listed(arrays)}; needed is{of_part} one stack of images, with at most one row of "
            "labels, or several parts named as x_train, y_train, x_test, y_test or train_images, train_labels. Please "
            "save only these.",
            "E-NPY-107",
        )
    stack, training = arrays[stacks[0]], _is_training(part)
    labels = arrays[rows[0]] if rows else None
    files = (stacks[0], rows[0] if rows else "")
    return Piece(stack, labels, None if training is None else np.full(len(stack), training), files=files)


def _is_stack(name: str, array: np.ndarray) -> bool:
    """Whether these can be pictures: not by name labels, and enough numbers in each."""
    if array.dtype.kind in "SU" or array.ndim < 2 or _LABELS & set(_words(name)):
        return False
    return array.ndim > 2 or array.shape[1] >= _FEWEST_PIXELS


def _is_labels(array: np.ndarray, stack: np.ndarray) -> bool:
    """Whether it holds something for each picture, or has at least the shape of labels."""
    return array.ndim == 1 or (array.ndim == 2 and len(stack) in array.shape)


def _preferred(names: Sequence[str], known: frozenset[str]) -> list[str]:
    """Those that are called as usual, if some are; else all."""
    return [name for name in names if known & set(_words(name))] or list(names)


def _taken(pieces: Sequence[Piece]) -> str:
    """A sentence on which arrays are images and which labels."""
    images, labels = (", ".join(piece.files[at] for piece in pieces if piece.files[at]) for at in (0, 1))
    return f"Images: {images}; labels: {labels or 'none'}."


def _listed(arrays: Mapping[str, np.ndarray]) -> str:
    """At most six arrays with their shapes."""
    told = [f"{name} ({' x '.join(map(str, array.shape)) or 'one number'})" for name, array in arrays.items()]
    return ", ".join(told[:6]) + (f" and {len(told) - 6} more" if len(told) > 6 else "")
