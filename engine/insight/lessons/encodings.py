"""What encodings make of likeness, and how many zeros they take."""

from collections.abc import Sequence

import numpy as np

from engine.insight.films.feature_codes import Categories, Category, Number, Table, lecture_table
from engine.insight.words.mini_corpus import MOST_WORDS

EDUCATION = ("Diploma", "Undergrad", "Masters", "PhD")
"""An order that there is."""


def table_like(
    titles: Sequence[str],
    services: Sequence[str],
    genres: Sequence[Sequence[str]],
    years: Sequence[float],
    ratings: Sequence[float],
) -> Table:
    """The lecture's table with other films, by the same 28 genres. Services beyond its four are values of their own."""
    service, kinds, *_ = lecture_table().columns
    assert isinstance(service, Category) and isinstance(kinds, Categories)
    known = tuple(dict.fromkeys([*service.values, *services]))
    return Table(
        tuple(titles),
        (
            Category("service", known, tuple(services)),
            Categories("genres", kinds.values, tuple(tuple(some) for some in genres)),
            Number("year", tuple(years)),
            Number("rating", tuple(ratings)),
        ),
    )


def values_of(text: str) -> tuple[str, ...]:
    """Different values that are typed between commas, in order; at most `MOST_WORDS`."""
    return tuple(dict.fromkeys(value.strip() for value in text.split(",") if value.strip()))[:MOST_WORDS]


def code_distances(n: int) -> np.ndarray:
    """|i - j| of the integer codes of n values, float64 (n, n)."""
    codes = np.arange(n, dtype=float)
    return np.abs(codes[:, None] - codes)


def one_hot_distances(n: int) -> np.ndarray:
    """Euclidean distances of n one-hot vectors, computed from these, float64 (n, n)."""
    vectors = np.eye(n)
    return np.sqrt(((vectors[:, None] - vectors[None]) ** 2).sum(axis=2))


def least_zeros(n_words: int, n_tokens: int) -> float:
    """The share of zeros in a document of n_tokens words of n_words, if all differ; otherwise there are more."""
    return 1 - min(n_tokens, n_words) / n_words


def expected_zeros(n_words: int, n_tokens: int) -> float:
    """The same on average, where word r is drawn in proportion to 1 / r, as in texts (Zipf, 1949)."""
    shares = 1 / np.arange(1, n_words + 1)
    return float(np.exp(n_tokens * np.log1p(-shares / shares.sum())).mean()) if n_words > 1 else 0.0
