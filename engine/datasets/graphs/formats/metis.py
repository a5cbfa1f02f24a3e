"""METIS: a line with the numbers of nodes and edges, then for each node in turn the numbers of its neighbors."""

from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.weights import natural
from engine.errors import InputError
from engine.files.dialects import Lines

_ENOUGH = 10


def recognizes(head: Head) -> bool:
    """The sizes must fit what follows, as far as it can be seen; a line that is blank is a node without neighbors."""
    lines = _rows(head)
    sizes = lines[0].split() if lines else []
    if len(sizes) not in (2, 3) or min(map(natural, sizes)) < 0:
        return False
    n_nodes, n_edges = map(natural, sizes[:2])
    rows = [line.split() for line in lines[1:]]
    n_fields = sum(map(len, rows))
    fits = len(rows) == n_nodes and n_fields == 2 * n_edges if head.complete else n_fields <= 2 * n_edges
    return (
        fits
        and len(rows) <= n_nodes
        and all(natural(field) > 0 for row in rows for field in row)
        and _agree(rows, head.complete)
    )


def _agree(rows: list[list[str]], complete: bool) -> bool:
    """Whether each edge between the first nodes is named by both, of enough that it can be no chance."""
    named = {(node, int(field)) for node, row in enumerate(rows, 1) for field in row}
    seen = [(source, target) for source, target in named if target <= len(rows)]
    enough = complete or len(seen) >= _ENOUGH or len({len(row) for row in rows}) > 1
    return enough and all((target, source) in named for source, target in seen)


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """The edges, each once; raises InputError E-GRF-97 where the sizes do not fit, or nodes and edges have weights."""
    found = Found()
    sizes: list[str] = []
    node = n_fields = 0
    for text in Lines(file.pieces()):
        row = text.split()
        if text.startswith("%") or not text.endswith("\n"):  # a comment, or the end mark
            continue
        if not sizes:
            sizes = row
            continue
        node += 1
        n_fields += len(row)
        for field in row:
            if natural(field) < 1:
                raise _misfit(sizes, node, n_fields)
            if node <= natural(field):
                found.add(str(node), field)
        if node % 20_000 == 0:
            file.progress(len(found))
    n_nodes, n_edges = ([natural(size) for size in sizes[:2]] + [0, 0])[:2]
    if node - (node > n_nodes) != n_nodes or n_fields != 2 * n_edges or sizes[2:] not in ([], ["0"], ["00"], ["000"]):
        raise _misfit(sizes, node, n_fields)
    found.details = {"layout": "METIS", "weights": "none"}
    return found


def _rows(head: Head) -> list[str]:
    """Lines without comments, also blank ones, but the last, which may be cut."""
    lines = head.text.split("\n")
    if not head.complete or not lines[-1].strip():
        lines.pop()
    return [line for line in lines if not line.startswith("%")]


def _misfit(sizes: list[str], n_nodes: int, n_fields: int) -> InputError:
    return InputError(
        f"The first line of the METIS file is “{' '.join(sizes)[:60]}” (nodes, edges), but {n_nodes:,} lines with "
        f"{n_fields:,} neighbors were found, and each edge must be named twice; weights are not read. Please export an "
        "edge list.",
        "E-GRF-97",
    )
