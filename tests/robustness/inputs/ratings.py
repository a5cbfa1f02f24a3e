"""Rows 35-55: tables of ratings."""

from tests.robustness.row import Row

READER = "engine/datasets/ratings/test_reader.py::test_"
EXPECTED = {
    35: ("a header alone", "refused: no ratings"),
    36: ("; tab, :: and | as delimiters", "found out; can be said"),
    37: ("no header", "found out where the first row is numbers"),
    38: ("unknown or missing columns", "refused, with the columns there are"),
    39: ("two columns of one name", "refused by name"),
    40: ("rows longer than the header", "a few counted and left out, many refused with their lines; nothing shifts"),
    41: ("a quote that never ends", "refused with its row"),
    42: ("a million columns", "refused after the first 64 kB"),
    43: ("one field of 100 MB", "refused: a line longer than 1 MiB"),
    44: ("CR, CRLF, U+2028", "only LF, CR LF and CR end lines"),
    45: ("ratings that are text, empty, NaN, infinite, 1e400", "left out and counted; all of them: refused"),
    46: ("decimal commas, full-width and Arabic digits", "read, with a note"),
    47: ("odd scales: 0/1, 0-100, negative", "accepted; the range is shown"),
    48: ("ids beyond 2^63, as 1.0, as 01", "text; 1.0 is 1 only where the whole column is whole"),
    49: ("the same user and item twice", "the last or the newest counts, with a note"),
    50: ("one user, one item, one row", "refused with what is needed"),
    51: ("all ratings equal", "read, with a note"),
    52: ("titles NA, None", "text"),
    53: ("items without title, titles without item", "the id is the label, with a note"),
    54: ("200 million rows", "refused at 5 million, never half read"),
    55: ("times that are missing, 1970 or in the future", "left alone, with a note"),
}
MORE = {51: ("engine/projections/test_tsne.py::test_equal_rows_are_refused",)}

RATINGS = tuple(
    Row(str(number), what, expected, (f"{READER}{number}_", *MORE.get(number, ())))
    for number, (what, expected) in EXPECTED.items()
)
