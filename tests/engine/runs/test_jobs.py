"""Jobs: what is submitted is computed once, in turn, in a process of its own, and tells how it goes."""

import json
import time

import numpy as np
import psutil
import pytest

from engine import limits, settings
from engine.errors import InputError
from engine.evaluation.map_agreement import MapAgreement
from engine.evaluation.map_truth import MapTruth
from engine.learners.base import Estimate
from engine.projections.pca import PCA
from engine.runs import child, database, files, jobs, lanes, progress, queue, store, waiting
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.engine.runs.job_child import Drawn, Moody, Numbers, Questions, Summed, diary, supervised, wait_for


def recipe(seed: int = 0, behavior: str = "good", seconds: float = 0.0, **more: object) -> Recipe:
    return Recipe(Drawn(seed), Moody(behavior, seconds, **more))


def process_at_work() -> psutil.Process:
    """The child that has begun to fit."""
    while not diary("fit"):
        time.sleep(0.01)
    return psutil.Process(int(diary("fit")[-1].split()[-1]))


# --- results -----------------------------------------------------------------------------------------------------


def test_a_job_saves_its_fit_and_its_dataset() -> None:
    wanted = recipe(3)
    with supervised():
        assert jobs.submit(wanted, "me").state == "queued"
        assert wait_for(wanted.run_id, "done", "failed").state == "done"
    rows = store.load(Recipe(Drawn(3)).run_id).rows
    np.testing.assert_array_equal(store.load(wanted.run_id).main.vectors, 2 * rows)
    np.testing.assert_array_equal(rows, np.random.default_rng(3).normal(size=(20, 3)).astype(np.float32))
    assert jobs.submit(wanted, "me").state == "done"
    assert store.meta(wanted.run_id).title == "Moody: Numbers 3"
    assert not files.job_folder(wanted.run_id).exists()
    store.delete(wanted.run_id)
    assert jobs.status(wanted.run_id) is None


def test_a_dataset_is_read_once_for_all_its_runs() -> None:
    wanted = [Recipe(Drawn(1)), recipe(1), recipe(1, "sleep", 0.01)]
    with supervised():
        for each in wanted:
            jobs.submit(each, "me")
        for each in wanted:
            assert wait_for(each.run_id, "done", "failed").state == "done"
    assert diary("load") == ["load 1"]


def test_the_parts_of_a_joint_dataset_are_read_once_each() -> None:
    inner = Summed(Drawn(1), Drawn(2))
    wanted = [Recipe(Drawn(1)), Recipe(Summed(inner, Drawn(1))), Recipe(inner, Moody()), Recipe(inner)]
    with supervised(max_running=2):
        for each in wanted:
            jobs.submit(each, "me")
        for each in wanted:
            assert wait_for(each.run_id, "done", "failed").state == "done"
    assert sorted(diary("load")) == ["load 1", "load 2"]
    assert len(diary("join")) == 2
    first, second = (store.load(Recipe(Drawn(seed)).run_id).rows for seed in (1, 2))
    np.testing.assert_array_equal(store.load(wanted[1].run_id).rows, first + second + first)
    np.testing.assert_array_equal(store.load(wanted[2].run_id).main.vectors, 2 * (first + second))


def test_a_joint_dataset_waits_for_its_parts() -> None:
    slow, joint = Recipe(Drawn(1)), Recipe(Summed(Drawn(1), Drawn(2)))
    jobs.submit(slow, "me")
    jobs.submit(joint, "you")
    claimed = queue.claim()
    assert claimed is not None and claimed.run_id == slow.run_id
    assert queue.claim() is None  # although there is one, of somebody who waits
    queue.finish(slow.run_id, "done", 1.0)
    claimed = queue.claim()
    assert claimed is not None and claimed.run_id == joint.run_id


def test_a_test_of_a_run_reads_its_data_again_under_their_own_name() -> None:
    training = recipe(1)
    with supervised():
        jobs.submit(training, "me")
        assert wait_for(training.run_id, "done", "failed").state == "done"
        dataset_id = store.meta(training.run_id).dataset_id
        store.delete(dataset_id)
        test = Recipe(EmbeddingOf(training.run_id), Questions())
        jobs.submit(test, "me")
        assert wait_for(test.run_id, "done", "failed").state == "done"
    assert store.load(dataset_id).rows.shape == (20, 3)
    assert store.load(test.run_id).summary == {"rows": 20, "items": 20}


