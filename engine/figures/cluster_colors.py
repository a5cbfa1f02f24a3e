"""Colors of clusters: few, so that they can be told apart, and different for clusters that lie beside each other."""

import numpy as np

from engine.figures.colors import OKABE_ITO, TEN

COLORS = tuple(dict.fromkeys((*OKABE_ITO[:7], *TEN)))
BESIDE = 8
"""Nearest clusters whose colors are avoided."""


def cluster_colors(middles: np.ndarray, sizes: np.ndarray) -> list[str]:
    """A color, #rrggbb, for each cluster by its middle (k, d) and size (k,).

    The largest choose first, and each takes the color that the clusters nearest to it have least, of equal ones the one
    that was taken least.
    """
    apart = np.square(middles).sum(axis=1) - 2 * middles @ middles.T
    taken = np.full(len(middles), -1)
    used = np.zeros(len(COLORS))
    for row in np.argsort(-sizes, kind="stable").tolist():
        near = np.argsort(apart[row], kind="stable")[: BESIDE + 1]
        crowd = np.zeros(len(COLORS))
        for place, other in enumerate(near.tolist()):
            if taken[other] >= 0:
                crowd[taken[other]] += 1 / (1 + place)
        taken[row] = int(np.lexsort((np.arange(len(COLORS)), used, crowd))[0])
        used[taken[row]] += 1
    return [COLORS[at] for at in taken.tolist()]
