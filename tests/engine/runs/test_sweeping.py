"""A shared disk that is nearly full: what goes, in which order, and not before it was told."""

import json
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from engine import limits
from engine.files import uploads
from engine.runs import catalogue, database, files, jobs, store, sweeping
from engine.runs.recipe import EmbeddingOf, Recipe
from engine.runs.sweeping import Sweeper
from tests.engine.runs.job_child import Moody
from tests.saved_runs import projection_of, saved


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several people share the server."""
    monkeypatch.setenv("EMBEDDING_SHARED", "1")


def free(monkeypatch: pytest.MonkeyPatch, *sizes: float) -> None:
    """What the disk tells, one look after another; the last one stays."""
    told = list(sizes)
    monkeypatch.setattr(sweeping.disk, "free_bytes", lambda: told.pop(0) if len(told) > 1 else told[0])


FULL, ROOMY = limits.NEARLY_FULL_BYTES - 1, limits.NEARLY_FULL_BYTES


def age(days: float, *run_ids: str) -> None:
    """Let runs have been made so long ago."""
    made = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    for run_id in run_ids:
        database.write(
            lambda db, run_id=run_id: db.execute("UPDATE runs SET created = ? WHERE run_id = ?", (made, run_id))
        )


def test_old_runs_go_in_their_order_until_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [saved(seed) for seed in range(4)]
    age(30, *ids)
    monkeypatch.setattr(sweeping.disk, "free_bytes", lambda: FULL if catalogue.count() > 2 else ROOMY)
    assert sweeping.make_room() == ids[:2]
    assert [row.run_id for row in catalogue.everything()] == ids[2:]


def test_what_is_pinned_young_needed_or_the_origin_of_such_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    pinned, young, origin, needed, old = (saved(seed) for seed in range(5))
    child = projection_of(origin)
    catalogue.pin(pinned, True, "me")
    age(30, pinned, origin, needed, old)
    jobs.submit(Recipe(EmbeddingOf(needed), Moody()), "anna")
    free(monkeypatch, FULL)
    assert [row.run_id for row in sweeping.candidates()] == [old]
    assert sweeping.make_room() == [old]
    age(30, child)
    assert sweeping.make_room() == [origin]  # its map goes with it
    assert {row.run_id for row in catalogue.everything()} == {pinned, young, needed}


def test_old_uploads_that_no_run_was_made_from_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = uploads.keep(b"old words", "a.txt", "anna"), uploads.keep(b"new words", "b.txt", "anna")
    for file in (uploads.path(old.sha256), uploads.path(old.sha256).with_suffix(".json")):
        files.os.utime(file, (time.time() - 30 * 86_400,) * 2)
    free(monkeypatch, ROOMY)
    sweeping.make_room()
    assert uploads.path(new.sha256).exists()
    assert uploads.names(old.sha256) == []


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Both clocks, to be set by hand."""
    made = SimpleNamespace(wall=1e9, ticks=5000.0)
    monkeypatch.setattr(sweeping, "time", SimpleNamespace(time=lambda: made.wall, monotonic=lambda: made.ticks))
    return made


def passes(clocks: SimpleNamespace, seconds: float) -> None:
    clocks.wall += seconds
    clocks.ticks += seconds


def test_nothing_goes_before_it_has_been_told_for_a_day(
    clocks: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id, sweeper = saved(), Sweeper()
    age(30, run_id)
    free(monkeypatch, FULL)
    assert sweeping.announced() is None
    sweeper.look()
    assert sweeping.announced() == clocks.wall and store.exists(run_id)
    for _ in range(3):
        passes(clocks, sweeping.NOTICE_SECONDS / 4)
        sweeper.look()
    assert store.exists(run_id)
    passes(clocks, sweeping.NOTICE_SECONDS / 4)
    sweeper.look()
    assert not store.exists(run_id)


def test_a_clock_that_jumps_shortens_nothing(clocks: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    run_id, sweeper = saved(), Sweeper()
    age(30, run_id)
    free(monkeypatch, FULL)
    sweeper.look()
    clocks.wall += 1e6
    clocks.ticks += 120
    sweeper.look()
    assert store.exists(run_id)


def test_room_takes_back_what_was_told(clocks: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    sweeper = Sweeper()
    files.settings.home().mkdir(parents=True, exist_ok=True)
    free(monkeypatch, FULL, ROOMY)
    sweeper.look()
    assert sweeping.announced() is not None
    passes(clocks, 61)
    sweeper.look()
    assert sweeping.announced() is None


def test_a_notice_that_cannot_be_read_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    files.settings.home().mkdir(parents=True, exist_ok=True)
    for content in ("", "[]", json.dumps({"told": "soon"})):
        (files.settings.home() / "sweep.json").write_text(content)
        assert sweeping.announced() is None


def test_on_a_server_of_ones_own_nothing_goes_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EMBEDDING_SHARED")
    free(monkeypatch, 0)
    Sweeper(0.0).look()
    assert sweeping.announced() is None
