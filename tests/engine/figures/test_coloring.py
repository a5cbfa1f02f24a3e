"""A value has one color: in every part of the data, in every table of a run, in the map and in an exported page."""

import tomllib

import numpy as np
import pytest

from engine.figures.coloring import Categories, Ramp, color_by, coloring
from engine.figures.colors import OKABE_ITO, OTHER, TEN, TEXT, VIRIDIS, categorical, on_white, white_part
from engine.figures.points import points
from tests import ROOT

GENRES = np.array(["War", "Crime", "Drama", "War", "Animation", "Drama"])


def codes_of(colors: Categories | Ramp) -> list[int]:
    """The codes of classes."""
    assert isinstance(colors, Categories)
    return list(colors.codes.tolist())


def test_a_class_keeps_its_color_in_a_part_of_the_items() -> None:
    genres = coloring("genre", [GENRES])
    assert codes_of(genres.of(GENRES))[:2] == codes_of(genres.of(GENRES[:2])) == [3, 1]
    assert codes_of(color_by("genre", GENRES[:2])) == [1, 0]  # decided from the part alone they would be others


def test_tables_of_one_run_share_their_colors_whatever_their_types() -> None:
    own, other = np.array([3, 1, 1]), np.array(["2", "3"])
    clusters = coloring("cluster", [own, other])
    assert clusters.classes == ("1", "2", "3")
    assert codes_of(clusters.of(own)) == [2, 0, 0] and codes_of(clusters.of(other)) == [1, 2]


def test_a_number_keeps_its_place_on_the_ramp_in_a_part_of_the_items() -> None:
    counts = np.arange(1, 5000)
    ramp = coloring("count", [counts]).of(counts[:20])
    assert isinstance(ramp, Ramp) and ramp.ends == (1, 4999) and ramp.log and len(ramp.values) == 20


def test_a_class_that_was_not_there_counts_as_none() -> None:
    assert codes_of(coloring("genre", [GENRES]).of(np.array(["Drama", "new"]))) == [2, -1]


def test_an_exported_page_has_the_colors_of_the_map_and_the_order_of_its_legend() -> None:
    genres = coloring("genre", [GENRES, np.array(["Zombie"])])
    figure = points(np.zeros((len(GENRES), 2)), [""] * len(GENRES), genres.of(GENRES))
    palette = dict(zip(genres.classes, categorical(5), strict=True))
    expected = {name: palette[name] for name in ("Animation", "Crime", "Drama", "War")}
    assert {trace.name: trace.marker.color for trace in figure.data} == expected
    assert [trace.name for trace in figure.data] == list(expected)


def test_items_without_a_class_are_gray_in_an_exported_page() -> None:
    figure = points(np.zeros((2, 3)), ["a", "b"], coloring("genre", [GENRES]).of(np.array(["new", "War"])))
    assert figure.data[-1].name == "other" and figure.data[-1].marker.color == OTHER


def test_on_white_colors_are_those_that_the_map_draws_there() -> None:
    # As `legible` and `Paint.palette` of assets/map give them for the same text; the same numbers are in its tests.
    assert [on_white(color) for color in OKABE_ITO] == [*OKABE_ITO[:6], "#C6BE3E", OKABE_ITO[7]]
    assert [on_white(color) for color in TEN] == [*TEN[:4], "#86C8CC", *TEN[5:]]
    ramp = white_part(VIRIDIS)
    assert (ramp[0], ramp[20], ramp[63], len(ramp)) == ("#440154", "#355D8C", "#CFE129", 64)


def test_the_text_is_that_of_the_light_theme() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert config["theme"]["light"]["textColor"] == TEXT


def test_numbers_are_a_ramp_unless_they_are_to_be_classes_and_two_of_them_have_nothing_between() -> None:
    numbers = np.array([3, 1, 2, 1])
    assert isinstance(color_by("digit", numbers), Ramp)
    digits = coloring("digit", [numbers], as_classes=True).of(numbers)
    assert isinstance(digits, Categories) and digits.names == ["1", "2", "3"] and digits.codes.tolist() == [2, 0, 1, 0]
    assert isinstance(color_by("side", np.array([0, 1, 1])), Categories)
    assert isinstance(color_by("year", np.linspace(1900, 2000, 50)), Ramp)


def test_what_says_that_it_is_no_class_is_gray_and_not_listed() -> None:
    colors = color_by("library", np.array(["numpy", "", "everywhere", "scipy"]))
    assert isinstance(colors, Categories) and colors.names == ["numpy", "scipy"]
    assert colors.codes.tolist() == [0, -1, -1, 1]


def test_values_that_are_colors_are_their_own() -> None:
    colors = color_by("paint", np.array(["#ff0000", "#00FF00", "#ff0000"]))
    assert isinstance(colors, Categories)
    assert [colors.palette[code] for code in colors.codes] == ["#FF0000", "#00FF00", "#FF0000"]
    mixed = color_by("paint", np.array(["#ff0000", "blue"]))
    assert isinstance(mixed, Categories) and not mixed.palette


def test_numbers_of_both_signs_get_a_ramp_of_two_hues_centered_on_zero() -> None:
    ramp = color_by("loading", np.array([-1.0, 0.5, 3.0, 2.0]))
    assert isinstance(ramp, Ramp) and ramp.diverging and ramp.ends == (-3, 3)
    ramp = color_by("loading", np.array([0.0, 0.5, 3.0]))
    assert isinstance(ramp, Ramp) and not ramp.diverging and ramp.ends == (0, 3)


def test_a_few_strays_do_not_squeeze_a_ramp() -> None:
    ramp = color_by("score", np.append(np.linspace(0, 1, 1_000), [50.0]))
    assert isinstance(ramp, Ramp) and ramp.ends is not None and ramp.ends[1] < 1.01
    even = color_by("score", np.linspace(0, 1, 1_000))
    assert isinstance(even, Ramp) and even.ends == (0, 1)


def test_a_year_of_zero_is_unknown() -> None:
    ramp = color_by("year", np.array([0, 1990, 1991, 1992]))
    assert isinstance(ramp, Ramp) and np.isnan(ramp.values[0]) and ramp.ends == (1990, 1992)


def test_many_classes_come_largest_first_and_the_overflow_is_none() -> None:
    column = np.array([f"c{i}" for i in range(300)] + ["big"] * 5)
    colors = color_by("community", column)
    assert colors.names[0] == "big" and len(colors.names) == 254
    assert (colors.codes == -1).sum() == 301 - 254
    assert all(colors.names[code] == name for code, name in zip(colors.codes, column, strict=True) if code >= 0)


@pytest.mark.parametrize(
    ("values", "log"), [(np.arange(1, 5000), True), (np.arange(50, 90), False), (np.arange(500), False)]
)
def test_counts_over_many_sizes_get_a_logarithmic_ramp(values: np.ndarray, log: bool) -> None:
    assert color_by("count", values).log is log
