"""Lists of pairs: how they are read, and that the built-in ones are whole."""

import pytest

from engine.datasets.text.relations import MAX_TEXT, MOST_PAIRS, built_in, parse
from engine.errors import InputError


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Paris France\nRome Italy", [("Paris", "France"), ("Rome", "Italy")]),
        ("Paris France / Rome Italy; Oslo Norway", [("Paris", "France"), ("Rome", "Italy"), ("Oslo", "Norway")]),
        (" New York,  Albany \n\na\tb\nc:d\ne -> f\ng→h", [
            ("New York", "Albany"), ("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")
        ]),
        ("a b\na b\nb a", [("a", "b"), ("b", "a")]),
        ("mother-in-law father-in-law", [("mother-in-law", "father-in-law")]),
        ("Paris/France\nRome/Italy", [("Paris", "France"), ("Rome", "Italy")]),
        ("Paris / France\nNew York / USA", [("Paris", "France"), ("New York", "USA")]),
        ("Paris;France\nNew York; USA", [("Paris", "France"), ("New York", "USA")]),
        ("Paris - France\nNew York – USA\nRome — Italy", [("Paris", "France"), ("New York", "USA"), ("Rome", "Italy")]),
        ("a = b\nc => d\n| e | f |\nParis-France", [("a", "b"), ("c", "d"), ("e", "f"), ("Paris", "France")]),
        ('"a","b"\n„c“ „d“\n(e, f)', [("a", "b"), ("c", "d"), ("e", "f")]),
        ("1. a b\n2) c d\n- e f\n• g h", [("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")]),
        ("König Königin\r\nMann Frau\r\n", [("König", "Königin"), ("Mann", "Frau")]),
        ("", []),
    ],
)  # fmt: skip
def test_parse(text: str, pairs: list[tuple[str, str]]) -> None:
    assert parse(text) == (tuple(pairs), ())


def test_lines_that_hold_no_pair_are_told() -> None:
    assert parse("a b\nalone\nthree of them\na,\nx y") == ((("a", "b"), ("x", "y")), ("alone", "three of them", "a,"))


@pytest.mark.parametrize("text", ["a" * (MAX_TEXT + 1), "\n".join(f"a{row} b{row}" for row in range(MOST_PAIRS + 1))])
def test_too_much_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="at most"):
        parse(text)


def test_built_in_lists_have_names_of_their_own_and_read_back() -> None:
    found = built_in()
    assert len({relation.name for relation in found}) == len({relation.title for relation in found}) == len(found)
    for relation in found:
        assert 4 <= len(relation.pairs) == len(set(relation.pairs)) <= MOST_PAIRS
        assert all(a != b for a, b in relation.pairs)
        assert parse("\n".join(f"{a} {b}" for a, b in relation.pairs)) == (relation.pairs, ())
