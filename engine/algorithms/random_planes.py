"""Random planes through the origin (Charikar, 2002): vectors on the same sides of all of them share a bucket.

A plane parts two vectors at angle theta with probability theta / pi, whatever their dimension. A table has some planes;
who is in the bucket of a query in at least one table is compared with it, and nobody else is.
"""

from dataclasses import dataclass

import numpy as np

MOST_PLANES, MOST_TABLES = 16, 8
"""Sixteen planes are the bits of a uint16."""
TILE = 8_192
_AGREEING = np.array([16, *((number & -number).bit_length() - 1 for number in range(1, 1 << 16))], dtype=np.uint8)
"""The bits in which two codes differ -> how many planes agree before the first that does not."""


def normals(n_components: int, seed: int) -> np.ndarray:
    """What stands upright on the planes of all tables: float64 (8, 16, n_components), normal numbers.

    A table of fewer planes has the first of them, so that one plane more only parts buckets.
    """
    return np.random.default_rng(seed).normal(size=(MOST_TABLES, MOST_PLANES, n_components))


def codes(vectors: np.ndarray, planes: np.ndarray) -> np.ndarray:
    """On which side of each plane (t, p <= 16, d) the vectors (n, d) lie: uint16 (t, n), a bit for each plane, the
    first one lowest, 1 on the plane and on the side of its normal.
    """
    n_tables, n_planes, n_components = planes.shape
    found = np.empty((n_tables, len(vectors)), dtype=np.uint16)
    bits = (1 << np.arange(n_planes)).astype(np.uint16)
    across = planes.reshape(-1, n_components).T.astype(np.float64)
    for start in range(0, len(vectors), TILE):
        above = vectors[start : start + TILE].astype(np.float64) @ across >= 0
        found[:, start : start + TILE] = (above.reshape(-1, n_tables, n_planes) * bits).sum(2, dtype=np.uint16).T
    return found


def agreeing(table_codes: np.ndarray, row: int) -> np.ndarray:
    """How many planes of each table agree on a row and on every other, before the first that does not: uint8, of the
    same shape as the codes (t, n). In a table of p planes they share a bucket if it is p or more.
    """
    return _AGREEING[table_codes ^ table_codes[:, row, None]]


def chance_together(angle: np.ndarray, n_planes: int | np.ndarray, n_tables: int) -> np.ndarray:
    """Probability that two vectors at an angle, in radians, share a bucket in at least one of the tables."""
    return 1 - (1 - (1 - angle / np.pi) ** n_planes) ** n_tables


@dataclass(frozen=True, eq=False)
class Buckets:
    """The tables, ready for queries. rows: int64 (t, n), sorted by bucket; buckets: uint16 (t, n), where they are."""

    rows: np.ndarray
    buckets: np.ndarray
    n_planes: int

    def rows_beside(self, query: np.ndarray) -> np.ndarray:
        """Rows that share a bucket with a query's codes (t,), each once, rising."""
        found = []
        for rows, buckets, code in zip(self.rows, self.buckets, query & _mask(self.n_planes), strict=True):
            start, stop = np.searchsorted(buckets, code), np.searchsorted(buckets, code, side="right")
            found.append(rows[start:stop])
        return found[0] if len(found) == 1 else np.unique(np.concatenate(found))


def sorted_buckets(table_codes: np.ndarray, n_planes: int) -> Buckets:
    """Sort the rows by their buckets of the first planes, in every table given."""
    buckets = table_codes & _mask(n_planes)
    rows = np.argsort(buckets, axis=1, kind="stable")
    return Buckets(rows, np.take_along_axis(buckets, rows, axis=1), n_planes)


def _mask(n_planes: int) -> np.uint16:
    return np.uint16((1 << n_planes) - 1)
