"""What a skip-gram training takes."""

from engine import costs
from engine.algorithms.skipgram.negative_sampling import Settings

ROWS_AT_ONCE = 6
"""Targets that the kernel takes in one pass over a window."""
LANES = 16


def seconds(settings: Settings, n_tokens: float) -> float:
    """Time of all epochs over n_tokens tokens, those left out by sub-sampling not counted."""
    passes = -(-(settings.negative + 1) // ROWS_AT_ONCE)
    products = (settings.window + 1) * ROWS_AT_ONCE * passes * padded(settings.n_components)
    window = costs.SKIPGRAM_WINDOW + costs.SKIPGRAM_PRODUCT * products
    return n_tokens * settings.n_epochs * window / (costs.SKIPGRAM_SPEEDUP if settings.threads > 1 else 1.0)


def padded(n_components: int) -> int:
    """Numbers that a row takes in memory: whole lanes of the processor."""
    return -(-n_components // LANES) * LANES
