"""Several people on one server: what a visitor made is this visitor's to change, and nobody else's to guess."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from engine import limits
from engine.datasets.text.sources import UploadedText
from engine.errors import InputError
from engine.evaluation.map_agreement import MapAgreement
from engine.evaluation.seed_agreement import SeedAgreement
from engine.files import disk, uploads
from engine.learners.base import Learner
from engine.learners.documents.word_mean import WordMean
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import catalogue, database, files, jobs, queue, store, visitors
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.engine.runs.job_child import Drawn, Moody, Numbers
from tests.saved_runs import some_fit

TEXT = b"the same words in everybody's file"


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people, anna and bert, share the server."""
    monkeypatch.setenv("EMBEDDING_SHARED", "1")


def made(owner: str, seed: int = 0) -> str:
    """A training of somebody's on data that are built in."""
    wanted = Recipe(Drawn(seed), Moody())
    store.save(wanted, some_fit(), 1.5, owner)
    return wanted.run_id


def trained(upload: str, owner: str, n_components: int = 10) -> str:
    """A training on an upload."""
    wanted = Recipe(UploadedText(sha256=upload), PPMISVD(n_components=n_components))
    store.save(wanted, some_fit(), 1.5, owner)
    return wanted.run_id


CHANGES: dict[str, Callable[[str, str], None]] = {
    "rename": lambda run_id, owner: catalogue.rename(run_id, "mine now", owner),
    "annotate": lambda run_id, owner: catalogue.annotate(run_id, "a note", owner),
    "pin": lambda run_id, owner: catalogue.pin(run_id, True, owner),
    "delete": lambda run_id, owner: store.delete(run_id, owner),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("maker", ["anna", "", queue.NOBODY])
def test_only_who_made_a_run_changes_it(change: Callable[[str, str], None], maker: str) -> None:
    run_id = made(maker)
    before = catalogue.get(run_id)
    for owner in ("bert", ""):
        with pytest.raises(InputError) as refused:
            change(run_id, owner)
        assert refused.value.code == "E-RUN-10"
    assert catalogue.get(run_id) == before and store.exists(run_id)
    if maker == "anna":
        change(run_id, "anna")
        assert catalogue.get(run_id) != before


def test_on_a_server_of_ones_own_everything_may_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    run_id = made("anna")
    monkeypatch.delenv("EMBEDDING_SHARED")
    catalogue.rename(run_id, "renamed")
    store.delete(run_id)
    assert catalogue.runs() == []


def test_what_comes_from_an_upload_is_listed_for_its_owner_alone() -> None:
    public, private = made("anna"), trained(uploads.keep(TEXT, "a.txt", "anna").sha256, "anna")
    projected = Recipe(EmbeddingOf(private), Moody())
    store.save(projected, some_fit(), 1.0, "anna")
    for owner, listed in [("anna", {public, private, projected.run_id}), ("bert", {public}), ("", {public})]:
        rows = catalogue.runs(owner=owner)
        assert {row.run_id for row in rows} == listed
        assert catalogue.count(owner=owner) == len(listed)
        assert len(catalogue.datasets(owner)) == (2 if owner == "anna" else 1)
        assert len(catalogue.visible(catalogue.everything(), owner)) == len(listed)
    dataset_id = store.meta(private).dataset_id
    assert catalogue.on_dataset(dataset_id, ["ppmi_svd"], owner="bert") == []
    assert [row.run_id for row in catalogue.on_dataset(dataset_id, ["ppmi_svd"], owner="anna")] == [private]


def test_nobody_can_work_out_what_another_one_has_uploaded() -> None:
    anna, bert = uploads.keep(TEXT, "anna's.txt", "anna"), uploads.keep(TEXT, "bert's.txt", "bert")
    content = hashlib.sha256(TEXT).hexdigest()
    assert len({anna.sha256, bert.sha256, content}) == 3
    with pytest.raises(InputError):
        uploads.path(content)
    assert uploads.keep(TEXT, "anna's.txt", "anna") == anna  # the same file twice is one
    assert uploads.path(anna.sha256).read_bytes() == TEXT


def test_the_same_bytes_under_another_name_retitle_nobodys_run() -> None:
    first = uploads.keep(TEXT, "anna's.txt", "anna").sha256
    trained(first, "anna")
    title = store.title(Recipe(UploadedText(sha256=first)))
    second = uploads.keep(TEXT, "bert's.txt", "bert").sha256
    assert store.title(Recipe(UploadedText(sha256=first))) == title and "anna's.txt" in title
    assert uploads.names(second) == ["bert's.txt"]


def test_a_file_is_known_by_its_content_on_a_server_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMBEDDING_SHARED")
    assert uploads.keep(TEXT, "a.txt", "anna").sha256 == hashlib.sha256(TEXT).hexdigest()


@pytest.mark.parametrize("mode", ["1", "0"])
def test_a_file_goes_with_the_last_run_that_was_made_from_it(mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_SHARED", mode)
    kept = uploads.keep(TEXT, "a.txt", "anna")
    other = uploads.keep(b"words of another file", "b.txt", "anna")
    first, second = trained(kept.sha256, "anna"), trained(kept.sha256, "anna", 20)
    store.delete(first, "anna")
    assert uploads.path(kept.sha256).exists()
    store.delete(second, "anna")
    with pytest.raises(InputError):
        uploads.path(kept.sha256)
    assert uploads.names(kept.sha256) == []
    assert uploads.path(other.sha256).exists()


def test_a_file_stays_while_a_job_waits_for_it() -> None:
    kept = uploads.keep(TEXT, "a.txt", "anna")
    run_id = trained(kept.sha256, "anna")
    jobs.submit(Recipe(UploadedText(sha256=kept.sha256), PPMISVD(n_components=30)), "anna")
    store.delete(run_id, "anna")
    assert uploads.path(kept.sha256).exists()


def test_each_visitor_keeps_so_much_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "VISITOR_BYTES", 1000)
    visitors.keep_upload(b"x" * 900, "a.txt", "anna")
    assert visitors.used_bytes("anna") == 900 and visitors.used_bytes("bert") == 0
    with pytest.raises(InputError) as refused:
        visitors.keep_upload(b"y" * 100, "b.txt", "anna")
    assert refused.value.code == "E-DSK-04" and "900" not in str(refused.value).split("MB")[0]
    run_id = made("anna")
    with pytest.raises(InputError) as refused:
        jobs.submit(Recipe(Drawn(7), Moody()), "anna")
    assert refused.value.code == "E-DSK-04"
    assert jobs.submit(Recipe(Drawn(0), Moody()), "anna").state == "done"  # what is there takes no room
    assert jobs.submit(Recipe(Drawn(7), Moody()), "bert").active
    store.delete(run_id, "anna")
    assert jobs.submit(Recipe(Drawn(8), Moody()), "anna").active
    monkeypatch.delenv("EMBEDDING_SHARED")
    visitors.keep_upload(b"z" * 5000, "c.txt", "anna")


def test_users_are_not_told_where_the_server_keeps_its_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> str:
        with pytest.raises(InputError) as refused, disk.explained():
            raise PermissionError(13, "no")
        return str(refused.value)

    assert str(home) not in told() and told().startswith("The server's folder cannot be written to")
    monkeypatch.delenv("EMBEDDING_SHARED")
    assert f"The folder {home} cannot be written to" in told()


def test_the_rows_made_anew_know_their_owners() -> None:
    run_id = made("anna")
    store.save(Recipe(Drawn(1)), Numbers(np.zeros((2, 3), np.float32)), 1.0, "bert")
    (files.settings.home() / "catalogue.db").unlink()
    assert catalogue.get(run_id).owner == "anna"  # type: ignore[union-attr]
    with pytest.raises(InputError):
        catalogue.pin(run_id, True, "bert")


NAMING: dict[str, Callable[[str], Learner]] = {
    "other seeds": lambda run_id: SeedAgreement(runs=f"{'0' * 32},{run_id}"),
    "other maps": lambda run_id: MapAgreement(maps=run_id),
    "vectors to begin from": lambda run_id: WordMean(vectors=run_id),
}


@pytest.mark.parametrize("naming", NAMING.values(), ids=NAMING)
def test_what_names_a_private_run_beside_its_own_is_private(naming: Callable[[str], Learner]) -> None:
    private = trained(uploads.keep(TEXT, "a.txt", "anna").sha256, "anna")
    public = made("anna")
    for named, listed in ((private, False), (public, True)):
        wanted = Recipe(EmbeddingOf(public), naming(named))
        store.save(wanted, some_fit(), 1.0, "anna")
        assert (wanted.run_id in {row.run_id for row in catalogue.runs(owner="bert")}) is listed


def test_a_catalogue_of_before_hides_what_names_a_private_run_too() -> None:
    private = trained(uploads.keep(TEXT, "a.txt", "anna").sha256, "anna")
    named = Recipe(EmbeddingOf(made("anna")), SeedAgreement(runs=private))
    store.save(named, some_fit(), 1.0, "anna")
    before = (
        "UPDATE runs SET unlisted = 0 WHERE task = 'seed_agreement'; ALTER TABLE jobs DROP COLUMN lane;"
        "ALTER TABLE jobs DROP COLUMN moved; PRAGMA user_version = 4"
    )
    with closing(sqlite3.connect(database.path())) as db:
        db.executescript(before)
    assert [row.run_id for row in catalogue.runs("derived", owner="bert")] == []
    assert [row.run_id for row in catalogue.runs("derived", owner="anna")] == [named.run_id]


def test_what_others_made_from_a_run_is_not_deleted_with_it() -> None:
    run_id = made("anna")
    catalogue.rename(run_id, "anna's own name", "anna")
    of_anna, of_bert = Recipe(EmbeddingOf(run_id), Moody()), Recipe(EmbeddingOf(run_id), Moody(seconds=7.0))
    further = Recipe(EmbeddingOf(of_bert.run_id), Moody())
    for recipe, owner in ((of_anna, "anna"), (of_bert, "bert"), (further, "anna")):
        store.save(recipe, some_fit(), 1.0, owner)
    store.delete(run_id, "anna")
    assert {row.run_id: row.owner for row in catalogue.everything()} == {run_id: "", of_bert.run_id: "bert"}
    assert catalogue.get(run_id).name == ""  # type: ignore[union-attr]
    assert visitors.used_bytes("anna") == 0
    (files.settings.home() / "catalogue.db").unlink()
    assert {row.owner for row in catalogue.everything()} == {"", "bert"}  # also once it is made anew
    with pytest.raises(InputError):
        store.delete(run_id, "anna")
    store.delete(of_bert.run_id, "bert")
    assert not store.exists(of_bert.run_id) and store.exists(run_id)


def test_who_uploaded_a_file_deletes_all_that_was_made_from_it() -> None:
    run_id = trained(uploads.keep(TEXT, "a.txt", "anna").sha256, "anna")
    of_bert = Recipe(EmbeddingOf(run_id), Moody())
    store.save(of_bert, some_fit(), 1.0, "bert")  # she gave him the link
    store.delete(run_id, "anna")
    assert catalogue.everything() == []


def test_what_is_made_ahead_takes_nobodys_place_in_the_queue() -> None:
    for seed in range(jobs.QUEUE_LENGTH):
        jobs.submit(Recipe(Drawn(seed), Moody()), queue.NOBODY)
    with pytest.raises(InputError):
        jobs.submit(Recipe(Drawn(99), Moody()), queue.NOBODY)
    for visitor in range(jobs.QUEUE_LENGTH):
        assert jobs.submit(Recipe(Drawn(100 + visitor), Moody()), f"visitor {visitor}").active
    with pytest.raises(InputError) as refused:
        jobs.submit(Recipe(Drawn(200), Moody()), "one more")
    assert refused.value.code == "E-JOB-02"
