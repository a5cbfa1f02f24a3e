"""Run by either side's interpreter, in a fresh process: one UMAP map, from points in one file to places in another.

Arguments: "ours" or "umap-learn"; input and output (.npy). Prints one JSON object: the seconds since the process began,
libraries, kernels read or compiled, and all.
"""

import json
import sys
import time

import numpy as np

BEGUN = time.perf_counter()


def ours(points: np.ndarray) -> np.ndarray:
    from engine.embedding import Embedding
    from engine.projections.umap import UMAP

    return UMAP(metric="euclidean").fit(Embedding(points, ("",) * len(points))).main.vectors


def umap_learn(points: np.ndarray) -> np.ndarray:
    from umap import UMAP

    return np.asarray(UMAP(n_jobs=2).fit_transform(points))


def main() -> None:
    """Lay out the points, and tell how long that took."""
    name, source, target = sys.argv[1:]
    places = {"ours": ours, "umap-learn": umap_learn}[name](np.load(source))
    seconds = time.perf_counter() - BEGUN
    np.save(target, places.astype(np.float32))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
