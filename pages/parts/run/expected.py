"""What a job is expected to take, as far as the data are at hand: it decides where the job waits."""

from engine.errors import InputError
from engine.learners.base import Estimate
from engine.runs import store
from engine.runs.lanes import Lane, lane_of
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.run import state


def estimate_of(recipe: Recipe) -> Estimate | None:
    """Of what is made from prepared data or from vectors; None for all else, whose job finds it out itself."""
    task, reference = recipe.learner, recipe.dataset
    try:
        if isinstance(reference, EmbeddingOf):
            return _of_vectors(recipe, reference) if task is not None and task.takes == "embedding" else None
        data = Recipe(reference).run_id
        return task.estimate(state.dataset(data)) if task is not None and store.exists(data) else None
    except InputError:  # damaged, or a setting that does not suit the data: the job says so
        return None


def _of_vectors(recipe: Recipe, reference: EmbeddingOf) -> Estimate | None:
    if recipe.learner is None or reference.only or reference.moment or not store.exists(reference.run_id):
        return None
    embedding = state.fit(reference.run_id).embeddings.get(reference.embedding)
    if embedding is None:
        return None
    return recipe.learner.estimate(embedding.first(reference.n_items) if reference.n_items else embedding)


def lane(recipe: Recipe) -> Lane:
    """Where the job would wait."""
    return lane_of(estimate_of(recipe))
