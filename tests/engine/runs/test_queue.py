"""The queue: each recipe once, everybody in turn, limits said in a sentence."""

import subprocess
import sys
import threading
import time

import pytest

from engine.errors import InputError
from engine.runs import database, jobs, lanes, queue, waiting
from engine.runs.recipe import Recipe
from tests import ROOT
from tests.engine.runs.job_child import Drawn, Moody, diary, supervised, wait_for


def recipe(seed: int = 0) -> Recipe:
    return Recipe(Drawn(seed), Moody())


def claimed() -> list[str]:
    """Run ids in the order in which jobs would be started, one after the other."""
    order = []
    while (job := queue.claim()) is not None:
        order.append(job.run_id)
        queue.finish(job.run_id, "failed", 1.0)
    return order


def test_the_same_recipe_is_one_job_for_all() -> None:
    for owner in ("anna", "bert", "anna"):
        assert jobs.submit(recipe(), owner).position == 1
    assert claimed() == [recipe().run_id]
    assert [found.run_id for found in jobs.recent("bert")] == [recipe().run_id]
    assert jobs.recent("carl") == []


def test_whoever_was_served_longest_ago_comes_next() -> None:
    names = ["a1", "a2", "a3", "b1", "b2", "c1"]
    ids = {name: recipe(seed).run_id for seed, name in enumerate(names)}
    for seed, name in enumerate(names):
        jobs.submit(recipe(seed), name[0])
    assert claimed() == [ids[name] for name in ["a1", "b1", "c1", "a2", "b2", "a3"]]


def test_in_shared_mode_nobody_has_two_jobs_running(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed, owner in enumerate("aab"):
        jobs.submit(recipe(seed), owner)
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    first, second = queue.claim(), queue.claim()
    assert [first.run_id, second.run_id] == [recipe(0).run_id, recipe(2).run_id]
    assert queue.claim() is None
    queue.finish(first.run_id, "done", 1.0)
    assert queue.claim().run_id == recipe(1).run_id


def test_what_nobody_waits_for_comes_last_until_somebody_asks_for_it() -> None:
    for seed in range(3):
        jobs.submit(recipe(seed), queue.NOBODY)
    jobs.submit(recipe(9), "anna")
    jobs.submit(recipe(1), "bert")
    assert claimed() == [recipe(seed).run_id for seed in (1, 9, 0, 2)]


def test_what_is_made_ahead_is_limited_by_the_queue_alone() -> None:
    for seed in range(jobs.OWNER_JOBS + 1):
        assert jobs.submit(recipe(seed), queue.NOBODY).active


def test_an_owner_has_a_limit_and_so_has_the_queue() -> None:
    for seed in range(jobs.OWNER_JOBS):
        jobs.submit(recipe(seed), "greedy")
    with pytest.raises(InputError, match="already have 5 jobs") as refused:
        jobs.submit(recipe(99), "greedy")
    assert refused.value.code == "E-JOB-01"
    assert jobs.submit(recipe(0), "greedy").position == 1  # joining is free
    for seed in range(jobs.OWNER_JOBS, jobs.QUEUE_LENGTH):
        jobs.submit(recipe(seed), f"owner {seed}")
    with pytest.raises(InputError, match="20 jobs are waiting") as refused:
        jobs.submit(recipe(99), "late")
    assert refused.value.code == "E-JOB-02"


def test_position_and_expected_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lanes.PLACES, "heavy", 1)
    monkeypatch.setattr(waiting, "slower", lambda: 1.0)
    for seed, seconds in enumerate([10.0, 20.0, 60.0]):
        jobs.submit(recipe(seed), "me")
        queue.claim()
        queue.finish(recipe(seed).run_id, "done", seconds)
    for seed in (3, 4, 5):
        jobs.submit(recipe(seed), "me")
    found = [jobs.status(recipe(seed).run_id) for seed in (3, 4, 5)]
    assert [each.position for each in found] == [1, 2, 3]
    assert [each.wait_seconds for each in found] == [0.0, 20.0, 40.0]
    queue.claim()
    found = [jobs.status(recipe(seed).run_id) for seed in (4, 5)]
    assert [each.position for each in found] == [1, 2]
    assert [each.wait_seconds for each in found] == pytest.approx([20.0, 40.0], abs=1)
    monkeypatch.setattr(waiting, "slower", lambda: 3.0)
    assert waiting.outlook().wait_seconds == pytest.approx(180, abs=1)


