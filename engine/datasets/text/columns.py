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
            "verdict",
            "polarity",
            "target",
            "stars",
            "rating",
            "language",
            "lang",
            "author",
        ),
    ),
}
"""Field of a source -> the part that the column plays which it names."""
_MOST_NAMED, _MOST_UNNAMED = 50, 20
"""Different labels in the first rows, where the heading speaks of labels and where it does not; more are names."""
_LONGEST = 30
"""Characters of a label in a table that is sorted by labels; longer ones are texts."""
_SORTED = 10
"""First rows that must have one and the same label to be the beginning of a table that is sorted by labels."""


def found(table: Table, asked: Mapping[str, str]) -> dict[str, int]:
    """Role -> place: as the user says it; else the longest texts, and a label by its heading, as words that repeat, as
    classes counted from 0 or 1 under no heading, or as what is the same in all first rows.

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
        named = places.pop("label_column", None)
        free = [column for column in columns if column.place not in places.values()]
        label = columns[named] if named is not None and _repeats(columns[named].given, _MOST_NAMED) else _label(free)
        if named is not None and label is None and _is_one(columns[named]):
            label = columns[named]
        places |= {} if label is None else {"label_column": label.place}
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


def _label(columns: Sequence[Column]) -> Column | None:
    """The column of labels by what stands in it, the surest first; see `found`."""
    unlikely = [column for column in columns if column.is_time or (column.is_numeric and column.named)]
    for is_one in (_are_kinds, _are_classes, _is_one):
        for column in columns:
            if column not in unlikely and is_one(column):
                return column
    return None


def _are_kinds(column: Column) -> bool:
    """Whether words of a column, each of which stands there often, say what sort each text is."""
    return not column.is_numeric and _repeats(column.given, _MOST_UNNAMED, 5)


def _are_classes(column: Column) -> bool:
    """Whether a column holds the numbers of classes: all from -1, 0 or 1 on, each often, or -1 and 1."""
    if not column.is_whole or not _repeats(column.given, _MOST_UNNAMED, 5):
        return False
    values = sorted({float(field) for field in column.given if field.lstrip("+-").replace(".", "").isdigit()})
    counted = [values[0] + place for place in range(len(values))]
    return values == [-1, 1] or (values == counted and values[0] in (-1, 0, 1))


def _is_one(column: Column) -> bool:
    """Whether all first rows have the same, as where a table is sorted by labels. Where all others have it too, the
    corpus has no labels.
    """
    given = column.given
    return len(given) >= max(_SORTED, len(column.fields)) and len(set(given)) == 1 and len(given[0]) <= _LONGEST


def _repeats(fields: Sequence[str], most: int, often: int = 2) -> bool:
    """Whether there are at least two different fields and at most `most`, each `often` times in the mean."""
    return 1 < len(set(fields)) <= min(most, len(fields) // often)
