"""Parts of a text as datasets of their own."""

import numpy as np
import pytest

from engine.datasets import SOURCES
from engine.datasets.joint.text_parts import MixedTexts, TextPart
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.fields import from_json

WORLD = ToyWorld(n_tokens=20_000)


def test_halves_are_the_text_cut_in_the_middle() -> None:
    whole, first, second = WORLD.load(), TextPart(WORLD).load(), TextPart(WORLD, "second").load()
    assert abs(first.n_tokens - second.n_tokens) < 20 and first.n_tokens + second.n_tokens == whole.n_tokens
    spelled = [np.array(text.words)[text.tokens] for text in (first, second)]
    np.testing.assert_array_equal(np.concatenate(spelled), np.array(whole.words)[whole.tokens])
    assert first.word_kinds == whole.word_kinds and first.n_sentences + second.n_sentences == whole.n_sentences


def test_a_label_takes_its_documents() -> None:
    whole = WORLD.load()
    label = whole.document_labels[0]
    part = TextPart(WORLD, "label", label).load()
    assert set(part.document_labels) == {label}
    lengths = np.diff(whole.documents)
    assert part.n_tokens == lengths[[one == label for one in whole.document_labels]].sum()
    assert part.document_names[0] == whole.document_names[0]


def test_a_label_that_is_not_there_is_refused() -> None:
    with pytest.raises(InputError, match="no words in this part: xyzzy of Toy world") as refusal:
        TextPart(WORLD, "label", "xyzzy").load()
    assert refusal.value.code == "E-JNT-11"


def test_mixed_sides_and_what_they_are_called() -> None:
    halves = TextPart(WORLD), TextPart(WORLD, "second")
    sides = [MixedTexts(*halves, side=side) for side in (0, 1)]
    texts = [side.load() for side in sides]
    assert sum(text.n_tokens for text in texts) == WORLD.load().n_tokens
    assert sides[1].title() == "Mixed text 2 of 2: First half and Second half of Toy world (20,000 tokens, synthetic)"
    assert MixedTexts(halves[0], WORLD).title().startswith("Mixed text 1 of 2: First half of Toy world (20,000 tokens")
    assert from_json(SOURCES, sides[1].to_json()) == sides[1]
