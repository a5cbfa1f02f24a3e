"""Names of points: each takes a free place where there is one."""

import numpy as np
import pytest

from engine.figures.label_places import PLACES, _boxes, _pixels, _shared, label_places, readable_places


def covered(places: np.ndarray, names: list[str], chosen: list[str]) -> float:
    """Pixels that names share."""
    size = 620.0, 340.0
    spots = _pixels(places, size, False)
    boxes = [
        list(_boxes(spot, len(name)))[[*PLACES].index(at)] for spot, name, at in zip(spots, names, chosen, strict=True)
    ]
    return sum(float(_shared(np.array([box]), np.array(boxes[:row])).sum()) for row, box in enumerate(boxes) if row)


def test_points_far_from_each_other_have_their_names_above() -> None:
    corners = np.array([[0.0, 0], [1, 0], [0, 1], [1, 1], [0.5, 0.5]])
    assert label_places(corners, ["a", "b", "c", "d", "e"]) == ["top center"] * 5


def test_close_points_take_different_sides() -> None:
    places = np.array([[0.0, 0], [10, 10], [5.0, 5.0], [5.1, 5.0]])
    first, second = label_places(places, ["a", "b", "elephant", "antelope"])[2:]
    assert first != second
    assert covered(places[2:], ["elephant", "antelope"], [first, second]) == 0


def test_fewer_pixels_are_shared_than_with_all_names_above() -> None:
    generator = np.random.default_rng(0)
    places = generator.normal(size=(24, 2))
    names = ["word" * int(n) for n in generator.integers(1, 4, 24)]
    usual = covered(places, names, ["top center"] * 24)
    assert usual > 0 and covered(places, names, label_places(places, names)) < 0.3 * usual


def test_a_name_does_not_leave_the_chart() -> None:
    places = np.array([[0.0, 0], [1, 1], [0.02, 0.5]])
    at = label_places(places, ["a", "b", "a very long name at the edge"])[2]
    assert "right" in at


@pytest.mark.parametrize("even", [False, True])
def test_one_point_and_none(even: bool) -> None:
    assert label_places(np.empty((0, 2)), [], even=even) == []
    assert label_places(np.ones((1, 2)), ["one"], even=even) == ["top center"]
    assert len(label_places(np.ones((9, 2)), ["same"] * 9, even=even)) == 9


def test_names_keep_off_the_lines_between_their_points_and_off_each_other() -> None:
    level = np.array([[[0.0, 0], [10, 0]], [[0.0, 5], [10, 5]]])
    for place, shown in readable_places(level, ["left", "right", "left", "right"]):
        assert shown and not place.startswith("middle")
    same = np.tile([[0.0, 0], [1, 0]], (5, 1, 1))
    found = readable_places(same, ["a rather long name"] * 10)
    shown = [row for row, (_, is_shown) in enumerate(found) if is_shown]
    assert len(found) == 10 and 2 <= len(shown) < 10 and shown[0] == 0
    assert readable_places(np.empty((0, 2, 2)), []) == []
