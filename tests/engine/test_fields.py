"""Fields check themselves; recipes refuse what they do not know."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from engine.errors import InputError
from engine.fields import Validated, choice, flag, from_json, integer, nested, real, specs, text


@dataclass(frozen=True)
class Example(Validated):
    name = "example"
    rate: float = real(0.5, 0.0, 1.0, label="Rate", help="A rate.")
    size: int = integer(5, 1, 10, label="Size", help="A size.")
    sort: str = choice("a", {"a": "First", "b": "Second"}, label="Sort", help="A sort.")
    on: bool = flag(False, label="On", help="Or off.")
    word: str = text("", 4, label="Word", help="A word.", pattern="[a-z]*")


def test_specs_are_in_order_of_definition() -> None:
    assert list(specs(Example)) == ["rate", "size", "sort", "on", "word"]


def test_whole_numbers_serve_as_real_ones_and_make_the_same_object() -> None:
    assert Example(rate=1) == Example(rate=1.0)
    assert isinstance(Example(rate=1).rate, float)


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("rate", float("nan"), "Rate must be a finite number, not nan"),
        ("rate", 1.1, "Rate must be between 0.0 and 1.0, not 1.1"),
        ("size", 2.5, "Size must be a whole number, not 2.5"),
        ("size", True, "Size must be a whole number, not True"),
        ("size", 0, "Size must be between 1 and 10, not 0"),
        ("sort", "c", "Sort must be one of a, b, not 'c'"),
        ("on", 1, "On must be true or false, not 1"),
        ("word", "abcde", "Word cannot be 'abcde'"),
        ("word", "A", "Word cannot be 'A'"),
        ("word", None, "Word cannot be None"),
    ],
)
def test_bad_values_are_named_with_their_limits(field: str, value: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Example(**{field: value})  # type: ignore[arg-type]


def test_json_round_trip_and_what_is_refused() -> None:
    registry = {"example": Example}
    example = Example(rate=0.25, word="abc")
    assert from_json(registry, example.to_json()) == example
    assert from_json(registry, {"name": "example"}) == Example()
    unreadable = {"name": "other"}, {"name": []}, {"name": "example", "speed": 1}, {"name": "example", "size": "x"}
    for document in (None, [], *unreadable):
        with pytest.raises(InputError):
            from_json(registry, document)


# --- identity and versions ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Grown(Validated):
    """Example as it may be some day: with one more field."""

    name = "example"
    rate: float = real(0.5, 0.0, 1.0, label="Rate", help="A rate.")
    size: int = integer(5, 1, 10, label="Size", help="A size.")
    sort: str = choice("a", {"a": "First", "b": "Second"}, label="Sort", help="A sort.")
    on: bool = flag(False, label="On", help="Or off.")
    word: str = text("", 4, label="Word", help="A word.", pattern="[a-z]*")
    speed: int = integer(3, 1, 9, label="Speed", help="New.")


@dataclass(frozen=True)
class Mended(Validated):
    """Example as it may be some day: with another default, fewer sizes, and without a word."""

    name = "example"
    version: ClassVar[int] = 2
    rate: float = real(0.75, 0.0, 1.0, label="Rate", help="A rate.")
    size: int = integer(5, 4, 10, label="Size", help="A size.")
    sort: str = choice("a", {"a": "First", "b": "Second"}, label="Sort", help="A sort.")
    on: bool = flag(False, label="On", help="Or off.")


@dataclass(frozen=True)
class Outer(Validated):
    name = "outer"
    inner: Validated = nested(Example(), lambda: {"example": Example}, label="Inner", help="An example.")
    size: int = integer(1, 0, 10, label="Size", help="A size.")


def test_what_is_stored_names_every_field_and_the_version() -> None:
    stored = {"name": "example", "version": 1, "rate": 0.5, "size": 7, "sort": "a", "on": False, "word": ""}
    assert Example(size=7).to_json() == stored
    assert Outer().to_json() == {"name": "outer", "version": 1, "inner": Example().to_json(), "size": 1}


def test_the_identity_leaves_out_what_is_at_its_default() -> None:
    assert Example().identity() == {"name": "example", "version": 1}
    assert Example(rate=1, word="a").identity() == {"name": "example", "version": 1, "rate": 1.0, "word": "a"}
    inner = {"name": "example", "version": 1, "size": 2}
    assert Outer(Example(size=2)).identity() == {"name": "outer", "version": 1, "inner": inner}


def test_one_more_field_leaves_the_identity_and_a_version_changes_it() -> None:
    assert Grown(size=7).identity() == Example(size=7).identity()
    assert Grown(speed=4).identity() != Example().identity()
    assert Mended().identity() != Example().identity()


def test_a_nested_object_is_named_even_at_its_default() -> None:
    """Its class may get another version: what contains it is another thing then."""
    assert Outer().identity()["inner"] == {"name": "example", "version": 1}


def test_nested_objects_are_checked_and_come_back() -> None:
    assert from_json({"outer": Outer}, Outer(Example(size=2)).to_json()) == Outer(Example(size=2))
    assert hash(Outer()) == hash(Outer(Example()))
    with pytest.raises(InputError, match="Inner must be one of example, not Grown"):
        Outer(Grown())
    with pytest.raises(InputError, match="Size must be between"):
        from_json({"outer": Outer}, {"name": "outer", "inner": {"name": "example", "size": 11}})


def test_an_older_version_opens_as_far_as_it_goes_and_says_so() -> None:
    said: list[str] = []
    document = Example(size=2, on=True, word="abc").to_json()
    assert from_json({"example": Mended}, document, said) == Mended(rate=0.5, on=True)
    assert said == [
        "“example” has changed since this was made (version 1, today 2). No longer possible, and taken as usual: "
        "size, word."
    ]
    assert from_json({"example": Mended}, {"name": "example"}, said) == Mended()  # before there were versions
    assert said[1] == "“example” has changed since this was made (version 1, today 2)."


def test_a_newer_version_is_refused() -> None:
    with pytest.raises(InputError, match=r"example is of version 2 here, .* up to version 1: .* newer"):
        from_json({"example": Example}, Mended().to_json())
    with pytest.raises(InputError, match="newer"):
        from_json({"outer": Outer}, Outer().to_json() | {"inner": Mended().to_json()})
