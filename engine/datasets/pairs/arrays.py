"""Pairs in NumPy's .npy and .npz: a square matrix, or the upper half in one line as scipy's pdist makes it."""

from collections.abc import Mapping, Sequence
from math import isqrt

import numpy as np

from engine import limits
from engine.datasets.pairs.found import Found, require_items, shown
from engine.errors import InputError
from engine.files import npy
from engine.files.archives import Entry

MOST_BYTES = 8 * (limits.PAIR_ITEMS + 1) ** 2 + npy.HEADER_BYTES
"""As float64, of one item more than may be, so that it is told by items and not by bytes."""


def read(entries: Sequence[Entry]) -> Found:
    """The matrix of a .npy file or of an archive of such; arrays of one entry an item beside it are labels (the first
    of texts) and metadata. Raises InputError: none (E-DST-15) or several (E-DST-16), and what `npy.read` raises.
    """
    arrays = {
        entry.name.removesuffix(".npy"): npy.read(entry.blocks(), texts=True, most=MOST_BYTES) for entry in entries
    }
    numeric = {name: array for name, array in arrays.items() if array.dtype.kind not in "SU"}
    square = [name for name, array in numeric.items() if array.ndim == 2 and array.shape[0] == array.shape[1]]
    lines = [name for name, array in numeric.items() if array.ndim == 1 and _n_items(len(array))]
    chosen = square or lines
    if len(chosen) > 1:
        raise InputError(
            f"The archive holds several tables of pairs: {', '.join(map(shown, chosen[:6]))}. Please give one.",
            "E-DST-16",
        )
    if not chosen:
        raise _no_pairs(arrays)
    table = numeric.pop(chosen[0])
    require_items(len(table) if square else _n_items(len(table)))
    found = Found(table.astype(np.float64) if square else _expanded(table))
    _describe(found, {name: array for name, array in arrays.items() if name != chosen[0]})
    return found


def _describe(found: Found, beside: Mapping[str, np.ndarray]) -> None:
    for name, array in beside.items():
        if array.shape != (len(found.values),):
            found.notes.append(f"Left out, as it has no entry for each item: the array “{shown(name)}”.")
        elif array.dtype.kind not in "SU":
            found.metadata[shown(name) or "column"] = array.astype(np.float64)
        else:
            texts = [one.decode("utf-8", "replace") if isinstance(one, bytes) else str(one) for one in array.tolist()]
            if found.labels is None:
                found.labels = texts
            else:
                found.metadata[shown(name) or "column"] = np.array([shown(text) for text in texts])


def _n_items(n_pairs: int) -> int:
    """How many items have so many pairs; 0 if no number of them has."""
    n = (1 + isqrt(1 + 8 * n_pairs)) // 2
    return n if n_pairs and n * (n - 1) // 2 == n_pairs else 0


def _expanded(line: np.ndarray) -> np.ndarray:
    n = _n_items(len(line))
    found = np.full((n, n), np.nan)
    found[np.triu_indices(n, 1)] = line
    return found


def _no_pairs(arrays: Mapping[str, np.ndarray]) -> InputError:
    told = "; ".join(
        f"{shown(name) or 'the array'} is {' x '.join(f'{side:,}' for side in array.shape) or 'one value'}"
        for name, array in list(arrays.items())[:4]
    )
    return InputError(
        f"A table of pairs has as many rows as columns, or is one line of n (n - 1) / 2 numbers: {told}.", "E-DST-15"
    )
