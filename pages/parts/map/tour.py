"""The grand tour: the map turns through planes in the first principal components. The browser turns it; what it turns
through is the run of PCA with its usual settings.
"""

import numpy as np

from engine.projections.pca import PCA
from engine.runs.recipe import Recipe
from pages.parts.explore.view import View
from pages.parts.map.component import Tour
from pages.parts.map.projection import Shown, recipe_of
from pages.parts.run import jobs_panel, state
from pages.parts.run.obtain import obtain_as

NAME, TITLE = "tour", "Grand tour"
FEWEST, MOST = 3, 10
"""Dimensions of a tour: a plane has nowhere to turn in two."""


def offered(view: View) -> dict[str, str]:
    """Its entry in the list of maps: name -> title; none where vectors have two numbers, which any map shows whole."""
    return {NAME: TITLE} if view.embedding.n_components >= FEWEST else {}


def recipe(view: View, n_items: int) -> Recipe:
    """The run of PCA that it needs, which is that of the map by PCA."""
    return recipe_of(view, PCA(), n_items)


def obtain(recipe: Recipe) -> Shown | None:
    """The tour if its principal components are there; until then the progress of the job that finds them."""
    return obtain_as(_finished, recipe, TITLE, watch=lambda status: jobs_panel.bar(status, TITLE))


def _finished(run_id: str) -> Shown:
    fit = state.fit(run_id)
    components = PCA().components(fit)
    coordinates, titles = fit.main.vectors[:, :MOST], components.titles[:MOST]
    first, revision = np.ascontiguousarray(coordinates[:, :2]), f"{run_id}.tour"
    if len(titles) < FEWEST:
        told = "The points vary in two dimensions at most, and this map shows them: there is nothing to turn."
        return Shown(revision, first, told)
    ratios = [components.share([axis]) for axis in range(len(titles))]
    return Shown(revision, first, _told(len(titles), sum(ratios)), tour=Tour(coordinates, titles, ratios))


def _told(dims: int, share: float) -> str:
    """What to look for. That groups overlap in every view proves nothing, as a plane hides more than it shows."""
    return (
        f"The map turns through planes in the first {dims} principal components, which hold {share:.0%} of the "
        "vectors' variance. Look for islands that stay apart while it turns: a projection draws nothing farther "
        "apart than it is, so they exist in the data; those that appear only in t-SNE or UMAP may not, or lie apart "
        "along other dimensions."
    )
