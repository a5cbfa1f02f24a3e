"""The built-in descriptions: every class of digits and garments is spoken of, in sentences that differ."""

import numpy as np

from engine.datasets.images.sources import FASHION
from engine.datasets.joint.captions.wording import DIGITS
from engine.datasets.text.descriptions import Descriptions, sentences
from engine.insight.captions.class_names import name_vectors
from engine.learners.shared_spaces.word_space import described
from engine.report import Silent


def test_they_are_some_hundred_different_sentences() -> None:
    found = sentences()
    assert len(set(found)) == len(found) > 250
    assert all(sentence.endswith(".") and 4 <= len(sentence.split()) <= 25 for sentence in found)


def test_as_a_text_each_line_is_a_sentence() -> None:
    corpus = Descriptions().load(Silent())
    assert corpus.n_sentences == len(sentences()) and {*DIGITS, "t-shirt", "sneaker"} <= set(corpus.words)


def test_their_vectors_tell_shoes_from_tops() -> None:
    words = described()
    vectors, _ = name_vectors(FASHION, {}, words.index, words.unit)
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = dict(zip(FASHION, units @ units[FASHION.index("Sneaker")], strict=True))
    shoes, tops = ("Sandal", "Ankle boot"), ("T-shirt", "Pullover", "Coat", "Shirt", "Dress")
    assert min(cosines[name] for name in shoes) > max(cosines[name] for name in tops)
    name_vectors(DIGITS, {}, words.index, words.unit)  # each digit has a name
