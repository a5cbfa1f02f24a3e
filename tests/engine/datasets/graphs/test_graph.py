"""Graphs: how they are cleaned, what the built-in ones hold, and real files."""

import numpy as np
import pytest

from engine.datasets.graphs.builder import Edges
from engine.datasets.graphs.generated import CLASSICS, SHAPES
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, DownloadedGraph, GeneratedGraph
from engine.errors import InputError
from engine.report import Silent
from tests.conftest import real_data


def graph_of(pairs: list[tuple[int, int]], weights: list[float] | None = None, **more: object) -> Graph:
    """A graph of numbered nodes."""
    ends = np.array(pairs)
    names = [f"n{row}" for row in range(int(ends.max()) + 1)]
    return Graph.from_found(Edges(names, ends[:, 0], ends[:, 1], np.array(weights or [1.0] * len(pairs)), **more))  # type: ignore[arg-type]


PATH = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]


def test_undirected_rows_are_symmetric_sorted_and_by_falling_degree() -> None:
    graph = graph_of([*PATH, (1, 4), (1, 5)])
    dense = np.zeros((6, 6))
    dense[graph.sources, graph.targets] = graph.weights
    assert np.array_equal(dense, dense.T)
    assert graph.nodes[0] == "n1" and list(graph.degrees) == sorted(graph.degrees, reverse=True)
    assert graph.n_edges == 7
    assert all(np.all(np.diff(graph.neighbors(row)) > 0) for row in range(6))


def test_duplicates_add_up_in_both_directions_and_loops_go() -> None:
    graph = graph_of([*PATH, (1, 0), (0, 1), (3, 3)], [1, 1, 1, 1, 1, 2, 0.5, 9])
    a, b = graph.index["n0"], graph.index["n1"]
    assert graph.weights[graph.offsets[a]] == pytest.approx(3.5) and graph.neighbors(a).tolist() == [b]
    assert any("Self loops left out: 1" in note for note in graph.notes)
    assert any("Duplicate edges merged, their weights added up: 2" in note for note in graph.notes)


def test_directed_keeps_direction_and_counts_neighbors_of_both() -> None:
    graph = graph_of(PATH, directed=True)
    assert graph.has_edge(graph.index["n0"], graph.index["n1"])
    assert not graph.has_edge(graph.index["n1"], graph.index["n0"])
    assert graph.degrees[graph.index["n2"]] == 2
    assert graph.undirected().n_edges == 5


def test_zero_weights_are_dropped_and_negative_ones_refused() -> None:
    assert graph_of([*PATH, (0, 5)], [1, 1, 1, 1, 1, 0]).n_edges == 5
    with pytest.raises(InputError, match="random walks need weights > 0") as refused:
        graph_of(PATH, [1, 1, -1.73, 1, 1])
    assert refused.value.code == "E-GRF-61"


@pytest.mark.parametrize("pairs", [[(0, 1)], [(0, 1), (1, 2), (2, 0)], [(0, 0), (1, 1)]])
def test_too_little_is_refused(pairs: list[tuple[int, int]]) -> None:
    with pytest.raises(InputError, match="at least 5 nodes and 4 edges") as refused:
        graph_of(pairs)
    assert refused.value.code == "E-GRF-64"


def test_parts_are_found_and_said() -> None:
    graph = graph_of([*PATH, (6, 7), (7, 8), (9, 10)])
    assert graph.n_parts == 3
    assert np.bincount(graph.parts).tolist() == [6, 3, 2]
    assert any("3 parts; positions between parts mean nothing" in note for note in graph.notes)


def test_parts_of_a_long_path_in_random_order() -> None:
    order = np.random.default_rng(0).permutation(3000)
    graph = graph_of(list(zip(order[:-1].tolist(), order[1:].tolist(), strict=True)))
    assert graph.n_parts == 1


