"""The odd one out, asked many times: three words of one kind and one of another."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from engine.arithmetic.analogy import doesnt_match
from engine.arithmetic.lookup import find
from engine.datasets.text import toy_facts
from engine.embedding import Embedding

ALIKE = 3
"""Words of one kind in a question, beside the odd one."""
CHANCE = 1 / (ALIKE + 1)
MOST_DRAWN = 20_000
"""Questions that are drawn at most to find some whose words are all known."""
VAGUE = frozenset(("small words", "scenery"))
"""Kinds of the toy world that hold what is of no kind."""

OF_LIBRARIES = {
    "numbers": "one two three four five six seven eight nine ten zero",
    "functions": "sin cos tan exp log sqrt sinh cosh tanh arctan arcsin gamma",
    "types": "int float complex str bool tuple list dict bytes integer string boolean",
    "distributions": "normal uniform poisson binomial exponential gaussian multinomial weibull",
    "of a table": "row rows column columns header cell table index",
    "of a matrix": "matrix eigenvalues eigenvectors singular diagonal triangular symmetric inverse determinant",
    "of a picture": "image pixel pixels color colors marker figure plot",
    "of learning": "estimator classifier regression training samples features labels classes",
}
"""Words of the documentation of Python libraries: what they are of -> words."""

Groups = Mapping[str, tuple[str, ...]]


@cache
def groups(name: str) -> dict[str, tuple[str, ...]]:
    """Kind -> its words: of the "toy_world" or of "libraries"."""
    if name == "libraries":
        return {kind: tuple(words.split()) for kind, words in OF_LIBRARIES.items()}
    kinds = toy_facts.kinds()
    named = [kind for kind in dict.fromkeys(kinds.values()) if kind not in VAGUE]
    return {kind: tuple(word for word, of in kinds.items() if of == kind) for kind in named}


@dataclass(frozen=True)
class OddOnes:
    """How often the odd word was found. asked: different questions whose four words are known; drawn: all of them."""

    correct: int
    asked: int
    drawn: int

    @property
    def accuracy(self) -> float:
        """In [0, 1]; NaN if nothing could be asked."""
        return self.correct / self.asked if self.asked else float("nan")


def odd_ones(embedding: Embedding, of: Groups, n_questions: int, seed: int) -> OddOnes:
    """Ask for the odd word of `ALIKE` words of one kind and one of another, all drawn at random.

    The questions are the same for every embedding; those with a word that is unknown or has no direction are passed
    over until `n_questions` were asked, or MOST_DRAWN were drawn. A guess is right in CHANCE of them.
    """
    kinds = [[_row(embedding, word) for word in words] for words in of.values()]
    rng = np.random.default_rng(seed)
    seen: set[tuple[int, ...]] = set()
    correct = asked = 0
    for _ in range(MOST_DRAWN):
        if asked == n_questions:
            break
        one, other = rng.choice(len(kinds), 2, replace=False).tolist()
        alike = np.sort(rng.choice(len(kinds[one]), ALIKE, replace=False)).tolist()
        place = int(rng.integers(len(kinds[other])))
        if (one, *alike, other, place) in seen:
            continue
        seen.add((one, *alike, other, place))
        odd = kinds[other][place]
        known = [row for row in (*(kinds[one][place] for place in alike), odd) if row is not None]
        if len(set(known)) == ALIKE + 1:
            asked += 1
            correct += doesnt_match(embedding, known).row == odd
    return OddOnes(correct, asked, len(seen))


def _row(embedding: Embedding, word: str) -> int | None:
    row = find(embedding, word)
    return row if row is not None and embedding.norms[row] > 0 else None
