"""What goes into the training of a network of occurrences, and what comes of it: arrays and numbers, without torch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.algorithms.contextual.pieces import Pieces
from engine.algorithms.networks.training import Schedule
from engine.algorithms.networks.transformer import TransformerSizes

FRAMES = 40
"""Looks at the words' vectors that are kept, at most."""
Neighbors = Callable[[np.ndarray], Mapping[str, Any]]
"""From the vectors of all words (n_words, width) to what is shown live."""


@dataclass(frozen=True, eq=False)
class Reading:
    """A text, and which of its pieces are learned from and which are asked about: int64 rows of the pieces."""

    pieces: Pieces
    learned: np.ndarray
    held_out: np.ndarray


@dataclass(frozen=True)
class MaskedSettings:
    """share: of the words that are hidden in a step, in (0, 1). muon_rate: length of the steps of hidden matrices."""

    schedule: Schedule
    sizes: TransformerSizes
    share: float
    muon_rate: float


@dataclass(frozen=True)
class TwoWaySettings:
    """How the two LSTMs are built and trained; see `bilstm_torch`. muon_rate: as in `MaskedSettings`."""

    schedule: Schedule
    width: int
    n_layers: int
    dropout: float
    muon_rate: float


@dataclass(frozen=True, eq=False)
class Outcome:
    """A trained network. words: float32 (n_words + 1 or + 2, width), edge and mask last. weights: name -> array.

    history: column -> a number an epoch. steps: pieces read at each frame; frames: (f, m, width) of the items.
    """

    words: np.ndarray
    weights: Mapping[str, np.ndarray]
    history: Mapping[str, list[float]]
    seconds: float
    steps: list[int] = field(default_factory=list)
    frames: list[np.ndarray] = field(default_factory=list)
