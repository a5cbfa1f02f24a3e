"""A home folder of the app before classes had versions opens completely, and goes on living."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from engine.errors import InputError
from engine.fields import Validated
from engine.fit import Fit
from engine.learners.nodes.netmf import NetMF
from engine.runs import catalogue, database, files, format_1, jobs, store
from engine.runs.recipe import Recipe
from tests.engine.runs import old_home
from tests.engine.runs.job_child import supervised, wait_for
from tests.engine.runs.old_home import KARATE, NAME, NAMED, TOY_WORLD
from tests.engine.runs.test_full_disk import in_a_small_disk


@pytest.fixture
def runs(home: Path) -> Mapping[str, str]:
    return old_home.make(home)


def changed_since(document: object) -> list[str]:
    """Names of the classes in a recipe that have got a new version since that app."""
    if not isinstance(document, dict):
        return []
    inside = [name for value in document.values() for name in changed_since(value)]
    return inside + [str(document.get("name"))] * (document.get("version", 1) > 1)


def test_every_run_loads_and_its_recipe_opens(runs: Mapping[str, str]) -> None:
    for key, run_id in runs.items():
        found = store.load(run_id)
        assert getattr(found, "kind", "") == old_home.meta_of(key)["dataset_kind"]
        recipe = store.recipe_of(run_id)
        assert store.title(recipe)
        assert len(recipe.outdated) == len(changed_since(recipe.to_json()))
        assert Recipe.from_json(recipe.to_json()) == recipe


def test_every_run_is_listed_as_it_was(runs: Mapping[str, str]) -> None:
    rows = {row.run_id: row for row in catalogue.runs()}
    assert rows.keys() == {old_home.meta_of(key)["run_id"] for key in old_home.FOUND}
    for key in old_home.FOUND:
        meta = old_home.meta_of(key)
        row = rows[meta["run_id"]]
        assert (row.title, row.kind, row.created) == (meta["title"], meta["kind"], meta["created"])
    assert [row.name for row in rows.values()].count("") == len(rows) - 1
    assert next(iter(rows.values())).run_id == NAMED
    assert rows[NAMED].label == NAME and rows[NAMED].pinned
    assert [row.run_id for row in rows.values() if row.damaged] == [old_home.meta_of("graphs.damaged")["run_id"]]


def test_parents_and_datasets_are_found(runs: Mapping[str, str]) -> None:
    assert store.meta(runs["graphs.netmf.pca"]).parent == runs["graphs.netmf"]
    assert [row.run_id for row in catalogue.dependents(runs["graphs.netmf"])] == [runs["graphs.netmf.pca"]]
    dataset = {key: store.meta(run_id).dataset_id for key, run_id in runs.items()}
    assert dataset == {
        "graphs.dataset": KARATE,
        "graphs.netmf": KARATE,
        "graphs.netmf.pca": "",
        "graphs.links": KARATE,
        "graphs.drawing": KARATE,
        "uploaded.dataset": runs["uploaded.dataset"],
        "uploaded.laplacian": runs["uploaded.dataset"],
        "words.skipgram": TOY_WORLD,
        "words.skipgram.pca of output": "",
        "graphs.hope": KARATE,
    }
    sisters = {row.run_id for row in catalogue.on_dataset(KARATE, ["netmf", "hope"])}
    assert sisters == {runs["graphs.netmf"], runs["graphs.hope"]}
    assert store.load(KARATE).nodes[:2] == ("Officer", "Mr. Hi")


def test_the_ids_are_those_that_the_old_app_gave(runs: Mapping[str, str]) -> None:
    for run_id in runs.values():
        row = store.meta(run_id)
        assert format_1.id_of(row.recipe) == run_id
        assert store.recipe_of(run_id).run_id != run_id  # so it is never asked for again


@pytest.mark.parametrize(("key", "names"), old_home.SECOND.items())
def test_second_vectors_have_their_new_name(runs: Mapping[str, str], key: str, names: tuple[str, str]) -> None:
    fit = store.load(runs[key])
    assert isinstance(fit, Fit)
    assert list(fit.embeddings) == [names[0], "context"]
    np.testing.assert_array_equal(fit.context.vectors, fit.main.vectors + 1)
    assert fit.context.provenance is not None and fit.context.provenance.run_id == runs[key]


def test_a_map_of_second_vectors_says_which(runs: Mapping[str, str]) -> None:
    assert store.recipe_of(runs["words.skipgram.pca of output"]).dataset.embedding == "context"


def test_a_learner_within_a_test_opens(runs: Mapping[str, str]) -> None:
    assert store.recipe_of(runs["graphs.links"]).learner.learner == NetMF(n_components=8)


def test_the_catalogue_can_be_rebuilt_from_the_folders(runs: Mapping[str, str]) -> None:
    before = {row.run_id: row for row in catalogue.runs()}
    database.path().write_bytes(b"noise" * 1000)
    assert {row.run_id: row for row in catalogue.runs()} == before


def test_an_upgrade_that_is_cut_short_leaves_the_old_catalogue(
    runs: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_short(recipe: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(format_1, "dataset_id", cut_short)
        with pytest.raises(KeyboardInterrupt):
            catalogue.runs()
    with closing(sqlite3.connect(database.path())) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
        assert "dataset_id" not in [row[1] for row in db.execute("PRAGMA table_info(runs)")]
    assert store.meta(NAMED).dataset_id == KARATE
    with closing(sqlite3.connect(database.path())) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == database.SCHEMA == 5


READ_ONLY = """
import json, subprocess
from engine import settings
from engine.errors import InputError
from engine.runs import catalogue, store
from tests.engine.runs import old_home
runs = old_home.make(settings.home())
subprocess.run(["mount", "-o", "remount,ro", str(settings.home())], check=True)
refused = []
for attempt in (lambda: catalogue.pin(old_home.NAMED), lambda: catalogue.remove(old_home.NAMED)):
    try:
        attempt()
    except InputError as error:
        refused.append(error.code)
