"""A table with a rating in each row: delimited in any way, with or without headings, or JSON lines."""

from typing import Any

from engine.datasets.ratings.builder import Columns
from engine.datasets.ratings.columns import places_of
from engine.datasets.ratings.decoded import Text
from engine.datasets.ratings.gathered import gathered
from engine.datasets.ratings.layout import RatingLayout
from engine.datasets.ratings.tabular import tabular


def read(text: Text, delimiter: str, layout: RatingLayout, notes: list[str], details: dict[str, Any]) -> Columns:
    """The ratings; raises InputError, see `tabular`, `places_of` and `gathered`."""
    found = tabular(text, delimiter, layout.has_header)
    table = found.table
    places = places_of(table, layout, notes)
    named = {f"{role}_column": table.columns[place] for role, place in places.items()}
    details |= {"format": "JSON lines" if found.is_json else "table", "columns": list(table.columns)}
    if not found.is_json:
        details |= {"header": table.header, "delimiter": text.delimiter_name(table.delimiter)}
    details |= named
    return gathered(found.rows(notes), places, notes)
