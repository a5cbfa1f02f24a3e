"""Edge tables as people have them: which columns are what, headings, comments, and what is told of it."""

from pathlib import Path
from typing import Any

import pytest

from engine.datasets.graphs import reader
from engine.datasets.graphs.layout import EdgeLayout
from engine.errors import InputError
from tests.engine.datasets.graphs.writing import Edge, edges_of, known, read

NAMES = ["Ada", "Ben", "Cleo", "Dora", "Emil", "Fay", "Gus"]
EDGES: list[Edge] = [
    (a, b, float(1 + (i * 3 + j) % 9))
    for i, a in enumerate(NAMES)
    for j, b in enumerate(NAMES)
    if i < j and (i + j) % 3
]
NUMBERS: list[Edge] = [(str(100 + NAMES.index(a)), str(100 + NAMES.index(b)), weight) for a, b, weight in EDGES]


def rows(pattern: str, edges: list[Edge] = EDGES) -> str:
    """A line for each edge: {a}, {b}, {w}, {i} the row and {t} a time."""
    times = [1_082_000_000 + 86_399 * (i * i % 50) for i in range(len(edges))]
    return "".join(pattern.format(a=a, b=b, w=int(w), i=i, t=times[i]) + "\n" for i, (a, b, w) in enumerate(edges))


def notes_of(graph: Any) -> str:
    return " ".join(graph.notes)


@pytest.mark.parametrize(
    ("content", "weighted"),
    [
        (",source,target\n" + rows("{i},{a},{b}"), False),
        ("Unnamed: 0,source,target\n" + rows("{i},{a},{b}"), False),
        ("id,source,target,weight\n" + rows("{i},{a},{b},{w}"), True),
        ("source,weight,target\n" + rows("{a},{w},{b}"), True),
        ("weight;to;from\n" + rows("{w};{b};{a}"), True),
        ('"from" "to"\n' + rows('"{i}" "{a}" "{b}"'), False),
        ('"","from","to","weight"\n' + rows('"{i}","{a}","{b}",{w}'), True),
        ("Source,Target,Type,Id,Label,Weight\n" + rows("{a},{b},Undirected,{i},,{w}"), True),
        (":START_ID,:END_ID,strength\n" + rows("{a},{b},{w}"), True),
        ("A report\nof 2020\n\nGiver\tTaker\tn\n" + rows("{a}\t{b}\t{w}"), True),
        ("Von;Nach;Gewicht\n" + rows("{a};{b};{w}"), True),
        ("#node1\tnode2\tnode1_id\tnode2_id\tcombined_score\n" + rows("{a}\t{b}\tx{a}\tx{b}\t{w}"), True),
        (rows("{a} -> {b}"), False),
        (rows("{a},{b},"), False),
        (rows('"{a}", "{b}", {w}'), True),
        (rows("{a} {b} {w} {t}"), True),
        (rows("{a}|{w}|{b}"), True),
    ],
)
def test_columns_are_found_by_their_headings_and_contents(tmp_path: Path, content: str, weighted: bool) -> None:
    assert edges_of(read(tmp_path, content)) == known(EDGES, weighted)


@pytest.mark.parametrize("header", ["", ",source,target\n", "id,source,target\n"])
def test_row_numbers_are_no_nodes(tmp_path: Path, header: str) -> None:
    graph = read(tmp_path, header + rows("{i},{a},{b}", NUMBERS))
    assert edges_of(graph) == known(NUMBERS, False)
    assert "Columns that are not used" in notes_of(graph)


@pytest.mark.parametrize(("line", "weighted"), [("{i} {j}", False), ("{i} {j} 0.5", False), ("{i} {j} {w}", True)])
def test_a_path_whose_nodes_count_is_no_row_number(tmp_path: Path, line: str, weighted: bool) -> None:
    graph = read(tmp_path, "".join(line.format(i=i, j=i + 1, w=1 + i % 4) + "\n" for i in range(1, 20)))
    assert graph.n_nodes == 20 and graph.n_edges == 19 and graph.is_weighted == weighted


def test_what_could_be_a_row_number_or_a_node_is_asked(tmp_path: Path) -> None:
    edges = [(i, i * 7 % 11, i * 5 % 9) for i in range(30)]
    content = "".join(f"{a},{b},{c}\n" for a, b, c in edges)
    with pytest.raises(InputError, match=r"column 1 \('0'\), column 2 \('0'\), column 3") as refused:
        read(tmp_path, content)
    assert refused.value.code == "E-GRF-86"
    graph = read(tmp_path, content, source_column="column 2", target_column="column 3")
    assert graph.details["edges"] == "column 2 – column 3"


