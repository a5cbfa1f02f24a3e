"""Who watched what, and how it was liked: viewers, films and stars, parted into training and held-out rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from engine.datasets.ratings import builder, searches
from engine.datasets.ratings.builder import Columns, Item
from engine.datasets.ratings.splits import Split
from engine.embedding import read_only

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Histories:
    """For each of some viewers, a list of items with stars.

    offsets: int64 (n_users + 1,); viewer u has the rows offsets[u] to offsets[u + 1].
    items: int32 (n_rows,) in [0, n_items). stars: float32 (n_rows,).
    searched: float32 (n_users, n_terms), 1 where a viewer searched for a word; None where that is not known.
    """

    offsets: np.ndarray
    items: np.ndarray
    stars: np.ndarray
    n_items: int
    searched: "csr_array | None" = None

    @classmethod
    def of_one(cls, items: Sequence[int], n_items: int, stars: Sequence[float] = ()) -> "Histories":
        """The history of a single viewer; without `stars`, each counts 1."""
        given = np.array(stars if len(stars) else np.ones(len(items)), dtype=np.float32)
        return cls(np.array([0, len(items)]), np.array(items, dtype=np.int32), given, n_items)

    @property
    def n_users(self) -> int:
        """Number of viewers."""
        return len(self.offsets) - 1

    @property
    def lengths(self) -> np.ndarray:
        """int64 (n_users,) items of each viewer."""
        return np.diff(self.offsets)

    @property
    def users(self) -> np.ndarray:
        """int64 (n_rows,) the viewer of each row."""
        return np.repeat(np.arange(self.n_users), self.lengths)

    def counts(self) -> np.ndarray:
        """int64 (n_items,) how many viewers have each item."""
        return np.bincount(self.items, minlength=self.n_items)

    def matrix(self, values: np.ndarray | None = None) -> "csr_array":
        """Viewers by items, float64 (n_users, n_items): `values` (n_rows,) or 1 where a viewer has an item."""
        from scipy.sparse import csr_array

        data = np.ones(len(self.items)) if values is None else np.asarray(values, dtype=np.float64)
        return csr_array((data, self.items, self.offsets), shape=(self.n_users, self.n_items))

    def of(self, user: int) -> np.ndarray:
        """int32 items of one viewer."""
        return self.items[self.offsets[user] : self.offsets[user + 1]]

    def rows(self, users: np.ndarray) -> "Histories":
        """The histories of some viewers, in the order asked for."""
        starts, lengths = self.offsets[users], self.lengths[users]
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        places = np.arange(offsets[-1]) - np.repeat(offsets[:-1], lengths) + np.repeat(starts, lengths)
        searched = None if self.searched is None else self.searched[users]
        return Histories(offsets, self.items[places], self.stars[places], self.n_items, searched)

    def only(self, rows: np.ndarray) -> "Histories":
        """The part of all histories that `rows`, bool (n_rows,), tells to keep."""
        counts = np.bincount(self.users[rows], minlength=self.n_users)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        return Histories(offsets, self.items[rows], self.stars[rows], self.n_items, self.searched)

    def liked(self, liked_from: float) -> "Histories":
        """The part with at least so many stars."""
        return self.only(self.stars >= liked_from)


@dataclass(frozen=True, eq=False)
class Ratings:
    """Ratings, one row for each pair of viewer and item, sorted by viewer and then by time (else as in the file).

    users, items: int32 (n,). stars: float32 (n,), 1 throughout if `explicit` is false. times: int64 (n,) seconds
    since 1970, or empty. held_out: bool (n,), rows that no learner may look at. liked_from: stars from which a rating
    counts as liked. Items are in order of falling count in the training rows.
    years: int32 (n_items,), 0 where unknown. genres: names; item_genres: bool (n_items, n_genres).
    numbers: column -> float32 (n_items,), what else the item table says, NaN where it is silent.
    terms: words that viewers searched for, in rows that are not held out; searched: int32 (m, 2), sorted pairs of a
    viewer and one of these words.
    """

    kind: ClassVar[str] = "ratings"

    users: np.ndarray
    items: np.ndarray
    stars: np.ndarray
    held_out: np.ndarray
    user_names: tuple[str, ...]
    item_names: tuple[str, ...]
    times: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    years: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    genres: tuple[str, ...] = ()
    item_genres: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), dtype=bool))
    numbers: Mapping[str, np.ndarray] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    searched: np.ndarray = field(default_factory=lambda: np.zeros((0, 2), dtype=np.int32))
    explicit: bool = True
    liked_from: float = 0.0
    notes: tuple[str, ...] = ()
    details: Mapping[str, Any] | None = None
    """What was understood while reading, JSON-able, for the preview."""

    def __post_init__(self) -> None:
        n_items = len(self.item_names)
        kinds = {"users": np.int32, "items": np.int32, "stars": np.float32, "held_out": bool, "times": np.int64}
        for name, dtype in kinds.items():
            column = np.ascontiguousarray(getattr(self, name), dtype=dtype)
            if len(column) != len(self.users) and not (name == "times" and not len(column)):
                raise ValueError(f"{name} has {len(column)} rows, not {len(self.users)}")
            object.__setattr__(self, name, read_only(column))
        if len(self.users) and (np.diff(self.users) < 0).any():
            raise ValueError("the rows are not sorted by viewer")
        if not len(self.years):
            object.__setattr__(self, "years", np.zeros(n_items, dtype=np.int32))
        if not len(self.item_genres):
            object.__setattr__(self, "item_genres", np.zeros((n_items, len(self.genres)), dtype=bool))

    @classmethod
    def from_columns(
        cls, columns: Columns, table: Mapping[str, Item], number_names: Sequence[str], split: Split,
        liked_from: float | None, notes: list[str], details: dict[str, Any] | None = None,
    ) -> "Ratings":  # fmt: skip
        """Check, sort, part and name what a reader found; raises what `builder.parts` raises."""
        return cls(**builder.parts(columns, table, number_names, split, liked_from, notes, details))

    @classmethod
    def from_triples(
        cls,
        triples: Iterable[tuple[Any, Any, float]],
        items: Mapping[str, Item] | None = None,
        times: Sequence[int] = (),
        split: Split = Split(),
        liked_from: float | None = None,
    ) -> "Ratings":
        """Ratings of (viewer, item, stars), in any order; of several of one item by one viewer the last counts.

        items: name of an item -> its title, genres, year. times: seconds since 1970, one for each rating, or none.
        liked_from: stars from which a rating counts as liked, found out from the scale if None (see `liking`); stars
        that are all the same say only who had what.
        Raises InputError if fewer than 5 viewers and 5 items have two ratings, ValueError for what are no ratings.

        >>> ratings = Ratings.from_triples((viewer, f"film {viewer + n}", n) for viewer in range(9) for n in (1, 2, 3))
        >>> ratings.n_users, ratings.n_items, len(ratings.stars), int(ratings.held_out.sum())
        (9, 11, 27, 9)
        """
        return cls.from_columns(builder.columns_of(triples, times), items or {}, (), split, liked_from, [])

    @property
    def n_users(self) -> int:
        """Number of viewers."""
        return len(self.user_names)

    @property
    def n_items(self) -> int:
        """Number of items."""
        return len(self.item_names)

    @cached_property
    def index(self) -> dict[str, int]:
        """item name -> row."""
        return {name: row for row, name in enumerate(self.item_names)}

    @cached_property
    def train(self) -> Histories:
        """What the learners may see: all rows that are not held out."""
        return self.everything.only(~self.held_out)

    @cached_property
    def liked(self) -> Histories:
        """The training rows that count as liked."""
        return self.everything.only(~self.held_out & self._is_liked)

    @cached_property
    def test(self) -> Histories:
        """The held-out rows that count as liked: what a recommender should find."""
        return self.everything.only(self.held_out & self._is_liked)

    @cached_property
    def everything(self) -> Histories:
        """All rows, held out or not: for tests alone."""
        offsets = np.concatenate([[0], np.cumsum(np.bincount(self.users, minlength=self.n_users))])
        searched = searches.matrix(self.searched, self.n_users, len(self.terms)) if self.terms else None
        return Histories(offsets, self.items, self.stars, self.n_items, searched)

    def history(self, user: int) -> Histories:
        """What one viewer has watched, of the training rows."""
        return self.train.rows(np.array([user]))

    def words_searched(self, user: int) -> list[str]:
        """The words that a viewer searched for, those of most viewers first."""
        return [self.terms[term] for term in self.searched[self.searched[:, 0] == user, 1]]

    @property
    def _is_liked(self) -> np.ndarray:
        return self.stars >= self.liked_from

    def item_metadata(self) -> dict[str, np.ndarray]:
        """Columns for an embedding of the items: count, mean stars, year, first genre, as far as known.

        Counts and means are of the training rows.
        """
        counts = self.train.counts()
        columns: dict[str, np.ndarray] = {"count": counts}
        if self.explicit:
            total = np.bincount(self.train.items, self.train.stars, self.n_items)
            columns["mean_stars"] = (total / np.maximum(counts, 1)).astype(np.float32).round(2)
        if self.years.any():
            columns["year"] = self.years
        columns |= {name: np.nan_to_num(values) for name, values in self.numbers.items()}
        if self.genres:
            columns["genre"] = self.main_genres()
        return columns

    def main_genres(self) -> np.ndarray:
        """The rarest genre of each item, which says most about it; "none" for items without one. Strings (n_items,)."""
        if not self.genres:
            return np.full(self.n_items, "none")
        rarity = 1 / np.maximum(self.item_genres.sum(axis=0), 1)
        best = (self.item_genres * rarity).argmax(axis=1)
        return np.where(self.item_genres.any(axis=1), np.array(self.genres)[best], "none")

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Arrays and a JSON document that `unpack` reads."""
        names = ("users", "items", "stars", "held_out", "times", "years", "item_genres", "searched")
        arrays = {name: getattr(self, name) for name in names}
        arrays |= {f"number/{name}": values for name, values in self.numbers.items()}
        document = {
            "user_names": list(self.user_names),
            "item_names": list(self.item_names),
            "genres": list(self.genres),
            "terms": list(self.terms),
            "explicit": self.explicit,
            "liked_from": self.liked_from,
            "notes": list(self.notes),
            "details": self.details,
        }
        return arrays, document

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "Ratings":
        """The Ratings that `pack` took apart."""
        parts: dict[str, Any] = {name: array for name, array in arrays.items() if "/" not in name}
        parts |= {name: tuple(document[name]) for name in ("user_names", "item_names", "genres", "notes")}
        parts["terms"] = tuple(document.get("terms", ()))  # data saved before there were searches
        return cls(
            **parts,
            numbers={name[7:]: array for name, array in arrays.items() if name.startswith("number/")},
            explicit=document["explicit"],
            liked_from=document["liked_from"],
            details=document["details"],
        )
