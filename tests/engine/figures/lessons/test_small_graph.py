"""A small graph as a picture: edges, a loop away from them, and a step as wide as it is likely."""

import numpy as np
from numpy.testing import assert_allclose

from engine.figures.lessons.small_graph import LOOP, WIDEST, network

PLACES = np.array([[0.0, 0], [1, 0], [1, 1]])
EDGES = [(0, 0), (0, 1), (1, 2)]


def test_each_edge_is_a_line_between_its_nodes() -> None:
    *lines, units = network(PLACES, ["a", "<b>", "c"], EDGES).data
    assert len(lines) == 3 and units.text == ("a", "&lt;b&gt;", "c")
    assert_allclose([lines[1].x, lines[1].y], [[0, 1], [0, 0]])


def test_a_loop_begins_at_its_node_and_turns_away_from_its_edges() -> None:
    loop = network(PLACES, "abc", EDGES).data[0]
    points = np.column_stack([loop.x, loop.y])
    assert np.linalg.norm(points, axis=1).min() < 0.1 and np.linalg.norm(points, axis=1).max() <= 2 * LOOP + 1e-9
    assert points.mean(axis=0)[0] < -LOOP / 2  # the edge leads to the right


def test_a_walk_and_its_chances() -> None:
    drawn = network(PLACES, "abc", EDGES, [0, 0, 1], [(1, 2, 0.5), (1, 0, 0.01)]).data
    widths = [line.line.width for line in drawn[:-1]]
    assert widths == [1, 1, 1, 3, 3, 0.5 * WIDEST, 1]
    colors = drawn[-1].marker.color
    assert colors[1] != colors[0] == colors[2]  # where the walk is
