"""The engine as a notebook speaks to it: methods and items by their names, answers as names with numbers."""

from collections.abc import Mapping
from typing import Any

from engine.arithmetic.analogy import parse, solve
from engine.arithmetic.lookup import rows_of
from engine.datasets import KINDS
from engine.datasets.base import Dataset
from engine.embedding import Embedding
from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.neighbors import Metric, nearest
from engine.projections import PROJECTIONS
from engine.report import Report, Silent


def train(method: str, dataset: Dataset, report: Report = Silent(), **settings: Any) -> Fit:
    """Train a method of LEARNERS; the settings are its fields, each with a default.

    Raises ValueError if there is no such method or it takes another kind of dataset, TypeError for a setting that it
    does not have, InputError for a value out of bounds or a dataset that cannot serve.
    """
    learner = _named(LEARNERS, method)
    if learner.takes in KINDS and dataset.kind != learner.takes:
        fitting = ", ".join(name for name, cls in LEARNERS.items() if cls.takes == dataset.kind) or "none"
        raise ValueError(f"{method} takes {learner.takes!r}, not {dataset.kind!r}; what takes that: {fitting}")
    return learner(**settings).fit(dataset, report)


def project(embedding: Embedding, method: str = "pca", report: Report = Silent(), **settings: Any) -> Embedding:
    """A map of an embedding by a method of PROJECTIONS: coordinates with its labels and metadata.

    Raises ValueError, TypeError and InputError as `train`.
    """
    return _named(PROJECTIONS, method)(**settings).fit(embedding, report).main


def most_similar(embedding: Embedding, item: str, k: int = 10, metric: Metric = "cosine") -> list[tuple[str, float]]:
    """The `k` items nearest to one, best first: names, and cosines, dot products or distances.

    Raises InputError with names spelled alike if there is no such item.

    >>> found = Embedding([[1, 0], [3, 4], [0, 1]], ["east", "north-east", "north"])
    >>> [(name, round(cosine, 2)) for name, cosine in most_similar(found, "east")]
    [('north-east', 0.6), ('north', 0.0)]
    """
    row = rows_of(embedding, [item])[0]
    found = nearest(embedding, row, k, metric)
    return _spelled(embedding, found.rows, found.scores)


def analogy(embedding: Embedding, text: str, k: int = 10) -> list[tuple[str, float]]:
    """The `k` items that complete a sum such as "king - man + woman" best, the terms left out: names and cosines.

    Raises InputError if the sum cannot be read or has an unknown item.
    """
    terms = parse(text)
    positive, negative = (rows_of(embedding, names) for names in (terms.positive, terms.negative))
    found = solve(embedding, positive, negative, k)
    return _spelled(embedding, found.rows, found.scores)


def _named(methods: Mapping[str, type[Learner]], name: str) -> type[Learner]:
    if name not in methods:
        raise ValueError(f"there is no method {name!r}; there are {', '.join(methods)}")
    return methods[name]


def _spelled(embedding: Embedding, rows: Any, scores: Any) -> list[tuple[str, float]]:
    return [(embedding.labels[row], float(score)) for row, score in zip(rows, scores, strict=True)]
