"""A random graph, written in every layout, delimiter and order of columns, is read back as it was."""

import csv
import io
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine.datasets.graphs import recognition
from engine.datasets.graphs.graph_text import Head
from engine.datasets.graphs.layout import EdgeLayout
from tests.engine.datasets.graphs import writing
from tests.engine.datasets.graphs.writing import Edge, edges_of, known, read

ORDERS = ["st", "stw", "swt", "ste", "istw", "wst", "ist", "stwd", "stwe", "std", "wdst", "tws"]
"""Of columns, see `table`."""
FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
WORDS = ["Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jana", "Kai", "Lea", "Mia", "Nils"]


@st.composite
def graphs(draw: st.DrawFn, numbers: bool = False) -> list[Edge]:
    """At least 20 edges among 7 to 14 nodes, each once, with weights of two decimals; all nodes meet others twice."""
    n_nodes = draw(st.integers(7, 14))
    names = [str(10 * place + 1) for place in range(n_nodes)] if numbers else WORDS[:n_nodes]
    seed = draw(st.integers(0, 2**32 - 1))
    generator = np.random.default_rng(seed)
    pairs = [(a, b) for a in range(n_nodes) for b in range(a + 1, n_nodes)]
    ring = {tuple(sorted((place, (place + 1) % n_nodes))) for place in range(n_nodes)}
    chosen = [pair for pair in pairs if pair in ring or generator.random() < 0.5]
    generator.shuffle(chosen)
    turned = [(a, b) if generator.random() < 0.5 else (b, a) for a, b in chosen]
    weights = np.round(generator.uniform(0.25, 9, len(turned)), 2) + 0.005
    return [(names[a], names[b], float(round(weight, 3))) for (a, b), weight in zip(turned, weights, strict=True)]


def table(edges: list[Edge], order: str, delimiter: str, header: bool, quoted: bool = False) -> str:
    """A table whose columns are those of `order`: s source, t target, w weight, i row numbers, d dates, e epochs."""
    titles = {"s": "source", "t": "target", "w": "weight", "i": "", "d": "date", "e": "timestamp"}
    file = io.StringIO()
    writer = csv.writer(
        file, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    )
    if header:
        writer.writerow([titles[column] for column in order])
    for place, (a, b, weight) in enumerate(edges):
        values = {"s": a, "t": b, "w": f"{weight:g}", "i": str(place), "d": f"2024-0{1 + place % 9}-11",
                  "e": str(1_082_000_000 + 7919 * place)}  # fmt: skip
        writer.writerow([values[column] for column in order])
    return file.getvalue()


@FOLDER
@given(graphs(), st.sampled_from([",", ";", "\t", "|", " "]), st.booleans(), st.booleans(), st.sampled_from(ORDERS))
def test_tables(tmp_path: Path, edges: list[Edge], delimiter: str, header: bool, quoted: bool, order: str) -> None:
    assume(header or order not in ("wdst", "tws"))  # which is the source is in the header alone
    assume(not (delimiter == " " and header and "i" in order))  # a heading that is empty cannot be written
    graph = read(tmp_path, table(edges, order, delimiter, header, quoted))
    assert edges_of(graph) == known(edges, "w" in order)
    assert graph.details["header"] == "none" or header


@FOLDER
@given(graphs(numbers=True), st.sampled_from([",", ";", "\t", " "]), st.booleans(), st.sampled_from(ORDERS[:5]))
def test_tables_of_numbers(tmp_path: Path, edges: list[Edge], delimiter: str, header: bool, order: str) -> None:
    assume(not (delimiter == " " and header and "i" in order))
    graph = read(tmp_path, table(edges, order, delimiter, header))
    assert edges_of(graph) == known(edges, "w" in order)


@FOLDER
@given(graphs(), st.sampled_from(sorted(writing.WEIGHTED)))
def test_other_layouts(tmp_path: Path, edges: list[Edge], layout: str) -> None:
    content = writing.WEIGHTED[layout](edges)
    assert recognition.name_of(Head(content, True), EdgeLayout()) == layout
    if layout in writing.NUMBERED:
        _, ends = writing.numbered(edges)
        edges = [(str(a), str(b), weight) for a, b, weight in ends]
    assert edges_of(read(tmp_path, content)) == known(edges)


