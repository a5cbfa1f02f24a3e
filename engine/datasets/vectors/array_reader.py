"""Vectors in NumPy's .npy and .npz: a matrix, and beside it arrays of one entry a row, which are labels or known."""

from collections.abc import Mapping, Sequence

import numpy as np

from engine import limits
from engine.datasets.vectors.found import Found, wanted_rows
from engine.datasets.vectors.label_texts import shown
from engine.datasets.vectors.named_parts import chosen
from engine.errors import InputError
from engine.files import npy
from engine.files.archives import Entry, first_bytes
from engine.files.display import displayable

MOST_BYTES = 2 * 4 * limits.VECTOR_NUMBERS + npy.HEADER_BYTES
"""As float64."""
MOST_BESIDE = 20
NAME_LENGTH = 60
_ANY_SIZE = 1 << 62
"""What is too much is told by rows and numbers, not by bytes."""


def read(entry: Entry, first: int = 0) -> Found:
    """The matrix of a .npy file. Raises InputError: what `npy.read` raises, E-VEC-09 for another shape."""
    found = npy.header(_head(entry), texts=True, most=_ANY_SIZE)
    if found.dtype.kind in "US" or len(found.shape) != 2:
        sort = "texts" if found.dtype.kind in "US" else f"{len(found.shape)} dimensions"
        raise InputError(
            f"This array holds {sort}, {' x '.join(map(str, found.shape)) or 'one number'}; vectors are a matrix of "
            "numbers, a row each.",
            "E-VEC-09",
        )
    n_rows = wanted_rows(*found.shape, first)
    return Found(as_floats(npy.read(entry.blocks(), most=MOST_BYTES)[:n_rows]))


def is_signed(entry: Entry) -> bool:
    """Whether a .npy file holds a matrix of real numbers, some of them negative, as no picture does."""
    head = _head(entry)
    found = npy.header(head[: npy.HEADER_BYTES], texts=True, most=_ANY_SIZE)
    if len(found.shape) != 2 or found.dtype.kind != "f":
        return False
    whole = (len(head) - found.start) // found.dtype.itemsize
    return bool((np.frombuffer(head, found.dtype, max(0, whole), found.start) < 0).any())


def as_floats(array: np.ndarray) -> np.ndarray:
    """float32 in C order; what is too large for it becomes infinite, and its row is left out later."""
    with np.errstate(over="ignore"):
        return np.ascontiguousarray(array, dtype=np.float32)


def read_archive(entries: Sequence[Entry], wanted: str, first: int = 0) -> Found:
    """The one matrix of a .npz file, or that of the name wanted; arrays as long as it has rows are taken along.

    Raises InputError: E-VEC-10 if it is not clear which, and what `npy.read` raises.
    """
    heads = {_name(entry): npy.header(_head(entry), texts=True, most=_ANY_SIZE) for entry in entries}
    of_name = {_name(entry): entry for entry in entries}
    matrices = {
        name: found.shape for name, found in heads.items() if len(found.shape) == 2 and found.dtype.kind in "fiub"
    }
    name = chosen(matrices, wanted, "matrix of numbers")
    result = read(of_name[name], first)
    beside = {
        other: npy.read(of_name[other].blocks(), texts=True)[: result.n_rows]
        for other, found in list(heads.items())[: MOST_BESIDE + 1]
        if found.shape == heads[name].shape[:1]
    }
    return with_columns(result, beside)


def with_columns(found: Found, beside: Mapping[str, np.ndarray]) -> Found:
    """Arrays of one entry a row: the first of texts that are another in each row is the labels, others are known."""
    for name, column in beside.items():
        if column.dtype.kind in "US":
            texts = [text.decode("utf-8", "replace") if isinstance(text, bytes) else text for text in column.tolist()]
            if found.labels is None and len(set(texts)) == len(texts):
                found.labels = shown(texts, found.notes)
                continue
            found.metadata[name] = np.array([displayable(text, limits.LABEL_LENGTH) for text in texts])
        else:
            found.metadata[name] = column
    return found


def _head(entry: Entry) -> bytes:
    return first_bytes(entry.blocks(), npy.HEADER_BYTES)


def _name(entry: Entry) -> str:
    return displayable(entry.name.removesuffix(".npy"), NAME_LENGTH)
