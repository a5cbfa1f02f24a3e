"""What each layout says beyond edges: attributes, kinds, directions, sizes; and how it is refused."""

import json
from pathlib import Path

import pytest

from engine.errors import InputError
from tests.engine.datasets.graphs import writing
from tests.engine.datasets.graphs.writing import Edge, edges_of, known, read

NAMES = ["Ada", "Ben", "Cleo", "Dora", "Emil", "Fay"]
EDGES: list[Edge] = [
    (a, b, float(2 + i)) for i, a in enumerate(NAMES) for j, b in enumerate(NAMES) if i < j and i + j != 5
]
GRAPHML = """<?xml version="1.0" encoding="UTF-16"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
<key id="d0" for="node" attr.name="label"/><key id="d1" for="node" attr.name="team"><default>none</default></key>
<key id="d2" for="edge" attr.name="weight"/><key id="d3" for="node" yfiles.type="nodegraphics"/>
<graph edgedefault="directed">{nodes}{edges}<hyperedge><endpoint node="n0"/></hyperedge></graph></graphml>"""


def graphml(label: str = '<data key="d0">{name}</data>') -> str:
    nodes = "".join(
        f'<node id="n{i}">{label.format(name=name, i=i)}'
        + (f'<data key="d1">team {i % 2}</data>' if i else "")
        + "</node>\n"
        for i, name in enumerate(NAMES)
    )
    edges = "".join(
        f'<edge source="n{NAMES.index(a)}" target="n{NAMES.index(b)}"><data key="d2">{w}</data></edge>\n'
        for a, b, w in EDGES
    )
    return GRAPHML.format(nodes=nodes, edges=edges)


@pytest.mark.parametrize(
    "label", ['<data key="d0">{name}</data>', '<data key="d3"><y:S><y:NodeLabel>{name}</y:NodeLabel></y:S></data>']
)
def test_graphml_with_labels_attributes_and_defaults(tmp_path: Path, label: str) -> None:
    graph = read(tmp_path, graphml(label).encode("utf-16"))
    assert edges_of(graph) == known(EDGES) and graph.details["layout"] == "GraphML"
    teams = dict(zip(graph.nodes, graph.attributes["team"], strict=True))
    assert teams["Ada"] == "none" and teams["Ben"] == "team 1" and graph.label_column == "team"
    assert graph.attributes["id"][graph.index["Cleo"]] == "n2"
    told = " ".join(graph.notes)
    assert (
        "called by their “label”" in told and "more than two nodes, left out: 1" in told and "choose “Directed”" in told
    )
    assert read(tmp_path, graphml(label), directed=True).directed


def test_labels_that_are_not_all_different_are_no_names(tmp_path: Path) -> None:
    graph = read(tmp_path, graphml('<data key="d0">the same</data>'))
    assert set(graph.nodes) == {f"n{i}" for i in range(6)} and "called by their ids" in " ".join(graph.notes)
    assert set(graph.attributes["label"]) == {"the same"} and graph.label_column == "label"


def test_the_node_table_adds_to_what_the_file_says(tmp_path: Path) -> None:
    table = "no,who,color\n" + "".join(f"{i},{name},c{i % 2}\n" for i, name in enumerate(NAMES))
    graph = read(tmp_path, graphml(), table)
    assert {"team", "color", "no"} <= graph.attributes.keys()
    assert "taken from column “who”" in " ".join(graph.notes)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (graphml().replace("</graph>", "", 1), "E-GRF-90"),
        (graphml().replace("<graphml ", '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///x">]><graphml ', 1), "E-GRF-92"),
        (graphml().replace("<graphml ", '<!DOCTYPE graphml SYSTEM "http://x.org/x.dtd"><graphml ', 1), "E-GRF-92"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "E-GEN-23"),
        ("<?xml version='1.0'?><gpx></gpx>", "E-GRF-93"),
        ("graph [ node [ id 1 ] ] ]", "E-GRF-94"),
        ("%%MatrixMarket matrix array real general\n2 2\n1\n2\n3\n4\n", "E-GRF-95"),
        ("%%MatrixMarket matrix coordinate pattern general\n3 3 2\n1 2\n1 9\n", "E-GRF-96"),
        ("*Vertices 2\n1 a\n*Edges\n1 b\n", "E-GRF-98"),
        ('{"a": 1}', "E-GRF-105"),
        ('[{"name": "Ada", "age": 3}]', "E-GRF-105"),
        ('{"a": [1, 2', "E-GRF-104"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_its_name(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, content)
    assert refused.value.code == code


def test_entities_are_never_expanded(tmp_path: Path) -> None:
    lines = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10 if i else "lol"}">' for i in range(10))
    with pytest.raises(InputError, match="entities"):
        read(tmp_path, f'<?xml version="1.0"?><!DOCTYPE g [{lines}]><graphml><node id="&l9;"/></graphml>')


