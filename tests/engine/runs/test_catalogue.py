"""The list of runs: in order, in pages, and made again from the runs themselves when it is lost."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from engine import settings
from engine.datasets.images.sources import Digits, UploadedImages
from engine.errors import InputError
from engine.evaluation.images.new_images import NewImages
from engine.evaluation.neighbor_drift import NeighborDrift
from engine.runs import catalogue, database, files, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.engine.runs.job_child import Drawn, Moody, Numbers, Uploaded
from tests.saved_runs import empty, flip, projection_of, saved, some_fit


def test_listing_page_by_page() -> None:
    wanted = [Recipe(Drawn(seed), Moody() if seed % 2 else None) for seed in range(1_000)]
    database.write(lambda db: [enter(db, each, seed) for seed, each in enumerate(wanted)])
    pages = [catalogue.runs(offset=offset, limit=64) for offset in range(0, 1_000, 64)]
    listed = [row.run_id for page in pages for row in page]
    assert listed == [each.run_id for each in reversed(wanted)]
    assert catalogue.count() == 1_000
    assert catalogue.count(kind="dataset") == catalogue.count(task="test_moody") == 500
    assert [row.title for row in catalogue.runs(text="NUMBERS 99", kind="dataset")] == [
        "Numbers 998", "Numbers 996", "Numbers 994", "Numbers 992", "Numbers 990"
    ]  # fmt: skip
    assert catalogue.disk_used() == sum(range(1_000))


def enter(db: sqlite3.Connection, wanted: Recipe, size: int) -> None:
    meta = {"run_id": wanted.run_id, "kind": "fit" if wanted.learner else "dataset", "title": store.title(wanted)}
    meta["dataset_id"] = Recipe(wanted.dataset).run_id
    more = {"created": "2025-01-01", "seconds": 1.0, "bytes": size, "owner": "", "summary": {}, "notes": []}
    catalogue.index.add(db, meta | more, wanted.to_json())


def test_names_and_pins() -> None:
    first, second = saved(1), saved(2)
    assert [row.run_id for row in catalogue.runs()] == [second, first]
    catalogue.pin(first)
    catalogue.rename(first, "  My \n best " + "x" * 100)
    assert [row.run_id for row in catalogue.runs()] == [first, second]
    assert catalogue.runs()[0].label == "My best " + "x" * 72
    assert catalogue.runs(text="my BEST")[0].run_id == first
    catalogue.pin(first, False)
    catalogue.rename(first, "")
    assert [row.label for row in catalogue.runs()] == ["Moody: Numbers 2", "Moody: Numbers 1"]
    assert store.load(first).main.n_items == 4  # marks do not break checksums
    with pytest.raises(InputError, match="deleted"):
        catalogue.rename("0" * 32, "nothing")


def test_trainings_and_what_is_derived_from_them_are_listed_apart() -> None:
    root = saved(1)
    child = projection_of(root)
    assert [row.run_id for row in catalogue.runs("training")] == [root]
    assert [row.run_id for row in catalogue.runs("derived")] == [child]
    assert catalogue.count("fit") == 2


def test_sisters_are_the_runs_on_the_same_dataset() -> None:
    first, second, elsewhere = saved(1), saved_by("sleep", 1), saved(2)
    store.save(Recipe(Drawn(1)), Numbers(np.eye(3, dtype=np.float32)), 0.1)
    projection_of(first)
    dataset_id = store.meta(first).dataset_id
    assert [row.run_id for row in catalogue.on_dataset(dataset_id, ["test_moody"])] == [second, first]
    assert [row.run_id for row in catalogue.on_dataset(dataset_id, ["test_moody"], limit=1)] == [second]
    assert [row.run_id for row in catalogue.on_dataset(store.meta(elsewhere).dataset_id, ["test_moody"])] == [elsewhere]
    assert catalogue.on_dataset(dataset_id, ["pca"]) == catalogue.on_dataset(dataset_id, []) == []
    catalogue.pin(first)
    assert [row.run_id for row in catalogue.on_dataset(dataset_id, ["test_moody"])] == [first, second]
    catalogue.mark_damaged(first)
    assert [row.run_id for row in catalogue.on_dataset(dataset_id, ["test_moody"])] == [second]


def saved_by(behavior: str, seed: int) -> str:
    wanted = Recipe(Drawn(seed), Moody(behavior))
    store.save(wanted, some_fit(), 0.1)
    return wanted.run_id


def test_the_lookup_of_sisters_uses_the_index() -> None:
    saved()
    query = "EXPLAIN QUERY PLAN SELECT * FROM runs WHERE kind = 'fit' AND dataset_id = 'a' ORDER BY pinned, id"
    plan = database.read(lambda db: [row["detail"] for row in db.execute(query)])
    assert any("runs_by_dataset" in step for step in plan)


def test_a_run_is_deleted_with_what_was_made_from_it() -> None:
    root, other = saved(1), saved(2)
    child = projection_of(root)
    grandchild = projection_of(child)
    assert [row.run_id for row in catalogue.dependents(root)] == [child, grandchild]
    store.delete(root)
    assert [row.run_id for row in catalogue.runs()] == [other]
    assert [path.name for path in files.runs_folder().iterdir()] == [other]
    with pytest.raises(store.MissingRun):
        store.load(child)


def test_in_shared_mode_what_comes_from_uploads_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    private = Recipe(Uploaded(1), Moody())
    store.save(private, some_fit(), 1.0)
    hidden = {private.run_id, projection_of(private.run_id)}
    shown = {saved(), projection_of(saved())}
    assert {row.run_id for row in catalogue.runs()} == hidden | shown
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    assert {row.run_id for row in catalogue.runs()} == shown
    assert catalogue.count() == 2
    assert store.load(private.run_id).main.n_items == 4  # by its link
    database.path().unlink()
    assert {row.run_id for row in catalogue.runs()} == shown


def test_what_encodes_an_upload_is_not_listed_either(monkeypatch: pytest.MonkeyPatch) -> None:
    root = saved()
    store.save(Recipe(EmbeddingOf(root), NewImages(UploadedImages(sha256="a" * 64))), some_fit(), 1.0)
    store.save(Recipe(EmbeddingOf(root), NewImages(Digits())), some_fit(), 1.0)
    assert catalogue.count() == 3
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    assert catalogue.count() == 2


def delete_it(path: Path) -> None:
    path.unlink()


def fill_with_noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(0).bytes(path.stat().st_size))


def spoil_its_pages(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:] = np.random.default_rng(0).bytes(len(content) - 100)
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [delete_it, empty, fill_with_noise, spoil_its_pages])
def test_the_catalogue_is_rebuilt_from_the_runs(harm: Callable[[Path], None]) -> None:
    runs = [saved(seed) for seed in range(3)]
    damaged = saved(9)
    flip(files.run_folder(damaged) / files.DATA)
    with pytest.raises(store.DamagedRun):
        store.load(damaged)
    catalogue.rename(runs[0], "mine")
    catalogue.pin(runs[1])
    before = sorted(catalogue.runs(), key=lambda row: row.run_id)
    harm(database.path())
    assert sorted(catalogue.runs(), key=lambda row: row.run_id) == before
    with closing(sqlite3.connect(database.path())) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    kept = list(settings.home().glob("*.bad"))
    assert len(kept) == (harm in (fill_with_noise, spoil_its_pages))


@pytest.mark.parametrize("name", [files.META, files.RECIPE])
def test_a_flipped_bit_in_a_description_sets_that_run_aside_and_leaves_the_others(name: str) -> None:
    run_id, other = saved(1), saved(2)
    path = files.run_folder(run_id) / name
    sound = path.read_bytes()
    for place in range(0, 8 * len(sound), 61):  # 61: every bit of a byte in turn
        spoiled = bytearray(sound)
        spoiled[place // 8] ^= 1 << place % 8
        path.write_bytes(spoiled)
        database.path().unlink()
        assert [row.run_id for row in catalogue.runs()] == [other], place
        (aside,) = files.quarantine_folder().iterdir()
        (aside / name).write_bytes(sound)
        aside.rename(files.run_folder(run_id))
    database.path().unlink()
    assert {row.run_id for row in catalogue.runs()} == {run_id, other}


def test_a_folder_that_is_no_run_stays_where_it_is() -> None:
    run_id = saved()
    foreign = files.runs_folder() / "my notes"
    foreign.mkdir()
    database.path().unlink()
    assert [row.run_id for row in catalogue.runs()] == [run_id]
    assert foreign.is_dir()


def test_a_catalogue_of_a_newer_version_is_left_alone() -> None:
    saved()
    with closing(sqlite3.connect(database.path())) as db:
        db.execute("PRAGMA user_version = 6")
    with pytest.raises(InputError, match="newer version"):
        catalogue.runs()


def test_rows_and_folders_are_reconciled() -> None:
    listed_only, both, folder_only = saved(1), saved(2), saved(3)
    shutil.rmtree(files.run_folder(listed_only))
    catalogue.remove(folder_only)
    assert store.meta(folder_only).title == "Moody: Numbers 3"  # this alone mends it
    catalogue.remove(folder_only)
    catalogue.reconcile()
    assert {row.run_id for row in catalogue.runs()} == {both, folder_only}


def test_a_locked_catalogue_can_be_read_and_says_busy_to_writers(monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = saved()
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.05)
    with closing(sqlite3.connect(database.path(), isolation_level=None)) as backup:
        backup.execute("BEGIN IMMEDIATE")
        assert catalogue.runs()[0].run_id == run_id
        with pytest.raises(InputError, match="busy"):
            catalogue.pin(run_id)
    catalogue.pin(run_id)


def test_notes_are_kept_found_and_outlive_the_catalogue() -> None:
    first, second = saved(1), saved(2)
    catalogue.annotate(second, "  with a \n wider window " + "x" * 300)
    note = catalogue.get(second).note  # type: ignore[union-attr]
    assert note.startswith("with a wider window x") and len(note) == catalogue.NOTE_LENGTH
    assert [row.run_id for row in catalogue.runs(text="WIDER")] == [second]
    database.path().unlink()
    assert catalogue.get(second).note == note and catalogue.get(first).note == ""  # type: ignore[union-attr]


def test_runs_on_the_same_data_are_listed_together_and_alone() -> None:
    old = [Recipe(Drawn(1), Moody()), Recipe(Drawn(2), Moody()), Recipe(Drawn(1), Moody(seconds=1.0))]
    for recipe in old:
        store.save(recipe, some_fit(), 0.1)
    ids = [recipe.run_id for recipe in old]
    assert [row.run_id for row in catalogue.runs("training")] == ids[::-1]
    assert [row.run_id for row in catalogue.runs("training", by_data=True)] == [ids[2], ids[0], ids[1]]
    data = {seed: Recipe(Drawn(seed)).run_id for seed in (1, 2)}
    assert list(catalogue.datasets()) == [data[1], data[2]]
    assert [row.run_id for row in catalogue.runs("training", dataset_id=data[1])] == [ids[2], ids[0]]
    assert catalogue.count("training", dataset_id=data[2]) == 1
    assert catalogue.datasets()[data[2]] == "Numbers 2"


def test_what_was_made_from_several_runs_is_found_at_once() -> None:
    first, second = saved(1), saved(2)
    maps = [projection_of(first), projection_of(second)]
    assert {run: [row.run_id for row in rows] for run, rows in catalogue.children([first, second]).items()} == {
        first: [maps[0]], second: [maps[1]]
    }  # fmt: skip
    assert catalogue.children([]) == {} and catalogue.by_id([]) == {}


def test_a_comparison_with_a_run_of_an_upload_is_private() -> None:
    open_run, private = saved(1), Recipe(Uploaded(1), Moody())
    store.save(private, some_fit(), 0.1)
    for other, unlisted in ((private.run_id, True), (saved(2), False)):
        compared = Recipe(EmbeddingOf(open_run), NeighborDrift(run=other))
        store.save(compared, some_fit(), 0.1)
        assert catalogue.get(compared.run_id).unlisted is unlisted  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["", "training", "derived"])
def test_a_page_of_the_list_is_read_in_its_order(home: Path, kind: str) -> None:
    """Of a million runs, too, fifty are read; SQLite says so where it would sort them all."""
    condition, values = catalogue._condition(kind, "", "")
    query = f"EXPLAIN QUERY PLAN SELECT * FROM runs WHERE {condition} ORDER BY pinned DESC, id DESC LIMIT 50"
    plan = database.read(lambda db: [row["detail"] for row in db.execute(query, values)])
    assert plan == ["SCAN runs USING INDEX runs_in_order"]
