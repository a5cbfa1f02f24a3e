"""What word vectors are worth that nothing was learned for: random ones, raw counts, and those of a shuffled text."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.counting.cooccurrence import cooccurrence
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.words.contract import training_words
from engine.learners.words.ppmi_svd import PPMISVD
from engine.papers import Paper
from engine.report import Repetition, Report, Silent, stop_if_cancelled

NUMBERS = 20_000_000
"""Counts that are kept at most."""
FEWEST_CONTEXTS = 100
RANDOM, COUNTS, SHUFFLED = "random", "counts", "shuffled"
BASELINES = {RANDOM: "Random vectors", COUNTS: "Raw counts", SHUFFLED: "Shuffled text"}
"""Names of the embeddings -> what the user calls them."""


@dataclass(frozen=True)
class WordBaselines(Learner):
    """Vectors of the words of a corpus beside which those of a method are judged.

    Fit: embeddings "random" (independent normal numbers), "counts" (rows of the co-occurrence matrix, its columns the
    most frequent words) and "shuffled" (PPMI-SVD of the same words in random order, sentences of the same lengths),
    which misses where no pair meets more often than by chance; summary seconds_random, ... of each, n_contexts, tokens.
    """

    name = "word_baselines"
    title = "Baselines of word vectors"
    papers = (
        Paper(
            "Bullinaria and Levy",
            2007,
            "Extracting semantic representations from word co-occurrence statistics: a computational study",
            "doi:10.3758/BF03193020",
        ),
    )
    takes: ClassVar[str] = Corpus.kind

    n_components: int = integer(100, 2, 500, label="Dimensions", help="Numbers per vector, except of the counts.")
    window: int = integer(5, 1, 50, label="Window", help="Words to the left and right that count as context.")
    min_count: int = integer(5, 1, 10_000, label="Minimum count", help="Words that occur less often are left out.")
    max_words: int = integer(
        50_000, 0, limits.VOCABULARY, label="Vocabulary limit", help="The most frequent; empty for all.", zero="all"
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Random vectors, and the order of the shuffled text.")

    def fit(self, dataset: Corpus, report: Report = Silent()) -> Fit:
        """Make the three; raises InputError if the vocabulary is too small."""
        corpus = training_words(dataset, self.min_count, self.max_words)
        makers: dict[str, Callable[[Report], np.ndarray]] = {
            RANDOM: lambda report: self._rng(0).normal(size=(corpus.n_words, self.n_components)),
            COUNTS: lambda report: self._counts(corpus),
            SHUFFLED: lambda report: self._shuffled(corpus, report),
        }
        embeddings, summary = {}, {}
        for place, (name, make) in enumerate(makers.items()):
            stop_if_cancelled(report)
            begun = time.monotonic()
            try:
                vectors = make(Repetition(report, place, len(makers)))
            except InputError:  # no pair of the shuffled text meets more often than by chance
                continue
            embeddings[name] = Embedding(vectors, corpus.words)
            summary[f"seconds_{name}"] = round(time.monotonic() - begun, 2)
            report.progress(place + 1, len(makers), "baselines")
        return Fit(embeddings, summary=summary | {"n_contexts": n_contexts(corpus.n_words), "tokens": corpus.n_tokens})

    def estimate(self, dataset: Corpus) -> Estimate:
        """The text is counted twice and factorized once; the table of counts is kept."""
        once = self._counted(self.min_count, self.max_words).estimate(dataset)
        kept = int((dataset.counts >= self.min_count).sum())
        n_words = min(kept, self.max_words or kept)
        numbers = n_words * n_contexts(n_words)
        return Estimate(1.5 * once.seconds + costs.QUESTIONS.seconds, once.megabytes + 8 * numbers / limits.MB)

    def _rng(self, stream: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, stream])

    def _counts(self, corpus: Corpus) -> np.ndarray:
        counts = cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, self.window, "linear")
        return counts[:, : n_contexts(corpus.n_words)].toarray().astype(np.float32)

    def _shuffled(self, corpus: Corpus, report: Report) -> np.ndarray:
        mixed = replace(corpus, tokens=self._rng(1).permutation(corpus.tokens))
        return self._counted(1, 0).fit(mixed, report).main.vectors

    def _counted(self, min_count: int, max_words: int) -> PPMISVD:
        return PPMISVD(
            n_components=self.n_components, window=self.window, min_count=min_count, max_words=max_words
        )  # fmt: skip


def n_contexts(n_words: int) -> int:
    """Columns of the raw counts: as many as NUMBERS allow."""
    return min(n_words, max(FEWEST_CONTEXTS, NUMBERS // max(n_words, 1)))
