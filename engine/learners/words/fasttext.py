"""fastText (Bojanowski et al., 2017): skip-gram whose words are made of their characters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.counting.cooccurrence import distance_weights
from engine.algorithms.fasttext.ngrams import NGrams, Parts, parts
from engine.algorithms.skipgram import cost
from engine.algorithms.skipgram.negative_sampling import Settings, keep_probability
from engine.algorithms.skipgram.progress import Recorder
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, integer, real, text
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.words.negative_sampling import explained_step
from engine.insight.words.pmi import Target, of_cell, pmi_cell
from engine.insight.words.watched import in_the_film, watched
from engine.insight.words.word_parts import WordParts, explained_parts, taken_apart
from engine.learners.base import Advice, Estimate
from engine.learners.words.contract import WatchedLearner, word_metadata
from engine.learners.words.skipgram import MOST_EPOCHS, THREADS, few_read
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class FastText(WatchedLearner):
    """Skip-gram with negative sampling whose input vector is the mean of a word's own vector and of its n-grams'.

    Fit: embeddings "word" (the means) and "context" (the output vectors), with the columns of `word_metadata`; arrays
    ngrams float32 (m, n_components), their vectors, ngram_keys uint64 (m,) and ngram_buckets int64 (1,), by which
    `NGrams` finds them; history step (tokens), loss (per pair of word and context) and learning_rate; snapshots of the
    most frequent and the watched words.

    The learning rate is that of the published program; skip-gram's .03 is too low where a mean moves by what many parts
    share: analogies in 50,000 tokens of the toy world 78 % at .03, 92 % at .05 (200,000 tokens: 98.8 and 99.3 %).
    """

    step_unit: ClassVar[str] = "tokens"

    name = "fasttext"
    title = "fastText: skip-gram with n-grams"
    papers = (
        Paper("Bojanowski et al.", 2017, "Enriching word vectors with subword information", "doi:10.1162/tacl_a_00051"),
    )
    context = "each word as a context of others"
    has_parts: ClassVar[bool] = True

    n_components: int = integer(100, 2, 500, label="Dimensions", help="Numbers per word vector.", step=10)
    window: int = integer(
        5, 1, 50, label="Window", help="Words to the left and right that count as context; nearer ones more often."
    )
    negative: int = integer(5, 1, 30, label="Negatives", help="Random words told apart from each true neighbor.")
    minn: int = integer(3, 1, 10, label="Shortest n-gram", help="Characters, with the < and > put around each word.")
    maxn: int = integer(6, 1, 10, label="Longest n-gram", help="Characters, with the < and > put around each word.")
    buckets: int = integer(
        200_000, 1_000, 2_000_000, label="Vectors of n-grams", help="At most so many; if there are more n-grams, those "
        "whose hashes fall into one bucket share a vector.", step=10_000, advanced=True,
    )  # fmt: skip
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")
    max_words: int = integer(
        50_000, 0, limits.VOCABULARY, label="Vocabulary limit", help="Only the most frequent words; empty for all.",
        step=1_000, zero="all", advanced=True,
    )  # fmt: skip
    n_epochs: int = integer(
        20, 1, MOST_EPOCHS, label="Epochs", help="How often the whole text is read; 5 are enough for ten million words."
    )
    learning_rate: float = real(
        0.05, 0.0001, 1.0, label="Learning rate", help="Length of the first steps; it falls to 0.0001.", step=0.005,
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
    watch: str = text(
        "", 200, label="Watched words",
        help="Up to three words, separated by commas or blanks, whose neighbors are shown during training; empty for a "
        "choice.",
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.minn > self.maxn:
            raise InputError(
                f"The shortest n-gram has {self.minn} characters, the longest {self.maxn}: choose at most {self.maxn} "
                "for the shortest.",
                "E-PAR-19",
            )

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Train on the sentences of a corpus; see `Learner.fit`."""
        from engine.algorithms.fasttext import cpu

        stop_if_cancelled(report)
        corpus = self.trained_on(dataset)
        rows, notes = watched(corpus, self.watch)
        items = in_the_film(corpus, rows)
        made_of = parts(corpus.words, self.minn, self.maxn, self.buckets)
        stop_if_cancelled(report)
        recorder = Recorder(report, corpus.words, rows, items, corpus.n_tokens * self.n_epochs)
        data = corpus.tokens, corpus.sentences, corpus.counts
        words, ngrams, contexts = cpu.train(*data, made_of, self.settings(), recorder)
        metadata = word_metadata(corpus)
        embeddings = {
            "word": Embedding(words, corpus.words, metadata),
            "context": Embedding(contexts, corpus.words, metadata),
        }
        arrays = {
            "ngrams": ngrams, "ngram_keys": made_of.ngrams.keys, "ngram_buckets": np.array([made_of.ngrams.buckets]),
        }  # fmt: skip
        summary = self._summary(corpus, made_of, recorder)
        notes = (*notes, *_shared(made_of))
        return Fit(embeddings, arrays, recorder.history, Snapshots(*recorder.snapshots()), summary, notes)

    def estimate(self, dataset: Corpus) -> Estimate:
        """From the tokens left after pruning and sub-sampling, their parts, and the products per window."""
        counts = dataset.counts[dataset.counts >= self.min_count][: self.max_words or None]
        kept = float(keep_probability(counts, self.sample) @ counts)
        n_parts = costs.PARTS_OF_A_WORD * (self.maxn - self.minn + 1)
        width = cost.padded(self.n_components)
        made = kept * self.n_epochs * n_parts * width * costs.FASTTEXT_NUMBER
        made /= costs.SKIPGRAM_SPEEDUP if self.mode == "fast" else 1.0
        seconds = costs.KERNELS.seconds + cost.seconds(self.settings(), kept) + made
        seconds += costs.SPELLED_PART * n_parts * len(counts)
        n_ngrams = min(self.buckets, costs.NGRAMS_OF_A_WORD * (self.maxn - self.minn + 1) * len(counts))
        tables = (16 * len(counts) + 12 * n_ngrams) * width + 20 * dataset.n_tokens + 300 * n_parts * len(counts)
        return Estimate(seconds, costs.KERNELS.megabytes + tables / limits.MB)

    def amount_of_text(self, n_tokens: int) -> list[Advice]:
        """As for skip-gram: n-grams, too, must be read often."""
        return few_read(n_tokens, self.n_epochs, "fastText")

    def explain(self, fit: Fit, dataset: Corpus, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """What each part of the word adds to the inner product, the cell that this tends to, and one step for it."""
        corpus = self.trained_on(dataset)
        word, context = chosen["word"], chosen["context"]
        u = fit.context.vectors[context]
        product = float(fit.main.vectors[word] @ u)
        cell = pmi_cell(corpus, word, context, self.target())
        tends_to = of_cell(cell, corpus.words[word], corpus.words[context], product)
        of_parts = explained_parts(self.parts_of(fit, corpus.words[word]), corpus.words[context], u)
        return of_parts, tends_to, explained_step(fit, word, context, self.settings())

    def parts_of(self, fit: Fit, word: str) -> WordParts:
        """A word of the vocabulary or any other, taken apart; raises InputError if nothing of it has a vector."""
        keys, buckets = fit.arrays["ngram_keys"], int(fit.arrays["ngram_buckets"][0])
        return taken_apart(fit, word, NGrams(self.minn, self.maxn, keys, buckets))

    def target(self) -> Target:
        """As skip-gram's: a vector of its own gives each word the same freedom."""
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

    def _summary(self, corpus: Corpus, made_of: Parts, recorder: Recorder) -> dict[str, Any]:
        trained = corpus.n_tokens * self.n_epochs
        return {
            "words": corpus.n_words,
            "tokens": corpus.n_tokens,
            "n_grams": made_of.n_ngrams,
            "loss": round(recorder.loss, 4) if np.isfinite(recorder.loss) else None,
            "seconds": round(recorder.seconds, 2),
            "words_per_second": round(trained / max(recorder.seconds, 1e-9)),
        }


def _shared(made_of: Parts) -> list[str]:
    """What to say of n-grams that have no vector of their own."""
    if not made_of.ngrams.buckets:
        return []
    return [
        f"The {made_of.n_ngrams:,} different n-grams of the vocabulary share {len(made_of.ngrams.keys):,} vectors; the "
        "setting “Vectors of n-grams” allows more."
    ]
