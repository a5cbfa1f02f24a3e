"""Edge lists of unknown make: the graph rows of the robustness table, and what is understood of each file."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from engine.datasets.graphs import reader
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.layout import EdgeLayout
from engine.errors import Cancelled, InputError
from engine.report import Silent
from tests.conftest import real_data

EDGES = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "a"), ("a", "c")]


def read(tmp_path: Path, content: str | bytes, table: str | None = None, **layout: object) -> Graph:
    path, nodes = tmp_path / "edges", tmp_path / "nodes"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if table is not None:
        nodes.write_text(table)
    return reader.read(path, EdgeLayout(**layout), nodes if table is not None else None, Silent())  # type: ignore[arg-type]


def lines(delimiter: str, *more: str, edges: list[tuple[str, str]] = EDGES) -> str:
    return "\n".join(delimiter.join([*edge, *more]) for edge in edges) + "\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " ", "   "])
@pytest.mark.parametrize("header", ["", "source,target"])
def test_any_delimiter_with_and_without_header(tmp_path: Path, delimiter: str, header: str) -> None:
    """Rows 56 and 57."""
    text = (header.replace(",", delimiter) + "\n" if header else "") + lines(delimiter)
    graph = read(tmp_path, text)
    assert set(graph.nodes) == set("abcde")
    assert graph.n_edges == 6
    assert graph.details["header"] == ("source, target" if header else "none")


def test_header_can_be_undone_and_set(tmp_path: Path) -> None:
    text = "source,target\n" + lines(",")
    assert "source" in read(tmp_path, text, header="no").nodes
    assert read(tmp_path, lines(","), header="yes").n_edges == 5


def test_numbers_under_words_mean_a_header(tmp_path: Path) -> None:
    numbered = [(str(ord(a)), str(ord(b))) for a, b in EDGES]
    graph = read(tmp_path, "paper;cites\n" + lines(";", edges=numbered))
    assert graph.details["header"] == "paper, cites" and graph.n_nodes == 5


def test_comments_are_left_out_and_counted(tmp_path: Path) -> None:
    graph = read(tmp_path, "# Directed graph\n# FromNodeId ToNodeId\n% konect\n" + lines("\t"))
    assert graph.n_nodes == 5
    assert any("Comment lines left out: 3" in note for note in graph.notes)


def test_one_column_is_refused(tmp_path: Path) -> None:
    """Row 58."""
    with pytest.raises(InputError, match="one field only") as refused:
        read(tmp_path, "alpha\nbeta\ngamma\ndelta\nepsilon\n")
    assert refused.value.code == "E-GRF-58"


def test_odd_rows_are_named(tmp_path: Path) -> None:
    """Row 58: a few are left out with a note, many are refused with their lines."""
    many = "".join(f"{row},{row + 1}\n" for row in range(400))
    graph = read(tmp_path, many + "7,8,9\n")
    assert any("do not have 2 fields: 1" in note for note in graph.notes)
    with pytest.raises(InputError, match="first in lines 7, 8") as refused:
        read(tmp_path, lines(",") + "1,2,3\n4,5,6,7\n")
    assert refused.value.code == "E-CSV-40"


def test_third_column_is_the_weight(tmp_path: Path) -> None:
    """Row 59."""
    assert read(tmp_path, lines(",", "0.5")).weights.tolist() == [0.5] * 12
    assert read(tmp_path, lines(",", "0.5"), weighting="ones").weights.tolist() == [1.0] * 12


@pytest.mark.parametrize("bad", ["nan", "inf", "-inf", "often", "", "1e39", "1_000", "{'w':((((" + "(" * 500])
def test_a_weight_that_is_no_number_drops_its_row(tmp_path: Path, bad: str) -> None:
    """Rows 60 and 67."""
    graph = read(tmp_path, lines(",", "2") + f"a,e,{bad}\nb,e,{bad}\n")
    assert graph.n_edges == 6 and graph.weights.max() == 2
    assert any("not a finite number: 2 (first in lines 7, 8)" in note for note in graph.notes)


@pytest.mark.parametrize("bad", ["nan", "often", "x"])
def test_a_column_without_numbers_is_no_weight(tmp_path: Path, bad: str) -> None:
    graph = read(tmp_path, lines(",", bad))
    assert graph.n_edges == 6 and not graph.is_weighted and graph.details["weights"] == "none"
    assert any("not used: column 3" in note for note in graph.notes)


def test_a_column_of_weights_of_which_none_can_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="None of the 6 rows has a number in “column 3”") as refused:
        read(tmp_path, lines(",", "1e39"))
    assert refused.value.code == "E-GRF-60"
    with pytest.raises(InputError, match="None of the 6 rows"):
        read(tmp_path, lines(",", "often"), weight_column="column 3")


def test_negative_weights_are_refused_and_absolute_values_offered(tmp_path: Path) -> None:
    """Row 61."""
    text = lines(",", "1") + "b,d,-3\nb,e,0\n"
    with pytest.raises(InputError, match="Absolute values"):
        read(tmp_path, text)
    graph = read(tmp_path, text, weighting="absolute")
    assert graph.n_edges == 7 and graph.weights.max() == 3


def test_loops_and_duplicates_are_counted(tmp_path: Path) -> None:
    """Row 62."""
    graph = read(tmp_path, lines(" ") + "b a\na b\na a\n")
    assert graph.n_edges == 6 and graph.weights.max() == 3
    assert any("Self loops left out: 1" in note for note in graph.notes)
    assert any("added up: 2" in note for note in graph.notes)


def test_all_edges_weigh_1_however_often_they_are_listed(tmp_path: Path) -> None:
    for directed in (False, True):
        graph = read(tmp_path, lines(" ") + "b a\na b\n", weighting="ones", directed=directed)
        assert set(graph.weights.tolist()) == {1.0} and not graph.is_weighted
    assert any("Duplicate edges merged: 1" in note for note in graph.notes)


def test_a_list_with_each_edge_both_ways_is_not_weighted(tmp_path: Path) -> None:
    both = EDGES + [(b, a) for a, b in EDGES]
    graph = read(tmp_path, lines(" ", edges=both))
    assert graph.n_edges == 6 and not graph.is_weighted
    assert read(tmp_path, lines(" ", edges=[*both, ("a", "b")])).is_weighted


def test_parts_and_isolated_nodes(tmp_path: Path) -> None:
    """Row 63."""
    graph = read(tmp_path, lines(" ") + "x y\nz z\n")
    assert graph.n_parts == 2 and "z" not in graph.nodes
    assert any("Nodes without an edge left out: 1" in note for note in graph.notes)


@pytest.mark.parametrize("text", ["a b\n", "a a\nb b\nc c\n", "a,b\nb,c\n"])
def test_too_small_is_refused(tmp_path: Path, text: str) -> None:
    """Row 64."""
    with pytest.raises(InputError, match="at least 5 nodes and 4 edges"):
        read(tmp_path, text)


def test_more_than_the_cap_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 65: a hub of any degree is fine, the number of edges is what is limited."""
    from engine import limits

    star = "".join(f"hub,leaf{row}\n" for row in range(5_000))
    assert read(tmp_path, star).degrees[0] == 5_000
    monkeypatch.setattr(limits, "EDGES", 4_000)
    with pytest.raises(InputError, match="at most 200,000 nodes and 4,000 edges"):
        read(tmp_path, star)


