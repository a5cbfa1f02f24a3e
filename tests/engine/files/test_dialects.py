"""Lines become fields: what quotes mean, blanks between fields, and which line a row stood in."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import limits
from engine.errors import InputError
from engine.files.dialects import BLANKS, SIGNS, Dialect, Lines, Quoting

FIELDS = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=12)


def rows_of(text: str, delimiter: str, quoting: Quoting = "csv") -> list[tuple[int, list[str]]]:
    return list(Dialect(delimiter, quoting).rows(Lines([text])))


@pytest.mark.parametrize(
    ("line", "delimiter", "quoting", "fields"),
    [
        ('a,"b, c",d', ",", "csv", ["a", "b, c", "d"]),
        ('a,"say ""no""",d', ",", "csv", ["a", 'say "no"', "d"]),
        (r'a,"say \"no\"",d', ",", "escaped", ["a", 'say "no"', "d"]),
        ('a\t"no, later', "\t", "line", ["a", '"no, later']),
        ('a\t"OK" she said', "\t", "line", ["a", '"OK" she said']),
        ('"a"\t"say ""no"""', "\t", "line", ["a", 'say "no"']),
        ("  1   2\t 3 ", BLANKS, "line", ["1", "2", "3"]),
        ('"Ada North" "Ben South"', BLANKS, "line", ["Ada North", "Ben South"]),
        ('5" 6', BLANKS, "line", ['5"', "6"]),
        ("a||b", "|", "csv", ["a", "", "b"]),
    ],
)
def test_quotes_and_blanks(line: str, delimiter: str, quoting: Quoting, fields: list[str]) -> None:
    assert rows_of(f"{line}\n", delimiter, quoting) == [(1, fields)]


def test_rows_are_numbered_by_their_first_line() -> None:
    assert rows_of('a,b\n\n"two\nlines",c\nd,e', ",") == [(1, ["a", "b"]), (3, ["two\nlines", "c"]), (5, ["d", "e"])]
    assert rows_of("a\tb\n\nc\td", "\t", "line") == [(1, ["a", "b"]), (3, ["c", "d"])]


@pytest.mark.parametrize("text", ['a,b\n"never,closed\nc,d\n', 'a,b\n"' + "x\n" * limits.LINE_BYTES])
def test_a_quote_that_is_never_closed_is_named_by_its_line(text: str) -> None:
    with pytest.raises(InputError, match="opens in line 2 is never closed") as caught:
        rows_of(text, ",")
    assert caught.value.code == "E-CSV-41"


def test_a_line_that_is_too_long_is_refused() -> None:
    with pytest.raises(InputError, match="Line 2 is longer") as caught:
        rows_of("a\tb\n" + "x" * (limits.LINE_BYTES + 1), "\t", "line")
    assert caught.value.code == "E-CSV-43"


@given(st.lists(st.lists(FIELDS, min_size=2, max_size=4), max_size=6), st.sampled_from(list(SIGNS)), st.integers(1, 9))
def test_what_is_written_with_quotes_is_read_back(table: list[list[str]], delimiter: str, size: int) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(table)
    text = file.getvalue()
    pieces = [text[start : start + size] for start in range(0, len(text), size)]
    assert [row for _, row in Dialect(delimiter).rows(Lines(pieces))] == table


@given(st.lists(st.lists(st.text("ab'1é", min_size=1, max_size=5), min_size=1, max_size=4), max_size=6))
def test_what_is_written_with_blanks_is_read_back(table: list[list[str]]) -> None:
    text = "\n".join("  ".join(row) for row in table)
    assert [row for _, row in rows_of(text, BLANKS, "line")] == table
