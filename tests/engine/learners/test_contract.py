"""What every learner, projection and test of an embedding must do, present and future."""

import dataclasses
import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from typing import Any

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.errors import Cancelled, InputError
from engine.fields import specs
from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.projections import PROJECTIONS
from engine.report import Silent
from engine.runs.canonical import canonical_json
from engine.runs.recipe import TASKS, EmbeddingOf, Recipe
from tests import ROOT
from tests.examples import EXAMPLES, quick

VECTORS = {**LEARNERS, **{name: cls for name, cls in PROJECTIONS.items() if cls.available()}}
SEEDED = {name: cls for name, cls in VECTORS.items() if "seed" in specs(cls)}


STOPPABLE = {
    *("skipgram", "cbow", "full_softmax", "glove", "fasttext", "validity", "masked_transformer", "bilstm"),
    *("item2vec", "deepwalk", "node2vec", "tsne", "umap", "stress_mds", "pair_stress"),
    *("autoencoder", "vae", "cnn", "triplet", "row_autoencoder"),
    *("contrastive_towers", "word_space"),
    *("cowatch", "two_tower", "bipartite_towers", "implicit_als", "biased_factors", "watch_prediction"),
}


class Stopper(Silent):
    """Wants what there is as soon as it is asked."""

    def __init__(self) -> None:
        self.moments: list[tuple[float, float]] = []

    def stopping(self, done: float, total: float, unit: str) -> bool:
        self.moments.append((done, total))
        return done < total


class Listener(Silent):
    """Writes down what a learner reports, and cancels after so many calls."""

    def __init__(self, calls_before_cancel: int | None = None):
        self.seen: list[tuple[float, float]] = []
        self.calls_left = calls_before_cancel

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
        assert unit
        canonical_json(metrics)
        self.seen.append((done, total))

    def cancelled(self) -> bool:
        if self.calls_left is None:
            return False
        self.calls_left -= 1
        return self.calls_left < 0


@cache
def fit(cls: type[Learner], **changes: Any) -> Fit:
    """Read-only, so once for all tests."""
    return quick(cls, **changes).fit(EXAMPLES[cls.takes]())


def digest(result: Fit) -> str:
    """A hash of every number and label that would be saved, times left out."""
    arrays, document = result.pack()
    sha = hashlib.sha256()
    for name in sorted(arrays):
        sha.update(name.encode() + np.ascontiguousarray(arrays[name]).tobytes())
    sha.update(canonical_json([document["labels"], document["embeddings"]]).encode())
    return sha.hexdigest()


each_learner = pytest.mark.parametrize("cls", VECTORS.values(), ids=VECTORS)


def test_there_are_learners() -> None:
    assert LEARNERS and PROJECTIONS


@each_learner
def test_shapes_finite_read_only(cls: type[Learner]) -> None:
    result = fit(cls)
    assert result.embeddings
    for embedding in result.embeddings.values():
        assert isinstance(embedding, Embedding)
        assert embedding.vectors.dtype == np.float32
        assert np.isfinite(embedding.vectors).all()
        assert not embedding.vectors.flags.writeable
        assert embedding.n_items == len(embedding.labels) > 0
    columns = [len(column) for column in result.history.values()]
    assert len(set(columns)) <= 1
    assert all(not array.flags.writeable for array in result.arrays.values())


@each_learner
def test_no_constant_result(cls: type[Learner]) -> None:
    assert fit(cls).main.vectors.std(axis=0).max() > 0


@cache
def elsewhere() -> dict[str, str]:
    """The digests of all that take a seed, from another process, with another number of threads; one process for all,
    as most of its time is imports.
    """
    script = f"""
import json
from {__name__} import SEEDED, digest, fit
print(json.dumps({{name: digest(fit(cls, seed=3)) for name, cls in SEEDED.items()}}))"""
    threads = {"OMP_NUM_THREADS": "2" if os.environ.get("OMP_NUM_THREADS") == "1" else "1"}
    command = [sys.executable, "-c", script]
    other = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True, env=os.environ | threads
    )  # fmt: skip
    return json.loads(other.stdout.splitlines()[-1])


