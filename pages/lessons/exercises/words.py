"""Exercises of words and languages."""

from engine.datasets.joint.languages.downloaded import PARALLEL
from engine.datasets.text.downloaded import TEXTS
from engine.datasets.text.downloaded_documents import DOCUMENTS
from pages.lessons.exercises.exercise import Comparison, Exercise, Preset
from pages.lessons.exercises.word_recipes import (
    ambiguous,
    counted,
    documents,
    french,
    glove,
    logs,
    many_counts,
    narrow,
    of_50,
    of_300,
    on_wikipedia,
    phrases,
    reviews,
    sampled,
    toy,
    wide,
)

SHAKESPEARE = "All that glitters isn't gold\nAll's well that ends well"
ELEVEN = (
    "i hold the dog\nshe hold the dog\nhe rub the dog\ni rub my cat\nshe rub my cat\nhe hold my cat\n"
    "i hold a can\nshe rub a can\nhe rub a can"
)
CHOSEN = "king, queen, prince, man, woman, dog, cat, horse, france, germany, paris, berlin"
CAPITALS = "france, paris, germany, berlin, italy, rome, spain, madrid, norway, oslo, king"
LIST = (
    "king, queen, prince, princess, man, woman, boy, girl, dog, cat, horse, cow, sheep, pig, goat, duck, france, "
    "germany, italy, spain, norway, paris, berlin, rome, madrid, oslo"
)
VERBS = "walk, walking\nswim, swimming\nsing, singing\nclimb, climbing\nrun, running"
MOVIE_WORDS = "movie, book, mysterious, story, fascinating, good, interesting, large, massive, huge"
WINDOWS = '{"of": "method", "field": "window", "values": "1, 2, 5, 10", "seeds": 1}'
WIKIPEDIA = TEXTS["text8"]
FRENCH = PARALLEL["multi30k_fr"]
WIDE = {"wide": "true"}
"""For what needs no map: the tab has all of the page."""
CATEGORIES = "animals: dog, cat, horse, cow\ncountries: france, germany, italy, spain"
BIAS = "men: king, prince, man, boy\nwomen: queen, princess, woman, girl\nhis: he, his, him\nher: she, her, hers"