def test_many_columns_without_headings_are_listed_and_then_readable(tmp_path: Path) -> None:
    content = rows("LH,{i}0,{a},29,{b},31,,0,CR2")
    with pytest.raises(InputError, match=r"column 3 \('Ada'\), column 4 \('29'\), column 5"):
        read(tmp_path, content)
    graph = read(tmp_path, content, source_column="column 3", target_column="column 5", weight_column="-")
    assert edges_of(graph) == known(EDGES, False)
    assert "not used: column 1, column 2, column 4" in notes_of(graph)


@pytest.mark.parametrize(
    "content",
    [
        "id,label\n" + "".join(f"{i},{name}\n" for i, name in enumerate(NAMES)),
        "name,score\n" + "".join(f"{name},0.{i}1\n" for i, name in enumerate(NAMES)),
        "city,x,y\n" + "".join(f"{name},1.{i},2.{i}\n" for i, name in enumerate(NAMES)),
        "".join(f"{name} 0.1{i} 0.2{i} 0.3{i} 0.4{i} 0.5{i}\n" for i, name in enumerate(NAMES)),
        "name,a,b,c,d,e\n" + "".join(f"{name},{i},{i % 3},1,2,3\n" for i, name in enumerate(NAMES)),
        "".join(f"{a} North {b} South\n" for a, b, _ in EDGES),
    ],
)
def test_tables_that_are_no_edges_are_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError) as refused:
        read(tmp_path, content)
    assert refused.value.code == "E-GRF-86"


def test_the_user_has_the_last_word(tmp_path: Path) -> None:
    content = "source,target,weight,cost\n" + rows("{a},{b},{w},{i}")
    graph = read(tmp_path, content, source_column="target", target_column="source", weight_column="cost", directed=True)
    assert graph.has_edge(graph.index["Cleo"], graph.index["Ada"])
    assert not graph.has_edge(graph.index["Ada"], graph.index["Cleo"])
    assert graph.details["weights"] == "cost"
    assert not read(tmp_path, content, weight_column="-").is_weighted
    with pytest.raises(InputError, match="There is no column 'price'"):
        read(tmp_path, content, weight_column="price")


@pytest.mark.parametrize(
    "line", ["{a} {b} {t}", "{t} {a} {b}", "{a},{b},2024-05-0{d}", "{a},{b},2024-05-0{d}T10:00:00"]
)
def test_times_are_no_weights(tmp_path: Path, line: str) -> None:
    content = "".join(
        line.format(a=a, b=b, t=1_082_000_000 + 999 * i, d=1 + i % 9) + "\n" for i, (a, b, _) in enumerate(NUMBERS)
    )
    graph = read(tmp_path, content)
    assert edges_of(graph) == known(NUMBERS, False) and "holds times" in notes_of(graph)


def test_numbers_of_accounts_that_look_like_times_are_nodes(tmp_path: Path) -> None:
    accounts = [(str(1_300_000_000 + int(a)), str(1_300_000_000 + int(b)), w) for a, b, w in NUMBERS]
    assert edges_of(read(tmp_path, rows("{a} {b} {w}", accounts))) == known(accounts)
    assert edges_of(read(tmp_path, rows("{a} {b}", accounts))) == known(accounts, False)


@pytest.mark.parametrize(
    ("spelled", "value", "told"),
    [
        (["3,5", "2"], [3.5, 2], "decimal comma"),
        (["1.234,5", "7"], [1234.5, 7], "between thousands"),
        (["1,234.5", "7"], [1234.5, 7], "between thousands"),
        (["731,960", "1,234"], [731960, 1234], "between thousands"),
        (["0,125", "1,500"], [0.125, 1.5], "decimal comma"),
        (["1e2", "2.5E-1"], [100, 0.25], ""),
    ],
)
def test_weights_as_people_write_them(tmp_path: Path, spelled: list[str], value: list[float], told: str) -> None:
    content = "source;target;weight\n" + "".join(f"{a};{b};{spelled[i % 2]}\n" for i, (a, b, _) in enumerate(EDGES))
    graph = read(tmp_path, content)
    assert edges_of(graph) == {frozenset((a, b)): value[i % 2] for i, (a, b, _) in enumerate(EDGES)}
    assert told in notes_of(graph)


def test_37_and_37_0_are_one_node(tmp_path: Path) -> None:
    graph = read(tmp_path, "source,target\n" + rows("{a}.0,{b}", NUMBERS))
    assert edges_of(graph) == known(NUMBERS, False) and "Names such as 100.0" in notes_of(graph)
    versions = [(f"v{a}.0", f"v{b}", w) for a, b, w in NUMBERS]
    assert edges_of(read(tmp_path, rows("{a} {b}", versions))) == known(versions, False)


def test_numbers_of_nodes_and_edges_above_are_no_edge(tmp_path: Path) -> None:
    graph = read(tmp_path, f"{len(NAMES)} {len(EDGES)}\n" + rows("{a} {b}", NUMBERS))
    assert edges_of(graph) == known(NUMBERS, False) and "taken for the numbers of nodes and edges" in notes_of(graph)
    assert edges_of(read(tmp_path, f"7\n{rows('{a} {b} {w}', NUMBERS)}")) == known(NUMBERS)


