"""The neighbor graph on a graphics card."""

from collections.abc import Callable

import numpy as np
import torch

from engine.algorithms.neighbor_graph.graph import SPARE, NeighborGraph

TILE_NUMBERS = 1 << 28
"""Similarities that are held at once: a gigabyte."""


def neighbor_graph(
    points: np.ndarray, k: int, on_tile: Callable[[int, int], None] | None = None, device: str = "cuda"
) -> NeighborGraph:
    """As `graph.neighbor_graph`; the same card finds the same neighbors."""
    n = len(points)
    k = max(0, min(k, n - 1))
    rows, squares = np.empty((n, k), dtype=np.int32), np.empty((n, k), dtype=np.float32)
    if k == 0:
        return NeighborGraph(rows, squares)
    held = torch.as_tensor(np.ascontiguousarray(points, dtype=np.float32), device=device)
    held = held - held.mean(dim=0, dtype=torch.float64).float()
    half = held.square().sum(dim=1) / 2
    size = max(1, TILE_NUMBERS // n)
    for first in range(0, n, size):
        own = held[first : first + size]
        near = own @ held.T - half
        near[torch.arange(len(own)), torch.arange(first, first + len(own))] = -torch.inf
        candidates = near.topk(min(k + SPARE, n - 1), dim=1).indices.sort(dim=1).values
        exact = torch.stack([(own - held[column]).square().sum(dim=1) for column in candidates.T], dim=1)
        exact, order = exact.sort(dim=1, stable=True)
        part = slice(first, first + len(own))
        rows[part] = candidates.gather(1, order)[:, :k].int().cpu().numpy()
        squares[part] = exact[:, :k].cpu().numpy()
        if on_tile:
            on_tile(first + len(own), n)
    return NeighborGraph(rows, squares)
