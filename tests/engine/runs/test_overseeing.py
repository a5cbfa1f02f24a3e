"""What the admin sees and does: whose everything is, without a name; cancelling, deleting and closing for all."""

import re

import pytest

from engine import settings
from engine.errors import InputError
from engine.files import uploads
from engine.runs import catalogue, child, closing, jobs, overseeing, queue, store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.engine.runs.job_child import Drawn, Moody
from tests.saved_runs import some_fit

ANNA, BERT = "a" * 32, "b" * 32


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people share the server."""
    monkeypatch.setenv("EMBEDDING_SHARED", "1")


def made(owner: str, seed: int) -> str:
    wanted = Recipe(Drawn(seed), Moody())
    store.save(wanted, some_fit(), 1.5, owner)
    return wanted.run_id


def test_a_mark_tells_visitors_apart_and_names_nobody() -> None:
    marks = [overseeing.mark_of(name) for name in (ANNA, BERT)]
    assert len({*marks}) == 2 and all(re.fullmatch("[0-9a-f]{8}", mark) for mark in marks)
    assert not any(mark in ANNA + BERT for mark in marks)
    assert overseeing.mark_of("") == "nobody" and overseeing.mark_of(queue.NOBODY) == "made ahead"


def test_jobs_are_seen_with_all_who_asked_and_cancelled_for_all() -> None:
    wanted = Recipe(Drawn(1), Moody())
    for owner in (ANNA, BERT):
        jobs.submit(wanted, owner)
    jobs.submit(Recipe(Drawn(2), Moody()), BERT)
    first, second = overseeing.active_jobs()
    assert set(first.visitors) == set(map(overseeing.mark_of, (ANNA, BERT)))
    assert second.visitors == (overseeing.mark_of(BERT),)
    overseeing.cancel(wanted.run_id)
    assert [job.status.run_id for job in overseeing.active_jobs()] == [second.status.run_id]
    assert jobs.status(wanted.run_id).state == "cancelled"  # type: ignore[union-attr]


def test_the_disk_is_told_by_visitor_and_by_kind() -> None:
    made(ANNA, 1)
    uploads.keep(b"x" * 100_000, "a.txt", BERT)
    jobs.submit(Recipe(Drawn(3), Moody()), BERT)
    found = {one.name: one for one in overseeing.visitors()}
    assert found[ANNA].n_runs == 1 and found[ANNA].run_bytes == catalogue.disk_used() and found[ANNA].last
    assert (found[BERT].n_runs, found[BERT].upload_bytes, found[BERT].n_jobs) == (0, 100_000, 1)
    kinds = overseeing.disk_by_kind()
    assert kinds["Runs"] >= catalogue.disk_used() and 100_000 <= kinds["Uploads"] < 101_000
    total = sum(file.stat().st_size for file in settings.home().rglob("*") if file.is_file())
    assert sum(kinds.values()) == total


def test_all_of_a_visitor_goes_and_nothing_of_others() -> None:
    own, others = made(ANNA, 1), made(BERT, 2)
    of_bert = Recipe(EmbeddingOf(own), Moody())
    store.save(of_bert, some_fit(), 1.0, BERT)
    lonely = made(ANNA, 3)
    files = {owner: uploads.keep(b"some words", "a.txt", owner).sha256 for owner in (ANNA, BERT)}
    for owner, seed in ((ANNA, 7), (BERT, 8)):
        jobs.submit(Recipe(Drawn(seed), Moody()), owner)
    assert overseeing.delete_all_of(ANNA) == [lonely]
    assert {row.run_id: row.owner for row in catalogue.everything()} == {own: "", others: BERT, of_bert.run_id: BERT}
    assert uploads.of(ANNA) == [] and uploads.of(BERT) == [files[BERT]]
    assert [job.visitors for job in overseeing.active_jobs()] == [(overseeing.mark_of(BERT),)]


def test_a_closed_server_takes_no_new_job_and_goes_on_with_those_it_has() -> None:
    known, waiting = made(ANNA, 1), Recipe(Drawn(2), Moody())
    jobs.submit(waiting, ANNA)
    closing.close()
    for owner in (BERT, queue.NOBODY):
        with pytest.raises(InputError) as refused:
            jobs.submit(Recipe(Drawn(3), Moody()), owner)
        assert refused.value.code == "E-JOB-21"
    assert jobs.submit(Recipe(Drawn(1), Moody()), BERT).state == "done" and store.exists(known)
    assert jobs.submit(waiting, BERT).active  # it is joined
    closing.reopen()
    assert jobs.submit(Recipe(Drawn(3), Moody()), BERT).active


def test_no_job_is_given_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.ADMIN_TOKEN, "a long and secret token")
    given = child._environment(settings.home())
    assert "a long and secret token" not in given.values() and given["EMBEDDING_SHARED"] == "1"
