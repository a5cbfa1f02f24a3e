"""Two languages: word spaces that were trained apart, one turned onto the other: a word lies by its translation."""

from engine import openings
from pages.parts.domain import Domain, Tab
from pages.parts.tabs import clusters, export, training
from pages.parts.tabs.compare import tabs as compare
from pages.parts.tabs.how_true import tab as how_true
from pages.two_languages import how_it_works, hubs, legend, scores, translations
from pages.two_languages.picker import PICKER

TWO_LANGUAGES = Domain(
    name="languages",
    title="Two languages",
    icon="translate",
    section="Shared spaces",
    item="bilingual word",
    items="words",
    picker=PICKER,
    default=openings.LANGUAGES,
    tabs=(
        Tab("Translations", translations.show),
        Tab("Scores", scores.show),
        Tab("Hubs", hubs.show),
        Tab("How it works", how_it_works.show),
        clusters.tab(),
        Tab("How true?", how_true.show),
        Tab("Training", training.show),
        Tab("Export", export.show),
        *compare.TABS,
    ),
    about="A word means what its neighbors make of it, in every language. Here English and an invented language were "
    "trained apart, on other sentences about the same toy world; a hundred known pairs say how one space is to be "
    "turned, and all other words find their translations. **Click a point** to see what is nearest in the other one.",
    link="two texts or files of vectors of your own",
    question="What is *norway* called in the invented language, and what is near to that word?",
    first_item="norway",
    begins_chosen=True,
    before=legend.show,
    missing="This run holds no words of two languages; open it under Runs.",
)
