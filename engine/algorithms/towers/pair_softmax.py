"""An embedding layer and a softmax over all items, trained on weighted pairs: what goes with what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import costs, limits
from engine.algorithms.adam import Adam
from engine.algorithms.epochs import recorded
from engine.algorithms.film import Film, filmed
from engine.algorithms.probability import exponentials
from engine.report import Report, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BATCH = 256
"""Items whose pairs make a step."""
INITIAL_SPREAD = 0.1


@dataclass(frozen=True)
class Settings:
    """Hyper-parameters. n_sampled: items drawn for each step of a sampled softmax, 0 for the full one; has_bias:
    whether the bias of each item is learned (0 throughout if not); learning_rate: of the first step, it falls to 0 in
    equal parts; decay: pull of the vectors towards 0.
    """

    n_components: int
    n_sampled: int
    has_bias: bool
    n_epochs: int
    learning_rate: float
    decay: float


def train(
    pairs: "csr_array", settings: Settings, rng: np.random.Generator, report: Report, film: Film | None = None
) -> tuple[list[np.ndarray], dict[str, list[float]]]:
    """Inputs (n, k), outputs (n, k) and bias (n,), float32, and a history of step (epochs) and loss (cross-entropy a
    pair).

    pairs: (n, n) weights of second items (columns) beside first ones (rows). film: keeps inputs.
    """
    from threadpoolctl import threadpool_limits

    tables = _initial(pairs, settings, rng)
    with threadpool_limits(1):  # the threads of a BLAS would wait for each other at each of many small products
        losses = _epochs(pairs, tables, settings, rng, report)
        if film is not None:
            losses = filmed(losses, film, lambda: tables[0])
        history = recorded(losses, settings.n_epochs, settings.learning_rate, report)
    return tables, history


def _initial(pairs: "csr_array", settings: Settings, rng: np.random.Generator) -> list[np.ndarray]:
    """Inputs, outputs and bias; the bias begins at the log of each item's share of the pairs."""
    shape = (2, pairs.shape[0], settings.n_components)
    inputs, outputs = (INITIAL_SPREAD * rng.standard_normal(shape)).astype(np.float32)
    bias = np.log(_shares(pairs)) * settings.has_bias
    return [inputs, outputs, bias.astype(np.float32)]


def _shares(pairs: "csr_array") -> np.ndarray:
    """Of each second item among the pairs; a little even for those of none."""
    weights = np.asarray(pairs.sum(axis=0)).ravel() + 1e-3
    return weights / weights.sum()


