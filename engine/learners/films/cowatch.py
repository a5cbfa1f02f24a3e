"""Films that the same viewer watched predict each other: an embedding layer and a softmax over all films."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from engine import limits
from engine.algorithms.adam import Adam
from engine.algorithms.probability import exponentials
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.fields import choice, flag, integer, real
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.films.contract import (
    LIBRARY_MEGABYTES,
    START_SECONDS,
    Recommender,
    in_all_rows,
    item_embedding,
    liked_of,
    usual_items,
)
from engine.papers import Paper
from engine.report import Report, Silent, require_finite, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FULL_UP_TO = 5_000
"""Films up to which "auto" takes the full softmax."""
BATCH = 256
"""Films whose pairs make a step."""
INITIAL_SPREAD = 0.1
SECONDS_PER_LOGIT = 6e-9
SECONDS_PER_PRODUCT = 0.12e-9


@dataclass(frozen=True)
class CoWatch(Recommender):
    """p(m2 | m1) = softmax over m2 of u(m1) . v(m2) + b(m2), trained on all pairs that a viewer liked.

    A viewer with n likings has n (n - 1) pairs, each of weight 1 / (n - 1), so that avid viewers do not decide alone.
    Equal pairs are counted once with their weight, which changes nothing but the speed. Fit: embeddings "item"
    (u) and "output" (v); array bias (b); history step (epochs) and loss (cross-entropy per pair).
    """

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
    min_count: int = integer(2, 1, 1_000, label="Minimum count", help="Films liked by fewer viewers are left out.")
    n_epochs: int = integer(20, 1, 500, label="Epochs", help="How often all films are gone through.")
    learning_rate: float = real(0.01, 0.0001, 1.0, label="Learning rate", help="Length of a step (Adam).", step=0.005,
                                advanced=True)  # fmt: skip
    decay: float = real(
        0.02, 0.0, 10.0, label="Weight decay", step=0.01, help="Pulls the vectors towards 0.", advanced=True
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Train on the pairs; see `Learner.fit`."""
        from threadpoolctl import threadpool_limits

        begun = time.monotonic()
        stop_if_cancelled(report)
        rows = usual_items(dataset, self.min_count)
        pairs = weighted_pairs(dataset.liked, rows)
        rng = np.random.default_rng(self.seed)
        tables = self._initial(pairs, rng)
        history: dict[str, list[float]] = {"step": [], "loss": []}
        with threadpool_limits(1):  # the threads of a BLAS would wait for each other at each of many small products
            for epoch, loss in enumerate(self._epochs(pairs, tables, rng, report), 1):
                require_finite(loss, epoch, self.learning_rate)
                history["step"].append(epoch)
                history["loss"].append(loss)
                report.progress(epoch, self.n_epochs, "epochs", loss=round(loss, 4))
        inputs, outputs, bias = (in_all_rows(table, rows, dataset.n_items) for table in tables)
        used = in_all_rows(np.ones(len(rows), dtype=bool), rows, dataset.n_items)
        bias = np.where(used, bias, bias[used].min() - 10)  # films left out of the training are recommended last
        summary: dict[str, Any] = {"films": len(rows), "pairs": int(pairs.nnz), "loss": round(history["loss"][-1], 4)}
        summary["softmax"] = "full" if self._is_full(len(rows)) else "sampled"
        summary["seconds"] = round(time.monotonic() - begun, 2)
        embeddings = {"item": item_embedding(inputs, dataset), "output": item_embedding(outputs, dataset)}
        return Fit(embeddings, {"bias": bias, "used": used}, history, None, summary, self._notes(len(rows), dataset))

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the size of the softmax."""
        n_films = int((dataset.liked.counts() >= self.min_count).sum())
        width = n_films if self._is_full(n_films) else self.n_sampled
        logits = float(self.n_epochs) * n_films * width
        seconds = START_SECONDS + logits * (SECONDS_PER_LOGIT + self.n_components * SECONDS_PER_PRODUCT)
        pairs = min(float((dataset.liked.lengths.astype(float) ** 2).sum()), float(n_films) ** 2)
        return Estimate(seconds, LIBRARY_MEGABYTES + (36 * pairs + 24.0 * BATCH * width) / limits.MB)

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories) -> np.ndarray:
        """Mean logit over the liked films of a history; see `Recommender.scores`."""
        likings = liked_of(histories, ratings.liked_from)
        inputs, outputs = (fit.embeddings[name].vectors for name in ("item", "output"))
        used = fit.arrays["used"][likings.items].astype(float)
        total = likings.matrix(used) @ inputs
        n_used = np.maximum(likings.matrix() @ fit.arrays["used"].astype(float), 1)
        return (total / n_used[:, None] @ outputs.T + fit.arrays["bias"]).astype(np.float32)

    def _initial(self, pairs: "csr_array", rng: np.random.Generator) -> list[np.ndarray]:
        """Inputs, outputs and bias, float32; the bias begins at the log of each film's share of the pairs."""
        shape = (2, pairs.shape[0], self.n_components)
        inputs, outputs = (INITIAL_SPREAD * rng.standard_normal(shape)).astype(np.float32)
        weights = np.asarray(pairs.sum(axis=0)).ravel() + 1e-3
        bias = np.log(weights / weights.sum()) * self.popularity_bias
        return [inputs, outputs, bias.astype(np.float32)]

    def _is_full(self, n_films: int) -> bool:
        return self.softmax == "full" or (self.softmax == "auto" and n_films <= FULL_UP_TO)

    def _notes(self, n_films: int, ratings: Ratings) -> tuple[str, ...]:
        left_out = ratings.n_items - n_films
        if not left_out:
            return ()
        return (f"Films liked by fewer than {self.min_count:,} viewers have no vector (they lie at 0): {left_out:,}.",)

    def _epochs(
        self, pairs: "csr_array", tables: list[np.ndarray], rng: np.random.Generator, report: Report
    ) -> Iterator[float]:
        """Train the tables in place; yields the mean loss of each epoch."""
        optimizer = Adam(tables, self.learning_rate)
        full = self._is_full(pairs.shape[0])
        chance = np.asarray(pairs.sum(axis=0)).ravel() + 1e-3
        chance /= chance.sum()
        for _ in range(self.n_epochs):
            order = rng.permutation(pairs.shape[0])
            total = 0.0
            for start in range(0, len(order), BATCH):
                stop_if_cancelled(report)
                batch = order[start : start + BATCH]
                wanted = pairs[batch]
                if full:
                    loss, gradients = softmax_step(tables, batch, wanted.toarray().astype(np.float32))
                    columns = None
                else:
                    columns = np.unique(rng.choice(len(chance), self.n_sampled, p=chance))
                    loss, gradients = self._sampled_step(tables, batch, wanted, columns, chance)
                total += loss
                self._move(optimizer, tables, batch, columns, gradients)
            yield total / float(pairs.sum())

    def _sampled_step(
        self, tables: list[np.ndarray], batch: np.ndarray, wanted: "csr_array", columns: np.ndarray, chance: np.ndarray
    ) -> tuple[float, list[np.ndarray]]:
        """The step on some columns; logits are corrected for how likely each was drawn (Jean et al., 2015).

        Pairs whose second film was not drawn wait for another step: in expectation every pair weighs by its film's
        chance, which is divided out.
        """
        drawn = 1 - (1 - chance[columns]) ** self.n_sampled
        correction = -np.log(drawn).astype(np.float32)
        target = (wanted[:, columns].toarray() / drawn).astype(np.float32)
        inputs, outputs, bias = tables
        return softmax_step([inputs, outputs[columns], bias[columns] + correction], batch, target)

    def _move(
        self, optimizer: Adam, tables: list[np.ndarray], batch: np.ndarray, columns: np.ndarray | None,
        gradients: list[np.ndarray],
    ) -> None:  # fmt: skip
        inputs, outputs, *_ = tables
        at = slice(None) if columns is None else columns
        gradients[0] += self.decay * inputs[batch]
        gradients[1] += self.decay * outputs[at] * (len(batch) / len(inputs))
        optimizer.step(0, batch, gradients[0])
        optimizer.step(1, at, gradients[1])
        if self.popularity_bias:
            optimizer.step(2, at, gradients[2])


