"""Text with a row for each rating, or for each item: delimited, or JSON lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.datasets.ratings import columns, json_lines
from engine.datasets.ratings.decoded import Text
from engine.errors import InputError
from engine.files import tables
from engine.files.dialects import Lines
from engine.files.display import displayable
from engine.files.tables import Table


@dataclass(frozen=True)
class Tabular:
    """A text as a table. is_json: whether its rows are JSON objects."""

    text: Text
    table: Table
    is_json: bool

    def rows(self, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
        """Line number and fields of each row; see `tables.rows` and `json_lines.rows`."""
        if self.is_json:
            return json_lines.rows(self.text, self.table, notes)
        return tables.rows(self.text.pieces(), self.table, notes)


def tabular(text: Text, delimiter: str = "", header: bool | None = None, *, blanks: bool = True) -> Tabular:
    """The table in a text, told by its first lines; raises what `tables.single` and `json_lines` raise.

    delimiter: what the text is divided by once `Text.take_colons` was called; "" to find it out. blanks: whether that
    may be blanks.
    """
    _require_no_matrix_market(text)
    if not delimiter and json_lines.recognized(text.lines):
        return Tabular(text, json_lines.table_of(text.lines), True)
    table = columns.table_of(text.sample, complete=text.complete, delimiter=delimiter, header=header, blanks=blanks)
    if len(table.columns) == 1:
        _refuse(text)
    return Tabular(text, table, False)


def _require_no_matrix_market(text: Text) -> None:
    if text.lines and text.lines[0].startswith("%%MatrixMarket"):
        raise InputError(
            "This is a MatrixMarket file. Please save its entries as a table, a line each with user, item and rating: "
            "without the lines that begin with % and the line of sizes below them.",
            "E-RAT-12",
        )


def _refuse(text: Text) -> None:
    """Raise InputError for lines that nothing divides, or that are too long (E-CSV-43)."""
    for _ in Lines([text.sample]):
        pass
    first = displayable(text.lines[0], 60) if text.lines else ""
    raise InputError(
        f"Nothing divides the lines into columns (the first is “{first}”), so it is not clear what each of them says. "
        "Please choose what stands between the fields under “Delimiter”, or save the table as CSV.",
        "E-RAT-11",
    )
