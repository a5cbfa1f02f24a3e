"""The store of runs: what is saved comes back equal, and what is damaged is noticed, set aside and made again."""

import logging
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest

from engine import settings
from engine.errors import InputError
from engine.runs import catalogue, files, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.engine.runs.job_child import Drawn, Moody, Numbers
from tests.saved_runs import cut, empty, flip, projection_of, saved, some_fit

# --- save and load -----------------------------------------------------------------------------------------------


def test_a_fit_comes_back_equal() -> None:
    run_id, expected = saved(), some_fit()
    found = store.load(run_id)
    for name, embedding in expected.embeddings.items():
        np.testing.assert_array_equal(found.embeddings[name].vectors, embedding.vectors)
        assert found.embeddings[name].labels == embedding.labels
        assert list(found.embeddings[name].metadata) == list(embedding.metadata)
        for column, values in embedding.metadata.items():
            np.testing.assert_array_equal(found.embeddings[name].metadata[column], values)
    assert found.arrays.keys() == expected.arrays.keys()
    for name, array in expected.arrays.items():
        np.testing.assert_array_equal(found.arrays[name], array)
        assert found.arrays[name].dtype == array.dtype
        assert not found.arrays[name].flags.writeable
    np.testing.assert_array_equal(found.snapshots.frames, expected.snapshots.frames)
    assert found.history == {"step": [1, 2], "loss": [0.5, 0.25]}
    assert found.summary == {"score": 7, "device": "cpu"}
    assert found.notes == expected.notes


def test_embeddings_know_their_run() -> None:
    run_id = saved(3)
    provenance = store.load(run_id).embeddings["context"].provenance
    assert provenance.run_id == run_id
    assert provenance.dataset == {"name": "test_drawn", "version": 1, "seed": 3}
    assert provenance.learner["behavior"] == "good"


def test_a_dataset_comes_back_equal() -> None:
    wanted = Recipe(Drawn(1))
    store.save(wanted, Numbers(np.eye(3, dtype=np.float32)), 0.1)
    np.testing.assert_array_equal(store.load(wanted.run_id).rows, np.eye(3))
    assert store.meta(wanted.run_id).kind == "dataset"


def test_the_description_of_a_run() -> None:
    row = store.meta(saved(5))
    assert (row.kind, row.task, row.title, row.seconds, row.owner) == (
        "fit",
        "test_moody",
        "Moody: Numbers 5",
        1.5,
        "me",
    )
    assert row.summary["score"] == 7
    assert row.notes == ("Clipped to 4.",)
    folder = files.run_folder(row.run_id)
    assert row.bytes == sum((folder / name).stat().st_size for name in (files.DATA, files.DOCUMENT, files.RECIPE))
    assert store.recipe_of(row.run_id) == Recipe(Drawn(5), Moody())
    assert store.title(Recipe(EmbeddingOf(row.run_id), Moody())) == "Moody: Moody: Numbers 5"


def test_sums_are_those_of_sha256sum() -> None:
    folder = files.run_folder(saved())
    if shutil.which("sha256sum") is None:
        pytest.skip("there is no sha256sum")
    checked = subprocess.run(
        ["sha256sum", "--check", files.SUMS], cwd=folder, capture_output=True, text=True, check=True
    )
    assert checked.stdout.count("OK") == 4


def test_the_first_writer_wins(caplog: pytest.LogCaptureFixture) -> None:
    run_id = saved()
    store.save(Recipe(Drawn(0), Moody()), some_fit(), 9.0)
    assert not caplog.records
    with caplog.at_level(logging.WARNING):
        store.save(Recipe(Drawn(0), Moody()), some_fit(value=2.0), 9.0)
    assert "gave another result" in caplog.text
    assert store.load(run_id).main.vectors[3, 2] == 11
    assert store.meta(run_id).seconds == 1.5
    assert list((settings.home() / "tmp").iterdir()) == []


def test_a_run_that_is_not_there() -> None:
    for ask in (store.load, store.meta, store.recipe_of):
        with pytest.raises(store.MissingRun, match="deleted, or was never made"):
            ask("0" * 32)
    with pytest.raises(InputError, match="not the name of a run"):
        store.load("../" * 11)


def test_a_run_knows_its_dataset() -> None:
    run_id = saved(3)
    assert store.meta(run_id).dataset_id == Recipe(Drawn(3)).run_id
    assert files.read_json(files.run_folder(run_id) / files.META)["dataset_id"] == Recipe(Drawn(3)).run_id
    assert store.meta(projection_of(run_id)).dataset_id == ""
    store.save(Recipe(Drawn(3)), Numbers(np.eye(3, dtype=np.float32)), 0.1)
    assert store.meta(Recipe(Drawn(3)).run_id).dataset_id == Recipe(Drawn(3)).run_id


def test_a_run_keeps_the_names_under_which_it_was_asked_for() -> None:
    store.save(Recipe(Drawn(3), Moody()), some_fit(), 0.1, "me", "1" * 32, "2" * 32)
    assert store.load("1" * 32).main.n_items == 4
    assert store.meta("1" * 32).dataset_id == "2" * 32


def test_loading_leaves_no_file_open() -> None:
    runs = [saved(seed) for seed in range(3)]
    store.load(runs[0])
    process = psutil.Process()
    before = process.num_fds() if hasattr(process, "num_fds") else process.num_handles()
    for turn in range(300):
        store.load(runs[turn % 3])
    after = process.num_fds() if hasattr(process, "num_fds") else process.num_handles()
    assert after <= before


# --- damage ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("harm", [flip, cut, empty, Path.unlink])
@pytest.mark.parametrize("name", [*files.SUMMED, files.SUMS])
def test_every_damage_is_noticed_and_can_be_mended(name: str, harm: Callable[[Path], None]) -> None:
    run_id, other = saved(1), saved(2)
    harm(files.run_folder(run_id) / name)
    with pytest.raises(store.DamagedRun, match="can be trained again"):
        store.load(run_id)
    assert not store.exists(run_id)
    assert [path.name[:32] for path in files.quarantine_folder().iterdir()] == [run_id]
    assert {row.run_id: row.damaged for row in catalogue.runs()} == {run_id: True, other: False}
    assert store.load(other).main.n_items == 4
    with pytest.raises(store.DamagedRun):
        store.load(run_id)
    again = store.recipe_of(run_id)
    store.save(again, some_fit(), 1.0)
    assert store.load(run_id).main.n_items == 4
    assert not store.meta(run_id).damaged


def test_damage_after_the_first_reading_is_noticed_too() -> None:
    run_id = saved()
    store.load(run_id)
    path = files.run_folder(run_id) / files.DATA
    flip(path)
    os.utime(path, ns=(1, 1))
    with pytest.raises(store.DamagedRun):
        store.load(run_id)


def test_saving_over_a_damaged_run_mends_it() -> None:
    run_id = saved()
    flip(files.run_folder(run_id) / files.DOCUMENT)
    saved()
    assert store.load(run_id).main.n_items == 4
    assert not store.meta(run_id).damaged
    assert len(list(files.quarantine_folder().iterdir())) == 1
