"""Exercises of graphs."""

from pages.lessons.exercises.exercise import Exercise, Preset

EXERCISES = (
    Exercise(
        24,
        (
            Preset("Statistics of the karate club", "graphs", None, "Statistics", query={"item": "6"}),
            Preset("Before and after the training", "graphs", None, "Training"),
        ),
    ),
)
