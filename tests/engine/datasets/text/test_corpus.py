"""Corpus: round trip, pruning against brute force, and what a min_count leaves."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.tokenizer import Tokenization
from engine.errors import InputError
from engine.learners.words.contract import training_words
from engine.report import Silent


def corpus_of(*texts: str) -> Corpus:
    """Each text a document of its own, each line a sentence; ten words more than once make every text acceptable."""
    padding = Document("padding", "", ["aa bb cc dd ee ff gg hh ii jj\n"])
    documents = [Document(f"text {row}", "", [text]) for row, text in enumerate(texts)]
    return Corpus.from_text(TextInput([padding, *documents]), Tokenization(boundary="lines"), Silent())


def spelled(corpus: Corpus) -> list[list[list[str]]]:
    """Documents of sentences of words."""
    documents = []
    for start, end in zip(corpus.documents[:-1], corpus.documents[1:], strict=True):
        inside = corpus.sentences[(corpus.sentences >= start) & (corpus.sentences <= end)]
        documents.append(
            [[corpus.words[t] for t in corpus.tokens[a:b]] for a, b in itertools.pairwise(inside) if b > a]
        )
    return documents


texts = st.lists(
    st.lists(st.lists(st.sampled_from("abcdefghijkl"), max_size=8).map(" ".join), max_size=5).map("\n".join), max_size=4
)


@given(texts, st.integers(1, 6), st.integers(0, 15))
def test_pruned_agrees_with_brute_force(texts: list[str], min_count: int, max_words: int) -> None:
    corpus = corpus_of(*texts)
    pruned = corpus.pruned(min_count, max_words)
    words = [word for word, count in zip(corpus.words, corpus.counts, strict=True) if count >= min_count]
    words = words[:max_words] if max_words else words
    kept = [[[w for w in sentence if w in words] for sentence in document] for document in spelled(corpus)]
    assert list(pruned.words) == words
    assert spelled(pruned) == [[sentence for sentence in document if sentence] for document in kept]
    assert pruned.counts.tolist() == np.bincount(pruned.tokens, minlength=len(words)).tolist()


@given(texts)
def test_round_trip_through_arrays_and_json(texts: list[str]) -> None:
    corpus = corpus_of(*texts)
    arrays, document = corpus.pack()
    back = Corpus.unpack(arrays, json.loads(json.dumps(document)))
    assert spelled(back) == spelled(corpus)
    assert back.words == corpus.words and back.counts.tolist() == corpus.counts.tolist()
    assert (back.document_names, back.document_labels) == (corpus.document_names, corpus.document_labels)
    assert (back.notes, back.details) == (corpus.notes, corpus.details)


def test_words_stand_by_falling_count_and_first_occurrence() -> None:
    corpus = corpus_of("z y z x y w")
    assert corpus.words == ("z", "y", "aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh", "ii", "jj", "x", "w")
    assert corpus.counts.tolist() == [2, 2] + [1] * 12
    assert not corpus.tokens.flags.writeable


def test_row_26_min_count_that_leaves_too_little_is_refused_with_advice() -> None:
    corpus = corpus_of("aa bb cc dd ee ff gg hh ii jj k l m")
    assert [corpus.vocabulary_at(count) for count in (1, 2, 3)] == [13, 10, 0]
    assert training_words(corpus, 2, 0).n_words == 10
    with pytest.raises(InputError, match=r"0 of 13 words occur 5 times; .* works is 2") as caught:
        training_words(corpus, 5, 0)
    assert caught.value.code == "E-TRN-02"
