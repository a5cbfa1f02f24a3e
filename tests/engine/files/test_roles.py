"""What columns are, by their headings and by what stands in them."""

import pytest

from engine.errors import InputError
from engine.files import roles, tables
from engine.files.roles import Column, Role, asked_for, by_heading, columns_of, require

EDGES = {
    "source": Role("Source", ("source", "from"), needed=True),
    "target": Role("Target", ("target", "to"), needed=True),
    "weight": Role("Weight", ("weight", "value")),
}


def column(*fields: str, name: str = "", named: bool = False) -> Column:
    return Column(name, 0, named, fields)


def table(text: str) -> tables.Table:
    return tables.single(text, complete=True)


@pytest.mark.parametrize(
    ("fields", "numeric", "whole"),
    [
        (("1", "2", "-3"), True, True),
        (("1.0", "37", " 4 "), True, True),
        (("3,5", "1e-3", ".5"), True, False),
        (("a", "2", "3"), False, False),
        (("1_000", "2", "3"), False, False),
        (("", ""), False, False),
    ],
)
def test_numbers(fields: tuple[str, ...], numeric: bool, whole: bool) -> None:
    found = column(*fields)
    assert (found.is_numeric, found.is_whole) == (numeric, whole)


@pytest.mark.parametrize(
    ("fields", "name", "counts"),
    [
        (("0", "1", "2"), "", True),
        (("7", "8", "9"), "", True),
        (("1", "2", "3"), "id", True),
        (("1", "2", "3"), "Unnamed: 0", True),
        (("5", "6", "7"), "id", False),
        (("1", "2", "3"), "source", False),
        (("1", "2", "4"), "", False),
        (("1", "2"), "", False),
        (("1", "", "3"), "", False),
        ((*map(str, range(20)), "total"), "", False),
    ],
)
def test_row_numbers(fields: tuple[str, ...], name: str, counts: bool) -> None:
    assert column(*fields, name=name, named=bool(name)).counts_rows == counts


@pytest.mark.parametrize(
    ("fields", "time"),
    [
        (("1082040961", "1082155839"), True),
        (("1082040961000", "1082155839000"), True),
        (("2004-04-15", "2004-04-16 12:30:00"), True),
        (("1082040961", "1082040961"), False),
        (("3", "4"), False),
        (("2004", "2005"), False),
        (("2004-99-15", "text"), False),
    ],
)
def test_times(fields: tuple[str, ...], time: bool) -> None:
    assert column(*fields).is_time == time


def test_headings_name_roles_wherever_they_stand_and_row_numbers_none() -> None:
    found = table("id,Weight,to,from\n0,5,a,b\n1,6,b,c\n2,7,c,a\n")
    assert by_heading(columns_of(found), EDGES, {}, {}) == {"source": 3, "target": 2, "weight": 1}
    assert by_heading(columns_of(found), EDGES, {"weight": "-"}, {}) == {"source": 3, "target": 2}


def test_the_user_decides() -> None:
    found = table("a,b,c\nx,y,1\ny,z,2\n")
    asked = {"source": "b", "target": "a"}
    assert asked_for(found, EDGES, asked) == {"source": 1, "target": 0}
    with pytest.raises(InputError, match="two roles"):
        asked_for(found, EDGES, {"source": "b", "target": "b"})
    with pytest.raises(InputError, match="no column 'd'"):
        asked_for(found, EDGES, {"source": "d"})


def test_what_is_missing_is_named_with_the_columns_there_are() -> None:
    found = table("a,b\nx,y\ny,z\n")
    with pytest.raises(InputError) as caught:
        require(found, EDGES, {"source": 0})
    assert caught.value.code == "E-CSV-57"
    assert "holds the target" in str(caught.value) and "a ('x'), b ('y')" in str(caught.value)
    require(found, EDGES, {"source": 0, "target": 1})
    assert "and 28 more" in roles.described(table(",".join(["9"] * 40) + "\n" + ",".join(["8"] * 40)))
