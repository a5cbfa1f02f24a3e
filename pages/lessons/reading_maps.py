"""Lesson 10: how maps are made, and how they are misread."""

import streamlit as st

from engine.datasets.pairs.great_circle import GreatCircles
from engine.learners.pairs.pair_stress import PairStress
from engine.runs.recipe import Recipe
from pages.lessons import links, map_experiments, pixel_distances, stress_map, three_maps, tsne_steps
from pages.lessons.lesson import Lesson, Step
from pages.lessons.question import Place


def _links(place: Place) -> None:
    links.to_run(
        "Distances: all cities, moved until their distances fit", "pairs",
        lambda: Recipe(GreatCircles(), PairStress(start="random")), place.key("cities", "open"), "How it works",
    )  # fmt: skip
    links.to_page("Images: all digits by t-SNE, and how true that map is", "images", "How true?", map="tsne")
    links.to_page("Images: the same digits by UMAP", "images", "How true?", map="umap")
    links.to_page("Images: the same digits by PCA", "images", "How true?", map="pca")
    links.to_page(
        "Images: the perplexity of that map swept", "images", "Sweep", map="tsne",
        sweep='{"of": "map", "field": "perplexity", "values": "2, 5, 30, 100", "seeds": 2}',
    )  # fmt: skip
    links.to_page("Images: the same digits by several seeds", "images", "Seeds", map="tsne")
    st.page_link("pages/compare/page.py", label="Compare: two maps side by side", icon=":material/arrow_forward:")


LESSON = Lesson(
    10,
    "Reading a map",
    "10_reading_maps",
    "Distances in pixels, points that are moved until they fit, t-SNE by hand, and its misreadings as experiments.",
    (
        "moved", "equal", "width", "costly", "perplexity", "iterations", "sizes", "distances", "noise", "maps",
    ),
    (
        Step("Distances in pixels", pixel_distances.show),
        Step("Moving points until the distances fit", stress_map.show),
        Step("What no plane holds", stress_map.equal),
        Step("Neighbors of one point", tsne_steps.neighbors),
        Step("Pull and push", tsne_steps.forces),
        Step("Misreading 1: one perplexity is enough", map_experiments.perplexity),
        Step("Misreading 2: it is done when it looks done", map_experiments.iterations),
        Step("Misreading 3: a large island is a wide group", map_experiments.sizes),
        Step("Misreading 4: a wide gap is a large distance", map_experiments.distances),
        Step("Misreading 5: islands are there", map_experiments.noise),
        Step("Three maps of the same data", three_maps.show, wide=True),
        Step("At full size", _links),
    ),
)  # fmt: skip
