"""Tables are understood from a sample: delimiter, quotes, lines above, header; and told from running text."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.files import tables
from engine.files.dialects import BLANKS, SIGNS

WORDS = ("apple", "bridge", "cloud", "dream", "engine", "forest", "garden", "harbor")
SENTENCES = [f"The {one} is near the {two}, and far away" for one in WORDS for two in WORDS]


def single(text: str, **options: bool | str | None) -> tables.Table:
    return tables.single(text, complete=True, **options)  # type: ignore[arg-type]


def read(text: str, **options: bool | str | None) -> tuple[list[list[str]], list[int], list[str]]:
    """Rows, their lines and the notes."""
    notes: list[str] = []
    found = list(tables.rows([text], single(text, **options), notes))
    return [row for _, row in found], [line for line, _ in found], notes


@pytest.mark.parametrize("delimiter", [*SIGNS])
def test_delimiter_and_header_are_found_out(delimiter: str) -> None:
    lines = ["id,review,stars", *(f'{row},"good{delimiter} ""very"" good",{row % 5}' for row in range(20))]
    table = single("\n".join(line.replace(",", delimiter) for line in lines))
    assert (table.delimiter, table.header, table.columns) == (delimiter, True, ("id", "review", "stars"))


def test_quotes_of_tab_separated_text_are_letters_where_they_are_not_balanced() -> None:
    text = "".join(f'ham\tmessage {row}, fine\nham\t"not now, {row}\nspam\t"OK" she said {row}\n' for row in range(30))
    rows, _, notes = read(text)
    assert len(rows) == 90 and rows[1] == ["ham", '"not now, 0'] and rows[2] == ["spam", '"OK" she said 0']
    assert notes == []


def test_quotes_of_tab_separated_text_enclose_where_they_are_balanced() -> None:
    file = io.StringIO()
    table = [[f"{row}", f"one\ttwo\nthree {row}"] for row in range(9)]
    csv.writer(file, delimiter="\t", lineterminator="\n").writerows(table)
    assert read(file.getvalue())[0] == table


def test_backslashes_before_quotes() -> None:
    text = "id,title\n" + "".join(f'{row},"The \\"best\\", number {row}"\n' for row in range(9))
    assert read(text)[0][3] == ["3", 'The "best", number 3']


def test_lines_above_a_table_are_left_out_and_told() -> None:
    text = "Report of May\n\n" + "user,item\n" + "".join(f"u{row},i{row % 3}\n" for row in range(9))
    rows, lines, notes = read(text)
    assert (rows[0], lines[0], len(rows)) == (["u0", "i0"], 4, 9)
    assert single(text).columns == ("user", "item")
    assert notes == ["Lines above the table, left out: 1 (the first: “Report of May”)."]


def test_a_heading_less_than_fields_as_r_writes() -> None:
    text = '"from" "to"\n' + "".join(f'"{row}" {100 + row} {101 + row}\n' for row in range(1, 9))
    table = single(text, blanks=True)
    assert (table.columns, table.delimiter, table.header) == ((tables.ROW_NAMES, "from", "to"), BLANKS, True)
    rows, lines, _ = read(text, blanks=True)
    assert rows[0] == ["1", "101", "102"] and lines[0] == 2


def test_blanks_divide_only_where_they_are_asked_for_and_nothing_else_does() -> None:
    assert single("1 2 3\n4 5 6\n").columns == ("column 1",)
    assert single("1 2 3\n4 5 6\n", blanks=True).delimiter == BLANKS
    assert single("a b,c d\n" * 5, blanks=True).delimiter == ","
    assert single("1 3,5\n2 4,5\n3 1,5\n", blanks=True).delimiter == BLANKS  # decimal commas


@pytest.mark.parametrize(
    ("first", "others", "header"),
    [
        (["label", "text"], [["ham", "come at six"], ["spam", "you have won"], ["ham", "wait for me"]], True),
        (["ham", "see you"], [["ham", "come at six"], ["spam", "you have won"], ["ham", "wait for me"]], False),
        (["Ada", "Ben"], [["Ada", "Cleo"], ["Ben", "Cleo"]], False),
        (["", "source", "target"], [["0", "Ada", "Ben"], ["1", "Ben", "Cleo"]], True),
        (
            ["I will come at six", "Ich komme um sechs Uhr"],
            [["you have won a prize", "du hast einen Preis"]] * 3,
            False,
        ),
        (["How old are you?", "your favorite color of all"], [["12", "red"], ["13", "blue"]], True),
        (["1", "2"], [["3", "4"], ["5", "6"]], False),
        (["2014-03-10", "1e-5"], [["2014-03-11", "x"], ["2014-03-12", "y"]], False),
        (["#", "name"], [["1", "Ada"], ["2", "Ben"]], True),
    ],
)
def test_a_header_is_no_row_like_the_others(first: list[str], others: list[list[str]], header: bool) -> None:
    text = "\n".join("\t".join(row) for row in [first, *others])
    assert single(text).header is header
    assert single(text, header=not header).header is not header


def test_columns_may_not_share_a_name() -> None:
    with pytest.raises(InputError, match="called id") as caught:
        single("id,id\n1,2\n", header=True)
    assert caught.value.code == "E-CSV-39"


def test_one_comma_a_line_makes_no_table() -> None:
    verses = ["春眠不觉晓,处处闻啼鸟", "夜来风雨声,花落知多少", "白日依山尽,黄河入海流", "欲穷千里目,更上一层楼"]
    assert tables.sniff("\n".join(verses), complete=True) is None
    assert tables.sniff("\n".join(SENTENCES), complete=True) is None
    keyed = "\n".join(f"{row},{verse.replace(',', ' ')}" for row, verse in enumerate(verses))
    assert tables.sniff(keyed, complete=True) is not None


def test_the_longest_column_is_none_of_addresses() -> None:
    lines = [f"{row},Markets rise,http://www.example.com/news/2014/03/10/rise-{row}" for row in range(9)]
    table = single("ID,TITLE,URL\n" + "\n".join(lines))
    assert table.longest_column(table.columns) == "TITLE"


@given(
    st.lists(st.lists(st.text("xyzé' ,;\"", max_size=9), min_size=2, max_size=2), min_size=3, max_size=8),
    st.sampled_from([*SIGNS]),
)
def test_a_table_is_read_back(table: list[list[str]], delimiter: str) -> None:
    rows = [[str(number), *row] for number, row in enumerate(table)]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    notes: list[str] = []
    found = single(file.getvalue(), delimiter=delimiter, header=False)
    assert [row for _, row in tables.rows([file.getvalue()], found, notes)] == rows
