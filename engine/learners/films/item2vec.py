"""Skip-gram over baskets: item2vec (Barkan and Koenigstein, 2016)."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.skipgram import cost, cpu, negative_sampling
from engine.algorithms.skipgram.progress import Recorder
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.fields import choice, integer, real
from engine.fit import Fit, Snapshots
from engine.learners.base import Estimate
from engine.learners.films.contract import (
    Recommender,
    Scored,
    in_all_rows,
    item_embedding,
    of_items,
    usual_items,
)
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class Item2Vec(Recommender):
    """What a viewer liked is a sentence; films that stand in the same sentences come to lie close.

    The sentences are in the order of time where times are known. The defaults are those that such data need
    (Caselles-Dupre, Lesaint and Royo-Letelier, 2018): many epochs, a wide window, and negatives that are drawn less by
    popularity than for words. Fit: embeddings "item" and "context"; history step (films read), loss and learning_rate.
    """

    step_unit: ClassVar[str] = "films"

    name = "item2vec"
    title = "item2vec (skip-gram over baskets)"
    papers = (
        Paper(
            "Barkan and Koenigstein",
            2016,
            "Item2Vec: neural item embedding for collaborative filtering",
            "arXiv:1603.04259",
        ),
    )
    context: ClassVar[str] = "each film as one that stands near others in a list"

    n_components: int = integer(32, 2, 300, label="Dimensions", help="Numbers per film.", step=8)
    window: int = integer(
        30, 1, 200, label="Window", help="Films before and after in a viewer's list that count as neighbors."
    )
    negative: int = integer(5, 1, 30, label="Negatives", help="Random films told apart from each true neighbor.")
    min_count: int = integer(3, 1, 1_000, label="Minimum count", help="Films liked by fewer viewers are left out.")
    n_epochs: int = integer(40, 1, 500, label="Epochs", help="How often all lists are read.")
    learning_rate: float = real(
        0.05, 0.0001, 1.0, label="Learning rate", help="Length of the first steps; it falls to 0.0001.", step=0.005,
        advanced=True,
    )  # fmt: skip
    sample: float = real(
        0.0, 0.0, 1.0, label="Sub-sampling", step=0.0001, advanced=True,
        help="Films above this share of all likings are thinned out; 0 keeps all.",
    )  # fmt: skip
    ns_exponent: float = real(
        0.5, -1.0, 1.0, label="Exponent of negatives", step=0.25,
        help="1 draws negatives by popularity, 0 all films alike, below 0 rare films more often.",
    )  # fmt: skip
    ranking: Literal["output", "cosine"] = choice(
        "output", {"output": "Films that the list predicts", "cosine": "Films like those of the list (cosine)"},
        label="Recommends", help="How the vectors make a list of recommendations.",
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:
        """Train on the lists; see `Learner.fit`."""
        stop_if_cancelled(report)
        rows, tokens, sentences = self._lists(dataset)
        counts = np.bincount(tokens, minlength=len(rows))
        labels = [dataset.item_names[row] for row in rows]
        order = np.argsort(-counts, kind="stable")
        recorder = Recorder(report, labels, [int(row) for row in order[:3]], order[:200], len(tokens) * self.n_epochs)
        recorder.begin(negative_sampling.initial_vectors(len(rows), self._settings()))
        inputs, outputs = cpu.train(tokens, sentences, counts, self._settings(), recorder)
        used = in_all_rows(np.ones(len(rows), dtype=bool), rows, dataset.n_items)
        summary = {"films": len(rows), "likings": len(tokens), "seconds": round(recorder.seconds, 2)}
        notes = (f"Films liked by fewer than {self.min_count:,} viewers lie at 0: {dataset.n_items - len(rows):,}.",)
        embeddings = {
            name: item_embedding(in_all_rows(table, rows, dataset.n_items), dataset)
            for name, table in (("item", inputs), ("context", outputs))
        }
        items, steps, frames = recorder.snapshots()
        kept = Snapshots(rows[items], steps, frames)
        return Fit(embeddings, {"used": used}, recorder.history, kept, summary, notes if not used.all() else ())

    def estimate(self, dataset: Ratings) -> Estimate:
        """As for words: a liking is a token."""
        likings = dataset.liked.counts()
        counts = likings[likings >= self.min_count]
        kept = float(negative_sampling.keep_probability(counts, self.sample) @ counts) if len(counts) else 0.0
        tables = 16 * len(counts) * cost.padded(self.n_components) + 20 * int(counts.sum())
        seconds = costs.SPARSE.seconds + cost.seconds(self._settings(), kept)
        return Estimate(seconds, costs.SPARSE.megabytes + tables / limits.MB)

    def require(self, dataset: Ratings) -> None:
        """Some viewer must have liked two of the films that are not too rare."""
        self._lists(dataset)

    def scored(self) -> Scored:
        """See `Recommender.scored`."""
        if self.ranking == "cosine":
            return Scored("Mean cosine", "to the films liked, from -1 to 1.")
        return Scored("Inner product", "of the mean vector of the films liked and this film's context vector.")

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories, items: np.ndarray | None = None) -> np.ndarray:
        """The mean vector of the liked films, times output vectors or by cosine; see `Recommender.scores`."""
        likings = histories.liked(ratings.liked_from)
        used = of_items(fit.arrays["used"], items)
        lengths = np.maximum(likings.lengths, 1)[:, None]
        if self.ranking == "output":
            found = (likings.matrix() @ fit.main.vectors / lengths) @ of_items(fit.context.vectors, items).T
        else:
            found = (likings.matrix() @ fit.main.unit / lengths) @ of_items(fit.main.unit, items).T
        return np.where(used, found, found.min(initial=0) - 1).astype(np.float32)

    def _lists(self, dataset: Ratings) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The films that get a vector, and `baskets` of them."""
        rows = usual_items(dataset, self.min_count)
        tokens, sentences = baskets(dataset.liked, rows)
        if not len(tokens) or np.diff(sentences).max() < 2:
            raise InputError(
                "No viewer liked two of the films that are left: choose a smaller minimum count.", "E-TRN-09"
            )
        return rows, tokens, sentences

    def _settings(self) -> negative_sampling.Settings:
        return negative_sampling.Settings(
            self.n_components, self.window, self.negative, self.n_epochs, self.learning_rate, self.sample,
            self.ns_exponent, self.seed,
        )  # fmt: skip


def baskets(likings: Histories, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each viewer's likings as a sentence: int32 tokens, places in `rows` (others left out), and int64 offsets."""
    place = np.full(likings.n_items, -1, dtype=np.int32)
    place[rows] = np.arange(len(rows))
    kept = place[likings.items] >= 0
    counts = np.bincount(likings.users[kept], minlength=likings.n_users)
    return place[likings.items[kept]], np.concatenate([[0], np.cumsum(counts)])
