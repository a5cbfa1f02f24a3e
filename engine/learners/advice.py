"""What to expect of a training, said before it starts."""

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.learners.base import Advice, Learner, cost
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from engine.learners.words.vocabulary import vocabulary_problem

SKIPGRAM_TOKENS = 100_000
SKIPGRAM_PASSES = 4_000_000
"""Tokens of the text, and tokens read in all epochs, that skip-gram needs to match PPMI-SVD.

Measured with the defaults. Analogies in the toy world: PPMI-SVD 45 % at 50,000 tokens and 85 % at 200,000; skip-gram
20 % at 50,000 x 20 epochs, 31 % at 200,000 x 5, 94 % at 200,000 x 20. Correlation with MEN, tiny Shakespeare
(0.2 million): .34, skip-gram .25 with 5 epochs and .40 with 20; a tenth of Brown: .30, skip-gram .03 and .30.
"""


def advise(corpus: Corpus, learner: Learner) -> list[Advice]:
    """What to know before this learner is trained on this corpus, the gravest first; quick to compute."""
    problem = vocabulary_problem(corpus, getattr(learner, "min_count", 1))
    if problem:
        return [Advice("error", problem)]
    counts = corpus.counts[corpus.counts >= getattr(learner, "min_count", 1)]
    counts = counts[: getattr(learner, "max_words", 0) or None]
    found = [*_amount_of_text(int(counts.sum()), learner), *_components(len(counts), learner)]
    found += [cost(learner.estimate(corpus)), _kept(corpus, counts)]
    return sorted(found, key=lambda advice: ("error", "warning", "info").index(advice.severity))


def _amount_of_text(n_tokens: int, learner: Learner) -> list[Advice]:
    if not isinstance(learner, SkipGram):
        return []
    if n_tokens < SKIPGRAM_TOKENS:
        sentence = f"{n_tokens:,} tokens are too few for skip-gram: {PPMISVD.title} will do better here."
        return [Advice("warning", sentence)]
    if n_tokens * learner.n_epochs < SKIPGRAM_PASSES:
        wanted = -(-SKIPGRAM_PASSES // n_tokens)
        read = f"{n_tokens:,} tokens read {learner.n_epochs} times" if learner.n_epochs > 1 else f"{n_tokens:,} tokens"
        sentence = f"{read} are too few for skip-gram: {wanted} epochs, or {PPMISVD.title}, will do better."
        return [Advice("warning", sentence)]
    return []


def _components(n_words: int, learner: Learner) -> list[Advice]:
    n_components = getattr(learner, "n_components", 0)
    if n_components <= n_words:
        return []
    sentence = (
        f"{n_components} dimensions are more than the {n_words:,} words of the vocabulary: "
        f"choose at most {n_words:,}, better {max(2, n_words // 4):,}."
    )
    return [Advice("warning", sentence)]


def _kept(corpus: Corpus, counts: np.ndarray) -> Advice:
    share = counts.sum() / max(corpus.n_tokens, 1)
    sentence = f"{len(counts):,} of {corpus.n_words:,} words get a vector; they are {share:.1%} of the text."
    return Advice("info", sentence)
