"""What a reader reads next, told by the inner product with the mean of what was read, and by a small network."""

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from engine import costs
from engine.algorithms import pair_network
from engine.algorithms.pair_network import Plan, Weights
from engine.algorithms.verification import roc
from engine.errors import InputError
from engine.evaluation.documents.classification import labeled
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer, real
from engine.fit import Fit
from engine.insight.documents.readers import Readers, reader_of, simulated
from engine.learners.base import Estimate, Learner
from engine.learners.documents.contract import DocumentLearner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

METHODS = ("Inner product", "Network", "Knows the labels", "Chance")
FIRST = 10
"""Documents that would be shown."""
TRAINED = 0.75
"""Share of the readers from whom the network learns; the others are asked about."""


@dataclass(frozen=True, eq=False)
class ReadScores:
    """What a ReaderTest found.

    auc, precision: (methods, seeds), in the order of METHODS: means over the readers that are asked about, of the
    chance that something read stands above something not read, and of the share of what was read among the first
    FIRST. weights: of the network of the first seed, which takes (vector - center) / scale. n_documents, n_asked:
    documents, and readers that were asked about. classes: the labels that readers like.
    """

    auc: np.ndarray
    precision: np.ndarray
    weights: Weights
    center: np.ndarray
    scale: float
    n_documents: int
    n_asked: int
    classes: tuple[str, ...]

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What the test stored."""
        found, told = fit.arrays, fit.summary
        weights = Weights(*(found[f"weights_{name}"] for name in Weights._fields))
        return cls(
            found["auc"], found["precision"], weights, found["center"], float(told["scale"]), int(told["documents"]),
            int(told["asked"]), tuple(told["classes"]),
        )  # fmt: skip

    def log_odds(self, vectors: np.ndarray, reader: np.ndarray) -> np.ndarray:
        """The network's log odds (n,) that a reader (d,) reads documents (n, d), all vectors those of the run."""
        inner = [(each - self.center) / self.scale for each in (reader[None], vectors)]
        return pair_network.logits(self.weights, *inner)


