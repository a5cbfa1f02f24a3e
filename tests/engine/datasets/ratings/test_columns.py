"""Which columns are users, items, ratings and times: by their headings wherever they stand, and by what they hold."""

import pytest

from engine.datasets.ratings.columns import asked_of, places_of, table_of
from engine.datasets.ratings.layout import RatingLayout
from tests.engine.datasets.ratings.own import content, load, pairs, refusal, said

ROWS = [(user, item, 1 + (user * item) % 5, 964_982_703 + 86_400 * user + item) for user in range(3, 12)
        for item in range(40, 70) if (user + item) % 3]  # fmt: skip
WANTED = {(str(user), str(item), float(stars)) for user, item, stars, _ in ROWS}


def lines(pattern: str, header: str = "") -> str:
    """A line for each row: {u}, {i}, {r}, {t}, {n} for user, item, rating, time and number of the row."""
    rows = [pattern.format(u=u, i=i, r=r, t=t, n=n) for n, (u, i, r, t) in enumerate(ROWS)]
    return "\n".join([*([header] if header else []), *rows]) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        lines("{u} {i} {r}"),
        lines("{u} {i} {r}", "user item rating"),
        lines("{u}   {i} {r}  {t}"),
        lines("{n},{u},{i},{r}", ",user,item,rating"),
        lines("{n},{u},{i},{r}"),
        lines("{r},x,{i},{u},{t}", "stars,comment,film,customer,when"),
        lines("{t},{u},{i},{r}"),
        lines("{u},{t},{i},{r}"),
        lines("{u};{i};{r}", "Kunde;Artikel;Bewertung"),
        lines("{u};{i};{r}", "Kunde;Wein;Punktzahl"),
        lines("{u};{i};{r}", "Kunde;Wein;Gefallen"),
        lines("{u}\t{i}\t{r}\t{t}.0", "user_id:token\titem_id:token\trating:float\ttimestamp:float"),
        "Loans of 2024\n\n" + lines("{u},{i},{r}", "user,item,rating"),
        lines('{{"user_id": "{u}", "asin": {i}, "text": "so, so", "overall": {r}.0, "unixReviewTime": {t}}}'),
        "[\n" + lines('{{"user": "{u}", "item": {i}, "rating": {r}.0}},') + "]\n",
        lines("{u}|||{i}|{r}").replace("|||", "|"),
    ],
)
def test_ratings_in_columns_of_any_order(text: str) -> None:
    assert content(load(text)) == WANTED


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (lines("{u},{i}"), False),
        (lines("{u},{i}", "who,what"), False),
        (lines("{u},{i},{t}"), True),
        (lines("{u} {t} {i}"), True),
        (lines("{u},{i},{t}", "session_id,item_id,timestamp"), True),
        (lines("{t},{u},view,{i},", "timestamp,visitorid,event,itemid,transactionid"), True),
        ("Loans of the library\n" + lines("{u},{i}", "user,item"), False),
    ],
)
def test_who_had_what_in_columns_of_any_order(text: str, times: bool) -> None:
    found = load(text)
    assert pairs(found) == {(user, item) for user, item, _ in WANTED} and not found.explicit
    assert bool(len(found.times)) == times


def test_what_is_taken_by_what_stands_in_it_is_told() -> None:
    assert "“Wein” was taken for the item" in said(load(lines("{u};{i};{r}", "Kunde;Wein;Punktzahl")))
    assert "“Gefallen” was taken for the rating" in said(load(lines("{u};{i};{r}", "Kunde;Wein;Gefallen")))
    assert "the user from “who” and the item from “what”" in said(load(lines("{u},{i}", "who,what")))
    assert "not used: genre." in said(load(lines("{u},{i},{r},War", "user,item,rating,genre")))


def test_fractions_name_nothing() -> None:
    found = load(lines("{r}.5,u{u},m{i}"))
    assert content(found) == {(f"u{user}", f"m{item}", stars + 0.5) for user, item, stars in WANTED}


def test_the_first_pair_of_names_is_no_header() -> None:
    found = load(lines("anna{u},book{i}"))
    assert pairs(found) == {(f"anna{user}", f"book{item}") for user, item, _ in WANTED}


def test_large_numbers_that_could_be_times_stay_names_beside_grades() -> None:
    found = load(lines("10000{u:05d},20000{i:05d},{r}"))
    assert content(found) == {(f"10000{int(u):05d}", f"20000{int(i):05d}", stars) for u, i, stars in WANTED}


def test_headings_of_which_some_are_no_numbers_are_no_ratings() -> None:
    found = load(lines("{u},{i},schön,{r}", "user,item,note,rating"))
    assert content(found) == WANTED
    assert not load(lines("{u},{i},schön", "user,item,note")).explicit


def test_what_is_not_clear_is_asked_for() -> None:
    error = refusal(lines("{u},{i},{r},{t},5,6", "a,b,c,d,e,f").replace("5,6", "x,y"))
    assert error.code == "E-CSV-57" and "a ('3')" in str(error)
    asked = {"user_column": "a", "item_column": "b", "rating_column": "c"}
    assert content(load(lines("{u},{i},{r},{t}", "a,b,c,d"), **asked)) == WANTED
    assert "two roles" in str(refusal(lines("{u},{i},{r}", "a,b,c"), user_column="a", item_column="a"))
    assert refusal("a\nb\nc\nd\n").code == "E-RAT-11"
    assert refusal("%%MatrixMarket matrix coordinate real general\n9 9 9\n" + lines("{u} {i} {r}")).code == "E-RAT-12"


def test_the_user_may_say_that_a_column_plays_no_part() -> None:
    layout = RatingLayout(rating_column="-", time_column="-")
    table = table_of(lines("{u},{i},{r},{t}"), complete=True, delimiter="", header=None)
    assert places_of(table, layout, []) == {"user": 0, "item": 1}
    assert asked_of(layout)["rating"] == "-"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"user": 1, "item": 2}, {"user": 2, "item": 3}]', "E-RAT-03"),
        ('[\n  {\n    "user": 1,\n    "item": 2\n  }\n]', "E-RAT-03"),
        ("{'user': 1, 'item': 2}\n{'user': 2, 'item': 3}\n", "E-RAT-03"),
        ("{" + ", ".join(f'"k{n}": 1' for n in range(99)) + "}\n", "E-RAT-04"),
        ('{"user": 1, "item": 2}\n' * 20 + "oops\n" * 5, "E-RAT-06"),
    ],
)
def test_json_that_cannot_be_read_is_named(text: str, code: str) -> None:
    assert refusal(text).code == code


def test_a_few_broken_lines_of_json_are_counted() -> None:
    rows = lines('{{"user": "{u}", "item": {i}, "rating": {r}}}') * 2
    found = load(rows + '{"user": "3", "ite\n')
    assert content(found) == WANTED and f"no JSON object: 1 (first: line {2 * len(ROWS) + 1})" in said(found)
