"""Exercise 24: a graph in numbers, done as its text says."""

import re

import pytest
from playwright.sync_api import Page

from engine.datasets.graphs.sources import ClassicGraph
from tests.browser.exercises.conftest import Do
from tests.browser.exercises.reading import (
    cells,
    metric,
    numbers,
    said,
    slide,
    until,
)

pytestmark = pytest.mark.browser


def test_24_statistics_of_the_club_and_vectors_before_and_after_the_training(do: Do) -> None:
    page = do(24, 0)
    assert metric(page, "Average degree") == "4.59" and metric(page, "Average clustering") == "0.571"
    closeness = dict(zip(cells(page, "Node", "Closeness"), numbers(page, "Closeness", "Node"), strict=True))
    assert closeness["6"] == pytest.approx(0.3837, abs=5e-5)
    slide(page, "Follow an edge", 0.8)
    slide(page, "Steps of PageRank", 1)
    club = ClassicGraph("karate").load()
    neighbors = club.neighbors(club.index["Mr. Hi"])
    by_hand = 0.8 / 34 * (1 / club.degrees[neighbors]).sum() + 0.2 / 34
    assert round(by_hand, 2) == 0.13, "as the colab has it"
    until(page, lambda: abs(ranks(page).get("Mr. Hi", 0) - by_hand) < 6e-5)
    slide(page, "Steps of PageRank", 0)
    said(page, re.compile("6: degree 4, clustering 0.5000, closeness 0.3837, PageRank 0.0294"))
    page = do(24, 1)
    said(page, re.compile("Press play"))


def ranks(page: Page) -> dict[str, float]:
    """PageRank by node."""
    return dict(zip(cells(page, "Node", "PageRank"), numbers(page, "PageRank", "Node"), strict=True))
