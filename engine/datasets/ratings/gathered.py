"""Rows with a role for each of their columns, gathered as Columns."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from engine.datasets.ratings.builder import Columns
from engine.datasets.ratings.columns import ROLES
from engine.datasets.ratings.times import seconds_of
from engine.errors import InputError
from engine.files.numerals import numbers

LARGEST = 1e15
"""Ratings beyond this one are left out: sums of their squares could not be stored."""


class Identifiers:
    """Text -> number, in order of first occurrence."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.found = array("i")

    def add(self, name: str) -> None:
        """One more row, which holds this text."""
        self.found.append(self.rows.setdefault(name, len(self.rows)))

    def names(self) -> list[str]:
        """The texts; `1.0` becomes `1` if all of them are whole numbers written so."""
        names = list(self.rows)
        if names and all(name.endswith(".0") and name[:-2].isdigit() for name in names):
            return [name[:-2] for name in names]
        return names

    def array(self) -> np.ndarray:
        """int32 (n,): the number of the text of each row."""
        return np.array(self.found, dtype=np.int32)


def gathered(rows: Iterable[tuple[int, Sequence[str]]], places: Mapping[str, int], notes: list[str]) -> Columns:
    """The ratings in rows whose columns have roles; rows without user or item, or without a number where the rating
    should be, are counted and left out.

    Raises InputError E-CSV-35 and E-CSV-45.
    """
    users, items, stars, searches = Identifiers(), Identifiers(), Identifiers(), Identifiers()
    times = array("q")
    n_empty = 0
    user_at, item_at, rating_at, time_at, search_at = (places.get(role, -1) for role in ROLES)
    user_rows, item_rows, star_rows = users.rows, items.rows, stars.rows  # `add` written out: a third of the time
    add_user, add_item, add_star, add_time = users.found.append, items.found.append, stars.found.append, times.append
    for _, row in rows:
        user, item = row[user_at].strip(), row[item_at].strip()
        if not user or not item:
            n_empty += 1
            continue
        add_user(user_rows.setdefault(user, len(user_rows)))
        add_item(item_rows.setdefault(item, len(item_rows)))
        if rating_at >= 0:
            add_star(star_rows.setdefault(row[rating_at], len(star_rows)))
        if time_at >= 0:
            add_time(seconds_of(row[time_at]))
        if search_at >= 0:
            searches.add(row[search_at].strip())
    if n_empty:
        notes.append(f"Rows without user or item, left out: {n_empty:,}.")
    if not users.found:
        raise InputError("There are no ratings in this file, only a header at most; please check it.", "E-CSV-35")
    columns = Columns(
        users.array(), items.array(), users.names(), items.names(), times=np.array(times, dtype=np.int64),
        searches=searches.array(), search_texts=list(searches.rows),
    )  # fmt: skip
    return with_stars(columns, stars, notes) if rating_at >= 0 else columns


def with_stars(columns: Columns, stars: Identifiers, notes: list[str]) -> Columns:
    """The columns with the ratings that are numbers which can be stored; the other rows are left out."""
    values = numbers(list(stars.rows), notes=notes)
    rounded = np.where(np.abs(values) <= LARGEST, values, np.nan).astype(np.float32)
    rounded[(rounded == 0) & (values != 0)] = np.nan  # too small to be told from 0
    found = rounded[stars.array()]
    good = np.isfinite(found)
    if not good.any():
        raise InputError(
            f"None of the {len(found):,} ratings is a number (the first is {next(iter(stars.rows))!r:.40}); please "
            "choose another rating column, or a single minus sign to use none.",
            "E-CSV-45",
        )
    if not good.all():
        notes.append(f"Ratings that are not finite numbers, left out: {(~good).sum():,}{_first(stars, rounded)}.")
    return compact(replace(columns, stars=found).rows(good))


def _first(stars: Identifiers, values: np.ndarray) -> str:
    """The first text that is no number, for the note; nothing where all of them are empty."""
    odd = next((text for text, value in zip(stars.rows, values, strict=True) if np.isnan(value) and text.strip()), "")
    return f" (such as {odd.strip()!r:.40})" if odd else ""


def compact(columns: Columns) -> Columns:
    """Without the names that no row has any more."""
    parts = []
    for ids, names in ((columns.users, columns.user_names), (columns.items, columns.item_names)):
        used, ids = np.unique(ids, return_inverse=True)
        parts.append((ids.astype(np.int32), [names[row] for row in used]))
    (users, user_names), (items, item_names) = parts
    return replace(columns, users=users, items=items, user_names=user_names, item_names=item_names)
