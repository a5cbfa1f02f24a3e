"""From columns as a reader found them to the fields of Ratings: identifiers to rows, duplicates, scales, the split."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engine import limits
from engine.datasets.ratings import liking, searches
from engine.datasets.ratings.splits import Split, held_out
from engine.errors import InputError
from engine.files.display import displayable

FEWEST = 5
"""Viewers, and items, with at least two ratings each."""
EARLIEST = 86_400 * 365
"""Seconds since 1970: stamps of that year are missing values in disguise."""
LATEST = 4_102_444_800
"""The year 2100."""
_YEAR = re.compile(r"\((\d{4})\)\s*$")
_ARTICLE = re.compile(r"^(.*), (The|A|An|La|Le|Les|Der|Die|Das|El|Il)( \(.*\))?$")


@dataclass(frozen=True)
class Item:
    """What an item table says of one item."""

    title: str
    genres: tuple[str, ...] = ()
    year: int = 0
    numbers: tuple[float, ...] = ()


@dataclass
class Columns:
    """Ratings as read, one row each. times: seconds since 1970, 0 where unknown; empty if there is no such column.

    stars are empty for data that only say who had what. searches: which of `search_texts` each row holds; empty if
    there is no such column. liked_from: of stars that were made by a rule of their own, the value from which they
    count as liked.
    """

    users: np.ndarray
    items: np.ndarray
    user_names: Sequence[str]
    item_names: Sequence[str]
    stars: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.float32))
    times: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    searches: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int32))
    search_texts: Sequence[str] = ()
    liked_from: float | None = None

    def rows(self, rows: np.ndarray) -> "Columns":
        """Some of the rows, by a mask or by their places."""
        names = "users", "items", "stars", "times", "searches"
        columns = {name: getattr(self, name) for name in names}
        return replace(self, **{name: column[rows] for name, column in columns.items() if len(column)})


def columns_of(triples: Iterable[tuple[Any, Any, float]], times: Sequence[int]) -> Columns:
    """Columns of (viewer, item, stars) with viewers and items by their names; see `Ratings.from_triples`."""
    users: dict[str, int] = {}
    items: dict[str, int] = {}
    rows = []
    for place, triple in enumerate(triples):
        if isinstance(triple, str) or len(triple) != 3:
            raise ValueError(f"rating {place:,} is {triple!r:.80}; needed are a viewer, an item and stars")
        user, item, stars = triple
        rows.append((users.setdefault(str(user), len(users)), items.setdefault(str(item), len(items)), float(stars)))
    found = np.array(rows, dtype=np.float64).reshape(-1, 3)
    if not np.isfinite(found).all():
        raise ValueError(f"rating {int(np.flatnonzero(~np.isfinite(found[:, 2]))[0]):,} is no finite number")
    if len(times) not in (0, len(found)):
        raise ValueError(f"{len(times):,} times for {len(found):,} ratings; give one for each, or none")
    ids = found[:, 0].astype(np.int32), found[:, 1].astype(np.int32)
    return Columns(*ids, list(users), list(items), found[:, 2].astype(np.float32), np.array(times, dtype=np.int64))


def parts(
    columns: Columns, table: Mapping[str, Item], number_names: Sequence[str], split: Split,
    liked_from: float | None, notes: list[str], details: dict[str, Any] | None,
) -> dict[str, Any]:  # fmt: skip
    """Check, sort, part and name: the fields of Ratings. `table` maps identifiers of items to what is known of them.

    liked_from: None to find it out from the scale.
    Raises InputError E-CSV-50 if too few viewers or items have two ratings, E-CSV-51 if nothing counts as liked.
    """
    columns = _latest(_with_sound_times(columns, notes), notes)
    _require_enough(columns, notes)
    explicit = _is_explicit(columns, notes)
    stars = columns.stars if explicit else np.ones(len(columns.users), dtype=np.float32)
    out = held_out(columns.users, columns.times, _possible(split, columns.times, notes))
    liked_from = _liked_from(stars, liked_from, columns.liked_from, notes) if explicit else 0.0
    counts = np.bincount(columns.items[~out], minlength=len(columns.item_names))
    order = np.argsort(-counts, kind="stable")
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order))
    identifiers = [columns.item_names[row] for row in order]
    described = _described(identifiers, table, number_names, notes)
    known = columns.rows(~out)
    terms, searched = searches.gathered(known.users[: len(known.searches)], known.searches, known.search_texts)
    return described | {
        "terms": terms,
        "searched": searched,
        "users": columns.users,
        "items": place[columns.items],
        "stars": stars,
        "held_out": out,
        "times": columns.times,
        "user_names": tuple(columns.user_names),
        "explicit": explicit,
        "liked_from": liked_from,
        "notes": tuple(notes),
        "details": details,
    }


def shown_title(title: str) -> str:
    """A title as people say it.

    >>> shown_title("American President, The (1995)")
    'The American President (1995)'
    """
    found = _ARTICLE.match(title)
    return f"{found[2]} {found[1]}{found[3] or ''}" if found else title


def year_of(title: str) -> int:
    """The year in parentheses at the end of a title, 0 if there is none."""
    found = _YEAR.search(title)
    return int(found[1]) if found else 0


def _with_sound_times(columns: Columns, notes: list[str]) -> Columns:
    """Without times that cannot be: such rows count as the earliest of their viewer."""
    times = columns.times
    if not len(times):
        return columns
    bad = (times < EARLIEST) | (times > LATEST)
    if bad.all():
        notes.append("The times are missing, of 1970, or far in the future; they are not used.")
        times = times[:0]
    elif bad.any():
        notes.append(f"Times that are missing, of 1970 or far in the future, taken as the earliest: {bad.sum():,}.")
        times = np.where(bad, 0, times)
    return replace(columns, times=times)


def _latest(columns: Columns, notes: list[str]) -> Columns:
    """Sorted by viewer and time; of several ratings of one item by one viewer, the last."""
    place = np.arange(len(columns.users))
    order = np.lexsort((place, columns.times if len(columns.times) else place, columns.users))
    key = columns.users[order].astype(np.int64) * len(columns.item_names) + columns.items[order]
    _, last = np.unique(key[::-1], return_index=True)
    kept = np.sort(len(order) - 1 - last)
    if len(kept) < len(order):
        by = "newest" if len(columns.times) else "last"
        notes.append(
            f"Repeated ratings of the same item by the same viewer, the {by} kept: {len(order) - len(kept):,}."
        )
    return columns.rows(order[kept])


def _require_enough(columns: Columns, notes: Sequence[str]) -> None:
    found = [int((np.bincount(ids) >= 2).sum()) if len(ids) else 0 for ids in (columns.users, columns.items)]
    if min(found) < FEWEST:
        raise InputError(
            f"{found[0]:,} users and {found[1]:,} items have 2 ratings or more; at least {FEWEST} users and {FEWEST} "
            "items with 2 ratings are needed. Please check which columns were taken, or use more data. "
            f"{_done_before(notes)}",
            "E-CSV-50",
        )


def _done_before(notes: Sequence[str]) -> str:
    """What was understood and left out until then, since notes are not shown beside an error."""
    return f"What was done before: {' '.join(notes)}"[:600] if notes else ""


def _is_explicit(columns: Columns, notes: list[str]) -> bool:
    if not len(columns.stars):
        notes.append("There are no ratings, only who had what: each pair counts as liked.")
        return False
    low, high = float(columns.stars.min()), float(columns.stars.max())
    if low == high:
        notes.append(f"All ratings are {low:g}: they say only who had what, and each pair counts as liked.")
        return False
    return True


def _possible(split: Split, times: np.ndarray, notes: list[str]) -> Split:
    if split.split == "time" and not len(times):
        notes.append("Without times the ratings cannot be parted by time; they were parted at random.")
        return split.replace(split="random")
    return split


def _liked_from(stars: np.ndarray, asked: float | None, usual: float | None, notes: list[str]) -> float:
    if asked is None:
        found = liking.threshold(stars) if usual is None else usual
        notes.append(f"The value from which a rating counts as liked was found out from the scale: {found:g}.")
        return found
    if not (stars >= asked).any():
        raise InputError(
            f"No rating is {asked:g} or more (the highest is {stars.max():g}), so nothing counts as liked; "
            "choose a lower value.",
            "E-CSV-51",
        )
    return asked


def _described(
    identifiers: Sequence[str], table: Mapping[str, Item], number_names: Sequence[str], notes: list[str]
) -> dict[str, Any]:
    """Names, years, genres and numbers of the items, in the order of `identifiers`."""
    found = [table.get(name) or Item(name) for name in identifiers]
    if table:
        unknown = sum(name not in table for name in identifiers)
        unused = len(table) - (len(identifiers) - unknown)
        if unknown:
            notes.append(f"Items that the item table does not name, shown by their identifier: {unknown:,}.")
        if unused:
            notes.append(f"Items of the item table that nobody rated, left out: {unused:,}.")
    genres = tuple(sorted({genre for item in found for genre in item.genres}))
    column = {genre: place for place, genre in enumerate(genres)}
    marks = np.zeros((len(found), len(genres)), dtype=bool)
    for row, item in enumerate(found):
        marks[row, [column[genre] for genre in item.genres]] = True
    numbers = {
        name: np.array([item.numbers[place] if item.numbers else np.nan for item in found], dtype=np.float32)
        for place, name in enumerate(number_names)
    }
    return {
        "item_names": _distinct([shown_title(item.title) for item in found], identifiers),
        "years": np.array([item.year or year_of(item.title) for item in found], dtype=np.int32),
        "genres": genres,
        "item_genres": marks,
        "numbers": numbers,
    }


def _distinct(titles: Sequence[str], identifiers: Sequence[str]) -> tuple[str, ...]:
    """Titles, with the identifier where two items share one, and with a number where that is too long to tell."""
    seen: set[str] = set()
    counts: dict[str, int] = {}
    names = []
    for title, identifier in zip(titles, identifiers, strict=True):
        name = displayable(title, limits.LABEL_LENGTH) or displayable(identifier, limits.LABEL_LENGTH) or "unnamed"
        if name in seen:
            name = f"{name} [{identifier}]"[: limits.LABEL_LENGTH + 40]
        numbered = name
        while numbered in seen:
            counts[name] = counts.get(name, 1) + 1
            numbered = f"{name} #{counts[name]}"
        seen.add(numbered)
        names.append(numbered)
    return tuple(names)
