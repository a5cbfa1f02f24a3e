"""Run by either side's interpreter: one t-SNE map, from points and a start in one file to places in another.

Arguments: "ours", "openTSNE" or "scikit-learn"; input and output (.npz, .npy). Prints one JSON object: the seconds of
neighbors, affinities and iterations together. Both sides use the same schedule: 250 iterations with twelvefold
attraction and momentum .5, then 500 with .8.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np

EARLY, LATE = 250, 500
SMALL = 300
"""Points of a first map, so that what is compiled or loaded once is not measured."""

Side = Callable[[np.ndarray, np.ndarray, float], np.ndarray]


def ours(points: np.ndarray, start: np.ndarray, perplexity: float) -> np.ndarray:
    from engine.algorithms.neighbor_graph.graph import neighbor_graph
    from engine.algorithms.tsne.affinities import affinities
    from engine.algorithms.tsne.descent import Descent

    descent = Descent(affinities(neighbor_graph(points, int(3 * perplexity)), [perplexity]), start, workers=2)
    for step in range(EARLY + LATE):
        early = step < EARLY
        descent.step(12 if early else 1, 0.5 if early else 0.8)
    return descent.places


def opentsne(points: np.ndarray, start: np.ndarray, perplexity: float) -> np.ndarray:
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PerplexityBasedNN

    held = PerplexityBasedNN(points, perplexity=perplexity, n_jobs=2, random_state=0)
    method = "bh" if len(points) < 10_000 else "fft"  # as the package itself chooses
    layout = TSNEEmbedding(start.astype(np.float64), held, negative_gradient_method=method, n_jobs=2)
    layout.optimize(EARLY, exaggeration=12, momentum=0.5, inplace=True)
    layout.optimize(LATE, exaggeration=1, momentum=0.8, inplace=True)
    return np.asarray(layout)


def scikit_learn(points: np.ndarray, start: np.ndarray, perplexity: float) -> np.ndarray:
    from sklearn.manifold import TSNE

    peer = TSNE(perplexity=perplexity, init=start.astype(np.float32), max_iter=EARLY + LATE, n_jobs=2)
    return np.asarray(peer.fit_transform(points))


SIDES: dict[str, Side] = {"ours": ours, "openTSNE": opentsne, "scikit-learn": scikit_learn}


def main() -> None:
    """Lay out a few points, then all, and tell how long that took."""
    name, source, target = sys.argv[1:]
    with np.load(source) as given:
        points, start, perplexity = given["points"], given["start"], float(given["perplexity"])
    SIDES[name](points[:SMALL], start[:SMALL], perplexity)
    if name == "ours" and len(points) > 3_000:
        ours(points[:3_000], start[:3_000], perplexity)  # so many that the grid's kernels are loaded, too
    begun = time.perf_counter()
    places = SIDES[name](points, start, perplexity)
    seconds = time.perf_counter() - begun
    np.save(target, places.astype(np.float32))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main()
