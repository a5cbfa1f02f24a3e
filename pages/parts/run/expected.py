"""What a job is expected to take, as far as the data are at hand: it decides where the job waits."""

from engine.errors import InputError
from engine.learners.base import Estimate
from engine.projections.base import Projection
from engine.runs import store
from engine.runs.lanes import Lane, lane_of
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.run import state


def estimate_of(recipe: Recipe) -> Estimate | None:
    """Of a training on data that are prepared, and of a map; None for all else, whose job finds it out itself."""
    learner, reference = recipe.learner, recipe.dataset
    try:
        if isinstance(reference, EmbeddingOf):
            return _of_a_map(learner, reference) if isinstance(learner, Projection) else None
        data = Recipe(reference).run_id
        return learner.estimate(state.dataset(data)) if learner is not None and store.exists(data) else None
    except InputError:  # damaged, or a setting that does not suit the data: the job says so
        return None


def _of_a_map(projection: Projection, reference: EmbeddingOf) -> Estimate | None:
    if reference.only or reference.moment or not store.exists(reference.run_id):
        return None
    embedding = state.fit(reference.run_id).embeddings.get(reference.embedding)
    if embedding is None:
        return None
    return projection.estimate(embedding.first(reference.n_items) if reference.n_items else embedding)


def lane(recipe: Recipe) -> Lane:
    """Where the job would wait."""
    return lane_of(estimate_of(recipe))
