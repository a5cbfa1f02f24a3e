"""Uploaded ratings of every make, good and bad: rows 35-55 of the table of inputs, each a case."""

import io
import tracemalloc
import zipfile

import numpy as np
import pytest

from engine import limits
from engine.datasets import SOURCES
from engine.datasets.ratings.sources import SETS, MovieLens, UploadedRatings
from engine.errors import InputError
from engine.fields import from_json
from engine.files.downloads.fetch import missing
from engine.report import Silent
from tests.conftest import real_data
from tests.engine.datasets.ratings.own import content, load, refusal

PAIRS = [(user, item) for user in range(1, 7) for item in range(10, 17) if (user + item) % 3]
"""28 pairs of 6 users and 7 items, each with two ratings or more."""


def stars_of(user: int, item: int) -> float:
    return 1 + (user * item) % 5


def rows(sign: str = ",", times: bool = True) -> list[str]:
    return [
        sign.join([str(user), str(item), f"{stars_of(user, item)}", *([str(964_982_703 + user)] if times else [])])
        for user, item in PAIRS
    ]


def table(sign: str = ",", header: str = "userId,movieId,rating,timestamp") -> str:
    return "\n".join([header.replace(",", sign), *rows(sign)]) + "\n"


WANTED = {(str(user), str(item), stars_of(user, item)) for user, item in PAIRS}


def test_35_a_header_alone() -> None:
    assert refusal("userId,movieId,rating\n").code == "E-CSV-35"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "::"])
def test_36_every_delimiter_is_found_out(sign: str) -> None:
    found = load(table(sign))
    assert content(found) == WANTED
    assert found.details is not None and found.details["delimiter"] == sign


def test_36_the_delimiter_can_be_said() -> None:
    assert content(load(table(";"), delimiter=";")) == WANTED


def test_36_double_colons_cut_between_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    from engine.files import archives

    monkeypatch.setattr(archives, "BLOCK", 7)
    assert content(load("\n".join(rows("::")) + "\n")) == WANTED


@pytest.mark.parametrize("sign", [",", "\t", "::"])
def test_37_no_header(sign: str) -> None:
    found = load("\n".join(rows(sign)) + "\n")
    assert content(found) == WANTED
    assert found.details is not None and found.details["header"] is False
    assert len(found.times) == len(PAIRS)


def test_38_unknown_columns_are_listed_and_asked_for() -> None:
    data = table(header="wer,was,wie,wann")
    error = refusal(data)
    assert error.code == "E-CSV-57"
    assert all(name in str(error) for name in ("wer ('1')", "was ('10')", "wie", "wann"))
    asked = {"user_column": "wer", "item_column": "was", "rating_column": "wie"}
    assert content(load(data, **asked)) == WANTED
    assert refusal(data, user_column="nobody").code == "E-CSV-38"


def test_38_columns_in_any_order() -> None:
    lines = ["Rating,Film,Customer ID", *(f"{stars_of(u, i)},{i},{u}" for u, i in PAIRS)]
    assert content(load("\n".join(lines))) == WANTED


def test_39_two_columns_of_one_name() -> None:
    error = refusal(table(header="userId,movieId,rating,rating"))
    assert error.code == "E-CSV-39"
    assert "rating" in str(error)


def test_40_rows_of_another_width() -> None:
    many = "".join(f"{user},{item},3,964982703\n" for user in range(100) for item in range(10))
    found = load("userId,movieId,rating,timestamp\n" + many + "1,2,3,4,5\n100,8,2,964982703\n")
    assert any("line 1,002" in note for note in found.notes)
    assert len(found.users) == 1_001
    longer = "\n".join(["userId,movieId,rating", *rows()])  # every row longer than the header: never shifted
    assert refusal(longer, delimiter=",", header="yes").code in ("E-CSV-38", "E-CSV-39", "E-CSV-40")


