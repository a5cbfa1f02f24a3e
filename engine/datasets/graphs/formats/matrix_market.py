"""MatrixMarket: a line of sizes, then a line for each entry of a sparse matrix."""

from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.weights import Weights, natural
from engine.errors import InputError

_BANNER = "%%matrixmarket"


def recognizes(head: Head) -> bool:
    """By its first line."""
    return head.begins(_BANNER)


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """An edge for each entry; rows and columns of a matrix that is not square are two kinds of nodes.

    Raises InputError for a sort of matrix that is not read (E-GRF-95), and for entries that do not fit the sizes
    (E-GRF-96).
    """
    banner = file.head.lines[0].casefold().split()
    if len(banner) < 5 or banner[2] != "coordinate" or banner[3] not in ("real", "integer", "pattern"):
        raise InputError(
            f"This is a MatrixMarket file of the sort “{' '.join(banner[1:6])[:60]}”; read are those with coordinates "
            "(real, integer or pattern). Please save it so, or as an edge list.",
            "E-GRF-95",
        )
    rows = (found for found in file.lines() if not found[1].startswith("%"))
    n_rows, n_columns, n_entries = _whole(*next(rows, (0, "")))
    found = Found(two_kinds=n_rows != n_columns)
    weights = Weights(absolute=layout.weighting == "absolute")
    n_fields = 2 if banner[3] == "pattern" else 3
    n_dropped = 0
    for line, text in rows:
        row = text.split()
        if len(row) != n_fields or not (_is_place(row[0], n_rows) and _is_place(row[1], n_columns)):
            raise _misfit(line, text)
        weight = weights.value(row[2]) if n_fields == 3 and layout.weighting != "ones" else 1.0
        if weight is None:
            n_dropped += 1
        else:
            found.add(row[0], row[1], weight)
    if len(found) + n_dropped != n_entries:
        file.notes.append(f"The file announces {n_entries:,} entries and holds {len(found) + n_dropped:,}.")
    if n_dropped:
        file.notes.append(f"Entries left out because the weight is not a finite number: {n_dropped:,}.")
    found.file_directed = None if banner[4] != "general" else n_rows == n_columns
    found.counted = n_fields == 3
    if n_rows != n_columns:
        found.kinds = ("row", "column")
    found.details = {"layout": "MatrixMarket", "weights": "none" if n_fields == 2 else "entries"}
    return found


def _whole(line: int, text: str) -> tuple[int, int, int]:
    sizes = text.split()
    if len(sizes) != 3 or min(map(natural, sizes)) < 0:
        raise _misfit(line, text)
    n_rows, n_columns, n_entries = map(natural, sizes)
    return n_rows, n_columns, n_entries


def _is_place(text: str, highest: int) -> bool:
    return 1 <= natural(text) <= highest


def _misfit(line: int, text: str) -> InputError:
    return InputError(
        f"Line {line:,} of the MatrixMarket file is {text[:60]!r}, which does not fit its first lines (sort and "
        "sizes); please save it again.",
        "E-GRF-96",
    )
