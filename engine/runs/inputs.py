"""What a job works on: the data of its recipe, read or taken from the runs that hold them, in the form it asks for."""

import contextlib
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from engine.datasets.base import Source
from engine.datasets.joint.contract import JointSource
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.embedding_group import EmbeddingGroup, GroupTest
from engine.evaluation.embedding_pair import EmbeddingPair, PairTest
from engine.evaluation.made_maps import MadeMaps, MapTest
from engine.evaluation.trained_run import TrainedRun
from engine.learners.given_vectors import GivenVectors
from engine.projections.base import Projection
from engine.runs import selections, store
from engine.runs.progress import JobReport
from engine.runs.recipe import EmbeddingOf, Recipe


def data_of(recipe: Recipe, owner: str, report: JobReport) -> tuple[Any, str]:
    """The data of a recipe, and the id of the run that holds them if they are a dataset, else ""."""
    reference = recipe.dataset
    if isinstance(reference, EmbeddingOf):
        if isinstance(recipe.learner, MapTest):
            return _maps([reference.run_id, *recipe.learner.others], recipe.learner.brings), ""
        if isinstance(recipe.learner, PairTest):
            return _pair(reference, recipe.learner), ""
        if isinstance(recipe.learner, GroupTest):
            same = [replace(reference, run_id=run_id) for run_id in (reference.run_id, *recipe.learner.others)]
            return EmbeddingGroup(tuple(map(_embedding, same))), ""
        if recipe.learner is not None and recipe.learner.takes == "run":
            return _trained(reference.run_id, owner, report, recipe.learner.begins_from), ""
        return _embedding(reference), ""
    run_id = Recipe(reference).run_id
    dataset = prepared(reference, run_id, owner, report)  # type: ignore[arg-type]  # all others are Sources
    if recipe.learner is not None and recipe.learner.begins_from:
        dataset = GivenVectors(dataset, _embedding(EmbeddingOf(recipe.learner.begins_from)))
    return dataset, run_id


def prepared(source: Source, run_id: str, owner: str, report: JobReport) -> Any:
    """What a source gives: saved as a run of its own, so that it is read once."""
    if store.exists(run_id):
        with contextlib.suppress(store.DamagedRun, store.MissingRun):
            return store.load(run_id)
    began = time.monotonic()
    dataset = _read(source, owner, report)
    report.begin("save")
    store.save(Recipe(source), dataset, time.monotonic() - began, owner, run_id)
    return dataset


def _read(source: Source, owner: str, report: JobReport) -> Any:
    if not isinstance(source, JointSource):
        report.begin("data")
        return source.load(report)
    parts = {name: prepared(part, Recipe(part).run_id, owner, report) for name, part in source.parts().items()}
    report.begin("data")
    return source.join(parts, report)


def _trained(run_id: str, owner: str, report: JobReport, beside: str = "") -> TrainedRun:
    """A run with its learner and data, for tests that need more than its vectors; beside it another that is named."""
    recipe, dataset_id = store.recipe_of(run_id), store.meta(run_id).dataset_id
    if recipe.learner is None or isinstance(recipe.dataset, EmbeddingOf):
        raise InputError("This run is no training on data; there is nothing to test.", "E-RUN-04")
    if not store.exists(dataset_id):  # what is read now must be what it was trained on
        recipe.require_todays()
    dataset = prepared(recipe.dataset, dataset_id, owner, report)  # type: ignore[arg-type]  # a Source
    other = _trained(beside, owner, report) if beside else None
    return TrainedRun(recipe.learner, store.load(run_id), dataset, other)


def _maps(run_ids: Sequence[str], brings: tuple[str, str] | None) -> MadeMaps:
    """Maps with the embedding that they show, for tests of maps: all of the same items."""
    recipes = [store.recipe_of(run_id) for run_id in run_ids]
    shown = recipes[0].dataset
    makers = [recipe.learner for recipe in recipes if isinstance(recipe.learner, Projection)]
    if not isinstance(shown, EmbeddingOf) or len(makers) < len(recipes):
        raise InputError("This run is no map; there is nothing to compare it with.", "E-RUN-08")
    if any(recipe.dataset != shown for recipe in recipes):
        raise InputError("These are maps of different items; only maps of the same ones can be compared.", "E-RUN-09")
    fits = [store.load(run_id) for run_id in run_ids]
    new = None if brings is None else _embedding(EmbeddingOf(*brings)) if brings[0] else _not_shown(shown)
    return MadeMaps(_embedding(shown), tuple(zip(makers, fits, strict=True)), new)


def _not_shown(shown: EmbeddingOf) -> Embedding:
    """The items of an embedding that a map leaves out."""
    whole = _embedding(replace(shown, n_items=0, only=""))
    return whole.without(
        whole.rows_of(selections.labels_of(shown.only)) if shown.only else range(shown.n_items or whole.n_items)
    )


def _pair(reference: EmbeddingOf, test: PairTest) -> EmbeddingPair:
    """The embedding that a test of two asks about, and the one that it is compared with."""
    run_id, name = test.second
    return EmbeddingPair(_embedding(reference), _embedding(EmbeddingOf(run_id, name, moment=test.second_moment)))


def _embedding(reference: EmbeddingOf) -> Embedding:
    """The embedding that a projection or test asks for."""
    fit = store.load(reference.run_id)
    embedding = before_training(fit) if reference.moment else _named(fit, reference.embedding)
    if reference.only:
        return embedding.among(embedding.rows_of(selections.labels_of(reference.only)))
    return embedding.first(reference.n_items) if reference.n_items else embedding


def _named(fit: Any, name: str) -> Embedding:
    """An embedding of a fit; the main one for ""."""
    embeddings: dict[str, Embedding] = getattr(fit, "embeddings", {})
    name = name or next(iter(embeddings), "")
    if name not in embeddings:
        listed = ", ".join(embeddings) or "none"
        raise InputError(f"The run has no embedding {name!r}; it has: {listed}.", "E-RUN-06")
    return embeddings[name]


def before_training(fit: Any) -> Embedding:
    """What the snapshots hold of the time before the first step."""
    before: Embedding | None = getattr(fit, "before_training", None)
    if before is None:
        raise InputError("This run kept no vectors from before its training; train it again.", "E-EVL-58")
    return before
