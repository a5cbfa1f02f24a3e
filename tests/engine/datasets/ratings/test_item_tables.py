"""Item tables: joined by the column that names most of the rated items, and what is wrong with them is said of them."""

import pytest

from engine.datasets.ratings.builder import Item
from engine.datasets.ratings.ratings import Ratings
from tests.engine.datasets.ratings.own import load, refusal, said

PAIRS = [(user, item) for user in range(8) for item in range(1, 26) if (user + item) % 3]
RATINGS = "user,item,rating\n" + "".join(f"u{u},{i},{1 + (u * i) % 5}\n" for u, i in PAIRS)


def table(header: str, row: str, items: range = range(1, 26)) -> str:
    """A line for each item: {i} its number, {r} 26 less that, {b} a number of a million."""
    return "\n".join([header, *(row.format(i=i, r=26 - i, b=2_767_052 + i) for i in items)]) + "\n"


def titles(found: Ratings) -> set[str]:
    return set(found.item_names)


WANTED = {f"Title {item}" for item in range(1, 26)}


@pytest.mark.parametrize(
    ("items", "key"),
    [
        (table("id,title", "{i},Title {i}"), "id"),
        (table("title,pages,id", "Title {i},7,{i}"), "id"),
        (table("id,book_id,title", "{i},{b},Title {i}"), "id"),
        (table("book_id,best,title", "{b},{i},Title {i}"), "best"),
        (table("id,rank,title", "{i},{r},Title {i}"), "id"),
        (table("item_id:token\ttitle:token_seq", "{i}\tTitle {i}"), "item_id"),
        (table("id;title", '"{i}";"Title {i}"'), "id"),
        ("".join(f'{{"asin": "{i}", "title": "Title {i}"}}\n' for i in range(1, 26)), "asin"),
    ],
)
def test_the_column_that_names_most_items_joins(items: str, key: str) -> None:
    found = load(RATINGS, items)
    assert titles(found) == WANTED
    assert f"joined by its column “{key}”, which names 25 of the 25 items" in said(found)


def test_a_column_that_is_called_right_and_names_fewer_does_not() -> None:
    rows = "".join(f"{i},{26 - i if i < 13 else 2_767_052 + i},Title {i}\n" for i in range(1, 26))
    found = load(RATINGS.replace("item", "book_id"), "id,book_id,title\n" + rows)
    assert titles(found) == WANTED
    assert "the next best column, “book_id”, names 12" in said(found)


def test_the_columns_can_be_said() -> None:
    items = table("id,book_id,title,label", "{i},{r},Title {i},Other {i}")
    found = load(RATINGS, items, key_column="book_id", title_column="label")
    assert titles(found) == {f"Other {item}" for item in range(1, 26)}
    assert found.item_names[0] == f"Other {26 - int(load(RATINGS).item_names[0])}"


def test_items_by_title_and_in_other_spelling() -> None:
    text = "user,movie,rating\n" + "".join(f"u{u},Title {i},4.{u}\n" for u, i in PAIRS)
    assert "column “title”" in said(load(text, table("id,title,year", "{b},Title {i},1990")))
    padded = "user,item,rating\n" + "".join(f"u{u},000{i},{u % 4}\n" for u, i in PAIRS)
    found = load(padded, table("id,title", "{i},Title {i}"))
    assert titles(found) == WANTED and "in spite of their spelling" in said(found)


def test_files_that_do_not_belong_together() -> None:
    found = load(RATINGS, table("id,title", "x{i},Title {i}"))
    assert "No column of the item table names the items" in said(found)
    assert titles(found) == {str(item) for item in range(1, 26)}


def test_backslashes_before_quotes_even_far_down() -> None:
    rows = [f'"{i}";"Title {i}";"{"long " * 20}"' for i in range(1, 1_500)]
    for odd in (7, 1_400):
        changed = [row.replace("Title 7", r"A \"real; one\" 7") if n == 6 else row for n, row in enumerate(rows)]
        if odd > 1_000:
            changed = [*rows[:-1], '"9999";"Rides \\"again; and\\" on";"x"']
        found = load(RATINGS, '"ISBN";"Book-Title";"About"\n' + "\n".join(changed) + "\n")
        assert found.n_items == 25 and ('A "real; one" 7' in found.item_names) == (odd == 7)


def test_errors_say_which_file_they_are_about() -> None:
    assert str(refusal(RATINGS, 'id,title\n1,"x\n2,y\n')).startswith("In the item table: The quote")
    assert str(refusal("a,b,c\n1,2,3\n4,5,6\n", table("id,title", "{i},T"))).startswith("In the file of ratings: ")
    assert str(refusal("a,b,c\n1,2,3\n4,5,6\n")).startswith("It is not clear")


def test_notes_say_which_file_they_are_about() -> None:
    found = load(RATINGS, table("id,title", "{i},Müller {i}").encode("latin-1"))
    assert "In the item table: Read as Windows-1252" in said(found)


def test_a_second_identifier_is_no_measurement() -> None:
    found = load(RATINGS, table("id,title,goodreads_id,pages", "{i},Title {i},{b},{r}"))
    assert list(found.numbers) == ["pages"]


def test_titles_that_are_equal_for_long_take_no_time() -> None:
    long = "x" * 300
    triples = [(user, f"{long}{item}", 1 + item % 5) for user in range(6) for item in range(8_000)]
    found = Ratings.from_triples(triples)
    assert len(set(found.item_names)) == 8_000 and max(map(len, found.item_names)) < 300
    same = Ratings.from_triples(triples[:40_000], items={f"{long}{item}": Item("Same") for item in range(8_000)})
    assert len(set(same.item_names)) == 8_000
