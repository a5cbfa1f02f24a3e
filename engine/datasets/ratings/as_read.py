"""The first ratings in words, as they were understood."""

from collections.abc import Mapping
from datetime import UTC, datetime

from engine.datasets.ratings.builder import Columns, Item, shown_title
from engine.files.display import displayable

_ROWS = 5
_LONG = 60


def as_read(columns: Columns, table: Mapping[str, Item]) -> list[str]:
    """The first ratings of a file, at most five, as sentences: user 1 gave “Toy Story” 4 (2000-07-30)."""
    return [_told(columns, table, row) for row in range(min(_ROWS, len(columns.users)))]


def _told(columns: Columns, table: Mapping[str, Item], row: int) -> str:
    user = displayable(columns.user_names[columns.users[row]], _LONG)
    name = columns.item_names[columns.items[row]]
    title = displayable(shown_title(table[name].title) if name in table else name, _LONG)
    user = f"user {user}" if user.isdecimal() else user
    done = f"gave “{title}” {columns.stars[row]:.6g}" if len(columns.stars) else f"had “{title}”"
    return f"{user} {done}{_when(int(columns.times[row])) if len(columns.times) else ''}"


def _when(seconds: int) -> str:
    return f" ({datetime.fromtimestamp(seconds, UTC):%Y-%m-%d})" if 0 < seconds < 4_102_444_800 else ""
