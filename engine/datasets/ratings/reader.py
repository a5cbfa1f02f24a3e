"""Ratings in files of unknown make: which layout a file has is told by its first lines, unless the user says it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.datasets.ratings import columns, grades, item_tables, json_lines
from engine.datasets.ratings.builder import Columns
from engine.datasets.ratings.decoded import Text, head_of
from engine.datasets.ratings.entries import ratings_among, table_of_items
from engine.datasets.ratings.layout import RatingLayout
from engine.datasets.ratings.layouts import baskets, blocks, table, wide
from engine.datasets.ratings.tabular import tabular
from engine.errors import InputError
from engine.files import archives
from engine.files.archives import Entry
from engine.files.roles import NONE, Look
from engine.files.tables import Table


def read_ratings(text: Text, layout: RatingLayout, notes: list[str], details: dict[str, Any]) -> Columns:
    """The ratings in a file. Raises InputError E-CSV-35 to 71 and E-RAT-..: see the modules of the layouts."""
    delimiter = text.take_colons(layout.delimiter)
    details["encoding"] = text.encoding
    kind = _kind(text, layout, delimiter)
    found = _read(kind, text, layout, delimiter, notes, details)
    found = grades.understood(found, layout, kind == "wide", notes)
    if len(found.stars):
        details["range"] = f"{found.stars.min():g} to {found.stars.max():g}"
    return found


def _read(
    kind: str, text: Text, layout: RatingLayout, delimiter: str, notes: list[str], details: dict[str, Any]
) -> Columns:
    if kind == "blocks":
        return blocks.read(text, delimiter, layout, notes, details)
    if kind in ("baskets", "user_items"):
        return baskets.read(text, delimiter, kind == "user_items", notes, details)
    if kind == "wide" and (found := wide.look(text, delimiter, layout, sure=layout.layout == "wide")):
        return wide.read(text, found, notes, details)
    return table.read(text, delimiter, layout, notes, details)


def _kind(text: Text, layout: RatingLayout, delimiter: str) -> str:
    """The layout that the user says, or that the first lines have."""
    if layout.layout != "auto":
        return layout.layout
    if json_lines.recognized(text.lines):
        return "table"
    if blocks.recognized(text.lines):
        return "blocks"
    if not {layout.user_column, layout.item_column} & {"", NONE}:
        return "table"
    if baskets.names_user(text.lines, delimiter):
        return "user_items"
    if baskets.recognized(text.lines, delimiter):
        return "baskets"
    return "wide" if wide.look(text, delimiter, layout) else "table"


def look(path: Path, layout: RatingLayout) -> Look | None:
    """The table in a file of ratings and the column of each role, by its first 64 KiB; None if it is no table."""
    with suppress(InputError), archives.opened(path, [], layout.sheet) as entries:
        return _look(ratings_among(entries), layout)
    return None


def look_at_items(path: Path, layout: RatingLayout) -> Look | None:
    """The same of an item table: its roles are those of `item_tables`."""
    with suppress(InputError), archives.opened(path, []) as entries:
        entry = table_of_items(entries, alone=True)
        if entry is not None:
            text = Text(head_of(entry), "auto", [])
            table = tabular(text, text.take_colons(""), blanks=False).table
            return _looked(table, item_tables.proposed(table, _existing(table, item_tables.ROLES, layout)))
    return None


def _look(entry: Entry, layout: RatingLayout) -> Look | None:
    text = Text(head_of(entry), layout.encoding, [])
    delimiter = text.take_colons(layout.delimiter)
    kind = _kind(text, layout, delimiter)
    if kind == "wide" and (found := wide.look(text, delimiter, layout, sure=layout.layout == "wide")):
        looked = _looked(found.table, {} if found.user is None else {"user": found.user})
        return replace(looked, rest="a user" if found.turned else "an item", wide=True)
    if kind in ("baskets", "user_items"):
        return None
    table = blocks.table_of(text, delimiter) if kind == "blocks" else tabular(text, delimiter, layout.has_header).table
    return _looked(table, columns.proposed(table, _existing(table, columns.ROLES, layout), []))


def _existing(table: Table, roles: Iterable[str], layout: RatingLayout) -> dict[str, str]:
    """What the user says of the columns, as far as there are such: another header gives them other names."""
    asked = {role: getattr(layout, f"{role}_column") for role in roles}
    return {role: name for role, name in asked.items() if name == NONE or name in table.columns}


def _looked(table: Table, places: Mapping[str, int]) -> Look:
    return Look(table, {role: table.columns[place] for role, place in places.items()})
