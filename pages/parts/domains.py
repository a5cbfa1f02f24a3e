"""The one list of domains: Home, the menu, links to runs and the tests of the pages read it."""

from importlib import import_module

from engine.datasets import SOURCES
from engine.learners import LEARNERS
from engine.runs.catalogue import RunRow
from pages.parts.domain import Domain

FOLDERS = (
    "words",
    "documents",
    "movies",
    "images",
    "graphs",
    "tables",
    "pairs",
    "two_languages",
    "images_and_words",
    "vectors",
)
"""Of pages, in the order of the menu. The page.py in each declares a domain under the folder's name in capitals."""
DOMAINS: tuple[Domain, ...] = tuple(
    getattr(import_module(f"pages.{folder}.page"), folder.upper()) for folder in FOLDERS
)


def domain_of(run: RunRow) -> Domain:
    """The domain whose page shows a run: by what its method embeds, else by the kind of its dataset."""
    learner = LEARNERS.get((run.recipe["learner"] or {}).get("name", ""))
    for domain in DOMAINS:
        if learner is not None and learner.embeds == domain.item:
            return domain
    kind = SOURCES[run.recipe["dataset"]["name"]].kind
    return next((domain for domain in DOMAINS if domain.kind == kind), DOMAINS[0])
