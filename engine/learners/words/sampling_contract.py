"""The contract of methods that tell true neighbors from words drawn at random: skip-gram, CBOW."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.counting.cooccurrence import distance_weights
from engine.algorithms.skipgram import cost
from engine.algorithms.skipgram.negative_sampling import Settings, initial_vectors, keep_probability
from engine.algorithms.skipgram.progress import Recorder
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit, Snapshots
from engine.insight.words.watched import in_the_film, watched
from engine.learners.base import Advice, Estimate
from engine.learners.words.contract import WatchedLearner, watched_words, word_metadata
from engine.report import Report, Silent, stop_if_cancelled

THREADS = {"reproducible": 1, "fast": 2}
FEW_READ = 2_000_000
ENOUGH_READ = 4_000_000
"""Tokens read in all epochs, below which these methods lag behind PPMI-SVD, and from which they are level or ahead.

Measured with the defaults. Correlation with MEN on three parts of Brown each, PPMI-SVD first, then skip-gram by epochs:
44,000 tokens .28; 20 epochs .23, 40 .32, 80 .34; 88,000 tokens .36; 10 epochs .15, 20 .29, 40 .36. Tiny Shakespeare
(0.2 million) .34; 5 epochs .25, 20 .40. Analogies in the toy world: 50,000 tokens 76 %; 5 epochs 6 %, 20 85 %; 200,000
tokens 94 %; 5 epochs 94 %, 20 98 %. CBOW in the toy world: 50,000 tokens, 20 epochs 41 %, 40 79 %, 80 90 %; 200,000
tokens, 10 epochs 91 %, 20 96 %.
"""
MOST_EPOCHS = 500


@dataclass(frozen=True)
class NegativeSamplingLearner(WatchedLearner):
    """Reads the text word by word, and moves vectors after each.

    Fit: embeddings "word" (the input vectors) and "context" (the output vectors), with the columns of `word_metadata`;
    history step (tokens), loss (per prediction) and learning_rate; snapshots of the most frequent and the watched
    words. The learning rate falls linearly to 1e-4.
    """

    step_unit: ClassVar[str] = "tokens"
    called: ClassVar[str]
    """Its name within a sentence."""

    n_components: int = integer(100, 2, 500, label="Dimensions", help="Numbers per word vector.", step=10)
    window: int = integer(
        5, 1, 50, label="Window", help="Words to the left and right that count as context; nearer ones more often."
    )
    negative: int = integer(5, 1, 30, label="Negatives", help="Random words told apart from each true neighbor.")
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")
    max_words: int = integer(
        50_000, 0, limits.VOCABULARY, label="Vocabulary limit", help="Only the most frequent words; empty for all.",
        step=1_000, zero="all", advanced=True,
    )  # fmt: skip
    n_epochs: int = integer(
        20, 1, MOST_EPOCHS, label="Epochs", help="How often the whole text is read; 5 are enough for ten million words."
    )
    learning_rate: float = real(
        0.03, 0.0001, 1.0, label="Learning rate", help="Length of the first steps; it falls to 0.0001.", step=0.005,
        advanced=True,
    )  # fmt: skip
    sample: float = real(
        0.001, 0.0, 1.0, label="Sub-sampling", help="Words above this share of the text are thinned out; 0 keeps all.",
        step=0.0001, advanced=True,
    )  # fmt: skip
    ns_exponent: float = real(
        0.75, -1.0, 1.0, label="Exponent of negatives", help="1 draws negatives by their count, 0 all words alike.",
        step=0.05, advanced=True,
    )  # fmt: skip
    mode: Literal["reproducible", "fast"] = choice(
        "reproducible",
        {"reproducible": "Reproducible, 1 thread", "fast": "Fast, 2 threads"},
        label="Mode",
        help="Reproducible gives the same vectors for the same seed; fast, without locks, differs a little from run to "
        "run.",
    )
    watch: str = watched_words()
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Train on the sentences of a corpus; see `Learner.fit`."""
        stop_if_cancelled(report)
        corpus = self.trained_on(dataset)
        rows, notes = watched(corpus, self.watch)
        items = in_the_film(corpus, rows)
        recorder = Recorder(report, corpus.words, rows, items, corpus.n_tokens * self.n_epochs)
        recorder.begin(initial_vectors(corpus.n_words, self.settings()))
        inputs, outputs = self.train(corpus, recorder)
        metadata = word_metadata(corpus)
        embeddings = {
            "word": Embedding(inputs, corpus.words, metadata),
            "context": Embedding(outputs, corpus.words, metadata),
        }
        summary = self._summary(corpus, recorder)
        return Fit(embeddings, {}, recorder.history, Snapshots(*recorder.snapshots()), summary, notes)

    def train(self, corpus: Corpus, recorder: Recorder) -> tuple[np.ndarray, np.ndarray]:
        """Input and output vectors of the words of a corpus as it is, float32 (n_words, n_components) each."""
        from engine.algorithms.skipgram import cpu

        return cpu.train(corpus.tokens, corpus.sentences, corpus.counts, self.settings(), recorder)

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the tokens left after pruning and sub-sampling, and the products per window."""
        counts = dataset.counts[dataset.counts >= self.min_count]
        counts = counts[: self.max_words or None]
        kept = float(keep_probability(counts, self.sample) @ counts)
        seconds = costs.KERNELS.seconds + cost.seconds(self.settings(), kept)
        tables = 16 * len(counts) * cost.padded(self.n_components) + 20 * dataset.n_tokens
        return Estimate(seconds, costs.KERNELS.megabytes + tables / limits.MB)

    def amount_of_text(self, n_tokens: int) -> list[Advice]:
        """Such a method needs a long text, or one read many times."""
        if n_tokens * self.n_epochs >= FEW_READ:
            return []
        wanted = 10 * -(-ENOUGH_READ // (10 * max(n_tokens, 1)))
        read = f"{n_tokens:,} tokens" + (f" read {self.n_epochs} times" if self.n_epochs > 1 else "")
        better = (
            "PPMI-SVD may do better." if wanted > MOST_EPOCHS else f"{wanted} epochs will do better, and PPMI-SVD may."
        )
        return [Advice("warning", f"{read} are few for {self.called}: {better}")]

    def window_weights(self) -> tuple[float, ...]:
        """What distance 1, 2, ... counts: the training draws a window of 1 to `window` words evenly, so that distance d
        counts (window - d + 1) / window."""
        return tuple(distance_weights(self.window, "linear").tolist())

    def settings(self) -> Settings:
        """The hyper-parameters of the training itself."""
        return Settings(
            self.n_components,
            self.window,
            self.negative,
            self.n_epochs,
            self.learning_rate,
            self.sample,
            self.ns_exponent,
            self.seed,
            THREADS[self.mode],
        )

    def _summary(self, corpus: Corpus, recorder: Recorder) -> dict[str, Any]:
        trained = corpus.n_tokens * self.n_epochs
        return {
            "words": corpus.n_words,
            "tokens": corpus.n_tokens,
            "loss": round(recorder.loss, 4) if np.isfinite(recorder.loss) else None,
            "seconds": round(recorder.seconds, 2),
            "words_per_second": round(trained / max(recorder.seconds, 1e-9)),
        }
