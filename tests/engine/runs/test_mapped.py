"""Arrays that stay on the disk are those that were saved, bit for bit, and cannot be written to."""

import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from engine.embedding import Embedding
from engine.fit import Fit
from engine.runs import mapped, store
from engine.runs.recipe import Recipe
from tests.engine.runs.job_child import Drawn, Moody

KINDS = [
    "float64",
    "float32",
    "float16",
    "bool",
    *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)),
]


@pytest.mark.parametrize("most", [0, 10**9], ids=["mapped", "copied"])
def test_every_type_and_shape_comes_back(most: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "MAPPED_BYTES", most)
    random = np.random.default_rng(0)
    arrays = {kind: random.integers(0, 2, (5, 3)).astype(kind) for kind in KINDS}
    arrays |= {"scalar": np.array(2.5), "empty": np.zeros((0, 3)), "deep": random.normal(size=(2, 3, 4))}
    save_file(arrays, tmp_path / "data")
    found = mapped.read(tmp_path / "data")
    assert found.keys() == arrays.keys()
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype and found[name].shape == array.shape
        np.testing.assert_array_equal(found[name], array)
        assert found[name].flags.aligned


def test_a_run_is_the_same_and_outlives_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mapped, "MAPPED_BYTES", 0)
    vectors = np.random.default_rng(0).normal(size=(50, 7)).astype(np.float32)
    recipe = Recipe(Drawn(), Moody())
    store.save(recipe, Fit({"word": Embedding(vectors, [str(row) for row in range(50)])}), 1.0)
    found = store.load(recipe.run_id, mapped=True).main.vectors
    assert not found.flags.writeable
    if sys.platform != "win32":
        assert not found.flags.owndata
        store.delete(recipe.run_id)  # whoever looks at it goes on looking
    np.testing.assert_array_equal(found, vectors)
