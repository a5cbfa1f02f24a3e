"""What the columns of a table are: facts about each, read off the first rows, and which column plays which role.

A role is proposed by the heading of a column and by what stands in it; the user may give every role to another column,
or to none. A column of row numbers is never taken for data unless the user says so.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from engine.errors import InputError
from engine.files.tables import ROW_NAMES, Table

Known = TypeVar("Known")
NONE = "-"
"""What the user says where no column plays a role."""
COUNTERS = frozenset(("", "id", "index", "idx", "row", "rowid", "no", "nr", "number", "edgeid", "rowname", "unnamed0",
                      "key", "x"))  # fmt: skip
"""Plain headings of columns that may be nothing but row numbers; a column without a heading may, too."""
_MOSTLY = 0.9
_EARLIEST, _LATEST = 300_000_000, 4_200_000_000
"""Seconds since 1970 between 1979 and 2103: numbers in between that differ are taken for times."""
_NUMBER = re.compile(r"\s*[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?\s*")
_WHOLE = re.compile(r"\s*[+-]?\d+(\.0*)?\s*")
_SAID = 40


@dataclass(frozen=True)
class Column:
    """A column by its first rows. named: whether its heading stands in the file."""

    name: str
    place: int
    named: bool
    fields: tuple[str, ...]

    @cached_property
    def plain(self) -> str:
        """The heading in small letters without signs, for comparison; "" without one."""
        return plain_name(self.name) if self.named else ""

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The fields that are not empty."""
        return tuple(field.strip() for field in self.fields if field.strip())

    @cached_property
    def is_numeric(self) -> bool:
        """Whether nearly all fields that are given are numbers, with a point or a comma."""
        return self._mostly(_NUMBER)

    @cached_property
    def is_whole(self) -> bool:
        """Whether nearly all are whole numbers, also such as 37.0."""
        return self._mostly(_WHOLE)

    @cached_property
    def counts_rows(self) -> bool:
        """Whether the fields rise by one, under no heading, or from 0 or 1 under one of row numbers."""
        if len(self.given) < len(self.fields) or len(self.given) < 3:
            return False
        if self.named and self.plain not in COUNTERS:
            return False
        if not all(map(_WHOLE.fullmatch, self.given)):
            return False
        values = [float(field) for field in self.given]
        return (values[0] in (0, 1) or not self.plain) and all(
            after == before + 1 for before, after in pairwise(values)
        )

    @cached_property
    def is_time(self) -> bool:
        """Whether the fields are dates, or differing numbers that are seconds or milliseconds since 1970."""
        if self.is_numeric and len(self.given) > 1:
            values = [float(field.replace(",", ".")) for field in self.given if _NUMBER.fullmatch(field)]
            seconds = [value / 1000 if value > 100 * _EARLIEST else value for value in values]
            return all(_EARLIEST < value < _LATEST for value in seconds) and len(set(seconds)) > 1
        return bool(self.given) and sum(map(_is_date, self.given)) >= _MOSTLY * len(self.given)

    def _mostly(self, pattern: re.Pattern[str]) -> bool:
        return bool(self.given) and sum(map(bool, map(pattern.fullmatch, self.given))) >= _MOSTLY * len(self.given)


@dataclass(frozen=True)
class Role:
    """A part that a column can play.

    title: for the user. headings: plain headings that name it, most telling first. needed: whether some column must
    play it. many: whether several may; the field of a source then holds them as a line (see `fields.line_of`).
    """

    title: str
    headings: tuple[str, ...] = ()
    needed: bool = False
    many: bool = False


@dataclass(frozen=True)
class Look:
    """A table before it is read as a whole: its layout, and the column (by name) proposed for each role.

    A role that no column plays is not in it. rest: what becomes of the other columns, for the user. wide: whether these
    are all alike, as items or pixels, so that no more roles are needed.
    """

    table: Table
    proposed: Mapping[str, str]
    rest: str = "not used"
    wide: bool = False

    def by_field(self) -> "Look":
        """The same with the fields of a source, as `by_field` calls them, instead of the roles."""
        return replace(self, proposed=by_field(self.proposed))


def by_field(of_roles: Mapping[str, Known]) -> dict[str, Known]:
    """What is known of each role, by the field of a source that names its column.

    >>> by_field({"user": "who"})
    {'user_column': 'who'}
    """
    return {f"{role}_column": known for role, known in of_roles.items()}


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns of a table, with the fields of its sample."""
    fields = list(zip(*table.sample, strict=True))
    return tuple(
        Column(name, place, table.header and name != ROW_NAMES and name != f"column {place + 1}", tuple(fields[place]))
        for place, name in enumerate(table.columns)
    )


def plain_name(name: str) -> str:
    """A heading in small letters without signs, for comparison.

    >>> plain_name("User_ID"), plain_name("Von (Ort)")
    ('userid', 'vonort')
    """
    return re.sub(r"[\W_]+", "", name.casefold())


def asked_for(table: Table, roles: Collection[str], asked: Mapping[str, str]) -> dict[str, int]:
    """Role -> place, as far as the user says it; raises InputError (E-CSV-38, E-CSV-72) for a column that does not
    exist or that is given two roles.
    """
    found: dict[str, int] = {}
    for role in roles:
        name = asked.get(role, "")
        if name and name != NONE:
            place = table.column(name)
            if place in found.values():
                raise InputError(
                    f"The column {name!r:.{_SAID}} has been given two roles; please give each role its own column.",
                    "E-CSV-72",
                )
            found[role] = place
    return found


def by_heading(
    columns: Sequence[Column], roles: Mapping[str, Role], asked: Mapping[str, str], found: Mapping[str, int]
) -> dict[str, int]:
    """What was found, and for each role that neither the user nor `found` settles the free column whose heading names
    it best; row numbers are left alone.
    """
    result = dict(found)
    for name, role in roles.items():
        if name in result or asked.get(name) == NONE:
            continue
        free = {each.plain: each.place for each in reversed(columns)
                if each.plain and each.place not in result.values() and not each.counts_rows}  # fmt: skip
        place = next((free[heading] for heading in role.headings if heading in free), None)
        if place is not None:
            result[name] = place
    return result


def require(table: Table, roles: Mapping[str, Role], found: Mapping[str, int]) -> None:
    """Raise InputError E-CSV-57 unless every needed role has a column."""
    missing = [role.title.lower() for name, role in roles.items() if role.needed and name not in found]
    if missing:
        raise InputError(
            f"It is not clear which column holds the {' and which the '.join(missing)}. {described(table)} Please say "
            "what each column is.",
            "E-CSV-57",
        )


def described(table: Table, most: int = 12) -> str:
    """The columns with what stands first in them, for a message."""
    told = [f"{name} ({field.strip()[:20]!r})" for name, field in zip(table.columns, table.sample[0], strict=True)]
    more = f" and {len(told) - most:,} more" if len(told) > most else ""
    return f"The columns, and what the first row holds in each: {', '.join(told[:most])}{more}."


def _is_date(field: str) -> bool:
    if not re.match(r"\d{4}-\d\d?-\d\d?", field):
        return False
    try:
        datetime.fromisoformat(field)
    except ValueError:
        return False
    return True