def test_the_wait_knows_how_far_the_running_job_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lanes.PLACES, "heavy", 1)
    monkeypatch.setattr(waiting, "slower", lambda: 1.0)
    jobs.submit(recipe(0), "me")
    queue.claim()
    for told, wanted in (
        ({"stage": "fit", "done": 1, "total": 4, "metrics": {"seconds_left": 31.0}}, 31.0),
        ({"stage": "data", "done": 1, "total": 2, "metrics": {}}, lanes.USUAL_SECONDS["light"]),
    ):
        monkeypatch.setattr(waiting.progress, "read_progress", lambda run_id, told=told: told)
        assert waiting.outlook().wait_seconds == pytest.approx(wanted, abs=1)


def test_what_is_not_known_has_no_status() -> None:
    assert jobs.status("0" * 32) is None
    with pytest.raises(InputError, match="not the name of a run"):
        jobs.status("../../etc/passwd")


SUBMITTING = """
import random, sys
from engine.errors import InputError
from engine.runs import jobs
from tests.engine.runs.job_child import Drawn, Moody
from engine.runs.recipe import Recipe
chance = random.Random(int(sys.argv[1]))
for click in range(50):
    try:
        found = jobs.submit(Recipe(Drawn(chance.randrange(30)), Moody()), f"owner {sys.argv[1]} {click % 10}")
        print(found.run_id)
    except InputError as error:
        assert error.code == "E-JOB-02", error
"""


def test_four_processes_submit_at_once() -> None:
    clicking = [
        subprocess.Popen([sys.executable, "-c", SUBMITTING, str(seed)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for seed in range(4)
    ]
    accepted = [set(process.communicate(timeout=60)[0].split()) for process in clicking]
    assert [process.returncode for process in clicking] == [0, 0, 0, 0]
    order = database.read(lambda db: [row["run_id"] for row in db.execute("SELECT run_id FROM jobs ORDER BY id")])
    assert set(order) == set.union(*accepted)
    assert len(order) == len(set(order)) == jobs.QUEUE_LENGTH
    with supervised(max_running=2):
        for run_id in order:
            assert wait_for(run_id, "done", "failed").state == "done"
    assert len(diary("fit")) == jobs.QUEUE_LENGTH  # each exactly once


def test_cancel_of_a_waiting_job_is_at_once() -> None:
    jobs.submit(recipe(), "me")
    assert jobs.cancel(recipe().run_id, "me").state == "cancelled"
    assert queue.claim() is None


def test_in_shared_mode_only_all_who_asked_can_cancel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    jobs.submit(recipe(), "anna")
    jobs.submit(recipe(), "bert")
    with pytest.raises(InputError, match="Only who started"):
        jobs.cancel(recipe().run_id, "carl")
    assert jobs.cancel(recipe().run_id, "anna").state == "queued"
    assert jobs.cancel(recipe().run_id, "bert").state == "cancelled"


def test_a_job_that_takes_the_server_down_is_not_tried_for_ever() -> None:
    jobs.submit(recipe(), "me")
    for _ in range(queue.TRIES):
        queue.requeue(queue.claim().run_id)
    found = jobs.status(recipe().run_id)
    assert found.state == "failed"
    assert "3 times" in found.error


def test_who_is_refused_waits_for_no_writer() -> None:
    for seed in range(jobs.QUEUE_LENGTH):
        jobs.submit(recipe(seed), f"owner {seed}")
    writing, go = threading.Event(), threading.Event()
    writer = threading.Thread(target=database.write, args=(lambda db: (writing.set(), go.wait(60)),))
    writer.start()
    assert writing.wait(10)
    began = time.monotonic()
    for seed in range(10):
        with pytest.raises(InputError) as refused:
            jobs.submit(recipe(1000 + seed), f"late {seed}")
        assert refused.value.code == "E-JOB-02"
    taken = time.monotonic() - began
    go.set()
    writer.join()
    assert taken < 5  # before, each waited ten seconds for the writer and was told that the catalogue is busy
