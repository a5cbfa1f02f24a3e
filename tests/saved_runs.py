"""Saved runs for the tests of store and catalogue, and ways to harm a file."""

import os
from pathlib import Path

import numpy as np

from engine.embedding import Embedding
from engine.fit import Fit, Snapshots
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.engine.runs.job_child import Drawn, Moody


def some_fit(value: float = 1.0) -> Fit:
    """A Fit with something of everything."""
    vectors = np.arange(12, dtype=np.float32).reshape(4, 3) * value
    labels = ["king", "Ärzte", "男", "<b>"]
    metadata = {"count": np.array([4, 3, 2, 1]), "gender": np.array(["m", "x", "m", "nan"])}
    arrays = {
        "transposed": np.arange(6).reshape(2, 3).T,
        "scalar": np.array(2.5),
        "empty": np.zeros((0, 3)),
        "flags": np.array([True, False]),
    }
    snapshots = Snapshots(np.array([0, 2]), np.array([1, 5]), np.ones((2, 2, 3), np.float32))
    embeddings = {"word": Embedding(vectors, labels, metadata), "context": Embedding(-vectors, labels)}
    history = {"step": [1, 2], "loss": [0.5, np.float32(0.25)]}
    return Fit(embeddings, arrays, history, snapshots, {"score": np.int64(7), "device": "cpu"}, ("Clipped to 4.",))


def saved(seed: int = 0) -> str:
    """Id of a saved run."""
    wanted = Recipe(Drawn(seed), Moody())
    store.save(wanted, some_fit(), 1.5, "me")
    return wanted.run_id


def projection_of(run_id: str, seconds: float = 0.0) -> str:
    """Id of a saved run made from another."""
    wanted = Recipe(EmbeddingOf(run_id), Moody(seconds=seconds))
    store.save(wanted, some_fit(), 0.5)
    return wanted.run_id


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path) -> None:
    os.truncate(path, 0)