def test_gexf_as_gephi_writes_it(tmp_path: Path) -> None:
    nodes = "".join(
        f'<node id="{i}.0" label="{name}"><attvalues><attvalue for="club" value="{i % 2}"/></attvalues>'
        '<viz:size value="3"/></node>'
        for i, name in enumerate(NAMES)
    )
    edges = "".join(
        f'<edge source="{NAMES.index(a)}.0" target="{NAMES.index(b)}.0" weight="{w}" type="undirected"/>'
        for a, b, w in EDGES
    )
    content = (
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz"><graph defaultedgetype="directed">'
        '<attributes class="node"><attribute id="club" title="Club" type="string"/></attributes>'
        f"<nodes>{nodes}</nodes><edges>{edges}</edges></graph></gexf>"
    )
    graph = read(tmp_path, content)
    assert edges_of(graph) == known(EDGES) and graph.label_column == "Club"
    assert "Directed" not in " ".join(graph.notes)
    assert read(tmp_path, content, directed=True).n_edges == 2 * len(EDGES)  # each can be walked both ways


def test_two_modes_of_pajek_and_rows_and_columns_are_two_kinds(tmp_path: Path) -> None:
    entries = "".join(f"{i % 4 + 1} {i * 3 % 5 + 1}\n" for i in range(20))
    graph = read(tmp_path, "%%MatrixMarket matrix coordinate pattern general\n4 5 20\n" + entries)
    assert graph.side_names == ("row", "column") and graph.n_nodes == 9 and graph.n_edges == 20
    both = "".join(f"{i % 4 + 1} {i * 3 % 5 + 5}\n" for i in range(20))
    graph = read(tmp_path, "*Vertices 9 4\n*Edges\n" + both)
    assert graph.side_names == ("first mode", "second mode") and graph.sides.sum() == 5 and graph.n_edges == 20


def test_what_is_announced_and_missing_is_told(tmp_path: Path) -> None:
    for content in (writing.dimacs(EDGES), writing.matrix_market(EDGES)):
        graph = read(tmp_path, content.rsplit("\n", 2)[0] + "\n")
        assert f"announces {len(EDGES)}" in " ".join(graph.notes)
    with pytest.raises(InputError, match="each edge must be named twice") as refused:
        read(tmp_path, writing.metis(EDGES).rsplit(" ", 1)[0], format="metis")
    assert refused.value.code == "E-GRF-97"


def test_an_edge_that_both_nodes_name_weighs_1(tmp_path: Path) -> None:
    rows = writing.neighbors_of(EDGES, both=True)
    rows["Ada"].remove("Ben")
    graph = read(tmp_path, "\n".join(" ".join([name, *near]) for name, near in rows.items()), format="adjacency")
    assert edges_of(graph) == known(EDGES, False) and not graph.is_weighted


def test_neighbors_with_weights(tmp_path: Path) -> None:
    rows = [f"{name}\t" + "\t".join(f"{b}:{w:g}" for a, b, w in EDGES if a == name) for name in NAMES[:-1]]
    assert edges_of(read(tmp_path, "\n".join(rows))) == known(EDGES)


@pytest.mark.parametrize(("change", "code"), [((0, "Ada", "Bea"), "E-GRF-103"), ((1, "0", "zero"), "E-GRF-100")])
def test_matrices_that_do_not_fit(tmp_path: Path, change: tuple[int, str, str], code: str) -> None:
    names, matrix = writing.matrix_of(EDGES)
    lines = [",".join(["", *names])] + [
        ",".join([n, *map("{:g}".format, row)]) for n, row in zip(names, matrix, strict=True)
    ]
    content = "\n".join(lines) + "\n"
    assert edges_of(read(tmp_path, content)) == known(EDGES)
    wide = content + content.split("\n")[1] + "\n"
    with pytest.raises(InputError) as refused:
        read(tmp_path, wide, format="matrix")
    assert refused.value.code == "E-GRF-99"


def test_directions_of_a_matrix(tmp_path: Path) -> None:
    content = "0 1 0 0 3\n0 0 1 0 0\n0 0 0 1 0\n0 0 0 0 1\n1 1 0 0 0\n"
    directed = read(tmp_path, content, directed=True)
    assert directed.n_edges == 7 and directed.has_edge(directed.index["1"], directed.index["5"])
    graph = read(tmp_path, content)
    assert edges_of(graph)[frozenset("15")] == 4 and "not symmetric" in " ".join(graph.notes)


def json_of(edges: list[Edge], sort: str) -> str:
    names, ends = writing.numbered(edges)
    links = [{"source": a, "target": b, "weight": w} for a, b, w in edges]
    inner = [{"source": a, "target": b, "attributes": {"weight": w}} for a, b, w in edges]
    placed = [{"source": a - 1, "target": b - 1, "value": w} for a, b, w in ends]
    near = {n: {b: {"weight": w} for a, b, w in edges if a == n} for n in names}
    near = {n: own | {other: near[other][n] for other in names if n in near[other]} for n, own in near.items()}
    documents = {
        "places": {"nodes": [{"name": n, "group": 1} for n in names], "links": placed},
        "cytoscape": {"elements": [{"data": {"id": n}} for n in names] + [{"data": link} for link in links]},
        "sigma": {"nodes": [{"key": n, "attributes": {"x": 1}} for n in names], "edges": inner},
        "triples": [[a, b, w] for a, b, w in edges],
        "records": [{"from": a, "to": b, "weight": w} for a, b, w in edges],
        "neighbors": near,
    }
    return json.dumps(documents[sort], indent=1)


