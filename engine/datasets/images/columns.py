"""What the columns of a table beside images are: labels, parts, numbers of the rows, names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.datasets.images import labels, parts
from engine.errors import InputError
from engine.files.display import displayable
from engine.files.roles import NONE

LABEL_NAMES = (
    "label", "labels", "class", "classes", "target", "targets", "y", "category", "class_name", "classname",
    "label_name", "emotion", "digit", "letter", "character", "species", "breed", "variety", "diagnosis", "dx", "type",
    "tag",
)  # fmt: skip
"""Headings of columns that hold classes, the likelier first."""
_INDEX_NAMES = frozenset(("", "id", "index", "idx", "row", "no", "nr", "number"))
_PART_NAMES = frozenset(("usage", "split", "set", "part", "partition", "subset", "dataset", "phase", "fold"))
_FEWEST_ROWS = 3


@dataclass(frozen=True, eq=False)
class Column:
    """A column as text. heading: "" if there is none. place: in the table, from 1 on; 0 if it is not said."""

    heading: str
    cells: Sequence[str]
    place: int = 0

    @property
    def title(self) -> str:
        """How to call it in a note."""
        return f"“{displayable(self.heading, 40)}”" if self.heading else f"number {self.place}"

    @property
    def key(self) -> str:
        """The heading as it is looked up."""
        return self.heading.strip().strip('"').casefold().replace(" ", "_").replace("-", "_")

    def is_called(self, name: str) -> bool:
        """Whether a user means it: by its heading or, where it has none, by its place ("column 3")."""
        wanted = Column(name, ()).key
        return bool(wanted) and wanted == (self.key or f"column_{self.place}")

    def is_index(self) -> bool:
        """Whether it only counts the rows."""
        named = self.key in _INDEX_NAMES or self.key.startswith("unnamed")
        first = self.cells[0].strip() if self.cells else ""
        if len(self.cells) < _FEWEST_ROWS or first not in ("0", "1") or not (named or not self.heading):
            return False
        return all(cell.strip() == str(at) for at, cell in enumerate(self.cells, start=int(first)))

    def is_part(self) -> bool:
        """Whether it says of each row whether it is for training or for testing."""
        names = {cell.strip() for cell in self.cells}
        found = {parts.part_of(name) for name in names}
        return len(names) <= 6 and found == {True, False} and (None not in found or self.key in _PART_NAMES)

    def may_be_part(self) -> bool:
        """Whether its heading speaks of parts, whatever its values."""
        return self.key in _PART_NAMES

    def few(self) -> bool:
        """Whether its values may be classes: at least two, and hardly as many as rows; no broken numbers."""
        values = {cell.strip() for cell in self.cells}
        return 1 < len(values) <= max(2, len(self.cells) // 2) and not any(_is_broken(value) for value in values)

    def names_rows(self) -> bool:
        """Whether each row has a text of its own."""
        return self.texts() and len(set(self.cells)) == len(self.cells)

    def texts(self) -> bool:
        """Whether most of its values are no numbers."""
        some = self.cells[:: max(1, len(self.cells) // 1_000)]
        return sum(not is_number(cell) for cell in some) > len(some) / 2


def is_number(text: str) -> bool:
    """Whether a field is a finite number.

    >>> is_number(" 1.5"), is_number('"2"'), is_number("cat"), is_number("1_000")
    (True, True, False, False)
    """
    field = text.strip().strip('"')
    try:
        return "_" not in field and bool(np.isfinite(float(field)))
    except ValueError:
        return False


def _is_broken(text: str) -> bool:
    return is_number(text) and float(text.strip('"')) % 1 != 0


@dataclass(frozen=True, eq=False)
class Chosen:
    """values: labels as text (n,), None if no column can be labels. rest: the columns not used for them. sure: whether
    a heading said so.
    """

    values: np.ndarray | None
    rest: Sequence[Column]
    sure: bool = False


def label_column(columns: Sequence[Column], asked: str, notes: list[str]) -> Chosen:
    """The labels in one of some columns.

    asked: heading of the column, or “column 3” of one without, “-” for none, "" to find it out: by known headings, then
    the first with few values, texts before numbers; several columns of 0 and 1 with a single 1 in each row are classes
    by their headings. Which was taken is told in the notes. Raises InputError if there is no such
    column.
    """
    if asked == NONE:
        return Chosen(None, columns, sure=True)
    found = _asked(columns, asked) if asked else _named(columns)
    if found is None:
        hot = _hot(columns)
        if hot:
            return Chosen(_one_hot(hot, notes), [column for column in columns if column not in hot], sure=True)
        few = (column for column in columns if column.few() and not column.may_be_part())
        likely = sorted(few, key=lambda column: not column.texts())
        if not likely:
            return Chosen(None, columns)
        notes.append(f"Labels: the column {likely[0].title}.{_choice([column.title for column in likely[1:]])}")
        return _chosen(likely[0], columns, sure=False)
    notes.append(f"Labels: the column {found.title}.")
    return _chosen(found, columns, sure=True)


def _chosen(found: Column, columns: Sequence[Column], *, sure: bool) -> Chosen:
    spelled = np.array([labels.spelling(cell) for cell in found.cells], dtype=object)
    return Chosen(spelled, [column for column in columns if column is not found], sure)


def _choice(others: Sequence[str]) -> str:
    return f" It could also be {', '.join(others[:6])}: say so as Column of labels." if others else ""


def _asked(columns: Sequence[Column], asked: str) -> Column:
    for column in columns:
        if column.is_called(asked):
            return column
    there = ", ".join(column.title for column in columns[:12]) or "none"
    raise InputError(f"There is no column {asked!r:.60} for the labels; the columns are: {there}.", "E-IMG-105")


def _named(columns: Sequence[Column]) -> Column | None:
    for name in LABEL_NAMES:
        for column in columns:
            if column.key == name:
                return column
    return None


def _hot(columns: Sequence[Column]) -> list[Column]:
    """Those that hold only 0 and 1, if each row has a single 1."""
    hot = [column for column in columns if column.heading and all(cell.strip() in _BITS for cell in column.cells)]
    return hot if len(hot) > 1 and labels.one_hot(_bits(hot)) is not None else []


def _bits(hot: Sequence[Column]) -> np.ndarray:
    """int (n, n_columns)."""
    return np.array([[_BITS[cell.strip()] for cell in column.cells] for column in hot]).T


def _one_hot(hot: Sequence[Column], notes: list[str]) -> np.ndarray:
    """Classes by the headings of one-hot columns, text (n,)."""
    notes.append(f"Labels: one-hot columns ({', '.join(column.title for column in hot[:6])}); where the 1 stands.")
    return np.array([displayable(hot[place].heading, 200) for place in _bits(hot).argmax(axis=1)], dtype=object)


_BITS = {"0": 0, "1": 1, "0.0": 0, "1.0": 1}
