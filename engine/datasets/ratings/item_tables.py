"""Tables that say what the rated items are: title, categories, year, other numbers; also the two of MovieLens."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine import limits
from engine.datasets.ratings.builder import Item, year_of
from engine.datasets.ratings.layout import Text, fields_of, plain_name
from engine.files import tables
from engine.files.display import displayable
from engine.files.numerals import numbers

IDENTIFIER = ["movieid", "itemid", "filmid", "productid", "bookid", "id", "isbn", "asin", "sku", "item", "movie",
              "film"]  # fmt: skip
TITLE = ["title", "name", "movietitle", "filmtitle", "booktitle", "label", "description"]
CATEGORIES = ["genres", "genre", "categories", "category", "tags", "topics"]
YEAR = ["year", "releaseyear", "releasedate", "released", "date"]
MAX_CATEGORIES = 200
GENRES_100K = (
    "unknown", "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
    "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip
"""The 0/1 columns at the end of u.item in MovieLens 100K, in order."""
FIRST_GENRE_100K = 5
NO_GENRES = {"", "(no genres listed)", "unknown", "none", "n/a"}


def read_items(text: Text, notes: list[str], details: dict[str, Any]) -> tuple[dict[str, Item], tuple[str, ...]]:
    """Identifier -> Item, and the names of the numbers that each Item holds.

    Raises InputError for what is wrong with the table; see `tables`.
    """
    delimiter = text.take_colons("")
    table = tables.single(text.sample, complete=text.complete, delimiter=delimiter)
    if not table.header and len(table.columns) == FIRST_GENRE_100K + len(GENRES_100K):
        return _movielens_100k(text, table, notes), ()
    rows = [row for _, row in fields_of(text, table, notes)]
    places = _places(table)
    details["item_columns"] = ", ".join(f"{what}: {table.columns[place]}" for what, place in places.items())
    named, values = _numbers(table, rows, set(places.values()))
    separator = _separator([row[places["genres"]] for row in rows]) if "genres" in places else "|"
    found = {}
    for number, row in enumerate(rows):
        title = row[places["title"]].strip() if "title" in places else row[places["id"]].strip()
        genres = _genres(row[places["genres"]], separator) if "genres" in places else ()
        year = _year(row[places["year"]]) if "year" in places else 0
        found[row[places["id"]].strip()] = Item(
            title, genres, year or year_of(title), tuple(values[:, number].tolist())
        )
    return _with_few_categories(found, notes), named


def _places(table: tables.Table) -> dict[str, int]:
    """Which column holds what; without known names, the first is the identifier, the second the title."""
    if not table.header:
        return dict(zip(("id", "title", "genres"), range(len(table.columns)), strict=False))
    columns = {plain_name(name): place for place, name in reversed(list(enumerate(table.columns)))}
    known = {"id": IDENTIFIER, "title": TITLE, "genres": CATEGORIES, "year": YEAR}
    found: dict[str, int] = {}
    for what, names in known.items():
        place = next((columns[name] for name in names if name in columns and columns[name] not in found.values()), None)
        if place is not None:
            found[what] = place
    return found if "id" in found else {"id": 0, **found}


def _numbers(table: tables.Table, rows: Sequence[Sequence[str]], taken: set[int]) -> tuple[tuple[str, ...], np.ndarray]:
    """Names and float64 (n_columns, n_rows) values of the columns that hold numbers and nothing else."""
    names, values = [], []
    for place, name in enumerate(table.columns):
        if place in taken or not table.header:
            continue
        column = [row[place] for row in rows]
        found = numbers(column, notes=[])
        given = np.array([bool(text.strip()) for text in column])
        if given.any() and np.isfinite(found[given]).all():
            names.append(displayable(name, 40))
            values.append(found)
    return tuple(names), np.array(values).reshape(len(values), len(rows))


def _separator(fields: Sequence[str]) -> str:
    """What stands between the categories of an item."""
    return max(("|", ";", ",", "/"), key=lambda sign: sum(sign in field for field in fields))


def _genres(field: str, separator: str) -> tuple[str, ...]:
    names = (displayable(name, 40) for name in field.split(separator))
    return tuple(dict.fromkeys(name for name in names if name.casefold() not in NO_GENRES))


def _year(field: str) -> int:
    found = re.search(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)", field)
    return int(found[1]) if found else 0


def _with_few_categories(items: dict[str, Item], notes: list[str]) -> dict[str, Item]:
    """Only the most frequent categories: thousands of tags would be no categories any more."""
    counts: dict[str, int] = {}
    for item in items.values():
        for genre in item.genres:
            counts[genre] = counts.get(genre, 0) + 1
    if len(counts) <= MAX_CATEGORIES:
        return items
    kept = set(sorted(counts, key=lambda genre: -counts[genre])[:MAX_CATEGORIES])
    notes.append(f"Of {len(counts):,} categories the {MAX_CATEGORIES} most frequent are used.")
    return {
        name: Item(item.title, tuple(genre for genre in item.genres if genre in kept), item.year, item.numbers)
        for name, item in items.items()
    }


def _movielens_100k(text: Text, table: tables.Table, notes: list[str]) -> dict[str, Item]:
    found = {}
    for _, row in fields_of(text, table, notes):
        marks = row[FIRST_GENRE_100K:]
        genres = tuple(name for name, mark in zip(GENRES_100K, marks, strict=True) if mark == "1" and name != "unknown")
        title = row[1].strip()[: limits.LABEL_LENGTH]
        found[row[0].strip()] = Item(title, genres, year_of(title))
    return found