def test_a_test_of_maps_gets_them_with_the_embedding_that_they_show() -> None:
    training = recipe(1)
    wide, other = (Recipe(EmbeddingOf(training.run_id), PCA(n_components=n)) for n in (2, 3))
    fewer = Recipe(EmbeddingOf(training.run_id, n_items=10), PCA(n_components=2))
    told = Recipe(EmbeddingOf(wide.run_id), MapAgreement(maps=other.run_id))
    no_map = Recipe(EmbeddingOf(training.run_id), MapTruth())
    unlike = Recipe(EmbeddingOf(wide.run_id), MapAgreement(maps=fewer.run_id))
    with supervised():
        for each in (training, wide, other, fewer, told, Recipe(EmbeddingOf(wide.run_id), MapTruth(null=False))):
            jobs.submit(each, "me")
            assert wait_for(each.run_id, "done", "failed").state == "done"
        for each, code in ((no_map, "E-RUN-08"), (unlike, "E-RUN-09")):
            jobs.submit(each, "me")
            assert wait_for(each.run_id, "done", "failed").code == code
    assert store.meta(told.run_id).parent == wide.run_id and 0 < store.load(told.run_id).summary["agreement"] < 1
    truth = store.load(Recipe(EmbeddingOf(wide.run_id), MapTruth(null=False)).run_id)
    vectors = store.load(training.run_id).main.vectors
    nearest = np.argsort(np.square(vectors[:, None] - vectors[None]).sum(axis=2), axis=1)[:, 1]
    np.testing.assert_array_equal(truth.arrays["near"][:, 0], nearest)


def test_a_damaged_dataset_is_read_again() -> None:
    prepared = Recipe(Drawn(1))
    store.save(prepared, Numbers(np.ones((2, 3), np.float32)), 0.1)
    (files.run_folder(prepared.run_id) / files.DATA).write_bytes(b"noise")
    with supervised():
        jobs.submit(recipe(1), "me")
        assert wait_for(recipe(1).run_id, "done", "failed").state == "done"
    assert store.load(prepared.run_id).rows.shape == (20, 3)


def test_a_projection_waits_for_its_run_to_be_made() -> None:
    training = recipe(1, "sleep", 0.5)
    projection = Recipe(EmbeddingOf(training.run_id, "other", 5), Moody())
    with supervised(max_running=2):
        jobs.submit(training, "me")
        jobs.submit(projection, "me")
        wait_for(training.run_id, "running")
        assert jobs.status(projection.run_id).state == "queued"  # although there is room for two
        assert wait_for(projection.run_id, "done", "failed").state == "done"
    expected = -4 * store.load(Recipe(Drawn(1)).run_id).rows[:5]
    np.testing.assert_array_equal(store.load(projection.run_id).main.vectors, expected)
    assert store.meta(projection.run_id).parent == training.run_id


@pytest.mark.parametrize(
    ("reference", "sentence"),
    [
        (EmbeddingOf("0" * 32), "was deleted"),
        (EmbeddingOf(recipe().run_id, "third"), "no embedding 'third'; it has: m"),
    ],
)
def test_a_projection_of_what_is_not_there_fails_with_a_sentence(reference: EmbeddingOf, sentence: str) -> None:
    store.save(recipe(), Moody().fit(Drawn().load(None)), 0.1)
    wanted = Recipe(reference, Moody())
    with supervised():
        jobs.submit(wanted, "me")
        assert sentence in wait_for(wanted.run_id, "failed").error


# --- progress ----------------------------------------------------------------------------------------------------


def test_progress_and_frames_are_seen_while_the_job_runs() -> None:
    wanted = recipe(0, "frames", 30)
    with supervised():
        jobs.submit(wanted, "me")
        wait_for(wanted.run_id, "running")
        seen = []
        while not seen or seen[-1][0] < 49:
            seen += jobs.frames(wanted.run_id, after_step=seen[-1][0] if seen else -1)
            time.sleep(0.02)
        found = jobs.status(wanted.run_id)
        jobs.cancel(wanted.run_id, "me")
        wait_for(wanted.run_id, "cancelled")
    steps = [step for step, _ in seen]
    assert steps == sorted(set(steps))
    assert all(np.array_equal(frame, np.full((4, 2), step, np.float32)) for step, frame in seen)
    assert found.progress["stage"] == "fit"
    assert found.progress["unit"] == "steps"
    assert found.progress["trace"][0] == {"done": 0, "loss": 1.5}
    assert found.seconds > 0


def test_frames_and_trace_are_thinned_out_but_the_last_is_kept() -> None:
    report = progress.JobReport("0" * 32, lambda: False)
    for step in range(900):
        report.snapshot(step, np.zeros((1, 2)))
        report.progress(step, 900, "steps", loss=float(step))
        report._written = 0.0  # as if half a second had passed
    report.flush()
    steps = [step for step, _ in progress.read_frames("0" * 32, -1)]
    assert len(steps) <= progress.FRAMES_KEPT
    assert steps[-1] == 899
    losses = [entry["loss"] for entry in progress.read_progress("0" * 32)["trace"]]
    assert len(losses) <= progress.TRACE_LENGTH
    assert losses[-1] == 899


