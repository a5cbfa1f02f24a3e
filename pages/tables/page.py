"""Tables: turn rows of numbers into vectors, see which columns make them, and whether they mirror what is known."""

from engine import openings
from pages.parts.domain import Domain, Tab
from pages.parts.tabs import clusters, export, new_items, training
from pages.parts.tabs.compare import tabs as compare
from pages.parts.tabs.how_true import tab as how_true
from pages.tables import anomalies, columns, kept, true_places
from pages.tables.picker import PICKER

TABLES = Domain(
    name="tables",
    title="Tables",
    icon="table_chart",
    item="row",
    items="rows",
    picker=PICKER,
    default=openings.TABLES,
    tabs=(
        Tab("True places", true_places.show, lambda view: len(true_places.places_of(view)) > 1),
        Tab("Columns", columns.show, columns.has_loadings),
        clusters.tab(),
        Tab("What is kept", kept.show),
        Tab("Anomalies", anomalies.show),
        Tab("How true?", how_true.show),
        Tab("New items", new_items.show),
        Tab("Training", training.show),
        Tab("Export", export.show),
        *compare.TABS,
    ),
    about="A row is known by its numbers. These 600 people are simulated, with 3,000 places of the genome that differ "
    "from one to the other; where they live was not told, and yet the first two components of their genes mirror "
    "the map. **Click a point** to see who is nearest.",
    link="your own table, SNPs or expression",
    question="Lay the map over the true places: how many components does geography need?",
    first_item="person 1",
    missing="This run holds no vectors of rows; train a method on its table to see it here.",
)
