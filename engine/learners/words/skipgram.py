"""Skip-gram with negative sampling (Mikolov et al., 2013): words that predict their neighbors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms import graphics_card
from engine.algorithms.counting.cooccurrence import distance_weights
from engine.algorithms.skipgram import cost
from engine.algorithms.skipgram.negative_sampling import Settings, keep_probability
from engine.algorithms.skipgram.progress import Recorder
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.fields import choice, integer, real, text
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.words.negative_sampling import explained_step
from engine.insight.words.pmi import Target, of_cell, pmi_cell
from engine.insight.words.watched import in_the_film, watched
from engine.learners.base import Advice, Estimate
from engine.learners.words.contract import WatchedLearner, word_metadata
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

THREADS = {"reproducible": 1, "fast": 2}
FEW_READ = 2_000_000
ENOUGH_READ = 4_000_000
"""Tokens read in all epochs, below which skip-gram lags behind PPMI-SVD, and from which it is level or ahead.

Measured with the defaults. Correlation with MEN on three parts of Brown each, PPMI-SVD first, then skip-gram by epochs:
44,000 tokens .28; 20 epochs .23, 40 .32, 80 .34; 88,000 tokens .36; 10 epochs .15, 20 .29, 40 .36. Tiny Shakespeare
(0.2 million) .34; 5 epochs .25, 20 .40. Analogies in the toy world: 50,000 tokens 76 %; 5 epochs 6 %, 20 85 %; 200,000
tokens 94 %; 5 epochs 94 %, 20 98 %.
"""
MOST_EPOCHS = 500


@dataclass(frozen=True)
class SkipGram(WatchedLearner):
    """Skip-gram with negative sampling.

    Fit: embeddings "word" (the input vectors) and "context" (the output vectors), with the columns of `word_metadata`;
    history step (tokens), loss (per pair of word and context) and learning_rate; snapshots of the most frequent
    and the watched words.

    The learning rate falls linearly to 1e-4. Its default is above word2vec's .025 because equal results need an
    equal mean rate: gensim's workers on a file each see only their part of an epoch, and end it at a higher rate.
    """

    step_unit: ClassVar[str] = "tokens"

    name = "skipgram"
    version = 2
    title = "Skip-gram with negative sampling"
    papers = (
        Paper(
            "Mikolov et al.",
            2013,
            "Distributed representations of words and phrases and their compositionality",
            "arXiv:1310.4546",
        ),
    )
    context = "each word as a context of others"

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
    device: Literal["cpu", "cuda"] = choice(
        "cpu", {"cpu": "Processor", "cuda": "GPU (CUDA)"}, label="Device", help="Where to train.", advanced=True
    )
    watch: str = text(
        "", 200, label="Watched words",
        help="Up to three words, separated by commas or blanks, whose neighbors are shown during training; empty for a "
        "choice.",
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Train on the sentences of a corpus; see `Learner.fit`."""
        stop_if_cancelled(report)
        graphics_card.require(self.device)
        corpus = self.trained_on(dataset)
        rows, notes = watched(corpus, self.watch)
        items = in_the_film(corpus, rows)
        recorder = Recorder(report, corpus.words, rows, items, corpus.n_tokens * self.n_epochs)
        inputs, outputs = self._train(corpus, recorder)
        metadata = word_metadata(corpus)
        embeddings = {
            "word": Embedding(inputs, corpus.words, metadata),
            "context": Embedding(outputs, corpus.words, metadata),
        }
        summary = self._summary(corpus, recorder)
        return Fit(embeddings, {}, recorder.history, Snapshots(*recorder.snapshots()), summary, notes)

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the tokens left after pruning and sub-sampling, and the products per window."""
        counts = dataset.counts[dataset.counts >= self.min_count]
        counts = counts[: self.max_words or None]
        kept = float(keep_probability(counts, self.sample) @ counts)
        seconds = costs.KERNELS.seconds + cost.seconds(self.settings(), kept)
        tables = 16 * len(counts) * cost.padded(self.n_components) + 20 * dataset.n_tokens
        return Estimate(seconds, costs.KERNELS.megabytes + tables / limits.MB)

    def amount_of_text(self, n_tokens: int) -> list[Advice]:
        """Skip-gram needs a long text, or one read many times."""
        return few_read(n_tokens, self.n_epochs, "skip-gram")

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The cell that the inner product of the two words tends to, and one step of the training for the pair."""
        corpus = self.trained_on(dataset)
        word, context = chosen["word"], chosen["context"]
        product = float(fit.main.vectors[word] @ fit.context.vectors[context])
        cell = pmi_cell(corpus, word, context, self.target())
        tends_to = of_cell(cell, corpus.words[word], corpus.words[context], product)
        return tends_to, explained_step(fit, word, context, self.settings())

    def target(self) -> Target:
        """The matrix that the inner products of words and contexts tend to (Levy and Goldberg, 2014).

        The training draws a window of 1 to `window` words evenly, so that distance d counts (window - d + 1) / window,
        and thins out frequent words, which takes their share from the contexts of every word.
        """
        weights = tuple(distance_weights(self.window, "linear").tolist())
        return Target(weights, self.ns_exponent, self.negative, clipped=False, by_occurrence=True, sample=self.sample)

    def products_tend_to(self) -> Target:
        """The same: with dimensions enough, the products would reach it."""
        return self.target()

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

    def _train(self, corpus: Corpus, recorder: Recorder) -> tuple[np.ndarray, np.ndarray]:
        data = corpus.tokens, corpus.sentences, corpus.counts
        if self.device == "cuda":
            from engine.algorithms.skipgram import on_torch

            return on_torch.train(*data, self.settings(), recorder, "cuda")
        from engine.algorithms.skipgram import cpu

        return cpu.train(*data, self.settings(), recorder)

    def _summary(self, corpus: Corpus, recorder: Recorder) -> dict[str, Any]:
        trained = corpus.n_tokens * self.n_epochs
        return {
            "words": corpus.n_words,
            "tokens": corpus.n_tokens,
            "loss": round(recorder.loss, 4) if np.isfinite(recorder.loss) else None,
            "seconds": round(recorder.seconds, 2),
            "words_per_second": round(trained / max(recorder.seconds, 1e-9)),
        }


def few_read(n_tokens: int, n_epochs: int, method: str) -> list[Advice]:
    """Whether a text is too short, read so many times, for a method that learns as skip-gram does."""
    if n_tokens * n_epochs >= FEW_READ:
        return []
    wanted = 10 * -(-ENOUGH_READ // (10 * max(n_tokens, 1)))
    read = f"{n_tokens:,} tokens" + (f" read {n_epochs} times" if n_epochs > 1 else "")
    better = "PPMI-SVD may do better." if wanted > MOST_EPOCHS else f"{wanted} epochs will do better, and PPMI-SVD may."
    return [Advice("warning", f"{read} are few for {method}: {better}")]
