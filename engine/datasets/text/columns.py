"""Which column of a table of texts holds the text, and which says what sort each is."""

from collections.abc import Mapping, Sequence

from engine.errors import InputError
from engine.files import roles
from engine.files.roles import NONE, Column, Look, Role
from engine.files.tables import Table

ROLES: Mapping[str, Role] = {
    "text_column": Role("Text", (), needed=True),
    "label_column": Role(
        "Label",
        (
            "label",
            "labels",
            "category",
            "class",
            "topic",
            "genre",
            "section",
            "sentiment",
            "language",
            "lang",
            "author",
        ),
    ),
}
"""Field of a source -> the part that the column plays which it names."""
_MOST_NAMED, _MOST_UNNAMED = 50, 20
"""Different labels in the first rows, where the heading speaks of labels and where it does not; more are names."""


def found(table: Table, asked: Mapping[str, str]) -> dict[str, int]:
    """Role -> place: as the user says it; else the longest texts, and a label by its heading or as words that repeat.

    Raises InputError: what `roles.asked_for` raises, and E-CSV-57 if no column may be the text.
    """
    places = roles.asked_for(table, ROLES, asked)
    if "text_column" not in places and asked.get("text_column") != NONE:
        names = [name for place, name in enumerate(table.columns) if place not in places.values()]
        if names:
            places["text_column"] = table.column(table.longest_column(names))
    columns = roles.columns_of(table)
    places = roles.by_heading(columns, ROLES, asked, places)
    if not asked.get("label_column"):
        label = places.pop("label_column", None)
        if label is None or not _repeats(columns[label].given, _MOST_NAMED):
            free = [column for column in columns if column.place not in places.values()]
            label = next((column.place for column in free if _are_kinds(column)), None)
        places |= {} if label is None else {"label_column": label}
    roles.require(table, ROLES, places)
    return places


def look(table: Table, asked: Mapping[str, str]) -> Look:
    """The table with the columns proposed. What the user says of columns that are not there is passed over."""
    known = {field: name for field, name in asked.items() if name == NONE or name in table.columns}
    try:
        places = found(table, known)
    except InputError:
        places = {}
    return Look(table, {field: table.columns[place] for field, place in places.items()})


def _are_kinds(column: Column) -> bool:
    """Whether words of a column, each of which stands there often, say what sort each text is."""
    return not column.is_numeric and not column.is_time and _repeats(column.given, _MOST_UNNAMED, 5)


def _repeats(fields: Sequence[str], most: int, often: int = 2) -> bool:
    """Whether there are at least two different fields and at most `most`, each `often` times in the mean."""
    return 1 < len(set(fields)) <= min(most, len(fields) // often)
