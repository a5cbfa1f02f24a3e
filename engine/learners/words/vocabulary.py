"""Which words a learner trains on, and the sentence for the user if they are too few."""

from engine.datasets.text.corpus import Corpus
from engine.errors import InputError

FEWEST_WORDS = 5
"""Fewer different words than this have no neighborhoods worth a map."""


def vocabulary_problem(corpus: Corpus, min_count: int) -> str | None:
    """Why no vocabulary can be made of the words that occur `min_count` times, or None if it can."""
    kept = corpus.vocabulary_at(min_count)
    if kept >= FEWEST_WORDS:
        return None
    if corpus.n_words < FEWEST_WORDS:
        return (
            f"The text has {corpus.n_words:,} different words; at least {FEWEST_WORDS} are needed. Use a longer text."
        )
    works = int(corpus.counts[FEWEST_WORDS - 1])
    reach = f"occur {min_count:,} times" if min_count > 1 else "occur"
    return f"{kept:,} of {corpus.n_words:,} words {reach}; the largest min_count that works is {works:,}."


def training_words(corpus: Corpus, min_count: int, max_words: int) -> Corpus:
    """The corpus without the words that are too rare or beyond the first `max_words` (0: all).

    Raises InputError if fewer than `FEWEST_WORDS` remain (E-TRN-02) or no two of them share a sentence (E-TRN-03).
    """
    problem = vocabulary_problem(corpus, min_count)
    if problem:
        raise InputError(problem, "E-TRN-02")
    pruned = corpus.pruned(min_count, max_words)
    if (pruned.sentences[1:] - pruned.sentences[:-1]).max() < 2:
        raise InputError(
            "No sentence holds two words of the vocabulary, so no word has a context: "
            "lower min_count, or choose longer units as sentences.",
            "E-TRN-03",
        )
    return pruned
