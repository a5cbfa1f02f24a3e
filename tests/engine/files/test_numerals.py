"""Numbers as people write them: what a comma, a point or a blank means is told by all numbers of a column."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.files.numerals import has_decimal_commas, look_like_numbers, no_number, numbers

NAN = float("nan")


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["731,960", "12", "1,000"], [731_960, 12, 1_000]),
        (["731,960", "5234", "6000"], [731_960, 5_234, 6_000]),
        (["1,234.5", "7"], [1_234.5, 7]),
        (["12,34,567", "1,00,000"], [1_234_567, 100_000]),
        (["1,234", "57.5"], [1_234, 57.5]),
        (["3,5", "4", ",5"], [3.5, 4, 0.5]),
        (["1,234", "0,125"], [1.234, 0.125]),
        (["1,234", "52345", "60001"], [1.234, 52_345, 60_001]),
        (["1.234,56", "7", "314.903"], [1_234.56, 7, 314_903]),
        (["1.234.567", "314.903"], [1_234_567, 314_903]),
        (["314.903", "12"], [314.903, 12]),
        (["3,5", "2.5"], [3.5, 2.5]),
        (["1 234,5", "2\u00a0000", "3\u202f000"], [1_234.5, 2_000, 3_000]),
        (["1'234.5", "2’000"], [1_234.5, 2_000]),
        (["−5", "４", "٣٫٥"], [-5, 4, 3.5]),
        (["1e5", "-2.5E-3", "+3", ".5", "5."], [1e5, -2.5e-3, 3, 0.5, 5]),
        (["1_000", "1,2,3", "192.168.0.1", "$5", "", "nan", "030 123 456", "a"], [NAN] * 8),
        (["1e39", "-1e39", "inf", "1e400", "2"], [NAN, NAN, NAN, NAN, 2]),
    ],
)
def test_columns(texts: list[str], values: list[float]) -> None:
    np.testing.assert_allclose(numbers(texts, notes=[]), values, rtol=1e-12)


def test_the_rest_of_a_table_tells_what_one_column_does_not() -> None:
    assert has_decimal_commas([["731,960", "1,500"], ["52,5", "3"]])
    assert not has_decimal_commas([["731,960"], ["57.5"]]) and not has_decimal_commas([["3,5"], ["2,5", "2.5"]])
    assert numbers(["731,960", "1.500"], notes=[], decimal_comma=True).tolist() == [731.96, 1_500]
    assert numbers(["1.500", "7"], notes=[], decimal_comma=True).tolist() == [1_500, 7]


def test_each_kind_is_told_once_with_an_example() -> None:
    notes: list[str] = []
    for _ in range(2):
        numbers(["1.234,5", "2"], notes=notes)
        numbers(["1e39", "2e39"], notes=notes)
    assert notes == [
        "Numbers with a decimal comma were read as such: “1.234,5” is 1234.5.",
        "Points between thousands were left out of numbers: “1.234,5” is 1234.5.",
        "Numbers beyond 1e+30 were taken as missing: “1e39”, for one.",
    ]
    plain: list[str] = []
    numbers(["1", "2.5", "", "x", "-1e3"], notes=plain)
    assert plain == []


def test_why_a_column_is_no_number() -> None:
    assert no_number(["1", "2,5", "1.234,5", "$5", "x"]) == "$5"
    assert no_number(["1e39"]) == "1e39"
    assert no_number(["1", ""]) == ""
    assert look_like_numbers(["$5", "7 %", "EUR 3.50", "1_000"])
    assert not look_like_numbers(["2020-01-01", "C0", "7a", ""])


@given(
    st.lists(st.integers(-(10**12), 10**12), min_size=3, max_size=30),
    st.integers(0, 4),
    st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("\u202f", ","), ("", ","), ("", ".")]),
)
def test_what_was_written_is_read(units: list[int], places: int, signs: tuple[str, str]) -> None:
    """Fixed numbers of decimals, with at least one number that can be read in one way only."""
    group, decimal = signs
    values = [unit / 10**places for unit in [*units, 1_234_567 * 10**places, 125]]
    written = [f"{value:,.{places}f}" for value in values]
    texts = [text.replace(",", "#").replace(".", decimal).replace("#", group) for text in written]
    np.testing.assert_allclose(numbers(texts, notes=[]), [float(text.replace(",", "")) for text in written])