def test_41_a_quote_that_never_ends() -> None:
    error = refusal(table() + '9,"10,3,964982703\n' + "\n".join(rows()))
    assert error.code == "E-CSV-41"
    assert f"line {len(PAIRS) + 2}" in str(error)


def test_42_a_million_columns() -> None:
    tracemalloc.start()
    assert refusal((",".join(["3"] * 1_000_000) + "\n") * 3).code in ("E-CSV-42", "E-CSV-43")
    assert tracemalloc.get_traced_memory()[1] < 100e6
    tracemalloc.stop()
    assert refusal((",".join(f"c{n}" for n in range(70)) + "\n") * 9).code in ("E-CSV-39", "E-CSV-42")


def test_43_an_endless_field() -> None:
    assert refusal(table() + "1," + "x" * (limits.LINE_BYTES + 10) + ",3,964982703\n").code == "E-CSV-43"


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_44_line_ends(end: str) -> None:
    assert content(load(table().replace("\n", end))) == WANTED


def test_44_only_these_are_line_ends() -> None:
    data = table().replace(",10,", ",a\u2028b,").replace(",11,", ",c\x0bd,")
    assert {"a b", "c d"} <= {" ".join(name.split()) for name in load(data).item_names}


def test_45_ratings_that_are_no_numbers() -> None:
    odd = "".join(f"1,{item},{value},964982703\n" for item, value in enumerate(["good", "", "NaN", "inf", "1e400"], 50))
    found = load(table() + odd)
    assert content(found) == WANTED
    assert any("not finite numbers, left out: 5" in note for note in found.notes)
    assert "50" not in found.item_names
    bad = "userId,movieId,rating\n" + "".join(f"{u},{i},good\n" for u, i in PAIRS)
    assert refusal(bad).code == "E-CSV-45"
    assert not load(bad, rating_column="-").explicit


def test_46_decimal_commas_and_other_digits() -> None:
    comma = [f"{u};{i};{stars_of(u, i):.1f}".replace(".", ",") for u, i in PAIRS]
    found = load("\n".join(["user;item;rating", *comma]))
    assert content(found) == WANTED
    assert any("decimal comma" in note for note in found.notes)
    wide = [f"{u},{i},{chr(0xFF10 + int(stars_of(u, i)))}" for u, i in PAIRS]
    arabic = [f"{u},{i},{chr(0x660 + int(stars_of(u, i)))}" for u, i in PAIRS]
    for lines in (wide, arabic):
        found = load("\n".join(["user,item,rating", *lines]))
        assert content(found) == WANTED
        assert any("another script" in note for note in found.notes)


@pytest.mark.parametrize("values", [(0, 1), (0, 100), (-5, 98)])
def test_47_any_scale(values: tuple[int, int]) -> None:
    lines = [f"{u},{i},{values[(u + i) % 2]}" for u, i in PAIRS]
    found = load("\n".join(["user,item,rating", *lines]), liked_from=str(values[0]))
    assert found.explicit
    assert found.details is not None and found.details["range"] == f"{values[0]} to {values[1]}"
    assert len(found.liked.items) == len(PAIRS)


def test_48_identifiers_are_text() -> None:
    big = [f"{2**64 + u},{i},{stars_of(u, i)}" for u, i in PAIRS]
    assert str(2**64 + 1) in load("\n".join(["user,item,rating", *big])).user_names
    floats = [f"{u},{i}.0,{stars_of(u, i)}" for u, i in PAIRS]
    assert content(load("\n".join(["user,item,rating", *floats]))) == WANTED
    mixed = [*floats, "1,7.5,3"]
    assert "10.0" in load("\n".join(["user,item,rating", *mixed])).item_names
    zeros = [f"{u},{'0' * (u % 2)}{i},{stars_of(u, i)}" for u, i in PAIRS]
    assert {"10", "010"} <= set(load("\n".join(["user,item,rating", *zeros])).item_names)


