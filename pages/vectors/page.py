"""Vectors: embeddings made elsewhere, or by any page of this app, with all that can be asked of vectors."""

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
from pages.vectors import any_run
from pages.vectors.picker import PICKER

VECTORS = Domain(
    name="vectors",
    title="Vectors",
    icon="scatter_plot",
    item="vector",
    items="items",
    picker=PICKER,
    default=openings.VECTORS,
    tabs=(
        *grouped(
            "Near",
            senses.tab(),
            clusters.tab(),
            Tab("Fast search", fast_search.show),
        ),
        *grouped(
            "Directions",
            Tab("Analogies", analogies.show),
            Tab("Relations", relations.show),
            Tab("Axes", axes.show),
            Tab("Components", components.show),
            categories.tab(),
        ),
        *grouped(
            "Tests",
            Tab("Scores", scores.show),
            Tab("Odd one out", odd_one_out.show),
            Tab("How true?", how_true.show),
        ),
        *grouped(
            "More",
            Tab("New items", new_items.show),
            Tab("Training", training.show),
            Tab("Export", export.show),
        ),
        *compare.TABS,
    ),
    about="Vectors that were made elsewhere: GloVe, word2vec, fastText, a matrix of your own model. These are the "
    "names of colors in CSS, each by three numbers that follow how eyes tell colors apart. **Click a point** to see "
    "which names are nearest.",
    link="your own word2vec, GloVe or .npy file",
    question="Which named color is nearest to *tomato* by Euclidean distance? Is it another one in sRGB?",
    first_item="tomato",
    begins_chosen=True,
    missing="This run holds no vectors; open it under Runs.",
    vectors="Some methods make several kinds of vectors, such as words and contexts, or films and viewers.",
    before=beginning.begin,
    extra_maps=lambda view: {"axes": ("Axes", axes.on_map)} | as_they_are.maps(view, first=False),
    shows_all=True,
    more_data=any_run.choose,
)
