"""Files that are made, or happen, to cost time, memory or sense."""

import itertools
import random
import time
from pathlib import Path

import pytest

from engine import limits
from engine.datasets.graphs.graph import Graph
from engine.errors import InputError
from tests.engine.datasets.graphs import writing
from tests.engine.datasets.graphs.writing import read

RING = "".join(f"n{i},n{(i + 1) % 9}\n" for i in range(9))


def test_names_that_share_200_characters_take_linear_time(tmp_path: Path) -> None:
    def seconds(n_nodes: int) -> float:
        began = time.process_time()
        graph = read(tmp_path, "".join(f"{'x' * 250}{i},{'x' * 250}{i + 1}\n" for i in range(n_nodes)))
        assert len(set(graph.nodes)) == n_nodes + 1 and max(map(len, graph.nodes)) <= limits.LABEL_LENGTH
        return time.process_time() - began

    assert seconds(16_000) < 10 * seconds(4_000)


def test_equal_beginnings_are_numbered_in_order(tmp_path: Path) -> None:
    graph = read(tmp_path, "".join(f"{'x' * 250}{i}\thub\n" for i in range(5)))
    stem = "x" * (limits.LABEL_LENGTH - 8)
    assert set(graph.nodes) == {"hub", "x" * limits.LABEL_LENGTH, *(f"{stem} ({number})" for number in (2, 3, 4, 5))}


def test_a_node_of_many_values(tmp_path: Path) -> None:
    table = "".join(f"n1,v{i}\n" for i in range(30_000))
    graph = read(tmp_path, RING, table)
    values = graph.attributes["column 2"][graph.index["n1"]].split(" | ")
    assert values == [f"v{i}" for i in range(200)]
    assert any("Values beyond the first 200 of a node, left out: 29,800" in note for note in graph.notes)


@pytest.mark.parametrize("small", ["1e-50", "1e-39"])
def test_weights_below_float32_are_left_out_and_counted(tmp_path: Path, small: str) -> None:
    graph = read(tmp_path, RING.replace("\n", ",2\n") + f"n1,n4,{small}\nn2,n5,{small}\n")
    assert graph.n_edges == 9 and (graph.weights == 2).all()
    assert any("too small to be stored" in note and note.endswith(": 2.") for note in graph.notes)
    with pytest.raises(InputError, match="scale them") as refused:
        read(tmp_path, RING.replace("\n", f",{small}\n"))
    assert refused.value.code == "E-GRF-106"


def test_weights_above_float32_are_left_out_wherever_they_come_from() -> None:
    pairs = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "a"), ("a", "c")]
    graph = Graph.from_edges(pairs, [1, 1, 1, 1, 1, 1e39])
    assert graph.n_edges == 5 and any("too large to be added up" in note for note in graph.notes)


def test_a_single_edge_with_a_node_table(tmp_path: Path) -> None:
    for content in ("a,b\n", "a,a\n", "a,\n"):
        with pytest.raises(InputError):
            read(tmp_path, content, "a,x\nb,y\n")


