"""The co-watch network on MovieLens latest-small against recommending what is popular, and beside every other method.

Split: a fifth of each viewer's ratings at random (seed 0); four stars or more count as liked; every film that a viewer
has not rated in training is ranked. All methods with their defaults. Beside them stand the processor seconds of their
training, which the clock does not exceed on a machine that does nothing else.
"""

import time

import numpy as np

from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import MovieLens
from engine.evaluation.films.ranking import rank
from engine.evaluation.films.recommending import recommenders
from engine.learners.films.contract import Baseline, Recommender
from engine.learners.films.cowatch import CoWatch
from engine.report import Silent
from tests.benchmarks.data import real_file

PEER = "Popular"
GOAL = (
    ">= 1.2x the NDCG@10 of recommending what is popular, on MovieLens latest-small; training <= 10 s for each method."
)
RATIO, SECONDS = 1.2, 10.0
K = 10


def run(quick: bool) -> dict[str, object]:
    """Train and rank; quick: the co-watch network alone."""
    real_file("ratings.csv")
    ratings = MovieLens().load(Silent())
    learners: list[Recommender] = [CoWatch()] if quick else recommenders()
    print(f"{'':16}{'NDCG@10':>9}{'Recall@10':>11}{'seconds':>9}")
    popular = _row("popular", rank(lambda seen: Baseline("popular").scores(ratings, seen), ratings, K).per_user(), 0.0)
    scores, seconds = {}, {}
    for learner in learners:
        scores[learner.name], seconds[learner.name] = _trained(learner, ratings)
    best = max(scores, key=lambda name: scores[name])
    ratio = scores[CoWatch.name] / popular
    print(f"\nco-watch network: {ratio:.2f}x Popular (goal {RATIO}x); best: {best}, NDCG@10 {scores[best]:.4f}")
    return {
        "ratio": round(ratio, 2),
        "goal": RATIO,
        "quality": {name: round(value, 4) for name, value in {"popular": popular, **scores}.items()},
        "seconds": {name: round(value, 2) for name, value in seconds.items()},
        "ok": bool(ratio >= RATIO and max(seconds.values()) <= SECONDS),
    }


def _trained(learner: Recommender, ratings: Ratings) -> tuple[float, float]:
    """NDCG@10, and the processor seconds of a training once the kernels are compiled."""
    if hasattr(learner, "n_epochs"):
        learner.replace(n_epochs=1).fit(ratings)
    begun = time.process_time()
    fit = learner.fit(ratings)
    seconds = time.process_time() - begun
    found = rank(lambda seen: learner.scores(fit, ratings, seen), ratings, K)
    return _row(learner.name, found.per_user(), seconds), seconds


def _row(name: str, values: dict[str, np.ndarray], seconds: float) -> float:
    ndcg, recall = float(values["ndcg"].mean()), float(values["recall"].mean())
    print(f"{name:16}{ndcg:9.4f}{recall:11.4f}{seconds:9.2f}", flush=True)
    return ndcg
