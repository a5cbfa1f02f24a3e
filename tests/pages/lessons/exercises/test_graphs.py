"""Exercises of graphs, done by controls alone."""

import numpy as np
import pytest

from engine.datasets.graphs.sources import ClassicGraph
from engine.runs import store
from tests.pages.conftest import RECIPES
from tests.pages.lessons.exercises.doing import dataframe, metric, slider
from tests.pages.opening import Open, texts


def test_24_statistics_of_the_karate_club(at_rest: Open) -> None:
    app = at_rest("graphs", "6", run=RECIPES["deepwalk"].run_id, tab="Statistics")
    assert metric(app, "Average degree") == "4.59" and metric(app, "Average clustering") == "0.571"
    assert float(dataframe(app, "Closeness").set_index("Node")["Closeness"]["6"]) == pytest.approx(0.3837, abs=5e-5)
    slider(app, "Follow an edge").set_value(0.8).run()
    slider(app, "Steps of PageRank").set_value(1).run()
    ranks = dataframe(app, "PageRank").set_index("Node")["PageRank"]
    club = ClassicGraph("karate").load()
    neighbors = club.neighbors(club.index["Mr. Hi"])
    by_hand = 0.8 / 34 * (1 / club.degrees[neighbors]).sum() + 0.2 / 34
    assert ranks["Mr. Hi"] == pytest.approx(by_hand) and round(by_hand, 2) == 0.13
    slider(app, "Steps of PageRank").set_value(0).run()
    assert set(dataframe(app, "PageRank")["PageRank"].round(12)) == {round(1 / 34, 12)}
    assert "6: degree 4, clustering 0.5000, closeness 0.3837, PageRank 0.0294" in texts(app).replace("*", "")


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