def own_lists(text: str) -> dict[str, object]:
    """Lists of one's own under "Categories"."""
    return {"lists.{run}.word.": "Your own lists", "lists_text.Your own lists": text}


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
                WIDE,
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
                query={"only": CHOSEN, "map": "unit_length", "item": "king"},
            ),
        ),
    ),
    Exercise(
        3,
        (
            Preset("By GloVe", "words", glove, query={"only": CHOSEN, "item": "king"}),
            Preset("By counts", "words", many_counts, query={"only": CHOSEN, "item": "king"}),
            Comparison("Both side by side", glove, many_counts, "king"),
            Preset(
                "The course's ten words by GloVe, Wikipedia",
                "words",
                on_wikipedia(glove),
                query={"only": MOVIE_WORDS},
                entry=WIKIPEDIA,
            ),
            Preset(
                "The same by counts",
                "words",
                on_wikipedia(many_counts),
                query={"only": MOVIE_WORDS},
                entry=WIKIPEDIA,
            ),
            Comparison(
                "Both side by side, Wikipedia",
                on_wikipedia(glove),
                on_wikipedia(many_counts),
                "movie",
                entry=WIKIPEDIA,
            ),
        ),
    ),
    Exercise(
        4,
        (
            Preset("Senses, in a text of known double meanings", "words", ambiguous, "Senses", query=WIDE),
            Preset("Senses, Wikipedia", "words", on_wikipedia(toy), "Senses", query={"item": "apple"}, entry=WIKIPEDIA),
        ),
    ),
    Exercise(
        5,
        (
            Preset("Three words", "words", toy, "Three words", query=WIDE),
            Preset("Three words, Wikipedia", "words", on_wikipedia(toy), "Three words", query=WIDE, entry=WIKIPEDIA),
        ),
    ),
    Exercise(6, (Preset("Analogies", "words", toy, "Analogies", query=WIDE),)),
    Exercise(
        7,
        (
            Preset("Sums of words", "words", toy, "Analogies", {"analogy.form": "sum"}, WIDE),
            Preset("Four lists and their test", "words", toy, "Categories", own_lists(BIAS), WIDE),
        ),
    ),
    Exercise(
        8,
        (
            Preset("Components of log counts", "words", logs, "Components"),
            Preset("Components, Wikipedia", "words", on_wikipedia(logs), "Components", entry=WIKIPEDIA),
            Preset("Its analogies", "words", on_wikipedia(logs), "Scores", entry=WIKIPEDIA),
        ),
    ),
    Exercise(
        9,
        (
            Comparison("Cosine beside Euclid", of_300, of_300, "dog", ("", "euclidean")),
            Comparison("50 numbers beside 300", of_50, of_300, "dog"),
        ),
    ),
    Exercise(
        10,
        (
            Preset("Relations", "words", toy, "Relations", query=WIDE),
            Preset("Relations, Wikipedia", "words", on_wikipedia(toy), "Relations", entry=WIKIPEDIA),
        ),
    ),
    Exercise(11, (Preset("Categories", "words", toy, "Categories", own_lists(CATEGORIES), WIDE),)),
    Exercise(
        12,
        (
            Preset(
                "The mini-corpus",
                "words",
                None,
                "Mini-corpus",
                {"mini_text": ELEVEN, "mini_window": 2, "mini_ends": False, "mini_held_out": 20},
                WIDE,
            ),
        ),
    ),
    Exercise(13, (Preset("All methods", "words", sampled, "All methods", query=WIDE),)),
    Exercise(
        14,
        (
            Preset(
                "Pairs as arrows",
                "words",
                toy,
                "Relations",
                {"relation.{run}.word.": "own", "relation_pairs.own": VERBS},
                WIDE,
            ),
            Preset("Axes", "words", toy, "Axes", query={"map": "axes"}),
        ),
    ),
    Exercise(
        15,
        (
            Preset("Scores", "words", toy, "Scores", query=WIDE),
            Preset(
                "Eleven words by PCA", "words", toy, "Scores", query={"only": CAPITALS, "map": "pca", "item": "france"}
            ),
            Preset("Scores, Wikipedia", "words", on_wikipedia(toy), "Scores", entry=WIKIPEDIA),
        ),
    ),
    Exercise(
        16,
        (
            Preset("Two languages", "languages", None, "Scores"),
            Preset("Fast search of words", "words", toy, "Fast search"),
            Preset("Fast search of documents by their words", "documents", documents, "Fast search"),
            Preset("English and French captions", "languages", french, "Scores", entry=FRENCH),
            Preset("Fast search of reviews", "documents", reviews, "Fast search", entry=DOCUMENTS["review_sentences"]),
        ),
    ),
    Exercise(
        17,
        (
            Preset("Byte pairs", "words", None, "Byte pairs", query=WIDE),
            Preset("The manuals with phrases joined", "words", phrases, "Training"),
            Preset("GloVe and its biases", "words", glove, "How it works", query={"item": "king", **WIDE}),
            Preset("Sweep the window", "words", toy, "Sweep", query={"sweep": WINDOWS}),
        ),
    ),
    Exercise(
        27,
        (
            Preset(
                "A list of words alone", "words", toy, "Clusters", query={"only": LIST, "map": "tsne", "item": "king"}
            ),
            Preset("Classes by the nearest", "words", toy, "Categories", own_lists(CATEGORIES), WIDE),
        ),
    ),
    Exercise(
        28,
        (
            Preset("Words", "words", None, "Training"),
            Comparison("Two windows, on the toy world", narrow, wide, "king"),
        ),
        "Needs a ZIP of texts of your own; the lesson's recipes are on its site.",
    ),
)
