"""Skip-gram and CBOW with the softmax that sampling spares: over the whole vocabulary (Mikolov et al., 2013)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms import full_softmax
from engine.algorithms.counting.cooccurrence import cooccurrence, distance_weights
from engine.algorithms.full_softmax import PLACES, WORDS, FullSoftmax, Settings
from engine.algorithms.skipgram.negative_sampling import keep_probability
from engine.algorithms.skipgram.progress import Recorder
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.fields import choice, flag, integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.words.full_softmax import explained_step
from engine.insight.words.pmi import Target
from engine.insight.words.watched import in_the_film, watched
from engine.learners.base import Advice, Estimate
from engine.learners.words.contract import FEWEST_WORDS, WatchedLearner, watched_words, word_metadata
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_WORDS = 20_000
"""Each step goes through all words; so many make an epoch of skip-gram some ten seconds."""


@dataclass(frozen=True)
class FullSoftmaxLearner(WatchedLearner):
    """p(c | w) is a softmax of inner products over all words, and the loss -ln p of what stands in the text.

    Nothing is drawn instead of the vocabulary. Skip-gram is trained on counted pairs, all neighbors of a word at once;
    CBOW place by place. Tied vectors serve on both sides; apart, CBOW learns the text by heart: in the toy world the
    partner of a word is then at place 74, and 57 % of the analogies hold, after 5 epochs (tied: 7, 99 %).

    Fit: embeddings "word" (inputs) and "context" (outputs, the same if tied); array bias (n,); history step, loss (per
    prediction) and learning_rate; snapshots of the most frequent and the watched words.
    """

    name = "full_softmax"
    title = "Full softmax (skip-gram or CBOW)"
    papers = (
        Paper("Mikolov et al.", 2013, "Efficient estimation of word representations in vector space",
              "arXiv:1301.3781"),
        Paper("Press and Wolf", 2017, "Using the output embedding to improve language models",
              "doi:10.18653/v1/E17-2025"),
    )  # fmt: skip
    context: ClassVar[str] = "each word as one that is predicted"

    predicts: Literal["context", "word"] = choice(
        "context",
        {"context": "Neighbors, from a word (skip-gram)", "word": "A word, from its neighbors (CBOW)"},
        label="Predicts", help="CBOW adds up the vectors of the neighbors; it takes many times as long.",
    )  # fmt: skip
    tied: bool = flag(
        True, label="Tied vectors", help="One vector a word, which serves to predict and to be predicted; otherwise "
        "two. CBOW needs it: with two it learns a small text by heart."
    )  # fmt: skip
    n_components: int = integer(100, 2, 500, label="Dimensions", help="Numbers per word vector.", step=10)
    window: int = integer(5, 1, 50, label="Window", help="Words to the left and right that count as context.")
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")
    max_words: int = integer(
        5_000, FEWEST_WORDS, MOST_WORDS, label="Vocabulary limit", help="Only the most frequent words: each step "
        "of the training goes through all of them.", step=1_000,
    )  # fmt: skip
    n_epochs: int = integer(10, 1, 500, label="Epochs", help="How often all words (CBOW: the text) are gone through.")
    learning_rate: float = real(
        0.02, 0.0001, 1.0, label="Learning rate", help="Of Adam, at first; it falls to 0.", step=0.005, advanced=True
    )
    has_bias: bool = flag(
        True, label="Bias", help="A number for each word that says how likely it is whatever stands near.",
        advanced=True,
    )  # fmt: skip
    sample: float = real(
        0.001, 0.0, 1.0, label="Sub-sampling", help="Words above this share of the text are thinned out; 0 keeps all.",
        step=0.0001, advanced=True,
    )  # fmt: skip
    watch: str = watched_words()
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Count, or read place by place, and descend; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        corpus = self.trained_on(dataset)
        rows, notes = watched(corpus, self.watch)
        n_rows, at_once = (corpus.n_words, WORDS) if self.predicts == "context" else (corpus.n_tokens, PLACES)
        steps = full_softmax.n_steps(self.settings(), n_rows, at_once)
        recorder = Recorder(report, corpus.words, rows, in_the_film(corpus, rows), steps, "steps")
        recorder.begin(full_softmax.initial_inputs(corpus.n_words, self.settings()))
        model = self._train(corpus, recorder, report)
        metadata = word_metadata(corpus)
        embeddings = {
            "word": Embedding(model.inputs, corpus.words, metadata),
            "context": Embedding(model.outputs, corpus.words, metadata),
        }
        summary = {
            "words": corpus.n_words, "tokens": corpus.n_tokens, "loss": round(recorder.loss, 4),
            "seconds": round(time.monotonic() - begun, 2),
        }  # fmt: skip
        return Fit(embeddings, {"bias": model.bias}, recorder.history, Snapshots(*recorder.snapshots()), summary, notes)

    def _train(self, corpus: Corpus, recorder: Recorder, report: Report) -> FullSoftmax:
        if self.predicts == "word":
            data = corpus.tokens, corpus.sentences, corpus.counts, self.window, self.sample
            return full_softmax.train_on_places(*data, self.settings(), recorder)
        on_step = lambda: stop_if_cancelled(report)  # noqa: E731
        return full_softmax.train_on_pairs(self._pairs(corpus, report), self.settings(), recorder, on_step)

    def _pairs(self, corpus: Corpus, report: Report) -> "csr_array":
        """How often each pair is met: by distance, and by the chance that both are not thinned out."""

        def counted(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(0, 100, "percent")

        pairs = cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, self.window, "linear", counted)
        keep = keep_probability(corpus.counts, self.sample)
        pairs.data *= keep[pairs.indices] * np.repeat(keep, np.diff(pairs.indptr))
        return pairs

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the size of the softmax: all words for each word, or for each place."""
        counts = dataset.counts[dataset.counts >= self.min_count][: self.max_words]
        rows = float(len(counts) if self.predicts == "context" else keep_probability(counts, self.sample) @ counts)
        logits = self.n_epochs * rows * len(counts)
        seconds = costs.KERNELS.seconds + logits * (costs.PAIR_LOGIT + self.n_components * costs.PAIR_PRODUCT)
        cells = float(np.minimum(counts * 2.0 * self.window, len(counts)).sum()) * costs.CELLS_PER_PAIR
        if self.predicts == "context":
            seconds += float(counts.sum()) * 2 * self.window * costs.COUNTED_PAIR
        megabytes = 40 * cells * (self.predicts == "context") + 30.0 * dataset.n_tokens
        megabytes += len(counts) * (32.0 * self.n_components + 12 * PLACES)
        return Estimate(seconds, costs.KERNELS.megabytes + megabytes / limits.MB)

    def advice(self, dataset: Corpus) -> list[Advice]:
        """As for all, and how many words the limit leaves out."""
        found = super().advice(dataset)
        frequent = dataset.vocabulary_at(self.min_count)
        if found[0].severity == "error" or frequent <= self.max_words:
            return found
        sentence = (
            f"A softmax over all words is for small vocabularies: {frequent:,} words occur {self.min_count:,} times, "
            f"of which the {self.max_words:,} most frequent get a vector. Negative sampling has no such limit"
        )
        more = f"; here up to {MOST_WORDS:,} can be asked for." if self.max_words < MOST_WORDS else "."
        return [Advice("warning", sentence + more), *found]

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The softmax for the pair, read as attention, and one step of plain gradient descent."""
        return explained_step(fit, self.trained_on(dataset), chosen["word"], chosen["context"], self)

    def target(self) -> Target:
        """Pairs as the training meets them."""
        weights = distance_weights(self.window, "linear" if self.predicts == "context" else "equal")
        return Target(tuple(weights.tolist()), sample=self.sample)

    def settings(self) -> Settings:
        """The hyper-parameters of the descent."""
        return Settings(self.n_components, self.tied, self.has_bias, self.n_epochs, self.learning_rate, self.seed)
