"""The lecture's table of films in three encodings, against the numbers of the lecture and by hand."""

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.insight.films.feature_codes import (
    GENRES,
    dropped_values,
    integer_codes,
    learned_distances,
    lecture_table,
    memory,
    multi_hot,
    one_hot,
    table_of,
)
from tests.examples import ratings


def test_five_columns_grow_to_thirty_five() -> None:
    table = lecture_table()
    assert integer_codes(table).matrix.shape == (4, 5)
    assert one_hot(table).matrix.shape == (4, 1 + 4 + 4 + 2)  # four services, and four lists of genres
    assert [encode(table).columns[0] for encode in (integer_codes, one_hot, multi_hot)] == ["title"] * 3
    assert multi_hot(table).matrix.shape == (4, 35)


def test_integer_codes_imply_an_order() -> None:
    """Netflix, Prime Video, HBO Max, Hulu become 0, 1, 2, 3, as if Hulu were three times as far as Prime Video."""
    codes = integer_codes(lecture_table())
    assert codes.matrix[:, codes.columns.index("service")].tolist() == [0, 1, 2, 3]


def test_integer_codes_leave_out_all_genres_but_the_first() -> None:
    table = lecture_table()
    assert dropped_values(table) == (2 + 2 + 1 + 2, 3 + 3 + 2 + 3)
    codes = integer_codes(table)
    assert codes.matrix[0, codes.columns.index("genres")] == GENRES.index("Drama")


def test_one_hot_puts_all_different_rows_at_the_same_distance() -> None:
    distances = one_hot(lecture_table()).distances()
    assert distances[~np.eye(4, dtype=bool)] == pytest.approx(np.full(12, 2.0))  # service and genres: sqrt(4)


def test_multi_hot_knows_common_genres() -> None:
    """Stranger Things and I, Tonya share drama: 2 of 6 genre marks fall away. The first two share nothing."""
    encoded = multi_hot(lecture_table())
    distances = encoded.distances()
    assert distances[0, 3] == pytest.approx(np.sqrt(2 + 4))
    assert distances[0, 1] == pytest.approx(np.sqrt(2 + 6))
    assert distances[1, 3] < distances[1, 2]
    ones = 4 + 3 + 3 + 2 + 3
    zeros = 4 * 35 - ones - 8 - 3  # less years and ratings, and three titles whose code is not 0
    assert encoded.share_of_zeros == pytest.approx(zeros / 140)


def test_a_million_titles() -> None:
    cost = memory(1_000_000, 1_000_000, 64)
    assert (cost.dense, cost.sparse, cost.embedding) == (4e12, 4e6, 260e6)


def test_the_table_of_rated_films() -> None:
    table = table_of(ratings(), [0, 1, 2])
    encoded = multi_hot(table)
    assert encoded.columns == ("title", "genres: even", "genres: odd", "year", "mean stars", "count")
    assert encoded.matrix[:, 1].tolist() == [1, 0, 1]
    assert encoded.distances()[0].tolist() == pytest.approx([0, np.sqrt(2), 0])


def test_learned_distances_are_1_less_the_cosine() -> None:
    embedding = Embedding(np.array([[2.0, 0], [0, 3], [3, 4]]), list("abc"))
    np.testing.assert_allclose(
        learned_distances(embedding, [0, 1, 2]), [[0, 1, 0.4], [1, 0, 0.2], [0.4, 0.2, 0]], atol=1e-6
    )
