"""Implicit ALS on MovieLens latest-small against `implicit`: seconds, and NDCG@10 of the full ranking.

Split and likings as in `cowatch`; the same dimensions, weights and penalties, two threads on both sides. Each side runs
its default number of sweeps: the peer 15, whose vectors are moved by three steps of conjugate gradients; ours 8, as it
solves exactly and is done sooner. Sweep for sweep, both are told too: seconds, ratio (same_sweeps_ratio) and NDCG@10
of the peer after as many sweeps as ours.
"""

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, save_npz

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.datasets.ratings.sources import MovieLens
from engine.evaluation.films.ranking import Scorer, rank
from engine.learners.films.implicit_als import ImplicitALS
from engine.report import Silent
from tests.benchmarks.data import real_file
from tests.benchmarks.peers import peer_python

PEER = "implicit 0.7.3"
GOAL = ">= 1x the peer's speed at NDCG@10 no worse, on MovieLens latest-small."
RATIO, SLACK = 1.0, 0.002
"""NDCG@10 may be lower by so much: less than a tenth of its 95 % interval."""
THREADS = 2
PEER_SWEEPS = 15
"""The peer's default."""
ROUNDS = 3
"""A training takes a tenth of a second, and other work on the machine makes it longer, never shorter."""


def run(quick: bool) -> dict[str, object]:
    """Train on both sides in turn, each several times, of which the fastest counts; quick: fewer times."""
    real_file("ratings.csv")
    ratings = MovieLens().load(Silent())
    learner, repeats = ImplicitALS(), 5 if quick else 15
    learner.replace(n_epochs=1).fit(ratings)
    own_seconds: list[float] = []
    peer_seconds: dict[int, list[float]] = {PEER_SWEEPS: [], learner.n_epochs: []}
    vectors = {}
    for _ in range(ROUNDS):
        for sweeps, taken in peer_seconds.items():
            seconds, users, items = _peer(ratings, learner.replace(n_epochs=sweeps), repeats)
            taken += seconds
            vectors[sweeps] = users, items
        for _ in range(repeats):
            begun = time.perf_counter()
            own = learner.fit(ratings)
            own_seconds.append(time.perf_counter() - begun)
    scores = {"ours": _ndcg(lambda seen: learner.scores(own, ratings, seen), ratings)}
    for name, sweeps in (("peer", PEER_SWEEPS), ("peer_same_sweeps", learner.n_epochs)):
        users, items = vectors[sweeps]
        scores[name] = _ndcg(_in_turn(users @ items.T, ratings), ratings)
    fastest = min(own_seconds), min(peer_seconds[PEER_SWEEPS]), min(peer_seconds[learner.n_epochs])
    ratio, same = fastest[1] / fastest[0], fastest[2] / fastest[0]
    print(f"{'':18}{'sweeps':>7}{'seconds':>9}{'NDCG@10':>9}")
    for name, sweeps, best in zip(scores, (learner.n_epochs, PEER_SWEEPS, learner.n_epochs), fastest, strict=True):
        print(f"{name:18}{sweeps:7}{best:9.3f}{scores[name]:9.4f}")
    print(f"{ratio:.2f}x the peer's speed (goal {RATIO:g}x); {same:.2f}x at {learner.n_epochs} sweeps on both sides")
    quality = {f"{name}_ndcg": round(value, 4) for name, value in scores.items()}
    quality |= {"seconds": round(fastest[0], 3), "peer_seconds": round(fastest[1], 3)}
    quality["same_sweeps_ratio"] = round(same, 2)
    ok = ratio >= RATIO and scores["ours"] >= scores["peer"] - SLACK
    return {"ratio": round(ratio, 2), "goal": RATIO, "quality": quality, "ok": ok}


def _peer(ratings: Ratings, learner: ImplicitALS, repeats: int) -> tuple[list[float], np.ndarray, np.ndarray]:
    """Seconds of each training, and the vectors of viewers and films."""
    python = peer_python("implicit==0.7.3")
    likings = ratings.liked
    weights = np.full(len(likings.items), 1 + learner.alpha, dtype=np.float32)
    matrix = csr_matrix((weights, likings.items, likings.offsets), shape=(ratings.n_users, ratings.n_items))
    parameters = {
        "factors": learner.n_components, "regularization": learner.regularization, "alpha": 1.0,
        "iterations": learner.n_epochs, "num_threads": THREADS, "random_state": 0, "repeats": repeats,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "matrix.npz"
        save_npz(path, matrix)
        script = Path(__file__).with_name("implicit_als.py")
        command = [str(python), str(script), str(path), folder, json.dumps(parameters)]
        environment = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # as the peer's own warning asks for
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
        vectors = [np.load(Path(folder) / f"{name}.npy") for name in ("users", "items")]
    return json.loads(told.splitlines()[-1])["seconds"], vectors[0], vectors[1]


def _in_turn(scores: np.ndarray, ratings: Ratings) -> Scorer:
    """Scores of the viewers whom `rank` asks for, tile after tile."""
    users = np.flatnonzero((ratings.test.lengths > 0) & (ratings.liked.lengths > 0))
    served = 0

    def scorer(seen: Histories) -> np.ndarray:
        nonlocal served
        rows = users[served : served + seen.n_users]
        served += seen.n_users
        return scores[rows]

    return scorer


def _ndcg(scorer: Scorer, ratings: Ratings) -> float:
    return float(rank(scorer, ratings).per_user()["ndcg"].mean())
