"""What the app would understand of a file, as JSON: `python -m engine.understand FILE [--as KIND] [--set FIELD=VALUE]`.

For scripts, and for reports of files that are misread: the layout, the roles of columns, the counts and the notes, or
the refusal with its code. Without a kind, all are tried. The exit status is 0 where some kind can read the file.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.datasets.base import Source
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import UploadedGraph
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import UploadedImages
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.datasets.pairs.sources import UploadedPairs
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import UploadedRatings
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.sources import UploadedTable
from engine.datasets.text import questions
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.sources import UploadedText
from engine.datasets.vectors.sources import UploadedVectors
from engine.datasets.vectors.vectors import Vectors
from engine.errors import InputError
from engine.fields import from_json, specs
from engine.files import uploads

MOST = 10
"""Names, words and columns that are listed."""


def main(arguments: Sequence[str]) -> int:
    """Print what is understood; see the module."""
    parser = argparse.ArgumentParser(prog="python -m engine.understand", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--as", dest="kind", choices=[*SOURCES, "questions"], help="what it is to be read as")
    parser.add_argument(
        "--set", dest="settings", action="append", default=[], metavar="FIELD=VALUE", help="as a user would set it"
    )
    chosen = parser.parse_args(arguments)
    data = chosen.file.read_bytes()
    kinds = [chosen.kind] if chosen.kind else [*SOURCES, "questions"]
    with tempfile.TemporaryDirectory() as home:
        os.environ["EMBEDDING_HOME"] = home  # the file is read as an upload, and nothing of it is kept
        found = {kind: understood(data, chosen.file.name, kind, chosen.settings) for kind in kinds}
    print(json.dumps(found[chosen.kind] if chosen.kind else found, ensure_ascii=False, indent=1))
    return 0 if any("refused" not in one for one in found.values()) else 1


def understood(data: bytes, name: str, kind: str, settings: Sequence[str] = ()) -> dict[str, Any]:
    """JSON-able: what the bytes of a file are read as, or {"refused": sentence, "code": ...}.

    kind: a key of SOURCES, or "questions". settings: "field=value" of the source.
    """
    try:
        if kind == "questions":
            return _questions(data)
        cls = SOURCES[kind]
        file = {"name": cls.name, "version": cls.version, "sha256": uploads.keep(data, name).sha256}
        source: Source = from_json({cls.name: cls}, file | _values(cls, settings))
        look = source.look("sha256")
        columns = {} if look is None else {"columns": list(look.table.columns), "roles": dict(look.proposed)}
        found = source.load()
    except InputError as error:
        return {"refused": str(error), "code": error.code}
    details = {name: value for name, value in (getattr(found, "details", None) or {}).items() if name != "origin"}
    return {**columns, **_COUNTS[kind](found), "details": details, "notes": list(getattr(found, "notes", ()))}


def _values(cls: type[Source], settings: Sequence[str]) -> dict[str, Any]:
    """Settings as values of the fields of a source."""
    known, found = specs(cls), {}
    for setting in settings:
        field, _, value = setting.partition("=")
        bare = field in known and known[field].kind in ("choice", "text")
        found[field] = value if bare else json.loads(value)
    return found


def _graph(graph: Graph) -> dict[str, Any]:
    return {
        "nodes": graph.n_nodes, "edges": graph.n_edges, "directed": graph.directed, "weighted": graph.is_weighted,
        "first_nodes": list(graph.nodes[:MOST]), "attributes": list(graph.attributes),
    }  # fmt: skip


def _ratings(ratings: Ratings) -> dict[str, Any]:
    stars = [float(ratings.stars.min()), float(ratings.stars.max())] if ratings.explicit else None
    return {
        "ratings": len(ratings.users), "users": ratings.n_users, "items": ratings.n_items, "range": stars,
        "liked_from": ratings.liked_from if ratings.explicit else None, "genres": list(ratings.genres[:MOST]),
        "first_items": list(ratings.item_names[:MOST]),
    }  # fmt: skip


def _text(corpus: Corpus) -> dict[str, Any]:
    top = zip(corpus.words[:MOST], corpus.counts[:MOST].tolist(), strict=True)
    return {
        "tokens": corpus.n_tokens, "words": corpus.n_words, "documents": len(corpus.document_names),
        "labels": sorted(set(corpus.document_labels))[:MOST], "most_frequent": dict(top),
    }  # fmt: skip


def _images(images: ImageSet) -> dict[str, Any]:
    return {
        "images": images.n_images, "training": images.n_train, "shape": list(images.shape),
        "classes": list(images.class_names[:MOST]), "n_classes": len(images.class_names),
        "brightness": [int(images.raw.min()), int(images.raw.max()), images.maximum],
    }  # fmt: skip


def _numbers(matrix: Matrix) -> dict[str, Any]:
    rows, columns = matrix.shape
    return {
        "rows": rows, "columns_of_numbers": columns, "first_columns": list(matrix.columns[:MOST]),
        "attributes": list(matrix.attributes), "first_row": matrix.channels[0, 0, :MOST].tolist(),
    }  # fmt: skip


def _pairs(pairs: PairMatrix) -> dict[str, Any]:
    return {
        "items": pairs.n_items, "sort": pairs.sort, "first_items": list(pairs.labels[:MOST]),
        "known": list(pairs.metadata), "first_row": pairs.values[0, :MOST].tolist(),
    }  # fmt: skip


def _vectors(vectors: Vectors) -> dict[str, Any]:
    return {
        "items": vectors.n_items, "numbers": vectors.n_components, "first_items": list(vectors.labels[:MOST]),
        "known": list(vectors.metadata), "first_vector": vectors.vectors[0, :MOST].tolist(),
    }  # fmt: skip


def _questions(data: bytes) -> dict[str, Any]:
    """As analogies if it holds any, else as pairs of words."""
    try:
        found = questions.parse_analogies(data)
        return {"analogies": len(found.words), "sections": list(found.sections[:MOST]), "notes": list(found.notes)}
    except InputError:
        pairs = questions.parse_pairs(data)
        return {"pairs": len(pairs.pairs), "notes": list(pairs.notes)}


SOURCES: Mapping[str, type[Source]] = {
    "graph": UploadedGraph,
    "ratings": UploadedRatings,
    "text": UploadedText,
    "images": UploadedImages,
    "numbers": UploadedTable,
    "pairs": UploadedPairs,
    "vectors": UploadedVectors,
}
_COUNTS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "graph": _graph, "ratings": _ratings, "text": _text, "images": _images, "numbers": _numbers,
    "pairs": _pairs, "vectors": _vectors,
}  # fmt: skip

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