@pytest.mark.parametrize("mark", ["#", "%"])
def test_names_that_begin_like_comments(tmp_path: Path, mark: str) -> None:
    named = [(mark + a if i % 2 else a, b, w) for i, (a, b, w) in enumerate(EDGES)]
    everywhere = [(mark + a, mark + b, w) for a, b, w in EDGES]
    for edges in (named, everywhere):
        for header in ("source,target,weight\n", ""):
            graph = read(tmp_path, header + rows("{a},{b},{w}", edges))
            assert edges_of(graph) == known(edges) and "read as edges" in notes_of(graph)


def test_comments_above_and_between_are_comments(tmp_path: Path) -> None:
    content = (
        "# Directed graph\n#Nodes: 7 Edges: 14\n# FromNodeId\tToNodeId\n"
        + rows("{a}\t{b}", NUMBERS)
        + "#101\t102\n% end\n"
    )
    graph = read(tmp_path, content)
    assert edges_of(graph) == known(NUMBERS, False)
    assert graph.details["header"] == "FromNodeId, ToNodeId"
    assert "Comment lines left out: 4 (the first: “# Directed graph”)" in notes_of(graph)


def test_comments_alone(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="120 comment lines and nothing else"):
        read(tmp_path, "# c\n" * 120)


TRIPLES = "".join(f"{a}\t{['knows', 'likes', 'calls'][i % 3]}\t{b}\n" for i, (a, b, _) in enumerate(EDGES))


def test_triples_are_edges_from_head_to_tail(tmp_path: Path) -> None:
    graph = read(tmp_path, TRIPLES)
    assert edges_of(graph) == known(EDGES, False) and "knows 5, likes 5, calls 4" in notes_of(graph)
    kept = read(tmp_path, TRIPLES * 2, relation="likes")
    assert edges_of(kept) == {frozenset((a, b)): 2.0 for i, (a, b, _) in enumerate(EDGES) if i % 3 == 1}
    with pytest.raises(InputError, match="there are: knows 5, likes 5, calls 4") as refused:
        read(tmp_path, TRIPLES, relation="hates")
    assert refused.value.code == "E-GRF-89"
    with pytest.raises(InputError, match="no column of relations"):
        read(tmp_path, rows("{a} {b}"), relation="likes")


def test_quoted_names_between_blanks(tmp_path: Path) -> None:
    edges = [(f"{a} North", f"{b} South", w) for a, b, w in EDGES]
    assert edges_of(read(tmp_path, rows('"{a}" "{b}"', edges))) == known(edges, False)


def test_headings_of_different_things_are_two_kinds(tmp_path: Path) -> None:
    content = "user_id,movie_id,rating\n" + "".join(f"{i % 5 + 1},{i % 7 + 1},{i % 5 + 1}\n" for i in range(35))
    graph = read(tmp_path, content)
    assert graph.n_nodes == 12 and graph.side_names == ("user_id", "movie_id") and "two kinds" in notes_of(graph)
    assert read(tmp_path, content, kinds="one").n_nodes == 7


def test_first_edges_are_told(tmp_path: Path) -> None:
    graph = read(tmp_path, "source,target,weight\n" + rows("{a},{b},{w}"), directed=True)
    a, b, weight = EDGES[0]
    assert graph.details["as_read"][0] == f"{a} → {b}, weight {weight:g}" and len(graph.details["as_read"]) == 5
    assert read(tmp_path, TRIPLES).details["as_read"][0] == f"{a} – {b} (knows)"


def test_look_at_a_table_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "edges"

    def look(content: str, **layout: str) -> Any:
        path.write_text(content)
        return reader.look(path, EdgeLayout(**layout))

    found = look("id,source,target,weight\n" + rows("{i},{a},{b},{w}"))
    assert found.proposed == {"source": "source", "target": "target", "weight": "weight"}
    assert found.table.sample[0][1] == "Ada"
    unclear = look(rows("LH,{i}0,{a},29,{b},31,,0,CR2"))
    assert len(unclear.table.columns) == 9 and not {"source", "target"} & unclear.proposed.keys()
    said = look(rows("LH,{i}0,{a},29,{b},31,,0,CR2"), source_column="column 3", target_column="column 5")
    assert said.proposed["source"] == "column 3" and said.proposed["target"] == "column 5"
    assert look("graph [\n node [ id 1 ]\n]") is None and look("alone\n" * 9) is None
    assert look("# c\n" * 9) is None and look("\x00\x01\x02" * 99) is None


def test_look_is_quick_at_a_large_file(tmp_path: Path) -> None:
    path = tmp_path / "edges"
    path.write_text("source,target\n" + "abc,def\nghi,jkl\n" * 200_000)
    found = reader.look(path, EdgeLayout())
    assert found is not None and len(found.table.sample) < 10_000
