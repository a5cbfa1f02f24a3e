"""Which column of a table of texts holds the text, and which says what sort each is."""

from collections.abc import Mapping

from engine.errors import InputError
from engine.files import roles
from engine.files.roles import NONE, Look, Role
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
_MOST_LABELS = 50
"""Different labels in the first rows; more are rather names."""


def found(table: Table, asked: Mapping[str, str]) -> dict[str, int]:
    """Role -> place: as the user says it; else the longest texts, and a label by its heading where labels repeat.

    Raises InputError: what `roles.asked_for` raises, and E-CSV-57 if no column may be the text.
    """
    places = roles.asked_for(table, ROLES, asked)
    if "text_column" not in places and asked.get("text_column") != NONE:
        free = [name for place, name in enumerate(table.columns) if place not in places.values()]
        if free:
            places["text_column"] = table.column(table.longest_column(free))
    columns = roles.columns_of(table)
    places = roles.by_heading(columns, ROLES, asked, places)
    label = places.get("label_column")
    if label is not None and not asked.get("label_column") and not _repeats(columns[label].given):
        del places["label_column"]
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


def _repeats(fields: tuple[str, ...]) -> bool:
    n_different = len(set(fields))
    return 1 < n_different <= min(_MOST_LABELS, max(1, len(fields) // 2))
