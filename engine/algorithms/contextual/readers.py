"""Trained networks of occurrences, read without torch: states of every layer, attention, and chances of words.

Weights are named and shaped as in `networks.transformer_torch` and `bilstm_torch`; words: float32 (n_tokens, width),
the vectors of all words, the edge and, in a transformer, the mask. In all methods rows are int64 (n, length) and real
bool (n, length), as `Pieces.rows` gives them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from engine.algorithms.probability import sigmoid

NORM_TINY = 1e-5
"""Added to a variance before its root is taken."""


class Reader(Protocol):
    """What both networks can be asked."""

    @property
    def n_layers(self) -> int: ...

    def states(self, rows: np.ndarray, real: np.ndarray) -> list[np.ndarray]:
        """After every layer, float32 (n, length, width of the layer) each; layer 0 is the token's own vector."""

    def chances(self, rows: np.ndarray, real: np.ndarray, column: int) -> dict[str, np.ndarray]:
        """What is told of the words in a column (not an edge) without seeing them: name -> float32 (n, n_words)."""


@dataclass(frozen=True, eq=False)
class TransformerReader:
    """A masked transformer with the norms before the layers."""

    words: np.ndarray
    weights: Mapping[str, np.ndarray]
    n_heads: int

    @property
    def n_layers(self) -> int:
        """Blocks of attention and dense layers."""
        return sum(name.endswith("attention.qkv") for name in self.weights)

    def states(self, rows: np.ndarray, real: np.ndarray) -> list[np.ndarray]:
        """See `Reader`; the last layer is not normed."""
        return [self.words[rows], *self._through(rows, real)[0][1:]]

    def attention(self, rows: np.ndarray, real: np.ndarray) -> np.ndarray:
        """How much each token takes from which, float32 (n_layers, n, n_heads, length, length); rows sum to 1."""
        return np.stack(self._through(rows, real)[1])

    def chances(self, rows: np.ndarray, real: np.ndarray, column: int) -> dict[str, np.ndarray]:
        """See `Reader`: the word is masked."""
        hidden = rows.copy()
        hidden[:, column] = len(self.words) - 1
        last = self._norm("norm", self._through(hidden, real)[0][-1][:, column])
        n_words = len(self.words) - 2
        return {"masked": _softmax(last @ self.words[:n_words].T + self.weights["head.bias"][:n_words])}

    def _through(self, rows: np.ndarray, real: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        """What goes into each block and comes out of the last, and the attention of each."""
        values = [self.words[rows] + self.weights["positions.weight"][: rows.shape[1]]]
        attentions = []
        for layer in range(self.n_layers):
            block = f"blocks.{layer}"
            weights, taken = self._attend(block, self._norm(f"{block}.attention_norm", values[-1]), real)
            between = values[-1] + taken
            wider = _gelu(self._norm(f"{block}.mlp_norm", between) @ self.weights[f"{block}.wider.weight"].T)
            values.append(between + wider @ self.weights[f"{block}.back.weight"].T)
            attentions.append(weights)
        return values, attentions

    def _attend(self, block: str, values: np.ndarray, real: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        n, length, width = values.shape
        heads = (n, length, self.n_heads, width // self.n_heads)
        queries, keys, offers = (
            (values @ matrix.T).reshape(heads).transpose(0, 2, 1, 3)
            for matrix in self.weights[f"{block}.attention.qkv"]
        )
        scores = queries @ keys.transpose(0, 1, 3, 2) / np.float32(np.sqrt(heads[3]))
        weights = _softmax(np.where(real[:, None, None, :], scores, -np.inf))
        means = (weights @ offers).transpose(0, 2, 1, 3).reshape(n, length, width)
        return weights, means @ self.weights[f"{block}.attention.out.weight"].T

    def _norm(self, name: str, values: np.ndarray) -> np.ndarray:
        centered = values - values.mean(axis=-1, keepdims=True)
        scale = np.sqrt((centered**2).mean(axis=-1, keepdims=True) + np.float32(NORM_TINY))
        return centered / scale * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]


@dataclass(frozen=True, eq=False)
class BiLSTMReader:
    """Two LSTMs, one in each direction. The state of a layer at a word is what both hold when they come to it: what
    they are to tell it from (Melamud et al., 2016), without the word, which is the same in all its occurrences."""

    words: np.ndarray
    weights: Mapping[str, np.ndarray]

    @property
    def n_layers(self) -> int:
        """Layers of each direction."""
        return sum(name.startswith("reads_forward.") and "weight_hh" in name for name in self.weights)

    def states(self, rows: np.ndarray, real: np.ndarray) -> list[np.ndarray]:
        """See `Reader`; layer 0 is (n, length, width), the others are twice as wide, what stands before first. An edge
        has zeros where nothing stands beyond it."""
        nothing = np.zeros((*rows.shape[:1], 1, self.words.shape[1]), dtype=np.float32)
        found = [self.words[rows]]
        for forward, backward in zip(*self._sides(rows, real), strict=True):
            before = np.concatenate([nothing, forward[:, :-1]], axis=1)
            behind = np.concatenate([backward[:, 1:], nothing], axis=1)
            found.append(np.concatenate([before, behind], axis=2))
        return found

    def chances(self, rows: np.ndarray, real: np.ndarray, column: int) -> dict[str, np.ndarray]:
        """See `Reader`: "next", from what stands before, and "previous", from what stands behind."""
        forward, backward = self._sides(rows, real)
        found = {"next": forward[-1][:, column - 1], "previous": backward[-1][:, column + 1]}
        n_words = len(self.words) - 1
        bias = self.weights["bias"][:n_words]
        return {name: _softmax(values @ self.words[:n_words].T + bias) for name, values in found.items()}

    def _sides(self, rows: np.ndarray, real: np.ndarray) -> tuple[list[np.ndarray], list[np.ndarray]]:
        columns = np.arange(rows.shape[1])
        back = real.sum(axis=1)[:, None] - 1 - columns
        turned = np.where(back >= 0, back, columns)
        backward = self._one_way("reads_backward", np.take_along_axis(rows, turned, axis=1))
        again = turned[:, :, None]
        return self._one_way("reads_forward", rows), [np.take_along_axis(each, again, axis=1) for each in backward]

    def _one_way(self, name: str, rows: np.ndarray) -> list[np.ndarray]:
        found: list[np.ndarray] = []
        for layer in range(self.n_layers):
            given = found[-1] if found else self.words[rows]
            came = self._lstm(f"{name}.layers.{layer}", given)
            found.append(came + given if found else came)
        return found

    def _lstm(self, name: str, values: np.ndarray) -> np.ndarray:
        """Gates are stored in the order input, forget, candidate, output."""
        n, length, width = values.shape
        given = values @ self.weights[f"{name}.weight_ih_l0"].T + self.weights[f"{name}.bias_ih_l0"]
        given = given + self.weights[f"{name}.bias_hh_l0"]
        again = self.weights[f"{name}.weight_hh_l0"].T
        state = cell = np.zeros((n, width), dtype=values.dtype)
        found = np.empty((n, length, width), dtype=values.dtype)
        for column in range(length):
            gate_in, forget, candidate, gate_out = np.split(given[:, column] + state @ again, 4, axis=1)
            cell = sigmoid(forget) * cell + sigmoid(gate_in) * np.tanh(candidate)
            state = sigmoid(gate_out) * np.tanh(cell)
            found[:, column] = state
        return found


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def _gelu(values: np.ndarray) -> np.ndarray:
    from scipy.special import erf

    return values * (0.5 * (1 + erf(values / np.float32(np.sqrt(2)))))
