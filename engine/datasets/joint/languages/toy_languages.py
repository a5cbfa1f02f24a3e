"""Two toy languages: the toy world told twice, in other sentences, the second time in words that do not exist."""

import hashlib
from dataclasses import dataclass, replace
from typing import ClassVar

from engine.datasets.base import Source
from engine.datasets.joint.languages.languages import Languages
from engine.datasets.text.toy_world import ToyWorld
from engine.fields import integer
from engine.report import Report, Silent, stop_if_cancelled

CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
OTHER_SEED = 1_000_003
"""Between the seeds of the two texts, so that no other toy world is one of them."""


@dataclass(frozen=True)
class ToyLanguages(Source):
    """English, and an invented language: each word of the one is one word of the other.

    The sentences are not the same: both texts are written anew by the grammar, so that all that the two have in common
    is what their words mean.
    """

    name = "toy_languages"
    kind: ClassVar[str] = Languages.kind
    n_tokens: int = integer(
        200_000, 20_000, 2_000_000, step=10_000, label="Tokens", help="Running words to write in each.", unit="words"
    )
    seed: int = integer(1, 0, 2**31, label="Seed", help="Another seed writes other sentences about the same world.")

    def title(self) -> str:
        """What the user calls it."""
        return f"Two toy languages ({self.n_tokens:,} tokens each, synthetic)"

    def load(self, report: Report = Silent()) -> Languages:
        """Write both texts."""
        stop_if_cancelled(report)
        first = ToyWorld(n_tokens=self.n_tokens, seed=self.seed).load(report)
        second = ToyWorld(n_tokens=self.n_tokens, seed=self.seed + OTHER_SEED).load(report)
        stop_if_cancelled(report)
        names = invented(sorted({*first.words, *second.words}))
        pairs = tuple((word, names[word]) for word in first.words if word in second.index)
        kinds = {names[word]: kind for word, kind in second.word_kinds.items() if word in names}
        second = replace(second, words=tuple(names[word] for word in second.words), word_kinds=kinds)
        note = "Both texts are synthetic and were written apart: no sentence of the one is a translation of the other."
        return Languages(("English", "Invented"), first, second, pairs, notes=(note,))


def invented(words: list[str]) -> dict[str, str]:
    """Word -> a word that does not exist, as long as the word is, roughly; all of them different.

    The same word gets the same name, unless two words would get one and the same.
    """
    taken: set[str] = set(words)
    found = {}
    for word in words:
        turn = 0
        while (name := _spoken(f"{word} {turn}", 1 + len(word) // 3)) in taken:
            turn += 1
        taken.add(name)
        found[word] = name
    return found


def _spoken(text: str, n_syllables: int) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    syllables = (
        CONSONANTS[digest[2 * place] % len(CONSONANTS)] + VOWELS[digest[2 * place + 1] % len(VOWELS)]
        for place in range(min(n_syllables, len(digest) // 2))
    )
    return "".join(syllables)
