"""Two lanes: short work is done while a long training runs; what proves to be long is moved, told, and not lost."""

import subprocess
import time
from collections.abc import Mapping

import psutil
import pytest

from engine import limits
from engine.errors import InputError
from engine.learners.base import Estimate
from engine.runs import database, jobs, lanes, queue, waiting
from engine.runs.child import Child
from engine.runs.lanes import Lane
from engine.runs.recipe import Recipe
from tests.engine.runs.job_child import Drawn, Moody, diary, supervised, wait_for
from tests.engine.runs.test_chaos import a_server, kill

LONG = Estimate(600, 100)


def recipe(seed: int = 0, behavior: str = "good", seconds: float = 0.0) -> Recipe:
    return Recipe(Drawn(seed), Moody(behavior, seconds))


def wait_until_moved(run_id: str, state: str = "running") -> jobs.JobStatus:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = jobs.status(run_id)
        assert found is not None
        if found.moved and found.state == state:
            return found
        time.sleep(0.02)
    raise AssertionError(f"not moved: {found}")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """One place a lane. How much memory this machine has does not matter."""
    monkeypatch.setitem(lanes.PLACES, "heavy", 1)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: type("Memory", (), {"available": 10**11}))


@pytest.fixture
def sleepers_grow(narrow: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sleeps has taken too long at once, on the slowest machine; nobody else has on it."""
    monkeypatch.setattr(Child, "outgrown", lambda self: "seconds" if '"sleep"' in self.job.recipe else "")


# --- the rules ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("estimate", "lane"),
    [(None, "light"), (Estimate(10, 800), "light"), (Estimate(10.1, 1), "heavy"), (Estimate(1, 801), "heavy")],
)
def test_the_estimate_decides(estimate: Estimate | None, lane: Lane) -> None:
    assert lanes.lane_of(estimate) == lane


@pytest.mark.parametrize(
    ("heavy_places", "at_work", "free"),
    [
        (1, {}, {"light", "heavy"}),
        (1, {"heavy": 1}, {"light"}),
        (1, {"light": 1}, {"heavy"}),
        (1, {"light": 1, "heavy": 1}, set()),
        (1, {"heavy": 2}, {"light"}),  # one of them is a guest
        (3, {"light": 2}, {"light", "heavy"}),  # short work takes the places of long work while they are free
        (3, {"light": 3}, {"heavy"}),
        (3, {"light": 3, "heavy": 1}, set()),
        (3, {"heavy": 3}, {"light"}),  # never the other way
    ],
)
def test_who_finds_a_place(heavy_places: int, at_work: Mapping[Lane, int], free: set[Lane]) -> None:
    assert {lane for lane in lanes.LANES if lanes.has_place(lane, at_work, heavy_places)} == free


def test_who_takes_too_long_or_too_much_has_outgrown_the_light_lane() -> None:
    found = {at: lanes.outgrown(*at) for at in ((60, 10**9), (60.1, 10**9), (1, 10**9 + 1), (61, 10**10))}
    assert list(found.values()) == ["", "seconds", "memory", "memory"]


def test_each_lane_has_a_turn_of_its_own() -> None:
    names = ["a1", "a2", "b1"]
    for seed, name in enumerate(names):
        jobs.submit(recipe(seed), name[0])
        jobs.submit(recipe(10 + seed), name[0], LONG)
    order: dict[Lane, list[str]] = {"light": [], "heavy": []}
    for lane in ("light", "light", "heavy", "heavy", "heavy", "light"):
        job = queue.claim(lane)  # type: ignore[arg-type]
        assert job is not None and job.lane == lane
        order[lane].append(job.run_id)  # type: ignore[index]
    assert order["light"] == [recipe(seed).run_id for seed in (0, 2, 1)]
    assert order["heavy"] == [recipe(10 + seed).run_id for seed in (0, 2, 1)]


def test_place_and_wait_are_those_of_the_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lanes.PLACES, "heavy", 1)
    monkeypatch.setattr(waiting, "slower", lambda: 1.0)
    for seed in range(3):
        jobs.submit(recipe(seed), "anna")
        jobs.submit(recipe(10 + seed), "anna", LONG)
    found = jobs.status(recipe(12).run_id)
    assert (found.lane, found.position, found.wait_seconds) == ("heavy", 3, 120.0)
    found = jobs.status(recipe(2).run_id)
    assert (found.lane, found.position, found.wait_seconds) == ("light", 3, 10.0)
    queue.claim("heavy")
    assert waiting.traffic() == {"light": waiting.Traffic(0, 3, 1), "heavy": waiting.Traffic(1, 2, 1)}


def test_a_lane_that_is_full_does_not_close_the_other() -> None:
    for seed in range(jobs.OWNER_JOBS):
        jobs.submit(recipe(seed), "greedy", LONG)
    with pytest.raises(InputError, match="already have 5 jobs"):
        jobs.submit(recipe(99), "greedy", LONG)
    assert jobs.submit(recipe(99), "greedy").position == 1
    for seed in range(jobs.OWNER_JOBS, jobs.QUEUE_LENGTH):
        jobs.submit(recipe(seed), f"owner {seed}", LONG)
    with pytest.raises(InputError, match="20 jobs are waiting"):
        jobs.submit(recipe(98), "late", LONG)
    assert jobs.submit(recipe(98), "late").position == 2
    database.write(lambda db: db.execute("UPDATE jobs SET lane = 'heavy'"))  # as if all had been moved
    for seed in range(100, 100 + 2 * jobs.OWNER_JOBS):
        try:
            jobs.submit(recipe(seed), "greedy")
        except InputError as error:
            assert "already have 10 jobs" in str(error)
            break
    assert seed == 104


def test_in_shared_mode_everybody_has_one_job_a_lane(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(2):
        jobs.submit(recipe(seed), "anna")
        jobs.submit(recipe(10 + seed), "anna", LONG)
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    assert [queue.claim("heavy").run_id, queue.claim("light").run_id] == [recipe(10).run_id, recipe(0).run_id]
    assert queue.claim("heavy") is None and queue.claim("light") is None


# --- at work -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize("estimate", [LONG, None], ids=["told beforehand", "found out"])
def test_short_work_is_done_while_a_long_training_runs(estimate: Estimate | None) -> None:
    long, waits = recipe(1, "sleep", 600), recipe(2, "sleep", 600)
    with supervised(max_running=1):
        for each in (long, waits):
            jobs.submit(each, "anna", estimate)
        for seed in range(3, 6):
            jobs.submit(recipe(seed), "anna")
        for seed in range(3, 6):
            assert wait_for(recipe(seed).run_id, "done", "failed").state == "done"
        found = wait_for(long.run_id, "running", "failed")
        while len(diary("fit sleep")) < 1:
            time.sleep(0.02)
        assert found.lane == "heavy" and found.moved == ("" if estimate else "estimate")
        found = wait_for(waits.run_id, "queued")
        assert (found.lane, found.position) == ("heavy", 1)
        for each in (waits, long):
            jobs.cancel(each.run_id, "anna")
        wait_for(long.run_id, "cancelled")
    assert len(diary("fit sleep")) == 1  # it was not begun before its cost was known


@pytest.mark.usefixtures("sleepers_grow")
def test_a_job_that_outgrows_the_light_lane_goes_on_in_the_heavy_one() -> None:
    grown = recipe(1, "sleep", 4)
    with supervised(max_running=1):
        jobs.submit(grown, "anna")
        found = wait_until_moved(grown.run_id)
        assert (found.lane, found.moved) == ("heavy", "seconds")
        jobs.submit(recipe(2), "bert")
        assert wait_for(recipe(2).run_id, "done", "failed").state == "done"  # the light place is free
        assert jobs.status(grown.run_id).state == "running"
        assert wait_for(grown.run_id, "done", "failed").state == "done"
    assert len(diary("fit sleep")) == 1


@pytest.mark.usefixtures("sleepers_grow")
def test_one_goes_on_beside_a_long_training_and_the_next_waits_for_it() -> None:
    long, guest, late = recipe(1, "sleep", 600), recipe(2, "sleep", 6), recipe(3, "sleep", 5)
    with supervised(max_running=1):
        jobs.submit(long, "anna", LONG)
        wait_for(long.run_id, "running")
        jobs.submit(guest, "bert")
        assert wait_until_moved(guest.run_id).lane == "heavy"
        jobs.submit(late, "carl")
        found = wait_until_moved(late.run_id, "queued")
        assert (found.lane, found.moved, found.position) == ("heavy", "seconds", 1)
        assert wait_for(guest.run_id, "done", "failed").state == "done"
        jobs.submit(recipe(4), "dora")
        assert wait_for(recipe(4).run_id, "done", "failed").state == "done"
        assert jobs.status(late.run_id).state == "queued"  # the guest had no place to leave
        jobs.cancel(long.run_id, "anna")
        assert wait_for(late.run_id, "done", "failed").state == "done"
    tries = database.read(lambda db: db.execute("SELECT max(tries) FROM jobs").fetchone()[0])
    assert tries == 1  # that was no failure


@pytest.mark.usefixtures("narrow")
def test_memory_is_bounded_beside_a_long_training(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIGHT_BYTES", 1_000_000)
    long, big = recipe(1, "sleep", 600), recipe(2, "sleep", 5)
    with supervised(max_running=1):
        jobs.submit(long, "anna", LONG)
        wait_for(long.run_id, "running")
        jobs.submit(big, "bert")
        found = wait_until_moved(big.run_id, "queued")
        assert (found.lane, found.moved) == ("heavy", "memory")
        jobs.cancel(long.run_id, "anna")
        wait_for(long.run_id, "cancelled")
        assert wait_for(big.run_id, "done", "failed").state == "done"  # with a place of its own it may take more
        jobs.submit(recipe(3, "sleep", 2), "bert")
        assert wait_until_moved(recipe(3, "sleep", 2).run_id).moved == "memory"  # and goes on where one is free
        assert wait_for(recipe(3, "sleep", 2).run_id, "done", "failed").state == "done"


def test_lanes_outlive_the_server() -> None:
    long, waits, short = recipe(1, "sleep", 5), recipe(2, "sleep", 0.1), recipe(3, "sleep", 3)
    server: subprocess.Popen[bytes] = a_server()
    jobs.submit(long, "anna", LONG)
    jobs.submit(short, "anna")
    jobs.submit(waits, "anna", LONG)
    for each in (long, short):
        wait_for(each.run_id, "running")
    while len(diary("fit")) < 2:
        time.sleep(0.02)
    queue.move(short.run_id, "seconds")
    kill(server)
    with supervised(max_running=1):
        found = {each.run_id: jobs.status(each.run_id) for each in (long, waits, short)}
        assert {status.lane for status in found.values()} == {"heavy"}
        assert found[short.run_id].moved == "seconds" and found[waits.run_id].position in (0, 1)
        for each in (long, waits, short):
            assert wait_for(each.run_id, "done", "failed").state == "done"
    assert len(diary("fit")) == 3


def test_a_job_that_is_tried_again_stays_in_its_lane() -> None:
    jobs.submit(recipe(1, "exit"), "anna", LONG)
    with supervised():
        wait_for(recipe(1, "exit").run_id, "failed")
    assert jobs.retry(recipe(1, "exit").run_id, "anna").lane == "heavy"
