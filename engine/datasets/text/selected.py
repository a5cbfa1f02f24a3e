"""Some sentences of a text as a text of its own, and two texts mixed."""

from dataclasses import replace

import numpy as np

from engine.datasets.text.corpus import Corpus


def selected(corpus: Corpus, sentences: np.ndarray) -> Corpus:
    """Some sentences of a corpus (rows, in the order given); its words are counted and ordered anew.

    Sentences of one document stay together where they follow each other; a document whose sentences do not, becomes
    several of one name.
    """
    tokens, offsets = _gathered(corpus.tokens, corpus.sentences, sentences)
    of_sentence = np.searchsorted(corpus.documents, corpus.sentences[:-1], side="right")[sentences] - 1
    first = np.flatnonzero(np.diff(of_sentence, prepend=-1))
    kept = of_sentence[first]
    of_paragraph = np.searchsorted(corpus.paragraphs, corpus.sentences[:-1], side="right")[sentences]
    paragraphs = np.append(offsets[np.flatnonzero(np.diff(of_paragraph, prepend=-1))], offsets[-1])
    return replace(
        _recounted(corpus, tokens, corpus.words),
        sentences=offsets,
        documents=np.append(offsets[first], offsets[-1]),
        paragraphs=paragraphs if len(corpus.paragraphs) else corpus.paragraphs,
        document_names=_of(corpus.document_names, kept),
        document_labels=_of(corpus.document_labels, kept),
    )


def mixed(first: Corpus, second: Corpus, seed: int) -> tuple[Corpus, Corpus]:
    """Two texts of the sentences of both, dealt out by chance: each about as long as the one, one document each.

    What differs between them differs by chance alone.
    """
    tokens, sentences, words = _both(first, second)
    order = np.random.default_rng(seed).permutation(len(sentences) - 1)
    reached = np.cumsum(np.diff(sentences)[order])
    cut = int(np.searchsorted(reached, first.n_tokens, side="right"))
    return _dealt(first, tokens, sentences, words, order[:cut]), _dealt(first, tokens, sentences, words, order[cut:])


def joined(first: Corpus, second: Corpus) -> Corpus:
    """One text of the sentences of both, in order, as one document."""
    tokens, sentences, words = _both(first, second)
    return _dealt(first, tokens, sentences, words, np.arange(len(sentences) - 1))


def _both(first: Corpus, second: Corpus) -> tuple[np.ndarray, np.ndarray, tuple[str, ...]]:
    """Tokens and sentences of one text after the other, and all words of both."""
    words = tuple(dict.fromkeys((*first.words, *second.words)))
    index = {word: row for row, word in enumerate(words)}
    of_second = np.array([index[word] for word in second.words], dtype=np.int32)
    tokens = np.concatenate([first.tokens, of_second[second.tokens]])
    return tokens, np.concatenate([first.sentences, first.n_tokens + second.sentences[1:]]), words


def _dealt(
    model: Corpus, tokens: np.ndarray, sentences: np.ndarray, words: tuple[str, ...], chosen: np.ndarray
) -> Corpus:
    tokens, offsets = _gathered(tokens, sentences, chosen)
    return replace(
        _recounted(model, tokens, words),
        sentences=offsets,
        documents=offsets[[0, -1]],
        paragraphs=offsets if len(model.paragraphs) else model.paragraphs,
        document_names=("mixed",),
        document_labels=(),
    )


def _gathered(tokens: np.ndarray, sentences: np.ndarray, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The tokens of some sentences, and the offsets of these in them."""
    lengths = np.diff(sentences)[chosen]
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    places = np.arange(offsets[-1]) + np.repeat(sentences[chosen] - offsets[:-1], lengths)
    return tokens[places], offsets


def _recounted(corpus: Corpus, tokens: np.ndarray, words: tuple[str, ...]) -> Corpus:
    """The corpus with other tokens, ids into `words`, and the words that occur in them by falling count."""
    found, first, counts = np.unique(tokens, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts))
    ids = np.zeros(len(words), dtype=np.int32)
    ids[found[order]] = np.arange(len(found))
    listed = tuple(words[word] for word in found[order])
    unknown = np.zeros(0, np.int32)  # the senses of tokens that now stand elsewhere
    return replace(
        corpus, tokens=ids[tokens], words=listed, counts=counts[order], details=None, senses=unknown, sense_names=()
    )


def _of(names: tuple[str, ...], rows: np.ndarray) -> tuple[str, ...]:
    return tuple(names[row] for row in rows) if names else ()
