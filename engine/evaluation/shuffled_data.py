"""Data in which nothing joins what was together: what two trainings still agree on is not in the data."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from engine.datasets.graphs.builder import compressed
from engine.datasets.graphs.graph import Graph
from engine.datasets.images.image_set import ImageSet
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.tables.matrix import Matrix
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError

TRIES = 300
"""Others that a pair which may not be there is exchanged with, one after the other."""


def shuffled(dataset: Any, seed: int) -> Any:
    """The same counts, the rest by chance: see SHUFFLES. Raises InputError for data of another kind."""
    shuffle = SHUFFLES.get(getattr(dataset, "kind", ""))
    if shuffle is None:
        raise InputError(
            "Data of this kind cannot be shuffled: compare the seeds with chance alone.",
            "E-EVL-61",
        )
    return shuffle(dataset, np.random.default_rng(seed))


def _corpus(corpus: Corpus, generator: np.random.Generator) -> Corpus:
    return replace(corpus, tokens=generator.permutation(corpus.tokens))


def _ratings(ratings: Ratings, generator: np.random.Generator) -> Ratings:
    items, kept = _mixed(ratings.users, ratings.items, generator)
    columns = {name: getattr(ratings, name) for name in ("users", "stars", "held_out", "times")}
    columns = {name: column[kept] if len(column) else column for name, column in columns.items()}
    return replace(ratings, items=items[kept], **columns)


def _graph(graph: Graph, generator: np.random.Generator) -> Graph:
    sources, targets, weights = graph.edges()
    if len(graph.sides):  # edges join the two kinds still
        turned = graph.sides[sources] == 1
        sources, targets = np.where(turned, targets, sources), np.where(turned, sources, targets)
    elif not graph.directed:
        turned = generator.random(len(sources)) < 0.5
        sources, targets = np.where(turned, targets, sources), np.where(turned, sources, targets)
    targets, kept = _mixed(sources, targets, generator, not len(graph.sides), graph.directed)
    sources, targets, weights = sources[kept], targets[kept], weights[kept]
    if not graph.directed:
        sources, targets = np.concatenate([sources, targets]), np.concatenate([targets, sources])
        weights = np.concatenate([weights, weights])
    return graph.with_edges(*compressed(graph.n_nodes, sources, targets, weights), directed=graph.directed)


def _mixed(
    left: np.ndarray, right: np.ndarray, generator: np.random.Generator, one_kind: bool = False, directed: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """`right` in another order, and which pairs to keep, bool: each is there once.

    one_kind: both sides are the same nodes, so none is joined to itself and, unless `directed`, a pair is the same the
    other way round. Pairs that may not be there exchange their ends with others, drawn at random, so that both may
    (Maslov and Sneppen, 2002); the few that find none in TRIES are dropped.
    """
    right = generator.permutation(right)
    n = int(max(left.max(), right.max())) + 1

    def key(a: int, b: int) -> int:
        return min(a, b) * n + max(a, b) if one_kind and not directed else a * n + b

    taken: set[int] = set()
    waiting = []
    kept = np.ones(len(right), bool)
    for place, (a, b) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if (one_kind and a == b) or key(a, b) in taken:
            waiting.append(place)
        else:
            taken.add(key(a, b))
    kept[waiting] = False
    for place in waiting:
        for other in generator.integers(0, len(right), TRIES).tolist():
            a, b, c, d = int(left[place]), int(right[place]), int(left[other]), int(right[other])
            new = key(a, d), key(c, b)
            loops = one_kind and (a == d or c == b)
            if kept[other] and not loops and new[0] != new[1] and not taken & set(new):
                taken.remove(key(c, d))
                taken.update(new)
                right[place], right[other], kept[place] = d, b, True
                break
    return right, kept


def _images(images: ImageSet, generator: np.random.Generator) -> ImageSet:
    """Each pixel is shuffled over the images of either part."""
    rows = images.raw.reshape(len(images.raw), -1)
    parts = (rows[: images.n_train], rows[images.n_train :])
    return replace(images, raw=np.concatenate([generator.permuted(part, axis=0) for part in parts]).reshape(
        images.raw.shape
    ))  # fmt: skip


def _matrix(matrix: Matrix, generator: np.random.Generator) -> Matrix:
    """Each column by itself."""
    return replace(matrix, channels=generator.permuted(matrix.channels, axis=1))


def _pairs(pairs: PairMatrix, generator: np.random.Generator) -> PairMatrix:
    """The numbers of the pairs, dealt anew to all pairs."""
    values = pairs.values.copy()
    upper = np.triu_indices(len(values), 1)
    values[upper] = generator.permutation(values[upper])
    values.T[upper] = values[upper]
    return replace(pairs, values=values)


SHUFFLES: Mapping[str, Callable[[Any, np.random.Generator], Any]] = {
    Corpus.kind: _corpus,
    Ratings.kind: _ratings,
    Graph.kind: _graph,
    ImageSet.kind: _images,
    Matrix.kind: _matrix,
    PairMatrix.kind: _pairs,
}
"""Words keep their counts and sentences their lengths; viewers and items, and nodes, the number of their pairs; columns
and pixels their values; pairs all numbers.
"""
