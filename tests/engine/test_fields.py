"""Fields check themselves; recipes refuse what they do not know."""

from dataclasses import dataclass

import pytest

from engine.errors import InputError
from engine.fields import Validated, choice, flag, from_json, integer, real, specs, text


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
    for document in (None, [], {"name": "other"}, {"name": "example", "speed": 1}, {"name": "example", "size": "x"}):
        with pytest.raises(InputError):
            from_json(registry, document)
