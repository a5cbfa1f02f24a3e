"""fastText (Bojanowski et al., 2017): skip-gram whose words are made of their characters."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, cast

import numpy as np

from engine import costs, limits
from engine.algorithms.fasttext.ngrams import NGrams, Parts, parts
from engine.algorithms.skipgram import cost
from engine.algorithms.skipgram.negative_sampling import keep_probability
from engine.algorithms.skipgram.progress import Recorder
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.words.negative_sampling import explained_step
from engine.insight.words.pmi import Target, of_cell, pmi_cell
from engine.insight.words.watched import in_the_film, watched
from engine.insight.words.word_parts import WordParts, explained_parts, taken_apart
from engine.learners.base import Estimate
from engine.learners.words.contract import word_metadata
from engine.learners.words.sampling_contract import NegativeSamplingLearner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class FastText(NegativeSamplingLearner):
    """Skip-gram with negative sampling whose input vector is the mean of a word's own vector and of its n-grams'.

    Fit: embeddings "word" (the means) and "context" (the output vectors), with the columns of `word_metadata`; arrays
    ngrams float32 (m, n_components), their vectors, ngram_keys uint64 (m,) and ngram_buckets int64 (1,), by which
    `NGrams` finds them; history step (tokens), loss (per pair of word and context) and learning_rate; snapshots of the
    most frequent and the watched words.

    The learning rate is that of the published program; skip-gram's .03 is too low where a mean moves by what many parts
    share: analogies in 50,000 tokens of the toy world 78 % at .03, 92 % at .05 (200,000 tokens: 98.8 and 99.3 %). So is
    the exponent of negatives: on 14 million words of novels, 20,000 words, five epochs, WordSim-353 .40 at skip-gram's
    .75, .43 at .5, analogies 70.0 and 71.0 % (without n-grams it is the other way round).
    """

    name = "fasttext"
    called = "fastText"
    title = "fastText: skip-gram with n-grams"
    papers = (
        Paper("Bojanowski et al.", 2017, "Enriching word vectors with subword information", "doi:10.1162/tacl_a_00051"),
    )
    context = "each word as a context of others"
    has_parts: ClassVar[bool] = True

    minn: int = integer(3, 1, 10, label="Shortest n-gram", help="Characters, with the < and > put around each word.")
    maxn: int = integer(6, 1, 10, label="Longest n-gram", help="Characters, with the < and > put around each word.")
    buckets: int = integer(
        200_000, 1_000, 2_000_000, label="Vectors of n-grams", help="At most so many; if there are more n-grams, those "
        "whose hashes fall into one bucket share a vector.", step=10_000, advanced=True,
    )  # fmt: skip
    learning_rate: float = real(
        0.05, 0.0001, 1.0, label="Learning rate", help="Length of the first steps; it falls to 0.0001.", step=0.005,
        advanced=True,
    )  # fmt: skip
    ns_exponent: float = real(
        0.5, -1.0, 1.0, label="Exponent of negatives", help="1 draws negatives by their count, 0 all words alike.",
        step=0.05, advanced=True,
    )  # fmt: skip

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
        recorder.begin(cast(np.ndarray, cpu.initial_words(made_of, self.settings())))  # only rows are asked for
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
        summary = self._summary(corpus, recorder) | {"n_grams": made_of.n_ngrams}
        notes = (*notes, *_shared(made_of))
        return Fit(embeddings, arrays, recorder.history, Snapshots(*recorder.snapshots()), summary, notes)

    def estimate(self, dataset: Corpus) -> Estimate:
        """As skip-gram's, and from the parts of each word that sub-sampling keeps."""
        counts = dataset.counts[dataset.counts >= self.min_count][: self.max_words or None]
        kept = float(keep_probability(counts, self.sample) @ counts)
        lengths = self.maxn - self.minn + 1
        n_parts, n_ngrams = costs.PARTS_OF_A_WORD * lengths, costs.NGRAMS_OF_A_WORD * lengths * len(counts)
        width = cost.padded(self.n_components)
        made = kept * self.n_epochs * n_parts * width * costs.FASTTEXT_NUMBER
        made /= costs.SKIPGRAM_SPEEDUP if self.mode == "fast" else 1.0
        spelled = n_parts * len(counts)
        tables = 12 * min(self.buckets, n_ngrams) * width + 300 * spelled
        plain = super().estimate(dataset)
        seconds = plain.seconds + made + costs.SPELLED_PART * spelled
        return Estimate(seconds, plain.megabytes + tables / limits.MB)

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
        return Target(
            self.window_weights(), self.ns_exponent, self.negative, clipped=False, by_occurrence=True,
            sample=self.sample,
        )  # fmt: skip

    def products_tend_to(self) -> Target:
        """The same: with dimensions enough, the products would reach it."""
        return self.target()


def _shared(made_of: Parts) -> list[str]:
    """What to say of n-grams that have no vector of their own."""
    if not made_of.ngrams.buckets:
        return []
    return [
        f"The {made_of.n_ngrams:,} different n-grams of the vocabulary share {len(made_of.ngrams.keys):,} vectors; the "
        "setting “Vectors of n-grams” allows more."
    ]
