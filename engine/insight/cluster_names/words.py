"""Names of clusters of words: by class-based TF-IDF, in which the neighboring clusters are the other classes.

As Grootendorst (2022) ranks terms by how often they are in a class and how seldom in all: here each word is in one
cluster alone, and how much it is in a neighboring one, too, is told by its cosine with that one's middle.
"""

import numpy as np

from engine.insight.cluster_names.parts import ClusterName, Clusters

WORDS = 3


def names(clusters: Clusters) -> list[ClusterName]:
    """The words that are frequent, and nearer to their cluster's middle than to those of its neighbors."""
    counts = clusters.embedding.metadata.get("count", np.ones(clusters.embedding.n_items)).astype(np.float64)
    found = []
    for row, rows in enumerate(clusters.rows):
        unit = clusters.embedding.unit[rows]
        own = unit @ clusters.middles[row]
        beside = clusters.middles[clusters.beside[row]]
        others = (unit @ beside.T).max(axis=1) if len(beside) else np.zeros(len(rows))
        scores = np.log1p(counts[rows]) * np.maximum(own, 0) * np.log1p(np.exp(8 * (own - others)))
        order = np.argsort(-scores, kind="stable")[:WORDS]
        labels = [clusters.embedding.labels[at] for at in rows[order].tolist()]
        why = f"“{labels[0]}” has cosine {own[order[0]]:.2f} with the middle"
        if len(beside):
            why += f", {others[order[0]]:.2f} with the nearest one beside it"
        found.append(ClusterName(", ".join(labels), why))
    return found
