"""Which attribute of the items follows the vectors best: what a map of them is colored by at first."""

import numpy as np

from engine.embedding import Embedding
from engine.figures.coloring import Categories, color_by, coloring
from engine.figures.colors import TEN
from engine.neighbors import nearest_batch

MOST_ITEMS = 2_000
"""The first items are looked at: those that a map shows at first."""
N_NEIGHBORS = 10
COLORS = len(TEN)
"""Classes past the tenth are drawn in one gray, and tell nobody apart."""


def best_column(embedding: Embedding) -> str:
    """The column of the metadata whose colors neighbors share most, beyond chance; "" if there is no column. One that
    holds colors (#rrggbb) is taken at once.

    For classes: Cohen's kappa of the colors of an item and of its ten nearest (1: always the same; 0: as by chance).
    For numbers: the share of the variance that the mean of the ten nearest predicts, at least 0.
    """
    shown = embedding.first(min(MOST_ITEMS, embedding.n_items))
    if not shown.metadata:
        return ""
    own = next((name for name, column in shown.metadata.items() if coloring(name, [column]).palette), "")
    if own:
        return own
    k = min(N_NEIGHBORS, shown.n_items - 1)
    near = nearest_batch(shown, np.arange(shown.n_items), k).rows
    return max(shown.metadata, key=lambda name: _followed(shown.metadata[name], near))


def _followed(column: np.ndarray, near: np.ndarray) -> float:
    """near: rows (n, k), -1 where there is no neighbor."""
    colors = color_by("", column)
    there = near >= 0
    if isinstance(colors, Categories):
        return _kappa(np.asarray(colors.codes), near, there)
    values = np.log(colors.values) if colors.log else colors.values.astype(float)
    there &= np.isfinite(values)[near]
    of = np.where(there, values[near], 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
    known = np.isfinite(values) & there.any(axis=1)
    spread = values[known].var() if known.any() else 0.0
    return max(0.0, 1 - float(np.square(values[known] - of[known]).mean() / spread)) if spread > 0 else 0.0


def _kappa(codes: np.ndarray, near: np.ndarray, there: np.ndarray) -> float:
    codes = np.where((codes < 0) | (codes >= COLORS), COLORS, codes)
    shares = np.bincount(codes, minlength=COLORS + 1) / len(codes)
    by_chance = float(shares @ shares)
    if by_chance == 1 or not there.any():
        return 0.0
    agreed = (codes[near] == codes[:, None])[there].mean()
    return float(agreed - by_chance) / (1 - by_chance)
