"""A row for each user, a column for each item: what is empty, what names the rows, what is left out."""

import random

import pytest

from tests.engine.datasets.ratings.own import content, load, refusal, said

RANDOM = random.Random(5)
STARS = [[RANDOM.choice([0, 0, 0, 1, 2, 3, 4, 5]) for _ in range(12)] for _ in range(40)]
WANTED = {(f"u{u}", f"f{i}", float(stars)) for u, row in enumerate(STARS) for i, stars in enumerate(row) if stars}
HEADER = ["name", *(f"f{i}" for i in range(12))]


def table(empty: str, sign: str = ",", header: list[str] | None = HEADER, user: str = "u{}", more: str = "") -> str:
    """The ratings with `empty` for none, `user` and `more` before them."""
    rows = [[user.format(u), *([more] if more else []), *(str(s) if s else empty for s in row)]
            for u, row in enumerate(STARS)]  # fmt: skip
    return "\n".join(sign.join(row) for row in ([header, *rows] if header else rows)) + "\n"


@pytest.mark.parametrize("empty", ["", "NaN", "NA", "-", "0", "99", "0.0"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_what_is_not_rated(empty: str, sign: str) -> None:
    found = load(table(empty, sign))
    assert content(found) == WANTED
    assert "row was read as a user" in said(found) and "not rated" in said(found)
    assert found.details is not None and found.details["format"] == "wide"


def test_between_blanks() -> None:
    assert content(load(table("99", " "))) == WANTED


def test_as_jester_with_a_count_and_no_header() -> None:
    count = [str(sum(stars > 0 for stars in row)) for row in STARS]
    text = table("99", header=None, user="{}")
    found = load("\n".join(f"{n},{line.partition(',')[2]}" for n, line in zip(count, text.splitlines(), strict=True)))
    assert content(found) == {(f"user {int(u[1:]) + 1}", f"item {int(f[1:]) + 1}", stars) for u, f, stars in WANTED}
    assert "counts the ratings of each row" in said(found)


def test_numbers_as_headings_and_as_names() -> None:
    found = load(table("", header=["", *map(str, range(100, 112))], user="{}"))
    assert content(found) == {(u[1:], str(100 + int(f[1:])), stars) for u, f, stars in WANTED}


def test_other_columns_are_left_out_and_named() -> None:
    found = load(table("", header=["name", "age", *HEADER[1:]], more="37"))
    assert content(found) == WANTED and "scale of the others: age." in said(found)
    dated = table("", header=["Timestamp", "Name", *HEADER[1:]], user="2024-01-01 10:00:00,u{}")
    assert content(load(dated)) == WANTED


def test_a_row_may_be_an_item() -> None:
    found = load(table("", header=["movie", *HEADER[1:]]))
    assert content(found) == {(f, u, stars) for u, f, stars in WANTED} and "as an item" in said(found)


def test_who_had_what() -> None:
    rows = [[f"u{u}", *(str(int(stars > 0)) for stars in row)] for u, row in enumerate(STARS)]
    found = load("\n".join(",".join(row) for row in [HEADER, *rows]) + "\n")
    assert content(found) == {(u, f, 1.0) for u, f, _ in WANTED} and not found.explicit


def test_thousands_of_columns() -> None:
    items = 3_000
    text = "userId," + ",".join(f"A film with a long name {i}" for i in range(items)) + "\n"
    rows = [["4" if (u + i) % 5 == 0 else "3.5" if i % 7 == u else "" for i in range(items)] for u in range(30)]
    text += "".join(f"{u},{','.join(row)}\n" for u, row in enumerate(rows))
    found = load(text)
    assert (found.n_users, found.n_items) == (30, items)


def test_the_layout_can_be_said() -> None:
    odd = "a,b,c,d,e,f\n" + "".join(f"{n % 3},{10 * n % 70},{n % 5},{100 + n},{n % 4},{n % 7}\n" for n in range(1, 40))
    assert refusal(odd, layout="table").code == "E-CSV-57"
    assert load(odd, layout="wide", user_column="-").n_users == 39


def test_a_table_without_ratings() -> None:
    assert refusal(",".join(HEADER) + "\n" + "u1" + "," * 12 + "\n", layout="wide").code == "E-RAT-10"
