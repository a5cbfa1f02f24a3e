"""Films that the same viewer watched predict each other: an embedding layer and a softmax over all films."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine.algorithms.film import Film
from engine.algorithms.towers import pair_softmax
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.fields import choice, flag, integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.films import pair_step, watched_pairs
from engine.learners.base import Estimate
from engine.learners.films.contract import (
    FILMED,
    Recommender,
    Scored,
    in_all_rows,
    item_embedding,
    of_items,
    one_space,
    two_films,
    usual_items,
)
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

FULL_UP_TO = 5_000
"""Films up to which "auto" takes the full softmax."""


@dataclass(frozen=True)
class CoWatch(Recommender):
    """p(m2 | m1) = softmax over m2 of u(m1) . v(m2) + b(m2), trained on all pairs that a viewer liked.

    A viewer with n likings has n (n - 1) pairs, each of weight 1 / (n - 1), so that avid viewers do not decide alone.
    Equal pairs are counted once with their weight, which changes nothing but the speed. Pairs whose second film comes
    up often weigh less, so that the vectors tell what goes with what and not what is popular. Fit: embeddings "item"
    (u), "context" (v), "user" (mean of u over the films liked) and "together" (v and viewers); array bias (b);
    history step (epochs) and loss (cross-entropy per pair); snapshots of u of the films liked by most.
    """

    step_unit: ClassVar[str] = "epochs"

    name = "cowatch"
    title = "Co-watch network"
    papers = (
        Paper(
            "Covington, Adams and Sargin",
            2016,
            "Deep neural networks for YouTube recommendations",
            "doi:10.1145/2959100.2959190",
        ),
    )
    version: ClassVar[int] = 2
    """Since version 2 pairs of popular films weigh less, steps grow shorter, and viewers have vectors."""
    context: ClassVar[str] = "each film as one that is predicted from another"
    explained: ClassVar[Mapping[str, str]] = {"m1": "film", "m2": "film", "viewer": "viewer"}

    n_components: int = integer(
        32, 2, 200, label="Dimensions", help="Units of the embedding layer; 3 can be seen whole."
    )
    softmax: Literal["auto", "full", "sampled"] = choice(
        "auto", {"auto": f"Full up to {FULL_UP_TO:,} films", "full": "Full", "sampled": "Sampled"}, label="Softmax",
        help="Full compares with every film in each step; sampled with some drawn by popularity.",
    )  # fmt: skip
    n_sampled: int = integer(1_000, 10, 10_000, label="Films drawn", help="For each step of the sampled softmax.",
                             step=100, advanced=True)  # fmt: skip
    popularity_bias: bool = flag(
        True,
        label="Bias for popularity",
        help="A number for each film that says how likely it is whatever was watched.",
    )
    popularity_discount: float = real(
        0.5, 0.0, 1.0, label="Discount for popularity", step=0.05,
        help="A pair is divided by how often its second film comes up, to this power; 0 leaves pairs as they are.",
    )  # fmt: skip
    min_count: int = integer(3, 1, 1_000, label="Minimum count", help="Films liked by fewer viewers are left out.")
    n_epochs: int = integer(40, 1, 500, label="Epochs", help="How often all films are gone through.")
    learning_rate: float = real(
        0.1, 0.0001, 1.0, label="Learning rate", help="Length of the first step (Adam); it falls to 0.", step=0.01,
        advanced=True,
    )  # fmt: skip
    decay: float = real(
        0.02, 0.0, 10.0, label="Weight decay", step=0.01, help="Pulls the vectors towards 0.", advanced=True
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:
        """Train on the pairs; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        rows = usual_items(dataset, self.min_count)
        counted = pair_softmax.weighted_pairs(dataset.liked.matrix(), rows)
        pairs = pair_softmax.discounted(counted, self.popularity_discount)
        rng = np.random.default_rng(self.seed)
        film = Film(np.argsort(-dataset.liked.counts()[rows], kind="stable")[:FILMED], self.n_epochs)
        tables, history = pair_softmax.train(pairs, self._settings(len(rows)), rng, report, film)
        inputs, outputs, bias = (in_all_rows(table, rows, dataset.n_items) for table in tables)
        used = in_all_rows(np.ones(len(rows), dtype=bool), rows, dataset.n_items)
        bias = np.where(used, bias, bias[used].min() - 10)  # films left out of the training are recommended last
        summary: dict[str, Any] = {"films": len(rows), "pairs": int(pairs.nnz), "loss": round(history["loss"][-1], 4)}
        summary["softmax"] = "full" if self._is_full(len(rows)) else "sampled"
        summary["seconds"] = round(time.monotonic() - begun, 2)
        spaces = one_space(outputs, _viewers(dataset.liked, inputs, used), dataset)
        embeddings = spaces | {"item": item_embedding(inputs, dataset), "context": item_embedding(outputs, dataset)}
        items, steps, frames = film.snapshots()
        kept = Snapshots(rows[items], steps, frames)
        return Fit(embeddings, {"bias": bias, "used": used}, history, kept, summary, self._notes(len(rows), dataset))

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the size of the softmax."""
        n_films = int((dataset.liked.counts() >= self.min_count).sum())
        return Estimate(*pair_softmax.cost(dataset.liked.lengths, n_films, self._settings(n_films)))

    def require(self, dataset: Ratings) -> None:
        """At least three films must have been liked by `min_count` viewers."""
        usual_items(dataset, self.min_count)

    def scored(self) -> Scored:
        """See `Recommender.scored`."""
        return Scored(
            "Logit",
            "u · v + b, u the mean over the films liked: ln p(film) plus a constant of the viewer, so mostly below 0.",
        )

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories, items: np.ndarray | None = None) -> np.ndarray:
        """Mean logit over the liked films of a history; see `Recommender.scores`."""
        likings = histories.liked(ratings.liked_from)
        outputs, bias = of_items(fit.context.vectors, items), of_items(fit.arrays["bias"], items)
        return (_viewers(likings, fit.main.vectors, fit.arrays["used"]) @ outputs.T + bias).astype(np.float32)

    def explain(self, fit: Fit, dataset: Ratings, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The pair (m1, m2) forward and back, and all pairs that the viewer liked."""
        used = fit.arrays["used"]
        first, second = two_films(chosen["m1"], chosen["m2"], used)
        hidden, outputs, bias = fit.main.vectors[first], fit.context.vectors[used], fit.arrays["bias"][used]
        at = int(used[:second].sum())
        step = pair_step.explained(pair_step.pair_step(hidden, outputs, bias, at, self.learning_rate))
        liked = dataset.liked.of(chosen["viewer"])
        tables = fit.main.vectors, fit.context.vectors, fit.arrays["bias"]
        pairs = watched_pairs.watched_pairs(liked, *tables, used)
        return step, *watched_pairs.explained(pairs, dataset.item_names, int(used[liked].sum()))

    def _settings(self, n_films: int) -> pair_softmax.Settings:
        n_sampled = 0 if self._is_full(n_films) else self.n_sampled
        return pair_softmax.Settings(
            self.n_components, n_sampled, self.popularity_bias, self.n_epochs, self.learning_rate, self.decay
        )

    def _is_full(self, n_films: int) -> bool:
        return self.softmax == "full" or (self.softmax == "auto" and n_films <= FULL_UP_TO)

    def _notes(self, n_films: int, ratings: Ratings) -> tuple[str, ...]:
        left_out = ratings.n_items - n_films
        if not left_out:
            return ()
        return (f"Films liked by fewer than {self.min_count:,} viewers have no vector (they lie at 0): {left_out:,}.",)


def _viewers(likings: Histories, inputs: np.ndarray, used: np.ndarray) -> np.ndarray:
    """Mean of the vectors (n_items, k) of the films liked, those left out of the training apart; (n_users, k)."""
    kept = likings.only(used[likings.items])
    return kept.matrix() @ inputs / np.maximum(kept.lengths, 1)[:, None]