def test_writing_is_at_most_twice_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    monkeypatch.setattr(files, "replace_file", lambda path, content: written.append(json.loads(content)))
    now = 1_000.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    report = progress.JobReport("0" * 32, lambda: False)
    for step in range(1_001):
        now = 1_000.0 + step / 100
        report.progress(step, 1_000, "steps")
    report.flush()
    assert len(written) == 10 / progress.PERIOD_SECONDS + 2  # one at the beginning, one at the end
    assert written[-1]["done"] == 1_000


def test_what_came_last_is_told_while_a_job_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    report = progress.JobReport("0" * 32, lambda: False)
    report.begin("data")
    report.progress(3, 10, "bytes")
    assert "done" not in progress.read_progress("0" * 32)
    now += 1.0
    assert not report.cancelled()  # as a download asks whose server has fallen silent
    assert progress.read_progress("0" * 32)["done"] == 3


# --- failures ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "code", "sentence"),
    [
        (recipe(0, "refuse"), "E-TST-01", "The data are too blue; give them some red."),
        (recipe(0, "error"), "E-JOB-00", "did not foresee (KeyError)"),
        (recipe(0, "exit"), "E-JOB-04", "exit code 7"),
        (recipe(0, "memory", megabytes=1_230.0), "E-JOB-11", "should need about 1.2 GB, and the limit is 4.0 GB"),
        (recipe(0, "good", megabytes=4_100.0), "E-JOB-06", "needs about 4.1 GB"),
        (recipe(0, "good", seconds=3_600.0), "E-JOB-07", "about 60 minutes; the limit is 15"),
    ],
    ids=lambda value: value if isinstance(value, str) and value.startswith("E-") else "",
)
def test_a_failure_is_a_sentence(wanted: Recipe, code: str, sentence: str) -> None:
    with supervised():
        jobs.submit(wanted, "me")
        found = wait_for(wanted.run_id, "failed", "done")
    assert found.state == "failed"
    assert found.code == code
    assert sentence in found.error
    assert "secret" not in found.error
    assert not store.exists(wanted.run_id)


def test_the_log_of_an_unforeseen_error_is_kept() -> None:
    wanted = recipe(0, "error")
    with supervised():
        jobs.submit(wanted, "me")
        wait_for(wanted.run_id, "failed")
    assert "a secret path" in (files.job_folder(wanted.run_id) / "log.txt").read_text()


def test_a_failed_job_can_be_submitted_again() -> None:
    wanted = recipe(0, "exit")
    with supervised():
        for _ in range(2):
            assert jobs.submit(wanted, "me").state == "queued"
            wait_for(wanted.run_id, "failed")
    assert len(diary("fit exit")) == 2


def test_a_nearly_full_disk_refuses_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = type("Usage", (), {"free": 499_000_000})
    monkeypatch.setattr(store.shutil, "disk_usage", lambda path: usage)
    with pytest.raises(InputError, match="500 MB should be free, 499 MB are"):
        store.require_space(0)
    usage.free = 700_000_000
    store.require_space(100_000_000)
    with pytest.raises(InputError, match="nearly full: 702 MB"):
        store.require_space(101_000_000)


def test_a_child_that_takes_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "JOB_BYTES", 10_000_000)  # here, not in the child: as if its own limit had no effect
    monkeypatch.setattr(child, "LIBRARIES_BYTES", 0)
    wanted = recipe(0, "sleep", 600)
    with supervised():
        jobs.submit(wanted, "me")
        found = wait_for(wanted.run_id, "failed")
    assert found.error.startswith("Stopped: it took more memory than 0.0 GB")


def test_with_little_memory_only_one_job_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = type("Memory", (), {"available": 10_000_000_000})
    monkeypatch.setattr(psutil, "virtual_memory", lambda: memory)
    with supervised(max_running=2) as at_work:
        jobs.submit(recipe(0, "sleep", 600), "me")
        process_at_work()
        assert at_work.executor.has_room("heavy", {"heavy": 1})
        memory.available = 1_000_000_000
        assert not at_work.executor.has_room("heavy", {"heavy": 1})
        assert at_work.executor.has_room("heavy", {}) and not at_work.executor.has_room("light", {"heavy": 1})
        memory.available = 1_200_000_000
        assert at_work.executor.has_room("light", {"heavy": 1})


# --- cancel ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stubborn", [False, True])
def test_cancel_ends_the_process(stubborn: bool) -> None:
    wanted = recipe(0, "sleep", 600, stubborn=stubborn)
    with supervised():
        jobs.submit(wanted, "me")
        process = process_at_work()
        jobs.cancel(wanted.run_id, "me")
        assert wait_for(wanted.run_id, "cancelled", seconds=15).error == ""
        assert not process.is_running()
        assert jobs.submit(recipe(1), "me").active  # and the queue goes on
        assert wait_for(recipe(1).run_id, "done", "failed").state == "done"