def test_49_repeated_pairs_the_last_or_the_newest_counts() -> None:
    user, item = PAIRS[0]
    old = f"{user},{item},0.5,{964_000_000}\n"
    found = load(table() + old)
    assert content(found) == WANTED
    assert any("newest kept: 1" in note for note in found.notes)
    without = "\n".join(["userId,movieId,rating", *rows(times=False), f"{user},{item},0.5"])
    assert content(load(without)) == (WANTED - {(str(user), str(item), stars_of(user, item))}) | {
        (str(user), str(item), 0.5)
    }


@pytest.mark.parametrize(
    "data",
    [
        "user,item,rating\n1,2,3\n",
        "user,item,rating\n" + "".join(f"1,{item},{item % 5}\n" for item in range(50)),
        "user,item,rating\n" + "".join(f"{user},1,{user % 5}\n" for user in range(50)),
    ],
)
def test_50_too_little(data: str) -> None:
    error = refusal(data)
    assert error.code == "E-CSV-50"
    assert "5 users" in str(error)


def test_51_all_ratings_equal() -> None:
    found = load("\n".join(["user,item,rating", *(f"{u},{i},4.0" for u, i in PAIRS)]))
    assert not found.explicit
    assert set(found.stars.tolist()) == {1.0}
    assert any("All ratings are 4" in note for note in found.notes)


def test_51_nothing_is_liked() -> None:
    assert refusal(table(), liked_from="9").code == "E-CSV-51"


ITEMS = "movieId,title,genres,budget\n" + "".join(
    f"{item},{title},{genres},{budget}\n"
    for item, title, genres, budget in [
        (10, "NA", "Drama|Comedy", 5), (11, "None", "", 6.5), (12, '"Piano, The (1993)"', "Drama", 7),
        (13, "nan", "(no genres listed)", 8), (14, "Same", "War", ""), (15, "Same", "War", 1), (99, "Unseen", "War", 2),
    ]
)  # fmt: skip


def test_52_titles_that_look_like_nothing() -> None:
    found = load(table(), ITEMS)
    assert {"NA", "None", "nan", "The Piano (1993)", "Same"} <= set(found.item_names)
    assert len(set(found.item_names)) == found.n_items
    row = found.index["The Piano (1993)"]
    assert found.years[row] == 1993
    assert found.genres == ("Comedy", "Drama", "War")
    assert found.item_genres[found.index["NA"]].tolist() == [True, True, False]
    assert found.numbers["budget"][row] == 7
    assert found.item_metadata()["genre"][found.index["None"]] == "none"


def test_53_items_without_title_and_titles_without_item() -> None:
    found = load(table(), ITEMS)
    assert "16" in found.item_names
    assert "Unseen" not in found.item_names
    assert any("by their identifier: 1." in note for note in found.notes)
    assert any("nobody rated, left out: 1." in note for note in found.notes)


def test_54_too_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CSV_ROWS", 20)
    error = refusal(table())
    assert error.code == "E-CSV-54"
    assert "sample" in str(error)


@pytest.mark.parametrize("stamp", ["", "0", "yesterday", "99999999999", "5000000000"])
def test_55_times_that_cannot_be(stamp: str) -> None:
    one = table().replace("\n1,", "\n1,", 1).splitlines()
    one[1] = ",".join([*one[1].split(",")[:3], stamp])
    found = load("\n".join(one))
    assert content(found) == WANTED
    assert any("taken as the earliest: 1." in note for note in found.notes)
    every = "\n".join([one[0], *(",".join([*line.split(",")[:3], stamp]) for line in one[1:])])
    found = load(every, split="time")
    assert not len(found.times)
    assert any("not used" in note for note in found.notes)
    assert any("parted at random" in note for note in found.notes)


def test_dates_are_times() -> None:
    lines = [f"{u},{i},{stars_of(u, i)},20{u:02d}-01-{i}" for u, i in PAIRS]
    found = load("\n".join(["user,item,rating,date", *lines]))
    years = found.times.astype("datetime64[s]").astype("datetime64[Y]").astype(int) + 1970
    assert (years == [2000 + int(found.user_names[user]) for user in found.users]).all()


