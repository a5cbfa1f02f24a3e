"""Names of clusters of films: genres and decades that are over-represented, else the films watched most."""

import numpy as np

from engine.insight.cluster_names import values
from engine.insight.cluster_names.parts import ClusterName, Clusters, naming


def names(clusters: Clusters) -> list[ClusterName]:
    """A genre and a decade, each only if it is common and special enough."""
    metadata = clusters.embedding.metadata
    columns = []
    if "genre" in metadata:
        columns.append(clusters.over_represented(metadata["genre"]))
    if "year" in metadata and np.issubdtype(metadata["year"].dtype, np.number):
        columns.append(clusters.over_represented(decades(metadata["year"])))
    counts = metadata.get("count")
    found = []
    for row in range(clusters.n_clusters):
        best = [value for column in columns for value in naming(column[row])[:1]]
        if best:
            text = " ".join(value.text for value in best)
            found.append(ClusterName(text, "; ".join(value.told for value in best)))
        elif counts is not None:
            found.append(ClusterName(clusters.central(row, counts, 2), "watched most; no genre or decade is special"))
        else:
            found.append(values.central(clusters, row))
    return found


def decades(years: np.ndarray) -> np.ndarray:
    """Such as "1990s"; "" for years that are not known (below 1)."""
    whole = np.nan_to_num(years.astype(np.float64)).astype(int) // 10 * 10
    return np.where(whole > 0, np.char.add(whole.astype(str), "s"), "")
