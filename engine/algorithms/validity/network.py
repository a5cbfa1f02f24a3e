"""The network over the vectors of a phrase: s = output . hardtanh([w_1 ... w_n] hidden + bias)."""

from dataclasses import dataclass

import numpy as np

WORDS, WEIGHTS, BIASES = 0.02, 10.0, 1.0
"""How far from 0 the vectors of words, the weights of hidden units (times the root of how many a unit has) and their
biases begin. A unit is straight between its limits: if all began near 0, the network would sum its words and would not
learn which go together. Words that begin near 0 become what they learn rather than what they were."""


@dataclass(frozen=True, eq=False)
class Network:
    """words: float32 (n_words + 1, d), the last row for what lies beyond a sentence. hidden: float32 (n d, h), for
    phrases of n words. bias, output: float32 (h,). A training moves the arrays in place.
    """

    words: np.ndarray
    hidden: np.ndarray
    bias: np.ndarray
    output: np.ndarray

    @classmethod
    def drawn(cls, n_words: int, size: int, n_components: int, n_hidden: int, rng: np.random.Generator) -> "Network":
        """As before the training, for phrases of `size` words: numbers drawn evenly."""
        inputs = size * n_components

        def even(shape: tuple[int, ...], most: float) -> np.ndarray:
            return (np.float32(most) * (2 * rng.random(shape, dtype=np.float32) - 1)).astype(np.float32)

        words, hidden = even((n_words + 1, n_components), WORDS), even((inputs, n_hidden), WEIGHTS * inputs**-0.5)
        return cls(words, hidden, even((n_hidden,), BIASES), even((n_hidden,), n_hidden**-0.5))

    @property
    def size(self) -> int:
        """Words of a phrase."""
        return len(self.hidden) // self.words.shape[1]

    @property
    def edge(self) -> int:
        """The row of what lies beyond a sentence."""
        return len(self.words) - 1

    def rows_of(self, place: int) -> slice:
        """The rows of `hidden` that belong to one place of a phrase."""
        d = self.words.shape[1]
        return slice(place * d, (place + 1) * d)

    def inputs(self, phrases: np.ndarray) -> np.ndarray:
        """What goes into the hidden units, (m, h). phrases: int (m, n), rows of `words`."""
        return self.words[phrases].reshape(len(phrases), -1) @ self.hidden + self.bias

    def scores(self, phrases: np.ndarray) -> np.ndarray:
        """s of each phrase, float32 (m,)."""
        return np.clip(self.inputs(phrases), -1, 1) @ self.output

    def scores_with(self, phrase: np.ndarray, place: int) -> np.ndarray:
        """s of a phrase (n,) with every word of the vocabulary in one place: float32 (n_words,)."""
        part = self.hidden[self.rows_of(place)]
        rest = self.inputs(phrase[None])[0] - self.words[phrase[place]] @ part
        return np.clip(self.words[: self.edge] @ part + rest, -1, 1) @ self.output
