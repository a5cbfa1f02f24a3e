"""What the columns of a table of vectors are: a label, what is known of each item, and the numbers of its vector."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine import limits
from engine.errors import InputError
from engine.fields import LONGEST_LINE, Validated, line_of, names_in, text
from engine.files.display import displayable
from engine.files.roles import NONE, Column, Look, Role, columns_of
from engine.files.tables import Table

HEADINGS = ("label", "word", "token", "name", "item", "term", "title", "node", "entity", "id", "key", "rowname")
ROLES: Mapping[str, Role] = {
    "label_column": Role("Label", HEADINGS),
    "known": Role("Known, not of the vector", many=True),
    "unused": Role("Left out", many=True),
}
_COMPONENT = re.compile(r"(.*?)[ _.-]?\d+")
_SERIES = 0.6
"""Share of the columns of numbers headed x1, x2, ... or the like: then the others are none of the vector."""
WIDE = 20
NAME_LENGTH = 60


@dataclass(frozen=True)
class ColumnParts(Validated):
    """What the user says of the columns of a table; empty where it is found out, "-" for none."""

    label_column: str = text(
        "", limits.LABEL_LENGTH, label="Column of labels", help="The column that names the rows; empty: the first text "
        "that is another in each row; a minus sign for none.", hidden=True,
    )  # fmt: skip
    known: str = text(
        "", LONGEST_LINE, label="Columns that are known", help="Names, divided by commas: texts, and numbers that are "
        "not of the vector, such as counts.", hidden=True,
    )  # fmt: skip
    unused: str = text("", LONGEST_LINE, label="Columns left out", help="Names, divided by commas.", hidden=True)


@dataclass(frozen=True)
class Parts:
    """Places of columns: the label (None: there is none), what is known, the numbers of the vector."""

    label: int | None
    known: tuple[int, ...]
    vector: tuple[int, ...]


def parts_of(table: Table, said: ColumnParts) -> Parts:
    """What each column is, as the user says it and else by headings and contents.

    Raises InputError: E-CSV-38 for a column that does not exist, E-VEC-12 if fewer than two columns of numbers are
    left.
    """
    names = [displayable(name, NAME_LENGTH) for name in table.columns]
    for asked in (said.label_column, *names_in(said.known), *names_in(said.unused)):
        if asked not in ("", NONE) and asked not in table.columns:
            raise InputError(
                f"There is no column {asked!r:.80}; choose one of: {displayable(', '.join(names[:20]), 300)}.",
                "E-CSV-38",
            )
    columns = columns_of(table)
    unused = _said(table, said.unused)
    if unused is None:
        unused = [column.place for column in columns if column.counts_rows]
    label = _label(columns, table, said.label_column, unused)
    rest = [column for column in columns if column.place not in (label, *unused)]
    known = _said(table, said.known)
    if known is None:
        known = _known(rest)
    vector = tuple(column.place for column in rest if column.place not in known)
    if len(vector) < 2:
        raise InputError(
            f"The table has {len(vector)} column{'s' * (len(vector) != 1)} of numbers for the vectors; at least 2 are "
            f"needed. Columns found: {displayable(', '.join(names[:12]), 200)}.",
            "E-VEC-12",
        )
    return Parts(label, tuple(place for place in known if place not in (label, *unused)), vector)


def look(table: Table) -> Look:
    """The table with what its columns are taken for."""
    parts = parts_of(table, ColumnParts())
    names = table.columns
    left_out = set(range(len(names))) - {parts.label, *parts.known, *parts.vector}
    proposed = {
        "label_column": names[parts.label] if parts.label is not None else "",
        "known": line_of(names[place] for place in parts.known),
        "unused": line_of(names[place] for place in left_out),
    }
    wide = len(parts.vector) > WIDE
    return Look(table, {role: name for role, name in proposed.items() if name}, "of the vector", wide)


def _said(table: Table, line: str) -> list[int] | None:
    """Places of the columns that a line names; None if it says nothing."""
    if not line:
        return None
    return [table.columns.index(name) for name in names_in(line) if name != NONE]


def _label(columns: Sequence[Column], table: Table, said: str, unused: Sequence[int]) -> int | None:
    if said:
        return None if said == NONE else table.columns.index(said)
    free = [column for column in columns if column.place not in unused]
    texts = [column for column in free if not column.is_numeric]
    differing = [column for column in texts if len(set(column.fields)) == len(column.fields)]
    headed = [column for heading in HEADINGS for column in texts if column.plain == heading]
    numbers = [column for column in free if column.plain == "id" and column.is_whole]
    found = next(iter([*headed, *differing, *numbers]), None)
    return found.place if found is not None else None


def _known(columns: Sequence[Column]) -> list[int]:
    """Texts, and numbers whose heading is not of the series that most others are of."""
    numeric = [column for column in columns if column.is_numeric]
    series = Counter(_stem(column) for column in numeric if _stem(column) is not None).most_common(1)
    odd: list[int] = []
    if series and series[0][1] >= max(2, _SERIES * len(numeric)):
        odd = [column.place for column in numeric if _stem(column) != series[0][0]]
    return sorted([column.place for column in columns if not column.is_numeric] + odd)


def _stem(column: Column) -> str | None:
    """What comes before the number at the end of a heading; None without one."""
    found = _COMPONENT.fullmatch(column.name.strip().casefold())
    return found[1] if found else None