@dataclass(frozen=True)
class ReaderTest(Learner):
    """Readers are simulated from the labels (see `simulated`); half of what each reads is known, half is asked.

    The network learns from other readers than those that are asked about, on pairs of a reader and a document, read or
    not. Fit: see `ReadScores.from_fit`.
    """

    name = "reader_test"
    title = "Readers and documents"
    papers = (
        Paper(
            "Okura et al.", 2017, "Embedding-based news recommendation for millions of users",
            "doi:10.1145/3097983.3098108",
        ),
    )  # fmt: skip
    takes: ClassVar[str] = "run"

    n_readers: int = integer(400, 20, 5_000, label="Readers", help="How many are simulated.", step=100)
    n_read: int = integer(20, 4, 200, label="Documents read", help="By each; half of them are known, half are asked.")
    noise: float = real(
        0.1, 0.0, 1.0, label="Noise", help="Chance that a document is read whatever its label is.", step=0.05
    )
    negatives: int = integer(
        4, 1, 50, label="Not read", help="Pairs with documents that were not read, for each that was."
    )
    n_hidden: int = integer(32, 1, 512, label="Hidden units", help="Of the network.")
    n_epochs: int = integer(20, 1, 200, label="Epochs", help="Passes of the network over all pairs.")
    n_seeds: int = integer(3, 2, 20, label="Seeds", help="How often readers are drawn anew.")
    most: int = integer(
        4_000, 50, 20_000, label="Documents", help="Of more labeled documents, so many are drawn by chance.", step=500
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Simulate, train, ask; raises InputError E-EVL-43 without two labels, E-EVL-67 with too few documents."""
        stop_if_cancelled(report)
        learner, corpus = dataset.learner, dataset.dataset
        assert isinstance(learner, DocumentLearner)
        rows, targets, classes = labeled(learner.counted(corpus), corpus, self.most, self.seed)
        if len(rows) < 2 * self.n_read:
            raise InputError(
                f"{len(rows):,} documents have a label: too few for readers of {self.n_read:,} of them, who are to "
                f"leave as many unread. Let them read at most {len(rows) // 2:,}.",
                "E-EVL-67",
            )
        vectors = dataset.fit.embeddings["document"].vectors[rows].astype(np.float64)
        center = vectors.mean(axis=0)
        scale = max(float(np.sqrt(np.square(vectors - center).mean())), 1e-12)
        auc, precision = np.zeros((2, len(METHODS), self.n_seeds))
        kept: Weights | None = None
        for seed in range(self.n_seeds):
            rng = np.random.default_rng([self.seed, seed])
            readers = simulated(targets, self.n_readers, self.n_read, self.noise, rng)
            weights = self._trained((vectors - center) / scale, readers, seed, rng, report)
            kept = kept or weights
            auc[:, seed], precision[:, seed] = self._asked(vectors, targets, readers, weights, (center, scale), rng)
        assert kept is not None  # there are seeds
        arrays = {f"weights_{name}": part for name, part in zip(Weights._fields, kept, strict=True)}
        summary = {
            "scale": scale, "documents": len(rows), "classes": classes, "asked": self.n_readers - self._n_trained,
        }  # fmt: skip
        return Fit({}, arrays | {"auc": auc, "precision": precision, "center": center}, summary=summary)

    @property
    def _n_trained(self) -> int:
        return int(TRAINED * self.n_readers)

    @property
    def _n_known(self) -> int:
        return self.n_read // 2

    def _trained(
        self, vectors: np.ndarray, readers: Readers, seed: int, rng: np.random.Generator, report: Report
    ) -> Weights:
        """The network of the first readers: what they read after the known half, and documents that they did not."""

        def observe(epoch: int, loss: float) -> None:
            stop_if_cancelled(report)
            report.progress(seed * self.n_epochs + epoch, self.n_seeds * self.n_epochs, "epochs", loss=loss)

        read = readers.read[: self._n_trained]
        pairs, yes = drawn(read, self._n_known, len(vectors), self.negatives, rng)
        plan = Plan(self.n_hidden, self.n_epochs)
        means = reader_of(vectors, read[:, : self._n_known])
        return pair_network.train(means, vectors, pairs, yes, plan, self.seed + seed, observe)

    def _asked(
        self,
        vectors: np.ndarray,
        targets: np.ndarray,
        readers: Readers,
        weights: Weights,
        scaling: tuple[np.ndarray, float],
        rng: np.random.Generator,
    ) -> tuple[np.ndarray, np.ndarray]:
        """AUC and precision of all methods, each (methods,), means over the other readers."""
        center, scale = scaling
        inputs = (vectors - center) / scale
        found = []
        for reader in range(self._n_trained, self.n_readers):
            read, likes = readers.read[reader], readers.likes[reader]
            rest = np.setdiff1d(np.arange(len(vectors)), read[: self._n_known])
            yes = np.isin(rest, read[self._n_known :])
            mean = reader_of(vectors, read[: self._n_known])
            scores = (
                vectors[rest] @ mean,
                pair_network.logits(weights, ((mean - center) / scale)[None], inputs[rest]),
                likes[targets[rest]] + 0.0,
            )
            found.append([measured(each, yes, rng) for each in scores] + [(0.5, yes.mean())])
        auc, precision = np.array(found).mean(axis=0).T
        return auc, precision

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the pairs that the network sees, and the documents that are ranked for each reader."""
        width = dataset.fit.embeddings["document"].n_components if dataset.fit.embeddings else 100
        pairs = self.n_readers * self.n_read / 2 * (1 + self.negatives) * self.n_epochs * TRAINED
        ranked = (1 - TRAINED) * self.n_readers * self.most
        products = self.n_seeds * width * self.n_hidden * (6 * pairs + ranked)
        start, libraries = costs.LABELS
        return Estimate(start + products * costs.DENSE_PASS, libraries + 60.0 * self.most * width / 1e6)


def drawn(
    read: np.ndarray, n_known: int, n_documents: int, negatives: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (m, 2) of a reader and a document, and whether it was read, bool (m,): what each of read (n, n_read) read
    after the known ones, and for each of these so many that were not read, drawn by chance.
    """
    pairs, yes = [], []
    for reader, rows in enumerate(read):
        rest = np.setdiff1d(np.arange(n_documents), rows)
        wanted = rows[n_known:]
        others = rng.choice(rest, negatives * len(wanted))
        for documents, told in ((wanted, True), (others, False)):
            pairs.append(np.column_stack([np.full(len(documents), reader), documents]))
            yes.append(np.full(len(documents), told))
    return np.concatenate(pairs), np.concatenate(yes)


def measured(scores: np.ndarray, yes: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """Area under the curve, ties counted half, and the share of `yes` among the first FIRST, ties drawn by chance."""
    first = np.lexsort((rng.random(len(scores)), -scores))[:FIRST]
    return roc(-scores, yes).area, float(yes[first].mean())


def sentence(scores: ReadScores) -> str:
    """Which ranks better, the network or the inner product, if the draws of readers agree."""
    product, network, _, chance = scores.precision
    told = (
        f"Of the first {FIRST}, {network.mean():.0%} are read by the network, {product.mean():.0%} by the inner product"
    )
    told += f", {chance.mean():.0%} by chance"
    gain = network - product
    if (np.sign(gain) == np.sign(gain[0])).all() and gain[0]:
        return f"{told}: the {'network' if gain[0] > 0 else 'inner product'} ranks better in every draw."
    return f"{told}: now one ranks better, now the other."
