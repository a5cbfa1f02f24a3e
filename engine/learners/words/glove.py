"""GloVe (Pennington, Socher and Manning, 2014): inner products that are the logarithms of counts."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.counting.cooccurrence import cooccurrence, distance_weights
from engine.algorithms.glove.descent import Glove, Settings
from engine.algorithms.skipgram.progress import Recorder
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.fields import flag, integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.words.glove import explained_pair
from engine.insight.words.pmi import Target
from engine.insight.words.watched import in_the_film, watched
from engine.learners.base import Estimate
from engine.learners.words.contract import WatchedLearner, watched_words, word_metadata
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads


@dataclass(frozen=True)
class GloVe(WatchedLearner):
    """w_i . c_j + b_i + b'_j is fitted to log X_ij, how often j stands near i, by least squares with weights f(X_ij).

    A pair at distance k adds 1 / k to X. The paper leaves out pairs that never meet, as X_ij = 0 has no logarithm; here
    they count `never`. Left out, 214 words are nearer than the partner in the toy world (`never` = .005: 4), and the
    correlation with MEN on 2 million words of novels is .34 (.54, as of PPMI-SVD; skip-gram .53).

    Fit: embeddings "word" (w + c, or w alone) and "context" (c); arrays bias and context_bias (n,); history step
    (epochs) and loss, the mean weighted square, halved, of a pair that meets; snapshots of w for the most frequent and
    the watched words. The same bytes on any number of threads.
    """

    step_unit: ClassVar[str] = "epochs"
    context = "each word as a context of others"

    name = "glove"
    title = "GloVe"
    papers = (
        Paper("Pennington, Socher and Manning", 2014, "GloVe: global vectors for word representation",
              "doi:10.3115/v1/D14-1162"),
        Paper("Gemulla et al.", 2011, "Large-scale matrix factorization with distributed stochastic gradient descent",
              "doi:10.1145/2020408.2020426"),
    )  # fmt: skip

    n_components: int = integer(100, 2, 500, label="Dimensions", help="Numbers per word vector.", step=10)
    window: int = integer(
        10, 1, 50, label="Window", help="Words to the left and right that count as context; at distance k by 1/k."
    )
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")
    max_words: int = integer(
        50_000, 0, limits.VOCABULARY, label="Vocabulary limit", help="Only the most frequent words; empty for all.",
        step=1_000, zero="all", advanced=True,
    )  # fmt: skip
    n_epochs: int = integer(25, 1, 500, label="Epochs", help="How often all pairs of words are gone through.")
    most: float = real(
        10.0, 0.1, 1e6, label="Count of full weight", help="Pairs that meet so often, or more often, weigh alike: 10 "
        "for texts of a few million words, 100 for billions.", step=1.0,
    )  # fmt: skip
    power: float = real(
        0.75, 0.0, 2.0, label="Power of the weight", help="Below it a pair weighs (count / that count) to this power.",
        step=0.05, advanced=True,
    )  # fmt: skip
    never: float = real(
        0.005, 0.0, 1.0, label="Count of strangers", help="What pairs of words count that never meet; 0 leaves them "
        "out, as in the paper, whose text was a thousand times longer: on a few million words that is far worse.",
        step=0.001, advanced=True,
    )  # fmt: skip
    learning_rate: float = real(
        0.05, 0.0001, 1.0, label="Learning rate", help="Of AdaGrad, which makes the steps of what moved much shorter.",
        step=0.01, advanced=True,
    )  # fmt: skip
    both: bool = flag(
        True, label="Sum of both vectors", help="A word's vector is that of it as a word plus that of it as a context, "
        "as in the paper; otherwise the first alone.", advanced=True,
    )  # fmt: skip
    watch: str = watched_words()
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Count, then descend; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        corpus = self.trained_on(dataset)

        def counted(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(0, self.n_epochs, "epochs")

        counts = cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, self.window, "inverse", counted)
        rows, notes = watched(corpus, self.watch)
        recorder = Recorder(report, corpus.words, rows, in_the_film(corpus, rows), self.n_epochs, "epochs")
        model = Glove(counts, self.settings())
        del counts
        recorder.begin(model.words)
        with compiled_threads():
            for epoch in range(self.n_epochs):
                cost = model.epoch()
                if recorder(epoch + 1, cost, self.learning_rate, model.words, model.contexts):
                    break
        metadata = word_metadata(corpus)
        words = model.words + model.contexts if self.both else model.words
        embeddings = {
            "word": Embedding(words, corpus.words, metadata),
            "context": Embedding(model.contexts, corpus.words, metadata),
        }
        bias, context_bias = model.biases
        summary = {
            "words": corpus.n_words, "tokens": corpus.n_tokens, "pairs": model.n_pairs,
            "loss": round(recorder.loss, 6), "seconds": round(time.monotonic() - begun, 2),
        }  # fmt: skip
        arrays = {"bias": bias.copy(), "context_bias": context_bias.copy()}
        return Fit(embeddings, arrays, recorder.history, Snapshots(*recorder.snapshots()), summary, notes)

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the pairs to count, and the cells that they may fill, once an epoch."""
        counts = dataset.counts[dataset.counts >= self.min_count][: self.max_words or None]
        pairs = float(counts.sum()) * 2 * self.window
        cells = costs.CELLS_PER_PAIR * float(np.minimum(counts * 2.0 * self.window, len(counts)).sum())
        seconds = costs.KERNELS.seconds + pairs * costs.COUNTED_PAIR
        steps = self.n_epochs * cells * (1 + costs.GLOVE_STRANGER * bool(self.never))
        seconds += steps * (costs.GLOVE_CELL + self.n_components * costs.GLOVE_NUMBER)
        megabytes = (60 * cells + 8 * dataset.n_tokens + 24.0 * self.n_components * len(counts)) / limits.MB
        return Estimate(seconds, costs.KERNELS.megabytes + megabytes)

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The term of the loss that the word and the context have, with its weight."""
        return (explained_pair(fit, self.trained_on(dataset), chosen["word"], chosen["context"], self),)

    def target(self) -> Target:
        """The pairs as they are counted."""
        return Target(tuple(distance_weights(self.window, "inverse").tolist()))

    def settings(self) -> Settings:
        """The hyper-parameters of the descent."""
        return Settings(self.n_components, self.most, self.power, self.learning_rate, self.seed, self.never)
