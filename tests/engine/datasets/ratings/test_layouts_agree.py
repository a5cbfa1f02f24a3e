"""The same ratings written in every layout, with every delimiter and in every order of columns, are read as equal."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import real_data
from tests.engine.datasets.ratings.own import content, load, pairs

Triple = tuple[str, str, float]
SAFE = settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
NAMED = {"user": ("userId", "Kunde", "reviewer_id"), "item": ("movieId", "Artikel", "asin"),
         "rating": ("rating", "Bewertung", "overall"), "time": ("timestamp", "Datum", "unixReviewTime")}  # fmt: skip


def ratings() -> st.SearchStrategy[list[Triple]]:
    """Some 7 to 12 users, each with 5 to 10 of 30 items, rated from 1 to 5 in halves."""
    return st.integers(0, 10**6).map(lambda seed: drawn(random.Random(seed)))


def drawn(generator: random.Random) -> list[Triple]:
    """Such ratings, by chance."""
    return [
        (f"u{user}", f"i{item}", generator.randint(2, 10) / 2)
        for user in range(generator.randint(7, 12))
        for item in generator.sample(range(100, 130), generator.randint(5, 10))
    ]


def usable(triples: Sequence[Triple]) -> bool:
    """Whether there are enough items with two ratings, and ratings that differ."""
    items = [item for _, item, _ in triples]
    return sum(items.count(item) >= 2 for item in set(items)) >= 5 and len({stars for *_, stars in triples}) > 2


@SAFE
@given(
    ratings(), st.permutations(["user", "item", "rating", "time"]), st.sampled_from([",", ";", "\t", "|", " ", "::"]),
    st.integers(0, 2), st.booleans(), st.booleans(),
)  # fmt: skip
def test_tables(triples: list[Triple], order: list[str], sign: str, words: int, index: bool, comma: bool) -> None:
    if not usable(triples):
        return
    comma = comma and sign != ","
    lines = [[NAMED[role][words] for role in order]]
    for n, (user, item, stars) in enumerate(triples):
        text = f"{stars:.1f}".replace(".", "," if comma else ".")
        fields = {"user": user, "item": item, "rating": text, "time": str(964_982_703 + 977 * n)}
        lines.append([fields[role] for role in order])
    if index:
        lines = [[name, *line] for name, line in zip(["id", *map(str, range(len(triples)))], lines, strict=True)]
    found = load("\n".join(sign.join(line) for line in lines) + "\n")
    assert content(found) == set(triples) and len(found.times) == len(triples)


@SAFE
@given(ratings(), st.sampled_from([",", ";", "\t", "|", " ", "::"]), st.booleans())
def test_tables_without_header(triples: list[Triple], sign: str, timed: bool) -> None:
    if not usable(triples):
        return
    rows = [[u, i, f"{r:g}", *([str(964_982_703 + 977 * n)] if timed else [])] for n, (u, i, r) in enumerate(triples)]
    found = load("\n".join(sign.join(row) for row in rows) + "\n")
    assert content(found) == set(triples) and bool(len(found.times)) == timed


@SAFE
@given(ratings(), st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["", "NaN", "0", "99"]))
def test_wide(triples: list[Triple], sign: str, empty: str) -> None:
    if not usable(triples):
        return
    users, items = sorted({u for u, *_ in triples}), sorted({i for _, i, _ in triples})
    stars = {(user, item): f"{value:g}" for user, item, value in triples}
    rows = [["user", *items], *([user, *(stars.get((user, item), empty) for item in items)] for user in users)]
    assert content(load("\n".join(sign.join(row) for row in rows) + "\n")) == set(triples)


@SAFE
@given(ratings(), st.sampled_from([",", "\t", ";", " "]))
def test_blocks(triples: list[Triple], sign: str) -> None:
    if not usable(triples):
        return
    lines = []
    for item in sorted({i for _, i, _ in triples}):
        lines += [f"{item}:", *(f"{user}{sign}{stars:g}" for user, other, stars in triples if other == item)]
    assert content(load("\n".join(lines) + "\n")) == set(triples)


@SAFE
@given(ratings(), st.sampled_from([",", ";", "\t", "|", " "]), st.booleans())
def test_baskets(triples: list[Triple], sign: str, named: bool) -> None:
    if not usable(triples):
        return
    users = sorted({u for u, *_ in triples})
    lines = [[*([user] if named else []), *(item for other, item, _ in triples if other == user)] for user in users]
    wanted = {(u if named else f"basket {users.index(u) + 1}", i) for u, i, _ in triples}
    text = "\n".join(sign.join(line) for line in lines) + "\n"
    assert pairs(load(text, layout="user_items" if named else "baskets")) == wanted


CASES = [
    ("ratings_preamble_line.csv", (30, 25, 315), False),
    ("ratings_blank_delimited.txt", (30, 25, 315), True),
    ("ratings_baskets_blank_delimited.dat", (80, 25, 457), False),
    ("ratings_lightgcn_user_items.txt", (60, 25, 349), False),
    ("ratings_netflix_prize_layout.txt", (30, 25, 315), True),
    ("ratings_wide_pivot.csv", (30, 25, 539), True),
    ("ratings_minus_one_means_unrated.csv", (30, 25, 236), True),
    ("ratings_zero_means_implicit.csv", (30, 25, 158), True),
    ("ratings_items_two_id_columns_ratings.csv", (30, 25, 315), True),
    ("ratings_1e39.csv", (8, 8, 64), True),
    ("ratings_underscore.csv", (8, 8, 54), True),
    ("ratings_6000_items_equal_in_250_chars.csv.gz", (8, 6_000, 12_030), True),
]


@pytest.mark.parametrize(("name", "sizes", "explicit"), CASES)
def test_real_layouts(name: str, sizes: tuple[int, int, int], explicit: bool) -> None:
    found = load(real_data(name).read_bytes())
    assert (found.n_users, found.n_items, len(found.users)) == sizes and found.explicit == explicit


@pytest.mark.parametrize(
    ("ratings_name", "items_name", "title"),
    [
        ("ratings_items_two_id_columns_ratings.csv", "ratings_items_two_id_columns_books.csv", "Title of number 25"),
        ("ratings_zero_means_implicit.csv", "ratings_items_backslash_quotes.csv",
         'Rides Again: "The Real" One 7; part 2'),
    ],
)  # fmt: skip
def test_real_item_tables(ratings_name: str, items_name: str, title: str) -> None:
    path: Path = real_data(ratings_name)
    found = load(path.read_bytes(), real_data(items_name).read_bytes())
    assert title in found.item_names and not any(name.isdecimal() for name in found.item_names)
