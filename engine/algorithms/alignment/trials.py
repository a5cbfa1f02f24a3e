"""The three maps that pairs make, and how well each answers."""

from collections.abc import Mapping

import numpy as np

from engine.algorithms.alignment.maps import least_squares_map, unit
from engine.algorithms.alignment.refinement import refined
from engine.algorithms.alignment.retrieval import nearest, neighborhood
from engine.algorithms.alignment.scoring import FIRST, Split, precision

MAPS = ("orthogonal", "refined", "least_squares")


def maps(first: np.ndarray, second: np.ndarray, seeds: np.ndarray, n_rounds: int) -> dict[str, np.ndarray]:
    """Each map (d, d), by its name in MAPS."""
    turns = list(refined(first, second, seeds, n_rounds))
    return dict(zip(MAPS, (turns[0], turns[-1], least_squares_map(first, second, seeds)), strict=True))


def answered(
    first: np.ndarray, second: np.ndarray, part: Split, found: Mapping[str, np.ndarray], known: np.ndarray
) -> np.ndarray:
    """Precision of each map in MAPS by each way of search, cosine and CSLS, at so many answers: (3, 2, 2)."""
    if not len(part.held_out):
        return np.full((len(MAPS), 2, len(FIRST)), np.nan)
    measured = []
    for name in MAPS:
        carried = unit(first @ found[name])
        asked = carried[part.held_out]
        near = neighborhood(asked, second), neighborhood(second, carried)
        rows = nearest(asked, second, FIRST[-1])[0], nearest(asked, second, FIRST[-1], *near)[0]
        measured.append([precision(answers, part.held_out, known) for answers in rows])
    return np.array(measured)
