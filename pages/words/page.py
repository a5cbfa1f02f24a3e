"""Words: train word vectors on a text, see them, and question them."""

from engine import openings
from pages.parts.domain import Domain, Tab, grouped
from pages.parts.map import as_they_are
from pages.parts.tabs import (
    analogies,
    axes,
    beginning,
    categories,
    clusters,
    components,
    export,
    fast_search,
    new_items,
    odd_one_out,
    relations,
    scores,
    senses,
    training,
)
from pages.parts.tabs.compare import tabs as compare
from pages.parts.tabs.how_true import tab as how_true
from pages.words import (
    byte_pairs,
    category_sentences,
    change,
    film,
    group_contexts,
    how_it_works,
    mini_corpus,
    occurrences,
    parts,
    phrases,
    sense_contexts,
    three_words,
    watched,
    why_close,
)
from pages.words.all_methods import tab as all_methods
from pages.words.matrices import tab as matrices
from pages.words.picker import PICKER
from pages.words.word_run import is_of_text

WORDS = Domain(
    name="words",
    title="Words",
    icon="match_word",
    item="word",
    items="words",
    picker=PICKER,
    default=openings.WORDS,
    tabs=(
        *grouped(
            "Near",
            Tab("Why close?", why_close.show, is_of_text),
            senses.tab(sense_contexts.told),
            Tab("Three words", three_words.show, is_of_text),
            clusters.tab(group_contexts.show),
            Tab("Fast search", fast_search.show),
            Tab("Phrases", phrases.show, phrases.are_judged),
            Tab("Occurrences", occurrences.show, occurrences.are_embedded),
        ),
        *grouped(
            "Directions",
            Tab("Analogies", analogies.show),
            Tab("Relations", relations.show),
            Tab("Axes", axes.show),
            Tab("Components", components.show),
            categories.tab(category_sentences.show),
        ),
        *grouped(
            "Tests",
            Tab("Scores", scores.show),
            Tab("All methods", all_methods.show, is_of_text),
            Tab("Odd one out", odd_one_out.show),
            Tab("Change of use", change.show, is_of_text),
            Tab("How true?", how_true.show),
        ),
        *grouped(
            "Method",
            Tab("How it works", how_it_works.show, is_of_text),
            Tab("Training", training.show),
            Tab("Film", film.show, film.kept),
            Tab("Matrices", matrices.show),
            Tab("Mini-corpus", mini_corpus.show),
            Tab("Byte pairs", byte_pairs.show),
            Tab("Parts of a word", parts.show, parts.has_parts),
        ),
        *grouped(
            "More",
            Tab("New items", new_items.show),
            Tab("Export", export.show),
        ),
        *compare.TABS,
    ),
    about="A word is known by the company it keeps: these are the words of the manuals of the Python libraries that "
    "this app stands on, placed by counting which words occur near which. **Click a point** to see its neighbors.",
    link="train on your own text",
    question="Which words are near *tree*, and which near *matrix*? What is to *cosh* as *sin* is to *cos*?",
    first_item="eigenvalues",
    begins_chosen=True,
    missing="This run holds no word vectors; open it under Runs.",
    also=("vector",),
    vectors="Each method gives a word two vectors: as a word, and as a context of others.",
    live=watched.live,
    before=beginning.begin,
    extra_maps=lambda view: {"axes": ("Axes", axes.on_map)} | as_they_are.maps(view),
    distinguishes=group_contexts.show,
)