@pytest.mark.parametrize("cls", SEEDED.values(), ids=SEEDED)
def test_same_seed_same_bytes_across_processes(cls: type[Learner]) -> None:
    assert elsewhere()[cls.name] == digest(fit(cls, seed=3))


@pytest.mark.parametrize("cls", SEEDED.values(), ids=SEEDED)
def test_other_seed_other_bytes_where_chance_plays(cls: type[Learner]) -> None:
    assert digest(fit(cls, seed=3)) != digest(fit(cls, seed=4))


@each_learner
def test_progress_is_reported_to_the_end(cls: type[Learner]) -> None:
    listener = Listener()
    quick(cls).fit(EXAMPLES[cls.takes](), listener)
    done, total = listener.seen[-1]
    assert done == total > 0
    assert all(0 <= done <= total for done, total in listener.seen)


@each_learner
def test_cancel_is_honored(cls: type[Learner]) -> None:
    with pytest.raises(Cancelled):
        quick(cls).fit(EXAMPLES[cls.takes](), Listener(calls_before_cancel=0))


@each_learner
def test_what_is_stopped_ends_where_it_was_asked_and_is_the_same_each_time(cls: type[Learner]) -> None:
    found, asked = [], []
    for _ in range(2):
        stopper = Stopper()
        found.append(quick(cls).fit(EXAMPLES[cls.takes](), stopper))
        asked.append(stopper.moments)
    assert asked[0] == asked[1] and len(asked[0]) <= 1  # who was told so asks no more
    for done, total in asked[0]:
        assert 0 < done <= total
    if cls.name in STOPPABLE:
        assert asked[0] and asked[0][0][0] < asked[0][0][1]
        assert np.isfinite(found[0].main.vectors).all() and digest(found[0]) != digest(fit(cls))
    if "seed" in specs(cls):
        assert digest(found[0]) == digest(found[1])


@pytest.mark.parametrize("cls", TASKS.values(), ids=TASKS)
def test_recipe_round_trip_and_hash(cls: type[Learner]) -> None:
    recipe = Recipe(EmbeddingOf("0" * 32), quick(cls))
    again = Recipe.from_json(recipe.to_json())
    assert again == recipe
    assert again.run_id == recipe.run_id
    assert hash(again) == hash(recipe)
    assert Recipe(EmbeddingOf("1" * 32), quick(cls)).run_id != recipe.run_id


@pytest.mark.parametrize("cls", TASKS.values(), ids=TASKS)
def test_fields_describe_themselves_and_refuse_what_is_out_of_bounds(cls: type[Learner]) -> None:
    assert cls.title and cls.takes
    learner = cls()
    with pytest.raises(dataclasses.FrozenInstanceError):
        learner.name = "other"  # type: ignore[misc]
    for name, spec in specs(cls).items():
        assert spec.label
        assert len(spec.help) > 10, name
        if spec.kind in ("integer", "real"):
            for value in (spec.low - 1, spec.high + 1, float("nan"), "5", True, None):
                with pytest.raises(InputError, match=spec.label):
                    cls(**{name: value})
        else:
            with pytest.raises(InputError):
                cls(**{name: object()})


@each_learner
def test_estimate_is_positive(cls: type[Learner]) -> None:
    estimate = quick(cls).estimate(EXAMPLES[cls.takes]())
    assert estimate.seconds > 0
    assert estimate.megabytes > 0


@each_learner
def test_pack_and_unpack_keep_everything(cls: type[Learner]) -> None:
    result = fit(cls)
    again = Fit.unpack(*result.pack())
    assert digest(again) == digest(result)
    assert dict(again.history) == dict(result.history)
    assert dict(again.summary) == dict(result.summary)
    assert again.notes == result.notes
