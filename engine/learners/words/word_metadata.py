"""What is known of a word besides its vector: how often it occurs, and the document label most typical of it."""

import numpy as np

from engine.datasets.text.corpus import Corpus

MAX_LABELS = 50
TYPICAL = 1.5
"""A label is typical of a word that occurs in its documents at least so many times as often as by chance."""
EVERYWHERE = "everywhere"


def word_metadata(corpus: Corpus) -> dict[str, np.ndarray]:
    """Columns for the embedding of a corpus: count (n_words,), and topic if the documents carry 2 to 50 labels.

    topic: the label whose documents hold the word most beyond chance, by n(w, l) log(n(w, l) / expected), the label's
    share of the log-likelihood ratio (Dunning, 1993); "everywhere" for words without a typical label.
    """
    columns = {"count": corpus.counts}
    labels = sorted(set(corpus.document_labels))
    if 2 <= len(labels) <= MAX_LABELS:
        columns["topic"] = _topics(corpus, labels)
    return columns


def _topics(corpus: Corpus, labels: list[str]) -> np.ndarray:
    place = {label: row for row, label in enumerate(labels)}
    of_document = np.array([place[label] for label in corpus.document_labels])
    of_token = np.repeat(of_document, np.diff(corpus.documents))
    table = np.bincount(corpus.tokens * np.int64(len(labels)) + of_token, minlength=corpus.n_words * len(labels))
    observed = table.reshape(corpus.n_words, len(labels)).astype(float)
    expected = observed.sum(axis=1, keepdims=True) * observed.sum(axis=0) / max(corpus.n_tokens, 1)
    ratio = np.divide(observed, expected, out=np.zeros_like(observed), where=expected > 0)
    evidence = observed * np.log(ratio, out=np.zeros_like(ratio), where=ratio > 0)
    best = evidence.argmax(axis=1)
    typical = ratio[np.arange(len(best)), best] >= TYPICAL
    return np.where(typical, np.array(labels)[best], EVERYWHERE)
