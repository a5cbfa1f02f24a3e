"""How often words occur near each other."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Weighting = Literal["equal", "linear", "inverse"]
WEIGHTINGS: dict[Weighting, str] = {
    "linear": "Falling evenly",
    "equal": "All alike",
    "inverse": "1, 1/2, 1/3, ...",
}
CHUNK_PAIRS = 8_000_000
"""Pairs looked at between two calls of `on_chunk`."""


def distance_weights(window: int, weighting: Weighting) -> np.ndarray:
    """float64 (window,): the weight of a neighbor at distance 1 .. window.

    "linear" is what word2vec's randomly shortened windows give on average (Levy, Goldberg and Dagan, 2015);
    "inverse" is GloVe's (Pennington et al., 2014).
    """
    distance = np.arange(1, window + 1)
    if weighting == "linear":
        return (window - distance + 1) / window
    return 1 / distance if weighting == "inverse" else np.ones(window)


def cooccurrence(
    tokens: np.ndarray,
    sentences: np.ndarray,
    counts: np.ndarray,
    window: int,
    weighting: Weighting = "linear",
    on_chunk: Callable[[int, int], None] = lambda done, total: None,
) -> "csr_array":
    """Symmetric float64 (n_items, n_items): the summed weights of all pairs within `window`, sentence by sentence.

    tokens: int32 (n_tokens,) rows of `counts`. sentences: int64 (n_sentences + 1,) offsets into them. counts: int64
    (n_items,) how often each token occurs, none of them 0.
    Both directions are counted, so two equal tokens near each other add twice to the diagonal. Memory: the result
    and some 12 bytes per token. on_chunk(tokens done, all tokens) is called now and then; what it raises ends
    the counting.
    """
    from scipy.sparse import csc_array

    from engine.algorithms.counting.kernels import count_rows, places_by_token

    lengths = np.diff(sentences)
    sentence_of = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    offsets, places = places_by_token(tokens, counts)
    weights = distance_weights(window, weighting)
    pieces = []
    for first, last in _chunks(counts, 2 * window):
        room = int(np.minimum(counts[first:last] * 2 * window, len(counts)).sum())
        columns, values, ends = np.empty(room, np.int32), np.empty(room), np.empty(last - first, np.int64)
        filled = count_rows(tokens, sentence_of, offsets, places, weights, first, last, columns, values, ends)
        pieces.append((columns[:filled].copy(), values[:filled].copy(), np.diff(ends, prepend=0)))
        on_chunk(int(offsets[last]), len(tokens))
    columns, values, sizes = (np.concatenate(part) for part in zip(*pieces, strict=True))
    starts = np.concatenate([[0], np.cumsum(sizes)])
    # A symmetric matrix read by columns is the same matrix; the conversion to rows sorts it in linear time.
    return csc_array((values, columns, starts), shape=(len(counts), len(counts))).tocsr()


def _chunks(counts: np.ndarray, pairs_each: int) -> list[tuple[int, int]]:
    """Ranges of words with about `CHUNK_PAIRS` pairs each, at least one word each."""
    done = np.cumsum(counts) * pairs_each
    bounds = np.searchsorted(done, np.arange(CHUNK_PAIRS, done[-1] + CHUNK_PAIRS, CHUNK_PAIRS))
    ends = np.unique(np.minimum(bounds + 1, len(counts)))
    return list(zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True))
