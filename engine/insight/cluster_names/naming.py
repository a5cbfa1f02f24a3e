"""Names for the clusters of one layer, each once."""

from collections.abc import Callable, Mapping

from engine.insight.cluster_names import films, images, nodes, values, words
from engine.insight.cluster_names.parts import ClusterName, Clusters

LONGEST = 60
NAMERS: Mapping[str, Callable[[Clusters], list[ClusterName]]] = {
    "word": words.names,
    "film": films.names,
    "node": nodes.names,
    "image": images.names,
}
"""By what a method embeds (`Learner.embeds`); other items are named by their columns."""


def name_clusters(item: str, clusters: Clusters) -> list[ClusterName]:
    """A name for each cluster; those that would have the same are told apart by an item, or numbered."""
    namer = NAMERS.get(item)
    if namer is not None:
        found = namer(clusters)
    else:
        found = [name or values.central(clusters, row) for row, name in enumerate(values.names(clusters))]
    if item != "image":  # whose items have no names of their own
        found = _with_items(found, clusters)
    return _each_once(found)


def _with_items(names: list[ClusterName], clusters: Clusters) -> list[ClusterName]:
    """Names that several clusters have, each with the item that occurs most, has most edges, or is most central."""
    texts = [name.text for name in names]
    metadata = clusters.embedding.metadata
    counts = metadata.get("count", metadata.get("degree"))
    return [
        ClusterName(f"{text}: {clusters.central(row, counts, 1)}", why)
        if texts.count(text) > 1
        else ClusterName(text, why)
        for row, (text, why) in enumerate(names)
    ]


def _each_once(names: list[ClusterName]) -> list[ClusterName]:
    """Cut to LONGEST, and numbered where two are the same."""
    seen: dict[str, int] = {}
    found = []
    for text, why in names:
        short = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        seen[short] = seen.get(short, 0) + 1
        found.append(ClusterName(short if seen[short] == 1 else f"{short} ({seen[short]})", why))
    return found
