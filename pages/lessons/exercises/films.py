"""Exercises of films."""

from collections.abc import Callable
from dataclasses import replace

from engine.datasets.joint.film_graph import FilmGraph
from engine.datasets.ratings.sources import SETS, MovieLens
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.learners.films.biased_factors import BiasedFactors
from engine.learners.films.cowatch import CoWatch
from engine.learners.nodes.node2vec import Node2Vec
from engine.runs.recipe import Recipe
from pages.lessons.exercises.exercise import Exercise, Preset

LAMBDA = '{"of": "method", "field": "regularization", "values": "0.01, 0.03, 0.1, 0.3, 1", "seeds": 1}'
LENS = SETS[MovieLens.entry]
BY_GENRE = {"map": "tsne", "color": "genre"}
BIASES = {"lengths": "Lowest and highest bias"}
SERIES = {"lengths": "Film series"}


def solved() -> Recipe:
    """Factors with biases by least squares."""
    return Recipe(ToyViewers(), BiasedFactors())


def descended() -> Recipe:
    """The same by stochastic gradient descent."""
    return Recipe(ToyViewers(), BiasedFactors(solver="sgd", n_components=20, n_epochs=30))


def softmax() -> Recipe:
    """A softmax over all films from a film that was watched."""
    return Recipe(ToyViewers(), CoWatch())


def walks() -> Recipe:
    """Walks between films that viewers share."""
    return Recipe(FilmGraph(weight="pmi"), Node2Vec(n_components=32))


def real(recipe: Callable[[], Recipe]) -> Callable[[], Recipe]:
    """The same on MovieLens."""

    def made() -> Recipe:
        given = recipe()
        data = given.dataset
        return replace(
            given, dataset=replace(data, ratings=MovieLens()) if isinstance(data, FilmGraph) else MovieLens()
        )

    return made


EXERCISES = (
    Exercise(
        18,
        (
            Preset("Length by popularity", "movies", solved, "Lengths and biases"),
            Preset("Sweep the regularization", "movies", solved, "Sweep", query={"sweep": LAMBDA}),
            Preset("Softmax model, t-SNE by genre", "movies", softmax, "How it works", query=BY_GENRE),
            Preset("Length by popularity, MovieLens", "movies", real(solved), "Lengths and biases", entry=LENS),
            Preset("Softmax model, MovieLens", "movies", real(softmax), "How it works", query=BY_GENRE, entry=LENS),
        ),
    ),
    Exercise(
        19,
        (
            Preset("Lowest and highest bias", "movies", solved, "Lengths and biases", BIASES),
            Preset("The fifty best-known films", "movies", solved, "Why close?", query={"map": "pca", "items": "50"}),
            Preset("Biases, MovieLens", "movies", real(solved), "Lengths and biases", BIASES, entry=LENS),
            Preset(
                "Its fifty best-known films",
                "movies",
                real(solved),
                "Why close?",
                query={"map": "pca", "items": "50"},
                entry=LENS,
            ),
        ),
    ),
    Exercise(
        20,
        (
            Preset("The films as a graph", "movies", solved, "As a graph", {"as_graph.weight": "pmi"}),
            Preset("Walks between films", "graphs", walks, query={"item": "The Matrix (1999)"}),
            Preset("Walks, MovieLens", "graphs", real(walks), query={"item": "The Matrix (1999)"}, entry=LENS),
        ),
    ),
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
            Preset("Film series", "movies", descended, "Lengths and biases", SERIES, {"map": "pca"}),
            Preset("Both losses, MovieLens", "movies", real(descended), "Training", entry=LENS),
            Preset(
                "Film series, MovieLens", "movies", real(descended), "Lengths and biases", SERIES, {"map": "pca"}, LENS
            ),
        ),
    ),
)
