"""Small pictures of maps: points where they are, in their colors, and the same bytes every time."""

import numpy as np

from engine.figures.coloring import Categories
from engine.figures.thumbnail import HEIGHT, WIDTH, colors_of, thumbnail

RED, BLUE = "#FF0000", "#0000FF"


def test_two_far_groups_are_two_spots_of_their_colors() -> None:
    generator = np.random.default_rng(0)
    places = np.concatenate([generator.normal(size=(500, 2)) - 20, generator.normal(size=(500, 2)) + 20])
    drawn = thumbnail(places, Categories(np.repeat([0, 1], 500), ["a", "b"], palette=[RED, BLUE]))
    assert drawn.shape == (HEIGHT, WIDTH, 4) and drawn.dtype == np.uint8
    red, blue = ((drawn[..., channel] > 200) & (drawn[..., 3] > 0) for channel in (0, 2))
    assert not (red & blue).any() and red.sum() > 20 and blue.sum() > 20
    assert np.argwhere(red)[:, 0].min() > HEIGHT / 2 > np.argwhere(blue)[:, 0].max()  # the second axis points up
    assert np.argwhere(red)[:, 1].max() < WIDTH / 2 < np.argwhere(blue)[:, 1].min()
    assert drawn[HEIGHT // 2, WIDTH // 2, 3] == 0
    assert thumbnail(places, None).tobytes() == thumbnail(places.copy(), None).tobytes()


def test_a_stray_does_not_shrink_the_rest_and_few_points_are_large() -> None:
    places = np.random.default_rng(1).uniform(size=(2_000, 2))
    places[0] = 1e6
    assert (thumbnail(places)[..., 3] > 0).mean() > 0.1
    assert (thumbnail(np.array([[0.0, 0], [1, 1], [2, 0]]))[..., 3] > 0).sum() == 3 * 16


def test_one_place_and_no_class_are_drawn() -> None:
    same = thumbnail(np.zeros((5, 2)), Categories(np.full(5, -1), ["a"]))
    row, column = np.argwhere(same[..., 3] > 0).mean(axis=0)
    assert abs(row - HEIGHT / 2) < 2 and abs(column - WIDTH / 2) < 2
    assert same[..., 0].max() == 0xC0


def test_the_first_column_of_a_few_classes_gives_the_colors() -> None:
    many, few = np.arange(100), np.arange(100) % 3
    found = colors_of({"count": many, "digit": few, "other": few})
    assert found is not None and found.title == "digit" and list(found.names) == ["0", "1", "2"]
    assert colors_of({"count": many}) is None and colors_of({}) is None
