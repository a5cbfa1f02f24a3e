"""How the lines of a table are cut into fields: by what sign, and what quotes mean."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from engine import limits
from engine.errors import InputError

BLANKS = " "
"""The delimiter of fields with blanks or tabs between them, however many."""
SIGNS = {",": "Comma", "\t": "Tab", ";": "Semicolon", "|": "Bar"}
DELIMITERS = SIGNS | {BLANKS: "Blanks"}
_END = "\udfff"
"""A line that no decoded text can hold."""

Quoting = Literal["csv", "escaped", "line"]


@dataclass(frozen=True)
class Dialect:
    """How lines become fields.

    delimiter: a key of DELIMITERS. quoting: "csv", quotes around fields, doubled within, line ends allowed there;
    "escaped", the same with a backslash before those within; "line", a field ends with its line, quotes are taken off
    where they stand at both its ends, and others are letters.
    """

    delimiter: str
    quoting: Quoting = "csv"

    def rows(self, lines: "Lines") -> Iterator[tuple[int, list[str]]]:
        """First line number and fields of each row that is not blank.

        Raises InputError E-CSV-41 for a quote that is open at the end, or for longer than a field may be.
        """
        return self._by_line(lines) if self.quoting == "line" else self._quoted(lines)

    def _by_line(self, lines: "Lines") -> Iterator[tuple[int, list[str]]]:
        for line in lines:
            if line == _END:
                return
            row = self._fields(line.rstrip("\n"))
            if row:
                yield lines.number, row

    def _fields(self, line: str) -> list[str]:
        if self.delimiter != BLANKS:
            fields = line.split(self.delimiter) if line else []
            return [_unquoted(field) for field in fields] if '"' in line else fields
        if '"' not in line:
            return line.split()
        try:
            return next(csv.reader([" ".join(line.split())], delimiter=" ", strict=True))
        except csv.Error:
            return line.split()

    def _quoted(self, lines: "Lines") -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(limits.LINE_BYTES)
        escape = "\\" if self.quoting == "escaped" else None
        reader = csv.reader(lines, delimiter=self.delimiter, escapechar=escape, doublequote=True)
        first = 1
        try:
            for row in reader:
                if row and _END in row[-1]:
                    if row == [_END]:
                        return
                    raise _unclosed(first)
                if row:
                    yield first, row
                first = lines.number + 1
        except csv.Error as error:
            raise _unclosed(first) from error


def _unquoted(field: str) -> str:
    """Without the quotes at both ends, doubled ones within as one; as it is where they are not at both."""
    inner = field.strip()
    if len(inner) < 2 or inner[0] != '"' or inner[-1] != '"':
        return field
    return inner[1:-1].replace('""', '"')


def _unclosed(line: int) -> InputError:
    return InputError(f'The quote (") that opens in line {line:,} is never closed; please correct it.', "E-CSV-41")


class Lines:
    """Lines of text that comes cut anywhere, with their line ends, and then an end mark; counts what it gave."""

    def __init__(self, pieces: Iterable[str]):
        self.number = 0
        self._pieces = pieces

    def __iter__(self) -> Iterator[str]:
        rest: list[str] = []
        longest = limits.LINE_BYTES
        for piece in self._pieces:
            *whole, last = piece.replace("\0", " ").split("\n")
            for line in whole:
                if rest:
                    line, rest = "".join([*rest, line]), []
                if len(line) > longest:
                    raise self._too_long()
                self.number += 1
                yield line + "\n"
            rest.append(last)
            if sum(map(len, rest)) > longest:
                raise self._too_long()
        self.number += 1
        yield "".join(rest) + "\n"
        yield _END

    def _too_long(self) -> InputError:
        return InputError(
            f"Line {self.number + 1:,} is longer than {limits.LINE_BYTES // 1024:,} KiB; please check the table.",
            "E-CSV-43",
        )