@FOLDER
@given(graphs(), st.booleans(), st.sampled_from([" ", "\t", ",", ": "]))
def test_adjacency_lists(tmp_path: Path, edges: list[Edge], both: bool, delimiter: str) -> None:
    rows = writing.neighbors_of(edges, both)
    assume(len({len(row) for row in rows.values()}) > 2)
    lines = [f"{name}: " + ", ".join(near) if delimiter == ": " else delimiter.join([name, *near])
             for name, near in rows.items()]  # fmt: skip
    graph = read(tmp_path, "\n".join(lines) + "\n")
    assert edges_of(graph) == known(edges, False)


@FOLDER
@given(graphs(), st.booleans())
def test_metis_and_sif(tmp_path: Path, edges: list[Edge], as_sif: bool) -> None:
    if as_sif:
        rows = writing.neighbors_of(edges, both=False)
        assume(len({len(row) for row in rows.values()}) > 2)
        assert edges_of(read(tmp_path, writing.sif(edges))) == known(edges, False)
        return
    _, ends = writing.numbered(edges)
    graph = read(tmp_path, writing.metis(edges))
    assert graph.details["layout"] == "METIS"
    assert edges_of(graph) == known([(str(a), str(b), 1.0) for a, b, _ in ends])


@FOLDER
@given(graphs(), st.sampled_from([",", ";", "\t", " "]), st.sampled_from(["both", "columns", "rows", "none", "R"]))
def test_matrices(tmp_path: Path, edges: list[Edge], delimiter: str, names_at: str) -> None:
    names, matrix = writing.matrix_of(edges)
    corner = [] if names_at in ("R", "columns") else ["node" if delimiter == " " else ""]
    lines = [delimiter.join([*corner, *names])] if names_at in ("both", "columns", "R") else []
    for name, row in zip(names, matrix.tolist(), strict=True):
        begins = [name] if names_at in ("both", "rows", "R") else []
        lines.append(delimiter.join([*begins, *(f"{value:g}" for value in row)]))
    graph = read(tmp_path, "\n".join(lines) + "\n")
    if names_at == "none":
        _, ends = writing.numbered(edges)
        edges = [(str(a), str(b), weight) for a, b, weight in ends]
    assert graph.details["layout"].startswith("adjacency matrix")
    assert edges_of(graph) == known(edges)


@FOLDER
@given(graphs(), st.sampled_from(["graphml", "gexf", "gml", "pajek", "adjlist", "edgelist", "weighted"]))
def test_what_networkx_writes(tmp_path: Path, edges: list[Edge], layout: str) -> None:
    made = nx.Graph()
    made.add_weighted_edges_from(edges)
    nx.set_node_attributes(made, {name: f"group {len(name)}" for name in made}, "team")
    path = tmp_path / "made"
    write = {"graphml": nx.write_graphml, "gexf": nx.write_gexf, "gml": nx.write_gml, "adjlist": nx.write_adjlist,
             "pajek": lambda graph, path: nx.write_pajek(nx.Graph(graph.edges(data=True)), path),
             "edgelist": nx.write_edgelist, "weighted": nx.write_weighted_edgelist}[layout]  # fmt: skip
    write(made, str(path))
    if layout == "adjlist":
        rows = [len(line.split()) for line in path.read_text().split("\n") if not line.startswith("#")]
        assume(len(set(rows)) > 3)
    graph = read(tmp_path, path.read_bytes())
    assert edges_of(graph) == known(edges, layout != "adjlist")
    if layout in ("graphml", "gexf", "gml"):
        assert set(graph.attributes["team"]) == {f"group {len(name)}" for name in graph.nodes}
        assert graph.label_column == "team"


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, codec: str) -> None:
    edges = [(f"Zoë {a}", f"Zoë {b}", 1.0) for a in "abc" for b in "xyz"]
    content = table(edges, "st", ";", True)
    assert edges_of(read(tmp_path, content.encode(codec))) == known(edges)
