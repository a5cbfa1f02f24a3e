"""A table of ratings before it is read: its columns and the roles proposed for them."""

import pytest

from engine.datasets.ratings.layout import RatingLayout
from engine.datasets.ratings.reader import look, look_at_items
from engine.datasets.ratings.sources import UploadedRatings
from engine.files import uploads
from engine.files.roles import Look

ROWS = [(u, i, 1 + (u * i) % 5) for u in range(9) for i in range(30) if (u + i) % 3]
TABLE = "\n".join(["id,stars,who,film", *(f"{n},{r},u{u},f{i}" for n, (u, i, r) in enumerate(ROWS))]) + "\n"


def found(text: str, **layout: str) -> Look | None:
    return look(uploads.path(uploads.keep(text.encode(), "f").sha256), RatingLayout(**layout))


def test_roles_are_proposed_and_the_user_may_change_them() -> None:
    seen = found(TABLE)
    assert seen is not None and seen.table.columns == ("id", "stars", "who", "film")
    assert seen.proposed == {"item": "film", "rating": "stars", "user": "who"}
    changed = found(TABLE, user_column="film", item_column="who", rating_column="-")
    assert changed is not None and changed.proposed == {"user": "film", "item": "who"}
    stale = found(TABLE, user_column="column 2", header="yes")
    assert stale is not None and stale.proposed["user"] == "who"


def test_also_where_the_file_as_a_whole_is_refused() -> None:
    seen = found("a,b,c,d\n" + "".join(f"x{n},y{n},z{n},{n % 7}\n" for n in range(20)))
    assert seen is not None and seen.table.sample[0] == ("x0", "y0", "z0", "0") and not seen.proposed
    broken = found(TABLE.replace("who", "viewer") + "".join(TABLE.splitlines(True)[1:]) * 40 + '1,"2')
    assert broken is not None and broken.proposed["user"] == "viewer"


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("1:\n7,3,2005-01-01\n8,4,2005-01-02\n2:\n7,1,2005-03-01\n" * 3,
         {"item": "item", "user": "user", "rating": "rating", "time": "time"}),
        ('{"user": 1, "item": 2, "overall": 3.0}\n' * 5, {"user": "user", "item": "item", "rating": "overall"}),
        ("name,a,b,c,d,e,f\n" + "".join(f"u{n},{n % 5},3,4,{1 + n % 4},2,1\n" for n in range(20)), {"user": "name"}),
    ],
)  # fmt: skip
def test_other_layouts_with_columns(text: str, proposed: dict[str, str]) -> None:
    seen = found(text)
    assert seen is not None and seen.proposed == proposed


@pytest.mark.parametrize(
    "text", ["a,b\nc\nd,e,f\na\nb,c,d,e\nx,y\nz\n" * 3, "one\ntwo\nthree\n", "\0\1\2" * 99, "[\n{\n}\n]\n"]
)
def test_what_is_no_table(text: str) -> None:
    assert found(text) is None


def test_an_upload_names_the_fields_that_its_columns_fill() -> None:
    source = UploadedRatings(sha256=uploads.keep(TABLE.encode(), "f").sha256)
    seen = source.look("sha256")
    assert seen is not None
    assert seen.proposed == {"item_column": "film", "rating_column": "stars", "user_column": "who"}
    assert seen.proposed.keys() < source.roles["sha256"].keys() and source.roles["sha256"]["user_column"].needed


def test_item_tables() -> None:
    text = "number,name,genre,released\n" + "".join(f"{n},T{n},War|Drama,1990\n" for n in range(30))
    seen = look_at_items(uploads.path(uploads.keep(text.encode(), "i").sha256), RatingLayout(key_column="number"))
    assert seen is not None
    assert seen.proposed == {"key": "number", "title": "name", "categories": "genre", "year": "released"}