@pytest.mark.parametrize(
    "content",
    [
        "a" + " " * 60_000 + "{",
        "(" * 60_000,
        "('" * 30_000,
        "((1, 2)" * 8_000 + "'" * 999,
        "[" * 60_000,
        '{"a":' * 12_000,
        "graph [ " * 8_000,
        'graph [ node [ id "' + "x" * 60_000,
        "<graphml>" * 7_000,
        "<graphml " + 'a="1" ' * 9_000 + ">",
        "*Vertices 999999999\n1 a\n*Edges\n1 2\n",
        "*Vertices 3\n1 \"a\n*Edges\n1 2\n",
        "p edge 99999999999999999999 5\ne 1 2\n",
        "%%MatrixMarket matrix coordinate real general\n99999999999 99999999999 1\n1 1 1\n",
        "%%MatrixMarket\n", "%%MatrixMarket matrix coordinate pattern general\n",
        "9 999999999\n" + "1\n" * 9,
        "#\n" * 30_000, "# a\n" * 30_000, "#" * 60_000,
        "a {" + "'x': 1, " * 900 + "}\n" + "a b {}\n" * 3,
        "a b {'weight': " + "9" * 3_900 + "}\n" * 2,
        "1 2 {'a': 2**9999}\n" * 5,
        "0 0 0 0 0\n" * 5, "0 1 0 0 x\n" * 5,
        "a:b:c:d\n" * 50, ": : :\n" * 50, "->\n" * 50,
        "x" * 2_000_000,
        "\ufeff\ufeff\n" * 20,
    ],
    ids=itertools.count(),
)  # fmt: skip
def test_broken_files_end_in_a_refusal_and_soon(tmp_path: Path, content: str) -> None:
    began = time.process_time()
    with pytest.raises(InputError):
        read(tmp_path, content)
    assert time.process_time() - began < 20


def mutated(generator: random.Random, content: str) -> bytes:
    """Some characters of a file changed, left out, doubled or cut off."""
    data = bytearray(content.encode())
    for _ in range(generator.randint(1, 6)):
        at = generator.randrange(len(data))
        match generator.randrange(5):
            case 0:
                data[at] = generator.choice(b"\x00\xff,;\t \n\"'#%{}[]()<>&*0-.e")
            case 1:
                del data[at : at + generator.randint(1, 30)]
            case 2:
                data[at:at] = data[at : at + generator.randint(1, 30)]
            case 3:
                data[at:at] = generator.choice(
                    [b"\n", b"\n\n", b'"', b"nan", b"1e999", b"-", b"\xe2\x80\x8b", b"<!DOCTYPE x>"]
                )
            case 4:
                del data[generator.randrange(len(data) // 2, len(data)) :]
        data = data or bytearray(b"\n")
    return bytes(data)


def fuzzed(folder: Path, seed: int, n_files: int) -> None:
    """Mutations of valid files: a graph, or the input error, and nothing else."""
    generator = random.Random(seed)
    edges = [(a, b, float(1 + i)) for i, (a, b) in enumerate((a, b) for a in "ABCDEFG" for b in "ABCDEFG" if a < b)]
    names, matrix = writing.matrix_of(edges)
    contents = [writer(edges) for writer in writing.WEIGHTED.values()] + [
        writing.metis(edges),
        writing.sif(edges[:11]),
        "\n".join(" ".join([name, *near]) for name, near in writing.neighbors_of(edges, False).items()),
        "\n".join(
            ["," + ",".join(names), *(",".join([n, *map(str, row)]) for n, row in zip(names, matrix, strict=True))]
        ),
        "# c\nsource,target,weight\n" + "".join(f"{a},{b},{w}\n" for a, b, w in edges),
        "".join(f'"{a} x" "{b} x"\n' for a, b, _ in edges),
        "".join(f"{a}\trel{i % 3}\t{b}\n" for i, (a, b, _) in enumerate(edges)),
        '<?xml version="1.0"?><graphml><key id="k" for="edge" attr.name="weight"/><graph>'
        + "".join(f'<node id="{n}"/>' for n in names)
        + "".join(f'<edge source="{a}" target="{b}"><data key="k">{w}</data></edge>' for a, b, w in edges)
        + "</graph></graphml>",
    ]
    for number in range(n_files):
        content = mutated(generator, contents[number % len(contents)])
        try:
            read(folder, content, directed=generator.random() < 0.3)
        except InputError:
            pass
        except Exception as error:
            raise AssertionError(f"seed {seed}, file {number}: {content!r}") from error


def test_mutations_of_valid_files(tmp_path: Path) -> None:
    fuzzed(tmp_path, 1, 1_500)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10, 20))
def test_many_mutations_of_valid_files(tmp_path: Path, seed: int) -> None:
    fuzzed(tmp_path, seed, 2_500)
