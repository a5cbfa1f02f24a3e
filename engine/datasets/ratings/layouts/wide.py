"""Wide tables: a row for each user, a column for each item, as pandas' pivot and the Jester data have them."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine import limits
from engine.datasets.ratings import columns as headings
from engine.datasets.ratings import grades
from engine.datasets.ratings.builder import Columns
from engine.datasets.ratings.decoded import Text
from engine.datasets.ratings.gathered import Identifiers, compact, with_stars
from engine.datasets.ratings.layout import RatingLayout
from engine.errors import InputError
from engine.files import roles, tables
from engine.files.numerals import numbers
from engine.files.roles import Column
from engine.files.tables import Table

MISSING = frozenset(("", "nan", "na", "n/a", "null", "none", "-", "?", ".", "<na>"))
"""Fields, in small letters, that hold no rating."""
FEWEST = 5
"""Items, at least."""
_MOST, _USUAL = 0.8, 0.95
_ROWS, _FIELDS = 200, 200_000
_LEVELS = 60
"""Different ratings, at most, where items differ in their range."""


@dataclass(frozen=True)
class Wide:
    """A wide table as understood. user: the place of what names the rows, None for nothing. items: the places of the
    items. counts: the place of a column that counts the ratings of its row. turned: whether the rows are items.
    """

    table: Table
    user: int | None
    items: tuple[int, ...]
    counts: int | None = None
    turned: bool = False

    @property
    def left_out(self) -> list[str]:
        """The names of the columns that are not used."""
        used = {self.user, self.counts, *self.items}
        return [name for place, name in enumerate(self.table.columns) if place not in used]


def look(text: Text, delimiter: str, layout: RatingLayout, *, sure: bool = False) -> Wide | None:
    """The wide table that a text begins with; None if it is none.

    It has five columns of numbers at least, most on one scale, and headings that do not name both users and items.
    sure: the user says so, and any columns of numbers will do. Raises what `tables.single` raises.
    """
    bare = _table(text, delimiter, False)
    if len(bare.columns) < FEWEST or (not sure and headings.knows(bare.sample[0], "user", "item")):
        return None
    header = _has_header(bare) if layout.has_header is None else layout.has_header
    body = bare.sample[header : _ROWS + header][: max(3, _FIELDS // len(bare.columns))]
    if not body:
        return None
    fields = _Fields.of(body)
    if not sure and fields.items(fields.user(bare, header, layout)) is None:
        return None
    table = _table(text, bare.delimiter, header)  # headings may be alike: known only now that they are some
    user = fields.user(table, header, layout)
    items = fields.items(user)
    if items is None:
        items = fields.numeric & (np.arange(len(table.columns)) != user)
    turned = header and user is not None and headings.knows([table.columns[user]], "item")
    counts = 0 if user != 0 and fields.counts else None
    return Wide(
        table, user, tuple(place for place in np.flatnonzero(items).tolist() if place != counts), counts, turned
    )


def _table(text: Text, delimiter: str, header: bool) -> Table:
    return tables.single(
        text.sample, complete=text.complete, delimiter=delimiter, header=header, blanks=True,
        most_columns=limits.MATRIX_COLUMNS,
    )  # fmt: skip


def _has_header(bare: Table) -> bool:
    """Whether most fields of the first row, but for the first, are no numbers, or nearly all differ, and those of the
    next row do not.
    """
    first, *others = bare.sample
    names = [field for field in first[1:] if field.strip().casefold() not in MISSING]
    if not others or int(np.isnan(numbers(names, notes=[])).sum()) > len(names) / 2:
        return bool(others)
    return len(set(first)) >= _MOST * len(first) > len(set(others[0]))


@dataclass(frozen=True)
class _Fields:
    """The first rows of a table as numbers (n, d), NaN where there is none; numeric: the columns without other texts.
    rows: the same as texts. mark: the number that means “not rated”, NaN if none does.
    """

    values: np.ndarray
    numeric: np.ndarray
    rows: Sequence[Sequence[str]]
    mark: float

    @classmethod
    def of(cls, rows: Sequence[Sequence[str]]) -> "_Fields":
        """The fields of rows that are equally long."""
        fields = [field.strip() for row in rows for field in row]
        values = numbers(fields, notes=[]).reshape(len(rows), -1)
        missing = np.array([field.casefold() in MISSING for field in fields]).reshape(values.shape)
        numeric = (np.isfinite(values) | missing).all(axis=0)
        known = values[:, 1:][np.isfinite(values[:, 1:])]
        mark = grades.mark_of(known, wide=True) if len(known) else None
        return cls(values, numeric, rows, np.nan if mark is None else mark)

    @property
    def rated(self) -> np.ndarray:
        """bool (n, d): where there is a number that is no mark."""
        return np.isfinite(self.values) & (self.values != self.mark)

    @property
    def counts(self) -> bool:
        """Whether the first column counts the ratings of its row."""
        counted = self.values[:, 0] == self.rated[:, 1:].sum(axis=1)
        return len(counted) >= FEWEST and counted.mean() >= _USUAL

    def user(self, table: Table, header: bool, layout: RatingLayout) -> int | None:
        """The place of what names the rows: as said, or called so, or the first column of texts that all differ and are
        no times, or the first one if its numbers differ or it has no heading.
        """
        if layout.user_column == roles.NONE:
            return None
        if layout.user_column in table.columns:
            return table.columns.index(layout.user_column)
        names = () if not header else table.columns if table.header else table.sample[0]
        called = [place for place, name in enumerate(names) if headings.knows([name], "user")]
        if called:
            return called[0]
        places = [place for place in np.flatnonzero(~self.numeric).tolist() if self._names(place)]
        if places:
            return places[0]
        first = names[0].strip() if names else "rating"
        said = headings.knows([first], "item") or first == "column 1" or roles.plain_name(first) in roles.COUNTERS
        return 0 if said or (self._names(0) and not self.counts) else None

    def _names(self, place: int) -> bool:
        """Whether the fields of a column, all different, may name the rows."""
        texts = tuple(row[place].strip() for row in self.rows)
        differ = len(texts) > FEWEST and len(set(texts)) == len(texts)
        return differ and not Column("", place, False, texts).is_time

    def items(self, user: int | None) -> np.ndarray | None:
        """bool (d,): the columns of numbers that share a scale, or are empty; None unless most columns do."""
        others = np.arange(len(self.numeric)) != user
        if self.counts and user != 0:
            others[0] = False
        found = others & self.numeric
        rated = found & self.rated.any(axis=0)
        if rated.sum() < FEWEST or found.sum() < _MOST * others.sum():
            return None
        values = np.where(self.rated, self.values, np.nan)[:, rated]
        lows, middles, highs = np.nanmin(values, axis=0), np.nanmedian(values, axis=0), np.nanmax(values, axis=0)
        low, high = np.percentile(lows, 10), np.percentile(highs, 90)
        margin = (high - low) / 2  # columns of hardly any ratings may hold the ends of the scale alone
        fits = (low - margin <= middles) & (middles <= high + margin)
        if fits.mean() < _MOST or not self._alike(values[:, fits], high - low):
            return None
        found[np.flatnonzero(rated)[~fits]] = False
        return found

    @staticmethod
    def _alike(values: np.ndarray, scale: float) -> bool:
        """Whether columns hold few different numbers, or nearly all cover most of the scale."""
        spans = np.nanmax(values, axis=0) - np.nanmin(values, axis=0)
        levels = len(np.unique(values[np.isfinite(values)]))
        return levels <= _LEVELS or bool(np.median(spans) >= scale / 2)


def read(text: Text, wide: Wide, notes: list[str], details: dict[str, Any]) -> Columns:
    """A rating for each field that holds one; raises InputError E-RAT-09 and 10, and what `with_stars` raises."""
    users, items, stars = Identifiers(), array("i"), Identifiers()
    places, n_empty = wide.items, 0
    for number, (_, row) in enumerate(tables.rows(text.pieces(), wide.table, notes), 1):
        users.add(row[wide.user].strip() if wide.user is not None else f"{'item' if wide.turned else 'user'} {number}")
        for item, place in enumerate(places):
            field = row[place].strip()
            if field.casefold() in MISSING:
                n_empty += 1
                continue
            users.found.append(users.found[-1])
            items.append(item)
            stars.add(field)
        users.found.pop()
        if len(items) > limits.CSV_ROWS:
            raise InputError(f"The table holds more than {limits.CSV_ROWS:,} ratings; please take a part.", "E-RAT-09")
    if not items:
        raise InputError("None of the fields of this table holds a rating; please check it.", "E-RAT-10")
    details |= {"format": "wide", "columns": list(wide.table.columns), "header": wide.table.header}
    details |= {"delimiter": text.delimiter_name(wide.table.delimiter)}
    notes.extend(_told(wide, n_empty))
    names = [wide.table.columns[place] if wide.table.header else f"item {n}" for n, place in enumerate(places, 1)]
    sides = (users.array(), users.names()), (np.array(items, dtype=np.int32), names)
    (rows, row_names), (columns, column_names) = reversed(sides) if wide.turned else sides
    return compact(with_stars(Columns(rows, columns, row_names, column_names), stars, notes))


def _told(wide: Wide, n_empty: int) -> list[str]:
    row, column = ("an item", "users") if wide.turned else ("a user", "items")
    empty = f"; empty fields, {n_empty:,}, are not rated" if n_empty else ""
    told = [f"Each row was read as {row}, and the {len(wide.items):,} columns of ratings as {column}{empty}."]
    if wide.user is not None:
        told.append(f"The column “{wide.table.columns[wide.user]}” names the rows.")
    if wide.counts is not None:
        told.append("The first column counts the ratings of each row and was left out.")
    if wide.left_out:
        told.append(
            f"Columns left out, which hold no ratings on the scale of the others: {', '.join(wide.left_out)[:200]}."
        )
    return told
