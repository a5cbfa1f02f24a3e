"""What a skip-gram training takes on one core of a 2023 server processor, measured there."""

from engine.algorithms.skipgram.negative_sampling import Settings

SECONDS_PER_WINDOW = 130e-9
SECONDS_PER_PRODUCT = 0.075e-9
"""Per number of a row, target and context."""
ROWS_AT_ONCE = 6
"""Targets that the kernel takes in one pass over a window."""
LANES = 16
SPEEDUP = 1.6
"""Of two threads without locks."""


def seconds(settings: Settings, n_tokens: float) -> float:
    """Time of all epochs over n_tokens tokens, those left out by sub-sampling not counted."""
    passes = -(-(settings.negative + 1) // ROWS_AT_ONCE)
    products = (settings.window + 1) * ROWS_AT_ONCE * passes * padded(settings.n_components)
    window = SECONDS_PER_WINDOW + SECONDS_PER_PRODUCT * products
    return n_tokens * settings.n_epochs * window / (SPEEDUP if settings.threads > 1 else 1.0)


def padded(n_components: int) -> int:
    """Numbers that a row takes in memory: whole lanes of the processor."""
    return -(-n_components // LANES) * LANES