# --- restart -----------------------------------------------------------------------------------------------------


def test_an_orderly_stop_puts_jobs_back_and_keeps_their_order() -> None:
    names = [recipe(seed, "sleep", 600) for seed in range(3)]
    for each in names:
        jobs.submit(each, "me", Estimate(600, 1))
    with supervised(max_running=1):
        process = process_at_work()
    assert not process.is_running()
    assert [jobs.status(each.run_id).position for each in names] == [1, 2, 3]
    assert database.read(lambda db: db.execute("SELECT max(tries) FROM jobs").fetchone()[0]) == 0
    assert queue.claim("heavy").run_id == names[0].run_id


def test_what_is_begun_now_knows_the_queue_and_the_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lanes.PLACES, "heavy", 1)
    monkeypatch.setattr(psutil, "cpu_count", lambda: 2)
    monkeypatch.setattr(psutil, "getloadavg", lambda: (0.5, 0, 0))
    assert waiting.outlook() == waiting.Outlook(0.0, 1.0)
    jobs.submit(recipe(1), "me")
    jobs.submit(recipe(2), "me")
    monkeypatch.setattr(psutil, "getloadavg", lambda: (5.0, 0, 0))
    assert waiting.outlook() == waiting.Outlook(2 * lanes.USUAL_SECONDS["light"] * 3, 3.0)


def test_threads_of_a_child_sleep_while_they_wait() -> None:
    found = child._environment(settings.home())
    assert found["OMP_WAIT_POLICY"] == "PASSIVE" and found["GOMP_SPINCOUNT"] == "0"


# --- stopping, with what there is ---------------------------------------------------------------------------------


def test_what_there_is_of_a_job_is_kept_under_a_name_of_its_own_and_says_what_it_is() -> None:
    wanted = recipe(4, "epochs", 600.0)
    with supervised():
        jobs.submit(wanted, "me")
        while not (told := jobs.status(wanted.run_id)) or not told.progress.get("stoppable"):
            time.sleep(0.01)
        assert not told.progress["stopping"]
        jobs.stop(wanted.run_id, "me")
        ended = wait_for(wanted.run_id, "done", "failed", "stopped", "cancelled")
    assert ended.state == "stopped" and ended.kept != wanted.run_id and not ended.active
    assert not store.exists(wanted.run_id)  # asked for again it is computed, not taken for done
    kept = store.load(ended.kept)
    assert kept.notes[0].startswith("Stopped after ") and kept.notes[0].endswith(
        "of 1,000 epochs: this is not the whole result."
    )
    assert str(store.meta(ended.kept).summary["stopped"]).endswith(" of 1,000 epochs") and kept.summary["score"] == 0.5
    assert store.recipe_of(ended.kept) == wanted and store.meta(ended.kept).dataset_id == Recipe(Drawn(4)).run_id
    store.delete(ended.kept)
    assert jobs.status(wanted.run_id) is None


def test_a_job_that_was_stopped_can_be_computed_in_full() -> None:
    wanted = recipe(5, "epochs", 2.0)
    with supervised():
        jobs.submit(wanted, "me")
        while not (told := jobs.status(wanted.run_id)) or not told.progress.get("stoppable"):
            time.sleep(0.01)
        jobs.stop(wanted.run_id, "me")
        assert wait_for(wanted.run_id, "done", "failed", "stopped").state == "stopped"
        jobs.retry(wanted.run_id, "me")
        assert wait_for(wanted.run_id, "done", "failed", "stopped").state == "done"
    assert store.load(wanted.run_id).notes == ("A note.",)


def test_what_is_stopped_at_different_places_has_different_names() -> None:
    names = {progress.Stopped(done, 30, unit).name("0" * 32) for done in (1, 12) for unit in ("epochs", "words")}
    assert len(names) == 4 and progress.Stopped(12, 30, "epochs").name("1" * 32) not in names
    assert progress.Stopped(12.0, 30.0, "epochs").name("0" * 32) in names


def test_in_shared_mode_nobody_stops_what_others_wait_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    jobs.submit(recipe(6), "me")
    jobs.submit(recipe(6), "you")
    for who in ("me", "you", "nobody"):
        with pytest.raises(InputError, match="Others wait"):
            jobs.stop(recipe(6).run_id, who)


def test_the_recipe_of_a_job_is_known_before_there_is_a_run() -> None:
    assert jobs.recipe_of(recipe(7).run_id) is None
    jobs.submit(recipe(7), "me")
    assert jobs.recipe_of(recipe(7).run_id) == recipe(7)
