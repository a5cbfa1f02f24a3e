"""A small table as numbers, in the three classical ways: integer codes, one-hot, multi-hot."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.ratings.ratings import Ratings
from engine.embedding import Embedding

GENRES = (
    "Action", "Comedy", "Short", "Western", "Drama", "Horror", "Music", "Thriller", "Animation", "Adventure", "Family",
    "Fantasy", "Sport", "Romance", "Crime", "Sci-Fi", "Biography", "Musical", "Mystery", "History", "Documentary",
    "Film-Noir", "News", "Game-Show", "Reality-TV", "War", "Talk-Show", "Adult",
)  # fmt: skip
"""The 28 genres of a well-known film database."""
SERVICES = ("Netflix", "Prime Video", "HBO Max", "Hulu")


@dataclass(frozen=True)
class Category:
    """A column of one value each, out of `values`."""

    name: str
    values: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Categories:
    """A column of any number of values each, out of `values`."""

    name: str
    values: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Number:
    """A column of numbers."""

    name: str
    rows: tuple[float, ...]


Column = Category | Categories | Number


@dataclass(frozen=True)
class Table:
    """labels: what each row is about, an identifier: one code in every encoding, which says nothing of likeness."""

    labels: tuple[str, ...]
    columns: tuple[Column, ...]


@dataclass(frozen=True, eq=False)
class Encoded:
    """columns: names; matrix: float64 (n_rows, n_columns); categorical: bool (n_columns,), False for numbers."""

    columns: tuple[str, ...]
    matrix: np.ndarray
    categorical: np.ndarray

    @property
    def share_of_zeros(self) -> float:
        """Of all cells."""
        return float((self.matrix == 0).mean())

    def distances(self) -> np.ndarray:
        """Euclidean distances between the rows by the categorical columns alone, float64 (n_rows, n_rows)."""
        part = self.matrix[:, self.categorical]
        return np.sqrt(((part[:, None, :] - part[None, :, :]) ** 2).sum(axis=2))


def lecture_table() -> Table:
    """Four titles of a data-mining lecture, with service, genres, year and rating."""
    genres = (
        ("Drama", "Fantasy", "Horror"),
        ("Animation", "Comedy", "Family"),
        ("Documentary", "Sport"),
        ("Biography", "Drama", "Comedy"),
    )
    return Table(
        ("Stranger Things", "Cocomelon", "100 Foot Wave", "I, Tonya"),
        (
            Category("service", SERVICES, SERVICES),
            Categories("genres", GENRES, genres),
            Number("year", (2016, 2019, 2021, 2017)),
            Number("rating", (8.7, 4.7, 8.1, 7.5)),
        ),
    )


def table_of(ratings: Ratings, items: Sequence[int]) -> Table:
    """The same kind of table of some rated items: genres, year, mean stars, as far as known."""
    metadata = ratings.item_metadata()
    columns: list[Column] = []
    if ratings.genres:
        names = np.array(ratings.genres)
        rows = tuple(tuple(names[ratings.item_genres[item]].tolist()) for item in items)
        columns.append(Categories("genres", ratings.genres, rows))
    for name in ("year", "mean_stars", "count"):
        if name in metadata:
            columns.append(Number(name.replace("_", " "), tuple(float(metadata[name][item]) for item in items)))
    return Table(tuple(ratings.item_names[item] for item in items), tuple(columns))


def integer_codes(table: Table) -> Encoded:
    """One column for each column: categories by their place in the list of values, several values by the first."""
    parts = [("title", np.arange(len(table.labels), dtype=float), False)]
    for column in table.columns:
        if isinstance(column, Number):
            parts.append((column.name, np.array(column.rows, dtype=float), False))
        else:
            first = [row if isinstance(row, str) else (row[0] if row else "") for row in column.rows]
            codes = [float(column.values.index(value)) if value else -1.0 for value in first]
            parts.append((column.name, np.array(codes), True))
    return _joined([(name, values[:, None], categorical) for name, values, categorical in parts])


def dropped_values(table: Table) -> tuple[int, int]:
    """How many values integer codes leave out, where a row has several, and how many there are."""
    rows = [row for column in table.columns if isinstance(column, Categories) for row in column.rows]
    return sum(max(len(row) - 1, 0) for row in rows), sum(map(len, rows))


def one_hot(table: Table) -> Encoded:
    """A column for each value; several values at once are a value of their own, so that no two lists overlap.

    The title stays a code.
    """
    parts = [("title", np.arange(len(table.labels), dtype=float)[:, None], False)]
    for column in table.columns:
        if isinstance(column, Number):
            parts.append((column.name, np.array(column.rows, dtype=float)[:, None], False))
            continue
        rows = [row if isinstance(row, str) else " + ".join(row) or "none" for row in column.rows]
        values = column.values if isinstance(column, Category) else tuple(dict.fromkeys(rows))
        parts += [(f"{column.name}: {value}", _marks(rows, value), True) for value in values]
    return _joined(parts)


def multi_hot(table: Table) -> Encoded:
    """A column for each value, 1 for every value that a row has; the title stays a code, as in the lecture."""
    parts = [("title", np.arange(len(table.labels), dtype=float)[:, None], False)]
    for column in table.columns:
        if isinstance(column, Number):
            parts.append((column.name, np.array(column.rows, dtype=float)[:, None], False))
            continue
        rows = [(row,) if isinstance(row, str) else row for row in column.rows]
        parts += [(f"{column.name}: {value}", _holds(rows, value), True) for value in column.values]
    return _joined(parts)


def _marks(rows: Sequence[str], value: str) -> np.ndarray:
    return np.array([[float(row == value)] for row in rows])


def _holds(rows: Sequence[Sequence[str]], value: str) -> np.ndarray:
    return np.array([[float(value in row)] for row in rows])


def _joined(parts: Sequence[tuple[str, np.ndarray, bool]]) -> Encoded:
    return Encoded(
        tuple(name for name, _, _ in parts),
        np.concatenate([values for _, values, _ in parts], axis=1),
        np.array([categorical for _, _, categorical in parts]),
    )


def learned_distances(embedding: Embedding, rows: Sequence[int]) -> np.ndarray:
    """1 less the cosine between the learned vectors of some items, float32 (n_rows, n_rows)."""
    chosen = embedding.unit[list(rows)]
    return 1 - chosen @ chosen.T


@dataclass(frozen=True)
class Memory:
    """Bytes for so many rows of so many different values."""

    dense: float
    sparse: float
    embedding: float


def memory(n_values: int, n_rows: int, n_components: int) -> Memory:
    """One-hot as a full table of 4-byte numbers, as indices of the ones (4 bytes each), and n_components numbers a
    value with an index for each row."""
    return Memory(4.0 * n_values * n_rows, 4.0 * n_rows, 4.0 * n_values * n_components + 4.0 * n_rows)