loaded = [store.meta(run_id).dataset_id for run_id in runs.values() if store.load(run_id)]
print(json.dumps({"refused": refused, "loaded": loaded, "listed": len(catalogue.runs())}))
"""


def test_a_home_that_cannot_be_written_to_opens_too(tmp_path: Path) -> None:
    report = in_a_small_disk(READ_ONLY, tmp_path / "home")
    assert report["refused"] == ["E-DSK-02", "E-DSK-02"]
    assert report["listed"] == len(old_home.FOUND)
    assert report["loaded"].count(KARATE) == 5


def test_jobs_that_waited_get_the_name_under_which_they_were_asked_for(runs: Mapping[str, str]) -> None:
    waiting, cancelled = old_home.WAITING["run_id"], old_home.CANCELLED["run_id"]
    with supervised():
        assert wait_for(waiting, "done", "failed").state == "done"
        jobs.retry(cancelled, "me")
        assert wait_for(cancelled, "done", "failed").state == "done"
    assert store.load(waiting).n_nodes == 19  # one has no edge
    assert store.meta(waiting).dataset_id == waiting
    assert store.load(cancelled).main.n_items == 34
    assert store.exists(store.meta(cancelled).dataset_id)
    with pytest.raises(InputError, match="no JSON"):
        jobs.retry(old_home.FAILED["run_id"], "me")


def test_a_job_that_waited_for_another_version_of_its_class_is_refused(
    runs: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Validated, "version", 2)
    with pytest.raises(InputError, match=r"has changed since this was made .* Ask for it again"):
        jobs.retry(old_home.CANCELLED["run_id"], "me")
    assert "has changed since this was made (version 1, today 2)" in store.recipe_of(runs["graphs.netmf"]).outdated[0]
    assert store.load(runs["graphs.netmf"]).main.n_items == 34


def test_new_runs_stand_beside_the_old_ones(runs: Mapping[str, str]) -> None:
    again = Recipe(store.recipe_of(runs["graphs.netmf"]).dataset, NetMF(n_components=4))
    with supervised():
        jobs.submit(again, "me")
        assert wait_for(again.run_id, "done", "failed").state == "done"
    assert files.run_folder(runs["graphs.netmf"]).exists()
    assert store.meta(again.run_id).dataset_id == Recipe(again.dataset).run_id
