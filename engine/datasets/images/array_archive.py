"""Several NumPy arrays in one archive (.npz): a stack of images and, if it is there, its labels."""

from pathlib import Path

import numpy as np

from engine.datasets.images.builder import Found
from engine.datasets.images.pixel_arrays import from_arrays, one_npy
from engine.errors import InputError
from engine.files import archives, npy

TRAIN_AND_TEST = ("x_train", "y_train", "x_test", "y_test")
"""Names in the archives that Keras gives out."""


def is_one(path: Path) -> bool:
    """Whether every file in a ZIP archive is a .npy array."""
    with archives.opened(path, []) as entries:
        return all(entry.name.lower().endswith(".npy") for entry in entries)


def read(path: Path, labels_path: Path | None, height: int, width: int) -> Found:
    """The only stack of images in the archive with the only row of labels, or the four arrays of Keras.

    No Python object is ever made of what is in it. Raises InputError: several stacks or rows of labels, none, and what
    `npy.read`, `archives.opened` and `pixel_arrays.from_npy` raise.
    """
    with archives.opened(path, []) as entries:
        arrays = {entry.name.rsplit("/", 1)[-1][: -len(".npy")]: npy.read(entry.blocks()) for entry in entries}
    if set(arrays) == set(TRAIN_AND_TEST):
        return _both_parts(arrays, height, width)
    stacks = {name: array for name, array in arrays.items() if array.ndim > 1}
    rows = {name: array for name, array in arrays.items() if array.ndim == 1}
    if len(stacks) != 1 or len(rows) > 1:
        raise InputError(
            f"The archive holds {_listed(arrays)}; needed is one stack of images, with at most one row of labels, or "
            f"{', '.join(TRAIN_AND_TEST)}. Please save only these.",
            "E-NPY-107",
        )
    labels = one_npy(labels_path) if labels_path is not None else next(iter(rows.values()), None)
    return from_arrays(next(iter(stacks.values())), labels, height, width)


def _both_parts(arrays: dict[str, np.ndarray], height: int, width: int) -> Found:
    x_train, y_train, x_test, y_test = (arrays[name] for name in TRAIN_AND_TEST)
    if x_train.shape[1:] != x_test.shape[1:] or (len(x_train), len(x_test)) != (len(y_train), len(y_test)):
        raise InputError(f"The arrays do not belong together: {_listed(arrays)}.", "E-IMG-97")
    found = from_arrays(
        np.concatenate([x_train, x_test]), np.concatenate([y_train.ravel(), y_test.ravel()]), height, width
    )
    found.n_train = len(x_train)
    return found


def _listed(arrays: dict[str, np.ndarray]) -> str:
    """At most six arrays with their shapes."""
    told = [f"{name} ({' x '.join(map(str, array.shape)) or 'one number'})" for name, array in arrays.items()]
    return ", ".join(told[:6]) + (f" and {len(told) - 6} more" if len(told) > 6 else "")
