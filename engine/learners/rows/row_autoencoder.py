"""An autoencoder of rows: a network that gives back the columns through a code of a few numbers."""

from dataclasses import dataclass, replace

import numpy as np

from engine import costs, limits
from engine.algorithms.networks.architectures import Architecture, Coder, autoencoder, widths
from engine.algorithms.networks.layers import ACTIVATIONS, ActivationName, forward
from engine.algorithms.networks.training import AutoencoderSettings, Examples, Schedule
from engine.datasets.tables.matrix import Matrix
from engine.errors import InputError
from engine.fields import choice, integer, real, specs, text
from engine.fit import Fit, Snapshots
from engine.learners.base import Advice, Estimate, cost
from engine.learners.rows.contract import (
    FEWEST_ROWS,
    HELD_OUT,
    RowLearner,
    kept,
    kept_by_axes,
    row_embedding,
    scores,
    split,
    table,
)
from engine.learners.steps import few_steps
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class RowAutoencoder(RowLearner):
    """A dense autoencoder, trained on four fifths of the rows; the others test it beside as many principal components.

    Columns are scaled by the rows to learn from. Fit: embedding "row" of all rows; arrays encoder.* and decoder.*;
    history step (rows), loss and test_mse; summary kept_held_out and kept_by_pca, shares of the variance of held-out
    rows.
    """

    name = "row_autoencoder"
    title = "Autoencoder"
    papers = (
        Paper(
            "Hinton and Salakhutdinov",
            2006,
            "Reducing the dimensionality of data with neural networks",
            "doi:10.1126/science.1127647",
        ),
    )

    hidden: str = text(
        "64", 40, label="Hidden layers", pattern=r"([1-9]\d{0,3}(-[1-9]\d{0,3})*)?",
        help="Widths from the columns inwards, as in 64-16; the decoder mirrors them. Empty: linear, as PCA.",
    )  # fmt: skip
    activation: ActivationName = choice(  # noqa: RUF009 - describes a field
        "tanh", ACTIVATIONS, label="Activation", help="Between the layers.", advanced=True
    )
    n_epochs: int = integer(100, 1, 2_000, label="Epochs", help="How often the rows are gone through.", step=50)
    batch_size: int = integer(32, 1, 4_096, label="Batch", help="Rows per step.", step=32, advanced=True)
    learning_rate: float = real(
        0.003, 0.00001, 1.0, label="Learning rate", help="The highest; it rises in the first quarter, then falls.",
        step=0.0005, advanced=True,
    )  # fmt: skip
    weight_decay: float = real(
        0.0, 0.0, 1.0, label="Weight decay", help="Pulls the weights towards 0; larger means smoother.", step=0.001,
        advanced=True,
    )  # fmt: skip

    only: str = text(
        "", 80, label="Learn only from", help="A text that stands in a column of the rows, such as normal: the others "
        "are encoded, and not learned from. Empty: from all rows.", advanced=True,
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        widths(self.hidden)

    def network(self, n_columns: int) -> Coder:
        """The layers for rows of so many columns, whose numbers have no bounds."""
        kind: Architecture = "mlp" if self.hidden else "linear"
        coder = autoencoder(kind, (1, n_columns, 1), widths(self.hidden), self.n_components, self.activation)
        return replace(coder, output="identity")

    @property
    def settings(self) -> AutoencoderSettings:
        """The fields as the training takes them."""
        schedule = Schedule(self.n_epochs, self.batch_size, self.learning_rate, self.weight_decay, seed=self.seed)
        return AutoencoderSettings(schedule)

    def fit(self, dataset: Matrix, report: Report = Silent()) -> Fit:
        """Train on most rows, then encode all; see `Learner.fit`."""
        stop_if_cancelled(report)
        from engine.algorithms.networks.autoencoder_torch import train_autoencoder

        values = table(dataset)
        train, held_out = self._split(dataset)
        mean, spread = self.scale(values[train])
        scaled, order = (values - mean) / spread, np.concatenate([train, held_out])
        shape = (1, values.shape[1], 1)
        rows = Examples(scaled[order].astype(np.float32), np.zeros(len(order), np.int64), shape, len(train))
        coder = self.network(values.shape[1])
        found = train_autoencoder(coder, rows, self.settings, report)
        codes = np.empty_like(found.codes)
        codes[order] = found.codes
        back = forward(coder.decoder, found.weights, "decoder", codes[held_out])
        by_axes = kept_by_axes(scaled, train, held_out, self.n_components)
        summary = {"rows": len(values), "columns": values.shape[1], "seconds": round(found.seconds, 2)}
        summary |= scores(kept(scaled[held_out], back), by_axes)
        seen = found.film
        film = None if seen is None else Snapshots(order[seen.items], seen.steps, seen.frames)
        return Fit({"row": row_embedding(dataset, codes)}, found.weights, found.history, film, summary)

    def errors(self, fit: Fit, dataset: Matrix) -> np.ndarray:
        """See `RowLearner.errors`; scaled as in the training."""
        values = table(dataset)
        mean, spread = self.scale(values[self._split(dataset)[0]])
        coder = self.network(values.shape[1])
        back = forward(coder.decoder, fit.arrays, "decoder", fit.main.vectors)
        return np.square((values - mean) / spread - back).mean(axis=1)

    def seen(self, dataset: Matrix) -> np.ndarray:
        """See `RowLearner.seen`."""
        found = np.zeros(dataset.shape[0], dtype=bool)
        found[self._split(dataset)[0]] = True
        return found

    def _split(self, dataset: Matrix) -> tuple[np.ndarray, np.ndarray]:
        """Rows to learn from, and all others; raises InputError if too few are of the kind to learn from."""
        train, held_out = split(dataset.shape[0])
        if not self.only:
            return train, held_out
        texts = [column.astype(str) for column in dataset.attributes.values() if column.dtype.kind != "f"]
        of_kind = np.any([column == self.only for column in texts], axis=0) if texts else np.zeros(len(train), bool)
        if not texts or of_kind.sum() < FEWEST_ROWS:
            n = int(of_kind.sum()) if texts else 0
            raise InputError(
                f"“{self.only:.60}” stands in {n} rows; at least {FEWEST_ROWS} are needed to learn from.", "E-TAB-04"
            )
        return train[of_kind[train]], np.concatenate([held_out, train[~of_kind[train]]])

    def estimate(self, dataset: Matrix) -> Estimate:
        """From the multiplications of a pass over the rows."""
        n, d = dataset.shape
        products = self.network(d).n_products
        start, libraries = costs.NETWORKS
        seconds = start + products * n * (self.n_epochs + 1) * costs.NETWORK_PRODUCT
        seconds += 2.0 * n * d * min(n, d) * costs.PRINCIPAL_PRODUCT
        return Estimate(seconds, libraries + (16 * products + 24.0 * n * d) / limits.MB)

    def advice(self, dataset: Matrix) -> list[Advice]:
        """Whether there are enough steps, and the cost."""
        n_train = dataset.shape[0] - round(HELD_OUT * dataset.shape[0])
        few = few_steps(self.settings.schedule, n_train, int(specs(type(self))["n_epochs"].high))
        return [*few, cost(self.estimate(dataset))]
