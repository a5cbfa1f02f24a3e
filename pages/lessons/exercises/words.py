"""Exercises of words and languages."""

from engine.datasets.text.ambiguous_world import AmbiguousWorld
from engine.datasets.text.library_docs import LibraryDocs
from engine.datasets.text.toy_world import ToyWorld
from engine.learners.words.glove import GloVe
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from engine.runs.recipe import Recipe
from pages.lessons.exercises.exercise import Comparison, Exercise, Preset

SHAKESPEARE = "All that glitters isn't gold\nAll's well that ends well"
ELEVEN = (
    "i hold the dog\nshe hold the dog\nhe rub the dog\ni rub my cat\nshe rub my cat\nhe hold my cat\n"
    "i hold a can\nshe rub a can\nhe rub a can"
)
CHOSEN = "king, queen, prince, man, woman, dog, cat, horse, france, germany, paris, berlin"
LIST = (
    "king, queen, prince, princess, man, woman, boy, girl, dog, cat, horse, cow, sheep, pig, goat, duck, france, "
    "germany, italy, spain, norway, paris, berlin, rome, madrid, oslo"
)
VERBS = "walk, walking\nswim, swimming\nsing, singing\nread, reading\nrun, running"
CATEGORIES = "animals: dog, cat, horse, cow\ncountries: france, germany, italy, spain"
BIAS = (
    "men: king, prince, man, boy\nwomen: queen, princess, woman, girl\nanimals: dog, cat, horse, cow\n"
    "countries: france, germany, italy, spain"
)


def own_lists(text: str) -> dict[str, object]:
    """Lists of one's own under "Categories"."""
    return {"lists.{run}.word.": "Your own lists", "lists_text.Your own lists": text}


def toy() -> Recipe:
    """The toy world by PPMI-SVD."""
    return Recipe(ToyWorld(), PPMISVD())


def counted(n_components: int = 2) -> Recipe:
    """Its raw counts."""
    return Recipe(
        ToyWorld(), PPMISVD(n_components=n_components, window=4, weighting="equal", power=1.0, cells="count")
    )  # fmt: skip


def _ambiguous() -> Recipe:
    return Recipe(AmbiguousWorld(), PPMISVD())


def _glove() -> Recipe:
    return Recipe(ToyWorld(), GloVe(n_components=50))


def _many_counts() -> Recipe:
    return counted(50)


def _logs() -> Recipe:
    return Recipe(ToyWorld(), PPMISVD(power=1.0, cells="log"))


def _of_50() -> Recipe:
    return Recipe(ToyWorld(), PPMISVD(n_components=50))


def _of_300() -> Recipe:
    return Recipe(ToyWorld(), PPMISVD(n_components=300))


def _phrases() -> Recipe:
    return Recipe(LibraryDocs(phrases=True), PPMISVD())


def _sampled() -> Recipe:
    return Recipe(ToyWorld(), SkipGram(n_components=50))


EXERCISES = (
    Exercise(
        1,
        (
            Preset(
                "The mini-corpus",
                "words",
                None,
                "Mini-corpus",
                {"mini_text": SHAKESPEARE, "mini_window": 1, "mini_ends": True, "mini_cells": "count"},
            ),
        ),
    ),
    Exercise(
        2,
        (
            Preset(
                "Counts of the toy world, 2-D",
                "words",
                counted,
                "Components",
                query={"only": CHOSEN, "map": "unit_length"},
            ),
        ),
    ),
    Exercise(
        3,
        (
            Preset("By GloVe", "words", _glove, query={"only": CHOSEN}),
            Preset("By counts", "words", _many_counts, query={"only": CHOSEN}),
            Comparison("Both side by side", _glove, _many_counts, "king"),
        ),
        "Offline with the toy world; for GloVe's published vectors open a file of them under Vectors.",
    ),
    Exercise(4, (Preset("Senses, in a text of known double meanings", "words", _ambiguous, "Senses"),)),
    Exercise(5, (Preset("Three words", "words", toy, "Three words"),)),
    Exercise(6, (Preset("Analogies", "words", toy, "Analogies"),)),
    Exercise(
        7,
        (
            Preset("Sums of words", "words", toy, "Analogies", {"analogy.form": "sum"}),
            Preset("Four lists and their test", "words", toy, "Categories", own_lists(BIAS)),
        ),
    ),
    Exercise(8, (Preset("Components of log counts", "words", _logs, "Components"),)),
    Exercise(
        9,
        (
            Comparison("Cosine beside Euclid", _of_300, _of_300, "dog", ("", "euclidean")),
            Comparison("50 numbers beside 300", _of_50, _of_300, "dog"),
        ),
    ),
    Exercise(10, (Preset("Relations", "words", toy, "Relations"),)),
    Exercise(11, (Preset("Categories", "words", toy, "Categories", own_lists(CATEGORIES)),)),
    Exercise(
        12,
        (
            Preset(
                "The mini-corpus",
                "words",
                None,
                "Mini-corpus",
                {"mini_text": ELEVEN, "mini_window": 2, "mini_ends": False, "mini_held_out": 20},
            ),
        ),
    ),
    Exercise(13, (Preset("All methods", "words", _sampled, "All methods", query={"wide": "true"}),)),
    Exercise(
        14,
        (
            Preset(
                "Pairs as arrows",
                "words",
                toy,
                "Relations",
                {"relation.{run}.word.": "own", "relation_pairs.own": VERBS},
            ),
            Preset("Axes", "words", toy, "Axes", query={"map": "axes"}),
        ),
    ),
    Exercise(
        15,
        (
            Preset("Scores", "words", toy, "Scores"),
            Preset("Eleven words by PCA", "words", toy, "Scores", query={"only": CHOSEN, "map": "pca"}),
        ),
    ),
    Exercise(
        16,
        (
            Preset("Two languages", "languages", None, "Scores"),
            Preset("Fast search of words", "words", toy, "Fast search"),
            Preset("Fast search of documents", "documents", None, "Fast search"),
        ),
    ),
    Exercise(
        17,
        (
            Preset("Byte pairs", "words", None, "Byte pairs"),
            Preset("The manuals with phrases joined", "words", _phrases, "Training"),
            Preset("GloVe and its biases", "words", _glove, "How it works"),
        ),
    ),
    Exercise(
        27,
        (
            Preset("A list of words alone", "words", toy, "Clusters", query={"only": LIST, "map": "tsne"}),
            Preset("Classes by the nearest", "words", toy, "Categories", own_lists(CATEGORIES)),
        ),
    ),
    Exercise(
        28,
        (Preset("Words", "words", None, "Training"),),
        "Needs a ZIP of texts of your own; the lesson's recipes are on its site.",
    ),
)