@pytest.mark.parametrize("sort", ["places", "cytoscape", "sigma", "triples", "records", "neighbors"])
def test_json_as_programs_write_it(tmp_path: Path, sort: str) -> None:
    assert edges_of(read(tmp_path, json_of(EDGES, sort))) == known(EDGES)


def test_json_without_weights(tmp_path: Path) -> None:
    names, ends = writing.numbered(EDGES)
    index = json.dumps([[a for a, _, _ in ends], [b for _, b, _ in ends]])
    assert edges_of(read(tmp_path, index)) == known([(str(a), str(b), 1.0) for a, b, _ in ends])
    rows = writing.neighbors_of(EDGES, both=True)
    assert edges_of(read(tmp_path, json.dumps(rows))) == known(EDGES, False)
    lines = "".join(json.dumps({"source": a, "target": b}) + "\n" for a, b, _ in EDGES)
    assert edges_of(read(tmp_path, lines)) == known(EDGES, False) and len(names) == 6


@pytest.mark.parametrize(
    "line",
    ["({a!r}, {b!r}, {w})", "({a}, {b}, {w})", "({a!r}, {b!r}, {{'weight': {w}}})", "({a!r}, {b!r}, np.float64({w}))"],
)
def test_tuples_a_line_or_a_list(tmp_path: Path, line: str) -> None:
    printed = [line.format(a=a, b=b, w=w) for a, b, w in EDGES]
    for content in ("\n".join(printed), "[" + ", ".join(printed) + "]"):
        assert edges_of(read(tmp_path, content)) == known(EDGES)


def test_dictionaries_of_networkx(tmp_path: Path) -> None:
    for delimiter in (" ", ",", "\t"):
        lines = [f"{a}{delimiter}{b}{delimiter}{{'weight': np.float64({w}), 'color': 'red'}}" for a, b, w in EDGES]
        assert edges_of(read(tmp_path, "# made\n" + "\n".join(lines))) == known(EDGES)
    lost = "\n".join([*lines, "x\ty\t{'weight': __import__('os')}"])
    assert "left out because they are not two names and a dictionary: 1" in " ".join(read(tmp_path, lost).notes)


def test_multiline_adjacency_list(tmp_path: Path) -> None:
    lines = []
    for name in NAMES:
        near = [(b, w) for a, b, w in EDGES if a == name]
        lines += [f"{name} {len(near)}", *(f"{b} {{'weight': {w}}}" for b, w in near)]
    assert edges_of(read(tmp_path, "#GMT now\n" + "\n".join(lines) + "\n")) == known(EDGES)


def test_arcs_have_a_direction(tmp_path: Path) -> None:
    content = writing.pajek(EDGES).replace("*Edges", "*Arcs")
    graph = read(tmp_path, content, directed=True)
    assert graph.directed and graph.n_edges == len(EDGES) and graph.has_edge(graph.index["Ada"], graph.index["Ben"])
    assert "choose “Directed”" in " ".join(read(tmp_path, content).notes)


def test_pajek_lists_and_matrix(tmp_path: Path) -> None:
    names, ends = writing.numbered(EDGES)
    head = f"*Network own\n*Vertices {len(names)}\n" + "".join(f'{i} "{n}"\n' for i, n in enumerate(names, 1))
    lists = head + "*Edgeslist\n" + "".join(f"{a} {b}\n" for a, b, _ in ends) + "*Partition clubs\n1\n"
    graph = read(tmp_path, lists)
    assert edges_of(graph) == known(EDGES, False) and "read up to line" in " ".join(graph.notes)
    _, matrix = writing.matrix_of(EDGES)
    upper = "\n".join(
        " ".join(f"{value if j > i else 0:g}" for j, value in enumerate(row)) for i, row in enumerate(matrix)
    )
    assert edges_of(read(tmp_path, head + "*Matrix\n" + upper)) == known(EDGES)


def test_large_rings_in_metis_and_large_edge_lists_are_told_apart(tmp_path: Path) -> None:
    n_nodes = 12_000
    ring = [sorted(((i - 1) % n_nodes + 1, (i + 1) % n_nodes + 1)) for i in range(n_nodes)]
    graph = read(tmp_path, f"{n_nodes} {n_nodes}\n" + "".join(f"{a} {b}\n" for a, b in ring))
    assert graph.details["layout"] == "METIS" and graph.n_edges == n_nodes and graph.n_parts == 1
    listed = read(tmp_path, f"{n_nodes} 12129\n" + "".join(f"{i + 300} {i * 7 % 9_000 + 1}\n" for i in range(11_000)))
    assert listed.details["layout"] == "edge table"
