"""A map that was changed while it formed: a run of its own, under the recipe that gives it again."""

import time

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.errors import InputError
from engine.fit import Fit
from engine.openings import openings
from engine.projections.tsne import TSNE
from engine.runs import jobs, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.engine.runs.job_child import supervised, wait_for


def begun() -> Recipe:
    """A job that takes some seconds."""
    made = openings()[0]
    vectors = np.random.default_rng(0).normal(size=(2_000, 8))
    store.save(made, Fit({"main": Embedding(vectors, [str(row) for row in range(2_000)])}), 1.0, "me")
    wanted = Recipe(EmbeddingOf(made.run_id), TSNE(n_iter=5_000))
    jobs.submit(wanted, "me")
    return wanted


def test_a_steered_map_is_kept_under_the_recipe_that_makes_it() -> None:
    wanted = begun()
    with supervised():
        while not (told := jobs.status(wanted.run_id)) or not told.progress.get("stoppable"):
            time.sleep(0.01)
        jobs.steer(wanted.run_id, "me", {"paused": True})
        jobs.steer(wanted.run_id, "me", {"exaggeration": 4.0, "n_iter": 10})
        assert jobs.asked(wanted.run_id) == {"paused": True, "exaggeration": 4.0, "n_iter": 10}
        jobs.steer(wanted.run_id, "me", {"paused": False})
        found = wait_for(wanted.run_id, "done", "failed", "stopped")
    assert found.state == "stopped" and found.kept
    kept = store.recipe_of(found.kept)
    learner = kept.learner
    assert isinstance(learner, TSNE)
    assert learner == TSNE(n_iter=learner.n_iter, early_iter=250, changes=f"{learner.n_iter}:4")
    assert learner.n_iter < 5_000 and kept.run_id == found.kept
    again = learner.fit(store.load(kept.dataset.run_id).main)  # type: ignore[attr-defined]  # an EmbeddingOf
    assert again.main.vectors.tobytes() == store.load(found.kept).main.vectors.tobytes()


def test_what_no_field_takes_is_refused() -> None:
    wanted = begun()
    with pytest.raises(InputError, match="Exaggeration must be between"):
        jobs.steer(wanted.run_id, "me", {"exaggeration": 99.0})


def test_in_shared_mode_only_the_owner_steers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    wanted = begun()
    with pytest.raises(InputError, match="Others wait"):
        jobs.steer(wanted.run_id, "somebody else", {"paused": True})
