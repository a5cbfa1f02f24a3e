"""A real scheduler and two workers on this computer: jobs end done exactly once, whatever dies on the way."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import psutil
import pytest

from engine.datasets.vectors.sources import UploadedVectors
from engine.files import uploads
from engine.learners.base import Estimate
from engine.runs import database, files, jobs, store
from engine.runs.executors import told
from engine.runs.executors.errand import Errand
from engine.runs.executors.local import Local
from engine.runs.recipe import EmbeddingOf, Recipe
from engine.runs.supervisor import Supervisor
from tests.engine.runs.executors.loopback import Loopback, wait_until
from tests.engine.runs.job_child import COMMAND, Drawn, Moody, diary, wait_for

pytest.importorskip("distributed", reason="jobs on a cluster need dask's distributed (requirements-cluster.txt)")

from engine.runs.executors.dask import Dask

LONG = Estimate(60, 100)
"""By this a job belongs to the lane of the long ones, which are for the workers."""

pytestmark = pytest.mark.timeout(240)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    folder = tmp_path_factory.mktemp("cluster")
    found = Loopback(folder, EMBEDDING_TEST_DIARY=str(folder / "diary.txt"))
    try:
        yield found
    finally:
        found.end()


@pytest.fixture(autouse=True)
def known(cluster: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_CLUSTER", cluster.address)
    monkeypatch.setenv("EMBEDDING_TEST_DIARY", str(cluster.folder / "diary.txt"))
    (cluster.folder / "diary.txt").unlink(missing_ok=True)


@contextmanager
def served(cluster: Loopback, workers: int = 2) -> Iterator[Dask]:
    """A supervisor whose jobs the cluster does."""
    executor = Dask(cluster.address, Local(COMMAND, 1))
    supervisor = Supervisor(executor=executor)
    supervisor.start()
    try:
        wait_until(lambda: executor.cluster.n_places == workers, told=cluster.logs)
        yield executor
    finally:
        supervisor.stop()


def tries(run_id: str) -> int:
    query = "SELECT tries FROM jobs WHERE run_id = ?"
    return int(database.read(lambda db: db.execute(query, (run_id,)).fetchone()[0]))


def at_work(cluster: Loopback, behavior: str = "") -> tuple[int, psutil.Process]:
    """Which worker has a job of this behavior that has begun to fit, and its child process."""
    wait_until(lambda: diary(f"fit {behavior}"), told=cluster.logs)
    child = psutil.Process(int(diary(f"fit {behavior}")[-1].split()[-1]))
    return next(number for number in (0, 1) if cluster.worker_process(number).pid == child.ppid()), child


def test_a_job_tells_on_its_way_and_what_it_made_is_saved_as_on_one_computer(cluster: Loopback) -> None:
    wanted = Recipe(Drawn(3), Moody("frames", 1.0))
    with served(cluster):
        jobs.submit(wanted, "me", LONG)
        wait_until(lambda: len(jobs.frames(wanted.run_id)) > 2, told=cluster.logs)
        status = jobs.status(wanted.run_id)
        assert status.progress["stage"] == "fit" and status.progress["metrics"]["loss"] == 1.5
        assert {frame.shape for _, frame in jobs.frames(wanted.run_id)} == {(4, 2)}
        assert wait_for(wanted.run_id, "done", "failed").state == "done"
        of_it = Recipe(EmbeddingOf(wanted.run_id, "other"), Moody())
        jobs.submit(of_it, "me", LONG)
        assert wait_for(of_it.run_id, "done", "failed").state == "done"
    rows = np.random.default_rng(3).normal(size=(20, 3)).astype(np.float32)
    np.testing.assert_array_equal(store.load(wanted.run_id).main.vectors, 2 * rows)
    np.testing.assert_array_equal(store.load(Recipe(Drawn(3)).run_id).rows, rows)
    np.testing.assert_array_equal(store.load(of_it.run_id).main.vectors, -4 * rows)
    assert store.meta(wanted.run_id).owner == "me" and store.meta(wanted.run_id).dataset_id == Recipe(Drawn(3)).run_id
    assert not files.job_folder(wanted.run_id).exists()


def test_uploads_arrive_by_their_true_content_and_once(cluster: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    rows = [f"item{row}\t{row}\t{row * row}\t1" for row in range(12)]
    content = "\n".join(rows).encode()
    upload = uploads.keep(content, "points.tsv", "me")
    true = hashlib.sha256(content).hexdigest()
    assert upload.sha256 != true  # in shared mode the name of an upload holds whose it is
    sent: list[str] = []
    send = Errand._send

    def counted(self: Errand, sha256: str, *more: object) -> None:
        sent.append(sha256)
        send(self, sha256, *more)

    monkeypatch.setattr(Errand, "_send", counted)
    with served(cluster):
        for seconds in (0.0, 0.01, 0.02):
            wanted = Recipe(UploadedVectors(sha256=upload.sha256), Moody(seconds=seconds))
            jobs.submit(wanted, "me", LONG)
            assert wait_for(wanted.run_id, "done", "failed").error == ""
            files.run_folder(Recipe(wanted.dataset).run_id).rename(cluster.folder / f"set aside {seconds}")
    assert 1 <= sent.count(true) <= 2  # once to each worker that had one of three jobs


def test_cancelling_takes_3_seconds_at_most(cluster: Loopback) -> None:
    with served(cluster):
        for behavior, stubborn in (("sleep", False), ("sleep", True), ("hang", False)):
            wanted = Recipe(Drawn(0), Moody(behavior, 600, stubborn=stubborn))
            (cluster.folder / "diary.txt").unlink(missing_ok=True)
            jobs.submit(wanted, "me", LONG)
            _, child = at_work(cluster)
            began = time.monotonic()
            jobs.cancel(wanted.run_id, "me")
            assert wait_for(wanted.run_id, "cancelled", "failed").state == "cancelled"
            assert time.monotonic() - began < 3
            wait_until(lambda child=child: not child.is_running(), seconds=3)


def test_what_fails_says_why_as_on_one_computer(cluster: Loopback) -> None:
    with served(cluster):
        for behavior, code, error in (
            ("refuse", "E-TST-01", "too blue"),
            ("exit", "E-JOB-04", "exit code 7"),
            ("error", "E-JOB-00", "KeyError"),
        ):
            wanted = Recipe(Drawn(0), Moody(behavior))
            jobs.submit(wanted, "me", LONG)
            found = wait_for(wanted.run_id, "done", "failed")
            assert found.code == code and error in found.error
    assert "a secret path" in (files.job_folder(wanted.run_id) / "log.txt").read_text()


def test_50_jobs_end_done_exactly_once_though_a_worker_is_killed(
    cluster: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "QUEUE_LENGTH", 60)
    monkeypatch.setattr(jobs, "OWNER_JOBS", 60)
    wanted = [Recipe(Drawn(0), Moody("sleep", 4.0))]
    wanted += [Recipe(Drawn(seed % 5), Moody("good", 0.01 * seed)) for seed in range(1, 50)]
    with served(cluster):
        for recipe in wanted:
            jobs.submit(recipe, "me", LONG)
        number, child = at_work(cluster, "sleep")
        cluster.worker_process(number).kill()
        wait_until(lambda: not child.is_running(), seconds=5)  # a job dies with its worker
        ended = [wait_for(recipe.run_id, "done", "failed", "cancelled", seconds=200) for recipe in wanted]
    assert [each.state for each in ended] == ["done"] * 50
    assert [tries(recipe.run_id) for recipe in wanted] == [2] + [1] * 49
    runs = {path.name for path in files.runs_folder().iterdir()}
    assert runs == {recipe.run_id for recipe in wanted} | {Recipe(Drawn(seed)).run_id for seed in range(5)}
    assert len(diary("fit")) == 51
    assert not list((files.settings.home() / "tmp").iterdir())


def test_jobs_wait_for_a_scheduler_that_is_lost_and_go_on_when_it_is_back(cluster: Loopback) -> None:
    wanted = Recipe(Drawn(0), Moody("sleep", 3.0))
    with served(cluster):
        jobs.submit(wanted, "me", LONG)
        at_work(cluster)
        cluster.kill_scheduler()
        wait_until(lambda: not told.latest().connected, seconds=20)
        assert "jobs wait" in told.latest().sentence
        waiting = wait_for(wanted.run_id, "queued", "failed", seconds=30)
        assert waiting.state == "queued" and tries(wanted.run_id) == 0  # that says nothing against the job
        cluster.start_scheduler()
        assert wait_for(wanted.run_id, "done", "failed", seconds=90).state == "done"
        assert told.latest().connected and told.latest().sentence == ""


def test_a_short_job_is_done_here_and_others_beside_it_on_the_workers(cluster: Loopback) -> None:
    wanted = [Recipe(Drawn(0), Moody("epochs", seconds)) for seconds in (8.0, 8.5)]
    with served(cluster):
        for recipe in wanted:
            jobs.submit(recipe, "me")  # nothing is known of it, so it is taken for short
        wait_until(lambda: len(diary("fit")) == 2, told=cluster.logs)
        parents = [psutil.Process(int(line.split()[-1])).ppid() for line in diary("fit")]
        assert os.getpid() in parents and len(set(parents)) == 2
        for recipe in wanted:
            jobs.cancel(recipe.run_id, "me")
            assert wait_for(recipe.run_id, "cancelled", "done").state == "cancelled"
