"""A row of the tables: what is done to the app, what is expected, and how it is found out."""

from collections.abc import Callable
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Found:
    """What was seen. figure: as it is printed. ok: whether the row holds; None if it could not be tried."""

    seen: str
    figure: str = ""
    ok: bool | None = True


@dataclass(frozen=True)
class Row:
    """tests: beginnings of the ids of tests below tests/ that must pass, at least one of each beginning.

    long: such as --quick leaves out. measure: called with whether it is to be quick. not_here: why it is not tried.
    """

    number: str
    what: str
    expected: str
    tests: tuple[str, ...] = ()
    long: tuple[str, ...] = ()
    measure: Callable[[bool], Found] | None = None
    not_here: str = ""

    def named(self, quick: bool) -> tuple[str, ...]:
        """The tests of a run."""
        return self.tests if quick else self.tests + self.long


@dataclass(frozen=True)
class Table:
    """Rows under a heading. limits: whether each test must keep the time and the memory promised of a reader."""

    title: str
    about: str
    rows: tuple[Row, ...]
    limits: bool = False

    def only(self, numbers: frozenset[str]) -> "Table":
        """The rows of these numbers."""
        return replace(self, rows=tuple(row for row in self.rows if row.number in numbers))


def attempted(measure: Callable[[bool], Found], quick: bool) -> Found:
    """What a measurement found; one that breaks off does not hold, and says with what."""
    try:
        return measure(quick)
    except Exception as error:
        return Found(f"broken off: {type(error).__name__}: {error}", ok=False)