def test_names_of_any_kind(tmp_path: Path) -> None:
    """Row 66."""
    odd = ["<b>bold</b>", "=1+1", "\u202eevil", "x" * 10_000, "x" * 10_001]
    graph = read(tmp_path, "\n".join(f"{name}\thub" for name in odd) + "\n")
    assert "<b>bold</b>" in graph.nodes and "=1+1" in graph.nodes and "evil" in graph.nodes
    assert max(map(len, graph.nodes)) <= 200 and graph.n_nodes == 6


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol "lol">]>\n<graphml>&lol;</graphml>\n', "E-GRF-92"),
        ("<gexf>\n</gexf>\n", "E-GRF-91"),
        ('Creator "somebody"\ngraph [\n  node [ id 0 ]\n]\n', "E-GRF-91"),
        ("*Vertices 3\n1 a\n", "E-GRF-91"),
        ("digraph G {\n a -> b;\n}\n", "E-GRF-68"),
        ("dl n=4 format=edgelist1\n1 2\n2 3\n", "E-GRF-68"),
        ('{"nodes": []}\n', "E-GRF-91"),
        ("<svg><path/></svg>", "E-GRF-93"),
        ('<?xml version="1.0"?><kml><a/></kml>', "E-GRF-93"),
    ],
)
def test_other_formats_are_refused_by_name(tmp_path: Path, content: str, code: str) -> None:
    """Row 68."""
    with pytest.raises(InputError) as refused:
        read(tmp_path, content)
    assert refused.value.code == code


