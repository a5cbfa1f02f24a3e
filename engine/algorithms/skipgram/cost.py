"""What a training of skip-gram or CBOW takes."""

from engine import costs
from engine.algorithms.skipgram.negative_sampling import Settings

ROWS_AT_ONCE = 6
"""Targets that the kernel takes in one pass over a window."""
LANES = 16


def seconds(settings: Settings, n_tokens: float) -> float:
    """Time of all epochs over n_tokens tokens, those left out by sub-sampling not counted."""
    passes = -(-(settings.negative + 1) // ROWS_AT_ONCE)
    rows, width = settings.window + 1, padded(settings.n_components)
    if settings.inputs == "each":
        window = costs.SKIPGRAM_WINDOW + costs.SKIPGRAM_PRODUCT * rows * ROWS_AT_ONCE * passes * width
    else:  # contexts are added up and moved, targets scored and moved, once each
        window = costs.CBOW_PASS * passes + costs.SKIPGRAM_PRODUCT * (rows + 2 * ROWS_AT_ONCE * passes) * width
    return n_tokens * settings.n_epochs * window / (costs.SKIPGRAM_SPEEDUP if settings.threads > 1 else 1.0)


def padded(n_components: int) -> int:
    """Numbers that a row takes in memory: whole lanes of the processor."""
    return -(-n_components // LANES) * LANES