def _epochs(
    pairs: "csr_array", tables: list[np.ndarray], settings: Settings, rng: np.random.Generator, report: Report
) -> Iterator[float]:
    """Train the tables in place; yields the mean loss of each epoch."""
    optimizer, chance = Adam(tables, settings.learning_rate), _shares(pairs)
    rates = iter(
        np.linspace(settings.learning_rate, 0, settings.n_epochs * -(-pairs.shape[0] // BATCH), endpoint=False)
    )
    for _ in range(settings.n_epochs):
        order = rng.permutation(pairs.shape[0])
        total = 0.0
        for start in range(0, len(order), BATCH):
            stop_if_cancelled(report)
            batch = order[start : start + BATCH]
            optimizer.rate = float(next(rates))
            if settings.n_sampled:
                drawn = np.unique(rng.choice(len(chance), settings.n_sampled, p=chance))
                loss, gradients = _sampled_step(tables, batch, pairs[batch], drawn, chance, settings.n_sampled)
            else:
                loss, gradients = softmax_step(tables, batch, pairs[batch].toarray().astype(np.float32))
            total += loss
            _move(optimizer, tables, batch, drawn if settings.n_sampled else slice(None), gradients, settings)
        yield total / float(pairs.sum())


def _sampled_step(
    tables: list[np.ndarray], batch: np.ndarray, wanted: "csr_array", columns: np.ndarray, chance: np.ndarray,
    n_sampled: int,
) -> tuple[float, list[np.ndarray]]:  # fmt: skip
    """The step on some columns; logits are corrected for how likely each was drawn (Jean et al., 2015).

    Pairs whose second item was not drawn wait for another step: in expectation every pair weighs by its item's
    chance, which is divided out.
    """
    drawn = 1 - (1 - chance[columns]) ** n_sampled
    correction = -np.log(drawn).astype(np.float32)
    target = (wanted[:, columns].toarray() / drawn).astype(np.float32)
    inputs, outputs, bias = tables
    return softmax_step([inputs, outputs[columns], bias[columns] + correction], batch, target)


def _move(
    optimizer: Adam, tables: list[np.ndarray], batch: np.ndarray, columns: np.ndarray | slice,
    gradients: list[np.ndarray], settings: Settings,
) -> None:  # fmt: skip
    inputs, outputs, _ = tables
    gradients[0] += settings.decay * inputs[batch]
    gradients[1] += settings.decay * outputs[columns] * (len(batch) / len(inputs))
    optimizer.step(0, batch, gradients[0])
    optimizer.step(1, columns, gradients[1])
    if settings.has_bias:
        optimizer.step(2, columns, gradients[2])


def weighted_pairs(chosen: "csr_array", items: np.ndarray) -> "csr_array":
    """How much each pair of some items is chosen by the same ones, float64 (len(items), len(items)), diagonal 0.

    chosen: (n_users, n_items), 1 where chosen. A row of n items, whichever, adds 1 / (n - 1) to each of their pairs.
    """
    matrix = chosen[:, items]
    weights = 1 / np.maximum(np.diff(chosen.indptr) - 1, 1)
    pairs = ((matrix.T.tocsr() * weights) @ matrix).tocsr()
    pairs.data[pairs.indices == np.repeat(np.arange(len(items)), np.diff(pairs.indptr))] = 0.0
    pairs.eliminate_zeros()
    return pairs


def discounted(pairs: "csr_array", exponent: float) -> "csr_array":
    """Pairs divided by how often their second item comes up, to a power, with the sum of each row as it was.

    A softmax of few dimensions spends them on the items that come up most; so it learns more of what goes with what.
    0 changes nothing; with 1, in an unlimited number of dimensions, scores tend to the PMI of the pairs.
    """
    totals = np.asarray(pairs.sum(axis=0)).ravel()
    found = pairs.copy()
    found.data = pairs.data / totals[pairs.indices] ** exponent
    before, after = (np.asarray(each.sum(axis=1)).ravel() for each in (pairs, found))
    found.data *= np.repeat(before / np.where(after > 0, after, 1), np.diff(pairs.indptr))
    return found


def softmax_step(tables: list[np.ndarray], batch: np.ndarray, target: np.ndarray) -> tuple[float, list[np.ndarray]]:
    """Cross-entropy of the softmax over columns, summed with the weights `target` (b, n), and its gradients.

    tables: inputs (m, k), outputs (n, k), bias (n,); batch: int (b,) rows of the inputs. The gradients are those of
    inputs[batch], outputs and bias.
    """
    inputs, outputs, bias = tables
    hidden = inputs[batch]
    logits = hidden @ outputs.T + bias  # (b, n)
    wanted = (target * logits).sum()
    chances, largest = exponentials(logits, out=logits)  # (b, n), (b, 1)
    sums = chances.sum(axis=1, keepdims=True)
    weight = target.sum(axis=1, keepdims=True)
    loss = float((weight * (np.log(sums) + largest)).sum() - wanted)
    chances *= weight / sums
    chances -= target
    return loss, [chances @ outputs, chances.T @ hidden, chances.sum(axis=0)]


def cost(likings: np.ndarray, n_items: int, settings: Settings) -> tuple[float, float]:
    """Seconds and megabytes of a training on `n_items` items; likings: int (n_users,) items chosen by each."""
    width = settings.n_sampled or n_items
    logits = float(settings.n_epochs) * n_items * width
    seconds = costs.SPARSE.seconds + logits * (costs.PAIR_LOGIT + settings.n_components * costs.PAIR_PRODUCT)
    pairs = min(float((likings.astype(float) ** 2).sum()), float(n_items) ** 2)
    return seconds, costs.SPARSE.megabytes + (36 * pairs + 24.0 * BATCH * width) / limits.MB
