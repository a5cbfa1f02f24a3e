"""What every way to find clusters returns: layers from few to many clusters, a tree, names and measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple, Self

import numpy as np

from engine.algorithms.clusters.measures import agreement, silhouettes
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, text
from engine.fit import Fit
from engine.insight.cluster_names.naming import name_clusters
from engine.insight.cluster_names.parts import NO_VALUE, Clusters
from engine.learners.base import Learner
from engine.report import Report, Silent, stop_if_cancelled

FEWEST = 4
"""Items with a direction."""
MOST_CLUSTERS = 1_000
"""Of a layer."""
MOST_CLASSES = 200
"""Of a column that the clusters are compared with."""
FEW_NUMBERS = 20
"""The same of whole numbers: of more they are amounts."""
STEPS = 100
"""Of the progress; the clusters are found after so many, and named after the rest."""
FOUND = 80


class Found(NamedTuple):
    """labels: int32 (layers, n), from few clusters to many, -1 for none; each cluster lies within one of the layer
    before, or outside of them all. grown: the same with all items in a cluster. notes: sentences for the user.
    """

    labels: np.ndarray
    grown: np.ndarray
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ClusterLayers:
    """What a ClusterSearch found.

    labels, grown: int32 (n_layers, n_items), see `Found`. middles: the clusters of all layers one after another: their
    names, mean vectors, and columns layer, number (its label in the layer), size, silhouette (mean of its items),
    medoid (row of the most central item), parent (place among the clusters of all layers, -1 for none), why.
    undirected: items without a direction, which no search could place.
    agreement: column -> float64 (n_layers, 2): adjusted Rand index and adjusted mutual information of the clustered
    items that have a class.
    """

    labels: np.ndarray
    grown: np.ndarray
    middles: Embedding
    agreement: dict[str, np.ndarray]
    undirected: int = 0

    @staticmethod
    def are_in(fit: Fit) -> bool:
        """Whether a fit is one of a ClusterSearch."""
        return {"labels", "grown"} <= fit.arrays.keys() and "cluster" in fit.embeddings

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """The layers that the Fit of a ClusterSearch holds."""
        compared = {
            name.removeprefix("agreement/"): table for name, table in fit.arrays.items() if "agreement/" in name
        }
        return cls(fit.arrays["labels"], fit.arrays["grown"], fit.main, compared, int(fit.summary["undirected"]))

    @property
    def n_layers(self) -> int:
        """How many granularities there are."""
        return len(self.labels)

    def of_layer(self, layer: int) -> np.ndarray:
        """Places of a layer's clusters among the clusters of all layers, in the order of their labels."""
        return np.flatnonzero(self.middles.metadata["layer"] == layer)

    def unclustered(self, layer: int) -> float:
        """Share of the items with a direction that are in no cluster of a layer."""
        outside = int((self.labels[layer] < 0).sum()) - self.undirected
        return outside / (self.labels.shape[1] - self.undirected)


