"""Two towers: viewers by what they liked, films by what they are, into one space (Yi et al., 2019)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from engine.algorithms.film import Film
from engine.algorithms.towers import two_towers
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.fields import integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.films import tower_draw, tower_score
from engine.learners.base import Estimate
from engine.learners.films.contract import FILMED, Recommender, of_items, one_space, usual_items
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

YEARS_A_COLUMN = 10


@dataclass(frozen=True)
class TwoTower(Recommender):
    """A viewer is the mean of learned rows of the films liked (the target left out) plus learned rows of their mean
    genres; a film is the sum of learned rows of its identity, genres and decade. Their inner product is to be high for
    likings and low for the films of the other pairs of a batch and some random ones (Yang et al., 2020), corrected for
    how often each film comes up. A film that nobody liked has no identity row, and is placed by genres and decade.

    Fit: embeddings "item", "user" and "together"; arrays of both towers (history_rows, genre_rows, item_rows) and cold,
    the films placed by features alone; history step (epochs) and loss; snapshots of the films liked by most.
    """

    step_unit: ClassVar[str] = "epochs"

    name = "two_tower"
    title = "Two towers"
    papers = (
        Paper(
            "Yi et al.",
            2019,
            "Sampling-bias-corrected neural modeling for large corpus item recommendations",
            "doi:10.1145/3298689.3346996",
        ),
    )
    explained: ClassVar[Mapping[str, str]] = {"viewer": "viewer", "film": "film"}
    places_unseen: ClassVar[bool] = True

    n_components: int = integer(32, 2, 200, label="Dimensions", help="Numbers per film and viewer.", step=8)
    n_epochs: int = integer(12, 1, 200, label="Epochs", help="How often all likings are gone through.")
    batch_size: int = integer(
        1024, 16, 8192, label="Batch", step=128, advanced=True,
        help="Likings of a step; each film of a batch is a negative for the others.",
    )  # fmt: skip
    n_random: int = integer(
        512, 0, 8192, label="Random negatives", step=128, help="Further films of each step, drawn evenly."
    )
    cold_share: float = real(
        0.0, 0.0, 0.5, label="Films kept unseen", step=0.05,
        help="So many films are trained without their ratings, to see where genres and year alone put them.",
    )  # fmt: skip
    learning_rate: float = real(0.01, 0.0001, 1.0, label="Learning rate", help="Length of a step (Adam).", step=0.005,
                                advanced=True)  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:
        """Train both towers; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        self.require(dataset)
        rng = np.random.default_rng(self.seed)
        cold = two_towers.kept_unseen(dataset.liked.counts(), self.cold_share, rng)
        known = dataset.liked.only(~cold[dataset.liked.items])
        pairs = two_towers.Pairs(known.users, known.items)
        film = Film(np.argsort(-dataset.liked.counts(), kind="stable")[:FILMED], self.n_epochs)
        tables, history = two_towers.train(pairs, features_of(dataset, cold), self._settings(), rng, report, film)
        arrays = {
            "history_rows": tables.history, "genre_rows": tables.chosen, "item_rows": tables.right, "cold": cold,
        }  # fmt: skip
        users = _viewers(dataset.liked, dataset, arrays)
        embeddings = one_space(film_features(dataset, cold) @ tables.right, users, dataset)
        summary: dict[str, Any] = {"cold_films": int(cold.sum()), "loss": round(history["loss"][-1], 4)}
        summary["seconds"] = round(time.monotonic() - begun, 2)
        return Fit(embeddings, arrays, history, Snapshots(*film.snapshots()), summary)

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the steps, and the tables that each of them moves."""
        return Estimate(*two_towers.cost(len(dataset.liked.items), dataset.n_items, self._settings()))

    def require(self, dataset: Ratings) -> None:
        """At least three films must have been liked."""
        usual_items(dataset, 1)

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories, items: np.ndarray | None = None) -> np.ndarray:
        """The tower of viewers for each history, times the films; see `Recommender.scores`."""
        users = _viewers(histories.liked(ratings.liked_from), ratings, fit.arrays)
        return (users @ of_items(fit.main.vectors, items).T).astype(np.float32)

    def explain(self, fit: Fit, dataset: Ratings, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """What each part of both towers adds to the score of a film for a viewer."""
        cold, film = fit.arrays["cold"], chosen["film"]
        liked = dataset.history(chosen["viewer"]).liked(dataset.liked_from)
        viewer = np.stack([part[0] for part in viewer_parts(liked, dataset, fit.arrays)])
        known = film_features(dataset, cold)[[film]].toarray()[0].astype(np.float64)
        cuts = np.cumsum([dataset.n_items, len(dataset.genres)])
        n_liked = int((~cold[liked.of(0)]).sum())
        found = tower_score.tower_score(viewer, np.split(known, cuts), np.split(fit.arrays["item_rows"], cuts), n_liked)
        return tower_score.explained(found, bool(cold[film])), *self._drawn(fit, dataset, liked, film)

    def _drawn(self, fit: Fit, dataset: Ratings, liked: Histories, film: int) -> tuple[Explanation, ...]:
        """The loss of a liking: of the film if the viewer liked it, else of the last one liked; none without any."""
        known = liked.of(0)[~fit.arrays["cold"][liked.of(0)]]
        if not len(known):
            return ()
        wanted = film if film in known else int(known[-1])
        rest = liked.only(liked.items != wanted)
        counts = np.where(fit.arrays["cold"], 0, dataset.liked.counts())
        scores = self.scores(fit, dataset, rest)[0]
        found = tower_draw.tower_draw(scores, wanted, counts, self.batch_size, self.n_random)
        return (tower_draw.explained(found, dataset.item_names),)

    def _settings(self) -> two_towers.Settings:
        return two_towers.Settings(self.n_components, self.n_epochs, self.batch_size, self.n_random, self.learning_rate)


def features_of(ratings: Ratings, cold: np.ndarray) -> two_towers.Features:
    """Of viewers nothing but their histories, of films in them the genres, of films what `film_features` knows."""
    from scipy.sparse import csr_array

    genres = csr_array(ratings.item_genres.astype(np.float32))
    return two_towers.Features(csr_array((ratings.n_users, 0), dtype=np.float32), genres, film_features(ratings, cold))


def film_features(ratings: Ratings, cold: np.ndarray) -> "csr_array":
    """Films by what is known of them, float32 (n_items, n_features): identity (0 for cold films), genres, decade."""
    from scipy.sparse import csr_array, diags_array, hstack

    decades = ratings.years // YEARS_A_COLUMN
    known = np.unique(decades[ratings.years > 0])
    of_decade = (decades[:, None] == known[None, :]) & (ratings.years > 0)[:, None]
    identity = diags_array((~cold).astype(np.float32))
    parts = [identity, csr_array(ratings.item_genres.astype(np.float32)), csr_array(of_decade.astype(np.float32))]
    return csr_array(hstack(parts, format="csr", dtype=np.float32))


def viewer_parts(
    likings: Histories, ratings: Ratings, tables: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """What the tower of viewers adds up, each (n_users, n_components): by the films liked, and by their genres."""
    matrix = likings.matrix((~tables["cold"][likings.items]).astype(float))
    genres = ratings.item_genres.astype(float)
    return two_towers.history_parts(matrix, genres, tables["history_rows"], tables["genre_rows"])


def _viewers(likings: Histories, ratings: Ratings, tables: Mapping[str, np.ndarray]) -> np.ndarray:
    """The tower of viewers: float32 (n_users, n_components)."""
    return np.add(*viewer_parts(likings, ratings, tables)).astype(np.float32)
