"""Processes are killed, crash, hang and come back: no half run is seen, and no finished work is lost."""

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

import numpy as np
import psutil
import pytest

from engine.runs import catalogue, database, files, jobs, queue, store
from engine.runs.recipe import EmbeddingOf, Recipe
from engine.runs.supervisor import Supervisor
from tests import ROOT
from tests.engine.runs.job_child import COMMAND, Drawn, Endless, Moody, diary, supervised, wait_for

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")

SUPERVISING = """
import sys, time
from engine.runs.supervisor import Supervisor
from tests.engine.runs.job_child import COMMAND
supervisor = Supervisor(COMMAND, max_running=2)
supervisor.start()
time.sleep(600)
"""


def a_server() -> "subprocess.Popen[bytes]":
    """A supervisor in a process of its own, to be killed."""
    return subprocess.Popen([sys.executable, "-c", SUPERVISING], cwd=ROOT)


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.wait(10)


def process_at_work(n_fits: int = 1) -> psutil.Process:
    """The child that has begun the n-th fit."""
    end = time.monotonic() + 60
    while len(diary("fit")) < n_fits:
        assert time.monotonic() < end
        time.sleep(0.01)
    return psutil.Process(int(diary("fit")[-1].split()[-1]))


def moody(behavior: str, seconds: float = 0.0, seed: int = 0, **more: Any) -> Recipe:
    return Recipe(Drawn(seed), Moody(behavior, seconds, **more))


