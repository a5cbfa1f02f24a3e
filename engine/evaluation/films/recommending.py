"""The tests of recommenders that run as jobs: one trained run, or every method side by side, with the baselines."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np

from engine import costs
from engine.datasets.ratings.ratings import Ratings
from engine.errors import InputError
from engine.evaluation.films import genre_overlap
from engine.evaluation.films.ranking import METRICS, RankingScores, Scorer, by_activity, by_popularity, interval, rank
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.base import Estimate, Learner
from engine.learners.films.contract import BASELINES, Baseline, Recommender
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

NUMBERS = ("means", "low", "high", "coverage", "novelty", "overlap", "seconds")
GROUPED = ("activity", "popularity")
NAMES = ("names", "activity_groups", "popularity_groups")


@dataclass(frozen=True, eq=False)
class RankingTable:
    """What a ranking test found, one row for each method.

    means: (n_methods, n_metrics) in the order of METRICS; low, high: the same, between which 95 % of the bootstrap
    samples lie. coverage, novelty, seconds: (n_methods,). overlap: (n_methods,), see `genre_overlap`; nan for
    Popular, which knows no neighbors, and without genres. activity, popularity: (n_methods, n_groups).
    """

    k: int
    names: tuple[str, ...]
    means: np.ndarray
    low: np.ndarray
    high: np.ndarray
    coverage: np.ndarray
    novelty: np.ndarray
    overlap: np.ndarray
    seconds: np.ndarray
    activity_groups: tuple[str, ...]
    activity: np.ndarray
    popularity_groups: tuple[str, ...]
    popularity: np.ndarray
    n_viewers: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "RankingTable":
        """What a RankingTest or a RecommenderComparison found."""
        parts: dict[str, Any] = {name: tuple(fit.summary[name]) for name in NAMES}
        parts |= {name: fit.arrays[name] for name in (*NUMBERS, *GROUPED)}
        return cls(k=fit.summary["k"], n_viewers=fit.summary["viewers"], **parts)


@dataclass(frozen=True)
class RankingTest(Learner):
    """How well one trained run recommends what was held out. Fit: no embedding; `RankingTable.from_fit` reads it."""

    name = "ranking_test"
    title = "Recommendations of held-out films"
    papers = (
        Paper(
            "Järvelin and Kekäläinen",
            2002,
            "Cumulated gain-based evaluation of IR techniques",
            "doi:10.1145/582415.582418",
        ),
        Paper("Krichene and Rendle", 2020, "On sampled metrics for item recommendation", "doi:10.1145/3394486.3403226"),
    )
    takes: ClassVar[str] = "run"
    version: ClassVar[int] = 3
    """Names are lists since version 2; genres of neighbors are compared, and co-likings stand beside, since 3."""

    k: int = integer(10, 1, 100, label="First k", help="How many recommendations each viewer is shown.")

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Rank all items for every viewer with held-out likings."""
        learner, trained, ratings = dataset.learner, dataset.fit, dataset.dataset
        if not isinstance(learner, Recommender):
            raise InputError("This run holds no recommender, so there are no recommendations to score.", "E-EVL-12")
        _require_test(ratings)
        collected = _Collected(ratings, self.k)
        total = 1 + len(BASELINES)
        scorer, tell = _scorer(learner, trained, ratings), _telling(report, 0, total)
        collected.add(learner.name, scorer, genre_overlap.of_vectors(trained.main, ratings), 0.0, tell)
        collected.add_baselines(report, 1, total)
        return collected.fit()

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the numbers of viewers and items."""
        return _ranking_cost(dataset.dataset, 1 + len(BASELINES))


@dataclass(frozen=True)
class RecommenderComparison(Learner):
    """Every method with its defaults, trained on the same part and scored on the same held-out ratings.

    Fit: no embedding; `RankingTable.from_fit` reads it.
    """

    name = "recommender_comparison"
    title = "All recommenders side by side"
    papers = (
        Paper(
            "Ferrari Dacrema, Cremonesi and Jannach",
            2019,
            "Are we really making much progress? A worrying analysis of recent neural recommendation approaches",
            "doi:10.1145/3298689.3347058",
        ),
    )
    takes: ClassVar[str] = Ratings.kind
    version: ClassVar[int] = 3
    """Names are lists since version 2; genres of neighbors are compared, and co-likings stand beside, since 3."""

    k: int = integer(10, 1, 100, label="First k", help="How many recommendations each viewer is shown.")

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:
        """Train and rank one method after the other; those that the data cannot serve are named in the notes."""
        _require_test(dataset)
        learners = recommenders()
        collected = _Collected(dataset, self.k)
        total = len(learners) + len(BASELINES)
        for done, learner in enumerate(learners):
            stop_if_cancelled(report)
            begun = time.monotonic()
            try:
                trained = learner.fit(dataset, _Quiet(report))
            except InputError as error:
                collected.notes.append(f"{learner.title}: {error}")
                continue
            seconds = time.monotonic() - begun
            scorer, tell = _scorer(learner, trained, dataset), _telling(report, done, total)
            collected.add(learner.name, scorer, genre_overlap.of_vectors(trained.main, dataset), seconds, tell)
        collected.add_baselines(report, len(learners), total)
        return collected.fit()

    def estimate(self, dataset: Ratings) -> Estimate:
        """The sum of all trainings and rankings."""
        learners = recommenders()
        trainings = [learner.estimate(dataset) for learner in learners]
        ranking = _ranking_cost(dataset, len(learners) + len(BASELINES))
        most = max(training.megabytes for training in trainings)
        seconds = sum(training.seconds for training in trainings) + ranking.seconds
        return Estimate(seconds, most + ranking.megabytes)


def recommenders() -> list[Recommender]:
    """One of each kind, with its defaults."""
    return [cls() for cls in LEARNERS.values() if issubclass(cls, Recommender)]


def _scorer(learner: Recommender, trained: Fit, ratings: Ratings) -> Scorer:
    return lambda histories: learner.scores(trained, ratings, histories)


def _telling(report: Report, done: int, total: int) -> Callable[[int, int], None]:
    """What `rank` calls after each tile: the share of this method is added to those that are done."""

    def tell(part: int, whole: int) -> None:
        stop_if_cancelled(report)
        report.progress(done + part / max(whole, 1), total, "methods")

    return tell


class _Quiet(Silent):
    """Passes on a cancel, and keeps the progress of a part to itself."""

    def __init__(self, report: Report):
        self._report = report

    def cancelled(self) -> bool:
        return self._report.cancelled()


class _Collected:
    """Scores of one method after the other."""

    def __init__(self, ratings: Ratings, k: int):
        self.notes: list[str] = []
        self._ratings, self._k = ratings, k
        self._names: list[str] = []
        self._rows: dict[str, list[Any]] = {}
        self._groups: dict[str, list[str]] = {}
        self._n_viewers = 0

    def add(
        self, name: str, scorer: Scorer, overlap: float, seconds: float, on_tile: Callable[[int, int], None]
    ) -> None:
        """Rank by one method."""
        found = rank(scorer, self._ratings, self._k, on_tile)
        self._names.append(name)
        self._n_viewers = len(found.users)
        values = [found.per_user()[metric] for metric in METRICS]
        intervals = np.array([interval(each) for each in values])
        row: dict[str, Any] = {
            "means": [float(each.mean()) for each in values],
            "low": intervals[:, 0],
            "high": intervals[:, 1],
        }
        row |= {"coverage": found.coverage(), "novelty": found.novelty(), "overlap": overlap, "seconds": seconds}
        row |= self._parts(found)
        for column, value in row.items():
            self._rows.setdefault(column, []).append(value)

    def add_baselines(self, report: Report, done: int, total: int) -> None:
        """Rank by each baseline; the first of them is method number `done` of `total`."""
        overlaps = {"co_liking": genre_overlap.of_co_likings, "random": genre_overlap.of_random_films}
        for place, name in enumerate(BASELINES, done):
            overlap = overlaps[name](self._ratings) if name in overlaps else float("nan")
            scorer = partial(Baseline(name).scores, self._ratings)
            self.add(name, scorer, overlap, 0.0, _telling(report, place, total))

    def fit(self) -> Fit:
        """Everything as arrays and a summary."""
        arrays = {column: np.array(values, dtype=np.float64) for column, values in self._rows.items()}
        summary = {"k": self._k, "viewers": self._n_viewers, "names": self._names, **self._groups}
        return Fit({}, arrays, {}, None, summary, tuple(self.notes))

    def _parts(self, found: RankingScores) -> dict[str, list[float]]:
        activity, popularity = by_activity(found, self._ratings, "ndcg"), by_popularity(found, self._ratings)
        self._groups = {
            "activity_groups": [span for span, _, _ in activity],
            "popularity_groups": [span for span, _, _ in popularity],
        }
        return {"activity": [mean for _, mean, _ in activity], "popularity": [share for _, share, _ in popularity]}


def _require_test(ratings: Ratings) -> None:
    if not ((ratings.test.lengths > 0) & (ratings.liked.lengths > 0)).any():
        raise InputError(
            "No viewer has a held-out liking beside one in training, so there is nothing to find again: hold out some "
            "ratings, or count lower ratings as liked.",
            "E-EVL-13",
        )


def _ranking_cost(ratings: Ratings, n_methods: int) -> Estimate:
    cells = float(ratings.n_users) * ratings.n_items
    start, libraries = costs.RANKINGS
    seconds = start + n_methods * cells * costs.RANKED_SCORE
    return Estimate(seconds, libraries + 256 * 30 * ratings.n_items / 1e6)
