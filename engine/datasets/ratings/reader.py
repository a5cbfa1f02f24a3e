"""Ratings in files of unknown make: tables with a row for each rating, and baskets; see also `rating_layout`."""

from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from engine import limits
from engine.datasets.ratings.builder import Columns
from engine.datasets.ratings.layout import KNOWN, RatingLayout, Text, fields_of, names_columns, places_of
from engine.errors import InputError
from engine.files import tables
from engine.files.numerals import numbers

BASKET_SHARE = 0.5
"""Lines that do not have the most frequent number of fields, as a share, from which a file is taken for baskets."""
_BASKET_LINES = 1_000


def read_ratings(text: Text, layout: RatingLayout, notes: list[str], details: dict[str, Any]) -> Columns:
    """The ratings in a file. Raises InputError E-CSV-35 to 54: see there, in `tables`, and in the manual of inputs."""
    delimiter = text.take_colons(layout.delimiter)
    header = {"auto": None, "yes": True, "no": False}[layout.header]
    details["encoding"] = text.encoding
    if layout.layout == "baskets" or (layout.layout == "auto" and _looks_like_baskets(text.sample, delimiter)):
        return _baskets(text, delimiter, details)
    table = tables.single(text.sample, complete=text.complete, delimiter=delimiter, header=header)
    if header is None and not table.header and names_columns(table):
        table = tables.single(text.sample, complete=text.complete, delimiter=delimiter, header=True)
    places = places_of(table, layout)
    named = {what: table.columns[place] for what, place in places.items()}
    details |= {"format": "table", "columns": list(table.columns), "header": table.header}
    details |= {"delimiter": text.delimiter_name(table.delimiter), **{f"{what}_column": n for what, n in named.items()}}
    return _table(text, table, places, notes, details)


class _Identifiers:
    """Text -> number, in order of first occurrence."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.found = array("i")

    def add(self, name: str) -> None:
        self.found.append(self.rows.setdefault(name, len(self.rows)))

    def names(self) -> list[str]:
        """The texts; `1.0` becomes `1` if all of them are whole numbers written so."""
        names = list(self.rows)
        if names and all(name.endswith(".0") and name[:-2].isdigit() for name in names):
            return [name[:-2] for name in names]
        return names

    def array(self) -> np.ndarray:
        return np.array(self.found, dtype=np.int32)


def _table(
    text: Text, table: tables.Table, places: dict[str, int], notes: list[str], details: dict[str, Any]
) -> Columns:
    users, items = _Identifiers(), _Identifiers()
    searches, stars = _Identifiers(), list[str]()
    times = array("q")
    n_empty = 0
    user_at, item_at, rating_at, time_at, search_at = (places.get(what, -1) for what in KNOWN)
    for _, row in fields_of(text, table, notes):
        user, item = row[user_at].strip(), row[item_at].strip()
        if not user or not item:
            n_empty += 1
            continue
        users.add(user)
        items.add(item)
        if rating_at >= 0:
            stars.append(row[rating_at])
        if time_at >= 0:
            times.append(seconds_of(row[time_at]))
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
    return _with_stars(columns, stars, table.delimiter, notes, details) if rating_at >= 0 else columns


def _with_stars(
    columns: Columns, texts: list[str], delimiter: str, notes: list[str], details: dict[str, Any]
) -> Columns:
    """The columns with the ratings that are finite numbers; the other rows are left out."""
    stars = numbers(texts, notes=notes)
    good = np.isfinite(stars)
    if not good.any():
        raise InputError(
            f"None of the {len(stars):,} ratings is a number (the first is {texts[0]!r:.40}); please choose another "
            "rating column, or a single minus sign to use none.",
            "E-CSV-45",
        )
    if not good.all():
        notes.append(f"Ratings that are not finite numbers, left out: {(~good).sum():,}.")
    details["range"] = f"{stars[good].min():g} to {stars[good].max():g}"
    return _compact(replace(columns, stars=stars.astype(np.float32)).rows(good))


def _compact(columns: Columns) -> Columns:
    """Without the names that no row has any more."""
    parts = []
    for ids, names in ((columns.users, columns.user_names), (columns.items, columns.item_names)):
        used, ids = np.unique(ids, return_inverse=True)
        parts.append((ids.astype(np.int32), [names[row] for row in used]))
    (users, user_names), (items, item_names) = parts
    return replace(columns, users=users, items=items, user_names=user_names, item_names=item_names)


def seconds_of(text: str) -> int:
    """Seconds since 1970 of a stamp in seconds or milliseconds, or of a date in ISO form; 0 if it is neither.

    >>> seconds_of("1970-01-02"), seconds_of("964982703"), seconds_of("yesterday")
    (86400, 964982703, 0)
    """
    text = text.strip()
    try:
        value = float(text)
        value = value / 1000 if value > 1e11 else value
        return int(value) if 0 <= value < 1e11 else 0
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(text)
        return max(0, int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()))
    except (ValueError, OverflowError):
        return 0


def _looks_like_baskets(sample: str, delimiter: str) -> bool:
    """Most lines have fields, but not the same number of them, whatever divides them."""
    lines = [line for line in sample.split("\n")[:_BASKET_LINES] if line][:-1]
    if len(lines) < FEWEST_LINES:
        return False
    for candidate in [delimiter] if delimiter else tables.SIGNS:
        widths = np.array([line.count(candidate) + 1 for line in lines])
        if (widths != np.bincount(widths).argmax()).mean() > BASKET_SHARE and (widths > 1).mean() > BASKET_SHARE:
            return True
    return False


FEWEST_LINES = 5


def _baskets(text: Text, delimiter: str, details: dict[str, Any]) -> Columns:
    """Each line a user, each of its fields an item."""
    lines = [line for line in text.sample.split("\n")[:_BASKET_LINES] if line]
    delimiter = delimiter or max(tables.SIGNS, key=lambda one: sum(line.count(one) for line in lines))
    details |= {"format": "baskets", "delimiter": text.delimiter_name(delimiter)}
    users, items = array("i"), _Identifiers()
    n_lines = 0
    for line in _lines(text.pieces()):
        names = [name.strip() for name in line.split(delimiter) if name.strip()]
        for name in names:
            users.append(n_lines)
            items.add(name)
        n_lines += bool(names)
        if len(users) > limits.CSV_ROWS:
            raise InputError(
                f"The file lists more than {limits.CSV_ROWS:,} items in its baskets; please take a sample.", "E-CSV-65"
            )
    if not n_lines:
        raise InputError("There are no baskets in this file; please check it.", "E-CSV-55")
    names = [f"basket {number}" for number in range(1, n_lines + 1)]
    return Columns(np.array(users, dtype=np.int32), items.array(), names, items.names())


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    rest = ""
    for number, piece in enumerate(pieces):
        *whole, rest = (rest + piece).split("\n")
        yield from whole
        if len(rest) > limits.LINE_BYTES:
            raise InputError(
                f"A line (in block {number + 1:,}) is longer than {limits.LINE_BYTES // 1024:,} KiB; please check the "
                "file.",
                "E-CSV-60",
            )
    yield rest
