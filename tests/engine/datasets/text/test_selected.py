"""Parts of a text and two texts mixed: words and their counts, sentence by sentence."""

from collections import Counter

import numpy as np
from numpy.testing import assert_array_equal

from engine.datasets.text.ambiguous_world import AmbiguousWorld
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.selected import joined, mixed, selected

SENTENCES = [
    ["a", "cat", "sat"],
    ["the", "cat", "ran"],
    ["dogs", "ran", "and", "dogs", "sat"],
    ["the", "end", "a"],
    ["over", "it", "is"],
]


def corpus(sentences: list[list[str]] = SENTENCES, labels: tuple[str, ...] = ("x", "x", "y", "x", "y")) -> Corpus:
    return Corpus.from_sentences(sentences, labels)


def read(text: Corpus) -> list[list[str]]:
    ends = zip(text.sentences[:-1], text.sentences[1:], strict=True)
    return [[text.words[token] for token in text.tokens[start:end]] for start, end in ends]


def test_sentences_are_those_chosen_and_words_are_counted_anew() -> None:
    part = selected(corpus(), np.array([2, 0]))
    assert read(part) == [SENTENCES[2], SENTENCES[0]]
    counts = Counter(word for row in (2, 0) for word in SENTENCES[row])
    assert dict(zip(part.words, part.counts.tolist(), strict=True)) == counts
    assert part.words[:2] == ("dogs", "sat")  # both twice: the one that comes first
    assert (np.diff(part.counts) <= 0).all()


def test_documents_keep_their_names_and_labels() -> None:
    whole = corpus()
    part = selected(whole, np.array([1, 2, 3]))
    assert part.document_labels == ("x", "y", "x") and part.document_names == whole.document_names[1:4]
    assert_array_equal(part.documents, [0, 3, 8, 11])
    assert read(selected(whole, np.arange(5))) == SENTENCES


def test_mixed_texts_have_all_sentences_once_and_the_lengths_of_the_two() -> None:
    first = corpus([[f"w{row}", "both", "x"] for row in range(30)], ())
    second = corpus([[f"v{row}", "both", "y"] for row in range(60)], ())
    sides = mixed(first, second, 0)
    assert [side.n_tokens for side in sides] == [first.n_tokens, second.n_tokens]
    assert sorted(read(sides[0]) + read(sides[1])) == sorted(read(first) + read(second))
    origins = Counter(sentence[2] for sentence in read(sides[0]))
    assert origins["x"] > 3 and origins["y"] > 10
    assert read(mixed(first, second, 0)[1]) == read(sides[1]) != read(mixed(first, second, 1)[1])


def test_two_texts_one_after_the_other() -> None:
    other = corpus([["birds", "and", "the", "sky", "over", "a", "hill"], ["so", "it", "is", "said"]], ("z", "z"))
    both = joined(corpus(), other)
    assert read(both) == SENTENCES + read(other)
    counts = Counter(word for sentence in read(both) for word in sentence)
    assert dict(zip(both.words, both.counts.tolist(), strict=True)) == counts
    assert both.documents.tolist() == [0, both.n_tokens] and both.document_labels == ()


def test_a_part_of_a_text_with_senses_has_none_and_can_be_pruned() -> None:
    whole = AmbiguousWorld(n_tokens=20_000).load()
    part = selected(whole, np.arange(whole.n_sentences // 2))
    assert whole.sense_names and not part.sense_names
    assert part.pruned(5).n_tokens < part.n_tokens
