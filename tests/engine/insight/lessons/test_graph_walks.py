"""Walks on a small graph: by hand, by theory, and beside endless ones."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.walks.transitions import cooccurrence, transition
from engine.errors import InputError
from engine.insight.lessons.graph_walks import (
    EDGES,
    LECTURE,
    PRINTED,
    as_matrix,
    chance_of,
    degrees,
    drawing,
    drawn,
    fall,
    graph_of,
    loop_or_first,
    printed_by_window,
    sentences,
    walks_of,
)

GRAPH = graph_of(EDGES)
WALKS = walks_of(GRAPH, LECTURE)


def test_the_graph_has_eight_nodes_and_a_loop_that_counts_once() -> None:
    assert GRAPH.names == tuple("12345678") and (3, 3) in GRAPH.edges
    assert GRAPH.neighbors(3) == [2, 3, 4, 5] and degrees(GRAPH)[3] == 4
    assert loop_or_first(GRAPH) == (3, 3) and chance_of(GRAPH, 3, 3) == 0.25
    assert degrees(GRAPH).sum() == 2 * len(GRAPH.edges) - 1


def test_names_are_sorted_as_numbers_or_kept_as_they_come() -> None:
    assert graph_of("10 9\n9 2\n2 1\n1 3").names == ("1", "2", "3", "9", "10")
    assert graph_of("b a\na c, \nc-d\nd e").names == ("b", "a", "c", "d", "e")
    assert graph_of("a b\nb a\nb c\nc d\nd e").edges == ((0, 1), (1, 2), (2, 3), (3, 4))


@pytest.mark.parametrize("text", ["1 2 3\n", "1 2\n3", "1 2\n2 3", "", "\n".join(f"{i} {i + 1}" for i in range(20))])
def test_what_is_no_small_graph(text: str) -> None:
    with pytest.raises(InputError):
        graph_of(text)


def test_every_step_of_the_lectures_walks_is_an_edge() -> None:
    assert WALKS is not None and WALKS.shape == (4, 9)
    assert tuple(sentences(GRAPH, WALKS)) == LECTURE
    assert walks_of(graph_of(EDGES.replace("4 4\n", "")), LECTURE) is None
    assert walks_of(graph_of("a b\nb c\nc d\nd e"), LECTURE) is None


def test_the_printed_counts_follow_from_no_window() -> None:
    assert WALKS is not None
    found = printed_by_window(GRAPH, WALKS)
    assert_array_equal(found[3], cooccurrence(WALKS, 8, 4)[[0, 0, 1], [1, 7, 7]])
    assert not (found == list(PRINTED.values())).all(axis=1).any()
    assert_array_equal(found[:4, 0], 3)  # 2-1, 1-2 in the first walk and 1-2 in the last: one step apart
    assert not (found[:, 0] == PRINTED["1", "2"]).any() and not (found[:, 1] == PRINTED["1", "8"]).any()


def test_drawn_walks_go_along_edges_and_by_chance_as_the_formula_says() -> None:
    walks = drawn(GRAPH, 3_000, 3, 4.0, 0.5, 0)
    assert walks_of(GRAPH, sentences(GRAPH, walks[:50])) is not None
    assert_array_equal(walks, drawn(GRAPH, 3_000, 3, 4.0, 0.5, 0))
    came = walks[(walks[:, 0] == 2) & (walks[:, 1] == 3), 2]
    expected = transition(GRAPH.csr, 2, 3, 4.0, 0.5)
    assert_allclose(expected.factors, [0.25, 1, 1, 2])  # back to 3; the loop and 5 are near 3; 6 is away
    shares = np.bincount(came, minlength=8)[expected.rows] / len(came)
    assert_allclose(shares, expected.probabilities, atol=0.05)


def test_many_walks_count_what_the_matrix_says() -> None:
    many = as_matrix(GRAPH, 20_000, 40, 3, 0)
    assert many.apart < 0.01 and many.ended < 0.01 < as_matrix(GRAPH, 10, 9, 3, 0).ended
    assert_allclose(many.counted, many.exact, atol=0.1)
    assert fall(GRAPH, 40, 9, 4) == pytest.approx(0.5, abs=0.07)


def test_netmf_by_hand() -> None:
    """Window 1: vol / (d_i d_j) of an edge."""
    found = as_matrix(GRAPH, 10, 5, 1, 0)
    degree = degrees(GRAPH)
    assert found.exact[0, 1] == pytest.approx(np.log(degree.sum() / (degree[0] * degree[1])))
    assert found.exact[0, 7] == 0


def test_a_drawing_keeps_neighbors_near_and_parts_beside_each_other() -> None:
    places = drawing(GRAPH)
    near = np.linalg.norm(places[6] - places[7])
    assert near < 1.5 < np.linalg.norm(places[1] - places[7])
    apart = drawing(graph_of("1 2\n2 3\n4 5\n5 6"))
    assert np.isfinite(apart).all() and np.linalg.norm(apart[0] - apart[5]) > 1
