"""One array of images with the file of its labels, whichever of the two came first."""

import numpy as np

from engine.datasets.images.label_files import LabelFile
from engine.datasets.images.pixel_arrays import Piece
from engine.errors import InputError

WRONG_WAY = "The two files were the wrong way round: images and labels were told apart by their content."


def piece(array: np.ndarray, labels: LabelFile | None, asked: str, called: str, notes: list[str]) -> Piece:
    """The images with a label each; `asked` is the column of labels, `called` the name of the first file.

    Raises InputError if both files hold images, or both labels, and what `LabelFile.in_order` raises.
    """
    if labels is None:
        return Piece(array, files=(called, ""))
    files = (called, labels.called)
    other = labels.array
    both_labels = array.ndim == 1 and (other is None or other.ndim < 2)
    if both_labels or (array.ndim > 2 and other is not None and other.ndim > 2):
        sort = "labels" if both_labels else "images"
        raise InputError(f"Both files hold {sort}; please upload one with images and one with labels.", "E-IMG-98")
    if array.ndim == 1 and other is not None:
        notes.append(WRONG_WAY)
        return Piece(other, array, files=(labels.called, called))
    n_images = len(array) if array.ndim else 0
    return Piece(array, labels.in_order(n_images, asked, notes), files=files)
