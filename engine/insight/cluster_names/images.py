"""Names of clusters of images: the class of most of them, with its share; else the most central image."""

from engine.insight.cluster_names.parts import ClusterName, Clusters

CLASS = "class"


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
        best = max(sorted(counted), key=lambda value: counted[value])
        share = counted[best] / len(rows)
        found.append(
            ClusterName(best, f"{share:.0%} of its images are of this class; the most central one is {middle}")
        )
    return found