# --- saving ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kills", "writers"), [(100, 1), (50, 2)])
def test_killed_at_random_moments_while_saving(kills: int, writers: int) -> None:
    command = [sys.executable, "-m", "tests.engine.runs.saving_child", str(kills), str(writers), "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["acknowledged"] > kills / 10  # they did get somewhere
    assert report["leftovers"] > kills / 10  # and were killed in the middle
    clean = ("lost", "broken", "rows_without_run", "runs_without_row", "leftovers_after_sweep")
    assert {name: report[name] for name in clean} == dict.fromkeys(clean, 0)
    assert report["runs"] >= report["acknowledged"]
    assert report["integrity"] == "ok"


def test_a_run_saved_just_before_the_process_died_is_entered() -> None:
    training = moody("good")
    store.save(training, Moody().fit(Drawn().load(None)), 1.0)
    catalogue.remove(training.run_id)
    with supervised():
        end = time.monotonic() + 30
        while not catalogue.runs() and time.monotonic() < end:
            time.sleep(0.02)
    assert catalogue.runs()[0].run_id == training.run_id


# --- the child ---------------------------------------------------------------------------------------------------


def test_a_crash_is_a_failed_job_and_nothing_more() -> None:
    with supervised(max_running=2):
        jobs.submit(moody("sleep", 1.5, seed=1), "anna")
        jobs.submit(moody("crash"), "me")
        found = wait_for(moody("crash").run_id, "failed", "done")
        assert found.error == (
            "The training process crashed (signal 11, segmentation fault); nothing else is affected."
        )
        assert wait_for(moody("sleep", 1.5, seed=1).run_id, "done", "failed").state == "done"
    assert "Segmentation fault" in (files.job_folder(moody("crash").run_id) / "log.txt").read_text()


def test_a_killed_child_is_a_failed_job_and_the_queue_goes_on() -> None:
    with supervised(max_running=1):
        jobs.submit(moody("sleep", 600), "me")
        at_work = process_at_work()  # before another begins, which a job that is moved between the lanes would let by
        jobs.submit(moody("good", seed=1), "me")
        os.kill(at_work.pid, signal.SIGKILL)
        found = wait_for(moody("sleep", 600).run_id, "failed")
        assert "killed (signal 9)" in found.error
        assert wait_for(moody("good", seed=1).run_id, "done", "failed").state == "done"


def test_a_killed_spare_is_replaced() -> None:
    with supervised() as supervisor:
        while supervisor.executor.spare is None:
            time.sleep(0.01)
        supervisor.executor.spare.kill()
        jobs.submit(moody("good"), "me")
        assert wait_for(moody("good").run_id, "done", "failed").state == "done"


def test_a_child_that_hangs_is_stopped() -> None:
    with supervised(silence_seconds=1.0):
        jobs.submit(moody("hang", 600), "me")
        process = process_at_work()
        found = wait_for(moody("hang", 600).run_id, "failed")
    assert found.error == "Stopped: the process had hung for 1 seconds."
    assert not process.is_running()


def test_a_child_that_takes_too_long_is_stopped() -> None:
    with supervised(job_seconds=1.2):
        jobs.submit(moody("sleep", 600), "me")
        found = wait_for(moody("sleep", 600).run_id, "failed")
    assert "Stopped after 0.02 minutes, the limit" in found.error
    assert found.code == "E-JOB-14"


def test_a_dataset_that_is_read_for_ever_is_stopped() -> None:
    reading, training = Recipe(Endless()), Recipe(Endless(1), Moody())
    with supervised(parse_seconds=1.2, max_running=2):
        for each in (reading, training):
            jobs.submit(each, "me")
        for each in (reading, training):
            found = wait_for(each.run_id, "failed", "done")
            assert (
                found.error == "Stopped: reading the data took more than 0.02 minutes, the limit; give a smaller part."
            )
            assert found.code == "E-JOB-10"


def test_downloads_are_no_reading() -> None:
    wanted = Recipe(Endless(seconds=4))
    with supervised(parse_seconds=1.5):
        jobs.submit(wanted, "me")
        assert wait_for(wanted.run_id, "failed", "done").code == "E-JOB-10"
    assert diary("downloaded")


def test_training_is_no_reading() -> None:
    with supervised(parse_seconds=1.0):
        jobs.submit(moody("sleep", 3), "me")
        assert wait_for(moody("sleep", 3).run_id, "done", "failed").state == "done"


def test_time_limits_do_not_mind_a_clock_that_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time
    with supervised(job_seconds=60):
        jobs.submit(moody("sleep", 3), "me")
        process_at_work()
        monkeypatch.setattr(time, "time", lambda: now() + 86_400)
        assert wait_for(moody("sleep", 3).run_id, "done", "failed").state == "done"


@pytest.mark.parametrize("hours", [1, -24])
def test_a_clock_that_is_set_while_the_server_is_down_stops_no_training(
    monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    server, now = a_server(), time.time
    wanted = moody("sleep", 4)
    jobs.submit(wanted, "me")
    child = process_at_work()
    kill(server)
    monkeypatch.setattr(time, "time", lambda: now() + 3_600 * hours)
    monkeypatch.setattr(psutil.Process, "create_time", lambda self: 3_600.0 * hours)
    with supervised(job_seconds=60):
        assert process_at_work().pid == child.pid
        running = jobs.status(wanted.run_id)
        assert running is not None and 0 <= running.seconds < 60
        ended = wait_for(wanted.run_id, "done", "failed")
        assert ended.state == "done" and 3 < ended.seconds < 60
    assert len(diary("fit sleep")) == 1


def test_what_a_child_started_ends_with_it() -> None:
    with supervised():
        jobs.submit(moody("helper"), "me")
        assert wait_for(moody("helper").run_id, "done", "failed").state == "done"
        helper = int(diary("helper")[0].split()[1])
        end = time.monotonic() + 10
        while is_running(helper) and time.monotonic() < end:
            time.sleep(0.02)
        assert not is_running(helper)


def is_running(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the limits of a process")
def test_a_child_steps_back() -> None:
    with supervised():
        jobs.submit(moody("sleep", 600), "me")
        process = process_at_work()
        assert process.nice() >= 10
        assert process.rlimit(psutil.RLIMIT_CORE) == (0, 0)
        assert 4_000_000_000 <= process.rlimit(psutil.RLIMIT_DATA)[0] <= 5_000_000_000
        assert os.getsid(process.pid) == process.pid
        assert "EMBEDDING_HOME" in process.environ()
        jobs.cancel(moody("sleep", 600).run_id, "me")
        wait_for(moody("sleep", 600).run_id, "cancelled")


def test_the_environment_of_a_child_holds_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOME_TOKEN", "secret")
    with supervised() as supervisor:
        while supervisor.executor.spare is None:
            time.sleep(0.01)
        assert "SOME_TOKEN" not in psutil.Process(supervisor.executor.spare.pid).environ()


# --- the server --------------------------------------------------------------------------------------------------


def test_a_killed_server_loses_no_job_and_trains_nothing_twice() -> None:
    server = a_server()
    long, waiting = moody("sleep", 2.5), Recipe(EmbeddingOf(moody("sleep", 2.5).run_id), Moody())
    jobs.submit(long, "me")
    jobs.submit(waiting, "me")
    child = process_at_work()
    kill(server)
    assert is_running(child.pid)
    with supervised():
        assert wait_for(long.run_id, "done", "failed").state == "done"
        assert wait_for(waiting.run_id, "done", "failed").state == "done"
    assert len(diary("fit sleep")) == 1  # the child was adopted
    assert not is_running(child.pid)


def test_a_job_whose_child_died_with_the_server_is_queued_again() -> None:
    server = a_server()
    wanted = moody("sleep", 600)
    jobs.submit(wanted, "me")
    child = process_at_work()
    kill(server)
    os.kill(child.pid, signal.SIGKILL)
    with supervised():
        second = process_at_work(2)
        assert second.pid != child.pid
        jobs.cancel(wanted.run_id, "me")
        wait_for(wanted.run_id, "cancelled")


def test_another_process_takes_over_within_seconds() -> None:
    server = a_server()
    jobs.submit(moody("good", seed=1), "me")
    wait_for(moody("good", seed=1).run_id, "done")
    with supervised() as standby:
        time.sleep(0.3)
        assert standby.executor.spare is None  # one supervisor at a time
        kill(server)
        jobs.submit(moody("good", seed=2), "me")
        assert wait_for(moody("good", seed=2).run_id, "done", "failed").state == "done"


def test_kills_of_server_and_children_at_random_moments() -> None:
    """Every accepted job ends as a saved run, whatever died on the way."""
    chance = np.random.default_rng(3)
    wanted = [moody("sleep", 0.1, seed) for seed in range(10)]
    for seed, each in enumerate(wanted):
        jobs.submit(each, f"owner {seed % 3}")
    for _ in range(6):
        server = a_server()
        time.sleep(chance.uniform(0.5, 1.5))
        kill(server)
    database.write(lambda db: db.execute("UPDATE jobs SET tries = 0"))  # killed more often than a server goes down
    with supervised(max_running=2):
        for each in wanted:
            assert wait_for(each.run_id, "done", "failed").state == "done"
    assert {row.run_id for row in catalogue.runs(kind="fit")} == {each.run_id for each in wanted}
    assert all(files.broken_file(folder) is None for folder in files.runs_folder().iterdir())


def test_a_waiting_child_ends_with_its_server() -> None:
    server = a_server()
    end = time.monotonic() + 30
    while not (spares := psutil.Process(server.pid).children()) and time.monotonic() < end:
        time.sleep(0.02)
    kill(server)
    psutil.wait_procs(spares, timeout=30)
    assert spares and not any(is_running(spare.pid) for spare in spares)


def test_a_supervisor_outlives_its_catalogue() -> None:
    with supervised():
        jobs.submit(moody("sleep", 1.0), "me")
        process_at_work()
        database.path().write_bytes(b"noise" * 1_000)
        end = time.monotonic() + 30
        while not catalogue.count(kind="fit") and time.monotonic() < end:
            time.sleep(0.02)
        assert catalogue.runs(kind="fit")[0].run_id == moody("sleep", 1.0).run_id
        jobs.submit(moody("good", seed=1), "me")
        assert wait_for(moody("good", seed=1).run_id, "done", "failed").state == "done"


def test_start_gives_one_supervisor_for_the_process() -> None:
    code = (
        "from engine.runs import supervisor, jobs\n"
        "first, second = supervisor.start(), supervisor.start()\n"
        "assert first is second and first.alive\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0  # and it ends


def test_a_supervisor_that_finds_a_stale_process_id_leaves_that_process_alone() -> None:
    jobs.submit(moody("good"), "me")
    job = queue.claim()
    assert job is not None
    queue.note_process(job.run_id, os.getpid(), 1.0)  # ours, but as if of another process that had the same id
    with supervised():
        assert wait_for(job.run_id, "done", "failed").state == "done"


def test_the_command_of_the_tests_is_the_real_worker_with_more_recipes() -> None:
    assert Supervisor().executor.command[:2] == COMMAND[:2]
    assert Supervisor().executor.command[2] == "engine.runs.worker"