def test_pack_and_unpack_keep_everything() -> None:
    graph = ClassicGraph("davis").load(Silent())
    again = Graph.unpack(*graph.pack())
    for name in ("offsets", "targets", "weights", "sides"):
        assert np.array_equal(getattr(again, name), getattr(graph, name))
    assert (again.nodes, again.attributes, again.label_column, again.side_names, again.notes) == (
        graph.nodes, graph.attributes, "kind", ("woman", "event"), graph.notes,
    )  # fmt: skip


def test_long_names_are_cut_and_stay_different() -> None:
    names = ["x" * 10_000 + str(row) for row in range(6)]
    ends = np.array(PATH)
    graph = Graph.from_found(Edges(names, ends[:, 0], ends[:, 1], np.ones(5)))
    assert len(set(graph.nodes)) == 6 and max(map(len, graph.nodes)) <= 200


@pytest.mark.parametrize(
    ("name", "n_nodes", "n_edges"), [("karate", 34, 78), ("lesmis", 77, 254), ("davis", 32, 89), ("florentine", 15, 20)]
)
def test_classics_have_their_published_sizes(name: str, n_nodes: int, n_edges: int) -> None:
    graph = ClassicGraph(name).load(Silent())
    assert (graph.n_nodes, graph.n_edges) == (n_nodes, n_edges)
    assert name in CLASSICS


def test_karate_has_two_clubs_of_seventeen_and_valjean_most_meetings() -> None:
    karate = ClassicGraph("karate").load(Silent())
    assert sorted(map(karate.attributes["club"].count, ("Mr. Hi", "Officer"))) == [17, 17]
    lesmis = ClassicGraph("lesmis").load(Silent())
    assert lesmis.nodes[0] == "Valjean" and lesmis.weights.max() == 31


@pytest.mark.parametrize("shape", SHAPES)
def test_generated_graphs_are_connected_and_labeled(shape: str) -> None:
    graph = GeneratedGraph(shape, n_nodes=60).load(Silent())
    assert graph.n_parts == 1
    assert len(set(graph.attributes[graph.label_column])) >= 2


def test_shapes_have_their_number_of_edges() -> None:
    assert GeneratedGraph("ring", n_nodes=30).load(Silent()).n_edges == 30
    assert GeneratedGraph("cliques", n_nodes=20).load(Silent()).n_edges == 2 * 45 + 1
    assert GeneratedGraph("barbell", n_nodes=30).load(Silent()).n_edges == 2 * 45 + 11
    assert GeneratedGraph("grid", n_nodes=100).load(Silent()).n_edges == 180


def test_block_model_joins_as_often_as_asked() -> None:
    graph = GeneratedGraph("blocks", n_nodes=400, n_blocks=2, inside=0.2, between=0.05).load(Silent())
    labels = np.array(graph.attributes["group"])
    source, target, _ = graph.edges()
    inside = int((labels[source] == labels[target]).sum())
    pairs = 2 * 200 * 199 / 2
    assert abs(inside - 0.2 * pairs) < 4 * (0.2 * 0.8 * pairs) ** 0.5
    assert abs(len(source) - inside - 0.05 * 200 * 200) < 4 * (0.05 * 0.95 * 200 * 200) ** 0.5


@pytest.mark.parametrize(
    ("entry", "file", "n_nodes", "n_edges", "n_labels"),
    [
        ("cora", "cora.npz", 2708, 5278, 7),
        ("email_eu_core", "email-Eu-core.txt", 986, 16064, 42),
        ("airports_usa", "usa-airports.edgelist", 1190, 13599, 4),
        ("blogcatalog", "bc_adjlist.txt", 10312, 333983, 39),
    ],
)
def test_known_graphs_are_read_whole(entry: str, file: str, n_nodes: int, n_edges: int, n_labels: int) -> None:
    real_data(file)
    graph = DownloadedGraph(entry).load(Silent())
    assert (graph.n_nodes, graph.n_edges) == (n_nodes, n_edges) and not graph.is_weighted
    values = {part for label in graph.attributes[graph.label_column] for part in label.split(" | ")}
    assert len(values) == n_labels
