"""What a file is likely to be, by its beginning: which kinds of data it could be read as, the likeliest first."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from engine.datasets.base import Source
from engine.datasets.graphs import ends
from engine.datasets.graphs import reader as graph_reader
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.recognition import EDGES
from engine.datasets.graphs.sources import UploadedGraph
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import UploadedImages
from engine.datasets.pairs import recognition as pairs
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.datasets.pairs.sources import UploadedPairs
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import UploadedRatings
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.sources import UploadedTable
from engine.datasets.text import reader as text_reader
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.sources import UploadedText
from engine.datasets.vectors import reader as vector_reader
from engine.datasets.vectors.sources import UploadedVectors
from engine.datasets.vectors.vectors import Vectors
from engine.errors import InputError
from engine.files import archives, encodings, idx, npy, pictures, signatures, uploads
from engine.files.roles import Look, plain_name

UPLOADED: dict[str, type[Source]] = {
    Corpus.kind: UploadedText,
    Ratings.kind: UploadedRatings,
    ImageSet.kind: UploadedImages,
    Graph.kind: UploadedGraph,
    Matrix.kind: UploadedTable,
    PairMatrix.kind: UploadedPairs,
    Vectors.kind: UploadedVectors,
}
"""Kind of dataset -> the source of an uploaded file of that kind."""
UNSURE = ("adjacency", "json", "lgl", "matrix", "metis", "multiline", "networkx", "refused", "sif", "tuples", EDGES)
"""Layouts of graphs that other files have by chance, too."""
SENTENCE = 25
"""Characters of a cell on the average: longer ones are texts."""
SHARED = 0.1
"""Of the names in two columns at least so many are in both where the columns are the ends of edges."""
BEGINNING = 100_000
"""Characters looked at."""
LETTERS = 0.6
"""Share of letters and blanks in a line of prose."""
FEWEST_PIXELS = 48
"""Columns of numbers beside each other."""
GRADES = 21
"""Different numbers in a column at most where they may be ratings."""


def recognize(sha256: str) -> tuple[str, ...]:
    """Kinds of datasets, all of them, the likeliest first. sha256: of an upload.

    Quick: it reads no more than the beginning. Raises InputError for a file that is not there.
    """
    likeliest = _likeliest(uploads.path(sha256), sha256)
    return (likeliest, *(kind for kind in UPLOADED if kind != likeliest))


def _likeliest(path: Path, sha256: str) -> str:
    if pairs.is_likely(path):
        return PairMatrix.kind
    if vector_reader.is_likely(path):
        return Vectors.kind
    if _holds_pictures(path):
        return ImageSet.kind
    layout = _tried(lambda: graph_reader.layout_of(path)) or EDGES
    if layout not in UNSURE:
        return Graph.kind
    as_text = _tried(lambda: text_reader.layout_of(path)) or "text"
    looks = {kind: look for kind, cls in UPLOADED.items() if kind != Vectors.kind and (look := _look(cls, sha256))}
    if as_text == "json":
        return _of_headings(looks) or _of_json(path)
    prose = as_text == "text" and _is_prose(path)
    if as_text not in ("text", "table"):
        return Corpus.kind
    named = "" if prose else _of_headings(looks)
    if named or prose:
        return named or Corpus.kind
    pixels = looks.get(ImageSet.kind)
    if pixels is not None and len(pixels.table.columns) > FEWEST_PIXELS and as_text == "text":
        return ImageSet.kind
    if layout != EDGES:
        return Graph.kind
    table = next((looks[kind] for kind in (Matrix.kind, Ratings.kind, Graph.kind) if kind in looks), None)
    return Corpus.kind if table is None else _of_contents(table, looks)


def _tried(ask: Callable[[], str]) -> str:
    try:
        return ask()
    except InputError:
        return ""


def _holds_pictures(path: Path) -> bool:
    try:
        with archives.opened(path, []) as entries:
            heads = [next(entry.blocks(), b"")[: signatures.HEAD] for entry in entries[:50]]
    except InputError:  # what holds no text at all
        return True
    return bool(heads) and sum(map(_is_picture, heads)) * 2 >= len(heads)


def _is_picture(head: bytes) -> bool:
    return pictures.is_one(head) or idx.looks_like_idx(head) or head.startswith(npy.MAGIC)


def _look(cls: type[Source], sha256: str) -> Look | None:
    try:
        return cls(sha256=sha256).look("sha256")  # type: ignore[call-arg]  # all of UPLOADED have this field
    except InputError:
        return None


def _of_headings(looks: Mapping[str, Look]) -> str:
    """The kind whose needed columns are named by headings; "" if there is none."""
    tables = [look.table.columns for look in looks.values() if look.table.header]
    if any(_name_ratings(set(map(plain_name, columns))) for columns in tables):
        return Ratings.kind
    return Graph.kind if any(ends.of_headings(columns) is not None for columns in tables) else ""


def _name_ratings(names: set[str]) -> bool:
    roles = UploadedRatings.roles["sha256"]
    return all(names & set(roles[field].headings) for field in ("user_column", "item_column"))


def _of_json(path: Path) -> str:
    beginning = path.read_bytes()[:BEGINNING].decode("utf-8", "replace")
    keys = set(map(plain_name, re.findall(r'"([^"\n]{1,40})"\s*:', beginning)))
    if keys & {"nodes", "links", "edges"} or keys >= {"source", "target"}:
        return Graph.kind
    return Ratings.kind if _name_ratings(keys) else Corpus.kind


def _is_prose(path: Path) -> bool:
    """Whether the lines are mostly letters, in words or in a script without blanks."""
    try:
        with archives.opened(path, []) as entries:
            text = next(iter(encodings.decoded(entries[0].blocks, encodings.understand(entries[0].blocks).codec)), "")
    except InputError:
        return False
    lines = [line for line in text[:BEGINNING].split("\n") if line.strip()]
    letters = fmean(sum(map(_is_letter, line)) / len(line) for line in lines) if lines else 0
    long = fmean(map(len, lines)) if lines else 0
    return letters > LETTERS and long > SENTENCE


def _is_letter(char: str) -> bool:
    return char.isalpha() or char.isspace() or unicodedata.category(char).startswith("M")


def _of_contents(table: Look, looks: Mapping[str, Look]) -> str:
    """What a table without telling headings is, by what stands in its columns."""
    ratings, text = looks.get(Ratings.kind), looks.get(Corpus.kind)
    if text is not None and _mean_length(text) >= SENTENCE:
        return Corpus.kind
    columns = [[cell for cell in column if cell.strip()] for column in zip(*table.table.sample, strict=False)]
    numbers = [column for column in columns if _is_numeric(column)]
    if ratings is not None and ratings.wide:
        return Ratings.kind if _has_gaps(ratings) else Matrix.kind
    if len(columns) > 4:
        return Matrix.kind if len(numbers) * 2 >= len(columns) else Graph.kind
    if len(columns) < 2:
        return Corpus.kind
    if table.table.header and len(numbers) >= max(2, len(columns) - 1) and not _share_names(columns[0], columns[1]):
        return Matrix.kind
    if len(columns) >= 3 and _is_numeric(columns[2]) and 1 < len(set(columns[2])) <= GRADES:
        return Ratings.kind
    return Graph.kind


def _mean_length(look: Look) -> float:
    place = look.table.columns.index(look.proposed["text_column"]) if "text_column" in look.proposed else -1
    cells = [row[place] for row in look.table.sample if 0 <= place < len(row)]
    return fmean(map(len, cells)) if cells else 0.0


def _has_gaps(look: Look) -> bool:
    """Whether many cells are empty: few rate everything."""
    cells = [cell.strip() for row in look.table.sample for cell in row]
    return sum(not cell for cell in cells) * 10 >= len(cells)


def _share_names(one: Sequence[str], other: Sequence[str]) -> bool:
    first, second = set(one), set(other)
    return len(first & second) >= max(1, SHARED * min(len(first), len(second)))


def _is_numeric(cells: Sequence[str]) -> bool:
    """Whether all are numbers, also with marks between thousands, which `roles.Column` takes for texts."""
    return bool(cells) and all(re.fullmatch(r"\s*[+-]?[\d.,]+([eE][+-]?\d+)?\s*", cell) for cell in cells)
