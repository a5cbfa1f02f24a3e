"""Exercises of films."""

from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.learners.films.biased_factors import BiasedFactors
from engine.runs.recipe import Recipe
from pages.lessons.exercises.exercise import Exercise, Preset

LAMBDA = '{"of": "method", "field": "regularization", "values": "0.01, 0.03, 0.1, 0.3, 1", "seeds": 1}'
REAL = "Offline with simulated viewers of real films; MovieLens is a download on the page."


def solved() -> Recipe:
    """Factors with biases by least squares."""
    return Recipe(ToyViewers(), BiasedFactors())


def descended() -> Recipe:
    """The same by stochastic gradient descent."""
    return Recipe(ToyViewers(), BiasedFactors(solver="sgd", n_components=20, n_epochs=30))


EXERCISES = (
    Exercise(
        18,
        (
            Preset("Length by popularity", "movies", solved, "Lengths and biases"),
            Preset("Sweep the regularization", "movies", solved, "Sweep", query={"sweep": LAMBDA}),
        ),
        REAL,
    ),
    Exercise(
        19,
        (
            Preset(
                "Lowest and highest bias",
                "movies",
                solved,
                "Lengths and biases",
                {"lengths": "Lowest and highest bias"},
            ),
            Preset("The fifty best-known films", "movies", solved, "Why close?", query={"map": "pca", "items": "50"}),
        ),
        REAL,
    ),
    Exercise(20, (Preset("The films as a graph", "movies", solved, "As a graph", {"as_graph.weight": "pmi"}),), REAL),
    Exercise(
        25,
        (
            Preset("Gradient descent, with both losses", "movies", descended, "Training"),
            Preset("Sweep λ", "movies", descended, "Sweep", query={"sweep": LAMBDA}),
            Preset(
                "Means of genres",
                "movies",
                descended,
                "Lengths and biases",
                {"lengths": "Means of genres"},
                {"map": "pca"},
            ),
        ),
        REAL,
    ),
)
