"""The one list of domains: Home, the menu, links to runs and the tests of the pages read it."""

from engine.datasets import SOURCES
from engine.learners import LEARNERS
from engine.runs.catalogue import RunRow
from pages.graphs.page import GRAPHS
from pages.images.page import IMAGES
from pages.movies.page import MOVIES
from pages.parts.domain import Domain
from pages.words.page import WORDS

DOMAINS: tuple[Domain, ...] = (WORDS, MOVIES, IMAGES, GRAPHS)
"""In the order of the menu."""


def domain_of(run: RunRow) -> Domain:
    """The domain whose page shows a run: by what its method embeds, else by the kind of its dataset."""
    learner = LEARNERS.get((run.recipe["learner"] or {}).get("name", ""))
    for domain in DOMAINS:
        if learner is not None and learner.embeds == domain.item:
            return domain
    kind = SOURCES[run.recipe["dataset"]["name"]].kind
    return next((domain for domain in DOMAINS if domain.kind == kind), DOMAINS[0])
