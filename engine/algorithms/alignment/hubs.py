"""Hubs: items that are among the nearest of very many others, whatever these are (Radovanovic et al., 2010)."""

import numpy as np


def occurrences(found: np.ndarray, n_items: int) -> np.ndarray:
    """How often each item is among the nearest of a query, int64 (n_items,). found: rows of items (n_queries, k)."""
    return np.bincount(found.ravel(), minlength=n_items)


def skewness(counts: np.ndarray) -> float:
    """Third standardized moment of the occurrences: 0 where all are alike, large where there are hubs."""
    away = counts - counts.mean()
    spread = counts.std()
    return float((away**3).mean() / spread**3) if spread else 0.0