def test_pairs_without_ratings() -> None:
    found = load("\n".join(["customer,product", *(f"{u},{i}" for u, i in PAIRS)]))
    assert not found.explicit
    assert {(user, item) for user, item, _ in content(found)} == {(str(u), str(i)) for u, i in PAIRS}


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_baskets(sign: str) -> None:
    baskets = [[f"item {item}" for user, item in PAIRS if user == basket] for basket in range(1, 7)]
    baskets = [basket[: 3 + row % 4] for row, basket in enumerate(baskets * 4)]
    found = load("\n".join(sign.join(basket) for basket in baskets) + "\n")
    assert found.details is not None and found.details["format"] == "baskets"
    assert not found.explicit
    assert found.n_users == len(baskets)
    assert [{found.item_names[item] for item in found.train.of(row)} for row in range(found.n_users)] == list(
        map(set, baskets)
    )


def test_movielens_1m_layout_in_a_zip() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("ml-1m/README", "text")
        archive.writestr("ml-1m/ratings.dat", "\n".join(rows("::")))
        archive.writestr(
            "ml-1m/movies.dat", "".join(f"{i}::Film {i}: a tale (19{i})::Drama|War\n" for i in range(10, 17))
        )
    found = load(stream.getvalue())
    assert {user for user, _, _ in content(found)} == {str(user) for user in range(1, 7)}
    assert found.years[found.index["Film 12: a tale (1912)"]] == 1912
    assert found.genres == ("Drama", "War")


def test_movielens_100k_layout() -> None:
    marks = ["0"] * 19
    marks[5] = marks[8] = "1"
    lines = [f"{i}|Café {i} (1990)|01-Jan-1990||http://x|{'|'.join(marks)}" for i in range(10, 17)]
    found = load("\n".join(rows("\t")), "\n".join(lines).encode("latin-1"))
    assert found.genres == ("Comedy", "Drama")
    assert "Café 12 (1990)" in found.item_names
    assert found.item_genres.all()


def test_an_archive_of_which_nothing_is_called_ratings() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.csv", table())
        archive.writestr("b.csv", table())
    assert refusal(stream.getvalue()).code == "E-CSV-36"


def test_movielens_latest_small_as_its_makers_describe_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_DATA", str(real_data("ratings.csv").parent))
    source = MovieLens(split="none")
    assert not missing(SETS[source.entry])
    found = source.load(Silent())
    assert (found.n_users, found.n_items, len(found.users)) == (610, 9_724, 100_836)
    assert found.stars.astype(float).mean() == pytest.approx(3.501557, abs=1e-6)
    assert found.item_names[0] == "Forrest Gump (1994)"
    assert found.train.counts()[0] == 329
    assert np.isin(["Film-Noir", "Sci-Fi"], found.genres).all()


def test_an_uploaded_movielens_is_liked_as_the_built_in_one() -> None:
    path = real_data("ratings.csv")
    found = load(path.read_bytes(), split="random")
    wanted = MovieLens().load(Silent())
    assert found.liked_from == 4.0
    assert len(found.liked.items) == len(wanted.liked.items) and len(found.test.items) == len(wanted.test.items)


def test_what_counts_as_liked_can_be_said_with_a_comma_and_must_be_a_number() -> None:
    assert load(table(), liked_from=" 2,5").liked_from == 2.5
    with pytest.raises(InputError) as caught:
        load(table(), liked_from="many")
    assert caught.value.code == "E-PAR-04"


def test_a_table_read_before_the_scale_was_looked_at_is_told_to_have_changed() -> None:
    old = UploadedRatings(sha256="1" * 64).to_json() | {"version": 1, "liked_from": 0.0}
    outdated: list[str] = []
    assert from_json(SOURCES, old, outdated).liked_from == ""
    assert "liked_from" in outdated[0]
