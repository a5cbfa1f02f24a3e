"""Distances: vectors and a map where there is only a number for each two items."""

from engine import openings
from pages.pairs import as_given, how_it_works, kept, pair_data
from pages.pairs.picker import PICKER
from pages.parts.domain import Domain, Tab
from pages.parts.tabs import clusters, export, training
from pages.parts.tabs.compare import tabs as compare
from pages.parts.tabs.how_true import tab as how_true

PAIRS = Domain(
    name="pairs",
    title="Distances",
    icon="straighten",
    item="item",
    items="items",
    picker=PICKER,
    default=openings.PAIRS,
    tabs=(
        Tab("How it works", how_it_works.show),
        Tab("What is kept", kept.show),
        Tab("As given", as_given.show),
        clusters.tab(),
        Tab("How true?", how_true.show),
        Tab("Training", training.show),
        Tab("Export", export.show),
        *compare.TABS,
    ),
    about="An item is known by how far it is from each other one, and by nothing else. These are cities and the ways "
    "between them along the surface of the Earth; their places were not told, and yet the globe comes back. "
    "**Click a point** to see what is nearest.",
    link="your own distances, correlations or kernel",
    question="Which two cities are kept worst? Why can no number of dimensions mend it?",
    first_item="London",
    begins_chosen=True,
    missing="This run holds no vectors made from pairs; train a method on its table to see it here.",
    before=pair_data.begin,
)
