"""Tables that say what the rated items are: title, categories, year, other numbers; also the two of MovieLens."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from engine import limits
from engine.datasets.ratings import item_keys
from engine.datasets.ratings.builder import Item, year_of
from engine.datasets.ratings.decoded import Text
from engine.datasets.ratings.layout import RatingLayout
from engine.datasets.ratings.tabular import Tabular, tabular
from engine.errors import InputError
from engine.files import roles
from engine.files.dialects import Dialect
from engine.files.display import displayable
from engine.files.numerals import numbers
from engine.files.roles import NONE, Role
from engine.files.tables import Table

_KEY = """movieid itemid filmid productid bookid id isbn asin parentasin sku item movie film artikelnummer artikelid
 produktid buchid"""
_TITLE = """title name movietitle filmtitle booktitle label titel titre nom bezeichnung description originaltitle"""
_CATEGORIES = "genres genre categories category tags topics class kategorie kategorien gattung categorie"
_YEAR = "year releaseyear releasedate released date jahr annee yearofpublication originalpublicationyear"
ROLES = {
    "key": Role("Identifier", tuple(_KEY.split()), needed=True),
    "title": Role("Title", tuple(_TITLE.split())),
    "categories": Role("Categories", tuple(_CATEGORIES.split())),
    "year": Role("Year", tuple(_YEAR.split())),
}
_TOLD = {"key": "id", "categories": "genres"}
"""Roles whose columns are called otherwise in the details."""
MAX_CATEGORIES = 200
GENRES_100K = (
    "unknown", "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
    "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
)  # fmt: skip
"""The 0/1 columns at the end of u.item in MovieLens 100K, in order."""
FIRST_GENRE_100K = 5
NO_GENRES = {"", "(no genres listed)", "unknown", "none", "n/a"}


def read_items(
    text: Text, layout: RatingLayout, rated: Collection[str], notes: list[str], details: dict[str, Any]
) -> tuple[dict[str, Item], tuple[str, ...]]:
    """Identifier -> Item, and the names of the numbers that each Item holds.

    rated: identifiers of the items that were rated, by which the column that names the items is found. Raises
    InputError for what is wrong with the table; see `tables`.
    """
    found = tabular(text, text.take_colons(""), blanks=False)
    table = found.table
    if not table.header and len(table.columns) == FIRST_GENRE_100K + len(GENRES_100K):
        return _movielens_100k(found, notes), ()
    rows = _rows(found, notes)
    asked = {role: getattr(layout, f"{role}_column") for role in ROLES}
    places = proposed(table, asked)
    if asked["key"] == NONE:
        roles.require(table, ROLES, {})
    if not asked["key"]:
        places = _with_key(table, rows, places, rated, notes)
    details["item_columns"] = ", ".join(
        f"{_TOLD.get(role, role)}: {table.columns[place]}" for role, place in places.items()
    )
    named, values = _numbers(table, rows, set(places.values()))
    separator = _separator([row[places["categories"]] for row in rows]) if "categories" in places else "|"
    keys = item_keys.as_rated([row[places["key"]].strip() for row in rows], rated, notes)
    items = {}
    for number, (key, row) in enumerate(zip(keys, rows, strict=True)):
        title = row[places["title"]].strip() if "title" in places else row[places["key"]].strip()
        genres = _genres(row[places["categories"]], separator) if "categories" in places else ()
        year = _year(row[places["year"]]) if "year" in places else 0
        items[key] = Item(title, genres, year or year_of(title), tuple(values[:, number].tolist()))
    return _with_few_categories(items, notes), named


def proposed(table: Table, asked: dict[str, str]) -> dict[str, int]:
    """Role -> place: as the user says, by headings, and without headings in the order identifier, title, genres."""
    found = roles.asked_for(table, ROLES, asked)
    if table.header:
        key = found.get("key", _key_by_heading(table, found))
        named = roles.by_heading(roles.columns_of(table), ROLES, asked, {"key": key} | found)
        unused = next((place for place in range(len(table.columns)) if place not in named.values()), 0)
        return named | {"key": unused if key < 0 else key}
    free = (place for place in range(len(table.columns)) if place not in found.values())
    wanted = [role for role in ("key", "title", "categories") if role not in found and asked.get(role) != NONE]
    return found | dict(zip(wanted, free, strict=False))


def _key_by_heading(table: Table, taken: Mapping[str, int]) -> int:
    """The place of the column that is called an identifier, also where it only counts; -1 if there is none."""
    places = {roles.plain_name(name): place for place, name in reversed(list(enumerate(table.columns)))}
    return next(
        (places[name] for name in ROLES["key"].headings if name in places and places[name] not in taken.values()), -1
    )


def _with_key(
    table: Table, rows: Sequence[Sequence[str]], places: dict[str, int], rated: Collection[str], notes: list[str]
) -> dict[str, int]:
    """The places with the column whose fields name the most rated items as the identifier, which is told."""
    key = item_keys.best(table, rows, places["key"], ROLES["key"].headings, rated, notes)
    return {"key": key, **{role: place for role, place in places.items() if role != "key" and place != key}}


def _rows(found: Tabular, notes: list[str]) -> list[list[str]]:
    """All rows; where quotes prove to be escaped by backslashes only further down than was looked, they are read so."""
    told: list[str] = []
    try:
        rows = [row for _, row in found.rows(told)]
    except InputError:
        escaped = Tabular(found.text, _escaped(found.table), False)
        if found.is_json or found.table.dialect.quoting != "csv" or not found.text.holds('\\"'):
            raise
        told.clear()
        rows = [row for _, row in escaped.rows(told)]
    notes.extend(told)
    return rows


def _escaped(table: Table) -> Table:
    return replace(table, dialect=Dialect(table.delimiter, "escaped"))


def _numbers(table: Table, rows: Sequence[Sequence[str]], taken: set[int]) -> tuple[tuple[str, ...], np.ndarray]:
    """Names and float64 (n_columns, n_rows) values of the columns that hold numbers and nothing else."""
    names, values = [], []
    for place, name in enumerate(table.columns):
        column = [row[place] for row in rows]
        if place in taken or not table.header or item_keys.is_key(name, column):
            continue
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


def _movielens_100k(table: Tabular, notes: list[str]) -> dict[str, Item]:
    found = {}
    for _, row in table.rows(notes):
        marks = row[FIRST_GENRE_100K:]
        genres = tuple(name for name, mark in zip(GENRES_100K, marks, strict=True) if mark == "1" and name != "unknown")
        title = row[1].strip()[: limits.LABEL_LENGTH]
        found[row[0].strip()] = Item(title, genres, year_of(title))
    return found
