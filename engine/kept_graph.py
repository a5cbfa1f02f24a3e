"""The neighbor graph of what a map is made of, kept: another perplexity or exaggeration seeks no neighbors anew."""

import contextlib
import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine import settings
from engine.algorithms.neighbor_graph.graph import NeighborGraph, neighbor_graph
from engine.limits import MB

SIZES = (30, 90, 180, 360)
"""Neighbors are sought in these numbers, whichever is enough, so that the same map comes of a kept graph as of a new
one; more are sought as they are.
"""
FEWEST = 5_000
"""Points for fewer of which seeking takes no time."""
KEPT_BYTES = 500 * MB


def kept_graph(
    points: np.ndarray, k: int, on_tile: Callable[[int, int], None] | None = None, device: str = "cpu"
) -> NeighborGraph:
    """The k nearest of each point, as `neighbor_graph`; for many points read from the disk, if they were sought before.

    points: float32 (n, d). device: "cuda" seeks on a graphics card. A file that is damaged, or a disk that is full,
    only costs the time of seeking.
    """
    if len(points) < FEWEST:
        return _sought(points, k, on_tile, device)
    size = next((size for size in SIZES if size >= k), k)
    path = _folder() / f"{_name(points, size, device)}.npy"
    graph = _read(path)
    if graph is None:
        graph = _sought(points, size, on_tile, device)
        with contextlib.suppress(OSError):
            _write(path, graph)
    elif on_tile:
        on_tile(len(points), len(points))
    return graph.first(k)


def _sought(points: np.ndarray, k: int, on_tile: Callable[[int, int], None] | None, device: str) -> NeighborGraph:
    if device == "cuda":
        from engine.algorithms.neighbor_graph import on_torch

        return on_torch.neighbor_graph(points, k, on_tile)
    return neighbor_graph(points, k, on_tile)


def _folder() -> Path:
    return settings.home() / "neighbors"


def _name(points: np.ndarray, k: int, device: str) -> str:
    content = hashlib.sha256(points.tobytes())
    content.update(f"{points.shape} {points.dtype} {k} {device}".encode())
    return content.hexdigest()[:32]


def _read(path: Path) -> NeighborGraph | None:
    """Rows and, as the same bits, squares, one array above the other."""
    try:
        rows, squares = np.load(path, allow_pickle=False)
        path.touch()
    except (OSError, ValueError, EOFError):
        return None
    return NeighborGraph(rows, squares.view(np.float32))


def _write(path: Path, graph: NeighborGraph) -> None:
    """Those used longest ago make room."""
    path.parent.mkdir(parents=True, exist_ok=True)
    old = sorted((each for each in path.parent.iterdir()), key=lambda each: each.stat().st_mtime, reverse=True)
    room = KEPT_BYTES - graph.rows.nbytes - graph.squares.nbytes
    for each in old:
        room -= each.stat().st_size
        if room < 0:
            each.unlink(missing_ok=True)
    hidden = path.with_suffix(f".{id(graph)}.part")
    with hidden.open("wb") as file:
        np.save(file, np.stack([graph.rows, graph.squares.view(np.int32)]))
    hidden.replace(path)
