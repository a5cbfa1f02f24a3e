"""Exercises of graphs, done by controls alone."""

import numpy as np

from engine.datasets.graphs.sources import ClassicGraph
from engine.runs import store
from tests.pages.conftest import RECIPES
from tests.pages.opening import Open, texts


def test_24_vectors_from_before_the_training_to_its_end(at_rest: Open) -> None:
    run = RECIPES["deepwalk"].run_id
    app = at_rest("graphs", "6", run=run, tab="Training")
    assert not app.exception and "over the training" in texts(app) and "Press play" in texts(app)
    fit = store.load(run)
    film = fit.snapshots
    assert film is not None and film.steps[0] == 0
    club = np.array(ClassicGraph("karate").load().attributes["club"])[film.items]
    parted = [abs(agreement(frame, club)) for frame in (film.frames[0], fit.main.vectors[film.items])]
    assert parted[1] > 0.6 > parted[0], "the two sides of the club lie apart after the training alone"


def agreement(vectors: np.ndarray, club: np.ndarray) -> float:
    """Correlation of the first principal component with the side of the club."""
    left = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)[0][:, 0]
    return float(np.corrcoef(left, club == club[0])[0, 1])
