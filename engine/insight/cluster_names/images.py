"""Names of clusters of images: the class of most of them, or a few that hold most, with shares; else the most central
image.
"""

from engine.insight.cluster_names.parts import ClusterName, Clusters

CLASS = "class"
MOST_OF, CLASSES = 0.7, 3
"""Share of a cluster's images that the named classes hold together, of at most so many classes."""


def names(clusters: Clusters) -> list[ClusterName]:
    """From the column of classes, if the images have one."""
    classes = clusters.embedding.metadata.get(CLASS)
    found = []
    for row, rows in enumerate(clusters.rows):
        middle = clusters.embedding.labels[int(clusters.medoids[row])]
        if classes is None:
            found.append(ClusterName(f"like {middle}", "its most central image"))
            continue
        counted: dict[str, int] = {}
        for value in classes[rows].astype(str).tolist():
            counted[value] = counted.get(value, 0) + 1
        order = sorted(counted, key=lambda value: (-counted[value], value))
        named = order[:1]
        while sum(counted[value] for value in named) < MOST_OF * len(rows) and len(named) < CLASSES:
            named.append(order[len(named)])
        shares = ", ".join(f"{value}: {counted[value] / len(rows):.0%}" for value in named)
        found.append(ClusterName(", ".join(named), f"{shares} of its images; the most central one is {middle}"))
    return found