def weighted_pairs(likings: Histories, items: np.ndarray) -> "csr_array":
    """How much each pair of some items is liked by the same viewers, float64 (len(items), len(items)), diagonal 0.

    Each viewer of n likings, of whatever items, adds 1 / (n - 1) to each of their pairs.
    """
    matrix = likings.matrix()[:, items]
    weights = 1 / np.maximum(likings.lengths - 1, 1)
    pairs = ((matrix.T.tocsr() * weights) @ matrix).tocsr()
    pairs.data[pairs.indices == np.repeat(np.arange(len(items)), np.diff(pairs.indptr))] = 0.0
    pairs.eliminate_zeros()
    return pairs


def softmax_step(tables: list[np.ndarray], batch: np.ndarray, target: np.ndarray) -> tuple[float, list[np.ndarray]]:
    """Cross-entropy of the softmax over columns, summed with the weights `target` (b, n), and its gradients.

    tables: inputs (m, k), outputs (n, k), bias (n,); batch: int (b,) rows of the inputs. The gradients are those of
    inputs[batch], outputs and bias.
    """
    inputs, outputs, bias = tables
    hidden = inputs[batch]
    logits = hidden @ outputs.T + bias
    wanted = (target * logits).sum()
    chances, largest = exponentials(logits, out=logits)  # (b, n), (b, 1)
    sums = chances.sum(axis=1, keepdims=True)
    weight = target.sum(axis=1, keepdims=True)
    loss = float((weight * (np.log(sums) + largest)).sum() - wanted)
    chances *= weight / sums
    chances -= target
    return loss, [chances @ outputs, chances.T @ hidden, chances.sum(axis=0)]
