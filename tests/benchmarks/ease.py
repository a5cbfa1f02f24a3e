"""EASE on MovieLens latest-small against Cornac's: the inverse over viewers against the inverse over films.

Split and likings as in `cowatch`, the same lambda on both sides, in turns on the same machine; ours is the whole fit,
with the vectors of the map. Scores are compared for every viewer and every film that anybody liked.
"""

import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import MovieLens
from engine.learners.films.ease import EASE
from engine.report import Silent
from tests.benchmarks.data import real_file
from tests.benchmarks.peers import peer_python

PEER = "cornac 3.0.1"
GOAL = ">= 10x faster than the peer's EASE, scores equal to 1e-4, on MovieLens latest-small."
RATIO, TOLERANCE = 10.0, 1e-4


def run(quick: bool) -> dict[str, object]:
    """Train both; ours nine times, of which the median counts. quick: three times; the peer takes most of the time."""
    real_file("ratings.csv")
    ratings = MovieLens().load(Silent())
    learner = EASE()
    own, seconds = learner.fit(ratings), []
    for _ in range(3 if quick else 9):
        begun = time.perf_counter()
        own = learner.fit(ratings)
        seconds.append(time.perf_counter() - begun)
    peer_seconds, weights, films = _cornac(ratings, learner.regularization)
    expected = ratings.liked.matrix()[:, films] @ weights
    apart = float(np.abs(learner.scores(own, ratings, ratings.train)[:, films] - expected).max())
    ratio = peer_seconds / float(np.median(seconds))
    print(f"ours {np.median(seconds):.2f} s, Cornac {peer_seconds:.2f} s for {len(films):,} films: {ratio:.1f}x")
    print(f"largest difference of a score: {apart:.1e}")
    quality = {"largest_difference": apart, "seconds": round(float(np.median(seconds)), 3), "films": len(films)}
    quality["peer_seconds"] = round(peer_seconds, 2)
    return {"ratio": round(ratio, 1), "goal": RATIO, "quality": quality, "ok": ratio >= RATIO and apart <= TOLERANCE}


def _cornac(ratings: Ratings, regularization: float) -> tuple[float, np.ndarray, np.ndarray]:
    """Seconds, weights (m, m) and the m films that they are for."""
    python = peer_python("cornac==3.0.1")
    with tempfile.TemporaryDirectory() as folder:
        pairs = Path(folder) / "pairs.npy"
        np.save(pairs, np.column_stack([ratings.liked.users, ratings.liked.items]))
        script = Path(__file__).with_name("cornac_ease.py")
        command = [str(python), str(script), str(pairs), str(regularization), folder]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        weights, films = (np.load(Path(folder) / f"{name}.npy") for name in ("weights", "items"))
    return json.loads(told.splitlines()[-1])["seconds"], weights, films
