"""The toy world with ambiguous words: two words of different kinds are written as one, and which it was stays known.

Such words were proposed to test how meanings are told apart (Gale, Church and Yarowsky, 1992; Schütze, 1992): they cost
no labelling, and every occurrence has a right answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from engine.datasets.text.builder import by_count
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.sources import TextSource
from engine.datasets.text.toy_facts import KINDS
from engine.datasets.text.toy_world import ToyWorld
from engine.fields import again, integer, specs
from engine.report import Report, Silent

FEWEST = 5
"""Occurrences below which a word is not made ambiguous."""
AMBIGUOUS = "two kinds"
JOINT = "/"
NAMED = frozenset((*KINDS.values(), "royalty"))
"""Kinds of words that name something; small words and scenery stay as they are."""


@dataclass(frozen=True)
class AmbiguousWorld(TextSource):
    """The toy world in which pairs of words, such as a country and an animal, are one word each."""

    name = "ambiguous_world"
    n_tokens: int = again(ToyWorld, "n_tokens", 200_000)
    n_pairs: int = integer(
        20,
        1,
        100,
        label="Ambiguous words",
        help="Pairs of frequent words of different kinds that become one word each.",
    )
    seed: int = again(ToyWorld, "seed", 1)

    def title(self) -> str:
        """What the user calls it."""
        return f"Ambiguous toy world ({self.n_tokens:,} tokens, synthetic)"

    def load(self, report: Report = Silent()) -> Corpus:
        """Write the toy world, and make words ambiguous; `Corpus.senses` holds what each occurrence was."""
        plain = ToyWorld(**{name: getattr(self, name) for name in specs(ToyWorld)}).load(report)
        return merged(plain, pairs(plain, self.n_pairs))


def pairs(corpus: Corpus, n_pairs: int) -> list[tuple[str, str]]:
    """At most so many pairs of the most frequent words of known kinds: both equally frequent, their kinds different.

    The most frequent word that is left is paired with the next of another kind.
    """
    kind = corpus.word_kinds
    left = [word for word, count in zip(corpus.words, corpus.counts, strict=True)
            if count >= FEWEST and kind.get(word) in NAMED]  # fmt: skip
    found: list[tuple[str, str]] = []
    while left and len(found) < n_pairs:
        first = left.pop(0)
        partner = next((word for word in left if kind[word] != kind[first]), None)
        if partner is not None:
            left.remove(partner)
            found.append((first, partner))
    return found


def merged(corpus: Corpus, merged_pairs: list[tuple[str, str]]) -> Corpus:
    """The corpus with each pair of words written as one, first/second; its senses are the words as they were."""
    names = tuple(chain.from_iterable(merged_pairs))
    sense_of = np.full(corpus.n_words, -1, dtype=np.int32)
    target, words = np.arange(corpus.n_words, dtype=np.int32), list(corpus.words)
    kinds: Mapping[str, str] = corpus.word_kinds
    for place, (first, second) in enumerate(merged_pairs):
        a, b = corpus.index[first], corpus.index[second]
        sense_of[[a, b]] = 2 * place, 2 * place + 1
        target[b], words[a] = a, f"{first}{JOINT}{second}"
        kinds = {**kinds, words[a]: AMBIGUOUS}
    tokens, kept, counts = by_count(target[corpus.tokens], words)
    note = f"{len(merged_pairs)} pairs of words are written as one each, such as {'/'.join(merged_pairs[0])}."
    return replace(
        corpus, tokens=tokens, words=tuple(kept), counts=counts, word_kinds=kinds, senses=sense_of[corpus.tokens],
        sense_names=names, notes=(*corpus.notes, note),
    )  # fmt: skip