@dataclass(frozen=True)
class ClusterSearch(Learner):
    """Base of the ways to find clusters. Fit: see `ClusterLayers`."""

    takes: ClassVar[str] = "embedding"

    metric: Literal["cosine", "euclidean"] = choice(
        "cosine",
        {"cosine": "Cosine", "euclidean": "Euclidean"},
        label="Metric",
        help="What near means in the embedding: a small angle, or a small distance.",
    )
    item: str = text(
        "", 20, label="Items", help="What is clustered, which decides how clusters are named.", hidden=True
    )

    def search(self, points: np.ndarray, report: Report) -> Found:
        """The clusters of float32 points (n, d), n >= FEWEST; progress up to FOUND of STEPS."""
        raise NotImplementedError

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Find clusters, name and measure them; raises InputError if there are too few items."""
        stop_if_cancelled(report)
        directed = dataset.norms > 0 if self.metric == "cosine" else np.ones(dataset.n_items, dtype=bool)
        rows = np.flatnonzero(directed)
        if len(rows) < FEWEST:
            raise InputError(
                f"{len(rows)} items with a direction are too few for clusters; {FEWEST} are needed.", "E-CLU-01"
            )
        points = np.ascontiguousarray((dataset.unit if self.metric == "cosine" else dataset.vectors)[rows])
        found = self.search(points, report)
        labels, grown = (_spread(part, rows, dataset.n_items) for part in (found.labels, found.grown))
        middles = self._described(dataset, labels, report)
        agreements = {f"agreement/{name}": table for name, table in _agreements(dataset, labels).items()}
        summary: dict[str, float] = {"layers": len(labels), "clusters": int(labels.max(initial=-1)) + 1}
        undirected = dataset.n_items - len(rows)
        summary["undirected"] = undirected
        notes = found.notes + (
            (f"{undirected:,} items have no direction (zero vectors) and are in no cluster.",) * (undirected > 0)
        )
        report.progress(STEPS, STEPS, "percent")
        return Fit({"cluster": middles}, {"labels": labels, "grown": grown, **agreements}, summary=summary, notes=notes)

    def _described(self, embedding: Embedding, labels: np.ndarray, report: Report) -> Embedding:
        """The clusters of all layers with names, measures and parents."""
        points = embedding.unit if self.metric == "cosine" else embedding.vectors
        columns: dict[str, list[np.ndarray]] = {}
        vectors, texts, whys = [np.empty((0, embedding.n_components))], [], []
        for layer, own in enumerate(labels):
            stop_if_cancelled(report)
            clusters = Clusters(embedding, own)
            inside = own >= 0
            sizes = np.bincount(own[inside], minlength=clusters.n_clusters)
            scores = np.bincount(own[inside], weights=silhouettes(points, own)[inside], minlength=len(sizes)) / sizes
            parents = _parents(labels, layer, clusters.medoids)
            for name, values in {
                "layer": np.full(len(sizes), layer), "number": np.arange(len(sizes)), "size": sizes,
                "silhouette": scores, "medoid": clusters.medoids, "parent": parents,
            }.items():  # fmt: skip
                columns.setdefault(name, []).append(values)
            named = name_clusters(self.item, clusters)
            texts += [name.text for name in named]
            whys += [name.why for name in named]
            vectors.append(clusters.middles)
            report.progress(FOUND + (STEPS - FOUND) * (layer + 1) / len(labels), STEPS, "percent")
        metadata = {name: np.concatenate(values) for name, values in columns.items()}
        return Embedding(np.concatenate(vectors), texts, metadata | {"why": np.array(whys, dtype=str)})


def _spread(labels: np.ndarray, rows: np.ndarray, n_items: int) -> np.ndarray:
    """Labels of some rows as labels of all; -1 for the rest. int32 (layers, n_items)."""
    result = np.full((len(labels), n_items), -1, dtype=np.int32)
    result[:, rows] = labels
    return result


def _parents(labels: np.ndarray, layer: int, medoids: np.ndarray) -> np.ndarray:
    """Place of the cluster that holds each cluster, in the last layer before where one does; -1 where none does."""
    counts = [int(own.max(initial=-1)) + 1 for own in labels[:layer]]
    firsts = np.cumsum([0, *counts])
    found = np.full(len(medoids), -1)
    for earlier in range(layer):
        holders = labels[earlier][medoids]
        found = np.where(holders >= 0, firsts[earlier] + holders, found)
    return found


def _agreements(embedding: Embedding, labels: np.ndarray) -> dict[str, np.ndarray]:
    """For each column of few classes, float64 (layers, 2); see `ClusterLayers`."""
    found = {}
    for name, column in embedding.metadata.items():
        if np.issubdtype(column.dtype, np.floating):
            continue
        values, codes = np.unique(column.astype(str), return_inverse=True)
        most = FEW_NUMBERS if np.issubdtype(column.dtype, np.number) else MOST_CLASSES
        if not 2 <= len(values) <= min(most, embedding.n_items // 2):
            continue
        known = ~np.isin(values, list(NO_VALUE))[codes]
        found[name] = np.array([_agreement(own, codes, known) for own in labels]).reshape(-1, 2)
    return found


def _agreement(labels: np.ndarray, codes: np.ndarray, known: np.ndarray) -> Sequence[float]:
    rows = known & (labels >= 0)
    return agreement(labels[rows], codes[rows]) if rows.any() else (0.0, 0.0)