def test_directed_is_asked_and_the_default_said(tmp_path: Path) -> None:
    """Row 69."""
    assert any("Read as undirected" in note for note in read(tmp_path, lines(",")).notes)
    graph = read(tmp_path, lines(","), directed=True)
    assert graph.directed and any("Read as directed" in note for note in graph.notes)
    assert graph.has_edge(graph.index["a"], graph.index["b"]) and not graph.has_edge(graph.index["b"], graph.index["a"])


def test_columns_that_share_no_name_are_two_kinds_of_nodes(tmp_path: Path) -> None:
    pairs = [(f"u{row}", f"p{(row * row) % 4}") for row in range(6)] + [("u1", "p0")]
    graph = read(tmp_path, "who,pin\n" + lines(",", edges=pairs))
    assert graph.side_names == ("who", "pin") and graph.sides.sum() == len({pin for _, pin in pairs})
    assert any("No name stands in both columns" in note for note in graph.notes)
    assert not len(read(tmp_path, lines(",", edges=pairs), kinds="one").sides)
    assert read(tmp_path, lines(",", edges=pairs)).side_names == ("column 1", "column 2")


def test_one_kind_is_not_taken_for_two(tmp_path: Path) -> None:
    star = [("hub", f"n{row}") for row in range(6)]
    assert not len(read(tmp_path, lines(",", edges=EDGES)).sides)
    assert not len(read(tmp_path, lines(",", edges=star)).sides)  # a single node is no kind
    apart = [(f"a{row % 3}", f"b{row % 4}") for row in range(12)]
    directed = read(tmp_path, lines(",", edges=apart), directed=True)
    assert directed.directed and not len(directed.sides)  # it was said to be directed


def test_two_kinds_of_nodes_keep_equal_names_apart(tmp_path: Path) -> None:
    graph = read(tmp_path, "user,pin\n1,1\n1,2\n2,1\n2,3\n3,3\n", kinds="two")
    assert graph.n_nodes == 6 and graph.side_names == ("user", "pin")
    source, target, _ = graph.edges()
    assert np.all(graph.sides[source] != graph.sides[target])
    assert {name for name, side in zip(graph.nodes, graph.sides, strict=True) if side} == {"pin: 1", "pin: 2", "pin: 3"}


def test_node_table_gives_labels_and_attributes(tmp_path: Path) -> None:
    table = "name;team;age\na;red;30\nb;red;41\nb;blue;41\nc;;22\nzz;red;1\n"
    graph = read(tmp_path, lines(","), table)
    values = dict(zip(graph.nodes, graph.attributes["team"], strict=True))
    assert values == {"a": "red", "b": "red | blue", "c": "", "d": "", "e": ""}
    assert graph.label_column == "team" and read(tmp_path, lines(","), table, label_column="age").label_column == "age"
    assert any("no edge has, left out: 1" in note for note in graph.notes)
    with pytest.raises(InputError, match="No node of the table is in the graph"):
        read(tmp_path, lines(","), "name;team\nq;red\nr;blue\n")


def test_gzip_and_other_encodings(tmp_path: Path) -> None:
    named = lines(";", edges=[("Zoë " + a, "Zoë " + b) for a, b in EDGES])
    for content in (gzip.compress(named.encode()), named.encode("cp1252"), named.encode("utf-16")):
        assert "Zoë a" in read(tmp_path, content).nodes


def test_cancel_ends_the_reading(tmp_path: Path) -> None:
    class Impatient(Silent):
        def cancelled(self) -> bool:
            return True

    path = tmp_path / "edges"
    path.write_text("".join(f"{row} {row + 1}\n" for row in range(30_000)))
    with pytest.raises(Cancelled):
        reader.read(path, EdgeLayout(), None, Impatient())


def test_real_edge_lists(tmp_path: Path) -> None:
    email = reader.read(real_data("email-Eu-core.txt"), EdgeLayout(directed=True), None, Silent())
    assert (email.n_nodes, email.n_edges) == (986, 25571 - 642)
    airports = reader.read(
        real_data("usa-airports.edgelist"), EdgeLayout(), real_data("labels-usa-airports.txt"), Silent()
    )
    assert airports.n_edges == 13599 and set(airports.attributes["label"]) == {"0", "1", "2", "3"}
