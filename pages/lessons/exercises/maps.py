"""Exercises of reading maps."""

import csv
import io
from functools import partial

from engine.datasets.vectors.sources import UploadedVectors
from engine.files import uploads
from engine.insight.lessons.misread import Shape, points
from engine.learners.vectors.as_given import AsGiven
from engine.runs.recipe import Recipe
from pages.lessons.exercises.exercise import Exercise, InLesson, Preset

PERPLEXITIES = '{"of": "map", "field": "perplexity", "values": "2, 5, 30, 50", "seeds": 1}'
TITLES: dict[Shape, str] = {
    "sizes": "Two clusters, one ten times as wide", "distances": "Three clusters, one far away",
    "noise": "Noise without clusters",
}  # fmt: skip


def vectors_of(shape: Shape) -> Recipe:
    """Points of a known shape as vectors of one's own."""
    values, kinds = points(shape)
    text = io.StringIO()
    table = csv.writer(text)
    table.writerow(["name", "cloud", *(f"x{place + 1}" for place in range(values.shape[1]))])
    for number, (row, kind) in enumerate(zip(values, kinds, strict=True), 1):
        table.writerow([f"point {number}", kind, *(f"{value:.5f}" for value in row)])
    upload = uploads.keep(text.getvalue().encode(), f"{TITLES[shape].lower()}.csv")
    return Recipe(UploadedVectors(sha256=upload.sha256), AsGiven())


EXERCISES = (
    Exercise(
        26,
        (
            *(
                Preset(
                    title,
                    "vectors",
                    partial(vectors_of, shape),
                    "Sweep",
                    query={"map": "tsne", "sweep": PERPLEXITIES},
                )
                for shape, title in TITLES.items()
            ),
            InLesson("Lesson 10: all of them side by side", 10),
        ),
    ),
)
